"""Which texts were moderated before? A list that a moderator's own tool wrote.

A line is a text, or a JSON object that has one under `text`; any other line that begins as JSON
does is an error, because a list that is only half understood would spare those it was made for.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from breakwater.errors import SourceError

NEEDED = 'write a text a line, or {"text": "..."}'


class Moderated(msgspec.Struct):
    """One line in JSON; what else it says is ignored."""

    text: str


def read_moderated(path: Path) -> list[str]:
    """Return the texts of a file.

    :raises SourceError: it cannot be read, is not UTF-8, or a line is broken
    """
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except OSError as error:
        raise SourceError(str(path), error.strerror or str(error), advice="name another file") from None
    except UnicodeDecodeError as error:
        raise SourceError(str(path), f"byte {error.start + 1} is not UTF-8", advice=NEEDED) from None
    return [_text(line, f"{path}:{number}") for number, line in enumerate(lines, start=1) if line.strip()]


def _text(line: str, place: str) -> str:
    if not line.lstrip().startswith("{"):
        return line.strip()
    try:
        return msgspec.json.decode(line, type=Moderated).text
    except msgspec.MsgspecError as error:
        raise SourceError(place, str(error), advice=NEEDED) from None
