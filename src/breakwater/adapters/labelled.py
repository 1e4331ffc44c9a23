"""How is a set of labelled texts read, ours or an outside one?

NDJSON, one text a line: `id`, `lang`, `text`, `label`, and for ordinary texts
`hard_negative_kind`, for adverts `tactics`. Outside sets call the label differently; the usual
words for yes and no are understood.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from breakwater.adapters.sources.lines import TOO_LONG, Line, NotJson, chunks, decoded, line_reject, lines_of
from breakwater.adapters.sources.opening import opened
from breakwater.records import Reject
from breakwater.records.labelled import Labelled

ADVERTS = frozenset({"advert", "positive", "promotion", "1", "true", "yes", "refer"})
ORDINARY = frozenset({"ordinary", "negative", "hard_negative", "benign", "0", "false", "no", "none"})
UNKNOWN = "und"


def read_labelled(path: Path) -> Iterator[Labelled | Reject]:
    """Yield the texts of a file, and a reject for each line that is none.

    :raises SourceError: the file cannot be opened
    """
    with opened(path) as (_, stream):
        for line in lines_of(chunks(stream)):
            if not line.whole:
                yield line_reject(line, TOO_LONG, file=str(path))
            elif line.text.strip():
                yield _read(line, str(path))


def _read(line: Line, file: str) -> Labelled | Reject:
    try:
        return _labelled(decoded(line.text), line.number)
    except NotJson as error:
        return line_reject(line, f"not JSON: {error}", file=file)
    except _Wrong as wrong:
        return replace(line_reject(line, wrong.problem, file=file), field=wrong.field)


class _Wrong(Exception):
    def __init__(self, field: str, problem: str) -> None:
        self.field, self.problem = field, problem


def _labelled(row: object, number: int) -> Labelled:
    if not isinstance(row, dict):
        raise _Wrong("", "not a JSON object")
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise _Wrong("text", "there is no text")
    tactics = row.get("tactics") or []
    tactics = tactics.split() if isinstance(tactics, str) else tactics
    if not isinstance(tactics, list) or not all(isinstance(code, str) for code in tactics):
        raise _Wrong("tactics", "not a list of codes")
    return Labelled(
        id=str(row.get("id") or number), lang=str(row.get("lang") or UNKNOWN), text=text,
        advert=_advert(row.get("label")), kind=str(row.get("hard_negative_kind") or row.get("kind") or ""),
        tactics=tuple(tactics),
    )  # fmt: skip


def _advert(label: object) -> bool:
    told = str(label).strip().casefold()
    if told in ADVERTS or told in ORDINARY:
        return told in ADVERTS
    raise _Wrong("label", f"{label!r} is neither advert nor ordinary")
