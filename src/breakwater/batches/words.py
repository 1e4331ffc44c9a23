"""Which words of a vocabulary stand in each text of a folded buffer? One hash a word, one look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numba
import numpy as np
import numpy.typing as npt

_FNV, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)


class Words(NamedTuple):
    """An open-addressed table: the hash of each word and its mask, never 0."""

    keys: npt.NDArray[np.uint64]
    masks: npt.NDArray[np.int64]


def hashed(words: Mapping[str, int]) -> Words:
    """Return the table of words with their masks (up to 63 bits)."""
    held: dict[int, int] = {}
    for word, mask in words.items():
        key = int(_hash(np.frombuffer(word.encode(), np.uint8)))
        held[key] = held.get(key, 0) | mask
    size = 1 << max(4, (4 * len(held)).bit_length())
    keys, masks = np.zeros(size, np.uint64), np.zeros(size, np.int64)
    for key, mask in held.items():
        place = key & (size - 1)
        while masks[place]:
            place = (place + 1) & (size - 1)
        keys[place], masks[place] = key, mask
    return Words(keys, masks)


def masks_of(
    data: npt.NDArray[np.uint8], offsets: npt.NDArray[np.int64], words: Words
) -> npt.NDArray[np.int64]:
    """Return for each text the masks of its words, or-ed."""
    masks = np.zeros(len(offsets) - 1, np.int64)
    _masks(data, offsets, *words, masks)
    return masks


def counts_of(
    data: npt.NDArray[np.uint8], offsets: npt.NDArray[np.int64], words: Words, bits: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return for each text how many of its words have each bit, and how many words it has."""
    counts = np.zeros((len(offsets) - 1, max(bits, 1)), np.int32)
    total = np.zeros(len(offsets) - 1, np.int32)
    _count(data, offsets, *words, counts, total)
    return counts[:, :bits], total


@numba.njit(nogil=True, cache=True)
def _hash(word):  # type: ignore[no-untyped-def]
    key = _FNV
    for byte in word:
        key = (key ^ np.uint64(byte)) * _PRIME
    return key


@numba.njit(nogil=True, cache=True)
def _look(key, keys, masks):  # type: ignore[no-untyped-def]
    last = np.uint64(len(keys) - 1)
    place = key & last
    while masks[place] != 0 and keys[place] != key:
        place = (place + np.uint64(1)) & last
    return masks[place]


@numba.njit(nogil=True, cache=True)
def _masks(data, offsets, keys, masks, found):  # type: ignore[no-untyped-def]
    for p in range(len(found)):
        key, letters, mask = _FNV, 0, 0
        for i in range(offsets[p], offsets[p + 1]):
            byte = data[i]
            if byte != 32 and byte != 10:  # noqa: PLR1714
                key = (key ^ np.uint64(byte)) * _PRIME
                letters += 1
            elif letters > 0:
                mask |= _look(key, keys, masks)
                key, letters = _FNV, 0
        found[p] = mask


@numba.njit(nogil=True, cache=True)
def _count(data, offsets, keys, masks, counts, words):  # type: ignore[no-untyped-def]
    for p in range(len(words)):
        key, letters = _FNV, 0
        for i in range(offsets[p], offsets[p + 1]):
            byte = data[i]
            if byte != 32 and byte != 10:  # noqa: PLR1714
                key = (key ^ np.uint64(byte)) * _PRIME
                letters += 1
            elif letters > 0:
                words[p] += 1
                mask = _look(key, keys, masks)
                for k in range(counts.shape[1]):
                    counts[p, k] += (mask >> k) & 1
                key, letters = _FNV, 0
