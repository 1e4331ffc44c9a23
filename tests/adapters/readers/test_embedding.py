"""Does the embedding read its weight file as its makers' own engine does, and what was tuned of it?"""

from __future__ import annotations

import ctypes
import importlib.util
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from breakwater.adapters.readers.meaning import TUNED, installed
from breakwater.errors import ReaderError
from breakwater.policy import SHIPPED
from breakwater.policy.learned import READER, read_weights

if not installed():
    pytest.skip("the embedding is not installed here", allow_module_level=True)

from breakwater.adapters.readers import embedding as module
from breakwater.adapters.readers.embedding import FILE, PACKAGE, SIZE, Embedding, load_packed, plain
from breakwater.adapters.readers.packed import Packed

TEXTS = [
    "who knows a way to Yland?",
    "Bu hafta tekne var, kişi başı 3500 €",
    "سلام برادران، کسی هست؟",
    "የጀልባ ጉዞ  አለ 🚤💯",
    "ＦＵＬＬ width ﷺ and a\ttab",
    "",
    "zorn " * 90,
]


@pytest.fixture(scope="module")
def packed() -> Packed:
    return load_packed()


@pytest.fixture(scope="module")
def embed(packed: Packed) -> Embedding:
    return Embedding(packed)


@pytest.fixture(scope="module")
def makers() -> Iterator[MakersEngine]:
    yield MakersEngine(_folder())


class MakersEngine:
    """The engine that came with the weights: the reference."""

    def __init__(self, folder: Path) -> None:
        self._engine = ctypes.CDLL(str(next(folder.glob("_engine*.so"))))
        self._engine.e5_load.restype = ctypes.c_void_p
        self._engine.e5_load.argtypes = [ctypes.c_char_p]
        told = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
        self._engine.e5_token_count.argtypes = told
        self._engine.e5_embed.argtypes = [*told, ctypes.POINTER(ctypes.c_float)]
        self._model = self._engine.e5_load(str(folder / FILE).encode())

    def __call__(self, text: str) -> npt.NDArray[np.float32]:
        row = np.empty(SIZE, np.float32)
        self._engine.e5_embed(
            self._model, text.encode(), 1, row.ctypes.data_as(ctypes.POINTER(ctypes.c_float))
        )
        return row

    def tokens(self, text: str) -> int:
        return int(self._engine.e5_token_count(self._model, text.encode(), 1))


def _folder() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_means_what_the_makers_engine_says(embed: Embedding, makers: MakersEngine, text: str):
    (row,) = embed([text])

    assert row @ makers(plain(text)) > 0.999


@pytest.mark.parametrize("text", TEXTS)
def test_words_are_cut_as_the_makers_cut_them(packed: Packed, makers: MakersEngine, text: str):
    assert len(module.Words(packed.pieces)(text)) == makers.tokens(text)


def test_what_was_tuned_stands_for_what_is_in_the_file(packed: Packed):
    bias, scales = packed.held("l3.q.b") + 1, packed.held("l3.fi.w") * 2

    tuned = packed.tuned({"l3.q.b": bias, "l3.fi.w": scales})

    assert tuned.held("l3.q.b").tolist() == bias.tolist()
    assert tuned.held("l3.fi.w").tolist() == scales.tolist()
    assert tuned.held("l3.k.b").tolist() == packed.held("l3.k.b").tolist()


def test_the_shipped_tuning_changes_what_texts_mean_but_not_beyond_recognition(
    packed: Packed, embed: Embedding
):
    tuned = Embedding(packed.tuned(read_weights(SHIPPED / READER / TUNED)))

    told, before = tuned(TEXTS[:4]), embed(TEXTS[:4])

    assert np.allclose(np.linalg.norm(told, axis=1), 1, atol=1e-5)
    assert ((told * before).sum(axis=1) < 0.999).all()


@pytest.mark.parametrize(
    "tuned",
    [{"l3.q.b": np.zeros(3)}, {"l99.q.b": np.zeros(SIZE)}],
    ids=["of another size", "not in the file"],
)
def test_what_was_tuned_for_another_embedding_is_refused(tuned: dict[str, npt.NDArray[np.float64]]):
    with pytest.raises(ReaderError, match="tuned for another embedding"):
        load_packed(tuned)


def test_another_weight_file_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "FILE", "sae.bin")

    with pytest.raises(ReaderError, match="not the file that was measured"):
        load_packed()


@pytest.mark.parametrize("data", [b"", b"E5S0" + b"\0" * 60, b"GGUF"])
def test_bytes_that_are_no_weight_file_are_refused(data: bytes):
    with pytest.raises(ValueError, match="not a packed embedding"):
        Packed(data)
