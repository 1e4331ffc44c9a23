"""Does each command do what it says, and end with the code of what went wrong?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import breakwater
from breakwater.adapters import intake
from breakwater.errors import EngineError, PartlyRead, PolicyError, SourceError, UsageError
from breakwater.policy.load import digest
from builders import ADVERT, DRAMA, POLICY_FILES, a_row, ndjson, write_policy
from conftest import Run

MISSING, USAGE, POLICY, PARTLY = (e.exit_code for e in (SourceError, UsageError, PolicyError, PartlyRead))
GOOD = ndjson(a_row(1), a_row(2, text="fish"), a_row(3, account="a1"))


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    path = tmp_path / "posts.ndjson"
    path.write_bytes(GOOD)
    return path


def test_exit_codes_are_as_documented():
    assert (MISSING, USAGE, POLICY, PARTLY, EngineError.exit_code) == (4, 2, 3, 5, 6)


# --- scan


def test_scan_writes_a_finding_for_each_post(run: Run, posts: Path, policy: Path):
    ran = run("scan", posts, "--policy", policy)

    assert ran.code == 0
    assert [(line["id"], line["proposal"]) for line in ran.lines] == [
        ("p1", "refer"),
        ("p2", "none"),
        ("p3", "refer"),
    ]


def test_a_finding_says_why(run: Run, posts: Path, policy: Path):
    finding = run("scan", posts, "--policy", policy).lines[0]

    assert {reason["kind"] for reason in finding["reasons"]} == {"act", "irregular", "voice", "contact"}
    assert all(ADVERT[r["start"] : r["end"]] == r["quote"] for r in finding["reasons"])
    assert finding["score"] == pytest.approx(sum(reason["weight"] for reason in finding["reasons"]))
    assert all(finding["hurdles"].values())
    assert finding["contacts"][0]["value"] == "+447700900123"


def test_what_is_said_about_the_run_is_not_among_the_results(run: Run, posts: Path, policy: Path):
    posts.write_bytes(GOOD + b"junk\n")

    ran = run("scan", posts, "--policy", policy)

    assert len(ran.lines) == 3
    assert "3 posts read: 2 refer, 0 look, 1 none" in ran.err
    assert f"rejected {posts}:4" in ran.err


def test_scan_writes_to_a_file(run: Run, posts: Path, policy: Path, tmp_path: Path):
    ran = run("scan", posts, "--policy", policy, "--out", tmp_path / "found.ndjson")

    assert ran.out == b""
    assert (tmp_path / "found.ndjson").read_bytes() == run("scan", posts, "--policy", policy).out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["found.ndjson", "posts.ndjson"]


def test_parquet_says_the_same_and_by_which_policy(run: Run, posts: Path, policy: Path, tmp_path: Path):
    run("scan", posts, "--policy", policy, "--out", tmp_path / "found.parquet")

    table = pq.read_table(tmp_path / "found.parquet")

    assert table.to_pylist() == run("scan", posts, "--policy", policy).lines
    assert table.schema.metadata[b"breakwater.policy"].decode() == digest(policy)


def test_several_files_of_several_formats_are_read_in_their_order(
    run: Run, posts: Path, policy: Path, tmp_path: Path
):
    table = tmp_path / "table.csv"
    table.write_text("id,platform,account,text\nt1,x,b1,fish\n")

    ran = run("scan", table, posts, "--policy", policy)

    assert [line["id"] for line in ran.lines] == ["t1", "p1", "p2", "p3"]


@pytest.mark.parametrize("command", ["scan", "rank"])
def test_two_workers_write_byte_for_byte_what_one_writes(
    run: Run, policy: Path, tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(intake, "BLOCK", 2_000)
    path = tmp_path / "many.ndjson"
    rows = [a_row(n, account=f"a{n % 7}", text=ADVERT if n % 5 == 0 else f"fish {n}") for n in range(200)]
    path.write_bytes(ndjson(*rows[:90]) + b"junk\n" + ndjson(*rows[90:]))

    one, two = (run(command, path, "--policy", policy, "--workers", count) for count in (1, 2))

    assert one.out == two.out != b""
    assert (one.code, two.code) == (PARTLY, PARTLY)
    assert one.err == two.err


# --- rank

MODERATED = """
[[account_rule]]
name = "again"
says = "posts again what was moderated"
same_as_moderated = true
least = 2
weight = 0.3
"""


@pytest.mark.parametrize("workers", [1, 2])
def test_rank_counts_what_was_moderated_before(run: Run, tmp_path: Path, workers: int):
    folder = write_policy(tmp_path / "p", {"account.toml": MODERATED})
    again = [a_row(number, account="a1", text="The fish of the day!") for number in range(2)]
    (tmp_path / "posts.ndjson").write_bytes(ndjson(*again, a_row(3)))
    (tmp_path / "refused.txt").write_text("the fish of the day\n")

    ran = run("rank", "posts.ndjson", "--policy", folder, "--moderated", "refused.txt", "--workers", workers)

    told = {line["account"]: [reason["kind"] for reason in line["reasons"]] for line in ran.lines}
    assert told == {"a1": ["rule"], "a3": ["strongest"]}


def test_moderated_texts_that_no_rule_asks_for_are_a_mistake(run: Run, posts: Path, policy: Path):
    posts.with_name("refused.txt").write_text("the fish of the day\n")

    ran = run("rank", posts, "--policy", policy, "--moderated", "refused.txt")

    assert (ran.code, "no account rule" in ran.err) == (USAGE, True)


def test_moderated_texts_that_are_missing_are_told(run: Run, posts: Path, policy: Path):
    assert run("rank", posts, "--policy", policy, "--moderated", "nowhere").code == MISSING


def test_rank_tells_the_accounts_the_strongest_first(run: Run, posts: Path, policy: Path):
    ran = run("rank", posts, "--policy", policy)

    (account,) = ran.lines
    assert (account["place"], account["account"], account["proposal"]) == (1, "a1", "refer")
    assert (account["posts"], account["proposed"]) == (2, 2)
    assert f"{DRAMA.replace(' ', '')}" in account["contacts"][0]
    assert account["evidence"]
    assert "3 posts of 2 accounts read: 1 refer, 0 look" in ran.err


def test_a_bio_is_read_once_however_many_posts_stand_beside_it(run: Run, policy: Path, tmp_path: Path):
    path = tmp_path / "bios.ndjson"
    path.write_bytes(
        ndjson(*(a_row(n, account="a1", text="fish", bio=ADVERT, handle="zorn") for n in range(4)))
    )

    (account,) = run("rank", path, "--policy", policy).lines

    assert [reason["where"] for reason in account["reasons"]] == ["bio"]
    assert (account["posts"], account["proposed"], account["handle"]) == (4, 0, "zorn")


def test_accounts_that_share_a_number_name_each_other(run: Run, policy: Path, tmp_path: Path):
    path = tmp_path / "shared.ndjson"
    path.write_bytes(ndjson(a_row(1, handle="one"), a_row(2, handle="two")))

    lines = run("rank", path, "--policy", policy).lines

    assert [line["seen_with"] for line in lines] == [["tiktok:two"], ["tiktok:one"]]


def test_top_shows_only_so_many(run: Run, policy: Path, tmp_path: Path):
    path = tmp_path / "many.ndjson"
    path.write_bytes(ndjson(*(a_row(n) for n in range(5))))

    assert len(run("rank", path, "--policy", policy, "--top", 2).lines) == 2


# --- read


def test_read_explains_a_text_to_a_person(run: Run, policy: Path):
    ran = run("read", ADVERT, "--policy", policy)

    assert ran.code == 0
    shown = ran.out.decode()
    assert "refer" in shown
    assert "Is it the provider's?" in shown
    assert "+447700900123" in shown


def test_read_explains_a_text_to_a_program(run: Run, policy: Path):
    (told,) = run("read", ADVERT, "--policy", policy, "--json").lines

    assert (told["proposal"], told["lang"], told["policy"]) == ("refer", "en", digest(policy))
    assert set(told["hurdles"]) == {"offer", "provider", "unlawful"}


def test_read_takes_a_text_from_standard_input(run: Run, policy: Path):
    told, said = (
        run("read", *words, "--policy", policy, "--json", given=ADVERT.encode())
        for words in (["-"], [ADVERT])
    )

    assert told.out == said.out


def test_standard_input_must_be_utf8(run: Run, policy: Path):
    ran = run("read", "-", "--policy", policy, given="café".encode("latin-1"))

    assert ran.code == MISSING
    assert "byte 4 is not UTF-8" in ran.err


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("zorn [/] ride [bold]we bring you[/bold]", id="what looks like markup"),
        pytest.param("no[/]flum needed", id="what looks like markup within a term"),
        pytest.param("\x1b[31mzorn\x1b[0m \x07", id="terminal controls"),
        pytest.param("zorn \u202e\u2066 بدون", id="bidi controls"),
        pytest.param("\u0301" * 50, id="combining marks only"),
        pytest.param("zorn " * 20_000, id="a long text"),
        pytest.param("zorn \udcff", id="an argument that is not UTF-8"),
    ],
)
def test_any_text_can_be_explained(run: Run, policy: Path, text: str):
    shown, told = (run("read", "--policy", policy, *how, "--", text) for how in ([], ["--json"]))

    assert (shown.code, told.code) == (0, 0)
    assert b"\x1b" not in shown.out


def test_a_term_that_looks_like_markup_is_shown_as_it_stands(run: Run, policy: Path):
    ran = run("read", "--policy", policy, "--", "no[/]flum needed")

    assert ran.out.decode().count("no[/]flum needed") >= 2  # in the text, and as a reason


# --- formats, policy


def test_formats_are_listed(run: Run):
    assert "table" in run("formats").out.decode()


def test_a_good_policy_is_told_so(run: Run, policy: Path):
    ran = run("policy", "check", policy)

    assert (ran.code, ran.out) == (0, b"the tests' 1: 4 terms in 1 languages, all examples hold\n")


def test_what_is_wrong_with_a_policy_is_told_with_its_line(run: Run, tmp_path: Path):
    content = POLICY_FILES["lexicon/en/zorn.toml"].replace('yes = ["ZORN tonight"]', 'yes = ["thorn"]')
    write_policy(tmp_path / "p", {"lexicon/en/zorn.toml": content})

    ran = run("policy", "check", tmp_path / "p")

    assert ran.code == POLICY
    assert b"zorn.toml:4: 'zorn*' should match 'thorn' and does not" in ran.out
    assert "1 problem found" in ran.err


@pytest.mark.parametrize("command", ["scan", "rank", "read"])
def test_a_bad_policy_is_told_before_anything_is_read(run: Run, posts: Path, tmp_path: Path, command: str):
    write_policy(tmp_path / "p", {"kinds.toml": "kinds = []"})

    ran = run(command, posts, "--policy", tmp_path / "p")

    assert (ran.code, ran.out) == (POLICY, b"")
    assert ran.err.count("\n") == 1
    assert "kinds.toml" in ran.err


# --- what a user may get wrong


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["scan"], id="no file"),
        pytest.param(["sacn", "posts.ndjson"], id="no such command"),
        pytest.param(["scan", "posts.ndjson", "--fromat", "x"], id="no such option"),
        pytest.param(["scan", "posts.ndjson", "--workers", "0"], id="no workers"),
        pytest.param(["scan", "posts.ndjson", "--workers", "two"], id="a number in words"),
        pytest.param(["scan", "posts.ndjson", "--format", "nonsense"], id="no such format"),
        pytest.param(["rank", "posts.ndjson", "--top", "0"], id="the first none"),
        pytest.param(
            ["scan", "posts.ndjson", "--out", "nowhere/found.ndjson"], id="a folder that is not there"
        ),
        pytest.param(["scan", "posts.ndjson", "--out", "."], id="a folder as the output"),
        pytest.param(["scan", "posts.ndjson", "--out", ""], id="an output of no name"),
        pytest.param(["rank", "posts.ndjson", "--out", "folder"], id="another folder as the output"),
        pytest.param(["read"], id="no text"),
    ],
)
def test_a_wrong_command_is_told_in_a_few_words(
    run: Run, posts: Path, policy: Path, tmp_path: Path, words: list[str]
):
    (tmp_path / "folder").mkdir()

    ran = run(*words, *(["--policy", policy] if words[0] in ("scan", "rank", "read") else []))

    assert (ran.code, ran.out) == (USAGE, b"")
    assert 0 < ran.err.count("\n") <= 4
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("how", [[], ["--format", "table"], ["--format", "zeeschuimer"]])
@pytest.mark.parametrize("name", ["missing.ndjson", "folder", "empty.ndjson"])
def test_a_file_that_cannot_be_read_is_told_in_a_few_words(
    run: Run, policy: Path, tmp_path: Path, name: str, how: list[str]
):
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.ndjson").touch()

    ran = run("scan", name, "--policy", policy, *how)

    assert (ran.code, ran.out) == (MISSING, b"")
    assert ran.err.count("\n") == 1


def test_a_file_of_no_known_format_is_told_with_what_to_do(run: Run, policy: Path, tmp_path: Path):
    (tmp_path / "strange").write_bytes(os.urandom(100).replace(b"\x1f", b"") + b"\n")

    ran = run("scan", "strange", "--policy", policy)

    assert ran.code == MISSING
    assert "--format" in ran.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(run: Run, posts: Path, policy: Path):
    posts.chmod(0)

    assert run("scan", posts, "--policy", policy).code == MISSING


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("where", ["-", "found.ndjson"])
def test_a_later_file_that_cannot_be_read_costs_only_itself(
    run: Run, posts: Path, policy: Path, tmp_path: Path, workers: int, where: str
):
    other = tmp_path / "other.ndjson"
    other.write_bytes(ndjson(a_row(9)))

    ran = run(
        "scan", posts, "missing.ndjson", other, "--policy", policy, "--workers", workers, "--out", where
    )

    written = ran.out if where == "-" else (tmp_path / where).read_bytes()
    assert [json.loads(line)["id"] for line in written.splitlines()] == ["p1", "p2", "p3", "p9"]
    assert ran.code == PARTLY
    assert "missing.ndjson" in ran.err


# --- results appear whole or not at all


def test_a_run_that_fails_leaves_what_was_there_before(
    run: Run, posts: Path, policy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    out = tmp_path / "found.ndjson"
    out.write_bytes(b"before\n")
    monkeypatch.setattr("breakwater.adapters.work.scan_posts", _stopped)

    ran = run("scan", posts, "--policy", policy, "--out", out)

    assert ran.code == 130
    assert out.read_bytes() == b"before\n"
    assert not list(tmp_path.glob("*.part"))


def _stopped(*args: object, **more: object) -> None:
    raise KeyboardInterrupt


def test_rejects_go_to_a_file_beside_the_results(run: Run, posts: Path, policy: Path, tmp_path: Path):
    posts.write_bytes(GOOD + b"junk\n{}\n")

    ran = run("scan", posts, "--policy", policy, "--out", tmp_path / "found.ndjson")

    rejects = [
        json.loads(line) for line in (tmp_path / "found.ndjson.rejects.ndjson").read_bytes().splitlines()
    ]
    assert ran.code == PARTLY
    assert [(reject["line"], reject["row"]) for reject in rejects] == [(4, "junk"), (5, "{}")]
    assert "2 rows were rejected" in ran.err


def test_only_the_first_rejects_are_shown(run: Run, posts: Path, policy: Path):
    posts.write_bytes(GOOD + b"junk\n" * 100)

    ran = run("scan", posts, "--policy", policy, "--rejects", "r.ndjson")

    assert ran.err.count("this is not JSON") == 5
    assert "100 rows were rejected" in ran.err
    assert len(Path("r.ndjson").read_bytes().splitlines()) == 100


def test_without_rejects_there_is_no_file_of_them(run: Run, posts: Path, policy: Path, tmp_path: Path):
    run("scan", posts, "--policy", policy)

    assert [path.name for path in tmp_path.iterdir()] == ["posts.ndjson"]


# --- as a process


def process(*words: object, **more: object) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"PYTHONPATH": str(Path(breakwater.__file__).parents[1])}
    command = [sys.executable, "-m", "breakwater", *map(str, words)]
    return subprocess.run(command, env=environment, timeout=60, check=False, **more)  # type: ignore[call-overload,no-any-return]


def test_as_a_process_it_ends_with_the_code_and_without_a_traceback(policy: Path, tmp_path: Path):
    ran = process("scan", tmp_path / "missing", "--policy", policy, capture_output=True)

    assert ran.returncode == MISSING
    assert b"Traceback" not in ran.stderr
    assert ran.stdout == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_is_told_and_not_shown_as_a_traceback(posts: Path, policy: Path):
    with Path("/dev/full").open("wb") as full:
        ran = process("scan", posts, "--policy", policy, stdout=full, stderr=subprocess.PIPE)

    assert ran.returncode == 1
    assert b"Traceback" not in ran.stderr
    assert b"No space left" in ran.stderr


def test_a_reader_that_goes_away_is_no_error(policy: Path, tmp_path: Path):
    path = tmp_path / "many.ndjson"
    path.write_bytes(ndjson(*(a_row(n) for n in range(2_000))))
    environment = os.environ | {"PYTHONPATH": str(Path(breakwater.__file__).parents[1])}

    with subprocess.Popen(
        [sys.executable, "-m", "breakwater", "scan", path, "--policy", policy],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
    ) as ran:  # fmt: skip
        assert ran.stdout is not None
        assert ran.stderr is not None
        ran.stdout.readline()
        ran.stdout.close()
        said = ran.stderr.read()

    assert b"Traceback" not in said
    assert ran.returncode == 0
