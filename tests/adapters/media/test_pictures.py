"""Is the writing in a picture read, whatever its script and its ground?"""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.pictures import (
    CAPTIONS,
    a_caption,
    a_photo,
    a_plain,
    a_table,
    as_bytes,
    error_rate,
    poor,
    written,
)
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from breakwater.adapters.media import MediaProcess
from breakwater.adapters.media.boxes import Box, grouped, strips
from breakwater.records import MediaRead


def read(reader: MediaProcess, folder: Path, picture: Image.Image, *, format: str = "JPEG") -> MediaRead:
    path = folder / f"picture.{format.lower()}"
    path.write_bytes(as_bytes(picture, format=format))
    return reader.read(str(path), number=1)


def words(read: MediaRead) -> list[str]:
    return [text.text for text in read.texts]


# Share of letters that may be wrong: plain, over a photo, passed on a few times.
MOST_WRONG = {
    "en": (0.0, 0.02, 0.02), "vi": (0.02, 0.05, 0.1), "tr": (0.02, 0.05, 0.1), "ru": (0.02, 0.05, 0.1),
    "ar": (0.05, 0.1, 0.15), "fa": (0.05, 0.1, 0.15), "am": (0.1, 0.1, 0.15), "hi": (0.02, 0.1, 0.1),
}  # fmt: skip


@pytest.mark.parametrize("how", range(3), ids=["plain", "over a photo", "passed on"])
@pytest.mark.parametrize("lang", CAPTIONS)
def test_captions_are_read(reader: MediaProcess, tmp_path: Path, lang: str, how: int):
    picture = a_caption(lang, meme=how > 0)

    found = read(reader, tmp_path, poor(picture) if how == 2 else picture)

    assert found.unread == ()
    assert error_rate("\n".join(CAPTIONS[lang].lines), "\n".join(words(found))) <= MOST_WRONG[lang][how]


@pytest.mark.parametrize("lang", ["en", "vi", "tr"])
def test_not_one_digit_of_a_number_is_wrong(reader: MediaProcess, tmp_path: Path, lang: str):
    found = read(reader, tmp_path, a_caption(lang, meme=True))

    assert CAPTIONS[lang].lines[-1][-16:] in words(found)[-1]


def test_each_row_of_a_price_table_is_one_line(reader: MediaProcess, tmp_path: Path):
    rows = [
        ("Calais - Dover boat", "£1500"),
        ("Izmir - Athens by car", "2200 EUR"),
        ("Minsk - Warsaw", "900 EUR"),
    ]

    found = read(reader, tmp_path, a_table(rows))

    read_rows = [line.rsplit("  ", 1) for line in words(found)]
    assert [price.replace(" ", "") for _, price in read_rows] == [price.replace(" ", "") for _, price in rows]
    assert [error_rate(what, told) < 0.1 for (what, _), (told, _) in zip(rows, read_rows, strict=True)] == [
        True
    ] * 3


def test_several_scripts_in_one_picture_are_each_read(reader: MediaProcess, tmp_path: Path):
    picture = a_plain((720, 700))
    for number, lang in enumerate(["ar", "en", "ru", "am"]):
        part = a_plain((720, 160))
        written(part, CAPTIONS[lang].lines[:1], face=CAPTIONS[lang].font)
        picture.paste(part, (0, 170 * number))

    found = words(read(reader, tmp_path, picture))

    assert [
        error_rate(CAPTIONS[lang].lines[0], line) < 0.15
        for lang, line in zip(["ar", "en", "ru", "am"], found, strict=True)
    ] == [True] * 4


def test_a_box_is_where_the_words_are(reader: MediaProcess, tmp_path: Path):
    picture = a_plain((4000, 3000))
    picture.paste(written(a_plain((1600, 400)), ["two seats left"], size=120), (2000, 2000))

    (text,) = read(reader, tmp_path, picture).texts

    left, top, width, height = text.mark.box or (0, 0, 0, 0)
    assert 2000 <= left < left + width <= 3600
    assert 2000 <= top < top + height <= 2400
    assert height > 100


def test_a_picture_taken_sideways_is_read_upright(reader: MediaProcess, tmp_path: Path):
    path = tmp_path / "sideways.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it a quarter to the right to see it
    written(a_plain(), ["two seats left"]).rotate(90, expand=True).save(path, exif=exif)

    assert words(reader.read(str(path), number=1)) == ["two seats left"]


def test_what_can_be_seen_through_is_white(reader: MediaProcess, tmp_path: Path):
    clear = Image.new("RGBA", (600, 200), (0, 0, 0, 0))

    assert words(read(reader, tmp_path, written(clear, ["two seats left"]), format="PNG")) == [
        "two seats left"
    ]


@pytest.mark.parametrize("format", ["PNG", "WEBP", "BMP", "TIFF", "AVIF", "GIF"])
def test_the_usual_formats_are_read(reader: MediaProcess, tmp_path: Path, format: str):
    found = read(reader, tmp_path, written(a_plain(), ["two seats left"]), format=format)

    assert (words(found), found.unread) == (["two seats left"], ())


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(a_plain(), id="white"),
        pytest.param(a_photo(), id="a photo"),
        pytest.param(a_plain((1, 1)), id="one pixel"),
        pytest.param(a_plain((3000, 2)), id="a hair"),
        pytest.param(a_plain((20, 6000)), id="a ribbon"),
    ],
)
def test_a_picture_without_writing_says_nothing(reader: MediaProcess, tmp_path: Path, picture: Image.Image):
    found = read(reader, tmp_path, picture)

    assert (found.texts, found.unread) == ((), ())


# --- boxes to lines

SIDES = st.integers(0, 300)
BOXES = st.lists(
    st.builds(lambda left, top, width, height: Box(left, top, left + width, top + height), SIDES, SIDES, st.integers(4, 200), st.integers(4, 60)),
    max_size=12,
)  # fmt: skip


@given(BOXES)
def test_no_box_is_lost_or_doubled_by_grouping(boxes: list[Box]):
    assert sorted(box for line in grouped(boxes) for box in line) == sorted(boxes)


@given(BOXES)
def test_the_strips_of_a_line_cover_its_boxes(boxes: list[Box]):
    for line in grouped(boxes):
        for box in line:
            assert any(strip.with_(box) == strip for strip in strips(line))


def test_words_side_by_side_are_one_strip_and_columns_are_two():
    words, price = [Box(0, 10, 80, 40), Box(90, 12, 150, 41)], Box(400, 9, 480, 39)

    (line,) = grouped([price, *words])

    assert strips(line) == (Box(0, 10, 150, 41), price)
