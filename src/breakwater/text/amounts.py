"""Which sums of money does a text name?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from breakwater.records.policy import Currencies
from breakwater.text.contacts import ascii_digits

# Begins with its first digit, which `re` can leap to; that no digit stands before it is asked then.
_NUMBER = re.compile(
    r"[0-9](?<![0-9][0-9])"
    r"(?:[0-9]{0,2}(?:[.,٬' ][0-9]{3}){1,2}(?:[.,][0-9]{1,2})?|[0-9]{0,6}(?:[.,٫][0-9]{1,2})?)(?![0-9])"
)
_THOUSANDS = re.compile(
    r"\s?(?:k|هزار|ألف|الف|هەزار|زره|bin|mil|mijë|mije|nghìn|ngàn|mille|thousand|тыс)(?!\w)", re.IGNORECASE
)
_NEAR = 18  # characters: no word for money is longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A sum: 3500.0 in the currency's ISO 4217 code; `start`, `end` count the original's characters."""

    value: float
    currency: str
    start: int
    end: int


def find_amounts(text: str, currencies: Currencies) -> tuple[Amount, ...]:
    """Return the sums with a currency, "3,500€", "£2k", "٣٥٠٠ يورو", in their order.

    Numbers are found first and their neighbours looked at then: a text has few numbers, and
    trying a hundred currency words at every letter would cost more than all else.
    """
    plain = ascii_digits(text)
    found: list[Amount] = []
    words = _words(currencies)
    for number in _NUMBER.finditer(plain):
        at, to = number.span()
        if not words.near(plain, at, to):
            continue
        thousands = _THOUSANDS.match(plain, to)
        behind = words.after(plain, thousands.end() if thousands else to)
        before = None if behind else words.before(plain, at)
        if before and found and before[0] < found[-1].end:
            before = None  # the sign belongs to the number in front of it
        if not behind and not before:
            continue
        place, code = behind or before or (0, "")
        value = _value(number[0]) * (1000 if thousands else 1)
        end = thousands.end() if thousands else to
        span = (at, place) if behind else (place, end)
        found.append(Amount(value=value, currency=code, start=span[0], end=span[1]))
    return tuple(found)


def _value(number: str) -> float:
    whole = re.sub(r"[.,٬' ](?=[0-9]{3}(?![0-9]))", "", number)
    return float(re.sub(r"[,٫]", ".", whole))


class _Words:
    """The words and signs of money, found beside a number: by their first letter, or their last."""

    def __init__(self, currencies: Currencies) -> None:
        self._codes = {word.casefold(): code for code, words in currencies.words for word in words}
        self._first: dict[str, list[str]] = {}
        self._last: dict[str, list[str]] = {}
        for word in sorted(self._codes, key=len, reverse=True):
            self._first.setdefault(word[0], []).append(word)
            self._last.setdefault(word[-1], []).append(word)
        self._begins = frozenset(self._first) | frozenset("kbmntأاهز\u0442")

    def near(self, plain: str, at: int, to: int) -> bool:
        """Return whether the letters beside a number could be of a word for money or for thousands."""
        before, behind = plain[at - 2 : at] if at > 1 else plain[:at], plain[to : to + 2]
        return before.strip()[-1:].lower() in self._last or behind.strip()[:1].lower() in self._begins

    def after(self, plain: str, at: int) -> tuple[int, str] | None:
        """Return where the word that stands behind a number ends, and its currency."""
        space = plain[at : at + 1] in (" ", "\u00a0", "\t")
        near = plain[at + space : at + space + _NEAR].lower()
        for word in self._first.get(near[:1], ()):
            whole = not word[-1].isalpha() or not near[len(word) : len(word) + 1].isalnum()
            if whole and near.startswith(word):
                return at + space + len(word), self._codes[word]
        return None

    def before(self, plain: str, at: int) -> tuple[int, str] | None:
        """Return where the word that stands before a number begins, and its currency."""
        space = at > 0 and plain[at - 1] == " "
        near = plain[max(0, at - space - _NEAR) : at - space].lower()
        for word in self._last.get(near[-1:], ()):
            if near.endswith(word) and not (word[0].isalpha() and near[: -len(word)][-1:].isalnum()):
                return at - space - len(word), self._codes[word]
        return None


@lru_cache(maxsize=8)
def _words(currencies: Currencies) -> _Words:
    return _Words(currencies)
