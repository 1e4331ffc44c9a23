"""How far may a reader's word be believed? Asked of texts whose authors it never saw.

Every author run is left out in turn; readers taught from the others vote on it. On these votes,
and the points that the terms give, a logistic regression finds what each is worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from breakwater.batches.scan import scan_batch
from breakwater.records.policy import Policy
from training.teach import MEANING, TELLING, answers, balanced, log_odds, spread, telling, waking
from training.texts import ADVERT, Example


class LeftOut(NamedTuple):
    """What was found of each text by what never saw its author; log-odds, and points of the terms."""

    points: npt.NDArray[np.float64]
    waking: npt.NDArray[np.float64]
    student: npt.NDArray[np.float64]
    meaning: npt.NDArray[np.float64] | None


def points_of(texts: Sequence[str], policy: Policy) -> npt.NDArray[np.float64]:
    """Return what the terms of a policy without learned readers give each text, 0..1."""
    names = [str(number) for number in range(len(texts))]
    columns = {"id": names, "platform": ["x"] * len(texts), "account": names, "text": list(texts)}
    batch = pa.record_batch({name: pa.array(values, pa.string()) for name, values in columns.items()})
    return np.asarray(scan_batch(batch, policy).column("score"))


def left_out(
    examples: Sequence[Example],
    hashes: csr_matrix,
    meanings: npt.NDArray[np.float32] | None,
    policy: Policy,
) -> LeftOut:
    """Return the votes on every text by readers that never saw its author run."""
    runs = np.array([one.run for one in examples])
    names, weights = np.array(answers(examples)), balanced(examples)
    promoting = np.array([one.kind == ADVERT for one in examples])
    woken, student = np.zeros(len(runs)), np.zeros(len(runs))
    meaning = None if meanings is None else np.zeros(len(runs))
    for run in sorted(set(runs.tolist())):
        out = runs == run
        print(f"  run {run} left out: {out.sum():,} texts", flush=True)
        seen = ~out
        woken[out] = waking(hashes[seen], promoting[seen], weights[seen]).logits(hashes[out])[:, 0]
        reader = telling(hashes[seen], names[seen], weights[seen], c=TELLING)
        classes = np.unique(names[seen])
        speaks = np.isin(classes, names[promoting])
        student[out] = log_odds(reader.logits(hashes[out]), speaks)
        if meanings is not None and meaning is not None:
            middle = meanings[seen].mean(axis=0)
            reader = telling(spread(meanings[seen], middle), names[seen], weights[seen], c=MEANING)
            meaning[out] = log_odds(reader.logits(spread(meanings[out], middle)), speaks)
    return LeftOut(points_of([one.text for one in examples], policy), woken, student, meaning)


class Worth(NamedTuple):
    """What each column is worth in log-odds, and where the sum begins."""

    start: float
    weights: list[float]


def worth(
    columns: Sequence[npt.NDArray[np.float64]],
    promoting: npt.NDArray[np.bool_],
    weights: npt.NDArray[np.float64],
    *,
    prevalence: float,
) -> Worth:
    """Return what the columns are worth where a share `prevalence` of the texts promotes."""
    share = float(weights[promoting].sum() / weights.sum())
    scaled = weights * np.where(promoting, prevalence / share, (1 - prevalence) / (1 - share))
    model = LogisticRegression(C=1e6, max_iter=1000).fit(
        np.stack(columns, axis=1), promoting, sample_weight=scaled
    )
    return Worth(float(model.intercept_[0]), [float(one) for one in model.coef_[0]])
