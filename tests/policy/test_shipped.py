"""Is the policy that we ship as good as it claims? The only tests that read it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import breakwater
from breakwater.batches.scan import scan_batch
from breakwater.policy import SHIPPED, lint, load_policy
from breakwater.policy.lint import matches
from breakwater.policy.load import lexicons, read_lexicon, terms_of, writings_of
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
    rules = [*policy.wakes, *(rule for part in (*policy.hurdles, *policy.protected) for rule in part.rules)]

    assert {kind for rule in rules for kind in rule.kinds()} <= kinds
    assert set(COMPUTED_KINDS) <= kinds


def test_there_are_three_hurdles(policy: Policy):
    assert [hurdle.name for hurdle in policy.hurdles] == ["offer", "provider", "unlawful"]


def protecting(policy: Policy) -> set[str]:
    """The kinds by which a text is protected: the first group of every rule; what follows says of what."""
    return {kind for held in policy.protected for rule in held.rules for kind in rule.all[0]}


def test_what_protects_speaks_against_or_at_least_never_for(policy: Policy):
    protects = protecting(policy)

    assert [t.id for t in policy.terms if protects.intersection(t.kinds[:1]) and t.weight > 0] == []


def test_what_protects_never_wakes(policy: Policy):
    waking = {kind.name for kind in policy.kinds if kind.wakes}

    assert waking.isdisjoint(protecting(policy))


@pytest.mark.parametrize("path", lexicons(SHIPPED), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_term_knows_its_examples(path: Path):
    entries = zip(read_lexicon(path).term, terms_of(path, writings_of(SHIPPED)), strict=True)

    for entry, term in entries:
        for text in entry.yes:
            assert matches(term, text), f"{entry.text[0]!r} should match {text!r}"
        for text in entry.no:
            assert not matches(term, text), f"{entry.text[0]!r} should not match {text!r}"


def test_no_word_alone_is_ever_proposed(policy: Policy):
    """Vocabulary alone never refers; one word is the least of vocabularies."""
    told = {part.strip() for term in policy.terms for spelling in term.spellings for part in spelling}
    words = sorted(word for word in told if " " not in word)

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
