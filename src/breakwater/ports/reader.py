"""Who else reads a text that is worth it, and votes?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from breakwater.records.learned import Vote


class SecondReader(Protocol):
    """Votes on texts. Its vote is one reason among others, never the last word."""

    @property
    def name(self) -> str:
        """What its votes are called (`Vote.reader`)."""
        ...

    @property
    def cheap(self) -> bool:
        """Whether it takes milliseconds, so that it may be asked about all that passes the first look."""
        ...

    def votes(self, texts: Sequence[str]) -> list[Vote | None]:
        """Return a vote for each text, None where the reader cannot say; the same text, the same vote.

        :raises ReaderError: the reader does not answer at all
        """
        ...
