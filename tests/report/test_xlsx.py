"""The workpaper: its sheets, formulas that recompute to what they show and to the verdicts, and text that stays text."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

import auditor
from auditor.model import Audit, Document, Verdict
from auditor.report import xlsx

CORPUS = Path(__file__).resolve().parent.parent.parent / "corpus" / "department-final-accounts-01"
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.fixture(scope="module")
def audit() -> Audit:
    return auditor.audit(CORPUS / "document.txt")


@pytest.fixture(scope="module")
def content(audit: Audit) -> bytes:
    return xlsx.render(audit)


def opened(content: bytes, **options: Any) -> Any:
    return openpyxl.load_workbook(BytesIO(content), **options)


def formulas(book: Any) -> Iterator[tuple[str, str, str]]:
    """(sheet, cell, formula)."""
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield sheet.title, cell.coordinate, cell.value


def test_sheets(content: bytes, audit: Audit) -> None:
    book = opened(content)
    wanted = ["概况", "问题", "疑似笔误", "台账", "核对"] if audit.diagnoses else ["概况", "问题", "台账", "核对"]
    assert book.sheetnames == [*wanted, *(table.id for table in audit.document.tables)]
    assert [row[13].value for row in book["问题"].iter_rows(min_row=2)] == [finding.id for finding in audit.findings]
    assert [row[0].value for row in book["台账"].iter_rows(min_row=2)] == [claim.id for claim in audit.figures]
    assert book["核对"].max_row == len(audit.checks) + 1
    assert opened(xlsx.render(audit, lang="en")).sheetnames[0] == "Overview"


def test_tables_as_read(content: bytes, audit: Audit) -> None:
    book = opened(content)
    for table in audit.document.tables:
        for cells in table.rows:
            for cell in cells:
                value = book[table.id].cell(cell.row + 4, cell.column + 1).value
                if isinstance(value, int | float):
                    assert cell.quantity is not None
                    assert value == pytest.approx(float(cell.quantity.value))
                else:
                    assert (value or "").strip() == cell.text.strip()


def test_live_verdicts_are_the_verdicts(content: bytes, audit: Audit) -> None:
    rows = list(opened(content, data_only=True)["核对"].iter_rows(min_row=2, values_only=True))
    agrees = {Verdict.CONSISTENT: "一致", Verdict.ROUNDING: "一致", Verdict.INCONSISTENT: "不一致"}
    live = 0
    for row, check in zip(rows, audit.checks, strict=True):
        if row[7]:
            live += 1
            assert row[7] == agrees[check.verdict], (row, check)
            assert row[5] == pytest.approx(row[3] - row[4], abs=1e-9)
    arithmetic = [check for check in audit.checks if check.relation and check.relation[0] not in ("order", "band", "magnitude")]
    assert live > 0.85 * len(arithmetic) > 0


@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice (apt-get install libreoffice-calc-nogui)")
def test_formulas_recompute_in_libreoffice(content: bytes, tmp_path: Path) -> None:
    bare = tmp_path / "bare.xlsx"
    with ZipFile(BytesIO(content)) as packed, ZipFile(bare, "w", ZIP_DEFLATED) as stripped:
        for name in packed.namelist():
            part = packed.read(name)
            stripped.writestr(name, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", part) if name.startswith("xl/worksheets/") else part)
    empty = opened(bare.read_bytes(), data_only=True)
    assert not any(empty[s][c].value for s, c, _ in formulas(opened(bare.read_bytes())))
    command = [str(SOFFICE), "--headless", "--norestore", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "out"), str(bare)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shown, computed = opened(content, data_only=True), opened((tmp_path / "out" / "bare.xlsx").read_bytes(), data_only=True)
    found = list(formulas(opened(content)))
    assert len(found) > 100
    for sheet, cell, formula in found:
        one, other = shown[sheet][cell].value, computed[sheet][cell].value
        if isinstance(one, str):
            assert one == other, (sheet, cell, formula)
        else:
            assert one == pytest.approx(other, rel=1e-9, abs=1e-9), (sheet, cell, formula)


def test_no_text_is_a_formula(sample: Audit) -> None:
    table = sample.document.tables[0]
    words = (
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        '=HYPERLINK("http://x")',
        "\t=1",
        "<b>&",
        "\u202e反",
        "\x00\x1b",
        "长" * 40_000,
    )
    rows = (
        *table.rows[:1],
        *(tuple(replace(cell, text=word, quantity=None, row=row) for cell in table.rows[1]) for row, word in enumerate(words, 1)),
    )
    check = replace(sample.checks[0], message=words[0], formula=words[1], display=words[3])
    hostile = replace(
        sample,
        document=replace(sample.document, title=words[0], path=words[4], organization=words[1], tables=(replace(table, rows=rows),)),
        checks=(check, *sample.checks[1:]),
        findings=(replace(sample.findings[0], check=check, message=words[0], waived=words[2]), *sample.findings[1:]),
    )
    book = opened(xlsx.render(hostile))
    for sheet, cell, formula in formulas(book):
        assert re.fullmatch(r"=[-+*/()<>=A-Z0-9.,!'\"\u4e00-\u9fff]*", formula), (sheet, cell, formula)
        assert "cmd" not in formula
        assert "HYPERLINK" not in formula
    assert not any(sheet._hyperlinks for sheet in book)
    for row, word in enumerate(words[:5], 1):
        cell = book["T1"].cell(row + 4, 1)
        assert cell.value == word
        assert cell.data_type == "s"
        assert cell.quotePrefix
    assert book["T1"].cell(4 + 8, 1).value == "⟨U+202E⟩反"
    assert len(book["T1"].cell(4 + 10, 1).value) == 32_000


@pytest.mark.parametrize(
    ("relation", "formula", "due"),
    [
        (("equal", "F1", "T1/3/2"), "'T1'!C7*10000", 640),
        (("sum", "T1/3/2", "T1/1/2", "T1/2/2"), "'T1'!C5*10000+'T1'!C6*10000", 640),
        (("sum", "T1/3/2", "T1/1/2", "-T1/2/2"), "'T1'!C5*10000-'T1'!C6*10000", Fraction(26472, 100)),
        (("difference", "F5", "T1/3/2", "T1/3/1"), "'T1'!C7*10000-'T1'!B7*10000", 40),
        (("ratio", "F3", "T1/1/2", "T1/3/2"), "'T1'!C5*10000/('T1'!C7*10000)", Fraction(45236, 640)),
        (("rate", "F4", "T1/3/2", "T1/3/1"), "('T1'!C7*10000-'T1'!B7*10000)/('T1'!B7*10000)", Fraction(20, 3)),
        (("growth", "F4", "F5", "T1/3/2"), "'台账'!C6*10000/('T1'!C7*10000-'台账'!C6*10000)", Fraction(20, 3)),
        (("product", "F7", "=10", "T1/1/2", "T1/3/2"), "10*MIN(1,'T1'!C5*10000/('T1'!C7*10000))", Fraction(45236, 6400)),
        (("order", "F1", "F2", "F3"), None, 0),
        (("equal", "F1", "F6"), None, 0),
        (("equal", "F1", "T9/1/1"), None, 0),
        ((), None, 0),
    ],
)
def test_relations(sample: Audit, relation: tuple[str, ...], formula: str | None, due: Fraction) -> None:
    import xlsxwriter

    paper = xlsx._Workpaper(sample, "zh", {}, xlsxwriter.Workbook(BytesIO()))
    claim = sample.claims[0]
    made = paper.recomputed(replace(sample.checks[0], relation=relation, verdict=Verdict.INCONSISTENT, expected=None))
    if formula is None:
        assert made is None
        return
    if made is None:  # what is claimed is what the others give: nothing to contradict
        made = paper.recomputed(replace(sample.checks[0], relation=relation, verdict=Verdict.CONSISTENT, expected=claim.quantity.interval))
    assert made is not None
    assert formula in made.computed
    assert made.due == due


def test_nothing_at_all() -> None:
    book = opened(xlsx.render(Audit(Document("空.txt", "", "text"), (), (), (), ())))
    assert book["问题"].cell(2, 3).value == "正文里没有可核对的数字。"


def test_same_audit_same_workpaper(audit: Audit, content: bytes) -> None:
    with ZipFile(BytesIO(content)) as one, ZipFile(BytesIO(xlsx.render(audit))) as other:
        assert all(one.read(name) == other.read(name) for name in one.namelist())
