"""Reviews: what a person has decided about a finding."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Decision(StrEnum):
    """What a reviewer says of a finding."""

    CONFIRMED = "confirmed"
    """确认: the document is wrong."""
    FALSE_ALARM = "false-alarm"
    """误报: the document is right."""
    FIXED = "fixed"
    """已改: the document was wrong and has been corrected; in the corrected document the finding is gone."""
    ACCEPTED = "accepted"
    """接受: the document is wrong and stays so, as one that has been published."""


@dataclass(frozen=True, slots=True)
class Review:
    """A decision, who made it, when and why."""

    fingerprint: str
    """Id of the finding."""
    decision: Decision
    rule: str = ""
    document: str = ""
    """Name of the document's file, or the end of its path; empty for any document."""
    who: str = ""
    when: str = ""
    """A date, as written."""
    why: str = ""

    @property
    def waives(self) -> bool:
        """Whether the finding no longer fails an audit: a false alarm, or a mistake that is accepted."""
        return self.decision in (Decision.FALSE_ALARM, Decision.ACCEPTED)
