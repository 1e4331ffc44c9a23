"""Do the figures of detection say what they are said to say?"""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score

from breakwater.figures.detection import (
    Judged,
    Share,
    at_prevalence,
    average_precision,
    by_kind,
    by_language,
    calibration_error,
    quality,
    tactics_confused,
    wilson,
)
from breakwater.records import Proposal

REFER, LOOK, NONE = Proposal.REFER, Proposal.LOOK, Proposal.NONE


def judged(proposal: Proposal, *, advert: bool = True, score: float = 0.5, **changes: object) -> Judged:
    """A judged text like any other."""
    told = {"id": "t1", "lang": "en", "kind": "" if advert else "news"} | changes
    return Judged(advert=advert, proposal=proposal, score=score, **told)  # type: ignore[arg-type]


def test_quality_counts_what_was_proposed():
    held = quality(
        [
            judged(REFER),
            judged(REFER),
            judged(LOOK),
            judged(NONE),
            judged(REFER, advert=False),
            judged(LOOK, advert=False),
            judged(NONE, advert=False),
        ]
    )

    assert (held.precision, held.recall) == (Share(hits=2, of=3), Share(hits=2, of=4))
    assert (held.recall_look, held.false_flags) == (Share(hits=3, of=4), Share(hits=1, of=3))
    assert held.false_looks == Share(hits=2, of=3)
    assert held.f1 == pytest.approx(2 * (2 / 3) * 0.5 / (2 / 3 + 0.5))


def test_of_no_texts_nothing_is_known():
    held = quality([])

    assert (held.f1, held.pr_auc, held.calibration_error) == (0, 0, 0)
    assert held.recall.interval == (0.0, 1.0)


SCORED = st.lists(st.tuples(st.integers(0, 10).map(lambda n: n / 10), st.booleans()), min_size=1, max_size=40)


@given(SCORED.filter(lambda pairs: any(truth for _, truth in pairs)))
def test_the_average_precision_is_the_one_that_everybody_uses(pairs: list[tuple[float, bool]]):
    expected = average_precision_score([truth for _, truth in pairs], [score for score, _ in pairs])

    assert average_precision(pairs) == pytest.approx(expected)


@given(SCORED, st.randoms())
def test_the_order_of_texts_does_not_matter(pairs: list[tuple[float, bool]], drawn: random.Random):
    mixed = drawn.sample(pairs, len(pairs))

    assert average_precision(mixed) == pytest.approx(average_precision(pairs))
    assert calibration_error(mixed) == pytest.approx(calibration_error(pairs))


def test_scores_that_keep_their_word_have_no_calibration_error():
    assert calibration_error([(0.75, n < 75) for n in range(100)]) == pytest.approx(0)
    assert calibration_error([(0.95, False)] * 10) == pytest.approx(0.95)


@given(st.integers(0, 50), st.integers(1, 50))
def test_an_interval_holds_its_share_and_stays_within_bounds(hits: int, more: int):
    of = hits + more
    low, high = wilson(hits, of)

    assert 0 <= low <= hits / of <= high <= 1


def test_the_interval_is_wilsons():
    low, high = wilson(8, 8)  # all of eight is compatible with two thirds

    assert (low, high) == (pytest.approx(0.6756, abs=1e-4), pytest.approx(1.0))


@given(st.floats(0.01, 0.99), st.floats(0.05, 0.95), st.floats(0.05, 0.95))
def test_a_score_brought_to_another_prevalence_and_back_is_the_same(score: float, one: float, other: float):
    assert at_prevalence(at_prevalence(score, one, other), other, one) == pytest.approx(score)


def test_where_promotion_is_rarer_a_score_is_lower():
    assert at_prevalence(0.5, 1 / 3, 0.01) < 0.05


def test_figures_are_told_by_language_and_by_kind():
    texts = [judged(REFER, lang="fa"), judged(NONE, lang="ar"), judged(REFER, advert=False, kind="warning")]

    assert list(by_language(texts)) == ["ar", "en", "fa"]
    assert by_kind(texts) == {"warning": (Share(hits=1, of=1), Share(hits=1, of=1))}


def test_a_tactic_is_confused_with_the_one_that_was_read_first():
    texts = [
        judged(REFER, tactics=("DOC", "PRICE"), told=("VISA", "DOC")),
        judged(REFER, tactics=("DOC",), told=("DOC",)),
        judged(NONE, tactics=("DOC",)),
    ]

    assert tactics_confused(texts) == {"DOC": {"VISA": 1, "DOC": 1, "": 1}}
