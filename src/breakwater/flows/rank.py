"""From posts to a ranked list of accounts.

Where the work is done, posts and profiles are read and only what holds something is kept; the
accounts are put together in one place, from pieces in the order of the files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pyarrow as pa

from breakwater.batches.compiled import compiled
from breakwater.batches.repeats import repeating
from breakwater.batches.scan import scan_batch
from breakwater.detect.account import Account, rank
from breakwater.ports.reader import SecondReader
from breakwater.records import Finding, Reject
from breakwater.records.account import AccountFinding
from breakwater.records.policy import Policy
from breakwater.wire.findings import findings
from breakwater.wire.json import rows_with_something

BIO = "bio"
Name = tuple[str, str]  # platform, account


class Found(NamedTuple):
    """A finding of an account: in which post ("bio": in its profile), and its text."""

    where: str
    finding: Finding
    text: str


class Repeated(NamedTuple):
    """A post whose text was moderated before: whose, which post, its text."""

    name: Name
    where: str
    text: str


class Gathered(NamedTuple):
    """What came of one piece of work; `profiles`: handle, display name, followers."""

    posts: Counter[Name]
    found: list[Found]
    profiles: dict[Name, tuple[str, str, int | None]]
    rejects: tuple[Reject, ...]
    repeated: list[Repeated]


def gather_accounts(
    posts: pa.RecordBatch,
    rejects: tuple[Reject, ...],
    policy: Policy,
    readers: Sequence[SecondReader] = (),
    *,
    moderated: frozenset[str] = frozenset(),
) -> Gathered:
    """Return what the posts and profiles of a batch hold; `moderated` texts are folded."""
    names = list(zip(posts.column("platform").to_pylist(), posts.column("account").to_pylist(), strict=True))
    found = [*_found(posts, policy, readers), *_found(_bios(posts, names), policy, readers, where=BIO)]
    repeated = _repeated(posts, names, policy, moderated)
    wanted = {(held.finding.platform, held.finding.account) for held in found} | {r.name for r in repeated}
    texts = posts.column("text").to_pylist()
    counts = Counter(name for name, text in zip(names, texts, strict=True) if text.strip())
    return Gathered(
        posts=counts, found=found, profiles=_profiles(posts, names, wanted), rejects=rejects,
        repeated=repeated,
    )  # fmt: skip


def _repeated(
    posts: pa.RecordBatch, names: list[Name], policy: Policy, moderated: frozenset[str]
) -> list[Repeated]:
    if not moderated:
        return []
    ids, texts = posts.column("id"), posts.column("text")
    rows = repeating(texts, moderated, compiled(policy))
    return [Repeated(names[row], ids[row].as_py(), texts[row].as_py()) for row in rows]


def _found(
    posts: pa.RecordBatch, policy: Policy, readers: Sequence[SecondReader], *, where: str = ""
) -> list[Found]:
    scanned = scan_batch(posts, policy, readers)
    rows = pa.array(rows_with_something(scanned))
    texts = posts.column("text").take(rows).to_pylist()
    held = zip(findings(scanned.take(rows)), texts, strict=True)
    return [Found(where or finding.id, finding, text) for finding, text in held]


def _bios(posts: pa.RecordBatch, names: list[Name]) -> pa.RecordBatch:
    """Return each different profile of the batch as a text: display name, then bio."""
    words = zip(posts.column("display_name").to_pylist(), posts.column("bio").to_pylist(), strict=True)
    told = dict.fromkeys(
        (name, "\n".join(part for part in parts if part)) for name, parts in zip(names, words, strict=True)
    )
    kept = [(name, text) for name, text in told if text]
    columns = {
        "id": [account for (_, account), _ in kept],
        "platform": [platform for (platform, _), _ in kept],
        "account": [account for (_, account), _ in kept],
        "text": [text for _, text in kept],
    }
    return pa.record_batch({name: pa.array(values, pa.string()) for name, values in columns.items()})


def _profiles(
    posts: pa.RecordBatch, names: list[Name], wanted: set[Name]
) -> dict[Name, tuple[str, str, int | None]]:
    """Return what the rows say of each account, the last that say anything."""
    columns = [posts.column(name).to_pylist() for name in ("handle", "display_name", "followers")]
    told: dict[Name, tuple[str, str, int | None]] = {}
    for name, handle, shown, followers in zip(names, *columns, strict=True):
        if name in wanted:
            before = told.get(name, ("", "", None))
            count = before[2] if followers is None else followers
            told[name] = (handle or before[0], shown or before[1], count)
    return told


class Accounts:
    """All accounts of a run, put together piece by piece."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._accounts: dict[Name, Account] = {}
        self._posts: Counter[Name] = Counter()
        self._bios: set[tuple[Name, str]] = set()

    def add(self, gathered: Gathered) -> None:
        """Add a piece of work."""
        self._posts.update(gathered.posts)
        for held in gathered.found:
            name = (held.finding.platform, held.finding.account)
            if held.where == BIO:
                if (name, held.text) in self._bios:
                    continue  # the same profile stands beside every post of an account
                self._bios.add((name, held.text))
            account = self._accounts.setdefault(name, Account(*name))
            account.add(held.finding, where=held.where, text="" if held.where == BIO else held.text)
        for again in gathered.repeated:
            account = self._accounts.setdefault(again.name, Account(*again.name))
            account.add_repeated(where=again.where, text=again.text)
        for name, (handle, shown, followers) in gathered.profiles.items():
            account = self._accounts[name]
            account.handle = handle or account.handle
            account.display_name = shown or account.display_name
            account.followers = followers if followers is not None else account.followers

    @property
    def posts(self) -> int:
        return sum(self._posts.values())

    def __len__(self) -> int:
        return len(self._posts)

    def ranked(self) -> list[AccountFinding]:
        """Return the findings of the accounts that hold anything, the strongest first."""
        for name, account in self._accounts.items():
            account.posts = self._posts[name]
        return rank(self._accounts.values(), self._policy)


def top(found: Iterable[AccountFinding], count: int | None) -> list[AccountFinding]:
    """Return the first `count` accounts, or all."""
    return list(found)[:count]
