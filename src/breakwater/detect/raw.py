"""Which raw patterns stand in a text as it was written, and where?

Folding drops punctuation and case, and with them what some policies look for: markup, a link to a
listed host, a word with stars for letters, a text in capitals. RE2 reads every text in linear time,
so that no expression in a policy can be made to hang.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import re2

from breakwater.records.policy import Policy, RawPattern

RawHit = tuple[int, int, int]  # [start, end) in the original's characters, the number of the pattern
_MEMORY = 64 << 20


class RawIndex:
    """The raw patterns of a policy, compiled; `wakes`: some of them wake the reader."""

    def __init__(self, patterns: Sequence[RawPattern], waking: Iterable[bool]) -> None:
        told = [pattern.expression for pattern in patterns]
        wakers = [f"(?:{one})" for one, wakes in zip(told, waking, strict=True) if wakes]
        self._programs = [compile_raw(one) for one in told]
        self._doorman = compile_raw("|".join(wakers)) if wakers else None
        self.wakes = bool(wakers)

    def find(self, text: str) -> list[RawHit]:
        """Return what the patterns match, in the order of the text."""
        if not self._programs:
            return []
        plain = text.encode("utf-8", "replace").decode()  # half an emoji becomes one "?"
        return sorted(
            (match.start(), match.end(), number)
            for number, program in enumerate(self._programs)
            for match in program.finditer(plain)
            if match.end() > match.start()
        )

    def may_wake(self, text: bytes) -> bool:
        """Return whether any waking pattern matches a text in UTF-8: one look for all of them."""
        return self._doorman is not None and self._doorman.search(text) is not None


def compile_raw(expression: str) -> Any:
    """Return an expression compiled.

    :raises re2.error: it is not RE2
    """
    options = re2.Options()
    options.log_errors, options.max_mem = False, _MEMORY
    return re2.compile(expression, options)


_indexes: dict[str, RawIndex] = {}


def raw_index_of(policy: Policy) -> RawIndex:
    """Return the index of a policy's raw patterns; each policy is indexed once."""
    if policy.digest not in _indexes:
        _indexes[policy.digest] = RawIndex(policy.raw, policy.raw_waking)
    return _indexes[policy.digest]
