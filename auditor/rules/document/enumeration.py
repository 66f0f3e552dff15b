"""Enumerations begin with the first item and leave none out: （一）（二）（三）, 一是…二是….

A list that begins with （二） or 二是, or in which a number is missing or stands twice, was cut or pasted. Ordinals are followed through headings and paragraphs; a
list of the same kind inside a list is followed too. Where the missing ordinal stands elsewhere in the text, nothing is said.

Source: catalogue TP-09.

Inconsistent::

    # 某局2023年度部门决算

    一、绩效情况说明
    二是路灯项目未开展重点评价。

Consistent::

    # 某局2023年度部门决算

    一、绩效情况说明
    一是路灯项目开展了自评；二是路灯项目未开展重点评价。
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from auditor.check.rule import Rule, View
from auditor.check.wording import CONTENTS, clear, matched, plain
from auditor.model import Check, Document, Evidence, Level, Passage, Verdict

rule = Rule(
    __name__,
    title="序号完整、连续",
    title_en="Enumerations are complete",
    catalogue=("TP-09",),
    level=Level.NOTE,
)
_HAN = "一二三四五六七八九十"
_ORDINALS = regex.compile(
    rf"(?:^|(?<=[。;:]))(?:\((?P<bracket>[{_HAN}]{{1,3}})\)|(?P<han>[{_HAN}]{{1,3}})、|(?P<part>第[{_HAN}]{{1,3}}部分))|(?:^|(?<=[。;:,]))(?P<is>[{_HAN}])是"
)
_DEPTH = {"part": 1, "han": 2, "bracket": 3, "is": 4}
_WRITTEN = {"part": "第{}部分", "han": "{}、", "bracket": "（{}）", "is": "{}是"}


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    lists: dict[str, list[int]] = {}
    found = False
    section = None
    for passage in document.passages:
        if passage.label == CONTENTS or passage.table is not None:
            continue
        text = plain(passage.text).text
        ordinal = _ORDINALS.match(text)
        if passage.heading == 1 and (ordinal is None or not ordinal["part"]):
            lists = {style: values for style, values in lists.items() if style == "part"}
        if passage.section is not section:
            section = passage.section
            lists.pop("is", None)
        for match in _ORDINALS.finditer(text):
            style = str(match.lastgroup)
            value = _value(match[style])
            for deeper in [s for s in lists if _DEPTH[s] > _DEPTH[style]]:
                del lists[deeper]
            expected = _next(lists, style, value)
            if expected is None or (style == "is" and _WRITTEN[style].format(_han(expected)) in text[: match.start()]):
                continue
            found = True
            said = matched(passage, match.start(), match.end())
            yield _report(document, passage, said, style, value, expected)
    if not found:
        yield clear(rule, document, "序号连续")


def _next(lists: dict[str, list[int]], style: str, value: int) -> int | None:
    """Take an ordinal into its list; the value that was due where it is not, else ``None``."""
    open_lists = lists.setdefault(style, [])
    if value == 1:
        open_lists.append(1)
        return None
    due = open_lists[-1] + 1 if open_lists else 1
    if value != due:
        outer = next((i for i in range(len(open_lists) - 1, -1, -1) if open_lists[i] + 1 == value), None)
        if outer is None:
            lists[style] = [value]
            return due
        del open_lists[outer + 1 :]
    open_lists[-1] = value
    return None


def _report(document: Document, passage: Passage, said: Evidence, style: str, value: int, expected: int) -> Check:
    due = _WRITTEN[style].format(_han(expected))
    elsewhere = expected < value and style != "is" and any(_mentions(p, due, passage) for p in document.passages)
    if elsewhere and expected == 1:
        return rule.undecided(said, f"“{due}”在别处，可能是版面把它与上文连成了一段")
    return rule.result(
        Verdict.INCONSISTENT,
        said,
        display=due,
        message=f"{passage.label}：序号“{said.text}”之前应为“{due}”"
        + ("，序号重复" if value == expected - 1 else "，序号不连续" if expected > 1 else "，列举没有从第一项开始"),
        message_en=f"“{said.text}” stands where “{due}” is due",
    )


def _mentions(passage: Passage, due: str, near: Passage) -> bool:
    """Whether the ordinal that is due stands inside a paragraph of the section above, where it was not taken for one."""
    if passage.label == CONTENTS or passage.section is None or near.section is None:
        return False
    above = near.section.path[:-1] if near.heading else near.section.path
    return passage.section.path in (above, near.section.path) and plain(due).text in plain(passage.text).text


def _value(ordinal: str) -> int:
    bare = ordinal.strip("第部分")
    if "十" not in bare:
        return _HAN.index(bare[0]) + 1 if len(bare) == 1 else 0
    tens, ones = bare.split("十", 1)
    return (_HAN.index(tens) + 1 if tens else 1) * 10 + (_HAN.index(ones) + 1 if ones else 0)


def _han(value: int) -> str:
    if value <= 10:
        return _HAN[value - 1]
    tens, ones = divmod(value, 10)
    return (_HAN[tens - 1] if tens > 1 else "") + "十" + (_HAN[ones - 1] if ones else "")
