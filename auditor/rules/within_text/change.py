"""A change is the current amount less the base.

增减额 = 本期数 − 基数. Checked wherever the base is printed too (较2022年基本支出1245.48万元增加59.02万元) or stands in a table; the direction word
gives the sign. A change that is given for income and expenditure totals together holds for both: the totals always balance.

Source: catalogue NA-10, NA-11, DW-01.

Inconsistent::

    一、收入支出决算总体情况说明
    2023年基本支出1304.50万元，较2022年基本支出1245.48万元增加69.02万元。

Consistent::

    一、收入支出决算总体情况说明
    2023年基本支出1304.50万元，较2022年基本支出1245.48万元增加59.02万元。
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor.check.rule import Figure, Rule, View, alike, named, printed, show
from auditor.model import Check, Claim, Document, Interval, Kind, Level, Verdict

rule = Rule(
    __name__, title="增减额等于本期数减基数", title_en="A change is the current amount less the base", catalogue=("NA-10", "NA-11", "DW-01")
)


@rule.over(Claim)
def compare(claim: Claim, view: View) -> Iterator[Check]:
    if claim.kind is not Kind.CHANGE or claim.direction == 0 or claim.reach == "same-basis":
        return
    currents, bases = view.operand(claim, "current"), view.operand(claim, "base")
    if not currents or not bases:
        if not claim.partner:
            yield rule.undecided(claim, "没有印出本期数和基数，增减额单独不能核对")
        return
    best: tuple[Interval, Figure, Figure] | None = None
    for current in currents:
        for base in bases:
            assert current.quantity is not None
            assert base.quantity is not None
            if current.quantity.dimension != claim.quantity.dimension or base.quantity.dimension != claim.quantity.dimension:
                continue
            difference = current.quantity.interval - base.quantity.interval
            signed = difference if claim.direction > 0 else -difference
            if best is None or claim.quantity.interval.meets(signed):
                best = (signed, current, base)
    if best is None:
        return
    signed, current, base = best
    if claim.quantity.value and not view.near(claim, "base") and alike(current.quantity, base.quantity) == "equal":  # type: ignore[arg-type]
        yield rule.undecided(claim, "找到的基数与本期数是同一个数，年度可能写错，不能据以核对", [current, base])
        return
    formula = f"{printed(current)} − {printed(base)} = {show((signed.middle or Fraction(0)) * claim.direction, claim.quantity)}"
    reverse = signed.high is not None and signed.high < 0 and claim.quantity.interval.meets(-signed)
    word = claim.passage.text[slice(*claim.direction_span)] if claim.direction_span else ""
    message = f"{named(claim)}写作{word}{claim.text}，而 {formula}，方向相反" if reverse else ""
    partner = view.by_id.get(claim.partner)
    beside = [partner] if reverse and partner is not None and partner.direction == claim.direction else []  # both words are turned
    yield rule.compare(
        claim, signed, [current, base, *beside], formula=formula, message=message, relation=("difference", claim.id, current.id, base.id)
    )


@rule.over(Claim)
def bounded(claim: Claim, view: View) -> Iterator[Check]:
    """An increase cannot exceed what there is afterwards, when amounts are not negative (NA-07)."""
    if claim.kind is not Kind.CHANGE or claim.direction <= 0 or claim.reach == "same-basis" or view.operand(claim, "base"):
        return
    for current in view.operand(claim, "current")[:1]:
        assert current.quantity is not None
        low, high = claim.quantity.interval.low, current.quantity.interval.high
        if current.quantity.dimension != claim.quantity.dimension or low is None or high is None or current.quantity.base < 0:
            continue
        if low > high:
            small = low - high <= claim.quantity.step
            yield rule.result(
                Verdict.INCONSISTENT,
                claim,
                [current],
                formula=f"{claim.text} > {printed(current)}",
                expected=Interval(None, high),
                display=f"不超过 {printed(current)}",
                level=Level.NOTE if small else None,
                relation=("at-most", claim.id, current.id),
                message=f"{named(claim)}增加 {claim.text}，超过了本期数 {printed(current)} 本身",
            )


@rule.over(Document)
def balanced(document: Document, view: View) -> Iterator[Check]:
    """The totals of income and expenditure always balance, so they change by the same (NA-11).

    What is received and what is spent in a year need not; where they do this year, equal changes confirm each other.
    """
    for kind in (Kind.CHANGE, Kind.RATE):
        sides: dict[tuple[object, ...], dict[str, Claim]] = {}
        for claim in view.claims:
            total = claim.aspects.measure in ("总计", "合计") and not claim.aspects.part
            if claim.kind is kind and total and claim.aspects.flow in ("收入", "支出") and claim.direction:
                key = (
                    claim.aspects.measure,
                    claim.aspects.scope,
                    claim.aspects.stage,
                    claim.aspects.period,
                    claim.base and (claim.base.period, claim.base.stage),
                    claim.passage.section,
                )
                sides.setdefault(key, {}).setdefault(claim.aspects.flow, claim)
        for pair in sides.values():
            if len(pair) < 2:
                continue
            income, spending = pair["收入"], pair["支出"]
            current = [view.by_id[claim.current].quantity for claim in (income, spending) if claim.current]
            if income.aspects.measure == "合计" and (len(current) < 2 or alike(*current) != "equal"):
                continue
            same = alike(income.quantity, spending.quantity) in ("equal", "meets") and (
                income.direction == spending.direction or income.quantity.value == 0
            )
            if not same and income.aspects.measure == "合计":
                continue
            yield rule.result(
                Verdict.CONSISTENT if same else Verdict.INCONSISTENT,
                spending,
                [income],
                formula=f"收入{income.aspects.measure}{_word(income)}{income.text}，支出{income.aspects.measure}{_word(spending)}{spending.text}",
                expected=income.quantity.interval,
                display=income.text,
                relation=("equal", spending.id, income.id),
                message=""
                if same
                else f"收入总计{_word(income)}{income.text}，支出总计{_word(spending)}{spending.text}：收支总计相等，增减也应相同",
            )


def _word(claim: Claim) -> str:
    return claim.passage.text[slice(*claim.direction_span)] if claim.direction_span else ""
