"""Which texts is the reader taught from, and which of them belong together?

`training/grammars/<lang>.<run>.toml` holds what one author run wrote: constructions, each a sentence
of its own, with `{slot}` and `{this|or that}` in it. A construction is written out a few times, and
where it names countries again with others (`training.swap`); its texts, and all texts of an author run, stay on one side of every split (`Example.run`).
"""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from training.swap import swapped

GRAMMARS = Path(__file__).parent / "grammars"
ADVERT = "advert"
TIMES = 3  # a construction with choices in it is written out so often, where it can be
_INVENTED = re.compile(r"(?i)(?<=[@/._])\w*(?:example|demo)\w*|\b\w*(?:example|demo)(?=\.\w|[_\d])[\w]*")
_CHOICE = re.compile(r"\{([^{}]*)\}")


class Construction(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    text: str
    gloss: str
    tactics: list[str] = []
    kind: str = ADVERT


class Grammar(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One author run in one language."""

    lang: str
    run: str
    note: str = ""
    slots: dict[str, list[str]] = {}
    advert: list[Construction] = []
    ordinary: list[Construction] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One labelled text. `kind` is "advert" or a kind of ordinary text; `gloss` says it in English."""

    text: str
    lang: str
    run: str
    construction: str
    kind: str
    tactics: tuple[str, ...]
    gloss: str


def examples(folder: Path = GRAMMARS) -> list[Example]:
    """Return every text that the grammars of a folder write, each once, in a fixed order."""
    held: dict[str, Example] = {}
    for path in sorted(folder.glob("*.toml")):
        for example in written(msgspec.toml.decode(path.read_bytes(), type=Grammar)):
            held.setdefault(example.text, example)
    return list(held.values())


def written(grammar: Grammar) -> Iterator[Example]:
    """Yield the texts of one grammar."""
    for part in (grammar.advert, grammar.ordinary):
        for number, construction in enumerate(part, start=1):
            name = f"{grammar.lang}.{grammar.run}.{construction.kind}.{number}"
            texts = texts_of(construction.text, grammar.slots, name)
            for text in dict.fromkeys((*texts, *(swapped(text, grammar.lang) for text in texts))):
                yield Example(
                    text=named(text), lang=grammar.lang, run=grammar.run, construction=name,
                    kind=construction.kind, tactics=tuple(construction.tactics), gloss=construction.gloss,
                )  # fmt: skip


def texts_of(text: str, slots: dict[str, list[str]], name: str) -> list[str]:
    """Return up to `TIMES` ways to write out a construction; the same ones for the same name."""
    if not _CHOICE.search(text):
        return [text]
    draw = random.Random(zlib.crc32(name.encode()))
    drawn = [
        _CHOICE.sub(lambda found: draw.choice(_options(found[1], slots, name)), text)
        for _ in range(2 * TIMES)
    ]
    return list(dict.fromkeys(drawn))[:TIMES]


def named(text: str) -> str:
    """Return a text with made-up names for its handles and links.

    In the grammars they all contain "example" or "demo", which nobody's do: a reader would learn that.
    """
    draw = random.Random(zlib.crc32(text.encode()))
    return _INVENTED.sub(lambda _: _made_up(draw), text)


def _made_up(draw: random.Random) -> str:
    syllables = "".join(
        draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(draw.randint(2, 4))
    )
    return syllables + draw.choice(["", "", str(draw.randint(1, 999)), "_" + draw.choice("aeiou")])


def _options(choice: str, slots: dict[str, list[str]], name: str) -> list[Any]:
    if "|" in choice:
        return choice.split("|")
    if choice not in slots:
        raise ValueError(f"{name}: there is no slot {{{choice}}}")
    return slots[choice]
