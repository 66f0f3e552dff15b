"""Vehicles that cost money exist.

公务用车运行维护费 above zero with no vehicle at all, or 公务用车购置费 above zero with none bought: one of the two was left out. A vehicle may be kept for another's money, so
that the other way round says nothing.

Source: catalogue TT-11, NT-13.

Inconsistent::

    # 某局2023年度部门决算

    财政拨款“三公”经费支出决算表

    金额单位：万元

    | 决算数 | | |
    |---|---|---|
    | 合计 | 公务用车购置费 | 公务用车运行维护费 |
    | 3.00 | 0.00 | 3.00 |

    九、“三公”经费支出决算情况说明
    公务用车购置0辆，公务用车保有量为0辆。

Consistent::

    # 某局2023年度部门决算

    财政拨款“三公”经费支出决算表

    金额单位：万元

    | 决算数 | | |
    |---|---|---|
    | 合计 | 公务用车购置费 | 公务用车运行维护费 |
    | 3.00 | 0.00 | 3.00 |

    九、“三公”经费支出决算情况说明
    公务用车购置0辆，公务用车保有量为1辆。
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.rule import Figure, Rule, View, printed
from auditor.check.wording import plain
from auditor.lexicon import worded
from auditor.model import Check, Claim, Document, Kind, Level, Verdict

rule = Rule(
    __name__,
    title="有公务用车费用就有车辆",
    title_en="Vehicles that cost money exist",
    catalogue=("TT-11", "NT-13"),
    level=Level.NOTE,
)
_REASON = "{cars_gone}"
_PAIRS = {"三公.公车.运维": ("三公数.保有", "车辆"), "三公.公车.购置": ("三公数.购置",)}


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    cells = [c for t in document.tables for c in t.figures if c.kind == "amount" and c.aspects.stage == "决算" and c.quantity is not None]
    for measure, counted in _PAIRS.items():
        cost: Figure | None = next((c for c in cells if c.aspects.measure == measure), None)
        cost = cost or next(
            (
                c
                for c in view.claims
                if c.kind is Kind.AMOUNT
                and c.aspects.measure == measure
                and c.aspects.stage == "决算"
                and c.aspects.period == document.year
            ),
            None,
        )
        counts: list[Claim] = [
            c for c in view.claims if c.kind is Kind.COUNT and c.aspects.measure in counted and c.aspects.period in ("", document.year)
        ]
        if cost is None or cost.quantity is None or not cost.quantity.base or not counts:
            continue
        some = [c for c in counts if c.quantity.base]
        if some:
            yield rule.result(Verdict.CONSISTENT, some[0], [cost])
        elif any(worded(_REASON).search(plain(c.passage.text).text) for c in counts):
            yield rule.undecided(counts[0], "文中有说明，费用可以属于年末已没有的车辆", [cost])
        else:
            yield rule.result(
                Verdict.INCONSISTENT,
                counts[0],
                [cost],
                formula=f"{counts[0].text}，费用 {printed(cost)}",
                display="大于0辆",
                message=f"车辆写 {counts[0].text}，而相应的费用为 {printed(cost)}",
                message_en=f"{counts[0].text} vehicles, but {printed(cost)} was spent on them",
            )
