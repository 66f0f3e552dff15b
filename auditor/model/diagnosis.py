"""Diagnoses: which printed figure, corrected, would make the findings go away."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model.location import Location


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One figure that is most likely wrong."""

    id: str
    location: Location
    printed: str
    suggested: str
    cause: str
    """``digit`` ``transposition`` ``decimal-shift`` ``unit`` ``sign`` ``stale`` ``truncation`` ``row-shift`` ``unknown``."""
    confidence: float
    resolves: tuple[str, ...]
    """Ids of the findings that it explains."""
