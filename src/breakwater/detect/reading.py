"""What does one text promote, and why do we say so?

A text is judged by the passage that speaks most strongly. Each piece of evidence becomes a
reason with the weight that it really added; the score is their sum and lies within 0..1.
Words alone never make a referral: every hurdle of the policy must be answered by evidence,
and no protected kind may speak.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from breakwater.detect import placed
from breakwater.detect.evidence import Evidence, Gathered, gather
from breakwater.detect.votes import count
from breakwater.ports.reader import SecondReader
from breakwater.records import Contact, Finding, Hurdle, Proposal, Reason
from breakwater.records.policy import Policy, Test, Thresholds

SLACK = 1e-6  # far below what PLACES tells apart
PLACES = 4  # decimal places that a weight keeps, so that sums are the same everywhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a text was read as, before it is known whose it is."""

    score: float
    proposal: Proposal
    protected: tuple[str, ...]
    tactics: tuple[str, ...]
    hurdles: tuple[Hurdle, ...]
    reasons: tuple[Reason, ...]
    contacts: tuple[Contact, ...]


def read_text(text: str, policy: Policy, readers: Sequence[SecondReader] = ()) -> Reading:
    """Return what a text promotes. The slow, obvious way; `batches.scan` is its fast twin."""
    (gathered,) = with_readers([text], [gather(text, policy, asked=any_cheap(readers))], policy, readers)
    return judge(text, gathered, policy)


def with_readers(
    texts: Sequence[str], held: Sequence[Gathered], policy: Policy, readers: Sequence[SecondReader]
) -> list[Gathered]:
    """Return what was gathered of each text with the votes of the second readers.

    They cost thousands of times as much as the first: a cheap one is asked about what passed the
    student's first look, another only where what stands there already could come to a proposal.
    """
    told = list(held)
    for reader in readers:
        asked = [i for i, one in enumerate(told) if worth_asking(one, policy, reader)]
        for i, vote in zip(asked, reader.votes([texts[i] for i in asked]) if asked else (), strict=True):
            if vote is not None:
                told[i] = told[i]._replace(votes=(*told[i].votes, vote))
    return told


def any_cheap(readers: Sequence[SecondReader]) -> bool:
    """Return whether one of the readers may be asked about many texts, so that more is to be read."""
    return any(reader.cheap for reader in readers)


def worth_asking(gathered: Gathered, policy: Policy, reader: SecondReader) -> bool:
    """Return whether a second reader's vote on a text could matter; of votes, the last knows most."""
    if not gathered.read or policy.learned is None:
        return False
    points = sum(piece.weight for piece in gathered.evidence if piece.weight > 0)
    return (
        reader.cheap
        or points >= policy.learned.ask_points
        or any(vote.log_odds >= policy.learned.ask_log_odds for vote in gathered.votes[-1:])
    )


def finding(
    reading: Reading, *, id: str, platform: str, account: str, lang: str, policy: str = ""
) -> Finding:
    """Return the reading as the finding of one post."""
    return Finding(
        id=id, platform=platform, account=account, lang=lang, score=reading.score, proposal=reading.proposal,
        protected=reading.protected, tactics=reading.tactics, hurdles=reading.hurdles,
        reasons=reading.reasons, contacts=reading.contacts, policy=policy,
    )  # fmt: skip


def judge(text: str, gathered: Gathered, policy: Policy) -> Reading:
    """Return the reading of a text from its evidence and votes: that of its strongest passage."""
    passages = list(_passages(gathered.evidence, policy.thresholds.passage)) or [()]
    readings = [_judge_passage(text, passage, gathered, policy) for passage in passages]
    return max(readings, key=_strength)


_RANK = {Proposal.NONE: 0, Proposal.LOOK: 1, Proposal.REFER: 2}


def _strength(reading: Reading) -> tuple[int, float]:
    return _RANK[reading.proposal], reading.score


def _passages(evidence: Sequence[Evidence], length: int) -> Iterator[tuple[Evidence, ...]]:
    """Cut the evidence where more than `length` folded characters would be read together."""
    passage: list[Evidence] = []
    for piece in evidence:
        if passage and piece.to - passage[0].at > length:
            yield tuple(passage)
            passage = []
        passage.append(piece)
    if passage:
        yield tuple(passage)


def _judge_passage(text: str, passage: Sequence[Evidence], gathered: Gathered, policy: Policy) -> Reading:
    points = weigh(passage, policy.thresholds)
    kinds = 0
    for piece in passage:
        kinds |= piece.bits
    answers = [_answers(passage, kinds, tests, text) for tests in policy.hurdle_tests]
    protected = _protected(passage, kinds, policy, text) if kinds & policy.protecting else ()
    tactics = _tactics(passage, points)
    voted: tuple[Reason, ...] = ()
    at = (policy.thresholds.refer_at, policy.thresholds.look_at)
    if policy.learned and gathered.votes:
        ballot = count(text, gathered, policy.learned)
        points, voted = [round(ballot.held.point * point, PLACES) for point in points], ballot.reasons
        answers = [
            (*own, *range(len(passage), len(passage) + len(voted))) if ballot.meets(hurdle.name) else own
            for own, hurdle in zip(answers, policy.hurdles, strict=True)
        ]
        protected = ballot.protects(protected)
        tactics = ballot.tactics(tactics)
        score, at = ballot.score(points), (ballot.held.refer_at, ballot.held.look_at)
    else:
        score = round(sum(points), PLACES) + 0.0 if not policy.learned else 0.0
    hurdles = tuple(_hurdle(h.name, own) for h, own in zip(policy.hurdles, answers, strict=True))
    reasons = tuple(_reason(text, piece, weight) for piece, weight in zip(passage, points, strict=True))
    return Reading(
        score=score, proposal=_propose(score, hurdles, protected, at, policy.thresholds.look_hurdles),
        protected=protected,
        tactics=tactics, hurdles=hurdles, reasons=(*reasons, *voted), contacts=gathered.contacts,
    )  # fmt: skip


def weigh(passage: Sequence[Evidence], thresholds: Thresholds) -> list[float]:
    """Return what each piece really adds to the score.

    The strongest piece of a kind counts in full, each further one a share of the one before,
    and the same words again not at all. What speaks for is summed first and stops at 1; what
    speaks against is taken off and stops at 0.
    """
    weights = [0.0] * len(passage)
    seen: dict[tuple[str, bool], int] = {}  # what speaks against is not made light by what does not
    said: set[tuple[str, str]] = set()
    left, taken = 1.0, 0.0
    order = sorted(range(len(passage)), key=lambda i: (passage[i].weight < 0, -abs(passage[i].weight), i))
    for i in order:
        piece = passage[i]
        kind = piece.kinds[0]
        words = (kind, piece.says)
        if words in said:
            continue
        said.add(words)
        side = (kind, piece.weight < 0)
        times = seen.get(side, 0)
        seen[side] = times + 1
        full = round(piece.weight * thresholds.repeated**times, PLACES) if times else piece.weight
        room = left if full > 0 else taken
        if abs(full) > room - SLACK:  # no more than is left, or than was given
            full = min(full, round(left, PLACES)) if full > 0 else max(full, -round(taken, PLACES))
        left, taken = left - full, taken + full
        weights[i] = full + 0.0
    return weights


def _reason(text: str, piece: Evidence, weight: float) -> Reason:
    return Reason(
        kind=piece.kinds[0], tactic=piece.tactic, says=piece.says, quote=text[piece.start : piece.end],
        start=piece.start, end=piece.end, weight=weight, source=piece.source,
    )  # fmt: skip


@lru_cache(maxsize=4096)  # the same few are made again and again
def _hurdle(name: str, reasons: tuple[int, ...]) -> Hurdle:
    return Hurdle(name=name, reasons=reasons)


def _holds(test: Test, passage: Sequence[Evidence], kinds: int, text: str) -> bool:
    return placed.holds(test, passage, kinds, text) if test.placed else test.holds(kinds)


def _answers(passage: Sequence[Evidence], kinds: int, tests: Sequence[Test], text: str) -> tuple[int, ...]:
    """Return the numbers of the pieces that answer for the rules that hold."""
    counted = 0
    for test in tests:
        if _holds(test, passage, kinds, text):
            counted |= test.counted
    return tuple([i for i, piece in enumerate(passage) if counted & piece.bits]) if counted else ()


def _protected(passage: Sequence[Evidence], kinds: int, policy: Policy, text: str) -> tuple[str, ...]:
    told = zip(policy.protected, policy.protected_tests, strict=True)
    return tuple(
        kind.name for kind, tests in told if any(_holds(test, passage, kinds, text) for test in tests)
    )


def _tactics(passage: Sequence[Evidence], weights: Sequence[float]) -> tuple[str, ...]:
    """Return the tactics told by what spoke for, the strongest first."""
    strength: dict[str, float] = {}
    for piece, weight in zip(passage, weights, strict=True):
        if piece.tactic and piece.weight > 0:
            strength[piece.tactic] = strength.get(piece.tactic, 0.0) + weight
    return tuple(sorted(strength, key=lambda tactic: (-strength[tactic], tactic)))


def _propose(
    score: float,
    hurdles: tuple[Hurdle, ...],
    protected: tuple[str, ...],
    at: tuple[float, float],
    look_hurdles: int,
) -> Proposal:
    refer_at, look_at = at
    met = sum([hurdle.met for hurdle in hurdles])
    if met == len(hurdles) and not protected and score >= refer_at:
        return Proposal.REFER
    if met >= look_hurdles and score >= look_at:
        return Proposal.LOOK
    return Proposal.NONE
