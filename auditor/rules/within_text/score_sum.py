"""The scores that a report adds up make its total.

「预算执行得分a分、指标得分b分、总得分c分」: a + b = c.

Source: catalogue PF-13.

Inconsistent::

    三、项目自评结果
    预算执行情况得分9.30分，指标完成情况得分89分，最终评分结果为：总得分97.30分。

Consistent::

    三、项目自评结果
    预算执行情况得分9.30分，指标完成情况得分89分，最终评分结果为：总得分98.30分。
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor.check.rule import Rule, View, printed, show
from auditor.model import Check, Claim, Interval, Kind
from auditor.model.interval import total

rule = Rule(__name__, title="各部分得分之和等于总得分", title_en="The scores add up to the total", catalogue=("PF-13",))

_WAYS = (
    ("绩效.执行率得分", "绩效.指标得分"),
    ("绩效.执行率得分", "绩效.成本得分", "绩效.产出得分", "绩效.效益得分", "绩效.满意度得分"),
)
_OPTIONAL = {"绩效.成本得分"}
"""An indicator of the first level that older forms do not have."""


@rule.over(Claim)
def compare(claim: Claim, view: View) -> Iterator[Check]:
    if claim.kind is not Kind.SCORE or claim.aspects.measure != "绩效.总分":
        return
    near = {c.aspects.measure: c for c in _before(claim, view)}
    near |= {c.aspects.measure: c for c in view.sentence(claim) if c.kind is Kind.SCORE and c.aspects.stage != "目标"}
    parts = next(([near[m] for m in way if m in near] for way in _WAYS if all(m in near for m in way if m not in _OPTIONAL)), [])
    if not parts:
        parts = _listed(claim, view)
    if not parts:
        yield rule.undecided(claim, "这一句没有写出各部分得分")
    else:
        half = min(part.quantity.step for part in (claim, *parts)) / 2  # 50分 beside 9.80分 is 50.00 (rules.md P4)
        summed = total(Interval(part.quantity.base - half, part.quantity.base + half) for part in parts)
        nominal = sum((part.quantity.base for part in parts), Fraction(0))
        yield rule.compare(
            claim,
            summed,
            parts,
            formula=f"{' + '.join(map(printed, parts))} = {show(nominal, claim.quantity)}",
            relation=("sum", claim.id, *(p.id for p in parts)),
        )


def _before(claim: Claim, view: View) -> list[Claim]:
    """The scores of the same whole before it in its passage, from the last total on (执行率得10分，其余指标得88分。综合得分98分)."""
    own = [
        c
        for c in view.claims
        if c.passage is claim.passage and c.kind is Kind.SCORE and c.aspects.stage != "目标" and c.start < claim.start
    ]
    last = max((at for at, c in enumerate(own) if c.aspects.measure == "绩效.总分"), default=-1)
    return [c for c in own[last + 1 :] if c.aspects.entity == claim.aspects.entity]


def _listed(claim: Claim, view: View) -> list[Claim]:
    """The scores of a list behind the total whose full marks make up 100: 投入10分，得10分；过程20分，得18.6分；…"""
    own = [c for c in view.claims if c.passage is claim.passage and c.kind is Kind.SCORE and c.start > claim.start]
    end = next(
        (c.start for c in own if c.aspects.measure == "绩效.总分" and c.aspects.stage != "目标" and c.sentence != claim.sentence), None
    )
    text = claim.passage.text
    own = [c for c in own if end is None or c.start < end]
    full = [c for c in own if c.aspects.stage == "目标"]
    scored = [c for c in own if c.aspects.stage != "目标"]
    if len(full) < 2 or len(full) != len(scored) or "其中" not in text[claim.end : own[0].start]:
        return []
    paired = all(
        abs(one.start - other.start) < 20 and text[min(one.end, other.end) : max(one.start, other.start)].count("；") == 0
        for one, other in zip(full, scored, strict=True)
    )
    return scored if paired and sum((c.quantity.base for c in full), Fraction(0)) == 100 and not any(c.quantity.hedge for c in own) else []
