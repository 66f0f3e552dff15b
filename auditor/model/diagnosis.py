"""Diagnoses: which printed figure, corrected, would make the findings go away."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model.interval import Interval
from auditor.model.location import Location


@dataclass(frozen=True, slots=True)
class Correction:
    """A further figure that the same slip made wrong: copied along, or moved with it."""

    location: Location
    printed: str
    suggested: str
    figure: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One figure that is most likely wrong."""

    id: str
    location: Location
    printed: str
    suggested: str
    """What the slip explains, in the printed form of the figure; a word or a unit where that is what is wrong."""
    cause: str
    """``digit`` ``transposition`` ``decimal-shift`` ``unit`` ``sign`` ``stale`` ``truncation`` ``row-shift`` ``lost-row`` ``doubled-row``
    ``unknown``."""
    confidence: float
    """Share of such diagnoses that are right, 0 to 1; calibrated on planted errors."""
    resolves: tuple[str, ...]
    """Ids of the findings that it explains."""
    figure: str = ""
    """Id of the claim, if it is one."""
    cell: str = ""
    """Id of the cell, if it is one."""
    implied: Interval | None = None
    """What the other figures say that it is worth, in the base unit."""
    agrees: int = 0
    """Relations of the figure that hold once it is corrected."""
    also: tuple[Correction, ...] = ()
    rivals: tuple[str, ...] = ()
    """Ids of the diagnoses that explain the same findings otherwise."""
    likely: float = 0.0
    """How likely the search holds it, before the calibration."""
