"""执行率得分：预算执行率的得分等于分值乘以执行率，最多得满分

In the funding block of a performance self-evaluation: 得分 = 分值 × min(1, 执行率). The weight is the one that the row prints, else
10. It is the same row's rate that counts, or what its amounts give.

Why it matters: the score goes into 总分 and so into the grade; a project that spent nothing cannot score for spending.

Formula: 财预〔2020〕10号, rules.md PF-03, P1. A score printed as a whole number may come from a scale in steps and stays undecided
where it does not fit, unless nothing was spent; full marks for a rate of 80 % or more are a note.

Inconsistent::

    路灯维护项目支出绩效自评表

    | 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 资金结（转）余 | 执行率 | 得分 |
    |---|---|---|---|---|---|---|
    | 资金总额 | 40 | 40 | 31.5 | 8.5 | 78.75 | 8.78 |

Consistent::

    路灯维护项目支出绩效自评表

    | 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 资金结（转）余 | 执行率 | 得分 |
    |---|---|---|---|---|---|---|
    | 资金总额 | 40 | 40 | 31.5 | 8.5 | 78.75 | 7.88 |
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor.check.footing import nominal, worth
from auditor.check.rule import Rule, View, show
from auditor.check.scoring import Funding, Sheet, appraised, sheet
from auditor.model import Cell, Check, Interval, Level, Table
from auditor.model.interval import corners

rule = Rule(
    __name__,
    title="预算执行率得分等于分值乘以执行率",
    title_en="The score of the execution is its weight times the execution rate",
    catalogue=("PF-03",),
)


@rule.over(Table)
def scores(table: Table, view: View) -> Iterator[Check]:
    """Recompute the score of the execution in each row that has one."""
    if not appraised(table):
        return
    found = sheet(table)
    totals = _totals(found)
    for row in found.funding:
        if row.score is not None and row.score.quantity is not None:
            if row in totals:
                yield rule.undecided(row.score, "一览表中各项目的得分是总分，不是执行率得分")
                continue
            own = row.weight is not None and row.weight.quantity is not None
            yield _score(row, row.score, (nominal(row.weight),) if own and row.weight is not None else found.executions)


def _totals(found: Sheet) -> list[Funding]:
    """The rows of a list of projects whose scores are more than any execution may weigh: they are total scores."""
    scored = [row for row in found.funding if row.score is not None and row.score.quantity is not None]
    bare = [row for row in scored if row.weight is None or row.weight.quantity is None]
    above = [row for row in bare if row.score is not None and nominal(row.score) > max(found.executions)]
    return bare if len(above) > 1 and 2 * len(above) > len(scored) else []


def _score(row: Funding, score: Cell, weights: tuple[Fraction, ...]) -> Check:
    assert score.quantity is not None
    rates = list(_rates(row))
    if row.budget is not None and row.budget.quantity is not None and not nominal(row.budget):
        return rule.undecided(score, "全年预算数为零，执行率没有意义", [row.budget])
    if not rates:
        return rule.undecided(score, "没有可用的执行率")
    ways = [(weight, rate, using, _capped(rate).scaled(weight)) for weight in weights for rate, using in rates]
    weight, rate, using, expected = next((way for way in ways if score.quantity.interval.meets(way[3])), ways[0])
    middle = expected.middle
    assert middle is not None
    display = show(middle, score.quantity)
    operands = [*using, *([row.weight] if row.weight is not None and row.weight.quantity is not None else [])]
    if not score.quantity.interval.meets(expected) and score.quantity.decimals == 0 and (rate.high or 0) > 0:
        return rule.undecided(score, f"按{_plain(weight)}×执行率应为{display}；得分为整数，可能按区间计分", operands)
    formula = f"{_plain(weight)} × {_percent(rate)} = {display}"
    whole = row.weight.id if row.weight is not None and row.weight.quantity is not None else f"={weight}"
    relation = ("product", score.id, whole, *(cell.id for cell in using))
    full = nominal(score) == weight and (rate.high or 0) >= Fraction(4, 5)  # some places give full marks from 80 or 90 % on
    return rule.compare(score, expected, operands, formula=formula, display=display, relation=relation, level=Level.NOTE if full else None)


def _rates(row: Funding) -> Iterator[tuple[Interval, list[Cell]]]:
    """What the amounts of the row give, and the rate that it prints, which is tried last."""
    if row.actual is not None and row.budget is not None and nominal(row.budget):
        one, two = worth(row.actual), worth(row.budget)
        if one is not None and two is not None:
            yield corners(lambda a, b: a / b, one, two), [row.actual, row.budget]
    if row.rate is not None and row.rate.quantity is not None:
        yield row.rate.quantity.interval, [row.rate]


def _capped(rate: Interval) -> Interval:
    low, high = rate.low, rate.high
    return Interval(None if low is None else min(max(low, Fraction(0)), Fraction(1)), None if high is None else min(high, Fraction(1)))


def _plain(weight: Fraction) -> str:
    return f"{float(weight):g}"


def _percent(rate: Interval) -> str:
    middle = rate.middle
    return "—" if middle is None else f"{float(middle * 100):.2f}%"
