"""A disclosure is that of a department or that of a unit, not of both in turn.

部门决算 holds the accounts of a department with its units, 单位决算 those of one unit. Headings that change from one to the other were taken from two templates, and the reader
no longer knows whose figures these are.

Source: catalogue LB-02.

Inconsistent::

    # 某局2023年度部门决算

    一、部门决算收支说明
    收入总计100.00万元。
    二、单位决算支出说明
    支出总计100.00万元。

Consistent::

    # 某局2023年度部门决算

    一、部门决算收支说明
    收入总计100.00万元。
    二、部门决算支出说明
    支出总计100.00万元。
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import regex

from auditor.check.rule import Rule, View
from auditor.check.wording import CONTENTS, lexicon, matched, pattern, plain
from auditor.model import Check, Document, Evidence, Level, Verdict

rule = Rule(
    __name__,
    title="“部门”与“单位”的称谓一致",
    title_en="A disclosure is that of a department or that of a unit",
    catalogue=("LB-02",),
    level=Level.NOTE,
)


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    found: dict[str, list[Evidence]] = defaultdict(list)
    for passage in document.passages:
        text = plain(passage.text).text
        if not (passage.heading or passage.label in (CONTENTS, "封面")) or pattern("both_words").search(text):
            continue
        for word, expression in lexicon()["department_words"].items():
            match = regex.search(expression, text)
            if match is not None:
                found[word].append(matched(passage, *match.span()))
    if not found:
        return
    usual = max(found, key=lambda word: len(found[word]))
    rest = sum(len(said) for word, said in found.items() if word != usual)
    for word, places in found.items():
        for said in places:
            if word == usual:
                yield rule.result(Verdict.CONSISTENT, said)
            elif 2 * rest > len(found[usual]):
                yield rule.undecided(said, "两种称谓都多，不能判断哪一种是对的")
            else:
                yield rule.result(
                    Verdict.INCONSISTENT,
                    said,
                    found[usual][:1],
                    display=said.text.replace(word, usual),
                    message=f"此处作“{said.text}”，其他标题作“{found[usual][0].text}”",
                    message_en="The disclosure calls itself that of a department and that of a unit",
                )
