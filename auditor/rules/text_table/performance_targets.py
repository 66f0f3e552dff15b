"""The number and the money of the projects with performance targets are those of the target forms.

A budget says how many projects have targets and what they cost (编报绩效目标的项目5个，涉及项目预算资金3328.13万元) and attaches their forms. When as many forms are attached as
are counted, their budgets must add up to the money; when more are attached than counted, the count is wrong. Fewer forms prove nothing: not all need be published.

Formula: Σ 年度资金申请总额 (tails by rounding). Source: catalogue CT-01, NT-22; 财预〔2020〕10号.

Inconsistent::

    # 某局2024年部门预算

    四、绩效目标设置情况
    2024年编报绩效目标的项目2个，涉及项目预算资金68.00万元。

    项目支出绩效目标表
    （2024年度）

    金额单位：万元

    | 项目名称 | 路灯维护 | | |
    |---|---|---|---|
    | 项目资金 | 年度资金总额 | 40.00 | |

    项目支出绩效目标表
    （2024年度）

    金额单位：万元

    | 项目名称 | 管网清淤 | | |
    |---|---|---|---|
    | 项目资金 | 年度资金总额 | 38.00 | |

Consistent::

    # 某局2024年部门预算

    四、绩效目标设置情况
    2024年编报绩效目标的项目2个，涉及项目预算资金78.00万元。

    项目支出绩效目标表
    （2024年度）

    金额单位：万元

    | 项目名称 | 路灯维护 | | |
    |---|---|---|---|
    | 项目资金 | 年度资金总额 | 40.00 | |

    项目支出绩效目标表
    （2024年度）

    金额单位：万元

    | 项目名称 | 管网清淤 | | |
    |---|---|---|---|
    | 项目资金 | 年度资金总额 | 38.00 | |
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from auditor.check.rule import Rule, View, show
from auditor.check.wording import budget, headed
from auditor.model import Cell, Check, Claim, Document, Interval, Kind, Level, Table, Verdict
from auditor.model.interval import total

rule = Rule(
    __name__,
    title="绩效目标的项目数和资金与绩效目标表一致",
    title_en="Number and money of projects with targets agree with their forms",
    catalogue=("CT-01", "NT-22"),
    level=Level.WARNING,
)


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    if not budget(document):
        return
    forms: dict[str, Table] = {}
    for table in document.tables:
        if table.kind == "performance.target" and table.entity:
            forms.setdefault(table.entity, table)
    counted = [c for c in view.claims if c.aspects.measure == "绩效.项目数" and c.kind is Kind.COUNT]
    funded = [c for c in view.claims if c.aspects.measure == "绩效.自评资金" and c.kind is Kind.AMOUNT]
    for claim in counted:
        yield _count(claim, list(forms.values()))
    for claim in funded:
        beside = [c for c in counted if c.passage is claim.passage]
        if forms and any(c.quantity.base == len(forms) for c in beside):
            yield _money(claim, list(forms.values()))
        else:
            yield rule.undecided(claim, "所附的绩效目标表不全，不能加总")


def _count(claim: Claim, forms: Sequence[Table]) -> Check:
    number, using = len(forms), [headed(table) for table in forms]
    if claim.quantity.base == number:
        return rule.result(Verdict.CONSISTENT, claim, using, formula=f"绩效目标表 {number} 张", expected=Interval.exact(number))
    if claim.quantity.base > number:
        return rule.undecided(claim, f"附有的绩效目标表（{number}）少于所称的个数，可能未全部公开", using)
    return rule.result(
        Verdict.INCONSISTENT,
        claim,
        using,
        formula=f"绩效目标表 {number} 张",
        expected=Interval.exact(number),
        display=f"{number}{claim.quantity.unit}",
        relation=("equal", claim.id, f"={number}"),
        message=f"文字称编报绩效目标的项目 {claim.text}，所附绩效目标表有 {number} 个项目",
        message_en=f"{claim.text} projects with targets are counted; forms of {number} are attached",
    )


def _money(claim: Claim, forms: Sequence[Table]) -> Check:
    cells = [_fund(table) for table in forms]
    known = [cell for cell in cells if cell is not None]
    if len(known) < len(cells):
        return rule.undecided(claim, "有的绩效目标表没有列出预算，不能加总", known)
    expected = total(cell.quantity.interval for cell in known if cell.quantity is not None)
    value = sum((cell.quantity.base for cell in known if cell.quantity is not None), Fraction(0))
    shown = show(value, claim.quantity)
    formula = f"{len(known)} 张绩效目标表的预算合计 {shown}"
    return rule.compare(
        claim,
        expected,
        known,
        formula=formula,
        display=shown,
        relation=("sum", claim.id, *(cell.id for cell in known)),
        message=f"文字称编报绩效目标的项目涉及资金 {claim.text}，{len(known)} 张绩效目标表的预算合计为 {shown}",
        message_en=f"{claim.text} stated for the projects with targets; their forms add up to {shown}",
        tail=not claim.quantity.interval.meets(Interval.exact(value)),
    )


def _fund(table: Table) -> Cell | None:
    """The budget of the year for the whole project."""
    cells = [c for c in table.figures if c.aspects.measure == "项目资金" and c.kind == "amount" and c.aspects.stage in ("预算", "年初预算")]
    yearly = [c for c in cells if not c.aspects.part] or cells
    return yearly[0] if yearly else None
