"""Intervals: what a printed number allows its true value to be.

``1,709.74万元`` was rounded from something between 17,097,350 and 17,097,450 元, and nothing that the document says
contradicts it as long as some value in between fits. Ends are exact (:class:`fractions.Fraction`), and both belong to
the interval: half-up and half-even rounding are both honest, so a tie must count as a fit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product

Number = int | Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of exact numbers; an end of ``None`` is unbounded."""

    low: Fraction | None
    high: Fraction | None

    @classmethod
    def exact(cls, value: Number) -> Interval:
        """The interval that holds ``value`` alone."""
        point = _fraction(value)
        return cls(point, point)

    @classmethod
    def around(cls, value: Number, half_width: Number) -> Interval:
        """``value`` ± ``half_width``."""
        middle, half = _fraction(value), _fraction(half_width)
        return cls(middle - half, middle + half)

    @property
    def width(self) -> Fraction | None:
        """``high - low``, or ``None`` where an end is unbounded."""
        return None if self.low is None or self.high is None else self.high - self.low

    @property
    def middle(self) -> Fraction | None:
        """The centre, or the one end that there is."""
        if self.low is None:
            return self.high
        return self.low if self.high is None else (self.low + self.high) / 2

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both intervals."""
        return (self.low is None or other.high is None or self.low <= other.high) and (
            other.low is None or self.high is None or other.low <= self.high
        )

    def contains(self, value: Number) -> bool:
        """Whether ``value`` lies inside."""
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)

    def meet(self, other: Interval) -> Interval | None:
        """The values that lie in both intervals, ``None`` when there are none."""
        if not self.meets(other):
            return None
        lows = [x for x in (self.low, other.low) if x is not None]
        highs = [x for x in (self.high, other.high) if x is not None]
        return Interval(max(lows, default=None), min(highs, default=None))

    def __add__(self, other: Interval) -> Interval:
        return Interval(
            None if self.low is None or other.low is None else self.low + other.low,
            None if self.high is None or other.high is None else self.high + other.high,
        )

    def __neg__(self) -> Interval:
        return Interval(None if self.high is None else -self.high, None if self.low is None else -self.low)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def scaled(self, factor: Number) -> Interval:
        """The interval of ``factor`` times a value of this one."""
        by = _fraction(factor)
        ends = (
            None if self.low is None else self.low * by,
            None if self.high is None else self.high * by,
        )
        return Interval(*ends) if by >= 0 else Interval(ends[1], ends[0])

    def __mul__(self, other: Interval) -> Interval:
        return corners(lambda a, b: a * b, self, other)

    def __truediv__(self, other: Interval) -> Interval:
        """Quotient of two bounded intervals; unbounded where the divisor holds zero."""
        if other.low is None or other.high is None or other.low <= 0 <= other.high:
            return Interval(None, None)
        return corners(lambda a, b: a / b, self, other)


def _fraction(value: Number) -> Fraction:
    """The number as it is where it is a fraction already: making another one takes longer than adding two."""
    return value if isinstance(value, Fraction) else Fraction(value)


def total(intervals: Iterable[Interval]) -> Interval:
    """The interval of the sum; an empty sum is exactly zero."""
    result = Interval.exact(0)
    for interval in intervals:
        result = result + interval
    return result


def corners(formula: Callable[..., Fraction], *inputs: Interval) -> Interval:
    """The range of a formula that is monotone in each input, evaluated at the corners of its inputs.

    An input that occurs twice in the formula is one variable here, as it must be (rate = Δ ÷ (current − Δ)).
    The result is unbounded when an input is, or when the formula divides by zero at a corner.
    """
    ends: list[tuple[Fraction, Fraction]] = []
    for interval in inputs:
        if interval.low is None or interval.high is None:
            return Interval(None, None)
        ends.append((interval.low, interval.high))
    try:
        values = [formula(*corner) for corner in product(*ends)]
    except ZeroDivisionError:
        return Interval(None, None)
    return Interval(min(values), max(values))
