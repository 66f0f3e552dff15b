"""A figure that was carried over from last year's text, while this year's table says another.

Narratives are written over last year's. A sentence that was not updated prints last year's figure; when this year's table has another one, and the figure of the
text is to the digit the one of last year, it is clear how the contradiction came about.

Checked with ``--previous``. Source: catalogue XD-05, H13.

Inconsistent::

    # 青川市路灯管理局2023年度部门决算

    支出决算表

    金额单位：万元

    | 项目 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|
    | 合计 | 520.40 | 400.10 | 120.30 |

    三、支出决算情况说明
    2023年度支出合计520.40万元，其中：基本支出388.70万元，项目支出120.30万元。

    <!-- previous -->
    # 青川市路灯管理局2022年度部门决算

    支出决算表

    金额单位：万元

    | 项目 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|
    | 合计 | 503.10 | 388.70 | 114.40 |

Consistent::

    # 青川市路灯管理局2023年度部门决算

    支出决算表

    金额单位：万元

    | 项目 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|
    | 合计 | 520.40 | 400.10 | 120.30 |

    三、支出决算情况说明
    2023年度支出合计520.40万元，其中：基本支出400.10万元，项目支出120.30万元。

    <!-- previous -->
    # 青川市路灯管理局2022年度部门决算

    支出决算表

    金额单位：万元

    | 项目 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|
    | 合计 | 503.10 | 388.70 | 114.40 |
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.across import theirs
from auditor.check.rule import Rule, View, alike, named, printed, show
from auditor.model import Check, Claim, Counterpart, Level, Verdict

rule = Rule(
    __name__,
    title="文字中的数不是上年的数",
    title_en="Figures of the narrative are not last year's",
    catalogue=("XD-05",),
    level=Level.WARNING,
)


@rule.over(Counterpart)
def compare(pair: Counterpart, view: View) -> Iterator[Check]:
    claim, last = pair.figure, pair.other
    if pair.which != "previous" or pair.role != "earlier" or not isinstance(claim, Claim) or not claim.quantity.base:
        return
    assert last.quantity is not None
    same = alike(claim.quantity, last.quantity) in ("equal", "meets")
    cell = view.cell(claim)
    if cell is None or cell.quantity is None:
        if same:
            yield rule.undecided(claim, "与上年文件的数相同，本年没有可以对照的表格数", [theirs(last)])
        return
    how = alike(claim.quantity, cell.quantity)
    if how in ("equal", "meets"):
        yield rule.result(Verdict.CONSISTENT, claim, [cell], formula=f"{claim.text} = {printed(cell)}")
    elif same and how == "differs":
        yield rule.result(
            Verdict.INCONSISTENT,
            claim,
            [cell, theirs(last)],
            formula=f"{claim.text} = 上年 {printed(last)} ≠ 本年 {printed(cell)}",
            expected=cell.quantity.interval,
            display=show(cell.quantity.base, claim.quantity),
            message=f"{named(claim)}写作 {claim.text}，正是上年文件的数，而本年 {cell.label} 为 {printed(cell)}：疑为上年的文字没有更新",
            message_en=f"{named(claim)}: {claim.text} is last year's figure; {cell.label} of this year has {printed(cell)}",
            relation=("equal", claim.id, cell.id),
        )
