"""Texts such as nobody wrote, made of all that the readers look at."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = (
    "zorn", "zorns", "zorn ride", "ZORN", "zоrn", "z o r n", "z.o.r.n", "zoooorn", "no flum needed", "بدون فلوم", "بـــدون  فُلوم",
    "we bring you", "میبریم تان", "ميبريم تان", "seats left", "🚤", "half price", "the court heard", "who knows a way", "?", "؟",
    "Zedland", "🇿🇲", "Yland", "یستان", "Xtown", "to", "→", "به", "towards", "500€", "£2k", "٣٥٠٠ يورو", "+44 7700 900123",
    "00447700900123", "+٤٤٧٧٠٠٩٠٠١٢٣", "wa.me/447700900123", "t.me/zorn_24", "insta: zorn_24", "انستاقرام: zorn_24", "@zorn",
    "https://example.org/zorn", "z@example.org", "🅉🄾🅁🄽", "🅩🅞🅡🅝", "ｚｏｒｎ", "ж", "αβγ", "a b c d", "1️⃣2️⃣", "👍🏽", "👨‍👩‍👧", "🇬", "🇬🇧🇫🇷",
    "ﷺ", "ß", "\u200b", "\u202e", "\u0301", "\u20e3", "\ufe0f", "\0", "\n", "\t", "٣", "²", "½", "한국어", "ไทย", "ەێۆڵڕ", "hai nahi mein", "\U000e0041",
    "\U000e0080", "\U0001f1e6", "\U0001fae8", "\u0378", "x" * 90,
)  # fmt: skip

CHARACTERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)  # Arrow holds no half emoji
PIECES = st.one_of(
    st.sampled_from(WORDS), CHARACTERS, st.text(st.sampled_from("zorn аоabж🇬🇧aa 01٣."), max_size=8)
)
TEXTS = st.tuples(st.lists(PIECES, max_size=14), st.sampled_from([" ", "", "\n", ", "])).map(
    lambda pair: pair[1].join(pair[0])
)
COLUMNS = st.lists(TEXTS, max_size=8)
