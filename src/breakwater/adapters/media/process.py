"""How are files of strangers read without trusting them?

By another process, which has limits of memory, time and size, cannot write, and is ended and
started anew when a file breaks it. One process reads many files, because starting it and loading
its models takes a second or two.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from threading import Event, Timer
from types import TracebackType
from typing import Self

import msgspec

from breakwater.adapters.media.limits import Limits
from breakwater.adapters.media.messages import Message, Request
from breakwater.records import MediaRead, MediaText, Trouble, Unread

MOST_LINE = 1024 * 1024  # bytes of a message
MOST_TEXTS = 10_000  # passages of one file

# One thread a process; no library may fetch anything or leave files behind.
_SETTINGS = {
    "OMP_NUM_THREADS": "1",
    "OMP_THREAD_LIMIT": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "HF_HUB_OFFLINE": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
}


class MediaProcess:
    """Reads media in a process of its own; use it in a `with`, which ends that process."""

    program = ("-m", "breakwater.adapters.media.worker")

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def read(self, file: str, *, number: int) -> MediaRead:
        """Return the passages of a file; what was read before a time-out or a crash is kept."""
        process = self._running()
        late = Event()
        timer = Timer(self._limits.seconds, _give_up, (process, late))
        timer.start()
        texts: list[MediaText] = []
        unread: list[Unread] = []
        try:
            for message in self._messages(process, Request(os.fsencode(file), number, self._limits)):
                if message.text:
                    texts.append(message.text)
                if message.unread:
                    unread.append(message.unread)
        except (OSError, EOFError, msgspec.MsgspecError):
            self._end()
            unread.append(self._broken(number, late=late.is_set()))
        finally:
            timer.cancel()
        shown = file.encode("utf-8", "backslashreplace").decode()
        return MediaRead(file=shown, texts=tuple(texts), unread=tuple(unread))

    def _messages(self, process: subprocess.Popen[bytes], request: Request) -> Iterator[Message]:
        """Yield the messages about one file.

        :raises EOFError: the process ended, or speaks as it should not
        """
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(msgspec.json.encode(request) + b"\n")
        process.stdin.flush()
        for _ in range(MOST_TEXTS):
            line = process.stdout.readline(MOST_LINE)
            if not line.endswith(b"\n"):
                raise EOFError
            message = msgspec.json.decode(line, type=Message)
            if message.done:
                return
            yield message
        raise EOFError

    def _broken(self, number: int, *, late: bool) -> Unread:
        where = f"file {number}"
        if late:
            return Unread(
                where=where, trouble=Trouble.TIMED_OUT,
                problem=f"it was not read to its end within {self._limits.seconds:g} seconds",
                advice="look at it yourself, or read a shorter copy",
            )  # fmt: skip
        return Unread(
            where=where, trouble=Trouble.BROKEN, problem="the process that read it came to its end",
            advice="the file is damaged or hostile: look at it in a safe viewer",
        )  # fmt: skip

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                [sys.executable, *self.program],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | _SETTINGS,
            )
        return self._process

    def _end(self) -> None:
        if self._process is None:
            return
        process, self._process = self._process, None
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what was never taken from it
                    continue


def _give_up(process: subprocess.Popen[bytes], late: Event) -> None:
    late.set()
    process.kill()
