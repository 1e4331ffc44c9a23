"""Is exactly what stands in a text taken for evidence, in every script?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.detect.evidence import gather
from breakwater.detect.terms import TermIndex
from breakwater.records.policy import Term
from breakwater.text.fold import fold
from builders import a_place, a_policy, a_term


def stands_in(term: Term, text: str) -> bool:
    return bool(TermIndex([term]).find(fold(text).text))


@pytest.mark.parametrize(
    ("spelling", "found", "not_found"),
    [
        pytest.param("گیم", "امشب گیم داریم", "گیمر امشب", id="game, not gamer"),
        pytest.param("ګیم", "گیم نن شپه", "گیمونه", id="the same game with a Pashto gaf"),
        pytest.param("مهرب", "مع مهرّب جيد", "پدر مهربان", id="smuggler, not kind (Persian)"),
        pytest.param("قارب", "القارب... قارب جديد", "أقارب وتقارب", id="boat, not relatives"),
        pytest.param("dunki", "dunki route", "a weekend in Dunkirk", id="dunki, not Dunkirk"),
        pytest.param("zaman", "ne zaman?", "zamanında", id="time, not in time"),
        pytest.param("زەمانەت", "زەمانەت هەیە", "زەمان دەگۆڕێت", id="guarantee, not time (Sorani)"),
        pytest.param("حرقة", "الحراقة و حرقة جديدة", "بكى بحرقة", id="the burning, not with anguish"),
        pytest.param("harga", "harga demain", "hargatov", id="harga, not the beginning of a name"),
        pytest.param("gomon*", "gomonë e re", "ago monë", id="a star goes on, and does not begin earlier"),
        pytest.param("đi Anh", "bao đi Anh trọn gói", "đi anhtrai", id="Vietnamese words are syllables"),
        pytest.param("ደላላ", "ጥሩ ደላላ አለ", "ደላላው", id="Amharic broker, without its article"),
        pytest.param("डंकी", "डंकी रूट", "डंकीज", id="Hindi, a vowel sign is no boundary"),
        pytest.param("দালাল", "দালাল আছে", "দালালি", id="Bengali, a vowel sign is no boundary"),
        pytest.param("фб", "фб Польша", "ффбб", id="two Cyrillic letters"),
        pytest.param("speed boat", "SPEED-BOAT!", "speed of a boat", id="two words next to each other"),
        pytest.param("speedboat", "s p e e d b o a t", "speed boat", id="spaced out is one word"),
        pytest.param("🚤", "go🚤go", "🛥", id="an emoji needs no spaces"),
        pytest.param("🇬🇧", "🇦🇱🇬🇧", "🇬🇦🇧🇬", id="flags, not the halves of others"),
        pytest.param("4x4", "neuer 4x4", "14x4", id="digits have boundaries too"),
    ],
)
def test_a_term_is_whole_words_in_every_script(spelling: str, found: str, not_found: str):
    term = a_term(spelling)

    assert (stands_in(term, found), stands_in(term, not_found)) == (True, False)


def test_a_clitic_may_stand_before_a_word_where_the_language_writes_it_so():
    term = a_term("قارب", clitics=["و", "ب", "ال"])

    assert [stands_in(term, text) for text in ("قارب", "القارب", "بقارب", "مقارب")] == [
        True,
        True,
        True,
        False,
    ]


def test_a_clitic_before_the_burning_is_the_anguish_again():
    """Why Maghrebi terms must not take the clitics of Arabic: "bi-hurqa" is with anguish."""
    assert stands_in(a_term("حرقة", clitics=["ب"]), "بكى بحرقة")


@given(
    st.lists(
        st.sampled_from(["zorn", "zorns", "xzorn", "ride", "zorn ride", "...", "🚤", "flum"]), max_size=12
    )
)
def test_every_place_of_a_term_is_found_once(words: list[str]):
    folded = fold(" ".join(words)).text

    hits = TermIndex([a_term("zorn")]).find(folded)

    assert len(hits) == folded.split().count("zorn")
    assert all(folded[at - 1 : to + 1] == " zorn " for at, to, _ in hits)


def test_a_term_that_goes_on_is_quoted_to_the_end_of_its_word():
    evidence = gather("two Zornings ahead", a_policy()).evidence

    assert [(piece.start, piece.end) for piece in evidence] == [(4, 12)]


def test_ordinary_words_alone_wake_nobody():
    gathered = gather("we bring you to Zedland, half price, seats left, 500 €", a_policy())

    assert gathered.evidence == ()


def test_one_waking_word_wakes_the_reader_for_all_others():
    gathered = gather("zorn: we bring you to Zedland, half price, 500 €", a_policy())

    assert {kind for piece in gathered.evidence for kind in piece.kinds} == {
        "act",
        "voice",
        "place",
        "heading",
        "price",
        "amount",
    }


@pytest.mark.parametrize(
    "contact", ["+44 7700 900123", "t.me/zorn_example", "insta: zorn_example", "z@example.org"]
)
def test_a_direct_contact_wakes_the_reader(contact: str):
    assert "voice" in {
        kind for piece in gather(f"we bring you {contact}", a_policy()).evidence for kind in piece.kinds
    }


@pytest.mark.parametrize("contact", ["@zorn_example", "https://example.org/zorning"])
def test_a_name_or_a_link_does_not(contact: str):
    policy = a_policy(a_term("we bring you", kinds=["voice"]))

    assert gather(f"we bring you {contact}", policy).evidence == ()


# --- a term within a longer one


def test_a_term_within_a_longer_one_of_its_kind_is_not_counted():
    policy = a_policy(a_term("pass"), a_term("false pass", weight=0.3))

    evidence = gather("false pass and pass", policy).evidence

    assert [piece.says for piece in evidence] == ["false pass", "pass"]


def test_a_term_within_one_of_another_kind_is_counted_too():
    policy = a_policy(a_term("pass", kinds=["irregular"]), a_term("false pass"))

    assert {piece.says for piece in gather("false pass", policy).evidence} == {"pass", "false pass"}


def test_terms_that_only_touch_are_both_counted():
    policy = a_policy(a_term("false pass"), a_term("pass now"))

    assert {piece.says for piece in gather("false pass now", policy).evidence} == {"false pass", "pass now"}


# --- routes and headings


def readings(text: str) -> list[str]:
    found = gather(f"zorn. {text}", a_policy()).evidence
    return [piece.says for piece in found if piece.kinds[0] in ("route", "heading")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("Zedland to Yland", ["from ZM to YE"], id="a word between"),
        pytest.param("Zedland Yland", ["from ZM to YE"], id="nothing between"),
        pytest.param("Zedland-Yland", ["from ZM to YE"], id="a dash between"),
        pytest.param("Zedland → Yland", ["from ZM to YE"], id="an arrow"),
        pytest.param("🇿🇲➡️Yland", ["from ZM to YE"], id="a flag and an emoji arrow"),
        pytest.param("Zedland به یستان", ["from ZM to YE"], id="a Persian word between"),
        pytest.param(
            "Zedland to Yland to Xtown", ["from ZM to YE", "from YE to XK"], id="a journey in two parts"
        ),
        pytest.param("Zedland and not Yland", [], id="other words between"),
        pytest.param("Zedland, Zedland", [], id="the same place twice"),
        pytest.param("to Yland", ["to YE"], id="a heading"),
        pytest.param("to Zedland to Yland", ["to ZM", "from ZM to YE"], id="a heading, then a route"),
        pytest.param("Yland", [], id="a place alone"),
        pytest.param("onto Yland", [], id="a word that only ends so"),
    ],
)
def test_routes_and_headings_are_read_from_the_places(text: str, says: list[str]):
    assert readings(text) == says


def test_a_route_quotes_both_its_ends():
    text = "zorn from Zedland → Yland tonight"

    (route,) = (piece for piece in gather(text, a_policy()).evidence if piece.kinds == ("route",))

    assert text[route.start : route.end] == "Zedland → Yland"


def test_without_places_nothing_heads_anywhere():
    policy = a_policy(a_term("zorn"), a_place("Yland", code="YE"), headings=frozenset())

    assert {piece.kinds for piece in gather("zorn to Yland", policy).evidence} == {("act",), ("place",)}


# --- laws

POLICY = a_policy()
WORDS = [
    "zorn",
    "ride",
    "we bring you",
    "Zedland",
    "to",
    "Yland",
    "🇿🇲",
    "→",
    "500 €",
    "+44 7700 900123",
    "no flum needed",
    "بدون فلوم",
    "میبریم تان",
    "?",
    "half price",
    "b o a t",
    "@x",
    "z o r n",
    "...",
    "ааа",
    "сzorn",
    "the court heard",
]


@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), max_size=14).map(" ".join))
def test_evidence_quotes_the_text_in_its_order(text: str):
    gathered = gather(text, POLICY)

    assert [piece.at for piece in gathered.evidence] == sorted(piece.at for piece in gathered.evidence)
    assert all(0 <= piece.start < piece.end <= len(text) for piece in gathered.evidence)
    assert all(piece.at <= piece.to for piece in gathered.evidence)
