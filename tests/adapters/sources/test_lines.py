"""Does a bad line cost only itself?"""

from __future__ import annotations

import tracemalloc
from itertools import chain, repeat
from pathlib import Path
from typing import BinaryIO, cast

import pytest
import source_builders as a

from breakwater.adapters.sources import lines, source_named
from breakwater.adapters.sources.lines import MAX_LINE, lines_of
from breakwater.adapters.sources.opening import Pieces
from breakwater.records import Reject

GOOD = a.ndjson(a.plain_row())


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        pytest.param(b'{"id": "p', "not JSON", id="cut short"),
        pytest.param(b"[1, 2", "not JSON", id="half a list"),
        pytest.param(b"42", "not a JSON object", id="a number"),
        pytest.param(b'{"a":' * 100_000, "nested too deeply", id="a bomb"),
        pytest.param(b'{"id": "caf\xe9"}', "byte 12 is not UTF-8 (0xe9)", id="Latin-1"),
    ],
)
def test_a_bad_line_is_rejected_and_the_rest_goes_on(tmp_path: Path, bad: bytes, problem: str):
    rows = a.read(tmp_path, GOOD + bad + b"\n" + GOOD)

    good, reject, last = rows
    assert isinstance(reject, Reject)
    assert (reject.line, problem in reject.problem) == (2, True)
    assert good == last


def test_a_bad_first_line_does_not_spoil_the_file(tmp_path: Path):
    rows = a.read(tmp_path, b'{"id": "p1", "platf\n' + GOOD + GOOD)

    assert [type(row).__name__ for row in rows] == ["Reject", "Post", "Post"]


def test_a_reject_shows_how_the_row_began(tmp_path: Path):
    rows = a.read(tmp_path, GOOD + b'{"x": "' + b"y" * 5_000 + b"\n")

    assert a.rejects(rows)[0].row == '{"x": "' + "y" * 1_993


def test_a_line_longer_than_the_limit_is_passed_over(tmp_path: Path):
    too_long = b'{"id": "' + b"x" * MAX_LINE + b'"}\n'

    rows = a.read(tmp_path, GOOD + too_long + GOOD)

    assert [type(row).__name__ for row in rows] == ["Post", "Reject", "Post"]
    assert a.rejects(rows)[0].problem == "the line is longer than 8 MiB"


def test_a_line_without_end_is_not_held_in_memory(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lines, "MAX_LINE", 100_000)
    unending = (b"x" * 100_000 for _ in range(300))

    tracemalloc.start()
    (line,) = lines_of(unending)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert not line.whole
    assert peak < 2_000_000


def endless(begin: bytes, row: bytes) -> BinaryIO:
    """A stream of 10,000 rows that are made as they are read."""
    return cast(BinaryIO, Pieces(chain([begin], repeat(row * 100, 100)), file="endless"))


@pytest.mark.parametrize(
    ("name", "begin", "row"),
    [
        ("table", b"", GOOD),
        ("table", b"id,platform,account,text\n", b"p1,tiktok,a1,hello\n"),
        (
            "telegram",
            b'{"name": "N", "type": "t", "id": 5, "messages": [',
            a.document(a.telegram_message()) + b",",
        ),
        (
            "youtube",
            b'{"kind": "youtube#videoListResponse", "items": [',
            a.document(a.youtube_video()) + b",",
        ),
    ],
)
def test_memory_does_not_grow_with_the_file(name: str, begin: bytes, row: bytes):
    tracemalloc.start()
    count = sum(1 for _ in source_named(name).read(endless(begin, row), file="endless"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert count >= 10_000
    assert peak < 4_000_000


def test_half_an_emoji_becomes_a_replacement_character(tmp_path: Path):
    content = GOOD.replace(b"Crossing", b"A \\ud83d B \\ude00 C \\ud83d\\ude00")

    (post,) = a.posts(a.read(tmp_path, content))

    assert post.text.startswith("A � B � C 😀")


def test_nul_bytes_are_kept_out_of_texts(tmp_path: Path):
    content = GOOD.replace(b"Crossing", b"A\\u0000B\0C")

    (post,) = a.posts(a.read(tmp_path, content))

    assert post.text.startswith("ABC")
