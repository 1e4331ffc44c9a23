"""Which sums of money does a text name, however they are written?"""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from breakwater.records.policy import Currencies
from breakwater.text.amounts import find_amounts

MONEY = Currencies(
    (
        ("EUR", ("€", "eur", "euro", "euros", "يورو", "یورو")),
        ("GBP", ("£", "pound", "pounds")),
        ("USD", ("$", "us$", "dollar", "dollars", "دولار")),
        ("TRY", ("tl", "lira")),
        ("IRR", ("تومان",)),
    )
)


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("3500€", 3500, "EUR"),
        ("3500 €", 3500, "EUR"),
        ("€3500", 3500, "EUR"),
        ("€ 3500", 3500, "EUR"),
        ("3,500 euros", 3500, "EUR"),
        ("3.500 Euro", 3500, "EUR"),
        ("3 500 EUR", 3500, "EUR"),
        ("3'500 EUR", 3500, "EUR"),
        ("3.500,50 €", 3500.5, "EUR"),
        ("3,500.50 €", 3500.5, "EUR"),
        ("1.500.000 €", 1_500_000, "EUR"),
        ("99,9 €", 99.9, "EUR"),
        ("3500\u00a0€", 3500, "EUR"),
        ("٣٥٠٠ يورو", 3500, "EUR"),
        ("٣٬٥٠٠ يورو", 3500, "EUR"),
        ("۳۵۰۰ یورو", 3500, "EUR"),
        ("३५०० €", 3500, "EUR"),
        ("£2k", 2000, "GBP"),
        ("2k £", 2000, "GBP"),
        ("2 K pounds", 2000, "GBP"),
        ("5 mije euro", 5000, "EUR"),
        ("۳ هزار یورو", 3000, "EUR"),
        ("5 bin tl", 5000, "TRY"),
        ("US$ 700", 700, "USD"),
        ("۵۰۰ تومان", 500, "IRR"),
        ("for 800 pounds.", 800, "GBP"),
    ],
)
def test_a_sum_is_read_however_it_is_written(text: str, value: float, currency: str):
    found = find_amounts(text, MONEY)

    assert [(amount.value, amount.currency) for amount in found] == [(value, currency)]


@pytest.mark.parametrize(
    "text",
    [
        "3500",
        "euros",
        "35 eurocents",
        "10 poundsterlings",
        "3500 pieces",
        "at 10:30",
        "1,500,000 views",
        "neuro 5",
        "12345678 €",  # no price has eight digits
    ],
)
def test_a_number_without_its_currency_is_no_sum(text: str):
    assert find_amounts(text, MONEY) == ()


def test_a_sign_between_two_numbers_belongs_to_the_first():
    found = find_amounts("child 500€ 3 places", MONEY)

    assert [(amount.value, amount.currency) for amount in found] == [(500, "EUR")]


def test_each_sum_of_a_list_is_told_with_its_own_currency():
    found = find_amounts("boat 1500€, lorry £4,000, air 9k dollars", MONEY)

    assert [f"{amount.value:g} {amount.currency}" for amount in found] == ["1500 EUR", "4000 GBP", "9000 USD"]


PIECES = st.one_of(
    st.text(max_size=5),
    st.text(st.sampled_from("0123456789.,'٬٫ k٣۵"), max_size=12),
    st.sampled_from(
        [word for _, words in MONEY.words for word in words] + ["k", " ", "هزار", "İ", "➕", "\u00a0"]
    ),
)


@given(st.lists(PIECES, max_size=8).map("".join))
@example("5€6€7")
@example("İ€5€")
@example("5 İİİİİİ€")
def test_sums_stand_in_the_text_in_its_order_and_never_overlap(text: str):
    found = find_amounts(text, MONEY)

    assert all(0 <= amount.start < amount.end <= len(text) and amount.value >= 0 for amount in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    assert all(any(char.isdigit() for char in text[amount.start : amount.end]) for amount in found)
