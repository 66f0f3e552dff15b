"""The opening budget that the accounts compare with is the budget that was disclosed.

年初预算 in the final accounts — in the narrative, in a column, behind a completion rate — repeats the budget disclosure of the same year. What was added later is
全年预算; an opening budget that differs from the published one makes every 完成年初预算的百分比 unverifiable.

Checked with ``--budget``. Source: catalogue XD-02; 财预〔2016〕143号.

Inconsistent::

    # 青川市路灯管理局2023年度部门决算

    五、一般公共预算财政拨款支出决算情况说明
    2023年度一般公共预算财政拨款支出年初预算为480.00万元，支出决算为508.40万元，完成年初预算的105.92%。

    <!-- budget -->
    # 青川市路灯管理局2023年部门预算

    一般公共预算支出表

    金额单位：万元

    | 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 498.00 | 390.00 | 108.00 |

Consistent::

    # 青川市路灯管理局2023年度部门决算

    五、一般公共预算财政拨款支出决算情况说明
    2023年度一般公共预算财政拨款支出年初预算为498.00万元，支出决算为508.40万元，完成年初预算的102.09%。

    <!-- budget -->
    # 青川市路灯管理局2023年部门预算

    一般公共预算支出表

    金额单位：万元

    | 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 498.00 | 390.00 | 108.00 |
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.across import compared, elsewhere, restated
from auditor.check.rule import Rule, View
from auditor.model import Check, Counterpart, Level

rule = Rule(
    __name__,
    title="年初预算与预算公开一致",
    title_en="The opening budget is the one that was disclosed",
    catalogue=("XD-02",),
    level=Level.WARNING,
)


@rule.over(Counterpart)
def compare(pair: Counterpart, view: View) -> Iterator[Check]:
    aspects = pair.figure.aspects
    if pair.which != "budget" or pair.role != "value" or aspects.entity or aspects.measure.split(".")[0] == "三公":
        return
    for one in compared(rule, pair, view, aside=restated([pair.figure], view)):
        yield elsewhere(rule, one, pair, view)
