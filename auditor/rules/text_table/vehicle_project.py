"""What a project spent on vehicles is part of what the unit spent on them.

The running costs of official cars that the report of a project states are within the 公务用车运行维护费 of the table of "三公"经费, which covers all of the unit's appropriated money.

Formula: 项目中的公务用车运行维护费 ≤ 公开09表 公务用车运行维护费. Other money may have paid for cars as well, so more is a note. Source: catalogue NT-14.

Inconsistent::

    # 某局2023年度部门决算

    财政拨款“三公”经费支出决算表

    金额单位：万元

    | 项目 | 预算数 | 决算数 |
    |---|---|---|
    | 合计 | 7.00 | 6.20 |
    | 公务用车运行维护费 | 6.00 | 6.00 |
    | 公务接待费 | 1.00 | 0.20 |

    # 路灯巡查项目支出绩效自评报告

    一、项目概况
    本项目公务用车运行维护费支出8.00万元。

Consistent::

    # 某局2023年度部门决算

    财政拨款“三公”经费支出决算表

    金额单位：万元

    | 项目 | 预算数 | 决算数 |
    |---|---|---|
    | 合计 | 7.00 | 6.20 |
    | 公务用车运行维护费 | 6.00 | 6.00 |
    | 公务接待费 | 1.00 | 0.20 |

    # 路灯巡查项目支出绩效自评报告

    一、项目概况
    本项目公务用车运行维护费支出2.00万元。
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.rule import Rule, View, named, printed, show
from auditor.model import Check, Claim, Interval, Kind, Level, Verdict

rule = Rule(
    __name__,
    title="项目的公务用车费用不超过“三公”经费表",
    title_en="What a project spent on vehicles is part of what the unit spent on them",
    catalogue=("NT-14",),
    level=Level.NOTE,
)
_COST = frozenset({"三公.公车.运维", "经济.30231"})


@rule.over(Claim)
def compare(claim: Claim, view: View) -> Iterator[Check]:
    if claim.kind is not Kind.AMOUNT or claim.aspects.measure not in _COST or not claim.aspects.entity or claim.aspects.stage != "决算":
        return
    cells = [
        cell
        for cell in view.measured.get("三公.公车.运维", ())
        if cell.aspects.stage == "决算" and not cell.aspects.entity and cell.aspects.period in ("", claim.aspects.period)
    ]
    if not cells or cells[0].quantity is None:
        yield rule.undecided(claim, "没有“三公”经费表可以对照")
        return
    cell = cells[0]
    assert cell.quantity is not None
    ceiling = Interval(None, cell.quantity.interval.high)
    fits = claim.quantity.interval.meets(ceiling)
    yield rule.result(
        Verdict.CONSISTENT if fits else Verdict.INCONSISTENT,
        claim,
        [cell],
        formula=f"{claim.text} {'≤' if fits else '>'} {printed(cell)}",
        expected=ceiling,
        display=f"≤{show(cell.quantity.base, claim.quantity)}",
        relation=("at-most", claim.id, cell.id),
        message="" if fits else f"{claim.aspects.entity}的{named(claim)} {claim.text}，大于{cell.label}的 {printed(cell)}",
        message_en="" if fits else f"{claim.text} for the vehicles of one project, {printed(cell)} for all",
    )
