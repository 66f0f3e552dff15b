"""Checks and findings: what was compared, and what does not agree."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from auditor.model.interval import Interval
from auditor.model.location import Location
from auditor.model.review import Review


class Verdict(StrEnum):
    """How a comparison ended."""

    CONSISTENT = "consistent"
    ROUNDING = "rounding"
    """Agrees, but not to the last digit: a tail difference that rounding explains."""
    INCONSISTENT = "inconsistent"
    UNDECIDED = "undecided"


class Level(StrEnum):
    """How loud an inconsistent check is."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A figure or word that a check used: a claim of the narrative or a cell of a table."""

    label: str
    """What it is, in words."""
    text: str
    """As printed."""
    location: Location
    figure: str = ""
    """Id of the claim (``F12``), if it is one."""
    cell: str = ""
    """Id of the cell (``T3/1/2``), if it is one."""


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison, whatever came of it."""

    rule: str
    verdict: Verdict
    reported: Evidence
    """What is claimed."""
    using: tuple[Evidence, ...]
    """What it was checked against."""
    formula: str = ""
    """With the numbers filled in: ``23.04 ÷ 20.55 = 112.12%``."""
    expected: Interval | None = None
    """What the others imply, in the base unit."""
    display: str = ""
    """The same, for people and in the unit of the claim: ``112.12%``."""
    level: Level = Level.ERROR
    message: str = ""
    """One Chinese sentence that a reviewer understands without opening anything."""
    message_en: str = ""
    reason: str = ""
    """Why it is undecided."""
    relation: tuple[str, ...] = ()
    """The constraint for the diagnosis: an operator and the ids of its figures, e.g. ``("sum", total, a, b)``."""


@dataclass(frozen=True, slots=True)
class Finding:
    """An inconsistent check, as it is reported."""

    id: str
    """Stable: hashes the rule, the document's words and the printed forms, not the position."""
    check: Check
    check_id: str
    level: Level
    message: str
    diagnosis: str = ""
    waived: str = ""
    """Why it does not count, in words; empty for a finding that does."""
    review: Review | None = None
    """What a person has decided about it."""
