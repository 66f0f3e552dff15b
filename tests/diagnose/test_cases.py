"""Diagnoses of invented documents with one or two slips each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import auditor
from auditor.model import Audit, Diagnosis

GIVEN = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text(encoding="utf-8"))


def audited(text: str, folder: Path) -> Audit:
    path = folder / "document.md"
    path.write_text(text, encoding="utf-8")
    return auditor.audit(path)


def found(diagnoses: tuple[Diagnosis, ...], *, printed: str, suggested: str, cause: str, **_: Any) -> Diagnosis | None:
    return next((d for d in diagnoses if (d.printed, d.suggested, d.cause) == (printed, suggested, cause)), None)


@pytest.mark.parametrize("name", GIVEN["documents"])
def test_consistent_documents_have_no_diagnoses(name: str, tmp_path: Path) -> None:
    audit = audited(GIVEN["documents"][name], tmp_path)
    assert not [finding for finding in audit.findings if finding.check.relation]
    assert not audit.diagnoses


@pytest.mark.parametrize("case", GIVEN["cases"], ids=lambda case: case["name"])
def test_case(case: dict[str, Any], tmp_path: Path) -> None:
    text = GIVEN["documents"][case["document"]]
    for old, new in filter(None, (case["change"], case.get("also"))):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    audit = audited(text, tmp_path)
    said = [(d.printed, d.suggested, d.cause, d.confidence) for d in audit.diagnoses]
    for wanted in filter(None, (case["expect"], case.get("other"))):
        diagnosis = found(audit.diagnoses, **wanted)
        assert diagnosis is not None, said
        assert diagnosis.confidence >= wanted.get("sure", 0)
        assert diagnosis.resolves
        assert len(diagnosis.also) == wanted.get("copies", 0)
        assert bool(diagnosis.rivals) is wanted.get("rivals", bool(diagnosis.rivals))
    explained = {finding for d in audit.diagnoses for finding in d.resolves}
    assert explained == {finding.id for finding in audit.findings if finding.diagnosis}
    assert explained >= {finding.id for finding in audit.findings if finding.check.relation}, said
    assert explained <= {finding.id for finding in audit.findings if finding.check.relation or finding.check.expected is not None}, said
