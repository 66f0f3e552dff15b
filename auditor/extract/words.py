"""Words: they name a subject, a comparator or a whole, turn a direction, or say what the numbers behind them are for."""

from __future__ import annotations

import itertools
from dataclasses import replace

import regex

from auditor.extract.comparisons import Comparisons
from auditor.extract.drafts import Pending, Reading
from auditor.extract.marks import Mark
from auditor.extract.state import FUNDS, numberless
from auditor.lexicon import worded
from auditor.model import Kind

_WITHIN = regex.compile(r"在[^,;。:]{2,24}中(?:的|所占|的占)?$")
_PLANNED = "(?:预算|决算)(?={amounts_of}?$)"


class Words(Comparisons):
    """One method for each sort of mark that is neither a sign nor a number."""

    def _aspect(self, mark: Mark) -> None:
        if self.setting.titled and mark.text.replace(" ", "").removesuffix("项目") == self.setting.titled:
            self._word(mark, ({"measure": "项目资金", "entity": self.setting.entity},))
            return
        if mark.text.endswith("(项)") and len(mark.readings) > 1:
            above = [r["measure"] for group in self.pending.readings[-1:] for r in group if r.get("measure", "").startswith("功能.")]
            fitting = tuple(r for r in mark.readings if any(r["measure"].startswith(a) for a in above))
            self._word(mark, fitting or ({"measure": f"名.{mark.text}", "flow": "支出"},))
            return
        stage = worded(_PLANNED).search(worded(FUNDS).sub("", mark.text))
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
            if not self.share:
                self.share_from = mark.start
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

    def _region(self, mark: Mark) -> None:
        if self.setting.regions and (mark.text != "地方" or "中央" in self.folded[: mark.start]):  # else 地方一般公共预算 is only a name
            before, after = self.folded[: mark.start], self.folded[mark.end : mark.end + 1]
            if not numberless(before) and after in ("。", ":"):
                self.ground = self.setting = replace(self.setting, aspects=self.setting.aspects.but(entity=mark.text))  # 2.市本级。…
                return
            self._word(mark, ({"entity": regex.sub("^我", "全", mark.text)},))

    def _span(self, mark: Mark) -> None:
        """三年累计, 6月: another period than the year, as it is called."""
        if not self.purpose and not self.compare_open:
            self._word(mark, ({"period": mark.text},))

    def _mean(self, mark: Mark) -> None:
        self.mean = mark.text

    def _compare(self, mark: Mark) -> None:
        again = self.reach == "reason" and not self.folded[self.clause_start : mark.start].strip() and not self._amounts_of_subject()
        if again and self.explained[0] is not None:
            self.subject, self.subject_readings, self.subject_words, self.chain, self.also, self.last_change = self.explained
        self.compare, self.compare_open, self.compare_head = [], True, False
        self.base_claim = None
        self.purpose = False
        self.staged = next((r["stage"] for group in self.pending.readings for r in group[:1] if "stage" in r), "")

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

    def _same_basis(self, mark: Mark) -> None:
        self.reach = "same-basis"

    def _up(self, mark: Mark) -> None:
        if self.compare_open and not self.purpose:
            self._versus()
        self.compare_open = False
        if self.purpose:
            return
        self.direction, self.direction_mark = 1, mark

    def _versus(self) -> None:
        """收入95万元，支出90万元，比上年收入增加5%: the comparison itself says which of the two it is about."""
        sides = [r["flow"] for group in self.compare or () for r in group[:1] if set(r) == {"flow"}]
        if len(sides) != 1 or self.subject is None or self.subject.flow in ("", "收支", sides[0]) or self.pending.head:
            return
        amounts = (d for d in reversed(self.out) if d.kind is Kind.AMOUNT and d.start >= self.sentence_start and "base" not in d.flags)
        other = next((d for d in amounts if d.aspects == self.subject.but(flow=sides[0], stage=d.aspects.stage)), None)
        if other is not None:
            self.subject, self.subject_words, self.subject_readings = other.aspects.but(stage=""), other.subject, other.readings
            self.chain, self.base_claim, self.last_change, self.also = [other], None, None, ()

    def _down(self, mark: Mark) -> None:
        self._up(mark)
        if self.direction_mark is mark:
            self.direction = -1

    def _signed(self, mark: Mark) -> None:
        self._up(mark)
        if self.direction_mark is mark:
            self.direction = 2

    def _share(self, mark: Mark) -> None:
        if self.purpose:
            return
        if self.share and mark.text != "占":
            return
        self.share, self.completion, self.share_at, self.shared = [], None, mark.start, []
        self.compare_open = False
        if self.pending.start is not None and _WITHIN.search(self.folded, max(self.clause_start, self.pending.start - 2), mark.start):
            self.share, self.pending = [*self.pending.readings], Pending()  # 在本年支出中的比重: what is named is the whole

    def _completion(self, mark: Mark) -> None:
        if self.purpose and worded("了?{of_year}?预算").match(self.folded[mark.end :]):
            self.purpose, self.pending = False, Pending()
        if self.purpose:
            return
        if self.pending.readings and any("stage" in r for r in self.pending.readings[-1]):
            return
        self.completion = []
        self.compare_open = False

    def _reason(self, mark: Mark) -> None:
        if self.reach != "reason":
            self.explained = (self.subject, self.subject_readings, self.subject_words, self.chain, self.also, self.last_change)
        self.reach = "reason"
        self.direction, self.direction_mark = 0, None
        self.compare, self.compare_open = None, False
        self.purpose = False
        self.pending = Pending()
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
        self.pending = Pending()

    def _actual(self, mark: Mark) -> None:
        self.reach = "" if self.reach == "target" else self.reach

    def _plan(self, mark: Mark) -> None:
        last = self.out[-1] if self.out else None
        if self.stack and last is not None and self.folded[last.end : mark.start].strip() == "(":
            last.reach = "target"
            return
        self.reach = "target"
