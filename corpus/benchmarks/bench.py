"""Measure time, memory and growth of an audit.

    python corpus/benchmarks/bench.py [--runs N] [--pages N] [--json OUT] [FILE ...]

Without files: the documents of the corpus, and of ../shared (or GOUJI_SHARED) the longest text and every PDF. Each figure is taken
in a process of its own, on one core, in processor time, and is given in seconds and as a multiple of a reference (timing.py).

* help    ``auditor --help``;
* warm    one audit in a process that has audited the document before: best and median;
* cold    the command ``auditor check FILE``, from start to exit, and its peak resident memory;
* growth  one warm audit of the text repeated 1×, 2×, 4×, 8×, each copy with other figures, so that hundreds of checks are violated;
* diagnosis  what the diagnoses add to the rest of an audit: of the text as it is, with 5 and 20 errors planted, and repeated;
* PDF     pages per second of reading and of the whole audit, beside pdfplumber on the same pages (pdf.py);
* page    the annotated HTML page: its size, the time to write it, and how fast it opens in a browser (annotated.py).
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import annotated
import pdf
from planted import places, plant
from timing import ROOT, SHARED, Reference, command, one_core, timed

TIMES = (1, 2, 4, 8)
TEXT = (".txt", ".md")
WARM = """
import auditor
def work(path):
    return len(auditor.audit(path).figures)
work(path)
"""
DIAGNOSED = """
import time
from auditor import audit, pipeline
diagnose, spent, rest = pipeline.diagnose, [], []
def watched(*given):
    began = time.process_time()
    found = diagnose(*given)
    spent[-1] += time.process_time() - began
    return found
pipeline.diagnose = watched
def work(path):
    spent.append(0.0)
    began = time.process_time()
    report = audit(path)
    rest.append(time.process_time() - began - spent[-1])
    violated = sum(check.verdict.value == "inconsistent" for check in report.checks)
    return {"share": min(spent) / min(rest), "violated": violated}
work(path)
"""
PLANTED = (0, 5, 20)
"""Errors planted at once."""


def repeated(text: str, times: int) -> str:
    """The text so many times; in each further copy, the digits of every number with decimals are others."""

    def other(copy: int) -> str:
        digits = {ord(str(d)): str((d - 1 + copy) % 9 + 1) for d in range(1, 10)}
        return re.sub(r"\d[\d,]*\.\d+", lambda number: number[0].translate(digits), text)

    return "\n\n".join(other(copy) for copy in range(times))


def spoiled(text: str, errors: int) -> str:
    """The text with so many slips in it, the same ones each time."""
    rng = random.Random(errors)
    todo = list(places(text, "all"))
    return plant(text, sorted(rng.sample(todo, min(errors, len(todo)))), rng)[0]


def measure(path: Path, runs: int) -> dict[str, Any]:
    """All figures of one document; growth only where it is text."""
    warm = timed(WARM, path, runs)
    cold = [command("check", str(path), "--fail-on", "never") for _ in range(max(3, runs // 2))]
    found: dict[str, Any] = {
        "document": path.name if path.name != "document.txt" else path.parent.name,
        "figures": warm["found"],
        "warm": warm["best"],
        "warm median": warm["median"],
        "cold": min(took for took, _ in cold),
        "peak MB": max(peak for _, peak in cold),
    }
    if path.suffix in TEXT:
        text = path.read_text(encoding="utf-8")
        growth, added = {}, {}
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / f"copy{path.suffix}"
            for errors in PLANTED:
                copy.write_text(spoiled(text, errors), encoding="utf-8")
                added[f"{errors} planted"] = timed(DIAGNOSED, copy, 5)["found"]
            for times in TIMES:
                copy.write_text(repeated(text, times), encoding="utf-8")
                measured = timed(DIAGNOSED, copy, 3)
                growth[times] = measured["best"]
                if times > 1:
                    added[f"{times}×"] = measured["found"]
        found["growth"], found["diagnosis"] = growth, added
        found["exponent"] = math.log(growth[TIMES[-1]] / growth[TIMES[0]]) / math.log(TIMES[-1] / TIMES[0])
    return found


def show(one: dict[str, Any], unit: float) -> None:
    """Print the figures of one document."""
    print(f"\n{one['document']} ({one['figures']} figures)")
    for name in ("warm", "warm median", "cold"):
        print(f"  {name:12} {one[name]:7.3f} s = {one[name] / unit:6.2f} ref")
    print(f"  {'peak memory':12} {one['peak MB']:7.0f} MB")
    if "growth" in one:
        first = one["growth"][TIMES[0]]
        steps = ", ".join(f"{times}×: {took:.3f} s = {took / first:.2f}" for times, took in one["growth"].items())
        print(f"  growth       {steps} (time ~ size^{one['exponent']:.2f})")
        parts = ", ".join(f"{name}: +{of['share']:.0%} ({of['violated']} violated)" for name, of in one["diagnosis"].items())
        print(f"  diagnosis    {parts}")


def documents() -> list[Path]:
    """What is measured when no file is named."""
    shared = sorted((SHARED / "documents").glob("*"))
    texts = sorted((path for path in shared if path.suffix in TEXT), key=lambda path: path.stat().st_size)
    return [*sorted(ROOT.glob("corpus/*/document.txt")), *texts[-1:], *(path for path in shared if path.suffix == ".pdf")]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--runs", type=int, default=9, help="warm audits of each document")
    parser.add_argument("--pages", type=int, default=400, help="pages of the long PDF that is written for its memory; 0 for none")
    parser.add_argument("--json", type=Path, metavar="OUT")
    options = parser.parse_args()
    files = [path.resolve() for path in options.files] or documents()

    one_core()
    reference = Reference()
    helped = min(command("--help")[0] for _ in range(5))
    print(f"reference: {reference():.3f} s of processor time = 1 ref; one core; Python {sys.version.split()[0]}")
    print(f"auditor --help: {helped:.3f} s = {helped / reference.best:.2f} ref")
    results = []
    for path in (path for path in files if path.suffix != ".pdf"):
        results.append(measure(path, options.runs))
        show(results[-1], reference())
    pages = pdf.compare([path for path in files if path.suffix == ".pdf"], max(3, options.runs // 2), reference)
    long = pdf.long(options.pages, reference) if options.pages else {}
    with tempfile.TemporaryDirectory() as folder:
        written = [] if options.files else annotated.written(Path(folder), [30, options.pages] if options.pages else [30])
        opened = annotated.compare([*files, *written], max(3, options.runs // 2), reference)
    if options.json:
        content = {"reference": reference.best, "help": helped, "documents": results, "pdf": pages, "long": long, "page": opened}
        options.json.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
