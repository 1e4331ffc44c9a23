"""Is a text one that was moderated before, posted again?

The same after folding is the same: other capitals, accents, punctuation or stretched letters do
not make it new. A text of a few words proves nothing, because many people write it.
"""

from __future__ import annotations

from collections.abc import Iterable

from breakwater.text.fold import fold


def moderated_texts(texts: Iterable[str], *, words: int) -> frozenset[str]:
    """Return texts folded; those of fewer than so many words are left out."""
    folded = (fold(text).text for text in texts)
    return frozenset(text for text in folded if len(text.split()) >= words)


def repeats(text: str, moderated: frozenset[str]) -> bool:
    """Return whether a text is one of the moderated ones. `batches.repeats` is the fast twin."""
    return fold(text).text in moderated
