"""Which cell belongs to which head, where a row has fewer cells than heads: by what they hold, and by how their figures relate."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from auditor.read.heads import Slot
from auditor.read.performance_rows import (
    MONEY,
    of_level,
)

PLAIN = re.compile(r"\d{1,3}(?:\.\d+)?")
SIGNS = {
    "≥": "at_least",
    "≧": "at_least",
    ">=": "at_least",
    "大于等于": "at_least",
    "≤": "at_most",
    "≦": "at_most",
    "<=": "at_most",
    "小于等于": "at_most",
    ">": "more_than",
    "大于": "more_than",
    "<": "less_than",
    "小于": "less_than",
    "=": "",
    "等于": "",
}
UNKNOWN = "unknown"
"""The type of a head that no lexicon knows: its column is a column, and says nothing."""
NATURES = frozenset([*SIGNS, "定性", "定量", "正向", "反向"])


@dataclass(frozen=True, slots=True)
class Head:
    """What a column holds, as its head says."""

    column: int
    type: str
    label: str
    path: tuple[str, ...]
    unit: str = ""


def plausible(kind: str, slot: Slot | None) -> float:
    """How well a cell goes under a head of that kind."""
    if slot is None:
        return {"name": -3.0, "target": -0.5, "actual": -0.5, "weight": -0.5, "score": -0.5}.get(kind, 0.0)
    label = slot.label
    plain = bool(PLAIN.fullmatch(label))
    match kind:
        case "first":
            return 2.0 if of_level(label, "first") else -4.0 if slot.figure else -2.0 if of_level(label, "second") else -0.5
        case "second":
            return 2.0 if of_level(label, "second") else -4.0 if slot.figure else -1.0 if of_level(label, "first") else 0.0
        case "name":
            return -5.0 if slot.figure else -0.5 if of_level(label, "second") and label.endswith("指标") else 1.0
        case "nature":
            return 2.0 if label in NATURES else -2.0
        case "unit":
            return -3.0 if slot.number else 1.0 if len(label) <= 6 else -2.0
        case "weight" | "score":
            return 2.0 if plain else 1.0 if re.fullmatch(r"\d+(?:\.\d+)?[分%]?", label) else -5.0
        case "reason":
            return -4.0 if plain else 0.5
        case "target" | "adjusted" | "actual":
            return 0.5 if not of_level(label, "second") else -1.0
    return 0.0


@lru_cache(maxsize=8192)
def _number(label: str) -> Decimal | None:
    text = label.replace(",", "").rstrip("%").strip("()")
    return Decimal(text) if re.fullmatch(r"-?\d+(?:\.\d+)?", text) else None


def _places(slot: Slot) -> int:
    return len(slot.label.rstrip("%)").partition(".")[2])


def aligned(slots: Sequence[Slot], heads: Sequence[Head], full: Sequence[Mapping[int, Slot]]) -> list[tuple[int, ...]]:
    """The assignments of the cells to heads, in order, that fit best; several when they fit equally well.

    ``full`` are rows of the same block that have a cell for every head: a row that repeats one of them is read like it.
    """
    if not slots or not heads or len(slots) > len(heads):
        return []
    scored = []
    for choice in combinations(range(len(heads)), len(slots)):
        alike = max((_alike(choice, slots, other) for other in full), default=0)
        scored.append((_fit(slots, heads, choice) + (10 if alike == len(slots) else 0), choice))
    best = max(score for score, _ in scored)
    if best < -6 and len(slots) < len(heads):
        return []
    fitting = [choice for score, choice in scored if score >= best - 0.75]
    placed = [choice for choice in fitting if all(slot.column == heads[i].column for slot, i in zip(slots, choice, strict=True))]
    return placed or fitting  # where nothing else tells, each cell is what it stands under


def _fit(slots: Sequence[Slot], heads: Sequence[Head], choice: tuple[int, ...]) -> float:
    """How well the cells fit those heads: their columns, and how their figures relate."""
    offsets = {slot.column - heads[i].column for slot, i in zip(slots, choice, strict=True)}
    score = 3.0 if offsets == {0} else 1.5 if len(offsets) == 1 else 0.0
    value: dict[str, Decimal] = {}
    decimals = 0
    for slot, i in zip(slots, choice, strict=True):
        kind = heads[i].type
        number = _number(slot.label)
        if "%" in slot.label and kind not in ("rate", UNKNOWN):
            score -= 10
        if number is None:
            continue
        if kind in MONEY:
            decimals = max(decimals, _places(slot))
        elif kind == "weight":
            score += 0.5 if number == 10 else -1.0 if number > 100 or number % 1 else 0.0
        value[kind] = number
    step = Decimal(1).scaleb(-decimals)
    budget = value.get("adjusted", value.get("compiled", value.get("initial", value.get("budget"))))
    actual, rate, points = value.get("actual"), value.get("rate"), value.get("score")
    if budget is not None and actual is not None:
        if "balance" in value:
            score += 3 if abs(budget - actual - value["balance"]) <= 2 * step else -4
        if rate is not None and budget == 0:
            score += 1 if rate == 0 else -1
        elif rate is not None:
            score += 3 if abs(100 * actual - rate * budget) <= budget + 200 * step else -3
    if rate is not None and points is not None:
        weight = value.get("weight", Decimal(10))
        expected = weight * min(rate, Decimal(100)) / 100
        score += 2 if abs(expected - points) <= max(weight / 50, Decimal("0.1")) else -1
    if "compiled" in value and value["compiled"] == value.get("declared"):
        score += 0.25
    if points is not None and points > 100:
        score -= 3
    return score


def _alike(choice: tuple[int, ...], slots: Sequence[Slot], other: Mapping[int, Slot]) -> int:
    """How many cells stand under the same head with the same value in another row."""
    return sum(1 for i, slot in zip(choice, slots, strict=True) if i in other and _number(slot.label) == _number(other[i].label))
