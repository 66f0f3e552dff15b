"""Two documents: what one says of the other's figures, where the evidence stands, and what makes a comparison idle."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import auditor
from auditor.cli import main
from auditor.errors import ReadError
from auditor.read import elsewhere, read

THIS = """\
# 青川市路灯管理局2023年度部门决算

支出决算表

金额单位：万元

| 项目 | 本年支出合计 | 基本支出 | 项目支出 |
|---|---|---|---|
| 合计 | 520.40 | 400.10 | 120.30 |

三、支出决算情况说明
2023年度支出合计520.40万元，比2022年度支出合计501.30万元增加19.10万元，增长3.81%。
"""
LAST = """\
# 青川市路灯管理局2022年度部门决算

支出决算表

金额单位：万元

| 项目 | 本年支出合计 | 基本支出 | 项目支出 |
|---|---|---|---|
| 合计 | 503.10 | 390.00 | 113.10 |
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "2023.md").write_text(THIS, encoding="utf-8")
    (tmp_path / "2022.md").write_text(LAST, encoding="utf-8")
    return tmp_path / "2023.md", tmp_path / "2022.md"


def test_without_the_other_document_nothing_is_said_of_it(files: tuple[Path, Path]) -> None:
    assert not [check for check in auditor.audit(files[0]).checks if check.rule.startswith("across-documents")]


def test_evidence_says_in_which_file_it_stands(files: tuple[Path, Path]) -> None:
    audit = auditor.audit(files[0], previous=files[1])
    (finding,) = (finding for finding in audit.findings if finding.check.rule == "across-documents.previous-figures")
    assert finding.check.reported.location.file is None
    (evidence,) = finding.check.using
    assert (evidence.location.file, evidence.location.line, evidence.text) == ("2022.md", 9, "503.10")
    assert (evidence.figure, evidence.cell, evidence.location.table) == ("", "", None)
    assert audit.to_dict()["document"]["path"] == str(files[0])


def test_ids_of_the_other_document_do_not_leak(files: tuple[Path, Path]) -> None:
    audit = auditor.audit(files[0], previous=files[1], copy=files[0])
    own = {claim.id for claim in audit.claims} | {cell.id for table in audit.document.tables for cell in table.cells}
    for check in audit.checks:
        for evidence in (check.reported, *check.using):
            assert {evidence.figure, evidence.cell} <= own | {""}
            assert evidence.location.file in (None, "2022.md", "2023.md")
            assert not (evidence.location.file and (evidence.figure or evidence.cell))


def test_a_document_of_another_year_is_noticed(files: tuple[Path, Path]) -> None:
    (notice,) = auditor.audit(files[1], previous=files[0]).document.notices
    assert "2023年的文件，不是2021年的" in notice
    assert not auditor.audit(files[0], previous=files[1]).document.notices


def test_a_document_of_another_unit_is_noticed_and_proves_nothing(tmp_path: Path) -> None:
    for name, figures in (("own", range(101, 109)), ("strange", range(201, 209))):
        rows = "".join(f"| 2010{i} | 事项 | {value}.55 |\n" for i, value in enumerate(figures, 101))
        text = f"# 某局2023年度部门决算\n\n支出决算表\n\n金额单位：万元\n\n| 科目代码 | 科目名称 | 本年支出合计 |\n|---|---|---|\n{rows}"
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    audit = auditor.audit(tmp_path / "own.md", copy=tmp_path / "strange.md")
    assert "可能不是同一单位" in audit.document.notices[0]
    across = [check for check in audit.checks if check.rule.startswith("across-documents")]
    assert len(across) == 8
    assert {check.verdict.value for check in across} == {"undecided"}


def test_the_other_document_must_be_readable(files: tuple[Path, Path]) -> None:
    files[1].write_bytes(b"")
    with pytest.raises(ReadError, match=r"2022\.md"):
        auditor.audit(files[0], previous=files[1])


def test_all_places_name_the_file(files: tuple[Path, Path]) -> None:
    document = elsewhere(read(files[0]), "x.md")
    assert {run.file for passage in document.passages for run in passage.runs} == {"x.md"}
    assert {cell.location.file for table in document.tables for cell in table.cells} == {"x.md"}


@pytest.mark.parametrize("format_", ["text", "html", "json", "markdown", "sarif", "junit"])
def test_every_report_shows_both_files(files: tuple[Path, Path], format_: str) -> None:
    told = CliRunner().invoke(main, ["check", str(files[0]), "--previous", str(files[1]), "--format", format_])
    assert told.exit_code == 1
    assert "503.10" in told.stdout
    assert "2022.md" in told.stdout or format_ == "markdown"


def test_options(files: tuple[Path, Path], tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["check", str(files[0]), str(files[1]), "--previous", str(files[1])])
    assert (told.exit_code, "--previous 只能与一份文档同用" in told.stderr) == (2, True)
    told = CliRunner().invoke(main, ["check", str(files[0]), "--budget", str(tmp_path / "none")])
    assert (told.exit_code, "找不到" in told.stderr) == (2, True)
    told = CliRunner().invoke(main, ["check", str(files[0]), "--copy", str(files[0]), "--format", "json"])
    assert not [f for f in json.loads(told.stdout)["findings"] if f["rule"].startswith("across-documents")]
