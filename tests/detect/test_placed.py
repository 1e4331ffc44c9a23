"""Does a rule hear where its kinds stand: near each other, in order, outside quotations?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from breakwater.detect.reading import read_text
from breakwater.records.policy import Policy, Rule
from builders import KINDS, a_kind, a_policy, a_protected_kind, a_term

TERMS = (
    a_term("zorn", weight=0.3),
    a_term("never", kinds=["negated"], weight=0.0),
    a_term("said", kinds=["reported"], weight=0.0),
    a_term("call", kinds=["voice"], weight=0.1),
)
MORE = (a_kind("negated"), a_kind("reported"), a_kind("quoted"), a_kind("asked"))


def policy_with(rule: Rule) -> Policy:
    return a_policy(*TERMS, kinds=(*KINDS, *MORE), protected=(a_protected_kind("spared", rule),))


def spared(text: str, rule: Rule) -> bool:
    return read_text(text, policy_with(rule)).protected == ("spared",)


NEAR = Rule(all=(("negated",), ("act",)), near=2)
IN_ORDER = Rule(all=(("negated",), ("act",)), near=2, ordered=True)
OUTSIDE = Rule(all=(("quoted",), ("reported",)), near=3, outside=True, unless=("voice",))


def test_kinds_must_be_near():
    assert spared("never a b zorn", NEAR)
    assert not spared("never a b c zorn", NEAR)


def test_any_pair_that_is_near_will_do():
    assert spared("zorn a b c never a b c never zorn", NEAR)


def test_kinds_may_have_to_stand_in_order():
    assert spared("zorn never", NEAR)
    assert not spared("zorn never", IN_ORDER)
    assert spared("never zorn", IN_ORDER)


def test_what_is_quoted_speaks_for_nobody():
    assert spared('"zorn, call us now" said the advert', OUTSIDE)
    assert not spared('"zorn, call us now" said the advert: call', OUTSIDE)
    assert not spared("zorn, call us now, said the advert", OUTSIDE)


def test_a_question_is_evidence_by_its_mark():
    asked = Rule(all=(("asked",), ("act",)), near=3)

    assert spared("zorn?", asked)
    assert spared("ο zorn, πόσο;", asked)
    assert not spared("zorn.", asked)


WORDS = st.lists(st.sampled_from(["never", "zorn", "said", "call", "a", '"', "?"]), max_size=14).map(" ".join)


@given(text=WORDS, near=st.integers(1, 6), ordered=st.booleans())
def test_a_wider_rule_holds_wherever_a_narrower_one_does(text: str, near: int, ordered: bool):
    narrow = Rule(all=(("negated",), ("act",)), near=near, ordered=ordered)
    wide = Rule(all=(("negated",), ("act",)), near=near + 1)

    assert not spared(text, narrow) or spared(text, wide)


@given(text=WORDS)
def test_near_is_what_counting_words_says(text: str):
    words = text.split()
    told = {word: [at for at, held in enumerate(words) if held == word] for word in ("never", "zorn")}
    expected = any(abs(a - b) - 1 <= 2 for a in told["never"] for b in told["zorn"])

    assert spared(text, NEAR) == expected
