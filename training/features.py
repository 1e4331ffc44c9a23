"""Which numbers does the student see of a text?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix

from breakwater.detect.student import features
from breakwater.records.learned import BUCKETS
from breakwater.text.fold import fold


def hashed(texts: Sequence[str]) -> csr_matrix:
    """Return for each text how often each bucket is hit, divided by the root of all hits."""
    rows = [[bucket for _, bucket in features(fold(text).text)] for text in texts]
    ends = np.cumsum([0, *map(len, rows)])
    weights = np.repeat([1 / max(len(row), 1) ** 0.5 for row in rows], [len(row) for row in rows])
    matrix = csr_matrix((weights, np.concatenate([*rows, []]).astype(np.int64), ends), (len(rows), BUCKETS))
    matrix.sum_duplicates()
    return matrix
