"""Are the sample exports what they promise, and does the demonstration hold with them?"""

from __future__ import annotations

import importlib.util
import re
import sys
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from types import ModuleType

import msgspec
import pytest
from click.testing import CliRunner

from breakwater import demo
from breakwater.adapters.sources import read_posts, recognise
from breakwater.cli.demo import command, honest_lines
from breakwater.policy import SHIPPED, load_policy
from breakwater.records import Post, Proposal
from breakwater.records.account import AccountFinding

ROOT = Path(__file__).resolve().parents[2]
FORMATS = {
    "tiktok.ndjson": "zeeschuimer",
    "x.jsonl": "x",
    "telegram.json": "telegram",
    "facebook.csv": "meta-content-library",
    "instagram.csv": "4cat",
    "youtube.json": "youtube",
}
# Numbers kept for film and fiction: by Ofcom, and by the North American Numbering Plan.
RESERVED = re.compile(r"(?:(?:00)?44|0)?(?:7700900\d{3}|2079460\d{3})|1?20255501\d{2}")
NUMBER = re.compile(r"\+?\d(?:[\s().\-\u200e]{0,2}\d){7,14}")
ADDRESS = re.compile(
    r"(?:https?://|(?<![\w.@])(?:www\.)?(?:[a-z0-9-]+\.)+(?:com|org|net|me|io|info|uk|de|fr|ly)\b)\S*"
)
ALLOWED = re.compile(r"(?:https?://)?(?:example\.org(?:/\S*)?|t\.me/\w*_demo|wa\.me/447700900\d{3})")
HOSTS = {"www.tiktok.com", "api.x.com", "www.facebook.com", "www.instagram.com", "example.org"}


@cache
def posts() -> tuple[Post, ...]:
    rows = [row for path in demo.exports() for row in read_posts(path)]
    assert all(isinstance(row, Post) for row in rows), "no row of a sample is rejected"
    return tuple(row for row in rows if isinstance(row, Post))


def words() -> list[str]:
    """Return everything that a person reads in the samples, with every digit as ASCII."""
    told = [part for post in posts() for part in (post.text, post.bio, post.display_name) if part]
    return ["".join(str(unicodedata.decimal(c, c)) for c in text) for text in told]


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_demo", ROOT / "tools" / "make_demo.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_demo"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    out = tmp_path_factory.mktemp("demo") / "out"
    result = CliRunner().invoke(command, ["--out", str(out)], catch_exceptions=False)
    assert result.exit_code == 0
    return out, result.output


def an_account(account: str, proposal: Proposal) -> AccountFinding:
    """An account's finding like any other."""
    return AccountFinding(
        platform="x", account=account, handle="", display_name="", followers=None, score=0.5,
        proposal=proposal, posts=1, proposed=1, protected=(), tactics=(), langs=(), hurdles=(),
        evidence=(), reasons=(), contacts=(), seen_with=(),
    )  # fmt: skip


def test_the_exports_are_as_the_script_makes_them():
    made = tool().made()

    assert {name: (demo.HERE / name).read_bytes() for name in made} == made
    assert {f"exports/{path.name}" for path in demo.EXPORTS.iterdir()} | {"truth.json"} == set(made)


def test_every_export_is_recognised_by_its_content(tmp_path):
    told = {}
    for path in demo.exports():
        unnamed = tmp_path / "export"
        unnamed.write_bytes(path.read_bytes())
        told[path.name] = recognise(unnamed).name

    assert told == FORMATS


def test_the_samples_are_as_many_as_promised():
    written = tool().read()

    assert sum(bool(post.text) for post in posts()) >= 420
    assert len({(post.platform, post.account) for post in posts()}) >= 62
    assert len({post.platform for post in posts()}) >= 4
    assert len([lang for lang, count in Counter(post.lang for post in written).items() if count > 2]) >= 10


def test_a_dozen_operations_have_spare_accounts():
    operations = Counter(one.operation for one in demo.truth() if one.kind == demo.OPERATION)

    assert len(operations) >= 12
    assert min(operations.values()) >= 2


def test_the_truth_is_told_of_every_account_and_of_nobody_else():
    told = [(one.platform, one.account) for one in demo.truth()]

    assert len(set(told)) == len(told)
    assert set(told) == {(post.platform, post.account) for post in posts()}


def test_every_kind_in_the_truth_is_one_the_policy_protects():
    kinds = {kind.name for kind in load_policy(SHIPPED).protected}

    assert {one.kind for one in demo.truth()} - {demo.OPERATION, demo.ORDINARY} <= kinds


def test_no_two_posts_have_the_same_id():
    ids = [(post.platform, post.id) for post in posts()]

    assert len(set(ids)) == len(ids)


def test_every_telephone_number_is_one_kept_for_fiction():
    found = [number for text in words() for number in NUMBER.findall(text)]

    assert len(found) > 40
    assert [n for n in found if not RESERVED.fullmatch(re.sub(r"\D", "", n))] == []


def test_every_address_leads_nowhere():
    found = [address for text in words() for address in ADDRESS.findall(text)]

    assert [address for address in found if not ALLOWED.fullmatch(address.rstrip(".,)"))] == []


def test_every_mail_address_is_at_example_org():
    found = [host for text in words() for host in re.findall(r"\w@([\w-]+\.[\w.-]+)", text)]

    assert {host.rstrip(".") for host in found} == {"example.org"}


def test_the_exports_name_no_other_site_than_the_platforms():
    told = "".join(path.read_text("utf-8") for path in demo.exports())

    assert set(re.findall(r"https?://([\w.-]+)", told)) <= HOSTS


def test_the_demonstration_leaves_its_results_beside_the_exports(run):
    out, _ = run

    found = [msgspec.json.decode(line) for line in (out / "findings.ndjson").read_bytes().splitlines()]
    ranked = [msgspec.json.decode(line) for line in (out / "accounts.ndjson").read_bytes().splitlines()]
    assert {path.name for path in (out / "exports").iterdir()} == set(FORMATS)
    assert [row["id"] for row in found] == [post.id for post in posts()]
    assert [row["place"] for row in ranked] == list(range(1, len(ranked) + 1))


def test_the_demonstration_says_what_was_read_why_and_how_right_it_was(run):
    out, told = run

    written = sum(bool(post.text) for post in posts())
    assert f"{written} posts of {len(demo.truth())} accounts" in told
    assert "Why the first one" in told
    assert "operations" in told
    assert "breakwater rank" in told
    assert max(map(len, told.splitlines())) <= 110 + len(str(out))


def test_the_demonstration_can_be_given_twice_in_one_place(run):
    out, told = run

    again = CliRunner().invoke(command, ["--out", str(out)], catch_exceptions=False)

    assert again.output == told


def test_an_old_terminal_is_told_the_same_with_question_marks(tmp_path):
    told = CliRunner(charset="ascii").invoke(command, ["--out", str(tmp_path)], catch_exceptions=False)

    assert told.exit_code == 0
    assert "operations" in told.output


def test_nobody_protected_is_proposed_for_referral(run):
    """The property the product stands for."""
    out, _ = run
    protected = {
        (one.platform, one.account) for one in demo.truth() if one.kind not in (demo.OPERATION, demo.ORDINARY)
    }

    ranked = [msgspec.json.decode(line) for line in (out / "accounts.ndjson").read_bytes().splitlines()]
    referred = {(row["platform"], row["account"]) for row in ranked if row["proposal"] == "refer"}
    assert referred & protected == set()


def test_a_wrong_proposal_is_called_wrong():
    truth = [
        demo.Truth(platform="x", account="1", handle="gazette", kind="news"),
        demo.Truth(platform="x", account="2", handle="boats", kind="operation", operation="boats"),
    ]

    told = "\n".join(honest_lines([an_account("1", Proposal.REFER)], truth))

    assert "WRONGLY proposed to refer: x gazette (news)" in told
    assert "1 missed" in told
