"""The units of a department are as many wherever they are counted.

「行政单位1家，事业单位3家，具体包括：1.… 2.…」: the kinds add up to the units that are listed; 「局本部以及下属3家预算单位」 is one less. 「下属1家机关和1家参公事业单位的机关运行经费」
counts the same 机关 and 参公单位 again.

Source: catalogue CT-04, NR-03.

Inconsistent::

    # 某局2024年部门预算

    机构设置

    某局部门预算是包括局本部以及下属2家预算单位的综合收支计划。

    本部门中，行政单位1家，事业单位3家，具体包括：

    1.某局本部

    2.某局执法大队

    3.某市图书馆

Consistent::

    # 某局2024年部门预算

    机构设置

    某局部门预算是包括局本部以及下属2家预算单位的综合收支计划。

    本部门中，行政单位1家，事业单位2家，具体包括：

    1.某局本部

    2.某局执法大队

    3.某市图书馆
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from auditor.check.rule import Figure, Rule, View
from auditor.check.wording import body, counted, matched, pattern, plain
from auditor.model import Check, Document, Evidence, Level, Passage, Verdict

rule = Rule(
    __name__,
    title="所属单位的个数前后一致",
    title_en="The units of a department are as many wherever they are counted",
    catalogue=("CT-04", "NR-03"),
    level=Level.WARNING,
)
_DIGITS = "零一二三四五六七八九十"
_NUMBER = rf"(?P<number>\d{{1,3}}|[{_DIGITS}]{{1,3}}|两)[家个]"
_ORDINAL = regex.compile(r"\(?(?P<ordinal>\d{1,2})[.、)](?P<name>\D[^。;]{2,60})[。;]?")


@dataclass(frozen=True, slots=True)
class _Count:
    """So many units of a kind, and where that stands."""

    kind: str
    number: int
    place: Figure | Evidence


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    kinds: list[_Count] = []
    for passage in body(document, cells=False):
        text = plain(passage.text).text
        if "单位" not in text:
            continue
        if found := _kinds(passage, text, view):
            listed = _listed(document, passage)
            kinds = kinds or found
            if listed:
                yield _equal(found, len(listed), matched(listed[-1], 0, len(plain(listed[-1].text).text)))
            elif not any(_around(other.number, found) for other in _under(document, view)):
                yield rule.undecided(found[0].place, "没有逐一列出单位", [f.place for f in found[1:]])
            for other in _under(document, view):
                yield _one_less(other, found)
    if kinds:
        yield from _again(document, kinds, view)


def _kinds(passage: Passage, text: str, view: View) -> list[_Count]:
    """行政单位1家，参公单位1家，事业单位3家: the kinds of one sentence, all of the department's units."""
    for sentence in regex.finditer(r"[^。;]+", text):
        found = list(regex.finditer(rf"(?P<kind>{pattern('unit_kinds').pattern})(?:有|为|共)?{_NUMBER}", sentence[0]))
        if len(found) > 1 and "其中" not in sentence[0][found[0].start() : found[-1].end()] and "(" not in sentence[0]:
            start = sentence.start()
            return [
                _Count(_plainly(m["kind"]), _value(m["number"]), counted(passage, start + m.start("number"), start + m.end(), view))
                for m in found
            ]
    return []


def _under(document: Document, view: View) -> Iterator[_Count]:
    """本部以及下属4家预算单位: all but the unit itself."""
    for passage in body(document, cells=False):
        text = plain(passage.text).text
        for match in regex.finditer(rf"{pattern('unit_itself').pattern}{_NUMBER}{pattern('unit_reporting').pattern}", text):
            yield _Count("", _value(match["number"]), counted(passage, match.start("number"), match.end("number") + 1, view))


def _listed(document: Document, passage: Passage) -> list[Passage]:
    """The numbered names behind a passage that announces them."""
    if not regex.search(r"(?:包括|如下|是|为)[:,]?$", plain(passage.text).text):
        return []
    found: list[Passage] = []
    for other in document.passages[next(i for i, p in enumerate(document.passages) if p is passage) + 1 :]:
        match = _ORDINAL.fullmatch(plain(other.text).text)
        if match is None or int(match["ordinal"]) != len(found) + 1:
            break
        found.append(other)
    return found


def _equal(found: Sequence[_Count], number: int, last: Evidence) -> Check:
    said = sum(f.number for f in found)
    formula = f"{' + '.join(str(f.number) for f in found)} = {said}"
    using = [*(f.place for f in found[1:]), last]
    if said == number:
        return rule.result(Verdict.CONSISTENT, found[0].place, using, formula=f"{formula}，列有{number}家")
    return rule.result(
        Verdict.INCONSISTENT,
        found[0].place,
        using,
        formula=f"{formula} ≠ {number}",
        display=f"合计{number}家",
        message=f"各类单位之和为{said}家（{formula}），列出的是{number}家",
        message_en=f"The kinds of units add up to {said}, and {number} are listed",
    )


def _one_less(under: _Count, found: Sequence[_Count]) -> Check:
    said = sum(f.number for f in found)
    formula = f"{' + '.join(str(f.number) for f in found)} = {said}"
    using = [f.place for f in found]
    if _around(under.number, found):
        return rule.result(Verdict.CONSISTENT, under.place, using, formula=f"{under.number} + 1 = {formula}")
    return rule.result(
        Verdict.INCONSISTENT,
        under.place,
        using,
        formula=f"{under.number} + 1 ≠ {said}（{formula}）",
        display=f"{said - 1}家",
        message=f"本部以及下属{under.number}家，而各类单位之和为{said}家（{formula}）",
        message_en=f"The unit itself and {under.number} under it, but the kinds of units add up to {said}",
    )


def _around(under: int, found: Sequence[_Count]) -> bool:
    """Whether the kinds count the unit itself and those under it, or, where none of them is what the unit is, only those under it."""
    said = sum(f.number for f in found)
    return said == under + 1 or (said == under and not any(f.kind == "行政单位" for f in found))


def _again(document: Document, kinds: Sequence[_Count], view: View) -> Iterator[Check]:
    """下属1家机关和1家参公事业单位: kinds that were counted before."""
    for passage in body(document, cells=False):
        text = plain(passage.text).text
        for sentence in regex.finditer(
            rf"(?:下属|所属)(?:{_NUMBER.replace('?P<number>', '')}{pattern('unit_kinds').pattern}[、,和及]?){{2,}}", text
        ):
            for match in regex.finditer(rf"{_NUMBER}(?P<kind>{pattern('unit_kinds').pattern})", sentence[0]):
                start = sentence.start()
                place = counted(passage, start + match.start("number"), start + match.end("number") + 1, view)
                kind, number = _plainly(match["kind"]), _value(match["number"])
                same = [k for k in kinds if k.kind == kind]
                if not same and number:
                    yield rule.undecided(place, "前文没有数过这一类单位")
                elif number == sum(k.number for k in same):
                    yield rule.result(Verdict.CONSISTENT, place, [k.place for k in same], formula=f"{match[0]}，前后一致")
                else:
                    before = sum(k.number for k in same)
                    yield rule.result(
                        Verdict.INCONSISTENT,
                        place,
                        [k.place for k in same],
                        formula=f"{number} ≠ {before}",
                        display=f"{before}家",
                        message=f"此处写{match[0]}，前文为{before}家",
                        message_en=f"{number} here and {before} before",
                    )


def _plainly(kind: str) -> str:
    """A kind by one name: 机关 and 行政机关 are 行政单位."""
    if regex.fullmatch(r"参(?:公|照).*", kind):
        return "参公单位"
    return "行政单位" if kind in ("机关", "行政机关") else kind


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    if number == "两":
        return 2
    tens, _, ones = number.rpartition("十") if "十" in number else ("", "", number)
    return (10 * (_DIGITS.find(tens) if tens else 1) if "十" in number else 0) + (_DIGITS.find(ones) if ones else 0)
