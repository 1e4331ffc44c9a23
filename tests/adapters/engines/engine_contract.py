"""The laws of engines: the work is done by whoever can, and nobody could tell by the results."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

import pytest

from breakwater.ports.engine import Engine


class WorkError(Exception):
    """What a piece of work may raise."""


def doubled(piece: int) -> int:
    return 2 * piece


def slow_first(piece: int) -> int:
    """Do even pieces slowly, so that odd ones are ready before them."""
    time.sleep(0.02 if piece % 2 == 0 else 0)
    return piece


def fails_at_seven(piece: int) -> int:
    if piece == 7:
        raise WorkError("seven")
    return piece


class Counted:
    """Pieces that count how many of them were taken."""

    def __init__(self, pieces: Iterable[int]) -> None:
        self._pieces, self.taken = iter(pieces), 0

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        piece = next(self._pieces)
        self.taken += 1
        return piece


class EngineContract:
    """What every engine does. `ahead`: so many pieces are under way at most."""

    ahead = 1

    @pytest.fixture
    def engine(self) -> Engine:
        raise NotImplementedError

    def test_there_is_nothing_to_do_for_no_pieces(self, engine: Engine):
        assert list(engine.run(doubled, [])) == []

    def test_results_come_in_the_order_of_the_pieces(self, engine: Engine):
        assert list(engine.run(slow_first, range(20))) == list(range(20))

    def test_each_piece_is_done_once(self, engine: Engine):
        assert list(engine.run(doubled, [3, 3, 1, 3])) == [6, 6, 2, 6]

    def test_only_a_few_pieces_are_taken_ahead(self, engine: Engine):
        pieces = Counted(range(1_000))
        results = engine.run(doubled, pieces)

        seen = [next(results) for _ in range(3)]

        assert seen == [0, 2, 4]
        assert pieces.taken <= len(seen) + self.ahead

    def test_pieces_may_have_no_end(self, engine: Engine):
        results = engine.run(doubled, iter(int, 1))

        assert [next(results) for _ in range(3)] == [0, 0, 0]

    def test_an_exception_in_the_work_reaches_the_caller_after_what_was_done_before(self, engine: Engine):
        results = engine.run(fails_at_seven, range(20))

        before = [next(results) for _ in range(7)]

        assert before == list(range(7))
        with pytest.raises(WorkError, match="seven"):
            next(results)

    def test_an_exception_in_the_pieces_comes_after_the_results_of_those_before(self, engine: Engine):
        def pieces() -> Iterator[int]:
            yield from range(4)
            raise WorkError("no more")

        results = engine.run(doubled, pieces())

        assert [next(results) for _ in range(4)] == [0, 2, 4, 6]
        with pytest.raises(WorkError, match="no more"):
            next(results)

    def test_an_engine_runs_again(self, engine: Engine):
        assert [list(engine.run(doubled, [1])), list(engine.run(doubled, [2]))] == [[2], [4]]

    def test_who_stops_listening_leaves_no_work_behind(self, engine: Engine):
        results = engine.run(doubled, iter(int, 1))
        next(results)

        getattr(results, "close", lambda: None)()

        assert list(engine.run(doubled, [5])) == [10]
