"""What a row of a performance table is: heads of money, indicators, tasks or goals, pairs of a label and its value."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from auditor.lexicon import kept, load
from auditor.read.captions import bare
from auditor.read.heads import Slot
from auditor.read.meaning import stripped

MONEY = ("declared", "compiled", "initial", "budget", "adjusted", "actual", "balance")


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known before the first row."""

    style: str
    """``project`` ``overall`` ``target``, or empty when no title says."""
    entity: str
    year: str
    unit: str


@kept
def vocabulary() -> Mapping[str, Any]:
    """The words of performance tables."""
    found: Mapping[str, Any] = load("tables")["performance"]
    return found


@kept
def word_set(name: str) -> frozenset[str]:
    """One group of them, bare."""
    return frozenset(map(bare, vocabulary()[name]))


@kept
def type_of(label: str, group: str) -> str:
    """What a head says its column holds: the first type one of whose words it has."""
    for name, words in vocabulary()[group].items():
        if isinstance(words, list) and name not in ("first", "second") and any(bare(word) in label for word in words):
            return str(name)
    if group == "indicators":
        return next((name for name in ("first", "second") if any(word in label for word in vocabulary()[group][name])), "")
    return ""


@kept
def of_level(label: str, name: str) -> bool:
    """Whether a label names an indicator of the first or second level."""
    return any(re.search(pattern, label) for pattern in vocabulary()[name])


def written(row: Sequence[Slot]) -> list[Slot]:
    """The cells that hold something."""
    return [slot for slot in row if slot.label]


def indicator_head(row: Sequence[Slot]) -> bool:
    """Whether the row heads a block of indicators."""
    filled = written(row)
    types = {type_of(slot.label, "indicators") for slot in filled if not slot.figure}
    if any(slot.figure for slot in filled) or len(types - {""}) < 2:
        return False
    return bool(types & {"first", "second"}) or (
        "name" in types and len(types & {"target", "adjusted", "actual", "weight", "score", "nature"}) >= 2
    )


def indicator_part(row: Sequence[Slot]) -> bool:
    """Whether the row may be the upper or lower half of an indicator head."""
    filled = written(row)
    types = [type_of(slot.label, "indicators") for slot in filled]
    known = [t for t in types if t]
    return len(known) >= 2 and 2 * len(known) > len(filled) and not any(slot.figure for slot in filled) and not fund_head(row)


def fund_types(row: Sequence[Slot]) -> list[str]:
    """What its heads say of money, in order."""
    return [t for slot in written(row) if not slot.figure and len(slot.label) <= 16 and (t := type_of(slot.label, "funds"))]


def fund_head(row: Sequence[Slot]) -> bool:
    """Whether the row heads a block of money."""
    filled = written(row)
    if any(slot.figure for slot in filled) or any(type_of(slot.label, "indicators") in ("first", "second", "name") for slot in filled):
        return False
    types = {t for t in fund_types(row) if t not in ("reason", "source")}
    return len(types) >= 2 and bool(types & set(MONEY) - {"balance"})


def task_head(row: Sequence[Slot]) -> bool:
    """Whether the row heads a list of tasks."""
    labels = {slot.label for slot in written(row)}
    return bool(labels & word_set("tasks")) and len(labels) >= 3


def goal_head(row: Sequence[Slot]) -> bool:
    """Whether the row heads the goals as planned and as reached."""
    return sum(slot.label.rstrip(":") in word_set("goals") for slot in written(row)) >= 2


def pairs_of(row: Sequence[Slot]) -> list[tuple[Slot, Slot | None]]:
    """Labels each with its figure (预算数: 30 执行数: 22.79); empty when the row is not made of such pairs."""
    filled = written(row)
    found: list[tuple[Slot, Slot | None]] = []
    for slot in filled:
        if slot.figure or slot.dash:
            if not found or found[-1][1] is not None:
                return []
            found[-1] = (found[-1][0], slot)
        elif type_of(slot.label, "funds") not in ("", "reason") and len(slot.label) <= 14:
            found.append((slot, None))
    return found if len(found) >= 2 else []


def information(row: Sequence[Slot]) -> bool:
    """Whether the row says whose the project is: its name, its department."""
    filled = written(row)
    return bool(filled) and filled[0].label.rstrip(":") in word_set("information") and len(filled) <= 6


def names_project(row: Sequence[Slot], below: Sequence[Slot]) -> bool:
    """Whether the row is 项目名称 with its value, above another row with a label, and not the head of a list."""
    filled = written(row)
    if not filled or filled[0].label.rstrip(":") not in word_set("entity") or not 2 <= len(filled) <= 6:
        return False
    return bool(below[filled[0].column].label) and not filled[1].figure and not any(type_of(slot.label, "funds") for slot in filled[1:])


def is_sum(label: Slot) -> bool:
    """Whether it labels the whole of the money."""
    name = stripped(label.label)[0]
    return name in word_set("sums") or any(name == word + total for word in vocabulary()["terms"] for total in word_set("sums"))


def amounts_of(row: Sequence[Slot]) -> list[tuple[Slot, Slot]]:
    """The sums and sources of money of the row, each with its figure; empty when something else stands beside them."""
    found: list[tuple[Slot, Slot]] = []
    label: Slot | None = None
    for slot in written(row):
        if slot.figure or slot.dash:
            if label is None or not (is_sum(label) or type_of(label.label, "funds") in ("source", "balance")):
                return []
            if slot.figure:
                found.append((label, slot))
            label = None
        else:
            label = slot
    return found


def money_unit(label: str) -> str:
    """The unit of money that a head states in brackets."""
    match = re.search(r"\((?:单位[:：]?)?([百千万亿]*元)\)", label)
    return match.group(1) if match else ""
