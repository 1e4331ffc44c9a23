"""What does a learned reader know, and what does it say of a text?

A learned reader tells a text apart into *classes*: a tactic of promotion, or a kind of ordinary
text. What each class means (does it speak for promotion, which hurdles does it meet, whom does
it protect) is policy; the weights are what `make train` found.
"""

from __future__ import annotations

from dataclasses import dataclass, field

BUCKETS = 1 << 16  # of the hashed features of a text
STUDENT = "student"  # the reader that comes with a policy's weights


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderClass:
    """One answer of a learned reader.

    `tactic`: the class is promotion by this tactic. Otherwise it is a kind of ordinary text: it
    meets the hurdles in `hurdles` at most, and `protects` names the protected kind it belongs to, if any;
    `apart` says that it has nothing to do with the matter.
    """

    name: str
    says: str
    tactic: str = ""
    hurdles: frozenset[str] = frozenset()
    protects: str = ""
    apart: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Student:
    """Weights of hashed character and word features, one byte each: the weight and 128.

    `waking` has one weight a bucket, `telling` one for each bucket and class, bucket by bucket. A text
    wakes the reader where the first says so, and the best class of promotion stands above the best of
    those that are apart by `margin` or more, or by `margin_asked` where a cheap second reader will be asked.
    """

    waking: bytes
    waking_scale: float
    waking_bias: float
    telling: bytes
    telling_scale: float
    telling_bias: tuple[float, ...]
    margin: float
    margin_asked: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How reasons add up to a probability where these readers voted.

    The log-odds are `start`, and `point` for each point of the terms' weights, and `votes` of each
    reader's own log-odds. From the probabilities `refer_at` and `look_at` on (0..1) a text is proposed.
    """

    start: float
    point: float
    votes: dict[str, float]
    refer_at: float
    look_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A policy's learned readers. `prevalence`: the share of promotion at which scores are probabilities.

    `hurdle_at`, `protect_at`: from which probability on (0..1) the classes meet a hurdle, or protect.
    `overrule_at`: from which probability of promotion on the readers overrule a term that protects.
    `ask_points`, `ask_log_odds`: the terms' points for promotion, or the log-odds of the vote before, from
    which on second readers are asked that are not cheap. `fewest_words`: with fewer words and signs,
    readers meet no hurdle.
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
    fewest_words: int
    promoting: tuple[int, ...] = field(init=False)  # the classes that are promotion
    meeting: dict[str, tuple[int, ...]] = field(
        init=False
    )  # of each hurdle: the other classes that may meet it
    protecting: dict[str, tuple[int, ...]] = field(init=False)  # of each protected kind: its classes
    by_readers: dict[frozenset[str], Calibration] = field(init=False)

    def __post_init__(self) -> None:
        numbered = list(enumerate(self.classes))
        hurdles = {name for held in self.classes for name in held.hurdles}
        kinds = dict.fromkeys(held.protects for held in self.classes if held.protects)
        derived: dict[str, object] = {
            "promoting": tuple(i for i, held in numbered if held.tactic),
            "meeting": {name: tuple(i for i, held in numbered if name in held.hurdles) for name in hurdles},
            "protecting": {name: tuple(i for i, held in numbered if held.protects == name) for name in kinds},
        }
        derived["by_readers"] = {frozenset(held.votes): held for held in self.calibrations}
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    def calibration(self, readers: frozenset[str]) -> Calibration:
        """Return how reasons add up where these readers voted: the calibration that knows most of them."""
        exact = self.by_readers.get(readers)
        return exact or max(
            self.calibrations, key=lambda held: (readers.issuperset(held.votes), len(held.votes))
        )


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
