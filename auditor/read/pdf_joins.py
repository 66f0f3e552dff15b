"""What belongs together across pages: tables that go on, rows that a page break cuts, cells of several lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.model import Grid, GridCell, Run
from auditor.read.pdf_grid import PageGrid, Patch
from auditor.read.pdf_lines import AMOUNT, NUMBER, TextLine
from auditor.read.pdf_page import Box

SAME_EDGE = 4.0
"""Points by which a column edge may move from page to page, once the shift of the whole table is taken out."""
SHIFT = 60.0
"""Points by which a table may stand further left or right on the next page (binding margins)."""

_CONTINUED = re.compile(r"[（(]?(?:续|接)(?:上|下|前)?(?:表|页|上表|上页|下页)?[)）]?\d*")
_ORDINAL = re.compile(r"[（(]?(?:[一二三四五六七八九十百]{1,4}|\d{1,3})[)）]?[、.．：:)）]|\d{3,}|其中|合计|总计|小计")
_LATIN = re.compile(r"[A-Za-z0-9]")
_WHOLE = re.compile(r"[-−－+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-−－+]?\d+(?:\.\d+)?")


@dataclass(slots=True)
class Joined:
    """A table over one or more pages."""

    xs: list[float]
    rows: int
    patches: list[Patch]
    first_page: int
    last_page: int
    anchors: tuple[tuple[float, float], ...] = ()
    heading: list[str] = field(default_factory=list)
    """The lines above it, bare."""

    @classmethod
    def of(cls, grid: PageGrid, heading: Sequence[str]) -> Joined:
        """A table that begins with this grid."""
        return cls(list(grid.xs), grid.rows, list(grid.patches), grid.page, grid.page, grid.anchors, list(heading))

    def row_texts(self, row: int) -> list[tuple[int, int, str]]:
        """First column, columns covered and text of the cells that start in a row."""
        return sorted((p.column, p.colspan, p.text) for p in self.patches if p.row == row)


def bare(text: str) -> str:
    """A heading without what changes when it is repeated: spaces and marks of continuation."""
    text = re.sub(r"\s+", "", text)
    return re.sub(r"[（(]续(?:表|\d+|[一二三四五六七八九十]+)?[)）]|续表\d*", "", text)


def continues(table: Joined, grid: PageGrid, between: Sequence[str]) -> int | None:
    """Number of repeated head rows at the top of ``grid`` when it goes on with ``table``, ``None`` when it is another one.

    ``between`` are the lines that stand between the two.
    """
    said = [bare(line) for line in between]
    said = [line for line in said if line and not _CONTINUED.fullmatch(line)]
    if any(line not in table.heading for line in said):
        return None
    shift = grid.xs[0] - table.xs[0]
    if abs(shift) > SHIFT:
        return None
    edges = [x - shift for x in grid.xs]
    if table.anchors or grid.anchors:
        if not _in_columns(table, grid):
            return None
        shift, edges = 0.0, list(table.xs)
    if abs(edges[-1] - table.xs[-1]) > 1.5 * SAME_EDGE:
        return None
    own = [x for x in edges[1:-1] if not _near(table.xs, x)]
    missing = [x for x in table.xs[1:-1] if not _near(edges, x)]
    shared = len(edges) - 2 - len(own)
    if own and missing and shared < 0.5 * min(len(edges) - 2, len(table.xs) - 2):
        return None
    if own and missing and said:
        return None
    repeated = _repeated_head(table, grid)
    if repeated < 0:
        return None
    if said and not repeated and len(said) < len(table.heading):
        return None
    if not said and not repeated:
        first, head = [p for p in grid.patches if p.row == 0], [p for p in table.patches if p.row == 0]
        titled = len(first) == 1 and first[0].filled and not NUMBER.fullmatch(first[0].text)
        if titled and len(head) == 1 and first[0].rowspan == 1:
            return None
    return repeated


def _in_columns(table: Joined, grid: PageGrid) -> bool:
    """Whether every column of a grid without rules is one of the table's, in their order; the grid then gets those columns."""
    places: list[int] = []
    for low, high in grid.anchors:
        near = [
            (min(abs(low - a), abs(high - b)), k)
            for k, (a, b) in enumerate(table.anchors)
            if k >= (places[-1] + 1 if places else 0)
            and (min(abs(low - a), abs(high - b)) <= 2 * SAME_EDGE or a - SAME_EDGE < low < high < b + SAME_EDGE)
        ]
        if not near:
            return False
        places.append(min(near)[1])
    if not places:
        return False
    for patch in grid.patches:
        first, last = places[patch.column], places[patch.column + patch.colspan - 1]
        patch.column, patch.colspan = first, last - first + 1
    grid.xs, grid.anchors = list(table.xs), table.anchors
    return True


def _near(values: Sequence[float], x: float) -> bool:
    return any(abs(value - x) <= SAME_EDGE for value in values)


def _row_of(grid: PageGrid, row: int) -> list[Patch]:
    return sorted((p for p in grid.patches if p.row == row), key=lambda p: p.column)


def _repeated_head(table: Joined, grid: PageGrid) -> int:
    """How many rows at the top of ``grid`` repeat those at the top of ``table``; -1 when it is the same form filled in anew."""
    count = 0
    most = min(grid.rows, table.rows, 12)
    while count < most:
        mine = [text for _, _, text in table.row_texts(count)]
        other = [patch.text for patch in _row_of(grid, count)]
        if mine != other or any(AMOUNT.fullmatch(text) and ("." in text or "," in text) for text in other):
            break
        if not any(other) and count == 0:
            break
        count += 1
    if count == grid.rows and count == table.rows:
        return -1
    # A form repeats its labels beside other values: 项目名称 A … 项目名称 B.
    alike = 0
    seen: set[str] = set()
    for row in range(count, min(count + 5, most)):
        before = [(c, t) for c, _, t in table.row_texts(row) if t]
        labels = {(c, t) for c, t in before if not NUMBER.fullmatch(t)}
        again = {(p.column, p.text) for p in _row_of(grid, row) if p.text}
        if {c for c, _ in before} != {c for c, _ in again}:
            continue
        common = {text for _, text in labels & again} - seen
        seen |= common
        alike += bool(common)
    if alike >= 2:
        return -1
    while count and any(p.row < count < p.row + p.rowspan for p in grid.patches):
        count -= 1  # a merged head cell that reaches into the body: not a head after all
    return count


def extend(table: Joined, grid: PageGrid, repeated: int) -> None:
    """Append the rows of ``grid``, without its first ``repeated`` rows, and mend a row that the page break cut."""
    shift = grid.xs[0] - table.xs[0]
    edges = [x - shift for x in grid.xs]
    extra = [x for x in edges[1:-1] if not _near(table.xs, x)]
    if extra:
        xs = sorted([*table.xs, *extra])
        place = {k: xs.index(x) for k, x in enumerate(table.xs)}
        for patch in table.patches:
            first, last = place[patch.column], place[patch.column + patch.colspan]
            patch.column, patch.colspan = first, last - first
        table.xs = xs
    to = [min(range(len(table.xs)), key=lambda k: abs(table.xs[k] - x)) for x in edges]
    fresh: list[Patch] = []
    for patch in grid.patches:
        if patch.row < repeated:
            continue
        first, last = to[patch.column], to[patch.column + patch.colspan]
        fresh.append(Patch(patch.row - repeated, first, patch.rowspan, max(1, last - first), patch.lines, patch.width, patch.unread))
    rows = grid.rows - repeated
    if rows > 0 and not repeated_only(fresh):
        dropped = _mend(table, fresh, rows)
        for patch in fresh:
            if dropped:
                if patch.row == 0:
                    patch.rowspan -= 1
                else:
                    patch.row -= 1
                if patch.rowspan <= 0:
                    continue
            patch.row += table.rows
            table.patches.append(patch)
        table.rows += rows - dropped
    table.last_page = grid.page


def repeated_only(fresh: Sequence[Patch]) -> bool:
    """Whether nothing is left to append."""
    return not any(patch.filled for patch in fresh)


def _mend(table: Joined, fresh: list[Patch], rows: int) -> int:
    """Join the first new row to the last row of ``table`` when it is its lower part; 1 when that row is used up.

    The rest of a merged cell that reaches over the break is joined to its upper part, too.
    """
    last = {p.column: p for p in table.patches if p.row + p.rowspan == table.rows}
    top = [p for p in fresh if p.row == 0]
    filled = [p for p in top if p.filled]
    if rows > 1 and not filled and all(p.rowspan == 1 for p in top):
        return 1
    if not filled or any(p.rowspan > 1 for p in filled):
        return 0
    for patch in filled:
        above = last.get(patch.column)
        if above is None or above.colspan != patch.colspan:
            return 0
        if NUMBER.fullmatch(patch.text):
            if above.filled or len(filled) == 1:
                return 0
        elif not above.filled or not _runs_on(above) or _ORDINAL.match(patch.text):
            return 0
    if not any(not NUMBER.fullmatch(p.text) for p in filled):
        return 0
    if len(filled) == len(top) and len(top) > 1:
        return 0
    for patch in filled:
        last[patch.column].lines = last[patch.column].lines + patch.lines
    return 1


def _runs_on(patch: Patch) -> bool:
    """Whether the last line of a cell fills its width, so that its text may go on."""
    line = patch.lines[-1]
    return line.x1 - line.x0 > patch.width - 2.2 * line.em and not line.text.endswith(("。", "；"))


def cell_text(lines: Sequence[TextLine], width: float) -> tuple[str, list[tuple[int, int, int, tuple[Box, ...]]]]:
    """The text of a cell of several lines, and for each page on which it stands (start, end, page, boxes).

    Lines are joined without a space where Chinese goes on, and with one between Latin words. A number is joined to the
    next line only when it is cut off in itself; two whole numbers are never joined.
    """
    text = ""
    parts: list[tuple[int, int, int, tuple[Box, ...]]] = []
    for line in lines:
        if text:
            space = _between(text, line.text, width, lines, line)
            if space:
                start, end, page, boxes = parts[-1]
                _, top, x1, bottom = boxes[-1]
                parts[-1] = (start, end + 1, page, (*boxes, (x1, top, x1, bottom)))
                text += space
        start = len(text)
        text += line.text
        if parts and parts[-1][2] == line.page:
            first, _, page, boxes = parts[-1]
            parts[-1] = (first, len(text), page, boxes + line.boxes)
        else:
            parts.append((start, len(text), line.page, line.boxes))
    return text, parts


def _between(text: str, after: str, width: float, lines: Sequence[TextLine], line: TextLine) -> str:
    tail = re.search(r"[-−－+]?[\d,.]+$", text)
    head = re.match(r"[\d,.]+[%％]?", after)
    if tail and head:
        whole = tail[0] + head[0].rstrip("%％")
        broken = tail[0].endswith((",", ".")) or head[0].startswith((",", ".")) or not _WHOLE.fullmatch(tail[0])
        if broken and _WHOLE.fullmatch(whole):
            return ""
        previous = lines[lines.index(line) - 1]
        fills = previous.x1 - previous.x0 > width - 1.2 * previous.em
        if (
            fills
            and head[0] == after
            and "," in tail[0]
            and _WHOLE.fullmatch(whole)
            and "." in whole
            and len(whole.split(".")[1]) <= 2
            and not _WHOLE.fullmatch(head[0])
        ):
            return ""
        rest = after.rstrip("%％")
        if "." in tail[0] and rest.isdigit():
            printed = len(tail[0].split(".")[1])
            # A column that is hardly wider than the cut number; sizes of recognised type are only nearly known.
            close = previous.x1 - previous.x0 > width - 1.7 * previous.em
            if (close and printed + len(rest) == 2) or (fills and rest == after and printed > 2 and line is lines[-1]):
                return ""
        return " "
    if _LATIN.match(after) and _LATIN.match(text[-1]):
        return " "
    return ""


def grid_of(table: Joined, line: int) -> Grid:
    """The table as the common part takes it; ``line`` is the line of the extracted text on which its first row stands.

    In the extracted text a row is one line, its cells set apart by tabs.
    """
    columns = len(table.xs) - 1
    rows: list[list[GridCell]] = []
    at: dict[tuple[int, int], Patch] = {}
    for patch in table.patches:
        at.setdefault((patch.row, patch.column), patch)
    held: set[tuple[int, int]] = set()
    for i in range(table.rows):
        cells: list[GridCell] = []
        offset = 0
        for j in range(columns):
            patch_here = at.get((i, j)) if (i, j) not in held else None
            if patch_here is None:
                cells.append(GridCell("", covered=(i, j) in held))
                offset += 1
                continue
            rowspan, colspan = min(patch_here.rowspan, table.rows - i), min(patch_here.colspan, columns - j)
            for r in range(i, i + rowspan):
                for c in range(j, j + colspan):
                    held.add((r, c))
            text, parts = cell_text(patch_here.lines, patch_here.width)
            runs = tuple(Run(start, end, line=line + i, column=offset + start, page=page, boxes=boxes) for start, end, page, boxes in parts)
            cells.append(GridCell(text, runs, rowspan, colspan, confidence=0.0 if patch_here.unread else 1.0))
            offset += len(text) + 1
        rows.append(cells)
    return Grid(tuple(map(tuple, rows)))
