"""口径大小：全部资金不小于财政拨款，财政拨款不小于一般公共预算财政拨款

The same item printed in a narrower scope is never more than in a wider one: an item of the expenditure table (all funds) is at
least what the general budget paid for it, 本年收入合计 at least 财政拨款收入. What lies between them was paid from other income
or carry-over.

Why it matters: the two figures stand in different tables and look alike; a figure that went into the wrong one shows as a part
that is larger than its whole.

Formula: 03[code] ≥ 05[code] (rules.md TT-05), likewise 01 ≥ 04 and 04 ≥ 05. Half a unit in the last place is allowed to either
figure. Carry-over is not ordered, for it may be negative.

Inconsistent::

    # 某局2023年度部门决算

    支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 92.00 | 60.00 | 32.00 |
    | 206 | 科学技术支出 | 90.00 | 60.00 | 30.00 |

    一般公共预算财政拨款支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 小计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 92.00 | 60.00 | 32.00 |
    | 206 | 科学技术支出 | 92.00 | 60.00 | 32.00 |

Consistent::

    # 某局2023年度部门决算

    支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 92.00 | 60.00 | 32.00 |
    | 206 | 科学技术支出 | 92.00 | 60.00 | 32.00 |

    一般公共预算财政拨款支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 小计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 90.00 | 60.00 | 30.00 |
    | 206 | 科学技术支出 | 90.00 | 60.00 | 30.00 |
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.footing import apart, bound, quantities, sets, sober
from auditor.check.rule import Rule, View
from auditor.lexicon import load
from auditor.model import Check, Document

rule = Rule(
    __name__,
    title="较窄口径的数不大于较宽口径的同一项",
    title_en="An item of a narrower scope does not exceed the same item of a wider one",
    catalogue=("TT-05",),
)


@rule.over(Document)
def scopes(document: Document, view: View) -> Iterator[Check]:
    """Hold each item of the appropriation and of its funds against the next wider scope that is printed."""
    sums = load("sums")
    wider: dict[str, tuple[str, ...]] = dict.fromkeys(sums["funds"], (sums["appropriation"], sums["whole"])) | {
        sums["appropriation"]: (sums["whole"],)
    }
    for tables in sets(document):
        found = quantities(tables)
        pairs: dict[tuple[str, str], list[Check]] = {}
        for aspects, cells in found.items():
            if not aspects.flow or "结余" in aspects.measure:
                continue
            for identity, part in cells.items():
                outer = [c for scope in wider.get(aspects.scope, ()) for c in found.get(aspects.but(scope=scope), {}).items()]
                whole = next((cell for other, cell in outer if other != identity), None)
                check = bound(rule, part, whole) if whole is not None and not apart(part, whole) else None
                if whole is not None and check is not None:
                    pairs.setdefault((identity, whole.id.split("/")[0]), []).append(check)
        for checks in pairs.values():
            yield from sober(rule, checks)
