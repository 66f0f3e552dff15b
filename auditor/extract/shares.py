"""Shares of a whole and of a budget: 占…的95%, 完成年初预算的98%."""

from __future__ import annotations

import regex

from auditor.extract.comparisons import Comparisons
from auditor.extract.drafts import BUDGETS, Draft, Reading
from auditor.extract.marks import Mark
from auditor.extract.nlp import filler
from auditor.extract.state import HAN
from auditor.lexicon import load, normal, worded
from auditor.model import Aspects, Kind

_TOGETHER = r"(?:([两二三四五六七八九]){summands}{money}?|{in_turn})[^,;。]{0,10}$"


class Shares(Comparisons):
    """Finds the whole that a share is of."""

    def _completed(self, mark: Mark, budget: str | None) -> None:
        assert mark.quantity is not None
        rate_word = [group for group in self.pending.readings if group and group[0].get("measure") == "绩效.执行率"]
        if rate_word:
            own = [g for g in self.pending.readings if g not in rate_word]
            self.pending.readings = own
        subject, readings, said, _ = self._subject(mark)
        subject = subject if subject.measure or not self.setting.entity else subject.but(measure="项目资金", entity=self.setting.entity)
        amounts = [d for d in self.chain if d.kind is Kind.AMOUNT]
        current = next((d for d in reversed(amounts) if d.aspects.stage not in BUDGETS), None)
        budgets = [d for d in amounts if d.aspects.stage in BUDGETS]
        base_claim = next((d for d in reversed(budgets) if budget in (None, d.aspects.stage)), None)
        if base_claim is None and budget == "预算" and budgets:
            base_claim = budgets[-1]
        if budget is None and self.base_claim is not None and self.out and self.out[-1] is self.base_claim:
            base_claim = self.base_claim if self.base_claim.aspects.stage in BUDGETS else base_claim  # 较调整预算数50万元，完成96%
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
        budget = next((s for s in stages if s in BUDGETS), None)
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
        if self._strange_whole(mark) and self.whole is None:
            whole = Aspects(measure=f"名.{self._strange_whole(mark)}")
        elif self.whole is not None:
            whole_claim, whole = self.whole, self.whole.aspects
        elif heads:
            whole, others = self._whole(aspects)
            whole_claim = self._printed_before(whole)
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

    def _side_by_side(self, mark: Mark) -> bool:
        """占…的比重为31.2%、52.9%和15.9%: one share for each of the amounts, or of the names, that stood side by side before it."""
        assert mark.quantity is not None
        if not self.shared and self.respectively and not self.pending.head:
            run = self._run(mark)
            if run > 1 and len(self.zip) == run:
                self.shared, self.zip = [*self.zip], []
            elif run > 1 and len(self.zip_amounts) >= run:
                self.shared, self.zip_amounts = [*self.zip_amounts[-run:]], []
        if not self.shared and not self.compare_open and not self.direction and not self.pending.head:
            self.shared = [*self._together_before(mark)]
        if not self.shared:
            return False
        item = self.shared.pop(0)
        part, aspects, said = (item, item.aspects, item.subject) if isinstance(item, Draft) else (None, self._dated(item[0]), item[1])
        whole, others = self._whole(aspects) if self._whole_heads() else (None, ())
        whole_claim = self._printed_before(whole) if whole is not None else part.parent if part is not None else None
        draft = self._emit(Kind.SHARE, aspects, mark, mark.quantity, readings=others, subject=said)
        draft.current, draft.base_claim = part, whole_claim
        draft.base = whole_claim.aspects if whole_claim is not None else whole
        return True

    def _together_before(self, mark: Mark) -> list[Draft]:
        """The amounts before of which as many shares stand here (二者占比82%、18%; 两类支出分别占75%和25%)."""
        run = self._run(mark)
        amounts = [d for d in self.out if d.kind is Kind.AMOUNT and "base" not in d.flags][-run:]
        said = worded(_TOGETHER).search(self.folded, max(self.sentence_start, mark.start - 16), mark.start)
        if run < 2 or len(amounts) != run or said is None:
            return []
        number = "零一二三四五六七八九十".find("二" if said[1] == "两" else said[1]) if said[1] else run
        first = amounts[0]
        alike = len({d.aspects for d in amounts}) == run and all(
            (d.aspects.stage, d.aspects.period, d.aspects.scope, d.parent)
            == (first.aspects.stage, first.aspects.period, first.aspects.scope, first.parent)
            for d in amounts
        )
        return amounts if alike and number == run else []

    def _run(self, mark: Mark) -> int:
        """How many percentages stand side by side from here on."""
        count, end = 0, mark.start
        for other in self.marks[self.index :]:
            if other.quantity is None:
                continue
            if other.quantity.dimension != "ratio" or regex.sub(r"[、,和及与以\s]", "", self.folded[end : other.start]):
                break
            count, end = count + 1, other.end
        return count

    def _printed_before(self, aspects: Aspects) -> Draft | None:
        """The last amount before that has these aspects."""
        found = next((d for d in self._earlier() if d.kind is Kind.AMOUNT and d.aspects == aspects), None)
        if found is None and aspects.period == self.setting.year:  # 一季度政府采购规模1.32亿元。…占政府采购规模的40.91%
            found = next(
                (
                    d
                    for d in reversed(self.out)
                    if d.kind is Kind.AMOUNT and d.aspects.but(period="") == aspects.but(period="") and not d.aspects.period.isdigit()
                ),
                None,
            )
        return found

    def _strange_whole(self, mark: Mark) -> str:
        """The words behind 占 that name a whole, where one of them is unknown (占设备支出的80%): it is not all expenditure."""
        if not self._whole_heads():
            start = next((m.end for m in self.marks if m.start == self.share_at), self.share_at)
            other = worded("(?:{unlisted_wholes})[^,;。]*").match(self.folded, start, mark.start)
            return other[0].removesuffix("的") if other else ""  # 占GDP的27.3%, behind a list of something else
        taken = [(m.start, m.end) for m in self.marks[: self.index] if m.start >= self.share_at] + self.own
        start = next((m.end for m in self.marks if m.start == self.share_at), self.share_at)
        first = min((m.start for m in self.marks[: self.index] if m.start >= start and m.sort == "aspect"), default=start)
        kept = [
            text
            for at, text in self.parsed.words(start, first)
            if start <= at < first and HAN.search(text) and text.strip() not in filler() and not any(a <= at < b for a, b in taken)
        ]
        return self.folded[start : mark.start].strip().removesuffix("的") if len("".join(kept)) > 1 else ""

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
        said = self.folded[self.share_at + 1 : self.share_from]
        if regex.search(load("words")["narrowed"], said):
            return whole.but(measure=f"名.{said.strip()}", part=""), ()  # 占同类产品采购规模的90%: not of all of it
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
