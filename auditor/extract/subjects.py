"""What a number is about: its words, and what they inherit from the list, the sentence and the headings that it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from auditor.extract.drafts import BUDGETS, TOTALS, Draft, Pending, Reading
from auditor.extract.marks import Mark
from auditor.extract.nlp import filler, sort
from auditor.extract.state import HAN, RATE_NAMED, State, numberless
from auditor.lexicon import load, merge, normal, worded
from auditor.model import Aspects, Kind

NATURES = ("基本支出", "项目支出")
_TOTAL = regex.compile("合计|总计|本年|收入|总支出|支出总")
_REST = ("功能.21999", "功能.229", "经济.399")
_CLASS = regex.compile(r"功能\.\d{3}")
_NUMBER = regex.compile(r"\s*[一二三四五六七八九十]+是(?=\p{Han})")
_REMARK = r"\({remarks}[^()\d]*\)"


class Subjects(State):
    """Composes subjects from the words that wait."""

    def _compose(
        self, pending: Pending, *, onto: Aspects | None = None, sides: bool = False
    ) -> tuple[Aspects, tuple[Aspects, ...], str, bool]:
        """(aspects, other senses, words, whether the words are a subject of their own)."""
        head = pending.head
        start = onto if onto is not None else self._context() if head else (self.subject or self._context(whole=True))
        if head and onto is None and self._same_fund(pending):
            assert self.subject is not None
            start = start.but(scope=self.subject.scope)
        if (
            head
            and onto is None
            and self.list_open
            and self.parent is not None
            and self.parent.aspects.measure.startswith(("功能.", "经济.", "名."))
            and not _TOTAL.search(self.parent.aspects.measure)
            and any(d is self.parent and "purpose" not in d.flags for d in self.out)
        ):
            said = [g[0] for g in pending.readings if g]
            if all("measure" not in r and "scope" not in r for r in said) and any(r.get("part") in NATURES for r in said):
                start = start.but(measure=self.parent.aspects.measure)  # 教育支出80万元，其中：基本支出60万元
        chosen, others = start, [start]
        level = ""
        for group in pending.readings:
            reading = self._prefer(group, chosen)
            if self._under(reading, chosen):
                group = tuple(r for r in group if self._under(r, chosen))
            if "measure" in reading:
                alternatives = [self._over(other, r) for other in others for r in group if "measure" in r]
            else:
                alternatives = [self._over(other, reading) for other in others[1:]]  # a year or a stage takes no sense away
            stranger = reading.get("measure", "").startswith(_REST) and chosen.measure not in ("", "合计", "总计", start.measure)
            if stranger and not kin(chosen, chosen.but(measure=reading["measure"])):
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

    def _same_fund(self, pending: Pending) -> bool:
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
        if reading.get("measure") in TOTALS and (aspects.measure not in ("", "合计", "总计") or aspects.part):
            reading = {key: value for key, value in reading.items() if key != "measure" and not (key == "flow" and aspects.measure)}
        if "measure" in reading and aspects.measure.startswith(reading["measure"] + "."):
            reading = {key: value for key, value in reading.items() if key != "measure"}
        return merge(aspects, reading)

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

        classes = self._beside_classes()

        def weight(reading: Reading) -> tuple[bool, bool, bool, bool, bool]:
            measure = reading.get("measure", "")
            return (
                classes and _CLASS.fullmatch(measure) is not None,
                bool(whole) and measure.startswith(f"{whole}."),
                bool(functional) and measure.startswith(f"功能.{functional}"),
                basic and measure.startswith("经济"),
                not basic and bool(family) and measure.startswith(family),
            )

        return max(group, key=weight) if any(any(weight(r)) for r in group) else group[0]

    def _beside_classes(self) -> bool:
        """Whether a list of 类 goes on (卫生健康支出163万元、住房保障支出196万元、…): its next item is one, too."""
        amounts = [d for d in self.out[-2:] if d.kind is Kind.AMOUNT and d.start >= self.sentence_start]
        return len(amounts) == 2 and all(_CLASS.fullmatch(d.aspects.measure) for d in amounts)

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
                part=parent.part if parent.part in NATURES else "",
                stage=parent.stage if parent.stage in BUDGETS else "",
            ).over(inherited)
        if whole:
            inherited = inherited.but(measure=inherited.measure or self.setting.family)
        return inherited

    def _subject(self, mark: Mark) -> tuple[Aspects, tuple[Aspects, ...], str, bool]:
        """What the number or word at ``mark`` is about; sets the current subject when it is a new one."""
        self.verb = ""
        part = "" if self.purpose else self._modified(mark)
        label = "" if self.purpose else part or self._label(mark) or (self.lone if not self.pending.head else "")
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
            phrase = part or regex.sub(r"[\s\"]|为?$", "", self.folded[self._numbered(mark) : mark.start])
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
        if money and not head and not label and self.told is not None and RATE_NAMED.match(aspects.measure):
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

    def _adopt(self, mark: Mark) -> None:
        """A clause that is nothing but a name (X（类）Y（款）Z（项）。) makes it the subject of what follows."""
        if self.purpose or self.compare_open or not self.pending.head or self.pending.start is None or self.heads:
            return
        before = self.folded[self.clause_start : self.pending.start]
        after = self.folded[self.pending.end : mark.start]
        if numberless(before) or regex.sub(r"[\s()\",类款项]", "", after):
            return
        aspects, readings, said, _ = self._compose(self.pending)
        if aspects.measure in TOTALS and not aspects.part:
            return
        self.subject, self.subject_readings, self.subject_words = aspects.but(stage=""), readings, said
        self.subject_at = mark.start
        self.chain, self.base_claim, self.last_change, self.also = [], None, None, ()

    def _reopen(self, pending: Pending) -> None:
        """A stage alone behind a list of one stage and a semicolon is one of the whole (年初预算20万元，其中…；调整后预算25万元)."""
        whole = self.parent
        if not (self.list_open and self.split and whole is not None and whole.kind is Kind.AMOUNT and pending.readings):
            return
        if any(set(group[0]) - {"stage", "period"} for group in pending.readings if group):
            return
        if self.out and pending.start is not None and ";" not in self.folded[self.out[-1].end : pending.start]:
            return  # 税务局完成21万元，为预算的29%: of the item that has just been told
        said = {group[0]["stage"] for group in pending.readings if group and "stage" in group[0]}
        parts = [d for d in self.out if d.parent is whole and d.kind is Kind.AMOUNT and d.start >= self.sentence_start]
        stage = whole.aspects.stage
        if said and stage not in said and len({d.aspects for d in parts}) > 1 and all(d.aspects.stage == stage for d in parts):
            self.subject, self.subject_readings, self.subject_words = whole.aspects.but(stage=""), whole.readings, whole.subject
            self.chain, self.base_claim, self.last_change, self.also = [whole], None, None, ()
            self.list_open, self.parent = False, None

    def _summing(self, pending: Pending) -> bool:
        """Whether a lone 合计 speaks of the items before it and not of the last of them (教育支出100万元，科学技术支出50万元，合计150万元)."""
        if not pending.readings or not all(set(g[0]) == {"measure"} and g[0]["measure"] in TOTALS for g in pending.readings):
            return False
        amounts = [
            d
            for d in self._amounts_of_sentence()
            if d.aspects.stage == self.setting.aspects.stage and d.aspects.period == self.setting.year
        ]
        return len({d.aspects for d in amounts}) > 1 and any(d.kind is Kind.AMOUNT for d in self.chain)

    @staticmethod
    def _qualified(groups: list[Pending]) -> list[Pending]:
        """Heads of one number or of one list, each with the year and scope before the first and the stage behind the last (2022年A和B决算数分别为)."""
        before = [g for g in groups[0].readings if set(g[0]) <= {"period", "scope", "stage"}]
        behind = [g for g in groups[-1].readings if set(g[0]) <= {"period", "stage"}]
        found = []
        for at, group in enumerate(groups):
            own = {key for g in group.readings for key in g[0]}
            more = [g for g in (before if at else []) + (behind if at < len(groups) - 1 else []) if not own & set(g[0])]
            found.append(replace(group, readings=[*more, *group.readings]))
        return found

    def _back(self, pending: Pending) -> None:
        """年初预算480万元，其中：基本支出300万元；支出决算520万元: the final amount is that of the whole again."""
        stages = [r["stage"] for group in pending.readings for r in group[:1] if "stage" in r]
        own = next((d for d in reversed(self.chain) if d.kind is Kind.AMOUNT), None)
        if not stages or stages[-1] in BUDGETS or own is None or own.parent is None or not self.list_open or own.parent is not self.parent:
            return
        if own.parent.aspects.stage in BUDGETS and own.aspects.stage == own.parent.aspects.stage and "staged" not in own.flags:
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
        self.chain = [whole] if whole.aspects.stage in (*BUDGETS, self.setting.aspects.stage) else []
        self.base_claim = self.last_change = None

    def _lead(self, pending: Pending) -> Draft | None:
        """收入较去年增加37.13万元 behind a list of sources speaks of the total that opened the passage."""
        flows = [r.get("flow") for group in pending.readings for r in group[:1] if set(r) == {"flow"}]
        if not flows or self.subject is None or (self.subject.measure in TOTALS and not self.subject.part):
            return None
        totals = (
            d for d in self.out if d.kind is Kind.AMOUNT and "base" not in d.flags and d.aspects.measure in TOTALS and not d.aspects.part
        )
        return next((d for d in totals if any(a.flow == flows[-1] for a in (d.aspects, *d.also))), None)

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
        return bool(named) and not any(kin(one, last) or kin(last, one) or one == last for one in named)

    def _refine(self, aspects: Aspects) -> Aspects:
        assert self.subject is not None
        moved = self.setting.regions and aspects.entity != self.subject.entity
        if moved or aspects.scope != self.subject.scope or (aspects.flow != self.subject.flow and aspects.flow and self.subject.flow):
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

    def _also(self, pending: Pending, aspects: Aspects) -> tuple[Aspects, ...]:
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
            and HAN.search(text)
            and not any(a < at + len(text) and at < b for a, b in (*taken, *self.own))
        ]
        return "".join(kept) if len("".join(kept)) > 1 else ""

    def _modified(self, mark: Mark) -> str:
        """What a money is only a part of, said in the clauses before it (在预留项目中，由中小企业成交的，采购金额90万元)."""
        if self.clause_start <= self.sentence_start or self.folded[self.clause_start - 2 : self.clause_start] != "的,":
            return ""
        start = max(self.folded.rfind(";", 0, self.clause_start) + 1, self.sentence_start)
        phrase = regex.sub(r"[\s\",]|为?$", "", self.folded[start : mark.start])
        return phrase if HAN.search(phrase) and not regex.search(r"\d", phrase) else ""

    def _numbered(self, mark: Mark) -> int:
        """Where the clause begins behind the number of its item (一是, 二是), if nothing but a known name stands between that and the figure."""
        number = _NUMBER.match(self.folded, self.clause_start)
        known = self.pending.head and not regex.search(r"[^\s为是共计约:]", self.folded[self.pending.end : mark.start])
        return number.end() if number and known else self.clause_start

    def _label(self, mark: Mark) -> str:
        """The nouns before a number that no lexicon knows, from the last sign or number on."""
        start = self._numbered(mark)
        if (
            self.setting.regions
            and not self.pending.head
            and (office := regex.search(load("words")["collector"], self.folded[start : mark.start]))
        ):
            return str(office["name"])
        taken = [*((m.start, m.end) for m in self.marks[: self.index] if m.end > start), *self.own]
        stop = mark.start
        limit = self.direction_mark.start if self.direction_mark is not None and self.direction_mark.start >= start else stop
        if self.pending.head:  # 政府采购金额(以合同签订为准)为: a remark on what is named
            taken += [m.span() for m in worded(_REMARK).finditer(self.folded, start, stop) if m.start() >= self.pending.end]
        kept: list[str] = []
        for at, text in self.parsed.words(start, stop):
            if at < start or at >= stop or any(a <= at < b or at <= a < at + len(text) for a, b in taken):
                continue
            if at >= limit and kept:
                continue
            word = text.strip()
            if not word or word in filler() or not HAN.search(word):
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


def kin(whole: Aspects, part: Aspects) -> bool:
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
