"""THE law of the batches, for the student: a column adds up what its rows add up."""

from __future__ import annotations

import random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from texts import COLUMNS, TEXTS

from breakwater.batches import student as by_columns
from breakwater.batches.scan import _joined, scan_batch
from breakwater.detect import student as by_rows
from breakwater.detect.reading import finding, read_text
from breakwater.records.learned import BUCKETS, Student
from breakwater.text.fold import fold
from breakwater.text.language import language_of
from breakwater.wire.findings import findings
from builders import ADVERT, CLASSES, a_learned, a_policy, texts_batch


def any_student(seed: int = 1) -> Student:
    """A student with any weights at all."""
    drawn = random.Random(seed)
    return Student(
        waking=drawn.randbytes(BUCKETS), waking_scale=0.01, waking_bias=0.1,
        telling=drawn.randbytes(BUCKETS * len(CLASSES)), telling_scale=0.01, telling_bias=(0.1, -0.1, 0.0), margin=-0.1, margin_asked=-0.5,
    )  # fmt: skip


STUDENT = any_student()
LEARNED = a_learned(STUDENT)
WEIGHTS = by_columns.Weights(LEARNED)
POLICY = a_policy(learned=LEARNED)


@given(texts=COLUMNS, asked=st.booleans())
@example(texts=["", " ", "a", "ab", "abc", "abcd", "0123", "🇬🇧 🚤", "ж" * 70], asked=True)
def test_a_column_adds_up_what_its_rows_add_up(texts: list[str], asked: bool):
    folds = [fold(text) for text in texts]
    data, offsets = _joined(folds)

    told = by_columns.tell(data, offsets, WEIGHTS)
    woken = by_columns.wakes(data, offsets, WEIGHTS, asked=asked).tolist()

    assert [(t.features, list(t.sums), t.at, t.to) for t in told] == [
        (t.features, list(t.sums), t.at, t.to) for t in (by_rows.tell(f.text, STUDENT) for f in folds)
    ]
    assert woken == [by_rows.wakes(folded.text, LEARNED, asked=asked) for folded in folds]


@given(texts=COLUMNS)
@example(texts=[ADVERT, "", "zorn", "z o r n", "zоrn +44 7700 900123", "who knows a way"])
def test_a_batch_with_a_student_says_what_its_rows_say(texts: list[str]):
    rows = [
        finding(
            read_text(text, POLICY), id=str(n), platform="tiktok", account=str(n),
            lang=language_of(text, POLICY.languages), policy=POLICY.digest,
        )
        for n, text in enumerate(texts)
    ]  # fmt: skip

    assert list(findings(scan_batch(texts_batch(texts), POLICY))) == rows


@given(text=TEXTS)
def test_weights_are_what_was_written(text: str):
    whole = np.frombuffer(STUDENT.telling, np.uint8).astype(int) - 128

    assert (WEIGHTS.telling.ravel() == whole).all()


@pytest.mark.parametrize("cut", [0, 1, 3])
def test_where_a_batch_is_cut_makes_no_difference(cut: int):
    batch = texts_batch([ADVERT, "zorn", "fish", "zоrn"])

    whole = scan_batch(batch, POLICY)
    parts = [scan_batch(part, POLICY) for part in (batch.slice(0, cut), batch.slice(cut))]

    assert pa.Table.from_batches(parts).to_pylist() == whole.to_pylist()
