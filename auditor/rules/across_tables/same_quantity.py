"""表间同数：同一数在不同的表中列示应当相同

Wherever two tables print the same quantity — same item, same income or expenditure, same scope, same stage and year — the two
figures agree: 本年支出合计 of the total table and of the expenditure table, each 类 of both, the financial appropriation of the
income table and of the appropriation table, the total of the fund table and its column there. What a cell means comes from its
heads and its row, so the rule needs no list of cell addresses.

Why it matters: the tables of one disclosure are printed from one ledger; where they differ, one of them was edited by hand.

Formulas: 01[27]=02[合计,1], 01[58]=03[合计,1], 01[1..3]=04[1..3], 04[27]=02[合计,2], 04[59,栏3]=05[合计,1], 04[59,栏4]=07[合计,3] …
(rules.md TT-01 to TT-04, TT-06, TT-08). At the same precision the digits must be the same; a difference of one in the last
place is a note, since both may be sums of rounded figures (P9). Where most quantities that two tables share differ, the tables
are about different things and stay undecided.

Inconsistent::

    # 某局2023年度部门决算

    收入决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 本年收入合计 | 财政拨款收入 | 其他收入 |
    |---|---|---|---|---|
    | 合计 | | 86.30 | 80.00 | 6.30 |

    财政拨款收入支出决算总表

    金额单位：万元

    | 项目 | 金额 | 项目 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款 |
    |---|---|---|---|---|---|
    | 一、一般公共预算财政拨款 | 88.00 | 一、一般公共服务支出 | 88.00 | 88.00 | |
    | 本年收入合计 | 88.00 | 本年支出合计 | 88.00 | 88.00 | |

Consistent::

    # 某局2023年度部门决算

    收入决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 本年收入合计 | 财政拨款收入 | 其他收入 |
    |---|---|---|---|---|
    | 合计 | | 86.30 | 80.00 | 6.30 |

    财政拨款收入支出决算总表

    金额单位：万元

    | 项目 | 金额 | 项目 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款 |
    |---|---|---|---|---|---|
    | 一、一般公共预算财政拨款 | 80.00 | 一、一般公共服务支出 | 80.00 | 80.00 | |
    | 本年收入合计 | 80.00 | 本年支出合计 | 80.00 | 80.00 | |
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from auditor.check.footing import apart, nominal, quantities, sets, sober, tie
from auditor.check.rule import Rule, View
from auditor.model import Cell, Check, Document, Verdict

rule = Rule(
    __name__,
    title="同一数在不同表中的列示相同",
    title_en="The same quantity is the same in every table",
    catalogue=("TT-01", "TT-02", "TT-03", "TT-04", "TT-06", "TT-08"),
)


@rule.over(Document)
def printings(document: Document, view: View) -> Iterator[Check]:
    """Hold the printings of each quantity against the one that most tables agree on."""
    for tables in sets(document):
        pairs: dict[tuple[str, str], list[Check]] = {}
        found = quantities(tables)
        for aspects, cells in found.items():
            if len(cells) < 2:
                continue
            reference = _reference(list(cells.values()))
            grand = [cell for cell in found.get(aspects.but(measure="总计"), {}).values() if aspects.measure == "合计"]
            for identity, cell in cells.items():
                if cell is reference or apart(cell, reference):
                    continue
                first, second = sorted((identity, reference.id.split("/")[0]))
                pairs.setdefault((first, second), []).append(_tie(cell, reference, grand))
        for checks in pairs.values():
            yield from sober(rule, checks)


def _tie(cell: Cell, reference: Cell, grand: list[Cell]) -> Check:
    """The comparison; undecided where one of the two is the total with carry-over, which some forms call 合计 as well."""
    check = tie(rule, cell, reference)
    carried = next((total for total in grand if nominal(total) in (nominal(cell), nominal(reference))), None)
    if check.verdict is Verdict.INCONSISTENT and carried is not None:
        return rule.undecided(
            cell, f"与{reference.label}的{reference.text.strip()}不同，但其中一处等于含结转结余的总计", [reference, carried]
        )
    return check


def _reference(cells: list[Cell]) -> Cell:
    """The first of the most precise printings among those that most tables agree on."""
    votes = Counter(nominal(cell) for cell in cells)
    most = max(votes.values())
    agreed = [cell for cell in cells if votes[nominal(cell)] == most]
    return min(agreed, key=lambda cell: cell.quantity.step if cell.quantity else 0)
