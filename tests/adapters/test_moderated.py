"""Is a list of moderated texts read as it was written, or refused with its line?"""

from __future__ import annotations

from pathlib import Path

import pytest

from breakwater.adapters.moderated import read_moderated
from breakwater.errors import SourceError


def test_a_line_is_a_text_or_holds_one(tmp_path: Path):
    path = tmp_path / "refused.ndjson"
    path.write_text('\ufeffzorn\r\n\n{"id": 1, "text": "two\\nlines"}\n  flum  \n', "utf-8")

    assert read_moderated(path) == ["zorn", "two\nlines", "flum"]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        pytest.param(b'zorn\n{"txt": "flum"}\n', ":2", id="an object without a text"),
        pytest.param(b'{"text": "zorn"', ":1", id="cut off"),
        pytest.param(b'{"text": 3}', ":1", id="a number"),
        pytest.param(b"caf\xe9", "", id="another encoding"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(tmp_path: Path, content: bytes, place: str):
    path = tmp_path / "refused.txt"
    path.write_bytes(content)

    with pytest.raises(SourceError) as raised:
        read_moderated(path)

    assert raised.value.file == f"{path}{place}"


def test_a_missing_file_is_told(tmp_path: Path):
    with pytest.raises(SourceError, match="No such file"):
        read_moderated(tmp_path / "nowhere")
