"""A calculation that a text writes out gives the result that it prints.

自评报告常把算式写在文字里：「三公经费变动率=(63.46-32)÷32=98.31%」「控制率=136÷143×100%=95.10%」。等号前的算式按所写的数计算，应得到等号后的结果。

The operands are what stands there: whole numbers exact, others rounded as printed; one that occurs twice is one number. Formulas of words are no calculation.

Source: catalogue NA-01, NA-02 in the form of 部门整体支出绩效评价指标表 (财预〔2013〕53号).

Inconsistent::

    # 某局2023年度部门整体支出绩效自评报告

    三、预算执行情况
    “三公”经费变动率=（28.50-30.00）÷30.00×100%=-6.00%。

Consistent::

    # 某局2023年度部门整体支出绩效自评报告

    三、预算执行情况
    “三公”经费变动率=（28.50-30.00）÷30.00×100%=-5.00%。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

import regex

from auditor.check.rule import Rule, View, show
from auditor.lexicon import fold
from auditor.model import Check, Claim, Interval

rule = Rule(
    __name__,
    title="文字中的算式与结果相符",
    title_en="A calculation in the text gives its result",
    catalogue=("NA-01", "NA-02"),
)

_NUMBER = r"\d[\d,]*(?:\.\d+)?(?:[万亿]?元|[人个项辆分])?%?"
_EXPRESSION = regex.compile(rf"(?<![\d.%\p{{Han}}])(?P<said>[(\s]*{_NUMBER}(?:[\s)]*[-+−×*÷/][\s(]*{_NUMBER})+[\s)]*)=\s*$")
_TOKEN = regex.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)(?:[万亿]?元|[人个项辆分])?(?P<percent>%?)|(?P<sign>[-+−×*÷/()])")
_SIGNS = {"−": "-", "×": "*", "÷": "/"}
_REACH = 100
_MANY = 6
"""Numbers whose rounding is tried in all ways."""


@rule.over(Claim)
def compare(claim: Claim, view: View) -> Iterator[Check]:
    if claim.quantity.dimension != "ratio" or claim.quantity.hedge:
        return
    text = fold(claim.passage.text)
    match = _EXPRESSION.search(text[max(0, claim.start - _REACH) : claim.start] + ("=" if text.startswith("=", claim.start) else ""))
    if match is None:
        return
    said = match["said"].strip()
    while said.startswith("(") and said.count("(") > said.count(")"):
        said = said[1:].strip()
    tokens = [_SIGNS.get(found["sign"], found["sign"]) or found["number"] + found["percent"] for found in _TOKEN.finditer(said)]
    names = list(dict.fromkeys(token for token in tokens if token[0].isdigit()))
    nominal = _value(tokens, {name: _plain(name) for name in names})
    if nominal is None or "/" not in tokens or len(names) > _MANY:
        yield rule.undecided(claim, "算式没有读懂")
        return
    hundred = 1 if abs(nominal) <= 10 * abs(claim.quantity.base) or not claim.quantity.base else 100  # ×100 without the sign
    values = [_value(tokens, dict(zip(names, choice, strict=True))) for choice in product(*map(_ends, names))]
    known = [value / hundred for value in values if value is not None]
    display = show(nominal / hundred, claim.quantity)
    yield rule.compare(claim, Interval(min(known), max(known)), [], formula=f"{said} = {display}", display=display)


def _plain(token: str) -> Fraction:
    value = Fraction(token.rstrip("%").replace(",", ""))
    return value / 100 if token.endswith("%") else value


def _ends(token: str) -> tuple[Fraction, ...]:
    """The least and the most that a printed number may stand for."""
    decimals = len(token.rstrip("%").partition(".")[2])
    if not decimals:
        return (_plain(token),)
    half = Fraction(1, 2 * 10**decimals) / (100 if token.endswith("%") else 1)
    return _plain(token) - half, _plain(token) + half


def _value(tokens: Sequence[str], worth: Mapping[str, Fraction]) -> Fraction | None:
    """What a calculation gives, products before sums; ``None`` where it is none."""
    at = 0

    def one() -> Fraction | None:
        nonlocal at
        if at >= len(tokens):
            return None
        token = tokens[at]
        at += 1
        if token == "(":
            inner = summed()
            at += 1
            return inner if at <= len(tokens) and tokens[at - 1] == ")" else None
        return worth.get(token)

    def multiplied() -> Fraction | None:
        nonlocal at
        value = one()
        while value is not None and at < len(tokens) and tokens[at] in "*/":
            sign = tokens[at]
            at += 1
            other = one()
            value = None if other is None or (sign == "/" and not other) else value * other if sign == "*" else value / other
        return value

    def summed() -> Fraction | None:
        nonlocal at
        value = multiplied()
        while value is not None and at < len(tokens) and tokens[at] in "+-":
            sign = tokens[at]
            at += 1
            other = multiplied()
            value = None if other is None else value + other if sign == "+" else value - other
        return value

    value = summed()
    return value if at == len(tokens) else None
