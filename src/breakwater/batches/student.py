"""What does the student add up over a whole column of folded texts?

The twin of `detect.student`: the same features from the same characters, walked in the folded
buffer's own bytes. Sums are whole numbers, so that both say exactly the same.
"""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

from breakwater.detect.student import (
    FIGURE,
    GRAM,
    GRAM_MASK,
    LETTER_BITS,
    LETTER_MASK,
    PAIR,
    PRIME,
    SEED,
    SHIFT,
    Told,
)
from breakwater.records.learned import BUCKETS, Learned

_PRIME, _SEED, _PAIR = np.uint64(PRIME), np.uint64(SEED), np.uint64(PAIR)
_GRAM, _MASK, _BITS, _SHIFT = np.uint64(GRAM), np.uint64(GRAM_MASK), np.uint64(LETTER_BITS), np.uint64(SHIFT)
_LETTER = np.uint64(LETTER_MASK)
_FIGURE = np.int64(FIGURE)
_SPACE, _ZERO, _NINE = 32, 48, 57
WIPED = 255


class Weights:
    """A student's weights as numba reads them."""

    def __init__(self, learned: Learned) -> None:
        self.student = learned.student
        self.waking = _signed(self.student.waking)
        self.telling = _signed(self.student.telling).reshape(BUCKETS, -1)
        self.bias = np.array(self.student.telling_bias)
        self.promoting = np.array([bool(held.tactic) for held in learned.classes])
        self.apart = np.array([held.apart for held in learned.classes])


def _signed(weights: bytes) -> npt.NDArray[np.int8]:
    return (np.frombuffer(weights, np.uint8) ^ np.uint8(128)).view(np.int8)


def wakes(
    data: npt.NDArray[np.uint8], offsets: npt.NDArray[np.int64], weights: Weights, *, asked: bool
) -> npt.NDArray[np.bool_]:
    """Return which folded texts read enough like promotion to be read on (`detect.student.wakes`)."""
    woken = np.empty(len(offsets) - 1, np.bool_)
    held = weights.student
    first = (weights.waking, held.waking_scale, held.waking_bias)
    second = (
        weights.telling,
        held.telling_scale,
        weights.bias,
        weights.promoting,
        weights.apart,
        held.margin_asked if asked else held.margin,
    )
    _wake(data, offsets, first, second, woken)
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


@numba.njit(nogil=True, cache=True, inline="always")
def _is_sign(c):  # type: ignore[no-untyped-def]
    return c < 128 and not (97 <= c <= 122 or c == _FIGURE)


@numba.njit(nogil=True, cache=True)
def _features(data, start, stop, held, places, seen, text):  # type: ignore[no-untyped-def]
    """Write the buckets of a text's features, each once, and the characters they end at; return how many.

    `seen` knows the buckets of the text with this number, and is wiped every `WIPED` texts: so small,
    it stays at hand.
    """
    stamp = np.uint8(1 + text % WIPED)
    if text % WIPED == 0:
        seen[:] = 0
    gram, run = np.uint64(0), 0
    word, before = _SEED, _SEED
    letters, sign = 0, False
    n, place = 0, 0
    i = start
    while i < stop:
        c, size = _character(data, i)
        i += size
        code = np.uint64(c)
        if c != _SPACE:
            if letters == 0:
                sign = _is_sign(c)
            word = (word ^ code) * _PRIME
            letters += 1
        if sign and letters > 0:
            if c != _SPACE:
                place += 1
                continue
            gram, run = np.uint64(0), 0
        gram = ((gram << _BITS) | (code & _LETTER)) & _MASK
        run += 1
        if run >= GRAM:
            n = _add(((gram + _GRAM) * _PRIME) >> _SHIFT, place, held, places, seen, stamp, n)
        if c == _SPACE and letters > 0:
            n = _add((word * _PRIME) >> _SHIFT, place, held, places, seen, stamp, n)
            if sign:
                n = _add(((before * _PAIR + word) * _PRIME) >> _SHIFT, place, held, places, seen, stamp, n)
            before, word, letters = word, _SEED, 0
        place += 1
    return n


@numba.njit(nogil=True, cache=True, inline="always")
def _add(bucket, place, held, places, seen, stamp, n):  # type: ignore[no-untyped-def]
    if seen[bucket] == stamp:
        return n
    seen[bucket] = stamp
    held[np.uint64(n)] = bucket
    places[np.uint64(n)] = place
    return n + 1


@numba.njit(nogil=True, cache=True)
def _room(offsets):  # type: ignore[no-untyped-def]
    """Return room for the features of the longest text: at most three a character."""
    longest = 0
    for p in range(len(offsets) - 1):
        longest = max(longest, offsets[p + 1] - offsets[p])
    return np.empty(3 * longest + 3, np.int32), np.empty(3 * longest + 3, np.int32)


@numba.njit(nogil=True, cache=True)
def _wake(data, offsets, first, second, woken):  # type: ignore[no-untyped-def]
    waking, waking_scale, waking_bias = first
    telling, scale, bias, promoting, apart, margin = second
    held, places = _room(offsets)
    seen = np.zeros(BUCKETS, np.uint8)
    classes = telling.shape[1]
    sums = np.empty(classes, np.int32)
    for p in range(len(offsets) - 1):
        count = _features(data, offsets[p], offsets[p + 1] - 1, held, places, seen, p)
        total = np.int64(0)
        for k in range(count):
            total += waking[np.uint64(held[k])]
        root = np.sqrt(np.float64(count))
        woken[p] = count > 0 and waking_bias + waking_scale * total / root >= 0
        if not woken[p]:
            continue
        sums[:] = 0
        for k in range(count):
            row = telling[np.uint64(held[k])]
            for c in range(classes):
                sums[c] += row[c]
        best, other = -np.inf, -np.inf
        for c in range(len(sums)):
            logit = bias[c] + scale * sums[c] / root
            if promoting[c]:
                best = max(best, logit)
            if apart[c]:
                other = max(other, logit)
        woken[p] = best - other >= margin


@numba.njit(nogil=True, cache=True)
def _tell(data, offsets, waking, telling, counts, sums, spans):  # type: ignore[no-untyped-def]
    held, places = _room(offsets)
    seen = np.zeros(BUCKETS, np.uint8)
    for p in range(len(offsets) - 1):
        counts[p] = _features(data, offsets[p], offsets[p + 1] - 1, held, places, seen, p)
        feature = 0
        own, begins = np.int64(0), 1  # of the word at hand: what it weighs, and where it begins
        best, total, begin = np.int64(0), np.int64(0), 0  # of the neighbours that weigh most
        place = 0
        for i in range(offsets[p], offsets[p + 1] - 1):
            byte = data[np.uint64(i)]
            if byte & 0xC0 == 0x80:
                continue
            if byte == _SPACE and place >= begins:  # a word ends
                while feature < counts[p] and places[feature] <= place:
                    own += waking[held[feature]]
                    for k in range(telling.shape[1]):
                        sums[p, k] += telling[held[feature], k]
                    feature += 1
                if total <= 0:
                    total, begin = np.int64(0), begins
                total += own
                if total > best:
                    best, spans[p, 0], spans[p, 1] = total, begin, place
                own, begins = np.int64(0), place + 1
            place += 1
