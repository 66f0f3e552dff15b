"""A picture of what was found on a PDF page, for those who look into a wrong table: pdfplumber draws it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from auditor.read.pdf_lines import text_line
from auditor.read.pdf_page import LOCK, read_page
from auditor.read.pdf_tables import find_tables

CELL, LINE, CLEAR = (220, 40, 40), (40, 90, 220), (0, 0, 0, 0)


def picture(path: Path, page: int, resolution: int = 100) -> Any:
    """The page (1-based) as a PIL image: cells that hold text framed in red, empty ones thinner, lines of text in blue.

    ``resolution`` is in pixels per inch. For the console and for notebooks; nothing in an audit calls it.
    """
    import pdfplumber
    import pypdfium2

    with LOCK:
        document = pypdfium2.PdfDocument(path)
        try:
            content = read_page(document[page - 1], page)
        finally:
            document.close()
        grids, lines = find_tables(content)
        with pdfplumber.open(path) as opened:
            image = opened.pages[page - 1].to_image(resolution=resolution)
            left, top, right, bottom = opened.pages[page - 1].bbox
            for grid in grids:
                for patch in grid.patches:
                    box = content.shown(
                        (
                            grid.xs[patch.column],
                            grid.ys[patch.row],
                            grid.xs[patch.column + patch.colspan],
                            grid.ys[patch.row + patch.rowspan],
                        )
                    )
                    image.draw_rect(_inside(box, left, top, right, bottom), fill=CLEAR, stroke=CELL, stroke_width=2 if patch.filled else 1)
            for chars in lines:
                boxes = text_line(content, chars).boxes
                box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
                image.draw_rect(_inside(box, left, top, right, bottom), fill=CLEAR, stroke=LINE, stroke_width=1)
            return image.annotated.copy()


def _inside(
    box: tuple[float, float, float, float], left: float, top: float, right: float, bottom: float
) -> tuple[float, float, float, float]:
    """The box within the page, from the page's own corner as pdfplumber counts."""
    x0, y0, x1, y1 = box
    return (max(left, left + x0), max(top, top + y0), min(right, left + x1), min(bottom, top + y1))
