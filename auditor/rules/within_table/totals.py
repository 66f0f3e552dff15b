"""收支总表：本年收入合计、本年支出合计等于各项之和，总计等于合计加结转结余，收入总计等于支出总计

In the tables of total income and expenditure (all funds, and financial appropriations): 本年收入合计 is the sum of the
sources, 本年支出合计 the sum of the functional classes (or of the kinds of expenditure); 总计 is 合计 plus the carry-over from last
year and the surplus that is used, on the other side plus the distribution of the surplus and what is carried over to next year;
both 总计 are the same. The carry-over of appropriations is the sum of that of its funds.

Why it matters: these are the figures that open the narrative, and everything else is a share of them. That 收入合计 differs from
支出合计 is normal: the difference is the change of the carry-over.

Formulas: forms 公开01 and 04 ([27]=Σ[1..8], [58]=Σ[32..57], [31]=[27]+[28]+[29], [62]=[58]+[59]+[60], [31]=[62]), anchored on labels,
for the numbers of lines moved over the years. Tails as in rules.md P5. A sum that lacks just what another table prints for a class that this
one does not list has lost a row, which is a note.

Inconsistent::

    收入支出决算总表

    金额单位：万元

    | 项目 | 金额 | 项目 | 金额 |
    |---|---|---|---|
    | 一、一般公共预算财政拨款收入 | 400.00 | 一、一般公共服务支出 | 380.00 |
    | 二、其他收入 | 15.00 | 二、社会保障和就业支出 | 40.00 |
    | 本年收入合计 | 451.00 | 本年支出合计 | 420.00 |
    | 年初结转和结余 | 9.00 | 年末结转和结余 | 4.00 |
    | 总计 | 424.00 | 总计 | 424.00 |

Consistent::

    收入支出决算总表

    金额单位：万元

    | 项目 | 金额 | 项目 | 金额 |
    |---|---|---|---|
    | 一、一般公共预算财政拨款收入 | 400.00 | 一、一般公共服务支出 | 380.00 |
    | 二、其他收入 | 15.00 | 二、社会保障和就业支出 | 40.00 |
    | 本年收入合计 | 415.00 | 本年支出合计 | 420.00 |
    | 年初结转和结余 | 9.00 | 年末结转和结余 | 4.00 |
    | 总计 | 424.00 | 总计 | 424.00 |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.check.footing import foot, nominal, place, sober, tie, worth
from auditor.check.rule import Rule, View, once
from auditor.lexicon import load
from auditor.model import Cell, Check, Level, Table, Verdict

rule = Rule(
    __name__,
    title="收支合计等于各项之和，总计等于合计加结转结余，收支总计相等",
    title_en="Totals are the sums of their items; income and expenditure balance",
    catalogue=("TI-01",),
)
_CLASS = re.compile(r"功能\.\d{3}")


@rule.over(Table)
def totals(table: Table, view: View) -> Iterator[Check]:
    """Foot the totals of each column, and hold the two sides against each other."""
    for check in sober(rule, _all(table)):
        yield _lost(check, table, view) if check.verdict is Verdict.INCONSISTENT else check


def _lost(check: Check, table: Table, view: View) -> Check:
    """A note instead of an error where another table prints a class that this one lacks, with just the missing amount."""
    assert check.expected is not None
    cells = {cell.id: cell for cell in table.cells}
    whole = cells[check.reported.cell]
    have = {cells[said.cell].aspects.measure for said in check.using if said.cell in cells}
    if not any(_CLASS.fullmatch(measure) for measure in have):
        return check
    own = worth(whole)
    for other, cell in _classes_of(view):
        if other is table or cell.aspects.measure in have or cell.aspects.but(measure=whole.aspects.measure) != whole.aspects:
            continue
        part = worth(cell)
        if own is not None and part is not None and own.meets(check.expected + part):
            said = f"{check.message}；差额等于{cell.label}的{cell.text.strip()}，疑似本表漏列该行"
            return replace(check, level=Level.NOTE, message=said)
    return check


@once
def _classes_of(view: View) -> tuple[tuple[Table, Cell], ...]:
    """The figures of classes (类) in all tables."""
    return tuple((table, cell) for table in view.document.tables for cell in table.figures if _CLASS.fullmatch(cell.aspects.measure))


def _all(table: Table) -> Iterator[Check]:
    panels = table.panels or ((0, table.width),)
    for first, last in panels:
        for column in range(first, last):
            cells = [cell for row in table.rows for cell in row if cell.column == column and place(cell) and cell.kind == "amount"]
            for cell in cells:
                if not cell.aspects.part and not cell.code:
                    yield from _column(cell, cells)
    grand = {cell.aspects: cell for cell in table.figures if cell.aspects.measure == "总计" and cell.kind == "amount"}
    for aspects, income in grand.items():
        spending = grand.get(aspects.but(flow="支出"))
        if aspects.flow == "收入" and spending is not None:
            yield tie(rule, spending, income)


def _column(whole: Cell, column: Sequence[Cell]) -> Iterator[Check]:
    sums, aspects = load("sums"), whole.aspects
    same = [cell for cell in column if cell is not whole and cell.aspects.period == aspects.period and cell.aspects.stage == aspects.stage]
    if aspects.measure == "合计" and aspects.flow:
        for addends in (_sources(aspects.scope, aspects.flow, same), _classes(whole, same)):
            yield from _foot(whole, addends, column)
    elif aspects.measure == "总计" and aspects.flow in sums["carry"]:
        base = [cell for cell in same if cell.aspects == aspects.but(measure="合计")]
        carried = [
            cell for cell in same if cell.aspects.measure in sums["carry"][aspects.flow] and cell.aspects.scope in ("", aspects.scope)
        ]
        if base:
            yield from _foot(whole, [*base, *carried], column, complete=True)
        else:
            for addends in (_sources(aspects.scope, aspects.flow, same), _classes(whole, same)):
                yield from _foot(whole, [*addends, *carried] if addends else [], column)
    elif aspects.measure in ("年初结转结余", "年末结转结余") and aspects.scope == sums["appropriation"]:
        funds = [cell for cell in same if cell.aspects.measure == aspects.measure and cell.aspects.scope in sums["funds"]]
        yield from _foot(whole, funds, column, complete=True)


def _sources(scope: str, flow: str, cells: Sequence[Cell]) -> list[Cell]:
    """The rows that name where the money came from, or what kind of expenditure it was."""
    sums = load("sums")
    rows = [cell for cell in cells if cell.aspects.measure == "合计" and cell.aspects.flow == flow]
    parts = [cell for cell in rows if cell.aspects.part in sums["parts"].get(flow, ()) and cell.aspects.scope == scope]
    plain = [cell for cell in rows if not cell.aspects.part]
    granted = [cell for cell in plain if cell.aspects.scope == sums["appropriation"] != scope]
    funds = [cell for cell in plain if cell.aspects.scope in sums["funds"]]
    if flow == "收入":
        return [*(granted or funds), *parts] if (granted or funds) and scope not in sums["funds"] else []
    return parts if set(sums["needs"][flow]) <= {cell.aspects.part for cell in parts} else []


def _classes(whole: Cell, cells: Sequence[Cell]) -> list[Cell]:
    """The rows of functional classes, where the table has no codes (else within-table.hierarchy foots them)."""
    like = whole.aspects
    found = [
        cell
        for cell in cells
        if _CLASS.fullmatch(cell.aspects.measure) and cell.aspects.but(measure=like.measure) == like and not cell.code
    ]
    return found if len(found) > 1 else []


def _foot(whole: Cell, addends: Sequence[Cell], column: Sequence[Cell], *, complete: bool = False) -> Iterator[Check]:
    if not addends or (len(addends) < 2 and not complete):
        return
    doubt = ""
    if len({cell.aspects for cell in addends}) < len(addends):
        doubt = "有同名的项目列示了两次"
    if not complete:
        odd = next((cell for cell in column if cell.aspects.measure.startswith("名.") and nominal(cell)), None)
        doubt = doubt or (f"另有未识别的项目“{odd.stub[-1] if odd.stub else ''}”" if odd is not None else "")
    yield from foot(rule, whole, addends, doubt=doubt)
