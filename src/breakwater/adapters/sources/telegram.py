"""What was said in a Telegram chat? Telegram Desktop's result.json: one chat, or all of them.

The file knows no @username and no address, and its plain `date` is the exporting computer's
local time: only `date_unixtime` is believed. Who posts in a channel is the channel itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from breakwater.adapters.sources.fields import Fields, once, plain
from breakwater.adapters.sources.glimpse import seen
from breakwater.adapters.sources.pieces import Piece, converted, json_pieces
from breakwater.records import Platform, Post, Reject

_CHATS = ("", "chats.list", "left_chats.list")
_MESSAGES = frozenset(f"{chat}.messages".lstrip(".") for chat in _CHATS)
_ABOUT = {f"{chat}.{name}".lstrip("."): name for chat in _CHATS for name in ("name", "type", "id")}
_AT = _MESSAGES | frozenset(_ABOUT)
_NOT_EXPORTED = "(File "  # "(File not included. Change data exporting settings to download.)"


class Telegram:
    """Reads the JSON export of Telegram Desktop."""

    name = "telegram"
    title = "Telegram Desktop JSON export, one chat or the full one"

    def recognises(self, head: bytes, *, file: str) -> bool:
        """Return whether there is a chat with messages, or the list of all chats."""
        paths = seen(head)
        chat = {"name", "type", "id", "messages"} <= paths.keys() or "messages.date_unixtime" in paths
        return chat or "chats.list" in paths or "chats.about" in paths

    def read(self, stream: BinaryIO, *, file: str) -> Iterator[Post | Reject]:
        """Yield the post of every message; what Telegram itself notes is passed over."""
        chat: dict[str, object] = {}
        for piece in json_pieces(stream, file=file, at=_AT):
            if isinstance(piece, Reject):
                yield piece
            elif piece.path in _ABOUT:
                chat = _known_about(chat, _ABOUT[piece.path], piece.value)
            elif piece.path in _MESSAGES and (row := _row(piece, Fields(chat), file=file)) is not None:
                yield row


def _known_about(chat: dict[str, object], name: str, value: object) -> dict[str, object]:
    """Return what is known about the chat: its name comes first, so a name begins a new one."""
    return {"name": value} if name == "name" else {**chat, name: value}


def _row(piece: Piece, chat: Fields, *, file: str) -> Post | Reject | None:
    return converted(piece, lambda message: _post(message, chat), file=file)


def _post(message: Fields, chat: Fields) -> Post | None:
    if message.get("type") == "service":
        return None
    account = message.name("from_id") or _channel(chat) or message.known_name("from_id")
    place = chat.name("id")
    item = message.known_name("id")
    return Post(
        id=f"{place}/{item}" if place else item,
        platform=Platform.TELEGRAM,
        account=account,
        text=_text(message),
        created_at=message.moment("date_unixtime"),
        media=_media(message),
        display_name=message.text("from") or (chat.text("name") if account == _channel(chat) else None),
    )


def _channel(chat: Fields) -> str | None:
    """Return the channel's id as `from_id` writes it; old exports leave from_id out."""
    place = chat.name("id")
    return f"channel{place}" if place and "channel" in (chat.text("type") or "") else None


def _text(message: Fields) -> str:
    """Return the text; a link behind other words is written out after them."""
    parts = message.get("text")
    if not isinstance(parts, list):
        return message.known_text("text")
    return "".join(_part(part) for part in parts)


def _part(part: object) -> str:
    if not isinstance(part, dict):
        return plain(part)
    words, link = plain(part.get("text")), plain(part.get("href"))
    return f"{words} ({link})" if link and link != words else words


def _media(message: Fields) -> tuple[str, ...]:
    files = message.links("photo", "file", "thumbnail")
    return once(iter(file for file in files if not file.startswith(_NOT_EXPORTED)))
