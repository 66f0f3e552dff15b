"""部门决算 in the manner of Zhejiang (coast and 衢州): arabic sub-chapters under 一、二、三, tables by unit beside tables by item, 三公 in thirteen steps of 说明."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from generate import forms
from generate.accounts import VEHICLES
from generate.families import Family
from generate.ledger import Amount, Key, split
from generate.page import Page
from generate.performance import goal, grade, points, rate
from generate.printing import Style
from generate.projects import Project
from generate.words import words

PARTS = (
    "收入支出决算总体情况说明", "收入决算情况说明", "支出决算情况说明", "财政拨款收入支出决算总体情况说明", "一般公共预算财政拨款支出决算情况说明",
    "一般公共预算财政拨款基本支出决算情况说明", "政府性基金预算财政拨款支出决算总体情况说明", "国有资本经营预算财政拨款支出决算总体情况说明",
    "财政拨款“三公”经费支出决算情况说明", "机关运行经费支出说明", "政府采购支出说明", "国有资产占有使用情况说明", "预算绩效情况说明",
)  # fmt: skip
SOURCES = ("上级", "事业", "经营", "附属", "其他")
NAMES = {"上级": "上级补助收入", "事业": "事业收入", "经营": "经营收入", "附属": "附属单位上缴收入", "其他": "其他收入"}


class _Writer:
    """The page, and the turns of phrase that this document keeps to."""

    def __init__(self, p: Page) -> None:
        self.p, self.b = p, p.books
        random = p.random
        self.lead = random.choice(("与{}年度相比，", "比{}年度", "较上年", "与上年相比，"))
        self.cause = random.choice(("，主要原因是", "。主要原因是：", "，主要是"))
        self.fall = random.choice(("下降", "减少"))
        self.every = random.random() < 0.55
        self.whole = random.choice(("占收入合计", "占"))
        self.beside = random.choice(("order", "order", "amount"))
        self.dash = random.random() < 0.5

    def than(self, now: Amount, topic: str, what: str = "", each: str = "", why: bool = True) -> str:
        """How it stands beside last year, without the full stop."""
        p, base = self.p, self.b.last(now)
        move = p.move(now, base)
        if move == "none":
            return p.word("none", p.pick("与上年度一致，均未发生支出", "本年度和上年度均无此项支出"))
        if move == "flat":
            return f"{what}{p.word('flat', p.pick('与上年度持平', '与上年决算数持平'))}"
        if not float(p.text.number(Fraction(now.fen - base.fen, p.text.scale)).replace(",", "")):
            return f"{what}{p.word('flat', '与上年度基本持平')}"
        before, year, after = self.lead.partition("{}")
        lead = f"{before}{p.y(-1) if year else ''}{after}"
        text = f"{lead}{what}{each}{p.d(now, base)}" if lead.endswith("，") else f"{what}{lead}{each}{p.d(now, base)}"
        if move == "new":
            return f"{text}，{p.trap('zero-base', '上年度未发生，无法计算增幅')}"
        if p.percent.number(abs(Fraction(now.fen - base.fen, base.fen)) * 100) in ("0", "0.0", "0.00"):
            return text
        return f"{text}，{p.r(now, base, '增长', self.fall)}" + (f"{self.cause}{p.why(topic, now, base)}" if why else "")

    def named(self, name: str, amount: Amount, shown: Sequence[tuple[str, Amount]]) -> str:
        """The name of one of several parts that are told side by side."""
        return self.p.subject(name, amount.key, *(other for other, there in shown if other != name and there)) if amount else name

    def against(self, spent: Amount, budget: Amount, reason: str, which: str) -> str:
        """决算数大于年初预算数 … , or by how much."""
        p = self.p
        if p.same(spent, budget):
            return f"决算数与{which}数{p.word('flat', '持平')}"
        if self.beside == "amount" and float(p.text.number(Fraction(spent.fen - budget.fen, p.text.scale)).replace(",", "")):
            return f"决算数比{which}数{p.d(spent, budget)}，主要原因是{reason}"
        return f"决算数{p.order(spent, budget)}{which}数，主要原因是{reason}"


def write(p: Page, projects: list[Project]) -> None:
    w = _Writer(p)
    u = p.books.unit
    p.title(f"{u.name}{p.y()}年度部门决算")
    if p.random.random() < 0.5:
        _contents(p)
    p.h("一、概况", 1)
    p.h("（一）部门职责")
    for i, duty in enumerate(u.domain["duties"], 1):
        p.p(f"{i}.{duty}。")
    p.h("（二）机构设置")
    units = (f"{u.name}（本级）", *u.children)
    p.p(
        f"从预算单位构成看，{u.name}部门决算包括：本级决算以及所属{p.k('所属', len(u.children), listed=True)}家事业单位"
        f"（{'、'.join(u.children)}）决算。"
    )
    p.p(
        f"纳入{u.name}{p.y()}年度部门决算编制范围的单位共{p.k('编制范围', len(units), listed=True)}家，具体为："
        + "；".join(f"{i}.{name}" for i, name in enumerate(units, 1))
        + "。"
    )
    if p.random.random() < 0.5:
        p.p(f"年末在职人员{p.k('在职', u.staff)}人，退休人员{p.k('离退休', u.retired)}人。")
    p.h(f"二、{p.y()}年度部门决算公开表", 1)
    _tables(w, units)
    p.h(f"三、{p.y()}年度部门决算情况说明", 1)
    _totals(w)
    _general(w)
    _basic(w)
    _other_funds(w)
    _three(w)
    chosen = projects[: p.random.randint(1, 3)]
    _other(w, projects, chosen)
    p.h("四、名词解释", 1)
    for i, term in enumerate(words("terms"), 1):
        p.p(f"{i}.{term}")
    if chosen and p.random.random() < 0.8:
        p.h("五、附件", 1)
        for project in chosen:
            _form(p, project)


def _contents(p: Page) -> None:
    page = p.random.randint(2, 4)
    p.p(f"一、概况{'.' * 40}{page}")
    p.p(f"二、{p.y()}年度部门决算公开表{'.' * 30}{page + 3}")
    p.p(f"三、{p.y()}年度部门决算情况说明{'.' * 30}{page + 14}")
    for i, name in enumerate(PARTS, 1):
        p.p(f"（{forms.ordinal(i)}）{name}{'.' * 20}{page + 14 + i * 2 // 3}")
    p.p(f"四、名词解释{'.' * 38}{page + 25}")


def _tables(w: _Writer, units: Sequence[str]) -> None:
    p, b, u = w.p, w.b, w.b.unit
    numbers = iter(range(1, 20))
    p.head = lambda number, title: [
        f"{b.year}年度{title}",
        f"公开{next(numbers):02d}表",
        f"部门：{u.name}",
        f"单位：{p.cells.unit}",
    ]
    rows = p.random.random() < 0.7
    by_unit = p.random.random() < 0.6
    last = p.random.random() < 0.3
    forms.total(p, numbered=rows, all_rows=p.random.random() < 0.6)
    if p.random.random() < 0.6:
        p.note(p.trap("tail-note", "注：本表金额转换时因四舍五入可能存在尾差。"))
    if by_unit:
        _by_unit(p, units, "收入")
    forms.income(p, numbered=rows, last_total=last, title="收入决算表（分科目）" if by_unit else "")
    if by_unit:
        _by_unit(p, units, "支出")
    forms.expenditure(p, numbered=rows, last_total=last, title="支出决算表（分科目）" if by_unit else "")
    forms.fiscal_total(p, numbered=rows, all_rows=p.random.random() < 0.6)
    forms.general(p, numbered=rows, last_total=last)
    forms.basic(p, blocks=p.random.choice((2, 3)), full=p.random.random() < 0.5)
    forms.fund(p, numbered=rows, empty=f"说明：{u.name}{b.year}年度没有政府性基金预算财政拨款收支，本表无数据。")
    forms.state(p, numbered=rows, empty=f"说明：{u.name}{b.year}年度没有国有资本经营预算财政拨款支出，本表无数据。")
    forms.three(p, layout=p.random.choice(("wide", "list")))


def _by_unit(p: Page, units: Sequence[str], flow: str) -> None:
    """收入 or 支出 by the units of the department: the same totals, split another way."""
    b, ledger = p.books, p.books.ledger
    parts = ("财政", *SOURCES) if flow == "收入" else ("基本", "项目", "经营")
    names = ["财政拨款收入", *(NAMES[s] for s in SOURCES)] if flow == "收入" else ["基本支出", "项目支出", "经营支出"]
    wholes = [b.income(part) if flow == "收入" else b.spent(part) for part in parts]
    weights = [3.0, *(1.0 for _ in units[1:])]
    for whole in wholes:
        shares = split(p.random, whole.fen, weights if p.random.random() < 0.7 or len(units) < 2 else [*weights[:-1], 0.0])
        keys = [whole.key.but(item=f"单位.{name}") for name in units]
        for key, fen in zip(keys, shares, strict=True):
            ledger.put(key, fen)
        ledger.add(whole.key, keys)
    total = b.income() if flow == "收入" else b.spent()
    rows_of = []
    for name in units:
        mine = [ledger.get(whole.key.but(item=f"单位.{name}")) for whole in wholes]
        rows_of.append((name, [ledger.add(total.key.but(item=f"单位.{name}"), mine), *mine]))
    ledger.add(total.key, [amounts[0] for _, amounts in rows_of])
    form = f"分单位{flow}表"
    for text in p.head(form, f"{flow}决算表（分单位）"):
        p.note(text)
    p.start(form)
    rows = [["单位名称", f"本年{flow}合计", *names]]
    rows.append(["合计", *forms.line(p, [total, *wholes], 1, 1)])
    for name, amounts in rows_of:
        rows.append([name, *forms.line(p, amounts, len(rows), 1)])
    p.stop()
    p.table(form, rows, 1)


def _head(p: Page, number: int) -> None:
    p.h(f"（{forms.ordinal(number)}）{PARTS[number - 1]}")


def _totals(w: _Writer) -> None:
    p, b = w.p, w.b
    _head(p, 1)
    grand = b.grand()
    p.p(f"{p.y()}年度收入总计{p.m(grand)}，支出总计{p.m(grand)}，{w.than(grand, 'total', '收支总计', '各')}。")
    _head(p, 2)
    fiscal = b.income("财政")
    funds = [
        (n, b.of("总额", "收入", "", f)) for n, f in (("一般公共预算", "一般"), ("政府性基金预算", "基金"), ("国有资本经营预算", "国资"))
    ]
    funds = [(n, a) for n, a in funds if a or w.every]
    inside = f"（其中：{'，'.join(f'{n}{p.m(a)}' for n, a in funds)}）" if len(funds) > 1 or w.dash else ""
    shown = [("财政拨款收入", fiscal), *((NAMES[s], b.income(s)) for s in SOURCES)]
    told = []
    for name, amount in shown:
        if amount or w.every:
            extra = inside if amount.key == fiscal.key else ""
            told.append(f"{w.named(name, amount, shown)}{p.m(amount)}{extra}，{w.whole}{p.s(amount, b.income())}")
    p.p(f"{p.y()}年度本年收入合计{p.m(b.income())}，包括{'；'.join(told)}。")
    _head(p, 3)
    kinds = [("基本支出", b.spent("基本")), ("项目支出", b.spent("项目"))]
    kinds += [("经营支出", b.spent("经营"))] if w.every or b.spent("经营") else []
    told = [f"{w.named(n, a, kinds)}{p.m(a)}，占{p.s(a, b.spent())}" for n, a in kinds]
    tail = p.trap("zero", "；上缴上级支出和对附属单位补助支出均为0") if w.every and w.dash else ""
    p.p(f"{p.y()}年度本年支出合计{p.m(b.spent())}，其中{'；'.join(told)}{tail}。")
    _head(p, 4)
    grand = b.grand("财政")
    p.p(f"{p.y()}年度财政拨款收入总计{p.m(grand)}，支出总计{p.m(grand)}，{w.than(grand, 'total', '财政拨款收支总计', '各')}。")
    if p.random.random() < 0.5:
        opening, closing = b.opening("财政"), b.closing("财政")
        p.p(
            f"收入总计中，本年财政拨款收入{p.m(b.income('财政'))}，年初财政拨款结转和结余{p.m(opening)}；支出总计中，本年财政拨款支出"
            f"{p.m(b.spent(fund='财政'))}，年末财政拨款结转和结余{p.m(closing)}。"
        )


def _general(w: _Writer) -> None:
    p, b = w.p, w.b
    _head(p, 5)
    spent = b.spent(fund="一般")
    p.h("1.一般公共预算财政拨款支出决算总体情况", 3)
    p.p(
        f"{p.y()}年度一般公共预算财政拨款支出{p.m(spent)}，占本年支出合计的{p.s(spent, b.spent())}。"
        f"{w.than(spent, 'total', '一般公共预算财政拨款支出')}。"
    )
    p.h("2.一般公共预算财政拨款支出决算结构情况", 3)
    shown = []
    for node in b.rows("一般", level=1):
        shown.append(
            (f"{node.name}（类）" if w.dash else node.name.removesuffix("支出") + "（类）支出", b.spent(fund="一般", item=node.item))
        )
    parts = "；".join(f"{w.named(n, a, shown)}{p.m(a)}，占{p.s(a, spent)}" for n, a in shown)
    p.p(f"{p.y()}年度一般公共预算财政拨款支出{p.m(spent)}，主要用于以下方面：{parts}。")
    p.h("3.一般公共预算财政拨款支出决算具体情况", 3)
    first = b.initial(spent)
    p.p(
        f"{p.y()}年度一般公共预算财政拨款支出年初预算{p.m(first)}，支出决算{p.m(spent)}，完成年初预算的{p.c(spent, first)}。"
        + p.pick("其中：", "按支出功能科目分列如下：")
    )
    _items(w, "一般")


def _items(w: _Writer, fund: str) -> None:
    """Every 项 beside the budget at the beginning of the year."""
    p, b = w.p, w.b
    names = {node.code: node.name for node in b.rows(fund)}
    stop = p.pick("。", "：", "，")
    i = 0
    for node in b.rows(fund, level=3):
        amount = b.spent(fund=fund, item=node.item)
        budget = b.initial(amount)
        if not amount:
            continue
        i += 1
        path = f"（{i}）{names[node.code[:3]]}（类）{names[node.code[:5]]}（款）{node.name}（项）{stop}"
        if budget:
            text = f"年初预算{p.m(budget)}，支出决算{p.m(amount)}，完成年初预算的{p.c(amount, budget)}，"
            p.p(path + text + w.against(amount, budget, p.gap(amount, budget), "年初预算") + "。")
            continue
        added = p.pick("该项经费系年中追加安排", "上级专款在年中下达", "年中新增任务，经批准追加预算")
        p.p(
            f"{path}年初预算{p.m(budget, note='zero-base')}，支出决算{p.m(amount)}，决算数{p.order(amount, budget)}年初预算数，主要原因是{added}。"
        )


def _basic(w: _Writer) -> None:
    p, b = w.p, w.b
    _head(p, 6)
    basic = b.spent("基本", "一般")
    people, public = b.of("人员经费", "支出", "基本", "一般"), b.of("公用经费", "支出", "基本", "一般")
    p.p(f"{p.y()}年度一般公共预算财政拨款基本支出{p.m(basic)}，其中：")
    for name, amount, head in (("人员经费", people, ("301", "303")), ("公用经费", public, ("302", "310"))):
        inside = [b.econ[c] for c in sorted(b.econ) if c.startswith(head) and b.of(f"经济.{c}", "支出", "基本", "一般")]
        share = f"，占{p.s(amount, basic)}" if w.every else ""
        if amount:
            p.p(f"{name}{p.m(amount)}{share}，主要包括{'、'.join(inside)}{p.pick('', '等')}。")


def _other_funds(w: _Writer) -> None:
    p, b, u = w.p, w.b, w.b.unit
    for number, name, fund in ((7, "政府性基金预算", "基金"), (8, "国有资本经营预算", "国资")):
        _head(p, number)
        if not b.rows(fund):
            p.p(p.trap("empty-table-described", f"{u.name}{b.year}年度无{name}财政拨款支出。"))
            continue
        spent = b.spent(fund=fund)
        p.p(f"1.{name}财政拨款支出决算总体情况。{p.y()}年度{name}财政拨款支出{p.m(spent)}，占本年支出合计的{p.s(spent, b.spent())}。"
            f"{w.than(spent, 'project', f'{name}财政拨款支出')}。")  # fmt: skip
        if not spent:
            continue
        first = b.initial(spent)
        text = f"2.{name}财政拨款支出决算具体情况。{p.y()}年度{name}财政拨款支出年初预算{p.m(first)}，支出决算{p.m(spent)}"
        p.p(text + (f"，完成年初预算的{p.c(spent, first)}。其中：" if first else "。其中："))
        _items(w, fund)


def _three(w: _Writer) -> None:
    p, b, u = w.p, w.b, w.b.unit
    _head(p, 9)

    def of(name: str) -> tuple[Amount, Amount]:
        item = f"三公.{name}" if name else "三公"
        return b.of(item, "支出", "", "财政"), b.of(item, "支出", "", "财政", "全年预算")

    whole, plan = of("")
    if not plan:
        p.p(p.trap("empty-table-described", f"{b.year}年度{u.name}未安排“三公”经费财政拨款预算，也没有发生“三公”经费支出。"))
        return
    p.h("1.“三公”经费财政拨款支出决算总体情况", 3)
    saved = p.pick("认真落实过紧日子要求，从严从紧安排支出", "严控公务接待和用车支出", "部分公务活动未按计划开展")
    text = f"{p.y()}年度“三公”经费财政拨款支出预算{p.m(plan)}，支出决算{p.m(whole)}，完成预算的{p.c(whole, plan)}，"
    text += w.against(whole, plan, saved, "预算") if whole else f"决算数{p.order(whole, plan)}预算数，主要原因是{saved}"
    p.p(f"{text}。“三公”经费支出决算{w.than(whole, 'car', why=False)}。")
    p.h("2.“三公”经费财政拨款支出决算具体情况", 3)
    (go, go_plan), (cars, cars_plan), (guest, guest_plan) = of("出国"), of("公车"), of("接待")
    if whole and p.random.random() < 0.8:
        shown = [("因公出国（境）费", go), ("公务用车购置及运行维护费", cars), ("公务接待费", guest)]
        told = "；".join(f"{w.named(n, a, shown)}{p.m(a)}，占{p.s(a, whole)}" for n, a in shown)
        p.p(f"{p.y()}年度“三公”经费财政拨款支出决算中，{told}。具体情况如下：")

    def head(name: str, spent: Amount, budget: Amount, topic: str) -> str:
        if not budget and not spent:
            return f"{name}支出预算{p.m(budget)}，支出决算{p.m(spent)}，{w.than(spent, topic)}。"
        done = f"完成预算的{p.c(spent, budget)}" if budget else p.trap("zero-base", "年初未安排预算")
        return f"{name}支出预算{p.m(budget)}，支出决算{p.m(spent)}，{done}；{w.than(spent, topic, '支出决算')}。"

    p.p(
        f"（1）{head('因公出国（境）费', go, go_plan, 'abroad')}全年使用财政拨款安排因公出国（境）团组{p.k('团组')}个，累计{p.k('出国人次')}人次。"
    )
    p.p(f"（2）{head('公务用车购置及运行维护费', cars, cars_plan, 'car')}其中：")
    (buy, buy_plan), (run, run_plan) = of("公车购置"), of("公车运维")
    p.p(
        f"公务用车购置支出预算{p.m(buy_plan)}，支出决算{p.m(buy)}"
        + "（含购置税等附加费用）"
        + (f"，完成预算的{p.c(buy, buy_plan)}" if buy_plan else "")
        + f"，当年购置公务用车{p.k('购置车辆')}辆。"
    )
    text = f"公务用车运行维护费支出预算{p.m(run_plan)}，支出决算{p.m(run)}" + (f"，完成预算的{p.c(run, run_plan)}" if run_plan else "")
    if run:
        text += f"，主要用于{p.pick('基层走访、防台防汛', '执法巡查、业务督查', '公文运送、应急处置')}等公务出行所需的油费、维修费、停车费、通行费和保险费"
    text += f"。年末使用财政拨款开支运行维护费的公务用车保有量为{p.k('保有车辆')}辆。"
    held = b.counts["保有车辆"]
    if run and held > 1 and p.random.random() < 0.4:
        mean = p.text.number(Fraction(run.fen, p.text.scale * held))
        text = text.removesuffix("。") + f"，平均每辆{p.trap('average', f'{mean}{p.text.unit}')}。"
    p.p(text)
    text = f"（3）{head('公务接待费', guest, guest_plan, 'reception')}"
    if guest:
        text += f"主要用于{p.pick('接待上级部门调研指导和兄弟单位来访', '招商洽谈和业务交流', '接待对口协作地区来访')}。"
    text += f"{p.y()}年度国内公务接待{p.k('接待批次')}批次，累计{p.k('接待人次')}人次"
    if guest:
        text += "，" + p.trap("zero", "其中外事接待0批次、0人次")
    p.p(text + "。")


def _smaller(p: Page) -> list[tuple[str, Amount, Amount]]:
    """What small and medium firms got of each kind of purchase."""
    b, ledger = p.books, p.books.ledger
    small = b.of("采购.中小", "支出")
    left = b.of("采购", "支出").fen - small.fen
    kinds = ["货物", "工程", "服务"]
    p.random.shuffle(kinds)
    taken = {}
    for name in kinds:
        taken[name] = min(left, b.of(f"采购.{name}", "支出").fen)
        left -= taken[name]
    parts = []
    for name in ("货物", "工程", "服务"):
        whole = b.of(f"采购.{name}", "支出")
        parts.append((name, ledger.put(whole.key.but(item=f"采购.{name}.中小"), whole.fen - taken[name]), whole))
    ledger.add(small.key, [part for _, part, _ in parts])
    return parts


def _other(w: _Writer, projects: list[Project], chosen: list[Project]) -> None:
    p, b, u = w.p, w.b, w.b.unit
    _head(p, 10)
    running = b.of("机关运行经费", "支出", "基本", "一般")
    p.p(f"{p.y()}年度{u.name}本级及所属参照公务员法管理事业单位的机关运行经费支出{p.m(running)}，{w.than(running, 'public')}。")
    _head(p, 11)
    bought, small, micro = b.of("采购", "支出"), b.of("采购.中小", "支出"), b.of("采购.小微", "支出")
    kinds = "，".join(f"政府采购{n}支出{p.m(b.of(f'采购.{n}', '支出'))}" for n in ("货物", "工程", "服务"))
    text = f"{p.y()}年度政府采购支出总额{p.m(bought)}，其中：{kinds}。授予中小企业合同金额{p.m(small)}，占政府采购支出总额的{p.s(small, bought)}，"
    text += f"其中，授予小微企业合同金额{p.m(micro)}，占授予中小企业合同金额的{p.s(micro, small)}。"
    if b.year >= 2022 and p.random.random() < 0.6:
        told = [f"{n}采购授予中小企业合同金额占{n}支出金额的{p.s(part, whole)}" for n, part, whole in _smaller(p) if whole]
        text += "，".join(told) + "。"
    p.p(text)
    _head(p, 12)
    cars = "、".join(f"{name}{p.k(f'车辆.{name}')}辆" for name in VEHICLES if w.every or b.counts[f"车辆.{name}"])
    text = f"截至{p.y()}年12月31日，{u.name}本级及所属各单位共有车辆{p.k('车辆')}辆" + (f"，其中，{cars}" if cars else "")
    if b.counts["车辆.其他用车"]:
        text += f"，其他用车主要是{p.pick('一般业务用车', '下乡工作用车', '后勤保障用车')}"
    p.p(f"{text}；单价100万元（含）以上设备（不含车辆）{p.k('设备')}台（套）。")
    _head(p, 13)
    if not projects:
        p.p(p.trap("empty-table-described", f"{u.name}{b.year}年度没有财政拨款安排的项目支出，不涉及项目绩效自评。"))
        return
    total, spent = b.of("项目合计", "支出", "", "财政"), b.spent("项目", "财政")
    p.p(
        f"1.预算绩效管理工作开展情况。根据预算绩效管理要求，{u.name}对{p.y()}年度财政拨款项目支出全面开展绩效自评，共{p.k('项目')}个项目，涉及资金"
        f"{p.m(total)}，占财政拨款项目支出总额的{p.s(total, spent)}。"
    )
    found = [g for g in "优良中差" if b.counts[f"项目.{g}"]]
    p.p("自评结果为" + "、".join(f"“{g}”的{p.k(f'项目.{g}')}个" for g in found) + "。")
    p.p(
        f"2.项目绩效自评结果。在本次部门决算中反映{'、'.join(x.name for x in chosen)}{p.k('反映项目', len(chosen), listed=True)}个项目的自评结果。"
    )
    for i, x in enumerate(chosen, 1):
        text = f"（{i}）{x.name}：全年预算{p.m(x.plan)}，实际执行{p.m(x.spent)}，预算执行率{p.c(x.spent, x.plan)}，"
        text += f"自评得分{points(p, Key(f'得分.{x.name}'))}分，自评结论为“{grade(p, x)}”。"
        missed = [y for y in x.indicators if y.missed and y.sign and y.second != "成本指标"]
        if missed:
            y = missed[0]
            text += f"存在的主要问题：{y.name}目标为{y.sign}{y.target}{y.unit}，实际完成{y.actual}{y.unit}，{y.reason}。"
        elif x.left:
            text += f"未执行完毕的原因是{p.pick(*words('reasons')['slow'])}。"
        p.p(text)


def _form(p: Page, x: Project) -> None:
    b, u = p.books, p.books.unit
    form = f"自评表.{x.name}"
    p.h(f"{x.name}项目绩效自评表", 2)
    p.note(f"（{b.year}年度）")
    style, percent = Style(decimals=p.random.choice((2, 4)), trim=p.random.random() < 0.5), Style(unit="", decimals=2)
    p.start(form)
    rows = [["项目名称", x.name, "", "", "预算单位", u.name, "", ""]]
    rows.append(["预算执行情况（万元）", "", "年初预算数", "调整后预算数", "执行数", "执行率", "权重", "得分"])
    for name in ("资金总额", "其中：财政资金"):
        row, cells = len(rows), []
        for column, amount in enumerate((x.first, x.plan, x.spent), 2):
            p.at = (row, column)
            cells.append(p.n(amount, style))
        p.at = (row, 5)
        cells.append(rate(p, x, percent) + "%")
        tail = ["", ""]
        if name == "资金总额":
            p.at = (row, 6)
            tail[0] = points(p, Key(f"分值.{x.name}.执行率"))
            p.at = (row, 7)
            tail[1] = points(p, Key(f"得分.{x.name}.执行率"))
        rows.append(["", name, *cells, *tail])
    rows.append(["一级指标", "二级指标", "三级指标", "目标值", "完成值", "权重", "得分", "未完成原因"])
    for i, y in enumerate(x.indicators):
        row = len(rows)
        p.at = (row, 3)
        target, actual = goal(p, y, x, style)
        p.at = (row, 5)
        weight = points(p, Key(f"分值.{x.name}.{i}"))
        p.at = (row, 6)
        got = points(p, Key(f"得分.{x.name}.{i}"))
        rows.append([y.first, y.second, y.name, target, actual, weight, got, y.reason])
    row = len(rows)
    p.at = (row, 5)
    weight = points(p, Key(f"分值.{x.name}"))
    p.at = (row, 6)
    got = points(p, Key(f"得分.{x.name}"))
    rows.append(["总计", "", "", "", "", weight, got, f"自评结论：{grade(p, x)}"])
    p.stop()
    p.table(form, rows, 0)


FAMILIES = [
    Family(
        "final-accounts-tides", "department-final-accounts", write,
        text=(Style(grouped=True), Style(), Style(trim=True)), cells=(Style(grouped=True, zero=""), Style(zero=""), Style(grouped=True), Style()),
        percent=(2, 2, 1), broken=0.05, page_mark=lambda n: f"— {n + 11} —", years=(2020, 2024),
    ),
]  # fmt: skip
