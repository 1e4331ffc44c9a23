"""Are adverts found that are no sentences, by what ships, without the embedding?"""

from __future__ import annotations

import pytest

from breakwater.detect.reading import read_text
from breakwater.policy import load_policy
from breakwater.records import Proposal

POLICY = load_policy()
ADVERTS = {
    "emoji alone": "🇦🇱➡️🇬🇧🚤💯📲",
    "emoji, a price and a number": "🇹🇷➡️🇬🇷🛥️✅ 2500€ 📞 +44 7700 900123",
    "a table of routes and prices": "France - UK 🚤 1500£\nFrance - UK 🚚 3500£\nAlbania - UK ✈️ 6000£\npay after arrive ✅",
    "a table in Turkish": "Yunanistan 2500€\nİtalya yat 6000€\nAlmanya 8000€\nÖdeme varınca",
}
ORDINARY = {
    "two homes": "🇦🇱🇬🇧 ❤️ my two homes",
    "a holiday": "🇬🇧🇬🇧🎉🎉 vacation 2026 ✈️",
    "a match": "🇦🇱 2 - 1 🇬🇧 ⚽🔥💯",
    "a table of fish": "Sea bass 12£\nCod 9£\nMussels 6£\npay at the boat ✅",
}


@pytest.mark.parametrize("text", ADVERTS.values(), ids=ADVERTS.keys())
def test_an_advert_without_a_sentence_is_proposed(text: str):
    assert read_text(text, POLICY).proposal is Proposal.REFER


@pytest.mark.parametrize("text", ORDINARY.values(), ids=ORDINARY.keys())
def test_the_same_signs_and_tables_about_something_else_are_not(text: str):
    assert read_text(text, POLICY).proposal is not Proposal.REFER
