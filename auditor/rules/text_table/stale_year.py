"""The year that a figure of the narrative is said to be of is the year whose figure it is.

A sentence that was taken over from the file of last year says 2022年 and prints the figure of 2023. Where the tables or other sentences print for 2023, to the
last digit, what is here said of 2022, and nothing prints another figure of 2023 or this one for 2022, the year is the slip. Short and round
numbers prove nothing, as they come again from year to year.

Source: catalogue YL-01, NT-03.

Inconsistent::

    # 某局2023年度部门决算

    六、一般公共预算财政拨款基本支出决算情况说明
    2022年度一般公共预算财政拨款基本支出1403.27万元。

    一般公共预算财政拨款支出决算表
    单位：万元
    | 功能分类科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | | 合计 | 1,843.27 | 1,403.27 | 440.00 |
    | 201 | 一般公共服务支出 | 1,843.27 | 1,403.27 | 440.00 |

Consistent::

    # 某局2023年度部门决算

    六、机关运行经费支出情况
    2022年度机关运行经费支出139.45万元，2023年度机关运行经费支出140.26万元。

    机关运行经费支出表
    单位：万元
    | 项目 | 2022年决算数 | 2023年决算数 |
    |---|---|---|
    | 机关运行经费 | 139.45 | 140.26 |
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from auditor.check.rule import Figure, Rule, View, alike, named, printed
from auditor.check.wording import matched, plain
from auditor.model import Check, Claim, Kind, Level, Verdict

rule = Rule(
    __name__,
    title="文字所写年度是该数所属的年度",
    title_en="The year that a figure is said to be of is the one whose figure it is",
    catalogue=("YL-01", "NT-03"),
    level=Level.WARNING,
)
_TELLING = 4
"""Digits that two years do not have in common by chance."""
_BACK = 2


@rule.over(Claim)
def compare(claim: Claim, view: View) -> Iterator[Check]:
    year, said = view.document.year, claim.aspects.period
    if claim.kind is not Kind.AMOUNT or not (year.isdigit() and said.isdigit() and 0 < int(year) - int(said) <= _BACK):
        return
    if claim.quantity.hedge or claim.aspects.entity or not claim.aspects.measure:
        return
    own = _printed(claim, said, view)
    same = next((figure for figure in own if figure.quantity is not None and alike(claim.quantity, figure.quantity) == "equal"), None)
    if same is not None:
        yield rule.result(Verdict.CONSISTENT, claim, [same], formula=f"{said}年：{claim.text} = {printed(same)}")
        return
    this = _printed(claim, year, view)
    equal = [figure for figure in this if figure.quantity is not None and alike(claim.quantity, figure.quantity) == "equal"]
    if not equal or own or len(equal) < len(this):
        return
    if len(regex.sub(r"\D", "", claim.text).strip("0")) < _TELLING:
        yield rule.undecided(claim, f"与{year}年的数相同，但位数少，两年相同并不奇怪", equal[:1])
        return
    text = plain(claim.passage.text).text
    spoken = list(regex.finditer(rf"{said}年度?", text[: claim.start]))
    if not spoken or any(isinstance(figure, Claim) and figure.passage is claim.passage for figure in equal):
        yield rule.undecided(claim, f"与{year}年的数相同，两年可能持平", equal[:1])
        return
    yield rule.result(
        Verdict.INCONSISTENT,
        matched(claim.passage, spoken[-1].start(), spoken[-1].end()),
        [claim, equal[0]],
        formula=f"{claim.text} = {printed(equal[0])}（{year}年）",
        display=f"{year}年",
        message=f"{named(claim)}写作{said}年 {claim.text}，而这正是{year}年的数（{equal[0].label if not isinstance(equal[0], Claim) else equal[0].location.label}）",
        message_en=f"{claim.text} is said of {said}, and is the figure of {year}",
    )


def _printed(claim: Claim, year: str, view: View) -> list[Figure]:
    """Other printings of the same quantity in a year."""
    aspects = claim.aspects.but(period=year)
    cells = [cell for cell in view.measured.get(aspects.measure, ()) if cell.aspects == aspects and cell.quantity is not None]
    return [*cells, *(c for c in view.amounts.get(aspects, ()) if c.id != claim.id)]
