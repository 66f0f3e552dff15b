"""What a reader remembers: of the passages before, and within the one that it reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import regex

from auditor.extract.drafts import BUDGETS, Draft, Pending, Reading, Setting
from auditor.extract.marks import Mark
from auditor.extract.nlp import Parsed
from auditor.lexicon import Terms
from auditor.model import Aspects, Kind, Passage

HAN = regex.compile(r"\p{Han}")
FUNDS = "{fund_budgets}预算"
INTO = regex.compile(r"\s*(?:到|至|为|了?约?达到)")
RATE_NAMED = regex.compile(r"名\.[^.]*率$")


class State:
    """Where a reader stands: lists that go on, the current subject and its figures, what a comparison or a share has opened."""

    def __init__(self, terms: Terms, year: str) -> None:
        self.terms = terms
        self.year = year
        self.drafts: list[tuple[Passage, Draft]] = []
        self.carried: Draft | None = None
        """The total of a list that goes on in the next passage."""
        self.previous: Draft | None = None
        """The amount that a passage of its own, 其中：, speaks of."""
        self.previous_part: Draft | None = None
        """The first figure of the passage before."""
        self.carried_section: Any = None
        self.common: list[tuple[Reading, ...]] | None = None
        """What everything in a section is compared with (与年初预算相比，下同)."""
        self.common_section: Any = None
        self.carried_outer: list[Draft] = []
        """The lists that it stands in."""
        self.carried_items = False
        """Whether only numbered items go on with it (1.基本支出…。2.项目支出…。)."""
        self.title: tuple[Any, Aspects, tuple[Aspects, ...], str] | None = None
        """(section, aspects, other senses, words) of a passage that is nothing but the name of what the next one speaks of."""
        self.item: tuple[Any, Aspects, tuple[Aspects, ...], str, bool] | None = None
        """The same of the 项 that the passage before has named and spoken of to its end, and whether it was just to say what for."""

    def _begin(self, passage: Passage, setting: Setting) -> None:
        """Forget what the passage before has opened."""
        self.passage, self.setting, self.text = passage, setting, passage.text
        self.ground, self.year = setting, setting.year or self.year
        self.parsed = Parsed(passage.text, self.terms)
        self.folded = self.parsed.folded
        self.out: list[Draft] = []
        self.pending = Pending()
        self.heads: list[Pending] = []
        self.compare: list[tuple[Reading, ...]] | None = None
        self.compare_open = False
        self.compared: list[tuple[Reading, ...]] | None = None
        """What the sentence before was compared with."""
        self.compare_head = False
        self.direction = 0
        self.direction_mark: Mark | None = None
        self.share: list[tuple[Reading, ...]] | None = None
        self.explained: tuple[Any, ...] = (None,)
        self.share_at = self.share_from = self.list_at = 0
        self.rate_name = ""
        self.told: tuple[Aspects | None, tuple[Aspects, ...], str, list[Draft]] | None = None
        self.spent: tuple[Aspects | None, tuple[Aspects, ...], str, list[Draft]] | None = None
        """The subject of the last amount of money, with its senses, words and figures."""
        self.staged = ""
        """The stage that is compared with another (全年预算数比年初预算数…)."""
        self.whole: Draft | None = None
        self.among = Aspects()
        self.completion: list[tuple[Reading, ...]] | None = None
        self.subject: Aspects | None = None
        self.subject_readings: tuple[Aspects, ...] = ()
        self.subject_words = ""
        self.subject_at = -1
        self.verb = ""
        self.also: tuple[Aspects, ...] = ()
        self.chain: list[Draft] = []
        self.base_claim: Draft | None = None
        self.last_change: Draft | None = None
        self.span = ""
        self.reach = ""
        self.ended: Draft | None = None
        self.purpose = False
        self.lone = ""
        self.mean = ""
        self.lack: Mark | None = None
        self.closed = False
        self.outer: list[Draft] = []
        self.split = False
        self.each = False
        self.zip: list[tuple[Aspects, str]] = []
        self.zip_amounts: list[Draft] = []
        self.shared: list[Draft | tuple[Aspects, str]] = []
        """What the next percentages are shares of, one each."""
        self.respectively = self.paired = False
        self.list_open = False
        self.parent: Draft | None = None
        self.stack: list[dict[str, Any]] = []
        self.clause_start = 0
        self.sentence_start = 0
        self.own: list[tuple[int, int]] = []
        self.marks: list[Mark] = []
        self.index = 0

    def _before(self) -> str:
        """The year before, or before the one that the amounts of the sentence are of, where they name another (2022年支出80万元，比上年增加5万元)."""
        said = {d.aspects.period for d in self.chain if d.kind is Kind.AMOUNT and "base" not in d.flags and d.start >= self.sentence_start}
        year = said.pop() if len(said) == 1 else ""
        own = self.year
        if year.isdigit() and own.isdigit() and year < own:
            own = year
        return str(int(own) - 1) if own.isdigit() else ""

    def _dated(self, aspects: Aspects) -> Aspects:
        """The aspects with the stage and period that hold when nothing is said."""
        listed = self.parent.aspects.stage if self.list_open and self.parent is not None else ""
        spoken = aspects.over(Aspects(stage=listed if listed in BUDGETS else self.setting.aspects.stage, period=self.setting.year))
        return spoken.but(period=self.span) if self.span and spoken.period == self.setting.year else spoken

    def _earlier(self) -> Iterator[Draft]:
        """All figures so far, the last first."""
        yield from reversed(self.out)
        yield from (draft for _, draft in reversed(self.drafts))

    def _amounts_of_subject(self) -> list[Draft]:
        return [d for d in self.chain if d.kind is Kind.AMOUNT]

    def _amounts_of_sentence(self) -> list[Draft]:
        return [d for d in self.out if d.kind is Kind.AMOUNT and d.start >= self.sentence_start]


def numberless(text: str) -> str:
    """What is left of a heading without its number, brackets and blanks."""
    return regex.sub(r"[\s\d.,、()\"一二三四五六七八九十]", "", text)
