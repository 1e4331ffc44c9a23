"""`breakwater read`: one text, explained."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec
from rich.console import Console

from breakwater.adapters.work import load
from breakwater.cli import running
from breakwater.cli.showing import reading_explained
from breakwater.detect.reading import read_text
from breakwater.errors import SourceError
from breakwater.text.language import language_of

MOST = 10 * 1024 * 1024


@click.command("read")
@click.argument("text")
@running.policy_option
@running.meaning_option
@click.option("--json", "as_json", is_flag=True, help="Write the reading as one JSON object.")
def command(text: str, policy: Path, meaning: str, as_json: bool) -> None:
    """Explain one text: what counts, what speaks against it, which hurdles are met. "-" reads standard input.

    \b
    Examples:
      breakwater read "Channel crossing tonight, 2 places left, message me"
      pbpaste | breakwater read - --json
    """
    words = _standard_input() if text == "-" else text
    words = words.encode("utf-8", "replace").decode()
    loaded, readers = load(running.how(policy, meaning))
    reading, lang = read_text(words, loaded, readers), language_of(words, loaded.languages)
    if not as_json:
        Console().print(reading_explained(words, lang, reading, loaded))
        return
    told = running.plain(reading)
    told["hurdles"] = {hurdle.name: list(hurdle.reasons) for hurdle in reading.hurdles}
    click.echo(msgspec.json.encode({"lang": lang, **told, "policy": loaded.digest}))


def _standard_input() -> str:
    data = sys.stdin.buffer.read(MOST + 1)
    if len(data) > MOST:
        raise SourceError(
            "standard input", "the text is longer than 10 MiB", advice="use `breakwater scan` for files"
        )
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise SourceError(
            "standard input", f"byte {error.start + 1} is not UTF-8", advice="send it as UTF-8"
        ) from None
