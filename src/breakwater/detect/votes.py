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

from breakwater.detect.evidence import Gathered
from breakwater.detect.student import softmax
from breakwater.records import Reason
from breakwater.records.learned import Calibration, Learned, Vote

KIND = "reader"  # the kind of reason that a vote is
OUTSIDE = 0.25  # what the log-odds of a reader count that was never measured here: never much
MOST_OUTSIDE = 0.75  # nor more than so much
NAMED = 0.25  # from this share on, a class is named
TACTIC_AT = 0.3  # from this share on, a tactic that no term told is told
_PLACES = 4
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Ballot:
    """The votes over one text, counted: `shares` are what the readers believe together, of each class.

    `promoting` is their belief that it is promotion (0..1).
    """

    learned: Learned
    held: Calibration
    reasons: tuple[Reason, ...]
    shares: tuple[float, ...]
    promoting: float
    words: int

    def score(self, points: Sequence[float]) -> float:
        """Return the probability of promotion that all reasons together amount to."""
        log_odds = self.held.start + sum(points) + sum(reason.weight for reason in self.reasons)
        return round(1 / (1 + math.exp(-log_odds)), _PLACES)

    def meets(self, hurdle: str) -> bool:
        """Return whether the readers believe that a hurdle is met; of a word or two they cannot tell."""
        if self.words < self.learned.fewest_words:
            return False
        return self.promoting + self._sum(self.learned.meeting.get(hurdle, ())) >= self.learned.hurdle_at

    def protects(self, told: tuple[str, ...]) -> tuple[str, ...]:
        """Return the protected kinds: those that terms told and the readers do not rule out, and theirs."""
        kept = told if self.promoting < self.learned.overrule_at else ()
        if self.promoting > 1 - self.learned.protect_at:
            return kept
        held = self.learned.protecting.items()
        theirs = [name for name, classes in held if self._sum(classes) >= self.learned.protect_at]
        return tuple(dict.fromkeys((*kept, *theirs)))

    def tactics(self, told: tuple[str, ...]) -> tuple[str, ...]:
        """Return the tactics: what the readers believe most first, then what terms told."""
        if self.promoting < TACTIC_AT:
            return told
        classes = self.learned.classes
        believed = [(self.shares[i], classes[i].tactic) for i in self.learned.promoting if self.shares]
        first = [tactic for share, tactic in sorted(believed, reverse=True) if share >= TACTIC_AT]
        return tuple(dict.fromkeys((*first, *told)))

    def _sum(self, classes: Sequence[int]) -> float:
        return sum([self.shares[i] for i in classes]) if self.shares else 0.0


def count(text: str, gathered: Gathered, learned: Learned) -> Ballot:
    """Return the votes over a text, counted as the policy's calibration says."""
    votes = gathered.votes
    held = learned.calibration(frozenset(vote.reader for vote in votes))
    shares = _mixed([vote for vote in votes if vote.shares], held)
    reasons = tuple([_reason(text, vote, held, learned) for vote in votes])
    promoting = sum([shares[i] for i in learned.promoting]) if shares else 0.0
    return Ballot(learned, held, reasons, shares, promoting, gathered.words)


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
    named = [
        (share, held.says)
        for share, held in zip(vote.shares, learned.classes, strict=False)
        if share >= NAMED
    ]
    told = ", ".join([f"{says} {share:.0%}" for share, says in sorted(named, reverse=True)[:2]])
    like = f"reads like: {told or 'nothing certain'}" if vote.shares else ""
    return "; ".join(filter(None, (like, vote.says)))
