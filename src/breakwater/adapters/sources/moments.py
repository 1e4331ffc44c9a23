"""When was it published, whichever way an export writes it?

A time that cannot be read is not known: it never costs the post. What has no zone is UTC,
since the exports read here (4CAT, yt-dlp) say so; a source whose times are local must not
pass them on.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

_EPOCH = re.compile(r"-?\d{9,18}(\.\d+)?", re.ASCII)
_X_FORMAT = "%a %b %d %H:%M:%S %z %Y"  # Thu Nov 19 10:00:00 +0000 2026
_X = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} \d", re.ASCII)

_MILLISECONDS = 10**11  # seconds reach this in the year 5138, milliseconds in 1973
_MICROSECONDS = 10**14


def moment(value: object) -> datetime | None:
    """Return the moment in UTC, or None where none can be read."""
    try:
        match value:
            case bool():
                return None
            case int() | float():
                return _since_epoch(float(value))
            case str():
                return _written(value.strip())
            case datetime():
                return _in_utc(value)
            case _:
                return None
    except (ValueError, OverflowError, OSError, ArithmeticError):
        return None


def _since_epoch(number: float) -> datetime | None:
    if number <= 0:  # exporters write 0 for "not known"
        return None
    if number >= _MICROSECONDS:
        number /= 1_000_000
    elif number >= _MILLISECONDS:
        number /= 1_000
    return datetime.fromtimestamp(number, tz=UTC)


def _written(text: str) -> datetime | None:
    if _EPOCH.fullmatch(text):
        return _since_epoch(float(text))
    if _X.match(text):
        return datetime.strptime(text, _X_FORMAT).astimezone(UTC)
    return _in_utc(datetime.fromisoformat(text))


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC)
