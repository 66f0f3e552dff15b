"""项目绩效自评 in the manner of the northern forests: a report of each project in four paragraphs, then its own sheet with money by source."""

from __future__ import annotations

from generate.families import Family
from generate.ledger import Key
from generate.page import Page
from generate.performance import goal, grade, points, rate
from generate.printing import Style
from generate.projects import Project
from generate.words import words

WHOLE = Style(unit="分", decimals=0)


def _sheet(p: Page, project: Project) -> None:
    form = f"自评表.{project.name}"
    p.h(f"{project.name}绩效自评表", 3)
    p.note(f"填报单位：{p.books.unit.name}    {p.books.year}年度    金额：万元")
    style = Style(decimals=p.random.choice((2, 4)), trim=True)
    p.start(form)
    rows = [["资金投入", "年初预算", "全年预算", "全年支出", "执行率", "权重", "得分"]]
    for name in ("合计", "本级财政资金"):
        row, cells = len(rows), []
        for column, amount in enumerate((project.first, project.plan, project.spent), 1):
            p.at = (row, column)
            cells.append(p.n(amount, style))
        if name == "合计":
            p.at = (row, 4)
            cells.append(rate(p, project, Style(unit="", decimals=2)) + "%")
            p.at = (row, 5)
            cells.append(points(p, Key(f"分值.{project.name}.执行率")))
            p.at = (row, 6)
            cells.append(points(p, Key(f"得分.{project.name}.执行率")))
        rows.append([name, *cells, *[""] * (6 - len(cells))])
    rows.append(["指标类别", "指标名称", "计划完成", "实际完成", "完成情况", "权重", "得分"])
    for i, indicator in enumerate(project.indicators):
        row = len(rows)
        p.at = (row, 2)
        target, actual = goal(p, indicator, project, style)
        p.at = (row, 5)
        weight = points(p, Key(f"分值.{project.name}.{i}"), WHOLE)
        p.at = (row, 6)
        got = points(p, Key(f"得分.{project.name}.{i}"))
        state = f"未完成：{indicator.reason}" if indicator.missed else "完成"
        rows.append([indicator.second, indicator.name, target, actual, state, weight, got])
    row = len(rows)
    p.at = (row, 5)
    weight = points(p, Key(f"分值.{project.name}"), WHOLE)
    p.at = (row, 6)
    rows.append(["自评总分", "", "", "", "", weight, points(p, Key(f"得分.{project.name}"))])
    p.stop()
    p.table(form, rows, 0)


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    total = b.of("项目合计", "支出", "", "财政")
    p.title(f"{u.name}关于{p.y()}年度项目支出绩效自评的公开说明")
    p.h("一、总体情况", 1)
    text = f"{u.name}{p.y()}年度应自评项目{p.k('项目')}个，已全部完成自评。涉及全年预算{p.m(b.adjusted(total))}，支出{p.m(total)}，"
    text += f"总体执行率{p.c(total, b.adjusted(total))}；与年初预算{p.m(b.initial(total))}相比，"
    if p.same(total, b.initial(total)):
        text += p.word("flat", "没有变化") + "。"
    else:
        text += f"支出{p.d(total, b.initial(total), '多', '少')}。"
    graded = [g for g in "优良中差" if b.counts[f"项目.{g}"]]
    p.p(text + "自评等级分布为：" + "，".join(f"{g}等{p.k(f'项目.{g}')}个" for g in graded) + "。")
    p.h("二、分项目说明", 1)
    for i, project in enumerate(projects, 1):
        p.h(f"（{'一二三四五六七八九十甲乙'[i - 1]}）{project.name}", 2)
        left = b.ledger.get(project.spent.key.but(item=f"结余.{project.name}"))
        p.p(
            f"1．资金。{p.y()}年初批复预算{p.m(project.first)}，调整后{p.m(project.plan)}，当年支付{p.m(project.spent)}"
            + (f"，尚未支付{p.m(left)}" if left else "，资金全部支付")
            + f"，支付率{p.c(project.spent, project.plan)}。"
        )
        done = [x for x in project.indicators if x.sign and x.second != "成本指标"]
        p.p("2．绩效。" + "；".join(f"{x.name}达到{x.actual}{x.unit}（目标{x.sign}{x.target}{x.unit}）" for x in done) + "。")
        p.p(
            f"3．评分。执行率{points(p, Key(f'得分.{project.name}.执行率'))}分，产出、效益和满意度指标{points(p, Key(f'得分.{project.name}.指标'))}分，"
            f"两部分合计{points(p, Key(f'得分.{project.name}'))}分，自评等级“{grade(p, project)}”。"
        )
        p.p(f"4．问题。{p.pick(*words('reasons')['slow']) if left else '个别指标值设定偏保守'}。")
        _sheet(p, project)


FAMILIES = [
    Family(
        "projects-forest", "project-evaluation", write, text=(Style(), Style(gap=" "), Style(unit="元", grouped=True)), cells=(Style(),),
        percent=(2, 1), level="单位",
    ),
]  # fmt: skip
