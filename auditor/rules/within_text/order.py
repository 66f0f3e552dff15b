"""Words of comparison agree with the numbers.

「决算数小于预算数」「与上年持平」「各减少」 are claims like any other: the order of the two numbers, a change of zero, one value for both. A completion of 100%
beside 决算数大于预算数 contradicts itself, and so does the reason why something has risen behind the amount by which it fell.

Source: catalogue DW-02…05; a reason that explains a change beside 持平 is a note.

Inconsistent::

    五、一般公共预算财政拨款支出决算情况说明
    教育支出年初预算数为50.75万元，支出决算为60.03万元，决算数小于预算数的主要原因是人员减少。

Consistent::

    五、一般公共预算财政拨款支出决算情况说明
    教育支出年初预算数为60.75万元，支出决算为50.03万元，决算数小于预算数的主要原因是人员减少。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.check.rule import Rule, View, named, printed
from auditor.check.wording import body, matched, plain
from auditor.lexicon import fold, worded
from auditor.model import Check, Claim, Document, Kind, Level, Passage, Verdict

rule = Rule(
    __name__,
    title="大于、小于、持平等词与数字相符",
    title_en="Words of comparison agree with the numbers",
    catalogue=("DW-02", "DW-03", "DW-04", "DW-05"),
)

_WORDS = {1: "大于", 0: "等于", -1: "小于"}


@rule.over(Claim)
def order(claim: Claim, view: View) -> Iterator[Check]:
    if claim.kind is not Kind.ORDER:
        return
    actual, budget = view.by_id.get(claim.current), view.by_id.get(claim.base_claim)
    if actual is None or budget is None or actual.quantity.dimension != budget.quantity.dimension:
        rate = _completion(claim, view)
        if rate is not None:
            yield _against(claim, rate)
            return
        yield rule.undecided(claim, "没有找到所比较的两个数")
        return
    difference = actual.quantity.interval - budget.quantity.interval
    assert difference.low is not None
    assert difference.high is not None
    sign = 1 if difference.low > 0 else -1 if difference.high < 0 else 0
    exact = actual.quantity.base == budget.quantity.base
    agrees = sign == claim.direction or (exact and claim.direction == 0) or (sign == 0 and not exact)
    if exact and claim.direction != 0:
        agrees = False
    near = claim.passage.text[max(0, claim.start - 2) : claim.end]
    if not agrees and claim.direction == 0 and "基本" in near:
        yield rule.undecided(claim, "“基本持平”没有界限", [actual, budget])
        return
    formula = f"{printed(actual)} {'>' if actual.quantity.base > budget.quantity.base else '<' if actual.quantity.base < budget.quantity.base else '='} {printed(budget)}"
    yield rule.result(
        Verdict.CONSISTENT if agrees else Verdict.INCONSISTENT,
        claim,
        [actual, budget],
        formula=formula,
        display=f"决算数{_WORDS[sign]}预算数",
        relation=("order", claim.id, actual.id, budget.id),
        message="" if agrees else f"写作“{claim.text}”，而决算 {printed(actual)}、预算 {printed(budget)}",
    )


def _completion(claim: Claim, view: View) -> Claim | None:
    """The rate of completion that stands right before 决算数等于预算数, of the same item."""
    before = [c for c in view.sentence(claim) if c.start < claim.start]
    rates = [c for c in before if c.kind is Kind.COMPLETION and "index" not in c.flags]
    if not rates or rates[-1].aspects.but(stage="", period="") != claim.aspects.but(stage="", period="") or rates[-1].quantity.hedge:
        return None
    stages = {rates[-1].base.stage if rates[-1].base else "", claim.base.stage if claim.base else ""}
    return rates[-1] if stages <= {"预算", "全年预算"} or len(stages) == 1 else None


def _against(claim: Claim, rate: Claim) -> Check:
    """完成预算130%，决算数等于预算数 contradicts itself; 0% of nothing says nothing."""
    value = rate.quantity.interval
    assert value.low is not None
    assert value.high is not None
    sign = 1 if value.low > 1 else -1 if value.high < 1 else 0
    if rate.quantity.value == 0 or "基本" in claim.passage.text[max(0, claim.start - 3) : claim.end]:
        return rule.undecided(claim, "完成率为 0 或“基本持平”，没有界限", [rate])
    agrees = sign == claim.direction or (sign == 0 and claim.direction != 0 and rate.quantity.base == 1 and value.low != value.high)
    return rule.result(
        Verdict.CONSISTENT if agrees else Verdict.INCONSISTENT,
        claim,
        [rate],
        formula=f"完成 {rate.text}",
        display=f"决算数{_WORDS[sign]}预算数",
        level=Level.WARNING if sign == 0 else Level.ERROR,
        message="" if agrees else f"写作“{claim.text}”，而同一句写完成 {rate.text}",
    )


@rule.over(Claim)
def flat(claim: Claim, view: View) -> Iterator[Check]:
    if claim.kind is not Kind.FLAT:
        return
    currents, bases = view.operand(claim, "current"), view.operand(claim, "base")
    changes = [
        c
        for c in view.sentence(claim)
        if c.kind in (Kind.CHANGE, Kind.RATE)
        and abs(c.start - claim.start) < 24
        and c.aspects == claim.aspects
        and c.base == claim.base
        and c.quantity.value != 0
    ]
    if changes:
        change = changes[0]
        approximate = "基本" in claim.text or "大致" in claim.text
        if not approximate:
            yield rule.result(
                Verdict.INCONSISTENT,
                claim,
                [change],
                formula=f"{change.text} ≠ 0",
                display="有增减",
                level=Level.WARNING,
                message=f"写作“{claim.text}”，同一句又写 {change.text} 的增减",
            )
        return
    reason = worded(_CAUSE).match(fold(claim.passage.text), claim.end) or worded(_CAUSE).match(_next(claim, view))
    if reason and "基本" not in claim.text and not bases:
        yield rule.result(
            Verdict.INCONSISTENT,
            claim,
            [],
            formula=f"“{claim.text}”，原因却说{reason[1]}",
            display=f"有所{reason[1]}",
            level=Level.NOTE,
            message=f"{named(claim)}写作“{claim.text}”，接着却说明{reason[1]}的原因",
        )
        return
    for current in currents[:1]:
        for base in bases[:1]:
            assert current.quantity is not None
            assert base.quantity is not None
            difference = current.quantity.interval - base.quantity.interval
            relation = ("order", claim.id, current.id, base.id)
            if difference.contains(0):
                yield rule.result(
                    Verdict.CONSISTENT, claim, [current, base], formula=f"{printed(current)} − {printed(base)} = 0", relation=relation
                )
            elif "基本" in claim.text:
                yield rule.undecided(claim, "“基本持平”没有界限")
            else:
                yield rule.result(
                    Verdict.INCONSISTENT,
                    claim,
                    [current, base],
                    formula=f"{printed(current)} ≠ {printed(base)}",
                    display="有增减",
                    relation=relation,
                    message=f"写作“{claim.text}”，而 {printed(current)} 与 {printed(base)} 不等",
                )


_EXPLAINED = r"(?:(?P<up>{increases})|(?P<down>{decreases}))的(?:主要)?原因"
_GENERIC = r"\d{4}年度?|本年度?|{stage_words}|[的\"“”]"


@rule.over(Document)
def reasons(document: Document, view: View) -> Iterator[Check]:
    """财政拨款支出增加的主要原因是…, where it has been said that it fell."""
    changes: dict[int, list[Claim]] = {}
    for claim in view.claims:
        if claim.kind is Kind.CHANGE and claim.direction and claim.quantity.value and not claim.reach:
            changes.setdefault(id(claim.passage.section), []).append(claim)
    for passage in body(document, cells=False):
        text = plain(passage.text)
        for match in worded(_EXPLAINED).finditer(text.text):
            wanted = 1 if match["up"] else -1
            start = max(text.text.rfind(sign, 0, match.start()) for sign in ",。;:") + 1
            what = text.text[start : match.start()]
            said = _changes_of(what, changes.get(id(passage.section), ()), passage, text.places[start]) if 1 < len(what) <= 30 else []
            if not said or len({c.direction for c in said}) > 1:
                continue
            word = matched(passage, start, match.end("up") if match["up"] else match.end("down"))
            agrees = said[0].direction == wanted
            yield rule.result(
                Verdict.CONSISTENT if agrees else Verdict.INCONSISTENT,
                word,
                said,
                formula=f"{named(said[-1])} {'增加' if said[-1].direction > 0 else '减少'} {said[-1].text}",
                display="增加" if said[-1].direction > 0 else "减少",
                level=Level.WARNING,
                message=""
                if agrees
                else f"写作“{word.text}的原因”，而前文写的是{'增加' if said[-1].direction > 0 else '减少'} {said[-1].text}",
            )


def _changes_of(what: str, changes: Sequence[Claim], passage: Passage, at: int) -> list[Claim]:
    """The changes before a place of what the words name; 收入支出 names both sides."""
    words = worded(_GENERIC).sub("", what)
    names = {words, words.replace("收入支出", "收入"), words.replace("收入支出", "支出")}
    found = []
    for claim in changes:
        if claim.passage is passage and claim.start > at:
            break
        if worded(_GENERIC).sub("", fold(claim.subject)) in names:
            found.append(claim)
    return found


_CAUSE = r"[。,;]?(?:主要)?原因(?:是|为|:)*(?:(?!{unchanged})[^。;])*?(减少|增加|下降|增长)[^。;,]{0,6}。"


def _next(claim: Claim, view: View) -> str:
    """The passage after the claim's own where the reason goes on there (主要原因：⏎…)."""
    text = fold(claim.passage.text)
    if not text.rstrip().endswith("原因:"):
        return ""
    passages = view.document.passages
    at = next((i for i, p in enumerate(passages) if p is claim.passage), len(passages))
    return text[claim.end :].rstrip() + (fold(passages[at + 1].text) if at + 1 < len(passages) else "")
