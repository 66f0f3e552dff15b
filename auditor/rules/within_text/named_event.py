"""An event that is named again is the same event.

「第十七届人民代表大会第二次会议」 in one place and 「第十六届人民代表大会第二次会议」 in another: sessions are counted, and one report speaks of one of them. A council of the city and
one of the province are counted differently, so only names that do not say whose they are, or say the same, are compared; and it is a note.

Source: catalogue NR-04.

Inconsistent::

    # 某局2023年度部门决算

    五、一般公共预算财政拨款支出决算情况说明
    会议费支出22.79万元，主要原因是召开了青川市第十七届人民代表大会第二次会议。

    六、绩效情况
    本年度保障青川市第十六届人民代表大会第二次会议顺利召开。

Consistent::

    # 某局2023年度部门决算

    五、一般公共预算财政拨款支出决算情况说明
    会议费支出22.79万元，主要原因是召开了青川市第十七届人民代表大会第二次会议。

    六、绩效情况
    本年度保障青川市第十七届人民代表大会第二次会议顺利召开。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from auditor.check.rule import Rule, View
from auditor.check.wording import body, matched, plain
from auditor.lexicon import worded
from auditor.model import Check, Document, Evidence, Level, Verdict

rule = Rule(
    __name__,
    title="会议届次前后一致",
    title_en="A session that is named again is the same session",
    catalogue=("NR-04",),
    level=Level.NOTE,
)
_ORDINAL = r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})"
_EVENT = regex.compile(
    rf"(?P<whose>\p{{Han}}{{0,14}}?(?:自治[州县区旗]|[省市州县区旗镇乡]))?(?:第)?(?P<term>{_ORDINAL})届(?P<what>人民代表大会|人大|政协|委员会|党代会|职工代表大会|代表大会)(?:第)?(?P<session>{_ORDINAL})次(?P<kind>全体会议|会议|全会)"
)
_SAME = {"人大": "人民代表大会"}
_STARTS = "^.*{before_events}"


@dataclass(frozen=True, slots=True)
class _Event:
    whose: str
    term: int
    what: str
    session: int
    kind: str
    said: Evidence


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    events = list(_events(document))
    for at, event in enumerate(events):
        same = [e for e in events[:at] if (e.what, e.session, e.kind) == (event.what, event.session, event.kind)]
        agreeing = next((e for e in same if e.term == event.term), None)
        other = next((e for e in same if e.term != event.term), None)
        if agreeing is not None:
            yield rule.result(Verdict.CONSISTENT, event.said, [agreeing.said], formula="届次相同")
        elif other is not None and event.whose and other.whose and event.whose != other.whose:
            yield rule.undecided(event.said, f"与“{other.said.text}”可能不是同一级的会议", [other.said])
        elif other is not None:
            yield rule.result(
                Verdict.INCONSISTENT,
                event.said,
                [other.said],
                formula=f"第{event.term}届 ≠ 第{other.term}届",
                display=f"第{other.term}届",
                message=f"此处写“{event.said.text}”，{other.said.location.label or other.said.label} 写“{other.said.text}”，届次不同",
                message_en="The same session is counted differently in two places",
            )


def _events(document: Document) -> Iterator[_Event]:
    for passage in body(document):
        text = plain(passage.text).text
        for match in _EVENT.finditer(text):
            whose = worded(_STARTS).sub("", match["whose"] or "")
            start = match.start("term") - len(whose) - (text[match.start("term") - 1] == "第")
            what = _SAME.get(match["what"], match["what"])
            said = matched(passage, max(match.start(), start), match.end())
            yield _Event(whose, _value(match["term"]), what, _value(match["session"]), match["kind"], said)


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    han = "一二三四五六七八九"
    if "十" not in number:
        return han.index(number[0]) + 1
    tens, ones = number.split("十", 1)
    return (han.index(tens[0]) + 1 if tens else 1) * 10 + (han.index(ones[0]) + 1 if ones else 0)
