"""How do posts become columns, and columns posts again?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa

from breakwater.records import Post
from breakwater.wire.schema import POSTS


def posts_batch(posts: Sequence[Post]) -> pa.RecordBatch:
    """Return posts as one batch."""
    columns = [
        pa.array([getattr(post, field.name) for post in posts], field.type) if field.name != "media" else
        pa.array([list(post.media) for post in posts], field.type)
        for field in POSTS
    ]  # fmt: skip
    return pa.RecordBatch.from_arrays(columns, schema=POSTS)


def posts(batch: pa.RecordBatch) -> Iterator[Post]:
    """Yield the rows of a posts batch as records."""
    for row in batch.to_pylist():
        yield Post(**row | {"media": tuple(row["media"] or ())})


def in_batches(posts: Iterable[Post], *, size: int) -> Iterator[pa.RecordBatch]:
    """Yield posts in batches of `size`, the last one smaller."""
    held: list[Post] = []
    for post in posts:
        held.append(post)
        if len(held) >= size:
            yield posts_batch(held)
            held = []
    if held:
        yield posts_batch(held)
