"""未达标得满分：指标未完成，却得了满分

An indicator whose actual value falls short of its target (below ≥, above ≤, below =100%) does not earn its full weight.

Why it matters: 未完成指标值的，按照完成值与指标值的比例记分 is the rule of self-evaluation; full marks for a missed target are what
inspectors look for first.

Formula: 财预〔2020〕10号, rules.md PF-08. The actual value may be printed as a bound itself (≥96%): its number is what was reached.
Only signs that say which way is better are read; 「=」 is read for percentages alone, for a sum or date below its target may be a
success. Targets and values in words or in different units stay undecided.

Inconsistent::

    路灯维护项目支出绩效自评表

    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
    |---|---|---|---|---|---|---|
    | 产出指标 | 数量指标 | 维护路灯数量 | ≥200盏 | 190盏 | 50 | 50 |
    | 满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | 93% | 20 | 20 |

Consistent::

    路灯维护项目支出绩效自评表

    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
    |---|---|---|---|---|---|---|
    | 产出指标 | 数量指标 | 维护路灯数量 | ≥200盏 | 190盏 | 50 | 47 |
    | 满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | 93% | 20 | 20 |
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor.check.footing import nominal, plain, sober
from auditor.check.rule import Rule, View
from auditor.check.scoring import appraised
from auditor.model import Cell, Check, Interval, Level, Quantity, Table, Verdict

rule = Rule(
    __name__,
    title="未完成的指标不得满分",
    title_en="A missed target does not earn full marks",
    catalogue=("PF-08",),
    level=Level.WARNING,
)


@rule.over(Table)
def indicators(table: Table, view: View) -> Iterator[Check]:
    """Hold each fully scored indicator against its target."""
    if appraised(table):
        yield from sober(rule, _all(table))


def _all(table: Table) -> Iterator[Check]:
    for row in table.rows:
        target = next((c for c in reversed(row) if c.kind == "target" and c.text.strip()), None)
        actual = next((c for c in row if c.kind == "actual" and c.text.strip()), None)
        weight = next((c for c in row if c.kind == "weight" and c.quantity is not None), None)
        score = next((c for c in row if c.kind == "score" and c.quantity is not None), None)
        if target is None or actual is None or weight is None or score is None or not nominal(weight):
            continue
        if target.quantity is None or actual.quantity is None:
            yield rule.undecided(score, "指标值或完成值不是数字，无法比较", [target, actual])
        elif target.quantity.dimension != actual.quantity.dimension:
            yield rule.undecided(score, "指标值与完成值的计量单位不同，无法比较", [target, actual])
        else:
            yield _judge(score, weight, target, actual, target.quantity, replace(actual.quantity, hedge=""))


def _judge(score: Cell, weight: Cell, target: Cell, actual: Cell, wanted: Quantity, reached: Quantity) -> Check:
    goal = _goal(wanted)
    if goal is None:
        return rule.undecided(score, "指标值没有说明以多为好还是以少为好", [target, actual])
    met = reached.interval.meets(goal)
    full = nominal(score) >= nominal(weight)
    return rule.result(
        Verdict.INCONSISTENT if full and not met else Verdict.CONSISTENT,
        score,
        [weight, target, actual],
        formula=f"{actual.text.strip()} {'达到' if met else '未达到'} {target.text.strip()}；{plain(score)}/{plain(weight)}",
        display=f"<{plain(weight)}" if not met else plain(weight),
        message=f"{score.label}：完成值{actual.text.strip()}未达到指标值{target.text.strip()}，却得满分{score.text.strip()}"
        if full and not met
        else "",
        message_en=f"{score.label}: {actual.text.strip()} misses the target {target.text.strip()}, yet scores {score.text.strip()}",
    )


def _goal(wanted: Quantity) -> Interval | None:
    """The values that meet the target, which is exact; ``None`` where the sign does not say which way is better."""
    match wanted.hedge:
        case "at_least" | "more_than":
            return Interval(wanted.base, None)
        case "at_most" | "less_than":
            return Interval(None, wanted.base)
    return Interval(wanted.base, None) if wanted.dimension == "ratio" else None
