"""Measure the annotated page: how large it is, how fast it is written, and how fast it opens in a browser.

    python corpus/benchmarks/annotated.py [--runs N] [--pages N] [FILE ...]

Without files: the documents of the corpus, every PDF of ../shared, and two PDFs that are written here (30 and 400 pages, pdf.py).

* size   of the page, pictures of pages included;
* write  processor time from the finished audit to the page, best run, pictures of pages included;
* open   in Chromium, on the wall clock: until the page is parsed and its script has run, its longest task until then, and from the
  click on a finding to the frame that shows its figures lit. Needs playwright and a Chromium (``GOUJI_CHROMIUM``); else left out.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pdf import write_long
from timing import ROOT, SHARED, Reference, command, one_core, run, timed

WRITE = """
import inspect
from pathlib import Path
import auditor
from auditor.check.run import registry
from auditor.report import html
from auditor.report.sheets import sheets
audit = auditor.audit(path)
original = Path(path).read_bytes()
titles = {rule.id: rule.title for rule in registry()}
manuals = {rule.id: inspect.cleandoc(sys.modules[rule.module].__doc__ or "") for rule in registry()}
def work(path):
    pictures = sheets(audit, original) if audit.document.format == "pdf" else ()
    page = html.render(audit, titles=titles, manuals=manuals, sheets=pictures)
    return [len(page.encode()), audit.document.pages or 0, len(pictures), len(audit.findings)]
"""
_WRONG = 30
"""One rate in so many is wrong in the PDFs that are written here: a few findings to a page, as in life."""
OPEN = """
import json, sys
from playwright.sync_api import sync_playwright
address, chromium, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
WATCH = "globalThis.longest = 0; new PerformanceObserver((list) => { for (const task of list.getEntries()) \
longest = Math.max(longest, task.duration); }).observe({ type: 'longtask', buffered: true });"
CLICK = '''() => new Promise((done) => {
  const entry = document.querySelector(".entry");
  if (!entry) return done(0);
  const began = performance.now();
  entry.querySelector("summary").click();
  requestAnimationFrame(() => requestAnimationFrame(() => done(document.querySelector(".lit") ? performance.now() - began : -1)));
})'''
found = []
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
    for _ in range(runs):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.add_init_script(WATCH)
        page.goto(address)
        ready = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
        found.append([ready, page.evaluate("longest"), page.evaluate(CLICK)])
        page.close()
    browser.close()
print(json.dumps({name: min(values) / 1000 for name, values in zip(("ready", "longest", "click"), zip(*found))}))
"""


def chromium() -> str:
    """The browser, empty where there is none or nothing to drive it."""
    from importlib.util import find_spec

    if find_spec("playwright") is None:
        return ""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("GOUJI_CHROMIUM") or next(filter(None, map(shutil.which, names)), "")


def compare(paths: Sequence[Path], runs: int, reference: Reference) -> list[dict[str, Any]]:
    """Measure and print the page of each document."""
    browser = chromium()
    results = []
    print(f"\n{'annotated page':32} {'pages':>5} {'pictured':>8} {'findings':>8} {'size':>8} {'write':>17}", end="")
    print(f" {'ready':>8} {'longest task':>12} {'click':>8}" if browser else "   (no browser)")
    for path in paths:
        took = timed(WRITE, path, runs)
        size, pages, pictured, findings = took["found"]
        name = path.name if path.name != "document.txt" else path.parent.name
        one = {"document": name, "pages": pages, "pictured": pictured, "size": size, "write": took["best"]}
        print(f"{name:32} {pages:5} {pictured:8} {findings:8} {size / 1e6:5.2f} MB ", end="")
        print(f"{took['best']:6.3f} s {took['best'] / reference():4.2f} ref", end="")
        if browser:
            with tempfile.TemporaryDirectory() as folder:
                page = Path(folder) / "page.html"
                command("check", str(path), "--format", "html", "--output", str(page), "--fail-on", "never")
                one |= run(OPEN, page.as_uri(), browser, str(max(2, runs // 2)))
            print(f" {one['ready']:6.2f} s {one['longest']:10.2f} s {one['click']:6.2f} s", end="")
        print()
        results.append(one)
    return results


def written(folder: Path, sizes: Sequence[int]) -> list[Path]:
    """PDFs of so many pages, written into a folder."""
    found = []
    for pages in sizes:
        path = folder / f"written-{pages}-pages.pdf"
        write_long(path, pages, wrong=_WRONG)
        found.append(path)
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--pages", type=int, default=400, help="pages of the long PDF that is written; 0 for none")
    options = parser.parse_args()
    one_core()
    files = [path.resolve() for path in options.files]
    with tempfile.TemporaryDirectory() as folder:
        files = files or [
            *sorted(ROOT.glob("corpus/*/document.txt")),
            *sorted((SHARED / "documents").glob("*.pdf")),
            *written(Path(folder), [30, options.pages] if options.pages else [30]),
        ]
        compare(files, options.runs, Reference())


if __name__ == "__main__":
    main()
