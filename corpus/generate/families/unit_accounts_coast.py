"""单位决算 in the manner of the south-eastern coast: 收支总计 with its make-up, items by 款, sentences that begin with the comparison."""

from __future__ import annotations

from generate import forms
from generate.families import Family
from generate.ledger import Amount
from generate.page import Page
from generate.printing import Style
from generate.projects import Project
from generate.words import words


def _clause(p: Page, now: Amount, topic: str) -> str:
    base = p.books.last(now)
    move = p.move(now, base)
    if move == "none":
        return "，两年均无发生额"
    if move == "flat":
        return f"，与上年决算数{p.word('flat', '持平')}"
    if move == "new":
        return f"，比上年{p.d(now, base)}（上年为零）"
    return f"，比上年{p.d(now, base)}，{p.r(now, base, '增长', '下降')}，主要原因是{p.why(topic, now, base)}"


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    p.title(f"{p.y()}年度{u.name}单位决算")
    p.h("第一部分 单位概况", 1)
    p.h("一、单位主要职责")
    p.p(f"{u.name}的主要职责是：" + "；".join(u.domain["duties"][:3]) + "；完成上级交办的其他任务。")
    p.h("二、单位基本情况")
    p.p(
        f"从决算单位构成看，{u.name}包括{p.k('内设', len(u.offices), listed=True)}个机关行政处（科）室：{'、'.join(u.offices)}。"
        f"在职人数{p.k('在职', u.staff)}人。"
    )
    p.h("第二部分 单位决算表", 1)
    p.head = lambda number, title: [
        f"{'一二三四五六七八九十'[int(number[2:4]) - 1]}、{title}",
        f"单位名称：{u.name}",
        f"{p.y()}年度",
        "单位：万元",
    ]
    forms.total(p, numbered=False)
    forms.income(p)
    forms.expenditure(p)
    forms.fiscal_total(p, numbered=False)
    forms.general(p)
    forms.basic(p, blocks=2)
    forms.fund(p, empty="注：本单位没有政府性基金收入，也没有使用政府性基金安排的支出，故本表为空。")
    forms.state(p, empty="注：本单位没有国有资本经营预算财政拨款支出，故本表为空。")
    forms.three(p, layout="list")
    p.h("第三部分 单位决算情况说明", 1)
    p.h("一、收入支出决算总体情况")
    grand, opening = b.grand(), b.opening()
    p.p(
        f"（一）收入支出决算总体情况。{p.y()}年度，本单位年初结转和结余{p.m(opening)}，本年收入{p.m(b.income())}，"
        f"使用非财政拨款结余（含专用结余）{p.m(b.of('使用结余'))}，收入总计{p.m(grand)}；本年支出{p.m(b.spent())}，结余分配{p.m(b.of('结余分配'))}，"
        f"年末结转和结余{p.m(b.closing())}，支出总计{p.m(grand)}。"
    )
    p.p(f"（二）收入决算情况。本年收入{p.m(b.income())}{_clause(p, b.income(), 'total')}，具体情况如下：")
    sources = [
        ("财政拨款收入", "财政"),
        ("上级补助收入", "上级"),
        ("事业收入", "事业"),
        ("经营收入", "经营"),
        ("附属单位上缴收入", "附属"),
        ("其他收入", "其他"),
    ]
    for i, (name, part) in enumerate(sources, 1):
        amount = b.income(part)
        tail = ""
        if part == "财政" and amount:
            tail = f"，其中一般公共预算财政拨款收入{p.m(b.of('总额', '收入', '', '一般'))}"
        p.p(f"{i}.{name}{p.m(amount)}{tail}。")
    p.p(f"（三）支出决算情况。本年支出{p.m(b.spent())}{_clause(p, b.spent(), 'total')}，具体情况如下：")
    people, public = b.of("人员经费", "支出", "基本", "一般"), b.of("公用经费", "支出", "基本", "一般")
    p.p(f"1.基本支出{p.m(b.spent('基本'))}。其中，财政拨款安排的人员支出{p.m(people)}，公用支出{p.m(public)}。")
    p.p(f"2.项目支出{p.m(b.spent('项目'))}。")
    p.p(f"3.经营支出{p.m(b.spent('经营'))}。")
    p.h("二、一般公共预算财政拨款支出决算情况")
    spent = b.spent(fund="一般")
    p.p(f"{p.y()}年度一般公共预算财政拨款支出{p.m(spent)}{_clause(p, spent, 'total')}。按项级科目统计：")
    for i, node in enumerate(b.rows("一般", level=3), 1):
        amount = b.spent(fund="一般", item=node.item)
        p.p(f"（{forms.ordinal(i)}）{node.code} {node.name}{p.m(amount)}{_clause(p, amount, 'project')}。")
    p.h("三、政府性基金预算财政拨款支出决算情况")
    if b.rows("基金"):
        used = b.spent(fund="基金")
        p.p(f"{p.y()}年度政府性基金预算财政拨款支出{p.m(used)}{_clause(p, used, 'project')}。")
    else:
        p.p(p.trap("empty-table-described", f"本单位{b.year}年度没有政府性基金预算财政拨款支出。"))
    p.h("四、国有资本经营预算财政拨款支出决算情况")
    if b.rows("国资"):
        p.p(f"{p.y()}年度国有资本经营预算财政拨款支出{p.m(b.spent(fund='国资'))}。")
    else:
        p.p(p.trap("empty-table-described", f"本单位{b.year}年度没有国有资本经营预算财政拨款支出。"))
    p.h("五、一般公共预算财政拨款基本支出决算情况")
    p.p(f"{p.y()}年度一般公共预算财政拨款基本支出{p.m(b.spent('基本', '一般'))}，其中：")
    inside = ["、".join(b.econ[c] for c in sorted(b.econ) if c.startswith(h)) for h in (("301", "303"), ("302", "310"))]
    p.p(f"（一）人员支出{p.m(people)}，主要包括：{inside[0]}。")
    p.p(f"（二）公用支出{p.m(public)}，主要包括：{inside[1]}。")
    p.h("六、财政拨款“三公”经费支出决算情况")
    _three(p)
    p.h("七、其他重要事项情况说明")
    p.h("（一）机关运行经费", 3)
    if u.kind == "行政":
        running = b.of("机关运行经费", "支出", "基本", "一般")
        p.p(f"{p.y()}年度机关运行经费支出{p.m(running)}{_clause(p, running, 'public')}。")
    else:
        p.p(p.trap("empty-table-described", f"本单位为事业单位，{b.year}年度没有机关运行经费支出。"))
    p.h("（二）政府采购情况", 3)
    bought = b.of("采购", "支出")
    p.p(
        f"{p.y()}年度政府采购支出总额{p.m(bought)}，其中：政府采购货物支出{p.m(b.of('采购.货物', '支出'))}、政府采购工程支出"
        f"{p.m(b.of('采购.工程', '支出'))}、政府采购服务支出{p.m(b.of('采购.服务', '支出'))}。授予中小企业合同金额{p.m(b.of('采购.中小', '支出'))}，"
        f"占政府采购支出总额的{p.s(b.of('采购.中小', '支出'), bought)}。"
    )
    p.h("（三）国有资产占用情况", 3)
    p.p(f"截至{p.y()}年12月31日，本单位共有车辆{p.k('车辆')}辆，其中：机要通信用车{p.k('车辆.机要通信用车')}辆、应急保障用车{p.k('车辆.应急保障用车')}辆、"
        f"执法执勤用车{p.k('车辆.执法执勤用车')}辆、特种专业技术用车{p.k('车辆.特种专业技术用车')}辆、其他用车{p.k('车辆.其他用车')}辆。单价100万元以上（含）设备（不含车辆）"
        f"{p.k('设备')}台（套）。")  # fmt: skip
    p.h("第四部分 名词解释", 1)
    for i, term in enumerate(words("terms"), 1):
        p.p(f"（{forms.ordinal(i)}）{term}")


def _three(p: Page) -> None:
    b = p.books
    whole, plan = b.of("三公", "支出", "", "财政"), b.of("三公", "支出", "", "财政", "全年预算")
    if not plan:
        p.p(p.trap("empty-table-described", f"{b.year}年度本单位未安排“三公”经费预算，也未发生“三公”经费支出。"))
        return
    done = "" if p.same(whole, plan) else f"，完成全年预算的{p.c(whole, plan)}"
    p.p(f"{p.y()}年度“三公”经费支出决算{p.m(whole)}{done}{_clause(p, whole, 'car')}。具体情况如下：")
    spent = b.of("三公.出国", "支出", "", "财政")
    p.p(
        f"（一）因公出国（境）费支出{p.m(spent)}{_clause(p, spent, 'abroad')}。全年安排出国团组{p.k('团组')}个，累计{p.k('出国人次')}人次。"
    )
    spent, buy, run = (b.of(f"三公.{n}", "支出", "", "财政") for n in ("公车", "公车购置", "公车运维"))
    p.p(
        f"（二）公务用车购置及运行维护费支出{p.m(spent)}，其中：公务用车购置费支出{p.m(buy)}{_clause(p, buy, 'car')}；{p.y()}年度公务用车购置{p.k('购置车辆')}辆。"
        f"公务用车运行维护费支出{p.m(run)}{_clause(p, run, 'car')}；截至年底公务用车保有量{p.k('保有车辆')}辆。"
    )
    spent = b.of("三公.接待", "支出", "", "财政")
    p.p(f"（三）公务接待费支出{p.m(spent)}{_clause(p, spent, 'reception')}。累计接待{p.k('接待批次')}批次、{p.k('接待人次')}人次。")


FAMILIES = [
    Family(
        "unit-accounts-coast", "unit-final-accounts", write, level="单位",
        text=(Style(), Style(grouped=True)), cells=(Style(zero=""), Style(grouped=True)), percent=(2,),
    ),
]  # fmt: skip
