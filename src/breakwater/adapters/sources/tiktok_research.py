"""What did TikTok's Research API answer? Pages of videos, and what it tells about one user.

The API knows no numeric account id: the username is all there is, and it may change hands. An
answer about a user does not even say that: it is read only where whoever asked has put the
name back in as `data.username`. A display name is shared by thousands and names nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from breakwater.adapters.sources.fields import FieldError, Fields
from breakwater.adapters.sources.glimpse import seen
from breakwater.adapters.sources.pieces import json_pieces, posts_of
from breakwater.records import Platform, Post, Reject

_ABOUT_A_USER = ("data.display_name", "data.bio_description", "data.follower_count")


class TikTokResearch:
    """Reads video/query and user/info."""

    name = "tiktok-research"
    title = "TikTok Research API: video/query, user/info"

    def recognises(self, head: bytes, *, file: str) -> bool:
        """Return whether there are videos, a user, or the note that every answer carries."""
        paths = seen(head)
        videos = "data.videos.username" in paths or "data.videos.video_description" in paths
        flat = {"video_description", "username"} <= paths.keys()
        user = "data.bio_description" in paths and "data.display_name" in paths
        return videos or flat or user or "error.log_id" in paths

    def read(self, stream: BinaryIO, *, file: str) -> Iterator[Post | Reject]:
        """Yield the post of every video, or the profile of the user."""
        pieces = json_pieces(stream, file=file, at=frozenset({"data.videos"}))
        return posts_of(pieces, _post, file=file)


def _post(row: Fields) -> Post | None:
    if any(row.has(sign) for sign in _ABOUT_A_USER):
        return _profile(row.inner("data"))
    if row.has("username") or row.has("video_description") or row.has("create_time"):
        return _video(row)
    _insist_on_answer(row)
    return None


def _insist_on_answer(page: Fields) -> None:
    """Raise where TikTok refused to answer; the rest of a good page says nothing more."""
    code = page.text("error.code") or "ok"
    if code != "ok":
        raise FieldError(
            "error.code", f"TikTok answered {code!r}: {page.text('error.message') or 'no reason given'}"
        )


def _video(video: Fields) -> Post:
    found, account = video.known_name("id"), video.known_name("username")
    return Post(
        id=found,
        platform=Platform.TIKTOK,
        account=account,
        text="\n".join(filter(None, [video.text("video_description"), video.text("voice_to_text")])),
        created_at=video.moment("create_time"),
        url=f"https://www.tiktok.com/@{account}/video/{found}",
    )


def _profile(user: Fields) -> Post:
    account = user.name("username")
    if account is None:
        raise FieldError(
            user.full("username"),
            "missing: user/info does not say whose profile this is; add the username you asked for",
        )
    return Post(
        id=account,
        platform=Platform.TIKTOK,
        account=account,
        text="",
        url=f"https://www.tiktok.com/@{account}",
        media=user.links("avatar_url"),
        bio="\n".join(filter(None, [user.text("bio_description"), user.text("bio_url")])) or None,
        display_name=user.text("display_name"),
        followers=user.count("follower_count"),
    )
