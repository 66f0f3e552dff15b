"""整体绩效自评表与决算表：基本支出、人员经费、公用经费、项目支出的执行数与决算表一致

The table of 部门整体支出绩效自评 prints what the unit spent, by nature and in total; the statutory tables print the same amounts. The
execution (执行数) of 人员经费, 公用经费, 基本支出, 项目支出 and of the total is one of the amounts that the final accounts print for it.

Why it matters: the self-evaluation is written by another office than the accounts; where 303 or a project was left out in one of
them, the two publications of one unit contradict each other.

Formula: rules.md TT-24, TT-25. The form does not say whether it means all funds or appropriations, so every scope that the accounts
print is tried, and only an amount that fits none is reported. Personnel and operating costs are printed for appropriations only:
they are compared where basic expenditure was paid from appropriations alone, else they stay undecided.

Inconsistent::

    # 某局2023年度部门决算

    支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 402.60 | 370.60 | 32.00 |

    部门整体支出绩效自评表

    | 任务名称 | 完成情况 | 预算数（万元） | 执行数（万元） |
    |---|---|---|---|
    | 基本支出 | 按规定及时支出 | 380.00 | 370.60 |
    | 项目支出 | 按规定支出 | 40.00 | 36.20 |

Consistent::

    # 某局2023年度部门决算

    支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 402.60 | 370.60 | 32.00 |

    部门整体支出绩效自评表

    | 任务名称 | 完成情况 | 预算数（万元） | 执行数（万元） |
    |---|---|---|---|
    | 基本支出 | 按规定及时支出 | 380.00 | 370.60 |
    | 项目支出 | 按规定支出 | 40.00 | 32.00 |
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.footing import figure, nominal, quantities, sets, sober, tie
from auditor.check.rule import Rule, View
from auditor.lexicon import load
from auditor.model import Aspects, Cell, Check, Document, Verdict

rule = Rule(
    __name__,
    title="整体绩效自评表的执行数与决算表一致",
    title_en="The overall self-evaluation agrees with the final accounts",
    catalogue=("TT-24", "TT-25"),
)


@rule.over(Document)
def executions(document: Document, view: View) -> Iterator[Check]:
    """Hold the amounts of overall evaluations against the statutory tables."""
    statutory = sets(document)
    if len(statutory) != 1:
        return
    found = quantities(statutory[0])
    for table in document.tables:
        if table.kind in ("performance.overall", "performance.tasks") and not table.entity:
            cells = [cell for cell in table.figures if _ours(cell)]
            yield from sober(rule, (check for cell in cells for check in _compare(cell, found)))


def _ours(cell: Cell) -> bool:
    aspects = cell.aspects
    item = aspects.measure in load("sums")["nature"] or (aspects.measure == "合计" and aspects.part in ("", "基本支出", "项目支出"))
    return item and aspects.flow == "支出" and aspects.stage == "决算" and cell.kind == "amount" and figure(cell)


def _compare(cell: Cell, found: dict[Aspects, dict[str, Cell]]) -> Iterator[Check]:
    sums = load("sums")
    scopes = [sums["whole"], sums["appropriation"], *sums["main_funds"][:1]]
    aspects = cell.aspects
    if aspects.scope not in (scopes[0], ""):
        scopes = scopes[1:]
    printed = [c for scope in scopes for c in found.get(aspects.but(scope=scope, entity=""), {}).values()]
    if not printed:
        return
    checks = [tie(rule, cell, other) for other in printed]
    best = next((check for check in checks if check.verdict is Verdict.CONSISTENT), None) or next(
        (check for check in checks if check.level.value == "note"), checks[0]
    )
    if best.verdict is Verdict.INCONSISTENT and aspects.measure in sums["nature"] and not _granted(aspects, found):
        yield rule.undecided(cell, "人员经费和公用经费只列示财政拨款部分，本表可能按全部资金填列", printed)
    else:
        yield best


def _granted(aspects: Aspects, found: dict[Aspects, dict[str, Cell]]) -> bool:
    """Whether basic expenditure is the same in all scopes that the accounts print."""
    sums = load("sums")
    basic = aspects.but(measure="合计", part="基本支出", entity="")
    values = {nominal(c) for scope in (sums["whole"], *sums["main_funds"][:1]) for c in found.get(basic.but(scope=scope), {}).values()}
    return len(values) == 1
