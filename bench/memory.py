"""How much memory does a million posts take, and what does a second worker bring?

    python -m bench.memory [POSTS] [auto]

Runs `breakwater scan` as a user would, from NDJSON to NDJSON, with one worker and with two; without
the embedding, unless `auto` is said.
Memory is the largest sum, over all processes of the command, of the proportional set size
(pages that processes share are counted once), looked at five times a second in a run of its own,
because looking takes time from the workers. Time is wall time of the whole command, start to
end, start-up included; the runs for memory come first and warm the caches.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.posts import batches

DIFFERENT = 100_000  # texts; a longer file has them again under other ids and accounts
ROUNDS = 3
MEANING = "auto" if "auto" in sys.argv else "off"


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "posts.ndjson"
        write(path, count)
        size = path.stat().st_size
        print(f"{count:,} posts, {size / 1e6:,.0f} MB of NDJSON, {os.cpu_count()} processors")
        peaks = {workers: peak(path, Path(folder), workers=workers) for workers in (1, 2)}
        best: dict[int, float] = {}
        for workers in (1, 2):
            runs = [seconds(path, Path(folder), workers=workers) for _ in range(ROUNDS)]
            best[workers] = min(runs)
            told = ", ".join(f"{run:.1f}" for run in runs)
            print(
                f"{workers} worker{'s' if workers > 1 else ' '}: {told} s, {count / best[workers]:,.0f} posts/s, "
                f"peak memory {peaks[workers]:.0f} MB"
            )
        print(f"two workers to one: {best[1] / best[2]:.2f} times")


def write(path: Path, count: int) -> None:
    """Write the posts as a plain table of one JSON object a line."""
    different = [row for batch in batches(min(count, DIFFERENT)) for row in batch.to_pylist()]
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            row = different[number % len(different)]
            row |= {"id": str(number), "account": f"a{number % max(1, count // 20)}"}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def scan(path: Path, folder: Path, *, workers: int) -> subprocess.Popen[bytes]:
    """Start one scan."""
    out = str(folder / "found.ndjson")
    command = [sys.executable, "-m", "breakwater", "scan", str(path), "--out", out, "--workers", str(workers)]
    command += ["--meaning", MEANING]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


def seconds(path: Path, folder: Path, *, workers: int) -> float:
    """Return how long one scan takes."""
    start = time.monotonic()
    if scan(path, folder, workers=workers).wait() != 0:
        raise SystemExit("the scan failed")
    return time.monotonic() - start


def peak(path: Path, folder: Path, *, workers: int) -> float:
    """Return the most megabytes that one scan takes at any time."""
    running, most = scan(path, folder, workers=workers), 0.0
    while running.poll() is None:
        most = max(most, sum(memory(pid) for pid in family(running.pid)))
        time.sleep(0.2)
    return most


def family(pid: int) -> list[int]:
    """Return a process and all its descendants."""
    found = [pid]
    for process in found:
        try:
            children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        except OSError:
            continue
        found += [int(child) for child in children]
    return found


def memory(pid: int) -> float:
    """Return a process's proportional set size in megabytes."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1e3 for line in rollup.splitlines() if line.startswith("Pss:")), 0.0)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
