"""Tables that the text marks as such: pipes, drawn boxes, one cell to a line, HTML."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from auditor.model import GridCell
from auditor.read.text_clean import Cells, cell_of, joined
from auditor.read.text_pages import Physical

_SEPARATOR = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
DRAWN = re.compile(r"\s*(?:[+├└┌┏┗┣╔╚╠][-=+:─━┬┴┼┐┘┤┳┻╋┓┛┫═╦╩╬╗╝╣\s]+)\s*")
BARS = re.compile(r"[|│┃║｜]")
_TABLE_TAG = re.compile(r"<(?P<close>/?)(?P<name>table|tr|td|th|caption|thead|tbody|tfoot|colgroup|col)\b(?P<rest>[^<>]*)>", re.IGNORECASE)
_TABLE_OPEN = re.compile(r"<table\b[^<>]*>", re.IGNORECASE)
_TABLE_CLOSE = re.compile(r"</table\s*>", re.IGNORECASE)
_SPAN = re.compile(r"\b(?P<which>row|col)span\s*=\s*[\"']?\s*(?P<count>\d{1,3})", re.IGNORECASE)


def piped_table(lines: Sequence[Physical], at: int) -> tuple[int, list[Cells]] | None:
    """The rows of a table drawn with bars that begins at a line, and the position behind it."""
    rows: list[Cells] = []
    pending: list[Cells] = []
    drawn = ruled = False
    edged = 0
    first = at
    if at + 1 < len(lines) and _SEPARATOR.fullmatch(lines[at + 1].raw) and BARS.search(lines[at + 1].raw):
        ruled = True
    while at < len(lines):
        bare = lines[at].raw.strip()
        if not bare:
            break
        edged += bare[0] in "|│┃║+├└┌┏┗┣╔╚╠"
        if len(bare) > 2 and DRAWN.fullmatch(bare):
            drawn = True
            if pending:
                rows.append(_merged(pending))
                pending = []
        elif _SEPARATOR.fullmatch(bare) and BARS.search(bare):
            pass
        elif (bars := len(BARS.findall(bare))) and (bars >= 2 or ruled or bare[0] in "|│┃║"):
            (pending if drawn else rows).append(_bar_cells(lines[at]))
        else:
            break
        at += 1
    rows += pending
    if not rows or at - first < 2 or not (ruled or edged * 2 > at - first):
        return None
    return at, rows


def _bar_cells(here: Physical) -> Cells:
    raw = here.raw
    left = len(raw) - len(raw.lstrip())
    right = len(raw.rstrip())
    cuts = [m.start() for m in BARS.finditer(raw) if m.start() == 0 or raw[m.start() - 1] != "\\"]
    if cuts and cuts[0] == left:
        start, cuts = left + 1, cuts[1:]
    else:
        start = left
    if cuts and cuts[-1] == right - 1:
        right, cuts = right - 1, cuts[:-1]
    cells = []
    for cut in (*cuts, right):
        cells.append(cell_of(raw[start:cut], here.number, here.column + start))
        start = cut + 1
    return tuple(cells)


def _merged(rows: Sequence[Cells]) -> Cells:
    """One row whose cells are written over several lines."""
    if len(rows) == 1:
        return rows[0]
    width = max(map(len, rows))
    return tuple(joined([row[i] for row in rows if i < len(row)]) for i in range(width))


def stacked_table(lines: Sequence[Physical], at: int) -> tuple[int, list[Cells]] | None:
    """The rows of a table with one cell to a line that begins at a line, and the position behind it.

    ``None`` where the lines are only indented: rows of one width, of two cells or more, and more than one of them are asked for.
    """
    rows: list[list[GridCell]] = []
    row: list[GridCell] = []
    end = at
    while at < len(lines):
        here = lines[at]
        raw = here.raw
        if raw.startswith("\t") and "\t" not in raw[1:]:
            row.append(cell_of(raw[1:], here.number, here.column + 1))
            end = at + 1
        elif not raw.strip():
            if row:
                rows.append(row)
                row = []
        elif row and "\t" not in raw and at + 1 < len(lines) and _goes_on(lines, at):
            row[-1] = joined([row[-1], cell_of(raw, here.number, here.column)])
        else:
            break
        at += 1
    if row:
        rows.append(row)
    widths = Counter(map(len, rows))
    width, count = widths.most_common(1)[0]
    if len(rows) < 2 or width < 2 or count * 10 < len(rows) * 6:
        return None
    if sum(len(cell.text) > 30 and cell.text.endswith(("。", "；")) for r in rows for cell in r) * 2 > sum(map(len, rows)):
        return None
    return end, [tuple(r) for r in rows]


def _goes_on(lines: Sequence[Physical], at: int) -> bool:
    """Whether the lines behind a line without a tab return to tabbed cells before a blank line."""
    for here in lines[at + 1 : at + 12]:
        if here.raw.startswith("\t"):
            return True
        if not here.raw.strip():
            return False
    return False


def html_tables(text: str) -> dict[tuple[int, int], tuple[int, list[Cells]]]:
    """(line, column) of the physical line on which each HTML table begins → (its last line, its rows)."""
    starts = [0]
    starts += (m.end() for m in re.finditer("\n", text))
    found: dict[tuple[int, int], tuple[int, list[Cells]]] = {}
    at = 0
    while (opened := _TABLE_OPEN.search(text, at)) is not None:
        closed = _TABLE_CLOSE.search(text, opened.end())
        if closed is None:
            break
        first = bisect_right(starts, opened.start())
        last = bisect_right(starts, closed.start())
        rows = _html_rows(text, opened.end(), closed.start(), starts)
        if rows:
            key = (first, 0)
            if key in found:
                found[key] = (last, found[key][1] + rows)
            else:
                found[key] = (last, rows)
        at = closed.end()
    return found


def _html_rows(text: str, first: int, last: int, starts: Sequence[int]) -> list[Cells]:
    rows: list[list[GridCell]] = []
    hanging: dict[int, int] = {}
    row: list[GridCell] | None = None
    opened: tuple[int, str] | None = None

    def cover() -> None:
        assert row is not None
        while hanging.get(len(row), 0) > 0:
            hanging[len(row)] -= 1
            row.append(GridCell("", covered=True))

    def end_cell(stop: int) -> None:
        nonlocal opened
        if opened is None or row is None:
            opened = None
            return
        start, attributes = opened
        spans = {m["which"].lower(): max(1, int(m["count"])) for m in _SPAN.finditer(attributes)}
        across, down = spans.get("col", 1), spans.get("row", 1)
        cover()
        column = len(row)
        row.append(_html_cell(text, start, stop, starts, down, across))
        row.extend(GridCell("", covered=True) for _ in range(across - 1))
        for i in range(column, column + across):
            if down > 1:
                hanging[i] = down - 1
        opened = None

    def end_row(stop: int) -> None:
        nonlocal row
        if row is not None:
            end_cell(stop)
            cover()
            rows.append(row)
        row = None

    for tag in _TABLE_TAG.finditer(text, first, last):
        name = tag["name"].lower()
        if name == "tr":
            end_row(tag.start())
            row = None if tag["close"] else []
        elif name in ("td", "th"):
            end_cell(tag.start())
            if not tag["close"]:
                row = [] if row is None else row
                opened = (tag.end(), tag["rest"])
    end_row(last)
    return [tuple(r) for r in rows if any(cell.text for cell in r)]


def _html_cell(text: str, first: int, last: int, starts: Sequence[int], down: int, across: int) -> GridCell:
    pieces: list[GridCell] = []
    while first <= last:
        number = bisect_right(starts, first)
        stop = min(last, starts[number] - 1 if number < len(starts) else last)
        pieces.append(cell_of(text[first:stop], number, first - starts[number - 1]))
        first = stop + 1
    cell = joined(pieces)
    return GridCell(cell.text, cell.runs, down, across)
