"""Text and grids put together from stretches of a file, each stretch remembering where it stood.

What the readers of Word, Excel and web pages share: they gather pieces, and here pieces become the text and the runs of
a line or cell, and cells with spans become the rows of a grid.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from auditor.errors import ReadError
from auditor.model import GridCell, Run

Place = Callable[[int, int, int], Run]
"""Makes the run of ``text[start:end]`` that begins at an offset of its paragraph, cell or element: (start, end, offset)."""

COLUMNS = 1024
"""Columns of a table that are read; what stands further right is dropped, and the caller says so."""
POSITIONS = 4_000_000
"""Positions (rows × columns) of one table, beyond which the file is refused."""

_BLANK = GridCell("")
_COVERED = GridCell("", covered=True)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]+")
_SPACES = str.maketrans({"\u00a0": " ", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n", "\r": " "})
_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\u2028\u2029]")
_RAISED = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")


class Piece(NamedTuple):
    """A stretch of text that is contiguous in the file."""

    text: str
    at: int
    """Offset of its first character in its paragraph, cell or element."""
    place: Place
    generated: bool = False
    """Whether it is not in the file (a number that Word counts); it then stands for the place at which it appears."""


def raised(text: str) -> str:
    """The text as superscript characters, so that 10⁴ is not read as 104; same length."""
    return text.translate(_RAISED)


def woven(pieces: Iterable[Piece]) -> tuple[str, tuple[Run, ...]]:
    """The text of the pieces, stripped and without invisible characters, and where each stretch of it stands."""
    given = list(pieces)
    if len(given) == 1 and not _INVISIBLE.search(given[0].text):
        whole = given[0].text.translate(_SPACES).rstrip()
        text = whole.lstrip()
        return text, (given[0].place(0, len(text), given[0].at + len(whole) - len(text)),) if text else ()
    kept: list[Piece] = []
    for piece in given:
        if not _INVISIBLE.search(piece.text):
            kept.append(piece._replace(text=piece.text.translate(_SPACES)))
            continue
        start = 0
        for gap in _INVISIBLE.finditer(piece.text + "\u200b"):
            if gap.start() > start:
                kept.append(piece._replace(text=piece.text[start : gap.start()].translate(_SPACES), at=piece.at + start))
            start = gap.end()
    while kept and not (text := kept[0].text.lstrip()):
        kept.pop(0)
    if kept and len(text) < len(kept[0].text):
        kept[0] = kept[0]._replace(text=text, at=kept[0].at + len(kept[0].text) - len(text))
    while kept and not (text := kept[-1].text.rstrip()):
        kept.pop()
    if kept:
        kept[-1] = kept[-1]._replace(text=text)
    runs: list[Run] = []
    start = end = offset = 0
    place: Place | None = None
    generated = False
    for piece in kept:
        if not piece.text:
            continue
        if piece.place is not place or piece.at != offset + end - start or piece.generated or generated:
            if place is not None:
                runs.append(place(start, end, offset))
            start, offset, place = end, piece.at, piece.place
        generated = piece.generated
        end += len(piece.text)
    if place is not None:
        runs.append(place(start, end, offset))
    return "".join(piece.text for piece in kept), tuple(runs)


def broken(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces of each line, where line breaks stand in their text; the breaks are dropped."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        start = 0
        for gap in _BREAK.finditer(piece.text):
            if gap.start() > start:
                lines[-1].append(piece._replace(text=piece.text[start : gap.start()], at=piece.at + start))
            lines.append([])
            start = gap.end()
        if start < len(piece.text):
            lines[-1].append(piece._replace(text=piece.text[start:], at=piece.at + start))
    return lines


def compact(cells: Sequence[tuple[int, int, GridCell]]) -> list[tuple[int, int, GridCell]]:
    """The filled cells, without the columns in which none begins: what page makers use to push columns apart."""
    filled = [(row, column, cell) for row, column, cell in cells if cell.text]
    columns = sorted({column for _, column, _ in filled})
    found = []
    for row, column, cell in filled:
        first = bisect_left(columns, column)
        colspan = max(1, bisect_left(columns, column + cell.colspan) - first)
        found.append((row, first, cell if colspan == cell.colspan else replace(cell, colspan=colspan)))
    return found


def dense(cells: Sequence[tuple[int, int, GridCell]], name: str) -> tuple[tuple[GridCell, ...], ...]:
    """The rows of a grid from (row, column, cell): spans cut to the grid, merged positions marked as covered.

    Cells of one row come in the order of their columns; a position that two cells claim belongs to the first. Time and
    memory are linear in rows × columns, also where spans overlap without end.

    Raises:
        ReadError: more than :data:`POSITIONS` positions; ``name`` says in which file.
    """
    cells = [(row, column, cell) for row, column, cell in cells if column < COLUMNS]
    if not cells:
        return ()
    height = max(row for row, _, _ in cells) + 1
    width = max(column for _, column, _ in cells) + 1
    if height * width > POSITIONS:
        raise ReadError(f"{name}：一个表格有 {height} 行 × {width} 列，超过上限 {POSITIONS} 格；请删去多余的空行空列或拆分后再审")
    rows = [[_BLANK] * width for _ in range(height)]
    room = 2 * POSITIONS
    for row, column, cell in cells:
        if rows[row][column] is not _BLANK:
            continue
        rowspan, colspan = min(cell.rowspan, height - row), min(cell.colspan, width - column)
        if (rowspan, colspan) != (cell.rowspan, cell.colspan):
            cell = replace(cell, rowspan=rowspan, colspan=colspan)
        room -= rowspan * colspan
        if rowspan * colspan > 1 and room > 0:
            for y in range(row, row + rowspan):
                for x in range(column, column + colspan):
                    if rows[y][x] is _BLANK:
                        rows[y][x] = _COVERED
        rows[row][column] = cell
    return tuple(map(tuple, rows))
