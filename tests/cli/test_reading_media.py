"""Does `breakwater read --media` read a post's pictures with its text, and say what it could not read?"""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from breakwater.adapters.media.limits import NotRead, packs
from breakwater.errors import PartlyRead, UsageError
from builders import ADVERT, DRAMA
from conftest import Run


def can_read_pictures() -> bool:
    try:
        return bool(find_spec("tesserocr") and find_spec("rapidocr_onnxruntime") and packs())
    except NotRead:
        return False


needs_pictures = pytest.mark.skipif(
    not can_read_pictures(), reason="the media extra or Tesseract's data are missing"
)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    from bench.pictures import a_photo, as_bytes, written

    path = tmp_path / "picture.jpg"
    path.write_bytes(as_bytes(written(a_photo(), ["zorn ride, seats left", DRAMA], meme=True)))
    return path


@needs_pictures
def test_a_picture_is_read_with_the_text(run: Run, policy: Path, picture: Path):
    words = "We bring you, no flum needed"
    alone = run("read", words, "--policy", policy, "--json").lines[0]

    (told,) = run("read", words, "--media", picture, "--policy", policy, "--json").lines

    assert (alone["proposal"] == "refer", told["proposal"]) == (False, "refer")
    assert {reason["where"].partition(",")[0] for reason in told["reasons"]} == {"", "image 1"}
    assert told["text"].splitlines()[0] == words
    assert told["media"][0]["texts"][1]["text"] == DRAMA


@needs_pictures
def test_a_person_sees_which_words_were_found_and_where(run: Run, policy: Path, picture: Path):
    ran = run("read", "--media", picture, "--policy", policy)

    shown = ran.out.decode()
    assert (ran.code, ran.err) == (0, "")
    assert "image 1, box" in shown
    assert DRAMA in shown


def test_a_file_that_cannot_be_read_costs_only_itself(run: Run, policy: Path, tmp_path: Path):
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"a text")

    ran = run("read", ADVERT, "--media", broken, "--media", "gone.jpg", "--policy", policy, "--json")

    assert ran.code == PartlyRead.exit_code
    assert json.loads(ran.out)["proposal"] == "refer"
    assert [line.partition(": ")[0] for line in ran.err.splitlines()] == [
        "not read",
        "not read",
        "breakwater",
    ]
    assert "neither an image, a video nor a sound" in ran.err
    assert "gone.jpg" in ran.err


def test_without_the_parts_it_says_what_to_install(
    run: Run, policy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for module in ("tesserocr", "rapidocr_onnxruntime", "PIL"):
        (tmp_path / f"{module}.py").write_text(f"raise ModuleNotFoundError({module!r})")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")

    ran = run("read", ADVERT, "--media", "a.png", "--policy", policy)

    assert ran.code == PartlyRead.exit_code
    assert "breakwater[media]" in ran.err
    assert b"refer" in ran.out


def test_nothing_to_read_is_told(run: Run, policy: Path):
    ran = run("read", "--policy", policy)

    assert ran.code == UsageError.exit_code
    assert "--media" in ran.err
