"""Is a text that was moderated before known again, however it is written?"""

from __future__ import annotations

import pytest

from breakwater.detect.repeats import moderated_texts, repeats

HELD = moderated_texts(["Zorn is the best of all rides!", "zorn"], words=4)


@pytest.mark.parametrize(
    "text",
    [
        "zorn is the best of all rides",
        "ZORN... is the bést of all riiides 🙂"[:-2],
        "Zorn-is-the best of  all rides",
    ],
)
def test_the_same_words_are_a_repetition(text: str):
    assert repeats(text, HELD)


@pytest.mark.parametrize("text", ["Zorn is the best", "zorn", "", "Zorn is not the best of all rides"])
def test_other_words_and_few_words_are_none(text: str):
    assert not repeats(text, HELD)
