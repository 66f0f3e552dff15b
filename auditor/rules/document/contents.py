"""The headings announced in the table of contents are those of the text.

Each entry of a table of contents, without its dots and page number, stands in the text as a heading or as the title of a table. Blanks, brackets, quotes, 的 and the
year do not count. A heading that is worded otherwise shows that text and contents come from different templates or years.

Source: catalogue TP-03.

Inconsistent::

    # 某局2023年度部门决算

    目录
    一、主要职责.....1
    二、机构设置情况.....2
    三、收入支出决算总体情况说明.....3

    一、主要职责
    负责城区路灯的建设和维护。
    二、内设机构基本情况
    内设3个科室。
    三、收入支出决算总体情况说明
    收入总计100.00万元。

Consistent::

    # 某局2023年度部门决算

    目录
    一、主要职责.....1
    二、机构设置情况.....2

    一、主要职责
    负责城区路灯的建设和维护。
    二、机构设置情况
    内设3个科室。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

import regex

from auditor.check.rule import Rule, View, once
from auditor.check.wording import CONTENTS, Likeness, alike, contents, headed, lexicon, matched, plain
from auditor.lexicon import kept
from auditor.model import Check, Document, Evidence, Level, Passage, Verdict

rule = Rule(
    __name__,
    title="目录与正文标题一致",
    title_en="The table of contents announces the headings of the text",
    catalogue=("TP-03",),
    level=Level.NOTE,
)
_PAGE = regex.compile(r"[.…·_\-]{3,}[\d\s()\-]*$|[.…·]{2,}$|(?<=[^\d年第])\d{1,3}$")
_ORDINAL = regex.compile(
    r"^(第[一二三四五六七八九十\d]+(?:部分|章|篇|编)|[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十]+\)|\d{1,2}[、.]|\(\d{1,2}\)|附件\d*)[、:.]?"
)
_HEAD = ("目录", "目次")
_CONTAINER = regex.compile(r"(?:[决预]算|公开|附)表$|附件$")
"""Entries that announce a group of tables, which need no heading of their own."""
_NEAR = 0.5
"""Common share from which a heading under the same ordinal is the one that was announced, otherwise worded."""


@dataclass(frozen=True, slots=True)
class _Title:
    ordinal: str
    words: str
    """Without what does not count."""
    bare: str
    said: Evidence


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    stops = [*(position - len(entries) for position, entries in contents(document)), len(document.passages)]
    for number, (position, entries) in enumerate(contents(document)):
        within = document.passages[position : stops[number + 1]]
        near = [t for p in within if p.heading and (t := _title(p))]
        candidates = [title for at, title in _titles(document) if at >= position]
        tables = [_Title("", _bare(table.title), plain(table.title).text, headed(table)) for table in document.tables if table.title]
        announced = [t for p in entries if (t := _title(p)) and len(t.words) >= 2 and t.words not in _HEAD]
        yield from _hold(announced, near, [*candidates, *tables], [plain(p.text).text for p in document.passages[position:]])


def _hold(announced: Sequence[_Title], near: Sequence[_Title], all_titles: Sequence[_Title], texts: Sequence[str]) -> Iterator[Check]:
    ending: dict[str, list[_Title]] = {}
    for title in (*all_titles, *announced):
        ending.setdefault(title.words[-2:], []).append(title)
    # titles that are the same end in the same two characters
    found = {entry: next((t for t in ending[entry.words[-2:]] if t is not entry and _same(entry, t)), None) for entry in announced}
    enough = 2 * sum(match is not None for match in found.values()) >= len(announced)
    for entry, match in found.items():
        if match is not None:
            yield rule.result(Verdict.CONSISTENT, entry.said, [match.said])
            continue
        if any(text.startswith(entry.bare) for text in texts):
            yield rule.result(Verdict.CONSISTENT, entry.said, formula="正文有此标题")
            continue
        likely = Likeness(entry.words).nearest(near, attrgetter("words"), partial(_bonus, entry))
        close = likely is not None and (
            alike(likely.words, entry.words) >= (_NEAR if likely.ordinal == entry.ordinal else 0.7)
            and not any(_same(other, likely) for other in announced)
        )
        if not enough:
            yield rule.undecided(entry.said, "正文的标题大多没有识别出来")
        elif not close and _CONTAINER.search(entry.bare):
            yield rule.undecided(entry.said, "只是一组表格的总称，正文可以没有这一标题")
        elif likely is not None and close:
            yield rule.result(
                Verdict.INCONSISTENT,
                entry.said,
                [likely.said],
                display=likely.said.text,
                message=f"目录作“{entry.said.text}”，正文作“{likely.said.text}”",
                message_en=f"The contents announce “{entry.said.text}”, the text has “{likely.said.text}”",
            )
        else:
            yield rule.result(
                Verdict.INCONSISTENT,
                entry.said,
                display="正文应有此标题",
                message=f"目录列有“{entry.said.text}”，正文中没有这一标题",
                message_en=f"The contents announce “{entry.said.text}”, which the text does not have",
            )


def _bonus(entry: _Title, title: _Title) -> float:
    return 0.3 if entry.ordinal == title.ordinal else 0.0


@once
def _titles(document: Document) -> tuple[tuple[int, _Title], ...]:
    """The short passages that may be titles, each with its position."""
    short = ((at, p) for at, p in enumerate(document.passages) if len(p.text) <= 80 and p.label != CONTENTS)
    return tuple((at, title) for at, p in short if (title := _title(p)))


def _title(passage: Passage) -> _Title | None:
    text = plain(passage.text).text
    cut = _PAGE.sub("", text) if passage.label == CONTENTS else text
    if not cut:
        return None
    ordinal = _ORDINAL.match(cut)
    bare = cut[ordinal.end() :] if ordinal else cut
    return _Title(ordinal[1] if ordinal else "", _bare(bare), bare, matched(passage, 0, len(cut)))


@kept
def _bare(text: str) -> str:
    """A title without ordinals, brackets, quotes, years and filling words."""
    words = regex.sub(r"\([^()]*\)|[\"'<>《》:。.,、/]|20\d\d", "", plain(text).text)
    for filler in lexicon()["heading_fillers"]:
        words = words.replace(filler, "")
    return words


def _same(entry: _Title, title: _Title) -> bool:
    if not entry.words or not title.words:
        return False
    least = 2 if entry.ordinal and entry.ordinal == title.ordinal else 4
    return (
        entry.words == title.words
        or (len(entry.words) >= least and title.words.endswith(entry.words))
        or (len(title.words) >= 6 and entry.words.endswith(title.words))
    )
