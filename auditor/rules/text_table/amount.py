"""An amount in the narrative is the amount in the table.

收入总计、各类支出、"三公"经费、机关运行经费、政府采购等，情况说明里写的数和表里的数是同一个数。A printed number is an interval: 万元 in the text
and 元 in the table agree when some value rounds to both; printed with the same precision they must have the same digits.
A figure that is cut off instead of rounded, or one unit in the last place away, is said to be so.

Source: catalogue NT-01…06, 08…10, 15…17, 20, UN-01/02; 财政部《部门决算公开》情况说明应与公开表一致。

Inconsistent::

    支出决算表

    金额单位：万元

    | 项目 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|
    | 合计 | 520.40 | 400.10 | 120.30 |

    三、支出决算情况说明
    2023年度支出合计520.40万元，其中：基本支出401.10万元，占77.08%。

Consistent::

    支出决算表

    金额单位：万元

    | 项目 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|
    | 合计 | 520.40 | 400.10 | 120.30 |

    三、支出决算情况说明
    2023年度支出合计520.40万元，其中：基本支出400.10万元，占76.88%。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from auditor.check.rule import Rule, View, alike, named, show
from auditor.model import Check, Kind, Level, Link, Quantity, Verdict

rule = Rule(
    __name__,
    title="文字中的数与表格一致",
    title_en="Figures of the narrative agree with the tables",
    catalogue=(
        "NT-01",
        "NT-02",
        "NT-03",
        "NT-04",
        "NT-05",
        "NT-06",
        "NT-08",
        "NT-09",
        "NT-10",
        "NT-15",
        "NT-16",
        "NT-17",
        "NT-20",
        "UN-01",
        "UN-02",
    ),
)


@rule.over(Link)
def compare(link: Link, view: View) -> Iterator[Check]:
    link = _unsigned(link)
    claim, cell = link.claim, link.cell
    if link.role != "value" or claim.kind not in (
        Kind.AMOUNT,
        Kind.COUNT,
        Kind.SCORE,
        Kind.RATE,
        Kind.CHANGE,
        Kind.SHARE,
        Kind.COMPLETION,
        Kind.RATIO,
    ):
        return
    if cell.quantity is None:
        if cell.blank and claim.quantity.value == 0:
            yield rule.result(Verdict.CONSISTENT, claim, [cell], formula=f"{claim.text}，表中为空")
        elif cell.blank and claim.kind in (Kind.AMOUNT, Kind.COUNT):
            yield rule.result(
                Verdict.INCONSISTENT,
                claim,
                [cell],
                display="空（0）",
                formula=f"{claim.text} ≠ 表中空格",
                relation=("equal", claim.id, cell.id),
            )
        else:
            yield rule.undecided(claim, "对应的表格单元没有数", [cell])
        return
    if not cell.quantity.unit and claim.quantity.dimension == "money":
        yield from _unitless_table(link)
        return
    if "no-unit" in claim.flags:
        yield from _without_unit(link, view)
        return
    how = alike(claim.quantity, _unrounded(link, view) or cell.quantity)
    formula = f"{claim.text} {'=' if how in ('equal', 'meets') else '≠'} {cell.text.strip()}{'' if cell.quantity.unit in cell.text else cell.quantity.unit}"
    expected = cell.quantity.interval
    display = show(cell.quantity.base, claim.quantity)
    relation = ("equal", claim.id, cell.id)
    if how in ("equal", "meets"):
        yield rule.result(Verdict.CONSISTENT, claim, [cell], formula=formula, expected=expected, display=display, relation=relation)
        return
    planned = "预算" in claim.aspects.stage and "预算" in cell.aspects.stage  # 预计购置5辆；…: a budget is all plans
    if claim.reach == "target" and not planned:
        yield rule.undecided(claim, "计划或预计数，不与执行数比较", [cell])
        return
    where = f"{cell.label} 为 {cell.text.strip()}{'' if cell.quantity.unit in cell.text else cell.quantity.unit}"
    if how == "truncated":
        message, level = (
            f"{named(claim)}写作 {claim.text}，{where}：应四舍五入为 {display}，此处只截去了尾数",
            Level.NOTE,
        )
    else:
        slip = _unit_slip(link)
        message = f"{named(claim)}写作 {claim.text}，{where}" + (f"，相差约{slip}倍，疑为单位写错" if slip else "")
        typed = view.document.table(cell.id.split("/", 1)[0]).kind.startswith("performance")
        level = Level.NOTE if typed and not claim.aspects.entity else Level.WARNING if how == "last" else Level.ERROR
    yield rule.result(
        Verdict.INCONSISTENT,
        claim,
        [cell],
        formula=formula,
        expected=expected,
        display=display,
        level=level,
        message=message,
        message_en=f"The text says {claim.text}; {cell.label} has {cell.text.strip()}",
        relation=relation,
    )


def _unrounded(link: Link, view: View) -> Quantity | None:
    """A round cell of a row that strips zeros (335 of 334.996), where the text prints more digits: as precise as its table is."""
    claim, quantity = link.claim.quantity, link.cell.quantity
    if quantity is None or not quantity.exact or quantity.dimension != "money" or claim.step >= quantity.step:
        return None
    others = [
        c.quantity.decimals
        for c in view.document.table(link.cell.id.split("/", 1)[0]).figures
        if c.quantity and c.quantity.unit == quantity.unit
    ]
    return replace(quantity, exact=False, decimals=max(others, default=quantity.decimals))


def _unsigned(link: Link) -> Link:
    """What the words call 减少0.30万元 a column of changes prints as -0.30; the sign stays where the words say otherwise."""
    claim, quantity = link.claim, link.cell.quantity
    if (
        claim.kind in (Kind.CHANGE, Kind.RATE)
        and claim.direction < 0
        and claim.quantity.value > 0
        and quantity is not None
        and quantity.value < 0
    ):
        return replace(link, cell=replace(link.cell, quantity=replace(quantity, value=-quantity.value)))
    return link


def _unit_slip(link: Link) -> str:
    cell = link.cell.quantity
    if cell is None or not cell.base or not link.claim.quantity.base or link.claim.quantity.dimension != "money":
        return ""
    ratio = abs(link.claim.quantity.base / cell.base)
    for factor in (10**4, 10**8, 10**3, 10):
        for one in (ratio, 1 / ratio):
            if abs(one - factor) <= factor // 100 and factor >= 1000:
                return f"{factor}"
    return ""


def _unitless_table(link: Link) -> Iterator[Check]:
    """A table that names no unit may be in 元, 万元 or 亿元; report only what fits none of them."""
    claim, cell = link.claim, link.cell
    assert cell.quantity is not None
    for scale in (1, 10000, 100000000):
        quantity = replace(cell.quantity, scale=Decimal(scale))
        if alike(claim.quantity, quantity) in ("equal", "meets"):
            yield rule.result(
                Verdict.CONSISTENT,
                claim,
                [cell],
                formula=f"{claim.text} = {cell.text.strip()}（表未写单位）",
                relation=("equal", claim.id, cell.id),
            )
            return
    yield rule.result(
        Verdict.INCONSISTENT,
        claim,
        [cell],
        formula=f"{claim.text} ≠ {cell.text.strip()}（表未写单位）",
        display=cell.text.strip(),
        relation=("equal", claim.id, cell.id),
        message=f"{named(claim)}写作 {claim.text}，{cell.label} 为 {cell.text.strip()}（表未写单位），按元、万元、亿元都不相符",
    )


def _without_unit(link: Link, view: View) -> Iterator[Check]:
    """A number that prints no unit may carry that of the table or of the figures around it; report it when none fits."""
    claim, cell = link.claim, link.cell
    assert cell.quantity is not None
    for scale in (1, 10000, 100000000):
        low = (claim.quantity.base - claim.quantity.step / 2) * scale
        high = (claim.quantity.base + claim.quantity.step / 2) * scale
        if low <= cell.quantity.interval.high and cell.quantity.interval.low <= high:  # type: ignore[operator]
            yield rule.result(
                Verdict.CONSISTENT,
                claim,
                [cell],
                formula=f"{claim.text}（未写单位）= {cell.text.strip()}",
                relation=("equal", claim.id, cell.id),
            )
            return
    yield rule.result(
        Verdict.INCONSISTENT,
        claim,
        [cell],
        formula=f"{claim.text}（未写单位）≠ {cell.text.strip()}",
        expected=cell.quantity.interval,
        display=f"{cell.text.strip()}{cell.quantity.unit if cell.quantity.unit not in cell.text else ''}",
        relation=("equal", claim.id, cell.id),
        message=f"{named(claim)}写作 {claim.text}（未写单位），{cell.label} 为 {cell.text.strip()}，按元、万元、亿元都不相符",
    )
