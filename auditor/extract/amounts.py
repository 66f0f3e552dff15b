"""Amounts of money, and what they rose or fell by."""

from __future__ import annotations

import regex

from auditor.extract.drafts import BUDGETS, Draft
from auditor.extract.marks import Mark
from auditor.extract.shares import Shares
from auditor.extract.state import INTO
from auditor.lexicon import load, merge, normal, worded
from auditor.model import Aspects, Kind

_FUNDED = r"{funded}\s*$"
_UNSPENT = r"名\.{unspent}"
_LEFT = "{unspent}"
_USE = r"\s*{used_for}(?P<use>[^,;。:()]{2,30})"
_OWN = r"{whole_unit}(?!预算单位|其他)(?:整体)?(?:支出)?\p{Han}{0,2}$|(?:部门|单位)\p{Han}{0,8}预算"


class Amounts(Shares):
    """Money: amounts and changes."""

    def _spent_of(self, chain: list[Draft]) -> bool:
        """Whether the sentence has said of the same thing what could be spent and what was."""
        stages = {d.aspects.stage for d in chain if d.kind is Kind.AMOUNT and d.start >= self.sentence_start}
        return "决算" in stages and bool(stages & BUDGETS)

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
        into = self.direction_mark is not None and INTO.match(self.folded, self.direction_mark.end)
        if self.direction and not into:
            self._change(mark)
            return
        if into and self.direction_mark is not None and worded("{adjustments}").fullmatch(self.direction_mark.text):
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
            funded = worded(_FUNDED).search(self.folded, self.clause_start, mark.start) and self.folded[mark.end : mark.end + 1] != "的"
            if funded:
                self.completion = None  # 完成预算资金89.97万元 is what was spent
            elif any(r.get("stage") in BUDGETS for r in stages):
                aspects = subject
                for r in stages:
                    aspects = merge(aspects, {k: v for k, v in r.items() if k in ("stage", "period")})
                draft = self._emit(
                    Kind.AMOUNT, self._dated(aspects), mark, quantity, readings=self.subject_readings, subject=self.subject_words
                )
                draft.flags += ("base",)
                self.chain.append(draft)
                return
            for group in self.completion or ():
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
            and worded("{money}").search(self.folded[self.clause_start : mark.start])
        ):
            self.pending.readings.append(({"measure": "项目资金", "entity": self.setting.entity},))
            self.clause_start = mark.start
        found = [r for group in self.pending.readings for r in group[:1]]
        words = self.folded[self.clause_start : mark.start].strip(" ,;:为")
        earlier = self.subject, self.subject_readings, self.subject_words, self.chain
        subject, readings, said, _ = self._subject(mark)
        if earlier[0] is not None and earlier[0].measure == "项目资金" and worded(_UNSPENT).fullmatch(subject.measure):
            subject = earlier[0].but(measure="项目资金.结余", stage="决算")
        elif earlier[0] is not None and worded(_LEFT).fullmatch(words) and self._spent_of(earlier[3]):
            kept = earlier[0].measure if earlier[0].measure.startswith("名.") else "名"
            subject = earlier[0].but(measure=f"{kept}.结余", part="", flow="", stage="决算")
        if subject.measure.endswith(".结余"):  # 支付97万元，尚未支付3万元，支付率97%: what goes on is the money, not what is left of it
            self._emit(Kind.AMOUNT, self._dated(subject), mark, quantity, subject=said)
            self.subject, self.subject_readings, self.subject_words, self.chain = earlier
            return
        if subject.part == "项目支出" and regex.search(load("words")["selected"], self.folded[self.clause_start : mark.start]):
            phrase = regex.sub(r"[\s\"]|为?$", "", self.folded[self.clause_start : mark.start])
            subject, readings = subject.but(measure=f"名.{phrase}", flow="", part=""), ()
        used = worded(_USE).match(self.folded, mark.end)
        if used and self.list_open and not found and not self.direction and self.folded[self.clause_start : mark.start].strip() == "":
            subject, readings = subject.but(measure=f"名.{used['use']}", flow="", part=""), ()
        if self._balanced(subject, mark):
            subject, readings = subject.but(measure="总计"), ()
        cost = load("words")["costs"].get(subject.measure)
        tail = self._tail(mark) if cost else ""
        if cost:
            subject, readings = normal(subject.but(measure=f"名.{said}{tail}" if tail else cost)), ()
        own = worded(_OWN).search(self.folded, self.clause_start, mark.start) is not None and not (
            self.setting.family or self.setting.entity
        )
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

    def _balanced(self, subject: Aspects, mark: Mark) -> bool:
        """Whether a 合计 is what a fund's income amounts to with all that was added (收入80万元；加上级补助收入20万元，收入合计100万元)."""
        if not self.setting.regions or subject.measure != "合计" or subject.part or not self.pending.words[-1:]:
            return False
        if not self.pending.words[-1].endswith("合计"):
            return False
        if regex.search(load("words")["added"], self.folded[self.sentence_start : mark.start]):
            return True
        own = [d for d in self.out if d.kind is Kind.AMOUNT and d.start >= self.sentence_start]
        return len(own) > 1 and own[0].aspects == self._dated(subject)  # 支出83万元，调出资金18万元，支出合计101万元

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
        if self.pending.head and (cost := load("words")["costs"].get(subject.measure)):
            subject, readings = normal(subject.but(measure=cost)), ()
            self.subject = subject.but(stage="")
        turn = self.direction_mark
        if turn is not None and worded("{more_or_less}").fullmatch(self.folded, max(0, turn.start - 1), turn.start):
            # 比年初增加80亿元，同比多增12亿元: by how much the change has changed.
            faster = self._emit(
                Kind.AMOUNT, self._dated(subject.but(measure=f"名.{said}增减变化", part="")), mark, mark.quantity, subject=said
            )
            faster.flags += ("base",)  # no whole of a list behind it
            return
        current = self._current_amount()
        added = self.folded[self.direction_mark.end : mark.start] if self.direction_mark is not None and not self.pending.readings else ""
        if worded(r"{amount_words}|[^\p{Han}]").sub("", added):
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
        if self.compare is None and self.direction_mark is not None and worded("{adjustments}").fullmatch(self.direction_mark.text):
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

    def _bare(self, mark: Mark) -> None:
        """A number without a unit: a figure only where its subject and stage say so (项目支出2162795.5)."""
        assert mark.quantity is not None
        after = self.folded[mark.end : mark.end + 1]
        if self.purpose or not self.pending.head or mark.start - self.pending.end > 2 or after.isalpha():
            return
        subject, readings, words_, _ = self._subject(mark)
        if subject.flow:
            self._emit(Kind.AMOUNT, self._dated(subject), mark, mark.quantity, readings=readings, subject=words_, flags=("no-unit",))
