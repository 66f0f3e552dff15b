"""表内结转滚动：年末结转和结余等于年初结转和结余加本年收入减本年支出

In the table of the government fund budget (and every table with these four columns), each row rolls forward: 年末结转和结余 =
年初结转和结余 + 本年收入 − 本年支出.

Why it matters: the money of a fund may be carried over for years, and its balance is the only trace that the disclosure leaves of it.

Formula: form 公开07, column 6 = 1 + 2 − 3 (rules.md TI-08). Tails as in rules.md P5; a blank is zero.

Inconsistent::

    政府性基金预算财政拨款收入支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 年初结转和结余 | 本年收入 | 本年支出 | 年末结转和结余 |
    |---|---|---|---|---|---|
    | 合计 | | 12.00 | 50.00 | 40.00 | 20.00 |

Consistent::

    政府性基金预算财政拨款收入支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 年初结转和结余 | 本年收入 | 本年支出 | 年末结转和结余 |
    |---|---|---|---|---|---|
    | 合计 | | 12.00 | 50.00 | 40.00 | 22.00 |
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.check.footing import foot, place, sober
from auditor.check.rule import Rule, View
from auditor.model import Cell, Check, Table

rule = Rule(
    __name__,
    title="年末结转结余等于年初结转结余加收入减支出",
    title_en="The closing balance of a row is its opening balance plus income less expenditure",
    catalogue=("TI-08",),
)


@rule.over(Table)
def rows(table: Table, view: View) -> Iterator[Check]:
    """Roll every row forward."""
    panels = table.panels or ((0, table.width),)
    yield from sober(
        rule,
        (
            one
            for row in table.rows[table.header_rows :]
            for first, last in panels
            for one in _row([cell for cell in row if first <= cell.column < last and place(cell) and cell.kind == "amount"])
        ),
    )


def _row(cells: Sequence[Cell]) -> Iterator[Check]:
    closing = [cell for cell in cells if _is(cell, "年末结转结余")]
    opening = [cell for cell in cells if _is(cell, "年初结转结余")]
    income = [cell for cell in cells if cell.aspects.flow == "收入" and not cell.aspects.part]
    spent = [cell for cell in cells if cell.aspects.flow == "支出" and not cell.aspects.part]
    if [len(found) for found in (closing, opening, income, spent)] == [1, 1, 1, 1]:
        yield from foot(rule, closing[0], [opening[0], income[0]], [spent[0]], what="年初加收入减支出")


def _is(cell: Cell, balance: str) -> bool:
    return balance in (cell.aspects.measure, cell.aspects.part)
