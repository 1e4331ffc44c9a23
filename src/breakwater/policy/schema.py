"""How is a policy written down? One struct for each TOML file; a misspelt key is an error.

Words used here: a *spelling* is written as people write it; a star at its end means that the
word may go on ("gomon*"). Every term says in English what it means, where we have it from,
and gives examples that must (`yes`) and must not (`no`) match.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct, field

from breakwater.records import Proposal

Word = Annotated[str, Meta(min_length=1, max_length=200)]
Weight = Annotated[float, Meta(ge=-1, le=1)]
Examples = Annotated[list[Word], Meta(min_length=1)]


class TermEntry(Struct, forbid_unknown_fields=True, frozen=True):
    text: Annotated[list[Word], Meta(min_length=1)]
    means: Word
    kinds: Annotated[list[Word], Meta(min_length=1)]
    weight: Weight
    source: Word
    yes: Examples
    no: Examples
    tactic: str = ""
    confirm: bool = False  # a native speaker should still confirm the meaning
    plain: list[Word] = []  # further spellings, whose words take no endings


class LexiconFile(Struct, forbid_unknown_fields=True, frozen=True):
    lang: Word
    term: list[TermEntry]


class PatternEntry(Struct, forbid_unknown_fields=True, frozen=True):
    expression: Annotated[str, Meta(min_length=1, max_length=1_000)]  # RE2, over the text as written
    means: Word
    kinds: Annotated[list[Word], Meta(min_length=1)]
    weight: Weight
    source: Word
    yes: Examples
    no: Examples
    tactic: str = ""


class PatternsFile(Struct, forbid_unknown_fields=True, frozen=True):
    pattern: list[PatternEntry]


class KindEntry(Struct, forbid_unknown_fields=True, frozen=True):
    name: Word
    says: Word
    wakes: bool = False
    weight: Weight = 0.0


class RuleEntry(Struct, forbid_unknown_fields=True, frozen=True):
    all: Annotated[list[Word], Meta(min_length=1)]  # each "a|b|c": one of them
    unless: list[Word] = []
    near: Annotated[int, Meta(ge=0, le=50)] = 0  # words from one to the next, at most; 0: anywhere
    ordered: bool = False  # and in the order of `all`
    outside: bool = False  # only what stands outside quotations is looked at


class KindsFile(Struct, forbid_unknown_fields=True, frozen=True):
    kind: list[KindEntry]
    wake: list[RuleEntry] = []  # over single words: where one holds, a text is read on


class TacticEntry(Struct, forbid_unknown_fields=True, frozen=True):
    code: Word
    says: Word


class TacticsFile(Struct, forbid_unknown_fields=True, frozen=True):
    tactic: list[TacticEntry]


class HurdleEntry(Struct, forbid_unknown_fields=True, frozen=True):
    name: Word
    asks: Word
    rule: Annotated[list[RuleEntry], Meta(min_length=1)]


class HurdlesFile(Struct, forbid_unknown_fields=True, frozen=True):
    hurdle: Annotated[list[HurdleEntry], Meta(min_length=1)]  # with none, words alone would be enough


class ProtectedEntry(Struct, forbid_unknown_fields=True, frozen=True):
    name: Word
    says: Word
    rule: Annotated[list[RuleEntry], Meta(min_length=1)]


class ProtectedFile(Struct, forbid_unknown_fields=True, frozen=True):
    protected: list[ProtectedEntry]


class PlaceEntry(Struct, forbid_unknown_fields=True, frozen=True):
    code: Word  # ISO 3166-1; a city carries its country's
    says: Word
    names: list[Word] = []


class PlacesFile(Struct, forbid_unknown_fields=True, frozen=True):
    weight: Weight
    source: Word
    locales: list[Word]  # country names in these languages come from CLDR
    ambiguous: list[Word]  # names from CLDR that are everyday words somewhere: left out
    connectors: list[str]  # what stands between the two ends of a route; "" is nothing
    headings: list[Word]  # what stands before a destination
    place: list[PlaceEntry]


class CurrencyEntry(Struct, forbid_unknown_fields=True, frozen=True):
    code: Word
    words: list[Word]


class CurrenciesFile(Struct, forbid_unknown_fields=True, frozen=True):
    currency: list[CurrencyEntry]


class EndingEntry(Struct, forbid_unknown_fields=True, frozen=True):
    add: list[str]  # what such a word takes; "" is the bare stem
    after: str = ""  # a regular expression for the end of the word as it is written; none: any word
    drop: Annotated[int, Meta(ge=0, le=4)] = 0  # letters that go before


class LanguageEntry(Struct, forbid_unknown_fields=True, frozen=True):
    code: Word
    clitics: list[Word] = []  # written onto the front of a word
    endings: list[EndingEntry] = []  # written onto the end of a spelling's last word
    shortest: Annotated[int, Meta(ge=2)] = 5  # letters of a word that takes endings
    words: list[Word] = []  # everyday words that tell this language
    over: list[Word] = []  # what the statistical reader says instead
    least: int = 2
    share: float = 0.2


class LanguagesFile(Struct, forbid_unknown_fields=True, frozen=True):
    language: list[LanguageEntry]


class ClauseEntry(Struct, forbid_unknown_fields=True, frozen=True):
    id: Word
    platform: Word
    name: Word
    says: Word
    tactics: list[Word]
    read_on: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    allows: str = ""


class ClausesFile(Struct, forbid_unknown_fields=True, frozen=True):
    clause: list[ClauseEntry]


class ThresholdEntry(Struct, forbid_unknown_fields=True, frozen=True):
    refer_at: Annotated[float, Meta(ge=0, le=1)]
    look_at: Annotated[float, Meta(ge=0, le=1)]
    look_hurdles: Annotated[int, Meta(ge=1)]
    passage: Annotated[int, Meta(ge=50)]
    repeated: Annotated[float, Meta(ge=0, le=1)]


class AccountEntry(Struct, forbid_unknown_fields=True, frozen=True):
    strongest: Weight = 0.75
    repeated_each: Weight = 0.05
    repeated_most: Weight = 0.15
    same_text: Weight = 0.05
    shared_contact: Weight = 0.10
    catalogue: Weight = 0.05
    catalogue_least: int = 3
    protected_share: Weight = 0.5
    by_posts: Proposal = Proposal.REFER
    moderated_words: Annotated[int, Meta(ge=1)] = 4


class AccountRuleEntry(Struct, forbid_unknown_fields=True, frozen=True):
    name: Word
    says: Word
    least: Annotated[int, Meta(ge=1)]
    weight: Annotated[float, Meta(gt=0, le=1)]
    proposal: Proposal = Proposal.REFER
    tactics: list[Word] = []  # either these,
    same_as_moderated: bool = False  # or this


class AccountRulesFile(Struct, forbid_unknown_fields=True, frozen=True):
    account_rule: list[AccountRuleEntry]


class PolicyFile(Struct, forbid_unknown_fields=True, frozen=True):
    name: Word
    version: Word
    thresholds: ThresholdEntry
    account: AccountEntry = AccountEntry()


class PromptFile(Struct, forbid_unknown_fields=True, frozen=True):
    """What a language model is asked; see `policy.prompt`."""

    version: Word
    system: str
    user: str


class ClassEntry(Struct, forbid_unknown_fields=True, frozen=True):
    name: Word
    says: Word
    hurdles: list[Word] = []
    protects: str = ""
    apart: bool = False  # has nothing to do with the matter


class ProposedEntry(Struct, forbid_unknown_fields=True, frozen=True):
    readers: Annotated[list[Word], Meta(min_length=1)]
    refer_at: Annotated[float, Meta(ge=0, le=1)]
    look_at: Annotated[float, Meta(ge=0, le=1)]


class ReaderFile(Struct, forbid_unknown_fields=True, frozen=True):
    version: Word
    hurdle_at: Annotated[float, Meta(ge=0, le=1)]
    protect_at: Annotated[float, Meta(ge=0, le=1)]
    overrule_at: Annotated[float, Meta(ge=0)]
    ask_points: float
    ask_log_odds: float
    margin: float
    margin_asked: float
    fewest_words: Annotated[int, Meta(ge=1)]
    proposed: Annotated[list[ProposedEntry], Meta(min_length=1)]
    class_: Annotated[list[ClassEntry], Meta(min_length=1)] = field(name="class")


class CalibrationEntry(Struct, forbid_unknown_fields=True, frozen=True):
    start: float
    point: float
    votes: dict[str, float]


class LearnedFile(Struct, forbid_unknown_fields=True, frozen=True):
    """What `make train` writes beside the weights."""

    prevalence: Annotated[float, Meta(gt=0, lt=1)]
    classes: Annotated[list[Word], Meta(min_length=2)]
    waking_scale: float
    waking_bias: float
    telling_scale: float
    telling_bias: list[float]
    calibration: Annotated[list[CalibrationEntry], Meta(min_length=1)]
