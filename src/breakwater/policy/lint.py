"""Is a policy as good as it claims? Every example is tried, every repetition told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from breakwater.detect.raw import compile_raw
from breakwater.detect.terms import TermIndex
from breakwater.policy.files import line_of
from breakwater.policy.learned import READER
from breakwater.policy.load import (
    bent_parts,
    lexicons,
    load_policy,
    read_lexicon,
    spelling_of,
    terms_of,
    writings_of,
)
from breakwater.policy.patterns import PATTERNS, read_patterns
from breakwater.policy.prompt import PROMPT, load_prompt
from breakwater.policy.schema import PatternEntry, TermEntry
from breakwater.policy.variants import PLAIN, Writing
from breakwater.records.policy import Term
from breakwater.text.fold import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with a policy: where it stands, and what it is."""

    file: str
    line: int
    says: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.says}"


def lint(folder: Path) -> list[Problem]:
    """Return what is wrong with a policy that can be loaded.

    :raises PolicyError: it cannot be loaded
    """
    load_policy(folder)
    if (folder / READER / PROMPT).is_file():
        load_prompt(folder)
    writings = writings_of(folder)
    seen: dict[tuple[str, str, tuple[str, ...]], str] = {}
    problems: list[Problem] = []
    for path in lexicons(folder):
        entries = zip(read_lexicon(path).term, terms_of(path, writings), strict=True)
        for number, (entry, term) in enumerate(entries):
            made = needless(entry, writings.get(term.lang, PLAIN))
            says = [*_examples(entry, term), *_repetitions(entry, term, seen)]
            says += [f"{spelling!r} is made of {of!r} already" for spelling, of in made.items()]
            line = line_of(path, "term", number) if says else 0
            problems += [Problem(file=str(path), line=line, says=said) for said in says]
    return problems + list(_of_patterns(folder))


def needless(entry: TermEntry, writing: Writing) -> dict[str, str]:
    """Return the spellings that the clitics and endings of a language make of another one of their term.

    Of two that make each other the longer one is needless.
    """
    clitics = bool(writing.clitics)
    found: dict[str, str] = {}
    kept = dict.fromkeys(text for text in entry.text if not text.rstrip().endswith("*"))
    for spelling in sorted(kept, key=lambda text: (-len(text), text)):
        own = spelling_of(spelling, clitics=clitics)
        for other in kept:
            made = zip(own, bent_parts(other, writing), strict=False)
            parts = other.count("...") + 1
            same = spelling_of(other, clitics=clitics) == own
            if not same and len(own) == parts and all(_makes(*pair, writing) for pair in made):
                found[spelling] = other
                del kept[spelling]
                break
    return found


def _makes(own: str, by: tuple[str, frozenset[str] | None], writing: Writing) -> bool:
    """Return whether a pattern is one of the forms of another one, which is given with its endings."""
    pattern, ends = by
    at = 0
    if own[0] != " " and not own.startswith(pattern):
        heads = (head for head in writing.clitics if own.startswith(head + pattern))
        at = max(map(len, heads), default=0)
    rest = own[at:].removeprefix(pattern)
    if rest == own[at:]:
        return False
    return rest == "" if ends is None else rest.removesuffix(" ") in ends


def matches(term: Term, text: str) -> bool:
    """Return whether one of a term's spellings stands in a text."""
    return bool(TermIndex([term]).find(fold(text).text))


def _examples(entry: TermEntry, term: Term) -> Iterator[str]:
    return _tried(entry, entry.text[0], lambda text: matches(term, text))


def _of_patterns(folder: Path) -> Iterator[Problem]:
    """Yield what is wrong with the raw patterns: examples that do not hold, an expression twice."""
    path, seen = folder / PATTERNS, set[str]()
    for number, entry in enumerate(read_patterns(folder)):
        says = list(_tried(entry, entry.expression, _matcher(entry.expression)))
        if entry.expression in seen:
            says.append(f"{entry.expression!r} is a raw pattern already")
        seen.add(entry.expression)
        line = line_of(path, "pattern", number) if says else 0
        yield from (Problem(file=str(path), line=line, says=said) for said in says)


def _matcher(expression: str) -> Callable[[str], bool]:
    program = compile_raw(expression)
    return lambda text: program.search(text) is not None


def _tried(entry: TermEntry | PatternEntry, name: str, found: Callable[[str], bool]) -> Iterator[str]:
    """Yield each example that does not hold."""
    for text in entry.yes:
        if not found(text):
            yield f"{name!r} should match {text!r} and does not"
    for text in entry.no:
        if found(text):
            yield f"{name!r} should not match {text!r} and does"


def _repetitions(
    entry: TermEntry, term: Term, seen: dict[tuple[str, str, tuple[str, ...]], str]
) -> Iterator[str]:
    """Yield each spelling that says nothing new: in its own term, or in another of its kind."""
    own: set[tuple[str, ...]] = set()
    for spelling in entry.text:
        found = spelling_of(spelling, clitics=bool(term.clitics))
        if not found:
            yield f"{spelling!r} is nothing after folding"
        elif found in own:
            yield f"{spelling!r} is the same as another spelling of this term after folding"
        own.add(found)
        for kind in entry.kinds:
            other = seen.setdefault((term.lang, kind, found), term.id)
            if other != term.id:
                yield f"{spelling!r} is a {kind} term already ({other}), the same after folding"
