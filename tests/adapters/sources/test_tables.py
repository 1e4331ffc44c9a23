"""Does a table survive what spreadsheets do to it?"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import source_builders as a

from breakwater.adapters.sources import recognise
from breakwater.errors import SourceError

HEADER = b"id,platform,account,text\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_header_tells_what_stands_between_the_cells(tmp_path: Path, delimiter: str):
    content = a.table(a.plain_row(text="one, two; three\tfour"), delimiter=delimiter)

    (post,) = a.posts(a.read(tmp_path, content))

    assert post.text == "one, two; three\tfour"


def test_a_row_with_too_few_cells_is_rejected_with_its_line(tmp_path: Path):
    rows = a.read(tmp_path, HEADER + b"p1,x,a1,hello\np2,x\np3,x,a3,hello\n")

    assert [post.id for post in a.posts(rows)] == ["p1", "p3"]
    assert [(r.line, r.problem) for r in a.rejects(rows)] == [(3, "the row has 2 cells, the header names 4")]


def test_a_row_with_too_many_cells_is_rejected(tmp_path: Path):
    rows = a.read(tmp_path, HEADER + b"p1,x,a1,hello, unquoted\np2,x,a2,hello\n")

    assert [post.id for post in a.posts(rows)] == ["p2"]


def test_a_text_of_many_lines_is_one_row_and_counted_as_many(tmp_path: Path):
    rows = a.read(tmp_path, HEADER + b'p1,x,a1,"one\ntwo\n\nfour"\np2,x\n')

    assert a.posts(rows)[0].text == "one\ntwo\n\nfour"
    assert a.rejects(rows)[0].line == 6


def test_a_quote_never_closed_costs_the_rows_to_the_next_quote_only(tmp_path: Path):
    rows = a.read(tmp_path, HEADER + b'p1,x,a1,"open\np2,x,a2,"hello"\np3,x,a3,"hello"\n')

    assert [post.id for post in a.posts(rows)] == ["p3"]
    assert len(a.rejects(rows)) == 1


def test_a_file_that_ends_inside_a_quote_says_so(tmp_path: Path):
    rows = a.read(tmp_path, HEADER + b'p1,x,a1,hello\np2,x,a2,"hel')

    assert [r.line for r in a.rejects(rows)] == [3]


def test_a_byte_that_is_not_utf8_costs_only_its_row(tmp_path: Path):
    rows = a.read(tmp_path, HEADER + b'p1,x,a1,"caf\xe9\nbar"\np2,x,a2,hello\n')

    assert [post.id for post in a.posts(rows)] == ["p2"]
    assert a.rejects(rows)[0].problem.startswith("line 2: byte 13 is not UTF-8 (0xe9)")


def test_an_id_that_a_spreadsheet_has_rounded_is_rejected(tmp_path: Path):
    rows = a.read(tmp_path, HEADER + b"7.4E+18,x,a1,hello\n")

    assert [(r.field, "rounded" in r.problem) for r in a.rejects(rows)] == [("id", True)]


def test_a_table_without_a_needed_column_is_refused_by_the_columns_name(tmp_path: Path):
    with pytest.raises(SourceError, match="no column account"):
        a.read(tmp_path, b"id,platform,text\n1,x,hello\n", format="table")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Twitter", "x"),
        ("x.com", "x"),
        ("X", "x"),
        ("fb", "facebook"),
        ("www.TikTok.com", "tiktok"),
        ("VK", "vk"),
    ],
)
def test_platforms_are_called_by_one_name(tmp_path: Path, said: str, meant: str):
    (post,) = a.posts(a.read(tmp_path, a.ndjson(a.plain_row(platform=said))))

    assert post.platform == meant


@pytest.mark.parametrize(
    "media", ["http://a.example.org http://b.example.org", "http://a.example.org|http://b.example.org"]
)
def test_media_may_be_one_text(tmp_path: Path, media: str):
    (post,) = a.posts(a.read(tmp_path, a.ndjson(a.plain_row(media=media))))

    assert post.media == ("http://a.example.org", "http://b.example.org")


@pytest.mark.parametrize("field", ["id", "platform", "account", "text"])
def test_what_is_missing_is_named(tmp_path: Path, field: str):
    row = a.plain_row(2)
    del row[field]

    rows = a.read(tmp_path, a.ndjson(a.plain_row(1), row))

    assert [(r.line, r.field, r.problem) for r in a.rejects(rows)] == [(2, field, "missing")]


def parquet(**columns: object) -> bytes:
    written = io.BytesIO()
    rows = {"id": ["p1"], "platform": ["x"], "account": ["a1"], "text": ["hello"], **columns}
    pq.write_table(pa.table(rows), written)
    return written.getvalue()


@pytest.mark.parametrize("pack", [bytes, a.packed], ids=["plain", "gzip"])
def test_a_parquet_file_is_read(tmp_path: Path, pack):
    when = datetime(2026, 11, 19, 10, tzinfo=UTC)
    times = pa.array([when], pa.timestamp("ns", tz="Asia/Tehran"))

    (post,) = a.posts(a.read(tmp_path, pack(parquet(created_at=times, media=[["http://a.example.org"]]))))

    assert (post.id, post.created_at, post.media) == ("p1", when, ("http://a.example.org",))


def test_a_truncated_parquet_file_is_refused(tmp_path: Path):
    with pytest.raises(SourceError, match="Parquet file cannot be read"):
        a.read(tmp_path, parquet()[:-20])


def test_a_parquet_file_is_told_by_its_content(tmp_path: Path):
    assert recognise(a.saved(tmp_path, parquet(), "export.csv")).name == "table"
