"""How do an analyst's files become pieces of work, and a piece of work posts?

A piece is small and can travel to another process. A plain table of one JSON object a line,
by far the largest files there are, travels as raw lines and is parsed where the work is done;
everything else is read here by its source and travels as columns. Both ways give the same
posts and rejects (a test holds them to it).
"""

from __future__ import annotations

import io
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

BLOCK = 4 * 1024 * 1024  # bytes of lines in a piece
ROWS = 8192  # posts in a piece


@dataclass(frozen=True, slots=True)
class Lines:
    """Whole lines of a plain table, the first of them line number `first`."""

    file: str
    first: int
    data: bytes


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
    """Yield blocks of whole lines. A line that is too long for any block goes to the reference."""
    with opened(path) as (_, stream):
        number, held = 1, b""
        while block := _block(stream):
            held += block
            whole, newline, rest = held.rpartition(b"\n")
            if newline:
                yield Lines(str(path), number, whole)
                number += whole.count(b"\n") + 1
                held = rest
            elif len(held) > MAX_LINE:
                yield Lines(str(path), number, held[: MAX_LINE + 1])
                held, number = _after_line(stream), number + 1
        if held:
            yield Lines(str(path), number, held)


def _block(stream: BinaryIO) -> bytes:
    return stream.read(BLOCK) or b""


def _after_line(stream: BinaryIO) -> bytes:
    """Pass over the rest of a line; return what was read beyond it."""
    while block := _block(stream):
        _, newline, rest = block.partition(b"\n")
        if newline:
            return rest
    return b""


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
    for number, line in enumerate(piece.data.split(b"\n"), start=piece.first):
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
