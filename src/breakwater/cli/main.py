"""Which command was asked for, and with which exit code does it end?"""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from breakwater import __version__
from breakwater.errors import BreakwaterError


class ReaderGone(Exception):
    """The reader of our output has gone: `breakwater scan ... | head`. That is no error."""


class Commands(click.Group):
    """Loads a command only when it is asked for: `--help` should not wait for the engines."""

    _modules = {  # noqa: RUF012
        "scan": "scan",
        "rank": "rank",
        "read": "read",
        "evaluate": "evaluate",
        "policy": "policy",
        "formats": "formats",
        "demo": "demo",
    }

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # click would end with 1
            raise ReaderGone from None

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in self._modules:
            return None
        from importlib import import_module

        module = import_module(f"breakwater.cli.{self._modules[cmd_name]}")
        command: click.Command = module.command
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="breakwater")
def cli() -> None:
    """Find the accounts that promote people smuggling, and say why.

    A proposal is never a decision: a person decides. Nothing leaves this machine, unless --endpoint says so.

    \b
    Examples:
      breakwater rank export.ndjson              which accounts, in what order, and why
      breakwater scan export.csv --out found.ndjson
      breakwater read "Speedboat to Dover tonight, WhatsApp +44 7700 900123"
      breakwater formats                         what kinds of file can be read
    """


def main() -> None:
    """Run the command line; end with the exit code of what went wrong (see breakwater.errors)."""
    try:
        cli(standalone_mode=False)
    except BreakwaterError as error:
        _end(str(error), error.exit_code)
    except click.exceptions.Abort:
        _end("stopped", 130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except KeyboardInterrupt:
        _end("stopped", 130)
    except (ReaderGone, BrokenPipeError):
        _give_up_output()
        sys.exit(0)
    except OSError as error:  # a full disk, a device that has gone
        _give_up_output()
        _end(f"{error.filename or 'the output'}: {error.strerror or error}", 1)
    except MemoryError:
        _end("not enough memory; try fewer --workers or smaller files", 1)


def _give_up_output() -> None:
    """Let what is still held for standard output go nowhere when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _end(message: str, code: int) -> None:
    click.echo(f"breakwater: {message}", err=True)
    sys.exit(code)
