"""Workbooks, written with openpyxl, xlwt and by hand: what the sheets show, and where it stands."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.errors import ReadError
from auditor.model import Grid, locate
from auditor.read.display import BUILTIN, displayed, exact, general
from auditor.read.source import Line, Source
from auditor.read.xlsx import source


def book(path: Path, *rows: list[Any], merges: str = "", formats: dict[str, str] | None = None, sheet: str = "Sheet1") -> Path:
    """A workbook of one sheet; a row that is not filled in full is cut off, ``[]`` is a blank row."""
    workbook = openpyxl.Workbook()
    worksheet = workbook.active
    assert worksheet is not None
    worksheet.title = sheet
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value is not None:
                worksheet.cell(number, column, value)
    for merge in merges.split():
        worksheet.merge_cells(merge)
    for place, code in (formats or {}).items():
        for line in worksheet[place] if ":" in place else ((worksheet[place],),):
            for cell in line:
                cell.number_format = code
    workbook.save(path)
    return path


def shape(found: Source) -> list[str | list[list[str]]]:
    return [b.text if isinstance(b, Line) else [["<" if c.covered else c.text for c in row] for row in b.rows] for b in found.blocks]


def grids(found: Source) -> list[Grid]:
    return [block for block in found.blocks if isinstance(block, Grid)]


def test_a_statutory_table(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ["支出决算表"],
        [None, None, None, None, "公开03表"],
        ["部门：某局", None, "2023年度", None, "金额单位：万元"],
        ["项目", None, "本年支出合计", "其中：", None],
        ["科目代码", "科目名称", None, "基本支出", "项目支出"],
        ["栏次", None, 1, 2, 3],
        ["合计", None, 30, 20, 10],
        ["201", "一般公共服务支出", 30, 20, 10],
        ["注：本表反映部门本年度各项支出情况。"],
        merges="A1:E1 A4:B4 D4:E4 C4:C5 A6:B6 A7:B7",
        formats={"C7:E8": "#,##0.00"},
    )
    found = source(path)
    assert shape(found) == [
        "支出决算表",
        "公开03表",
        "部门：某局  2023年度  金额单位：万元",
        [
            ["项目", "<", "本年支出合计", "其中：", "<"],
            ["科目代码", "科目名称", "<", "基本支出", "项目支出"],
            ["栏次", "<", "1", "2", "3"],
            ["合计", "<", "30.00", "20.00", "10.00"],
            ["201", "一般公共服务支出", "30.00", "20.00", "10.00"],
        ],
        "注：本表反映部门本年度各项支出情况。",
    ]
    grid = grids(found)[0]
    assert grid.rows[4][2].decimals == 2
    assert (grid.rows[0][2].rowspan, grid.rows[0][0].colspan) == (2, 2)
    place = locate(grid.rows[4][2].runs, 0, 5)
    assert (place.sheet, place.cell, place.start, place.end) == ("Sheet1", "C8", 0, 5)
    unit = found.blocks[2]
    assert isinstance(unit, Line)
    assert locate(unit.runs, unit.text.index("万元"), len(unit.text)).cell == "E3"
    assert unit.complete


def test_several_tables_on_a_sheet(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ["甲表", None, None],
        ["项目", "预算", "决算"],
        ["办公费", 1, 2],
        [],
        ["差旅费", 3, 4],
        [],
        ["乙表", None, None],
        ["名称", "数量", None],
        ["车辆", 5, None],
        ["丙表", None, None],
        ["单位：万元", None, None],
        ["名称", "数量", "金额"],
        ["设备", 6, 7],
        merges="A1:C1 A7:C7 A10:C10",
    )
    assert shape(source(path)) == [
        "甲表", [["项目", "预算", "决算"], ["办公费", "1", "2"], ["差旅费", "3", "4"]],
        "乙表", [["名称", "数量"], ["车辆", "5"]],
        "丙表", "单位：万元", [["名称", "数量", "金额"], ["设备", "6", "7"]],
    ]  # fmt: skip


def test_prose_in_cells_becomes_paragraphs(tmp_path: Path) -> None:
    long = "2023年度收入总计120.50万元，比上年增加20.50万元，增长20.50%，主要原因是项目增加，人员经费按规定标准调整，公用经费相应增加。"
    found = source(
        book(tmp_path / "a.xlsx", ["情况说明"], [], [f"一、总体情况\n{long}\n　　{long}"], ["二、收入"], merges="A1:H1 A3:H3", sheet="说明")
    )
    assert shape(found) == ["情况说明", "一、总体情况", long, long, "二、收入"]
    line = found.blocks[3]
    assert isinstance(line, Line)
    place = locate(line.runs, 0, 4)
    assert (place.cell, place.start) == ("A3", len(f"一、总体情况\n{long}\n　　"))


def test_the_sheet_names_a_table_without_a_title(tmp_path: Path) -> None:
    rows: tuple[list[Any], ...] = (["项目", "金额"], ["甲", 1])
    assert grids(source(book(tmp_path / "a.xlsx", *rows, sheet="三公经费表")))[0].title == "三公经费表"
    assert grids(source(book(tmp_path / "b.xlsx", *rows)))[0].title == ""
    assert grids(source(book(tmp_path / "c.xlsx", ["收入表"], *rows, sheet="Z02")))[0].title == ""


def test_section_rows_and_empty_tables_stay_whole(tmp_path: Path) -> None:
    sections = [["项目", "金额"], ["一、基本支出", None], ["工资", 1], ["二、项目支出", None], ["设备", 2]]
    found = source(book(tmp_path / "a.xlsx", *sections, merges="A2:B2 A4:B4"))
    assert [len(grid.rows) for grid in grids(found)] == [5]
    titled = [["统计表"], ["一、采购", None], ["项目", "统计数"], ["货物", 2], ["二、车辆", None], ["项目", "统计数"], ["合计", 1]]
    assert shape(source(book(tmp_path / "t.xlsx", *titled, merges="A1:B1")))[0] == "统计表"
    assert [len(grid.rows) for grid in grids(source(tmp_path / "t.xlsx"))] == [6]
    empty = [["政府性基金支出表"], ["项目", "合计", "基本支出"], ["合计", None, None], ["本表无数据，按要求空表列示。"]]
    assert shape(source(book(tmp_path / "b.xlsx", *empty, merges="A1:C1"))) == [
        "政府性基金支出表", [["项目", "合计", "基本支出"], ["合计", "", ""]], "本表无数据，按要求空表列示。",
    ]  # fmt: skip


def test_hidden_things_are_left_out_and_reported(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["项目", "旧", "金额"], ["甲", 5, 1], ["乙", 0, 2], ["丙", None, 3], merges="A3:A4")
    workbook = openpyxl.load_workbook(path)
    worksheet = workbook.active
    assert worksheet is not None
    worksheet.column_dimensions["B"].hidden = True
    worksheet.row_dimensions[3].hidden = True
    other = workbook.create_sheet("封面代码")
    other["A1"] = 1
    other.sheet_state = "veryHidden"
    workbook.save(path)
    found = source(path)
    assert shape(found) == [[["项目", "金额"], ["甲", "1"], ["乙", "3"]]]
    assert [("封面代码" in notice, "第3行" in notice, "B列" in notice) for notice in found.notices] == [
        (True, False, False), (False, True, False), (False, False, True),
    ]  # fmt: skip


def test_values_under_merges_do_not_show(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c><c r="B1"><v>99</v></c></row><row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row>'
    raw(path, cells, tail='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>')
    assert shape(source(path)) == ["甲", [["1", "2"]]]


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def raw(path: Path, rows: str, *, head: str = "", tail: str = "", prolog: str = "", strings: str = "", book: str = "") -> Path:
    """A workbook written by hand."""
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="a" Type="{REL}/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{REL}">{book}<sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="r2" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        )
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{strings}</sst>')
        archive.writestr(
            "xl/worksheets/sheet1.xml", f'{prolog}<worksheet xmlns="{MAIN}">{head}<sheetData>{rows}</sheetData>{tail}</worksheet>'
        )
    return path


def test_stored_kinds_of_cells(tmp_path: Path) -> None:
    rows = (
        '<row><c t="s"><v>0</v></c><c t="s"><v>99</v></c><c t="str"><f>A1</f><v>文</v></c><c t="b"><v>1</v></c></row>'
        '<row><c><v>1234.5600000000002</v></c><c><f>SUM(A1)</f></c><c t="e"><v>#REF!</v></c><c><v>nan</v></c><c t="str"><f>"x"</f><v></v></c></row>'
    )
    strings = "<si><r><t>富</t></r><r><t>文本_x000A_二</t></r><rPh><t>fu</t></rPh></si>"
    found = source(raw(tmp_path / "a.xlsx", rows, strings=strings))
    assert shape(found) == [[["富文本\n二", "文", "TRUE"], ["1234.56", "#REF!", ""]]]
    assert any("没有保存计算结果（B2）" in fault for fault in found.faults)
    assert any("错误值（C2）" in notice for notice in found.notices)


def test_zeros_that_the_sheet_hides(tmp_path: Path) -> None:
    rows = "<row><c><v>1</v></c><c><v>0</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c><v>4</v></c><c><v>0.00</v></c></row>"
    found = source(raw(tmp_path / "a.xlsx", rows, head='<sheetViews><sheetView showZeros="0" workbookViewId="0"/></sheetViews>'))
    assert shape(found) == [[["1", "", "2"], ["3", "4", ""]]]


@pytest.mark.parametrize(
    ("value", "code", "text", "decimals"),
    [
        ("1234.5", "#,##0.00", "1,234.50", 2),
        ("-1234.5", BUILTIN[43], "-1,234.50", 2),
        ("0", BUILTIN[43], "-", None),
        ("0.12345", "0.00%", "12.35%", 2),
        ("0.5", "0%", "50%", 0),
        ("0", "#,##0.00;-#,##0.00;;", "", None),
        ("0", '0;-0;"—"', "—", None),
        ("2.005", "0.00", "2.01", 2),
        ("-0.001", "0.00", "0.00", 2),
        ("-5", "0.00_);(0.00)", "(5.00)", 2),
        ("-5", "0.00_ ;[Red]0.00 ", "-5.00", 2),
        ("12.5", '0.00"万元"', "12.50万元", 2),
        ("12345678", "0!.0000", "1234.5678", 4),
        ("1234567", "#,##0.0,", "1,234.6", 1),
        ("5", '[>100]0"大";0"小"', "5小", 0),
        ("0.1", "0.0##", "0.1", None),
        ("1000", "[$¥-804]#,##0.00", "¥1,000.00", 2),
        ("12", "00000", "00012", 0),
        ("12", "@", "12", None),
        ("12", ";;;", "", None),
        ("0.25", "# ?/?", "0.25", None),
        ("12345", "0.0E+00", "12000", None),
        ("45291", 'yyyy"年"m"月"d"日"', "2023年12月31日", None),
        ("45291", "yyyy/m/d;@", "2023/12/31", None),
        ("45291.75", "[$-804]yyyy/mm/dd h:mm", "2023/12/31 18:00", None),
        ("45291", BUILTIN[57], "2023年12月", None),
        ("1.5", "[h]:mm", "36:00", None),
        ("5", 'G/通用格式"元"', "5元", None),
        ("1234.5", "", "1234.5", None),
    ],
)
def test_numbers_as_shown(value: str, code: str, text: str, decimals: int | None) -> None:
    assert displayed(exact(value), code or "General") == (text, decimals)


def test_numbers_without_a_format() -> None:
    noise = ("1234.5600000000002", "0.30000000000000004", "0.09999999997671694", "-1.4551915228366852E-11", "1234567890.12", "100", "1E3")
    assert [general(exact(value)) for value in noise] == ["1234.56", "0.3", "0.1", "0", "1234567890.12", "100", "1000"]


@given(cents=st.integers(-(10**14), 10**14))
def test_cents_survive_the_usual_formats(cents: int) -> None:
    value = Decimal(cents).scaleb(-2)
    stored = exact(float(value))
    assert displayed(stored, "#,##0.00")[0] == f"{value:,.2f}"
    assert Decimal(general(stored)) == value


@given(
    value=st.decimals(-(10**12), 10**12, allow_nan=False, places=6),
    code=st.text(alphabet='0#?.,%;-"()_*\\[]$¥>=@yYmdhse/ aAEe+万元!General', max_size=20),
)
def test_no_format_breaks_the_reader(value: Decimal, code: str) -> None:
    text, decimals = displayed(exact(str(value)), code)
    assert isinstance(text, str)
    assert decimals is None or decimals >= 0


def test_dates_of_1904(tmp_path: Path) -> None:
    assert displayed(exact("43829"), "yyyy/m/d", from_1904=True)[0] == "2023/12/31"
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>1</v></c><c><v>2</v></c></row>"
    assert shape(source(raw(tmp_path / "a.xlsx", rows, book='<workbookPr date1904="1"/>'))) == [[["1", "2"], ["1", "2"]]]


def test_old_workbooks_show_the_same(tmp_path: Path) -> None:
    workbook = xlwt.Workbook(encoding="utf-8")
    sheet = workbook.add_sheet("支出表")
    sheet.write_merge(0, 0, 0, 2, "支出决算表")
    for column, text in enumerate(("科目", "预算", "决算")):
        sheet.write(1, column, text)
    sheet.write(2, 0, "办公费")
    sheet.write(2, 1, 1234.5, xlwt.easyxf(num_format_str="#,##0.00"))
    sheet.write(2, 2, 0.5, xlwt.easyxf(num_format_str="0.0%"))
    hidden = workbook.add_sheet("代码")
    hidden.write(0, 0, 1)
    hidden.visibility = 1
    path = tmp_path / "a.xls"
    workbook.save(str(path))
    found = source(path)
    assert shape(found) == ["支出决算表", [["科目", "预算", "决算"], ["办公费", "1,234.50", "50.0%"]]]
    cell = grids(found)[0].rows[1][1]
    assert (cell.decimals, cell.runs[0].cell, cell.runs[0].sheet) == (2, "B3", "支出表")
    assert (found.faults, found.notices) == ((), ("隐藏的工作表“代码”未读取",))


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xlsx", b"", "空"),
        ("a.xlsx", b"PK\x03\x04 truncated", "已损坏"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "已损坏"),
        ("a.xls", "甲\t1".encode(), "不是 Excel"),
    ],
)
def test_files_that_are_no_workbooks(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ReadError, match=words):
        source(path)


def test_web_pages_that_call_themselves_xls(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(
        "<html><meta charset=gbk><table><tr><td>甲</td><td>1.50</td></tr><tr><td>乙</td><td>2</td></tr></table></html>".encode("gbk")
    )
    assert shape(source(path)) == [[["甲", "1.50"], ["乙", "2"]]]


def test_hostile_workbooks(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="文档类型"):
        source(raw(tmp_path / "a.xlsx", "<row><c><v>1</v></c></row>", prolog='<!DOCTYPE x [<!ENTITY a "1">]>'))
    with pytest.raises(ReadError, match="XML"):
        source(raw(tmp_path / "b.xlsx", "<row><c><v>1</v></row>"))
    far = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row><row r="1048576"><c r="XFD1048576"><v>3</v></c></row>'
    found = source(raw(tmp_path / "c.xlsx", far, tail='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'))
    assert len(found.blocks) == 1
    bomb = tmp_path / "d.xlsx"
    raw(bomb, "x" * 100 * 1024 * 1024)
    with pytest.raises(ReadError, match="压缩炸弹"):
        source(bomb)


@settings(max_examples=60, deadline=None)
@given(
    filled=st.dictionaries(
        st.tuples(st.integers(1, 14), st.integers(1, 6)), st.sampled_from(["表", "单位：", "项", "数", "一、", "注："]), max_size=40
    ),
    numbers=st.sets(st.tuples(st.integers(1, 14), st.integers(1, 6)), max_size=30),
    merges=st.lists(st.tuples(st.integers(1, 14), st.integers(1, 5), st.integers(2, 6)), max_size=5, unique_by=lambda merge: merge[0]),
)
def test_nothing_that_a_sheet_shows_is_lost(
    tmp_path_factory: pytest.TempPathFactory,
    filled: dict[tuple[int, int], str],
    numbers: set[tuple[int, int]],
    merges: list[tuple[int, int, int]],
) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    shown = {}
    for (row, column), word in filled.items():
        shown[row, column] = f"{word}{row}之{column}"
    for row, column in numbers:
        shown[row, column] = f"{row}{column:02d}.5"
    for row, first, last in merges:
        for column in range(first + 1, last + 1):
            shown.pop((row, column), None)
    for (row, column), text in shown.items():
        sheet.cell(row, column, float(text) if (row, column) in numbers else text)
    for row, first, last in merges:
        if first < last:
            sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
    path = tmp_path_factory.mktemp("xlsx") / "a.xlsx"
    workbook.save(path)
    found = source(path)
    places = {}
    for block in found.blocks:
        for text, runs in [(block.text, block.runs)] if isinstance(block, Line) else [(c.text, c.runs) for row in block.rows for c in row]:
            for run in runs:
                assert run.cell not in places
                places[run.cell] = text[run.start : run.end].strip()
    assert places == {f"{'ABCDEF'[column - 1]}{row}": text for (row, column), text in shown.items()}
