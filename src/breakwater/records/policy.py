"""What is being looked for? A policy as the readers use it: loaded, checked, frozen.

Nothing here knows a word of any language or a tactic of any crime: kinds of evidence, terms,
hurdles, protected kinds and thresholds are data (`policy/data`), so that another community
can run the same readers with its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field

# Kinds of evidence that the readers find by themselves, not by a term.
CONTACT, AMOUNT, ROUTE, HEADING, PLACE = "contact", "amount", "route", "heading", "place"
COMPUTED_KINDS = (CONTACT, AMOUNT, ROUTE, HEADING)


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
    of the term's `clitics` written onto its front.
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
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Holds where of each group in `all` one kind, and of `unless` no kind, is in a passage."""

    all: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...] = ()
    counted: frozenset[str] = field(init=False)  # the kinds whose evidence answers for the rule

    def __post_init__(self) -> None:
        object.__setattr__(self, "counted", frozenset(kind for group in self.all for kind in group))

    def holds(self, kinds: frozenset[str]) -> bool:
        """Return whether the rule holds for the kinds of evidence found together."""
        for group in self.all:  # a plain loop: this is asked some thirty times for every text read
            if kinds.isdisjoint(group):
                return False
        return kinds.isdisjoint(self.unless)


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
    """

    strongest: float
    repeated_each: float
    repeated_most: float
    same_text: float
    shared_contact: float
    catalogue: float
    catalogue_least: int
    protected_share: float


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
    protecting: frozenset[str] = field(init=False)  # the kinds without which nothing is protected
    weights: dict[str, float] = field(init=False)  # of each kind that the readers find by themselves
    waking: tuple[bool, ...] = field(init=False)  # of each term: does it wake the reader

    def __post_init__(self) -> None:
        protecting = (rule.counted for kind in self.protected for rule in kind.rules)
        object.__setattr__(self, "protecting", frozenset().union(*protecting))
        waking = frozenset(kind.name for kind in self.kinds if kind.wakes)
        told = tuple(not waking.isdisjoint(term.kinds) for term in self.terms)
        object.__setattr__(self, "waking", told)
        object.__setattr__(self, "weights", {kind.name: kind.weight for kind in self.kinds})
