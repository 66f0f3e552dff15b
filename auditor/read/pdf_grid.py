"""A table on a page: its lines, its cells, and what is written in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.read.pdf_lines import TextLine

SAME_COLUMN, SAME_ROW = 4.0, 3.0
"""Points within which ruling lines are one: no column is narrower, no row lower."""
Stroke = tuple[float, float, float]


@dataclass(slots=True)
class Patch:
    """A cell: its first row and column, how many it covers, and its lines of text."""

    row: int
    column: int
    rowspan: int
    colspan: int
    lines: list[TextLine] = field(default_factory=list)
    width: float = 0.0
    """Inner width in points."""
    unread: bool = False
    """Whether something stands in it that could not be recognised."""

    @property
    def filled(self) -> bool:
        """Whether it has text."""
        return bool(self.lines)

    @property
    def text(self) -> str:
        """The text without spaces or line ends, for comparisons."""
        return "".join(line.text for line in self.lines).replace(" ", "")


@dataclass(slots=True)
class PageGrid:
    """A table, or the part of one, on a page."""

    page: int
    xs: list[float]
    """Column edges in points."""
    ys: list[float]
    """Row edges in points."""
    patches: list[Patch]
    anchors: tuple[tuple[float, float], ...] = ()
    """Left and right edge of what stands in each column, where no rules show the columns."""

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.ys[0]

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.ys[-1]

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        """Number of columns."""
        return len(self.xs) - 1

    @property
    def filled(self) -> bool:
        """Whether any cell has text."""
        return any(patch.lines for patch in self.patches)


def merged(values: Sequence[float], tolerance: float) -> list[float]:
    """The values in order, those within the tolerance as one."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > tolerance:
            kept.append(value)
    return kept


def joined(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Overlapping stretches as one."""
    found: list[tuple[float, float]] = []
    for low, high in sorted(spans):
        if found and low < found[-1][1] - 0.5:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return found
