"""What does one character become when a text is folded?

Folding is decided character by character, without looking at neighbours, so that a table
can do it (`batches.fold`) and a composed letter and its decomposed spelling meet. Each
character becomes a *unit*:

    letter     one or more folded letters or digits, joined to its neighbours
    token      a word of its own: an emoji by its name, a question mark, an arrow
    space      ends a word: white space, punctuation, most symbols
    nothing    is dropped: zero-width and bidi controls, tatweel, diacritics, skin tones
    flag       half of a flag; two make a token such as `:gb:`

What is lost on purpose: case, accents of Latin, Greek and Cyrillic, Arabic short vowels, and
the difference between the letter variants that Arabic, Persian, Kurdish, Pashto and Urdu
keyboards give for one sound. Terms are folded by the same rule, so both sides meet.
"""

from __future__ import annotations

import unicodedata
from enum import IntEnum
from functools import cache
from typing import NamedTuple

import emoji


class Unit(IntEnum):
    """How a folded character stands to its neighbours."""

    LETTER = 0
    TOKEN = 1
    SPACE = 2
    NOTHING = 3
    FLAG = 4


class Fold(NamedTuple):
    """What one character becomes."""

    unit: Unit
    out: str


RIGHT_ARROW, LEFT_ARROW = ":right_arrow:", ":left_arrow:"
FIRST_FLAG, LAST_FLAG = 0x1F1E6, 0x1F1FF

_RIGHT_ARROWS = frozenset(">→⇒⇨➔➙➛➜➝➞➟➠➡➢➣➤➥➦➧➨➩➪➫➬➭➮➯➱⟶⟹►▶▷⏩⏭")
_LEFT_ARROWS = frozenset("<←⇐⇦⟵⟸◄◀◁⏪⬅")
_QUESTION_MARKS = frozenset("?؟？⁇⁈⸮፧՞❓❔")

# One spelling for each sound that Arabic-script keyboards write in several ways.
_ARABIC = {
    "ا": "آأإٱٲٳٵ",
    "ی": "يىئۍېۀۂێۑےۓؽؾؿٸ",
    "ک": "كڪګڬڭڮ",
    "ه": "ةەہھۀۂۃۿ",
    "و": "ؤۆۇۈۉۊۋٶٷۏ",
    "ر": "ڕړڒڔڙ",
    "ل": "ڵڶڷڸ",
    "ن": "ڼںڹڻ",
    "ت": "ټ",
    "د": "ډ",
    "گ": "ګ",
    "ف": "ڤڡڢڣ",
    "": "ءٔـٕٓ",
}
_LETTERS = {variant: letter for letter, variants in _ARABIC.items() for variant in variants}
_LETTERS |= {"ۀ": "ه", "ۂ": "ه", "ګ": "گ"}
_LETTERS |= {"ı": "i", "đ": "d", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ħ": "h"}

_DROPPED_RANGES = (
    (0x0300, 0x036F),  # Latin, Greek and Cyrillic accents
    (0x0483, 0x0489),
    (0x0591, 0x05C7),  # Hebrew points
    (0x0610, 0x061A),
    (0x064B, 0x065F),  # Arabic short vowels
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x08D3, 0x08FF),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),  # enclosing marks, the keycap among them
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFE20, 0xFE2F),
    (0x1F3FB, 0x1F3FF),  # skin tones
    (0xE0000, 0xE01EF),  # tags and more variation selectors
)
_NUKTAS = frozenset("\u093c\u09bc\u0a3c\u0abc\u0b3c")


@cache
def fold_character(char: str) -> Fold:
    """Return what one character becomes. Pure: the same for every text it stands in."""
    code = ord(char)
    if FIRST_FLAG <= code <= LAST_FLAG:
        return Fold(Unit.FLAG, chr(code - FIRST_FLAG + ord("a")))
    if _is_dropped(char):
        return Fold(Unit.NOTHING, "")
    if char in _QUESTION_MARKS:
        return Fold(Unit.TOKEN, "?")
    if char in _RIGHT_ARROWS:
        return Fold(Unit.TOKEN, RIGHT_ARROW)
    if char in _LEFT_ARROWS:
        return Fold(Unit.TOKEN, LEFT_ARROW)
    if char == "@":
        return Fold(Unit.LETTER, "@")
    squared = _squared_letter(char)
    if squared:
        return Fold(Unit.LETTER, squared)
    if code > 0xFF and char in emoji.EMOJI_DATA:
        return Fold(Unit.TOKEN, emoji_name(char))
    letters = _fold_letters(char)
    if letters:
        return Fold(Unit.LETTER, letters)
    kept_nothing = unicodedata.category(char)[0] in "LMN"
    return Fold(Unit.NOTHING, "") if kept_nothing else Fold(Unit.SPACE, "")


def emoji_name(char: str) -> str:
    """Return an emoji's English name as one token, such as `:speedboat:`."""
    name = emoji.EMOJI_DATA[char]["en"].strip(":").lower()
    return f":{''.join(letter if letter.isascii() and letter.isalnum() else '_' for letter in name)}:"


def _is_dropped(char: str) -> bool:
    code = ord(char)
    if code < 0x80:
        return False
    if unicodedata.category(char) == "Cf" or char in _NUKTAS:
        return True
    return any(first <= code <= last for first, last in _DROPPED_RANGES)


def _squared_letter(char: str) -> str:
    """Return the letter in a negative squared or circled capital, which NFKC leaves alone."""
    if not 0x1F150 <= ord(char) <= 0x1F189:
        return ""
    name = unicodedata.name(char, "")
    return name[-1].lower() if name.startswith(("NEGATIVE", "CROSSED")) and name[-2] == " " else ""


def _fold_letters(char: str) -> str:
    """Return the letters and digits of a character after every spelling rule, or nothing."""
    spelled = unicodedata.normalize("NFKC", _LETTERS.get(char, char)).casefold()
    spelled = unicodedata.normalize("NFKD", spelled)
    folded = (_fold_part(part) for part in spelled)
    return "".join(folded)


def _fold_part(part: str) -> str:
    if _is_dropped(part):
        return ""
    category = unicodedata.category(part)
    if category == "Nd":
        return str(unicodedata.decimal(part))
    if category[0] not in "LMN":
        return ""
    return _LETTERS.get(part, part)
