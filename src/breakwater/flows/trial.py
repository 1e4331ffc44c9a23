"""What would change if other terms were in force? Past posts read under both policies, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from breakwater.batches.scan import scan_batch
from breakwater.ports.reader import SecondReader
from breakwater.records import Proposal
from breakwater.records.policy import Policy

_RANK = {Proposal.NONE: 0, Proposal.LOOK: 1, Proposal.REFER: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One post that would be proposed otherwise. `because` quotes reasons that only one policy gives."""

    id: str
    text: str
    before: Proposal
    after: Proposal
    because: tuple[str, ...]

    @property
    def newly(self) -> bool:
        """Whether more would be proposed than before."""
        return _RANK[self.after] > _RANK[self.before]


def changes(
    posts: pa.RecordBatch, before: Policy, after: Policy, readers: Sequence[SecondReader] = ()
) -> Iterator[Change]:
    """Yield the posts of a batch that the two policies propose otherwise, in order."""
    names = ["id", "proposal", "reasons"]
    held, others = (scan_batch(posts, policy, readers).select(names) for policy in (before, after))
    old, new = held.column("proposal").cast(pa.string()), others.column("proposal").cast(pa.string())
    rows = [row for row, (one, other) in enumerate(zip(old, new, strict=True)) if one != other]
    taken = pa.array(rows, pa.int64())
    texts = posts.column("text").take(taken).to_pylist()
    pairs = zip(held.take(taken).to_pylist(), others.take(taken).to_pylist(), texts, strict=True)
    for one, other, text in pairs:
        yield Change(
            id=one["id"], text=text, before=Proposal(one["proposal"]), after=Proposal(other["proposal"]),
            because=_because(one["reasons"], other["reasons"]),
        )  # fmt: skip


def _because(old: Sequence[dict[str, object]], new: Sequence[dict[str, object]]) -> tuple[str, ...]:
    """Return the quotes of reasons that are given under one of the policies only."""
    told = [{(str(r["quote"]), str(r["says"])): str(r["kind"]) for r in reasons} for reasons in (old, new)]
    differing = dict.fromkeys(key for key in (*told[1], *told[0]) if key not in told[0] or key not in told[1])
    return tuple(quote for quote, _ in differing if quote)


def counted(found: Sequence[Change]) -> Counter[tuple[Proposal, Proposal]]:
    """Return how often each proposal would become which."""
    return Counter((change.before, change.after) for change in found)
