"""Tie the figures of a document to those of another one: last year's disclosure, the budget of the year, another copy of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from auditor.link.candidates import Index
from auditor.model import Aspects, Cell, Claim, Counterpart, Document, Kind
from auditor.model.quantity import alike

_OPENING, _CLOSING = "年初结转结余", "年末结转结余"
_OWN = ("名.", "指标.", "绩效")
"""Measures whose names mean something only in their own document."""
_KINDS = {Kind.AMOUNT: ("amount",), Kind.COUNT: ("count", "amount")}
_FROM = (Kind.CHANGE, Kind.RATE, Kind.FLAT)
_AGREE = ("equal", "meets")


def across(document: Document, claims: Sequence[Claim], other: Document, theirs: Sequence[Claim], which: str) -> tuple[Counterpart, ...]:
    """The figures of ``document`` that speak of figures of the ``other`` one, or that repeat them, each with that figure."""
    there = _There(document, other, theirs, which)
    found: list[Counterpart] = []
    for claim in claims:
        found.extend(there.claim(claim))
    for table in document.tables:
        for cell in table.figures:
            found.extend(there.cell(cell))
    return tuple(found)


class _There:
    """The other document, and how this one speaks of it."""

    def __init__(self, document: Document, other: Document, theirs: Sequence[Claim], which: str) -> None:
        self.document, self.other, self.which = document, other, which
        self.index = Index(other)
        self.said: dict[Aspects, list[Claim]] = defaultdict(list)
        for claim in theirs:
            if claim.kind in (Kind.AMOUNT, Kind.COUNT) and not claim.reach:
                for aspects in claim.also or (claim.aspects,):
                    self.said[aspects].append(claim)

    def claim(self, claim: Claim) -> Iterator[Counterpart]:
        """What a claim of the narrative speaks of."""
        if claim.kind in _FROM and claim.base is not None and not claim.also:
            asked = self.asked(claim.base)
            if asked is not None:
                yield from self.found(claim, [asked], ("amount", "count"), "base")
        if claim.kind not in _KINDS or claim.reach == "target":
            return
        for one in claim.also or (claim.aspects,):
            asked = self.asked(one)
            if asked is not None:
                yield from self.found(claim, [asked], _KINDS[claim.kind], "value")
            elif (earlier := self.earlier(one)) is not None:
                yield from self.found(claim, [earlier], _KINDS[claim.kind], "earlier")

    def cell(self, cell: Cell) -> Iterator[Counterpart]:
        """What a figure of a table speaks of."""
        asked = self.asked(cell.aspects)
        if asked is not None:
            yield from self.found(cell, [asked], (cell.kind,), "value")

    def asked(self, aspects: Aspects) -> Aspects | None:
        """What the other document calls a figure of this one; ``None`` when it does not speak of it."""
        if not aspects.measure or aspects.measure.startswith(_OWN) or not aspects.period:
            return None
        if self.which == "copy":
            return aspects
        if self.which == "budget":
            own = aspects.period == self.other.year == self.document.year
            planned = aspects.stage == "年初预算" or (aspects.stage in ("预算", "全年预算") and aspects.measure.split(".")[0] == "三公")
            return aspects.but(stage="预算") if own and planned and self.document.genre != self.other.genre else None
        if aspects.measure == _OPENING and self.follows and aspects.stage == "决算" and aspects.period == self.document.year:
            return aspects.but(measure=_CLOSING, period=self.other.year)
        return aspects if aspects.period == self.other.year != self.document.year else None

    def earlier(self, aspects: Aspects) -> Aspects | None:
        """The same quantity a year earlier."""
        if self.which != "previous" or not self.follows or not aspects.measure or aspects.measure.startswith(_OWN):
            return None
        return aspects.but(period=self.other.year) if aspects.period == self.document.year else None

    @property
    def follows(self) -> bool:
        """Whether the other document is that of the year before."""
        years = self.document.year, self.other.year
        return all(year.isdigit() for year in years) and int(years[0]) == int(years[1]) + 1

    def found(self, figure: Claim | Cell, senses: Sequence[Aspects], kinds: Sequence[str], role: str) -> Iterator[Counterpart]:
        """The one figure of the other document that is meant; none where several differ."""
        for aspects in senses:
            cells = [
                one
                for kind in kinds
                for one in self.index.like(aspects, kind)
                if one[0].aspects.period == aspects.period and one[0].quantity is not None and _same_sort(figure, one[0])
            ]
            if cells:
                top = max(score for _, score, _ in cells)
                best = [one for one in cells if one[1] >= top - 0.011]
                if not _differ([cell for cell, _, _ in best]):
                    cell, score, why = min(best, key=lambda one: one[0].quantity.step if one[0].quantity else 0)
                    yield Counterpart(figure, cell, self.which, role, score, why)
                return
            said = [claim for claim in self.said.get(aspects, ()) if _same_sort(figure, claim)]
            if said and not _differ(said):
                yield Counterpart(figure, min(said, key=lambda claim: claim.quantity.step), self.which, role, 0.95, ("文字中的同一项目",))
                return


def _same_sort(figure: Claim | Cell, other: Claim | Cell) -> bool:
    """Whether the two may be compared at all: money with money, counts with counts."""
    if figure.quantity is None or other.quantity is None:
        return False
    derived = isinstance(figure, Claim) and figure.kind in (Kind.RATE, Kind.FLAT)
    money = "money" if derived else figure.quantity.dimension
    return money == other.quantity.dimension or (derived and other.quantity.dimension == "count")


def _differ(figures: Sequence[Claim | Cell]) -> bool:
    quantities = list(dict.fromkeys(figure.quantity for figure in figures if figure.quantity is not None))
    return any(alike(one, two) not in _AGREE for one, two in combinations(quantities, 2))
