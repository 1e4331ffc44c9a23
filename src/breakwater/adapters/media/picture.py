"""What is written in a picture, line by line?"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from breakwater.adapters.media.boxes import Box, Pixels, find_lines
from breakwater.adapters.media.letters import Letters, Written, mostly_arabic
from breakwater.adapters.media.limits import Limits, damaged, missing, too_large

MOST_SIDE = 2000  # pixels; a larger picture is read smaller
FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "AVIF")  # none that runs another program


class LineRead(NamedTuple):
    """One line of writing: the box around it, and how sure its least sure strip is (0..1)."""

    text: str
    box: Box
    confidence: float
    pack: str


def opened(file: str, limits: Limits) -> tuple[Pixels, float]:
    """Return the upright RGB picture in a file, and how many pixels of it one of ours stands for.

    :raises NotRead: it is no picture, damaged, or too large to unpack
    """
    try:
        from PIL import Image, ImageOps
    except ModuleNotFoundError:
        raise missing("Pillow", "media") from None
    warnings.simplefilter("ignore")  # of Pillow, about what we check ourselves
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(file, formats=FORMATS) as image:
            width, height = image.size
            if width * height > limits.pixels:
                raise too_large(f"{width:,} x {height:,} pixels are more than {limits.pixels:,}")
            image.draft("RGB", (MOST_SIDE, MOST_SIDE))
            upright: Any = ImageOps.exif_transpose(image)
            upright = _on_white(upright)
            upright.thumbnail((MOST_SIDE, MOST_SIDE))
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise damaged(f"the picture is damaged ({' '.join(str(error).split())[:80]})") from None
    return np.asarray(upright), max(width, height) / max(upright.size)


def _on_white(image: Any) -> Any:
    """Return a picture without transparency: what can be seen through is white."""
    from PIL import Image

    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    ground = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(ground, layer).convert("RGB")


def read_picture(picture: Pixels, letters: Letters) -> Iterator[LineRead]:
    """Yield the lines of writing in an RGB picture, from the top down."""
    last = ""
    for line in find_lines(picture):
        read: list[tuple[Box, Written]] = []
        for box in line:
            if written := letters.read(picture, box, like=last):
                read.append((box, written))
                last = written.pack
        if not read:
            continue
        if mostly_arabic("".join(written.text for _, written in read)):
            read.reverse()
        around = read[0][0]
        for box, _ in read[1:]:
            around = around.with_(box)
        least = min((written for _, written in read), key=lambda written: written.confidence)
        text = "  ".join(written.text for _, written in read)
        yield LineRead(text, around, least.confidence / 100, least.pack)


def scaled(box: Box, scale: float) -> tuple[int, int, int, int]:
    """Return left, top, width and height of a box, in pixels of the file's own picture."""
    left, top, right, bottom = (round(edge * scale) for edge in box)
    return left, top, right - left, bottom - top
