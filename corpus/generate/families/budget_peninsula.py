"""部门预算 in the manner of Shandong, on the eastern peninsula: tables that set last year beside this year, then short chapters with 主要原因 in each."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from generate import budget_forms as tables
from generate.accounts import Node
from generate.families import Family
from generate.forms import cell, line, ordinal
from generate.ledger import Amount
from generate.page import Page
from generate.printing import Style
from generate.projects import Project
from generate.words import function, words

THREE = (
    ("因公出国（境）费", "三公.出国", "abroad"), ("公务用车购置及运行维护费", "三公.公车", "car"), ("公务用车购置费", "三公.公车购置", "car"),
    ("公务用车运行维护费", "三公.公车运维", "car"), ("公务接待费", "三公.接待", "reception"),
)  # fmt: skip


class _Writer:
    """The page, and the turns of phrase that this document keeps to."""

    def __init__(self, p: Page) -> None:
        self.p, self.b = p, p.books
        random = p.random
        self.lead = random.choice(("比上年", "比{}年", "较上年", "比上年预算"))
        self.cause = random.choice(("，主要原因：", "，主要是", "，主要原因是"))
        self.down = random.choice(("下降", "降低"))
        self.turn = random.randrange(2)
        self.listed = random.random() < 0.4

    def than(self, now: Amount, topic: str, why: bool = True) -> str:
        """比上年增加 … , without the full stop."""
        p, base = self.p, self.b.last(now)
        move = p.move(now, base)
        if move in ("none", "flat"):
            return p.word("flat", ("与上年持平", "与上年预算持平")[self.turn])
        if not float(p.text.number(Fraction(now.fen - base.fen, p.text.scale)).replace(",", "")):
            return p.word("flat", "与上年基本持平")
        before, mark, after = self.lead.partition("{}")
        text = f"{before}{p.y(-1) if mark else ''}{after}{p.d(now, base)}"
        if move == "new":
            return f"{text}，{p.trap('zero-base', '上年未安排')}"
        if p.percent.number(abs(Fraction(now.fen - base.fen, base.fen)) * 100) in ("0.0", "0.00"):
            return text
        return f"{text}，{p.r(now, base, '增长', self.down)}" + (f"{self.cause}{self._why(topic, now, base)}" if why else "")

    def _why(self, topic: str, now: Amount, base: Amount) -> str:
        """A cause that can be known when the year begins."""
        why = self.p.why(topic, now, base)
        while "年中" in why or "本年" in why:
            why = self.p.why(topic, now, base)
        return why

    def name(self, name: str, amount: Amount, shown: Sequence[tuple[str, Amount]]) -> str:
        """The name of one of several parts that are told side by side."""
        return self.p.subject(name, amount.key, *(other for other, there in shown if other != name and there))

    def parts(self, shown: Sequence[tuple[str, Amount]], whole: Amount, mark: str = "；") -> str:
        """…万元，占…%；…"""
        p = self.p
        return mark.join(f"{self.name(n, a, shown)}{p.m(a)}，占{p.s(a, whole)}" for n, a in shown)


def write(p: Page, projects: list[Project]) -> None:
    w = _Writer(p)
    u = p.books.unit
    p.title(f"{p.y()}年{u.name}部门预算")
    p.h("第一部分 部门概况", 1)
    p.h("一、部门职责")
    for i, duty in enumerate(u.domain["duties"], 1):
        p.p(f"（{ordinal(i)}）{duty}；" if i < len(u.domain["duties"]) else f"（{ordinal(i)}）{duty}。")
    p.h("二、机构设置")
    p.p(
        f"{u.name}内设机构{p.k('内设', len(u.offices), listed=True)}个，分别为{'、'.join(u.offices)}。纳入{p.y()}年部门预算编制范围的预算单位共"
        f"{p.k('预算单位', len(u.children) + 1, listed=True)}个，具体包括：{'、'.join((u.name + '机关', *u.children))}。"
    )
    if p.random.random() < 0.5:
        p.p(f"截至{p.y(-1)}年末，部门编制{p.k('编制', u.posts)}名，在职{p.k('在职', u.staff)}人，离退休{p.k('离退休', u.retired)}人。")
    p.h(f"第二部分 {p.y()}年部门预算表", 1)
    _tables(p, projects)
    p.h(f"第三部分 {p.y()}年部门预算情况说明", 1)
    _all_money(w)
    _fiscal(w)
    _three(w)
    _other(w, projects)
    p.h("第四部分 名词解释", 1)
    for i, term in enumerate(words("terms")[p.random.randrange(3) :], 1):
        p.p(f"{ordinal(i)}、{term}")


def _tables(p: Page, projects: list[Project]) -> None:
    u = p.books.unit
    columns, first = p.random.choice((1, 3)), p.random.random() < 0.6
    p.head = lambda number, title: [f"{title}", f"部门公开表{int(number[2:4])}", f"部门名称：{u.name}", "单位：万元"]
    tables.total(p, f"{p.y()}年收支预算总表", all_rows=p.random.random() < 0.4)
    tables.income(p, f"{p.y()}年收入预算表", columns=columns)
    tables.expenditure(p, f"{p.y()}年支出预算表", columns=columns, first=first)
    tables.fiscal_total(p, f"{p.y()}年财政拨款收支预算总表")
    _general(p, f"{p.y()}年一般公共预算财政拨款支出预算表")
    tables.basic(p, f"{p.y()}年一般公共预算财政拨款基本支出预算表", first=first)
    tables.fund(
        p,
        f"{p.y()}年政府性基金预算财政拨款支出预算表",
        columns=columns,
        empty="注：本部门没有政府性基金预算财政拨款安排的支出，故本表无数据。",
    )
    tables.state(
        p,
        f"{p.y()}年国有资本经营预算财政拨款支出预算表",
        columns=columns,
        empty="注：本部门没有国有资本经营预算财政拨款安排的支出，故本表无数据。",
    )
    tables.three(p, f"{p.y()}年财政拨款“三公”经费支出预算表", both_years=True)
    if projects:
        tables.projects(p, f"{p.y()}年财政拨款项目支出预算表", projects)
    _purchases(p)


def _general(p: Page, title: str) -> None:
    """一般公共预算 by item, last year's budget beside this year's."""
    b = p.books
    form = "预算05表"
    for text in p.head(form, title):
        p.note(text)
    p.start(form)
    rows = [["科目编码", "科目名称", f"{b.year - 1}年预算数", f"{b.year}年预算数", "", ""], ["", "", "", "合计", "基本支出", "项目支出"]]

    def put(code: str, name: str, item: str) -> bool:
        now = [b.spent(part, "一般", item) for part in ("", "基本", "项目")]
        base = b.last(now[0])
        if now[0] or base:
            rows.append([code, name, *line(p, [base, *now], len(rows), 2)])
        return bool(now[0] or base)

    codes = sorted({item.code[:width] for item in b.items if item.fund == "一般" for width in (3, 5, 7)})
    nodes = [Node(code, function(code, b.year)) for code in codes]
    put("", "合计", "总额")
    for node in nodes:
        put(node.code, node.name, node.item)
    p.stop()
    p.table(form, rows, 2)


def _purchases(p: Page) -> None:
    """政府采购预算表."""
    b = p.books
    form = "预算11表"
    for text in p.head(form, f"{p.y()}年政府采购预算表"):
        p.note(text)
    p.start(form)
    rows = [["采购类别", "预算金额"]]
    for name in ("货物", "工程", "服务"):
        rows.append([name, cell(p, b.of(f"采购.{name}", "支出"), len(rows), 1)])
    rows.append(["合计", cell(p, b.of("采购", "支出"), len(rows), 1)])
    p.stop()
    p.table(form, rows, 1)


def _all_money(w: _Writer) -> None:
    p, b = w.p, w.b
    p.h("一、收支预算情况说明")
    grand, spent = b.grand(), b.spent()
    sources = [
        ("一般公共预算财政拨款收入", b.of("总额", "收入", "", "一般")), ("政府性基金预算财政拨款收入", b.of("总额", "收入", "", "基金")),
        ("国有资本经营预算财政拨款收入", b.of("总额", "收入", "", "国资")), ("事业收入", b.income("事业")), ("事业单位经营收入", b.income("经营")),
        ("上级补助收入", b.income("上级")), ("其他收入", b.income("其他")), ("上年结转结余", b.opening()),
    ]  # fmt: skip
    shown = [(name, amount) for name, amount in sources if amount]
    p.p("按照综合预算的原则，部门所有收入和支出均纳入部门预算管理。")
    if w.listed:
        p.p(f"（一）收入预算：{p.y()}年收入预算为{p.m(grand)}，其中：")
        for i, (name, amount) in enumerate(shown, 1):
            p.p(f"{i}.{w.name(name, amount, shown)}{p.m(amount)}，占{p.s(amount, grand)}。")
    else:
        p.p(f"（一）收入预算：{p.y()}年收入预算为{p.m(grand)}，其中：{w.parts(shown, grand)}。")
    p.p(f"收入预算{w.than(grand, 'total')}。")
    kinds = [(n, b.spent(k)) for n, k in (("基本支出", "基本"), ("项目支出", "项目"), ("事业单位经营支出", "经营")) if b.spent(k)]
    p.p(f"（二）支出预算：{p.y()}年支出预算为{p.m(spent)}，其中：{w.parts(kinds, spent)}。")
    for name, amount in kinds:
        if p.random.random() < 0.8:
            p.p(f"{name}{w.than(amount, 'people' if name == '基本支出' else 'project')}。")
    if p.random.random() < 0.6:
        classes = [(f"{node.name}（类）", b.spent(item=node.item)) for node in b.rows(level=1)]
        told = "；".join(f"{w.name(n, a, classes)}{p.m(a)}" for n, a in classes)
        p.p(f"按支出功能分类科目划分：{told}。")


def _fiscal(w: _Writer) -> None:
    p, b = w.p, w.b
    p.h("二、财政拨款收支预算情况说明")
    grand, income, opening = b.grand("财政"), b.income("财政"), b.opening("财政")
    text = f"{p.y()}年财政拨款收支预算为{p.m(grand)}。"
    if opening:
        text += f"收入包括：本年财政拨款收入{p.m(income)}，上年结转{p.m(opening)}。"
    funds = [
        (n, b.spent(fund=f)) for n, f in (("一般公共预算支出", "一般"), ("政府性基金预算支出", "基金"), ("国有资本经营预算支出", "国资"))
    ]
    funds = [(n, a) for n, a in funds if a]
    text += "支出包括：" + "，".join(f"{w.name(n, a, funds) if len(funds) > 1 else n}{p.m(a)}" for n, a in funds) + "。"
    p.p(text + f"财政拨款收支预算{w.than(grand, 'total')}。")
    p.h("三、一般公共预算财政拨款支出情况说明")
    spent = b.spent(fund="一般")
    p.p("（一）规模变化情况。")
    p.p(f"{p.y()}年一般公共预算财政拨款支出{p.m(spent)}，{w.than(spent, 'total')}。")
    p.p("（二）结构情况。")
    classes = [(f"{node.name}（类）", b.spent(fund="一般", item=node.item)) for node in b.rows("一般", level=1)]
    p.p(f"{p.y()}年一般公共预算财政拨款支出主要用于以下方面：{w.parts(classes, spent)}。")
    p.p("（三）具体使用情况。")
    names = {node.code: node.name for node in b.rows("一般")}
    why = p.random.random() < 0.7
    for i, node in enumerate(b.rows("一般", level=3), 1):
        amount = b.spent(fund="一般", item=node.item)
        path = f"{names[node.code[:3]]}（类）{names[node.code[:5]]}（款）{node.name}（项）"
        lead = f"{i}.{path}：{p.y()}年预算数为{p.m(amount)}" if w.turn else f"{i}.{path}{p.y()}年预算{p.m(amount)}"
        p.p(f"{lead}，{w.than(amount, 'project', why)}。")
    p.h("四、一般公共预算财政拨款基本支出情况说明")
    basic, people, public = b.spent("基本", "一般"), b.of("人员经费", "支出", "基本", "一般"), b.of("公用经费", "支出", "基本", "一般")
    p.p(f"{p.y()}年一般公共预算财政拨款基本支出{p.m(basic)}，其中：")
    for i, (name, amount, head) in enumerate((("人员经费", people, ("301", "303")), ("公用经费", public, ("302", "310"))), 1):
        inside = [b.econ[c] for c in sorted(b.econ) if c.startswith(head) and b.of(f"经济.{c}", "支出", "基本", "一般")]
        p.p(f"（{ordinal(i)}）{name}{p.m(amount)}，占{p.s(amount, basic)}，主要包括：{'、'.join(inside)}。")


def _three(w: _Writer) -> None:
    p, b = w.p, w.b
    p.h("五、财政拨款“三公”经费预算情况说明")
    whole = b.of("三公", "支出", "", "财政")
    if not whole and not b.last(whole):
        p.p(p.trap("empty-table-described", f"{b.year}年没有安排财政拨款“三公”经费预算，与上年一致。"))
        return
    p.p(f"{p.y()}年财政拨款“三公”经费预算为{p.m(whole)}，{w.than(whole, 'car')}。其中：")
    told = {}
    for name, item, topic in THREE:
        amount = b.of(item, "支出", "", "财政")
        told[item] = f"{name}{p.m(amount)}，{w.than(amount, topic)}"
    p.p(f"（一）{told['三公.出国']}。")
    p.p(f"（二）{told['三公.公车']}。包括：{told['三公.公车购置']}；{told['三公.公车运维']}。")
    p.p(f"（三）{told['三公.接待']}。")


def _other(w: _Writer, projects: list[Project]) -> None:
    p, b, u = w.p, w.b, w.b.unit
    for i, (name, short) in enumerate((("政府性基金预算", "基金"), ("国有资本经营预算", "国资")), 6):
        p.h(f"{ordinal(i)}、{name}财政拨款支出情况说明")
        if b.rows(short):
            spent = b.spent(fund=short)
            used = b.rows(short, level=3)[0].name.removeprefix("用于")
            p.p(f"{p.y()}年{name}财政拨款支出{p.m(spent)}，用于{used}，{w.than(spent, 'project')}。")
        else:
            p.p(p.trap("empty-table-described", f"{b.short}{b.year}年没有使用{name}财政拨款安排的支出。"))
    p.h("八、政府采购情况说明")
    bought = b.of("采购", "支出")
    kinds = [(f"{name}类采购预算", b.of(f"采购.{name}", "支出")) for name in ("货物", "工程", "服务")]
    kinds = [(n, a) for n, a in kinds if a or w.turn]
    p.p(
        f"{p.y()}年政府采购预算{p.m(bought)}，{w.than(bought, 'project', False)}。其中："
        + "，".join(f"{n}{p.m(a)}" for n, a in kinds)
        + "。"
    )
    p.h("九、机关运行经费情况说明")
    running = b.of("机关运行经费", "支出", "基本", "一般")
    p.p(f"{p.y()}年机关运行经费预算{p.m(running)}，{w.than(running, 'public')}。")
    p.h("十、国有资产占有使用情况说明")
    cars = [n for n in ("机要通信用车", "应急保障用车", "执法执勤用车", "特种专业技术用车", "其他用车") if b.counts[f"车辆.{n}"]]
    told = "、".join(f"{n}{p.k(f'车辆.{n}')}辆" for n in cars)
    p.p(
        f"截至{p.y(-1)}年12月31日，{u.name}及所属单位共有车辆{p.k('车辆')}辆"
        + (f"，其中：{told}" if cars else "")
        + f"；单价100万元以上的设备{p.k('设备')}台（套）。"
    )
    p.h("十一、预算绩效情况说明")
    if not projects:
        p.p(p.trap("empty-table-described", f"{b.year}年没有安排项目支出，不涉及项目绩效目标。"))
        return
    total = b.of("项目合计", "支出", "", "财政")
    p.p(f"{p.y()}年列入部门预算的项目{p.k('项目')}个，全部编制了绩效目标，涉及财政拨款{p.m(total)}。")
    if p.random.random() < 0.7:
        p.p("重点项目安排情况：")
        for i, project in enumerate(projects[:3], 1):
            p.p(f"{i}.{project.name}：预算安排{p.m(project.spent)}，占项目支出财政拨款预算的{p.s(project.spent, total)}。")


FAMILIES = [
    Family(
        "budget-peninsula", "department-budget", write, stage="预算", grain=100, years=(2021, 2025),
        text=(Style(), Style(grouped=True)), cells=(Style(zero=""), Style(zero="0.00", grouped=True)), percent=(2, 1),
    ),
]  # fmt: skip
