"""How much of what folding and Hyperscan alone could do does the whole scan reach?

    python -m bench.scan [POSTS]

One process, one core, CPU seconds, the median of five rounds in one run: folding alone, the
engine alone over the folded text, and the whole scan (fold, engine, contacts, full reasons,
findings as columns). The ceiling is what the first two allow together: 1 / (1/fold + 1/scan).
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
import pyarrow as pa

from bench.posts import batches
from breakwater.batches.compiled import compiled
from breakwater.batches.finders import best_finder
from breakwater.batches.fold import fold_column
from breakwater.batches.language import language_column
from breakwater.batches.scan import read_column, scan_batch
from breakwater.policy import load_policy
from breakwater.records.policy import Policy, Term
from breakwater.text.contacts import SIGNS
from breakwater.wire.findings import findings_batch

ROUNDS = 5
TERMS = 3000


def main(count: int) -> None:
    policy = padded(load_policy())
    ready = compiled(policy)
    gc.freeze()  # as the commands do
    posts = list(batches(count))
    size = sum(batch.column("text").nbytes for batch in posts)
    folds = [fold_column(batch.column("text"), ready.table) for batch in posts]
    hits = sum(len(scan_batch(batch, policy).filter(_anything(batch, policy))) for batch in posts)
    fold = seconds(
        lambda: [fold_column(batch.column("text"), ready.table, scratch=ready.memory()) for batch in posts]
    )
    engine = best_finder([pattern.text for pattern in ready.index.patterns], SIGNS)
    scan = seconds(lambda: [engine.find(column.data) for column in folds])
    door = seconds(lambda: [ready.doorman.find(column.data) for column in folds])
    whole = seconds(lambda: [scan_texts(batch, policy) for batch in posts])
    tongues = seconds(lambda: [language_column(batch.column("text"), policy.languages) for batch in posts])
    ceiling = fold + scan
    print(f"{count:,} posts, {size / count:.0f} bytes each; {len(policy.terms):,} terms in")
    print(f"{len(ready.lengths):,} patterns; {hits / count:.2%} of the posts hold something")
    print(f"{'':34}{'posts a CPU-second':>20}  of the ceiling")
    for name, spent in (
        ("folding alone", fold),
        ("engine alone, every term", scan),
        ("the two together: the ceiling", ceiling),
        ("engine alone, waking terms only", door),
        ("whole scan: batch to findings", whole),
        ("telling the language alone", tongues),
        ("whole scan and language", whole + tongues),
    ):
        print(f"{name:34}{count / spent:20,.0f}  {ceiling / spent:.2f}")


def scan_texts(batch: pa.RecordBatch, policy: Policy) -> pa.RecordBatch:
    """Return the findings of a batch, all of them "und": telling the language is measured apart."""
    readings = dict(read_column(batch.column("text"), compiled(policy)))
    unknown = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(batch), np.int16)), pa.array(["und"]))
    return findings_batch(batch, unknown, readings, hurdles=[hurdle.name for hurdle in policy.hurdles])


def padded(policy: Policy) -> Policy:
    """Return the policy with made-up terms added until there are 3,000."""
    import dataclasses

    rng = np.random.default_rng(3)
    letters = list("abcdefghijklmnopqrstuvwxyz")
    more = [
        Term(
            id=f"made#{i}", lang="und", spellings=((f" {''.join(rng.choice(letters, 9))} {''.join(rng.choice(letters, 6))} ",),),
            says="made", kinds=("act",), tactic="", weight=0.1, source="bench",
        )
        for i in range(max(0, TERMS - len(policy.terms)))
    ]  # fmt: skip
    return dataclasses.replace(policy, terms=(*policy.terms, *more), digest=policy.digest + "+bench")


def seconds(work: Callable[[], object]) -> float:
    """Return the median CPU seconds of one round."""
    spent = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return statistics.median(spent)


def _anything(batch: object, policy: Policy) -> object:
    import pyarrow.compute as pc

    found = scan_batch(batch, policy)  # type: ignore[arg-type]
    return pc.or_(
        pc.greater(pc.list_value_length(found["reasons"]), 0),
        pc.greater(pc.list_value_length(found["contacts"]), 0),
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
