"""No row of a table is printed twice.

A row that stands there twice, one under the other, with the same name and the same figures, was pasted once too often: either it is one row too many, or the second one was
meant for another item. Heads that are repeated on every page are no rows of their own.

Source: catalogue TI-02, TI-05.

Inconsistent::

    # 某局2023年度部门决算

    支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 520.40 | 400.10 | 120.30 |
    | 2130101 | 行政运行 | 400.10 | 400.10 | 0.00 |
    | 2130106 | 科技转化与推广服务 | 120.30 | 0.00 | 120.30 |
    | 2130106 | 科技转化与推广服务 | 120.30 | 0.00 | 120.30 |

Consistent::

    # 某局2023年度部门决算

    支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 520.40 | 400.10 | 120.30 |
    | 2130101 | 行政运行 | 400.10 | 400.10 | 0.00 |
    | 2130106 | 科技转化与推广服务 | 120.30 | 0.00 | 120.30 |
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from auditor.check.rule import Rule, View, evidence
from auditor.lexicon import fold
from auditor.model import Cell, Check, Level, Role, Table, Verdict

rule = Rule(
    __name__,
    title="表中没有重复的行",
    title_en="No row of a table is printed twice",
    catalogue=("TI-02", "TI-05"),
    level=Level.WARNING,
)
_ITEM = regex.compile(r"\d{3,7}$|[一二三四五六七八九十]+、|\(?[一二三四五六七八九十\d]+[).、](?!\d)")
_NAME = regex.compile(r"\p{Han}.*\p{Han}")


@rule.over(Table)
def compare(table: Table, view: View) -> Iterator[Check]:
    named = 0
    for above, below in pairwise(table.rows):
        figures = _figures(below)
        if not figures:
            continue
        named += 1
        if _words(above) != _words(below):
            continue
        one, two = _figures(above)[0], figures[0]
        if one.location.page != two.location.page:
            yield rule.undecided(two, "两行在不同的页上，可能是换页时重复印出", [evidence(one)])
            continue
        numbered = any(cell.role is Role.ORDINAL and cell.text.strip() for cell in below)
        if not numbered and not any(_ITEM.match(word) for word in _words(below)):
            yield rule.undecided(two, "两行没有编码或序号，可能是两项同名同数", [evidence(one)])
            continue
        yield rule.result(
            Verdict.INCONSISTENT,
            two,
            [evidence(one)],
            formula="与上一行完全相同",
            display="删去一行",
            message=f"{table.title}的“{_name(below)}”一行与上一行完全相同，重复列示",
            message_en="The row is the same as the one above it",
        )
    if named:
        yield rule.result(Verdict.CONSISTENT, next(c for row in table.rows for c in _figures(row)), formula=f"比较了 {named} 行")


def _words(row: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(fold(cell.text).strip() for cell in row)


def _name(row: Sequence[Cell]) -> str:
    return next((cell.text.strip() for cell in row if _NAME.search(cell.text)), "")


def _figures(row: Sequence[Cell]) -> list[Cell]:
    """The figures of a row of the body that bears a name and says more than nothing."""
    found = [cell for cell in row if cell.role is Role.BODY and cell.quantity is not None]
    return found if _name(row) and any(cell.quantity is not None and cell.quantity.value for cell in found) else []
