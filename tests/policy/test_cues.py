"""Do the shipped cues tell who speaks? One thing sold, asked about, warned of and quoted."""

from __future__ import annotations

import pytest

from breakwater.detect.reading import Reading, read_text
from breakwater.policy import load_policy
from breakwater.records import Proposal
from breakwater.records.policy import Policy


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(learned=False)


def reading(text: str, policy: Policy) -> Reading:
    return read_text(text, policy)


@pytest.mark.parametrize(
    "text",
    [
        "Do not trust anybody who says he can get you a fake passport or a visa without documents",
        "Ne croyez pas ceux qui promettent une traversée sans visa vers l'Angleterre",
        "Glaubt niemandem, der euch verspricht: mit dem Schlauchboot nach England",
        "No confíen en quienes prometen cruzar sin papeles a Estados Unidos",
        "Не верьте тем, кто обещает поддельный паспорт",
        "Μην πιστεύετε όσους υπόσχονται φουσκωτό για Ιταλία με 4000 ευρώ, στείλτε μήνυμα",
        "لا تصدقوا من يقول إنه يوصلكم إلى أوروبا بدون فيزا تهريب",
        "İnanmayın, garantili Avrupa vaat edenlere; Meriç geçişi",
    ],
)
def test_do_not_trust_who_promises_is_a_warning(text: str, policy: Policy):
    assert "warning" in reading(text, policy).protected


@pytest.mark.parametrize(
    "text",
    [
        'The advert reads: "Speedboat to England, no visa needed, 4,000 pounds, places left, DM us"',
        "„Mit dem Schlauchboot nach England, ohne Visum, 3000 Euro, Plätze frei“, heißt es in der Anzeige",
        "« Traversée vers l'Angleterre sans visa, 3000 euros, écrivez en privé », peut-on lire",
        "«Πέρασμα στην Ιταλία χωρίς χαρτιά, 4000 ευρώ, στείλτε μήνυμα», γράφει η αγγελία",
    ],
)
def test_an_advert_that_is_quoted_and_attributed_is_news(text: str, policy: Policy):
    assert "news" in reading(text, policy).protected


def test_quotation_marks_alone_protect_no_advert(policy: Policy):
    text = '"Speedboat to England, no visa needed, 4,000 pounds, places left, message us on WhatsApp"'

    assert "news" not in reading(text, policy).protected


@pytest.mark.parametrize(
    "text",
    [
        "How much is it from Calais to England by dinghy?",
        "Πόσο κοστίζει από Τουρκία στην Ιταλία με φουσκωτό;",
        "Was kostet ein Schlauchboot nach England?",
    ],
)
def test_who_asks_for_the_price_is_not_offering(text: str, policy: Policy):
    told = reading(text, policy)

    assert told.protected
    assert told.proposal is not Proposal.REFER


def test_an_advert_that_asks_and_answers_is_no_question(policy: Policy):
    text = "How much is it to England? Only 3,000 pounds, no visa needed, dinghy, message us on WhatsApp"

    assert reading(text, policy).protected == ()


# --- adverts without sentences


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("🇦🇱➡️🇬🇧🚤💯📲", id="emoji alone"),
        pytest.param("🇹🇷➡️🇮🇹⛵💯🔥 📩", id="another route"),
        pytest.param(
            "Serbia - Germany 3500€\nBosnia - Italy 2800€\nGreece - Italy 4500€\nwa.me/447700900123",
            id="a table of prices",
        ),
        pytest.param("🇧🇦➡️🇮🇹 2800€\n🇷🇸➡️🇩🇪 3500€\n🇬🇷➡️🇮🇹 4500€\n📲 DM", id="a table of flags"),
    ],
)
def test_an_advert_without_sentences_has_points_and_hurdles(text: str, policy: Policy):
    told = reading(text, policy)

    assert told.proposal is not Proposal.NONE, (told.score, [(r.kind, r.quote) for r in told.reasons])
