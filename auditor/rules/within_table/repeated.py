"""表内重复列示：同一数在同一张表中列示两次应当相同，“其中”项不大于它所属的总数

Where a table prints the same quantity twice (same item, same scope, same year), both printings are the same; an item behind
其中 is not larger than the figure that it belongs to, be it a row under a row or a column beside a column.

Why it matters: a figure that was corrected in one place and forgotten in the other is the most common slip in tables that are
filled in by hand, such as the funding block of a performance self-evaluation.

Formula: rules.md TI-05; a figure printed with fewer decimals agrees when it can be rounded from the other (1220.7 and 1220.67).

Inconsistent::

    部门整体支出绩效自评表

    | 任务名称 | 预算数（万元） | 其中：财政拨款 |
    |---|---|---|
    | 公用经费 | 24.50 | 42.50 |

Consistent::

    部门整体支出绩效自评表

    | 任务名称 | 预算数（万元） | 其中：财政拨款 |
    |---|---|---|
    | 公用经费 | 42.50 | 42.50 |
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.footing import OWN, bound, sober, tie
from auditor.check.rule import Rule, View
from auditor.lexicon import fold
from auditor.model import Aspects, Cell, Check, Table

rule = Rule(
    __name__,
    title="同一数在一张表中的两次列示相同，“其中”项不大于总数",
    title_en="A quantity printed twice in a table is the same; a 其中 item does not exceed its whole",
    catalogue=("TI-05",),
)


@rule.over(Table)
def twice(table: Table, view: View) -> Iterator[Check]:
    """Hold the printings of the same quantity against each other."""
    seen: dict[tuple[Aspects, str], Cell] = {}
    checks = []
    for cell in table.figures:
        if not cell.aspects.measure or cell.aspects.measure.startswith(OWN) or cell.kind not in ("amount", "count"):
            continue
        first = seen.setdefault((cell.aspects, cell.kind), cell)
        if first is not cell:
            checks.append(tie(rule, cell, first))
    yield from sober(rule, checks)


@rule.over(Table)
def among(table: Table, view: View) -> Iterator[Check]:
    """Hold each 其中 item against the figure that it belongs to."""
    checks = []
    above: dict[int, Cell] = {}
    for row in table.rows:
        beside: Cell | None = None
        for cell in row:
            if cell.quantity is None or cell not in table.figures:
                continue
            row_part = bool(cell.stub) and fold(cell.stub[-1]).strip().startswith("其中")
            column_part = bool(cell.path) and fold(cell.path[-1]).strip().startswith("其中")
            whole = above.get(cell.column) if row_part else beside if column_part else None
            if (
                whole is not None
                and whole.quantity is not None
                and whole.quantity.dimension == cell.quantity.dimension
                and whole.kind == cell.kind
            ):
                check = bound(rule, cell, whole)
                if check is not None:
                    checks.append(check)
            if not row_part:
                above[cell.column] = cell
            if not column_part:
                beside = cell
    yield from sober(rule, checks)
