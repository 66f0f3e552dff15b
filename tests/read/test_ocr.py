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


def _reading(text: str, sure: float = 0.99) -> list[tuple[str, float, float]]:
    return [(char, sure, 0.5) for char in text]


def _part(*, cell: bool = True) -> ocr._Part:
    return ocr._Part(0, 0, 80, 20, None, 18, cell)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("1.543.21", "1,543.21"),
        ("0,00", "0.00"),
        ("1,543.21", "1,543.21"),
        ("1.543", "1.543"),
        ("1,543", "1,543"),
        ("1.543,210", "1,543,210"),
    ],
)
def test_the_place_of_a_mark_tells_which_one_it_is(read: str, meant: str) -> None:
    assert "".join(char for char, _, _ in _part().mended(_reading(read))) == meant
    assert "".join(char for char, _, _ in _part(cell=False).mended(_reading(read))) == read


def test_readings_that_agree_are_as_sure_as_the_best_and_others_stay_doubtful() -> None:
    sure = ocr._agreed([_reading("169.47", 0.6), _reading("169.47", 0.97), _reading("169.47", 0.8)])
    assert {one for _, one, _ in sure} == {0.97}
    doubtful = ocr._agreed([_reading("169.47"), _reading("169.41"), _reading("169.41"), _reading("169.41")])
    assert "".join(char for char, _, _ in doubtful) == "169.41"
    assert max(one for _, one, _ in doubtful) < 0.9


def test_a_character_is_what_most_of_its_repetitions_say() -> None:
    assert ocr._single([("≥", 0.97, 0.1), ("≥", 0.9, 0.5), ("N", 0.4, 0.9)]) == [("≥", 0.97, 0.5)]
    assert len(ocr._single(_reading("17N"))) == 3


def test_a_point_at_the_end_of_a_line_is_no_speck() -> None:
    import numpy

    ink = numpy.zeros((40, 120), numpy.uint8)
    ink[10:26, 20:30] = 255  # a digit
    ink[23:26, 33:36] = 255  # its point
    ink[12:14, 80:82] = 255  # dust
    assert ocr._rows(ink) == [(20, 10, 36, 26)]


def test_dust_makes_no_line_higher() -> None:
    import numpy

    ink = numpy.zeros((60, 200), numpy.uint8)
    ink[20:40, 10:180] = 255
    ink[2:4, 50:52] = ink[56:58, 90:92] = 255
    assert numpy.flatnonzero(ocr._clean(ink).any(axis=1)).tolist() == list(range(20, 40))


def test_the_short_last_line_of_a_paragraph_is_of_the_usual_size() -> None:
    line = ocr._Line([("是", 0.99, 15.0), ("。", 0.99, 45.0)], 0, 0, 60, 36, cell=False)
    assert {round(char[4] / ocr._POINT) for char, _ in line.placed([33.0, 39.0])} == {33}
    cell = ocr._Line([("是", 0.99, 15.0), ("。", 0.99, 45.0)], 0, 0, 60, 36, cell=True)
    assert {round(char[4] / ocr._POINT) for char, _ in cell.placed([33.0, 39.0])} == {39}


WRAPPED = """云麓县图书馆2023年度项目支出绩效自评表

项目名称	馆藏数字化	主管部门	云麓县文化局
年度资金	全年预算数	全年执行数	执行率
合计	86.40	80.25	92.88%
"""


def test_separators_and_symbols_of_figures_are_not_in_doubt(tmp_path: Path) -> None:
    if SCRIPTS not in sys.path:
        sys.path.insert(0, SCRIPTS)
    import render

    path = tmp_path / "a.pdf"
    try:
        render.scan(render.parsed(WRAPPED), path)
    except FileNotFoundError as error:
        pytest.skip(str(error))
    found = auditor.audit(path)
    cells = [cell for table in found.document.tables for cell in table.cells]
    assert {"86.40", "80.25", "92.88%"} <= {cell.text for cell in cells}
    assert min(cell.location.confidence for cell in cells if cell.text) > 0.9
