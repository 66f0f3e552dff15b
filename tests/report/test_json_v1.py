"""The JSON contract: its fields, its numbers, its snapshot."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import auditor
from auditor.model import Audit, Document, Finding, Verdict
from auditor.report import json_v1, write
from auditor.report.text_of import _CAUSES, decimal


def test_snapshot(sample: Audit, snapshot: Callable[[str, str], None]) -> None:
    snapshot("sample.json", json_v1.render(sample))


def test_same_audit_same_report(sample: Audit) -> None:
    assert json_v1.render(sample) == json_v1.render(replace(sample))


def test_fields_of_version_1(sample: Audit) -> None:
    """Fields may be added, but none of these may go."""
    report = sample.to_dict()
    wanted = {
        "document": "path sha256 format title genre organization year pages",
        "tables": "id title kind unit rows columns location",
        "figures": "id text value unit low high role measure period verdict reason checks location",
        "checks": "id rule verdict formula figures cells",
        "findings": "id rule level message claimed expected formula evidence check diagnosis waived",
        "diagnoses": "id location printed suggested cause confidence resolves implied agrees also rivals",
        "summary": "figures consistent rounding inconsistent unchecked coverage errors warnings notes",
        "faults": "stage message",
    }
    assert report["schema"] == "auditor.report/1"
    assert set(report) >= {"schema", "auditor", *wanted}
    for part, fields in wanted.items():
        content = report[part]
        for entry in content if isinstance(content, list) else [content]:
            assert set(entry) >= set(fields.split())
    finding = report["findings"][0]
    assert set(finding["claimed"]) >= {"text", "value", "location"}
    assert set(finding["expected"]) >= {"low", "high", "display"}
    assert all(set(entry) >= {"label", "text", "location"} for entry in finding["evidence"])


def objects(required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required.split(), "properties": properties}


TEXT, WHOLE, STRINGS = {"type": "string"}, {"type": "integer", "minimum": 0}, {"type": "array", "items": {"type": "string"}}
DECIMAL = {"type": ["string", "null"], "pattern": r"^-?\d+(\.\d+)?$"}
PLACE = objects(
    "label",
    **dict.fromkeys(("label", "file", "sheet", "cell", "xpath", "table"), TEXT),
    **{key: {"type": "integer", "minimum": 1} for key in ("line", "page", "paragraph")},
    **dict.fromkeys(("start", "end", "row", "column"), WHOLE),
    bbox={"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
    confidence={"type": "number", "minimum": 0, "maximum": 1},
) | {"additionalProperties": False}
VERDICT = {"enum": ["consistent", "rounding", "inconsistent", "unchecked"]}
MAYBE = {"type": ["string", "null"]}


def listed(required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "array", "items": objects(required, **properties)}


VERSION_1 = objects(
    "schema auditor document tables figures checks findings diagnoses summary faults",
    schema={"const": "auditor.report/1"},
    auditor=TEXT,
    document=objects(
        "path sha256 format title genre organization year pages",
        sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"}, year={"type": ["integer", "null"]}, pages={"type": ["integer", "null"]},
    ),
    tables=listed("id title kind unit rows columns location", kind=MAYBE, rows=WHOLE, columns=WHOLE, location=PLACE),
    figures=listed(
        "id text value unit low high role measure period verdict reason checks location",
        id={"type": "string", "pattern": r"^F\d+$"}, value=DECIMAL, low=DECIMAL, high=DECIMAL, verdict=VERDICT, reason=MAYBE,
        checks={"type": "array", "items": {"type": "string", "pattern": r"^K\d+$"}}, location=PLACE,
    ),
    checks=listed(
        "id rule verdict formula figures cells",
        rule={"type": "string", "pattern": r"^[a-z-]+\.[a-z-]+$"}, verdict={"enum": [verdict.value for verdict in Verdict]},
        figures=STRINGS, cells={"type": "array", "items": {"type": "string", "pattern": r"^T\d+/\d+/\d+$"}},
    ),
    findings=listed(
        "id rule level message claimed expected formula evidence check diagnosis waived",
        level={"enum": ["error", "warning", "note"]},
        message={"type": "string", "minLength": 1},
        claimed=objects("text value location", value=DECIMAL, location=PLACE),
        expected=objects("low high display", low=DECIMAL, high=DECIMAL, display=TEXT),
        evidence=listed("label text location", location=PLACE),
        diagnosis=MAYBE, waived=MAYBE,
    ),
    diagnoses=listed(
        "id location printed suggested cause confidence resolves",
        location=PLACE, confidence={"type": "number", "minimum": 0, "maximum": 1}, resolves=STRINGS,
        cause={"enum": sorted(_CAUSES)},
    ),
    summary=objects(
        "figures consistent rounding inconsistent unchecked coverage errors warnings notes",
        **dict.fromkeys("figures consistent rounding inconsistent unchecked errors warnings notes".split(), WHOLE),
        coverage={"type": "number", "minimum": 0, "maximum": 1},
    ),
    faults=listed("stage message"),
)  # fmt: skip


def conforms(report: dict[str, Any]) -> None:
    """Types, enumerations, and that every id that is named exists."""
    assert [f"{list(error.path)} {error.message[:200]}" for error in Draft202012Validator(VERSION_1).iter_errors(report)] == []
    ids = {part: [entry["id"] for entry in report[part]] for part in ("figures", "checks", "findings", "diagnoses")}
    assert all(len(found) == len(set(found)) for found in ids.values())
    assert {k for f in report["figures"] for k in f["checks"]} | {f["check"] for f in report["findings"]} <= set(ids["checks"])
    assert {f for check in report["checks"] for f in check["figures"]} <= set(ids["figures"])
    assert {f["diagnosis"] for f in report["findings"]} - {None} <= set(ids["diagnoses"])
    assert {f for diagnosis in report["diagnoses"] for f in diagnosis["resolves"]} <= set(ids["findings"])
    summary = report["summary"]
    assert sum(summary[verdict] for verdict in VERDICT["enum"]) == summary["figures"] == len(report["figures"])


def test_contract(sample: Audit, printed: Path) -> None:
    conforms(sample.to_dict())
    conforms(auditor.audit(printed).to_dict())
    corpus = Path(__file__).resolve().parent.parent.parent / "corpus"
    conforms(auditor.audit(corpus / "department-final-accounts-01" / "document.txt").to_dict())
    conforms(Audit(Document("空.txt", "0" * 64, "text"), (), (), (), ()).to_dict())


def test_every_cause_has_words() -> None:
    from auditor import lexicon

    inner = {"dropped", "copied", "miscalculated"}  # told as digit, row-shift and unknown
    assert set(lexicon.load("diagnosis")["causes"]) - inner <= set(_CAUSES)


def test_steering_characters_are_numbers(sample: Audit) -> None:
    words = "\u202e倒\x85\ud800\u2028"
    content = json_v1.render(replace(sample, document=replace(sample.document, title=words)))
    assert "\\u202e倒\\u0085\\ud800\\u2028" in content
    assert json.loads(content)["document"]["title"] == words


def test_numbers_in_the_printed_unit(sample: Audit) -> None:
    report = sample.to_dict()
    figures = {figure["id"]: figure for figure in report["figures"]}
    assert (figures["F1"]["low"], figures["F1"]["high"]) == ("640.995", "641.005")
    assert (figures["F3"]["low"], figures["F3"]["high"]) == ("70.675", "70.685")
    assert (figures["F6"]["low"], figures["F6"]["high"]) == ("2.5", None)
    assert (figures["F7"]["low"], figures["F7"]["high"]) == ("86", "86")
    assert report["findings"][0]["expected"] == {"low": "639.995", "high": "640.005", "display": "640.00万元"}
    assert report["findings"][1]["expected"]["low"] == "6.666666666666"
    assert report["findings"][1]["expected"]["high"] == "6.666666666667"
    assert report["findings"][2]["expected"]["low"] is None


def test_verdicts_and_references(sample: Audit) -> None:
    report = sample.to_dict()
    verdicts = {figure["id"]: figure["verdict"] for figure in report["figures"]}
    assert verdicts["F1"] == "inconsistent"
    assert verdicts["F2"] == "consistent"
    assert verdicts["F3"] == "rounding"
    assert [figure["reason"] is None for figure in report["figures"]] == [v != "unchecked" for v in verdicts.values()]
    assert {check for figure in report["figures"] for check in figure["checks"]} <= {check["id"] for check in report["checks"]}
    assert all(finding["check"] in {check["id"] for check in report["checks"]} for finding in report["findings"])
    assert [finding["diagnosis"] for finding in report["findings"]] == ["D1", None, None]
    assert report["findings"][1]["claimed"]["text"] == "增长9.67%"
    assert report["summary"] == {
        "figures": 8,
        "consistent": 2,
        "rounding": 1,
        "inconsistent": 2,
        "unchecked": 3,
        "coverage": 0.625,
        "errors": 1,
        "warnings": 1,
        "notes": 1,
    }


def test_places_are_exact(sample: Audit) -> None:
    lines = {p.runs[0].line: p.text for p in sample.document.passages}
    for figure in sample.to_dict()["figures"]:
        place = figure["location"]
        assert lines[place["line"]][place["start"] : place["end"]] == figure["value"]


def test_diagnosis_found_by_what_it_resolves(sample: Audit) -> None:
    bare = tuple(Finding(f.id, f.check, f.check_id, f.level, f.message) for f in sample.findings)
    assert replace(sample, findings=bare).to_dict()["findings"][0]["diagnosis"] == "D1"


def test_waived_findings_are_kept_but_not_counted(sample: Audit) -> None:
    waived = replace(sample.findings[0], waived="已核实")
    report = replace(sample, findings=(waived, *sample.findings[1:])).to_dict()
    assert report["summary"]["errors"] == 0
    assert report["findings"][0]["waived"] == "已核实"


def test_nothing_at_all() -> None:
    report = Audit(Document("空.txt", "", "text"), (), (), (), ()).to_dict()
    assert report["summary"]["coverage"] == 1
    assert report["document"]["year"] is None


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_finite_decimals_are_exact(value: Decimal) -> None:
    assert Fraction(decimal(Fraction(value))) == Fraction(value)


@given(st.fractions(max_denominator=10**6))
def test_cut_outwards(value: Fraction) -> None:
    low, high = Fraction(decimal(value)), Fraction(decimal(value, up=True))
    assert low <= value <= high
    assert high - low <= Fraction(1, 10**12)


def test_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "new" / "report.json"
    write(target, "{}\n")
    assert json.loads(target.read_text(encoding="utf-8")) == {}

    def fail(*_: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OSError, match="no space"):
        write(target, "[1]")
    assert [path.name for path in target.parent.iterdir()] == ["report.json"]
    assert target.read_text(encoding="utf-8") == "{}\n"
