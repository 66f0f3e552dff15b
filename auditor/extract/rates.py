"""Rates: of change, of execution, of a whole, and the ones that have a name of their own."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import regex

from auditor.extract.drafts import BUDGETS, MONEY, Draft, Pending
from auditor.extract.marks import Mark
from auditor.extract.shares import Shares
from auditor.extract.state import INTO, RATE_NAMED
from auditor.lexicon import worded
from auditor.model import Kind
from auditor.model.interval import corners

_RATE_NAME = regex.compile(r"\p{Han}{2,12}率")
_NOMINAL = "{rate_endings}$"
_BESIDE = "{beside}"
_INDEX = r"{index_verbs}[^,;。]*的\s*$"
_IS_OF = r"{share_verbs}[^,;。]*的\s*$"
_TARGETED = "{share_verbs}[^,;。]{0,10}{targets}[^,;。]{0,6}$"


class Rates(Shares):
    """Percentages, multiples and points."""

    def _ratio(self, mark: Mark) -> None:
        assert mark.quantity is not None
        quantity = mark.quantity
        before = self.folded[self.clause_start : mark.start]
        last_share = self.share is not None
        if (last_share and self._side_by_side(mark)) or self._bracketed(mark):
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
            and INTO.match(self.folded, self.direction_mark.end)
            and quantity.dimension == "ratio"
            and not worded(_NOMINAL).search(self.direction_mark.text)
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
                and (self.compare is None or change.base is None or self._base(change.aspects) == change.base)
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
        budget = next((s for s in reversed(stages) if s in BUDGETS), None)
        rate_word = any(r.get("measure") == "绩效.执行率" for group in self.pending.readings for r in group[:1])
        counted = bool(self.out) and self.out[-1].kind is Kind.COUNT
        measured = any(d.kind is Kind.AMOUNT for d in self.chain) and not self.pending.head and not counted
        previous = self.out[-1] if self.out else None
        if (
            previous is not None
            and previous.kind is Kind.AMOUNT
            and previous.aspects.period == self._before()
            and previous.aspects.stage not in BUDGETS
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
                and worded(_TARGETED).search(said)
                and ";" not in self.folded[done.end : previous.start]
            ):
                draft = self._emit(Kind.COMPLETION, done.aspects, mark, quantity, subject=done.subject, flags=("counted",))
                draft.base, draft.current, draft.base_claim = previous.aspects, done, previous  # 46公里，完成目标45公里的102.2%
                return
        if (
            previous is not None
            and previous.kind is Kind.AMOUNT
            and previous.aspects.stage in BUDGETS
            and self.folded[previous.end : mark.start].strip() == "的"
            and worded(_IS_OF).search(self.folded[max(self.sentence_start, previous.start - 20) : previous.start].rstrip() + "的")
            and any(
                d is not previous and d.kind is Kind.AMOUNT and d.aspects == previous.aspects.but(stage=d.aspects.stage) for d in self.chain
            )
        ):
            self._completed(mark, previous.aspects.stage)  # 支出188万元，为预算205万元的92%
            return
        if self._indexed(before):
            self._index(mark)
            return
        if (
            rate_word
            or (budget and (self.completion is not None or worded(_IS_OF).search(before)))
            or (self.completion is not None and measured)
        ):
            self._completed(mark, budget)
            return
        earlier = self.subject, self.subject_readings, self.subject_words, self.chain
        subject, readings, said, _ = self._subject(mark)
        if counted and self.completion is not None and not subject.measure.startswith("指标."):
            subject, readings = subject.but(measure="名.完成率", part=""), ()
        rate = _RATE_NAME.search(self.folded, self.clause_start, mark.start)
        if RATE_NAMED.match(subject.measure):
            self.told = earlier if earlier[0] is not None and not RATE_NAMED.match(earlier[0].measure) else self.told
        self.rate_name = rate[0] if rate else self.rate_name
        if self.rate_name and subject.measure.split(".")[0] in MONEY:
            subject, readings = subject.but(measure=f"名.{self.rate_name}", part=""), ()  # 资金拨付及时率 is no rate of execution
        self._emit(Kind.RATIO, self._dated(subject), mark, quantity, readings=tuple(self._dated(r) for r in readings), subject=said)

    def _bracketed(self, mark: Mark) -> bool:
        """减少18.50万元（65.37%）: the rate of the change before the bracket, which holds nothing else."""
        assert mark.quantity is not None
        change = self.out[-1] if self.out else None
        if change is None or change.kind is not Kind.CHANGE or change.partner is not None or mark.quantity.dimension != "ratio":
            return False
        if change.quantity.dimension != "money" or not change.direction:
            return False
        if self.folded[change.end : mark.start].strip() != "(" or not self.folded[mark.end :].lstrip().startswith(")"):
            return False
        draft = self._emit(Kind.RATE, change.aspects, mark, mark.quantity, readings=change.readings, subject=change.subject)
        draft.direction, draft.direction_span = change.direction, change.direction_span
        draft.base, draft.base_claim, draft.current, draft.also = change.base, change.base_claim, change.current, change.also
        draft.flags += tuple(flag for flag in change.flags if flag == "base-unnamed")
        draft.partner, change.partner = change, draft
        return True

    def _reattach(self, change: Draft, rate: Draft) -> None:
        """收入总计97万元，其中年初结转5万元，较上年增加9万元，增长10%: of the total, if the figures fit that and do not fit its part."""
        part = change.current
        whole = part.parent if part is not None else None
        if part is None or whole is None or whole.kind is not Kind.AMOUNT or whole.start < self.sentence_start:
            return
        items = sum(d.parent is whole and d.kind is Kind.AMOUNT for d in self.out)
        if (
            self.folded[whole.end : part.start].count(",") > max(items, 1)
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

    def _indexed(self, before: str) -> bool:
        """Whether the words say 为上年的: an index, not a change."""
        readings = [r for group in self.pending.readings for r in group[:1]]
        periods = {r["period"] for r in readings if "period" in r}
        return (
            bool(readings)
            and all(set(r) <= {"period", "stage"} for r in readings)
            and periods == {self._before()}
            and worded(_INDEX).search(before) is not None
        )

    def _index(self, mark: Mark) -> None:
        """为上年的95%: the current amount over last year's."""
        assert mark.quantity is not None
        named = {k: v for group in self.pending.readings for k, v in group[0].items()}
        self.pending = Pending()
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

    def _points(self, mark: Mark) -> None:
        assert mark.quantity is not None
        told = self.subject, self.subject_readings, self.subject_words, self.chain, self.subject_at
        subject, readings, said, _ = self._subject(mark)
        if worded(_BESIDE).search(self.folded, self.clause_start, mark.start):  # 快于序时进度3.4个百分点 goes on with its own subject
            self.subject, self.subject_readings, self.subject_words, self.chain, self.subject_at = told
        draft = self._emit(Kind.POINTS, self._dated(subject), mark, mark.quantity, readings=readings, subject=said)
        draft.direction = self.direction if self.direction in (1, -1) else 0
