"""派生栏：增减额、增减率、完成率、占比各栏与所依据的数一致

Tables of budgets and of their execution print columns that follow from others: 增减额 (this year less last year), 增减% (that over
last year), 完成预算% (execution over budget), 占比 (over the total row). Each cell of such a column is recomputed from its row.

Why it matters: these columns are what a report quotes, and one stale figure in them is hard to see among a hundred rows.

Formula: which two columns a derived column follows from is not guessed from heads but learned from the table: the pair that fits
most of its rows (at least two, and two thirds of those that can be recomputed). A column that fits no pair (可比口径) is undecided.
A value may lie anywhere in what its operands allow (rules.md P2); a percentage that is only cut off is a note (P7); rows with a base
of zero or less are left alone.

Inconsistent::

    # 某局2024年部门预算

    一般公共预算支出表

    单位：万元

    | 科目编码 | 科目名称 | 2023年执行数 | 2024年预算数 | 增减额 | 增减% |
    |---|---|---|---|---|---|
    | 205 | 教育支出 | 80.00 | 100.00 | 20.00 | 25.00 |
    | 208 | 社会保障和就业支出 | 40.00 | 36.00 | -4.00 | -10.00 |
    | 221 | 住房保障支出 | 30.00 | 33.00 | 3.00 | 11.00 |

Consistent::

    # 某局2024年部门预算

    一般公共预算支出表

    单位：万元

    | 科目编码 | 科目名称 | 2023年执行数 | 2024年预算数 | 增减额 | 增减% |
    |---|---|---|---|---|---|
    | 205 | 教育支出 | 80.00 | 100.00 | 20.00 | 25.00 |
    | 208 | 社会保障和就业支出 | 40.00 | 36.00 | -4.00 | -10.00 |
    | 221 | 住房保障支出 | 30.00 | 33.00 | 3.00 | 10.00 |
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import permutations

from auditor.check.footing import figure, nominal, plain, sober, worth
from auditor.check.rule import Rule, View, show
from auditor.model import Cell, Check, Interval, Level, Role, Table, Verdict
from auditor.model.interval import corners

rule = Rule(
    __name__,
    title="增减额、增减率、完成率、占比各栏等于由本表各数重算的值",
    title_en="Columns of changes, rates, completions and shares follow from the others",
    catalogue=("NA-01", "NA-02", "NA-03"),
)
Formula = Callable[[Fraction, Fraction], Fraction]
_FORMULAS: Mapping[str, tuple[tuple[str, Formula], ...]] = {
    "change": (("−", lambda a, b: a - b),),
    "rate": (("÷", lambda a, b: (a - b) / b), ("/", lambda a, b: a / b)),
    "completion": (("/", lambda a, b: a / b),),
    "share": (("/", lambda a, b: a / b),),
}


@rule.over(Table)
def columns(table: Table, view: View) -> Iterator[Check]:
    """Learn what each derived column follows from, and recompute it."""
    if table.kind.startswith("performance"):
        return
    derived: dict[int, list[Cell]] = {}
    for cell in table.figures:
        if cell.kind in _FORMULAS:
            derived.setdefault(cell.column, []).append(cell)
    for cells in derived.values():
        yield from sober(rule, _column(table, cells))


def _column(table: Table, cells: Sequence[Cell]) -> Iterator[Check]:
    kind = cells[0].kind
    amounts = sorted({cell.column for cell in table.figures if cell.kind == "amount"})
    at = {(cell.row, cell.column): cell for cell in table.figures if cell.kind == "amount"}
    tops = {c: next((x for x in table.figures if x.column == c and x.role is Role.TOTAL and x.kind == "amount"), None) for c in amounts}
    best: tuple[int, int, str, list[tuple[Cell, Cell, Cell]], Formula] | None = None
    ways = [(c, c) for c in amounts] if kind == "share" else list(permutations(amounts, 2))
    for one, two in ways:
        rows = []
        for cell in cells:
            first = at.get((cell.row, one))
            second = tops[two] if kind == "share" else at.get((cell.row, two))
            if first is not None and second is not None and first is not second and _usable(first, second, kind):
                rows.append((cell, first, second))
        for sign, formula in _FORMULAS[kind]:
            fits = sum(_fits(cell, first, second, formula) for cell, first, second in rows)
            if fits > 1 and 3 * fits >= 2 * len(rows) and (best is None or (fits, -len(rows)) > best[:2]):
                best = (fits, -len(rows), sign, rows, formula)
    if best is None:
        if len(cells) > 1:
            yield rule.undecided(cells[0], f"“{'/'.join(cells[0].path)}”栏与表中任何两栏都对不上，可能按其他口径计算")
        return
    for cell, first, second in best[3]:
        yield _check(cell, first, second, best[2], best[4])


def _usable(first: Cell, second: Cell, kind: str) -> bool:
    return figure(first) and figure(second) and (kind == "change" or (nominal(second) > 0 and nominal(first) >= 0))


def _expected(first: Cell, second: Cell, formula: Formula) -> Interval:
    one, two = worth(first), worth(second)
    assert one is not None
    assert two is not None
    return corners(formula, one, two)


def _fits(cell: Cell, first: Cell, second: Cell, formula: Formula) -> bool:
    """Whether the cell follows from the two, be it cut off instead of rounded."""
    assert cell.quantity is not None
    near = abs(formula(nominal(first), nominal(second)) - cell.quantity.base) < cell.quantity.step
    return near or cell.quantity.interval.meets(_expected(first, second, formula))


def _check(cell: Cell, first: Cell, second: Cell, sign: str, formula: Formula) -> Check:
    assert cell.quantity is not None
    expected = _expected(first, second, formula)
    exact = formula(nominal(first), nominal(second))
    display = show(exact, cell.quantity)
    one, two = plain(first), plain(second)
    written = {"−": f"{one} − {two}", "÷": f"({one} − {two}) ÷ {two}", "/": f"{one} ÷ {two}"}[sign] + f" = {display}"
    cut = abs(exact - cell.quantity.base) < cell.quantity.step
    relation = ({"−": "difference", "÷": "rate", "/": "ratio"}[sign], cell.id, first.id, second.id)
    agrees = cell.quantity.interval.meets(expected)
    return rule.result(
        Verdict.CONSISTENT if agrees else Verdict.INCONSISTENT,
        cell,
        [first, second],
        formula=written,
        expected=expected,
        display=display,
        level=Level.NOTE if cut else None,
        relation=relation,
        message=""
        if agrees
        else f"{cell.label}：列示{cell.text.strip()}，按本行各数应为{display}（{written}）" + ("，疑似截尾" if cut else ""),
        message_en=f"{cell.label}: printed {cell.text.strip()}, recomputed {display} ({written})",
    )
