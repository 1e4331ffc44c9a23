"""Does every packing and encoding give the same rows, and a damaged one all that is good?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import source_builders as a

from breakwater.adapters.sources import read_posts, recognise, source_named
from breakwater.errors import SourceError, UnknownFormat, UsageError

PLAIN = a.ndjson(*a.plain_rows(200))


def noisy_rows(count: int) -> bytes:
    """Rows that do not pack well, so that a cut archive still holds many."""
    return a.ndjson(*(a.plain_row(number, text=os.urandom(40).hex()) for number in range(1, count + 1)))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(a.packed(PLAIN), id="gzip"),
        pytest.param(a.packed(PLAIN[:5000]) + a.packed(PLAIN[5000:]), id="gzip in two members"),
        pytest.param(a.packed(PLAIN) + b"\0" * 512, id="gzip padded with zeros"),
        pytest.param(b"\xef\xbb\xbf" + PLAIN, id="UTF-8 with BOM"),
        pytest.param(b"\xff\xfe" + PLAIN.decode().encode("utf-16-le"), id="UTF-16 little"),
        pytest.param(b"\xfe\xff" + PLAIN.decode().encode("utf-16-be"), id="UTF-16 big"),
        pytest.param(a.packed(b"\xff\xfe" + PLAIN.decode().encode("utf-16-le")), id="UTF-16 in gzip"),
        pytest.param(PLAIN.replace(b"\n", b"\r\n"), id="Windows line ends"),
        pytest.param(b"\n\n" + PLAIN.removesuffix(b"\n"), id="blank lines and no last line end"),
    ],
)
def test_packing_and_encoding_make_no_difference(tmp_path: Path, content: bytes):
    found = a.posts(a.read(tmp_path, content))

    assert [post.id for post in found] == [f"p{number}" for number in range(1, 201)]


def test_a_truncated_gzip_gives_every_whole_row_before_the_damage(tmp_path: Path):
    content = noisy_rows(3000)
    packed = a.packed(content)

    rows = a.read(tmp_path, packed[: len(packed) // 2])

    found = a.posts(rows)
    assert [post.id for post in found] == [f"p{number}" for number in range(1, len(found) + 1)]
    assert len(found) > 1400


def test_a_truncated_gzip_says_once_where_it_was_cut_off(tmp_path: Path):
    packed = a.packed(noisy_rows(3000))

    rows = a.read(tmp_path, packed[: len(packed) // 2])

    (reject,) = a.rejects(rows)
    assert rows[-1] is reject
    assert reject.line == len(rows)
    assert reject.problem == f"the archive is cut off at about line {reject.line}"


def test_a_gzip_damaged_in_the_middle_gives_the_rows_before(tmp_path: Path):
    packed = bytearray(a.packed(noisy_rows(3000)))
    packed[len(packed) // 2 : len(packed) // 2 + 64] = b"\xff" * 64

    rows = a.read(tmp_path, bytes(packed))

    assert len(a.posts(rows)) > 1000
    assert "damaged" in a.rejects(rows)[-1].problem


def test_a_small_gzip_damaged_near_its_end_gives_the_rows_before(tmp_path: Path):
    packed = bytearray(a.packed(noisy_rows(50)))
    packed[-200:-100] = b"\xff" * 100

    rows = a.read(tmp_path, bytes(packed))

    assert len(a.posts(rows)) > 30


def test_a_small_truncated_gzip_gives_the_rows_before(tmp_path: Path):
    rows = a.read(tmp_path, a.packed(noisy_rows(50))[:-200])

    assert len(a.posts(rows)) > 30


def test_a_truncated_gzip_of_a_document_on_one_line_gives_its_items(tmp_path: Path):
    messages = (a.telegram_message(number, text=os.urandom(40).hex()) for number in range(1, 101))
    packed = a.packed(a.ndjson(a.telegram_chat(*messages)))

    rows = a.read(tmp_path, packed[:-200])

    assert len(a.posts(rows)) > 80


def test_a_truncated_gzip_of_a_page_still_gives_its_posts(tmp_path: Path):
    packed = a.packed(a.document(a.x_page(*range(1, 500))))

    rows = a.read(tmp_path, packed[:-40])

    assert len(a.posts(rows)) > 100


@pytest.mark.parametrize("name", ["nowhere.ndjson", "", "\0"])
def test_a_path_that_leads_nowhere_is_told_in_one_sentence(tmp_path: Path, name: str):
    with pytest.raises(SourceError, match=r"no such file|folder|cannot be opened"):
        list(read_posts(f"{tmp_path}/{name}"))


def test_an_empty_file_is_told_as_such(tmp_path: Path):
    with pytest.raises(SourceError, match="empty"):
        a.read(tmp_path, b"")


def test_an_empty_archive_is_told_as_such(tmp_path: Path):
    with pytest.raises(SourceError, match="empty"):
        a.read(tmp_path, a.packed(b""))


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_file_that_may_not_be_read_is_told_as_such(tmp_path: Path):
    path = a.saved(tmp_path, PLAIN)
    path.chmod(0)

    with pytest.raises(SourceError, match="may not read"):
        list(read_posts(path))


def test_an_unknown_file_is_answered_with_the_formats_there_are(tmp_path: Path):
    with pytest.raises(UnknownFormat, match=r"zeeschuimer, 4cat, telegram, .*table"):
        recognise(a.saved(tmp_path, b"Dear colleague, please find attached"))


def test_an_unknown_format_is_answered_with_the_formats_there_are():
    with pytest.raises(UsageError, match="choose one of zeeschuimer"):
        source_named("exel")
