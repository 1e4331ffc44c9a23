"""Which values of a JSON document are rows, and which only surround them?

A walk takes the events of a parser one by one, or a decoded value at once, and gives the
values that stand at wanted paths, each as soon as it is complete; the value around them, less
those, comes last at the path "". Lists are transparent: `items` names every element of the
list `items`, and a list at the top is a row of top values.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from breakwater.adapters.sources.lines import MAX_LINE

MAX_DEPTH = 200
_ENTRY = 16  # what an entry weighs beside its text


class Found(NamedTuple):
    """A value at a wanted path. `whole` is False where it was too large to be kept."""

    path: str
    value: Any
    whole: bool = True


class TooDeep(ValueError):
    """The document is nested deeper than any export is."""


class _Frame:
    """A container on the way to where the walk is. `path` is None where nothing is wanted."""

    __slots__ = ("holder", "key", "owner", "path", "weight")

    def __init__(self, holder: Any, path: str | None, owner: _Frame | None) -> None:
        self.holder, self.path, self.key = holder, path, ""
        self.owner = owner or self
        self.weight = 0


class Walk:
    """Builds the wanted values from a parser's events."""

    def __init__(self, at: frozenset[str]) -> None:
        self._at = at
        self._known = _with_parents(at)
        self._frames: list[_Frame] = []

    @property
    def inside(self) -> bool:
        """Return whether a value has begun and not ended."""
        return bool(self._frames)

    def take(self, event: str, value: Any) -> Found | None:
        """Take one event; return the wanted value that it completes.

        :raises TooDeep: containers stand in containers more than MAX_DEPTH times
        """
        match event:
            case "map_key":
                self._frames[-1].key = value
                return None
            case "start_map":
                self._open({})
                return None
            case "start_array":
                self._open([])
                return None
            case "end_map" | "end_array":
                return self._close()
            case _:
                return self._put(float(value) if isinstance(value, Decimal) else value)

    def _path(self) -> str | None:
        """Return the path of the value that comes next."""
        if not self._frames:
            return ""
        frame = self._frames[-1]
        if frame.path is None or isinstance(frame.holder, list):
            return frame.path
        path = f"{frame.path}.{frame.key}" if frame.path else frame.key
        return path if path in self._known else None

    def _is_wanted(self, path: str | None) -> bool:
        """Return whether a value is a row by itself; only a list of rows can hold the path ""."""
        return path is not None and (path == "" or path in self._at)

    def _open(self, holder: Any) -> None:
        if len(self._frames) >= MAX_DEPTH:
            raise TooDeep(f"nested deeper than {MAX_DEPTH} levels")
        path = self._path()
        alone = not self._frames or self._is_wanted(path)
        self._frames.append(_Frame(holder, path, None if alone else self._frames[-1].owner))

    def _close(self) -> Found | None:
        frame = self._frames.pop()
        if self._is_wanted(frame.path):
            if isinstance(frame.holder, list):
                return None  # its elements have gone out one by one
            whole = frame.weight <= MAX_LINE or (frame.path == "" and bool(self._at))
            return Found(frame.path or "", frame.holder, whole)
        self._keep(frame.holder, _ENTRY)
        return None

    def _put(self, value: Any) -> Found | None:
        path = self._path()
        if self._is_wanted(path):
            return Found(path or "", value)
        self._keep(value, _ENTRY + (len(value) if isinstance(value, str) else 0))
        return None

    def _keep(self, value: Any, weight: int) -> None:
        frame = self._frames[-1]
        frame.owner.weight += weight + len(frame.key)
        if frame.owner.weight > MAX_LINE:
            return
        if isinstance(frame.holder, list):
            frame.holder.append(value)
        else:
            frame.holder[frame.key] = value


def _with_parents(paths: frozenset[str]) -> frozenset[str]:
    steps = (path.split(".") for path in paths)
    return frozenset(".".join(step[:end]) for step in steps for end in range(1, len(step) + 1))


def walked(value: Any, at: frozenset[str]) -> Iterator[Found]:
    """Yield what a walk over a decoded value finds; the value is taken apart."""
    for element in _elements(value):
        if at and isinstance(element, dict):
            yield from _taken_out(element, at, _with_parents(at), "")
        yield Found("", element)


def _taken_out(
    around: dict[str, Any], at: frozenset[str], known: frozenset[str], above: str
) -> Iterator[Found]:
    """Yield the wanted values under a mapping, in order, and take them out of it."""
    for key in list(around):
        path = f"{above}.{key}" if above else key
        if path not in known:
            continue
        wanted = path in at
        for element in _elements(around.pop(key) if wanted else around[key]):
            if isinstance(element, dict):
                yield from _taken_out(element, at, known, path)
            if wanted:
                yield Found(path, element)


def _elements(value: Any) -> Iterator[Any]:
    """Yield a value, or what lists in lists hold; no recursion, since a bomb nests them deep."""
    stack = [value]
    while stack:
        top = stack.pop()
        if isinstance(top, list):
            stack.extend(reversed(top))
        elif top is not None:
            yield top
