"""分值合计：各项指标的分值与预算执行的分值合计为100

The weights of the indicators of a performance self-evaluation and the weight of the execution rate (10, unless printed) add up to
100, and to the sum that the total row prints.

Why it matters: a sum that falls short means a lost indicator, one that exceeds means an indicator that counts twice; the total
score is worth nothing then.

Formula: 财预〔2020〕10号 (预算执行 10, 产出 50, 效益 30, 满意度 10), rules.md PF-04. Weights are exact. A shortfall is a note, for a
row may have been lost on the way into the file; an excess is a warning. Tables of indicators without a total row may be parts
of a larger one and stay undecided where they do not add up.

Inconsistent::

    路灯维护项目支出绩效自评表

    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
    |---|---|---|---|---|---|---|
    | 产出指标 | 数量指标 | 维护路灯数量 | ≥200盏 | 210盏 | 60 | 60 |
    | 效益指标 | 社会效益指标 | 夜间出行安全 | 提升 | 提升 | 30 | 30 |
    | 满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | 93% | 20 | 20 |
    | 总分 | | | | | 110 | 110 |

Consistent::

    路灯维护项目支出绩效自评表

    | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
    |---|---|---|---|---|---|---|
    | 产出指标 | 数量指标 | 维护路灯数量 | ≥200盏 | 210盏 | 50 | 50 |
    | 效益指标 | 社会效益指标 | 夜间出行安全 | 提升 | 提升 | 30 | 30 |
    | 满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | 93% | 20 | 20 |
    | 总分 | | | | | 100 | 100 |
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor.check.footing import nominal
from auditor.check.rule import Rule, View
from auditor.check.scoring import Sheet, appraised, sheet
from auditor.lexicon import load
from auditor.model import Cell, Check, Evidence, Interval, Level, Table, Verdict

rule = Rule(
    __name__,
    title="各项指标分值与预算执行分值合计为100",
    title_en="The weights of the indicators and of the execution add up to 100",
    catalogue=("PF-04",),
    level=Level.WARNING,
)


@rule.over(Table)
def weights(table: Table, view: View) -> Iterator[Check]:
    """Foot the weights of the table."""
    if not appraised(table):
        return
    found = sheet(table)
    if len(found.weights) < 2:
        return
    whole, execution = Fraction(load("performance")["whole"]), Fraction(load("performance")["execution"])
    own = _execution(found)
    given = sum((nominal(cell) for cell in found.weights), Fraction(0))
    sums = {given + nominal(own)} if own is not None else {given, given + execution}
    cells = [*found.weights, *([own] if own is not None else [])]
    wanted = nominal(found.full) if found.full is not None else whole
    said = found.full or Evidence(f"{table.title} · 分值合计", _plain(max(sums)), found.weights[0].location)
    display = _plain(wanted if found.full is None else max(sums))
    shown = [_plain(nominal(cell)) for cell in cells] + [_plain(execution)] * (own is None and max(sums) <= whole)
    formula = " + ".join(shown) + f" = {_plain(max(sums) if own is not None or max(sums) <= whole else given)}"
    near = found.execution is not None or abs(given + execution - wanted) <= abs(given - wanted)
    implied = [f"={execution}"] if own is None and given != wanted and near else []
    relation = ("sum", found.full.id if found.full is not None else f"={whole}", *(cell.id for cell in cells), *implied)
    if wanted in sums and whole in (wanted, *sums):
        yield rule.result(Verdict.CONSISTENT, said, cells, formula=formula, display=display, relation=relation)
    elif found.total is None and found.full is None:
        yield rule.undecided(said, "本表没有总分行，可能只是指标的一部分", cells)
    else:
        short = wanted - max(sums)
        lost = f"，比{_plain(wanted)}少{_plain(short)}，疑似漏列指标行" if short > 0 else f"，与{_plain(wanted)}不符"
        yield rule.result(
            Verdict.INCONSISTENT,
            said,
            cells,
            formula=formula,
            expected=Interval.exact(wanted),
            display=display,
            level=Level.NOTE if short > 0 else None,
            relation=relation,
            message=f"{table.title}：各项分值{'与预算执行分值' if own is not None or given + execution in sums else ''}合计为{_plain(max(sums))}{lost}（{formula}）",
            message_en=f"{table.title}: the weights add up to {_plain(max(sums))}, not to {_plain(wanted)}",
        )


def _execution(found: Sheet) -> Cell | None:
    row = next((row for row in found.funding if row.weight is not None and row.weight.quantity is not None), None)
    return row.weight if row is not None else None


def _plain(value: Fraction | int) -> str:
    return f"{float(value):g}"
