"""Items of the functional and of the economic chart that usually pay the same thing.

住房公积金 is 2210201 by function and 30113 by use, 基本养老保险缴费 2080505 and 30108, 职业年金 2080506 and 30109, 公务员医疗补助 2101103 and 30111. The two need not coincide
(staff paid out of projects, several medical items), so a difference between amounts is left undecided; one that is zero where the other is not, within 基本支出, is noted.

Source: catalogue TT-14; rules.md §6: functional and economic items are never compared by code.

Inconsistent::

    # 某局2023年度部门决算

    一般公共预算财政拨款支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 小计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 66.00 | 66.00 | 0.00 |
    | 221 | 住房保障支出 | 6.00 | 6.00 | 0.00 |
    | 22102 | 住房改革支出 | 6.00 | 6.00 | 0.00 |
    | 2210201 | 住房公积金 | 6.00 | 6.00 | 0.00 |

    一般公共预算财政拨款基本支出决算明细表

    金额单位：万元

    | 科目代码 | 科目名称 | 决算数 |
    |---|---|---|
    | 301 | 工资福利支出 | 66.00 |
    | 30101 | 基本工资 | 66.00 |
    | 30113 | 住房公积金 | 0.00 |

Consistent::

    # 某局2023年度部门决算

    一般公共预算财政拨款支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 小计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 66.00 | 66.00 | 0.00 |
    | 221 | 住房保障支出 | 6.00 | 6.00 | 0.00 |
    | 22102 | 住房改革支出 | 6.00 | 6.00 | 0.00 |
    | 2210201 | 住房公积金 | 6.00 | 6.00 | 0.00 |

    一般公共预算财政拨款基本支出决算明细表

    金额单位：万元

    | 科目代码 | 科目名称 | 决算数 |
    |---|---|---|
    | 301 | 工资福利支出 | 66.00 |
    | 30101 | 基本工资 | 60.00 |
    | 30113 | 住房公积金 | 6.00 |
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.footing import dashed, sets
from auditor.check.rule import Rule, View, alike, printed
from auditor.model import Cell, Check, Document, Level, Table, Verdict

rule = Rule(
    __name__,
    title="功能分类与经济分类的对应科目",
    title_en="Items of the two charts that usually pay the same thing",
    catalogue=("TT-14",),
    level=Level.NOTE,
)
_PAIRS = {"2210201": "30113", "2080505": "30108", "2080506": "30109", "2101103": "30111"}


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    for tables in sets(document):
        function = [t for t in tables if t.kind.endswith(".general-expenditure")]
        economic = [t for t in tables if t.kind.endswith(".basic-economic")]
        if not function or not economic:
            continue
        for one, other in _PAIRS.items():
            first, second = _cell(function[0], one, "基本支出"), _cell(economic[0], other, "")
            if first is not None and second is not None:
                yield from _pair(first, second)


def _cell(table: Table, code: str, part: str) -> Cell | None:
    """The amount of an item, filled in or not."""
    cells = [c for c in table.cells if c.code == code and c.kind == "amount" and c.role.value in ("body", "blank") and not dashed(c)]
    if part:
        cells = [c for c in cells if c.aspects.part == part]
    return next((c for c in cells if c.quantity is not None), cells[0] if cells else None)


def _pair(first: Cell, second: Cell) -> Iterator[Check]:
    if first.quantity is None or not first.quantity.base:
        return
    if second.quantity is not None and second.quantity.base:
        if alike(first.quantity, second.quantity) in ("equal", "meets", "last"):
            yield rule.result(Verdict.CONSISTENT, second, [first])
        else:
            yield rule.undecided(second, "两种分类的口径可以不同", [first])
        return
    yield rule.result(
        Verdict.INCONSISTENT,
        second,
        [first],
        formula=f"{printed(first)}，{printed(second)}",
        display=printed(first),
        message=f"{first.label} 为 {printed(first)}，而 {second.label} 为 {printed(second)}，可能记入了别的经济科目",
        message_en=f"{printed(first)} by function, {printed(second)} by use",
    )
