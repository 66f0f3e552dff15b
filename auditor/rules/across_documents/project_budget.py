"""A project is evaluated by the budget that its performance targets were set for.

The budget disclosure sets the targets of a project for an amount; the self-evaluation of the accounts takes that amount as its 年初预算数. Another amount, or a project with
targets that is nowhere evaluated, may have good reasons; a reader should be able to find them.

Checked with ``--budget``. Source: catalogue XD-07; 财预〔2020〕10号.

Inconsistent::

    # 青川市路灯管理局2023年度部门决算

    路灯维护项目支出绩效自评表
    （2023年度）

    金额单位：万元

    | 项目名称 | 路灯维护 | | |
    |---|---|---|---|
    | 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 |
    | 年度资金总额 | 88.00 | 88.00 | 85.40 |

    <!-- budget -->
    # 青川市路灯管理局2023年部门预算

    项目支出绩效目标表
    （2023年度）

    金额单位：万元

    | 项目名称 | 路灯维护 | | |
    |---|---|---|---|
    | 项目资金 | 年度资金总额 | 68.00 | |

Consistent::

    # 青川市路灯管理局2023年度部门决算

    路灯维护项目支出绩效自评表
    （2023年度）

    金额单位：万元

    | 项目名称 | 路灯维护 | | |
    |---|---|---|---|
    | 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 |
    | 年度资金总额 | 68.00 | 88.00 | 85.40 |

    <!-- budget -->
    # 青川市路灯管理局2023年部门预算

    项目支出绩效目标表
    （2023年度）

    金额单位：万元

    | 项目名称 | 路灯维护 | | |
    |---|---|---|---|
    | 项目资金 | 年度资金总额 | 68.00 | |
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from auditor.check.across import theirs, there
from auditor.check.rule import Rule, View, alike, printed, show
from auditor.check.wording import headed, lexicon, named, plain
from auditor.lexicon import kept
from auditor.model import Cell, Check, Document, Level, Table, Verdict

rule = Rule(
    __name__,
    title="项目自评的年初预算与绩效目标申报的预算一致",
    title_en="Projects are evaluated by the budget that was disclosed for them",
    catalogue=("XD-07",),
    level=Level.NOTE,
)
_PLANNED = ("年初预算", "预算")


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    budget = view.others.get("budget")
    if budget is None or budget.document.year != document.year:
        return
    planned = _projects(budget.document)
    evaluated = _projects(document)
    if not planned or not evaluated:
        return
    for name, (table, cells) in evaluated.items():
        if name not in planned:
            yield rule.undecided(headed(table), f"预算公开中没有项目“{table.entity}”的绩效目标")
            continue
        opening = [cell for cell in cells if cell.aspects.stage == "年初预算"] or cells
        yield from _amount(opening, planned[name][1], table)
    for name, (table, _) in planned.items():
        if name not in evaluated:
            yield rule.undecided(named(document), f"项目“{table.entity}”在预算公开中有绩效目标，本文件没有它的自评表", [there(table)])


def _amount(opening: list[Cell], planned: list[Cell], table: Table) -> Iterator[Check]:
    if not opening or not planned:
        return
    mine, other = opening[0], planned[0]
    assert mine.quantity is not None
    assert other.quantity is not None
    if any(alike(mine.quantity, cell.quantity) in ("equal", "meets") for cell in planned if cell.quantity is not None):
        yield rule.result(Verdict.CONSISTENT, mine, [theirs(other)], formula=f"{printed(mine)} = {printed(other)}")
        return
    yield rule.result(
        Verdict.INCONSISTENT,
        mine,
        [theirs(other)],
        formula=f"{printed(mine)} ≠ {printed(other)}",
        expected=other.quantity.interval,
        display=show(other.quantity.base, mine.quantity),
        message=f"项目“{table.entity}”自评的预算为 {printed(mine)}，预算公开中它的绩效目标是按 {printed(other)} 设的",
        message_en=f"“{table.entity}” is evaluated by {printed(mine)}; its targets were set for {printed(other)}",
    )


def _projects(document: Document) -> dict[str, tuple[Table, list[Cell]]]:
    """Name of a project without filling words → its form, and the budgets of the whole project in it."""
    found: dict[str, tuple[Table, list[Cell]]] = {}
    for table in document.tables:
        if not table.entity or not table.kind.startswith("performance"):
            continue
        cells = [
            cell
            for cell in table.figures
            if cell.aspects.measure == "项目资金" and cell.kind == "amount" and cell.aspects.stage in _PLANNED and not cell.aspects.part
        ]
        if cells:
            found.setdefault(_bare(table.entity), (table, cells))
    return found


@kept
def _bare(name: str) -> str:
    words = regex.sub(r"[\"'《》()、,:·\-]|20\d\d年?度?", "", plain(name).text)
    for filler in lexicon()["project_fillers"]:
        shorter = words.replace(filler, "")
        words = shorter if len(shorter) >= 2 else words
    return words
