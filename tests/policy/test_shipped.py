"""Is the policy that we ship as good as it claims? The only tests that read it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import breakwater
from breakwater.batches.scan import scan_batch
from breakwater.policy import SHIPPED, lint, load_policy
from breakwater.policy.lint import matches
from breakwater.policy.load import folded, lexicons, read_file, read_lexicon
from breakwater.policy.schema import LanguagesFile
from breakwater.records.policy import COMPUTED_KINDS, Policy
from builders import texts_batch


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy()


def test_the_linter_has_nothing_to_say():
    assert [str(problem) for problem in lint(SHIPPED)] == []


def test_there_are_the_nineteen_tactics(policy: Policy):
    assert len({tactic.code for tactic in policy.tactics}) == 19


def test_every_kind_that_a_rule_names_is_a_kind(policy: Policy):
    kinds = {kind.name for kind in policy.kinds}
    rules = [rule for part in (*policy.hurdles, *policy.protected) for rule in part.rules]

    assert {kind for rule in rules for kind in (*rule.counted, *rule.unless)} <= kinds
    assert set(COMPUTED_KINDS) <= kinds


def test_there_are_three_hurdles(policy: Policy):
    assert [hurdle.name for hurdle in policy.hurdles] == ["offer", "provider", "unlawful"]


def test_what_protects_speaks_against_or_at_least_never_for(policy: Policy):
    assert [
        term.id for term in policy.terms if policy.protecting.intersection(term.kinds[:1]) and term.weight > 0
    ] == []


def test_what_protects_never_wakes(policy: Policy):
    waking = {kind.name for kind in policy.kinds if kind.wakes}

    assert waking.isdisjoint(policy.protecting)


@pytest.mark.parametrize("path", lexicons(SHIPPED), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_term_knows_its_examples(path: Path):
    languages = read_file(SHIPPED / "languages.toml", LanguagesFile).language
    read = read_lexicon(path)
    clitics = tuple(folded(head) for entry in languages if entry.code == read.lang for head in entry.clitics)

    for term in read.term:
        for text in term.yes:
            assert matches(term, text, clitics), f"{term.text[0]!r} should match {text!r}"
        for text in term.no:
            assert not matches(term, text, clitics), f"{term.text[0]!r} should not match {text!r}"


def test_no_term_alone_is_ever_proposed(policy: Policy):
    """Vocabulary alone never refers; one word is the least of vocabularies."""
    words = sorted({pattern.strip() for term in policy.terms for pattern in term.patterns[:1]})

    proposals = scan_batch(texts_batch(words), policy).column("proposal").to_pylist()

    assert [word for word, proposal in zip(words, proposals, strict=True) if proposal == "refer"] == []


@pytest.mark.parametrize("word", ["dinghy", "passeur", "قاچاق", "speedboat", "smuggl"])
def test_no_term_stands_in_code(word: str):
    """Words are policy, and policy is data. Docstrings may speak of the trade."""
    source = Path(breakwater.__file__).parent
    code = {path: path.read_text("utf-8") for path in source.rglob("*.py")}

    assert [
        str(path) for path, text in code.items() if word in text and word in without_docstrings(text)
    ] == []


def without_docstrings(text: str) -> str:
    """Return a module's code with docstrings and remarks left out."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(
            node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        ) and ast.get_docstring(node):
            node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(tree)
