"""The sample PDFs: every statutory table with all its cells, as taken down from the pages (``pdf_tables.tsv``)."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from auditor.model import Grid
from auditor.read.pdf import source
from auditor.read.source import Line, Source

AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
CODES = {"类", "款", "项", "功能分类科目编码", "经济分类科目编码"}
FACTS = Path(__file__).with_name("pdf_tables.tsv")


def _facts() -> dict[tuple[str, str], list[dict[str, str]]]:
    tables: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    with FACTS.open(encoding="utf-8") as file:
        for row in csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"):
            tables[row["file"], row["pages"]].append(row)
    return tables


@cache
def _read(path: Path) -> Source:
    return source(path)


def _pages(grid: Grid) -> str:
    pages = [run.page or 0 for row in grid.rows for cell in row for run in cell.runs]
    return f"{min(pages)}-{max(pages)}" if pages else ""


@pytest.mark.shared
@pytest.mark.parametrize(("file", "pages"), _facts())
def test_statutory_table_is_complete(shared: Path, file: str, pages: str) -> None:
    facts = _facts()[file, pages]
    found = _read(shared / "documents" / f"{file}.pdf")
    (grid,) = (block for block in found.blocks if isinstance(block, Grid) and _pages(block) == pages)
    assert (len(grid.rows), len(grid.rows[0])) == (int(facts[0]["rows"]), int(facts[0]["columns"]))
    columns: dict[int, list[Decimal]] = defaultdict(list)
    coded = {k for row in grid.rows for k, cell in enumerate(row) if cell.text in CODES}
    for row in grid.rows:
        for k, cell in enumerate(row):
            if AMOUNT.fullmatch(cell.text):
                if k in coded:
                    assert len(cell.text) in (1, 2, 3, 5, 7)
                    assert cell.text.isdigit()
                else:
                    columns[k + 1].append(Decimal(cell.text.replace(",", "")))
    wanted = {int(fact["column"]): (int(fact["amounts"]), Decimal(fact["sum"])) for fact in facts if fact["column"] != "-"}
    assert {k: (len(values), sum(values)) for k, values in columns.items()} == wanted


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "tables"),
    [("putuo-finance-2024", 10), ("putuo-social-work-2024", 10), ("wanli-street-budget-2023", 14), ("wanli-street-budget-2024", 9)],
)
def test_nothing_else_is_a_table_and_nothing_is_lost(shared: Path, file: str, tables: int) -> None:
    """As many tables as the pages show, and every character of the pages in a line or a cell, each with its box on the page."""
    import pypdfium2

    found = _read(shared / "documents" / f"{file}.pdf")
    assert sum(isinstance(block, Grid) for block in found.blocks) == tables
    assert not found.faults
    document = pypdfium2.PdfDocument(shared / "documents" / f"{file}.pdf")
    printed = sum(1 for page in document for char in page.get_textpage().get_text_range() if not char.isspace() and char != "\x00")
    sizes = [page.get_size() for page in document]
    read = 0
    for block in found.blocks:
        texts = [(block.text, block.runs)] if isinstance(block, Line) else [(c.text, c.runs) for row in block.rows for c in row]
        for text, runs in texts:
            read += sum(1 for char in text if not char.isspace())
            assert "".join(text[run.start : run.end] for run in runs) == text
            for run in runs:
                assert len(run.boxes) == run.end - run.start
                width, height = sizes[(run.page or 0) - 1]
                assert all(-2 <= x0 <= x1 <= width + 2 and -2 <= y0 < y1 <= height + 2 for x0, y0, x1, y1 in run.boxes)
    assert read <= printed
    assert printed - read <= 0.02 * printed  # heads that are repeated on every page


@pytest.mark.shared
def test_lines_count_over_the_whole_document(shared: Path) -> None:
    found = _read(shared / "documents" / "wanli-street-budget-2023.pdf")
    numbers = []
    for block in found.blocks:
        runs = block.runs if isinstance(block, Line) else [run for row in block.rows for cell in row for run in cell.runs]
        numbers += [run.line or 0 for run in runs]
    assert numbers == sorted(numbers)
    assert numbers[0] == 1
