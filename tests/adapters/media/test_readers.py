"""Do the readers keep the contract?"""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.pictures import a_plain, as_bytes, written
from media_contract import MediaReaderContract

from breakwater.adapters.media import KnownMedia, MediaProcess
from breakwater.ports.media import MediaReader
from breakwater.records import Mark, MediaText, Medium


class TestKnownMedia(MediaReaderContract):
    @pytest.fixture
    def reader(self) -> MediaReader:
        mark = Mark(medium=Medium.IMAGE, number=1, box=(1, 2, 3, 4))
        return KnownMedia(
            {"a.jpg": (MediaText(text="two seats left", mark=mark, confidence=0.9, reader="the tests 1"),)}
        )

    @pytest.fixture
    def known(self) -> str:
        return "a.jpg"


class TestMediaProcess(MediaReaderContract):
    @pytest.fixture
    def reader(self, reader: MediaProcess) -> MediaReader:
        return reader

    @pytest.fixture
    def known(self, tmp_path: Path) -> str:
        path = tmp_path / "a.jpg"
        path.write_bytes(as_bytes(written(a_plain(), ["two seats left"])))
        return str(path)
