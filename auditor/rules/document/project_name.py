"""A project has one name: in the title of its form, in the form and in the report around it.

「代表活动项目支出绩效自评表」 whose 项目名称 is another project, or that stands under the report of another one, leaves open which project was evaluated. 项目, 经费, 补助 and
the like do not count.

Source: catalogue LB-05.

Inconsistent::

    路灯维护项目支出绩效自评表
    （2023年度）

    | 项目名称 | 管网清淤 | |
    |---|---|---|
    | 一级指标 | 三级指标 | 实际完成值 |
    | 产出指标 | 清淤里程 | 86公里 |

Consistent::

    路灯维护项目支出绩效自评表
    （2023年度）

    | 项目名称 | 路灯维护经费 | |
    |---|---|---|
    | 一级指标 | 三级指标 | 实际完成值 |
    | 产出指标 | 亮灯率 | 98% |
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from auditor.check.rule import Rule, View
from auditor.check.wording import headed, lexicon, matched, plain
from auditor.lexicon import kept, worded
from auditor.model import Check, Document, Evidence, Level, Passage, Table, Verdict

rule = Rule(
    __name__,
    title="项目名称前后一致",
    title_en="A project has one name",
    catalogue=("LB-05",),
    level=Level.NOTE,
)
_TITLE = regex.compile(r"^(?:20\d\d年度?)?(?P<name>.{2,40}?)(?:项目)?(?:支出)?(?:预算)?绩效(?:自评|评价)")
_GENERIC = r"^(?:项目)?[一二三四五六七八九十\d]+$|{no_project_names}"
_WHOLE = r"{whole_titles}|^\d*$"


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    for table in document.tables:
        if not table.kind.startswith("performance.project") or not table.entity:
            continue
        for said, name in (*_title(table), *_report(document, table)):
            if _same(name, table.entity):
                yield rule.result(Verdict.CONSISTENT, said, [headed(table)])
            elif worded(_GENERIC).search(name):
                yield rule.undecided(said, "标题没有写出项目的名称")
            else:
                yield rule.result(
                    Verdict.INCONSISTENT,
                    said,
                    [headed(table)],
                    display=table.entity,
                    message=f"标题写的项目是“{name}”，表中的项目名称是“{table.entity}”",
                    message_en=f"The title speaks of “{name}”, the form of “{table.entity}”",
                )


def _title(table: Table) -> Iterator[tuple[Evidence, str]]:
    match = _TITLE.match(plain(table.title).text)
    if match is not None and not worded(_WHOLE).search(match["name"]):
        yield headed(table), match["name"]


def _report(document: Document, table: Table) -> Iterator[tuple[Evidence, str]]:
    """The title of the report that the form stands in."""
    title = table.section.path[0] if table.section is not None and table.section.path else ""
    match = _TITLE.match(plain(title).text)
    if match is None or worded(_WHOLE).search(match["name"]):
        return
    passage: Passage | None = next(
        (p for p in document.passages if p.heading == 1 and p.section is not None and p.section.path == (title,)), None
    )
    if passage is not None:
        yield matched(passage, 0, len(plain(passage.text).text)), match["name"]


@kept
def _bare(name: str) -> str:
    """A name without quotes, years and the words that one writer adds and another leaves out."""
    words = regex.sub(r"[\"'《》()、,:·\-]|20\d\d年?度?", "", plain(name).text)
    for filler in lexicon()["project_fillers"]:
        shorter = words.replace(filler, "")
        words = shorter if len(shorter) >= 2 else words
    return words


def _same(one: str, other: str) -> bool:
    a, b = sorted((_bare(one), _bare(other)), key=len)
    return a == b or (a in b and (len(a) >= 3 or 2 * len(a) > len(b)))
