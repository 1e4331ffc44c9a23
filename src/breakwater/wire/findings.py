"""How do readings become columns, and rows findings again?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from breakwater.detect.reading import Reading
from breakwater.records import Contact, ContactKind, Finding, Hurdle, Proposal, Reason
from breakwater.wire.schema import CONTACT, PROPOSALS, REASON, findings_schema

_NONE = PROPOSALS.index("none")


def findings_batch(
    posts: pa.RecordBatch,
    languages: pa.DictionaryArray,
    readings: Mapping[int, Reading],
    *,
    hurdles: Sequence[str],
    policy: str = "",
) -> pa.RecordBatch:
    """Return the findings of all posts; a row without a reading says that nothing was found.

    :param policy: the digest of the policy that they were made under
    """
    count, rows, read = len(posts), list(readings), list(readings.values())
    scores = np.zeros(count)
    scores[rows] = [reading.score for reading in read]
    proposals = np.full(count, _NONE, np.int8)
    proposals[rows] = [PROPOSALS.index(reading.proposal) for reading in read]
    lists = _Spread(count, rows)
    answers = [
        lists.of([_answer(reading, name) for reading in read], lambda values: pa.array(values, pa.int32()))
        for name in hurdles
    ]
    columns = [
        posts.column("id"),
        posts.column("platform"),
        posts.column("account"),
        languages,
        pa.array(scores),
        pa.DictionaryArray.from_arrays(pa.array(proposals), pa.array(PROPOSALS)),
        lists.of([reading.protected for reading in read], _strings),
        lists.of([reading.tactics for reading in read], _strings),
        pa.StructArray.from_arrays(answers, names=list(hurdles)),
        lists.of([reading.reasons for reading in read], lambda values: _structs(values, REASON)),
        lists.of([reading.contacts for reading in read], lambda values: _structs(values, CONTACT)),
        pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int8)), pa.array([policy])),
    ]
    return pa.RecordBatch.from_arrays(columns, schema=findings_schema(hurdles))


def findings(batch: pa.RecordBatch) -> Iterable[Finding]:
    """Yield the rows of a findings batch as records."""
    for row in batch.to_pylist():
        yield Finding(
            id=row["id"],
            platform=row["platform"],
            account=row["account"],
            lang=row["lang"],
            score=row["score"],
            proposal=Proposal(row["proposal"]),
            protected=tuple(row["protected"]),
            tactics=tuple(row["tactics"]),
            hurdles=tuple(Hurdle(name=name, reasons=tuple(told)) for name, told in row["hurdles"].items()),
            reasons=tuple(Reason(**reason) for reason in row["reasons"]),
            policy=row["policy"],
            contacts=tuple(Contact(**told | {"kind": ContactKind(told["kind"])}) for told in row["contacts"]),
        )


class _Spread:
    """Builds list columns of many rows of which few hold anything."""

    def __init__(self, count: int, rows: Sequence[int]) -> None:
        self._count, self._rows = count, rows

    def of(self, lists: Sequence[Sequence[Any]], values: Callable[[list[Any]], pa.Array]) -> pa.ListArray:
        counts: npt.NDArray[np.int32] = np.zeros(self._count, np.int32)
        counts[self._rows] = [len(held) for held in lists]
        offsets = np.zeros(self._count + 1, np.int32)
        np.cumsum(counts, out=offsets[1:])
        return pa.ListArray.from_arrays(pa.array(offsets), values([item for held in lists for item in held]))


def _answer(reading: Reading, name: str) -> tuple[int, ...]:
    return next((hurdle.reasons for hurdle in reading.hurdles if hurdle.name == name), ())


def _strings(values: list[str]) -> pa.Array:
    return pa.array(values, pa.string())


def _structs(values: list[Any], kind: pa.StructType) -> pa.StructArray:
    fields = [kind.field(i) for i in range(kind.num_fields)]
    columns = (
        zip(*map(attrgetter(*(field.name for field in fields)), values), strict=True)
        if values
        else [()] * len(fields)
    )
    arrays = [pa.array(column, field.type) for column, field in zip(columns, fields, strict=True)]
    return pa.StructArray.from_arrays(arrays, fields=fields)
