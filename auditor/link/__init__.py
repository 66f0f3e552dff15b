"""Tie each claim to the cells that it speaks of, with a score and reasons; refuse rather than guess."""

from __future__ import annotations

from auditor.link.across import across
from auditor.link.candidates import Index
from auditor.link.choose import choose
from auditor.model import Claim, Document, Link, Unlinked

__all__ = ["across", "link"]


def link(document: Document, claims: tuple[Claim, ...]) -> tuple[Link | Unlinked, ...]:
    """For each claim its links (several where it speaks of several cells, 收、支总计均为…) or the reason why it has none."""
    index = Index(document, claims)
    found: list[Link | Unlinked] = []
    for claim in claims:
        found.extend(choose(claim, index))
    return tuple(found)
