"""横向合计：本年支出合计等于基本支出、项目支出等各栏之和；财政拨款等于各项预算之和

Each row of a table is cross-footed by what its columns *mean*, never by their position: 本年收入合计 = 财政拨款收入 +
上级补助收入 + … + 其他收入, 本年支出合计 (小计, 合计) = 基本支出 + 项目支出 + 上缴上级支出 + 经营支出 + 对附属单位补助支出,
财政拨款 = 一般公共预算 + 政府性基金预算 + 国有资本经营预算. The expenditure needs columns for both 基本支出 and 项目支出.

Why it matters: a figure that slipped into the neighbouring column, or one that was corrected in the total only, shows here.

Formula: columns of the forms 公开02–05, 07, 08 (lexicons/sums.yaml). Rounded addends may miss the total by half a unit in
the last place each (rules.md P5). A row with figures under a head that nobody knows stays undecided where it does not add up.

Inconsistent::

    支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出 |
    |---|---|---|---|---|---|---|---|
    | 合计 | | 86.30 | 60.00 | 16.30 | | | |
    | 208 | 社会保障和就业支出 | 86.30 | 60.00 | 16.30 | | | |

Consistent::

    支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出 |
    |---|---|---|---|---|---|---|---|
    | 合计 | | 86.30 | 60.00 | 26.30 | | | |
    | 208 | 社会保障和就业支出 | 86.30 | 60.00 | 26.30 | | | |
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.check.footing import foot, nominal, place, sober
from auditor.check.rule import Rule, View
from auditor.lexicon import load
from auditor.model import Aspects, Cell, Check, Table, Verdict

rule = Rule(
    __name__,
    title="各栏之和等于本行合计",
    title_en="The columns of a row add up to its total",
    catalogue=("TI-04",),
)


@rule.over(Table)
def rows(table: Table, view: View) -> Iterator[Check]:
    """Cross-foot every row of the table."""
    panels = table.panels or ((0, table.width),)
    yield from sober(
        rule,
        (
            one
            for row in table.rows[table.header_rows :]
            for first, last in panels
            for one in _row([cell for cell in row if first <= cell.column < last and place(cell) and cell.kind == "amount"])
        ),
    )


def _row(cells: Sequence[Cell]) -> Iterator[Check]:
    groups: dict[Aspects, list[Cell]] = {}
    for cell in cells:
        groups.setdefault(_item(cell), []).append(cell)
    for key, group in groups.items():
        if len(group) > 2:
            for whole in group:
                for addends in _sums(key.flow, whole, [cell for cell in group if cell is not whole]):
                    yield from _cross(whole, addends, cells)


def _item(cell: Cell) -> Aspects:
    """What the whole row is about: the cell without what its column says."""
    aspects = cell.aspects.but(part="", scope="")
    return aspects.but(measure="合计") if aspects.measure in load("sums")["nature"] else aspects


def _part(cell: Cell) -> str:
    return cell.aspects.measure if cell.aspects.measure in load("sums")["nature"] else cell.aspects.part


def _sums(flow: str, whole: Cell, others: Sequence[Cell]) -> Iterator[list[Cell]]:
    """The sets of cells that make up the whole; none where the table does not show all of them."""
    sums, scope, part = load("sums"), whole.aspects.scope, _part(whole)
    same = [cell for cell in others if cell.aspects.scope == scope]
    if part in ("", "基本支出"):
        natures = [cell for cell in same if _part(cell) in sums["nature"]]
        if len({_part(cell) for cell in natures}) == len(sums["nature"]):
            yield natures
    if part:
        return
    plain = {cell.aspects.scope: cell for cell in others if not _part(cell)}
    parts = [cell for cell in same if _part(cell) in sums["parts"].get(flow, ())]
    funds = [plain[fund] for fund in sums["funds"] if fund in plain]
    granted = [plain[sums["appropriation"]]] if sums["appropriation"] in plain else funds
    if scope == sums["appropriation"]:
        if all(fund in plain for fund in sums["main_funds"]):
            yield funds
    elif scope == sums["whole"] and flow == "收入" and granted:
        yield [*granted, *parts]
    if flow == "支出" and set(sums["needs"][flow]) <= {_part(cell) for cell in parts}:
        yield parts


def _cross(whole: Cell, addends: Sequence[Cell], row: Sequence[Cell]) -> Iterator[Check]:
    if len(addends) < 2:
        return
    doubt = ""
    if len({cell.aspects for cell in addends}) < len(addends):
        doubt = "有两栏的含义相同"
    odd = next((cell for cell in row if "名." in cell.aspects.part and nominal(cell)), None)
    if odd is not None:
        doubt = doubt or f"该行另有未识别的栏目“{'/'.join(odd.path)}”"
    carried = [cell for cell in row if _carried(cell) and nominal(cell) and cell.aspects.scope in ("", whole.aspects.scope)]
    for more in (carried, ()) if carried else ((),):
        checks = list(foot(rule, whole, [*addends, *more], doubt=doubt, what="各栏相加"))
        if not more or any(check.verdict in (Verdict.CONSISTENT, Verdict.ROUNDING) for check in checks):
            yield from checks
            return


def _carried(cell: Cell) -> bool:
    """Whether the column adds what was carried over: budgets put it among the sources of income."""
    carry = load("sums")["carry"]["收入"]
    return cell.aspects.measure in carry or cell.aspects.part in carry
