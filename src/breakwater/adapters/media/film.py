"""Which pictures of a film are worth reading, and what does its sound track hold?

Two looks a second. A picture near one seen before (PDQ, the field's own distance of 31) is left
out unless some of its blocks changed sharply: PDQ sees the whole and not a new caption or another
price on the same ground (measured: distance 2 to 28 over a detailed photo).
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from breakwater.adapters.media.boxes import Pixels
from breakwater.adapters.media.limits import Limits, damaged, missing, too_large

STEP = 0.5  # seconds between two looks
MOST_SIDE = 960  # pixels of a picture as it is read
SAME = 31  # PDQ's distance between pictures that are one
BLOCKS = (96, 96)
SHARP, CHANGED = 24, 0.001  # of 255 levels in a block; share of such blocks
RATE = 16_000  # samples a second, as the speech model takes them


class Frame(NamedTuple):
    """A picture of a film at a moment in seconds; one pixel of it stands for `scale` of the film's."""

    at: float
    picture: Pixels
    scale: float


@contextmanager
def opened(file: str) -> Iterator[Any]:
    """Open a film or a recording.

    :raises NotRead: it is neither, or damaged
    """
    try:
        import av
    except ModuleNotFoundError:
        raise missing("PyAV (av)", "media") from None
    av.logging.set_level(None)
    try:
        # Given as a stream: nothing in it can send us to another file or over the network.
        with Path(file).open("rb") as stream, av.open(stream) as container:
            yield container
    except (av.FFmpegError, ValueError, EOFError, IndexError, UnicodeError) as error:
        raise damaged(f"the file is damaged ({' '.join(str(error).split())[:80]})") from None


def different_frames(container: Any, limits: Limits) -> Iterator[Frame]:
    """Yield the pictures of a film that differ from those before.

    :raises NotRead: its pictures are too large, it lasts too long or changes too often; what comes
        before that is yielded
    """
    seen = _Seen()
    count = 0
    for at, frame in _looks(container, limits):
        small = _reduced(frame)
        if seen.before(small):
            continue
        count += 1
        if count > limits.frames:
            raise too_large(f"only the first {limits.frames} different pictures were read")
        yield Frame(at, small, frame.width / small.shape[1])


def _looks(container: Any, limits: Limits) -> Iterator[tuple[float, Any]]:
    stream = container.streams.video[0]
    stream.codec_context.thread_count = 1
    due = 0.0
    first: float | None = None
    for frame in container.decode(stream):
        if frame.width * frame.height > limits.pixels:
            raise too_large(f"{frame.width:,} x {frame.height:,} pixels are more than {limits.pixels:,}")
        moment = float(frame.time or 0.0)
        first = moment if first is None else first
        at = moment - first
        if at > limits.film_seconds:
            raise too_large(f"only the first {limits.film_seconds:.0f} seconds were read")
        if at >= due:
            due = at + STEP
            yield at, frame


def _reduced(frame: Any) -> Pixels:
    scale = min(1.0, MOST_SIDE / max(frame.width, frame.height))
    width, height = (max(2, round(side * scale) // 2 * 2) for side in (frame.width, frame.height))
    small: Pixels = frame.reformat(width=width, height=height, format="rgb24").to_ndarray()
    return small


class _Seen:
    """What has been seen of a film."""

    def __init__(self) -> None:
        self._hashes: list[npt.NDArray[np.uint8]] = []
        self._blocks: list[npt.NDArray[np.int16]] = []

    def before(self, picture: Pixels) -> bool:
        """Return whether this picture, with the same writing, was there before; keep it if not."""
        import cv2
        import pdqhash

        bits, _ = pdqhash.compute(picture)
        grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
        blocks = cv2.resize(grey, BLOCKS, interpolation=cv2.INTER_AREA).astype(np.int16)
        for known, before in zip(self._hashes, self._blocks, strict=True):
            near = np.count_nonzero(known != bits) <= SAME
            if near and (np.abs(blocks - before) > SHARP).mean() <= CHANGED:
                return True
        self._hashes.append(bits)
        self._blocks.append(blocks)
        return False


def samples(container: Any, limits: Limits) -> tuple[npt.NDArray[np.float32], bool]:
    """Return the sound as the speech model takes it, and whether it goes on beyond the limit."""
    import av

    warnings.simplefilter("ignore")
    stream = container.streams.audio[0]
    stream.codec_context.thread_count = 1
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    most, count = int(limits.film_seconds * RATE), 0
    parts: list[npt.NDArray[np.int16]] = []
    for frame in container.decode(stream):
        for part in resampler.resample(frame):
            parts.append(part.to_ndarray().reshape(-1))
            count += len(parts[-1])
        if count > most:
            break
    whole = np.concatenate(parts) if parts else np.zeros(0, np.int16)
    return whole[:most].astype(np.float32) / np.float32(32768), count > most
