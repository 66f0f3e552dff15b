"""The changes of all parts add up to the change of the whole.

“三公”经费比上年减少3.20万元 is made of what 因公出国（境）费, 公务用车购置及运行维护费 and 公务接待费 changed by, against the same base; the same holds for 公务用车 and its purchase
and running, for 财政拨款 and its funds, for 基本支出 and its two halves, and for appropriated expenditure whose 基本支出 and
项目支出 add up to it in amount. 持平 is a change of nothing. A change that was copied from the line above, or that has the wrong
sign, shows here even where no base is printed.

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
from auditor.model.interval import total

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
        moved = claim.kind is Kind.FLAT or (claim.kind is Kind.CHANGE and claim.direction and claim.quantity.dimension == "money")
        if moved and claim.base is not None and not claim.passage.table and not claim.also:
            changes.setdefault((claim.aspects, claim.base.stage, claim.base.period), []).append(claim)
    for (aspects, stage, period), claims in changes.items():
        for parts, complete in _splits(aspects):
            found = {part: changes.get((part, stage, period), []) for part in parts}
            if aspects.scope in _APPROPRIATED and not complete and {p.part for p in parts} == {"基本支出", "项目支出"}:
                found = _appropriated(claims[0], found, changes, (stage, period), view)
                complete = _closed(claims[0], [same[0] for same in found.values() if same], view)
            stated = {part: same[0] for part, same in found.items() if same}
            if len(stated) >= 2 and claims[0].kind is Kind.CHANGE:
                yield from _add(claims, found, stated, complete=complete and len(stated) == len(parts), view=view)


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
    if any(_signed(a) != _signed(b) for same in (wholes, *found.values()) for a in same for b in same):
        yield rule.undecided(whole, "同一项目的增减写有不同的数，不能相加", parts)
        return
    expected = total(_interval(part) for part in parts)
    value = sum((_signed(part) for part in parts), Fraction(0))
    own = _interval(whole)
    shown = ("增加" if value > 0 else "减少") + show(abs(value), whole.quantity) if value else "持平"
    formula = " ".join(f"{'−' if part.direction < 0 else '+'} {_word(part)}" for part in parts).removeprefix("+ ") + f" = {shown}"
    sign = whole.direction
    relation = ("sum", whole.id, *(("" if part.direction * sign >= 0 else "-") + part.id for part in parts if part.kind is Kind.CHANGE))
    if own.meets(expected):
        verdict = Verdict.CONSISTENT if value == _signed(whole) else Verdict.ROUNDING
        yield rule.result(verdict, whole, parts, formula=formula, expected=expected, display=shown, relation=relation)
        return
    odd = next((part for part in parts if part.direction > 0 and _impossible(part, view)), None)
    if odd is not None or not complete:
        why = f"{named(odd)}的增加额大于本期数" if odd is not None else "所列部分未必是全部"
        yield rule.undecided(whole, f"各部分的增减之和为{shown}，但{why}", parts)
        return
    yield rule.result(
        Verdict.INCONSISTENT,
        whole,
        parts,
        formula=formula,
        expected=expected,
        display=shown,
        relation=relation,
        message=f"{named(whole)}写作{'增加' if sign > 0 else '减少'}{whole.text}，各部分的增减之和为{shown}（{formula}）",
        message_en=f"{named(whole)}: {'+' if sign > 0 else '-'}{whole.text} stated, but the changes of its parts add up otherwise ({formula})",
    )


def _impossible(part: Claim, view: View) -> bool:
    current = view.by_id.get(part.current)
    return current is not None and current.quantity.dimension == "money" and part.quantity.base > current.quantity.base + part.quantity.step


def _signed(claim: Claim) -> Fraction:
    return claim.quantity.base * claim.direction if claim.kind is Kind.CHANGE else Fraction(0)


def _interval(claim: Claim) -> Interval:
    if claim.kind is Kind.FLAT:
        return Interval.exact(0)
    return claim.quantity.interval if claim.direction > 0 else -claim.quantity.interval


def _word(claim: Claim) -> str:
    return "0（持平）" if claim.kind is Kind.FLAT else claim.text
