"""How else is a word written that a term lists once? By the endings of its language.

A lexicon lists a word in its plain form; `languages.toml` says how that language bends it: plural,
case, article, possession. A rule looks at the word as it is written (vowel harmony needs the
letters that folding loses) and gives endings; the forms are folded like any other spelling.

    {after = "[aıou][^aeıioöuü]*", add = ["lar", "ları"]}   # Turkish: pasaport, pasaportlar
    {after = "а", drop = 1, add = ["ы", "у", "ой"]}         # Russian: виза, визы

In Ethiopic script a vowel that is added melts into the syllable before it: ፓስፖርት and ኦች are ፓስፖርቶች.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from os.path import commonprefix
from unicodedata import category

from breakwater.policy.schema import LanguageEntry
from breakwater.text.fold import fold

MOST = 400  # endings of one language, most of them for some of its words only

_ETHIOPIC = range(0x1200, 0x1358)  # syllables in rows of eight, one row a consonant
_GLOTTAL = range(0x12A0, 0x12A8)  # the row that stands for a vowel alone


@dataclass(frozen=True, slots=True)
class Ending:
    """One rule of a language: words that end so (None: any), less `drop` letters, take what is added."""

    after: re.Pattern[str] | None
    drop: int
    add: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Writing:
    """How a language writes a word with what belongs to it: clitics on its front, endings on its back."""

    clitics: frozenset[str] = frozenset()
    endings: tuple[Ending, ...] = ()
    shortest: int = 5  # letters that a word must have to be bent: shorter ones meet other words


PLAIN = Writing()


def writing_of(entry: LanguageEntry) -> Writing:
    """Return the rules of a language as the file has them.

    :raises ValueError: an `after` is no regular expression, or there are more endings than MOST
    """
    if sum(len(rule.add) for rule in entry.endings) > MOST:
        raise ValueError(f"{entry.code} has more than {MOST} endings")
    try:
        endings = tuple(
            Ending(re.compile(f"(?:{rule.after})$") if rule.after else None, rule.drop, tuple(rule.add))
            for rule in entry.endings
        )
    except re.error as error:
        raise ValueError(f"{error.pattern!r}: {error}") from None
    return Writing(frozenset(map(_folded, entry.clitics)), endings, entry.shortest)


def forms(word: str, writing: Writing) -> frozenset[str]:
    """Return every folded form of a word as it is written, its own among them."""
    own = _folded(word)
    written = word.lower()
    if len(own) < writing.shortest or not all(category(letter)[0] in "LM" for letter in own):
        return frozenset({own})
    found = {own}
    for rule in writing.endings:
        if rule.after is None or rule.after.search(written):
            stem = own[: len(own) - rule.drop]
            found.update(_joined(stem, ending) for ending in rule.add)
    return frozenset(found)


def bent(pattern: str, written: str, writing: Writing) -> tuple[str, frozenset[str] | None]:
    """Return the pattern of a spelling without the end of its last word, and the ends that it may have.

    A pattern whose last word has no other form stays as it is (None).
    """
    last = written.rsplit(maxsplit=1)[-1] if written.split() else ""
    word = pattern.rstrip().rpartition(" ")[2]
    if not pattern.endswith(" ") or _folded(last) != word:
        return pattern, None  # the last word has a star or was written apart by folding
    found = forms(last, writing)
    if len(found) == 1:
        return pattern, None
    stem = commonprefix(sorted(found))  # noqa: RUF071, words and not paths
    return pattern[: len(pattern) - len(word) - 1] + stem, frozenset(form[len(stem) :] for form in found)


def _joined(stem: str, ending: str) -> str:
    if stem and ending and ord(stem[-1]) in _ETHIOPIC and ord(ending[0]) in _GLOTTAL:
        return stem[:-1] + chr((ord(stem[-1]) & ~7) | (ord(ending[0]) & 7)) + ending[1:]
    return stem + _folded(ending)


def _folded(words: str) -> str:
    return fold(words).text.strip()
