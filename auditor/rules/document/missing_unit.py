"""Amounts carry a unit, and percentages their sign.

「项目支出2162795.5。」, 「增长12.35，」: whether it is 元 or 万元, points or per cent, the reader has to guess. Where the unit stands once for a list (单位：万元) it is known and nothing is said.

Source: catalogue UN-03.

Inconsistent::

    # 某局2023年度部门决算

    三、支出决算情况说明
    2023年度基本支出100.00万元，项目支出203145.5。机关运行经费比上年增长12.35，主要原因是人员增加。

Consistent::

    # 某局2023年度部门决算

    三、支出决算情况说明
    2023年度基本支出100.00万元，项目支出20.31万元。机关运行经费比上年增长12.35%，主要原因是人员增加。
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.check.rule import Rule, View
from auditor.check.wording import body, clear, matched, plain, sentence
from auditor.lexicon import worded
from auditor.model import Check, Document, Kind, Level, Verdict

rule = Rule(
    __name__,
    title="金额写明单位，比例写明百分号",
    title_en="Amounts carry a unit, and percentages their sign",
    catalogue=("UN-03",),
    level=Level.NOTE,
)
_RATE = r"{before_rates}(?:了|为)?(?P<number>\d+\.\d+)(?=[,。;)])"
_AMOUNT = r"{before_amounts}(?:数|额)?为(?P<number>\d[\d,]*\.\d+)(?=[。;)]|,(?!\d))"
_UNIT = "{unit_elsewhere}"


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    found = False
    for claim in view.claims:
        bare = claim.kind in (Kind.AMOUNT, Kind.CHANGE) and claim.quantity.dimension == "number" and "no-unit" in claim.flags
        if not bare or claim.passage.table or not claim.aspects.measure or claim.quantity.value < 100:
            continue
        found = True
        text = plain(claim.passage.text).text
        if worded(_UNIT).search(text):
            yield rule.undecided(claim, "单位可能写在别处")
        else:
            yield rule.result(
                Verdict.INCONSISTENT,
                claim,
                display="写明单位",
                message=f"{claim.subject or '金额'} {claim.text} 没有写单位",
                message_en=f"{claim.text} carries no unit",
            )
    for passage in body(document, cells=False):
        text = plain(passage.text).text
        for match in worded(_RATE).finditer(text):
            found = True
            said = matched(passage, *match.span("number"))
            if worded(_UNIT).search(text[slice(*sentence(text, match.start()))]):
                yield rule.undecided(said, "同一句写有别的单位")
                continue
            yield rule.result(
                Verdict.INCONSISTENT,
                said,
                display=f"{said.text}%",
                message=f"“{match[0]}”没有写百分号",
                message_en=f"“{match[0]}” carries no per cent sign",
            )
        for match in worded(_AMOUNT).finditer(text):
            said = matched(passage, *match.span("number"))
            if worded(_UNIT).search(text) or any(
                c.passage is passage and c.start <= plain(passage.text).places[match.start("number")] < c.end for c in view.claims
            ):
                continue
            found = True
            yield rule.result(
                Verdict.INCONSISTENT,
                said,
                display="写明单位",
                message=f"“{match[0]}”没有写单位",
                message_en=f"“{match[0]}” carries no unit",
            )
    if not found:
        yield clear(rule, document, "金额与比例都有单位")
