"""Which terms stand in a folded text, and where?

A spelling is one pattern, or several that must follow each other with few words between
("pay ... arriv*"). All terms of a policy are made of one list of patterns; whoever finds the
patterns, this index says which terms they make. It finds them itself too: one after the other,
the reference for every faster way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from breakwater.records.policy import Term

GAP = 4  # words that may stand between the parts of a spelling


class Pattern(NamedTuple):
    """Folded words with their boundaries (see `records.policy.Term`), and what may be glued onto them.

    `endings` is None where any may follow, or none (the text ends in a space).
    """

    text: str
    clitics: frozenset[str]
    endings: frozenset[str] | None = None


# Plain tuples, because thousands are made for every batch: where something stands in a folded text,
# [at, to) with its edge spaces aside, and the number of the pattern, or of the term.
Place = tuple[int, int, int]
Hit = tuple[int, int, int]


class TermIndex:
    """The patterns of many terms, each once, and the terms that they make."""

    def __init__(self, terms: Iterable[Term]) -> None:
        numbers: dict[Pattern, int] = {}
        self.single: list[list[int]] = []  # of each pattern: the terms that it is a whole spelling of
        self._sequences: dict[int, dict[int, list[tuple[int, tuple[int, ...]]]]] = {}  # by their first two
        for term, entry in enumerate(terms):
            for spelling in entry.spellings:
                parts = tuple(self._number(part, entry, numbers) for part in spelling)
                if len(parts) == 1:
                    self.single[parts[0]].append(term)
                else:
                    follows = self._sequences.setdefault(parts[0], {})
                    follows.setdefault(parts[1], []).append((term, parts[1:]))
        self.patterns: tuple[Pattern, ...] = tuple(numbers)

    def _number(self, part: str, term: Term, numbers: dict[Pattern, int]) -> int:
        heads = term.clitics if part[0] != " " else frozenset[str]()
        pattern = Pattern(part, heads, term.endings.get(part))
        if pattern not in numbers:
            numbers[pattern] = len(numbers)
            self.single.append([])
        return numbers[pattern]

    def find(self, folded: str) -> list[Hit]:
        """Return the terms in a folded text, in its order."""
        return self.hits(self.places(folded), folded)

    def places(self, folded: str) -> list[Place]:
        """Return the patterns in a folded text, in its order: the slow, obvious way."""
        return sorted(
            (at, to, number)
            for number, pattern in enumerate(self.patterns)
            for at, to in occurrences(folded, pattern)
        )

    def hits(self, places: list[Place], folded: str) -> list[Hit]:
        """Return the terms that patterns make, in the order of the text; `places` are in that order."""
        found = {(at, to, term) for at, to, pattern in places for term in self.single[pattern]}
        found.update(self._in_sequence(places, folded))
        return sorted(found)

    def _in_sequence(self, places: list[Place], folded: str) -> Iterator[Hit]:
        where: dict[int, list[Place]] = {}
        for place in places:
            where.setdefault(place[2], []).append(place)
        for first in where.keys() & self._sequences.keys():
            follows = self._sequences[first]
            for second in where.keys() & follows.keys():
                for term, rest in follows[second]:
                    for at, to, _ in where[first]:
                        end = to
                        for part in rest:
                            end = _next(where.get(part, ()), end, folded) if end >= 0 else end
                        if end >= 0:
                            yield at, end, term


def _next(places: Iterable[Place], end: int, folded: str) -> int:
    """Return where the nearest of these places behind `end` ends, or -1 if it is too far."""
    for at, to, _ in places:
        if at > end:
            return to if folded.count(" ", end, at) <= GAP + 1 else -1
    return -1


def occurrences(folded: str, pattern: Pattern) -> Iterator[tuple[int, int]]:
    """Yield where a pattern stands: whole words, with its clitics before and its endings behind them."""
    text, clitics, endings = pattern
    at = folded.find(text)
    while at >= 0:
        first = folded.rfind(" ", 0, at + 1) + 1  # where the word begins
        stop = word_end(folded, at + len(text) - 1)
        begins = text[0] == " " or first == at or folded[first:at] in clitics
        if begins and (endings is None or folded[at + len(text) : stop] in endings):
            yield first, stop
        at = folded.find(text, at + 1)


def word_end(folded: str, at: int) -> int:
    """Return where the word ends that folded character `at` stands in, or `at` if it is a space."""
    return folded.index(" ", at)


def vocabulary(terms: Iterable[Term], bits: Iterable[int]) -> dict[str, int]:
    """Return the single whole words that are terms, with the bits of their kinds.

    Each with a clitic before it or an ending behind it, not both: those are rare and would be many.
    """
    words: dict[str, int] = {}
    for term, own in zip(terms, bits, strict=True):
        for spelling in term.spellings:
            if len(spelling) == 1:
                for word in _single_words(spelling[0], term):
                    words[word] = words.get(word, 0) | own
    return words


def _single_words(pattern: str, term: Term) -> Iterator[str]:
    word = pattern.strip()
    if not word or " " in word:
        return
    heads = ("", *term.clitics) if pattern[0] != " " else ("",)
    endings = term.endings.get(pattern)
    if pattern.endswith(" "):
        yield from (head + word for head in heads)
    elif endings is not None:
        yield from (word + ending for ending in endings)
        bare = min(endings, key=lambda ending: (len(ending), ending))
        yield from (head + word + bare for head in heads)
