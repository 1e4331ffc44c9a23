"""What did an analyst scroll past? Zeeschuimer's NDJSON: an envelope a line, the item in `data`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from breakwater.adapters.sources.fields import Fields
from breakwater.adapters.sources.glimpse import seen
from breakwater.adapters.sources.pieces import json_pieces, posts_of
from breakwater.adapters.sources.platforms import platform_post
from breakwater.records import Post, Reject


class Zeeschuimer:
    """Reads the browser extension's own export."""

    name = "zeeschuimer"
    title = "Zeeschuimer NDJSON: TikTok, Instagram, X, Threads as seen in the browser"

    def recognises(self, head: bytes, *, file: str) -> bool:
        """Return whether there are envelopes."""
        return {"source_platform", "data", "item_id"} <= seen(head).keys()

    def read(self, stream: BinaryIO, *, file: str) -> Iterator[Post | Reject]:
        """Yield the post of every line."""
        return posts_of(json_pieces(stream, file=file), _post, file=file)


def _post(row: Fields) -> Post:
    platform = row.known_text("source_platform")
    return platform_post(row.inner("data"), platform=platform, item=row.name("item_id"))
