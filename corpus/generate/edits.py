"""Edits of a document's lines, and where a place of the unedited document is found afterwards. Needs nothing else of this package."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Edit = dict[str, Any]
"""``{"line", "start", "end", "text"}`` replaces characters, ``{"line", "delete": true}`` takes a line out, ``{"line", "insert": text}``
puts a line in behind it. Lines are 1-based, characters 0-based, end exclusive, all in the unedited document."""
Place = dict[str, Any]
"""``{"line", "start", "end"}``."""


def apply(lines: Sequence[str], edits: Iterable[Edit]) -> list[str]:
    """The edited lines. Edits must not overlap."""
    made = list(lines)
    edits = list(edits)
    for edit in sorted((e for e in edits if "text" in e), key=lambda e: (e["line"], e["start"]), reverse=True):
        line = made[edit["line"] - 1]
        made[edit["line"] - 1] = line[: edit["start"]] + edit["text"] + line[edit["end"] :]
    for edit in sorted((e for e in edits if "text" not in e), key=lambda e: e["line"], reverse=True):
        if "delete" in edit:
            del made[edit["line"] - 1]
        else:
            made.insert(edit["line"], edit["insert"])
    return made


def moved(place: Place, edits: Iterable[Edit]) -> Place | None:
    """Where a place of the unedited document is in the edited one; None if its line was taken out."""
    line, start, end = place["line"], place["start"], place["end"]
    shift = left = right = 0
    for edit in edits:
        if "delete" in edit:
            if edit["line"] == line:
                return None
            shift -= edit["line"] < line
        elif "insert" in edit:
            shift += edit["line"] < line
        elif edit["line"] == line:
            grown = len(edit["text"]) - (edit["end"] - edit["start"])
            if edit["end"] <= start:
                left += grown
            if edit["end"] <= end:
                right += grown
    return {**place, "line": line + shift, "start": start + left, "end": end + right}
