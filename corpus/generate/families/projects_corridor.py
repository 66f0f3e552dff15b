"""项目绩效自评 in the manner of the north-western corridor: a report per project with amounts in 元, its form in 万元 under it."""

from __future__ import annotations

from generate import performance
from generate.families import Family
from generate.ledger import Key
from generate.page import Page
from generate.performance import points
from generate.printing import Style
from generate.projects import Project
from generate.words import words


def write(p: Page, projects: list[Project]) -> None:
    u = p.books.unit
    p.title(f"{p.y()}年度{u.name}项目绩效自评报告")
    for i, project in enumerate(projects[:4], 1):
        p.h(f"{'一二三四'[i - 1]}、{project.name}", 1)
        p.h("（一）项目概况", 2)
        p.p(f"{project.name}由{u.name}组织实施，目的是{p.pick(*words('reasons')['goal'])}。")
        p.h("（二）资金安排和使用", 2)
        text = f"本项目{p.y()}年初安排数{p.m(project.first)}，全年预算数{p.m(project.plan)}，实际支出{p.m(project.spent)}，执行率为{p.c(project.spent, project.plan)}"
        if project.left:
            text += f"，年末结余{p.m(p.books.ledger.get(project.spent.key.but(item=f'结余.{project.name}')))}"
        p.p(text + "。")
        p.h("（三）指标完成情况", 2)
        for j, indicator in enumerate(project.indicators, 1):
            if indicator.second == "成本指标":
                p.p(f"{j}.{indicator.name}控制在{p.m(project.plan)}以内，实际{p.m(project.spent)}。")
            elif indicator.sign:
                word = {"≥": "不低于", "=": "为", "≤": "不超过"}[indicator.sign]
                tail = f"，未完成的原因是{indicator.reason}" if indicator.missed else ""
                p.p(f"{j}.{indicator.name}{word}{indicator.target}{indicator.unit}，实际为{indicator.actual}{indicator.unit}{tail}。")
            else:
                p.p(f"{j}.{indicator.name}：{indicator.actual}。")
        p.h("（四）自评得分", 2)
        p.p(
            f"预算执行得分{points(p, Key(f'得分.{project.name}.执行率'))}分，指标得分{points(p, Key(f'得分.{project.name}.指标'))}分，"
            f"总得分{points(p, Key(f'得分.{project.name}'))}分，等级为“{performance.grade(p, project)}”。"
        )
        performance.corridor_form(p, project)


FAMILIES = [
    Family(
        "projects-corridor", "project-evaluation", write, text=(Style(unit="元"), Style(unit="元", grouped=True, gap=" ")), cells=(Style(),),
        percent=(2, 1), layout="pipes", level="单位",
    ),
]  # fmt: skip
