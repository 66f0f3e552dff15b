"""部门决算 in the manner of the loess plateau: five parts, ten tables with 行次 and 栏次 before the text, self-evaluation forms behind it."""

from __future__ import annotations

from generate import forms, performance
from generate.accounts import VEHICLES
from generate.families import Family
from generate.ledger import Amount
from generate.page import Page
from generate.printing import Style
from generate.projects import Project
from generate.words import words


def _compared(p: Page, name: str, now: Amount, base: Amount, topic: str) -> str:
    """与上年相比 … 主要原因是 …"""
    move = p.move(now, base)
    if move == "none":
        return f"{name}与上年一样，均无发生额"
    if move == "new":
        return f"与{p.y(-1)}年相比，{name}{p.d(now, base)}，上年没有这方面的支出"
    if move == "flat":
        return f"与{p.y(-1)}年相比，{name}{p.word('flat', '没有变化')}"
    reason = p.why(topic, now, base)
    return f"与{p.y(-1)}年相比，{name}{p.d(now, base)}，{p.r(now, base)}，主要原因是{reason}"


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    p.head = lambda number, title: [title, number, f"部门名称：{u.name}", f"{p.y()}年度", "金额单位：万元"]
    p.title(f"{p.y()}年度{u.name}部门决算")
    p.note(p.trap("next-year-mention", f"公开日期：{b.year + 1}年9月18日"))
    p.h("第一部分 部门概况", 1)
    p.h("一、主要职责")
    p.p("；".join(u.domain["duties"]) + "。")
    p.h("二、机构设置")
    p.p(
        f"{u.name}内设机构{p.k('内设', len(u.offices), listed=True)}个，分别是：{'、'.join(u.offices)}。"
        f"纳入本部门决算汇总范围的预算单位共{p.k('预算单位', len(u.children) + 1)}个，包括机关本级和所属{'、'.join(u.children)}。"
    )
    p.p(
        f"核定编制{p.k('编制', u.posts)}人，其中行政编制{p.k('行政编制', u.civil_posts)}人，事业编制{p.k('事业编制', u.posts - u.civil_posts)}人；"
        f"年末在职{p.k('在职', u.staff)}人，另有离退休人员{p.k('离退休', u.retired)}人。"
    )
    p.counted("编制", "行政编制", "事业编制")
    p.h(f"第二部分 {p.y()}年度部门决算表", 1)
    forms.total(p)
    p.note("注：本表反映部门本年度的总收支和年末结转结余情况。")
    p.note(p.trap("tail-note", "本套报表金额单位由元转换为万元时，可能存在尾数误差。"))
    forms.income(p)
    forms.expenditure(p)
    forms.fiscal_total(p)
    forms.general(p)
    forms.basic(p, blocks=3)
    forms.fund(p, empty=f"注：{b.short}本年度没有政府性基金预算财政拨款收入、支出，故本表无数据。")
    forms.state(p, empty=f"注：{b.short}本年度没有国有资本经营预算财政拨款支出，故本表无数据。")
    forms.three(p)
    forms.statistics(p)
    p.h(f"第三部分 {p.y()}年度部门决算情况说明", 1)
    p.h("一、收入支出决算总体情况说明")
    grand, before = b.grand(), b.last(b.grand())
    p.p(
        f"{p.y()}年度收入总计{p.m(grand)}、支出总计{p.m(grand)}。与{p.y(-1)}年相比，收入总计{p.d(grand, before)}，{p.r(grand, before)}；"
        f"支出总计{p.d(grand, before)}，{p.r(grand, before)}。主要原因是{p.why('total', grand, before)}。"
        if p.move(grand, before) in ("up", "down")
        else f"{p.y()}年度收入总计{p.m(grand)}、支出总计{p.m(grand)}，与上年持平。"
    )
    p.h("二、收入决算情况说明")
    sources = [("财政拨款收入", "财政"), ("上级补助收入", "上级"), ("事业收入", "事业"), ("经营收入", "经营"), ("其他收入", "其他")]
    parts = [(name, b.income(part)) for name, part in sources if b.income(part)]
    names = [name for name, _ in parts]
    p.p(
        f"{p.y()}年度本年收入合计{p.m(b.income())}，其中："
        + "；".join(
            f"{p.subject(name, amount.key, *(n for n in names if n != name))}{p.m(amount)}，占{p.s(amount, b.income())}"
            for name, amount in parts
        )
        + "。"
    )
    p.h("三、支出决算情况说明")
    parts = [(n, b.spent(k)) for n, k in (("基本支出", "基本"), ("项目支出", "项目"), ("经营支出", "经营")) if b.spent(k)]
    names = [name for name, _ in parts]
    p.p(
        f"{p.y()}年度本年支出合计{p.m(b.spent())}，其中："
        + "；".join(
            f"{p.subject(name, amount.key, *(n for n in names if n != name))}{p.m(amount)}，占{p.s(amount, b.spent())}"
            for name, amount in parts
        )
        + "。"
    )
    p.h("四、财政拨款收入支出决算总体情况说明")
    grand, before = b.grand("财政"), b.last(b.grand("财政"))
    p.p(
        f"{p.y()}年度财政拨款收入总计{p.m(grand)}、支出总计{p.m(grand)}。"
        + _compared(p, "财政拨款收、支总计各", grand, before, "total")
        + "。"
    )
    p.h("五、一般公共预算财政拨款支出决算情况说明")
    p.h("（一）一般公共预算财政拨款支出决算总体情况", 3)
    whole = b.spent(fund="一般")
    p.p(
        f"{p.y()}年度一般公共预算财政拨款支出{p.m(whole)}，占本年支出合计的{p.s(whole, b.spent())}。"
        + _compared(p, "一般公共预算财政拨款支出", whole, b.last(whole), "total")
        + "。"
    )
    p.h("（二）一般公共预算财政拨款支出决算结构情况", 3)
    classes = b.rows("一般", level=1)
    names = [node.name for node in classes]
    p.p(
        f"{p.y()}年度一般公共预算财政拨款支出{p.m(whole)}，主要用于以下方面："
        + "；".join(
            f"{p.subject(node.name, amount.key, *(n for n in names if n != node.name))}{p.m(amount)}，占{p.s(amount, whole)}"
            for node in classes
            for amount in [b.spent(fund="一般", item=node.item)]
        )
        + "。"
    )
    p.h("（三）一般公共预算财政拨款支出决算具体情况", 3)
    planned = b.initial(whole)
    p.p(f"{p.y()}年度一般公共预算财政拨款支出年初预算为{p.m(planned)}，支出决算为{p.m(whole)}，完成年初预算的{p.c(whole, planned)}。其中：")
    for i, node in enumerate(classes, 1):
        spent = b.spent(fund="一般", item=node.item)
        first = b.initial(spent)
        lead = f"{i}.{p.subject(node.name, spent.key, *(n for n in names if n != node.name))}"
        if not first:
            p.p(f"{lead}年初预算为{p.m(first, note='zero-base')}，支出决算为{p.m(spent)}，年初未安排此项预算，年中由上级追加。")
        elif p.same(first, spent):
            p.p(f"{lead}年初预算为{p.m(first)}，支出决算为{p.m(spent)}，完成年初预算的{p.c(spent, first)}。")
        else:
            p.p(
                f"{lead}年初预算为{p.m(first)}，支出决算为{p.m(spent)}，完成年初预算的{p.c(spent, first)}，"
                f"决算数{p.order(spent, first)}年初预算数的主要原因是{p.why('project', spent, first)}。"
            )
    p.h("六、一般公共预算财政拨款基本支出决算情况说明")
    people, public = b.of("人员经费", "支出", "基本", "一般"), b.of("公用经费", "支出", "基本", "一般")
    inside = [[b.econ[code] for code in sorted(b.econ) if code.startswith(heads)] for heads in (("301", "303"), ("302", "310"))]
    p.p(
        f"{p.y()}年度一般公共预算财政拨款基本支出{p.m(b.spent('基本', '一般'))}，其中：人员经费{p.m(people)}，主要包括{'、'.join(inside[0])}；"
        f"公用经费{p.m(public)}，主要包括{'、'.join(inside[1])}。"
    )
    p.h("七、政府性基金预算财政拨款收入支出决算情况说明")
    if b.rows("基金"):
        opening, income, spent, closing = b.opening("基金"), b.of("总额", "收入", "", "基金"), b.spent(fund="基金"), b.closing("基金")
        p.p(
            f"{p.y()}年度政府性基金预算财政拨款年初结转和结余{p.m(opening)}，本年收入{p.m(income)}，本年支出{p.m(spent)}，"
            f"年末结转和结余{p.m(closing)}。支出全部用于{b.rows('基金', level=3)[0].name}。"
        )
    else:
        p.p(p.trap("empty-table-described", f"{b.short}没有使用政府性基金预算财政拨款安排的支出。"))
    p.h("八、国有资本经营预算财政拨款支出决算情况说明")
    if b.rows("国资"):
        p.p(f"{p.y()}年度国有资本经营预算财政拨款支出{p.m(b.spent(fund='国资'))}，用于{b.rows('国资', level=3)[0].name}。")
    else:
        p.p(p.trap("empty-table-described", f"{b.short}没有国有资本经营预算财政拨款支出。"))
    p.h("九、财政拨款“三公”经费支出决算情况说明")
    p.h("（一）“三公”经费财政拨款支出决算总体情况说明", 3)
    _three(p)
    p.h("十、其他重要事项情况说明")
    p.h("（一）机关运行经费支出情况", 3)
    if u.kind == "行政":
        running = b.of("机关运行经费", "支出", "基本", "一般")
        p.p(f"{p.y()}年度机关运行经费支出{p.m(running)}，" + _compared(p, "机关运行经费", running, b.last(running), "public") + "。")
    p.h("（二）政府采购支出情况", 3)
    bought = b.of("采购", "支出")
    small, micro = b.of("采购.中小", "支出"), b.of("采购.小微", "支出")
    p.p(
        f"{p.y()}年度政府采购支出总额{p.m(bought)}，其中：政府采购货物支出{p.m(b.of('采购.货物', '支出'))}、"
        f"政府采购工程支出{p.m(b.of('采购.工程', '支出'))}、政府采购服务支出{p.m(b.of('采购.服务', '支出'))}。"
        f"授予中小企业合同金额{p.m(small)}，占政府采购支出总额的{p.s(small, bought)}，"
        f"其中授予小微企业合同金额{p.m(micro)}，占政府采购支出总额的{p.s(micro, bought)}。"
    )
    p.h("（三）国有资产占用情况", 3)
    cars = "、".join(f"{name}{p.k(f'车辆.{name}')}辆" for name in VEHICLES)
    p.p(
        f"截至{p.y()}年12月31日，{b.short}共有车辆{p.k('车辆')}辆，其中：{cars}。单价100万元（含）以上设备（不含车辆）{p.k('设备')}台（套）。"
    )
    p.h("（四）预算绩效情况", 3)
    plan = b.of("项目合计", "支出", "", "财政", "年初预算")
    grades = "，".join(f"{p.k(f'项目.{g}')}个项目自评等级为“{g}”" for g in "优良中差" if b.counts[f"项目.{g}"])
    p.p(
        f"按照预算绩效管理要求，{b.short}对{p.y()}年度全部项目开展了绩效自评，共涉及二级项目{p.k('项目')}个，年初预算资金{p.m(plan)}。"
        f"从评价情况看，{grades}。"
    )
    p.h("第四部分 名词解释", 1)
    for i, term in enumerate(words("terms"), 1):
        p.p(f"{forms.ordinal(i)}、{term}")
    p.h("第五部分 附件", 1)
    for project in projects:
        performance.loess_form(p, project)


def _three(p: Page) -> None:
    b = p.books
    plan = b.of("三公", "支出", "", "财政", "全年预算")
    if not plan:
        p.p(p.trap("empty-table-described", f"{b.short}本年度没有安排和发生财政拨款“三公”经费。"))
        return

    def one(name: str, item: str, topic: str, end: str) -> str:
        spent, budget = b.of(item, "支出", "", "财政"), b.of(item, "支出", "", "财政", "全年预算")
        last = b.last(spent)
        text = f"{name}支出决算为{p.m(spent)}"
        if budget:
            text += f"，完成全年预算的{p.c(spent, budget)}"
        elif not spent:
            text += f"，完成全年预算的{p.trap('zero-base', '0%')}"
        move = p.move(spent, last)
        if move in ("up", "down"):
            text += f"，比上年{p.d(spent, last)}，{p.r(spent, last)}，主要原因是{p.why(topic, spent, last)}"
        elif move == "new":
            text += f"，比上年{p.d(spent, last)}，上年无此项支出"
        else:
            text += "，" + p.word("flat", "与上年持平")
        return text + end

    p.p(f"{p.y()}年度“三公”经费财政拨款支出全年预算为{p.m(plan)}，" + one("", "三公", "car", "。"))
    p.p(one("因公出国（境）费", "三公.出国", "abroad", "；"))
    p.p(one("公务用车购置费", "三公.公车购置", "car", "；"))
    p.p(one("公务用车运行维护费", "三公.公车运维", "car", "；"))
    p.p(one("公务接待费", "三公.接待", "reception", "。"))
    p.h("（二）“三公”经费财政拨款支出决算具体情况说明", 3)
    p.p(f"1.因公出国（境）费支出{p.m(b.of('三公.出国', '支出', '', '财政'))}，全年组织出国团组{p.k('团组')}个，累计{p.k('出国人次')}人次。")
    p.p(f"2.公务用车购置支出{p.m(b.of('三公.公车购置', '支出', '', '财政'))}，当年使用财政拨款购置公务用车{p.k('购置车辆')}辆。")
    p.p(
        f"3.公务用车运行维护费支出{p.m(b.of('三公.公车运维', '支出', '', '财政'))}，年末使用财政拨款负担费用的公务用车保有量{p.k('保有车辆')}辆。"
    )
    p.p(f"4.公务接待费支出{p.m(b.of('三公.接待', '支出', '', '财政'))}，国内公务接待{p.k('接待批次')}批次、{p.k('接待人次')}人次。")


FAMILIES = [
    Family(
        "final-accounts-loess", "department-final-accounts", write,
        text=(Style(), Style(grouped=True)), cells=(Style(grouped=True, zero=""), Style(zero="")), percent=(2,), broken=0.12,
        page_mark=lambda n: f"—{n + 11}—",
    ),
]  # fmt: skip
