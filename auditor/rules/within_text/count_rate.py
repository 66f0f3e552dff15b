"""A rate that is named after a count is that count over the one before it.

抽检4862批次，其中合格4771批次，合格率98.13%；受理12406件，办结12253件，办结率98.77%；发放问卷400份，收回386份，回收率96.50%。The rate bears the name of the count that
stands before it, both counts have the same unit, and nothing but them stands between.

Source: catalogue NA-03; 绩效自评报告中产出、效益、满意度指标的通行写法.

Inconsistent::

    # 某局2023年度部门整体支出绩效自评报告

    全年受理投诉12406件，办结12253件，办结率97.88%。

Consistent::

    # 某局2023年度部门整体支出绩效自评报告

    全年受理投诉12406件，办结12253件，办结率98.77%。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.check.rule import Rule, View, printed, show
from auditor.lexicon import fold
from auditor.model import Check, Claim, Kind, Level
from auditor.model.interval import corners

rule = Rule(
    __name__,
    title="以数量命名的比率等于数量之比",
    title_en="A rate named after a count is that count over the one before it",
    catalogue=("NA-03",),
    level=Level.WARNING,
)

_SAME = {"回收": ("回收", "收回"), "返还": ("返还", "退还"), "完成": (), "执行": (), "增长": ()}
"""Counts that are called otherwise than their rate; rates that are of something else than the count before them."""


@rule.over(Claim)
def compare(claim: Claim, view: View) -> Iterator[Check]:
    if claim.kind is not Kind.RATIO or claim.quantity.dimension != "ratio" or claim.passage.table is not None:
        return
    text = fold(claim.passage.text)
    name = re.search(r"([\u4e00-\u9fff]{2,12})率(?:为|达|达到|是|约为)?$", text[max(0, claim.start - 16) : claim.start].rstrip())
    counts = [c for c in view.sentence(claim) if c.start < claim.start]
    if name is None or len(counts) < 2 or any(c.kind is not Kind.COUNT for c in counts[-2:]):
        return
    whole, part = counts[-2:]
    said = text[max(whole.end, part.start - 8) : part.start]
    stem = name[1][-2:]
    if not any(word in said for word in _SAME.get(stem, (stem,))) or part.quantity.unit != whole.quantity.unit:
        return
    between = text[whole.end : claim.start]
    if ";" in between or "。" in between or not whole.quantity.base or part.quantity.base > whole.quantity.base:
        return
    if any(c.quantity.hedge for c in (claim, whole, part)) or whole.aspects.stage != part.aspects.stage:
        yield rule.undecided(claim, "数量是约数或目标数", [part, whole])
        return
    exact = all(c.quantity.decimals == 0 and c.quantity.scale == 1 for c in (whole, part))
    value = corners(lambda p, w: p / w, part.quantity.interval, whole.quantity.interval)
    quotient = part.quantity.base / whole.quantity.base
    if exact:
        value = type(value).exact(quotient)
    yield rule.compare(
        claim,
        value,
        [part, whole],
        formula=f"{printed(part)} ÷ {printed(whole)} = {show(quotient, claim.quantity)}",
        display=show(quotient, claim.quantity),
        relation=("ratio", claim.id, part.id, whole.id),
    )
