"""Exports like any other. All people here are invented; the numbers are Ofcom's for drama."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from breakwater.adapters.sources import read_posts
from breakwater.records import Post, Reject

TEXT = "Crossing this week, call +44 7700 900123 / سفر به انگلیس"
UNIX = 1795082400  # 2026-11-19 10:00:00 UTC


def ndjson(*rows: object) -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def document(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def table(*rows: dict[str, object], delimiter: str = ",") -> bytes:
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


def plain_row(number: int = 1, **changes: object) -> dict[str, object]:
    """A row of the plain table."""
    return {"id": f"p{number}", "platform": "tiktok", "account": f"a{number}", "text": TEXT, **changes}


def plain_rows(count: int) -> list[dict[str, object]]:
    return [plain_row(number) for number in range(1, count + 1)]


def envelope(data: object, *, platform: str = "tiktok.com", item: str = "7001") -> dict[str, object]:
    """A line of Zeeschuimer."""
    return {
        "id": 1,
        "nav_index": "1:1:0",
        "item_id": item,
        "timestamp_collected": UNIX * 1000,
        "source_platform": platform,
        "source_platform_url": "https://example.org/",
        "data": data,
    }


def tiktok_item(number: int = 7001, **changes: object) -> dict[str, Any]:
    """An item as TikTok's page gets it."""
    return {
        "id": str(number),
        "desc": TEXT,
        "createTime": UNIX,
        "author": {"id": "6001", "uniqueId": "invented.one", "nickname": "Invented", "signature": "dm me"},
        "authorStats": {"followerCount": 1200},
        "video": {"cover": "https://media.example.org/c.jpg"},
        **changes,
    }


def telegram_message(number: int = 2, **changes: object) -> dict[str, object]:
    """A message as Telegram Desktop exports it."""
    return {
        "id": number,
        "type": "message",
        "date": "2026-11-19T13:00:00",
        "date_unixtime": str(UNIX),
        "from": "Invented Channel",
        "from_id": "channel500",
        "text": TEXT,
        "text_entities": [],
        **changes,
    }


def telegram_chat(*messages: object, **changes: object) -> dict[str, object]:
    """One exported chat."""
    chat = {"name": "Invented Channel", "type": "public_channel", "id": 500, **changes}
    return {**chat, "messages": list(messages)}


def x_page(*numbers: int) -> dict[str, object]:
    """A page of the X API with one author."""
    posts = [
        {"id": str(number), "author_id": "1700", "text": TEXT, "created_at": "2026-11-19T10:00:00.000Z"}
        for number in numbers
    ]
    user = {"id": "1700", "username": "invented1", "name": "Invented", "description": "dm me"}
    return {"data": posts, "includes": {"users": [user]}, "meta": {"result_count": len(posts)}}


def saved(folder: Path, content: bytes, name: str = "export") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def read(folder: Path, content: bytes, *, format: str | None = None) -> list[Post | Reject]:
    """Save and read an export."""
    return list(read_posts(saved(folder, content), format=format))


def posts(rows: Iterable[Post | Reject]) -> list[Post]:
    return [row for row in rows if isinstance(row, Post)]


def rejects(rows: Iterable[Post | Reject]) -> list[Reject]:
    return [row for row in rows if isinstance(row, Reject)]


def packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


TIKTOK_URL = "https://www.tiktok.com/@invented.one/video/7001"


def fourcat_row(number: int = 1, **changes: object) -> dict[str, object]:
    """A row of a 4CAT dataset of TikTok videos."""
    return {
        "id": f"700{number}",
        "thread_id": f"700{number}",
        "author": "invented.one",
        "author_full": "Invented",
        "author_followers": 1200,
        "body": TEXT,
        "timestamp": "2026-11-19 10:00:00",
        "tiktok_url": f"https://www.tiktok.com/@invented.one/video/700{number}",
        "collected_from_url": "https://www.tiktok.com/tag/uk",
        **changes,
    }


def ytdlp_video(**changes: object) -> dict[str, object]:
    """What yt-dlp notes about a video."""
    return {
        "id": "vid00000001",
        "title": "Crossing",
        "description": TEXT,
        "channel": "Invented",
        "channel_id": "UCinvented",
        "uploader_id": "@invented",
        "timestamp": UNIX,
        "webpage_url": "https://www.youtube.com/watch?v=vid00000001",
        "extractor_key": "Youtube",
        "_type": "video",
        **changes,
    }


def youtube_video(found: str = "v1", **changes: object) -> dict[str, object]:
    """A video as the Data API tells it."""
    snippet = {
        "title": "Crossing",
        "description": TEXT,
        "channelId": "UCinvented",
        "channelTitle": "Invented",
    }
    return {"kind": "youtube#video", "id": found, "snippet": snippet, **changes}


def research_video(number: int = 1, **changes: object) -> dict[str, object]:
    """A video as TikTok's Research API tells it: the id is a number of 64 bits."""
    return {
        "id": 7400000000000000000 + number,
        "create_time": UNIX,
        "username": "invented.one",
        "video_description": TEXT,
        **changes,
    }


def meta_row(number: int = 1, **changes: object) -> dict[str, object]:
    """A row of the Meta Content Library."""
    return {
        "id": f"350{number}",
        "mcl_url": "https://example.org/content-library",
        "creation_time": "2026-11-19T10:00:00+0000",
        "text": TEXT,
        "post_owner.type": "PROFILE",
        "post_owner.id": "6001",
        "post_owner.name": "Invented",
        "post_owner.username": "invented.one",
        "surface.type": "PROFILE",
        **changes,
    }


def bluesky_post(key: str = "k1", **changes: object) -> dict[str, object]:
    """A postView."""
    return {
        "uri": f"at://did:plc:invented/app.bsky.feed.post/{key}",
        "author": {"did": "did:plc:invented", "handle": "invented.example.org"},
        "record": {"text": TEXT, "createdAt": "2026-11-19T10:00:00.000Z", "langs": ["fa"]},
        **changes,
    }


def sheet_row(number: int = 1, **changes: object) -> dict[str, object]:
    """A row of auto-archiver's sheet."""
    return {
        "Link": f"https://www.tiktok.com/@invented.one/video/700{number}",
        "Archive Status": "success",
        "Archive Location": "https://archive.example.org/x.html",
        "Upload Timestamp": "2026-11-19T10:00:00+00:00",
        "Upload Title": "",
        "Text Content": TEXT,
        **changes,
    }


def junkipedia_post(number: int = 1) -> dict[str, object]:
    """A post as Junkipedia gives it."""
    attributes = {
        "url": f"https://t.me/inventedchannel/{number}",
        "published_at": "2026-11-19T10:00:00Z",
        "channel": {"channel_name": "Invented", "channel_uid": "inventedchannel"},
        "search_data_fields": {"sanitized_text": TEXT, "platform_name": "Telegram"},
    }
    return {"id": str(number), "type": "post", "attributes": attributes}


def oembed_profile() -> dict[str, object]:
    """TikTok's oEmbed answer about a profile."""
    return {
        "version": "1.0",
        "type": "rich",
        "title": "Invented's Creator Profile",
        "author_url": "https://www.tiktok.com/@invented.one",
        "author_name": "Invented",
        "provider_name": "TikTok",
    }
