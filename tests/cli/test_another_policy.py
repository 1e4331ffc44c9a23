"""Do the commands work as well under a policy of another trade? (policies/comment-guidelines)"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import breakwater
from conftest import Run

PACK = Path(breakwater.__file__).parents[2] / "policies" / "comment-guidelines"


def test_check_tries_every_example(run: Run):
    ran = run("policy", "check", PACK)

    assert (ran.code, b"all examples hold" in ran.out) == (0, True)


@pytest.mark.parametrize("workers", [1, 2])
def test_scan_proposes_what_is_to_be_refused_and_says_why(run: Run, workers: int):
    ran = run("scan", PACK / "accounts.ndjson", "--policy", PACK, "--workers", workers)

    told = {line["id"]: line for line in ran.lines}
    assert {id for id, line in told.items() if line["proposal"] == "refer"} == {
        "h1", "b1", "b2", "s1", "s2", "s3", "c1",
    }  # fmt: skip
    assert told["b1"]["tactics"] == ["SECURITY"]
    assert [reason["quote"] for reason in told["b1"]["reasons"] if reason["kind"] == "breach"] == [
        "<script src=//x.example/a.js>",
        "</script>",
    ]
    assert all(told["h1"]["hurdles"].values())


def test_what_is_quoted_told_or_condemned_is_protected(run: Run):
    told = {line["id"]: line for line in run("scan", PACK / "accounts.ndjson", "--policy", PACK).lines}

    assert [told[id]["protected"] for id in ("t1", "t2", "t3")] == [["quoted"], ["quoted"], ["condemned"]]


def test_rank_blocks_by_the_policys_own_rules(run: Run):
    ran = run("rank", PACK / "accounts.ndjson", "--policy", PACK, "--moderated", PACK / "moderated.ndjson")

    assert {line["account"]: line["proposal"] for line in ran.lines} == {
        "breaks_in": "refer", "sells": "refer", "hates": "refer", "repeats": "refer",
        "cross_once": "look", "tells": "look",
    }  # fmt: skip


def test_without_the_moderated_texts_nobody_repeats_them(run: Run):
    ran = run("rank", PACK / "accounts.ndjson", "--policy", PACK)

    assert "repeats" not in {line["account"] for line in ran.lines}


def test_read_explains_one_text(run: Run):
    (told,) = run("read", "You are an idiot", "--policy", PACK, "--json").lines
    shown = run("read", "Is it true that the vaccine contains a chip?", "--policy", PACK)

    assert (told["proposal"], told["tactics"]) == ("refer", ["INSULT"])
    assert b"asks whether it is true" in shown.out


def test_evaluate_measures_it(run: Run):
    figures = json.loads(run("evaluate", PACK / "examples.ndjson", "--policy", PACK, "--json").out)

    assert figures["readers"] == ["terms"]
    assert figures["all"]["false_flags"]["value"] < 0.05
