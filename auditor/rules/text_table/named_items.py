"""Money of items that are named one by one is the sum of those items.

「…人大会议、代表工作、其他…支出4个项目开展了评价，涉及支出X万元」: when as many 功能分类 items are named as are counted, the amount is the sum of their rows, in 项目支出 or
in all expenditure. An amount that is the sum of neither is reported.

Source: catalogue NT-22.

Inconsistent::

    支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 100.00 | 40.00 | 60.00 |
    | 2010104 | 人大会议 | 20.00 | | 20.00 |
    | 2010108 | 代表工作 | 30.00 | | 30.00 |
    | 2010199 | 其他人大事务支出 | 50.00 | 40.00 | 10.00 |

    二、绩效自评结果
    对人大会议、代表工作2个项目开展了评价，涉及支出60.00万元。

Consistent::

    支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 100.00 | 40.00 | 60.00 |
    | 2010104 | 人大会议 | 20.00 | | 20.00 |
    | 2010108 | 代表工作 | 30.00 | | 30.00 |
    | 2010199 | 其他人大事务支出 | 50.00 | 40.00 | 10.00 |

    二、绩效自评结果
    对人大会议、代表工作2个项目开展了评价，涉及支出50.00万元。
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor.check.rule import Rule, View, once, printed, show
from auditor.lexicon import fold
from auditor.model import Cell, Check, Claim, Kind, Level, Verdict
from auditor.model.interval import total

rule = Rule(
    __name__,
    title="逐一列名的项目资金等于各项之和",
    title_en="Money of named items is the sum of their rows",
    catalogue=("NT-22",),
    level=Level.WARNING,
)


@rule.over(Claim)
def compare(claim: Claim, view: View) -> Iterator[Check]:
    if claim.kind is not Kind.AMOUNT or claim.passage.table:
        return
    counts = [c for c in view.sentence(claim) if c.kind is Kind.COUNT and c.end <= claim.start and c.aspects.measure == "绩效.项目数"]
    if not counts:
        return
    count = counts[-1]
    between = claim.passage.text[count.end : claim.start]
    if any(sign in between for sign in "。；") or len(between) > 40:
        return
    names = _names(view)
    before = fold(claim.passage.text[claim.sentence[0] : count.start])
    listed: list[str] = []
    at = 0
    while at < len(before):
        size = next((n for n in range(min(30, len(before) - at), 2, -1) if before[at : at + n] in names), 0)
        if size and before[at : at + size] not in listed:
            listed.append(before[at : at + size])
        at += size or 1
    if len(listed) < 2:
        return
    if len(listed) != count.quantity.base:
        if _contiguous(before, listed):
            yield rule.result(
                Verdict.INCONSISTENT,
                count,
                [],
                formula=f"所列为{'、'.join(listed)}，共 {len(listed)} 个",
                display=f"{len(listed)}{count.quantity.unit}",
                message=f"列名的项目为 {len(listed)} 个（{'、'.join(listed)}），文字写 {count.text}",
            )
        return
    yield rule.result(Verdict.CONSISTENT, count, [], formula=f"所列为{'、'.join(listed)}，共 {len(listed)} 个")
    rows = [names[name] for name in listed]
    options: list[tuple[Fraction, list[Cell]]] = []
    for part in ("项目支出", ""):
        named = [next((c for c in row if c.aspects.part == part), None) for row in rows]
        found = [c for c in named if c is not None and c.quantity is not None]
        if len(found) == len(rows):
            options.append((sum((c.quantity.base for c in found if c.quantity), Fraction(0)), found))
    if not options:
        yield rule.undecided(claim, "列名的项目在表中没有完整的数")
        return
    for value, cells in options:
        if claim.quantity.interval.meets(total(c.quantity.interval for c in cells if c.quantity)):
            yield rule.result(
                Verdict.CONSISTENT,
                claim,
                cells,
                formula=f"Σ{len(cells)}项 = {show(value, claim.quantity)}",
                relation=("sum", claim.id, *(c.id for c in cells)),
            )
            return
    value, cells = options[0]
    yield rule.result(
        Verdict.INCONSISTENT,
        claim,
        cells,
        formula=" + ".join(printed(c) for c in cells) + f" = {show(value, claim.quantity)}",
        expected=total(c.quantity.interval for c in cells if c.quantity),
        display=show(value, claim.quantity),
        relation=("sum", claim.id, *(c.id for c in cells)),
        message=f"列名的 {len(cells)} 个项目（{'、'.join(listed)}）合计为 {show(value, claim.quantity)}，文字写 {claim.text}",
    )


def _contiguous(before: str, listed: list[str]) -> bool:
    """Whether the names stand in one enumeration that ends right at the count."""
    return len(listed) > 2 and before.rstrip().removesuffix("等").rstrip().endswith("、".join(listed))


@once
def _names(view: View) -> dict[str, list[Cell]]:
    """Printed names of 项 → their figures in one table of expenditure (全口径 first)."""
    found: dict[str, list[Cell]] = {}
    tables = sorted(
        (
            t
            for t in view.document.tables
            if t.kind in ("final.expenditure", "final.general-expenditure", "budget.expenditure", "budget.general-expenditure")
        ),
        key=lambda t: "general" in t.kind,
    )
    for table in tables:
        for cell in table.figures:
            if cell.aspects.measure.startswith("功能.") and len(cell.aspects.measure) == 10 and cell.stub:
                name = fold(cell.stub[-1]).replace(" ", "")
                row = found.setdefault(name, [])
                if not row or row[0].id.split("/")[0] == cell.id.split("/")[0]:
                    row.append(cell)
    return found
