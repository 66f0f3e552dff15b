"""The vehicles that are owned and the vehicles that are paid for.

车辆 in 国有资产占用情况 are all that stand in the books; 公务用车保有量 are those whose running costs the financial appropriation bears. They may differ, and where they do the text should say
why; where it gives no reason, that is noted.

Source: catalogue CT-05, rules.md §6.

Inconsistent::

    # 某局2023年度部门决算

    九、“三公”经费支出决算情况说明
    公务用车运行维护费支出2.00万元，公务用车保有量为1辆。

    十、国有资产占用情况说明
    截至2023年12月31日，本部门共有车辆3辆。

Consistent::

    # 某局2023年度部门决算

    九、“三公”经费支出决算情况说明
    公务用车运行维护费支出2.00万元，公务用车保有量为3辆。

    十、国有资产占用情况说明
    截至2023年12月31日，本部门共有车辆3辆。
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from auditor.check.rule import Rule, View, evidence, printed
from auditor.check.wording import plain
from auditor.model import Cell, Check, Claim, Document, Kind, Level, Verdict

rule = Rule(
    __name__,
    title="车辆数与公务用车保有量相符或有说明",
    title_en="Vehicles owned and vehicles paid for agree, or it is said why not",
    catalogue=("CT-05",),
    level=Level.NOTE,
)
_REASON = regex.compile(
    r"账面|保留|调剂|封存|借用|平台|其[他它]资金|非财政|财政拨款负担|使用财政拨款|开支财政拨款|财政拨款开支|报废|划拨|租赁|执法执勤用车[1-9]|特种专业技术用车[1-9]|下属|本级"
)


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    counts = [c for c in view.claims if c.kind is Kind.COUNT and not c.reach and c.aspects.period in ("", document.year)]
    paid = next((c for c in counts if c.aspects.measure == "三公数.保有"), None)
    owned: Claim | Cell | None = next((c for c in counts if c.aspects.measure == "车辆"), None)
    if owned is None:
        cells = (c for t in document.tables if t.kind.endswith("statistics") for c in t.figures if c.aspects.measure == "车辆")
        owned = next(cells, None)
    for claim in counts:
        if claim.aspects.measure == "名.公务用车" and not claim.passage.table and owned is not None and owned.quantity is not None:
            known = [figure for figure in (owned, paid) if figure is not None and figure.quantity is not None]
            yield _counted(claim, known)
    if paid is None or owned is None or owned.quantity is None:
        return
    if paid.quantity.base == owned.quantity.base:
        yield rule.result(Verdict.CONSISTENT, paid, [owned], formula=f"{paid.text} = {printed(owned)}")
        return
    texts = [paid.passage.text, *([owned.passage.text] if isinstance(owned, Claim) else [])]
    if any(_REASON.search(plain(text).text) for text in texts):
        yield rule.undecided(paid, "文中有说明，两者口径可以不同", [evidence(owned)])
    else:
        yield rule.result(
            Verdict.INCONSISTENT,
            paid,
            [owned],
            formula=f"{paid.text} ≠ {printed(owned)}",
            display=printed(owned),
            message=f"公务用车保有量为 {paid.text}，国有资产占用情况中车辆为 {printed(owned)}，没有说明原因",
            message_en=f"{paid.text} are paid for and {printed(owned)} are owned, and it is not said why",
        )


def _counted(claim: Claim, known: list[Claim | Cell]) -> Check:
    """Official cars that the description of the unit counts: as many as are owned or paid for."""
    agreeing = [figure for figure in known if figure.quantity is not None and figure.quantity.base == claim.quantity.base]
    if agreeing:
        return rule.result(Verdict.CONSISTENT, claim, agreeing[:1], formula=f"{claim.text} = {printed(agreeing[0])}")
    if _REASON.search(plain(claim.passage.text).text):
        return rule.undecided(claim, "文中有说明，两者口径可以不同", known)
    others = "、".join(dict.fromkeys(map(printed, known)))
    return rule.result(
        Verdict.INCONSISTENT,
        claim,
        known,
        formula=f"{claim.text} ≠ {others}",
        display=others,
        message=f"此处写公务用车 {claim.text}，车辆数、保有量为 {others}，没有说明原因",
        message_en=f"{claim.text} official cars here, {others} elsewhere, and it is not said why",
    )
