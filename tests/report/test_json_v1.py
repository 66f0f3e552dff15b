"""The JSON contract: its fields, its numbers, its snapshot."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.model import Audit, Document, Finding
from auditor.report import json_v1, write
from auditor.report.text_of import decimal


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
