"""Places of a clean document that agree although a careless check would accuse them, found by what makes them look wrong."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from generate.oracle import PIECES, Oracle
from generate.page import Document, Mark
from generate.printing import plain, rounded

Trap = tuple[Mark, str, str]
"""Mark, kind, why nothing is wrong."""


def _number(mark: Mark) -> Fraction:
    return plain(mark.printed) if mark.printed not in ("", mark.style.zero) else Fraction(0)


def traps(document: Document) -> list[dict[str, Any]]:
    """Every trap of the document, labelled with its place."""
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for mark, kind, why in _all(document):
        place = (mark.line, mark.start)
        if place not in found:
            found[place] = {
                "kind": kind, "place": {"line": mark.line, "start": mark.start, "end": mark.end}, "printed": mark.printed, "why": why,
            }  # fmt: skip
    return [found[place] for place in sorted(found)]


def _all(document: Document) -> Iterator[Trap]:
    oracle = Oracle(document)
    marks = {mark.id: mark for mark in document.marks}
    values = document.books.ledger.values
    yield from _tails(oracle, marks)
    yield from _shares(document)
    blocks: dict[int, list[Mark]] = {}
    for mark in document.marks:
        blocks.setdefault(mark.block, []).append(mark)
    yield from _words(document, marks, blocks)
    for mark in document.marks:
        if mark.kind == "trap":
            yield mark, mark.why, "如实说明"
        elif mark.note in ("zero-base", "bound"):
            yield mark, mark.note, "上年或年初没有数" if mark.note == "zero-base" else "界限不是数值"
        elif mark.kind == "year" and mark.why == "上年":
            yield mark, "prior-year-mention", "与上年比较，年份应当不同"
        elif mark.kind in ("share", "completion", "ratio", "rate", "change"):
            yield from _derived(mark, oracle)
        elif mark.kind == "amount" and not mark.form:
            yield from _amount(mark, oracle, marks)
        elif mark.kind == "amount" and mark.keys[0].item == "经济.30113":
            item = mark.keys[0].but(item="功能.2210201", part="")
            if values.get(item) and values[item] != values[mark.keys[0]]:
                yield mark, "economic-not-functional", "经济分类的住房公积金与功能分类的住房公积金口径不同"


def _words(document: Document, marks: dict[int, Mark], blocks: dict[int, list[Mark]]) -> Iterator[Trap]:
    """Broken paragraphs, other words for the same change, two yardsticks of opposite sign for one figure."""
    values = document.books.ledger.values
    for line in document.broken:
        for mark in [m for m in document.marks if m.line == line and m.figure][:1]:
            yield mark, "broken-paragraph", "分页把一句话断开，主语在上一段"
    words: dict[tuple[object, ...], tuple[str, int]] = {}
    for mark in document.marks:
        if mark.kind not in ("change", "rate") or mark.form:
            continue
        before = marks.get(mark.id - 1)
        if before and before.kind == "direction":
            first = words.setdefault((mark.kind, mark.keys), (before.printed, mark.id))
            if first[0] != before.printed:
                yield mark, "synonym", "同一增减，用词不同"
        beside = [m for m in blocks[mark.block] if m.kind == "completion" and m.keys[0] == mark.keys[0]]
        if beside and mark.keys[1].year != mark.keys[0].year:
            up = values[mark.keys[0]] > values[mark.keys[1]]
            if any((values[m.keys[0]] > values[m.keys[1]]) != up for m in beside):
                yield mark, "two-comparators", "与预算比、与上年比，方向不同"


def _tails(oracle: Oracle, marks: dict[int, Mark]) -> Iterator[Trap]:
    for total, parts in oracle.sums:
        for identity in oracle.by_key[total]:
            mark = marks[identity]
            if mark.kind != "amount":
                continue
            where = [[i for i in oracle.by_key[key] if (marks[i].form or marks[i].block) == (mark.form or mark.block)] for key in parts]
            if len(where) < 2 or not all(where) or any(marks[there[0]].style != mark.style for there in where):
                continue
            if sum((_number(marks[there[0]]) for there in where), Fraction(0)) != _number(mark):
                yield mark, "tail", "各项四舍五入后相加与合计差在尾数"


def _shares(document: Document) -> Iterator[Trap]:
    groups: dict[tuple[int, object], list[Mark]] = {}
    for mark in document.marks:
        if mark.kind == "share" and not mark.form:
            groups.setdefault((mark.block, mark.keys[1]), []).append(mark)
    for group in groups.values():
        exact = sum((mark.value or Fraction(0) for mark in group), Fraction(0))
        if len(group) > 1 and exact == 100 and sum((_number(mark) for mark in group), Fraction(0)) != 100:
            yield group[-1], "share-tail", "各项占比四舍五入，合计不是整100%"


def _derived(mark: Mark, oracle: Oracle) -> Iterator[Trap]:
    """Rates, shares and changes that the printed inputs, taken as exact, do not give to the digit."""
    inputs = []
    for key in mark.keys:
        there = [i for i in oracle.by_key.get(key, ()) if not oracle.marks[i].form] or oracle.by_key.get(key, [])
        inputs.append(_number(oracle.marks[there[0]]) * oracle.marks[there[0]].style.scale if there else None)
    first, second = inputs
    if mark.kind == "rate" and mark.value is not None and mark.value > 150:
        yield mark, "large-rate", "基数小，增幅大"
    elif mark.kind == "completion" and mark.value is not None and mark.value > 130:
        yield mark, "large-completion", "年中追加，完成率大于100%"
    elif mark.kind == "change":
        if first is not None and second is not None and abs(first - second) != _number(mark) * mark.style.scale:
            yield mark, "hidden-precision", "增减额由未取整的数算出"
    elif first is not None and second:
        naive = abs(first - second) / second * 100 if mark.kind == "rate" else first / second * 100
        if rounded(naive, mark.style.decimals) != rounded(_number(mark), mark.style.decimals):
            yield mark, "hidden-precision", "比率由未取整的数算出"
    elif mark.kind == "rate" and mark.style.decimals < 2:
        yield mark, "few-decimals", "小数位少，区间宽"


def _amount(mark: Mark, oracle: Oracle, marks: dict[int, Mark]) -> Iterator[Trap]:
    key = mark.keys[0]
    if mark.style.scale != 1 and any(marks[i].form and marks[i].style.unit != mark.style.unit for i in oracle.by_key[key]):
        yield mark, "unit-conversion", "表以其他单位列示，换算后一致"
        return
    for fund in ("全部", "财政", "一般"):
        twin = key.but(fund=fund)
        if fund != key.fund and twin in oracle.by_key and key.fund and oracle.values.get(twin, 0) != oracle.values.get(key, 0):
            yield mark, "scope-twin", "口径不同（全部资金、财政拨款、一般公共预算）"
            return


def coverage(document: Document) -> dict[str, int]:
    """How many figures of the narrative there are, and how many of them anything else in the document determines."""
    oracle = Oracle(document)
    figures = [mark for mark in document.marks if mark.figure and not mark.form]
    return {"figures": len(figures), "determined": sum(determined(oracle, mark) for mark in figures)}


def determined(oracle: Oracle, mark: Mark) -> bool:
    """Whether a wrong value of this figure would contradict something: tried with values far away on both sides."""
    for text in (f"{rounded(_number(mark) * 3 + 7, mark.style.decimals):f}", f"{rounded(_number(mark) / 3, mark.style.decimals):f}"):
        oracle.change({mark.id: text})
        broken = next(oracle.conflicts(mark.id), None)
        oracle.change()
        if broken:
            return True
    return mark.note == "listed"


__all__ = ["PIECES", "Trap", "coverage", "determined", "traps"]
