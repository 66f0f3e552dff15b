"""Signs: what a stop, a comma, a colon or a bracket ends, and what goes on behind it."""

from __future__ import annotations

from dataclasses import replace

import regex

from auditor.extract.drafts import Draft, Pending
from auditor.extract.lists import ITEM
from auditor.extract.marks import Mark
from auditor.extract.nlp import filler
from auditor.extract.state import HAN, numberless
from auditor.extract.statements import Statements
from auditor.lexicon import load, normal, worded
from auditor.model import Aspects, Kind

_SLOT = regex.compile(r"\s*[×xX*_□]+\s*[亿万]?[元%]?\s*")
"""Where a number was never filled in: 基本支出××万元."""
_NAME = regex.compile(r"[\p{Han}()\"、“”]{4,30}")
_NAMED_AMOUNT = regex.compile(r"\s*(?:为|即)?\s*[\d,.]+\s*[亿万千]?元\s*\)")
_VERSUS = r"\s*{versus}"
_LEVELS = ("(类)", "(款)", "(项)", '(项)"')

_OUTSIDE = (
    "pending",
    "subject",
    "subject_readings",
    "subject_words",
    "chain",
    "compare",
    "compare_open",
    "direction",
    "direction_mark",
    "share",
    "completion",
    "parent",
    "list_open",
    "base_claim",
    "last_change",
    "clause_start",
    "purpose",
    "also",
)
"""What a bracket leaves as it was."""


class Clauses(Statements):
    """Begins and ends sentences, clauses and brackets."""

    def _sentence(self, draft: Draft) -> tuple[int, int]:
        start = max(self.folded.rfind(sign, 0, draft.start) for sign in "。!?\n") + 1
        ends = [at for at in (self.folded.find(sign, draft.end) for sign in "。!?\n") if at >= 0]
        return start, min(ends, default=len(self.text))

    def _stop(self, mark: Mark) -> None:
        self._run_in(mark)
        self._adopt(mark)
        self._clause(mark)
        self.compared = self.compare if not self.compare_open else None
        self.compare, self.compare_open = None, False
        self.reach, self.purpose, self.staged = "", False, ""
        self.setting, self.year = self.ground, self.ground.year or self.year
        listed = [d for d in self.out if d.parent is self.parent and d.start >= self.sentence_start] if self.list_open else []
        own = (
            self.parent is not None
            and max(self.parent.start, self.list_at) >= self.sentence_start
            and any(d is self.parent for d in self.out)
        )
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
        self.split = True

    def _comma(self, mark: Mark) -> None:
        follows = worded(_VERSUS).match(self.folded, mark.end)
        # 公务接待费与上年相比，减少1万元: a comparator between the subject and the comma does not end it.
        compared = self.compare_open and not any(d.start >= self.clause_start for d in self.out)
        label = (
            self._label(mark)
            if (follows or compared)
            and not self.pending.readings
            and not self.purpose
            and self.reach != "reason"
            and mark.start - self.clause_start <= 24
            else ""
        )
        lone = (
            self.pending.start is not None
            and not self.folded[self.clause_start : self.pending.start].strip("() ,")
            and (self.pending.end >= mark.start - 1 or _SLOT.fullmatch(self.folded, self.pending.end, mark.start))
        )
        kept, words_ = self.pending, (lone or (compared and not self.heads and not self._tail(mark))) and self.pending.head
        if lone and self.clause_start == self.sentence_start:
            self._turn(self.pending)
        if self.pending.head and self.folded[self.pending.end : mark.start].strip() == "中":
            self._among()
        last = self.out[-1] if self.out else None
        if last is not None and last.kind in (Kind.AMOUNT, Kind.COUNT) and self.folded[last.end : mark.start].strip() == "中":
            self.parent, self.list_open, self.closed, self.split, self.list_at = last, True, False, False, mark.start
        if self.folded[self.clause_start : mark.start].endswith(_LEVELS):
            self._adopt(mark)  # 1.X(类)Y(款)Z(项)，主要用于…。年初预算为…
        said = [r for group in self.pending.readings for r in group[:1]]
        if said and all(r == {"period": self._before()} for r in said) and not self.compare_open and not self.purpose and not self.heads:
            self.compare, self.base_claim = [({"period": self._before()},)], None  # 对照上一年，…: whatever was compared with before
        self._clause(mark)
        if self.purpose and (self._counted_next(mark) or self._staged_next(mark)):
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

    def _staged_next(self, mark: Mark) -> bool:
        """Whether a clause opens with nothing but a stage and its money (…主要用于防汛物资，年初预算为300万元): it ends the purpose before it."""
        return self.subject is not None and self._staged(self.index + 1, mark.end)

    def _staged(self, first: int, start: int) -> bool:
        """Whether the words from ``start`` on say a stage and its money of what was named before."""
        following = self.marks[first : first + 4]
        money = next((at for at, m in enumerate(following) if m.sort == "quantity"), 0)
        if not money or following[money].quantity is None or following[money].quantity.dimension != "money":  # type: ignore[union-attr]
            return False
        said = [reading for m in following[:money] for reading in m.readings[:1] if m.sort in ("aspect", "stage")]
        plain = all(m.sort in ("aspect", "stage", "current", "year") for m in following[:money])
        words = self.folded[start : following[money].start]
        for m in reversed(following[:money]):
            words = words[: m.start - start] + words[m.end - start :]
        stages = [reading for reading in said if "stage" in reading]
        own = all(set(reading) <= {"stage", "period", "flow", "measure"} and reading.get("measure", "合计") == "合计" for reading in said)
        return plain and bool(stages) and own and not regex.sub(r"[\s为是数额:]", "", words)

    def _run_in(self, mark: Mark) -> None:
        """（二）政府性基金预算。…: a heading that its paragraph has swallowed, and that says whose money it is about."""
        readings = [reading for group in self.pending.readings for reading in group[:1]]
        if self.out or self.sentence_start or len(readings) != 1 or set(readings[0]) != {"scope"} or self.pending.start is None:
            return
        rest = self.folded[: self.pending.start] + self.folded[self.pending.end : mark.start]
        if not numberless(worded("{run_in_words}").sub("", rest)):
            self.ground = self.setting = replace(self.setting, aspects=self.setting.aspects.but(scope=readings[0]["scope"]))

    def _turn(self, pending: Pending) -> None:
        """2025年，…: what the sentence speaks of, where that is another year than the passage's."""
        said = {tuple(reading.items()) for group in pending.readings for reading in group[:1]}
        year = next(iter(said))[0][1] if len(said) == 1 and all(len(r) == 1 and r[0][0] == "period" for r in said) else ""
        own = self.ground.year
        if year and not year.isdigit() and self.setting.regions:
            self.span = year
        if year == own or not (year.isdigit() and own.isdigit()):
            return
        planned = int(year) == int(own) + 1
        if planned or self.setting.regions:
            self.setting, self.year = self.ground.shifted(year, planned=planned), year

    def _colon(self, mark: Mark) -> None:
        lone = self.pending if self.pending.head or self._titled(mark) else None
        if longer := self._longer(mark):
            self.pending.readings, self.pending.words = [({"measure": f"名.{longer}"},)], [longer]
        label = "" if self.pending.readings or self.purpose or self.out else self._item_label(mark)
        whole = self.out[-1] if self.out and self.out[-1].end == mark.start and not self.purpose and not self.stack else None
        self._clause(mark)
        if whole is not None and whole.kind in (Kind.AMOUNT, Kind.COUNT) and "base" not in whole.flags and not self.list_open:
            self.parent, self.list_open, self.closed, self.split, self.list_at = (
                whole,
                True,
                False,
                False,
                mark.start,
            )  # 采购支出80万元：货物…
        if lone is not None and not self.purpose:
            self.pending = lone
        elif label:
            self.subject = normal(self._context().but(measure=f"名.{label}", part=""))
            self.subject_readings, self.subject_words, self.subject_at = (), label, mark.start
            self.chain, self.base_claim, self.last_change, self.also = [], None, None, ()

    def _item_label(self, mark: Mark) -> str:
        """The name before the colon of a numbered item (1.境外培训：…), where no lexicon knows it: it is not what the heading is about."""
        found = None if self.setting.entity else ITEM.match(self.folded)
        return self._label(mark) if found and self.clause_start <= found.end() and mark.start - found.end() <= 16 else ""

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
            and HAN.search(text)
            and text not in filler()
        ]
        return name if len("".join(rest)) > 1 and _NAME.fullmatch(name) else ""

    def _titled(self, mark: Mark) -> bool:
        """Whether a clause is nothing but the fund that the next ones speak of (政府性基金预算财政拨款：本年收入…，本年支出…)."""
        if self.pending.start is None or self.heads or not any("scope" in r for group in self.pending.readings for r in group[:1]):
            return False
        around = self.folded[self.clause_start : self.pending.start] + self.folded[self.pending.end : mark.start]
        return not numberless(around)

    def _and(self, mark: Mark) -> None:
        if self.pending.readings:
            self.heads.append(self.pending)
            self.pending = Pending()

    def _clause(self, mark: Mark) -> None:
        self._lacking()
        self.mean = ""
        self.pending = Pending()
        self.heads = []
        self.compare_open = False
        self.direction, self.direction_mark = 0, None
        self.share = None
        self.completion = None
        self.each = False
        self.shared = []
        if mark.sort != "comma":
            self.respectively, self.zip, self.zip_amounts = False, [], []
        self.clause_start = mark.end

    def _open(self, mark: Mark) -> None:
        self.stack.append({name: getattr(self, name) for name in _OUTSIDE})
        last = self.out[-1] if self.out else None
        if last is not None and 0 <= mark.start - last.end <= 1 and last.kind in (Kind.AMOUNT, Kind.COUNT):
            self.parent, self.list_open = last, True
        self.pending = Pending()
        self.clause_start = mark.end
        self.direction, self.direction_mark = 0, None
        if not _NAMED_AMOUNT.match(self.folded, mark.end):
            self.share, self.completion, self.compare_open = None, None, False
        self.purpose = False

    def _defines(self, said: Pending) -> bool:
        """Whether a bracket behind several heads names the whole that they make up."""
        named = [g[0]["measure"] for g in said.readings if g and "measure" in g[0]]
        kinds = load("sums")["trees"].get(named[0], ()) if len(named) == 1 else ()
        outer = [g[0]["measure"] for head in (*self.heads, self.pending) for g in head.readings if g and "measure" in g[0]]
        return bool(kinds) and bool(outer) and all(one.startswith(named[0] + ".") for one in outer)

    def _close(self, mark: Mark) -> None:
        if not self.stack:
            return
        named, defined = self.base_claim, self.pending
        inner = self.compare if regex.search(r"下同\s*$", self.folded[: mark.start]) else None
        for name, value in self.stack.pop().items():
            setattr(self, name, value)
        self.chain = list(self.chain)
        if self._defines(defined):
            # 因公出国（境）费、公务用车费和公务接待费（“三公”经费）支出…
            self.pending, self.heads = self._qualified([*self.heads, self.pending, defined])[-1], []
        if self.compare_open and named is not None and self.base_claim is None:
            self.base_claim, self.compare_open = named, False
        if inner is not None:
            self.compare, self.compare_open = list(inner), False
            self.common, self.common_section = list(inner), self.passage.section
