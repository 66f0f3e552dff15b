"""得分范围：每项指标的得分不小于零、不大于分值

In a performance self-evaluation, 0 ≤ 得分 ≤ 分值 for every indicator and for the execution rate.

Why it matters: a score above its weight lifts the total above what the project can earn; it is a slip of the pen or a cell that
moved to the next row.

Formula: 财预〔2020〕10号, rules.md PF-07. An indicator that has a weight and no score stays undecided.

Inconsistent::

    路灯维护项目支出绩效自评表

    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
    |---|---|---|---|---|---|---|
    | 产出指标 | 数量指标 | 维护路灯数量 | ≥200盏 | 190盏 | 50 | 57 |
    | 效益指标 | 社会效益指标 | 夜间出行安全 | 提升 | 提升 | 30 | 30 |
    | 总分 | | | | | 80 | 87 |

Consistent::

    路灯维护项目支出绩效自评表

    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
    |---|---|---|---|---|---|---|
    | 产出指标 | 数量指标 | 维护路灯数量 | ≥200盏 | 190盏 | 50 | 47 |
    | 效益指标 | 社会效益指标 | 夜间出行安全 | 提升 | 提升 | 30 | 30 |
    | 总分 | | | | | 80 | 77 |
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor.check.footing import nominal, plain, sober
from auditor.check.rule import Rule, View, named, printed
from auditor.check.scoring import appraised
from auditor.model import Check, Claim, Interval, Kind, Role, Table, Verdict

rule = Rule(
    __name__,
    title="得分不小于零、不大于分值",
    title_en="A score is not negative and does not exceed its weight",
    catalogue=("PF-07",),
)


@rule.over(Table)
def scores(table: Table, view: View) -> Iterator[Check]:
    """Hold each score against its weight."""
    if appraised(table):
        yield from sober(rule, _all(table))


def _all(table: Table) -> Iterator[Check]:
    for row in table.rows:
        weight = next((cell for cell in row if cell.kind == "weight" and cell.quantity is not None), None)
        score = next((cell for cell in row if cell.kind == "score" and cell.role in (Role.BODY, Role.TOTAL)), None)
        if weight is None:
            continue
        if score is None or score.quantity is None:
            yield rule.undecided(weight, "该项有分值而没有得分")
            continue
        inside = 0 <= nominal(score) <= nominal(weight)
        yield rule.result(
            Verdict.CONSISTENT if inside else Verdict.INCONSISTENT,
            score,
            [weight],
            formula=f"0 ≤ {plain(score)} ≤ {plain(weight)}"
            if inside
            else f"{plain(score)} > {plain(weight)}"
            if nominal(score) > 0
            else f"{plain(score)} < 0",
            expected=Interval(Fraction(0), nominal(weight)),
            display=f"0–{plain(weight)}",
            relation=("at-most", score.id, weight.id),
            message="" if inside else f"{score.label}：得分{score.text.strip()}不在0至分值{weight.text.strip()}之间",
        )


@rule.over(Claim)
def said(claim: Claim, view: View) -> Iterator[Check]:
    """产出指标50分，得49分: the score behind its full mark."""
    if claim.kind is not Kind.SCORE or claim.aspects.stage == "目标" or claim.quantity.hedge:
        return
    before = [c for c in view.sentence(claim) if c.kind is Kind.SCORE and c.start < claim.start]
    full = before[-1] if before else None
    if full is None or full.aspects.stage != "目标" or full.aspects.but(stage=claim.aspects.stage) != claim.aspects or full.quantity.hedge:
        return
    inside = 0 <= claim.quantity.base <= full.quantity.base
    yield rule.result(
        Verdict.CONSISTENT if inside else Verdict.INCONSISTENT,
        claim,
        [full],
        formula=f"{printed(claim)} {'≤' if inside else '>'} {printed(full)}",
        expected=Interval(Fraction(0), full.quantity.base),
        display=f"0–{printed(full)}",
        relation=("at-most", claim.id, full.id),
        message="" if inside else f"{named(claim)}得{claim.text}，超过满分{full.text}",
    )
