"""What does the student add up over a whole column of folded texts?

The twin of `detect.student`: the same features from the same characters, walked in the folded
buffer's own bytes. Sums are whole numbers, so that both say exactly the same.
"""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

from breakwater.detect.student import FIGURE, GRAM, GRAM_MASK, LETTER_BITS, PRIME, SEED, SHIFT, Told
from breakwater.records.learned import BUCKETS, Student

_PRIME, _SEED = np.uint64(PRIME), np.uint64(SEED)
_GRAM, _MASK, _BITS, _SHIFT = np.uint64(GRAM), np.uint64(GRAM_MASK), np.uint64(LETTER_BITS), np.uint64(SHIFT)
_LETTER = np.uint64((1 << LETTER_BITS) - 1)
_FIGURE = np.int64(FIGURE)
_SPACE, _END, _ZERO, _NINE = 32, 10, 48, 57


class Weights:
    """A student's weights as numba reads them."""

    def __init__(self, student: Student) -> None:
        self.student = student
        self.waking = _signed(student.waking)
        self.telling = _signed(student.telling).reshape(BUCKETS, -1)


def _signed(weights: bytes) -> npt.NDArray[np.int8]:
    return (np.frombuffer(weights, np.uint8) ^ np.uint8(128)).view(np.int8)


def wakes(
    data: npt.NDArray[np.uint8], offsets: npt.NDArray[np.int64], weights: Weights
) -> npt.NDArray[np.bool_]:
    """Return which folded texts read enough like promotion to be read on."""
    woken = np.empty(len(offsets) - 1, np.bool_)
    student = weights.student
    _wake(data, offsets, weights.waking, student.waking_scale, student.waking_bias, woken)
    return woken


def tell(data: npt.NDArray[np.uint8], offsets: npt.NDArray[np.int64], weights: Weights) -> list[Told]:
    """Return what the student adds up over each folded text (UTF-8, each ended by a line feed)."""
    count = len(offsets) - 1
    counts, sums = np.zeros(count, np.int64), np.zeros((count, weights.telling.shape[1]), np.int64)
    spans = np.zeros((count, 2), np.int64)
    _tell(data, offsets, weights.waking, weights.telling, counts, sums, spans)
    rows = zip(counts.tolist(), sums.tolist(), spans.tolist(), strict=True)
    return [Told(features, told, at, to) for features, told, (at, to) in rows]


@numba.njit(nogil=True, cache=True, inline="always")
def _character(data, i):  # type: ignore[no-untyped-def]
    """Return the character that begins at byte i, a figure for any figure, and its bytes."""
    byte = np.int64(data[np.uint64(i)])
    if byte < 0x80:
        return (_FIGURE if _ZERO <= byte <= _NINE else byte), 1
    second = np.int64(data[np.uint64(i + 1)]) & 0x3F
    if byte < 0xE0:
        return ((byte & 0x1F) << 6) | second, 2
    third = np.int64(data[np.uint64(i + 2)]) & 0x3F
    if byte < 0xF0:
        return ((byte & 0x0F) << 12) | (second << 6) | third, 3
    fourth = np.int64(data[np.uint64(i + 3)]) & 0x3F
    return ((byte & 0x07) << 18) | (second << 12) | (third << 6) | fourth, 4


@numba.njit(nogil=True, cache=True)
def _wake(data, offsets, waking, scale, bias, woken):  # type: ignore[no-untyped-def]
    for p in range(len(offsets) - 1):
        gram, word, letters, place = np.uint64(0), _SEED, 0, 0
        total, count = np.int64(0), 0
        i, stop = offsets[p], offsets[p + 1] - 1
        while i < stop:
            c, size = _character(data, i)
            i += size
            place += 1
            code = np.uint64(c)
            gram = ((gram << _BITS) | (code & _LETTER)) & _MASK
            if place >= GRAM:
                total += waking[((gram + _GRAM) * _PRIME) >> _SHIFT]
                count += 1
            if c != _SPACE:
                word = (word ^ code) * _PRIME
                letters += 1
            elif letters:
                total += waking[(word * _PRIME) >> _SHIFT]
                count += 1
                word, letters = _SEED, 0
        woken[p] = count > 0 and bias + scale * total / np.sqrt(np.float64(count)) >= 0


@numba.njit(nogil=True, cache=True)
def _tell(data, offsets, waking, telling, counts, sums, spans):  # type: ignore[no-untyped-def]
    for p in range(len(offsets) - 1):
        gram, word, letters, place = np.uint64(0), _SEED, 0, 0
        own, begins = np.int64(0), 1  # of the word at hand: what it weighs, and where it begins
        best, total, begin = np.int64(0), np.int64(0), 0  # of the neighbours that weigh most
        i, stop = offsets[p], offsets[p + 1] - 1
        while i < stop:
            c, size = _character(data, i)
            i += size
            place += 1
            code = np.uint64(c)
            gram = ((gram << _BITS) | (code & _LETTER)) & _MASK
            if place >= GRAM:
                held = ((gram + _GRAM) * _PRIME) >> _SHIFT
                own += waking[held]
                counts[p] += 1
                for k in range(telling.shape[1]):
                    sums[p, k] += telling[held, k]
            if c != _SPACE:
                word = (word ^ code) * _PRIME
                letters += 1
            elif letters:
                held = (word * _PRIME) >> _SHIFT
                own += waking[held]
                counts[p] += 1
                for k in range(telling.shape[1]):
                    sums[p, k] += telling[held, k]
                word, letters = _SEED, 0
                if total <= 0:
                    total, begin = np.int64(0), begins
                total += own
                if total > best:
                    best, spans[p, 0], spans[p, 1] = total, begin, place - 1
                own, begins = np.int64(0), place
