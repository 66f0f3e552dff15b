"""A cost per vehicle or per head is the cost over the count beside it.

车均运行维护费、车均购置费、人均出国（境）费用：写明了费用和数量的，相除应得这个数。The amount and the count must each be printed once, in the same passage or else in the
whole narrative; what is 0 in both gives 0.

Source: 部门决算“三公”经费说明的通行写法（公务用车保有量…辆，车均运行维护费…万元）.

Inconsistent::

    # 某局2023年度部门决算

    三、“三公”经费情况
    公务用车运行维护费12.60万元。2023年公务用车保有量6辆，车均运行维护费2.01万元。

Consistent::

    # 某局2023年度部门决算

    三、“三公”经费情况
    公务用车运行维护费12.60万元。2023年公务用车保有量6辆，车均运行维护费2.10万元。
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.rule import Rule, View, printed, show
from auditor.model import Check, Claim, Interval, Kind, Level, Verdict

rule = Rule(
    __name__,
    title="车均、人均费用等于费用除以数量",
    title_en="A cost per vehicle or head is the cost over the count",
    catalogue=("CT-06",),
)

_COUNTS = {"三公.公车.运维": "三公数.保有", "三公.公车.购置": "三公数.购置", "三公.出国": "三公数.出国人次", "三公.接待": "三公数.人次"}


@rule.over(Claim)
def compare(claim: Claim, view: View) -> Iterator[Check]:
    mean, _, measure = claim.aspects.measure.partition(".")
    if claim.kind is not Kind.UNIT_VALUE or mean not in ("车均", "人均") or measure not in _COUNTS:
        return
    amounts = _printed(claim, Kind.AMOUNT, measure, view)
    counts = _printed(claim, Kind.COUNT, _COUNTS[measure], view)
    if len({c.quantity.base for c in amounts}) != 1 or len({c.quantity.base for c in counts}) != 1:
        yield rule.undecided(claim, "文中没有写明（或不止一个）费用和数量")
        return
    amount, count = amounts[0], counts[0]
    if count.quantity.base == 0:
        if amount.quantity.value == 0 and claim.quantity.value == 0:
            yield rule.result(Verdict.CONSISTENT, claim, [amount, count], formula="费用与数量均为 0")
        else:
            yield rule.undecided(claim, "数量为 0", [amount, count])
        return
    number = count.quantity.base
    spent = view.best(amount)[1]
    assert spent.low is not None
    assert spent.high is not None
    value = Interval(spent.low / number, spent.high / number)
    yield rule.compare(
        claim,
        value,
        [amount, count],
        formula=f"{printed(amount)} ÷ {printed(count)} = {show(amount.quantity.base / number, claim.quantity)}",
        display=show(amount.quantity.base / number, claim.quantity),
        level=Level.WARNING,
    )


def _printed(claim: Claim, kind: Kind, measure: str, view: View) -> list[Claim]:
    """The figures of a measure in the same passage, else in the whole narrative."""
    found = [c for c in view.claims if c.kind is kind and c.aspects.measure == measure and c.aspects.period == claim.aspects.period]
    found = [c for c in found if c.aspects.stage == claim.aspects.stage and c.aspects.entity == claim.aspects.entity]
    return [c for c in found if c.passage is claim.passage] or found
