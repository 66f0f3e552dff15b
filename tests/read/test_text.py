"""The text reader: decoding, table shapes, cleaning, and places that are exact to the character."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import ReadError
from auditor.model import Grid, Run
from auditor.read import file, read
from auditor.read.source import Line
from auditor.read.text import parse, source
from auditor.read.text_bytes import decode
from auditor.read.text_clean import clean

HERE = Path("某局.txt")


def grids(text: str) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in block.rows] for block in parse(text) if isinstance(block, Grid)]


def lines(text: str) -> list[str]:
    return [block.text for block in parse(text) if isinstance(block, Line)]


def stretches(text: str) -> Iterator[tuple[str, tuple[Run, ...]]]:
    """The text and runs of every line and cell."""
    for block in parse(text):
        if isinstance(block, Line):
            yield block.text, block.runs
        else:
            yield from ((cell.text, cell.runs) for row in block.rows for cell in row)


def assert_exact(text: str, runs: tuple[Run, ...], original: list[str]) -> None:
    """Runs cover the text without a gap, and each stands where it says (an entity stands for the character that it means)."""
    assert runs
    at = 0
    for run in runs:
        assert run.start == at
        assert run.line is not None
        at = run.end
        there = original[run.line - 1][run.column : run.column + run.end - run.start]
        assert there == text[run.start : run.end] or there[:1] in ("&", "<")
    assert at == len(text)


class TestDecoding:
    TEXT = "某局2023年度部门决算\n收入合计1,234.50万元。\n"

    @pytest.mark.parametrize(
        "data",
        [
            TEXT.encode(),
            codecs.BOM_UTF8 + TEXT.encode(),
            codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
            codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
            TEXT.encode("utf-16-le"),
            TEXT.encode("utf-16-be"),
            TEXT.encode("gb18030"),
            TEXT.replace("\n", "\r\n").encode(),
            TEXT.replace("\n", "\r").encode("gb18030"),
        ],
        ids=["utf-8", "bom", "utf-16-le-bom", "utf-16-be-bom", "utf-16-le", "utf-16-be", "gb18030", "crlf", "cr"],
    )
    def test_encodings(self, data: bytes) -> None:
        assert decode(data, HERE) == (self.TEXT, ())

    def test_a_few_broken_bytes_are_a_fault_not_a_failure(self) -> None:
        data = ("项目支出的预算和决算，收入、支出。\n" * 40).encode()
        text, faults = decode(data[:100] + b"\xff" + data[100:], HERE)
        assert text.count("\ufffd") >= 1
        assert "第 2 行" in faults[0]

    @pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"\0\1\2\3" * 100, "某局\x01\x02\x03\x04".encode() * 30])
    def test_binary(self, data: bytes) -> None:
        with pytest.raises(ReadError, match=r"某局\.txt 不是文本文件.*另存为"):
            decode(data, HERE)

    def test_blank(self) -> None:
        with pytest.raises(ReadError, match="没有文字"):
            decode(b" \n\n", HERE)


class TestFiles:
    def test_missing_directory_empty_large(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(ReadError, match=r"找不到文件 .*没有这个\.txt。请检查"):
            read(tmp_path / "没有这个.txt")
        with pytest.raises(ReadError, match=r"没有可以读取的文件"):
            read(tmp_path)
        empty = tmp_path / "空.txt"
        empty.touch()
        with pytest.raises(ReadError, match=r"是空的.*请确认"):
            read(empty)
        with pytest.raises(ReadError, match=r"是空的"):
            source(empty)
        large = tmp_path / "大.txt"
        large.write_text("某局" * 100, encoding="utf-8")
        monkeypatch.setattr(file, "TEXT_LIMIT", 128)
        with pytest.raises(ReadError, match=r"超过上限.*请拆分"):
            source(large)

    @pytest.mark.parametrize(
        ("name", "data", "says"),
        [
            ("决算.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "另存为 .docx"),
            ("决算.txt", b"\x89PNG\r\n\x1a\n", "图片"),
            ("决算.pdf", "不是 PDF".encode(), "不是 .pdf"),
            ("决算.docx", b"PK\x03\x04broken", "已损坏"),
            ("决算.ofd", b"GIF89a", "图片"),
            ("决算.rar", b"Rar!\x1a\x07", r"\.zip"),
        ],
    )
    def test_foreign_kinds_say_what_to_do(self, tmp_path: Path, name: str, data: bytes, says: str) -> None:
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(ReadError, match=says):
            read(path)

    @pytest.mark.parametrize(
        ("name", "head", "kind"),
        [
            ("a.txt", "%PDF-1.7\n", "pdf"),
            ("a.txt", "<!DOCTYPE html><html>", "html"),
            ("a.htm", "<p>决算</p>", "html"),
            ("a.md", "# 决算", "text"),
            ("a", "决算", "text"),
        ],
    )
    def test_kind_by_content_before_suffix(self, tmp_path: Path, name: str, head: str, kind: str) -> None:
        path = tmp_path / name
        path.write_text(head, encoding="utf-8")
        assert file.kind(path) == kind


class TestCleaning:
    @pytest.mark.parametrize(
        ("raw", "text"),
        [
            ("**人员经费** 12.5 万元", "人员经费 12.5 万元"),
            ("**情况。** 全县收入", "情况。全县收入"),
            ("1. 教育支出**年初预算", "1. 教育支出年初预算"),
            ("<b>总计</b>", "总计"),
            ("[bookmark: _GoBack]整体支出", "整体支出"),
            ("办公&nbsp;设备", "办公设备"),
            ("目标&ge;95%", "目标≥95%"),
            ("行政运 行", "行政运行"),
            ("合      计", "合计"),
            ("因公出国（境） 费", "因公出国（境）费"),
            ("上缴 上级 支出", "上缴上级支出"),
            ("目标1: 培训两次 目标2: 会议一次", "目标1: 培训两次 目标2: 会议一次"),
            ("部门：某局 单位：万元", "部门：某局 单位：万元"),
            ("某局　　　　办公室", "某局　　　　办公室"),
            ("2023 年支出 3.5 %", "2023 年支出 3.5 %"),
            ("354人*200*12", "354人*200*12"),
            ("≤0% 且 <10%", "≤0% 且 <10%"),
            ("1\\. 概况", "1. 概况"),
            ("  收入  ", "收入"),
            ("**", ""),
        ],
    )
    def test_leftovers(self, raw: str, text: str) -> None:
        found, runs = clean(raw, 1, 0)
        assert found == text
        assert_exact(found, runs, [raw])

    def test_line_leads(self) -> None:
        assert lines("## 二、收入 ##\n- 三、支出\n> 引文一句。\n· 列项一句。\n#5 楼\n- 3 -\n```\n___") == [
            "二、收入 ##".rstrip(" #"),
            "三、支出",
            "引文一句。",
            "列项一句。",
            "#5 楼",
        ]
        (heading,) = (block for block in parse("### 支出情况") if isinstance(block, Line))
        assert heading.heading == 3

    def test_page_marks_and_running_heads(self) -> None:
        page = "某某区某某局二〇二三年材料\n本年支出{0}万元。\n— {0} —\n\f"
        found = lines("".join(page.format(n) for n in range(1, 6)))
        assert found.count("某某区某某局二〇二三年材料") <= 1
        assert [x for x in found if "支出" in x] == [f"本年支出{n}万元。" for n in range(1, 6)]
        assert lines("甲句。\n1\n乙句。\n2\n丙句。\n3\n丁句。") == ["甲句。", "乙句。", "丙句。", "丁句。"]
        assert lines("甲句。\n            11\n乙句。\n            12\n丙句。\n            13\n丁句。") == [
            "甲句。",
            "乙句。",
            "丙句。",
            "丁句。",
        ]
        assert "5" in lines("分值\n5\n得分")

    def test_a_number_in_the_midst_of_a_sentence_is_that_of_a_page(self) -> None:
        assert lines("支出决算为18万元，\n\n16\n\n完成年初预算的90%。") == ["支出决算为18万元，", "完成年初预算的90%。"]
        assert "16" in lines("支出决算为18万元。\n\n16\n\n完成年初预算的90%。")
        assert "16" in lines("共有车辆，\n\n16\n\n辆。")


class TestTables:
    def test_tab_rows_are_one_grid_over_blank_lines(self) -> None:
        text = "收入总表\n单位：万元\n\n项目\t行次\t金额\n甲\t1\t10.00\n\n乙\t2\t\n合计\t3\t10.00\n\n注：本表无尾差。"
        assert grids(text) == [[["项目", "行次", "金额"], ["甲", "1", "10.00"], ["乙", "2", ""], ["合计", "3", "10.00"]]]
        assert lines(text) == ["收入总表", "单位：万元", "注：本表无尾差。"]

    def test_a_title_parts_two_tables(self) -> None:
        text = "项目\t金额\n合计\t1.0\n支出表\n项目\t金额\n合计\t2.0"
        assert [g[1] for g in grids(text)] == [["合计", "1.0"], ["合计", "2.0"]]

    def test_two_forms_of_the_same_kind_without_title(self) -> None:
        text = "项目名称\t甲项目\t\n预算\t5\t6\n\n项目名称\t乙项目\t\n预算\t7\t8\n"
        assert len(grids(text)) == 2

    def test_a_row_of_one_word_is_a_row(self) -> None:
        assert grids("一、采购\t\t\n项目\t行次\t数\n货物\t1\t2.5\n合计\t\t\n") == [
            [["一、采购", "", ""], ["项目", "行次", "数"], ["货物", "1", "2.5"], ["合计", "", ""]]
        ]

    def test_a_repeated_page_head_is_dropped(self) -> None:
        head = "支出决算表\n公开03表\n单位：万元\n科目\t名称\t金额\n"
        text = head + "201\t一般\t5.00\n20101\t人大\t5.00\n\f" + head + "2010101\t运行\t5.00\n208\t社保\t1.00\n"
        (grid,) = grids(text)
        assert [row[0] for row in grid] == ["科目", "201", "20101", "2010101", "208"]
        text = head + "合计\t\t5.00\n201\t一般\t5.00\n\n" + head.replace("03", "04") + "合计\t\t6.00\n"
        assert len(grids(text)) == 2

    def test_one_cell_to_a_line(self) -> None:
        text = "\t指标\n\t分值\n\t得分\n\n\t甲\n\t10\n\t9\n\n\t\n\t20\n\t20\n\n1．说明一句。"
        assert grids(text) == [[["指标", "分值", "得分"], ["甲", "10", "9"], ["", "20", "20"]]]
        assert lines(text) == ["1．说明一句。"]

    def test_indented_paragraphs_are_no_table(self) -> None:
        text = "\t本年收入增加，主要原因是人员增加以及职能划转带来的经费。\n\t本年支出增加，主要原因是项目增加以及职能划转带来的经费。\n"
        assert grids(text * 2) == []
        assert grids("\t\n\t职责\n\n文字一句。") == []

    def test_markdown_pipes(self) -> None:
        text = "| 项目 | 金额 |\n|:---|---:|\n| 甲\\|乙 | 1.00 |\n| 合计 | |\n\n后文。"
        assert grids(text) == [[["项目", "金额"], ["甲|乙", "1.00"], ["合计", ""]]]
        assert grids("项目 | 金额\n--- | ---\n甲 | 2.0\n") == [[["项目", "金额"], ["甲", "2.0"]]]
        assert grids("甲|乙两项。") == []

    def test_drawn_tables(self) -> None:
        text = "+------+------+\n| 项目 | 金额 |\n|      | 万元 |\n+======+======+\n| 甲   | 1.0  |\n+------+------+\n"
        assert grids(text) == [[["项目", "金额万元"], ["甲", "1.0"]]]
        assert grids("┌──┬──┐\n│甲│1.0│\n├──┼──┤\n│乙│2.0│\n└──┴──┘") == [[["甲", "1.0"], ["乙", "2.0"]]]

    def test_html_tables_with_spans(self) -> None:
        text = "前文。\n<table><tr><td rowspan=2>项目</td><td colspan='2'>金额</td></tr>\n<tr><td>基本</td><td>项目\n支出</td></tr>\n</table>\n后文。"
        (grid,) = [block for block in parse(text) if isinstance(block, Grid)]
        assert [[(c.text, c.covered) for c in row] for row in grid.rows] == [
            [("项目", False), ("金额", False), ("", True)],
            [("", True), ("基本", False), ("项目支出", False)],
        ]
        assert (grid.rows[0][0].rowspan, grid.rows[0][1].colspan) == (2, 2)
        assert [(r.line, r.column) for r in grid.rows[1][2].runs] == [(3, 19), (4, 0)]
        assert lines(text) == ["前文。", "后文。"]

    def test_a_bare_name_beside_the_unit_stands_above_the_table(self) -> None:
        text = "收入支出决算总表\n某县林业和草原局\t\t\t金额单位：万元\n项目\t决算数\t项目\t决算数\n收入合计\t10.00\t支出合计\t10.00\n"
        assert any("某县林业和草原局" in line for line in lines(text))

    def test_lines_with_tabs_that_are_no_rows(self) -> None:
        text = "目录\n第一部分 概况\t1\n一、职责.....\t1\n\n收入表\t\t公开01表\n部门：某局\t\t单位：万元\n项目\t金额\n甲\t1.0\n注：本表反映收入。\t\n"
        assert grids(text) == [[["项目", "金额"], ["甲", "1.0"]]]
        assert "公开01表" in lines(text)
        assert "部门：某局" in lines(text)
        assert "注：本表反映收入。" in lines(text)

    def test_torn_rows_are_mended(self) -> None:
        text = "指标\t目标\t完成\n甲\t1\t1\n乙\t2\t2\n丙\t培训干部\n一百人次\t3\n丁\t4\t4\n戊\t5\t5\n"
        assert grids(text)[0][3] == ["丙", "培训干部一百人次", "3"]

    def test_ruler_rows_are_dropped(self) -> None:
        assert grids("甲\t1\n乙\t2\n----\t---\n") == [[["甲", "1"], ["乙", "2"]]]


PIECES = st.sampled_from(
    "收入合计;1,234.56;\t;\t;\n;\n\n; ;　;**;<b>;</b>;&nbsp;&lt;|;|;- ;## ;\f;\r\n;。;，;一、;（二）;单位：万元;公开01表;注：;—3—;[bookmark: x]".split(
        ";"
    )
    + "<table>;<tr>;<td>;</table>;合 计;|---|---|;<br>;\\*;201;目录;....;续表;备注;\ufeff;\u2028;第一部分 概况;2023年度;&#8805".split(";")
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_places_are_exact_in_any_text(text: str) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    original = text.split("\n")
    for found, runs in stretches(text):
        assert not found or runs
        if runs:
            assert_exact(found, runs, original)


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for found, runs in stretches(text):
        if runs:
            assert_exact(found, runs, text.split("\n"))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "rows"),
    [
        (
            "xinzhou-congress-2023",
            [34, 25, 25, 35, 24, 31, 4, 4, 4, 21, 26, 24, 25, 24, 24, 23, 24, 25, 24, 25, 24, 23, 24, 4, 10, 4, 11],
        ),
        ("linxia-congress-2023", [34, 21, 21, 35, 21, 31, 4, 4, 5, 27, 30, 17, 18, 20]),
        ("zhanyi-congress-2023-performance", [13, 25, 17, 17, 17]),
        ("xinzhou-congress-2021-performance", [7, 8, 6, 2]),
    ],
)
def test_every_printed_table_is_one_grid(shared: Path, name: str, rows: list[int]) -> None:
    text = (shared / "documents" / f"{name}.txt").read_text(encoding="utf-8")
    assert [len(block.rows) for block in parse(text) if isinstance(block, Grid)] == rows
    for found, runs in stretches(text):
        assert_exact(found, runs, text.split("\n"))


def test_one_endless_line_of_any_character_is_read(tmp_path: Path) -> None:
    """Such lines are where patterns run wild; how long they take is measured by ``make bench``."""
    for char in ("1", " ", "*", "<", "|", "\t", ".", "#", "-", "&", "[", "(", "　", "\\", "一"):
        path = tmp_path / "长.txt"
        path.write_text("某" + char * 200_000 + "局", encoding="utf-8")
        assert source(path).blocks
