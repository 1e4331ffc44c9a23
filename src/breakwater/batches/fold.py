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

from breakwater.batches.characters import ALONE, BLOB, DIGIT, LATIN, OTHER, Table
from breakwater.text.characters import FIRST_FLAG, Unit
from breakwater.text.fold import SPACED_OUT, STRETCHED

_LETTER, _TOKEN, _SPACE = int(Unit.LETTER), int(Unit.TOKEN), int(Unit.SPACE)
_NOTHING, _FLAG = int(Unit.NOTHING), int(Unit.FLAG)
_LONGEST = 512  # no unit folds to more bytes than this (the tests look)


@dataclass(frozen=True, slots=True)
class FoldedColumn:
    """Folded texts: text i is `data[offsets[i]:offsets[i + 1] - 1]`, then a line feed.

    `odd[i]`: the text must be folded by the reference instead. `starts` and `ends` (only if
    asked for) say for each byte of `data` which characters of its own original it stood for.
    """

    data: npt.NDArray[np.uint8]
    offsets: npt.NDArray[np.int64]
    odd: npt.NDArray[np.bool_]
    starts: npt.NDArray[np.int32] | None = None
    ends: npt.NDArray[np.int32] | None = None


def fold_column(texts: pa.StringArray, table: Table, *, with_places: bool = False) -> FoldedColumn:
    """Return the folded texts of a string column without nulls (`string` or `large_string`)."""
    source, offsets = string_buffers(texts)
    room = int((offsets[-1] - offsets[0]) * 1.5) + 2 * len(texts) + 2 * _LONGEST
    while True:
        data = np.empty(room, np.uint8)
        ends_at = np.empty(len(texts) + 1, np.int64)
        odd = np.empty(len(texts), np.bool_)
        if with_places:
            starts, ends = np.empty(room, np.int32), np.empty(room, np.int32)
        else:
            starts = ends = np.empty(0, np.int32)
        used = _fold(source, offsets, table.units, table.blob, data, ends_at, odd, starts, ends)
        if used >= 0:
            break
        room *= 3
    places = (starts[:used], ends[:used]) if with_places else (None, None)
    return FoldedColumn(data[:used], ends_at, odd, *places)


def string_buffers(texts: pa.StringArray) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """Return the bytes and the n + 1 offsets of a string column without nulls; nothing is copied."""
    width = np.int64 if pa.types.is_large_string(texts.type) else np.int32
    _, offsets, data = texts.buffers()
    if offsets is None or len(texts) == 0:
        return np.empty(0, np.uint8), np.zeros(1, np.int64)
    places = np.frombuffer(offsets, width)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    bytes_ = np.frombuffer(data, np.uint8) if data is not None else np.empty(0, np.uint8)
    return bytes_, places


@numba.njit(nogil=True, cache=True)  # type: ignore[misc]
def _fold(source, offsets, units, blob, data, ends_at, odd, starts, ends):  # type: ignore[no-untyped-def]  # noqa: PLR0912, PLR0915
    places = len(starts) > 0
    room = len(data) - _LONGEST
    o = 0
    for p in range(len(offsets) - 1):
        ends_at[p] = o
        data[o] = 32
        if places:
            starts[o] = 0
            ends[o] = 0
        o += 1
        i, stop = offsets[p], offsets[p + 1]
        is_odd = False
        char = -1  # which character of the original this is
        last = np.uint64(0)  # the letter before, for stretched letters; 0 is none
        run = 0
        letters, alone, scripts = 0, False, 0  # of the word being written
        lonely = 0  # words of one letter in a row
        half = -1  # the first half of a flag
        half_at = 0
        end_before = 0  # where the last piece written ended
        while i < stop:
            b = source[i]
            char += 1
            if b < 0x80:
                c = np.int64(b)
                i += 1
            elif b < 0xE0:
                c = np.int64(((b & 0x1F) << 6) | (source[i + 1] & 0x3F))
                i += 2
            elif b < 0xF0:
                c = np.int64(((b & 0x0F) << 12) | ((source[i + 1] & 0x3F) << 6) | (source[i + 2] & 0x3F))
                i += 3
            else:
                c = np.int64(
                    ((b & 0x07) << 18)
                    | ((source[i + 1] & 0x3F) << 12)
                    | ((source[i + 2] & 0x3F) << 6)
                    | (source[i + 3] & 0x3F)
                )
                i += 4
            v = units[c]
            unit = np.int64(v & np.uint64(7))
            if unit == _LETTER:
                length = np.int64((v >> np.uint64(8)) & np.uint64(15))
                if length == BLOB:
                    length = np.int64(v >> np.uint64(48))
                if v == last and not v & np.uint64(DIGIT):
                    run += 1
                    if run >= STRETCHED:
                        if run == STRETCHED:
                            o -= length * (STRETCHED - 2)
                            letters -= STRETCHED - 2
                        if places:
                            for k in range(o - length, o):
                                ends[k] = char + 1
                        end_before = char + 1
                        continue
                else:
                    run = 1
                    last = v
                    half = -1
                if letters == 0:
                    alone = bool(v & np.uint64(ALONE))
                letters += 1
                scripts |= np.int64(v) & (LATIN | OTHER)
                if (v >> np.uint64(8)) & np.uint64(15) == np.uint64(BLOB):
                    at = np.int64((v >> np.uint64(16)) & np.uint64(0xFFFFFFFF))
                    for k in range(length):
                        data[o + k] = blob[at + k]
                else:
                    w = v >> np.uint64(16)
                    for k in range(length):
                        data[o + k] = np.uint8(w & np.uint64(255))
                        w >>= np.uint64(8)
                if places:
                    for k in range(o, o + length):
                        starts[k] = char
                        ends[k] = char + 1
                end_before = char + 1
                o += length
                if o > room:
                    return -1
                continue
            if unit == _NOTHING:
                continue
            last = np.uint64(0)
            run = 0
            if letters:  # the word ends
                data[o] = 32
                if places:
                    starts[o] = end_before
                    ends[o] = end_before
                o += 1
                if letters == 1 and alone:
                    lonely += 1
                    if lonely >= SPACED_OUT:
                        is_odd = True
                else:
                    lonely = 0
                if scripts == LATIN | OTHER:
                    is_odd = True
                letters, scripts = 0, 0
            if unit == _SPACE:
                half = -1
                continue
            at, length, begin = 0, 4, char
            if unit == _FLAG:
                letter = c - FIRST_FLAG + 97
                if half < 0:
                    half = letter
                    half_at = char
                    continue
                data[o] = 58
                data[o + 1] = np.uint8(half)
                data[o + 2] = np.uint8(letter)
                data[o + 3] = 58
                begin = half_at
            else:
                length = np.int64((v >> np.uint64(8)) & np.uint64(15))
                if length == BLOB:
                    at = np.int64((v >> np.uint64(16)) & np.uint64(0xFFFFFFFF))
                    length = np.int64(v >> np.uint64(48))
                    for k in range(length):
                        data[o + k] = blob[at + k]
                else:
                    w = v >> np.uint64(16)
                    for k in range(length):
                        data[o + k] = np.uint8(w & np.uint64(255))
                        w >>= np.uint64(8)
            half = -1
            lonely = 0
            if places:
                for k in range(o, o + length):
                    starts[k] = begin
                    ends[k] = char + 1
                starts[o + length] = char + 1
                ends[o + length] = char + 1
            o += length
            data[o] = 32
            o += 1
            end_before = char + 1
            if o > room:
                return -1
        if letters:
            data[o] = 32
            if places:
                starts[o] = end_before
                ends[o] = end_before
            o += 1
            if (letters == 1 and alone and lonely + 1 >= SPACED_OUT) or scripts == LATIN | OTHER:
                is_odd = True
        data[o] = 10
        if places:
            starts[o] = end_before
            ends[o] = end_before
        o += 1
        odd[p] = is_odd
        if o > room:
            return -1
    ends_at[len(offsets) - 1] = o
    return o
