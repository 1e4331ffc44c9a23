"""What did auto-archiver keep? The sheet it fills in, exported as CSV, or one item's metadata.

It archives addresses of any site, and names neither platform nor author: the address must tell
both. One that does not (instagram.com/p/...) is a reject, unless the metadata name an author.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from breakwater.adapters.sources.addresses import address
from breakwater.adapters.sources.fields import FieldError, Fields, once, plain
from breakwater.adapters.sources.glimpse import header, seen
from breakwater.adapters.sources.opening import is_json
from breakwater.adapters.sources.pieces import json_pieces, posts_of
from breakwater.adapters.sources.platforms import differing
from breakwater.adapters.sources.tables import table_pieces
from breakwater.records import Post, Reject

_COLUMNS = {"link", "archive status", "archive location"}
_AUTHORS = ("channel_id", "uploader_id", "author_id", "author", "uploader", "channel", "username")


class AutoArchiver:
    """Reads the Google Sheet as CSV, and metadata.json."""

    name = "auto-archiver"
    title = "auto-archiver: the sheet as CSV, or metadata JSON"

    def recognises(self, head: bytes, *, file: str) -> bool:
        """Return whether there are the sheet's columns or the metadata's frame."""
        columns = {name.lower() for name in header(head)}
        paths = seen(head)
        framed = "metadata.url" in paths and bool({"media", "status"} & paths.keys())
        return framed or columns >= _COLUMNS

    def read(self, stream: BinaryIO, *, file: str) -> Iterator[Post | Reject]:
        """Yield the post of every archived address."""
        is_items, stream = is_json(stream)
        if is_items:
            return posts_of(json_pieces(stream, file=file), _item, file=file)
        return posts_of(table_pieces(stream, file=file, lower=True), _row, file=file)


def _item(item: Fields) -> Post:
    about = item.inner("metadata")
    addresses = [one.get("urls") for one in item.each("media")]
    kept = [plain(url) for urls in addresses if isinstance(urls, list) for url in urls]
    return _post(about, link="url", title="title", text="content", when="timestamp", media=once(iter(kept)))


def _row(row: Fields) -> Post:
    media = row.links("archive location")
    return _post(
        row, link="link", title="upload title", text="text content", when="upload timestamp", media=media
    )


def _post(row: Fields, *, link: str, title: str, text: str, when: str, media: tuple[str, ...]) -> Post:
    url = row.known_name(link)
    told = address(url)
    account = row.name(*_AUTHORS[:3]) or told.account or row.name(*_AUTHORS[3:])
    if account is None:
        raise FieldError(row.full(link), "this address does not name the account")
    return Post(
        id=told.item or url,
        platform=told.platform,
        account=account,
        handle=differing(told.account, account),
        text=_joined(row.text(title), row.text(text)),
        created_at=row.moment(when),
        url=url,
        media=media,
    )


def _joined(title: str | None, text: str | None) -> str:
    """Return title and text; most extractors begin the one with the other."""
    return text or "" if (title or "") in (text or "") else "\n".join(filter(None, [title, text]))
