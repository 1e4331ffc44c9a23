"""What do the votes of the learned readers add to what the terms say?

A vote is one reason among others: its weight is the reader's own log-odds times what its word
was worth on texts that it had not seen. The readers' shares of classes, mixed, also say which
hurdles a text may meet and whom it protects, so that a text whose words no term knows can still
be proposed, and one whose words are all a smuggler's can still be spared.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from breakwater.detect.student import softmax
from breakwater.records import Reason
from breakwater.records.learned import Calibration, Learned, ReaderClass, Vote

KIND = "reader"  # the kind of reason that a vote is
OUTSIDE = 0.25  # what the log-odds of a reader count that was never measured here: never much
MOST_OUTSIDE = 0.75  # nor more than so much
NAMED = 0.25  # from this share on, a class is named
TACTIC_AT = 0.3  # from this share on, a tactic that no term told is told
_PLACES = 4
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Ballot:
    """The votes over one text, counted. `point`: what a point of a term's weight counts in log-odds."""

    learned: Learned
    start: float
    point: float
    reasons: tuple[Reason, ...]
    shares: tuple[float, ...]

    def score(self, points: Sequence[float]) -> float:
        """Return the probability of promotion that all reasons together amount to."""
        log_odds = self.start + sum(points) + sum(reason.weight for reason in self.reasons)
        return round(1 / (1 + math.exp(-log_odds)), _PLACES)

    @property
    def promoting(self) -> float:
        """What share of the readers' belief is promotion."""
        return sum(share for share, held in self._classes() if held.tactic)

    def meets(self, hurdle: str) -> bool:
        """Return whether the readers believe that the text meets a hurdle."""
        meeting = sum(share for share, held in self._classes() if held.tactic or hurdle in held.hurdles)
        return meeting >= self.learned.hurdle_at

    def protects(self, told: tuple[str, ...]) -> tuple[str, ...]:
        """Return the protected kinds: those that terms told and the readers do not rule out, and theirs."""
        held: dict[str, float] = {}
        for share, one in self._classes():
            if one.protects:
                held[one.protects] = held.get(one.protects, 0.0) + share
        theirs = [name for name, share in held.items() if share >= self.learned.protect_at]
        kept = told if self.promoting < self.learned.overrule_at else ()
        return tuple(dict.fromkeys((*kept, *theirs)))

    def tactics(self, told: tuple[str, ...]) -> tuple[str, ...]:
        """Return the tactics: what the readers believe most first, then what terms told."""
        believed = sorted(
            ((share, held.tactic) for share, held in self._classes() if held.tactic and share >= TACTIC_AT),
            reverse=True,
        )
        return tuple(dict.fromkeys((*(tactic for _, tactic in believed), *told)))

    def _classes(self) -> zip[tuple[float, ReaderClass]]:
        return zip(self.shares, self.learned.classes, strict=False)


def count(text: str, votes: Sequence[Vote], learned: Learned) -> Ballot:
    """Return the votes over a text, counted as the policy's calibration says."""
    held = learned.calibration(frozenset(vote.reader for vote in votes))
    return Ballot(
        learned=learned,
        start=held.start,
        point=held.point,
        reasons=tuple(_reason(text, vote, held, learned) for vote in votes),
        shares=_mixed([vote for vote in votes if vote.shares], held),
    )


def _mixed(votes: Sequence[Vote], held: Calibration) -> tuple[float, ...]:
    """Return the shares of classes that the readers believe together: weighed by what their word is worth."""
    if len(votes) < 2:
        return votes[0].shares if votes else ()
    worth = [held.votes.get(vote.reader, 0.0) for vote in votes]
    total = sum(worth) or 1.0
    return softmax(
        [
            sum(w / total * math.log(max(share, _LEAST)) for w, share in zip(worth, shares, strict=True))
            for shares in zip(*(vote.shares for vote in votes), strict=True)
        ]
    )


def _reason(text: str, vote: Vote, held: Calibration, learned: Learned) -> Reason:
    worth = held.votes.get(vote.reader)
    weight = (
        worth * vote.log_odds
        if worth is not None
        else max(-MOST_OUTSIDE, min(MOST_OUTSIDE, OUTSIDE * vote.log_odds))
    )
    return Reason(
        kind=KIND, tactic="", says=_says(vote, learned), quote=text[vote.start : vote.end],
        start=vote.start, end=vote.end, weight=round(weight, _PLACES) + 0.0,
        source=f"{vote.reader} {vote.version}",
    )  # fmt: skip


def _says(vote: Vote, learned: Learned) -> str:
    told = sorted(zip(vote.shares, (held.says for held in learned.classes), strict=False), reverse=True)
    named = [f"{says} {share:.0%}" for share, says in told[:2] if share >= NAMED]
    like = f"reads like: {', '.join(named) if named else 'nothing certain'}" if vote.shares else ""
    return "; ".join(filter(None, (like, vote.says)))
