"""Characters into the cells of a lattice: by where they stand, by what they belong to, and rows and columns that nobody drew."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import defaultdict

from auditor.read.pdf_grid import PageGrid, Patch, joined
from auditor.read.pdf_lines import AMOUNT, TextLine, into_lines, text_line
from auditor.read.pdf_page import Box, Char, PageContent

SLIVER = 10.0
"""Points that a column needs at least to hold a character with its margins."""
_HANGING = "，。、；：）》”’】,;:)"
"""Marks that may hang over the right edge of a cell."""


def fill(
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
        lines = joined([(box[across], box[across + 2]) for box, _, _ in entries])
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
