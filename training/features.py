"""Which numbers does a reader see of a text? For the student hashed features, for the other its meaning."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from breakwater.detect.student import features
from breakwater.records.learned import BUCKETS
from breakwater.text.fold import fold

STEP = 2000  # texts embedded before the cache is written again

Embed = Callable[[Sequence[str]], npt.NDArray[np.float32]]


def hashed(texts: Sequence[str]) -> csr_matrix:
    """Return for each text how often each bucket is hit, divided by the root of all hits."""
    rows = [[bucket for _, bucket in features(fold(text).text)] for text in texts]
    ends = np.cumsum([0, *map(len, rows)])
    weights = np.repeat([1 / max(len(row), 1) ** 0.5 for row in rows], [len(row) for row in rows])
    matrix = csr_matrix((weights, np.concatenate([*rows, []]).astype(np.int64), ends), (len(rows), BUCKETS))
    matrix.sum_duplicates()
    return matrix


def meanings(texts: Sequence[str], embed: Embed, cache: Path) -> npt.NDArray[np.float32]:
    """Return the embeddings of texts, row by row; what was embedded before is taken from the cache."""
    known = _kept(cache)
    names = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    missing = {name: text for name, text in zip(names, texts, strict=True) if name not in known}
    for at in range(0, len(missing), STEP):
        some = list(missing.items())[at : at + STEP]
        known.update(zip((name for name, _ in some), embed([text for _, text in some]), strict=True))
        print(f"  embedded {at + len(some):,} of {len(missing):,}", flush=True)
        cache.parent.mkdir(parents=True, exist_ok=True)
        np.savez(cache, names=np.array(list(known)), rows=np.stack(list(known.values())))
    return np.stack([known[name] for name in names])


def _kept(cache: Path) -> dict[str, npt.NDArray[np.float32]]:
    if not cache.is_file():
        return {}
    with np.load(cache, allow_pickle=False) as held:
        return dict(zip(held["names"].tolist(), held["rows"], strict=True))
