"""Which raw patterns does a policy have, and is each of them an expression? (`patterns.toml`)"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import re2

from breakwater.detect.raw import compile_raw
from breakwater.errors import PolicyError
from breakwater.policy import schema
from breakwater.policy.files import line_of, optional_file
from breakwater.records.policy import RawPattern

PATTERNS = "patterns.toml"


def read_patterns(folder: Path) -> list[schema.PatternEntry]:
    """Return the raw patterns of a policy's folder as written; none if it has no such file.

    :raises PolicyError: the file is wrong
    """
    return optional_file(folder / PATTERNS, schema.PatternsFile, schema.PatternsFile(pattern=[])).pattern


def load_patterns(
    folder: Path, *, kinds: Collection[str], tactics: Collection[str]
) -> tuple[RawPattern, ...]:
    """Return the raw patterns of a policy's folder.

    :param kinds: the names that are declared, as are `tactics`
    :raises PolicyError: one is not RE2, would match nothing at all, or names what is not declared
    """
    return tuple(
        _pattern(entry, number, folder, kinds=kinds, tactics={*tactics, ""})
        for number, entry in enumerate(read_patterns(folder))
    )


def _pattern(
    entry: schema.PatternEntry, number: int, folder: Path, *, kinds: Collection[str], tactics: Collection[str]
) -> RawPattern:
    def wrong(problem: str, field: str) -> PolicyError:
        path = folder / PATTERNS
        return PolicyError(problem, file=str(path), line=line_of(path, "pattern", number), field=field)

    try:
        empty = compile_raw(entry.expression).search("") is not None
    except re2.error as error:
        told = error.args[0] if error.args else ""
        told = told.decode("utf-8", "replace") if isinstance(told, bytes) else told
        raise wrong(f"not an RE2 expression ({told})", "expression") from None
    if empty:
        raise wrong("the expression matches even where nothing stands", "expression")
    for name in entry.kinds:
        if name not in kinds:
            raise wrong(f"{name!r} is not declared", "kinds")
    if entry.tactic not in tactics:
        raise wrong(f"{entry.tactic!r} is not declared", "tactic")
    return RawPattern(
        id=f"patterns#{number + 1}", expression=entry.expression, says=entry.means, kinds=tuple(entry.kinds),
        tactic=entry.tactic, weight=round(entry.weight, 4), source=entry.source,
    )  # fmt: skip
