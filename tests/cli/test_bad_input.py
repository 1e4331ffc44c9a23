"""Does a bad file cost only what is bad in it, and is it told in words?"""

from __future__ import annotations

import gzip
import json
import os
import sys
from pathlib import Path

import pytest

from breakwater.errors import PartlyRead, SourceError
from builders import ADVERT, a_row, ndjson
from conftest import Run

PARTLY, MISSING = PartlyRead.exit_code, SourceError.exit_code
GOOD = ndjson(a_row(1))
LAST = ndjson(a_row(2))
CSV = b"id,platform,account,text,bio\n"


def gzipped(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def many(count: int) -> bytes:
    return ndjson(*(a_row(n, text=f"{ADVERT} {os.urandom(40).hex()}") for n in range(count)))


FILES = [
    # name, content, ids that must be read, rejects
    pytest.param(b"\xef\xbb\xbf" + GOOD + LAST, ["p1", "p2"], 0, id="a BOM"),
    pytest.param((GOOD + LAST).decode().encode("utf-16"), ["p1", "p2"], 0, id="UTF-16"),
    pytest.param(gzipped(GOOD + LAST), ["p1", "p2"], 0, id="packed"),
    pytest.param(gzipped(GOOD) + gzipped(LAST), ["p1", "p2"], 0, id="packed in two parts"),
    pytest.param((GOOD + LAST).replace(b"\n", b"\r\n"), ["p1", "p2"], 0, id="Windows line ends"),
    pytest.param(GOOD + b"\n\n \n" + LAST.rstrip(), ["p1", "p2"], 0, id="blank lines, none at the end"),
    pytest.param(
        GOOD + '{"id": "caf\xe9"}\n'.encode("latin-1") + LAST, ["p1", "p2"], 1, id="a line in Latin-1"
    ),
    pytest.param(
        GOOD + b'{"id": "' + b"x" * 10_000_000 + b'"}\n' + LAST, ["p1", "p2"], 1, id="a line of 10 MB"
    ),
    pytest.param(
        GOOD + ndjson(a_row(3, text="y" * 10_000_000)) + LAST, ["p1", "p2"], 1, id="a text of 10 MB"
    ),
    pytest.param(
        GOOD + b'{"a":' * 200_000 + b"1" + b"}" * 200_000 + b"\n" + LAST, ["p1", "p2"], 1, id="a nested bomb"
    ),
    pytest.param(GOOD + b"[" * 300_000 + b"\n" + LAST, ["p1", "p2"], 1, id="a bomb that does not end"),
    pytest.param(
        GOOD + b'{"id": ' + b"9" * 5_000 + b"}\n" + LAST, ["p1", "p2"], 1, id="a number of 5,000 digits"
    ),
    pytest.param(GOOD + b"\0\0\0\n" + LAST, ["p1", "p2"], 0, id="a line of NULs"),
    pytest.param(GOOD.replace(b"We bring", b"\0We\0 bring") + LAST, ["p1", "p2"], 0, id="NULs within a text"),
    pytest.param(
        GOOD + ndjson(a_row(3, bio="zorn " * 20_000)) + LAST,
        ["p1", "p3", "p2"],
        0,
        id="a bio of 100,000 characters",
    ),
    pytest.param(
        GOOD + ndjson(a_row(3, text="\u0301" * 100_000)) + LAST,
        ["p1", "p3", "p2"],
        0,
        id="combining marks only",
    ),
    pytest.param(
        GOOD.replace(b"We bring", b"\\ud83d We \\ude00 bring") + LAST,
        ["p1", "p2"],
        0,
        id="unpaired surrogates",
    ),
    pytest.param(
        GOOD.replace(b'"p1"', b'"p\\ud83d1"') + LAST,
        ["p\ufffd1", "p2"],
        0,
        id="an unpaired surrogate in an id",
    ),
    pytest.param(GOOD + LAST[: len(LAST) // 2], ["p1"], 1, id="cut off in the last line"),
    pytest.param(GOOD + b"null\n42\n[]\n" + LAST, ["p1", "p2"], 1, id="what is no row"),
    pytest.param(GOOD + ndjson({"id": "p3"}) + LAST, ["p1", "p2"], 1, id="a row without its text"),
    pytest.param(GOOD + ndjson(a_row(3, account=1.7e18)) + LAST, ["p1", "p2"], 1, id="a rounded id"),
    pytest.param(GOOD + ndjson(a_row(3, id=7, account=8)) + LAST, ["p1", "7", "p2"], 0, id="ids as numbers"),
    pytest.param(CSV + b"p1,x,a1,zorn,b\np2,x,a2,zorn,b\n", ["p1", "p2"], 0, id="CSV"),
    pytest.param(
        CSV + b"p1,x,a1,zorn,b\n,x,a2,zorn,b\np2,x,a2,zorn,b\n",
        ["p1", "p2"],
        1,
        id="CSV with a row without an id",
    ),
    pytest.param(CSV + b"p1,x,a1,caf\xe9,b\np2,x,a2,zorn,b\n", None, None, id="CSV with a byte in Latin-1"),
    pytest.param(CSV + b"p1,x,a1,zo\0rn,b\np2,x,a2,zorn,b\n", ["p1", "p2"], 0, id="CSV with a NUL"),
    pytest.param(
        CSV + b'p1,x,a1,"zorn\nzorn",b\np2,x,a2,zorn,"' + b"b" * 100_000 + b'"\n',
        ["p1", "p2"],
        0,
        id="CSV with a long bio",
    ),
    pytest.param(b"[" + GOOD.rstrip() + b"," + LAST.rstrip() + b"]", ["p1", "p2"], 0, id="one document"),
    pytest.param(b"[" + GOOD.rstrip() + b",\n" + LAST.rstrip()[:40], ["p1"], 1, id="a document cut off"),
]


@pytest.mark.parametrize(("content", "ids", "rejects"), FILES)
@pytest.mark.parametrize("command", ["scan", "rank"])
def test_a_bad_file_costs_only_what_is_bad_in_it(
    run: Run,
    policy: Path,
    tmp_path: Path,
    content: bytes,
    ids: list[str] | None,
    rejects: int | None,
    command: str,
):
    path = tmp_path / "posts"
    path.write_bytes(content)

    ran = run(command, path, "--policy", policy, "--rejects", "rejects.ndjson")

    told = Path("rejects.ndjson").read_bytes().splitlines() if ran.code == PARTLY else []
    assert ran.code == (PARTLY if told else 0)
    if rejects is not None:
        assert len(told) == rejects
    if ids is not None and command == "scan":
        assert [line["id"] for line in ran.lines] == ids
    assert all(json.loads(reject)["problem"] for reject in told)
    assert len(ran.err) < 10_000


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9, 0.999])
def test_a_packed_file_that_was_cut_off_gives_all_before_the_cut(
    run: Run, policy: Path, tmp_path: Path, cut: float
):
    whole = gzipped(many(300))
    path = tmp_path / "posts.gz"
    path.write_bytes(whole[: int(len(whole) * cut)])

    ran = run("scan", path, "--policy", policy)

    assert ran.code == PARTLY
    assert "cut off" in ran.err
    assert len(ran.lines) >= int(300 * cut) - 25
    assert [line["id"] for line in ran.lines] == [f"p{n}" for n in range(len(ran.lines))]


def test_a_damaged_packed_file_is_told(run: Run, policy: Path, tmp_path: Path):
    whole = bytearray(gzipped(many(300)))
    whole[len(whole) // 2] ^= 0xFF
    path = tmp_path / "posts.gz"
    path.write_bytes(whole)

    ran = run("scan", path, "--policy", policy)

    assert ran.code == PARTLY
    assert len(ran.lines) >= 100


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\xef\xbb\xbf", id="a BOM and nothing"),
        pytest.param(gzipped(b""), id="nothing, packed"),
        pytest.param(b"\n\n\n", id="blank lines"),
        pytest.param(b"\0" * 100, id="NULs"),
        pytest.param(b"\x1f\x8b", id="the first two bytes of an archive"),
        pytest.param(b"PK\x03\x04 zip", id="a zip"),
        pytest.param(b"PAR1 but no more", id="a Parquet file cut off"),
        pytest.param(b"%PDF-1.7", id="a PDF"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0", id="a picture"),
        pytest.param(b"zorn, we bring you", id="a text"),
        pytest.param("zorn café".encode("latin-1"), id="a text in Latin-1"),
        pytest.param(b"<html><body>zorn</body></html>", id="a page"),
        pytest.param(b'{"id": "p1"}', id="another JSON"),
        pytest.param(b"[" * 100_000, id="a bomb"),
        pytest.param(b"id,platform\np1,x\n", id="another table"),
    ],
)
@pytest.mark.parametrize("how", [[], ["--format", "table"]])
def test_what_is_no_export_at_all_is_told_in_a_few_words(
    run: Run, policy: Path, tmp_path: Path, content: bytes, how: list[str]
):
    path = tmp_path / "posts"
    path.write_bytes(content)

    ran = run("scan", path, "--policy", policy, *how)

    assert ran.code in ((MISSING,) if not how else (MISSING, PARTLY))
    assert ran.out == b""
    assert 0 < ran.err.count("\n") <= 8


@pytest.mark.skipif(sys.platform != "linux", reason="names that are not UTF-8 are Linux's")
@pytest.mark.parametrize("content", [GOOD, GOOD + b"junk\n", b"junk"])
def test_a_file_may_have_a_name_that_is_not_utf8(run: Run, policy: Path, tmp_path: Path, content: bytes):
    path = tmp_path / os.fsdecode(b"caf\xe9.ndjson")
    path.write_bytes(content)

    ran = run("scan", path, "--policy", policy)

    assert ran.code == {GOOD: 0, b"junk": MISSING}.get(content, PARTLY)
    assert len(ran.lines) == content.count(GOOD)


def test_a_link_to_nothing_is_told(run: Run, policy: Path, tmp_path: Path):
    (tmp_path / "link").symlink_to("nowhere")

    assert run("scan", "link", "--policy", policy).code == MISSING


def test_a_pipe_is_told_to_be_no_file(run: Run, policy: Path):
    reading, writing = os.pipe()
    os.write(writing, GOOD)
    os.close(writing)

    ran = run("scan", f"/dev/fd/{reading}", "--policy", policy)
    os.close(reading)

    assert ran.code in (0, MISSING)
    assert len(ran.lines) == (1 if ran.code == 0 else 0)
