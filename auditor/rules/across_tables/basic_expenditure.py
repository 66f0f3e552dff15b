"""基本支出等于人员经费加公用经费（跨表）

人员经费合计 and 公用经费合计 of the table of basic expenditure by economic classification add up to the 基本支出 of the general
budget's expenditure table (and of the same table, where it prints it).

Why it matters: the two tables come from the same ledger by two classifications; when 303 对个人和家庭的补助 or 310 资本性支出 is left
out of one of them, the sum breaks here and nowhere else.

Formula: 05[合计,基本支出] = 06 人员经费合计 + 公用经费合计 (rules.md TT-07). Tails as in rules.md P5; only figures of the same scope,
stage and year are added.

Inconsistent::

    # 某局2023年度部门决算

    一般公共预算财政拨款支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 小计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 400.60 | 370.60 | 30.00 |

    一般公共预算财政拨款基本支出决算明细表

    金额单位：万元

    | 科目代码 | 科目名称 | 决算数 | 科目代码 | 科目名称 | 决算数 |
    |---|---|---|---|---|---|
    | 301 | 工资福利支出 | 310.40 | 302 | 商品和服务支出 | 54.00 |
    | 人员经费合计 | | 310.40 | 公用经费合计 | | 54.00 |

Consistent::

    # 某局2023年度部门决算

    一般公共预算财政拨款支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 小计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 394.40 | 364.40 | 30.00 |

    一般公共预算财政拨款基本支出决算明细表

    金额单位：万元

    | 科目代码 | 科目名称 | 决算数 | 科目代码 | 科目名称 | 决算数 |
    |---|---|---|---|---|---|
    | 301 | 工资福利支出 | 310.40 | 302 | 商品和服务支出 | 54.00 |
    | 人员经费合计 | | 310.40 | 公用经费合计 | | 54.00 |
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.footing import figure, foot, quantities, sets
from auditor.check.rule import Rule, View
from auditor.lexicon import load
from auditor.model import Check, Document

rule = Rule(
    __name__,
    title="基本支出等于人员经费与公用经费之和",
    title_en="Basic expenditure is the sum of personnel and operating costs",
    catalogue=("TT-07",),
)


@rule.over(Document)
def natures(document: Document, view: View) -> Iterator[Check]:
    """Foot 人员经费 and 公用经费 against every printing of 基本支出 of the same scope."""
    names = list(load("sums")["nature"])
    for tables in sets(document):
        found = quantities(tables, blanks=True)
        for aspects, wholes in found.items():
            if aspects.measure != "合计" or aspects.part != "基本支出":
                continue
            parts = [found.get(aspects.but(measure=name, part=""), {}) for name in names]
            together = [identity for identity in parts[0] if all(identity in cells for cells in parts)]
            for whole in wholes.values():
                if together and figure(whole):
                    yield from foot(rule, whole, [cells[together[0]] for cells in parts], what="人员经费与公用经费相加")
