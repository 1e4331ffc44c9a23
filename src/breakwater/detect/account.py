"""Which accounts promote, in what order, and why do we say so?

An account is more than its worst post: it repeats itself, sells from a catalogue, shares its
telephone with others under another name. And less: one advert quoted among fifty reports of
a newspaper is not promotion. A policy may have account rules besides: so many posts of one sort.
The state kept for an account does not grow with its posts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from breakwater.records import Finding, Hurdle, Proposal
from breakwater.records.account import AccountFinding, AccountReason
from breakwater.records.policy import AccountRule, Policy
from breakwater.text.contacts import INDIRECT

KEPT = 5  # findings kept of an account, the strongest
RULE = "rule"  # the kind of reason that an account rule is
MOST_CONTACTS, MOST_TEXTS, MOST_SUMS, MOST_NAMES = 50, 500, 200, 8
NATIONAL = 9  # digits at the end of a number that are the same with and without its country
_PLACES = 4
_ORDER = {Proposal.REFER: 0, Proposal.LOOK: 1, Proposal.NONE: 2}
_FIGURES = re.compile(r"[\W\d_]+")


@dataclass(slots=True)
class Account:
    """What is remembered of one account while its posts go by."""

    platform: str
    account: str
    handle: str = ""
    display_name: str = ""
    followers: int | None = None
    posts: int = 0
    read: int = 0  # posts in which there was a reason
    proposed: int = 0
    protected: Counter[str] = field(default_factory=Counter)
    protected_posts: int = 0
    tactics: Counter[str] = field(default_factory=Counter)
    langs: Counter[str] = field(default_factory=Counter)
    sums: set[str] = field(default_factory=set)
    contacts: dict[str, None] = field(default_factory=dict)
    texts: Counter[int] = field(default_factory=Counter)
    strongest: list[tuple[str, Finding]] = field(default_factory=list)
    referred: Counter[tuple[str, ...]] = field(default_factory=Counter)  # posts, by their tactics together
    repeated: int = 0  # posts that were moderated before
    first_repeated: tuple[str, str] = ("", "")  # its id and its text

    def add(self, finding: Finding, *, where: str, text: str = "") -> None:
        """Remember a finding. `where`: the post's id, or "bio" for the profile's words."""
        # A warning quotes the number of the cheat: what protected texts name is not the account's own.
        for contact in () if finding.protected else finding.contacts:
            if contact.kind not in INDIRECT and len(self.contacts) < MOST_CONTACTS:
                self.contacts.setdefault(f"{contact.kind} {contact.value}")
        if not finding.reasons:
            return
        if where != "bio":
            self.read += 1
            self.langs[finding.lang] += 1
            self.protected_posts += bool(finding.protected)
            self.protected.update(finding.protected)
        if finding.proposal is not Proposal.NONE:
            self._add_proposed(finding, where, text)
        self.strongest.append((where, finding))
        self.strongest.sort(key=lambda kept: (_ORDER[kept[1].proposal], -kept[1].score, kept[0]))
        del self.strongest[KEPT:]

    def add_repeated(self, *, where: str, text: str) -> None:
        """Remember a post whose text was moderated before."""
        self.repeated += 1
        if self.repeated == 1:
            self.first_repeated = (where, text)

    def _add_proposed(self, finding: Finding, where: str, text: str) -> None:
        self.proposed += where != "bio"
        self.tactics.update(finding.tactics)
        if finding.proposal is Proposal.REFER and where != "bio":
            self.referred[tuple(sorted(finding.tactics))] += 1
        if len(self.sums) < MOST_SUMS:
            self.sums.update(r.says for r in finding.reasons if r.kind in ("route", "heading", "amount"))
        words = hash(_FIGURES.sub("", text.casefold()))
        if text and (words in self.texts or len(self.texts) < MOST_TEXTS):
            self.texts[words] += 1


def shared_contacts(accounts: Iterable[Account]) -> dict[str, list[str]]:
    """Return the contact points that more than one account gives, and who gives them."""
    given: dict[str, list[str]] = {}
    for account in accounts:
        for key in _keys(account):
            given.setdefault(key, []).append(_name(account))
    return {key: names for key, names in given.items() if len(set(names)) > 1}


def _keys(account: Account) -> Iterator[str]:
    """Yield what two accounts must share to be seen together: a number's last digits, or the contact."""
    for contact in account.contacts:
        digits = "".join(char for char in contact.partition(" ")[2] if char.isdigit())
        yield digits[-NATIONAL:] if len(digits) > NATIONAL else contact


def _name(account: Account) -> str:
    return f"{account.platform}:{account.handle or account.account}"


def rank(accounts: Iterable[Account], policy: Policy) -> list[AccountFinding]:
    """Return the findings of accounts with any reason, the strongest first; ties by name."""
    held = list(accounts)
    shared = shared_contacts(held)
    found = [read_account(account, shared, policy) for account in held]
    found = [one for one in found if one.reasons]
    referred = {f"{f.platform}:{f.handle or f.account}" for f in found if f.proposal is Proposal.REFER}
    found = [_spare(account, referred) for account in found]
    return sorted(found, key=lambda f: (_ORDER[f.proposal], -f.score, -f.proposed, f.platform, f.account))


def read_account(account: Account, shared: dict[str, list[str]], policy: Policy) -> AccountFinding:
    """Return what an account's remembered findings add up to."""
    others = sorted({other for key in _keys(account) for other in shared.get(key, [])} - {_name(account)})
    reasons = _capped(_reasons(account, others, policy))
    score = round(sum(reason.weight for reason in reasons), _PLACES)
    hurdles, evidence = _answers(account, policy)
    return AccountFinding(
        platform=account.platform, account=account.account, handle=account.handle,
        display_name=account.display_name, followers=account.followers, score=score,
        proposal=_propose(account, score, hurdles, policy), posts=account.posts, proposed=account.proposed,
        protected=_most_common(account.protected), tactics=_most_common(account.tactics),
        langs=_most_common(account.langs)[:3],
        hurdles=hurdles, evidence=evidence, reasons=reasons, contacts=tuple(sorted(account.contacts)),
        seen_with=tuple(others[:MOST_NAMES]),
    )  # fmt: skip


def _spare(found: AccountFinding, referred: set[str]) -> AccountFinding:
    """Propose a look at an account that says little and gives the contact point of a referred one."""
    if found.proposal is not Proposal.NONE or referred.isdisjoint(found.seen_with):
        return found
    return replace(found, proposal=Proposal.LOOK)


def _most_common(counts: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(counts, key=lambda name: (-counts[name], name)))


def _reasons(account: Account, others: list[str], policy: Policy) -> Iterator[AccountReason]:
    if account.strongest:
        yield from _of_posts(account, others, policy)
    for rule, count in _met(account, policy):
        where, quote = _first(account, rule)
        yield AccountReason(
            kind=RULE, says=f"{rule.says}: {count} post{'s' if count > 1 else ''}", where=where, quote=quote,
            weight=rule.weight,
        )  # fmt: skip


def _met(account: Account, policy: Policy) -> Iterator[tuple[AccountRule, int]]:
    """Yield each account rule that is met, and how many posts meet it."""
    for rule in policy.account_rules:
        of_tactics = (n for tactics, n in account.referred.items() if rule.tactics.intersection(tactics))
        count = account.repeated if rule.same_as_moderated else sum(of_tactics)
        if count >= rule.least:
            yield rule, count


def _first(account: Account, rule: AccountRule) -> tuple[str, str]:
    """Return a post for which a rule holds, and its words: the strongest one still held."""
    if rule.same_as_moderated:
        return account.first_repeated
    held = ((where, one) for where, one in account.strongest if rule.tactics.intersection(one.tactics))
    return next(((where, _quote(one)) for where, one in held), ("", ""))


def _of_posts(account: Account, others: list[str], policy: Policy) -> Iterator[AccountReason]:
    weights = policy.account
    where, best = account.strongest[0]
    place = "its profile" if where == "bio" else f"post {where}"
    told = "; ".join(dict.fromkeys(reason.says for reason in best.reasons if reason.weight > 0))
    quote = _quote(best)
    yield AccountReason(
        kind="strongest", says=f"{place}: {told}", where=where, quote=quote,
        weight=round(best.score * weights.strongest, _PLACES),
    )  # fmt: skip
    if account.proposed > 1:
        more = min(weights.repeated_most, weights.repeated_each * (account.proposed - 1))
        yield _whole("repeated", f"{account.proposed} of {account.posts} posts were proposed", more)
    most = max(account.texts.values(), default=0)
    if most > 1:
        yield _whole("same_text", f"the same words {most} times", weights.same_text)
    if others:
        says = (
            f"shares a contact point with {', '.join(others[:3])}{' and others' if len(others) > 3 else ''}"
        )
        yield _whole("shared_contact", says, weights.shared_contact)
    if len(account.sums) >= weights.catalogue_least:
        says = f"a catalogue: {', '.join(sorted(account.sums)[:5])}"
        yield _whole("catalogue", says, weights.catalogue)


def _quote(finding: Finding) -> str:
    """Return the words of the heaviest reason."""
    return max(finding.reasons, key=lambda reason: (reason.weight, -reason.start)).quote


def _whole(kind: str, says: str, weight: float) -> AccountReason:
    return AccountReason(kind=kind, says=says, where="", quote="", weight=round(weight, _PLACES))


def _capped(reasons: Iterable[AccountReason]) -> tuple[AccountReason, ...]:
    """Return the reasons with weights that stop at 1 together."""
    kept, left = [], 1.0
    for reason in reasons:
        weight = min(reason.weight, round(left, _PLACES))
        left -= weight
        kept.append(
            AccountReason(
                kind=reason.kind, says=reason.says, where=reason.where, quote=reason.quote, weight=weight
            )
        )
    return tuple(kept)


def _answers(account: Account, policy: Policy) -> tuple[tuple[Hurdle, ...], tuple[str, ...]]:
    """Return each hurdle with the numbers of the quotes, from any text of the account, that answer it."""
    evidence: dict[str, int] = {}
    hurdles = []
    unprotected = [finding for _, finding in account.strongest if not finding.protected]
    for place, asked in enumerate(policy.hurdles):
        numbers: dict[int, None] = {}
        for finding in unprotected or [finding for _, finding in account.strongest]:
            answers = (finding.reasons[number] for number in finding.hurdles[place].reasons)
            for reason in sorted(answers, key=lambda reason: -reason.weight):
                quote = f"{reason.quote} ({reason.says})"
                numbers.setdefault(evidence.setdefault(quote, len(evidence)))
        hurdles.append(Hurdle(name=asked.name, reasons=tuple(numbers)))
    return tuple(hurdles), tuple(evidence)


def _propose(account: Account, score: float, hurdles: tuple[Hurdle, ...], policy: Policy) -> Proposal:
    """Propose the most that its posts, as far as the policy lets them, and the account rules propose."""
    mostly_protected = (
        account.read > 0 and account.protected_posts / account.read >= policy.account.protected_share
    )
    by_posts = (
        _by_posts(account, score, hurdles, policy, mostly_protected=mostly_protected)
        if account.strongest
        else Proposal.NONE
    )
    proposals = [max(by_posts, policy.account.by_posts, key=_ORDER.__getitem__)]
    for rule, _ in _met(account, policy):
        spared = mostly_protected and rule.proposal is Proposal.REFER
        proposals.append(Proposal.LOOK if spared else rule.proposal)
    return min(proposals, key=_ORDER.__getitem__)


def _by_posts(
    account: Account, score: float, hurdles: tuple[Hurdle, ...], policy: Policy, *, mostly_protected: bool
) -> Proposal:
    """Propose what the strongest text proposes, unless the account mostly says protected things.

    Texts that only together meet every hurdle (an offer in a post, the telephone in the bio)
    are proposed too, if they are strong enough and none of them is protected.
    """
    _, best = account.strongest[0]
    if best.proposal is Proposal.REFER:
        return Proposal.LOOK if mostly_protected else Proposal.REFER
    together = all(hurdle.met for hurdle in hurdles) and not mostly_protected and not account.protected
    strong = _either(account.strongest[:2]) >= policy.thresholds.refer_at
    if together and strong and best.proposal is Proposal.LOOK:
        return Proposal.REFER
    more_than_one_sign = sum(hurdle.met for hurdle in best.hurdles) > 1 or account.proposed > 1
    if best.proposal is Proposal.LOOK and more_than_one_sign:
        return Proposal.LOOK
    return Proposal.LOOK if together and score >= policy.thresholds.look_at else Proposal.NONE


def _either(kept: Iterable[tuple[str, Finding]]) -> float:
    """Return the chance that at least one of the findings is right, were they to err apart."""
    wrong = 1.0
    for _, finding in kept:
        wrong *= 1 - finding.score
    return 1 - wrong
