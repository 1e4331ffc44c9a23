"""Is a policy as good as it claims? Every example is tried, every repetition told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from breakwater.policy.load import lexicons, line_of, load_policy, patterns, read_file, read_lexicon
from breakwater.policy.schema import LanguagesFile, LexiconFile, TermEntry
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
    clitics = _clitics(folder)
    seen: dict[tuple[str, str, str], str] = {}
    problems: list[Problem] = []
    for path in lexicons(folder):
        read = read_lexicon(path)
        for number, entry in enumerate(read.term):
            says = [*_examples(read, entry, clitics), *_repetitions(read, entry, path, seen)]
            line = line_of(path, "term", number)
            problems += [Problem(file=str(path), line=line, says=said) for said in says]
    return problems


def matches(entry: TermEntry, text: str, clitics: tuple[str, ...] = ()) -> bool:
    """Return whether one of a term's spellings stands in a text."""
    words = fold(text).text
    return any(pattern in words for spelling in entry.text for pattern in patterns(spelling, clitics))


def _clitics(folder: Path) -> dict[str, tuple[str, ...]]:
    path = folder / "languages.toml"
    if not path.is_file():
        return {}
    return {entry.code: tuple(entry.clitics) for entry in read_file(path, LanguagesFile).language}


def _examples(read: LexiconFile, entry: TermEntry, clitics: dict[str, tuple[str, ...]]) -> Iterator[str]:
    heads = tuple(fold(head).text.strip() for head in clitics.get(read.lang, ()))
    for text in entry.yes:
        if not matches(entry, text, heads):
            yield f"{entry.text[0]!r} should match {text!r} and does not"
    for text in entry.no:
        if matches(entry, text, heads):
            yield f"{entry.text[0]!r} should not match {text!r} and does"


def _repetitions(
    read: LexiconFile, entry: TermEntry, path: Path, seen: dict[tuple[str, str, str], str]
) -> Iterator[str]:
    own: set[str] = set()
    for spelling in entry.text:
        found = patterns(spelling)
        if not found:
            yield f"{spelling!r} is nothing after folding"
            continue
        if found[0] in own:
            yield f"{spelling!r} is the same as another spelling of this term after folding"
        own.add(found[0])
        for kind in entry.kinds:
            key = (read.lang, kind, found[0])
            if key in seen and seen[key] != f"{path}{entry.means}":
                yield f"{spelling!r} is a {kind} term already, the same after folding"
            seen[key] = f"{path}{entry.means}"
