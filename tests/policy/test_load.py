"""Does a policy folder become the policy that it says, or an error that says where it is wrong?"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from breakwater.errors import PolicyError
from breakwater.policy import load_policy
from breakwater.policy.load import digest, spelling_of
from builders import POLICY_FILES, write_policy

LEXICON = "lexicon/en/zorn.toml"


def changed(name: str, old: str, new: str) -> dict[str, str]:
    """One file of the small policy with one thing in it changed."""
    assert old in POLICY_FILES[name]
    return {name: POLICY_FILES[name].replace(old, new, 1)}


def line_with(name: str, content: str, words: str) -> int:
    return next(number for number, line in enumerate(content.splitlines(), start=1) if words in line)


def test_a_policy_says_what_its_files_say(tmp_path: Path):
    policy = load_policy(write_policy(tmp_path))

    assert (policy.name, policy.thresholds.refer_at) == ("the tests'", 0.5)
    assert [term.says for term in policy.terms] == [
        "the zorn",
        "without a flum",
        "the provider speaks",
        "reported",
    ]
    assert [hurdle.name for hurdle in policy.hurdles] == ["offer", "provider", "unlawful"]
    assert policy.hurdles[0].rules[0].all == (
        ("act", "irregular"),
        ("offer", "price", "amount", "contact", "voice"),
    )


def test_only_three_files_are_needed(tmp_path: Path):
    needed = {"policy.toml", "kinds.toml", "hurdles.toml"}

    policy = load_policy(write_policy(tmp_path, {name: None for name in POLICY_FILES if name not in needed}))

    assert (policy.terms, policy.protected, policy.tactics, policy.currencies.words) == ((), (), (), ())


@pytest.mark.parametrize("missing", ["policy.toml", "kinds.toml", "hurdles.toml"])
def test_a_missing_file_is_named(tmp_path: Path, missing: str):
    write_policy(tmp_path, {missing: None})

    with pytest.raises(PolicyError, match=r"no policy\.toml|the file is missing") as raised:
        load_policy(tmp_path)

    assert str(tmp_path) in raised.value.file


@pytest.mark.parametrize(
    ("name", "old", "new", "line_of", "field", "problem"),
    [
        pytest.param(
            LEXICON, "weight = 0.12", "wieght = 0.12", "wieght", "term[2]", "wieght", id="a key of a term"
        ),
        pytest.param(
            "policy.toml",
            "refer_at = 0.5",
            "refer_att = 0.5",
            "refer_att",
            "thresholds",
            "refer_att",
            id="a threshold",
        ),
        pytest.param(
            "policy.toml", 'version = "1"', 'versoin = "1"', "versoin", "", "versoin", id="a key at the top"
        ),
        pytest.param("hurdles.toml", "asks =", "aks =", "[[hurdle]]", "hurdle[0]", "aks", id="a hurdle's"),
        pytest.param(
            "tactics.toml",
            'says = "by flum"',
            'say = "by flum"',
            "by flum",
            "tactic[1]",
            "say",
            id="in a table on one line",
        ),
    ],
)
def test_a_misspelt_key_is_told_with_file_line_and_field(
    tmp_path: Path, name: str, old: str, new: str, line_of: str, field: str, problem: str
):
    files = changed(name, old, new)

    with pytest.raises(PolicyError, match=problem) as raised:
        load_policy(write_policy(tmp_path, files))

    near = line_with(name, files[name], line_of)
    assert raised.value.file == str(tmp_path / name)
    assert raised.value.field == field
    assert raised.value.line is not None
    assert raised.value.line <= near <= raised.value.line + 6
    assert str(raised.value).startswith(f"{tmp_path / name}:{raised.value.line}: ")


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        pytest.param(LEXICON, "weight = 0.25", "weight = 2.5", "<= 1", id="a weight above 1"),
        pytest.param(LEXICON, "weight = 0.25", 'weight = "heavy"', "float", id="a weight in words"),
        pytest.param(
            LEXICON, 'yes = ["ZORN tonight"]', "yes = []", "length >= 1", id="a term without examples"
        ),
        pytest.param(LEXICON, 'source = "the tests"\n', "", "source", id="a term without a source"),
        pytest.param(
            LEXICON, 'kinds = ["act"]', 'kinds = ["akt"]', "'akt' is not declared", id="an unknown kind"
        ),
        pytest.param(
            LEXICON,
            'tactic = "C-ZORN"',
            'tactic = "C-ZRON"',
            "'C-ZRON' is not declared",
            id="an unknown tactic",
        ),
        pytest.param(
            "hurdles.toml", "voice|contact", "voice|contcat", "'contcat'", id="a hurdle's unknown kind"
        ),
        pytest.param(
            "protected.toml", '"report"', '"reprot"', "'reprot'", id="a protected kind's unknown kind"
        ),
        pytest.param(
            "policy.toml", "passage = 700", "passage = 7", ">= 50", id="a passage of seven characters"
        ),
        pytest.param("policy.toml", "refer_at = 0.5", "", "refer_at", id="a missing threshold"),
        pytest.param(
            "hurdles.toml", POLICY_FILES["hurdles.toml"], "hurdle = []", "length >= 1", id="no hurdles"
        ),
        pytest.param("kinds.toml", POLICY_FILES["kinds.toml"], "kind = 3", "array", id="not a list"),
    ],
)
def test_what_a_file_says_wrong_is_told(tmp_path: Path, name: str, old: str, new: str, problem: str):
    with pytest.raises(PolicyError) as raised:
        load_policy(write_policy(tmp_path, changed(name, old, new)))

    assert problem in str(raised.value)
    assert raised.value.file == str(tmp_path / name)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        pytest.param('lang = "en"\n\n[[term]\n', 3, id="a bracket too few"),
        pytest.param('lang = "en"\nlang = "de"\n', None, id="a key twice"),
        pytest.param("lang = 'en", None, id="a text without end"),
    ],
)
def test_what_is_not_toml_is_told_with_its_line(tmp_path: Path, content: str, line: int | None):
    with pytest.raises(PolicyError) as raised:
        load_policy(write_policy(tmp_path, {LEXICON: content}))

    assert raised.value.file == str(tmp_path / LEXICON)
    assert line is None or raised.value.line == line


def test_a_file_in_another_encoding_is_told(tmp_path: Path):
    write_policy(tmp_path)
    (tmp_path / LEXICON).write_bytes('lang = "en"  # café'.encode("latin-1"))

    with pytest.raises(PolicyError, match=r"zorn\.toml"):
        load_policy(tmp_path)


def test_a_folder_that_is_none_is_told(tmp_path: Path):
    with pytest.raises(PolicyError, match=r"no policy\.toml"):
        load_policy(tmp_path / "nowhere")


# --- raw patterns and account rules

PATTERN = """
[[pattern]]
expression = '<zorn'
means = "markup"
kinds = ["act"]
tactic = "C-ZORN"
weight = 0.2
source = "the tests"
yes = ["<zorn"]
no = ["zorn"]
"""
RULE = """
[[account_rule]]
name = "often"
says = "zorn again and again"
tactics = ["C-ZORN"]
least = 3
weight = 0.2
"""


def test_a_policy_has_the_raw_patterns_and_account_rules_of_its_files(tmp_path: Path):
    policy = load_policy(write_policy(tmp_path, {"patterns.toml": PATTERN, "account.toml": RULE}))

    assert [(raw.expression, raw.kinds, raw.tactic) for raw in policy.raw] == [("<zorn", ("act",), "C-ZORN")]
    assert [(rule.tactics, rule.least, rule.proposal) for rule in policy.account_rules] == [
        (frozenset({"C-ZORN"}), 3, "refer")
    ]
    assert policy.raw_waking == (True,)


@pytest.mark.parametrize(
    ("name", "content", "old", "new", "line", "field", "problem"),
    [
        ("patterns.toml", PATTERN, "'<zorn'", "'(zorn'", 2, "expression", "not an RE2 expression"),
        ("patterns.toml", PATTERN, "'<zorn'", "'(?=zorn)'", 2, "expression", "not an RE2 expression"),
        ("patterns.toml", PATTERN, "'<zorn'", "'z*'", 2, "expression", "where nothing stands"),
        ("patterns.toml", PATTERN, '["act"]', '["akt"]', 2, "kinds", "'akt' is not declared"),
        ("patterns.toml", PATTERN, '"C-ZORN"', '"C-ZOR"', 2, "tactic", "'C-ZOR' is not declared"),
        ("patterns.toml", PATTERN, "means", "mean", 2, "pattern[0]", "mean"),
        ("account.toml", RULE, '"C-ZORN"', '"C-ZOR"', 2, "tactics", "'C-ZOR' is not declared"),
        ("account.toml", RULE, '["C-ZORN"]', "[]", 2, "tactics", "name one of the two"),
        (
            "account.toml",
            RULE,
            "least",
            "same_as_moderated = true\nleast",
            2,
            "tactics",
            "name one of the two",
        ),
        ("account.toml", RULE, "least = 3", "least = 0", 2, "account_rule[0].least", ">= 1"),
        ("account.toml", RULE, "least", "proposal = 'block'\nleast", 2, "account_rule[0].proposal", "block"),
    ],
)
def test_what_is_wrong_with_them_is_told_with_its_place(
    tmp_path: Path, name: str, content: str, old: str, new: str, line: int, field: str, problem: str
):
    assert old in content

    with pytest.raises(PolicyError) as raised:
        load_policy(write_policy(tmp_path, {name: content.replace(old, new, 1)}))

    assert (raised.value.file, raised.value.line, raised.value.field) == (str(tmp_path / name), line, field)
    assert problem in str(raised.value)


# --- spellings


@pytest.mark.parametrize(
    ("spelling", "clitics", "found"),
    [
        ("Speed-Boat", False, (" speed boat ",)),
        ("gomon*", False, (" gomon",)),
        ("القارب", False, (" القارب ",)),
        ("قارب", True, ("قارب ",)),
        ("🚤", True, (" :speedboat: ",)),
        ("4 places", True, (" 4 places ",)),
        ("@name", True, (" @name ",)),
        ("pay ... arriv*", False, (" pay ", " arriv")),
        ("...", False, ()),
        ("*", True, ()),
    ],
)
def test_a_spelling_becomes_patterns(spelling: str, clitics: bool, found: tuple[str, ...]):
    assert spelling_of(spelling, clitics=clitics) == found


def test_clitics_belong_to_their_language_alone(tmp_path: Path):
    arabic = (
        POLICY_FILES[LEXICON].replace('lang = "en"', 'lang = "ar"').replace('"zorn*", "zorn ride"', '"زورن"')
    )
    persian = arabic.replace('lang = "ar"', 'lang = "fa"').replace("زورن", "فلوم")

    policy = load_policy(write_policy(tmp_path, {"lexicon/ar/z.toml": arabic, "lexicon/fa/z.toml": persian}))

    spelled = {term.lang: term.spellings for term in policy.terms if term.says == "the zorn"}
    glued = {term.lang: term.clitics for term in policy.terms if term.says == "the zorn"}
    assert (spelled["ar"], glued["ar"]) == ((("زورن ",),), frozenset({"و", "ب", "ال"}))
    assert (spelled["fa"], glued["fa"]) == (((" فلوم ",),), frozenset())


PLACES = """
weight = 0.03
source = "the tests"
locales = ["en", "fa"]
ambiguous = ["Turkey", "Chad"]
connectors = ["", "to"]
headings = ["to"]

[[place]]
code = "GB"
says = "United Kingdom"
names = ["Dover"]
"""


def test_every_country_is_a_place_by_its_names_and_its_flag(tmp_path: Path):
    policy = load_policy(write_policy(tmp_path, {"places.toml": PLACES}))

    spelled = {told[0]: term.place for term in policy.terms for told in term.spellings if term.place}

    assert [spelled[p] for p in (" dover ", " france ", " فرانسه ", " :gb: ", " :tr: ")] == [
        "GB",
        "FR",
        "FR",
        "GB",
        "TR",
    ]
    assert " turkey " not in spelled
    assert " chad " not in spelled


# --- digests


def test_a_policy_in_another_place_has_the_same_digest(tmp_path: Path):
    here, there = write_policy(tmp_path / "here"), tmp_path / "there"
    for path in sorted(here.rglob("*.toml"), reverse=True):  # written in another order
        target = there / path.relative_to(here)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)

    assert digest(here) == digest(there)
    assert load_policy(here) != load_policy(write_policy(there, changed("policy.toml", "0.25", "0.26")))


@pytest.mark.parametrize("name", sorted(POLICY_FILES))
def test_any_change_of_any_file_changes_the_digest(tmp_path: Path, name: str):
    before = digest(write_policy(tmp_path))

    (tmp_path / name).write_text(POLICY_FILES[name] + "# a remark\n", "utf-8")

    assert digest(tmp_path) != before


def test_a_renamed_file_changes_the_digest(tmp_path: Path):
    before = digest(write_policy(tmp_path))

    (tmp_path / LEXICON).rename(tmp_path / "lexicon/en/other.toml")

    assert digest(tmp_path) != before


def test_what_is_not_policy_does_not_change_the_digest(tmp_path: Path):
    before = digest(write_policy(tmp_path))

    (tmp_path / "README.md").write_text("how to")

    assert digest(tmp_path) == before
