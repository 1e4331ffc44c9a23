"""Where in a buffer of folded texts do any of thousands of patterns end?

Hyperscan does it fastest; where it does not install, Aho-Corasick and RE2 together give the
same answers (a test holds them to it). Patterns are literals, as folded terms are; a few
expressions for signs of contact points may stand beside them. Expressions must neither match
nothing nor cross a line feed.
"""

from __future__ import annotations

import hashlib
import importlib
import platform
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any, Protocol

import ahocorasick_rs
import numpy as np
import numpy.typing as npt
import re2

from breakwater.errors import EngineError
from breakwater.policy.kept import cache_folder, read_from_cache, write_to_cache

hyperscan: Any
try:
    hyperscan = importlib.import_module("hyperscan")
except ImportError:  # other processors: the fallback gives the same answers
    hyperscan = None

Ids = npt.NDArray[np.int64]
Ends = npt.NDArray[np.int64]


class Finder(Protocol):
    """Finds patterns: literals are numbered from 0, expressions after them."""

    def find(self, data: npt.NDArray[np.uint8]) -> tuple[Ids, Ends]:
        """Return which patterns end where in the buffer, by end and number, each pair once.

        For an expression, at least its leftmost match in every line is told.
        """
        ...


class HyperscanFinder:
    """The fast one."""

    def __init__(self, literals: Sequence[str], expressions: Sequence[str] = ()) -> None:
        if hyperscan is None:
            raise EngineError("Hyperscan is not installed here; take the fallback finder")
        self._any = bool(literals or expressions)
        if not self._any:
            return
        self._database = _database(literals, expressions)

    def find(self, data: npt.NDArray[np.uint8]) -> tuple[Ids, Ends]:
        ids: list[int] = []
        ends: list[int] = []
        add_id, add_end = ids.append, ends.append

        def found(id: int, start: int, end: int, flags: int, context: object) -> None:  # noqa: ARG001
            add_id(id)
            add_end(end)

        if self._any and len(data):
            self._database.scan(data.data, match_event_handler=found)
        return _in_order(np.array(ids, np.int64), np.array(ends, np.int64))


class FallbackFinder:
    """Aho-Corasick for the literals, RE2 for the expressions: everywhere, about three times slower."""

    def __init__(self, literals: Sequence[str], expressions: Sequence[str] = ()) -> None:
        self._literals = len(literals)
        self._automaton = ahocorasick_rs.BytesAhoCorasick([literal.encode() for literal in literals])
        self._expressions = [re2.compile(expression.encode()) for expression in expressions]

    def find(self, data: npt.NDArray[np.uint8]) -> tuple[Ids, Ends]:
        held = data.tobytes()
        told = self._automaton.find_matches_as_indexes(held, overlapping=True) if self._literals else []
        pairs = np.array(told, np.int64).reshape(-1, 3)
        ids, ends = [pairs[:, 0]], [pairs[:, 2]]
        for number, expression in enumerate(self._expressions, start=self._literals):
            places = np.array([match.end() for match in expression.finditer(held)], np.int64)
            ids.append(np.full(len(places), number, np.int64))
            ends.append(places)
        return _in_order(np.concatenate(ids), np.concatenate(ends))


def best_finder(literals: Sequence[str], expressions: Sequence[str] = ()) -> Finder:
    """Return the fastest finder that this machine has."""
    kind = HyperscanFinder if hyperscan is not None else FallbackFinder
    return kind(literals, expressions)


def _database(literals: Sequence[str], expressions: Sequence[str]) -> Any:
    """Return the compiled patterns, from the cache if they were compiled here before."""
    machine = f"{version('hyperscan')} {platform.machine()} {platform.processor()}"
    told = "\n".join([machine, *literals, "", *expressions])
    name = hashlib.sha256(told.encode()).hexdigest()[:16]
    path = cache_folder() / f"patterns-{name}.hs"
    kept = read_from_cache(path)
    try:
        database = hyperscan.loadb(kept or b"", hyperscan.HS_MODE_BLOCK)
        database.scratch = hyperscan.Scratch(database)
    except hyperscan.HyperscanError:
        patterns = [_escaped(literal) for literal in literals] + [e.encode() for e in expressions]
        database = hyperscan.Database()
        database.compile(expressions=patterns, ids=list(range(len(patterns))), flags=[0] * len(patterns))
        write_to_cache(path, hyperscan.dumpb(database))
    return database


def _escaped(literal: str) -> bytes:
    return b"".join(b"\\x%02x" % byte for byte in literal.encode())


def _in_order(ids: Ids, ends: Ends) -> tuple[Ids, Ends]:
    if len(ids) == 0:
        return ids, ends
    order = np.lexsort((ids, ends))
    ids, ends = ids[order], ends[order]
    new = np.ones(len(ids), np.bool_)
    new[1:] = (ids[1:] != ids[:-1]) | (ends[1:] != ends[:-1])
    return ids[new], ends[new]
