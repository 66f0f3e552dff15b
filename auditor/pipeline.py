"""The audit, one line per stage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from auditor import __version__
from auditor.check.run import check, findings
from auditor.extract import extract
from auditor.link import link
from auditor.model import Audit, Fault
from auditor.read import read


def audit(path: Path, **options: Any) -> Audit:
    """Audit one file; see :func:`auditor.audit`."""
    document = read(path)
    claims = extract(document)
    links = link(document, claims)
    checks, faults = check(document, claims, links)
    unread = tuple(Fault(stage, message) for stage, message in document.faults)
    return Audit(document, claims, links, checks, findings(checks, document), (), unread + faults, __version__)
