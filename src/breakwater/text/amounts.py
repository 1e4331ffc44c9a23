"""Which sums of money does a text name?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from breakwater.text.contacts import ascii_digits

_NUMBER = r"[0-9]{1,3}(?:[.,٬' ][0-9]{3}){1,2}|[0-9]{1,7}(?:[.,٫][0-9]{1,2})?"
_THOUSANDS = r"k|هزار|ألف|الف|هەزار|زره|bin|mil|mijë|nghìn|ngàn|mille|thousand|тыс"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A sum: 3500.0 in the currency's ISO 4217 code; `start`, `end` count the original's characters."""

    value: float
    currency: str
    start: int
    end: int


def find_amounts(text: str, currencies: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[Amount, ...]:
    """Return the sums with a currency, "3,500€", "£2k", "٣٥٠٠ يورو", in their order."""
    pattern, codes = _pattern(currencies)
    found = []
    for match in pattern.finditer(ascii_digits(text)):
        number = match["behind"] or match["before"]
        word = (match["sign"] or match["word"]).casefold()
        times = 1000 if match["k1"] or match["k2"] else 1
        value = _value(number) * times
        found.append(Amount(value=value, currency=codes[word], start=match.start(), end=match.end()))
    return tuple(found)


def _value(number: str) -> float:
    whole = re.sub(r"[.,٬' ](?=[0-9]{3}(?![0-9]))", "", number)
    return float(re.sub(r"[,٫]", ".", whole))


@lru_cache(maxsize=8)
def _pattern(
    currencies: tuple[tuple[str, tuple[str, ...]], ...],
) -> tuple[re.Pattern[str], dict[str, str]]:
    codes = {word.casefold(): code for code, words in currencies for word in words}
    words = "|".join(re.escape(word) for word in sorted(codes, key=len, reverse=True)) or r"(?!)"
    sign = rf"(?P<sign>{words})\s?(?P<behind>{_NUMBER})\s?(?P<k1>k)?(?![\w])"
    word = rf"(?P<before>{_NUMBER})\s?(?P<k2>{_THOUSANDS})?\s?(?P<word>{words})(?!\w)"
    return re.compile(rf"(?<![\w.,])(?:{sign}|{word})", re.IGNORECASE), codes
