"""How well are pictures, films and speech read, and at which price?

    python -m bench.media [LINES]

Pictures carry the first words of the adverts in `evals/unseen` (LINES a language), 34 pixels high:
black on white, white with a dark edge over a grainy photo, and that photo made smaller and packed
hard (x 0.6, JPEG quality 35). The error is the share of characters to change. Seconds are of one
processor, models loaded.
"""

from __future__ import annotations

import io
import json
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean
from typing import TypeVar

import av
import numpy as np
from PIL import Image

from bench.pictures import a_photo, a_plain, as_bytes, error_rate, poor, written
from breakwater.adapters.media import film, speech
from breakwater.adapters.media.letters import Letters
from breakwater.adapters.media.limits import Limits
from breakwater.adapters.media.picture import read_picture

T = TypeVar("T")
TEXTS = Path(__file__).parents[1] / "evals" / "unseen"
PROMPTS = Path("/usr/share/asterisk/sounds/en_US_f_Allison")
FACES = {
    "Arabic": ("NotoSansArabic-Bold", "ar fa prs ps ckb"),
    "Arabic, thin": ("NotoNaskhArabic-Regular", "ar fa ps ur"),
    "Latin": ("NotoSans-Bold", "en fr es de it ro sq kmr so tr pl ar-Latn ur-Latn"),
    "Vietnamese": ("NotoSans-Bold", "vi"),
    "Cyrillic": ("NotoSans-Bold", "ru uk"),
    "Ethiopic": ("NotoSansEthiopic-Bold", "am ti"),
    "Devanagari": ("NotoSansDevanagari-Bold", "hi"),
}
GROUNDS = ("plain", "photo", "passed on")
IN_A_PICTURE = 4
SPOKEN = {
    "cannot-complete-as-dialed": "your call cannot be completed as dialed",
    "astcc-followed-by-the-pound-key": "followed by the pound key",
    "conf-getpin": "please enter the conference pin number",
    "vm-goodbye": "goodbye",
    "demo-echotest": "you are about to enter an echo test in this mode everything you say will be repeated back to you as soon as it is received the purpose of this test is to give you an audible sense of the latency between you and the machine that is running the echo test application you may end the test by hanging up or by pressing the pound key",
}


def main(lines: int) -> None:
    letters = Letters()
    list(read_picture(np.asarray(written(a_plain(), ["warm up", "ሰላም", "سلام"])), letters))
    print(f"{'language':16}" + "".join(f"{ground:>12}" for ground in GROUNDS) + "   seconds a picture")
    for script, (face, langs) in FACES.items():
        for lang in langs.split():
            errors, seconds = [], []
            for ground in range(len(GROUNDS)):
                told = [measured(letters, part, face, ground) for part in parts(lang, lines)]
                errors.append(mean(error for error, _ in told))
                seconds += [second for _, second in told]
            shown = "".join(f"{error:12.3f}" for error in errors)
            print(f"{lang:8}{script[:8]:8}{shown}   {mean(seconds):.2f}")
    films(letters)
    voices()


def parts(lang: str, lines: int) -> Iterator[list[str]]:
    """Yield the lines of each picture."""
    with (TEXTS / f"{lang}.ndjson").open(encoding="utf-8") as file:
        texts = [row["text"] for row in map(json.loads, file) if row["label"] == "advert"]
    told = [line for text in texts if len(line := first_words(text)) > 12][:lines]
    for start in range(0, len(told), IN_A_PICTURE):
        yield told[start : start + IN_A_PICTURE]


def first_words(text: str, most: int = 32) -> str:
    """Return as many words as fit on a line, without emoji."""
    line = ""
    for word in re.sub(r"[^\w\s+.,:/@€£$%\u200c'-]", "", text).split():
        if len(line) + len(word) >= most:
            break
        line = f"{line} {word}".strip()
    return line


def measured(letters: Letters, lines: list[str], face: str, ground: int) -> tuple[float, float]:
    """Return the error and the seconds of one picture."""
    picture = written(a_photo(seed=len(lines[0])) if ground else a_plain(), lines, face=face, meme=ground > 0)
    shown = poor(picture) if ground == 2 else Image.open(io.BytesIO(as_bytes(picture)))
    found, seconds = timed(lambda: list(read_picture(np.asarray(shown.convert("RGB")), letters)))
    return min(1.0, error_rate("\n".join(lines), "\n".join(line.text for line in found))), seconds


def films(letters: Letters) -> None:
    captions = ["Crossing to Dover tonight", "two seats left", "WhatsApp +44 7700 900123"]
    scenes = [written(a_photo((720, 360), seed=n), [line], meme=True) for n, line in enumerate(captions)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        with av.open(str(path), "w") as clip:
            stream = clip.add_stream("libx264", rate=25, options={"crf": "30"})
            stream.width, stream.height, stream.pix_fmt = 720, 360, "yuv420p"
            for scene in scenes:
                for _ in range(100):
                    clip.mux(stream.encode(av.VideoFrame.from_image(scene)))
            clip.mux(stream.encode(None))

        def read() -> list[str]:
            with film.opened(str(path)) as container:
                frames = film.different_frames(container, Limits())
                return [line.text for frame in frames for line in read_picture(frame.picture, letters)]

        found, seconds = timed(read)
    print(f"film of 12 s, three captions: {found}, {seconds:.2f} s")


def voices() -> None:
    errors, seconds, length = [], 0.0, 0.0
    speech.speech_in(np.zeros(16_000, np.float32))
    for name, words in SPOKEN.items():
        with film.opened(str(PROMPTS / f"{name}.wav")) as container:
            sound, _ = film.samples(container, Limits())
        said, spent = timed(lambda sound=sound: [one.text for one in speech.speech_in(sound)[1]])
        plain = re.sub(r"[^\w\s']", "", " ".join(said).lower())
        errors.append(error_rate(words, plain))
        seconds, length = seconds + spent, length + len(sound) / film.RATE
    print(
        f"English prompts, {length:.0f} s: error {mean(errors):.3f}, {seconds / length:.2f} s a second of sound"
    )


def timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.process_time()
    result = work()
    return result, time.process_time() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 12)
