"""Lattices: ruling lines that meet, and the cells that they close off."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from auditor.read.pdf_grid import SAME_COLUMN, SAME_ROW, Patch, Stroke, merged
from auditor.read.pdf_page import PageContent, Ruling

DRAWING = 2_000_000
"""Pairs of strokes beyond which a page is a map or a plan."""
REACH = 2.5
"""Points by which strokes may miss each other where they meet."""


@dataclass(slots=True)
class _Axis:
    """Collinear strokes, joined."""

    at: float
    spans: list[tuple[float, float]]


def axes(strokes: Sequence[Ruling], tolerance: float) -> list[_Axis]:
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


def components(horizontal: Sequence[_Axis], vertical: Sequence[_Axis]) -> tuple[list[tuple[list[Stroke], list[Stroke]]], list[Stroke]]:
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


class Lattice(NamedTuple):
    """The cells that ruling lines make."""

    xs: list[float]
    """Column edges."""
    ys: list[float]
    """Row edges."""
    owner: list[list[int]]
    """Position in ``patches`` of the cell of each row and column."""
    patches: list[Patch]


def lattice_of(level: Sequence[Stroke], upright: Sequence[Stroke]) -> Lattice | None:
    """The cells of a group of strokes; ``None`` where there are none."""
    ys = merged([stroke[0] for stroke in level], SAME_ROW)
    xs = merged([stroke[0] for stroke in upright], SAME_COLUMN)
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
    groups, _ = components(axes(content.horizontal, SAME_ROW), axes(content.vertical, SAME_COLUMN))
    found = [shape for group in groups if (shape := lattice_of(*group)) and len(shape.patches) > 1 and len(shape.xs) > 2]
    return sorted(found, key=area)


def area(shape: Lattice) -> float:
    """Of the whole lattice, in square points."""
    return (shape.xs[-1] - shape.xs[0]) * (shape.ys[-1] - shape.ys[0])
