"""A slot of the template that nobody filled in.

「因公出国（境）团组0个，人」, 「比上年增加万元」, 「占%」, 「主要原因是。」: the template asks for a number or a reason, and nothing stands there. What is disclosed
is incomplete, and the next editor cannot tell zero from forgotten. Where the slot falls on the break of two lines of a converted file the number may have been lost
on the way; that stays undecided.

Source: catalogue TP-05, UN-03.

Inconsistent::

    九、“三公”经费支出决算情况说明
    2023年度因公出国（境）团组0个，人；公务用车购置0辆。公务接待费比上年增加万元。

Consistent::

    九、“三公”经费支出决算情况说明
    2023年度因公出国（境）团组0个，0人；公务用车购置0辆。公务接待费比上年增加0万元。
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.rule import Rule, View
from auditor.check.wording import body, clear, matched, pattern, plain
from auditor.model import Check, Document, Level, Passage, Verdict

rule = Rule(
    __name__,
    title="没有漏填的空位",
    title_en="No slot of the template is left unfilled",
    catalogue=("TP-05", "UN-03"),
    level=Level.WARNING,
)
_FLOOD = 8
"""Slots from which the numbers of a file that states none were lost in conversion, not forgotten."""


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    found = [(passage, start, end) for passage in body(document, cells=False) for start, end in _slots(passage)]
    lost = len(found) >= _FLOOD and len(found) * 2 > len(view.claims)
    for passage, start, end in found:
        said = matched(passage, start, end)
        text = plain(passage.text).text
        around = text[max(0, start - 10) : end]
        if lost:
            yield rule.undecided(said, "全文的数字大多缺失，可能在转换中丢失")
        elif _broken(passage, start, end):
            yield rule.undecided(said, "空位正在换行处，数字可能在转换中丢失")
        else:
            yield rule.result(
                Verdict.INCONSISTENT,
                said,
                formula=f"“…{around}”",
                display="补填",
                message=f"“…{around}”漏填：“{said.text}”前后应有数字或内容",
                message_en=f"Unfilled slot at “{said.text}”",
            )
    if not found:
        yield clear(rule, document, "没有漏填的空位")


def _slots(passage: Passage) -> Iterator[tuple[int, int]]:
    for match in pattern("slots").finditer(plain(passage.text).text):
        yield match.span("slot") if match.groupdict().get("slot") else match.span()


def _broken(passage: Passage, start: int, end: int) -> bool:
    """Whether a line of the file ends inside the slot."""
    first, last = plain(passage.text).span(start, end)
    return any(first < run.end < last for run in passage.runs)
