"""单位疑误：两张表的同一数相差一万倍

Where two tables print the same quantity and one figure is ten thousand (or a hundred million) times the other, 元, 万元 or 亿元
were confused: in one figure, or, where all shared figures differ by that factor, in the unit line of one table.

Why it matters: a table headed 元 that was filled in 万元 understates everything in it ten-thousandfold, and nothing inside the
table shows it.

Formula: rules.md UN-01, UN-02: after conversion by the unit of each table, the ratio of two printings of one quantity is 10⁴ or
10⁸ within one percent. One finding stands for a whole table; a single pair with one significant digit may be
a coincidence, and a table that names no unit decides nothing.

Inconsistent::

    # 某局2023年度部门决算

    支出决算表

    金额单位：元

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 120.50 | 100.00 | 20.50 |
    | 205 | 教育支出 | 120.50 | 100.00 | 20.50 |

    收入支出决算总表

    金额单位：万元

    | 项目 | 金额 | 项目 | 金额 |
    |---|---|---|---|
    | 一、一般公共预算财政拨款收入 | 120.50 | 一、教育支出 | 120.50 |
    | 本年收入合计 | 120.50 | 本年支出合计 | 120.50 |

Consistent::

    # 某局2023年度部门决算

    支出决算表

    金额单位：元

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 1,205,000.00 | 1,000,000.00 | 205,000.00 |
    | 205 | 教育支出 | 1,205,000.00 | 1,000,000.00 | 205,000.00 |

    收入支出决算总表

    金额单位：万元

    | 项目 | 金额 | 项目 | 金额 |
    |---|---|---|---|
    | 一、一般公共预算财政拨款收入 | 120.50 | 一、教育支出 | 120.50 |
    | 本年收入合计 | 120.50 | 本年支出合计 | 120.50 |
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from auditor.check.footing import apart, nominal, plain, quantities, sets
from auditor.check.rule import Rule, View, show
from auditor.model import Cell, Check, Document, Table, Verdict

rule = Rule(
    __name__,
    title="两表同一数相差万倍，金额单位疑误",
    title_en="The same quantity differs ten-thousandfold between tables: a unit was confused",
    catalogue=("UN-01", "UN-02"),
)


@rule.over(Document)
def units(document: Document, view: View) -> Iterator[Check]:
    """Compare the magnitude of what each two tables share."""
    for tables in sets(document):
        known = {table.id: table for table in tables}
        pairs: dict[tuple[str, str], list[tuple[Cell, Cell]]] = {}
        for cells in quantities(tables).values():
            for (one, first), (other, second) in combinations(cells.items(), 2):
                if nominal(first) and nominal(second) and first.quantity and first.quantity.dimension == "money":
                    pairs.setdefault((one, other), []).append((first, second))
        for (one, other), shared in pairs.items():
            yield from _pair(known[one], known[other], shared)


def _pair(one: Table, other: Table, shared: list[tuple[Cell, Cell]]) -> Iterator[Check]:
    slips = [(first, second) for first, second in shared if apart(first, second)]
    if not slips:
        first, second = shared[0]
        if nominal(first) == nominal(second):
            yield rule.result(
                Verdict.CONSISTENT,
                second,
                [first],
                formula=f"{plain(first)} = {plain(second)}",
                relation=("magnitude", second.id, first.id),
            )
        return
    whole = len(slips) == len(shared) and len(shared) > 1
    for first, second in slips[:1] if whole else slips:
        assert first.quantity is not None
        assert second.quantity is not None
        if not whole and min(_digits(first), _digits(second)) < 2:
            yield rule.undecided(second, f"与{first.label}的{first.text.strip()}恰差万倍，但有效数字太少，可能是巧合", [first])
            continue
        if not one.unit or not other.unit:
            yield rule.undecided(second, f"与{first.label}的{first.text.strip()}相差万倍，但有一表未标明金额单位", [first])
            continue
        table = f"；两表共有的{len(shared)}个数都相差同样倍数，疑为《{other.title}》或《{one.title}》的金额单位有误" if whole else ""
        times = "一万" if abs(apart(first, second)) == 4 else "一亿"
        yield rule.result(
            Verdict.INCONSISTENT,
            second,
            [first],
            formula=f"{first.text.strip()}{first.quantity.unit} ≠ {second.text.strip()}{second.quantity.unit}",
            expected=first.quantity.interval,
            display=show(nominal(first), second.quantity),
            relation=("equal", second.id, first.id),
            message=f"{second.label}：列示{second.text.strip()}{second.quantity.unit}，与{first.label}的"
            f"{first.text.strip()}{first.quantity.unit}应为同一数，却相差约{times}倍，金额单位疑误{table}",
            message_en=f"{second.label} and {first.label} print the same quantity {abs(apart(first, second))} powers of ten apart: a unit was confused",
        )


def _digits(cell: Cell) -> int:
    """Significant digits of a figure: 12,000.00 has two."""
    return len(f"{cell.quantity.value:f}".replace(".", "").lstrip("-0").rstrip("0")) if cell.quantity is not None else 0
