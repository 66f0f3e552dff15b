"""The audit: everything that was found out about one document."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from auditor.model.check import Check, Finding, Verdict
from auditor.model.claim import WORDS, Claim, Link, Unlinked
from auditor.model.diagnosis import Diagnosis
from auditor.model.document import Document


@dataclass(frozen=True, slots=True)
class Fault:
    """Something of ours that broke; never a finding, never silence."""

    stage: str
    message: str


@dataclass(frozen=True)
class Audit:
    """The document, its claims, what they were held against, and what came of it."""

    document: Document
    claims: tuple[Claim, ...]
    links: tuple[Link | Unlinked, ...]
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    diagnoses: tuple[Diagnosis, ...] = ()
    faults: tuple[Fault, ...] = ()
    version: str = ""

    @cached_property
    def by_figure(self) -> dict[str, tuple[int, ...]]:
        """Claim id → positions in ``checks`` of the checks that used it."""
        found: dict[str, list[int]] = {}
        for position, check in enumerate(self.checks):
            for figure in {e.figure for e in (check.reported, *check.using) if e.figure}:
                found.setdefault(figure, []).append(position)
        return {figure: tuple(positions) for figure, positions in found.items()}

    def verdict(self, claim: Claim) -> tuple[str, str]:
        """(``consistent`` ``rounding`` ``inconsistent`` or ``unchecked``, the reason when unchecked)."""
        checks = [self.checks[i] for i in self.by_figure.get(claim.id, ())]
        own = {check.verdict for check in checks if check.reported.figure == claim.id}
        helped = {check.verdict for check in checks}
        if Verdict.INCONSISTENT in own:
            return Verdict.INCONSISTENT.value, ""
        for verdicts in (own, helped):
            for verdict in (Verdict.CONSISTENT, Verdict.ROUNDING):
                if verdict in verdicts:
                    return verdict.value, ""
        if Verdict.INCONSISTENT in helped:
            return Verdict.INCONSISTENT.value, ""
        reason = next((check.reason for check in checks if check.reason), "")
        return "unchecked", reason or self.unlinked.get(claim.id, "") or "没有可以对照的表格数或其他陈述"

    @cached_property
    def figures(self) -> tuple[Claim, ...]:
        """The claims that state a number; claims in words alone (持平) are checked but not counted."""
        return tuple(claim for claim in self.claims if claim.kind not in WORDS)

    @cached_property
    def unlinked(self) -> dict[str, str]:
        """Claim id → why no cell was found for it."""
        return {link.claim.id: link.reason for link in self.links if isinstance(link, Unlinked)}

    @cached_property
    def verdicts(self) -> dict[str, tuple[str, str]]:
        """Claim id → :meth:`verdict`."""
        return {claim.id: self.verdict(claim) for claim in self.claims}

    @cached_property
    def counts(self) -> Counter[str]:
        """Verdict → number of figures."""
        return Counter(self.verdicts[claim.id][0] for claim in self.figures)

    @property
    def coverage(self) -> float:
        """Share of the figures that were checked, 0 to 1; 1 where there are none."""
        return 1 - self.counts["unchecked"] / len(self.figures) if self.figures else 1.0

    def to_dict(self) -> dict[str, Any]:
        """The JSON report, version 1 (see ``auditor.report.json_v1``)."""
        from auditor.report.json_v1 import to_dict

        return to_dict(self)
