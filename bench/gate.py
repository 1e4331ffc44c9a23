"""Is the quality what we promise? Ends with 1 if a floor of `evals/floors.json` does not hold.

    python -m bench.gate [--ordinary DIR] [--show N]

Two questions. How many ordinary posts are proposed (`ordinary`, public data that are not part of
the project: reported where they are present)? And how well are the adverts and hard negatives
of `evals/unseen` told apart, written by another hand than the terms?
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from breakwater.batches.scan import scan_batch
from breakwater.policy import load_policy
from breakwater.records.policy import Policy

ROOT = Path(__file__).parents[1]
ORDINARY = Path(os.environ.get("BREAKWATER_ORDINARY", ROOT.parent / "shared" / "data" / "ordinary"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ordinary", type=Path, default=ORDINARY)
    parser.add_argument("--show", type=int, default=0, help="print so many of the wrong ones of each kind")
    asked = parser.parse_args()
    floors = json.loads((ROOT / "evals" / "floors.json").read_text("utf-8"))
    policy = load_policy()
    figures = unseen(policy, asked.show)
    if asked.ordinary.is_dir():
        figures |= ordinary(policy, asked.ordinary, asked.show)
    else:
        print(f"ordinary posts: not measured, {asked.ordinary.name} is not here")
    sys.exit(1 if failed(figures, floors) else 0)


def proposals(policy: Policy, rows: list[dict[str, str]]) -> list[tuple[str, float]]:
    """Return what is proposed for each row, and its score."""
    columns = {"id": [str(i) for i in range(len(rows))], "text": [row["text"] for row in rows]}
    columns |= {"platform": ["x"] * len(rows), "account": ["a"] * len(rows)}
    batch = pa.record_batch({name: pa.array(values, pa.string()) for name, values in columns.items()})
    found = scan_batch(batch, policy)
    return list(zip(found.column("proposal").to_pylist(), found.column("score").to_pylist(), strict=True))


def ordinary(policy: Policy, folder: Path, show: int) -> dict[str, float]:
    """Print how many ordinary posts are proposed, file by file."""
    total: Counter[str] = Counter()
    for path in sorted(folder.glob("*.jsonl")):
        rows = _rows(path)
        answers = proposals(policy, rows)
        told = Counter(proposal for proposal, _ in answers)
        total.update(told)
        print(f"  {path.stem:24} {len(rows):6,} posts  {told['refer']:3} refer  {told['look']:3} look")
        wrong = [(p, s, row) for (p, s), row in zip(answers, rows, strict=True) if p != "none"]
        _show(((p, s, row["text"]) for p, s, row in wrong), show)
    print(f"ordinary posts: {total.total():,}, {total['refer']} refer, {total['look']} look")
    return {"ordinary_refer": total["refer"], "ordinary_look": total["look"]}


def unseen(policy: Policy, show: int) -> dict[str, float]:
    """Print how adverts and hard negatives of the unseen set are told apart, by language and kind."""
    rows = [row for path in sorted((ROOT / "evals" / "unseen").glob("*.ndjson")) for row in _rows(path)]
    answers = proposals(policy, rows)
    by_lang: dict[str, Counter[str]] = defaultdict(Counter)
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    for row, (proposal, score) in zip(rows, answers, strict=True):
        by_lang[row["lang"]][f"{row['label']} {proposal}"] += 1
        if row["label"] == "ordinary":
            by_kind[row["hard_negative_kind"]][proposal] += 1
        wrong = proposal != "refer" if row["label"] == "advert" else proposal == "refer"
        _show([(f"{row['id']} {row['label']} {proposal}", score, row["text"])] if wrong else [], show)
    for lang, told in sorted(by_lang.items()):
        print(f"  {lang:8} {_line(told)}")
    print("  hard negatives proposed, by kind (refer, look, of all):")
    for kind, told in sorted(by_kind.items()):
        print(f"    {kind:22} {told['refer']:3} {told['look']:3} {told.total():4}")
    total = sum(by_lang.values(), Counter())
    print(f"unseen set: {_line(total)}")
    return _figures(total, by_kind)


def _figures(told: Counter[str], by_kind: dict[str, Counter[str]]) -> dict[str, float]:
    adverts = sum(told[f"advert {proposal}"] for proposal in ("refer", "look", "none"))
    others = sum(told[f"ordinary {proposal}"] for proposal in ("refer", "look", "none"))
    referred = told["advert refer"] + told["ordinary refer"]
    spared = ("migrant_question", "warning", "missing_person", "rescue", "aid", "asylum_advice")
    flagged = sum(by_kind[kind]["refer"] for kind in spared) / max(1, sum(by_kind[k].total() for k in spared))
    return {
        "unseen_precision": told["advert refer"] / max(1, referred),
        "unseen_recall_refer": told["advert refer"] / max(1, adverts),
        "unseen_recall_look": (told["advert refer"] + told["advert look"]) / max(1, adverts),
        "unseen_false_refer": told["ordinary refer"] / max(1, others),
        "unseen_false_refer_protected": flagged,
    }


def _line(told: Counter[str]) -> str:
    adverts = sum(told[f"advert {proposal}"] for proposal in ("refer", "look", "none"))
    others = sum(told[f"ordinary {proposal}"] for proposal in ("refer", "look", "none"))
    precision = told["advert refer"] / max(1, told["advert refer"] + told["ordinary refer"])
    recall = told["advert refer"] / max(1, adverts)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    low, high = wilson(told["advert refer"], adverts)
    return (
        f"adverts {adverts:3}: {told['advert refer']:3} refer {told['advert look']:3} look "
        f"(recall {recall:.2f}, 95 % {low:.2f}-{high:.2f}); hard negatives {others:3}: "
        f"{told['ordinary refer']:2} refer {told['ordinary look']:3} look; precision {precision:.2f}, F1 {f1:.2f}"
    )


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """Return the Wilson interval of a share."""
    if not of:
        return 0.0, 1.0
    share, spread = hits / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * math.sqrt(share * (1 - share) / of + spread / of / 4)
    return max(0.0, middle - half), min(1.0, middle + half)


def failed(figures: dict[str, float], floors: dict[str, dict[str, float]]) -> bool:
    """Print each floor beside its figure; return whether one does not hold."""
    worst = False
    for name, bound in floors.items():
        if name not in figures:
            print(f"{name:32} not measured")
            continue
        holds = bound.get("least", -math.inf) <= figures[name] <= bound.get("most", math.inf)
        worst |= not holds
        said = ", ".join(f"{word} {value:g}" for word, value in bound.items())
        print(f"{name:32} {figures[name]:8.3f}  ({said})  {'holds' if holds else 'DOES NOT HOLD'}")
    return worst


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _show(wrong: Iterable[tuple[str, float, str]], most: int) -> None:
    for (proposal, score, text), _ in zip(wrong, range(most), strict=False):
        print(f"    {proposal} {score:.2f} {' '.join(text.split())[:160]}")


if __name__ == "__main__":
    main()
