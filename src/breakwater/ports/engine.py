"""Who does the work, here or in other processes?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Engine(Protocol):
    """Applies one plain function to many pieces of work."""

    def run(self, work: Callable[[T], R], pieces: Iterable[T]) -> Iterator[R]:
        """Yield the result of every piece, in the order of the pieces, each once.

        Pieces are taken as they are needed: a few are under way at any time, never all.

        :raises EngineError: a piece could not be done, by any worker
        """
        ...
