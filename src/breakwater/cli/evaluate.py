"""`breakwater evaluate`: how well are adverts told apart, and who is wrongly flagged?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from breakwater.adapters.labelled import read_labelled
from breakwater.adapters.readers import Asked
from breakwater.adapters.work import prepare
from breakwater.cli import running
from breakwater.cli.showing import isolated
from breakwater.errors import SourceError
from breakwater.figures.detection import Judged
from breakwater.flows.evaluate import judge_all, report, wrong
from breakwater.records import Reject
from breakwater.records.labelled import Labelled

WIDTH = 130  # where nobody can tell how wide the paper is
FEWEST = 10  # adverts from which on a language's F1 says anything


@click.command("evaluate")
@running.files_argument
@running.policy_option
@running.readers_option
@click.option("--json", "as_json", is_flag=True, help="Write all figures as one JSON object.")
@click.option(
    "--wrong", "shown", type=click.IntRange(0), default=0, help="Show so many texts judged wrongly."
)
@running.rejects_option
def command(
    files: tuple[Path, ...],
    policy: Path,
    asked: Asked,
    as_json: bool,
    shown: int,
    rejects_path: Path | None,
) -> None:
    """Measure detection on labelled texts: NDJSON with id, lang, text, label, hard_negative_kind, tactics.

    Figures are told by language and by kind of ordinary text, with Wilson intervals (95 %).

    \b
    Examples:
      breakwater evaluate evals/unseen/*.ndjson
      breakwater evaluate outside.ndjson --json > figures.json
      breakwater evaluate outside.ndjson --meaning off --wrong 20
    """
    how = running.how(policy, asked)
    ready = prepare(how)
    rejects = running.Rejects(rejects_path or Path("rejects.ndjson"))
    texts = list(_texts(files, rejects))
    if not texts:
        rejects.close()
        raise SourceError(str(files[0]), "there is no labelled text in it", advice="one JSON object a line")
    judged = judge_all(texts, *ready)
    figures = report(judged)
    voters = ["terms", *(["student"] if ready.policy.learned else []), *(r.name for r in ready.readers)]
    if as_json:
        told = {"policy": ready.policy.digest, "readers": voters, "files": [str(path) for path in files]}
        click.echo(msgspec.json.encode({**told, **figures}))
    else:
        click.echo(f"{len(texts):,} texts, read by: {', '.join(voters)}")
        console = Console()
        if not console.is_terminal:
            console.width = WIDTH
        console.print(_shown(figures))
        _tell_wrong(judged, texts, shown)
    rejects.close()


def _texts(files: Sequence[Path], rejects: running.Rejects) -> Iterator[Labelled]:
    for path in files:
        for row in read_labelled(path):
            if isinstance(row, Reject):
                rejects.add([row])
            else:
                yield row


def _tell_wrong(judged: Sequence[Judged], texts: Sequence[Labelled], most: int) -> None:
    said = {(one.lang, one.id): one.text for one in texts}
    for one in wrong(judged)[:most]:
        label = "advert" if one.advert else one.kind or "ordinary"
        click.echo(
            f"{one.id} {one.lang} {label}: {one.proposal} {one.score:.2f}  {isolated(said[one.lang, one.id])}"
        )


def _shown(figures: dict[str, Any]) -> RenderableType:
    parts: list[RenderableType] = [Text("By language (proposal refer)", "bold"), _languages(figures)]
    if figures["by_kind"]:
        parts += [Text("Ordinary texts, by kind: who was wrongly flagged", "bold"), _kinds(figures)]
    if figures["tactics"]:
        parts += [Text("Tactics: labelled main act, and what was read first", "bold"), _tactics(figures)]
    return Group(*parts)


def _table(*names: str) -> Table:
    table = Table(header_style="bold", pad_edge=False)
    for place, name in enumerate(names):
        table.add_column(name, justify="right" if place else "left", overflow="fold")
    return table


def _languages(figures: dict[str, Any]) -> Table:
    table = _table(
        "language", "adverts", "ordinary", "precision", "recall", "95 %", "F1", "refer|look", "flagged",
        "95 %", "PR-AUC", "cal.error",
    )  # fmt: skip
    for lang, held in [*figures["by_language"].items(), ("all", figures["all"])]:
        recall, flagged = held["recall"], held["false_flags"]
        table.add_row(
            lang, str(held["adverts"]), str(held["ordinary"]), f"{held['precision']['value']:.2f}",
            f"{recall['value']:.2f}", _between(recall), f"{held['f1']:.2f}",
            f"{held['recall_look']['value']:.2f}", f"{flagged['value']:.3f}", _between(flagged),
            f"{held['pr_auc']:.3f}", f"{held['calibration_error']:.3f}",
            style="dim" if held["adverts"] < FEWEST else "",
        )  # fmt: skip
    return table


def _kinds(figures: dict[str, Any]) -> Table:
    table = _table("kind", "texts", "referred", "share", "95 %", "refer|look")
    for kind, held in figures["by_kind"].items():
        refer, look = held["refer"], held["refer_or_look"]
        table.add_row(
            kind or "(not told)", str(refer["of"]), str(refer["hits"]), f"{refer['value']:.3f}",
            _between(refer), str(look["hits"]),
        )  # fmt: skip
    return table


def _tactics(figures: dict[str, Any]) -> Table:
    table = _table("labelled", "texts", "read the same", "read as")
    for tactic, told in figures["tactics"].items():
        total = sum(told.values())
        read = ", ".join(f"{name or 'none'} {count}" for name, count in list(told.items())[:5])
        table.add_row(tactic, str(total), f"{told.get(tactic, 0) / total:.2f}", read)
    return table


def _between(share: dict[str, Any]) -> str:
    return f"{share['low']:.2f}-{share['high']:.2f}"
