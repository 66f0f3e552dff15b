"""An indicator quoted in the narrative is the one of the table.

「满意度百分之百」 below a 绩效自评表 must be possible for one of its satisfaction indicators. An actual value that is printed as a bound (≥96%) allows every value
beyond it; only a quoted value that no indicator allows is reported.

Source: catalogue NT-21; bounds as in rules.md P11.

Inconsistent::

    甲项目支出绩效自评表
    （2023年度）

    | 项目名称 | 甲项目 | | | | | | | |
    |---|---|---|---|---|---|---|---|---|
    | 一级指标 | 二级指标 | 三级指标 | 年初指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | 满意度指标 | 服务对象满意度指标 | 群众满意度 | 95% | 95% | 10 | 10 | |
    | 满意度情况及分析 | 经调查，群众满意度98%。 | | | | | | |

Consistent::

    甲项目支出绩效自评表
    （2023年度）

    | 项目名称 | 甲项目 | | | | | | | |
    |---|---|---|---|---|---|---|---|---|
    | 一级指标 | 二级指标 | 三级指标 | 年初指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥95% | ≥95% | 10 | 10 | |
    | 满意度情况及分析 | 经调查，群众满意度98%。 | | | | | | |
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor.check.rule import Rule, View, alike
from auditor.model import Cell, Check, Claim, Interval, Kind, Level, Table, Verdict

rule = Rule(
    __name__,
    title="文字中的满意度与指标完成值一致",
    title_en="Satisfaction rates quoted in the text agree with the indicators",
    catalogue=("NT-21",),
    level=Level.WARNING,
)


_SIGNS = "≥≧≤≦＞＜><"
"""With which targets are printed; an actual value is told in words (98%以上)."""


@rule.over(Claim)
def compare(claim: Claim, view: View) -> Iterator[Check]:
    if claim.aspects.measure != "绩效.满意度" or claim.kind is not Kind.RATIO:
        return
    actuals = _actuals(claim, view)
    told = [c for c in view.sentence(claim) if c.kind is Kind.RATIO and c.start > claim.end and c.aspects.measure == claim.aspects.measure]
    if claim.text[:1] in _SIGNS or claim.reach == "target" or claim.aspects.stage == "目标" or (claim.quantity.hedge and told):
        yield rule.undecided(claim, "是指标值，不是完成值")
        return
    if not actuals:
        yield rule.undecided(claim, "没有可以对照的满意度指标")
        return
    fitting = [(cell, interval) for cell, interval in actuals if _agrees(claim, cell, interval)]
    if fitting:
        cell, interval = fitting[0]
        yield rule.result(
            Verdict.CONSISTENT,
            claim,
            [cell],
            formula=f"{claim.text}，{cell.label} {cell.text.strip()}",
            expected=interval,
            display=cell.text.strip(),
            relation=("equal", claim.id, cell.id),
        )
        return
    cell, interval = actuals[0]
    yield rule.result(
        Verdict.INCONSISTENT,
        claim,
        [c for c, _ in actuals],
        formula=f"{claim.text} ≠ {cell.text.strip()}",
        expected=interval,
        display=cell.text.strip(),
        relation=("equal", claim.id, cell.id),
        message=f"文字称满意度 {claim.text}，{cell.label} 的实际完成值为 {cell.text.strip()}",
    )


def _agrees(claim: Claim, cell: Cell, interval: Interval) -> bool:
    """Bounds allow what lies beyond them; two plain percentages of the same precision must have the same digits (P9)."""
    if cell.quantity is not None and not cell.quantity.hedge and not claim.quantity.hedge and cell.quantity.dimension == "ratio":
        return alike(claim.quantity, cell.quantity) in ("equal", "meets")
    return interval.meets(claim.quantity.interval)


def _actuals(claim: Claim, view: View) -> list[tuple[Cell, Interval]]:
    """Satisfaction indicators of the table around the text, or of the nearest one before it for the same project."""
    tables = view.document.tables
    if claim.passage.table:
        chosen: list[Table] = [view.document.table(claim.passage.table)]
    else:
        passages = view.document.passages
        above = {passage.table for passage in passages[: passages.index(claim.passage)] if passage.table}
        before = [t for t in tables if (t.entity == claim.aspects.entity or not t.entity) and t.id in above]
        before += [t for t in tables if claim.aspects.entity and t.entity == claim.aspects.entity and t.id not in above]
        chosen = [t for t in reversed(before) if any(_fits(c) for c in t.cells)][:1]
    found = []
    for table in chosen:
        for cell in table.cells:
            if _fits(cell) and cell.quantity is not None:
                found.append((cell, _percent(cell)))
    return found


def _fits(cell: Cell) -> bool:
    return (
        cell.kind == "actual"
        and cell.quantity is not None
        and cell.aspects.measure.startswith("指标.")
        and any("满意" in word for word in (cell.aspects.measure, *cell.stub))
    )


def _percent(cell: Cell) -> Interval:
    """The actual value as a share; a bare 95 in a column of percentages is 95%."""
    assert cell.quantity is not None
    interval = cell.quantity.interval
    if cell.quantity.dimension == "ratio":
        return Interval(interval.low, Fraction(1) if interval.high is None else interval.high)
    if cell.quantity.value > 1:
        interval = interval.scaled(Fraction(1, 100))
    return Interval(interval.low, Fraction(1) if interval.high is None else interval.high)
