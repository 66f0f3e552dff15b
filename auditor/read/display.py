"""Numbers as a spreadsheet shows them: number formats (ECMA-376 part 1, 18.8.30–31) applied to exact values.

What is printed is the figure: ``1234.5`` under ``#,##0.00`` is ``1,234.50``, and under an accounting format zero is ``-``.
Values are decimals of at most 15 significant digits, as Excel keeps them; nothing here is a float.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

_ACCOUNT = r'_ {0}* #,##0{1}_ ;_ {0}* \-#,##0{1}_ ;_ {0}* "-"{2}_ ;_ @_ '
_MONEY = '"¥"#,##0{0};"¥"\\-#,##0{0}'
BUILTIN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: _MONEY.format(""), 6: _MONEY.format(""), 7: _MONEY.format(".00"), 8: _MONEY.format(".00"),
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m/d/yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: _ACCOUNT.format("", "", ""), 42: _ACCOUNT.format('"¥"', "", ""), 43: _ACCOUNT.format("", ".00", "??"), 44: _ACCOUNT.format('"¥"', ".00", "??"),
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""The formats that files only number, as a Chinese Excel shows them."""

_FIFTEEN = Context(prec=15, rounding=ROUND_HALF_UP)
_ROOMY = Context(prec=400, rounding=ROUND_HALF_UP)
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEK = "一二三四五六日"
_FIXED = re.compile(r"\d(?:\.(\d+))?(?!.*\d)", re.DOTALL)
_SIGN = re.compile("[-−–—(（△▲负减]")
"""What shows that a number is negative; a section that only colours it red gets a minus."""
_PLAIN = re.compile(r"[lp]*[#?]*0(?:\.0+)?[lp]*")
_LONGEST = 255
"""Characters of the longest format; Excel allows no more."""
_HUGE = Decimal(10) ** 40


class _Token(NamedTuple):
    kind: str
    """``digit`` ``point`` ``literal`` ``percent`` ``date`` ``text`` ``general`` ``exponent`` ``fraction``."""
    text: str


class _Section(NamedTuple):
    """One of the up to four parts of a format."""

    tokens: tuple[_Token, ...]
    condition: tuple[str, Decimal] | None
    thousands: bool
    scale: int
    """How many times the number is divided by 1000."""
    kinds: frozenset[str]
    plain: tuple[str, str, Decimal] | None = None
    """For the usual ``#,##0.00``: what stands before and behind the number, and its last place."""

    @property
    def point(self) -> int:
        """Position of the decimal point, or behind the last token."""
        return next((i for i, token in enumerate(self.tokens) if token.kind == "point"), len(self.tokens))

    def has(self, *kinds: str) -> bool:
        return not self.kinds.isdisjoint(kinds)


def exact(value: str | float) -> Decimal:
    """A stored value without the noise of binary fractions: 15 significant digits, as Excel shows at most.

    Raises:
        ArithmeticError: it is no number.
    """
    found = _FIFTEEN.create_decimal(value if isinstance(value, str) else repr(value))
    if not found.is_finite():
        raise ArithmeticError(value)
    return found


@lru_cache(maxsize=65536)
def displayed(value: Decimal, code: str, *, from_1904: bool = False) -> tuple[str, int | None]:
    """The text that a cell shows, and its decimals where the format fixes them (``None`` where trailing zeros are lost).

    ``value`` is what :func:`exact` gives; ``from_1904`` says which day serial dates count from. A scientific format is
    written out in full: ``1.2E+4`` would be read as 1.2.
    """
    if abs(value) >= _HUGE:
        return f"{value:E}", None
    sections = _sections(code[:_LONGEST])
    section, signed = _choose(value, sections)
    if section is None:
        return "", None
    if section.has("date"):
        moment = _moment(value, from_1904=from_1904)
        return (_dated(moment, value, section), None) if moment is not None else (general(value), None)
    if section.has("general", "text") or (section.has("fraction") and section.has("digit")):
        shown = general(value if signed else abs(value))
        return "".join(
            shown if t.kind in ("general", "text") else t.text if t.kind == "literal" else "" for t in section.tokens
        ).strip() or shown, None
    if section.has("exponent"):
        return f"{Context(prec=_decimals(section) + 1, rounding=ROUND_HALF_UP).plus(value):f}", None
    if not section.has("digit"):
        return "".join(token.text for token in section.tokens if token.kind in ("literal", "percent")).strip(), None
    if section.plain is not None and not section.scale and "%" not in section.plain[0] + section.plain[1] and (value >= 0 or signed):
        before, behind, place = section.plain
        rounded = abs(value).quantize(place, context=_ROOMY)
        minus = "-" if value < 0 and rounded else ""
        shown = f"{rounded:,f}" if section.thousands else f"{rounded:f}"
        return f"{minus}{before}{shown}{behind}", len(shown.partition(".")[2])
    text = _numbered(value, section, signed=signed or (value < 0 and not _SIGN.search("".join(token.text for token in section.tokens))))
    fixed = _FIXED.search(text) if not any(t == ("digit", "#") for t in section.tokens[section.point + 1 :]) else None
    return text, len(fixed[1] or "") if fixed else None


def general(value: Decimal) -> str:
    """The text of a number without a format: at most 11 characters of digits and point, cents always kept, no exponents."""
    whole = len(str(int(abs(value))))
    places = max(2, 10 - whole) if value == value.quantize(Decimal("0.01"), context=_ROOMY) else max(0, 10 - whole)
    shown = value.quantize(Decimal(1).scaleb(-places), context=_ROOMY)
    text = f"{shown:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _choose(value: Decimal, sections: tuple[_Section, ...]) -> tuple[_Section | None, bool]:
    """The section for a value, and whether a minus is still to be put in front of it."""
    numeric = sections[:3] if len(sections) > 3 else sections
    if any(section.condition for section in numeric):
        for section in numeric:
            if section.condition is None or _meets(value, section.condition):
                return section, value < 0
        return numeric[-1], value < 0
    if len(numeric) == 1:
        return numeric[0], value < 0
    if value < 0:
        return numeric[1], False
    return (numeric[2] if value == 0 and len(numeric) > 2 else numeric[0]), False


def _meets(value: Decimal, condition: tuple[str, Decimal]) -> bool:
    operator, limit = condition
    return {"<": value < limit, "<=": value <= limit, ">": value > limit, ">=": value >= limit, "=": value == limit, "<>": value != limit}[
        operator
    ]


def _decimals(section: _Section) -> int:
    """Digit positions behind the point."""
    found, behind = 0, False
    for token in section.tokens:
        if token.kind == "point":
            behind = True
        elif token.kind in ("exponent", "fraction"):
            break
        elif token.kind == "digit":
            found += behind
    return found


def _numbered(value: Decimal, section: _Section, *, signed: bool) -> str:
    places = _decimals(section)
    scaled = abs(value).scaleb(2 * sum(token.kind == "percent" for token in section.tokens) - 3 * section.scale)
    whole, _, part = f"{scaled.quantize(Decimal(1).scaleb(-places), context=_ROOMY):f}".partition(".")
    zero = not (whole + part).strip("0")
    whole = whole.lstrip("0")
    head, tail = section.tokens[: section.point], section.tokens[section.point :]

    left: list[str] = []
    count = 0
    first = next((i for i, token in enumerate(head) if token.kind == "digit"), -1)
    for index in range(len(head) - 1, -1, -1):
        token = head[index]
        if token.kind != "digit":
            left.append(token.text)
            continue
        digits = whole if index == first else whole[-1:]
        whole = whole[: len(whole) - len(digits)]
        for digit in reversed(digits or ("0" if token.text == "0" else "")):
            if section.thousands and count and count % 3 == 0:
                left.append(",")
            left.append(digit)
            count += 1

    right: list[str] = []
    kept = len(part.rstrip("0"))
    position = 0
    for token in tail:
        if token.kind == "digit":
            if position < kept or token.text == "0":
                right.append(part[position])
            position += 1
        else:
            right.append(token.text)
    text = ("".join(reversed(left)) + "".join(right)).strip()
    return "-" + text if signed and not zero else text


def _moment(value: Decimal, *, from_1904: bool) -> datetime | None:
    """The moment of a serial date, to the nearest millisecond; the 29 February 1900 that never was is the 28th."""
    if not 0 <= value < 2_958_466:
        return None
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 31 if value < 60 else 30)
    try:
        return start + timedelta(milliseconds=int((value * 86_400_000).to_integral_value(ROUND_HALF_UP)))
    except OverflowError:
        return None


def _dated(moment: datetime, value: Decimal, section: _Section) -> str:
    twelve = any(token.text in ("am/pm", "a/p", "上午/下午") for token in section.tokens)
    words: list[str] = []
    tokens = [token for token in section.tokens if token.kind != "percent"]
    for index, token in enumerate(tokens):
        name = token.text
        if token.kind == "point":
            words.append("." if any(t.kind == "digit" for t in tokens[index + 1 : index + 2]) else "")
        elif token.kind == "digit":
            words.append(str(moment.microsecond // 100_000) if tokens[index - 1].kind == "point" else "")
        elif token.kind != "date":
            words.append(name)
        elif name[0] in "ye":
            words.append(f"{moment.year % 100:02d}" if name == "yy" else str(moment.year))
        elif name[0] == "m":
            near = [t.text[:1] for t in tokens if t.kind == "date"]
            at = sum(t.kind == "date" for t in tokens[:index])
            if len(name) < 3 and ((at and near[at - 1] in "h[") or near[at + 1 : at + 2] == ["s"]):
                words.append(f"{moment.minute:0{len(name)}d}")
            elif len(name) < 3:
                words.append(f"{moment.month:0{len(name)}d}")
            else:
                words.append(_MONTHS[moment.month - 1][: 3 if len(name) == 3 else None])
        elif name[0] == "d":
            words.append(f"{moment.day:0{len(name)}d}" if len(name) < 3 else _DAYS[moment.weekday()][: 3 if len(name) == 3 else None])
        elif name[0] == "h":
            words.append(f"{(moment.hour - 1) % 12 + 1 if twelve else moment.hour:0{min(len(name), 2)}d}")
        elif name[0] == "s":
            words.append(f"{moment.second:0{min(len(name), 2)}d}")
        elif name == "上午/下午":
            words.append("上午" if moment.hour < 12 else "下午")
        elif name.startswith("aaa"):
            words.append(("星期" if len(name) > 3 else "") + _WEEK[moment.weekday()])
        elif name.startswith("a"):
            words.append("AM" if moment.hour < 12 else "PM")
        elif name.startswith("["):
            unit = {"h": 24, "m": 1440, "s": 86_400}[name[1]]
            words.append(str(int(value * unit)))
    return "".join(words).strip()


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    """The parts of a format between its semicolons."""
    parts: list[str] = [""]
    index = 0
    while index < len(code):
        character = code[index]
        if character == '"':
            end = code.find('"', index + 1)
            end = len(code) - 1 if end < 0 else end
            parts[-1] += code[index : end + 1]
            index = end + 1
        elif character in "\\!_*":
            parts[-1] += code[index : index + 2]
            index += 2
        elif character == ";":
            parts.append("")
            index += 1
        else:
            parts[-1] += character
            index += 1
    return tuple(_section(part) for part in parts[:4])


def _section(part: str) -> _Section:
    tokens: list[_Token] = []
    condition: tuple[str, Decimal] | None = None
    thousands, commas = False, 0
    index = 0

    def literal(text: str) -> None:
        if text:
            tokens.append(_Token("literal", text))

    while index < len(part):
        character, rest = part[index], part[index:].lower()
        step = 1
        if character == '"':
            end = part.find('"', index + 1)
            end = len(part) if end < 0 else end
            literal(part[index + 1 : end])
            step = end + 1 - index
        elif character in "\\!":
            literal(part[index + 1 : index + 2])
            step = 2
        elif character in "_*":
            literal(" " if character == "_" else "")
            step = 2
        elif character == "[":
            end = part.find("]", index)
            end = len(part) if end < 0 else end
            inner = part[index + 1 : end]
            step = end + 1 - index
            if inner.lower() and set(inner.lower()) <= set("hms") and len(set(inner.lower())) == 1:
                tokens.append(_Token("date", f"[{inner.lower()}]"))
            elif inner.startswith("$"):
                literal(inner[1:].partition("-")[0])
            elif inner[:1] in ("<", ">", "="):
                condition = _condition(inner) or condition
        elif rest.startswith(("general", "g/通用格式")):
            step = 7 if rest.startswith("general") else 6
            tokens.append(_Token("general", ""))
        elif rest.startswith(("am/pm", "上午/下午", "a/p")):
            step = 3 if rest.startswith("a/p") else 5
            tokens.append(_Token("date", rest[:step]))
        elif character in "0#?":
            if commas and any(token.kind == "digit" for token in tokens):
                thousands = True
            commas = 0
            tokens.append(_Token("digit", character))
        elif character == ",":
            if any(token.kind == "digit" for token in tokens):
                commas += 1
            else:
                literal(",")
        elif character == ".":
            tokens.append(_Token("point", "."))
        elif character == "%":
            tokens.append(_Token("percent", "%"))
        elif character == "@":
            tokens.append(_Token("text", ""))
        elif rest.startswith(("e+", "e-")) and any(token.kind == "digit" for token in tokens):
            tokens.append(_Token("exponent", ""))
            step = 2
        elif character == "/" and any(token.kind == "digit" for token in tokens):
            tokens.append(_Token("fraction", "/"))
        elif character.lower() in "ymdhse" or rest.startswith("aaa"):
            step = len(rest) - len(rest.lstrip(rest[0]))
            tokens.append(_Token("date", rest[:step]))
        else:
            literal(character)
        index += step
    kinds = "".join(token.text if token.kind in ("digit", "point") else "p" if token.kind == "percent" else "l" for token in tokens)
    plain = None
    if _PLAIN.fullmatch(kinds) and all(token.kind in ("digit", "point", "percent", "literal") for token in tokens):
        first = next(i for i, token in enumerate(tokens) if token.kind == "digit")
        last = max(i for i, token in enumerate(tokens) if token.kind == "digit")
        before, behind = ("".join(token.text for token in part) for part in (tokens[:first], tokens[last + 1 :]))
        plain = (before.lstrip(), behind.rstrip(), Decimal(1).scaleb(-kinds.partition(".")[2].count("0")))
    return _Section(tuple(tokens), condition, thousands, commas, frozenset(token.kind for token in tokens), plain)


def _condition(text: str) -> tuple[str, Decimal] | None:
    operator = text[:2] if text[:2] in ("<=", ">=", "<>") else text[:1]
    try:
        limit = Decimal(text[len(operator) :].strip())
    except ArithmeticError:
        return None
    return (operator, limit) if limit.is_finite() else None
