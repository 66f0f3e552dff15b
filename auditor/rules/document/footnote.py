"""The note under a form is the note of the form.

Each form says below what it shows (「注：本表反映…」). A note that is almost the printed one and differs in a word was mistyped; one that is quite different was written for
the purpose and is not judged.

Source: catalogue TP-08; the forms 公开01–10.

Inconsistent::

    # 某局2023年度部门决算

    支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 100.00 | 60.00 | 40.00 |

    注：本表反映部门本年度各项收支情况。

Consistent::

    # 某局2023年度部门决算

    支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 100.00 | 60.00 | 40.00 |

    注：本表反映部门本年度各项支出情况。
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from auditor.check.rule import Rule, View
from auditor.check.wording import alike, lexicon, matched, plain
from auditor.model import Check, Level, Table, Verdict

rule = Rule(
    __name__,
    title="表下附注与表格相符",
    title_en="The note under a form is the note of the form",
    catalogue=("TP-08",),
    level=Level.NOTE,
)
_NOTE = regex.compile(r"本表反映[^。;]+")
_SLIP = 2
"""Characters in which a note that was mistyped may differ from the printed one."""


@rule.over(Table)
def compare(table: Table, view: View) -> Iterator[Check]:
    forms = lexicon()["form_notes"].get(table.kind)
    if not forms:
        return
    for passage in table.notes:
        match = _NOTE.search(plain(passage.text).text)
        if match is None:
            continue
        said = matched(passage, *match.span())
        written = _bare(match[0])
        own = max(forms, key=lambda form: alike(_bare(form), written))
        other = next((kind for kind, notes in lexicon()["form_notes"].items() if kind != table.kind and written in map(_bare, notes)), "")
        if _bare(own) == written:
            yield rule.result(Verdict.CONSISTENT, said)
        elif other or _apart(_bare(own), written) <= _SLIP:
            yield rule.result(
                Verdict.INCONSISTENT,
                said,
                display=own,
                message=f"{table.title}下的附注作“{said.text}”，应为“{own}”",
                message_en="The note under the table differs from that of the form",
            )
        else:
            yield rule.undecided(said, "附注是自拟的，没有可以对照的样式")


def _apart(one: str, other: str) -> int:
    """How many characters of the longer text the other does not have at their place."""
    return max(len(one), len(other)) - round(alike(one, other) * (len(one) + len(other)) / 2)


def _bare(text: str) -> str:
    """A note without quotes and signs, 单位 read as 部门."""
    return regex.sub(r"[\"、,()/]", "", plain(text).text).replace("部门单位", "部门").replace("单位", "部门").replace("本部门", "部门")
