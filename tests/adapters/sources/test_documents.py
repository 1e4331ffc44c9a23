"""Is a document read as a stream, and does a broken one give what was complete?"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import source_builders as a
from hypothesis import given, settings
from hypothesis import strategies as st

from breakwater.adapters.sources import source_named, walk
from breakwater.adapters.sources.pieces import Piece, json_pieces
from breakwater.adapters.sources.walk import walked
from breakwater.records import Post

CHAT = a.telegram_chat(*(a.telegram_message(number) for number in range(1, 51)))


def test_a_truncated_document_gives_every_complete_item_and_one_reject(tmp_path: Path):
    content = a.document(CHAT)
    cut = content.index(b'"id": 40,') + 30

    rows = a.read(tmp_path, content[:cut])

    assert [post.id for post in a.posts(rows)] == [f"500/{number}" for number in range(1, 40)]
    assert len(a.rejects(rows)) == 1


def test_a_truncated_document_says_at_which_item_it_ends(tmp_path: Path):
    rows = a.read(tmp_path, b'{"feed": [{"post": {"uri": "at://did:plc:i/p/1", "author": {"did": "did:plc:i"')

    (reject,) = a.rejects(rows)
    assert reject.problem == "the document cannot be read on from item 1: it ends before its end"


def test_a_document_on_one_line_reads_like_a_pretty_one(tmp_path: Path):
    assert a.read(tmp_path, a.ndjson(CHAT)) == a.read(tmp_path, a.document(CHAT))


def test_a_document_cut_on_its_only_line_gives_what_was_complete(tmp_path: Path):
    rows = a.read(tmp_path, a.ndjson(CHAT)[:-200])

    assert len(a.posts(rows)) == 49


def test_control_characters_as_telegram_escapes_them_do_not_end_the_reading(tmp_path: Path):
    content = a.document(CHAT).replace(b"Crossing", b"\\x1fCrossing", 1)

    rows = a.read(tmp_path, content)

    assert len(a.posts(rows)) == 50
    assert rows[0].text.startswith("\x1fCrossing")


def test_an_escaped_backslash_before_x_is_left_alone(tmp_path: Path):
    content = a.document(CHAT).replace(b"Crossing", b"C:\\\\x41", 1)

    rows = a.read(tmp_path, content)

    assert rows[0].text.startswith("C:\\x41")


def test_a_document_nested_without_end_is_one_reject(tmp_path: Path):
    rows = a.read(tmp_path, b'{"name": "", "type": "", "id": 1, "messages": ' + b"[" * 300_000)

    assert [row.problem for row in a.rejects(rows)] == [
        "the document cannot be read on from item 4: nested deeper than 200 levels"
    ]


def test_a_number_of_thousands_of_digits_is_survived(tmp_path: Path):
    content = a.document(CHAT).replace(b'"id": 2,', b'"id": ' + b"7" * 2_000_000 + b",")

    assert len(a.read(tmp_path, content)) == 50


def test_an_item_larger_than_the_limit_is_one_reject(tmp_path: Path):
    entities = [{"type": "plain", "text": "x" * 1_000_000}] * 9
    big = a.telegram_chat(
        a.telegram_message(1), a.telegram_message(2, text_entities=entities), a.telegram_message(3)
    )

    rows = a.read(tmp_path, a.document(big))

    assert [type(row).__name__ for row in rows] == ["Post", "Reject", "Post"]


def test_an_item_larger_than_the_limit_is_not_held(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(walk, "MAX_LINE", 10_000)
    item = walk.Walk(frozenset())
    item.take("start_map", None)

    for number in range(1_000):
        item.take("map_key", f"k{number}")
        item.take("string", "x" * 1_000)
    found = item.take("end_map", None)

    assert found is not None
    assert not found.whole
    assert len(found.value) < 10


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=12,
)


@settings(deadline=None)
@given(value=st.dictionaries(st.sampled_from("abc"), json_values, min_size=1, max_size=3))
def test_a_line_and_a_document_are_walked_alike(value: dict[str, Any]):
    at = frozenset({"a", "b.a", "b.c.b"})
    pretty = io.BytesIO(b"\n{\n" + a.document(value)[1:])

    found = [(p.path, p.value) for p in json_pieces(pretty, file="", at=at) if isinstance(p, Piece)]

    assert found == [(f.path, f.value) for f in walked(value, at)]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
def test_where_a_document_is_cut_into_chunks_makes_no_difference(size: int):
    content = a.document(a.telegram_chat(a.telegram_message(7, text="TEXT"))).replace(
        b"TEXT", b"\\x1f \\ud83d\\ude00 \\ud83d \\\\x41 \xc3\xa9 \\\\\\x42"
    )

    class Slow(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            return super().read(size)

    (post,) = source_named("telegram").read(Slow(content), file="")

    assert isinstance(post, Post)
    assert post.text == "\x1f 😀 � \\x41 é \\B"
