"""Is the second policy as good as it claims, and does nothing in code know of it?"""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

import breakwater
from breakwater.adapters.labelled import read_labelled
from breakwater.batches.scan import scan_batch
from breakwater.detect.raw import raw_index_of
from breakwater.detect.reading import finding, read_text
from breakwater.figures.detection import Quality, quality
from breakwater.flows.evaluate import judge_all
from breakwater.policy import lint, load_policy
from breakwater.records.labelled import Labelled
from breakwater.records.policy import Policy
from breakwater.text.language import language_of
from breakwater.wire.findings import findings
from builders import texts_batch

SOURCE = Path(breakwater.__file__).parent
PACK = SOURCE.parents[1] / "policies" / "comment-guidelines"
GUIDELINES = ("FALSE", "SPAM", "INSULT", "PROFANE", "OBSCENE", "INFLAME", "THREAT", "IDENTITY", "FORBIDDEN", "DISCRIM", "SECURITY")  # fmt: skip


@pytest.fixture(scope="module")
def pack() -> Policy:
    return load_policy(PACK)


@pytest.fixture(scope="module")
def examples() -> list[Labelled]:
    read = list(read_labelled(PACK / "examples.ndjson"))
    assert all(isinstance(one, Labelled) for one in read)
    return [one for one in read if isinstance(one, Labelled)]


def half(examples: list[Labelled], name: str) -> list[Labelled]:
    """The examples that the terms were written with, or those measured once after they were frozen."""
    return [one for one in examples if f"-{name}-" in one.id]


def test_the_linter_has_nothing_to_say():
    assert [str(problem) for problem in lint(PACK)] == []


def test_there_is_a_ground_for_each_thing_that_the_guidelines_refuse(pack: Policy):
    assert sorted(tactic.code for tactic in pack.tactics) == sorted(GUIDELINES)


def test_every_ground_has_a_clause_and_terms_in_five_languages(pack: Policy):
    clauses = {tactic for clause in pack.clauses for tactic in clause.tactics}
    langs = {ground: {term.lang for term in pack.terms if term.tactic == ground} for ground in GUIDELINES}

    assert clauses == set(GUIDELINES)
    assert {ground for ground in GUIDELINES if langs[ground] != {"en", "fr", "de", "es", "ar"}} == {
        "SECURITY"
    }
    assert any(raw.tactic == "SECURITY" for raw in pack.raw)


def test_its_examples_are_many_and_tell_their_kind(examples: list[Labelled]):
    ids, texts = Counter(one.id for one in examples), Counter(one.text for one in examples)

    assert len(examples) >= 150
    assert max(ids.values()) == max(texts.values()) == 1
    assert {tactic for one in examples for tactic in one.tactics} == set(GUIDELINES)
    assert [
        one.id for one in examples if one.advert != bool(one.tactics) or one.advert == bool(one.kind)
    ] == []


@pytest.mark.parametrize(
    ("name", "precision", "recall"),
    [
        pytest.param("known", 0.98, 0.92, id="that the terms were written with"),
        pytest.param("unseen", 0.90, 0.60, id="written when the terms were frozen"),
    ],
)
def test_it_tells_what_is_to_be_refused(
    pack: Policy, examples: list[Labelled], name: str, precision: float, recall: float
):
    held: Quality = quality(judge_all(half(examples, name), pack))

    assert held.precision.value >= precision
    assert held.recall.value >= recall


def test_its_batches_say_what_its_rows_say(pack: Policy, examples: list[Labelled]):
    texts = [one.text for one in examples]
    rows = [
        finding(
            read_text(text, pack), id=str(number), platform="tiktok", account=str(number),
            lang=language_of(text, pack.languages), policy=pack.digest,
        )
        for number, text in enumerate(texts)
    ]  # fmt: skip

    assert list(findings(scan_batch(texts_batch(texts), pack))) == rows


def test_no_word_alone_is_enough_where_it_needs_somebody_it_is_meant_for(pack: Policy):
    words = ["idiot", "crétin", "Trottel", "payaso", "women", "Ausländer", "for sale", "work from home"]

    proposals = scan_batch(texts_batch(words), pack).column("proposal").to_pylist()

    assert [word for word, told in zip(words, proposals, strict=True) if told == "refer"] == []


def test_the_shipped_policy_has_no_raw_patterns_and_pays_for_none():
    shipped = load_policy()

    assert (shipped.raw, shipped.account_rules) == ((), ())
    assert not raw_index_of(shipped).wakes


# --- policy is data


def grounds(pack: Policy) -> set[str]:
    """The names that are this policy's own: its tactics, and the main kinds that carry one."""
    entries = (*pack.terms, *pack.raw)
    kinds = {entry.kinds[0] for entry in entries if entry.tactic}
    return {*GUIDELINES, *kinds} - {kind.name for kind in load_policy().kinds}


def test_no_ground_of_it_is_named_in_code(pack: Policy):
    names = grounds(pack)

    told = {path: words_in_strings(path) & names for path in SOURCE.rglob("*.py")}

    assert {str(path): sorted(found) for path, found in told.items() if found} == {}


def words_in_strings(path: Path) -> set[str]:
    """Return the words of a module's texts, docstrings left out: those speak of what they like."""
    tree = ast.parse(path.read_text("utf-8"))
    docs = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, DOCUMENTED)}
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {
        word for text in texts if isinstance(text, str) and text not in docs for word in WORD.findall(text)
    }


DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
WORD = re.compile(r"\w+")


@pytest.mark.parametrize(
    "word",
    ["spam", "insult", "profan", "obscen", "inflammator", "slur", "racis", "sexis", "homophob", "discriminat",
     "phish", "malware", "guideline", "news site", "commenter"],
)  # fmt: skip
def test_no_word_of_it_stands_anywhere_in_the_sources(word: str):
    assert [str(path) for path in SOURCE.rglob("*.py") if word in path.read_text("utf-8").casefold()] == []
