"""The disclosure is published within twenty days of its approval.

部门决算 and 部门预算 are to be made public within 20 days after the finance department has approved them. Checked where the document states both dates.

Source: catalogue TP-11; 预算法第十四条.

Inconsistent::

    # 某局2023年度部门决算

    一、公开情况
    本部门决算于2024年8月20日经财政局批复。公开日期：2024年9月25日。

Consistent::

    # 某局2023年度部门决算

    一、公开情况
    本部门决算于2024年8月20日经财政局批复。公开日期：2024年9月5日。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import regex

from auditor.check.rule import Rule, View
from auditor.check.wording import budget, final, lexicon, matched, pattern, plain
from auditor.model import Check, Document, Evidence, Level, Verdict

rule = Rule(
    __name__,
    title="批复后二十日内公开",
    title_en="Published within twenty days of approval",
    catalogue=("TP-11",),
    level=Level.NOTE,
)
_DATE = regex.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    if not (final(document) or budget(document)):
        return
    approved, published = _dates(document, "approved"), _dates(document, "published")
    if not approved or not published:
        return
    if len({day for day, _ in approved}) > 1 or len({day for day, _ in published}) > 1:
        yield rule.undecided(published[0][1], "写有几个批复或公开日期", [approved[0][1]])
        return
    (first, before), (last, said) = approved[0], published[0]
    days = (last - first).days
    formula = f"{days}天"
    if 0 <= days <= lexicon()["publication_days"]:
        yield rule.result(Verdict.CONSISTENT, said, [before], formula=formula)
    else:
        yield rule.result(
            Verdict.INCONSISTENT,
            said,
            [before],
            formula=formula,
            display=f"{lexicon()['publication_days']}日内",
            message=f"{before.text}批复，{said.text}公开，" + (f"相隔{days}天，超过20日" if days > 0 else "公开早于批复"),
            message_en=f"Published {days} days after approval",
        )


def _dates(document: Document, key: str) -> list[tuple[date, Evidence]]:
    found = []
    for passage in document.passages:
        for match in pattern(key).finditer(plain(passage.text).text):
            parts = _DATE.fullmatch(match["date"])
            try:
                day = date(*map(int, parts.groups())) if parts else None
            except ValueError:
                continue
            if day is not None:
                found.append((day, matched(passage, *match.span("date"))))
    return found
