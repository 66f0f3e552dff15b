"""Shares of one whole that is not printed imply one and the same whole.

「基本支出80.00万元，占支出总预算的80.00%；项目支出20.00万元，占支出总预算的25.00%」: the total is nowhere printed, but every share with its amount says what it must be (80.00 ÷
80.00% = 100.00, 20.00 ÷ 25.00% = 80.00). Where these ranges have nothing in common, one of the amounts or shares is wrong: the one that the others contradict, if most agree; of
two, either.

Formula: amount ÷ share, rounding of both allowed for. Source: catalogue NA-02, where the whole is missing.

Inconsistent::

    # 某局2024年部门预算

    三、支出预算情况说明
    基本支出预算80.00万元，占支出总预算的80.00%；项目支出预算20.00万元，占支出总预算的25.00%。

Consistent::

    # 某局2024年部门预算

    三、支出预算情况说明
    基本支出预算80.00万元，占支出总预算的80.00%；项目支出预算20.00万元，占支出总预算的20.00%。
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from auditor.check.rule import Rule, View, named, printed, show, truncated
from auditor.model import Aspects, Check, Claim, Document, Interval, Kind, Level, Verdict
from auditor.model.interval import corners, total

rule = Rule(
    __name__,
    title="占同一总数的各个占比推出同一个总数",
    title_en="Shares of one whole imply the same whole",
    catalogue=("NA-02",),
    level=Level.WARNING,
)


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    groups: dict[tuple[int, Aspects], list[tuple[Claim, Claim, Interval]]] = defaultdict(list)
    for claim in view.claims:
        part = view.by_id.get(claim.current)
        if claim.kind is not Kind.SHARE or part is None or claim.base is None or claim.base == claim.aspects or claim.passage.table:
            continue
        if claim.base.measure.startswith("名."):
            continue  # 占同类产品采购规模的90%: each of a whole of its own
        if {"assumed-whole", "listed-whole"} & set(claim.flags) or claim.reach or claim.quantity.hedge or part.quantity.hedge:
            continue
        if view.operand(claim, "base") or any(view.amounts.get(reading) for reading in claim.readings):
            continue
        implied = corners(lambda a, s: a / s, part.quantity.interval, claim.quantity.interval)
        if part.quantity.dimension == "money" and claim.quantity.base > 0 and implied.low is not None and implied.low > 0:
            groups[id(claim.passage.section), claim.base].append((claim, part, implied))
    for found in groups.values():
        if len({part.aspects for _, part, _ in found}) > 1:
            yield from _judge(found)


@rule.over(Document)
def printed_whole(document: Document, view: View) -> Iterator[Check]:
    """A total that its list belies: the parts add up to another number, and every share was taken of that one."""
    lists: dict[str, list[tuple[Claim, Claim]]] = defaultdict(list)
    for claim in view.claims:
        part = view.by_id.get(claim.current)
        if claim.kind is Kind.SHARE and "listed-whole" in claim.flags and part is not None and part.parent == claim.base_claim:
            lists[claim.base_claim].append((claim, part))
    for parent, found in lists.items():
        whole = view.by_id[parent]
        said = [(c, p) for c, p in found if c.quantity.base > 0 and p.quantity.dimension == "money" and not (c.reach or p.quantity.hedge)]
        if len(said) < 2 or whole.aspects.measure == "总计" or whole.quantity.hedge or whole.quantity.dimension != "money":
            continue
        implied = [corners(lambda a, s: a / s, p.quantity.interval, c.quantity.interval) for c, p in said]
        common, agreeing = _agreement(implied)
        parts = total(p.quantity.interval for _, p in said)
        tolerance = (len(said) + 1) * max(c.quantity.step for c, _ in said) / 2
        complete = abs(sum((c.quantity.base for c, _ in said), Fraction(0)) - 1) <= tolerance and parts.meets(common)
        if not complete or len(agreeing) < len(said) or whole.quantity.interval.meets(common):
            continue
        elsewhere = any(
            c.kind is Kind.AMOUNT and c.id != whole.id and c.passage.section is whole.passage.section and c.quantity.interval.meets(common)
            for c in view.claims
        )
        if not elsewhere:
            nominal = sum((p.quantity.base for _, p in said), Fraction(0))
            shown = show(nominal, said[0][1].quantity)
            formula = " + ".join(printed(p) for _, p in said) + f" = {shown}，各项占比也都以它为总数"
            yield rule.result(
                Verdict.INCONSISTENT,
                whole,
                [figure for pair in said for figure in pair],
                formula=formula,
                expected=common,
                display=shown,
            )


def _judge(found: list[tuple[Claim, Claim, Interval]]) -> Iterator[Check]:
    common, agreeing = _agreement([implied for _, _, implied in found])
    if len(agreeing) * 2 <= len(found) and len(found) > 2:
        for claim, part, _ in found:
            yield rule.undecided(claim, "总数没有写出，各个占比推出的总数又互不相同", [part])
        return
    for at, (claim, part, _) in enumerate(found):
        if len(found) == 2 and len(agreeing) == 1 and at == 0:
            continue  # of two, either is wrong: said once
        near = [other for index, other in enumerate(found) if index != at and (index in agreeing or len(found) == 2)]
        using = [part, *(figure for other in near[:3] for figure in other[:2])]
        whole = common if at in agreeing else near[0][2] if len(found) == 2 else common
        expected = corners(lambda a, w: a / w, part.quantity.interval, whole)
        middle = expected.middle or Fraction(0)
        about = show(whole.middle or Fraction(0), part.quantity)
        formula = f"按{'、'.join(f'{printed(p)} ÷ {c.text}' for c, p, _ in near[:3])}，总数约 {about}；{printed(part)} ÷ {about} = {show(middle, claim.quantity)}"
        verdict = Verdict.CONSISTENT if claim.quantity.interval.meets(expected) else Verdict.INCONSISTENT
        yield rule.result(
            verdict,
            claim,
            using,
            formula=formula,
            expected=expected,
            display=show(middle, claim.quantity),
            level=Level.NOTE if truncated(claim.quantity, expected) else None,
            message=f"{named(claim)}的占比写作 {claim.text}，与占同一总数的其他占比不能同时成立（{formula}）"
            if verdict is Verdict.INCONSISTENT
            else "",
            message_en=f"{claim.text} and the other shares of the same whole cannot all hold" if verdict is Verdict.INCONSISTENT else "",
        )


def _agreement(ranges: list[Interval]) -> tuple[Interval, list[int]]:
    """What most of the ranges have in common, and which they are."""
    best: tuple[Interval, list[int]] = (ranges[0], [0])
    for start in ranges:
        assert start.low is not None
        inside = [at for at, one in enumerate(ranges) if one.low is not None and one.high is not None and one.low <= start.low < one.high]
        if len(inside) > len(best[1]):
            high = min(one.high for at, one in enumerate(ranges) if at in inside and one.high is not None)
            best = (Interval(start.low, high), inside)
    return best
