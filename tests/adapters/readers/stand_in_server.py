"""A server on the loopback that stands in for a language model's, and does what a bad one may do.

What it is asked is held to the public description of the chat protocol: a request that a real
server would refuse is refused here.
"""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

MODELS = {"object": "list", "data": [{"id": "stand-in", "object": "model", "owned_by": "the tests"}]}


class Reply(NamedTuple):
    """What is sent back; `body` may come in many small parts."""

    status: int = 200
    body: bytes | Iterable[bytes] = b""
    headers: dict[str, str] = {}  # noqa: RUF012


Model = Callable[[dict[str, Any]], Reply]


def verdict(promotion: object = 0.9, because: object = "it offers a ride", **more: object) -> Reply:
    """The answer of a model that does as it is told."""
    return says(json.dumps({"promotion": promotion, "because": because, **more}))


def says(content: object) -> Reply:
    """The answer of a model that says this."""
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}
    told = {"id": "c1", "object": "chat.completion", "created": 1, "model": "stand-in", "choices": [choice]}
    return Reply(body=json.dumps(told).encode())


def post_of(request: dict[str, Any]) -> str:
    """The text that is to be judged: what stands between the two marks."""
    user = request["messages"][1]["content"]
    mark = user.split("\n", 1)[0]
    text: str = user.split(mark)[1]
    return text[1:-1]


def a_model(request: dict[str, Any]) -> Reply:
    """A model that knows zorn."""
    return verdict(0.9) if "zorn" in post_of(request) else verdict(0.1, "nothing on offer")


class StandIn(ThreadingHTTPServer):
    """Remembers what it was asked."""

    daemon_threads = True

    def __init__(self, model: Model, models: Reply | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.model, self.models = model, models or Reply(body=json.dumps(MODELS).encode())
        self.asked: list[dict[str, Any]] = []
        self.seen: list[tuple[str, dict[str, str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, *_: object) -> None:
        """Who hung up has hung up."""


@contextmanager
def standing_in(
    model: Model = a_model, *, models: Reply | None = None, seal: ssl.SSLContext | None = None
) -> Iterator[StandIn]:
    with StandIn(model, models) as server:
        if seal:
            server.socket = seal.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


def complaint(told: Any) -> str:
    """What a real server would say against a request, "" if nothing."""
    known = {"model", "messages", "temperature", "max_tokens", "response_format"}
    if not isinstance(told, dict) or not told.keys() <= known or not isinstance(told.get("model"), str):
        return "model"
    messages = told.get("messages")
    if not messages or [sorted(one) for one in messages] != [["content", "role"]] * len(messages):
        return "messages"
    if any(one["role"] not in ("system", "user") or not isinstance(one["content"], str) for one in messages):
        return "role"
    if not 0 <= told.get("temperature", 1) <= 2 or not 0 < told.get("max_tokens", 1) <= 1000:
        return "temperature"
    shape = told.get("response_format", {"type": "text"})
    if shape["type"] == "json_schema":
        return "" if {"name", "schema"} <= shape["json_schema"].keys() else "json_schema"
    return "" if shape["type"] in ("text", "json_object") else "response_format"


class _Handler(BaseHTTPRequestHandler):
    server: StandIn

    def do_GET(self) -> None:
        self.server.seen.append((self.path, dict(self.headers)))
        self._send(self.server.models if self.path == "/v1/models" else Reply(404))

    def do_POST(self) -> None:
        self.server.seen.append((self.path, dict(self.headers)))
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        problem = complaint(told) if self.path == "/v1/chat/completions" else "path"
        if problem:
            self._send(Reply(404 if problem == "path" else 400, problem.encode()))
            return
        self.server.asked.append(told)
        self._send(self.server.model(told))

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if isinstance(reply.body, bytes):
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        for part in [reply.body] if isinstance(reply.body, bytes) else reply.body:
            self.wfile.write(part)
            self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""
