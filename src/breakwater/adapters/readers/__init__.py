"""Which readers besides the terms vote, and who has asked for them?

All but the student are optional. The embedding votes by itself where it is installed; the others
are off until somebody names them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from breakwater.adapters.readers.meaning import ADVICE, NAME, PACKAGES, TUNED, Meaning, installed
from breakwater.errors import ReaderError
from breakwater.policy.learned import READER
from breakwater.policy.prompt import load_prompt
from breakwater.ports.reader import SecondReader
from breakwater.records.learned import Learned
from breakwater.records.policy import Policy

AUTO, ON, OFF = "auto", "on", "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which second readers were asked for; a plain record, so that it can travel to workers.

    `classifier` is a folder, `endpoint` an address; "" is nobody. An endpoint's key is in neither:
    it comes from the environment.
    """

    meaning: str = AUTO
    classifier: str = ""
    endpoint: str = ""
    endpoint_model: str = ""


NOBODY = Asked(meaning=OFF)


_loaded: dict[tuple[Asked, str], tuple[SecondReader, ...]] = {}


def readers_of(asked: Asked, folder: Path, policy: Policy) -> tuple[SecondReader, ...]:
    """Return the readers asked for, each loaded once in a process.

    :raises ReaderError: one of them cannot be had
    """
    key = (asked, policy.digest)
    if key not in _loaded:
        _loaded[key] = tuple(_load(asked, folder, policy))
    return _loaded[key]


def _load(asked: Asked, folder: Path, policy: Policy) -> list[SecondReader]:
    readers: list[SecondReader] = []
    if policy.learned and (asked.meaning == ON or (asked.meaning == AUTO and installed())):
        readers.append(_meaning(policy.learned, folder))
    if asked.classifier:
        from breakwater.adapters.readers.classifier import Classifier

        readers.append(Classifier(Path(asked.classifier)))
    if asked.endpoint:
        from breakwater.adapters.readers.endpoint import Endpoint

        readers.append(Endpoint(asked.endpoint, load_prompt(folder), model=asked.endpoint_model))
    if readers and not policy.learned:  # its votes would be counted by nobody
        raise ReaderError(
            readers[0].name, "the policy has no learned readers beside which it could vote",
            "run `make train`, or name a policy that has them",
        )  # fmt: skip
    return readers


def _meaning(learned: Learned, folder: Path) -> SecondReader:
    if not installed():
        raise ReaderError(NAME, f"one of the packages {', '.join(PACKAGES)} is missing", ADVICE)
    from breakwater.adapters.readers.embedding import load_embedding

    return Meaning(learned, folder, load_embedding(folder / READER / TUNED))
