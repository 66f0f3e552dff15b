"""等级：自评等级与总分相符

The grade beside 总分 is the one that the score earns: 优 from 90, 良 from 80, 中 from 60, 差 below 60.

Why it matters: the narrative counts the projects by grade and budgets follow the grade; a score and a grade that contradict each
other mean that one of them is of another year or project.

Source: the standard of 财政部 and its other words (优秀, 良好, 合格 …), rules.md PF-06; bands and words are in
lexicons/performance.yaml. A grade that another known scheme allows for the score stays undecided.

Inconsistent::

    路灯维护项目支出绩效自评表

    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 等级 |
    |---|---|---|---|---|---|---|---|
    | 产出指标 | 数量指标 | 维护路灯数量 | ≥200盏 | 110盏 | 70 | 36 | |
    | 效益指标 | 社会效益指标 | 夜间出行安全 | 提升 | 提升 | 30 | 30 | |
    | 总分 | | | | | 100 | 66 | 良 |

Consistent::

    路灯维护项目支出绩效自评表

    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 等级 |
    |---|---|---|---|---|---|---|---|
    | 产出指标 | 数量指标 | 维护路灯数量 | ≥200盏 | 110盏 | 70 | 36 | |
    | 效益指标 | 社会效益指标 | 夜间出行安全 | 提升 | 提升 | 30 | 30 | |
    | 总分 | | | | | 100 | 66 | 中 |
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from auditor.check.footing import nominal
from auditor.check.rule import Rule, View
from auditor.check.scoring import appraised, sheet
from auditor.lexicon import load
from auditor.model import Cell, Check, Interval, Table, Verdict

rule = Rule(
    __name__,
    title="自评等级与总分相符",
    title_en="The grade is the one that the total score earns",
    catalogue=("PF-06",),
)


@rule.over(Table)
def grades(table: Table, view: View) -> Iterator[Check]:
    """Hold the grade against the total score."""
    if not appraised(table):
        return
    found = sheet(table)
    if found.grade is not None and found.total is not None:
        yield _grade(found.grade, found.total)


def _grade(grade: Cell, total: Cell) -> Check:
    words = load("performance")
    said = "".join(grade.text.split())
    score = nominal(total)
    names = {said, *(name for name, forms in words["aliases"].items() if said in forms)}
    first, *others = [scheme["bands"] for scheme in words["schemes"]]
    earned = next((name for name in first if _inside(first, name, score)), "")
    if not any(name in bands for name in names for bands in (first, *others)):
        return rule.undecided(grade, f"不认识的等级“{said}”", [total])
    if earned in names:
        bounds = Interval(*(Fraction(end) for end in first[earned]))
        return rule.result(Verdict.CONSISTENT, grade, [total], expected=bounds, display=earned, relation=("band", grade.id, total.id))
    if any(_inside(bands, name, score) for bands in others for name in names):
        return rule.undecided(grade, f"{total.text.strip()}分按通行标准为“{earned}”，但其他标准允许“{said}”", [total])
    low, high = next(first[name] for name in names if name in first) if names & set(first) else (0, 100)
    return rule.result(
        Verdict.INCONSISTENT,
        grade,
        [total],
        formula=f"{said}：[{low}, {high}{']' if high == 100 else ')'}；总分{total.text.strip()}",
        expected=Interval(Fraction(low), Fraction(high)),
        display=earned,
        relation=("band", grade.id, total.id),
        message=f"{grade.label}：总分{total.text.strip()}分应为“{earned}”，列示为“{said}”",
        message_en=f"{grade.label}: a total of {total.text.strip()} earns {earned}, printed is {said}",
    )


def _inside(bands: Mapping[str, Sequence[int]], name: str, score: Fraction) -> bool:
    if name not in bands:
        return False
    low, high = bands[name]
    return low <= score < high or (score == high == max(top for _, top in bands.values()))
