"""How far may a reader's word be believed? Asked of texts whose authors it never saw.

The author runs are dealt to two sides; readers taught from one side vote on the other. On these
votes, and the points that the terms give, a logistic regression finds what each is worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from breakwater.adapters.readers.meaning import NAME
from breakwater.batches.scan import scan_batch
from breakwater.records.learned import STUDENT
from breakwater.records.policy import Policy
from training.teach import MEANING, TELLING, answers, apart, balanced, log_odds, spread, telling, waking
from training.texts import ADVERT, Example

EVERYDAY, WORLD = (
    "everyday",
    2.0,
)  # so much more, in log-odds, the world talks of nothing than the examples do
SIDES = "abcdefg"  # the author runs, dealt in turn: a, c, e, g vote on b, d, f, and the other way round


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
    sides = np.array([SIDES.index(one.run) % 2 for one in examples])
    names, weights = np.array(answers(examples)), balanced(examples)
    promoting = np.array([one.kind == ADVERT for one in examples])
    woken, student = np.zeros(len(sides)), np.zeros(len(sides))
    meaning = None if meanings is None else np.zeros(len(sides))
    for side in (0, 1):
        out = sides == side
        print(f"  runs {' and '.join(SIDES[side::2])} left out: {out.sum():,} texts", flush=True)
        seen = ~out
        woken[out] = waking(
            hashes[seen], promoting[seen], (weights * (promoting | apart(examples)))[seen]
        ).logits(hashes[out])[:, 0]
        reader = telling(hashes[seen], names[seen], weights[seen], c=TELLING)
        classes = np.unique(names[seen])
        speaks = np.isin(classes, names[promoting])
        world = np.where(classes == EVERYDAY, WORLD, 0.0)
        student[out] = log_odds(reader.logits(hashes[out]) + world, speaks)
        if meanings is not None and meaning is not None:
            middle = meanings[seen].mean(axis=0)
            reader = telling(spread(meanings[seen], middle), names[seen], weights[seen], c=MEANING)
            meaning[out] = log_odds(reader.logits(spread(meanings[out], middle)) + world, speaks)
    return LeftOut(points_of([one.text for one in examples], policy), woken, student, meaning)


# What a point of the terms and a reader's log-odds are worth beside each other. Texts left out would give the
# embedding most (1.9 : 0.3 : 0.7), but it is surest of itself far from all examples: on ordinary public posts
# that fit told nobody apart from a smuggler who says little (`docs/decisions/0004-learned-readers.md`).
RELATIVE = {"points": 7.0, STUDENT: 1.0, NAME: 0.5}


class Worth(NamedTuple):
    """What each column is worth in log-odds, and where the sum begins."""

    start: float
    weights: dict[str, float]


def worth(
    columns: dict[str, npt.NDArray[np.float64]],
    promoting: npt.NDArray[np.bool_],
    weights: npt.NDArray[np.float64],
    *,
    prevalence: float,
) -> Worth:
    """Return what the columns are worth where a share `prevalence` of the texts promotes.

    What they are worth beside each other is decided (`RELATIVE`); how much, and from where, is fitted.
    """
    share = float(weights[promoting].sum() / weights.sum())
    scaled = weights * np.where(promoting, prevalence / share, (1 - prevalence) / (1 - share))
    together = sum(RELATIVE[name] * column for name, column in columns.items())
    model = LogisticRegression(C=1e6).fit(np.reshape(together, (-1, 1)), promoting, sample_weight=scaled)
    scale = float(model.coef_[0, 0])
    return Worth(float(model.intercept_[0]), {name: scale * RELATIVE[name] for name in columns})
