"""Does a column know the same moderated texts again as its rows do?"""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from texts import COLUMNS

from breakwater.batches.compiled import compiled
from breakwater.batches.repeats import repeating
from breakwater.detect.repeats import moderated_texts, repeats
from builders import a_policy

POLICY = a_policy()


@given(texts=COLUMNS, other=COLUMNS, words=st.integers(1, 4), cut=st.integers(0, 8))
def test_a_column_knows_the_texts_that_its_rows_know(
    texts: list[str], other: list[str], words: int, cut: int
):
    moderated = moderated_texts([*texts[::2], *other], words=words)
    column = pa.array([text.upper() for text in texts], pa.string()).slice(cut)

    found = repeating(column, moderated, compiled(POLICY))

    assert found == [row for row, text in enumerate(column.to_pylist()) if repeats(text, moderated)]


def test_where_nothing_was_moderated_nothing_is_known():
    assert repeating(pa.array(["zorn"]), frozenset(), compiled(POLICY)) == []
