"""Do raw patterns find what folding drops, and wake the reader only where their kind does?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.detect.evidence import gather
from breakwater.detect.raw import RawIndex
from breakwater.detect.reading import read_text
from breakwater.records import Reason
from breakwater.records.policy import Policy
from builders import TERMS, a_policy, a_raw_pattern

POLICY = a_policy(
    *TERMS,
    raw=(
        a_raw_pattern(r"(?i)<\s*brr", weight=0.3, tactic="C-ZORN"),
        a_raw_pattern(r"(?i)f[*]+m", kinds=["irregular"], weight=0.2),
        a_raw_pattern(r"!{3,}", kinds=["voice"], weight=0.05),
    ),
)


def reasons(text: str, policy: Policy = POLICY) -> list[Reason]:
    return list(read_text(text, policy).reasons)


def test_a_reason_quotes_the_text_as_it_was_written():
    (reason,) = reasons("héllo < fish <Brr> now")

    assert (reason.quote, reason.start, reason.kind, reason.tactic) == ("<Brr", 13, "act", "C-ZORN")


def test_a_raw_pattern_of_a_kind_that_does_not_wake_counts_only_beside_one_that_does():
    assert reasons("no!!!!") == []
    assert {reason.kind for reason in reasons("f**m!!!!")} == {"irregular", "voice"}


def test_a_raw_pattern_stands_in_the_passage_of_the_words_around_it():
    far = "fish " * 200

    assert [reason.says for reason in reasons(f"<brr {far} no flum needed f**m")] == [
        "no flum needed",
        "(?i)f[*]+m",
    ]


def test_a_policy_without_raw_patterns_finds_none():
    assert not gather("<brr f**m", a_policy()).read
    assert RawIndex((), ()).find("<brr") == []


@pytest.mark.parametrize(("expression", "text"), [(r"\b", "zorn"), (r"x*", "fish")])
def test_an_empty_match_is_none(expression: str, text: str):
    assert RawIndex([a_raw_pattern(expression)], [True]).find(text) == []


def test_half_an_emoji_keeps_its_place():
    assert RawIndex([a_raw_pattern("brr")], [True]).find("\ud83d brr") == [(2, 5, 0)]


def test_no_expression_hangs_on_a_text_made_for_it():
    index = RawIndex([a_raw_pattern(r"(a+)+$"), a_raw_pattern(r"(?:a|aa)*b")], [True, True])

    assert index.find("a" * 20_000 + "!") == []
    assert not index.may_wake(b"a" * 20_000 + b"!")


EXPRESSIONS = st.sampled_from(
    [r"<\s*z", r"(?i)zo+rn", r"[A-Z]{3,}", r"^a", r"a$", r"\bab\b", r"a|ab", r"x*", r"é+", r".🚤", "\n"]
)


@given(
    told=st.lists(st.tuples(EXPRESSIONS, st.booleans()), max_size=4),
    text=st.text(st.one_of(st.sampled_from("abzoOrRnN<é🚤\n xA"), st.characters(exclude_categories=["Cs"]))),
)
def test_the_one_look_misses_nothing_that_a_waking_pattern_finds(told: list[tuple[str, bool]], text: str):
    index = RawIndex([a_raw_pattern(expression) for expression, _ in told], [wakes for _, wakes in told])

    woken = any(told[number][1] for _, _, number in index.find(text))

    assert index.may_wake(text.encode()) or not woken
