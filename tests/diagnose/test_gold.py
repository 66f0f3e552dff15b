"""The contradictions of life that were judged by hand: what has one cause is one diagnosis."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

import auditor

pytestmark = pytest.mark.shared


def roots(folder: Path) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """(document, cause) → the entries of the gold lists that it is said of."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for path in sorted(folder.glob("*.jsonl")):
        if not path.name.endswith(".negatives.jsonl"):
            for line in path.read_text(encoding="utf-8").splitlines():
                entry = json.loads(line)
                if entry.get("root"):
                    found[entry["file"], entry["root"]].append(entry)
    return found


def lines(item: dict[str, Any]) -> set[int]:
    """The lines that a finding names."""
    places = [item["claimed"], *item["evidence"]]
    return {place["location"]["line"] for place in places if (place.get("location") or {}).get("line")}


def test_entries_of_one_cause_are_one_diagnosis(shared: Path) -> None:
    causes = roots(shared / "gold")
    assert causes
    for (name, cause), entries in causes.items():
        report = auditor.audit(shared / "documents" / name).to_dict()
        findings = {finding["id"]: finding for finding in report["findings"]}
        wanted = {line for entry in entries for line in entry["lines"]}
        explaining = [d for d in report["diagnoses"] if any(lines(findings[i]) & wanted for i in d["resolves"]) and not d["rivals"]]
        assert len(explaining) == 1, (name, cause, [(d["id"], d["printed"], d["suggested"]) for d in explaining])
        reached = {line for identity in explaining[0]["resolves"] for line in lines(findings[identity])}
        assert wanted <= reached, (name, cause, sorted(wanted - reached))
