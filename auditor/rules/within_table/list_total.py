"""清单合计：合计行等于所列各行之和

A table that lists projects, units or uses of money one under the other, and ends (or begins) with 合计, is footed column by column.

Why it matters: the 合计 of a list is what the narrative quotes; a row that was mistyped, left out or pasted twice shows nowhere else.

A list is flat where its rows are numbered 1, 2, 3 … without a gap, or where another column of it adds up: then every column must. Lists with 小计 or 其中 rows,
and lists of which nothing shows that they are complete, are left undecided. A gap in the numbers says that a row is missing, which is a note.

Inconsistent::

    项目资金安排表

    单位：万元

    | 序号 | 项目名称 | 年初预算 | 支出数 |
    |---|---|---|---|
    | 1 | 路灯维护 | 30.00 | 28.50 |
    | 2 | 管网清淤 | 20.00 | 19.50 |
    | | 合计 | 50.00 | 47.00 |

Consistent::

    项目资金安排表

    单位：万元

    | 序号 | 项目名称 | 年初预算 | 支出数 |
    |---|---|---|---|
    | 1 | 路灯维护 | 30.00 | 28.50 |
    | 2 | 管网清淤 | 20.00 | 19.50 |
    | | 合计 | 50.00 | 48.00 |
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from auditor.check.footing import foot, nominal, place, sober
from auditor.check.rule import Rule, View
from auditor.lexicon import fold, load
from auditor.model import Cell, Check, Level, Role, Table, Verdict

rule = Rule(
    __name__,
    title="清单的合计等于各行之和",
    title_en="The total of a list is the sum of its rows",
    catalogue=("TI-05",),
)
_WHOLE = frozenset({"合计", "总计"})
_SUMMED = ("amount", "count")
Row = tuple[Cell, ...]


@rule.over(Table)
def totals(table: Table, view: View) -> Iterator[Check]:
    """Foot the total row of a list, column by column."""
    if table.kind and not table.kind.endswith((".project", ".list")) or table.kind.startswith("performance.project"):
        return
    rows = [row for row in table.rows[table.header_rows :] if any(place(cell) for cell in row)]
    wholes = [row for row in rows if _name(row) in _WHOLE]
    if len(wholes) != 1 or wholes[0] not in (rows[0], rows[-1]) or len(rows) < 3:
        return
    items = [row for row in rows if row is not wholes[0]]
    if any(cell.code for row in rows for cell in row):
        return
    yield from sober(rule, _foot(wholes[0], items))


def _foot(whole: Row, items: Sequence[Row]) -> Iterator[Check]:
    numbers = [_number(row) for row in items]
    made: list[Check] = []
    for cell in whole:
        below = [c for row in items for c in row if c.column == cell.column]
        if cell.kind in _SUMMED and place(cell) and len(below) == len(items) and all(place(c) and c.kind == cell.kind for c in below):
            made += foot(rule, cell, below, doubt=_nested(items), what="各行相加")
    numbered = numbers == list(range(1, len(items) + 1))
    borne = any(one.verdict is not Verdict.INCONSISTENT and one.expected is not None and nominal(_cell(whole, one)) for one in made)
    gap = not numbered and None not in numbers and numbers == sorted(set(numbers))  # type: ignore[type-var]
    for one in made:
        if one.verdict is not Verdict.INCONSISTENT or numbered or borne:
            yield one
        elif gap:
            yield replace(one, level=Level.NOTE, message=f"{one.message}；序号不连续，疑似漏列一行")
        else:
            yield rule.undecided(one.reported, "各行没有序号，也没有一栏相加相符，所列未必是全部", one.using)


def _cell(row: Row, check: Check) -> Cell:
    return next(cell for cell in row if cell.id == check.reported.cell)


def _nested(items: Sequence[Row]) -> str:
    """Why the rows may not be all of one level."""
    words = load("words")["nested"]
    inner = next((name for row in items if regex.match(words, name := _name(row))), "")
    return f"“{inner}”一行是另一行的一部分或小计" if inner else ""


def _name(row: Row) -> str:
    words = (fold(cell.text).replace(" ", "") for cell in row if cell.role in (Role.STUB, Role.TOTAL) and cell.quantity is None)
    return next((word for word in words if word), "")


def _number(row: Row) -> int | None:
    """The ordinal that a row begins with."""
    text = next((fold(cell.text).strip().rstrip(".、)") for cell in row if cell.role is Role.ORDINAL), "")
    return int(text) if text.isdigit() else None
