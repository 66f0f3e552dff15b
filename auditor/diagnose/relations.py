"""The arithmetic of relations: does one hold, and what do the others say that a figure must be?

Everything is counted in whole multiples of one tiny unit (``System.unit``), so that sums are sums of integers; quotients are
exact fractions of them. An end of ``None`` is unbounded. A relation is an operator over terms, the first of which is derived
from the others:

* ``sum``      a total and its addends, each with a sign (also balances and differences);
* ``equal``    two printings of one quantity;
* ``ratio``    r = part ÷ whole;
* ``rate``     r = (current − base) ÷ base;
* ``growth``   r = change ÷ (current − change);
* ``product``  score = weight × min(1, rate), or × min(1, part ÷ whole) with four terms;
* ``at-most``  part ≤ whole;
* ``order``    a word (大于, 持平 …) between two amounts;
* ``band``     a grade and the score that earns it;
* ``tally``    a count and the words that it counts;
* ``unit``     an amount of zero and one whose unit it should have;
* ``within``   a figure that a rule expects inside an interval, by arithmetic that only the rule knows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product
from typing import NamedTuple

Number = int | Fraction
Ends = tuple[Number | None, Number | None]


class Value(NamedTuple):
    """What a figure is worth, in multiples of the unit of its system."""

    low: Number | None
    high: Number | None
    base: Number
    """As printed."""
    step: int
    """One unit in the last printed place; 0 where there is none (blanks, constants)."""
    bound: bool = False
    """Whether it is printed as a bound, range or approximation."""


def exact(number: Number) -> Value:
    """A value without a tolerance."""
    return Value(number, number, number, 0)


def meet(one: Ends, other: Ends) -> bool:
    """Whether two ranges have a value in common."""
    return (one[0] is None or other[1] is None or one[0] <= other[1]) and (other[0] is None or one[1] is None or other[0] <= one[1])


def narrow(one: Ends, other: Ends) -> Ends:
    """What two ranges that meet have in common."""
    low = one[0] if other[0] is None else other[0] if one[0] is None else max(one[0], other[0])
    high = one[1] if other[1] is None else other[1] if one[1] is None else min(one[1], other[1])
    return low, high


def same(one: Value, other: Value) -> bool:
    """Whether two printings may be of one quantity (rules.md P9): at the same precision they have the same digits."""
    if one.bound or other.bound:
        return meet((one.low, one.high), (other.low, other.high))
    if one.base == other.base:
        return True
    if one.step == other.step:
        return False
    return meet((one.low, one.high), (other.low, other.high))


def holds(operator: str, signs: Sequence[int], values: Sequence[Value], unit: int, expected: Ends = (None, None)) -> bool:
    """Whether some values inside the ranges of all terms fit the relation."""
    first = values[0]
    if operator == "equal":
        return same(first, values[1]) or (signs[1] == 0 and same(_positive(first), _positive(values[1])))
    if operator == "order":
        gap = _minus(values[1], values[2])
        if first.base == 0:
            return meet(gap, (0, 0))
        if values[1].base == values[2].base:
            return False
        return gap[1] is None or gap[1] >= 0 if first.base > 0 else gap[0] is None or gap[0] <= 0
    if operator == "band":
        return meet((values[1].low, values[1].high), expected)
    said = implied(operator, signs, values, 0, unit, expected)
    return said is None or meet((first.low, first.high), said)


def implied(operator: str, signs: Sequence[int], values: Sequence[Value], at: int, unit: int, expected: Ends = (None, None)) -> Ends | None:
    """What the other terms say that term ``at`` is worth; ``None`` where they say nothing."""
    match operator:
        case "equal":
            other = values[1 - at]
            return other.low, other.high
        case "sum" | "tally":
            return _sum(signs, values, at)
        case "at-most":
            return (None, values[1].high) if at == 0 else (values[0].low, None)
        case "order":
            return _order(values, at)
        case "band":
            return expected if at == 1 else None
        case "within":
            return expected if at == 0 else None
    formula = _FORMULAS.get((operator, len(values), at))
    if formula is None:
        return None
    return _corners(formula, [v for i, v in enumerate(values) if i != at], unit)


def _positive(value: Value) -> Value:
    if value.base >= 0 or value.low is None or value.high is None:
        return value
    return Value(-value.high, -value.low, -value.base, value.step, value.bound)


def _minus(one: Value, other: Value) -> Ends:
    low = None if one.low is None or other.high is None else one.low - other.high
    high = None if one.high is None or other.low is None else one.high - other.low
    return low, high


def _sum(signs: Sequence[int], values: Sequence[Value], at: int) -> Ends:
    """Total = Σ sign × addend, solved for one term."""
    low: Number | None = 0
    high: Number | None = 0
    own = -1 if at == 0 else signs[at]
    for i, value in enumerate(values):
        if i == at:
            continue
        sign = -1 if i == 0 else signs[i]  # everything on one side: −total + Σ addends = 0
        if sign * own > 0:
            low = None if low is None or value.high is None else low - value.high
            high = None if high is None or value.low is None else high - value.low
        else:
            low = None if low is None or value.low is None else low + value.low
            high = None if high is None or value.high is None else high + value.high
    return low, high


def _order(values: Sequence[Value], at: int) -> Ends | None:
    if at == 0:
        return None
    other, word = values[3 - at], values[0].base
    if word == 0:
        return other.low, other.high
    return (other.low, None) if (word > 0) == (at == 1) else (None, other.high)


def _corners(formula: Callable[..., Number], inputs: Sequence[Value], unit: int) -> Ends | None:
    """The range of a formula that is monotone in each input; ``None`` where it is not bounded."""
    ends: list[tuple[Number, Number]] = []
    for value in inputs:
        if value.low is None or value.high is None:
            return None
        ends.append((value.low, value.high))
    found: list[Number] = []
    signs = set()
    for corner in product(*ends):
        try:
            found.append(formula(unit, *corner))
        except ZeroDivisionError:
            return None
        signs.add(_denominator_sign(formula, unit, corner))
    return (min(found), max(found)) if len(signs) == 1 else None


def _denominator_sign(formula: Callable[..., Number], unit: int, corner: Sequence[Number]) -> bool:
    divisor = _DIVISORS.get(formula)
    return divisor is None or divisor(unit, *corner) > 0


def _share(unit: Number, part: Number, whole: Number) -> Number:
    return Fraction(part * unit) / whole


def _of(unit: Number, rate: Number, whole: Number) -> Number:
    return Fraction(rate * whole) / unit


def _whole(unit: Number, rate: Number, part: Number) -> Number:
    return Fraction(part * unit) / rate


def _grown(unit: Number, current: Number, base: Number) -> Number:
    return Fraction((current - base) * unit) / base


def _current(unit: Number, rate: Number, base: Number) -> Number:
    return Fraction(base * (unit + rate)) / unit


def _base(unit: Number, rate: Number, current: Number) -> Number:
    return Fraction(current * unit) / (unit + rate)


def _growth(unit: Number, change: Number, current: Number) -> Number:
    return Fraction(change * unit) / (current - change)


def _change(unit: Number, rate: Number, current: Number) -> Number:
    return Fraction(current * rate) / (unit + rate)


def _reached(unit: Number, rate: Number, change: Number) -> Number:
    return Fraction(change * (unit + rate)) / rate


def _scored(unit: Number, weight: Number, rate: Number) -> Number:
    return Fraction(weight * min(rate, unit)) / unit


def _weight(unit: Number, score: Number, rate: Number) -> Number:
    return Fraction(score * unit) / min(rate, unit)


def _rated(unit: Number, score: Number, weight: Number) -> Number:
    return Fraction(score * unit) / weight


def _scored4(unit: Number, weight: Number, part: Number, whole: Number) -> Number:
    return weight * min(Fraction(part) / whole, Fraction(1))


def _weight4(unit: Number, score: Number, part: Number, whole: Number) -> Number:
    return Fraction(score) / min(Fraction(part) / whole, Fraction(1))


def _part4(unit: Number, score: Number, weight: Number, whole: Number) -> Number:
    return Fraction(score * whole) / weight


def _whole4(unit: Number, score: Number, weight: Number, part: Number) -> Number:
    return Fraction(weight * part) / score


_FORMULAS: dict[tuple[str, int, int], Callable[..., Number]] = {
    ("ratio", 3, 0): _share,
    ("ratio", 3, 1): _of,
    ("ratio", 3, 2): _whole,
    ("rate", 3, 0): _grown,
    ("rate", 3, 1): _current,
    ("rate", 3, 2): _base,
    ("growth", 3, 0): _growth,
    ("growth", 3, 1): _change,
    ("growth", 3, 2): _reached,
    ("product", 3, 0): _scored,
    ("product", 3, 1): _weight,
    ("product", 3, 2): _rated,
    ("product", 4, 0): _scored4,
    ("product", 4, 1): _weight4,
    ("product", 4, 2): _part4,
    ("product", 4, 3): _whole4,
}
_DIVISORS: dict[Callable[..., Number], Callable[..., Number]] = {
    _share: lambda unit, part, whole: whole,
    _whole: lambda unit, rate, part: rate,
    _grown: lambda unit, current, base: base,
    _base: lambda unit, rate, current: unit + rate,
    _growth: lambda unit, change, current: current - change,
    _change: lambda unit, rate, current: unit + rate,
    _reached: lambda unit, rate, change: rate,
    _weight: lambda unit, score, rate: rate,
    _rated: lambda unit, score, weight: weight,
    _scored4: lambda unit, weight, part, whole: whole,
    _weight4: lambda unit, score, part, whole: part * whole,
    _part4: lambda unit, score, weight, whole: weight,
    _whole4: lambda unit, score, weight, part: score,
}
"""What a formula divides by: where it changes its sign between two corners, the formula is not bounded."""
