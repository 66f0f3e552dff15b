"""A rule: a module with a manual page, one :class:`Rule` object and one decorated generator.

The generator receives one noun (a Link, Claim, Table, or the Document) and the :class:`View` of everything else, and yields
checks made by :meth:`Rule.compare`, :meth:`Rule.agree`, :meth:`Rule.undecided` — and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property, wraps
from typing import TypeVar

from auditor.lexicon import fold
from auditor.model import (
    Aspects,
    Cell,
    Check,
    Claim,
    Counterpart,
    Document,
    Evidence,
    Interval,
    Kind,
    Level,
    Link,
    Quantity,
    Table,
    Unlinked,
    Verdict,
)
from auditor.model.quantity import alike, truncated

__all__ = ["Figure", "Rule", "View", "alike", "evidence", "named", "once", "printed", "show", "truncated"]

Figure = Claim | Cell
_STATISTIC = {Kind.CHANGE: "的增减额", Kind.RATE: "的增减率", Kind.SHARE: "的占比", Kind.COMPLETION: "的完成率"}
Judge = Callable[..., Iterator[Check]]
_Noun = TypeVar("_Noun", "View", Table, Document)
_Result = TypeVar("_Result")


def once(work: Callable[[_Noun], _Result]) -> Callable[[_Noun], _Result]:
    """Keep the result of ``work`` with its view, table or document, however many rules and claims ask for it.

    ``functools.cache`` would hash the noun, and with it every cell and claim that it holds.
    """
    name = f"{work.__module__}.{work.__qualname__}"

    @wraps(work)
    def ask(noun: _Noun) -> _Result:
        kept = vars(noun)
        if name not in kept:
            kept[name] = work(noun)
        result: _Result = kept[name]
        return result

    return ask


@dataclass(frozen=True)
class View:
    """What a rule may look at: the document, its claims and links."""

    document: Document
    claims: tuple[Claim, ...]
    links: tuple[Link | Unlinked, ...]
    others: Mapping[str, View] = field(default_factory=dict)
    """Other documents that it was given with, as they are by themselves: ``previous`` ``budget`` ``copy``."""
    counterparts: tuple[Counterpart, ...] = ()
    """Its figures that speak of figures of those."""

    @cached_property
    def by_id(self) -> dict[str, Claim]:
        """Claim id → claim."""
        return {claim.id: claim for claim in self.claims}

    @cached_property
    def linked(self) -> dict[str, tuple[Link, ...]]:
        """Claim id → its links, best first."""
        found: dict[str, list[Link]] = {}
        for link in self.links:
            if isinstance(link, Link) and link.role == "value":
                found.setdefault(link.claim.id, []).append(link)
        return {claim: tuple(sorted(links, key=lambda link: -link.score)) for claim, links in found.items()}

    @cached_property
    def tables(self) -> dict[str, tuple[Table, ...]]:
        """Table kind → the tables of that kind."""
        found: dict[str, list[Table]] = {}
        for table in self.document.tables:
            found.setdefault(table.kind, []).append(table)
        return {kind: tuple(tables) for kind, tables in found.items()}

    @cached_property
    def measured(self) -> dict[str, tuple[Cell, ...]]:
        """Measure → the figures of all tables that state it, in order."""
        found: dict[str, list[Cell]] = {}
        for table in self.document.tables:
            for cell in table.figures:
                found.setdefault(cell.aspects.measure, []).append(cell)
        return {measure: tuple(cells) for measure, cells in found.items()}

    @cached_property
    def scoped(self) -> dict[str, tuple[Cell, ...]]:
        """Scope → the figures of all tables that have it, in order."""
        found: dict[str, list[Cell]] = {}
        for table in self.document.tables:
            for cell in table.figures:
                found.setdefault(cell.aspects.scope, []).append(cell)
        return {scope: tuple(cells) for scope, cells in found.items()}

    @cached_property
    def limits(self) -> tuple[tuple[str, Table, Cell], ...]:
        """The cells whose words may hold a limit (单价100万元以上设备): the words folded and without spaces, the table, the cell."""
        found = []
        for table in self.document.tables:
            for cell in table.cells:
                if "以" in cell.text:
                    found.append((fold(cell.text).replace(" ", ""), table, cell))
        return tuple(found)

    @cached_property
    def _sentences(self) -> dict[tuple[int, tuple[int, int]], tuple[Claim, ...]]:
        found: dict[tuple[int, tuple[int, int]], list[Claim]] = {}
        for claim in self.claims:
            found.setdefault((id(claim.passage), claim.sentence), []).append(claim)
        return {key: tuple(claims) for key, claims in found.items()}

    def sentence(self, claim: Claim) -> tuple[Claim, ...]:
        """The claims of the sentence that a claim stands in, itself included, in order."""
        return self._sentences[id(claim.passage), claim.sentence]

    def cell(self, claim: Claim) -> Cell | None:
        """The cell that a claim is linked to, ``None`` without one."""
        links = self.linked.get(claim.id, ())
        return links[0].cell if links else None

    @cached_property
    def operands(self) -> dict[tuple[str, str], tuple[Cell, ...]]:
        """(claim id, role) → the cells of that operand."""
        found: dict[tuple[str, str], list[Cell]] = {}
        for link in self.links:
            if isinstance(link, Link) and link.role != "value":
                found.setdefault((link.claim.id, link.role), []).append(link.cell)
        return {key: tuple(cells) for key, cells in found.items()}

    @cached_property
    def amounts(self) -> dict[Aspects, tuple[Claim, ...]]:
        """Aspects → the claims that state that amount."""
        found: dict[Aspects, list[Claim]] = {}
        for claim in self.claims:
            if claim.kind in (Kind.AMOUNT, Kind.COUNT) and claim.aspects.measure:
                for aspects in claim.also or (claim.aspects,):
                    found.setdefault(aspects, []).append(claim)
        return {aspects: tuple(claims) for aspects, claims in found.items()}

    def operand(self, claim: Claim, role: str) -> tuple[Figure, ...]:
        """The printings of an operand (``current`` or ``base``) of a change, rate, share or completion, the nearest first.

        Printings that agree with the nearest one are replaced by the most precise of them; what disagrees comes after, so
        that a rule may find the claim to fit that.
        """
        near = self.by_id.get(claim.current if role == "current" else claim.base_claim)
        aspects = claim.aspects if role == "current" else claim.base
        if claim.also and aspects is not None:
            aspects = aspects.but(flow=claim.also[0].flow, measure=claim.also[0].measure)
        found: list[Figure] = [near] if near is not None else []
        found += [cell for cell in self.operands.get((claim.id, role), ()) if cell.quantity is not None]
        if near is not None:
            found += [link.cell for link in self.linked.get(near.id, ()) if link.cell.quantity is not None]
        elif aspects is not None:
            named = (c for c in self.amounts.get(aspects, ()) if c.id != claim.id and c.quantity.dimension == "money")
            # A name that no lexicon knows proves nothing of a figure that only inherited it, or that stands under another heading.
            own = not aspects.measure.startswith("名.")
            found += [c for c in named if own or ("inherited" not in c.flags and c.passage.section is claim.passage.section)][:3]
        if not found:
            return ()
        first = found[0].quantity
        assert first is not None
        agreeing = [f for f in found if f.quantity is not None and alike(f.quantity, first) in ("equal", "meets")]
        others = [f for f in found if f not in agreeing]
        agreeing.sort(key=lambda f: f.quantity.step if f.quantity else 0)
        return (agreeing[0], *others)

    def near(self, claim: Claim, role: str) -> tuple[Figure, ...]:
        """The printing of an operand that stands in the narrative itself, however coarse; empty when only tables print it."""
        found = self.by_id.get(claim.current if role == "current" else claim.base_claim)
        return (found,) if found is not None else ()

    def best(self, figure: Figure) -> tuple[Figure, Interval]:
        """The most precise printing of the same quantity that agrees with this one (rules.md P3)."""
        quantity = figure.quantity
        assert quantity is not None
        chosen, interval = figure, quantity.interval
        cell = self.cell(figure) if isinstance(figure, Claim) else None
        if cell is not None and cell.quantity is not None and cell.quantity.step < quantity.step and cell.quantity.interval.meets(interval):
            return cell, cell.quantity.interval
        return chosen, interval


def evidence(figure: Figure, label: str = "") -> Evidence:
    """A claim or cell as evidence of a check."""
    if isinstance(figure, Claim):
        return Evidence(label or figure.location.label or figure.aspects.label, figure.text, figure.location, figure=figure.id)
    return Evidence(label or figure.label, figure.text.strip() or "（空）", figure.location, cell=figure.id)


def named(claim: Claim) -> str:
    """What a claim is about, in the document's own words where it has them."""
    words = re.sub(r"^(?:19|20)\d\d(?=\D)", "", claim.subject.strip("，,、 ")) if len(claim.subject) > 1 else ""
    if not words:
        return claim.aspects.label or "此处"
    entity = claim.aspects.entity
    return f"“{words}”" if not entity or entity in words else f"{entity}“{words}”"


def printed(figure: Figure) -> str:
    """A claim or cell as printed, with its unit."""
    if isinstance(figure, Claim):
        return figure.text
    text = figure.text.strip() or "（空）"
    return text if figure.quantity is None or figure.quantity.unit in text else text + figure.quantity.unit


def show(value: Fraction, like: Quantity, *, extra: int = 0) -> str:
    """A value in the base unit, printed in the unit and with the decimals of ``like`` (half-up)."""
    digits = max(like.decimals + extra, 0)
    over, under = like.scale.as_integer_ratio()
    decimal = Decimal(value.numerator * under) / Decimal(value.denominator * over)
    rounded = decimal.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return f"{rounded:,f}{like.unit}" if like.dimension == "money" else f"{rounded:f}{like.unit}"


@dataclass(frozen=True)
class Rule:
    """One check of the catalogue."""

    module: str
    """``__name__`` of the rule's module; its last two parts are the rule's id."""
    title: str
    """What is checked, in Chinese."""
    title_en: str
    catalogue: tuple[str, ...] = ()
    """Ids of the catalogue of checks that it covers: ``NT-01`` …"""
    level: Level = Level.ERROR
    judges: list[tuple[type, Judge]] = field(default_factory=list, compare=False)

    @property
    def id(self) -> str:
        """``text-table.amount`` for ``auditor.rules.text_table.amount``."""
        return ".".join(part.replace("_", "-") for part in self.module.split(".")[-2:])

    def over(self, noun: type) -> Callable[[Judge], Judge]:
        """Decorate the generator that judges each ``noun`` (Link, Claim, Table or Document)."""

        def register(judge: Judge) -> Judge:
            self.judges.append((noun, judge))
            return judge

        return register

    def compare(
        self,
        reported: Figure,
        expected: Interval,
        using: Sequence[Figure | Evidence],
        *,
        formula: str = "",
        display: str = "",
        level: Level | None = None,
        message: str = "",
        message_en: str = "",
        relation: tuple[str, ...] = (),
        tail: bool = False,
    ) -> Check:
        """Consistent when the printed interval of ``reported`` meets ``expected``, else inconsistent.

        ``tail`` says that the nominal values differ in the last digit although the intervals meet: the verdict is then
        ``rounding``, which is never a finding.
        """
        assert reported.quantity is not None
        agrees = reported.quantity.interval.meets(expected)
        verdict = (Verdict.ROUNDING if tail else Verdict.CONSISTENT) if agrees else Verdict.INCONSISTENT
        if not display and expected.middle is not None:
            display = show(expected.middle, reported.quantity)
        return self.result(
            verdict,
            reported,
            using,
            formula=formula,
            expected=expected,
            display=display,
            level=level,
            message=message,
            message_en=message_en,
            relation=relation,
        )

    def result(
        self,
        verdict: Verdict,
        reported: Figure | Evidence,
        using: Sequence[Figure | Evidence] = (),
        *,
        formula: str = "",
        expected: Interval | None = None,
        display: str = "",
        level: Level | None = None,
        message: str = "",
        message_en: str = "",
        reason: str = "",
        relation: tuple[str, ...] = (),
    ) -> Check:
        """A check whose verdict the rule itself has decided (words, grades, counts)."""
        said = reported if isinstance(reported, Evidence) else evidence(reported)
        others = tuple(e if isinstance(e, Evidence) else evidence(e) for e in using)
        if verdict is Verdict.INCONSISTENT and not message:
            what = named(reported) + _STATISTIC.get(reported.kind, "") + "写作" if isinstance(reported, Claim) else f"{said.label} 列示"
            message = f"{what} {said.text}，应为 {display or '—'}" + (f"（{formula}）" if formula else "")
            message_en = message_en or f"{said.label}: printed {said.text}, expected {display or '—'}" + (
                f" ({formula})" if formula else ""
            )
        return Check(self.id, verdict, said, others, formula, expected, display, level or self.level, message, message_en, reason, relation)

    def undecided(self, reported: Figure | Evidence, reason: str, using: Sequence[Figure | Evidence] = ()) -> Check:
        """Not comparable, and why: the figure stays unchecked unless another rule decides it."""
        return self.result(Verdict.UNDECIDED, reported, using, reason=reason)
