"""The 三公 budget in the accounts is not more than the one that was disclosed.

An opening budget must be the published one. The 预算数 of 公开09表 is the adjusted budget in most places, and 三公 budgets may be cut but not raised without
approval (只减不增): more than was published is worth asking for, less is not.

Checked with ``--budget``. Source: catalogue XD-03; 党政机关厉行节约反对浪费条例.

Inconsistent::

    # 青川市路灯管理局2023年度部门决算

    财政拨款“三公”经费支出决算表

    金额单位：万元

    | 项目 | 预算数 | 决算数 |
    |---|---|---|
    | 合计 | 9.50 | 6.20 |
    | 公务接待费 | 1.50 | 0.20 |
    | 公务用车购置及运行维护费 | 8.00 | 6.00 |

    <!-- budget -->
    # 青川市路灯管理局2023年部门预算

    “三公”经费预算表

    金额单位：万元

    | 合计 | 因公出国（境）费 | 公务用车购置及运行费 | 公务接待费 |
    |---|---|---|---|
    | 7.50 | 0.00 | 6.00 | 1.50 |

Consistent::

    # 青川市路灯管理局2023年度部门决算

    财政拨款“三公”经费支出决算表

    金额单位：万元

    | 项目 | 预算数 | 决算数 |
    |---|---|---|
    | 合计 | 7.00 | 6.20 |
    | 公务接待费 | 1.00 | 0.20 |
    | 公务用车购置及运行维护费 | 6.00 | 6.00 |

    <!-- budget -->
    # 青川市路灯管理局2023年部门预算

    “三公”经费预算表

    金额单位：万元

    | 合计 | 因公出国（境）费 | 公务用车购置及运行费 | 公务接待费 |
    |---|---|---|---|
    | 7.50 | 0.00 | 6.00 | 1.50 |
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.across import compared, theirs
from auditor.check.rule import Rule, View, printed
from auditor.model import Check, Counterpart, Interval, Level, Verdict

rule = Rule(
    __name__,
    title="“三公”经费预算数不超过预算公开",
    title_en="The budget of the three public expenses is not more than was disclosed",
    catalogue=("XD-03",),
    level=Level.WARNING,
)


@rule.over(Counterpart)
def compare(pair: Counterpart, view: View) -> Iterator[Check]:
    figure, other = pair.figure, pair.other
    if pair.which != "budget" or pair.role != "value" or figure.aspects.measure.split(".")[0] != "三公":
        return
    assert figure.quantity is not None
    assert other.quantity is not None
    if figure.aspects.stage == "年初预算":
        yield from compared(rule, pair, view)
        return
    ceiling = Interval(None, other.quantity.interval.high)
    if figure.quantity.interval.meets(ceiling):
        formula = f"{printed(figure)} ≤ {printed(other)}"
        yield rule.result(Verdict.CONSISTENT, figure, [theirs(other)], formula=formula, expected=ceiling)
    elif figure.aspects.stage == "全年预算":
        yield rule.undecided(figure, f"全年预算大于预算公开的{printed(other)}，可能经批准追加", [theirs(other)])
    else:
        yield from compared(rule, pair, view)
