"""The plans of the four quarters add up to the money of the year.

「第一季度用款计划25.88万元，第二季度…，第四季度16.78万元」 divides what the form of the project applies for: 年度资金申请总额 is the sum of the four, within their rounding.

The form is that of the project which the same part of the document names, or, if none is, the narrative; without one nothing follows. Source: catalogue NA-04, NT-22.

Inconsistent::

    # 某街道2023年部门预算

    ## 项目经费情况说明

    一、项目概况
    由某街道建设的社区服务中心工程，位于东路与西路路口。

    二、年度预算安排
    第一季度用款计划25.88万元，第二季度用款计划180.74万元，第三季度用款计划186.60万元，第四季度用款计划61.78万元。

    项目支出绩效目标表
    （2023年度）

    金额单位：万元

    | 项目名称 | 新建社区服务中心 | | |
    |---|---|---|---|
    | 项目资金 | 年度资金总额 | 410.00 | |

Consistent::

    # 某街道2023年部门预算

    ## 项目经费情况说明

    一、项目概况
    由某街道建设的社区服务中心工程，位于东路与西路路口。

    二、年度预算安排
    第一季度用款计划25.88万元，第二季度用款计划180.74万元，第三季度用款计划186.60万元，第四季度用款计划16.78万元。

    项目支出绩效目标表
    （2023年度）

    金额单位：万元

    | 项目名称 | 新建社区服务中心 | | |
    |---|---|---|---|
    | 项目资金 | 年度资金总额 | 410.00 | |
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import regex

from auditor.check.rule import Rule, View, printed, show
from auditor.lexicon import fold, worded
from auditor.model import Cell, Check, Claim, Document, Kind, Level, Verdict
from auditor.model.interval import total

rule = Rule(
    __name__,
    title="四个季度的用款计划之和等于年度资金",
    title_en="The plans of the four quarters add up to the money of the year",
    catalogue=("NA-04", "NT-22"),
    level=Level.WARNING,
)
_QUARTER = regex.compile(r"第?([一二三四1234])季度[^,。;\d]{0,12}$")
_WORKS = r"{kinds_of_works}|[\s()\"《》]"


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    sentences: dict[tuple[int, tuple[int, int]], dict[int, Claim]] = {}
    for claim in view.claims:
        match = _QUARTER.search(fold(claim.passage.text)[: claim.start].rstrip())
        if match and claim.kind is Kind.AMOUNT and claim.quantity.dimension == "money":
            number = "一二三四1234".index(match[1]) % 4
            sentences.setdefault((id(claim.passage), claim.sentence), {}).setdefault(number, claim)
    for quarters in sentences.values():
        if len(quarters) == 4:
            yield _judge([quarters[number] for number in range(4)], view)


def _judge(quarters: list[Claim], view: View) -> Check:
    whole = _form(quarters[0], view)
    last = quarters[-1]
    if whole is None or whole.quantity is None:
        return rule.undecided(last, "没有这个项目的绩效目标表可以对照", quarters[:-1])
    expected = total(claim.quantity.interval for claim in quarters)
    value = sum((claim.quantity.base for claim in quarters), Fraction(0))
    formula = " + ".join(map(printed, quarters)) + f" = {show(value, last.quantity)}"
    fits = whole.quantity.interval.meets(expected)
    rest = whole.quantity.base - value + last.quantity.base
    return rule.result(
        Verdict.CONSISTENT if fits else Verdict.INCONSISTENT,
        last,
        [*quarters[:-1], whole],
        formula=formula,
        display=show(rest, last.quantity),
        relation=("sum", whole.id, *(claim.id for claim in quarters)),
        message="" if fits else f"四个季度用款计划之和为 {show(value, last.quantity)}，{whole.label} 为 {printed(whole)}（{formula}）",
        message_en="" if fits else f"The four quarters add up to {show(value, last.quantity)}, the form has {printed(whole)}",
    )


def _form(claim: Claim, view: View) -> Cell | None:
    """The money of the one project with a form that the same part of the document names."""
    section = claim.passage.section
    part = section.path[:1] if section is not None else ()
    texts = [(p.section.path[:1] if p.section is not None else (), p.text) for p in view.document.passages if p.table is None]
    near = "".join(fold(text).replace(" ", "") for path, text in texts if path == part)
    anywhere = "".join(fold(text).replace(" ", "") for _, text in texts)
    for said in (near, anywhere):
        found = []
        for table in view.document.tables:
            name = worded(_WORKS).sub("", fold(table.entity))
            if table.kind.startswith("performance") and len(name) > 4 and name in said:
                money = (c for c in table.figures if c.aspects.measure == "项目资金" and c.kind == "amount" and not c.aspects.part)
                found += list(money)[:1]
        if found:
            return found[0] if len(found) == 1 else None
    return None
