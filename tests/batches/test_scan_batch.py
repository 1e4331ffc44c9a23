"""THE law of the batches: they say exactly what the rows say, wherever they are cut."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from texts import COLUMNS, TEXTS

from breakwater.batches import compiled as compiling
from breakwater.batches.finders import FallbackFinder
from breakwater.batches.language import language_column
from breakwater.batches.scan import read_column, scan_batch
from breakwater.detect.reading import finding, read_text
from breakwater.records import Finding
from breakwater.records.policy import Policy, Rule
from breakwater.text.language import language_of
from breakwater.wire.findings import findings
from builders import (
    ADVERT,
    KINDS,
    PROTECTED,
    TERMS,
    a_kind,
    a_policy,
    a_protected_kind,
    a_raw_pattern,
    a_term,
    some_marks,
    texts_batch,
)

MARKS = (
    some_marks("ur-Latn", "hai", "nahi", "mein", "kya"),
    some_marks("zz", "zorn", "ride", "flum", "بدون", over=["en", "und", "fa"], share=0.3),
)
POLICY = a_policy(
    *TERMS,
    a_term("فلوم", "زورن*", kinds=["voice"], clitics=["و", "ال", "ب"]),
    a_term("we ... seats", "zo* ... flum", kinds=["irregular"]),
    a_term("z", kinds=["price"], weight=0.01),
    a_term("zo*", kinds=["offer"], weight=0.02),
    a_term("zorn ride to", kinds=["act", "voice"], weight=0.2),
    a_term("zor*", kinds=["voice"], weight=0.05, endings={" zor": ["n", "ns"]}),
    a_term("seat* ... zorn ri*", kinds=["price"], endings={" seat": ["s"], " zorn ri": ["de", ""]}),
    a_term("هال*", kinds=["offer"], clitics=["و"], endings={"هال": ["", "ی"]}),
    languages=MARKS,
    kinds=(*KINDS, a_kind("quoted"), a_kind("asked")),
    protected=(
        *PROTECTED,
        a_protected_kind("aside", Rule(all=(("act",), ("voice",)), near=3, ordered=True)),
        a_protected_kind("told", Rule(all=(("quoted",), ("report",)), near=8, outside=True, unless=("act",))),
        a_protected_kind("asks", Rule(all=(("asked",), ("act", "price")), near=2)),
    ),
)


def told_by_rows(texts: list[str], policy: Policy = POLICY, *, first: int = 0) -> list[Finding]:
    return [
        finding(
            read_text(text, policy),
            id=str(number),
            platform="tiktok",
            account=str(number),
            lang=language_of(text, policy.languages),
            policy=policy.digest,
        )
        for number, text in enumerate(texts, start=first)
    ]


def told(batch: pa.RecordBatch, policy: Policy = POLICY) -> list[Finding]:
    return list(findings(scan_batch(batch, policy)))


@given(texts=COLUMNS)
@example(texts=["we bring seats", "zo and flum"])  # a spelling with words between its parts wakes nobody
@example(texts=[ADVERT, "", "zorn", "z o r n", "zоrn +44 7700 900123"])
@example(
    texts=['The court heard: "zorn, we bring you" of it', "zorn half price?", "zoο;", "zorn, we bring you"]
)
def test_a_batch_says_what_its_rows_say(texts: list[str]):
    assert told(texts_batch(texts)) == told_by_rows(texts)


@given(texts=COLUMNS, cut=st.integers(0, 8))
def test_where_a_batch_is_cut_makes_no_difference(texts: list[str], cut: int):
    batch = texts_batch(texts)

    parts = [batch.slice(0, cut), batch.slice(cut)]

    assert [row for part in parts for row in told(part)] == told_by_rows(texts)


RAW = a_policy(
    *TERMS,
    raw=(
        a_raw_pattern(r"[Zz]-?orn", kinds=["irregular"]),
        a_raw_pattern(r"https?://(?:\w+\.)*example\.org"),
        a_raw_pattern("^x|x$", kinds=["voice"]),
        a_raw_pattern(r"[^a-z ]{3,}", kinds=["offer"], weight=0.05),
        a_raw_pattern("٣|ﷺ|🇬🇧", weight=0.1),
    ),
)


@given(texts=COLUMNS, cut=st.integers(0, 8))
@example(texts=["z", "-orn", "x", "half \u0301 Z-orn", "🇬", "🇧"], cut=1)
def test_raw_patterns_are_found_by_batches_as_by_rows(texts: list[str], cut: int):
    batch = texts_batch(texts)

    parts = [batch.slice(0, cut), batch.slice(cut)]

    assert [row for part in parts for row in told(part, RAW)] == told_by_rows(texts, RAW)


def test_an_empty_batch_has_no_findings():
    assert told(texts_batch([])) == []


def test_other_columns_are_nobodys_business():
    batch = texts_batch([ADVERT]).append_column("bio", pa.array([None], pa.string()))

    assert told(batch) == told_by_rows([ADVERT])


def test_many_texts_are_read_in_their_order():
    texts = [ADVERT if number % 7 == 0 else f"fish {number}" for number in range(5_000)]

    assert told(texts_batch(texts)) == told_by_rows(texts)


@pytest.mark.parametrize(
    "policy",
    [
        pytest.param(a_policy(a_term("zorn", kinds=["voice"])), id="nothing wakes"),
        pytest.param(
            a_policy(a_term("zorn"), a_term("zorn", kinds=["voice"], means="again")),
            id="one spelling, two terms",
        ),
        pytest.param(
            a_policy(a_term("zorn"), kinds=KINDS[:1], protected=()), id="one kind, nothing protected"
        ),
    ],
)
def test_policies_of_any_shape_are_read_alike(policy: Policy):
    texts = [ADVERT, "zorn", "we bring you", "+44 7700 900123", ""]

    assert told(texts_batch(texts), policy) == told_by_rows(texts, policy)


@given(text=TEXTS)
def test_the_fallback_finder_leads_to_the_same_findings(text: str):
    texts = pa.array([text, ADVERT, text], pa.string())

    fast, everywhere = (list(read_column(texts, ready)) for ready in both())

    assert fast == everywhere


def both() -> list[compiling.Compiled]:
    if not _both:
        _both.extend(
            [compiling.compile_policy(POLICY), compiling.compile_policy(POLICY, make_finder=FallbackFinder)]
        )
    return _both


_both: list[compiling.Compiled] = []


def test_equal_policies_are_made_ready_once():
    assert compiling.compiled(a_policy()) is compiling.compiled(a_policy())


# --- languages

SENTENCES = (
    "The ferry leaves the harbour at seven",
    "THE FERRY LEAVES THE HARBOUR",
    "السفينة تغادر الميناء",
    "کەشتییەکە لە بەندەرەکە دەڕوات",
    "بېړۍ د سهار په اوو بجو ځي",
    "Tàu rời cảng lúc bảy giờ sáng",
    "bhai kya hai nahi mein",
    "мой корабль",
    "zorn ride flum",
    "مرحبا",
    "Tàu ro\u031bi ca\u0309ng",
    "한국어",
    "ÄÖÜ",
    "ab",
    "\u0344" * 700,
)


@given(
    st.lists(
        st.one_of(
            st.sampled_from(SENTENCES), TEXTS, st.lists(st.sampled_from(SENTENCES), max_size=30).map(" ".join)
        ),
        max_size=20,
    )
)
@example(["x" * 5_000, "ж" * 601, "", "A" * 600 + "ж"])
def test_a_column_is_in_the_languages_of_its_rows(texts: list[str]):
    column = language_column(pa.array(texts, pa.string()), MARKS)

    assert column.to_pylist() == [language_of(text, MARKS) for text in texts]


@given(texts=COLUMNS, cut=st.integers(0, 8))
def test_a_slice_is_in_the_languages_of_its_rows(texts: list[str], cut: int):
    column = language_column(pa.array(texts, pa.string()).slice(cut), MARKS)

    assert column.to_pylist() == [language_of(text, MARKS) for text in texts[cut:]]
