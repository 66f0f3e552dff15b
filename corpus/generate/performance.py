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
    return f"{mark}{indicator.target}{indicator.unit}", f"{indicator.actual}{indicator.unit}"


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
