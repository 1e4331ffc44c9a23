"""Films and recordings for tests: captions over a photo, a human voice from a telephone's prompts."""

from __future__ import annotations

import wave
from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
from PIL import Image

PROMPTS = Path("/usr/share/asterisk/sounds/en_US_f_Allison")
RATE = 8000  # frames a second of the prompts' sound


def voice(name: str = "cannot-complete-as-dialed") -> Path:
    """A prompt spoken by a person."""
    return PROMPTS / f"{name}.wav"


def a_film(
    path: Path,
    scenes: Sequence[Image.Image],
    *,
    seconds: float = 2,
    rate: int = 10,
    sound: Path | None = None,
) -> Path:
    """Write a film that shows each scene for some seconds."""
    with av.open(str(path), "w") as film:
        video = film.add_stream("libx264", rate=rate, options={"crf": "28", "preset": "ultrafast"})
        video.width, video.height = scenes[0].size
        video.pix_fmt = "yuv420p"
        audio = film.add_stream("aac", rate=RATE) if sound else None
        for scene in scenes:
            frame = av.VideoFrame.from_image(scene)
            for _ in range(int(seconds * rate)):
                film.mux(video.encode(frame.reformat(format="yuv420p")))
        film.mux(video.encode(None))
        if audio is not None and sound is not None:
            with av.open(str(sound)) as spoken:
                for part in spoken.decode(audio=0):
                    film.mux(audio.encode(part))
            film.mux(audio.encode(None))
    return path


def a_recording(path: Path, samples: np.ndarray, *, rate: int = 16_000) -> Path:
    """Write sound between -1 and 1."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return path
