"""How does a table of the analyst's own become posts? CSV, NDJSON or Parquet, plainly named.

It must say `id platform account text`. It may say `created_at url lang media bio display_name
followers handle`; whatever else is in it is its owner's business.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from itertools import chain
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from breakwater.adapters.sources.addresses import platform_named
from breakwater.adapters.sources.fields import Fields, once, plain
from breakwater.adapters.sources.glimpse import header, seen
from breakwater.adapters.sources.opening import HEAD, Pieces, is_json
from breakwater.adapters.sources.pieces import Piece, json_pieces, posts_of
from breakwater.adapters.sources.platforms import differing
from breakwater.adapters.sources.tables import table_pieces
from breakwater.errors import SourceError
from breakwater.records import Post, Reject

REQUIRED = ("id", "platform", "account", "text")
OPTIONAL = ("created_at", "url", "lang", "media", "bio", "display_name", "followers", "handle")
_PARQUET = b"PAR1"
_BATCH = 1024
_BETWEEN_LINKS = re.compile(r"[\s|]+")


class Table:
    """Reads the plain table that any tool can write."""

    name = "table"
    title = "plain table (CSV, NDJSON, Parquet): id, platform, account, text"

    def recognises(self, head: bytes, *, file: str) -> bool:
        """Return whether there are the four columns; a Parquet file keeps its own at the end."""
        if head.startswith(_PARQUET):
            return True
        return set(REQUIRED) <= set(header(head)) or set(REQUIRED) <= seen(head).keys()

    def read(self, stream: BinaryIO, *, file: str) -> Iterator[Post | Reject]:
        """Yield the post of every row.

        :raises SourceError: a required column is missing, or the Parquet file is damaged
        """
        return posts_of(_pieces(stream, file=file), _post, file=file)


def _pieces(stream: BinaryIO, *, file: str) -> Iterator[Piece | Reject]:
    start = stream.peek(HEAD) if isinstance(stream, Pieces) else _peeked(stream)
    if start.startswith(_PARQUET):
        yield from _parquet_pieces(stream, file=file)
        return
    is_items, stream = is_json(stream)
    if is_items:
        yield from json_pieces(stream, file=file)
    else:
        _insist(header(start), file=file)
        yield from table_pieces(stream, file=file)


def _peeked(stream: BinaryIO) -> bytes:
    here = stream.tell()
    start = stream.read(HEAD)
    stream.seek(here)
    return start


def _insist(columns: tuple[str, ...], *, file: str) -> None:
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        raise SourceError(
            file,
            f"the table has no column {', '.join(missing)}",
            advice=f"a table needs {', '.join(REQUIRED)}",
        )


def _parquet_pieces(stream: BinaryIO, *, file: str) -> Iterator[Piece]:
    """Yield the rows, a batch in memory. Its columns stand at the end, so the file must be whole."""
    with tempfile.TemporaryFile() as whole:
        if not stream.seekable():
            shutil.copyfileobj(stream, whole)
            stream = whole
        try:
            yield from _rows(pq.ParquetFile(stream), file=file)
        except (pa.ArrowException, OSError, ValueError) as error:
            reason = str(error).splitlines()[0] if str(error) else "damaged"
            raise SourceError(file, f"the Parquet file cannot be read: {reason}") from None


def _rows(table: Any, *, file: str) -> Iterator[Piece]:
    present = tuple(table.schema_arrow.names)
    _insist(present, file=file)
    wanted = [name for name in (*REQUIRED, *OPTIONAL) if name in present]
    batches = table.iter_batches(batch_size=_BATCH, columns=wanted)
    rows = chain.from_iterable(_to_the_microsecond(batch).to_pylist() for batch in batches)
    for number, row in enumerate(rows, start=1):
        yield Piece(number, "", row)


def _to_the_microsecond(batch: Any) -> Any:
    """Return the batch with its times as Python can hold them."""
    for place, field in enumerate(batch.schema):
        if pa.types.is_timestamp(field.type) and field.type.unit == "ns":
            column = batch.column(place).cast(pa.timestamp("us", tz=field.type.tz), safe=False)
            batch = batch.set_column(place, field.name, column)
    return batch


def _post(row: Fields) -> Post:
    account = row.known_name("account")
    return Post(
        id=row.known_name("id"),
        platform=platform_named(row.known_name("platform")),
        account=account,
        handle=differing(row.name("handle"), account),
        text=row.known_text("text"),
        created_at=row.moment("created_at"),
        url=row.text("url"),
        lang=row.text("lang"),
        media=_media(row.get("media")),
        bio=row.text("bio"),
        display_name=row.text("display_name"),
        followers=row.count("followers"),
    )


def _media(value: object) -> tuple[str, ...]:
    links = value if isinstance(value, list) else _BETWEEN_LINKS.split(plain(value))
    return once(plain(link).strip() for link in links)
