"""执行率：执行率等于全年执行数除以全年预算数

In the funding block of a performance self-evaluation, and in lists of tasks with a column 预算执行率: 执行率 = 全年执行数 ÷
全年预算数.

Why it matters: the rate decides the score of the execution, and the narrative quotes it as the project's success.

Formula: note 4 of the form (执行率是执行数与全年预算数相比较), rules.md PF-02. The rate may lie anywhere in what the printed amounts
allow (P2, P4). Where 全年预算数 is zero there is no rate and nothing is decided; a rate that was capped at 100 % is not an error; a
rate that fits 年初预算数 instead is a warning that says so.

Inconsistent::

    路灯维护项目支出绩效自评表

    | 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 资金结（转）余 | 执行率 | 得分 |
    |---|---|---|---|---|---|---|
    | 资金总额 | 40 | 40 | 31.5 | 8.5 | 87.75 | 8.78 |

Consistent::

    路灯维护项目支出绩效自评表

    | 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 资金结（转）余 | 执行率 | 得分 |
    |---|---|---|---|---|---|---|
    | 资金总额 | 40 | 40 | 31.5 | 8.5 | 78.75 | 7.88 |
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor.check.footing import nominal, plain, worth
from auditor.check.rule import Rule, View, show
from auditor.check.scoring import Funding, appraised, sheet
from auditor.model import Cell, Check, Level, Table
from auditor.model.interval import Interval, corners

rule = Rule(
    __name__,
    title="执行率等于全年执行数除以全年预算数",
    title_en="The execution rate is the execution over the budget",
    catalogue=("PF-02",),
)


@rule.over(Table)
def rates(table: Table, view: View) -> Iterator[Check]:
    """Recompute the execution rate of each row of money."""
    if not appraised(table):
        return
    said: dict[tuple[Fraction | None, ...], Funding] = {}
    for row in sheet(table).funding:
        if row.rate is None or row.rate.quantity is None or row.actual is None or row.actual.quantity is None:
            continue
        if row.budget is not None:
            said[(*row.figures[:2], row.figures[3])] = row
    for row in said.values():
        assert row.rate is not None
        assert row.budget is not None
        assert row.actual is not None
        yield _rate(row, row.rate, row.actual, row.budget)


def _rate(row: Funding, rate: Cell, actual: Cell, budget: Cell) -> Check:
    if not nominal(budget):
        return rule.undecided(rate, "全年预算数为零或未填列，执行率没有意义", [c for c in (actual, budget) if c.quantity is not None])
    expected = _quotient(actual, budget)
    assert rate.quantity is not None
    assert expected is not None
    exact = nominal(actual) / nominal(budget)
    display = show(exact, rate.quantity)
    formula = f"{plain(actual)} ÷ {plain(budget)} = {display}"
    level, message = None, ""
    if not rate.quantity.interval.meets(expected):
        if exact > 1 and rate.quantity.base == 1:
            return rule.undecided(rate, "执行数大于预算数，执行率可能按100%封顶", [actual, budget])
        first = _quotient(actual, row.initial) if row.initial is not None and nominal(row.initial) else None
        if first is not None and rate.quantity.interval.meets(first):
            level = Level.WARNING
            message = f"{rate.label}：列示{rate.text.strip()}，是按年初预算数计算的；按全年预算数应为{display}（{formula}）"
    return rule.compare(
        rate,
        expected,
        [actual, budget],
        formula=formula,
        display=display,
        level=level,
        message=message,
        relation=("ratio", rate.id, actual.id, budget.id),
    )


def _quotient(part: Cell, whole: Cell) -> Interval | None:
    one, two = worth(part), worth(whole)
    return corners(lambda a, b: a / b, one, two) if one is not None and two is not None else None
