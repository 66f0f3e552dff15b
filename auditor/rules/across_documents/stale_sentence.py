"""A sentence with figures of its year is not word for word that of last year.

Amounts and rates hardly ever stay the same to the last digit. A sentence that repeats last year's, figures included, was probably left over — unless this year's
tables have the same figures. Numbers of staff, vehicles and thresholds may well stay the same, and 0 and 100% prove nothing.

Checked with ``--previous``. Source: catalogue XD-05, H13.

Inconsistent::

    # 青川市路灯管理局2023年度部门决算

    五、机关运行经费支出情况说明
    机关运行经费支出37.62万元，比上年减少2.15万元，主要是压缩办公费。

    <!-- previous -->
    # 青川市路灯管理局2022年度部门决算

    五、机关运行经费支出情况说明
    机关运行经费支出37.62万元，比上年减少2.15万元，主要是压缩办公费。

Consistent::

    # 青川市路灯管理局2023年度部门决算

    五、机关运行经费支出情况说明
    机关运行经费支出36.40万元，比上年减少1.22万元，主要是压缩办公费。

    <!-- previous -->
    # 青川市路灯管理局2022年度部门决算

    五、机关运行经费支出情况说明
    机关运行经费支出37.62万元，比上年减少2.15万元，主要是压缩办公费。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.check.rule import Rule, View, alike, once
from auditor.check.wording import clear, plain, said
from auditor.model import Check, Claim, Document, Evidence, Kind, Level, Passage, Verdict

rule = Rule(
    __name__,
    title="没有照抄上年带数字的句子",
    title_en="No sentence with figures is last year's",
    catalogue=("XD-05",),
    level=Level.NOTE,
)
_YEARLY = (Kind.AMOUNT, Kind.CHANGE, Kind.RATE, Kind.SHARE, Kind.COMPLETION)


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    last = view.others.get("previous")
    if last is None or last.document.year == document.year:
        return
    before = _sentences(last)
    found = 0
    for text, (passage, start, end, claims) in _sentences(view).items():
        own = [claim for claim in claims if claim.aspects.period == document.year and _telling(claim)]
        if text not in before or not own:
            continue
        there, first, end_there, _ = before[text]
        evidence = Evidence(there.label or "上年文件", there.text[first:end_there].strip(), there.locate(first, end_there))
        cells = [cell for claim in own if (cell := view.cell(claim)) is not None]
        if len(cells) == len(own) and all(_agrees(claim, view) for claim in own):
            yield rule.undecided(said(passage, start, end), "与上年的句子相同，而本年的表也是这些数", cells)
            continue
        found += 1
        sentence = passage.text[start:end].strip()
        shown = sentence if len(sentence) <= 60 else sentence[:58] + "……"
        yield rule.result(
            Verdict.INCONSISTENT,
            said(passage, start, end),
            [evidence],
            message=f"“{shown}”与上年文件的句子一字不差，数字也相同，疑为没有更新",
            message_en=f"“{shown}” is word for word last year's sentence, figures included",
        )
    if not found:
        yield clear(rule, document, "没有与上年相同的带数字的句子")


@once
def _sentences(view: View) -> dict[str, tuple[Passage, int, int, Sequence[Claim]]]:
    """Sentence without blanks → passage, span and claims, for the sentences of the narrative that state figures."""
    found: dict[str, tuple[Passage, int, int, Sequence[Claim]]] = {}
    for claim in view.claims:
        if claim.passage.table is None:
            start, end = claim.sentence
            key = plain(claim.passage.text[start:end]).text
            found.setdefault(key, (claim.passage, start, end, view.sentence(claim)))
    return found


def _telling(claim: Claim) -> bool:
    """Whether the figure is of a kind that changes from year to year and is not round."""
    digits = "".join(c for c in str(claim.quantity.value) if c.isdigit()).strip("0")
    return claim.kind in _YEARLY and len(digits) >= 3


def _agrees(claim: Claim, view: View) -> bool:
    cell = view.cell(claim)
    return cell is not None and cell.quantity is not None and alike(claim.quantity, cell.quantity) in ("equal", "meets")
