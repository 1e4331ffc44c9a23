"""Which letters are on a strip of a picture, whatever their script?

The strip is made black on white in up to five ways and read by Tesseract's script packs; the
reading that Tesseract is surest of is kept. So no language must be known beforehand. Arabic
script is read as one raw line (PSM 13) cut close to the ink, because Tesseract's own layout step
drops words of it; the others (PSM 7) fare better with that step and with air around them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from breakwater.adapters.media.boxes import Box, Pixels
from breakwater.adapters.media.limits import missing, packs

HEIGHT = 56  # pixels of a strip as it is read
SURE, SURE_OF_ARABIC = 88, 75  # of 100: nothing else is tried
FEEBLE, FEEBLE_ARABIC = 55, 35  # what is less sure is not kept; Sorani is read at 40 to 70
FAR_BEHIND = 30  # a pack this much less sure than another is not asked about the next way
LIKE_BEFORE = 10  # by so much another pack must be surer than the one of the line before
ENOUGH = 0.85  # of the width in which the detector saw writing
RAW_LINE, SINGLE_LINE = 13, 7
MARGIN = {RAW_LINE: 4, SINGLE_LINE: 12}
WHITE, WHITISH = (200, 60), (140, 90)  # value at least, saturation at most: the glyphs of a meme
GROUND = 0.5  # share of a strip: what covers more of it is not its glyphs
SPECK = 10  # pixels; a patch that is smaller is grain: the dot of an i has some 20
_MOST_WIDE = 60  # times its height; nothing legible is longer


class Written(NamedTuple):
    """What one strip says; `confidence` of 100."""

    text: str
    confidence: int
    pack: str


class Letters:
    """Reads strips with every script pack that is installed."""

    def __init__(self) -> None:
        try:
            import tesserocr
        except ModuleNotFoundError:
            raise missing("Tesseract (tesserocr)", "media") from None
        self._folder, self._packs = packs()
        self._engine = tesserocr
        self._readers: dict[str, Any] = {}
        self.version = str(tesserocr.tesseract_version()).split()[1]

    def read(self, picture: Pixels, box: Box, *, like: str = "") -> Written | None:
        """Return what stands in a box of an RGB picture, or None where nothing can be made out.

        `like` is the pack that was right for the line before: lines of one picture are mostly alike.
        """
        strip = _cut(picture, box)
        if strip is None:
            return None
        ways = list(_black_on_white(strip))
        wide = HEIGHT * (box.right - box.left) / (box.height + 2 * _air(box))
        best = self._best(ways, (like,), wide) if like else Written("", 0, "")
        if not _sure(best):
            favoured = best._replace(confidence=best.confidence + LIKE_BEFORE)
            other = self._best(ways, self._packs, wide)
            best = other if other.confidence > favoured.confidence else best
        return best if _worth_keeping(best) else None

    def _best(self, ways: list[Pixels], tried: tuple[str, ...], wide: float) -> Written:
        """Return the surest reading; a pack that is far less sure than another is not asked again."""
        best = Written("", 0, "")
        surest = dict.fromkeys(tried, 0)
        for way in ways:
            for pack in [pack for pack in tried if surest[pack] >= best.confidence - FAR_BEHIND]:
                read = self._read(way, pack, wide)
                surest[pack] = max(surest[pack], read.confidence)
                best = max(best, read, key=_confidence)
            if _sure(best):
                break
        return best

    def _read(self, way: Pixels, pack: str, wide: float) -> Written:
        """Return what one pack reads. The detector saw writing over all of `wide`: less read, less sure."""
        strip = _trimmed(way, MARGIN[_layout(pack)])
        if strip is None:
            return Written("", 0, pack)
        if pack not in self._readers:
            self._readers[pack] = self._opened(pack)
        reader = self._readers[pack]
        height, width = strip.shape
        reader.SetImageBytes(strip.tobytes(), width, height, 1, width)
        text = " ".join(reader.GetUTF8Text().split())
        if not text:
            return Written("", 0, pack)
        share = min(1.0, self._width(reader) / (ENOUGH * wide))
        return Written(text, int(share * reader.MeanTextConf()), pack)

    def _width(self, reader: Any) -> int:
        """Return how wide is what was read, from the first word to the last."""
        engine: Any = self._engine
        words = engine.iterate_level(reader.GetIterator(), engine.RIL.WORD)
        boxes = [box for word in words if (box := word.BoundingBox(engine.RIL.WORD))]
        return max((box[2] for box in boxes), default=0) - min((box[0] for box in boxes), default=0)

    def _opened(self, pack: str) -> Any:
        engine: Any = self._engine
        only = engine.OEM.LSTM_ONLY
        return engine.PyTessBaseAPI(path=f"{self._folder}/", lang=pack, psm=_layout(pack), oem=only)


def _confidence(written: Written) -> int:
    return written.confidence


def _sure(written: Written) -> bool:
    """Return whether no other way or pack needs to be tried. No other pack has Arabic letters."""
    least = SURE_OF_ARABIC if mostly_arabic(written.text) else SURE
    return written.confidence >= least


def _worth_keeping(written: Written) -> bool:
    """Return whether it is likely writing at all, and not the grain of a photo."""
    least = FEEBLE_ARABIC if mostly_arabic(written.text) else FEEBLE
    return written.confidence >= least and sum(map(str.isalnum, written.text)) > 1


def mostly_arabic(text: str) -> bool:
    """Return whether a text's letters are for the most part of a script written from right to left."""
    letters = [char for char in text if char.isalpha()]
    return 2 * sum("\u0590" <= char <= "\u08ff" for char in letters) > len(letters)


def _layout(pack: str) -> int:
    return RAW_LINE if pack == "Arabic" else SINGLE_LINE


def _cut(picture: Pixels, box: Box) -> Pixels | None:
    """Return a strip with some air around it, as high as strips are read."""
    import cv2

    air = _air(box)
    strip = picture[
        max(box.top - air, 0) : box.bottom + air,
        max(box.left - 2 * air, 0) : box.right + 2 * air,
    ]
    if min(strip.shape[:2]) < 4 or strip.shape[1] > _MOST_WIDE * strip.shape[0]:
        return None
    scale = HEIGHT / strip.shape[0]
    how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    sized: Pixels = cv2.resize(strip, None, fx=scale, fy=scale, interpolation=how)
    return sized


def _air(box: Box) -> int:
    return box.height // 8 + 2


def _black_on_white(strip: Pixels) -> Iterator[Pixels]:
    """Yield the strip's writing as black on white.

    First all that is white, then without what reaches the edge (a bright ground behind the glyphs),
    then thin glyphs that packing has made grey, then what is darker or brighter than the rest, then greys.
    """
    import cv2

    _, saturation, value = cv2.split(cv2.cvtColor(strip, cv2.COLOR_RGB2HSV))
    white, whitish = (
        ((value > bright) & (saturation < pale)).astype(np.uint8) for bright, pale in (WHITE, WHITISH)
    )
    if white.mean() < GROUND:
        yield 255 - 255 * white
        yield 255 - 255 * _within(white)
        yield 255 - 255 * _within(whitish)
    grey = cv2.cvtColor(strip, cv2.COLOR_RGB2GRAY)
    _, halves = cv2.threshold(grey, 0, 255, cv2.THRESH_OTSU)
    for way in (halves, grey):
        yield way if _edge(way) > 127 else 255 - way


def _within(white: Pixels) -> Pixels:
    """Return the patches of a mask that are no specks and do not reach its edge."""
    import cv2

    _, patches, stats, _ = cv2.connectedComponentsWithStats(white, connectivity=8)
    left, top, width, height, area = stats.T
    inside = (left > 0) & (top > 0) & (left + width < white.shape[1]) & (top + height < white.shape[0])
    inside[0] = False
    kept: Pixels = (inside & (area >= SPECK)).astype(np.uint8)[patches]
    return kept


def _edge(strip: Pixels) -> float:
    """Return how bright a strip's upper and lower edges are: its ground."""
    return float(np.concatenate([strip[0], strip[-1]]).mean())


def _trimmed(strip: Pixels, margin: int) -> Pixels | None:
    """Return a strip cut to its ink with a white margin, or None if there is no ink."""
    ink = strip < 128
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return None
    inner = strip[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return np.pad(inner, ((margin, margin), (2 * margin, 2 * margin)), constant_values=255)
