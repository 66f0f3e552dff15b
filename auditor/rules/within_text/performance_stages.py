"""The same projects are worth the same at every stage of performance management.

「编报绩效目标的项目4个，涉及预算金额598.42万元；绩效跟踪评价的项目4个，涉及预算金额598.42万元；绩效自评的项目4个，涉及…」: where two stages agree in number and amount and a third
agrees in one of them only, the other was probably mistyped. The projects of the stages may differ, so it is a note. An average score lies where the grades of its projects
allow: when all are 优, it is at least 90.

Formula: equal numbers of projects ⇔ equal amounts; the mean lies between the bounds of the grades. Source: catalogue NR-03, CT-02, PF-06; grades as in lexicons/performance.yaml.

Inconsistent::

    # 某局2024年度部门决算

    十、预算绩效管理情况
    编报绩效目标的项目4个，涉及预算金额598.42万元；绩效跟踪评价的项目4个，涉及预算金额598.42万元；绩效自评的项目4个，涉及预算金额588.42万元。

Consistent::

    # 某局2024年度部门决算

    十、预算绩效管理情况
    编报绩效目标的项目4个，涉及预算金额598.42万元；绩效跟踪评价的项目4个，涉及预算金额598.42万元；绩效自评的项目4个，涉及预算金额598.42万元。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

import regex

from auditor.check.rule import Rule, View
from auditor.lexicon import fold, load, worded
from auditor.model import Check, Claim, Document, Interval, Kind, Level, Verdict

rule = Rule(
    __name__,
    title="各绩效管理环节的项目数与金额相符",
    title_en="The same projects are worth the same at every stage",
    catalogue=("NR-03", "CT-02", "PF-06"),
    level=Level.NOTE,
)
_STAGE = r"(?:绩效)?({appraisal_stages})[^,。;\d]{0,12}(?:\d{4}年度?)?[^,。;\d]{0,6}项目\s*$"
_MONEY = regex.compile(r"\s*,?\s*(?:共?涉及|资金|预算)[^,。;\d]{0,16}$")


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    passages: dict[int, list[tuple[Claim, Claim]]] = {}
    for number, claim in enumerate(view.claims[:-1]):
        money = view.claims[number + 1]
        text = fold(claim.passage.text)
        if (
            claim.kind is Kind.COUNT
            and money.kind is Kind.AMOUNT
            and money.passage is claim.passage
            and not claim.passage.table
            and worded(_STAGE).search(text[: claim.start])
            and _MONEY.fullmatch(text[claim.end : money.start])
        ):
            passages.setdefault(id(claim.passage), []).append((claim, money))
    for pairs in passages.values():
        if len(pairs) > 2:
            yield from _stages(pairs)


def _stages(pairs: list[tuple[Claim, Claim]]) -> Iterator[Check]:
    values = Counter((count.quantity.base, money.quantity.base) for count, money in pairs)
    (usual, times), *_ = values.most_common(1)
    if times < 2:
        yield rule.undecided(pairs[0][0], "各环节的项目各不相同", [money for _, money in pairs])
        return
    first = next(pair for pair in pairs if (pair[0].quantity.base, pair[1].quantity.base) == usual)
    for pair in pairs:
        if pair is first:
            continue
        same = [one.quantity.base == two.quantity.base for one, two in zip(pair, first, strict=True)]
        for claim, other, agrees in zip(pair, first, same, strict=True):
            if agrees:
                yield rule.result(Verdict.CONSISTENT, claim, [other], formula=f"{claim.text} = {other.text}")
            elif not any(same):
                yield rule.undecided(claim, "项目数和金额都不同，可能不是同一批项目", [other])
            else:
                yield rule.result(
                    Verdict.INCONSISTENT,
                    claim,
                    [other],
                    formula=f"{claim.text} ≠ {other.text}",
                    expected=other.quantity.interval,
                    display=other.text,
                    relation=("equal", claim.id, other.id),
                    message=f"此处写 {claim.text}，同一段其他环节的项目数与金额为 {first[0].text}、{first[1].text}，只有这一个数不同",
                    message_en=f"{claim.text} here, {other.text} at the other stages, all else being the same",
                )


@rule.over(Document)
def averages(document: Document, view: View) -> Iterator[Check]:
    """The average score of projects whose grades are counted behind it."""
    grades = _bounds()
    for claim in view.claims:
        text = fold(claim.passage.text)
        if claim.kind is not Kind.SCORE or "平均" not in text[max(0, claim.start - 8) : claim.start]:
            continue
        counted = [
            c
            for c in view.claims
            if c.aspects.measure == "绩效.等级数" and c.passage is claim.passage and c.start > claim.start and c.quantity.base
        ]
        known = [c for c in counted if c.aspects.part in grades]
        if claim.quantity.base > 100:
            low, high = Fraction(0), Fraction(100)
        elif counted and len(known) == len(counted):
            number = sum((c.quantity.base for c in known), Fraction(0))
            low = sum((c.quantity.base * grades[c.aspects.part][0] for c in known), Fraction(0)) / number
            high = sum((c.quantity.base * grades[c.aspects.part][1] for c in known), Fraction(0)) / number
        else:
            yield rule.undecided(claim, "没有写出各等级的项目数")
            continue
        expected = Interval(low, high)
        fits = claim.quantity.interval.meets(expected) and claim.quantity.base <= 100
        shown = f"{float(low):g}至{float(high):g}分"
        yield rule.result(
            Verdict.CONSISTENT if fits else Verdict.INCONSISTENT,
            claim,
            known,
            formula=f"{'、'.join(f'{c.aspects.part}{c.text}' for c in known)}：{shown}",
            expected=expected,
            display=shown,
            message="" if fits else f"平均得分写作 {claim.text}，按各等级的项目数应在{shown}之间",
            message_en="" if fits else f"The average score is {claim.text}, the grades allow {float(low):g} to {float(high):g}",
        )


def _bounds() -> dict[str, tuple[Fraction, Fraction]]:
    """First character of a grade → the least and the greatest score that any scheme gives it."""
    found: dict[str, tuple[Fraction, Fraction]] = {}
    for scheme in load("performance")["schemes"]:
        for name, (least, most) in scheme["bands"].items():
            low, high = found.get(name[0], (Fraction(least), Fraction(most)))
            found[name[0]] = (min(low, Fraction(least)), max(high, Fraction(most)))
    return found
