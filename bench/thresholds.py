"""From which probability on may a text be proposed, if so few ordinary public posts are to be?

    python -m bench.thresholds [--ordinary DIR] [--refer 3] [--look 150]

Prints `refer_at` and `look_at` for `policy/data/reader/reader.toml`, with the embedding and without
it: the lowest that let no more of the posts through. Run it after `make train`, before `make gate`.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bench.gate import ORDINARY, ordinary_posts
from breakwater.adapters.readers import AUTO, OFF, Asked
from breakwater.adapters.work import How, Ready, prepare
from breakwater.figures.detection import Judged
from breakwater.flows.evaluate import judge_all
from breakwater.records import Proposal

NEVER = 2.0  # no probability is as high


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ordinary", type=Path, default=ORDINARY)
    parser.add_argument("--refer", type=int, default=3, help="so many posts may be proposed to be referred")
    parser.add_argument("--look", type=int, default=150, help="so many more may be proposed for a look")
    asked = parser.parse_args()
    posts = [post for _, some in ordinary_posts(asked.ordinary) for post in some]
    for meaning in (OFF, AUTO):
        ready = prepare(How(asked=Asked(meaning=meaning)))
        refer = lowest(judge_all(posts, *proposing(ready, 0.0, NEVER)), Proposal.REFER, asked.refer)
        look = lowest(judge_all(posts, *proposing(ready, refer, 0.0)), Proposal.LOOK, asked.look)
        print(f"{[reader.name for reader in ready.readers]} refer_at = {refer} look_at = {look}", flush=True)


def proposing(ready: Ready, refer_at: float, look_at: float) -> Ready:
    """Return the same policy with other thresholds, scores as they are (no prevalence to bring them to)."""
    learned = ready.policy.learned
    assert learned is not None
    held = tuple(replace(one, refer_at=refer_at, look_at=look_at) for one in learned.calibrations)
    digest = f"{ready.policy.digest} {refer_at} {look_at}"  # what was compiled is kept by it
    policy = replace(ready.policy, learned=replace(learned, calibrations=held), digest=digest)
    return Ready(policy, ready.readers)


def lowest(judged: Sequence[Judged], proposal: Proposal, most: int) -> float:
    """Return the lowest threshold, in hundredths, above which no more than `most` are so proposed."""
    scores = sorted((one.score for one in judged if one.proposal is proposal), reverse=True)
    return math.floor(scores[most] * 100 + 1) / 100 if len(scores) > most else 0.0


if __name__ == "__main__":
    main()
