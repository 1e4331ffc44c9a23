"""What did Junkipedia collect? Its JSON:API answers, a post in each `data`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from breakwater.adapters.sources.addresses import address, platform_named
from breakwater.adapters.sources.fields import Fields
from breakwater.adapters.sources.glimpse import seen
from breakwater.adapters.sources.pieces import Piece, json_pieces, posts_of
from breakwater.adapters.sources.platforms import differing
from breakwater.records import Platform, Post, Reject


class Junkipedia:
    """Reads pages of posts from Junkipedia's API, versions 1 and 2."""

    name = "junkipedia"
    title = "Junkipedia API: posts of any platform it follows"

    def recognises(self, head: bytes, *, file: str) -> bool:
        """Return whether there are posts with the attributes that only Junkipedia has."""
        paths = seen(head)
        return "data.attributes.search_data_fields" in paths or "data.attributes.channel" in paths

    def read(self, stream: BinaryIO, *, file: str) -> Iterator[Post | Reject]:
        """Yield the post of every resource."""
        pieces = json_pieces(stream, file=file, at=frozenset({"data"}))
        return posts_of(_resources(pieces), _post, file=file)


def _resources(pieces: Iterator[Piece | Reject]) -> Iterator[Piece | Reject]:
    """Yield the resources, in pages or one a line, less what is around them."""
    for piece in pieces:
        if isinstance(piece, Reject) or not _is_around(piece):
            yield piece


def _is_around(piece: Piece) -> bool:
    return piece.path == "" and isinstance(piece.value, dict) and "attributes" not in piece.value


def _post(resource: Fields) -> Post:
    about = resource.inner("attributes")
    account = about.known_name(
        "search_data_fields.channel_data.channel_uid", "channel.channel_uid", "channel.id"
    )
    url = about.text("url")
    return Post(
        id=resource.known_name("id"),
        platform=_platform(about),
        account=account,
        handle=differing(address(url or "").account, account),
        text=about.known_text("search_data_fields.sanitized_text", "post_data.text", "post_data.message"),
        created_at=about.moment("published_at"),
        url=url,
        lang=about.text("search_data_fields.language"),
        display_name=about.text("channel.channel_name", "search_data_fields.channel_data.channel_name"),
    )


def _platform(about: Fields) -> str:
    named = about.text("search_data_fields.platform_name", "platform", "channel.platform")
    return platform_named(named) if named else address(about.text("url") or "").platform or Platform.OTHER
