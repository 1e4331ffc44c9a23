"""Pictures as people post them: captions over a photo, price tables, in several scripts. All text is invented."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = Path("/usr/share/fonts/truetype/noto")
SIZE = (720, 480)


class Caption(NamedTuple):
    """Lines of one language, and the font that has its letters."""

    font: str
    lines: tuple[str, ...]


CAPTIONS = {
    "en": Caption("NotoSans-Bold", ("Crossing to Dover tonight", "two seats left", "WhatsApp +44 7700 900123")),
    "vi": Caption("NotoSans-Bold", ("Đi Anh bằng xuồng cao tốc", "giá rẻ, đảm bảo an toàn", "Zalo +44 7700 900456")),
    "tr": Caption("NotoSans-Bold", ("İngiltere'ye güvenli geçiş", "vize yok, bu gece çıkıyoruz", "+44 7700 900789")),
    "ar": Caption("NotoSansArabic-Bold", ("رحلة آمنة إلى بريطانيا", "السعر ألفان يورو", "للتواصل واتساب")),
    "fa": Caption("NotoSansArabic-Bold", ("سفر مطمئن به انگلیس", "قیمت دو هزار یورو", "همین امشب حرکت می‌کنیم")),
    "am": Caption("NotoSansEthiopic-Bold", ("ወደ አውሮፓ ጉዞ አለ", "ዋጋው ርካሽ ነው", "አሁን ደውሉልን")),
    "hi": Caption("NotoSansDevanagari-Bold", ("आज रात यूरोप जाने का मौका", "कम दाम में सुरक्षित यात्रा")),
    "ru": Caption("NotoSans-Bold", ("Переправа в Англию сегодня", "места ещё есть, недорого")),
}  # fmt: skip
RIGHT_TO_LEFT = {"ar", "fa"}


def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"{name}.ttf"), size, layout_engine=ImageFont.Layout.RAQM)


def a_photo(size: tuple[int, int] = SIZE, *, seed: int = 1) -> Image.Image:
    """Something like a photo: large soft shapes of colour, and grain."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(20, 235, (6, 9, 3), dtype=np.uint8)
    soft = Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(6))
    grain = rng.normal(0, 14, (size[1], size[0], 3))
    return Image.fromarray(np.clip(np.asarray(soft) + grain, 0, 255).astype(np.uint8))


def a_plain(size: tuple[int, int] = SIZE) -> Image.Image:
    return Image.new("RGB", size, "white")


def written(
    picture: Image.Image,
    lines: Sequence[str],
    *,
    face: str = "NotoSans-Bold",
    size: int = 34,
    meme: bool = False,
) -> Image.Image:
    """Write centred lines: black, or as memes have them, white with a dark edge."""
    draw, letters = ImageDraw.Draw(picture), font(face, size)
    colours = {"fill": "white", "stroke_width": 3, "stroke_fill": "black"} if meme else {"fill": "black"}
    gap = int(size * 2.2)
    top = (picture.height - gap * len(lines)) // 2
    for number, line in enumerate(lines):
        place = (picture.width // 2, top + gap * number)
        draw.text(place, line, font=letters, anchor="ma", **colours)  # type: ignore[arg-type]
    return picture


def a_caption(lang: str, *, meme: bool = False) -> Image.Image:
    """The caption of a language, plain or over a photo."""
    ground = a_photo() if meme else a_plain()
    return written(ground, CAPTIONS[lang].lines, face=CAPTIONS[lang].font, meme=meme)


def a_table(rows: Sequence[Sequence[str]], *, size: int = 32, seed: int = 2) -> Image.Image:
    """A table of prices over a photo: a column of what, a column of how much."""
    picture = a_photo((820, 90 + 80 * len(rows)), seed=seed)
    draw, letters = ImageDraw.Draw(picture), font("NotoSans-Bold", size)
    for number, row in enumerate(rows):
        for cell, left in zip(row, (40, 560), strict=False):
            draw.text(
                (left, 50 + 80 * number),
                cell,
                font=letters,
                fill="white",
                stroke_width=3,
                stroke_fill="black",
            )
    return picture


def as_bytes(picture: Image.Image, *, format: str = "JPEG", quality: int = 85) -> bytes:
    out = io.BytesIO()
    picture.save(out, format, **({"quality": quality} if format == "JPEG" else {}))
    return out.getvalue()


def poor(picture: Image.Image) -> Image.Image:
    """The picture after it was passed on a few times: smaller, and packed hard."""
    small = picture.resize((int(picture.width * 0.6), int(picture.height * 0.6)))
    return Image.open(io.BytesIO(as_bytes(small, quality=35)))


def error_rate(truth: str, read: str) -> float:
    """Return the share of a text's characters that must be changed to make the other of it."""
    told, found = (unicodedata.normalize("NFC", " ".join(text.split())) for text in (truth, read))
    row = list(range(len(found) + 1))
    for number, char in enumerate(told, start=1):
        left, row[0] = row[0], number
        for place, other in enumerate(found, start=1):
            left, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, left + (char != other))
    return row[-1] / max(1, len(told))
