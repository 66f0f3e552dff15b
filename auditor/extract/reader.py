"""From a passage to its claims: a clause grammar over marks.

A passage is read once, from left to right, the way a person reads it: words name a subject, a comparator or a whole;
a number then closes what they have opened (rules.md §4, patterns.md §1.12)::

    claim := head chain [reason]      chain := links in any order
    link  := AMOUNT | [comparator] direction AMOUNT | [comparator] direction RATE | completion RATE | share RATE | …

What is not said is inherited: from the list that the item stands in, from the headings above, from the document.
"""

from __future__ import annotations

import regex

from auditor.extract.amounts import Amounts
from auditor.extract.clauses import Clauses
from auditor.extract.counts import Counts
from auditor.extract.drafts import BUDGETS, Draft, Pending, Setting
from auditor.extract.lists import ENTRY
from auditor.extract.marks import Mark, marks
from auditor.extract.own_names import own_names
from auditor.extract.rates import Rates
from auditor.extract.state import HAN
from auditor.extract.words import Words
from auditor.lexicon import load, normal, worded
from auditor.model import Aspects, Kind, Passage

_STATED = regex.compile(r"\s*[为了:]?\s*\d")


class Reader(Clauses, Words, Amounts, Rates, Counts):
    """Reads the passages of one document, one after the other, and remembers the list that a passage continues."""

    def read(self, passage: Passage, setting: Setting) -> list[Draft]:
        """The claims of one passage, in order."""
        self._begin(passage, setting)
        goes_on = not self.carried_items or ENTRY.match(self.folded) or self._splits_on()
        if self.carried is not None and passage.section is self.carried_section and goes_on:
            self.parent, self.list_open, self.outer, self.split = self.carried, True, self.carried_outer, bool(self.carried_outer)
        if self.title is not None and self.title[0] is passage.section:
            _, self.subject, self.subject_readings, self.subject_words = self.title
        self.marks = self._within(marks(self.parsed))
        if self.subject is None and self.item is not None and self.item[0] is passage.section:
            _, subject, readings, said, self.purpose = self.item
            if self.purpose or self._staged(0, 0):  # a line of its own: 年初预算为20万元，支出决算为18万元。
                self.subject, self.subject_readings, self.subject_words = subject, readings, said
        for index, mark in enumerate(self.marks):
            self.index = index
            handler = getattr(self, "_" + mark.sort, None)
            if handler is not None:
                handler(mark)
        self._lacking()
        if not self.out:
            self._adopt(Mark(len(self.folded), len(self.folded), "stop", ""))
        self._graded()
        self._assumed_wholes()
        self._thresholds()
        self._planned_or_done()
        self._carry()
        if not self.out and self.subject is not None:
            self.title = (passage.section, self.subject, self.subject_readings, self.subject_words)
        elif self.title is not None and self.out and self.out[0].aspects.measure != self.title[1].measure:
            self.title = None
        named = self.subject is not None and self.subject.measure.startswith(("功能.", "名.")) and "(项)" in self.folded
        self.item = None
        if named and self.subject is not None:
            told = self.purpose and self.folded.rstrip().endswith(":")  # …主要用于：, and a line of its own says for what
            self.item = (passage.section, self.subject, self.subject_readings, self.subject_words, told)
        for draft in self.out:
            draft.sentence = self._sentence(draft)
            if regex.match(load("words")["demanded"], self.folded[draft.end :]):
                draft.aspects, draft.base, draft.reach = Aspects(), None, "target"  # 执行率未达到90%的需说明原因 states nothing
        self.drafts += [(passage, draft) for draft in self.out]
        return self.out

    def _quantity(self, mark: Mark) -> None:
        assert mark.quantity is not None
        match mark.quantity.dimension:
            case "money":
                self._of_money()
                self._money(mark)
                if self.out and self.out[-1].kind is Kind.AMOUNT and "base" not in self.out[-1].flags and self.out[-1].end >= mark.start:
                    self.spent = self.subject, self.subject_readings, self.subject_words, self.chain
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
        self.pending = Pending()
        if not self.respectively:
            self.heads = []
        self.clause_start = mark.end

    def _within(self, found: list[Mark]) -> list[Mark]:
        """The marks, without the words that are a measure only where its family is spoken of (货物, 工程, 服务 under 政府采购)."""
        spoken = {self.setting.family}
        kept: list[Mark] = []
        own = self.own = self._organizations()
        for mark in found:
            measure = mark.readings[0].get("measure", "") if mark.readings else ""
            if measure.startswith("功能.") and worded("{unit_signs}").match(self.folded[mark.end :]):
                continue  # 水利局 is who reports, not what is reported
            if mark.sort == "stage" and mark.text in ("预算", "决算") and self.folded.startswith("单位", mark.end):
                continue  # 预算单位 is who spends
            if mark.sort in ("aspect", "stage") and any(a <= mark.start < b and mark.end <= b for a, b in own):
                continue
            needed = mark.readings[0].get("within") if mark.readings else None
            if needed and needed not in spoken and not (needed == "项目资金" and self._follows_budget(mark, kept)):
                continue
            if mark.readings:
                spoken.add(mark.readings[0].get("measure", "").split(".")[0])
            kept.append(mark)
        return kept

    def _follows_budget(self, mark: Mark, before: list[Mark]) -> bool:
        """Whether a word of spending stands at a number behind a budget of the same sentence (调整后预算90万元，已支付85万元，支付率94.44%)."""
        if not _STATED.match(self.folded, mark.end) or (mark.start and HAN.match(self.folded[mark.start - 1])):
            return False
        budget = next((m for m in reversed(before) if any(r.get("stage") in BUDGETS for r in m.readings[:1])), None)
        if budget is None or "。" in self.folded[budget.end : mark.start]:
            return False
        return any(m.quantity is not None and m.quantity.dimension == "money" for m in before if m.start >= budget.end)

    def _organizations(self) -> list[tuple[int, int]]:
        """Where the reporting unit names itself: whatever words its name holds name no subject."""
        return [m.span() for m in own_names(self.setting.organization).finditer(self.folded)]

    def _assumed_wholes(self) -> None:
        """A share of nothing named is taken of the total of its own scope; a rule reports it only where its siblings bear that out."""
        for draft in self.out:
            if draft.kind is Kind.SHARE and draft.base in (None, draft.aspects) and draft.current is not None:
                aspects = draft.current.aspects
                if aspects.flow and (aspects.measure.startswith("功能.") or aspects.part):
                    draft.base = normal(aspects.but(measure="合计", part=""))
                    draft.flags += ("assumed-whole",)

    def _planned_or_done(self) -> None:
        """Of an indicator, a figure is what was planned or what was done, as its words say; a bound that says nothing is a plan.

        抚育面积不低于690亩，实际为537亩: what stands before the result is the target. Where nothing says which, either may be meant.
        """
        done: list[Draft] = []
        for draft in reversed(self.out):
            if not draft.aspects.measure.startswith("指标.") or draft.aspects.stage == "目标":
                continue
            names = (
                m.end for m in self.marks if m.readings and m.readings[0].get("measure", "").startswith("指标.") and m.end <= draft.start
            )
            before = max(*(d.end for d in self.out if d.end <= draft.start), *names, 0, 0)
            said = self.folded[max(before, self.folded.rfind(",", 0, draft.start) + 1) : draft.start]
            if worded("{results}").search(said):
                done.append(draft)
            elif draft.quantity.hedge or any(d.aspects == draft.aspects and self._sentence(d) == self._sentence(draft) for d in done):
                draft.aspects = draft.aspects.but(stage="目标")
            else:
                draft.flags += ("planned-or-done",)

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
