"""How far may a reader's word be believed? Asked of texts whose authors it never saw.

Some author runs are left out; readers taught from the others vote on them. On these votes, and the
points that the terms give, a logistic regression finds what each is worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from sklearn.linear_model import LogisticRegression

from breakwater.adapters.readers.embedding import Embedding
from breakwater.adapters.readers.meaning import NAME
from breakwater.adapters.readers.packed import Packed
from breakwater.batches.scan import scan_batch
from breakwater.records.learned import STUDENT
from breakwater.records.policy import Policy
from training.features import hashed
from training.teach import TELLING, answers, apart, balanced, log_odds, spread, telling, waking
from training.texts import ADVERT, Example
from training.tune import Tuned

EVERYDAY, WORLD = (
    "everyday",
    2.0,
)  # so much more, in log-odds, the world talks of nothing than the examples do
OUT = "cfghj"  # the author runs left out: chatter, a set written to measure, adverts that say little, public talk


class LeftOut(NamedTuple):
    """What was found of each text by what never saw its author; log-odds, and points of the terms."""

    points: npt.NDArray[np.float64]
    waking: npt.NDArray[np.float64]
    student: npt.NDArray[np.float64]
    meaning: npt.NDArray[np.float64]


def points_of(texts: Sequence[str], policy: Policy) -> npt.NDArray[np.float64]:
    """Return what the terms of a policy without learned readers give each text, 0..1."""
    names = [str(number) for number in range(len(texts))]
    columns = {"id": names, "platform": ["x"] * len(texts), "account": names, "text": list(texts)}
    batch = pa.record_batch({name: pa.array(values, pa.string()) for name, values in columns.items()})
    return np.asarray(scan_batch(batch, policy).column("score"))


def left_out(
    seen: Sequence[Example], out: Sequence[Example], tuned: Tuned, packed: Packed, policy: Policy
) -> LeftOut:
    """Return the votes on the texts of `out` by readers taught from `seen`; `tuned` was tuned to these."""
    texts, hashes = [one.text for one in out], hashed([one.text for one in out])
    known = hashed([one.text for one in seen])
    names, weights = np.array(answers(seen)), balanced(seen)
    promoting = np.array([one.kind == ADVERT for one in seen])
    classes = np.unique(names)
    speaks = np.isin(classes, names[promoting])
    world = np.where(classes == EVERYDAY, WORLD, 0.0)
    woken = waking(known, promoting, weights * (promoting | apart(seen)))
    student = telling(known, names, weights, c=TELLING)
    embedded = Embedding(packed.tuned(tuned.values))(texts)
    return LeftOut(
        points_of(texts, policy),
        woken.logits(hashes)[:, 0],
        log_odds(student.logits(hashes) + world, speaks),
        log_odds(tuned.reader.logits(spread(embedded, tuned.middle)) + world, speaks),
    )


# What a point of the terms and a reader's log-odds are worth beside each other. Texts left out would give the
# embedding more (2.6 : 0.2 : 0.9), but what it takes for an advert among ordinary public posts the terms do
# not, and the other way round (`docs/decisions/0014-tuned-embedding.md`).
RELATIVE = {"points": 7.0, STUDENT: 1.0, NAME: 1.0}


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
