"""部门预算 in the manner of the middle rivers: everything in 万元, 一是二是, 年初预算数 with brackets, shares that need no 占."""

from __future__ import annotations

from generate import budget_forms as forms
from generate.families import Family
from generate.ledger import Amount
from generate.page import Page
from generate.printing import Style
from generate.projects import Project
from generate.words import words


def _more(p: Page, now: Amount, topic: str) -> str:
    base = p.books.last(now)
    move = p.move(now, base)
    if move in ("none", "flat"):
        return p.word("flat", "与上年持平")
    if move == "new":
        return f"较去年{p.d(now, base)}，去年没有安排"
    return f"较去年{p.d(now, base)}，{p.r(now, base, '增幅', '降幅')}，主要是因为{p.why(topic, now, base)}"


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    p.title(f"{p.y()}年度{u.name}部门预算公开")
    p.h(f"第一部分 {p.y()}年部门预算说明", 1)
    p.h("一、部门基本概况")
    p.p(f"（一）职能职责。{'；'.join(u.domain['duties'])}。")
    p.p(f"（二）机构设置。{u.name}内设{p.k('内设', len(u.offices), listed=True)}个股室：{'、'.join(u.offices)}。")
    p.h("二、部门预算单位构成")
    p.p(f"纳入{p.y()}年部门预算编制范围的包括局本级及{p.k('二级', len(u.children))}个二级预算单位。")
    p.h("三、部门收支总体情况")
    fund_words = "、".join(
        n
        for n, f in (("一般公共预算拨款", "一般"), ("政府性基金预算拨款", "基金"), ("国有资本经营预算拨款", "国资"))
        if b.of("总额", "收入", "", f)
    )
    p.p(f"（一）收入预算。{p.y()}年本部门收入预算{p.m(b.grand())}，由{fund_words}等构成，其中，一般公共预算拨款{p.m(b.of('总额', '收入', '', '一般'))}，"
        f"政府性基金预算拨款{p.m(b.of('总额', '收入', '', '基金'))}，国有资本经营预算拨款{p.m(b.of('总额', '收入', '', '国资'))}，事业收入{p.m(b.income('事业'))}，"
        f"其他收入{p.m(b.income('其他'))}，上年结转结余{p.m(b.opening())}。收入{_more(p, b.grand(), 'total')}。")  # fmt: skip
    classes = [(node.name, b.spent(item=node.item)) for node in b.rows(level=1)]
    p.p(
        f"（二）支出预算。{p.y()}年本部门支出预算{p.m(b.spent())}，其中，"
        + "，".join(f"{p.subject(n, a.key, *(o for o, _ in classes if o != n))}{p.m(a)}" for n, a in classes)
        + f"。支出{_more(p, b.spent(), 'total')}。"
    )
    p.h("四、一般公共预算拨款支出预算")
    spent = b.spent(fund="一般")
    general = [(node.name, b.spent(fund="一般", item=node.item)) for node in b.rows("一般", level=1)]
    p.p(
        f"{p.y()}年一般公共预算拨款支出预算{p.m(spent)}，其中，"
        + "；".join(f"{p.subject(n, a.key, *(o for o, _ in general if o != n))}{p.m(a)}，占{p.s(a, spent)}" for n, a in general)
        + "。具体安排情况如下："
    )
    basic, project = b.spent("基本", "一般"), b.spent("项目", "一般")
    p.p(f"（一）基本支出：{p.y()}年基本支出预算数{p.m(basic)}，是指为保障单位机构正常运转、完成日常工作任务而发生的各项支出，"
        f"其中人员经费{p.m(b.of('人员经费', '支出', '基本', '一般'))}，公用经费{p.m(b.of('公用经费', '支出', '基本', '一般'))}。")  # fmt: skip
    numbers = "一二三四五六七八九十"
    chosen = [item for item in projects if item.fund == "一般"]
    told = "；".join(f"{numbers[i]}是{item.name}{p.m(item.spent)}" for i, item in enumerate(chosen[:6]))
    p.p(
        f"（二）项目支出：{p.y()}年项目支出预算数{p.m(project)}，是指单位为完成特定行政工作任务或事业发展目标而发生的支出。主要包括：{told}。"
    )
    p.h("五、政府性基金预算支出")
    if b.rows("基金"):
        fund = b.spent(fund="基金")
        p.p(f"{p.y()}年本部门政府性基金预算支出{p.m(fund)}，{_more(p, fund, 'project')}。")
    else:
        p.p(p.trap("empty-table-described", f"本部门{b.year}年无政府性基金安排的支出，所以公开的附件“政府性基金预算支出表”为空。"))
    p.h("六、其他重要事项的情况说明")
    running = b.of("机关运行经费", "支出", "基本", "一般")
    p.p(f"（一）机关运行经费。{p.y()}年本部门机关运行经费当年一般公共预算拨款{p.m(running)}，{_more(p, running, 'public')}。")
    three, guest, cars, go = (b.of(n, "支出", "", "财政") for n in ("三公", "三公.接待", "三公.公车", "三公.出国"))
    p.p(
        f"（二）“三公”经费预算。{p.y()}年本部门“三公”经费预算数为{p.m(three)}，其中，公务接待费{p.m(guest)}，因公出国（境）费{p.m(go)}，"
        f"公务用车购置及运行费{p.m(cars)}（其中，公务用车购置费{p.m(b.of('三公.公车购置', '支出', '', '财政'))}，公务用车运行费"
        f"{p.m(b.of('三公.公车运维', '支出', '', '财政'))}）。{p.y()}年“三公”经费预算{_more(p, three, 'car')}。"
    )
    bought = b.of("采购", "支出")
    p.p(
        f"（三）政府采购情况。{p.y()}年本部门政府采购预算总额{p.m(bought)}，其中，货物类采购预算{p.m(b.of('采购.货物', '支出'))}；工程类采购预算"
        f"{p.m(b.of('采购.工程', '支出'))}；服务类采购预算{p.m(b.of('采购.服务', '支出'))}。"
    )
    p.p(
        f"（四）国有资产占用使用及新增资产配置情况。截至{p.y(-1)}年12月底，本部门共有车辆{p.k('车辆')}辆，其中，执法执勤用车{p.k('车辆.执法执勤用车')}辆，特种专业技术用车{p.k('车辆.特种专业技术用车')}辆。"
    )
    p.p(
        f"（五）预算绩效目标说明。本部门所有支出实行绩效目标管理，纳入{p.y()}年部门整体支出绩效目标的金额为{p.m(b.spent())}，"
        f"其中，基本支出{p.m(b.spent('基本'))}，项目支出{p.m(b.spent('项目'))}。"
    )
    p.h("七、名词解释")
    for i, term in enumerate(words("terms")[7:], 1):
        p.p(f"{i}、{term}")
    p.h(f"第二部分 {p.y()}年部门预算表", 1)
    p.head = lambda number, title: [title, f"部门：{u.name}", f"金额单位：万元    {p.y()}年"]
    forms.total(p, "收支总表")
    forms.income(p, "收入总表")
    forms.expenditure(p, "支出总表")
    forms.fiscal_total(p, "财政拨款收支总表")
    forms.general(p, "一般公共预算支出表")
    forms.basic(p, "一般公共预算基本支出表")
    forms.three(p, "一般公共预算“三公”经费支出表")
    forms.fund(p, "政府性基金预算支出表", empty="本表无数据")
    forms.state(p, "国有资本经营预算支出表", empty="本表无数据")
    forms.projects(p, "财政拨款项目支出表", projects)


FAMILIES = [
    Family(
        "budget-rivers", "department-budget", write, stage="预算", grain=100, years=(2021, 2025),
        text=(Style(), Style(grouped=True)), cells=(Style(zero=""), Style()), percent=(2,), broken=0.1, page_mark=lambda n: f"— {n} —",
    ),
]  # fmt: skip
