"""Is the quality what we promise? Ends with 1 if a floor of `evals/floors.json` does not hold.

    python -m bench.gate [--ordinary DIR] [--without-meaning] [--wrong N]

Four questions, with the embedding where it is installed and again without it: how well are the
adverts and look-alikes of `evals/unseen` told apart, written by other hands than terms and training
texts; how many ordinary public posts are proposed (data that are not part of the project: measured
where they are present); how far does a score move when nationality, language or destination is
swapped (`evals/pairs.ndjson`); and who is wrongly flagged.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from breakwater.adapters.labelled import read_labelled
from breakwater.adapters.readers import AUTO, OFF, Asked
from breakwater.adapters.work import How, Ready, prepare
from breakwater.figures.detection import Judged, by_kind, by_language, quality
from breakwater.flows.evaluate import judge_all, wrong
from breakwater.records.labelled import Labelled

ROOT = Path(__file__).parents[1]
EVALS = ROOT / "evals"
ORDINARY = Path(os.environ.get("BREAKWATER_ORDINARY", ROOT.parent / "shared" / "data" / "ordinary"))
SPARED = ("migrant_question", "warning", "missing_person", "rescue", "aid", "asylum_advice")
QUOTING = "news_quoting_advert"
FEWEST = 10  # adverts from which on a language is judged by itself


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ordinary", type=Path, default=ORDINARY)
    parser.add_argument("--without-meaning", action="store_true", help="only without the embedding")
    parser.add_argument("--wrong", type=int, default=0, help="print so many ids of texts judged wrongly")
    asked = parser.parse_args()
    floors = json.loads((EVALS / "floors.json").read_text("utf-8"))
    failed = False
    for meaning in (OFF,) if asked.without_meaning else (AUTO, OFF):
        ready = prepare(How(asked=Asked(meaning=meaning)))
        if meaning == AUTO and not ready.readers:
            print("with the embedding: not measured, it is not installed")
            continue
        name = "with_meaning" if ready.readers else "without_meaning"
        print(f"\n{name}")
        figures = unseen(ready, asked.wrong) | pairs(ready)
        if asked.ordinary.is_dir():
            figures |= ordinary(ready, asked.ordinary)
        else:
            print(f"  ordinary posts: not measured, {asked.ordinary.name} is not here")
        failed |= failing(figures, floors[name])
    sys.exit(1 if failed else 0)


def texts_of(paths: Sequence[Path]) -> list[Labelled]:
    """Return the labelled texts of files that hold nothing else."""
    found = [row for path in paths for row in read_labelled(path)]
    held = [row for row in found if isinstance(row, Labelled)]
    assert len(held) == len(found), "a line of evals/ is no labelled text"
    return held


def unseen(ready: Ready, shown: int = 0) -> dict[str, float]:
    """Print how adverts and look-alikes of the unseen set are told apart; return the figures."""
    judged = judge_all(texts_of(sorted((EVALS / "unseen").glob("*.ndjson"))), *ready)
    for one in wrong(judged)[:shown]:  # ids only: whoever works on the readers does not read the texts
        print(f"    {one.id} {one.kind or one.tactics} {one.proposal} {one.score:.2f}")
    return told_apart(judged)


def told_apart(judged: Sequence[Judged]) -> dict[str, float]:
    """Return the figures of a set of labelled texts by the names of the floors."""
    held = quality(judged)
    worst = {lang: q.f1 for lang, q in by_language(judged).items() if q.adverts >= FEWEST}
    kinds = by_kind(judged)
    spared = quality([one for one in judged if one.advert or one.kind in SPARED])
    print(f"  {held.adverts} adverts, {held.ordinary} ordinary texts; lowest F1: {_lowest(worst)}")
    for kind, (refer, look) in kinds.items():
        print(f"    {kind:22} {refer.hits:3} refer {look.hits - refer.hits:3} look of {refer.of:4}")
    return {
        "unseen_f1": held.f1,
        "unseen_f1_lowest_language": min(worst.values(), default=math.nan),
        "unseen_precision": held.precision.value,
        "unseen_recall": held.recall.value,
        "unseen_recall_look": held.recall_look.value,
        "unseen_pr_auc": held.pr_auc,
        "unseen_calibration_error": held.calibration_error,
        "unseen_false_refer": held.false_flags.value,
        "unseen_false_refer_spared": spared.false_flags.value,
        "unseen_false_refer_quoting": kinds[QUOTING][0].value if QUOTING in kinds else 0.0,
        "unseen_false_look": held.false_looks.value,
    }


def _lowest(worst: dict[str, float]) -> str:
    return ", ".join(f"{lang} {f1:.2f}" for lang, f1 in sorted(worst.items(), key=lambda one: one[1])[:6])


def ordinary(ready: Ready, folder: Path) -> dict[str, float]:
    """Print how many ordinary posts are proposed, file by file; return the figures."""
    total: Counter[str] = Counter()
    for name, texts in ordinary_posts(folder):
        told = Counter(str(one.proposal) for one in judge_all(texts, *ready))
        total.update(told)
        print(
            f"    {name:24} {len(texts):6,} posts {told['refer']:3} refer {told['look']:3} look", flush=True
        )
    print(f"  ordinary posts: {total.total():,}, {total['refer']} refer, {total['look']} look")
    return {"ordinary_refer": total["refer"], "ordinary_look": total["look"]}


def ordinary_posts(folder: Path) -> Iterator[tuple[str, list[Labelled]]]:
    """Yield the posts of each file of a folder of ordinary public posts."""
    for path in sorted(folder.glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        yield (
            path.stem,
            [
                Labelled(id=str(n), lang="", text=row["text"], advert=False, kind="everyday")
                for n, row in enumerate(rows)
            ],
        )


def pairs(ready: Ready) -> dict[str, float]:
    """Print how far scores move where only nationality, language or destination is swapped."""
    path = EVALS / "pairs.ndjson"
    if not path.is_file():
        return {}
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    texts = [
        Labelled(id=row["id"], lang="", text=row[side], advert=row["label"] == "advert")
        for row in rows
        for side in ("a", "b")
    ]
    scores = [one.score for one in judge_all(texts, *ready)]
    moved = {row["id"]: abs(scores[2 * n] - scores[2 * n + 1]) for n, row in enumerate(rows)}
    swaps = Counter(row["swap"] for row in rows if moved[row["id"]] > 0.1)
    far = sum(swaps.values())
    print(f"  pairs: {far} of {len(rows)} move by more than 0.1 ({dict(swaps)})")
    return {"pairs_moved": far / len(rows), "pairs_mean_move": sum(moved.values()) / len(rows)}


def failing(figures: dict[str, float], floors: dict[str, dict[str, float]]) -> bool:
    """Print each figure with its floor; return whether one does not hold."""
    worst = False
    for name, figure in figures.items():
        bound = floors.get(name, {})
        holds = bound.get("least", -math.inf) <= figure <= bound.get("most", math.inf)
        worst |= not holds
        said = ", ".join(f"{word} {value:g}" for word, value in bound.items())
        print(f"  {name:30} {figure:8.3f}  {said:12} {'' if holds else 'DOES NOT HOLD'}")
    return worst


if __name__ == "__main__":
    main()
