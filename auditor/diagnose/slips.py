"""How a figure may have come to be what is printed: the values that a slip of the hand explains, and how likely each is.

A slip is judged on the printed form: ``1,340.50`` for ``1,304.50`` is one swap of neighbouring digits, whatever the values. Costs
are −ln of probabilities, from lexicons/diagnosis.yaml.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from operator import itemgetter
from typing import Any

from auditor.diagnose.figures import UNIT, Figure, System, digits_of, fixed, significant
from auditor.diagnose.relations import Number, Value
from auditor.lexicon import fold, load
from auditor.model import Aspects, Cell, Kind

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MOST = 6
"""Candidates that are kept for one figure and one relation."""
_FEW = 3
"""More numbers of the document that would do say nothing about which is right."""
_CHOICE = 2
"""Where fewer other values would do, the nearest to the middle is as good as one that is printed elsewhere."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What a figure should be, and how the printed one came about."""

    value: Value
    text: str
    """What should be printed in its place."""
    cause: str
    cost: float
    share: float = 1.0
    """How much of that is for this very value, where others would do as well."""
    word: bool = False
    """Whether it is a word that should be another one."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as it stands: its digits and its point."""

    digits: str
    decimals: int
    grouped: bool
    negative: bool

    @property
    def size(self) -> int:
        """The value without its sign, in steps of the last printed place."""
        return int(self.digits)

    @property
    def length(self) -> int:
        """Digits that say something: without leading zeros."""
        return max(1, len(self.digits.lstrip("0")))

    def show(self, size: int, decimals: int) -> str:
        """A value in the same style: grouped in thousands where the printed one is."""
        text = f"{size:0{decimals + 1}d}"
        whole, fraction = (text[:-decimals], text[-decimals:]) if decimals else (text, "")
        if self.grouped:
            whole = f"{int(whole):,}"
        return ("-" if self.negative else "") + whole + ("." + fraction if fraction else "")


def printed(figure: Figure) -> Printed | None:
    """The number of a figure as it stands, ``None`` where it is no plain number (一亿二千万, a range)."""
    if figure.quantity is None:
        return None
    found = _DIGITS.search(fold(figure.text))
    if found is None:
        return None
    digits = found[0].replace(",", "")
    whole, _, fraction = digits.partition(".")
    value = figure.quantity.value
    if Decimal(digits) != abs(value):
        return None
    return Printed(whole + fraction, len(fraction), "," in found[0], value < 0)


def places_of(figure: Figure) -> int:
    """Digits that would be left to chance if the figure were any number."""
    quantity = figure.quantity
    if quantity is None:
        return 1
    own = printed(figure)
    if own is None:
        return max(1, min(len(significant(quantity)), 6))
    return min(own.length, 6) if own.size else 1


@cache
def costs() -> Mapping[str, Any]:
    """lexicons/diagnosis.yaml."""
    found: Mapping[str, Any] = load("diagnosis")
    return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a figure should be, in units of the system."""

    low: Number | None
    high: Number | None
    step: int = 0
    """At this precision the digits must be those of ``base`` (rules.md P9); 0 where the range alone counts."""
    base: Number = 0

    @property
    def turned(self) -> Wanted:
        """The same with the sign turned."""
        low, high = (None if end is None else -end for end in (self.high, self.low))
        return Wanted(low, high, self.step, -self.base)


class _Window:
    """The printed forms of one figure that are what is wanted."""

    def __init__(self, figure: Figure, wanted: Wanted, form: Printed | None = None) -> None:
        self.figure, self.wanted = figure, wanted
        quantity = figure.quantity
        assert quantity is not None
        self.scale = int(Fraction(quantity.scale) * figure.scale * UNIT)
        self.own = figure.scale * UNIT
        stripped = quantity.decimals > form.decimals if form is not None else False
        self.fine = self.scale // 10**quantity.decimals if stripped else 0
        self._ranges: dict[tuple[int, str], tuple[float, float]] = {}

    def grain(self, decimals: int, unit: str = "") -> int:
        """One step of the last of so many decimals, in units of the system."""
        scale = int(costs()["units"][unit] * self.own) if unit else self.scale
        return max(1, scale // int(10**decimals))

    def step(self, grain: int) -> int:
        """The same as precise as the figure is meant: a row that strips trailing zeros is as precise as its longest figure."""
        return min(grain, self.fine) if self.fine else grain

    def half(self, grain: int) -> int:
        """How far the true value may lie from a figure with that step."""
        step = self.step(grain)
        return 0 if fixed(self.figure, step) else step // 2

    def holds(self, size: int, decimals: int, unit: str = "") -> bool:
        """Whether so many steps are what is wanted."""
        low, high = self.ends(decimals, unit)
        return low <= size <= high

    def ends(self, decimals: int, unit: str = "") -> tuple[float, float]:
        """The fewest and the most steps that are what is wanted: whole numbers, or infinite."""
        key = (decimals, unit)
        if key not in self._ranges:
            grain = self.grain(decimals, unit)
            wanted = self.wanted
            low, high, half = wanted.low, wanted.high, self.half(grain)
            if wanted.step == self.step(grain):
                low, high, half = wanted.base, wanted.base, 0
            self._ranges[key] = (
                -math.inf if low is None else -((half - low) // grain),
                math.inf if high is None else (high + half) // grain,
            )
        return self._ranges[key]

    @property
    def middle(self) -> Number | None:
        """The centre of what is wanted."""
        low, high = self.wanted.low, self.wanted.high
        return None if low is None or high is None else Fraction(low + high) / 2

    def nearest(self, decimals: int) -> int:
        """The number of steps that comes nearest to the middle."""
        middle = self.middle
        assert middle is not None
        return math.floor(Fraction(middle) / self.grain(decimals) + Fraction(1, 2))

    def cut(self, size: int, decimals: int) -> bool:
        """Whether so many steps are the middle cut off instead of rounded."""
        middle = self.middle
        return middle is not None and size == math.floor(Fraction(middle) / self.grain(decimals))

    def spread(self, size: int, grain: int) -> float:
        """What it costs that of all values that fit it is this one: the nearer to the middle the better."""
        low, high = self.wanted.low, self.wanted.high
        if low is None or high is None:
            end = low if low is not None else high
            return math.log(3) + min(math.log1p(abs(size * grain - float(end or 0)) / grain), 7.0)
        width = float(high - low)
        if width <= 0:
            return 0.0
        away = max(0.0, abs(size * grain - float(low + high) / 2) - grain / 2) / (width / 3.5)
        return min(away * away / 2, 4.0) + math.log(max(1.0, width / grain / 1.4))


class Slips:
    """The slips that may have made each figure of a system."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.cause: Mapping[str, float] = costs()["causes"]
        self._printed: dict[str, Printed | None] = {}
        self._near: dict[str, tuple[tuple[str, int], ...]] = {}
        self._same: dict[str, frozenset[str]] = {}
        self._prior: dict[str, float] = {}

    def printed(self, figure: Figure) -> Printed | None:
        """The printed form of a figure, looked up once."""
        if figure.id not in self._printed:
            self._printed[figure.id] = printed(figure)
        return self._printed[figure.id]

    def prior(self, figure: Figure) -> float:
        """What it costs that a figure is wrong at all."""
        if figure.id not in self._prior:
            cost = float(costs()["places"][figure.place])
            if figure.claim is not None and figure.claim.kind is Kind.SHARE and figure.claim.quantity.base > 1:
                cost -= float(costs()["impossible"])
            form = self.printed(figure)
            if form is not None and len(form.digits) > form.decimals + 1 and form.digits[0] == "0":
                cost -= float(costs()["impossible"])
            own = figure.quantity
            usual = self.system.usual(figure)
            if form is not None and usual is not None and form.decimals != usual and "." in figure.text:
                cost -= float(costs()["unusual"])
            if own is not None:
                digits = significant(own)
                if len(digits) >= costs()["echo"]["least-digits"] and self._elsewhere(figure, digits) > 0:
                    cost += float(costs()["echo"]["wrong"])
            self._prior[figure.id] = cost
        return self._prior[figure.id]

    def _elsewhere(self, figure: Figure, digits: str) -> int:
        """How many figures print these digits beside those that are held equal to the figure, and itself."""
        count = self.system.echoes[digits]
        for name in self.tied(figure):
            quantity = (figure if name == figure.id else self.system.figure(name)).quantity
            if quantity is not None and significant(quantity) == digits:
                count -= 1
        return max(count, 0)

    def tied(self, figure: Figure) -> frozenset[str]:
        """The figure and those that rightly print the same number: held equal, or the only part of a whole."""
        if figure.id not in self._same:
            system = self.system
            tied = {figure.id}
            for index in system.touching(figure.id):
                relation = system.known(index)
                if relation.operator == "equal":
                    tied.update(relation.figures)
                elif not relation.violated:
                    own = system.value(figure.id).base
                    tied.update(name for name in relation.figures if system.value(name).base == own)
            self._same[figure.id] = frozenset(tied)
        return self._same[figure.id]

    def explain(self, figure: Figure, wanted: Wanted, *, derived: bool = False) -> tuple[Slip, ...]:
        """The slips after which the figure is what is wanted, cheapest first.

        ``derived`` says that it was computed from the others by hand, so that it may be miscalculated.
        """
        if figure.quantity is None:
            return self._blank(figure, wanted)
        found: dict[tuple[Number, str], Slip] = {}
        for slip in self._all(figure, self.printed(figure), wanted, derived):
            key = (slip.value.base, slip.text)
            if key not in found or slip.cost < found[key].cost:
                found[key] = slip
        return tuple(sorted(found.values(), key=lambda slip: (slip.cost, slip.text))[:_MOST])

    def _all(self, figure: Figure, own: Printed | None, wanted: Wanted, derived: bool) -> Iterator[Slip]:
        quantity = figure.quantity
        assert quantity is not None
        sign = figure.sign * (-1 if quantity.value < 0 else 1)
        window = _Window(figure, wanted if sign > 0 else wanted.turned, own)
        prior = self.prior(figure) - (float(costs()["derived"]) if derived else 0.0)
        usual = self.system.usual(figure)

        def made(
            size: int,
            decimals: int,
            text: str,
            cause: str,
            cost: float,
            unit: str = "",
            flip: int = 1,
            *,
            free: bool = False,
            sure: bool = False,
        ) -> Slip:
            grain = window.grain(decimals, unit)
            number = size * grain * sign * flip
            half = window.half(grain)
            new = Value(number - half, number + half, number, window.step(grain))
            spread = window.spread(size * flip, grain)
            total = prior + cost if sure else prior + cost + self._known(figure, new) + (0.0 if free else spread)
            if usual is not None and own is not None and decimals != usual and not free:
                total += float(costs()["unusual"])
            return Slip(new, text, cause, total, math.exp(-spread) if free and not sure else 1.0)

        if own is not None:
            ranges: dict[int, tuple[float, float]] = {}
            for new, decimals, cause, cost in self._typed(own):
                if decimals not in ranges:
                    ranges[decimals] = window.ends(decimals)
                low, high = ranges[decimals]
                if low <= new <= high and new * 10**own.decimals != own.size * 10**decimals:
                    cost += float(costs()["round"]) * (_round(own.size, own.decimals) - _round(new, decimals))
                    yield made(new, decimals, own.show(new, decimals), cause, cost)
            if figure.claim is not None and quantity.dimension == "money":
                for name in costs()["units"] if own.size else ():
                    if name != quantity.unit and window.holds(own.size, own.decimals, name):
                        yield made(own.size, own.decimals, own.show(own.size, own.decimals) + name, "unit", self.cause["unit"], name)
            if own.size and window.holds(-own.size, own.decimals):
                text = own.show(own.size, own.decimals)
                if figure.turned and (word := _turned(figure)):
                    yield made(own.size, own.decimals, word, "sign", self.cause["sign"], flip=-1)
                elif figure.cell is not None:
                    text = text[1:] if own.negative else "-" + text
                    yield made(own.size, own.decimals, text, "sign", self.cause["sign"] + 1.5, flip=-1)
        yield from self._given(figure, own, window, derived, made)

    def _typed(self, own: Printed) -> Iterator[tuple[int, int, str, float]]:
        """Slips of the fingers: one digit, two neighbours, the point, a digit left out or typed twice; (size, decimals, cause, cost)."""
        digits, decimals, size = own.digits, own.decimals, own.size
        count = len(digits)
        cost = self.cause["digit"] + math.log(9 * count)
        power = 10**count
        for digit in map(int, digits):
            power //= 10
            rest = size - digit * power
            for other in range(10):
                if other != digit:
                    yield rest + other * power, decimals, "digit", cost
        cost = self.cause["transposition"] + math.log(max(1, count - 1))
        for at in range(count - 1):
            if digits[at] != digits[at + 1]:
                yield int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]), decimals, "transposition", cost
        if size:
            for power in (1, 2, 3, 4, -1, -2, -3, -4):
                new, places = (size, decimals + power) if decimals + power >= 0 else (size * 10 ** -(decimals + power), 0)
                cost = self.cause["decimal-shift"] + math.log(2) * (2 * abs(power) - 1)
                yield new, places, "unit" if abs(power) == 4 else "decimal-shift", cost
        cost = self.cause["dropped"] + math.log(count)
        for at in range(count if decimals > 2 else count - decimals):
            if count > 1 and (at == 0 or digits[at] != digits[at - 1]):
                yield int(digits[:at] + digits[at + 1 :]), decimals - (at >= count - decimals), "digit", cost
        cost = self.cause["dropped"] + math.log(10 * count)
        for at in range(count + 1 if decimals < 2 else count - decimals + 1):
            places = decimals + (decimals > 0 and at > count - decimals)
            for letter in "0123456789":
                new = int(digits[:at] + letter + digits[at:])
                if new != size or places != decimals:
                    yield new, places, "digit", cost

    def _given(self, figure: Figure, own: Printed | None, window: _Window, derived: bool, made: Callable[..., Slip]) -> Iterator[Slip]:
        """Slips that leave the value to the other figures: copied, cut off, or for no visible reason."""
        middle = window.middle
        if middle is None or middle < 0:
            return
        quantity = figure.quantity
        assert quantity is not None
        style = own or Printed("0", max(quantity.decimals, 0), False, False)
        decimals = max(quantity.decimals, 0)
        if own is not None and own.size == 0 and quantity.dimension == "money":
            decimals = max(decimals, 2)
        most = decimals + 3 if quantity.dimension == "money" else max(decimals, self.system.usual(figure) or 0)
        for places in range(decimals, most + 1):
            size = window.nearest(places)
            if window.holds(size, places):
                break
        else:
            return
        if own is not None and size * 10**own.decimals == own.size * 10**places:
            return
        shown = places
        while own is not None and shown > own.decimals and size % 10 == 0 and size:  # a row that strips trailing zeros
            size, shown = size // 10, shown - 1
        text = style.show(size, shown)
        length = places_of(figure)
        if own is not None and window.cut(own.size, own.decimals):
            yield made(size, shown, text, "truncation", self.cause["truncation"])
        unlikely = 0.0 if size else float(costs()["nothing"])
        reason, price = "unknown", self.cause["unknown"] + math.log(10) * length
        for cause, others in self._neighbours(figure):
            reason, price = min((reason, price), (cause, self.cause[cause] + math.log(others)), key=itemgetter(1))
        reason = "row-shift" if reason == "copied" else reason
        known = self._inside(figure, window, decimals)
        for other in known:
            cost = price + math.log(len(known) / costs()["echo"]["right"])
            yield made(other, decimals, style.show(other, decimals), reason, cost, free=True, sure=True)
        for cause, others in self._neighbours(figure) if size else ():
            yield made(size, shown, text, "row-shift" if cause == "copied" else cause, self.cause[cause] + math.log(others), free=True)
        yield made(size, shown, text, "unknown", self.cause["unknown"] + math.log(10) * length + unlikely, free=True)
        if derived:
            yield made(size, shown, text, "unknown", self.cause["miscalculated"] + math.log(10) * length / 2, free=True)

    def _inside(self, figure: Figure, window: _Window, decimals: int) -> list[int]:
        """Numbers that the document prints elsewhere and that are what is wanted, in steps, where many values would do; few or none."""
        quantity, wanted = figure.quantity, window.wanted
        low, high = window.ends(decimals)
        if quantity is None or wanted.low is None or wanted.high is None or low < 1 or not _CHOICE <= high - low < math.inf:
            return []
        grain, own = window.grain(decimals), quantity.base
        values = self.system.printed(quantity.dimension)
        first = bisect_left(values, Fraction(int(low) * grain, UNIT) / figure.scale)
        found: dict[int, None] = {}
        for value in values[first : first + 4 * _FEW]:
            size = math.floor(value * figure.scale * UNIT / grain + Fraction(1, 2))
            if size > high:
                break
            if value != own and size >= low and len(str(size).strip("0")) >= costs()["echo"]["least-digits"]:
                found[size] = None
        return list(found) if len(found) <= _FEW else []

    def _blank(self, figure: Figure, wanted: Wanted) -> tuple[Slip, ...]:
        """A blank cell that should hold a figure."""
        if figure.cell is None or figure.place == "word" or wanted.low is None or wanted.high is None or wanted.low <= 0:
            return ()
        table = self.system.tables.get(figure.table)
        column = [c for row in (table.rows if table else ()) for c in row if c.column == figure.cell.column and c.quantity is not None]
        if not column:
            return ()
        like = Figure(figure.id, figure.place, "", figure.location, column[0].quantity, cell=column[0])
        window = _Window(like, wanted)
        decimals = max(like.quantity.decimals, 0) if like.quantity is not None else 0
        size, grain = window.nearest(decimals), window.grain(decimals)
        if not window.holds(size, decimals):
            return ()
        number, half = size * grain, window.half(grain)
        value = Value(number - half, number + half, number, grain)
        cost = self.prior(figure) + self.cause["unknown"] + math.log(10) + window.spread(size, grain) + self._known(figure, value)
        return (Slip(value, Printed("0", decimals, False, False).show(size, decimals), "unknown", cost),)

    def _known(self, figure: Figure, value: Value) -> float:
        """Less cost where the document prints the value elsewhere."""
        digits = digits_of(value.base)
        echo = costs()["echo"]
        if len(digits) < echo["least-digits"] or not self._elsewhere(figure, digits):
            return 0.0
        chance = self.system.lengths[len(digits)] / (9 * 10 ** (len(digits) - 1))
        return -min(max(0.0, math.log(echo["right"] / chance)), float(echo["most"]))

    def _neighbours(self, figure: Figure) -> tuple[tuple[str, int], ...]:
        """Where the printed number may have been copied from: (cause, how many places there were)."""
        if figure.id not in self._near:
            quantity = figure.quantity
            assert quantity is not None
            digits = significant(quantity)
            found: dict[str, int] = {}
            if len(digits) >= costs()["echo"]["least-digits"]:
                tied = self.tied(figure)
                for cause, others in self._around(figure):
                    if any(base == quantity.base and name not in tied for name, base in others):
                        found[cause] = max(2, len(others))
                if not found and self._elsewhere(figure, digits):
                    found["copied"] = 10
            self._near[figure.id] = tuple(found.items())
        return self._near[figure.id]

    def _around(self, figure: Figure) -> Iterator[tuple[str, list[tuple[str, Fraction]]]]:
        if figure.cell is not None:
            table = self.system.tables.get(figure.table)
            rows = table.rows if table is not None else ()
            cells = [c for row in rows[max(0, figure.cell.row - 1) : figure.cell.row + 2] for c in row]
            yield "row-shift", [(c.id, c.quantity.base) for c in cells if _beside(c, figure.cell) and c.quantity is not None]
            yield "stale", [(c.id, c.quantity.base) for c in cells if _earlier(c.aspects, figure.cell.aspects) and c.quantity is not None]
        elif figure.claim is not None:
            claim = figure.claim
            same = [c for c in self.system.claims if c.id != claim.id and c.kind == claim.kind]
            near = [c for c in same if c.passage is claim.passage and abs(c.start - claim.start) < 160]
            yield "row-shift", [(c.id, c.quantity.base) for c in near]
            yield "stale", [(c.id, c.quantity.base) for c in same if _earlier(c.aspects, claim.aspects)]


def _round(size: int, decimals: int) -> bool:
    """Whether a number with decimals has only zeros there, or is a whole number of thousands."""
    return size != 0 and (size % 10**decimals == 0 if decimals else size % 1000 == 0)


def _beside(cell: Cell, own: Cell) -> bool:
    return cell.id != own.id and ((cell.column == own.column) != (cell.row == own.row))


def _earlier(one: Aspects, own: Aspects) -> bool:
    """Whether they are of the same item in another year."""
    return bool(one.measure) and (one.measure, one.part, one.flow) == (own.measure, own.part, own.flow) and one.period != own.period


def _turned(figure: Figure) -> str:
    """The direction word that says the opposite, empty where none is known."""
    claim = figure.claim
    if claim is None or claim.direction_span is None:
        return ""
    word = claim.passage.text[slice(*claim.direction_span)]
    return opposite(word)


def opposite(word: str) -> str:
    """A word of comparison turned round, empty where the lexicon has none."""
    for one, other in costs()["turned"]:
        for left, right in ((one, other), (other, one)):
            if left in word:
                return word.replace(left, right)
    return ""
