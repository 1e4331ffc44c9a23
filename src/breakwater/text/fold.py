"""What does a text say once every way to write it is the same, and where did each part stand?

This is the reference: obvious and slow. `batches.fold` does the same over Arrow buffers and
is held to it by a property test.

    fold("Spееd  BOAAAT to UK 🇬🇧").text == " speed boat to uk :gb: "

The folded text is words with single spaces between, one before and one behind, so that
" boat " is a whole word in every script. After the characters (`text.characters`) come three
rules over neighbours: a letter written three times or more is written once; four or more
letters standing alone are one word (`b o a t`); a word that mixes Latin with Cyrillic or
Greek look-alikes is spelled in the one script that has all its letters ("ѕрееd" has no Cyrillic
"d"), or in that of most of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from breakwater.text.characters import Unit, fold_character

STRETCHED = 3  # so many of one letter are a stretched letter: "booooat"
SPACED_OUT = 4  # so many letters alone are a spaced-out word; three would catch "y a t-il"

_LATIN_FOR = dict(zip("асеоркхутмвнјѕіһԁԛԝзбдилгпф", "aceopkxytmbhjsihdqw3bdilgpf", strict=True)) | dict(
    zip("αβεζηικμνορτυχωςσ", "abeznikmvoptuxwss", strict=True)
)
_CYRILLIC_FOR = dict(zip("aceopkxytmbhjsi", "асеоркхутмвнјѕі", strict=True))
_GREEK_FOR = dict(zip("abezhikmnoptuxyv", "αβεζηικμνορτυχυν", strict=True))


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text with the way back: character i stood at [starts[i], ends[i]) of the original."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where folded characters [start, end), spaces at the edges aside, stood."""
        while start < end and self.text[start] == " ":
            start += 1
        while end > start and self.text[end - 1] == " ":
            end -= 1
        return (self.starts[start], self.ends[end - 1]) if start < end else (0, 0)


@dataclass(slots=True)
class _Piece:
    """One folded unit on its way: its letters, and where it stood."""

    out: str
    start: int
    end: int
    unit: Unit


def fold(text: str) -> Folded:
    """Return the folded text, with the place of each of its characters in the original."""
    words = [_mend_word(word) for word in _join_spaced_out(_words(_pieces(text)))]
    chars, starts, ends = [" "], [0], [0]
    for word in words:
        for piece in word:
            chars.extend(piece.out)
            starts.extend([piece.start] * len(piece.out))
            ends.extend([piece.end] * len(piece.out))
        chars.append(" ")
        starts.append(ends[-1])
        ends.append(ends[-1])
    return Folded("".join(chars), tuple(starts), tuple(ends))


def _pieces(text: str) -> list[_Piece]:
    """Return the units of a text; stretched letters written once, halves of flags joined."""
    pieces: list[_Piece] = []
    for at, char in enumerate(text):
        unit, out = fold_character(char)
        if unit is Unit.NOTHING:
            continue
        last = pieces[-1] if pieces else None
        if unit is Unit.FLAG and last and last.unit is Unit.FLAG and len(last.out) == 1:
            last.out, last.end = f":{last.out}{out}:", at + 1
        else:
            pieces.append(_Piece(out, at, at + 1, unit))
    return _unstretch(pieces)


def _unstretch(pieces: list[_Piece]) -> list[_Piece]:
    kept: list[_Piece] = []
    at = 0
    while at < len(pieces):
        end = at + 1
        while end < len(pieces) and _same_letter(pieces[at], pieces[end]):
            end += 1
        if end - at >= STRETCHED:
            kept.append(_Piece(pieces[at].out, pieces[at].start, pieces[end - 1].end, Unit.LETTER))
        else:
            kept.extend(pieces[at:end])
        at = end
    return kept


def _same_letter(one: _Piece, other: _Piece) -> bool:
    both_letters = one.unit is Unit.LETTER and other.unit is Unit.LETTER
    return both_letters and one.out == other.out and not one.out.isdigit()


def _words(pieces: list[_Piece]) -> list[list[_Piece]]:
    """Return the words: runs of letters, and each token alone. A lone half flag is dropped."""
    words: list[list[_Piece]] = [[]]
    for piece in pieces:
        if piece.unit is Unit.LETTER:
            words[-1].append(piece)
        else:
            whole = piece.unit is Unit.TOKEN or (piece.unit is Unit.FLAG and len(piece.out) > 1)
            words.extend([[piece], []] if whole else [[]])
    return [word for word in words if word]


def _join_spaced_out(words: list[list[_Piece]]) -> list[list[_Piece]]:
    joined: list[list[_Piece]] = []
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and _is_single_letter(words[end]):
            end += 1
        if end - at >= SPACED_OUT:
            joined.append([letter for word in words[at:end] for letter in word])
            at = end
        else:
            joined.extend(words[at : max(end, at + 1)])
            at = max(end, at + 1)
    return joined


def _is_single_letter(word: list[_Piece]) -> bool:
    """Return whether a word is one letter of an alphabet: "b", not "7", "@" or an emoji."""
    return len(word) == 1 and word[0].unit is Unit.LETTER and len(word[0].out) == 1 and word[0].out.isalpha()


def _mend_word(word: list[_Piece]) -> list[_Piece]:
    """Spell a word of mixed alphabets in the one that most of its letters belong to."""
    letters = "".join(piece.out for piece in word)
    latin = sum("a" <= letter <= "z" for letter in letters)
    other = sum(is_look_alike_script(letter) for letter in letters)
    if not latin or not other or word[0].unit is not Unit.LETTER:
        return word
    their = _GREEK_FOR if any("\u0370" <= letter < "\u0400" for letter in letters) else _CYRILLIC_FOR
    fits_them = all(letter in their for letter in letters if "a" <= letter <= "z")
    fits_latin = all(letter in _LATIN_FOR for letter in letters if is_look_alike_script(letter))
    is_theirs = other > latin if fits_them == fits_latin else fits_them
    table = their if is_theirs else _LATIN_FOR
    for piece in word:
        piece.out = "".join(table.get(letter, letter) for letter in piece.out)
    return word


def is_look_alike_script(letter: str) -> bool:
    """Return whether a folded letter is Greek or Cyrillic."""
    return "\u0370" <= letter <= "\u052f"
