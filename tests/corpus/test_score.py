"""The arithmetic of the scorecard."""

from __future__ import annotations

import json
from pathlib import Path

import measure
import pytest
import reference
import score

from auditor import measured


def test_wilson_interval() -> None:
    low, high = score.wilson(95, 100)
    assert low == pytest.approx(0.8882, abs=1e-4)
    assert high == pytest.approx(0.9785, abs=1e-4)
    assert score.wilson(0, 0) == (0.0, 1.0)
    assert score.wilson(10, 10)[1] == pytest.approx(1)


def test_a_score_that_fell_by_more_than_its_interval_is_named() -> None:
    before = {"splits": {"development": {"recall": [950, 1000], "false alarms": [2, 100]}}}
    now = {"splits": {"development": {"recall": [900, 1000], "false alarms": [30, 100]}}}
    assert len(score.fallen(now, before)) == 2
    now = {"splits": {"development": {"recall": [94, 100], "false alarms": [1, 50]}}}
    assert not score.fallen(now, before)


def test_nothing_set_aside_is_neither_a_fall_nor_a_score() -> None:
    assert score.run(1, 1, 1, 1, ["no such split"]) == []
    nothing = score.summary([])
    assert set(nothing["splits"]) == set(score.SPLITS)
    before = {"splits": {"set-aside": {"recall": [90, 100], "false alarms": [1, 10]}}}
    assert not score.fallen(nothing, before)
    assert score.shown(*nothing["splits"]["set-aside"]["recall"]) == "—"


def test_the_short_script_accuses_what_no_table_prints() -> None:
    lines = ["单位：元", "合计\t12,345,600.00", "支出1234.56万元，其中人员1234.57万元。"]
    assert reference.naive(lines) == [{"line": 3, "start": 16, "end": 23}]


def error(kind: str, true: str) -> dict[str, object]:
    return {"kind": kind, "true": true, "place": {"line": 3, "start": 4, "end": 9}, "also": []}


@pytest.mark.parametrize(
    ("kind", "true", "suggested", "right"),
    [
        ("digit", "1,234.50", "1234.50", True),
        ("digit", "1234.50", "1235.40", False),
        ("unit", "52.3万元", "523,000元", True),
        ("unit", "52.3万元", "52.3元", False),
        ("direction", "增加", "上升", True),
        ("direction", "增加", "减少", False),
        ("digit", "1234.50", "", False),
    ],
)
def test_what_restores_an_error(kind: str, true: str, suggested: str, right: bool) -> None:
    assert measure._restores({"suggested": suggested}, error(kind, true)) is right


def test_diagnoses_are_rated_by_place_and_value() -> None:
    def said(line: int, suggested: str) -> dict[str, object]:
        return {
            "printed": "9", "suggested": suggested, "cause": "digit", "confidence": 0.9, "location": {"line": line, "start": 4, "end": 9},
        }  # fmt: skip

    report = {"diagnoses": [said(3, "7.5"), said(3, "8"), said(5, "7.5"), said(9, "1")]}
    before = {"diagnoses": [said(9, "1")]}
    assert measure._rated(report, before, [error("digit", "7.50")]) == [(0.9, True), (0.9, False), (0.9, False)]


def test_a_rule_says_what_was_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = {"found": 3, "recall": [3, 4], "any": [4, 4], "precision": [9, 10]}
    card = tmp_path / "scorecard.json"
    card.write_text(json.dumps({"rules": {"within-text.share": {"development": counts, "set-aside": counts}}}), encoding="utf-8")
    monkeypatch.setattr(measured, "scorecard", lambda: card)
    measured._rules.cache_clear()
    try:
        assert "90.0% (9/10" in measured.of("within-text.share")
        assert "无从计算" in measured.of("within-text.no-such-rule")
    finally:
        measured._rules.cache_clear()


def test_a_rule_without_a_scorecard_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measured, "scorecard", lambda: None)
    assert measured.of("within-text.share") == ""
