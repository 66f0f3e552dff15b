"""A heading with nothing under it.

A section that has a heading and neither text nor table nor subsections was forgotten, or lost when the file was made. 「无」 is an answer; silence is not. Headings that
stand in a row without text are the items of a list that only look like headings; they stay undecided.

Source: catalogue TP-04.

Inconsistent::

    # 某局2023年度部门决算

    一、主要职责
    负责城区路灯的建设和维护。
    二、机构设置情况
    三、人员情况
    在职5人。

Consistent::

    # 某局2023年度部门决算

    一、主要职责
    负责城区路灯的建设和维护。
    二、其他需要说明的事项
    无
    三、人员情况
    在职5人。
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.rule import Rule, View
from auditor.check.wording import CONTENTS, matched, plain
from auditor.model import Check, Document, Level, Passage, Section, Verdict

rule = Rule(
    __name__,
    title="标题之下有内容",
    title_en="Every heading has something under it",
    catalogue=("TP-04",),
    level=Level.NOTE,
)
_LIST = 2
"""Empty neighbours of one level from which headings are the items of a list."""


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    passages = [p for p in document.passages if p.label != CONTENTS]
    heads = [(i, p) for i, p in enumerate(passages) if p.heading and p.section is not None]
    blank = {i: _blank(document, passages, i, p) for i, p in heads}
    for at, (i, passage) in enumerate(heads):
        said = matched(passage, 0, len(plain(passage.text).text))
        if not blank[i]:
            yield rule.result(Verdict.CONSISTENT, said)
            continue
        beside = [blank[j] for j, other in heads[max(0, at - 1) : at + 2] if j != i and other.heading == passage.heading]
        if passage.heading == 1 or sum(beside) + 1 >= _LIST or len(plain(passage.text).text) > 30:
            yield rule.undecided(said, "连续的标题之下都没有内容，可能是列举的各项，或内容另附")
        else:
            yield rule.result(
                Verdict.INCONSISTENT,
                said,
                display="补充内容",
                message=f"“{said.text}”之下没有内容",
                message_en=f"Nothing stands under “{said.text}”",
            )


def _blank(document: Document, passages: list[Passage], at: int, passage: Passage) -> bool:
    """Whether neither text nor table nor a deeper heading follows."""
    section = passage.section
    assert section is not None
    after = passages[at + 1] if at + 1 < len(passages) else None
    if after is not None and (not after.heading or after.heading > passage.heading):
        return False
    return not any(_inside(table.section, section) for table in document.tables)


def _inside(section: Section | None, outer: Section) -> bool:
    return section is not None and section.path[: len(outer.path)] == outer.path
