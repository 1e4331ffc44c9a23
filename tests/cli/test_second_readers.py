"""Are second readers asked for from a terminal, and told when they cannot be had?"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from breakwater.adapters.readers import Asked
from builders import ADVERT, a_row, ndjson, write_policy
from conftest import Run

SHIPPED_PROMPT = {
    "reader/prompt.toml": 'version = "1"\nsystem = "{fence}"\nuser = "{fence}\\n{text}\\n{fence}"\n'
}


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_policy(tmp_path_factory.mktemp("policy"), SHIPPED_PROMPT)


@pytest.fixture(params=["read", "scan", "rank", "evaluate", "try"])
def words(request: pytest.FixtureRequest, tmp_path: Path, policy: Path) -> list[object]:
    """Each command that reads texts, on one post."""
    posts, labelled, terms = (tmp_path / name for name in ("posts.ndjson", "labelled.ndjson", "empty.toml"))
    posts.write_bytes(ndjson(a_row()))
    labelled.write_bytes(ndjson({"text": ADVERT, "label": "advert"}))
    terms.write_text('lang = "en"\nterm = []\n', "utf-8")
    told: dict[str, list[object]] = {
        "read": ["read", ADVERT], "scan": ["scan", posts], "rank": ["rank", posts],
        "evaluate": ["evaluate", labelled], "try": ["policy", "try", terms, posts],
    }  # fmt: skip
    return [*told[request.param], "--policy", policy]


@pytest.fixture
def unused() -> Iterator[str]:
    """An address at which nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}/v1"


def test_a_folder_without_a_model_ends_the_command(run: Run, words: list[object], tmp_path: Path):
    ran = run(*words, "--classifier", tmp_path)

    assert (ran.code, ran.out) == (7, b"")
    assert "reader classifier:" in ran.err
    assert "model.onnx cannot be read" in ran.err


def test_a_server_on_the_public_network_ends_the_command(run: Run, words: list[object]):
    ran = run(*words, "--endpoint", "https://203.0.113.7/v1")

    assert (ran.code, ran.out) == (7, b"")
    assert "203.0.113.7, which is not on your own network" in ran.err


def test_a_server_that_is_not_there_ends_the_command(run: Run, words: list[object], unused: str):
    ran = run(*words, "--endpoint", unused, "--endpoint-model", "tiny")

    assert (ran.code, ran.out) == (7, b"")
    assert f"{unused} does not answer" in ran.err


def test_a_model_without_a_server_is_a_mistake_of_the_command(run: Run, words: list[object]):
    ran = run(*words, "--endpoint-model", "tiny")

    assert ran.code == 2
    assert "needs --endpoint" in ran.err


def test_without_options_nobody_is_asked(run: Run, words: list[object]):
    assert run(*words).code == 0
    assert Asked() == Asked(classifier="", endpoint="", endpoint_model="")
