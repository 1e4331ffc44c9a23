"""`breakwater read`: one text and what its media say, explained."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec
from rich.console import Console

from breakwater.adapters.media import MediaProcess
from breakwater.adapters.readers import Asked
from breakwater.adapters.work import load
from breakwater.cli import running
from breakwater.cli.showing import passages_table, reading_explained
from breakwater.errors import PartlyRead, SourceError, UsageError
from breakwater.flows.media import read_media, read_together
from breakwater.records import MediaRead
from breakwater.text.language import language_of

MOST = 10 * 1024 * 1024


@click.command("read")
@click.argument("text", required=False)
@click.option(
    "--media",
    "media",
    multiple=True,
    metavar="FILE",
    help="An image, video or sound of the same post; may be given again.",
)
@running.policy_option
@running.readers_option
@click.option("--json", "as_json", is_flag=True, help="Write the reading as one JSON object.")
def command(text: str | None, media: tuple[str, ...], policy: Path, asked: Asked, as_json: bool) -> None:
    """Explain one text: what counts, what speaks against it, which hurdles are met. "-" reads standard input.

    With --media, the words in the pictures, films and recordings of a post are read with its text.

    \b
    Examples:
      breakwater read "Channel crossing tonight, 2 places left, message me"
      breakwater read "Prices in the picture" --media prices.jpg --media clip.mp4
      pbpaste | breakwater read - --json
    """
    if text is None and not media:
        raise UsageError("there is nothing to read; give a text, - for standard input, or --media FILE")
    words = _standard_input() if text == "-" else text or ""
    words = words.encode("utf-8", "replace").decode()
    loaded, readers = load(running.how(policy, asked))
    read = _media(media)
    passages = [passage for one in read for passage in one.texts]
    together = read_together(words, passages, loaded, readers)
    reading, lang = together.reading, language_of(together.text, loaded.languages)
    if as_json:
        told = running.plain(reading)
        told["hurdles"] = {hurdle.name: list(hurdle.reasons) for hurdle in reading.hurdles}
        if media:
            told |= {"text": together.text, "media": running.plain(read)}
        click.echo(msgspec.json.encode({"lang": lang, **told, "policy": loaded.digest}))
    else:
        if passages:
            Console().print(passages_table(passages))
        Console().print(reading_explained(together.text, lang, reading, loaded))
    _tell_unread(read)


def _media(files: tuple[str, ...]) -> list[MediaRead]:
    """Return what each file says, with a word on the progress for a person."""
    if not files:
        return []
    read = []
    console = Console(stderr=True)
    with MediaProcess() as reader, console.status("reading media") as status:
        for one in read_media(files, reader):
            read.append(one)
            status.update(f"reading media: {len(read)} of {len(files)} done")
    return read


def _tell_unread(read: list[MediaRead]) -> None:
    """Say what was not read.

    :raises PartlyRead: there was any
    """
    problems = [(one.file, problem) for one in read for problem in one.unread]
    for file, problem in problems:
        click.echo(f"not read: {file}: {problem}", err=True)
    if problems:
        files = len({file for file, _ in problems})
        raise PartlyRead(f"{files} of {len(read)} media could not be read, or not in full; the rest was")


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
