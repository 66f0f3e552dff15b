"""单位决算 in the manner of the north-eastern forests: rate before change, 增支减支, amounts in 元 in the text and 万元 in the tables or both in 元."""

from __future__ import annotations

from generate import forms
from generate.accounts import VEHICLES
from generate.families import Family
from generate.ledger import Amount
from generate.page import Page
from generate.printing import Style
from generate.projects import Project
from generate.words import words


def _compare(p: Page, now: Amount, topic: str) -> str:
    """同比增长4.7%，增加59.02万元"""
    base = p.books.last(now)
    move = p.move(now, base)
    if move == "none":
        return "，上年同样没有发生"
    if move == "flat":
        return f"，{p.word('flat', '与上年相同')}"
    if move == "new":
        return f"，同比{p.d(now, base, '增加', '减少')}，上年为空白"
    return f"，同比{p.r(now, base)}，{p.d(now, base, '增支' if topic != 'income' else '增收', '减支' if topic != 'income' else '减收')}"


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    p.title(f"{u.name}{p.y()}年度单位决算信息公开")
    p.h("第一章 单位职责与机构", 1)
    p.p(f"{u.name}承担的工作有：" + "；".join(u.domain["duties"]) + "。")
    p.p(f"单位核定编制{p.k('编制', u.posts)}人，实有在职职工{p.k('在职', u.staff)}人。")
    p.h("第二章 决算报表", 1)
    p.head = lambda number, title: [f"{title}（{number[2:4]}表）", f"编制单位：{u.name}", f"计量单位：{p.cells.unit}", f"{p.y()}年度"]
    forms.total(p, numbered=False)
    forms.income(p, numbered=False)
    forms.expenditure(p, numbered=False)
    forms.fiscal_total(p, numbered=False, all_rows=False)
    forms.general(p, numbered=False)
    forms.basic(p, blocks=1)
    forms.three(p, layout="pairs")
    forms.fund(p, numbered=False, empty="本表为空，原因：单位无政府性基金预算财政拨款收支。")
    forms.state(p, numbered=False, empty="本表为空，原因：单位无国有资本经营预算财政拨款支出。")
    p.h("第三章 决算情况说明", 1)
    p.h("一、收支总体情况")
    grand = b.grand()
    topic = "total"
    p.p(
        f"{p.y()}年度收支总计{p.m(grand)}{_compare(p, grand, topic)}，变化原因：{p.why('total', grand, b.last(grand))}。"
        f"其中：本年收入{p.m(b.income())}{_compare(p, b.income(), 'income')}；本年支出{p.m(b.spent())}{_compare(p, b.spent(), topic)}；"
        f"年末结转和结余{p.m(b.closing())}{_compare(p, b.closing(), topic)}。"
    )
    p.h("二、收入构成")
    sources = [("财政拨款收入", "财政"), ("上级补助收入", "上级"), ("事业收入", "事业"), ("经营收入", "经营"), ("其他收入", "其他")]
    shown = [(n, b.income(k)) for n, k in sources if b.income(k)]
    p.p(
        f"本年收入{p.m(b.income())}由以下部分组成："
        + "；".join(f"{_n(p, n, a, shown)}{p.m(a)}，占比{p.s(a, b.income())}" for n, a in shown)
        + "。"
    )
    p.h("三、支出构成")
    shown = [(n, b.spent(k)) for n, k in (("基本支出", "基本"), ("项目支出", "项目"), ("经营支出", "经营")) if b.spent(k)]
    p.p(
        f"本年支出{p.m(b.spent())}由以下部分组成："
        + "；".join(f"{_n(p, n, a, shown)}{p.m(a)}，占比{p.s(a, b.spent())}" for n, a in shown)
        + "。"
    )
    p.h("四、财政拨款收支")
    p.p(
        f"财政拨款收支总计{p.m(b.grand('财政'))}{_compare(p, b.grand('财政'), topic)}。其中一般公共预算财政拨款本年支出{p.m(b.spent(fund='一般'))}"
        f"{_compare(p, b.spent(fund='一般'), topic)}。"
    )
    spent = b.spent(fund="一般")
    shown = [(node.name, b.spent(fund="一般", item=node.item)) for node in b.rows("一般", level=1)]
    p.p("一般公共预算财政拨款支出按用途分：" + "，".join(f"{_n(p, n, a, shown)}{p.m(a)}（占{p.s(a, spent)}）" for n, a in shown) + "。")
    first, plan = b.initial(spent), b.adjusted(spent)
    p.p(
        f"一般公共预算财政拨款支出年初预算{p.m(first)}，年中调整后预算{p.m(plan)}，决算{p.m(spent)}，为调整预算的{p.c(spent, plan)}、"
        f"为年初预算的{p.c(spent, first)}。"
    )
    p.h("五、基本支出的经济分类")
    people, public = b.of("人员经费", "支出", "基本", "一般"), b.of("公用经费", "支出", "基本", "一般")
    rows = [("工资福利支出", "301"), ("商品和服务支出", "302"), ("对个人和家庭的补助", "303"), ("资本性支出", "310")]
    told = [(n, b.of(f"经济.{c}", "支出", "基本", "一般")) for n, c in rows if b.of(f"经济.{c}", "支出", "基本", "一般")]
    p.p(
        f"财政拨款基本支出{p.m(b.spent('基本', '一般'))}，其中人员经费{p.m(people)}、公用经费{p.m(public)}。按经济分类科目："
        + "，".join(f"{n}{p.m(a)}" for n, a in told)
        + "。"
    )
    p.h("六、“三公”经费")
    _three(p)
    p.h("七、基金和国有资本经营预算")
    if b.rows("基金"):
        p.p(f"政府性基金预算财政拨款收入{p.m(b.of('总额', '收入', '', '基金'))}，支出{p.m(b.spent(fund='基金'))}。")
    else:
        p.p(p.trap("empty-table-described", f"{b.year}年度单位没有政府性基金预算收支。"))
    if b.rows("国资"):
        p.p(f"国有资本经营预算财政拨款支出{p.m(b.spent(fund='国资'))}。")
    p.h("八、其他事项")
    bought = b.of("采购", "支出")
    goods, works, services = (b.of(f"采购.{n}", "支出") for n in ("货物", "工程", "服务"))
    p.p(f"政府采购支出{p.m(bought)}，货物、工程、服务三类分别为{p.m(goods)}、{p.m(works)}和{p.m(services)}。")
    cars = "、".join(f"{name}{p.k(f'车辆.{name}')}辆" for name in VEHICLES)
    p.p(f"{p.y()}年末单位有车辆{p.k('车辆')}辆，其中{cars}；单价100万元以上设备{p.k('设备')}台（套）。")
    if projects:
        p.p(
            f"单位开展绩效自评的项目{p.k('项目')}个，年初预算{p.m(b.of('项目合计', '支出', '', '财政', '年初预算'))}，执行数"
            f"{p.m(b.of('项目合计', '支出', '', '财政'))}。"
        )
    p.h("第四章 名词解释", 1)
    for term in words("terms"):
        p.p(f"◆{term}")


def _n(p: Page, name: str, amount: Amount, all_of: list[tuple[str, Amount]]) -> str:
    return p.subject(name, amount.key, *(other for other, _ in all_of if other != name))


def _three(p: Page) -> None:
    b = p.books
    whole, plan = b.of("三公", "支出", "", "财政"), b.of("三公", "支出", "", "财政", "全年预算")
    if not plan:
        p.p(p.trap("empty-table-described", f"{b.year}年度没有“三公”经费支出。"))
        return
    p.p(f"“三公”经费决算{p.m(whole)}，为预算{p.m(plan)}的{p.c(whole, plan)}{_compare(p, whole, 'car')}。其中：")
    for name, item in (
        ("因公出国（境）费", "出国"),
        ("公务用车购置费", "公车购置"),
        ("公务用车运行维护费", "公车运维"),
        ("公务接待费", "接待"),
    ):
        spent = b.of(f"三公.{item}", "支出", "", "财政")
        tail = ""
        if item == "公车运维" and spent:
            tail = f"，保有公务用车{p.k('保有车辆')}辆"
        if item == "接待" and spent:
            tail = f"，接待{p.k('接待批次')}批{p.k('接待人次')}人次"
        p.p(f"{name}{p.m(spent)}{_compare(p, spent, 'car')}{tail}。")


FAMILIES = [
    Family(
        "unit-accounts-forest", "unit-final-accounts", write, level="单位",
        text=(Style(unit="元", grouped=True), Style(), Style(unit="元")), cells=(Style(unit="元", grouped=True), Style(unit="元", zero="")), percent=(1, 2),
    ),
]  # fmt: skip
