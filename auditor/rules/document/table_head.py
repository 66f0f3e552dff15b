"""Each table says of which year it is and in which unit it counts.

The forms print the year and 金额单位 above each table. Without them a reader who opens the table alone cannot tell 元 from 万元, nor this year from last. Where no table
of a disclosure carries the year, that is said once.

Source: catalogue TP-07, UN-05, YL-02.

Inconsistent::

    # 某局部门决算公开

    收入决算表

    2023年度

    | 科目代码 | 科目名称 | 本年收入合计 | 财政拨款收入 | 其他收入 |
    |---|---|---|---|---|
    | 合计 | | 100.00 | 98.00 | 2.00 |

    支出决算表

    2023年度 金额单位：万元

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 100.00 | 60.00 | 40.00 |

Consistent::

    # 某局部门决算公开

    收入决算表

    2023年度 金额单位：万元

    | 科目代码 | 科目名称 | 本年收入合计 | 财政拨款收入 | 其他收入 |
    |---|---|---|---|---|
    | 合计 | | 100.00 | 98.00 | 2.00 |
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.rule import Rule, View
from auditor.check.wording import headed
from auditor.model import Check, Document, Level, Table, Verdict

rule = Rule(
    __name__,
    title="表头注明年度与金额单位",
    title_en="Tables name their year and unit",
    catalogue=("TP-07", "UN-05", "YL-02"),
    level=Level.NOTE,
)


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    tables = [t for t in document.tables if t.kind.startswith(("final.", "budget.")) and not t.kind.endswith(".statistics")]
    without = [t for t in tables if not t.year]
    for table in tables:
        missing = [
            word
            for word, absent in (("金额单位", not table.unit and _money(table)), ("年度", table in without and len(without) < len(tables)))
            if absent
        ]
        if not table.title:
            yield rule.undecided(headed(table), "表格上方的文字没有识别出来")
        elif missing:
            yield _missing(table, "、".join(missing), [])
        elif table.year:
            yield rule.result(Verdict.CONSISTENT, headed(table), formula=f"{table.year}年度，{table.unit}")
    if tables and len(without) == len(tables) and all(t.title for t in tables):
        yield _missing(tables[0], "年度", tables[1:])


def _money(table: Table) -> bool:
    return any(
        cell.quantity is not None and cell.kind == "amount" and cell.quantity.dimension in ("money", "number") for cell in table.figures
    )


def _missing(table: Table, what: str, others: list[Table]) -> Check:
    many = f"等{len(others) + 1}张表" if others else ""
    return rule.result(
        Verdict.INCONSISTENT,
        headed(table),
        [headed(other) for other in others],
        display=what,
        message=f"{table.title}{many}的表头没有注明{what}",
        message_en=f"{table.title}: year or unit is not named",
    )
