"""The scores that a report adds up make its total.

「预算执行得分a分、指标得分b分、总得分c分」: a + b = c.

Source: catalogue PF-13.

Inconsistent::

    三、项目自评结果
    预算执行情况得分9.30分，指标完成情况得分89分，最终评分结果为：总得分97.30分。

Consistent::

    三、项目自评结果
    预算执行情况得分9.30分，指标完成情况得分89分，最终评分结果为：总得分98.30分。
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.rule import Rule, View, printed, show
from auditor.model import Check, Claim, Kind

rule = Rule(__name__, title="各部分得分之和等于总得分", title_en="The scores add up to the total", catalogue=("PF-13",))


@rule.over(Claim)
def compare(claim: Claim, view: View) -> Iterator[Check]:
    if claim.kind is not Kind.SCORE or claim.aspects.measure != "绩效.总分":
        return
    near = {c.aspects.measure: c for c in view.sentence(claim) if c.kind is Kind.SCORE}
    parts = [near[m] for m in ("绩效.执行率得分", "绩效.指标得分") if m in near]
    if len(parts) < 2:
        yield rule.undecided(claim, "这一句没有写出各部分得分")
    else:
        summed = parts[0].quantity.interval + parts[1].quantity.interval
        nominal = parts[0].quantity.base + parts[1].quantity.base
        yield rule.compare(
            claim,
            summed,
            parts,
            formula=f"{printed(parts[0])} + {printed(parts[1])} = {show(nominal, claim.quantity)}",
            relation=("sum", claim.id, *(p.id for p in parts)),
        )
