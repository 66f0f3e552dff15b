"""Figures that are said in words: 与上年持平, 无预算, 决算数大于预算数."""

from __future__ import annotations

from decimal import Decimal

import regex

from auditor.extract.comparisons import Comparisons
from auditor.extract.drafts import BUDGETS
from auditor.extract.marks import Mark
from auditor.extract.state import FUNDS
from auditor.lexicon import worded
from auditor.model import Aspects, Kind, Quantity


class Statements(Comparisons):
    """Nothing, as much as before, more or less than planned."""

    def _flat(self, mark: Mark) -> None:
        if self.purpose or self.compare is None:
            return
        self.compare_open = False
        named = [r for group in self.compare for r in group[:1]]
        if any(r.get("stage") in BUDGETS for r in named) and all(r.get("period", self.year) == self.year for r in named):
            self._order(mark, 0)
            return
        subject, readings, words_, _ = self._subject(mark)
        if subject.measure:
            subject = self._dated(subject)
            current = self._current_amount()
            draft = self._emit(
                Kind.FLAT,
                current.aspects if current else subject,
                mark,
                _said(mark),
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
        subject, readings, words_, _ = self._subject(mark)
        subject = self._dated(self._unplanned(mark, subject if subject.measure else subject.but(measure="合计")))
        self._emit(Kind.NONE, subject, mark, _said(mark), readings=readings, subject=words_)

    def _unplanned(self, mark: Mark, aspects: Aspects) -> Aspects:
        """年初未安排预算 says that nothing was planned, not that nothing was spent; 无收支 denies both sides."""
        aspects = aspects.but(flow="") if aspects.flow == "收支" else aspects
        around = worded(FUNDS).sub("", self.folded[self.clause_start : mark.end + 6])
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
        if worded(r"[的及和、\s]|{denied}").sub("", self.folded[self.pending.end : end]):
            return
        subject, readings, words_, _ = self._compose(self.pending)
        subject = self._dated(self._unplanned(mark, subject if subject.measure else subject.but(measure="合计")))
        self._emit(Kind.NONE, subject, mark, _said(mark), readings=readings, subject=words_)

    def _above(self, mark: Mark) -> None:
        self._order(mark, 1)

    def _below(self, mark: Mark) -> None:
        self._order(mark, -1)

    def _equal(self, mark: Mark) -> None:
        self._order(mark, 0)

    def _order(self, mark: Mark, direction: int) -> None:
        if self.pending.head:
            self._subject(mark)
        self._of_money()
        if self.subject is None:
            return
        budget = next((d for d in reversed(self.chain) if d.aspects.stage in BUDGETS and d.kind is Kind.AMOUNT), None)
        if self.base_claim is not None and self.base_claim.aspects.stage in BUDGETS:
            budget = self.base_claim
        actual = next((d for d in reversed(self.chain) if d.aspects.stage == "决算" and d.kind is Kind.AMOUNT), None)
        if direction and (budget is None or actual is None):
            planned = [d for d in self.out if d.kind is Kind.AMOUNT and d.aspects.stage in BUDGETS and d.start >= self.sentence_start]
            pairs = [(a, b) for b in planned for a in self.out if a.kind is Kind.AMOUNT and a.aspects == b.aspects.but(stage="决算")]
            if pairs:
                actual, budget = pairs[-1]
                self.subject = actual.aspects.but(stage="")
        spoken = next((r["stage"] for group in self.compare or () for r in group[:1] if r.get("stage") in BUDGETS), "预算")
        if self.staged in BUDGETS and spoken != self.staged:
            # 全年预算数与年初预算数一致 compares two budgets.
            actual = next((d for d in reversed(self.chain) if d.aspects.stage == self.staged and d.kind is Kind.AMOUNT), None)
            budget = next((d for d in reversed(self.chain) if d.aspects.stage == spoken and d.kind is Kind.AMOUNT), None)
        stage = budget.aspects.stage if budget else "年初预算" if "年初" in mark.text else spoken
        draft = self._emit(
            Kind.ORDER,
            self._dated(self.subject),
            mark,
            _said(mark),
            base=budget.aspects if budget else self._dated(self.subject.but(stage=stage)),
        )
        draft.current, draft.base_claim, draft.direction = actual, budget, direction
        if direction:
            self.compare, self.compare_open, self.base_claim = [({"stage": stage},)], False, budget
            self.direction, self.direction_mark = direction, mark


def _said(mark: Mark) -> Quantity:
    """What stands in place of a number."""
    return Quantity(mark.text, Decimal(0), "", "number", Decimal(1), 0)
