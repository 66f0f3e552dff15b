"""A department's accounts are the sum of those of its units.

The 部门决算 of a department consolidates those of its own office (本级) and of every unit under it. Money that was appropriated is spent once: 财政拨款, "三公"经费 and 政府采购
of the department are exactly the sums of theirs. All money (全口径) loses on the way what the units paid each other, and is at most the sum.

Checked with one ``--unit`` for each unit. Nothing is reported when the document says that it has another number of units than were given.
Source: catalogue XD-04; 部门决算编报办法.

Inconsistent::

    # 青川市路灯管理局2023年度部门决算

    三、支出决算情况说明
    2023年度一般公共预算财政拨款支出520.40万元。

    <!-- unit -->
    # 青川市路灯管理局本级2023年度单位决算

    三、支出决算情况说明
    2023年度一般公共预算财政拨款支出400.10万元。

    <!-- unit -->
    # 青川市路灯维护中心2023年度单位决算

    三、支出决算情况说明
    2023年度一般公共预算财政拨款支出123.30万元。

Consistent::

    # 青川市路灯管理局2023年度部门决算

    三、支出决算情况说明
    2023年度一般公共预算财政拨款支出520.40万元。

    <!-- unit -->
    # 青川市路灯管理局本级2023年度单位决算

    三、支出决算情况说明
    2023年度一般公共预算财政拨款支出400.10万元。

    <!-- unit -->
    # 青川市路灯维护中心2023年度单位决算

    三、支出决算情况说明
    2023年度一般公共预算财政拨款支出120.30万元。
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor.check.across import said, theirs
from auditor.check.rule import Figure, Rule, View, printed, show
from auditor.check.wording import body, plain
from auditor.lexicon import load, worded
from auditor.model import Aspects, Check, Document, Interval, Kind, Level, Verdict
from auditor.model.interval import total

rule = Rule(
    __name__,
    title="部门数等于所属单位之和",
    title_en="A department's figures are the sums of those of its units",
    catalogue=("XD-04",),
    level=Level.WARNING,
)
_MEASURES = ("合计", "总计", "三公", "采购")
_ONCE = ("财政拨款", "一般公共预算", "政府性基金", "国有资本")
_NUMBER = r"{in_scope}[^。;]{0,30}范围的?[^。;\d]{0,16}(?:单位)?(?:共|共有|共计|有)?(\d{1,3})个"


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    units = [other for which, other in view.others.items() if which.startswith("unit")]
    if not units:
        return
    told = _announced(document)
    for aspects, figure in _figures(view).items():
        if aspects.measure.split(".")[0] not in _MEASURES or aspects.period != document.year or aspects.entity:
            continue
        parts = [_figures(unit).get(aspects) for unit in units]
        if all(part is None for part in parts):
            continue
        found = [part for part in parts if part is not None]
        if len(found) < len(units):
            yield rule.undecided(figure, f"{len(units)}个单位中有{len(units) - len(found)}个没有这个数", [theirs(one) for one in found])
        else:
            yield _sum(figure, found, aspects, told)


def _sum(figure: Figure, parts: list[Figure], aspects: Aspects, told: int) -> Check:
    assert figure.quantity is not None
    quantities = [part.quantity for part in parts if part.quantity is not None]
    expected = total(quantity.interval for quantity in quantities)
    value = sum((quantity.base for quantity in quantities), Fraction(0))
    shown = show(value, figure.quantity)
    using = [theirs(part) for part in parts]
    formula = (" + ".join(map(printed, parts)) if len(parts) <= 8 else f"{len(parts)}个单位之和") + f" = {shown}"
    if figure.quantity.interval.meets(expected):
        verdict = Verdict.CONSISTENT if value == figure.quantity.base else Verdict.ROUNDING
        return rule.result(verdict, figure, using, formula=formula, expected=expected, display=shown)
    if told and told != len(parts):
        return rule.undecided(figure, f"文中说有{told}个单位，给出的是{len(parts)}个", using)
    once = aspects.scope in _ONCE or aspects.measure.startswith("三公")
    if not once and value > figure.quantity.base:
        return rule.undecided(figure, f"各单位之和为{shown}，多出的可能是单位之间的往来，汇总时抵销", using)
    ceiling = expected if once else Interval(None, expected.high)
    return rule.result(
        Verdict.INCONSISTENT,
        figure,
        using,
        formula=formula,
        expected=ceiling,
        display=shown,
        message=f"{said(figure)}写作 {printed(figure)}，{len(parts)}个单位之和为 {shown}（{formula}）",
        message_en=f"{said(figure)}: {printed(figure)}, but its {len(parts)} units add up to {shown}",
    )


def _announced(document: Document) -> int:
    """How many units the document says that it consolidates; 0 where it does not say."""
    for passage in body(document, cells=False):
        match = worded(_NUMBER).search(plain(passage.text).text)
        if match:
            return int(match[1])
    return 0


def _figures(view: View) -> dict[Aspects, Figure]:
    """The amounts that a document prints, tables first: what they print exactly is better than what the narrative rounds."""
    tree = {part for whole, parts in load("sums")["trees"].items() if whole.split(".")[0] in _MEASURES for part in (whole, *parts)}
    found: dict[Aspects, Figure] = {}
    for table in view.document.tables:
        if table.kind.startswith(("final.", "budget.")):
            for cell in table.figures:
                if cell.kind == "amount" and (cell.aspects.measure in _MEASURES or cell.aspects.measure in tree):
                    found.setdefault(cell.aspects, cell)
    for claim in view.claims:
        if claim.kind is Kind.AMOUNT and not claim.reach and not claim.also and claim.quantity.dimension == "money":
            found.setdefault(claim.aspects, claim)
    return found
