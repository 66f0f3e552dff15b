"""“All indicators were met” is not said where a table shows one that was not.

「各项指标已全部完成」 claims every indicator. It is refuted by an indicator whose printed actual value is beyond doubt worse than its target: bounds are bounds, and
only a target with a direction (≥, 不少于, =; a count that fell short) is judged.

Source: catalogue NT-23.

Inconsistent::

    甲项目支出绩效自评表
    （2023年度）

    | 项目名称 | 甲项目 | | | | | | | |
    |---|---|---|---|---|---|---|---|---|
    | 一级指标 | 二级指标 | 三级指标 | 年初指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | 产出指标 | 数量指标 | 培训次数 | ≥4次 | 2次 | 10 | 5 | |
    | 产出指标 | 质量指标 | 合格率 | ≥90% | 95% | 10 | 10 | |

    三、评价结论
    从评价情况来看，各项指标已全部完成。

Consistent::

    甲项目支出绩效自评表
    （2023年度）

    | 项目名称 | 甲项目 | | | | | | | |
    |---|---|---|---|---|---|---|---|---|
    | 一级指标 | 二级指标 | 三级指标 | 年初指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
    | 产出指标 | 数量指标 | 培训次数 | ≥4次 | 5次 | 10 | 10 | |
    | 产出指标 | 质量指标 | 合格率 | ≥90% | 95% | 10 | 10 | |

    三、评价结论
    从评价情况来看，各项指标已全部完成。
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from auditor.check.rule import Rule, View
from auditor.model import Cell, Check, Document, Evidence, Level, Table, Verdict

rule = Rule(
    __name__,
    title="“各项指标全部完成”与指标完成值相符",
    title_en="“All indicators met” agrees with the indicators",
    catalogue=("NT-23",),
    level=Level.WARNING,
)

_ALL = regex.compile(
    r"(?:各项|全部|所有)(?:绩效)?(?:指标|目标|任务)(?:值)?(?:均|都|已|全部|圆满){0,3}(?:已)?(?:全部)?(?:完成|达到|实现|达标|兑现)"
)


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    missed = [(target, actual) for table in document.tables for target, actual in _missed(table)]
    for passage in document.passages:
        if not passage.narrative:
            continue
        for match in _ALL.finditer(passage.text):
            said = Evidence(passage.label, match[0], passage.locate(*match.span()))
            here = [(t, a) for t, a in missed if not passage.table or t.id.split("/")[0] == passage.table]
            if here:
                cells = [cell for pair in here for cell in pair]
                listed = "；".join(
                    f"{t.aspects.measure.removeprefix('指标.')} 指标值 {t.text.strip()}、完成值 {a.text.strip()}" for t, a in here[:4]
                )
                yield rule.result(
                    Verdict.INCONSISTENT, said, cells, formula=listed, display="未全部完成", message=f"文字称“{match[0]}”，而 {listed}"
                )
            elif any(cell.kind == "actual" and cell.quantity is not None for table in document.tables for cell in table.cells):
                yield rule.result(Verdict.CONSISTENT, said, [], formula="没有未完成的指标")
            else:
                yield rule.undecided(said, "没有可以核对的指标表")


def _missed(table: Table) -> Iterator[tuple[Cell, Cell]]:
    """(target, actual) of indicators that fell short without doubt."""
    if not table.kind.startswith("performance"):
        return
    rows: dict[int, dict[str, Cell]] = {}
    for cell in table.cells:
        if cell.kind in ("target", "actual") and cell.quantity is not None and cell.aspects.measure.startswith("指标."):
            rows.setdefault(cell.row, {})[cell.kind] = cell
    for pair in rows.values():
        target, actual = pair.get("target"), pair.get("actual")
        if target is None or actual is None or target.quantity is None or actual.quantity is None:
            continue
        if (
            target.quantity.dimension != actual.quantity.dimension
            or target.quantity.unit != actual.quantity.unit
            or target.quantity.dimension not in ("count", "ratio")
        ):
            continue
        low, high = target.quantity.interval.low, actual.quantity.interval.high
        rising = target.quantity.hedge in ("at_least", "more_than") or (
            not target.quantity.hedge and not target.text.strip().startswith("=") and target.quantity.dimension == "count"
        )
        if rising and low is not None and high is not None and high < low:
            yield target, actual
