"""A quantity: one printed number with its unit, its precision and its hedge."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import cast

from auditor.model.interval import Interval


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it stands in the document."""

    text: str
    """The printed form with its unit (``1,709.74万元``, ``百分之九十五``)."""
    value: Decimal
    """The number as printed, in the printed unit (``1709.74``; ``95`` for 百分之九十五; ``-3.2`` for -3.2%)."""
    unit: str
    """The printed unit in its normal form: 元 万元 亿元 % ‰ 个百分点 倍 人 辆 分 …; empty when none is known."""
    dimension: str
    """``money`` ``money-per`` (元/人/月) ``ratio`` ``points`` (percentage points) ``multiple`` ``count`` ``score`` ``measure`` (m², 吨,
    foreign money …) or ``number`` (no unit, or a scale alone: 35.17万)."""
    scale: Decimal
    """Base units in one printed unit: 10000 for 万元 (base 元), 0.01 for % (base 1)."""
    decimals: int
    """Digits printed after the decimal point; with ``grain`` it gives the precision."""
    hedge: str = ""
    """``""`` exact as printed, ``about``, ``at_least`` (≥, 以上), ``more_than`` (超过, 余), ``at_most`` (≤, 以内), ``less_than`` (不足, 近)."""
    grain: Decimal | None = None
    """Size of one step of the last printed digit in the printed unit where it is not 10**-decimals (1.2亿 printed as 一亿二千万)."""
    upper: Decimal | None = None
    """The upper end when a range is printed (``5至8万元``: value 5, upper 8)."""
    exact: bool = False
    """Whether the number is exact however it is printed (counts, integers of a 元 table with cents elsewhere)."""
    confidence: float = 1.0
    """How sure the reader is of the characters (OCR); 1 for born-digital text."""

    _base: Fraction | None = field(default=None, init=False, repr=False, compare=False)
    _step: Fraction | None = field(default=None, init=False, repr=False, compare=False)
    _interval: Interval | None = field(default=None, init=False, repr=False, compare=False)
    # The three are worked out on first use and kept: rules ask each figure for them dozens of times, and exact fractions are slow.

    @property
    def base(self) -> Fraction:
        """The value in the base unit (元, 1, one piece)."""
        if self._base is None:
            object.__setattr__(self, "_base", _product(self.value, self.scale))
        return cast(Fraction, self._base)

    @property
    def step(self) -> Fraction:
        """One unit in the last printed place, in the base unit."""
        if self._step is None:
            grain = self.grain if self.grain is not None else Decimal(1).scaleb(-self.decimals)
            object.__setattr__(self, "_step", _product(grain, self.scale))
        return cast(Fraction, self._step)

    @property
    def interval(self) -> Interval:
        """What the true value may be, in the base unit (rules.md P1, P11, P12)."""
        if self._interval is None:
            object.__setattr__(self, "_interval", self._spread())
        return cast(Interval, self._interval)

    def _spread(self) -> Interval:
        half = Fraction(0) if self.exact else self.step / 2
        low, high = self.base - half, self.base + half
        if self.upper is not None:
            high = _product(self.upper, self.scale) + half
        match self.hedge:
            case "about":
                spread = abs(self.base) / 20
                return Interval(low - spread, high + spread)
            case "at_least" | "more_than":
                return Interval(low, None)
            case "at_most" | "less_than":
                return Interval(None, high)
        return Interval(low, high)


def _product(one: Decimal, other: Decimal) -> Fraction:
    """The exact product of two decimals; cheaper than the product of two fractions, which reduces three times."""
    (a, b), (c, d) = one.as_integer_ratio(), other.as_integer_ratio()
    return Fraction(a * c, b * d)


def alike(one: Quantity, other: Quantity) -> str:
    """How two printings of the same quantity agree (rules.md P9).

    ``equal`` (same digits), ``meets`` (different precision, and some value rounds to both), ``truncated`` (the coarser is the
    finer cut off), ``last`` (one unit in the last place of the coarser apart), ``differs``.
    """
    coarse, fine = (one, other) if one.step >= other.step else (other, one)
    if one.hedge or other.hedge or one.upper is not None or other.upper is not None:
        return "meets" if one.interval.meets(other.interval) else "differs"
    if one.base == other.base:
        return "equal"
    if coarse.step > fine.step and coarse.interval.meets(fine.interval):
        return "meets"
    if coarse.step > fine.step and abs(coarse.base) == abs(fine.base) // coarse.step * coarse.step and (coarse.base < 0) == (fine.base < 0):
        return "truncated"
    apart = coarse.step if coarse.step == fine.step else coarse.step * Fraction(3, 2)
    if abs(coarse.base - fine.base) <= apart:
        return "last"
    return "differs"


def truncated(quantity: Quantity, value: Interval) -> bool:
    """Whether the printed figure is ``value`` with its further digits cut off instead of rounded."""
    if value.low is None or value.high is None or quantity.base < 0:
        return False
    return value.low < quantity.base + quantity.step and quantity.base <= value.high and not quantity.interval.meets(value)
