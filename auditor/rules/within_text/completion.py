"""A completion rate is the actual amount over the budget that it names.

完成率 = 执行数 ÷ 预算数. 年初预算 and 全年（调整）预算 are different denominators. 0 of 0 is printed as 0% by the template and says nothing; a rate over a
budget of zero has no meaning.

Source: catalogue NA-03, NA-09; 财政部绩效自评表说明：执行率是执行数与全年预算数相比较.

Inconsistent::

    五、一般公共预算财政拨款支出决算情况说明
    教育支出年初预算50.75万元，支出决算40.03万元，完成年初预算的87.88%。

Consistent::

    五、一般公共预算财政拨款支出决算情况说明
    教育支出年初预算50.75万元，支出决算40.03万元，完成年初预算的78.88%。
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor.check.rule import Figure, Rule, View, named, printed, show
from auditor.model import Check, Claim, Interval, Kind, Level, Verdict
from auditor.model.interval import corners

rule = Rule(__name__, title="完成率等于执行数除以预算数", title_en="A completion rate is actual over budget", catalogue=("NA-03", "NA-09"))

_BUDGETS = ("年初预算", "全年预算", "预算")


@rule.over(Claim)
def compare(claim: Claim, view: View) -> Iterator[Check]:
    if claim.kind is not Kind.COMPLETION or view.linked.get(claim.id):
        return  # a rate that a table prints is held against that one, and the table's own against its amounts
    actuals, budgets = view.operand(claim, "current"), view.operand(claim, "base")
    if actuals and not budgets:
        over = _above_budget(claim, view)
        if over is not None:
            yield from _by_difference(claim, actuals[0], over)
            return
    if claim.quantity.value == 0 and actuals and all(a.quantity is not None and a.quantity.value == 0 for a in actuals) and not budgets:
        yield rule.result(Verdict.CONSISTENT, claim, actuals[:1], formula=f"执行数 {printed(actuals[0])}，完成率 0%")
        return
    best: tuple[Interval, Figure, Figure] | None = None
    zero: tuple[Figure, Figure] | None = None
    for actual in actuals:
        for budget in budgets:
            assert actual.quantity is not None
            assert budget.quantity is not None
            if actual.quantity.dimension != budget.quantity.dimension:
                continue
            if budget.quantity.value == 0:
                if actual.quantity.value == 0 and claim.quantity.value == 0:
                    yield rule.result(Verdict.CONSISTENT, claim, [actual, budget], formula="0 ÷ 0：预算与执行均为 0")
                    return
                zero = (actual, budget)
                continue
            value = corners(lambda a, b: a / b, actual.quantity.interval, budget.quantity.interval)
            if value.low is not None and (
                best is None or claim.quantity.interval.meets(value) and not claim.quantity.interval.meets(best[0])
            ):
                best = (value, actual, budget)
    if best is not None and not claim.quantity.interval.meets(best[0]):
        best = _of_the_whole(claim, view, best[2]) or best
    if best is None and zero is not None and zero[0].quantity is not None and zero[0].quantity.value != 0 and claim.quantity.value != 0:
        actual, budget = zero
        yield rule.result(
            Verdict.INCONSISTENT,
            claim,
            [actual, budget],
            formula=f"{printed(actual)} ÷ 0 无意义",
            display="（预算为 0，不应有完成率）",
            message=f"{named(claim)}的预算为 {printed(budget)}，却写了完成率 {claim.text}",
        )
        return
    if best is None:
        yield rule.undecided(claim, "完成率缺少可重算的执行数或预算数")
        return
    value, actual, budget = best
    middle = value.middle or Fraction(0)
    formula = f"{printed(actual)} ÷ {printed(budget)} = {show(middle, claim.quantity)}"
    reported, step = claim.quantity.base, claim.quantity.step
    cut = not claim.quantity.interval.meets(value) and reported == middle // step * step
    yield rule.compare(
        claim,
        value,
        [actual, budget],
        formula=formula,
        level=Level.NOTE if cut or _coarse(claim, view) else None,
        message=f"{named(claim)}的完成率写作 {claim.text}，{formula}：只截去了尾数" if cut else "",
        relation=("ratio", claim.id, actual.id, budget.id),
    )


def _above_budget(claim: Claim, view: View) -> Claim | None:
    """By how much the same amount is above or below the budget, as the sentence says (完成年初预算100%，决算数大于预算数55.93万元)."""
    for other in view.sentence(claim):
        moved = other.kind is Kind.CHANGE and other.current == claim.current and other.direction and other.quantity.dimension == "money"
        if moved and other.base is not None and other.base.stage in _BUDGETS and not other.quantity.hedge:
            return other
    return None


def _by_difference(claim: Claim, actual: Figure, over: Claim) -> Iterator[Check]:
    assert actual.quantity is not None
    sign = over.direction
    value = corners(lambda a, d: a / (a - sign * d) if a != sign * d else Fraction(10**9), actual.quantity.interval, over.quantity.interval)
    if value.low is None or value.low <= 0:
        return
    word = "大于" if sign > 0 else "小于"
    formula = f"{printed(actual)} ÷ ({printed(actual)} {'−' if sign > 0 else '+'} {over.text}) = {show(value.middle or Fraction(0), claim.quantity)}"
    yield rule.compare(
        claim,
        value,
        [actual, over],
        formula=formula,
        message=f"{named(claim)}的完成率写作 {claim.text}，而决算数{word}预算数 {over.text}，应为 {show(value.middle or Fraction(0), claim.quantity)}（{formula}）",
    )


def _of_the_whole(claim: Claim, view: View, budget: Figure) -> tuple[Interval, Figure, Figure] | None:
    """The rate of what a list hangs on, where it stands behind the list and fits (培训300人，其中新任120人、骨干180人，完成计划280人的107.14%)."""
    whole = view.by_id.get(claim.parent)
    if "counted" not in claim.flags or whole is None or whole.sentence != claim.sentence or budget.quantity is None:
        return None
    if whole.quantity.unit != budget.quantity.unit or not budget.quantity.base:
        return None
    value = corners(lambda a, b: a / b, whole.quantity.interval, budget.quantity.interval)
    return (value, whole, budget) if claim.quantity.interval.meets(value) else None


def _coarse(claim: Claim, view: View) -> bool:
    """Whether the rate is right for the coarser figures of the narrative, and wrong only for more precise ones of a table."""
    for actual in view.near(claim, "current"):
        for budget in view.near(claim, "base"):
            if actual.quantity is not None and budget.quantity is not None and budget.quantity.base != 0:
                return claim.quantity.interval.meets(corners(lambda a, b: a / b, actual.quantity.interval, budget.quantity.interval))
    return False
