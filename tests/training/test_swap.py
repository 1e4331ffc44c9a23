"""Is the same text told about another country?"""

from __future__ import annotations

import re

import pytest
from training.swap import COUNTRIES, flag, swapped

TEXTS = [
    ("en", "boat from France to Greece, France is ready"),
    ("tr", "Bu hafta Almanya ve Yunanistan 🇬🇧"),
    ("ar", "رحلة من تركيا الى اليونان"),
    ("zz", "🇦🇱➡️🇬🇧🚤"),
]


@pytest.mark.parametrize(("lang", "text"), TEXTS)
def test_another_country_stands_where_one_stood(lang: str, text: str):
    told = swapped(text, lang)

    assert told != text
    assert told == swapped(text, lang)


def test_a_country_named_twice_is_the_same_other_one():
    told = swapped("boat from France to Greece, France is ready", "en")

    found = re.fullmatch(r"boat from (.+) to (.+), (.+) is ready", told)
    assert found is not None
    assert found[1] == found[3]
    assert "France" != found[1] != found[2] != "Greece"


def test_a_flag_stays_a_flag():
    assert swapped("🇦🇱", "sq") in {flag(code) for code in COUNTRIES} - {"🇦🇱"}


@pytest.mark.parametrize("text", ["we eat turkey on a jersey", "nothing here", "", "Omani food", "🚤💯"])
def test_a_text_without_a_country_stays_as_it_is(text: str):
    assert swapped(text, "en") == text
