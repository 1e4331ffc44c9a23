"""Is a text proposed for exactly the reasons that it gives?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.detect.evidence import Evidence, Gathered
from breakwater.detect.reading import Reading, judge, read_text, weigh
from breakwater.records import Proposal
from breakwater.records.policy import Policy, Thresholds
from builders import (
    ADVERT,
    KINDS,
    THRESHOLDS,
    a_hurdle,
    a_kind,
    a_policy,
    a_protected_kind,
    a_rule,
    a_term,
)


def kinds_of(reading: Reading) -> list[str]:
    return [reason.kind for reason in reading.reasons]


# --- the three hurdles


def test_an_advert_that_answers_every_hurdle_is_proposed():
    reading = read_text(ADVERT, a_policy())

    assert reading.proposal is Proposal.REFER
    assert all(hurdle.met for hurdle in reading.hurdles)


def test_nothing_is_found_in_an_ordinary_text():
    reading = read_text("Fresh fish on the market square tonight", a_policy())

    assert (reading.score, reading.proposal, reading.reasons) == (0.0, Proposal.NONE, ())
    assert not any(hurdle.met for hurdle in reading.hurdles)


def test_vocabulary_alone_is_never_proposed():
    heavy = a_policy(*(a_term(f"zorn{letter}", weight=1.0) for letter in "abc"))

    reading = read_text("zorna zornb zornc " * 5, heavy)

    assert reading.score == 1.0
    assert reading.proposal is Proposal.NONE


@pytest.mark.parametrize("missing", ["seats left", "we bring you", "no flum needed"])
def test_one_hurdle_unanswered_is_enough_not_to_refer(missing: str):
    words = ["seats left", "we bring you", "no flum needed"]
    policy = a_policy(
        *(
            a_term(word, kinds=["irregular" if "flum" in word else word.split()[0]], weight=0.5)
            for word in words
        ),
        kinds=(*KINDS, a_kind("seats", wakes=True), a_kind("we", wakes=True)),
        hurdles=(
            a_hurdle("offer", a_rule("seats")),
            a_hurdle("provider", a_rule("we")),
            a_hurdle("unlawful", a_rule("irregular")),
        ),
    )

    whole = read_text(", ".join(words), policy)
    without = read_text(", ".join(word for word in words if word != missing), policy)

    assert (whole.proposal, without.proposal) == (Proposal.REFER, Proposal.LOOK)


def test_every_hurdle_met_with_too_low_a_score_is_not_proposed():
    weak = a_policy(
        *(a_term(word, kinds=[kind], weight=0.01) for word, kind in (("zorn", "irregular"), ("we", "voice")))
    )

    reading = read_text("zorn we", weak)

    assert all(hurdle.met for hurdle in reading.hurdles)
    assert reading.proposal is Proposal.NONE


def test_a_hurdle_names_the_reasons_that_answer_it():
    reading = read_text("no flum needed, we bring you", a_policy())

    answers = {hurdle.name: [reading.reasons[i].quote for i in hurdle.reasons] for hurdle in reading.hurdles}

    assert answers == {
        "offer": ["no flum needed", "we bring you"],
        "provider": ["we bring you"],
        "unlawful": ["no flum needed"],
    }


# --- protected kinds


@pytest.mark.parametrize("kind", ["news", "question"])
def test_any_protected_kind_keeps_an_advert_from_being_proposed(kind: str):
    policy = a_policy(
        *a_policy().terms,
        a_term("xyzzy", kinds=["said"], weight=0.0),
        kinds=(*KINDS, a_kind("said")),
        protected=(a_protected_kind(kind, a_rule("said")),),
    )

    advert, protected = read_text(ADVERT, policy), read_text(f"xyzzy: {ADVERT}", policy)

    assert (advert.proposal, protected.proposal) == (Proposal.REFER, Proposal.LOOK)
    assert protected.protected == (kind,)


def test_an_exception_lifts_a_protection():
    """Somebody who asks, but offers what no asker would, is not asking."""
    asks = a_policy(*(term for term in a_policy().terms if "flum" not in term.says))

    assert read_text("zorn, who knows a way", asks).protected == ("question",)
    assert read_text("zorn, who knows a way, no flum needed", a_policy()).protected == ()


# --- scores


@given(
    st.lists(
        st.sampled_from([*ADVERT.split(", "), "the court heard", "zorns", "500 €", "half price", "Xtown"]),
        max_size=15,
    )
)
def test_a_score_is_the_sum_of_its_reasons(words: list[str]):
    reading = read_text(" ".join(words), a_policy())

    assert reading.score == round(sum(reason.weight for reason in reading.reasons), 4)
    assert 0 <= reading.score <= 1


SAID = [f"w{number}" for number in range(6)]
KIND_NAMES = ["act", "irregular", "voice", "offer", "report", "seeker"]


def a_piece(kind: str, says: str, weight: float, at: int = 0) -> Evidence:
    return Evidence(
        kinds=(kind,), tactic="", says=says, weight=weight, source="", start=at, end=at + 1, at=at, to=at + 1,
        bits=a_policy().bits[kind],
    )  # fmt: skip


PIECES = st.lists(
    st.builds(
        a_piece,
        st.sampled_from(KIND_NAMES),
        st.sampled_from(SAID),
        st.integers(-100, 100).map(lambda n: n / 100),
    ),
    max_size=12,
)
REPEATED = st.sampled_from([0.0, 0.3, 0.5, 1.0])


def with_repeated(share: float) -> Thresholds:
    return Thresholds(refer_at=0.5, look_at=0.25, look_hurdles=2, passage=700, repeated=share)


@given(pieces=PIECES, repeated=REPEATED)
def test_weights_add_up_to_a_score_within_its_bounds(pieces: list[Evidence], repeated: float):
    weights = weigh(pieces, with_repeated(repeated))

    assert len(weights) == len(pieces)
    assert 0 <= round(sum(weights), 4) <= 1


@given(pieces=PIECES, repeated=REPEATED)
def test_no_piece_adds_more_than_its_weight_or_the_other_way(pieces: list[Evidence], repeated: float):
    weights = weigh(pieces, with_repeated(repeated))

    for piece, weight in zip(pieces, weights, strict=True):
        assert abs(weight) <= abs(piece.weight)
        assert weight * piece.weight >= 0


@given(pieces=PIECES, repeated=REPEATED, against=st.integers(-100, 0), kind=st.sampled_from(KIND_NAMES))
def test_what_speaks_against_never_raises_a_score(
    pieces: list[Evidence], repeated: float, against: int, kind: str
):
    counter = a_piece(kind, "against", against / 100)

    before = sum(weigh(pieces, with_repeated(repeated)))
    after = sum(weigh([*pieces, counter], with_repeated(repeated)))

    assert round(after, 4) <= round(before, 4)


@given(pieces=PIECES, repeated=REPEATED)
def test_the_same_words_again_add_nothing(pieces: list[Evidence], repeated: float):
    once, twice = (sum(weigh(held, with_repeated(repeated))) for held in (pieces, pieces + pieces))

    assert round(once, 4) == round(twice, 4)


def test_each_further_reason_of_one_kind_keeps_a_share_of_its_weight():
    pieces = [a_piece("act", "a", 0.2), a_piece("act", "b", 0.4), a_piece("voice", "c", 0.1)]

    assert weigh(pieces, with_repeated(0.5)) == [0.1, 0.4, 0.1]


@given(
    words=st.lists(
        st.sampled_from(["zorn", "we bring you", "no flum needed", "seats left", "Zedland", "to", "Yland"])
    )
)
def test_a_counter_cue_in_the_text_never_raises_its_proposal(words: list[str]):
    order = [Proposal.NONE, Proposal.LOOK, Proposal.REFER]
    text = " ".join(words)

    before = read_text(text, a_policy())
    after = read_text(f"{text} the court heard", a_policy())

    assert after.score <= before.score
    assert order.index(after.proposal) <= order.index(before.proposal)
    assert after.proposal is not Proposal.REFER


# --- generated policies


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Policies with any weights, rules and thresholds."""
    names = KIND_NAMES
    groups = st.lists(st.sampled_from(names), min_size=1, max_size=3).map("|".join)
    rules = st.builds(
        lambda all_, unless: a_rule(*all_, unless=unless),
        st.lists(groups, min_size=1, max_size=3),
        st.lists(st.sampled_from(names), max_size=1),
    )
    some_rules = st.lists(rules, min_size=1, max_size=2)
    weights = st.integers(-100, 100).map(lambda number: number / 100)
    return a_policy(
        *(
            a_term(
                said,
                kinds=draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)),
                weight=draw(weights),
            )
            for said in SAID
        ),
        kinds=tuple(a_kind(name, wakes=draw(st.booleans())) for name in names) + KINDS[6:10],
        hurdles=tuple(a_hurdle(f"h{i}", *draw(some_rules)) for i in range(draw(st.integers(1, 3)))),
        protected=tuple(a_protected_kind(f"p{i}", *draw(some_rules)) for i in range(draw(st.integers(0, 2)))),
        thresholds=Thresholds(
            refer_at=draw(st.sampled_from([0.0, 0.3, 0.5])),
            look_at=draw(st.sampled_from([0.0, 0.25])),
            look_hurdles=draw(st.integers(1, 3)),
            passage=draw(st.sampled_from([50, 700])),
            repeated=draw(REPEATED),
        ),
    )


@given(
    policy=policies(),
    words=st.lists(st.sampled_from([*SAID, "noise", "x" * 60, "+44 7700 900123"]), max_size=10),
)
def test_under_any_policy_a_referral_has_answers_and_no_protection(policy: Policy, words: list[str]):
    reading = read_text(" ".join(words), policy)

    assert reading.score == round(sum(reason.weight for reason in reading.reasons), 4)
    assert 0 <= reading.score <= 1
    for hurdle in reading.hurdles:
        assert all(0 <= number < len(reading.reasons) for number in hurdle.reasons)
    if reading.proposal is Proposal.REFER:
        assert all(hurdle.met for hurdle in reading.hurdles)
        assert reading.protected == ()
        assert reading.score >= policy.thresholds.refer_at


# --- passages


def test_evidence_far_apart_is_not_read_together():
    far = f"no flum needed {'and so on ' * 100} we bring you, seats left"

    near, apart = read_text("no flum needed we bring you, seats left", a_policy()), read_text(far, a_policy())

    assert len([hurdle for hurdle in near.hurdles if hurdle.met]) == 3
    assert len([hurdle for hurdle in apart.hurdles if hurdle.met]) < 3


def test_the_strongest_passage_speaks_for_the_text():
    text = f"the court heard of a zorn {'and so on ' * 100} {ADVERT}"

    reading = read_text(text, a_policy())

    assert reading.proposal is Proposal.REFER
    assert "report" not in kinds_of(reading)


def test_a_passage_is_as_long_as_the_policy_says():
    evidence = (a_piece("irregular", "a", 0.3, at=0), a_piece("voice", "b", 0.3, at=THRESHOLDS.passage - 1))
    further = (evidence[0], a_piece("voice", "b", 0.3, at=THRESHOLDS.passage))

    together, apart = (judge("x" * 800, Gathered(evidence=held), a_policy()) for held in (evidence, further))

    assert (len(together.reasons), len(apart.reasons)) == (2, 1)


# --- tactics


def test_tactics_are_told_the_strongest_first_and_never_from_what_speaks_against():
    policy = a_policy(
        a_term("aaa1", tactic="LOW", weight=0.1),
        a_term("bbb1", tactic="HIGH", weight=0.3),
        a_term("ccc1", tactic="AGAINST", weight=-0.3),
    )

    assert read_text("aaa1 bbb1 ccc1", policy).tactics == ("HIGH", "LOW")


# --- texts nobody should write


@pytest.mark.parametrize("text", ["", "\0", "\ud83d", "\u0301" * 1000, "🇬", "zorn\ud83d", "zorn\0" * 100])
def test_odd_texts_are_read_like_any_other(text: str):
    reading = read_text(text, a_policy())

    assert reading.proposal is Proposal.NONE
    assert all(reason.quote == text[reason.start : reason.end] for reason in reading.reasons)
