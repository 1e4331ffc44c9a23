"""Is what other terms would change shown before they are in force?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builders import ADVERT, POLICY_FILES, a_row, ndjson, write_policy
from conftest import Run

LEXICON = "lexicon/en/zorn.toml"
FISH = "Fresh fish, no permit needed, we bring you"
NEW = """
lang = "en"

[[term]]
text = ["no permit needed"]
means = "without a permit"
kinds = ["irregular"]
weight = 0.4
source = "the tests"
yes = ["No permit needed"]
no = ["a permit is needed"]
"""


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    path = tmp_path / "past.ndjson"
    path.write_bytes(ndjson(a_row(1), a_row(2, text=FISH), a_row(3, text="fish")))
    return path


def written(folder: Path, content: str, name: str = "new.toml") -> Path:
    path = folder / name
    path.write_text(content, "utf-8")
    return path


def test_new_terms_show_what_they_would_newly_flag(run: Run, posts: Path, policy: Path, tmp_path: Path):
    ran = run("policy", "try", written(tmp_path, NEW), posts, "--policy", policy)

    said = ran.out.decode()
    assert ran.code == 0
    assert "3 posts: 1 newly proposed, or more strongly; 0 no longer, or more weakly" in said
    assert (
        "p2 none -> refer  [no permit needed, we bring you" in said
        or "p2 none -> refer  [no permit needed" in said
    )


def test_a_file_of_the_same_name_takes_the_place_of_the_old_one(
    run: Run, posts: Path, policy: Path, tmp_path: Path
):
    less = POLICY_FILES[LEXICON].replace("no flum needed", "no blam needed").replace("No flum", "No blam")

    ran = run("policy", "try", written(tmp_path, less, "zorn.toml"), posts, "--policy", policy, "--json")

    (change,) = ran.lines
    assert (change["id"], change["before"], change["after"]) == ("p1", "refer", "look")
    assert "no flum needed" in change["because"]


def test_a_whole_policy_may_be_tried(run: Run, posts: Path, policy: Path, tmp_path: Path):
    other = write_policy(tmp_path / "other", {"lexicon/en/more.toml": NEW})

    ran = run("policy", "try", other, posts, "--policy", policy, "--json")

    assert [change["id"] for change in ran.lines] == ["p2"]


def test_precision_is_told_on_labelled_texts(run: Run, posts: Path, policy: Path, tmp_path: Path):
    rows = ({"text": ADVERT, "label": "advert"}, {"text": FISH, "label": "ordinary"})
    labelled = tmp_path / "labelled.ndjson"
    labelled.write_bytes(ndjson(*rows))

    ran = run("policy", "try", written(tmp_path, NEW), posts, "--policy", policy, "--labelled", labelled)

    before, after = ran.out.decode().splitlines()[-2:]
    assert before.startswith("before  precision 1.000")
    assert after.startswith("after   precision 0.500")
    assert json.loads(json.dumps(after)).endswith("wrongly referred 1 of 1")


def test_the_policy_in_force_is_left_as_it_is(run: Run, posts: Path, policy: Path, tmp_path: Path):
    before = {path: path.read_bytes() for path in policy.rglob("*.toml")}

    run("policy", "try", written(tmp_path, NEW), posts, "--policy", policy)

    assert {path: path.read_bytes() for path in policy.rglob("*.toml")} == before


@pytest.mark.parametrize(
    ("content", "says"),
    [("lang = 1", "Expected `str`"), ("[[term]]\ntext = 1", "new.toml")],
)
def test_a_file_that_is_no_lexicon_is_told(
    run: Run, posts: Path, policy: Path, tmp_path: Path, content: str, says: str
):
    ran = run("policy", "try", written(tmp_path, content), posts, "--policy", policy)

    assert ran.code == 3
    assert says in ran.err
