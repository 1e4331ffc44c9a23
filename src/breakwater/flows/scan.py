"""From posts to findings, and what to tell about the run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from breakwater.batches.scan import scan_batch
from breakwater.ports.reader import SecondReader
from breakwater.records import Reject
from breakwater.records.policy import Policy
from breakwater.wire.json import findings_json


class Scanned(NamedTuple):
    """What came of one piece of work: findings as NDJSON or columns, rejects, and counts."""

    findings: bytes | pa.RecordBatch
    rejects: tuple[Reject, ...]
    posts: int
    proposals: dict[str, int]
    languages: dict[str, int]


def scan_posts(
    posts: pa.RecordBatch,
    rejects: tuple[Reject, ...],
    policy: Policy,
    readers: Sequence[SecondReader] = (),
    *,
    as_json: bool,
) -> Scanned:
    """Return the findings of a batch of posts, ready to be written."""
    found = scan_batch(posts, policy, readers)
    return Scanned(
        findings=findings_json(found) if as_json else found,
        rejects=rejects,
        posts=len(posts),
        proposals=_counts(found.column("proposal")),
        languages=_counts(found.column("lang")),
    )


def _counts(column: pa.DictionaryArray) -> dict[str, int]:
    return {pair["values"]: pair["counts"] for pair in pc.value_counts(column.cast(pa.string())).to_pylist()}


@dataclass(slots=True)
class Summary:
    """What a run has seen so far."""

    posts: int = 0
    rejects: int = 0
    proposals: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)

    def add(self, scanned: Scanned) -> None:
        """Count one piece of work."""
        self.posts += scanned.posts
        self.rejects += len(scanned.rejects)
        self.proposals.update(scanned.proposals)
        self.languages.update(scanned.languages)

    def lines(self) -> Iterable[str]:
        """Yield the summary as a person reads it."""
        told = ", ".join(f"{self.proposals[name]:,} {name}" for name in ("refer", "look", "none"))
        yield f"{self.posts:,} posts read: {told}"
        common = ", ".join(f"{name} {count:,}" for name, count in self.languages.most_common(12))
        if common:
            yield f"languages: {common}"
