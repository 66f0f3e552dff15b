"""部门预算 in the manner of the capital: bases printed, 万元 with six decimals in the tables, 公用取暖 and all. Set aside: scored, never tuned on."""

from __future__ import annotations

from generate import budget_forms as forms
from generate.accounts import VEHICLES
from generate.families import Family
from generate.ledger import Amount
from generate.page import Page
from generate.printing import Style
from generate.projects import Project
from generate.words import words


def _than(p: Page, now: Amount, topic: str) -> str:
    base = p.books.last(now)
    move = p.move(now, base)
    if move == "none":
        return "两年均未安排"
    if move == "flat":
        return f"与{p.y(-1)}年年初预算数{p.m(base)}{p.word('flat', '持平')}"
    if move == "new":
        return f"{p.y(-1)}年年初预算未安排，{p.d(now, base)}"
    return f"比{p.y(-1)}年年初预算数{p.m(base)}{p.d(now, base)}，{p.r(now, base)}，原因：{p.why(topic, now, base)}"


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    p.title(f"{u.name}{p.y()}年部门预算信息公开")
    p.h("一、部门情况说明", 1)
    p.p(
        f"（一）部门机构设置、职责。{'；'.join(u.domain['duties'])}。本部门内设{p.k('内设', len(u.offices), listed=True)}个机构：{'、'.join(u.offices)}。"
    )
    p.p(f"（二）人员构成情况。编制{p.k('编制', u.posts)}人，实际{p.k('在职', u.staff)}人；离退休{p.k('离退休', u.retired)}人。")
    p.h("二、收入预算情况说明", 1)
    p.p(f"{p.y()}年收入预算{p.m(b.grand())}，{_than(p, b.grand(), 'total')}。")
    p.p(f"（一）本年财政拨款收入{p.m(b.income('财政'))}，{_than(p, b.income('财政'), 'total')}。")
    p.p(
        f"其中：一般公共预算拨款收入{p.m(b.of('总额', '收入', '', '一般'))}；政府性基金预算拨款收入{p.m(b.of('总额', '收入', '', '基金'))}；"
        f"国有资本经营预算拨款收入{p.m(b.of('总额', '收入', '', '国资'))}。"
    )
    p.p(
        f"（二）事业收入{p.m(b.income('事业'))}，其他收入{p.m(b.income('其他'))}，上级补助收入{p.m(b.income('上级'))}，上年结转结余{p.m(b.opening())}。"
    )
    p.h("三、支出预算情况说明", 1)
    p.p(f"{p.y()}年支出预算{p.m(b.spent())}，{_than(p, b.spent(), 'total')}。")
    basic, project = b.spent("基本"), b.spent("项目")
    p.p(f"（一）基本支出预算{p.m(basic)}，占总支出预算{p.s(basic, b.spent())}，{_than(p, basic, 'people')}。")
    p.p(f"（二）项目支出预算{p.m(project)}，占总支出预算{p.s(project, b.spent())}，{_than(p, project, 'project')}。")
    p.h("四、部门“三公”经费财政拨款预算说明", 1)
    whole = b.of("三公", "支出", "", "财政")
    p.p(f"{p.y()}年财政拨款“三公”经费预算{p.m(whole)}，{_than(p, whole, 'car')}。")
    for i, (name, item, topic) in enumerate(
        (("因公出国（境）费用", "出国", "abroad"), ("公务接待费", "接待", "reception"), ("公务用车购置和运行维护费", "公车", "car")), 1
    ):
        amount = b.of(f"三公.{item}", "支出", "", "财政")
        tail = ""
        if item == "公车" and amount:
            tail = f"其中，公务用车购置费{p.m(b.of('三公.公车购置', '支出', '', '财政'))}，公务用车运行维护费{p.m(b.of('三公.公车运维', '支出', '', '财政'))}。"
        p.p(f"{i}．{name}。{p.y()}年预算数{p.m(amount)}，{_than(p, amount, topic)}。{tail}")
    p.h("五、其他情况说明", 1)
    running, bought = b.of("机关运行经费", "支出", "基本", "一般"), b.of("采购", "支出")
    p.p(f"（一）机关运行经费说明。{p.y()}年本部门机关运行经费财政拨款预算{p.m(running)}，{_than(p, running, 'public')}。")
    p.p(
        f"（二）政府采购预算说明。{p.y()}年本部门政府采购预算总额{p.m(bought)}，其中：政府采购货物预算{p.m(b.of('采购.货物', '支出'))}，"
        f"政府采购工程预算{p.m(b.of('采购.工程', '支出'))}，政府采购服务预算{p.m(b.of('采购.服务', '支出'))}。"
    )
    p.p(
        f"（三）绩效目标情况。{p.y()}年本部门填报绩效目标的预算项目{p.k('项目')}个，占全部预算项目{p.k('项目')}个的{p.trap('large-share', '100%')}；填报绩效目标的项目支出预算{p.m(b.of('项目合计', '支出', '', '财政'))}。"
    )
    cars = "、".join(f"{name}{p.k(f'车辆.{name}')}辆" for name in VEHICLES if b.counts[f"车辆.{name}"])
    p.p(
        f"（四）国有资产占用情况。{p.y(-1)}年底，本部门固定资产中车辆{p.k('车辆')}辆"
        + (f"（{cars}）" if cars else "")
        + f"；单价100万元（含）以上的设备{p.k('设备')}台（套）。"
    )
    p.h("六、名词解释", 1)
    for term in words("terms")[5:]:
        p.p(term)
    p.h("七、预算报表", 1)
    p.head = lambda number, title: [f"{number[2:4]} {title}", f"部门名称：{u.name}", "金额单位：万元"]
    forms.total(p, "收支总表", all_rows=True)
    forms.income(p, "收入总表")
    forms.expenditure(p, "支出总表", first=True)
    forms.projects(p, "财政拨款项目支出表", projects)
    forms.fiscal_total(p, "财政拨款收支预算总表", all_rows=True)
    forms.general(p, "一般公共预算财政拨款支出表")
    forms.basic(p, "一般公共预算财政拨款基本支出表")
    forms.fund(p, "政府性基金预算财政拨款支出表", empty="本部门无此项预算，此表为空。")
    forms.state(p, "国有资本经营预算财政拨款支出表", empty="本部门无此项预算，此表为空。")
    forms.three(p, "财政拨款（含一般公共预算和政府性基金预算）“三公”经费支出表")


FAMILIES = [
    Family(
        "budget-capital", "department-budget", write, stage="预算", grain=1, years=(2021, 2025),
        text=(Style(), Style(decimals=6, trim=True)), cells=(Style(decimals=6, zero=""), Style(decimals=6, zero="0.000000"), Style()), percent=(2,),
    ),
]  # fmt: skip
