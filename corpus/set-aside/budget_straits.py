"""部门预算 in the manner of Fujian (coast and 三明): a table of units, tasks of the year, 项 with their codes and purposes, 三公 in the order 出国、接待、用车."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from generate import budget_forms as tables
from generate.accounts import Node
from generate.families import Family
from generate.forms import cell, ordinal
from generate.ledger import Amount, split
from generate.page import Page
from generate.printing import Style
from generate.projects import Project
from generate.words import words

PURPOSES = {
    "2080501": ("用于机关离退休人员经费", "用于退休人员公用经费和补助"), "2080502": ("用于事业单位离退休人员经费", "用于退休人员补助"),
    "2080505": ("用于缴纳机关事业单位基本养老保险", "用于在职人员养老保险单位缴费"), "2080506": ("用于缴纳职业年金", "用于职业年金单位缴费"),
    "2080801": ("用于发放死亡抚恤金", "用于遗属补助和抚恤"), "2101101": ("用于行政人员基本医疗保险缴费", "用于机关在职人员医疗保险单位缴费"),
    "2101102": ("用于事业人员基本医疗保险缴费", "用于事业单位医疗保险单位缴费"), "2101103": ("用于公务员医疗补助缴费", "用于缴纳公务员医疗补助"),
    "2210201": ("用于按规定为职工缴存住房公积金", "用于住房公积金单位缴存部分"), "2210203": ("用于发放购房补贴", "用于职工住房补贴"),
}  # fmt: skip
LATER = ("年中", "本年", "尾款", "结余", "尚未", "天气", "推迟", "到岗", "未发放", "任务量")
"""Words in causes that can only be known when the year is over."""
KINDS = ("机要通信用车", "应急保障用车", "执法执勤用车", "特种专业技术用车", "其他用车")


class _Writer:
    """The page, and the turns of phrase that this document keeps to."""

    def __init__(self, p: Page) -> None:
        self.p, self.b = p, p.books
        random = p.random
        self.lead = random.choice(("比上年", "较上年", "比{}年预算", "与上年相比"))
        self.cause = random.choice(("，主要原因是", "，主要是由于", "，主要是因为"))
        self.down = random.choice(("下降", "降低", "减少"))
        self.rated = random.random() < 0.7
        self.coded = random.random() < 0.6
        self.me = random.choice((p.books.unit.name, "本部门", "我局" if p.books.unit.name.endswith("局") else "本部门"))
        self.every = random.random() < 0.4

    def than(self, now: Amount, topic: str, why: bool = True) -> str:
        """比上年增加 … , without the full stop."""
        p, base = self.p, self.b.last(now)
        move = p.move(now, base)
        if move == "none":
            return p.word("none", p.pick("与上年一致，均未安排", "本年与上年均未安排"))
        if move == "flat":
            return p.word("flat", p.pick("与上年预算数持平", "与上年持平"))
        if not float(p.text.number(Fraction(now.fen - base.fen, p.text.scale)).replace(",", "")):
            return p.word("flat", "与上年基本持平")
        before, mark, after = self.lead.partition("{}")
        lead = f"{before}{p.y(-1) if mark else ''}{after}"
        text = f"{lead}{p.d(now, base)}"
        if move == "new":
            return f"{text}，{p.trap('zero-base', '上年未安排此项预算')}"
        shown = p.percent.number(abs(Fraction(now.fen - base.fen, base.fen)) * 100) not in ("0", "0.0", "0.00")
        if self.rated and shown:
            text += f"，{p.r(now, base, '增长', self.down)}"
        return text + (f"{self.cause}{self.why(topic, now, base)}" if why else "")

    def why(self, topic: str, now: Amount, base: Amount) -> str:
        """A cause that can be known when the year begins."""
        why = self.p.why(topic, now, base)
        while any(word in why for word in LATER):
            why = self.p.why(topic, now, base)
        return why

    def listed(self, shown: Sequence[tuple[str, Amount]], whole: Amount | None = None) -> str:
        """…万元，占…%、…"""
        p = self.p
        told = []
        for name, amount in shown:
            others = [other for other, there in shown if other != name and there]
            share = f"（占{p.s(amount, whole)}）" if whole else ""
            told.append(f"{p.subject(name, amount.key, *others) if amount else name}{p.m(amount)}{share}")
        return p.pick("、", "，").join(told) if not whole else "；".join(told)


def write(p: Page, projects: list[Project]) -> None:
    w = _Writer(p)
    u = p.books.unit
    p.title(f"{p.y()}年度{u.name}部门预算")
    if p.random.random() < 0.5:
        p.h("目录", 2)
        for part, name in zip(
            "一二三四", ("部门概况", f"{p.books.year}年度部门预算表", f"{p.books.year}年度部门预算情况说明", "名词解释"), strict=True
        ):
            p.p(f"第{part}部分 {name}{'.' * 26}{p.random.randint(2, 5) + '一二三四'.index(part) * 9}")
    p.h("第一部分 部门概况", 1)
    p.h("一、部门主要职责")
    p.p(f"{u.name}的主要职责是：")
    for i, duty in enumerate(u.domain["duties"], 1):
        p.p(f"（{ordinal(i)}）{duty}。")
    p.h("二、部门预算单位构成")
    _units(w)
    p.h("三、部门主要工作任务")
    p.p(f"{p.y()}年，{w.me}将围绕以下重点工作安排预算：")
    for i, duty in enumerate(p.random.sample(u.domain["duties"], 2), 1):
        p.p(f"（{ordinal(i)}）{duty}，{p.pick(*words('reasons')['goal'])}。")
    p.h(f"第二部分 {p.y()}年度部门预算表", 1)
    _tables(p, projects)
    p.h(f"第三部分 {p.y()}年度部门预算情况说明", 1)
    _all_money(w)
    _general(w, projects)
    _funds(w)
    _basic(w)
    _three(w)
    _other(w, projects)
    p.h("第四部分 名词解释", 1)
    for i, term in enumerate(words("terms")[: p.random.randint(5, 9)], 1):
        p.p(f"{ordinal(i)}、{term}")


def _units(w: _Writer) -> None:
    """Which units the budget holds, and how many people work in each."""
    p, u = w.p, w.b.unit
    names = (f"{u.name}（本级）", *u.children)
    p.p(
        f"从预算单位构成看，{u.name}部门包括{p.k('内设', len(u.offices), listed=True)}个内设科室（{'、'.join(u.offices)}）及"
        f"{p.k('下属', len(u.children))}个下属单位。列入{p.y()}年部门预算编制范围的单位详细情况见下表："
    )
    form = "单位名单"
    p.start(form)
    rows = [["序号", "单位名称", "经费性质", "人员编制数", "在职人数"]]
    places = split(p.random, u.posts - u.staff, [1.0] * len(names))
    people = split(p.random, u.staff, [2.0, *(1.0 for _ in u.children)])
    for i, name in enumerate(names):
        p.at = (i + 1, 3)
        posts = p.k(f"编制.{name}", people[i] + places[i])
        p.at = (i + 1, 4)
        rows.append([str(i + 1), name, "财政核拨" if i == 0 else p.pick("财政核拨", "财政核补"), posts, p.k(f"在职.{name}", people[i])])
    p.at = (len(rows), 3)
    posts = p.k("编制", u.posts)
    p.at = (len(rows), 4)
    rows.append(["", "合计", "", posts, p.k("在职", u.staff)])
    p.stop()
    p.table(form, rows, 1)
    p.counted("编制", *(f"编制.{name}" for name in names))
    p.counted("在职", *(f"在职.{name}" for name in names))
    if p.random.random() < 0.5:
        p.p(f"部门人员编制共{p.k('编制', u.posts)}名，在职人员{p.k('在职', u.staff)}人，另有退休人员{p.k('离退休', u.retired)}人。")


def _tables(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    columns, first = p.random.choice((1, 1, 3)), p.random.random() < 0.7
    names = iter(
        ("收支预算总表", "收入预算总表", "支出预算总表", "财政拨款收支预算总表", "一般公共预算拨款支出预算表", "政府性基金预算拨款支出预算表",
         "国有资本经营预算拨款支出预算表", "一般公共预算基本支出经济分类情况表", "一般公共预算“三公”经费支出预算表", "项目支出预算表")
    )  # fmt: skip
    shown = iter(range(1, 12))
    p.head = lambda number, title: [f"表{next(shown)}", f"{b.year}年度{title}", f"部门：{u.name}", f"单位：{p.cells.unit}"]
    tables.total(p, next(names), all_rows=p.random.random() < 0.5)
    tables.income(p, next(names), columns=columns)
    tables.expenditure(p, next(names), columns=columns, first=first)
    tables.fiscal_total(p, next(names), all_rows=p.random.random() < 0.3)
    tables.general(p, next(names), columns=columns, first=first)
    none = "备注：本表为空表，{}年没有使用{}拨款安排的支出。"
    tables.fund(p, next(names), columns=columns, empty=none.format(b.year, "政府性基金预算"))
    tables.state(p, next(names), columns=columns, empty=none.format(b.year, "国有资本经营预算"))
    tables.basic(p, next(names), first=first)
    _three_table(p, next(names))
    if projects:
        tables.projects(p, next(names), projects)


def _three_table(p: Page, title: str) -> None:
    """三公 as a list."""
    b = p.books
    form = "预算09表"
    for text in p.head(form, title):
        p.note(text)
    p.start(form)
    style = Style(grouped=p.cells.grouped)
    both = p.random.random() < 0.4
    shifts = (-1, 0) if both else (0,)
    rows = [["项目", *(f"{b.year + shift}年预算数" for shift in shifts)]]
    for name, item in (("合计", "三公"), ("1.因公出国（境）费用", "三公.出国"), ("2.公务接待费", "三公.接待"), ("3.公务用车费用", "三公.公车"),
                       ("其中：（1）公务用车运行维护费", "三公.公车运维"), ("（2）公务用车购置费", "三公.公车购置")):  # fmt: skip
        amounts = [b.of(item, "支出", "", "财政", year=b.year + shift) for shift in shifts]
        rows.append([name, *(cell(p, amount, len(rows), column, style) for column, amount in enumerate(amounts, 1))])
    p.stop()
    p.table(form, rows, 1)


def _all_money(w: _Writer) -> None:
    p, b = w.p, w.b
    p.h("一、预算收支总体情况")
    grand, spent = b.grand(), b.spent()
    sources = [
        ("一般公共预算拨款收入", b.of("总额", "收入", "", "一般")), ("政府性基金预算拨款收入", b.of("总额", "收入", "", "基金")),
        ("国有资本经营预算拨款收入", b.of("总额", "收入", "", "国资")), ("事业收入", b.income("事业")), ("事业单位经营收入", b.income("经营")),
        ("上级补助收入", b.income("上级")), ("其他收入", b.income("其他")), ("上年结转结余", b.opening()),
    ]  # fmt: skip
    shown = [(name, amount) for name, amount in sources if amount or w.every]
    kinds = [("基本支出", b.spent("基本")), ("项目支出", b.spent("项目")), ("事业单位经营支出", b.spent("经营"))]
    kinds = [(name, amount) for name, amount in kinds if amount or w.every]
    rule = p.pick("按照综合预算原则，部门全部收入和支出纳入部门预算管理。", "部门预算按综合预算的要求编制，收入和支出全部列入。", "")
    p.p(
        f"{rule}{p.y()}年，{w.me}收入预算为{p.m(grand)}，{w.than(grand, 'total')}。其中：{w.listed(shown, grand if p.random.random() < 0.4 else None)}。"
    )
    text = f"相应安排支出预算{p.m(spent)}"
    if p.random.random() < 0.7:
        text += f"，{w.than(spent, 'total')}"
    p.p(f"{text}，其中：{w.listed(kinds, spent if p.random.random() < 0.6 else None)}。")


def _use(w: _Writer, node: Node, projects: Sequence[Project]) -> str:
    """What the money of a 项 is for."""
    p = w.p
    named = [x.name for x in projects if x.code == node.code]
    if named:
        return f"主要用于{'、'.join(named)}{p.pick('', '等项目支出' if len(named) > 1 else '项目支出')}"
    if node.code in PURPOSES:
        return f"主要{p.pick(*PURPOSES[node.code])}"
    if node.code.endswith("01"):
        return f"主要用于{p.pick('机关人员工资福利和日常公用支出', '保障机关正常运转')}"
    return f"主要用于{p.pick('所属事业单位人员经费和日常公用支出', '事业单位正常运转')}"


def _general(w: _Writer, projects: list[Project]) -> None:
    p, b = w.p, w.b
    p.h("二、一般公共预算拨款支出情况")
    spent = b.spent(fund="一般")
    lead = p.pick("主要支出项目（按项级科目分类统计）包括：", "具体支出按项级科目列示如下：")
    p.p(f"{p.y()}年度一般公共预算拨款支出{p.m(spent)}，{w.than(spent, 'total')}，{lead}")
    compared, used = p.random.random() < 0.5, p.random.random() < 0.9
    shown = [(node, b.spent(fund="一般", item=node.item)) for node in b.rows("一般", level=3)]
    shown = [(node, amount) for node, amount in shown if amount]
    alone = len({node.name for node, _ in shown}) == len(shown)
    for i, (node, amount) in enumerate(shown, 1):
        others = [other.name for other, _ in shown if other.code != node.code]
        name = f"{node.code}—{node.name}" if w.coded or not alone else p.subject(node.name, amount.key, *others)
        text = f"（{ordinal(i)}）{name}{p.m(amount)}"
        text += f"，{w.than(amount, 'project', p.random.random() < 0.5)}" if compared else ""
        p.p(f"{text}。{_use(w, node, projects)}。" if used else f"{text}。")


def _funds(w: _Writer) -> None:
    p, b = w.p, w.b
    for number, name, fund in (("三", "政府性基金预算", "基金"), ("四", "国有资本经营预算", "国资")):
        p.h(f"{number}、{name}拨款支出情况")
        if not b.rows(fund):
            p.p(p.trap("empty-table-described", f"{w.me}{b.year}年没有使用{name}拨款安排的支出。"))
            continue
        spent = b.spent(fund=fund)
        text = f"{p.y()}年度{name}拨款支出{p.m(spent)}，{w.than(spent, 'project')}"
        told = [(node, b.spent(fund=fund, item=node.item)) for node in b.rows(fund, level=3)]
        items = "；".join(f"{node.code}—{node.name}{p.m(amount)}" for node, amount in told if amount)
        p.p(f"{text}。" + (f"包括：{items}。" if items else ""))


def _basic(w: _Writer) -> None:
    p, b = w.p, w.b
    name, fund = ("一般公共预算拨款", "一般") if b.year >= 2024 else ("财政拨款", "财政")
    p.h(f"五、{name}基本支出情况")
    basic = b.spent("基本", fund)
    p.p(f"{p.y()}年度{name}基本支出{p.m(basic)}，其中：")
    for i, (name, heads) in enumerate((("人员经费", ("301", "303")), ("公用经费", ("302", "310"))), 1):
        amount = b.of(name, "支出", "基本", "一般")
        inside = [b.econ[c] for c in sorted(b.econ) if c.startswith(heads) and b.of(f"经济.{c}", "支出", "基本", "一般")]
        share = f"，占{p.s(amount, basic)}" if w.every else ""
        p.p(f"（{ordinal(i)}）{name}{p.m(amount)}{share}，主要包括{'、'.join(inside)}{p.pick('等', '')}。")


def _three(w: _Writer) -> None:
    p, b = w.p, w.b
    p.h("六、一般公共预算“三公”经费支出情况")

    def of(name: str) -> Amount:
        return b.of(f"三公{name}", "支出", "", "财政")

    whole, go, guest, cars, run, buy = (of(x) for x in ("", ".出国", ".接待", ".公车", ".公车运维", ".公车购置"))
    if not whole and not b.last(whole):
        p.p(p.trap("empty-table-described", f"{b.year}年没有安排一般公共预算“三公”经费，与上年一致。"))
        return
    p.p(
        f"{p.y()}年度“三公”经费一般公共预算拨款安排{p.m(whole)}，{w.than(whole, 'car', False)}。其中：因公出国（境）费用{p.m(go)}，公务接待费{p.m(guest)}，"
        f"公务用车购置及运行费{p.m(cars)}。具体情况如下："
    )
    told = f"{p.y()}年预算安排" if p.random.random() < 0.6 else f"{b.year}年安排"
    p.p(f"（一）因公出国（境）费用。{told}{p.m(go)}，{w.than(go, 'abroad')}。")
    use = p.pick("接待上级调研、兄弟单位交流", "接待来访客商和工作检查", "业务往来和对口协作") if guest else ""
    p.p(f"（二）公务接待费。{told}{p.m(guest)}" + (f"，主要用于{use}等方面的接待活动" if use else "") + f"，{w.than(guest, 'reception')}。")
    p.p(
        f"（三）公务用车购置及运行费。{told}{p.m(cars)}，其中：公务用车运行费{p.m(run)}，公务用车购置费{p.m(buy)}。"
        f"公务用车运行费{w.than(run, 'car')}；公务用车购置费{w.than(buy, 'car')}。"
    )


def _other(w: _Writer, projects: list[Project]) -> None:
    p, b, u = w.p, w.b, w.b.unit
    p.h("七、预算绩效目标情况")
    total = b.of("项目合计", "支出", "", "财政")
    if projects:
        whole = b.spent("项目", "财政")
        text = f"{p.y()}年，{w.me}共设置{p.k('项目')}个项目绩效目标，涉及财政拨款资金{p.m(total)}"
        p.p(text + (f"，占财政拨款项目支出预算的{p.s(total, whole)}。" if p.random.random() < 0.5 else "。"))
        big = max(projects, key=lambda x: x.spent.fen)
        if p.random.random() < 0.4 and len(projects) > 1:
            p.p(f"其中金额最大的项目为{big.name}，预算安排{p.m(big.spent)}，占{p.s(big.spent, total)}。")
        for x in projects[: p.random.randint(0, 2)]:
            _goals(p, x)
    else:
        p.p(p.trap("empty-table-described", f"{w.me}{b.year}年没有安排项目支出，未设置项目绩效目标。"))
    p.h("八、其他重要事项说明")
    running = b.of("机关运行经费", "支出", "基本", "一般")
    p.p(f"（一）机关运行经费。{p.y()}年，{w.me}机关运行经费财政拨款预算安排{p.m(running)}，{w.than(running, 'public')}。")
    bought = b.of("采购", "支出")
    kinds = [(f"政府采购{n}预算", b.of(f"采购.{n}", "支出")) for n in ("货物", "工程", "服务")]
    text = f"（二）政府采购情况。{p.y()}年，{w.me}政府采购预算总额{p.m(bought)}"
    text += f"，{w.than(bought, 'project', False)}" if p.random.random() < 0.4 else ""
    p.p(f"{text}，其中：{w.listed([(n, a) for n, a in kinds if a or w.every])}。")
    cars = "、".join(f"{n}{p.k(f'车辆.{n}')}辆" for n in KINDS if b.counts[f"车辆.{n}"] or w.every)
    p.p(
        f"（三）国有资产占有使用情况。截至{p.y(-1)}年12月31日，{u.name}本级及所属预算单位共有车辆{p.k('车辆')}辆"
        + (f"，其中：{cars}" if cars else "")
        + f"；单价100万元（含）以上设备（不含车辆）{p.k('设备')}台（套）。{p.y()}年部门预算安排购置车辆{p.k('购置车辆')}辆。"
    )


def _goals(p: Page, x: Project) -> None:
    """项目支出绩效目标表: money and targets."""
    form = f"绩效目标表.{x.name}"
    style = Style(trim=p.random.random() < 0.5)
    p.note(f"{p.books.year}年度项目支出绩效目标表")
    p.start(form)
    rows = [["项目名称", x.name, "", ""]]
    p.at = (1, 2)
    rows.append(["项目资金（万元）", "资金总额", p.n(x.spent, style), ""])
    p.at = (2, 2)
    rows.append(["", "其中：财政拨款", p.n(x.spent, style), ""])
    rows.append(["", "其他资金", "0", ""])
    rows.append(["总体目标", f"{p.pick(*words('reasons')['goal'])}。", "", ""])
    rows.append(["一级指标", "二级指标", "三级指标", "目标值"])
    for i, y in enumerate(x.indicators):
        p.at = (len(rows), 3)
        target = f"≤{p.n(x.spent, style)}万元" if y.second == "成本指标" else f"{y.sign}{y.target}{y.unit}"
        rows.append(["" if i and x.indicators[i - 1].first == y.first else y.first, y.second, y.name, target])
    p.stop()
    p.table(form, rows, 0)


FAMILIES = [
    Family(
        "budget-straits", "department-budget", write, stage="预算", grain=100, years=(2021, 2025),
        text=(Style(), Style(trim=True), Style(grouped=True)), cells=(Style(zero=""), Style(zero="0.00"), Style(zero="", grouped=True)),
        percent=(2, 2, 1), broken=0.03, page_mark=lambda n: f"- {n + 15} -",
    ),
]  # fmt: skip
