"""This year's figure less its stated change is the figure that was disclosed last year.

A change or rate says what last year's figure was even where it is not printed: 支出520.40万元，比上年增加17.30万元 means 503.10万元. Held against last
year's disclosure, a change that was taken from the wrong item, the wrong scope or an unpublished figure comes to light. Where the document prints the base
itself, that is compared instead (``across-documents.previous-figures``).

Checked with ``--previous``. Source: catalogue XD-01, P2 (the change and the figure are intervals).

Inconsistent::

    # 青川市路灯管理局2023年度部门决算

    三、支出决算情况说明
    2023年度支出合计520.40万元，比上年增加71.30万元。

    <!-- previous -->
    # 青川市路灯管理局2022年度部门决算

    支出决算表

    金额单位：万元

    | 项目 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|
    | 合计 | 503.10 | 390.00 | 113.10 |

Consistent::

    # 青川市路灯管理局2023年度部门决算

    三、支出决算情况说明
    2023年度支出合计520.40万元，比上年增加17.30万元，增长3.44%。

    <!-- previous -->
    # 青川市路灯管理局2022年度部门决算

    支出决算表

    金额单位：万元

    | 项目 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|
    | 合计 | 503.10 | 390.00 | 113.10 |
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from auditor.check.across import doubt, holds, restated, theirs
from auditor.check.rule import Figure, Rule, View, evidence, named, once, printed, show
from auditor.model import Check, Claim, Counterpart, Interval, Kind, Level, Verdict
from auditor.model.interval import corners

rule = Rule(
    __name__,
    title="由增减额、增减率推出的上年数与上年公开的数一致",
    title_en="What changes imply for last year is what was disclosed then",
    catalogue=("XD-01",),
    level=Level.ERROR,
)


@dataclass(frozen=True, slots=True)
class _Implied:
    """What a claim says of last year."""

    current: Figure
    interval: Interval
    value: Fraction
    words: str
    """The calculation, without its result."""


@rule.over(Counterpart)
def compare(pair: Counterpart, view: View) -> Iterator[Check]:
    claim, last = pair.figure, pair.other
    found = _implied(pair, view)
    if found is None or not isinstance(claim, Claim):
        return
    assert last.quantity is not None
    assert found.current.quantity is not None
    then, shown = last.quantity.interval, show(found.value, last.quantity)
    using = [evidence(found.current), theirs(last)]
    if found.interval.meets(then):
        formula = f"{found.words} = {printed(last)}"
        yield rule.result(Verdict.CONSISTENT, claim, using, formula=formula, expected=then, display=printed(last))
        return
    reason = doubt(pair, view)
    if "base-unnamed" in claim.flags:
        reason = "但没有写明与什么相比"
    elif not reason and _mostly_wrong(view):
        reason = "但其他增减也多半与上年文件不符，可能不是同一单位或同一口径的文件"
    elif not reason and holds(claim.aspects.measure, found.interval, view.others["previous"]):
        reason = "但上年文件中另有一个口径的数与之相符"
    if reason:
        yield rule.undecided(claim, f"推出的上年数为{shown}，上年文件为{printed(last)}，{reason}", using)
        return
    aside = restated([claim, found.current], view)
    near = Interval.around(found.value, found.current.quantity.step + claim.quantity.step)
    tail = "（只差末位，可能为尾差）" if claim.kind is not Kind.RATE and near.meets(then) else f"（{aside}）" if aside else ""
    yield rule.result(
        Verdict.INCONSISTENT,
        claim,
        using,
        formula=f"{found.words} = {shown} ≠ {printed(last)}",
        expected=then,
        display=f"上年数 {printed(last)}",
        level=Level.NOTE if tail else None,
        message=f"{named(claim)}写作 {claim.text}，推出上年数为 {shown}，上年文件公开的是 {printed(last)}{tail}",
        message_en=f"{named(claim)}: {claim.text} implies {shown} for last year, which was disclosed as {printed(last)}",
    )


def _implied(pair: Counterpart, view: View) -> _Implied | None:
    """What the change, rate or 持平 of a pair says of last year; ``None`` where something else says it better."""
    claim = pair.figure
    if pair.which != "previous" or pair.role != "base" or not isinstance(claim, Claim) or pair.other.quantity is None:
        return None
    if (claim.kind is Kind.RATE and claim.partner) or view.operand(claim, "base"):
        return None  # the change beside it, or the base itself, is what is compared
    current = next(iter(view.operand(claim, "current")), None)
    if current is None or current.quantity is None:
        return None
    now, base, change = view.best(current)[1], current.quantity.base, claim.quantity
    sign = -1 if claim.direction < 0 else 1
    if claim.kind is Kind.FLAT:
        return _Implied(current, now, base, f"{printed(current)}，{claim.text}")
    if claim.kind is Kind.CHANGE:
        words = f"{printed(current)} {'−' if sign > 0 else '+'} {claim.text}"
        return _Implied(current, now - change.interval.scaled(sign), base - sign * change.base, words)
    if 1 + sign * change.base <= 0:
        return None
    interval = corners(lambda c, r: c / (1 + sign * r), now, change.interval)
    words = f"{printed(current)} ÷ (1 {'+' if sign > 0 else '−'} {claim.text})"
    return _Implied(current, interval, base / (1 + sign * change.base), words) if interval.low is not None else None


@once
def _mostly_wrong(view: View) -> bool:
    """Whether most changes lead back to other figures than last year's: it is not the document that they speak of."""
    agree = [
        found.interval.meets(pair.other.quantity.interval)
        for pair in view.counterparts
        if (found := _implied(pair, view)) is not None and pair.other.quantity is not None and found.value
    ]
    return agree.count(False) >= 4 and agree.count(False) > agree.count(True)
