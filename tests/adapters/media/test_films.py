"""Is each caption of a film read once, at its moment, and what is said told as heard?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pdqhash
import pytest
from bench.pictures import CAPTIONS, a_photo, error_rate, written
from films import a_film, a_recording, voice
from PIL import Image

from breakwater.adapters.media import Limits, MediaProcess
from breakwater.adapters.media.film import SAME
from breakwater.adapters.media.worker import Lines
from breakwater.records import MediaText, Medium, Trouble

SIZE = (640, 360)


def a_busy_ground(*, seed: int = 1) -> Image.Image:
    """A photo with many small shapes, on which a caption changes little of the whole."""
    rng = np.random.default_rng(seed)
    shapes = rng.integers(20, 200, (24, 40, 3), dtype=np.uint8)
    return Image.fromarray(shapes).resize(SIZE, Image.Resampling.BICUBIC)


def seen(texts: tuple[MediaText, ...]) -> list[tuple[str, int]]:
    return [(text.text, int(text.mark.start or 0)) for text in texts if not text.spoken]


def test_each_caption_is_told_once_at_its_moment(reader: MediaProcess, tmp_path: Path):
    captions = ["Crossing to Dover tonight", "two seats left", "+44 7700 900123"]
    scenes = [written(a_photo(SIZE, seed=n), [caption], meme=True) for n, caption in enumerate(captions)]

    read = reader.read(str(a_film(tmp_path / "clip.mp4", scenes)), number=2)

    assert read.unread == ()
    told = seen(read.texts)
    assert [at for _, at in told] == [0, 2, 4]
    assert [error_rate(caption, text) < 0.1 for caption, (text, _) in zip(captions, told, strict=True)] == [
        True
    ] * 3
    assert told[2][0] == captions[2]
    assert str(read.texts[1].mark).startswith("video 2, 00:02, box ")


def test_a_new_price_on_the_same_ground_is_seen(reader: MediaProcess, tmp_path: Path):
    captions = ["Dover 1500 euro", "Dover 1800 euro"]
    scenes = [written(a_busy_ground(), [caption], meme=True) for caption in captions]
    one, other = (pdqhash.compute(np.asarray(scene))[0] for scene in scenes)

    read = reader.read(str(a_film(tmp_path / "clip.mp4", scenes)), number=1)

    assert np.count_nonzero(one != other) <= SAME  # the whole looks the same
    assert [text for text, _ in seen(read.texts)] == captions


@pytest.mark.parametrize("lang", ["ar", "vi", "am"])
def test_captions_in_any_script_are_read(reader: MediaProcess, tmp_path: Path, lang: str):
    line = CAPTIONS[lang].lines[1]
    scene = written(a_photo(SIZE), [line], face=CAPTIONS[lang].font, meme=True, size=40)

    read = reader.read(str(a_film(tmp_path / "clip.mp4", [scene], seconds=1)), number=1)

    assert error_rate(line, " ".join(text for text, _ in seen(read.texts))) < 0.15


def test_what_is_said_in_a_film_is_told_as_heard(reader: MediaProcess, tmp_path: Path):
    scene = written(a_photo(SIZE), ["two seats left"], meme=True)
    film = a_film(tmp_path / "clip.mp4", [scene], seconds=3, sound=voice())

    read = reader.read(str(film), number=1)

    (heard,) = (text for text in read.texts if text.spoken)
    assert seen(read.texts) == [("two seats left", 0)]
    assert "call cannot be completed" in heard.text
    assert str(heard.mark).startswith("video 1, 00:00-00:0")


def test_a_film_that_lasts_too_long_is_read_as_far_as_allowed(tmp_path: Path):
    scenes = [written(a_photo(SIZE, seed=n), [f"caption {n}"], meme=True) for n in range(3)]
    film = a_film(tmp_path / "clip.mp4", scenes)

    with MediaProcess(Limits(film_seconds=3)) as reader:
        read = reader.read(str(film), number=1)

    assert [text for text, _ in seen(read.texts)] == ["caption 0", "caption 1"]
    assert [(one.trouble, one.where) for one in read.unread] == [(Trouble.TOO_LARGE, "video 1")]
    assert "first 3 seconds" in read.unread[0].problem


def test_a_film_that_changes_too_often_is_read_as_far_as_allowed(tmp_path: Path):
    scenes = [written(a_photo(SIZE, seed=n), [f"caption {n}"], meme=True) for n in range(4)]

    with MediaProcess(Limits(frames=2)) as reader:
        read = reader.read(str(a_film(tmp_path / "clip.mp4", scenes, seconds=1)), number=1)

    assert len(read.texts) == 2
    assert "first 2 different pictures" in read.unread[0].problem


# --- sound


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("cannot-complete-as-dialed", "your call cannot be completed as dialed"),
        ("astcc-followed-by-the-pound-key", "followed by the pound key"),
        ("pbx-invalid", "i am sorry that's not a valid extension please try again"),
    ],
)
def test_speech_is_told_with_its_seconds(reader: MediaProcess, name: str, words: str):
    read = reader.read(str(voice(name)), number=3)

    told = (
        " ".join(text.text for text in read.texts)
        .lower()
        .replace(",", "")
        .replace(".", "")
        .replace("i'm", "i am")
    )
    assert error_rate(words, told) < 0.2
    assert all(text.spoken and text.mark.medium is Medium.SOUND for text in read.texts)
    assert str(read.texts[0].mark).startswith("sound 3, 00:00-00:0")


@pytest.mark.parametrize("kind", ["silence", "noise", "a tone"])
def test_nobody_speaking_is_not_turned_into_words(reader: MediaProcess, tmp_path: Path, kind: str):
    moments = np.arange(5 * 16_000) / 16_000
    sounds = {
        "silence": np.zeros_like(moments),
        "noise": np.random.default_rng(1).normal(0, 0.1, moments.shape),
        "a tone": 0.5 * np.sin(2 * np.pi * 440 * moments),
    }

    read = reader.read(str(a_recording(tmp_path / "sound.wav", sounds[kind])), number=1)

    assert (read.texts, read.unread) == ((), ())


def test_a_long_recording_is_heard_as_far_as_allowed(tmp_path: Path):
    with MediaProcess(Limits(film_seconds=1)) as reader:
        read = reader.read(str(voice()), number=1)

    assert "first 1 seconds were listened to" in read.unread[0].problem


# --- lines that stay on the screen


def test_a_line_that_is_read_a_little_differently_is_not_told_again():
    lines = Lines()

    assert lines.new("We leave tonight from Calais")
    assert not lines.new("We Ieave tonight from Calais.")


def test_a_line_with_other_digits_is_another_line():
    lines = Lines()

    assert lines.new("Dover 1500 euro")
    assert lines.new("Dover 1800 euro")
