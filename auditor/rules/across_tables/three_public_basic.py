"""三公 in basic expenditure is part of 三公 in all.

The table of basic expenditure shows 因公出国（境）费用 (30212), 公务接待费 (30217), 公务用车运行维护费 (30231) and 公务用车购置 (31013) as far as they were paid out of basic expenditure; the table of
三公 shows all that the financial appropriation paid. The first cannot be more than the second.

Formula: 06表[30217] ≤ 09表[公务接待费], and so on. Source: catalogue TT-10.

Inconsistent::

    # 某局2023年度部门决算

    一般公共预算财政拨款基本支出决算明细表

    金额单位：万元

    | 科目代码 | 科目名称 | 决算数 |
    |---|---|---|
    | 302 | 商品和服务支出 | 12.00 |
    | 30201 | 办公费 | 10.00 |
    | 30217 | 公务接待费 | 2.00 |

    财政拨款“三公”经费支出决算表

    金额单位：万元

    | 决算数 | | |
    |---|---|---|
    | 合计 | 因公出国（境）费 | 公务接待费 |
    | 1.50 | 0.00 | 1.50 |

Consistent::

    # 某局2023年度部门决算

    一般公共预算财政拨款基本支出决算明细表

    金额单位：万元

    | 科目代码 | 科目名称 | 决算数 |
    |---|---|---|
    | 302 | 商品和服务支出 | 11.00 |
    | 30201 | 办公费 | 10.00 |
    | 30217 | 公务接待费 | 1.00 |

    财政拨款“三公”经费支出决算表

    金额单位：万元

    | 决算数 | | |
    |---|---|---|
    | 合计 | 因公出国（境）费 | 公务接待费 |
    | 1.50 | 0.00 | 1.50 |
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor.check.footing import sets
from auditor.check.rule import Rule, View, printed
from auditor.model import Cell, Check, Document, Level, Verdict

rule = Rule(
    __name__,
    title="基本支出中的“三公”经费不大于“三公”经费决算",
    title_en="The three public expenses in basic expenditure are part of all of them",
    catalogue=("TT-10",),
    level=Level.NOTE,
)
_PAIRS = {"30212": "三公.出国", "30217": "三公.接待", "30231": "三公.公车.运维", "31013": "三公.公车.购置"}


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    for tables in sets(document):
        public = [c for t in tables if t.kind.endswith(".sangong") for c in t.cells if c.kind == "amount" and c.aspects.stage == "决算"]
        basic = [
            c for t in tables if t.kind.endswith(".basic-economic") for c in t.figures if c.kind == "amount" and c.aspects.stage == "决算"
        ]
        for code, measure in _PAIRS.items():
            part = next((c for c in basic if c.code == code and c.quantity is not None and c.quantity.base), None)
            whole = next((c for c in public if c.aspects.measure == measure), None)
            if part is not None and public:
                yield from _within(part, whole)


def _within(part: Cell, whole: Cell | None) -> Iterator[Check]:
    assert part.quantity is not None
    if whole is None or (whole.quantity is None and not whole.blank):
        yield rule.undecided(part, "“三公”经费表中没有相应的一栏")
        return
    most = whole.quantity.interval.high if whole.quantity is not None else Fraction(0)
    low = part.quantity.interval.low
    formula = f"{printed(part)} ≤ {printed(whole)}"
    if low is None or most is None or low <= most:
        yield rule.result(Verdict.CONSISTENT, part, [whole], formula=formula)
    else:
        yield rule.result(
            Verdict.INCONSISTENT,
            part,
            [whole],
            formula=formula.replace("≤", ">"),
            display=f"≤ {printed(whole)}",
            message=f"{part.label} {printed(part)}，大于 {whole.label} {printed(whole)}，而前者只是后者中由基本支出负担的部分",
            message_en=f"{printed(part)} in basic expenditure exceeds {printed(whole)} in all",
        )
