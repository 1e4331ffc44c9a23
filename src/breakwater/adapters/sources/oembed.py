"""What does an oEmbed answer tell about a post or a profile? Little, but for anybody who asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from breakwater.adapters.sources.addresses import address, platform_named
from breakwater.adapters.sources.fields import FieldError, Fields
from breakwater.adapters.sources.glimpse import seen
from breakwater.adapters.sources.pieces import json_pieces, posts_of
from breakwater.records import Platform, Post, Reject

_CITED = re.compile(r'cite="(https://[^"]+)"')


class OEmbed:
    """Reads oEmbed answers, one or one a line."""

    name = "oembed"
    title = "oEmbed answers (TikTok, YouTube, X): a post or a profile"

    def recognises(self, head: bytes, *, file: str) -> bool:
        """Return whether there are the fields that every provider gives."""
        return {"version", "type", "author_url", "provider_name"} <= seen(head).keys()

    def read(self, stream: BinaryIO, *, file: str) -> Iterator[Post | Reject]:
        """Yield the post or profile of every answer."""
        return posts_of(json_pieces(stream, file=file), _post, file=file)


def _post(answer: Fields) -> Post:
    profile = answer.known_name("author_url")
    author = address(profile)
    if author.account is None:
        raise FieldError("author_url", "this address does not name the account")
    account = author.account.removeprefix("@")
    cited = _CITED.search(answer.text("html") or "")
    url = answer.text("url") or (cited[1] if cited else None)
    item = answer.name("embed_product_id") or (address(url).item if url else None)
    is_post = item is not None and item != account
    return Post(
        id=item if is_post and item else account,
        platform=_platform(answer, author.platform),
        account=account,
        text=(answer.text("title") or "") if is_post else "",
        url=url if is_post else profile,
        media=answer.links("thumbnail_url"),
        display_name=answer.text("author_name"),
    )


def _platform(answer: Fields, told: str) -> str:
    named = answer.text("provider_name")
    return told if told != Platform.OTHER or not named else platform_named(named)
