"""What the document prints for last year is what last year's disclosure printed.

Columns headed 上年数 and phrases such as 比上年决算数410.20万元增加… repeat a figure that the public has already been given. One that changed since is either
a slip or a restatement, and a restatement has to be explained (同口径, 会计差错更正): then the difference is worth a note only.

Checked with ``--previous``. Source: catalogue XD-01; 政府会计准则第7号: errors of earlier years are corrected in the opening figures, and disclosed.

Inconsistent::

    # 青川市路灯管理局2023年度部门决算

    三、支出决算情况说明
    2023年度支出合计520.40万元，比2022年度支出合计501.30万元增加19.10万元，增长3.81%。

    <!-- previous -->
    # 青川市路灯管理局2022年度部门决算

    支出决算表

    金额单位：万元

    | 项目 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|
    | 合计 | 503.10 | 390.00 | 113.10 |

Consistent::

    # 青川市路灯管理局2023年度部门决算

    三、支出决算情况说明
    2023年度支出合计520.40万元，比2022年度支出合计503.10万元增加17.30万元，增长3.44%。

    <!-- previous -->
    # 青川市路灯管理局2022年度部门决算

    支出决算表

    金额单位：万元

    | 项目 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|
    | 合计 | 503.10 | 390.00 | 113.10 |
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.across import compared, elsewhere, restated
from auditor.check.rule import Rule, View
from auditor.model import Check, Counterpart, Level

rule = Rule(
    __name__,
    title="上年数与上年公开的数一致",
    title_en="Figures of last year are those that were disclosed then",
    catalogue=("XD-01",),
    level=Level.ERROR,
)


@rule.over(Counterpart)
def compare(pair: Counterpart, view: View) -> Iterator[Check]:
    aspects = pair.figure.aspects
    if pair.which != "previous" or pair.role != "value" or aspects.entity or aspects.period == view.document.year:
        return
    for one in compared(rule, pair, view, aside=restated([pair.figure], view)):
        yield elsewhere(rule, one, pair, view)
