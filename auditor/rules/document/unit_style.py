"""An amount of zero in a unit that nothing around it uses.

0亿元 among amounts in 万元 changes no sum, but it is a slip of the hand, and the next editor who fills in the number keeps the unit. Said as a note where the narrative writes
nearly all its amounts in one unit.

Source: catalogue UN-03.

Inconsistent::

    二、收入决算情况说明
    2023年度收入合计100.00万元，其中：财政拨款收入98.00万元，事业收入0亿元，经营收入1.00万元，其他收入1.00万元，上级补助收入0万元。

Consistent::

    二、收入决算情况说明
    2023年度收入合计100.00万元，其中：财政拨款收入98.00万元，事业收入0万元，经营收入1.00万元，其他收入1.00万元，上级补助收入0万元。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from auditor.check.rule import Rule, View
from auditor.model import Check, Document, Kind, Level, Verdict

rule = Rule(
    __name__, title="零值的单位与上下文一致", title_en="A zero carries the unit of its surroundings", catalogue=("UN-03",), level=Level.NOTE
)


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    amounts = [
        c for c in view.claims if c.kind is Kind.AMOUNT and c.quantity.dimension == "money" and not c.passage.table and not c.aspects.entity
    ]
    units = Counter(c.quantity.unit for c in amounts)
    usual = units.most_common(1)[0][0] if units else ""
    for claim in amounts:
        if claim.quantity.value != 0:
            continue
        if claim.quantity.unit == usual:
            yield rule.result(Verdict.CONSISTENT, claim, [], formula=f"文中金额以{usual}为单位")
            continue
        near = Counter(c.quantity.unit for c in amounts if c.passage is claim.passage or c.passage.section is claim.passage.section)
        if units[usual] * 10 < len(amounts) * 8 or near[claim.quantity.unit] * 2 > sum(near.values()):
            yield rule.undecided(claim, "文中金额没有统一的单位")
            continue
        yield rule.result(
            Verdict.INCONSISTENT,
            claim,
            [c for c in amounts if c.quantity.unit == usual][:1],
            formula=f"{claim.text}，文中其他金额以{usual}为单位",
            display=f"0{usual}",
            relation=("unit", claim.id, next(c.id for c in amounts if c.quantity.unit == usual)),
            message=f"写作 {claim.text}，而文中其他金额均以{usual}为单位",
        )
