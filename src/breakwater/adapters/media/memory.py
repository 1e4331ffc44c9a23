"""The reader whose files are known beforehand: the reference, and what tests of flows use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from breakwater.records import MediaRead, MediaText, Trouble, Unread


class KnownMedia:
    """Knows what each file says."""

    def __init__(self, known: Mapping[str, tuple[MediaText, ...]]) -> None:
        self._known = dict(known)

    def read(self, file: str, *, number: int) -> MediaRead:
        if file not in self._known:
            gone = Unread(
                where=f"file {number}", trouble=Trouble.GONE, problem="there is no such file",
                advice="check its name",
            )  # fmt: skip
            return MediaRead(file=file, unread=(gone,))
        texts = (replace(text, mark=replace(text.mark, number=number)) for text in self._known[file])
        return MediaRead(file=file, texts=tuple(texts))
