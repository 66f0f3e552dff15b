"""财政拨款等于一般公共预算、政府性基金预算、国有资本经营预算三项之和（跨表）

One table prints the financial appropriation as a whole (财政拨款收入 of the income table), another its funds (一般公共预算财政拨款
收入, 政府性基金预算财政拨款收入, 国有资本经营预算财政拨款收入 of the total table): the whole is the sum of the funds, for income,
expenditure and each class. Within one table this is the row sum of within-table.row-sums.

Why it matters: fund money that is entered in one table and forgotten in the other breaks the tie between the appropriation
and what it is made of.

Formula: 01[1]+[2]+[3] = 02[合计,2] (rules.md TT-01, TT-03); a fund that is left blank is zero, a table without a place for the
general budget and for the fund budget shows no sum. Tails as in rules.md P5.

Inconsistent::

    # 某局2023年度部门决算

    收入支出决算总表

    金额单位：万元

    | 项目 | 金额 | 项目 | 金额 |
    |---|---|---|---|
    | 一、一般公共预算财政拨款收入 | 70.00 | 一、教育支出 | 86.30 |
    | 二、政府性基金预算财政拨款收入 | 11.00 | | |
    | 三、其他收入 | 6.30 | | |
    | 本年收入合计 | 87.30 | 本年支出合计 | 86.30 |

    收入决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 本年收入合计 | 财政拨款收入 | 其他收入 |
    |---|---|---|---|---|
    | 合计 | | 87.30 | 80.00 | 7.30 |

Consistent::

    # 某局2023年度部门决算

    收入支出决算总表

    金额单位：万元

    | 项目 | 金额 | 项目 | 金额 |
    |---|---|---|---|
    | 一、一般公共预算财政拨款收入 | 70.00 | 一、教育支出 | 86.30 |
    | 二、政府性基金预算财政拨款收入 | 10.00 | | |
    | 三、其他收入 | 6.30 | | |
    | 本年收入合计 | 86.30 | 本年支出合计 | 86.30 |

    收入决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 本年收入合计 | 财政拨款收入 | 其他收入 |
    |---|---|---|---|---|
    | 合计 | | 86.30 | 80.00 | 6.30 |
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.footing import figure, foot, quantities, sets, sober
from auditor.check.rule import Rule, View
from auditor.lexicon import load
from auditor.model import Check, Document

rule = Rule(
    __name__,
    title="财政拨款等于三本预算之和（跨表）",
    title_en="The appropriation of one table is the sum of the funds of another",
    catalogue=("TT-01", "TT-03"),
)


@rule.over(Document)
def appropriation(document: Document, view: View) -> Iterator[Check]:
    """Foot the funds that one table prints against the appropriation that another prints."""
    sums = load("sums")
    for tables in sets(document):
        found = quantities(tables, blanks=True)
        checks: list[Check] = []
        for aspects, wholes in found.items():
            if aspects.scope != sums["appropriation"]:
                continue
            funds = [found.get(aspects.but(scope=fund), {}) for fund in sums["funds"]]
            needed = [found.get(aspects.but(scope=fund), {}) for fund in sums["main_funds"]]
            complete = [identity for identity in needed[0] if all(identity in cells for cells in needed)]
            for identity, whole in wholes.items():
                if identity in complete or not figure(whole) or not complete:
                    continue
                addends = [cells[complete[0]] for cells in funds if complete[0] in cells]
                checks += foot(rule, whole, addends, what="三本预算相加")
        yield from sober(rule, checks)
