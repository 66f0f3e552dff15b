"""Parts that divide a whole whatever it is: industries, town and country, taxes and other income, places, collectors.

经济运行和财政收支的文字常把一个总数按公认的办法分开：地区生产总值分三次产业，零售额分城镇和乡村，一般公共预算收入分税收和非税，全市分市本级和区县。
Such parts name everything, so their sum is the whole within the rounding of the addends. The parts are told by the words right before their numbers; the whole is
the amount that the list opens with. Where several amounts may be the whole, one that fits settles it, and none that fits decides nothing.

Source: catalogue NA-04; wording catalogue §1.1; tails as in rules.md P5.

Inconsistent::

    # 某市2024年前三季度经济运行情况

    前三季度，全市实现地区生产总值619.8亿元。其中，第一产业增加值122.6亿元，增长6.1%；第二产业增加值135.1亿元，增长3.5%；第三产业增加值344.1亿元，增长6.9%。

Consistent::

    # 某市2024年前三季度经济运行情况

    前三季度，全市实现地区生产总值619.8亿元。其中，第一产业增加值122.6亿元，增长6.1%；第二产业增加值153.1亿元，增长3.5%；第三产业增加值344.1亿元，增长6.9%。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import regex

from auditor.check.rule import Rule, View, printed, show
from auditor.lexicon import fold, load
from auditor.model import Check, Claim, Document, Kind
from auditor.model.interval import total

rule = Rule(
    __name__,
    title="按公认办法分开的各部分之和等于总数",
    title_en="Parts that divide a whole add up to it",
    catalogue=("NA-04",),
)

_SIGN = regex.compile("[,;:。、]")
_REACH = 3
"""How many paragraphs back the whole may stand that a lexicon entry names."""


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    amounts: list[tuple[Claim, str]] = []
    place: dict[int, int] = {}
    before: Claim | None = None
    for claim in view.claims:
        if claim.passage.table is not None:
            continue
        start = before.end if before is not None and before.passage is claim.passage else 0
        before = claim
        place.setdefault(id(claim.passage), len(place))
        if (
            claim.kind in (Kind.AMOUNT, Kind.COUNT, Kind.UNIT_VALUE)
            and not {"base", "purpose"} & set(claim.flags)
            and claim.reach in ("", "same-basis")
        ):
            text = fold(claim.passage.text)[start : claim.start]
            name = _SIGN.split(text)[-1]
            if not claim.quantity.hedge and "均" not in name:
                amounts.append((claim, name))
    told: set[tuple[str, ...]] = set()
    for row in load("sums")["partitions"]:
        for run in _runs(amounts, [regex.compile(part) for part in row["parts"]], place):
            key = tuple(claim.id for claim, _ in run)
            if any(set(key) < set(other) or key == other for other in told):
                continue
            if check := _check(amounts, run, row, place, view):
                told.add(key)
                yield check


def _runs(
    amounts: Sequence[tuple[Claim, str]], parts: Sequence[regex.Pattern[str]], place: dict[int, int]
) -> Iterator[list[tuple[Claim, str]]]:
    """The amounts that follow each other, each named by another of the parts, until all are named."""
    run: list[tuple[Claim, str]] = []
    open_ = list(parts)
    for item in amounts:
        claim, name = item
        fits = [part for part in parts if part.search(name)]
        if len(fits) != 1:
            if (
                run
                and not fits
                and claim.parent != run[-1][0].id
                and claim.passage is run[-1][0].passage
                and claim.sentence == run[-1][0].sentence
            ):
                run, open_ = [], list(parts)  # something else stands between
            continue
        if run and (fits[0] not in open_ or not _alike(run[-1][0], claim) or place[id(claim.passage)] - place[id(run[-1][0].passage)] > 1):
            run, open_ = [], list(parts)
        run.append(item)
        open_.remove(fits[0])
        if not open_:
            yield run
            run, open_ = [], list(parts)


def _alike(one: Claim, other: Claim) -> bool:
    said = (one.kind, one.quantity.dimension, one.aspects.period, one.aspects.stage, one.aspects.flow)
    return said == (other.kind, other.quantity.dimension, other.aspects.period, other.aspects.stage, other.aspects.flow)


def _check(
    amounts: Sequence[tuple[Claim, str]], run: list[tuple[Claim, str]], row: dict[str, Any], place: dict[int, int], view: View
) -> Check | None:
    parts = [claim for claim, _ in run]
    first = parts[0]
    listed = view.by_id.get(first.parent) if len({part.parent for part in parts}) == 1 else None
    wholes = [claim for claim, name in amounts if claim.start < first.start or claim.passage is not first.passage]
    wholes = [claim for claim in wholes if _may(claim, first, row, amounts, place)]
    near = [c for c in wholes if c.passage is first.passage and c.sentence == first.sentence] or [
        c for c in wholes if c.passage is first.passage
    ]
    wholes = (near or wholes)[-3:]
    if listed is not None and listed not in wholes and _may(listed, first, row, amounts, place):
        wholes.append(listed)
    if not wholes:
        return None
    summed = total(part.quantity.interval for part in parts)
    fitting = [whole for whole in wholes if whole.quantity.interval.meets(summed)]
    if not fitting and len(wholes) > 1 and listed not in wholes:
        return rule.undecided(first, "有几个数都可能是总数，各部分之和与哪一个都不相符", [*parts[1:], *wholes])
    others = [c for c, _ in amounts if listed is not None and c.parent == listed.id and c.sentence == first.sentence and c not in parts]
    if not fitting and others and not row.get("whole"):
        return rule.undecided(first, "同一列举里还有别的项，各部分未必是全部", [*parts[1:], *others])
    whole = fitting[-1] if fitting else listed if listed in wholes else wholes[-1]
    assert whole is not None
    nominal = sum((part.quantity.base for part in parts), Fraction(0))
    return rule.compare(
        whole,
        summed,
        parts,
        formula=f"{' + '.join(map(printed, parts))} = {show(nominal, whole.quantity)}",
        display=show(nominal, whole.quantity),
        relation=("sum", whole.id, *(part.id for part in parts)),
        tail=nominal != whole.quantity.base,
    )


def _may(whole: Claim, first: Claim, row: dict[str, Any], amounts: Sequence[tuple[Claim, str]], place: dict[int, int]) -> bool:
    """Whether an amount may be what the parts divide: of their kind and time, named as the lexicon says, and none of the parts itself."""
    name = next((name for claim, name in amounts if claim is whole), None)
    if name is None or any(regex.search(part, name) for part in row["parts"]) or not _kindred(whole, first):
        return False
    if not 0 <= place[id(first.passage)] - place[id(whole.passage)] <= _REACH or (
        whole.passage is first.passage and whole.start > first.start
    ):
        return False
    if row.get("whole"):
        return regex.search(row["whole"], name) is not None
    return whole.aspects.measure == first.aspects.measure and whole.passage is first.passage


def _kindred(whole: Claim, first: Claim) -> bool:
    """Of one kind and time; parts in paragraphs of their own do not repeat the months that the whole is of."""
    same = whole.aspects.period == first.aspects.period
    spoken = not whole.aspects.period.isdigit() and first.aspects.period in ("", first.aspects.period[:4])
    one, other = whole.aspects, first.aspects
    return (same or spoken) and (whole.kind, whole.quantity.dimension, one.stage) == (first.kind, first.quantity.dimension, other.stage)
