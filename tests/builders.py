"""Records and small policies like any other; a test says only what it is about.

The terms are about a trade that does not exist ("zorn", "flum"), so that no test hangs on what
the shipped lexicons say today. All people are invented; the numbers are Ofcom's for drama.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa

from breakwater.detect.student import features
from breakwater.policy.load import folded, spelling_of
from breakwater.records import Contact, ContactKind, Finding, Hurdle, Platform, Post, Proposal, Reason
from breakwater.records.learned import BUCKETS, Calibration, Learned, ReaderClass, Student, Vote
from breakwater.records.policy import (
    AccountRule,
    AccountWeights,
    Currencies,
    HurdleRules,
    Kind,
    LanguageMarks,
    Policy,
    ProtectedKind,
    RawPattern,
    Rule,
    Tactic,
    Term,
    Thresholds,
)
from breakwater.text.fold import fold

DRAMA = "+44 7700 900123"


def a_post(text: str = "zorn tonight", **changes: object) -> Post:
    """A post like any other."""
    told = {"id": "p1", "platform": Platform.TIKTOK, "account": "a1", "text": text} | changes
    return Post(**told)  # type: ignore[arg-type]


def a_kind(name: str, *, wakes: bool = False, weight: float = 0.0) -> Kind:
    return Kind(name=name, says=f"is {name}", wakes=wakes, weight=weight)


def a_rule(*groups: str, unless: Iterable[str] = ()) -> Rule:
    """A rule as the files write it: "act|mode" is one of the two."""
    return Rule(all=tuple(tuple(group.split("|")) for group in groups), unless=tuple(unless))


def a_hurdle(name: str, *rules: Rule) -> HurdleRules:
    return HurdleRules(name=name, asks=f"is there {name}?", rules=rules)


def a_protected_kind(name: str, *rules: Rule) -> ProtectedKind:
    return ProtectedKind(name=name, says=f"is {name}", rules=rules)


def a_term(
    *text: str,
    kinds: Iterable[str] = ("act",),
    weight: float = 0.25,
    tactic: str = "",
    means: str = "",
    place: str = "",
    clitics: Iterable[str] = (),
    endings: Mapping[str, Iterable[str]] | None = None,
) -> Term:
    """A term with these spellings; it means its first one. `endings` are those of patterns, folded."""
    heads = frozenset(map(folded, clitics))
    spelled = dict.fromkeys(spelling_of(one, clitics=bool(heads)) for one in text)
    ends = {pattern: frozenset(held) for pattern, held in (endings or {}).items()}
    return Term(
        id=f"test#{text[0]}", lang="en", spellings=tuple(spelled), says=means or text[0], kinds=tuple(kinds),
        tactic=tactic, weight=weight, source="the tests", clitics=heads, endings=ends, place=place,
    )  # fmt: skip


def a_raw_pattern(
    expression: str, *, kinds: Iterable[str] = ("act",), weight: float = 0.25, tactic: str = ""
) -> RawPattern:
    """A raw pattern that means its own expression."""
    return RawPattern(
        id=f"test#{expression}", expression=expression, says=expression, kinds=tuple(kinds), tactic=tactic,
        weight=weight, source="the tests",
    )  # fmt: skip


def an_account_rule(*tactics: str, least: int = 2, **changes: object) -> AccountRule:
    """A rule about posts by these tactics; without any, about posts that were moderated before."""
    told: dict[str, object] = {
        "name": "often", "says": "often", "least": least, "weight": 0.2, "proposal": Proposal.REFER,
        "tactics": frozenset(tactics), "same_as_moderated": not tactics,
    }  # fmt: skip
    return AccountRule(**told | changes)  # type: ignore[arg-type]


def a_place(*names: str, code: str) -> Term:
    return a_term(*names, kinds=["place"], weight=0.03, means=code, place=code)


KINDS = (
    a_kind("act", wakes=True),
    a_kind("irregular", wakes=True),
    a_kind("voice"),
    a_kind("offer"),
    a_kind("price"),
    a_kind("place"),
    a_kind("contact", weight=0.12),
    a_kind("amount", weight=0.1),
    a_kind("route", weight=0.12),
    a_kind("heading", weight=0.08),
    a_kind("report"),
    a_kind("seeker"),
)
WAKES = (a_rule("offer", "price", "place"),)
HURDLES = (
    a_hurdle("offer", a_rule("act|irregular", "offer|price|amount|contact|voice")),
    a_hurdle("provider", a_rule("voice|contact")),
    a_hurdle("unlawful", a_rule("irregular"), a_rule("act", "route|heading")),
)
PROTECTED = (
    a_protected_kind("news", a_rule("report")),
    a_protected_kind("question", a_rule("seeker", unless=["irregular"])),
)
TERMS = (
    a_term("zorn*", weight=0.25, tactic="C-ZORN"),
    a_term("zorn ride", weight=0.3, tactic="C-ZORN"),
    a_term("no flum needed", "بدون فلوم", kinds=["irregular"], weight=0.25, tactic="C-FLUM"),
    a_term("we bring you", "میبریم تان", kinds=["voice"], weight=0.12),
    a_term("seats left", "🚤", kinds=["offer"], weight=0.1),
    a_term("half price", kinds=["price"], weight=0.1, tactic="PRICE"),
    a_term("the court heard", kinds=["report"], weight=-0.4),
    a_term("who knows a way", "?", kinds=["seeker"], weight=-0.2),
    a_place("Zedland", "🇿🇲", code="ZM"),
    a_place("Yland", "یستان", code="YE"),
    a_place("Xtown", code="XK"),
)
TACTICS = tuple(Tactic(code=code, says=f"by {code}") for code in ("C-ZORN", "C-FLUM", "PRICE"))
THRESHOLDS = Thresholds(refer_at=0.5, look_at=0.25, look_hurdles=2, passage=700, repeated=0.5)
ACCOUNT = AccountWeights(
    strongest=0.75, repeated_each=0.05, repeated_most=0.15, same_text=0.05, shared_contact=0.1,
    catalogue=0.05, catalogue_least=3, protected_share=0.5,
)  # fmt: skip
CURRENCIES = Currencies((("EUR", ("€", "eur", "euro", "يورو")), ("GBP", ("£", "pound", "pounds"))))
CONNECTORS = frozenset(map(folded, ["", "to", "→", "به"]))

ADVERT = f"We bring you, zorn ride Zedland to Yland, no flum needed, seats left, {DRAMA}"


def a_policy(*terms: Term, **changes: object) -> Policy:
    """A small policy with these terms (or TERMS); equal policies have equal digests."""
    told: dict[str, object] = {
        "name": "the tests'", "version": "1", "kinds": KINDS, "terms": terms or TERMS, "wakes": WAKES,
        "hurdles": HURDLES, "protected": PROTECTED, "tactics": TACTICS,
        "clauses": (), "thresholds": THRESHOLDS, "account": ACCOUNT, "currencies": CURRENCIES,
        "connectors": CONNECTORS, "headings": frozenset({"to", "towards"}), "languages": (),
    }  # fmt: skip
    told |= changes
    shown = repr({**told, "currencies": told["currencies"].words})  # type: ignore[attr-defined]
    ordered = "".join(sorted(shown))  # frozensets have no order
    return Policy(digest=hashlib.sha256(f"{ordered}{told['terms']}".encode()).hexdigest(), **told)  # type: ignore[arg-type]


CLASSES = (
    ReaderClass(name="C-ZORN", says="by C-ZORN", tactic="C-ZORN"),
    ReaderClass(name="question", says="a question", hurdles=frozenset({"unlawful"}), protects="question"),
    ReaderClass(name="talk", says="talk", apart=True),
)


def a_student(told: Mapping[str, str] | None = None, *, waking_bias: float = -1.0) -> Student:
    """A student that was told which texts are of which class: their features speak for it."""
    waking, telling = bytearray(b"\x80" * BUCKETS), bytearray(b"\x80" * (BUCKETS * len(CLASSES)))
    for text, name in ({"zorn ride": "C-ZORN", "who knows": "question"} if told is None else told).items():
        number = [held.name for held in CLASSES].index(name)
        for _, bucket in features(fold(text).text):
            waking[bucket] = 128 + (20 if CLASSES[number].tactic else -20)
            telling[bucket * len(CLASSES) + number] = 128 + 40
    return Student(
        waking=bytes(waking), waking_scale=0.05, waking_bias=waking_bias,
        telling=bytes(telling), telling_scale=0.05, telling_bias=(0.0, 0.0, 0.5), margin=-0.2, margin_asked=-0.4,
    )  # fmt: skip


def a_learned(student: Student | None = None, **changes: object) -> Learned:
    """Learned readers like any other."""
    told: dict[str, object] = {
        "version": "1", "classes": CLASSES, "student": student or a_student(), "prevalence": 0.5,
        "calibrations": (
            Calibration(start=-1.0, point=4.0, votes={"student": 0.5}, refer_at=0.5, look_at=0.25),
            Calibration(start=-1.5, point=3.0, votes={"student": 0.25, "meaning": 0.75}, refer_at=0.5, look_at=0.25),
        ),
        "hurdle_at": 0.5, "protect_at": 0.5, "overrule_at": 0.9, "ask_points": 0.2, "ask_log_odds": -2.0, "fewest_words": 1,
    }  # fmt: skip
    return Learned(**told | changes)  # type: ignore[arg-type]


def a_vote(log_odds: float = 2.0, *, reader: str = "student", **changes: object) -> Vote:
    """A vote like any other: what it believes fits its log-odds."""
    share = 1 / (1 + math.exp(-log_odds))
    told = {"version": "1", "shares": (share, (1 - share) / 2, (1 - share) / 2)} | changes
    return Vote(reader=reader, log_odds=log_odds, **told)  # type: ignore[arg-type]


def some_marks(
    lang: str, *words: str, over: Iterable[str] = (), least: int = 2, share: float = 0.2
) -> LanguageMarks:
    return LanguageMarks(
        lang=lang, words=frozenset(map(folded, words)), over=tuple(over), least=least, share=share
    )


def a_contact(
    value: str = "+447700900123", *, kind: ContactKind = ContactKind.PHONE, start: int = 0
) -> Contact:
    return Contact(kind=kind, value=value, quote=value, start=start, end=start + len(value))


def a_reason(kind: str = "act", *, says: str = "zorn", weight: float = 0.3, quote: str = "zorn") -> Reason:
    return Reason(
        kind=kind,
        tactic="C-ZORN",
        says=says,
        quote=quote,
        start=0,
        end=len(quote),
        weight=weight,
        source="tests",
    )


def a_finding(
    proposal: Proposal = Proposal.REFER, *, score: float = 0.6, id: str = "p1", **changes: object
) -> Finding:
    """A finding like any other: one reason, which answers every hurdle."""
    told: dict[str, object] = {
        "id": id, "platform": "tiktok", "account": "a1", "lang": "en", "score": score, "proposal": proposal,
        "tactics": ("C-ZORN",), "reasons": (a_reason(weight=score),),
        "hurdles": tuple(Hurdle(name=hurdle.name, reasons=(0,)) for hurdle in HURDLES),
    }  # fmt: skip
    return Finding(**told | changes)  # type: ignore[arg-type]


def texts_batch(texts: Iterable[str]) -> pa.RecordBatch:
    """Posts with these texts, each of its own account."""
    held = list(texts)
    names = [str(number) for number in range(len(held))]
    columns = {"id": names, "platform": ["tiktok"] * len(held), "account": names, "text": held}
    return pa.record_batch({name: pa.array(values, pa.string()) for name, values in columns.items()})


# --- policies as folders

POLICY_FILES: Mapping[str, str] = {
    "policy.toml": """
name = "the tests'"
version = "1"

[thresholds]
refer_at = 0.5
look_at = 0.25
look_hurdles = 2
passage = 700
repeated = 0.5
""",
    "kinds.toml": "\n".join(
        f'[[kind]]\nname = "{kind.name}"\nsays = "is {kind.name}"\nwakes = {str(kind.wakes).lower()}\n'
        f"weight = {kind.weight}\n"
        for kind in KINDS
    ),
    "hurdles.toml": """
[[hurdle]]
name = "offer"
asks = "Is there an offer?"
rule = [{ all = ["act|irregular", "offer|price|amount|contact|voice"] }]

[[hurdle]]
name = "provider"
asks = "Is it the provider's?"
rule = [{ all = ["voice|contact"] }]

[[hurdle]]
name = "unlawful"
asks = "Is it unlawful?"
rule = [{ all = ["irregular"] }, { all = ["act", "route|heading"] }]
""",
    "protected.toml": """
[[protected]]
name = "news"
says = "news"
rule = [{ all = ["report"] }]
""",
    "tactics.toml": """
tactic = [
    { code = "C-ZORN", says = "by zorn" },
    { code = "C-FLUM", says = "by flum" },
]
""",
    "currencies.toml": 'currency = [{ code = "EUR", words = ["€", "euro"] }]\n',
    "languages.toml": '[[language]]\ncode = "ar"\nclitics = ["و", "ب", "ال"]\n',
    "lexicon/en/zorn.toml": """
lang = "en"

[[term]]
text = ["zorn*", "zorn ride"]
means = "the zorn"
kinds = ["act"]
tactic = "C-ZORN"
weight = 0.25
source = "the tests"
yes = ["ZORN tonight"]
no = ["a thorn"]

[[term]]
text = ["no flum needed"]
means = "without a flum"
kinds = ["irregular"]
tactic = "C-FLUM"
weight = 0.25
source = "the tests"
yes = ["No flum needed!"]
no = ["a flum is needed"]

[[term]]
text = ["we bring you"]
means = "the provider speaks"
kinds = ["voice"]
weight = 0.12
source = "the tests"
yes = ["We bring you"]
no = ["we bring it"]

[[term]]
text = ["the court heard"]
means = "reported"
kinds = ["report"]
weight = -0.4
source = "the tests"
yes = ["the court heard"]
no = ["the court"]
""",
}


def write_policy(folder: Path, files: Mapping[str, str | None] | None = None) -> Path:
    """Write a small policy with some files changed (None: left out); return its folder."""
    for name, content in {**POLICY_FILES, **(files or {})}.items():
        path = folder / name
        if content is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
    return folder


def a_row(number: int = 1, **changes: object) -> dict[str, object]:
    """A row of the plain table."""
    return {"id": f"p{number}", "platform": "tiktok", "account": f"a{number}", "text": ADVERT, **changes}


def ndjson(*rows: object) -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)
