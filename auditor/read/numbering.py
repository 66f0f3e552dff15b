"""The ordinals that Word counts itself (``一、`` ``（一）`` ``1.1``): part numbering.xml, and the counters while reading.

Lists that share an abstract definition go on counting; a list that overrides a start counts from there the first time it
is used; a level starts again when a level above it moves on (ECMA-376 part 1, 17.9).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from auditor.read.package import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_COUNTED = {
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "koreanCounting", "taiwaneseCounting",
    "taiwaneseCountingThousand", "ideographLegalTraditional", "chineseLegalSimplified", "japaneseLegal",
}  # fmt: skip
_FORMALLY = {"ideographLegalTraditional", "chineseLegalSimplified", "japaneseLegal"}


def counted(number: int, digits: str = _DIGITS, units: tuple[str, ...] = ("", "十", "百", "千")) -> str:
    """A number from 0 to 9999 in Chinese words (``二十三``); larger ones digit by digit."""
    if not 0 < number < 10_000:
        return "".join(digits[int(d)] for d in str(number)) if number >= 0 else str(number)
    words = ""
    gap = False
    for power in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**power % 10
        if digit:
            words += ("零" if gap and words else "") + digits[digit] + units[power]
        gap = digit == 0
    return words[1:] if words.startswith(("一十", "壹拾")) and digits is _DIGITS else words


def written(number: int, style: str) -> str:
    """A number in one of Word's numbering formats; formats that are not known are written as decimals."""
    if style in ("none", "bullet"):
        return ""
    if style in _COUNTED:
        return counted(number, _FORMAL, ("", "拾", "佰", "仟")) if style in _FORMALLY else counted(number)
    if style in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital"):
        return "".join(_DIGITS[int(d)] for d in str(number)) if number >= 0 else str(number)
    if style in ("upperRoman", "lowerRoman") and 0 < number < 4000:
        words, rest = "", number
        for value, letters in _ROMAN:
            words += letters * (rest // value)
            rest %= value
        return words.upper() if style == "upperRoman" else words
    if style in ("upperLetter", "lowerLetter") and 0 < number <= 780:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if style == "upperLetter" else letter
    if style in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    if style == "decimalEnclosedParen" and 0 < number <= 20:
        return chr(0x2474 + number - 1)
    if style == "decimalEnclosedFullstop" and 0 < number <= 20:
        return chr(0x2488 + number - 1)
    if style == "ideographEnclosedCircle" and 0 < number <= 10:
        return chr(0x3280 + number - 1)
    if style == "ideographTraditional" and 0 < number <= 10:
        return _STEMS[number - 1]
    if style == "ideographZodiac" and 0 < number <= 12:
        return _BRANCHES[number - 1]
    if style in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(0xFF10 + int(d)) if d.isdigit() else d for d in str(number))
    if style == "decimalZero":
        return f"{number:02d}"
    if style == "numberInDash":
        return f"- {number} -"
    return str(number)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    """With ``%1`` … for the numbers of the levels."""
    separator: str = "tab"
    restart: int | None = None
    """The level (1-based) whose number starts this one again; 0 for never, ``None`` for any level above."""
    legal: bool = False
    """Whether the numbers of all levels are written in decimals."""
    paragraph_style: str = ""


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has counted."""

    lists: dict[str, tuple[str, tuple[Level, ...], frozenset[int]]] = field(default_factory=dict)
    """List id → id of its abstract definition, its levels, the levels whose start it overrides."""
    _counters: dict[str, list[int | None]] = field(default_factory=dict)
    _used: set[tuple[str, int]] = field(default_factory=set)

    def level_of(self, list_id: str, style: str) -> int:
        """The level that belongs to a paragraph style, 0 when none says so."""
        _, levels, _ = self.lists.get(list_id, ("", (), frozenset()))
        return next((i for i, level in enumerate(levels) if style and level.paragraph_style == style), 0)

    def next(self, list_id: str, index: int) -> tuple[str, str]:
        """Count one paragraph of a list: its ordinal as printed, and what Word puts behind it (``tab`` ``space`` ``nothing``)."""
        abstract, levels, overridden = self.lists.get(list_id, ("", (), frozenset()))
        if not 0 <= index < len(levels):
            return "", "nothing"
        counters = self._counters.setdefault(abstract, [None] * _LEVELS)
        level = levels[index]
        if index in overridden and (list_id, index) not in self._used:
            counters[index] = None
        self._used.add((list_id, index))
        for above in range(index):
            if counters[above] is None:
                counters[above] = levels[above].start
        before = counters[index]
        counters[index] = level.start if before is None else before + 1
        for below in range(index + 1, len(levels)):
            restart = levels[below].restart
            if restart is None or (restart and index < restart):
                counters[below] = None
        if level.style == "bullet":
            return "", "nothing"

        def number(match: re.Match[str]) -> str:
            which = int(match[1]) - 1
            if not 0 <= which < len(levels):
                return ""
            value = counters[which]
            return written(levels[which].start if value is None else value, "decimal" if level.legal else levels[which].style)

        return re.sub(r"%(\d)", number, level.text), level.separator


def numbering(package: Package, part: str | None) -> Numbering:
    """The lists that a document defines."""
    if part is None or part not in package:
        return Numbering()
    root = package.xml(part)
    abstracts: dict[str, tuple[Level, ...]] = {}
    linked: dict[str, str] = {}
    styled: dict[str, str] = {}
    for abstract in root.iterchildren(f"{W}abstractNum"):
        identity = abstract.get(f"{W}abstractNumId", "")
        levels = {_integer(level.get(f"{W}ilvl"), 0): _level(level) for level in abstract.iterchildren(f"{W}lvl")}
        abstracts[identity] = tuple(levels.get(i, Level()) for i in range(_LEVELS)) if levels else ()
        if (link := _value(abstract, "numStyleLink")) is not None:
            linked[identity] = link
        if (link := _value(abstract, "styleLink")) is not None:
            styled[link] = identity
    for identity, link in linked.items():
        abstracts[identity] = abstracts.get(identity) or abstracts.get(styled.get(link, ""), ())
    found = Numbering()
    for item in root.iterchildren(f"{W}num"):
        abstract_id = _value(item, "abstractNumId") or ""
        levels_of = list(abstracts.get(abstract_id, ()))
        overridden = set()
        for override in item.iterchildren(f"{W}lvlOverride"):
            index = _integer(override.get(f"{W}ilvl"), 0)
            if not 0 <= index < len(levels_of):
                continue
            own = override.find(f"{W}lvl")
            level = _level(own) if own is not None else levels_of[index]
            start = _value(override, "startOverride")
            if start is not None:
                overridden.add(index)
                level = Level(
                    _integer(start, 1), level.style, level.text, level.separator, level.restart, level.legal, level.paragraph_style
                )
            levels_of[index] = level
        found.lists[item.get(f"{W}numId", "")] = (abstract_id, tuple(levels_of), frozenset(overridden))
    return found


def _level(element: Any) -> Level:
    restart = _value(element, "lvlRestart")
    legal = element.find(f"{W}isLgl")
    style = next(reversed(list(element.iter(f"{W}numFmt"))), None)
    return Level(
        start=_integer(_value(element, "start"), 1),
        style=style.get(f"{W}val", "decimal") if style is not None else "decimal",
        text=_value(element, "lvlText") or "",
        separator=_value(element, "suff") or "tab",
        restart=None if restart is None else _integer(restart, 0),
        legal=legal is not None and legal.get(f"{W}val", "1") not in ("0", "false", "off"),
        paragraph_style=_value(element, "pStyle") or "",
    )


def _value(element: Any, name: str) -> str | None:
    """The ``w:val`` of a child."""
    child = element.find(f"{W}{name}")
    return None if child is None else str(child.get(f"{W}val", ""))


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return default
