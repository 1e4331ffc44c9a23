"""`breakwater policy`: is a policy as good as it claims?"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from breakwater.adapters.intake import posts_of
from breakwater.adapters.labelled import read_labelled
from breakwater.adapters.readers import Asked
from breakwater.adapters.work import Ready, load
from breakwater.cli import running
from breakwater.cli.showing import isolated
from breakwater.errors import BreakwaterError, PolicyError
from breakwater.figures.detection import quality
from breakwater.flows.evaluate import judge_all
from breakwater.flows.trial import Change, changes, counted
from breakwater.policy import SHIPPED, lint, load_policy
from breakwater.policy.trial import candidate
from breakwater.records.labelled import Labelled

SHOWN = 50


@click.group("policy")
def command() -> None:
    """Check policies: terms, kinds, hurdles, protected kinds."""


@command.command("check")
@click.argument("folder", default=SHIPPED, type=click.Path(path_type=Path))
def check(folder: Path) -> None:
    """Try every example of every term, and point at file and line of what is wrong.

    \b
    Examples:
      breakwater policy check                    the shipped policy
      breakwater policy check my-policy/
    """
    problems = lint(folder)
    for problem in problems[:SHOWN]:
        click.echo(str(problem))
    if len(problems) > SHOWN:
        click.echo(f"... and {len(problems) - SHOWN} more")
    if problems:
        raise PolicyFailed(len(problems))
    policy = load_policy(folder)
    terms = [term for term in policy.terms if term.lang]
    langs = len({term.lang for term in terms})
    click.echo(
        f"{policy.name} {policy.version}: {len(terms):,} terms in {langs} languages, all examples hold"
    )


@command.command("try")
@click.argument("terms", type=click.Path(path_type=Path))
@running.files_argument
@running.format_option
@running.policy_option
@running.readers_option
@click.option(
    "--labelled",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Labelled texts (see `breakwater evaluate`): precision and recall are told before and after.",
)
@click.option("--show", type=click.IntRange(0), default=10, show_default=True, help="Show so many changes.")
@click.option("--json", "as_json", is_flag=True, help="Write every change as a line of NDJSON.")
def try_terms(
    terms: Path,
    files: tuple[Path, ...],
    format: str | None,
    policy: Path,
    asked: Asked,
    labelled: tuple[Path, ...],
    show: int,
    as_json: bool,
) -> None:
    """Show what TERMS would newly flag and newly miss on past posts, before they are in force.

    TERMS is a lexicon file (it takes the place of the one of its name, or is added) or a whole policy.
    Nothing is changed: copy the file into the policy to put it in force.

    \b
    Examples:
      breakwater policy try lorry.toml last-month.ndjson
      breakwater policy try my-policy/ *.ndjson --labelled evals/development/tr.ndjson
    """
    with tempfile.TemporaryDirectory() as folder:
        tried = candidate(policy, terms, Path(folder, "policy"))
        before, after = (load(running.how(place, asked)) for place in (policy, tried))
        rejects = running.Rejects(running.rejects_beside(None, None))
        found: list[Change] = []
        posts = 0
        for piece in running.pieces(files, format=format):
            batch, bad = posts_of(piece)
            rejects.add(bad)
            posts += len(batch)
            found += changes(batch, before.policy, after.policy, before.readers)
        _tell_changes(found, posts, show=show, as_json=as_json)
        if labelled:
            _tell_quality(labelled, before, after, err=as_json)
        rejects.close()


def _tell_changes(found: Sequence[Change], posts: int, *, show: int, as_json: bool) -> None:
    if as_json:
        for change in found:
            click.echo(msgspec.json.encode(change))
        return
    click.echo(f"{posts:,} posts: {sum(c.newly for c in found):,} newly proposed, or more strongly; "
               f"{sum(not c.newly for c in found):,} no longer, or more weakly")  # fmt: skip
    for (before, after), count in sorted(counted(found).items()):
        click.echo(f"  {before} -> {after}: {count:,}")
    for change in found[:show]:
        quotes = ", ".join(isolated(quote, 40) for quote in change.because[:4])
        click.echo(f"{change.id} {change.before} -> {change.after}  [{quotes}]  {isolated(change.text, 160)}")


def _tell_quality(labelled: Sequence[Path], before: Ready, after: Ready, *, err: bool) -> None:
    rows = [row for path in labelled for row in read_labelled(path) if isinstance(row, Labelled)]
    for name, ready in (("before", before), ("after", after)):
        held = quality(judge_all(rows, ready.policy, before.readers))
        click.echo(
            f"{name:6}  precision {held.precision.value:.3f}  recall {held.recall.value:.3f}  "
            f"refer or look {held.recall_look.value:.3f}  wrongly referred {held.false_flags.hits} of "
            f"{held.false_flags.of}", err=err,
        )  # fmt: skip


class PolicyFailed(BreakwaterError):
    """Examples do not hold, or terms are repeated."""

    exit_code = PolicyError.exit_code

    def __init__(self, problems: int) -> None:
        super().__init__(f"{problems} problem{'s' if problems > 1 else ''} found")
