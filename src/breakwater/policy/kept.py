"""What can be built again is kept for the next start: where, and how is it written?

A policy of a thousand terms takes seconds to fold and index; kept, it takes a tenth of one. What
is kept is named by a hash of everything that it was made from, so it is never stale. The folder
must belong to the user alone, as numba's own cache does: objects are read back from it.
"""

from __future__ import annotations

import hashlib
import inspect
import os
import pickle
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


def cache_folder() -> Path:
    """Return the folder for what can be built again (BREAKWATER_CACHE, else the user's cache)."""
    told = os.environ.get("BREAKWATER_CACHE")
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(told) if told else base / "breakwater"


def read_from_cache(path: Path) -> bytes | None:
    """Return what was kept in a file of the cache, None if nothing was, or another user wrote it."""
    try:
        told = path.stat()
        ours = not hasattr(os, "getuid") or (told.st_uid == os.getuid() and not told.st_mode & 0o022)
        return path.read_bytes() if ours else None
    except OSError:
        return None


def write_to_cache(path: Path, data: bytes) -> None:
    """Write a file to the cache, whole or not at all; a cache that cannot be written is no error."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
            file.write(data)
        Path(file.name).replace(path)
    except OSError:
        return


def kept(what: str, made_from: str, build: Callable[[], T], *, by: tuple[ModuleType, ...]) -> T:
    """Return what was kept under this name, or build and keep it.

    `made_from` and the sources of the modules `by` which it is built decide the name.
    """
    sources = "".join(inspect.getsource(module) for module in by)
    told = f"{what} {made_from} {sys.version} {sources}"
    path = cache_folder() / f"{what}-{hashlib.sha256(told.encode()).hexdigest()[:16]}.pickle"
    data = read_from_cache(path)
    if data is not None:
        try:
            found: T = pickle.loads(data)
        except (pickle.PickleError, EOFError, AttributeError, ImportError, TypeError):
            pass  # cut off, or of another version: built anew
        else:
            return found
    built = build()
    write_to_cache(path, pickle.dumps(built, protocol=pickle.HIGHEST_PROTOCOL))
    return built
