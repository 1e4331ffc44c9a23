"""Do both ways into the pipeline, raw lines and read rows, give the same posts and rejects?"""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from breakwater.adapters import intake
from breakwater.adapters.intake import Lines, Rows, pieces_of, posts_of
from breakwater.adapters.sources import read_posts
from breakwater.adapters.sources.lines import MAX_LINE
from breakwater.records import Post, Reject
from breakwater.wire.schema import POSTS
from builders import a_row, ndjson

CARRIED = ("id", "platform", "account", "text", "handle", "bio", "display_name", "followers")

WORDS = st.one_of(
    st.text(max_size=5),
    st.sampled_from(
        [
            "",
            " ",
            "p1",
            " p1 ",
            "\u00a0p1",
            "a\0b",
            "\0",
            "1e5",
            "7.1E+18",
            "1.0",
            "@zorn",
            "zorn",
            "ЗОРН",
            "\u2028",
            "\ud83d",
            "🇬🇧",
            "tiktok",
            "TikTok ",
            "t\0iktok",
            "x.com",
        ]
    ),
)
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 5),
    st.sampled_from([2**53 + 1, 10**18, 10**19, 5.0, 5.5, 1e17, 1e400, -0.0, [], {}, ["a"], [[]]]),
)
VALUES = st.one_of(WORDS, WORDS, ODD)
OTHERS = st.dictionaries(
    st.sampled_from(
        ["bio", "display_name", "followers", "handle", "url", "media", "lang", "created_at", "zz"]
    ),
    VALUES,
)
RIGHT = st.builds(
    lambda number, text, others: {**a_row(number, text=text), **others}, st.integers(0, 99), WORDS, OTHERS
)
WRONG = st.dictionaries(st.sampled_from([*CARRIED, "zz"]), VALUES)
JUNK = st.sampled_from(
    [
        b"",
        b" ",
        b"\r",
        b"\t\0",
        b"[]",
        b"42",
        b"null",
        b'"text"',
        b"{",
        b"}",
        b'{"id": "p1"',
        b"\xff\xfe",
        b'{"id": "caf\xe9"}',
        b"[" * 2_000,
        b'[{"id": "p8", "platform": "x", "account": "a", "text": "t"}]',
        b'{"id":"p1","platform":"x","account":"a","text":"half \\ud83d"}',
        b'{"id":"p1","platform":"x","account":"a","text":"raw \x01 control \x1f"}',
        b'{"id":"p1","platform":"x","account":"a","text":"\\x1b"}',
        b'{"id":"p1","id":"p2","platform":"x","account":"a","text":"twice"}',
        b'{"id":"p1","platform":"x","account":"a","text":"behind"} x',
        b'{"id":1,"platform":"x","account":12345678901234567890,"text":"numbers"}',
        b'{"id":"p1","platform":"x","account":"a","text":"nul \\u0000"}',
        b'{"id":"p1","platform":"x","account":"a","text":null}',
        b'{"id":"p1","platform":"x","account":"a","text":7}',
        b"\xef\xbb\xbf{}",
    ]
)
LINES = st.lists(
    st.one_of(st.one_of(RIGHT, WRONG).map(lambda row: json.dumps(row, ensure_ascii=True).encode()), JUNK),
    max_size=8,
)
ENDS = st.sampled_from([b"", b"\n", b"\r\n", b"\n\n\n"])
FIRST = ndjson(a_row(0)).rstrip()


def the_slow_way(path: Path) -> tuple[list[tuple[object, ...]], list[Reject]]:
    """Return what the reference reads, of each post what the fast way carries."""
    rows = list(read_posts(path, format="table"))
    posts = [tuple(getattr(row, name) for name in CARRIED) for row in rows if isinstance(row, Post)]
    return posts, [row for row in rows if isinstance(row, Reject)]


def the_fast_way(path: Path) -> tuple[list[tuple[object, ...]], list[Reject]]:
    posts: list[tuple[object, ...]] = []
    rejects: list[Reject] = []
    for piece in pieces_of(path):
        assert isinstance(piece, Lines)
        batch, some_rejects = posts_of(piece)
        assert batch.schema == POSTS
        posts.extend(tuple(row[name] for name in CARRIED) for row in batch.to_pylist())
        rejects.extend(some_rejects)
    return posts, rejects


@given(lines=LINES, end=ENDS, block=st.sampled_from([1, 7, 100, 4 * 1024 * 1024]))
@example(lines=[b'{"id":"1e5","platform":"x","account":"a","text":"t"}'], end=b"\n", block=100)
@example(lines=[b'{"id":"p1","platform":"x","account":"7.1E+18","text":"t"}'], end=b"\n", block=100)
@example(lines=[b'{"id":"p","platform":"x","account":"a","text":"t","followers":1e17}'], end=b"\n", block=100)
@example(lines=[b'{"id":"p","platform":"t\\u0000iktok","account":"a","text":"t"}'], end=b"\n", block=100)
@example(lines=[b'{"id":"p","platform":"x","account":"a","text":"t","handle":"1e5"}'], end=b"\n", block=100)
def test_raw_lines_say_what_read_rows_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: list[bytes], end: bytes, block: int
):
    monkeypatch.setattr(intake, "BLOCK", block)
    path = tmp_path / "posts.ndjson"
    path.write_bytes(FIRST + b"\n" + b"\n".join(lines) + end)

    posts, rejects = the_fast_way(path)

    told_posts, told_rejects = the_slow_way(path)
    assert posts == told_posts
    assert [(reject.line, reject.field) for reject in rejects] == [(r.line, r.field) for r in told_rejects]
    assert rejects == told_rejects


@pytest.mark.parametrize("block", [1, 10, 64, 1_000, 10**6])
def test_the_line_of_a_reject_is_right_wherever_blocks_are_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
):
    monkeypatch.setattr(intake, "BLOCK", block)
    path = tmp_path / "posts.ndjson"
    path.write_bytes(FIRST + b"\n\n{}\r\n" + FIRST + b"\n\n\n42\n" + FIRST + b"\njunk")

    posts, rejects = the_fast_way(path)

    assert [reject.line for reject in rejects] == [3, 7, 9]
    assert len(posts) == 3


@pytest.mark.parametrize("block", [1024 * 1024, 3 * 1024 * 1024, 4 * 1024 * 1024])
@pytest.mark.parametrize("over", [-1_000, 1, 2_000_000])
def test_a_line_that_is_too_long_is_rejected_wherever_blocks_are_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int, over: int
):
    monkeypatch.setattr(intake, "BLOCK", block)
    path = tmp_path / "posts.ndjson"
    frame = len(ndjson(a_row(1, text="")).rstrip())
    long = ndjson(a_row(1, text="x" * (MAX_LINE - frame + over))).rstrip()
    path.write_bytes(b"\n".join([FIRST, long, FIRST, b"junk", FIRST]))

    posts, rejects = the_fast_way(path)

    told_posts, told_rejects = the_slow_way(path)
    assert [post[0] for post in posts] == [post[0] for post in told_posts]
    assert [(r.line, r.problem) for r in rejects] == [(r.line, r.problem) for r in told_rejects]


# --- which way a file goes


@pytest.mark.parametrize(
    ("content", "way"),
    [
        pytest.param(FIRST + b"\n" + FIRST, Lines, id="an object a line"),
        pytest.param(b"\xef\xbb\xbf" + FIRST + b"\n" + FIRST, Rows, id="with a BOM"),
        pytest.param(b"[" + FIRST + b"]", Rows, id="one document"),
        pytest.param(json.dumps([a_row()], indent=1).encode(), Rows, id="one document on many lines"),
        pytest.param(b"id,platform,account,text\np1,x,a1,zorn\n", Rows, id="CSV"),
        pytest.param((FIRST + b"\n" + FIRST).decode().encode("utf-16"), Rows, id="UTF-16"),
    ],
)
def test_only_plain_lines_travel_raw(tmp_path: Path, content: bytes, way: type):
    path = tmp_path / "posts"
    path.write_bytes(content)

    pieces = list(pieces_of(path))

    assert {type(piece) for piece in pieces} == {way}
    assert sum(len(posts_of(piece)[0]) for piece in pieces) >= 1


def test_rows_come_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(intake, "ROWS", 3)
    path = tmp_path / "posts.csv"
    path.write_bytes(
        b"id,platform,account,text\n" + b"p1,x,a1,zorn\n" * 5 + b",x,a1,zorn\n" + b"p1,x,a1,zorn\n"
    )

    pieces = [posts_of(piece) for piece in pieces_of(path)]

    assert [(len(batch), len(rejects)) for batch, rejects in pieces] == [(3, 0), (2, 1), (1, 0)]
    assert isinstance(pieces[0][0], pa.RecordBatch)
