"""How does a table tell what each of the 1,114,112 code points folds to?

One int64 a code point:

    bits 0-2    the unit (`text.characters.Unit`)
    bit 3       its letters are Latin          bit 4   they are Greek or Cyrillic
    bit 5       it is one letter of an alphabet (a word of four such is spaced out)
    bit 6       it is a digit (never a stretched letter)
    bit 7       it is several letters
    bits 8-11   bytes of UTF-8 it folds to, 15: they lie in the blob
    bits 16-63  the bytes, first lowest; or (blob) offset in bits 16-47, length in bits 48-62

Building takes about two seconds, so the table is kept in the cache folder under a name that
changes with the rules and with Unicode.
"""

from __future__ import annotations

import hashlib
import inspect
import io
import sys
import unicodedata
import zipfile
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import emoji
import numpy as np
import numpy.typing as npt

from breakwater.policy.kept import cache_folder, read_from_cache, write_to_cache
from breakwater.text import characters, fold
from breakwater.text.characters import Unit, fold_character

INLINE, BLOB = 5, 15
LATIN, OTHER, ALONE, DIGIT, SEVERAL = 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7


class Table(NamedTuple):
    """`units`: one int64 a code point; `blob`: the bytes of what is too long for it."""

    units: npt.NDArray[np.int64]
    blob: npt.NDArray[np.uint8]


@cache
def table() -> Table:
    """Return the table, from the cache if it was built before under the same rules."""
    path = cache_folder() / f"characters-{_rules()}.npz"
    held = load(path)
    if held is None:
        built = build()
        keep(path, {"units": built.units, "blob": built.blob})
        return built
    return Table(held["units"], held["blob"])


def build() -> Table:
    """Return the table, built anew."""
    units = np.full(sys.maxunicode + 1, np.int64(Unit.SPACE), np.int64)
    blob = bytearray()
    places: dict[bytes, int] = {}
    for code in range(sys.maxunicode + 1):
        is_there = code < 0x20000 or 0xE0000 <= code < 0xE1000 or unicodedata.category(chr(code)) != "Cn"
        if is_there and not 0xD800 <= code < 0xE000:
            units[code] = _entry(chr(code), blob, places)
    return Table(units, np.frombuffer(bytes(blob) or b"\0", np.uint8))


def _entry(char: str, blob: bytearray, places: dict[bytes, int]) -> int:
    unit, out = fold_character.__wrapped__(char)
    data = out.encode()
    entry = int(unit)
    if unit is Unit.LETTER:
        entry |= LATIN if any("a" <= letter <= "z" for letter in out) else 0
        entry |= OTHER if any(fold.is_look_alike_script(letter) for letter in out) else 0
        entry |= ALONE if len(out) == 1 and out.isalpha() else 0
        entry |= DIGIT if out.isdigit() else 0
        entry |= SEVERAL if len(out) > 1 else 0
    if len(data) <= INLINE:
        return entry | len(data) << 8 | int.from_bytes(data, "little") << 16
    if data not in places:
        places[data] = len(blob)
        blob.extend(data)
    return entry | BLOB << 8 | places[data] << 16 | len(data) << 48


def _rules() -> str:
    """Return a short name for the rules that the table was built by."""
    sources = (
        inspect.getsource(characters) + inspect.getsource(fold) + inspect.getsource(sys.modules[__name__])
    )
    versions = f"{unicodedata.unidata_version} {emoji.__version__}"
    return hashlib.sha256((sources + versions).encode()).hexdigest()[:16]


def load(path: Path) -> dict[str, npt.NDArray[Any]] | None:
    """Return the arrays kept in a file of the cache, None if there are none."""
    data = read_from_cache(path)
    if data is None:
        return None
    try:
        with np.load(io.BytesIO(data)) as kept:
            return dict(kept)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):  # damaged: built anew
        return None


def keep(path: Path, arrays: dict[str, npt.NDArray[Any]]) -> None:
    """Write arrays to the cache."""
    data = io.BytesIO()
    np.savez(data, **arrays)  # type: ignore[arg-type]
    write_to_cache(path, data.getvalue())
