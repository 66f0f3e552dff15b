"""An amount stands in the row of the task that it was spent on.

The table of tasks (资金使用情况) and the narrative give the same amounts under other names: 「监督工作经费27.94万元」 belongs to the task 「坚持有效监督…」. Where the amount
stands in the row of a task that has no word in common with the item, and another row has one, the amounts of two rows may have been swapped.

Sums do not show it: nothing is lost. Names may be chosen freely, so it is a note. Source: catalogue TT-23.

Inconsistent::

    # 某局2023年度部门整体支出绩效自评报告

    1.资金使用情况

    | 政策或重点任务 | 完成情况 | 预算数（万元） | 执行数（万元） |
    |---|---|---|---|
    | 加强政治建设，提高履职意识 | 完成 | 27.94 | 27.94 |
    | 做好路灯维护，保障夜间照明 | 完成 | 15.20 | 15.20 |
    | 金额合计 | | 43.14 | 43.14 |

    2.预算执行情况分析
    项目支出主要用于：路灯维护经费27.94万元，党建活动经费15.20万元。

Consistent::

    # 某局2023年度部门整体支出绩效自评报告

    1.资金使用情况

    | 政策或重点任务 | 完成情况 | 预算数（万元） | 执行数（万元） |
    |---|---|---|---|
    | 加强政治建设，提高履职意识 | 完成 | 15.20 | 15.20 |
    | 做好路灯维护，保障夜间照明 | 完成 | 27.94 | 27.94 |
    | 金额合计 | | 43.14 | 43.14 |

    2.预算执行情况分析
    项目支出主要用于：路灯维护经费27.94万元，党建活动经费15.20万元。
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from auditor.check.rule import Rule, View, named
from auditor.lexicon import fold
from auditor.model import Cell, Check, Claim, Document, Kind, Level, Table, Verdict
from auditor.model.quantity import alike

rule = Rule(
    __name__,
    title="金额列在所属任务的一行",
    title_en="An amount stands in the row of the task that it was spent on",
    catalogue=("TT-23",),
    level=Level.NOTE,
)
_COMMON = regex.compile(
    "工作|经费|支出|项目|资金|专项|费用|活动|建设|管理|保障|单位|部门|情况|人大|政协|代表|市级|县级|区级|[的和及与等年度本]"
)


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    for table in document.tables:
        rows = _tasks(table)
        if len(rows) < 2:
            continue
        for claim in view.claims:
            if (
                claim.kind is Kind.AMOUNT
                and claim.quantity.decimals > 1
                and claim.quantity.value > 1
                and claim.aspects.measure.startswith("名.")
            ):
                yield from _judge(claim, rows)


def _judge(claim: Claim, rows: dict[str, list[Cell]]) -> Iterator[Check]:
    holding = [name for name, cells in rows.items() if any(c.quantity and alike(claim.quantity, c.quantity) == "equal" for c in cells)]
    words = _words(claim.subject)
    if len(holding) != 1 or not words:
        return
    own = holding[0]
    cell = next(c for c in rows[own] if c.quantity and alike(claim.quantity, c.quantity) == "equal")
    if words & _words(own):
        yield rule.result(Verdict.CONSISTENT, claim, [cell], formula=f"“{own}”")
        return
    others = [name for name in rows if words & _words(name)]
    if len(others) != 1:
        yield rule.undecided(claim, "从名称看不出属于哪一项任务", [cell])
        return
    yield rule.result(
        Verdict.INCONSISTENT,
        claim,
        [cell, rows[others[0]][0]],
        formula=f"“{own}”≠“{others[0]}”",
        display=others[0],
        message=f"{named(claim)} {claim.text} 列在任务“{own}”一行，从名称看应属“{others[0]}”，两行的数可能互换",
        message_en=f"{claim.text} stands in the row of another task than its name suggests",
    )


def _tasks(table: Table) -> dict[str, list[Cell]]:
    """Name of a task → its amounts."""
    found: dict[str, list[Cell]] = {}
    if table.kind != "performance.tasks":
        return found
    for cell in table.figures:
        if cell.kind == "amount" and cell.aspects.measure.startswith("名.") and cell.stub:
            found.setdefault(fold(cell.stub[-1]).strip(), []).append(cell)
    return found


def _words(name: str) -> frozenset[str]:
    """The pairs of characters that tell a name from others."""
    return frozenset(piece[at : at + 2] for piece in regex.findall(r"\p{Han}{2,}", _COMMON.sub(" ", name)) for at in range(len(piece) - 1))
