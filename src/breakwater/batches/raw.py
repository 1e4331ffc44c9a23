"""Which texts of a column may a raw pattern wake? One look at each text's own bytes.

Asked only under a policy with raw patterns that wake: the others pay nothing for it.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from breakwater.batches.fold import string_buffers
from breakwater.detect.raw import RawIndex


def raw_wakes(texts: pa.StringArray, index: RawIndex) -> npt.NDArray[np.bool_]:
    """Return for each text whether a waking raw pattern matches it."""
    data, offsets = string_buffers(texts)
    held, cuts = data[offsets[0] : offsets[-1]].tobytes(), (offsets - offsets[0]).tolist()
    woken = [index.may_wake(held[at:to]) for at, to in pairwise(cuts)]
    return np.array(woken, np.bool_)
