"""Listed parts add up to what they are parts of.

「总额…，其中：货物…、工程…、服务…」「核定编制53人（行政…、工勤…、事业…）」: when the parts name everything (the kinds of 政府采购, of "三公"经费, of vehicles), their
sum is the total within the rounding of the addends; any other list of parts may leave something out, but never exceed it.

Source: catalogue NA-04, CT-03, CT-04, TI-06; tails as in rules.md P5.

Inconsistent::

    十、其他重要事项情况说明
    2023年度政府采购支出总额12.39万元，其中：政府采购货物支出2.56万元、政府采购工程支出0万元、政府采购服务支出7.83万元。

Consistent::

    十、其他重要事项情况说明
    2023年度政府采购支出总额10.39万元，其中：政府采购货物支出2.56万元、政府采购工程支出0万元、政府采购服务支出7.83万元。
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import regex

from auditor.check.rule import Rule, View, named, printed, show
from auditor.lexicon import fold, load, worded
from auditor.model import Check, Claim, Document, Interval, Kind, Level, Verdict
from auditor.model.interval import total

rule = Rule(__name__, title="分项之和等于总数", title_en="Listed parts add up to the total", catalogue=("NA-04", "CT-03", "CT-04"))


_RETIRED = ("人员.退休", "人员.离休", "人员.离退休")


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    lists: dict[str, list[Claim]] = defaultdict(list)
    for claim in view.claims:
        if claim.parent and claim.kind in (Kind.AMOUNT, Kind.COUNT) and not claim.quantity.hedge:
            lists[claim.parent].append(claim)
    for parent, parts in lists.items():
        whole = view.by_id[parent]
        if whole.quantity.hedge or whole.kind not in (Kind.AMOUNT, Kind.COUNT):
            continue
        yield from _kinds(whole, parts, view)
        yield from _posts(whole, parts)
        yield from _splits(whole, parts)
        yield from _funds(whole, parts)
        yield from _plain(whole, parts)
        yield from _whole_lists(whole, [p for p in parts if p.closed and p.passage is whole.passage])
    for claim in view.claims:
        if claim.kind is Kind.COUNT and claim.aspects.measure == "车辆" and not claim.quantity.hedge:
            kinds = _fleet(claim, view)
            if kinds and not any(part.parent == claim.id for part in kinds):
                yield from _kinds(claim, kinds, view)


def _fleet(whole: Claim, view: View) -> list[Claim]:
    """The kinds that follow a number of vehicles to the end of the sentence (车辆3辆：机要通信用车1辆，…其他用车2辆): nothing else between."""
    found: list[Claim] = []
    for claim in view.sentence(whole):
        if claim.start <= whole.end:
            continue
        if claim.kind is not Kind.COUNT or not claim.aspects.measure.startswith("车辆.") or claim.aspects.period != whole.aspects.period:
            break
        found.append(claim)
    return found if len(found) > 1 else []


def _kinds(whole: Claim, parts: list[Claim], view: View) -> Iterator[Check]:
    """Parts that the lexicon knows to be all kinds of the whole."""
    trees = load("sums")["trees"]
    own = {part.aspects.measure.rpartition(".")[0] for part in parts if part.aspects.entity == (whole.subject or whole.aspects.measure)}
    above = whole.aspects.measure if whole.aspects.measure in trees else own.pop() if len(own) == 1 else ""
    kinds = trees.get(above)  # 购置车辆1辆，其中：执法执勤用车1辆 …
    if not kinds:
        return
    named: dict[str, Claim] = {}
    for part in parts:
        if (
            part.aspects.measure.startswith(above + ".")
            and part.kind is whole.kind
            and part.aspects.stage == whole.aspects.stage
            and part.aspects.period == whole.aspects.period
        ):
            named.setdefault(part.aspects.measure, part)
    last = kinds[-1]
    absent = {c.aspects.measure for c in view.sentence(whole) if c.kind is Kind.NONE and c.start > whole.end}
    listed, missing = _cover(kinds, named, absent)
    if not listed or len(listed) + len(absent) < 2:
        return
    yield _foot(whole, listed, closed=not missing or (last in named and last.endswith("其他")))


def _cover(kinds: list[str], named: dict[str, Claim], absent: set[str]) -> tuple[list[Claim], bool]:
    """The parts that make up a whole, one by its own kinds where only they are named, and whether one is missing."""
    listed: list[Claim] = []
    missing = False
    for kind in kinds:
        if kind in named:
            listed.append(named[kind])
        elif kind not in absent:
            below, short = _cover(load("sums")["trees"].get(kind, []), named, absent)
            listed += below
            missing = missing or short or not below
    return listed, missing


def _splits(whole: Claim, parts: list[Claim]) -> Iterator[Check]:
    """Lists that name everything: 基本支出 as 人员经费 and 公用经费, income by all its sources, expenditure by all its kinds."""
    if whole.aspects.measure.startswith(("功能.", "经济.", "名.")) and not whole.aspects.part:
        halves = [
            p for p in parts if p.aspects.but(part="", flow="") == whole.aspects.but(flow="") and p.aspects.part in ("基本支出", "项目支出")
        ]
        if len(halves) == 2 and halves[0].aspects != halves[1].aspects:
            yield replace(_foot(whole, halves, closed=False), level=Level.WARNING)
    for split in load("sums")["splits"]:
        if whole.kind is not Kind.AMOUNT or any(getattr(whole.aspects, key) != value for key, value in split["whole"].items()):
            continue
        if whole.aspects.part != split["whole"].get("part", ""):
            continue
        found: dict[str, Claim] = {}
        for part in parts:
            aspects = part.aspects
            own = aspects.scope == whole.aspects.scope or ("parts" in split and not aspects.part)
            like = (aspects.stage, aspects.period, aspects.entity) == (whole.aspects.stage, whole.aspects.period, whole.aspects.entity)
            if part.kind is Kind.AMOUNT and own and like:
                name = aspects.measure if "measures" in split else aspects.part or aspects.scope
                found.setdefault(name, part)
        two = [found[name] for name in ("基本支出", "项目支出") if name in found]
        beside = [p for p in parts if two and p.kind is Kind.AMOUNT and p.passage is two[0].passage]
        if len(two) == 2 and all(any(p is half for half in two) for p in beside):
            yield replace(_foot(whole, two, closed=False), level=Level.WARNING)  # 其中 may leave out 经营支出, but not exceed
        elif set(split.get("measures") or split["parts"]) <= set(found):
            yield _foot(whole, [found[name] for name in split.get("measures") or split["parts"]], closed=True)


def _funds(whole: Claim, parts: list[Claim]) -> Iterator[Check]:
    """财政拨款收入, by the funds that it is made of: 总计 may hold what was carried over, too."""
    sums = load("sums")
    if whole.kind is not Kind.AMOUNT or whole.aspects.scope != sums["appropriation"] or whole.aspects.measure not in ("合计", "总计"):
        return
    named: dict[str, Claim] = {}
    for part in parts:
        like = part.aspects.but(scope="", measure="") == whole.aspects.but(scope="", measure="")
        if part.kind is Kind.AMOUNT and like and part.aspects.measure in ("合计", "总计") and part.aspects.scope in sums["funds"]:
            named.setdefault(part.aspects.scope, part)
    others = [
        p for p in parts if p.kind is Kind.AMOUNT and p.id not in {n.id for n in named.values()} and p.aspects.scope not in sums["funds"]
    ]
    if len(named) > 1 and not others:
        yield _foot(whole, list(named.values()), closed=len(named) == len(sums["funds"]) and whole.aspects.measure == "合计")


def _posts(whole: Claim, parts: list[Claim]) -> Iterator[Check]:
    """Staff by kind of post (行政、事业、工勤): when at least two kinds and nothing but kinds are named, they are all."""
    measure = whole.aspects.measure
    if not measure.startswith(("人员.编制", "人员.在职")) or whole.kind is not Kind.COUNT:
        return
    same = [
        p for p in parts if p.kind is Kind.COUNT and p.sentence == whole.sentence and p.passage is whole.passage and p.start > whole.end
    ]
    kinds = [p for p in same if p.aspects.measure.startswith(measure + ".")]
    people = {p.aspects.measure: p for p in same}
    if whole.aspects.measure == "人员.在职" and len(people) == len(same) and {"人员.在职", *_RETIRED} >= set(people) > {"人员.在职"}:
        kinds = same  # 实有人数73人，其中：在职46人、退休27人
    if len(kinds) < 2 or len(kinds) != len(same) or len({p.aspects.measure for p in kinds}) < len(kinds):
        return
    check = _foot(whole, kinds, closed=True)
    yield replace(check, level=Level.WARNING)


def _whole_lists(whole: Claim, parts: list[Claim]) -> Iterator[Check]:
    """Lists that say that they name everything: 按功能分类，…；按经济分类，…; 由…和…组成."""
    if whole.kind is not Kind.AMOUNT or any(p.reach or "purpose" in p.flags for p in parts):
        return
    text = fold(whole.passage.text)
    lists: list[list[Claim]] = []
    for part in (p for p in parts if p.kind is Kind.AMOUNT and p.aspects.stage == whole.aspects.stage):
        between = text[lists[-1][-1].end : part.start] if lists else "按"
        if "按" in between or part.sentence != lists[-1][-1].sentence:
            lists.append([])
        lists[-1].append(part)
    for one in lists:
        said = text[one[0].sentence[0] : one[0].sentence[1]]
        if len(one) > 1 and len({p.aspects for p in one}) == len(one) and not regex.search(r"主要|其中(?!:?按)|[元、]等|\(", said):
            yield replace(_foot(whole, one, closed=True), level=Level.WARNING)


def _plain(whole: Claim, parts: list[Claim]) -> Iterator[Check]:
    """Parts of one list in one sentence that the lexicon does not know: their sum may not exceed the whole."""
    trees = load("sums")["trees"]
    fleet = whole.aspects.measure in ("车辆", "三公数.保有") and any(p.aspects.measure.startswith("名.") for p in parts)
    if (whole.aspects.measure in trees and not fleet) or (
        whole.kind is Kind.AMOUNT and whole.aspects.measure in ("合计", "总计") and not whole.aspects.part
    ):
        return
    same = [
        p
        for p in parts
        if p.kind is whole.kind
        and p.quantity.unit == whole.quantity.unit
        and p.passage is whole.passage
        and (p.sentence == whole.sentence or fold(p.passage.text[p.sentence[0] :]).lstrip().startswith("其中"))
        and p.aspects.stage == whole.aspects.stage
        and p.aspects.period == whole.aspects.period
        and p.start > whole.end
        and "base" not in p.flags
    ]
    between = whole.passage.text[whole.end : same[-1].start] if same else ""
    apart = bool(same) and all(p.sentence == same[0].sentence != whole.sentence for p in same)  # 其中：a；b；c in a sentence of its own
    if apart and ("purpose" in whole.flags or regex.search("[:(：（]", whole.passage.text[same[0].start : same[-1].start])):
        return
    if len(same) < 2 or (not apart and (";" in between or "；" in between)) or len({p.aspects.measure for p in same}) < len(same):
        return
    if fleet and all(p.aspects.measure.startswith(("车辆", "名.")) for p in same):
        plain = not regex.search(r"\([^)]*\d", fold(between)) and not any(p.reach for p in same)  # 其他用车3辆，主要是防汛用车2辆
        if plain:
            yield replace(_foot(whole, same, closed=False), level=Level.WARNING)
        return
    # People are counted in several ways at once (党员, 妇女): their groups may overlap unless most of them are posts.
    posts = sum(1 for p in same if p.aspects.measure.startswith(whole.aspects.measure + "."))
    staff = whole.aspects.measure.startswith("人员") and posts * 2 > len(same)
    bracketed = whole.quantity.unit == "平方米" and between.lstrip().startswith(("（", "("))
    if whole.kind is Kind.COUNT and not staff and not bracketed:
        return
    if all(p.aspects.measure.startswith(whole.aspects.measure + ".") for p in same):
        return
    name = regex.split("[,;:。]", fold(whole.passage.text)[: whole.start])[-1]
    classed = worded("{several_ways}").search(name) is not None
    for run in _runs(whole, same):
        check = _foot(whole, run, closed=False)
        if classed and check.verdict is Verdict.INCONSISTENT:
            check = rule.undecided(whole, "可能按几种办法分类，或是平均数，各项不能相加", run)
        yield check


def _runs(whole: Claim, parts: list[Claim]) -> list[list[Claim]]:
    """The lists that a sentence splits a whole into, one after the other (一般债券…、专项债券…，投向交通…、水利…): each adds up to it."""
    runs: list[list[Claim]] = [[]]
    for part in parts:
        if runs[-1] and whole.quantity.interval.meets(total(p.quantity.interval for p in runs[-1])):
            runs.append([])
        runs[-1].append(part)
    if len(runs) == 2 and len(runs[0]) > 1 and sum(p.quantity.base for p in runs[0]) == whole.quantity.base and _brother(whole, runs[1]):
        return runs[:1]
    again = len(runs) > 1 and all(len(run) > 1 for run in runs)
    return runs if again else [parts]


def _brother(whole: Claim, rest: list[Claim]) -> bool:
    """Whether what comes behind a bracket's parts, which are complete, still stands inside it (一般…147万元（含…，…，专项…40万元）)."""
    text = fold(whole.passage.text)
    return text[whole.end :].lstrip().startswith("(") and len(rest) == 1 and text[rest[0].end :].lstrip().startswith(")")


def _foot(whole: Claim, parts: list[Claim], *, closed: bool) -> Check:
    summed = total(Interval.exact(0) if p.quantity.value == 0 else p.quantity.interval for p in parts)  # 0万元 is nothing, not up to 0.5
    nominal = sum((p.quantity.base for p in parts), Fraction(0))
    formula = " + ".join(printed(p) for p in parts) + f" = {show(nominal, whole.quantity)}"
    relation = ("sum", whole.id, *(p.id for p in parts))
    if closed or whole.quantity.interval.meets(summed):
        return rule.compare(
            whole,
            summed,
            parts,
            formula=formula,
            display=show(nominal, whole.quantity),
            relation=relation,
            tail=nominal != whole.quantity.base,
        )
    if summed.low is not None and whole.quantity.interval.high is not None and summed.low > whole.quantity.interval.high:
        return rule.result(
            Verdict.INCONSISTENT,
            whole,
            parts,
            formula=formula,
            expected=summed,
            display=f"不少于 {show(nominal, whole.quantity)}",
            relation=relation,
            message=f"{named(whole)}写作 {whole.text}，而所列各项之和已达 {show(nominal, whole.quantity)}（{formula}）",
        )
    return rule.undecided(whole, "所列各项未必是全部，和小于总数不能判断", parts)


@rule.over(Document)
def carried(document: Document, view: View) -> Iterator[Check]:
    """收入总计 = 本年收入合计 + 年初结转和结余, 支出总计 = 本年支出合计 + 年末结转和结余, where each has one value."""
    for flow, rest in (("收入", "年初结转结余"), ("支出", "年末结转结余")):
        for aspects in view.amounts:
            if aspects.measure != "总计" or aspects.flow != flow or aspects.part:
                continue
            names = (aspects, aspects.but(measure="合计"), aspects.but(measure=rest, flow=""))
            found = [
                [c for c in view.amounts.get(one, ()) if not c.passage.table and not c.quantity.hedge and not c.reach] for one in names
            ]
            if any(len({c.quantity for c in same}) != 1 for same in found):
                continue
            whole, parts = found[0][0], [same[0] for same in found[1:]]
            if whole.quantity.interval.meets(parts[0].quantity.interval) and parts[1].quantity.value:
                yield rule.undecided(whole, "所写总计就是本年合计，没有包括结转", parts)
            else:
                yield replace(_foot(whole, parts, closed=False), level=Level.WARNING)


@rule.over(Document)
def split(document: Document, view: View) -> Iterator[Check]:
    """Amounts that split a whole wherever they stand (公务接待费 = 外事接待 + 其他国内公务接待)."""
    for measure, ways in load("sums")["alternatives"].items():
        for aspects, wholes in view.amounts.items():
            if aspects.measure != measure:
                continue
            for kinds in ways:
                parts = [view.amounts.get(aspects.but(measure=kind), ()) for kind in kinds]
                if all(parts):
                    yield _foot(wholes[0], [p[0] for p in parts], closed=True)
                    break
    kinds = load("sums")["trees"]["三公.公车"]  # 购置及运行维护费7.5万元，其中：购置支出0万元。运行维护支出7.5万元
    for aspects in view.amounts:
        if aspects.measure != "三公.公车":
            continue
        told = [
            [c for c in view.amounts.get(one, ()) if not c.passage.table] for one in (aspects, *(aspects.but(measure=k) for k in kinds))
        ]
        if all(len({c.quantity for c in same}) == 1 for same in told) and not all(same[0].parent for same in told[1:]):
            yield _foot(told[0][0], [same[0] for same in told[1:]], closed=True)


@rule.over(Document)
def purposes(document: Document, view: View) -> Iterator[Check]:
    """What 基本支出 or 项目支出 was used for (项目支出308.82万元。主要用于a49.93万元，b11.47万元…): not more than there was."""
    for whole in view.claims:
        if whole.kind is not Kind.AMOUNT or whole.aspects.part not in ("基本支出", "项目支出") or whole.aspects.measure != "合计":
            continue
        text = fold(whole.passage.text)
        opened = _USED.match(text, whole.end)
        if opened is None or whole.quantity.hedge:
            continue
        end = text.find("。", opened.end())
        parts = [
            c
            for c in view.claims
            if c.passage is whole.passage
            and c.kind is Kind.AMOUNT
            and opened.end() <= c.start < (end if end >= 0 else len(text))
            and c.aspects.stage == whole.aspects.stage
        ]
        listed = text[opened.end() : end if end >= 0 else len(text)]
        if (
            len(parts) > 1
            and not worded(_NESTED).search(listed)
            and not any(c.quantity.hedge or c.quantity.dimension != "money" for c in parts)
        ):
            yield replace(_foot(whole, parts, closed=False), level=Level.WARNING)


_USED = regex.compile(r"[。,;]?\s*(?:主要)?用于:?")
_NESTED = "{no_plain_list}"
