"""What in a text is evidence, of which kind, and where does it stand?

This is the reference: every term is looked for, one after the other, in the folded text.
`batches.scan` finds the same with an engine for many terms at once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from breakwater.detect import student
from breakwater.detect.raw import RawHit, raw_index_of
from breakwater.detect.terms import Hit, Place, TermIndex, vocabulary
from breakwater.records import Contact
from breakwater.records.learned import Learned, Vote
from breakwater.records.policy import AMOUNT, ASKED, CONTACT, HEADING, QUOTED, ROUTE, Policy
from breakwater.text.amounts import find_amounts
from breakwater.text.contacts import direct, find_contacts, may_hold_contact
from breakwater.text.fold import Folded, fold
from breakwater.text.marks import questions, quotations


class Evidence(NamedTuple):
    """One piece of evidence; `start`, `end` count the original's characters, `at`, `to` the folded ones."""

    kinds: tuple[str, ...]
    tactic: str
    says: str
    weight: float
    source: str
    start: int
    end: int
    at: int
    to: int
    bits: int  # of its kinds (`Policy.bits`)
    place: str = ""


class Gathered(NamedTuple):
    """What a text holds before it is judged; `read` says whether anything in it woke the reader."""

    evidence: tuple[Evidence, ...] = ()
    contacts: tuple[Contact, ...] = ()
    read: bool = False
    words: int = 0  # and signs, of a text that was read
    votes: tuple[Vote, ...] = ()


def gather(text: str, policy: Policy, *, asked: bool = False) -> Gathered:
    """Return the evidence in a text; none if nothing in it wakes the reader.

    A text is read on only where a term or a raw pattern of a waking kind or a direct contact stands,
    where a few ordinary words come together by which the policy says to wake (places and prices
    alone are in any post), or where the student, if there is one, wakes (`asked`: with second
    readers behind it).
    """
    folded = fold(text)
    places = index_of(policy).places(folded.text)
    signed = may_hold_contact(folded.text)
    learned = policy.learned
    woken = words_wake(folded.text, policy) or bool(
        learned and student.wakes(folded.text, learned, asked=asked)
    )
    raw = raw_index_of(policy).find(text)
    gathered = read_on(text, folded, places, policy, raw=raw, woken=woken, signed=signed)
    if learned is None or not gathered.read:
        return gathered
    return with_vote(gathered, student.tell(folded.text, learned.student), folded, learned)


def with_vote(gathered: Gathered, told: student.Told, folded: Folded, learned: Learned) -> Gathered:
    """Return what was gathered with the student's vote."""
    vote = student.vote(told, folded, learned)
    return gathered._replace(votes=(vote,)) if vote else gathered


def words_wake(folded: str, policy: Policy) -> bool:
    """Return whether the single words of a folded text come together as the policy says."""
    words = vocabulary_of(policy)
    kinds = 0
    for word in folded.split():
        kinds |= words.get(word, 0)
    return any(test.holds(kinds) for test in policy.wake_tests)


def read_on(
    text: str,
    folded: Folded,
    places: list[Place],
    policy: Policy,
    *,
    raw: Sequence[RawHit],
    woken: bool,
    signed: bool,
) -> Gathered:
    """Return all evidence of a text if it is to be read on.

    `places` are in the order of the text, as `TermIndex` gives them; `raw` are what raw patterns match;
    `woken`: its words or the student wake; `signed`: it shows a sign of a contact, without which none
    is looked for. A spelling with words between its parts wakes nobody.
    """
    index = index_of(policy)
    awake = woken or any(policy.waking[term] for _, _, part in places for term in index.single[part])
    awake = awake or any(policy.raw_waking[pattern] for _, _, pattern in raw)
    contacts = find_contacts(text, signed=signed) if awake or signed else ()
    if not awake and not direct(contacts):
        return Gathered()
    return _assemble(text, folded, index.hits(places, folded.text), raw, contacts, policy)


_indexes: dict[str, TermIndex] = {}
_words: dict[str, dict[str, int]] = {}


def index_of(policy: Policy) -> TermIndex:
    """Return the index of a policy's terms; each policy is indexed once."""
    if policy.digest not in _indexes:
        _indexes[policy.digest] = TermIndex(policy.terms)
    return _indexes[policy.digest]


def vocabulary_of(policy: Policy) -> dict[str, int]:
    """Return the single words of a policy's terms and of its currencies, with the bits of their kinds."""
    if policy.digest not in _words:
        words = vocabulary(policy.terms, policy.term_bits)
        for _, spellings in policy.currencies.words:
            for spelling in spellings:
                word = fold(spelling).text.strip()
                if word and " " not in word:
                    words[word] = words.get(word, 0) | policy.bits.get(AMOUNT, 0)
        _words[policy.digest] = words
    return _words[policy.digest]


def _assemble(
    text: str,
    folded: Folded,
    hits: list[Hit],
    raw: Sequence[RawHit],
    contacts: tuple[Contact, ...],
    policy: Policy,
) -> Gathered:
    """Return all evidence of a text whose terms, raw patterns and contacts are known, in its order."""
    told = [_of_term(hit, policy, folded) for hit in without_covered(hits, policy.term_bits)]
    places = [piece for piece in told if piece.place]
    found = told + _routes(places, folded.text, policy)
    found += [_of_contact(contact, folded, policy) for contact in direct(contacts)]
    found += _amounts(text, folded, policy)
    found += [_of_raw(hit, policy, folded) for hit in raw]
    found += _marks(text, folded, policy)
    found.sort(key=_by_place)
    return Gathered(evidence=tuple(found), contacts=contacts, read=True, words=folded.text.count(" ") - 1)


_by_place = attrgetter("at", "to", "kinds", "says")


def without_covered(hits: list[Hit], bits: Sequence[int]) -> list[Hit]:
    """Leave out a hit that stands within a longer one of the same kind: "passport" in "fake passport".

    `bits` are of each term's kinds. A hit is compared with the few longest kept before it.
    """
    kept: list[Hit] = []
    furthest = 0  # a hit that ends behind all before it stands within none of them
    for hit in sorted(hits, key=_longest_first):
        _, to, term = hit
        own = bits[term]
        if to > furthest or not any(end >= to and not own & ~bits[other] for _, end, other in kept[-8:]):
            kept.append(hit)
            furthest = max(furthest, to)
    return sorted(kept)


def _longest_first(hit: Hit) -> tuple[int, int, int]:
    return hit[0], -hit[1], hit[2]


def _of_term(hit: Hit, policy: Policy, folded: Folded) -> Evidence:
    at, to, number = hit
    term = policy.terms[number]
    return Evidence(
        term.kinds, term.tactic, term.says, term.weight, term.source,
        folded.starts[at], folded.ends[to - 1], at, to, policy.term_bits[number], term.place,
    )  # fmt: skip


def _of_raw(hit: RawHit, policy: Policy, folded: Folded) -> Evidence:
    start, end, number = hit
    told = policy.raw[number]
    at, to = folded_place(folded, start, end)
    return Evidence(
        told.kinds, told.tactic, told.says, told.weight, told.source, start, end, at, to,
        policy.raw_bits[number],
    )  # fmt: skip


def _computed(kind: str, says: str, policy: Policy, *, span: tuple[int, int], at: int, to: int) -> Evidence:
    weight, bits = policy.weights.get(kind, 0.0), policy.bits.get(kind, 0)
    return Evidence((kind,), "", says, weight, "read from the text", *span, at, to, bits)


def _of_contact(contact: Contact, folded: Folded, policy: Policy) -> Evidence:
    at, to = folded_place(folded, contact.start, contact.end)
    says = f"{contact.kind.value} {contact.value}"
    return _computed(CONTACT, says, policy, span=(contact.start, contact.end), at=at, to=to)


def _amounts(text: str, folded: Folded, policy: Policy) -> list[Evidence]:
    found = []
    for amount in find_amounts(text, policy.currencies):
        at, to = folded_place(folded, amount.start, amount.end)
        says = f"{amount.value:g} {amount.currency}"
        found.append(_computed(AMOUNT, says, policy, span=(amount.start, amount.end), at=at, to=to))
    return found


def _marks(text: str, folded: Folded, policy: Policy) -> list[Evidence]:
    """Return the marks of questions, and those before and behind what is quoted."""
    told = [(at, ASKED, "a question mark") for at in questions(text)] if ASKED in policy.bits else []
    if QUOTED in policy.bits:
        for start, end in quotations(text):
            told += [(start, QUOTED, "a quotation begins"), (end - 1, QUOTED, "a quotation ends")]
    found = []
    for start, kind, says in told:
        at, to = folded_place(folded, start, start + 1)
        found.append(_computed(kind, says, policy, span=(start, start + 1), at=at, to=to))
    return found


def folded_place(folded: Folded, start: int, end: int) -> tuple[int, int]:
    """Return the folded characters that stood within [start, end) of the original."""
    at = bisect_left(folded.starts, start)
    return at, max(at, bisect_left(folded.starts, end, at))


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
