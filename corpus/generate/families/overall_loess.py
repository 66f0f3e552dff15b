"""整体绩效自评 in the manner of the loess plateau: a report in five chapters with a form and the list of projects behind it."""

from __future__ import annotations

from generate import performance
from generate.families import Family
from generate.ledger import Key
from generate.page import Page
from generate.performance import points
from generate.printing import Style
from generate.projects import Project, overall
from generate.words import words


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    whole = overall(p.random, b, projects)
    p.title(f"{p.y()}年度{u.name}整体支出绩效自评报告")
    p.h("一、部门基本情况")
    p.h("（一）主要职能", 3)
    p.p("；".join(u.domain["duties"]) + "。")
    p.h("（二）机构和人员", 3)
    p.p(
        f"{u.name}内设机构{p.k('内设', len(u.offices), listed=True)}个：{'、'.join(u.offices)}。核定编制{p.k('编制', u.posts)}人，其中行政编制"
        f"{p.k('行政编制', u.civil_posts)}人、事业编制{p.k('事业编制', u.posts - u.civil_posts)}人；年末在职{p.k('在职', u.staff)}人。"
    )
    p.counted("编制", "行政编制", "事业编制")
    p.h("（三）年度收支情况", 3)
    parts = [("一般公共预算财政拨款", "一般"), ("政府性基金预算财政拨款", "基金"), ("国有资本经营预算财政拨款", "国资")]
    shown = [(name, b.spent(fund=fund)) for name, fund in parts if b.spent(fund=fund)]
    p.p(
        f"{p.y()}年财政拨款年初预算{p.m(whole.first)}，全年预算{p.m(whole.plan)}，实际支出{p.m(whole.spent)}，预算执行率{p.c(whole.spent, whole.plan)}。"
        "实际支出中：" + "，".join(f"{name}支出{p.m(amount)}" for name, amount in shown) + "。"
    )
    basic, project = b.spent("基本", "财政"), b.spent("项目", "财政")
    p.p(
        f"按支出方向看，基本支出{p.m(basic)}，占{p.s(basic, whole.spent)}；项目支出{p.m(project)}，占{p.s(project, whole.spent)}。"
        f"基本支出全年预算{p.m(b.adjusted(basic))}，执行率{p.c(basic, b.adjusted(basic))}；"
        f"项目支出全年预算{p.m(b.adjusted(project))}，执行率{p.c(project, b.adjusted(project))}。"
    )
    p.h("二、绩效目标完成情况")
    for i, indicator in enumerate(whole.indicators, 1):
        if indicator.sign:
            state = "未达到预期" if indicator.missed else "达到预期"
            p.p(
                f"{i}.{indicator.name}：年度指标值{indicator.sign}{indicator.target}{indicator.unit}，实际完成{indicator.actual}{indicator.unit}，{state}。"
            )
        else:
            p.p(f"{i}.{indicator.name}：{indicator.target}，{indicator.actual}。")
    p.h("三、项目支出绩效自评情况")
    total = b.of("项目合计", "支出", "", "财政")
    p.p(
        f"{p.y()}年共有财政拨款项目{p.k('项目')}个，全年预算{p.m(b.adjusted(total))}，实际支出{p.m(total)}。其中：自评结果为“优”的{p.k('项目.优')}个，"
        f"“良”的{p.k('项目.良')}个，“中”的{p.k('项目.中')}个，“差”的{p.k('项目.差')}个。"
    )
    for i, item in enumerate(projects, 1):
        p.p(
            f"（{i}）{item.name}，年初预算{p.m(item.first)}，全年预算{p.m(item.plan)}，支出{p.m(item.spent)}，自评得分{performance.scored(p, item)}，等级为“{performance.grade(p, item)}”。"
        )
    p.h("四、评价结论")
    p.p(
        f"经自评，{u.name}{p.y()}年整体支出预算执行情况得分{points(p, Key('得分.整体支出.执行率'))}分，绩效指标得分{points(p, Key('得分.整体支出.指标'))}分，"
        f"总得分{performance.scored(p, whole)}，评价等级为“{performance.grade(p, whole)}”。"
    )
    p.h("五、存在问题和改进措施")
    p.p(f"一是{p.pick(*words('reasons')['slow'])}；二是个别指标设置不够细化。下一步将加强前期论证，加快支出进度。")
    p.h("附件", 1)
    performance.overall_form(p, whole)


FAMILIES = [Family("overall-loess", "overall-evaluation", write, text=(Style(), Style(grouped=True)), cells=(Style(),), percent=(2, 1))]
