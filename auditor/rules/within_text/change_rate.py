"""A growth rate is the change over the base.

增减率 = 增减额 ÷ 基数，基数 = 本期数 ∓ 增减额. Whatever two of the three the document prints (in the narrative or, more precisely, in a table) must
allow the printed rate; a value that occurs twice in the formula is one variable. A rate over a base of zero has no meaning.

Source: catalogue NA-01, NA-09, NA-10; the triangle is evaluated at the corners of its intervals.

Inconsistent::

    一、收入支出决算总体情况说明
    2023年度机关运行经费支出139.50万元，比上年减少9.50万元，下降6.87%。

Consistent::

    一、收入支出决算总体情况说明
    2023年度机关运行经费支出139.50万元，比上年减少9.50万元，下降6.38%。
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor.check.rule import Figure, Rule, View, named, printed, show, truncated
from auditor.model import Check, Claim, Interval, Kind, Level, Verdict
from auditor.model.interval import corners

rule = Rule(
    __name__,
    title="增减率与增减额、基数相符",
    title_en="A growth rate is the change over the base",
    catalogue=("NA-01", "NA-09", "NA-10"),
)


@rule.over(Claim)
def compare(claim: Claim, view: View) -> Iterator[Check]:
    if claim.kind is not Kind.RATE:
        return
    change = view.by_id.get(claim.partner)
    if claim.reach == "same-basis":  # of amounts that are not printed; but both go one way
        if change is not None and change.reach == claim.reach and _turned(claim, change):
            yield rule.result(
                Verdict.INCONSISTENT,
                claim,
                [change],
                formula=f"{_word(claim)}{claim.text}，{_word(change)}{change.text}",
                display=f"{_word(change)}",
                message=f"{named(claim)}写作“{_word(claim)}{claim.text}”，与“{_word(change)}{change.text}”方向相反",
            )
        return
    sign = claim.direction or (_own_sign(claim, change) if change is not None else 0)
    if not sign or (not claim.direction and claim.readings and not claim.current):  # 总支出 may be what was spent, or all with what is left
        return
    currents, bases = view.operand(claim, "current"), view.operand(claim, "base")
    if claim.quantity.value == 0 and change is not None and change.quantity.value == 0:
        yield rule.result(Verdict.CONSISTENT, claim, [change], formula="增减额为 0，增减率为 0")
        return
    if (
        change is not None
        and change.quantity.dimension != "money"
        and change.quantity.dimension != (currents[0].quantity.dimension if currents and currents[0].quantity else "")
    ):
        change = None
    tried: list[_Way] = []
    for base in bases or (None,):
        for current in currents or (None,):
            tried += list(_ways(claim, sign, change, current, base))
    zero = [base for base in bases if _is_zero(base)]
    if zero and claim.quantity.value != 0 and len(zero) == len(bases):
        yield rule.result(
            Verdict.INCONSISTENT,
            claim,
            [*zero, *currents[:1]],
            formula=f"基数为 0，{claim.text} 无意义",
            display="（基数为 0，不应有增减率）",
            message=f"{named(claim)}的基数为 0，却写了增减率 {claim.text}{_turned(claim, change)}",
        )
        return
    if not tried and change is not None and _turned(claim, change):
        yield rule.result(
            Verdict.INCONSISTENT,
            claim,
            [change],
            formula=f"{_word(claim)}{claim.text}，{_word(change)}{change.text}",
            display=f"{_word(change)}",
            message=f"{named(claim)}写作“{_word(claim)}{claim.text}”，与“{_word(change)}{change.text}”方向相反",
        )
        return
    if not tried:
        yield rule.undecided(claim, "增减率缺少可重算的增减额、本期数或基数")
        return
    expected, formula, using, operator = _fit(claim, change, tried) or tried[0]
    relation = (operator, claim.id, *(f.id for f in using))
    if _fit(claim, change, tried):
        yield rule.compare(claim, expected, using, formula=formula, relation=relation)
        return
    coarse = [
        way
        for base in view.near(claim, "base") or bases or (None,)
        for current in view.near(claim, "current") or currents or (None,)
        for way in _ways(claim, sign, change, current, base)
    ]
    if _fit(claim, change, coarse):
        yield rule.compare(
            claim,
            expected,
            using,
            formula=formula,
            relation=relation,
            level=Level.NOTE,
            message=f"{named(claim)}的增减率写作 {claim.text}，按文字所列的数可以成立，按表中更精确的数应为 {show(expected.middle or Fraction(0), claim.quantity)}（{formula}）",
        )
        return
    if truncated(claim.quantity, expected):
        yield rule.compare(
            claim,
            expected,
            using,
            formula=formula,
            relation=relation,
            level=Level.NOTE,
            message=f"{named(claim)}的增减率写作 {claim.text}，{formula}：只截去了尾数",
        )
        return
    if expected.high is None and claim.quantity.base < (expected.low or 0):
        yield rule.compare(
            claim,
            expected,
            using,
            formula=formula,
            relation=relation,
            display="（基数为 0，不应有增减率）",
            message=f"{named(claim)}：{formula.split(' = ')[0]} 的基数为 0，却写了增减率 {claim.text}{_turned(claim, change)}",
        )
        return
    flipped = any(
        claim.quantity.interval.meets(Interval(-way[0].high, -way[0].low))
        for way in tried
        if way[0].low is not None and way[0].high is not None
    )
    yield rule.compare(
        claim,
        expected,
        using,
        formula=formula,
        relation=relation,
        message=f"{named(claim)}写作 {_word(claim)}{claim.text}，与增减方向相反（{formula}）" if flipped and claim.quantity.value else "",
    )


SIGNS = ("+", "＋")

_Way = tuple[Interval, str, tuple[Figure, ...], str]
"""What a way gives: the interval, the formula, its operands, and the operator of the relation between them."""


def _own_sign(claim: Claim, change: Claim) -> int:
    """What a rate with a sign of its own (变动率-4.05%) counts up to: itself, printed with its sign; as much as it changed, without one."""
    text = claim.passage.text
    signed = claim.quantity.value < 0 or text[claim.start : claim.start + 1] in SIGNS or text[: claim.start].rstrip().endswith(SIGNS)
    return 1 if signed else change.direction


def _small_base(delta: Interval, current: Interval) -> Interval:
    """The rate when the base may be zero: no less than the smallest change over the largest base; amounts are not negative."""
    if delta.low is None or current.high is None or delta.low <= 0 or current.high - delta.low <= 0:
        return Interval(None, None)
    return Interval(delta.low / (current.high - delta.low), None)


def _fit(claim: Claim, change: Claim | None, ways: list[_Way]) -> _Way | None:
    """A way that allows the printed rate; where the change is printed, one that uses it."""
    fitting = [way for way in ways if claim.quantity.interval.meets(way[0])]
    if change is not None and any(change in way[2] for way in ways):
        fitting = [way for way in fitting if change in way[2]]
    return fitting[0] if fitting else None


def _is_zero(figure: Figure) -> bool:
    return figure.quantity is not None and figure.quantity.value == 0


def _turned(claim: Claim, change: Claim | None) -> str:
    """What else is wrong where the rate goes one way and the change the other."""
    if change is None or change.direction * claim.direction >= 0 or not change.quantity.value:
        return ""
    return f"，且“{_word(claim)}”与“{_word(change)}{change.text}”方向相反"


def _word(claim: Claim) -> str:
    if claim.direction_span is None:
        return ""
    return claim.passage.text[slice(*claim.direction_span)]


def _ways(claim: Claim, sign: int, change: Claim | None, current: Figure | None, base: Figure | None) -> Iterator[_Way]:
    """Each way to recompute the rate."""
    like = claim.quantity

    def done(operator: str, interval: Interval, formula: str, *using: Figure) -> _Way:
        shown = show(interval.middle, like) if interval.middle is not None else "—"
        if interval.high is None:
            shown = f"不小于 {shown}（基数接近 0）"
        return interval, f"{formula} = {shown}", using, operator

    if change is not None and change.quantity is not None:
        delta = change.quantity.interval
        opposite = change.direction == -sign
        s = -1 if opposite else 1
        if base is not None and base.quantity is not None and base.quantity.base != 0:
            value = corners(lambda d, b: s * d / b, delta, base.quantity.interval)
            yield done("ratio", value, f"{change.text} ÷ {printed(base)}", change, base)
        if current is not None and current.quantity is not None:
            step = change.direction or sign
            value = corners(lambda d, c: s * d / (c - step * d), delta, current.quantity.interval)
            if value.low is None and step > 0 and s > 0:
                value = _small_base(delta, current.quantity.interval)
            if value.low is not None:
                yield done(
                    "growth", value, f"{change.text} ÷ ({printed(current)} {'−' if step > 0 else '+'} {change.text})", change, current
                )
    if base is not None and current is not None and base.quantity is not None and current.quantity is not None and base.quantity.base != 0:
        value = corners(lambda c, b: sign * (c - b) / b, current.quantity.interval, base.quantity.interval)
        if value.low is not None:
            yield done("rate", value, f"({printed(current)} − {printed(base)}) ÷ {printed(base)}", current, base)
