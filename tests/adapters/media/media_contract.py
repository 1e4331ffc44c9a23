"""The laws of media readers: a file costs only itself, and everything says where it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from breakwater.ports.media import MediaReader
from breakwater.records import Trouble


class MediaReaderContract:
    """What every reader does. `known` is a file with words in it."""

    @pytest.fixture
    def reader(self) -> MediaReader:
        raise NotImplementedError

    @pytest.fixture
    def known(self) -> str:
        raise NotImplementedError

    def test_the_words_are_read(self, reader: MediaReader, known: str):
        read = reader.read(known, number=1)

        assert [text.text for text in read.texts] == ["two seats left"]
        assert (read.file, read.unread) == (known, ())

    def test_every_passage_says_where_how_surely_and_by_whom(self, reader: MediaReader, known: str):
        (text,) = reader.read(known, number=7).texts

        assert text.mark.number == 7
        assert 0 < text.confidence <= 1
        assert any(char.isdigit() for char in text.reader)  # its version

    def test_reading_twice_gives_the_same(self, reader: MediaReader, known: str):
        assert reader.read(known, number=1) == reader.read(known, number=1)

    def test_a_file_that_is_not_there_is_told(self, reader: MediaReader, tmp_path: Path):
        read = reader.read(str(tmp_path / "gone.jpg"), number=3)

        (unread,) = read.unread
        assert (read.texts, unread.trouble, unread.where) == ((), Trouble.GONE, "file 3")
        assert unread.problem
        assert unread.advice

    def test_a_file_that_is_not_there_costs_only_itself(
        self, reader: MediaReader, known: str, tmp_path: Path
    ):
        before = reader.read(known, number=1)

        reader.read(str(tmp_path / "gone.jpg"), number=2)

        assert reader.read(known, number=1) == before
