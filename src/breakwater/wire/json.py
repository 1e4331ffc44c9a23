"""How are findings written as JSON, one object a line?"""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_encode = msgspec.json.Encoder().encode


def findings_json(batch: pa.RecordBatch) -> bytes:
    """Return a findings batch as NDJSON. Rows in which nothing was found share one tail."""
    something = rows_with_something(batch)
    full = batch.take(pa.array(something))
    rest = full.select([name for name in full.schema.names if name not in _HEAD]).to_pylist()
    tails = {row: _encode(values)[1:] for row, values in zip(something.tolist(), rest, strict=True)}
    empty = _empty_tail(batch.schema)
    lines = []
    heads = zip(*(batch.column(name).to_pylist() for name in _HEAD), strict=True)
    for row, (id, platform, account, lang, policy) in enumerate(heads):
        head = b'{"id":%b,"platform":%b,"account":%b,"lang":"%b","policy":"%b",' % (
            _encode(id), _encode(platform), _encode(account), lang.encode(), policy.encode(),
        )  # fmt: skip
        lines.append(head + tails.get(row, empty))
    return b"\n".join([*lines, b""])


_HEAD = ("id", "platform", "account", "lang", "policy")


def rows_with_something(batch: pa.RecordBatch) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return the rows of a findings batch that hold a reason or a contact."""
    reasons = pc.list_value_length(batch.column("reasons")).to_numpy(zero_copy_only=False)
    contacts = pc.list_value_length(batch.column("contacts")).to_numpy(zero_copy_only=False)
    return np.nonzero((reasons > 0) | (contacts > 0))[0]


def _empty_tail(schema: pa.Schema) -> bytes:
    hurdles = schema.field("hurdles").type
    values = {
        "score": 0.0,
        "proposal": "none",
        "protected": [],
        "tactics": [],
        "hurdles": {hurdles.field(i).name: [] for i in range(hurdles.num_fields)},
        "reasons": [],
        "contacts": [],
    }
    return _encode(values)[1:]
