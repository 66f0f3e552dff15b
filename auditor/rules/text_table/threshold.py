"""A number that belongs to the name of something is the number of that name.

单价100万元（含）以上设备: the 100万元 is part of the name of a row. Where a table prints the same name with another number, one of them is wrong. Without such a
table, the limits that the forms prescribe are the right ones (lexicons/words.yaml); others are left open.

Source: catalogue NT-17.

Inconsistent::

    部门决算公开相关信息统计表

    金额单位：万元

    | 项目 | 统计数 |
    |---|---|
    | 车辆数合计（辆） | 1 |
    | 单价100万元（含）以上设备（不含车辆） | 0 |

    十、其他重要事项情况说明
    单价10万元（含）以上设备（不含车辆）0台（套）。

Consistent::

    部门决算公开相关信息统计表

    金额单位：万元

    | 项目 | 统计数 |
    |---|---|
    | 车辆数合计（辆） | 1 |
    | 单价100万元（含）以上设备（不含车辆） | 0 |

    十、其他重要事项情况说明
    单价100万元（含）以上设备（不含车辆）0台（套）。
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import regex

from auditor.check.rule import Rule, View
from auditor.lexicon import fold, load
from auditor.model import Check, Claim, Evidence, Interval, Level, Verdict

rule = Rule(
    __name__,
    title="名称里的界限数与表中名称一致",
    title_en="A number inside a name is the one of the table",
    catalogue=("NT-17",),
    level=Level.WARNING,
)

_SINCE = regex.compile(r"万元\(含\)以上设备\(不含车辆\)")
_FORM = regex.compile(rf"{_SINCE.pattern}|万元以上(?:通用|专用)设备")
"""The wording of the forms, since 2022 and before."""
_NUMBER = regex.compile(r"\d[\d,.]*")


@rule.over(Claim)
def compare(claim: Claim, view: View) -> Iterator[Check]:
    if claim.quantity.dimension != "money":
        return
    text = fold(claim.passage.text)
    said = _NUMBER.match(text, claim.start)
    if said is None:
        return
    after = text[said.end() : claim.end + 24].replace(" ", "")
    if not regex.match(r"\p{Han}{1,2}(?:\(含\))?(?:及)?以上", after):
        return
    before = regex.search(r"(\p{Han}{2})$", text[: claim.start].replace(" ", ""))
    if before is None:
        return
    named: list[tuple[str, str, Evidence]] = []
    for label, table, cell in view.limits:
        match = regex.search(regex.escape(before[1]) + r"(\d[\d,.]*)(万元|亿元|元)?\p{Han}*(?:\(含\))?以上", label)
        if match is None:
            continue
        kind = regex.search(r"通用|专用", label)
        if kind and kind[0] not in after:
            continue
        named.append(
            (_plain(match[1]), match[2] or "", Evidence(cell.label or table.title, cell.text.strip(), cell.location, cell=cell.id))
        )
    if not named:
        official = next((sizes for what, sizes in load("words")["thresholds"].items() if what in after), ())
        if _plain(said[0]) in official and claim.quantity.unit == "万元":
            yield rule.result(Verdict.CONSISTENT, claim, formula=f"{claim.text}：规定的界限")
        elif _plain(said[0]) in official:
            yield rule.result(
                Verdict.INCONSISTENT,
                claim,
                formula=f"{claim.text} ≠ {said[0]}万元",
                display=f"{said[0]}万元",
                message=f"文字写“{before[1]}{claim.text}{'' if '以上' in claim.text else '以上'}”，规定的界限以万元计",
                message_en=f"{claim.text} is in the wrong unit: the limits are in 万元",
            )
        elif _FORM.match(after) and claim.quantity.unit == "万元" and (view.document.year >= "2022" or not _SINCE.match(after)):
            yield rule.result(
                Verdict.INCONSISTENT,
                claim,
                formula=f"{claim.text} ≠ {'万元、'.join(official)}万元",
                display="100万元" if _SINCE.match(after) else "万元或".join(official) + "万元",
                level=Level.NOTE,
                message=f"文字写“{before[1]}{claim.text}{'' if '以上' in claim.text else '以上'}”，不是报表所用的界限",
                message_en=f"{claim.text} is not a limit that the forms use",
            )
        else:
            yield rule.undecided(claim, "表格中没有这样的名称")
        return
    number, unit, other = next((one for one in named if one[0] == _plain(said[0])), named[0])
    same = number == _plain(said[0]) and unit in ("", claim.quantity.unit)
    yield rule.result(
        Verdict.CONSISTENT if same else Verdict.INCONSISTENT,
        claim,
        [other],
        formula=f"{said[0]}{claim.quantity.unit} {'=' if same else '≠'} {number}{unit or claim.quantity.unit}",
        expected=Interval.exact(int(number) * Fraction(claim.quantity.scale)) if number.isdigit() else None,
        display=number + unit,
        message="" if same else f"文字写“{before[1]}{claim.text}{'' if '以上' in claim.text else '以上'}”，表中的名称为“{other.text}”",
    )


def _plain(number: str) -> str:
    return number.replace(",", "").rstrip(".")
