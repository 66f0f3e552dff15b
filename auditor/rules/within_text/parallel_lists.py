"""Two lists of causes that tell the same story tell it with the same figures.

The causes of a change are often written out twice, once for income and once for expenditure, or again in the next section: 行政运行减少a，医疗保险减少b，会议费增加c….
Where two such lists agree in most of their items, an item in which they differ is a slip in one of them. Lists that share too few items are not compared.

Source: catalogue NR-01, NA-04; rules.md P9.

Inconsistent::

    四、财政拨款收入支出决算总体情况说明
    财政拨款收入比上年减少7.00万元，主要原因是：食堂运行费减少3.20万元，宣传材料费减少1.50万元，公务交通费减少4.30万元，会议服务费增加2.00万元。财政拨款支出比上年减少7.00万元，主要原因是：食堂运行费减少3.20万元，宣传材料费减少1.50万元，公务交通费减少4.80万元，会议服务费增加2.00万元。

Consistent::

    四、财政拨款收入支出决算总体情况说明
    财政拨款收入比上年减少7.00万元，主要原因是：食堂运行费减少3.20万元，宣传材料费减少1.50万元，公务交通费减少4.30万元，会议服务费增加2.00万元。财政拨款支出比上年减少7.00万元，主要原因是：食堂运行费减少3.20万元，宣传材料费减少1.50万元，公务交通费减少4.30万元，会议服务费增加2.00万元。
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from auditor.check.rule import Rule, View, alike, named
from auditor.model import Check, Claim, Document, Kind, Level, Verdict

rule = Rule(__name__, title="并列的增减原因前后一致", title_en="Parallel lists of causes agree", catalogue=("NR-01",), level=Level.WARNING)

_AGREED = 3
"""Items that must agree before two lists count as one story told twice; fewer may be chance."""


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    lists = [group for group in _lists(view) if len(group) >= _AGREED]
    done: set[str] = set()
    for at, first in enumerate(lists):
        for second in lists[at + 1 :]:
            yield from _pair(first, second, done)


def _lists(view: View) -> list[list[Claim]]:
    """Changes without an amount of their own, one list for each stretch of a passage between amounts."""
    found: list[list[Claim]] = []
    current: list[Claim] = []
    passage: object = None
    sentence = (0, 0)
    for claim in view.claims:
        if claim.passage is not passage or claim.kind is Kind.AMOUNT or claim.sentence != sentence:
            current, passage, sentence = [], claim.passage, claim.sentence
            found.append(current)
        if claim.kind is Kind.CHANGE and not claim.current and claim.quantity.value and not claim.passage.table:
            current.append(claim)
    return found


def _pair(first: list[Claim], second: list[Claim], done: set[str]) -> Iterator[Check]:
    """Items in the order of the two lists; a differing item counts only between items that agree."""
    pairs = _aligned(first, second)
    agreed = [(a, b) for a, b in pairs if _same(a, b)]
    differing = [(a, b) for a, b in pairs if not _same(a, b)]
    if len(agreed) < _AGREED or len(differing) * 2 > len(agreed):
        for a, b in differing:
            if b.id not in done and len(agreed) + 1 >= _AGREED:
                done.add(b.id)
                yield rule.undecided(b, "两处原因说明相同的项目太少，不能对照", [a])
        return
    for a, b in pairs:
        if b.id in done:
            continue
        done.add(b.id)
        same = _same(a, b)
        yield rule.result(
            Verdict.CONSISTENT if same else Verdict.INCONSISTENT,
            b,
            [a],
            formula=f"{_said(a)} {'=' if same else '≠'} {_said(b)}",
            expected=a.quantity.interval,
            display=_said(a),
            relation=("equal", b.id, a.id),
            level=Level.NOTE if alike(a.quantity, b.quantity) == "truncated" else None,
            message="" if same else f"{named(b)}：两处原因说明的其他 {len(agreed)} 项相同，此项一处写 {_said(a)}，一处写 {_said(b)}",
        )


def _same(a: Claim, b: Claim) -> bool:
    return a.direction == b.direction and alike(a.quantity, b.quantity) in ("equal", "meets")


def _aligned(first: list[Claim], second: list[Claim]) -> list[tuple[Claim, Claim]]:
    """Longest common run of items in order: equal ones first, then what stands alone between two equal ones."""
    equal: list[tuple[int, int]] = []
    at = 0
    for i, a in enumerate(first):
        j = next((j for j in range(at, min(len(second), at + 3)) if _same(a, second[j])), None)
        if j is not None:
            equal.append((i, j))
            at = j + 1
    pairs = [(first[i], second[j]) for i, j in equal]
    bounds = [(-1, -1), *equal, (len(first), len(second))]
    for (i, j), (k, m) in itertools.pairwise(bounds):
        alone = len(first) == len(second) == len(equal) + 1 and len(equal) > _AGREED
        if k - i == 2 and m - j == 2 and (alone or _related(first[i + 1], second[j + 1])):
            pairs.append((first[i + 1], second[j + 1]))
    return pairs


def _related(a: Claim, b: Claim) -> bool:
    """Whether two items that differ in their figure are named alike."""
    one, other = _name(a), _name(b)
    common = sum(1 for c in set(one) if c in other)
    return bool(one and other) and common * 2 >= min(len(set(one)), len(set(other)))


def _name(claim: Claim) -> str:
    start = claim.direction_span[0] if claim.direction_span else claim.start
    return claim.passage.text[max(0, start - 10) : start].strip("，,；;、 ")


def _said(claim: Claim) -> str:
    word = claim.passage.text[slice(*claim.direction_span)] if claim.direction_span else ""
    return word + claim.text
