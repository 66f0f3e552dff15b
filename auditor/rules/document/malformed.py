"""Signs that no sentence contains: 100%%, 12..5万元, 1,23.00万元, 012万元, #REF!.

A doubled percent sign, a number with two points, with a leading zero or with its thousands cut in the wrong place, an error value of a spreadsheet: whoever reads the figure has to guess.
Marks that the conversion of a file leaves behind (bookmarks, tags) are no fault of the writer and stay undecided.

Source: catalogue TQ-02.

Inconsistent::

    | 三级指标 | 年度指标值 | 实际完成值 |
    |---|---|---|
    | 群众满意度 | 95%% | 96% |

Consistent::

    | 三级指标 | 年度指标值 | 实际完成值 |
    |---|---|---|
    | 群众满意度 | 95% | 96% |
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from auditor.check.rule import Rule, View, evidence
from auditor.check.wording import body, clear, matched, pattern, plain
from auditor.lexicon import fold
from auditor.model import Check, Document, Evidence, Level, Verdict

rule = Rule(
    __name__,
    title="没有不成形的数字与符号",
    title_en="No malformed numbers and signs",
    catalogue=("TQ-02",),
    level=Level.NOTE,
)

_PADDED = regex.compile(r"0\d")


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    found = False
    told = {(p.table, p.row, p.column) for p in document.passages if p.table}
    for passage in body(document):
        text = plain(passage.text).text
        for match in pattern("malformed").finditer(text):
            found = True
            yield _wrong(matched(passage, match.start(), match.end()), text[max(0, match.start() - 8) : match.end()])
        for match in pattern("residue").finditer(text):
            found = True
            yield rule.undecided(matched(passage, match.start(), match.end()), "文件转换留下的标记，不是原文")
    for table in document.tables:
        for cell in table.cells:
            text = plain(cell.text).text
            if text and (table.id, cell.row, cell.column) not in told and pattern("malformed").search(text):
                found = True
                yield _wrong(replace(evidence(cell), text=cell.text.strip()), text)
    for claim in view.claims:
        if _PADDED.match(fold(claim.passage.text), claim.start):
            found = True
            yield _wrong(evidence(claim), fold(claim.passage.text)[max(0, claim.start - 8) : claim.end])
    if not found:
        yield clear(rule, document, "没有不成形的符号")


def _wrong(said: Evidence, around: str) -> Check:
    return rule.result(
        Verdict.INCONSISTENT,
        said,
        display="改正写法",
        message=f"“{around}”中“{said.text}”不是规范的写法",
        message_en=f"“{said.text}” is malformed",
    )
