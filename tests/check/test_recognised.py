"""What rests on recognised text says so, and what rests on a doubtful figure is no error by itself."""

from __future__ import annotations

from auditor.check.run import DOUBTFUL, _sober
from auditor.model import Check, Evidence, Level, Location, Verdict


def _check(*sure: float, cell: str = "", verdict: Verdict = Verdict.INCONSISTENT) -> Check:
    found = tuple(
        Evidence(f"数{k}", f"{k}.00", Location(label="第1页", page=1, confidence=one), cell=cell, figure="" if cell else f"F{k}")
        for k, one in enumerate(sure)
    )
    return Check("text-table.amount", verdict, found[0], found[1:], level=Level.ERROR, message="不符", message_en="wrong")


def test_what_was_printed_stays_as_it_is() -> None:
    assert _sober(_check(1.0, 1.0), frozenset()) == _check(1.0, 1.0)


def test_what_was_recognised_for_sure_stays_an_error_that_says_so() -> None:
    found = _sober(_check(0.99, 1.0), frozenset())
    assert found.level is Level.ERROR
    assert "图像识别" in found.message
    assert "recognised" in found.message_en


def test_a_doubtful_figure_makes_no_error() -> None:
    for sure in ((DOUBTFUL - 0.01, 0.99), (0.99, DOUBTFUL - 0.2)):
        found = _sober(_check(*sure), frozenset())
        assert found.level is Level.WARNING
        assert f"{min(sure):.0%}" in found.message


def test_a_sum_rests_on_every_figure_of_its_table() -> None:
    found = _sober(_check(0.99, 0.99, cell="T1/2/3"), frozenset({"T1"}))
    assert found.level is Level.WARNING
    assert "识别把握不足" in found.message
    assert _sober(_check(0.99, 0.99, cell="T2/2/3"), frozenset({"T1"})).level is Level.ERROR


def test_nothing_is_said_of_what_agrees() -> None:
    agreed = _check(0.5, 0.5, verdict=Verdict.CONSISTENT)
    assert _sober(agreed, frozenset()) is agreed
