"""How do the written examples become the learned readers of the shipped policy?

    python -m training.train          (`make train`)

Readers are taught from all examples but those of one author run, in turn, to find how far their
word may be believed (`training.calibrate`); then from all of them, and written down. Everything
is the same on every run of one machine. The embedding takes some minutes the first time.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import tomlkit

from breakwater.adapters.readers.meaning import EXAMPLES, NAME, WEIGHTS, installed, load_embedding
from breakwater.policy import SHIPPED, load_policy
from breakwater.policy.learned import LEARNED, READER
from breakwater.policy.learned import WEIGHTS as STUDENT_WEIGHTS
from breakwater.records.learned import STUDENT
from training.calibrate import EVERYDAY, WORLD, LeftOut, left_out, worth
from training.features import hashed, meanings
from training.teach import (
    MEANING,
    SPREAD,
    TELLING,
    Linear,
    answers,
    apart,
    balanced,
    in_bytes,
    spread,
    telling,
    waking,
)
from training.texts import ADVERT, Example, examples

CACHE = Path(os.environ.get("BREAKWATER_CACHE", ".cache")) / "meanings.npz"
FOLDER = SHIPPED / READER
PREVALENCE = 1 / 3  # of promotion among what wakes the reader: there scores are probabilities
WOKEN = 0.90  # so much of the promotion in texts left out must pass the student's first look
SHOWN = 3000  # written examples kept to be named as the nearest


def main() -> None:
    texts = examples()
    print(f"{len(texts):,} texts, {sum(one.kind == ADVERT for one in texts):,} of them promotion", flush=True)
    hashes = hashed([one.text for one in texts])
    rows = meanings([one.text for one in texts], load_embedding(), CACHE) if installed() else None
    if rows is None:
        raise SystemExit("the embedding is not installed: nothing is written without it")
    out = left_out(texts, hashes, rows, load_policy(learned=False))
    promoting, weights = np.array([one.kind == ADVERT for one in texts]), balanced(texts)
    names = answers(texts)
    classes = sorted(set(names))
    teller, waker = (
        telling(hashes, names, weights, c=TELLING),
        waking(hashes, promoting, weights * (promoting | apart(texts))),
    )
    student, scale = _student(teller, waker)
    np.savez_compressed(FOLDER / STUDENT_WEIGHTS, **student)
    middle = rows.mean(axis=0)
    meaning = telling(spread(rows, middle), names, weights, c=MEANING)
    np.savez_compressed(
        FOLDER / WEIGHTS,
        weights=(meaning.weights * SPREAD).astype(np.float32),
        bias=np.array(_world(meaning.bias, classes), np.float32),
        middle=middle.astype(np.float32),
    )
    np.savez_compressed(FOLDER / EXAMPLES, **_shown(texts, rows - middle))
    told = {
        "classes": classes,
        "waking_scale": scale["waking"],
        "waking_bias": float(waker.bias[0]) - float(np.quantile(out.waking[promoting], 1 - WOKEN)),
        "telling_scale": scale["telling"],
        "telling_bias": _world(teller.bias, classes),
        "calibration": _calibrations(out, promoting, weights),
    }
    _write(told)


def _world(bias: npt.NDArray[np.float64], classes: Sequence[str]) -> list[float]:
    """Return biases for the world, in which everyday talk is far commoner than among the examples."""
    return [float(one) + (WORLD if name == EVERYDAY else 0) for one, name in zip(bias, classes, strict=True)]


def _student(teller: Linear, waker: Linear) -> tuple[dict[str, npt.NDArray[np.uint8]], dict[str, float]]:
    told, telling_scale, _ = in_bytes(teller)
    woken, waking_scale, _ = in_bytes(waker)
    return {"telling": told, "waking": woken.ravel()}, {"telling": telling_scale, "waking": waking_scale}


def _calibrations(
    out: LeftOut, promoting: npt.NDArray[np.bool_], weights: npt.NDArray[np.float64]
) -> list[dict[str, object]]:
    """Return what points and votes are worth, without the embedding and with it."""
    assert out.meaning is not None
    found: list[dict[str, object]] = []
    for votes in ({STUDENT: out.student}, {STUDENT: out.student, NAME: out.meaning}):
        held = worth({"points": out.points, **votes}, promoting, weights, prevalence=PREVALENCE)
        point = held.weights.pop("points")
        found.append({"start": held.start, "point": point, "votes": held.weights})
    return found


def _shown(texts: Sequence[Example], rows: npt.NDArray[np.float32]) -> dict[str, npt.NDArray[np.generic]]:
    """Return one text of every construction, at most `SHOWN`, evenly from all languages and classes."""
    first = {one.construction: place for place, one in reversed(list(enumerate(texts)))}
    places = sorted(first.values())
    kept = [places[int(i)] for i in np.linspace(0, len(places) - 1, min(SHOWN, len(places)))]
    vectors = rows[kept] / np.linalg.norm(rows[kept], axis=1, keepdims=True)
    return {
        "vectors": np.rint(vectors / np.abs(vectors).max(axis=1, keepdims=True) * 127).astype(np.int8),
        "glosses": np.array([texts[i].gloss for i in kept]),
        "kinds": np.array([answers([texts[i]])[0] for i in kept]),
        "langs": np.array([texts[i].lang for i in kept]),
    }


def _write(told: dict[str, object]) -> None:
    """Write what was found into `learned.toml`."""
    document = tomlkit.document()
    document.add(tomlkit.comment("Written by `make train`; decisions are in reader.toml."))
    for name, value in {"prevalence": PREVALENCE, **told}.items():
        document.add(name, tomlkit.item(_rounded(value)))
    (FOLDER / LEARNED).write_text(tomlkit.dumps(document), "utf-8")


def _rounded(value: object) -> object:
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    return value


if __name__ == "__main__":
    main()
