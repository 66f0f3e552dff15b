"""What a table means: kinds, heads, panels, stubs, aspects, and performance tables whose rows are shifted."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.model import Aspects, Cell, Document, Grid, GridCell, Passage, Role, Run, Section, Table
from auditor.read import read
from auditor.read.captions import caption, performance, reduced, says_empty, titled
from auditor.read.meaning import read as read_label
from auditor.read.tables import entitled, understand


def grid(text: str) -> Grid:
    """Rows of cells between bars; ``~`` is covered by the cell to its left, ``^`` by one above."""
    rows = []
    for number, line in enumerate(text.strip("\n").splitlines(), 1):
        texts = [cell.strip() for cell in line.strip().split("|")]
        row = []
        for column, cell in enumerate(texts):
            span = 1
            while column + span < len(texts) and texts[column + span] == "~":
                span += 1
            plain = "" if cell in ("~", "^") else cell
            runs = (Run(0, len(plain), line=number, column=column),) if plain else ()
            row.append(GridCell(plain, runs, colspan=span if plain else 1, covered=cell in ("~", "^")))
        rows.append(tuple(row))
    return Grid(tuple(rows))


def line(text: str) -> Passage:
    return Passage(text, (Run(0, len(text), line=1),))


def table(
    text: str, *before: str, after: tuple[str, ...] = (), genre: str = "department-final-accounts", year: str = "2023", unit: str = ""
) -> Table:
    return both(text, *before, after=after, genre=genre, year=year, unit=unit)[0]


def both(
    text: str,
    *before: str,
    after: tuple[str, ...] = (),
    genre: str = "department-final-accounts",
    year: str = "2023",
    unit: str = "",
    section: Section | None = None,
) -> tuple[Table, tuple[Passage, ...]]:
    return understand(
        grid(text),
        identity="T3",
        before=tuple(map(line, before)),
        after=tuple(map(line, after)),
        section=section,
        year=year,
        unit=unit,
        genre=genre,
    )


def of(found: Table, row: int, column: int) -> Cell:
    return found.rows[row][column]


def aspects(
    measure: str, flow: str = "", part: str = "", scope: str = "", stage: str = "决算", period: str = "2023", entity: str = ""
) -> Aspects:
    return Aspects(measure, flow, part, scope, stage, period, entity)


def value(cell: Cell) -> str:
    assert cell.quantity is not None
    return f"{cell.quantity.value}{cell.quantity.unit}"


def clashes(found: Table) -> list[tuple[Cell, Cell]]:
    """Figures that share aspects and kind but print different quantities."""
    seen: dict[tuple[Aspects, str], Cell] = {}
    bad = []
    for cell in found.figures:
        if not cell.aspects.measure:
            continue
        first = seen.setdefault((cell.aspects, cell.kind), cell)
        assert first.quantity is not None
        assert cell.quantity is not None
        if first.quantity.base != cell.quantity.base:
            bad.append((first, cell))
    return bad


# --- titles, units, notes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("收入支出决算总表", "total"),
        ("附件1 某某局2023年度部门收入支出决算总表", "total"),
        ("2024年部门财务收支预算总表", "total"),
        ("部门收支总体情况表", "total"),
        ("收入决算表", "income"),
        ("2024年预算单位收入预算总表", "income"),
        ("支出决算表", "expenditure"),
        ("财政拨款收入支出决算总表", "fiscal-total"),
        ("2024年部门财政拨款收支预算总表", "fiscal-total"),
        ("一般公共预算财政拨款支出决算表", "general-expenditure"),
        ("2024年部门一般公共预算支出功能分类预算表", "general-expenditure"),
        ("一般公共预算支出预算表（按功能科目分类）", "general-expenditure"),
        ("一般公共预算财政拨款基本支出决算明细表", "basic-economic"),
        ("2024年部门一般公共预算基本支出部门预算经济分类预算表", "basic-economic"),
        ("一般公共预算安排基本支出分经济科目表", "basic-economic"),
        ("政府性基金预算财政拨款收入支出决算表", "fund"),
        ("国有资本经营预算财政拨款支出决算表", "capital"),
        ("财政拨款“三公”经费支出决算表", "sangong"),
        ("一般公共预算财政拨款“三公”经费及会议费、培训费支出决算表", "sangong"),
        ("部门“三公”经费和机关运行经费预算表", "sangong"),
        ("部门决算公开相关信息统计表", "statistics"),
        ("机构运行信息表", "statistics"),
        ("一般公共预算财政拨款项目支出决算表", "project"),
        ("政府采购情况表", "procurement"),
    ],
)
def test_kind_by_title(title: str, kind: str) -> None:
    found = titled(title)
    assert found is not None
    assert found.id == kind


@pytest.mark.parametrize(
    "title", ["某专项资金收入支出决算总表", "一般公共预算收入执行情况表", "人员情况表", "本年度收入支出情况如下", "主要指标"]
)
def test_no_kind(title: str) -> None:
    assert titled(title) is None


def test_title_core() -> None:
    assert reduced("公开05表 2023年度一般公共预算财政拨款支出决算表") == reduced("五、一般公共预算财政拨款支出预算表")


def test_caption() -> None:
    found = caption(["（三）情况", "附件2", "收入决算表", "公开02表  金额单位：元", "部门：某某局  2022年度"])
    assert (found.title, found.form, found.unit, found.year) == ("收入决算表", "公开02表", "元", "2022")
    twice = caption(["收入决算表", "公开公开02表表", "部门：某某局"])
    assert (twice.title, twice.form) == ("收入决算表", "公开公开02表表")  # a template filled in with what it prints itself


def test_the_date_of_a_form_is_not_its_year() -> None:
    assert caption(["收入决算表", "2023年度", "编制时间：2024年8月15日", "单位：万元"]).year == "2023"
    assert caption(["收入决算表", "填报日期：2024年8月"]).year == ""


def test_caption_keeps_the_printed_quotes() -> None:
    assert caption(["2. 财政拨款“三公”经费支出决算表"]).title == "财政拨款“三公”经费支出决算表"


def test_performance_titles() -> None:
    assert performance("2023年度部门整体支出绩效自评表") == "overall"
    assert performance("项目支出绩效自评表") == "project"
    assert performance("项目支出绩效目标表") == "target"
    assert performance("支出决算表") == ""


@pytest.mark.parametrize(
    ("text", "empty"),
    [
        ("说明：本表无数据", True),
        ("注：本部门无政府性基金预算财政拨款收支，故本表为空。", True),
        ("此表为空表", True),
        ("说明：本单位2023年度没有国有资本经营预算安排的支出，本表无数据。", True),
        ("注：本表反映部门本年度取得的各项收入情况。", False),
        ("金额单位：万元", False),
    ],
)
def test_empty_notes(text: str, empty: bool) -> None:
    assert says_empty(text) is empty


# --- labels -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("八、社会保障和就业支出", {"measure": "功能.208"}),
        ("二十三、其他支出", {"measure": "功能.229"}),
        ("（一）一般公共预算拨款", {"scope": "一般公共预算"}),
        ("其中：公务接待费", {"measure": "三公.接待"}),
        ("2023年“三公”经费预算数", {"measure": "三公", "stage": "预算", "period": "2023"}),
        ("对附属单 位补助 支出", {"flow": "支出", "part": "对附属单位补助支出"}),
    ],
)
def test_labels(label: str, expected: dict[str, str]) -> None:
    reading = read_label(label, "功能")
    assert reading.known
    assert dict(reading.aspects) == expected


def test_unknown_label_stays_itself() -> None:
    reading = read_label("（二）宣传栏目制作（万元）", "功能")
    assert (reading.known, reading.label, reading.unit) == (False, "宣传栏目制作", "万元")


def test_a_name_of_the_other_classification_is_unknown() -> None:
    assert not read_label("住房公积金", "功能").aspects.get("measure", "").startswith("经济")
    assert read_label("住房公积金", "经济").aspects["measure"] == "经济.30113"


@pytest.mark.parametrize(
    ("label", "kind", "shift", "stage"),
    [
        ("上年决算数", "", -1, "决算"),
        ("2022年预算数", "", 0, "预算"),
        ("本年预算数比上年执行数增减%", "rate", 0, "预算"),
        ("增减额", "change", 0, ""),
        ("比上年增长（±%）", "rate", 0, ""),
        ("决算数为调整预算％", "completion", 0, "决算"),
        ("完成2023年预算数的%", "completion", 0, ""),
        ("比重（%）", "share", 0, ""),
        ("执行率", "completion", 0, ""),
        ("自评得分", "score", 0, ""),
    ],
)
def test_columns_that_state_something_else(label: str, kind: str, shift: int, stage: str) -> None:
    reading = read_label(label, "功能")
    assert reading.known
    assert (reading.kind, reading.shift, reading.aspects.get("stage", "")) == (kind, shift, stage)


# --- the statutory forms ----------------------------------------------------------------------------------------------------

TOTAL = """
收入|||支出||
项目|行次|金额|项目|行次|金额
栏次||1|栏次||2
一、一般公共预算财政拨款收入|1|80.00|一、一般公共服务支出|32|70.00
四、上级补助收入|4|5.00|二、外交支出|33|
八、其他收入|8|1.25|八、社会保障和就业支出|39|16.05
本年收入合计|27|86.25|本年支出合计|58|86.05
使用非财政拨款结余（含专用结余）|28||结余分配|59|
年初结转和结余|29|3.00|年末结转和结余|60|3.20
|30|||61|
总计|31|89.25|总计|62|89.25
"""


def test_total() -> None:
    found = table(TOTAL, "收入支出决算总表", "公开01表", "金额单位：万元")
    assert (found.kind, found.form, found.unit, found.panels, found.header_rows) == ("final.total", "公开01表", "万元", ((0, 3), (3, 6)), 3)
    assert of(found, 3, 2).aspects == aspects("合计", "收入", scope="一般公共预算")
    assert of(found, 4, 2).aspects == aspects("合计", "收入", "上级补助收入", "全口径")
    assert of(found, 3, 5).aspects == aspects("功能.201", "支出", scope="全口径")
    assert of(found, 6, 2).aspects == aspects("合计", "收入", scope="全口径")
    assert of(found, 6, 2).role is Role.TOTAL
    assert of(found, 8, 2).aspects == aspects("年初结转结余", scope="全口径")
    assert of(found, 10, 5).aspects == aspects("总计", "支出", scope="全口径")
    assert value(of(found, 10, 5)) == "89.25万元"
    assert {c.role for c in found.rows[2] if c.text} == {Role.ORDINAL}
    assert of(found, 3, 1).role is Role.ORDINAL
    assert of(found, 3, 1).quantity is None
    assert of(found, 4, 5).quantity is None
    assert of(found, 4, 5).aspects.measure == "功能.202"
    assert len(found.figures) == 11
    assert not clashes(found)


def test_place_of_a_figure() -> None:
    cell = of(table(TOTAL, "收入支出决算总表"), 6, 5)
    assert cell.id == "T3/6/5"
    assert cell.label == "表3 收入支出决算总表 · 本年支出合计 × 金额"
    assert (cell.location.table, cell.location.row, cell.location.column, cell.location.start, cell.location.end) == ("T3", 6, 5, 5, 10)


def test_income_and_expenditure() -> None:
    found = table(
        """
        项目||本年收入合计|财政拨款收入|上级补助收入|其他收入
        科目代码|科目名称||||
        栏次||1|2|3|7
        合计||86.25|80.00|5.00|1.25
        201|一般公共服务支出|70.20|68.95||1.25
        2010101|行政运行|70.20|68.95||1.25
        """,
        "收入决算表",
        "单位：万元",
    )
    assert found.kind == "final.income"
    assert of(found, 3, 3).aspects == aspects("合计", "收入", scope="财政拨款")
    assert of(found, 3, 4).aspects == aspects("合计", "收入", "上级补助收入", "全口径")
    assert of(found, 4, 3).aspects == aspects("功能.201", "收入", scope="财政拨款")
    assert (of(found, 5, 2).code, of(found, 5, 2).stub) == ("2010101", ("2010101", "行政运行"))
    assert of(found, 5, 2).path == ("本年收入合计",)
    spent = table(
        """
        项目||本年支出合计|基本 支出|项目支出|上缴 上级 支出|对附属单 位补助 支出
        科目代码|科目名称|||||
        合计||86.05|60.00|26.05||
        2010101|行政运行|70.00|60.00|10.00||
        """,
        "支出决算表",
    )
    assert of(spent, 3, 3).aspects == aspects("功能.2010101", "支出", "基本支出", "全口径")
    assert of(spent, 2, 6).aspects == aspects("合计", "支出", "对附属单位补助支出", "全口径")


def test_fiscal_total_carries_the_balance_by_fund() -> None:
    found = table(
        """
        收入|||支出|||||
        项目|行次|金额|项目|行次|合计|一般公共预算财政拨款|政府性基金预算财政拨款|国有资本经营预算财政拨款
        一、一般公共预算财政拨款|1|80.00|一、一般公共服务支出|33|68.95|68.95||
        二、政府性基金预算财政拨款|2||二、外交支出|34||||
        本年收入合计|27|80.00|本年支出合计|59|81.00|81.00||
        年初财政拨款结转和结余|28|2.00|年末财政拨款结转和结余|60|1.00|1.00||
        一、一般公共预算财政拨款|29|2.00||61||||
        二、政府性基金预算财政拨款|30|||62||||
        总计|32|82.00|总计|64|82.00|82.00||
        """,
        "财政拨款收入支出决算总表",
    )
    assert of(found, 2, 2).aspects == aspects("合计", "收入", scope="一般公共预算")
    assert of(found, 4, 2).aspects == aspects("合计", "收入", scope="财政拨款")
    assert of(found, 5, 2).aspects == aspects("年初结转结余", scope="财政拨款")
    assert of(found, 6, 2).aspects == aspects("年初结转结余", scope="一般公共预算")
    assert of(found, 8, 2).aspects == aspects("总计", "收入", scope="财政拨款")
    assert of(found, 4, 5).aspects == aspects("合计", "支出", scope="财政拨款")
    assert of(found, 4, 6).aspects == aspects("合计", "支出", scope="一般公共预算")
    assert of(found, 8, 6).aspects == aspects("总计", "支出", scope="一般公共预算")
    assert not clashes(found)


def test_basic_expenditure_in_panels() -> None:
    found = table(
        """
        人员经费|||公用经费|||||
        科目代码|科目名称|决算数|科目代码|科目名称|决算数|科目代码|科目名称|决算数
        301|工资福利支出|50.00|302|商品和服务支出|8.00|309|资本性支出（基本建设）|——
        30101|基本工资|50.00|30201|办公费|3.00|310|资本性支出|2.00
        30113|住房公积金||30217|公务接待费|5.00|31013|公务用车购置|2.00
        人员经费合计||50.00|公用经费合计|||||10.00
        """,
        "一般公共预算财政拨款基本支出决算明细表",
    )
    assert found.panels == ((0, 3), (3, 6), (6, 9))
    assert of(found, 3, 2).aspects == aspects("经济.30101", "支出", "基本支出", "一般公共预算")
    assert of(found, 4, 8).aspects == aspects("经济.31013", "支出", "基本支出", "一般公共预算")
    assert of(found, 5, 2).aspects == aspects("人员经费", "支出", scope="一般公共预算")
    assert of(found, 5, 8).aspects == aspects("公用经费", "支出", scope="一般公共预算")
    assert of(found, 5, 8).role is Role.TOTAL
    assert of(found, 5, 5).aspects == Aspects()
    assert of(found, 2, 8).quantity is None
    assert of(found, 2, 8).text == "——"


def test_fund_table() -> None:
    found = table(
        """
        项目||年初结转和结余|本年收入|本年支出|||年末结转和结余
        科目代码|科目名称|||小计|基本支出|项目支出|
        栏次||1|2|3|4|5|6
        合计||1.00|2.00|2.50||2.50|0.50
        212|城乡社区支出|1.00|2.00|2.50||2.50|0.50
        """,
        "政府性基金预算财政拨款收入支出决算表",
    )
    assert of(found, 3, 2).aspects == aspects("年初结转结余", scope="政府性基金")
    assert of(found, 3, 3).aspects == aspects("合计", "收入", scope="政府性基金")
    assert of(found, 3, 4).aspects == aspects("合计", "支出", scope="政府性基金")
    assert of(found, 3, 6).aspects == aspects("合计", "支出", "项目支出", "政府性基金")
    assert of(found, 4, 7).aspects == aspects("功能.212", part="年末结转结余", scope="政府性基金")
    assert not clashes(found)


SANGONG = """
预算数||||||决算数|||||
合计|因公出国（境）费|公务用车购置及运行维护费|||公务接待费|合计|因公出国（境）费|公务用车购置及运行维护费|||公务接待费
||小计|公务用车购置费|公务用车运行维护费||||小计|公务用车购置费|公务用车运行维护费|
1|2|3|4|5|6|7|8|9|10|11|12
8.00|0|3.00|0|3.00|5.00|2.30|0|1.10|0|1.10|1.20
"""
MEASURES = ("三公", "三公.出国", "三公.公车", "三公.公车.购置", "三公.公车.运维", "三公.接待")


def test_sangong() -> None:
    found = table(SANGONG, "财政拨款“三公”经费支出决算表", "单位：万元")
    assert [c.aspects for c in found.rows[4]] == [aspects(m, stage=s) for s in ("预算", "决算") for m in MEASURES]
    assert of(found, 4, 11).label.endswith("公务接待费") or "决算数" in of(found, 4, 11).label
    assert of(found, 4, 10).label == "表3 财政拨款“三公”经费支出决算表 · 决算数-公务用车购置及运行维护费-公务用车运行维护费"


def test_a_note_says_which_budget() -> None:
    found = table(SANGONG, "财政拨款“三公”经费支出决算表", after=("注：预算数为“三公”经费全年预算数，反映调整后的预算数。",))
    assert {c.aspects.stage for c in found.rows[4]} == {"全年预算", "决算"}


def test_sangong_with_the_stages_below() -> None:
    found = table(
        """
        财政拨款“三公”经费|~|~|~|~|~|~|~|~|~|~|~
        合计|~|因公出国（境）费|~|公务用车购置及运行费|~|~|~|~|~|公务接待费|~
        ^|^|^|^|小计|~|公务用车购置费|~|公务用车运行费|~|^|^
        预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数
        8.00|2.30|0|0|3.00|1.10|0|0|3.00|1.10|5.00|1.20
        """,
        "财政拨款“三公”经费支出决算表",
    )
    assert [c.aspects for c in found.rows[4]] == [aspects(m, stage=s) for m in MEASURES for s in ("预算", "决算")]


def test_sangong_in_rows() -> None:
    found = table(
        """
        项目|2023年预算数|2024年预算数|增减额|增减%
        合计|5.00|4.50|-0.50|-10.00
        1、因公出国（境）费用|0|0|0|
        2、公务用车费|3.00|3.00|0|0
        其中：（1）购置费|1.00|0|-1.00|-100
        （2）运行费|2.00|3.00|1.00|50
        3、公务接待费|2.00|1.50|-0.50|-25.00
        """,
        "2024年一般公共预算“三公”经费支出情况表",
        genre="department-budget",
    )
    assert found.kind == "budget.sangong"
    assert of(found, 1, 1).aspects == aspects("三公", stage="预算", period="2023")
    assert of(found, 1, 2).aspects == aspects("三公", stage="预算", period="2024")
    assert (of(found, 1, 3).kind, of(found, 1, 4).kind, value(of(found, 1, 4))) == ("change", "rate", "-10.00%")
    assert [of(found, r, 2).aspects.measure for r in (4, 5)] == ["三公.公车.购置", "三公.公车.运维"]


def test_statistics_with_sections() -> None:
    found = table(
        """
        一、政府采购情况||
        项目|行次|统计数
        合计|1|10.40
        货物|2|2.60
        服务|4|7.80
        二、机关运行经费||
        项目||统计数
        （一）行政单位|5|30.00
        （二）参照公务员法管理事业单位|6|9.50
        三、国有资产占用情况||
        （一）车辆数合计（辆）|7|3
        4．应急保障用车|11|2
        8．其他用车|15|1
        （二）单价100万元（含）以上设备（不含车辆）|17|
        """,
        "部门决算公开相关信息统计表",
        "金额单位：万元",
    )
    assert of(found, 2, 2).aspects == aspects("采购")
    assert of(found, 4, 2).aspects == aspects("采购.服务")
    assert [of(found, r, 2).aspects.measure for r in (7, 8)] == ["机关运行经费.行政单位", "机关运行经费.参公单位"]
    assert (of(found, 10, 2).aspects, of(found, 10, 2).kind, value(of(found, 10, 2))) == (aspects("车辆"), "count", "3辆")
    assert of(found, 11, 2).aspects == aspects("车辆.应急")
    assert {of(found, r, 1).role for r in (7, 8, 10, 11)} == {Role.ORDINAL}
    assert of(found, 13, 2).aspects.measure == "设备.百万"
    assert of(found, 5, 2).aspects == Aspects()


def test_budget_with_code_parts_and_page_breaks() -> None:
    found = table(
        """
        项目|~|~|~|支出预算|~|~
        功能分类科目编码|~|~|功能分类科目名称|合计|基本支出|项目支出
        类|款|项|^|^|^|^
        201|||一般公共服务支出|1,500|1,000|500
        201|5||统计信息事务|1,500|1,000|500
        项目|~|~|~|支出预算|~|~
        功能分类科目编码|~|~|功能分类科目名称|合计|基本支出|项目支出
        类|款|项|^|^|^|^
        201|05|07|专项普查活动|1,500|1,000|500
        合计|~|~|~|1,500|1,000|500
        """,
        "2024年部门支出预算总表",
        "编制部门：某街道  单位：元",
        genre="department-budget",
        year="2024",
    )
    assert (found.kind, found.unit, found.header_rows) == ("budget.expenditure", "元", 3)
    assert [of(found, r, 4).code for r in (3, 4, 8)] == ["201", "20105", "2010507"]
    assert of(found, 8, 5).aspects == aspects("功能.2010507", "支出", "基本支出", "全口径", "预算", "2024")
    assert of(found, 9, 6).aspects == aspects("合计", "支出", "项目支出", "全口径", "预算", "2024")
    assert {c.role for r in (5, 6, 7) for c in found.rows[r] if c.text} == {Role.HEAD}
    assert len(found.figures) == 12


def test_codes_and_total_in_one_row() -> None:
    found = table(
        """
        项目|~|~|~|本年支出合计|基本支出
        支出功能分类|~|~|科目名称|^|^
        科目编码|~|~|^|^|^
        类|款|项|合计|20.50|20.50
        208|||社会保障和就业支出|20.50|20.50
        208|05|99|其他行政事业单位养老支出|20.50|20.50
        """,
        "支出决算表",
    )
    assert (of(found, 3, 4).role, of(found, 3, 4).aspects.measure) == (Role.TOTAL, "合计")
    assert of(found, 3, 0).role is Role.HEAD
    assert of(found, 5, 4).aspects.measure == "功能.2080599"


def test_codes_glued_to_names() -> None:
    found = table(
        "功能分类科目|合计|基本支出\n[201]一般公共服务支出|9.00|9.00\n[2010301]行政运行|9.00|9.00",
        "部门支出总表",
        genre="department-budget",
    )
    assert [of(found, r, 1).aspects.measure for r in (1, 2)] == ["功能.201", "功能.2010301"]


def test_captions_inside_the_grid() -> None:
    found = table(
        """
        收入支出决算总表|~|~|~|~|~
        公开01表|||||
        部门：某单位|||||金额单位：元
        收入|||支出||
        项目|行次|决算数|项目|行次|决算数
        一、一般公共预算财政拨款收入|1|100.00|一、一般公共服务支出|32|90.00
        总计|31|100.00|总计|62|100.00
        注：本表反映总收支。|~|~|~|~|~
        """,
        genre="",
    )
    assert (found.kind, found.title, found.form, found.unit, found.header_rows) == ("final.total", "收入支出决算总表", "公开01表", "元", 5)
    assert [note.text for note in found.notes] == ["注：本表反映总收支。"]
    assert len(found.figures) == 4


def test_kind_by_heads_alone() -> None:
    found = table("科目代码|科目名称|本年支出合计|基本支出|项目支出\n201|一般公共服务支出|2.00|1.00|1.00", unit="万元")
    assert found.kind == "final.expenditure"
    assert value(of(found, 1, 2)) == "2.00万元"


def test_columns_of_other_years_and_stages() -> None:
    found = table(
        """
        科目编码|科目名称|2023年执行数|2024年预算数|~|~|2024年预算数比2023年执行数|~
        ^|^|^|小计|基本支出|项目支出|增减额|增减%
        201|一般公共服务支出|100.00|120.00|80.00|40.00|20.00|20.00%
        """,
        "2024年一般公共预算支出表",
        genre="department-budget",
        year="2024",
    )
    row = found.rows[2]
    assert row[2].aspects == aspects("功能.201", "支出", scope="一般公共预算")
    assert row[3].aspects == aspects("功能.201", "支出", scope="一般公共预算", stage="预算", period="2024")
    assert row[5].aspects == aspects("功能.201", "支出", "项目支出", "一般公共预算", "预算", "2024")
    assert (row[6].kind, row[6].aspects.period, row[7].kind) == ("change", "2024", "rate")


def test_unknown_rows_and_columns_keep_their_names() -> None:
    found = table("项目|甲渠道|乙渠道\n宣传制作|1.00|2.00\n场地布置|3.00|4.00", "活动开支明细表", "单位：万元")
    assert found.kind == ""
    assert of(found, 1, 1).aspects == aspects("名.宣传制作", part="名.甲渠道")
    assert not clashes(found)


def test_projects_of_several_units() -> None:
    found = table(
        """
        单位名称|项目名称|本年支出合计|财政拨款|备注
        某中心|信息化运维|10.00|10.00|
        某局本级|信息化运维|8.00|8.00|含上年结转
        合计||18.00|18.00|
        """,
        "项目支出表",
        "单位：万元",
        genre="department-budget",
    )
    assert of(found, 1, 2).aspects == aspects("项目.信息化运维", "支出", "项目支出", stage="预算", entity="某中心")
    assert of(found, 2, 3).aspects == aspects("项目.信息化运维", "支出", "项目支出", "财政拨款", "预算", entity="某局本级")
    assert of(found, 3, 2).aspects == aspects("合计", "支出", "项目支出", stage="预算")
    assert of(found, 2, 4).role is Role.TEXT


def test_bulletin_takes_no_names_of_classifications() -> None:
    found = table(
        """
        指标|单位|2022年|2023年|比上年增长（%）
        教育|亿元|10.5|11.2|5.6
        年末常住人口|万人|50.1|50.3|0.4
        """,
        "主要指标",
        genre="bulletin",
    )
    assert of(found, 1, 3).aspects == Aspects("名.教育", period="2023")
    assert (value(of(found, 1, 2)), value(of(found, 2, 3)), value(of(found, 2, 4))) == ("10.5亿元", "50.3万人", "0.4%")
    assert of(found, 1, 4).kind == "rate"


def test_sections_tell_equal_names_apart() -> None:
    found = table(
        "指标|指标值|比上年增长（±%）\n年末存栏||\n猪（万头）|171.5|17.4\n全年出栏||\n猪（万头）|221.3|12.5",
        "畜牧业生产情况",
        genre="bulletin",
    )
    assert [of(found, r, 1).aspects.measure for r in (2, 4)] == ["名.年末存栏/猪", "名.全年出栏/猪"]


def test_an_item_printed_twice_with_different_values_is_nobodys_evidence() -> None:
    found = table("项目|金额\n办公费|1.00\n办公费|2.00\n印刷费|3.00", "费用表", "单位：万元")
    assert not clashes(found)
    assert of(found, 3, 1).aspects.measure == "经济.30202"
    assert "经济" not in of(found, 1, 1).aspects.measure


def test_a_list_without_figures() -> None:
    found, inside = both("序号|单位名称|备注\n1|某局（本级）|\n2|某中心|预算不单列，并入某局（本级）编报", "部门决算单位构成")
    assert found.figures == ()
    assert of(found, 1, 0).role is Role.ORDINAL
    assert found.header_rows == 1
    assert [p.text for p in inside] == ["预算不单列，并入某局（本级）编报"]


def test_empty_and_ragged_grids() -> None:
    assert understand(Grid(()), identity="T1")[0].rows == ()
    assert understand(grid("|||\n||"), identity="T1")[0].figures == ()
    ragged = table("项目|金额\n办公费\n印刷费|2.00|多出", "费用表")
    assert value(of(ragged, 2, 1)) == "2.00"


def test_names_without_codes_follow_the_rows_above() -> None:
    found = table(
        """
        项目|本年支出合计|基本支出|项目支出
        一般公共服务支出|12.00|10.00|2.00
        人大事务|12.00|10.00|2.00
        行政运行|10.00|10.00|
        人大会议|2.00||2.00
        住房保障支出|1.00|1.00|
        住房改革支出|1.00|1.00|
        住房公积金|1.00|1.00|
        合计|13.00|11.00|2.00
        """,
        "支出决算表",
    )
    codes = ["201", "20101", "2010101", "2010104", "221", "22102", "2210201"]
    assert [of(found, r, 1).aspects.measure for r in range(1, 8)] == [f"功能.{code}" for code in codes]


def test_the_same_economic_name_under_two_classes() -> None:
    found = table(
        """
        人员经费||公用经费|
        项目|金额|项目|金额
        工资福利支出|10.00|资本性支出（基本建设）|
        基本工资|10.00|房屋建筑物购建|
        ||资本性支出|3.00
        ||房屋建筑物购建|3.00
        人员经费合计|10.00|公用经费合计|3.00
        """,
        "一般公共预算财政拨款基本支出决算表",
    )
    assert [of(found, r, 3).aspects.measure for r in (2, 3, 4, 5)] == ["经济.309", "经济.30901", "经济.310", "经济.31001"]


def test_statistics_side_by_side() -> None:
    found = table(
        """
        项目|年初预算数|决算数|项目|决算数
        一、“三公”经费支出|5.00|3.00|三、国有资产占用情况|—
        （一）支出合计|5.00|3.00|（一）车辆数合计（辆）|2
        3．公务接待费|2.00|1.00|4．应急保障用车|2
        二、相关统计数|—|—|四、政府采购支出信息|—
        5．国内公务接待批次（个）|—|8|（一）政府采购支出合计|10.00
        """,
        "机构运行信息表",
        "单位：万元",
    )
    assert of(found, 2, 1).aspects == aspects("三公", stage="年初预算")
    assert (of(found, 5, 2).aspects.measure, value(of(found, 5, 2)), of(found, 5, 2).kind) == ("三公数.批次", "8个", "count")
    assert value(of(found, 2, 4)) == "2辆"
    assert of(found, 5, 4).aspects == aspects("采购")
    assert of(found, 4, 1).aspects.measure == "名.相关统计数"


def test_rows_of_units_and_rows_of_years() -> None:
    units = table(
        "单位名称|合计|因公出国（境）费|公务接待费\n合计|9.00|5.00|4.00\n某局本级|6.00|3.00|3.00\n某中心|3.00|2.00|1.00",
        "一般公共预算“三公”经费支出表",
        genre="department-budget",
    )
    assert of(units, 1, 1).aspects == aspects("三公", stage="预算")
    assert of(units, 3, 3).aspects == aspects("三公.接待", stage="预算", entity="某中心")
    years = table("年度|收入合计|支出合计\n2022|110.00|108.00\n2023|120.00|119.00", "近年收支情况表", unit="万元")
    assert of(years, 1, 2).aspects == aspects("合计", "支出", period="2022")


def test_a_counting_column_does_not_take_the_unit_of_the_document() -> None:
    found = table("车辆类型|数量\n应急保障用车|2\n合计|3", "车辆情况表", unit="万元")
    assert (value(of(found, 1, 1)), of(found, 1, 1).kind) == ("2辆", "count")
    assert (value(of(found, 2, 1)), of(found, 2, 1).kind) == ("3", "count")


# --- performance tables ---------------------------------------------------------------------------------------------------------

PROJECT = """
项目名称||街面整治经费|||||||
主管部门及代码||101-某某局|||预算单位|101001-某某局|||
项目资金预算安排及执行进度(万元)||年初预算数||全年预算数|全年执行数|资金结(转)余|执行率|得分|偏差原因分析及改进措施
||目标申报数|预算编制数||||||
||资金总额:||60|50|50|40.125|9.875|80.25
市县区财政资金||60|50|50|40.125|9.875|80.25|8.03|
项目年度绩效目标|年度目标||||实际完成情况||||
|整治街面12处，改善环境。||||整治街面12处，投入40.13万元。||||
绩效指标|一级指标|二级指标|三级指标|年初指标值|调整后指标值|实际完成值|分值|得分|偏差原因分析及改进措施
|产出指标|数量指标|整治街面(处)|≥12处|≥12处|=12处|20|20|
|||巡查次数|≥100次|≥100次|≥96次|10|8|天气影响
|成本指标|整治成本|≤50万元|≤50万元|≤41万元|20|20||
可持续影响指标||长效管理|建立|建立|达成预期指标|30|30||
|||时效指标|完成及时率|=100%|=100%|=98%|10|9
满意度指标|服务对象满意度指标|居民满意度|≥90%|≥90%|≥95%|10|10||
总分|||||||95.03|优|
项目绩效分析|自评结果分析|项目实施和预算执行情况||预算执行率80.2%，按计划完成。|||||
||满意度情况及分析||居民满意度百分之九十五|||||
|主要经验做法||无||||||
"""


def project() -> tuple[Table, tuple[Passage, ...]]:
    return both(PROJECT, "街面整治经费项目支出绩效自评表", "(2023年度)")


def test_project_money() -> None:
    found = project()[0]
    assert (found.kind, found.entity, found.unit, found.year) == ("performance.project", "街面整治经费", "万元", "2023")
    total = [c for c in found.rows[4] if c.quantity is not None]
    assert [c.aspects.stage for c in total] == ["年初预算", "年初预算", "全年预算", "决算", "决算", "决算"]
    assert [c.aspects.part for c in total] == ["名.目标申报数", "", "", "", "", ""]
    assert [c.aspects.measure for c in total] == ["项目资金"] * 4 + ["项目资金.结余", "项目资金"]
    assert [c.kind for c in total] == ["amount"] * 5 + ["completion"]
    assert value(total[5]) == "80.25%"
    assert total[5].quantity is not None
    assert total[5].quantity.dimension == "ratio"
    assert {c.aspects.entity for c in total} == {"街面整治经费"}
    assert {c.role for c in total} == {Role.TOTAL}
    detail = [c for c in found.rows[5] if c.quantity is not None]
    assert [c.kind for c in detail][-2:] == ["completion", "score"]
    assert detail[3].aspects.measure == "项目资金.市县区财政资金"
    assert not clashes(found)


def test_amounts_of_a_row_share_their_decimals() -> None:
    found = project()[0]
    amounts = [c.quantity for c in found.rows[5] if c.quantity is not None and c.kind == "amount"]
    assert {q.decimals for q in amounts} == {3}
    assert not any(q.exact for q in amounts)
    whole = table(PROJECT.replace("40.125", "40").replace("9.875", "10").replace("80.25", "80"), "街面整治经费项目支出绩效自评表")
    assert all(c.quantity.exact for c in whole.rows[4] if c.quantity is not None and c.kind == "amount")


def test_indicators_find_their_columns() -> None:
    found = project()[0]
    rows = {
        c.stub[-1]: {x.kind + x.aspects.part: value(x) for x in row if x.quantity is not None}
        for row in found.rows[9:15]
        for c in row
        if c.kind == "score" and c.stub
    }
    later = "名.调整后指标值"
    assert rows["整治街面(处)"] == {"target": "12处", "target" + later: "12处", "actual": "12处", "weight": "20分", "score": "20分"}
    assert rows["巡查次数"] == {"target": "100次", "target" + later: "100次", "actual": "96次", "weight": "10分", "score": "8分"}
    assert rows["整治成本"] == {"target": "50万元", "target" + later: "50万元", "actual": "41万元", "weight": "20分", "score": "20分"}
    assert rows["长效管理"] == {"weight": "30分", "score": "30分"}
    assert rows["完成及时率"] == {"target": "100%", "target" + later: "100%", "actual": "98%", "weight": "10分", "score": "9分"}
    assert rows["居民满意度"] == {"target": "90%", "target" + later: "90%", "actual": "95%", "weight": "10分", "score": "10分"}
    cost = next(c for c in found.rows[11] if c.kind == "actual")
    assert cost.aspects == aspects("指标.整治成本", entity="街面整治经费")
    assert cost.quantity is not None
    assert cost.quantity.hedge == "at_most"


def test_score_and_grade() -> None:
    row = project()[0].rows[15]
    score, grade = (next(c for c in row if c.kind == kind) for kind in ("score", "grade"))
    assert (score.aspects.measure, value(score), score.role) == ("绩效.总分", "95.03分", Role.TOTAL)
    assert (grade.text, grade.quantity, grade.role) == ("优", None, Role.BODY)


def test_texts_become_narrative() -> None:
    found, inside = project()
    texts = [p.text for p in inside]
    assert texts == [
        "整治街面12处，改善环境。",
        "整治街面12处，投入40.13万元。",
        "预算执行率80.2%，按计划完成。",
        "居民满意度百分之九十五",
    ]
    last = inside[-1]
    assert (last.narrative, last.table, last.row, last.column) == (True, "T3", 17, 4)
    assert last.label == "表3 街面整治经费项目支出绩效自评表 · 满意度情况及分析"
    assert last.locate(5, 11).line == 18
    assert of(found, 18, 3).role is Role.TEXT or of(found, 18, 3).text == "无"


def test_a_lost_cell_is_found_by_relation() -> None:
    lost = PROJECT.replace("||资金总额:||60|50|50|40.125|9.875|80.25", "||||||||||").replace(
        "市县区财政资金||60|50|50|40.125|9.875|80.25|8.03|", "|||市县区财政资金|60|50|50|40.125|80.25|8.03"
    )
    row = [c for c in table(lost, "街面整治经费项目支出绩效自评表").rows[5] if c.quantity is not None]
    assert [(c.aspects.stage, c.kind) for c in row] == [
        ("年初预算", "amount"),
        ("年初预算", "amount"),
        ("全年预算", "amount"),
        ("决算", "amount"),
        ("决算", "completion"),
        ("", "score"),
    ]
    assert {c.aspects.measure for c in row} == {"项目资金"}


def test_what_cannot_be_settled_has_no_figure() -> None:
    text = "资金来源|年初预算数|全年预算数|全年执行数\n||7|\n合计|||\n其他资金|||"
    found = table(text.replace("||7|", "合计||7|7"), "预算执行情况", "单位：万元")
    assert all(c.quantity is None or c.aspects.measure for c in found.cells)


def test_label_value_pairs() -> None:
    found = table(
        """
        项目名称||会议经费|||
        主管部门及代码||实施单位||某办公室|
        项目预算执行情况 (万元)|预算数:|30|执行数:|22.79|
        |其中:财政拨款|30|其中:财政拨款|22.79|
        |其他资金||其他资金||
        年度总体目标|预期目标|||目标实际完成情况|
        |召开会议|||召开会议2次，经费支出22.79万元|
        年度绩效指标|一级指标|二级指标|三级指标|预期指标值|实际完成指标值
        |产出指标|数量指标|会议次数|大于等于2次|2次
        |||.....||
        |效益指标|生态效益指标|指标1:||
        满意度指标|服务对象满意度指标|代表满意度|100%|满意度达到95%，较为满意|
        """,
        "会议项目支出绩效自评表",
    )
    assert found.unit == "万元"
    assert of(found, 2, 2).aspects == aspects("项目资金", stage="预算", entity="会议经费")
    assert of(found, 2, 4).aspects == aspects("项目资金", entity="会议经费")
    assert of(found, 3, 4).aspects == aspects("项目资金.财政拨款", entity="会议经费")
    assert (of(found, 8, 4).kind, of(found, 8, 5).kind, value(of(found, 8, 5))) == ("target", "actual", "2次")
    assert of(found, 11, 3).kind == "target"
    assert of(found, 11, 3).aspects.measure == "指标.代表满意度"
    assert of(found, 11, 4).role is Role.TEXT


def test_nature_value_and_unit_in_columns() -> None:
    found = table(
        """
        项目名称||走访慰问||||||
        项目资金（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分|
        |年度资金总额|10.50|12.00|12.00|10|100.00%|10|
        |其中：当年财政拨款|10.50|12.00|12.00|—|100.00%|—|
        绩效指标|||年度指标值|||实际完成值|分值|得分
        一级指标|二级指标|三级指标|指标性质|指标值|度量单位|||
        产出指标|数量指标|走访户数|≥|200|户|215|50|50
        满意度指标|服务对象满意度指标等|群众满意度|≥|95.00%|%|97.00%|40|40
        其他需要说明事项||无||||||
        总分||||||100|100|优
        """,
        "2023年度项目支出绩效自评表",
    )
    money = [c for c in found.rows[2] if c.quantity is not None]
    assert [(c.aspects.stage, c.kind) for c in money] == [
        ("年初预算", "amount"),
        ("全年预算", "amount"),
        ("决算", "amount"),
        ("", "weight"),
        ("决算", "completion"),
        ("", "score"),
    ]
    target, actual = of(found, 6, 4), of(found, 6, 6)
    assert target.quantity is not None
    assert (value(target), target.quantity.hedge, value(actual)) == ("200户", "at_least", "215户")
    assert {c.kind: value(c) for c in found.rows[9] if c.quantity is not None} == {"weight": "100分", "score": "100分"}


def test_report_layout_borrows_the_unit_of_the_adjusted_target() -> None:
    money = table(
        """
        资金来源|年初预算数||全年预算数(元)|全年执行数(元)|资金结(转)余(元)|执行率|得分
        |目标申报(元)|预算编制(元)|||||
        合计|500,000|500,000|500,000|465,079.62|34,920.38|93.02|9.3
        市县区财政资金|500,000|500,000|500,000|465,079.62|34,920.38||
        """,
        "预算执行情况",
        genre="project-performance",
    )
    assert (money.kind, money.unit) == ("performance.funds", "元")
    assert [c.kind for c in money.rows[2] if c.quantity is not None] == ["amount"] * 5 + ["completion", "score"]
    named = entitled(money, "立法调研")
    assert {c.aspects.entity for c in named.figures} == {"立法调研"}
    found = table(
        """
        一级指标|二级指标|指标名称|年度指标||实际完成值|权重|得分|偏差原因分析及改进措施
        |||年初指标|调整后指标||||
        产出指标|数量指标|培训人数|300|=300人|288|20|19|部分人员请假
        |成本指标|投入|50|≤50万|46.5|10|10|
        """,
        "绩效指标完成情况",
        genre="project-performance",
    )
    assert found.kind == "performance.indicators"
    assert [value(of(found, 2, c)) for c in (3, 4, 5)] == ["300人", "300人", "288人"]
    assert (value(of(found, 3, 5)), of(found, 3, 7).kind) == ("46.5万", "score")


def test_tasks_of_the_whole_unit() -> None:
    found = table(
        """
        部门(单位)名称||某某办公室||||
        年度主要任务完成情况|任务名称|完成情况|预算数(万元)|其中:财政拨款|执行数(万元)|其中:财政拨款
        |人员经费预算执行情况|按规定及时支出，无拖欠|90.50|90.50|80.10|
        |智慧平台建设|已上线|20|20|18.25|18.25
        金额合计|||110.50|110.50|98.35|
        年度绩效指标|一级指标|二级指标|指标内容|预期指标值|实际完成指标值|
        |产出指标|数量指标|开展检查|10次|11次|
        """,
        "部门整体支出绩效自评表",
        unit="元",
    )
    assert (found.kind, found.entity, found.unit) == ("performance.overall", "", "万元")
    assert of(found, 2, 3).aspects == aspects("人员经费", "支出", scope="全口径", stage="预算")
    assert of(found, 2, 4).aspects == aspects("人员经费", "支出", scope="财政拨款", stage="预算")
    assert of(found, 2, 5).aspects == aspects("人员经费", "支出", scope="全口径")
    assert of(found, 3, 6).aspects == aspects("项目.智慧平台建设", "支出", scope="财政拨款")
    assert (of(found, 4, 5).aspects, of(found, 4, 5).role) == (aspects("合计", "支出", scope="全口径"), Role.TOTAL)
    assert value(of(found, 2, 3)) == "90.50万元"


def test_list_of_projects() -> None:
    found = table(
        """
        序号|项目名称|预算数|执行数|执行率|自评得分|自评等级
        1|甲项目|100.00|90.00|90.00%|95.5|优
        2|乙项目|50.00|40.00|80.00%|85|良
        合计||150.00|130.00|86.67%||
        """,
        "2023年度项目绩效自评结果汇总表",
        "单位：万元",
    )
    assert found.kind == "performance.list"
    assert [c.kind for c in found.rows[1]][2:] == ["amount", "amount", "completion", "score", "grade"]
    assert of(found, 1, 2).aspects == aspects("项目.甲项目", stage="预算")
    assert of(found, 3, 3).aspects == aspects("合计")


def test_goals_of_a_budget() -> None:
    found = table(
        """
        项目名称|养老服务补贴|||
        主管部门|某局|实施单位|某局|
        项目资金（万元）|年度资金总额：|300.00||
        |其中：财政拨款|300.00||
        |其他资金|0.00||
        绩效指标|一级指标|二级指标|三级指标|指标值
        |产出指标|数量指标|补贴人数|≥1200人
        |满意度指标|服务对象满意度|老人满意度|≥95%
        """,
        "项目支出绩效目标表",
        "（2024年度）",
        genre="department-budget",
    )
    assert (found.kind, found.entity) == ("performance.target", "养老服务补贴")
    assert of(found, 2, 2).aspects == aspects("项目资金", stage="预算", period="2024", entity="养老服务补贴")
    assert of(found, 3, 2).aspects.measure == "项目资金.财政拨款"
    assert [c.kind for r in (6, 7) for c in found.rows[r] if c.quantity is not None] == ["target", "target"]


def test_money_of_the_whole_unit_by_source_and_use() -> None:
    found = table(
        """
        部门名称|某局||||||
        部门资金预算安排及执行进度(万元)||年初预算数|全年预算数|全年执行数|资金结(转)余|执行率|得分
        1.按资金来源划分|资金总额:|1000.5|1100|1050.25|49.75|95.48|9.55
        |一般公共预算资金|900.5|1000|960.25|39.75|96.03|
        2.按资金方向划分|资金总额:|1000.5|1100|1050.25|49.75|95.48|9.55
        |基本支出|600.5|650|640.25|9.75|98.5|
        年度总体目标|预期目标|||实际完成情况|||
        |保障运转|||保障运转，支出1050.25万元|||
        """,
        "某局部门整体绩效自评表",
    )
    assert of(found, 2, 4).aspects == aspects("合计", "支出")
    assert of(found, 3, 4).aspects == aspects("合计", "支出", scope="一般公共预算")
    assert of(found, 5, 3).aspects == aspects("合计", "支出", "基本支出", stage="全年预算")
    assert not clashes(found)


def test_a_list_of_projects_under_two_rows_of_heads() -> None:
    found = table(
        "项目名称|项目资金（万元）|||绩效自评|\n|年初预算|全年预算|全年执行|得分|等级\n甲项目|10|12|11.5|95.8|优", "项目绩效自评情况一览表"
    )
    assert (found.kind, found.entity) == ("performance.list", "")
    assert [c.kind for c in found.rows[2]][1:] == ["amount", "amount", "amount", "score", "grade"]
    assert of(found, 2, 3).aspects == aspects("项目.甲项目")
    assert value(of(found, 2, 3)) == "11.5万元"


# --- properties -----------------------------------------------------------------------------------------------------------------

_CODES = st.lists(
    st.sampled_from(["201", "20101", "2010101", "2010102", "208", "20805", "2080505", "221", "2210201"]),
    min_size=1,
    max_size=9,
    unique=True,
)
_PARTS = ["基本支出", "项目支出", "上缴上级支出", "经营支出"]


@given(_CODES, st.integers(1, 4), st.data())
def test_every_cell_of_a_hierarchy_has_its_own_aspects(codes: list[str], width: int, data: st.DataObject) -> None:
    amounts = data.draw(
        st.lists(st.lists(st.decimals(0, 9999, places=2), min_size=width + 1, max_size=width + 1), min_size=len(codes), max_size=len(codes))
    )
    heads = "项目||本年支出合计|" + "|".join(_PARTS[:width]) + "\n科目代码|科目名称" + "|" * (width + 1)
    rows = [f"{code}|科目{i}|" + "|".join(map(str, row)) for i, (code, row) in enumerate(zip(codes, amounts, strict=True))]
    found = table("\n".join([heads, *rows]), "支出决算表", "单位：万元")
    assert len(found.figures) == len(codes) * (width + 1)
    assert len({c.aspects for c in found.figures}) == len(found.figures)
    for r, code in enumerate(codes, 2):
        for c, part in enumerate(["", *_PARTS[:width]], 2):
            assert of(found, r, c).aspects == aspects(f"功能.{code}", "支出", part, "全口径")
            assert of(found, r, c).quantity is not None


@given(st.lists(st.decimals(0, 999, places=2), min_size=12, max_size=12))
def test_merged_cells_and_empty_cells_mean_the_same(amounts: list[Decimal]) -> None:
    last = "|".join(map(str, amounts))
    flat = SANGONG.strip().rsplit("\n", 1)[0] + "\n" + last
    merged = (
        """
        预算数|~|~|~|~|~|决算数|~|~|~|~|~
        合计|因公出国（境）费|公务用车购置及运行维护费|~|~|公务接待费|合计|因公出国（境）费|公务用车购置及运行维护费|~|~|公务接待费
        ^|^|小计|公务用车购置费|公务用车运行维护费|^|^|^|小计|公务用车购置费|公务用车运行维护费|^
        1|2|3|4|5|6|7|8|9|10|11|12
        """.rstrip()
        + "\n"
        + last
    )
    one, two = table(flat, "财政拨款“三公”经费支出决算表"), table(merged, "财政拨款“三公”经费支出决算表")
    assert [c.aspects for c in one.rows[-1]] == [c.aspects for c in two.rows[-1]]
    assert [c.quantity for c in one.rows[-1]] == [c.quantity for c in two.rows[-1]]


@given(st.integers(-1, 1), st.integers(1, 500), st.integers(0, 30), st.integers(0, 30))
def test_a_shifted_indicator_reads_like_one_in_its_place(shift: int, target: int, weight: int, points: int) -> None:
    head = "绩效指标|一级指标|二级指标|三级指标|年初指标值|调整后指标值|实际完成值|分值|得分|偏差原因分析及改进措施"
    cells = [
        "",
        "产出指标",
        "数量指标",
        "走访户数",
        f"≥{target}户",
        f"≥{target}户",
        f"≥{target}户",
        str(max(weight, points)),
        str(min(weight, points)),
        "",
    ]
    row = [""] * max(shift, 0) + cells[max(-shift, 0) :]
    found = table(head + "\n" + "|".join(row[:10]), "走访项目支出绩效自评表")
    by_kind = {c.kind + ("+" if c.aspects.part else ""): value(c) for c in found.rows[1] if c.quantity is not None}
    assert by_kind == {
        "target": f"{target}户",
        "target+": f"{target}户",
        "actual": f"{target}户",
        "weight": f"{max(weight, points)}分",
        "score": f"{min(weight, points)}分",
    }


@given(st.text(max_size=12), st.lists(st.lists(st.text(max_size=8), max_size=5), max_size=6))
def test_no_grid_breaks_it(title: str, rows: list[list[str]]) -> None:
    cells = tuple(tuple(GridCell(text, (Run(0, len(text)),) if text else ()) for text in row) for row in rows)
    found, inside = understand(Grid(cells), identity="T1", before=(line(title),), genre="department-final-accounts")
    assert [len(row) for row in found.rows] == [len(row) for row in rows]
    assert all(p.table == "T1" for p in inside)


# --- the sample documents ---------------------------------------------------------------------------------------------------------

SAMPLES = [
    "xinzhou-congress-2023.txt",
    "linxia-congress-2023.txt",
    "xinzhou-congress-2021-performance.txt",
    "zhanyi-congress-2023-performance.txt",
    "putuo-finance-2024.pdf",
    "putuo-social-work-2024.pdf",
    "wanli-street-budget-2024.pdf",
    "daqing-bulletin-2012.html",
]
FINAL = SAMPLES[:2]


@pytest.fixture(scope="module")
def documents(shared: Path) -> dict[str, Document]:
    return {name: read(shared / "documents" / name) for name in SAMPLES}


@pytest.mark.shared
@pytest.mark.parametrize("name", SAMPLES)
def test_sample_figures_are_distinct(documents: dict[str, Document], name: str) -> None:
    for found in documents[name].tables:
        assert not clashes(found), (found.id, found.title)


@pytest.mark.shared
@pytest.mark.parametrize("name", [n for n in SAMPLES if n != "daqing-bulletin-2012.html"])
def test_sample_statutory_cells_are_known(documents: dict[str, Document], name: str) -> None:
    """No row or column of a statutory form of the samples is unknown."""
    for found in documents[name].tables:
        if found.kind.startswith(("final.", "budget.")):
            unknown = [
                c.label
                for c in found.figures
                if not c.aspects.measure or c.aspects.measure.startswith("名.") or c.aspects.part.startswith("名.")
            ]
            assert not unknown, found.title


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("xinzhou-congress-2023.txt", [13, 47, 47, 17, 45, 27, 0, 0, 0, 6]),
        ("linxia-congress-2023.txt", [13, 126, 41, 15, 41, 83, 0, 1, 12]),
    ],
)
def test_sample_counts(documents: dict[str, Document], name: str, counts: list[int]) -> None:
    tables = [t for t in documents[name].tables if t.kind.startswith("final.")]
    assert [len(t.figures) for t in tables] == counts
    assert [t.kind.split(".")[1] for t in tables] == [
        "total",
        "income",
        "expenditure",
        "fiscal-total",
        "general-expenditure",
        "basic-economic",
        "fund",
        "capital",
        "sangong",
        "statistics",
    ][: len(counts)]


def _close(total: Cell, parts: list[Cell]) -> bool:
    assert total.quantity is not None
    amounts = [c.quantity for c in parts if c.quantity is not None]
    gap = abs(total.quantity.base - sum((q.base for q in amounts), start=total.quantity.base * 0))
    return gap <= (len(amounts) + 1) * total.quantity.step / 2


@pytest.mark.shared
@pytest.mark.parametrize("name", FINAL)
def test_sample_sums(documents: dict[str, Document], name: str) -> None:
    checked = 0
    for found in documents[name].tables:
        root = {"经济": 3, "功能": 3}
        cells = {
            (c.aspects, c.column): c for c in found.cells if c.role in (Role.BODY, Role.TOTAL) and c.kind == "amount" and c.aspects.measure
        }
        if found.kind not in (
            "final.total",
            "final.income",
            "final.expenditure",
            "final.general-expenditure",
            "final.basic-economic",
            "final.fiscal-total",
        ):
            continue
        for (own, column), cell in cells.items():
            if cell.quantity is None:
                continue
            domain, _, code = own.measure.partition(".")
            if domain in root and len(code) in (3, 5):
                depth = len(code) + 2
                within = [
                    c
                    for (a, k), c in cells.items()
                    if a.but(measure="") == own.but(measure="")
                    and (k == column or domain == "经济")
                    and a.measure.startswith(f"{domain}.{code}")
                    and len(a.measure.partition(".")[2]) == depth
                ]
            elif own.measure == "合计" and own.flow == "支出":
                within = [
                    c
                    for (a, k), c in cells.items()
                    if a.but(measure="") == own.but(measure="") and k == column and a.measure.startswith("功能.") and len(a.measure) == 6
                ]
            else:
                continue
            if within:
                checked += 1
                assert _close(cell, within), cell.label
    assert checked > 60


@pytest.mark.shared
@pytest.mark.parametrize("name", FINAL)
def test_sample_tables_agree_with_each_other(documents: dict[str, Document], name: str) -> None:
    """The same aspects in two statutory tables print the same amount."""
    seen: dict[Aspects, Cell] = {}
    shared_cells = 0
    for found in documents[name].tables:
        if not found.kind.startswith("final."):
            continue
        for cell in found.figures:
            if cell.kind != "amount":
                continue
            other = seen.setdefault(cell.aspects, cell)
            if other is not cell:
                shared_cells += 1
                assert other.quantity is not None
                assert cell.quantity is not None
                assert abs(other.quantity.base - cell.quantity.base) <= other.quantity.step + cell.quantity.step, (other.label, cell.label)
    assert shared_cells > 15


@pytest.mark.shared
def test_sample_projects(documents: dict[str, Document]) -> None:
    found = [t for t in documents["xinzhou-congress-2023.txt"].tables if t.kind == "performance.project"]
    assert len(found) == 13
    assert all(t.entity for t in found)
    for one in found:
        money = {(c.aspects.stage, c.kind): c for c in one.figures if c.aspects.measure == "项目资金" and not c.aspects.part}
        assert {("全年预算", "amount"), ("决算", "amount"), ("决算", "completion")} <= set(money), one.title
        budget, actual, rate = (money[key].quantity for key in (("全年预算", "amount"), ("决算", "amount"), ("决算", "completion")))
        assert budget is not None
        assert actual is not None
        assert rate is not None
        assert budget.value == 0 or abs(actual.value / budget.value * 100 - rate.value) < Decimal("0.06"), one.title
        scores = [c for c in one.figures if c.kind == "score" and c.aspects.measure.startswith("指标.")]
        weights = [c for c in one.figures if c.kind == "weight"]
        assert len(weights) >= 5
        assert len(scores) >= 2
        assert any(c.kind == "grade" for c in one.cells)
