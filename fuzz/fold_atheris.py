"""Does the fold of columns say what the fold of texts says, for bytes that nobody thought of?

    python fuzz/fold_atheris.py -runs=20000
    python fuzz/fold_atheris.py -max_total_time=600 corpus/

Atheris (https://github.com/google/atheris) makes the bytes; libFuzzer's options are taken.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["breakwater.text"]):
    from breakwater.text.fold import fold

import pyarrow as pa

from breakwater.batches.characters import table
from breakwater.batches.fold import fold_column

PARTED_BY = "\x1e"  # so that one input makes a column of several texts


def column_says_what_its_rows_say(data: bytes) -> None:
    """Raise where the column, its odd texts aside, says anything else than its rows."""
    texts = data.decode("utf-8", "ignore").split(PARTED_BY)
    column = fold_column(pa.array(texts, pa.string()), table(), with_places=True)
    assert column.starts is not None
    assert column.ends is not None
    for row, text in enumerate(texts):
        folded = fold(text)
        assert len(folded.text) == len(folded.starts) == len(folded.ends)
        if column.odd[row]:
            continue
        at = slice(column.offsets[row], column.offsets[row + 1] - 1)
        first = (column.data[at] & 0xC0) != 0x80
        assert column.data[at].tobytes().decode() == folded.text, ascii(text)
        assert column.starts[at][first].tolist() == list(folded.starts), ascii(text)
        assert column.ends[at][first].tolist() == list(folded.ends), ascii(text)


if __name__ == "__main__":
    atheris.Setup(sys.argv, column_says_what_its_rows_say)
    atheris.Fuzz()
