"""Columns of a table without verticals: the gaps that its rows share, the heads above them, and the lines of one cell."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.read.pdf_grid import PageGrid, Patch, joined
from auditor.read.pdf_lines import DASH, NUMBER, text_line
from auditor.read.pdf_page import Char, PageContent
from auditor.read.pdf_rows import (
    BESIDE,
    CLOSE,
    TextRow,
)

ALONE = 20.0
"""Ems that a head stands away from its column at most, before it is one of an empty column."""
APART = 1.3
"""Ems between a head and the heads below it at least; lines of one cell, and cells beside each other, are closer."""


def by_gaps(content: PageContent, rows: Sequence[TextRow], left: float, right: float, rules: list[float], head: int = 0) -> PageGrid | None:
    """Cut rows into columns by the gaps that the rows with figures share; heads get the columns that they stand over.

    ``head``: how many of the rows are known to stand above the figures.
    """
    body = [row for row in rows if row.figures and (row.figures > 1 or len(row.parts) > 1)]
    plain = [row for row in body if not row.counting] or [row for row in rows[head:] if not row.counting]
    numbers = joined([row.span(k) for row in plain for k, text in enumerate(row.texts) if NUMBER.fullmatch(text)])
    dashes = [row.span(k) for row in plain for k, text in enumerate(row.texts) if DASH.fullmatch(text)]
    spans = list(numbers)
    for row in plain:
        for k in range(len(row.parts)):
            if row.numeric(k):
                continue  # dashes often stand in the middle of a column whose figures stand on the right
            low, high = row.span(k)
            if sum(1 for a, b in numbers if min(b, high) - max(a, low) > 1) <= 1:
                spans.append((low, high))
    spans = joined(spans)
    _recut(rows[:head], spans)
    spans = _headed(spans, rows[:head], plain)
    if not head:
        spans = joined([*spans, *(dash for dash in dashes if all(dash[0] > b or dash[1] < a for a, b in spans))])
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


def by_heads(content: PageContent, rows: Sequence[TextRow]) -> PageGrid:
    """A form with nothing in it but labels: its columns are those of the line of heads above them."""
    spans = [rows[0].span(k) for k in range(len(rows[0].parts))]
    left, right = min(row.line[0][0] for row in rows) - 2, max(row.line[-1][1] for row in rows) + 2
    xs = [left, *((a[1] + b[0]) / 2 for a, b in itertools.pairwise(spans)), right]
    ys = [rows[0].base - rows[0].em]
    ys += [(above.base + 0.14 * above.em + below.base - 0.86 * below.em) / 2 for above, below in itertools.pairwise(rows)]
    ys.append(rows[-1].base + 0.3 * rows[-1].em)
    patches = [Patch(i, j, 1, 1, width=xs[j + 1] - xs[j]) for i in range(len(rows)) for j in range(len(spans))]
    for i, row in enumerate(rows):
        for n, part in enumerate(row.parts):
            middle = (part[0][0] + part[-1][1]) / 2
            column = n if i == 0 else min(max(bisect_right(xs, middle) - 1, 0), len(spans) - 1)
            patches[i * len(spans) + column].lines.append(text_line(content, part, row.em, cell=True))
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


def _leaves(head: Sequence[TextRow], spans: Sequence[tuple[float, float]]) -> list[_Head]:
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


def _headed(spans: list[tuple[float, float]], head: Sequence[TextRow], body: Sequence[TextRow]) -> list[tuple[float, float]]:
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


def _recut(head: Sequence[TextRow], spans: Sequence[tuple[float, float]]) -> None:
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


def _both(row: TextRow, one: tuple[float, float], other: tuple[float, float]) -> bool:
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


def _in_order(row: TextRow, spans: Sequence[tuple[float, float]]) -> list[int]:
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


def _bands(rows: Sequence[TextRow], rules: list[float], body: Sequence[TextRow], head: int = 0) -> list[list[TextRow]]:
    """Which lines make a row: those between two rules where there is a rule for every row, else each line with figures.

    A line with one label and no figures, close under a label that fills its column, goes on from the row above; lines that are
    closer together than two lines of a cell can be are of one row, whose cells have their text in the middle.
    """
    figured = {id(row) for row in body}
    between: dict[int, list[TextRow]] = defaultdict(list)
    for row in rows:
        between[bisect_right(rules, row.base - 0.36 * row.em)].append(row)
    steps = sorted(below.base - above.base for above, below in itertools.pairwise(body))
    em = sorted(row.em for row in rows)[len(rows) // 2]
    roomy = bool(steps) and steps[len(steps) // 2] > 1.5 * em
    above_all = {id(row) for row in rows[:head]}
    bands: list[list[TextRow]] = []
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
