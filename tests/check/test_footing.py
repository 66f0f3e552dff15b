"""Sums, repeated printings and bounds: honest rounding never raises an alarm, a slip does."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from auditor.check.footing import Entry as Line
from auditor.check.footing import apart, bound, dashed, empty, foot, parents, sober, tie, worth
from auditor.check.rule import Rule
from auditor.model import Aspects, Cell, Check, Interval, Level, Location, Quantity, Role, Verdict

RULE = Rule("auditor.rules.within_table.example", title="例", title_en="Example")
CENTS = st.integers(min_value=0, max_value=10**9)


def cell(text: str, identity: str = "T1/0/0", *, unit: str = "万元", hedge: str = "") -> Cell:
    scale = {"万元": Decimal(10000), "元": Decimal(1), "%": Decimal("0.01"), "": Decimal(1)}[unit]
    plain = text.replace(",", "")
    quantity = None
    if plain.replace(".", "").replace("-", "").isdigit():
        decimals = len(plain.partition(".")[2])
        dimension = "money" if unit.endswith("元") else "ratio" if unit == "%" else "number"
        quantity = Quantity(text, Decimal(plain), unit, dimension, scale, decimals, hedge)
    return Cell(identity, text, Role.BODY, Aspects("合计"), Location(label=f"格{identity}"), quantity)


def only(checks: Sequence[Check]) -> Check:
    assert len(checks) == 1
    return checks[0]


def sum_of(total: str, *addends: str, unit: str = "万元", **options: str) -> list[Check]:
    parts = [cell(text, f"T1/{i}/0", unit=unit) for i, text in enumerate(addends, 1)]
    return list(foot(RULE, cell(total, unit=unit), parts, **options))  # type: ignore[arg-type]


@example([3, 4999, 4999, 24999], ROUND_HALF_UP)
@given(st.lists(CENTS, min_size=2, max_size=30), st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN]))
def test_rounded_sums_never_contradict(amounts: list[int], rounding: str) -> None:
    """Amounts in cents, printed in 万元 with two decimals, and their total printed likewise."""

    def printed(cents: int) -> str:
        return f"{(Decimal(cents) / 1000000).quantize(Decimal('0.01'), rounding=rounding)}"

    checks = sum_of(printed(sum(amounts)), *map(printed, amounts))
    assert all(check.verdict is not Verdict.INCONSISTENT or check.level is Level.NOTE for check in checks)


@given(st.lists(st.integers(min_value=1, max_value=10**7), min_size=2, max_size=12), st.integers(min_value=20, max_value=10**6))
def test_a_slip_of_more_than_rounding_is_found(amounts: list[int], slip: int) -> None:
    texts = [f"{Decimal(a) / 100:.2f}" for a in amounts]
    check = only(sum_of(f"{Decimal(sum(amounts) + slip) / 100:.2f}", *texts))
    assert check.verdict is Verdict.INCONSISTENT
    assert check.display == f"{Decimal(sum(amounts)) / 100:,.2f}万元"
    assert check.relation == ("sum", "T1/0/0", *(f"T1/{i}/0" for i in range(1, len(amounts) + 1)))


def test_a_table_to_the_cent_has_no_tails() -> None:
    assert only(sum_of("300.01", "100.00", "200.00", unit="元")).verdict is Verdict.INCONSISTENT
    assert only(sum_of("300.00", "100.00", "200.00", unit="元")).verdict is Verdict.CONSISTENT
    assert only(sum_of("301", "100", "200", unit="元")).verdict is Verdict.ROUNDING


@pytest.mark.parametrize(("total", "verdict"), [("0.02", Verdict.ROUNDING), ("0.03", Verdict.INCONSISTENT)])
def test_each_addend_may_be_off_by_half(total: str, verdict: Verdict) -> None:
    wanted = Decimal("60.00") + Decimal(total)
    assert only(sum_of(str(wanted), "20.00", "15.00", "15.00", "10.00")).verdict is verdict


@pytest.mark.parametrize(
    ("total", "addends", "verdict"),
    [
        ("", ("1.00", "2.00"), Verdict.UNDECIDED),
        ("3.00", ("", ""), Verdict.UNDECIDED),
        ("3.00", ("1.00", "二"), Verdict.UNDECIDED),
        ("3.00", ("1.00", "2.00", "——", ""), Verdict.CONSISTENT),
    ],
)
def test_blanks_dashes_and_words(total: str, addends: tuple[str, ...], verdict: Verdict) -> None:
    assert only(sum_of(total, *addends)).verdict is verdict


def test_nothing_to_say() -> None:
    assert sum_of("", "", "") == []
    assert sum_of("——", "1.00", "2.00") == []
    assert sum_of("0.00", "", "") == []


def test_doubt_keeps_a_contradiction_undecided() -> None:
    check = only(sum_of("9.00", "1.00", "2.00", doubt="可能缺行"))
    assert check.verdict is Verdict.UNDECIDED
    assert "可能缺行" in check.reason


def test_difference() -> None:
    opening, income, spent = cell("5.00", "a"), cell("20.00", "b"), cell("18.00", "c")
    check = only(list(foot(RULE, cell("7.00"), [opening, income], [spent])))
    assert check.verdict is Verdict.CONSISTENT
    assert check.relation == ("sum", "T1/0/0", "a", "b", "-c")
    assert check.formula == "5.00 + 20.00 − 18.00 = 7.00万元"


@given(CENTS)
def test_one_quantity_in_two_units(cents: int) -> None:
    exact = cell(f"{Decimal(cents) / 100:.2f}", unit="元")
    rounded = cell(f"{(Decimal(cents) / 1000000).quantize(Decimal('0.01'), rounding=ROUND_HALF_UP)}", "T2/0/0")
    assert tie(RULE, exact, rounded).verdict is Verdict.CONSISTENT


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [("12.30", "12.31", Level.NOTE), ("12.30", "12.32", Level.ERROR), ("12.3", "12.39", Level.NOTE), ("12.3", "13.39", Level.ERROR)],
)
def test_one_quantity_printed_twice(one: str, other: str, level: Level) -> None:
    check = tie(RULE, cell(one), cell(other, "T2/0/0"))
    assert check.verdict is Verdict.INCONSISTENT
    assert check.level is level


def test_bounds_are_not_values() -> None:
    assert tie(RULE, cell("95", unit="%", hedge="at_least"), cell("97", unit="%")).verdict is Verdict.CONSISTENT
    assert tie(RULE, cell("95", unit="%", hedge="at_least"), cell("90", unit="%")).verdict is Verdict.UNDECIDED


def test_a_part_and_its_whole() -> None:
    assert bound(RULE, cell("1.00"), cell("")) is None
    smaller, larger, close = (bound(RULE, cell(text), cell("5.00", "w")) for text in ("4.00", "6.00", "5.01"))
    assert smaller is not None
    assert larger is not None
    assert close is not None
    assert [c.verdict for c in (smaller, larger, close)] == [Verdict.CONSISTENT, Verdict.INCONSISTENT, Verdict.CONSISTENT]


def test_a_flood_is_a_misread_table() -> None:
    wrong = sum_of("9.00", "1.00", "2.00")
    right = sum_of("3.00", "1.00", "2.00")
    assert [c.verdict for c in sober(RULE, wrong * 4 + right)] == [Verdict.UNDECIDED] * 4 + [Verdict.CONSISTENT]
    assert sum(c.verdict is Verdict.INCONSISTENT for c in sober(RULE, wrong * 4 + right * 4)) == 4
    assert sum(c.verdict is Verdict.INCONSISTENT for c in sober(RULE, wrong * 3)) == 3


def test_worth() -> None:
    assert worth(cell("")) == worth(cell("——")) == Interval.exact(0)
    assert worth(cell("无")) is None
    assert worth(cell("56"), step=Fraction(10)) == Interval.around(560000, 5)
    assert dashed(cell("—"))
    assert not dashed(cell("1"))
    assert empty(cell(" "))


@pytest.mark.parametrize(
    ("one", "other", "power"), [("12.30", "123000", -4), ("123000", "12.30", 4), ("12.30", "12.30", 0), ("12.30", "0", 0)]
)
def test_powers_of_ten_apart(one: str, other: str, power: int) -> None:
    assert apart(cell(one), cell(other)) == power


def test_parents_are_the_longest_prefix_that_is_printed() -> None:
    block = [Line(code, False, "", {}) for code in ("201", "20101", "2010101", "2010102", "2019999", "301", "30101")]
    tree = {above: [line.code for line in lines] for above, lines in parents(block).items()}
    assert tree == {"": ["201", "301"], "201": ["20101", "2019999"], "20101": ["2010101", "2010102"], "301": ["30101"]}
