"""What rests on recognised text says so, and what rests on a doubtful figure is no error by itself."""

from __future__ import annotations

from decimal import Decimal

from auditor.check.run import DOUBTFUL, _confirmed, _lost, _sober
from auditor.model import Aspects, Cell, Check, Evidence, Level, Location, Quantity, Role, Table, Verdict


def _check(*sure: float, cell: str = "", verdict: Verdict = Verdict.INCONSISTENT) -> Check:
    found = tuple(
        Evidence(f"数{k}", f"{k}.00", Location(label="第1页", page=1, confidence=one), cell=cell, figure="" if cell else f"F{k}")
        for k, one in enumerate(sure)
    )
    return Check("text-table.amount", verdict, found[0], found[1:], level=Level.ERROR, message="不符", message_en="wrong")


def test_what_was_printed_stays_as_it_is() -> None:
    assert _sober(_check(1.0, 1.0), {}) == _check(1.0, 1.0)


def test_what_was_recognised_for_sure_stays_an_error_that_says_so() -> None:
    found = _sober(_check(0.99, 1.0), {})
    assert found.level is Level.ERROR
    assert "图像识别" in found.message
    assert "recognised" in found.message_en


def test_a_doubtful_figure_makes_no_error() -> None:
    for sure in ((DOUBTFUL - 0.01, 0.99), (0.99, DOUBTFUL - 0.2)):
        found = _sober(_check(*sure), {})
        assert found.level is Level.WARNING
        assert f"{min(sure):.0%}" in found.message


def _cell(row: int, column: int, text: str, sure: float, *, role: Role = Role.BODY) -> Cell:
    figure = Quantity(text, Decimal(text), "元", "money", Decimal(1), 2) if text.replace(".", "").isdigit() and role is Role.BODY else None
    return Cell(f"T1/{row}/{column}", text, role, Aspects(), Location(label="", page=1, confidence=sure), figure, row=row, column=column)


def test_a_sum_rests_on_what_it_may_have_left_out() -> None:
    check = _check(0.99, 0.99, cell="T1/2/3")
    for cell in (
        _cell(2, 5, "", 0.0),
        _cell(7, 3, "", 0.5),
        _cell(7, 3, "4O.12", 0.6),
        _cell(7, 3, "0.00", 0.6),
        _cell(9, 0, "2O101", 0.6, role=Role.STUB),
    ):
        found = _sober(check, {"T1": [cell]})
        assert found.level is Level.WARNING
        assert "识别把握不足" in found.message
    assert _sober(check, {"T1": [_cell(7, 5, "", 0.0)]}).level is Level.ERROR
    assert _sober(_check(0.99, 0.99, cell="T2/2/3"), {"T1": [_cell(2, 5, "", 0.0)]}).level is Level.ERROR


def test_a_doubtful_figure_that_is_used_is_not_lost() -> None:
    cells = (_cell(1, 1, "12.50", 0.5), _cell(1, 2, "", 0.5), _cell(1, 3, "", 1.0), _cell(1, 4, "其他", 0.5))
    table = Table("T1", "", "", "元", (cells,), Location(label=""))
    assert [cell.column for cell in _lost(table)] == [2]


def test_a_sum_confirms_the_one_doubtful_figure_in_it() -> None:
    def one(*sure: float, verdict: Verdict = Verdict.CONSISTENT, relation: str = "sum", text: str = "12.50") -> Check:
        found = tuple(Evidence("", text, Location(label="", confidence=c), cell=f"T1/1/{k}") for k, c in enumerate(sure))
        return Check("r", verdict, found[0], found[1:], relation=(relation, *(e.cell for e in found)))

    assert _confirmed([one(0.99, 0.5, 0.99)]) == {"T1/1/1"}
    assert not _confirmed([one(0.99, 0.5, 0.5)])
    assert not _confirmed([one(0.99, 0.5, verdict=Verdict.INCONSISTENT)])
    assert not _confirmed([one(0.99, 0.5, verdict=Verdict.ROUNDING)])
    assert not _confirmed([one(0.99, 0.5, relation="rate")])
    assert not _confirmed([one(0.99, 0.5, text="7")])
    wrong = _check(0.99, 0.5, cell="T1/1/1")
    assert _sober(wrong, {}, frozenset({"T1/1/1"})).level is Level.ERROR
    assert "图像识别" in _sober(wrong, {}, frozenset({"T1/1/1"})).message


def test_nothing_is_said_of_what_agrees() -> None:
    agreed = _check(0.5, 0.5, verdict=Verdict.CONSISTENT)
    assert _sober(agreed, {}) is agreed
