"""One system of relations over all figures that the checks of a document used.

Each printed figure is a variable of its own: a claim and the cell that it speaks of are two figures tied by an ``equal``
relation. What agreed is in the system too, for it speaks for the figures that it holds. All values are whole multiples of one
unit, small enough for every printed digit and half digit. Most of a document has nothing to do with its contradictions: figures
and relations are made when the search first comes to them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from auditor.diagnose.relations import Ends, Number, Value, exact, holds
from auditor.lexicon import fold
from auditor.model import Cell, Check, Claim, Document, Interval, Kind, Location, Quantity, Role, Table, Verdict

UNIT = 2 * 10**12
"""Units of the system in one base unit (元, 1): enough for half a step of any figure, and for suggestions that are finer."""
CENT = Fraction(1, 100)
NARRATIVE, PERFORMANCE, STATUTORY, WORD = "narrative", "performance", "statutory", "word"
_PERCENT = Fraction(1, 100)
_UNITS = (Fraction(1), Fraction(10**4), Fraction(10**8))
_ORDINAL = re.compile(r"^\s*(?:其中[:：]?)?\s*(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d+[.、])?\s*")
_EXACT = frozenset(("score", "weight"))


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A printed number, or a word that says how two numbers compare."""

    id: str
    place: str
    """Where it was typed: ``narrative`` ``performance`` ``statutory``, or ``word`` for words."""
    text: str
    location: Location
    quantity: Quantity | None = None
    sign: int = 1
    """-1 where a direction word makes it negative; the sense of a word of comparison."""
    turned: bool = False
    """Whether a direction word gives its sign."""
    scale: Fraction = Fraction(1)
    """Factor of a figure whose unit only its partner prints: a bare 95 beside 95%, a number without 万元."""
    claim: Claim | None = None
    cell: Cell | None = None
    constant: bool = False
    """A number of the rule, not of the document."""

    @property
    def group(self) -> tuple[str, str]:
        """The figures that are printed in the same way."""
        where = self.table if self.cell is not None else self.claim.kind.value if self.claim is not None else ""
        return where, self.quantity.unit if self.quantity is not None else ""

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


@dataclass(slots=True)
class Draft:
    """A relation before its arithmetic is known to agree with its checks."""

    operator: str
    terms: tuple[tuple[int, str], ...]
    violated: bool
    checks: list[int]
    expected: Interval | None
    display: str


@dataclass
class System:
    """All figures and relations of a document."""

    document: Document
    claims: Sequence[Claim]
    drafts: Sequence[Draft]
    by_figure: dict[str, list[int]]
    """Figure → positions of its drafts."""
    _figures: dict[str, Figure] = field(default_factory=dict)
    _values: dict[str, tuple[Value, Value]] = field(default_factory=dict)
    _relations: dict[int, Relation | None] = field(default_factory=dict)
    _touching: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def figure(self, name: str) -> Figure:
        """A figure by the id of its claim or cell, or ``=10`` for a constant."""
        if name not in self._figures:
            self._figures[name] = self._rescaled(self._made(name))
        return self._figures[name]

    def value(self, name: str, relation: Relation | None = None) -> Value:
        """What a figure is worth, as printed; to a relation that looks through bounds, its number alone."""
        if name not in self._values:
            self._values[name] = _values(self.figure(name))
        return self._values[name][relation is not None and relation.bare]

    def worth(self, name: str, relation: Relation, text: str) -> Value:
        """The same; a word that a tally counts is worth one when it is the word counted."""
        if relation.operator != "tally" or name == relation.figures[0]:
            return self.value(name, relation)
        counted = self.figure(relation.figures[0]).claim
        return exact(UNIT if counted is not None and text.strip()[:1] == counted.aspects.part else 0)

    def relation(self, index: int) -> Relation | None:
        """A relation whose arithmetic agrees with the verdict of its checks, ``None`` where it does not."""
        if index not in self._relations:
            self._relations[index] = self._checked(index, self.drafts[index])
        return self._relations[index]

    def touching(self, name: str) -> tuple[int, ...]:
        """The relations of a figure."""
        if name not in self._touching:
            found = [self.relation(index) for index in self.by_figure.get(name, ())]
            self._touching[name] = tuple(r.index for r in found if r is not None and name in r.figures)
        return self._touching[name]

    def known(self, index: int) -> Relation:
        """A relation that is part of the system."""
        relation = self._relations.get(index) or self.relation(index)
        assert relation is not None
        return relation

    @cached_property
    def violated(self) -> tuple[Relation, ...]:
        """The relations that do not hold as printed."""
        found = [self.relation(index) for index, draft in enumerate(self.drafts) if draft.violated]
        return tuple(relation for relation in found if relation is not None)

    @cached_property
    def order(self) -> dict[str, int]:
        """Claim or cell → its position in reading order, claims first."""
        names = [claim.id for claim in self.claims] + [cell.id for table in self.document.tables for cell in table.cells]
        return {name: position for position, name in enumerate(names)}

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Table id → table."""
        return {table.id: table for table in self.document.tables}

    @cached_property
    def echoes(self) -> Counter[str]:
        """Significant digits → how many figures of the document print them; to see whether a number is known elsewhere."""
        found = Counter(significant(claim.quantity) for claim in self.claims)
        for table in self.document.tables:
            for cell in table.cells:
                if cell.quantity is not None and cell.role in (Role.BODY, Role.TOTAL):
                    found[significant(cell.quantity)] += 1
        return found

    def printed(self, dimension: str) -> list[Fraction]:
        """The values of all figures of a dimension that the document prints, in the base unit, without signs, rising."""
        return self._bases.get(dimension, [])

    @cached_property
    def _bases(self) -> dict[str, list[Fraction]]:
        found: dict[str, set[Fraction]] = {}
        for claim in self.claims:
            found.setdefault(claim.quantity.dimension, set()).add(abs(claim.quantity.base))
        for table in self.document.tables:
            for cell in table.cells:
                if cell.quantity is not None and cell.role in (Role.BODY, Role.TOTAL):
                    found.setdefault(cell.quantity.dimension, set()).add(abs(cell.quantity.base))
        return {dimension: sorted(values) for dimension, values in found.items()}

    @cached_property
    def lengths(self) -> Counter[int]:
        """Number of significant digits → how many different numbers of that length the document prints."""
        return Counter(len(digits) for digits in self.echoes)

    def usual(self, figure: Figure) -> int | None:
        """The number of decimals that nearly all figures around one have, ``None`` where they differ."""
        return self._usual.get(figure.group)

    @cached_property
    def _usual(self) -> dict[tuple[str, str], int]:
        found: dict[tuple[str, str], Counter[int]] = {}
        for claim in self.claims:
            if "." in claim.quantity.text:
                found.setdefault((claim.kind.value, claim.quantity.unit), Counter())[claim.quantity.decimals] += 1
        for table in self.document.tables:
            for cell in table.cells:
                if cell.quantity is not None and "." in cell.text:
                    found.setdefault((table.id, cell.quantity.unit), Counter())[cell.quantity.decimals] += 1
        most = {group: counts.most_common(1)[0] for group, counts in found.items()}
        return {group: decimals for group, (decimals, count) in most.items() if count >= 5 and count * 10 >= 8 * found[group].total()}

    @cached_property
    def _by_id(self) -> dict[str, Claim]:
        return {claim.id: claim for claim in self.claims}

    @cached_property
    def _cells(self) -> dict[str, dict[str, Cell]]:
        return {}

    def _made(self, name: str) -> Figure:
        if name.startswith("="):
            return Figure(name, "", name[1:], Location(), constant=True)
        claim = self._by_id.get(name)
        if claim is not None:
            return _said(claim, self._by_id)
        table = self.tables[name.split("/", 1)[0]]
        if table.id not in self._cells:
            self._cells[table.id] = {cell.id: cell for cell in table.cells}
        return _printed(self._cells[table.id][name], table)

    def named(self, cell: Cell) -> str:
        """What the row of a cell is called, without its ordinal and code."""
        words = cell.stub[-1] if cell.stub else ""
        return _ORDINAL.sub("", fold(words)).replace(" ", "").strip()

    def has(self, name: str) -> bool:
        """Whether a term of a relation is a constant or a figure of this document."""
        if name.startswith("=") or name in self._by_id:
            return True
        table = self.tables.get(name.split("/", 1)[0])
        if table is None:
            return False
        if table.id not in self._cells:
            self._cells[table.id] = {cell.id: cell for cell in table.cells}
        return name in self._cells[table.id]

    def _rescaled(self, figure: Figure) -> Figure:
        """A figure without a unit of its own, with the one of the figure that it is held equal to."""
        own = figure.quantity
        bare = figure.claim is not None and "no-unit" in figure.claim.flags
        if (
            own is None
            or not own.base
            or own.dimension == "ratio"
            or (own.unit not in ("", "分") and not bare and own.dimension != "number")
        ):
            return figure
        for index in self.by_figure.get(figure.id, ()):
            draft = self.drafts[index]
            names = [name for _, name in draft.terms if name != figure.id]
            if draft.operator != "equal" or len(names) != 1:
                continue
            other = self._made(names[0]).quantity
            if other is None or not other.base:
                continue
            if other.dimension == "ratio":
                return _scaled(figure, _PERCENT)
            if bare:
                ratio = abs(other.base / own.base)
                return _scaled(figure, min(_UNITS, key=lambda unit: max(ratio / unit, unit / ratio)))
        return figure

    def _checked(self, index: int, draft: Draft) -> Relation | None:
        """The relation, if its arithmetic agrees with the verdict of its checks; one that only the rule understands otherwise."""
        if not all(self.has(name) for _, name in draft.terms):
            return None
        names, signs = tuple(name for _, name in draft.terms), tuple(sign for sign, _ in draft.terms)
        expected: Ends = (None, None)
        interval = draft.expected
        if interval is not None:
            expected = (None if interval.low is None else interval.low * UNIT, None if interval.high is None else interval.high * UNIT)
        if draft.operator == "unit":
            return Relation(index, "unit", names[:1], signs[:1], draft.violated, tuple(draft.checks), expected, False, draft.display)
        ways = [(draft.operator, names, signs, False), (draft.operator, names, signs, True)]
        if draft.operator == "equal":
            ways = [("equal", names, (1, 0 if any("/" in name for name in names) else 1), use) for use in (False, True)]
        if draft.operator == "sum":
            weighty = [(sign, name) for sign, name in draft.terms[1:] if self.value(name).base or self.value(name).bound]
            if len(weighty) == 1 and weighty[0][0] > 0:  # one figure printed twice
                ways.append(("equal", (names[0], weighty[0][1]), (1, 0), False))
        for operator, figures, factors, plain in ways:
            made = Relation(index, operator, figures, factors, draft.violated, tuple(draft.checks), expected, plain, draft.display)
            values = [self.worth(name, made, self.figure(name).text) for name in figures]
            if draft.violated != holds(operator, factors, values, UNIT, expected):
                return made
        if draft.violated and interval is not None and not names[0].startswith("="):
            return Relation(index, "within", names, signs, True, tuple(draft.checks), expected, False, draft.display)
        return None


def base(number: Number | None) -> Fraction | None:
    """A value of the system in the base unit (元, 1)."""
    return None if number is None else Fraction(number) / UNIT


def significant(quantity: Quantity) -> str:
    """The digits of a figure without leading and trailing zeros: 1,304.50万元 and 13045000 元 both print 13045."""
    return f"{abs(quantity.value):f}".replace(".", "").strip("0")


def digits_of(number: Number) -> str:
    """The same of a value of the system."""
    return str(abs(int(number)) * 5).strip("0")  # UNIT is twice a power of ten


def build(document: Document, claims: Sequence[Claim], checks: Sequence[Check]) -> System:
    """The system that the relations of the checks make up, each relation once."""
    found: dict[tuple[str, tuple[tuple[int, str], ...]], Draft] = {}
    for position, check in enumerate(checks):
        if check.verdict is Verdict.UNDECIDED:
            continue
        violated = check.verdict is Verdict.INCONSISTENT
        operator, terms = _terms(check.relation)
        if operator in ("", "magnitude") or len(terms) < 2:
            own = check.reported.figure or check.reported.cell
            if not violated or not own or check.expected is None:
                continue
            operator, terms = "within", [(1, own)]
        elif operator == "equal":
            terms.sort(key=lambda term: ("/" in term[1], term[1]))
            if terms[0][1] == terms[1][1]:
                continue
        key = (operator, tuple(terms))
        draft = found.setdefault(key, Draft(operator, key[1], violated, [], check.expected, check.display))
        draft.checks.append(position)
        draft.violated |= violated
    drafts = tuple(found.values())
    by_figure: dict[str, list[int]] = {}
    for index, draft in enumerate(drafts):
        for name in dict.fromkeys(name for _, name in draft.terms):
            by_figure.setdefault(name, []).append(index)
    return System(document, claims, drafts, by_figure)


def _terms(relation: Sequence[str]) -> tuple[str, list[tuple[int, str]]]:
    """The operator and the terms with their signs; a difference is a sum."""
    operator, *names = relation or ("",)
    terms = [((-1, name[1:]) if name.startswith("-") else (1, name)) for name in names]
    if operator == "difference":
        return "sum", [*terms[:2], *((-sign, name) for sign, name in terms[2:])]
    return operator, terms


def _said(claim: Claim, by_id: dict[str, Claim]) -> Figure:
    if claim.kind in (Kind.ORDER, Kind.FLAT, Kind.NONE):
        return Figure(claim.id, WORD, claim.text, claim.location, claim=claim, sign=claim.direction)
    sign, turned = 1, False
    if claim.kind in (Kind.CHANGE, Kind.RATE):
        partner = by_id.get(claim.partner)
        direction = claim.direction or (partner.direction if partner is not None else 0)
        sign, turned = (-1 if direction < 0 else 1), claim.direction != 0
    place = PERFORMANCE if claim.passage.table else NARRATIVE
    return Figure(claim.id, place, claim.text, claim.location, claim.quantity, sign, turned, claim=claim)


def _printed(cell: Cell, table: Table) -> Figure:
    words = cell.quantity is None and bool(cell.text.strip("-—–―－ \t"))
    place = WORD if words else PERFORMANCE if table.kind.startswith("performance") or not table.kind else STATUTORY
    return Figure(cell.id, place, cell.text.strip(), cell.location, cell.quantity, cell=cell)


def _scaled(figure: Figure, factor: Fraction) -> Figure:
    return replace(figure, scale=factor)


def _values(figure: Figure) -> tuple[Value, Value]:
    """What a figure may be worth, and the same without its hedge."""
    quantity = figure.quantity
    if quantity is None:
        given = Fraction(figure.id[1:]) if figure.constant else Fraction(figure.sign if figure.claim is not None else 0)
        whole = round(given * UNIT)
        value = Value(whole, whole, whole, 0)
        return value, value
    factor = figure.scale * UNIT * figure.sign
    number = round(quantity.base * factor)
    step = round(quantity.step * abs(factor))
    half = 0 if fixed(figure, step) else step // 2
    plain = Value(number - half, number + half, number, step)
    if not quantity.hedge and quantity.upper is None:
        return plain, plain
    ends = [None if end is None else round(end * factor) for end in (quantity.interval.low, quantity.interval.high)]
    low, high = ends if figure.sign > 0 else ends[::-1]
    return Value(low, high, number, step, True), plain


def fixed(figure: Figure, step: int) -> bool:
    """Whether a figure with so many units in its last place is exact: counts, amounts to the cent, whole scores."""
    quantity = figure.quantity
    assert quantity is not None
    if quantity.exact or (quantity.dimension == "money" and step * 100 <= UNIT):
        return True
    return figure.cell is not None and figure.cell.kind in _EXACT and step >= UNIT
