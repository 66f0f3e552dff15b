"""Intervals: honest rounding always fits, and arithmetic never loses the true value."""

from __future__ import annotations

from decimal import ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from auditor.model import Interval
from auditor.model.interval import corners, total

HONEST = (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_HALF_DOWN)
numbers = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=1000)
widths = st.fractions(min_value=0, max_value=100, max_denominator=100)
parts = st.fractions(min_value=0, max_value=1, max_denominator=50)


@st.composite
def holding(draw: st.DrawFn) -> tuple[Interval, Fraction]:
    """An interval and a value inside it."""
    low, width, part = draw(numbers), draw(widths), draw(parts)
    return Interval(low, low + width), low + width * part


@given(st.decimals(min_value=-(10**8), max_value=10**8, places=6), st.integers(0, 4), st.sampled_from(HONEST))
def test_honest_rounding_fits(value: Decimal, places: int, rounding: str) -> None:
    printed = value.quantize(Decimal(1).scaleb(-places), rounding=rounding)
    assert Interval.around(printed, Fraction(1, 2 * 10**places)).contains(Fraction(value))


@given(holding(), holding())
def test_arithmetic_keeps_the_true_value(first: tuple[Interval, Fraction], second: tuple[Interval, Fraction]) -> None:
    (a, x), (b, y) = first, second
    assert (a + b).contains(x + y)
    assert (a - b).contains(x - y)
    assert (-a).contains(-x)
    assert (a * b).contains(x * y)
    if y:
        assert (a / b).contains(x / y)


@given(holding(), numbers)
def test_scaled(pair: tuple[Interval, Fraction], factor: Fraction) -> None:
    interval, value = pair
    assert interval.scaled(factor).contains(value * factor)


@given(st.lists(holding(), max_size=6))
def test_total(pairs: list[tuple[Interval, Fraction]]) -> None:
    assert total(interval for interval, _ in pairs).contains(sum((value for _, value in pairs), Fraction(0)))


@given(holding(), holding())
def test_meet(first: tuple[Interval, Fraction], second: tuple[Interval, Fraction]) -> None:
    (a, x), (b, _) = first, second
    both = a.meet(b)
    assert (both is not None) == a.meets(b) == b.meets(a)
    if both is not None:
        assert both.contains(x) == (a.contains(x) and b.contains(x))


@given(
    st.decimals(min_value=1, max_value=10**5, places=4),
    st.decimals(min_value=1, max_value=10**5, places=4),
    st.integers(0, 2),
    st.sampled_from(HONEST),
)
def test_rate_of_change_is_never_contradicted_by_rounding(current: Decimal, prior: Decimal, places: int, rounding: str) -> None:
    """Rate = Δ ÷ (current − Δ): both inputs occur twice or together, and are one variable each."""
    step = Decimal(1).scaleb(-places)
    half = step / 2

    def published(value: Decimal) -> Decimal:
        return value.quantize(step, rounding=rounding)

    change = current - prior
    around_current, around_change = Interval.around(published(current), half), Interval.around(published(change), half)
    assert around_current.low is not None
    assert around_change.high is not None
    assume(around_current.low > around_change.high)
    rate = corners(lambda c, d: d / (c - d), around_current, around_change)
    assert rate.contains(Fraction(change) / Fraction(prior))
    printed = (Decimal(100) * change / prior).quantize(Decimal("0.01"), rounding=rounding)
    assert rate.meets(Interval.around(printed, Decimal("0.005")).scaled(Fraction(1, 100)))


@given(holding(), holding(), holding())
def test_corners_are_sound(first: tuple[Interval, Fraction], second: tuple[Interval, Fraction], third: tuple[Interval, Fraction]) -> None:
    (a, x), (b, y), (c, z) = first, second, third
    assert corners(lambda p, q, r: p * q - r, a, b, c).contains(x * y - z)


@given(holding(), holding())
def test_corners_are_tight(first: tuple[Interval, Fraction], second: tuple[Interval, Fraction]) -> None:
    """A variable that occurs twice is one variable: a − a is nothing."""
    (a, _), (b, _) = first, second
    assert corners(lambda p: p - p, a) == Interval.exact(0)
    assert corners(lambda p, q: p + q, a, b) == a + b


def test_division_by_an_interval_that_holds_zero_says_nothing() -> None:
    assert Interval.exact(1) / Interval(Fraction(-1), Fraction(1)) == Interval(None, None)
    assert Interval.exact(1) / Interval(Fraction(0), Fraction(1)) == Interval(None, None)
    assert corners(lambda a, b: a / b, Interval.exact(1), Interval(Fraction(0), Fraction(1))) == Interval(None, None)


@pytest.mark.parametrize("open_end", [Interval(Fraction(2), None), Interval(None, Fraction(2)), Interval(None, None)])
def test_unbounded(open_end: Interval) -> None:
    point = Interval.exact(2)
    assert open_end.meets(point)
    assert point.meets(open_end)
    assert open_end.contains(2)
    assert open_end.width is None
    assert (open_end + point).contains(4)
    assert (open_end - point).contains(0)
    assert open_end.meet(point) == point
    assert corners(lambda a: a, open_end) == Interval(None, None)


def test_middle_and_width() -> None:
    assert Interval.around(10, Decimal("0.5")).middle == 10
    assert Interval.around(10, Decimal("0.5")).width == 1
    assert Interval(Fraction(3), None).middle == 3
    assert Interval(None, Fraction(3)).middle == 3
    assert Interval(None, None).middle is None


def test_ties_fit_both_ways() -> None:
    """0.125 is 0.13 half-up and 0.12 half-even; neither printing contradicts it."""
    for printed in (Decimal("0.12"), Decimal("0.13")):
        assert Interval.around(printed, Decimal("0.005")).contains(Fraction(1, 8))
