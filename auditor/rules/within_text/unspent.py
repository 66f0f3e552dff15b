"""What was not spent is the budget less what was spent.

项目报告在一句里写出预算、支出和结余：「调整后11.12万元，当年支付10.46万元，尚未支付0.66万元」。结余等于这一句里最后写出的预算数减去支出数。

Where the sentence prints several budgets (年初预算、调整后预算), the last is meant; a balance that fits an earlier one is left undecided.

Source: catalogue PF-01 in narrative (结余 = 全年预算 − 全年执行); wording catalogue §1.11.

Inconsistent::

    # 某局2023年度路灯维护项目支出绩效自评报告

    一、资金情况
    路灯维护项目年初预算42.00万元，调整后预算40.50万元，实际支出36.20万元，结余5.90万元，预算执行率89.38%。

Consistent::

    # 某局2023年度路灯维护项目支出绩效自评报告

    一、资金情况
    路灯维护项目年初预算42.00万元，调整后预算40.50万元，实际支出36.20万元，结余4.30万元，预算执行率89.38%。
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.rule import Rule, View, printed, show
from auditor.model import Check, Claim, Kind

rule = Rule(
    __name__,
    title="结余等于预算减支出",
    title_en="What was not spent is the budget less what was spent",
    catalogue=("PF-01",),
)

_LEFT = ".结余"


@rule.over(Claim)
def compare(claim: Claim, view: View) -> Iterator[Check]:
    if claim.kind is not Kind.AMOUNT or not claim.aspects.measure.endswith(_LEFT) or claim.passage.table or claim.quantity.hedge:
        return
    of = claim.aspects.measure.removesuffix(_LEFT)
    near = [
        c
        for c in view.sentence(claim)
        if c.kind is Kind.AMOUNT
        and c.aspects.measure == of
        and c.aspects.entity == claim.aspects.entity
        and c.aspects.part == ""
        and c.start < claim.start
        and not c.quantity.hedge
    ]
    planned = [c for c in near if c.aspects.stage in ("年初预算", "全年预算", "预算")]
    spent = [c for c in near if c.aspects.stage == "决算"]
    if not planned or not spent:
        yield rule.undecided(claim, "这一句没有写出预算数和支出数", near)
        return
    actual, last = spent[-1], planned[-1]
    fitting = [c for c in reversed(planned) if claim.quantity.interval.meets(c.quantity.interval - actual.quantity.interval)]
    if fitting and fitting[0] is not last:
        yield rule.undecided(claim, "结余与调整后的预算不符，与此前的预算相符", [fitting[0], actual])
        return
    nominal = last.quantity.base - actual.quantity.base
    yield rule.compare(
        claim,
        last.quantity.interval - actual.quantity.interval,
        [last, actual],
        formula=f"{printed(last)} − {printed(actual)} = {show(nominal, claim.quantity)}",
        display=show(nominal, claim.quantity),
        relation=("sum", last.id, actual.id, claim.id),
        tail=nominal != claim.quantity.base,
    )
