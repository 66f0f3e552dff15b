"""结转结余滚动：年初结转结余加本年收入减本年支出等于年末结转结余（跨表）

What is left at the end of the year is what was there at its beginning, plus income, less expenditure: for all funds (plus the
surplus of non-fiscal money that was used, less its distribution), for the financial appropriation and for each of its funds.
Income and expenditure are taken from the tables that print them in detail, the balances from the tables of totals.

Why it matters: it ties the income table to the expenditure table through the balances, and next year's 年初 must be this year's 年末.

Where tables print different amounts, one that fits will do: the difference is across-tables.same-quantity's.

Formula: 01 年初结转和结余 + 使用非财政拨款结余 + 02[合计] − 03[合计] − 结余分配 = 01 年末结转和结余; likewise in 04 and 07
(rules.md TT-13). Tails as in rules.md P5; a blank balance is zero when its table has a line for it.

Inconsistent::

    # 某局2023年度部门决算

    收入支出决算总表

    金额单位：万元

    | 项目 | 金额 | 项目 | 金额 |
    |---|---|---|---|
    | 一、一般公共预算财政拨款收入 | 415.00 | 一、一般公共服务支出 | 420.00 |
    | 本年收入合计 | 415.00 | 本年支出合计 | 420.00 |
    | 年初结转和结余 | 9.00 | 年末结转和结余 | 6.00 |
    | 总计 | 424.00 | 总计 | 424.00 |

Consistent::

    # 某局2023年度部门决算

    收入支出决算总表

    金额单位：万元

    | 项目 | 金额 | 项目 | 金额 |
    |---|---|---|---|
    | 一、一般公共预算财政拨款收入 | 415.00 | 一、一般公共服务支出 | 420.00 |
    | 本年收入合计 | 415.00 | 本年支出合计 | 420.00 |
    | 年初结转和结余 | 9.00 | 年末结转和结余 | 4.00 |
    | 总计 | 424.00 | 总计 | 424.00 |
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from auditor.check.footing import figure, foot, nominal, place, quantities, sets
from auditor.check.rule import Rule, View
from auditor.model import Aspects, Cell, Check, Document, Table, Verdict

rule = Rule(
    __name__,
    title="年初结转结余加收入减支出等于年末结转结余",
    title_en="The balance rolls forward: opening plus income less expenditure is closing",
    catalogue=("TT-13", "TI-08"),
)


@rule.over(Document)
def balances(document: Document, view: View) -> Iterator[Check]:
    """Roll the balance of each scope forward."""
    for tables in sets(document):
        found = quantities(tables, blanks=True)
        for table in tables:
            for closing in table.cells:
                if closing.aspects.measure == "年末结转结余" and place(closing) and closing.kind == "amount" and not closing.code:
                    yield from _roll(closing, table, found)


def _roll(closing: Cell, table: Table, found: dict[Aspects, dict[str, Cell]]) -> Iterator[Check]:
    scope = closing.aspects.but(flow="", part="")
    opening = found.get(scope.but(measure="年初结转结余"), {}).get(table.id)
    incomes = _printings(found.get(scope.but(measure="合计", flow="收入"), {}), table)
    expenditures = _printings(found.get(scope.but(measure="合计", flow="支出"), {}), table)
    if opening is None or not incomes or not expenditures or any(cell.row == closing.row for cell in incomes if _home(cell, table)):
        return  # the same row is within-table.fund-roll-forward's
    used = found.get(scope.but(measure="使用非财政拨款结余"), {}).get(table.id)
    shared = found.get(scope.but(measure="结余分配"), {}).get(table.id)
    if not figure(closing) and not any(cell is not None and figure(cell) for cell in (opening, used, shared)):
        return
    first: list[Check] = []
    for income, spent in product(incomes, expenditures):
        plus = [opening, income] + ([used] if used is not None else [])
        minus = [spent] + ([shared] if shared is not None else [])
        made = list(foot(rule, closing, plus, minus, what="年初加收入减支出"))
        if any(one.verdict in (Verdict.CONSISTENT, Verdict.ROUNDING) for one in made):
            yield from made
            return
        first = first or made
    yield from first


def _home(cell: Cell, table: Table) -> bool:
    return cell.id.split("/")[0] == table.id


def _printings(cells: dict[str, Cell], table: Table) -> list[Cell]:
    """The figures that differ, those of other tables first; a budget's income table may add what was carried over."""
    figures = sorted((cell for cell in cells.values() if figure(cell)), key=lambda cell: _home(cell, table))
    return [cell for at, cell in enumerate(figures) if nominal(cell) not in {nominal(before) for before in figures[:at]}]
