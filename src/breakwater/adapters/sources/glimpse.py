"""What does the beginning of a file show, so that its format can be told?

The name of a file says nothing; its first 64 KiB must do. They may end anywhere, even in the
middle of the first row, so what is told is only which fields have been seen, and with which
value first.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any

import ijson

from breakwater.adapters.sources.lines import mended
from breakwater.adapters.sources.walk import MAX_DEPTH

_ROWS = 5
_DELIMITERS = ",;\t"


@lru_cache(maxsize=8)
def seen(head: bytes) -> Mapping[str, object]:
    """Return the dotted paths of the JSON at the head, each with its first value.

    Lists are transparent; where an object stands the value is None. Empty for what is not JSON.
    """
    paths: dict[str, object] = {}
    for row in _rows(head):
        _look(row, paths)
    return paths


def _rows(head: bytes) -> list[bytes]:
    """Return where values may begin: at the start, and at lines that begin with a brace."""
    head = head.lstrip(b" \t\r\n\0")
    if not head.startswith((b"{", b"[")):
        after = head.find(b"\n{")
        if after < 0:
            return []
        head = head[after + 1 :]
    starts = [0]
    while len(starts) < _ROWS and (after := head.find(b"\n{", starts[-1])) >= 0:
        starts.append(after + 1)
    ends = [*starts[1:], len(head)]
    return [head[start:end] for start, end in zip(starts, ends, strict=True)]


def _look(row: bytes, paths: dict[str, object]) -> None:
    events = ijson.sendable_list()
    parser = ijson.basic_parse_coro(events, multiple_values=True)
    with suppress(ijson.JSONError, UnicodeDecodeError):  # what came before has been seen
        parser.send(mended(row.decode(errors="replace")).encode())
    _note(events, paths)


def _note(events: list[tuple[str, Any]], paths: dict[str, object]) -> None:
    above: list[str] = []  # the path of each container around
    here = ""
    for event, value in events:
        match event:
            case "map_key":
                here = f"{above[-1]}.{value}" if above[-1] else value
            case "start_map" | "start_array":
                if len(above) >= MAX_DEPTH:
                    return
                paths.setdefault(here, None)
                above.append(here)
            case "end_map" | "end_array":
                here = above.pop()
            case _:
                if paths.get(here) is None:
                    paths[here] = value
        if event in ("end_map", "end_array") and above:
            here = above[-1]


@lru_cache(maxsize=8)
def header(head: bytes) -> tuple[str, ...]:
    """Return the column names at the head; empty for what is not a table."""
    line = head.split(b"\n", 1)[0].rstrip(b"\r")
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return ()
    if not text or "\0" in text or text[0] in "{[":
        return ()
    return columns(text)


def columns(line: str) -> tuple[str, ...]:
    """Return the names in a header line."""
    try:
        names = next(csv.reader([line], delimiter=delimiter_of(line)), [])
    except csv.Error:
        return ()
    return tuple(name.strip() for name in names)


def delimiter_of(line: str) -> str:
    """Return what stands between the names of a header; only the header is asked.

    Captions are full of commas and semicolons, so the rows would only mislead.
    """
    return max(_DELIMITERS, key=line.count)
