"""Does the fuzzer run, and find nothing for a moment?"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import breakwater

ROOT = Path(breakwater.__file__).parents[2]


@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris does not install here")
def test_the_fold_of_columns_withstands_the_fuzzer(tmp_path: Path):
    ran = subprocess.run(
        [
            sys.executable,
            ROOT / "fuzz/fold_atheris.py",
            "-runs=3000",
            "-seed=1",
            f"-artifact_prefix={tmp_path}/",
        ],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr[-3_000:]
    assert "Done 3000 runs" in ran.stderr
