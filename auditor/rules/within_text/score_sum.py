"""The scores that a report adds up make its total.

「预算执行得分a分、指标得分b分、总得分c分」: a + b = c. A later sentence about the same may state the parts, each behind its full mark; the full marks of all
parts are 100.

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
        parts = _composed(claim, view)
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


def _composed(claim: Claim, view: View) -> list[Claim]:
    """The scores of all parts, each behind its full mark, in a later sentence about the same: 从得分构成看，执行率10分得9分，产出指标50分得49分，…"""
    own: list[Claim] = []
    behind = False
    for other in view.claims:
        if not behind:
            behind = other is claim
            continue
        if other.kind is not Kind.SCORE:
            continue
        if other.aspects.measure == "绩效.总分" or other.passage.section is not claim.passage.section:
            break
        if other.aspects.entity and claim.aspects.entity and other.aspects.entity != claim.aspects.entity:
            break
        own.append(other)
    full = {c.aspects.measure for c in own if c.aspects.stage == "目标"}
    scored = [c for c in own if c.aspects.stage != "目标" and c.aspects.measure in full]
    found = [c.aspects.measure for c in scored]
    needed = set(_WAYS[1]) - _OPTIONAL
    marks = sum((c.quantity.base for c in own if c.aspects.stage == "目标"), Fraction(0))
    whole = needed <= set(found) and len(set(found)) == len(found) and len(found) == len(full) and marks == 100
    return scored if whole and not any(c.quantity.hedge for c in scored) else []


@rule.over(Claim)
def full_marks(claim: Claim, view: View) -> Iterator[Check]:
    """The full marks of all parts are 100 together; a part that is not named may make up what lacks."""
    if claim.kind is not Kind.SCORE or claim.aspects.stage != "目标" or claim.aspects.measure not in _WAYS[1]:
        return
    own = [c for c in view.sentence(claim) if c.kind is Kind.SCORE and c.aspects.stage == "目标" and c.aspects.measure in _WAYS[1]]
    measures = [c.aspects.measure for c in own]
    if own[-1] is not claim or not (set(_WAYS[1]) - _OPTIONAL <= set(measures)) or len(set(measures)) < len(measures):
        return
    others = own[:-1]
    nominal = sum((c.quantity.base for c in own), Fraction(0))
    if nominal < 100:
        yield rule.undecided(claim, "各部分满分合计不足 100，可能另有未写出的部分", others)
        return
    rest = 100 - sum((c.quantity.base for c in others), Fraction(0))
    yield rule.compare(
        claim,
        Interval(rest, rest),
        others,
        formula=f"100 − {' − '.join(map(printed, others))} = {show(rest, claim.quantity)}",
        message="" if nominal == 100 else f"各部分满分合计 {show(nominal, claim.quantity)}，不是 100 分",
    )
