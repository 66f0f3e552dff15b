"""What is said twice is the same both times.

同一指标、同一期间、同一口径、同一统计量，前后两次写的数应一致. Printed with the same precision, two different values contradict each other even where the
arithmetic would allow both (rules.md P9); printed with different precision, their intervals must meet. A whole sentence that comes again with all its words and all
its numbers but one is shown as a note, and so are two totals that have amount and rate in common and not the change.

Source: catalogue NR-01, NR-02, NR-03.

Inconsistent::

    一、收入支出决算总体情况说明
    2023年度机关运行经费支出139.50万元，比上年减少9.50万元，下降6.38%。2023年度机关运行经费支出139.60万元。

Consistent::

    一、收入支出决算总体情况说明
    2023年度机关运行经费支出139.50万元，比上年减少9.50万元，下降6.38%。2023年度机关运行经费支出139.5万元。
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

import regex

from auditor.check.rule import Rule, View, alike, named, printed, show
from auditor.lexicon import fold
from auditor.model import Aspects, Check, Claim, Document, Kind, Level, Verdict
from auditor.model.claim import WORDS

rule = Rule(
    __name__,
    title="同一数前后一致",
    title_en="What is said twice is the same both times",
    catalogue=("NR-01", "NR-02", "NR-03"),
    level=Level.WARNING,
)

_APPROPRIATED = ("财政拨款", "一般公共预算", "政府性基金", "国有资本")
_HAN = regex.compile(r"\p{Han}")
_BARE = regex.compile(r"[^\p{Han}\p{L}0%]")
_DIGITS = regex.compile(r"\d[\d,.]*")
_COUNTED = ("车辆", "三公数", "人员.编制", "设备")


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in view.claims:
        if _comparable(claim) and not ("performance" in document.genre and "inherited" in claim.flags):
            for aspects in claim.also or (claim.aspects,):
                groups[_key(claim, aspects)].append(claim)
    for claims in groups.values():
        if len({c.id for c in claims}) < 2:
            continue
        values = Counter(c.quantity.base * (c.direction or 1) for c in claims)
        common = max(claims, key=lambda c: (values[c.quantity.base * (c.direction or 1)], c.quantity.decimals))
        for claim in claims:
            if claim is common:
                other = next((c for c in claims if c is not common and alike(c.quantity, common.quantity) in ("equal", "meets")), None)
                if other is not None:
                    yield rule.result(
                        Verdict.CONSISTENT,
                        claim,
                        [other],
                        formula=f"{printed(claim)} = {printed(other)}",
                        relation=("equal", claim.id, other.id),
                    )
                continue
            how = alike(claim.quantity, common.quantity)
            if how not in ("equal", "meets") and _side_by_side(claim, common):
                yield rule.undecided(claim, "同一列举中的并列各项，名称没有读出，不能当作同一个数", [common])
                continue
            if how not in ("equal", "meets") and "performance" in document.genre and _under_others(claim, common):
                yield rule.undecided(claim, "在不同标题之下，名称没有写全，可能是不同项目的数", [common])
                continue
            turned = claim.direction * common.direction < 0 and claim.quantity.value != 0
            same = how in ("equal", "meets") and not turned or _signed(claim, common)
            relation = ("equal", claim.id, common.id)
            if not same and (claim.quantity.hedge or common.quantity.hedge):
                yield rule.undecided(claim, "约数没有界限，不能与另一处的数对照", [common])
                continue
            if not same and claim.aspects.measure == "三公数.保有" and _funded(claim) != _funded(common):
                yield rule.undecided(claim, "一处可能只是财政拨款开支的车辆，另一处是全部车辆", [common])
                continue
            if same:
                yield rule.result(Verdict.CONSISTENT, claim, [common], formula=f"{printed(claim)} = {printed(common)}", relation=relation)
                continue
            yield rule.result(
                Verdict.INCONSISTENT,
                claim,
                [common],
                formula=f"{_said(claim)} ≠ {_said(common)}",
                expected=common.quantity.interval,
                display=show(common.quantity.base, claim.quantity),
                relation=relation,
                level=Level.ERROR if turned else Level.NOTE if how == "truncated" else Level.WARNING,
                message=f"{named(claim)}前后不一致：此处写 {_said(claim)}，{common.location.label} 写 {_said(common)}",
            )


def _funded(claim: Claim) -> bool:
    """Whether only what the appropriation pays for is counted (财政拨款开支的公务用车保有量)."""
    before = claim.passage.text[claim.sentence[0] : claim.start]
    return "财政拨款" in regex.split("[，；]", before)[-1]


def _signed(one: Claim, two: Claim) -> bool:
    """Whether one prints a decrease with a sign (变动率-4.05%) and the other in words (下降4.05%)."""
    signed, said = (one, two) if one.quantity.value < 0 else (two, one)
    return signed.direction == 0 and said.direction < 0 and signed.quantity.value == -said.quantity.value


@rule.over(Document)
def again(document: Document, view: View) -> Iterator[Check]:
    """Words that stand twice with all their numbers but one: whatever they speak of, they were copied before the number was changed."""
    groups: dict[str, list[list[Claim]]] = defaultdict(list)
    for words, claims in _stretches(view):
        groups[words].append(claims)
    told: set[str] = set()
    for same in groups.values():
        usual = Counter(tuple(c.quantity for c in claims) for claims in same)
        common = max(same, key=lambda claims: usual[tuple(c.quantity for c in claims)])
        for claims in same:
            if claims is common or len(claims) != len(common):
                continue
            pairs = list(zip(common, claims, strict=True))
            apart = [(one, two) for one, two in pairs if one.quantity != two.quantity]
            telling = any(one.quantity == two.quantity and len(_significant(one)) >= 3 for one, two in pairs)
            if len(apart) == 1 and telling and not _comparable(apart[0][0]) and apart[0][1].id not in told:
                one, two = apart[0]
                told |= {one.id, two.id}
                yield rule.result(
                    Verdict.INCONSISTENT,
                    two,
                    [one],
                    formula=f"{two.text} ≠ {one.text}",
                    display=one.text,
                    relation=("equal", two.id, one.id),
                    level=Level.NOTE,
                    message=f"同一段话前后两次写出，其余各数相同，只有此处写 {two.text}，{one.location.label} 写 {one.text}",
                    message_en=f"The same words say {one.text} elsewhere and {two.text} here, all other numbers being the same",
                )
            elif not apart:
                for one, two in pairs:
                    if not _comparable(one) and two.id not in told:
                        told.add(two.id)
                        yield rule.result(
                            Verdict.CONSISTENT, two, [one], formula=f"{two.text} = {one.text}", relation=("equal", two.id, one.id)
                        )


@rule.over(Document)
def behind(document: Document, view: View) -> Iterator[Check]:
    """The same words behind the same number end in the same number (增加33.77万元，主要原因是在职人员去世1人)."""
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for before, claim in pairwise(c for c in view.claims if c.kind not in WORDS):
        if before.passage is not claim.passage or claim.passage.table or _comparable(claim) or len(_significant(before)) < 3:
            continue
        words = _BARE.sub("", fold(claim.passage.text[before.end : claim.start]))
        if len(_HAN.findall(words)) >= 8 and before.quantity.dimension == "money":
            groups[before.quantity, words, claim.kind, claim.quantity.unit].append(claim)
    for claims in groups.values():
        first = claims[0]
        for claim in claims[1:]:
            same = claim.quantity == first.quantity
            yield rule.result(
                Verdict.CONSISTENT if same else Verdict.INCONSISTENT,
                claim,
                [first],
                formula=f"{claim.text} {'=' if same else '≠'} {first.text}",
                display=first.text,
                relation=("equal", claim.id, first.id),
                level=Level.NOTE,
                message="" if same else f"同一句话前后两次写出，此处写 {claim.text}，{first.location.label} 写 {first.text}",
                message_en="" if same else f"The same words say {first.text} elsewhere and {claim.text} here",
            )


def _stretches(view: View) -> Iterator[tuple[str, list[Claim]]]:
    """The words, without blanks, signs and digits, and the figures of each sentence and of each passage that has at least two."""
    found: dict[tuple[int, tuple[int, int]], list[Claim]] = defaultdict(list)
    for claim in view.claims:
        if claim.kind not in WORDS:
            found[id(claim.passage), claim.sentence].append(claim)
            found[id(claim.passage), (0, len(claim.passage.text))].append(claim)
    seen: set[tuple[str, ...]] = set()
    for (_, span), claims in found.items():
        ids = tuple(claim.id for claim in claims)
        if len(claims) > 1 and ids not in seen:
            seen.add(ids)
            words = _BARE.sub("", _DIGITS.sub("0", fold(claims[0].passage.text[slice(*span)])))
            if len(_HAN.findall(words)) >= 15:
                yield words, claims


def _significant(claim: Claim) -> str:
    return str(claim.quantity.value).replace(".", "").strip("0-")


@rule.over(Document)
def twins(document: Document, view: View) -> Iterator[Check]:
    """Two totals of one amount that grew by one rate have grown by one amount (收、支总计 and 一般公共预算支出 where there is no other money)."""
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in view.claims:
        current, rate = view.by_id.get(claim.current), view.by_id.get(claim.partner)
        if claim.kind is not Kind.CHANGE or claim.reach or claim.base is None or current is None or rate is None:
            continue
        if current.quantity.dimension == "money" and rate.quantity.value and len(_significant(current)) > 3:
            key = (current.quantity, rate.quantity, claim.direction, claim.base.period, claim.base.stage, claim.quantity.unit)
            groups[key].append(claim)
    for claims in groups.values():
        first = claims[0]
        for claim in claims[1:]:
            if claim.aspects != first.aspects and alike(claim.quantity, first.quantity) == "last":
                yield rule.result(
                    Verdict.INCONSISTENT,
                    claim,
                    [first],
                    formula=f"{_said(claim)} ≠ {_said(first)}",
                    display=first.text,
                    relation=("equal", claim.id, first.id),
                    level=Level.NOTE,
                    message=f"两处本期数、增减率都相同，增减额一处写 {first.text}，此处写 {claim.text}",
                    message_en=f"Amount and rate are the same twice, the change is {first.text} in one place and {claim.text} here",
                )


@rule.over(Document)
def sides(document: Document, view: View) -> Iterator[Check]:
    """Totals of one amount that are compared with one year have changed by one amount.

    Income and expenditure of a fund are two sides of one account, in both years. 财政拨款 and 一般公共预算 may have parted a year ago: of three, two must agree.
    """
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in view.claims:
        current = view.by_id.get(claim.current)
        if claim.kind is not Kind.CHANGE or claim.reach or claim.base is None or current is None or claim.also or claim.passage.table:
            continue
        total = claim.aspects.measure in ("合计", "总计") and claim.aspects.part in ("", *_APPROPRIATED)
        if total and _fund(claim) in _APPROPRIATED and current.quantity.dimension == "money" and len(_significant(current)) > 3:
            groups[current.quantity.base, claim.base.period, claim.base.stage].append(claim)
    for claims in groups.values():
        values = Counter(c.quantity.base * c.direction for c in claims)
        common = max(claims, key=lambda c: values[c.quantity.base * c.direction])
        for claim in claims:
            if claim is common or claim.aspects == common.aspects:
                continue
            agrees = alike(claim.quantity, common.quantity) in ("equal", "meets") and claim.direction * common.direction > 0
            pair = _fund(claim) == _fund(common) and {claim.aspects.flow, common.aspects.flow} == {"收入", "支出"}
            if not agrees and not pair and values[common.quantity.base * common.direction] < 2:
                continue
            yield rule.result(
                Verdict.CONSISTENT if agrees else Verdict.INCONSISTENT,
                claim,
                [common],
                formula=f"{_said(claim)} {'=' if agrees else '≠'} {_said(common)}",
                expected=common.quantity.interval,
                display=_said(common),
                relation=("equal", claim.id, common.id),
                level=Level.NOTE,
                message="" if agrees else f"本期同为一数，此处写{_said(claim)}，{common.location.label} 写{_said(common)}",
                message_en="" if agrees else f"The amounts are the same, but changed by {claim.text} and {common.text}",
            )


def _fund(claim: Claim) -> str:
    return claim.aspects.part if claim.aspects.part in _APPROPRIATED else claim.aspects.scope


def _side_by_side(one: Claim, other: Claim) -> bool:
    """Whether both are items of one list that no lexicon knows: what tells them apart was not read (“优”3个，占75%；“良”1个，占25%)."""
    listed = one.parent and one.parent == other.parent and one.sentence == other.sentence and one.passage is other.passage
    return bool(listed) and one.aspects.measure.startswith("名.") and one.current != other.current


def _under_others(one: Claim, other: Claim) -> bool:
    """Whether two figures of a name that no lexicon knows stand under different headings: each may be of the project of its own heading."""
    return one.aspects.measure.startswith("名.") and not one.aspects.entity and one.passage.section is not other.passage.section


def _said(claim: Claim) -> str:
    word = claim.passage.text[slice(*claim.direction_span)] if claim.direction_span else ""
    return word + claim.text


def _comparable(claim: Claim) -> bool:
    if claim.kind not in (Kind.AMOUNT, Kind.CHANGE, Kind.RATE, Kind.SHARE, Kind.COMPLETION, Kind.COUNT) or not claim.aspects.measure:
        return False
    if claim.aspects.measure.startswith("名.") and (claim.passage.table or not _opens(claim)):
        return False
    if claim.aspects.measure.startswith("绩效") or (claim.aspects.measure == "项目资金" and not claim.aspects.entity):
        return False
    if "purpose" in claim.flags or claim.reach in ("target", "same-basis") or "no-unit" in claim.flags:
        return False
    if claim.kind is Kind.COUNT:
        return claim.aspects.measure.startswith(_COUNTED)
    if claim.kind in (Kind.CHANGE, Kind.RATE):
        plain = claim.aspects.measure.startswith(("三公", "机关运行经费", "人员经费", "公用经费")) or claim.aspects.part in (
            "基本支出",
            "项目支出",
        )
        return claim.base is not None and (plain or bool(claim.current or claim.partner))
    if claim.kind in (Kind.SHARE, Kind.COMPLETION):
        return claim.base is not None
    return True


def _opens(claim: Claim) -> bool:
    """Whether the name of an item that no lexicon knows opens its statement; in a later clause the words before may qualify it."""
    if claim.kind is not Kind.AMOUNT:
        return bool(claim.current)
    before = claim.passage.text[: claim.start]
    at = max(before.rfind(sign) for sign in "，,。；;：:\n")
    return at < 0 or before[at] not in "，,"


def _key(claim: Claim, aspects: Aspects) -> tuple[object, ...]:
    kept = claim.kind in (Kind.CHANGE, Kind.RATE, Kind.SHARE, Kind.COMPLETION)
    base = claim.base.but(scope="", flow="") if kept and claim.base else None
    unit = claim.quantity.unit if claim.kind is Kind.COUNT else claim.quantity.dimension
    return claim.kind, aspects, base, unit
