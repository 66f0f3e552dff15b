"""部门决算 in the manner of the lake provinces: the base is printed, rates stand in brackets with one decimal, lists run on."""

from __future__ import annotations

from generate import forms
from generate.accounts import VEHICLES
from generate.families import Family
from generate.ledger import Amount
from generate.page import Page
from generate.printing import Style
from generate.projects import Project
from generate.words import words


def _against(p: Page, now: Amount, topic: str) -> str:
    """比2022年的X万元增加Y万元（增长Z%）"""
    base = p.books.last(now)
    move = p.move(now, base)
    if move == "none":
        return "近两年均没有发生"
    if move == "new":
        return f"{p.y(-1)}年没有这项支出，同比{p.d(now, base)}"
    if move == "flat":
        return f"与{p.y(-1)}年的{p.m(base)}{p.word('flat', '持平')}"
    return (
        f"比{p.y(-1)}年的{p.m(base)}{p.d(now, base)}（{p.r(now, base)}），{p.pick('主要是', '主要系', '原因是')}{p.why(topic, now, base)}"
    )


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    p.title(f"{p.y()}年度{u.name}部门决算公开说明")
    p.h("第一部分 基本情况", 1)
    p.h("一、部门主要职责")
    p.p(f"{u.name}主要承担以下职责：" + "；".join(f"（{i}）{duty}" for i, duty in enumerate(u.domain["duties"], 1)) + "。")
    p.h("二、机构及人员情况")
    p.p(
        f"局机关内设{p.k('内设', len(u.offices), listed=True)}个职能科室：{'、'.join(u.offices)}；所属二级单位{p.k('二级单位', len(u.children))}个。"
        f"年末实有在编人员{p.k('在职', u.staff)}人，离退休人员{p.k('离退休', u.retired)}人。"
    )
    p.h("第二部分 决算报表", 1)
    p.head = lambda number, title: [f"表{int(number[2:4])} {title}", f"部门：{u.name}", f"单位：万元    {p.y()}年度"]
    forms.total(p, numbered=False, all_rows=False)
    forms.income(p, numbered=False, last_total=True)
    forms.expenditure(p, numbered=False, last_total=True)
    forms.fiscal_total(p, numbered=False, all_rows=False)
    forms.general(p, numbered=False, first="合计")
    forms.basic(p, blocks=1, full=False)
    forms.three(p, layout="list")
    forms.fund(p, numbered=False, empty="（本部门当年没有政府性基金预算收支，此表为空表）")
    forms.state(p, numbered=False, empty="（本部门当年没有国有资本经营预算支出，此表为空表）")
    p.h("第三部分 决算情况分析", 1)
    p.h("一、收支总体情况")
    grand = b.grand()
    p.p(f"{p.y()}年，{b.short}收入总计、支出总计均为{p.m(grand)}，{_against(p, grand, 'total')}。")
    parts = [("年初结转和结余", b.opening()), ("使用非财政拨款结余", b.of("使用结余"))]
    extra = "、".join(f"{name}{p.m(amount)}" for name, amount in parts if amount)
    p.p(f"收入总计由本年收入{p.m(b.income())}" + (f"和{extra}" if extra else "") + "构成。")
    parts = [("结余分配", b.of("结余分配")), ("年末结转和结余", b.closing())]
    extra = "、".join(f"{name}{p.m(amount)}" for name, amount in parts if amount)
    p.p(f"支出总计由本年支出{p.m(b.spent())}" + (f"和{extra}" if extra else "") + "构成。")
    p.h("二、收入情况")
    sources = [("财政拨款收入", "财政"), ("上级补助收入", "上级"), ("事业收入", "事业"), ("经营收入", "经营"), ("其他收入", "其他")]
    p.p(f"本年收入{p.m(b.income())}，{_against(p, b.income(), 'total')}。分来源看：")
    for i, (name, part) in enumerate(((n, k) for n, k in sources if b.income(k)), 1):
        amount = b.income(part)
        p.p(f"{i}.{p.subject(name, amount.key)}{p.m(amount)}，占本年收入的{p.s(amount, b.income())}，{_against(p, amount, 'total')}。")
    p.h("三、支出情况")
    p.p(f"本年支出{p.m(b.spent())}，{_against(p, b.spent(), 'total')}。分性质看：")
    for i, (name, part) in enumerate((("基本支出", "基本"), ("项目支出", "项目"), ("经营支出", "经营")), 1):
        amount = b.spent(part)
        if amount:
            topic = "people" if part == "基本" else "project"
            p.p(f"{i}.{p.subject(name, amount.key)}{p.m(amount)}，占本年支出的{p.s(amount, b.spent())}，{_against(p, amount, topic)}。")
    p.h("四、财政拨款收支情况")
    grand = b.grand("财政")
    p.p(f"{p.y()}年财政拨款收支总计{p.m(grand)}，{_against(p, grand, 'total')}。")
    p.h("五、一般公共预算财政拨款支出情况")
    spent = b.spent(fund="一般")
    first = b.initial(spent)
    p.p(
        f"{p.y()}年一般公共预算财政拨款支出{p.m(spent)}，占本年支出的{p.s(spent, b.spent())}，{_against(p, spent, 'total')}。"
        f"年初预算{p.m(first)}，完成率{p.c(spent, first)}。"
    )
    classes = [(node.name, b.spent(fund="一般", item=node.item)) for node in b.rows("一般", level=1)]
    names = [name for name, _ in classes]
    zipped = "、".join(p.m(amount) for _, amount in classes)
    p.p(f"按支出功能分类，{'、'.join(names)}分别为{zipped}，占比分别为{'、'.join(p.s(amount, spent) for _, amount in classes)}。")
    p.p("具体到项级科目：")
    for i, node in enumerate(b.rows("一般", level=3), 1):
        amount = b.spent(fund="一般", item=node.item)
        begun = b.initial(amount)
        if not amount and not begun:
            continue
        text = f"（{i}）{node.name}（{node.code}）：年初预算{p.m(begun)}，支出决算{p.m(amount)}"
        if not begun:
            text += "，年初未安排预算"
        elif p.same(begun, amount):
            text += f"，{p.word('flat', '与预算一致')}"
        else:
            text += f"，完成年初预算的{p.c(amount, begun)}，决算{p.order(amount, begun, '高于', '低于')}预算的原因是{p.gap(amount, begun)}"
        p.p(text + "。")
    p.h("六、一般公共预算财政拨款基本支出情况")
    people, public = b.of("人员经费", "支出", "基本", "一般"), b.of("公用经费", "支出", "基本", "一般")
    basic = b.spent("基本", "一般")
    p.p(
        f"基本支出{p.m(basic)}，{_against(p, basic, 'people')}。其中，人员经费{p.m(people)}，占基本支出的{p.s(people, basic)}；"
        f"公用经费{p.m(public)}，占基本支出的{p.s(public, basic)}。"
    )
    wages, goods = (b.of(f"经济.{code}", "支出", "基本", "一般") for code in ("301", "302"))
    p.p(f"按经济分类，工资福利支出{p.m(wages)}，商品和服务支出{p.m(goods)}。")
    p.h("七、“三公”经费情况")
    _three(p)
    p.h("八、政府性基金和国有资本经营预算情况")
    if b.rows("基金"):
        used = b.spent(fund="基金")
        p.p(f"政府性基金预算财政拨款本年收入{p.m(b.of('总额', '收入', '', '基金'))}，本年支出{p.m(used)}，{_against(p, used, 'project')}。")
    else:
        p.p(p.trap("empty-table-described", f"{b.short}{b.year}年没有政府性基金预算财政拨款收支。"))
    if b.rows("国资"):
        p.p(f"国有资本经营预算财政拨款支出{p.m(b.spent(fund='国资'))}。")
    else:
        p.p(p.trap("empty-table-described", f"{b.short}{b.year}年没有国有资本经营预算财政拨款支出。"))
    p.h("九、机关运行经费情况")
    running = b.of("机关运行经费", "支出", "基本", "一般")
    p.p(f"{p.y()}年机关运行经费{p.m(running)}，{_against(p, running, 'public')}。")
    p.h("十、政府采购情况")
    bought = b.of("采购", "支出")
    p.p(
        f"{p.y()}年政府采购支出{p.m(bought)}，{_against(p, bought, 'project')}。其中货物类{p.m(b.of('采购.货物', '支出'))}，"
        f"工程类{p.m(b.of('采购.工程', '支出'))}，服务类{p.m(b.of('采购.服务', '支出'))}。"
    )
    p.h("十一、国有资产占用情况")
    p.p(
        f"截至{p.y()}年底，共有车辆{p.k('车辆')}辆（" + "，".join(f"{name}{p.k(f'车辆.{name}')}辆" for name in VEHICLES) + "），"
        f"单价100万元以上设备{p.k('设备')}台（套）。"
    )
    p.h("十二、预算绩效情况")
    p.p(
        f"按照{p.trap('document-number', '财预〔2020〕10号')}文件要求，{p.y()}年对{p.k('项目')}个项目开展自评，全年预算{p.m(b.of('项目合计', '支出', '', '财政', '全年预算'))}，"
        f"实际支出{p.m(b.of('项目合计', '支出', '', '财政'))}，总体执行率"
        f"{p.c(b.of('项目合计', '支出', '', '财政'), b.of('项目合计', '支出', '', '财政', '全年预算'))}；评为优的{p.k('项目.优')}个，"
        f"良的{p.k('项目.良')}个，中的{p.k('项目.中')}个，差的{p.k('项目.差')}个。"
    )
    p.h("第四部分 名词解释", 1)
    for i, term in enumerate(words("terms"), 1):
        p.p(f"{i}.{term}")


def _three(p: Page) -> None:
    b = p.books
    whole, plan = b.of("三公", "支出", "", "财政"), b.of("三公", "支出", "", "财政", "全年预算")
    if not plan:
        p.p(p.trap("empty-table-described", f"{b.year}年“三公”经费没有预算，也没有支出。"))
        return
    p.p(f"{p.y()}年“三公”经费支出{p.m(whole)}，预算{p.m(plan)}，完成预算的{p.c(whole, plan)}，{_against(p, whole, 'car')}。其中：")
    spent = b.of("三公.出国", "支出", "", "财政")
    tail = f"，出国团组{p.k('团组')}个、{p.k('出国人次')}人次" if spent else ""
    p.p(f"——因公出国（境）费{p.m(spent)}，{_against(p, spent, 'abroad')}{tail}。")
    spent, buy, run = (b.of(f"三公.{name}", "支出", "", "财政") for name in ("公车", "公车购置", "公车运维"))
    tail = f"（购置费{p.m(buy)}，新购{p.k('购置车辆')}辆；运行维护费{p.m(run)}，保有量{p.k('保有车辆')}辆）" if spent else ""
    p.p(f"——公务用车购置及运行维护费{p.m(spent)}{tail}，{_against(p, spent, 'car')}。")
    spent = b.of("三公.接待", "支出", "", "财政")
    tail = f"，共接待{p.k('接待批次')}批次、{p.k('接待人次')}人次" if spent else ""
    p.p(f"——公务接待费{p.m(spent)}，{_against(p, spent, 'reception')}{tail}。")


FAMILIES = [
    Family(
        "final-accounts-lakes", "department-final-accounts", write,
        text=(Style(), Style(decimals=1), Style(grouped=True)), cells=(Style(), Style(grouped=True, zero="")), percent=(1, 2),
    ),
]  # fmt: skip
