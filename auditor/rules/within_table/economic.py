"""基本支出明细表：人员经费合计、公用经费合计等于所属各类之和

In the table of basic expenditure by economic classification, 人员经费合计 is the sum of 301 工资福利支出 and 303 对个人和家庭的
补助, and 公用经费合计 the sum of 302 商品和服务支出 and the other classes (307, 310, 312, 313, 399; 309 and 311 are ``——``).
That each class is the sum of its 款 is checked by within-table.hierarchy.

Why it matters: the two totals are quoted in the narrative, feed 机关运行经费 and the 基本支出 of the expenditure table, and
303 is easily forgotten in the first of them.

Formula: form 公开06; which class is 人员 and which 公用 is in lexicons/sums.yaml. Tails as in rules.md P5.

Inconsistent::

    一般公共预算财政拨款基本支出决算明细表

    金额单位：万元

    | 科目代码 | 科目名称 | 决算数 | 科目代码 | 科目名称 | 决算数 |
    |---|---|---|---|---|---|
    | 301 | 工资福利支出 | 310.40 | 302 | 商品和服务支出 | 52.10 |
    | 30101 | 基本工资 | 310.40 | 30201 | 办公费 | 52.10 |
    | 303 | 对个人和家庭的补助 | 6.20 | 310 | 资本性支出 | 1.90 |
    | 30305 | 生活补助 | 6.20 | 31002 | 办公设备购置 | 1.90 |
    | 人员经费合计 | | 310.40 | 公用经费合计 | | 54.00 |

Consistent::

    一般公共预算财政拨款基本支出决算明细表

    金额单位：万元

    | 科目代码 | 科目名称 | 决算数 | 科目代码 | 科目名称 | 决算数 |
    |---|---|---|---|---|---|
    | 301 | 工资福利支出 | 310.40 | 302 | 商品和服务支出 | 52.10 |
    | 30101 | 基本工资 | 310.40 | 30201 | 办公费 | 52.10 |
    | 303 | 对个人和家庭的补助 | 6.20 | 310 | 资本性支出 | 1.90 |
    | 30305 | 生活补助 | 6.20 | 31002 | 办公设备购置 | 1.90 |
    | 人员经费合计 | | 316.60 | 公用经费合计 | | 54.00 |
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.footing import blocks, entries, foot
from auditor.check.rule import Rule, View
from auditor.lexicon import load
from auditor.model import Check, Table

rule = Rule(
    __name__,
    title="人员经费合计、公用经费合计等于所属各类经济科目之和",
    title_en="人员经费 and 公用经费 are the sums of their economic classes",
    catalogue=("TI-03",),
)


@rule.over(Table)
def nature(table: Table, view: View) -> Iterator[Check]:
    """Foot the two totals of basic expenditure."""
    lines = entries(table)
    groups = blocks(lines)
    again = "科目代码在表中重复出现，可能分列多个单位" if len(groups) > 1 else ""
    for measure, classes in load("sums")["nature"].items():
        parts = [line for line in lines if line.code in classes]
        for line in lines:
            if line.measure != measure or line.code or not parts:
                continue
            for key, cell in line.cells.items():
                yield from foot(rule, cell, [part.cells[key] for part in parts if key in part.cells], doubt=again, what="所属各类相加")
