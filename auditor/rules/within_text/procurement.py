"""What small firms won in procurement is part of all procurement, and what was kept for the smallest part of what was kept for the small.

采购授予中小企业 ≤ 采购总额; 面向中小企业预留 ≤ 政府采购预算; 授予小微企业 ≤ 授予中小企业; what small and medium firms won in the reserved projects and in the others is not more than was bought in all; what is
reserved for 小微企业 is part of what is reserved for 中小企业 where the text says so (其中).

Source: catalogue NT-16; 政府采购促进中小企业发展管理办法（财库〔2020〕46号）.

Inconsistent::

    # 某局2023年度部门决算

    十一、政府采购支出情况说明
    2023年度政府采购支出总额20.00万元。在面向中小企业预留的政府采购项目中，由中小企业供应商中标或成交的，采购金额18.00万元；在其他政府采购项目中，由中小企业供应商中标或成交的，采购金额5.00万元。

Consistent::

    # 某局2023年度部门决算

    十一、政府采购支出情况说明
    2023年度政府采购支出总额20.00万元。在面向中小企业预留的政府采购项目中，由中小企业供应商中标或成交的，采购金额18.00万元；在其他政府采购项目中，由中小企业供应商中标或成交的，采购金额2.00万元。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import regex

from auditor.check.rule import Rule, View, evidence, show
from auditor.check.wording import body, plain, under
from auditor.lexicon import worded
from auditor.model import Check, Claim, Document, Kind, Level, Passage, Verdict
from auditor.model.interval import total

rule = Rule(
    __name__,
    title="中小企业采购金额不大于采购总额",
    title_en="What small firms won is part of all procurement",
    catalogue=("NT-16",),
    level=Level.WARNING,
)
_ABOUT = regex.compile("采购")
_MONEY = r"(?:为|共计|合计|:)?(?:约)?(?=\d)"
_ALL = rf"政府采购(?:支出)?(?:总额|合计|金额|支出)(?:\([^()]*\))?{_MONEY}"
_PLANNED = rf"(?<!预留)政府采购预算(?:总额|金额|合计)?{_MONEY}"
_KEPT_ALONE = rf"(?<!其中)(?<!其中[,:])面向小微企业预留(?:的)?(?:政府)?采购项目(?:预算)?(?:金额)?{_MONEY}"
_WON_SMALL = rf"面向小微企业预留(?:的)?(?:政府采购)?项目中[^。;]{{0,40}}?小微企业[^。;]{{0,40}}?金额{_MONEY}"
_WON = rf"面向中小企业预留(?:的)?(?:政府采购)?项目中[^。;]{{0,40}}?中小企业[^。;]{{0,40}}?金额{_MONEY}"
_REST = rf"其[他它](?:政府采购)?项目中[^。;]{{0,40}}?中小企业[^。;]{{0,40}}?金额{_MONEY}"
_AWARDED = rf"授予中小企业(?:的)?合同(?:的)?金额{_MONEY}"
_SMALL = rf"授予{{smallest}}企业(?:的)?合同(?:的)?金额{_MONEY}"
_KEPT = rf"面向中小企业预留(?:的)?(?:政府)?采购项目(?:预算)?(?:金额)?{_MONEY}"
_KEPT_SMALL = rf"其中[,:]?(?:面向|预留给){{smallest}}企业(?:预留)?的?(?:政府)?采购项目(?:预算)?(?:金额)?{_MONEY}"


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    sections: dict[int, list[Passage]] = {}
    for passage in body(document, cells=False):
        if "采购" in passage.text or under(passage.section, _ABOUT):
            sections.setdefault(id(passage.section), []).append(passage)
    for passages in sections.values():
        whole, won, rest, awarded, small, kept, kept_small, kept_alone, won_small = (
            _find(view, passages, p) for p in (_ALL, _WON, _REST, _AWARDED, _SMALL, _KEPT, _KEPT_SMALL, _KEPT_ALONE, _WON_SMALL)
        )
        planned = _find(view, passages, _PLANNED)
        if kept is not None and planned is not None:
            yield from _within(kept, [kept], planned, "面向中小企业预留的金额")
        if rest is not None and won is not None:
            yield from _within(rest, [won, rest], whole, "中小企业在预留项目与其他项目中的成交金额之和")
        for claim, most, what in ((won, kept, "中小企业在预留项目中的成交金额"), (won_small, kept_alone, "小微企业在预留项目中的成交金额")):
            if claim is not None and most is not None:
                yield from (replace(check, level=Level.NOTE) for check in _within(claim, [claim], most, what))
        if awarded is not None:
            yield from _within(awarded, [awarded], whole, "授予中小企业合同金额")
        if small is not None and awarded is not None:
            yield from _within(small, [small], awarded, "授予小微企业合同金额")
        if kept is not None and kept_small is not None:
            yield from _within(kept_small, [kept_small], kept, "预留给小微企业的金额")


def _find(view: View, passages: list[Passage], template: str) -> Claim | None:
    """The amount that follows the words."""
    for passage in passages:
        text = plain(passage.text)
        match = worded(template).search(text.text)
        if match is not None and match.end() < len(text.places):
            place = text.places[match.end()]
            return next((c for c in view.claims if c.passage is passage and c.kind is Kind.AMOUNT and c.start <= place < c.end), None)
    return None


def _within(said: Claim, parts: list[Claim], whole: Claim | None, what: str) -> Iterator[Check]:
    if whole is None or whole.quantity.dimension != "money":
        yield rule.undecided(said, "没有写出采购总额")
        return
    value = total(p.quantity.interval for p in parts)
    most = whole.quantity.interval
    formula = " + ".join(p.text for p in parts) + f" ≤ {whole.text}"
    using = [whole, *(p for p in parts if p is not said)]
    if value.low is None or most.high is None or value.low <= most.high:
        yield rule.result(Verdict.CONSISTENT, said, using, formula=formula)
        return
    amount = sum((p.quantity.base for p in parts), Fraction(0))
    yield rule.result(
        Verdict.INCONSISTENT,
        said,
        [evidence(c) for c in using],
        formula=formula.replace("≤", ">"),
        display=f"≤ {whole.text}",
        message=f"{what} {show(amount, said.quantity)} 大于 {whole.text}（{formula.replace('≤', '>')}）",
        message_en=f"A part of procurement, {show(amount, said.quantity)}, exceeds its whole, {whole.text}",
    )
