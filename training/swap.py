"""The same text about another country: so that a reader learns the act, and not where people come from.

Countries are swapped by the names that CLDR has for them in the text's language or in English, and
by their flags; what is written otherwise (with endings, in slang, peoples) stays as it is.
"""

from __future__ import annotations

import functools
import random
import re
import zlib

from babel import Locale, UnknownLocaleError

# where people come from, pass through and want to go
_CODES = """
AF AL AM AT AU BA BD BE BG BY CA CH CN CO CY CZ DE DK DZ EC EG ER ES ET FI FR GB GH GM GR HR HU IE IN IQ IR IT
JO KE LB LK LY MA ML MM MR MX MY NE NG NL NO NP PK PL PS PT RO RS RU RW SA SD SE SK SN SO SY TD TH TN TR UA UG
US UZ VN YE ZA
"""
COUNTRIES = tuple(_CODES.split())
WORDS_IN_ENGLISH = ("TR", "TD", "JO", "ML", "NE")  # "turkey": not swapped by these names
_LOCALES = {"prs": "fa_AF", "kmr": "ku", "ary": "ar", "ur-Latn": "en", "ar-Latn": "en", "pcm": "en"}
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_A = ord("\U0001f1e6") - ord("A")
_FEWEST = 4  # letters of a name: shorter ones stand in other words


def swapped(text: str, lang: str) -> str:
    """Return the text with other countries for its own, the same for the same; itself if it names none."""
    draw = random.Random(zlib.crc32(text.encode()))
    held: dict[str, str] = {}

    def other(code: str) -> str:
        if code not in held:
            free = [one for one in COUNTRIES if one != code and one not in held.values()]
            held[code] = draw.choice(free)
        return held[code]

    told = _FLAG.sub(lambda found: flag(other(_code(found[0]))), text)
    for pattern, codes, names in _names(lang):
        told = pattern.sub(lambda found, codes=codes, names=names: names[other(codes[found[0]])], told)
    return told


def flag(code: str) -> str:
    """Return the flag of a country as an emoji."""
    return "".join(chr(ord(letter) + _A) for letter in code)


def _code(shown: str) -> str:
    return "".join(chr(ord(letter) - _A) for letter in shown)


@functools.cache
def _names(lang: str) -> list[tuple[re.Pattern[str], dict[str, str], dict[str, str]]]:
    """Return, in the text's own language and in English: what finds names, whose they are, and the names."""
    found = []
    for locale in dict.fromkeys((_LOCALES.get(lang, lang), "en")):
        try:
            told = Locale.parse(locale).territories
        except UnknownLocaleError:
            continue
        names = {code: told[code] for code in COUNTRIES if code in told}
        own = {
            written: code
            for code, name in names.items()
            if len(name) >= _FEWEST and not (locale == "en" and code in WORDS_IN_ENGLISH)
            for written in (name, name.lower())
        }
        longest = sorted(map(re.escape, own), key=len, reverse=True)
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(longest)})(?!\w)")
        found.append((pattern, own, names))
    return found
