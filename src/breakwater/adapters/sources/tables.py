"""How does a CSV file become rows, one after the other?

The reader is strict: a quote that is never closed would otherwise swallow the rows after it in
silence. A row with the wrong number of cells is rejected, since a shifted caption is worse than
a missing one.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO

from breakwater.adapters.sources.glimpse import columns, delimiter_of
from breakwater.adapters.sources.lines import MAX_LINE, SHOWN, TOO_LONG, Line, chunks, lines_of, not_utf8
from breakwater.adapters.sources.pieces import Piece
from breakwater.records import Reject


def table_pieces(stream: BinaryIO, *, file: str, lower: bool = False) -> Iterator[Piece | Reject]:
    """Yield every row as a piece of column name -> cell; `number` is the row's first line.

    `lower` folds the names of columns where a format does not hold to one way of writing them.

    :raises CutOff: the archive the stream comes from ends before its end
    """
    csv.field_size_limit(MAX_LINE)
    feed = _Feed(lines_of(chunks(stream)))
    head = next(feed, "")
    names = columns(head.lower() if lower else head)
    rows = csv.reader(feed, delimiter=delimiter_of(head), strict=True)
    while True:
        feed.begin_row()
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield feed.reject(f"the row cannot be read: {error}", file=file)
            continue
        if feed.problem:
            yield feed.reject(feed.problem, file=file)
        elif any(cells):
            yield _row(names, cells, feed, file=file)


def _row(names: tuple[str, ...], cells: list[str], feed: _Feed, *, file: str) -> Piece | Reject:
    extra = cells[len(names) :]
    if len(cells) < len(names) or any(extra):
        problem = f"the row has {len(cells)} cells, the header names {len(names)}"
        return feed.reject(problem, file=file)
    return Piece(feed.start, "", dict(zip(names, cells, strict=False)), feed.row.encode())


class _Feed:
    """Gives the csv reader its lines, and remembers what the row they make up looks like."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._number = 0
        self.begin_row()

    def begin_row(self) -> None:
        self.start, self.row, self.problem = self._number + 1, "", ""

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._number = line.number
        text = self._decoded(line)
        if len(self.row) < SHOWN:
            self.row += text[:SHOWN]
        return text

    def _decoded(self, line: Line) -> str:
        """Return the line as text. One that is at fault spoils its row, not the ones after."""
        if not line.whole:
            self.problem = TOO_LONG
            return "\n"
        try:
            text = line.text.decode()
        except UnicodeDecodeError as error:
            self.problem = f"line {line.number}: {not_utf8(error)}"
            text = line.text.decode(errors="replace")
        return text.replace("\0", "") + "\n"

    def reject(self, problem: str, *, file: str) -> Reject:
        return Reject(file=file, line=self.start, field="", problem=problem, row=self.row[:SHOWN])
