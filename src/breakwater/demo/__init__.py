"""Where do the shipped sample exports lie, and what is true of their accounts?

Everybody in them is invented. The files are made by `tools/make_demo.py` from `tools/demo/*.toml`:
read and change those, never the exports.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

HERE = Path(__file__).parent
EXPORTS = HERE / "exports"
OPERATION, ORDINARY = "operation", "ordinary"


class Truth(msgspec.Struct, frozen=True, kw_only=True):
    """What one invented account really is.

    `kind` is "operation", "ordinary", or the policy's name of a protected kind; `operation` is
    the one hand behind several accounts, empty for everybody else.
    """

    platform: str
    account: str
    handle: str
    kind: str
    operation: str = ""


def exports() -> list[Path]:
    """Return the sample exports, one a platform."""
    return sorted(path for path in EXPORTS.iterdir() if path.suffix in (".ndjson", ".jsonl", ".json", ".csv"))


def truth() -> list[Truth]:
    """Return what every account of the exports really is."""
    return msgspec.json.decode((HERE / "truth.json").read_bytes(), type=list[Truth])
