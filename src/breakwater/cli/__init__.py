"""How is Breakwater used from a terminal? Commands, exit codes, progress; no rule of the trade."""

from breakwater.cli.main import main

__all__ = ["main"]
