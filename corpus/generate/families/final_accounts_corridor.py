"""部门决算 in the manner of the north-western corridor: Markdown, narrative in 万元 first, tables in 元 behind it as appendices."""

from __future__ import annotations

from generate import forms
from generate.accounts import VEHICLES
from generate.families import Family
from generate.ledger import Amount
from generate.page import Page
from generate.printing import Style
from generate.projects import Project
from generate.words import words


def _changed(p: Page, now: Amount, base: Amount, topic: str, lead: str = "较上年决算数") -> str:
    move = p.move(now, base)
    if move in ("none", "flat"):
        return p.word("flat", "与上年持平") + "。"
    if move == "new":
        return f"{lead}{p.d(now, base)}，{p.trap('zero-base', '上年决算数为0，不计算增幅')}。"
    return f"{lead}{p.d(now, base)}，{p.r(now, base)}，主要原因是{p.why(topic, now, base)}。"


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    p.title(f"{u.name}{p.y()}年度部门决算公开")
    p.h("第一部分 部门概况", 1)
    p.h("一、部门职责", 2)
    for i, duty in enumerate(u.domain["duties"], 1):
        p.p(f"{i}.{duty}；")
    p.h("二、机构设置", 2)
    p.p(
        f"本部门所属独立核算单位{p.k('核算单位', len(u.children) + 1)}个，其中行政单位1个，事业单位{p.k('事业单位', len(u.children))}个。"
        f"本部门编制{p.k('编制', u.posts)}名，实有在职{p.k('在职', u.staff)}人，其中公务员{p.k('公务员', u.civil_staff)}人、"
        f"事业人员{p.k('事业人员', u.staff - u.civil_staff)}人。"
    )
    p.counted("在职", "公务员", "事业人员")
    p.h(f"第二部分 {p.y()}年度部门决算表", 1)
    for i, number in enumerate(("01", "02", "03", "04", "05", "06", "07", "08", "09"), 1):
        p.p(f"{forms.ordinal(i)}、{forms.TITLES[number]}（见附件{i}）")
    p.h(f"第三部分 {p.y()}年度部门决算情况说明", 1)
    p.h("一、收入支出决算总体情况说明", 2)
    grand = b.grand()
    p.p(f"{p.y()}年度收、支总计均为{p.m(grand)}。与上年度相比，收、支总计各" + _total(p, grand))
    p.h("二、收入决算情况说明", 2)
    sources = [("财政拨款收入", "财政"), ("上级补助收入", "上级"), ("事业收入", "事业"), ("经营收入", "经营"), ("其他收入", "其他")]
    shown = [(name, b.income(part)) for name, part in sources if b.income(part)]
    p.p(
        f"{p.y()}年度收入合计{p.m(b.income())}，其中："
        + "；".join(f"{_n(p, n, a, shown)}{p.m(a)}，占{p.s(a, b.income())}" for n, a in shown)
        + "。"
    )
    p.h("三、支出决算情况说明", 2)
    shown = [(n, b.spent(k)) for n, k in (("基本支出", "基本"), ("项目支出", "项目"), ("经营支出", "经营")) if b.spent(k)]
    p.p(
        f"{p.y()}年度支出合计{p.m(b.spent())}，其中："
        + "；".join(f"{_n(p, n, a, shown)}{p.m(a)}，占{p.s(a, b.spent())}" for n, a in shown)
        + "。"
    )
    p.h("四、财政拨款收入支出决算总体情况说明", 2)
    p.p(f"{p.y()}年度财政拨款收、支总计均为{p.m(b.grand('财政'))}。与上年相比，财政拨款收、支总计各" + _total(p, b.grand("财政")))
    p.p(f"其中本年财政拨款收入{p.m(b.income('财政'))}，" + _changed(p, b.income("财政"), b.last(b.income("财政")), "total"))
    p.h("五、一般公共预算财政拨款支出决算情况说明", 2)
    p.h("（一）一般公共预算财政拨款支出决算总体情况", 3)
    spent = b.spent(fund="一般")
    p.p(f"{p.y()}年度一般公共预算财政拨款支出{p.m(spent)}，" + _changed(p, spent, b.last(spent), "total"))
    p.h("（二）一般公共预算财政拨款支出决算结构情况", 3)
    classes = [(node.name, b.spent(fund="一般", item=node.item)) for node in b.rows("一般", level=1)]
    p.p(
        f"{p.y()}年度一般公共预算财政拨款支出{p.m(spent)}，主要用于以下方面："
        + "；".join(f"{_n(p, n, a, classes)}{p.m(a)}，占{p.s(a, spent)}" for n, a in classes)
        + "。"
    )
    p.h("（三）一般公共预算财政拨款支出决算具体情况", 3)
    first = b.initial(spent)
    p.p(f"{p.y()}年度一般公共预算财政拨款支出年初预算为{p.m(first)}，支出决算为{p.m(spent)}，完成年初预算的{p.c(spent, first)}。其中：")
    for i, (name, amount) in enumerate(classes, 1):
        begun, last = b.initial(amount), b.last(amount)
        text = f"{i}.{_n(p, name, amount, classes)}年初预算数为{p.m(begun)}，支出决算为{p.m(amount)}，"
        if begun and not p.same(begun, amount):
            text += f"完成年初预算的{p.c(amount, begun)}，决算数{p.order(amount, begun)}预算数的主要原因是{p.gap(amount, begun)}。"
            if last and p.move(amount, last) in ("up", "down"):
                text += f"较上年决算数{p.d(amount, last)}，{p.r(amount, last)}。"
        elif begun:
            text += f"完成年初预算的{p.c(amount, begun)}。"
        else:
            text += "为年中追加安排的支出。"
        p.p(text)
    p.h("六、一般公共预算财政拨款基本支出决算情况说明", 2)
    people, public = b.of("人员经费", "支出", "基本", "一般"), b.of("公用经费", "支出", "基本", "一般")
    p.p(f"{p.y()}年度一般公共预算财政拨款基本支出{p.m(b.spent('基本', '一般'))}。其中：")
    biggest = sorted((c for c in b.econ if c[:3] in ("301", "303")), key=lambda c: -b.of(f"经济.{c}", "支出", "基本", "一般").fen)[:4]
    p.p(
        f"人员经费{p.m(people)}，" + _changed(p, people, b.last(people), "people") + "人员经费用途主要包括"
        + "、".join(f"{b.econ[c]}{p.m(b.of(f'经济.{c}', '支出', '基本', '一般'))}" for c in biggest) + "等。"
    )  # fmt: skip
    biggest = sorted((c for c in b.econ if c[:3] in ("302", "310")), key=lambda c: -b.of(f"经济.{c}", "支出", "基本", "一般").fen)[:4]
    biggest = [c for c in biggest if b.of(f"经济.{c}", "支出", "基本", "一般")]
    p.p(
        f"公用经费{p.m(public)}，" + _changed(p, public, b.last(public), "public") + "公用经费用途主要包括"
        + "、".join(f"{b.econ[c]}{p.m(b.of(f'经济.{c}', '支出', '基本', '一般'))}" for c in biggest) + "等。"
    )  # fmt: skip
    p.h("七、政府性基金预算财政拨款收支决算情况说明", 2)
    if b.rows("基金"):
        p.p(
            f"{p.y()}年度政府性基金预算财政拨款年初结转和结余{p.m(b.opening('基金'))}，本年收入{p.m(b.of('总额', '收入', '', '基金'))}，"
            f"本年支出{p.m(b.spent(fund='基金'))}，年末结转和结余{p.m(b.closing('基金'))}。"
        )
    else:
        p.p(p.trap("empty-table-described", f"本部门{b.year}年度无政府性基金收入，也没有使用政府性基金安排的支出。"))
    p.h("八、国有资本经营预算财政拨款支出情况说明", 2)
    if b.rows("国资"):
        p.p(f"{p.y()}年度国有资本经营预算财政拨款支出{p.m(b.spent(fund='国资'))}。")
    else:
        p.p(p.trap("empty-table-described", f"本部门{b.year}年度没有使用国有资本经营预算安排的支出。"))
    p.h("九、财政拨款“三公”经费支出决算情况说明", 2)
    _three(p)
    p.h("十、机关运行经费支出情况说明", 2)
    running = b.of("机关运行经费", "支出", "基本", "一般")
    p.p(f"{p.y()}年度本部门机关运行经费支出{p.m(running)}，" + _changed(p, running, b.last(running), "public", "机关运行经费较上年决算数"))
    p.h("十一、政府采购支出情况说明", 2)
    bought = b.of("采购", "支出")
    p.p(
        f"{p.y()}年度本部门政府采购支出总额{p.m(bought)}，其中：政府采购货物支出{p.m(b.of('采购.货物', '支出'))}、政府采购工程支出"
        f"{p.m(b.of('采购.工程', '支出'))}、政府采购服务支出{p.m(b.of('采购.服务', '支出'))}。授予中小企业合同金额{p.m(b.of('采购.中小', '支出'))}，"
        f"占政府采购支出总额的{p.s(b.of('采购.中小', '支出'), bought)}。"
    )
    p.h("十二、国有资产占用情况说明", 2)
    some = [name for name in VEHICLES if b.counts[f"车辆.{name}"]]
    cars = "，其中：" + "、".join(f"{name}{p.k(f'车辆.{name}')}辆" for name in some) if some else ""
    p.p(f"截至{p.y()}年12月31日，本部门共有车辆{p.k('车辆')}辆{cars}；单价100万元（含）以上的专用设备{p.k('设备')}台（套）。")
    p.h("第四部分 预算绩效情况说明", 1)
    _performance(p, projects)
    p.h("第五部分 名词解释", 1)
    for term in words("terms"):
        p.p(term)
    p.h("附件", 1)
    turn = iter(range(1, 10))
    p.head = lambda number, title: [f"附件{next(turn)}", title, f"编制单位：{u.name}", f"{p.y()}年度", "金额单位：元"]
    forms.total(p)
    forms.income(p)
    forms.expenditure(p)
    forms.fiscal_total(p)
    forms.general(p)
    forms.basic(p, blocks=2, full=False)
    forms.fund(p, empty="")
    forms.state(p, empty="")
    forms.three(p)


def _total(p: Page, grand: Amount) -> str:
    before = p.books.last(grand)
    if p.move(grand, before) not in ("up", "down"):
        return f"增加{p.trap('zero-base', '0万元')}，与上年持平。"
    return f"{p.d(grand, before)}，{p.r(grand, before)}，主要原因是{p.why('total', grand, before)}。"


def _n(p: Page, name: str, amount: Amount, all_of: list[tuple[str, Amount]]) -> str:
    return p.subject(name, amount.key, *(other for other, _ in all_of if other != name))


def _three(p: Page) -> None:
    b = p.books
    p.h("（一）“三公”经费财政拨款支出决算总体情况说明", 3)
    whole, plan = b.of("三公", "支出", "", "财政"), b.of("三公", "支出", "", "财政", "全年预算")
    if not plan:
        p.p(p.trap("empty-table-described", f"{b.year}年度“三公”经费支出预算为0万元，支出决算为0万元。"))
        return
    p.p(
        f"{p.y()}年度“三公”经费支出全年预算数为{p.m(plan)}，支出决算为{p.m(whole)}，完成预算的{p.c(whole, plan)}，"
        + _changed(p, whole, b.last(whole), "car")
    )
    p.h("（二）“三公”经费财政拨款支出决算具体情况说明", 3)
    items = (
        ("因公出国（境）费用", "三公.出国", "abroad"),
        ("公务用车购置及运行维护费", "三公.公车", "car"),
        ("公务接待费", "三公.接待", "reception"),
    )
    for i, (name, item, topic) in enumerate(items, 1):
        spent, budget = b.of(item, "支出", "", "财政"), b.of(item, "支出", "", "财政", "全年预算")
        text = f"{i}.{name}全年预算数为{p.m(budget)}，支出决算为{p.m(spent)}"
        text += f"，完成预算的{p.c(spent, budget)}，" if budget else "，"
        text += _changed(p, spent, b.last(spent), topic)
        if item == "三公.公车" and spent:
            text += (
                f"其中：公务用车购置费支出{p.m(b.of('三公.公车购置', '支出', '', '财政'))}，公务用车运行维护费支出"
                f"{p.m(b.of('三公.公车运维', '支出', '', '财政'))}。"
            )
        p.p(text)
    p.h("（三）“三公”经费财政拨款支出的实物量情况", 3)
    p.p(
        f"{p.y()}年度因公出国（境）团组{p.k('团组')}个，{p.k('出国人次')}人；公务用车购置{p.k('购置车辆')}辆，公务用车保有量为{p.k('保有车辆')}辆；"
        f"国内公务接待{p.k('接待批次')}批次，{p.k('接待人次')}人。"
    )


def _performance(p: Page, projects: list[Project]) -> None:
    b = p.books
    spent = b.of("项目合计", "支出", "", "财政")
    p.p(
        f"按照全面实施预算绩效管理的要求，本部门对{p.y()}年度{p.k('项目')}个项目开展了绩效自评，项目资金实际支出共{p.m(spent)}。"
        f"自评结果为优的{p.k('项目.优')}个、良的{p.k('项目.良')}个、中的{p.k('项目.中')}个、差的{p.k('项目.差')}个。"
    )
    for i, project in enumerate(projects[:5], 1):
        p.p(
            f"（{i}）{project.name}：全年预算{p.m(project.plan)}，实际支出{p.m(project.spent)}，预算执行率为{p.c(project.spent, project.plan)}。"
        )


FAMILIES = [
    Family(
        "final-accounts-corridor", "department-final-accounts", write,
        text=(Style(), Style(gap=" ")), cells=(Style(unit="元", grouped=True), Style(unit="元", zero="")), percent=(2,), layout="pipes",
    ),
]  # fmt: skip
