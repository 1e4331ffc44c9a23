"""Is a text still what it was, told a little differently?"""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st
from training.vary import part, varied

OTHERS = ["fresh fish on the market", "good morning"]
WORDS = st.lists(st.text("abc", min_size=1, max_size=4), min_size=1, max_size=30)


@given(words=WORDS, seed=st.integers(0, 500))
def test_nothing_of_a_text_that_matters_is_taken_away(words: list[str], seed: int):
    text = " ".join(words)

    assert text in varied(text, apart=False, others=OTHERS, draw=random.Random(seed))


@given(words=WORDS, seed=st.integers(0, 500))
def test_a_part_is_neighbouring_words(words: list[str], seed: int):
    text = " ".join(words)

    held = part(text, random.Random(seed))

    assert f" {held} " in f" {text} "
    assert len(held.split()) >= min(3, len(words))


def test_the_same_draw_tells_it_the_same_way():
    told = [varied("we all go home", apart=True, others=OTHERS, draw=random.Random(5)) for _ in range(2)]

    assert told[0] == told[1]
