"""Which language is each text of a column in? The fast twin of `text.language`.

One pass over the bytes walks the reader's automaton and adds up its rows; one pass over the
folded texts counts the words that tell a language. The sums are made in the reference's order,
so that they are the same to the last bit.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

import numba
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from breakwater.batches.characters import keep, load, table
from breakwater.batches.fold import fold_column, string_buffers
from breakwater.batches.words import Words, counts_of, hashed
from breakwater.policy.kept import cache_folder
from breakwater.records.policy import LanguageMarks
from breakwater.text import language
from breakwater.text.language import LOGS, PASHTO_LETTERS, SORANI, SORANI_LEAST, SORANI_LETTERS, SURE, Model

ABREAST = 16  # texts walked at once


def language_column(texts: pa.StringArray, marks: tuple[LanguageMarks, ...]) -> pa.DictionaryArray:
    """Return the language of each text of a column without nulls, "und" where it is not known."""
    heads = pc.utf8_slice_codeunits(texts, 0, language.READ)
    told = model()
    labels, sorani = _guesses(heads, told)
    rows, spelled = _spelled_anew(heads)
    labels[rows], _ = _guesses(spelled, told)
    counts, words = _mark_counts(heads, marks)
    codes: dict[str, int] = {}
    names = [language.name_of(number, told.labels) for number in range(-1, len(told.labels))]
    found = [names[label + 1] for label in labels.tolist()]
    for row in np.nonzero(counts.any(axis=1))[0].tolist():
        found[row] = language.tell_marks(found[row], tuple(counts[row].tolist()), int(words[row]), marks)
    for row in np.nonzero(sorani)[0].tolist():
        found[row] = SORANI
    numbers = np.fromiter((codes.setdefault(name, len(codes)) for name in found), np.int16, len(found))
    return pa.DictionaryArray.from_arrays(pa.array(numbers), pa.array(list(codes), pa.string()))


@cache
def model() -> Model:
    """Return the reader's model, from the cache if it was unpacked before (0.1 s for 0.6 s)."""
    path = cache_folder() / f"language-{_version()}.npz"
    held = load(path)
    if held is None:
        told = language.model()
        keep(path, told._asdict() | {"labels": np.array(told.labels)})
        return told
    return Model(*(held[name] for name in Model._fields[:5]), tuple(held["labels"].tolist()))  # type: ignore[arg-type, call-arg]


def _version() -> str:
    import hashlib

    from py3langid import langid

    size = (Path(langid.__file__).parent / langid.MODEL_FILE).stat().st_size
    return hashlib.sha256(f"{size} {language.LABELS}".encode()).hexdigest()[:16]


def _guesses(heads: pa.StringArray, told: Model) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Return the number of each text's label (-1: not sure), and whether it shows Sorani."""
    source, offsets = string_buffers(heads)
    labels, sorani = np.empty(len(heads), np.int64), np.empty(len(heads), np.bool_)
    _guess(source, offsets, *told[:5], LOGS, _pairs(), labels, sorani)
    return labels, sorani


def _spelled_anew(heads: pa.StringArray) -> tuple[list[int], pa.StringArray]:
    """Return the rows whose bytes are not what the reader was trained on, and what it should read."""
    rows = [
        (row, language.prepared(head))
        for row, head in enumerate(heads.to_pylist())
        if head.isupper() or not (head.isascii() or unicodedata.is_normalized("NFC", head))
    ]
    return [row for row, _ in rows], pa.array([data for _, data in rows], pa.binary()).cast(pa.string())


def _mark_counts(
    heads: pa.StringArray, marks: tuple[LanguageMarks, ...]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return how many of each mark's words stand in each text, and how many words it has."""
    folds = fold_column(heads, table())
    words = _table(tuple((mark.lang, mark.words) for mark in marks))
    counts, total = counts_of(folds.data, folds.offsets, words, len(marks))
    for row in np.nonzero(folds.odd)[0].tolist():
        counts[row], total[row] = language.mark_counts(heads[row].as_py(), marks)
    return counts, total


@cache
def _table(marks: tuple[tuple[str, frozenset[str]], ...]) -> Words:
    masks: dict[str, int] = {}
    for number, (_, words) in enumerate(marks):
        for word in words:
            masks[word] = masks.get(word, 0) | 1 << number
    return hashed(masks)


@cache
def _pairs() -> npt.NDArray[np.int8]:
    """Return for each pair of bytes: 1, a letter that only Sorani writes; 2, one of Pashto; else 0."""
    pairs = np.zeros(1 << 16, np.int8)
    for kind, letters in ((1, SORANI_LETTERS), (2, PASHTO_LETTERS)):
        for letter in letters:
            pairs[int.from_bytes(letter.encode(), "big")] = kind
    return pairs


@numba.njit(nogil=True, cache=True)
def _guess(source, offsets, moves, rows, features, weights, prior, logs, pairs, labels, sorani):  # type: ignore[no-untyped-def]
    """Fill in the label of each text and whether it shows Sorani.

    The automaton's table is far larger than any cache, and each step waits for the one before;
    so texts are walked abreast, one step each in turn, and their waits overlap.
    """
    told = np.empty((ABREAST, len(logs)), np.int32)
    many = np.zeros(ABREAST, np.int64)
    states = np.zeros(ABREAST, np.int64)
    count = np.zeros(len(weights), np.int32)
    touched = np.empty(len(logs), np.int64)
    scores = np.empty(len(prior))
    for first in range(0, len(labels), ABREAST):
        lanes = min(ABREAST, len(labels) - first)
        longest = 0
        for k in range(lanes):
            states[k], many[k] = 0, 0
            longest = max(longest, offsets[first + k + 1] - offsets[first + k])
        for i in range(longest):
            for k in range(lanes):
                at = offsets[first + k] + i
                if at < offsets[first + k + 1]:
                    state = np.int64(
                        moves[np.uint64(rows[np.uint64(states[k])] + np.int64(source[np.uint64(at)]))]
                    )
                    states[k] = state
                    feature = features[np.uint64(state)]
                    if feature >= 0:
                        told[k, many[k]] = feature
                        many[k] += 1
        for k in range(lanes):
            p = first + k
            sorani[p] = _shows_sorani(source, offsets[p], offsets[p + 1], pairs)
            labels[p] = -1
            if many[k]:
                _add_up(told[k, : many[k]], weights, prior, logs, count, touched, scores)
                labels[p] = _best(scores, offsets[p + 1] - offsets[p])


@numba.njit(nogil=True, cache=True)
def _add_up(told, weights, prior, logs, count, touched, scores):  # type: ignore[no-untyped-def]
    """Add up the rows of the features told, each once, in the order of their first appearance."""
    different = 0
    for feature in told:
        if count[feature] == 0:
            touched[different] = feature
            different += 1
        count[feature] += 1
    scores[:] = prior
    for k in range(different):
        feature = touched[k]
        log = logs[count[feature]]
        for j in range(len(scores)):
            scores[j] += log * np.float64(weights[feature, j])
        count[feature] = 0


@numba.njit(nogil=True, cache=True)
def _shows_sorani(source, start, stop, pairs):  # type: ignore[no-untyped-def]
    own = 0
    for i in range(start + 1, stop):
        if source[i] >= 0x80:
            kind = pairs[np.int64(source[i - 1]) << 8 | np.int64(source[i])]
            if kind == 2:
                return False
            own += kind
    return own >= SORANI_LEAST


@numba.njit(nogil=True, cache=True)
def _best(scores, length):  # type: ignore[no-untyped-def]
    best = np.argmax(scores)
    heat = 0.0
    root = np.sqrt(max(length, 1))
    for j in range(len(scores)):
        heat += np.exp((scores[j] - scores[best]) / root)
    return best if 1.0 / heat >= SURE else -1
