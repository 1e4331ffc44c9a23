"""What do we and the process that opens hostile files say to each other?

One JSON object a line, decoded as plain records: a process that has been taken over can tell
lies about a file, but cannot hand back code.
"""

from __future__ import annotations

import msgspec

from breakwater.adapters.media.limits import Limits
from breakwater.records import MediaText, Unread


class Request(msgspec.Struct, frozen=True):
    """Read the file of this name (a system's names need not be text): the post's medium of this number."""

    file: bytes
    number: int
    limits: Limits


class Message(msgspec.Struct, frozen=True, omit_defaults=True):
    """One passage, one thing that was not read, or the end of a file."""

    text: MediaText | None = None
    unread: Unread | None = None
    done: bool = False
