"""Which lines does a stream hold, and what does each of them say in JSON?

Lines are counted from 1 as an editor counts them. A line longer than MAX_LINE is told about
and passed over without being held: no real row is that long, and one that is must not take
the machine down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, NamedTuple

import msgspec

from breakwater.records import Reject

MAX_LINE = 8 * 1024 * 1024
MAX_DIGITS = 400
SHOWN = 2_000
READ = 256 * 1024

TOO_LONG = f"the line is longer than {MAX_LINE // 2**20} MiB"

# Not strict JSON, and yet exported every day: Telegram writes control characters as "\x1f",
# JavaScript writes half of an emoji as "\ud83d", and raw control characters slip in from
# captions. Numbers of thousands of digits are an attack; nobody has ever exported one.
_MENDING = re.compile(
    r"\\x(?P<x>[0-9a-fA-F]{2})"
    r"|(?P<pair>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
    r"|(?P<escape>\\.)"
    rf"|(?P<digits>\d{{{MAX_DIGITS}}})\d+"
    r"|(?P<nul>\x00)"
    r"|(?P<control>[\x01-\x1f])",
    re.ASCII | re.DOTALL,
)


class Line(NamedTuple):
    """One line without its end; `whole` is False where only its beginning was kept."""

    number: int
    text: bytes
    whole: bool


class NotJson(ValueError):
    """A line is not JSON; the message says why."""


def chunks(stream: BinaryIO) -> Iterator[bytes]:
    """Yield what the stream gives, as it gives it."""
    while chunk := stream.read(READ):
        yield chunk


def lines_of(pieces: Iterable[bytes]) -> Iterator[Line]:
    """Yield the lines of a stream given in pieces, the long ones cut."""
    number, held, size = 1, [b""], 0
    for piece in pieces:
        first, *others = piece.split(b"\n")
        size += len(first)
        if size <= MAX_LINE:
            held.append(first)
        for other in others:
            yield _line(number, held, size)
            number, held, size = number + 1, [other], len(other)
    if size:
        yield _line(number, held, size)


def _line(number: int, held: list[bytes], size: int) -> Line:
    text = b"".join(held)
    if size > MAX_LINE:
        return Line(number, text[:SHOWN], False)
    return Line(number, text.removesuffix(b"\r"), True)


def decoded(line: bytes) -> Any:
    """Return what a line of JSON says.

    :raises NotJson: it says nothing that can be understood
    """
    try:
        return msgspec.json.decode(line)
    except RecursionError:
        raise NotJson("nested too deeply") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _decoded_with_care(line)


def _decoded_with_care(line: bytes) -> Any:
    try:
        return msgspec.json.decode(mended(line.decode()))
    except UnicodeDecodeError as error:
        raise NotJson(not_utf8(error)) from None
    except msgspec.DecodeError as error:
        raise NotJson(str(error)) from None
    except RecursionError:
        raise NotJson("nested too deeply") from None


def not_utf8(error: UnicodeDecodeError) -> str:
    """Return what to tell about text in another encoding."""
    return f"byte {error.start + 1} is not UTF-8 (0x{error.object[error.start]:02x}); export it as UTF-8"


def mended(text: str) -> str:
    """Return JSON with the usual faults of exporters put right."""
    return _MENDING.sub(_mend, text)


def _mend(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "x":
            return f"\\u00{found['x']}"
        case "half":
            return "\\ufffd"
        case "digits":
            return found["digits"]
        case "nul":
            return ""
        case "control":
            return " "
        case _:
            return found[0]


def shown(raw: bytes | str) -> str:
    """Return how a row begins, for its reject."""
    if isinstance(raw, bytes):
        raw = raw[: SHOWN * 4].decode(errors="replace")
    return raw[:SHOWN]


def line_reject(line: Line, problem: str, *, file: str) -> Reject:
    """Return the reject of a whole line."""
    return Reject(file=file, line=line.number, field="", problem=problem, row=shown(line.text))
