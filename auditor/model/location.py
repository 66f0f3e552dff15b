"""Places: where a number stands, for people and for machines.

Positions are born in a reader and carried: a passage or cell keeps, for every stretch of its text, the :class:`Run`
that says where that stretch stands in the file. Nothing is ever searched for again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that is contiguous in the file: ``text[start:end]`` of its passage."""

    start: int
    end: int
    line: int | None = None
    """1-based line of the (extracted) text."""
    column: int = 0
    """0-based offset of the first character in that line, paragraph, cell or text node."""
    page: int | None = None
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    """One box (x0, top, x1, bottom) in points for each character, where the format knows them."""
    sure: tuple[float, ...] = ()
    """How sure the reader is of each character, 0 to 1, where it was recognised in a picture."""
    paragraph: int | None = None
    sheet: str | None = None
    cell: str | None = None
    xpath: str | None = None
    file: str | None = None
    """Name of the file, where several files are one document."""


@dataclass(frozen=True, slots=True)
class Location:
    """The exact place of a number or word; only the keys that its format knows are set."""

    label: str = ""
    """The place in words: ``第三部分 一、第1段`` or ``表3 合计 × 本年支出``."""
    line: int | None = None
    start: int | None = None
    end: int | None = None
    page: int | None = None
    bbox: tuple[float, float, float, float] | None = None
    paragraph: int | None = None
    sheet: str | None = None
    cell: str | None = None
    xpath: str | None = None
    table: str | None = None
    row: int | None = None
    column: int | None = None
    file: str | None = None
    """Name of the file, where several files are one document."""
    confidence: float = 1.0
    """How sure the reader is of the least certain character, where they were recognised in a picture; 1 for text."""

    def to_dict(self) -> dict[str, Any]:
        """The keys that are known, as the JSON report prints them."""
        keys = ("label", "file", "line", "start", "end", "page", "bbox", "paragraph", "sheet", "cell", "xpath", "table", "row", "column")
        found = {key: getattr(self, key) for key in keys}
        if self.bbox is not None:
            found["bbox"] = [round(x, 2) for x in self.bbox]
        if self.confidence < 1:
            found["confidence"] = round(self.confidence, 3)
        return {key: value for key, value in found.items() if value is not None}


def locate(
    runs: Sequence[Run],
    start: int,
    end: int,
    *,
    label: str = "",
    table: str | None = None,
    row: int | None = None,
    column: int | None = None,
) -> Location:
    """The place of ``text[start:end]``, given the runs of that text; a span over several runs is cut to its first."""
    if not runs:
        return Location(label=label, table=table, row=row, column=column)
    run = runs[0] if len(runs) == 1 else next((r for r in runs if r.start <= start < r.end), runs[-1])
    first, last = start - run.start, min(end, run.end) - run.start
    boxes = run.boxes[first:last]
    bbox = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)) if boxes else None
    return Location(
        label=label,
        line=run.line,
        start=run.column + first,
        end=run.column + last,
        page=run.page,
        bbox=bbox,
        paragraph=run.paragraph,
        sheet=run.sheet,
        cell=run.cell,
        xpath=run.xpath,
        table=table,
        row=row,
        column=column,
        file=run.file,
        confidence=min(run.sure[first:last], default=1.0),
    )
