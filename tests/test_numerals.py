"""The number grammar: what counts as a figure, its value, its place."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from auditor.model import Quantity
from auditor.numerals import Found, cell, chinese, find, unit


def rows(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, _, figures = line.partition("\t")
            yield text, figures


CASES = list(rows(Path(__file__).with_name("numerals.tsv")))


def shown(found: Found) -> str:
    quantity = found.quantity
    upper = "" if quantity.upper is None else f"..{quantity.upper}"
    return "|".join((quantity.text, f"{quantity.value}{upper}", quantity.unit or "-", quantity.dimension, quantity.hedge or "-"))


def only(text: str) -> Quantity:
    (found,) = find(text)
    return found.quantity


@pytest.mark.parametrize(("text", "figures"), CASES)
def test_case(text: str, figures: str) -> None:
    assert (" ; ".join(map(shown, find(text))) or "-") == figures


@pytest.mark.parametrize(("text", "figures"), CASES)
def test_places(text: str, figures: str) -> None:
    """Offsets hold inside a longer sentence, and figures do not overlap."""
    end = 0
    for found in find(text):
        assert end <= found.start <= found.number_start < found.number_end <= found.end
        assert text[found.start : found.end] == found.quantity.text
        end = found.end
    before = "经审核，"
    assert [(f.start - len(before), f.end - len(before)) for f in find(before + text + "。")] == [(f.start, f.end) for f in find(text)]


@pytest.mark.shared
def test_shared_cases(shared: Path) -> None:
    with (shared / "design" / "number-cases.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            text, value = row["text"], row["value"]
            found = list(find(text))
            if "年度" in text:
                # A year is a period and never a figure, but its numeral can be read.
                assert not found
                assert chinese(text.removesuffix("年度")) == (Decimal(value), Decimal(1))
            elif row["kind"] == "none":
                assert not found, text
            elif row["kind"] == "range":
                (quantity,) = (f.quantity for f in found)
                assert quantity.upper is not None
                ends = [quantity.base, Fraction(quantity.upper) * Fraction(quantity.scale)]
                assert ends == [Fraction(v) for v in value.split("..")], text
            else:
                (quantity,) = (f.quantity for f in found)
                assert abs(quantity.base - Fraction(value)) < Fraction(1, 10**11), text


STYLES = ("plain", "grouped", "full-width", "spaced", "wide-comma")
amounts = st.decimals(min_value=0, max_value=Decimal("99999999.99"), places=2)


def printed(value: Decimal, style: str) -> str:
    text = f"{value:,.2f}" if style != "plain" else f"{value:.2f}"
    if style == "full-width":
        return text.translate({**{ord(str(i)): chr(0xFF10 + i) for i in range(10)}, ord("."): "．", ord(","): "，"})
    if style == "spaced":
        return text.replace(",", " ")
    return text.replace(",", "，") if style == "wide-comma" else text


@given(amounts, st.sampled_from(STYLES), st.sampled_from(["元", "万元", "亿元", " 万元"]), st.booleans())
def test_any_amount_is_found(value: Decimal, style: str, of: str, negative: bool) -> None:
    digits = printed(value, style)
    text = f"支出合计{'-' if negative else ''}{digits}{of}，其中"
    (found,) = find(text)
    assert found.quantity.value == (-value if negative else value)
    assert found.quantity.decimals == 2
    assert (found.quantity.unit, found.quantity.dimension) == (of.strip(), "money")
    assert text[found.number_start : found.number_end] == digits
    assert text[found.start : found.end] == f"{'-' if negative else ''}{digits}{of}"
    assert found.quantity.interval.contains(found.quantity.base)


@given(st.decimals(min_value=-1000, max_value=1000, places=3), st.integers(0, 2), st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN]))
def test_rounded_rate_holds_the_true_one(value: Decimal, places: int, rounding: str) -> None:
    rate = value.quantize(Decimal(1).scaleb(-places), rounding=rounding)
    quantity = only(f"增长{rate:f}%。")
    assert quantity.value == rate
    assert quantity.interval.contains(Fraction(value) / 100)


ONES = "零一二三四五六七八九"


def section(number: int) -> str:
    text, gap = "", False
    for size, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            text += ("零" if gap and text else "") + ONES[digit] + mark
        gap = not digit
    return text


def spelled(number: int) -> str:
    """The Chinese numeral as a book would print it."""
    if number == 0:
        return "零"
    text = ""
    for size, mark in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part = number // size % 10**4
        if part:
            text += ("零" if text and (part < 1000 or text.endswith("零")) else "") + section(part) + mark
    return text


@given(st.integers(0, 10**12 - 1))
@example(100_030_000)
@example(10_005)
def test_chinese_numeral(number: int) -> None:
    read = chinese(spelled(number))
    assert read is not None
    value, grain = read
    assert value == number
    assert value % grain == 0
    assert number == 0 or value // grain % 10 != 0 or grain == 10**4 or grain == 10**8


@given(st.integers(10_000, 10**9))
def test_chinese_amount(number: int) -> None:
    assert only(f"共{spelled(number)}元整").base == number


@pytest.mark.parametrize("text", ["十四五", "一百二", "三千五", "万", "百百", "", "一二十", "二百三百", "点五", "三点"])
def test_no_chinese_numeral(text: str) -> None:
    assert chinese(text) is None


@given(st.integers(0, 10**6), st.sampled_from(["个", "人次", "批次", "辆", "家", "项", "台（套）"]))
def test_counts_are_exact(number: int, of: str) -> None:
    quantity = only(f"共{number}{of}。")
    assert quantity.exact
    assert quantity.interval.width == 0
    assert not only(f"共{number}余{of}。").exact


def test_money_is_never_exact_unless_it_says_so() -> None:
    assert only("支出12万元").interval.width == 10000
    assert only("支出12元").interval.width == 1
    assert only("支出12元整").interval.width == 0


def test_grain_of_round_words() -> None:
    assert only("投入一亿二千万元").step == 10_000_000
    assert only("服务1.2万人次").step == 1000
    assert not only("服务1.2万人次").exact
    assert only("占九成以上").interval.low == Fraction(85, 100)


@given(st.decimals(min_value=-(10**7), max_value=10**7, places=2), st.sampled_from(STYLES), st.sampled_from(["", "元", "万元"]))
def test_cell_round_trip(value: Decimal, style: str, of: str) -> None:
    quantity = cell(("-" if value < 0 else "") + printed(abs(value), style), of)
    assert quantity is not None
    assert (quantity.value, quantity.decimals, quantity.unit) == (value, 2, of)
    assert quantity.dimension == ("money" if of else "number")


@given(st.decimals(min_value=Decimal("0.01"), max_value=10**7, places=2))
def test_brackets_are_a_minus(value: Decimal) -> None:
    quantity = cell(f"({value:,.2f})", "万元")
    assert quantity is not None
    assert quantity.value == -value


@pytest.mark.parametrize(
    ("text", "given_unit", "expected"),
    [
        ("12.5%", "万元", "12.5|%|ratio|"),
        ("≥96%", "", "96|%|ratio|at_least"),
        ("≥98百分比", "", "98|%|ratio|at_least"),
        ("=54人", "", "54|人|count|"),
        ("≤27万元", "", "27|万元|money|at_most"),
        ("80860元", "万元", "80860|元|money|"),
        ("1-2次", "", "1..2|次|count|"),
        ("5~8", "万元", "5..8|万元|money|"),
        ("35.17万", "万元", "35.17|万元|money|"),
        ("35.17万", "", "35.17|万|number|"),
        ("大于等于2次", "", "2|次|count|at_least"),
        ("100%%", "", "100|%|ratio|"),
        ("95", "%", "95|%|ratio|"),
        ("≥95", "分", "95|分|score|at_least"),
        ("百分之百", "", "100|%|ratio|"),
        ("95%以上", "", "95|%|ratio|at_least"),
        ("1,304.\n50", "万元", "1304.50|万元|money|"),
        ("－12.30", "万元", "-12.30|万元|money|"),
        ("—12.30", "万元", "-12.30|万元|money|"),
        ("+5.3%", "", "5.3|%|ratio|"),
        ("¥1,234.56", "", "1234.56|元|money|"),
        ("≥3年", "", "3|年|measure|at_least"),
        ("4", "次/年", "4|次/年|measure|"),
        ("200", "元/人·月", "200|元/人/月|money-per|"),
        ("7", "公顷林地", "7|公顷林地|measure|"),
        ("达到95%", "", "95|%|ratio|"),
        ("0", "辆", "0|辆|count|"),
    ],
)
def test_cell(text: str, given_unit: str, expected: str) -> None:
    quantity = cell(text, given_unit)
    assert quantity is not None
    upper = "" if quantity.upper is None else f"..{quantity.upper}"
    assert f"{quantity.value}{upper}|{quantity.unit}|{quantity.dimension}|{quantity.hedge}" == expected
    assert quantity.text == text.strip()


@pytest.mark.parametrize(
    "text",
    ["", " ", "-", "—", "——", "…", "/", "无", "文字", "001", "0301", "1、", "1.", "（1）", "(3)", "一、", "（一）", "2023年", "12月", "6月30日", "第3名",
     "2023-05", "2023.12.31", "12项目", "5个项目", "优", "三", "1/2", "12 34", "1,23", "N/A", "A1", "《办法》", "持平", "8:30", "201一般公共服务支出", "合计", "3-1"],
)  # fmt: skip
def test_no_cell(text: str) -> None:
    assert cell(text, "") is None


@pytest.mark.parametrize("text", ["1-2", "5-8", "01-02", "2023-24"])
def test_a_span_without_a_unit_may_be_a_label(text: str) -> None:
    assert cell(text) is None


def test_units() -> None:
    for text, expected in [
        ("万元", "万元"),
        ("％", "%"),
        ("人 次", "人次"),
        ("亿元人民币", "亿元"),
        ("元／人·年", "元/人/年"),
        ("台（套）", "台套"),
    ]:
        known = unit(text)
        assert known is not None
        assert known.name == expected
    assert unit("万元整体") is None
    assert unit("项目") is None


@given(
    st.text(
        alphabet="0123456789０１,.，．-—~%％‰万亿千百十一二三两零点元人个次分成倍约超余多近（）()至到年月日第、：以上《》 ￥负/每",
        max_size=40,
    )
)
def test_any_text_is_read(text: str) -> None:
    """Nothing breaks, places are in order, and what is said of a figure holds together."""
    end = 0
    for found in find(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end
        quantity = found.quantity
        assert text[found.start : found.end] == quantity.text
        assert quantity.upper is None or quantity.value <= quantity.upper
        assert quantity.interval.low is None or quantity.interval.high is None or quantity.interval.low <= quantity.interval.high
    cell(text)
    cell(text, "万元")


@given(st.integers(1, 98), st.integers(1, 99), st.sampled_from(["-", "—", "~", "～", "至"]), st.sampled_from(["%", "万元", "个"]))
def test_ranges(low: int, more: int, link: str, of: str) -> None:
    for text in (f"为{low}{of}{link}{low + more}{of}。", f"每类{low}{link}{low + more}{of}。"):
        quantity = only(text)
        assert quantity.value == low
        assert quantity.upper == low + more
        assert quantity.interval.contains(quantity.base)
