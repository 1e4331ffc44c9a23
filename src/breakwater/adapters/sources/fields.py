"""What does a row say in the field of this name?

Exports come from many tools and many years, so every question names all the places where an
answer may stand, best first. What is asked for and not there becomes the reject of the row,
by the field's full dotted name: `data.author.uniqueId: missing`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from breakwater.adapters.sources.moments import moment

_EXACT: Final = 2**53  # above it a float has lost the last digits of an id
ROUNDED = re.compile(r"[+-]?\d(?:[.,]\d+)?[eE]\+?\d+", re.ASCII)
_COUNT = re.compile(r"\d{1,18}(?:\.0+)?", re.ASCII)
_LOST_DIGITS = "a spreadsheet or script has rounded this id; export it again with ids as text"


class FieldError(ValueError):
    """A row lacks what a post needs: the field, and what is wrong with it."""

    def __init__(self, field: str, problem: str) -> None:
        self.field, self.problem = field, problem
        super().__init__(f"{field}: {problem}")


class Fields:
    """One row, or a part of one, that knows where in the row it stands."""

    __slots__ = ("_path", "_value")

    def __init__(self, value: object, path: str = "") -> None:
        self._value, self._path = value, path

    def get(self, path: str) -> object:
        """Return what stands at a dotted path, None where nothing does.

        A CSV header may itself contain dots, so the whole name is tried first.
        """
        value = self._value
        if isinstance(value, Mapping) and path in value:
            return value[path]
        for step in path.split("."):
            if not isinstance(value, Mapping):
                return None
            value = value.get(step)
        return value

    def has(self, path: str) -> bool:
        return self.get(path) is not None

    def inner(self, path: str) -> Fields:
        """Return the part of the row at a path; where there is none, it has no fields."""
        return Fields(self.get(path), self.full(path))

    def each(self, path: str) -> Iterator[Fields]:
        """Yield the parts in the list at a path."""
        value = self.get(path)
        if isinstance(value, list):
            for number, part in enumerate(value):
                yield Fields(part, self.full(f"{path}[{number}]"))

    def full(self, path: str) -> str:
        """Return the path as seen from the top of the row."""
        return f"{self._path}.{path}" if self._path else path

    def text(self, *paths: str) -> str | None:
        """Return the first text that is there and not empty."""
        for path in paths:
            if found := plain(self.get(path)):
                return found
        return None

    def known_text(self, *paths: str) -> str:
        """Return the first text that is there, which may be empty.

        :raises FieldError: none of the fields is in the row at all
        """
        if found := self.text(*paths):
            return found
        if any(self._mentions(path) for path in paths):
            return ""
        raise FieldError(self.full(paths[0]), "missing")

    def _mentions(self, path: str) -> bool:
        if self.get(path) is not None:
            return True
        *above, last = path.split(".")
        holder = self.get(".".join(above)) if above else self._value
        return isinstance(holder, Mapping) and (last in holder or path in holder)

    def name(self, *paths: str) -> str | None:
        """Return the first id or handle that is there."""
        for path in paths:
            if found := identity(self.get(path), field=self.full(path)):
                return found
        return None

    def known_name(self, *paths: str) -> str:
        """Return the first id or handle that is there.

        :raises FieldError: there is none, told by the name of the last field asked for
        """
        if found := self.name(*paths):
            return found
        raise FieldError(self.full(paths[-1]), "missing")

    def count(self, *paths: str) -> int | None:
        """Return the first number that is there; APIs write many of them as text."""
        for path in paths:
            value = self.get(path)
            if isinstance(value, int | float | str) and not isinstance(value, bool):
                written = str(value).strip()
                if _COUNT.fullmatch(written):
                    return int(written.partition(".")[0])
        return None

    def moment(self, *paths: str) -> datetime | None:
        """Return the first time that can be read."""
        for path in paths:
            if (found := moment(self.get(path))) is not None:
                return found
        return None

    def links(self, *paths: str) -> tuple[str, ...]:
        """Return the addresses at these paths, each once."""
        return once(self.text(path) for path in paths)


def plain(value: object) -> str:
    """Return a text without NUL bytes; anything that is not text is empty."""
    if not isinstance(value, str):
        return ""
    return value.replace("\0", "") if "\0" in value else value


def identity(value: object, *, field: str) -> str:
    """Return an id as text, digit by digit; empty where there is none.

    :raises FieldError: the id has been rounded on its way and names another item now
    """
    match value:
        case bool() | None:
            return ""
        case str():
            text = plain(value).strip()
            if ROUNDED.fullmatch(text):
                raise FieldError(field, _LOST_DIGITS)
            return text
        case int():
            return str(value)
        case float():
            return _whole(value, field=field)
        case _:
            return ""


def _whole(value: float, *, field: str) -> str:
    if not abs(value) < _EXACT or value != int(value):
        raise FieldError(field, _LOST_DIGITS)
    return str(int(value))


def once(values: Iterator[str | None]) -> tuple[str, ...]:
    """Return the values that are there, each once, in order."""
    return tuple(dict.fromkeys(value for value in values if value))
