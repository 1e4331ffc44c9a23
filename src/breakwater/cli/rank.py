"""`breakwater rank`: the accounts, the strongest first."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click
import msgspec
from rich.console import Console

from breakwater.adapters.readers import Asked
from breakwater.adapters.work import gather_piece, prepare
from breakwater.cli import running
from breakwater.cli.showing import account_table
from breakwater.errors import UsageError
from breakwater.flows.rank import Accounts, top
from breakwater.records.account import AccountFinding


@click.command("rank")
@running.files_argument
@running.format_option
@running.policy_option
@running.readers_option
@running.workers_option
@click.option("--top", "count", type=click.IntRange(1), help="Show only so many accounts.")
@click.option(
    "--moderated",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Texts that were moderated before, one a line or as NDJSON: for account rules about them.",
)
@click.option("--out", default="-", metavar="PATH|-", show_default=True, help="Where to write NDJSON.")
@running.rejects_option
def command(
    files: tuple[Path, ...],
    format: str | None,
    policy: Path,
    asked: Asked,
    workers: int,
    count: int | None,
    moderated: Path | None,
    out: str,
    rejects_path: Path | None,
) -> None:
    """Rank the accounts behind the posts: a table on a terminal, NDJSON otherwise.

    \b
    Examples:
      breakwater rank tiktok.ndjson telegram.json --top 20
      breakwater rank posts.parquet --out accounts.ndjson --workers 2
      breakwater rank posts.ndjson --policy my-policy/ --moderated refused.ndjson
    """
    how = running.how(policy, asked, moderated=moderated)
    path = running.out_path(out)
    rejects = running.Rejects(running.rejects_beside(path, rejects_path))
    loaded = prepare(how).policy
    if moderated and not any(rule.same_as_moderated for rule in loaded.account_rules):
        raise UsageError("no account rule of this policy asks for --moderated; leave it out, or add the rule")
    accounts = Accounts(loaded)
    work = partial(gather_piece, how=how)
    for gathered in running.run(work, files, format=format, how=how, workers=workers):
        accounts.add(gathered)
        rejects.add(gathered.rejects)
    ranked = accounts.ranked()
    shown = top(ranked, count)
    if path is None and sys.stdout.isatty():
        Console().print(account_table(shown))
    else:
        with running.output(path) as file:
            file.writelines(account_line(place, found) for place, found in enumerate(shown, start=1))
    told = ", ".join(f"{sum(f.proposal == name for f in ranked):,} {name}" for name in ("refer", "look"))
    click.echo(f"{accounts.posts:,} posts of {len(accounts):,} accounts read: {told}", err=True)
    rejects.close()


def account_line(place: int, found: AccountFinding) -> bytes:
    """Return an account as one line of NDJSON."""
    told = running.plain(found)
    told["hurdles"] = {hurdle.name: list(hurdle.reasons) for hurdle in found.hurdles}
    return msgspec.json.encode({"place": place, **told}) + b"\n"
