"""成本指标：以项目总成本为内容的指标，其完成值等于全年执行数

Where an indicator's target is the project's budget (培训费 ≤60万元 with a budget of 60), its actual value is what was spent: the
execution (全年执行数) of the funding block.

Why it matters: the two numbers are one fact in two places of a form; where they differ, one of them was left from a draft.

Formula: rules.md PF-09. An actual value printed as a bound (≤27万元 for 26.52) agrees when the bound is the next step of its last
digit; one that is only cut off instead of rounded is a note. Where the funding block contradicts itself it is undecided which row
holds.

Inconsistent::

    路灯维护项目支出绩效自评表

    | 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 资金结（转）余 | 执行率 | 得分 |
    |---|---|---|---|---|---|---|
    | 资金总额 | 40 | 40 | 31.5 | 8.5 | 78.75 | 7.88 |
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
    | 产出指标 | 数量指标 | 维护路灯数量 | ≥200盏 | 210盏 | 50 | 50 |
    | 产出指标 | 成本指标 | 维护成本 | ≤40万元 | 36.5万元 | 40 | 40 |

Consistent::

    路灯维护项目支出绩效自评表

    | 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 资金结（转）余 | 执行率 | 得分 |
    |---|---|---|---|---|---|---|
    | 资金总额 | 40 | 40 | 31.5 | 8.5 | 78.75 | 7.88 |
    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
    | 产出指标 | 数量指标 | 维护路灯数量 | ≥200盏 | 210盏 | 50 | 50 |
    | 产出指标 | 成本指标 | 维护成本 | ≤40万元 | 31.5万元 | 40 | 40 |
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor.check.footing import nominal, plain, worth
from auditor.check.rule import Rule, View, show
from auditor.check.scoring import appraised, sheet
from auditor.model import Cell, Check, Level, Quantity, Table, Verdict

rule = Rule(
    __name__,
    title="以项目总成本为内容的指标，完成值等于全年执行数",
    title_en="An indicator of the project's whole cost equals its execution",
    catalogue=("PF-09",),
    level=Level.WARNING,
)


@rule.over(Table)
def costs(table: Table, view: View) -> Iterator[Check]:
    """Hold the indicators whose target is the budget against the execution."""
    if not appraised(table):
        return
    money = [row for row in sheet(table).funding if row.actual is not None and row.actual.quantity is not None]
    spent = [row.actual for row in money if row.actual is not None]
    budgets = [cell for row in money for cell in (row.initial, row.budget) if cell is not None and nominal(cell)]
    if not spent or not budgets:
        return
    for line in table.rows:
        target = next((c for c in line if c.kind == "target" and _amount(c)), None)
        actual = next((c for c in line if c.kind == "actual" and _amount(c)), None)
        if target is None or actual is None or not any(nominal(target) == nominal(budget) for budget in budgets):
            continue
        if len({nominal(cell) for cell in spent}) > 1 and not money[0].total:
            yield rule.undecided(actual, "各资金来源的执行数不同，无法确定总成本", spent)
            continue
        yield _compare(actual, spent[0])


def _amount(cell: Cell) -> bool:
    quantity = cell.quantity
    return quantity is not None and (quantity.dimension == "money" or quantity.unit in ("万", "亿"))


def _compare(actual: Cell, spent: Cell) -> Check:
    assert actual.quantity is not None
    assert spent.quantity is not None
    said: Quantity = replace(actual.quantity, hedge="")
    gap = abs(said.base - spent.quantity.base)
    bounded = actual.quantity.hedge in ("at_most", "less_than", "at_least", "more_than")
    true = worth(spent)
    fits = true is not None and (said.interval.meets(true) or (bounded and gap < said.step and said.base >= spent.quantity.base))
    if not fits and spent.quantity.decimals > said.decimals and abs(spent.quantity.base) // said.step * said.step == said.base:
        level, why = Level.NOTE, "，疑似截尾而未四舍五入"
    else:
        level, why = None, ""
    return rule.result(
        Verdict.CONSISTENT if fits else Verdict.INCONSISTENT,
        actual,
        [spent],
        formula=f"{plain(actual)} {'=' if fits else '≠'} {plain(spent)}",
        expected=true,
        display=show(spent.quantity.base, spent.quantity),
        level=level,
        relation=("equal", actual.id, spent.id),
        message=""
        if fits
        else f"{actual.label}：列示{actual.text.strip()}，而{spent.label}为{spent.text.strip()}{spent.quantity.unit}{why}",
        message_en=f"{actual.label}: printed {actual.text.strip()}, but {spent.label} is {spent.text.strip()}",
    )
