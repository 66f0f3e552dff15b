"""The purpose of an item is that of the item, not of another one.

「住房公积金（项）。主要用于：事业单位医疗保险支出」: the purpose was copied from the item above. Reported where the same purpose stands with another item whose name it repeats, and
has nothing in common with the name of its own item. Items whose names say nothing (行政运行, 其他…支出) and purposes that list several things are not judged.

Source: catalogue LB-07, NT-12.

Inconsistent::

    # 某局2023年度部门决算

    五、一般公共预算财政拨款支出决算情况说明
    1、卫生健康支出（类）行政事业单位医疗（款）事业单位医疗（项）。主要用于：事业单位医疗保险缴费。支出决算为3.00万元。
    2、住房保障支出（类）住房改革支出（款）购房补贴（项）。主要用于：事业单位医疗保险缴费。支出决算为5.00万元。

Consistent::

    # 某局2023年度部门决算

    五、一般公共预算财政拨款支出决算情况说明
    1、卫生健康支出（类）行政事业单位医疗（款）事业单位医疗（项）。主要用于：事业单位医疗保险缴费。支出决算为3.00万元。
    2、住房保障支出（类）住房改革支出（款）购房补贴（项）。主要用于：按规定发放购房补贴。支出决算为5.00万元。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from auditor.check.rule import Rule, View, evidence
from auditor.check.wording import body, matched, pattern, plain
from auditor.model import Check, Claim, Document, Evidence, Kind, Level, Verdict

rule = Rule(
    __name__,
    title="科目的用途说明不照抄别的科目",
    title_en="The purpose of an item is that of the item",
    catalogue=("LB-07", "NT-12"),
    level=Level.WARNING,
)
_ITEM = regex.compile(r"(?P<group>[^,。;:()\"\d、]{2,40})\(款\)(?P<name>[^,。;:()\"]{2,40})\(项\)")
_LIST = regex.compile(r"[、,]|和|及|等")


@dataclass(frozen=True, slots=True)
class _Purpose:
    group: str
    """款"""
    name: str
    """项"""
    words: str
    said: Evidence
    item: Evidence
    amounts: tuple[Claim, ...]
    """What the paragraph states of the item."""


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    purposes = list(_purposes(document, view))
    for one in purposes:
        if one.words == "" or pattern("generic_items").search(one.name):
            continue
        others = [o for o in purposes if (o.group, o.name) != (one.group, one.name)]
        source = next((o for o in others if _about(one.words, o, one)), None)
        if _common(one.words, one.name):
            yield rule.result(Verdict.CONSISTENT, one.said, [one.item])
        elif source is None:
            yield rule.undecided(one.said, "用途没有重复科目的名称，不能判断是否相符")
        elif _LIST.search(one.words):
            yield rule.undecided(one.said, "用途列举了几项，可以包括别的科目的内容", [source.item])
        else:
            yield rule.result(
                Verdict.INCONSISTENT,
                one.said,
                [one.item, *map(evidence, one.amounts), source.said, source.item],
                display=f"{one.name}的用途",
                message=f"“{one.name}”的用途写作“{one.said.text}”，这是“{source.name}”的用途，可能是照抄",
                message_en="The purpose of the item is that of another item",
            )


def _purposes(document: Document, view: View) -> Iterator[_Purpose]:
    """Items of the narrative with their purpose, as far as one is given in the same paragraph."""
    for passage in body(document, cells=False):
        text = plain(passage.text).text
        items = list(_ITEM.finditer(text))
        for at, match in enumerate(items):
            stop = items[at + 1].start() if at + 1 < len(items) else len(text)
            mark = pattern("purpose_marks").search(text, match.end(), min(stop, match.end() + 60))
            if mark is None:
                continue
            end = regex.compile(r"[。;]|$").search(text, mark.end(), stop)
            last = end.start() if end else stop
            item = matched(passage, *match.span("name"))
            words = text[mark.end() : last]
            if words:
                span = plain(passage.text).span(match.start(), stop)
                amounts = [c for c in view.claims if c.passage is passage and c.kind is Kind.AMOUNT and span[0] <= c.start < span[1]]
                yield _Purpose(match["group"], match["name"], words, matched(passage, mark.end(), last), item, tuple(amounts[:2]))


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _common(words: str, name: str) -> bool:
    """Whether a purpose repeats anything of a name."""
    return bool(_pairs(words) & _pairs(name.removesuffix("支出")))


def _about(words: str, other: _Purpose, own: _Purpose) -> bool:
    """Whether a purpose is that of another item: it stands there too, and nearly repeats that item's name, or its group and name."""
    telling = _pairs(other.name.removesuffix("支出")) - _pairs(own.name) - _pairs("支出")
    repeats = len(telling) >= 3 and 5 * len(telling & _pairs(words)) >= 4 * len(telling)
    return repeats and (words == other.words or words in (other.name, other.group + other.name))
