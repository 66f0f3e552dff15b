"""整体绩效自评 in the manner of the north-western corridor: Markdown, 元 in the text, 万元 in the form. Set aside: scored, never tuned on."""

from __future__ import annotations

from generate import performance
from generate.families import Family
from generate.ledger import Key
from generate.page import Page
from generate.performance import points
from generate.printing import Style
from generate.projects import Project, overall


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    whole = overall(p.random, b, projects)
    p.title(f"{u.name}{p.y()}年度部门预算执行情况绩效自评报告")
    p.h("一、部门基本情况")
    p.p("（一）部门职能：" + "，".join(u.domain["duties"]) + "。")
    p.p(
        f"（二）人员情况：实有在职{p.k('在职', u.staff)}人，其中公务员{p.k('公务员', u.civil_staff)}人，事业人员{p.k('事业人员', u.staff - u.civil_staff)}人。"
    )
    p.counted("在职", "公务员", "事业人员")
    p.h("二、部门决算收支情况")
    p.p(
        f"{p.y()}年度财政拨款总支出{p.m(whole.spent)}，其中基本支出{p.m(b.spent('基本', '财政'))}，占总支出{p.s(b.spent('基本', '财政'), whole.spent)}；"
        f"项目支出{p.m(b.spent('项目', '财政'))}，占总支出{p.s(b.spent('项目', '财政'), whole.spent)}。"
    )
    last = b.last(whole.spent)
    if p.move(whole.spent, last) in ("up", "down"):
        p.p(f"总支出较上年{p.d(whole.spent, last)}，变动幅度为{p.r(whole.spent, last, '', '')}。")
    p.p(f"全年预算数{p.m(whole.plan)}，全年执行数{p.m(whole.spent)}，预算完成率{p.c(whole.spent, whole.plan)}。")
    p.h("三、项目实施情况")
    p.p(f"{p.y()}年度本部门实施项目{p.k('项目')}个，涉及资金{p.m(b.of('项目合计', '支出', '', '财政'))}。逐项情况：")
    for i, item in enumerate(projects, 1):
        p.p(
            f"{i}）{item.name}。绩效目标资金{p.m(item.plan)}，实际使用{p.m(item.spent)}，资金使用率{p.c(item.spent, item.plan)}；"
            f"自评{performance.scored(p, item)}，{performance.grade(p, item)}。"
        )
    p.h("四、自评结论")
    p.p(
        f"部门整体自评总分{performance.scored(p, whole)}（其中预算执行率{points(p, Key('得分.整体支出.执行率'))}分、"
        f"绩效指标{points(p, Key('得分.整体支出.指标'))}分），结果为“{performance.grade(p, whole)}”。"
    )
    p.h("附件：自评表", 1)
    performance.overall_form(p, whole)
    for project in projects[:3]:
        performance.corridor_form(p, project)


FAMILIES = [
    Family(
        "overall-corridor", "overall-evaluation", write, text=(Style(unit="元"), Style(unit="元", grouped=True), Style()), cells=(Style(),),
        percent=(2,), layout="pipes",
    ),
]  # fmt: skip
