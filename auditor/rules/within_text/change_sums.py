"""The changes of all parts add up to the change of the whole.

“三公”经费比上年减少3.20万元 is made of what 因公出国（境）费, 公务用车购置及运行维护费 and 公务接待费 changed by, against the same base; the same holds for 公务用车 and its purchase
and running, for 财政拨款 and its funds, for 基本支出 and its two halves, and for appropriated expenditure whose 基本支出 and
项目支出 add up to it in amount. 持平 is a change of nothing. A change that was copied from the line above, or that has the wrong
sign, shows here even where no base is printed. Where only a rate is printed, the amount that it is of says by how much it changed; where the whole is
printed for both years and not its change, the changes of its parts lead from one to the other.

Formula: Δwhole = ΣΔparts, rounding intervals added. Source: catalogue NA-04, NA-06; what adds up to what stands in lexicons/sums.yaml.

Inconsistent::

    # 某局2023年度部门决算

    八、“三公”经费支出决算情况说明
    2023年度“三公”经费支出6.20万元，比上年减少3.20万元。其中：因公出国（境）费支出0万元，与上年持平；公务用车购置及运行维护费支出6.00万元，比上年减少2.00万元；公务接待费支出0.20万元，比上年减少0.20万元。

Consistent::

    # 某局2023年度部门决算

    八、“三公”经费支出决算情况说明
    2023年度“三公”经费支出6.20万元，比上年减少2.20万元。其中：因公出国（境）费支出0万元，与上年持平；公务用车购置及运行维护费支出6.00万元，比上年减少2.00万元；公务接待费支出0.20万元，比上年减少0.20万元。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from auditor.check.rule import Rule, View, named, show
from auditor.lexicon import load
from auditor.model import Aspects, Check, Claim, Document, Interval, Kind, Level, Verdict
from auditor.model.interval import corners, total

rule = Rule(
    __name__,
    title="各部分的增减之和等于总额的增减",
    title_en="The changes of the parts add up to the change of the whole",
    catalogue=("NA-04", "NA-06"),
    level=Level.WARNING,
)

_APPROPRIATED = ("一般公共预算", "财政拨款")
"""Scopes whose money is either 基本支出 or 项目支出."""


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    changes: dict[tuple[Aspects, str, str], list[Claim]] = {}
    for claim in view.claims:
        moved = _still(claim) or (claim.kind is Kind.CHANGE and claim.direction and claim.quantity.dimension == "money")
        if moved and claim.base is not None and not claim.passage.table and not claim.also:
            changes.setdefault((claim.aspects, claim.base.stage, claim.base.period), []).append(claim)
    for claim in view.claims:
        current = view.by_id.get(claim.current)
        alone = (
            claim.kind is Kind.RATE and claim.direction and not claim.partner and claim.reach in ("", "reason") and claim.base is not None
        )
        if alone and current is not None and current.quantity.dimension == "money" and not claim.passage.table and not claim.also:
            assert claim.base is not None
            key = (claim.aspects, claim.base.stage, claim.base.period)
            if not any(other.kind is Kind.CHANGE for other in changes.get(key, ())):
                changes.setdefault(key, []).append(claim)
    yield from _between(changes, view)
    for (aspects, stage, period), claims in changes.items():
        for parts, complete in _splits(aspects):
            found = {part: changes.get((part, stage, period), []) for part in _stated(parts, changes, (stage, period))}
            if aspects.scope in _APPROPRIATED and not complete and {p.part for p in parts} == {"基本支出", "项目支出"}:
                found = _appropriated(claims[0], found, changes, (stage, period), view)
                complete = _closed(claims[0], [same[0] for same in found.values() if same], view)
            stated = {part: same[0] for part, same in found.items() if same}
            if len(stated) >= 2 and not _still(claims[0]):
                yield from _add(claims, found, stated, complete=complete and len(stated) == len(found), view=view)


def _stated(
    parts: tuple[Aspects, ...], changes: Mapping[tuple[Aspects, str, str], list[Claim]], base: tuple[str, str]
) -> tuple[Aspects, ...]:
    """The parts, one by its own kinds where only their changes are stated (公务用车购置费, 公务用车运行维护费)."""
    trees: Mapping[str, list[str]] = load("sums")["trees"]
    found: list[Aspects] = []
    for part in parts:
        kinds = [part.but(measure=kind) for kind in trees.get(part.measure, ())]
        split = (part, *base) not in changes and any((kind, *base) in changes for kind in kinds)
        found += kinds if split else [part]
    return tuple(found)


def _between(changes: Mapping[tuple[Aspects, str, str], list[Claim]], view: View) -> Iterator[Check]:
    """2024年79.69亿元，2023年80.95亿元: the changes of the parts lead from the one to the other."""
    trees: Mapping[str, list[str]] = load("sums")["trees"]
    for aspects, stage, period in {(a.but(measure="三公"), s, p): None for a, s, p in changes if a.measure in trees["三公"]}:
        current, earlier = view.amounts.get(aspects, ()), view.amounts.get(aspects.but(stage=stage, period=period), ())
        if (aspects, stage, period) in changes or not current or not earlier or len(trees["三公"]) < 3:
            continue
        parts = [changes.get((aspects.but(measure=kind), stage, period), [])[:1] for kind in trees["三公"]]
        known = [same[0] for same in parts if same]
        if len(known) < len(parts) or any("base-unnamed" in part.flags or part.quantity.hedge for part in known):
            continue
        moved = total(_interval(part, view) for part in known)
        value = current[0].quantity.base - sum((_signed(part, view) for part in known), Fraction(0))
        yield rule.compare(
            earlier[0],
            current[0].quantity.interval - moved,
            [current[0], *known],
            formula=f"{current[0].text} "
            + " ".join(f"{'+' if p.direction < 0 else '−'} {_word(p, view)}" for p in known)
            + f" = {show(value, earlier[0].quantity)}",
            display=show(value, earlier[0].quantity),
            tail=value != earlier[0].quantity.base,
        )


def _appropriated(
    whole: Claim,
    found: dict[Aspects, list[Claim]],
    changes: Mapping[tuple[Aspects, str, str], list[Claim]],
    base: tuple[str, str],
    view: View,
) -> dict[Aspects, list[Claim]]:
    """一般公共预算财政拨款支出 is explained by 财政拨款基本支出 and 财政拨款项目支出: the same money where the amounts add up."""
    if all(found.values()):
        return found
    for scope in _APPROPRIATED:
        other = {part: changes.get((part.but(scope=scope), *base), []) for part in found}
        if all(other.values()) and _closed(whole, [same[0] for same in other.values()], view):
            return other
    return found


def _closed(whole: Claim, parts: list[Claim], view: View) -> bool:
    """Whether the amounts of this year show that the parts are all that there is: they add up to the whole."""
    own, amounts = view.by_id.get(whole.current), [view.by_id.get(part.current) for part in parts]
    if own is None or len(parts) < 2 or not own.quantity.value:
        return False
    known = [a.quantity for a in amounts if a is not None and a.quantity.dimension == own.quantity.dimension and a.quantity.value]
    return len(known) == len(parts) and own.quantity.interval.meets(total(quantity.interval for quantity in known))


def _splits(whole: Aspects) -> Iterator[tuple[tuple[Aspects, ...], bool]]:
    """The parts of a whole, and whether they are all that there is."""
    sums: Mapping[str, list[str]] = load("sums")["trees"]
    if whole.measure.startswith("三公") and whole.measure in sums:
        yield tuple(whole.but(measure=part) for part in sums[whole.measure]), whole.measure != "三公.接待"
    elif whole.measure == "合计" and whole.part == "基本支出":
        yield tuple(whole.but(measure=part, part="") for part in ("人员经费", "公用经费")), True
    elif whole.measure == "合计" and not whole.part:
        if whole.scope == load("sums")["appropriation"]:
            yield tuple(whole.but(scope=fund) for fund in load("sums")["funds"]), True
        if whole.flow == "支出":
            yield tuple(whole.but(part=part) for part in ("基本支出", "项目支出")), False


def _add(
    wholes: list[Claim], found: Mapping[Aspects, list[Claim]], stated: Mapping[Aspects, Claim], *, complete: bool, view: View
) -> Iterator[Check]:
    whole, parts = wholes[0], list(stated.values())
    if any("base-unnamed" in claim.flags or claim.quantity.hedge for claim in (whole, *parts)):
        yield rule.undecided(whole, "有的增减没有写明与什么相比，不能相加", parts)
        return
    if any(_signed(a, view) != _signed(b, view) for same in (wholes, *found.values()) for a in same for b in same):
        yield rule.undecided(whole, "同一项目的增减写有不同的数，不能相加", parts)
        return
    like = whole.quantity if whole.kind is Kind.CHANGE else view.by_id[whole.current].quantity
    expected = total(_interval(part, view) for part in parts)
    value = sum((_signed(part, view) for part in parts), Fraction(0))
    own = _interval(whole, view)
    shown = ("增加" if value > 0 else "减少") + show(abs(value), like) if value else "持平"
    formula = " ".join(f"{'−' if part.direction < 0 else '+'} {_word(part, view)}" for part in parts).removeprefix("+ ") + f" = {shown}"
    sign = whole.direction
    plain = all(claim.kind is not Kind.RATE for claim in (whole, *parts))
    signed = (("" if part.direction * sign >= 0 else "-") + part.id for part in parts if part.kind is Kind.CHANGE)
    relation = ("sum", whole.id, *signed) if plain else ()
    if own.meets(expected):
        exact = plain and value == _signed(whole, view)
        verdict = Verdict.CONSISTENT if exact or not plain else Verdict.ROUNDING
        yield rule.result(verdict, whole, parts, formula=formula, expected=expected, display=shown, relation=relation)
        return
    odd = next((part for part in parts if part.direction > 0 and part.kind is Kind.CHANGE and _impossible(part, view)), None)
    if odd is not None or not complete:
        why = f"{named(odd)}的增加额大于本期数" if odd is not None else "所列部分未必是全部"
        yield rule.undecided(whole, f"各部分的增减之和为{shown}，但{why}", parts)
        return
    said = f"{'增加' if sign > 0 else '减少'}{whole.text}" + ("" if whole.kind is Kind.CHANGE else f"，即{_word(whole, view)}")
    yield rule.result(
        Verdict.INCONSISTENT,
        whole,
        parts,
        formula=formula,
        expected=expected,
        display=shown,
        relation=relation,
        message=f"{named(whole)}写作{said}，各部分的增减之和为{shown}（{formula}）",
        message_en=f"{named(whole)}: {'+' if sign > 0 else '-'}{whole.text} stated, but the changes of its parts add up otherwise ({formula})",
    )


def _impossible(part: Claim, view: View) -> bool:
    current = view.by_id.get(part.current)
    return current is not None and current.quantity.dimension == "money" and part.quantity.base > current.quantity.base + part.quantity.step


def _still(claim: Claim) -> bool:
    """持平: with the year before, or with the budget."""
    return claim.kind is Kind.FLAT or (claim.kind is Kind.ORDER and not claim.direction)


def _signed(claim: Claim, view: View) -> Fraction:
    if _still(claim):
        return Fraction(0)
    if claim.kind is Kind.CHANGE:
        return claim.quantity.base * claim.direction
    amount, rate = view.by_id[claim.current].quantity.base, claim.quantity.base * claim.direction
    return amount * rate / (1 + rate) if rate != -1 else -amount


def _interval(claim: Claim, view: View) -> Interval:
    if _still(claim):
        return Interval.exact(0)
    if claim.kind is Kind.RATE:
        amount, sign = view.by_id[claim.current].quantity.interval, claim.direction
        return corners(
            lambda a, r: a * sign * r / (1 + sign * r) if 1 + sign * r > 0 else Fraction(-(10**18)), amount, claim.quantity.interval
        )
    return claim.quantity.interval if claim.direction > 0 else -claim.quantity.interval


def _word(claim: Claim, view: View) -> str:
    if claim.kind is Kind.RATE:
        current = view.by_id[claim.current]
        return (
            f"{show(abs(_signed(claim, view)), current.quantity)}（{current.text}{'增长' if claim.direction > 0 else '下降'}{claim.text}）"
        )
    return "0（持平）" if _still(claim) else claim.text
