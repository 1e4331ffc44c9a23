"""Do the readers that were asked for vote, and in every process the same?"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from stand_in_server import StandIn, standing_in, verdict
from tiny_classifier import write_classifier

from breakwater.adapters.engines import InProcess, Pool
from breakwater.adapters.intake import pieces_of
from breakwater.adapters.readers import OFF, Asked
from breakwater.adapters.work import How, load, prepare, scan_piece
from breakwater.errors import ReaderError
from builders import a_row, ndjson, write_policy

CROSSING = "Channel crossing tonight, 2 places left, message me"


@pytest.fixture
def asked(tmp_path: Path, server: StandIn) -> Asked:
    return Asked(meaning=OFF, classifier=str(write_classifier(tmp_path / "model")), endpoint=server.url)


@pytest.fixture
def server():
    with standing_in(lambda _: verdict(0.7, "it offers a crossing")) as server:
        yield server


def test_those_who_were_asked_for_are_loaded_in_order(asked: Asked):
    assert [reader.name for reader in load(How(asked=asked)).readers] == ["classifier", "endpoint"]


def test_nobody_is_asked_where_nobody_was_named():
    assert load(How(asked=Asked(meaning=OFF))).readers == ()


def test_a_policy_beside_which_nobody_can_vote_is_told(asked: Asked, tmp_path: Path):
    folder = write_policy(tmp_path / "policy", {"reader/prompt.toml": PROMPT})

    with pytest.raises(ReaderError, match="no learned readers beside which it could vote"):
        load(How(policy=str(folder), asked=asked))


def test_forked_workers_say_what_one_process_says(asked: Asked, tmp_path: Path):
    path, how = tmp_path / "posts.ndjson", How(asked=asked)
    path.write_bytes(ndjson(*(a_row(number, text=f"{CROSSING} {number}") for number in range(1, 9))))
    prepare(how)
    work = partial(scan_piece, how=how, as_json=True)

    one = [scanned.findings for scanned in InProcess().run(work, pieces_of(path))]
    many = [scanned.findings for scanned in Pool(2).run(work, pieces_of(path))]

    assert one == many
    assert b"".join(one).count(b"promotion 70%: it offers a crossing") == 8
    assert b"".join(one).count(b'"source":"classifier ') == 8


PROMPT = 'version = "1"\nsystem = "{fence}"\nuser = "{fence}\\n{text}\\n{fence}"\n'
