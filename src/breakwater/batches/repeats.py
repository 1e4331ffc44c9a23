"""Which texts of a column were moderated before? The fast twin of `detect.repeats`."""

from __future__ import annotations

import pyarrow as pa

from breakwater.batches.compiled import Compiled
from breakwater.batches.fold import fold_column
from breakwater.detect.repeats import repeats


def repeating(texts: pa.StringArray, moderated: frozenset[str], ready: Compiled) -> list[int]:
    """Return the rows whose texts are among the moderated ones, which are folded."""
    if not moderated or not len(texts):
        return []
    column = fold_column(texts, ready.table, scratch=ready.memory())
    known = {text.encode() for text in moderated}
    data, cuts, odd = column.data.tobytes(), column.offsets.tolist(), column.odd.tolist()
    return [
        row
        for row in range(len(texts))
        if (
            repeats(texts[row].as_py(), moderated)
            if odd[row]
            else data[cuts[row] : cuts[row + 1] - 1] in known
        )
    ]
