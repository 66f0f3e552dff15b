"""Self-evaluation forms of projects and of whole departments, in the layouts of several provinces."""

from __future__ import annotations

from fractions import Fraction

from generate.ledger import Key
from generate.page import Page
from generate.printing import Style
from generate.projects import Indicator, Project

POINTS = Style(unit="分", decimals=2, trim=True)
WHOLE = Style(unit="", decimals=0)


def points(p: Page, key: Key, style: Style = POINTS) -> str:
    """A score or a weight."""
    amount = p.books.ledger.get(key)
    return p.figure("score", Fraction(amount.fen, 100), [key], style)


def rate(p: Page, project: Project, style: Style) -> str:
    """The execution rate; 0 where nothing was planned."""
    if not project.plan:
        return "0"
    return p.figure("ratio", project.rate, [project.spent.key, project.plan.key], style)


def money_style(p: Page) -> Style:
    """万元 with zeros dropped, as such forms print it."""
    return Style(unit="万元", decimals=p.random.choice((2, 2, 2, 4, 6)), trim=True)


def goal(p: Page, indicator: Indicator, project: Project, style: Style, *, sign: bool = True) -> tuple[str, str]:
    """Target and actual as printed; the cost indicator speaks of the project's money."""
    if indicator.second == "成本指标":
        return f"{'≤' if sign else ''}{p.n(project.plan, style)}万元", f"{p.n(project.spent, style)}万元"
    mark = indicator.sign if sign else ""
    actual = f"{indicator.actual}{indicator.unit}"
    if indicator.sign == "≥" and indicator.actual == indicator.target and p.random.random() < 0.25:
        actual = p.trap("bound", f"≥{actual}")
    return f"{mark}{indicator.target}{indicator.unit}", actual


def loess_form(p: Page, project: Project) -> None:
    """目标申报数, 预算编制数, 全年预算数, 全年执行数, 资金结(转)余, 执行率, 得分, in 万元."""
    form = f"自评表.{project.name}"
    year = p.books.year
    p.h(f"{project.name}项目支出绩效自评表", 2)
    p.note(f"（{year}年度）")
    style = money_style(p)
    left = p.books.ledger.get(project.spent.key.but(item=f"结余.{project.name}"))
    percent = Style(unit="", decimals=2)
    score = Style(unit="分", decimals=2)
    p.start(form)
    rows = [
        ["项目名称", "", project.name, *[""] * 7],
        ["主管部门及代码", "", p.books.unit.name, "", "", "", "预算单位", p.books.unit.name, "", ""],
    ]
    head = ["年初预算数", "", "全年预算数", "全年执行数", "资金结（转）余", "执行率（%）", "得分", "偏差原因分析及改进措施"]
    rows.append(["项目资金（万元）", "", *head])
    rows.append(["", "", "目标申报数", "预算编制数", *[""] * 6])
    for name in ("资金总额：", "市县区财政资金"):
        row = len(rows)
        cells = []
        for column, amount in enumerate((project.first, project.first, project.plan, project.spent, left), 2):
            p.at = (row, column)
            cells.append(p.n(amount, style))
        p.at = (row, 7)
        cells.append(rate(p, project, percent))
        p.at = (row, 8)
        cells.append(points(p, Key(f"得分.{project.name}.执行率"), score))
        rows.append(["", name, *cells, ""])
    rows.append(["年度绩效目标", "年度目标", f"围绕{project.name}，{p.pick('按计划完成年度任务', '把资金用到实处', '保证服务不断档')}。", "", "", "",
                 "实际完成情况", p.pick("年度任务基本完成。", "已按计划组织实施。"), "", ""])  # fmt: skip
    rows.append(
        [
            "绩效指标",
            "一级指标",
            "二级指标",
            "三级指标",
            "年初指标值",
            "调整后指标值",
            "实际完成值",
            "分值",
            "得分",
            "偏差原因分析及改进措施",
        ]
    )
    for i, indicator in enumerate(project.indicators):
        row = len(rows)
        p.at = (row, 4)
        target, actual = goal(p, indicator, project, style)
        first = indicator.first if i == 0 or project.indicators[i - 1].first != indicator.first else ""
        p.at = (row, 7)
        weight = points(p, Key(f"分值.{project.name}.{i}"))
        p.at = (row, 8)
        got = points(p, Key(f"得分.{project.name}.{i}"))
        rows.append(["", first, indicator.second, indicator.name, target, target, actual, weight, got, indicator.reason])
    p.at = (len(rows), 8)
    total = points(p, Key(f"得分.{project.name}"))
    p.at = (len(rows), 9)
    rows.append(["总分", *[""] * 7, total, grade(p, project)])
    p.stop()
    p.table(form, rows, 0)


def grade(p: Page, project: Project) -> str:
    """The grade of the total score."""
    return p.word("grade", project.grade, *(g for g in "优良中差" if g != project.grade), keys=[Key(f"得分.{project.name}")])


def _first(indicators: list[Indicator], i: int, *, second: bool = False) -> str:
    """The head of a group of indicators, printed once."""
    name = indicators[i].second if second else indicators[i].first
    before = "" if i == 0 else indicators[i - 1].second if second else indicators[i - 1].first
    return "" if name == before and i else name


def plateau_form(p: Page, project: Project) -> None:
    """年初预算数, 全年预算数, 全年执行数, 分值, 执行率, 得分; indicators with sign, value and unit in columns of their own."""
    form = f"自评表.{project.name}"
    p.h(f"{p.books.year}年度项目支出绩效自评表", 2)
    style = money_style(p)
    percent = Style(unit="", decimals=2)
    p.start(form)
    rows = [
        ["项目名称", "", project.name, *[""] * 7],
        ["主管部门", "", p.books.unit.name, "", "", "实施单位", p.books.unit.name, "", "", ""],
    ]
    rows.append(["项目资金（万元）", "", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分", ""])
    for name in ("年度资金总额", "其中：当年财政拨款"):
        row, cells = len(rows), []
        for column, amount in enumerate((project.first, project.plan, project.spent), 3):
            p.at = (row, column)
            cells.append(p.n(amount, style))
        if name == "年度资金总额":
            p.at = (row, 6)
            cells.append(points(p, Key(f"分值.{project.name}.执行率")))
            p.at = (row, 7)
            cells.append(rate(p, project, percent) + "%")
            p.at = (row, 8)
            cells.append(points(p, Key(f"得分.{project.name}.执行率")))
        else:
            cells += ["—", f"{percent.number(project.rate)}%", "—"]
        rows.append(["", "", name, *cells, ""])
    rows.append(["", "", "上年结转资金", "", "", "", "—", "", "—", ""])
    rows.append(["", "", "其他资金", "—", "—", "—", "—", "", "—", ""])
    goal_text = f"完成{project.name}各项任务，{p.pick('确保资金安全', '提升服务质量', '按时拨付资金')}。"
    rows.append(["年度总体目标", "", "预期目标", "", "", "", "实际完成情况", "", "", ""])
    rows.append(["", "", goal_text, "", "", "", p.pick("目标任务按序时推进，总体完成。", "已完成年度主要任务。"), "", "", ""])
    rows.append(["绩效指标", "", "", "年度指标值", "", "", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"])
    rows.append(["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "", "", "", ""])
    for i, indicator in enumerate(project.indicators):
        row = len(rows)
        p.at = (row, 4)
        if indicator.second == "成本指标":
            target, actual = p.n(project.plan, style), p.n(project.spent, style)
        else:
            target, actual = indicator.target, indicator.actual
        p.at = (row, 7)
        weight = points(p, Key(f"分值.{project.name}.{i}"))
        p.at = (row, 8)
        got = points(p, Key(f"得分.{project.name}.{i}"))
        heads = [_first(project.indicators, i), _first(project.indicators, i, second=True)]
        rows.append(
            [*heads, indicator.name, indicator.sign or "=", target, indicator.unit, actual, weight, got, indicator.reason or "无偏差"]
        )
    rows.append(["其他需要说明事项", "", "无", *[""] * 7])
    row = len(rows)
    p.at = (row, 7)
    weight = points(p, Key(f"分值.{project.name}"))
    p.at = (row, 8)
    rows.append(["总分", *[""] * 6, weight, points(p, Key(f"得分.{project.name}")), grade(p, project)])
    p.stop()
    p.table(form, rows, 0)


def corridor_form(p: Page, project: Project) -> None:
    """预算数 beside 执行数, then indicators with expected and actual value, weight and score."""
    form = f"自评表.{project.name}"
    p.h(f"{p.books.year}年度{project.name}绩效目标自评表", 3)
    style = money_style(p)
    p.start(form)
    rows = [["项目名称", project.name, "", "主管部门", p.books.unit.name, "", ""]]
    rows.append(["项目资金（万元）", "", "年初预算数", "全年预算数（A）", "全年执行数（B）", "执行率（B/A）", "得分"])
    for name in ("年度资金总额", "其中：财政拨款"):
        row, cells = len(rows), []
        for column, amount in enumerate((project.first, project.plan, project.spent), 2):
            p.at = (row, column)
            cells.append(p.n(amount, style))
        p.at = (row, 5)
        cells.append(rate(p, project, Style(unit="", decimals=1)) + "%")
        p.at = (row, 6)
        cells.append(points(p, Key(f"得分.{project.name}.执行率")) if name == "年度资金总额" else "")
        rows.append(["", name, *cells])
    rows.append(["", "其他资金", "0", "0", "0", "", ""])
    rows.append(["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"])
    for i, indicator in enumerate(project.indicators):
        row = len(rows)
        p.at = (row, 3)
        target, actual = goal(p, indicator, project, style)
        p.at = (row, 5)
        weight = points(p, Key(f"分值.{project.name}.{i}"))
        p.at = (row, 6)
        got = points(p, Key(f"得分.{project.name}.{i}"))
        rows.append([_first(project.indicators, i), indicator.second, indicator.name, target, actual, weight, got])
    row = len(rows)
    p.at = (row, 5)
    weight = points(p, Key(f"分值.{project.name}"))
    p.at = (row, 6)
    rows.append(["总分", "", "", "", "", weight, points(p, Key(f"得分.{project.name}"))])
    p.stop()
    p.table(form, rows, 0)


def overall_form(p: Page, project: Project, *, layout: str = "sources") -> None:
    """The department's own form: money by source and by direction, indicators, total."""
    b = p.books
    form = "整体自评表"
    p.h(f"{b.year}年度部门整体支出绩效自评表", 2)
    style = Style(unit="万元", decimals=2)
    p.start(form)
    whole = project.spent.key
    rows = [["部门名称", b.unit.name, *[""] * 6]]
    rows.append(["年度资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率（%）", "得分"])

    def money(name: str, amount_of: Key) -> None:
        row, cells = len(rows), []
        for column, stage in enumerate(("年初预算", "全年预算", b.stage), 2):
            p.at = (row, column)
            cells.append(p.n(b.ledger.get(amount_of.but(stage=stage)), style))
        spent, plan = b.ledger.get(amount_of), b.ledger.get(amount_of.but(stage="全年预算"))
        p.at = (row, 6)
        share = p.figure("ratio", Fraction(spent.fen * 100, plan.fen), [spent.key, plan.key], Style(unit="", decimals=2)) if plan else ""
        weight = got = ""
        if amount_of == whole:
            p.at = (row, 5)
            weight = points(p, Key(f"分值.{project.name}.执行率"))
            p.at = (row, 7)
            got = points(p, Key(f"得分.{project.name}.执行率"))
        rows.append(["", name, *cells, weight, share, got])

    money("资金总额" if layout != "parts" else "财政拨款资金总额", whole)
    if layout != "parts":
        for name, fund in (("一般公共预算财政拨款", "一般"), ("政府性基金预算财政拨款", "基金"), ("国有资本经营预算财政拨款", "国资")):
            if b.ledger.values.get(whole.but(fund=fund)) or fund == "一般":
                money(f"按来源：{name}", whole.but(fund=fund))
    for name, part in (("基本支出", "基本"), ("项目支出", "项目")):
        money(f"按方向：{name}" if layout != "parts" else name, whole.but(part=part))
    rows.append(["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因"])
    for i, indicator in enumerate(project.indicators):
        row = len(rows)
        target, actual = goal(p, indicator, project, style)
        p.at = (row, 5)
        weight = points(p, Key(f"分值.{project.name}.{i}"))
        p.at = (row, 6)
        got = points(p, Key(f"得分.{project.name}.{i}"))
        rows.append([_first(project.indicators, i), indicator.second, indicator.name, target, actual, weight, got, indicator.reason])
    row = len(rows)
    p.at = (row, 5)
    weight = points(p, Key(f"分值.{project.name}"))
    p.at = (row, 6)
    rows.append(["总分", "", "", "", "", weight, points(p, Key(f"得分.{project.name}")), grade(p, project)])
    p.stop()
    p.table(form, rows, 0)


def scored(p: Page, project: Project) -> str:
    """预算执行得分 a 分、指标得分 b 分 … as figures: (execution, indicators, total)."""
    return points(p, Key(f"得分.{project.name}")) + "分"
