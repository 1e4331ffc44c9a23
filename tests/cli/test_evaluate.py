"""Does `breakwater evaluate` measure what it is given?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builders import ADVERT, ndjson
from conftest import Run

ROWS = (
    {"id": "1", "lang": "en", "text": ADVERT, "label": "advert", "tactics": ["C-ZORN"]},
    {"id": "2", "lang": "fa", "text": "fish", "label": "advert", "tactics": ["DOC"]},
    {"id": "3", "lang": "en", "text": f"the court heard: {ADVERT}", "label": "ordinary", "hard_negative_kind": "news"},
    {"id": "4", "lang": "en", "text": ADVERT + "!", "label": "ordinary", "hard_negative_kind": "satire"},
)  # fmt: skip


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    path = tmp_path / "set.ndjson"
    path.write_bytes(ndjson(*ROWS))
    return path


def test_figures_come_as_json(run: Run, labelled: Path, policy: Path):
    told = json.loads(run("evaluate", labelled, "--policy", policy, "--json").out)

    assert told["readers"] == ["terms"]
    assert (told["all"]["adverts"], told["all"]["recall"]["hits"], told["all"]["f1"]) == (2, 1, 0.5)
    assert told["by_language"]["fa"]["recall"]["value"] == 0
    assert told["by_kind"]["satire"]["refer"]["hits"] == 1
    assert told["by_kind"]["news"]["refer"]["hits"] == 0
    assert told["tactics"]["DOC"] == {"": 1}


def test_figures_come_as_tables(run: Run, labelled: Path, policy: Path):
    ran = run("evaluate", labelled, "--policy", policy, "--wrong", "5")

    said = ran.out.decode()
    assert ran.code == 0
    assert "4 texts, read by: terms" in said
    assert "satire" in said and "C-ZORN" in said
    assert "4 en satire: refer" in said
    assert "2 fa advert: none" in said


def test_bad_lines_are_told_and_the_rest_is_measured(run: Run, labelled: Path, policy: Path):
    labelled.write_bytes(labelled.read_bytes() + b"junk\n")

    ran = run("evaluate", labelled, "--policy", policy, "--json")

    assert ran.code == 5
    assert f"rejected {labelled}:5" in ran.err
    assert json.loads(ran.out)["all"]["adverts"] == 2


def test_a_file_without_a_labelled_text_is_an_error(run: Run, tmp_path: Path, policy: Path):
    path = tmp_path / "blank.ndjson"
    path.write_bytes(b"\n\n")

    ran = run("evaluate", path, "--policy", policy)

    assert ran.code == 4
    assert "there is no labelled text" in ran.err
