"""Is a vote one reason among others, and is nobody proposed against what the readers believe?"""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.detect.evidence import Gathered, gather
from breakwater.detect.reading import Reading, judge, read_text, with_readers
from breakwater.detect.votes import MOST_OUTSIDE
from breakwater.records import Proposal
from breakwater.records.learned import Vote
from builders import ADVERT, a_learned, a_policy, a_vote

POLICY = a_policy(learned=a_learned())
UNCALIBRATED = a_policy()


def read(text: str, *votes: Vote) -> Reading:
    """The reading of a text on which these readers, and no others, voted."""
    return judge(
        text, gather(text, UNCALIBRATED)._replace(votes=votes, read=True, words=len(text.split())), POLICY
    )


def probability(start: float, reading: Reading) -> float:
    return 1 / (1 + math.exp(-(start + sum(reason.weight for reason in reading.reasons))))


@given(st.floats(-8, 8), st.sampled_from([ADVERT, "zorn", "fish", "the court heard of a zorn"]))
def test_a_score_is_the_probability_that_its_reasons_add_up_to(log_odds: float, text: str):
    reading = read(text, a_vote(log_odds))

    assert reading.score == pytest.approx(probability(-1.0, reading), abs=1e-4)


@given(st.floats(-8, 8), st.floats(-8, 8))
def test_a_surer_vote_never_lowers_a_score(one: float, other: float):
    low, high = sorted((one, other))

    assert read("zorn", a_vote(low)).score <= read("zorn", a_vote(high)).score


def test_the_calibration_is_that_of_the_readers_that_voted():
    alone, both = read("zorn", a_vote(2.0)), read("zorn", a_vote(2.0), a_vote(2.0, reader="meaning"))

    assert [r.weight for r in alone.reasons if r.kind == "reader"] == [1.0]
    assert [r.weight for r in both.reasons if r.kind == "reader"] == [0.5, 1.5]
    assert both.score == pytest.approx(probability(-1.5, both), abs=1e-4)


def test_readers_may_meet_hurdles_that_no_term_meets():
    reading = read("fish", a_vote(6.0))

    assert reading.proposal is Proposal.REFER
    assert [hurdle.reasons for hurdle in reading.hurdles] == [(0,)] * 3


def test_of_a_word_or_two_the_readers_cannot_tell():
    wary = a_policy(learned=a_learned(fewest_words=2))
    word, words = (
        judge(text, gather(text, UNCALIBRATED)._replace(votes=(a_vote(6.0),), read=True, words=n), wary)
        for text, n in (("fish", 1), ("fish fish", 2))
    )

    assert (word.proposal, words.proposal) == (Proposal.NONE, Proposal.REFER)


def test_a_class_meets_only_the_hurdles_that_it_is_said_to_meet():
    question = a_vote(-3.0, shares=(0.05, 0.9, 0.05))

    reading = read("fish", question)

    assert [hurdle.name for hurdle in reading.hurdles if hurdle.met] == ["unlawful"]


def test_whom_the_readers_protect_is_not_proposed_whatever_the_terms_say():
    reading = read(ADVERT, a_vote(-0.5, shares=(0.38, 0.6, 0.02)))

    assert reading.protected == ("question",)
    assert reading.proposal is not Proposal.REFER


def test_a_term_that_protects_stands_unless_the_readers_are_sure():
    text = f"the court heard: {ADVERT}"

    doubtful, sure = read(text, a_vote(1.5)), read(text, a_vote(6.0))

    assert (doubtful.protected, sure.protected) == (("news",), ())


def test_a_reader_that_was_never_measured_here_counts_little():
    reading = read("fish", a_vote(-2.0), a_vote(8.0, reader="stranger", shares=()))

    assert [r.weight for r in reading.reasons][1] == MOST_OUTSIDE


def test_a_vote_says_what_it_believes_and_by_whom():
    (reason,) = read("fish", a_vote(2.0, says="nearest: a zorn")).reasons

    assert reason.says == "reads like: by C-ZORN 88%; nearest: a zorn"
    assert reason.source == "student 1"


def test_tactics_that_the_readers_believe_come_first():
    assert read("half price zorn", a_vote(4.0)).tactics == ("C-ZORN", "PRICE")


# --- whom to ask


class Counting:
    """A second reader that remembers what it was asked."""

    name = "meaning"

    def __init__(self, *, cheap: bool = False, says: float = 3.0) -> None:
        self.cheap, self._says = cheap, says
        self.asked: list[str] = []

    def votes(self, texts: list[str]) -> list[Vote | None]:
        self.asked += texts
        return [a_vote(self._says, reader="meaning") for _ in texts]


def test_second_readers_are_asked_only_where_it_could_matter():
    reader, texts = Counting(), [ADVERT, "fish on the market", "zorn ride"]

    told = with_readers(texts, [gather(text, POLICY) for text in texts], POLICY, [reader])

    assert reader.asked == [ADVERT, "zorn ride"]
    assert [len(one.votes) for one in told] == [2, 0, 2]


def test_a_cheap_reader_is_asked_about_all_that_is_read():
    reader = Counting(cheap=True)

    with_readers(["x", "y"], [Gathered(read=True, votes=(a_vote(-7.0),)), Gathered()], POLICY, [reader])

    assert reader.asked == ["x"]


def test_a_costly_reader_is_not_asked_what_a_cheap_one_has_ruled_out():
    texts, held = ["x"], [Gathered(read=True, votes=(a_vote(0.0),))]
    sure, unsure = Counting(), Counting()

    with_readers(texts, held, POLICY, [Counting(cheap=True, says=-5.0), sure])
    with_readers(texts, held, POLICY, [Counting(cheap=True, says=0.0), unsure])

    assert (sure.asked, unsure.asked) == ([], ["x"])


def test_without_learned_readers_nobody_is_asked():
    reader = Counting()

    assert read_text(ADVERT, UNCALIBRATED, [reader]).score == read_text(ADVERT, UNCALIBRATED).score
    assert reader.asked == []


def test_a_text_that_woke_nothing_has_no_score():
    assert judge("fish", Gathered(), POLICY).score == 0.0
