"""Tables in PDF: ruled, open, with horizontal rules only, without any; merged cells; over several pages."""

from __future__ import annotations

import random
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.model import Grid
from auditor.read.pdf import source
from auditor.read.pdf_grid import Patch
from auditor.read.pdf_joins import cell_text
from auditor.read.pdf_lines import TextLine
from auditor.read.pdf_page import PageContent
from auditor.read.pdf_tables import find_tables
from auditor.read.source import Line, Source

pytest.importorskip("reportlab", reason="PDF test pages are drawn with reportlab")
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
WIDTH, HEIGHT = 595.0, 842.0
SIZE = 9.0


class Paper:
    """A canvas measured from the top left corner."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT))
        self.canvas.setFont("STSong-Light", SIZE)

    def say(self, x: float, y: float, text: str, size: float = SIZE) -> None:
        self.canvas.setFont("STSong-Light", size)
        self.canvas.drawString(x, HEIGHT - y, text)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

    def page(self) -> None:
        self.canvas.showPage()
        self.canvas.setFont("STSong-Light", SIZE)

    def cell(self, x0: float, x1: float, top: float, bottom: float, text: str) -> None:
        """Text in the middle of a box: figures to the right, words to the left; line ends split them."""
        lines = text.split("\n")
        y = (top + bottom) / 2 - (len(lines) - 1) * 0.6 * SIZE + 0.36 * SIZE
        for line in lines:
            wide = pdfmetrics.stringWidth(line, "STSong-Light", SIZE)
            figure = line.replace(",", "").replace(".", "").replace("-", "").isdigit() and "." in line
            self.say(x1 - wide - 3 if figure else x0 + 3, y, line)
            y += 1.2 * SIZE

    def table(
        self,
        rows: list[list[str | None]],
        top: float = 100,
        left: float = 60,
        widths: list[float] | None = None,
        height: float = 20,
        *,
        ruled: str = "full",
    ) -> float:
        """Draws rows (``None``: the cell on the left goes on, ``"^"``: the one above does); returns where the table ends.

        ``ruled``: ``full``, ``open`` (no lines at the sides), ``three`` (三线表, head of one row), ``none``.
        """
        widths = widths or [(WIDTH - 2 * left) / len(rows[0])] * len(rows[0])
        xs = [left + sum(widths[:k]) for k in range(len(widths) + 1)]
        for i, row in enumerate(rows):
            for j, text in enumerate(row):
                y0, y1 = top + i * height, top + (i + 1) * height
                if ruled in ("full", "open"):
                    if text != "^":
                        self.rule(xs[j], y0, xs[j + 1], y0)
                    if text is not None and not (text == "^" and j and row[j - 1] == "^" and _same(rows, i, j)) and (ruled == "full" or j):
                        self.rule(xs[j], y0, xs[j], y1)
                if text in (None, "^"):
                    continue
                right, below = j + 1, i + 1
                while right < len(row) and row[right] is None:
                    right += 1
                while below < len(rows) and rows[below][j] == "^":
                    below += 1
                self.cell(xs[j], xs[right], y0, top + below * height, text or "")
        bottom = top + len(rows) * height
        if ruled in ("full", "open"):
            self.rule(xs[0], bottom, xs[-1], bottom)
            if ruled == "full":
                self.rule(xs[-1], top, xs[-1], bottom)
        elif ruled == "three":
            for y in (top, top + height, bottom):
                self.rule(xs[0], y, xs[-1], y)
        return bottom

    def read(self) -> Source:
        self.canvas.showPage()
        self.canvas.save()
        return source(self.path)


def _same(rows: list[list[str | None]], i: int, j: int) -> bool:
    """Whether (i, j) and its left neighbour are covered by one cell of several rows and columns."""
    while i and rows[i][j] == "^":
        i -= 1
    return rows[i][j] is None


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(tmp_path / "a.pdf")


def cells(grid: Grid) -> list[list[str]]:
    return [["~" if cell.covered else cell.text for cell in row] for row in grid.rows]


def grids(found: Source) -> list[Grid]:
    return [block for block in found.blocks if isinstance(block, Grid)]


def lines(found: Source) -> list[str]:
    return [block.text for block in found.blocks if isinstance(block, Line)]


HEAD: list[list[str | None]] = [["项目", None, "决算数", None], ["编码", "名称", "合计", "其中：\n财政拨款"]]


def body(count: int) -> list[list[str | None]]:
    return [[str(20101 + k), f"科目{k}", f"{1000 + k:,}.50", f"{k}.25"] for k in range(count)]


class TestRuled:
    def test_merged_head_and_places(self, paper: Paper) -> None:
        paper.say(250, 80, "收入决算表")
        paper.table([*HEAD, *body(3), ["合计", None, "3,004.50", ""]])
        paper.say(60, 260, "注：本表反映收入情况。")
        found = paper.read()
        (grid,) = grids(found)
        assert cells(grid) == [
            ["项目", "~", "决算数", "~"],
            ["编码", "名称", "合计", "其中：财政拨款"],
            ["20101", "科目0", "1,000.50", "0.25"],
            ["20102", "科目1", "1,001.50", "1.25"],
            ["20103", "科目2", "1,002.50", "2.25"],
            ["合计", "~", "3,004.50", ""],
        ]
        assert [(c.rowspan, c.colspan) for c in grid.rows[0] if not c.covered] == [(1, 2), (1, 2)]
        assert lines(found) == ["收入决算表", "注：本表反映收入情况。"]
        cell = grid.rows[3][2]
        (run,) = cell.runs
        assert (run.page, run.line, run.column) == (1, 5, len("20102\t科目1\t"))
        assert len(run.boxes) == len(cell.text)
        assert all(60 < box[0] < 535 and 160 <= box[1] < box[3] <= 180 for box in run.boxes)
        assert next(block for block in found.blocks[2:] if isinstance(block, Line)).runs[0].line == 8

    def test_head_over_rows(self, paper: Paper) -> None:
        paper.table([["项目", "支出", None, "备注"], ["^", "基本", "项目", "^"], ["甲", "1.00", "2.00", ""]])
        (grid,) = grids(paper.read())
        assert cells(grid)[1] == ["~", "基本", "项目", "~"]
        assert (grid.rows[0][0].rowspan, grid.rows[0][3].rowspan) == (2, 2)

    def test_no_lines_at_the_sides(self, paper: Paper) -> None:
        paper.table([["项目", "预算数", "决算数"], ["甲", "1.00", "2.00"], ["乙", "3.00", "4.00"]], ruled="open")
        assert cells(grids(paper.read())[0]) == [["项目", "预算数", "决算数"], ["甲", "1.00", "2.00"], ["乙", "3.00", "4.00"]]

    def test_head_broken_inside_a_word(self, paper: Paper) -> None:
        paper.table([["项目", "一般公共预算\n财\n政拨款"], ["甲", "1.00"]], height=40)
        assert cells(grids(paper.read())[0])[0][1] == "一般公共预算财政拨款"

    def test_figures_in_one_cell_become_rows(self, paper: Paper) -> None:
        paper.table([["项目", "预算数", "决算数"], ["甲\n乙\n丙", "1.00\n2.00\n3.00", "4.00\n5.00\n6.00"]], height=60)
        assert cells(grids(paper.read())[0])[1:] == [["甲", "1.00", "4.00"], ["乙", "2.00", "5.00"], ["丙", "3.00", "6.00"]]

    def test_spread_text_has_no_spaces(self, paper: Paper) -> None:
        paper.table([["项目", "金额"], ["", "1.00"]])
        for k, char in enumerate("退休费"):
            paper.say(70 + 50 * k, 133, char)
        assert cells(grids(paper.read())[0])[1] == ["退休费", "1.00"]

    def test_text_over_the_edge_goes_to_its_cell_whole(self, paper: Paper) -> None:
        paper.table([["项目名称", "", "金额"], ["机关事业单位缴费", "", "1.00"]], widths=[67, 200, 100])
        assert cells(grids(paper.read())[0])[1] == ["机关事业单位缴费", "", "1.00"]

    def test_close_neighbours_are_not_joined(self, paper: Paper) -> None:
        paper.table([["甲", "乙"]], widths=[60, 60])
        paper.table([["", ""]], top=200, widths=[60, 60])
        paper.say(120 - pdfmetrics.stringWidth("1,100.00", "STSong-Light", SIZE), 213, "1,100.00")
        paper.say(120, 213, "年度总额")
        assert cells(grids(paper.read())[1]) == [["1,100.00", "年度总额"]]

    def test_rules_drawn_as_boxes_and_pieces(self, paper: Paper) -> None:
        for i in range(3):
            for j in range(3):
                paper.canvas.rect(60 + 100 * j, HEIGHT - 120 - 20 * i, 100, 20)
                paper.cell(60 + 100 * j, 160 + 100 * j, 100 + 20 * i, 120 + 20 * i, f"{i}{j}.00")
        assert cells(grids(paper.read())[0]) == [[f"{i}{j}.00" for j in range(3)] for i in range(3)]

    def test_frames_and_underlines_are_no_tables(self, paper: Paper) -> None:
        paper.canvas.rect(40, 40, WIDTH - 80, HEIGHT - 80)
        paper.say(80, 100, "本年度支出合计12.34万元。")
        paper.rule(80, 103, 300, 103)
        found = paper.read()
        assert not grids(found)
        assert lines(found) == ["本年度支出合计12.34万元。"]

    def test_empty_form_is_kept(self, paper: Paper) -> None:
        paper.table([["项目", "金额"], ["", ""], ["", ""]])
        assert cells(grids(paper.read())[0]) == [["项目", "金额"], ["", ""], ["", ""]]

    @pytest.mark.parametrize("turn", [90, -90])
    def test_heads_that_run_up_or_down(self, paper: Paper, turn: int) -> None:
        paper.table([["", "金额"], ["", "1,234.00"]], height=50)
        for i, said in enumerate(("项目", "支出")):
            paper.canvas.saveState()
            paper.canvas.translate(90, HEIGHT - (145 if turn > 0 else 105) - 50 * i)
            paper.canvas.rotate(turn)
            paper.canvas.setFont("STSong-Light", SIZE)
            paper.canvas.drawString(0, 0, said)
            paper.canvas.restoreState()
        assert cells(grids(paper.read())[0]) == [["项目", "金额"], ["支出", "1,234.00"]]

    def test_coloured_boxes_stand_for_rules(self, paper: Paper) -> None:
        for i in range(3):
            for j in range(3):
                paper.canvas.setFillGray(0.9 - 0.05 * ((i + j) % 2))
                paper.canvas.rect(60 + 100 * j, HEIGHT - 120 - 20 * i, 100, 20, stroke=0, fill=1)
                paper.canvas.setFillGray(0)
                paper.cell(60 + 100 * j, 160 + 100 * j, 100 + 20 * i, 120 + 20 * i, f"{i}{j}.00")
        assert cells(grids(paper.read())[0]) == [[f"{i}{j}.00" for j in range(3)] for i in range(3)]

    def test_rules_that_miss_each_other_make_no_column(self, paper: Paper) -> None:
        paper.table([["项目", "金额"]], widths=[100, 100])
        paper.table([["甲", "1.00"], ["乙", "2.00"]], top=120, widths=[107, 93])
        assert cells(grids(paper.read())[0]) == [["项目", "金额"], ["甲", "1.00"], ["乙", "2.00"]]

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.data())
    def test_any_lattice_comes_back(self, tmp_path: Path, data: st.DataObject) -> None:
        """Rows and columns cut at random, cells merged at random, strokes in random pieces and order."""
        rows, columns = data.draw(st.integers(2, 7)), data.draw(st.integers(2, 6))
        owner = [[(i, j) for j in range(columns)] for i in range(rows)]
        merged: set[tuple[int, int]] = set()
        for _ in range(data.draw(st.integers(0, 4))):
            i, j = data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1))
            tall, wide = data.draw(st.integers(1, rows - i)), data.draw(st.integers(1, columns - j))
            block = [(a, b) for a in range(i, i + tall) for b in range(j, j + wide)]
            if not merged & set(block):
                merged |= set(block)
                for a, b in block:
                    owner[a][b] = (i, j)
        starts = {cell for row in owner for cell in row}
        bare = len(starts) < 3 or len({j for _, j in starts}) < 2  # a frame, or boxes under one another
        xs = [50.0]
        for _ in range(columns):
            xs.append(xs[-1] + data.draw(st.integers(30, 80)))
        ys = [100.0]
        for _ in range(rows):
            ys.append(ys[-1] + data.draw(st.integers(14, 30)))
        content = PageContent(1, 595, 842)
        for i in range(rows + 1):
            for j in range(columns):
                if i in (0, rows) or owner[i - 1][j] != owner[i][j]:
                    content.horizontal.append((ys[i], xs[j], xs[j + 1]))
        for j in range(columns + 1):
            for i in range(rows):
                if j in (0, columns) or owner[i][j - 1] != owner[i][j]:
                    content.vertical.append((xs[j], ys[i], ys[i + 1]))
        for i in range(rows):
            for j in range(columns):
                if owner[i][j] == (i, j):
                    for k, char in enumerate(f"{i}{j}"):
                        content.chars.append((xs[j] + 4 + 5 * k, xs[j] + 9 + 5 * k, ys[i] + 11, char, 9.0))
        chance = random.Random(data.draw(st.integers(0, 99)))
        for items in (content.horizontal, content.vertical, content.chars):
            chance.shuffle(items)  # type: ignore[arg-type]
        found, rest = find_tables(content)
        if bare:
            return
        (grid,) = found
        assert not rest
        kept_rows = sorted({i for i in range(rows) for j in range(columns) if owner[i][j] == (i, j)})
        kept_columns = sorted({j for i in range(rows) for j in range(columns) if owner[i][j] == (i, j)})
        wanted = {}
        for i in range(rows):
            for j in range(columns):
                if owner[i][j] == (i, j):
                    tall = len({kept_rows.index(a) for a in kept_rows if owner[a][j] == (i, j)})
                    wide = len({b for b in kept_columns if owner[i][b] == (i, j)})
                    wanted[kept_rows.index(i), kept_columns.index(j)] = (tall, wide, f"{i}{j}")
        assert {(p.row, p.column): (p.rowspan, p.colspan, p.text) for p in grid.patches} == wanted


class TestWithoutVerticals:
    ROWS: ClassVar[list[list[str | None]]] = [
        ["项目", "预算数", "决算数", "完成率"],
        ["基本支出", "1,200.00", "1,180.50", "98.38"],
        ["项目支出", "300.00", "", ""],
        ["其中：培训费", "20.00", "18.00", "90.00"],
        ["合计", "1,500.00", "1,480.50", "98.70"],
    ]

    @pytest.mark.parametrize("ruled", ["three", "none"])
    def test_columns_by_gaps(self, paper: Paper, ruled: str) -> None:
        paper.say(250, 70, "支出情况表", 12)
        paper.say(470, 88, "单位：万元")
        paper.table(self.ROWS, ruled=ruled)
        paper.say(80, 260, "以上数据经过审核。")
        found = paper.read()
        (grid,) = grids(found)
        assert cells(grid) == self.ROWS
        assert lines(found) == ["支出情况表", "单位：万元", "以上数据经过审核。"]

    def test_contents_and_prose_are_no_tables(self, paper: Paper) -> None:
        for k, name in enumerate(["概况", "决算表", "情况说明", "名词解释", "附件"]):
            paper.say(80, 100 + 20 * k, f"第{k + 1}部分　{name}")
            paper.say(500, 100 + 20 * k, str(3 + 4 * k))
        for k in range(6):
            paper.say(80, 300 + 20 * k, "收入合计1,234.50万元，支出合计1,100.20万元，")
            paper.say(320, 300 + 20 * k, "结余134.30万元。")
        assert not grids(paper.read())

    def test_rules_for_every_row(self, paper: Paper) -> None:
        for i, row in enumerate(self.ROWS):
            paper.rule(60, 100 + 20 * i, 535, 100 + 20 * i)
            for j, text in enumerate(row):
                paper.cell(60 + 118 * j, 178 + 118 * j, 100 + 20 * i, 120 + 20 * i, text or "")
        paper.rule(60, 200, 535, 200)
        assert cells(grids(paper.read())[0]) == self.ROWS

    def test_empty_form_is_kept(self, paper: Paper) -> None:
        rows: list[list[str | None]] = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"], ["合计", "", "", "", ""]]
        paper.say(230, 70, "政府性基金预算支出情况表", 12)
        paper.say(470, 88, "金额单位：元")
        bottom = paper.table(rows, ruled="none")
        paper.say(80, bottom + 30, "说明：本表无数据，因本馆没有政府性基金预算拨款。")
        found = paper.read()
        (grid,) = grids(found)
        assert cells(grid) == rows
        assert lines(found)[-1].startswith("说明")

    @pytest.mark.parametrize("above", ["金额单位：元", "联系方式"])
    def test_words_set_apart_are_no_form(self, paper: Paper, above: str) -> None:
        paper.say(230, 70, "本馆各部门", 12)
        paper.say(470, 88, above)
        paper.table([["办公室", "借阅部", "展览部", "保卫部"]], ruled="none")
        paper.say(80, 140, "以上为各部门名称。" if above == "金额单位：元" else "合计")
        assert not grids(paper.read())


class TestOverPages:
    def test_without_a_repeated_head(self, paper: Paper) -> None:
        paper.say(250, 80, "收入决算表")
        paper.table([*HEAD, *body(30)], widths=[110] * 4)
        paper.say(290, 810, "- 1 -")
        paper.page()
        paper.table([[*row] for row in body(40)[30:]], top=60, left=84, widths=[110] * 4)
        paper.say(290, 810, "- 2 -")
        found = paper.read()
        (grid,) = grids(found)
        assert [row[0] for row in cells(grid)[2:]] == [str(20101 + k) for k in range(40)]
        assert {run.page for cell in grid.rows[-1] for run in cell.runs} == {2}
        assert lines(found) == ["收入决算表"]

    @pytest.mark.parametrize("again", [["收入决算表", "单位：万元"], ["收入决算表（续）", "单位：万元"], ["续表", "单位：万元"], []])
    def test_with_a_repeated_head(self, paper: Paper, again: list[str]) -> None:
        paper.say(250, 70, "收入决算表")
        paper.say(450, 90, "单位：万元")
        paper.table([*HEAD, *body(30)])
        paper.page()
        for k, said in enumerate(again):
            paper.say(250 + 200 * k, 70 + 20 * k, said)
        paper.table([*HEAD, *body(34)[30:], ["合计", None, "9.99", ""]])
        found = paper.read()
        (grid,) = grids(found)
        assert len(grid.rows) == 2 + 34 + 1
        assert cells(grid)[-1] == ["合计", "~", "9.99", ""]
        assert lines(found) == ["收入决算表", "单位：万元"]

    def test_total_alone_on_the_last_page(self, paper: Paper) -> None:
        paper.table([*HEAD, *body(30)])
        paper.page()
        paper.table([["合计", None, "99,999.00", "1.00"]], top=60)
        paper.say(60, 100, "注：本表由财务室提供。")
        found = paper.read()
        (grid,) = grids(found)
        assert cells(grid)[-1] == ["合计", "~", "99,999.00", "1.00"]
        assert lines(found) == ["注：本表由财务室提供。"]

    def test_running_head_does_not_part_it(self, paper: Paper) -> None:
        for k in range(4):
            paper.say(200, 50, "某某市某某局部门决算公开报表")
            if not k:
                paper.say(250, 80, "收入决算表")
            paper.table([*([] if k else HEAD), *body(40)[10 * k : 10 * k + 10]])
            paper.page()
        found = paper.read()
        (grid,) = grids(found)
        assert len(grid.rows) == 42

    def test_another_title_begins_another_table(self, paper: Paper) -> None:
        for title in ("收入决算表", "支出决算表"):
            paper.say(250, 80, title)
            paper.table([*HEAD, *body(30)])
            paper.page()
        assert len(grids(paper.read())) == 2

    def test_without_rules(self, paper: Paper) -> None:
        paper.say(250, 70, "支出情况表", 12)
        paper.table(
            [["项目", "预算数", "决算数"], *([f"第{k}项支出", f"{k + 1},000.00", f"{k + 1},200.00"] for k in range(8))], ruled="none"
        )
        paper.page()
        paper.table([[f"第{k}项支出", f"{k + 1},000.00", f"{k + 1},200.00"] for k in range(8, 14)], top=60, ruled="none")
        (grid,) = grids(paper.read())
        assert [row[1] for row in cells(grid)[1:]] == [f"{k + 1},000.00" for k in range(14)]

    def test_text_in_between_begins_another_table(self, paper: Paper) -> None:
        paper.table([*HEAD, *body(10)])
        paper.say(80, 400, "以上为本年度收入情况。")
        paper.page()
        paper.table([*HEAD, *body(10)])
        assert len(grids(paper.read())) == 2

    def test_same_form_filled_in_anew(self, paper: Paper) -> None:
        for name in ("甲", "乙"):
            paper.table(
                [
                    ["项目支出绩效自评表", None, None, None],
                    ["项目名称", f"{name}项目", "主管部门", f"{name}局"],
                    ["预算数", "10.00", "执行数", "9.00" if name == "甲" else "8.00"],
                    ["一级指标", "二级指标", "目标值", "实际值"],
                    ["产出指标", "数量指标", "10", "9"],
                ]
            )
            paper.page()
        assert len(grids(paper.read())) == 2

    def test_row_cut_inside_a_cell(self, paper: Paper) -> None:
        widths = [60.0, 100.0, 150.0, 150.0]
        paper.table([*HEAD, *body(3), ["20804", "机关事业单位基本养", "160.75", "1.00"]], widths=widths)
        paper.page()
        paper.table([["", "老保险缴费支出", "", ""], *body(5)[3:]], top=60, widths=widths)
        (grid,) = grids(paper.read())
        assert cells(grid)[5:7] == [["20804", "机关事业单位基本养老保险缴费支出", "160.75", "1.00"], ["20104", "科目3", "1,003.50", "3.25"]]
        assert [run.page for run in grid.rows[5][1].runs] == [1, 2]

    def test_empty_rest_of_a_cut_row_is_dropped(self, paper: Paper) -> None:
        paper.table([*HEAD, *body(3)])
        paper.page()
        paper.table([["", "", "", ""], *body(5)[3:]], top=60)
        (grid,) = grids(paper.read())
        assert [row[0] for row in cells(grid)[2:]] == [str(20101 + k) for k in range(5)]

    def test_rows_with_labels_only_are_not_joined(self, paper: Paper) -> None:
        paper.table([["项目", "金额"], ["一、一般公共服务支出", ""], ["二、国防", ""]], widths=[100, 100])
        paper.page()
        paper.table([["三、教育支出", ""], ["四、科学技术支出", ""]], top=60, widths=[100, 100])
        (grid,) = grids(paper.read())
        assert [row[0] for row in cells(grid)] == ["项目", "一、一般公共服务支出", "二、国防", "三、教育支出", "四、科学技术支出"]

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(st.integers(1, 12), min_size=1, max_size=5), st.booleans())
    def test_any_cut_gives_the_same_table(self, tmp_path: Path, parts: list[int], repeated: bool) -> None:
        paper = Paper(tmp_path / "a.pdf")
        rows = body(sum(parts))
        paper.say(250, 80, "收入决算表")
        at = 0
        for k, count in enumerate(parts):
            if k:
                paper.page()
            paper.table([*(HEAD if repeated or not k else []), *rows[at : at + count]])
            at += count
        (grid,) = grids(paper.read())
        assert [row[0] for row in cells(grid)[2:]] == [row[0] for row in rows]
        assert [row[2] for row in cells(grid)[2:]] == [row[2] for row in rows]


def _line(text: str, wide: float = 40, page: int = 1) -> TextLine:
    return TextLine(page, text, tuple((0.0, 0.0, 1.0, 1.0) for _ in text), 0.0, wide, 10.0, 10.0)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (["一般公共预算", "财", "政拨款"], "一般公共预算财政拨款"),
        (["1,234,", "567.89"], "1,234,567.89"),
        (["164,978.6", "4"], "164,978.64"),
        (["12.00", "13.00"], "12.00 13.00"),
        (["100", "200"], "100 200"),
        (["GDP", "growth"], "GDP growth"),
        (["小计", "12.00"], "小计12.00"),
        (["12.", "34"], "12.34"),
        (["93.7", "4%"], "93.74%"),
        (["93.74", "4%"], "93.74 4%"),
    ],
)
def test_lines_of_a_cell(said: list[str], text: str) -> None:
    found, parts = cell_text([_line(line) for line in said], 42)
    assert found == text
    assert parts[0][:3] == (0, len(text), 1)
    assert len(parts[0][3]) == len(text)


def test_patch_text_is_bare() -> None:
    assert Patch(0, 0, 1, 1, [_line("合 计"), _line("数")]).text == "合计数"


def test_picture_frames_what_was_found(paper: Paper) -> None:
    from auditor.read.pdf_picture import LINE, picture

    paper.say(250, 80, "收入决算表")
    paper.table([*HEAD, *body(3)])
    paper.read()
    shown = picture(paper.path, 1, resolution=50).convert("RGB")
    colours = {colour for _, colour in shown.getcolors(1 << 20)}
    assert any(red > 150 and green < 100 for red, green, _ in colours)
    assert LINE in colours
