"""The grades of all projects add up to the number of projects.

「共对3个项目开展自评，其中优2个、良1个、中0个、差0个」: where all four grades are counted, their sum is the number of projects; where only some are, it is at most that.
The number of projects is the last one before them, in their paragraph or in the one before it.

Source: catalogue CT-02.

Inconsistent::

    # 某局2023年度部门决算

    十二、预算绩效情况说明
    2023年度共对6个项目开展绩效自评。按自评等级统计，“优”4个、“良”0个、“中”0个、“差”0个。

Consistent::

    # 某局2023年度部门决算

    十二、预算绩效情况说明
    2023年度共对4个项目开展绩效自评。按自评等级统计，“优”4个、“良”0个、“中”0个、“差”0个。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import regex

from auditor.check.rule import Rule, View, printed
from auditor.lexicon import fold, load
from auditor.model import Check, Claim, Document, Interval, Kind, Level, Verdict

rule = Rule(
    __name__,
    title="各等级项目数之和等于项目总数",
    title_en="The grades of all projects add up to the number of projects",
    catalogue=("CT-02",),
    level=Level.WARNING,
)
_GRADES = ("优", "良", "中", "差")
_UNITS = ("个", "项")
_BEFORE = regex.compile(r"项目\p{Han}{0,4}\s*$")
_AFTER = regex.compile(r"\s*(?:\p{Han}{0,6})项目")


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    passages = [(claims[0].passage, claims) for _, group in groupby(view.claims, key=lambda c: id(c.passage)) if (claims := list(group))]
    for at, (passage, claims) in enumerate(passages):
        graded = [c for c in claims if c.kind is Kind.COUNT and c.aspects.measure == "绩效.等级数" and c.quantity.unit in _UNITS]
        names = [c.aspects.part for c in graded]
        if len(graded) < 2 or len(set(names)) < len(names) or not set(names) <= set(_GRADES):
            continue
        whole = _projects([c for c in claims if c.end <= graded[0].start])
        before = passages[at - 1] if at else None
        if whole is None and before is not None and before[0].section is passage.section:
            whole = _projects(before[1])
        if whole is not None:
            yield _judge(whole, graded, complete=set(names) == set(_GRADES))


def _projects(claims: Sequence[Claim]) -> Claim | None:
    """The last number of projects among claims."""
    for claim in reversed(claims):
        if (
            claim.kind is not Kind.COUNT
            or claim.quantity.unit not in _UNITS
            or claim.quantity.hedge
            or claim.aspects.measure == "绩效.等级数"
        ):
            continue
        text = fold(claim.passage.text)
        around = text[max(0, claim.start - 40) : claim.end + 20].split("。")
        if any(regex.search(load("words")["other_appraisals"], part) for part in around):
            return None  # 部门评价2个项目 says nothing of how many appraised themselves
        if claim.aspects.measure == "绩效.项目数" or _BEFORE.search(text[: claim.start]) or _AFTER.match(text, claim.end):
            return claim
    return None


def _judge(whole: Claim, graded: Sequence[Claim], *, complete: bool) -> Check:
    summed = sum(c.quantity.base for c in graded)
    formula = " + ".join(printed(c) for c in graded) + f" = {summed}{whole.quantity.unit}"
    relation = ("sum", whole.id, *(c.id for c in graded))
    if summed == whole.quantity.base:
        return rule.result(Verdict.CONSISTENT, whole, graded, formula=formula, relation=relation)
    if not complete and summed < whole.quantity.base:
        return rule.undecided(whole, "只列出部分等级，其余等级的项目数没有写", graded)
    return rule.result(
        Verdict.INCONSISTENT,
        whole,
        graded,
        formula=formula,
        expected=Interval.exact(summed),
        display=f"{summed}{whole.quantity.unit}",
        relation=relation if complete else (),
        message=f"项目共 {whole.text}，各等级之和为 {summed}{whole.quantity.unit}（{formula}）",
        message_en=f"There are {whole.text} projects, their grades add up to {summed}",
    )
