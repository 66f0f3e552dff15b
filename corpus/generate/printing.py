"""How figures are printed: unit, decimals, separators, the gap before the unit. Rounding is honest: half away from zero, from the exact value."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

SCALES = {"元": 100, "万元": 1_000_000, "亿元": 10_000_000_000, "分": 100, "": 1}
"""Unit → how many of the ledger's smallest pieces it is (分 of money; hundredths of a point for scores; counts are whole)."""


def rounded(value: Fraction, decimals: int, *, cut: bool = False) -> Decimal:
    """``value`` with so many decimals, half away from zero; cut off instead of rounded on request."""
    scaled = abs(value) * 10**decimals
    whole = int(scaled if cut else scaled + Fraction(1, 2))
    return Decimal(whole if value >= 0 else -whole).scaleb(-decimals)


@dataclass(frozen=True, slots=True)
class Style:
    """A way to print numbers."""

    unit: str = "万元"
    decimals: int = 2
    grouped: bool = False
    """Thousands separators."""
    gap: str = ""
    """Between the number and its unit."""
    trim: bool = False
    """Trailing zeros of the fraction are dropped."""
    zero: str | None = None
    """What stands for nothing; None prints it as a number."""

    @property
    def scale(self) -> int:
        """Ledger pieces per printed 1."""
        return SCALES[self.unit]

    def number(self, value: Fraction, *, cut: bool = False) -> str:
        """``value`` (in the printed unit) as printed."""
        if value == 0 and self.zero is not None:
            return self.zero
        text = f"{rounded(value, self.decimals, cut=cut):{',' if self.grouped else ''}f}"
        if self.trim and "." in text:
            text = text.rstrip("0").rstrip(".")
        return text


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> Fraction:
    """The number that is printed."""
    return Fraction(text.replace(",", "").replace("，", ""))


def decimals(text: str) -> int:
    """How many digits stand behind the point."""
    return len(text.partition(".")[2])
