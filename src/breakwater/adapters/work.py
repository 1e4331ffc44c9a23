"""What does one worker do with one piece of a file?

Plain functions that travel to other processes by name. The policy does not travel with each
piece: a worker loads it once, or was forked from a process that had.
"""

from __future__ import annotations

import gc
from pathlib import Path

from breakwater.adapters.intake import Piece, posts_of
from breakwater.batches.compiled import compiled
from breakwater.batches.language import model
from breakwater.flows.rank import Gathered, gather_accounts
from breakwater.flows.scan import Scanned, scan_posts
from breakwater.policy import load_policy
from breakwater.records.policy import Policy

_policies: dict[str, Policy] = {}


def prepare(folder: str) -> Policy:
    """Load a policy and make it ready, once in a process.

    :raises PolicyError: it cannot be loaded
    """
    if folder not in _policies:
        _policies[folder] = load_policy(Path(folder))
        compiled(_policies[folder])
        model()
        gc.freeze()  # the collector need not walk hundreds of thousands of objects that stay for good
    return _policies[folder]


def scan_piece(piece: Piece, *, policy: str, as_json: bool) -> Scanned:
    """Read the posts of a piece and return their findings."""
    posts, rejects = posts_of(piece)
    return scan_posts(posts, rejects, prepare(policy), as_json=as_json)


def gather_piece(piece: Piece, *, policy: str) -> Gathered:
    """Read the posts and profiles of a piece and return what they hold."""
    posts, rejects = posts_of(piece)
    return gather_accounts(posts, rejects, prepare(policy))
