"""The opening budget of the narrative is the one of the self-evaluation of the whole unit.

情况说明 states the 年初预算 of expenditure, 部门整体支出绩效自评表 its 年初预算数: one budget, approved once. The self-evaluation may cover other money than the narrative, so a
difference is a note, and where its column does not say 年初, nothing follows. A column 其中：财政拨款 that has the figures of the whole column in
every other row has its total, too: that total is printed twice, and the finer printing counts.

Source: catalogue TT-22.

Inconsistent::

    # 某局2023年度部门决算

    五、一般公共预算财政拨款支出决算情况说明
    2023年度一般公共预算财政拨款支出年初预算为120.50万元，支出决算为118.00万元。

    # 部门整体支出绩效自评表

    | 任务名称 | 年初预算数（万元） | 执行数（万元） |
    |---|---|---|
    | 人员经费 | 80.00 | 79.00 |
    | 公用经费 | 50.20 | 39.00 |
    | 金额合计 | 130.20 | 118.00 |

Consistent::

    # 某局2023年度部门决算

    五、一般公共预算财政拨款支出决算情况说明
    2023年度一般公共预算财政拨款支出年初预算为130.20万元，支出决算为118.00万元。

    # 部门整体支出绩效自评表

    | 任务名称 | 年初预算数（万元） | 执行数（万元） |
    |---|---|---|
    | 人员经费 | 80.00 | 79.00 |
    | 公用经费 | 50.20 | 39.00 |
    | 金额合计 | 130.20 | 118.00 |
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.rule import Rule, View, alike, named, printed, show
from auditor.check.scoring import appraised
from auditor.model import Cell, Check, Claim, Document, Kind, Level, Verdict

rule = Rule(
    __name__,
    title="文字中的年初预算与整体支出自评表一致",
    title_en="The opening budget is the one of the self-evaluation of the whole unit",
    catalogue=("TT-22",),
    level=Level.NOTE,
)
_TOTALS = ("合计", "总计")
_SCOPES = ("", "全口径", "财政拨款", "一般公共预算")


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    cells = [
        cell
        for table in document.tables
        if appraised(table) and not table.entity
        for cell in table.figures
        if cell.kind == "amount"
        and cell.aspects.measure in _TOTALS
        and not cell.aspects.part
        and not cell.aspects.entity
        and cell.aspects.stage in ("年初预算", "预算")
    ]
    if not cells:
        return
    for claim in view.claims:
        aspects = claim.aspects
        if (
            claim.kind is Kind.AMOUNT
            and aspects.stage == "年初预算"
            and aspects.measure in _TOTALS
            and aspects.flow == "支出"
            and not aspects.part
            and not aspects.entity
            and aspects.scope in _SCOPES
            and aspects.period in ("", document.year)
        ):
            yield _judge(claim, cells, view)


def _judge(claim: Claim, cells: list[Cell], view: View) -> Check:
    known = [cell for cell in cells if cell.quantity is not None]
    fitting = next((c for c in known if c.quantity is not None and alike(claim.quantity, c.quantity) in ("equal", "meets")), None)
    finer = _finer(fitting, known, view) if fitting is not None else None
    if finer is not None and finer.quantity is not None and alike(claim.quantity, finer.quantity) not in ("equal", "meets"):
        return _differs(claim, finer)
    if fitting is not None:
        relation = ("equal", claim.id, fitting.id)
        return rule.result(Verdict.CONSISTENT, claim, [fitting], formula=f"{claim.text} = {printed(fitting)}", relation=relation)
    said = next((c for c in known if c.aspects.stage == "年初预算"), None)
    if said is None or said.quantity is None:
        return rule.undecided(claim, "自评表的预算数没有说是年初的，不作比较", known)
    return _differs(claim, said)


def _finer(cell: Cell, known: list[Cell], view: View) -> Cell | None:
    """The same total, printed to more places in the same row: its column has the same amounts in every other row."""
    assert cell.quantity is not None
    table = view.document.table(cell.id.split("/")[0])
    rows = [{c.column: c.quantity for c in row if c.kind == "amount" and c.quantity} for row in table.rows if cell not in row]
    for other in known:
        if other.quantity is None or other.location.table != cell.location.table or other.row != cell.row:
            continue
        pairs = [(row.get(cell.column), row.get(other.column)) for row in rows if {cell.column, other.column} & set(row)]
        same = bool(pairs) and all(a is not None and b is not None and a.base == b.base for a, b in pairs)
        if same and other.quantity.step < cell.quantity.step and alike(other.quantity, cell.quantity) in ("equal", "meets"):
            return other
    return None


def _differs(claim: Claim, said: Cell) -> Check:
    assert said.quantity is not None
    return rule.result(
        Verdict.INCONSISTENT,
        claim,
        [said],
        formula=f"{claim.text} ≠ {printed(said)}",
        expected=said.quantity.interval,
        display=show(said.quantity.base, claim.quantity),
        message=f"{named(claim)}写作 {claim.text}，{said.label} 为 {printed(said)}",
        message_en=f"The opening budget is {claim.text} here and {printed(said)} in the self-evaluation",
    )
