"""部门决算 in the manner of the high plateau: 与上年对比, shares of 总支出, 万元 and 元 side by side. Set aside: scored, never tuned on."""

from __future__ import annotations

from generate import forms
from generate.accounts import VEHICLES
from generate.families import Family
from generate.ledger import Amount
from generate.page import Page
from generate.printing import Style
from generate.projects import Project
from generate.words import words


def _contrast(p: Page, now: Amount, topic: str) -> str:
    base = p.books.last(now)
    move = p.move(now, base)
    if move in ("none", "flat"):
        return f"与上年{p.word('flat', '一致')}，无增减变化。"
    if move == "new":
        return f"与上年对比{p.d(now, base)}，上年此项为零。"
    return f"与上年对比{p.d(now, base)}，{p.r(now, base, '增长', '减少')}。变动的主要原因：{p.why(topic, now, base)}。"


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    p.title(f"{u.name}{p.y()}年度部门决算")
    p.note(p.trap("next-year-mention", f"公开日期：{b.year + 1}年9月18日"))
    p.h("监督索引与目录（略）", 1)
    p.h("第一部分 部门概况", 1)
    p.h("一、主要职能")
    p.p("（一）主要职能。" + "；".join(u.domain["duties"]) + "。")
    p.h("二、部门基本情况")
    p.p(
        f"纳入{p.y()}年度部门决算编报的单位共{p.k('编报', 1 + len(u.children))}个，其中行政单位{p.k('编报行政', 1)}个，"
        f"其他事业单位{p.k('编报事业', len(u.children))}个。"
    )
    p.counted("编报", "编报行政", "编报事业")
    p.p(
        f"年末编制人数{p.k('编制', u.posts)}人，其中行政编制{p.k('行政编制', u.civil_posts)}人，事业编制{p.k('事业编制', u.posts - u.civil_posts)}人；"
        f"在职在编实有{p.k('在职', u.staff)}人。尚未移交养老保险基金发放养老金的离退休人员共计{p.k('离退休', u.retired)}人。"
    )
    p.counted("编制", "行政编制", "事业编制")
    p.h(f"第二部分 {p.y()}年度部门决算表", 1)
    p.head = lambda number, title: [title, f"公开{number}表", f"部门：{u.name}", f"金额单位：{p.cells.unit}"]
    forms.total(p)
    forms.income(p)
    forms.expenditure(p)
    forms.fiscal_total(p)
    forms.general(p)
    forms.basic(p, blocks=3)
    forms.fund(p, empty="备注：本部门本年度没有政府性基金预算财政拨款收入，也没有使用政府性基金预算财政拨款安排的支出，本表无数据。")
    forms.state(p, empty="备注：本部门本年度没有国有资本经营预算财政拨款支出，本表无数据。")
    forms.three(p, layout="list")
    p.h(f"第三部分 {p.y()}年度部门决算情况说明", 1)
    p.h("一、收入决算情况说明")
    sources = [("财政拨款收入", "财政"), ("上级补助收入", "上级"), ("事业收入", "事业"), ("经营收入", "经营"), ("其他收入", "其他")]
    shown = [(name, b.income(part)) for name, part in sources if b.income(part)]
    p.p(
        f"{u.name}{p.y()}年度收入合计{p.m(b.income())}。其中："
        + "；".join(f"{p.subject(n, a.key, *(o for o, _ in shown if o != n))}{p.m(a)}，占总收入的{p.s(a, b.income())}" for n, a in shown)
        + "。"
    )
    p.p("收入合计" + _contrast(p, b.income(), "total"))
    p.h("二、支出决算情况说明")
    shown = [(n, b.spent(k)) for n, k in (("基本支出", "基本"), ("项目支出", "项目"), ("经营支出", "经营")) if b.spent(k)]
    p.p(
        f"{u.name}{p.y()}年度支出合计{p.m(b.spent())}。其中："
        + "；".join(f"{p.subject(n, a.key, *(o for o, _ in shown if o != n))}{p.m(a)}，占总支出的{p.s(a, b.spent())}" for n, a in shown)
        + "。"
    )
    p.p("支出合计" + _contrast(p, b.spent(), "total"))
    p.h("（一）基本支出情况", 3)
    people, public = b.of("人员经费", "支出", "基本", "一般"), b.of("公用经费", "支出", "基本", "一般")
    p.p(
        f"{p.y()}年度用于保障单位机构正常运转、完成日常工作任务的基本支出{p.m(b.spent('基本'))}，" + _contrast(p, b.spent("基本"), "people")
        + f"其中，由一般公共预算财政拨款安排的基本支出{p.m(b.spent('基本', '一般'))}：人员经费支出{p.m(people)}，"
        f"占基本支出的{p.s(people, b.spent('基本', '一般'))}；公用经费支出{p.m(public)}，占基本支出的{p.s(public, b.spent('基本', '一般'))}。"
    )  # fmt: skip
    p.h("（二）项目支出情况", 3)
    p.p(f"{p.y()}年度用于完成特定行政工作任务或事业发展目标的项目支出{p.m(b.spent('项目'))}，" + _contrast(p, b.spent("项目"), "project"))
    p.h("三、一般公共预算财政拨款支出决算情况说明")
    p.h("（一）一般公共预算财政拨款支出决算总体情况", 3)
    spent = b.spent(fund="一般")
    p.p(
        f"{u.name}{p.y()}年度一般公共预算财政拨款支出{p.m(spent)}，占本年支出合计的{p.s(spent, b.spent())}。" + _contrast(p, spent, "total")
    )
    p.h("（二）一般公共预算财政拨款支出决算具体情况", 3)
    for i, node in enumerate(b.rows("一般", level=1), 1):
        amount = b.spent(fund="一般", item=node.item)
        inside = [n for n in b.rows("一般", level=3) if n.code.startswith(node.code) and b.spent(fund="一般", item=n.item)]
        tail = "，".join(f"用于{n.name}{p.m(b.spent(fund='一般', item=n.item))}" for n in inside)
        others = [o.name for o in b.rows("一般", level=1) if o.code != node.code]
        p.p(
            f"{i}．{p.subject(node.name + '（类）', amount.key, *(o + '（类）' for o in others))}支出{p.m(amount)}，"
            f"占一般公共预算财政拨款总支出的{p.s(amount, spent)}。主要{tail}。"
        )
    p.h("四、一般公共预算财政拨款“三公”经费支出决算情况说明")
    _three(p)
    p.h("五、其他重要事项及相关口径情况说明")
    p.h("（一）机关运行经费支出情况", 3)
    running = b.of("机关运行经费", "支出", "基本", "一般")
    p.p(f"{u.name}{p.y()}年度机关运行经费支出{p.m(running)}，" + _contrast(p, running, "public"))
    p.h("（二）国有资产占用情况", 3)
    p.p(
        f"截至{p.y()}年12月31日，{u.name}共有公务用车{p.k('车辆')}辆："
        + "，".join(f"{name}{p.k(f'车辆.{name}')}辆" for name in VEHICLES if b.counts[f"车辆.{name}"] or name == "其他用车")
        + f"；单价100万元（含）以上设备{p.k('设备')}台（套）。"
    )
    p.h("（三）政府采购支出情况", 3)
    bought = b.of("采购", "支出")
    p.p(
        f"{p.y()}年度，部门政府采购支出总额{p.m(bought)}，其中：政府采购货物支出{p.m(b.of('采购.货物', '支出'))}；政府采购工程支出"
        f"{p.m(b.of('采购.工程', '支出'))}；政府采购服务支出{p.m(b.of('采购.服务', '支出'))}。授予中小企业合同金额"
        f"{p.m(b.of('采购.中小', '支出'))}，其中：授予小微企业合同金额{p.m(b.of('采购.小微', '支出'))}。"
    )
    p.h("（四）部门绩效自评情况", 3)
    p.p(
        f"{p.y()}年度本部门共有{p.k('项目')}个项目参加绩效自评，优{p.k('项目.优')}个、良{p.k('项目.良')}个、中{p.k('项目.中')}个、差{p.k('项目.差')}个；"
        f"全年预算数合计{p.m(b.of('项目合计', '支出', '', '财政', '全年预算'))}，实际支出{p.m(b.of('项目合计', '支出', '', '财政'))}。"
    )
    p.h("第四部分 名词解释", 1)
    for i, term in enumerate(words("terms"), 1):
        p.p(f"{forms.ordinal(i)}、{term}")


def _three(p: Page) -> None:
    b, name = p.books, p.books.unit.name
    whole, plan = b.of("三公", "支出", "", "财政"), b.of("三公", "支出", "", "财政", "全年预算")
    if not plan:
        p.p(p.trap("empty-table-described", f"{name}{b.year}年度一般公共预算财政拨款“三公”经费无预算，也无支出。"))
        return
    p.p(f"{name}{p.y()}年度财政拨款“三公”经费支出预算数为{p.m(plan)}，决算数为{p.m(whole)}，完成预算数的{p.c(whole, plan)}。")
    items = (
        ("因公出国（境）费", "三公.出国"),
        ("公务用车购置费", "三公.公车购置"),
        ("公务用车运行维护费", "三公.公车运维"),
        ("公务接待费", "三公.接待"),
    )
    told = []
    for label, item in items:
        spent, budget = b.of(item, "支出", "", "财政"), b.of(item, "支出", "", "财政", "全年预算")
        done = f"，完成预算数的{p.c(spent, budget)}" if budget else ""
        told.append(f"{label}支出决算为{p.m(spent)}{done}")
    p.p("其中：" + "；".join(told) + "。")
    p.p(f"{p.y()}年度“三公”经费支出决算数" + _contrast(p, whole, "car"))
    p.p(
        f"{p.y()}年度“三公”经费支出中，公务用车购置及运行维护费{p.m(b.of('三公.公车', '支出', '', '财政'))}，购置车辆{p.k('购置车辆')}辆，"
        f"年末开支财政拨款的公务用车保有量为{p.k('保有车辆')}辆；公务接待{p.k('接待批次')}批次，接待人次{p.k('接待人次')}人。"
    )


FAMILIES = [
    Family(
        "final-accounts-plateau", "department-final-accounts", write,
        text=(Style(), Style(unit="元", grouped=True)), cells=(Style(), Style(unit="元"), Style(unit="元", grouped=True, zero="")), percent=(2,),
    ),
]  # fmt: skip
