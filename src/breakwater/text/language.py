"""Which language is a text in, or do we not know?

`py3langid` (a Bayesian reader of byte n-grams) speaks first, among the languages that matter to
us and their neighbours. Three rules come after it, measured in decision 0003: what it calls
Southern Kurdish (`sdh`) is Sorani, as is any text with three letters that only Sorani writes;
words that tell a language it does not know (romanised Urdu and Arabic, Dari, Tigrinya) overrule
it where they are frequent; and a guess it is not sure of is *unknown* (`und`).

This is the reference; `batches.language` is its fast twin.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from py3langid import langid

from breakwater.records.policy import LanguageMarks
from breakwater.text.fold import fold

UNKNOWN = "und"
READ = 600  # characters: more of a text does not change the answer
SURE = 0.35  # the reader's own certainty below which we say that we do not know
SORANI, SORANI_LETTERS, PASHTO_LETTERS = "ckb", "ێۆڵڕە", "ټډړڼځڅښږۍې"
SORANI_LEAST = 3

# What we work in and what lies close enough to be taken for it.
LABELS = (
    "en", "ar", "ary", "arz", "fa", "sdh", "ku", "ps", "tr", "vi", "sq", "fr", "es", "am", "so", "ur", "pa", "hi",
    "bn", "ro", "ru", "uk", "de", "it", "el", "pl", "pt", "nl", "sv", "id", "sw", "ha", "om", "zh", "ja",
    "ko", "he", "bg", "sr", "hr", "cs", "hu", "az", "uz", "kk", "tg",
)  # fmt: skip
NAMES = {"sdh": SORANI, "ku": "kmr", "ary": "ar", "arz": "ar"}


class Model(NamedTuple):
    """The Bayesian reader, cut to our labels: a finite automaton over bytes and a row a feature."""

    moves: npt.NDArray[np.int32]  # next state, 256 a row
    rows: npt.NDArray[np.int64]  # where a state's row of moves begins
    features: npt.NDArray[np.int32]  # the feature that a state tells, or -1
    weights: npt.NDArray[np.float32]  # features x labels
    prior: npt.NDArray[np.float64]
    labels: tuple[str, ...]


# NFC makes of one character three at most (Annex 15, section 9), of four bytes each; 18 is room enough.
LOGS = np.log1p(np.arange(READ * 18 + 1, dtype=np.float64))


@cache
def model() -> Model:
    """Return the reader's model (0.6 s the first time)."""
    reader: Any = langid._load_identifier(langs=LABELS)
    return Model(
        moves=np.array(reader.tk_nextmove, np.int32),
        rows=np.array(reader._rowbase, np.int64),
        features=np.array(reader.tk_output, np.int32),
        weights=np.ascontiguousarray(reader.nb_ptc, np.float32),
        prior=reader.nb_pc.astype(np.float64),
        labels=tuple(reader.nb_classes),
    )


def language_of(text: str, marks: tuple[LanguageMarks, ...] = ()) -> str:
    """Return the BCP 47 code of a text's language, or "und"."""
    head = text[:READ]
    return settle(guess(head), head, *mark_counts(head, marks), marks)


def guess(head: str) -> str:
    """Return what the Bayesian reader says, under our names, or "und" where it is not sure."""
    told = model()
    data = prepared(head)
    state = 0
    seen: dict[int, int] = {}
    for byte in data:
        state = int(told.moves[told.rows[state] + byte])
        feature = int(told.features[state])
        if feature >= 0:
            seen[feature] = seen.get(feature, 0) + 1
    scores = told.prior.copy()
    for feature, count in seen.items():
        scores += LOGS[count] * told.weights[feature].astype(np.float64)
    if not seen:
        return UNKNOWN
    return name_of(best_label(scores, len(data)), told.labels)


def prepared(head: str) -> bytes:
    """Return the bytes that the reader was trained on: NFC, capitals alone in lower case."""
    spelled = head.lower() if head.isupper() else head
    return unicodedata.normalize("NFC", spelled).encode("utf-8", "replace")


def best_label(scores: npt.NDArray[np.float64], length: int) -> int:
    """Return the number of the best label if the softmax over all labels is sure enough of it, else -1."""
    heat = np.exp((scores - scores.max()) / np.sqrt(max(length, 1)))
    best = int(scores.argmax())
    return best if float(heat[best] / heat.sum()) >= SURE else -1


def name_of(label: int, labels: tuple[str, ...]) -> str:
    """Return our name for a label's number; "und" for -1."""
    return NAMES.get(labels[label], labels[label]) if label >= 0 else UNKNOWN


def settle(
    guessed: str, head: str, counts: tuple[int, ...], words: int, marks: tuple[LanguageMarks, ...]
) -> str:
    """Return the language after our own rules; `counts` are of each mark's words among `words`."""
    if is_sorani(head):
        return SORANI
    return tell_marks(guessed, counts, words, marks)


def tell_marks(guessed: str, counts: tuple[int, ...], words: int, marks: tuple[LanguageMarks, ...]) -> str:
    """Return the language that a text's words tell most strongly over the guess, or the guess."""
    best, strongest = guessed, 0.0
    for mark, count in zip(marks, counts, strict=True):
        share = count / words if words else 0.0
        if (
            (not mark.over or guessed in mark.over)
            and count >= mark.least
            and share >= mark.share
            and share > strongest
        ):
            best, strongest = mark.lang, share
    return best


def is_sorani(head: str) -> bool:
    """Return whether a text shows letters that only Sorani writes."""
    if not any(letter in head for letter in SORANI_LETTERS):
        return False
    own = sum(head.count(letter) for letter in SORANI_LETTERS)
    return own >= SORANI_LEAST and not any(letter in head for letter in PASHTO_LETTERS)


def mark_counts(head: str, marks: tuple[LanguageMarks, ...]) -> tuple[tuple[int, ...], int]:
    words = fold(head).text.split()
    return tuple(sum(word in mark.words for word in words) for mark in marks), len(words)
