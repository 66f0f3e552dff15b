"""The boxhead of a table: which rows are heads, and the path of heads over each column.

Formats that know merged cells say so; plain text shows them as empty cells behind (or under) the text. Both become the
same thing here: every head position knows its label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from auditor.lexicon import kept, load
from auditor.model import Grid, GridCell
from auditor.read.captions import bare, captioned
from auditor.read.meaning import read, stripped

_NUMBER = re.compile(r"[-+−(]?\d[\d,]*(?:\.\d+)?%?\)?")
_FIGURE = re.compile(r"[-+−(≥≤>=<]*\d[\d,]*(?:\.\d+)?(?:%|(?![年月日季])[\u4e00-\u9fff()]{0,6})\)?")
_YEARS = re.compile(r"(?:19|20)\d\d")
_DASH = re.compile(r"[-—/]+")
_SECTION = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|第[一二三四五六七八九十]+部分)")


@dataclass(slots=True, eq=False)
class Slot:
    """A position of a table: its cell and its label, folded and without blanks."""

    row: int
    column: int
    cell: GridCell
    label: str
    covered: bool = False
    width: int = 1
    """Columns that it spans, where the format knows."""
    number: bool = False
    """Whether it is digits alone."""
    figure: bool = False
    """Whether it is a number with at most a sign and a short unit."""
    dash: bool = False
    """Whether it says that nothing can stand here."""


@lru_cache(maxsize=16384)
def _shape(label: str) -> tuple[bool, bool, bool]:
    """(digits alone, a figure, a dash)."""
    return bool(_NUMBER.fullmatch(label)), bool(_FIGURE.fullmatch(label)), bool(_DASH.fullmatch(label))


Matrix = list[list[Slot]]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of rows under one boxhead."""

    top: int
    """First row of its heads."""
    body: int
    """First row under them."""
    end: int
    """First row that is no longer its own."""
    paths: tuple[tuple[str, ...], ...]
    """Labels of the heads over each column, outermost first."""
    spans: tuple[tuple[tuple[int, int], ...], ...]
    """For each label of each path, the columns [first, last) that it stands over."""
    again: frozenset[int] = frozenset()
    """Rows of the body that only print the heads again (page break)."""
    counting: frozenset[int] = frozenset()
    """Rows that only count the columns."""


@kept
def column_words() -> Mapping[str, frozenset[str]]:
    """Class of column → words of its head."""
    return {name: frozenset(map(bare, words)) for name, words in load("tables")["columns"].items()}


@kept
def _boxhead() -> frozenset[str]:
    words = frozenset(map(bare, load("tables")["boxhead"]))
    return words.union(*column_words().values())


@kept
def total_words() -> frozenset[str]:
    """Labels of rows that are sums of others."""
    return frozenset(map(bare, load("tables")["totals"]))


def is_total(label: str) -> bool:
    """Whether a row label (without blanks) is that of a sum."""
    return stripped(label)[0] in total_words()


def matrix(grid: Grid) -> Matrix:
    """The grid as positions, all rows of one width; covered positions are known, their text stands where they start."""
    width = max((len(row) for row in grid.rows), default=0)
    blank = GridCell("")
    rows: Matrix = []
    for r, cells in enumerate(grid.rows):
        row = []
        for c in range(width):
            cell = cells[c] if c < len(cells) else blank
            label = "" if cell.covered or not cell.text else bare(cell.text)
            if label:
                row.append(Slot(r, c, cell, label, False, max(1, cell.colspan), *_shape(label)))
            else:
                row.append(Slot(r, c, cell, "", cell.covered))
        rows.append(row)
    return rows


def captions(rows: Matrix) -> int:
    """How many rows at the top are lines above the table (title, form, unit) that the format put into the grid."""
    count = 0
    for row in rows:
        filled = [slot for slot in row if slot.label]
        if filled and not captioned([slot.cell.text for slot in filled]):
            break
        if not filled and count == 0:
            break
        count += 1
    while count and not any(slot.label for slot in rows[count - 1]):
        count -= 1
    return count if count < len(rows) else 0


def is_ordinal_row(row: Sequence[Slot]) -> bool:
    """Whether the row only counts the columns: 栏次 1 2 3 …, 1 2 3=4+5."""
    filled = [slot for slot in row if slot.label]
    if not filled:
        return False
    marks = [slot for slot in filled if slot.label in ("栏次", "行次", "列次")]
    numbers = [
        int(match.group(1))
        for slot in filled
        if slot not in marks and (match := re.fullmatch(r"(\d{1,2})(?:=[\d+\-=÷/×*()]+)?", slot.label))
    ]
    if len(numbers) + len(marks) < len(filled):
        return (
            bool(marks)
            and not any("." in slot.label or "," in slot.label for slot in filled if slot.number)
            and len(numbers) + 2 * len(marks) >= len(filled)
        )
    steady = all(b == a + 1 for a, b in pairwise(numbers))
    return bool(numbers) and steady and (bool(marks) or (len(numbers) >= 3 and numbers[0] in (0, 1)))


def is_section(row: Sequence[Slot]) -> bool:
    """Whether the row holds nothing but a numbered label: 一、政府采购情况."""
    filled = [slot for slot in row if slot.label]
    return len(filled) == 1 and bool(_SECTION.match(filled[0].label)) and not filled[0].figure


_DATED = re.compile(r"^(?:19|20)\d\d年度?")
"""2017年决算数 is a head as 决算数 is."""


def _head_like(row: Sequence[Slot]) -> bool:
    """Whether every second word of the row is one of a boxhead, and no figure stands in it."""
    filled = [slot for slot in row if slot.label]
    if len({slot.label for slot in filled}) < 2 or any(slot.figure for slot in filled):
        return False
    return 2 * sum(_DATED.sub("", slot.label) in _boxhead() for slot in filled) >= len(filled)


def _opens_body(row: Sequence[Slot]) -> bool:
    """Whether the row begins like one of the body: an ordinal, a code, or a sum with nothing beside it."""
    filled = [slot for slot in row if slot.label]
    if not filled:
        return False
    first = filled[0]
    if re.fullmatch(r"\d{3}|\d{5}|\d{7}", first.label):
        return True
    if len(filled) == 1 and is_total(first.label):
        return True
    label, level, _, code = stripped(first.label)
    return bool(code) or (level in (1, 2, 3) and first.label not in _boxhead() and label not in _boxhead())


def _subdivides(above: Sequence[Slot], row: Sequence[Slot]) -> bool:
    """Whether a wide head of the row above stands over several positions, and this row names at least one of them."""
    start: Slot | None = None
    for over, under in zip(above, row, strict=True):
        if over.label:
            start = under
        elif (start is not None or over.covered) and (under.label or (start is not None and start.label)):
            return True
    return False


def _heads_end(rows: Matrix, top: int, end: int) -> int:
    """First row under the heads that begin at ``top``."""
    r = top
    while r < end and r - top < 8:
        row = rows[r]
        filled = [slot for slot in row if slot.label]
        if is_ordinal_row(row):
            return r + 1
        if not filled:
            ahead = next((k for k in range(r + 1, min(end, r + 3)) if any(s.label for s in rows[k])), None)
            if r > top and ahead is not None and (is_ordinal_row(rows[ahead]) or (_head_like(rows[ahead]) or _stub_heads(rows[ahead]))):
                r += 1
                continue
            return r
        if any(slot.figure for slot in filled) and not (r == top and all(_YEARS.fullmatch(slot.label) for slot in filled if slot.figure)):
            return r
        if r > top and not _stub_heads(row):
            above = next(rows[k] for k in range(r - 1, top - 1, -1) if any(s.label for s in rows[k]))
            known = sum(slot.label in _boxhead() or read(slot.label).known for slot in filled)
            if _opens_body(row) or not (_head_like(row) or (_subdivides(above, row) and (2 * known >= len(filled) or len(filled) > 2))):
                return r
        r += 1
    return r


def _stub_heads(row: Sequence[Slot]) -> bool:
    """Whether the row only goes on naming the parts of a code: 类 款 项, 科目编码."""
    filled = [slot for slot in row if slot.label]
    return bool(filled) and all(slot.label in column_words()["code"] or slot.label in column_words()["name"] for slot in filled)


def _filled(rows: Matrix, top: int, body: int) -> list[list[tuple[str, int] | None]]:
    """(label, first column of its cell) of every head position; ``None`` where there is none."""
    width = len(rows[top])
    out: list[list[tuple[str, int] | None]] = []
    for r in range(top, body):
        line: list[tuple[str, int] | None] = []
        for c in range(width):
            slot = rows[r][c]
            if slot.label:
                line.append((slot.label, c))
                continue
            left = line[c - 1] if c else None
            above = out[-1] if out else None
            if slot.covered:
                spanning = left is not None and rows[r][left[1]].width > c - left[1]
                line.append(left if spanning else None)
                continue
            same_parent = above is None or (above[c] == above[c - 1] and above[c] is not None if c else False)
            named_below = any(rows[k][c].label for k in range(r + 1, body))
            knows_spans = any(s.covered for s in rows[r])
            takes = left is not None and same_parent and not knows_spans and (above is None or named_below)
            line.append(left if takes else None)
        out.append(line)
    return out


def head_paths(rows: Matrix, top: int, body: int) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[tuple[int, int], ...], ...]]:
    """The labels over each column of the heads [top, body), outermost first, and the columns that each stands over."""
    last = body - 1 if body > top and is_ordinal_row(rows[body - 1]) else body
    lines = _filled(rows, top, last) if last > top else []
    width = len(rows[top])
    paths, spans = [], []
    for c in range(width):
        path: list[str] = []
        reach: list[tuple[int, int]] = []
        for line in lines:
            head = line[c]
            if head is None or (path and path[-1] == head[0]):
                continue
            first = head[1]
            stop = c
            while stop < width and line[stop] == head:
                stop += 1
            path.append(head[0])
            reach.append((first, stop))
        paths.append(tuple(path))
        spans.append(tuple(reach))
    return tuple(paths), tuple(spans)


def blocks(rows: Matrix, start: int) -> Iterator[Block]:
    """The stretches of rows that share a boxhead; a repeated boxhead (page break) opens none."""
    end = len(rows)
    top = start
    while top < end and is_section(rows[top]) and top + 1 < end and _head_like(rows[top + 1]):
        top += 1
    body = _heads_end(rows, top, end)
    if body == top or len({slot.label for r in range(top, body) for slot in rows[r] if slot.label}) < 2:
        body = top
    heads = {_signature(rows[r]) for r in range(top, body)}
    r = body
    while r < end:
        if _opens_block(rows[r], heads):
            yield block(rows, top, body, r)
            top, body = r, max(_heads_end(rows, r, end), r + 1)
            heads |= {_signature(rows[k]) for k in range(top, body)}
            r = body
            continue
        r += 1
    yield block(rows, top, body, end)


def _opens_block(row: Sequence[Slot], heads: set[tuple[str, ...]]) -> bool:
    """Whether a row in the body is a boxhead of its own."""
    if not _head_like(row) or _opens_body(row) or _signature(row) in heads:
        return False
    return not any(is_total(slot.label) for slot in row if slot.label)


def block(rows: Matrix, top: int, body: int, end: int) -> Block:
    """The block of heads [top, body) and rows [body, end)."""
    paths, spans = head_paths(rows, top, body) if top < end else ((), ())
    heads = {signature for r in range(top, body) if len(signature := _signature(rows[r])) >= 2}
    again = frozenset(r for r in range(body, end) if heads and _signature(rows[r]) in heads)
    counting = frozenset(r for r in range(top, end) if is_ordinal_row(rows[r]))
    return Block(top, body, end, paths, spans, again, counting)


def _signature(row: Sequence[Slot]) -> tuple[str, ...]:
    return tuple(slot.label for slot in row if slot.label)
