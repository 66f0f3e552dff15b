"""The shares of a list that adds up to its total add up to 100 %.

Where the amounts of a list add up to the total that it divides, so do their shares: the sum of the printed shares may differ from 100 by the rounding of each of them, and by
no more. A list whose amounts do not add up leaves items out, and nothing follows for its shares.

Formula: |Σ share − 100| ≤ (n + 1) · ½ · 10⁻ᵈ, d the decimals of the coarsest share. Source: catalogue NA-05; rules.md P6.

Inconsistent::

    # 某局2023年度部门决算

    三、支出决算情况说明
    2023年度支出合计200.00万元，其中：基本支出150.00万元，占75.00%；项目支出50.00万元，占25.20%。

Consistent::

    # 某局2023年度部门决算

    三、支出决算情况说明
    2023年度支出合计300.00万元，其中：基本支出100.00万元，占33.33%；项目支出200.00万元，占66.67%。
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor.check.rule import Rule, View, show
from auditor.model import Aspects, Check, Claim, Document, Interval, Kind, Level, Verdict
from auditor.model.interval import corners, total

rule = Rule(
    __name__,
    title="同一列举的占比合计为100%",
    title_en="The shares of a complete list add up to 100 %",
    catalogue=("NA-05",),
    level=Level.WARNING,
)


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    for shares in _lists(view):
        if len(shares) < 2 or len({s.aspects for s in shares}) < len(shares):
            continue
        amounts = [view.by_id.get(s.current) for s in shares]
        parts = [a for a in amounts if a is not None and a.quantity.dimension == "money"]
        whole = _whole(view, shares[0])
        if whole is not None and whole.quantity.base == 0:
            continue  # shares of nothing
        said = max(shares, key=lambda s: _off(view, s, whole))
        if whole is None or len(parts) < len(shares):
            yield rule.undecided(said, "总数或各项的金额没有写出，不能判断列举是否完整", shares)
        elif not (summed := total(Interval.exact(0) if p.quantity.value == 0 else p.quantity.interval for p in parts)).meets(
            whole.quantity.interval
        ):
            yield rule.undecided(said, "各项金额之和不等于总数，列举可能不完整", [whole, *parts])
        else:
            # How complete the list is its amounts say only as precisely as they are printed: 60万元 and 39万元 may or may not be all of 100万元.
            yield _sum(shares, said, corners(lambda s, w: s / w, summed, whole.quantity.interval))


def _sum(shares: list[Claim], said: Claim, amounts: Interval) -> Check:
    step = max(s.quantity.step for s in shares)
    value = sum((s.quantity.base for s in shares), Fraction(0))
    tolerance = (len(shares) + 1) * step / 2
    wrong = abs(value - 1) > tolerance and not amounts.meets(Interval.around(value, tolerance))
    verdict = Verdict.INCONSISTENT if wrong else Verdict.CONSISTENT if value == 1 else Verdict.ROUNDING
    formula = " + ".join(str(s.quantity.value) for s in shares) + f" = {show(value, said.quantity)}"
    rest = said.quantity.base + 1 - value
    return rule.result(
        verdict,
        said,
        [s for s in shares if s is not said],
        formula=formula,
        expected=Interval.around(rest, tolerance),
        display=show(rest, said.quantity),
        message=f"{len(shares)} 项金额之和等于总数，占比之和却是 {show(value, said.quantity)}（{formula}）"
        if verdict is Verdict.INCONSISTENT
        else "",
        message_en=f"The amounts add up to their total, the shares to {show(value, said.quantity)}",
    )


def _lists(view: View) -> Iterator[list[Claim]]:
    """Shares that follow each other in one section and are measured against one base."""
    current: list[Claim] = []
    key: tuple[int, Aspects] | None = None
    for claim in view.claims:
        if claim.kind is Kind.SHARE and claim.base is not None and not claim.reach and not claim.passage.table:
            here = (id(claim.passage.section), claim.base)
            if here != key or any(c.aspects == claim.aspects for c in current):
                if current:
                    yield current
                current, key = [], here
            current.append(claim)
    if current:
        yield current


def _whole(view: View, share: Claim) -> Claim | None:
    """The printing of the base that stands nearest above the list."""
    assert share.base is not None
    found = [c for c in view.amounts.get(share.base, ()) if c.quantity.dimension == "money" and int(c.id[1:]) < int(share.id[1:])]
    return found[-1] if found else None


def _off(view: View, share: Claim, whole: Claim | None) -> Fraction:
    """How far a share is from the quotient of its amounts."""
    part = view.by_id.get(share.current)
    if part is None or whole is None or not whole.quantity.base:
        return Fraction(0)
    return abs(share.quantity.base - part.quantity.base / whole.quantity.base)
