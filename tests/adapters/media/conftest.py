"""Media are read for real: with the parts installed, or not at all. CI must have them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from bench.pictures import FONTS

from breakwater.adapters.media import MediaProcess
from breakwater.adapters.media.limits import PACKS, NotRead, packs

PARTS = ("rapidocr_onnxruntime", "tesserocr", "av", "pdqhash", "PIL", "faster_whisper")
SOUNDS = Path("/usr/share/asterisk/sounds/en_US_f_Allison")


def lacking() -> list[str]:
    """Return what is not there of what these tests need."""
    told = [part for part in PARTS if find_spec(part) is None]
    try:
        told += [f"Tesseract's {pack}" for pack in PACKS if pack not in packs()[1]]
    except NotRead as error:
        told.append(error.problem)
    told += [str(folder) for folder in (FONTS, SOUNDS) if not folder.is_dir()]
    return told


@pytest.fixture(scope="session", autouse=True)
def everything_is_there() -> None:
    told = lacking()
    if told and os.environ.get("CI"):
        pytest.fail(f"CI must test the reading of media; not installed: {', '.join(told)}")
    if told:
        pytest.skip(f"not installed (see .ci/system-packages): {', '.join(told)}")


@pytest.fixture(scope="session")
def reader(everything_is_there: None) -> Iterator[MediaProcess]:
    """One process for all tests: what one file does to it must not be felt by the next."""
    with MediaProcess() as process:
        yield process
