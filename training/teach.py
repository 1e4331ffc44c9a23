"""How does a linear reader learn from labelled texts, and how is it written in bytes?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from breakwater.detect.student import SUREST
from breakwater.records.learned import BUCKETS
from training.texts import ADVERT, Example

TELLING, WAKING = 30.0, 10.0  # how little the readers are held back (C of scikit-learn)
SPREAD = 15.0  # embeddings are stretched by it about their mean: e5's lie close together
APART = ("everyday", "culture", "debate", "collision", "lawful_sale")
MOST = 127


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights (features by classes), and a bias for each class."""

    weights: npt.NDArray[np.float64]
    bias: npt.NDArray[np.float64]

    def logits(self, rows: csr_matrix | npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
        return np.asarray(rows @ self.weights) + self.bias


def answers(examples: Sequence[Example]) -> list[str]:
    """Return the class of each example: its main tactic, or its kind."""
    return [one.tactics[0] if one.kind == ADVERT else one.kind for one in examples]


def apart(examples: Sequence[Example]) -> npt.NDArray[np.bool_]:
    """Return which examples have nothing to do with the matter: the first look tells promotion from these."""
    return np.isin([one.kind for one in examples], APART)


def balanced(examples: Sequence[Example]) -> npt.NDArray[np.float64]:
    """Return what each example counts: the texts of one construction count less than as many others."""
    names, counts = np.unique([one.construction for one in examples], return_counts=True)
    held = dict(zip(names.tolist(), counts.tolist(), strict=True))
    weights = np.array([held[one.construction] ** -0.5 for one in examples])
    return np.asarray(weights / weights.mean())


def telling(
    rows: csr_matrix, classes: Sequence[str], weights: npt.NDArray[np.float64], *, c: float
) -> Linear:
    """Return a reader that tells the classes apart, in their alphabetical order."""
    used = np.unique(rows.indices) if isinstance(rows, csr_matrix) else np.arange(rows.shape[1])
    model = LogisticRegression(C=c, max_iter=120, tol=1e-3).fit(rows[:, used], classes, sample_weight=weights)
    held = np.zeros((rows.shape[1], len(model.classes_)))
    held[used] = model.coef_.T
    return Linear(held, model.intercept_.astype(float))


def waking(rows: csr_matrix, promoting: npt.NDArray[np.bool_], weights: npt.NDArray[np.float64]) -> Linear:
    """Return a reader that tells promotion from all else."""
    used = np.unique(rows.indices)
    model = LogisticRegression(C=WAKING, max_iter=200).fit(rows[:, used], promoting, sample_weight=weights)
    held = np.zeros((BUCKETS, 1))
    held[used] = model.coef_.T
    return Linear(held, model.intercept_.astype(float))


def in_bytes(linear: Linear) -> tuple[npt.NDArray[np.uint8], float, Linear]:
    """Return weights as one byte each, the scale to read them by, and what they then are."""
    scale = float(np.abs(linear.weights).max()) / MOST or 1.0
    whole = np.rint(linear.weights / scale)
    return (whole + 128).astype(np.uint8), scale, Linear(whole * scale, linear.bias)


def log_odds(logits: npt.NDArray[np.float64], promoting: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Return the log-odds of promotion from the log-weights of classes, as far as a reader is believed."""
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    share = (shares[:, promoting].sum(axis=1)) / shares.sum(axis=1)
    floor = np.exp(-SUREST)
    odds = np.log(np.maximum(share, floor)) - np.log(np.maximum(1 - share, floor))
    return np.asarray(np.clip(odds, -SUREST, SUREST))


def spread(rows: npt.NDArray[np.floating], middle: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """Return embeddings about their middle, stretched."""
    return np.asarray((rows - middle) * SPREAD, np.float64)
