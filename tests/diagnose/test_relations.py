"""The arithmetic of relations: what holds, and what the others imply."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.diagnose.figures import UNIT
from auditor.diagnose.relations import Value, exact, holds, implied, meet, narrow, same

NUMBERS = st.integers(1, 10**9)


def around(number: Fraction | int, step: Fraction | int) -> Value:
    """A figure printed in steps of ``step``, as a value of the system."""
    base, width = int(number * UNIT), int(step * UNIT)
    return Value(base - width // 2, base + width // 2, base, width)


def test_same_digits_at_the_same_precision() -> None:
    cent = Fraction(1, 100)
    assert same(around(Fraction("112.11"), cent), around(Fraction("112.11"), cent))
    assert not same(around(Fraction("112.11"), cent), around(Fraction("112.12"), cent))
    assert same(around(Fraction("112.1"), cent * 10), around(Fraction("112.12"), cent))
    assert not same(around(Fraction("112.0"), cent * 10), around(Fraction("112.12"), cent))


def test_sum_is_solved_for_each_term() -> None:
    values = [exact(60 * UNIT), exact(40 * UNIT), exact(30 * UNIT), exact(10 * UNIT)]
    signs = (1, 1, 1, -1)  # 60 = 40 + 30 − 10
    assert holds("sum", signs, values, UNIT)
    for at, value in enumerate(values):
        assert implied("sum", signs, values, at, UNIT) == (value.base, value.base)


@given(NUMBERS, NUMBERS)
def test_ratio_is_solved_for_each_term(part: int, whole: int) -> None:
    rate = Fraction(part, whole)
    values = [exact(rate * UNIT), exact(part * UNIT), exact(whole * UNIT)]
    for at, value in enumerate(values):
        said = implied("ratio", (1, 1, 1), values, at, UNIT)
        assert said is not None
        assert said[0] == said[1] == value.base


@given(NUMBERS, NUMBERS)
def test_rate_and_growth_agree(before: int, after: int) -> None:
    change, rate = after - before, Fraction(after - before, before)
    for operator, terms in (("rate", (after, before)), ("growth", (change, after))):
        values = [exact(rate * UNIT), *(exact(term * UNIT) for term in terms)]
        assert holds(operator, (1, 1, 1), values, UNIT)
        for at, value in enumerate(values):
            said = implied(operator, (1, 1, 1), values, at, UNIT)
            if said is not None:
                assert said[0] == said[1] == value.base


@given(st.integers(1, 100), NUMBERS, NUMBERS)
def test_score_is_capped(weight: int, part: int, whole: int) -> None:
    score = weight * min(Fraction(part, whole), Fraction(1))
    values = [exact(score * UNIT), exact(weight * UNIT), exact(part * UNIT), exact(whole * UNIT)]
    assert holds("product", (1, 1, 1, 1), values, UNIT)
    said = implied("product", (1, 1, 1, 1), values, 1, UNIT)
    assert said == (weight * UNIT, weight * UNIT)


@given(st.lists(st.tuples(NUMBERS, st.integers(0, 3)), min_size=2, max_size=6), st.integers(0, 3))
def test_honestly_rounded_sums_hold(addends: list[tuple[int, int]], decimals: int) -> None:
    """Whatever the precision of each figure, a sum of rounded figures is never a contradiction."""
    total = Fraction(sum(number for number, _ in addends), 1000)
    printed = [around(round(Fraction(number, 1000), places), Fraction(1, 10**places)) for number, places in addends]
    whole = around(round(total, decimals), Fraction(1, 10**decimals))
    values = [whole, *printed]
    assert holds("sum", (1,) * len(values), values, UNIT)
    for at, value in enumerate(values):
        said = implied("sum", (1,) * len(values), values, at, UNIT)
        assert said is not None
        assert meet(said, (value.low, value.high))


@pytest.mark.parametrize(
    ("word", "first", "second", "agrees"), [(1, 5, 3, True), (-1, 5, 3, False), (0, 3, 3, True), (0, 5, 3, False), (1, 3, 3, False)]
)
def test_order(word: int, first: int, second: int, *, agrees: bool) -> None:
    assert holds("order", (1, 1, 1), [exact(word), exact(first * UNIT), exact(second * UNIT)], UNIT) is agrees


def test_bounds() -> None:
    part, whole = exact(3 * UNIT), exact(5 * UNIT)
    assert holds("at-most", (1, 1), [part, whole], UNIT)
    assert not holds("at-most", (1, 1), [whole, part], UNIT)
    assert implied("at-most", (1, 1), [part, whole], 0, UNIT) == (None, 5 * UNIT)
    assert implied("at-most", (1, 1), [part, whole], 1, UNIT) == (3 * UNIT, None)


def test_no_bounds_across_a_division_by_zero() -> None:
    around_zero = Value(-UNIT, UNIT, 0, 2 * UNIT)
    assert implied("ratio", (1, 1, 1), [exact(0), exact(5 * UNIT), around_zero], 0, UNIT) is None


def test_ranges_meet_and_narrow() -> None:
    assert meet((None, 3), (3, None))
    assert not meet((None, 2), (3, None))
    assert narrow((None, 3), (1, None)) == (1, 3)
    assert narrow((0, 3), (1, 9)) == (1, 3)
