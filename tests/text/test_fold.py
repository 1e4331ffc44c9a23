"""Does a text say the same however it is written, and is the way back to the original kept?"""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from breakwater.text.fold import Folded, fold

# Letters of every script that people write in, and all that stands between them.
PIECES = st.one_of(
    st.text(max_size=6),
    st.text(st.characters(), max_size=4),
    st.sampled_from(
        [
            "speed boat",
            "сpeedboat",
            "b o a t",
            "ааа",
            "AAAA",
            "🇬🇧",
            "🇬",
            "🇫🇷🇩🇪",
            "👍🏽",
            "1️⃣",
            "🅱🅾",
            "مـهـرب",
            "كِتَاب",
            "\u200b",
            "\u202e",
            "→",
            "?",
            "؟",
            "@name",
            "e\u0301",
            "ﷺ",
            "ß",
            "Ǆ",
            "٣٥٠",
            "\ud83d",
            "\0",
            " ",
            "\n",
        ]
    ),
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        # One spelling for all forms of a letter.
        pytest.param("ＳＰＥＥＤ ｂｏａｔ", "speed boat", id="full width"),
        pytest.param("𝓢𝓹𝓮𝓮𝓭 𝔟𝔬𝔞𝔱 𝟘𝟟", "speed boat 07", id="letters of mathematics"),
        pytest.param("ﬁnal oﬀer", "final offer", id="ligatures"),
        pytest.param("STRASSE straße", "strasse strasse", id="sharp s"),
        pytest.param("Crème BRÛLÉE", "creme brulee", id="accents"),
        pytest.param("Cre\u0300me", "creme", id="decomposed accents"),
        pytest.param("İstanbul Isı ısı", "istanbul isi isi", id="Turkish dots"),
        pytest.param("Đi Anh bằng xuồng", "di anh bang xuong", id="Vietnamese"),
        pytest.param("Łódź, Ærø, œuvre, þing", "lodz aero oeuvre thing", id="letters with no accent to lose"),
        pytest.param("Ёлка Їжак", "елка іжак", id="Cyrillic accents"),
        pytest.param("Άθήνα ΣΊΣΥΦΟΣ", "αθηνα σισυφοσ", id="Greek accents and the final sigma"),
        # Arabic script: what keyboards of five languages give for one sound.
        pytest.param("أحمد إلى آخر ٱلله", "احمد الی اخر الله", id="Arabic alefs"),
        pytest.param("كتاب کتاب ڪتاب", "کتاب کتاب کتاب", id="kaf and keheh"),
        pytest.param("علي على علی علے", "علی علی علی علی", id="yeh"),
        pytest.param("رحلة رحله رحلہ", "رحله رحله رحله", id="teh marbuta and heh"),
        pytest.param("خانهٔ خانۀ", "خانه خانه", id="Persian heh with hamza"),
        pytest.param("ڕێبەر ريبر", "ریبهر ریبر", id="Kurdish r and e"),
        pytest.param("بەلەم بهلهم", "بهلهم بهلهم", id="Kurdish ae"),
        pytest.param("ګیم گیم", "گیم گیم", id="Pashto gaf"),
        pytest.param("ټول تول ډېر دیر", "تول تول دیر دیر", id="Pashto retroflexes"),
        pytest.param("ڈنکی ں ن", "ڈنکی ن ن", id="Urdu noon"),
        pytest.param("ﺳﻔﺮ ﻻ", "سفر لا", id="presentation forms"),
        pytest.param("مُهَرِّبٌ", "مهرب", id="short vowels"),
        pytest.param("ســـفـــر", "سفر", id="tatweel"),
        pytest.param("مسؤول شئون جزء", "مسوول شیون جز", id="hamza"),
        # Other scripts keep what tells words apart.
        pytest.param("डंकी", "डंकी", id="Devanagari vowel signs"),
        pytest.param("ड़ ड़", "ड ड", id="Devanagari nukta, composed or not"),
        pytest.param("দালাল গেম", "দালাল গেম", id="Bengali"),
        pytest.param("ਡੌਂਕੀ", "ਡੌਂਕੀ", id="Gurmukhi"),
        pytest.param("ደላላ፣ ስደት።", "ደላላ ስደት", id="Ethiopic with its own comma and full stop"),
        pytest.param("שָׁלוֹם", "שלום", id="Hebrew points"),
        # Digits of every script.
        pytest.param("٠١٢٣٤ ۵۶۷۸۹", "01234 56789", id="Arabic and Persian digits"),
        pytest.param("०१२ ০১২ ੦੧੨ ໐໑໒ ០១២ ๐๑๒", "012 012 012 012 012 012", id="digits of India and beyond"),
        pytest.param("𝟎𝟏 ０１ ⁰¹ ①②", "01 01 01 12", id="digits dressed up"),
        pytest.param("0️⃣7️⃣", "07", id="keycaps"),
        pytest.param("½ ⅓", "12 13", id="fractions"),
        # What cannot be seen.
        pytest.param("s\u200bp\u200ce\u200de\u2060d", "speed", id="zero-width"),
        pytest.param("\u202espeed\u202c \u2068boat\u2069", "speed boat", id="bidi controls"),
        pytest.param("sp\u00adeed\ufeff", "speed", id="soft hyphen and BOM"),
        pytest.param("speed\u00a0boat\u3000now\u2028go", "speed boat now go", id="other spaces"),
        pytest.param("a\0b", "a b", id="NUL"),
        # Written so as not to be found.
        pytest.param("ѕрееdbоаt", "speedboat", id="Cyrillic letters in a Latin word"),
        pytest.param("bοαt", "boat", id="Greek letters in a Latin word"),
        pytest.param("рaspоrt ѕаfе", "pasport safe", id="and more of them than Latin ones"),
        pytest.param("лoдка", "лодка", id="Latin letters in a Cyrillic word"),
        pytest.param("TAMOЖHЯ", "таможня", id="and more of them than Cyrillic ones"),
        pytest.param("AΘHNA κoσμος", "αθηνα κοσμοσ", id="Latin letters in a Greek word"),
        pytest.param("whatsappом", "whatsappom", id="a Latin word with a Russian ending"),
        pytest.param("лодка boat", "лодка boat", id="two alphabets, each in its own word"),
        pytest.param("boooooat, a good book", "boat a good book", id="stretched letters; two are spelling"),
        pytest.param("سفرررررر", "سفر", id="stretched Arabic letters"),
        pytest.param("1000000", "1000000", id="digits are never stretched"),
        pytest.param("b o a t", "boat", id="spaced out"),
        pytest.param("s.p.e.e.d b-o-a-t", "speedboat", id="spaced out by points and dashes"),
        pytest.param("س ف ر ی", "سفری", id="spaced out in Arabic letters"),
        pytest.param("y a t il", "y a t il", id="three letters alone are ordinary"),
        pytest.param("1 2 3 4 5", "1 2 3 4 5", id="digits alone are not spaced out"),
        pytest.param("🅱🅾🅰🆃", "boat", id="negative squared letters"),
        pytest.param("🅑🅞🅐🅣", "boat", id="negative circled letters"),
        pytest.param("ⓑⓞⓐⓣ 🄱🄾🄰🅃", "boat boat", id="circled and squared letters"),
        # Tokens: words of their own.
        pytest.param("go🚤now", "go :speedboat: now", id="an emoji parts words"),
        pytest.param("✈️", ":airplane:", id="an emoji with its variation selector"),
        pytest.param("👍🏽👍", ":thumbs_up: :thumbs_up:", id="skin tones"),
        pytest.param("👨‍👩‍👧", ":man: :woman: :girl:", id="a joined family"),
        pytest.param("🇦🇱➡️🇬🇧", ":al: :right_arrow: :gb:", id="flags and an arrow"),
        pytest.param("🇬 🇧", "", id="half flags apart are nothing"),
        pytest.param("🇦🇱🇬🇧🇫", ":al: :gb:", id="flags in a row, and a half one"),
        pytest.param("a > b → c ⇒ d", "a :right_arrow: b :right_arrow: c :right_arrow: d", id="right arrows"),
        pytest.param("a < b ← c", "a :left_arrow: b :left_arrow: c", id="left arrows"),
        pytest.param("who? چی؟ ምን፧ what？", "who ? چی ? ምን ? what ?", id="question marks"),
        pytest.param("@safar_24", "@safar 24", id="a handle keeps its mark"),
        pytest.param("#game!!! (now)", "game now", id="punctuation"),
        # Nothing at all.
        pytest.param("", "", id="nothing"),
        pytest.param("\u0301\u0302\u064b", "", id="marks with no letter"),
        pytest.param("\ud83d", "", id="half an emoji"),
    ],
)
def test_a_text_is_read_the_same_however_it_is_written(written: str, read: str):
    assert fold(written).text.split() == read.split()


@given(TEXTS)
@example("\ud800" * 5)
@example("🇬🇧🇬")
def test_words_stand_between_single_spaces(text: str):
    folded = fold(text).text

    assert folded == " " + "".join(f"{word} " for word in folded.split(" ") if word)


@given(TEXTS)
def test_every_character_has_a_place_in_the_text_and_places_never_go_back(text: str):
    folded = fold(text)

    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert all(0 <= start <= end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)
    assert list(folded.ends) == sorted(folded.ends)


def words_of(folded: Folded) -> list[tuple[int, int]]:
    """Return where the words of a folded text stand in it."""
    found, at = [], 1
    for word in folded.text.split():
        found.append((at, at + len(word)))
        at += len(word) + 1
    return found


@given(TEXTS)
@example("b o a t")
@example("aaa🇬🇧👍🏽1️⃣")
def test_the_quote_of_a_word_folds_to_the_word(text: str):
    folded = fold(text)

    for start, end in words_of(folded):
        first, last = folded.span(start, end)
        assert fold(text[first:last]).text.strip() == folded.text[start:end]


@given(text=TEXTS, data=st.data())
def test_the_quote_of_several_words_folds_to_these_words(text: str, data: st.DataObject):
    folded = fold(text)
    words = words_of(folded)
    first = data.draw(st.integers(0, max(0, len(words) - 1)))
    last = data.draw(st.integers(first, max(first, len(words) - 1)))
    if not words:
        return
    start, end = folded.span(words[first][0], words[last][1])

    again = fold(text[start:end]).text.replace(" ", "")

    assert again == folded.text[words[first][0] : words[last][1]].replace(" ", "")


def test_the_quote_of_spaces_alone_is_nothing():
    assert fold("...").span(0, 1) == (0, 0)


LETTERS_ONLY = st.text(
    st.characters(categories=["Ll", "Lu", "Lo", "Nd", "Zs", "Po"], exclude_characters="?؟？⁇⁈⸮፧՞<>"),
    max_size=30,
)


@given(LETTERS_ONLY)
def test_folded_words_fold_to_themselves(text: str):
    """Without tokens, that is: ":gb:" is told from a flag, and its colons are punctuation.

    Nor where a second look finds what one look could not: a stretched letter whose pieces were
    only now joined, or a word that is of one alphabet only now.
    """
    once = fold(text)
    words = once.text.split()
    joined = any(
        len(word) > 1 and len(set(word[i : i + 3])) == 1 for word in words for i in range(len(word) - 2)
    )
    alone = any(len(word) == 1 for word in words)
    mixed = any("LATIN" in names(word) and {"CYRILLIC", "GREEK"} & names(word) for word in words)

    if not (joined or alone or mixed or ":" in once.text):
        assert fold(once.text).text == once.text


def names(word: str) -> set[str]:
    return {unicodedata.name(letter, "").partition(" ")[0] for letter in word}


@given(st.text(st.characters(), max_size=30))
@example("\u0130")
def test_composed_and_decomposed_spellings_are_one(text: str):
    if not any(0xD800 <= ord(char) < 0xE000 for char in text):
        composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))

        assert fold(composed).text == fold(decomposed).text


@given(text=TEXTS)
def test_letter_case_makes_no_difference_to_plain_words(text: str):
    plain = "".join(char for char in text if char.isascii())

    assert fold(plain.upper()).text == fold(plain.lower()).text


@pytest.mark.parametrize(
    "piece", ["a ", "a", "ab ", "ж", "🇬🇧", "🚤", "\u0301", "\u202e", "ﷺ", "aж ", "\ud800", "\0"]
)
def test_a_hundred_thousand_characters_are_no_more_than_their_letters(piece: str):
    text = piece * (100_000 // len(piece))

    folded = fold(text)

    assert len(folded.text) <= 18 * len(text) + 1
    assert max(folded.ends) <= len(text)
