"""Which platform, account and item does a web address, or a platform's name, speak of?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from breakwater.records import Platform

_NAMES = {
    **{platform.value: platform.value for platform in Platform},
    "twitter": Platform.X.value,
    "fb": Platform.FACEBOOK.value,
    "meta": Platform.FACEBOOK.value,
    "ig": Platform.INSTAGRAM.value,
    "insta": Platform.INSTAGRAM.value,
    "yt": Platform.YOUTUBE.value,
    "tg": Platform.TELEGRAM.value,
    "bsky": Platform.BLUESKY.value,
    "tik tok": Platform.TIKTOK.value,
    "snap": Platform.SNAPCHAT.value,
}

_HOSTS = {
    "tiktok.com": Platform.TIKTOK,
    "instagram.com": Platform.INSTAGRAM,
    "x.com": Platform.X,
    "twitter.com": Platform.X,
    "facebook.com": Platform.FACEBOOK,
    "fb.com": Platform.FACEBOOK,
    "fb.watch": Platform.FACEBOOK,
    "youtube.com": Platform.YOUTUBE,
    "youtu.be": Platform.YOUTUBE,
    "t.me": Platform.TELEGRAM,
    "telegram.me": Platform.TELEGRAM,
    "snapchat.com": Platform.SNAPCHAT,
    "threads.net": Platform.THREADS,
    "threads.com": Platform.THREADS,
    "bsky.app": Platform.BLUESKY,
}

_SHORT_HOSTS = frozenset({"youtu.be", "fb.watch"})  # what follows is an item and no account

# Where an account and an item stand in the path, a platform. What is not here is not known.
_PATHS = {
    Platform.TIKTOK: r"@(?P<account>[^/]+)(?:/(?:video|photo)/(?P<item>\d+))?",
    Platform.INSTAGRAM: (
        r"(?:p|reels?|tv)/(?P<item>[\w-]+)|(?P<account>[\w.]+)(?:/(?:p|reel)/(?P<item2>[\w-]+))?"
    ),
    Platform.X: r"i/(?:web/)?status/(?P<item>\d+)|(?P<account>\w+)(?:/status/(?P<item2>\d+))?",
    Platform.FACEBOOK: r"(?P<account>[\w.]+)(?:/(?:posts|videos|reel)/(?:[^/]+/)?(?P<item>\w+))?",
    Platform.YOUTUBE: (
        r"(?:shorts|live)/(?P<item>[\w-]+)|(?:(?:channel|c|user)/(?=[^@])|(?=@))(?P<account>@?[\w.-]+)"
    ),
    Platform.TELEGRAM: r"(?:s/)?(?P<account>[A-Za-z]\w{3,})(?:/(?P<item>\d+))?",
    Platform.SNAPCHAT: r"(?:add/|@)(?P<account>[\w.-]+)",
    Platform.THREADS: r"@(?P<account>[\w.]+)(?:/post/(?P<item>[\w-]+))?",
    Platform.BLUESKY: r"profile/(?P<account>[\w.:-]+)(?:/post/(?P<item>\w+))?",
}
_NOT_ACCOUNTS = frozenset(
    {"watch", "playlist", "results", "hashtag", "search", "explore", "stories", "reel", "reels", "p", "i"}
    | {"groups", "photo", "permalink.php", "story.php", "profile.php", "video", "tag", "share", "joinchat"}
)


@dataclass(frozen=True, slots=True)
class Address:
    """What a web address speaks of; what it does not tell is None."""

    platform: str
    account: str | None = None
    item: str | None = None


def platform_named(name: str) -> str:
    """Return the platform's usual name; one that is not known stays as it is, in lower case."""
    plain = name.strip().lower()
    if plain in _NAMES:
        return _NAMES[plain]
    host = _host_platform(plain)
    return host.value if host else plain


def address(url: str) -> Address:
    """Return what an address speaks of, so far as its path tells."""
    try:
        parts = urlsplit(url.strip())
        platform = _host_platform(parts.hostname or "")
    except ValueError:
        return Address(Platform.OTHER.value)
    if platform is None:
        return Address(Platform.OTHER.value)
    found = re.match(rf"/(?:{_PATHS[platform]})(?:/|$)", unquote(parts.path))
    groups = found.groupdict() if found and parts.hostname not in _SHORT_HOSTS else {}
    account = groups.get("account")
    return Address(
        platform.value,
        None if account is None or account.lower() in _NOT_ACCOUNTS else account,
        groups.get("item") or groups.get("item2") or _video(parts),
    )


def _host_platform(host: str) -> Platform | None:
    """Return the platform of a host or of one of its subdomains (www., m., vm.)."""
    labels = host.lower().split(".")
    for start in range(len(labels) - 1):
        if (platform := _HOSTS.get(".".join(labels[start:]))) is not None:
            return platform
    return None


def _video(parts: SplitResult) -> str | None:
    """Return the video in youtube.com/watch?v= or youtu.be/, which are not like other paths."""
    if parts.hostname == "youtu.be":
        return parts.path.strip("/") or None
    if (parts.hostname or "").endswith("youtube.com") and parts.path.startswith("/watch"):
        return next(iter(parse_qs(parts.query).get("v", [])), None)
    return None
