"""Changes are measured against the year before.

「较2021年增加」 in a 2023 disclosure, or 「比2023年决算减少」 in it: the sentence was left standing when the years moved on, and the figures beside it may have been too.
Comparisons over several years, and comparisons with the budget of the same year, say so.

Source: catalogue YL-05.

Inconsistent::

    # 某局2023年度部门决算

    一、收入支出决算总体情况说明
    2023年度收入总计100.00万元，与2022年度相比增加2.00万元。支出总计100.00万元，与2021年度相比增加2.00万元。

Consistent::

    # 某局2023年度部门决算

    一、收入支出决算总体情况说明
    2023年度收入总计100.00万元，与2022年度相比增加2.00万元。支出总计100.00万元，与2022年度相比增加2.00万元。
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from auditor.check.rule import Rule, View
from auditor.check.wording import body, budget, final, matched, pattern, plain, sentence
from auditor.model import Check, Document, Evidence, Level, Verdict

rule = Rule(
    __name__,
    title="增减以上年为基数",
    title_en="Changes are measured against the year before",
    catalogue=("YL-05",),
    level=Level.WARNING,
)
_COMPARED = regex.compile(
    r"(?:相较于?|相比于?|对比|较|比|与|同)(?P<year>20\d\d)年度?(?P<what>(?:年初|全年|调整)?(?:部门)?[^。;,\d]{0,16}?)(?=相比|增加|减少|增长|下降|上升|降低|持平|相同|一致|多|少|增\d|减\d)"
)


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    if not (final(document) or budget(document)) or not document.year.isdigit():
        return
    before = str(int(document.year) - 1)
    found = [(passage, match) for passage in body(document, cells=False) for match in _COMPARED.finditer(plain(passage.text).text)]
    usual = sum(match["year"] == before for _, match in found)
    for passage, match in found:
        text = plain(passage.text).text
        said = matched(passage, match.start(), match.end("year") + 1)
        whole = text[slice(*sentence(text, match.start()))]
        own_budget = match["year"] == document.year and "预算" in match["what"] and final(document)
        if match["year"] == before or own_budget:
            yield rule.result(Verdict.CONSISTENT, said)
        elif pattern("long_comparison").search(whole) or 2 * usual < len(found) or (budget(document) and "决算" in match["what"]):
            yield rule.undecided(said, "可能是跨年度的比较")
        else:
            yield _wrong(said, match["year"], before, document)


_BESIDE = regex.compile(
    r"(?P<own>20\d\d)年度?(?P<what>预算|决算)(?:数|安排)?为?[\d,.]+[万亿]?元[,、;](?P<year>20\d\d)年度?(?P=what)(?:数|安排)?为?[\d,.]+[万亿]?元"
)


@rule.over(Document)
def beside(document: Document, view: View) -> Iterator[Check]:
    """2024年度预算50万元，2023年度预算48万元: item by item, the year beside the document's is the year before."""
    if not (final(document) or budget(document)) or not document.year.isdigit():
        return
    before = str(int(document.year) - 1)
    found = [
        (passage, match)
        for passage in body(document, cells=False)
        for match in _BESIDE.finditer(plain(passage.text).text)
        if match["own"] == document.year
    ]
    usual = sum(match["year"] == before for _, match in found)
    for passage, match in found:
        said = matched(passage, match.start("year"), match.end("year") + 1)
        if match["year"] == before:
            yield rule.result(Verdict.CONSISTENT, said)
        elif usual < 3 or match["year"] == document.year or 5 * usual < 4 * len(found):
            yield rule.undecided(said, "可能是跨年度的比较")
        else:
            yield _wrong(said, match["year"], before, document)


def _wrong(said: Evidence, year: str, before: str, document: Document) -> Check:
    return rule.result(
        Verdict.INCONSISTENT,
        said,
        display=f"{before}年",
        message=f"“{said.text}”：{document.year}年的文件应与{before}年比较，此处写{year}年",
        message_en=f"A disclosure of {document.year} compares with {before}, not with {year}",
    )
