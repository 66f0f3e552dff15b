"""The grammar of numbers: every quantity of a Chinese sentence with its exact place, and the value of one table cell.

A number is proposed by its digits (``1,709.74``, ``１２３．４５``, ``一百二十三万四千``), and what stands before and behind it
disposes: a unit makes it a quantity; 年, 第, 号, 表 make it a date, an ordinal, a file or form number. Words — units, hedges,
idioms, what makes a date — are in ``lexicons/units.yaml``, ``hedges.yaml`` and ``numerals.yaml``; this module knows only how they combine::

    [hedge] [sign] digits [余] [scale] [余] [unit] [per] [hedge]          约 -1,709.74 万 元 /人 左右

Values are exact decimals in the printed unit; the base unit of money is 元, of ratios 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from auditor.errors import LexiconError
from auditor.lexicon import fold, kept, load
from auditor.model import Quantity

_ONE = Decimal(1)
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "俩": 2}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億兩貳參陸", "一二三四五六七八九十百千万亿两二三六")
_PLACES = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = "零〇○一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟兩貳參陸"
_DIMENSIONS = ("money", "ratio", "points", "multiple", "score", "count", "measure")

_GROUPED = r"[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])(?:\.[0-9]++)?+"
_PROPOSED = re.compile(
    rf"""(?P<arabic>{_GROUPED}|[0-9]++(?:\.[0-9]++)?+)
       | (?P<word>持平|翻(?:了?[一两三]?番|倍)|(?<=过)半数?|半数|一半|百分百)
       | (?P<part>[百千万])分之
       | (?P<chinese>[{_NUMERAL}][{_NUMERAL}万亿萬億点]*)""",
    re.VERBOSE,
)
_ARABIC = re.compile(rf"{_GROUPED}|[0-9]++(?:\.[0-9]++)?+")
_INTEGER = re.compile("[0-9]+")
_DECIMAL = re.compile(r"[0-9]+(?:\.[0-9]+)?")
# A number that the layout has cut: 1 709.74, 1709. 74.
_CUT = re.compile(r"[0-9]{1,3}(?:\ [0-9]{3})+(?![0-9])\.[0-9]+|[0-9]{3,}(?:\ \.|\.\ )[0-9]{2}(?![0-9.])")
# Dates, versions, clock times, ratios, phone numbers, paths: several numbers that are none.
_STRUNG = re.compile(
    r"""[0-9]+(?:\.[0-9]+){2,}
      | (?:19|20)[0-9]{2}(?:-|/|\.)(?:0?[1-9]|1[0-2])(?:-|/|\.)[0-9]{1,2}(?![0-9])
      | [0-9]+(?:\.[0-9]+)?(?::[0-9]+(?:\.[0-9]+)?)+
      | 0[0-9]{2,3}-[0-9]{7,8}
      | 1[3-9][0-9]{9}(?![0-9.])
      | [0-9]{1,2}[时点][0-9]{1,2}分
      | [48]00-?[0-9]{3}-?[0-9]{4}(?![0-9.])
      | (?:19|20)[0-9]{2}[-/](?:0?[1-9]|1[0-2])(?![0-9.])(?!\s*[%万亿元])""",
    re.VERBOSE,
)
_CHINESE = re.compile(rf"[{_NUMERAL}][{_NUMERAL}万亿萬億]*(?:点[零〇○一二三四五六七八九]+)?[万亿]*")
_CONNECTOR = re.compile(r"\s?(?:\(不?含\))?\s?(?:-{1,2}|~|〜|∼|至|到)\s?")
_PAGE_MARK = re.compile(r"(?<![0-9%)])-\s?[0-9]{1,4}\s?-(?!-)")
_MARKED = re.compile(r"《[^《》]*》")
_CURRENCY = "￥¥"
_SIGNS = "-−负"
_HAN = re.compile(r"[\u3400-\u9fff]")
_SECTION = re.compile(r"(?:(\d?)千)?(?:零?(\d?)百)?(?:零?(\d?)十)?(?:零?(\d))?")


@dataclass(frozen=True, slots=True)
class Found:
    """A quantity in a sentence."""

    start: int
    """Where it begins in the text, its hedge and sign included; ``quantity.text`` is ``text[start:end]``."""
    end: int
    quantity: Quantity
    number_start: int
    """Span of the digits alone, without hedge, sign, scale and unit; of both numbers of a range."""
    number_end: int
    word: str = ""
    """``flat`` (持平) ``half`` (半数) ``doubling`` (翻一番) ``whole`` (百分百) when words state it; empty when digits do."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measurement."""

    name: str
    dimension: str
    scale: Decimal


@dataclass(frozen=True, slots=True)
class _Number:
    """Digits with what belongs to them, before anyone has decided what they count."""

    start: int
    number_start: int
    number_end: int
    end: int
    value: Decimal
    decimals: int
    unit: Unit | None
    hedge: str = ""
    grain: Decimal | None = None
    exact: bool = False
    chinese: bool = False
    whole: bool = False
    """Whether it is printed as a plain integer: no point, no separators."""
    scaled: bool = False
    bracket: bool = False


class _Forms:
    """Forms by their first (or last) character, longest first."""

    def __init__(self, forms: Iterable[str], *, last: bool = False) -> None:
        at = -1 if last else 0
        found: dict[str, list[str]] = {}
        for form in sorted({fold(str(f)) for f in forms}, key=len, reverse=True):
            found.setdefault(form[at], []).append(form)
        self._found = {key: tuple(value) for key, value in found.items()}

    def at(self, text: str, start: int) -> str:
        """The longest form that ``text`` continues with at ``start``."""
        for form in self._found.get(text[start : start + 1], ()):
            if text.startswith(form, start):
                return form
        return ""

    def before(self, text: str, end: int) -> str:
        """The longest form that ends at ``end`` (for forms made with ``last``)."""
        if end > 0:
            for form in self._found.get(text[end - 1], ()):
                if text.startswith(form, end - len(form)) and end >= len(form):
                    return form
        return ""


class _Words:
    """The three lexicons in the shape that the grammar asks for."""

    def __init__(self) -> None:
        units, hedges, numerals = load("units"), load("hedges"), load("numerals")
        self.units = dict(_units(units["units"]))
        self.unit_forms = _Forms(self.units)
        self.scales = {fold(k): Decimal(str(v)) for k, v in units["scales"].items()}
        self.scale_forms = _Forms(self.scales)
        self.per_forms = _Forms(units["per"])
        self.per_last = _Forms(units["per"], last=True)
        self.fillers: tuple[str, ...] = tuple(units["per_fillers"])
        self.mean: dict[str, str] = {fold(k): v for k, v in units["mean"].items()}
        self.mean_forms = _Forms(self.mean, last=True)
        self.unit_guards = {k: tuple(v) for k, v in units["not_followed"].items() if v}
        self.before = {fold(form): kind for kind, forms in hedges["before"].items() for form in forms}
        self.before_forms = _Forms(self.before, last=True)
        self.leading_forms = _Forms(self.before)
        self.after = {fold(form): kind for kind, forms in hedges["after"].items() for form in forms}
        self.after_forms = _Forms(self.after)
        self.inner: dict[str, str] = hedges["inner"]
        self.hedge_guards = {k: tuple(v) for k, v in hedges["not_after"].items() if v}
        self.after_guards = {k: tuple(v) for k, v in hedges["not_followed"].items()}
        self.comparing = frozenset(hedges["comparing"])
        self.dated = _Forms(numerals["not_followed"])
        self.ordinal = _Forms(numerals["ordinal"], last=True)
        self.label = _Forms(numerals["label"], last=True)
        self.apart: tuple[str, ...] = tuple(numerals["apart"])
        self.dashed = _Forms(numerals["dashed"], last=True)
        self.phone = tuple(numerals["phone"])
        self.weak = frozenset(numerals["weak"])
        self.article = frozenset(numerals["article"])
        self.lead = frozenset(fold(c) for c in numerals["lead"])
        self.counting = frozenset(fold(c) for c in numerals["counting"])
        self.session = frozenset(numerals["session"])
        self.stated: Mapping[str, Mapping[str, Any]] = numerals["words"]
        idioms = "|".join(
            re.escape(form).replace(r"\{n\}", f"[{_NUMERAL}]+")
            for form in sorted((fold(f) for f in numerals["idioms"]), key=len, reverse=True)
        )
        self.follow = frozenset(form[0] for form in (*self.units, *self.scales, *self.inner)) | frozenset(" 分至到-~(点")
        self.idiom = re.compile(idioms)


def _units(dimensions: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, Unit]]:
    for dimension, units in dimensions.items():
        if dimension not in _DIMENSIONS:
            raise LexiconError("units.yaml", None, f"未知的量纲 {dimension}（可用：{'、'.join(_DIMENSIONS)}）")
        for form in units.get("plain", ()):
            yield fold(form), Unit(_plain(form), dimension, _ONE)
        for form, row in units.items():
            if form != "plain":
                yield fold(form), Unit(row.get("normal", form), dimension, Decimal(str(row.get("scale", 1))))


def _plain(unit: str) -> str:
    """人(次) and 台(套) are written without the brackets: 人次, 台套."""
    return unit.replace("(", "").replace(")", "")


@kept
def _words() -> _Words:
    return _Words()


def unit(text: str) -> Unit | None:
    """The unit that a unit line or a column head names (``万元`` ``人次`` ``%`` ``元/人·月``), ``None`` for no known unit."""
    folded = "".join(fold(text).split())
    found = _read_unit(_words(), folded, 0)
    return found[0] if found is not None and found[1] == len(folded) else None


def chinese(text: str) -> tuple[Decimal, Decimal] | None:
    """The value of a Chinese numeral and its grain, the size of one step of its last digit.

    一亿二千万 is 120,000,000 in steps of ten millions; 三点五 is 3.5 in steps of 0.1; 二〇二三 is read digit by digit.
    ``None`` for what is no well-formed numeral (十四五).
    """
    plain = text.translate(_FORMAL).replace("〇", "零").replace("○", "零").replace("两", "二")
    if "点" in plain:
        whole, _, rest = plain.partition("点")
        scale = _ONE
        while rest and rest[-1] in "万亿":
            scale *= 10000 if rest[-1] == "万" else 100000000
            rest = rest[:-1]
        head = chinese(whole)
        if head is None or not rest or any(c not in _DIGITS for c in rest):
            return None
        digits = "".join(str(_DIGITS[c]) for c in rest)
        grain = _ONE.scaleb(-len(digits))
        return (head[0] + Decimal(int(digits)) * grain) * scale, grain * scale
    if len(plain) > 1 and all(c in _DIGITS for c in plain):
        return Decimal("".join(str(_DIGITS[c]) for c in plain)), _ONE
    return _positional(plain)


def _positional(plain: str) -> tuple[Decimal, Decimal] | None:
    for mark, size in (("亿", 100000000), ("万", 10000)):
        head, found, tail = plain.rpartition(mark)
        if not found:
            continue
        high = _positional(head) if head else None
        if high is None:
            return None
        if not tail:
            return high[0] * size, high[1] * size
        low = _positional(tail.removeprefix("零"))
        if low is None or low[0] >= size or (not tail.startswith("零") and low[0] < size // 10 and size > 1):
            return None
        return high[0] * size + low[0], low[1]
    digits = "".join(str(_DIGITS[c]) if c in _DIGITS and c != "零" else c for c in plain)
    if digits == "零":
        return Decimal(0), _ONE
    match = _SECTION.fullmatch(digits)
    if match is None or not digits:
        return None
    value, grain, last = 0, 1, 0
    for place, size in enumerate((1000, 100, 10, 1), start=1):
        group = match[place]
        if group is None:
            continue
        skipped = last > size * 10 and digits[match.start(place) - 1 : match.start(place)] != "零"
        if skipped or (not group and last and size > 10):
            return None
        value += (int(group) if group else 1) * size
        grain = last = size
    return Decimal(value), Decimal(grain)


def _read_unit(words: _Words, text: str, at: int) -> tuple[Unit, int, str] | None:
    """(unit, where it ends, the hedge that stands inside) at ``at``; with its scale and what it is counted by."""
    form = words.unit_forms.at(text, at)
    if form and not _guarded(words.unit_guards.get(form), text, at + len(form)):
        return *_per(words, text, at + len(form), words.units[form]), ""
    scale = words.scale_forms.at(text, at)
    if not scale:
        return None
    end = at + len(scale)
    hedge = words.inner.get(text[end : end + 1], "")
    behind = end + 1 if hedge else end
    if hedge and len(scale) == 1 and text[behind : behind + 1] in ("万", "亿"):
        scale, behind = scale + text[behind], behind + 1
    gap = behind + 1 if text[behind : behind + 1] == " " else behind
    form = words.unit_forms.at(text, gap)
    name = _normal_scale(scale)
    if form and not _guarded(words.unit_guards.get(form), text, gap + len(form)):
        known = words.units[form]
        if known.dimension not in ("ratio", "points", "score"):
            scaled = Unit(name + known.name, known.dimension, words.scales[scale] * known.scale)
            return *_per(words, text, gap + len(form), scaled), hedge
    return Unit(name, "number", words.scales[scale]), behind, hedge


def _bracketed_unit(words: _Words, text: str, at: int) -> tuple[Unit, int, str] | None:
    """The unit of 12.00(次): some forms print the unit of an indicator so."""
    if text[at : at + 1] != "(":
        return None
    found = _read_unit(words, text, at + 1)
    if found is None or text[found[1] : found[1] + 1] != ")":
        return None
    return found[0], found[1] + 1, found[2]


def _normal_scale(scale: str) -> str:
    return scale.translate(str.maketrans("萬億仟", "万亿千"))


def _guarded(guards: tuple[str, ...] | None, text: str, at: int) -> bool:
    return guards is not None and text.startswith(guards, at)


_PER_MARK = re.compile(r"\s?/\s?|每")
_PER_NEXT = re.compile(r"\s?[/·.•・]\s?|每?")


def _per(words: _Words, text: str, at: int, known: Unit) -> tuple[Unit, int]:
    """The unit with 「/人·年」 or 「每人每月」 behind it, if there is any, and its end."""
    if text[at : at + 1] not in ("/", "每", " "):
        return known, at
    mark, name, end = _PER_MARK.match(text, at), known.name, at
    while mark is not None:
        form = words.per_forms.at(text, mark.end())
        if not form:
            break
        name, end = f"{name}/{form}", mark.end() + len(form)
        mark = _PER_NEXT.match(text, end)
        if mark is not None and not mark.group() and text[end : end + 1] not in ("人", "年", "月", "日"):
            break
        if mark is not None and mark.group().strip() == ".":
            mark = None if text[mark.end() : mark.end() + 1] not in ("人", "年", "月", "日", "次") else mark
    if end == at:
        return known, at
    return Unit(name, "money-per" if known.dimension == "money" else "measure", known.scale), end


def _counted_by(words: _Words, text: str, start: int) -> str:
    """``人/月`` where 每人每月 stands right before ``start``, ``人`` where 人均 does."""
    mean = words.mean_forms.before(text, start)
    if mean:
        return words.mean[mean]
    end, parts = start, []
    for filler in ("", *words.fillers):
        if text.endswith(filler, 0, start):
            end = start - len(filler)
            while (per := words.per_last.before(text, end)) and text[end - len(per) - 1 : end - len(per)] == "每":
                parts.append(per)
                end -= len(per) + 1
            if parts:
                break
    return "/".join(reversed(parts))


def _arabic(words: _Words, text: str, original: str, at: int) -> _Number:
    match = _ARABIC.match(text, at)
    assert match is not None
    follow = text[match.end() : match.end() + 1]
    if follow and follow in " .":
        match = _CUT.match(text, at) or match
    printed, end = match.group().replace(" ", ""), match.end()
    grouped = "," in printed
    if grouped and "，" in original[at:end] and "." not in printed and "分别" in text[max(0, at - 16) : at]:
        printed = printed[: printed.index(",")]
        end, grouped = at + len(printed), False
    digits = printed.replace(",", "")
    value = Decimal(digits)
    decimals = len(digits.partition(".")[2])
    return _measured(words, text, at, end, value, decimals, None, whole=not grouped and not decimals)


def _measured(
    words: _Words,
    text: str,
    at: int,
    end: int,
    value: Decimal,
    decimals: int,
    grain: Decimal | None,
    *,
    hedge: str = "",
    chinese_: bool = False,
    whole: bool = False,
) -> _Number:
    """The number with its unit, and what stands between them."""
    number_end = end
    inner = words.inner.get(text[end : end + 1])
    if inner is not None and (text[end] != "几" or (chinese_ and text[end - 1] in "十拾")):
        behind = end + 1
        if _read_unit(words, text, behind) is not None or text[behind : behind + 1] == " ":
            hedge, end = inner, behind
    gap = end
    while text[gap : gap + 1] == " " and gap - end < 2:
        gap += 1
    found = _read_unit(words, text, gap) or _bracketed_unit(words, text, gap)
    if found is None:
        if text[gap : gap + 1] == ")" and gap == end and text[at - 1 : at] == "(" and (decimals or not whole):
            found = _read_unit(words, text, gap + 1)
            if found is not None and found[0].dimension == "money":
                return _Number(at - 1, at, number_end, found[1], -value, decimals, found[0], hedge, grain, bracket=True)
        return _Number(at, at, number_end, end, value, decimals, None, hedge, grain, chinese=chinese_, whole=whole)
    known, stop, inside = found
    exact = False
    if known.dimension == "money" and text[stop : stop + 1] == "整":
        stop, exact = stop + 1, True
    scaled = known.scale >= 1000
    part = _arabic_rest(words, text, stop, known) if known.dimension == "number" and not chinese_ and not inside else None
    if part is not None:
        low, low_stop, low_decimals, low_unit = part
        value = value * known.scale / low_unit.scale + low
        return _Number(at, at, low_stop[0], low_stop[1], value, low_decimals, low_unit, hedge, None, scaled=True)
    return _Number(at, at, number_end, stop, value, decimals, known, hedge or inside, grain, exact, chinese_, whole, scaled)


def _arabic_rest(words: _Words, text: str, at: int, high: Unit) -> tuple[Decimal, tuple[int, int], int, Unit] | None:
    """The lower part of 1亿2000万元: (its value, (end of digits, end), decimals, its unit)."""
    if not text[at : at + 1].isdigit():
        return None
    match = _DECIMAL.match(text, at)
    if match is None:
        return None
    found = _read_unit(words, text, match.end())
    if found is None or found[0].scale * Decimal(match.group()) >= high.scale or found[0].dimension in ("ratio", "points"):
        return None
    digits = match.group()
    return Decimal(digits), (match.end(), found[1]), len(digits.partition(".")[2]), found[0]


def _spoken(words: _Words, text: str, at: int) -> _Number | None:
    """A Chinese numeral with its unit; ``None`` when it is no numeral."""
    match = _CHINESE.match(text, at)
    if match is None:
        return None
    end = match.end()
    read = chinese(match.group())
    while read is None and end - at > 1:
        return None
    if read is None:
        return None
    value, grain = read
    hedge = ""
    start = at
    if text[at] in "十百千拾佰仟" and at and text[at - 1] in "几数":
        start, hedge = at - 1, "more_than"
    run = match.group()
    printed = run.rstrip("万亿萬億")
    if printed != run and printed:
        scale = run[len(printed) :].translate(_FORMAL)
        factor = words.scales.get(scale)
        if factor is not None:
            value, grain, end = value / factor, grain / factor, at + len(printed)
    exponent = grain.normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    number = _measured(words, text, at, end, value, decimals, grain if grain > 1 else None, hedge=hedge, chinese_=True)
    return replace(number, start=start) if start != at else number


def _fraction(words: _Words, text: str, at: int, base: str) -> _Number | None:
    """百分之九十五, 千分之5, 万分之三."""
    begin = at + 3
    if text[begin : begin + 1].isdigit():
        match = _DECIMAL.match(text, begin)
        assert match is not None
        value, end, decimals = Decimal(match.group()), match.end(), len(match.group().partition(".")[2])
    else:
        spoken = _CHINESE.match(text, begin)
        read = chinese(spoken.group().rstrip("万亿")) if spoken is not None else None
        if spoken is None or read is None:
            return None
        value, end = read[0], begin + len(spoken.group().rstrip("万亿"))
        exponent = read[1].as_tuple().exponent
        decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    known = {
        "百": Unit("%", "ratio", Decimal("0.01")),
        "千": Unit("‰", "ratio", Decimal("0.001")),
        "万": Unit("‱", "ratio", Decimal("0.0001")),
    }[base]
    return _Number(at, begin, end, end, value, decimals, known)


def _parts(text: str, at: int) -> _Number | None:
    """三分之一: loose wherever it is written."""
    match = _VULGAR.match(text, at)
    if match is None:
        return None
    below, above = chinese(match.group(1)), chinese(match.group(2))
    if below is None or above is None or not 1 < below[0] <= 20 or above[0] >= below[0]:
        return None
    value = (above[0] / below[0]).quantize(Decimal("0.000000000001"))
    return _Number(at, at, match.end(), match.end(), value, 2, Unit("", "ratio", _ONE), "about")


_VULGAR = re.compile(r"([二两三四五六七八九十]+)分之([一二两三四五六七八九]+)")


def _signed(words: _Words, text: str, original: str, number: _Number, last_end: int) -> _Number:
    """The number with the sign that stands before it."""
    at = number.start
    if at and text[at - 1] in _CURRENCY:
        at -= 1
        if number.unit is None or number.unit.dimension == "number":
            scale = number.unit.scale if number.unit else _ONE
            number = replace(number, unit=Unit((number.unit.name if number.unit else "") + "元", "money", scale))
        number = replace(number, start=at)
    if not at or text[at - 1] not in _SIGNS:
        return number
    mark = at - 1
    if text[mark] == "负":
        if text[mark - 1 : mark] in ("正", "抱", "欺", "肩"):
            return number
    else:
        before = text[mark - 1 : mark]
        dash = original[mark] in "—―" and not (original[mark - 1 : mark] != original[mark] and words.dashed.before(text, mark))
        if dash or mark == last_end > 0 or before in ("-", "−", ")", "%") or (before.isascii() and before.isalnum()):
            return number
    return replace(number, start=mark, value=-number.value)


def _hedged(words: _Words, text: str, number: _Number, *, points: bool) -> _Number:
    """The number with the hedges before and behind it."""
    hedge, start, end, exact = number.hedge, number.start, number.end, number.exact
    at = start - 1 if text[start - 1 : start] == " " else start
    form = words.before_forms.before(text, at)
    if form and not (points and form in words.comparing):
        guards = words.hedge_guards.get(form)
        if guards is None or not any(text.endswith(g, 0, at - len(form)) for g in guards):
            kind = words.before[form]
            if kind != "exact":
                hedge, start = kind, at - len(form)
            elif form[-1] == "=":
                start = at - len(form)
    if number.unit is not None and number.unit.dimension == "multiple" and text[end : end + 1] in words.inner:
        hedge, end = hedge or words.inner[text[end]], end + 1
    form = words.after_forms.at(text, end)
    if form and not text.startswith(words.after_guards.get(form, ("\0",)), end + len(form)):
        kind = words.after[form]
        end += len(form)
        hedge = _combined(hedge, kind)
    if hedge == number.hedge and start == number.start and end == number.end:
        return number
    return replace(number, hedge=hedge, start=start, end=end, exact=exact and not hedge)


def _combined(before: str, after: str) -> str:
    """近九成以上, 约3万元以上: a bound outweighs an approximation."""
    if not before or before == "about":
        return after
    return before


def _quantity(text: str, number: _Number, upper: Decimal | None = None) -> Quantity:
    known = number.unit or Unit("", "number", _ONE)
    exact = number.exact or (
        known.dimension == "count"
        and known.scale == 1
        and not number.hedge
        and number.decimals == 0
        and (number.grain is None or number.grain <= 10)
    )
    return Quantity(
        text=text[number.start : number.end],
        value=number.value,
        unit=known.name,
        dimension=known.dimension,
        scale=known.scale,
        decimals=number.decimals,
        hedge=number.hedge,
        grain=None if exact else number.grain,
        upper=upper,
        exact=exact,
    )


def find(text: str) -> Iterator[Found]:
    """The quantities of a sentence, from left to right, none overlapping; numbers without a unit have the dimension ``number``.

    Dates, ordinals, section, file and form numbers, classification codes, phone numbers and what stands in 《》 are no
    quantities, and a Chinese numeral is one only with a unit and outside an idiom.
    """
    return iter(_inherited(text, list(_scan(text))))


def _scan(original: str) -> Iterator[Found]:
    text = fold(original)
    words = _words()
    masked: list[tuple[int, int]] | None = None
    at = last_end = 0
    while True:
        for proposed in _PROPOSED.finditer(text, at):
            start = proposed.start()
            if start < at:
                if proposed.end() > at:
                    break
                continue
            if masked is None:
                masked = _masked(text)
            hole = next((end for begin, end in masked if begin <= start < end), 0) if masked else 0
            if hole:
                at = hole
                continue
            found, at = _judged(words, text, original, proposed, last_end)
            if found is not None:
                yield found
                last_end = found.end
        else:
            return


def _masked(text: str) -> list[tuple[int, int]]:
    spans = [m.span() for m in _MARKED.finditer(text)] if "《" in text else []
    if "-" in text:
        spans += [m.span() for m in _PAGE_MARK.finditer(text)]
    if "://" in text or "www." in text or "@" in text:
        spans += [m.span() for m in re.finditer(r"(?:https?://|www\.)[!-~]+|[\w.]+@[!-~]+", text)]
    return spans


def _judged(words: _Words, text: str, original: str, proposed: re.Match[str], last_end: int) -> tuple[Found | None, int]:
    """The quantity that starts at the proposal, if it is one, and where to look on."""
    at, kind = proposed.start(), proposed.lastgroup
    if kind == "word":
        return _stated(words, text, original, proposed)
    if kind == "arabic":
        return _figure(words, text, original, at, proposed.end(), last_end)
    if kind == "part":
        number = _fraction(words, text, at, proposed.group("part"))
        if number is None:
            return None, proposed.end()
        span = _range(words, text, original, number)
        if span is not None:
            return span, span.end
    else:
        run_end = proposed.end()
        if text[run_end : run_end + 1] not in words.follow:
            return None, run_end
        ahead = text.startswith("分之", run_end) and _parts(text, at)
        if ahead:
            number = ahead
        elif words.ordinal.before(text, at):
            return None, _behind_list(text, run_end)
        else:
            number = _spoken(words, text, at)
            span = _range(words, text, original, number) if number is not None else None
            if span is not None:
                return span, span.end
            if number is None or number.unit is None or number.unit.dimension == "number" or not _counts(words, text, number):
                return None, run_end
    number = _signed(words, text, original, number, last_end)
    points = number.unit is not None and number.unit.dimension == "points"
    hedged = _hedged(words, text, number, points=points)
    return Found(hedged.start, hedged.end, _quantity(original, hedged), hedged.number_start, hedged.number_end), hedged.end


def _stated(words: _Words, text: str, original: str, proposed: re.Match[str]) -> tuple[Found | None, int]:
    start, end = proposed.span()
    for longer in (2, 1, 0):
        form = text[max(0, start - longer) : end]
        row = words.stated.get(form)
        if row is not None and start >= longer:
            start -= longer
            break
    else:
        return None, end
    scale = Decimal(str(row.get("scale", 1)))
    known = Unit(row.get("unit", ""), row["dimension"], scale)
    grain = Decimal(row["grain"]) if "grain" in row else None
    number = _Number(start, start, end, end, Decimal(str(row["value"])), row.get("decimals", 0), known, row.get("hedge", ""), grain)
    if row["word"] != "flat":
        number = _hedged(words, text, number, points=False)
    return Found(number.start, number.end, _quantity(original, number), start, end, row["word"]), number.end


def _counts(words: _Words, text: str, number: _Number) -> bool:
    """Whether a Chinese numeral with a unit is a count and no name or figure of speech."""
    assert number.unit is not None
    digits = text[number.number_start : number.number_end]
    name, before = number.unit.name, text[max(0, number.start - 10) : number.start]
    if len(digits) > 1 and all(c in _DIGITS for c in digits):
        return False
    if number.unit.dimension.startswith("money") or digits in "壹贰叁肆伍陆柒捌玖拾":
        return True
    if number.unit.dimension == "score" and digits in ("十", "百"):
        return False
    if name == "次" and not words.session.isdisjoint(before):
        return False
    if any(m.start() < number.end and m.end() > number.start for m in words.idiom.finditer(text, max(0, number.start - 6), number.end + 8)):
        return False
    if len(digits) > 1 or number.hedge or number.scaled:
        return True
    if digits in "百千":
        return False
    if digits == "一" and name in words.article:
        return before[-1:] in words.counting
    return name not in words.weak or before[-1:] in words.lead


_LIST = re.compile(rf"(?:\s?[-、,至到~]\s?第?(?:[0-9]+|[{_NUMERAL}]+))+")


def _behind_list(text: str, at: int) -> int:
    """Where 第一、二、三批 or 第1-3季度 ends."""
    match = _LIST.match(text, at)
    return match.end() if match is not None else at


_OPENING = frozenset("。；;:： \n\t(（，,！!？?、|")


_DATING = frozenset("年月日号")
_STRINGING = frozenset(".:-/时点")


def _figure(words: _Words, text: str, original: str, at: int, end: int, last_end: int) -> tuple[Found | None, int]:
    behind = text[end : end + 1]
    if behind in _DATING and behind:
        return None, end
    if behind in _STRINGING or end - at > 9 or "." in text[at:end]:
        strung = _STRUNG.match(text, at)
        if strung is not None and strung.end() > end - 1:
            return None, strung.end()
    number = _arabic(words, text, original, at)
    before = text[at - 1] if at else ""
    if before == "±":
        return None, number.end
    gap = at - 1 if before == " " else at
    if words.ordinal.before(text, gap):
        return None, _behind_list(text, number.number_end)
    if _torn(text, original, number):
        return None, number.number_end
    if (before.isascii() and (before.isalpha() or before == "_")) or (before == "." and at > 1 and text[at - 2].isalnum()):
        return None, _tail(text, number.number_end)
    if before == "·" and at > 1 and text[at - 2].isascii() and text[at - 2].isalpha():
        return None, number.number_end
    known = number.unit
    if known is None or known.dimension == "number":
        span = _range(words, text, original, number)
        if span is not None:
            return span, span.end
        end = number.end
        skip = end + 1 if text[end : end + 1] == " " else end
        if known is None and words.dated.at(text, skip):
            return None, end
        linked = _linked_date(words, text, number)
        if linked:
            return None, linked
        bracketed = before == "(" and text[end : end + 1] == ")"
        if bracketed and known is None and number.whole:
            filled = _filled(words, text, original, number)
            return filled, filled.end if filled is not None else end
        if known is None and not _bare(words, text, number, gap):
            return None, _tail(text, end)
    else:
        if known.name == "点" and number.whole:
            return None, number.end
        if number.whole and known.dimension in ("count", "measure") and _is_code(text, number):
            return None, number.end
        if known.name == "成" and (number.value > 10 or number.decimals):
            return None, number.end
        if before and before in "×*÷" and known.dimension == "ratio":
            return None, number.end
        span = _range(words, text, original, number)
        if span is not None:
            return span, span.end
    number = number if number.bracket else _signed(words, text, original, number, last_end)
    if number.unit is not None and number.unit.dimension == "money":
        by = _counted_by(words, text, number.start)
        if by:
            number = replace(number, unit=Unit(f"{number.unit.name}/{by}", "money-per", number.unit.scale))
    hedged = _hedged(words, text, number, points=number.unit is not None and number.unit.dimension == "points")
    return Found(hedged.start, hedged.end, _quantity(original, hedged), hedged.number_start, hedged.number_end), hedged.end


def _torn(text: str, original: str, number: _Number) -> bool:
    """Whether the digits are a piece of a number that the layout or a slip has cut (12 0元, 1,4447.72万元): better no figure than a wrong one."""
    at, end = number.number_start, number.number_end
    return (at > 1 and text[at - 2].isdigit() and (original[at - 1] == "," or text[at - 1] == " ")) or (
        original[end : end + 1] == "," and text[end + 1 : end + 2].isdigit()
    )


def _filled(words: _Words, text: str, original: str, number: _Number) -> Found | None:
    """专门委员会（5）个: a blank of a form that was filled in; a number in brackets is an ordinal or a code otherwise."""
    at = number.number_start - 1
    found = _read_unit(words, text, number.number_end + 1)
    if found is None or found[0].dimension != "count" or not _HAN.match(text, at - 1) or _HAN.match(text, found[1]):
        return None
    filled = replace(number, start=at, end=found[1], unit=found[0])
    return Found(at, found[1], _quantity(original, filled), number.number_start, number.number_end)


def _tail(text: str, at: int) -> int:
    """Past the letters and digits that go on: a plate, a version, a code."""
    while text[at : at + 1].isascii() and text[at : at + 1].isalnum():
        at += 1
    return at


def _linked_date(words: _Words, text: str, number: _Number) -> int:
    """The end of 1—6月 or 2019-2023年, 0 when a bare number is not the first of such a pair."""
    if number.unit is not None or not number.whole:
        return 0
    link = _CONNECTOR.match(text, number.end)
    if link is None:
        return 0
    second = _INTEGER.match(text, link.end())
    if second is None:
        return 0
    end = second.end()
    skip = end + 1 if text[end : end + 1] == " " else end
    return end if words.dated.at(text, skip) else 0


def _is_code(text: str, number: _Number) -> bool:
    """Whether an integer with a count word behind it is a classification code before a name (2080505机关…)."""
    size = number.number_end - number.number_start
    return (
        size in (5, 7)
        and text[number.number_start] in "1235"
        and text[number.end : number.end + 1] != ""
        and _HAN.match(text, number.end) is not None
        and (size == 7 and text[number.number_start] in "12")
    )


def _bare(words: _Words, text: str, number: _Number, gap: int) -> bool:
    """Whether a number without a unit may be a figure at all."""
    at, end = number.number_start, number.number_end
    before, after = text[at - 1 : at], text[end : end + 1]
    if (after.isascii() and (after.isalpha() or (after and after in "_/*+=\\#"))) or after in ("×", "÷", "·"):
        return False
    if before and before in "×*÷/+=\\#@&_…":
        return False
    if words.label.before(text, gap):
        return False
    if not number.whole:
        return not (number.decimals <= 2 and 1949 <= number.value < 2100 and number.decimals and after in ("-", "/", "."))
    digits = text[at:end]
    if len(digits) > 1 and digits[0] == "0":
        return False
    if len(digits) == 4 and 1949 <= number.value < 2100:
        return False
    if len(digits) == 8 and digits[:2] in ("19", "20"):
        return False
    if len(digits) > 12:
        return False
    if after in ("-", "~", "至", "到") or (before in ("-", "~") and text[at - 2 : at - 1].isalnum()):
        return False
    if after in (")", "]") or (after in ("、", ".") and (not before or before in _OPENING)) or (after == "," and not before):
        return False
    if after == " " and text[end + 1 : end + 2].isdigit():
        return False
    if len(digits) in (3, 5, 6, 7) or len(digits) > 8:
        follow = end + 1 if after == " " else end
        if _HAN.match(text, follow) is not None or (len(digits) > 4 and (not before or before in "(\n\t ")):
            return False
    return len(digits) <= 4 or not any(word in text[max(0, at - 8) : at] for word in words.phone)


def _range(words: _Words, text: str, original: str, first: _Number) -> Found | None:
    """5至8万元, 50%-60%, -3万元至-2万元: one quantity with an upper end."""
    link = _CONNECTOR.match(text, first.end)
    if link is None:
        return None
    first = _signed(words, text, original, first, 0)
    negative = text[link.end() : link.end() + 1] in ("-", "−", "负") and not link.group().strip().endswith("-")
    second = _second(words, text, original, link.end() + negative, first)
    if second is None or second.unit is None or second.hedge:
        return None
    known, high = second.unit, -second.value if negative else second.value
    low = first.value * (first.unit.scale / known.scale if first.unit is not None else _ONE)
    if first.unit is None or (first.unit.dimension == "number" and known.dimension != "number"):
        if first.whole and text[first.number_start] == "0" and first.value:
            return None
        if first.value < 0 and first.unit is None and not negative and original[first.start] != "负":
            return None
    elif first.unit.dimension != known.dimension:
        return None
    elif link.group().strip() in ("至", "到") and not text.startswith("之间", second.end):
        begin = max(0, first.start - 9)
        if any(word in text[begin : first.start] for word in words.apart):
            return None
    if low > high and not (first.value < 0 and negative):
        return None
    number = replace(
        first,
        value=min(low, high),
        end=second.end,
        number_end=second.number_end,
        decimals=max(first.decimals, second.decimals),
        unit=known,
        exact=False,
    )
    number = _hedged(words, text, number, points=known.dimension == "points")
    if text.startswith("之间", number.end):
        number = replace(number, end=number.end + 2)
    return Found(number.start, number.end, _quantity(original, number, max(low, high)), number.number_start, number.number_end)


def _second(words: _Words, text: str, original: str, at: int, first: _Number) -> _Number | None:
    """The number at the upper end of a range, printed in the same kind of digits as the first."""
    head = text[at : at + 1]
    if head.isdigit():
        return _arabic(words, text, original, at)
    if text.startswith(("百分之", "千分之"), at):
        return _fraction(words, text, at, head) if first.unit is not None and first.unit.dimension == "ratio" else None
    return _spoken(words, text, at) if first.chinese and head and head in _NUMERAL else None


_JOINT = frozenset(("、", "和", "及", "与"))


def _inherited(text: str, found: list[Found]) -> list[Found]:
    """The unit at the end of a list belongs to its bare members: 1.2、3.4和5.6万元."""
    kept: list[Found] = []
    for item in reversed(found):
        quantity = item.quantity
        if quantity.dimension == "number" and not quantity.unit and not item.word:
            follower = kept[-1] if kept else None
            joint = text[item.end : follower.start].strip() if follower is not None else ""
            if follower is not None and joint in _JOINT and follower.quantity.unit and not follower.word:
                before = text[item.start - 1 : item.start]
                whole = quantity.decimals == 0 and item.end - item.start <= 2
                if joint == "、" and whole and (not before or before in _OPENING - {"、"}):
                    continue
                lent = follower.quantity
                exact = lent.dimension == "count" and lent.scale == 1 and not quantity.hedge and quantity.decimals == 0
                item = replace(item, quantity=replace(quantity, unit=lent.unit, dimension=lent.dimension, scale=lent.scale, exact=exact))
        kept.append(item)
    return kept[::-1]


_CELL_EMPTY = frozenset(("", "-", "--", "---", "/", "\\", "...", "…", "……", "无", "空", "*", "——", "－"))
_CELL_SPACE = re.compile(r"(?<=[0-9])\s*([,.])\s*(?=[0-9])")


def cell(text: str, unit: str = "") -> Quantity | None:
    """The quantity that a table cell prints, ``None`` when the whole cell is not one number with its unit and hedges.

    ``unit`` is what the table's unit line or column head says; it holds for a bare number, and a printed unit outweighs it.
    A blank, a dash and ``/`` are ``None``, never zero.
    """
    folded = fold(text).replace("\n", " ").strip()
    if folded in _CELL_EMPTY:
        return None
    plain = _CELL_SPACE.sub(r"\1", folded)
    words = _words()
    printed = _cell_bare(plain) or _cell_full(words, plain) or (_cell_span(plain) if unit else None)
    if printed is None:
        return None
    number, upper = printed
    number = _given(words, number, unit)
    quantity = _quantity(plain, replace(number, start=0, end=0), upper)
    return replace(quantity, text=text.strip())


_CELL_PLAIN = re.compile(
    r"""(?P<open>\()?\s*(?P<sign>[-−+])?\s?(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,3}(?:\ [0-9]{3})+\.[0-9]+|[0-9]+(?:\.[0-9]+)?)\s*(?P<close>\))?""",
    re.VERBOSE,
)


def _cell_bare(text: str) -> tuple[_Number, None] | None:
    """A cell of digits alone."""
    match = _CELL_PLAIN.fullmatch(text)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    printed = match["number"]
    digits = printed.replace(",", "").replace(" ", "")
    whole = "." not in printed
    if (whole and len(digits) > 1 and digits[0] == "0") or (match["open"] and whole and "," not in printed):
        return None
    value = Decimal(digits)
    if match["open"] or (match["sign"] or "+") != "+":
        value = -value
    return _Number(0, 0, 0, 0, value, 0 if whole else len(digits.partition(".")[2]), None, whole=whole), None


def _cell_full(words: _Words, text: str) -> tuple[_Number, Decimal | None] | None:
    """A cell with a unit, a hedge or a range."""
    hedge = ""
    at = 0
    form = words.leading_forms.at(text, 0)
    if form:
        hedge, at = words.before[form], len(form)
        while text[at : at + 1] == " ":
            at += 1
    if not text[at:]:
        return None
    body = text[at:]
    if hedge:
        bare = _cell_bare(body)
        if bare is not None:
            return replace(bare[0], hedge="" if hedge == "exact" else hedge), None
    if len(body) > 40:
        return None
    found = list(_scan("-" + body[1:] if body[0] in "—―" else body.removeprefix("+")))
    mine = "" if hedge == "exact" else hedge
    if len(found) == 1 and found[0].start == 0 and not found[0].word and _ended(body.removeprefix("+"), found[0]):
        quantity = found[0].quantity
        known = Unit(quantity.unit, quantity.dimension, quantity.scale) if quantity.unit or quantity.dimension != "number" else None
        mixed = _combined(mine, quantity.hedge) if quantity.hedge else mine
        return _Number(
            0, 0, 0, 0, quantity.value, quantity.decimals, known, mixed, quantity.grain, quantity.exact and not mixed
        ), quantity.upper
    years = _YEARS.fullmatch(body)
    if years is not None and (hedge or years[2] or int(years[1]) <= 20):
        return _Number(0, 0, 0, 0, Decimal(years[1]), 0, Unit("年", "measure", _ONE), mine or words.after.get(years[2], "")), None
    return None


_YEARS = re.compile("([1-9][0-9]?)年(以上|以下|以内|左右)?")
_CELL_SPAN = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s?(?:~|至|-{1,2})\s?([0-9]+(?:\.[0-9]+)?)")


def _cell_span(text: str) -> tuple[_Number, Decimal] | None:
    """5~8 in a column whose head names the unit."""
    match = _CELL_SPAN.fullmatch(text)
    if match is None or any(len(m) > 1 and m[0] == "0" and m[1] != "." for m in match.groups()):
        return None
    low, high = Decimal(match[1]), Decimal(match[2])
    decimals = max(len(m.partition(".")[2]) for m in match.groups())
    return (_Number(0, 0, 0, 0, low, decimals, None, whole=not decimals), high) if low < high and low < 1900 else None


def _ended(text: str, found: Found) -> bool:
    return text[found.end :].strip() in ("", ")") and (text[found.end :].strip() == "" or "(" in text)


def _given(words: _Words, number: _Number, given: str) -> _Number:
    """The number with the unit of its table where it prints none, or only a scale."""
    if not given or (number.unit is not None and number.unit.dimension != "number"):
        return number
    told = unit(given) or Unit(given, "measure", _ONE)
    if number.unit is None:
        return replace(number, unit=told)
    if told.dimension == "money":
        return replace(number, unit=Unit(number.unit.name + "元", "money", number.unit.scale))
    return replace(number, unit=Unit(number.unit.name + told.name, told.dimension, number.unit.scale))
