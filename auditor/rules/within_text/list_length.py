"""A list has as many items as are announced.

「设11个内设机构，分别是：…」 is followed by eleven names; 「共11个，其中专门委员会5个、工作机构6个」 adds up. Names are counted by their endings (科, 处, 委员会 …): a stretch that has
none belongs to the name behind it, and 和 divides two names only where both could stand alone. Where both readings are possible, either number will do.

Source: catalogue CT-04.

Inconsistent::

    # 某局2023年度部门决算

    二、机构设置情况
    本局设4个内设机构，分别是：办公室、路灯科、管网科。

Consistent::

    # 某局2023年度部门决算

    二、机构设置情况
    本局设4个内设机构，分别是：办公室、路灯科、管网科和计划财务科。
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from auditor.check.rule import Rule, View
from auditor.check.wording import body, counted, matched, pattern, plain
from auditor.model import Check, Document, Evidence, Level, Passage, Verdict

rule = Rule(
    __name__,
    title="列举的个数与所写的个数一致",
    title_en="A list has as many items as are announced",
    catalogue=("CT-04",),
    level=Level.WARNING,
)
_HAN = "一二三四五六七八九十"
_AND = regex.compile(r"和|以及|及|与")
_NUMBER = rf"(?:\d{{1,3}}|[{_HAN}]{{1,3}}|两)"
_PARTS = regex.compile(
    rf"共(?:有|计|设|设置|设有|设立)?(?P<whole>{_NUMBER})个[^。;,:]{{0,12}}[,]?其中[:,]?(?P<list>(?:[^。;,、:\d]{{1,16}}{_NUMBER}个[、,和及]?)+)"
)
_PLATE = regex.compile(r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][A-Z][-·.]?[A-Z\d]{5,6}")
_PLATED = regex.compile(
    rf"(?P<number>{_NUMBER})辆[^。;\d]{{0,16}}?车?牌照?号?码?(?:分别)?[为是:]*(?P<plates>{_PLATE.pattern}(?:[、,和及与]{{0,2}}{_PLATE.pattern})*)(?P<rest>[^。;]{{0,3}})"
)
_DONE = regex.compile(
    rf"(?P<whole>{_NUMBER})[个项件条][,;](?:其中[,:]?)?已经?(?:全部|完成)?(?P<verb>\p{{Han}}{{2,4}}?)的?(?:有|为)?(?P<done>{_NUMBER})[个项件条][,;]"
    rf"(?:正在|尚未|仍在|暂未|未|待)(?:完成|进行)?(?P=verb)的?(?:有|为)?(?P<left>{_NUMBER})[个项件条]"
)
_PART = regex.compile(rf"(?P<number>{_NUMBER})个")


@rule.over(Document)
def listed(document: Document, view: View) -> Iterator[Check]:
    """Names behind the number of units that is announced."""
    for passage in body(document, cells=False):
        text = plain(passage.text).text
        taken = 0
        for match in pattern("counted_lists").finditer(text):
            if match.start() < taken or not pattern("counted_units").search(match["what"]):
                continue
            stop = regex.compile(r"[。;]|$").search(text, match.end())
            end = stop.start() if stop else len(text)
            taken = end
            said = matched(passage, match.start("number"), match.end("what"))
            names = text[match.end() : end]
            more = regex.match(r"[。;]?(?:另|此外|还|同时)", text[end:])
            if regex.search(r"\d[.、]|\d个|[一二三四五六七八九十]是|:", names) or not names:
                yield rule.undecided(said, "所列的不是逐个的名称")
            elif more or "无" in names[:8] or not _value(match["number"]):
                yield rule.undecided(said, "没有可列的名称，或下一句还有")
            else:
                yield _count(said, passage, match, _value(match["number"]), names, (match.end(), end))


def _count(said: Evidence, passage: Passage, match: regex.Match[str], number: int, names: str, span: tuple[int, int]) -> Check:
    least, most = _items(names)
    place = matched(passage, *span)
    if least <= number <= most:
        return rule.result(Verdict.CONSISTENT, said, [place], formula=f"列有{number}个")
    if least == 0 or names.endswith("等") or "等" in names[-4:]:
        return rule.undecided(said, "没有列全，或所列的不是机构名称", [place])
    written = f"{least}个" if least == most else f"{least}至{most}个"
    return rule.result(
        Verdict.INCONSISTENT,
        said,
        [place],
        formula=f"写{number}个，列有{written}",
        display=written,
        message=f"写“{match[0].rstrip(':')}”，列出的是{written}（{names[:40]}{'…' if len(names) > 40 else ''}）",
        message_en=f"{number} are announced and {least} are listed",
    )


def _items(names: str) -> tuple[int, int]:
    """The least and the greatest number of names that the list can be read as."""
    ends = pattern("unit_ends")
    pieces = [p for p in regex.split(r"[、,]", regex.sub(r"\([^()]*\)", "", names)) if p]
    least = most = 0
    for piece in pieces:
        whole = _AND.split(piece)
        alone = [w for w in whole if len(w) >= 2 and ends.search(w)]
        if not ends.search(piece):
            most += 1 if piece is pieces[-1] else 0
            continue
        least += 1
        most += len(alone) if len(alone) == len(whole) else 1
    return least, max(most, least, len(pieces) if least else 0)


@rule.over(Document)
def plated(document: Document, view: View) -> Iterator[Check]:
    """Number plates behind the number of vehicles."""
    for passage in body(document, cells=False):
        text = plain(passage.text).text
        for match in _PLATED.finditer(text):
            plates = _PLATE.findall(match["plates"])
            said = matched(passage, match.start("number"), match.end("number") + 1)
            place = matched(passage, *match.span("plates"))
            if len(plates) == _value(match["number"]):
                yield rule.result(Verdict.CONSISTENT, said, [place], formula=f"列有{len(plates)}个车牌号")
            elif "等" in match["rest"]:
                yield rule.undecided(said, "没有列全", [place])
            else:
                yield rule.result(
                    Verdict.INCONSISTENT,
                    said,
                    [place],
                    formula=f"写{match['number']}辆，列有{len(plates)}个车牌号",
                    display=f"{len(plates)}辆",
                    message=f"写{match['number']}辆，列出的车牌号是{len(plates)}个（{'、'.join(plates)}）",
                    message_en=f"{match['number']} vehicles, but {len(plates)} number plates",
                )


@rule.over(Document)
def divided(document: Document, view: View) -> Iterator[Check]:
    """Numbers of a whole and of all its parts."""
    for passage in body(document, cells=False):
        text = plain(passage.text).text
        for match in _PARTS.finditer(text):
            parts = [_value(m["number"]) for m in _PART.finditer(match["list"])]
            whole = _value(match["whole"])
            said = matched(passage, match.start("whole"), match.end("whole") + 1)
            formula = " + ".join(map(str, parts)) + f" = {sum(parts)}"
            if sum(parts) == whole:
                yield rule.result(Verdict.CONSISTENT, said, formula=formula)
            elif sum(parts) < whole or len(parts) < 2:
                yield rule.undecided(said, "其中各项可能没有列全")
            else:
                yield rule.result(
                    Verdict.INCONSISTENT,
                    said,
                    [matched(passage, *match.span("list"))],
                    formula=formula,
                    display=f"{sum(parts)}个",
                    message=f"写共{whole}个，其中各项相加为{sum(parts)}个（{formula}）",
                    message_en=f"The parts add up to {sum(parts)}, the whole is {whole}",
                )


@rule.over(Document)
def done(document: Document, view: View) -> Iterator[Check]:
    """What was found, what of it is done and what is not: there is nothing else (发现问题3个，已整改2个，正在整改1个)."""
    for passage in body(document, cells=False):
        text = plain(passage.text).text
        for match in _DONE.finditer(text):
            whole, first, rest = (_value(match[name]) for name in ("whole", "done", "left"))
            said, *parts = (counted(passage, match.start(name), match.end(name) + 1, view) for name in ("whole", "done", "left"))
            formula = f"{first} + {rest} = {first + rest}"
            if first + rest == whole:
                yield rule.result(Verdict.CONSISTENT, said, parts, formula=formula)
                continue
            yield rule.result(
                Verdict.INCONSISTENT,
                said,
                parts,
                formula=formula,
                display=f"{first + rest}个",
                message=f"写共{whole}个，已经{match['verb']}的与没有{match['verb']}的相加为{first + rest}个（{formula}）",
                message_en=f"Done and not done add up to {first + rest}, the whole is {whole}",
            )


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    if number == "两":
        return 2
    if "十" not in number:
        return _HAN.index(number[0]) + 1
    tens, ones = number.split("十", 1)
    return (_HAN.index(tens) + 1 if tens else 1) * 10 + (_HAN.index(ones) + 1 if ones else 0)
