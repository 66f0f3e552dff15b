"""Tables of a page: from ruling lines where they are drawn, from the alignment of figures where they are not.

Ruled tables are found as pdfplumber's ``lines`` strategy finds them (edges, joined and intersected), but a lattice with
merged cells is built in place of the smallest closed boxes: open sides, missing verticals and heads over several rows
and columns come out as cells with spans. Tables that only have horizontal rules (三线表), or none, are cut into columns by
the gaps that all their rows share, and only where the figures line up convincingly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from auditor.read.pdf_columns import by_gaps, by_heads
from auditor.read.pdf_fill import fill
from auditor.read.pdf_grid import SAME_COLUMN, SAME_ROW, PageGrid, Stroke, merged
from auditor.read.pdf_lines import into_lines
from auditor.read.pdf_page import Char, PageContent
from auditor.read.pdf_rows import (
    CLOSE,
    convincing,
    empty_form,
    goes_up,
    head_like,
    in_step,
    labels_only,
    step_above,
    tabular,
    text_rows,
    under_heads,
)
from auditor.read.pdf_ruled import area, axes, components, lattice_of


def find_tables(content: PageContent) -> tuple[list[PageGrid], list[list[Char]]]:
    """The tables of a page in reading order, and the lines of characters that stand outside them."""
    chars = content.chars
    grids: list[PageGrid] = []
    loose: list[Stroke] = []
    if content.horizontal or content.shades:
        groups, loose = components(axes(content.horizontal, SAME_ROW), axes(content.vertical, SAME_COLUMN))
        if len(groups) == 0 and len(content.shades) > 3:
            level = content.horizontal + [(y, x0, x1) for x0, top, x1, bottom in content.shades for y in (top, bottom)]
            upright = content.vertical + [(x, top, bottom) for x0, top, x1, bottom in content.shades for x in (x0, x1)]
            groups, loose = components(axes(level, SAME_ROW), axes(upright, SAME_COLUMN))
        shapes = [shape for group in groups if (shape := lattice_of(*group))]
        shapes.sort(key=area)
        for xs, ys, owner, patches in shapes:
            if len(patches) < 2 or len(xs) == 2:
                if len(ys) > 2 and len(xs) == 2:
                    loose += [(y, xs[0], xs[-1]) for y in ys]
                continue
            grid, chars = fill(content, xs, ys, owner, patches, chars)
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
        ys = merged([rule[0] for rule in same], SAME_ROW)
        if len(ys) < 3:
            continue
        inside = [line for line in lines if ys[0] < line[0][2] - 2 < ys[-1] + 1 and left - 4 <= line[0][0] and line[-1][1] <= right + 4]
        rows = text_rows(inside)
        body = [row for row in rows if row.figures]
        if len(body) < 2 or sum(len(row.parts) > 1 for row in body) < 0.7 * len(body):
            continue
        grid = by_gaps(content, rows, float(left), float(right), ys)
        if grid is not None:
            grids.append(grid)
            taken = {id(line) for line in inside}
            lines = [line for line in lines if id(line) not in taken]
    return grids, lines


def _aligned(content: PageContent, lines: list[list[Char]], others: Sequence[PageGrid]) -> tuple[list[PageGrid], list[list[Char]]]:
    """Tables without any rules: three or more rows on end whose figures stand in the same columns, or a head that numbers them."""
    if sum(1 for line in lines if line[-1][1] - line[0][0] > 60) < 3:
        return [], lines
    rows = text_rows(lines, 1.1)
    grids: list[PageGrid] = []
    taken: set[int] = set()
    start = floor = 0
    while start < len(rows):
        if count := empty_form(rows, start):
            chosen = rows[start : start + count]
            grids.append(by_heads(content, chosen))
            taken.update(id(row.line) for row in chosen)
            start = floor = start + count
            continue
        if not tabular(rows[start]):
            start += 1
            continue
        end = last = start
        bare = 0
        while end + 1 < len(rows):
            row, before = rows[end + 1], rows[end]
            if row.base - before.base > 4.0 * max(row.em, before.em) or any(before.base < grid.top < row.base for grid in others):
                break
            if not tabular(row) and not labels_only(row, before, rows[start : end + 1]):
                break
            end += 1
            if tabular(row):
                last, bare = end, 0
            elif row.base - before.base > CLOSE * row.em:
                bare += 1
                if bare > 2 and not in_step(rows[start : end + 1]):
                    break
        if in_step(rows[start : end + 1]):
            last = end
        while start > floor and len(rows[start - 1].parts) == 1 and goes_up(rows[start - 1], rows[start : last + 1]):
            start -= 1
        block = rows[start : last + 1]
        first = start
        while first > floor and head_like(rows[first - 1], rows[first], block):
            first -= 1
        if start - first == 1 and first > floor and step_above(rows[first - 1], rows[first : last + 1]):
            first -= 1
        if convincing(block) or under_heads(rows[first:start], block):
            chosen = rows[first : last + 1]
            left = min(row.line[0][0] for row in chosen) - 2
            right = max(row.line[-1][1] for row in chosen) + 2
            top, bottom = chosen[0].base - chosen[0].em, chosen[-1].base + 0.3 * chosen[-1].em
            grid = by_gaps(content, chosen, left, right, [top, bottom], start - first)
            if grid is not None:
                grids.append(grid)
                taken.update(id(row.line) for row in chosen)
                floor = last + 1
        start = last + 1
    if not grids:
        return [], lines
    return grids, [line for line in lines if id(line) not in taken]
