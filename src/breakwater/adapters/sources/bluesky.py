"""What did Bluesky answer? Profiles, posts, feeds, threads; and news about accounts.

The DID stays when the handle changes. An answer that an account is gone, or an error, is not
an error of the file: it is told as a reject, so that nobody takes it for a silent account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from breakwater.adapters.sources.fields import FieldError, Fields, once
from breakwater.adapters.sources.glimpse import seen
from breakwater.adapters.sources.pieces import Piece, json_pieces, posts_of
from breakwater.adapters.sources.platforms import differing
from breakwater.records import Platform, Post, Reject

_POSTS = frozenset({"feed.post", "posts", "thread.post", "thread.replies.post", "profiles", "actors"})
_AT = _POSTS | {"feed"}
_OWNERS = (
    "did",
    "author.did",
    "feed.post.author.did",
    "posts.author.did",
    "thread.post.author.did",
    "profiles.did",
    "actors.did",
)
_ERROR = re.compile(r"[A-Z][A-Za-z]+")


class Bluesky:
    """Reads app.bsky answers, and the lines of the firehose as Jetstream writes them."""

    name = "bluesky"
    title = "Bluesky: profiles, posts, feeds, Jetstream events"

    def recognises(self, head: bytes, *, file: str) -> bool:
        """Return whether something is named by a DID, or an error is told as Bluesky does."""
        paths = seen(head)
        if any(str(paths.get(owner, "")).startswith("did:") for owner in _OWNERS):
            return True
        return "message" in paths and bool(_ERROR.fullmatch(str(paths.get("error", ""))))

    def read(self, stream: BinaryIO, *, file: str) -> Iterator[Post | Reject]:
        """Yield every post and profile, and a reject for an answer that carries none."""
        return posts_of(_telling(json_pieces(stream, file=file, at=_AT)), _post, file=file)


def _telling(pieces: Iterator[Piece | Reject]) -> Iterator[Piece | Reject]:
    """Yield pieces, less what only surrounds posts."""
    for piece in pieces:
        if isinstance(piece, Reject) or piece.path in _POSTS or _stands_alone(piece):
            yield piece


def _stands_alone(piece: Piece) -> bool:
    """Return whether a top value speaks for itself and is not the rest of a page."""
    if not isinstance(piece.value, dict):
        return piece.path == ""
    return piece.path == "" and bool(piece.value.keys() & {"did", "uri", "error", "record"})


def _post(answer: Fields) -> Post:
    if answer.has("record"):
        return _post_view(answer)
    if answer.has("did") and answer.has("handle"):
        return _profile(answer)
    if answer.get("commit.collection") == "app.bsky.feed.post" and answer.has("commit.record"):
        return _committed(answer)
    raise FieldError("", f"no post or profile in this answer ({_told(answer)})")


def _told(answer: Fields) -> str:
    """Return the words that an answer has instead of a post."""
    status = answer.text("status", "account.status")
    if status:
        return f"status {status}"
    error = answer.text("error")
    return f"error {error}" if error else f"kind {answer.text('kind', '$type') or 'not told'}"


def _post_view(view: Fields) -> Post:
    uri, account = view.known_name("uri"), view.known_name("author.did", "author.handle")
    handle = view.name("author.handle")
    return Post(
        id=uri,
        platform=Platform.BLUESKY,
        account=account,
        handle=differing(handle, account),
        text=view.known_text("record.text"),
        # The author sets createdAt and may set it years back; indexedAt is the server's.
        created_at=view.moment("record.createdAt", "indexedAt"),
        url=f"https://bsky.app/profile/{handle or account}/post/{uri.rpartition('/')[2]}",
        lang=_language(view.inner("record")),
        media=_media(view.inner("embed")),
        display_name=view.text("author.displayName"),
    )


def _committed(event: Fields) -> Post:
    account, key = event.known_name("did"), event.known_name("commit.rkey")
    record = event.inner("commit.record")
    return Post(
        id=f"at://{account}/app.bsky.feed.post/{key}",
        platform=Platform.BLUESKY,
        account=account,
        text=record.known_text("text"),
        created_at=record.moment("createdAt") or event.moment("time_us"),
        url=f"https://bsky.app/profile/{account}/post/{key}",
        lang=_language(record),
    )


def _profile(profile: Fields) -> Post:
    account, handle = profile.known_name("did"), profile.known_name("handle")
    return Post(
        id=account,
        platform=Platform.BLUESKY,
        account=account,
        handle=handle,
        text="",
        created_at=profile.moment("createdAt"),
        url=f"https://bsky.app/profile/{handle}",
        media=profile.links("avatar"),
        bio=profile.text("description"),
        display_name=profile.text("displayName"),
        followers=profile.count("followersCount"),
    )


def _language(record: Fields) -> str | None:
    languages = record.get("langs")
    first = languages[0] if isinstance(languages, list) and languages else None
    return first if isinstance(first, str) else None


def _media(embed: Fields) -> tuple[str, ...]:
    images = [*embed.each("images"), *embed.each("media.images")]
    others = [embed.text("external.uri"), embed.text("playlist"), embed.text("thumbnail")]
    return once(iter([*(image.text("fullsize", "thumb") for image in images), *others]))
