"""From labelled texts to the figures of detection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa

from breakwater.batches.scan import scan_batch
from breakwater.figures.detection import (
    Judged,
    Quality,
    Share,
    at_prevalence,
    by_kind,
    by_language,
    quality,
    tactics_confused,
)
from breakwater.ports.reader import SecondReader
from breakwater.records import Proposal
from breakwater.records.labelled import Labelled
from breakwater.records.policy import Policy


def judge_all(
    texts: Sequence[Labelled], policy: Policy, readers: Sequence[SecondReader] = ()
) -> list[Judged]:
    """Return what is made of each labelled text, in their order.

    Scores are brought from the prevalence that the policy states to that of the set, so that their
    calibration can be judged on it.
    """
    names = [str(number) for number in range(len(texts))]
    columns = {"id": names, "platform": ["x"] * len(texts), "account": names}
    columns["text"] = [one.text.encode("utf-8", "replace").decode() for one in texts]
    batch = pa.record_batch({name: pa.array(values, pa.string()) for name, values in columns.items()})
    found = scan_batch(batch, policy, readers).select(["score", "proposal", "tactics", "protected"])
    judged = [
        Judged(
            id=one.id, lang=one.lang, advert=one.advert, kind=one.kind, proposal=Proposal(row["proposal"]),
            score=row["score"], tactics=one.tactics, told=tuple(row["tactics"]),
            protected=tuple(row["protected"]),
        )
        for one, row in zip(texts, found.to_pylist(), strict=True)
    ]  # fmt: skip
    if policy.learned is None or not judged:
        return judged
    stated, share = policy.learned.prevalence, sum(one.advert for one in judged) / len(judged)
    return [replace(one, score=at_prevalence(one.score, stated, share)) for one in judged]


def report(judged: Sequence[Judged]) -> dict[str, Any]:
    """Return all figures as what JSON can say."""
    return {
        "all": _quality(quality(judged)),
        "by_language": {lang: _quality(held) for lang, held in by_language(judged).items()},
        "by_kind": {
            kind: {"refer": _share(refer), "refer_or_look": _share(look)}
            for kind, (refer, look) in by_kind(judged).items()
        },
        "tactics": {tactic: dict(told.most_common()) for tactic, told in tactics_confused(judged).items()},
    }


def wrong(judged: Iterable[Judged]) -> list[Judged]:
    """Return what was judged wrongly, the surest first: adverts not proposed at all, others referred."""
    missed = [one for one in judged if one.advert and one.proposal is Proposal.NONE]
    flagged = [one for one in judged if not one.advert and one.proposal is Proposal.REFER]
    return [*sorted(flagged, key=lambda one: -one.score), *sorted(missed, key=lambda one: one.score)]


def _quality(held: Quality) -> dict[str, Any]:
    shares = ("precision", "recall", "recall_look", "false_flags", "false_looks")
    return {
        "adverts": held.adverts,
        "ordinary": held.ordinary,
        **{name: _share(getattr(held, name)) for name in shares},
        "f1": round(held.f1, 4),
        "pr_auc": round(held.pr_auc, 4),
        "calibration_error": round(held.calibration_error, 4),
    }


def _share(share: Share) -> dict[str, Any]:
    low, high = share.interval
    return {
        "value": round(share.value, 4), "hits": share.hits, "of": share.of,
        "low": round(low, 4), "high": round(high, 4),
    }  # fmt: skip
