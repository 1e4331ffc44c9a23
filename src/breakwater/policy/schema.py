"""How is a policy written down? One struct for each TOML file; a misspelt key is an error.

Words used here: a *spelling* is written as people write it; a star at its end means that the
word may go on ("gomon*"). Every term says in English what it means, where we have it from,
and gives examples that must (`yes`) and must not (`no`) match.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

Word = Annotated[str, Meta(min_length=1, max_length=200)]
Weight = Annotated[float, Meta(ge=-1, le=1)]
Examples = Annotated[list[Word], Meta(min_length=1)]


class _File(Struct, forbid_unknown_fields=True, frozen=True):
    """A part of a policy file; keys that nobody knows are refused."""


class TermEntry(_File):
    text: Annotated[list[Word], Meta(min_length=1)]
    means: Word
    kinds: Annotated[list[Word], Meta(min_length=1)]
    weight: Weight
    source: Word
    yes: Examples
    no: Examples
    tactic: str = ""
    confirm: bool = False  # a native speaker should still confirm the meaning


class LexiconFile(_File):
    lang: Word
    term: list[TermEntry]


class KindEntry(_File):
    name: Word
    says: Word
    wakes: bool = False
    weight: Weight = 0.0


class KindsFile(_File):
    kind: list[KindEntry]


class TacticEntry(_File):
    code: Word
    says: Word


class TacticsFile(_File):
    tactic: list[TacticEntry]


class RuleEntry(_File):
    all: Annotated[list[Word], Meta(min_length=1)]  # each "a|b|c": one of them
    unless: list[Word] = []


class HurdleEntry(_File):
    name: Word
    asks: Word
    rule: Annotated[list[RuleEntry], Meta(min_length=1)]


class HurdlesFile(_File):
    hurdle: list[HurdleEntry]


class ProtectedEntry(_File):
    name: Word
    says: Word
    rule: Annotated[list[RuleEntry], Meta(min_length=1)]


class ProtectedFile(_File):
    protected: list[ProtectedEntry]


class PlaceEntry(_File):
    code: Word  # ISO 3166-1; a city carries its country's
    says: Word
    names: list[Word] = []


class PlacesFile(_File):
    weight: Weight
    source: Word
    locales: list[Word]  # country names in these languages come from CLDR
    ambiguous: list[Word]  # names from CLDR that are everyday words somewhere: left out
    connectors: list[str]  # what stands between the two ends of a route; "" is nothing
    headings: list[Word]  # what stands before a destination
    place: list[PlaceEntry]


class CurrencyEntry(_File):
    code: Word
    words: list[Word]


class CurrenciesFile(_File):
    currency: list[CurrencyEntry]


class LanguageEntry(_File):
    code: Word
    clitics: list[Word] = []  # written onto the front of a word
    words: list[Word] = []  # everyday words that tell this language
    over: list[Word] = []  # what the statistical reader says instead
    least: int = 2
    share: float = 0.2


class LanguagesFile(_File):
    language: list[LanguageEntry]


class ClauseEntry(_File):
    id: Word
    platform: Word
    name: Word
    says: Word
    tactics: list[Word]
    read_on: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    allows: str = ""


class ClausesFile(_File):
    clause: list[ClauseEntry]


class ThresholdEntry(_File):
    refer_at: Annotated[float, Meta(ge=0, le=1)]
    look_at: Annotated[float, Meta(ge=0, le=1)]
    look_hurdles: Annotated[int, Meta(ge=1)]
    passage: Annotated[int, Meta(ge=50)]
    repeated: Annotated[float, Meta(ge=0, le=1)]


class AccountEntry(_File):
    strongest: Weight = 0.75
    repeated_each: Weight = 0.05
    repeated_most: Weight = 0.15
    same_text: Weight = 0.05
    shared_contact: Weight = 0.10
    catalogue: Weight = 0.05
    catalogue_least: int = 3
    protected_share: Weight = 0.5


class PolicyFile(_File):
    name: Word
    version: Word
    thresholds: ThresholdEntry
    account: AccountEntry = AccountEntry()
