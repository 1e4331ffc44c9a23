"""Is every labelled text of a file read, and every bad line told?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.adapters.labelled import read_labelled
from breakwater.errors import SourceError
from breakwater.records import Reject
from breakwater.records.labelled import Labelled

ROW = {"id": "t1", "lang": "tr", "text": "zorn", "label": "advert", "tactics": ["DOC"]}


def read(folder: Path, *lines: object) -> list[Labelled | Reject]:
    path = folder / "set.ndjson"
    told = (line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    path.write_bytes(b"\n".join(told))
    return list(read_labelled(path))


def test_a_line_is_a_labelled_text(tmp_path: Path):
    assert read(tmp_path, ROW) == [Labelled(id="t1", lang="tr", text="zorn", advert=True, tactics=("DOC",))]


@pytest.mark.parametrize(
    ("label", "advert"),
    [("advert", True), ("Positive", True), (1, True), (True, True), ("ordinary", False), ("benign", False), (0, False)],
)  # fmt: skip
def test_an_outside_set_may_call_its_labels_differently(tmp_path: Path, label: object, advert: bool):
    (text,) = read(tmp_path, ROW | {"label": label})

    assert isinstance(text, Labelled)
    assert text.advert is advert


def test_what_is_not_told_is_not_made_up(tmp_path: Path):
    (text,) = read(tmp_path, {"text": "fish", "label": "ordinary"})

    assert text == Labelled(id="1", lang="und", text="fish", advert=False)


@pytest.mark.parametrize(
    ("line", "field"),
    [
        pytest.param(b"junk", "", id="not JSON"),
        pytest.param(b"[1, 2]", "", id="no object"),
        pytest.param({"label": "advert"}, "text", id="no text"),
        pytest.param(ROW | {"text": "  "}, "text", id="blank text"),
        pytest.param(ROW | {"label": "perhaps"}, "label", id="neither yes nor no"),
        pytest.param(ROW | {"tactics": {"DOC": 1}}, "tactics", id="tactics no list"),
        pytest.param(b'{"text": "\xff", "label": "advert"}', "", id="not UTF-8"),
    ],
)
def test_a_bad_line_is_told_and_the_others_are_read(tmp_path: Path, line: object, field: str):
    first, reject, last = read(tmp_path, ROW, line, ROW)

    assert isinstance(first, Labelled) and isinstance(last, Labelled)
    assert isinstance(reject, Reject)
    assert (reject.line, reject.field) == (2, field)


def test_a_file_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(SourceError, match="no such file"):
        list(read_labelled(tmp_path / "none.ndjson"))


@given(junk=st.binary(min_size=1, max_size=60))
def test_any_bytes_are_a_text_or_a_reject(tmp_path_factory: pytest.TempPathFactory, junk: bytes):
    rows = read(tmp_path_factory.mktemp("junk"), b"{}", junk)

    assert all(isinstance(row, Labelled | Reject) for row in rows)
