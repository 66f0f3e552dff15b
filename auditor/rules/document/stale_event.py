"""Events of other years are not told as those of this one.

Shortfalls of 2023 that are blamed on the epidemic, an election of 2021 completed in 2024: the sentence comes from an earlier file. Whether the event really did reach into
this year cannot be told from the document; it is a note.

Source: catalogue YL-03; lexicons/disclosure.yaml `events`.

Inconsistent::

    # 某局2024年度部门决算

    二、项目支出情况
    受疫情影响，路灯改造项目未能按期开工。

Consistent::

    # 某局2022年度部门决算

    二、项目支出情况
    受疫情影响，路灯改造项目未能按期开工。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import regex

from auditor.check.rule import Rule, View, evidence
from auditor.check.wording import body, lexicon, matched, plain, sentence
from auditor.lexicon import kept
from auditor.model import Cell, Check, Document, Evidence, Level, Verdict

rule = Rule(
    __name__,
    title="不把往年的事项写作本年的",
    title_en="Events of other years are not told as those of this one",
    catalogue=("YL-03",),
    level=Level.NOTE,
)


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    if not document.year.isdigit():
        return
    year = int(document.year)
    told = [(text, said_of) for text, said_of in _texts(document) if _any().search(text)]
    for event in lexicon()["events"]:
        first, last = event["when"]
        for text, said_of in told:
            match = regex.search(event["words"], text)
            if match is None:
                continue
            whole = text[slice(*sentence(text, match.start()))]
            if event["context"] and not regex.search(event["context"], whole):
                continue
            said = said_of(match.start(), match.end())
            if first <= year <= last:
                yield rule.result(Verdict.CONSISTENT, said, formula=f"{event['name']}：{first}–{last}年")
            elif regex.search(event["unless"], whole):
                yield rule.undecided(said, "说的是往年，或其后续")
            else:
                yield rule.result(
                    Verdict.INCONSISTENT,
                    said,
                    display=f"{first}–{last}年",
                    message=f"{said.label}提到“{said.text}”（{event['name']}，{first}–{last}年），而本文件是{year}年的，可能沿用了往年的文字",
                    message_en=f"“{said.text}” belongs to {first}–{last}; the document is of {year}",
                )


@kept
def _any() -> regex.Pattern[str]:
    """Some event or other: few texts tell of one."""
    return regex.compile("|".join(event["words"] for event in lexicon()["events"]))


def _texts(document: Document) -> Iterator[tuple[str, Callable[[int, int], Evidence]]]:
    """Every text that may tell an event, and how a stretch of it becomes evidence: narrative, and the names of indicators."""
    told = set()
    for passage in body(document):
        told.add((passage.table, passage.row, passage.column))
        yield plain(passage.text).text, partial(matched, passage)
    for table in document.tables:
        for cell in table.cells if table.kind.startswith("performance") else ():
            if len(cell.text) >= 4 and (table.id, cell.row, cell.column) not in told:
                yield plain(cell.text).text, partial(_whole, cell)


def _whole(cell: Cell, start: int, end: int) -> Evidence:
    """A cell as evidence: its words are not located one by one."""
    return evidence(cell)
