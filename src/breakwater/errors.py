"""What can go wrong on purpose, and with which exit code does a command end?

    BreakwaterError            1   anything the library raises on purpose
    + UsageError               2   the command was not given as it can be understood
    + PolicyError              3   a policy file is wrong: says file, line, field
    + SourceError              4   an input cannot be read at all
    |  + UnknownFormat         4   nobody recognises the file
    + PartlyRead               5   rows were rejected; everything good was still written
    + EngineError              6   a worker or a scanning engine failed
    + ReaderError              7   a second reader that was asked for cannot be had, or does not answer

A user's mistake never shows a traceback: only the outermost floor catches these and prints
the one line they carry.
"""

from __future__ import annotations

from collections.abc import Sequence


class BreakwaterError(Exception):
    """Everything the library raises on purpose; the message says what, where and what to do."""

    exit_code = 1


class UsageError(BreakwaterError):
    """The command was not given as it can be understood."""

    exit_code = 2


class PolicyError(BreakwaterError):
    """A policy file is wrong."""

    exit_code = 3

    def __init__(self, problem: str, *, file: str, line: int | None = None, field: str = "") -> None:
        self.problem, self.file, self.line, self.field = problem, file, line, field
        place = file if line is None else f"{file}:{line}"
        super().__init__(f"{place}: {field + ': ' if field else ''}{problem}")


class SourceError(BreakwaterError):
    """An input cannot be read at all."""

    exit_code = 4

    def __init__(self, file: str, problem: str, *, advice: str = "") -> None:
        self.file, self.problem = file, problem
        super().__init__(f"{file}: {problem}{'; ' + advice if advice else ''}")


class UnknownFormat(SourceError):
    """Nobody recognises the file."""

    def __init__(self, file: str, *, formats: Sequence[str]) -> None:
        super().__init__(
            file,
            "no format recognises this file",
            advice=f"name one with --format ({', '.join(formats)}); `breakwater formats` describes them",
        )


class PartlyRead(BreakwaterError):
    """Rows were rejected; everything good was still written."""

    exit_code = 5


class EngineError(BreakwaterError):
    """A worker or a scanning engine failed."""

    exit_code = 6


class ReaderError(BreakwaterError):
    """A second reader that was asked for cannot be had, or does not answer."""

    exit_code = 7

    def __init__(self, reader: str, problem: str, advice: str) -> None:
        self.reader, self.problem = reader, problem
        super().__init__(f"reader {reader}: {problem}; {advice}")
