"""What do the pictures, films and sounds of a post say, and where in them?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Medium(StrEnum):
    """What a file is to the eye and the ear."""

    IMAGE = "image"
    VIDEO = "video"
    SOUND = "sound"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where words were: "image 2, box 34,120,400,60", "video 1, 00:12, box ...", "sound 1, 00:03-00:09".

    `number` counts the post's media from 1, in their order. `box` is left, top, width and height in
    pixels of the picture; `start` and `end` are seconds. Words without a box were heard.
    """

    medium: Medium
    number: int
    box: tuple[int, int, int, int] | None = None
    start: float | None = None
    end: float | None = None

    def __post_init__(self) -> None:
        if self.box is None and (self.start is None or self.end is None):
            raise ValueError("a Mark needs a box, or a start and an end")

    def __str__(self) -> str:
        moments = "-".join(_clock(moment) for moment in (self.start, self.end) if moment is not None)
        box = f"box {','.join(map(str, self.box))}" if self.box else ""
        return ", ".join(filter(None, [f"{self.medium} {self.number}", moments, box]))


def _clock(seconds: float) -> str:
    """Return a moment as players show it: 00:12, 1:02:03."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaText:
    """One passage that a reader made out: a line seen, or a stretch of speech heard.

    `confidence` is the reader's own, 0 to 1, and comparable only within one reader. `reader` names
    the parts that read it, with their versions.
    """

    text: str
    mark: Mark
    confidence: float
    reader: str

    @property
    def spoken(self) -> bool:
        """Whether it was heard. Speech is weak evidence: never the sole ground for a proposal to refer."""
        return self.mark.box is None


class Trouble(StrEnum):
    """Why a medium, or a part of it, could not be read."""

    GONE = "gone"  # there is no such file, or it may not be opened
    UNKNOWN = "unknown"  # neither image, video nor sound
    BROKEN = "broken"  # truncated, damaged, or made to break its reader
    TOO_LARGE = "too large"  # bytes, pixels, duration or frames
    TIMED_OUT = "timed out"
    MEMORY = "memory"  # reading it would take more than is given
    MISSING_PART = "missing part"  # an optional part of ours is not installed


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A medium, or the part of one, that was not read: where, what was wrong, what to do about it."""

    where: str
    trouble: Trouble
    problem: str
    advice: str

    def __str__(self) -> str:
        return f"{self.where}: {self.problem}; {self.advice}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaRead:
    """What one file gave: its passages in their order, and what of it was not read."""

    file: str
    texts: tuple[MediaText, ...] = ()
    unread: tuple[Unread, ...] = ()
