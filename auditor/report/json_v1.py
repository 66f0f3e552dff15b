"""The JSON report, version 1: a contract.

A field may be added within version 1, never renamed or removed; readers ignore fields that they do not know. Keys, ids and
enumerations are English, texts for people Chinese. Decimal numbers travel as strings, in the unit that the document prints.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence, Set
from fractions import Fraction
from typing import Any

from auditor.model import Audit, Check, Claim, Diagnosis, Evidence, Finding, Interval, Level, Quantity, Review, Table
from auditor.report.text_of import STEERING, Lookup, decimal, measure, plain

SCHEMA = "auditor.report/1"


def render(audit: Audit) -> str:
    """The report of one document as a JSON object; ends with a line break."""
    return dump(to_dict(audit))


def dump(report: dict[str, Any] | Sequence[dict[str, Any]]) -> str:
    """Reports as they are written to a file: one as an object, several as an array.

    Characters that no file can hold, and those that would turn the text in an editor, are written as their numbers.
    """
    return STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(report, ensure_ascii=False, indent=2)) + "\n"


def to_dict(audit: Audit) -> dict[str, Any]:
    """The report as plain dicts, lists, strings and numbers, the same for the same audit."""
    document, lookup = audit.document, Lookup(audit)
    listed = {claim.id for claim in audit.figures}
    counts, levels = audit.counts, Counter(finding.level for finding in audit.findings if not finding.waived)
    return {
        "schema": SCHEMA,
        "auditor": audit.version,
        "document": {
            "path": document.path,
            "sha256": document.sha256,
            "format": document.format,
            "title": document.title,
            "genre": document.genre,
            "organization": document.organization,
            "year": int(document.year) if document.year.isascii() and document.year.isdigit() else None,
            "pages": document.pages,
        },
        "tables": [_table(table) for table in document.tables],
        "figures": [_figure(claim, audit) for claim in audit.figures],
        "checks": [_check(f"K{position}", check, listed) for position, check in enumerate(audit.checks, 1)],
        "findings": [_finding(finding, lookup) for finding in audit.findings],
        "diagnoses": [_diagnosis(diagnosis, lookup) for diagnosis in audit.diagnoses],
        "summary": {
            "figures": len(audit.figures),
            **{verdict: counts[verdict] for verdict in ("consistent", "rounding", "inconsistent", "unchecked")},
            "coverage": round(audit.coverage, 4),
            "errors": levels[Level.ERROR],
            "warnings": levels[Level.WARNING],
            "notes": levels[Level.NOTE],
        },
        "faults": [{"stage": fault.stage, "message": fault.message} for fault in audit.faults],
        "notices": [{"stage": "read", "message": message} for message in document.notices],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "id": table.id,
        "title": table.title,
        "kind": table.kind or None,
        "unit": table.unit,
        "rows": len(table.rows),
        "columns": table.width,
        "location": table.location.to_dict(),
    }


def _figure(claim: Claim, audit: Audit) -> dict[str, Any]:
    verdict, reason = audit.verdicts[claim.id]
    low, high = _ends(claim.quantity.interval, claim.quantity)
    return {
        "id": claim.id,
        "text": claim.text,
        "value": plain(claim.quantity.value),
        "unit": claim.quantity.unit,
        "low": low,
        "high": high,
        "role": claim.kind.value,
        "measure": measure(claim.aspects, claim.subject),
        "period": claim.aspects.period,
        "verdict": verdict,
        "reason": reason or None,
        "checks": [f"K{position + 1}" for position in audit.by_figure.get(claim.id, ())],
        "location": claim.location.to_dict(),
    }


def _check(identity: str, check: Check, listed: Set[str]) -> dict[str, Any]:
    used = (check.reported, *check.using)
    return {
        "id": identity,
        "rule": check.rule,
        "verdict": check.verdict.value,
        "formula": check.formula,
        "figures": list(dict.fromkeys(e.figure for e in used if e.figure in listed)),
        "cells": list(dict.fromkeys(e.cell for e in used if e.cell)),
    }


def _finding(finding: Finding, lookup: Lookup) -> dict[str, Any]:
    check = finding.check
    low, high = _ends(check.expected, lookup.quantity(check.reported)) if check.expected is not None else (None, None)
    return {
        "id": finding.id,
        "rule": check.rule,
        "level": finding.level.value,
        "message": finding.message,
        "claimed": {
            "text": lookup.claimed(check.reported),
            "value": lookup.value(check.reported),
            "location": check.reported.location.to_dict(),
        },
        "expected": {"low": low, "high": high, "display": check.display},
        "formula": check.formula,
        "evidence": [_evidence(evidence) for evidence in check.using],
        "check": finding.check_id,
        "diagnosis": lookup.diagnosis(finding) or None,
        "waived": finding.waived or None,
        "review": _review(finding.review) if finding.review is not None else None,
    }


def _review(review: Review) -> dict[str, Any]:
    return {"verdict": review.decision.value, "who": review.who, "when": review.when, "why": review.why}


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {"label": evidence.label, "text": evidence.text, "location": evidence.location.to_dict()}


def _diagnosis(diagnosis: Diagnosis, lookup: Lookup) -> dict[str, Any]:
    quantity = lookup.quantity(Evidence("", "", diagnosis.location, diagnosis.figure, diagnosis.cell))
    low, high = _ends(diagnosis.implied, quantity) if diagnosis.implied is not None else (None, None)
    return {
        "id": diagnosis.id,
        "location": diagnosis.location.to_dict(),
        "printed": diagnosis.printed,
        "suggested": diagnosis.suggested,
        "cause": diagnosis.cause,
        "confidence": diagnosis.confidence,
        "resolves": list(diagnosis.resolves),
        "implied": {"low": low, "high": high},
        "agrees": diagnosis.agrees,
        "also": [{"location": c.location.to_dict(), "printed": c.printed, "suggested": c.suggested} for c in diagnosis.also],
        "rivals": list(diagnosis.rivals),
    }


def _ends(interval: Interval, quantity: Quantity | None) -> tuple[str | None, str | None]:
    """The ends in the printed unit; one that has no finite decimal form is cut outwards, far behind the printed places."""
    scale = Fraction(quantity.scale) if quantity is not None else Fraction(1)
    return (
        None if interval.low is None else decimal(interval.low / scale),
        None if interval.high is None else decimal(interval.high / scale, up=True),
    )
