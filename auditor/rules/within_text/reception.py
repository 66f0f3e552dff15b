"""Receptions: no more groups than guests, no more foreign ones than all, and a cost per head that is possible.

8批次146人 is possible, 146批次8人 is not; a reception of 2,000 元 a head or of 1 元 is almost certainly a slip of a digit or of a unit.

Source: catalogue CT-06, NT-13; 党政机关国内公务接待管理规定.

Inconsistent::

    # 某局2023年度部门决算

    九、“三公”经费支出决算情况说明
    公务接待费支出1.20万元，国内公务接待60批次，8人次。

Consistent::

    # 某局2023年度部门决算

    九、“三公”经费支出决算情况说明
    公务接待费支出1.20万元，国内公务接待8批次，60人次。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from auditor.check.rule import Rule, View
from auditor.model import Check, Claim, Document, Kind, Level, Verdict

rule = Rule(
    __name__,
    title="接待批次、人次与费用相称",
    title_en="Groups, guests and cost of receptions fit each other",
    catalogue=("CT-06", "NT-13"),
    level=Level.NOTE,
)
_LEAST, _MOST = Fraction(5), Fraction(2000)
"""元 a head between which a reception is possible."""
_PAIRS = (
    ("三公数.批次", "三公数.人次", "接待批次多于人次"),
    ("三公数.批次.外事", "三公数.人次.外事", "外事接待批次多于人次"),
    ("三公数.批次.外事", "三公数.批次", "外事接待批次多于全部批次"),
    ("三公数.人次.外事", "三公数.人次", "外事接待人次多于全部人次"),
    ("三公数.团组", "三公数.出国人次", "出国团组多于人次"),
)


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    counts: dict[str, Claim] = {}
    for claim in view.claims:
        if claim.kind is Kind.COUNT and claim.aspects.period == document.year and not claim.reach:
            counts.setdefault(claim.aspects.measure, claim)
    for less, more, what in _PAIRS:
        if less in counts and more in counts:
            yield from _order(counts[less], counts[more], what)
    if "三公数.人次" in counts:
        yield from _cost(view, counts["三公数.人次"])


def _order(less: Claim, more: Claim, what: str) -> Iterator[Check]:
    if less.quantity.base <= more.quantity.base:
        yield rule.result(Verdict.CONSISTENT, less, [more], formula=f"{less.text} ≤ {more.text}")
    else:
        yield rule.result(
            Verdict.INCONSISTENT,
            less,
            [more],
            formula=f"{less.text} > {more.text}",
            display=f"≤ {more.text}",
            message=f"{what}：{less.text}，{more.text}",
            message_en=f"{less.text} is more than {more.text}",
        )


def _cost(view: View, guests: Claim) -> Iterator[Check]:
    """Cost a head, where the text states one amount for all guests."""
    amounts = [
        c
        for c in view.claims
        if c.kind is Kind.AMOUNT
        and c.aspects.measure == "三公.接待"
        and c.aspects.stage == "决算"
        and c.aspects.period == guests.aspects.period
    ]
    if not amounts or not guests.quantity.base:
        return
    if len({c.quantity.base for c in amounts}) > 1:
        yield rule.undecided(guests, "公务接待费写有几个数，不能计算人均", amounts)
        return
    cost = amounts[0].quantity.base / guests.quantity.base
    if not cost:
        return
    formula = f"{amounts[0].text} ÷ {guests.text} = {_shown(cost)}元/人次"
    if _LEAST <= cost <= _MOST:
        yield rule.result(Verdict.CONSISTENT, guests, amounts[:1], formula=formula)
    else:
        yield rule.result(
            Verdict.INCONSISTENT,
            guests,
            amounts[:1],
            formula=formula,
            display=f"{_LEAST}至{_MOST}元/人次",
            message=f"公务接待人均 {_shown(cost)} 元（{formula}），请核对人次、金额与单位",
            message_en=f"A reception of {_shown(cost)} yuan a head is hardly possible",
        )


def _shown(value: Fraction) -> str:
    return str((Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.01")))
