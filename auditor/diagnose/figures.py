"""One system of relations over all figures that the checks of a document used.

Each printed figure is a variable of its own: a claim and the cell that it speaks of are two figures tied by an ``equal``
relation. What agreed is in the system too, for it speaks for the figures that it holds. All values are whole multiples of one
unit, small enough for every printed digit and half digit of the document.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from auditor.diagnose.relations import Ends, Number, Value, holds
from auditor.model import Cell, Check, Claim, Document, Interval, Kind, Location, Quantity, Role, Table, Verdict

CENT = Fraction(1, 100)
FINER = 10**4
"""A suggestion may need some more decimals than any printed figure."""
NARRATIVE, PERFORMANCE, STATUTORY, WORD = "narrative", "performance", "statutory", "word"
_PERCENT = Fraction(1, 100)
FINER = 10**4
"""A suggestion may need some more decimals than any printed figure."""
_UNITS = (Fraction(1), Fraction(10**4), Fraction(10**8))
_WHOLE = frozenset(("score", "weight"))


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A printed number, or a word that says how two numbers compare."""

    id: str
    order: int
    """Position in reading order, claims first."""
    place: str
    """Where it was typed: ``narrative`` ``performance`` ``statutory``, or ``word`` for words."""
    text: str
    location: Location
    quantity: Quantity | None = None
    sign: int = 1
    """-1 where a direction word makes it negative."""
    turned: bool = False
    """Whether a direction word gives its sign."""
    scale: Fraction = Fraction(1)
    """Factor of a figure whose unit only its partner prints: a bare 95 beside 95%, a number without 万元."""
    claim: Claim | None = None
    cell: Cell | None = None
    constant: bool = False
    """A number of the rule, not of the document."""

    @property
    def table(self) -> str:
        """Id of the table that it stands in, empty in the narrative."""
        if self.cell is not None:
            return self.cell.id.split("/", 1)[0]
        return (self.claim.passage.table or "") if self.claim is not None else ""


@dataclass(frozen=True, slots=True, eq=False)
class Relation:
    """A constraint between figures, and whether it holds as printed."""

    index: int
    operator: str
    figures: tuple[str, ...]
    signs: tuple[int, ...]
    violated: bool
    checks: tuple[int, ...]
    """Positions of the checks that state it."""
    expected: Ends = (None, None)
    bare: bool = False
    """Whether bounds are compared by their numbers (≥95% and 95 are the same target)."""
    display: str = ""
    """What the check says that its first figure should be, in words."""


@dataclass
class System:
    """All figures and relations of a document."""

    document: Document
    figures: dict[str, Figure]
    relations: tuple[Relation, ...]
    unit: int
    """Units in one base unit (元, 1)."""
    values: dict[str, Value]
    touching: dict[str, tuple[int, ...]]
    """Figure → indices of its relations."""
    claims: tuple[Claim, ...] = ()
    bare: dict[str, Value] = field(default_factory=dict)

    def value(self, figure: str, relation: Relation) -> Value:
        """What a figure is worth to a relation, as printed."""
        return self.bare.get(figure, self.values[figure]) if relation.bare else self.values[figure]

    def number(self, ends: Number | None) -> Fraction | None:
        """A value of the system in the base unit."""
        return None if ends is None else Fraction(ends) / self.unit

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Table id → table."""
        return {table.id: table for table in self.document.tables}

    @cached_property
    def echoes(self) -> Counter[str]:
        """Significant digits → how many figures of the document print them; to see whether a number is known elsewhere."""
        found: Counter[str] = Counter()
        for quantity in (c.quantity for c in self.claims):
            found[significant(quantity.base)] += 1
        for table in self.document.tables:
            for cell in table.cells:
                if cell.quantity is not None and cell.role in (Role.BODY, Role.TOTAL):
                    found[significant(cell.quantity.base)] += 1
        return found

    @cached_property
    def lengths(self) -> Counter[int]:
        """Number of significant digits → how many different numbers of that length the document prints."""
        return Counter(len(digits) for digits in self.echoes)


def significant(base: Fraction) -> str:
    """The digits of a value without leading and trailing zeros: 1,304.50万元 and 13045000 元 both print 13045."""
    number = abs(base)
    while number.denominator != 1:
        number *= 10
    return str(number.numerator).rstrip("0")


def build(document: Document, claims: Sequence[Claim], checks: Sequence[Check]) -> System:
    """The system that the relations of the checks make up."""
    wanted = {term.lstrip("-") for check in checks for term in check.relation[1:] if not term.startswith("=")}
    figures: dict[str, Figure] = {}
    by_id = {claim.id: claim for claim in claims}
    for claim in claims:
        if claim.id in wanted:
            figures[claim.id] = _said(claim, by_id, len(figures))
    for table in document.tables:
        for cell in table.cells:
            if cell.id in wanted:
                figures[cell.id] = _printed(cell, table, len(figures))
    drafts = _drafts(checks, figures)
    _rescale(drafts, figures)
    unit = 2 * FINER
    ranges: dict[str, tuple[Interval, Interval, Fraction, Fraction]] = {}
    for figure in figures.values():
        ranges[figure.id] = _range(figure)
        for one in ranges[figure.id]:
            ends = (one.low, one.high) if isinstance(one, Interval) else (one,)
            unit = math.lcm(unit, *(end.denominator * FINER for end in ends if end is not None))
    values = {}
    bare = {}
    for name, (interval, plain, base, step) in ranges.items():
        bound = figures[name].quantity is not None and interval != plain
        low, high = (None if end is None else _whole(end, unit) for end in (interval.low, interval.high))
        values[name] = Value(low, high, _whole(base, unit), int(step * unit), bound)
        if bound:
            assert plain.low is not None
            assert plain.high is not None
            bare[name] = Value(_whole(plain.low, unit), _whole(plain.high, unit), _whole(base, unit), int(step * unit))
    relations: list[Relation] = []
    touching: dict[str, list[int]] = {}
    for draft in drafts:
        relation = _relation(len(relations), draft, values, bare, unit)
        if relation is None:
            continue
        relations.append(relation)
        for name in dict.fromkeys(relation.figures):
            touching.setdefault(name, []).append(relation.index)
    return System(document, figures, tuple(relations), unit, values, {k: tuple(v) for k, v in touching.items()}, tuple(claims), bare)


def _whole(number: Fraction, unit: int) -> int:
    return int(number * unit)


def _said(claim: Claim, by_id: Mapping[str, Claim], order: int) -> Figure:
    if claim.kind in (Kind.ORDER, Kind.FLAT, Kind.NONE):
        return Figure(claim.id, order, WORD, claim.text, claim.location, claim=claim, sign=claim.direction)
    sign, turned = 1, False
    if claim.kind in (Kind.CHANGE, Kind.RATE):
        partner = by_id.get(claim.partner)
        direction = claim.direction or (partner.direction if partner is not None else 0)
        sign, turned = (-1 if direction < 0 else 1), claim.direction != 0
    return Figure(
        claim.id,
        order,
        PERFORMANCE if claim.passage.table else NARRATIVE,
        claim.text,
        claim.location,
        claim.quantity,
        sign,
        turned,
        claim=claim,
    )


def _printed(cell: Cell, table: Table, order: int) -> Figure:
    words = cell.quantity is None and bool(cell.text.strip("-—–―－ \t"))
    place = WORD if words else PERFORMANCE if table.kind.startswith("performance") else STATUTORY if table.kind else PERFORMANCE
    return Figure(cell.id, order, place, cell.text.strip(), cell.location, cell.quantity, cell=cell)


@dataclass(slots=True)
class Draft:
    """A relation before its arithmetic is known to agree with its checks."""

    operator: str
    terms: tuple[tuple[int, str], ...]
    violated: bool
    checks: list[int]
    expected: Interval | None
    display: str


def _drafts(checks: Sequence[Check], figures: dict[str, Figure]) -> list[Draft]:
    """The relations of the checks, each once, over figures that exist; constants become figures of their own."""
    found: dict[tuple[str, tuple[tuple[int, str], ...]], Draft] = {}
    for position, check in enumerate(checks):
        if check.verdict is Verdict.UNDECIDED:
            continue
        violated = check.verdict is Verdict.INCONSISTENT
        operator, *names = check.relation or ("",)
        terms = [((-1, name[1:]) if name.startswith("-") else (1, name)) for name in names]
        if operator == "difference":
            operator, terms = "sum", [*terms[:2], *((-sign, name) for sign, name in terms[2:])]
        for _, name in terms:
            if name.startswith("="):
                figures.setdefault(name, Figure(name, len(figures), "", name[1:], check.reported.location, constant=True))
        known = [(sign, name) for sign, name in terms if name in figures]
        if operator in ("", "magnitude") or len(known) < len(terms) or len(terms) < 2:
            own = check.reported.figure or check.reported.cell
            if violated and own in figures and check.expected is not None:
                operator, known = "within", [(1, own)]
            else:
                continue
        if operator == "equal":
            known.sort(key=lambda term: figures[term[1]].order)
            if known[0][1] == known[1][1]:
                continue
        key = (operator, tuple(known))
        draft = found.setdefault(key, Draft(operator, tuple(known), violated, [], check.expected, check.display))
        draft.checks.append(position)
        draft.violated |= violated
    return list(found.values())


def _rescale(drafts: Iterable[Draft], figures: dict[str, Figure]) -> None:
    """Give figures without a unit of their own the one of the figure that they are held equal to."""
    for draft in drafts:
        if draft.operator != "equal":
            continue
        for (_, one), (_, two) in (draft.terms, draft.terms[::-1]):
            own, other = figures[one].quantity, figures[two].quantity
            if own is None or other is None or not own.base or not other.base or figures[one].scale != 1:
                continue
            if other.dimension == "ratio" and own.dimension != "ratio" and not own.unit.endswith("%"):
                figures[one] = replace(figures[one], scale=_PERCENT)
            elif figures[one].claim is not None and "no-unit" in figures[one].claim.flags:  # type: ignore[union-attr]
                ratio = abs(other.base / own.base)
                figures[one] = replace(figures[one], scale=min(_UNITS, key=lambda unit: max(ratio / unit, unit / ratio)))


def _range(figure: Figure) -> tuple[Interval, Interval, Fraction, Fraction]:
    """What a figure may be worth, the same without its hedge, its value and its step, in the base unit."""
    quantity = figure.quantity
    if figure.constant:
        number = Fraction(figure.id[1:])
        return Interval.exact(number), Interval.exact(number), number, Fraction(0)
    if quantity is None:
        number = Fraction(figure.sign if figure.claim is not None else 0)
        return Interval.exact(number), Interval.exact(number), number, Fraction(0)
    base, step = quantity.base * figure.scale, quantity.step * figure.scale
    fixed = quantity.exact or (quantity.dimension == "money" and step <= CENT)
    fixed = fixed or (figure.cell is not None and figure.cell.kind in _WHOLE and quantity.decimals == 0)
    plain = Interval.exact(base) if fixed else Interval.around(base, step / 2)
    interval = quantity.interval.scaled(figure.scale) if quantity.hedge or quantity.upper is not None else plain
    if figure.sign < 0:
        return -interval, -plain, -base, step
    return interval, plain, base, step


def _relation(index: int, draft: Draft, values: dict[str, Value], bare: dict[str, Value], unit: int) -> Relation | None:
    """The relation, if its arithmetic agrees with the verdict of its check; one that only the rule understands otherwise."""
    names, signs = tuple(name for _, name in draft.terms), tuple(sign for sign, _ in draft.terms)
    expected: Ends = (None, None)
    interval = draft.expected
    if interval is not None:
        expected = (None if interval.low is None else interval.low * unit, None if interval.high is None else interval.high * unit)
    ways = [(draft.operator, names, signs, False), (draft.operator, names, signs, True)]
    if draft.operator == "equal":
        ways = [("equal", names, (1, 0 if any("/" in name for name in names) else 1), use) for use in (False, True)]
    if draft.operator == "sum":
        weighty = [(sign, name) for sign, name in draft.terms[1:] if values[name].base or values[name].bound]
        if len(weighty) == 1 and weighty[0][0] > 0:  # one figure printed twice
            ways.append(("equal", (names[0], weighty[0][1]), (1, 0), False))
    for operator, figures, factors, plain in ways:
        made = tuple(bare.get(name, values[name]) if plain else values[name] for name in figures)
        if draft.violated != holds(operator, factors, made, unit, expected):
            return Relation(index, operator, figures, factors, draft.violated, tuple(draft.checks), expected, plain, draft.display)
    if draft.violated and interval is not None and not names[0].startswith("="):
        return Relation(index, "within", names, signs, True, tuple(draft.checks), expected, False, draft.display)
    return None
