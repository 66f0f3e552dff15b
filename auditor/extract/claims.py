"""From a passage to its claims: a clause grammar over marks.

A passage is read once, from left to right, the way a person reads it: words name a subject, a comparator or a whole;
a number then closes what they have opened (rules.md §4, patterns.md §1.12)::

    claim := head chain [reason]      chain := links in any order
    link  := AMOUNT | [comparator] direction AMOUNT | [comparator] direction RATE | completion RATE | share RATE | …

What is not said is inherited: from the list that the item stands in, from the headings above, from the document.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import regex

from auditor.extract.marks import Mark, marks
from auditor.extract.nlp import Parsed, filler, sort
from auditor.extract.own_names import own_names
from auditor.lexicon import Terms, load, merge, normal
from auditor.model import Aspects, Claim, Kind, Location, Passage, Quantity
from auditor.model.interval import corners

Reading = Mapping[str, str]
_BUDGETS = frozenset({"年初预算", "全年预算", "预算", "目标"})
_MONEY = frozenset(
    {"合计", "总计", "功能", "经济", "三公", "采购", "机关运行经费", "人员经费", "公用经费", "项目资金", "年初结转结余", "年末结转结余"}
)
_ADJUST = frozenset({"调增", "调减", "追加", "追减", "核减", "上调", "下调"})
_ITEM = regex.compile(r"\s*(?:\(?[一二三四五六七八九十\d]+[)、.](?!\d)|[①-⑳]|[一二三四五六七八九十]是|第[一二三四五六七八九十]+[,、])")
_NAME = regex.compile(r"[\p{Han}()\"、“”]{4,30}")
_REST = ("功能.21999", "功能.229", "经济.399")
_MOVED = regex.compile(
    r"购置(?=[^,;。]{0,26}(?:设备|车辆))|拟购|拟更新|计划购置|购入|采购|淘汰|核销|新增|净增|新购|新招|招录|报废|处置|调拨|划转|租用|租赁|拍卖|调入|调出"
)
_RATE_NAME = regex.compile(r"\p{Han}{2,12}率")
_RATE_NAMED = regex.compile(r"名\.[^.]*率$")
_NAMED_AMOUNT = regex.compile(r"\s*(?:为|即)?\s*[\d,.]+\s*[亿万千]?元\s*\)")
_NOMINAL = regex.compile(r"(?:幅|率|速|幅度|比例)$")
_HAN = regex.compile(r"\p{Han}")
_REMARK = regex.compile(r"\((?:以|按|不含|含|包括|不包括|其中|口径)[^()\d]*\)")
_VERSUS = regex.compile(r"\s*(?:相比|相对|较|比|与|同比|年初|全年|调整|预算|安排|已|实际|决算|执行|累计)")
_INTO = regex.compile(r"\s*(?:到|至|为|了?约?达到)")
_GRADE = regex.compile(r'[自评价等级为定得分:;,是"\s的]{0,14}"?(优秀|良好|合格|不合格|优|良|中|差)"?(?![\p{Han}]{2})')
_RATED = regex.compile(r'(?:评级|等级|等次|结果)为"?(优秀|良好|合格|不合格|优|良|中|差)"?(?:等?级|等次)?的(?:项目)?\s*$')
_QUOTED = regex.compile(r'"(优秀|良好|合格|不合格|优|良|中|差)"(?:等?级|等次)?的(?:项目)?\s*$')
_TALLIED = regex.compile(
    r'(?:^|[:;,、。(]|(?:结果|等级|等次|评级|评价|评定|自评|评)(?:为|是|分为)?)\s*"?(优秀|良好|中等|较差|不合格|合格|优|良|中|差)"?(?:等?级|等次)?的?(?:项目)?(?:有|为|共|共计)?\s*$'
)
_INDEX = regex.compile(r"(?:为|是|达|达到|占|相当于|不足|超过|近|约|仅)[^,;。]*的\s*$")
_IS_OF = regex.compile(r"(?:为|占|完成|达|是|达到)[^,;。]*的\s*$")
_PLANNED = regex.compile(r"(?:预算|决算)(?=(?:数|额|总额|总数|总计|合计|金额|安排)?$)")
_OWN = regex.compile(
    r"(?:部门|单位|我[局委办院校厅]|本[局委办院校厅])(?!预算单位|其他)(?:整体)?(?:支出)?\p{Han}{0,2}$|(?:部门|单位)\p{Han}{0,8}预算"
)
_FULL_MARK = regex.compile(r"(?:满分|分值|权重|总分值|标准分)(?:为|是|共|:)?\s*$")
_THEN_SCORED = regex.compile(r"\s*[)]?\s*[,、]?\s*(?:自评|实际|实)?(?:得分?|评分|扣分后得)(?:为|:)?\s*\d")
_TARGETED = regex.compile(r"(?:为|占|完成|达|是|达到)[^,;。]{0,10}(?:目标|计划|任务|指标)[^,;。]{0,6}$")
_FUNDS = regex.compile(r"(?:公共财政|一般公共|公共|政府性基金|国有资本经营|社会保险基金)预算")


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for a passage before its first word: headings, entity, year, defaults of the genre."""

    aspects: Aspects
    """Inherited aspects: period and stage of the document, scope and flow of the headings."""
    family: str = ""
    """Measure that the headings are about (三公, 采购 …), empty when they name none."""
    entity: str = ""
    titled: str = ""
    """The project's name as the title of its report has it, which may be that of an item, too (代表工作)."""
    year: str = ""
    organization: str = ""
    regions: bool = False
    """Whether 全市 and 市本级 tell apart whose figures are meant, as in the reports of governments."""
    planned: bool = False
    """Whether the passage speaks of the year after that of the document: what it states is planned."""

    def shifted(self, year: str, *, planned: bool) -> Setting:
        """The setting of a passage that speaks of another year than the document."""
        stage = "预算" if planned else self.aspects.stage
        return replace(self, year=year, planned=planned, aspects=self.aspects.but(period=year, stage=stage))


@dataclass(slots=True)
class Draft:
    """A claim in the making."""

    kind: Kind
    aspects: Aspects
    quantity: Quantity
    start: int
    end: int
    number: tuple[int, int]
    direction: int = 0
    base: Aspects | None = None
    current: Draft | None = None
    partner: Draft | None = None
    base_claim: Draft | None = None
    parent: Draft | None = None
    sentence: tuple[int, int] = (0, 0)
    direction_span: tuple[int, int] | None = None
    closed: bool = False
    reach: str = ""
    subject: str = ""
    also: tuple[Aspects, ...] = ()
    readings: tuple[Aspects, ...] = ()
    flags: tuple[str, ...] = ()
    id: str = ""


@dataclass(slots=True)
class _Pending:
    """Words since the last number or clause end that may name what the next number is about."""

    readings: list[tuple[Reading, ...]] = field(default_factory=list)
    start: int | None = None
    end: int = 0
    words: list[str] = field(default_factory=list)

    def add(self, mark: Mark, readings: tuple[Reading, ...]) -> None:
        self.readings.append(readings)
        self.words.append(mark.text)
        self.start = mark.start if self.start is None else self.start
        self.end = mark.end

    def clear(self) -> None:
        self.readings, self.words, self.start, self.end = [], [], None, 0

    @property
    def head(self) -> bool:
        """Whether the words name a subject of their own and not only its year, scope or stage."""
        return any(
            r.get("measure", "") not in ("", "合计", "总计", "-") or "part" in r for group in self.readings for r in group[:1]
        ) or any(
            (r.get("measure") in ("合计", "总计") and "flow" in r) or r == {"flow": "收支"} for group in self.readings for r in group[:1]
        )


class Reader:
    """Reads the passages of one document, one after the other, and remembers the list that a passage continues."""

    def __init__(self, terms: Terms, year: str) -> None:
        self.terms = terms
        self.year = year
        self.drafts: list[tuple[Passage, Draft]] = []
        self.carried: Draft | None = None
        """The total of a list that goes on in the next passage."""
        self.previous: Draft | None = None
        """The amount that a passage of its own, 其中：, speaks of."""
        self.previous_part: Draft | None = None
        """The first figure of the passage before."""
        self.carried_section: Any = None
        self.common: list[tuple[Reading, ...]] | None = None
        """What everything in a section is compared with (与年初预算相比，下同)."""
        self.common_section: Any = None
        self.carried_outer: list[Draft] = []
        """The lists that it stands in."""
        self.carried_items = False
        """Whether only numbered items go on with it (1.基本支出…。2.项目支出…。)."""
        self.title: tuple[Any, Aspects, tuple[Aspects, ...], str] | None = None
        """(section, aspects, other senses, words) of a passage that is nothing but the name of what the next one speaks of."""

    # ------------------------------------------------------------------------------------------------ one passage
    def read(self, passage: Passage, setting: Setting) -> list[Draft]:
        """The claims of one passage, in order."""
        self.passage, self.setting, self.text = passage, setting, passage.text
        self.ground, self.year = setting, setting.year or self.year
        self.parsed = Parsed(passage.text, self.terms)
        self.folded = self.parsed.folded
        self.out: list[Draft] = []
        self.pending = _Pending()
        self.heads: list[_Pending] = []
        self.compare: list[tuple[Reading, ...]] | None = None
        self.compare_open = False
        self.compare_head = False
        self.direction = 0
        self.direction_mark: Mark | None = None
        self.share: list[tuple[Reading, ...]] | None = None
        self.explained: tuple[Any, ...] = (None,)
        self.share_at = self.list_at = 0
        self.rate_name = ""
        self.told: tuple[Aspects | None, tuple[Aspects, ...], str, list[Draft]] | None = None
        self.whole: Draft | None = None
        self.among = Aspects()
        self.completion: list[tuple[Reading, ...]] | None = None
        self.subject: Aspects | None = None
        self.subject_readings: tuple[Aspects, ...] = ()
        self.subject_words = ""
        self.subject_at = -1
        self.verb = ""
        self.also: tuple[Aspects, ...] = ()
        self.chain: list[Draft] = []
        self.base_claim: Draft | None = None
        self.last_change: Draft | None = None
        self.period = ""
        self.reach = ""
        self.ended: Draft | None = None
        self.purpose = False
        self.lone = ""
        self.mean = ""
        self.lack: Mark | None = None
        self.closed = False
        self.outer: list[Draft] = []
        self.split = False
        self.each = False
        self.zip: list[tuple[Aspects, str]] = []
        self.zip_amounts: list[Draft] = []
        self.respectively = self.paired = False
        self.list_open = False
        self.parent: Draft | None = None
        self.stack: list[tuple[Any, ...]] = []
        self.clause_start = 0
        self.sentence_start = 0
        goes_on = not self.carried_items or _ITEM.match(self.folded) or self._splits_on()
        if self.carried is not None and passage.section is self.carried_section and goes_on:
            self.parent, self.list_open, self.outer, self.split = self.carried, True, self.carried_outer, bool(self.carried_outer)
        if self.title is not None and self.title[0] is passage.section:
            _, self.subject, self.subject_readings, self.subject_words = self.title
        self.own: list[tuple[int, int]] = []
        self.marks = self._within(marks(self.parsed))
        for index, mark in enumerate(self.marks):
            self.index = index
            handler = getattr(self, "_" + mark.sort, None)
            if handler is not None:
                handler(mark)
        self._lacking()
        if not self.out:
            self._adopt(Mark(len(self.folded), len(self.folded), "stop", ""))
        self._assumed_wholes()
        self._thresholds()
        self._carry()
        if not self.out and self.subject is not None:
            self.title = (passage.section, self.subject, self.subject_readings, self.subject_words)
        elif self.title is not None and self.out and self.out[0].aspects.measure != self.title[1].measure:
            self.title = None
        for draft in self.out:
            draft.sentence = self._sentence(draft)
        self.drafts += [(passage, draft) for draft in self.out]
        return self.out

    def _within(self, found: list[Mark]) -> list[Mark]:
        """The marks, without the words that are a measure only where its family is spoken of (货物, 工程, 服务 under 政府采购)."""
        spoken, kept = {self.setting.family}, []
        own = self.own = self._organizations()
        for mark in found:
            measure = mark.readings[0].get("measure", "") if mark.readings else ""
            if measure.startswith("功能.") and regex.match("[局厅委院所处站校馆队]", self.folded[mark.end :]):
                continue  # 水利局 is who reports, not what is reported
            if mark.sort in ("aspect", "stage") and any(a <= mark.start < b and mark.end <= b for a, b in own):
                continue
            needed = mark.readings[0].get("within") if mark.readings else None
            if needed and needed not in spoken:
                continue
            if mark.readings:
                spoken.add(mark.readings[0].get("measure", "").split(".")[0])
            kept.append(mark)
        return kept

    def _assumed_wholes(self) -> None:
        """A share of nothing named is taken of the total of its own scope; a rule reports it only where its siblings bear that out."""
        for draft in self.out:
            if draft.kind is Kind.SHARE and draft.base in (None, draft.aspects) and draft.current is not None:
                aspects = draft.current.aspects
                if aspects.flow and (aspects.measure.startswith("功能.") or aspects.part):
                    draft.base = normal(aspects.but(measure="合计", part=""))
                    draft.flags += ("assumed-whole",)

    def _thresholds(self) -> None:
        """Numbers that are part of a name (单价100万元以上设备): figures of their own kind, so that none is lost."""
        for found in self.parsed.quantities:
            holder = next((m for m in self.marks if m.sort in ("aspect", "stage") and m.start <= found.start and found.end <= m.end), None)
            if holder is not None:
                draft = Draft(
                    Kind.THRESHOLD,
                    Aspects(measure=holder.readings[0].get("measure", "")),
                    found.quantity,
                    found.start,
                    found.end,
                    (found.number_start, found.number_end),
                )
                draft.subject = holder.text
                self.out.append(draft)
        self.out.sort(key=lambda d: d.start)

    def _lead(self, pending: _Pending) -> Draft | None:
        """收入较去年增加37.13万元 behind a list of sources speaks of the total that opened the passage."""
        flows = [r.get("flow") for group in pending.readings for r in group[:1] if set(r) == {"flow"}]
        if not flows or self.subject is None or (self.subject.measure in ("合计", "总计") and not self.subject.part):
            return None
        totals = (
            d
            for d in self.out
            if d.kind is Kind.AMOUNT and "base" not in d.flags and d.aspects.measure in ("合计", "总计") and not d.aspects.part
        )
        return next((d for d in totals if any(a.flow == flows[-1] for a in (d.aspects, *d.also))), None)

    def _organizations(self) -> list[tuple[int, int]]:
        """Where the reporting unit names itself: whatever words its name holds name no subject."""
        return [m.span() for m in own_names(self.setting.organization).finditer(self.folded)]

    def _carry(self) -> None:
        ending = self.folded.rstrip()[-1:]
        if self.out:
            self.previous = next(
                (d for d in reversed(self.out) if d.kind is Kind.AMOUNT and d.parent is None and "base" not in d.flags), None
            )
        if ending in (":", ";", ",") and (self.out or self.carried or self.list_open):
            total = (
                self.parent
                if self.list_open and self.parent is not None
                else next((d for d in reversed(self.out) if d.kind is Kind.AMOUNT and "base" not in d.flags), None)
            )
            if ending == ":" and not self.list_open:
                total = next((d for d in reversed(self.out) if d.kind is Kind.AMOUNT and "base" not in d.flags), self.parent)
            self.carried = total
        elif (
            self.carried is None or self.passage.section is not self.carried_section or not (_ITEM.match(self.folded) or self._splitting())
        ):
            self.carried = None
        self.carried_items = self.carried is not None and ending not in (":", ";", ",")
        self.previous_part = self.out[0] if self.out else self.previous_part
        self.carried_section = self.passage.section
        self.carried_outer = list(self.outer) if self.carried is self.parent and ending == ";" else []

    def _splitting(self) -> bool:
        """Whether this passage is an item of a whole that has few and known parts, one in a line (人员经费…。公用经费…。)."""
        first = self.out[0] if self.out else None
        if first is None or self.carried is None or first.parent is not self.carried:
            return False
        return bool(self._siblings(self.carried.aspects, first.aspects))

    @staticmethod
    def _siblings(whole: Aspects, part: Aspects) -> tuple[str, ...]:
        for split in load("sums")["splits"]:
            fits = all(getattr(whole, key) == value for key, value in split["whole"].items())
            if fits and part.measure in split.get("measures", ()):
                return tuple(split["measures"])
        return ()

    def _splits_on(self) -> bool:
        """Whether this passage opens with another of the parts that the whole before it is split into."""
        last = self.previous_part
        if self.carried is None or last is None or last.parent is not self.carried:
            return False
        found = next(iter(self.parsed.terms), None)
        named = found.readings[0].get("measure", "") if found is not None and found.start <= 2 and found.readings else ""
        return named != last.aspects.measure and named in self._siblings(self.carried.aspects, last.aspects)

    def _sentence(self, draft: Draft) -> tuple[int, int]:
        start = max(self.folded.rfind(sign, 0, draft.start) for sign in "。!?\n") + 1
        ends = [at for at in (self.folded.find(sign, draft.end) for sign in "。!?\n") if at >= 0]
        return start, min(ends, default=len(self.text))

    # ------------------------------------------------------------------------------------------------------ signs
    def _stop(self, mark: Mark) -> None:
        self._run_in(mark)
        self._adopt(mark)
        self._clause(mark)
        self.compare, self.compare_open = None, False
        self.period, self.reach, self.purpose = "", "", False
        self.setting, self.year = self.ground, self.ground.year or self.year
        listed = [d for d in self.out if d.parent is self.parent and d.start >= self.sentence_start] if self.list_open else []
        own = self.parent is not None and self.parent.start >= self.sentence_start and any(d is self.parent for d in self.out)
        self.ended = self.parent if own and len({d.aspects for d in listed}) > 1 else None
        self.base_claim = None
        self.last_change = None
        self.list_open, self.parent, self.closed, self.among = False, None, False, Aspects()
        self.outer.clear()
        self.rate_name = ""
        self.sentence_start = mark.end
        self.stack.clear()

    def _semicolon(self, mark: Mark) -> None:
        self._clause(mark)
        self.purpose = False
        self.compare_open = False
        self.period = ""
        self.split = True

    def _comma(self, mark: Mark) -> None:
        follows = _VERSUS.match(self.folded, mark.end)
        label = (
            self._label(mark)
            if follows
            and not self.pending.readings
            and not self.purpose
            and self.reach != "reason"
            and mark.start - self.clause_start <= 24
            else ""
        )
        lone = (
            self.pending.start is not None
            and not self.folded[self.clause_start : self.pending.start].strip("() ,")
            and self.pending.end >= mark.start - 1
        )
        kept, words_ = self.pending, lone and self.pending.head
        if lone and self.clause_start == self.sentence_start:
            self._turn(self.pending)
        if self.pending.head and self.folded[self.pending.end : mark.start].strip() == "中":
            self._among()
        self._clause(mark)
        if self.purpose and self._counted_next(mark):
            self.purpose = False
        if words_ and not self.purpose:
            self.pending = kept
        self.lone = label

    def _counted_next(self, mark: Mark) -> bool:
        """Whether a clause begins with a known count (…主要用于接待调研，公务接待52批次): it ends the purpose before it."""
        following = self.marks[self.index + 1 : self.index + 3]
        if (
            len(following) < 2
            or following[0].sort != "aspect"
            or following[1].sort != "quantity"
            or following[1].start - following[0].end > 1
        ):
            return False
        measure = following[0].readings[0].get("measure", "") if following[0].readings else ""
        return following[0].start - mark.end <= 1 and measure.startswith(("三公数", "车辆", "设备"))

    def _run_in(self, mark: Mark) -> None:
        """（二）政府性基金预算。…: a heading that its paragraph has swallowed, and that says whose money it is about."""
        readings = [reading for group in self.pending.readings for reading in group[:1]]
        if self.out or self.sentence_start or len(readings) != 1 or set(readings[0]) != {"scope"} or self.pending.start is None:
            return
        rest = self.folded[: self.pending.start] + self.folded[self.pending.end : mark.start]
        if not regex.sub(r"[\s\d.、()一二三四五六七八九十]|收支|情况|安排|执行|预算", "", rest):
            self.ground = self.setting = replace(self.setting, aspects=self.setting.aspects.but(scope=readings[0]["scope"]))

    def _turn(self, pending: _Pending) -> None:
        """2025年，…: what the sentence speaks of, where that is another year than the passage's."""
        said = {tuple(reading.items()) for group in pending.readings for reading in group[:1]}
        year = next(iter(said))[0][1] if len(said) == 1 and all(len(r) == 1 and r[0][0] == "period" for r in said) else ""
        own = self.ground.year
        if year == own or not (year.isdigit() and own.isdigit()):
            return
        planned = int(year) == int(own) + 1
        if planned or self.setting.regions:
            self.setting, self.year = self.ground.shifted(year, planned=planned), year

    def _among(self) -> None:
        """“三公”经费支出决算中，: a list of its parts."""
        whole = self._dated(self._compose(self.pending)[0])
        found = [d for _, d in self.drafts if d.aspects == whole and d.kind is Kind.AMOUNT]
        found += [d for d in self.out if d.aspects == whole and d.kind is Kind.AMOUNT]
        self.among = whole
        if found:
            self.parent, self.list_open, self.closed, self.split = found[-1], True, False, False
            self.outer.clear()

    def _colon(self, mark: Mark) -> None:
        lone = self.pending if self.pending.head or self._titled(mark) else None
        if longer := self._longer(mark):
            self.pending.readings, self.pending.words = [({"measure": f"名.{longer}"},)], [longer]
        self._clause(mark)
        if lone is not None and not self.purpose:
            self.pending = lone

    def _longer(self, mark: Mark) -> str:
        """The name before a colon of which a 功能分类 name is only a part (基本公共卫生服务补助：全年预算…)."""
        if self.pending.start is None or self.heads or len(self.pending.readings) > 2:
            return ""
        if not any(r.get("measure", "").startswith("功能.") for group in self.pending.readings for r in group[:1]):
            return ""
        name = regex.sub(r"^[\s\d.,、()一二三四五六七八九十]+", "", self.folded[self.clause_start : mark.start])
        rest = [
            text
            for at, text in self.parsed.words(self.clause_start, mark.start)
            if at >= self.clause_start
            and (at + len(text) <= self.pending.start or at >= self.pending.end)
            and _HAN.search(text)
            and text not in filler()
        ]
        return name if len("".join(rest)) > 1 and _NAME.fullmatch(name) else ""

    def _titled(self, mark: Mark) -> bool:
        """Whether a clause is nothing but the fund that the next ones speak of (政府性基金预算财政拨款：本年收入…，本年支出…)."""
        if self.pending.start is None or self.heads or not any("scope" in r for group in self.pending.readings for r in group[:1]):
            return False
        around = self.folded[self.clause_start : self.pending.start] + self.folded[self.pending.end : mark.start]
        return not regex.sub(r"[\s\d.,、()一二三四五六七八九十]", "", around)

    def _and(self, mark: Mark) -> None:
        if self.pending.readings:
            self.heads.append(self.pending)
            self.pending = _Pending()

    def _clause(self, mark: Mark) -> None:
        self._lacking()
        self.mean = ""
        self.pending = _Pending()
        self.heads = []
        self.compare_open = False
        self.direction, self.direction_mark = 0, None
        self.share = None
        self.completion = None
        self.each = False
        if mark.sort != "comma":
            self.respectively, self.zip, self.zip_amounts = False, [], []
        self.clause_start = mark.end

    def _open(self, mark: Mark) -> None:
        self.stack.append(
            (
                self.pending,
                self.subject,
                self.subject_readings,
                self.subject_words,
                self.chain,
                self.compare,
                self.compare_open,
                self.direction,
                self.direction_mark,
                self.share,
                self.completion,
                self.parent,
                self.list_open,
                self.base_claim,
                self.last_change,
                self.clause_start,
                self.purpose,
                self.also,
            )
        )
        last = self.out[-1] if self.out else None
        if last is not None and 0 <= mark.start - last.end <= 1 and last.kind in (Kind.AMOUNT, Kind.COUNT):
            self.parent, self.list_open = last, True
        self.pending = _Pending()
        self.clause_start = mark.end
        self.direction, self.direction_mark = 0, None
        if not _NAMED_AMOUNT.match(self.folded, mark.end):
            self.share, self.completion, self.compare_open = None, None, False
        self.purpose = False

    def _close(self, mark: Mark) -> None:
        if not self.stack:
            return
        named = self.base_claim
        inner = self.compare if regex.search(r"下同\s*$", self.folded[: mark.start]) else None
        (
            self.pending,
            self.subject,
            self.subject_readings,
            self.subject_words,
            self.chain,
            self.compare,
            self.compare_open,
            self.direction,
            self.direction_mark,
            self.share,
            self.completion,
            self.parent,
            self.list_open,
            self.base_claim,
            self.last_change,
            self.clause_start,
            self.purpose,
            self.also,
        ) = self.stack.pop()
        self.chain = list(self.chain)
        if self.compare_open and named is not None and self.base_claim is None:
            self.base_claim, self.compare_open = named, False
        if inner is not None:
            self.compare, self.compare_open = list(inner), False
            self.common, self.common_section = list(inner), self.passage.section

    # ------------------------------------------------------------------------------------------------------ words
    def _aspect(self, mark: Mark) -> None:
        if self.setting.titled and mark.text.replace(" ", "").removesuffix("项目") == self.setting.titled:
            self._word(mark, ({"measure": "项目资金", "entity": self.setting.entity},))
            return
        if mark.text.endswith("(项)") and len(mark.readings) > 1:
            above = [r["measure"] for group in self.pending.readings[-1:] for r in group if r.get("measure", "").startswith("功能.")]
            fitting = tuple(r for r in mark.readings if any(r["measure"].startswith(a) for a in above))
            self._word(mark, fitting[:1] or ({"measure": f"名.{mark.text}", "flow": "支出"},))
            return
        stage = _PLANNED.search(_FUNDS.sub("", mark.text))
        if stage and any({"measure", "part", "flow"} & set(r) for r in mark.readings[:1]) and "stage" not in mark.readings[0]:
            self._word(mark, tuple({"stage": "预算" if stage[0][0] == "预" else "决算", **reading} for reading in mark.readings))
        else:
            self._word(mark, mark.readings)

    def _stage(self, mark: Mark) -> None:
        self._word(mark, mark.readings)

    def _year(self, mark: Mark) -> None:
        self._word(mark, ({"period": mark.text},))

    def _prior(self, mark: Mark) -> None:
        self._word(mark, ({"period": self._before()},))

    def _current(self, mark: Mark) -> None:
        if not self.compare_open and self.year:
            self._word(mark, ({"period": self.year},))

    def _word(self, mark: Mark, readings: tuple[Reading, ...]) -> None:
        if self.purpose:
            return
        if self.compare_open and self.compare is not None:
            self.compare.append(readings)
            self.compare_head = self.compare_head or any("measure" in r or "part" in r for r in readings[:1])
        elif self.share is not None:
            self.share.append(readings)
        elif self.completion is not None:
            self.completion.append(readings)
        else:
            self.pending.add(mark, readings)

    def _level(self, mark: Mark) -> None:
        """（类）（款）（项） say how long the code of the name before them is."""
        groups = self.compare if self.compare_open and self.compare else self.share or self.completion or self.pending.readings
        size = {"类": 3, "款": 5, "项": 7}[mark.text]
        if not groups:
            return
        fitting = tuple(r for r in groups[-1] if len(r.get("measure", "")) == size + 3 and r["measure"].startswith("功能."))
        if fitting:
            groups[-1] = fitting
        elif any(r.get("measure", "").startswith("功能.") for r in groups[-1]):
            name = self.folded[self.pending.end : mark.start].strip() or (self.pending.words[-1] if self.pending.words else mark.text)
            groups[-1] = ({"measure": f"名.{name}", "flow": "支出"},)
        self.pending.end = mark.end

    def _adopt(self, mark: Mark) -> None:
        """A clause that is nothing but a name (X（类）Y（款）Z（项）。) makes it the subject of what follows."""
        if self.purpose or self.compare_open or not self.pending.head or self.pending.start is None or self.heads:
            return
        before = self.folded[self.clause_start : self.pending.start]
        after = self.folded[self.pending.end : mark.start]
        if regex.sub(r"[\s\d.,、()\"一二三四五六七八九十]", "", before) or regex.sub(r"[\s()\"类款项]", "", after):
            return
        aspects, readings, said, _ = self._compose(self.pending)
        if aspects.measure in ("合计", "总计") and not aspects.part:
            return
        self.subject, self.subject_readings, self.subject_words = aspects.but(stage=""), readings, said
        self.subject_at = mark.start
        self.chain, self.base_claim, self.last_change, self.also = [], None, None, ()

    def _compare(self, mark: Mark) -> None:
        again = self.reach == "reason" and not self.folded[self.clause_start : mark.start].strip() and not self.chain_amounts_of()
        if again and self.explained[0] is not None:
            self.subject, self.subject_readings, self.subject_words, self.chain, self.also, self.last_change = self.explained
        self.compare, self.compare_open, self.compare_head = [], True, False
        self.base_claim = None
        self.purpose = False

    def _origin(self, mark: Mark) -> None:
        """由上年的880万元降至855万元, 由120万元调整为150万元: what stands here is the base."""
        self._compare(mark)
        if mark.text == "调整":
            self.compare = [({"stage": "年初预算"},)]

    def _adjusted(self, mark: Mark) -> None:
        self.compare_open = False
        self._word(mark, ({"stage": "全年预算"},))

    def _same_period(self, mark: Mark) -> None:
        if not self.compare_open:
            self.compare = [({"period": self._before()},)]
            self.base_claim = None
        self.purpose = False

    def _up(self, mark: Mark) -> None:
        self.compare_open = False
        if self.purpose:
            return
        self.direction, self.direction_mark = 1, mark

    def _down(self, mark: Mark) -> None:
        self._up(mark)
        if self.direction_mark is mark:
            self.direction = -1

    def _signed(self, mark: Mark) -> None:
        self._up(mark)
        if self.direction_mark is mark:
            self.direction = 2

    def _flat(self, mark: Mark) -> None:
        if self.purpose or self.compare is None:
            return
        self.compare_open = False
        named = [r for group in self.compare for r in group[:1]]
        if any(r.get("stage") in _BUDGETS for r in named) and all(r.get("period", self.year) == self.year for r in named):
            self._order(mark, 0)
            return
        zero = Quantity(mark.text, Decimal(0), "", "number", Decimal(1), 0)
        subject, readings, words_, _ = self._subject(mark)
        if subject.measure:
            subject = self._dated(subject)
            current = self._current_amount()
            draft = self._emit(
                Kind.FLAT,
                current.aspects if current else subject,
                mark,
                zero,
                base=self._base(subject),
                readings=tuple(map(self._dated, readings)),
                subject=words_,
            )
            draft.current, draft.base_claim = current, self.base_claim or self._stated(draft.base, current)
            draft.also = tuple(self._dated(a) for a in self.also)

    def _none(self, mark: Mark) -> None:
        following = self.marks[self.index + 1] if self.index + 1 < len(self.marks) else None
        if following is not None and following.sort == "aspect" and following.start == mark.end:
            self.lack = mark
            return
        zero = Quantity(mark.text, Decimal(0), "", "number", Decimal(1), 0)
        subject, readings, words_, _ = self._subject(mark)
        subject = self._dated(self._unplanned(mark, subject if subject.measure else subject.but(measure="合计")))
        self._emit(Kind.NONE, subject, mark, zero, readings=readings, subject=words_)

    def _unplanned(self, mark: Mark, aspects: Aspects) -> Aspects:
        """年初未安排预算 says that nothing was planned, not that nothing was spent; 无收支 denies both sides."""
        aspects = aspects.but(flow="") if aspects.flow == "收支" else aspects
        around = _FUNDS.sub("", self.folded[self.clause_start : mark.end + 6])
        if "年初" in around:
            return aspects.but(stage="年初预算")
        return aspects.but(stage="预算") if regex.search(r"预算(?!财政拨款)", around) else aspects

    def _lack(self, mark: Mark) -> None:
        if self.lack is None and not self.purpose:
            self.lack = mark

    def _lacking(self) -> None:
        """A clause that ends in what there is none of: 本年度无政府性基金预算财政拨款收支."""
        mark, self.lack = self.lack, None
        if mark is None or not self.pending.readings or self.pending.end <= mark.end or any(d.start > mark.start for d in self.out):
            return
        end = min(
            (m.start for m in self.marks if m.start >= self.pending.end and m.sort in ("stop", "comma", "semicolon", "colon", "open")),
            default=len(self.folded),
        )
        if regex.sub(r"[的及和、\s]|收支|支出|收入|预算|决算|安排|数据|情况|业务|发生|资金|项目", "", self.folded[self.pending.end : end]):
            return
        zero = Quantity(mark.text, Decimal(0), "", "number", Decimal(1), 0)
        subject, readings, words_, _ = self._compose(self.pending)
        subject = self._dated(self._unplanned(mark, subject if subject.measure else subject.but(measure="合计")))
        self._emit(Kind.NONE, subject, mark, zero, readings=readings, subject=words_)

    def _region(self, mark: Mark) -> None:
        if self.setting.regions:
            before, after = self.folded[: mark.start], self.folded[mark.end : mark.end + 1]
            if not regex.sub(r"[\s\d.、()一二三四五六七八九十]", "", before) and after in ("。", ":"):
                self.ground = self.setting = replace(self.setting, aspects=self.setting.aspects.but(entity=mark.text))  # 2.市本级。…
                return
            self._word(mark, ({"entity": mark.text},))

    def _mean(self, mark: Mark) -> None:
        self.mean = mark.text

    def _above(self, mark: Mark) -> None:
        self._order(mark, 1)

    def _below(self, mark: Mark) -> None:
        self._order(mark, -1)

    def _equal(self, mark: Mark) -> None:
        self._order(mark, 0)

    def _order(self, mark: Mark, direction: int) -> None:
        if self.pending.head:
            self._subject(mark)
        if self.subject is None:
            return
        zero = Quantity(mark.text, Decimal(0), "", "number", Decimal(1), 0)
        budget = next((d for d in reversed(self.chain) if d.aspects.stage in _BUDGETS and d.kind is Kind.AMOUNT), None)
        if self.base_claim is not None and self.base_claim.aspects.stage in _BUDGETS:
            budget = self.base_claim
        actual = next((d for d in reversed(self.chain) if d.aspects.stage == "决算" and d.kind is Kind.AMOUNT), None)
        if direction and (budget is None or actual is None):
            planned = [d for d in self.out if d.kind is Kind.AMOUNT and d.aspects.stage in _BUDGETS and d.start >= self.sentence_start]
            pairs = [(a, b) for b in planned for a in self.out if a.kind is Kind.AMOUNT and a.aspects == b.aspects.but(stage="决算")]
            if pairs:
                actual, budget = pairs[-1]
                self.subject = actual.aspects.but(stage="")
        spoken = next((r["stage"] for group in self.compare or () for r in group[:1] if r.get("stage") in _BUDGETS), "预算")
        stage = budget.aspects.stage if budget else "年初预算" if "年初" in mark.text else spoken
        draft = self._emit(
            Kind.ORDER, self._dated(self.subject), mark, zero, base=budget.aspects if budget else self._dated(self.subject.but(stage=stage))
        )
        draft.current, draft.base_claim, draft.direction = actual, budget, direction
        if direction:
            self.compare, self.compare_open, self.base_claim = [({"stage": stage},)], False, budget
            self.direction, self.direction_mark = direction, mark

    def _share(self, mark: Mark) -> None:
        if self.purpose:
            return
        if self.share and mark.text != "占":
            return
        self.share, self.completion, self.share_at = [], None, mark.start
        self.compare_open = False

    def _completion(self, mark: Mark) -> None:
        if self.purpose and regex.match(r"了?(?:当年|本年|年初|全年|调整|年度)?预算", self.folded[mark.end :]):
            self.purpose, self.pending = False, _Pending()
        if self.purpose:
            return
        if self.pending.readings and any("stage" in r for r in self.pending.readings[-1]):
            return
        self.completion = []
        self.compare_open = False

    def _list(self, mark: Mark) -> None:
        before = self.folded[max(0, mark.start - 4) : mark.start]
        self.purpose = False
        following = next((m.quantity for m in self.marks[self.index + 1 :] if m.quantity is not None), None)
        counting = following is not None and following.dimension == "count"
        alike = [d for d in self.out if d.start >= self.sentence_start and d.kind is (Kind.COUNT if counting else Kind.AMOUNT)]
        named_amounts = [d for d in reversed(self.chain) if d.kind in (Kind.AMOUNT, Kind.COUNT, Kind.CHANGE) and "base" not in d.flags]
        # 支出188万元，为预算205万元的92%，其中：… lists what was spent.
        total = self._sided() or next(
            (d for d in named_amounts if d.kind is not Kind.CHANGE and d.aspects.stage == self.setting.aspects.stage),
            next(iter(named_amounts), None),
        )
        if total is not None and following is not None and counting and alike:
            total = ([d for d in alike if d.quantity.unit == following.unit] or alike)[-1]
        if self.pending.head:
            named = self._dated(self._compose(self.pending)[0])
            total = next(
                (
                    d
                    for _, d in reversed([*self.drafts, *((self.passage, o) for o in self.out)])
                    if d.aspects == named and d.kind in (Kind.AMOUNT, Kind.COUNT)
                ),
                None,
            )
            if total is None:
                self.parent, self.list_open = None, False
                self.among, self.pending, self.clause_start, self.purpose = named, _Pending(), mark.end, False
                return
        if total is None and self.out and not before.startswith("("):
            total = next((d for d in reversed(self.out) if d.kind in (Kind.AMOUNT, Kind.COUNT) and "base" not in d.flags), None)
        if total is None and not self.out and not self.folded[: mark.start].strip() and self.passage.section is self.carried_section:
            total = self.previous
        if total is not None:
            if self.list_open and self.parent is not None and total is not self.parent and total.parent is self.parent:
                self.outer.append(self.parent)
            self.parent, self.list_open, self.closed, self.split, self.list_at = total, True, False, False, mark.start
        self.reach = "" if mark.text == "其中" else self.reach
        self.pending = _Pending()
        self.clause_start = mark.end

    def _sided(self) -> Draft | None:
        """收入包括：…；支出包括：…: the total of that side."""
        if len(self.pending.readings) != 1 or set(self.pending.readings[0][0]) != {"flow"}:
            return None
        side = self.pending.readings[0][0]["flow"]
        return next(
            (
                d
                for d in reversed(self.out)
                if d.kind is Kind.AMOUNT
                and d.aspects.measure in ("合计", "总计")
                and any(a.flow == side for a in (d.aspects, *d.also))
                and not d.aspects.part
            ),
            None,
        )

    def _made_of(self, mark: Mark) -> None:
        """支出合计由基本支出400.10万元和项目支出120.30万元组成: a list that names all parts."""
        self._list(mark)
        self.closed = self.list_open

    def _settle(self, aspects: Aspects) -> None:
        """Leave an inner 其中 list, or the list, at an item that cannot belong to it."""
        while self.list_open and self.parent is not None:
            earlier = (d for _, d in self.drafts[-40:])
            parts = [d for d in (*earlier, *self.out) if d.parent is self.parent and d.kind in (Kind.AMOUNT, Kind.COUNT)]
            own = _kin(self.parent.aspects, aspects)
            strange = not own and any(_kin(self.parent.aspects, d.aspects) for d in parts) and not aspects.measure.startswith("名.")
            if not strange and not (self.outer and self.split and not parts and not own):
                return
            self.parent = self.outer.pop() if self.outer else None
            self.list_open = self.parent is not None

    def _each(self, mark: Mark) -> None:
        self.each = True

    def _respectively(self, mark: Mark) -> None:
        self.respectively = True
        groups = [*self.heads, self.pending] if self.pending.readings else list(self.heads)
        ends = next(
            (at for at, m in enumerate(self.marks) if at > self.index and m.sort in ("stop", "comma", "semicolon")), len(self.marks)
        )
        values = sum(m.sort == "quantity" for m in self.marks[self.index : ends])
        self.zip = []
        if len(groups) > 1:
            for group in self._qualified(groups):
                subject, _, words_, _ = self._compose(group)
                self.zip.append((subject, words_))
        elif self.also:
            self.zip = [(aspects, self.subject_words) for aspects in self.also]
        if not self.zip:
            self.zip_amounts = list(self.chain_amounts())[-values:] if values else []
        open_changes = [d for d in self.out if d.kind is Kind.CHANGE and d.start >= self.sentence_start and d.partner is None]
        self.paired = not self.zip and values > 1 and len(open_changes) == values

    def chain_amounts_of(self) -> list[Draft]:
        """The amounts of the current subject."""
        return [d for d in self.chain if d.kind is Kind.AMOUNT]

    def chain_amounts(self) -> list[Draft]:
        """The amounts of the last 分别 list, or of this sentence."""
        return [d for d in self.out if d.kind is Kind.AMOUNT and d.start >= self.sentence_start]

    def _reason(self, mark: Mark) -> None:
        if self.reach != "reason":
            self.explained = (self.subject, self.subject_readings, self.subject_words, self.chain, self.also, self.last_change)
        self.reach = "reason"
        self.direction, self.direction_mark = 0, None
        self.compare, self.compare_open = None, False
        self.purpose = False
        self.pending = _Pending()
        self.clause_start = mark.end
        self.share = self.completion = None

    def _purpose(self, mark: Mark) -> None:
        after = self.folded[mark.end : mark.end + 6]
        following = self.marks[self.index + 1 : self.index + 3]
        labelled = (
            [m.sort for m in following] == ["aspect", "quantity"]
            and following[0].start == mark.end
            and following[1].quantity is not None
            and following[1].quantity.dimension == "money"
            and not regex.search(r"\p{Han}{3}", self.folded[following[0].end : following[1].start])
        )
        # 主要用于：a 3万元、b 2万元 lists amounts; 主要用于：退休人员经费支出。 says what the money was for.
        upcoming = iter(self.marks[self.index + 1 :])
        sentence = [m for m in itertools.takewhile(lambda m: m.sort != "stop", upcoming) if m.quantity is not None]
        listed = after.startswith(":") and any(m.quantity is not None and m.quantity.dimension == "money" for m in sentence)
        if "以下" in after or "如下" in after or listed or labelled:
            self._list(mark)
            return
        self._adopt(mark)
        self.purpose = True
        self.pending = _Pending()

    def _sum(self, mark: Mark) -> None:
        """两项合计150万元: the sum of what was listed."""
        self.pending.add(mark, ({"measure": f"名.{mark.text}", "part": "-"},))

    def _actual(self, mark: Mark) -> None:
        self.reach = "" if self.reach == "target" else self.reach

    def _span(self, mark: Mark) -> None:
        """三年累计, 6月: another period than the year, as it is called."""
        if not self.purpose and not self.compare_open:
            self._word(mark, ({"period": mark.text},))

    def _plan(self, mark: Mark) -> None:
        last = self.out[-1] if self.out else None
        if self.stack and last is not None and self.folded[last.end : mark.start].strip() == "(":
            last.reach = "target"
            return
        self.reach = "target"

    def _same_basis(self, mark: Mark) -> None:
        self.reach = "same-basis"

    def _before(self) -> str:
        return str(int(self.year) - 1) if self.year.isdigit() else ""

    # ---------------------------------------------------------------------------------------------------- subjects
    def _compose(
        self, pending: _Pending, *, onto: Aspects | None = None, sides: bool = False
    ) -> tuple[Aspects, tuple[Aspects, ...], str, bool]:
        """(aspects, other senses, words, whether the words are a subject of their own)."""
        head = pending.head
        start = onto if onto is not None else self._context() if head else (self.subject or self._context(whole=True))
        if head and onto is None and self._same_fund(pending):
            assert self.subject is not None
            start = start.but(scope=self.subject.scope)
        chosen, others = start, [start]
        level = ""
        for group in pending.readings:
            reading = self._prefer(group, chosen)
            if self._under(reading, chosen):
                group = tuple(r for r in group if self._under(r, chosen))
            alternatives = [self._over(other, r) for other in others for r in group if self._may(other, r)]
            stranger = reading.get("measure", "").startswith(_REST) and chosen.measure not in ("", "合计", "总计", start.measure)
            if stranger and not _kin(chosen, chosen.but(measure=reading["measure"])):
                reading, alternatives = {"measure": f"名.{''.join(pending.words)}"}, []
            chosen = self._over(chosen, reading)
            others = [chosen, *alternatives][:6]
        if sides and chosen.flow == "收支" and not chosen.measure and not chosen.part:
            chosen = chosen.but(measure="总计")  # 收支较上年增加 speaks of both totals
        if self._source(chosen):
            chosen, others = (
                chosen.but(measure=f"名.{chosen.scope}{self.parent.aspects.measure if self.parent else ''}", flow="", scope=""),
                [],
            )
        aspects = normal(chosen)
        readings = tuple(dict.fromkeys(normal(o) for o in others if normal(o) != aspects))
        return aspects, readings, "".join(pending.words) + level, head

    def _source(self, aspects: Aspects) -> bool:
        """Whether an item of a list says from which fund its whole was paid (“三公”经费9万元（其中：一般公共预算支出9万元；…）)."""
        whole = self.parent.aspects if self.list_open and self.parent is not None else None
        if whole is None or aspects.measure != "合计" or aspects.part or aspects.scope in ("", whole.scope) or aspects.flow != "支出":
            return False
        return whole.measure not in ("", "合计", "总计") and not whole.measure.startswith(("名.", "功能."))

    def _same_fund(self, pending: _Pending) -> bool:
        """政府性基金本年收入80万元，本年支出78万元: under no heading of its own, the second is of the same fund."""
        if (
            self.list_open
            or self.subject is None
            or self.setting.aspects.scope not in ("", "财政拨款")
            or self.subject.scope not in ("政府性基金", "国有资本", "社会保险基金")
        ):
            return False
        readings = [r for group in pending.readings for r in group[:1]]
        plain = all(
            r.get("measure", "合计") in ("合计", "年初结转结余", "年末结转结余") and "scope" not in r and r.get("part", "-") == "-"
            for r in readings
        )
        return plain and self.subject_at >= self.sentence_start and not pending.words[-1].endswith(("合计", "总计"))

    @staticmethod
    def _under(reading: Reading, aspects: Aspects) -> bool:
        """Whether a 功能分类 sense lies under the item that the words before it have named (类 → 款 → 项)."""
        return aspects.measure.startswith("功能.") and reading.get("measure", "").startswith(aspects.measure)

    def _over(self, aspects: Aspects, reading: Reading) -> Aspects:
        turned = reading.get("flow") in ("收入", "支出") and aspects.flow not in ("", reading["flow"])
        if turned and aspects.part and not {"measure", "part"} & set(reading):
            reading = {**reading, "part": "-"}
        if reading.get("measure") in ("合计", "总计") and (aspects.measure not in ("", "合计", "总计") or aspects.part):
            reading = {key: value for key, value in reading.items() if key != "measure" and not (key == "flow" and aspects.measure)}
        if "measure" in reading and aspects.measure.startswith(reading["measure"] + "."):
            reading = {key: value for key, value in reading.items() if key != "measure"}
        return merge(aspects, reading)

    def _may(self, aspects: Aspects, reading: Reading) -> bool:
        return "measure" in reading

    def _prefer(self, group: tuple[Reading, ...], so_far: Aspects) -> Reading:
        """The sense that fits its surroundings: 经济分类 under 基本支出, 三公 under 三公, the 项 under its 款."""
        if len(group) == 1:
            return group[0]
        basic = (
            so_far.part == "基本支出"
            or so_far.measure.startswith(("经济", "人员经费", "公用经费"))
            or (self.parent is not None and self.parent.aspects.measure.startswith(("经济", "人员经费", "公用经费")))
        )
        family = self.setting.family
        functional = so_far.measure.removeprefix("功能.") if so_far.measure.startswith("功能.") else ""

        whole = self.parent.aspects.measure if self.list_open and self.parent is not None else ""

        def weight(reading: Reading) -> tuple[bool, bool, bool, bool]:
            measure = reading.get("measure", "")
            return (
                bool(whole) and measure.startswith(f"{whole}."),
                bool(functional) and measure.startswith(f"功能.{functional}"),
                basic and measure.startswith("经济"),
                not basic and bool(family) and measure.startswith(family),
            )

        return max(group, key=weight) if any(any(weight(r)) for r in group) else group[0]

    def _context(self, *, whole: bool = False) -> Aspects:
        """What a subject inherits: from the list that it stands in, else from the headings."""
        inherited = self.setting.aspects
        if self.list_open and self.parent is not None:
            parent = self.parent.aspects
            inherited = Aspects(
                flow=parent.flow,
                scope=parent.scope,
                period=parent.period,
                entity=parent.entity,
                part=parent.part if parent.part == "基本支出" else "",
                stage=parent.stage if parent.stage in _BUDGETS else "",
            ).over(inherited)
        if whole:
            inherited = inherited.but(measure=self.setting.family or inherited.measure)
        return inherited

    def _subject(self, mark: Mark) -> tuple[Aspects, tuple[Aspects, ...], str, bool]:
        """What the number or word at ``mark`` is about; sets the current subject when it is a new one."""
        self.verb = ""
        label = "" if self.purpose else self._label(mark) or (self.lone if not self.pending.head else "")
        self.lone = ""
        pending = self.pending
        if self.heads and not pending.readings:
            pending = self.heads[-1]
        if not label and not pending.head:
            self._reopen(pending)
            self._back(pending)
            self._above_list(mark)
        aspects, readings, said, head = self._compose(pending, sides=mark.quantity is not None)
        if label and head and (aspects.measure.startswith("绩效") or self._owned(aspects, mark)):
            pass
        elif label and head:
            phrase = regex.sub(r"[\s\"]|为?$", "", self.folded[self.clause_start : mark.start])
            aspects = aspects.but(measure=f"名.{phrase or label}", flow="", part="")
            readings = ()
        elif label and not pending.head:
            base = self._context()
            aspects, readings, said, head = normal(base.but(measure=f"名.{label}", part="", entity=base.entity)), (), label, True
            for group in pending.readings:
                aspects = merge(aspects, {k: v for k, v in group[0].items() if k in ("stage", "period", "scope")})
        if not head and not label and self.verb and not self.direction and mark.quantity is not None and mark.quantity.dimension == "money":
            # 结转10万元, 追加5万元 say something else of the subject than what it amounts to.
            aspects, readings = aspects.but(measure=f"名.{self.subject_words}{self.verb}", flow="", part=""), ()
            return aspects, readings, f"{self.subject_words}{self.verb}", False
        lead = None if head or label or not self.direction else self._lead(pending)
        if lead is not None:
            self.subject, self.chain, self.base_claim, self.last_change = lead.aspects.but(stage=""), [lead], None, None
            aspects, readings, said = lead.aspects, lead.readings, lead.subject
        money = mark.quantity is not None and mark.quantity.dimension == "money"
        if money and not head and not label and self.told is not None and _RATE_NAMED.match(aspects.measure):
            # 预算调整率8.25%，实际支出90万元: an amount goes on with what the amounts before the rate were of.
            self.subject, self.subject_readings, self.subject_words, self.chain = self.told
            aspects, readings, said, head = self._compose(pending)
        if money and not head and self._summing(pending):
            aspects, readings, said, head = self._context().but(measure="名.合计", part=""), (), "".join(pending.words), True
        if head and money and self.heads and pending is self.pending and not self.each and not self.respectively and self._several(aspects):
            said = "、".join("".join(group.words) for group in [*self.heads, pending])
            aspects, readings = (
                normal(self._context().but(measure=self._together(aspects) or f"名.{said}", part="", stage=aspects.stage)),
                (),
            )
        if self.mean and head and not aspects.measure.startswith(self.mean):
            aspects, readings = aspects.but(measure=f"{self.mean}.{aspects.measure}"), ()
        if head:
            same = self.subject is not None and self._same_subject(aspects, self.subject)
            if not same:
                self.chain = []
                self.base_claim = None
                self.last_change = None
            self.subject_readings, self.subject_words = readings, said
            self.subject_at = mark.start
            self.also = self._also(pending, aspects)
        kept = aspects.but(stage="")
        self.subject = kept if head or self.subject is None else self._refine(kept)
        if not head and not readings:
            readings = tuple(
                r.but(stage=aspects.stage, period=aspects.period, scope=r.scope and aspects.scope) for r in self.subject_readings
            )
        return aspects, readings, said or self.subject_words, head

    def _reopen(self, pending: _Pending) -> None:
        """A stage alone behind a list of one stage and a semicolon is one of the whole (年初预算20万元，其中…；调整后预算25万元)."""
        whole = self.parent
        if not (self.list_open and self.split and whole is not None and whole.kind is Kind.AMOUNT and pending.readings):
            return
        if any(set(group[0]) - {"stage", "period"} for group in pending.readings if group):
            return
        said = {group[0]["stage"] for group in pending.readings if group and "stage" in group[0]}
        parts = [d for d in self.out if d.parent is whole and d.kind is Kind.AMOUNT and d.start >= self.sentence_start]
        stage = whole.aspects.stage
        if said and stage not in said and len({d.aspects for d in parts}) > 1 and all(d.aspects.stage == stage for d in parts):
            self.subject, self.subject_readings, self.subject_words = whole.aspects.but(stage=""), whole.readings, whole.subject
            self.chain, self.base_claim, self.last_change, self.also = [whole], None, None, ()
            self.list_open, self.parent = False, None

    def _summing(self, pending: _Pending) -> bool:
        """Whether a lone 合计 speaks of the items before it and not of the last of them (教育支出100万元，科学技术支出50万元，合计150万元)."""
        if not pending.readings or not all(set(g[0]) == {"measure"} and g[0]["measure"] in ("合计", "总计") for g in pending.readings):
            return False
        amounts = [
            d for d in self.chain_amounts() if d.aspects.stage == self.setting.aspects.stage and d.aspects.period == self.setting.year
        ]
        return len({d.aspects for d in amounts}) > 1 and any(d.kind is Kind.AMOUNT for d in self.chain)

    @staticmethod
    def _qualified(groups: list[_Pending]) -> list[_Pending]:
        """Heads of one number or of one list, each with the year and scope before the first and the stage behind the last (2022年A和B决算数分别为)."""
        before = [g for g in groups[0].readings if set(g[0]) <= {"period", "scope", "stage"}]
        behind = [g for g in groups[-1].readings if set(g[0]) <= {"period", "stage"}]
        found = []
        for at, group in enumerate(groups):
            own = {key for g in group.readings for key in g[0]}
            more = [g for g in (before if at else []) + (behind if at < len(groups) - 1 else []) if not own & set(g[0])]
            found.append(replace(group, readings=[*more, *group.readings]))
        return found

    def _back(self, pending: _Pending) -> None:
        """年初预算480万元，其中：基本支出300万元；支出决算520万元: the final amount is that of the whole again."""
        stages = [r["stage"] for group in pending.readings for r in group[:1] if "stage" in r]
        own = next((d for d in reversed(self.chain) if d.kind is Kind.AMOUNT), None)
        if not stages or stages[-1] in _BUDGETS or own is None or own.parent is None or not self.list_open or own.parent is not self.parent:
            return
        if own.parent.aspects.stage in _BUDGETS and own.aspects.stage == own.parent.aspects.stage and "staged" not in own.flags:
            self.subject, self.subject_words, self.chain = own.parent.aspects.but(stage=""), own.parent.subject, [own.parent]
            self.parent, self.list_open, self.subject_readings = None, False, own.parent.readings

    def _above_list(self, mark: Mark) -> None:
        """年初预算300万元，其中：…项目支出130万元。年中追加34万元: a sentence that names nothing goes on about the whole, not about its last part."""
        whole, self.ended = self.ended, None
        money = mark.quantity is not None and mark.quantity.dimension in ("money", "ratio")
        if whole is None or not money or whole.kind is not Kind.AMOUNT or self.subject_at >= self.sentence_start:
            return
        aspects = whole.aspects.but(stage="")
        self.subject, self.subject_words, self.subject_readings = aspects, whole.subject, whole.readings
        self.chain = [whole] if whole.aspects.stage in (*_BUDGETS, self.setting.aspects.stage) else []
        self.base_claim = self.last_change = None

    def _owned(self, aspects: Aspects, mark: Mark) -> bool:
        """Whether the words before a measure name whose it is by definition (行政单位和参公事业单位的机关运行经费)."""
        owners = load("words")["owners"].get(aspects.measure)
        return bool(owners) and regex.search(owners, self.folded[self.sentence_start : mark.start]) is not None

    def _together(self, last: Aspects) -> str:
        """The measure that several heads make up (公务用车购置费及运行维护费), empty when they make up none."""
        named = {self._compose(group)[0].measure for group in self.heads} | {last.measure}
        return next((whole for whole, parts in load("sums")["trees"].items() if set(parts) == named), "")

    def _several(self, last: Aspects) -> bool:
        """Whether one number speaks of several items together (办公费、印刷费共13.50万元)."""
        named = [self._compose(group)[0] for group in self.heads if group.head]
        if self.folded[: self.pending.start].rstrip().endswith("等") or len(named) < len(self.heads):
            return False
        return bool(named) and not any(_kin(one, last) or _kin(last, one) or one == last for one in named)

    def _refine(self, aspects: Aspects) -> Aspects:
        assert self.subject is not None
        if aspects.scope != self.subject.scope or (aspects.flow != self.subject.flow and aspects.flow and self.subject.flow):
            self.chain, self.base_claim, self.last_change, self.also = [], None, None, ()  # of one fund, no longer both sides of all
            return aspects
        return self.subject

    @staticmethod
    def _same_subject(one: Aspects, other: Aspects) -> bool:
        return (one.measure, one.part, one.flow, one.scope, one.entity) == (
            other.measure,
            other.part,
            other.flow,
            other.scope,
            other.entity,
        )

    def _also(self, pending: _Pending, aspects: Aspects) -> tuple[Aspects, ...]:
        """Both sides of 收、支总计, or every head of 货物、工程和服务各…"""
        if aspects.flow == "收支":
            return aspects.but(flow="收入"), aspects.but(flow="支出")
        if self.each and len(self.heads) >= 1 and pending not in self.heads:
            return tuple(self._compose(group)[0] for group in self._qualified([*self.heads, pending]))
        return ()

    def _tail(self, mark: Mark) -> str:
        """The words between a subject and its number that say something else of it (在职人员**去世**1人)."""
        start = max(self.pending.end, self.clause_start)
        taken = [(m.start, m.end) for m in self.marks[: self.index] if m.end > start]
        kept = [
            text
            for at, text in self.parsed.words(start, mark.start)
            if start <= at < mark.start
            and text.strip()
            and text not in filler()
            and _HAN.search(text)
            and not any(a < at + len(text) and at < b for a, b in (*taken, *self.own))
        ]
        return "".join(kept) if len("".join(kept)) > 1 else ""

    def _label(self, mark: Mark) -> str:
        """The nouns before a number that no lexicon knows, from the last sign or number on."""
        start = self.clause_start
        taken = [*((m.start, m.end) for m in self.marks[: self.index] if m.end > start), *self.own]
        stop = mark.start
        limit = self.direction_mark.start if self.direction_mark is not None and self.direction_mark.start >= start else stop
        if self.pending.head:  # 政府采购金额(以合同签订为准)为: a remark on what is named
            taken += [m.span() for m in _REMARK.finditer(self.folded, start, stop) if m.start() >= self.pending.end]
        kept: list[str] = []
        for at, text in self.parsed.words(start, stop):
            if at < start or at >= stop or any(a <= at < b or at <= a < at + len(text) for a, b in taken):
                continue
            if at >= limit and kept:
                continue
            word = text.strip()
            if not word or word in filler() or not _HAN.search(word):
                continue
            kept.append(word)
        joined = "".join(kept)
        if joined in filler():
            return ""
        if joined and self.setting.organization and (joined in self.setting.organization or self.setting.organization in joined):
            joined = joined.replace(self.setting.organization, "")
            if not joined or joined in self.setting.organization:
                return ""
        if self.pending.head and _short(joined, self.setting.organization):
            return ""
        if len(joined) > 1 and _named(kept):
            return joined
        self.verb = joined if len(joined) > 1 else ""
        return ""

    # -------------------------------------------------------------------------------------------------- quantities
    def _quantity(self, mark: Mark) -> None:
        assert mark.quantity is not None
        match mark.quantity.dimension:
            case "money":
                self._money(mark)
            case "ratio" | "multiple":
                self._ratio(mark)
            case "points":
                self._points(mark)
            case "count" | "measure":
                self._count(mark)
            case "score":
                self._score(mark)
            case "money-per":
                subject, readings, words_, _ = self._subject(mark)
                self._emit(Kind.UNIT_VALUE, self._dated(subject), mark, mark.quantity, readings=readings, subject=words_)
            case "number":
                self._bare(mark)
        self.pending = _Pending()
        if not self.respectively:
            self.heads = []
        self.clause_start = mark.end

    def _bare(self, mark: Mark) -> None:
        """A number without a unit: a figure only where its subject and stage say so (项目支出2162795.5)."""
        assert mark.quantity is not None
        after = self.folded[mark.end : mark.end + 1]
        if self.purpose or not self.pending.head or mark.start - self.pending.end > 2 or after.isalpha():
            return
        subject, readings, words_, _ = self._subject(mark)
        if subject.flow:
            self._emit(Kind.AMOUNT, self._dated(subject), mark, mark.quantity, readings=readings, subject=words_, flags=("no-unit",))

    def _dated(self, aspects: Aspects) -> Aspects:
        """The aspects with the stage and period that hold when nothing is said."""
        listed = self.parent.aspects.stage if self.list_open and self.parent is not None else ""
        return aspects.over(Aspects(stage=listed if listed in _BUDGETS else self.setting.aspects.stage, period=self.setting.year))

    def _money(self, mark: Mark) -> None:
        assert mark.quantity is not None
        quantity = mark.quantity
        if self.compare_open and self.compare is not None:
            own = self.subject is not None and (not self.compare_head or self.subject.measure.startswith(("名.", "项目资金")))
            subject = self.subject if own and self.subject is not None else self._context(whole=True)
            if self.pending.head:
                subject, _, _, _ = self._subject(mark)
            base = self._base(subject)
            draft = self._emit(Kind.AMOUNT, base, mark, quantity, readings=(), subject=self.subject_words)
            draft.flags += ("base",)
            self.base_claim, self.compare_open = draft, False
            return
        into = self.direction_mark is not None and _INTO.match(self.folded, self.direction_mark.end)
        if self.direction and not into:
            self._change(mark)
            return
        if into and self.direction_mark is not None and self.direction_mark.text in _ADJUST:
            self.pending.add(mark, ({"stage": "全年预算"},))
        if self.share and self.folded[mark.end :].lstrip(" )").startswith("的"):
            if self.pending.head:
                self._subject(mark)
            self._whole_amount(mark)
            return
        if self.completion:
            if self.pending.head:
                self._subject(mark)
            subject = self.subject or self._context(whole=True)
            stages = [r for group in self.completion for r in group[:1]]
            if any(r.get("stage") in _BUDGETS for r in stages):
                aspects = subject
                for r in stages:
                    aspects = merge(aspects, {k: v for k, v in r.items() if k in ("stage", "period")})
                draft = self._emit(
                    Kind.AMOUNT, self._dated(aspects), mark, quantity, readings=self.subject_readings, subject=self.subject_words
                )
                draft.flags += ("base",)
                self.chain.append(draft)
                return
            for group in self.completion:
                self.pending.readings.append(group)
        self.completion = None
        if self._evaluated(mark):
            aspects = self._dated(self._context().but(measure="绩效.自评资金", scope="", flow="", part=""))
            self.chain.append(self._emit(Kind.AMOUNT, aspects, mark, quantity, subject="自评资金"))
            return
        if self.respectively and self.zip:
            aspects, said = self.zip.pop(0)
            draft = self._emit(Kind.AMOUNT, self._dated(aspects), mark, quantity, subject=said)
            self.subject, self.chain = aspects, [draft]
            self.zip_amounts.append(draft)
            return
        if (
            self.passage.table
            and not self.pending.head
            and self.subject is None
            and regex.search("经费|资金|预算|支出", self.folded[self.clause_start : mark.start])
        ):
            self.pending.readings.append(({"measure": "项目资金", "entity": self.setting.entity},))
            self.clause_start = mark.start
        found = [r for group in self.pending.readings for r in group[:1]]
        subject, readings, said, _ = self._subject(mark)
        if subject.part == "项目支出" and regex.search(load("words")["selected"], self.folded[self.clause_start : mark.start]):
            phrase = regex.sub(r"[\s\"]|为?$", "", self.folded[self.clause_start : mark.start])
            subject, readings = subject.but(measure=f"名.{phrase}", flow="", part=""), ()
        cost = load("words")["costs"].get(subject.measure)
        tail = self._tail(mark) if cost else ""
        if cost:
            subject, readings = normal(subject.but(measure=f"名.{said}{tail}" if tail else cost)), ()
        own = _OWN.search(self.folded, self.clause_start, mark.start) is not None and not (self.setting.family or self.setting.entity)
        budget = own and any(r.get("stage") in ("年初预算", "全年预算") for r in found) and not self.passage.table
        if not subject.measure and (budget or (subject.scope and any("scope" in r for r in found))):
            subject = subject.but(measure="合计")  # 年初预算3,120万元 of nothing named is that of the unit
        if subject.measure == "项目资金" and regex.search(load("words")["received"], self.folded[self.clause_start : mark.start]):
            subject, readings = subject.but(part="到位"), ()
        aspects = self._apart(self._dated(subject), Kind.AMOUNT)
        kind = Kind.UNIT_VALUE if self.mean or aspects.measure.split(".")[0].endswith("均") else Kind.AMOUNT
        draft = self._emit(kind, aspects, mark, quantity, readings=tuple(self._dated(r) for r in readings), subject=said)
        draft.also = tuple(self._dated(a) for a in self.also)
        if (
            aspects.measure == "合计"
            and not aspects.part
            and found
            and not any("measure" in r or "part" in r for r in found)
            and any("flow" in r for r in found)
        ):
            draft.readings += (aspects.but(measure="总计"),)
            draft.flags += ("bare-total",)  # 收入预算 says neither 本年收入合计 nor 收入总计
        if any("stage" in r for r in found):
            draft.flags += ("staged",)
        self.chain.append(draft)

    def _apart(self, aspects: Aspects, kind: Kind) -> Aspects:
        """An item of an 其中 list that is called like something before the list is a part of it, not the same (其中参加其他单位的团组1个)."""
        if self.list_open and self.parent is not None and not aspects.entity:
            start = max(self.parent.end, self.list_at)
            if any(
                d.kind is kind and d.aspects == aspects and self.sentence_start <= d.start <= start and d.parent is not self.parent
                for d in self.out
            ):
                return aspects.but(entity="其中")
        return aspects

    def _evaluated(self, mark: Mark) -> bool:
        """Whether this is the money of the projects that were just counted (涉及二级项目13个，资金…)."""
        if self.setting.family != "绩效" or self.setting.entity:
            return False
        before = self.folded[max(0, mark.start - 26) : mark.start]
        counted = any(d.aspects.measure == "绩效.项目数" and d.start >= self.sentence_start for d in self.out)
        return (
            counted
            and not any(d.aspects.measure == "绩效.自评资金" and d.start >= self.sentence_start for d in self.out)
            and ("涉及" in before or "资金" in before)
        )

    def _change(self, mark: Mark) -> None:
        assert mark.quantity is not None
        if self.respectively and (self.zip or (self.zip_amounts and not self.pending.head)):
            current = None if self.zip else self.zip_amounts.pop(0)
            aspects, said = (self.zip.pop(0)) if current is None else (current.aspects, current.subject)
            self._compared(self._emit(Kind.CHANGE, self._dated(aspects), mark, mark.quantity, subject=said), current)
            return
        subject, readings, said, _ = self._subject(mark)
        current = self._current_amount()
        added = self.folded[self.direction_mark.end : mark.start] if self.direction_mark is not None and not self.pending.readings else ""
        if regex.sub(r"[了为约近共计至到达合金额数值\s]|支出|收入|[^\p{Han}]", "", added):
            self._compared(
                self._emit(
                    Kind.CHANGE,
                    self._dated(subject.but(measure=f"名.{added.strip()}", part="")),
                    mark,
                    mark.quantity,
                    subject=added.strip(),
                ),
                None,
            )
            return
        if self.compare is None and self.direction_mark is not None and self.direction_mark.text in _ADJUST:
            aspects = self._dated(subject.but(stage="全年预算"))
            draft = self._emit(Kind.CHANGE, aspects, mark, mark.quantity, subject=said)
            self._compared(draft, None)
            draft.base, draft.base_claim = (
                aspects.but(stage="年初预算"),
                next((d for d in self.chain if d.aspects.stage in ("年初预算", "预算")), None),
            )
            return
        aspects = current.aspects if current is not None else self._dated(subject)
        draft = self._emit(Kind.CHANGE, aspects, mark, mark.quantity, readings=tuple(self._dated(r) for r in readings), subject=said)
        self._compared(draft, current)
        draft.also = tuple(self._dated(a) for a in self.also)
        if (
            self.last_change is not None
            and self.last_change.kind is Kind.RATE
            and self.last_change.partner is None
            and self.last_change.start >= self.sentence_start
            and self.last_change.base == draft.base
        ):
            draft.partner, self.last_change.partner = self.last_change, draft
        self.last_change = draft

    def _compared(self, draft: Draft, current: Draft | None) -> None:
        """Direction, base and neighbours of a change or rate."""
        draft.direction = self.direction if self.direction != 2 else 0
        if self.direction_mark is not None:
            draft.direction_span = (self.direction_mark.start, self.direction_mark.end)
        draft.base = self._base(draft.aspects)
        draft.current = current
        if draft.base == draft.aspects or (self.setting.planned and not self._said_stage()):
            # A plan that grows by 5% grows on what was spent, or on what was planned: the figures say which, or nothing does.
            before = [
                d
                for _, d in self.drafts
                if d.kind is Kind.AMOUNT and d.aspects.but(stage="") == draft.aspects.but(stage="", period=self._before())
            ]
            found = next((d for d in reversed(before) if self._explains(d, draft, current)), None)
            draft.base, draft.base_claim = (found.aspects, found) if found is not None else (None, None)
            return
        draft.base_claim = self.base_claim or self._stated(draft.base, current)
        if draft.base_claim is None and draft.base is not None:
            draft.base_claim = next(
                (d for d in self.out if d.kind is Kind.NONE and d.aspects == draft.base and d.start >= self.sentence_start), None
            )
        if self.compare is None:
            draft.flags += ("base-unnamed",)
            budget = next(
                (
                    d
                    for d in reversed(self.chain)
                    if d.kind is Kind.AMOUNT and d.aspects.stage in _BUDGETS and self._explains(d, draft, current)
                ),
                None,
            )
            if budget is not None:
                draft.base, draft.base_claim = budget.aspects, budget

    def _said_stage(self) -> bool:
        """Whether the words of the comparison say with what: 上年执行数, 上年预算."""
        return any("stage" in r for group in self.compare or () for r in group[:1])

    def _reattach(self, change: Draft, rate: Draft) -> None:
        """收入总计97万元，其中年初结转5万元，较上年增加9万元，增长10%: of the total, if the figures fit that and do not fit its part."""
        part = change.current
        whole = part.parent if part is not None else None
        if part is None or whole is None or whole.kind is not Kind.AMOUNT or whole.start < self.sentence_start:
            return
        if (
            self.folded[whole.end : part.start].count(",") > 1
            or self._fitting(part, change, rate)
            or not self._fitting(whole, change, rate)
        ):
            return
        for draft in (change, rate):
            draft.aspects, draft.current, draft.also, draft.readings = whole.aspects, whole, whole.also, whole.readings
            draft.base, draft.base_claim = self._base(whole.aspects), None
        self.subject, self.subject_words, self.chain = whole.aspects.but(stage=""), whole.subject, [whole]

    @staticmethod
    def _fitting(current: Draft, change: Draft, rate: Draft) -> bool:
        sign = change.direction
        value = corners(
            lambda c, d: d / (c - sign * d) if c != sign * d else Fraction(10**9), current.quantity.interval, change.quantity.interval
        )
        return sign != 0 and value.low is not None and value.low > 0 and rate.quantity.interval.meets(value)

    def _stated(self, base: Aspects | None, current: Draft | None) -> Draft | None:
        """The amount of the current subject that is the base of a change."""
        return next((d for d in reversed(self.chain) if d is not current and d.kind is Kind.AMOUNT and d.aspects == base), None)

    @staticmethod
    def _explains(base: Draft, draft: Draft, current: Draft | None) -> bool:
        """Whether an unnamed comparison is one with this amount: the numbers say so (预算50万元，决算45万元，减少5万元)."""
        if current is None or current is base or current.quantity.dimension != base.quantity.dimension or base.quantity.base <= 0:
            return False
        direction = draft.direction or 1  # a rate with a sign of its own (差异率-5%)
        difference = current.quantity.interval - base.quantity.interval
        signed = difference if direction > 0 else -difference
        said = draft.quantity.base > 0 or (not draft.direction and draft.quantity.base < 0)
        if draft.quantity.dimension == base.quantity.dimension:
            return said and draft.quantity.interval.meets(signed)
        rate = corners(lambda c, b: direction * (c - b) / b, current.quantity.interval, base.quantity.interval)
        return said and rate.low is not None and draft.quantity.interval.meets(rate)

    def _current_amount(self) -> Draft | None:
        """The amount of this chain that a change or rate speaks of: the actual one, in a budget the planned one."""
        amounts = [d for d in self.chain if d.kind is Kind.AMOUNT and d is not self.base_claim]
        base = self._base(self.subject) if self.subject is not None else None
        amounts = [d for d in amounts if base is None or (d.aspects.stage, d.aspects.period) != (base.stage, base.period)]
        if not amounts:
            return None
        usual = [d for d in amounts if d.aspects.stage == self.setting.aspects.stage and d.aspects.period == self.setting.year]
        return (usual or amounts)[-1]

    def _base(self, subject: Aspects) -> Aspects:
        """The aspects of what is compared against; the same quantity of last year where nothing is named."""
        if self.compare is None and self.common is not None and self.common_section is self.passage.section:
            self.compare = list(self.common)
        base = subject.but(period=self._before(), stage=self.setting.aspects.stage) if not self.compare else subject
        if self.compare:
            named: dict[str, str] = {}
            for group in self.compare:
                reading = group[0]
                named.update({k: v for k, v in reading.items() if k in ("stage", "period")})
                if not subject.measure.startswith(("名.", "项目资金")) and (self.compare_head or "scope" in reading):
                    base = self._over(base, {k: v for k, v in reading.items() if k not in ("stage", "period")})
            if "period" not in named and named.get("stage") not in _BUDGETS:
                named["period"] = self._before()
            if "stage" not in named:
                named["stage"] = self.setting.aspects.stage
            base = base.but(**named)
        return self._dated(normal(base))

    def _ratio(self, mark: Mark) -> None:
        assert mark.quantity is not None
        quantity = mark.quantity
        before = self.folded[self.clause_start : mark.start]
        last_share = self.share is not None
        if self.respectively and self.zip_amounts and last_share and not self._whole_heads():
            part = self.zip_amounts.pop(0)
            draft = self._emit(Kind.SHARE, part.aspects, mark, quantity, subject=part.subject)
            whole_claim = part.parent
            draft.current, draft.base_claim, draft.base = part, whole_claim, whole_claim.aspects if whole_claim else None
            return
        if quantity.dimension == "multiple" and mark.text.startswith("翻"):
            quantity, self.direction, self.direction_mark, self.compare_open = (
                replace(quantity, value=quantity.value - 1, dimension="ratio"),
                1,
                mark,
                False,
            )
        if self.compare_open and self.compare is not None and not self.direction:
            if self.pending.head:
                self._subject(mark)
            base = self._base(self.subject or self._context(whole=True))
            self.base_claim = self._emit(Kind.SHARE if last_share else Kind.RATIO, base, mark, quantity, subject=self.subject_words)
            self.compare_open = False
            return
        into = (
            self.direction_mark is not None
            and _INTO.match(self.folded, self.direction_mark.end)
            and quantity.dimension == "ratio"
            and not _NOMINAL.search(self.direction_mark.text)
            and self.folded[self.direction_mark.end] != "为"
        )
        if (
            last_share
            and self.share == []
            and self.direction
            and not into
            and self.direction_mark is not None
            and self.direction_mark.start >= self.share_at
        ):
            self.share = None
            self._points(mark)
            return
        if self.direction and not last_share and not into:
            if self.respectively and self.zip:
                aspects, said = self.zip.pop(0)
                self._compared(self._emit(Kind.RATE, self._dated(aspects), mark, quantity, subject=said), None)
                return
            changes = [d for d in self.out if d.kind is Kind.CHANGE and d.start >= self.sentence_start and d.partner is None]
            if self.respectively and self.paired and not self.pending.head and changes:
                draft = self._emit(Kind.RATE, changes[0].aspects, mark, quantity, subject=changes[0].subject)
                self._compared(draft, changes[0].current)
                draft.base, draft.base_claim = changes[0].base, changes[0].base_claim
                draft.partner, changes[0].partner = changes[0], draft
                return
            if self.respectively and self.zip_amounts and not self.pending.head:
                current: Draft | None = self.zip_amounts.pop(0)
                assert current is not None
                draft = self._emit(Kind.RATE, current.aspects, mark, quantity)
                self._compared(draft, current)
                return
            change = (
                self.last_change
                if not self.pending.head and self.last_change is not None and self.last_change.kind is Kind.CHANGE
                else None
            )
            subject, readings, said, _ = self._subject(mark)
            current = self._current_amount()
            if (
                change is not None
                and change.partner is None
                and change.start >= self.sentence_start
                and (self.compare is None or self._base(change.aspects) == change.base)
            ):
                draft = self._emit(Kind.RATE, change.aspects, mark, quantity, readings=change.readings, subject=change.subject)
                self._compared(draft, change.current)
                if self.compare is None:
                    draft.base, draft.base_claim = change.base, change.base_claim
                draft.partner, change.partner = change, draft
                draft.also = change.also
                self._reattach(change, draft)
                return
            aspects = current.aspects if current is not None else self._dated(subject)
            draft = self._emit(Kind.RATE, aspects, mark, quantity, readings=tuple(self._dated(r) for r in readings), subject=said)
            self._compared(draft, current)
            draft.also = tuple(self._dated(a) for a in self.also)
            self.last_change = draft
            return
        if last_share:
            self._shared(mark)
            return
        stages = [r.get("stage") for group in (*self.pending.readings, *(self.completion or ())) for r in group[:1]]
        budget = next((s for s in reversed(stages) if s in _BUDGETS), None)
        rate_word = any(r.get("measure") == "绩效.执行率" for group in self.pending.readings for r in group[:1])
        counted = bool(self.out) and self.out[-1].kind is Kind.COUNT
        measured = any(d.kind is Kind.AMOUNT for d in self.chain) and not self.pending.head and not counted
        previous = self.out[-1] if self.out else None
        if (
            previous is not None
            and previous.kind is Kind.AMOUNT
            and previous.aspects.period == self._before()
            and previous.aspects.stage not in _BUDGETS
            and self.folded[previous.end : mark.start].strip() == "的"
        ):
            current = self._current_amount()
            aspects = current.aspects if current is not None else previous.aspects.but(period=self.year)
            draft = self._emit(Kind.COMPLETION, aspects, mark, quantity, subject=previous.subject, flags=("index",))
            draft.base, draft.base_claim, draft.current = previous.aspects, previous, current
            return
        if previous is not None and previous.kind is Kind.COUNT and self.folded[previous.end : mark.start].strip() == "的":
            unit = previous.quantity.unit
            done = next((d for d in reversed(self.out[:-1]) if d.kind is Kind.COUNT and d.start >= self.sentence_start), None)
            said = self.folded[max(self.sentence_start, previous.start - 20) : previous.start]
            if (
                done is not None
                and done.quantity.unit == unit
                and _TARGETED.search(said)
                and ";" not in self.folded[done.end : previous.start]
            ):
                draft = self._emit(Kind.COMPLETION, done.aspects, mark, quantity, subject=done.subject, flags=("counted",))
                draft.base, draft.current, draft.base_claim = previous.aspects, done, previous  # 46公里，完成目标45公里的102.2%
                return
        if (
            previous is not None
            and previous.kind is Kind.AMOUNT
            and previous.aspects.stage in _BUDGETS
            and self.folded[previous.end : mark.start].strip() == "的"
            and _IS_OF.search(self.folded[max(self.sentence_start, previous.start - 20) : previous.start].rstrip() + "的")
            and any(
                d is not previous and d.kind is Kind.AMOUNT and d.aspects == previous.aspects.but(stage=d.aspects.stage) for d in self.chain
            )
        ):
            self._completed(mark, previous.aspects.stage)  # 支出188万元，为预算205万元的92%
            return
        if self._indexed(before):
            self._index(mark)
            return
        if rate_word or (budget and (self.completion is not None or _IS_OF.search(before))) or (self.completion is not None and measured):
            self._completed(mark, budget)
            return
        earlier = self.subject, self.subject_readings, self.subject_words, self.chain
        subject, readings, said, _ = self._subject(mark)
        if counted and self.completion is not None:
            subject, readings = subject.but(measure="名.完成率", part=""), ()
        rate = _RATE_NAME.search(self.folded, self.clause_start, mark.start)
        if _RATE_NAMED.match(subject.measure):
            self.told = earlier if earlier[0] is not None and not _RATE_NAMED.match(earlier[0].measure) else self.told
        self.rate_name = rate[0] if rate else self.rate_name
        if self.rate_name and subject.measure.split(".")[0] in _MONEY:
            subject, readings = subject.but(measure=f"名.{self.rate_name}", part=""), ()  # 资金拨付及时率 is no rate of execution
        self._emit(Kind.RATIO, self._dated(subject), mark, quantity, readings=tuple(self._dated(r) for r in readings), subject=said)

    def _indexed(self, before: str) -> bool:
        """Whether the words say 为上年的: an index, not a change."""
        readings = [r for group in self.pending.readings for r in group[:1]]
        periods = {r["period"] for r in readings if "period" in r}
        return (
            bool(readings)
            and all(set(r) <= {"period", "stage"} for r in readings)
            and periods == {self._before()}
            and _INDEX.search(before) is not None
        )

    def _index(self, mark: Mark) -> None:
        """为上年的95%: the current amount over last year's."""
        assert mark.quantity is not None
        named = {k: v for group in self.pending.readings for k, v in group[0].items()}
        self.pending = _Pending()
        subject, readings, said, _ = self._subject(mark)
        current = self._current_amount()
        aspects = current.aspects if current is not None else self._dated(subject.but(stage=""))
        draft = self._emit(
            Kind.COMPLETION, aspects, mark, mark.quantity, readings=tuple(map(self._dated, readings)), subject=said, flags=("index",)
        )
        draft.base, draft.current = aspects.but(**named), current
        draft.base_claim = next(
            (d for d in reversed(self.out) if d.kind is Kind.AMOUNT and d.aspects == draft.base and d.start >= self.sentence_start), None
        )

    def _completed(self, mark: Mark, budget: str | None) -> None:
        assert mark.quantity is not None
        rate_word = [group for group in self.pending.readings if group and group[0].get("measure") == "绩效.执行率"]
        if rate_word:
            own = [g for g in self.pending.readings if g not in rate_word]
            self.pending.readings = own
        subject, readings, said, _ = self._subject(mark)
        subject = subject if subject.measure or not self.setting.entity else subject.but(measure="项目资金", entity=self.setting.entity)
        amounts = [d for d in self.chain if d.kind is Kind.AMOUNT]
        current = next((d for d in reversed(amounts) if d.aspects.stage not in _BUDGETS), None)
        budgets = [d for d in amounts if d.aspects.stage in _BUDGETS]
        base_claim = next((d for d in reversed(budgets) if budget in (None, d.aspects.stage)), None)
        if base_claim is None and budget == "预算" and budgets:
            base_claim = budgets[-1]
        aspects = current.aspects if current is not None else self._dated(subject.but(stage="决算"))
        draft = self._emit(Kind.COMPLETION, aspects, mark, mark.quantity, readings=tuple(self._dated(r) for r in readings), subject=said)
        draft.base = base_claim.aspects if base_claim is not None else aspects.but(stage=budget or "全年预算")
        draft.current, draft.base_claim = current, base_claim
        if rate_word:
            draft.flags += ("execution-rate",)
        self.completion = None

    def _shared(self, mark: Mark) -> None:
        assert mark.quantity is not None
        assert self.share is not None
        named = [group for group in self.share if group]
        stages = [r.get("stage") for group in named for r in group[:1]]
        heads = self._whole_heads()
        budget = next((s for s in stages if s in _BUDGETS), None)
        if self.pending.head:
            self._subject(mark)
        parts = [d for d in self.chain if d.kind in (Kind.AMOUNT, Kind.COUNT)]
        parts = [d for d in parts if d.aspects.stage == self.setting.aspects.stage] or parts
        part = parts[-1] if parts else None
        if budget and not heads:
            self.share = None
            self._completed(mark, budget)
            return
        whole_claim: Draft | None = None
        others: tuple[Aspects, ...] = ()
        unnamed = False
        aspects = part.aspects if part is not None else self._dated(self.subject or self._context(whole=True))
        if self.whole is not None:
            whole_claim, whole = self.whole, self.whole.aspects
        elif heads:
            whole, others = self._whole(aspects)
            whole_claim = next(
                (
                    d
                    for _, d in reversed([*self.drafts, *((self.passage, o) for o in self.out)])
                    if d.kind is Kind.AMOUNT and d.aspects == whole
                ),
                None,
            )
        else:
            whole_claim = self.parent if self.parent is not None and self.parent.kind in (Kind.AMOUNT, Kind.COUNT) else None
            whole = whole_claim.aspects if whole_claim is not None else self.among
            others = ()
            unnamed = whole_claim is not None
        loose = any(r.get("measure") == "合计" for group in named for r in group[1:])
        if loose and whole_claim is None:  # 总支出 says neither 支出总计 nor 支出合计
            above = self.parent if self.parent is not None and self.parent.aspects.measure == "合计" else None
            if above is not None and above.aspects.flow == whole.flow and not above.aspects.part:
                whole, whole_claim = above.aspects, above
            else:
                others = (*others, *(a.but(measure="合计") for a in (whole, *others)))
        draft = self._emit(Kind.SHARE, aspects, mark, mark.quantity, readings=others, subject=self.subject_words)
        draft.base, draft.current, draft.base_claim = whole if whole.measure else None, part, whole_claim
        draft.flags += ("listed-whole",) if unnamed else ()
        self.share = self.whole = None

    def _whole_heads(self) -> list[Reading]:
        """What names a whole behind 占, other than the stage of a budget."""
        return [r for group in self.share or () for r in group[:1] if "measure" in r or "part" in r or "scope" in r or "flow" in r]

    def _whole(self, aspects: Aspects) -> tuple[Aspects, tuple[Aspects, ...]]:
        """(the whole that the words behind 占 name, the same in other scopes)."""
        heads = self._whole_heads()
        whole = Aspects(
            flow=aspects.flow,
            scope=aspects.scope,
            stage=aspects.stage,
            period=aspects.period,
            entity=aspects.entity if self.setting.regions else "",
        )
        for group in self.share or ():
            if group:
                whole = self._over(whole, self._prefer(group, whole))
        whole = self._dated(normal(whole))
        if whole == aspects:
            whole = whole.but(scope="")
        explicit = any("scope" in r for r in heads)
        return whole, () if explicit or not whole.scope else (whole.but(scope=""),)

    def _whole_amount(self, mark: Mark) -> None:
        """占收入合计880万元的95%, 占年初预算50万元的79%: the amount of the whole, or of the budget."""
        assert mark.quantity is not None
        subject = self.subject or self._context(whole=True)
        if self._whole_heads():
            aspects, others = self._whole(self._dated(subject))
            self.whole = self._emit(Kind.AMOUNT, aspects, mark, mark.quantity, readings=others)
            return
        stage = next((r["stage"] for group in self.share or () for r in group[:1] if "stage" in r), "")
        self.chain.append(
            self._emit(
                Kind.AMOUNT,
                self._dated(subject.but(stage=stage)),
                mark,
                mark.quantity,
                readings=self.subject_readings,
                subject=self.subject_words,
            )
        )
        self.chain[-1].flags += ("base",)

    def _points(self, mark: Mark) -> None:
        assert mark.quantity is not None
        subject, readings, said, _ = self._subject(mark)
        draft = self._emit(Kind.POINTS, self._dated(subject), mark, mark.quantity, readings=readings, subject=said)
        draft.direction = self.direction if self.direction in (1, -1) else 0

    def _count(self, mark: Mark) -> None:
        assert mark.quantity is not None
        table = load("words")["counts"]
        unit = mark.quantity.unit
        own = self.pending.head
        readings: tuple[Aspects, ...] = ()
        if self.direction and not (self.direction_mark is not None and _INTO.match(self.folded, self.direction_mark.end)):
            subject, readings, said, _ = self._subject(mark)
            counted = table.get(subject.measure, {}).get(unit)
            aspects = normal(subject.but(measure=counted, flow="", part="")) if counted else subject
            draft = self._emit(Kind.CHANGE, self._dated(aspects), mark, mark.quantity, readings=readings, subject=said)
            self._compared(draft, None)
            return
        if self.compare_open and self.compare is not None and self.subject is None:
            self._subject(mark)
            base = self._base(self.subject or self._context())
            self._emit(Kind.COUNT, base, mark, mark.quantity, subject=self.subject_words)
            self.compare_open = False
            return
        if self.respectively and self.zip:
            subject, said = self.zip.pop(0)
        else:
            subject, readings, said, _ = (
                self._subject(mark)
                if own or not (self.subject and table.get(self.subject.measure, {}).get(unit)) or (self.list_open and self._label(mark))
                else (self.subject, (), self.subject_words, False)
            )
        if not own and subject.measure.startswith("三公.接待.") and self.subject_at < self.sentence_start:
            subject = subject.but(measure="三公.接待")
        if (
            not own
            and subject.measure.startswith("人员.编制")
            and (there := regex.search(load("words")["in_post"], self.folded[self.clause_start : mark.start]))
        ):
            subject, said = subject.but(measure="人员.在职"), there[0]
        counted = table.get(subject.measure, {}).get(unit)
        if counted:
            aspects = normal(subject.but(measure=counted, flow="", part=""))
        elif (
            subject.measure
            and not own
            and not said.startswith(subject.measure.removeprefix("名."))
            and not subject.measure.startswith(("车辆", "设备", "人员", "三公数", "名."))
        ):
            aspects = subject.but(measure=f"名.{self._following(mark) or subject.measure}")
        elif subject.measure.split(".")[0] in _MONEY:
            aspects = subject.but(measure=f"名.{self._following(mark) or said + unit}", flow="", part="", scope="")
        else:
            aspects = subject
        tail = self._tail(mark)
        if own and tail and not counted:
            aspects = aspects.but(measure=f"名.{said}{tail}", flow="", part="", scope="")
        around = self.folded[max(0, mark.start - 8) : mark.start] + "|" + self.folded[mark.end : mark.end + 4]
        if self.setting.family == "绩效" and unit in ("个", "项") and "项目" in around:
            aspects = Aspects(measure="绩效.项目数", period=self.year)
        moved = _MOVED.search(self.folded, self.clause_start, mark.start)
        if moved is None and self.list_open and self.parent is not None and self.parent.kind is Kind.COUNT:
            above = regex.match(r"名\.(?=\p{Han})", self.parent.aspects.measure)
            moved = _MOVED.match(self.parent.aspects.measure, above.end()) if above else None
        if moved and aspects.measure.startswith(("车辆", "人员", "设备", "三公数.保有")):
            aspects = aspects.but(measure=f"名.{moved[0]}{said}")
        if self.list_open and self.parent is not None and aspects.measure.startswith("车辆.") and self.parent.aspects.measure != "车辆":
            aspects = aspects.but(entity=self.parent.subject or self.parent.aspects.measure)
        if mark.text[:1] in "一两" and (not aspects.measure or aspects.measure.startswith("名.")):
            return
        aspects = self._apart(self._dated(aspects).but(stage="决算" if self.reach != "target" else "目标"), Kind.COUNT)
        draft = self._emit(Kind.COUNT, aspects, mark, mark.quantity, readings=readings, subject=said)
        ends = [m.start for m in self.marks[self.index + 1 :] if m.sort in ("stop", "quantity")]
        grade = _GRADE.search(self.folded, mark.end, min(len(self.folded), mark.end + 26, *ends[:1]))
        if grade and "等级" in self.folded[mark.end : grade.end() + 4] + self.folded[max(0, mark.start - 20) : mark.start]:
            draft.aspects = Aspects(measure="绩效.等级数", part=grade[1][0], stage="决算", period=self.year)
        before = self.folded[max(0, mark.start - 20) : mark.start]
        about = self.folded[: mark.start]
        if not draft.aspects.measure.startswith("绩效.等级") and "项目" in about and regex.search("绩效|自评|评价", about):
            tallied = _TALLIED.search(before) if unit in ("个", "项") else None
            if tallied:
                grade_ = {"较": "差"}.get(tallied[1][0], tallied[1] if "合格" in tallied[1] else tallied[1][0])
                draft.aspects = Aspects(measure="绩效.等级数", part=grade_, stage="决算", period=self.year)
        rated = _RATED.search(before) or (_QUOTED.search(before) if any(d.aspects.measure == "绩效.等级数" for d in self.out) else None)
        if rated and unit in ("个", "项"):
            draft.aspects = Aspects(measure="绩效.等级数", part=rated[1], stage="决算", period=self.year)
        self.chain.append(draft)

    def _following(self, mark: Mark) -> str:
        """The noun right after a count (13个**项目**)."""
        after = regex.match(r"\p{Han}{1,12}", self.folded[mark.end :])
        return after[0] if after else ""

    def _score(self, mark: Mark) -> None:
        assert mark.quantity is not None
        subject, readings, said, _ = self._subject(mark)
        aspects = self._dated(subject)
        if _FULL_MARK.search(self.folded[max(self.clause_start, mark.start - 8) : mark.start]):
            aspects = aspects.but(stage="目标")  # what can be scored, not what was
        elif _THEN_SCORED.match(self.folded, mark.end):
            aspects = aspects.but(stage="目标")  # 产出指标50分，得49分
        self._emit(Kind.SCORE, aspects, mark, mark.quantity, readings=readings, subject=said)

    def _emit(
        self,
        kind: Kind,
        aspects: Aspects,
        mark: Mark,
        quantity: Quantity,
        *,
        base: Aspects | None = None,
        readings: Sequence[Aspects] = (),
        subject: str = "",
        flags: tuple[str, ...] = (),
    ) -> Draft:
        draft = Draft(
            kind, aspects, quantity, mark.start, mark.end, mark.number if mark.sort == "quantity" else (mark.start, mark.end), base=base
        )
        draft.readings, draft.subject, draft.reach, draft.flags = tuple(readings), subject, self.reach, flags
        if self.subject_at < self.sentence_start:
            draft.flags += ("inherited",)
        if self.purpose:
            draft.flags += ("purpose",)
            draft.aspects, draft.readings = aspects.but(measure=f"名.{self._label(mark) or '用途'}", part=""), ()
        if kind in (Kind.AMOUNT, Kind.COUNT):
            self._settle(aspects)
        draft.parent = self.parent if self.list_open else None
        draft.closed = self.closed and draft.parent is not None
        self.out.append(draft)
        return draft


def _kin(whole: Aspects, part: Aspects) -> bool:
    """Whether a measure is known to be a part of another: 三公.接待 of 三公, 经济.30101 of 经济.301, 经济.301 of 人员经费."""
    above, below = whole.measure, part.measure
    if not above or not below or above == below:
        return False
    if below.startswith(above + ".") or (below.startswith(above) and above.startswith(("功能.", "经济."))):
        return True
    return below.startswith("经济.") and below[3:6] in load("sums")["nature"].get(above, ())


def _short(name: str, full: str) -> bool:
    """Whether a name is a short form of the unit's: its characters in their order, down to the same end (中共某市委某部)."""
    rest = iter(full)
    return len(name) > 5 and name[-2:] == full[-2:] and all(sign in rest for sign in name)


def _named(words: Sequence[str]) -> bool:
    """Whether some of the words is a noun, or a word that no dictionary knows."""
    return any(sort(word)[:1] in "nlijxe" or sort(word) in ("", "vn", "an", "eng", "b") for word in words if len(word) > 1) or (
        len(words) > 1 and all(len(word) == 1 for word in words) and any(sort(word)[:1] == "n" for word in words)
    )


def freeze(passage: Passage, draft: Draft, document_label: str = "") -> Claim:
    """The claim of a finished draft."""
    place: Location = passage.locate(draft.number[0], draft.number[1])
    return Claim(
        id=draft.id,
        kind=draft.kind,
        aspects=draft.aspects,
        quantity=draft.quantity if place.confidence == 1 else replace(draft.quantity, confidence=place.confidence),
        location=place,
        passage=passage,
        start=draft.start,
        end=draft.end,
        direction=draft.direction,
        base=draft.base,
        current=draft.current.id if draft.current else "",
        partner=draft.partner.id if draft.partner else "",
        base_claim=draft.base_claim.id if draft.base_claim else "",
        sentence=draft.sentence,
        direction_span=draft.direction_span,
        parent=draft.parent.id if draft.parent else "",
        closed=draft.closed,
        reach=draft.reach,
        subject=draft.subject,
        also=draft.also,
        readings=draft.readings,
        flags=draft.flags,
    )


__all__ = ["Draft", "Reader", "Setting", "freeze", "replace"]
