"""What do a policy's learned readers know? (`reader/`: what classes mean, and the weights)"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from breakwater.errors import PolicyError
from breakwater.policy import schema
from breakwater.policy.files import read_file
from breakwater.records.learned import BUCKETS, Calibration, Learned, ReaderClass, Student

READER = "reader"
DECIDED, LEARNED, WEIGHTS = "reader.toml", "learned.toml", "student.npz"


def load_learned(folder: Path, *, tactics: Iterable[tuple[str, str]]) -> Learned | None:
    """Return the learned readers of a policy's folder, None if it has none.

    :param tactics: codes of the tactics and what they say
    :raises PolicyError: they do not fit together
    """
    inner = folder / READER
    if not (inner / LEARNED).is_file():
        return None
    told = read_file(inner / LEARNED, schema.LearnedFile)
    known = {code: ReaderClass(name=code, says=says, tactic=code) for code, says in tactics}
    decided = read_file(inner / DECIDED, schema.ReaderFile)
    for entry in decided.class_:
        known[entry.name] = ReaderClass(
            name=entry.name,
            says=entry.says,
            hurdles=frozenset(entry.hurdles),
            protects=entry.protects,
            apart=entry.apart,
        )
    for name in told.classes:
        if name not in known:
            raise PolicyError(
                f"class {name!r} is in neither {DECIDED} nor tactics.toml; add it, or run `make train`",
                file=str(inner / LEARNED), field="classes",
            )  # fmt: skip
    weights = read_weights(inner / WEIGHTS)
    return Learned(
        version=decided.version,
        classes=tuple(known[name] for name in told.classes),
        student=Student(
            waking=_bytes(weights, "waking", BUCKETS, inner),
            waking_scale=told.waking_scale, waking_bias=told.waking_bias,
            telling=_bytes(weights, "telling", BUCKETS * len(told.classes), inner),
            telling_scale=told.telling_scale, telling_bias=tuple(told.telling_bias),
            margin=decided.margin,
            margin_asked=decided.margin_asked,
        ),
        calibrations=tuple(_calibrations(told, decided, inner)),
        prevalence=told.prevalence, hurdle_at=decided.hurdle_at, protect_at=decided.protect_at,
        overrule_at=decided.overrule_at,
        ask_points=decided.ask_points, ask_log_odds=decided.ask_log_odds,
        fewest_words=decided.fewest_words,
    )  # fmt: skip


def _calibrations(
    told: schema.LearnedFile, decided: schema.ReaderFile, folder: Path
) -> Iterator[Calibration]:
    thresholds = {frozenset(entry.readers): entry for entry in decided.proposed}
    for entry in told.calibration:
        at = thresholds.get(frozenset(entry.votes))
        if at is None:
            raise PolicyError(
                f"nothing says from which score on {' and '.join(entry.votes)} propose",
                file=str(folder / DECIDED), field="proposed",
            )  # fmt: skip
        yield Calibration(
            start=entry.start,
            point=entry.point,
            votes=dict(entry.votes),
            refer_at=at.refer_at,
            look_at=at.look_at,
        )


def read_weights(path: Path) -> dict[str, npt.NDArray[np.generic]]:
    """Return the arrays of a file of weights; nothing in it is run.

    :raises PolicyError: it is missing or broken
    """
    try:
        with np.load(path, allow_pickle=False) as held:
            return {name: held[name] for name in held.files}
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise PolicyError(f"the weights cannot be read ({error}); run `make train`", file=str(path)) from None


def _bytes(weights: dict[str, npt.NDArray[np.generic]], name: str, size: int, folder: Path) -> bytes:
    held = weights.get(name)
    if held is None or held.dtype != np.uint8 or held.size != size:
        raise PolicyError(
            f"{name!r} is not {size:,} bytes; run `make train`", file=str(folder / WEIGHTS), field=name
        )
    return held.tobytes()
