"""Lists: 其中, items of a whole, and several numbers for several heads (分别)."""

from __future__ import annotations

import regex

from auditor.extract.drafts import TOTALS, Draft, Pending
from auditor.extract.marks import Mark
from auditor.extract.subjects import NATURES, Subjects, kin
from auditor.lexicon import load
from auditor.model import Aspects, Kind

ITEM = regex.compile(r"\s*(?:\(?[一二三四五六七八九十\d]+[)、.](?!\d)|[①-⑳]|[一二三四五六七八九十]是|第[一二三四五六七八九十]+[,、])")

ENTRY = regex.compile(rf'{ITEM.pattern}|\s*"?\p{{Han}}{{2,20}}\(类\)')
"""An item with its number, or one that its 类 shows to be an item."""


class Lists(Subjects):
    """Opens lists, settles what stands in them, and carries them into the next passage."""

    def _list(self, mark: Mark) -> None:
        before = self.folded[max(0, mark.start - 4) : mark.start]
        self.purpose = False
        if self.compare is None and self.compared and not self.folded[self.sentence_start : mark.start].strip():
            self.compare = list(self.compared)  # 比上年减少31万元。其中：购置费减少27万元
        following = next((m.quantity for m in self.marks[self.index + 1 :] if m.quantity is not None), None)
        counting = following is not None and following.dimension == "count"
        alike = [d for d in self.out if d.start >= self.sentence_start and d.kind is (Kind.COUNT if counting else Kind.AMOUNT)]
        named_amounts = [d for d in reversed(self.chain) if d.kind in (Kind.AMOUNT, Kind.COUNT, Kind.CHANGE) and "base" not in d.flags]
        # 支出188万元，为预算205万元的92%，其中：… lists what was spent.
        total = self._sided() or next(
            (d for d in named_amounts if d.kind is not Kind.CHANGE and d.aspects.stage == self.setting.aspects.stage),
            next(iter(named_amounts), None),
        )
        if self.ended is not None and mark.text != "其中" and not counting and not any(d.start >= self.sentence_start for d in self.out):
            total = self.ended  # …其中：基本支出80万元，项目支出20万元。具体情况如下：
        if mark.text.startswith("按") and self.ended is not None and not self.folded[self.sentence_start : mark.start].strip():
            total = self.ended  # 按功能分类，教育支出…。按经济分类，工资福利支出…: the same whole again
        elif (
            mark.text.startswith("按") and total is not None and total.aspects.part in NATURES and self.clause_start == self.sentence_start
        ):
            # 支出100万元。基本支出80万元，项目支出20万元。按功能分类：… is of what the paragraph is about
            total = next((d for d in self.out if d.kind is Kind.AMOUNT and "base" not in d.flags and not d.aspects.part), total)
        if total is not None and following is not None and counting and alike:
            total = ([d for d in alike if d.quantity.unit == following.unit] or alike)[-1]
        if self.pending.head:
            named = self._dated(self._compose(self.pending)[0])
            total = next((d for d in self._earlier() if d.aspects == named and d.kind in (Kind.AMOUNT, Kind.COUNT)), None)
            if total is None:
                self.parent, self.list_open = None, False
                self.among, self.pending, self.clause_start, self.purpose = named, Pending(), mark.end, False
                return
        if total is None and self.out and not before.startswith("("):
            total = next((d for d in reversed(self.out) if d.kind in (Kind.AMOUNT, Kind.COUNT) and "base" not in d.flags), None)
        if total is None and not self.out and not self.folded[: mark.start].strip() and self.passage.section is self.carried_section:
            total = self.previous
        if total is not None:
            if self.list_open and self.parent is not None and total is not self.parent and total.parent is self.parent:
                self.outer.append(self.parent)
            self.parent, self.list_open, self.closed, self.split, self.list_at = total, True, mark.text.startswith("按"), False, mark.start
        self.reach = "" if mark.text == "其中" else self.reach
        self.pending = Pending()
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
                and d.aspects.measure in TOTALS
                and any(a.flow == side for a in (d.aspects, *d.also))
                and not d.aspects.part
            ),
            None,
        )

    def _made_of(self, mark: Mark) -> None:
        """支出合计由基本支出400.10万元和项目支出120.30万元组成: a list that names all parts."""
        self._list(mark)
        self.closed = self.list_open

    def _among(self) -> None:
        """“三公”经费支出决算中，: a list of its parts."""
        whole = self._dated(self._compose(self.pending)[0])
        found = next((d for d in self._earlier() if d.aspects == whole and d.kind is Kind.AMOUNT), None)
        self.among = whole
        if found is not None:
            self.parent, self.list_open, self.closed, self.split = found, True, False, False
            self.outer.clear()

    def _settle(self, aspects: Aspects) -> None:
        """Leave an inner 其中 list, or the list, at an item that cannot belong to it."""
        while self.list_open and self.parent is not None:
            own = kin(self.parent.aspects, aspects)
            if not self._strange(aspects) and not (self.outer and self.split and not self._parts() and not own):
                return
            self.parent = self.outer.pop() if self.outer else None
            self.list_open = self.parent is not None

    def _parts(self) -> list[Draft]:
        earlier = (d for _, d in self.drafts[-40:])
        return [d for d in (*earlier, *self.out) if d.parent is self.parent and d.kind in (Kind.AMOUNT, Kind.COUNT)]

    def _strange(self, aspects: Aspects) -> bool:
        """Whether an item is known to be none of the list, whose others are."""
        assert self.parent is not None
        if kin(self.parent.aspects, aspects) or aspects.measure.startswith("名."):
            return False
        return any(kin(self.parent.aspects, d.aspects) for d in self._parts())

    def _apart(self, aspects: Aspects, kind: Kind) -> Aspects:
        """An item of an 其中 list that is called like something before the list is a part of it, not the same (其中参加其他单位的团组1个)."""
        if self.list_open and self.parent is not None and (not aspects.entity or self.setting.regions):
            if self.setting.regions and self.parent.kind is kind and self.parent.aspects == aspects:
                return aspects.but(entity=f"{aspects.entity}其中")
            start = max(self.parent.end, self.list_at)
            if any(
                d.kind is kind and d.aspects == aspects and self.sentence_start <= d.start <= start and d.parent is not self.parent
                for d in self.out
            ):
                return aspects.but(entity=f"{aspects.entity}其中")
        return aspects

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
        if len(groups) > 1 and any(set(reading) <= {"stage", "period"} for group in groups for reading in group.readings[-1][:1]):
            self.zip = self._called(mark, values)  # 中央预算单位、地方预算单位
        if self.zip:
            pass
        elif len(groups) > 1:
            for group in self._qualified(groups):
                subject, _, words_, _ = self._compose(group)
                self.zip.append((subject, words_))
        elif self.also:
            self.zip = [(aspects, self.subject_words) for aspects in self.also]
        if not self.zip:
            self.zip_amounts = list(self._amounts_of_sentence())[-values:] if values else []
            if values > 1 and not self.zip_amounts:
                self.zip_amounts, self.zip = self._listed_before(values), self._called(mark, values)
                if self.zip:
                    self.zip_amounts, self.pending, self.heads = [], Pending(), []
        open_changes = [d for d in self.out if d.kind is Kind.CHANGE and d.start >= self.sentence_start and d.partner is None]
        self.paired = not self.zip and values > 1 and len(open_changes) == values

    def _listed_before(self, values: int) -> list[Draft]:
        """与上年相比，分别减少…、…和…: behind a list, one number for each of its items."""
        items = [d for d in self.out if self.ended is not None and d.parent is self.ended and d.kind is Kind.AMOUNT]
        return items if len(items) == values and len({d.aspects for d in items}) == values else []

    def _called(self, mark: Mark, values: int) -> list[tuple[Aspects, str]]:
        """公开招标、竞争性磋商和询价分别…: names that no lexicon knows, as many as there are numbers."""
        said = self.folded[self.clause_start : mark.start]
        names = [regex.sub(r"\s|^其中:?|(?:采购)?(?:规模|金额|数|额)$", "", name) for name in regex.split("、|以及|和|与|及", said)]
        if len(names) != values or len(set(names)) != values or not all(regex.fullmatch(r"[\p{Han}()]{2,12}", name) for name in names):
            return []
        return [(self._context().but(measure=f"名.{name}", part=""), name) for name in names]

    def _sum(self, mark: Mark) -> None:
        """两项合计150万元: the sum of what was listed."""
        number = "零一二三四五六七八九十".find("二" if mark.text[0] == "两" else mark.text[0])
        amounts = [d for d in self.out if d.kind is Kind.AMOUNT and "base" not in d.flags][-number:] if number > 1 else []
        named = {d.aspects.measure for d in amounts}
        whole = next((whole for whole, parts in load("sums")["trees"].items() if len(named) == number and set(parts) == named), "")
        self.pending.add(mark, ({"measure": whole or f"名.{mark.text}", "part": "-"},))

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

    def _carry(self) -> None:
        ending = self.folded.rstrip()[-1:]
        if self.out:
            amounts = [d for d in reversed(self.out) if d.kind is Kind.AMOUNT and d.parent is None and "base" not in d.flags]
            usual = (d for d in amounts if d.aspects.stage == self.setting.aspects.stage)
            self.previous = next(usual, next(iter(amounts), None))
        if ending in (":", ";", ",") and (self.out or self.carried or self.list_open):
            total = (
                self.parent
                if self.list_open and self.parent is not None
                else next((d for d in reversed(self.out) if d.kind is Kind.AMOUNT and "base" not in d.flags), None)
            )
            if ending == ":" and not self.list_open and self.ended is not None and self.ended.kind is Kind.AMOUNT:
                total = self.ended  # …其中：基本支出80万元，项目支出20万元。按功能分类：
            elif ending == ":" and not self.list_open:
                total = next((d for d in reversed(self.out) if d.kind is Kind.AMOUNT and "base" not in d.flags), self.parent)
                if not any(d.start >= self.sentence_start for d in self.out):
                    # …其中：基本支出80万元，项目支出20万元。按功能科目分类： is of what the list, or the paragraph, is about
                    lead = next((d for d in self.out if d.kind is Kind.AMOUNT and "base" not in d.flags and d.parent is None), total)
                    total = self.ended or lead
            self.carried = total
        elif (
            self.carried is None or self.passage.section is not self.carried_section or not (ENTRY.match(self.folded) or self._splitting())
        ):
            self.carried = None
        self.carried_items = self.carried is not None and ending not in (":", ";", ",")
        self.previous_part = self.out[0] if self.out else self.previous_part
        self.carried_section = self.passage.section
        self.carried_outer = list(self.outer) if self.carried is self.parent and ending == ";" else []
