"""单位决算 in the manner of the northern steppe: 收入总计 explained part by part, 万元 with separators. Set aside: scored, never tuned on."""

from __future__ import annotations

from generate import forms
from generate.accounts import VEHICLES
from generate.families import Family
from generate.ledger import Amount
from generate.page import Page
from generate.printing import Style
from generate.projects import Project
from generate.words import words


def _moved(p: Page, name: str, now: Amount, topic: str) -> str:
    base = p.books.last(now)
    move = p.move(now, base)
    if move in ("none", "flat"):
        return f"{name}较上年{p.word('flat', '无变动')}"
    if move == "new":
        return f"{name}较上年{p.d(now, base, '增加', '减少')}，上年基数为零"
    return f"{name}较上年{p.d(now, base)}，变动率{p.r(now, base, '+', '-')}，原因为{p.why(topic, now, base)}"


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    p.title(f"{u.name}{p.y()}年度决算公开报告")
    p.h("第一部分 单位概况", 1)
    p.h("一、单位职责")
    p.p("；".join(u.domain["duties"]) + "。")
    p.h("二、人员情况")
    p.p(f"单位编制{p.k('编制', u.posts)}名，实有{p.k('在职', u.staff)}人；退休人员{p.k('离退休', u.retired)}人。")
    p.h(f"第二部分 {p.y()}年度单位决算情况", 1)
    p.h("一、关于收支总体情况")
    grand = b.grand()
    p.p(
        f"{p.y()}年度收入总计{p.m(grand)}。包括：本年收入合计{p.m(b.income())}，使用非财政拨款结余{p.m(b.of('使用结余'))}，年初结转和结余{p.m(b.opening())}。"
    )
    p.p(
        f"{p.y()}年度支出总计{p.m(grand)}。包括：本年支出合计{p.m(b.spent())}，结余分配{p.m(b.of('结余分配'))}，年末结转和结余{p.m(b.closing())}。"
    )
    p.p(f"与{p.y(-1)}年度相比，{_moved(p, '收、支总计均', grand, 'total')}。")
    p.h("二、关于收入决算")
    sources = [("财政拨款收入", "财政"), ("上级补助收入", "上级"), ("事业收入", "事业"), ("经营收入", "经营"), ("其他收入", "其他")]
    shown = [(n, b.income(k)) for n, k in sources if b.income(k)]
    p.p(
        f"{p.y()}年度收入合计{p.m(b.income())}，按来源："
        + "，".join(f"{p.subject(n, a.key, *(o for o, _ in shown if o != n))}{p.m(a)}，占比重为{p.s(a, b.income())}" for n, a in shown)
        + "。"
    )
    p.h("三、关于支出决算")
    shown = [(n, b.spent(k)) for n, k in (("基本支出", "基本"), ("项目支出", "项目"), ("经营支出", "经营")) if b.spent(k)]
    p.p(
        f"{p.y()}年度支出合计{p.m(b.spent())}，按性质："
        + "，".join(f"{p.subject(n, a.key, *(o for o, _ in shown if o != n))}{p.m(a)}，占比重为{p.s(a, b.spent())}" for n, a in shown)
        + "。"
    )
    p.h("四、关于财政拨款收支决算总体情况")
    grand = b.grand("财政")
    p.p(
        f"{p.y()}年度财政拨款收支总计{p.m(grand)}，其中：年初结转和结余{p.m(b.opening('财政'))}。{_moved(p, '财政拨款收支总计', grand, 'total')}。"
    )
    p.h("五、关于一般公共预算财政拨款支出")
    spent = b.spent(fund="一般")
    first = b.initial(spent)
    p.p(
        f"{p.y()}年度一般公共预算财政拨款支出年初预算数{p.m(first)}，决算数{p.m(spent)}，决算数占年初预算数的{p.c(spent, first)}。"
        f"{_moved(p, '支出', spent, 'total')}。"
    )
    for i, node in enumerate(b.rows("一般", level=1), 1):
        amount = b.spent(fund="一般", item=node.item)
        begun = b.initial(amount)
        done = f"，占年初预算数的{p.c(amount, begun)}" if begun else "，年初无预算"
        others = [o.name for o in b.rows("一般", level=1) if o.code != node.code]
        p.p(
            f"{forms.ordinal(i)}是{p.subject(node.name, amount.key, *others)}年初预算数{p.m(begun)}，决算数{p.m(amount)}{done}。{_moved(p, '该类支出', amount, 'project')}。"
        )
    p.h("六、关于一般公共预算财政拨款基本支出")
    basic, people, public = b.spent("基本", "一般"), b.of("人员经费", "支出", "基本", "一般"), b.of("公用经费", "支出", "基本", "一般")
    p.p(
        f"{p.y()}年度一般公共预算财政拨款基本支出{p.m(basic)}。人员经费{p.m(people)}，{_moved(p, '', people, 'people')}；公用经费{p.m(public)}，{_moved(p, '', public, 'public')}。"
    )
    p.h("七、关于“三公”经费")
    _three(p)
    p.h("八、关于政府性基金、国有资本经营预算")
    if b.rows("基金"):
        p.p(
            f"政府性基金预算财政拨款：年初结转和结余{p.m(b.opening('基金'))}，本年收入{p.m(b.of('总额', '收入', '', '基金'))}，本年支出{p.m(b.spent(fund='基金'))}，年末结转和结余{p.m(b.closing('基金'))}。"
        )
    else:
        p.p(p.trap("empty-table-described", f"{b.year}年度本单位政府性基金预算财政拨款无收支。"))
    if b.rows("国资"):
        p.p(f"国有资本经营预算财政拨款支出{p.m(b.spent(fund='国资'))}。")
    else:
        p.p(p.trap("empty-table-described", f"{b.year}年度本单位国有资本经营预算财政拨款无支出。"))
    p.h("九、其他")
    if u.kind == "行政":
        running = b.of("机关运行经费", "支出", "基本", "一般")
        p.p(f"机关运行经费{p.m(running)}，{_moved(p, '', running, 'public')}。")
    bought = b.of("采购", "支出")
    p.p(
        f"政府采购支出合计{p.m(bought)}，其中货物{p.m(b.of('采购.货物', '支出'))}、工程{p.m(b.of('采购.工程', '支出'))}、"
        f"服务{p.m(b.of('采购.服务', '支出'))}；授予中小企业合同金额占{p.s(b.of('采购.中小', '支出'), bought)}。"
    )
    cars = "，".join(f"{name}{p.k(f'车辆.{name}')}辆" for name in VEHICLES)
    p.p(f"截至{p.y()}年12月31日共有车辆{p.k('车辆')}辆：{cars}。单价100万元以上大型设备{p.k('设备')}台（套）。")
    p.h("第三部分 决算公开表", 1)
    p.head = lambda number, title: [title, f"公开{number[2:4]}表", f"单位：{u.name}", f"{p.y()}年度 单位：万元"]
    forms.total(p)
    forms.income(p)
    forms.expenditure(p)
    forms.fiscal_total(p)
    forms.general(p)
    forms.basic(p, blocks=3, full=False)
    forms.fund(p, empty="说明：本单位无政府性基金预算财政拨款收支，本表为空表。")
    forms.state(p, empty="说明：本单位无国有资本经营预算财政拨款支出，本表为空表。")
    forms.three(p)
    p.h("第四部分 名词解释", 1)
    for term in words("terms"):
        p.p(term)


def _three(p: Page) -> None:
    b = p.books
    whole, plan = b.of("三公", "支出", "", "财政"), b.of("三公", "支出", "", "财政", "全年预算")
    if not plan:
        p.p(p.trap("empty-table-described", f"{b.year}年度“三公”经费预算、决算均为零。"))
        return
    p.p(
        f"{p.y()}年度“三公”经费预算数{p.m(plan)}，决算数{p.m(whole)}，占预算数的{p.c(whole, plan)}。{_moved(p, '“三公”经费', whole, 'car')}。"
    )
    for i, (name, item) in enumerate((("因公出国（境）费", "出国"), ("公务用车购置及运行维护费", "公车"), ("公务接待费", "接待")), 1):
        spent, budget = b.of(f"三公.{item}", "支出", "", "财政"), b.of(f"三公.{item}", "支出", "", "财政", "全年预算")
        done = f"，占预算数的{p.c(spent, budget)}" if budget else ""
        tail = ""
        if item == "公车" and spent:
            tail = (
                f"其中购置费{p.m(b.of('三公.公车购置', '支出', '', '财政'))}、运行维护费{p.m(b.of('三公.公车运维', '支出', '', '财政'))}，"
                f"保有量{p.k('保有车辆')}辆。"
            )
        if item == "接待" and spent:
            tail = f"全年接待{p.k('接待批次')}批次，{p.k('接待人次')}人次。"
        p.p(f"（{i}）{name}预算数{p.m(budget)}，决算数{p.m(spent)}{done}。{_moved(p, name, spent, 'car')}。{tail}")


FAMILIES = [
    Family(
        "unit-accounts-steppe", "unit-final-accounts", write, level="单位",
        text=(Style(grouped=True), Style()), cells=(Style(grouped=True, zero=""), Style(zero="0.00")), percent=(2,),
    ),
]  # fmt: skip
