"""Tables of a page: from ruling lines where they are drawn, from the alignment of figures where they are not.

Ruled tables are found as pdfplumber's ``lines`` strategy finds them (edges, joined and intersected), but a lattice with
merged cells is built in place of the smallest closed boxes: open sides, missing verticals and heads over several rows
and columns come out as cells with spans. Tables that only have horizontal rules (三线表), or none, are cut into columns by
the gaps that all their rows share, and only where the figures line up convincingly.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from auditor.read.pdf_lines import AMOUNT, DASH, NUMBER, TextLine, into_lines, segments, size_of, text_line
from auditor.read.pdf_page import Box, Char, PageContent, Ruling

SAME_COLUMN, SAME_ROW = 4.0, 3.0
"""Points within which ruling lines are one: no column is narrower, no row lower."""
DRAWING = 2_000_000
"""Pairs of strokes beyond which a page is a map or a plan."""
SLIVER = 10.0
"""Points that a column needs at least to hold a character with its margins."""
_PROSE = re.compile(r"[。…]|，.|\.{3}|·{3}")
"""What no cell of a table without rules holds: sentences, dot leaders."""
_ASIDE = re.compile(r"[（(][^（）()]*[)）]")
_HANGING = "，。、；：）》”’】,;:)"
"""Marks that may hang over the right edge of a cell."""
BESIDE = 0.4
"""Ems between a figure and what stands in the next cell, where cells are full; less is the space around digits in a sentence."""
LONG = 45
"""Characters of the longest label."""
CLOSE = 0.8
"""Ems between two lines of a cell at least: what is closer stands beside them, in the middle of another cell."""
ALONE = 20.0
"""Ems that a head stands away from its column at most, before it is one of an empty column."""
APART = 1.3
"""Ems between a head and the heads below it at least; lines of one cell, and cells beside each other, are closer."""
REACH = 2.5
"""Points by which strokes may miss each other where they meet."""


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


@dataclass(slots=True)
class _Axis:
    """Collinear strokes, joined."""

    at: float
    spans: list[tuple[float, float]]


def _axes(strokes: Sequence[Ruling], tolerance: float) -> list[_Axis]:
    """Join strokes that lie on one line."""
    ordered = sorted(strokes)
    found: list[_Axis] = []
    start = 0
    while start < len(ordered):
        end, total, weight = start, 0.0, 0.0
        while end < len(ordered) and ordered[end][0] - ordered[start][0] <= tolerance:
            length = ordered[end][2] - ordered[end][1]
            total += ordered[end][0] * length
            weight += length
            end += 1
        spans: list[tuple[float, float]] = []
        for low, high in sorted((s[1], s[2]) for s in ordered[start:end]):
            if spans and low <= spans[-1][1] + REACH:
                if high > spans[-1][1]:
                    spans[-1] = (spans[-1][0], high)
            else:
                spans.append((low, high))
        found.append(_Axis(total / weight if weight else ordered[start][0], spans))
        start = end
    return found


Stroke = tuple[float, float, float]


def _components(horizontal: Sequence[_Axis], vertical: Sequence[_Axis]) -> tuple[list[tuple[list[Stroke], list[Stroke]]], list[Stroke]]:
    """Groups of strokes that touch, and the horizontal strokes that touch no vertical one."""
    level = [(axis.at, low, high) for axis in horizontal for low, high in axis.spans]
    upright = [(axis.at, low, high) for axis in vertical for low, high in axis.spans]
    if len(level) * len(upright) > DRAWING:
        return [], []
    places = [stroke[0] for stroke in level]
    parent = list(range(len(level) + len(upright)))

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    touched = [False] * len(level)
    for j, (x, top, bottom) in enumerate(upright):
        own = root(len(level) + j)
        for k in range(bisect_left(places, top - REACH - 1), bisect_right(places, bottom + REACH + 1)):
            _, low, high = level[k]
            if low - REACH <= x <= high + REACH:
                touched[k] = True
                other = root(k)
                if other != own:
                    parent[other] = own
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = defaultdict(lambda: ([], []))
    for k, stroke in enumerate(level):
        if touched[k]:
            groups[root(k)][0].append(stroke)
    for j, stroke in enumerate(upright):
        groups[root(len(level) + j)][1].append(stroke)
    loose = [stroke for k, stroke in enumerate(level) if not touched[k]]
    return [group for group in groups.values() if len(group[0]) >= 2 and group[1]], loose


def _merged(values: Sequence[float], tolerance: float) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > tolerance:
            kept.append(value)
    return kept


class Lattice(NamedTuple):
    """The cells that ruling lines make."""

    xs: list[float]
    """Column edges."""
    ys: list[float]
    """Row edges."""
    owner: list[list[int]]
    """Position in ``patches`` of the cell of each row and column."""
    patches: list[Patch]


def _lattice(level: Sequence[Stroke], upright: Sequence[Stroke]) -> Lattice | None:
    """The cells of a group of strokes; ``None`` where there are none."""
    ys = _merged([stroke[0] for stroke in level], SAME_ROW)
    xs = _merged([stroke[0] for stroke in upright], SAME_COLUMN)
    lefts, rights = sorted(s[1] for s in level), sorted(s[2] for s in level)
    # Tables without side lines: their rules reach beyond the outermost verticals.
    if len([x for x in lefts if x < xs[0] - 8]) >= max(2, len(ys) // 2):
        xs.insert(0, lefts[0])
    if len([x for x in rights if x > xs[-1] + 8]) >= max(2, len(ys) // 2):
        xs.append(rights[-1])
    if len(ys) < 2 or len(xs) < 2:
        return None
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows * columns > 40_000:
        return None
    x_middle = [(xs[j] + xs[j + 1]) / 2 for j in range(columns)]
    y_middle = [(ys[i] + ys[i + 1]) / 2 for i in range(rows)]
    across = [[False] * columns for _ in range(rows + 1)]
    for y, low, high in level:
        i = _nearest(ys, y)
        for j in range(bisect_left(x_middle, low), bisect_right(x_middle, high)):
            across[i][j] = True
    down = [[False] * (columns + 1) for _ in range(rows)]
    for x, low, high in upright:
        j = _nearest(xs, x)
        for i in range(bisect_left(y_middle, low), bisect_right(y_middle, high)):
            down[i][j] = True
    owner = [[-1] * columns for _ in range(rows)]
    patches: list[Patch] = []
    for i in range(rows):
        for j in range(columns):
            if owner[i][j] >= 0:
                continue
            right = j + 1
            while right < columns and owner[i][right] < 0 and not down[i][right]:
                right += 1
            below = i + 1
            while (
                below < rows
                and all(not across[below][k] and owner[below][k] < 0 for k in range(j, right))
                and not any(down[below][k] for k in range(j + 1, right))
            ):
                below += 1
            for row in range(i, below):
                for k in range(j, right):
                    owner[row][k] = len(patches)
            patches.append(Patch(i, j, below - i, right - j, width=xs[right] - xs[j]))
    return Lattice(xs, ys, owner, patches)


def _nearest(values: Sequence[float], value: float) -> int:
    k = bisect_left(values, value)
    if k == 0:
        return 0
    if k == len(values):
        return k - 1
    return k if values[k] - value < value - values[k - 1] else k - 1


def lattices(content: PageContent) -> list[Lattice]:
    """The ruled tables of a page, smallest first, before anything is put into them."""
    groups, _ = _components(_axes(content.horizontal, SAME_ROW), _axes(content.vertical, SAME_COLUMN))
    found = [shape for group in groups if (shape := _lattice(*group)) and len(shape.patches) > 1 and len(shape.xs) > 2]
    return sorted(found, key=_area)


def _area(shape: Lattice) -> float:
    return (shape.xs[-1] - shape.xs[0]) * (shape.ys[-1] - shape.ys[0])


def find_tables(content: PageContent) -> tuple[list[PageGrid], list[list[Char]]]:
    """The tables of a page in reading order, and the lines of characters that stand outside them."""
    chars = content.chars
    grids: list[PageGrid] = []
    loose: list[Stroke] = []
    if content.horizontal or content.shades:
        groups, loose = _components(_axes(content.horizontal, SAME_ROW), _axes(content.vertical, SAME_COLUMN))
        if len(groups) == 0 and len(content.shades) > 3:
            level = content.horizontal + [(y, x0, x1) for x0, top, x1, bottom in content.shades for y in (top, bottom)]
            upright = content.vertical + [(x, top, bottom) for x0, top, x1, bottom in content.shades for x in (x0, x1)]
            groups, loose = _components(_axes(level, SAME_ROW), _axes(upright, SAME_COLUMN))
        shapes = [shape for group in groups if (shape := _lattice(*group))]
        shapes.sort(key=_area)
        for xs, ys, owner, patches in shapes:
            if len(patches) < 2 or len(xs) == 2:
                if len(ys) > 2 and len(xs) == 2:
                    loose += [(y, xs[0], xs[-1]) for y in ys]
                continue
            grid, chars = _fill(content, xs, ys, owner, patches, chars)
            if grid is not None:
                grids.append(grid)
    lines = into_lines(chars)
    if loose:
        striped, lines = _striped(content, loose, lines)
        grids += striped
    aligned, lines = _aligned(content, lines, grids)
    grids += aligned
    grids.sort(key=lambda grid: (round(grid.top), grid.xs[0]))
    return grids, lines


def _fill(
    content: PageContent, xs: list[float], ys: list[float], owner: list[list[int]], patches: list[Patch], chars: list[Char]
) -> tuple[PageGrid | None, list[Char]]:
    """Put the characters that stand inside a lattice into its cells; give back those outside."""
    inside: dict[int, list[Char]] = defaultdict(list)
    outside: list[Char] = []
    straddling: list[tuple[Char, float]] = []
    left, right, top, bottom = xs[0] - 1, xs[-1] + 1, ys[0], ys[-1]
    last_row, last_column = len(ys) - 1, len(xs) - 1
    for char in chars:
        x0, x1, base, text, tall = char
        wide = x1 - x0
        middle = x0 + wide / 2
        y = base - 0.36 * (wide if text >= "⺀" or 2 * wide > tall else 2 * wide)
        if not (left <= middle <= right and top <= y <= bottom):
            outside.append(char)
            continue
        j = bisect_right(xs, middle, 1, last_column) - 1
        cell = owner[bisect_right(ys, y, 1, last_row) - 1][j]
        inside[cell].append(char)
        if x0 < xs[j] + 0.5 or x1 > xs[j + 1]:
            edge, patch = xs[j + 1] if x1 > xs[j + 1] else xs[j], patches[cell]
            if edge in (xs[patch.column], xs[patch.column + patch.colspan]):
                straddling.append((char, edge))
    if not inside:
        # An empty form is still a table; a bare frame is not.
        return (PageGrid(content.number, xs, ys, patches) if len(patches) > 3 else None), outside
    for char, edge in straddling:
        _take_whole(char, edge, inside, patches, owner, xs, ys)
    for k, own in inside.items():
        patches[k].lines = [text_line(content, line, cell=True) for line in into_lines(own) if line]
    if content.aside:
        _fill_aside(content, xs, ys, owner, patches)
    grid = PageGrid(content.number, xs, ys, patches)
    if len([patch for patch in patches if patch.lines]) < 2 and len(patches) < 4:
        return None, outside + [char for own in inside.values() for char in own]
    _close_slivers(grid)
    _split_rows(grid)
    return grid, outside


def _fill_aside(content: PageContent, xs: list[float], ys: list[float], owner: list[list[int]], patches: list[Patch]) -> None:
    """Text that runs up or down a cell in which nothing else stands."""
    inside: dict[int, list[tuple[Box, str, int]]] = defaultdict(list)
    for entry in content.aside:
        x0, top, x1, bottom = entry[0]
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        if xs[0] < x < xs[-1] and ys[0] < y < ys[-1]:
            inside[owner[bisect_right(ys, y) - 1][bisect_right(xs, x) - 1]].append(entry)
    for k, entries in inside.items():
        if patches[k].lines:
            continue
        turn = entries[0][2]
        across, along, last = (0, 1, -1) if turn == 1 else (1, 0, -1) if turn == 2 else (0, 1, 1)
        lines = _joined([(box[across], box[across + 2]) for box, _, _ in entries])
        for low, high in lines if turn == 1 else lines[::-1]:
            own = [e for e in entries if low <= (e[0][across] + e[0][across + 2]) / 2 <= high]
            own.sort(key=lambda e: last * e[0][along])
            boxes = tuple(content.shown(box) for box, _, _ in own)
            text = "".join(char for _, char, _ in own)
            patches[k].lines.append(TextLine(content.number, text, boxes, xs[0], xs[0], ys[0], high - low))


def _close_slivers(grid: PageGrid) -> None:
    """Take out columns and rows that are too narrow for text and hold none: rules that should have met but did not."""
    narrow = [k for k in range(grid.columns) if grid.xs[k + 1] - grid.xs[k] < SLIVER]
    for k in reversed(narrow):
        if grid.columns > 2 and not any(p.column == k and p.colspan == 1 and p.lines for p in grid.patches):
            for patch in grid.patches:
                if patch.column <= k < patch.column + patch.colspan:
                    patch.colspan -= 1
                elif patch.column > k:
                    patch.column -= 1
            del grid.xs[k + 1 if k + 2 < len(grid.xs) else k]
    flat = [k for k in range(grid.rows) if grid.ys[k + 1] - grid.ys[k] < 5]
    for k in reversed(flat):
        if grid.rows > 1 and not any(p.row == k and p.rowspan == 1 and p.lines for p in grid.patches):
            for patch in grid.patches:
                if patch.row <= k < patch.row + patch.rowspan:
                    patch.rowspan -= 1
                elif patch.row > k:
                    patch.row -= 1
            del grid.ys[k + 1 if k + 2 < len(grid.ys) else k]
    if narrow or flat:
        grid.patches = [p for p in grid.patches if p.colspan > 0 and p.rowspan > 0]


def _take_whole(
    char: Char, edge: float, inside: dict[int, list[Char]], patches: list[Patch], owner: list[list[int]], xs: list[float], ys: list[float]
) -> None:
    """Text that runs over a cell's edge goes whole to the cell that holds most of it.

    It runs over when a character lies across the edge, or when characters on both sides touch; two whole numbers that touch
    are two numbers.
    """
    x0, x1, base, text, _ = char
    i = min(max(bisect_right(ys, base - 3) - 1, 0), len(ys) - 2)
    neighbours = {owner[i][j] for j in range(len(xs) - 1) if abs(xs[j] - edge) < 0.1 or abs(xs[j + 1] - edge) < 0.1}
    line = sorted((c, k) for k in neighbours for c in inside.get(k, ()) if abs(c[2] - base) < 1.5)
    place = next((n for n, (c, _) in enumerate(line) if c == char), None)
    if place is None:
        return
    wide = x1 - x0
    across = x0 + 0.22 * wide < edge < x1 - 0.22 * wide
    numeric = _in_number(text)
    first = last = place
    while first > 0 and _touch(line[first - 1][0], line[first][0], edge, across) and _in_number(line[first - 1][0][3]) == numeric:
        first -= 1
    while last + 1 < len(line) and _touch(line[last][0], line[last + 1][0], edge, across) and _in_number(line[last + 1][0][3]) == numeric:
        last += 1
    run = line[first : last + 1]
    widths: dict[int, float] = defaultdict(float)
    for c, k in run:
        widths[k] += c[1] - c[0]
    if len(widths) < 2:
        return
    if numeric and not across:
        parts = ["".join(c[3] for c, k in run if k == side) for side in widths]
        if all(AMOUNT.fullmatch(part) for part in parts):
            return
    target = max(widths, key=lambda k: widths[k])
    for c, k in run:
        if k != target:
            inside[k].remove(c)
            inside[target].append(c)


def _touch(before: Char, after: Char, edge: float, across: bool) -> bool:
    """Whether two characters of a line belong to one word; over the edge itself only when nothing parts them.

    A closing mark that hangs over the edge of its cell ends a line there.
    """
    gap = after[0] - before[1]
    if before[3] in _HANGING and after[0] >= edge - 1 and before[0] < edge + 0.5 * (before[1] - before[0]):
        return False
    if not across and abs(after[0] - edge) < 2.5:
        return gap < 0.06 * (after[1] - after[0])
    return gap < 1.5


def _in_number(char: str) -> bool:
    return char.isdigit() or char in ".,，-−%％"


def _split_rows(grid: PageGrid) -> None:
    """Cut rows that hold several figures under one another in a cell: the rules between these rows were not drawn."""
    cuts: dict[int, list[float]] = {}
    for i in range(grid.rows):
        stacks = []
        for patch in grid.patches:
            if patch.row == i and patch.rowspan == 1 and len(patch.lines) > 1:
                figures = [
                    line
                    for line in patch.lines
                    if AMOUNT.fullmatch(line.text) and ("." in line.text or "," in line.text or "，" in line.text)
                ]
                if len(figures) == len(patch.lines):
                    stacks.append(figures)
        if stacks:
            anchors = max(stacks, key=len)
            cuts[i] = [(above.base + below.top) / 2 for above, below in itertools.pairwise(anchors)]
    if not cuts:
        return
    first_of: list[int] = []
    ys: list[float] = []
    for i in range(grid.rows):
        first_of.append(len(ys))
        ys += [grid.ys[i], *cuts.get(i, [])]
    first_of.append(len(ys))
    ys.append(grid.ys[-1])
    patches: list[Patch] = []
    for patch in grid.patches:
        start, end = first_of[patch.row], first_of[patch.row + patch.rowspan]
        if patch.row in cuts and patch.rowspan == 1:
            bands: list[list[TextLine]] = [[] for _ in range(end - start)]
            for line in patch.lines:
                bands[bisect_right(cuts[patch.row], line.base - 0.36 * line.em)].append(line)
            patches += [Patch(start + k, patch.column, 1, patch.colspan, own, patch.width, patch.unread) for k, own in enumerate(bands)]
        else:
            patches.append(Patch(start, patch.column, end - start, patch.colspan, patch.lines, patch.width, patch.unread))
    grid.ys, grid.patches = ys, patches


# Tables without verticals


@dataclass(slots=True)
class _Row:
    """A line of characters cut at its gaps."""

    line: list[Char]
    em: float
    parts: list[list[Char]]
    texts: list[str]

    @property
    def base(self) -> float:
        return self.line[0][2]

    def numeric(self, k: int) -> bool:
        return bool(NUMBER.fullmatch(self.texts[k]) or DASH.fullmatch(self.texts[k]))

    def span(self, k: int) -> tuple[float, float]:
        """Left and right edge of a part."""
        return self.parts[k][0][0], self.parts[k][-1][1]

    @property
    def figures(self) -> int:
        return sum(1 for text in self.texts if NUMBER.fullmatch(text))

    @property
    def counting(self) -> bool:
        """Whether it numbers the columns: 栏次 1 2 3 …"""
        told = [int(text) for text in self.texts if text.isdigit() and len(text) < 3]
        words = len(self.texts) - len(told)
        return len(told) >= 3 and told == list(range(told[0], told[0] + len(told))) and words <= 2 and told[0] < 3


def _rows(lines: Sequence[list[Char]], gap: float = 0.9) -> list[_Row]:
    rows = []
    for line in lines:
        em = size_of(line)
        parts = [piece for part in segments(line, em, gap) for piece in _beside_figures(part, em)]
        rows.append(_Row(line, em, parts, ["".join(c[3] for c in part) for part in parts]))
    return rows


def _beside_figures(part: list[Char], em: float) -> list[list[Char]]:
    """The part, cut at smaller gaps that have a whole figure on one side: cells whose text fills them stand close together."""
    if not any(b[0] - a[1] > BESIDE * em for a, b in itertools.pairwise(part)):
        return [part]
    pieces = segments(part, em, BESIDE)
    found = [pieces[0]]
    for piece in pieces[1:]:
        if any(_printed("".join(c[3] for c in one)) for one in (found[-1], piece)):
            found.append(piece)
        else:
            found[-1] = [*found[-1], *piece]
    return found


def _printed(text: str) -> bool:
    """Whether it is an amount as tables print it: with decimals or separators."""
    return bool(AMOUNT.fullmatch(text)) and ("." in text or "," in text or "，" in text)


def _striped(content: PageContent, rules: list[Stroke], lines: list[list[Char]]) -> tuple[list[PageGrid], list[list[Char]]]:
    """Tables with horizontal rules only: at least three of the same extent, with figures in columns between them."""
    grids: list[PageGrid] = []
    extents: dict[tuple[int, int], list[Stroke]] = defaultdict(list)
    for rule in sorted(rules):
        if rule[2] - rule[1] < 0.25 * content.width:
            continue
        key = next((key for key in extents if abs(key[0] - rule[1]) < 6 and abs(key[1] - rule[2]) < 6), None)
        extents[key or (round(rule[1]), round(rule[2]))].append(rule)
    for (left, right), same in extents.items():
        ys = _merged([rule[0] for rule in same], SAME_ROW)
        if len(ys) < 3:
            continue
        inside = [line for line in lines if ys[0] < line[0][2] - 2 < ys[-1] + 1 and left - 4 <= line[0][0] and line[-1][1] <= right + 4]
        rows = _rows(inside)
        body = [row for row in rows if row.figures]
        if len(body) < 2 or sum(len(row.parts) > 1 for row in body) < 0.7 * len(body):
            continue
        grid = _by_gaps(content, rows, float(left), float(right), ys)
        if grid is not None:
            grids.append(grid)
            taken = {id(line) for line in inside}
            lines = [line for line in lines if id(line) not in taken]
    return grids, lines


def _aligned(content: PageContent, lines: list[list[Char]], others: Sequence[PageGrid]) -> tuple[list[PageGrid], list[list[Char]]]:
    """Tables without any rules: three or more rows on end whose figures stand in the same columns, or a head that numbers them."""
    if sum(1 for line in lines if line[-1][1] - line[0][0] > 60) < 3:
        return [], lines
    rows = _rows(lines, 1.1)
    grids: list[PageGrid] = []
    taken: set[int] = set()
    start = floor = 0
    while start < len(rows):
        if not _tabular(rows[start]):
            start += 1
            continue
        end = last = start
        bare = 0
        while end + 1 < len(rows):
            row, before = rows[end + 1], rows[end]
            if row.base - before.base > 4.0 * max(row.em, before.em) or any(before.base < grid.top < row.base for grid in others):
                break
            if not _tabular(row) and not _labels_only(row, before, rows[start : end + 1]):
                break
            end += 1
            if _tabular(row):
                last, bare = end, 0
            elif row.base - before.base > CLOSE * row.em:
                bare += 1
                if bare > 2 and not _in_step(rows[start : end + 1]):
                    break
        if _in_step(rows[start : end + 1]):
            last = end
        while start > floor and len(rows[start - 1].parts) == 1 and _goes_up(rows[start - 1], rows[start : last + 1]):
            start -= 1
        block = rows[start : last + 1]
        first = start
        while first > floor and _head_like(rows[first - 1], rows[first], block):
            first -= 1
        if start - first == 1 and first > floor and _step_above(rows[first - 1], rows[first : last + 1]):
            first -= 1
        if _convincing(block) or _under_heads(rows[first:start], block):
            chosen = rows[first : last + 1]
            left = min(row.line[0][0] for row in chosen) - 2
            right = max(row.line[-1][1] for row in chosen) + 2
            top, bottom = chosen[0].base - chosen[0].em, chosen[-1].base + 0.3 * chosen[-1].em
            grid = _by_gaps(content, chosen, left, right, [top, bottom], start - first)
            if grid is not None:
                grids.append(grid)
                taken.update(id(row.line) for row in chosen)
                floor = last + 1
        start = last + 1
    if not grids:
        return [], lines
    return grids, [line for line in lines if id(line) not in taken]


def _tabular(row: _Row) -> bool:
    """Whether a line looks like the row of a table: figures on their own after gaps, no sentence, no dot leaders."""
    if len(row.parts) < 2 or not any(AMOUNT.fullmatch(text) for text in row.texts):
        return False
    longest = max(row.texts, key=len)
    if any(_PROSE.search(_ASIDE.sub("", text)) for text in row.texts) or len(longest) > LONG:
        return False
    # A long label is not prose where nothing else on its line is.
    return len(longest) <= 30 or all(NUMBER.fullmatch(text) for text in row.texts if text is not longest)


def _labels_only(row: _Row, before: _Row, block: Sequence[_Row]) -> bool:
    """A row without figures, each of its words at the left edge of a column, or a label that goes on over the next line."""
    if any(len(text) > 25 or any(mark in text for mark in "。，；…") for text in row.texts) or abs(row.em - before.em) > 0.15 * before.em:
        return False
    if len(row.parts) > 1 and len(block) > 2 and _in_step([*block[-3:], row]):
        return True
    starts = [other.span(k) for other in block for k, text in enumerate(other.texts) if not NUMBER.fullmatch(text)]
    coded = [other.span(0) for other in block if other.texts[0].isdigit()]
    figures = [other.span(k) for other in block for k, text in enumerate(other.texts) if NUMBER.fullmatch(text)]
    for k in range(len(row.parts)):
        low, high = row.span(k)
        if not any(abs(low - x0) < 0.6 * row.em or x0 < low < x0 + 4 * row.em and low < x1 for x0, x1 in (*starts, *coded)):
            return False
        own = sum(1 for x0, x1 in figures if min(high, x1) - max(low, x0) > 1 and x0 > low + 1)
        if own > 0.2 * len(figures):
            return False
    return True


def _goes_up(row: _Row, block: Sequence[_Row]) -> bool:
    """Whether a label above the rows with figures is a row like them."""
    return len(block) > 2 and _labels_only(row, block[0], block) and row.texts[0][-1] not in "：:" and _in_step([row, *block[:3]])


def _in_step(block: Sequence[_Row]) -> bool:
    """Whether the rows follow at one distance, which is wider than that of lines in a cell: those without figures are rows, too."""
    steps = [below.base - above.base for above, below in itertools.pairwise(block) if below.base - above.base > CLOSE * below.em]
    ends = steps[-2:]
    steps.sort()
    if len(steps) < 2:
        return bool(steps) and block[0].counting and steps[0] < 2.5 * block[0].em
    usual = steps[len(steps) // 2]
    trimmed = steps[len(steps) // 10 : len(steps) - len(steps) // 10]
    return all(abs(step - usual) < 0.12 * usual for step in (*trimmed, *ends))


def _convincing(block: Sequence[_Row]) -> bool:
    """Whether the figures of these rows stand in columns: two columns of three or more, or one of five amounts."""
    body = [row for row in block if row.figures]
    if len(body) < 3:
        return False
    columns: list[tuple[float, float, int, int]] = []
    for row in body:
        if row.counting:
            continue
        for k, text in enumerate(row.texts):
            if not row.numeric(k):
                continue
            x0, x1 = row.span(k)
            printed = int("." in text or "," in text)
            for n, (low, high, count, exact) in enumerate(columns):
                if min(high, x1) - max(low, x0) > 0.5 * min(high - low, x1 - x0):
                    columns[n] = (min(low, x0), max(high, x1), count + 1, exact + printed)
                    break
            else:
                columns.append((x0, x1, 1, printed))
    numbered = any(row.counting for row in body)
    strong = [column for column in columns if column[2] >= max(3, 0.6 * len(body)) and column[3] >= 0.5 * column[2]]
    even = [column for column in columns if column[2] >= max(3, 0.6 * len(body))]
    stray = sum(column[2] for column in columns if column[2] < min(3, 0.25 * len(body)))
    figures = sum(column[2] for column in columns)
    if stray > 0.15 * figures and not numbered:
        return False
    if len(strong) >= 2 or (strong and numbered):
        return True
    if len(strong) == 1 and len(body) >= 5 and strong[0][3] == strong[0][2]:
        return True
    return len(even) >= 2 and len(body) >= 5 and _in_step(body)


def _under_heads(head: Sequence[_Row], block: Sequence[_Row]) -> bool:
    """Whether rows stand under a head of several columns: a form that numbers its columns, or at least two amounts under many heads."""
    heads = max((len(row.parts) for row in head), default=0)
    amounts = sum(_printed(text) for row in block for text in row.texts)
    return heads >= 3 and (block[0].counting or amounts >= (3 if heads == 3 else 2) and (heads > 3 or _in_step(block)))


def _head_like(row: _Row, below: _Row, block: Sequence[_Row]) -> bool:
    """Whether a line above the rows heads their columns: several short parts without amounts, close above.

    One part alone does where the line below begins within its own height: cells in the middle of their heads.
    """
    apart = below.base - row.base
    if apart > 3.0 * max(row.em, below.em) or abs(row.em - below.em) > 0.3 * below.em:
        return False
    if len(row.parts) < 2 and apart > 1.3 * row.em:
        return False
    if any("." in text and NUMBER.fullmatch(text) for text in row.texts) or any(len(text) > 20 or "。" in text for text in row.texts):
        return False
    last = row.texts[-1]
    return not ("单位" in last and (":" in last or "：" in last))


def _step_above(row: _Row, rows: Sequence[_Row]) -> bool:
    """Whether a lone line above a head of one line is the first row of the form: in step with its rows, in their type."""
    if len(row.parts) > 1 or len(row.texts[0]) > 20 or "单位" in row.texts[0] or _PROSE.search(row.texts[0]):
        return False
    return abs(row.em - rows[0].em) < 0.03 * row.em and len(rows) > 3 and _in_step([row, *rows[:3]])


def _by_gaps(content: PageContent, rows: Sequence[_Row], left: float, right: float, rules: list[float], head: int = 0) -> PageGrid | None:
    """Cut rows into columns by the gaps that the rows with figures share; heads get the columns that they stand over.

    ``head``: how many of the rows are known to stand above the figures.
    """
    body = [row for row in rows if row.figures and (row.figures > 1 or len(row.parts) > 1)]
    plain = [row for row in body if not row.counting] or [row for row in rows[head:] if not row.counting]
    numbers = _joined([row.span(k) for row in plain for k, text in enumerate(row.texts) if NUMBER.fullmatch(text)])
    dashes = [row.span(k) for row in plain for k, text in enumerate(row.texts) if DASH.fullmatch(text)]
    spans = list(numbers)
    for row in plain:
        for k in range(len(row.parts)):
            if row.numeric(k):
                continue  # dashes often stand in the middle of a column whose figures stand on the right
            low, high = row.span(k)
            if sum(1 for a, b in numbers if min(b, high) - max(a, low) > 1) <= 1:
                spans.append((low, high))
    spans = _joined(spans)
    _recut(rows[:head], spans)
    spans = _headed(spans, rows[:head], plain)
    if not head:
        spans = _joined([*spans, *(dash for dash in dashes if all(dash[0] > b or dash[1] < a for a, b in spans))])
    if len(spans) < 2 or not (numbers or any(row.counting for row in body)):
        return None
    xs = [left, *((a[1] + b[0]) / 2 for a, b in itertools.pairwise(spans)), right]
    if any(b <= a for a, b in itertools.pairwise(xs)):
        return None
    bands = _bands(rows, rules, body, head)
    patches: list[Patch] = []
    used: set[tuple[int, int]] = set()
    cells: dict[tuple[int, int], Patch] = {}
    for i, band in enumerate(bands):
        for row in band:
            counted = _in_order(row, spans) if row.counting else []
            for n, part in enumerate(row.parts):
                low, high = part[0][0], part[-1][1]
                middle = (low + high) / 2
                over = [j for j, (a, b) in enumerate(spans) if min(b, high) - max(a, low) > 0.3 * min(b - a, high - low)]
                if counted:
                    over = [counted[n]]
                elif len(row.parts) == len(spans):
                    over = [n]  # heads on the left of their columns, figures on the right
                elif not over:
                    over = [min(max(bisect_right(xs, middle) - 1, 0), len(spans) - 1)]
                first, last = over[0], over[-1]
                line = text_line(content, part, row.em, cell=True)
                owner = next((cells[i, j] for j in range(first, last + 1) if (i, j) in cells), None)
                if owner is None:
                    owner = Patch(i, first, 1, last - first + 1, width=xs[last + 1] - xs[first])
                    patches.append(owner)
                owner.lines.append(line)
                for j in range(owner.column, owner.column + owner.colspan):
                    cells[i, j] = owner
                    used.add((i, j))
    for i in range(len(bands)):
        for j in range(len(spans)):
            if (i, j) not in used:
                patches.append(Patch(i, j, 1, 1, width=xs[j + 1] - xs[j]))
    known = {id(row) for row in rows[:head]}
    _spread(patches, sum(id(band[0]) in known for band in bands), spans)
    patches.sort(key=lambda patch: (patch.row, patch.column))
    ys = [min(rules[0], bands[0][0].base - bands[0][0].em)]
    for above, below in itertools.pairwise(bands):
        ys.append((above[-1].base + 0.14 * above[-1].em + below[0].base - 0.86 * below[0].em) / 2)
    ys.append(max(rules[-1], bands[-1][-1].base + 0.3 * bands[-1][-1].em))
    return PageGrid(content.number, xs, ys, patches, tuple(spans))


@dataclass(slots=True)
class _Head:
    """What stands in a cell of the head: its edges, the baselines of its first and last line, the size of its type."""

    low: float
    high: float
    first: float
    last: float
    em: float

    def above(self, other: _Head) -> bool:
        """Whether there is room for the other one below this one."""
        return other.first >= self.last + APART * self.em

    def over(self, low: float, high: float) -> bool:
        """Whether it stands over a stretch."""
        return min(high, self.high) - max(low, self.low) > 1


def _leaves(head: Sequence[_Row], spans: Sequence[tuple[float, float]]) -> list[_Head]:
    """What heads one column each: what nothing else stands below, neither under it nor on both of its sides."""
    cells: list[_Head] = []
    for row in head:
        for k in range(len(row.parts)):
            low, high = row.span(k)
            above = next((cell for cell in cells if cell.over(low, high) and row.base - cell.last < APART * row.em), None)
            if above is None:
                cells.append(_Head(low, high, row.base, row.base, row.em))
            else:
                above.low, above.high, above.last = min(above.low, low), max(above.high, high), row.base
    leaves = []
    for cell in cells:
        lower = [other for other in cells if cell.above(other)]
        over = [
            (low, high) for low, high in spans if min(high, cell.high) - max(low, cell.low) > 0.3 * min(high - low, cell.high - cell.low)
        ]
        alone = len(over) == 1 and not any(other.over(*over[0]) for other in lower)
        sides = any(other.high <= cell.low for other in lower) and any(other.low >= cell.high for other in lower)
        if not any(cell.over(other.low, other.high) for other in lower) and (alone or not sides):
            leaves.append(cell)
    return sorted(leaves, key=lambda cell: cell.low)


def _headed(spans: list[tuple[float, float]], head: Sequence[_Row], body: Sequence[_Row]) -> list[tuple[float, float]]:
    """The columns with what heads each of them, heads and columns in one order and as near as can be; a head over nothing has its own.

    A column without a head that is only filled where its neighbour is not, is the neighbour: words and figures at its two sides.
    """
    leaves = _leaves(head, spans)
    if not leaves:
        return spans
    em = leaves[0].em
    # Least cost of the first i heads and the first j columns, and the last step to it: both, a head alone, a column alone.
    cost = [[0.0] * (len(spans) + 1) for _ in range(len(leaves) + 1)]
    step = [[""] * (len(spans) + 1) for _ in range(len(leaves) + 1)]
    for i in range(len(leaves) + 1):
        for j in range(len(spans) + 1):
            ways: list[tuple[float, str]] = []
            if i and j:
                away = max(spans[j - 1][0] - leaves[i - 1].high, leaves[i - 1].low - spans[j - 1][1], 0.0)
                ways.append((cost[i - 1][j - 1] + min(away, ALONE * em), "both"))
            if i:
                ways.append((cost[i - 1][j] + ALONE * em + 2 * em * any(leaves[i - 1].over(*span) for span in spans), "head"))
            if j:
                ways.append((cost[i][j - 1] + ALONE * em, "column"))
            if ways:
                cost[i][j], step[i][j] = min(ways, key=lambda way: way[0])
    found: list[tuple[tuple[float, float] | None, _Head | None]] = []
    i, j = len(leaves), len(spans)
    while i or j:
        way = step[i][j]
        i, j = i - (way != "column"), j - (way != "head")
        found.append((None if way == "head" else spans[j], None if way == "column" else leaves[i]))
    found.reverse()
    for n, (span, leaf) in enumerate(found):
        if leaf is not None or span is None:
            continue
        for m in (n + 1, n - 1):
            if 0 <= m < len(found) and (other := found[m][0]) and found[m][1] and not any(_both(row, span, other) for row in body):
                found[m] = ((min(span[0], other[0]), max(span[1], other[1])), found[m][1])
                found[n] = (None, None)
                break
    columns = [(span, leaf) for span, leaf in found if span or leaf]
    made: list[tuple[float, float]] = []
    for n, (span, leaf) in enumerate(columns):
        low, high = span or (leaf.low, leaf.high)  # type: ignore[union-attr]
        if span and leaf:
            after = next((one[0] for one, _ in columns[n + 1 :] if one), leaf.high)
            low, high = min(low, max(leaf.low, made[-1][1] if made else leaf.low)), max(high, min(leaf.high, after))
        made.append((max(low, made[-1][1]) if made else low, high))
    return made if all(a < b for a, b in made) else spans


def _recut(head: Sequence[_Row], spans: Sequence[tuple[float, float]]) -> None:
    """Cut lines of the head at smaller gaps, too, where their parts stand over different columns."""
    for row in head:
        parts: list[list[Char]] = []
        for part in row.parts:
            pieces = [[part[0]]]
            for before, char in itertools.pairwise(part):
                if char[0] - before[1] > BESIDE * row.em:
                    sides = [
                        {n for n, (a, b) in enumerate(spans) if min(b, side[-1][1]) - max(a, side[0][0]) > 1}
                        for side in (pieces[-1], part[part.index(char) :])
                    ]
                    if sides[0] and sides[1] and not sides[0] & sides[1]:
                        pieces.append([])
                pieces[-1].append(char)
            parts += pieces
        row.parts, row.texts = parts, ["".join(c[3] for c in part) for part in parts]


def _both(row: _Row, one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether a row has something in both columns."""
    parts = [row.span(k) for k in range(len(row.parts))]
    return all(any(min(high, b) - max(low, a) > 1 for low, high in parts) for a, b in (one, other))


def _spread(patches: list[Patch], rows: int, spans: Sequence[tuple[float, float]]) -> None:
    """Let heads reach over all the columns that they head: those in whose next head below there is room for a line in between.

    Where several stand side by side over such columns, each takes those in whose middle it stands.
    """
    for i in range(1, rows):
        _raise(patches, i)
    for i in range(rows - 1):
        own = {p.column: p for p in patches if p.row == i and p.lines}
        if not own:
            continue
        below: dict[int, float] = {}
        for p in patches:
            if p.lines and i < p.row < rows:
                for j in range(p.column, p.column + p.colspan):
                    below[j] = min(below.get(j, float("inf")), p.lines[0].base)
        over = [p for p in own.values() if p.rowspan == 1 and any(j in below for j in range(p.column, p.column + p.colspan))]
        under = max((p.lines[-1].base + APART * p.lines[-1].em for p in over), default=float("inf"))
        covered = {j: p for p in own.values() for j in range(p.column, p.column + p.colspan)}
        free = [below.get(j, 0.0) > under and (j not in covered or below[j] > covered[j].lines[-1].base) for j in range(len(spans))]
        j = 0
        while j < len(spans):
            if not free[j]:
                j += 1
                continue
            end = j
            while end < len(spans) and free[end]:
                end += 1
            heads = sorted({id(covered[k]): covered[k] for k in range(j, end) if k in covered}.values(), key=lambda p: p.column)
            _share(heads, j, end, spans, patches)
            j = end


def _raise(patches: list[Patch], row: int) -> None:
    """Heads that stand higher than others of their row reach up into the row above, where that is free."""
    own = [p for p in patches if p.row == row and p.lines]
    lowest = max(((p.lines[0].base + p.lines[-1].base) / 2 for p in own), default=0.0)
    for head in own:
        columns = range(head.column, head.column + head.colspan)
        above = [p for p in patches if p.row <= row - 1 < p.row + p.rowspan and any(p.column <= j < p.column + p.colspan for j in columns)]
        high = (head.lines[0].base + head.lines[-1].base) / 2 < lowest - 0.4 * head.lines[0].em
        if high and not any(p.lines for p in above):
            patches[:] = [p for p in patches if not any(p is one for one in above)]
            head.row, head.rowspan = row - 1, head.rowspan + 1


def _share(heads: Sequence[Patch], first: int, end: int, spans: Sequence[tuple[float, float]], patches: list[Patch]) -> None:
    """Give each of the columns to one of the heads above them."""
    if not heads or heads[0].column < first or heads[-1].column + heads[-1].colspan > end:
        return
    edges = [first, *(head.column for head in heads[1:]), end]
    middles = [(head.lines[0].x0 + head.lines[0].x1) / 2 for head in heads]

    def off(k: int, low: int, high: int) -> float:
        """How far a head stands from the middle of these columns."""
        return abs((spans[low][0] + spans[high - 1][1]) / 2 - middles[k])

    for k in range(1, len(heads)):
        cuts = range(heads[k - 1].column + heads[k - 1].colspan, heads[k].column + 1)
        edges[k] = min(cuts, key=lambda cut, k=k: off(k - 1, edges[k - 1], cut) + off(k, cut, edges[k + 1]))  # type: ignore[misc]
    row = heads[0].row
    for head, (low, high) in zip(heads, itertools.pairwise(edges), strict=True):
        patches[:] = [p for p in patches if p is head or p.row != row or not low <= p.column < high]
        head.column, head.colspan = low, high - low
        head.width = spans[high - 1][1] - spans[low][0]


def _in_order(row: _Row, spans: Sequence[tuple[float, float]]) -> list[int]:
    """The column of each part of a row that numbers the columns, in their order and as near as can be; none where they are too many."""
    count = len(row.parts)
    if count > len(spans):
        return []
    best: list[tuple[float, list[int]]] = [(0.0, [])]
    for k in range(count):
        low, high = row.span(k)
        reached: list[tuple[float, list[int]]] = []
        for n in range(k, len(spans) - (count - k) + 1):
            # What stands on the left of its cell has nothing of its column further to the left.
            away = max(spans[n][0] - high, 3 * (low - spans[n][1]), 0.0)
            cost, way = min((one for one in best if not one[1] or one[1][-1] < n), key=lambda one: one[0], default=(float("inf"), []))
            reached.append((cost + away, [*way, n]))
        best = reached
    return min(best, key=lambda one: one[0])[1]


def _joined(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Overlapping stretches as one."""
    found: list[tuple[float, float]] = []
    for low, high in sorted(spans):
        if found and low < found[-1][1] - 0.5:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return found


def _bands(rows: Sequence[_Row], rules: list[float], body: Sequence[_Row], head: int = 0) -> list[list[_Row]]:
    """Which lines make a row: those between two rules where there is a rule for every row, else each line with figures.

    A line with one label and no figures, close under a label that fills its column, goes on from the row above; lines that are
    closer together than two lines of a cell can be are of one row, whose cells have their text in the middle.
    """
    figured = {id(row) for row in body}
    between: dict[int, list[_Row]] = defaultdict(list)
    for row in rows:
        between[bisect_right(rules, row.base - 0.36 * row.em)].append(row)
    steps = sorted(below.base - above.base for above, below in itertools.pairwise(body))
    em = sorted(row.em for row in rows)[len(rows) // 2]
    roomy = bool(steps) and steps[len(steps) // 2] > 1.5 * em
    above_all = {id(row) for row in rows[:head]}
    bands: list[list[_Row]] = []
    for key in sorted(between):
        group = between[key]
        if len(rules) > 3 and sum(1 for row in group if id(row) in figured) <= 1:
            bands.append(group)
            continue
        for row in group:
            above = bands[-1][-1] if bands and bands[-1][-1] in group else None
            if above is None:
                bands.append([row])
                continue
            step, known = row.base - above.base, sum(id(one) in figured for one in (*bands[-1], row))
            heads = id(row) in above_all
            goes_on = (
                len(row.parts) == 1
                and id(row) not in figured
                and id(above) in figured
                and step < 1.35 * row.em
                and abs(row.line[0][0] - above.line[0][0]) < 0.6 * row.em
            )
            middle = step < (CLOSE if heads or not roomy else 1.35) * row.em and known <= 1 and heads == (id(above) in above_all)
            if goes_on or middle:
                bands[-1].append(row)
            else:
                bands.append([row])
    return bands
