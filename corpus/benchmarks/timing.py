"""What the benchmarks share: one core, processor time, a process of its own for each figure, and a reference to divide by.

Times are seconds of processor time (user and system), so that a busy machine does not count. The reference is a fixed piece of
pure Python that is timed between the other figures of the same run; its best time is 1 ref, and two machines can be compared by
their multiples of it.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
SHARED = Path(os.environ.get("GOUJI_SHARED") or ROOT.parent / "shared")

# What the child processes run. The parent imports nothing heavy: a child starts with the memory peak of its parent.
_REFERENCE = """
import json, time
def work():
    seen, total = {}, 0
    for i in range(600_000):
        key = str(i * 7919 % 10_007)
        seen[key] = seen.get(key, 0) + i
        total += len(key) * 3 // 2
    return total
times = []
for _ in range(5):
    began = time.process_time()
    work()
    times.append(time.process_time() - began)
print(json.dumps({"best": min(times)}))
"""
_TIMED = """
import json, resource, statistics, sys, time
path, runs = sys.argv[1], int(sys.argv[2])
{setup}
times, found = [], None
for _ in range(runs):
    began = time.process_time()
    found = work(path)
    times.append(time.process_time() - began)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
print(json.dumps({{"found": found, "best": min(times), "median": statistics.median(times), "peak": peak}}))
"""


def one_core() -> None:
    """Keep this process and its children on one core, where the system allows it."""
    with contextlib.suppress(AttributeError, OSError):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def run(code: str, *arguments: str) -> dict[str, Any]:
    """The JSON that a piece of Python prints last, in a process of its own."""
    done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        sys.exit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def timed(setup: str, path: Path, runs: int) -> dict[str, Any]:
    """``setup`` defines ``work(path)``: what it returned (``found``), its best and median time, and the peak memory in MB."""
    return run(_TIMED.format(setup=setup), str(path), str(runs))


def command(*arguments: str) -> tuple[float, float]:
    """Processor time (s) and peak resident memory (MB) of one ``auditor`` command, from start to exit."""
    child = subprocess.Popen([sys.executable, "-m", "auditor", *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert child.stderr is not None
    said = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"auditor {' '.join(arguments)}: exit code {child.returncode}\n{said.decode(errors='replace')}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


class Reference:
    """The unit that all times of a run are divided by: the best time of the reference so far, measured again on each call."""

    def __init__(self) -> None:
        self.best = float("inf")

    def __call__(self) -> float:
        """Time it once more; the unit in seconds."""
        self.best = min(self.best, run(_REFERENCE)["best"])
        return self.best
