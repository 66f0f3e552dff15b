"""A disclosure of final accounts is not headed in the words of a budget, nor the other way round.

「三、支出预算情况说明」 among 「收入决算情况说明」 and the like was taken from the budget disclosure. 年初预算 and 预算数 belong into final accounts and are not meant.

Source: catalogue YL-04.

Inconsistent::

    # 某局2023年度部门决算

    一、收入支出决算总体情况说明
    收入总计100.00万元。
    二、收入决算情况说明
    收入合计100.00万元。
    三、支出预算情况说明
    支出合计100.00万元。

Consistent::

    # 某局2023年度部门决算

    一、收入支出决算总体情况说明
    收入总计100.00万元。
    二、收入决算情况说明
    收入合计100.00万元。
    三、支出决算情况说明
    支出合计100.00万元，为年初预算的98.00%。
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.rule import Rule, View
from auditor.check.wording import CONTENTS, body, budget, final, matched, pattern, plain
from auditor.model import Check, Document, Evidence, Level, Verdict

rule = Rule(
    __name__,
    title="预算与决算的用语不混用",
    title_en="Final accounts are not worded as a budget, nor a budget as final accounts",
    catalogue=("YL-04",),
    level=Level.WARNING,
)


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    if not (final(document) or budget(document)):
        return
    genre, own, other = ("final", "决算", "预算") if final(document) else ("budget", "预算", "决算")
    heads = [p for p in document.passages if p.heading or p.label == CONTENTS]
    usual = sum(own in plain(p.text).text for p in heads)
    for passage in heads:
        text = plain(passage.text).text
        match = pattern("foreign_headings", genre).search(text)
        if match is not None:
            said = matched(passage, match.start(), match.end())
            if usual >= 2:
                yield _wrong(said, own, other, Level.WARNING)
            else:
                yield rule.undecided(said, f"没有几个标题写{own}，文件可能兼有预算与决算")
        elif own in text:
            yield rule.result(Verdict.CONSISTENT, matched(passage, 0, len(text)))
    for passage in body(document, cells=False):
        match = pattern("foreign_sentences", genre).search(plain(passage.text).text)
        if match is not None:
            yield _wrong(matched(passage, match.start(), match.end()), own, other, Level.NOTE)


def _wrong(said: Evidence, own: str, other: str, level: Level) -> Check:
    return rule.result(
        Verdict.INCONSISTENT,
        said,
        display=own,
        level=level,
        message=f"“{said.text}”用了{other}的说法，而本文件是{own}公开",
        message_en="The wording of the other kind of disclosure is used",
    )
