"""How much may one file cost, and which optional parts read it?"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from breakwater.records import Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What reading one file may take. `frames`: different pictures of a film that are read at most."""

    seconds: float = 180
    memory_bytes: int = 4 * 1024**3
    file_bytes: int = 500 * 1024**2
    pixels: int = 50_000_000
    film_seconds: float = 600
    frames: int = 120


class NotRead(Exception):
    """A medium, or the rest of one, cannot be read; becomes an `Unread` where its place is known."""

    def __init__(self, trouble: Trouble, problem: str, advice: str) -> None:
        super().__init__(problem)
        self.trouble, self.problem, self.advice = trouble, problem, advice


def damaged(problem: str) -> NotRead:
    return NotRead(Trouble.BROKEN, problem, "fetch it again, or look at it in a safe viewer")


def too_large(problem: str) -> NotRead:
    return NotRead(Trouble.TOO_LARGE, problem, "look at it yourself, or read a smaller copy")


def missing(what: str, extra: str) -> NotRead:
    """Return that an extra of ours is not installed."""
    return NotRead(Trouble.MISSING_PART, f"{what} is not installed", f"pip install 'breakwater[{extra}]'")


# Script packs of Tesseract, by the name of their file. `vie` beside `Latin`, which lacks its tones.
PACKS = {
    "Latin": "tesseract-ocr-script-latn",
    "vie": "tesseract-ocr-vie",
    "Arabic": "tesseract-ocr-script-arab",
    "Cyrillic": "tesseract-ocr-script-cyrl",
    "Ethiopic": "tesseract-ocr-script-ethi",
    "Devanagari": "tesseract-ocr-script-deva",
}
_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
)


def packs() -> tuple[Path, tuple[str, ...]]:
    """Return the folder of Tesseract's data, and the packs that are in it.

    :raises NotRead: there are none
    """
    told = os.environ.get("TESSDATA_PREFIX")
    for folder in map(Path, (told,) if told else _FOLDERS):
        found = tuple(pack for pack in PACKS if (folder / f"{pack}.traineddata").exists())
        if found:
            return folder, found
    raise NotRead(
        Trouble.MISSING_PART,
        "no script pack of Tesseract is installed",
        f"apt-get install {' '.join(PACKS.values())}, or name their folder in TESSDATA_PREFIX",
    )
