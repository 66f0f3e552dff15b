"""Items that are listed in full add up to their total, in the budget as in the accounts.

Where the narrative goes through the items of an expenditure one by one (类 or 项 with 年初预算 and 支出决算), and the list is known to be complete — its final figures add up to the
total, or it names every item that the table prints — the budget figures and the changes of the items add up to those of the total, too.

Source: catalogue NA-04, NA-06; tails as in rules.md P5.

Inconsistent::

    五、一般公共预算财政拨款支出决算情况说明
    2023年度一般公共预算财政拨款支出年初预算为120.00万元，支出决算为100.00万元。其中：
    教育支出年初预算为70.00万元，支出决算为60.00万元；
    农林水支出年初预算为40.00万元，支出决算为40.00万元。

Consistent::

    五、一般公共预算财政拨款支出决算情况说明
    2023年度一般公共预算财政拨款支出年初预算为120.00万元，支出决算为100.00万元。其中：
    教育支出年初预算为70.00万元，支出决算为60.00万元；
    农林水支出年初预算为50.00万元，支出决算为40.00万元。
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from auditor.check.rule import Figure, Rule, View, printed, show, truncated
from auditor.model import Check, Claim, Document, Kind, Level, Verdict
from auditor.model.interval import total

rule = Rule(
    __name__,
    title="逐项列示的预算数、决算数之和等于总数",
    title_en="Items listed in full add up to their total",
    catalogue=("NA-04", "NA-06"),
)


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    for items in _lists(view):
        by_stage: dict[tuple[str, str], dict[str, Claim]] = defaultdict(dict)
        for claim in items:
            by_stage[claim.aspects.stage, claim.aspects.period].setdefault(claim.aspects.measure, claim)
        closed = {stage: _total(found, view) for stage, found in by_stage.items() if len(found) > 1}
        complete = [set(by_stage[stage]) for stage, whole in closed.items() if whole is not None and _fits(whole, by_stage[stage])]
        for stage, whole in closed.items():
            if whole is None:
                continue
            found = by_stage[stage]
            fits = _fits(whole, found)
            if not fits and whole.aspects.measure == "总计" and _carries(whole, view):
                yield rule.undecided(whole, "总计中可能有年末结转结余，不是各项支出之和", list(found.values()))
                continue
            known = any(set(found) == other for other in complete) or _all_rows(found, view)
            if fits or known:
                yield _foot(whole, list(found.values()), fits=fits)
            else:
                yield rule.undecided(whole, "所列项目未必是全部，不能加总", list(found.values()))


def _lists(view: View) -> Iterator[list[Claim]]:
    """Amounts of 功能分类 items under one heading, all of one level and scope."""
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in view.claims:
        measure = claim.aspects.measure
        if (
            claim.kind is Kind.AMOUNT
            and measure.startswith("功能.")
            and not claim.aspects.part
            and not claim.passage.table
            and not claim.reach
            and "purpose" not in claim.flags
        ):
            groups[id(claim.passage.section), len(measure), claim.aspects.scope, claim.aspects.flow].append(claim)
    for group in groups.values():
        if len({c.aspects.measure for c in group}) > 1:
            yield group


def _total(found: dict[str, Claim], view: View) -> Claim | None:
    """The claim that states the total of that stage, scope and year."""
    one = next(iter(found.values())).aspects
    for measure in ("合计", "总计"):
        claims = view.amounts.get(one.but(measure=measure), ())
        near = [c for c in claims if c.kind is Kind.AMOUNT and c.passage.section is next(iter(found.values())).passage.section] or list(
            claims
        )
        if near:
            return near[0]
    return None


def _carries(whole: Claim, view: View) -> bool:
    """Whether a total of expenditure may hold what was not spent: 总计 = 支出合计 + 年末结转结余, which a final account has unless it says zero."""
    said: list[Figure] = [c for c in view.claims if c.kind is Kind.AMOUNT and c.aspects.measure == "年末结转结余"]
    said += view.measured.get("年末结转结余", ())
    said = [c for c in said if c.aspects.scope in ("", whole.aspects.scope) and c.aspects.period == whole.aspects.period]
    left = any(c.quantity is not None and c.quantity.value for c in said)
    return left or (not said and whole.aspects.stage == "决算")


def _fits(whole: Claim, found: dict[str, Claim]) -> bool:
    return whole.quantity.interval.meets(total(c.quantity.interval for c in found.values()))


def _all_rows(found: dict[str, Claim], view: View) -> bool:
    """Whether the items are just the rows of that level that a table of expenditure prints with an amount."""
    size = len(next(iter(found)))
    for table in view.document.tables:
        if table.kind in ("final.general-expenditure", "final.expenditure", "budget.general-expenditure", "budget.expenditure"):
            rows = {
                c.aspects.measure
                for c in table.figures
                if c.aspects.measure.startswith("功能.") and len(c.aspects.measure) == size and c.quantity and c.quantity.value
            }
            if rows and rows == set(found):
                return True
    return False


def _foot(whole: Claim, parts: list[Claim], *, fits: bool) -> Check:
    summed = total(c.quantity.interval for c in parts)
    nominal = sum((c.quantity.base for c in parts), Fraction(0))
    shown = show(nominal, whole.quantity)
    formula = (" + ".join(printed(c) for c in parts) if len(parts) <= 8 else f"{len(parts)} 项之和") + f" = {shown}"
    relation = ("sum", whole.id, *(c.id for c in parts))
    verdict = (Verdict.CONSISTENT if nominal == whole.quantity.base else Verdict.ROUNDING) if fits else Verdict.INCONSISTENT
    cut = not fits and truncated(whole.quantity, summed)
    return rule.result(
        verdict,
        whole,
        parts,
        formula=formula,
        expected=summed,
        display=shown,
        relation=relation,
        message=""
        if fits
        else f"{whole.aspects.stage}总数写作 {whole.text}，逐项之和为 {shown}（{formula}）" + ("：只截去了尾数" if cut else ""),
        level=Level.NOTE if cut else None,
    )
