"""相关信息统计表：政府采购合计等于货物、工程、服务之和，车辆合计等于各类车辆之和

In the table of procurement, operating costs and state assets: 政府采购支出合计 = 货物 + 工程 + 服务, and 车辆数合计 = the sum of
the vehicles by use. The contracts awarded to small and medium enterprises may not exceed the procurement, nor those of small
and micro enterprises theirs.

Why it matters: the narrative repeats these figures item by item, and the count of vehicles is exact.

Formula: form 公开10 and its provincial variants (机构运行信息表). Amounts may be off by rounding (rules.md P5), counts may not.
A kind of vehicle that no lexicon knows leaves a contradiction undecided.

Inconsistent::

    部门决算公开相关信息统计表

    金额单位：万元

    | 项目 | 统计数 |
    |---|---|
    | 一、政府采购情况 | |
    | 合计 | 40.00 |
    | 货物 | 12.50 |
    | 工程 | |
    | 服务 | 17.50 |

Consistent::

    部门决算公开相关信息统计表

    金额单位：万元

    | 项目 | 统计数 |
    |---|---|
    | 一、政府采购情况 | |
    | 合计 | 30.00 |
    | 货物 | 12.50 |
    | 工程 | |
    | 服务 | 17.50 |
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.footing import bound, branches
from auditor.check.rule import Rule, View
from auditor.lexicon import load
from auditor.model import Aspects, Cell, Check, Table

rule = Rule(
    __name__,
    title="政府采购、车辆的合计等于各分项之和",
    title_en="Procurement and vehicles are the sums of their kinds",
    catalogue=("TI-06",),
)


@rule.over(Table)
def items(table: Table, view: View) -> Iterator[Check]:
    """Foot procurement and vehicles, and hold the 其中 items against their whole."""
    yield from branches(rule, table, ("采购", "车辆"))
    known: dict[tuple[Aspects, str], Cell] = {(cell.aspects, cell.kind): cell for cell in table.figures}
    for (aspects, kind), whole in known.items():
        for name in load("sums")["within"].get(aspects.measure, ()):
            part = known.get((aspects.but(measure=name), kind))
            check = bound(rule, part, whole) if part is not None else None
            if check is not None:
                yield check
