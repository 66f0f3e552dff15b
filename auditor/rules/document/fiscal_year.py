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
from auditor.check.wording import CONTENTS, COVER, body, budget, final, headed, matched, pattern, plain, sentence, under
from auditor.model import Check, Document, Evidence, Level, Table, Verdict

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
_TITLE = regex.compile(r"(?P<year>20\d\d)年度?(?!\d)")
_PLANNED = regex.compile(
    r"^(?!与|较|比|同|相比|截至|截止|根据|按|依据|自|从)\p{Han}{0,24}?(?P<year>20\d\d)年度?(?!以来|至|到|起|末|底|[\d-])[,]?(?=[^。;,]{0,20}(?:收入|支出|收支|部门|三公\"?经费|运行经费)预算(?![^。]{0,80}(?:执行|决算|完成|批复|调整)))"
)
_APPRAISED = regex.compile(
    r"(?<![与较比同和至到-])(?P<year>20\d\d)年度?(?![至到\d-])[^,。:]{0,40}(?:绩效自评|绩效评价|自评)(?:表|报告|情况|结果)"
)


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    if not document.year:
        return
    yield from _cover(document)
    if final(document) or document.genre.endswith("performance"):
        yield from _appraisals(document)
    if not (final(document) or budget(document)):
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
        message=f"{what}为{year}年，而本文件是{document.year}年的{'决算' if final(document) else '预算' if budget(document) else '评价'}",
        message_en=f"{year} is named where the disclosure is of {document.year}",
    )


def _cover(document: Document) -> Iterator[Check]:
    """The title on the cover, where everything else names another year."""
    for passage in document.passages:
        text = plain(passage.text).text
        match = _TITLE.search(text)
        if passage.label == COVER and match is not None and match["year"] in document.title and passage.text.strip() in document.title:
            yield _verdict(document, matched(passage, match.start(), match.end()), match["year"], "封面的年度")


def _tables(document: Document) -> Iterator[Check]:
    """Heads of statutory tables, where most of them carry the year of the cover."""
    tables = [t for t in document.tables if t.kind.startswith(("final.", "budget.")) and t.year]
    votes = Counter(t.year for t in tables)
    doubt = "" if 2 * votes[document.year] > len(tables) else "多数表格的年度与封面不同，可能是封面年度识别有误"
    for table in tables:
        yield _verdict(document, _head(table), table.year, f"{table.title}的表头年度", doubt=doubt)


def _head(table: Table) -> Evidence:
    """The year in the head of a table, else the table as a whole."""
    if table.dated is None:
        return headed(table)
    return Evidence(table.dated.label, f"{table.year}年", table.dated)


def _appraisals(document: Document) -> Iterator[Check]:
    """Titles of evaluations, where most of them carry the year of the cover; work on them may be done and planned in other years."""
    found = []
    for passage in document.passages:
        if passage.heading and (match := _APPRAISED.search(plain(passage.text).text)) is not None:
            found.append((matched(passage, match.start(), match.end()), match["year"]))
    votes = Counter(year for _, year in found)
    sure = votes[document.year] > 1 and 2 * votes[document.year] > len(found)
    for said, year in found:
        yield _verdict(document, said, year, "绩效评价的标题年度", doubt="" if sure else "多数评价的年度与封面不同，或只有一个标题写了年度")


def _plans(document: Document) -> Iterator[Check]:
    """The first sentence of each section of a budget."""
    seen: set[int] = set()
    found = []
    named: Counter[str] = Counter()
    for passage in body(document, cells=False):
        text = plain(passage.text).text
        named.update(set(regex.findall(r"(?<!与|较|比|同)20\d\d(?=年)", text)))
        if id(passage.section) in seen:
            continue
        seen.add(id(passage.section))
        match = _PLANNED.search(text)
        title = plain("".join(passage.section.path)).text if passage.section else ""
        if match is not None and not (match["year"] != document.year and match["year"] in title) and "绩效" not in title:
            mixed = match["year"] != document.year and document.year in text
            found.append((matched(passage, match.start("year"), match.end("year") + 1), match["year"], mixed))
    for said, year, mixed in found:
        doubt = "同一段也写了本年度" if mixed else "" if named[document.year] > named[year] else "正文多写别的年度，可能是封面年度识别有误"
        yield _verdict(document, said, year, "预算说明开头写的年度", doubt=doubt)


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
        yield from _plans(document)
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
