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

from auditor.check.across import doubt, holds, restated, theirs
from auditor.check.rule import Rule, View, evidence, named, printed, show
from auditor.model import Check, Claim, Counterpart, Interval, Kind, Level, Verdict
from auditor.model.interval import corners

rule = Rule(
    __name__,
    title="由增减额、增减率推出的上年数与上年公开的数一致",
    title_en="What changes imply for last year is what was disclosed then",
    catalogue=("XD-01",),
    level=Level.ERROR,
)


@rule.over(Counterpart)
def compare(pair: Counterpart, view: View) -> Iterator[Check]:
    claim, last = pair.figure, pair.other
    if pair.which != "previous" or pair.role != "base" or not isinstance(claim, Claim) or last.quantity is None:
        return
    if (claim.kind is Kind.RATE and claim.partner) or view.operand(claim, "base"):
        return  # the change beside it, or the base itself, is what is compared
    current = next(iter(view.operand(claim, "current")), None)
    if current is None or current.quantity is None:
        return
    now, then = view.best(current)[1], last.quantity.interval
    sign = -1 if claim.direction < 0 else 1
    if claim.kind is Kind.RATE:
        implied = corners(lambda c, r: c / (1 + sign * r), now, claim.quantity.interval)
        words, base = f"{printed(current)} ÷ (1 {'+' if sign > 0 else '−'} {claim.text})", current.quantity.base
        value = base / (1 + sign * claim.quantity.base) if claim.quantity.base != -sign else None
    else:
        implied = now - claim.quantity.interval.scaled(sign) if claim.kind is Kind.CHANGE else now
        words = (
            f"{printed(current)} {'−' if sign > 0 else '+'} {claim.text}"
            if claim.kind is Kind.CHANGE
            else f"{printed(current)}，{claim.text}"
        )
        value = current.quantity.base - sign * claim.quantity.base if claim.kind is Kind.CHANGE else current.quantity.base
    if implied.low is None or implied.high is None or value is None:
        return
    shown = show(value, last.quantity)
    using = [evidence(current), theirs(last)]
    if implied.meets(then):
        yield rule.result(Verdict.CONSISTENT, claim, using, formula=f"{words} = {printed(last)}", expected=then, display=printed(last))
        return
    reason = doubt(pair, view)
    if "base-unnamed" in claim.flags:
        reason = "但没有写明与什么相比"
    elif not reason and holds(claim.aspects.measure, implied, view.others["previous"]):
        reason = "但上年文件中另有一个口径的数与之相符"
    if reason:
        yield rule.undecided(claim, f"推出的上年数为{shown}，上年文件为{printed(last)}，{reason}", using)
        return
    aside = restated([claim, current], view)
    small = Interval.around(value, current.quantity.step + claim.quantity.step).meets(then) if claim.kind is not Kind.RATE else False
    tail = "（只差末位，可能为尾差）" if small else f"（{aside}）" if aside else ""
    yield rule.result(
        Verdict.INCONSISTENT,
        claim,
        using,
        formula=f"{words} = {shown} ≠ {printed(last)}",
        expected=then,
        display=f"上年数 {printed(last)}",
        level=Level.NOTE if tail else None,
        message=f"{named(claim)}写作 {claim.text}，推出上年数为 {shown}，上年文件公开的是 {printed(last)}{tail}",
        message_en=f"{named(claim)}: {claim.text} implies {shown} for last year, which was disclosed as {printed(last)}",
    )
