"""`breakwater demo`: the whole way once, on invented exports, with an honest count at the end."""

from __future__ import annotations

import io
import shlex
import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import click
from rich.console import Console
from rich.text import Text

from breakwater import demo
from breakwater.adapters.intake import Piece
from breakwater.adapters.readers import Asked
from breakwater.adapters.work import How, gather_piece, prepare, scan_piece
from breakwater.cli import running
from breakwater.cli.rank import account_line
from breakwater.cli.showing import account_explained, account_table, isolated
from breakwater.errors import UsageError
from breakwater.flows.rank import Accounts, Gathered, top
from breakwater.flows.scan import Scanned, Summary
from breakwater.records import Proposal
from breakwater.records.account import AccountFinding

SHOWN = 20
HOW = How(asked=Asked())
WIDTH = 110  # where nobody can tell how wide the paper is


class Both(NamedTuple):
    """What came of one piece of work: for the accounts, and for every post."""

    gathered: Gathered
    scanned: Scanned


@click.command("demo")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo-out"),
    show_default=True,
    metavar="DIR",
    help="Where to put the sample exports and the results.",
)
def command(out: Path) -> None:
    """Try everything on sample exports: rank their accounts, explain the first, count the mistakes.

    All people, names and numbers in the samples are invented.

    \b
    Examples:
      breakwater demo
      breakwater demo --out /tmp/try-it
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a pipe under Windows knows neither Arabic nor emoji
    console = Console()
    if not console.is_terminal:
        console.width = WIDTH
    files = _copied(out)
    accounts, summary = Accounts(prepare(HOW).policy), Summary()
    rejects = running.Rejects(out / "rejects.ndjson")
    results = running.run(_both, files, format=None, how=HOW, workers=1)
    with running.output(out / "findings.ndjson") as file:
        for gathered, scanned in results:
            accounts.add(gathered)
            summary.add(scanned)
            rejects.add(scanned.rejects)
            file.write(scanned.findings)
    ranked = accounts.ranked()
    with running.output(out / "accounts.ndjson") as file:
        file.writelines(account_line(place, found) for place, found in enumerate(ranked, start=1))
    _tell(console, ranked, accounts, summary, files=files, out=out)
    rejects.close()


def _both(piece: Piece) -> Both:
    return Both(gather_piece(piece, how=HOW), scan_piece(piece, how=HOW, as_json=True))


def _copied(out: Path) -> list[Path]:
    """Copy the sample exports to where the user can look at them.

    :raises UsageError: it cannot be written there
    """
    folder = out / "exports"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [Path(shutil.copyfile(path, folder / path.name)) for path in demo.exports()]
    except OSError as error:
        raise UsageError(
            f"cannot write {folder}: {error.strerror or error}; name another place with --out"
        ) from None


def _tell(
    console: Console,
    ranked: Sequence[AccountFinding],
    accounts: Accounts,
    summary: Summary,
    *,
    files: Sequence[Path],
    out: Path,
) -> None:
    say = partial(console.print, highlight=False, markup=False, soft_wrap=False)
    say(Text("What was read", "bold"))
    platforms = Counter(told.platform for told in demo.truth())
    say(f"{accounts.posts:,} posts of {len(accounts):,} accounts in {len(files)} exports; all invented")
    say("accounts: " + ", ".join(f"{name} {count:,}" for name, count in sorted(platforms.items())))
    languages = [f"{name} {count:,}" for name, count in summary.languages.most_common() if count > 2]
    say(f"{len(languages)} languages: {', '.join(languages)}")
    say(Text(f"\nThe accounts, the strongest first (the first {SHOWN})", "bold"))
    say(account_table(top([found for found in ranked if found.proposal is not Proposal.NONE], SHOWN)))
    if ranked:
        say(Text("\nWhy the first one", "bold"))
        say(account_explained(ranked[0]))
    say(Text("\nHow right that is", "bold"))
    for line in honest_lines(ranked, demo.truth()):
        say(line)
    say(Text("\nWhere it lies, and what to try next", "bold"))
    say(f"{out / 'accounts.ndjson'}: every account in which something was found, with every reason")
    say(f"{out / 'findings.ndjson'}: every post")
    say(f"{out / 'exports'}: the samples, each as its platform's tool writes it\n")
    exports = shlex.quote(str(out / "exports"))
    say(f"  breakwater rank {exports}/*")
    say(f"  breakwater rank {exports}/telegram.json --top 5")
    say('  breakwater read "Is it true that the boat costs 3000? Do not trust him, he took our money"')
    say(f"  breakwater scan {exports}/tiktok.ndjson --out found.ndjson")


def honest_lines(ranked: Sequence[AccountFinding], truth: Sequence[demo.Truth]) -> list[str]:
    """Return what was found and missed, and whom a proposal would have wronged, in plain words."""
    proposed = {(found.platform, found.account): found.proposal for found in ranked}
    told = [(one, proposed.get((one.platform, one.account), Proposal.NONE)) for one in truth]
    guilty = [(one, what) for one, what in told if one.kind == demo.OPERATION]
    others = [(one, what) for one, what in told if one.kind != demo.OPERATION]
    operations = {one.operation for one, _ in guilty}
    reached = {one.operation for one, what in guilty if what is not Proposal.NONE}
    counts = Counter(what for _, what in guilty)
    protected = sum(one.kind != demo.ORDINARY for one, _ in others)
    return [
        f"{len(guilty)} accounts belong to {len(operations)} operations: "
        f"{counts[Proposal.REFER]} proposed to refer, {counts[Proposal.LOOK]} to look at, "
        f"{counts[Proposal.NONE]} missed.",
        f"{len(reached)} of {len(operations)} operations show in at least one account.",
        f"{protected} accounts are protected (news, rescue, advice, questions, warnings, ...) and "
        f"{len(others) - protected} ordinary:",
        *_wronged(others),
        "These samples are few and invented: this is a demonstration, not a measurement.",
    ]


def _wronged(others: Sequence[tuple[demo.Truth, Proposal]]) -> list[str]:
    refer = [_name(one) for one, what in others if what is Proposal.REFER]
    look = [_name(one) for one, what in others if what is Proposal.LOOK]
    return [
        f"  WRONGLY proposed to refer: {', '.join(refer)}."
        if refer
        else "  none of them is proposed to refer.",
        f"  {len(look)} of them would cost an analyst a look{': ' + ', '.join(look) if look else ''}.",
    ]


def _name(one: demo.Truth) -> str:
    return f"{one.platform} {isolated(one.handle, 40)} ({one.kind})"
