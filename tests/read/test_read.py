"""Which reader takes a file, several files as one document, and what a reader of the report is told about them."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
import xlwt

from auditor.errors import ReadError
from auditor.read import file, read

PROSE = """# 青岚县水务局2023年度部门决算

## 第三部分 决算情况说明

2023年度支出合计640.00万元，其中：基本支出452.36万元，占70.68%；项目支出187.64万元，占29.32%。
"""
ROWS = (("支出决算表",), ("单位：万元",), ("项目", "本年支出合计", "基本支出", "项目支出"), ("合计", 640, 452.36, 187.64))


def prose(path: Path) -> Path:
    path.write_text(PROSE, encoding="utf-8")
    return path


def workbook(path: Path, *, hidden: bool = False) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "支出决算表"
    for row in ROWS:
        sheet.append(list(row))
    for row in sheet.iter_rows(min_row=4, min_col=2):
        for cell in row:
            cell.number_format = "0.00"
    if hidden:
        book.create_sheet("底稿").sheet_state = "hidden"
    book.save(path)
    return path


def test_a_narrative_and_its_tables(tmp_path: Path) -> None:
    found = read(prose(tmp_path / "说明.md"), [workbook(tmp_path / "决算表.xlsx", hidden=True)])
    assert (found.format, found.title) == ("bundle", "青岚县水务局2023年度部门决算")
    table = found.tables[0]
    assert (table.title, table.unit) == ("支出决算表", "万元")
    places = {cell.location.file for cell in table.figures}
    assert places == {"决算表.xlsx"}
    assert found.faults == ()
    assert found.notices == ("决算表.xlsx：隐藏的工作表“底稿”未读取",)


def test_files_of_one_name_are_told_apart_and_read_once(tmp_path: Path) -> None:
    (tmp_path / "附").mkdir()
    first, second = workbook(tmp_path / "表.xlsx"), tmp_path / "附" / "表.xlsx"
    book = openpyxl.load_workbook(first)
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "收入决算表"
    book.save(second)
    found = read(prose(tmp_path / "说明.md"), [first, second, first])
    assert [table.location.file for table in found.tables] == ["表.xlsx", str(second)]


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_folder_or_archive_is_one_document(tmp_path: Path, form: str) -> None:
    folder = tmp_path / "公开"
    folder.mkdir()
    paths = [workbook(folder / "1表.xlsx"), prose(folder / "说明.txt")]
    whole = folder
    if form == "zip":
        whole = tmp_path / "公开.zip"
        with ZipFile(whole, "w") as packed:
            for path in paths:
                packed.write(path, path.name)
    found = read(whole)
    assert found.organization == "青岚县水务局"
    assert {cell.location.file for cell in found.tables[0].figures} == {"1表.xlsx"}


def test_old_workbooks(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for number, row in enumerate(ROWS):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    book.save(str(tmp_path / "a.xls"))
    assert len(read(tmp_path / "a.xls").tables[0].figures) == 3


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(600)


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.xls", "a.doc", "a.txt"])
def test_files_with_a_password(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(LOCKED)
    with pytest.raises(ReadError, match=rf"{name} 需要密码"):
        read(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xlsx"),
        ("a.xls", b"\x09\x08\x10\x00", "xlsx"),
        ("a.xls", b"<html><table>", "html"),
        ("a.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "office"),
        ("a.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
        ("a.rtf", b"{\\rtf1 a}", "office"),
        ("a.txt", b"{\\rtf1 a}", "office"),
        ("a.mht", b"From: <Saved>\r\nMIME-Version: 1.0\r\n", "html"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "ocr"),
        ("BMI", b"BMI", "text"),
        ("a.tif", b"II*\x00", "ocr"),
    ],
)
def test_kinds(tmp_path: Path, name: str, head: bytes, kind: str) -> None:
    (tmp_path / name).write_bytes(head)
    assert file.kind(tmp_path / name) == kind


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["[Content_Types].xml", "word/document.xml"], "docx"),
        (["[Content_Types].xml", "xl/workbook.xml"], "xlsx"),
        (["mimetype", "content.xml"], "office"),
        (["说明.docx", "表.xlsx"], "bundle"),
    ],
)
def test_kinds_of_packages(tmp_path: Path, names: list[str], kind: str) -> None:
    with ZipFile(tmp_path / "a.bin", "w") as packed:
        for name in names:
            packed.writestr(name, b"")
    assert file.kind(tmp_path / "a.bin") == kind


def test_what_cannot_be_read_says_what_to_do(tmp_path: Path) -> None:
    for name, inside, says in (("a.ofd", "OFD.xml", "另存或打印为 PDF"), ("a.pptx", "[Content_Types].xml", "另存为")):
        with ZipFile(tmp_path / name, "w") as packed:
            packed.writestr(inside, b"")
        with pytest.raises(ReadError, match=says):
            read(tmp_path / name)
    with ZipFile(tmp_path / "b.zip", "w") as packed:
        packed.write(tmp_path / "a.ofd", "说明.ofd")
    with pytest.raises(ReadError, match=r"没有可以读取的文件。\s+说明\.ofd 未读取：是 OFD 文件"):
        read(tmp_path / "b.zip")


def test_nothing_but_a_picture_is_not_read(tmp_path: Path) -> None:
    import docx
    from PIL import Image

    Image.new("L", (900, 1200), 128).save(tmp_path / "a.png")
    document = docx.Document()
    document.add_picture(str(tmp_path / "a.png"), width=docx.shared.Cm(16))
    document.save(str(tmp_path / "a.docx"))
    found = read(tmp_path / "a.docx")
    assert found.notices == ()
    assert "1 幅大图" in found.faults[0][1]
    docx.Document().save(str(tmp_path / "b.docx"))
    with pytest.raises(ReadError, match="没有文字"):
        read(tmp_path / "b.docx")
