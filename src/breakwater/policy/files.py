"""How is one TOML file of a policy read, and where in it is the mistake?"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeVar

import msgspec

from breakwater.errors import PolicyError

T = TypeVar("T")


def read_file(path: Path, kind: type[T]) -> T:
    try:
        return msgspec.toml.decode(path.read_bytes(), type=kind)
    except FileNotFoundError:
        raise PolicyError("the file is missing", file=str(path)) from None
    except msgspec.ValidationError as error:
        raise _located(path, str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        told = re.search(r"line (\d+)", str(error))
        raise PolicyError(str(error), file=str(path), line=int(told[1]) if told else None) from None


def optional_file(path: Path, kind: type[T], otherwise: T | None) -> T:
    return read_file(path, kind) if path.is_file() else otherwise  # type: ignore[return-value]


def line_of(path: Path, table: str, number: int) -> int:
    """Return the line on which the file's `number`-th `[[table]]` (from 0) begins."""
    heads = [
        line
        for line, text in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if text.strip() == f"[[{table}]]"
    ]
    return heads[number] if number < len(heads) else 1


def _located(path: Path, message: str) -> PolicyError:
    """Return the error with the line that its path (`$.term[3].weight`) points at."""
    problem, _, field = message.partition(" - at `$")
    field = field.rstrip("`").lstrip(".")
    told = re.match(r"(\w+)\[(\d+)\]", field)
    unknown = re.search(r"unknown field `(.+)`", problem)
    line = (
        line_of(path, told[1], int(told[2])) if told else _line_of_key(path, unknown[1] if unknown else field)
    )
    return PolicyError(problem, file=str(path), line=line, field=field)


def _line_of_key(path: Path, field: str) -> int | None:
    """Return the first line on which the last key of a path is set."""
    key = re.compile(rf"\s*{re.escape(field.rpartition('.')[2])}\s*=")
    lines = enumerate(path.read_text("utf-8").splitlines(), start=1)
    return next((line for line, text in lines if key.match(text)), None)
