"""Amounts in 分, what they are amounts of, and which of them add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple


class Key(NamedTuple):
    """What an amount measures."""

    item: str
    """``总额`` ``功能.2130101`` ``经济.30201`` ``三公.接待`` ``采购.货物`` ``项目.名称`` …"""
    flow: str = ""
    """``收入`` ``支出`` ``年初`` ``年末`` or empty."""
    part: str = ""
    """``基本`` ``项目`` ``财政`` ``事业`` ``其他`` …; empty = all."""
    fund: str = ""
    """``全部`` ``财政`` ``一般`` ``基金`` ``国资`` or empty where it has no sense."""
    stage: str = "决算"
    """``决算`` ``年初预算`` ``全年预算`` ``预算`` ``目标``."""
    year: int = 0

    def but(self, **changes: object) -> Key:
        """A copy with some fields changed."""
        return self._replace(**changes)  # type: ignore[arg-type]

    def __str__(self) -> str:
        return "·".join(str(part) for part in self if part)


@dataclass(frozen=True, slots=True)
class Amount:
    """One quantity and its true value."""

    key: Key
    fen: int

    def __bool__(self) -> bool:
        return self.fen != 0


@dataclass(slots=True)
class Ledger:
    """All quantities of one unit, this year and last, and the sums that hold between them."""

    values: dict[Key, int] = field(default_factory=dict)
    sums: list[tuple[Key, tuple[Key, ...]]] = field(default_factory=list)

    def put(self, key: Key, fen: int) -> Amount:
        """Write down an amount.

        Raises:
            ValueError: it is negative or was written down differently before.
        """
        if fen < 0 or self.values.get(key, fen) != fen:
            raise ValueError(f"{key}: {fen} ({self.values.get(key)})")
        self.values[key] = fen
        return Amount(key, fen)

    def add(self, key: Key, parts: Iterable[Amount | Key]) -> Amount:
        """The sum of ``parts`` under ``key``, remembered as a sum."""
        keys = tuple(part.key if isinstance(part, Amount) else part for part in parts)
        self.sums.append((key, keys))
        return self.put(key, sum(self.values[part] for part in keys))

    def get(self, key: Key) -> Amount:
        """The amount under ``key``; zero if there is none."""
        return Amount(key, self.values.get(key, 0))

    def last(self, amount: Amount) -> Amount:
        """The same quantity one year before."""
        return self.get(amount.key.but(year=amount.key.year - 1))

    def staged(self, amount: Amount, stage: str) -> Amount:
        """The same quantity at another stage (budget, final account)."""
        return self.get(amount.key.but(stage=stage))


def split(random: Random, total: int, weights: Sequence[float], grain: int = 1) -> list[int]:
    """``total`` in ``len(weights)`` parts of about these weights, each a multiple of ``grain`` (the first takes the rest)."""
    if not weights:
        return []
    shaken = [weight * random.uniform(0.7, 1.3) for weight in weights]
    whole = sum(shaken) or 1.0
    parts = [int(total * weight / whole) // grain * grain for weight in shaken]
    parts[0] += total - sum(parts)
    return parts


def about(random: Random, value: float, spread: float = 0.3, grain: int = 1) -> int:
    """A number near ``value``, a multiple of ``grain``."""
    return int(value * random.uniform(1 - spread, 1 + spread)) // grain * grain
