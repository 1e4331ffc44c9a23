"""Do the engines keep the contract, and does nothing get lost when a worker is killed?"""

from __future__ import annotations

import os
import signal
from functools import partial
from pathlib import Path

import pytest
from engine_contract import EngineContract, doubled

from breakwater.adapters.engines import InProcess, Pool
from breakwater.adapters.engines.pool import AHEAD, TRIES
from breakwater.errors import EngineError
from breakwater.ports.engine import Engine


class TestInProcess(EngineContract):
    @pytest.fixture
    def engine(self) -> Engine:
        return InProcess()


class TestPool(EngineContract):
    ahead = 2 * (1 + AHEAD)

    @pytest.fixture
    def engine(self) -> Engine:
        return Pool(2)


def killed_once(piece: int, *, at: int, marks: str) -> int:
    """Do a piece; at one of them, kill this process the first time."""
    mark = Path(marks) / "killed"
    (Path(marks) / f"done-{piece}-{os.getpid()}").touch()
    if piece == at and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return piece


def always_killed(piece: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return piece


def only_seven_kills(piece: int) -> int:
    return always_killed(piece) if piece == 7 else piece


@pytest.mark.parametrize("at", [0, 3, 11])
def test_a_killed_worker_loses_nothing_and_doubles_nothing(tmp_path: Path, at: int):
    work = partial(killed_once, at=at, marks=str(tmp_path))

    assert list(Pool(2).run(work, range(12))) == list(range(12))
    assert (tmp_path / "killed").exists()


def test_a_piece_that_kills_every_worker_is_given_up_and_said_so():
    with pytest.raises(EngineError, match=f"died {TRIES} times") as raised:
        list(Pool(2).run(always_killed, range(3)))

    assert raised.value.exit_code == 6


def test_what_was_done_before_a_deadly_piece_is_still_told():
    results, seen = Pool(2).run(only_seven_kills, range(12)), []

    with pytest.raises(EngineError):
        seen.extend(results)

    assert seen == list(range(len(seen)))


def prepared(piece: int) -> str:
    return os.environ.get("BREAKWATER_TEST_PREPARED", "")


def prepare() -> None:
    os.environ["BREAKWATER_TEST_PREPARED"] = "yes"


def test_every_worker_is_made_ready_before_its_first_piece():
    assert list(Pool(2, prepare=prepare).run(prepared, range(6))) == ["yes"] * 6
    assert "BREAKWATER_TEST_PREPARED" not in os.environ


def test_the_work_is_done_in_other_processes():
    assert list(Pool(1).run(doubled, [4])) == [8]
    assert os.getpid() not in set(Pool(1).run(_who, range(3)))


def _who(piece: int) -> int:
    return os.getpid()
