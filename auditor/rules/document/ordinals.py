"""The printed numbers of lines (行次) run on without a gap.

The forms number their lines, and the explanations of the forms refer to those numbers. A number that is skipped or stands twice points to a line that was deleted or
inserted by hand. The template of a province may have such a gap itself.

Source: catalogue TP-07.

Inconsistent::

    部门决算公开相关信息统计表

    | 项目 | 行次 | 统计数 |
    |---|---|---|
    | 货物 | 1 | 2.00 |
    | 工程 | 2 | 3.00 |
    | 服务 | 3 | 4.00 |
    | 车辆 | 5 | 1.00 |

Consistent::

    部门决算公开相关信息统计表

    | 项目 | 行次 | 统计数 |
    |---|---|---|
    | 货物 | 1 | 2.00 |
    | 工程 | 2 | 3.00 |
    | 服务 | 3 | 4.00 |
    | 车辆 | 4 | 1.00 |
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from auditor.check.rule import Rule, View, evidence
from auditor.model import Cell, Check, Level, Role, Table, Verdict

rule = Rule(__name__, title="行次连续", title_en="Line numbers run on", catalogue=("TP-07",), level=Level.NOTE)
_COLUMN = 4
"""Numbers from which a column counts lines."""


@rule.over(Table)
def compare(table: Table, view: View) -> Iterator[Check]:
    columns: dict[int, list[Cell]] = defaultdict(list)
    for cell in table.cells:
        if cell.role is Role.ORDINAL and cell.text.strip().isdigit():
            columns[cell.column].append(cell)
    for cells in columns.values():
        if len(cells) < _COLUMN:
            continue
        breaks = [(a, b) for a, b in pairwise(cells) if int(b.text) != int(a.text) + 1]
        if not breaks:
            yield rule.result(Verdict.CONSISTENT, evidence(cells[-1]), [evidence(cells[0])])
        elif len(breaks) * 3 > len(cells):
            yield rule.undecided(evidence(cells[0]), "这一列的数字不是逐行的行次")
        else:
            for before, after in breaks:
                due = int(before.text) + 1
                yield rule.result(
                    Verdict.INCONSISTENT,
                    evidence(after),
                    [evidence(before)],
                    display=str(due),
                    message=f"{table.title}的行次在 {before.text.strip()} 之后为 {after.text.strip()}，应为 {due}",
                    message_en=f"Line number {after.text.strip()} follows {before.text.strip()}",
                )
