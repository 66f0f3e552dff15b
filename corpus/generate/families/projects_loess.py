"""项目绩效自评 in the manner of the loess plateau: a summary, then the wide form of every project with an analysis under it."""

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
    b, u = p.books, p.books.unit
    p.title(f"{p.y()}年度{u.name}项目支出绩效自评")
    p.h("一、自评工作开展情况")
    total = b.of("项目合计", "支出", "", "财政")
    p.p(
        f"{p.y()}年，{u.name}纳入绩效自评的项目{p.k('项目')}个，年初预算{p.m(b.initial(total))}，全年预算{p.m(b.adjusted(total))}，全年执行{p.m(total)}，"
        f"总执行率{p.c(total, b.adjusted(total))}。自评等级为“优”的{p.k('项目.优')}个、“良”的{p.k('项目.良')}个、“中”的{p.k('项目.中')}个、“差”的{p.k('项目.差')}个。"
    )
    p.h("二、各项目自评情况")
    for project in projects:
        performance.loess_form(p, project)
        quantity = next(i for i in project.indicators if i.second == "数量指标")
        pleased = project.indicators[-1]
        p.p(
            f"自评结果分析：{project.name}预算执行率{p.c(project.spent, project.plan)}，{quantity.name}完成{quantity.actual}{quantity.unit}，"
            f"{pleased.name}为{pleased.actual}{pleased.unit}，自评总分{points(p, Key(f'得分.{project.name}'))}分，属于“{performance.grade(p, project)}”。"
        )
        p.p(
            f"主要问题及原因：{p.pick(*words('reasons')['slow'])}。下一步措施：{p.pick('提前编制用款计划', '加强项目调度', '细化绩效指标')}。"
        )


FAMILIES = [
    Family(
        "projects-loess",
        "project-evaluation",
        write,
        text=(Style(), Style(decimals=2, trim=True)),
        cells=(Style(),),
        percent=(2,),
        level="单位",
    ),
]
