"""部门决算 in the manner of the river delta: plain tables without row numbers, item sentences down to 项, adjusted budget as the yardstick."""

from __future__ import annotations

from generate import forms
from generate.accounts import VEHICLES, Node
from generate.families import Family
from generate.ledger import Amount
from generate.page import Page
from generate.printing import Style
from generate.projects import Project
from generate.words import words


def _versus(p: Page, subject: str, now: Amount, base: Amount, topic: str) -> str:
    move = p.move(now, base)
    if move in ("none", "flat"):
        return f"与{p.y(-1)}年度相比{p.word('flat', '持平')}。"
    if move == "new":
        return f"与{p.y(-1)}年度相比，{subject}{p.d(now, base)}。主要原因：上年度未发生该项支出。"
    return f"与{p.y(-1)}年度相比，{subject}{p.d(now, base)}，{p.r(now, base)}。主要原因：{p.why(topic, now, base)}。"


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    whole_name = f"{u.prefecture}{u.name}"
    p.head = lambda number, title: [title, "单位：万元"]
    p.title(f"{whole_name}{p.y()}年度部门决算")
    p.h(f"第一部分 {whole_name}概况", 1)
    p.h("一、主要职能")
    p.p(f"{u.name}贯彻上级有关方针政策，主要职能是：" + "；".join(u.domain["duties"]) + "等。")
    p.h("二、部门决算单位构成")
    p.p(f"从单位构成看，{u.name}部门决算包括本级决算和下属{p.k('下属', len(u.children))}家单位决算，下属单位为{'、'.join(u.children)}。")
    p.h(f"第二部分 {whole_name}{p.y()}年度部门决算表", 1)
    zero = p.cells
    forms.total(p, numbered=False)
    forms.income(p, numbered=False)
    forms.expenditure(p, numbered=False)
    forms.fiscal_total(p, numbered=False)
    forms.general(p, numbered=False, last_total=True, first="合计")
    forms.basic(p, blocks=2, title="一般公共预算财政拨款基本支出决算表")
    forms.three(p, layout="pairs")
    forms.fund(p, numbered=False, empty=f"说明：{u.name}本年度没有政府性基金预算财政拨款收入和支出，故本表无数据。")
    forms.state(p, numbered=False, empty=f"说明：{u.name}本年度没有国有资本经营预算财政拨款支出，故本表无数据。")
    p.cells = zero
    p.h(f"第三部分 {whole_name}{p.y()}年度部门决算情况说明", 1)
    p.h("一、收入支出决算总体情况说明")
    grand, before = b.grand(), b.last(b.grand())
    p.p(f"{u.name}{p.y()}年度收入支出总计{p.m(grand)}。" + _versus(p, "收入支出总计", grand, before, "total"))
    p.h("二、收入决算情况说明")
    sources = [("财政拨款收入", "财政"), ("上级补助收入", "上级"), ("事业收入", "事业"), ("经营收入", "经营"), ("其他收入", "其他")]
    shown = [(name, b.income(part)) for name, part in sources if b.income(part)]
    p.p(
        f"本年收入合计{p.m(b.income())}，其中："
        + "；".join(f"{_n(p, n, a, shown)}{p.m(a)}，占{p.s(a, b.income())}" for n, a in shown)
        + "。"
    )
    p.h("三、支出决算情况说明")
    shown = [(n, b.spent(k)) for n, k in (("基本支出", "基本"), ("项目支出", "项目"), ("经营支出", "经营")) if b.spent(k)]
    p.p(
        f"本年支出合计{p.m(b.spent())}，其中：" + "；".join(f"{_n(p, n, a, shown)}{p.m(a)}，占{p.s(a, b.spent())}" for n, a in shown) + "。"
    )
    p.h("四、财政拨款收入支出决算总体情况说明")
    grand = b.grand("财政")
    p.p(f"{u.name}{p.y()}年度财政拨款收入支出总计{p.m(grand)}。" + _versus(p, "财政拨款收入支出总计", grand, b.last(grand), "total"))
    p.h("五、一般公共预算财政拨款支出决算情况说明")
    p.h("（一）一般公共预算财政拨款支出决算总体情况", 3)
    spent = b.spent(fund="一般")
    p.p(
        f"一般公共预算财政拨款支出{p.m(spent)}，占本年支出合计的{p.s(spent, b.spent())}。"
        + _versus(p, "一般公共预算财政拨款支出", spent, b.last(spent), "total")
    )
    p.h("（二）一般公共预算财政拨款支出决算结构情况", 3)
    classes = [(f"{node.name}（类）", b.spent(fund="一般", item=node.item)) for node in b.rows("一般", level=1)]
    p.p(
        f"一般公共预算财政拨款支出{p.m(spent)}，按功能分类划分："
        + "；".join(f"{_n(p, n, a, classes)}{p.m(a)}，占{p.s(a, spent)}" for n, a in classes)
        + "。"
    )
    p.h("（三）一般公共预算财政拨款支出决算具体情况", 3)
    first, plan = b.initial(spent), b.adjusted(spent)
    p.p(
        f"一般公共预算财政拨款支出年初预算为{p.m(first)}，全年预算为{p.m(plan)}，支出决算为{p.m(spent)}，完成全年预算的{p.c(spent, plan)}。其中："
    )
    names = {node.code: node.name for node in b.rows("一般")}
    for i, node in enumerate(b.rows("一般", level=3), 1):
        p.p(f"{i}、" + _item(p, node, names))
    p.h("六、一般公共预算财政拨款基本支出决算情况说明")
    people, public = b.of("人员经费", "支出", "基本", "一般"), b.of("公用经费", "支出", "基本", "一般")
    inside = ["、".join(b.econ[c] for c in sorted(b.econ) if c.startswith(h)) for h in (("301", "303"), ("302", "310"))]
    p.p(
        f"一般公共预算财政拨款基本支出{p.m(b.spent('基本', '一般'))}。其中：人员经费{p.m(people)}，由{inside[0]}等构成；"
        f"公用经费{p.m(public)}，由{inside[1]}等构成。"
    )
    p.h("七、财政拨款“三公”经费支出决算情况说明")
    _three(p)
    p.h("八、政府性基金预算财政拨款收入支出决算情况说明")
    if b.rows("基金"):
        income, used = b.of("总额", "收入", "", "基金"), b.spent(fund="基金")
        p.p(
            f"{u.name}{p.y()}年度政府性基金预算财政拨款收入{p.m(income)}，支出{p.m(used)}。"
            + _versus(p, "支出", used, b.last(used), "project")
        )
    else:
        p.p(p.trap("empty-table-described", f"{u.name}{b.year}年度无政府性基金预算财政拨款收入和支出。"))
    p.h("九、国有资本经营预算财政拨款收入支出决算情况说明")
    if b.rows("国资"):
        p.p(f"{u.name}{p.y()}年度国有资本经营预算财政拨款支出{p.m(b.spent(fund='国资'))}。")
    else:
        p.p(p.trap("empty-table-described", f"{u.name}{b.year}年度无国有资本经营预算财政拨款收入和支出。"))
    p.h("十、预算绩效管理情况")
    plan = b.of("项目合计", "支出", "", "财政", "全年预算")
    graded = "；".join(f"绩效评级为“{g}”的项目{p.k(f'项目.{g}')}个" for g in "优良中差")
    p.p(
        f"{u.name}{p.y()}年度对全部项目编报了绩效目标，自评项目{p.k('项目')}个，涉及预算金额{p.m(plan)}，其中：{graded}。"
        f"评价结果已反馈相关处室，作为安排以后年度预算的参考。"
    )
    p.h("十一、其他重要事项的情况说明")
    p.h("（一）机关运行经费支出情况", 3)
    running = b.of("机关运行经费", "支出", "基本", "一般")
    p.p(f"机关运行经费支出{p.m(running)}。" + _versus(p, "机关运行经费", running, b.last(running), "public"))
    p.h("（二）政府采购支出情况", 3)
    bought = b.of("采购", "支出")
    p.p(
        f"{u.name}{p.y()}年度政府采购金额（以合同签订为准）为{p.m(bought)}，其中：货物采购金额{p.m(b.of('采购.货物', '支出'))}、"
        f"工程采购金额{p.m(b.of('采购.工程', '支出'))}、服务采购金额{p.m(b.of('采购.服务', '支出'))}。"
    )
    p.h("（三）国有资产占有使用情况说明", 3)
    cars = "、".join(f"{name}{p.k(f'车辆.{name}')}辆" for name in VEHICLES)
    p.p(
        f"截至{p.y()}年12月31日，{u.name}共有车辆{p.k('车辆')}辆，其中：{cars}。单价100万元（含）以上设备（不含车辆）{p.k('设备')}台（套）。"
    )
    p.h("第四部分 名词解释", 1)
    for i, term in enumerate(words("terms"), 1):
        p.p(f"{forms.ordinal(i)}、{term}")


def _n(p: Page, name: str, amount: Amount, all_of: list[tuple[str, Amount]]) -> str:
    return p.subject(name, amount.key, *(other for other, _ in all_of if other != name))


def _item(p: Page, node: Node, names: dict[str, str]) -> str:
    b = p.books
    spent = b.spent(fund="一般", item=node.item)
    plan = b.adjusted(spent)
    path = f"{names[node.code[:3]]}（类）{names[node.code[:5]]}（款）{node.name}（项）"
    text = f"{path}。主要用于：{node.name}方面的支出。全年预算为{p.m(plan)}，支出决算为{p.m(spent)}"
    if not plan:
        return text + "。"
    if p.same(plan, spent):
        return text + f"。决算数与全年预算数{p.word('flat', '持平')}。"
    return text + f"，完成全年预算数的{p.c(spent, plan)}。决算数{p.order(spent, plan)}全年预算数的主要原因：{p.gap(spent, plan)}。"


def _three(p: Page) -> None:
    b, name = p.books, p.books.unit.name
    whole, plan = b.of("三公", "支出", "", "财政"), b.of("三公", "支出", "", "财政", "全年预算")
    if not plan:
        p.p(p.trap("empty-table-described", f"{name}{b.year}年度无“三公”经费财政拨款支出。"))
        return
    p.p(
        f"{name}{p.y()}年度“三公”经费财政拨款支出全年预算为{p.m(plan)}，支出决算为{p.m(whole)}，完成全年预算的{p.c(whole, plan)}。"
        + _versus(p, "“三公”经费支出", whole, b.last(whole), "car")
    )
    entries = (
        ("因公出国（境）费", "三公.出国", "abroad"),
        ("公务用车购置及运行维护费", "三公.公车", "car"),
        ("公务接待费", "三公.接待", "reception"),
    )
    for i, (label, item, topic) in enumerate(entries, 1):
        budget, spent = b.of(item, "支出", "", "财政", "全年预算"), b.of(item, "支出", "", "财政")
        text = f"{i}、{label}全年预算为{p.m(budget)}，支出决算为{p.m(spent)}"
        if budget and not p.same(budget, spent):
            text += f"，完成全年预算的{p.c(spent, budget)}"
        text += "，" + _versus(p, label, spent, b.last(spent), topic)
        if item == "三公.公车" and spent:
            text += (
                f"其中：公务用车购置费支出{p.m(b.of('三公.公车购置', '支出', '', '财政'))}，购置公务用车{p.k('购置车辆')}辆；"
                f"公务用车运行维护费支出{p.m(b.of('三公.公车运维', '支出', '', '财政'))}，年末公务用车保有量{p.k('保有车辆')}辆。"
            )
        if item == "三公.接待" and spent:
            text += f"全年国内公务接待{p.k('接待批次')}批次、{p.k('接待人次')}人次。"
        if item == "三公.出国" and spent:
            text += f"全年因公出国（境）团组{p.k('团组')}个、{p.k('出国人次')}人次。"
        p.p(text)


FAMILIES = [
    Family(
        "final-accounts-delta", "department-final-accounts", write,
        text=(Style(), Style(gap=" ")), cells=(Style(zero=""), Style()), percent=(2,), years=(2021, 2024),
    ),
]  # fmt: skip
