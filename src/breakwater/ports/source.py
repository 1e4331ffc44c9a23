"""How does an analyst's file become posts?

A source knows one format. `read` walks through the input once, as a stream, and gives posts
and rejects in the order of the file; it never holds the whole file and never raises for one
bad row.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Protocol

from breakwater.records import Post, Reject


class Source(Protocol):
    """Reads one format."""

    name: str  # what --format takes: "zeeschuimer"
    title: str  # one line for `breakwater formats`

    def recognises(self, head: bytes, *, file: str) -> bool:
        """Return whether a file that begins with `head` (64 KiB, unpacked, no BOM) is of this format."""
        ...

    def read(self, stream: BinaryIO, *, file: str) -> Iterator[Post | Reject]:
        """Yield posts and rejects, in order. `stream` is unpacked and has no BOM.

        :raises SourceError: the file as a whole cannot be read (truncated archive, not text)
        """
        ...
