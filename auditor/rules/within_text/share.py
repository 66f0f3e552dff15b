"""A share is the part over the whole.

占比 = 部分 ÷ 整体. The whole is the one that the sentence names (占本年支出合计的99.51%), else the total of the list that the item stands in. Where a
named whole can be meant in two scopes, both are tried and only a share that fits neither is reported. A part of a whole that is not printed is at most
all of it.

Source: catalogue NA-02, NT-07.

Inconsistent::

    三、支出决算情况说明
    2023年度支出合计520.40万元，其中：基本支出400.10万元，占78.88%；项目支出120.30万元，占23.12%。

Consistent::

    三、支出决算情况说明
    2023年度支出合计520.40万元，其中：基本支出400.10万元，占76.88%；项目支出120.30万元，占23.12%。
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor.check.rule import Figure, Rule, View, printed, show, truncated
from auditor.lexicon import fold, worded
from auditor.model import Check, Claim, Interval, Kind, Level, Verdict
from auditor.model.interval import corners

rule = Rule(__name__, title="占比等于部分除以整体", title_en="A share is the part over the whole", catalogue=("NA-02", "NT-07", "NA-07"))

_NO_WHOLE = "{no_whole}"


@rule.over(Claim)
def compare(claim: Claim, view: View) -> Iterator[Check]:
    if claim.kind is not Kind.SHARE:
        return
    parts, wholes = view.operand(claim, "current"), [*view.operand(claim, "base")]
    for aspects in claim.readings:
        wholes += [c for c in view.amounts.get(aspects, ())[:1] if c not in wholes]
    wholes += [c for c in _namesakes(claim, view) if c not in wholes]
    best: tuple[Interval, Figure, Figure] | None = None
    for part in parts:
        for whole in wholes:
            assert part.quantity is not None
            assert whole.quantity is not None
            if part.quantity.dimension != whole.quantity.dimension or part.id == whole.id:
                continue
            if whole.quantity.base == 0:
                if part.quantity.base == 0 and claim.quantity.value == 0:
                    yield rule.result(Verdict.CONSISTENT, claim, [part, whole], formula=f"{printed(part)} ÷ {printed(whole)}：0 占 0")
                    return
                continue
            value = corners(lambda p, w: p / w, part.quantity.interval, whole.quantity.interval)
            if value.high is not None and value.high > 1 and abs(part.quantity.base) <= abs(whole.quantity.base):
                value = Interval(value.low, Fraction(1))  # a part is no more than its whole, whatever rounding allows
            if value.low is not None and (
                best is None or claim.quantity.interval.meets(value) and not claim.quantity.interval.meets(best[0])
            ):
                best = (value, part, whole)
    if best is None and _above_all(claim):
        yield rule.compare(claim, Interval(None, Fraction(1)), parts, formula=f"{claim.text} > 100%", display="≤100%", level=Level.WARNING)
        return
    if best is None:
        yield rule.undecided(claim, "占比缺少可重算的部分或整体")
        return
    value, part, whole = best
    if "assumed-whole" in claim.flags and not claim.quantity.interval.meets(value) and not _borne_out(claim, view):
        yield rule.undecided(claim, "没有写明是占哪个总数", [part, whole])
        return
    if "listed-whole" in claim.flags and not claim.quantity.interval.meets(value):
        # The whole is only the amount that the list seems to hang on: the other shares of the list say whether it is.
        other = _whole_of_list(claim, view)
        if other is None:
            yield rule.undecided(claim, "没有写明是占哪个总数，同一列的占比也不支持这个总数", [part, whole])
            return
        if other.id != whole.id:
            assert part.quantity is not None
            assert other.quantity is not None
            value, whole = corners(lambda p, w: p / w, part.quantity.interval, other.quantity.interval), other
    formula = f"{printed(part)} ÷ {printed(whole)} = {show(value.middle or 0, claim.quantity)}"  # type: ignore[arg-type]
    yield rule.compare(
        claim,
        value,
        [part, whole],
        formula=formula,
        relation=("ratio", claim.id, part.id, whole.id),
        level=Level.NOTE if truncated(claim.quantity, value) or _coarse(claim, view) else None,
    )


def _namesakes(claim: Claim, view: View) -> Iterator[Claim]:
    """What the whole may be as well: an amount of that name before it in the passage, of whatever fund."""
    if claim.base is None or claim.base == claim.aspects:
        return
    alike = claim.base.but(scope="")
    for other in view.claims:
        if (
            other.passage is claim.passage
            and other.kind is Kind.AMOUNT
            and other.start < claim.start
            and other.aspects.but(scope="") == alike
        ):
            yield other


def _above_all(claim: Claim) -> bool:
    """Whether it says that a part is more than its whole, and not how much of a plan was done."""
    said = fold(claim.passage.text[max(0, claim.start - 30) : claim.start]).rpartition("占")[2]
    same = claim.base is None or (claim.base.period, claim.base.stage) == (claim.aspects.period, claim.aspects.stage)
    return claim.quantity.interval.low is not None and claim.quantity.interval.low > 1 and same and not worded(_NO_WHOLE).search(said)


def _borne_out(claim: Claim, view: View) -> bool:
    """Whether most other shares that were taken of the same assumed whole fit it."""
    fits = []
    for other in view.claims:
        if (
            other.kind is Kind.SHARE
            and other.id != claim.id
            and "assumed-whole" in other.flags
            and other.base == claim.base
            and other.passage.section is claim.passage.section
        ):
            for part in view.operand(other, "current")[:1]:
                for whole in view.operand(other, "base")[:1]:
                    if part.quantity is not None and whole.quantity is not None and whole.quantity.base:
                        fits.append(
                            other.quantity.interval.meets(corners(lambda p, w: p / w, part.quantity.interval, whole.quantity.interval))
                        )
    return sum(fits) * 2 > len(fits) and sum(fits) > 0


def _whole_of_list(claim: Claim, view: View) -> Figure | None:
    """The amount that most shares of the list were taken of: the one that the list hangs on, as a table prints it, or one before it in the section."""
    shares = [
        other
        for other in view.claims
        if other.kind is Kind.SHARE
        and "listed-whole" in other.flags
        and other.base_claim == claim.base_claim
        and other.passage.section is claim.passage.section
    ]
    if len(shares) < 2:
        near = view.by_id.get(claim.base_claim)
        part = view.by_id.get(claim.current)
        fits = near is not None and part is not None and part.quantity.base <= near.quantity.base
        return near if fits else None
    own = view.by_id.get(claim.base_claim)
    before = [
        c
        for c in view.claims
        if c.kind is Kind.AMOUNT and c.passage.section is claim.passage.section and c.aspects.period == claim.aspects.period
    ]
    candidates: list[Figure] = [own] if own is not None else []
    candidates += [figure for figure in view.operand(claim, "base") if not isinstance(figure, Claim)]
    candidates += before[: before.index(own) if own in before else None]
    best: tuple[int, Figure] | None = None
    for whole in candidates:
        count = sum(_takes(other, whole, view) for other in shares)
        if best is None or count > best[0]:
            best = (count, whole)
    return best[1] if best is not None and best[0] * 2 >= len(shares) else None


def _takes(share: Claim, whole: Figure, view: View) -> bool:
    part = view.by_id.get(share.current)
    if part is None or whole.quantity is None or not whole.quantity.base or part.quantity.dimension != whole.quantity.dimension:
        return False
    return share.quantity.interval.meets(corners(lambda p, w: p / w, part.quantity.interval, whole.quantity.interval))


def _coarse(claim: Claim, view: View) -> bool:
    """Whether the share is right for the coarser figures of the narrative, and wrong only for more precise ones of a table."""
    for part in view.near(claim, "current"):
        for whole in view.near(claim, "base"):
            if part.quantity is not None and whole.quantity is not None and whole.quantity.base != 0:
                return claim.quantity.interval.meets(corners(lambda p, w: p / w, part.quantity.interval, whole.quantity.interval))
    return False
