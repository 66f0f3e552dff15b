"""People times a standard times months are the amount.

「遗属4人，每人每月800元，全年3.84万元」: number × standard × months = amount. The months are those that are stated, or the whole year where none are, or one; a standard per
year or per time is taken once. People come and go during a year and standards are rounded, so what fits in no way is a note.

A sentence that is nothing but a standard (每人每月200元。) speaks of the people of the sentence before. What is said of targets is held against what the project was to get.
Where no amount is stated beside a standard alone, or beside a target, a difference counts only when the indicators of the project's own form multiply to its money: then
all of it is paid by that standard.

Formula: 人数 × 标准 × 月数 = 金额, within one sentence, or with the money that the project spent. Source: catalogue NA-08.

Inconsistent::

    # 某局2023年度部门决算

    五、一般公共预算财政拨款支出决算具体情况
    遗属补助支出5.84万元，按规定发放遗属4人，每人每月800元。

Consistent::

    # 某局2023年度部门决算

    五、一般公共预算财政拨款支出决算具体情况
    遗属补助支出3.84万元，按规定发放遗属4人，每人每月800元。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from auditor.check.rule import Figure, Rule, View, printed, show
from auditor.check.wording import under
from auditor.lexicon import fold, worded
from auditor.model import Cell, Check, Claim, Kind, Level, Verdict
from auditor.model.interval import corners

rule = Rule(
    __name__,
    title="人数乘标准等于金额",
    title_en="People times a standard are the amount",
    catalogue=("NA-08",),
    level=Level.NOTE,
)
_EACH = r"(?:每(?:一)?{counters_of_people}每?(?:月|年|次|天|季度)?|人均)[^,。;\d]{0,8}$"
_MONTHLY = "{monthly}"
_OFTEN = "每{occasions}"
_MONTHS = regex.compile(r"(\d{1,2})个?月(?!\d|份|\d*日|底|末|起|至)")
_MANY = "{other_standards}"


@rule.over(Claim)
def compare(claim: Claim, view: View) -> Iterator[Check]:
    if claim.kind is not Kind.UNIT_VALUE or claim.quantity.hedge:
        return
    text = fold(claim.passage.text)
    said = text[slice(*claim.sentence)]
    around = text[max(claim.sentence[0], claim.start - 14) : claim.end + 8]
    if not worded(_EACH).search(text[: claim.start].rstrip()) or worded(_OFTEN).search(around):
        return
    near = view.sentence(claim)
    people = _people(near)
    alone = near == (claim,)
    if alone:
        before = [c for c in view.claims if c.passage is claim.passage and c.end <= claim.sentence[0]]
        people = _people(view.sentence(before[-1])) if before else []
    amounts: Sequence[Figure] = [
        c for c in near if c.kind is Kind.AMOUNT and "base" not in c.flags and c.aspects.stage == claim.aspects.stage
    ]
    where, planned = "本句", claim.aspects.stage == "目标" or under(claim.passage.section, worded("{planned_sections}"))
    if not amounts and claim.aspects.entity:
        where = "项目"
        amounts = _money(claim.aspects.entity, "年初预算" if planned else "决算", view)[:1]
    if len(people) != 1 or len(amounts) != 1:
        return
    if worded(_MANY).search(said):
        yield rule.undecided(claim, "这一句还说到别的人或别的标准", [*people, *amounts])
        return
    stated = [int(number) for number in _MONTHS.findall(said)]
    times = [n for n in stated if 0 < n <= 12] or [12, 1] if worded(_MONTHLY).search(around) else [1]
    amount = amounts[0]
    assert amount.quantity is not None
    values = {n: corners(lambda p, s, n=n: p * s * n, people[0].quantity.interval, claim.quantity.interval) for n in times}
    fitting = next((n for n, value in values.items() if amount.quantity.interval.meets(value)), None)
    months = fitting or times[0]
    product = people[0].quantity.base * claim.quantity.base * months
    shown = show(product, amount.quantity)
    if fitting is None and where == "项目" and (alone or planned) and not _by_standard(amount, planned, view):
        yield rule.undecided(claim, "项目的资金未必都按这个标准发放", [*people, amount])
        return
    formula = f"{people[0].text} × {claim.text}{f' × {months}个月' if months > 1 else ''} = {shown}"
    yield rule.result(
        Verdict.INCONSISTENT if fitting is None else Verdict.CONSISTENT,
        claim,
        [*people, amount],
        formula=formula,
        display=shown,
        message="" if fitting else f"按 {formula}，{where}的金额为 {printed(amount)}",
        message_en="" if fitting else f"{formula}, but the amount is {printed(amount)}",
    )


def _people(claims: Sequence[Claim]) -> list[Claim]:
    counters = worded("{counters_of_people}")
    return [c for c in claims if c.kind is Kind.COUNT and counters.fullmatch(c.quantity.unit) and not c.quantity.hedge]


def _money(project: str, stage: str, view: View) -> list[Cell]:
    """What a project was to get, or spent, as its forms have it."""
    found = (c for c in view.measured.get("项目资金", ()) if c.aspects.entity == project and c.aspects.stage == stage)
    return [c for c in found if c.kind == "amount" and not c.aspects.part]


def _by_standard(money: Figure, planned: bool, view: View) -> bool:
    """Whether the indicators of the project's form say that all its money is people times a standard, by the year or by twelve months."""
    assert money.quantity is not None
    kind = "target" if planned else "actual"
    told = [
        c.quantity
        for table in view.document.tables
        if table.entity == money.aspects.entity
        for c in table.figures
        if c.kind == kind and c.quantity is not None and not c.quantity.hedge
    ]
    people = [q for q in told if worded("{counters_of_people}").fullmatch(q.unit)]
    standards = [q for q in told if q.dimension in ("money", "money-per")]
    return any(
        money.quantity.interval.meets(corners(lambda p, s, n=n: p * s * n, one.interval, other.interval))
        for one in people
        for other in standards
        for n in (1, 12)
    )
