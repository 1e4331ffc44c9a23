"""What did the YouTube Data API answer? Lists of videos, channels, comments, search results.

An answer without `items` is what the API gives when there is nothing (any more).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from breakwater.adapters.sources.fields import FieldError, Fields
from breakwater.adapters.sources.glimpse import seen
from breakwater.adapters.sources.pieces import Piece, json_pieces, posts_of
from breakwater.records import Platform, Post, Reject

_RESPONSE = "Response"  # youtube#videoListResponse surrounds items, youtube#video is one


class YouTube:
    """Reads answers of the Data API v3, one or many, and single items of them."""

    name = "youtube"
    title = "YouTube Data API v3: videos, search, playlist items, comments, channels"

    def recognises(self, head: bytes, *, file: str) -> bool:
        """Return whether something says that it is of YouTube's kind."""
        paths = seen(head)
        return any(str(paths.get(kind, "")).startswith("youtube#") for kind in ("kind", "items.kind"))

    def read(self, stream: BinaryIO, *, file: str) -> Iterator[Post | Reject]:
        """Yield the post of every item, the profile of every channel."""
        pieces = json_pieces(stream, file=file, at=frozenset({"items"}))
        return posts_of(_single(pieces), _post, file=file)


def _single(pieces: Iterator[Piece | Reject]) -> Iterator[Piece | Reject]:
    """Yield the items alone, and a thread of comments as the comments it is made of."""
    for piece in pieces:
        if isinstance(piece, Reject) or not isinstance(piece.value, dict):
            yield piece
        elif piece.value.get("kind") == "youtube#commentThread":
            yield from _comments(piece)
        elif not str(piece.value.get("kind", "")).endswith(_RESPONSE) and _has_content(piece):
            yield piece


def _has_content(piece: Piece) -> bool:
    """Return whether this is more than the rest of a page whose kind was not asked for."""
    return piece.path != "" or bool(piece.value.keys() & {"id", "snippet"})


def _comments(piece: Piece) -> Iterator[Piece]:
    thread = piece.fields
    found = [thread.get("snippet.topLevelComment")]
    replies = thread.get("replies.comments")
    found += replies if isinstance(replies, list) else []
    for comment in found:
        yield Piece(piece.number, "items", comment)


def _post(item: Fields) -> Post | None:
    match _kind(item):
        case "channel":
            return _profile(item)
        case "comment":
            return _comment(item)
        case "playlist":
            return None
        case _:
            return _video(item)


def _kind(item: Fields) -> str:
    """Return what an item is; a search result says it in its id."""
    kind = item.text("id.kind", "kind") or ""
    return kind.removeprefix("youtube#")


def _video(item: Fields) -> Post:
    found = item.name("contentDetails.videoId", "snippet.resourceId.videoId", "id.videoId")
    if found is None:
        found = item.known_name("id")
    if item.get("snippet") is None:
        raise FieldError("snippet", "missing; ask the API for part=snippet")
    # In a playlist `channelId` is whose playlist it is, which need not be whose video it is.
    account = item.known_name("snippet.videoOwnerChannelId", "snippet.channelId")
    return Post(
        id=found,
        platform=Platform.YOUTUBE,
        account=account,
        text="\n".join(filter(None, [item.text("snippet.title"), item.text("snippet.description")])),
        created_at=item.moment("contentDetails.videoPublishedAt", "snippet.publishedAt"),
        url=f"https://www.youtube.com/watch?v={found}",
        lang=item.text("snippet.defaultAudioLanguage", "snippet.defaultLanguage"),
        media=_thumbnail(item),
        display_name=item.text("snippet.videoOwnerChannelTitle", "snippet.channelTitle"),
    )


def _profile(item: Fields) -> Post:
    account = item.known_name("id.channelId", "snippet.channelId", "id")
    handle = item.name("snippet.customUrl")
    return Post(
        id=account,
        platform=Platform.YOUTUBE,
        account=account,
        handle=handle.removeprefix("@") if handle else None,
        text="",
        created_at=item.moment("snippet.publishedAt"),
        url=f"https://www.youtube.com/channel/{account}",
        media=_thumbnail(item),
        bio=item.text("snippet.description"),
        display_name=item.text("snippet.title"),
        followers=item.count("statistics.subscriberCount"),
    )


def _comment(item: Fields) -> Post:
    found, video = item.known_name("id"), item.name("snippet.videoId")
    account = item.known_name("snippet.authorChannelId.value", "snippet.authorChannelId")
    handle = item.name("snippet.authorDisplayName")
    return Post(
        id=found,
        platform=Platform.YOUTUBE,
        account=account,
        handle=handle.removeprefix("@") if handle and handle.startswith("@") else None,
        text=item.known_text("snippet.textOriginal", "snippet.textDisplay"),
        created_at=item.moment("snippet.publishedAt"),
        url=f"https://www.youtube.com/watch?v={video}&lc={found}" if video else None,
        display_name=handle,
    )


def _thumbnail(item: Fields) -> tuple[str, ...]:
    sizes = ("maxres", "standard", "high", "medium", "default")
    best = item.text(*(f"snippet.thumbnails.{size}.url" for size in sizes))
    return (best,) if best else ()
