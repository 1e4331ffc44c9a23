"""Where does a text quote somebody, and where does it ask? As its marks say, in any script.

The Greek question mark looks like a semicolon and is mostly written as one, so a semicolon behind
a Greek letter asks.
"""

from __future__ import annotations

import re

LEAST, MOST = 12, 1200  # characters of a quotation: fewer are a name or a word held at arm's length

_PAIRS = (("«", "»"), ("“", "”"), ("„", "“"), ("„", "”"), ("”", "”"), ("‹", "›"), ("「", "」"))
_STRAIGHT = (('"', '"'), ("‘", "’"))  # also inches and apostrophes: not next to a letter
_QUOTATION = re.compile(
    "|".join(
        [f"{a}[^{a}{b}\n]{{{LEAST},{MOST}}}{b}" for a, b in _PAIRS]
        + [f"(?<!\\w){a}[^{a}{b}\n]{{{LEAST},{MOST}}}{b}(?!\\w)" for a, b in _STRAIGHT]
    )
)
_QUESTION = re.compile(r"[?؟？⁇⁈⸮፧՞❓❔\u037e]|(?<=[\u0370-\u03ff\u1f00-\u1fff]);")


def quotations(text: str) -> list[tuple[int, int]]:
    """Return where each quotation stands, its marks included."""
    return [match.span() for match in _QUOTATION.finditer(text)]


def questions(text: str) -> list[int]:
    """Return where each question mark stands."""
    return [match.start() for match in _QUESTION.finditer(text)]
