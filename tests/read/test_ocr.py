"""Scanned pages, really recognised: a table and a sentence come back with their figures, their places and how sure they are."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.importorskip("rapidocr", reason="recognition is the extra gouji[ocr]")
pytest.importorskip("cv2", reason="recognition is the extra gouji[ocr]")
pytest.importorskip("reportlab", reason="the scan is drawn with reportlab")

import auditor
from auditor.errors import ReadError
from auditor.read import ocr

SCRIPTS = str(Path(__file__).resolve().parents[2] / "corpus" / "scripts")
TEXT = """青岚县文化馆2023年度单位决算

一、支出情况

2023年度支出合计48.61万元，其中：基本支出30.20万元，项目支出18.31万元。

支出决算表

金额单位：万元

项目	合计	基本支出	项目支出
合计	48.51	30.20	18.31
文化活动	26.71	14.40	12.31
图书借阅	21.80	15.80	6.00
"""


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> auditor.Audit:
    if SCRIPTS not in sys.path:
        sys.path.insert(0, SCRIPTS)
    import render

    path = tmp_path_factory.mktemp("scan") / "a.pdf"
    try:
        render.scan(render.parsed(TEXT), path)
    except FileNotFoundError as error:
        pytest.skip(str(error))
    return auditor.audit(path)


def test_a_ruled_table_comes_back(scan: auditor.Audit) -> None:
    (table,) = scan.document.tables
    assert [[cell.text for cell in row] for row in table.rows][1:] == [
        ["合计", "48.51", "30.20", "18.31"],
        ["文化活动", "26.71", "14.40", "12.31"],
        ["图书借阅", "21.80", "15.80", "6.00"],
    ]
    for cell in table.figures:
        assert cell.location.page == 1
        assert cell.location.bbox is not None
        assert 0 < cell.location.confidence < 1


def test_the_contradiction_is_found_and_says_what_it_rests_on(scan: auditor.Audit) -> None:
    found = [finding for finding in scan.findings if "48.61" in finding.check.reported.text]
    assert found
    assert all("图像识别" in finding.message for finding in found)
    assert any("扫描图像" in notice for notice in scan.document.notices)


def test_without_the_extra_a_picture_is_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image

    monkeypatch.setattr(ocr, "available", lambda: False)
    path = tmp_path / "a.png"
    Image.new("L", (400, 300), 255).save(path)
    with pytest.raises(ReadError, match=r"gouji\[ocr\]"):
        ocr.source(path)


def test_what_is_no_picture(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    with pytest.raises(ReadError, match="已损坏"):
        ocr.source(path)
