"""A placeholder that was left standing: XX万元, 20XX年, 202年度, 增加（减少）12.50万元, 大小于.

The template offers alternatives and crosses for what the unit is to write. Crosses in the place of a figure or year, a year of three digits and alternatives of which
none was chosen are reported as warnings; crosses in the place of a name may be meant to keep it secret and are noted.

Source: catalogue TP-06.

Inconsistent::

    一、收入支出决算总体情况说明
    2023年度支出总计100.00万元，比上年增加（减少）2.00万元。

Consistent::

    一、收入支出决算总体情况说明
    2023年度支出总计100.00万元，比上年增加2.00万元。
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.rule import Rule, View
from auditor.check.wording import clear, matched, pattern, plain
from auditor.model import Check, Document, Level, Verdict

rule = Rule(
    __name__,
    title="没有遗留的占位符",
    title_en="No placeholder is left standing",
    catalogue=("TP-06",),
    level=Level.WARNING,
)


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    found = False
    for passage in document.passages:
        text = plain(passage.text).text
        for sort in ("figure", "name"):
            for match in pattern("placeholders", sort).finditer(text):
                found = True
                said = matched(passage, match.start(), match.end())
                around = text[max(0, match.start() - 10) : match.end() + 6]
                if sort == "name" and not passage.narrative:
                    yield rule.undecided(said, "不在正文中，可能是样表或脱密")
                    continue
                yield rule.result(
                    Verdict.INCONSISTENT,
                    said,
                    formula=f"“…{around}…”",
                    display="填入实际内容",
                    level=Level.WARNING if sort == "figure" else Level.NOTE,
                    message=f"“…{around}…”中“{said.text}”是未填写的占位符" + ("" if sort == "figure" else "，或为脱密处理"),
                    message_en=f"“{said.text}” is a placeholder that was left standing",
                )
    if not found:
        yield clear(rule, document, "没有占位符")
