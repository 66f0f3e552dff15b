"""The confidence of a diagnosis is what planted errors taught, and the measure of it is sound."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.diagnose.explain import confidence
from auditor.lexicon import load

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "corpus" / "benchmarks"))
from planted import fitted


@pytest.mark.parametrize("name", ["slips", "vague"])
def test_points_rise(name: str) -> None:
    points = load("calibration")[name]
    assert points[0] == [0.0, 0.0]
    assert all(one[0] < two[0] and one[1] <= two[1] for one, two in pairwise(points))
    assert points[-1][1] < 1  # nothing is certain


@given(st.floats(0, 1), st.floats(0, 1), st.booleans())
def test_more_likely_is_more_sure(one: float, two: float, vague: bool) -> None:
    low, high = sorted((one, two))
    assert 0 <= confidence(low, vague=vague) <= confidence(high, vague=vague) < 1


def test_a_slip_that_shows_is_surer_than_one_that_does_not() -> None:
    assert confidence(0.999) > confidence(0.999, vague=True)


def test_fitted_points_are_the_shares_that_were_right() -> None:
    ratings = [(0.0, i % 10 < 3, "digit", 0.4, False) for i in range(200)] + [(0.0, i % 10 < 9, "digit", 0.99, False) for i in range(200)]
    ratings += [(0.0, False, "digit", 0.99, True)] * 500  # with a rival as good: neither is believed anyway
    points = fitted(ratings)
    assert points[0] == pytest.approx((0.4, 0.3), abs=0.02)
    assert points[-1] == pytest.approx((0.99, 0.9), abs=0.02)
    assert all(one[1] <= two[1] for one, two in pairwise(points))
