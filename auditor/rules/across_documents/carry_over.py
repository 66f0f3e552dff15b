"""What was left at the end of last year is what this year begins with.

年初结转和结余 is last year's 年末结转和结余; only the correction of an error of earlier years moves it, and has to be disclosed.

Checked with ``--previous``. Source: catalogue XD-01; forms 公开01表, 04表 and 07表.

Inconsistent::

    # 青川市路灯管理局2023年度部门决算

    收入支出决算总表

    金额单位：万元

    | 项目 | 决算数 | 项目 | 决算数 |
    |---|---|---|---|
    | 本年收入合计 | 520.40 | 本年支出合计 | 518.40 |
    | 年初结转和结余 | 26.00 | 年末结转和结余 | 28.00 |
    | 总计 | 546.40 | 总计 | 546.40 |

    <!-- previous -->
    # 青川市路灯管理局2022年度部门决算

    收入支出决算总表

    金额单位：万元

    | 项目 | 决算数 | 项目 | 决算数 |
    |---|---|---|---|
    | 本年收入合计 | 503.10 | 本年支出合计 | 499.50 |
    | 年初结转和结余 | 20.00 | 年末结转和结余 | 23.60 |
    | 总计 | 523.10 | 总计 | 523.10 |

Consistent::

    # 青川市路灯管理局2023年度部门决算

    收入支出决算总表

    金额单位：万元

    | 项目 | 决算数 | 项目 | 决算数 |
    |---|---|---|---|
    | 本年收入合计 | 520.40 | 本年支出合计 | 518.40 |
    | 年初结转和结余 | 23.60 | 年末结转和结余 | 25.60 |
    | 总计 | 544.00 | 总计 | 544.00 |

    <!-- previous -->
    # 青川市路灯管理局2022年度部门决算

    收入支出决算总表

    金额单位：万元

    | 项目 | 决算数 | 项目 | 决算数 |
    |---|---|---|---|
    | 本年收入合计 | 503.10 | 本年支出合计 | 499.50 |
    | 年初结转和结余 | 20.00 | 年末结转和结余 | 23.60 |
    | 总计 | 523.10 | 总计 | 523.10 |
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.across import compared, restated
from auditor.check.rule import Rule, View
from auditor.model import Check, Counterpart, Level

rule = Rule(
    __name__,
    title="年初结转结余等于上年年末结转结余",
    title_en="What the year begins with is what the last one left",
    catalogue=("XD-01",),
    level=Level.ERROR,
)


@rule.over(Counterpart)
def compare(pair: Counterpart, view: View) -> Iterator[Check]:
    aspects = pair.figure.aspects
    if pair.which == "previous" and pair.role == "value" and aspects.period == view.document.year and not aspects.entity:
        yield from compared(rule, pair, view, aside=restated([pair.figure], view, words="结转|结余"))
