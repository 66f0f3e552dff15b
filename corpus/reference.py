"""Reference points: the script that a user would write, and the number parsers that people use."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from importlib import import_module
from typing import Any

Record = dict[str, Any]
Reader = Callable[[list[str], list[Record]], tuple[int, int]]
SCALE = {"元": 1, "万元": 10**4, "亿元": 10**8}
IN_TEXT = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(亿元|万元|元)")
IN_TABLE = re.compile(r"(?<![\d.])\d[\d,]*(?:\.\d+)?(?![\d.])")
UNIT_LINE = re.compile(r"单位[：:]\s*(亿元|万元|元)")


def _tabular(line: str) -> bool:
    return "\t" in line or line.startswith("|")


def naive(lines: list[str]) -> list[Record]:
    """Amounts of the text that no table prints, each converted to the other's unit and rounded: what a short script would accuse."""
    values: dict[int, set[Fraction]] = {}
    printed: set[Fraction] = set()
    unit = 10**4
    for line in lines:
        match = UNIT_LINE.search(line)
        if match:
            unit = SCALE[match[1]]
        if _tabular(line):
            printed |= {Fraction(number.replace(",", "")) * unit for number in IN_TABLE.findall(line)}
    accused = []
    for number, line in enumerate(lines, 1):
        if _tabular(line):
            continue
        for match in IN_TEXT.finditer(line):
            scale, places = SCALE[match[2]], len(match[1].partition(".")[2])
            value = Fraction(match[1].replace(",", ""))
            grid = values.setdefault(scale * 100 + places, set())
            if not grid:
                grid |= {Fraction(int(there / scale * 10**places + Fraction(1, 2)), 10**places) for there in printed}
            if value and value not in grid:
                accused.append({"line": number, "start": match.start(1), "end": match.end(1)})
    return accused


@cache
def parsers() -> dict[str, Reader]:
    """The number parsers that are installed."""
    return {name: reader for name, (reader, reason) in _parsers().items() if reader and not reason}


def missing() -> dict[str, str]:
    """The parsers that are not installed, and why they cannot be used."""
    return {name: reason for name, (_, reason) in _parsers().items() if reason}


@cache
def _parsers() -> dict[str, tuple[Reader | None, str]]:
    found: dict[str, tuple[Reader | None, str]] = {}
    for name, module, make in (
        ("cn2an", "cn2an", _cn2an),
        ("jionlp", "jionlp", _jionlp),
        ("recognizers-text", "recognizers_number_with_unit", _ms),
    ):
        try:
            found[name] = (make(import_module(module)), "")
        except Exception as error:  # a parser that cannot be imported is no part of the comparison, whatever its reason
            found[name] = (None, f"{type(error).__name__}: {error}"[:120])
    return found


def _cn2an(module: Any) -> Reader:
    """cn2an turns a numeral that is cut out for it into a number: it is given the characters before the unit word."""

    def read(lines: list[str], figures: list[Record]) -> tuple[int, int]:
        right = 0
        for figure in figures:
            try:
                value = module.cn2an(lines[figure["line"] - 1][figure["start"] : figure["end"]], "smart")
            except ValueError:
                continue
            right += Fraction(str(value)) == Fraction(figure["text"].replace(",", ""))
        return right, len(figures)

    return read


def _jionlp(module: Any) -> Reader:
    """Jionlp finds amounts of money in running text and normalizes them to 元; other figures are not its business."""

    def read(lines: list[str], figures: list[Record]) -> tuple[int, int]:
        money = [figure for figure in figures if figure["kind"] in ("amount", "change")]
        by_line: dict[int, list[Record]] = {}
        for figure in money:
            by_line.setdefault(figure["line"], []).append(figure)
        right = 0
        for number, wanted in by_line.items():
            try:
                found = module.ner.extract_money(lines[number - 1], with_parsing=True)
            except Exception:  # whatever it stumbles over, it has not found
                continue
            for figure in wanted:
                for there in found:
                    start, end = there["offset"]
                    if start < figure["end"] and end > figure["start"]:
                        told = (there.get("detail") or {}).get("num")
                        value = Fraction(figure["text"].replace(",", "")) * SCALE.get(figure["unit"], 1)
                        right += isinstance(told, str) and abs(Fraction(told) - value) < Fraction(1, 100)
                        break
        return right, len(money)

    return read


def _ms(module: Any) -> Reader:
    """Microsoft's recognizers find currencies in Chinese text."""
    culture = import_module("recognizers_text").Culture.Chinese

    def read(lines: list[str], figures: list[Record]) -> tuple[int, int]:
        money = [figure for figure in figures if figure["kind"] in ("amount", "change")]
        by_line: dict[int, list[Record]] = {}
        for figure in money:
            by_line.setdefault(figure["line"], []).append(figure)
        right = 0
        for number, wanted in by_line.items():
            found = module.recognize_currency(lines[number - 1], culture)
            for figure in wanted:
                for there in found:
                    if there.start < figure["end"] and there.end + 1 > figure["start"]:
                        value = Fraction(figure["text"].replace(",", "")) * SCALE.get(figure["unit"], 1)
                        told = (there.resolution or {}).get("value")
                        right += bool(told) and abs(Fraction(str(told)) - value) < Fraction(1, 100)
                        break
        return right, len(money)

    return read
