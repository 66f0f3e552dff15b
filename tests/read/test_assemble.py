"""Assembling: sentences joined, headings told from body, lines given to their tables, and what the whole document is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.model import Document, Grid, Location, Passage, Section, Table
from auditor.read import read, sections, tables
from auditor.read.assemble import assemble
from auditor.read.source import Line, Source
from auditor.read.text import parse
from auditor.read.text_clean import clean
from tests.read.test_text import PIECES, assert_exact


def plain(
    grid: Grid, *, identity: str, before: tuple[Passage, ...], after: tuple[Passage, ...], **given: Any
) -> tuple[Table, tuple[Passage, ...]]:
    """A table that is not understood, only kept: its title is what stands above it, its notes what stands below."""
    title = " / ".join(p.text for p in before)
    inside = tuple(
        Passage(cell.text, cell.runs, table=identity, row=r, column=c)
        for r, row in enumerate(grid.rows)
        for c, cell in enumerate(row)
        if cell.text.endswith("。")
    )
    return Table(identity, title, "", given["unit"], (), Location(), given["section"], notes=after, year=given["year"]), inside


@pytest.fixture(autouse=True)
def _plain_tables(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if "shared" not in request.keywords:
        monkeypatch.setattr(tables, "understand", plain)


def document(text: str) -> Document:
    return assemble(Source("text", "0", tuple(parse(text))), Path("某局.txt"))


def body(text: str) -> list[str]:
    return [p.text for p in document(text).passages if p.narrative and not p.heading and p.table is None]


def headings(text: str) -> list[tuple[int, str]]:
    return [(p.heading, p.text) for p in document(text).passages if p.heading]


def broken(text: str, width: int) -> list[str]:
    """The lines of a text on a page of so many columns: numbers stay whole, no line begins with a sign."""
    lines, line, used = [], "", 0
    for word in re.findall(r"[\d.]+|.[，。；：、）]*", text):
        columns = sum(1 if sign < "\u2010" else 2 for sign in word)
        if used + columns > width:
            lines.append(line)
            line, used = "", 0
        line, used = line + word, used + columns
    return [*lines, line]


class TestJoining:
    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("本年支出比上年增加3.20万元，增长1.5%，主要原因是由于职能划转引", "起的人员经费增加，以及培训次数增加。"),
            ("公务接待费支出0万元，完成全年预算的0%，与上年相同，主要原因", "是：本年度没有公务接待；"),
            ("涉及二级项目5个，资金88.80万元，其中一般公共预算项目支出88.80", "万元，政府性基金预算项目支出0万元。"),
            ("主要用于基本工资、津贴补贴、", "奖金等人员支出。"),
            ("按照《某县关于进一步规范乡镇", "干部补助的办法》逐月发放补助，保证按时到位。"),
            ("由于工作机制调整，调研合并进行，减少了调研", "次数，因此支出减少。"),
        ],
    )
    def test_broken_sentences(self, first: str, second: str) -> None:
        for gap in ("\n", "\n\n", "\n— 7 —\n\n"):
            assert body(f"一、情况说明\n\n{first}{gap}{second}\n") == [first + second]

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("本年收入合计5.00万元。", "其中财政拨款5.00万元。"),
            ("本年收入合计5.00万元，其中：", "财政拨款5.00万元；"),
            ("他说：“今年一切顺利。”", "明年继续努力。"),
            ("按月或者按季发放", "本年没有结余。"),
            ("立项依据：会议记录，人大工作要点和年度安排的有关要求", "必要性：保障代表履行职责，完善工作制度。"),
            ("人员经费81.50 元，公用经费12.30 元", "本年度没有其他支出。"),
            ("人员经费81.50 元，公用经费12.30 元", "（二）项目支出20.00元，用于两项工作。"),
            ("法制委员会、监察委员会、财经委员会、教科文卫委员会", "工作机构和办事机构（6）个："),
            ("满意度 96%", "2．项目按期完成，没有结转。"),
            ("本年支出情况良好，其中基本支出合计5.00", "项目支出合计3.00"),
        ],
    )
    def test_whole_sentences(self, first: str, second: str) -> None:
        assert body(f"一、情况说明\n\n{first}\n\n{second}\n") == [first, second]

    def test_hard_line_ends(self) -> None:
        long = "本年度支出合计一千二百三十四万元比上年增加五十六万元主要"
        text = "\n".join(["一、支出", *[long] * 9, "用于两项", "", "下一段说的是别的事情了。"])
        assert body(text) == [long * 9 + "用于两项", "下一段说的是别的事情了。"]

    def test_indents_begin_paragraphs(self) -> None:
        row = "本年度支出合计一千二百三十四万元，比上年增加五十六。"
        text = "一、支出\n" + f"  {row}\n{row}\n{row}\n" * 4
        assert body(text) == [row * 3] * 4

    def test_items_broken_at_the_width_of_the_page(self) -> None:
        items = [
            f"{n}.农林水支出（类）水利（款）{name}（项），主要用于：{use}。年初预算为{n}20.00万元，支出决算为{n}18.{n}0万元，"
            f"平均得分9{n}.50分。决算数小于预算数的主要原因：{why}。"
            for n, (name, use, why) in enumerate(
                [
                    ("行政运行", "在职人员工资与日常公用", "人员减少"),
                    ("防汛", "物资储备、巡查与抢险队伍建设", "汛情比往年轻，物资没有用完"),
                    ("水利工程运行与维护", "闸站养护", "养护费用按实结算"),
                    ("水文测报", "水文站点运行以及数据报送", "站点合并后费用节省"),
                ],
                1,
            )
        ]
        for width in range(24, 31):
            lines = [line for item in items for line in broken(item, 2 * width)]
            assert body("\n".join(["五、支出决算情况说明", *lines])) == items

    def test_a_quoted_name_broken_before_the_width_of_the_page(self) -> None:
        row = "本年度支出合计一千二百三十四万元，比上年增加五十六，"
        lines = [*[row] * 9, "完成预算。", "10.“住房保障支出（类）住房改革支出（款）住房公", "积金（项）”34.93万元，主要用于住房公积金。"]
        assert body("\n".join(["一、支出", *lines]))[-1] == "".join(lines[-2:])

    def test_titles_broken_at_the_width_of_the_page(self) -> None:
        assert headings("第三部分 某某市某某区生态环境局 2025 年度部门决算情况说\n明\n一、收入决算情况说明") == [
            (1, "第三部分某某市某某区生态环境局 2025 年度部门决算情况说明"),
            (2, "一、收入决算情况说明"),
        ]
        assert headings("第三部分 某某市某某区文化和旅游局 2025 年度部门决算情况\n说明\n一、收入决算情况说明")[0][1].endswith("情况说明")

    def test_rows_of_a_table_without_its_lines_are_no_sentences(self) -> None:
        rows = [
            "项目 决算数 项目 决算数",
            "一、一般公共预算财政拨款收入 4,733.14 一、一般公共服务支出 0.00",
            "二、政府性基金预算财政拨款收入 0.00 二、外交支出 0.00",
            "三、教育支出 120.30",
            "2110101   行政运行   1,293.60      1,283.70      9.90",
            "301 01 基本工资 405.36 302 01 办公费 92.11",
        ]
        said = ["本年支出合计 4733.14 万元，其中基本支出 3365.38 万元。", "接待批次 1 次、接待 15 人次、陪同 5 人。"]
        assert not set(rows[1:]) & set(body("\n".join(["收入支出", *rows, "", "一、支出情况", *said])))
        assert body("\n".join(["一、支出情况", *said])) == said

    def test_whole_paragraphs_are_left_alone(self) -> None:
        first, second = "没有句号的一段，长长的，还没有说完就分页了但格式说它是完整的", "第二段也是完整的一段，同样没有句号"
        blocks = tuple(Line(t, clean(t, n, 0)[1], complete=True) for n, t in enumerate((first, second), 1))
        assert [p.text for p in assemble(Source("docx", "0", blocks), Path("a.docx")).passages] == [first, second]

    def test_a_heading_that_broke(self) -> None:
        assert body("## 三、结论\n\n### （一）实际支出与申报目标的对比分\n\n析。实际支出5.00万元，目标6.00万元。") == [
            "（一）实际支出与申报目标的对比分析。实际支出5.00万元，目标6.00万元。"
        ]


class TestHeadings:
    @pytest.mark.parametrize(
        ("line", "level", "number", "title"),
        [
            ("第三部分 情况说明", 1, "第三部分", "情况说明"),
            ("第二章部门概况", 1, "第二章", "部门概况"),
            ("一、收入支出决算总体情况说明", 2, "一", "收入支出决算总体情况说明"),
            ("十二.其他", 2, "十二", "其他"),
            ("（二）“三公”经费支出情况", 3, "（二）", "“三公”经费支出情况"),
            ("（一）项目概况。", 3, "（一）", "项目概况"),
            ("(三) 支出决算具体情况。", 3, "(三)", "支出决算具体情况"),
            ("1、部门基本情况：", 4, "1", "部门基本情况"),
            ("2．预算执行情况", 4, "2", "预算执行情况"),
            ("(1) 年度目标", 5, "(1)", "年度目标"),
            ("③提高监督实效，取得新成绩", 5, "③", "提高监督实效，取得新成绩"),
        ],
    )
    def test_numbered(self, line: str, level: int, number: str, title: str) -> None:
        assert sections.heading(line) == sections.Heading(level, number, title)

    @pytest.mark.parametrize(
        "line",
        [
            "1.因公出国（境）费全年预算数为 0.00 万元，支出决算为 0.00 万元。",
            "（一）基本支出101.60万元，主要用于人员工资。",
            "1. 教育支出年初预算数为 10.00 万元，支出决算为 9.00 万元",
            "6、主持本级代表的选举。",
            "3、监督本级机关的工作，受理群众的申诉和意见。",
            "一、财政拨款收入：指从同级财政部门取得的拨款。",
            "（四）建议。进一步做好工作。",
            "4 部条例的出台",
            "2023年度收入合计5.00万元",
            "",
        ],
    )
    def test_body(self, line: str) -> None:
        assert sections.heading(line) is None

    def test_a_heading_over_two_lines(self) -> None:
        found = document("五、一般公共预算财政拨款支出决算情\n况说明\n\n支出5.00元。")
        assert [(s.number, s.title) for s in found.sections] == [("五", "一般公共预算财政拨款支出决算情况说明")]
        assert found.passages[0].text == "五、一般公共预算财政拨款支出决算情况说明"

    def test_marked_headings_and_sentences_that_only_look_marked(self) -> None:
        assert sections.heading("部门概况", 2) == sections.Heading(2, "", "部门概况")
        assert sections.heading("2023年度收入合计5.00万元，比上年增加1.00万元。", 2) is None

    def test_sections_nest_by_number_not_by_mark(self) -> None:
        text = "# 第一部分 概况\n\n#### 一、职责\n\n甲负责此事。\n\n## （一）内设机构\n\n乙负责此事。\n\n### 二、编制\n\n丙负责此事。"
        found = [(p.text, p.section.path if p.section else (), p.label) for p in document(text).passages if not p.heading]
        top, first = "第一部分 概况", "一、职责"
        assert found == [
            ("甲负责此事。", (top, first), "第一部分 概况 › 一、职责 第1段"),
            ("乙负责此事。", (top, first, "（一）内设机构"), "第一部分 概况 › 一、职责 › （一）内设机构 第1段"),
            ("丙负责此事。", (top, "二、编制"), "第一部分 概况 › 二、编制 第1段"),
        ]

    def test_a_numbered_sentence_ends_its_sibling(self) -> None:
        text = "三、结论\n\n（一）得分情况\n\n得分90分。\n\n（二）建议。进一步做好工作。"
        last = document(text).passages[-1]
        assert last.section == Section("三", "结论", 2, ("三、结论",))

    def test_enclosed_reports_begin_anew_and_carry_their_project(self) -> None:
        text = "第五部分 附件\n\n一、甲\n\n项目支出绩效自评报告\n\n项目名称：会议费\n\n一、基本情况\n\n共开会三次。"
        last = document(text).passages[-1]
        assert last.label == "项目支出绩效自评报告（会议费） › 一、基本情况 第1段"

    def test_announced_headings(self) -> None:
        text = (
            "目录\n一、主要职能.....1\n二、预算编制说明.....2\n三、名词解释.....3\n\n某局主要职能\n\n某局管某事，某事归某局。\n\n"
            "2024年预算编制说明\n\n一、收入情况 2024年收入预算合计5.00万元，其中财政拨款5.00万元。\n\n名词解释\n\n一、财政拨款：指财政拨给的款。"
        )
        found = document(text)
        assert [(p.heading, p.text) for p in found.passages if p.heading] == [
            (1, "某局主要职能"),
            (1, "2024年预算编制说明"),
            (1, "名词解释"),
        ]
        assert not found.passages[-1].narrative
        parted = text.replace("一、主要职能.....1\n", "一、主要职能.....1\n一、收入情况.....2\n")
        assert (2, "一、收入情况") in headings(parted)
        assert "2024年收入预算合计5.00万元，其中财政拨款5.00万元。" in body(parted)


class TestNarrative:
    TEXT = (
        "某县某局\n2023年度部门决算\n\n目  录\n第一部分 概况\n一、职责\n二、收入表\n\n第一部分 概况\n\n一、职责\n\n管某事。\n\n"
        "二、收入表\n\n公开01表\n部门：某县某局\n单位：万元\n项目\t金额\n合计\t5.00\n注：本表反映收入。\n\n"
        "第二部分 名词解释\n\n一、项目支出：指为完成任务发生的支出。"
    )

    def test_what_states_nothing(self) -> None:
        found = document(self.TEXT)
        quiet = [p.text for p in found.passages if not p.narrative]
        assert quiet == [
            "某县某局",
            "2023年度部门决算",
            "目录",
            "第一部分概况",
            "一、职责",
            "二、收入表",
            "公开01表",
            "部门：某县某局",
            "单位：万元",
            "注：本表反映收入。",
            "第二部分名词解释",
            "一、项目支出：指为完成任务发生的支出。",
        ]
        assert body(self.TEXT) == ["管某事。"]

    def test_contents_without_a_head(self) -> None:
        block = "第一部分 概况\n一、职责\n二、机构\n第二部分 说明\n"
        found = document(f"{block}\n第一部分 概况\n\n一、职责\n\n管某事。\n\n二、机构\n\n设三个科。\n\n第二部分 说明\n\n支出5.00元。")
        assert [s.title for s in found.sections] == ["概况", "职责", "机构", "说明"]

    def test_contents_of_a_word_file(self) -> None:
        found = document("目录\n一、职责 PAGEREF _Toc123 \\h 3\n二、说明 PAGEREF _Toc124 \\h 4\n\n一、职责\n\n管某事。")
        assert [s.title for s in found.sections] == ["职责"]

    def test_dots_that_end_a_sentence_are_no_contents(self) -> None:
        assert body("一、支出\n\n包括办公费5.00元、印刷费2.00元等……") == ["包括办公费5.00元、印刷费2.00元等……"]

    def test_figures_among_definitions_are_heard(self) -> None:
        text = "名词解释\n\n基本支出：指基本的支出。\n\n单价100万元以上设备：指贵的设备。\n\n本年收入5.00万元，比上年增加1.00万元。"
        assert body(text) == ["本年收入5.00万元，比上年增加1.00万元。"]

    def test_notes_with_figures_are_narrative(self) -> None:
        assert "说明：本年公务接待费2.00万元，比上年减少1.00万元。" in body(
            "一、表\n项目\t金额\n合计\t5.0\n说明：本年公务接待费2.00万元，比上年减少1.00万元。"
        )

    def test_text_in_cells_comes_at_its_place(self) -> None:
        text = "一、甲\n\n前文在此。\n\n指标\t情况\n满意度\t达到95%。\n\n后文在此。"
        assert [p.text for p in document(text).passages] == ["一、甲", "前文在此。", "达到95%。", "后文在此。"]


class TestTables:
    def test_lines_above_and_below(self) -> None:
        text = (
            "第二部分 决算表\n\n收入决算表\n公开02表\n部门：某局\n2023年度\n金额单位：万元\n\n项目\t金额\n合计\t5.00\n\n注：1. 本表反映收入。\n\n2. 可能有尾差。\n\n"
            "支出决算表\n\n项目\t金额\n合计\t4.00\n\n说明：本表无数据\n\n第三部分 说明\n\n支出4.00万元。"
        )
        first, second = document(text).tables
        assert first.title == "收入决算表 / 公开02表 / 部门：某局 / 2023年度 / 金额单位：万元"
        assert [n.text for n in first.notes] == ["注：1. 本表反映收入。", "2. 可能有尾差。"]
        assert second.title == "支出决算表"
        assert [n.text for n in second.notes] == ["说明：本表无数据"]
        assert first.section is not None
        assert first.section.title == "决算表"
        assert (first.unit, first.year) == ("万元", "2023")
        assert (first.id, second.id) == ("T1", "T2")

    def test_a_bare_note_head_takes_its_block(self) -> None:
        text = "项目\t金额\n合计\t5.00\n\n## 备注：\n\n- 本表不含涉密信息。\n- 财政拨款含上年结转。\n\n支出自评表\n\n项目\t金额\n合计\t4.00"
        first, second = document(text).tables
        assert [n.text for n in first.notes] == ["备注：", "本表不含涉密信息。", "财政拨款含上年结转。"]
        assert second.title == "支出自评表"

    def test_a_sentence_above_is_no_title(self) -> None:
        text = "（一）完成情况\n从三个方面分析如下。\n指标\t得分\n甲\t5.00"
        (table,) = document(text).tables
        assert table.title == ""
        assert table.section is not None
        assert table.section.title == "完成情况"

    def test_enclosures_end_the_definitions(self) -> None:
        text = "第四部分 名词解释\n\n一、甲：指甲。\n\n附件1\n\n收入决算表\n\n项目\t金额\n合计\t5.00"
        (table,) = document(text).tables
        assert table.section is not None
        assert table.section.number == "附件1"

    def test_only_tables_and_only_text(self) -> None:
        assert [t.id for t in document("项目\t金额\n合计\t5.00").tables] == ["T1"]
        only = document("收入合计5.00万元。")
        assert (only.tables, [p.label for p in only.passages]) == ((), ["第1段"])


class TestWhole:
    @pytest.mark.parametrize(
        ("cover", "title", "genre", "organization", "year"),
        [
            ("某县某局\n\n2023年度部门决算公开", "某县某局2023年度部门决算公开", "department-final-accounts", "某县某局", "2023"),
            ("2022 年度\n某县某某中心单位决算", "2022年度某县某某中心单位决算", "unit-final-accounts", "某县某某中心", "2022"),
            ("某县某局2024年部门预算", "某县某局2024年部门预算", "department-budget", "某县某局", "2024"),
            ("2021年度某县某局\n整体支出绩效自评报告", "2021年度某县某局整体支出绩效自评报告", "performance", "某县某局", "2021"),
            (
                "某县2022年预算执行情况和2023年预算草案的报告",
                "某县2022年预算执行情况和2023年预算草案的报告",
                "execution-report",
                "",
                "2022",
            ),
            ("2012年某市国民经济和社会发展统计公报", "2012年某市国民经济和社会发展统计公报", "bulletin", "", "2012"),
        ],
    )
    def test_cover(self, cover: str, title: str, genre: str, organization: str, year: str) -> None:
        found = document(f"{cover}\n\n一、概况\n\n截至2019年12月31日，一切如常。")
        assert (found.title, found.genre, found.year) == (title, genre, year)
        assert found.organization == organization or not organization

    def test_organization_of_the_tables_wins(self) -> None:
        found = document("2023年度部门决算\n\n一、表\n\n部门名称：102001-某县某局 2023年度\n单位：元\n项目\t金额\n合计\t5.00")
        assert (found.organization, found.unit) == ("某县某局", "元")

    def test_organization_in_the_rows_of_a_form(self) -> None:
        found = document("2022年度项目支出绩效自评表\n\n项目名称\t会议费\n主管部门\t102-某县某局\t实施单位\t某县某中心\n金额\t5.00")
        assert (found.organization, found.genre) == ("某县某局", "project-performance")

    def test_organization_of_a_cover_without_year_and_kind(self) -> None:
        text = "某县2023年财政预算执行情况和2024年财政预算草案的报告\n\n——2024年1月10日在会上\n\n一、执行情况\n\n收入5.00亿元。"
        assert document(text).organization == "某县"

    def test_tables_alone_say_what_it_is(self) -> None:
        assert document("收入支出决算总表\n单位：元\n项目\t金额\n合计\t5.00").genre == "department-final-accounts"
        assert document("部门收支总表\n单位：元\n项目\t预算数\n合计\t5.00").genre == "department-budget"
        assert document("项目\t数量\n合计\t5.00").genre == "unknown"

    def test_units_that_differ_are_none(self) -> None:
        found = document("收入表\n单位：元\n项目\t金额\n合计\t5.00\n\n支出表\n单位：万元\n项目\t金额\n合计\t5.00")
        assert found.unit == ""

    def test_the_year_of_the_heads(self) -> None:
        assert document("一、概况\n\n2022年度收入5.00万元，2022年度支出5.00万元，2021年度没有支出。").year == "2022"


@given(st.lists(PIECES, max_size=60).map("".join))
def test_places_stay_exact(text: str) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    blocks = tuple(block for block in parse(text) if isinstance(block, Line))
    for passage in assemble(Source("text", "0", blocks), Path("a.txt")).passages:
        assert_exact(passage.text, passage.runs, text.split("\n"))


@pytest.mark.shared
@pytest.mark.parametrize(
    "name", ["xinzhou-congress-2023", "linxia-congress-2023", "zhanyi-congress-2023-performance", "xinzhou-congress-2021-performance"]
)
def test_shared_places(shared: Path, name: str) -> None:
    path = shared / "documents" / f"{name}.txt"
    original = path.read_text(encoding="utf-8").split("\n")
    for passage in read(path).passages:
        assert_exact(passage.text, passage.runs, original)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "genre", "organization", "year", "joined"),
    [
        (
            "xinzhou-congress-2023",
            "department-final-accounts",
            "忻州市人民代表大会常务委员会办公室",
            "2023",
            [(424, 426), (452, 454), (482, 484), (516, 518)],
        ),
        (
            "linxia-congress-2023",
            "department-final-accounts",
            "临夏市人民代表大会常务委员会办公室",
            "2023",
            [(110, 112), (145, 147), (819, 821)],
        ),
        ("zhanyi-congress-2023-performance", "performance", "曲靖市沾益区人民代表大会常务委员会", "2023", []),
        ("xinzhou-congress-2021-performance", "performance", "忻州市人民代表大会常务委员会办公室", "2021", []),
    ],
)
def test_shared_documents(shared: Path, name: str, genre: str, organization: str, year: str, joined: list[tuple[int, int]]) -> None:
    found = read(shared / "documents" / f"{name}.txt")
    assert (found.genre, found.organization, found.year) == (genre, organization, year)
    spans = {tuple(sorted({run.line for run in p.runs if run.line})) for p in found.passages if p.table is None}
    assert {span for span in spans if len(span) > 1} >= set(joined)
