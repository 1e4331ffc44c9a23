"""What does a picture, a film or a recording say in words?"""

from __future__ import annotations

from typing import Protocol

from breakwater.records.media import MediaRead


class MediaReader(Protocol):
    """Reads the words in one file. A bad file costs only itself, and is told, never raised."""

    def read(self, file: str, *, number: int) -> MediaRead:
        """Return the passages of a file, in their order; `number` is its place among the post's media."""
        ...
