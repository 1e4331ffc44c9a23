"""What did somebody judge a text to be?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A text that somebody has judged. `kind`: of an ordinary text, its sort; "" if not told."""

    id: str
    lang: str
    text: str
    advert: bool
    kind: str = ""
    tactics: tuple[str, ...] = ()
