"""项目绩效自评 in the manner of the river delta: a table of all projects, then narrow forms. Set aside: scored, never tuned on."""

from __future__ import annotations

from fractions import Fraction

from generate import performance
from generate.families import Family
from generate.ledger import Key
from generate.page import Page
from generate.performance import points
from generate.printing import Style
from generate.projects import Project


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    p.title(f"{u.name}{p.y()}年度财政项目支出绩效自评结果")
    total = b.of("项目合计", "支出", "", "财政")
    p.p(
        f"本次公开{p.k('项目')}个项目的自评结果，项目资金全年预算合计{p.m(b.adjusted(total))}，截至{p.y()}年12月31日实际支出{p.m(total)}，"
        f"执行率{p.c(total, b.adjusted(total))}。评级为优、良、中、差的项目分别为{p.k('项目.优')}个、{p.k('项目.良')}个、{p.k('项目.中')}个和{p.k('项目.差')}个。"
    )
    p.h("一、项目自评结果汇总表")
    p.note("单位：万元")
    p.start("汇总表")
    rows = [["序号", "项目名称", "年初预算数", "全年预算数", "实际执行数", "执行率（%）", "自评得分", "评级"]]
    for i, project in enumerate(projects, 1):
        row, cells = len(rows), []
        for column, amount in enumerate((project.first, project.plan, project.spent), 2):
            p.at = (row, column)
            cells.append(p.n(amount))
        p.at = (row, 5)
        cells.append(performance.rate(p, project, Style(unit="", decimals=2)))
        p.at = (row, 6)
        cells.append(points(p, Key(f"得分.{project.name}")))
        rows.append([str(i), project.name, *cells, performance.grade(p, project)])
    row, cells = len(rows), []
    for column, amount in enumerate((b.initial(total), b.adjusted(total), total), 2):
        p.at = (row, column)
        cells.append(p.n(amount))
    p.at = (row, 5)
    share = p.figure(
        "ratio", Fraction(total.fen * 100, b.adjusted(total).fen), [total.key, b.adjusted(total).key], Style(unit="", decimals=2)
    )
    rows.append(["", "合计", *cells, share, "", ""])
    p.stop()
    p.table("汇总表", rows, 1)
    p.h("二、项目自评表")
    for project in projects:
        _form(p, project)
        p.p(
            f"该项目全年预算{p.m(project.plan)}，执行{p.m(project.spent)}，执行率{p.c(project.spent, project.plan)}，得{points(p, Key(f'得分.{project.name}'))}分，"
            f"评级为{performance.grade(p, project)}。"
        )


def _form(p: Page, project: Project) -> None:
    form = f"自评表.{project.name}"
    p.h(f"{project.name}自评表", 3)
    style = Style(decimals=p.random.choice((2, 4)))
    p.start(form)
    rows = [["项目名称", project.name, "预算部门", p.books.unit.name, "", ""]]
    rows.append(["资金（万元）", "年初预算数", "全年预算数", "全年执行数", "执行率", "得分（权重10）"])
    row, cells = len(rows), []
    for column, amount in enumerate((project.first, project.plan, project.spent), 1):
        p.at = (row, column)
        cells.append(p.n(amount, style))
    p.at = (row, 4)
    cells.append(performance.rate(p, project, Style(unit="", decimals=2)) + "%")
    p.at = (row, 5)
    cells.append(points(p, Key(f"得分.{project.name}.执行率")))
    rows.append(["总额", *cells])
    rows.append(["一级指标", "三级指标", "年度指标值", "实际完成值", "权重", "得分"])
    for i, indicator in enumerate(project.indicators):
        row = len(rows)
        p.at = (row, 2)
        target, actual = performance.goal(p, indicator, project, style)
        p.at = (row, 4)
        weight = points(p, Key(f"分值.{project.name}.{i}"))
        p.at = (row, 5)
        rows.append([indicator.first, indicator.name, target, actual, weight, points(p, Key(f"得分.{project.name}.{i}"))])
    row = len(rows)
    p.at = (row, 4)
    weight = points(p, Key(f"分值.{project.name}"))
    p.at = (row, 5)
    rows.append(["合计", "", "", "", weight, points(p, Key(f"得分.{project.name}"))])
    p.stop()
    p.table(form, rows, 0)


FAMILIES = [
    Family(
        "projects-delta",
        "project-evaluation",
        write,
        text=(Style(),),
        cells=(Style(), Style(decimals=4)),
        percent=(2,),
        project_layout="full",
    ),
]
