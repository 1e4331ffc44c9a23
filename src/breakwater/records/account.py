"""What do the posts and the profile of one account add up to?"""

from __future__ import annotations

from dataclasses import dataclass

from breakwater.records.finding import Hurdle, Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountReason:
    """One thing that counted for an account.

    `kind`: strongest, repeated, same_text, shared_contact, catalogue, rule or protected. `where`: the
    post's id, "bio", or empty when it is about the account as a whole. `weight` is what it added.
    """

    kind: str
    says: str
    where: str
    quote: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFinding:
    """What one account was read as. Its score is the sum of its reasons' weights, within 0..1.

    `hurdles`: for each, the numbers of the quotes in `evidence` that answer it. `posts` counts
    all its posts that were read, `proposed` those that were proposed to refer or to look at.
    `contacts` are written "kind value"; `seen_with` are other accounts that give one of them.
    """

    platform: str
    account: str
    handle: str
    display_name: str
    followers: int | None
    score: float
    proposal: Proposal
    posts: int
    proposed: int
    protected: tuple[str, ...]
    tactics: tuple[str, ...]
    langs: tuple[str, ...]
    hurdles: tuple[Hurdle, ...]
    evidence: tuple[str, ...]
    reasons: tuple[AccountReason, ...]
    contacts: tuple[str, ...]
    seen_with: tuple[str, ...]
