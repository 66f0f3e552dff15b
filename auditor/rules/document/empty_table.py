"""An empty table says that it is empty, and a table that says so is empty.

A statutory table without figures carries a note (本表无数据, 故本表为空表), so that nobody takes it for forgotten. And where the note stands under a table that holds figures,
one of the two was carried over from another year.

Source: catalogue ET-01, ET-02; 财预〔2016〕143号.

Inconsistent::

    # 某局2023年度部门决算

    政府性基金预算财政拨款收入支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 年初结转和结余 | 本年收入 | 小计 | 基本支出 | 项目支出 | 年末结转和结余 |
    |---|---|---|---|---|---|---|---|
    | 合计 | | 0.00 | 12.00 | 12.00 | 0.00 | 12.00 | 0.00 |

    说明：本部门没有政府性基金收支，故本表无数据。

Consistent::

    # 某局2023年度部门决算

    政府性基金预算财政拨款收入支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 年初结转和结余 | 本年收入 | 小计 | 基本支出 | 项目支出 | 年末结转和结余 |
    |---|---|---|---|---|---|---|---|
    | 合计 | | | | | | | |

    说明：本部门没有政府性基金收支，故本表无数据。
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from auditor.check.rule import Rule, View, evidence, printed
from auditor.check.wording import headed, lexicon, matched, pattern, plain
from auditor.model import Check, Evidence, Level, Table, Verdict

_CODE = regex.compile(r"\d{3}|\d{5}|\d{7}")

rule = Rule(
    __name__,
    title="空表有说明，有数的表不称空表",
    title_en="Empty tables say so, and only empty tables do",
    catalogue=("ET-01", "ET-02"),
    level=Level.WARNING,
)


@rule.over(Table)
def compare(table: Table, view: View) -> Iterator[Check]:
    if not table.kind.startswith(("final.", "budget.")) or table.kind.endswith((".statistics", ".assets", ".procurement")):
        return
    note, foreign = _note(table)
    filled = [cell for cell in table.figures if cell.quantity is not None and cell.quantity.value != 0]
    if note is not None and filled and foreign:
        yield rule.undecided(note, "附注说的不是这张表", [evidence(filled[0])])
    elif note is not None and filled:
        yield rule.result(
            Verdict.INCONSISTENT,
            note,
            [evidence(cell) for cell in filled[:3]],
            formula=f"表中有 {len(filled)} 个不为零的数",
            display="删去附注",
            message=f"{table.title}下注明“{note.text}”，而表中 {filled[0].label} 为 {printed(filled[0])}",
            message_en=f"{table.title} is said to be empty, but holds figures",
        )
    elif note is not None:
        yield rule.result(Verdict.CONSISTENT, note, [headed(table)])
    elif filled or not table.rows:
        return
    elif table.empty_note:
        yield rule.result(Verdict.CONSISTENT, headed(table), formula="已说明无此项收支")
    else:
        listed = sum(any(_CODE.fullmatch(cell.text.strip()) for cell in row[:3]) for row in table.rows)
        yield rule.result(
            Verdict.INCONSISTENT,
            headed(table),
            [matched(passage, 0, len(plain(passage.text).text)) for passage in table.notes[:1]],
            display="注明本表无数据",
            level=Level.WARNING if listed > 1 else Level.NOTE,
            message=f"{table.title}{f'列出了 {listed} 个科目却' if listed > 1 else ''}没有数据，表下没有说明",
            message_en=f"{table.title} is empty and does not say so",
        )


def _note(table: Table) -> tuple[Evidence | None, bool]:
    """The note that says that the table is empty, and whether it speaks of another table."""
    for passage in table.notes:
        text = plain(passage.text).text
        match = pattern("says_empty").search(text)
        if match is None or pattern("conditional").search(text):
            continue
        about = [topic for topic in lexicon()["topics"] if pattern("topics", topic).search(text)]
        own = [topic for topic in lexicon()["topics"] if pattern("topics", topic).search(plain(table.title).text)]
        return matched(passage, 0, len(text)), bool(about) and not set(about) & set(own)
    return None, False
