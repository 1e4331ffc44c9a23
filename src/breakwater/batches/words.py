"""Which words of a vocabulary stand in each folded text? One hash a word, one look.

A word's hash goes letter by letter over their UTF-8 bytes packed into one number each, so that
folding can keep it as it writes (`batches.fold`). The table is a sieve: a word that is not in
it may be taken for one that is (in some 2^64 cases); whoever uses it asks the reference again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numba
import numpy as np
import numpy.typing as npt

SEED, PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x9E3779B97F4A7C15)
KNOWN = 1 << 19


class Words(NamedTuple):
    """An open-addressed table: the hash of each word and its mask, never 0."""

    keys: npt.NDArray[np.uint64]
    masks: npt.NDArray[np.int64]
    known: npt.NDArray[np.uint8]  # a bit for the high bits of each hash: small enough to stay at hand


def hashed(words: Mapping[str, int]) -> Words:
    """Return the table of folded words with their masks (up to 63 bits)."""
    held: dict[int, int] = {}
    for key, mask in zip(_hashes(list(words)).tolist(), words.values(), strict=True):
        held[key] = held.get(key, 0) | mask
    size = 1 << max(4, (4 * len(held)).bit_length())
    keys, masks, known = np.zeros(size, np.uint64), np.zeros(size, np.int64), np.zeros(KNOWN >> 3, np.uint8)
    for key, mask in held.items():
        place = key & (size - 1)
        while masks[place]:
            place = (place + 1) & (size - 1)
        keys[place], masks[place] = key, mask
        bit = key >> 45
        known[bit >> 3] |= 1 << (bit & 7)
    return Words(keys, masks, known)


def _hashes(words: list[str]) -> npt.NDArray[np.uint64]:
    spelled = [word.encode() for word in words]
    ends = np.cumsum([len(word) + 1 for word in spelled], dtype=np.int64)
    data = np.frombuffer(b" ".join([*spelled, b""]), np.uint8)
    hashes = np.empty(len(words), np.uint64)
    _hash_all(data, ends, hashes)
    return hashes


def counts_of(
    data: npt.NDArray[np.uint8], offsets: npt.NDArray[np.int64], words: Words, bits: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return for each folded text how many of its words have each bit, and how many words it has."""
    counts = np.zeros((len(offsets) - 1, max(bits, 1)), np.int32)
    total = np.zeros(len(offsets) - 1, np.int32)
    _count(data, offsets, *words, counts, total)
    return counts[:, :bits], total


@numba.njit(nogil=True, cache=True)
def add_letter(key, letter):  # type: ignore[no-untyped-def]
    """Return the hash of a word with one more letter: its UTF-8 bytes, the first one lowest."""
    return (key ^ np.uint64(letter)) * PRIME


@numba.njit(nogil=True, cache=True)
def hash_word(data, start, stop):  # type: ignore[no-untyped-def]
    """Return the hash of the word in data[start:stop], which some byte follows."""
    key = SEED
    letter, shift = np.int64(0), 0
    for i in range(start, stop):
        byte = np.int64(data[np.uint64(i)])
        if byte & 0xC0 != 0x80 and shift > 0:
            key = add_letter(key, letter)
            letter, shift = np.int64(0), 0
        letter |= byte << shift
        shift += 8
    return add_letter(key, letter) if shift else key


@numba.njit(nogil=True, cache=True)
def _hash_all(data, ends, hashes):  # type: ignore[no-untyped-def]
    start = 0
    for i in range(len(ends)):
        hashes[i] = hash_word(data, start, ends[i] - 1)
        start = ends[i]


@numba.njit(nogil=True, cache=True, inline="always")
def may_know(key, known):  # type: ignore[no-untyped-def]
    """Return whether the word with this hash may be in the table: asked of every word, so no call."""
    return (known[np.int64(key >> np.uint64(48))] >> np.uint8((key >> np.uint64(45)) & np.uint64(7))) & 1


@numba.njit(nogil=True, cache=True)
def mask_of(key, keys, masks):  # type: ignore[no-untyped-def]
    """Return the mask of the word with this hash, 0 if it is not in the table."""
    last = np.uint64(len(keys) - 1)
    place = key & last
    while masks[place] != 0 and keys[place] != key:
        place = (place + np.uint64(1)) & last
    return masks[place]


@numba.njit(nogil=True, cache=True)
def _count(data, offsets, keys, masks, known, counts, words):  # type: ignore[no-untyped-def]
    for p in range(len(words)):
        start = offsets[p]
        for i in range(offsets[p], offsets[p + 1]):
            if data[i] != 32 and data[i] != 10:
                continue
            if i > start:
                words[p] += 1
                key = hash_word(data, start, i)
                if may_know(key, known):
                    mask = mask_of(key, keys, masks)
                    for k in range(counts.shape[1]):
                        counts[p, k] += (mask >> k) & 1
            start = i + 1
