"""Which posts of a batch promote what? The fast twin of `detect.reading`.

Most posts say nothing that is looked for, and are never touched by Python: one pass folds the
column, one pass of a multi-pattern engine tells which posts may hold a waking term or a direct
contact. Only those few are read as the reference reads, with their terms found by the engine.
The answers are those of the reference, wherever the batch is cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from breakwater.batches import student
from breakwater.batches.compiled import Compiled, compiled
from breakwater.batches.fold import FoldedColumn, fold_column
from breakwater.batches.language import language_column
from breakwater.batches.raw import raw_wakes
from breakwater.detect import student as by_rows
from breakwater.detect.evidence import Gathered, read_on, with_vote, words_wake
from breakwater.detect.raw import raw_index_of
from breakwater.detect.reading import Reading, any_cheap, judge, with_readers
from breakwater.detect.student import Told
from breakwater.detect.terms import Place
from breakwater.ports.reader import SecondReader
from breakwater.records.policy import Policy
from breakwater.text.contacts import may_hold_contact
from breakwater.text.fold import Folded, fold
from breakwater.wire.findings import findings_batch


def scan_batch(batch: pa.RecordBatch, policy: Policy, readers: Sequence[SecondReader] = ()) -> pa.RecordBatch:
    """Take posts (id, platform, account, text; more is ignored); give their findings, in order.

    Second readers vote on what woke the first.
    """
    ready = compiled(policy)
    texts = batch.column("text")
    readings = dict(read_column(texts, ready, readers))
    languages = language_column(texts, policy.languages)
    hurdles = [hurdle.name for hurdle in policy.hurdles]
    return findings_batch(batch, languages, readings, hurdles=hurdles, policy=policy.digest)


def read_column(
    texts: pa.StringArray, ready: Compiled, readers: Sequence[SecondReader] = ()
) -> Iterator[tuple[int, Reading]]:
    """Yield the row and the reading of each text in which anything was found, in order."""
    rows, held, gathered = [], [], []
    for row, text, one in _gathered(texts, ready, asked=any_cheap(readers)):
        rows.append(row)
        held.append(text)
        gathered.append(one)
    told = with_readers(held, gathered, ready.policy, readers)
    for row, text, one in zip(rows, held, told, strict=True):
        yield row, judge(text, one, ready.policy)


def _gathered(texts: pa.StringArray, ready: Compiled, *, asked: bool) -> Iterator[tuple[int, str, Gathered]]:
    """Yield row, text and what was gathered of each text in which anything was found, in order."""
    column = fold_column(texts, ready.table, vocabulary=ready.words, scratch=ready.memory())
    assert column.words is not None
    ids, ends = ready.doorman.find(column.data)
    seen = _rows(column.offsets, ends)
    woken = ready.woken(column.words)
    read_like = (
        student.wakes(column.data, column.offsets, ready.student, asked=asked)
        if ready.student
        else np.zeros(len(texts), np.bool_)
    )
    maybe, signed = woken | read_like | column.odd, np.zeros(len(texts), np.bool_)
    maybe[seen] = True
    raw = raw_index_of(ready.policy)
    if raw.wakes:
        maybe |= raw_wakes(texts, raw)
    signed[seen[ids >= ready.wakers]] = True
    rows = np.nonzero(maybe)[0]
    if not len(rows):
        return
    odd = column.odd[rows]
    for i, (text, folded, places, told) in enumerate(_found(rows, odd, texts, ready)):
        row = int(rows[i])
        sign = may_hold_contact(folded.text) if odd[i] else bool(signed[row])
        like = _read_again(folded, ready, asked=asked) if odd[i] else bool(read_like[row])
        # the sieve of words, and texts folded oddly, are asked again
        wakes_up = like or (bool(woken[row] or odd[i]) and words_wake(folded.text, ready.policy))
        gathered = read_on(
            text, folded, places, ready.policy, raw=raw.find(text), woken=wakes_up, signed=sign
        )
        if gathered.read and told is not None and ready.policy.learned:
            gathered = with_vote(gathered, told, folded, ready.policy.learned)
        if gathered.evidence or gathered.contacts or gathered.votes:
            yield row, text, gathered


def _read_again(folded: Folded, ready: Compiled, *, asked: bool) -> bool:
    learned = ready.policy.learned
    return learned is not None and by_rows.wakes(folded.text, learned, asked=asked)


def _rows(offsets: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the row in which each end lies (an end is one behind the last byte of a match)."""
    return np.searchsorted(offsets, ends - 1, side="right") - 1


def _found(
    rows: npt.NDArray[np.int64],
    odd: npt.NDArray[np.bool_],
    texts: pa.StringArray,
    ready: Compiled,
) -> Iterator[tuple[str, Folded, list[Place], Told | None]]:
    """Yield text, folded text, patterns and what the student adds up of the rows that are to be read."""
    taken = texts.take(pa.array(rows))
    held = taken.to_pylist()
    column = fold_column(taken, ready.table, with_places=True)
    folds = _folded(column)
    for i in np.nonzero(odd)[0].tolist():
        folds[i] = fold(held[i])
    data, offsets = _joined(folds)
    told = student.tell(data, offsets, ready.student) if ready.student else [None] * len(folds)
    places = _places(data, offsets, ready)
    yield from zip(held, folds, places, told, strict=True)


def _folded(column: FoldedColumn) -> list[Folded]:
    """Return the rows of a column as the reference folds them (odd rows too, as far as they go)."""
    assert column.starts is not None and column.ends is not None
    first = (column.data & 0xC0) != 0x80  # one byte of each character
    chars = np.zeros(len(first) + 1, np.int64)
    np.cumsum(first, out=chars[1:])
    cuts = chars[column.offsets].tolist()
    text = column.data.tobytes().decode()
    starts, ends = memoryview(column.starts[first]), memoryview(column.ends[first])
    return [
        Folded(text[at:to], starts[at:to], ends[at:to])
        for at, to in ((cut, following - 1) for cut, following in pairwise(cuts))
    ]


def _joined(folds: list[Folded]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """Return folded texts in one buffer, each ended by a line feed, and where each begins."""
    held = [folded.text.encode() + b"\n" for folded in folds]
    offsets = np.zeros(len(held) + 1, np.int64)
    np.cumsum([len(text) for text in held], out=offsets[1:])
    return np.frombuffer(b"".join(held), np.uint8), offsets


def _places(
    data: npt.NDArray[np.uint8], offsets: npt.NDArray[np.int64], ready: Compiled
) -> list[list[Place]]:
    """Return for each folded text the patterns in it, in the order of the text."""
    patterns, ends = ready.reader.find(data)
    spaces = np.nonzero(data == ord(" "))[0]
    begins = ends - ready.lengths[patterns]
    firsts = spaces[np.searchsorted(spaces, begins, side="right") - 1] + 1  # where their words begin
    kept = firsts >= begins  # at the front of a word; the others need a clitic before them
    for i in np.nonzero(~kept)[0].tolist():
        heads = ready.heads[patterns[i]]
        kept[i] = heads is not None and data[firsts[i] : begins[i]].tobytes() in heads
    stops = spaces[np.searchsorted(spaces, ends - 1)]  # where their words end
    for i in np.nonzero(kept & ready.bends[patterns])[0].tolist():
        tails = ready.tails[patterns[i]]
        kept[i] = tails is not None and data[ends[i] : stops[i]].tobytes() in tails
    patterns, ends, firsts, stops = patterns[kept], ends[kept], firsts[kept], stops[kept]
    rows = _rows(offsets, ends)
    chars = np.cumsum((data & 0xC0) != 0x80) - 1  # which character of the buffer a byte belongs to
    at = chars[firsts] - chars[offsets[rows]]
    to = chars[stops] - chars[offsets[rows]]
    places: list[list[Place]] = [[] for _ in offsets[1:]]
    order = np.lexsort((patterns, to, at, rows))
    in_order = (column[order].tolist() for column in (rows, at, to, patterns))
    for row, start, end, pattern in zip(*in_order, strict=True):
        places[row].append((start, end, pattern))
    return places
