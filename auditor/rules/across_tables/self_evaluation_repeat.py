"""自评表与自评报告：同一项目的同一指标、同一资金在两处列示相同

The report on a project (自评报告) repeats the tables of its self-evaluation form (自评表): money, indicators, targets, actual values,
weights and scores. The same item is the same in both. Two tables belong to the same project when they name it, or when they share
most of their indicators and most figures of these agree.

Why it matters: the form is what is filed, the report is what is read; a target that differs between them was changed in one.

Formula: rules.md TT-21, PF-12. Amounts are compared after conversion (元 in the report, 万元 in the form). A bound (≥95%) and a
value inside it agree (P11); targets are compared by their number. Values in words are not compared.

Inconsistent::

    路灯维护项目支出绩效自评表

    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
    |---|---|---|---|---|---|---|
    | 产出指标 | 数量指标 | 维护路灯数量 | ≥200盏 | 210盏 | 50 | 50 |
    | 产出指标 | 质量指标 | 亮灯率 | ≥95% | 97% | 20 | 20 |
    | 满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | 93% | 30 | 30 |

    绩效指标完成情况

    | 一级指标 | 二级指标 | 指标名称 | 年度指标值 | 实际完成值 | 权重 | 得分 |
    |---|---|---|---|---|---|---|
    | 产出指标 | 数量指标 | 维护路灯数量 | ≥200盏 | 210盏 | 50 | 50 |
    | 产出指标 | 质量指标 | 亮灯率 | ≥98% | 97% | 20 | 20 |
    | 满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | 93% | 30 | 30 |

Consistent::

    路灯维护项目支出绩效自评表

    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
    |---|---|---|---|---|---|---|
    | 产出指标 | 数量指标 | 维护路灯数量 | ≥200盏 | 210盏 | 50 | 50 |
    | 产出指标 | 质量指标 | 亮灯率 | ≥95% | 97% | 20 | 20 |
    | 满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | 93% | 30 | 30 |

    绩效指标完成情况

    | 一级指标 | 二级指标 | 指标名称 | 年度指标值 | 实际完成值 | 权重 | 得分 |
    |---|---|---|---|---|---|---|
    | 产出指标 | 数量指标 | 维护路灯数量 | ≥200盏 | 210盏 | 50 | 50 |
    | 产出指标 | 质量指标 | 亮灯率 | ≥95% | 97% | 20 | 20 |
    | 满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | 93% | 30 | 30 |
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.check.footing import nominal, plain, sober, tie
from auditor.check.rule import Rule, View, once
from auditor.check.scoring import appraised
from auditor.model import Cell, Check, Document, Level, Quantity, Table, Verdict

rule = Rule(
    __name__,
    title="自评表与自评报告中同一项目的指标和资金相同",
    title_en="The form and the report of a project's self-evaluation print the same figures",
    catalogue=("TT-21", "PF-12"),
    level=Level.WARNING,
)
Key = tuple[str, str, str]
_BORNE_OUT = 3
"""So many figures that agree for one that does not show that two tables without a common name are about one project."""


@rule.over(Document)
def repeats(document: Document, view: View) -> Iterator[Check]:
    """Compare each pair of tables that are about the same project."""
    tables = [table for table in document.tables if appraised(table)]
    for form, report in _pairs(tables):
        mine, yours = _figures(form), _figures(report)
        checks = [check for key, cell in yours.items() if key in mine for check in _compare(key, cell, mine[key])]
        wrong = sum(check.verdict is Verdict.INCONSISTENT for check in checks)
        right = sum(check.verdict in (Verdict.CONSISTENT, Verdict.ROUNDING) for check in checks)
        if not (form.entity and form.entity == report.entity) and right < _BORNE_OUT * wrong:
            continue  # indicators of the same names are common to many projects: the figures say whether it is the same one
        yield from sober(rule, checks)


def _pairs(tables: Sequence[Table]) -> Iterator[tuple[Table, Table]]:
    """Forms and the tables of reports that repeat them; money stands right before the indicators of its report."""
    for number, report in enumerate(tables):
        form = next((form for form in tables[:number] if form.kind == "performance.project" and _same(form, report)), None)
        if form is None:
            continue
        yield form, report
        before = tables[number - 1]
        if before is not form and before.kind == "performance.funds" and not before.entity:
            yield form, before


def _same(form: Table, report: Table) -> bool:
    if form.entity and report.entity:
        return form.entity == report.entity
    mine, yours = _names(form), _names(report)
    return len(mine & yours) > 2 and 2 * len(mine & yours) > max(len(mine), len(yours))


@once
def _names(table: Table) -> frozenset[str]:
    return frozenset(cell.aspects.measure for cell in table.cells if cell.aspects.measure.startswith("指标."))


def _figures(table: Table) -> dict[Key, Cell]:
    """What the table prints, by item, statistic and stage; what it prints twice with different values is left out."""
    found: dict[Key, Cell] = {}
    torn: set[Key] = set()
    for cell in table.figures:
        aspects = cell.aspects
        if not aspects.measure.startswith(("指标.", "项目资金")) or aspects.part.startswith("名."):
            continue
        key = (aspects.measure, cell.kind, aspects.stage)
        if nominal(found.setdefault(key, cell)) != nominal(cell):
            torn.add(key)
    return {key: cell for key, cell in found.items() if key not in torn}


def _compare(key: Key, cell: Cell, other: Cell) -> Iterator[Check]:
    one, two = cell.quantity, other.quantity
    assert one is not None
    assert two is not None
    if key[1] in ("amount", "score", "completion", "weight"):
        if one.dimension == two.dimension:
            yield tie(rule, cell, other)
        return
    if one.unit and two.unit and one.dimension != two.dimension:
        yield rule.undecided(cell, f"与{other.label}的计量单位不同，无法比较", [other])
        return
    first, second = _bare(one, key[1]), _bare(two, key[1])
    agree = first.value == second.value if not (one.unit and two.unit) else first.interval.meets(second.interval)
    yield rule.result(
        Verdict.CONSISTENT if agree else Verdict.INCONSISTENT,
        cell,
        [other],
        formula=f"{plain(cell)} {'=' if agree else '≠'} {plain(other)}",
        expected=two.interval,
        display=other.text.strip(),
        relation=("equal", cell.id, other.id),
        message=""
        if agree
        else f"{cell.label}：列示{cell.text.strip()}，自评表同一指标（{other.label}）为{other.text.strip()}，两处不一致",
    )


def _bare(quantity: Quantity, kind: str) -> Quantity:
    """A target without its sign: ≥95% and 95% are the same target."""
    return replace(quantity, hedge="") if kind == "target" else quantity
