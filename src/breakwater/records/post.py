"""What did somebody publish, and which rows could not be read?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Platform(StrEnum):
    """Where an account lives. Values are what files and reports show."""

    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    X = "x"
    TIKTOK = "tiktok"
    YOUTUBE = "youtube"
    TELEGRAM = "telegram"
    SNAPCHAT = "snapchat"
    THREADS = "threads"
    BLUESKY = "bluesky"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One published item of one account, as an export tells it.

    `account` is the most stable name the export knows (a numeric id before a handle);
    `handle` is the name people see, where it differs. `lang` is the export's own claim and
    is never believed. `bio` and `display_name` are the account's, at the time of capture.
    A profile without a post is a Post with empty `text` and its bio filled.
    """

    id: str
    platform: str
    account: str
    text: str
    handle: str | None = None
    created_at: datetime | None = None
    url: str | None = None
    lang: str | None = None
    media: tuple[str, ...] = ()
    bio: str | None = None
    display_name: str | None = None
    followers: int | None = None

    def __post_init__(self) -> None:
        if self.created_at is not None and self.created_at.tzinfo is None:
            raise ValueError("Post.created_at needs a time zone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """One row that could not be read: where it stands, what was wrong, and how it began.

    `line` counts from 1 (for a document that is not made of lines, the item's number);
    `field` is empty when the whole row is at fault; `row` is the row's first 2,000 characters.
    """

    file: str
    line: int
    field: str
    problem: str
    row: str
