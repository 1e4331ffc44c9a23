"""What is in a 4CAT dataset? A CSV with one set of columns a platform, or NDJSON of raw items.

Authors may have been replaced by hashes before export; a hash is as good a name as any other,
it only cannot be visited. The platform is not a column: the addresses in a row tell it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from breakwater.adapters.sources.addresses import address
from breakwater.adapters.sources.fields import Fields, once
from breakwater.adapters.sources.glimpse import header, seen
from breakwater.adapters.sources.opening import is_json
from breakwater.adapters.sources.pieces import json_pieces, posts_of
from breakwater.adapters.sources.platforms import differing, platform_post
from breakwater.adapters.sources.tables import table_pieces
from breakwater.records import Platform, Post, Reject

_ALWAYS = {"id", "author", "body", "timestamp"}
_ONLY_4CAT = {"thread_id", "collected_from_url", "unix_timestamp"}
_ADDRESSES = ("tiktok_url", "url", "link", "post_url", "collected_from_url")
_MEDIA = ("video_url", "thumbnail_url", "image_url", "media_url", "attachments")


class FourCat:
    """Reads 4CAT's CSV and its NDJSON."""

    name = "4cat"
    title = "4CAT dataset, CSV or NDJSON"

    def recognises(self, head: bytes, *, file: str) -> bool:
        """Return whether there are 4CAT's columns, or the note it leaves in raw items."""
        columns = set(header(head))
        return "__import_meta" in seen(head) or (columns >= _ALWAYS and bool(columns & _ONLY_4CAT))

    def read(self, stream: BinaryIO, *, file: str) -> Iterator[Post | Reject]:
        """Yield the post of every row."""
        is_items, stream = is_json(stream)
        if is_items:
            return posts_of(json_pieces(stream, file=file), _item, file=file)
        return posts_of(table_pieces(stream, file=file), _row, file=file)


def _item(row: Fields) -> Post:
    platform = row.known_text("__import_meta.source_platform")
    return platform_post(row, platform=platform, item=row.name("__import_meta.item_id"))


def _row(row: Fields) -> Post:
    account = row.known_name("author_id", "author")
    return Post(
        id=row.known_name("id"),
        platform=_platform(row),
        account=account,
        handle=differing(row.name("author_username", "author"), account),
        text="\n".join(filter(None, [row.text("subject"), row.known_text("body"), row.text("stickers")])),
        created_at=row.moment("unix_timestamp", "timestamp"),
        url=row.text(*_ADDRESSES[:-1]),
        lang=row.text("language", "lang", "language_guess"),
        media=_media(row),
        bio=row.text("author_bio", "author_description"),
        display_name=row.text("author_full", "author_fullname", "author_name"),
        followers=row.count("author_followers"),
    )


def _platform(row: Fields) -> str:
    """Return the platform of the first address that tells one."""
    for column in _ADDRESSES:
        found = address(row.text(column) or "").platform
        if found != Platform.OTHER:
            return found
    return Platform.TELEGRAM if row.has("author_is_bot") else Platform.OTHER


def _media(row: Fields) -> tuple[str, ...]:
    lists = [row.text(column) or "" for column in ("image_urls", "images", "media_urls", "videos")]
    many = [one.strip() for listed in lists for one in listed.split(",")]
    return once(iter([*row.links(*_MEDIA), *many]))
