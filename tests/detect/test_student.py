"""Does the student say what its features add up to, and point at the words it rests on?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.detect.student import SUREST, features, log_odds, softmax, strongest, tell, vote, wakes
from breakwater.text.fold import fold
from builders import CLASSES, a_learned, a_student


def test_features_are_four_characters_and_whole_words():
    told = list(features(" ab cd "))

    assert [place for place, _ in told] == [3, 3, 4, 5, 6, 6]  # " ab ", ab, "ab c", "b cd", " cd ", cd


def test_a_sign_is_a_feature_alone_and_with_the_word_before_it():
    told = list(features(" ab :boat: cd "))

    # " ab ", ab; the boat, and the boat behind ab; " cd ", cd
    assert [place for place, _ in told] == [3, 3, 10, 10, 13, 13]


@given(st.integers(1, 9))
def test_saying_it_again_adds_nothing(times: int):
    once, again = ({b for _, b in features(f" zorn{' :boat: :boat:' * n} ")} for n in (1, times))

    assert once == again


def test_the_same_word_is_the_same_feature_wherever_it_stands():
    first, second = ({bucket for _, bucket in features(text)} for text in (" zorn ", " a b zorn "))

    assert first <= second


@given(st.text("0123456789", min_size=4, max_size=4), st.text("0123456789", min_size=4, max_size=4))
def test_figures_are_all_alike(one: str, other: str):
    assert list(features(f" {one} euro ")) == list(features(f" {other} euro "))


def test_a_text_like_what_was_taught_wakes_and_another_does_not():
    learned = a_learned(a_student({"zorn ride tonight": "C-ZORN"}))

    assert wakes(fold("Zorn RIDE, tonight!").text, learned, asked=False)
    assert not wakes(fold("fresh fish on the market").text, learned, asked=False)


def test_a_text_that_reads_more_like_what_is_apart_does_not_wake():
    told = {"zorn ride tonight": "C-ZORN", "zorn rides on the market": "talk"}
    learned = a_learned(a_student(told, waking_bias=100.0))

    assert wakes(fold("zorn ride tonight").text, learned, asked=False)
    assert not wakes(fold("zorn rides on the market").text, learned, asked=False)


def test_nothing_wakes_on_nothing():
    assert not wakes("  ", a_learned(a_student(waking_bias=100.0)), asked=False)


def test_a_vote_believes_what_was_taught():
    learned = a_learned(a_student({"zorn ride tonight": "C-ZORN", "who knows a zorn": "question"}))

    believed = {}
    for text in ("zorn ride tonight", "who knows a zorn", "fish"):
        folded = fold(text)
        told = vote(tell(folded.text, learned.student), folded, learned)
        assert told is not None
        believed[text] = CLASSES[max(range(3), key=lambda i: told.shares[i])].name

    assert believed == {"zorn ride tonight": "C-ZORN", "who knows a zorn": "question", "fish": "talk"}


def test_a_vote_points_at_the_words_that_speak_most_for_promotion():
    learned, text = a_learned(a_student({"zorn ride": "C-ZORN"})), "Good morning! ZORN  ride — coffee?"
    folded = fold(text)

    told = vote(tell(folded.text, learned.student), folded, learned)

    assert told is not None
    assert text[told.start : told.end] == "ZORN  ride"


def test_there_is_no_vote_on_a_text_without_a_feature():
    folded = fold("!")

    assert vote(tell("  ", a_student()), folded, a_learned()) is None


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=6))
def test_shares_are_probabilities(logits: list[float]):
    shares = softmax(logits)

    assert sum(shares) == pytest.approx(1)
    assert all(0 <= share <= 1 for share in shares)


@given(st.floats(0, 1))
def test_no_reader_is_believed_beyond_bounds(share: float):
    told = log_odds((share, (1 - share) / 2, (1 - share) / 2), a_learned())

    assert -SUREST <= told <= SUREST
    assert (told > 0) == (share > 0.5) or share == pytest.approx(0.5)


@given(st.lists(st.integers(-9, 9), max_size=8))
def test_the_strongest_words_weigh_as_much_as_any_neighbours(weights: list[int]):
    words = [(weight, 2 * place, 2 * place + 1) for place, weight in enumerate(weights)]
    runs = [sum(weights[i:j]) for i in range(len(weights)) for j in range(i + 1, len(weights) + 1)]

    start, end = strongest(words)

    assert sum(weights[start // 2 : (end + 1) // 2]) == max([0, *runs])
