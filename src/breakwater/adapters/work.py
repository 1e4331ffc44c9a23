"""What does one worker do with one piece of a file?

Plain functions that travel to other processes by name. Policy and readers do not travel with each
piece: a worker loads them once, or was forked from a process that had.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from breakwater.adapters.intake import Piece, posts_of
from breakwater.adapters.moderated import read_moderated
from breakwater.adapters.readers import NOBODY, Asked, readers_of
from breakwater.batches.compiled import compiled
from breakwater.batches.language import model
from breakwater.detect.repeats import moderated_texts
from breakwater.flows.rank import Gathered, gather_accounts
from breakwater.flows.scan import Scanned, scan_posts
from breakwater.policy import SHIPPED, load_policy
from breakwater.ports.reader import SecondReader
from breakwater.records.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How texts are to be read: under the policy of which folder, and by whom besides."""

    policy: str = str(SHIPPED)
    asked: Asked = NOBODY
    moderated: str = ""  # a file of texts that were moderated before


class Ready(NamedTuple):
    """A policy made ready, and the second readers."""

    policy: Policy
    readers: tuple[SecondReader, ...]


_ready: dict[How, Ready] = {}


def prepare(how: How) -> Ready:
    """Load a policy and its readers, once in a process.

    :raises PolicyError: the policy cannot be loaded
    :raises ReaderError: a reader that was asked for cannot be had
    :raises SourceError: the moderated texts cannot be read
    """
    if how not in _ready:
        _ready[how] = load(how)
        compiled(_ready[how].policy)
        moderated(how)
        model()
        gc.freeze()  # the collector need not walk hundreds of thousands of objects that stay for good
    return _ready[how]


def load(how: How) -> Ready:
    """Return a policy and its readers, nothing made ready: enough for a single text.

    :raises PolicyError: the policy cannot be loaded
    :raises ReaderError: a reader that was asked for cannot be had
    """
    folder = Path(how.policy)
    policy = load_policy(folder)
    return Ready(policy, readers_of(how.asked, folder, policy))


@cache
def moderated(how: How) -> frozenset[str]:
    """Return the texts that were moderated before, folded; read once in a process.

    :raises SourceError: they cannot be read
    """
    texts = read_moderated(Path(how.moderated)) if how.moderated else []
    return moderated_texts(texts, words=load_policy(Path(how.policy)).account.moderated_words)


def scan_piece(piece: Piece, *, how: How, as_json: bool) -> Scanned:
    """Read the posts of a piece and return their findings."""
    posts, rejects = posts_of(piece)
    return scan_posts(posts, rejects, *prepare(how), as_json=as_json)


def gather_piece(piece: Piece, *, how: How) -> Gathered:
    """Read the posts and profiles of a piece and return what they hold."""
    posts, rejects = posts_of(piece)
    return gather_accounts(posts, rejects, *prepare(how), moderated=moderated(how))
