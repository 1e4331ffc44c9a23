"""What is on Facebook and Instagram, as Meta's Content Library lets researchers download it?

Its columns are named by dotted paths. `mcl_url` leads into the library, which the public and
the platform's own moderators cannot open as a post: it is not taken for the post's address.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from breakwater.adapters.sources.fields import Fields, once
from breakwater.adapters.sources.glimpse import header
from breakwater.adapters.sources.lines import NotJson, decoded
from breakwater.adapters.sources.pieces import posts_of
from breakwater.adapters.sources.platforms import differing
from breakwater.adapters.sources.tables import table_pieces
from breakwater.records import Platform, Post, Reject


class MetaContentLibrary:
    """Reads the library's CSV."""

    name = "meta-content-library"
    title = "Meta Content Library CSV: Facebook and Instagram"

    def recognises(self, head: bytes, *, file: str) -> bool:
        """Return whether there are the library's columns."""
        columns = set(header(head))
        return "mcl_url" in columns or {"post_owner.id", "text"} <= columns

    def read(self, stream: BinaryIO, *, file: str) -> Iterator[Post | Reject]:
        """Yield the post of every row."""
        return posts_of(table_pieces(stream, file=file), _post, file=file)


def _post(row: Fields) -> Post:
    account = row.known_name("post_owner.id", "post_owner.username")
    return Post(
        id=row.known_name("id"),
        platform=_platform(row),
        account=account,
        handle=differing(row.name("post_owner.username"), account),
        text=row.known_text("text"),
        created_at=row.moment("creation_time"),
        lang=row.text("lang"),
        media=_media(row),
        display_name=row.text("post_owner.name"),
    )


def _platform(row: Fields) -> Platform:
    """Return Instagram where the row says so; only Facebook's posts stand on a surface."""
    told = " ".join(row.text(name) or "" for name in ("platform", "post_owner.type", "content_type")).lower()
    if "instagram" in told or told.startswith("ig"):
        return Platform.INSTAGRAM
    on_facebook = any(row.get(name) is not None for name in ("surface.type", "surface.id"))
    return Platform.FACEBOOK if on_facebook or row.get("media_type") is None else Platform.INSTAGRAM


def _media(row: Fields) -> tuple[str, ...]:
    try:
        parts = decoded((row.text("multimedia") or "[]").encode())
    except NotJson:
        return ()
    return once(part.text("url", "uri") for part in Fields({"multimedia": parts}).each("multimedia"))
