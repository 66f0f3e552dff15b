"""Word documents, written part by part: what Word would show, and where it stands."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from auditor.errors import ReadError
from auditor.model import Grid, locate
from auditor.read.docx import source
from auditor.read.numbering import counted, written
from auditor.read.source import Line, Source

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    }.items()
)
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def write(path: Path, body: str, *, prolog: str = "", **parts: str) -> Path:
    """A Word file of a body and further parts (``styles`` ``numbering`` ``footnotes`` …), each given as inner XML."""
    relations = "".join(f'<Relationship Id="r{i}" Type="{TYPES}/{name}" Target="{name}.xml"/>' for i, name in enumerate(parts))
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{TYPES}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", f"{prolog}<w:document {NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>")
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>',
        )
        for name, inner in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {NAMESPACES}>{inner}</w:{name}>")
    return path


def run(text: str, properties: str = "") -> str:
    rpr = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{rpr}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inner: str, properties: str = "") -> str:
    ppr = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{ppr}{''.join(part if part.startswith('<') else run(part) for part in inner)}</w:p>"


def cell(*inner: str, properties: str = "") -> str:
    content = "".join(part if part.startswith("<") else paragraph(part) for part in inner) or "<w:p/>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl><w:tblPr/>" + "".join(f"<w:tr>{row}</w:tr>" if row.startswith("<w:tc") else row for row in rows) + "</w:tbl>"


def texts(found: Source) -> list[str]:
    return [block.text for block in found.blocks if isinstance(block, Line)]


def grids(found: Source) -> list[Grid]:
    return [block for block in found.blocks if isinstance(block, Grid)]


def words(grid: Grid) -> list[list[str]]:
    return [["<" if c.covered else c.text for c in row] for row in grid.rows]


def read(tmp_path: Path, body: str, **parts: str) -> Source:
    return source(write(tmp_path / "说明.docx", body, **parts))


def test_paragraphs_are_whole_and_know_their_place(tmp_path: Path) -> None:
    body = paragraph("　　收入", run("12", "<w:b/>"), run("3.45"), "万元。") + paragraph() + paragraph("第二段")
    found = read(tmp_path, body)
    first, second = found.blocks
    assert isinstance(first, Line)
    assert (first.text, first.complete, first.heading) == ("收入123.45万元。", True, 0)
    place = locate(first.runs, 2, 8)
    assert (place.paragraph, place.start, place.end, place.xpath) == (0, 4, 10, "/w:document/w:body/w:p[1]")
    assert isinstance(second, Line)
    assert locate(second.runs, 0, 1).paragraph == 2
    assert found.format == "docx"
    assert len(found.sha256) == 64


def test_places_are_those_of_python_docx(tmp_path: Path) -> None:
    document = python_docx.Document()
    document.add_heading("第一部分", 1)
    document.add_paragraph("本年收入 10.5 万元\t增长 2%\n其中：财政拨款 9 万元")
    grid = document.add_table(2, 2)
    grid.cell(1, 1).text = "甲\n7.25"
    document.add_paragraph("支出 8.5 万元")
    path = tmp_path / "a.docx"
    document.save(str(path))
    found = source(path)
    paragraphs = [p.text for p in document.paragraphs]
    for block in found.blocks:
        if isinstance(block, Line):
            for number in ("10.5", "2%", "9", "8.5"):
                if (at := block.text.find(number)) >= 0:
                    place = locate(block.runs, at, at + len(number))
                    assert place.paragraph is not None
                    assert paragraphs[place.paragraph][place.start : place.end] == number
    target = grids(found)[0].rows[1][1]
    place = locate(target.runs, 2, 6)
    assert grid.cell(1, 1).text[place.start : place.end] == "7.25"
    assert place.xpath == "/w:document/w:body/w:tbl[1]/w:tr[2]/w:tc[2]"


def test_headings_come_from_styles_and_outline_levels(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 2"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="自定"/><w:basedOn w:val="a"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="环"/><w:basedOn w:val="y"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="y"><w:name w:val="环2"/><w:basedOn w:val="x"/></w:style>'
    )
    body = (
        paragraph("某局决算", properties='<w:pStyle w:val="t"/>')
        + paragraph("收入情况", properties='<w:pStyle w:val="b"/>')
        + paragraph("支出情况", properties='<w:outlineLvl w:val="0"/>')
        + paragraph("正文", properties='<w:pStyle w:val="a"/><w:outlineLvl w:val="9"/>')
        + paragraph("长" * 100, properties='<w:pStyle w:val="a"/>')
        + paragraph("环形样式", properties='<w:pStyle w:val="x"/>')
        + paragraph("一般公共", "<w:r><w:br/></w:r>", "预算", properties='<w:pStyle w:val="a"/>')
    )
    found = read(tmp_path, body, styles=styles)
    assert [block.heading for block in found.blocks if isinstance(block, Line)] == [0, 2, 1, 0, 0, 0, 2]
    assert found.title == "某局决算"
    assert texts(found)[-1] == "一般公共预算"


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>'
    "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="第%1部分"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="2">'
    '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="upperRoman"/><w:pStyle w:val="h"/><w:lvlText w:val="%1"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>'
)


def item(text: str, list_id: int, level: int = 0) -> str:
    return paragraph(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def test_numbers_that_word_counts_stand_in_front(tmp_path: Path) -> None:
    body = (
        item("概况", 2)
        + item("收入情况", 1)
        + item("总体", 1, 1)
        + item("2023年情况", 1, 2)
        + item("工资", 1, 2)
        + item("其他", 1, 1)
        + item("2022年", 1, 2)
        + item("支出情况", 1)
        + item("要点", 2, 1)
        + item("另起", 3)
        + item("继续", 3)
        + item("甲", 4)
        + item("乙", 4, 1)
        + item("没有编号", 0)
    )
    found = read(tmp_path, body, numbering=NUMBERING)
    assert texts(found) == [
        "第一部分 概况", "一、收入情况", "（一）总体", "1. 2023年情况", "2.工资", "（二）其他", "1. 2022年", "二、支出情况",
        "要点", "一、另起", "二、继续", "III 甲", "3.1 乙", "没有编号",
    ]  # fmt: skip
    line = found.blocks[1]
    assert isinstance(line, Line)
    place = locate(line.runs, 2, 4)
    assert (place.paragraph, place.start, place.end) == (1, 0, 2)


def test_numbering_of_styles_and_of_cells(tmp_path: Path) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="h"/><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>'
    numbered = '<w:pStyle w:val="h"/>'
    body = table(
        cell(paragraph(properties=numbered)) + cell("甲"),
        cell(paragraph(properties=numbered)) + cell("乙"),
    )
    found = read(tmp_path, body + paragraph("后", properties=numbered), styles=styles, numbering=NUMBERING)
    assert words(grids(found)[0]) == [["III", "甲"], ["IV", "乙"]]
    assert texts(found) == ["V 后"]


def test_merged_cells(tmp_path: Path) -> None:
    start, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        cell("项目", properties=start) + cell("本年支出", properties='<w:gridSpan w:val="2"/>'),
        cell(properties=on) + cell("基本") + cell("项目"),
        '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("1.00") + cell("2.00") + "</w:tr>",
    )
    grid = grids(read(tmp_path, body))[0]
    assert words(grid) == [["项目", "本年支出", "<"], ["<", "基本", "项目"], ["", "1.00", "2.00"]]
    assert (grid.rows[0][0].rowspan, grid.rows[0][1].colspan) == (2, 2)


def test_an_absurd_span_costs_nothing(tmp_path: Path) -> None:
    body = table(cell("a", properties='<w:gridSpan w:val="1000000000"/>') + cell("b"), cell("1") + cell("2"))
    found = read(tmp_path, body)
    assert len(grids(found)[0].rows[0]) <= 1024
    assert any("列" in fault for fault in found.faults)


def test_tables_in_cells_follow_and_frames_dissolve(tmp_path: Path) -> None:
    inner = table(cell("内") + cell("1"), cell("丙") + cell("2"))
    body = table(cell("外") + cell("说明", inner, paragraph("完")), cell("x") + cell("y"))
    found = read(tmp_path, body)
    assert [words(grid) for grid in grids(found)] == [[["外", "说明\n完"], ["x", "y"]], [["内", "1"], ["丙", "2"]]]
    framed = read(tmp_path, table(cell("框内文字", inner)))
    assert texts(framed) == ["框内文字"]
    assert len(grids(framed)) == 1


def test_tracked_changes_give_the_accepted_text(tmp_path: Path) -> None:
    body = (
        paragraph(
            "支出",
            "<w:del><w:r><w:delText>10.00</w:delText></w:r></w:del>",
            f"<w:ins>{run('12.00')}</w:ins>",
            f"<w:moveFrom>{run('移走')}</w:moveFrom>",
            "万元",
            f"<w:moveTo>{run('移来')}</w:moveTo>",
        )
        + paragraph("上半句", properties='<w:rPr><w:del w:id="1"/></w:rPr>')
        + paragraph("下半句 5 万元")
    )
    deleted = table(cell("a") + cell("1"), "<w:tr><w:trPr><w:del/></w:trPr>" + cell("b") + cell("2") + "</w:tr>", cell("c") + cell("3"))
    found = read(tmp_path, body + deleted)
    assert texts(found) == ["支出12.00万元移来", "上半句下半句 5 万元"]
    joined = found.blocks[1]
    assert isinstance(joined, Line)
    assert locate(joined.runs, 7, 8).paragraph == 2
    assert locate(joined.runs, 7, 8).start == 4
    assert words(grids(found)[0]) == [["a", "1"], ["c", "3"]]


def test_fields_hidden_text_and_special_characters(tmp_path: Path) -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    field = mark("begin") + "<w:r><w:instrText> PAGE 99 </w:instrText></w:r>" + run("code") + mark("separate") + run("7.5") + mark("end")
    body = (
        paragraph("甲", field, "万元", run("隐藏", "<w:vanish/>"), run("显示", '<w:vanish w:val="0"/>'))
        + paragraph(f'<w:fldSimple w:instr="X">{run("9")}</w:fldSimple>', f"<w:hyperlink>{run('链接')}</w:hyperlink>")
        + paragraph(
            f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>",
            f"<w:smartTag>{run('标记')}</w:smartTag>",
        )
        + paragraph("<w:r><w:t>A</w:t><w:tab/><w:t>B</w:t><w:noBreakHyphen/><w:t>C</w:t><w:softHyphen/></w:r>")
        + paragraph(
            '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "优", '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', "良"
        )
        + paragraph("10", run("4", '<w:vertAlign w:val="superscript"/>'), "平方")
        + paragraph("1,2\u200b3\u00ad4.5\u00a0万元")
        + paragraph(f"<w:r><w:ruby><w:rt>{run('zhu')}</w:rt><w:rubyBase>{run('主')}</w:rubyBase></w:ruby></w:r>", "体")
    )
    assert texts(read(tmp_path, body)) == [
        "甲7.5万元显示", "9链接", "控件标记", "A\tB-C", "☑优□良", "10⁴平方", "1,234.5 万元", "主体",
    ]  # fmt: skip


def test_line_breaks_make_lines_that_may_be_joined(tmp_path: Path) -> None:
    body = paragraph("某单位", "<w:r><w:br/></w:r>", "二〇二三年决算") + paragraph("上页", '<w:r><w:br w:type="page"/></w:r>', "下页")
    lines = [block for block in read(tmp_path, body).blocks if isinstance(block, Line)]
    assert [(line.text, line.complete, line.blank_before) for line in lines] == [
        ("某单位", False, True), ("二〇二三年决算", False, False), ("上页", False, True), ("下页", False, False),
    ]  # fmt: skip
    assert [locate(line.runs, 0, 1).start for line in lines] == [0, 4, 0, 2]


def test_text_boxes_are_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('框中 3 万元')}</w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:inline><a:graphic><a:graphicData><wps:wsp><wps:txbx>{box}"
        f"</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    old = f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{paragraph('旧框')}{table(cell('a') + cell('1'))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    path = write(tmp_path / "a.docx", paragraph("前", drawing) + paragraph(old) + table(cell(paragraph("格", drawing)) + cell("1")))
    found = source(path)
    assert texts(found) == ["前", "框中 3 万元", "旧框", "框中 3 万元"]
    assert [words(grid) for grid in grids(found)] == [[["a", "1"]], [["格", "1"]]]
    line = found.blocks[1]
    assert isinstance(line, Line)
    place = locate(line.runs, 3, 4)
    assert place.paragraph is None
    with ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    elements = root.xpath(place.xpath, namespaces={"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"})
    assert "".join(elements[0].itertext())[place.start : place.end] == "3"


def test_notes_follow_their_paragraph(tmp_path: Path) -> None:
    footnotes = f'<w:footnote w:type="separator" w:id="0">{paragraph("线")}</w:footnote><w:footnote w:id="2">{paragraph("注：含上年结转。")}</w:footnote>'
    body = paragraph("收入", '<w:r><w:footnoteReference w:id="2"/></w:r>', "5万元") + paragraph("后文")
    assert texts(read(tmp_path, body, footnotes=footnotes)) == ["收入5万元", "注：含上年结转。", "后文"]


def test_content_controls_around_blocks(tmp_path: Path) -> None:
    body = f"<w:sdt><w:sdtContent>{paragraph('目录')}{table(cell('a') + cell('1'))}</w:sdtContent></w:sdt>" + paragraph("正文")
    found = read(tmp_path, body)
    assert texts(found) == ["目录", "正文"]
    assert words(grids(found)[0]) == [["a", "1"]]
    inside, _, after = found.blocks
    assert isinstance(inside, Line)
    assert isinstance(after, Line)
    assert (inside.runs[0].paragraph, inside.runs[0].xpath) == (None, "/w:document/w:body/w:sdt[1]/w:sdtContent[1]/w:p[1]")
    assert after.runs[0].paragraph == 0


def test_large_pictures_and_objects_are_reported(tmp_path: Path) -> None:
    picture = (
        '<w:r><w:drawing><wp:inline><wp:extent cx="5400000" cy="7200000"/><a:graphic><a:blip/></a:graphic></wp:inline></w:drawing></w:r>'
    )
    small = picture.replace("5400000", "540000")
    found = read(tmp_path, paragraph(picture) + paragraph(small) + paragraph("<w:r><w:object><o:OLEObject/></w:object></w:r>"))
    assert found.faults == ()
    assert len(found.notices) == 2
    assert "1 幅" in found.notices[0]


def test_strict_documents_are_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.docx", paragraph("严格格式"))
    parts = {}
    with ZipFile(path) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name).replace(
                b"schemas.openxmlformats.org/wordprocessingml/2006/main", b"purl.oclc.org/ooxml/wordprocessingml/main"
            )
    with ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert texts(source(path)) == ["严格格式"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空"),
        (b"PK\x03\x04 truncated", "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧版"),
        ("只是文字".encode(), "已损坏"),
    ],
)
def test_files_that_are_no_word_documents(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=words):
        source(path)


def test_damaged_and_hostile_parts(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w:document")
    with pytest.raises(ReadError, match="XML"):
        source(path)
    entity = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    with pytest.raises(ReadError, match="文档类型"):
        source(write(path, paragraph("甲"), prolog=entity))
    with ZipFile(path, "w") as archive:
        archive.writestr("word/workbook.xml", "<workbook/>")
    with pytest.raises(ReadError, match="缺少部件"):
        source(path)


def test_a_zip_bomb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as stream:
        for _ in range(100):
            stream.write(bytes(1024 * 1024))
    with pytest.raises(ReadError, match="压缩炸弹"):
        source(path)


def test_tables_nested_without_end_are_refused(tmp_path: Path) -> None:
    body = paragraph("底")
    for _ in range(30):
        body = table(cell("a") + cell(body + "<w:p/>"))
    with pytest.raises(ReadError, match="嵌套"):
        read(tmp_path, body)


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (35, "三十五"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1010, "一千零一十"),
    ],
)
def test_chinese_ordinals(number: int, word: str) -> None:
    assert counted(number) == word


def test_other_ordinals() -> None:
    styles = (
        "upperRoman",
        "lowerLetter",
        "decimalEnclosedCircle",
        "ideographTraditional",
        "chineseLegalSimplified",
        "decimalZero",
        "none",
        "unknown",
    )
    assert [written(4, style) for style in styles] == ["IV", "d", "④", "丁", "肆", "04", "", "4"]
    assert written(27, "upperLetter") == "AA"


@settings(max_examples=60, deadline=None)
@given(parts=st.lists(st.text(alphabet="收支1,2.5%　 \u200b\u00ad万元", max_size=8), min_size=1, max_size=6))
def test_every_character_keeps_its_place(tmp_path_factory: pytest.TempPathFactory, parts: list[str]) -> None:
    path = write(tmp_path_factory.mktemp("docx") / "a.docx", paragraph(*(run(part) for part in parts)))
    raw = "".join(parts)
    for line in source(path).blocks:
        assert isinstance(line, Line)
        assert sum(r.end - r.start for r in line.runs) == len(line.text)
        for index, character in enumerate(line.text):
            place = locate(line.runs, index, index + 1)
            assert place.start is not None
            assert raw[place.start] == character
