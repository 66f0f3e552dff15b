"""Measure how fast PDF is read, beside pdfplumber on the same pages, and how much memory a long one takes.

    python corpus/benchmarks/pdf.py [--runs N] [--pages N] [--no-audit] [FILE ...]    default: ../shared/documents/*.pdf

Each figure is taken in a process of its own, on one core, in processor time (timing.py):

* read       ``auditor.read.pdf.source``: pages per second, best run in a warm process;
* pdfplumber ``extract_words()`` and ``extract_tables()`` with defaults on the same pages, each page closed after use;
* audit      the whole audit in a warm process, best run;
* memory     peak resident memory of reading and of auditing a PDF of 400 pages that is written here (ruled tables over several
  pages and narrative; reportlab).

The ratio of ``audit`` to ``pdfplumber`` is what counts; pages per second depend on the machine.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from timing import SHARED, Reference, one_core, timed

FONT = "STSong-Light"
NAMES = "东西南北春秋山河湖海江林松柏竹梅兰菊桃李杏桂云雨风雪星月光华文明安康宁和平福禄寿喜乐"
"""Three of them name a project."""
READ = """
from pathlib import Path
from auditor.read.pdf import source
def work(path):
    return source(Path(path)).pages
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


def write_long(path: Path, pages: int, *, wrong: int = 1) -> None:
    """A document of so many pages: in turn, a page of narrative and three pages of one ruled table; one rate in so many is wrong."""
    metrics, fonts, drawing = (import_module(f"reportlab.{name}") for name in ("pdfbase.pdfmetrics", "pdfbase.cidfonts", "pdfgen.canvas"))
    metrics.registerFont(fonts.UnicodeCIDFont(FONT))
    canvas = drawing.Canvas(str(path), pagesize=(595, 842))
    edges = [50, 110, 290, 370, 450, 545]
    for page in range(pages):
        canvas.setFont(FONT, 10)
        if page % 4 == 0:
            for line in range(36):
                amount, more = page * 36 + line + 100.5, line + 0.25
                rate = line / 3 if (page * 9 + line) % wrong == 0 else 100 * more / (amount - more)
                name = NAMES[page // 4 % len(NAMES)] + NAMES[line] + NAMES[page // 4 // len(NAMES)]
                said = f"{name}项目支出{amount:,.2f}万元，比上年增加{more:.2f}万元，增长{rate:.2f}%。"
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


def compare(paths: Sequence[Path], runs: int, reference: Reference, *, audit: bool = True) -> list[dict[str, Any]]:
    """Measure and print each PDF: seconds of reading, of the whole audit and of pdfplumber."""
    results = []
    if paths:
        print(
            f"\n{'pages per second':32} {'pages':>5} {'read':>7} {'audit':>7} {'pdfplumber':>10}   read and audit : pdfplumber   audit of a page"
        )
    for path in paths:
        took = {"read": timed(READ, path, runs), "pdfplumber": timed(PLUMBER, path, 2)}
        if audit:
            took["audit"] = timed(AUDIT, path, runs)
        pages = took["read"]["found"]
        speed = {name: pages / took[name]["best"] if name in took else float("nan") for name in ("read", "audit", "pdfplumber")}
        print(
            f"{path.name:32} {pages:5} {speed['read']:7.1f} {speed['audit']:7.1f} {speed['pdfplumber']:10.1f}   "
            f"{speed['read'] / speed['pdfplumber']:5.1f} × and {speed['audit'] / speed['pdfplumber']:5.1f} ×         "
            f"{1 / speed['audit'] / reference():10.3f} ref"
        )
        results.append({"document": path.name, "pages": pages, **{name: one["best"] for name, one in took.items()}})
    return results


def long(pages: int, reference: Reference, *, audit: bool = True) -> dict[str, Any]:
    """Measure and print a PDF of so many pages that is written for it: speed and peak memory of reading and of the whole audit."""
    results: dict[str, Any] = {"pages": pages}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.pdf"
        write_long(path, pages)
        for name, code in (("read", READ), ("audit", AUDIT))[: 1 + audit]:
            took = timed(code, path, 1)
            results[name] = {"time": took["best"], "peak MB": took["peak"]}
            print(
                f"{pages} pages, {name:5}: {pages / took['best']:6.1f} pages/s = {took['best'] / pages / reference():.3f} ref a page, "
                f"peak memory {took['peak']:.0f} MB"
            )
    return results


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--pages", type=int, default=400, help="pages of the long document")
    parser.add_argument("--no-audit", action="store_true", help="measure the reading alone")
    options = parser.parse_args()
    one_core()
    reference = Reference()
    files = [path.resolve() for path in options.files] or sorted((SHARED / "documents").glob("*.pdf"))
    compare(files, options.runs, reference, audit=not options.no_audit)
    long(options.pages, reference, audit=not options.no_audit)


if __name__ == "__main__":
    main()
