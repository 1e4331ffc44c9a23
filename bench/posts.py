"""A made firehose: posts in made-up words of nine scripts, one in a hundred of them an advert.

Nothing is downloaded and nobody is quoted: words are put together from syllables, adverts from
the `yes` examples of the shipped terms with invented contacts. The same seed gives the same posts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from breakwater.policy import SHIPPED
from breakwater.policy.load import lexicons, read_lexicon

HITS = 0.0122  # planted; one in a hundred posts then holds something
_LATIN = [
    c + v
    for c in [
        "b",
        "ch",
        "d",
        "f",
        "g",
        "j",
        "k",
        "l",
        "m",
        "n",
        "p",
        "qu",
        "r",
        "s",
        "sh",
        "t",
        "tr",
        "v",
        "w",
        "y",
        "z",
    ]
    for v in ["a", "e", "i", "o", "u", "ai", "é", "ou"]
]
_LETTERS = {
    "latin": _LATIN,
    "arabic": list("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنهوی"),
    "cyrillic": [c + v for c in "бвгджзклмнпрстфхцчш" for v in "аеиоуыя"],
    "ethiopic": [chr(c) for c in range(0x1200, 0x1358) if (c & 7) != 7],
    "devanagari": [chr(c) + v for c in range(0x0915, 0x0939) for v in ("", "ा", "ि", "ी", "े", "ो")],
    "bengali": [
        chr(c) + v for c in (*range(0x0995, 0x09A9), *range(0x09AA, 0x09B1)) for v in ("", "া", "ি", "ে")
    ],
}
_SHARES = {
    "latin": 0.5,
    "arabic": 0.27,
    "cyrillic": 0.08,
    "ethiopic": 0.06,
    "devanagari": 0.05,
    "bengali": 0.04,
}
_EMOJI = list("😀🔥❤🙏✨🎉😂👍🌊⭐")


def batches(count: int, *, size: int = 16_384, seed: int = 7, hits: float = HITS) -> Iterator[pa.RecordBatch]:
    """Yield `count` posts of about 200 bytes in batches of the columns that the scan reads."""
    rng = np.random.default_rng(seed)
    words = {script: _words(rng, syllables) for script, syllables in _LETTERS.items()}
    adverts = examples()
    for first in range(0, count, size):
        number = min(size, count - first)
        texts = [_post(rng, words, adverts, hits) for _ in range(number)]
        ids = [str(first + i) for i in range(number)]
        accounts = [f"a{int(a)}" for a in rng.integers(0, max(1, count // 20), number)]
        columns = {"id": ids, "platform": ["x"] * number, "account": accounts, "text": texts}
        yield pa.record_batch({name: pa.array(values, pa.string()) for name, values in columns.items()})


def write(path: Path, count: int) -> None:
    """Write the posts as NDJSON."""
    with path.open("w", encoding="utf-8") as file:
        for batch in batches(count):
            for row in batch.to_pylist():
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


def examples() -> list[str]:
    """Return the `yes` examples of the shipped terms that speak for promotion."""
    entries = (entry for path in lexicons(SHIPPED) for entry in read_lexicon(path).term)
    return [text for entry in entries if entry.weight > 0 for text in entry.yes]


def _words(rng: np.random.Generator, syllables: list[str]) -> list[str]:
    lengths = rng.integers(2, 5, 8000)
    return ["".join(rng.choice(syllables, length)) for length in lengths]


def _post(rng: np.random.Generator, words: dict[str, list[str]], adverts: list[str], hits: float) -> str:
    script = str(rng.choice(list(_SHARES), p=list(_SHARES.values())))
    wide = {"latin": 8, "arabic": 7, "cyrillic": 13}.get(script, 14)
    length = int(np.clip(rng.lognormal(np.log(140), 0.7), 12, 2000)) // wide + 1
    ranks = np.minimum((rng.pareto(1.0, length) * 3).astype(int), 7999)
    post = [words[script][rank] for rank in ranks]
    if rng.random() < 0.10:
        post.append(f"https://news.example.org/a/{int(rng.integers(1e6))}")
    if rng.random() < 0.06:
        post.insert(0, "@" + words["latin"][int(rng.integers(8000))])
    if rng.random() < 0.25:
        post.append(str(rng.choice(_EMOJI)) * int(rng.integers(1, 3)))
    if rng.random() < 0.15:
        post.insert(int(rng.integers(len(post) + 1)), str(int(rng.integers(10_000))))
    if rng.random() < hits:
        post.append(adverts[int(rng.integers(len(adverts)))])
        if rng.random() < 0.6:
            post.append(f"WhatsApp +44 7700 900{int(rng.integers(1000)):03d}")
    return " ".join(post)
