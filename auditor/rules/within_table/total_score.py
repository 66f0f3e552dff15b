"""总分：总分等于各项指标得分与预算执行得分之和

In a performance self-evaluation, 总分 = Σ 得分 of the indicators + 得分 of the execution rate.

Why it matters: the total decides the grade, the grade decides next year's money; it is added up by hand.

Formula: 财预〔2020〕10号, rules.md PF-05. Scores are exact as printed, the total is rounded as printed; weight × rate may stand for the
score of the execution, and where the table prints neither, what the weights leave is undecided. A difference of 0.01 is a note. Where the weights fall short of 100 by at
least what the total exceeds the sum, an indicator was lost on the way into the file, which is a note.

Inconsistent::

    路灯维护项目支出绩效自评表

    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
    |---|---|---|---|---|---|---|
    | 产出指标 | 数量指标 | 维护路灯数量 | ≥200盏 | 190盏 | 50 | 47 |
    | 效益指标 | 社会效益指标 | 夜间出行安全 | 提升 | 提升 | 30 | 30 |
    | 满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | 93% | 20 | 20 |
    | 总分 | | | | | 100 | 99 |

Consistent::

    路灯维护项目支出绩效自评表

    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
    |---|---|---|---|---|---|---|
    | 产出指标 | 数量指标 | 维护路灯数量 | ≥200盏 | 190盏 | 50 | 47 |
    | 效益指标 | 社会效益指标 | 夜间出行安全 | 提升 | 提升 | 30 | 30 |
    | 满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | 93% | 20 | 20 |
    | 总分 | | | | | 100 | 97 |
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor.check.footing import nominal, plain, worth
from auditor.check.rule import Rule, View, show
from auditor.check.scoring import Funding, Sheet, appraised, points, sheet
from auditor.lexicon import load
from auditor.model import Cell, Check, Interval, Level, Table, Verdict
from auditor.model.interval import corners
from auditor.model.interval import total as sum_of

rule = Rule(
    __name__,
    title="总分等于各项得分之和",
    title_en="The total score is the sum of the scores",
    catalogue=("PF-05",),
)


@rule.over(Table)
def totals(table: Table, view: View) -> Iterator[Check]:
    """Foot the total score."""
    if not appraised(table):
        return
    found = sheet(table)
    if found.total is not None and len(found.scores) > 1:
        known = {id(cell) for cell in (*found.scores, found.total)}
        others = [cell for cell in table.figures if cell.kind == "score" and cell.quantity is not None and id(cell) not in known]
        yield _total(found, found.total, others)


def _total(found: Sheet, total: Cell, others: list[Cell]) -> Check:
    assert total.quantity is not None
    base = sum_of(points(cell) for cell in found.scores)
    ways = [*_executions(found), *((Interval.exact(cell.quantity.base), [cell]) for cell in others if cell.quantity is not None)]
    fitting = next((way for way in ways if total.quantity.interval.meets(base + way[0])), None)
    execution, cells = fitting or ways[0]
    expected = base + execution
    using = [*found.scores, *cells]
    middle = expected.middle
    assert middle is not None
    like = max((total, *using), key=lambda cell: cell.quantity.decimals if cell.quantity else 0)
    assert like.quantity is not None
    display = show(middle, like.quantity)
    extra = execution.middle
    formula = " + ".join([*(plain(cell) for cell in found.scores), *([f"{float(extra):g}"] if extra else [])]) + f" = {display}"
    printed = cells if not cells or cells[0].kind == "score" else []
    relation = (
        "sum",
        total.id,
        *(cell.id for cell in (*found.scores, *printed)),
        *([] if printed or not extra else [f"={round(extra, 6)}"]),
    )
    if fitting is not None:
        return rule.result(Verdict.CONSISTENT, total, using, formula=formula, expected=expected, display=display, relation=relation)
    if found.unscored:
        return rule.undecided(total, f"有{found.unscored}项指标没有得分，无法相加", using)
    gap = nominal(total) - middle
    rest = Fraction(load("performance")["whole"]) - sum((nominal(cell) for cell in found.weights), Fraction(0))
    if found.execution is None and found.weights and 0 < gap <= rest:
        return rule.undecided(total, f"没有读到预算执行的得分，指标得分相加为{display}", using)
    short = rest - found.executions[0]
    lost = bool(found.weights) and 0 < gap <= short
    small = abs(gap) <= Fraction(1, 100)
    message = f"{total.label}：列示{total.text.strip()}，各项得分相加应为{display}（{formula}）"
    if lost:
        message += f"；分值合计也少{float(short):g}，疑似漏列一行指标"
    return rule.result(
        Verdict.INCONSISTENT,
        total,
        using,
        formula=formula,
        expected=expected,
        display=display,
        level=Level.NOTE if lost or small else None,
        message=message,
        message_en=f"{total.label}: printed {total.text.strip()}, but the scores add up to {display} ({formula})",
        relation=relation,
    )


def _executions(found: Sheet) -> Iterator[tuple[Interval, list[Cell]]]:
    """What the execution may have scored: as printed, by its rate, or nothing where the indicators already weigh 100."""
    row = found.execution
    if row is not None and row.score is not None and row.score.quantity is not None:
        yield Interval.exact(row.score.quantity.base), [row.score]
    rate = _rate(row) if row is not None else None
    if rate is not None:
        for weight in found.executions:
            yield rate[0].scaled(weight), rate[1]
    if row is None or sum(nominal(cell) for cell in found.weights) >= load("performance")["whole"]:
        yield Interval.exact(0), []


def _rate(row: Funding) -> tuple[Interval, list[Cell]] | None:
    """The execution rate, from the amounts where they are printed."""
    if row.actual is not None and row.budget is not None and row.actual.quantity is not None and nominal(row.budget):
        one, two = worth(row.actual), worth(row.budget)
        if one is not None and two is not None:
            return corners(lambda a, b: min(a / b, Fraction(1)), one, two), [row.actual, row.budget]
    if row.rate is not None and row.rate.quantity is not None:
        return row.rate.quantity.interval, [row.rate]
    return None
