"""What must hold for every source, whatever it reads?"""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from source_builders import packed

from breakwater.adapters.sources import SOURCES, read_posts, recognise
from breakwater.errors import SourceError
from breakwater.ports.source import Source
from breakwater.records import Post, Reject

FUZZ = settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
)


def rows_in(source: Source, content: bytes) -> list[Post | Reject]:
    return list(source.read(io.BytesIO(content), file="export"))


class SourceContract:
    """The laws of the port. A source's test gives the source and a sample of its own."""

    source: Source
    sample: bytes

    def test_it_recognises_its_own_sample_and_nobody_else_does(self):
        assert [s.name for s in SOURCES if s.recognises(self.sample, file="")] == [self.source.name]

    def test_it_is_told_by_content_whatever_the_file_is_called(self, tmp_path: Path):
        path = tmp_path / "holiday.jpg"
        path.write_bytes(self.sample)

        assert recognise(path).name == self.source.name

    def test_reading_twice_gives_the_same(self):
        assert rows_in(self.source, self.sample) == rows_in(self.source, self.sample)

    def test_its_sample_holds_posts_and_no_rejects(self):
        rows = rows_in(self.source, self.sample)

        assert rows
        assert all(isinstance(row, Post) for row in rows)

    def test_a_cut_loses_no_row_that_was_complete_before_it(self):
        whole = rows_in(self.source, self.sample)
        step = max(1, len(self.sample) // 150)

        for cut in range(0, len(self.sample), step):
            kept = read_or_refused(self.source, self.sample[:cut])
            assert same_beginning(kept, whole), f"cut at byte {cut}"

    def test_a_later_cut_never_has_fewer_rows_but_for_the_one_it_cuts(self):
        most = 0

        for cut in range(0, len(self.sample) + 1, max(1, len(self.sample) // 150)):
            count = len(read_or_refused(self.source, self.sample[:cut]))
            assert count >= most - 1, f"cut at byte {cut}"
            most = max(most, count)

    @FUZZ
    @given(content=st.binary(max_size=400))
    def test_garbage_raises_nothing_but_a_source_error(self, content: bytes):
        read_or_refused(self.source, content)

    @FUZZ
    @given(data=st.data())
    def test_a_spoiled_sample_raises_nothing_but_a_source_error(self, data: st.DataObject):
        read_or_refused(self.source, spoiled(self.sample, data))

    @FUZZ
    @given(data=st.data())
    def test_a_spoiled_archive_raises_nothing_but_a_source_error(self, data: st.DataObject, tmp_path: Path):
        path = tmp_path / "export"
        path.write_bytes(spoiled(packed(self.sample), data))

        try:
            list(read_posts(path, format=self.source.name))
        except SourceError:
            return


def same_beginning(kept: list[Post], whole: list[Post | Reject]) -> bool:
    """Return whether posts are the first of the whole file's, so far as a cut lets them know."""
    return [known_at_once(post) for post in kept] == [known_at_once(post) for post in whole[: len(kept)]]


def known_at_once(post: Post | Reject) -> Post:
    """A post less what the cut may have taken from it.

    The last cell of a table may be cut, and a page of X names its authors only at its end.
    """
    assert isinstance(post, Post)
    bare = {"text": "", "handle": None, "url": None, "bio": None, "display_name": None}
    bare |= {"followers": None, "media": (), "created_at": None, "lang": None}
    return replace(post, **bare)


def read_or_refused(source: Source, content: bytes) -> list[Post]:
    """The posts, none where the source refuses the file; any other error is a fault."""
    try:
        return [row for row in rows_in(source, content) if isinstance(row, Post)]
    except SourceError:
        return []


def spoiled(content: bytes, data: st.DataObject) -> bytes:
    """A file in which some places have been overwritten."""
    spoilt = bytearray(content)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(spoilt)))
        piece = data.draw(st.one_of(st.binary(max_size=6), st.sampled_from(BAD_PIECES)))
        spoilt[place : place + data.draw(st.integers(0, 6))] = piece
    return bytes(spoilt)


BAD_PIECES = [
    b'"', b"{", b"}", b"[", b"]", b"\\", b"\\ud800", b"\\x1f", b"\0", b"\xff", b"\n", b",", b"null", b"1e999",
    b"[]", b"{}", b"9" * 500, b"[" * 300, b"-1", b"true", b'""',
]  # fmt: skip
