"""无结转时财政拨款收支相等：各科目的财政拨款收入等于一般公共预算财政拨款支出（跨表）

Where a unit has no carry-over of appropriations, neither from last year nor to the next, what it received under a code is what
it spent under that code: 财政拨款收入 of the income table equals the expenditure from appropriations.

Why it matters: it ties the income table to the expenditure tables code by code, where nothing else does.

Formula: 04 [28] and [60] are zero or blank and [27] = [59] ⇒ 02[code,2] = 04/05[code,1] (rules.md TT-04). It is checked only where
the table of appropriations prints both lines of carry-over; a difference is a warning, for money may be moved between codes.

Inconsistent::

    # 某局2023年度部门决算

    收入决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 本年收入合计 | 财政拨款收入 | 其他收入 |
    |---|---|---|---|---|
    | 合计 | | 86.30 | 80.00 | 6.30 |
    | 205 | 教育支出 | 50.30 | 44.00 | 6.30 |
    | 208 | 社会保障和就业支出 | 36.00 | 36.00 | |

    财政拨款收入支出决算总表

    金额单位：万元

    | 项目 | 金额 | 项目 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款 |
    |---|---|---|---|---|---|
    | 一、一般公共预算财政拨款 | 80.00 | 一、教育支出 | 54.00 | 54.00 | |
    | 二、政府性基金预算财政拨款 | | 二、社会保障和就业支出 | 26.00 | 26.00 | |
    | 本年收入合计 | 80.00 | 本年支出合计 | 80.00 | 80.00 | |
    | 年初财政拨款结转和结余 | | 年末财政拨款结转和结余 | | | |
    | 总计 | 80.00 | 总计 | 80.00 | 80.00 | |

Consistent::

    # 某局2023年度部门决算

    收入决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 本年收入合计 | 财政拨款收入 | 其他收入 |
    |---|---|---|---|---|
    | 合计 | | 86.30 | 80.00 | 6.30 |
    | 205 | 教育支出 | 60.30 | 54.00 | 6.30 |
    | 208 | 社会保障和就业支出 | 26.00 | 26.00 | |

    财政拨款收入支出决算总表

    金额单位：万元

    | 项目 | 金额 | 项目 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款 |
    |---|---|---|---|---|---|
    | 一、一般公共预算财政拨款 | 80.00 | 一、教育支出 | 54.00 | 54.00 | |
    | 二、政府性基金预算财政拨款 | | 二、社会保障和就业支出 | 26.00 | 26.00 | |
    | 本年收入合计 | 80.00 | 本年支出合计 | 80.00 | 80.00 | |
    | 年初财政拨款结转和结余 | | 年末财政拨款结转和结余 | | | |
    | 总计 | 80.00 | 总计 | 80.00 | 80.00 | |
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.footing import apart, figure, nominal, place, quantities, sets, sober, tie
from auditor.check.rule import Rule, View
from auditor.lexicon import load
from auditor.model import Aspects, Cell, Check, Document, Level, Table

rule = Rule(
    __name__,
    title="无结转结余时，各科目的财政拨款收入等于财政拨款支出",
    title_en="Without carry-over, appropriations received under a code are spent under it",
    catalogue=("TT-04",),
    level=Level.WARNING,
)


@rule.over(Document)
def codes(document: Document, view: View) -> Iterator[Check]:
    """Hold income against expenditure of each functional code."""
    scope = load("sums")["appropriation"]
    for tables in sets(document):
        found = quantities(tables)
        whole = Aspects(measure="合计", scope=scope)
        received = [(a, c) for a, cells in found.items() if a.but(stage="", period="") == whole.but(flow="收入") for c in cells.values()]
        settled = {a.but(flow="") for a, cell in received if _without_carry(a, cell, tables, found)}
        checks = []
        for aspects, cells in found.items():
            if not aspects.measure.startswith("功能.") or aspects.flow != "收入" or aspects.scope != scope or aspects.part:
                continue
            if aspects.but(flow="", measure="合计") not in settled:
                continue
            spent = found.get(aspects.but(flow="支出"), {}) or _only_fund(aspects, found)
            for cell in cells.values():
                other = next((c for identity, c in spent.items() if identity != cell.id.split("/")[0]), None)
                if other is not None and not apart(cell, other):
                    checks.append(tie(rule, cell, other))
        yield from sober(rule, checks)


def _without_carry(aspects: Aspects, income: Cell, tables: tuple[Table, ...], found: dict[Aspects, dict[str, Cell]]) -> bool:
    """Whether some table prints lines for both balances, blank or zero, and income and expenditure are equal."""
    spent = found.get(aspects.but(flow="支出"), {})
    if not any(nominal(cell) == nominal(income) for cell in spent.values()):
        return False
    for table in tables:
        balances = [cell for cell in table.cells if cell.aspects.measure in ("年初结转结余", "年末结转结余") and place(cell)]
        balances = [cell for cell in balances if cell.aspects.stage == aspects.stage and cell.aspects.scope != load("sums")["whole"]]
        if len({cell.aspects.measure for cell in balances}) == 2 and table.id in spent:
            return not any(nominal(cell) for cell in balances)
    return False


def _only_fund(aspects: Aspects, found: dict[Aspects, dict[str, Cell]]) -> dict[str, Cell]:
    """The expenditure of the one fund that pays for a code, where no other fund does."""
    paid = {fund: found.get(aspects.but(flow="支出", scope=fund), {}) for fund in load("sums")["funds"]}
    live = [cells for cells in paid.values() if any(figure(cell) and nominal(cell) for cell in cells.values())]
    return live[0] if len(live) == 1 else {}
