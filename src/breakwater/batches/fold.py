"""How is a whole Arrow column of texts folded at once?

The twin of `text.fold`: one pass over the UTF-8 bytes with a table (`batches.characters`),
writing all folded texts into one buffer, each ended by a line feed, ready for an engine that
looks for many terms. Two rules need a whole word at hand (spaced-out words, mixed alphabets);
a text that needs them is only marked *odd* here, and whoever asks folds it by the reference:
about one text in a thousand.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from breakwater.batches.characters import ALONE, BLOB, DIGIT, LATIN, OTHER, SEVERAL, Table
from breakwater.batches.words import SEED, Words, add_letter, hash_word, mask_of, may_know
from breakwater.text.characters import FIRST_FLAG, Unit
from breakwater.text.fold import SPACED_OUT, STRETCHED

_LETTER, _TOKEN, _SPACE = int(Unit.LETTER), int(Unit.TOKEN), int(Unit.SPACE)
_NOTHING, _FLAG = int(Unit.NOTHING), int(Unit.FLAG)
_NO_LETTER = 0
_NO_HALF = np.int64(0)
_MIXED = LATIN | OTHER
_LONGEST = 512  # no unit folds to more bytes than this (the tests look)


@dataclass(frozen=True, slots=True)
class FoldedColumn:
    """Folded texts: text i is `data[offsets[i]:offsets[i + 1] - 1]`, then a line feed.

    `odd[i]`: the text must be folded by the reference instead. `words[i]` (only if a vocabulary was
    given) is the or-ed masks of the text's words. `starts` and `ends` (only if
    asked for) say for each byte of `data` which characters of its own original it stood for.
    """

    data: npt.NDArray[np.uint8]
    offsets: npt.NDArray[np.int64]
    odd: npt.NDArray[np.bool_]
    words: npt.NDArray[np.int64] | None = None
    starts: npt.NDArray[np.int32] | None = None
    ends: npt.NDArray[np.int32] | None = None


class Scratch:
    """Memory used again from batch to batch: fresh pages cost more than the folding itself."""

    def __init__(self) -> None:
        self._held = np.empty(0, np.uint8)

    def room(self, size: int) -> npt.NDArray[np.uint8]:
        """Return at least `size` bytes, valid until the next call."""
        if len(self._held) < size:
            self._held = np.empty(size + size // 4, np.uint8)
        return self._held


def fold_column(
    texts: pa.StringArray,
    table: Table,
    *,
    with_places: bool = False,
    vocabulary: Words | None = None,
    scratch: Scratch | None = None,
) -> FoldedColumn:
    """Return the folded texts of a string column without nulls (`string` or `large_string`).

    With a scratch, `data` lies in it and is overwritten by the next fold into the same one.
    """
    source, offsets = string_buffers(texts)
    room = int((offsets[-1] - offsets[0]) * 1.5) + 2 * len(texts) + 2 * _LONGEST
    while True:
        data = scratch.room(room) if scratch else np.empty(room, np.uint8)
        ends_at = np.empty(len(texts) + 1, np.int64)
        odd = np.empty(len(texts), np.bool_)
        starts = np.empty(room, np.int32) if with_places else None
        ends = np.empty(room, np.int32) if with_places else None
        told = None if vocabulary is None else np.empty(len(texts), np.int64)
        used = _fold(source, offsets, *table, data, ends_at, odd, starts, ends, vocabulary, told)
        if used >= 0:
            break
        room *= 3
    if starts is None or ends is None:
        return FoldedColumn(data[:used], ends_at, odd, told)
    return FoldedColumn(data[:used], ends_at, odd, told, starts[:used], ends[:used])


def string_buffers(texts: pa.StringArray) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """Return the bytes and the n + 1 offsets of a string column without nulls; nothing is copied."""
    width = np.int64 if pa.types.is_large_string(texts.type) else np.int32
    _, offsets, data = texts.buffers()
    if offsets is None or len(texts) == 0:
        return np.empty(0, np.uint8), np.zeros(1, np.int64)
    places = np.frombuffer(offsets, width)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    bytes_ = np.frombuffer(data, np.uint8) if data is not None else np.empty(0, np.uint8)
    return bytes_, places


@numba.njit(nogil=True, cache=True)
def _fold(source, offsets, units, blob, data, ends_at, odd, starts, ends, vocabulary, told):  # type: ignore[no-untyped-def]  # noqa: PLR0912, PLR0915
    """Fold every text into `data`; return the bytes used, or -1 if there was no room.

    `starts` and `ends`, `vocabulary` and `told` are None where they are not asked for: numba then
    compiles those lines away.
    Letters are written four bytes at a time, the surplus overwritten by what follows. Places are
    unsigned, because numba asks of every signed one whether it counts from the end (a quarter of
    the time).
    """
    room = len(data) - _LONGEST
    o = 0
    for p in range(len(offsets) - 1):
        ends_at[p] = o
        data[np.uint64(o)] = 32
        if starts is not None:
            starts[np.uint64(o)] = 0
            ends[np.uint64(o)] = 0
        o += 1
        i, stop = offsets[p], offsets[p + 1]
        is_odd = False
        char = -1  # which character of the original this is
        last = _NO_LETTER  # the letter before; a stretched letter is the same again and again
        run = 0
        letters = 0  # of the word being written
        seen = _NO_LETTER  # the flags of its letters, or-ed
        lonely = 0  # words of one letter in a row
        half, half_at = _NO_HALF, 0  # the first half of a flag
        before = 0  # where the last piece written ended in the original
        key = SEED  # the hash of the word being written
        again = False  # it must be made anew from what was written
        kinds = np.int64(0)
        while i < stop:
            b = np.int64(source[np.uint64(i)])
            char += 1
            if b < 0x80:
                c = b
                i += 1
            elif b < 0xE0:
                c = ((b & 0x1F) << 6) | (np.int64(source[np.uint64(i + 1)]) & 0x3F)
                i += 2
            elif b < 0xF0:
                c = (
                    ((b & 0x0F) << 12)
                    | ((np.int64(source[np.uint64(i + 1)]) & 0x3F) << 6)
                    | (np.int64(source[np.uint64(i + 2)]) & 0x3F)
                )
                i += 3
            else:
                high = ((b & 0x07) << 18) | ((np.int64(source[np.uint64(i + 1)]) & 0x3F) << 12)
                c = (
                    high
                    | ((np.int64(source[np.uint64(i + 2)]) & 0x3F) << 6)
                    | (np.int64(source[np.uint64(i + 3)]) & 0x3F)
                )
                i += 4
            v = units[np.uint64(c)]
            unit = v & 7
            if unit == _LETTER:
                length = (v >> 8) & 15
                run = run + 1 if v == last else 1
                last = v
                if run >= STRETCHED and not v & DIGIT:  # written twice: take one back, write no more
                    length = v >> 48 if length == BLOB else length
                    if run == STRETCHED:
                        o -= length
                        letters -= 1
                        again = True
                    if starts is not None:
                        for k in range(o - length, o):
                            ends[np.uint64(k)] = char + 1
                    before = char + 1
                    continue
                letters += 1
                seen |= v
                half = _NO_HALF
                if vocabulary is not None:
                    key = add_letter(key, (v >> 16) & 0xFFFFFFFF)
                if length <= 4:
                    data[np.uint64(o)] = (v >> 16) & 255
                    data[np.uint64(o + 1)] = (v >> 24) & 255
                    data[np.uint64(o + 2)] = (v >> 32) & 255
                    data[np.uint64(o + 3)] = (v >> 40) & 255
                else:
                    length = _write(v, blob, data, o)
                if starts is not None:
                    for k in range(o, o + length):
                        starts[np.uint64(k)] = char
                        ends[np.uint64(k)] = char + 1
                before = char + 1
                o += length
                if o > room:
                    return -1
                continue
            if unit == _NOTHING:
                continue
            if letters > 0:  # the word ends
                data[np.uint64(o)] = 32
                if vocabulary is not None:
                    if again or seen & SEVERAL:
                        key = _hash_last(data, o)
                    if may_know(key, vocabulary[2]):
                        kinds |= mask_of(key, vocabulary[0], vocabulary[1])
                    key, again = SEED, False
                if starts is not None:
                    starts[np.uint64(o)] = before
                    ends[np.uint64(o)] = before
                o += 1
                lonely = lonely + 1 if letters == 1 and seen & ALONE else 0
                is_odd |= lonely >= SPACED_OUT or seen & _MIXED == _MIXED
                letters = 0
            seen = _NO_LETTER
            last = _NO_LETTER
            if unit == _SPACE:
                half = _NO_HALF
                continue
            if unit == _FLAG and half == 0:
                half, half_at = c - FIRST_FLAG + 97, char
                continue
            begin = char
            if unit == _FLAG:
                begin = half_at
                data[np.uint64(o)] = 58
                data[np.uint64(o + 1)] = half
                data[np.uint64(o + 2)] = c - FIRST_FLAG + 97
                data[np.uint64(o + 3)] = 58
                length = 4
            else:
                length = _write(v, blob, data, o)
            if vocabulary is not None:
                key = hash_word(data, o, o + length)
                if may_know(key, vocabulary[2]):
                    kinds |= mask_of(key, vocabulary[0], vocabulary[1])
                key = SEED
            half, lonely = _NO_HALF, 0
            before = char + 1
            if starts is not None:
                for k in range(o, o + length):
                    starts[np.uint64(k)] = begin
                    ends[np.uint64(k)] = before
                starts[np.uint64(o + length)] = before
                ends[np.uint64(o + length)] = before
            o += length
            data[np.uint64(o)] = 32
            o += 1
            if o > room:
                return -1
        if letters > 0:
            data[np.uint64(o)] = 32
            if vocabulary is not None:
                if again or seen & SEVERAL:
                    key = _hash_last(data, o)
                if may_know(key, vocabulary[2]):
                    kinds |= mask_of(key, vocabulary[0], vocabulary[1])
            if starts is not None:
                starts[np.uint64(o)] = before
                ends[np.uint64(o)] = before
            o += 1
            lonely = lonely + 1 if letters == 1 and seen & ALONE else 0
            is_odd |= lonely >= SPACED_OUT or seen & _MIXED == _MIXED
        data[np.uint64(o)] = 10
        if starts is not None:
            starts[np.uint64(o)] = before
            ends[np.uint64(o)] = before
        o += 1
        odd[p] = is_odd
        if told is not None:
            told[p] = kinds
        if o > room:
            return -1
    ends_at[len(offsets) - 1] = o
    return o


@numba.njit(nogil=True, cache=True)
def _write(v, blob, data, o):  # type: ignore[no-untyped-def]
    """Write what a unit folds to; return its length in bytes."""
    length = (v >> 8) & 15
    if length == BLOB:
        at, length = (v >> 16) & 0xFFFFFFFF, v >> 48
        for k in range(length):
            data[np.uint64(o + k)] = blob[np.uint64(at + k)]
    else:
        for k in range(length):
            data[np.uint64(o + k)] = (v >> (16 + 8 * k)) & 255
    return length


@numba.njit(nogil=True, cache=True)
def _hash_last(data, end):  # type: ignore[no-untyped-def]
    """Return the hash of the word that ends at a byte of the buffer."""
    start = end
    while data[start - 1] != 32:
        start -= 1
    return hash_word(data, start, end)
