"""“三公”经费表：合计等于出国费、公务用车费、接待费之和，公务用车费等于购置费与运行维护费之和

In the table of 三公经费, 合计 = 因公出国（境）费 + 公务用车购置及运行维护费 + 公务接待费 and 公务用车购置及运行维护费 (小计) =
公务用车购置费 + 公务用车运行维护费, for the budget and for the actual figures, whichever way the table is turned.

Why it matters: 三公经费 is what readers of a disclosure look at first, and a must for inspectors.

Formula: form 公开09 (07 until 2021). Tails as in rules.md P5; a blank item is zero.

Inconsistent::

    财政拨款“三公”经费支出决算表

    金额单位：万元

    | 项目 | 预算数 | 决算数 |
    |---|---|---|
    | 合计 | 9.00 | 6.40 |
    | 因公出国（境）费 | 0.00 | 0.00 |
    | 公务用车购置及运行维护费 | 6.00 | 5.20 |
    | 公务用车购置费 | 0.00 | 0.00 |
    | 公务用车运行维护费 | 6.00 | 5.20 |
    | 公务接待费 | 3.00 | 1.80 |

Consistent::

    财政拨款“三公”经费支出决算表

    金额单位：万元

    | 项目 | 预算数 | 决算数 |
    |---|---|---|
    | 合计 | 9.00 | 7.00 |
    | 因公出国（境）费 | 0.00 | 0.00 |
    | 公务用车购置及运行维护费 | 6.00 | 5.20 |
    | 公务用车购置费 | 0.00 | 0.00 |
    | 公务用车运行维护费 | 6.00 | 5.20 |
    | 公务接待费 | 3.00 | 1.80 |
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.footing import branches
from auditor.check.rule import Rule, View
from auditor.model import Check, Table

rule = Rule(
    __name__,
    title="“三公”经费合计、公务用车费小计等于各分项之和",
    title_en="The 三公 total and the vehicle subtotal are the sums of their items",
    catalogue=("TI-07",),
)


@rule.over(Table)
def items(table: Table, view: View) -> Iterator[Check]:
    """Foot 三公 and 公务用车 for each stage of the table."""
    yield from branches(rule, table, ("三公", "三公.公车"))
