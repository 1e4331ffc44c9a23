"""What did yt-dlp write down about a video or a channel? Its .info.json, or one such a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from breakwater.adapters.sources.addresses import address, platform_named
from breakwater.adapters.sources.fields import Fields
from breakwater.adapters.sources.glimpse import seen
from breakwater.adapters.sources.pieces import json_pieces, posts_of
from breakwater.adapters.sources.platforms import differing
from breakwater.records import Platform, Post, Reject


class YtDlp:
    """Reads yt-dlp's own account of what it has downloaded."""

    name = "ytdlp"
    title = "yt-dlp .info.json of videos, playlists and channels"

    def recognises(self, head: bytes, *, file: str) -> bool:
        """Return whether an extractor is named."""
        paths = seen(head)
        return "extractor_key" in paths or {"webpage_url", "extractor"} <= paths.keys()

    def read(self, stream: BinaryIO, *, file: str) -> Iterator[Post | Reject]:
        """Yield the post of every video, and the profile of every channel."""
        return posts_of(json_pieces(stream, file=file, at=frozenset({"entries"})), _post, file=file)


def _post(video: Fields) -> Post | None:
    if video.get("_type") in ("playlist", "multi_video"):
        return _profile(video)
    account = video.known_name("channel_id", "uploader_id", "channel", "uploader")
    return Post(
        id=video.known_name("id"),
        platform=_platform(video),
        account=account,
        handle=differing(_handle(video), account),
        text="\n".join(dict.fromkeys(filter(None, [video.text("title"), video.text("description")]))),
        created_at=video.moment("timestamp", "release_timestamp", "upload_date"),
        url=video.text("webpage_url", "original_url", "url"),
        lang=video.text("language"),
        media=video.links("thumbnail"),
        display_name=video.text("channel", "uploader"),
        followers=video.count("channel_follower_count"),
    )


def _profile(listing: Fields) -> Post | None:
    """Return the channel that a listing is of; other playlists speak only through their videos."""
    account = listing.name("channel_id", "uploader_id")
    if account is None or listing.name("id") not in (account, listing.name("uploader_id")):
        return None
    return Post(
        id=account,
        platform=_platform(listing),
        account=account,
        handle=differing(_handle(listing), account),
        text="",
        url=listing.text("channel_url", "uploader_url", "webpage_url"),
        bio=listing.text("description"),
        display_name=listing.text("channel", "uploader", "title"),
        followers=listing.count("channel_follower_count"),
    )


def _handle(video: Fields) -> str | None:
    """Return the name people see: TikTok and X put it into `uploader`, YouTube into `uploader_id`."""
    by_id = video.name("uploader_id")
    if by_id and not by_id.isdecimal():
        return by_id.removeprefix("@")
    found = address(video.text("uploader_url", "channel_url") or "").account
    return found.removeprefix("@") if found else video.name("uploader")


def _platform(video: Fields) -> str:
    found = address(video.text("webpage_url", "original_url", "url") or "").platform
    if found != Platform.OTHER:
        return found
    return platform_named(video.text("extractor_key", "extractor", "ie_key") or Platform.OTHER)
