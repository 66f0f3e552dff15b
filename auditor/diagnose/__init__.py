"""Which single figure, corrected, explains the most: diagnoses of all findings at once.

All checks of a document are one system of relations over its figures (:mod:`.figures`, :mod:`.relations`). Where some are violated,
the cheapest sets of slips of the hand (:mod:`.slips`) after which all of them hold are searched for (:mod:`.search`). The weights of
these sets give each correction its probability; what planted errors taught turns it into a confidence. Where two corrections explain
the same findings about equally well, both are said and neither is believed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from auditor.diagnose.explain import Explained, explain
from auditor.diagnose.figures import build
from auditor.model import Check, Claim, Diagnosis, Document, Finding, Link, Unlinked

__all__ = ["Explained", "attach", "diagnose"]


def diagnose(
    document: Document,
    claims: Sequence[Claim],
    links: Iterable[Link | Unlinked],
    checks: Sequence[Check],
    findings: Sequence[Finding],
) -> Explained:
    """The figures that are most likely wrong, in the order of the findings that they explain, the likeliest first.

    The same document always gives the same diagnoses: the search is bounded by a number of steps, not by the clock. Findings that it
    did not come to are named with them.
    """
    if not any(finding.check.relation or finding.check.expected is not None for finding in findings):
        return Explained((), ())
    return explain(build(document, claims, checks), findings)


def attach(findings: Sequence[Finding], diagnoses: Sequence[Diagnosis]) -> tuple[Finding, ...]:
    """The findings with the id of the diagnosis that explains each best."""
    best: dict[str, Diagnosis] = {}
    for diagnosis in diagnoses:
        for finding in diagnosis.resolves:
            if finding not in best or diagnosis.confidence > best[finding].confidence:
                best[finding] = diagnosis
    return tuple(replace(finding, diagnosis=best[finding.id].id) if finding.id in best else finding for finding in findings)
