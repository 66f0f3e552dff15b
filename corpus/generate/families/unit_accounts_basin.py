"""单位决算 in the manner of the western basin: short paragraphs, 主要变动原因, structure figures named, shares without 占…的."""

from __future__ import annotations

from generate import forms
from generate.accounts import VEHICLES
from generate.families import Family
from generate.ledger import Amount
from generate.page import Page
from generate.printing import Style
from generate.projects import Project
from generate.words import words


def _than(p: Page, now: Amount, topic: str, lead: str = "") -> str:
    base = p.books.last(now)
    move = p.move(now, base)
    if move in ("none", "flat"):
        return f"与{p.y(-1)}年度{p.word('flat', '持平')}。"
    if move == "new":
        return f"较{p.y(-1)}年度{p.d(now, base)}，{p.y(-1)}年度无此项收支。"
    return f"较{p.y(-1)}年度{lead}{p.d(now, base)}，{p.r(now, base)}。主要变动原因是{p.why(topic, now, base)}。"


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    p.title(f"{p.y()}年度{u.name}单位决算")
    p.note(p.trap("next-year-mention", f"公开日期：{b.year + 1}年9月18日"))
    p.h("第一部分 单位概况", 1)
    p.h("一、基本职能及主要工作")
    for i, duty in enumerate(u.domain["duties"], 1):
        p.p(f"（{forms.ordinal(i)}）{duty}。")
    p.h("二、机构设置")
    p.p(
        f"{u.name}为{'行政' if u.kind == '行政' else '公益一类事业'}单位，编制{p.k('编制', u.posts)}名，年末在职{p.k('在职', u.staff)}人，"
        f"退休{p.k('离退休', u.retired)}人。"
    )
    p.h(f"第二部分 {p.y()}年度单位决算情况说明", 1)
    p.h("一、收入支出决算总体情况说明")
    p.p(f"{p.y()}年度收、支总计{p.m(b.grand())}。" + _than(p, b.grand(), "total", "收、支总计各"))
    p.p("（图1：收、支决算总计变动情况图）")
    p.h("二、收入决算情况说明")
    sources = [
        ("一般公共预算财政拨款收入", b.of("总额", "收入", "", "一般")),
        ("政府性基金预算财政拨款收入", b.of("总额", "收入", "", "基金")),
    ]
    sources += [
        ("国有资本经营预算财政拨款收入", b.of("总额", "收入", "", "国资")),
        ("上级补助收入", b.income("上级")),
        ("事业收入", b.income("事业")),
    ]
    sources += [("经营收入", b.income("经营")), ("其他收入", b.income("其他"))]
    shown = [(n, a) for n, a in sources if a]
    p.p(
        f"{p.y()}年度本年收入合计{p.m(b.income())}，其中："
        + "；".join(f"{_n(p, n, a, shown)}{p.m(a)}，占{p.s(a, b.income())}" for n, a in shown)
        + "。"
    )
    p.p("（图2：收入决算结构图）")
    p.h("三、支出决算情况说明")
    shown = [(n, b.spent(k)) for n, k in (("基本支出", "基本"), ("项目支出", "项目"), ("经营支出", "经营")) if b.spent(k)]
    p.p(
        f"{p.y()}年度本年支出合计{p.m(b.spent())}，其中："
        + "；".join(f"{_n(p, n, a, shown)}{p.m(a)}，占{p.s(a, b.spent())}" for n, a in shown)
        + "。"
    )
    p.p("（图3：支出决算结构图）")
    p.h("四、财政拨款收入支出决算总体情况说明")
    p.p(f"{p.y()}年度财政拨款收、支总计{p.m(b.grand('财政'))}。" + _than(p, b.grand("财政"), "total", "财政拨款收、支总计各"))
    p.h("五、一般公共预算财政拨款支出决算情况说明")
    p.h("（一）一般公共预算财政拨款支出决算总体情况", 3)
    spent = b.spent(fund="一般")
    p.p(
        f"{p.y()}年度一般公共预算财政拨款支出{p.m(spent)}，占本年支出合计的{p.s(spent, b.spent())}。"
        + _than(p, spent, "total", "一般公共预算财政拨款支出")
    )
    p.h("（二）一般公共预算财政拨款支出决算结构情况", 3)
    classes = [(f"{node.name}（类）", b.spent(fund="一般", item=node.item)) for node in b.rows("一般", level=1)]
    p.p(
        f"{p.y()}年度一般公共预算财政拨款支出{p.m(spent)}，主要用于以下方面："
        + "；".join(f"{_n(p, n, a, classes)}支出{p.m(a)}，占{p.s(a, spent)}" for n, a in classes)
        + "。"
    )
    p.h("（三）一般公共预算财政拨款支出决算具体情况", 3)
    plan = b.adjusted(spent)
    p.p(f"{p.y()}年度一般公共预算支出决算数为{p.m(spent)}，完成预算{p.c(spent, plan)}。其中：")
    names = {node.code: node.name for node in b.rows("一般")}
    for i, node in enumerate(b.rows("一般", level=3), 1):
        amount = b.spent(fund="一般", item=node.item)
        budget = b.adjusted(amount)
        if not amount or not budget:
            continue
        text = f"{i}．{names[node.code[:3]]}（类）{names[node.code[:5]]}（款）{node.name}（项）：支出决算为{p.m(amount)}，完成预算{p.c(amount, budget)}"
        if p.same(amount, budget):
            text += f"，决算数{p.word('flat', '等于')}预算数"
        else:
            text += f"，决算数{p.order(amount, budget)}预算数的主要原因是{p.gap(amount, budget)}"
        p.p(text + "。")
    p.h("六、一般公共预算财政拨款基本支出决算情况说明")
    people, public = b.of("人员经费", "支出", "基本", "一般"), b.of("公用经费", "支出", "基本", "一般")
    inside = ["、".join(b.econ[c] for c in sorted(b.econ) if c.startswith(h)) for h in (("301", "303"), ("302", "310"))]
    p.p(f"{p.y()}年度一般公共预算财政拨款基本支出{p.m(b.spent('基本', '一般'))}，其中：")
    p.p(f"人员经费{p.m(people)}，主要包括：{inside[0]}等。")
    p.p(f"公用经费{p.m(public)}，主要包括：{inside[1]}等。")
    p.h("七、财政拨款“三公”经费支出决算情况说明")
    _three(p)
    p.h("八、政府性基金预算支出决算情况说明")
    if b.rows("基金"):
        p.p(f"{p.y()}年度政府性基金预算财政拨款支出{p.m(b.spent(fund='基金'))}。")
    else:
        p.p(p.trap("empty-table-described", f"{b.year}年度政府性基金预算财政拨款支出0万元。"))
    p.h("九、国有资本经营预算支出决算情况说明")
    if b.rows("国资"):
        p.p(f"{p.y()}年度国有资本经营预算财政拨款支出{p.m(b.spent(fund='国资'))}。")
    else:
        p.p(p.trap("empty-table-described", f"{b.year}年度国有资本经营预算财政拨款支出0万元。"))
    p.h("十、其他重要事项的情况说明")
    p.h("（一）机关运行经费支出情况", 3)
    if u.kind == "行政":
        running = b.of("机关运行经费", "支出", "基本", "一般")
        p.p(f"{p.y()}年度，{u.name}机关运行经费支出{p.m(running)}，" + _than(p, running, "public"))
    else:
        p.p(p.trap("empty-table-described", f"{u.name}为事业单位，按规定未使用机关运行的相关科目。"))
    p.h("（二）政府采购支出情况", 3)
    bought = b.of("采购", "支出")
    p.p(
        f"{p.y()}年度，{u.name}政府采购支出总额{p.m(bought)}，其中：政府采购货物支出{p.m(b.of('采购.货物', '支出'))}、政府采购工程支出"
        f"{p.m(b.of('采购.工程', '支出'))}、政府采购服务支出{p.m(b.of('采购.服务', '支出'))}。授予中小企业合同金额{p.m(b.of('采购.中小', '支出'))}，"
        f"占政府采购支出总额的{p.s(b.of('采购.中小', '支出'), bought)}，其中：授予小微企业合同金额{p.m(b.of('采购.小微', '支出'))}，"
        f"占政府采购支出总额的{p.s(b.of('采购.小微', '支出'), bought)}。"
    )
    p.h("（三）国有资产占有使用情况", 3)
    cars = "、".join(f"{name}{p.k(f'车辆.{name}')}辆" for name in VEHICLES if b.counts[f"车辆.{name}"])
    p.p(
        f"截至{p.y()}年12月31日，{u.name}共有车辆{p.k('车辆')}辆"
        + (f"，其中：{cars}" if cars else "")
        + f"。单价100万元（含）以上设备（不含车辆）{p.k('设备')}台（套）。"
    )
    p.h("（四）预算绩效管理情况", 3)
    p.p(
        f"根据预算绩效管理要求（{p.trap('document-number', '财绩〔2021〕65号')}），{u.name}对{p.y()}年度{p.k('项目')}个预算项目开展绩效自评，其中评价为优的{p.k('项目.优')}个，"
        f"良的{p.k('项目.良')}个，中的{p.k('项目.中')}个，差的{p.k('项目.差')}个。"
    )
    p.h("第三部分 名词解释", 1)
    for i, term in enumerate(words("terms"), 1):
        p.p(f"{i}.{term}")
    p.h("第四部分 附表", 1)
    p.head = lambda number, title: [title, f"公开{number[2:4]}表", f"单位：{u.name}    {p.y()}年度    金额单位：万元"]
    forms.total(p)
    forms.income(p)
    forms.expenditure(p)
    forms.fiscal_total(p)
    forms.general(p)
    forms.basic(p, blocks=3)
    forms.fund(p)
    forms.state(p)
    forms.three(p)


def _n(p: Page, name: str, amount: Amount, all_of: list[tuple[str, Amount]]) -> str:
    return p.subject(name, amount.key, *(other for other, _ in all_of if other != name))


def _three(p: Page) -> None:
    b = p.books
    whole, plan = b.of("三公", "支出", "", "财政"), b.of("三公", "支出", "", "财政", "全年预算")
    if not plan:
        p.p(p.trap("empty-table-described", f"{b.year}年度无“三公”经费财政拨款支出。"))
        return
    p.h("（一）“三公”经费财政拨款支出决算总体情况说明", 3)
    p.p(f"{p.y()}年度“三公”经费财政拨款支出决算为{p.m(whole)}，完成预算{p.c(whole, plan)}，" + _than(p, whole, "car"))
    p.h("（二）“三公”经费财政拨款支出决算具体情况说明", 3)
    names = (("因公出国（境）费", "三公.出国"), ("公务用车购置及运行维护费", "三公.公车"), ("公务接待费", "三公.接待"))
    shown = [(n, b.of(k, "支出", "", "财政")) for n, k in names]
    if whole:
        p.p(
            f"{p.y()}年度“三公”经费财政拨款支出决算中，"
            + "；".join(f"{_n(p, n, a, shown)}支出决算{p.m(a)}，占{p.s(a, whole)}" for n, a in shown)
            + "。具体情况如下："
        )
    spent, budget = shown[0][1], b.of("三公.出国", "支出", "", "财政", "全年预算")
    done = f"，完成预算{p.c(spent, budget)}" if budget else ""
    p.p(
        f"1.因公出国（境）经费支出{p.m(spent)}{done}。全年安排因公出国（境）团组{p.k('团组')}次，出国（境）{p.k('出国人次')}人。"
        + "因公出国（境）支出决算"
        + _than(p, spent, "abroad")
    )
    spent, budget = shown[1][1], b.of("三公.公车", "支出", "", "财政", "全年预算")
    done = f"，完成预算{p.c(spent, budget)}" if budget else ""
    p.p(
        f"2.公务用车购置及运行维护费支出{p.m(spent)}{done}。其中：公务用车购置支出{p.m(b.of('三公.公车购置', '支出', '', '财政'))}，"
        f"公务用车运行维护费支出{p.m(b.of('三公.公车运维', '支出', '', '财政'))}。截至{p.y()}年12月31日，单位公务用车保有量{p.k('保有车辆')}辆。"
        + "公务用车购置及运行维护费支出决算" + _than(p, spent, "car")
    )  # fmt: skip
    spent, budget = shown[2][1], b.of("三公.接待", "支出", "", "财政", "全年预算")
    done = f"，完成预算{p.c(spent, budget)}" if budget else ""
    p.p(
        f"3.公务接待费支出{p.m(spent)}{done}。国内公务接待{p.k('接待批次')}批次，{p.k('接待人次')}人次。公务接待费支出决算"
        + _than(p, spent, "reception")
    )


FAMILIES = [
    Family(
        "unit-accounts-basin", "unit-final-accounts", write, level="单位",
        text=(Style(), Style(trim=True)), cells=(Style(zero=""), Style(), Style(decimals=2, grouped=True, zero="")), percent=(2, 1), broken=0.1,
        page_mark=lambda n: f"- {n + 3} -",
    ),
]  # fmt: skip
