"""The purpose of a 类 names items that the 类 has.

「社会保障和就业支出…用于死亡抚恤」 when the table has no 死亡抚恤 under 208: the purpose was taken from another year or another unit. Only names of the chart are looked for; other
words for a purpose say nothing.

Source: catalogue NT-12.

Inconsistent::

    # 某局2023年度部门决算

    一般公共预算财政拨款支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 小计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 9.00 | 9.00 | 0.00 |
    | 208 | 社会保障和就业支出 | 9.00 | 9.00 | 0.00 |
    | 20805 | 行政事业单位养老支出 | 9.00 | 9.00 | 0.00 |
    | 2080505 | 机关事业单位基本养老保险缴费支出 | 9.00 | 9.00 | 0.00 |

    五、一般公共预算财政拨款支出决算情况说明
    社会保障和就业支出（类）支出决算9.00万元，主要用于机关事业单位基本养老保险缴费支出、死亡抚恤。

Consistent::

    # 某局2023年度部门决算

    一般公共预算财政拨款支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 小计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 9.00 | 9.00 | 0.00 |
    | 208 | 社会保障和就业支出 | 9.00 | 9.00 | 0.00 |
    | 20805 | 行政事业单位养老支出 | 9.00 | 9.00 | 0.00 |
    | 2080505 | 机关事业单位基本养老保险缴费支出 | 9.00 | 9.00 | 0.00 |

    五、一般公共预算财政拨款支出决算情况说明
    社会保障和就业支出（类）支出决算9.00万元，主要用于机关事业单位基本养老保险缴费支出。
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import regex

from auditor.check.rule import Rule, View
from auditor.check.wording import body, headed, matched, pattern, plain, sentences, under
from auditor.lexicon import codes, kept, worded
from auditor.model import Check, Document, Level, Passage, Table, Verdict

rule = Rule(
    __name__,
    title="类级科目的用途与其下的款项相符",
    title_en="The purpose of a class names items that the class has",
    catalogue=("NT-12",),
    level=Level.NOTE,
)
_SECTION = "{item_sections}"
_SHORT = 4
"""Characters from which the name of an item is no everyday word."""


@kept
def _names() -> tuple[Mapping[str, frozenset[str]], regex.Pattern[str], regex.Pattern[str]]:
    """Name of a 款 or 项 → its codes; the pattern of all such names; the pattern of the names of 类."""
    found: dict[str, set[str]] = defaultdict(set)
    classes = set()
    for row in codes("functions"):
        name = plain(row["name"]).text
        if row["level"] == "类":
            classes.add(name)
        elif len(name) >= _SHORT and not pattern("generic_items").search(name):
            found[name].add(row["code"])
    ordered = sorted(found, key=len, reverse=True)
    return (
        {name: frozenset(known) for name, known in found.items()},
        regex.compile("|".join(map(regex.escape, ordered))),
        regex.compile("|".join(map(regex.escape, sorted(classes, key=len, reverse=True)))),
    )


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    tables = [t for t in document.tables if t.kind.split(".")[-1] == "general-expenditure" and not t.is_empty]
    if not tables:
        return
    for passage in body(document, cells=False):
        if not under(passage.section, worded(_SECTION)):
            continue
        text = plain(passage.text).text
        for start, end in sentences(text):
            yield from _sentence(passage, text, start, end, tables[0])


def _sentence(passage: Passage, text: str, start: int, end: int, table: Table) -> Iterator[Check]:
    names, items, classes = _names()
    groups = list(classes.finditer(text, start, end))
    mark = pattern("purpose_marks").search(text, groups[0].end(), end) if len(groups) == 1 else None
    if mark is None:
        return
    codes_of_class = {row["code"] for row in codes("functions") if row["level"] == "类" and plain(row["name"]).text == groups[0][0]}
    rows = {cell.code for cell in table.cells if cell.code}
    stop = worded("{purpose_ends}").search(text, mark.end(), end)
    for match in items.finditer(text, mark.end(), stop.start() if stop else end):
        said = matched(passage, *match.span())
        own = {code for code in names[match[0]] if code[:3] in codes_of_class}
        if own & rows:
            yield rule.result(Verdict.CONSISTENT, said, [headed(table)])
        elif any(code in rows for code in names[match[0]]):
            yield rule.undecided(said, "表中别的类有这一科目", [headed(table)])
        else:
            yield rule.result(
                Verdict.INCONSISTENT,
                said,
                [headed(table)],
                display="表中没有此科目",
                message=f"“{groups[0][0]}”的用途写有“{match[0]}”，{table.title}中没有这一科目",
                message_en=f"“{match[0]}” is named as a purpose, but the table has no such item",
            )
