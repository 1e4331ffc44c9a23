"""What does a language model on the operator's own network say of a text?

Any server that speaks the chat protocol of OpenAI (`/models`, `/chat/completions`) will do. What is
asked is policy (`reader/prompt.toml`). The answer is one JSON object, or it is no vote: a model
can be talked into anything, so nothing that it says is looked for anywhere else.

A vote that fails costs one text its vote and is told; a server that stays silent ends the run.
"""

from __future__ import annotations

import logging
import math
import os
import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from breakwater.adapters.readers.own_network import Answer, Late, Unanswered, server_at
from breakwater.detect.student import SUREST
from breakwater.errors import ReaderError
from breakwater.policy.prompt import Prompt
from breakwater.records.learned import Vote

NAME = "endpoint"
KEY = "BREAKWATER_ENDPOINT_KEY"
WITHIN, PROBE = 60.0, 10.0  # seconds for an answer; for the first, which needs no model
PAUSE, TRIES = 0.5, 3
PATIENCE = 3  # texts in a row without any answer
MOST, MOST_SAID, MOST_NAME, MOST_TOKENS = 4_000, 200, 80, 200
KEPT = 4_096  # adverts are copied: what was read is not asked again
ADVICE = "start the server, or go on without --endpoint"
SCHEMA = {
    "type": "object",
    "properties": {"promotion": {"type": "number"}, "because": {"type": "string", "maxLength": MOST_SAID}},
    "required": ["promotion", "because"],
    "additionalProperties": False,
}
# How a server is told to answer in JSON, the strictest first; it refuses what it does not know.
SHAPES: tuple[dict[str, Any], ...] = (
    {
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "verdict", "strict": True, "schema": SCHEMA},
        }
    },
    {"response_format": {"type": "json_object"}},
    {},
)
_REFUSED_SHAPE = (400, 415, 422)
_log = logging.getLogger(__name__)


class Verdict(Struct, forbid_unknown_fields=True, frozen=True):
    """What a model must answer."""

    promotion: Annotated[float, Meta(ge=0, le=1)]
    because: str


class _Message(Struct, frozen=True):
    content: str


class _Choice(Struct, frozen=True):
    message: _Message


class _Completion(Struct, frozen=True):
    choices: Annotated[list[_Choice], Meta(min_length=1)]


class _Model(Struct, frozen=True):
    id: str


class _Models(Struct, frozen=True):
    data: list[_Model]


class _NoVote(Exception):
    """There is no vote on one text, for the reason that it tells."""


class Endpoint:
    """Votes by what a language model says; a `SecondReader`."""

    name, cheap = NAME, False

    def __init__(
        self, url: str, prompt: Prompt, *, model: str = "", within: float = WITHIN, pause: float = PAUSE
    ) -> None:
        self._server, self._prompt = server_at(url, reader=NAME), prompt
        self._within, self._pauses = within, [pause * 2**i for i in range(TRIES - 1)]
        self._headers = {"Content-Type": "application/json", "Accept": "application/json"} | _key()
        self._url, self._shape, self._silent, self.missed = url, 0, 0, 0
        served = self._served()
        self._model = model or self._only(served)
        self._vote = lru_cache(KEPT)(self._asked)

    def votes(self, texts: Sequence[str]) -> list[Vote | None]:
        return [self._vote(text) for text in texts]

    def _served(self) -> list[str]:
        """Return the models that the server has; so we know that it is one, and there."""
        try:
            answer = self._answer("GET", "/models", None, PROBE)
        except Unanswered as problem:
            raise ReaderError(NAME, f"{self._url} does not answer: {problem}", ADVICE) from None
        try:
            return [model.id for model in msgspec.json.decode(answer.body, type=_Models).data]
        except (msgspec.DecodeError, UnicodeDecodeError):
            told = f"{self._url}/models answers {answer.status} and no list of models"
            raise ReaderError(NAME, told, "name the address that ends in /v1, or what it is there") from None

    def _only(self, served: Sequence[str]) -> str:
        if len(served) == 1:
            return served[0]
        told = ", ".join(_plain(name, MOST_NAME) for name in served[:10]) or "none"
        raise ReaderError(NAME, f"which model? The server has: {told}", "name one with --endpoint-model")

    def _asked(self, text: str) -> Vote | None:
        text = text.encode("utf-8", "replace").decode()[:MOST]
        try:
            verdict = self._verdict(text)
        except _NoVote as problem:
            self._miss(str(problem))
            return None
        odds = math.log(max(verdict.promotion, 1e-9)) - math.log(max(1 - verdict.promotion, 1e-9))
        return Vote(
            reader=NAME, version=_plain(self._model, MOST_NAME), log_odds=max(-SUREST, min(SUREST, odds)),
            says=f"promotion {verdict.promotion:.0%}: {_plain(verdict.because, MOST_SAID)}",
        )  # fmt: skip

    def _verdict(self, text: str) -> Verdict:
        try:
            answer = self._said(text)
        except Unanswered as problem:
            self._silent += 1
            if self._silent >= PATIENCE:
                raise ReaderError(NAME, f"{self._url} does not answer: {problem}", ADVICE) from None
            raise _NoVote(f"no answer: {problem}") from None
        self._silent = 0
        if answer.status != 200:
            raise _NoVote(f"the server answers {answer.status}")
        if not answer.whole:
            raise _NoVote("the answer is too long")
        try:
            told = msgspec.json.decode(answer.body, type=_Completion).choices[0].message.content
            return msgspec.json.decode(told.strip(), type=Verdict)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            raise _NoVote("the answer is not the one JSON object that was asked for") from None

    def _said(self, text: str) -> Answer:
        """Return the answer to a text, asked for in the strictest shape that the server takes."""
        asked = {
            "model": self._model, "messages": self._prompt.messages(text), "temperature": 0,
            "max_tokens": MOST_TOKENS,
        }  # fmt: skip
        for number in range(self._shape, len(SHAPES)):
            body = msgspec.json.encode(asked | SHAPES[number])
            answer = self._answer("POST", "/chat/completions", body, self._within)
            if answer.status not in _REFUSED_SHAPE:
                self._shape = number
                break
        return answer

    def _answer(self, method: str, path: str, body: bytes | None, within: float) -> Answer:
        """Return an answer, tried again while the server is busy or broken.

        :raises Unanswered: there is none
        :raises ReaderError: whoever answers, it is not who was meant
        """
        for pause in (0.0, *self._pauses):
            time.sleep(pause)
            try:
                answer = self._server.ask(method, path, body=body, headers=self._headers, within=within)
            except Late:
                raise
            except Unanswered as error:
                problem = str(error)
                continue
            if answer.status != 429 and answer.status < 500:
                self._meant(answer.status, path)
                return answer
            problem = f"status {answer.status}"
        raise Unanswered(problem)

    def _meant(self, status: int, path: str) -> None:
        match status:
            case 401 | 403:
                raise ReaderError(NAME, f"{self._url} refuses us ({status})", f"set {KEY} to its key")
            case 404:
                advice = "name the address that ends in /v1, and a model that it has"
                raise ReaderError(NAME, f"{self._url} knows no {path}, or not the model", advice)
            case _ if 300 <= status < 400:
                advice = "none is followed; name the address where the model is"
                raise ReaderError(NAME, f"{self._url} sends us elsewhere ({status})", advice)
            case _:
                return

    def _miss(self, problem: str) -> None:
        """Count a text without a vote, and tell the first, the tenth, the hundredth ..."""
        self.missed += 1
        if str(self.missed).strip("0") == "1":
            _log.warning("reader %s: no vote, %s (%d so far); read without it", NAME, problem, self.missed)


def _key() -> dict[str, str]:
    key = os.environ.get(KEY, "").strip()
    if not key:
        return {}
    if not (key.isascii() and key.isprintable()):
        raise ReaderError(NAME, f"what {KEY} holds cannot be a key", "set it to the key alone")
    return {"Authorization": f"Bearer {key}"}


def _plain(text: str, most: int) -> str:
    """Return a stranger's words on one line: nothing that steers a terminal or turns a line around."""
    words = "".join(char if char.isprintable() else " " for char in text[: 4 * most]).split()
    return " ".join(words)[:most]
