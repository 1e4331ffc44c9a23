"""What must be made ready once before batches can be scanned under a policy?"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from breakwater.batches.characters import Table, table
from breakwater.batches.finders import Finder, best_finder
from breakwater.batches.fold import Scratch
from breakwater.records.policy import Policy
from breakwater.text.contacts import SIGNS

MakeFinder = Callable[[Sequence[str], Sequence[str]], Finder]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A policy made ready: `doorman` finds what may wake the reader, `reader` every term.

    Of pattern i, `bytes[i]` is its length, and `heads[i]` what may be written onto its front (None:
    it has its own boundary); the numbers of its terms are
    `terms[first[i]:first[i + 1]]`. `waking[t]` says whether term t wakes the reader.
    """

    table: Table
    doorman: Finder
    reader: Finder
    bytes: npt.NDArray[np.int64]
    heads: tuple[frozenset[bytes] | None, ...]
    first: npt.NDArray[np.int64]
    terms: npt.NDArray[np.int64]
    waking: npt.NDArray[np.bool_]
    wakers: int  # so many of the doorman's patterns are terms; the others are signs of contacts
    policy: Policy = field(repr=False)
    scratch: threading.local = field(repr=False, default_factory=threading.local)

    def memory(self) -> Scratch:
        """Return this thread's own scratch memory."""
        if not hasattr(self.scratch, "held"):
            self.scratch.held = Scratch()
        held: Scratch = self.scratch.held
        return held


def compile_policy(policy: Policy, *, make_finder: MakeFinder = best_finder) -> Compiled:
    """Return the policy made ready for batches (about a second for 3,000 terms)."""
    waking_kinds = {kind.name for kind in policy.kinds if kind.wakes}
    waking = np.array([bool(waking_kinds.intersection(term.kinds)) for term in policy.terms], np.bool_)
    numbers: dict[tuple[str, frozenset[str]], list[int]] = {}
    for number, term in enumerate(policy.terms):
        for pattern in term.patterns:
            own = term.clitics if pattern[0] != " " else frozenset()
            numbers.setdefault((pattern, own), []).append(number)
    literals = [pattern for pattern, _ in numbers]
    wakers = [key[0] for key, terms in numbers.items() if any(waking[number] for number in terms)]
    first = np.zeros(len(numbers) + 1, np.int64)
    np.cumsum([len(terms) for terms in numbers.values()], out=first[1:])
    return Compiled(
        table=table(),
        doorman=make_finder(wakers, SIGNS),
        reader=make_finder(literals, ()),
        bytes=np.array([len(pattern.encode()) for pattern in literals], np.int64),
        heads=tuple(_heads(*key) for key in numbers),
        first=first,
        terms=np.array([number for terms in numbers.values() for number in terms], np.int64),
        waking=waking,
        wakers=len(wakers),
        policy=policy,
    )


def _heads(pattern: str, clitics: frozenset[str]) -> frozenset[bytes] | None:
    return None if pattern[0] == " " else frozenset(clitic.encode() for clitic in clitics)


_ready: dict[str, Compiled] = {}


def compiled(policy: Policy) -> Compiled:
    """Return the policy made ready; a process makes each policy ready once."""
    if policy.digest not in _ready:
        _ready[policy.digest] = compile_policy(policy)
    return _ready[policy.digest]
