"""An instruction of the template that was published with the disclosure.

「…仍保留该表格式，并在本表下方作下述说明：」, 「请根据本部门实际情况填写」: the sentence is addressed to whoever fills in the template, not to the reader. Rules for filling
in a form that stand under that form (填表说明, 备注) are meant to be read and stay undecided.

Source: catalogue TP-06, TP-08.

Inconsistent::

    七、政府性基金预算财政拨款收支决算情况说明
    没有政府性基金收支的单位，应当保留本表格式。本部门2023年度无政府性基金收支。

Consistent::

    七、政府性基金预算财政拨款收支决算情况说明
    本部门2023年度无政府性基金收支，故本表无数据。
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.rule import Rule, View
from auditor.check.wording import CONTENTS, clear, matched, pattern, plain, under
from auditor.model import Check, Document, Level, Passage, Verdict

rule = Rule(
    __name__,
    title="没有遗留的模板填写要求",
    title_en="No instruction of the template is left standing",
    catalogue=("TP-06", "TP-08"),
    level=Level.WARNING,
)


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    found = False
    rules = False
    for passage in document.passages:
        text = plain(passage.text).text
        if pattern("form_rules").search(text[:12]):
            rules = True
        elif passage.heading or passage.narrative:
            rules = False
        if passage.label == CONTENTS or passage.table:
            continue
        for sort in ("certain", "likely"):
            match = pattern("instructions", sort).search(text)
            if match is None:
                continue
            found = True
            said = matched(passage, match.start(), match.end())
            if rules or _form(passage):
                yield rule.undecided(said, "在填表说明之中，是公开给填表人看的")
            else:
                yield rule.result(
                    Verdict.INCONSISTENT,
                    said,
                    formula=f"“{text[:40]}”",
                    display="删去",
                    level=Level.WARNING if sort == "certain" else Level.NOTE,
                    message=f"“{said.text}”是模板对填写人的要求，公开前应删去（“{text[:30]}…”）",
                    message_en=f"“{said.text}” is an instruction of the template to whoever fills it in",
                )
            break
    if not found:
        yield clear(rule, document, "没有模板填写要求")


def _form(passage: Passage) -> bool:
    return under(passage.section, pattern("form_rules"))
