"""部门决算 in the manner of the southern gulf: tables behind the text, shares before amounts, 比重依次为, what was spent before what was planned."""

from __future__ import annotations

from generate import forms
from generate.families import Family
from generate.ledger import Amount
from generate.page import Page
from generate.printing import Style
from generate.projects import Project
from generate.words import words


def _moved(p: Page, now: Amount, topic: str) -> str:
    """同上年度相比，增加X万元，上升Y%"""
    base = p.books.last(now)
    move = p.move(now, base)
    if move == "none":
        return "本年度和上年度都没有这笔资金"
    if move == "flat":
        return p.word("flat", "同上年度持平")
    if move == "new":
        return f"同上年度相比{p.d(now, base)}，上年度为零"
    return f"同上年度相比，{p.d(now, base, '增加', '减少')}，{p.r(now, base, '上升', '下降')}，{p.pick('系', '主要系')}{p.why(topic, now, base)}"


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    p.title(f"{u.name}{p.y()}年度部门决算公开报告")
    p.h("第一章 部门情况", 1)
    p.h("一、工作职责")
    for i, duty in enumerate(u.domain["duties"], 1):
        p.p(f"{i}．{duty}。")
    p.h("二、部门组成")
    p.p(
        f"{u.name}由机关和所属单位组成，机关设{p.k('内设', len(u.offices), listed=True)}个科室，即{'、'.join(u.offices)}；"
        f"所属预算单位{p.k('二级', len(u.children))}家。年末在职{p.k('在职', u.staff)}人，离退休{p.k('离退休', u.retired)}人。"
    )
    p.h("第二章 决算数据说明", 1)
    p.h("一、收支规模")
    grand = b.grand()
    p.p(f"{p.y()}年度，{u.name}收支总规模{p.m(grand)}，{_moved(p, grand, 'total')}。")
    parts = [("本年收入", b.income()), ("年初结转和结余", b.opening()), ("使用非财政拨款结余", b.of("使用结余"))]
    p.p("从资金来源看，" + "，".join(f"{name}{p.m(amount)}" for name, amount in parts if amount) + "。")
    parts = [("本年支出", b.spent()), ("结余分配", b.of("结余分配")), ("年末结转和结余", b.closing())]
    p.p("从资金去向看，" + "，".join(f"{name}{p.m(amount)}" for name, amount in parts if amount) + "。")
    p.h("二、收入结构")
    sources = [("财政拨款收入", "财政"), ("上级补助收入", "上级"), ("事业收入", "事业"), ("经营收入", "经营"), ("其他收入", "其他")]
    shown = [(name, b.income(part)) for name, part in sources if b.income(part)]
    p.p(
        f"{p.y()}年度取得收入{p.m(b.income())}，包括："
        + "；".join(f"{p.subject(n, a.key, *(o for o, _ in shown if o != n))}占{p.s(a, b.income())}，计{p.m(a)}" for n, a in shown)
        + "。"
    )
    p.h("三、支出结构")
    kinds = [(name, b.spent(part)) for name, part in (("基本支出", "基本"), ("项目支出", "项目"), ("经营支出", "经营")) if b.spent(part)]
    p.p(
        f"{p.y()}年度发生支出{p.m(b.spent())}，{_moved(p, b.spent(), 'total')}。其中"
        + "、".join(f"{n}{p.m(a)}" for n, a in kinds)
        + f"，在本年支出中的比重依次为{'、'.join(p.s(a, b.spent()) for _, a in kinds)}。"
    )
    p.h("四、财政拨款收支")
    p.p(f"{p.y()}年度财政拨款收支总规模{p.m(b.grand('财政'))}，{_moved(p, b.grand('财政'), 'total')}。")
    spent = b.spent(fund="一般")
    first = b.initial(spent)
    p.p(
        f"其中，一般公共预算财政拨款支出{p.m(spent)}，占本年支出的{p.s(spent, b.spent())}，{_moved(p, spent, 'total')}。"
        f"该项支出年初安排{p.m(first)}，实际为年初安排的{p.c(spent, first)}。"
    )
    classes = [(node.name, b.spent(fund="一般", item=node.item)) for node in b.rows("一般", level=1)]
    p.p(
        "按用途划分："
        + "；".join(f"{p.subject(n, a.key, *(o for o, _ in classes if o != n))}（类）{p.m(a)}，所占比例{p.s(a, spent)}" for n, a in classes)
        + "。"
    )
    p.p("各项级科目的执行情况为：")
    for i, node in enumerate(b.rows("一般", level=3), 1):
        amount = b.spent(fund="一般", item=node.item)
        begun = b.initial(amount)
        if not amount and not begun:
            continue
        text = f"{i}．{node.name}（{node.code}）支出{p.m(amount)}，"
        if not begun:
            text += "属年中追加，年初没有安排"
        elif p.same(begun, amount):
            text += f"年初安排{p.m(begun)}，{p.word('flat', '二者一致')}"
        else:
            text += f"年初安排{p.m(begun)}，执行率{p.c(amount, begun)}，支出数{p.order(amount, begun, '大于', '小于')}年初安排数，系{p.gap(amount, begun)}"
        p.p(text + "。")
    p.h("五、基本支出")
    basic, people, public = b.spent("基本", "一般"), b.of("人员经费", "支出", "基本", "一般"), b.of("公用经费", "支出", "基本", "一般")
    p.p(
        f"{p.y()}年度一般公共预算财政拨款基本支出{p.m(basic)}，由人员经费{p.m(people)}和公用经费{p.m(public)}构成，"
        f"二者占比{p.s(people, basic)}、{p.s(public, basic)}。"
    )
    heads = [
        (n, b.of(f"经济.{c}", "支出", "基本", "一般"))
        for n, c in (("工资福利支出", "301"), ("商品和服务支出", "302"), ("对个人和家庭的补助", "303"))
    ]
    for name, amount in heads:
        if amount:
            topic = "public" if name.startswith("商品") else "people"
            p.p(f"{name}{p.m(amount)}，{_moved(p, amount, topic)}。")
    p.h("六、“三公”经费")
    _three(p)
    p.h("七、政府性基金预算财政拨款收支")
    if b.rows("基金"):
        fund = b.spent(fund="基金")
        p.p(
            f"{p.y()}年度政府性基金预算财政拨款收入{p.m(b.of('总额', '收入', '', '基金'))}，支出{p.m(fund)}；支出{_moved(p, fund, 'project')}。"
        )
    else:
        p.p(p.trap("empty-table-described", f"{b.year}年度没有发生政府性基金预算财政拨款收支，附表7是空表。"))
    p.h("八、国有资本经营预算财政拨款支出")
    if b.rows("国资"):
        p.p(f"{p.y()}年度国有资本经营预算财政拨款支出{p.m(b.spent(fund='国资'))}。")
    else:
        p.p(p.trap("empty-table-described", f"{b.year}年度没有发生国有资本经营预算财政拨款支出，附表8是空表。"))
    p.h("九、其他事项")
    running = b.of("机关运行经费", "支出", "基本", "一般")
    p.p(f"（一）机关运行经费。{p.y()}年度支出{p.m(running)}，{_moved(p, running, 'public')}。")
    bought, small = b.of("采购", "支出"), b.of("采购.中小", "支出")
    kinds = [(f"{n}采购", b.of(f"采购.{n}", "支出")) for n in ("货物", "工程", "服务")]
    p.p(
        f"（二）政府采购。{p.y()}年度支出{p.m(bought)}，按对象分：" + "，".join(f"{n}{p.m(a)}" for n, a in kinds) + "。"
        f"合同授予中小企业的金额为{p.m(small)}，占采购支出的{p.s(small, bought)}。"
    )
    cars = [name for name in ("机要通信用车", "应急保障用车", "执法执勤用车", "特种专业技术用车", "其他用车") if b.counts[f"车辆.{name}"]]
    told = f"，用途为{'、'.join(name + p.k(f'车辆.{name}') + '辆' for name in cars)}" if cars else ""
    p.p(f"（三）国有资产。{p.y()}年12月31日，使用中的车辆{p.k('车辆')}辆{told}；单价100万元（含）以上的设备{p.k('设备')}台（套）。")
    total = b.of("项目合计", "支出", "", "财政")
    if projects:
        p.p(
            f"（四）绩效管理。{p.y()}年度对{p.k('项目')}个项目作了自评，全年预算{p.m(b.adjusted(total))}，支出{p.m(total)}，预算执行率{p.c(total, b.adjusted(total))}。"
            f"自评等级：优{p.k('项目.优')}个，良{p.k('项目.良')}个，中{p.k('项目.中')}个，差{p.k('项目.差')}个。"
        )
    p.h("第三章 有关名词", 1)
    for term in words("terms"):
        p.p(f"●{term}")
    p.h("第四章 附表", 1)
    p.head = lambda number, title: [f"附表{int(number[2:4])}", title, f"编制单位：{u.name}", f"{p.y()}年度    金额单位：{p.cells.unit}"]
    forms.total(p, all_rows=False)
    forms.income(p)
    forms.expenditure(p)
    forms.fiscal_total(p, all_rows=False)
    forms.general(p)
    forms.basic(p, blocks=2, full=False)
    forms.fund(p, empty="说明：没有政府性基金预算财政拨款收支，本表无数据。")
    forms.state(p, empty="说明：没有国有资本经营预算财政拨款支出，本表无数据。")
    forms.three(p, layout="wide")


def _three(p: Page) -> None:
    b = p.books
    whole, plan = b.of("三公", "支出", "", "财政"), b.of("三公", "支出", "", "财政", "全年预算")
    if not plan:
        p.p(p.trap("empty-table-described", f"{b.year}年度财政拨款没有安排“三公”经费，也没有支出。"))
        return
    go, cars, guest = (b.of(f"三公.{name}", "支出", "", "财政") for name in ("出国", "公车", "接待"))
    p.p(
        f"{p.y()}年度财政拨款“三公”经费实际支出{p.m(whole)}，预算数{p.m(plan)}，占预算的{p.c(whole, plan)}；{_moved(p, whole, 'car')}。"
        f"因公出国（境）费、公务用车购置及运行维护费、公务接待费分别为{p.m(go)}、{p.m(cars)}、{p.m(guest)}。"
    )
    told: list[str] = []
    if go:
        told.append(f"出国（境）：组织团组{p.k('团组')}个、{p.k('出国人次')}人次，支出{_moved(p, go, 'abroad')}。")
    if cars:
        buy, run = (b.of(f"三公.公车{name}", "支出", "", "财政") for name in ("购置", "运维"))
        told.append(
            f"公务用车：购置费{p.m(buy)}，购置{p.k('购置车辆')}辆；运行维护费{p.m(run)}，年末保有{p.k('保有车辆')}辆。两项合计{_moved(p, cars, 'car')}。"
        )
    if guest:
        told.append(f"公务接待：支出{p.m(guest)}，{_moved(p, guest, 'reception')}；国内接待{p.k('接待批次')}批次、{p.k('接待人次')}人次。")
    for i, text in enumerate(told, 1):
        p.p(f"{i}．{text}")


FAMILIES = [
    Family(
        "final-accounts-gulf", "department-final-accounts", write,
        text=(Style(), Style(grouped=True), Style(gap=" ")), cells=(Style(), Style(zero=""), Style(unit="元", grouped=True)), percent=(2, 1),
        broken=0.05, page_mark=lambda n: f"-{n}-",
    ),
]  # fmt: skip
