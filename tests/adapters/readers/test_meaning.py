"""Does the embedding keep the laws of second readers?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from second_reader_contract import SecondReaderContract

from breakwater.adapters.readers.meaning import EXAMPLES, WEIGHTS, Meaning, installed
from breakwater.policy.learned import READER
from breakwater.ports.reader import SecondReader
from builders import CLASSES, a_learned

if not installed():
    pytest.skip("the embedding is not installed here", allow_module_level=True)

from breakwater.adapters.readers.embedding import SIZE, load_embedding


class TestMeaning(SecondReaderContract):
    @pytest.fixture
    def reader(self, tmp_path: Path) -> SecondReader:
        chance, inner = np.random.default_rng(7), tmp_path / READER
        inner.mkdir()
        weights = chance.normal(size=(SIZE, len(CLASSES)))
        np.savez(inner / WEIGHTS, weights=weights, bias=np.zeros(len(CLASSES)), middle=np.zeros(SIZE))
        told = {"glosses": ["a zorn ride"], "kinds": ["C-ZORN"], "langs": ["en"]}
        np.savez(inner / EXAMPLES, vectors=chance.normal(size=(1, SIZE)), **told)
        return Meaning(a_learned(), tmp_path, load_embedding())
