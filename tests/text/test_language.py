"""Which language is a text in, and do we say so where we do not know?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.text.language import UNKNOWN, language_of
from builders import some_marks

MARKS = (
    some_marks("prs", "موتر", "سرحد", "جرمنی", "تذکره", "میایم", over=["fa"], share=0.08),
    some_marks("ur-Latn", "hai", "nahi", "mein", "kya", "aap", "bhai", "aur", "liye", "ka"),
    some_marks("ar-Latn", "wach", "kayn", "bghit", "3la", "dyal", "bzaf", "khoya", "daba", share=0.25),
    some_marks("ti", "ናብ", "እዩ", "ኣብ", "ካብ", "ኣሎ", over=["am"]),
)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        pytest.param("The ferry leaves the harbour at seven in the morning", "en", id="English"),
        pytest.param("Le bateau quitte le port à sept heures du matin", "fr", id="French"),
        pytest.param("السفينة تغادر الميناء في الساعة السابعة صباحا", "ar", id="Arabic"),
        pytest.param("کشتی ساعت هفت صبح از بندر حرکت می‌کند", "fa", id="Persian"),
        pytest.param("موتر از سرحد گذشت و به جرمنی رسید، تذکره ندارم", "prs", id="Dari"),
        pytest.param("کەشتییەکە کاتژمێر حەوتی بەیانی لە بەندەرەکە دەڕوات", "ckb", id="Sorani"),
        pytest.param("بېړۍ د سهار په اوو بجو له بندره ځي", "ps", id="Pashto"),
        pytest.param("Gemi sabah saat yedide limandan ayrılıyor", "tr", id="Turkish"),
        pytest.param("Tàu rời cảng lúc bảy giờ sáng", "vi", id="Vietnamese"),
        pytest.param("Anija largohet nga porti në orën shtatë të mëngjesit", "sq", id="Albanian"),
        pytest.param("መርከቡ ከጠዋቱ አንድ ሰዓት ከወደቡ ይነሳል", "am", id="Amharic"),
        pytest.param("መርከብ ናብ ወደብ እዩ ዝኸይድ፣ ኣብ ንግሆ ኣሎ", "ti", id="Tigrinya"),
        pytest.param(
            "bhai kya aap ka jahaz aaj hai, mein aur liye nahi", "ur-Latn", id="Urdu in Latin letters"
        ),
        pytest.param(
            "wach kayn chi babor daba, bghit nmchi 3la khoya bzaf", "ar-Latn", id="Arabic in Latin letters"
        ),
        pytest.param("Корабль выходит из порта в семь часов утра", "ru", id="Russian"),
        pytest.param("জাহাজটি সকাল সাতটায় বন্দর ছেড়ে যায়", "bn", id="Bengali"),
        pytest.param("THE FERRY LEAVES THE HARBOUR AT SEVEN IN THE MORNING", "en", id="English in capitals"),
    ],
)
def test_the_languages_we_work_in_are_told_apart(text: str, lang: str):
    assert language_of(text, MARKS) == lang


@pytest.mark.parametrize("text", ["", " ", "🚤🇬🇧", "12345", "\ud83d", "\0", "ok"])
def test_where_there_is_nothing_to_tell_it_by_the_language_is_not_known(text: str):
    assert language_of(text, MARKS) == UNKNOWN


def test_marks_overrule_only_the_languages_that_they_are_mistaken_for():
    arabic = "موتر سرحد السفينة تغادر الميناء في الساعة السابعة صباحا من كل يوم"

    assert language_of(arabic, MARKS) == "ar"


def test_one_marking_word_is_not_enough():
    assert language_of("the ferry hai leaves the harbour at seven in the morning", MARKS) == "en"


@given(st.text(st.characters(), max_size=80))
def test_any_text_has_a_language_or_none_and_never_an_error(text: str):
    assert language_of(text, MARKS) != ""


def test_more_of_a_text_does_not_change_its_language():
    begin = "The ferry leaves the harbour at seven in the morning. " * 12

    assert language_of(begin + "کشتی ساعت هفت صبح " * 10_000, MARKS) == "en"
