"""The actual result is the target, word for word.

A self-evaluation states what was planned and what was done. Where 实际完成情况 repeats 预期目标 to the letter, nothing was said about what was done. Short entries
(完成, 按时支付) may well be equal; only texts of a sentence or more are compared.

Source: catalogue TQ-03.

Inconsistent::

    路灯维护项目支出绩效自评表
    （2023年度）

    | 项目名称 | 路灯维护项目 | |
    |---|---|---|
    | 年度目标 | 预期目标 | 实际完成情况 |
    | | 完成城区主干道路灯的日常巡查和维修，保证亮灯率，方便群众夜间出行。 | 完成城区主干道路灯的日常巡查和维修，保证亮灯率，方便群众夜间出行。 |
    | 一级指标 | 三级指标 | 实际完成值 |
    | 产出指标 | 亮灯率 | 98% |

Consistent::

    路灯维护项目支出绩效自评表
    （2023年度）

    | 项目名称 | 路灯维护项目 | |
    |---|---|---|
    | 年度目标 | 预期目标 | 实际完成情况 |
    | | 完成城区主干道路灯的日常巡查和维修，保证亮灯率，方便群众夜间出行。 | 全年巡查52次，维修路灯310盏，亮灯率98%，群众夜间出行得到保障。 |
    | 一级指标 | 三级指标 | 实际完成值 |
    | 产出指标 | 亮灯率 | 98% |
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from auditor.check.rule import Rule, View
from auditor.check.wording import matched, plain
from auditor.model import Check, Document, Level, Passage, Table, Verdict

rule = Rule(
    __name__,
    title="实际完成情况不照抄预期目标",
    title_en="The result is not the target word for word",
    catalogue=("TQ-03",),
    level=Level.NOTE,
)
_SENTENCE = 20
"""Characters from which two equal texts are no coincidence."""


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    rows: dict[tuple[str, int], list[Passage]] = defaultdict(list)
    for passage in document.passages:
        if passage.table and passage.row is not None and len(plain(passage.text).text) >= _SENTENCE:
            rows[passage.table, passage.row].append(passage)
    for (identity, _), cells in rows.items():
        table = document.table(identity)
        if not table.kind.startswith("performance") or table.kind.endswith("target"):
            continue
        for target, result in pairwise(cells):
            heads = _heads(table, target), _heads(table, result)
            same = plain(target.text).text == plain(result.text).text
            said = matched(result, 0, len(plain(result.text).text))
            if any(word in heads[1] for word in ("完成", "实际", "实现")) and not any(
                word in heads[0] for word in ("完成", "实际", "原因")
            ):
                if not same:
                    yield rule.result(Verdict.CONSISTENT, said, [matched(target, 0, 20)])
                    continue
                yield rule.result(
                    Verdict.INCONSISTENT,
                    said,
                    [matched(target, 0, len(plain(target.text).text))],
                    display="写明实际完成了什么",
                    message=f"{table.title}的实际完成情况与预期目标逐字相同（“{said.text[:16]}…”），没有写明实际完成了什么",
                    message_en="The actual result repeats the target word for word",
                )
            elif same:
                yield rule.undecided(said, "两格文字相同，但不能确定哪一格是目标、哪一格是完成情况", [matched(target, 0, 20)])


def _heads(table: Table, passage: Passage) -> str:
    """The words of the heads above a cell, of its own column."""
    cell = next((c for c in table.rows[passage.row or 0] if c.column == passage.column), None)
    words = "".join((*cell.path, *cell.stub)) if cell is not None else ""
    above = [c.text for row in table.rows[max(0, (passage.row or 0) - 2) : passage.row] for c in row if c.column == passage.column]
    return plain(words + "".join(text for text in above if len(text) < 20)).text
