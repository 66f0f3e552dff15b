"""An indicator is measured in what it names, and its result in what its target is set in.

「召开会议1–2次」 with a target of 100 %, a target of 全年 with a result of 95 %, a target in 次 with a result in 万元: target and result cannot be held against each other.

Source: catalogue UN-04.

Inconsistent::

    路灯维护项目支出绩效自评表
    （2023年度）

    | 项目名称 | 路灯维护 | | |
    |---|---|---|---|
    | 一级指标 | 三级指标 | 年度指标值 | 实际完成值 |
    | 产出指标 | 巡查次数 | ≥52次 | 100% |

Consistent::

    路灯维护项目支出绩效自评表
    （2023年度）

    | 项目名称 | 路灯维护 | | |
    |---|---|---|---|
    | 一级指标 | 三级指标 | 年度指标值 | 实际完成值 |
    | 产出指标 | 巡查次数 | ≥52次 | 55次 |
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.rule import Rule, View, evidence
from auditor.check.wording import pattern, plain
from auditor.model import Cell, Check, Level, Table, Verdict

rule = Rule(
    __name__,
    title="指标的名称、目标与完成值可以比较",
    title_en="Indicator, target and result are commensurable",
    catalogue=("UN-04",),
    level=Level.NOTE,
)
_SIZES = ("count", "measure", "money", "money-per")


@rule.over(Table)
def compare(table: Table, view: View) -> Iterator[Check]:
    if not table.kind.startswith("performance"):
        return
    for row in table.rows:
        targets = [c for c in row if c.kind == "target" and c.text.strip()]
        actual = next((c for c in row if c.kind == "actual" and c.text.strip()), None)
        if not targets:
            continue
        target = targets[-1]
        what = _wrong(target, actual)
        if what:
            said = actual if actual is not None and actual.quantity is not None else target
            yield rule.result(
                Verdict.INCONSISTENT,
                said,
                [evidence(target)],
                display="统一计量单位",
                message=f"指标“{_name(target)}”{what}",
                message_en="Indicator, target and result are not commensurable",
            )
        elif actual is not None and target.quantity is not None and actual.quantity is not None:
            yield rule.result(Verdict.CONSISTENT, actual, [evidence(target)])
        elif actual is not None and actual.quantity is not None:
            yield rule.undecided(actual, "目标是文字，不能与完成值比较", [evidence(target)])


def _name(cell: Cell) -> str:
    return plain(cell.stub[-1]).text if cell.stub else ""


def _wrong(target: Cell, actual: Cell | None) -> str:
    """What cannot be compared with what, empty when all can."""
    goal, done = target.quantity, actual.quantity if actual is not None else None
    if goal is not None and goal.dimension == "ratio" and pattern("counted_name").search(_name(target)) and "率" not in _name(target):
        return f"以个数计，目标却是 {target.text.strip()}"
    if goal is None and done is not None and done.dimension == "ratio" and pattern("time_targets").search(plain(target.text).text):
        return f"的目标是“{target.text.strip()}”，完成值却是 {actual.text.strip() if actual else ''}"
    if (
        goal is not None
        and done is not None
        and {goal.dimension, done.dimension} & {"ratio"}
        and ({goal.dimension, done.dimension} - {"ratio"}) & set(_SIZES)
    ):
        return f"的目标是 {target.text.strip()}，完成值却是 {actual.text.strip() if actual else ''}"
    return ""
