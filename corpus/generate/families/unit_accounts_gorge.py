"""单位决算 in the manner of the great gorges: tables first, every chapter one long paragraph, the comparison with last year before the cause."""

from __future__ import annotations

from fractions import Fraction

from generate import forms
from generate.families import Family
from generate.ledger import Amount
from generate.page import Page
from generate.printing import Style
from generate.projects import Project
from generate.words import words


def _change(p: Page, now: Amount, topic: str) -> str:
    base = p.books.last(now)
    move = p.move(now, base)
    if move == "none":
        return f"与上年一样，{p.word('none', '没有发生')}"
    if move == "flat":
        return p.word("flat", "与上年无变化")
    if move == "new":
        return f"较上年多{p.d(now, base, '', '')}，上年未发生" if now.fen > base.fen else "上年未发生"
    return f"较上年决算数{p.d(now, base)}，{p.r(now, base, '增长', '减少')}，{p.pick('主要原因是', '其原因为')}{p.why(topic, now, base)}"


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    p.title(f"{u.name}{p.y()}年决算情况公开")
    p.h("一、单位简介", 1)
    p.p(f"{u.name}的工作任务：" + "；".join(f"（{i}）{duty}" for i, duty in enumerate(u.domain["duties"][:3], 1)) + "。")
    p.p(f"核定编制{p.k('编制', u.posts)}名，{p.y()}年末实有在职人员{p.k('在职', u.staff)}名、退休人员{p.k('离退休', u.retired)}名。")
    p.h("二、决算公开表", 1)
    p.head = lambda number, title: [f"{title}", f"公开{number[2:4]}表", f"公开单位：{u.name}", f"{p.y()}年    单位：{p.cells.unit}"]
    forms.total(p, numbered=False, all_rows=False)
    forms.income(p, numbered=False)
    forms.expenditure(p, numbered=False)
    forms.fiscal_total(p, numbered=False, all_rows=False)
    forms.general(p, numbered=False)
    forms.basic(p, blocks=1, full=False)
    forms.fund(p, numbered=False, empty="备注：当年没有政府性基金预算财政拨款收支，本表空置。")
    forms.state(p, numbered=False, empty="备注：当年没有国有资本经营预算财政拨款支出，本表空置。")
    forms.three(p, layout="list")
    p.h("三、决算情况说明", 1)
    p.h("（一）总体情况", 2)
    grand = b.grand()
    p.p(
        f"{p.y()}年总收入{p.m(grand)}，总支出{p.m(grand)}，收支平衡。两者{_change(p, grand, 'total')}。年末结转和结余{p.m(b.closing())}，{_change(p, b.closing(), 'project')}。"
    )
    p.h("（二）收入", 2)
    sources = [("财政拨款收入", "财政"), ("上级补助收入", "上级"), ("事业收入", "事业"), ("经营收入", "经营"), ("其他收入", "其他")]
    shown = [(name, b.income(part)) for name, part in sources if b.income(part)]
    p.p(
        f"{p.y()}年收入合计{p.m(b.income())}，{_change(p, b.income(), 'total')}。"
        + "".join(f"{n}{p.m(a)}，占收入合计的{p.s(a, b.income())}，{_change(p, a, 'total')}。" for n, a in shown)
        + (f"年初结转和结余{p.m(b.opening())}。" if b.opening() else "")
    )
    p.h("（三）支出", 2)
    kinds = [(n, b.spent(k)) for n, k in (("基本支出", "基本"), ("项目支出", "项目"), ("经营支出", "经营")) if b.spent(k)]
    p.p(
        f"{p.y()}年支出合计{p.m(b.spent())}，{_change(p, b.spent(), 'total')}。"
        + "其中："
        + "；".join(f"{n}{p.m(a)}，占{p.s(a, b.spent())}" for n, a in kinds)
        + "。"
    )
    p.h("（四）一般公共预算财政拨款", 2)
    spent = b.spent(fund="一般")
    plan, first = b.adjusted(spent), b.initial(spent)
    p.p(
        f"{p.y()}年一般公共预算财政拨款支出{p.m(spent)}，{_change(p, spent, 'total')}；较年初预算数{p.m(first)}，完成{p.c(spent, first)}；"
        f"较调整预算数{p.m(plan)}，完成{p.c(spent, plan)}。"
    )
    for i, node in enumerate(b.rows("一般", level=1), 1):
        amount = b.spent(fund="一般", item=node.item)
        begun = b.initial(amount)
        text = f"（{i}）{node.name}{p.m(amount)}，占一般公共预算财政拨款支出的{p.s(amount, spent)}"
        if begun and not p.same(amount, begun):
            text += f"，较年初预算{p.d(amount, begun)}，{p.r(amount, begun, '增长', '减少')}，{p.pick('原因是', '主要是')}{p.gap(amount, begun)}"
        elif begun:
            text += f"，{p.word('flat', '与年初预算持平')}"
        p.p(text + "。")
    basic, people, public = b.spent("基本", "一般"), b.of("人员经费", "支出", "基本", "一般"), b.of("公用经费", "支出", "基本", "一般")
    p.p(
        f"{p.y()}年一般公共预算财政拨款基本支出{p.m(basic)}，其中人员经费{p.m(people)}，{_change(p, people, 'people')}；公用经费{p.m(public)}，"
        f"{_change(p, public, 'public')}。"
    )
    p.h("（五）“三公”经费", 2)
    _three(p)
    p.h("（六）其他", 2)
    if b.rows("基金"):
        fund = b.spent(fund="基金")
        p.p(f"{p.y()}年政府性基金预算财政拨款支出{p.m(fund)}，{_change(p, fund, 'project')}。")
    else:
        p.p(p.trap("empty-table-described", f"{b.year}年没有政府性基金预算财政拨款收入和支出。"))
    if b.rows("国资"):
        p.p(f"{p.y()}年国有资本经营预算财政拨款支出{p.m(b.spent(fund='国资'))}。")
    bought = b.of("采购", "支出")
    kinds = [(n, b.of(f"采购.{n}", "支出")) for n in ("货物", "工程", "服务") if b.of(f"采购.{n}", "支出")]
    p.p(f"{p.y()}年政府采购支出合计{p.m(bought)}：" + "，".join(f"{n}类{p.m(a)}，占{p.s(a, bought)}" for n, a in kinds) + "。")
    if u.kind == "行政":
        running = b.of("机关运行经费", "支出", "基本", "一般")
        p.p(f"{p.y()}年机关运行经费{p.m(running)}，{_change(p, running, 'public')}。")
    else:
        p.p(p.trap("empty-table-described", "按照部门决算列报口径，我单位不在机关运行经费统计范围之内。"))
    if projects:
        total = b.of("项目合计", "支出", "", "财政")
        p.p(
            f"纳入绩效自评的项目共{p.k('项目')}个，全年预算{p.m(b.adjusted(total))}，实际支出{p.m(total)}，执行率{p.c(total, b.adjusted(total))}。"
        )
    p.h("四、名词", 1)
    for i, term in enumerate(words("terms")[2:], 1):
        p.p(f"（{i}）{term}")


def _three(p: Page) -> None:
    b = p.books
    whole, plan = b.of("三公", "支出", "", "财政"), b.of("三公", "支出", "", "财政", "全年预算")
    if not plan:
        p.p(p.trap("empty-table-described", f"{b.year}年“三公”经费无预算安排，无实际支出。"))
        return
    text = f"{p.y()}年“三公”经费支出共计{p.m(whole)}，"
    text += p.word("flat", "与预算数一致") if p.same(whole, plan) else f"较预算数{p.d(whole, plan)}，{p.r(whole, plan, '增长', '下降')}"
    p.p(f"{text}；{_change(p, whole, 'car')}。")
    for name, item, topic in (
        ("因公出国（境）费用", "出国", "abroad"),
        ("公务用车购置费", "公车购置", "car"),
        ("公务用车运行维护费", "公车运维", "car"),
        ("公务接待费", "接待", "reception"),
    ):
        amount = b.of(f"三公.{item}", "支出", "", "财政")
        if not amount and not b.last(amount):
            p.p(p.trap("zero", f"{name}没有发生。"))
            continue
        tail = (
            f"单位保有公务用车{p.k('保有车辆')}辆，车均运行维护费{_each(p, amount)}。"
            if item == "公车运维" and amount and b.counts["保有车辆"]
            else ""
        )
        tail = f"全年接待{p.k('接待批次')}批次，{p.k('接待人次')}人次。" if item == "接待" and amount else tail
        p.p(f"{name}{p.m(amount)}，{_change(p, amount, topic)}。{tail}")


def _each(p: Page, amount: Amount) -> str:
    """What one car cost on average: right, although no table prints it."""
    style = Style()
    number = style.number(_per(amount.fen, p.books.counts["保有车辆"]))
    return p.trap("average", f"{number}万元")


def _per(fen: int, number: int) -> Fraction:
    return Fraction(fen, number * Style().scale)


FAMILIES = [
    Family(
        "unit-accounts-gorge", "unit-final-accounts", write, level="单位",
        text=(Style(), Style(gap=" "), Style(decimals=1)), cells=(Style(), Style(grouped=True), Style(zero="0.00", grouped=True)), percent=(2, 1),
        layout="pipes",
    ),
]  # fmt: skip
