"""Which formats are read, and which of them is this file?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from breakwater.adapters.sources.auto_archiver import AutoArchiver
from breakwater.adapters.sources.bluesky import Bluesky
from breakwater.adapters.sources.fourcat import FourCat
from breakwater.adapters.sources.junkipedia import Junkipedia
from breakwater.adapters.sources.meta_content_library import MetaContentLibrary
from breakwater.adapters.sources.oembed import OEmbed
from breakwater.adapters.sources.opening import CutOff, opened
from breakwater.adapters.sources.table import Table
from breakwater.adapters.sources.telegram import Telegram
from breakwater.adapters.sources.tiktok_research import TikTokResearch
from breakwater.adapters.sources.x import X
from breakwater.adapters.sources.youtube import YouTube
from breakwater.adapters.sources.ytdlp import YtDlp
from breakwater.adapters.sources.zeeschuimer import Zeeschuimer
from breakwater.errors import UnknownFormat, UsageError
from breakwater.ports.source import Source
from breakwater.records import Post, Reject

__all__ = ["SOURCES", "read_posts", "recognise", "source_named"]

# The first that recognises a file reads it: envelopes before what they may contain, and the
# plain table, which asks for the least, last.
SOURCES: tuple[Source, ...] = (
    Zeeschuimer(),
    FourCat(),
    Telegram(),
    YtDlp(),
    AutoArchiver(),
    Junkipedia(),
    MetaContentLibrary(),
    YouTube(),
    TikTokResearch(),
    Bluesky(),
    X(),
    OEmbed(),
    Table(),
)


def source_named(name: str) -> Source:
    """Return the source that --format names.

    :raises UsageError: there is none of this name
    """
    for source in SOURCES:
        if source.name == name:
            return source
    raise UsageError(f"there is no format {name!r}; choose one of {', '.join(_names())}")


def recognise(path: Path | str) -> Source:
    """Return the source that reads a file, told by its content alone.

    :raises UnknownFormat: none does
    :raises SourceError: the file cannot be opened
    """
    with opened(Path(path)) as (head, _):
        return _recognised(head, file=str(path))


def read_posts(path: Path | str, *, format: str | None = None) -> Iterator[Post | Reject]:
    """Yield the posts and rejects of a file in order; recognise its format where none is named.

    An archive that is cut off or damaged gives all the rows before, then one reject.

    :raises SourceError: the file cannot be read at all
    """
    named = source_named(format) if format else None
    file = str(path)
    with opened(Path(path)) as (head, stream):
        source = named or _recognised(head, file=file)
        try:
            yield from source.read(stream, file=file)
        except CutOff as damage:
            yield Reject(file=file, line=damage.line, field="", problem=damage.problem, row="")


def _recognised(head: bytes, *, file: str) -> Source:
    for source in SOURCES:
        if source.recognises(head, file=file):
            return source
    raise UnknownFormat(file, formats=_names())


def _names() -> list[str]:
    return [source.name for source in SOURCES]
