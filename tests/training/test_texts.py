"""Are the written examples what the readers are taught from, each on one side of every split?"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from training.texts import ADVERT, TIMES, Construction, Grammar, examples, texts_of, written

from breakwater.policy import load_policy

SLOTS = {"to": ["Zedland", "Yland"], "price": ["500", "900"]}


def a_grammar(*texts: str, **changes: object) -> Grammar:
    told = {"lang": "en", "run": "a", "slots": SLOTS} | changes
    return Grammar(
        advert=[Construction(text=text, gloss="a zorn", tactics=["DOC"]) for text in texts], **told
    )  # type: ignore[arg-type]


def test_a_construction_without_choices_is_written_once():
    assert texts_of("zorn tonight", SLOTS, "x") == ["zorn tonight"]


@given(st.text("abc", min_size=1, max_size=5))
def test_choices_are_drawn_from_slots_and_alternatives_and_always_the_same(name: str):
    told = texts_of("{zorn|flum} to {to} for {price}", SLOTS, name)

    assert told == texts_of("{zorn|flum} to {to} for {price}", SLOTS, name)
    assert 1 <= len(told) == len(set(told)) <= TIMES
    for text in told:
        thing, _, to, _, price = text.split()
        assert thing in ("zorn", "flum") and to in SLOTS["to"] and price in SLOTS["price"]


def test_a_slot_that_is_not_there_is_told_with_its_construction():
    with pytest.raises(ValueError, match=r"en\.a\.advert\.1: there is no slot \{nowhere\}"):
        list(written(a_grammar("to {nowhere}")))


def test_every_text_knows_its_author_run_and_construction():
    told = list(written(a_grammar("zorn to {to}", "flum")))

    assert {one.run for one in told} == {"a"}
    assert {one.construction for one in told} == {"en.a.advert.1", "en.a.advert.2"}


@pytest.fixture(scope="module")
def shipped() -> list:
    return examples()


def test_there_are_as_many_as_the_readers_need(shipped: list):
    adverts = sum(one.kind == ADVERT for one in shipped)

    assert adverts >= 6_000
    assert len(shipped) - adverts >= 12_000


def test_every_tactic_and_kind_is_written_in_every_language_that_is_taught(shipped: list):
    policy = load_policy()
    kinds = {held.name for held in policy.learned.classes if not held.tactic}  # type: ignore[union-attr]
    by_lang: dict[str, Counter[str]] = {}
    for one in shipped:
        by_lang.setdefault(one.lang, Counter()).update(one.tactics if one.kind == ADVERT else [one.kind])

    taught = {one.lang for one in shipped if one.run == "a"}  # the others are taught a few texts beside it
    missing = {
        lang: sorted(({t.code for t in policy.tactics} | kinds) - set(by_lang[lang])) for lang in taught
    }
    assert len(taught) >= 29
    assert {lang: names for lang, names in missing.items() if names} == {}


def test_no_text_of_the_evaluation_is_among_them(shipped: list):
    import json

    folder = Path(__file__).parents[2] / "evals"
    held = {
        json.loads(line)["text"].strip()
        for path in folder.glob("*/*.ndjson")
        for line in path.read_text("utf-8").splitlines()
        if line.strip()
    }

    assert held.isdisjoint(one.text.strip() for one in shipped)
