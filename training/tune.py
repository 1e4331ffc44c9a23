"""How is the embedding tuned to our classes?

A linear reader over the embedding is taught together with what can be tuned inside it
(`training.network`): each construction once an epoch, in another of its wordings each time and varied
(`training.vary`). The same texts give the same numbers on every run of one machine; they are kept, since it takes half an hour.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from breakwater.adapters.readers.embedding import MOST, SIZE, plain
from breakwater.adapters.readers.packed import Packed
from breakwater.adapters.readers.words import Words
from training.network import Blocks, Network, together
from training.teach import SPREAD, Linear, answers, apart, telling
from training.texts import Example
from training.vary import varied

EPOCHS, TOGETHER = 3, 32  # how often each construction is seen, and how many texts a step
RATE, SCALES_RATE, READER_RATE = 1e-3, 5e-5, 1e-3
WARMING, SMOOTHED, DROPPED, STEEPEST = 0.06, 0.05, 0.1, 1.0
LONGEST = 160  # numbers read of a text
FIRST = 0.5  # how little the linear reader that begins is held back (C of scikit-learn)
_SORTED = 40  # so many steps' texts are sorted by length, so that a step's texts are as long as each other


@dataclass(frozen=True, slots=True)
class Tuned:
    """The numbers tuned inside the embedding, and the linear reader over it (of rows less the middle, stretched)."""

    values: dict[str, npt.NDArray[np.floating]]
    reader: Linear
    middle: npt.NDArray[np.float32]


def tune(examples: Sequence[Example], packed: Packed, cache: Path) -> Tuned:
    """Return the embedding tuned to examples; what was tuned before is taken from the cache."""
    settings = (EPOCHS, TOGETHER, RATE, SCALES_RATE, READER_RATE, WARMING, SMOOTHED, DROPPED, FIRST)
    told = "\n".join(f"{one.text}\t{answers([one])[0]}" for one in examples) + repr(settings)
    kept = cache / f"tuned-{hashlib.sha256(told.encode()).hexdigest()[:16]}.npz"
    if not kept.is_file():
        tuned = _tune(examples, packed)
        cache.mkdir(parents=True, exist_ok=True)
        own = {"reader": tuned.reader.weights, "bias": tuned.reader.bias, "middle": tuned.middle}
        np.savez(kept, **own, **{f"tuned.{name}": values for name, values in tuned.values.items()})
    with np.load(kept, allow_pickle=False) as held:
        values = {name.removeprefix("tuned."): held[name] for name in held.files if "tuned." in name}
        return Tuned(values, Linear(held["reader"], held["bias"]), held["middle"])


def _tune(examples: Sequence[Example], packed: Packed) -> Tuned:
    torch.manual_seed(1)
    texts, network = _Texts(examples, Words(packed.pieces)), Network(packed)
    rows = _embedded(network, [texts.tokens(examples[place].text) for place in texts.first])
    middle = rows.mean(axis=0)
    names = [texts.names[place] for place in texts.first]
    reader = _reader(telling((rows - middle) * SPREAD, names, np.ones(len(names)), c=FIRST))
    total = EPOCHS * -(-len(texts.first) // TOGETHER)
    lesson = _Lesson(network, reader, torch.from_numpy(middle), total)
    began = time.monotonic()
    for some in (step for _ in range(EPOCHS) for step in texts.steps()):
        loss = lesson.step(
            *together([tokens for _, tokens in some]), texts.wanted([place for place, _ in some])
        )
        if lesson.done % 100 == 0:
            minutes = (time.monotonic() - began) / 60
            print(f"  step {lesson.done:,} of {total:,}, {minutes:.0f} minutes, loss {loss:.2f}", flush=True)
    weights, bias = (held.detach().numpy().astype(float) for held in (reader.weight, reader.bias))
    return Tuned(network.tuned(), Linear(weights.T, bias), middle)


class _Texts:
    """What is read, in steps: each construction once, in one of its wordings, varied."""

    def __init__(self, examples: Sequence[Example], words: Words) -> None:
        self._examples, self._words, self._draw = examples, words, random.Random(1)
        self.names = answers(examples)
        self._classes = {name: number for number, name in enumerate(sorted(set(self.names)))}
        self._apart = apart(examples).tolist()
        self._others = [one.text for one, far in zip(examples, self._apart, strict=True) if far]
        self._wordings: dict[str, list[int]] = {}
        for place, one in enumerate(examples):
            self._wordings.setdefault(one.construction, []).append(place)
        self.first = [places[0] for places in self._wordings.values()]

    def tokens(self, text: str) -> list[int]:
        return self._words(plain(text)[:MOST], LONGEST)

    def wanted(self, places: Sequence[int]) -> torch.Tensor:
        return torch.tensor([self._classes[self.names[place]] for place in places])

    def steps(self) -> Iterator[list[tuple[int, list[int]]]]:
        """Yield the texts of each step (their places, and their tokens), in an order of chance but with
        others of their length.
        """
        drawn = [self._draw.choice(places) for places in self._wordings.values()]
        self._draw.shuffle(drawn)
        told, found = [(place, self.tokens(self._varied(place))) for place in drawn], []
        for start in range(0, len(told), TOGETHER * _SORTED):
            some = sorted(told[start : start + TOGETHER * _SORTED], key=lambda one: len(one[1]))
            found += [some[at : at + TOGETHER] for at in range(0, len(some), TOGETHER)]
        self._draw.shuffle(found)
        yield from found

    def _varied(self, place: int) -> str:
        text, far = self._examples[place].text, self._apart[place]
        return varied(text, apart=far, others=self._others, draw=self._draw)


class _Lesson:
    """What is tuned, and how: fast at first, then slower and slower."""

    def __init__(self, network: Network, reader: nn.Linear, middle: torch.Tensor, total: int) -> None:
        self._network, self._reader, self._middle, self.done = network, reader, middle, 0
        scales = [held.scales for held in network.modules() if isinstance(held, Blocks)]
        known = set(map(id, scales))
        floats = [held for held in network.parameters() if id(held) not in known]
        rates = [(floats, RATE), (scales, SCALES_RATE), (list(reader.parameters()), READER_RATE)]
        groups = [{"params": held, "lr": rate} for held, rate in rates]
        self._inner, self._drop = [*floats, *scales], nn.Dropout(DROPPED)
        self._optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.0)
        self._rate = torch.optim.lr_scheduler.LambdaLR(
            self._optimizer,
            lambda step: min(1.0, (step + 1) / (WARMING * total)) * max(0.0, 1 - step / total),
        )

    def step(self, tokens: torch.Tensor, real: torch.Tensor, wanted: torch.Tensor) -> float:
        """Learn from some texts; return how wrong they were read before."""
        with torch.autocast("cpu", torch.bfloat16):
            embedded = self._network(tokens, real)
        logits = self._reader(self._drop((embedded - self._middle) * SPREAD))
        loss = functional.cross_entropy(logits, wanted, label_smoothing=SMOOTHED)
        self._optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self._inner, STEEPEST)
        self._optimizer.step()
        self._rate.step()
        self.done += 1
        return loss.item()


def _reader(began: Linear) -> nn.Linear:
    reader = nn.Linear(*began.weights.shape)
    reader.weight.data = torch.from_numpy(began.weights.T.astype(np.float32))
    reader.bias.data = torch.from_numpy(began.bias.astype(np.float32))
    return reader


def _embedded(network: Network, texts: Sequence[Sequence[int]]) -> npt.NDArray[np.float32]:
    """Return the embeddings of texts, row by row."""
    rows = np.empty((len(texts), SIZE), np.float32)
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    for at in range(0, len(order), 2 * TOGETHER):
        some = order[at : at + 2 * TOGETHER]
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            rows[some] = network(*together([texts[place] for place in some])).numpy()
    return rows
