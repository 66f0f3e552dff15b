"""资金合计：资金总额等于各资金来源之和，金额合计等于各项任务之和

In a performance table, 资金总额 (年度资金总额) is the sum of its sources — 财政拨款, 上年结转资金, 其他资金 — in every column of money,
and 金额合计 of a list of tasks is the sum of the tasks.

Why it matters: the execution rate is computed from the total; money that is in the total and in no source (or the reverse) was
typed into the wrong cell.

Formula: forms 项目支出绩效自评表 and 部门整体支出绩效自评表, rules.md PF-11, TI-05. Sources that are broken down further (其中)
are not added twice: any selection of the rows that gives the total will do. Where only 其中 rows are printed and no 其他资金, the
sources are not complete and nothing is decided.

Inconsistent::

    路灯维护项目支出绩效自评表

    | 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 执行率 | 得分 |
    |---|---|---|---|---|---|
    | 年度资金总额 | 40.00 | 40.00 | 31.50 | 78.75% | 7.88 |
    | 其中：当年财政拨款 | 30.00 | 30.00 | 25.50 | — | — |
    | 其他资金 | 10.00 | 10.00 | 5.00 | — | — |

Consistent::

    路灯维护项目支出绩效自评表

    | 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 执行率 | 得分 |
    |---|---|---|---|---|---|
    | 年度资金总额 | 40.00 | 40.00 | 31.50 | 78.75% | 7.88 |
    | 其中：当年财政拨款 | 30.00 | 30.00 | 25.50 | — | — |
    | 其他资金 | 10.00 | 10.00 | 6.00 | — | — |
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from auditor.check.footing import foot, nominal, place, sober, worth
from auditor.check.rule import Rule, View
from auditor.check.scoring import appraised
from auditor.lexicon import fold
from auditor.model import Cell, Check, Role, Table
from auditor.model.interval import total as sum_of

rule = Rule(
    __name__,
    title="资金总额等于各来源之和，金额合计等于各项任务之和",
    title_en="Money in total is the sum of its sources, or of the tasks",
    catalogue=("PF-11", "TI-05"),
)


@rule.over(Table)
def sums(table: Table, view: View) -> Iterator[Check]:
    """Foot the totals of money in a performance table."""
    if appraised(table):
        yield from sober(rule, [*_all(table), *_across(table)])


def _across(table: Table) -> Iterator[Check]:
    """总额 of a row beside 财政拨款 and 其他资金 under one head."""
    rows: dict[tuple[int, tuple[str, ...]], list[Cell]] = {}
    for cell in table.cells:
        if place(cell) and len(cell.path) > 1 and not cell.aspects.measure.startswith("指标."):
            rows.setdefault((cell.row, cell.path[:-1]), []).append(cell)
    for cells in rows.values():
        whole = next((c for c in cells if fold(c.path[-1]).strip() in ("总额", "合计", "小计", "总计")), None)
        parts = [c for c in cells if c is not whole]
        names = [fold(c.path[-1]) for c in parts]
        if (
            whole is not None
            and whole.quantity is not None
            and whole.kind == "amount"
            and any(n.startswith(("其他", "其它")) for n in names)
        ):
            yield from foot(rule, whole, parts, what="各资金来源相加")


def _all(table: Table) -> Iterator[Check]:
    money = [cell for cell in table.cells if place(cell) and cell.kind == "amount"]
    for whole in money:
        if whole.role is not Role.TOTAL or whole.quantity is None:
            continue
        if whole.aspects.measure.startswith("项目资金"):
            same = [
                cell
                for cell in money
                if cell.role is Role.BODY and cell.aspects.measure.startswith("项目资金.") and _column(cell) == _column(whole)
            ]
            yield from _sources(whole, same)
        elif whole.aspects.measure in ("合计", "总计"):
            same = [cell for cell in money if cell.column == whole.column and cell.path == whole.path and cell.row < whole.row]
            tasks = [cell for cell in same if cell.role is Role.BODY]
            if len(tasks) > 1 and not any(cell.role is Role.TOTAL for cell in same):
                yield from foot(rule, whole, tasks, what="各项任务相加")


def _column(cell: Cell) -> tuple[str, str, bool]:
    return cell.aspects.stage, cell.aspects.part, cell.aspects.measure.endswith(".结余")


def _sources(whole: Cell, rows: Sequence[Cell]) -> Iterator[Check]:
    live = [cell for cell in rows if cell.quantity is not None]
    if not live:
        return
    labels = [fold(cell.stub[-1]).strip() if cell.stub else "" for cell in rows]
    for size in range(len(live) - 1, 0, -1):
        for some in combinations(live, size):
            if sum(map(nominal, some)) == nominal(whole) != sum(map(nominal, live)) and len(live) < 9:
                yield from foot(rule, whole, some)
                return
    complete = any("其他" in label for label in labels) or not any(label.startswith("其中") for label in labels)
    values = [value for cell in live if (value := worth(cell)) is not None]
    own = worth(whole)
    under = own is not None and len(values) == len(live) and (sum_of(values).high or 0) < (own.low or 0)
    yield from foot(rule, whole, rows, doubt="" if complete or not under else "所列来源可能不全", what="各资金来源相加")
