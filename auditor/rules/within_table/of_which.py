"""“其中”不大于总数：其中项不大于它所属的数

An item behind 其中 is not larger than the figure that it belongs to: a row under a row (其中：财政资金 under 项目资金总额), or a
column beside a column (其中：财政拨款 beside 预算数).

Why it matters: tables that are filled in by hand, such as the funding block of a performance form, are corrected in one place and
forgotten in the other; a part that is larger than its whole is the trace.

Formula: rules.md TI-05. A figure printed with fewer decimals agrees when it can be rounded from the other (1220.7 and 1220.67);
where the whole is blank nothing is compared, and where a table has several 其中, the later ones may belong to the first whole.

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

from collections.abc import Iterator, Sequence

from auditor.check.footing import bound, dashed, place, sober
from auditor.check.rule import Rule, View
from auditor.lexicon import fold
from auditor.model import Cell, Check, Table

rule = Rule(
    __name__,
    title="“其中”项不大于它所属的总数",
    title_en="A 其中 item does not exceed the figure that it belongs to",
    catalogue=("TI-05",),
)


_RATIOS = frozenset({"completion", "rate", "share", "change", "score", "weight"})


@rule.over(Table)
def items(table: Table, view: View) -> Iterator[Check]:
    """Hold each 其中 item against the last figure above or beside it that is none."""
    if table.kind:
        yield from sober(rule, _all(table))


def _all(table: Table) -> Iterator[Check]:
    above: dict[int, Cell] = {}
    parted: set[int] = set()
    for row in table.rows:
        beside: Cell | None = None
        for cell in row:
            if not place(cell):
                continue
            under, next_to = _among(cell.stub), _among(cell.path)
            whole = above.get(cell.column) if under else beside if next_to else None
            if whole is not None and _same_sort(cell, whole):
                again = under and cell.column in parted and not _among(whole.stub)
                check = bound(rule, cell, whole, doubt="前面另有“其中”项，所属的总数不能确定" if again else "")
                if check is not None:
                    yield check
                elif cell.quantity is not None and not dashed(whole):
                    yield rule.undecided(cell, f"{whole.label}未填列，无法核对")
            if under:
                parted.add(cell.column)
            else:
                above[cell.column] = cell
            if not next_to:
                beside = cell


def _among(labels: Sequence[str]) -> bool:
    return bool(labels) and fold(labels[-1]).strip().startswith("其中")


def _same_sort(part: Cell, whole: Cell) -> bool:
    if (
        part.kind in _RATIOS
        or whole.kind in _RATIOS
        or any(c.quantity is not None and c.quantity.dimension == "ratio" for c in (part, whole))
    ):
        return False  # 中央资金 may be spent to 100% where all money together was spent to 99%
    if part.quantity is None or whole.quantity is None:
        return part.kind == whole.kind
    return part.kind == whole.kind and part.quantity.dimension == whole.quantity.dimension
