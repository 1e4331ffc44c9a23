"""What does a learned reader know, and what does it say of a text?

A learned reader tells a text apart into *classes*: a tactic of promotion, or a kind of ordinary
text. What each class means (does it speak for promotion, which hurdles does it meet, whom does
it protect) is policy; the weights are what `make train` found.
"""

from __future__ import annotations

from dataclasses import dataclass

BUCKETS = 1 << 16  # of the hashed features of a text
STUDENT = "student"  # the reader that comes with a policy's weights


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderClass:
    """One answer of a learned reader.

    `tactic`: the class is promotion by this tactic. Otherwise it is a kind of ordinary text: it
    meets the hurdles in `hurdles` at most, and `protects` names the protected kind it belongs to, if any.
    """

    name: str
    says: str
    tactic: str = ""
    hurdles: frozenset[str] = frozenset()
    protects: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Student:
    """Weights of hashed character and word features, one byte each: the weight and 128.

    `waking` has one weight a bucket, `telling` one for each bucket and class, bucket by bucket.
    """

    waking: bytes
    waking_scale: float
    waking_bias: float
    telling: bytes
    telling_scale: float
    telling_bias: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How reasons add up to a probability where these readers voted.

    The log-odds are `start`, and `point` for each point of the terms' weights, and `votes` of each
    reader's own log-odds.
    """

    start: float
    point: float
    votes: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A policy's learned readers. `prevalence`: the share of promotion at which scores are probabilities.

    `hurdle_at`, `protect_at`: from which probability on (0..1) the classes meet a hurdle, or protect.
    `overrule_at`: from which probability of promotion on the readers overrule a term that protects.
    `ask_points`, `ask_log_odds`: the terms' points for promotion, or the student's log-odds, from which on
    second readers are asked.
    """

    version: str
    classes: tuple[ReaderClass, ...]
    student: Student
    calibrations: tuple[Calibration, ...]
    prevalence: float
    hurdle_at: float
    protect_at: float
    overrule_at: float
    ask_points: float
    ask_log_odds: float

    def calibration(self, readers: frozenset[str]) -> Calibration:
        """Return how reasons add up where these readers voted: the calibration that knows most of them."""
        return max(self.calibrations, key=lambda held: (readers.issuperset(held.votes), len(held.votes)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What one reader says of one text: one reason among others.

    `log_odds`: of promotion, by this reader alone. `shares`: the probability of each class of the
    policy's learned readers, none if the reader does not know them. [start, end) is what it rests on
    in the original, nothing if it cannot say.
    """

    reader: str
    version: str
    log_odds: float
    shares: tuple[float, ...] = ()
    says: str = ""
    start: int = 0
    end: int = 0
