"""How well are adverts told from what only looks like them, and who is wrongly flagged?

Every share comes with its Wilson interval: a set of a few hundred texts says little about a
language with ten adverts in it, and the interval shows how little.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from breakwater.records import Proposal

BINS = 10  # of equal width, for the calibration error


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One labelled text and what was made of it. `kind`: of an ordinary text, which sort it is."""

    id: str
    lang: str
    advert: bool
    kind: str
    proposal: Proposal
    score: float
    tactics: tuple[str, ...] = ()  # as labelled, the main act first
    told: tuple[str, ...] = ()  # as read
    protected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many, with the Wilson interval (95 %). Of none, nothing is known: 0 to 1."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.hits, self.of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """What a set of labelled texts says about detection.

    `precision`, `recall`, `false_flags` are of the proposal `refer`; `recall_look` and `false_looks`
    of `refer` or `look`. `pr_auc` is the average precision of the score; `calibration_error` the mean
    distance between score and truth over ten bins, weighed by their size.
    """

    adverts: int
    ordinary: int
    precision: Share
    recall: Share
    recall_look: Share
    false_flags: Share
    false_looks: Share
    pr_auc: float
    calibration_error: float

    @property
    def f1(self) -> float:
        return f1(self.precision.value, self.recall.value)


def quality(judged: Sequence[Judged]) -> Quality:
    """Return the quality over some texts; the prevalence is that of the texts themselves."""
    adverts = [one for one in judged if one.advert]
    others = [one for one in judged if not one.advert]
    referred = _count(adverts, Proposal.REFER)
    wrongly = _count(others, Proposal.REFER)
    pairs = [(one.score, one.advert) for one in judged]
    return Quality(
        adverts=len(adverts),
        ordinary=len(others),
        precision=Share(hits=referred, of=referred + wrongly),
        recall=Share(hits=referred, of=len(adverts)),
        recall_look=Share(hits=_count(adverts, Proposal.REFER, Proposal.LOOK), of=len(adverts)),
        false_flags=Share(hits=wrongly, of=len(others)),
        false_looks=Share(hits=_count(others, Proposal.REFER, Proposal.LOOK), of=len(others)),
        pr_auc=average_precision(pairs),
        calibration_error=calibration_error(pairs),
    )


def by_language(judged: Iterable[Judged]) -> dict[str, Quality]:
    """Return the quality of each language, in the order of its name."""
    return {lang: quality(held) for lang, held in _grouped(judged, "lang").items()}


def by_kind(judged: Iterable[Judged]) -> dict[str, tuple[Share, Share]]:
    """Return for each kind of ordinary text the share proposed `refer`, and `refer` or `look`."""
    held = _grouped((one for one in judged if not one.advert), "kind")
    return {
        kind: (
            Share(hits=_count(texts, Proposal.REFER), of=len(texts)),
            Share(hits=_count(texts, Proposal.REFER, Proposal.LOOK), of=len(texts)),
        )
        for kind, texts in held.items()
    }


def tactics_confused(judged: Iterable[Judged]) -> dict[str, Counter[str]]:
    """Return for each labelled main act how often which tactic was read first ("" is none)."""
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for one in judged:
        if one.advert and one.tactics:
            told[one.tactics[0]][one.told[0] if one.told else ""] += 1
    return dict(sorted(told.items()))


def reliability(pairs: Sequence[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """Return for each bin that holds anything: its mean score, the share of adverts, its size."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for score, truth in pairs:
        bins[min(int(score * BINS), BINS - 1)].append((score, truth))
    return [
        (sum(s for s, _ in held) / len(held), sum(t for _, t in held) / len(held), len(held))
        for _, held in sorted(bins.items())
    ]


def calibration_error(pairs: Sequence[tuple[float, bool]]) -> float:
    """Return the expected calibration error; 0 for no texts."""
    return sum(abs(mean - share) * size for mean, share, size in reliability(pairs)) / max(len(pairs), 1)


def average_precision(pairs: Iterable[tuple[float, bool]]) -> float:
    """Return the area under the precision-recall curve, in steps; equal scores are one step."""
    ordered = sorted(pairs, key=lambda pair: -pair[0])
    positives = sum(truth for _, truth in ordered)
    area, found, seen = 0.0, 0, 0
    for _, step in groupby(ordered, key=lambda pair: pair[0]):
        truths = [truth for _, truth in step]
        seen += len(truths)
        hits = sum(truths)
        found += hits
        area += hits * found / seen
    return area / positives if positives else 0.0


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean of both, 0 where both are."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """Return the Wilson interval of a share (Wilson 1927); 0 to 1 where nothing was counted."""
    if not of:
        return 0.0, 1.0
    share, spread = hits / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * math.sqrt(share * (1 - share) / of + spread / of / 4)
    return max(0.0, middle - half), min(1.0, middle + half)


def _count(judged: Iterable[Judged], *proposals: Proposal) -> int:
    return sum(one.proposal in proposals for one in judged)


def _grouped(judged: Iterable[Judged], field: str) -> dict[str, list[Judged]]:
    held: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        held[getattr(one, field)].append(one)
    return dict(sorted(held.items()))


def at_prevalence(score: float, stated: float, wanted: float) -> float:
    """Return the probability that a score at one prevalence is at another (Bayes; 0 and 1 stay)."""
    if not 0 < score < 1 or not 0 < wanted < 1:
        return score
    odds = score / (1 - score) * (wanted / (1 - wanted)) / (stated / (1 - stated))
    return odds / (1 + odds)
