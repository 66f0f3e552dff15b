"""Claims in the making: what holds for a passage, the words that wait for their number, and the draft that both become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from auditor.extract.marks import Mark
from auditor.model import Aspects, Claim, Kind, Location, Passage, Quantity

Reading = Mapping[str, str]
TOTALS = ("合计", "总计")
BUDGETS = frozenset({"年初预算", "全年预算", "预算", "目标"})
MONEY = frozenset(
    {"合计", "总计", "功能", "经济", "三公", "采购", "机关运行经费", "人员经费", "公用经费", "项目资金", "年初结转结余", "年末结转结余"}
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for a passage before its first word: headings, entity, year, defaults of the genre."""

    aspects: Aspects
    """Inherited aspects: period and stage of the document, scope and flow of the headings."""
    family: str = ""
    """Measure that the headings are about (三公, 采购 …), empty when they name none."""
    entity: str = ""
    titled: str = ""
    """The project's name as the title of its report has it, which may be that of an item, too (代表工作)."""
    year: str = ""
    organization: str = ""
    regions: bool = False
    """Whether 全市 and 市本级 tell apart whose figures are meant, as in the reports of governments."""
    planned: bool = False
    """Whether the passage speaks of the year after that of the document: what it states is planned."""
    appraised: bool = False
    """Whether the document is a performance report, and the passage is about all its projects."""

    def shifted(self, year: str, *, planned: bool) -> Setting:
        """The setting of a passage that speaks of another year than the document."""
        stage = "预算" if planned else self.aspects.stage
        return replace(self, year=year, planned=planned, aspects=self.aspects.but(period=year, stage=stage))


@dataclass(slots=True)
class Draft:
    """A claim in the making."""

    kind: Kind
    aspects: Aspects
    quantity: Quantity
    start: int
    end: int
    number: tuple[int, int]
    direction: int = 0
    base: Aspects | None = None
    current: Draft | None = None
    partner: Draft | None = None
    base_claim: Draft | None = None
    parent: Draft | None = None
    sentence: tuple[int, int] = (0, 0)
    direction_span: tuple[int, int] | None = None
    closed: bool = False
    reach: str = ""
    subject: str = ""
    also: tuple[Aspects, ...] = ()
    readings: tuple[Aspects, ...] = ()
    flags: tuple[str, ...] = ()
    id: str = ""


@dataclass(slots=True)
class Pending:
    """Words since the last number or clause end that may name what the next number is about."""

    readings: list[tuple[Reading, ...]] = field(default_factory=list)
    start: int | None = None
    end: int = 0
    words: list[str] = field(default_factory=list)

    def add(self, mark: Mark, readings: tuple[Reading, ...]) -> None:
        """One more word and its senses."""
        self.readings.append(readings)
        self.words.append(mark.text)
        self.start = mark.start if self.start is None else self.start
        self.end = mark.end

    @property
    def head(self) -> bool:
        """Whether the words name a subject of their own and not only its year, scope or stage."""
        return any(
            r.get("measure", "") not in ("", "合计", "总计", "-") or "part" in r for group in self.readings for r in group[:1]
        ) or any((r.get("measure") in TOTALS and "flow" in r) or r == {"flow": "收支"} for group in self.readings for r in group[:1])


def freeze(passage: Passage, draft: Draft) -> Claim:
    """The claim of a finished draft."""
    place: Location = passage.locate(draft.number[0], draft.number[1])
    return Claim(
        id=draft.id,
        kind=draft.kind,
        aspects=draft.aspects,
        quantity=draft.quantity if place.confidence == 1 else replace(draft.quantity, confidence=place.confidence),
        location=place,
        passage=passage,
        start=draft.start,
        end=draft.end,
        direction=draft.direction,
        base=draft.base,
        current=draft.current.id if draft.current else "",
        partner=draft.partner.id if draft.partner else "",
        base_claim=draft.base_claim.id if draft.base_claim else "",
        sentence=draft.sentence,
        direction_span=draft.direction_span,
        parent=draft.parent.id if draft.parent else "",
        closed=draft.closed,
        reach=draft.reach,
        subject=draft.subject,
        also=draft.also,
        readings=draft.readings,
        flags=draft.flags,
    )
