"""What is being looked for? A policy as the readers use it: loaded, checked, frozen.

Nothing here knows a word of any language or a tactic of any crime: kinds of evidence, terms,
hurdles, protected kinds and thresholds are data (`policy/data`), so that another community
can run the same readers with its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import NamedTuple

from breakwater.records.finding import Proposal
from breakwater.records.learned import Learned

# Kinds of evidence that the readers find by themselves, not by a term.
CONTACT, AMOUNT, ROUTE, HEADING, PLACE = "contact", "amount", "route", "heading", "place"
QUOTED, ASKED = "quoted", "asked"
COMPUTED_KINDS = (CONTACT, AMOUNT, ROUTE, HEADING, QUOTED, ASKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of evidence. `wakes`: its terms alone make a text worth reading further.

    `weight` is the default weight of what the readers find by themselves.
    """

    name: str
    says: str
    wakes: bool
    weight: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Words that are evidence, in every folded spelling.

    A spelling is one pattern, or several that follow each other with few words between. A pattern
    is folded text with its word boundaries as spaces: " speed boat " is two whole words, " gomon"
    (no space behind) a word that begins so, and "تهریب " (no space before) a word that may have one
    of the term's `clitics` written onto its front. Where a pattern is in `endings`, its last word ends in
    one of these: " виз" in "а", "ы", "ой".
    """

    id: str
    lang: str
    spellings: tuple[tuple[str, ...], ...]
    says: str
    kinds: tuple[str, ...]
    tactic: str
    weight: float
    source: str
    clitics: frozenset[str] = frozenset()
    endings: dict[str, frozenset[str]] = field(default_factory=dict)
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPattern:
    """An RE2 expression that is evidence where it matches a text as it was written, unfolded."""

    id: str
    expression: str
    says: str
    kinds: tuple[str, ...]
    tactic: str
    weight: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Holds where of each group in `all` one kind, and of `unless` no kind, is in a passage.

    `near`: with at most so many words from one to the next (0: anywhere), in the order of the groups if
    `ordered`. `outside`: only what stands outside quotations is looked at.
    """

    all: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...] = ()
    near: int = 0
    ordered: bool = False
    outside: bool = False

    def kinds(self) -> frozenset[str]:
        """Return every kind that the rule names."""
        return frozenset(kind for group in (*self.all, self.unless) for kind in group)


class Test(NamedTuple):
    """A rule over kinds as bits (`Policy.bits`): asked dozens of times for every text read on."""

    groups: tuple[int, ...]
    unless: int
    counted: int  # the kinds whose evidence answers for the rule
    near: int = 0
    ordered: bool = False
    outside: bool = False

    @property
    def placed(self) -> bool:
        """Whether it also matters where the evidence stands (`detect.placed`)."""
        return bool(self.near) or self.outside

    def holds(self, kinds: int) -> bool:
        """Return whether the rule holds for the kinds of evidence found together.

        Necessary, and enough where the rule is not `placed`.
        """
        for group in self.groups:
            if not kinds & group:
                return False
        return self.outside or not kinds & self.unless


@dataclass(frozen=True, slots=True, kw_only=True)
class HurdleRules:
    """One hurdle: met where one of its rules holds."""

    name: str
    asks: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectedKind:
    """A kind of text that must never be proposed for referral."""

    name: str
    says: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tactic:
    """One way in which the promotion is done."""

    code: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause of a platform's rules, in our own words."""

    id: str
    platform: str
    name: str
    says: str
    tactics: tuple[str, ...]
    read_on: str
    allows: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Where a score becomes a proposal, and how far evidence may stand apart.

    `refer_at`, `look_at`: scores in 0..1. `look_hurdles`: so many hurdles, or more, make a
    `look`. `passage` counts folded characters: evidence further apart is not read together.
    `repeated`: what each further reason of one kind keeps of its weight.
    """

    refer_at: float
    look_at: float
    look_hurdles: int
    passage: int
    repeated: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountWeights:
    """What the texts of one account add up to: the most that each part adds to a score in 0..1.

    `strongest`: share of the strongest text's score. `repeated_each`, `repeated_most`: for further
    proposed posts. `same_text`: the same words again. `shared_contact`: a contact point of other
    accounts too. `catalogue`: `catalogue_least` or more routes, sums or tactics. From
    `protected_share` of protected posts on (0..1), an account is not proposed for referral.
    `by_posts`: the most that posts alone propose for their account; its rules may propose more.
    `moderated_words`: a moderated text of fewer words proves nothing when it is posted again.
    """

    strongest: float
    repeated_each: float
    repeated_most: float
    same_text: float
    shared_contact: float
    catalogue: float
    catalogue_least: int
    protected_share: float
    by_posts: Proposal = Proposal.REFER
    moderated_words: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRule:
    """What an account is proposed for: `least` posts or more that are of one sort.

    That sort is either: proposed for referral by one of the `tactics`; or, if `same_as_moderated`,
    the same after folding as a text that was moderated before.
    """

    name: str
    says: str
    least: int
    weight: float
    proposal: Proposal
    tactics: frozenset[str] = frozenset()
    same_as_moderated: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Currencies:
    """How sums of money are written: pairs of an ISO 4217 code and its words and signs.

    Compared and hashed as the object that it is, so that readers can keep what they build from it.
    """

    words: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageMarks:
    """Words by which a language is told that the statistical reader does not know.

    `over` names the languages the reader gives instead (none: any); the marks must make up at least
    `share` of the words, and be `least` or more.
    """

    lang: str
    words: frozenset[str]
    over: tuple[str, ...]
    least: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """All that is looked for. Equal digests mean equal policies."""

    name: str
    version: str
    digest: str
    kinds: tuple[Kind, ...]
    terms: tuple[Term, ...]
    wakes: tuple[Rule, ...]  # over the kinds of single words: where one holds, a text is read on
    hurdles: tuple[HurdleRules, ...]
    protected: tuple[ProtectedKind, ...]
    tactics: tuple[Tactic, ...]
    clauses: tuple[Clause, ...]
    thresholds: Thresholds
    account: AccountWeights
    currencies: Currencies
    connectors: frozenset[str]
    headings: frozenset[str]
    languages: tuple[LanguageMarks, ...]
    learned: Learned | None = None  # none: terms alone decide
    raw: tuple[RawPattern, ...] = ()
    account_rules: tuple[AccountRule, ...] = ()
    weights: dict[str, float] = field(init=False)  # of each kind that the readers find by themselves
    bits: dict[str, int] = field(init=False)  # of each kind: a bit of its own
    term_bits: tuple[int, ...] = field(init=False)  # of each term: the bits of its kinds
    raw_bits: tuple[int, ...] = field(init=False)  # of each raw pattern: the bits of its kinds
    waking: tuple[bool, ...] = field(init=False)  # of each term: does it wake the reader
    raw_waking: tuple[bool, ...] = field(init=False)
    wake_tests: tuple[Test, ...] = field(init=False)
    hurdle_tests: tuple[tuple[Test, ...], ...] = field(init=False)
    protected_tests: tuple[tuple[Test, ...], ...] = field(init=False)
    protecting: int = field(init=False)  # the kinds without which nothing is protected

    def __post_init__(self) -> None:
        bits = {kind.name: 1 << number for number, kind in enumerate(self.kinds)}
        waking = self._mask((kind.name for kind in self.kinds if kind.wakes), bits)
        term_bits = tuple(self._mask(term.kinds, bits) for term in self.terms)
        raw_bits = tuple(self._mask(pattern.kinds, bits) for pattern in self.raw)
        protected = tuple(self._tests(kind.rules, bits) for kind in self.protected)
        derived: dict[str, object] = {
            "weights": {kind.name: kind.weight for kind in self.kinds},
            "bits": bits,
            "term_bits": term_bits,
            "raw_bits": raw_bits,
            "waking": tuple(bool(kinds & waking) for kinds in term_bits),
            "raw_waking": tuple(bool(kinds & waking) for kinds in raw_bits),
            "wake_tests": self._tests(self.wakes, bits),
            "hurdle_tests": tuple(self._tests(hurdle.rules, bits) for hurdle in self.hurdles),
            "protected_tests": protected,
            "protecting": reduce(or_, (test.counted for tests in protected for test in tests), 0),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    @staticmethod
    def _mask(kinds: Iterable[str], bits: dict[str, int]) -> int:
        return reduce(or_, (bits.get(kind, 0) for kind in kinds), 0)

    @classmethod
    def _tests(cls, rules: Iterable[Rule], bits: dict[str, int]) -> tuple[Test, ...]:
        return tuple(cls._test(rule, bits) for rule in rules)

    @classmethod
    def _test(cls, rule: Rule, bits: dict[str, int]) -> Test:
        groups = tuple(cls._mask(group, bits) for group in rule.all)
        counted = reduce(or_, groups, 0)
        return Test(groups, cls._mask(rule.unless, bits), counted, rule.near, rule.ordered, rule.outside)
