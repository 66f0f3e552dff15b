"""Measure how fast PDF is read, beside pdfplumber on the same pages, and how much memory a long one takes.

    python corpus/benchmarks/pdf.py [--runs N] [--pages N] [--no-audit] [FILE ...]    default: ../shared/documents/*.pdf

Each figure is taken in a process of its own, on one core where the system allows it:

* read       ``auditor.read.pdf.source``: pages per second, best run in a warm process;
* pdfplumber ``extract_words()`` and ``extract_tables()`` with defaults on the same pages, each page closed after use;
* audit      the whole audit in a warm process, best run;
* memory     peak resident memory of reading and of auditing a PDF of 400 pages that is written here (ruled tables over several
  pages and narrative; reportlab).

The ratio of ``audit`` to ``pdfplumber`` is what counts; pages per second depend on the machine.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
SHARED = Path(os.environ.get("GOUJI_SHARED") or ROOT.parent / "shared")
FONT = "STSong-Light"

TIMED = """
import json, resource, sys, time
from pathlib import Path
path, runs = Path(sys.argv[1]), int(sys.argv[2])
{setup}
times = []
for _ in range(runs):
    began = time.perf_counter()
    pages = work(path)
    times.append(time.perf_counter() - began)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
print(json.dumps({{"pages": pages, "best": min(times), "peak": peak}}))
"""
READ = """
from auditor.read.pdf import source
def work(path):
    return source(path).pages
"""
PLUMBER = """
import pdfplumber
def work(path):
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_words()
            page.extract_tables()
            page.close()
        return len(document.pages)
"""
AUDIT = """
import auditor
def work(path):
    return auditor.audit(path).document.pages
"""


def one_core() -> None:
    """Keep this process and its children on one core."""
    with contextlib.suppress(AttributeError, OSError):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def timed(setup: str, path: Path, runs: int) -> dict[str, Any]:
    """Pages, best time in seconds and peak memory in MB of ``work`` in a process of its own; the first run warms up."""
    done = subprocess.run(
        [sys.executable, "-c", TIMED.format(setup=setup), str(path), str(runs)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        sys.exit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def write_long(path: Path, pages: int) -> None:
    """A document of so many pages: in turn, a page of narrative and three pages of one ruled table."""
    metrics, fonts, drawing = (import_module(f"reportlab.{name}") for name in ("pdfbase.pdfmetrics", "pdfbase.cidfonts", "pdfgen.canvas"))
    metrics.registerFont(fonts.UnicodeCIDFont(FONT))
    canvas = drawing.Canvas(str(path), pagesize=(595, 842))
    edges = [50, 110, 290, 370, 450, 545]
    for page in range(pages):
        canvas.setFont(FONT, 10)
        if page % 4 == 0:
            for line in range(36):
                said = f"第{page}部分本年度财政拨款支出{page * 36 + line + 0.5:,.2f}万元，比上年增加{line + 0.25:.2f}万元，增长{line / 3:.2f}%。"
                canvas.drawString(50 if line % 3 else 70, 780 - 20 * line, said)
        else:
            if page % 4 == 1:
                canvas.drawString(240, 800, f"支出决算表{page}")
                canvas.drawString(480, 784, "单位：万元")
            for row in range(36):
                y = 750 - 20 * row
                amounts = [f"{page * 1000 + row + k / 4:,.2f}" for k in range(3)]
                for k, said in enumerate([f"{2010101 + row}", f"一般行政管理事务{row}", *amounts]):
                    if k < 2:
                        canvas.drawString(edges[k] + 3, y + 6, said)
                    else:
                        canvas.drawRightString(edges[k + 1] - 3, y + 6, said)
                    canvas.rect(edges[k], y, edges[k + 1] - edges[k], 20)
        canvas.drawCentredString(297, 20, f"- {page + 1} -")
        canvas.showPage()
    canvas.save()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--pages", type=int, default=400, help="pages of the long document")
    parser.add_argument("--no-audit", action="store_true", help="measure the reading alone")
    options = parser.parse_args()
    one_core()
    print(f"{'document':32} {'pages':>5} {'read':>9} {'audit':>9} {'pdfplumber':>10}   (pages/s)   read : pdfplumber, audit : pdfplumber")
    for path in [path.resolve() for path in options.files] or sorted((SHARED / "documents").glob("*.pdf")):
        read = timed(READ, path, options.runs)
        plumber = timed(PLUMBER, path, 2)
        audit = None if options.no_audit else timed(AUDIT, path, options.runs)
        pages = read["pages"]
        speed = [pages / found["best"] if found else float("nan") for found in (read, audit, plumber)]
        print(
            f"{path.name:32} {pages:5} {speed[0]:9.1f} {speed[1]:9.1f} {speed[2]:10.1f}"
            f"               {speed[0] / speed[2]:5.1f} ×            {speed[1] / speed[2]:5.1f} ×"
        )
    with tempfile.TemporaryDirectory() as folder:
        long = Path(folder) / "long.pdf"
        write_long(long, options.pages)
        read = timed(READ, long, 1)
        print(f"{options.pages} pages: read at {read['pages'] / read['best']:.1f} pages/s, peak memory {read['peak']:.0f} MB")
        if not options.no_audit:
            audit = timed(AUDIT, long, 1)
            print(f"{options.pages} pages: audited at {audit['pages'] / audit['best']:.1f} pages/s, peak memory {audit['peak']:.0f} MB")


if __name__ == "__main__":
    main()
