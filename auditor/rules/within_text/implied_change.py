"""A cause that names a part of expenditure goes in the direction in which that part moved.

「…总计减少51.02万元，主要原因是项目经费减少」: what 项目支出 did is printed elsewhere, or follows from what is printed: Δ项目支出 = Δ支出合计 − Δ人员经费 − Δ公用经费.
If the change that follows has the other sign, with every rounding allowed for, the cause is not one.

Only causes that name the whole of a part count (not 「个别项目经费」), only comparisons with the year before, and only one scope: the total that is explained must be the general
budget, or equal to it in amount and change.

Formula: Δ合计 = Δ基本支出 + Δ项目支出, Δ基本支出 = Δ人员经费 + Δ公用经费. Source: catalogue NA-06, DW-06.

Inconsistent::

    # 某局2023年度部门决算

    五、一般公共预算财政拨款支出决算情况说明
    2023年度一般公共预算财政拨款支出100.00万元，较上年决算数减少10.00万元，下降9.09%，主要原因是人员经费较上年减少，项目支出也减少。

    六、一般公共预算财政拨款基本支出决算情况说明
    人员经费50.00万元，较上年决算数减少15.00万元，下降23.08%。公用经费20.00万元，较上年决算数减少5.00万元，下降20.00%。

Consistent::

    # 某局2023年度部门决算

    五、一般公共预算财政拨款支出决算情况说明
    2023年度一般公共预算财政拨款支出100.00万元，较上年决算数减少30.00万元，下降23.08%，主要原因是人员经费较上年减少，项目支出也减少。

    六、一般公共预算财政拨款基本支出决算情况说明
    人员经费50.00万元，较上年决算数减少15.00万元，下降23.08%。公用经费20.00万元，较上年决算数减少5.00万元，下降20.00%。
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from auditor.check.rule import Rule, View, evidence, show
from auditor.check.wording import body, lexicon, matched, plain, sentence
from auditor.lexicon import kept
from auditor.model import Check, Claim, Document, Interval, Kind, Level, Passage, Verdict

rule = Rule(
    __name__,
    title="所述原因与各部分的增减方向相符",
    title_en="Causes go in the direction in which their part moved",
    catalogue=("NA-06", "DW-06"),
    level=Level.WARNING,
)
_GENERAL = "一般公共预算"
_SUMS = {"合计": (("基本支出", "项目支出"),), "基本支出": (("人员经费", "公用经费"),)}
"""What adds up to what; each part of a sum also follows from the sum and its other part."""
_UP = frozenset({"增加", "增长", "上升", "提高", "增多"})


@kept
def _cause() -> regex.Pattern[str]:
    parts = "|".join(f"(?P<{part}>{'|'.join(words)})" for part, words in lexicon()["expenditure_parts"].items())
    one = rf"(?:本年度?|20\d\d年度?|本部门|本单位|财政拨款|一般公共预算(?:财政拨款)?)?(?:{parts})"
    filler = r"(?:开支|支出|执行数?|决算数?|(?:较|比|同|与)?(?:上年度?|去年|20\d\d年度?)(?:决算数?)?(?:相比)?|相比于?(?:去年|上年度?)|同比|也|均|都|亦|随之|相应|有所|略有|大幅|一定程度)*"
    return regex.compile(
        rf"(?:^|(?<=[,。;:、是为因系]))(?P<subject>{one}(?:[、和及与]{one})*){filler}(?P<word>增加|增长|上升|提高|增多|减少|下降|降低|减小)(?=[,。;、]|等|所致|引起|导致)"
    )


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    if not document.year.isdigit():
        return
    before = str(int(document.year) - 1)
    changes = [
        c
        for c in view.claims
        if c.kind is Kind.CHANGE and c.base is not None and c.base.period == before and not c.aspects.entity and not c.passage.table
    ]
    facts = _Facts(view, changes)
    for passage in body(document, cells=False):
        text = plain(passage.text).text
        for match in _cause().finditer(text):
            whole = text[slice(*sentence(text, match.start()))]
            if not regex.search(rf"上年|去年|同比|{before}年", whole):
                continue
            scope = _scope(view, passage, plain(passage.text).places[match.start()])
            for part in lexicon()["expenditure_parts"]:
                for start, end in match.spans(part):
                    yield from _judge(facts, passage, part, (start, end), match, scope)


def _judge(facts: _Facts, passage: Passage, part: str, span: tuple[int, int], match: regex.Match[str], scope: str) -> Iterator[Check]:
    said = matched(passage, span[0], match.end())
    found = facts.change(part, scope)
    if found is None:
        yield rule.undecided(said, f"没有写出{part}比上年的增减，也推算不出")
        return
    interval, using, formula = found
    up = match["word"] in _UP
    positive, negative = interval.low is not None and interval.low > 0, interval.high is not None and interval.high < 0
    if not (positive or negative):
        yield rule.undecided(said, f"{part}的增减在尾差之内", [evidence(c) for c in using])
    elif positive == up:
        yield rule.result(Verdict.CONSISTENT, said, using, formula=formula)
    else:
        middle = interval.middle
        assert middle is not None
        moved = ("增加" if positive else "减少") + show(abs(middle), using[0].quantity)
        yield rule.result(
            Verdict.INCONSISTENT,
            said,
            using,
            formula=formula,
            expected=interval,
            display=moved,
            message=f"原因写{part}“{match['word']}”，而按文中其他数字{part}{moved}（{formula}）",
            message_en=f"The cause says “{match['word']}”, but by the other figures it moved the other way",
        )


def _scope(view: View, passage: Passage, place: int) -> str:
    """Whose total the sentence explains: that of the last total that the passage states before."""
    totals = [
        c for c in view.claims if c.passage is passage and c.start < place and c.aspects.measure in ("合计", "总计") and not c.aspects.part
    ]
    return totals[-1].aspects.scope if totals else ""


class _Facts:
    """The changes that the narrative prints, by part and scope, and what follows from them."""

    def __init__(self, view: View, changes: list[Claim]) -> None:
        self._view = view
        self._changes = changes

    def change(self, part: str, scope: str) -> tuple[Interval, list[Claim], str] | None:
        """The change of a part in a scope, the claims that it follows from, and how; ``None`` when it is not known."""
        scopes = [scope, *([_GENERAL] if scope != _GENERAL and self._equal(scope) else [])]
        for one in scopes:
            if (printed := self._printed(part, one)) is not None:
                return printed
        for one in scopes:
            if (implied := self._implied(part, one)) is not None:
                return implied
        return None

    def _printed(self, part: str, scope: str) -> tuple[Interval, list[Claim], str] | None:
        found = [
            c
            for c in self._changes
            if c.aspects.scope == scope and c.aspects.stage == "决算" and _part(c) == part and c.quantity.dimension == "money"
        ]
        if not found or len({c.direction for c in found}) > 1:
            return None
        claim = found[-1]
        interval = claim.quantity.interval if claim.direction > 0 else -claim.quantity.interval
        return interval, [claim], f"Δ{part} = {'+' if claim.direction > 0 else '−'}{claim.text}"

    def _implied(self, part: str, scope: str) -> tuple[Interval, list[Claim], str] | None:
        for whole, sums in _SUMS.items():
            for parts in sums:
                if part == whole:
                    known = [self._known(p, scope, part) for p in parts]
                    if all(known):
                        return _add(part, [(1, k) for k in known if k])
                elif part in parts:
                    rest = [self._known(p, scope, part) for p in parts if p != part]
                    total = self._known(whole, scope, part)
                    if total is not None and all(rest):
                        return _add(part, [(1, total), *((-1, r) for r in rest if r)])
        return None

    def _known(self, part: str, scope: str, wanted: str) -> tuple[Interval, list[Claim], str] | None:
        """A change that is printed, or the sum of parts that are; never by way of the part that is wanted."""
        printed = self._printed(part, scope)
        if printed is not None or part not in _SUMS:
            return printed
        for parts in _SUMS[part]:
            known = [self._printed(p, scope) for p in parts]
            if wanted not in parts and all(known):
                return _add(part, [(1, k) for k in known if k])
        return None

    def _equal(self, scope: str) -> bool:
        """Whether the total of a scope and that of the general budget are the same, in amount and change."""
        one = [
            c
            for c in self._changes
            if c.aspects.scope == scope and c.aspects.measure in ("合计", "总计") and not c.aspects.part and c.aspects.flow != "收入"
        ]
        other = [c for c in self._changes if c.aspects.scope == _GENERAL and _part(c) == "合计"]
        return bool(one and other) and all(self._same(a, b) for a in one for b in other)

    def _same(self, one: Claim, other: Claim) -> bool:
        amounts = self._view.by_id.get(one.current), self._view.by_id.get(other.current)
        if amounts[0] is None or amounts[1] is None:
            return False
        return (
            one.direction == other.direction
            and one.quantity.interval.meets(other.quantity.interval)
            and amounts[0].quantity.interval.meets(amounts[1].quantity.interval)
        )


def _part(claim: Claim) -> str:
    """Which part of expenditure a claim is about, empty for none."""
    aspects = claim.aspects
    if aspects.measure in ("人员经费", "公用经费"):
        return aspects.measure
    if aspects.measure != "合计" or aspects.flow != "支出":
        return ""
    return aspects.part if aspects.part in ("基本支出", "项目支出") else "" if aspects.part else "合计"


def _add(part: str, terms: list[tuple[int, tuple[Interval, list[Claim], str]]]) -> tuple[Interval, list[Claim], str]:
    interval = Interval.exact(0)
    using: list[Claim] = []
    words = []
    for sign, (term, claims, _) in terms:
        interval = interval + (term if sign > 0 else -term)
        using += claims
        words += [("+" if (claim.direction > 0) == (sign > 0) else "−") + claim.text for claim in claims]
    return interval, using, f"Δ{part} = {' '.join(words)}"
