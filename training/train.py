"""How do the written examples become the learned readers of the shipped policy?

    python -m training.train          (`make train`)

Readers are taught from all examples but those of some author runs to find how far their word may
be believed (`training.calibrate`); then from all of them, and written down. Everything is the same
on every run of one machine. Tuning the embedding takes about an hour on two cores, the first time.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import tomlkit

from breakwater.adapters.readers.embedding import Embedding, load_embedding, load_packed
from breakwater.adapters.readers.meaning import EXAMPLES, NAME, TUNED, WEIGHTS
from breakwater.policy import SHIPPED, load_policy
from breakwater.policy.learned import LEARNED, READER
from breakwater.policy.learned import WEIGHTS as STUDENT_WEIGHTS
from breakwater.records.learned import STUDENT
from training.calibrate import EVERYDAY, OUT, WORLD, LeftOut, left_out, worth
from training.features import hashed
from training.teach import SPREAD, TELLING, Linear, answers, apart, balanced, in_bytes, telling, waking
from training.texts import ADVERT, Example, examples
from training.tune import Tuned, tune

CACHE = Path(os.environ.get("BREAKWATER_CACHE", ".cache"))
FOLDER = SHIPPED / READER
PREVALENCE = 1 / 3  # of promotion among what wakes the reader: there scores are probabilities
WOKEN = 0.90  # so much of the promotion in texts left out must pass the student's first look
SHOWN = 3000  # written examples kept to be named as the nearest


def main() -> None:
    texts = examples()
    print(f"{len(texts):,} texts, {sum(one.kind == ADVERT for one in texts):,} of them promotion", flush=True)
    seen = [one for one in texts if one.run not in OUT]
    out = [one for one in texts if one.run in OUT]
    packed = load_packed()
    tuned = tune(texts, packed, CACHE)
    votes = left_out(seen, out, tune(seen, packed, CACHE), packed, load_policy(learned=False))
    hashes, weights = hashed([one.text for one in texts]), balanced(texts)
    promoting, names = np.array([one.kind == ADVERT for one in texts]), answers(texts)
    classes = sorted(set(names))
    teller = telling(hashes, names, weights, c=TELLING)
    waker = waking(hashes, promoting, weights * (promoting | apart(texts)))
    student, scale = _student(teller, waker)
    np.savez_compressed(FOLDER / STUDENT_WEIGHTS, **student)
    np.savez_compressed(FOLDER / TUNED, **_small(tuned.values))
    np.savez_compressed(
        FOLDER / WEIGHTS,
        weights=(tuned.reader.weights * SPREAD).astype(np.float32),
        bias=np.array(_world(tuned.reader.bias, classes), np.float32),
        middle=tuned.middle.astype(np.float32),
    )
    np.savez_compressed(FOLDER / EXAMPLES, **_shown(texts, tuned, load_embedding(FOLDER / TUNED)))
    adverts = np.array([one.kind == ADVERT for one in out])
    told = {
        "classes": classes,
        "waking_scale": scale["waking"],
        "waking_bias": float(waker.bias[0]) - float(np.quantile(votes.waking[adverts], 1 - WOKEN)),
        "telling_scale": scale["telling"],
        "telling_bias": _world(teller.bias, classes),
        "calibration": _calibrations(votes, adverts, balanced(out)),
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
    found: list[dict[str, object]] = []
    for votes in ({STUDENT: out.student}, {STUDENT: out.student, NAME: out.meaning}):
        held = worth({"points": out.points, **votes}, promoting, weights, prevalence=PREVALENCE)
        point = held.weights.pop("points")
        found.append({"start": held.start, "point": point, "votes": held.weights})
    return found


def _small(values: dict[str, npt.NDArray[np.floating]]) -> dict[str, npt.NDArray[np.floating]]:
    """Return what was tuned as it is shipped: scales in two bytes each, as they are in the weight file."""
    return {name: held.astype(np.float16 if _scales(name) else np.float32) for name, held in values.items()}


def _scales(name: str) -> bool:
    return name.endswith(".w") and "ln." not in name


def _shown(texts: Sequence[Example], tuned: Tuned, embed: Embedding) -> dict[str, npt.NDArray[np.generic]]:
    """Return one text of every construction, at most `SHOWN`, evenly from all languages and classes."""
    first = {one.construction: place for place, one in reversed(list(enumerate(texts)))}
    places = sorted(first.values())
    kept = [texts[places[int(i)]] for i in np.linspace(0, len(places) - 1, min(SHOWN, len(places)))]
    rows = embed([one.text for one in kept]) - tuned.middle
    vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return {
        "vectors": np.rint(vectors / np.abs(vectors).max(axis=1, keepdims=True) * 127).astype(np.int8),
        "glosses": np.array([one.gloss for one in kept]),
        "kinds": np.array(answers(kept)),
        "langs": np.array([one.lang for one in kept]),
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
