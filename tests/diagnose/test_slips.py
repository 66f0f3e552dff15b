"""What a slip of the hand explains, judged on the printed form."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.diagnose.figures import UNIT, Figure, System, build
from auditor.diagnose.slips import Printed, Slip, Slips, Wanted, opposite, printed
from auditor.model import Document, Location, Quantity

EMPTY: System = build(Document("d", "", "text"), (), ())


def figure(text: str, unit: str = "万元") -> Figure:
    """An amount of a statutory table as printed."""
    number = Decimal(text.replace(",", ""))
    decimals = -int(number.as_tuple().exponent)
    scale = Decimal(10000) if unit == "万元" else Decimal(1)
    return Figure("T1/1/1", "statutory", text, Location(), Quantity(text, number, unit, "money", scale, decimals))


def best(text: str, wanted: str) -> Slip:
    """The likeliest slip from ``wanted`` to ``text``."""
    value = int(Decimal(wanted) * 10000 * UNIT)
    return Slips(EMPTY).explain(figure(text), Wanted(value, value))[0]


@pytest.mark.parametrize(
    ("text", "wanted", "suggested", "cause"),
    [
        ("1,304.60", "1304.50", "1,304.50", "digit"),
        ("1,340.50", "1304.50", "1,304.50", "transposition"),
        ("13045.0", "1304.50", "1304.50", "decimal-shift"),
        ("130.450", "1304.50", "1304.50", "decimal-shift"),
        ("13,045,000.00", "1304.50", "1,304.500000", "unit"),
        ("1,3304.50", "1304.50", "1,304.50", "digit"),
        ("134.50", "1304.50", "1304.50", "digit"),
        ("977.21", "1304.50", "1304.50", "unknown"),
    ],
)
def test_causes(text: str, wanted: str, suggested: str, cause: str) -> None:
    slip = best(text, wanted)
    assert slip.cause == cause
    assert Decimal(slip.text.replace(",", "")) == Decimal(suggested.replace(",", ""))
    assert ("," in slip.text) == ("," in text)


def test_more_likely_slips_cost_less() -> None:
    digit, swapped, other = best("1304.60", "1304.50"), best("1340.50", "1304.50"), best("9771.22", "1304.50")
    assert digit.cost < other.cost
    assert swapped.cost < other.cost


@given(st.integers(1000, 10**7), st.data())
def test_every_single_slip_is_explained(size: int, data: st.DataObject) -> None:
    """Whatever digit is changed, or pair swapped, the slips hold the number that stood there, in its printed form."""
    right = Printed(str(size), 2, True, False)
    digits = list(str(size))
    at = data.draw(st.integers(0, len(digits) - 1))
    if data.draw(st.booleans()) and at + 1 < len(digits):
        digits[at], digits[at + 1] = digits[at + 1], digits[at]
    else:
        digits[at] = data.draw(st.sampled_from("123456789"))
    wrong = int("".join(digits))
    if wrong == size or digits[0] == "0":
        return
    text = right.show(wrong, 2)
    found = Slips(EMPTY).explain(figure(text), Wanted(size * 100 * UNIT, size * 100 * UNIT))
    assert found[0].cause in ("digit", "transposition")
    assert right.show(size, 2) in [slip.text for slip in found]


def test_numbers_in_words_have_no_printed_form() -> None:
    quantity = Quantity("百分之九十五", Decimal(95), "%", "ratio", Decimal("0.01"), 0)
    assert printed(Figure("F1", "narrative", "百分之九十五", Location(), quantity)) is None


def test_opposites() -> None:
    assert opposite("增加了") == "减少了"
    assert opposite("决算数大于预算数") == "决算数小于预算数"
    assert opposite("持平") == ""
