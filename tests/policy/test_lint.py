"""Does the linter find each kind of mistake, and point at its line?"""

from __future__ import annotations

from pathlib import Path

import pytest

from breakwater.policy import lint
from builders import POLICY_FILES, write_policy

LEXICON = "lexicon/en/zorn.toml"
TERMS = POLICY_FILES[LEXICON]


def problems(folder: Path, content: str, *, name: str = LEXICON) -> list[tuple[int, str]]:
    """Return what the linter says of one lexicon file."""
    found = lint(write_policy(folder, {name: content}))
    assert all(problem.file == str(folder / name) for problem in found)
    return [(problem.line, problem.says) for problem in found]


def head_of(content: str, words: str) -> int:
    """Return the line of the [[term]] in which the words stand."""
    lines = content[: content.index(words)].splitlines()
    return max(number for number, line in enumerate(lines, start=1) if line == "[[term]]")


def test_a_policy_with_nothing_wrong_has_no_problems(tmp_path: Path):
    assert lint(write_policy(tmp_path)) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param(
            'no = ["we bring it"]', 'no = ["We BRING you home"]', "should not match", id="a no that matches"
        ),
        pytest.param(
            'yes = ["We bring you"]', 'yes = ["we brought you"]', "should match", id="a yes that does not"
        ),
        pytest.param(
            '["we bring you"]\nm',
            '["we bring you", "We  Bring-You!"]\nm',
            "another spelling",
            id="a spelling twice",
        ),
        pytest.param(
            '["we bring you"]\nm',
            '["we bring you", "..."]\nm',
            "nothing after folding",
            id="a spelling of nothing",
        ),
        pytest.param(
            '["we bring you"]\nm', '["we bring you", "The court heard"]\nm', None, id="a term of another kind"
        ),
    ],
)
def test_a_wrong_term_is_told_with_its_line(tmp_path: Path, old: str, new: str, says: str | None):
    content = TERMS.replace(old, new, 1)
    assert content != TERMS

    found = problems(tmp_path, content)

    if says is None:
        assert found == []
    else:
        assert [(line, says in said) for line, said in found] == [(head_of(content, new), True)]


def again(means: str, *, kind: str = "act", lang: str = "en") -> str:
    return f"""lang = "{lang}"

[[term]]
text = ["Zorn Ride"]
means = "{means}"
kinds = ["{kind}"]
weight = 0.1
source = "the tests"
yes = ["zorn ride"]
no = ["thorn"]
"""


def test_a_spelling_of_another_term_of_its_kind_is_told(tmp_path: Path):
    found = lint(write_policy(tmp_path, {"lexicon/en/zz.toml": again("something else")}))

    assert [(problem.line, problem.says) for problem in found] == [
        (3, "'Zorn Ride' is a act term already (en/zorn#1), the same after folding")
    ]


@pytest.mark.parametrize("other", [again("a voice", kind="voice"), again("in German", lang="de")])
def test_a_spelling_may_be_of_two_kinds_or_two_languages(tmp_path: Path, other: str):
    assert lint(write_policy(tmp_path, {"lexicon/xx/zz.toml": other})) == []


def test_examples_are_tried_with_the_clitics_of_their_language(tmp_path: Path):
    arabic = (
        again("burning", lang="ar").replace("Zorn Ride", "حرقة").replace('"zorn ride"', '"والحرقة", "بحرقة"')
    )
    arabic = arabic.replace('"والحرقة"', '"الحرقة"')

    assert lint(write_policy(tmp_path, {"lexicon/ar/z.toml": arabic})) == []


PATTERN = r"""
[[pattern]]
expression = '<\s*zorn'
means = "markup"
kinds = ["act"]
weight = 0.2
source = "the tests"
yes = ["a <zorn>"]
no = ["zorn"]
"""


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(PATTERN.replace('yes = ["a', 'yes = ["zorn", "a'), "should match 'zorn'", id="a yes"),
        pytest.param(PATTERN.replace('no = ["', 'no = ["< zorn", "'), "should not match '< zorn'", id="a no"),
    ],
)
def test_raw_patterns_are_tried_like_terms(tmp_path: Path, content: str, says: str):
    ((line, said),) = problems(tmp_path, content, name="patterns.toml")

    assert (line, says in said) == (2, True)


def test_a_raw_pattern_twice_is_told(tmp_path: Path):
    ((line, said),) = problems(tmp_path, PATTERN + PATTERN, name="patterns.toml")

    assert (line, "is a raw pattern already" in said) == (11, True)


def test_a_star_is_tried_like_any_spelling(tmp_path: Path):
    content = TERMS.replace('no = ["a thorn"]', 'no = ["zornix"]')

    assert problems(tmp_path, content) == [
        (head_of(content, "zorn*"), "'zorn*' should not match 'zornix' and does")
    ]
