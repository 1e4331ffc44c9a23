"""Does the fold of columns say what the fold of texts says, byte for byte and place for place?"""

from __future__ import annotations

import sys
import unicodedata

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from texts import COLUMNS, TEXTS

from breakwater.batches import fold as batches_fold
from breakwater.batches.characters import build, table
from breakwater.batches.fold import FoldedColumn, Scratch, fold_column
from breakwater.text.characters import Unit, fold_character
from breakwater.text.fold import fold

ODD = "z o r n"  # must be folded by the reference


def row_of(column: FoldedColumn, row: int) -> str:
    return column.data[column.offsets[row] : column.offsets[row + 1] - 1].tobytes().decode()


def assert_says_what_the_rows_say(column: FoldedColumn, texts: list[str]) -> None:
    assert len(column.offsets) == len(texts) + 1
    assert (column.data[column.offsets[1:] - 1] == ord("\n")).all()
    for row, text in enumerate(texts):
        if not column.odd[row]:
            assert row_of(column, row) == fold(text).text


@given(texts=COLUMNS)
@example(texts=[])
@example(texts=["", "", ""])
@example(texts=["aaa", "a" * 1000, "ﷺﷺﷺ", "1111", "ﷺ" * 300])
@example(texts=["🇬🇧🇬", "🇬x🇧", "🇬\u200b🇧", "🇬 🇧", "a 🇬 b 🇬 c 🇬 d", "a 🚤 b 🚤 c 🚤 d"])
@example(texts=["\U000e0000", "a\U000e0080b", "a\u0378b", "\U000e01ef\U000e01f0"])
def test_a_column_says_what_its_rows_say(texts: list[str]):
    assert_says_what_the_rows_say(fold_column(pa.array(texts, pa.string()), table()), texts)


@given(texts=COLUMNS)
@example(texts=["aaab🇬🇧ﷺﷺﷺx", "\u0301a\u0301\u0301a\u0301a", "e\u0301e\u0301e\u0301!"])
def test_places_are_those_of_the_rows(texts: list[str]):
    column = fold_column(pa.array(texts, pa.string()), table(), with_places=True)

    assert column.starts is not None
    assert column.ends is not None
    for row, text in enumerate(texts):
        if not column.odd[row]:
            told, folded = slice(column.offsets[row], column.offsets[row + 1] - 1), fold(text)
            first = (column.data[told] & 0xC0) != 0x80
            assert column.starts[told][first].tolist() == list(folded.starts)
            assert column.ends[told][first].tolist() == list(folded.ends)


@given(texts=COLUMNS, cut=st.integers(0, 9), kind=st.sampled_from([pa.string(), pa.large_string()]))
def test_a_slice_says_what_its_rows_say(texts: list[str], cut: int, kind: pa.DataType):
    whole = pa.array(["before", *texts, "behind"], kind)

    part = whole.slice(1 + min(cut, len(texts)), max(0, len(texts) - cut))

    assert_says_what_the_rows_say(fold_column(part, table()), texts[cut:])


@given(texts=COLUMNS, others=COLUMNS)
def test_memory_used_again_remembers_nothing(texts: list[str], others: list[str]):
    scratch = Scratch()
    fold_column(pa.array(others, pa.string()), table(), scratch=scratch)

    assert_says_what_the_rows_say(fold_column(pa.array(texts, pa.string()), table(), scratch=scratch), texts)


@given(text=TEXTS)
def test_few_texts_are_odd_and_only_those_whose_words_need_it(text: str):
    column = fold_column(pa.array([text], pa.string()), table())

    if column.odd[0]:
        words = list(row_of(column, 0).split())
        alone = sum(len(word) == 1 and word.isalpha() for word in words) >= 4
        mixed = any(any(c.isascii() for c in word) and not word.isascii() for word in words)
        assert alone or mixed


@pytest.mark.parametrize("text", [ODD, "zоrn", "αb", "a a a a"])
def test_what_needs_a_whole_word_is_marked_odd(text: str):
    assert fold_column(pa.array([text]), table()).odd.tolist() == [True]


@pytest.mark.parametrize(
    "text", ["ж zorn", "a b c ab d", "a b c 🚤 d", "1 2 3 4 5", "ж7", "a b c 7 d", "é à ü"]
)
def test_what_needs_none_is_not(text: str):
    assert fold_column(pa.array([text]), table()).odd.tolist() == [False]


def test_room_is_made_where_a_fold_is_far_longer_than_its_text():
    texts = ["ﷺ " * 50, "🇬🇧" * 2_000, "🕵" * 2_000]

    assert_says_what_the_rows_say(fold_column(pa.array(texts), table()), texts)


# --- the table


def test_the_table_built_anew_is_the_one_from_the_cache():
    built, kept = build(), table()

    assert np.array_equal(built.units, kept.units)
    assert np.array_equal(built.blob, kept.blob)


def assigned_or_dropped() -> list[int]:
    """All characters there are, and a sample of those there are not."""
    there = (code for code in range(0x20000) if not 0xD800 <= code < 0xE000)
    beyond = [*range(0x20000, sys.maxunicode, 997), *range(0xE0000, 0xE1000), sys.maxunicode]
    return [*there, *beyond]


def test_the_table_says_of_each_character_what_the_fold_says():
    units, blob = table()
    wrong = []
    for code in assigned_or_dropped():
        entry = int(units[code])
        unit, out = fold_character.__wrapped__(chr(code))
        if entry & 7 != unit:
            wrong.append((hex(code), Unit(entry & 7), unit))
        elif unit in (Unit.LETTER, Unit.TOKEN):
            at, length = (entry >> 16) & 0xFFFFFFFF, (entry >> 8) & 15
            data = (
                bytes(blob[at : at + (entry >> 48)])
                if length == 15
                else (entry >> 16).to_bytes(6, "little")[:length]
            )
            if data.decode() != out:
                wrong.append((hex(code), data, out))

    assert wrong == []


def test_no_character_folds_to_more_bytes_than_there_is_room_for():
    longest = max(
        len(fold_character.__wrapped__(chr(code)).out.encode())
        for code in range(0x32000)
        if not unicodedata.category(chr(code)).startswith("C")
    )

    assert longest < batches_fold._LONGEST // 4
