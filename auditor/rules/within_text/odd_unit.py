"""An amount carries the unit of its surroundings.

Where a narrative counts in 万元, 「598.42元」 beside 「598.42万元」 is the same number with its unit mistyped; 「4.79元」 in a paragraph of 万元 with two decimals, or 「251.25亿元」, more
than any table of the document holds, is probably one. Amounts that a table bears out are what they are.

Formula: the same digits (at least three that count) in two units within a section; or one amount of a paragraph in another unit than all the others.
Source: catalogue UN-02.

Inconsistent::

    # 某局2024年度部门决算

    十一、政府采购支出情况
    2024年度面向中小企业预留政府采购项目预算金额246.47万元，由中小企业中标的采购金额246.47元，另有其他采购4.79万元。

Consistent::

    # 某局2024年度部门决算

    十一、政府采购支出情况
    2024年度面向中小企业预留政府采购项目预算金额246.47万元，由中小企业中标的采购金额246.47万元，另有其他采购4.79万元。
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal

from auditor.check.rule import Rule, View, alike, named
from auditor.model import Check, Claim, Document, Kind, Level, Verdict

rule = Rule(
    __name__,
    title="金额的单位与上下文一致",
    title_en="An amount carries the unit of its surroundings",
    catalogue=("UN-02",),
    level=Level.WARNING,
)


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    amounts = [
        c
        for c in view.claims
        if c.kind in (Kind.AMOUNT, Kind.CHANGE) and c.quantity.dimension == "money" and c.quantity.unit and not c.passage.table
    ]
    most = max(
        (abs(cell.quantity.base) for t in document.tables for cell in t.figures if cell.quantity and cell.quantity.dimension == "money"),
        default=None,
    )
    usual = "万元"
    units: dict[int, Counter[str]] = defaultdict(Counter)
    alike_in: dict[tuple[int, Decimal], list[Claim]] = defaultdict(list)
    beside: dict[int, list[Claim]] = defaultdict(list)
    for claim in amounts:
        if claim.quantity.value:
            units[id(claim.passage.section)][claim.quantity.unit] += 1
            alike_in[id(claim.passage.section), abs(claim.quantity.value)].append(claim)
            beside[id(claim.passage)].append(claim)
    for claim in amounts:
        if not claim.quantity.value:
            continue
        here = units[id(claim.passage.section)]
        others, times = here.total() - 1, here[usual] - (claim.quantity.unit == usual)
        if not others or times * 10 < others * 8:
            continue
        near = [c for c in beside[id(claim.passage)] if c is not claim]
        same = [c for c in alike_in[id(claim.passage.section), abs(claim.quantity.value)] if c is not claim and len(_digits(claim)) > 2]
        if claim.quantity.unit == usual:
            if same and all(c.quantity.unit == usual for c in same):
                yield rule.result(Verdict.CONSISTENT, claim, same[:1], formula=f"与{same[0].text}单位相同")
            continue
        cell = view.cell(claim)
        if cell is not None and cell.quantity is not None and alike(claim.quantity, cell.quantity) in ("equal", "meets"):
            continue
        other = next((c for c in same if c.quantity.unit == usual), None)
        if other is not None:
            yield _odd(claim, other, f"{other.location.label} 写 {other.text}，数字相同而单位不同", Level.WARNING)
            continue
        alone = len(near) > 1 and all(c.quantity.unit == usual for c in near)
        small = claim.quantity.unit == "元" and claim.quantity.decimals > 1 and claim.quantity.value < 10000
        large = claim.quantity.unit == "亿元" and most is not None and abs(claim.quantity.base) > most
        if alone and (small or large):
            yield _odd(claim, near[0], f"同一段其他金额都以{usual}为单位" + ("，且大于表中所有金额" if large else ""), Level.NOTE)
        else:
            yield rule.undecided(claim, f"文中金额多以{usual}为单位，此处可以另有单位")


def _digits(claim: Claim) -> str:
    return str(claim.quantity.value).replace(".", "").strip("0-")


def _odd(claim: Claim, other: Claim, why: str, level: Level) -> Check:
    return rule.result(
        Verdict.INCONSISTENT,
        claim,
        [other],
        formula=f"{claim.text}，{other.text}",
        display=claim.text.replace(claim.quantity.unit, other.quantity.unit),
        level=level,
        message=f"{named(claim)}写作 {claim.text}，{why}，疑为单位写错",
        message_en=f"{claim.text}: other amounts here are in {other.quantity.unit}; the unit is probably mistyped",
    )
