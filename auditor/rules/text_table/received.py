"""Money that a project report says it received is the income of its item.

「本年度拨入X元」 in the report of a project that is a 功能分类 item of its own: X is the income of that row. The project is the whole of an item when its executed
amount stands to the cent in that row of the expenditure table, and in no other row unless the row carries the project's name.

Source: catalogue NT-02 (项目拨入 = 收入决算表 项 row).

Inconsistent::

    收入决算表

    金额单位：元

    | 科目代码 | 科目名称 | 本年收入合计 | 财政拨款收入 |
    |---|---|---|---|
    | 合计 | | 600,000.00 | 600,000.00 |
    | 2010104 | 人大会议 | 227,867.00 | 227,867.00 |
    | 2010108 | 代表工作 | 372,133.00 | 372,133.00 |

    支出决算表

    金额单位：元

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 600,000.00 | | 600,000.00 |
    | 2010104 | 人大会议 | 227,867.00 | | 227,867.00 |
    | 2010108 | 代表工作 | 372,133.00 | | 372,133.00 |

    支出决算表

    金额单位：元

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 600,000.00 | | 600,000.00 |
    | 2010104 | 人大会议 | 227,867.00 | | 227,867.00 |
    | 2010108 | 代表工作 | 372,133.00 | | 372,133.00 |

    人大会议项目支出绩效自评报告
    本项目年初安排数300000元，本年度拨入300000元，实际支出227867元。

Consistent::

    收入决算表

    金额单位：元

    | 科目代码 | 科目名称 | 本年收入合计 | 财政拨款收入 |
    |---|---|---|---|
    | 合计 | | 600,000.00 | 600,000.00 |
    | 2010104 | 人大会议 | 227,867.00 | 227,867.00 |
    | 2010108 | 代表工作 | 372,133.00 | 372,133.00 |

    支出决算表

    金额单位：元

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 600,000.00 | | 600,000.00 |
    | 2010104 | 人大会议 | 227,867.00 | | 227,867.00 |
    | 2010108 | 代表工作 | 372,133.00 | | 372,133.00 |

    支出决算表

    金额单位：元

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 600,000.00 | | 600,000.00 |
    | 2010104 | 人大会议 | 227,867.00 | | 227,867.00 |
    | 2010108 | 代表工作 | 372,133.00 | | 372,133.00 |

    人大会议项目支出绩效自评报告
    本项目年初安排数300000元，本年度拨入227867元，实际支出227867元。
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.rule import Rule, View, alike, printed, show
from auditor.lexicon import fold
from auditor.model import Cell, Check, Claim, Kind, Level, Verdict

rule = Rule(
    __name__,
    title="项目报告的拨入数与收入决算表一致",
    title_en="Money received by a project agrees with the income table",
    catalogue=("NT-02",),
    level=Level.WARNING,
)


@rule.over(Claim)
def compare(claim: Claim, view: View) -> Iterator[Check]:
    if (
        claim.kind is not Kind.AMOUNT
        or not claim.aspects.entity
        or claim.passage.table
        or "拨入" not in claim.passage.text[max(0, claim.start - 6) : claim.start]
    ):
        return
    cell = _income(claim, view)
    if cell is None or cell.quantity is None:
        yield rule.undecided(claim, "收入表中找不到这个项目的收入")
        return
    how = alike(claim.quantity, cell.quantity)
    same = how in ("equal", "meets")
    yield rule.result(
        Verdict.CONSISTENT if same else Verdict.INCONSISTENT,
        claim,
        [cell],
        formula=f"{claim.text} {'=' if same else '≠'} {printed(cell)}",
        expected=cell.quantity.interval,
        display=show(cell.quantity.base, claim.quantity),
        relation=("equal", claim.id, cell.id),
        message="" if same else f"{claim.aspects.entity}：文字称本年度拨入 {claim.text}，{cell.label} 为 {printed(cell)}",
    )


def _income(claim: Claim, view: View) -> Cell | None:
    incomes = [
        c
        for t in view.document.tables
        if t.kind == "final.income"
        for c in t.figures
        if c.aspects.measure.startswith("功能.") and len(c.aspects.measure) == 10 and not c.aspects.part
    ]
    name = _name(claim.aspects.entity)
    spent = [
        c
        for c in view.claims
        if c.kind is Kind.AMOUNT
        and _report(c) == _report(claim)
        and c.aspects.stage == "决算"
        and c is not claim
        and "支出" in c.passage.text[max(0, c.start - 8) : c.start]
    ]
    for actual in spent:
        named = {c.aspects.measure for c in incomes if c.stub and _name(c.stub[-1]) == name}
        rows = {
            c.aspects.measure
            for t in view.document.tables
            if t.kind == "final.expenditure"
            for c in t.figures
            if c.quantity is not None and c.quantity.base == actual.quantity.base and len(c.aspects.measure) == 10
        }
        if len(rows & named) == 1:
            rows &= named
        if len(rows) == 1 and len(str(actual.quantity.base.numerator)) >= 5:
            measure = rows.pop()
            return next((c for c in incomes if c.aspects.measure == measure), None)
    return None


def _report(claim: Claim) -> object:
    """The report that a claim stands in: the outermost heading above it, else the project."""
    section = claim.passage.section
    return section.path[0] if section is not None and section.path else claim.aspects.entity


def _name(text: str) -> str:
    return fold(text).replace(" ", "").replace('"', "").removesuffix("项目").removesuffix("经费")
