"""Performance tables for rules: the rows of money, the rows of indicators, and the total, each cell by its role.

The reader says what a cell states (its kind and stage); this module only puts the cells of a row side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from auditor.check.footing import nominal
from auditor.check.rule import once
from auditor.lexicon import fold, load
from auditor.model import Cell, Interval, Role, Table


@dataclass(frozen=True, slots=True)
class Funding:
    """A row of money: where it came from, what was planned and spent, and how that was scored."""

    total: bool
    """Whether it is the row of all sources."""
    label: str
    initial: Cell | None = None
    """年初预算数."""
    budget: Cell | None = None
    """全年预算数, or the only budget that the form has."""
    actual: Cell | None = None
    balance: Cell | None = None
    rate: Cell | None = None
    weight: Cell | None = None
    score: Cell | None = None

    @property
    def figures(self) -> tuple[Fraction | None, ...]:
        """The values, to tell whether another row says the same."""
        cells = (self.budget, self.actual, self.balance, self.rate)
        return tuple(nominal(cell) if cell is not None and cell.quantity is not None else None for cell in cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a performance table scores."""

    funding: tuple[Funding, ...]
    weights: tuple[Cell, ...]
    """分值 of the indicators."""
    scores: tuple[Cell, ...]
    """得分 of the indicators."""
    unscored: int
    """Indicators with a weight and no score."""
    full: Cell | None
    """分值 of the total row."""
    total: Cell | None
    """总分."""
    grade: Cell | None

    @property
    def execution(self) -> Funding | None:
        """The row whose execution rate is scored: the total, or the source that stands for it."""
        scored = [row for row in self.funding if row.score is not None and row.score.quantity is not None]
        rated = [row for row in self.funding if row.rate is not None and row.rate.quantity is not None]
        for rows in (scored, rated):
            if rows:
                return next((row for row in rows if row.total), rows[0])
        return None

    @property
    def executions(self) -> tuple[Fraction, ...]:
        """What the execution rate may weigh, most likely first: as printed, or the rule's 10, or what the indicators leave of 100."""
        row = self.execution
        if row is not None and row.weight is not None and row.weight.quantity is not None:
            return (nominal(row.weight),)
        usual = Fraction(load("performance")["execution"])
        rest = Fraction(load("performance")["whole"]) - sum((nominal(cell) for cell in self.weights), Fraction(0))
        return (usual, rest) if self.weights and rest > 0 and rest != usual else (usual,)


def appraised(table: Table) -> bool:
    """Whether the table is one of performance."""
    return table.kind.startswith("performance")


@once
def sheet(table: Table) -> Sheet:
    """The rows of a performance table by what they are for."""
    funding: list[Funding] = []
    weights: list[Cell] = []
    scores: list[Cell] = []
    unscored = 0
    full = total = grade = None
    for row in table.rows:
        cells = [cell for cell in row if cell.role in (Role.BODY, Role.TOTAL)]
        sums = [cell for cell in cells if cell.aspects.measure == "绩效.总分"]
        if sums:
            full = next((c for c in sums if c.kind == "weight" and c.quantity is not None), full)
            total = next((c for c in sums if c.kind == "score" and c.quantity is not None), total)
            grade = next((c for c in sums if c.kind == "grade" and c.text.strip()), grade)
        elif any(cell.kind == "amount" for cell in cells):
            funding += _funding(cells)
        else:
            weight = next((c for c in cells if c.kind == "weight" and c.quantity is not None), None)
            score = next((c for c in cells if c.kind == "score" and c.quantity is not None), None)
            weights += [weight] if weight is not None else []
            scores += [score] if score is not None else []
            unscored += weight is not None and score is None
    return Sheet(tuple(_read_right(funding)), tuple(weights), tuple(scores), unscored, full, total, grade)


def _read_right(rows: Sequence[Funding]) -> list[Funding]:
    """The rows without those whose 得分 is another row's 执行率: their cells were taken for their neighbours'."""
    rates = {nominal(row.rate) * 100 for row in rows if row.rate is not None and row.rate.quantity is not None}
    shifted = [row for row in rows if row.score is not None and nominal(row.score) > 20 and nominal(row.score) in rates]
    return [row for row in rows if row not in shifted] if len(shifted) < len(rows) else list(rows)


def _funding(cells: Sequence[Cell]) -> list[Funding]:
    """The row of money in these cells; one for each item where a row prints several side by side."""
    items: dict[str, list[Cell]] = {}
    for cell in cells:
        items.setdefault(cell.aspects.measure.removesuffix(".结余"), []).append(cell)
    found = [_one(group) for group in items.values() if any(cell.aspects.stage == "决算" for cell in group)]
    loose = next((cell for cell in cells if cell.kind in ("completion", "ratio") and cell.aspects.measure == "绩效.执行率"), None)
    return [replace(found[0], rate=loose)] if loose is not None and len(found) == 1 and found[0].rate is None else found


def _one(cells: Sequence[Cell]) -> Funding:
    def find(kind: str, stage: str = "", *, left: bool = False) -> Cell | None:
        return next(
            (
                cell
                for cell in cells
                if cell.kind == kind
                and (not stage or cell.aspects.stage == stage)
                and not cell.aspects.part.startswith("名.")
                and cell.aspects.scope in ("", "全口径")
                and cell.aspects.measure.endswith(".结余") is left
            ),
            None,
        )

    initial = find("amount", "年初预算")
    budget = find("amount", "全年预算") or find("amount", "预算") or initial
    stub = cells[0].stub[-1] if cells[0].stub else ""
    return Funding(
        any(cell.role is Role.TOTAL for cell in cells),
        fold(stub).strip(),
        initial,
        budget,
        find("amount", "决算"),
        find("amount", "决算", left=True),
        find("completion")
        or next((c for c in cells if c.kind in ("completion", "ratio") and "执行率" in c.aspects.part + c.aspects.measure), None),
        find("weight"),
        find("score"),
    )


def points(cell: Cell) -> Interval:
    """A score: what is printed without decimals was given as a whole number; the rest is rounded as printed."""
    quantity = cell.quantity
    assert quantity is not None
    return Interval.exact(quantity.base) if quantity.decimals == 0 else quantity.interval
