"""Are the other forms of a word made that its language makes of it, and no more?"""

from __future__ import annotations

from pathlib import Path

import pytest

from breakwater.errors import PolicyError
from breakwater.policy import lint, load_policy
from breakwater.policy.lint import matches
from breakwater.policy.load import SHIPPED, folded, spelled, writings_of
from breakwater.policy.schema import EndingEntry, LanguageEntry, TermEntry
from breakwater.policy.variants import forms, writing_of
from breakwater.records.policy import Term
from builders import POLICY_FILES, a_term, write_policy

WRITINGS = writings_of(SHIPPED)


@pytest.mark.parametrize(
    ("lang", "word", "made"),
    [
        ("tr", "pasaport", ["pasaportu", "pasaportlar", "pasaportumuz"]),
        ("tr", "geçiş", ["geçişi", "geçişler", "geçişten"]),
        ("tr", "trafik", ["trafiği"]),
        ("sq", "pasaportë", ["pasaporta", "pasaportën"]),
        ("ckb", "پاسپۆرت", ["پاسپۆرتەکان", "پاسپۆرتێک"]),
        ("kmr", "pasaport", ["pasaporta", "pasaportên"]),
        ("fa", "پاسپورت", ["پاسپورت‌ها", "پاسپورتهای"]),
        ("ur", "ایجنٹ", ["ایجنٹوں"]),
        ("hi", "पासपोर्ट", ["पासपोर्टों"]),
        ("bn", "পাসপোর্ট", ["পাসপোর্টের", "পাসপোর্টগুলো"]),
        ("so", "baasaboor", ["baasaboorka"]),
        ("ru", "граница", ["границу", "границей", "границ"]),
        ("uk", "кордон", ["кордону", "кордоном"]),
        ("pl", "granica", ["granicy", "granicę"]),
        ("el", "διαβατήριο", ["διαβατήρια", "διαβατηρίου"]),
        ("ro", "pașaport", ["pașaportul", "pașaportului"]),
        ("de", "Schleuser", ["Schleusern"]),
        ("am", "ፓስፖርት", ["ፓስፖርቶች", "ፓስፖርቱ", "ፓስፖርታችን"]),
        ("ar", "رحلة", ["رحلات", "رحلتنا"]),
        ("en", "dinghy", ["dinghies"]),
    ],
)
def test_a_language_bends_its_words(lang: str, word: str, made: list[str]):
    assert {folded(form) for form in (word, *made)} <= forms(word, WRITINGS[lang])


@pytest.mark.parametrize(
    ("lang", "word", "another"),
    [
        pytest.param("tr", "pasaport", "pasaporter", id="against vowel harmony"),
        pytest.param("tr", "yat", "yatak", id="a short word is left alone"),
        pytest.param("ru", "виза", "визит", id="another word with the same stem"),
        pytest.param("vi", "thuyền", "thuyềns", id="a language that does not bend"),
    ],
)
def test_a_language_makes_no_other_words(lang: str, word: str, another: str):
    writing = WRITINGS.get(lang, writing_of(LanguageEntry(code=lang)))

    assert folded(another) not in forms(word, writing)


def test_no_word_has_more_forms_than_a_person_would_read():
    words = ("pasaport", "trafik", "garanti", "машина", "ফ্লাইট", "granica", "پاسپۆرت", "ፓስፖርት", "kamion")

    assert max(len(forms(word, writing)) for writing in WRITINGS.values() for word in words) <= 60


def a_bent_term(*text: str, plain: tuple[str, ...] = (), lang: str = "tr") -> Term:
    entry = TermEntry(
        text=list(text), plain=list(plain), means="m", kinds=["act"], weight=0.1, source="the tests",
        yes=["yes"], no=["no"],
    )  # fmt: skip
    spellings, endings = spelled(entry, WRITINGS[lang])
    bare = a_term("x")
    return Term(
        id=bare.id, lang=lang, spellings=spellings, says="m", kinds=bare.kinds, tactic="", weight=0.1,
        source=bare.source, clitics=WRITINGS[lang].clitics, endings=endings,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        pytest.param(a_bent_term("sahte pasaport"), "Sahte pasaportlar!", True, id="the last word bends"),
        pytest.param(a_bent_term("sahte pasaport"), "sahteler pasaport", False, id="the others do not"),
        pytest.param(a_bent_term("bot ... kaptan"), "bot için bir kaptanı", True, id="behind a gap"),
        pytest.param(a_bent_term("kaptan ... bot"), "kaptanlar için bot", True, id="before a gap"),
        pytest.param(a_bent_term("kaptan*"), "kaptanlık", True, id="a star is open as before"),
        pytest.param(a_bent_term("x y", plain=("kaptan",)), "kaptanlar", False, id="a plain spelling"),
        pytest.param(a_bent_term("x y", plain=("kaptan",)), "kaptan", True, id="a plain spelling itself"),
        pytest.param(a_bent_term("فيزا", "رحلة", lang="ar"), "والرحلات", True, id="clitic and ending"),
        pytest.param(a_bent_term("ፓስፖርት", lang="am"), "የፓስፖርቶች", True, id="a melted vowel"),
    ],
)
def test_a_term_is_found_in_the_forms_of_its_words(term: Term, text: str, found: bool):
    assert matches(term, text) == found


# --- what folding does already, so that no rule is needed


@pytest.mark.parametrize(
    ("term", "text"),
    [
        pytest.param("xuồng cao su", "xuong cao su", id="Vietnamese without tone marks"),
        pytest.param("đi Anh", "DI ANH", id="Vietnamese d"),
        pytest.param("sınırdan geçiş", "sinirdan gecis", id="Turkish"),
        pytest.param("pașaport", "pasaport", id="Romanian"),
        pytest.param("pasaportë", "pasaporte", id="Albanian"),
        pytest.param("łódź", "lodz", id="Polish"),
        pytest.param("qaçaxçî", "qacaxci", id="Kurmanji"),
        pytest.param("διαβατήριο", "διαβατηριο", id="Greek"),
    ],
)
def test_marks_need_no_spelling_of_their_own(term: str, text: str):
    assert matches(a_term(term), text)
    assert matches(a_term(text), term)


# --- what is wrong is told

BENT = '[[language]]\ncode = "en"\nendings = [{ add = ["s"] }]\nshortest = 4\n'


def test_a_spelling_that_the_rules_make_is_told(tmp_path: Path):
    terms = POLICY_FILES["lexicon/en/zorn.toml"].replace(
        '["no flum needed"]', '["flum-free ride", "flum free rides"]'
    )
    terms = terms.replace('"No flum needed!"', '"flum free ride"')
    files = {"languages.toml": BENT, "lexicon/en/zorn.toml": terms}

    (problem,) = lint(write_policy(tmp_path, files))

    assert problem.says == "'flum free rides' is made of 'flum-free ride' already"


@pytest.mark.parametrize(
    ("endings", "says"),
    [
        ('[{ after = "(", add = ["s"] }]', "'(?:()$'"),
        ("[{ add = [" + ", ".join(f'"{number}"' for number in range(500)) + "] }]", "more than"),
        ('[{ add = ["s"], drop = 9 }]', "<= 4"),
        ('[{ ad = ["s"] }]', "ad"),
    ],
)
def test_a_wrong_ending_is_told_with_its_file(tmp_path: Path, endings: str, says: str):
    files = {"languages.toml": f'[[language]]\ncode = "en"\nendings = {endings}\n'}

    with pytest.raises(PolicyError) as raised:
        load_policy(write_policy(tmp_path, files))

    assert says in str(raised.value)
    assert raised.value.file.endswith("languages.toml")


def test_an_ending_that_is_dropped_leaves_the_stem():
    writing = writing_of(
        LanguageEntry(code="x", endings=[EndingEntry(after="a", drop=1, add=["y", ""])], shortest=4)
    )

    assert forms("Rakva", writing) == {"rakva", "rakvy", "rakv"}
