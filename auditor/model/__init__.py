"""The nouns that pass between the stages: frozen values, exact arithmetic, no behaviour of their own.

Document, Claim, Link, Check, Finding, Diagnosis and Audit are what the stages hand on; Interval, Quantity, Aspects
and Location are what they are made of.
"""

from auditor.model.aspects import Aspects
from auditor.model.audit import Audit, Fault
from auditor.model.check import Check, Evidence, Finding, Level, Verdict
from auditor.model.claim import Claim, Counterpart, Kind, Link, Unlinked
from auditor.model.diagnosis import Correction, Diagnosis
from auditor.model.document import Cell, Document, Grid, GridCell, Passage, Role, Section, Table
from auditor.model.interval import Interval
from auditor.model.location import Location, Run, locate
from auditor.model.quantity import Quantity
from auditor.model.review import Decision, Review

__all__ = [
    "Aspects",
    "Audit",
    "Cell",
    "Check",
    "Claim",
    "Correction",
    "Counterpart",
    "Decision",
    "Diagnosis",
    "Document",
    "Evidence",
    "Fault",
    "Finding",
    "Grid",
    "GridCell",
    "Interval",
    "Kind",
    "Level",
    "Link",
    "Location",
    "Passage",
    "Quantity",
    "Review",
    "Role",
    "Run",
    "Section",
    "Table",
    "Unlinked",
    "Verdict",
    "locate",
]
