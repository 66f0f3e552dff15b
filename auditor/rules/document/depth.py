"""Disclosure goes down to the level that is asked for.

Expenditure by function to 项 (7 digits), basic expenditure by economic use to 款 (5 digits), 三公 with vehicles split into purchase and running costs, and a reason wherever
a change, or a final amount that is not the one of the budget, is stated.

Source: catalogue TP-10; 财预〔2016〕143号, 财办预〔2021〕77号.

Inconsistent::

    # 某局2023年度部门决算

    一般公共预算财政拨款支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 小计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 100.00 | 60.00 | 40.00 |
    | 212 | 城乡社区支出 | 100.00 | 60.00 | 40.00 |
    | 21201 | 城乡社区管理事务 | 100.00 | 60.00 | 40.00 |

Consistent::

    # 某局2023年度部门决算

    一般公共预算财政拨款支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 小计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 100.00 | 60.00 | 40.00 |
    | 212 | 城乡社区支出 | 100.00 | 60.00 | 40.00 |
    | 21201 | 城乡社区管理事务 | 100.00 | 60.00 | 40.00 |
    | 2120101 | 行政运行 | 100.00 | 60.00 | 40.00 |
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.rule import Rule, View, evidence
from auditor.check.wording import budget, final, headed
from auditor.model import Cell, Check, Document, Kind, Level, Table, Verdict

rule = Rule(
    __name__,
    title="公开的细化程度",
    title_en="Disclosure goes down to the level that is asked for",
    catalogue=("TP-10",),
    level=Level.NOTE,
)
_DEPTH = {"general-expenditure": (7, "功能分类项级科目"), "basic-economic": (5, "经济分类款级科目")}
_REASON = ("原因", "由于", "因为", "主要是", "系", "因", "受", "为了", "按照", "根据", "成立")


@rule.over(Table)
def classified(table: Table, view: View) -> Iterator[Check]:
    """Codes go down to 项 or 款, and vehicles are split."""
    sort = table.kind.split(".")[-1]
    if not table.kind.startswith(("final.", "budget.")) or not any(_filled(c) for c in table.figures):
        return
    if sort in _DEPTH:
        digits, name = _DEPTH[sort]
        codes = {cell.code for cell in table.cells if cell.code}
        if not codes:
            yield rule.undecided(headed(table), "表中没有科目代码")
        elif any(len(code) >= digits for code in codes):
            yield rule.result(Verdict.CONSISTENT, headed(table), formula=name)
        else:
            yield _coarse(table, name)
    elif sort == "sangong":
        measures = {cell.aspects.measure for cell in table.cells}
        if "三公.公车" in measures and any(_filled(c) for c in table.figures if c.aspects.measure == "三公.公车"):
            if {"三公.公车.购置", "三公.公车.运维"} <= measures:
                yield rule.result(Verdict.CONSISTENT, headed(table), formula="购置费与运行维护费分列")
            else:
                yield _coarse(table, "公务用车购置费与公务用车运行维护费两栏")


def _filled(cell: Cell) -> bool:
    return cell.quantity is not None and cell.quantity.value != 0


def _coarse(table: Table, name: str) -> Check:
    return rule.result(
        Verdict.INCONSISTENT,
        headed(table),
        display=name,
        message=f"{table.title}没有细化到{name}",
        message_en=f"{table.title} does not go down to the level that is asked for",
    )


@rule.over(Document)
def missed(document: Document, view: View) -> Iterator[Check]:
    """Where the final amount is not that of the opening budget, it is said why."""
    if not final(document):
        return
    for claim in view.claims:
        amount = view.by_id.get(claim.current)
        if (
            claim.kind is not Kind.COMPLETION
            or claim.base is None
            or claim.base.stage != "年初预算"
            or claim.passage.table
            or claim.reach
            or amount is None
            or not amount.aspects.measure.startswith(("功能.", "三公"))
        ):
            continue
        texts = [p.text for p in document.passages if p.section is claim.passage.section and not p.table]
        if claim.quantity.base == 1 or any(word in text for text in texts for word in _REASON):
            yield rule.result(Verdict.CONSISTENT, evidence(claim), formula="说明了原因" if claim.quantity.base != 1 else "没有差异")
        else:
            yield rule.result(
                Verdict.INCONSISTENT,
                evidence(claim),
                display="说明决算与预算差异的原因",
                message=f"{claim.passage.label}：完成年初预算的 {claim.text}，没有说明决算数与预算数不同的原因",
                message_en="The final amount differs from the budget, and it is not said why",
            )


@rule.over(Document)
def explained(document: Document, view: View) -> Iterator[Check]:
    """Each change of the narrative of a disclosure has a reason beside it."""
    if not (final(document) or budget(document)):
        return
    for claim in view.claims:
        if (
            claim.kind is not Kind.CHANGE
            or claim.reach
            or not claim.quantity.value
            or claim.passage.table
            or claim.parent
            or not claim.current
        ):
            continue
        said = evidence(claim)
        texts = [p.text for p in document.passages if p.section is claim.passage.section and not p.table]
        if any(word in text for text in texts for word in _REASON):
            yield rule.result(Verdict.CONSISTENT, said, formula="说明了原因")
        else:
            yield rule.result(
                Verdict.INCONSISTENT,
                said,
                display="说明增减原因",
                message=f"{claim.passage.label}：写明变动 {claim.text}，没有说明原因",
                message_en="A change is stated without its reason",
            )
