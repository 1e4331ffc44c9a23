"""How else could the same have been said? So that a reader learns what is said, and not how whole it is.

A part of a text that has nothing to do with the matter has nothing to do with it either, and two of
them together neither; a reply, a repost, a link or small letters change no label. On ordinary public
posts, which are full of these, this taught the readers more than as many new texts.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

FEWEST = 6  # words of which a part is taken
LEAST = 3  # words in a part
_JOINED = (" ", "\n", ". ")
_BEFORE, _AFTER = ("RT @a ", "@a ", "@a @b "), (" http://a.example", " @a")


def varied(text: str, *, apart: bool, others: Sequence[str], draw: random.Random) -> str:
    """Return a text told a little differently, or as it is.

    `apart`: it has nothing to do with the matter, as none of `others` has.
    """
    chance = draw.random()
    if apart and chance < 0.25:
        text = part(text, draw)
    elif apart and chance < 0.4:
        text = f"{text}{draw.choice(_JOINED)}{draw.choice(others)}"
    elif apart and chance < 0.5:
        text = f"{part(text, draw)} {part(draw.choice(others), draw)}"
    elif chance < 0.05:  # whatever it is, it still is
        text = f"{text}{draw.choice(_JOINED)}{draw.choice(others)}"
    chance = draw.random()
    if chance < 0.12:
        return draw.choice(_BEFORE) + text
    if chance < 0.16:
        return text.lower()
    if chance < 0.2:
        return text + draw.choice(_AFTER)
    return text


def part(text: str, draw: random.Random) -> str:
    """Return some neighbouring words of a text, or a short one as it is."""
    words = text.split()
    if len(words) < FEWEST:
        return text
    length = draw.randint(LEAST, len(words) - 1)
    start = draw.randint(0, len(words) - length)
    return " ".join(words[start : start + length])
