"""Two explanations that are equally good: both are said, neither is believed."""

from __future__ import annotations

from pathlib import Path

import pytest

import auditor
from auditor.report.text_of import Lookup, note

TEXT = """# 某县水利局2023年度部门决算

一、收入支出决算总体情况

2023年度机关运行经费支出{one}万元，用于日常办公。

二、其他重要事项

2023年度机关运行经费支出{two}万元，与部门职责相适应。
"""


@pytest.mark.parametrize(("one", "two"), [("72.34", "72.84"), ("72.84", "72.34")])
def test_both_are_said_and_neither_is_believed(tmp_path: Path, one: str, two: str) -> None:
    path = tmp_path / "document.md"
    path.write_text(TEXT.format(one=one, two=two), encoding="utf-8")
    audit = auditor.audit(path)
    (finding,) = (finding for finding in audit.findings if finding.check.relation)
    first, second = audit.diagnoses
    assert {(d.printed, d.suggested) for d in (first, second)} == {(one, two), (two, one)}
    assert first.likely == pytest.approx(second.likely, rel=0.05)
    assert max(first.confidence, second.confidence) < 0.5
    assert first.rivals == (second.id,)
    assert second.rivals == (first.id,)
    assert first.resolves == second.resolves == (finding.id,)
    for lang in ("zh", "en"):
        words = note(finding, Lookup(audit), lang)
        assert f"{one} → {two}" in words
        assert f"{two} → {one}" in words
