"""Quantities: what a printed number says of the true one."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.model import Interval, Quantity

UNITS = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10000), "亿元": Decimal(10**8)}
cents = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


def money(value: Decimal, unit: str = "万元", **more: object) -> Quantity:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    plain = Quantity(f"{value}{unit}", value, unit, "money", UNITS[unit], max(0, -exponent))
    return replace(plain, **more)  # type: ignore[arg-type]


@given(cents, st.sampled_from(sorted(UNITS)), st.integers(0, 2), st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN]))
def test_the_true_amount_lies_in_its_printing(amount: Decimal, unit: str, places: int, rounding: str) -> None:
    printed = (amount / UNITS[unit]).quantize(Decimal(1).scaleb(-places), rounding=rounding)
    quantity = money(printed, unit)
    assert quantity.decimals == places
    assert quantity.interval.contains(Fraction(amount))
    assert quantity.interval.width == quantity.step


@given(st.lists(cents, min_size=1, max_size=8), st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN]))
def test_rounded_parts_allow_their_rounded_total(amounts: list[Decimal], rounding: str) -> None:
    def published(amount: Decimal) -> Quantity:
        return money((amount / 10000).quantize(Decimal("0.01"), rounding=rounding))

    parts = published(amounts[0]).interval
    for amount in amounts[1:]:
        parts = parts + published(amount).interval
    assert parts.meets(published(sum(amounts, Decimal(0))).interval)


@given(cents.filter(lambda v: v > 0), cents.filter(lambda v: v > 0), st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN]))
def test_a_rounded_share_is_allowed_by_rounded_amounts(part: Decimal, rest: Decimal, rounding: str) -> None:
    whole = part + rest
    share = (100 * part / whole).quantize(Decimal("0.01"), rounding=rounding)
    step = Decimal("0.01")
    printed = Quantity(f"{share}%", share, "%", "ratio", step, 2)
    quotient = (
        money((part / 10000).quantize(step, rounding=rounding)).interval / money((whole / 10000).quantize(step, rounding=rounding)).interval
    )
    assert quotient.meets(printed.interval)


def test_printed_amount() -> None:
    quantity = money(Decimal("1709.74"))
    assert quantity.base == 17097400
    assert quantity.step == 100
    assert quantity.interval == Interval(Fraction(17097350), Fraction(17097450))


@pytest.mark.parametrize(
    ("hedge", "inside", "outside"),
    [
        ("at_least", (100, 10**9), (90,)),
        ("more_than", (101, 10**9), (90,)),
        ("at_most", (100, -5), (110,)),
        ("less_than", (99, -5), (110,)),
        ("about", (96, 104), (90, 110)),
        ("", (100,), (96, 104)),
    ],
)
def test_hedges(hedge: str, inside: tuple[int, ...], outside: tuple[int, ...]) -> None:
    interval = money(Decimal("100.00"), "元", hedge=hedge).interval
    assert all(interval.contains(value) for value in inside)
    assert not any(interval.contains(value) for value in outside)


def test_range() -> None:
    interval = money(Decimal(5), upper=Decimal(8)).interval
    assert interval.contains(50000)
    assert interval.contains(80000)
    assert not interval.contains(90000)


def test_grain_and_exactness() -> None:
    assert money(Decimal(12000), grain=Decimal(1000)).step == 10_000_000
    assert money(Decimal(12000), grain=Decimal(1000)).interval.width == 10_000_000
    assert money(Decimal(12000), exact=True).interval.width == 0
