"""How do the hand-written accounts of `tools/demo/` become exports as the platforms' tools write them?

    python tools/make_demo.py [FOLDER]

writes `exports/` and `truth.json` into `src/breakwater/demo` (or FOLDER), byte for byte the same
each time: ids and times of day come from a hash of the names, never from chance or the clock.

A source file holds accounts, each with its posts as `[date, text]` or
`[date, text, { lang = "ar", picture = "what is written on the picture" }]`. With `operation` on
top they are all one hand; otherwise each says its `kind`. A Telegram account is a channel, unless
it names the `chat` it writes in.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "tools" / "demo"
TARGET = ROOT / "src" / "breakwater" / "demo"
COLLECTED = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
_TAG = re.compile(r"#(\w+)")
_X_EPOCH = 1_288_834_974_657  # X counts its ids from here, in milliseconds
_X_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One invented account and how it shows itself."""

    platform: str
    handle: str
    name: str
    kind: str
    operation: str
    bio: str
    followers: int
    chat: str

    @property
    def number(self) -> int:
        return _number(f"{self.platform}/{self.handle}")

    @property
    def id(self) -> str:
        """The id under which the export names it."""
        match self.platform:
            case "tiktok":
                return str(6_800_000_000_000_000_000 + self.number % 10**17)
            case "telegram":
                return f"{'user' if self.chat else 'channel'}{1_100_000_000 + self.number % 10**9}"
            case "facebook":
                return str(100_000_000_000_000 + self.number % 10**13)
            case "youtube":
                return "UC" + sha256(self.handle.encode()).hexdigest()[:22]
            case "instagram":
                return self.handle
            case _:
                return str(1_300_000_000_000_000_000 + self.number % 10**17)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One post."""

    by: Account
    at: datetime
    text: str
    lang: str
    picture: str

    @property
    def number(self) -> int:
        return _number(f"{self.by.platform}/{self.by.handle}/{self.at.isoformat()}")

    @property
    def seconds(self) -> int:
        return int(self.at.timestamp())

    @property
    def tags(self) -> list[str]:
        return _TAG.findall(self.text)


def _number(name: str) -> int:
    return int.from_bytes(sha256(name.encode()).digest()[:8])


def read(folder: Path = SOURCE) -> list[Said]:
    """Return every post of the source, in the order of time."""
    said: list[Said] = []
    for path in sorted(folder.glob("*.toml")):
        told = tomllib.loads(path.read_text("utf-8"))
        for account in told["account"]:
            said += _posts(_account(account, operation=told.get("operation", "")), account)
    return sorted(said, key=lambda one: (one.at, one.by.platform, one.by.handle))


def _account(told: dict[str, Any], *, operation: str) -> Account:
    return Account(
        platform=told["platform"], handle=told["handle"], name=told["name"],
        kind="operation" if operation else told["kind"], operation=operation, bio=told.get("bio", ""),
        followers=told.get("followers", 0), chat=told.get("chat", ""),
    )  # fmt: skip


def _posts(by: Account, told: dict[str, Any]) -> Iterator[Said]:
    for number, (day, text, *more) in enumerate(told["posts"]):
        extra = more[0] if more else {}
        yield Said(
            by=by, at=_moment(day, f"{by.platform}/{by.handle}/{number}"), text=text,
            lang=extra.get("lang", told["lang"]), picture=extra.get("picture", ""),
        )  # fmt: skip


def _moment(day: date, name: str) -> datetime:
    """Return a waking hour of the day."""
    return datetime(day.year, day.month, day.day, 7, tzinfo=UTC) + timedelta(seconds=_number(name) % 57_600)


def zeeschuimer(posts: Sequence[Said]) -> str:
    """Return TikTok posts as the browser extension saves them, one envelope a line."""
    return "".join(_line(_tiktok(post, number)) for number, post in enumerate(posts, start=1))


def _tiktok(post: Said, number: int) -> dict[str, Any]:
    item = str((post.seconds << 32) | (post.number & 0xFFFFFFFF))
    return {
        "id": number,
        "nav_index": f"{1 + number // 30}_0",
        "item_id": item,
        "timestamp_collected": int(COLLECTED.timestamp() * 1000) + number * 210,
        "last_updated": int(COLLECTED.timestamp() * 1000) + number * 210,
        "source_platform": "tiktok.com",
        "source_platform_url": "https://www.tiktok.com/search",
        "source_url": "https://www.tiktok.com/api/search/general/full/",
        "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
        "data": {
            "id": item,
            "desc": post.text,
            "createTime": post.seconds,
            "textLanguage": post.lang.partition("-")[0],
            "author": {
                "id": post.by.id,
                "uniqueId": post.by.handle,
                "nickname": post.by.name,
                "signature": post.by.bio,
                "verified": False,
                "privateAccount": False,
            },
            "authorStats": {"followerCount": post.by.followers, "videoCount": 3 + post.by.number % 90},
            "challenges": [{"title": tag} for tag in post.tags],
            "stats": {"diggCount": post.number % 900, "playCount": post.number % 40_000},
            "stickersOnItem": [{"stickerText": [post.picture], "stickerType": 4}] if post.picture else [],
            "isAd": False,
        },
    }  # fmt: skip


def twarc(posts: Sequence[Said]) -> str:
    """Return posts of X as twarc keeps the API's pages."""
    pages = [posts[start : start + _X_PAGE] for start in range(0, len(posts), _X_PAGE)]
    return "".join(_line(_page(page)) for page in pages)


def _page(posts: Sequence[Said]) -> dict[str, Any]:
    data = [_tweet(post) for post in posts]
    return {
        "data": data,
        "includes": {"users": [_user(by) for by in _authors(posts)]},
        "meta": {"newest_id": data[-1]["id"], "oldest_id": data[0]["id"], "result_count": len(data)},
        "__twarc": {
            "url": "https://api.x.com/2/tweets/search/recent",
            "version": "2.14.0",
            "retrieved_at": COLLECTED.isoformat(),
        },
    }


def _tweet(post: Said) -> dict[str, Any]:
    item = str((((post.seconds * 1000) - _X_EPOCH) << 22) | (post.number & 0x3FFFFF))
    return {
        "id": item,
        "edit_history_tweet_ids": [item],
        "author_id": post.by.id,
        "conversation_id": item,
        "created_at": post.at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "lang": post.lang.partition("-")[0],
        "text": post.text,
        "public_metrics": {"retweet_count": post.number % 40, "like_count": post.number % 200},
    }


def _user(by: Account) -> dict[str, Any]:
    return {
        "id": by.id,
        "username": by.handle,
        "name": by.name,
        "description": by.bio,
        "verified": False,
        "public_metrics": {"followers_count": by.followers, "following_count": by.number % 500},
    }


def telegram(posts: Sequence[Said]) -> str:
    """Return channels and groups as Telegram Desktop exports them all at once."""
    chats: dict[str, list[Said]] = {}
    for post in posts:
        chats.setdefault(post.by.chat or post.by.handle, []).append(post)
    held = {"about": "This page lists all chats from this export.", "list": [*map(_chat, chats.values())]}
    told = {"about": "Here is the data you requested.", "chats": held}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _chat(posts: Sequence[Said]) -> dict[str, Any]:
    by = posts[0].by
    number = _number(by.chat) % 10**9 + 1_100_000_000 if by.chat else int(by.id.removeprefix("channel"))
    return {
        "name": by.chat or by.name,
        "type": "public_supergroup" if by.chat else "public_channel",
        "id": number,
        "messages": [_message(post, place) for place, post in enumerate(posts, start=2)],
    }


def _message(post: Said, place: int) -> dict[str, Any]:
    local = post.at + timedelta(hours=1)  # the exporting computer's clock
    return {
        "id": place,
        "type": "message",
        "date": local.strftime("%Y-%m-%dT%H:%M:%S"),
        "date_unixtime": str(post.seconds),
        "from": post.by.name,
        "from_id": post.by.id,
        "text": post.text,
        "text_entities": [{"type": "plain", "text": post.text}],
    }


def meta_content_library(posts: Sequence[Said]) -> str:
    """Return Facebook posts as Meta's Content Library gives them."""
    return _csv(_library_row(post) for post in posts)


def _library_row(post: Said) -> dict[str, Any]:
    item = str(700_000_000_000_000 + post.number % 10**14)
    return {
        "id": item,
        "mcl_url": f"https://www.facebook.com/transparency-tools/content-library/{item}",
        "content_type": "photos",
        "creation_time": post.at.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
        "modified_time": post.at.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
        "lang": post.lang.partition("-")[0],
        "text": post.text,
        "hashtags": json.dumps(post.tags, ensure_ascii=False),
        "post_owner.type": "facebook_page",
        "post_owner.id": post.by.id,
        "post_owner.name": post.by.name,
        "post_owner.username": post.by.handle,
        "surface.type": "facebook_page",
        "surface.id": post.by.id,
        "surface.name": post.by.name,
        "multimedia": "[]",
        "statistics.like_count": post.number % 400,
        "statistics.views": post.number % 30_000,
    }


def fourcat(posts: Sequence[Said]) -> str:
    """Return Instagram posts as 4CAT gives them."""
    return _csv(_fourcat_row(post) for post in posts)


def _fourcat_row(post: Said) -> dict[str, Any]:
    code = sha256(str(post.number).encode()).hexdigest()[:11]
    return {
        "id": code,
        "thread_id": code,
        "parent_id": code,
        "url": f"https://www.instagram.com/p/{code}",
        "body": post.text,
        "author": post.by.handle,
        "author_fullname": post.by.name,
        "verified": "no",
        "timestamp": post.at.strftime("%Y-%m-%d %H:%M:%S"),
        "type": "picture",
        "image_url": "",
        "hashtags": ",".join(post.tags),
        "num_likes": post.number % 700,
        "num_comments": post.number % 50,
        "num_media": 1,
        "unix_timestamp": post.seconds,
    }


def youtube(posts: Sequence[Said]) -> str:
    """Return videos and their channels as the Data API answers, one answer a line."""
    videos = {"kind": "youtube#videoListResponse", "items": [_video(post) for post in posts]}
    channels = {"kind": "youtube#channelListResponse", "items": [_channel(by) for by in _authors(posts)]}
    return _line(videos) + _line(channels)


def _video(post: Said) -> dict[str, Any]:
    title, _, description = post.text.partition("\n")
    return {
        "kind": "youtube#video",
        "id": sha256(str(post.number).encode()).hexdigest()[:11],
        "snippet": {
            "publishedAt": post.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "channelId": post.by.id,
            "channelTitle": post.by.name,
            "title": title,
            "description": description,
            "defaultAudioLanguage": post.lang,
        },
        "statistics": {"viewCount": str(post.number % 9_000)},
    }


def _channel(by: Account) -> dict[str, Any]:
    return {
        "kind": "youtube#channel",
        "id": by.id,
        "snippet": {
            "title": by.name,
            "description": by.bio,
            "customUrl": f"@{by.handle}",
            "publishedAt": "2024-03-01T10:00:00Z",
        },
        "statistics": {"subscriberCount": str(by.followers)},
    }


def truth(posts: Sequence[Said]) -> str:
    """Return what every account is, one a line."""
    accounts = sorted(_authors(posts), key=lambda by: (by.operation, by.kind, by.platform, by.handle))
    rows = [
        {"platform": by.platform, "account": by.id}
        | {name: getattr(by, name) for name in ("handle", "kind", "operation")}
        for by in accounts
    ]
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n"


def _authors(posts: Iterable[Said]) -> list[Account]:
    return list(dict.fromkeys(post.by for post in posts))


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def _csv(rows: Iterable[dict[str, Any]]) -> str:
    held = list(rows)
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, fieldnames=list(held[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(held)
    return file.getvalue()


FILES = {
    "tiktok": ("tiktok.ndjson", zeeschuimer),
    "x": ("x.jsonl", twarc),
    "telegram": ("telegram.json", telegram),
    "facebook": ("facebook.csv", meta_content_library),
    "instagram": ("instagram.csv", fourcat),
    "youtube": ("youtube.json", youtube),
}


def made() -> dict[str, bytes]:
    """Return the content of every shipped file, by its path in the package."""
    posts = read()
    files = {"truth.json": truth(posts)}
    for platform, (name, write) in FILES.items():
        files[f"exports/{name}"] = write([post for post in posts if post.by.platform == platform])
    return {name: text.encode() for name, text in files.items()}


def main(target: Path = TARGET) -> None:
    (target / "exports").mkdir(parents=True, exist_ok=True)
    for name, content in made().items():
        (target / name).write_bytes(content)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
