"""How does a JSON file, of lines or in one piece, become rows one after the other?

Exports come as one value a line or as one document of any size. A file of lines survives any
broken line. A document is never held: it is walked as it comes, and when it breaks, all that
was complete before has already been given.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, BinaryIO

import ijson

from breakwater.adapters.sources.fields import FieldError, Fields
from breakwater.adapters.sources.lines import (
    MAX_DIGITS,
    MAX_LINE,
    TOO_LONG,
    Line,
    NotJson,
    chunks,
    decoded,
    line_reject,
    lines_of,
    mended,
    shown,
)
from breakwater.adapters.sources.opening import CutOff
from breakwater.adapters.sources.walk import Found, TooDeep, Walk, walked
from breakwater.records import Post, Reject

NOWHERE: frozenset[str] = frozenset()
_LOOKED_AT = 5  # lines at the start that may say how the file is laid out
_LONGEST_END = 64
_UNFINISHED = re.compile(r"\\+(x[0-9a-fA-F]?|u[0-9a-fA-F]{0,4}(\\(u[0-9a-fA-F]{0,3})?)?)?\Z")


@dataclass(frozen=True, slots=True)
class Piece:
    """One value at one path. `number` is its line, or its place among a document's rows."""

    number: int
    path: str
    value: Any
    line: bytes | None = None

    @property
    def fields(self) -> Fields:
        return Fields(self.value)

    def reject(self, problem: str, *, file: str, field: str = "") -> Reject:
        """Return the reject of this row."""
        row = shown(self.line if self.line is not None else _written(self.value))
        return Reject(file=file, line=self.number, field=field, problem=problem, row=row)


def posts_of(
    pieces: Iterable[Piece | Reject], convert: Callable[[Fields], Post | None], *, file: str
) -> Iterator[Post | Reject]:
    """Yield the post of every piece, or its reject; None from `convert` passes it over."""
    for piece in pieces:
        if isinstance(piece, Reject):
            yield piece
        elif (row := converted(piece, convert, file=file)) is not None:
            yield row


def converted(piece: Piece, convert: Callable[[Fields], Post | None], *, file: str) -> Post | Reject | None:
    """Return the post of one piece, or its reject."""
    if not isinstance(piece.value, dict):
        return piece.reject("this is not a JSON object", file=file)
    try:
        return convert(piece.fields)
    except FieldError as error:
        return piece.reject(error.problem, file=file, field=error.field)


def json_pieces(stream: BinaryIO, *, file: str, at: frozenset[str] = NOWHERE) -> Iterator[Piece | Reject]:
    """Yield the values at the wanted paths in order, and after them what surrounded them ("").

    :raises CutOff: the archive the stream comes from ends before its end
    """
    start, coming = _start(chunks(stream))
    whole = chain([start], coming)
    if _is_lines(start):
        yield from _line_pieces(lines_of(whole), at, file=file)
    else:
        yield from _document_pieces(whole, at, file=file)


def _start(coming: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """Take the stream's first line with whatever comes along, no more than MAX_LINE; and the rest."""
    start = bytearray()
    try:
        while b"\n" not in start.strip() and len(start) <= MAX_LINE and (chunk := next(coming, b"")):
            start += chunk
    except CutOff as damage:
        return bytes(start), _raising(damage)
    return bytes(start), coming


def _raising(damage: CutOff) -> Iterator[bytes]:
    yield b""
    raise damage


def _is_lines(start: bytes) -> bool:
    """Return whether there is a value a line; the first line alone may be a broken one."""
    lines = [line for line in start.split(b"\n", _LOOKED_AT + 1)[:_LOOKED_AT] if line.strip()]
    for number, line in enumerate(lines):
        text = line.rstrip()
        if len(text) > MAX_LINE or (number == 0 and text.endswith((b"[", b"{", b","))):
            return False
        if _is_value(text):
            return True
    return False


def _is_value(text: bytes) -> bool:
    if not text.startswith((b"{", b"[{")):
        return False
    try:
        decoded(text.decode(errors="replace").encode())
    except NotJson:
        return False
    return True


def _line_pieces(lines: Iterable[Line], at: frozenset[str], *, file: str) -> Iterator[Piece | Reject]:
    for line in lines:
        if not line.whole:
            yield line_reject(line, TOO_LONG, file=file)
        elif text := line.text.strip(b" \t\r\0"):
            try:
                value = decoded(text)
            except NotJson as error:
                yield line_reject(line, f"this is not JSON: {error}", file=file)
            else:
                for found in walked(value, at):
                    raw = text if found.path == "" else None
                    yield Piece(line.number, found.path, found.value, raw)


def _document_pieces(coming: Iterable[bytes], at: frozenset[str], *, file: str) -> Iterator[Piece | Reject]:
    number = 1
    try:
        for found in _found_in(_clean(coming), at):
            if found.whole:
                yield Piece(number, found.path, found.value)
            else:
                too_large = f"the item is larger than {MAX_LINE // 2**20} MiB"
                yield Reject(file=file, line=number, field="", problem=too_large, row="")
            number += found.path != "" or not at
    except (ijson.JSONError, TooDeep, _TooLong) as error:
        problem = f"the document cannot be read on from item {number}: {_why(error)}"
        yield Reject(file=file, line=number, field="", problem=problem, row="")


def _why(error: Exception) -> str:
    """Return the first line of the parser's words; the others draw a picture."""
    reason = str(error).strip()
    if "premature EOF" in reason:
        return "it ends before its end"
    return reason.removeprefix("b'").splitlines()[0].split("\\n")[0] if reason else "not JSON"


class _TooLong(ValueError):
    """A text without end: the parser would hold all of it."""


def _found_in(coming: Iterable[bytes], at: frozenset[str]) -> Iterator[Found]:
    """Yield what is complete, then raise what the parser raises."""
    walk, events, silent = Walk(at), ijson.sendable_list(), 0
    parser = ijson.basic_parse_coro(events, multiple_values=True)
    for chunk in coming:
        error = _sent(parser, chunk)
        yield from _walked(walk, events)
        silent = 0 if events else silent + len(chunk)
        if error is not None:
            raise error
        if silent > MAX_LINE:
            raise _TooLong(f"a text is longer than {MAX_LINE // 2**20} MiB")
        del events[:]
    if error := _sent(parser, None):
        yield from _walked(walk, events)
        raise error


def _sent(parser: Any, chunk: bytes | None) -> ijson.JSONError | None:
    """Hand the parser a chunk, or the end; return its complaint, so that events go first."""
    try:
        if chunk is None:
            parser.close()
        else:
            parser.send(chunk)
    except ijson.JSONError as error:
        return error
    except UnicodeDecodeError as error:
        return ijson.JSONError(str(error))
    return None


def _walked(walk: Walk, events: Iterable[tuple[str, Any]]) -> Iterator[Found]:
    for event, value in events:
        found = walk.take(event, value)
        if found is not None and found.value is not None:
            yield found


def _clean(coming: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a document that a strict parser takes: UTF-8, no half escapes, no raw controls.

    In a document a wrong byte has no line to be rejected with: it becomes U+FFFD.
    """
    decoder, held = codecs.getincrementaldecoder("utf-8")(errors="replace"), ""
    for chunk in coming:
        ready, held = _parted(held + decoder.decode(chunk))
        if ready:
            yield mended(ready).encode()
    if last := mended(held + decoder.decode(b"", final=True)):
        yield last.encode()


def _parted(text: str) -> tuple[str, str]:
    """Return what can be mended now, and the end which an escape or a number may go on from."""
    body = text.rstrip("0123456789")  # they may belong to a number, and to an escape before it
    digits = text[len(body) :][:MAX_DIGITS]
    found = _UNFINISHED.search(body, max(0, len(body) - _LONGEST_END))
    cut = found.start() if found else len(body)
    return body[:cut], body[cut:] + digits


def _written(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):
        return ""
