"""How many texts does the unseen set hold, by language, kind and tactic?

Run `python evals/counts.py` from anywhere, or give it another folder of the same format.
It prints Markdown tables, those of evals/README.md. A line that breaks the format ends the
run with its file and number. Nothing here reads or scores a text.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypedDict

UNSEEN = Path(__file__).resolve().parent / "unseen"

TACTICS = frozenset(
    (
        "C-BOAT",
        "C-LORRY",
        "C-AIR",
        "C-LAND",
        "C-UNSPEC",
        "PRICE",
        "REFER",
        "SAFE",
        "TESTI",
        "PAY",
        "DOC",
        "VISA",
        "MARR",
        "ASYL",
        "RECR",
        "HOUSE",
        "EQUIP",
        "COORD",
        "HAND",
    )
)
KINDS = frozenset(
    (
        "migrant_question",
        "warning",
        "missing_person",
        "ransom_appeal",
        "rescue",
        "aid",
        "asylum_advice",
        "news",
        "news_quoting_advert",
        "court_report",
        "campaign",
        "debate",
        "own_story",
        "satire",
        "culture",
        "lawful_service",
        "lawful_sale",
        "matrimonial",
        "everyday",
        "lost_document",
        "job",
        "remittance",
        "collision",
    )
)


class Text(TypedDict, total=False):
    """One line of the set: `tactics` only with an advert, `hard_negative_kind` only with the rest."""

    id: str
    lang: str
    text: str
    label: str
    tactics: list[str]
    hard_negative_kind: str


def fault(row: Text, lang: str) -> str | None:
    """What breaks the format in this row, or None."""
    if row.get("lang") != lang or not row.get("id", "").startswith(f"{lang}-"):
        return "id or lang does not fit the file's name"
    if not row.get("text", "").strip():
        return "no text"
    tactics, kind = row.get("tactics"), row.get("hard_negative_kind")
    if row.get("label") == "advert":
        good = bool(tactics) and set(tactics or ()) <= TACTICS and kind is None
        return None if good else "an advert needs tactics only"
    if row.get("label") == "ordinary":
        return None if kind in KINDS and tactics is None else "an ordinary text needs its kind only"
    return "label is neither advert nor ordinary"


def read(folder: Path) -> Iterator[Text]:
    """Every text of the folder, file by file; raises ValueError at the first bad or repeated line."""
    ids: set[str] = set()
    texts: set[str] = set()
    for path in sorted(folder.glob("*.ndjson")):
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                row: Text = json.loads(line)
                wrong = fault(row, path.name.removesuffix(".ndjson"))
                if wrong is None and (row["id"] in ids or row["text"] in texts):
                    wrong = "id or text occurs twice"
                if wrong is not None:
                    raise ValueError(f"{path.name}:{number}: {wrong}")
                ids.add(row["id"])
                texts.add(row["text"])
                yield row


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table: the first column to the left, numbers to the right."""
    names = list(head)
    lines = [names, ["---", *["---:"] * (len(names) - 1)], *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def report(rows: Iterable[Text]) -> str:
    """The three tables: by language, by kind of ordinary text, by tactic of advert."""
    adverts: Counter[str] = Counter()
    ordinary: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    main: Counter[str] = Counter()
    anywhere: Counter[str] = Counter()
    for row in rows:
        if row["label"] == "advert":
            adverts[row["lang"]] += 1
            main[row["tactics"][0]] += 1
            anywhere.update(dict.fromkeys(row["tactics"], 1))
        else:
            ordinary[row["lang"]] += 1
            kinds[row["hard_negative_kind"]] += 1
    langs = sorted(adverts.keys() | ordinary.keys(), key=lambda lang: (-adverts[lang] - ordinary[lang], lang))
    total = adverts.total(), ordinary.total()
    return "\n".join(
        (
            table(
                ("language", "adverts", "ordinary", "all"),
                [
                    *((one, adverts[one], ordinary[one], adverts[one] + ordinary[one]) for one in langs),
                    ("all", *total, sum(total)),
                ],
            ),
            table(("kind of ordinary text", "texts"), kinds.most_common()),
            table(
                ("tactic", "main act", "anywhere"),
                ((code, main[code], anywhere[code]) for code, _ in anywhere.most_common()),
            ),
        )
    )


def main(arguments: list[str]) -> int:
    """Print the counts of the folder given, or of evals/unseen."""
    folder = Path(arguments[0]) if arguments else UNSEEN
    try:
        sys.stdout.write(report(read(folder)))
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
