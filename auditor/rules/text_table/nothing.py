"""无此项支出 means an empty table, and an empty table means that nothing is claimed.

Where the narrative says that there was no such income or expenditure, the cells of that scope are blank or zero; a count that follows an amount of zero
(出国团组0个) is zero too.

Source: catalogue ET-01, NT-13, rules.md P10.

Inconsistent::

    政府性基金预算财政拨款收入支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 年初结转和结余 | 本年收入 | 小计 | 基本支出 | 项目支出 | 年末结转和结余 |
    |---|---|---|---|---|---|---|---|
    | 合计 | | 0.00 | 12.00 | 12.00 | 0.00 | 12.00 | 0.00 |

    七、政府性基金预算财政拨款收支决算情况说明
    本年度无此项支出。

Consistent::

    政府性基金预算财政拨款收入支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 年初结转和结余 | 本年收入 | 小计 | 基本支出 | 项目支出 | 年末结转和结余 |
    |---|---|---|---|---|---|---|---|
    | 合计 | | | | | | | |

    七、政府性基金预算财政拨款收支决算情况说明
    本年度无此项支出。
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.rule import Figure, Rule, View, printed
from auditor.model import Check, Claim, Kind, Verdict

rule = Rule(__name__, title="“无此项支出”与空表相符", title_en="“None” in the text agrees with the tables", catalogue=("ET-01", "NT-13"))

_MONEY = {
    "三公数.团组": "三公.出国",
    "三公数.出国人次": "三公.出国",
    "三公数.购置": "三公.公车.购置",
    "三公数.保有": "三公.公车.运维",
    "三公数.批次": "三公.接待",
    "三公数.人次": "三公.接待",
    "三公数.批次.外事": "三公.接待.外事",
    "三公数.人次.外事": "三公.接待.外事",
    "三公数.批次.境外": "三公.接待.境外",
    "三公数.人次.境外": "三公.接待.境外",
}


@rule.over(Claim)
def none(claim: Claim, view: View) -> Iterator[Check]:
    if claim.kind is not Kind.NONE or claim.aspects.scope not in ("政府性基金", "国有资本"):
        return
    cells = [
        c
        for c in view.scoped.get(claim.aspects.scope, ())
        if c.kind == "amount"
        and c.aspects.period in ("", claim.aspects.period)
        and c.aspects.stage == claim.aspects.stage
        and c.aspects.flow in ("", claim.aspects.flow or c.aspects.flow)
    ]
    filled = [c for c in cells if c.quantity is not None and c.quantity.value != 0]
    if filled:
        yield rule.result(
            Verdict.INCONSISTENT,
            claim,
            filled[:3],
            formula=f"“{claim.text}”，表中为 {printed(filled[0])}",
            display=printed(filled[0]),
            message=f"文字称“{claim.text}”（{claim.aspects.scope}），而 {filled[0].label} 为 {printed(filled[0])}",
        )
    else:
        yield rule.result(Verdict.CONSISTENT, claim, cells[:1], formula="表中没有数")


@rule.over(Claim)
def counted(claim: Claim, view: View) -> Iterator[Check]:
    """A count and the money that it cost are both zero or both not."""
    measure = _MONEY.get(claim.aspects.measure)
    if claim.kind is not Kind.COUNT or measure is None:
        return
    amounts = [
        c
        for c in view.claims
        if c.kind is Kind.AMOUNT
        and c.aspects.measure == measure
        and c.aspects.stage == "决算"
        and c.aspects.period == claim.aspects.period
        and c.quantity.dimension == "money"
    ]
    cells = [c for c in view.measured.get(measure, ()) if c.aspects.stage == "决算" and c.kind == "amount"]
    basis: list[Figure] = [*amounts, *cells]
    if not basis:
        return
    money = {bool(b.quantity and b.quantity.value) for b in basis}
    if len(money) > 1:
        return
    spent, some = money.pop(), claim.quantity.value != 0
    if some and not spent and claim.aspects.measure == "三公数.保有":
        yield rule.undecided(claim, "保有车辆可以没有财政拨款的运行费")
    elif some and not spent:
        yield rule.result(
            Verdict.INCONSISTENT,
            claim,
            basis[:1],
            formula=f"{claim.text}，支出为 0",
            display="0",
            message=f"写有 {claim.text}，而相应的支出为 {printed(basis[0])}",
        )
    elif not some and not spent:
        yield rule.result(Verdict.CONSISTENT, claim, basis[:1], formula="个数与支出均为 0")


@rule.over(Claim)
def part_of_nothing(claim: Claim, view: View) -> Iterator[Check]:
    """A part of an amount of zero is zero."""
    if claim.kind is not Kind.AMOUNT or claim.quantity.value != 0 or not claim.aspects.measure.startswith("三公."):
        return
    whole = claim.aspects.but(measure=claim.aspects.measure.rsplit(".", 1)[0])
    for other in view.amounts.get(whole, ()):
        if other.quantity.value == 0:
            yield rule.result(Verdict.CONSISTENT, claim, [other], formula=f"{other.aspects.label} 为 0，其中项为 0")
            return
