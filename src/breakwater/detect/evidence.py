"""What in a text is evidence, of which kind, and where does it stand?

This is the reference: every term is looked for, one after the other, in the folded text.
`batches.scan` finds the same with an engine for many terms at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from breakwater.records import Contact
from breakwater.records.policy import AMOUNT, CONTACT, HEADING, PLACE, ROUTE, Policy, Term
from breakwater.text.amounts import find_amounts
from breakwater.text.contacts import direct, find_contacts, may_hold_contact
from breakwater.text.fold import Folded, fold


class Evidence(NamedTuple):
    """One piece of evidence. `start`, `end` count characters of the original, `at`, `to` of the folded text."""

    kinds: tuple[str, ...]
    tactic: str
    says: str
    weight: float
    source: str
    start: int
    end: int
    at: int
    to: int
    place: str = ""


class Hit(NamedTuple):
    """A pattern of term number `term` stands at folded characters [at, to), its edge spaces aside."""

    term: int
    at: int
    to: int


class Gathered(NamedTuple):
    """What a text holds before it is judged."""

    evidence: tuple[Evidence, ...] = ()
    contacts: tuple[Contact, ...] = ()


def find_terms(folded: str, terms: Iterable[Term]) -> list[Hit]:
    """Return every place where a term stands, in the order of the text."""
    hits = {
        hit
        for number, term in enumerate(terms)
        for pattern in term.patterns
        for hit in _occurrences(folded, number, pattern, term.clitics)
    }
    return sorted(hits, key=lambda hit: (hit.at, hit.to, hit.term))


def _occurrences(folded: str, number: int, pattern: str, clitics: frozenset[str]) -> Iterator[Hit]:
    at = folded.find(pattern)
    while at >= 0:
        first = folded.rfind(" ", 0, at + 1) + 1  # where the word begins
        if pattern[0] == " " or first == at or folded[first:at] in clitics:
            yield Hit(term=number, at=first, to=word_end(folded, at + len(pattern) - 1))
        at = folded.find(pattern, at + 1)


def word_end(folded: str, at: int) -> int:
    """Return where the word ends that folded character `at` stands in, or `at` if it is a space."""
    return folded.index(" ", at)


def gather(text: str, policy: Policy) -> Gathered:
    """Return the evidence in a text; none if nothing in it wakes the reader.

    A text is read on only where a term of a waking kind or a direct contact stands: ordinary
    words such as places and prices are evidence only beside one.
    """
    folded = fold(text)
    hits = find_terms(folded.text, policy.terms)
    waking = {kind.name for kind in policy.kinds if kind.wakes}
    woken = any(waking.intersection(policy.terms[hit.term].kinds) for hit in hits)
    return read_on(text, folded, hits, policy, woken=woken, signed=may_hold_contact(folded.text))


def read_on(
    text: str, folded: Folded, hits: list[Hit], policy: Policy, *, woken: bool, signed: bool
) -> Gathered:
    """Return all evidence of a text if a waking term (`woken`) or a direct contact stands in it.

    `hits` are in the order of the text, as `find_terms` gives them; `signed`: the folded text
    shows a sign of a contact, without which none is looked for.
    """
    contacts = find_contacts(text) if woken or signed else ()
    if not woken and not direct(contacts):
        return Gathered()
    return _assemble(text, folded, hits, contacts, policy)


def _assemble(
    text: str, folded: Folded, hits: list[Hit], contacts: tuple[Contact, ...], policy: Policy
) -> Gathered:
    """Return all evidence of a text whose terms and contacts are known, in its order."""
    told = [_of_term(hit, policy.terms[hit.term], folded) for hit in without_covered(hits, policy.terms)]
    places = [piece for piece in told if PLACE in piece.kinds]
    found = told + _routes(places, folded.text, policy)
    found += [_of_contact(contact, folded, policy) for contact in direct(contacts)]
    found += _amounts(text, folded, policy)
    found.sort(key=lambda piece: (piece.at, piece.to, piece.kinds, piece.says))
    return Gathered(evidence=tuple(found), contacts=contacts)


def without_covered(hits: list[Hit], terms: tuple[Term, ...]) -> list[Hit]:
    """Leave out a hit that stands within a longer one of the same kind: "passport" in "fake passport"."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.at, -hit.to, hit.term)):
        kinds = terms[hit.term].kinds
        covered = any(
            other.to >= hit.to and set(terms[other.term].kinds) >= set(kinds)
            for other in kept[-8:]
            if other.at <= hit.at
        )
        if not covered:
            kept.append(hit)
    return sorted(kept, key=lambda hit: (hit.at, hit.to, hit.term))


def _of_term(hit: Hit, term: Term, folded: Folded) -> Evidence:
    start, end = folded.span(hit.at, hit.to)
    return Evidence(
        kinds=term.kinds, tactic=term.tactic, says=term.says, weight=term.weight, source=term.source,
        start=start, end=end, at=hit.at, to=hit.to, place=term.place,
    )  # fmt: skip


def _computed(kind: str, says: str, policy: Policy, *, span: tuple[int, int], at: int, to: int) -> Evidence:
    return Evidence(
        kinds=(kind,), tactic="", says=says, weight=policy.weights.get(kind, 0.0), source="read from the text",
        start=span[0], end=span[1], at=at, to=to,
    )  # fmt: skip


def _of_contact(contact: Contact, folded: Folded, policy: Policy) -> Evidence:
    at, to = folded_place(folded, contact.start, contact.end)
    says = f"{contact.kind} {contact.value}"
    return _computed(CONTACT, says, policy, span=(contact.start, contact.end), at=at, to=to)


def _amounts(text: str, folded: Folded, policy: Policy) -> list[Evidence]:
    found = []
    for amount in find_amounts(text, policy.currencies):
        at, to = folded_place(folded, amount.start, amount.end)
        says = f"{amount.value:g} {amount.currency}"
        found.append(_computed(AMOUNT, says, policy, span=(amount.start, amount.end), at=at, to=to))
    return found


def folded_place(folded: Folded, start: int, end: int) -> tuple[int, int]:
    """Return the folded characters that stood within [start, end) of the original."""
    at = _first_not_before(folded.starts, start)
    return at, max(at, _first_not_before(folded.starts, end))


def _first_not_before(starts: tuple[int, ...], place: int) -> int:
    low, high = 0, len(starts)
    while low < high:
        middle = (low + high) // 2
        if starts[middle] < place:
            low = middle + 1
        else:
            high = middle
    return low


def _routes(places: list[Evidence], folded: str, policy: Policy) -> list[Evidence]:
    """Return routes ("Serbia to Germany") and headings ("to Germany") among the places."""
    found: list[Evidence] = []
    for index, here in enumerate(places):
        before = places[index - 1] if index else None
        if before is not None and before.place != here.place and before.to <= here.at:
            between = folded[before.to : here.at].strip()
            if between in policy.connectors:
                span, says = (before.start, here.end), f"from {before.place} to {here.place}"
                found.append(_computed(ROUTE, says, policy, span=span, at=before.at, to=here.to))
                continue
        word = _word_before(folded, here.at)
        if word in policy.headings:
            says = f"to {here.place}"
            found.append(
                _computed(HEADING, says, policy, span=(here.start, here.end), at=here.at, to=here.to)
            )
    return found


def _word_before(folded: str, at: int) -> str:
    end = at - 1
    return folded[folded.rfind(" ", 0, end) + 1 : end] if end > 0 else ""
