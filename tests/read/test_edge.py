"""Files as they come from web pages and mail: cut off, under another name, in old encodings. Each is read, or says what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

pytest.importorskip("docx", reason="Word documents are written with python-docx")
pytest.importorskip("openpyxl", reason="workbooks are written with openpyxl")
pytest.importorskip("reportlab", reason="PDF is written with reportlab")

import docx
import openpyxl
from reportlab.pdfgen.canvas import Canvas

from auditor import audit
from auditor.errors import ReadError
from auditor.read import read
from auditor.read.text_delimited import tabbed

ROWS = [
    ["项目", "合计", "基本支出", "项目支出"],
    ["合计", "1,048.51", "1,030.20", "18.31"],
    ["文化活动", "1,026.71", "1,014.40", "12.31"],
    ["图书借阅", "21.80", "15.80", "6.00"],
]
ABOVE = ["支出决算表", "金额单位：万元"]
PAGE = (
    "<html><head><title>支出</title></head><body><p>支出决算表</p><p>金额单位：万元</p><table>"
    + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    + "</table></body></html>"
)


def _rows(path: Path) -> list[list[str]]:
    (table,) = read(path).tables
    return [[cell.text for cell in row] for row in table.rows]


def _docx(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("本年支出合计48.51万元。" * 30)
    document.save(str(path))


def _xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.worksheets[0].append(row)
    book.save(path)


def _pdf(path: Path) -> None:
    canvas = Canvas(str(path))
    for _ in range(20):
        canvas.drawString(80, 700, "12,345.67")
        canvas.showPage()
    canvas.save()


@pytest.mark.parametrize(("suffix", "write"), [(".docx", _docx), (".xlsx", _xlsx), (".pdf", _pdf)])
@pytest.mark.parametrize("share", [0.0, 0.02, 0.5, 0.95])
def test_a_file_that_is_cut_off_says_so(tmp_path: Path, suffix: str, write: Callable[[Path], None], share: float) -> None:
    whole, cut = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
    write(whole)
    data = whole.read_bytes()
    cut.write_bytes(data[: int(share * len(data))])
    said = ""
    try:
        said = "".join(read(cut).faults)
    except ReadError as error:
        said = str(error)
    assert re.search("重新|空的", said)


@pytest.mark.parametrize("name", ["a.pdf", "a.xls", "a.xlsx", "a.doc", "a.docx", "a.txt", "a.csv"])
def test_a_web_page_under_another_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(PAGE, encoding="utf-8")
    assert _rows(tmp_path / name) == ROWS


@pytest.mark.parametrize("name", ["a.html", "a.xls"])
@pytest.mark.parametrize("told", ["", '<meta charset="utf-8">', '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'])
def test_a_web_page_in_gbk_whatever_it_says_of_itself(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / name).write_bytes(PAGE.replace("<title>", f"{told}<title>").encode("gbk"))
    assert _rows(tmp_path / name) == ROWS


def _quoted(mark: str) -> str:
    lines = [line + mark * 3 for line in ABOVE]
    lines += [mark.join(f'"{cell}"' if "," in cell else cell for cell in row) for row in ROWS]
    return "\r\n".join(lines) + "\r\n"


@pytest.mark.parametrize("name", ["a.csv", "a.xls"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_tables_with_commas_or_tabs(tmp_path: Path, name: str, mark: str, encoding: str) -> None:
    said = _quoted(mark).replace('"', "") if mark == "\t" else _quoted(mark)
    (tmp_path / name).write_bytes(said.encode(encoding))
    document = read(tmp_path / name)
    (table,) = document.tables
    assert [[cell.text for cell in row] for row in table.rows] == ROWS
    assert (table.title, table.unit) == ("支出决算表", "万元")
    place = table.rows[1][1].location
    line = said.replace("\r\n", "\n").split("\n")[(place.line or 0) - 1]
    assert line[place.start : place.end] == "1,048.51"


def test_a_sum_in_a_csv_file_is_checked(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(_quoted(",").replace("21.80", "21.90"), encoding="utf-8")
    assert any(finding.check.reported.text == "21.90" for finding in audit(tmp_path / "a.csv").findings)


@pytest.mark.parametrize(
    "text",
    [
        "本年收入1,200.00万元，支出1,100.00万元。\n比上年增加，增长8%，主要是人员增加。\n",
        "青岚县文化馆\n一、概况，\n二、收支情况，\n",
        "",
    ],
)
def test_sentences_with_commas_are_no_table(text: str) -> None:
    assert tabbed(text) == text


def test_a_document_with_macros(tmp_path: Path) -> None:
    _docx(tmp_path / "a.docx")
    plain, macros = "wordprocessingml.document.main+xml", "application/vnd.ms-word.document.macroEnabled.main+xml"
    with ZipFile(tmp_path / "a.docx") as old, ZipFile(tmp_path / "a.docm", "w") as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "[Content_Types].xml":
                assert plain.encode() in data
                data = data.replace(f"application/vnd.openxmlformats-officedocument.{plain}".encode(), macros.encode())
            new.writestr(item.filename, data)
        new.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(100))
    assert "48.51" in audit(tmp_path / "a.docm").claims[0].quantity.text


def test_nothing_of_a_workbook_goes_unsaid(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    shown = book.worksheets[0]
    for row in [["支出决算表"], ["金额单位：万元"], *ROWS]:
        shown.append(row)
    shown.row_dimensions[6].hidden = True
    book.create_sheet("空白")
    hidden = book.create_sheet("旧表")
    hidden.append(["项目", "金额"])
    hidden.append(["合计", 5.5])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    said = "".join(read(tmp_path / "a.xlsx").notices)
    assert "旧表" in said
    assert "隐藏行" in said
    book.remove(shown)
    book.remove(hidden)
    book.save(tmp_path / "b.xlsx")
    with pytest.raises(ReadError, match="没有文字"):
        read(tmp_path / "b.xlsx")


def test_a_picture_of_several_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    image = pytest.importorskip("PIL.Image")
    pytest.importorskip("numpy")
    from auditor.read import ocr

    frames = [image.new("L", (827, 1169), 255 - shade) for shade in range(3)]
    frames[0].save(tmp_path / "a.tif", save_all=True, append_images=frames[1:])
    assert len(list(ocr._pictures(tmp_path / "a.tif"))) == 3
    monkeypatch.setattr(ocr, "PAGES", 2)
    with pytest.raises(ReadError, match="超过 2 页"):
        list(ocr._pictures(tmp_path / "a.tif"))
