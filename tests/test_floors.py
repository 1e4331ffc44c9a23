"""Do imports go downwards only, and does nothing below the outer floors look at the clock or the disk?"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import breakwater

SOURCE = Path(breakwater.__file__).parent
ROOT = SOURCE.parents[1]

# Where the world may be touched: files are opened, clocks read, words printed.
OUTER = ("cli", "adapters", "demo")
READS_FILES = {
    "policy/files.py",
    "policy/learned.py",
    "policy/load.py",
    "policy/lint.py",
    "policy/kept.py",
    "policy/trial.py",
}

PURE = (
    "breakwater.records",
    "breakwater.detect",
    "breakwater.figures",
    "breakwater.text",
    "breakwater.ports",
    "breakwater.errors",
)
UNCLEAN = {
    "django",
    "pyarrow",
    "numba",
    "hyperscan",
    "httpx",
    "requests",
    "sqlite3",
    "pathlib",
    "io",
    "socket",
    "subprocess",
    "time",
}


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def contracts() -> list[dict[str, object]]:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    found: list[dict[str, object]] = told["tool"]["importlinter"]["contracts"]
    return found


def test_the_contracts_between_the_floors_are_kept(tmp_path: Path):
    program = Path(sys.executable).with_name("lint-imports")
    if not program.exists():
        pytest.skip("import-linter is not installed here")

    ran = subprocess.run(
        [program, "--cache-dir", tmp_path],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(SOURCE.parent)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert f"{len(contracts())} kept, 0 broken" in ran.stdout


def test_the_contracts_name_every_floor():
    (layers,) = (contract["layers"] for contract in contracts() if contract["type"] == "layers")
    named = {name for layer in layers for name in layer.split(" | ")}  # type: ignore[attr-defined]
    floors = {
        f"breakwater.{path.stem if path.is_file() else path.name}"
        for path in SOURCE.iterdir()
        if not path.name.startswith("__")
    }

    assert named == {floor for floor in floors if floor != "breakwater.py"}


def test_the_pure_rooms_forbid_what_is_not_pure():
    (pure,) = (contract for contract in contracts() if contract["type"] == "forbidden")

    assert set(PURE) <= set(pure["source_modules"])  # type: ignore[arg-type]
    assert set(pure["forbidden_modules"]) >= UNCLEAN  # type: ignore[arg-type]
    assert not [name for name in pure["forbidden_modules"] if "." in name]  # type: ignore[attr-defined]


def calls(tree: ast.AST) -> list[tuple[int, str]]:
    """Return the line and the dotted name of every call."""
    return [(node.lineno, ast.unparse(node.func)) for node in ast.walk(tree) if isinstance(node, ast.Call)]


CLOCK = (
    "now",
    "utcnow",
    "today",
    "time",
    "time_ns",
    "monotonic",
    "perf_counter",
    "localtime",
    "gmtime",
    "sleep",
)


def looks_at_the_clock(call: str) -> bool:
    owner, _, name = call.rpartition(".")
    return name in CLOCK and owner.rpartition(".")[2] in ("datetime", "date", "time", "")


def touches_the_disk(call: str) -> bool:
    owner, _, name = call.rpartition(".")
    if owner and name in (
        "read_bytes",
        "read_text",
        "write_bytes",
        "write_text",
        "unlink",
        "mkdir",
        "glob",
        "iterdir",
    ):
        return True
    return (name == "open" and owner in ("", "io", "path", "self")) or call.startswith(
        ("os.remove", "os.rename", "shutil.")
    )


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_nothing_below_the_outer_floors_looks_at_the_clock_or_the_disk_or_prints(path: Path):
    name = name_of(path)
    if name.startswith(OUTER):
        return

    found = calls(ast.parse(path.read_text("utf-8")))

    assert [line for line, call in found if looks_at_the_clock(call)] == []
    assert [line for line, call in found if call in ("print", "input", "breakpoint", "exec", "eval")] == []
    if name not in READS_FILES:
        assert [line for line, call in found if touches_the_disk(call)] == []


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_every_module_opens_with_its_question(path: Path):
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))

    assert docstring or path.name == "__main__.py"


def test_the_tests_of_the_clock_see_one():
    clock, disk = "time.sleep(1)\ndatetime.datetime.now()\nnow()\n", "path.open()\nopen(1)"
    tree = ast.parse(f"import time, datetime\n{clock}when.time()\n{disk}")

    assert [line for line, call in calls(tree) if looks_at_the_clock(call)] == [2, 3, 4]
    assert [line for line, call in calls(tree) if touches_the_disk(call)] == [6, 7]
