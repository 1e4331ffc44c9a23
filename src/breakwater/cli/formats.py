"""`breakwater formats`: what kinds of file can be read?"""

from __future__ import annotations

import click

from breakwater.adapters.sources import SOURCES


@click.command("formats")
def command() -> None:
    """List the formats that are read. A file's content tells which one it is, not its name.

    \b
    Examples:
      breakwater formats
      breakwater scan strange.bin --format zeeschuimer
    """
    width = max(len(source.name) for source in SOURCES)
    for source in SOURCES:
        click.echo(f"{source.name:{width}}  {source.title}")
    click.echo(
        "\nAny of them may be packed with gzip. Times, links and field names: docs/reference/formats.md"
    )
