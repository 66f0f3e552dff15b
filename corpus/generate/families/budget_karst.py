"""部门预算 in the manner of the karst hills: amounts in 元 in the text too, 比上年预算 with change and rate, 占 for parts."""

from __future__ import annotations

from generate import budget_forms as forms
from generate.accounts import VEHICLES
from generate.families import Family
from generate.ledger import Amount
from generate.page import Page
from generate.printing import Style
from generate.projects import Project
from generate.words import words


def _compare(p: Page, now: Amount, topic: str) -> str:
    base = p.books.last(now)
    move = p.move(now, base)
    if move == "none":
        return f"比上年增加{p.trap('zero-base', '0元')}，增长{p.trap('zero-base', '0%')}"
    if move == "flat":
        return f"与上年预算{p.word('flat', '一致')}"
    if move == "new":
        return f"比上年预算{p.d(now, base)}，上年无此项预算，增长率无可比性"
    return f"比上年预算{p.d(now, base)}，{p.r(now, base)}。变动原因：{p.why(topic, now, base)}"


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    p.title(f"{u.name}{p.y()}年部门预算公开")
    p.note(p.trap("prior-year-mention", f"编制依据：国办发〔{b.year - 1}〕12号；公开日期：{b.year}年2月16日"))
    p.h("第一部分 部门概况", 1)
    p.h("一、主要职能")
    p.p("；".join(u.domain["duties"]) + "。")
    p.h("二、人员构成")
    p.p(
        f"部门人员编制{p.k('编制', u.posts)}人，在职人员{p.k('在职', u.staff)}人，其中：行政人员{p.k('行政人员', u.civil_staff)}人，事业人员{p.k('事业人员', u.staff - u.civil_staff)}人。"
    )
    p.counted("在职", "行政人员", "事业人员")
    p.h(f"第二部分 {p.y()}年部门预算安排情况说明", 1)
    p.h("一、收支预算总体情况")
    p.p(f"{p.y()}年收入总预算{p.m(b.grand())}，支出总预算{p.m(b.grand())}。收支总预算{_compare(p, b.grand(), 'total')}。")
    p.h("二、收入预算说明")
    p.p(f"{p.y()}年部门收入预算{p.m(b.grand())}，其中：")
    shown = [
        ("一般公共预算拨款收入", b.of("总额", "收入", "", "一般")), ("政府性基金预算拨款收入", b.of("总额", "收入", "", "基金")),
        ("国有资本经营预算拨款收入", b.of("总额", "收入", "", "国资")), ("事业收入", b.income("事业")), ("经营收入", b.income("经营")),
        ("上级补助收入", b.income("上级")), ("其他收入", b.income("其他")), ("上年结转收入", b.opening()),
    ]  # fmt: skip
    shown = [(n, a) for n, a in shown if a]
    for i, (name, amount) in enumerate(shown, 1):
        p.p(
            f"（{'一二三四五六七八'[i - 1]}）{p.subject(name, amount.key, *(o for o, _ in shown if o != name))}{p.m(amount)}，占收入预算的{p.s(amount, b.grand())}。"
        )
    p.h("三、支出预算说明")
    p.p(f"{p.y()}年部门支出预算{p.m(b.spent())}，{_compare(p, b.spent(), 'total')}。按支出性质划分：")
    basic, project = b.spent("基本"), b.spent("项目")
    p.p(f"1.基本支出预算{p.m(basic)}，占支出总预算的{p.s(basic, b.spent())}，{_compare(p, basic, 'people')}。")
    p.p(f"2.项目支出预算{p.m(project)}，占支出总预算的{p.s(project, b.spent())}，{_compare(p, project, 'project')}。")
    p.h("四、财政拨款收支预算说明")
    p.p(
        f"{p.y()}年财政拨款收支总预算{p.m(b.grand('财政'))}。其中本年财政拨款收入{p.m(b.income('财政'))}，上年结转{p.m(b.opening('财政'))}。"
    )
    p.h("五、一般公共预算支出说明")
    spent = b.spent(fund="一般")
    p.p(
        f"{p.y()}年一般公共预算支出{p.m(spent)}，{_compare(p, spent, 'total')}。其中：基本支出{p.m(b.spent('基本', '一般'))}，项目支出{p.m(b.spent('项目', '一般'))}。按功能科目分类："
    )
    for i, node in enumerate(b.rows("一般", level=3), 1):
        amount = b.spent(fund="一般", item=node.item)
        parts = [b.spent(part, "一般", node.item) for part in ("基本", "项目")]
        if parts[0] and not parts[1]:
            split = "，全部是基本支出"
        elif parts[1] and not parts[0]:
            split = "，全部是项目支出"
        else:
            split = f"，其中：基本支出{p.m(parts[0])}，项目支出{p.m(parts[1])}"
        p.p(f"（{i}）{node.code}{node.name}{p.m(amount)}{split}。")
    p.h("六、一般公共预算基本支出说明")
    people, public = b.of("人员经费", "支出", "基本", "一般"), b.of("公用经费", "支出", "基本", "一般")
    whole = b.spent("基本", "一般")
    p.p(
        f"{p.y()}年一般公共预算基本支出{p.m(whole)}，其中：人员经费{p.m(people)}，占基本支出预算的{p.s(people, whole)}；公用经费{p.m(public)}，占基本支出预算的{p.s(public, whole)}。"
    )
    for code, name in (("301", "工资福利支出"), ("302", "商品和服务支出"), ("303", "对个人和家庭的补助"), ("310", "资本性支出")):
        amount = b.of(f"经济.{code}", "支出", "基本", "一般")
        if amount:
            p.p(f"{name}（{code}类）{p.m(amount)}，占基本支出预算的{p.s(amount, whole)}。")
    p.h("七、“三公”经费预算说明")
    three = b.of("三公", "支出", "", "财政")
    p.p(f"{p.y()}年“三公”经费预算{p.m(three)}，{_compare(p, three, 'car')}。具体如下：")
    for i, (name, item, topic) in enumerate(
        (
            ("因公出国（境）经费", "出国", "abroad"),
            ("公务接待费", "接待", "reception"),
            ("公务用车购置费", "公车购置", "car"),
            ("公务用车运行维护费", "公车运维", "car"),
        ),
        1,
    ):
        amount = b.of(f"三公.{item}", "支出", "", "财政")
        p.p(f"{i}．{name}{p.m(amount)}，{_compare(p, amount, topic)}。")
    p.h("八、政府性基金预算和国有资本经营预算说明")
    if b.rows("基金"):
        fund = b.spent(fund="基金")
        p.p(f"{p.y()}年政府性基金预算支出{p.m(fund)}，{_compare(p, fund, 'project')}。")
    else:
        p.p(p.trap("empty-table-described", f"本部门{b.year}年没有使用政府性基金预算拨款安排的支出。"))
    if b.rows("国资"):
        p.p(f"{p.y()}年国有资本经营预算支出{p.m(b.spent(fund='国资'))}。")
    p.h("九、其他重要事项说明")
    running = b.of("机关运行经费", "支出", "基本", "一般")
    p.p(f"（一）机关运行经费。{p.y()}年机关运行经费预算{p.m(running)}，{_compare(p, running, 'public')}。")
    bought = b.of("采购", "支出")
    p.p(
        f"（二）政府采购。{p.y()}年政府采购预算总额{p.m(bought)}，其中：货物类{p.m(b.of('采购.货物', '支出'))}，工程类{p.m(b.of('采购.工程', '支出'))}，"
        f"服务类{p.m(b.of('采购.服务', '支出'))}。"
    )
    cars = "、".join(f"{name}{p.k(f'车辆.{name}')}辆" for name in VEHICLES if b.counts[f"车辆.{name}"])
    p.p(f"（三）国有资产。截至{p.y(-1)}年12月31日，共有车辆{p.k('车辆')}辆" + (f"，其中：{cars}" if cars else "") + "。")
    p.p(f"（四）绩效目标。{p.y()}年实行绩效目标管理的项目{p.k('项目')}个，涉及财政拨款{p.m(b.of('项目合计', '支出', '', '财政'))}。")
    p.h("第三部分 预算表格", 1)
    p.head = lambda number, title: [
        f"表{int(number[2:4]) if number[2:4] != '10' else 10}：{title}",
        f"部门名称：{u.name}",
        f"金额单位：{p.cells.unit}",
    ]
    forms.total(p, "部门收支总体情况表", all_rows=True)
    forms.income(p, "部门收入总体情况表")
    forms.expenditure(p, "部门支出总体情况表", first=True)
    forms.fiscal_total(p, "财政拨款收支总体情况表", all_rows=True)
    forms.general(p, "一般公共预算支出情况表", first=True)
    forms.basic(p, "一般公共预算基本支出情况表", first=True)
    forms.fund(p, "政府性基金预算支出情况表", empty="说明：本表无数据，因本部门没有政府性基金预算拨款安排的支出。")
    forms.state(p, "国有资本经营预算支出情况表", empty="说明：本表无数据，因本部门没有国有资本经营预算拨款安排的支出。")
    forms.three(p, "财政拨款“三公”经费支出情况表", both_years=True)
    forms.projects(p, "财政拨款项目支出明细表", projects)
    p.h("第四部分 名词解释", 1)
    for term in words("terms")[5:]:
        p.p(term)


FAMILIES = [
    Family(
        "budget-karst", "department-budget", write, stage="预算", grain=1, years=(2020, 2025),
        text=(Style(unit="元"), Style(unit="元", grouped=True)), cells=(Style(unit="元", zero=""), Style(unit="元", grouped=True)), percent=(2,),
    ),
]  # fmt: skip
