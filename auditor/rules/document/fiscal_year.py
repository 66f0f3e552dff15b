"""The disclosure speaks of its own year: in its tables, its headings, its first sentences and its dates.

A 2023 disclosure whose table is headed 2022年度, whose section opens 「2022年度收入总计…」 or whose assets are counted 截至2022年12月31日 was made from the file of the year
before, and that part was not updated. Earlier years in comparisons, dates of reports, plans for later years and the numbers of laws are no such thing.

Source: catalogue YL-01, YL-02.

Inconsistent::

    # 某局2023年度部门决算

    一、收入支出决算总体情况说明
    2022年度收入总计100.00万元。

    十、国有资产占用情况说明
    截至2022年12月31日，本部门共有车辆2辆。

Consistent::

    # 某局2023年度部门决算

    一、收入支出决算总体情况说明
    2023年度收入总计100.00万元，比2022年增加2.00万元。

    十、国有资产占用情况说明
    截至2023年12月31日，本部门共有车辆2辆。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import regex

from auditor.check.rule import Rule, View
from auditor.check.wording import CONTENTS, body, budget, final, headed, matched, pattern, plain, sentence, under
from auditor.model import Check, Document, Evidence, Level, Verdict

rule = Rule(
    __name__,
    title="年度与封面一致",
    title_en="The disclosure speaks of its own year",
    catalogue=("YL-01", "YL-02"),
    level=Level.WARNING,
)
_DATE = regex.compile(r"(?:截至|截止)(?:到)?(?P<year>20\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
_HEADING = {
    "final": regex.compile(r"(?<![与较比同和])(?P<year>20\d\d)年度?(?:\([^)]*\))?(?:部门|单位|本级)?[^,。]{0,14}决算"),
    "budget": regex.compile(
        r"(?<![与较比同和])(?P<year>20\d\d)年度?(?:\([^)]*\))?(?:部门|单位|本级)?[^,。]{0,14}预算(?!执行|绩效|完成|调整)"
    ),
}
_OPENING = regex.compile(r"^(?P<year>20\d\d)年度?(?!以来|至|到|起|末|底|\d)(?=[^。;,]{0,20}(?:收入|支出|收、支|收支|决算|三公|运行经费))")


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    if not (final(document) or budget(document)) or not document.year:
        return
    yield from _tables(document)
    yield from _headings(document)
    yield from _dates(document)
    yield from _openings(document)


def _verdict(document: Document, said: Evidence, year: str, what: str, *, doubt: str = "") -> Check:
    if year == document.year:
        return rule.result(Verdict.CONSISTENT, said, formula=f"{year}年")
    if doubt:
        return rule.undecided(said, doubt)
    return rule.result(
        Verdict.INCONSISTENT,
        said,
        display=f"{document.year}年",
        message=f"{what}为{year}年，而本文件是{document.year}年的{'决算' if final(document) else '预算'}",
        message_en=f"{year} is named where the disclosure is of {document.year}",
    )


def _tables(document: Document) -> Iterator[Check]:
    """Heads of statutory tables, where most of them carry the year of the cover."""
    tables = [t for t in document.tables if t.kind.startswith(("final.", "budget.")) and t.year]
    votes = Counter(t.year for t in tables)
    doubt = "" if 2 * votes[document.year] > len(tables) else "多数表格的年度与封面不同，可能是封面年度识别有误"
    for table in tables:
        yield _verdict(document, headed(table), table.year, f"{table.title}的表头年度", doubt=doubt)


def _headings(document: Document) -> Iterator[Check]:
    words = _HEADING["final" if final(document) else "budget"]
    for passage in document.passages:
        if not passage.heading and passage.label != CONTENTS:
            continue
        match = words.search(plain(passage.text).text)
        if match is not None:
            said = matched(passage, match.start(), match.end())
            yield _verdict(document, said, match["year"], f"标题“{passage.text.strip()[:40]}”")


def _dates(document: Document) -> Iterator[Check]:
    """The date as of which assets are counted: the last day of the year."""
    for passage in body(document, cells=False):
        text = plain(passage.text).text
        for match in _DATE.finditer(text):
            said = matched(passage, match.start(), match.end())
            about = pattern("dated_assets").search(text[slice(*sentence(text, match.start()))])
            if budget(document) or not about:
                if match["year"] > document.year:
                    yield rule.undecided(said, "日期晚于本年度")
                continue
            if (int(match["month"]), int(match["day"])) != (12, 31) and match["year"] != document.year:
                yield rule.undecided(said, "资产日期不是年末，不能判断")
            else:
                yield _verdict(document, said, match["year"], "资产截止日期")


def _openings(document: Document) -> Iterator[Check]:
    """The first sentence of each section that reports the year of the disclosure."""
    seen: set[int] = set()
    if not final(document):
        return
    for passage in body(document, cells=False):
        if id(passage.section) in seen or not under(passage.section, pattern("own_year_sections")):
            continue
        seen.add(id(passage.section))
        text = plain(passage.text).text
        match = _OPENING.match(text)
        title = passage.section.path[-1] if passage.section else ""
        if match is None or (match["year"] != document.year and match["year"] in title):
            continue
        updated = match["year"] != document.year and document.year in text
        yield _verdict(
            document,
            matched(passage, match.start(), match.end()),
            match["year"],
            f"“{title}”开头写的年度",
            doubt="同一段也写了本年度" if updated else "",
        )
