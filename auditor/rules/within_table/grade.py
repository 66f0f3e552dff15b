"""等级：自评等级与总分相符

The grade beside 总分, and the grade that a sentence names behind a total score (总得分92分，等级为“优”), is the one that the score
earns: 优 from 90, 良 from 80, 中 from 60, 差 below 60.

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

import regex

from auditor.check.footing import nominal
from auditor.check.rule import Rule, View
from auditor.check.scoring import appraised, sheet
from auditor.lexicon import fold, load, worded
from auditor.model import Cell, Check, Claim, Evidence, Interval, Kind, Table, Verdict

rule = Rule(
    __name__,
    title="自评等级与总分相符",
    title_en="The grade is the one that the total score earns",
    catalogue=("PF-06",),
)
_GRADED = regex.compile(
    r"(?:\s*\([^()]{0,60}\))?[)]?\s*[,、;。]?\s*(?:(?:绩效|自评|评价|评定|综合|最终|考核)*(?:(?:等级|等次|评级|级别)(?:评定|认定)?(?:为|是|属于|:)?|(?:结果|结论)?(?:评定|认定)?(?:为|是|属于|:)))\s*"
    r'"?(?P<grade>优秀|良好|中等|较差|优|良|中|差)"?(?:等?级|等次|等)?(?=[,。;、)\s]|$)'
    r'|[,、]\s*"?(?P<bare>优秀|良好|中等|较差|优|良|中|差)"?(?:等?级|等次|等)?(?=[,。;)]|$)'
)
_BANDS = regex.compile(
    r"\d{2,3}\s*分?\s*[)\]]?\s*(?:\(\s*不?含[^)]{0,6}\))?\s*(?:及?以[上下]|[-—~至到,]\s*[\[(]?\d{2,3}\s*分?\s*[)\]]?)[^。;]{0,12}?(?:优|良|中|差|合格)"
    r"|(?:优|良|中|差)[好秀等]?\"?(?:等?级)?\s*[:(\[]\s*[(\[]?\s*[≥>]?=?\d{2}|[≥>]=?\s*\d{2}\s*分?[^。;]{0,8}(?:优|良)"
)
"""Where a document says which scores earn which grade: its own scheme may be another."""
_FULL = r"{full_totals}(?:值)?(?:为|是|共|:)?\s*(\d+)"


@rule.over(Claim)
def told(claim: Claim, view: View) -> Iterator[Check]:
    """Hold the grade that a sentence names behind a total score against the score."""
    if claim.kind is not Kind.SCORE or claim.aspects.measure != "绩效.总分" or claim.aspects.stage == "目标":
        return
    match = _GRADED.match(fold(claim.passage.text), claim.end)
    if match is None:
        return
    words = load("performance")
    span = match.span("grade" if match["grade"] else "bare")
    said = match["grade"] or match["bare"]
    word = [Evidence(claim.location.label, said, claim.passage.locate(*span))]
    name = next((name for name, forms in words["aliases"].items() if said in forms), said)
    first, *others = [scheme["bands"] for scheme in words["schemes"]]
    earned = next((one for one in first if _inside(first, one, claim.quantity.base)), "")
    full = worded(_FULL).search(fold(claim.passage.text))
    if name == earned or any(_touches(bands, name, claim.quantity.interval) for bands in (first, *others)):
        low, high = first.get(name, (0, 100))
        verdict = Verdict.CONSISTENT if name == earned else Verdict.UNDECIDED
        yield rule.result(
            verdict,
            claim,
            word,
            expected=Interval(Fraction(low), Fraction(high)),
            display=earned,
            relation=("band", claim.id),
            reason="" if name == earned else f"通行标准为“{earned}”，但其他标准或舍入允许“{said}”",
        )
    elif not earned or full is not None and full[1] != "100":
        yield rule.undecided(claim, "满分不是100分")
    elif any(_BANDS.search(fold(passage.text)) for passage in view.document.passages):
        yield rule.undecided(claim, "文件自己写了等级的分数段")
    else:
        low, high = first[name]
        yield rule.result(
            Verdict.INCONSISTENT,
            claim,
            word,
            formula=f"{said}：[{low}, {high}{']' if high == 100 else ')'}；得分{claim.text}",
            expected=Interval(Fraction(low), Fraction(high)),
            display=earned,
            relation=("band", claim.id),
            message=f"得分{claim.text}应为“{earned}”，此处写“{said}”",
            message_en=f"A score of {claim.text} earns {earned}, the text says {said}",
        )


def _touches(bands: Mapping[str, Sequence[int]], name: str, score: Interval) -> bool:
    """Whether some number that is printed like this score is in the band."""
    return name in bands and score.meets(Interval(*(Fraction(end) for end in bands[name])))


@rule.over(Table)
def grades(table: Table, view: View) -> Iterator[Check]:
    """Hold the grade against the total score."""
    if not appraised(table):
        return
    found = sheet(table)
    if found.grade is not None and found.total is not None:
        yield _grade(found.grade, found.total)


@rule.over(Table)
def listed(table: Table, view: View) -> Iterator[Check]:
    """Hold the grade of each project in a list against its score in the same row."""
    if appraised(table) and table.kind != "performance.list":
        return
    rows = [([c for c in row if c.kind == "score" and c.quantity is not None], [c for c in row if c.kind == "grade"]) for row in table.rows]
    pairs = [(scores[0], grades_[0]) for scores, grades_ in rows if len(scores) == len(grades_) == 1 and grades_[0].text.strip()]
    if table.kind != "performance.list":
        pairs = [pair for pair in pairs if pair[1].aspects.measure.startswith("项目.")]
    if not pairs or any(nominal(score) > load("performance")["whole"] for score, _ in pairs):
        return
    own = any(_BANDS.search(fold(passage.text)) for passage in view.document.passages)
    for score, grade in pairs:
        found = _grade(grade, score)
        yield rule.undecided(grade, "文件自己写了等级的分数段", [score]) if own and found.verdict is Verdict.INCONSISTENT else found


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
