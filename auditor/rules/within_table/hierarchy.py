"""分类科目逐级相加：类等于各款之和，款等于各项之和，合计等于各类之和

Every column of a table with classification codes is footed level by level: a code equals the sum of the codes right
under it (201 = Σ 201xx, 20101 = Σ 20101xx), and the total row equals the sum of the topmost codes. Codes belong together
by their prefix, whatever levels a table prints; functional (2…) and economic (3…) codes are never mixed.

Why it matters: a wrong figure, a row that was left out and a row under the wrong code all break these sums, and a reader
who adds up the 款 of a published table finds it in a minute.

The sums are those of 政府收支分类科目 and of the forms 公开02–08. Rounded addends may miss the total by half a unit in the
last place each (rules.md P5), which is recorded as rounding. Blank is zero, ``——`` is no number. A parent that falls
short in several columns in step has lost a row, which is a note.

Inconsistent::

    支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 120.50 | 100.00 | 20.50 |
    | 205 | 教育支出 | 120.50 | 100.00 | 20.50 |
    | 20502 | 普通教育 | 120.50 | 100.00 | 20.50 |
    | 2050201 | 学前教育 | 50.20 | 40.00 | 10.20 |
    | 2050202 | 小学教育 | 70.30 | 66.00 | 10.30 |

Consistent::

    支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 120.50 | 100.00 | 20.50 |
    | 205 | 教育支出 | 120.50 | 100.00 | 20.50 |
    | 20502 | 普通教育 | 120.50 | 100.00 | 20.50 |
    | 2050201 | 学前教育 | 50.20 | 40.00 | 10.20 |
    | 2050202 | 小学教育 | 70.30 | 60.00 | 10.30 |
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor.check.footing import Entry, blocks, entries, foot, nominal, parents, sober
from auditor.check.rule import Rule, View
from auditor.model import Cell, Check, Level, Table, Verdict

rule = Rule(
    __name__,
    title="类、款、项逐级相加等于上级，各类相加等于合计",
    title_en="Codes add up to their parent, and the topmost codes to the total",
    catalogue=("TI-02", "TI-03"),
)


@rule.over(Table)
def levels(table: Table, view: View) -> Iterator[Check]:
    """Foot every parent and every total of the table, column by column."""
    lines = entries(table)
    groups = blocks(lines)
    if sum(len(group) for group in groups) < 2:
        return
    again = "科目代码在表中重复出现，可能分列多个单位" if len(groups) > 1 else ""
    yield from sober(rule, _all(table, view, lines, groups, again))


def _all(table: Table, view: View, lines: tuple[Entry, ...], groups: tuple[tuple[Entry, ...], ...], doubt: str) -> Iterator[Check]:
    for group in groups:
        by_code = {line.code: line for line in group}
        for code, children in parents(group).items():
            if code:
                yield from _foot(by_code[code], children, doubt or _uneven(children))
    tops = parents(groups[0]).get("", [])
    if len(groups) > 1 or len({line.code[0] for line in tops}) > 1:
        return
    loose = [line for line in lines if not line.code and not line.total]
    for line in lines:
        if line.total and not line.code and line.measure in ("合计", "总计", ""):
            yield from _foot(line, tops, _uneven(tops) or _torn(table, view), loose)


def _uneven(lines: list[Entry]) -> str:
    if any(line.among for line in lines):
        return "下级科目以“其中”列示，可能不全"
    return "下级科目的级次不齐，可能缺少上级行" if len({len(line.code) for line in lines}) > 1 else ""


def _torn(table: Table, view: View) -> str:
    rest = [other for other in view.tables.get(table.kind, ()) if other is not table and not any(line.total for line in entries(other))]
    return "同类表另有无合计行的部分，可能为跨页续表" if rest else ""


def _foot(parent: Entry, children: list[Entry], doubt: str, loose: list[Entry] | None = None) -> Iterator[Check]:
    made: list[tuple[Check, Cell, list[Cell]]] = []
    for key, cell in parent.cells.items():
        below = [child.cells[key] for child in children if key in child.cells]
        stray = any(nominal(line.cells[key]) for line in loose or () if key in line.cells)
        for one in foot(rule, cell, below, doubt=doubt or ("该栏另有无科目代码的行" if stray else ""), what="下级科目相加"):
            made.append((one, cell, below))
    yield from _lost(made)


def _lost(made: list[tuple[Check, Cell, list[Cell]]]) -> Iterator[Check]:
    """One note instead of errors where several columns fall short in step: the shares of a row that is not there."""
    short = [(nominal(cell) - sum(map(nominal, below)), one) for one, cell, below in made if one.verdict is Verdict.INCONSISTENT]
    gaps = sorted((gap for gap, _ in short), reverse=True)
    lost = len(gaps) > 1 and gaps[-1] > 0 and abs(2 * gaps[0] - sum(gaps)) <= gaps[0] / 1000
    for one, _, _ in made:
        if not lost or one.verdict is not Verdict.INCONSISTENT:
            yield one
        elif one is max(short, key=lambda pair: pair[0])[1]:
            note = f"{one.message}；各栏差额相互吻合，疑似漏列一行下级科目"
            yield replace(one, level=Level.NOTE, message=note)
        else:
            yield rule.undecided(one.reported, "各栏差额相互吻合，疑似漏列一行下级科目", one.using)
