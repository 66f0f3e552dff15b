"""Measure time, memory and growth of an audit.

    python corpus/benchmarks/bench.py [--runs N] [--json OUT] [FILE ...]      documents of the corpus, or those named

Every figure is taken in a process of its own, on one core where the system allows it, and is given twice: in seconds, and as a
multiple of a fixed piece of pure Python that is timed in the same run, so that two machines can be compared.

* warm   one audit in a process that has audited the document before: best and median;
* cold   the command ``auditor check FILE``, from start to exit: best wall time, and its peak resident memory;
* help   ``auditor --help``;
* growth time of one warm audit of the document repeated 1×, 2×, 4×, 8×, each copy with other figures.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
TIMES = (1, 2, 4, 8)

# What the child processes run. This process imports nothing heavy: a child starts with the memory peak of its parent.
WARM = """
import json, sys, time
import auditor
path, runs = sys.argv[1], int(sys.argv[2])
figures = auditor.audit(path).to_dict()["summary"]["figures"]
times = []
for _ in range(runs):
    began = time.perf_counter()
    auditor.audit(path)
    times.append(time.perf_counter() - began)
print(json.dumps({"figures": figures, "times": times}))
"""
REFERENCE = """
import json, time
def work():
    seen, total = {}, 0
    for i in range(600_000):
        key = str(i * 7919 % 10_007)
        seen[key] = seen.get(key, 0) + i
        total += len(key) * 3 // 2
    return total
times = []
for _ in range(7):
    began = time.perf_counter()
    work()
    times.append(time.perf_counter() - began)
print(json.dumps({"times": times}))
"""


def one_core() -> None:
    """Keep this process and its children on one core."""
    with contextlib.suppress(AttributeError, OSError):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def run(code: str, *arguments: str) -> dict[str, Any]:
    """The JSON that a piece of Python prints in a process of its own."""
    done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        sys.exit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def command(*arguments: str) -> tuple[float, float]:
    """Wall time (s) and peak resident memory (MB) of one command."""
    began = time.perf_counter()
    child = subprocess.Popen([sys.executable, "-m", "auditor", *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert child.stderr is not None
    said = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    took = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"auditor {' '.join(arguments)}: exit code {child.returncode}\n{said.decode(errors='replace')}")
    peak = usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return took, peak


def repeated(text: str, times: int) -> str:
    """The text so many times; in each further copy, the digits of every number with decimals are others."""

    def other(copy: int) -> str:
        digits = {ord(str(d)): str((d - 1 + copy) % 9 + 1) for d in range(1, 10)}
        return re.sub(r"\d[\d,]*\.\d+", lambda number: number[0].translate(digits), text)

    return "\n\n".join(other(copy) for copy in range(times))


def measure(path: Path, runs: int) -> dict[str, Any]:
    """All figures of one document; growth only where it is text."""
    warm = run(WARM, str(path), str(runs))
    cold = [command("check", str(path), "--fail-on", "never") for _ in range(max(3, runs // 2))]
    found: dict[str, Any] = {
        "document": path.name if path.name != "document.txt" else path.parent.name,
        "figures": warm["figures"],
        "warm best": min(warm["times"]),
        "warm median": statistics.median(warm["times"]),
        "cold": min(took for took, _ in cold),
        "peak MB": max(peak for _, peak in cold),
    }
    if path.suffix in (".txt", ".md"):
        text = path.read_text(encoding="utf-8")
        growth = {}
        with tempfile.TemporaryDirectory() as folder:
            for times in TIMES:
                copy = Path(folder) / f"{times}{path.suffix}"
                copy.write_text(repeated(text, times), encoding="utf-8")
                growth[times] = min(run(WARM, str(copy), "3")["times"])
        found["growth"] = growth
        found["exponent"] = math.log(growth[TIMES[-1]] / growth[TIMES[0]]) / math.log(TIMES[-1] / TIMES[0])
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--runs", type=int, default=9, help="warm audits of each document")
    parser.add_argument("--json", type=Path, metavar="OUT")
    options = parser.parse_args()
    files = [path.resolve() for path in options.files] or sorted(ROOT.glob("corpus/*/document.txt"))

    one_core()
    unit = min(run(REFERENCE)["times"])
    print(f"reference: {unit:.3f} s of pure Python = 1 ref; one core; Python {sys.version.split()[0]}")
    helped = min(command("--help")[0] for _ in range(5))
    print(f"auditor --help: {helped:.3f} s = {helped / unit:.2f} ref")
    results = []
    for path in files:
        one = measure(path, options.runs)
        results.append(one)
        print(f"\n{one['document']} ({one['figures']} figures)")
        for name in ("warm best", "warm median", "cold"):
            print(f"  {name:12} {one[name]:7.3f} s = {one[name] / unit:6.2f} ref")
        print(f"  {'peak memory':12} {one['peak MB']:7.0f} MB")
        if "growth" in one:
            first = one["growth"][TIMES[0]]
            steps = ", ".join(f"{times}×: {took:.3f} s = {took / first:.2f}" for times, took in one["growth"].items())
            print(f"  growth       {steps} (time ~ size^{one['exponent']:.2f})")
    if options.json:
        content = {"reference": unit, "help": helped, "documents": results}
        options.json.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
