"""What does the process do that opens hostile files?

It takes one request a line, reads that file under limits, and answers with one message a line
as it finds things, so that what was read before a time-out or a crash is kept.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import IO

import msgspec

from breakwater.adapters.media import boxes, film, picture, speech
from breakwater.adapters.media.kinds import HEAD, medium_of
from breakwater.adapters.media.letters import Letters
from breakwater.adapters.media.limits import Limits, NotRead, damaged, too_large
from breakwater.adapters.media.messages import Message, Request
from breakwater.records import Mark, MediaText, Medium, Trouble, Unread

GRACE = 10  # seconds after which a process whose parent is gone ends by itself
LIKE = 0.8  # lines of a film as like as this, with the same digits, are one


def main() -> None:
    """Answer requests until there are no more."""
    with os.fdopen(os.dup(1), "wb", buffering=0) as out:
        os.dup2(2, 1)  # whatever a library prints must not stand among the messages
        for line in sys.stdin.buffer:
            request = msgspec.json.decode(line, type=Request)
            _limit(request.limits)
            for message in _answers(request):
                _send(out, message)
            signal.alarm(0)
            _send(out, Message(done=True))


def _send(out: IO[bytes], message: Message) -> None:
    out.write(msgspec.json.encode(message) + b"\n")


def _limit(limits: Limits) -> None:
    signal.alarm(int(limits.seconds) + GRACE)
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),  # it has nothing to write
    ):
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _answers(request: Request) -> Iterator[Message]:
    where = f"file {request.number}"
    try:
        medium = _medium(request)
        where = f"{medium} {request.number}"
        for told in _READERS[medium](request):
            yield Message(unread=told) if isinstance(told, Unread) else Message(text=told)
    except NotRead as error:
        yield Message(unread=_unread(where, error))
    except MemoryError:
        yield Message(unread=_unread(where, _no_memory(request.limits)))
    except Exception as error:  # noqa: BLE001  (the outermost layer of this process)
        short = "allocate" in str(error) or "alloc" in type(error).__name__
        problem = (
            _no_memory(request.limits) if short else damaged(f"reading it failed ({type(error).__name__})")
        )
        yield Message(unread=_unread(where, problem))


def _unread(where: str, error: NotRead) -> Unread:
    return Unread(where=where, trouble=error.trouble, problem=error.problem, advice=error.advice)


def _no_memory(limits: Limits) -> NotRead:
    size = f"{limits.memory_bytes / 1024**3:.1f} GiB"
    return NotRead(Trouble.MEMORY, f"reading it takes more than {size} of memory", "read a smaller copy")


def _medium(request: Request) -> Medium:
    path = Path(os.fsdecode(request.file))
    try:
        with path.open("rb") as file:
            head, size = file.read(HEAD), path.stat().st_size
    except OSError as error:
        raise NotRead(Trouble.GONE, f"it cannot be opened ({error.strerror})", "check its name") from None
    if not head:
        raise damaged("the file is empty")
    if size > request.limits.file_bytes:
        raise too_large(f"{size:,} bytes are more than {request.limits.file_bytes:,}")
    medium = medium_of(head)
    if medium is None:
        raise NotRead(
            Trouble.UNKNOWN,
            "it is neither an image, a video nor a sound",
            "texts are read by `breakwater scan`",
        )
    return medium


_letters: list[Letters] = []


def _reader() -> Letters:
    if not _letters:
        _letters.append(Letters())
    return _letters[0]


def _image(request: Request) -> Iterator[MediaText | Unread]:
    letters = _reader()
    pixels, scale = picture.opened(os.fsdecode(request.file), request.limits)
    for line in picture.read_picture(pixels, letters):
        mark = Mark(medium=Medium.IMAGE, number=request.number, box=picture.scaled(line.box, scale))
        yield _text(line, mark, letters)


def _text(line: picture.LineRead, mark: Mark, letters: Letters) -> MediaText:
    reader = f"{boxes.detector_name()}, tesseract {letters.version} {line.pack}"
    return MediaText(text=line.text, mark=mark, confidence=line.confidence, reader=reader)


def _film(request: Request) -> Iterator[MediaText | Unread]:
    with film.opened(os.fsdecode(request.file)) as container:
        if not container.streams.video:
            yield from _sound(request)
            return
        has_sound = bool(container.streams.audio)
        try:
            yield from _captions(container, request)
        except NotRead as error:
            yield _unread(f"video {request.number}", error)
    if has_sound:
        try:
            yield from _speech(request, Medium.VIDEO)
        except NotRead as error:
            yield _unread(f"video {request.number}, sound track", error)


def _captions(container: object, request: Request) -> Iterator[MediaText]:
    letters, lines = _reader(), Lines()
    for frame in film.different_frames(container, request.limits):
        for line in picture.read_picture(frame.picture, letters):
            if lines.new(line.text):
                box = picture.scaled(line.box, frame.scale)
                mark = Mark(medium=Medium.VIDEO, number=request.number, box=box, start=frame.at)
                yield _text(line, mark, letters)


class Lines:
    """The lines of a film so far; one that stays on the screen is told once."""

    def __init__(self) -> None:
        self._told: list[tuple[str, str]] = []

    def new(self, text: str) -> bool:
        """Return whether a line is new. Other digits are another price or number, however alike the rest."""
        words = "".join(text.casefold().split())
        digits = "".join(filter(str.isdigit, words))
        if any(digits == known and _alike(words, told) for known, told in self._told):
            return False
        self._told.append((digits, words))
        return True


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    match = SequenceMatcher(None, one, other, autojunk=False)
    return match.quick_ratio() >= LIKE and match.ratio() >= LIKE


def _sound(request: Request) -> Iterator[MediaText | Unread]:
    return _speech(request, Medium.SOUND)


def _speech(request: Request, medium: Medium) -> Iterator[MediaText | Unread]:
    with film.opened(os.fsdecode(request.file)) as container:
        if not container.streams.audio:
            raise damaged("there is neither picture nor sound in it")
        sound, cut = film.samples(container, request.limits)
    lang, stretches = speech.speech_in(sound)
    for said in stretches:
        mark = Mark(medium=medium, number=request.number, start=said.start, end=said.end)
        yield MediaText(text=said.text, mark=mark, confidence=said.confidence, reader=speech.model_name(lang))
    if cut:
        yield _unread(
            f"{medium} {request.number}",
            too_large(f"only the first {request.limits.film_seconds:.0f} seconds were listened to"),
        )


_READERS = {Medium.IMAGE: _image, Medium.VIDEO: _film, Medium.SOUND: _sound}

if __name__ == "__main__":
    main()
