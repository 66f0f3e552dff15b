"""整体自评表列出的项目与该项目的自评表金额一致

The self-evaluation of the whole unit lists its projects with what was approved and spent; each project has a form of its own. What was spent on a project is
one amount, printed twice; so is what was approved, unless one form means the opening and the other the adjusted budget.

Formula: rules.md TT-20, TT-21: 实际支出 (task list) = 全年执行数 (form); 批复金额 = 年初预算数 or 全年预算数. A project is the same where its names are, or one ends in the
other (the unit's name is often put in front), and no other fits.

Inconsistent::

    部门整体支出绩效自评表

    | 任务名称 | 批复金额（万元） | 实际支出金额（万元） | 预算执行率 |
    |---|---|---|---|
    | 某县路灯维护专项经费 | 41.61 | 40.61 | 97.60% |
    | 某县管网检查专项经费 | 20.00 | 20.00 | 100.00% |

    路灯维护专项经费项目支出绩效自评表

    | 项目名称 | 路灯维护专项经费 | | | |
    |---|---|---|---|---|
    | 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 |
    | | 年度资金总额 | 41.61 | 41.61 | 41.61 |

Consistent::

    部门整体支出绩效自评表

    | 任务名称 | 批复金额（万元） | 实际支出金额（万元） | 预算执行率 |
    |---|---|---|---|
    | 某县路灯维护专项经费 | 41.61 | 41.61 | 100.00% |
    | 某县管网检查专项经费 | 20.00 | 20.00 | 100.00% |

    路灯维护专项经费项目支出绩效自评表

    | 项目名称 | 路灯维护专项经费 | | | |
    |---|---|---|---|---|
    | 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 |
    | | 年度资金总额 | 41.61 | 41.61 | 41.61 |
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.footing import tie
from auditor.check.rule import Rule, View, alike, once
from auditor.check.scoring import appraised, sheet
from auditor.lexicon import fold
from auditor.model import Cell, Check, Document, Level, Table

rule = Rule(
    __name__,
    title="整体自评表所列项目与项目自评表金额一致",
    title_en="Projects in the list of the whole unit have the amounts of their own forms",
    catalogue=("TT-20", "TT-21"),
    level=Level.WARNING,
)


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    forms = [table for table in document.tables if table.kind == "performance.project" and len(fold(table.entity)) > 3]
    if not forms:
        return
    for table in document.tables:
        if not appraised(table) or table.kind == "performance.project":
            continue
        listed: dict[str, list[Cell]] = {}
        for cell in table.figures:
            if cell.kind == "amount" and cell.aspects.measure.startswith("项目.") and cell.aspects.scope in ("", "全口径"):
                listed.setdefault(cell.aspects.measure.removeprefix("项目."), []).append(cell)
        for name, cells in listed.items():
            form = _form(name, forms, list(listed))
            if form is not None:
                yield from _judge(cells, form)


def _form(name: str, forms: list[Table], names: list[str]) -> Table | None:
    """The one form of that project."""
    same = [form for form in forms if _name(form) == name]
    if not same:
        same = [form for form in forms if name.endswith(_name(form)) or _name(form).endswith(name)]
        if len(same) == 1 and sum(other.endswith(_name(same[0])) or _name(same[0]).endswith(other) for other in names) > 1:
            return None
    return same[0] if len(same) == 1 else None


@once
def _name(table: Table) -> str:
    return fold(table.entity).replace(" ", "")


def _judge(cells: list[Cell], form: Table) -> Iterator[Check]:
    row = next((row for row in sheet(form).funding if row.total), next(iter(sheet(form).funding), None))
    if row is None:
        return
    for cell in cells:
        if cell.quantity is None:
            continue
        if cell.aspects.stage == "决算" and row.actual is not None and row.actual.quantity is not None:
            yield tie(rule, cell, row.actual)
        elif cell.aspects.stage in ("预算", "年初预算", "全年预算"):
            budgets = [c for c in (row.initial, row.budget) if c is not None and c.quantity is not None]
            fitting = next((c for c in budgets if c.quantity is not None and alike(cell.quantity, c.quantity) in ("equal", "meets")), None)
            if fitting is not None:
                yield tie(rule, cell, fitting)
            elif budgets:
                yield rule.undecided(cell, "与项目自评表的预算数不同，可能一处是年初数，一处是调整后的数", budgets)
