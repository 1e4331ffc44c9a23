"""How do policy files become a policy?

A policy is a folder: `policy.toml`, one file each for kinds, tactics, hurdles, protected kinds,
places, currencies, languages, clauses, raw patterns and account rules, and any number of lexicon
files below `lexicon/`.
All but `policy.toml`, `kinds.toml` and `hurdles.toml` may be missing. What a file says wrong is
a PolicyError with file, line and field.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
from babel import Locale

from breakwater.errors import PolicyError
from breakwater.policy import learned as learned_module
from breakwater.policy import patterns as patterns_module
from breakwater.policy import schema, variants
from breakwater.policy.files import line_of, optional_file, read_file
from breakwater.policy.kept import kept
from breakwater.policy.learned import READER, load_learned
from breakwater.policy.patterns import load_patterns
from breakwater.policy.variants import PLAIN, Writing, bent, writing_of
from breakwater.records import learned as learned_records
from breakwater.records import policy as policy_records
from breakwater.records.policy import (
    PLACE,
    AccountRule,
    AccountWeights,
    Clause,
    Currencies,
    HurdleRules,
    Kind,
    LanguageMarks,
    Policy,
    ProtectedKind,
    Rule,
    Tactic,
    Term,
    Thresholds,
)
from breakwater.text import characters
from breakwater.text import fold as fold_module
from breakwater.text.fold import fold

SHIPPED = Path(__file__).parent / "data"


def load_policy(folder: Path = SHIPPED, *, learned: bool = True) -> Policy:
    """Return the policy in a folder, with its learned readers or the terms alone.

    :raises PolicyError: a file is missing or wrong
    """
    if not (folder / "policy.toml").is_file():
        raise PolicyError("no policy.toml in this folder", file=str(folder))
    made_by = (
        sys.modules[__name__], schema, variants, learned_module, patterns_module, characters, fold_module,
        policy_records, learned_records,
    )  # fmt: skip
    if not learned:
        return kept("terms", digest(folder), lambda: _built(folder, learned=False), by=made_by)
    return kept("policy", digest(folder), lambda: _built(folder, learned=True), by=made_by)


def _built(folder: Path, *, learned: bool) -> Policy:
    main = read_file(folder / "policy.toml", schema.PolicyFile)
    languages = optional_file(
        folder / "languages.toml", schema.LanguagesFile, schema.LanguagesFile(language=[])
    )
    writings = writings_of(folder)
    kinds = read_file(folder / "kinds.toml", schema.KindsFile)
    places = optional_file(folder / "places.toml", schema.PlacesFile, None)
    currencies = optional_file(
        folder / "currencies.toml", schema.CurrenciesFile, schema.CurrenciesFile(currency=[])
    )
    tactics = _tactics(folder)
    terms = [term for path in lexicons(folder) for term in terms_of(path, writings)]
    policy = Policy(
        name=main.name,
        version=main.version,
        digest=digest(folder) if learned else digest(folder) + "+terms",
        kinds=tuple(Kind(name=k.name, says=k.says, wakes=k.wakes, weight=k.weight) for k in kinds.kind),
        wakes=tuple(map(_rule, kinds.wake)),
        terms=(*terms, *(_places(places) if places else ())),
        hurdles=_hurdles(folder),
        protected=_protected(folder),
        tactics=tactics,
        clauses=_clauses(folder),
        thresholds=Thresholds(**msgspec.structs.asdict(main.thresholds)),
        account=AccountWeights(**msgspec.structs.asdict(main.account)),
        currencies=Currencies(tuple((entry.code, tuple(entry.words)) for entry in currencies.currency)),
        connectors=frozenset(map(folded, places.connectors if places else ())),
        headings=frozenset(map(folded, places.headings if places else ())),
        languages=tuple(_marks(entry) for entry in languages.language if entry.words),
        learned=load_learned(folder, tactics=((t.code, t.says) for t in tactics)) if learned else None,
        raw=load_patterns(folder, kinds={k.name for k in kinds.kind}, tactics={t.code for t in tactics}),
        account_rules=_account_rules(folder, {t.code for t in tactics}),
    )
    _check_names(policy, folder)
    return policy


def lexicons(folder: Path) -> list[Path]:
    """Return a policy's lexicon files in a fixed order."""
    return sorted((folder / "lexicon").glob("**/*.toml"))


def writings_of(folder: Path) -> dict[str, Writing]:
    """Return what each language writes onto the front and the back of a word.

    :raises PolicyError: an ending is wrong
    """
    path = folder / "languages.toml"
    read = optional_file(path, schema.LanguagesFile, schema.LanguagesFile(language=[]))
    found: dict[str, Writing] = {}
    for number, entry in enumerate(read.language):
        try:
            found[entry.code] = writing_of(entry)
        except ValueError as error:
            line = line_of(path, "language", number)
            raise PolicyError(str(error), file=str(path), line=line, field="endings") from None
    return found


def digest(folder: Path) -> str:
    """Return the SHA-256 of a policy's files, names and contents."""
    sums = hashlib.sha256()
    weights = (folder / READER).glob("*.npz")
    for path in sorted([*folder.glob("**/*.toml"), *weights]):
        sums.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        sums.update(path.read_bytes() + b"\0")
    return sums.hexdigest()


def folded(words: str) -> str:
    """Return words folded, without the spaces at the edges."""
    return fold(words).text.strip()


def spelling_of(written: str, *, clitics: bool = False) -> tuple[str, ...]:
    """Return the patterns of a spelling, several where "..." stands between its parts."""
    parts = tuple(pattern(part.strip(), clitics=clitics) for part in written.split("..."))
    return parts if all(parts) else ()


def pattern(spelling: str, *, clitics: bool = False) -> str:
    """Return the folded pattern of a spelling with its boundaries, or "" if nothing is left of it.

    A word that may have a clitic before it has no boundary there; emoji and figures take none.
    """
    words = folded(spelling.rstrip("*"))
    front = "" if clitics and words[:1].isalpha() else " "
    return f"{front}{words}{'' if spelling.endswith('*') else ' '}" if words else ""


def read_lexicon(path: Path) -> schema.LexiconFile:
    """Return one lexicon file as written.

    :raises PolicyError: it is wrong
    """
    return read_file(path, schema.LexiconFile)


def _hurdles(folder: Path) -> tuple[HurdleRules, ...]:
    read = read_file(folder / "hurdles.toml", schema.HurdlesFile)
    return tuple(HurdleRules(name=h.name, asks=h.asks, rules=tuple(map(_rule, h.rule))) for h in read.hurdle)


def _protected(folder: Path) -> tuple[ProtectedKind, ...]:
    read = optional_file(folder / "protected.toml", schema.ProtectedFile, schema.ProtectedFile(protected=[]))
    return tuple(
        ProtectedKind(name=p.name, says=p.says, rules=tuple(map(_rule, p.rule))) for p in read.protected
    )


def _rule(entry: schema.RuleEntry) -> Rule:
    return Rule(
        all=tuple(tuple(group.split("|")) for group in entry.all), unless=tuple(entry.unless),
        near=entry.near, ordered=entry.ordered, outside=entry.outside,
    )  # fmt: skip


def _tactics(folder: Path) -> tuple[Tactic, ...]:
    read = optional_file(folder / "tactics.toml", schema.TacticsFile, schema.TacticsFile(tactic=[]))
    return tuple(Tactic(code=t.code, says=t.says) for t in read.tactic)


def _clauses(folder: Path) -> tuple[Clause, ...]:
    read = optional_file(folder / "clauses.toml", schema.ClausesFile, schema.ClausesFile(clause=[]))
    return tuple(
        Clause(
            id=c.id, platform=c.platform, name=c.name, says=c.says, tactics=tuple(c.tactics),
            read_on=c.read_on, allows=c.allows,
        )
        for c in read.clause
    )  # fmt: skip


def _account_rules(folder: Path, tactics: set[str]) -> tuple[AccountRule, ...]:
    path = folder / "account.toml"
    read = optional_file(path, schema.AccountRulesFile, schema.AccountRulesFile(account_rule=[]))
    for number, rule in enumerate(read.account_rule):
        unknown = sorted(set(rule.tactics) - tactics)
        problem = f"{unknown[0]!r} is not declared" if unknown else ""
        if bool(rule.tactics) == rule.same_as_moderated:
            problem = (
                "a rule counts posts by tactics, or those that are same_as_moderated: name one of the two"
            )
        if problem:
            line = line_of(path, "account_rule", number)
            raise PolicyError(problem, file=str(path), line=line, field="tactics")
    return tuple(
        AccountRule(**msgspec.structs.asdict(rule) | {"tactics": frozenset(rule.tactics)})
        for rule in read.account_rule
    )


def _marks(entry: schema.LanguageEntry) -> LanguageMarks:
    return LanguageMarks(
        lang=entry.code, words=frozenset(map(folded, entry.words)), over=tuple(entry.over),
        least=entry.least, share=entry.share,
    )  # fmt: skip


def terms_of(path: Path, writings: dict[str, Writing]) -> Iterator[Term]:
    """Yield the terms of a lexicon file; `writings` say how each language bends its words."""
    read = read_lexicon(path)
    writing = writings.get(read.lang, PLAIN)
    for number, entry in enumerate(read.term):
        spellings, endings = spelled(entry, writing)
        yield Term(
            id=f"{path.parent.name}/{path.stem}#{number + 1}",
            lang=read.lang, spellings=spellings, clitics=writing.clitics, endings=endings,
            says=entry.means, kinds=tuple(entry.kinds), tactic=entry.tactic, weight=round(entry.weight, 4),
            source=entry.source,
        )  # fmt: skip


def spelled(
    entry: schema.TermEntry, writing: Writing
) -> tuple[tuple[tuple[str, ...], ...], dict[str, frozenset[str]]]:
    """Return the spellings of a term, and the endings that their patterns may have.

    Where a pattern may go on in any way, its endings say nothing more.
    """
    spellings: dict[tuple[str, ...], None] = {}
    endings: dict[str, frozenset[str]] = {}
    open_ended: set[str] = set()
    for text, bends in (*((text, True) for text in entry.text), *((text, False) for text in entry.plain)):
        parts = []
        for own, ends in bent_parts(text, writing if bends else Writing(writing.clitics)):
            if ends is not None:
                endings[own] = endings.get(own, frozenset()) | ends
            elif own and not own.endswith(" "):
                open_ended.add(own)
            parts.append(own)
        if all(parts):
            spellings[tuple(parts)] = None
    return tuple(spellings), {own: ends for own, ends in endings.items() if own not in open_ended}


def bent_parts(text: str, writing: Writing) -> list[tuple[str, frozenset[str] | None]]:
    """Return the patterns of a spelling, each with the endings that its last word may have."""
    parts = [part.strip() for part in text.split("...")]
    return [bent(pattern(part, clitics=bool(writing.clitics)), part, writing) for part in parts]


def _places(read: schema.PlacesFile) -> Iterator[Term]:
    """Yield a term for each place of the file, and one for each country: CLDR's names and its flag."""
    for number, entry in enumerate(read.place):
        spelled = dict.fromkeys(filter(None, map(pattern, entry.names)))
        yield _place(f"places#{number + 1}", tuple(spelled), entry.says, entry.code, read)
    ambiguous = set(map(folded, read.ambiguous))
    territories = [Locale.parse(locale).territories for locale in read.locales]
    for code, english in sorted(territories[0].items()):
        if len(code) == 2 and code.isalpha():
            names = dict.fromkeys(folded(t[code]) for t in territories if code in t)
            own = [f" {name} " for name in names if name and name not in ambiguous]
            yield _place(f"country#{code}", (*own, f" :{code.lower()}: "), english, code, read)


def _place(id: str, spelled: tuple[str, ...], says: str, code: str, read: schema.PlacesFile) -> Term:
    return Term(
        id=id, lang="", spellings=tuple((one,) for one in spelled), says=says, kinds=(PLACE,), tactic="",
        weight=read.weight, source=read.source, place=code,
    )  # fmt: skip


def _check_names(policy: Policy, folder: Path) -> None:
    """Raise for a kind or a tactic that is used but not declared."""
    kinds = {kind.name for kind in policy.kinds}
    tactics = {tactic.code for tactic in policy.tactics} | {""}
    rules = [(h.name, rule, "hurdles.toml") for h in policy.hurdles for rule in h.rules]
    rules += [("wake", rule, "kinds.toml") for rule in policy.wakes]
    rules += [(p.name, rule, "protected.toml") for p in policy.protected for rule in p.rules]
    if any(rule.near or rule.outside for rule in policy.wakes):
        kinds_file = str(folder / "kinds.toml")
        raise PolicyError(
            "words wake wherever they stand: no near, no outside", file=kinds_file, field="wake"
        )
    for name, rule, file in rules:
        for kind in sorted(rule.kinds() - kinds):
            raise PolicyError(f"kind {kind!r} is not in kinds.toml", file=str(folder / file), field=name)
    for path in lexicons(folder):
        for number, entry in enumerate(read_lexicon(path).term):
            for field, used, known in (("kinds", entry.kinds, kinds), ("tactic", [entry.tactic], tactics)):
                for name in used:
                    if name not in known:
                        line = line_of(path, "term", number)
                        raise PolicyError(f"{name!r} is not declared", file=str(path), line=line, field=field)
