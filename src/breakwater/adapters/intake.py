"""How do an analyst's files become pieces of work, and a piece of work posts?

A piece is small and can travel to another process. A plain table of one JSON object a line,
by far the largest files there are, travels as raw lines and is parsed where the work is done;
everything else is read here by its source and travels as columns. Both ways give the same
posts and rejects (a test holds them to it).
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec
import pyarrow as pa

from breakwater.adapters.sources import read_posts, recognise, source_named
from breakwater.adapters.sources.addresses import platform_named
from breakwater.adapters.sources.fields import ROUNDED
from breakwater.adapters.sources.lines import MAX_LINE
from breakwater.adapters.sources.opening import opened
from breakwater.adapters.sources.platforms import differing
from breakwater.adapters.sources.table import Table
from breakwater.records import Post, Reject
from breakwater.wire.posts import posts_batch
from breakwater.wire.schema import POSTS

BLOCK = 2 * 1024 * 1024  # bytes of lines in a piece
ROWS = 8192  # posts in a piece


@dataclass(frozen=True, slots=True)
class Lines:
    """Whole lines of a plain table: `size` bytes from `start` on, the first of them line number `first`.

    Who does the work reads them: they need not go through the process that hands it out.
    """

    file: str
    first: int
    start: int
    size: int

    def read(self) -> bytes:
        """Return the lines."""
        with Path(self.file).open("rb") as file:
            file.seek(self.start)
            return file.read(self.size)


@dataclass(frozen=True, slots=True)
class Rows:
    """Posts already read, and what was rejected among them; `bytes` of the file behind them."""

    batch: pa.RecordBatch
    rejects: tuple[Reject, ...] = ()


Piece = Lines | Rows


def pieces_of(path: Path, *, format: str | None = None) -> Iterator[Piece]:
    """Yield the pieces of a file.

    :raises SourceError: the file cannot be read at all
    """
    source = source_named(format) if format else recognise(path)
    if source.name == Table.name and _is_lines(path):
        yield from _lines(path)
    else:
        yield from _rows(path, source.name)


def posts_of(piece: Piece) -> tuple[pa.RecordBatch, tuple[Reject, ...]]:
    """Return the posts of a piece as columns, and its rejects."""
    return (piece.batch, piece.rejects) if isinstance(piece, Rows) else _parsed(piece)


def _rows(path: Path, format: str) -> Iterator[Rows]:
    posts: list[Post] = []
    rejects: list[Reject] = []
    for row in read_posts(path, format=format):
        if isinstance(row, Post):
            posts.append(row)
        else:
            rejects.append(row)
        if len(posts) + len(rejects) >= ROWS:
            yield Rows(posts_batch(posts), tuple(rejects))
            posts, rejects = [], []
    if posts or rejects:
        yield Rows(posts_batch(posts), tuple(rejects))


def _is_lines(path: Path) -> bool:
    """Return whether a file is plainly one JSON object a line: neither packed nor marked nor a document."""
    with opened(path), path.open("rb") as file:  # the first says what is wrong with a file
        head = file.read(64 * 1024)
    first, newline, _ = head.partition(b"\n")
    return first.startswith(b'{"') and first.rstrip().endswith(b"}") and bool(newline)


def _lines(path: Path) -> Iterator[Piece]:
    """Yield blocks of whole lines. A line that is too long for any block is cut: that shows that it is."""
    with path.open("rb") as file:
        number, start, held = 1, 0, b""
        while block := file.read(BLOCK):
            held += block
            size = held.rfind(b"\n") + 1
            if size:
                yield Lines(str(path), number, start, size - 1)
                number += held.count(b"\n", 0, size)
                start, held = start + size, held[size:]
            elif len(held) > MAX_LINE:
                yield Lines(str(path), number, start, MAX_LINE + 1)
                start, number, held = _after_line(file), number + 1, b""
        if held:
            yield Lines(str(path), number, start, len(held))


def _after_line(file: BinaryIO) -> int:
    """Pass over the rest of a line; return where the next one begins, and go there."""
    while block := file.read(BLOCK):
        rest = block.partition(b"\n")[2]
        if b"\n" in block:
            file.seek(-len(rest), os.SEEK_CUR)
            break
    return file.tell()


class _Row(msgspec.Struct, gc=False):
    """A row of the plain table in which everything is as it should be."""

    id: str
    platform: str
    account: str
    text: str
    handle: str | None = None
    bio: str | None = None
    display_name: str | None = None
    followers: int | None = None


_decode = msgspec.json.Decoder(_Row).decode
_FAST = tuple(_Row.__struct_fields__)


def _parsed(piece: Lines) -> tuple[pa.RecordBatch, tuple[Reject, ...]]:
    """Return the posts and rejects of raw lines; what is not plainly right goes to the reference."""
    rows: list[_Row | Post] = []
    rejects: list[Reject] = []
    for number, line in enumerate(piece.read().split(b"\n"), start=piece.first):
        try:
            row = _decode(line) if len(line) <= MAX_LINE else None
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            row = None
        if row is not None and _is_plain(row):
            rows.append(_tidied(row))
        else:
            for read in _by_reference(line, number, file=piece.file):
                (rejects if isinstance(read, Reject) else rows).append(read)  # type: ignore[arg-type]
    return _columns(rows), tuple(rejects)


def _is_plain(row: _Row) -> bool:
    """Return whether the reference would take the row's values as they are."""
    id, account, handle = row.id, row.account, row.handle or ""
    return (
        "\0" not in row.text
        and id.strip() == id != ""
        and account.strip() == account != ""
        and "\0" not in id + account + row.platform + handle + (row.bio or "") + (row.display_name or "")
        and row.platform.strip() != ""
        and not any(ROUNDED.fullmatch(name) for name in (id, account, row.platform, handle.strip()))
    )


def _tidied(row: _Row) -> _Row:
    """Return the row as the reference tells it: empty is None, a handle that says nothing new too."""
    row.platform = _platform(row.platform)
    row.handle = differing(row.handle.strip() or None, row.account) if row.handle else None
    row.bio, row.display_name = row.bio or None, row.display_name or None
    row.followers = row.followers if row.followers is not None and 0 <= row.followers < 10**18 else None
    return row


_platforms: dict[str, str] = {}


def _platform(name: str) -> str:
    if name not in _platforms:
        if len(_platforms) > 10_000:  # a table with a new name in every row
            _platforms.clear()
        _platforms[name] = platform_named(name)
    return _platforms[name]


def _by_reference(line: bytes, number: int, *, file: str) -> Iterator[Post | Reject]:
    if not line.strip():
        return
    for read in Table().read(io.BufferedReader(io.BytesIO(b"{}\n" + line)), file=file):
        if isinstance(read, Post):
            yield read
        elif read.line == 2:
            yield Reject(file=file, line=number, field=read.field, problem=read.problem, row=read.row)


def _columns(rows: list[_Row | Post]) -> pa.RecordBatch:
    columns = []
    for field in POSTS:
        if field.name in _FAST:
            columns.append(pa.array([getattr(row, field.name) for row in rows], field.type))
        else:
            columns.append(pa.nulls(len(rows), field.type))
    return pa.RecordBatch.from_arrays(columns, schema=POSTS)
