"""A number that belongs to the name of something is the number of that name.

单价100万元（含）以上设备: the 100万元 is part of the name of a row. Where a table prints the same name with another number, one of them is wrong.

Source: catalogue NT-17.

Inconsistent::

    部门决算公开相关信息统计表
    单位：万元
    项目 | 统计数
    车辆数合计（辆） | 1
    单价100万元（含）以上设备（不含车辆） | 0

    十、其他重要事项情况说明
    单价10万元（含）以上设备（不含车辆）0台（套）。

Consistent::

    部门决算公开相关信息统计表
    单位：万元
    项目 | 统计数
    车辆数合计（辆） | 1
    单价100万元（含）以上设备（不含车辆） | 0

    十、其他重要事项情况说明
    单价100万元（含）以上设备（不含车辆）0台（套）。
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from auditor.check.rule import Rule, View
from auditor.lexicon import fold
from auditor.model import Check, Claim, Evidence, Interval, Level, Verdict

rule = Rule(__name__, title="名称里的界限数与表中名称一致", title_en="A number inside a name is the one of the table", catalogue=("NT-17",), level=Level.WARNING)

_NUMBER = regex.compile(r"\d[\d,.]*")


@rule.over(Claim)
def compare(claim: Claim, view: View) -> Iterator[Check]:
    text = fold(claim.passage.text)
    after = text[claim.end : claim.end + 12].replace(" ", "")
    if claim.quantity.dimension != "money" or not regex.match(r"(?:\(含\))?以上", after):
        return
    said = _NUMBER.search(claim.text)
    before = regex.search(r"(\p{Han}{2})$", text[: claim.start].replace(" ", ""))
    if said is None or before is None:
        return
    for table in view.document.tables:
        for cell in table.cells:
            label = fold(cell.text).replace(" ", "")
            match = regex.search(regex.escape(before[1]) + r"(\d[\d,.]*)\p{Han}*(?:\(含\))?以上", label)
            if match is None:
                continue
            kind = regex.search(r"通用|专用", label)
            if kind and kind[0] not in after + text[claim.end : claim.end + 24]:
                continue
            other = Evidence(cell.label or table.title, cell.text.strip(), cell.location, cell=cell.id)
            same = _plain(match[1]) == _plain(said[0])
            yield rule.result(Verdict.CONSISTENT if same else Verdict.INCONSISTENT, claim, [other], formula=f"{said[0]} {'=' if same else '≠'} {match[1]}",
                              expected=Interval.exact(int(float(_plain(match[1])))) if _plain(match[1]).isdigit() else None, display=match[1],
                              message="" if same else f"文字写“{before[1]}{claim.text}以上”，表中的名称为“{cell.text.strip()}”")
            return


def _plain(number: str) -> str:
    return number.replace(",", "").rstrip(".")
