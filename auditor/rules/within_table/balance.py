"""资金结余：结（转）余等于全年预算数减全年执行数

In the funding block of a performance self-evaluation, 资金结（转）余 = 全年预算数 − 全年执行数, for the total and for each source of
money.

Why it matters: a balance that does not fit shows that the budget, the execution or the balance was typed from somewhere else, and
the execution rate and the score hang on the same two figures.

Formula: form 项目支出绩效自评表 with a column 资金结（转）余 (rules.md PF-01). Trailing zeros are stripped in these tables, so
every amount of a row is as precise as the most precise one, and a row of whole numbers is exact (P4). A total that repeats its
only source is one statement, not two.

Inconsistent::

    路灯维护项目支出绩效自评表

    | 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 资金结（转）余 | 执行率 | 得分 |
    |---|---|---|---|---|---|---|
    | 资金总额 | 40 | 40 | 31.5 | 9.5 | 78.75 | 7.88 |

Consistent::

    路灯维护项目支出绩效自评表

    | 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 资金结（转）余 | 执行率 | 得分 |
    |---|---|---|---|---|---|---|
    | 资金总额 | 40 | 40 | 31.5 | 8.5 | 78.75 | 7.88 |
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor.check.footing import foot
from auditor.check.rule import Rule, View
from auditor.check.scoring import Funding, appraised, sheet
from auditor.model import Check, Table

rule = Rule(
    __name__,
    title="资金结（转）余等于全年预算数减全年执行数",
    title_en="The balance of a project is its budget less its execution",
    catalogue=("PF-01",),
)


@rule.over(Table)
def balances(table: Table, view: View) -> Iterator[Check]:
    """Foot the balance of each row of money."""
    if not appraised(table):
        return
    said: dict[tuple[Fraction | None, ...], Funding] = {}
    for row in sheet(table).funding:
        if row.balance is not None and row.budget is not None and row.actual is not None:
            said[row.figures[:3]] = row
    for row in said.values():
        assert row.balance is not None
        assert row.budget is not None
        assert row.actual is not None
        yield from foot(rule, row.balance, [row.budget], [row.actual], what="全年预算数减执行数")
