"""What does a text read like, by its characters and words alone?

The student is a linear reader over hashed features, each counted once: every four neighbouring
characters, every whole word, and of emoji and signs the whole alone and with the word before it
(their names' letters would drown the text). It was taught from written examples (`training/`).
This is the reference, feature by feature; `batches.student` adds up the same whole numbers.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from breakwater.records.learned import BUCKETS, STUDENT, Learned, Student, Vote
from breakwater.text.fold import Folded

SEED, PRIME = 0xCBF29CE484222325, 0x9E3779B97F4A7C15
LETTER_BITS, GRAM = 12, 4  # so many bits are kept of a character, so many characters go together
LETTER_MASK = (1 << LETTER_BITS) - 1
GRAM_MASK = (1 << LETTER_BITS * GRAM) - 1
SHIFT = 64 - (BUCKETS - 1).bit_length()
PAIR = 31  # by which the hash of the word before a sign is carried over
FIGURE = ord("0")  # stands for every figure: a sum is a sum
SUREST = 8.0  # log-odds: no reader is believed beyond that
_WHOLE = (1 << 64) - 1
_ZERO = 128  # the byte of a weight of nothing


class Told(NamedTuple):
    """What the student adds up over a text, all whole numbers.

    `features` counts the features, `sums` their weights class by class; the words that speak most for
    promotion are the folded characters [at, to).
    """

    features: int
    sums: Sequence[int]
    at: int
    to: int


def features(folded: str) -> Iterator[tuple[int, int]]:
    """Yield each different feature of a folded text: where it first ends, and its bucket."""
    seen: set[int] = set()
    for place, key in _keys(folded):
        held = bucket(key)
        if held not in seen:
            seen.add(held)
            yield place, held


def _keys(folded: str) -> Iterator[tuple[int, int]]:
    """Yield the features of a folded text as they end, each with the key it is hashed by."""
    gram, run = 0, 0  # the last characters, and how many of them stand together
    word, before = SEED, SEED
    letters, sign = 0, False  # of the word at hand
    for place, char in enumerate(folded):
        code = FIGURE if "0" <= char <= "9" else ord(char)
        if char != " ":
            if not letters:
                sign = is_sign(code)
            word, letters = (word ^ code) * PRIME & _WHOLE, letters + 1
        if sign and letters:
            if char != " ":
                continue
            gram, run = 0, 0  # the letters of its name are nobody's words
        gram, run = (gram << LETTER_BITS | code & LETTER_MASK) & GRAM_MASK, run + 1
        if run >= GRAM:
            yield place, gram + GRAM
        if char == " " and letters:
            yield place, word
            if sign:
                yield place, before * PAIR + word & _WHOLE
            word, before, letters = SEED, word, 0


def is_sign(code: int) -> bool:
    """Return whether a folded word that begins with this character is a sign: an emoji, a flag, "?"."""
    return code < 128 and not (97 <= code <= 122 or code == FIGURE)


def bucket(key: int) -> int:
    """Return the bucket of a feature."""
    return (key * PRIME & _WHOLE) >> SHIFT


def wakes(folded: str, learned: Learned, *, asked: bool) -> bool:
    """Return whether a folded text reads enough like promotion to be read on; less will do where
    a cheap second reader will be asked.
    """
    student = learned.student
    held = [place for _, place in features(folded)]
    if not held:
        return False
    waking = sum(student.waking[place] - _ZERO for place in held)
    if student.waking_bias + student.waking_scale * waking / math.sqrt(len(held)) < 0:
        return False
    logits = logits_of(tell(folded, student), student)
    classes = list(zip(logits, learned.classes, strict=True))
    promoting = max(logit for logit, one in classes if one.tactic)
    apart = max((logit for logit, one in classes if one.apart), default=-math.inf)
    return promoting - apart >= (student.margin_asked if asked else student.margin)


def tell(folded: str, student: Student) -> Told:
    """Return what the student adds up over a folded text."""
    classes = len(student.telling_bias)
    sums = [0] * classes
    words: list[tuple[int, int, int]] = []  # of each word: what it weighs, and where it stands
    count = 0
    for place, held in features(folded):
        count += 1
        for number, byte in enumerate(student.telling[held * classes : (held + 1) * classes]):
            sums[number] += byte - _ZERO
        if not words or place > words[-1][2]:
            words.append((0, folded.rfind(" ", 0, place) + 1, folded.index(" ", place)))
        weight, start, end = words[-1]
        words[-1] = (weight + student.waking[held] - _ZERO, start, end)
    return Told(count, sums, *strongest(words))


def logits_of(told: Told, student: Student) -> list[float]:
    """Return the log-weights of the classes from what was added up over a text with features."""
    root = math.sqrt(told.features)
    return [
        bias + student.telling_scale * added / root
        for bias, added in zip(student.telling_bias, told.sums, strict=True)
    ]


def strongest(words: Sequence[tuple[int, int, int]]) -> tuple[int, int]:
    """Return where the neighbouring words stand that weigh most together; (0, 0) if none weighs."""
    best, total, begin = 0, 0, 0
    found = (0, 0)
    for weight, start, end in words:
        if total <= 0:
            total, begin = 0, start
        total += weight
        if total > best:
            best, found = total, (begin, end)
    return found


def vote(told: Told, folded: Folded, learned: Learned) -> Vote | None:
    """Return the student's vote from what it added up; None for a text without a feature."""
    if not told.features:
        return None
    shares = softmax(logits_of(told, learned.student))
    start, end = folded.span(told.at, told.to)
    return Vote(
        reader=STUDENT, version=learned.version, log_odds=log_odds(shares, learned), shares=shares,
        start=start, end=end,
    )  # fmt: skip


def softmax(logits: Sequence[float]) -> tuple[float, ...]:
    """Return the probabilities of classes from their log-weights."""
    most = max(logits)
    powers = [math.exp(logit - most) for logit in logits]
    total = sum(powers)
    return tuple([power / total for power in powers])


def log_odds(shares: Sequence[float], learned: Learned) -> float:
    """Return the log-odds that a text with these shares of classes promotes."""
    promoting = sum([shares[i] for i in learned.promoting])
    floor = math.exp(-SUREST)
    odds = math.log(max(promoting, floor)) - math.log(max(1 - promoting, floor))
    return max(-SUREST, min(SUREST, odds))
