"""What can the learned readers do, whom do they wrongly flag, and what are they made of? The model card.

    python -m training.card          (`make card`; `make train` ends with it)

Writes `docs/reference/detection.md`. Every figure in it is measured in that run.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bench.gate import EVALS, texts_of

from breakwater.adapters.readers import AUTO, OFF, Asked
from breakwater.adapters.work import How, Ready, prepare
from breakwater.flows.evaluate import judge_all, report
from training.texts import ADVERT, Example, examples

CARD = Path(__file__).parents[1] / "docs" / "reference" / "detection.md"


def main() -> None:
    texts = texts_of(sorted((EVALS / "unseen").glob("*.ndjson")))
    measured = {}
    for name, meaning in (("with the embedding", AUTO), ("without it", OFF)):
        ready = prepare(How(asked=Asked(meaning=meaning)))
        if meaning == OFF or ready.readers:
            measured[name] = report(judge_all(texts, *ready))
    ready = prepare(How(asked=Asked(meaning=OFF)))
    CARD.write_text("\n".join(_lines(examples(), measured, ready)) + "\n", "utf-8")
    print(f"written: {CARD.name}")


def _lines(taught: list[Example], measured: dict[str, dict[str, Any]], ready: Ready) -> Iterator[str]:
    learned = ready.policy.learned
    assert learned is not None
    adverts = sum(one.kind == ADVERT for one in taught)
    yield "# Detection: the card"
    yield ""
    yield "*Written by `make card`; do not edit.* How it works: decision 4. What it is taught from: `training/`."
    yield ""
    yield "## In short"
    yield ""
    yield (
        f"Terms, a student (hashed characters and words) and, where the extra `meaning` is installed, a multilingual "
        f"embedding read each text; scores are probabilities where {learned.prevalence:.2f} of the texts promote. "
        f"Taught from {len(taught):,} written texts ({adverts:,} adverts, {len(taught) - adverts:,} ordinary) "
        f"of {len({one.construction for one in taught}):,} constructions in "
        f"{len({one.lang for one in taught})} languages or scripts and {len({one.run for one in taught})} author runs."
    )
    yield ""
    yield (
        "**Limits.** All texts, for teaching and for measuring, are invented and were written by language models; no native "
        "speaker has read them, and real posts will differ. The figures below are on texts whose authors saw neither "
        "terms nor training texts. They say how much an analyst still has to look at; a proposal is never a decision."
    )
    yield ""
    yield "## On texts nobody taught from (`evals/unseen`)"
    yield ""
    rows = [_row(name, held["all"]) for name, held in measured.items()]
    yield from _table(("read", *HEAD), rows)
    for name, held in measured.items():
        yield ""
        yield f"### By language, {name}"
        yield ""
        yield from _table(("language", *HEAD), [_row(lang, one) for lang, one in held["by_language"].items()])
        yield ""
        yield f"### Whom it wrongly flags, {name}"
        yield ""
        kinds = held["by_kind"].items()
        yield from _table(
            ("kind of ordinary text", "texts", "proposed `refer`", "95 %", "`refer` or `look`"),
            [
                (
                    kind,
                    one["refer"]["of"],
                    one["refer"]["hits"],
                    _between(one["refer"]),
                    one["refer_or_look"]["hits"],
                )
                for kind, one in kinds
            ],
        )
        yield ""
        yield f"### Tactics, {name}: the labelled main act, and what was read first"
        yield ""
        yield from _table(
            ("labelled", "texts", "read the same", "read as"),
            [
                (tactic, sum(told.values()), f"{told.get(tactic, 0) / sum(told.values()):.2f}", _said(told))
                for tactic, told in held["tactics"].items()
            ],
        )
    yield ""
    yield "## What it was taught from"
    yield ""
    by_lang: dict[str, Counter[str]] = defaultdict(Counter)
    for one in taught:
        by_lang[one.lang][ADVERT if one.kind == ADVERT else "ordinary"] += 1
        by_lang[one.lang][f"run {one.run}"] += 1
    yield from _table(
        ("language", "adverts", "ordinary", "author runs"),
        [
            (
                lang,
                told[ADVERT],
                told["ordinary"],
                " ".join(sorted(n[4:] for n in told if n.startswith("run "))),
            )
            for lang, told in sorted(by_lang.items())
        ],
    )
    yield ""
    yield "## What a reader's word is worth"
    yield ""
    yield from _table(
        ("readers", "start", "a point of the terms", "votes (log-odds times)", "`refer` from", "`look` from"),
        [
            (" and ".join(c.votes), f"{c.start:.2f}", f"{c.point:.2f}", ", ".join(f"{n} {w:.2f}" for n, w in c.votes.items()),
             f"{c.refer_at:.2f}", f"{c.look_at:.2f}")
            for c in learned.calibrations
        ],
    )  # fmt: skip


HEAD = ("adverts", "ordinary", "precision", "recall", "95 %", "F1", "recall `refer` or `look`", "wrongly `refer`",
        "PR-AUC", "calibration error")  # fmt: skip


def _row(name: str, held: dict[str, Any]) -> tuple[object, ...]:
    return (
        name, held["adverts"], held["ordinary"], f"{held['precision']['value']:.2f}", f"{held['recall']['value']:.2f}",
        _between(held["recall"]), f"{held['f1']:.2f}", f"{held['recall_look']['value']:.2f}",
        f"{held['false_flags']['value']:.3f}", f"{held['pr_auc']:.3f}", f"{held['calibration_error']:.3f}",
    )  # fmt: skip


def _between(share: dict[str, Any]) -> str:
    return f"{share['low']:.2f}-{share['high']:.2f}"


def _said(told: dict[str, int]) -> str:
    return ", ".join(f"{name or 'none'} {count}" for name, count in list(told.items())[:4])


def _table(head: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    names = list(head)
    yield f"| {' | '.join(map(str, names))} |"
    yield f"|{'---|' * len(names)}"
    for row in rows:
        yield f"| {' | '.join(map(str, row))} |"


if __name__ == "__main__":
    main()
