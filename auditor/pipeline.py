"""The audit, one line per stage."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from auditor import __version__
from auditor.check.run import check, findings
from auditor.diagnose import attach, diagnose
from auditor.extract import extract
from auditor.link import link
from auditor.model import Audit, Fault
from auditor.read import read


def audit(path: Path, tables: Sequence[Path] = ()) -> Audit:
    """Audit one document; see :func:`auditor.audit`."""
    document = read(path, tables)
    claims = extract(document)
    links = link(document, claims)
    checks, faults = check(document, claims, links)
    unread = tuple(Fault(stage, message) for stage, message in document.faults)
    found = findings(checks, document, claims)
    diagnoses = diagnose(document, claims, links, checks, found)
    return Audit(document, claims, links, checks, attach(found, diagnoses), diagnoses, unread + faults, __version__)
