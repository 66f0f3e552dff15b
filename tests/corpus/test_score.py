"""The arithmetic of the scorecard."""

from __future__ import annotations

import pytest
import reference
import score


def test_wilson_interval() -> None:
    low, high = score.wilson(95, 100)
    assert low == pytest.approx(0.8882, abs=1e-4)
    assert high == pytest.approx(0.9785, abs=1e-4)
    assert score.wilson(0, 0) == (0.0, 1.0)
    assert score.wilson(10, 10)[1] == pytest.approx(1)


def test_a_score_that_fell_by_more_than_its_interval_is_named() -> None:
    before = {"splits": {"development": {"recall": [950, 1000], "false alarms": [2, 100]}}}
    now = {"splits": {"development": {"recall": [900, 1000], "false alarms": [30, 100]}}}
    assert len(score.fallen(now, before)) == 2
    now = {"splits": {"development": {"recall": [94, 100], "false alarms": [1, 50]}}}
    assert not score.fallen(now, before)


def test_the_short_script_accuses_what_no_table_prints() -> None:
    lines = ["单位：元", "合计\t12,345,600.00", "支出1234.56万元，其中人员1234.57万元。"]
    assert reference.naive(lines) == [{"line": 3, "start": 16, "end": 23}]
