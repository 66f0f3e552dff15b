"""Claims: what the narrative says, and the cells that it speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from auditor.model.aspects import Aspects
from auditor.model.document import Cell, Passage
from auditor.model.location import Location
from auditor.model.quantity import Quantity


class Kind(StrEnum):
    """The statistic that a figure states; figures of different kinds are never compared."""

    AMOUNT = "amount"
    CHANGE = "change"
    """A difference in the unit of the amount (增加59.02万元), its sign in the direction."""
    RATE = "rate"
    """A relative change (增长4.74%)."""
    SHARE = "share"
    """A part of a whole (占比99.39%)."""
    COMPLETION = "completion"
    """An actual over a budget or target (完成年初预算的89.05%)."""
    COUNT = "count"
    SCORE = "score"
    GRADE = "grade"
    RATIO = "ratio"
    """A percentage that is an indicator of its own (满意度95%)."""
    POINTS = "points"
    """A change of a percentage, in percentage points."""
    UNIT_VALUE = "unit-value"
    """An amount per head, month or piece (每人每月200元)."""
    THRESHOLD = "threshold"
    """A number that belongs to the name of something (单价100万元以上设备)."""
    OTHER = "other"
    FLAT = "flat"
    """Words without a number: 持平, 相同; the quantity is a zero change."""
    NONE = "none"
    """Words without a number: 无此项支出; the quantity is zero."""
    ORDER = "order"
    """Words without a number: 决算数大于预算数; the order is in the direction."""


WORDS = frozenset({Kind.FLAT, Kind.NONE, Kind.ORDER})
"""Kinds of claims that state no number: checked, but not figures."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure of the narrative: a quantity, what it is about, and where it stands."""

    id: str
    """``F41``: in reading order."""
    kind: Kind
    aspects: Aspects
    quantity: Quantity
    location: Location
    passage: Passage
    start: int
    """Span of the number with its unit in ``passage.text``."""
    end: int
    direction: int = 0
    """+1 增加 增长, -1 减少 下降, 0 none or flat; for changes and rates."""
    base: Aspects | None = None
    """For change, rate, share, completion: what it is measured against (上年, 年初预算, the whole)."""
    current: str = ""
    """Id of the claim of the same chain that states the amount itself."""
    partner: str = ""
    """For a rate: id of the change beside it; for a change: id of the rate."""
    base_claim: str = ""
    """Id of the claim that prints the base (较2022年基本支出1245.48万元)."""
    sentence: tuple[int, int] = (0, 0)
    """Span of the sentence in ``passage.text``."""
    direction_span: tuple[int, int] | None = None
    """Span of the direction word in ``passage.text``."""
    parent: str = ""
    """Id of the claim whose 其中 list this one belongs to."""
    closed: bool = False
    """Whether that list names all parts (two-way splits, 分别为, 由…组成)."""
    reach: str = ""
    """``reason`` when it stands behind 主要原因, ``target`` when it is planned, ``""`` otherwise."""
    subject: str = ""
    """The words that name what it is about, as printed."""
    also: tuple[Aspects, ...] = ()
    """Further aspects that the same number states (收、支总计均为…): each must hold."""
    readings: tuple[Aspects, ...] = ()
    """Other senses of the subject's words, tried when ``aspects`` fit no cell."""
    flags: tuple[str, ...] = ()
    """What a rule may want to know: ``distributed`` (各, 均), ``zero-base``, ``same-basis`` (同口径), ``real`` (可比价) …"""

    @property
    def text(self) -> str:
        """The number as printed, with its unit."""
        return self.quantity.text


@dataclass(frozen=True, slots=True)
class Link:
    """A claim and the cell that it speaks of."""

    claim: Claim
    cell: Cell
    score: float
    """0 to 1; why, see ``evidence``."""
    evidence: tuple[str, ...] = ()
    role: str = "value"
    """``value``: the cell prints what the claim states; ``current`` or ``base``: the cell prints an operand of a change, rate, share
    or completion."""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A figure of the document, and the figure of another document that it speaks of or repeats."""

    figure: Claim | Cell
    other: Claim | Cell
    which: str
    """The other document: ``previous`` (last year's), ``budget`` (the budget of the year), ``copy`` (another publication of the same)."""
    role: str = "value"
    """``value``: both state the same quantity; ``base``: the other is what a change or rate is computed from; ``earlier``: the other is
    the same quantity a year earlier."""
    score: float = 1.0
    """0 to 1: how sure it is that the two mean the same."""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unlinked:
    """A claim that no cell can be found for, and why."""

    claim: Claim
    reason: str
    candidates: tuple[Cell, ...] = ()
