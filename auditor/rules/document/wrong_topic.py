"""What stands under a heading is about what the heading says.

Under 「政府性基金预算…」 stands a sentence on 国有资本经营预算, under 「国有资本经营预算…」 one on 政府性基金: the paragraph of the sibling section was copied. Sections
on both, and paragraphs that name both, are not meant.

Source: catalogue LB-06, LB-07.

Inconsistent::

    # 某局2023年度部门决算

    七、政府性基金预算财政拨款收支决算情况说明
    本部门2023年度没有使用国有资本经营预算安排的支出。

Consistent::

    # 某局2023年度部门决算

    七、政府性基金预算财政拨款收支决算情况说明
    本部门2023年度没有使用政府性基金预算安排的支出。
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from auditor.check.rule import Rule, View
from auditor.check.wording import body, lexicon, matched, plain
from auditor.model import Check, Document, Level, Passage, Section, Verdict

rule = Rule(
    __name__,
    title="段落与标题说的是一件事",
    title_en="What stands under a heading is about what the heading says",
    catalogue=("LB-06", "LB-07"),
    level=Level.NOTE,
)
_FUNDS = ("政府性基金", "国有资本")


def _topics(text: str) -> list[str]:
    return [topic for topic, words in lexicon()["topics"].items() if regex.search("|".join(words), text)]


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    sections: dict[int, tuple[Section, list[Passage]]] = {}
    for passage in body(document, cells=False):
        if passage.section is not None:
            sections.setdefault(id(passage.section), (passage.section, []))[1].append(passage)
    for section, passages in sections.values():
        own = [topic for topic in _topics(plain(section.title).text) if topic in _FUNDS]
        if len(own) != 1 or "一般公共预算" in plain(section.title).text:
            continue
        text = "".join(plain(p.text).text for p in passages)
        others = [topic for topic in _topics(text) if topic in _FUNDS and topic not in own]
        said = matched(passages[0], 0, min(40, len(plain(passages[0].text).text)))
        if own[0] in _topics(text):
            yield rule.result(Verdict.CONSISTENT, said)
        elif others:
            yield rule.result(
                Verdict.INCONSISTENT,
                said,
                display=own[0],
                message=f"标题是“{section.title}”，段落说的却是{others[0]}（“{said.text[:30]}”）",
                message_en="The paragraph is about something else than its heading",
            )
        else:
            yield rule.undecided(said, "段落没有写明是哪一项资金")
