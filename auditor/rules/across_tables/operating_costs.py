"""机关运行经费与公用经费：行政单位和参公单位的机关运行经费等于基本支出中的公用经费（跨表）

机关运行经费 of the statistics table is, by definition, 公用经费 of the basic expenditure of administrative units and of
institutions under the civil-service law. It cannot exceed 公用经费合计 of the table of basic expenditure, and equals it where the
unit has no other institutions.

Why it matters: both are published side by side, and inspectors compare them.

Formula: 06 公用经费合计 = 10[5] + [6] (rules.md TT-09). Public institutions have no 机关运行经费: where the statistic is blank or
zero nothing is compared, and where it is less than 公用经费 the rest may be theirs — undecided, unless the two figures differ only
in the way of a slip (one digit, two digits swapped, a point moved).

Inconsistent::

    # 某局2023年度部门决算

    一般公共预算财政拨款基本支出决算明细表

    金额单位：万元

    | 科目代码 | 科目名称 | 决算数 | 科目代码 | 科目名称 | 决算数 |
    |---|---|---|---|---|---|
    | 301 | 工资福利支出 | 310.40 | 302 | 商品和服务支出 | 54.20 |
    | 人员经费合计 | | 310.40 | 公用经费合计 | | 54.20 |

    部门决算公开相关信息统计表

    金额单位：万元

    | 项目 | 统计数 |
    |---|---|
    | 二、机关运行经费 | |
    | （一）行政单位 | 45.20 |
    | （二）参照公务员法管理事业单位 | |

Consistent::

    # 某局2023年度部门决算

    一般公共预算财政拨款基本支出决算明细表

    金额单位：万元

    | 科目代码 | 科目名称 | 决算数 | 科目代码 | 科目名称 | 决算数 |
    |---|---|---|---|---|---|
    | 301 | 工资福利支出 | 310.40 | 302 | 商品和服务支出 | 54.20 |
    | 人员经费合计 | | 310.40 | 公用经费合计 | | 54.20 |

    部门决算公开相关信息统计表

    金额单位：万元

    | 项目 | 统计数 |
    |---|---|
    | 二、机关运行经费 | |
    | （一）行政单位 | 40.20 |
    | （二）参照公务员法管理事业单位 | 14.00 |
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.check.footing import figure, foot, nominal, sets
from auditor.check.rule import Rule, View
from auditor.model import Cell, Check, Document, Level, Table, Verdict

rule = Rule(
    __name__,
    title="机关运行经费不大于、一般等于公用经费合计",
    title_en="The operating costs of government agencies are the operating part of basic expenditure",
    catalogue=("TT-09",),
    level=Level.WARNING,
)


@rule.over(Document)
def costs(document: Document, view: View) -> Iterator[Check]:
    """Hold the statistic of each stage against 公用经费合计 of the same stage."""
    for tables in sets(document):
        whole = {cell.aspects.stage: cell for table in tables for cell in table.figures if _total(cell)}
        for table in tables:
            for stage, parts in _statistics(table).items():
                if stage in whole and whole[stage].id.split("/")[0] != table.id:
                    yield from _compare(whole[stage], parts)


def _total(cell: Cell) -> bool:
    return cell.aspects.measure == "公用经费" and not cell.code and cell.kind == "amount"


def _statistics(table: Table) -> dict[str, list[Cell]]:
    """Stage → the rows of 机关运行经费; a row that is the sum of the others stands for them."""
    found: dict[str, list[Cell]] = {}
    for cell in table.cells:
        ours = cell.aspects.measure == "机关运行经费" or cell.aspects.measure.startswith("机关运行经费.")
        if ours and figure(cell) and cell.kind == "amount" and nominal(cell):
            found.setdefault(cell.aspects.stage, []).append(cell)
    for stage, cells in found.items():
        rest = sum(nominal(cell) for cell in cells)
        found[stage] = next(([cell] for cell in cells if len(cells) > 1 and 2 * nominal(cell) == rest), cells)
    return found


def _compare(whole: Cell, parts: Sequence[Cell]) -> Iterator[Check]:
    for check in foot(rule, whole, parts, what="机关运行经费"):
        more = sum(nominal(cell) for cell in parts) > nominal(whole)
        if check.verdict is not Verdict.INCONSISTENT or more or (len(parts) == 1 and _slip(whole, parts[0])):
            yield check
        else:
            yield rule.undecided(whole, "机关运行经费小于公用经费，差额可能属于事业单位", parts)


def _slip(one: Cell, other: Cell) -> bool:
    """Whether two figures differ in one digit, in two neighbouring digits swapped, or in the place of the point only."""
    first, second = (f"{cell.quantity.value:f}" if cell.quantity else "" for cell in (one, other))
    digits = [text.replace(".", "").strip("0") for text in (first, second)]
    if digits[0] == digits[1]:
        return True
    if len(first) != len(second) or len(first) < 4:
        return False
    odd = [at for at, (a, b) in enumerate(zip(first, second, strict=True)) if a != b]
    swapped = len(odd) == 2 and (first[odd[0]], first[odd[1]]) == (second[odd[1]], second[odd[0]])
    return len(odd) == 1 or (swapped and odd[1] - odd[0] <= 2)
