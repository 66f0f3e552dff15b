"""项目绩效自评 in the manner of the high plateau: forms with sign, value and unit in columns of their own, hardly any text."""

from __future__ import annotations

from generate import performance
from generate.families import Family
from generate.ledger import Key
from generate.page import Page
from generate.performance import points
from generate.printing import Style
from generate.projects import Project


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    p.title(f"{u.name}{p.y()}年度项目支出绩效自评情况")
    p.h("一、总体情况")
    for i, project in enumerate(projects, 1):
        p.p(
            f"（{'一二三四五六七八九十甲乙'[i - 1]}）{project.name}：批复预算{p.m(project.plan)}，实际支出{p.m(project.spent)}，预算执行率"
            f"{p.c(project.spent, project.plan)}；预算执行得{points(p, Key(f'得分.{project.name}.执行率'))}分，"
            f"指标得{points(p, Key(f'得分.{project.name}.指标'))}分，合计{points(p, Key(f'得分.{project.name}'))}分，等级{performance.grade(p, project)}。"
        )
    grades = "，".join(f"{p.k(f'项目.{g}')}个为“{g}”" for g in "优良中差" if b.counts[f"项目.{g}"])
    p.p(f"以上{p.k('项目')}个项目中，{grades}。")
    p.h("二、自评表")
    for project in projects:
        performance.plateau_form(p, project)
        p.note("备注：")
        p.note("1.涉密部门和涉密信息按保密规定不公开。")
        p.note("2.当年财政拨款指一般公共预算、国有资本经营预算、政府性基金预算安排的资金。")


FAMILIES = [
    Family(
        "projects-plateau", "project-evaluation", write, text=(Style(), Style(decimals=4, trim=True)), cells=(Style(),), percent=(2, 1),
        project_layout="short",
    ),
]  # fmt: skip
