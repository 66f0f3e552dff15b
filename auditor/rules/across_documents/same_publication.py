"""Two publications of the same accounts print the same figures.

A department's page, the portal of the finance bureau and the annual report of the unit carry the same disclosure. Where two versions differ, one of them was
corrected, or neither was checked; a newspaper once found two versions of one bureau's 三公 five millions apart.

Checked with ``--copy``. Source: catalogue XD-06.

Inconsistent::

    # 青川市路灯管理局2023年度部门决算

    三、支出决算情况说明
    2023年度支出合计520.40万元。

    <!-- copy -->
    # 青川市路灯管理局2023年度部门决算

    支出决算表

    金额单位：万元

    | 项目 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|
    | 合计 | 524.00 | 400.10 | 123.90 |

Consistent::

    # 青川市路灯管理局2023年度部门决算

    三、支出决算情况说明
    2023年度支出合计520.40万元。

    <!-- copy -->
    # 青川市路灯管理局2023年度部门决算

    支出决算表

    金额单位：万元

    | 项目 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|
    | 合计 | 520.40 | 400.10 | 120.30 |
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.across import compared, elsewhere
from auditor.check.rule import Rule, View
from auditor.model import Check, Counterpart, Level

rule = Rule(
    __name__,
    title="同一公开的两个版本一致",
    title_en="Two publications of the same disclosure agree",
    catalogue=("XD-06",),
    level=Level.ERROR,
)


@rule.over(Counterpart)
def compare(pair: Counterpart, view: View) -> Iterator[Check]:
    if pair.which == "copy" and pair.role == "value":
        for one in compared(rule, pair, view):
            yield elsewhere(rule, one, pair, view)
