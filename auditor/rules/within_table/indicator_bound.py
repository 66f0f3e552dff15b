"""满意度、合格率、覆盖率等不大于百分之百

A share of the people asked, of the works checked or of the area meant is at most all of them: a target or a result above 100 % is a slip of the pen.

Why it matters: what is aimed at or reached decides the points. Formula: actual ≤ 100 %, target ≤ 100 %; which indicators are such shares is said by their names
(lexicons/performance.yaml); rates of completion, growth and control may exceed 100 %.

Inconsistent::

    路灯维护项目支出绩效自评表

    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
    |---|---|---|---|---|---|---|
    | 产出指标 | 数量指标 | 维护路灯数量 | ≥200盏 | 210盏 | 50 | 50 |
    | 满意度指标 | 服务对象满意度 | 居民满意度 | ≥95% | 196% | 10 | 10 |

Consistent::

    路灯维护项目支出绩效自评表

    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
    |---|---|---|---|---|---|---|
    | 产出指标 | 数量指标 | 维护路灯数量 | ≥200盏 | 210盏 | 50 | 50 |
    | 满意度指标 | 服务对象满意度 | 居民满意度 | ≥95% | 96% | 10 | 10 |
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import regex

from auditor.check.rule import Rule, View
from auditor.check.scoring import appraised
from auditor.lexicon import fold, load
from auditor.model import Check, Interval, Table, Verdict

rule = Rule(
    __name__,
    title="满意度、合格率等不大于百分之百",
    title_en="Shares of a whole do not exceed 100%",
    catalogue=("NA-07",),
)


@rule.over(Table)
def bounds(table: Table, view: View) -> Iterator[Check]:
    """Hold targets and results that are shares by their name against 100 %."""
    if not appraised(table):
        return
    shares = load("performance")["shares"]
    for cell in table.cells:
        if cell.kind not in ("target", "actual") or cell.quantity is None or not cell.aspects.measure.startswith("指标."):
            continue
        if not regex.search(shares, fold(cell.aspects.measure)):
            continue
        if cell.quantity.dimension != "ratio":
            yield rule.undecided(cell, "不是百分数")
            continue
        inside = 0 <= cell.quantity.base <= 1
        yield rule.result(
            Verdict.CONSISTENT if inside else Verdict.INCONSISTENT,
            cell,
            formula=f"{cell.text.strip()} {'≤' if inside else '>'} 100%",
            expected=Interval(Fraction(0), Fraction(1)),
            display="不大于100%",
            message="" if inside else f"{cell.label}：{cell.text.strip()}大于100%",
            message_en="" if inside else f"{cell.label}: {cell.text.strip()} is more than 100%",
        )
