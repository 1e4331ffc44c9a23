"""Which columns do posts and findings have in Arrow?"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

STRINGS = pa.list_(pa.string())
TIME = pa.timestamp("us", tz="UTC")

POSTS = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("platform", pa.string(), nullable=False),
        pa.field("account", pa.string(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
        ("handle", pa.string()),
        ("created_at", TIME),
        ("url", pa.string()),
        ("lang", pa.string()),
        ("media", STRINGS),
        ("bio", pa.string()),
        ("display_name", pa.string()),
        ("followers", pa.int64()),
    ]
)

REASON = pa.struct(
    [
        ("kind", pa.string()),
        ("tactic", pa.string()),
        ("says", pa.string()),
        ("quote", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("weight", pa.float64()),
        ("source", pa.string()),
        ("where", pa.string()),
    ]
)

CONTACT = pa.struct(
    [
        ("kind", pa.string()),
        ("value", pa.string()),
        ("quote", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
    ]
)

PROPOSALS = ("refer", "look", "none")


def findings_schema(hurdles: Sequence[str]) -> pa.Schema:
    """Return the columns of findings under a policy with these hurdles.

    A hurdle's list holds the numbers of the reasons that answer it; empty: not met.
    """
    answers = pa.struct([(name, pa.list_(pa.int32())) for name in hurdles])
    return pa.schema(
        [
            pa.field("id", pa.string(), nullable=False),
            pa.field("platform", pa.string(), nullable=False),
            pa.field("account", pa.string(), nullable=False),
            ("lang", pa.dictionary(pa.int16(), pa.string())),
            ("score", pa.float64()),
            ("proposal", pa.dictionary(pa.int8(), pa.string())),
            ("protected", STRINGS),
            ("tactics", STRINGS),
            ("hurdles", answers),
            ("reasons", pa.list_(REASON)),
            ("contacts", pa.list_(CONTACT)),
            ("policy", pa.dictionary(pa.int8(), pa.string())),
        ]
    )
