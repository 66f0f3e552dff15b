"""One text, two documents: a clean one that agrees with itself and a twin with planted contradictions, and the twin's gold list.

A script writes its text once and marks places in it: ``planted(…)`` where the twin says something else, ``silent(…)`` where both
say something that only looks wrong. The marks are taken out here, and what is left of them is where every entry stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

_MARK = re.compile("\x01([^\x02]*)\x02([^\x02]*)\x02([^\x03]*)\x03")


@dataclass(frozen=True, slots=True)
class Plant:
    """A contradiction of the twin."""

    id: str
    wrong: Callable[[str], str]
    """From the right text to the wrong one."""
    family: str
    rule: str
    """Ids of the catalogue of checks that should see it."""
    why: str
    """The arithmetic, or what the other place says."""
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Silent:
    """A place that agrees although a careless check would accuse it."""

    id: str
    why: str


class Marks:
    """The marks of one text."""

    def __init__(self, plants: tuple[Plant, ...], traps: tuple[Silent, ...]) -> None:
        self.plants = {plant.id: plant for plant in plants}
        self.traps = {trap.id: trap for trap in traps}

    def planted(self, identity: str, right: str) -> str:
        """The text ``right``, which the twin replaces."""
        wrong = self.plants[identity].wrong(right)
        assert wrong != right, identity
        return f"\x01{identity}\x02{right}\x02{wrong}\x03"

    def also(self, identity: str, text: str) -> str:
        """A place that the planted contradiction ``identity`` makes wrong, too; the same in both documents."""
        assert identity in self.plants, identity
        return f"\x01{identity}\x02{text}\x02{text}\x03"

    def silent(self, identity: str, text: str) -> str:
        """The text itself, remembered as a place where nothing is wrong."""
        assert identity in self.traps, identity
        return f"\x01{identity}\x02{text}\x02{text}\x03"


def changed(old: str, new: str) -> Callable[[str], str]:
    """Replace ``old`` in the right text by ``new``."""

    def wrong(right: str) -> str:
        assert old in right, (old, right)
        return right.replace(old, new, 1)

    return wrong


def _digits(right: str, word: str) -> list[int]:
    start = right.index(word) + len(word)
    return [i for i in range(start, len(right)) if right[i].isdigit()]


def digit(word: str, place: int) -> Callable[[str], str]:
    """Another digit at the ``place``-th (1-based) digit after ``word``."""

    def wrong(right: str) -> str:
        at = _digits(right, word)[place - 1]
        return right[:at] + str(int(right[at]) % 7 + 2) + right[at + 1 :]

    return wrong


def swapped(word: str, place: int) -> Callable[[str], str]:
    """The ``place``-th digit after ``word`` and the one after it change places."""

    def wrong(right: str) -> str:
        first, second = _digits(right, word)[place - 1 : place + 1]
        made = list(right)
        made[first], made[second] = made[second], made[first]
        return "".join(made)

    return wrong


def write(folder: Path, text: str, marks: Marks) -> None:
    """Write ``clean.txt``, ``document.txt`` and ``gold.yaml`` of a marked text."""
    (folder / "clean.txt").write_text(_MARK.sub(r"\2", text), encoding="utf-8")
    (folder / "document.txt").write_text(_MARK.sub(r"\3", text), encoding="utf-8")
    gold: dict[str, dict[str, Any]] = {}
    also: dict[str, list[dict[str, Any]]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        for mark in _MARK.finditer(line):
            identity, right, wrong = mark.groups()
            start = len(_MARK.sub(r"\3", line[: mark.start()]))
            place = {"line": number, "start": start, "end": start + len(wrong), "quote": wrong}
            if identity in marks.traps:
                gold[identity] = {"id": identity, **place, "why": marks.traps[identity].why}
            elif right == wrong:
                also.setdefault(identity, []).append(place)
            else:
                plant = marks.plants[identity]
                gold[identity] = {"id": identity, **place, "expected": right, "family": plant.family, "rule": plant.rule}
                gold[identity] |= {"certain": plant.certain, "why": plant.why}
    for identity, places in also.items():
        gold[identity]["also"] = places
    missing = (marks.plants.keys() | marks.traps.keys()) - gold.keys()
    assert not missing, f"never placed: {sorted(missing)}"
    lists = {
        "contradictions": [gold[identity] for identity in sorted(marks.plants)],
        "silent": [gold[identity] for identity in sorted(marks.traps)],
    }
    head = "# Written by corpus/scripts: lines are 1-based, offsets 0-based in the line of document.txt, end exclusive.\n"
    (folder / "gold.yaml").write_text(head + yaml.safe_dump(lists, allow_unicode=True, sort_keys=False, width=200), encoding="utf-8")


def half_up(value: Fraction, digits: int) -> Decimal:
    """``value`` with so many decimals, half away from zero."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def fen(yuan: str) -> int:
    """An amount in 元 as 分."""
    return int(Decimal(yuan.replace(",", "")) * 100)


def wan(amount: int, digits: int = 2) -> str:
    """An amount in 分, printed in 万元."""
    return f"{half_up(Fraction(amount, 1_000_000), digits):f}"


def grouped(amount: int) -> str:
    """An amount in 分, printed in 万元 with thousands separators."""
    return f"{half_up(Fraction(amount, 1_000_000), 2):,f}"


def percent(part: int, whole: int, digits: int = 2) -> str:
    """``part`` ÷ ``whole`` in percent; 0 of 0 is printed as 0."""
    return f"{half_up(Fraction(part * 100, whole) if whole else Fraction(0), digits):f}%"
