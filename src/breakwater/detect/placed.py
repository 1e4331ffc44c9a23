"""Does a rule hold that asks how its kinds stand to each other: near, in order, outside quotations?

Most rules ask only whether kinds are found together (`Test.holds`); the few that ask more look at
the pieces themselves, and only where the kinds are there.
"""

from __future__ import annotations

from collections.abc import Sequence

from breakwater.detect.evidence import Evidence
from breakwater.records.policy import Test
from breakwater.text.marks import quotations


def holds(test: Test, passage: Sequence[Evidence], kinds: int, text: str) -> bool:
    """Return whether a rule holds for a passage of a text; `kinds` are those of all its pieces.

    Of each group one piece is chosen so that from each to the next there are no more than `near`
    words (as white space divides them), in the order of the groups if the rule is `ordered`.
    `unless` is asked of the whole passage, or of what stands outside quotations.
    """
    if not test.holds(kinds):
        return False
    pieces = _outside(passage, text) if test.outside else passage
    if test.outside and any(piece.bits & test.unless for piece in pieces):
        return False
    if not test.near:
        return all(any(piece.bits & group for piece in pieces) for group in test.groups)
    groups = [[piece for piece in pieces if piece.bits & group] for group in test.groups]
    return any(_chain(groups[1:], first, test, text) for first in groups[0])


def _chain(groups: Sequence[Sequence[Evidence]], last: Evidence, test: Test, text: str) -> bool:
    """Return whether each further group has a piece near the one before it."""
    if not groups:
        return True
    return any(
        _near(last, piece, test, text) and _chain(groups[1:], piece, test, text) for piece in groups[0]
    )


def _near(one: Evidence, other: Evidence, test: Test, text: str) -> bool:
    first, second = (one, other) if (one.start, one.end) <= (other.start, other.end) else (other, one)
    if test.ordered and first is not one:
        return False
    return len(text[first.end : second.start].split()) <= test.near


def _outside(passage: Sequence[Evidence], text: str) -> list[Evidence]:
    """Return the pieces that do not stand within a quotation; its marks stand outside."""
    spans = quotations(text)
    return [
        piece for piece in passage if not any(start < piece.start and piece.end < end for start, end in spans)
    ]
