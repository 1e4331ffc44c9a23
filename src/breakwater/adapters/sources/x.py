"""What did X's API answer? Pages of v2 and twarc's JSONL, flattened tweets, looked-up users.

An answer names its authors apart from its posts and after them, so the posts of a page wait
until it ends. If it never ends, they go out all the same, under their author's id alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from breakwater.adapters.sources.fields import Fields, once
from breakwater.adapters.sources.glimpse import seen
from breakwater.adapters.sources.opening import CutOff
from breakwater.adapters.sources.pieces import Piece, converted, json_pieces
from breakwater.adapters.sources.platforms import differing
from breakwater.records import Platform, Post, Reject

MAX_WAITING = 10_000  # the API gives at most 500 a page; what joins pages into one is not an answer
_AT = frozenset({"data", "includes.users", "includes.media"})
_SIGNS = (
    "data.author_id",
    "data.edit_history_tweet_ids",
    "data.edit_history_post_ids",
    "edit_history_tweet_ids",
    "edit_history_post_ids",
    "includes.users.username",
    "includes.tweets",
    "includes.posts",
    "__twarc",
    "meta.result_count",
)


class X:
    """Reads answers of the X API v2, as they come or as twarc keeps them."""

    name = "x"
    title = "X API v2 answers and twarc JSONL: posts, flattened posts, users"

    def recognises(self, head: bytes, *, file: str) -> bool:
        """Return whether there are posts or users as the API gives them."""
        paths = seen(head)
        if any(sign in paths for sign in _SIGNS):
            return True
        users = {"data.username", "data.name", "data.id"} <= paths.keys()
        flat = {"author_id", "author.username", "text", "id"} <= paths.keys()
        lost = str(paths.get("errors.type", "")).startswith("https://api.twitter.com/2/problems/")
        return users or flat or lost

    def read(self, stream: BinaryIO, *, file: str) -> Iterator[Post | Reject]:
        """Yield posts and profiles, page after page."""
        page = _Page(file=file)
        try:
            for piece in json_pieces(stream, file=file, at=_AT):
                yield from page.take(piece)
        except CutOff:
            yield from page.ended()
            raise
        yield from page.ended()


class _Page:
    """The posts of one answer, waiting for the users and media that it includes."""

    def __init__(self, *, file: str) -> None:
        self._file = file
        self._begin()

    def _begin(self) -> None:
        self._waiting: list[Piece] = []
        self._users: dict[object, object] = {}
        self._media: dict[object, object] = {}

    def take(self, piece: Piece | Reject) -> Iterator[Post | Reject]:
        if isinstance(piece, Reject):
            yield from self.ended()
            yield piece
        elif piece.path == "data":
            self._waiting.append(piece)
            if len(self._waiting) >= MAX_WAITING:
                yield from self.ended()
        elif piece.path == "includes.users":
            self._users[piece.fields.name("id")] = piece.value
        elif piece.path == "includes.media":
            self._media[piece.fields.name("media_key")] = piece.value
        else:
            yield from self._around(piece)

    def _around(self, piece: Piece) -> Iterator[Post | Reject]:
        """Yield the page's posts; what surrounds them may itself be a post, flattened."""
        is_page = bool(self._waiting) or not isinstance(piece.value, dict) or _is_answer(piece.value)
        yield from self.ended()
        if not is_page or not isinstance(piece.value, dict):
            yield from self._row(piece)

    def ended(self) -> Iterator[Post | Reject]:
        """Yield what waits, joined with what has been learnt."""
        for piece in self._waiting:
            yield from self._row(piece)
        self._begin()

    def _row(self, piece: Piece) -> Iterator[Post | Reject]:
        convert = partial(_post, users=Fields(self._users), media=Fields(self._media))
        row = converted(piece, convert, file=self._file)
        if row is not None:
            yield row


def _is_answer(value: dict[str, object]) -> bool:
    """Return whether this surrounds posts, though there may have been none this time."""
    return bool(value.keys() & {"meta", "errors", "includes", "__twarc"}) and "id" not in value


def _post(item: Fields, *, users: Fields, media: Fields) -> Post:
    if item.has("username") and not item.has("text"):
        return _profile(item)
    named = item.name("author_id")
    author = item.inner("author") if item.has("author") else users.inner(named or "")
    account = named or author.name("id") or item.known_name("author.id", "author_id")
    handle, found = author.name("username"), item.known_name("id")
    return Post(
        id=found,
        platform=Platform.X,
        account=account,
        handle=differing(handle, account),
        text=item.text("note_tweet.text", "note_post.text") or item.known_text("text"),
        created_at=item.moment("created_at"),
        url=f"https://x.com/{handle or 'i'}/status/{found}",
        lang=item.text("lang"),
        media=_media(item, media),
        bio=author.text("description"),
        display_name=author.text("name"),
        followers=author.count("public_metrics.followers_count"),
    )


def _profile(user: Fields) -> Post:
    account = user.known_name("id")
    handle = user.known_name("username")
    return Post(
        id=account,
        platform=Platform.X,
        account=account,
        handle=differing(handle, account),
        text="",
        created_at=user.moment("created_at"),
        url=f"https://x.com/{handle}",
        media=user.links("profile_image_url"),
        bio=user.text("description"),
        display_name=user.text("name"),
        followers=user.count("public_metrics.followers_count"),
    )


def _media(item: Fields, media: Fields) -> tuple[str, ...]:
    keys = item.get("attachments.media_keys")
    joined = [media.inner(key) for key in keys if isinstance(key, str)] if isinstance(keys, list) else []
    parts = [*joined, *item.each("attachments.media")]
    return once(part.text("url", "preview_image_url") for part in parts)
