"""`breakwater scan`: the findings of every post."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import click
import pyarrow as pa
import pyarrow.parquet as pq

from breakwater.adapters.readers import Asked
from breakwater.adapters.work import How, prepare, scan_piece
from breakwater.cli import running
from breakwater.flows.scan import Summary
from breakwater.wire.schema import findings_schema


@click.command("scan")
@running.files_argument
@running.format_option
@running.policy_option
@running.readers_option
@running.workers_option
@click.option(
    "--out", default="-", metavar="PATH|-", show_default=True, help="NDJSON, or Parquet if it ends so."
)
@running.rejects_option
def command(
    files: tuple[Path, ...],
    format: str | None,
    policy: Path,
    asked: Asked,
    workers: int,
    out: str,
    rejects_path: Path | None,
) -> None:
    """Read posts and write one finding a post, with every reason.

    \b
    Examples:
      breakwater scan tiktok.ndjson > found.ndjson
      breakwater scan export.csv more.json --out found.parquet --workers 2
      breakwater scan posts.ndjson | jq 'select(.proposal=="refer")'
    """
    how = running.how(policy, asked)
    path = running.out_path(out)
    as_json = path is None or path.suffix != ".parquet"
    rejects = running.Rejects(running.rejects_beside(path, rejects_path))
    summary = Summary()
    work = partial(scan_piece, how=how, as_json=as_json)
    results = running.run(work, files, format=format, how=how, workers=workers)
    with running.output(path) as file:
        writer = None if as_json else _parquet(file, how)
        for scanned in results:
            summary.add(scanned)
            rejects.add(scanned.rejects)
            if writer is None:
                file.write(scanned.findings)
            else:
                writer.write_batch(scanned.findings)
        if writer is not None:
            writer.close()
    for line in summary.lines():
        click.echo(line, err=True)
    rejects.close()


def _parquet(file: Any, how: How) -> Any:
    loaded = prepare(how).policy
    schema: pa.Schema = findings_schema([hurdle.name for hurdle in loaded.hurdles])
    return pq.ParquetWriter(
        file, schema.with_metadata({"breakwater.policy": loaded.digest}), compression="zstd"
    )
