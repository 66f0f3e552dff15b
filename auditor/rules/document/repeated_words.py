"""A word, sign or paragraph that stands twice in a row.

「主要原因主要原因是…」, 「…减少。。」, the same paragraph printed twice: nothing is wrong with the figures, but the sentence was edited in haste, and where a
sentence was edited in haste its figures often were too. Names that end as the next one begins, in brackets or quotes of their own, are not doubled words.

Source: catalogue TQ-01.

Inconsistent::

    一、收入支出决算总体情况说明
    2023年度收入总计100.00万元，主要原因主要原因是新增了路灯改造项目。。

Consistent::

    一、收入支出决算总体情况说明
    2023年度收入总计100.00万元，主要原因是新增了路灯改造项目……
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.check.rule import Rule, View
from auditor.check.wording import body, clear, lexicon, matched, pattern, plain
from auditor.lexicon import kept
from auditor.model import Check, Document, Evidence, Level, Passage, Verdict

rule = Rule(
    __name__,
    title="没有重复的文字、标点或段落",
    title_en="No word, sign or paragraph stands twice in a row",
    catalogue=("TQ-01",),
    level=Level.NOTE,
)
_WORDS = re.compile(r"([\u4e00-\u9fff]{2,12})\1")
_PARAGRAPH = 20
"""Characters from which a paragraph that stands twice is no heading or label."""


@kept
def _particles() -> re.Pattern[str]:
    words = lexicon()
    allowed = "|".join(map(re.escape, words["doubled_words"]))
    return re.compile(rf"(?P<allowed>{allowed})|([{''.join(words['doubled_particles'])}])\2")


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    found = False
    before: Passage | None = None
    for passage in body(document):
        for check in (*_inside(passage), *_again(before, passage)):
            found = True
            yield check
        before = passage
    if not found:
        yield clear(rule, document, "没有重复的文字")


def _inside(passage: Passage) -> Iterator[Check]:
    text = plain(passage.text).text
    spans = [(m.start(), m.end(), "标点") for m in pattern("doubled_signs").finditer(text)]
    spans += [(m.start(), m.end(), "文字") for m in _particles().finditer(text) if not m["allowed"]]
    for match in _WORDS.finditer(text):
        said = matched(passage, match.start(), match.end())
        if match[1] in lexicon()["reduplicated"]:
            yield rule.undecided(said, "可能是动词重叠，不是重复")
        elif len(set(match[1])) > 1:
            spans.append((match.start(), match.end(), "文字"))
    for start, end, what in sorted(set(spans)):
        said = matched(passage, start, end)
        yield _repeated(said, what, text[max(0, start - 8) : end])


def _repeated(said: Evidence, what: str, around: str) -> Check:
    return rule.result(
        Verdict.INCONSISTENT,
        said,
        display="删去重复部分",
        message=f"“…{around}”中{what}“{said.text}”重复",
        message_en=f"“{said.text}” stands twice in a row",
    )


def _again(before: Passage | None, passage: Passage) -> Iterator[Check]:
    """The paragraph that repeats the one right above it."""
    text = plain(passage.text).text
    if (
        before is None
        or passage.table is not None
        or before.table is not None
        or before.section is not passage.section
        or len(text) < _PARAGRAPH
        or plain(before.text).text != text
    ):
        return
    said = matched(passage, 0, min(len(text), 20))
    yield rule.result(
        Verdict.INCONSISTENT,
        said,
        [matched(before, 0, min(len(text), 20))],
        display="删去重复段落",
        message=f"{passage.label}与上一段逐字相同（“{text[:20]}…”）",
        message_en="This paragraph repeats the one above it word for word",
    )
