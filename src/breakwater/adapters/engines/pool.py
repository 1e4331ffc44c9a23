"""How do several processes share the work without losing any when one of them dies?

Python's pool is given up as a whole when a worker is killed. So what has been handed out is
kept in a ledger until its result is here: when the pool breaks, a new one is made and the open
pieces are done again. Results are given in the order of the pieces, so nothing is doubled.

Workers are forked where the system can: they share the policy and tables made ready before.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import TypeVar

from breakwater.errors import EngineError

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 2  # pieces waiting for each worker
TRIES = 3  # pools made for one piece before it is given up


class Pool:
    """Does pieces in `workers` processes; `prepare` runs once in each, before its first piece."""

    def __init__(self, workers: int, *, prepare: Callable[[], None] | None = None) -> None:
        self._workers, self._prepare = workers, prepare

    def run(self, work: Callable[[T], R], pieces: Iterable[T]) -> Iterator[R]:
        coming = _Coming(iter(pieces))
        ledger: deque[tuple[T, Future[R] | None]] = deque()
        tries = 0
        pool = self._new_pool()
        try:
            while True:
                try:
                    self._hand_out(pool, work, coming, ledger)
                    if not ledger:
                        coming.raise_error()
                        return
                    future = ledger[0][1]
                    assert future is not None
                    result = future.result()
                except BrokenProcessPool:
                    tries += 1
                    if tries >= TRIES:
                        raise EngineError(_advice()) from None
                    pool.shutdown(wait=False, cancel_futures=True)
                    pool = self._new_pool()
                    for place, (piece, _) in enumerate(ledger):
                        ledger[place] = (piece, None)
                    continue
                ledger.popleft()
                tries = 0
                yield result
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _hand_out(
        self,
        pool: ProcessPoolExecutor,
        work: Callable[[T], R],
        coming: Iterator[T],
        ledger: deque[tuple[T, Future[R] | None]],
    ) -> None:
        """Hand out what is open in the ledger, and new pieces while workers may run dry."""
        room = self._workers * (1 + AHEAD) - len(ledger)
        ledger.extend((piece, None) for piece in islice(coming, max(room, 0)))
        for place, (piece, future) in enumerate(ledger):
            if future is None:
                ledger[place] = (piece, pool.submit(work, piece))

    def _new_pool(self) -> ProcessPoolExecutor:
        method = "fork" if sys.platform == "linux" else "spawn"
        return ProcessPoolExecutor(
            self._workers,
            mp_context=multiprocessing.get_context(method),
            initializer=self._prepare,
        )


class _Coming(Iterator[T]):
    """Pieces that end where getting the next one fails; the error waits for those before it."""

    def __init__(self, pieces: Iterator[T]) -> None:
        self._pieces = pieces
        self._error: Exception | None = None

    def __next__(self) -> T:
        try:
            return next(self._pieces)
        except StopIteration:
            raise
        except Exception as error:  # noqa: BLE001  (raised again, in its turn)
            self._error = error
            raise StopIteration from None

    def raise_error(self) -> None:
        if self._error is not None:
            raise self._error


def _advice() -> str:
    return (
        f"a worker process died {TRIES} times over the same piece of work (killed for memory?); "
        "try fewer --workers"
    )
