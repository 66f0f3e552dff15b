"""What a figure is compared with: the base of a change or rate, named, stated or understood."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.extract.drafts import BUDGETS, Draft
from auditor.extract.lists import Lists
from auditor.extract.marks import Mark
from auditor.lexicon import normal, worded
from auditor.model import Aspects, Kind, Quantity
from auditor.model.interval import corners


class Comparisons(Lists):
    """Turns figures into drafts, and changes and rates into comparisons."""

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
        aside = kind in (Kind.COUNT, Kind.UNIT_VALUE) and self.parent is not None and self.parent.kind is Kind.AMOUNT
        if kind in (Kind.AMOUNT, Kind.COUNT) and not aside:
            self._settle(aspects)
        draft.parent = self.parent if self.list_open and not (aside and self._strange(aspects)) else None
        draft.closed = self.closed and draft.parent is not None
        self.out.append(draft)
        return draft

    def _compared(self, draft: Draft, current: Draft | None) -> None:
        """Direction, base and neighbours of a change or rate."""
        draft.direction = self.direction if self.direction != 2 else 0
        if self.direction_mark is not None:
            draft.direction_span = (self.direction_mark.start, self.direction_mark.end)
        draft.base = self._base(draft.aspects)
        draft.current = current
        if draft.base == draft.aspects or (self.setting.planned and not self._said_stage()):
            # A plan that grows by 5% grows on what was spent, or on what was planned: the figures say which, or nothing does.
            wanted = draft.aspects.but(stage="", period=self._before())
            before = (
                d
                for _, d in reversed(self.drafts)
                # The measure first: a long document has thousands of drafts.
                if d.aspects.measure == wanted.measure and d.kind is Kind.AMOUNT and d.aspects.but(stage="") == wanted
            )
            found = next((d for d in before if self._explains(d, draft, current)), None)
            draft.base, draft.base_claim = (found.aspects, found) if found is not None else (None, None)
            return
        draft.base_claim = self.base_claim or self._stated(draft.base, current) or self._year_before(current)
        if draft.base_claim is not None:
            draft.base = draft.base_claim.aspects
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
                    if d.kind is Kind.AMOUNT and d.aspects.stage in BUDGETS and self._explains(d, draft, current)
                ),
                None,
            )
            if budget is not None:
                draft.base, draft.base_claim = budget.aspects, budget

    def _of_money(self) -> None:
        """自评得分99分。全年预算数比年初预算数…: behind a score, what names only a stage goes on about the money before it."""
        if self.spent is not None and not self.pending.head and self.subject is not None and self.subject.measure.startswith("绩效."):
            self.subject, self.subject_readings, self.subject_words, self.chain = self.spent

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
            if "period" not in named and named.get("stage") not in BUDGETS:
                named["period"] = self._before()
            if "stage" not in named:
                named["stage"] = self.setting.aspects.stage
            base = base.but(**named)
        if worded("{within_year}").search(subject.period) and base.period == self._before():
            base = base.but(
                period=f"{base.period}年{subject.period}" if base.period else f"上年{subject.period}"
            )  # 1-6月 is compared with 1-6月 of the year before
        return self._dated(normal(base))

    def _said_stage(self) -> bool:
        """Whether the words of the comparison say with what: 上年执行数, 上年预算."""
        return any("stage" in r for group in self.compare or () for r in group[:1])

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
        if base is not None and not self.setting.year and self.subject is not None and base == self._dated(self.subject):
            base = None  # a text that says no year: what it is compared with cannot be told from it
        amounts = [d for d in amounts if base is None or (d.aspects.stage, d.aspects.period) != (base.stage, base.period)]
        if not amounts:
            return None
        amounts = [d for d in amounts if "base" not in d.flags] or amounts
        own = [d for d in amounts if d.aspects.period == self.setting.year]
        said = [d for d in own if d.aspects.stage == self.staged] if self.staged in BUDGETS else []
        if said:
            return said[-1]
        usual = [d for d in own if d.aspects.stage == self.setting.aspects.stage]
        return (usual or own or amounts)[-1]

    def _year_before(self, current: Draft | None) -> Draft | None:
        """The amount of the year before that stands beside the current one (2023年预算8万元，2022年预算12万元，减少4万元)."""
        if current is None or self._said_stage():
            return None
        return self._stated(current.aspects.but(period=self._before()), current)
