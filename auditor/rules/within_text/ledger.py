"""Sums that a sentence states itself: what is added up to a total, and what remains of it.

政府预算执行情况的报告常在一句里列出总收入的来龙去脉：收入若干，加上上级补助、转贷、调入、上年结转，收入总计若干；支出若干，加上上解、还本，支出总计若干；收支相抵，
结转若干。What is added must give the total, and total income less total expenditure what remains. Amounts in brackets are parts of what stands before them, not further
addends; a sentence that breaks an addend down (其中) is left undecided.

Source: catalogue NA-04; wording catalogue §1.1 (加上…后，收入总计 · 收支相抵，年终结转).

Inconsistent::

    # 关于某县2023年财政预算执行情况和2024年预算草案的报告

    2023年，全县一般公共预算收入28,500万元，加上上级补助收入270,000万元、上年结转收入6,100万元，收入总计305,600万元。

Consistent::

    # 关于某县2023年财政预算执行情况和2024年预算草案的报告

    2023年，全县一般公共预算收入28,500万元，加上上级补助收入270,000万元、上年结转收入6,100万元，收入总计304,600万元。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from auditor.check.rule import Rule, View, printed, show
from auditor.lexicon import fold, worded
from auditor.model import Check, Claim, Kind, Level, Passage
from auditor.model import Document as Doc
from auditor.model.interval import total

rule = Rule(
    __name__,
    title="加上各项后的总计和收支相抵后的结余",
    title_en="What is added up to a total, and what remains of it",
    catalogue=("NA-04",),
)

_PLUS = "加上?(?!{no_addition})"
_TOTAL = "{ledger_totals}(?:为|达到?|共计|共|是)?[约]?$"
_INNER = "{of_which}"
_REST = "{balanced}[后,]*(?:当年|全年|年终|年末)?(?:累计|滚存)?(?:净)?{left_over}(?:为|资金|下年|使用|支出)*$"
_BALANCE = "{ledger_years}(?:收支)?(?:相抵)?[,]?(?:收支)?结余(?:为)?$"


@rule.over(Doc)
def compare(document: Doc, view: View) -> Iterator[Check]:
    groups: dict[tuple[int, tuple[int, int]], list[Claim]] = {}
    passages: dict[int, list[Claim]] = {}
    sections: dict[int, list[Claim]] = {}
    places: dict[str, int] = {}
    for claim in view.claims:
        if claim.kind is Kind.AMOUNT and claim.quantity.dimension == "money" and claim.passage.table is None:
            groups.setdefault((id(claim.passage), claim.sentence), []).append(claim)
            passages.setdefault(id(claim.passage), []).append(claim)
            section = sections.setdefault(id(claim.passage.section), [])
            places[claim.id] = len(section)
            section.append(claim)
    earlier: Claim | None = None
    for (_, (start, end)), claims in groups.items():
        before = earlier if earlier is not None and earlier.passage is claims[0].passage and earlier.sentence[1] <= start else None
        yield from _added(claims[0].passage, start, end, claims, before)
        earlier = claims[0]
    for claims in passages.values():
        above = sections[id(claims[0].passage.section)]
        yield from _remains(claims, above[: places[claims[0].id]])


def _added(passage: Passage, start: int, end: int, claims: list[Claim], earlier: Claim | None) -> Iterator[Check]:
    text = fold(passage.text)
    plus = worded(_PLUS).search(text, start, end)
    if plus is None:
        yield from _closing(text, start, claims)
        return
    first = next((c for c in reversed(claims) if c.end <= plus.start() and "base" not in c.flags and not _inside(text, c, start)), None)
    if first is None and not text[start : plus.start()].strip() and earlier is not None and earlier.aspects.measure == "合计":
        first = earlier  # 一般公共预算收入41.2亿元，增长6%。加上…
    whole = next(
        (c for c in claims if c.start > plus.end() and worded(_TOTAL).search(text[max(start, c.start - 8) : c.start].rstrip())), None
    )
    if first is None or whole is None:
        return
    between = [c for c in claims if plus.end() <= c.start and c.end <= whole.start]
    parts = [first, *(c for c in between if not _inside(text, c, start))]
    if len(parts) < 2:
        return
    outside = "".join(char for at, char in enumerate(text[plus.end() : whole.start], plus.end()) if not _bracketed(text, at, start))
    odd = [c for c in parts if c.quantity.hedge or "base" in c.flags or c.aspects.period != whole.aspects.period]
    if worded(_INNER).search(outside) or odd or ";" in outside or "减" in outside:
        yield rule.undecided(whole, "所加各项又有分项，不能确定哪些相加", parts)
        return
    yield _sum(whole, parts)


def _closing(text: str, start: int, claims: list[Claim]) -> Iterator[Check]:
    """支出83万元，调出资金18万元，支出合计101万元: the total that closes what opened as the same side of the same fund."""
    whole = claims[-1]
    parts = [c for c in claims[:-1] if not _inside(text, c, start)]
    if whole.aspects.measure != "总计" or len(parts) < 2 or parts[0].aspects != whole.aspects.but(measure="合计"):
        return
    between = text[start : whole.start]
    if worded(_INNER).search(between) or ";" in between or "减" in between or any(c.quantity.hedge or "base" in c.flags for c in parts):
        yield rule.undecided(whole, "所列各项又有分项，不能确定哪些相加", parts)
        return
    yield _sum(whole, parts)


def _sum(whole: Claim, parts: list[Claim]) -> Check:
    nominal = sum((part.quantity.base for part in parts), Fraction(0))
    return rule.compare(
        whole,
        total(part.quantity.interval for part in parts),
        parts,
        formula=f"{' + '.join(map(printed, parts))} = {show(nominal, whole.quantity)}",
        display=show(nominal, whole.quantity),
        relation=("sum", whole.id, *(part.id for part in parts)),
        tail=nominal != whole.quantity.base,
    )


def _remains(claims: list[Claim], above: list[Claim]) -> Iterator[Check]:
    """收支相抵，年终结转 = 收入总计 − 支出总计; 当年收支结余 = 收入 − 支出 of the same sentence.

    A paragraph that opens with 上述收支相抵 speaks of the totals that the paragraphs above it in its section state.
    """
    text = fold(claims[0].passage.text)
    for at, claim in enumerate(claims):
        before = text[max(0, claim.start - 26) : claim.start].rstrip()
        if worded(_REST).search(before):
            stated = claims[:at] or above
            totals = [c for c in stated if c.aspects.measure == "总计" and c.aspects.entity == stated[-1].aspects.entity]
        elif worded(_BALANCE).search(before):
            near = [c for c in claims[:at] if c.aspects.measure in ("合计", "总计") and c.aspects.scope == claim.aspects.scope]
            totals = [c for c in near if c.sentence == claim.sentence] or near
        else:
            continue
        if worded(_REST).search(before) and not claims[:at] and not totals:
            yield from _rolled(claim, above)
            continue
        sides = {flow: [c for c in totals if _side(fold(c.passage.text), c) == flow] for flow in ("收入", "支出")}
        if any(len(found) != 1 for found in sides.values()):
            continue
        income, spent = sides["收入"][0], sides["支出"][0]
        if income.aspects.scope != spent.aspects.scope or income.aspects.period != spent.aspects.period:
            continue
        nominal = income.quantity.base - spent.quantity.base
        if nominal < 0:
            continue
        yield rule.compare(
            claim,
            income.quantity.interval - spent.quantity.interval,
            [income, spent],
            formula=f"{printed(income)} − {printed(spent)} = {show(nominal, claim.quantity)}",
            display=show(nominal, claim.quantity),
            relation=("sum", income.id, spent.id, claim.id),
            tail=nominal != claim.quantity.base,
        )


def _rolled(rest: Claim, above: list[Claim]) -> Iterator[Check]:
    """收入12万元，上年结余6万元，支出9万元。收支相抵，年终结余9万元: what the paragraph above lists, where each item is on one side."""
    stated = [c for c in above if above and c.passage is above[-1].passage and "base" not in c.flags]
    text = fold(stated[0].passage.text) if stated else ""
    stated = [c for c in stated if not _inside(text, c, c.sentence[0])]
    sides = ["收入" if c.aspects.measure == "年初结转结余" else c.aspects.flow for c in stated]
    if set(sides) != {"收入", "支出"} or "其中" in text or any(c.aspects.entity != rest.aspects.entity for c in stated):
        return
    nominal = sum((c.quantity.base if side == "收入" else -c.quantity.base for c, side in zip(stated, sides, strict=True)), Fraction(0))
    yield rule.compare(
        rest,
        total(c.quantity.interval if side == "收入" else -c.quantity.interval for c, side in zip(stated, sides, strict=True)),
        stated,
        formula=f"{' + '.join(printed(c) for c, side in zip(stated, sides, strict=True) if side == '收入')} − "
        + f"{' − '.join(printed(c) for c, side in zip(stated, sides, strict=True) if side == '支出')} = {show(nominal, rest.quantity)}",
        display=show(nominal, rest.quantity),
        tail=nominal != rest.quantity.base,
        level=Level.WARNING,
    )


def _side(text: str, claim: Claim) -> str:
    """收入 or 支出, by the aspects or by the words right before the number."""
    if claim.aspects.flow in ("收入", "支出"):
        return claim.aspects.flow
    found = re.search(r"(收入|支出)(?:总计|合计)?(?:完成|实现|为|达)?$", text[max(0, claim.start - 10) : claim.start].rstrip())
    return found[1] if found else ""


def _bracketed(text: str, at: int, start: int) -> bool:
    return text.count("(", start, at) > text.count(")", start, at)


def _inside(text: str, claim: Claim, start: int) -> bool:
    return _bracketed(text, claim.start, start)
