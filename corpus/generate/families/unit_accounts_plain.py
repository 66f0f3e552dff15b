"""单位决算 in the manner of Henan, on the central plain: tables first, every source named even at nothing, items against 年初预算, thirteen chapters."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from generate import forms
from generate.accounts import VEHICLES
from generate.families import Family
from generate.ledger import Amount, Key
from generate.page import Page
from generate.performance import grade, points
from generate.performance import rate as executed
from generate.printing import Style
from generate.projects import Project
from generate.words import words


class _Writer:
    """The page, and the turns of phrase that this document keeps to."""

    def __init__(self, p: Page) -> None:
        self.p, self.b = p, p.books
        random = p.random
        self.lead = random.choice(("与上年度相比，", "与{}年度相比，", "与上年相比，"))
        self.cause = random.choice(("。主要原因是：", "，主要原因是", "。主要原因："))
        self.gap = random.choice(("order", "order", "difference"))
        self.every = random.random() < 0.7
        self.me = random.choice(("我单位", "本单位"))

    def than(self, now: Amount, topic: str, what: str = "") -> str:
        """与上年度相比 … , without the full stop."""
        p, base = self.p, self.b.last(now)
        move = p.move(now, base)
        if move == "none":
            return f"与上年度一致，{p.word('none', '均未发生')}"
        if move == "flat":
            return f"{self._lead()}{what}{p.word('flat', '无增减变化')}"
        if not float(p.text.number(Fraction(now.fen - base.fen, p.text.scale)).replace(",", "")):
            return f"{self._lead()}{what}{p.word('flat', '基本持平')}"
        text = f"{self._lead()}{what}{p.d(now, base)}"
        if move == "new":
            return f"{text}，{p.trap('zero-base', '上年度没有发生')}"
        if p.percent.number(abs(Fraction(now.fen - base.fen, base.fen)) * 100) in ("0.0", "0.00"):
            return text
        return f"{text}，{p.r(now, base)}{self.cause}{p.why(topic, now, base)}"

    def _lead(self) -> str:
        before, mark, after = self.lead.partition("{}")
        return before + (self.p.y(-1) if mark else "") + after

    def parts(self, shown: Sequence[tuple[str, Amount]], whole: Amount) -> str:
        """其中：…万元，占…%；…"""
        p = self.p
        told = []
        for name, amount in shown:
            others = [other for other, there in shown if other != name and there]
            told.append(f"{p.subject(name, amount.key, *others) if amount else name}{p.m(amount)}，占{p.s(amount, whole)}")
        return "；".join(told)

    def against(self, spent: Amount, budget: Amount, reason: str) -> str:
        """决算数大于年初预算数的主要原因是 …"""
        p = self.p
        if p.same(spent, budget):
            return f"决算数与年初预算数{p.word('flat', '持平')}"
        if self.gap == "order":
            return f"决算数{p.order(spent, budget)}年初预算数的主要原因是{reason}"
        return f"决算数与年初预算数存在差异的主要原因是：{reason}"


def write(p: Page, projects: list[Project]) -> None:
    w = _Writer(p)
    b, u = p.books, p.books.unit
    p.title(f"{p.y()}年度{u.name}单位决算")
    p.note(p.trap("next-year-mention", f"{b.year + 1}年{p.random.choice((8, 9))}月"))
    p.h(f"第一部分 {u.name}概况", 1)
    p.h("一、单位职责")
    p.p(f"{u.name}的主要职责是：" + "；".join(f"{i}.{duty}" for i, duty in enumerate(u.domain["duties"], 1)) + "。")
    p.h("二、机构设置")
    offices = u.offices[: 3 + p.random.randrange(2)]
    p.p(
        f"{u.name}内设机构{p.k('内设', len(offices), listed=True)}个，包括：{'、'.join(offices)}。{w.me}共有编制{p.k('编制', u.posts)}人，年末实有在职人员"
        f"{p.k('在职', u.staff)}人，退休人员{p.k('离退休', u.retired)}人。"
    )
    p.p(f"从决算单位构成看，{u.name}决算为本级决算，没有独立核算的下属单位。")
    p.h(f"第二部分 {p.y()}年度单位决算表", 1)
    _tables(p)
    p.h(f"第三部分 {p.y()}年度单位决算情况说明", 1)
    _totals(w)
    _general(w)
    p.h("六、一般公共预算财政拨款基本支出决算情况说明")
    people, public = b.of("人员经费", "支出", "基本", "一般"), b.of("公用经费", "支出", "基本", "一般")
    told = []
    for name, amount, head in (("人员经费", people, ("301", "303")), ("公用经费", public, ("302", "310"))):
        inside = [b.econ[c] for c in sorted(b.econ) if c.startswith(head) and b.of(f"经济.{c}", "支出", "基本", "一般")]
        told.append(f"{name}{p.m(amount)}" + (f"，主要包括：{'、'.join(inside)}" if inside else ""))
    p.p(f"{p.y()}年度一般公共预算财政拨款基本支出{p.m(b.spent('基本', '一般'))}。其中：{'；'.join(told)}。")
    p.h("七、财政拨款“三公”经费支出决算情况说明")
    _three(w)
    for i, (name, short, flow) in enumerate((("政府性基金预算", "基金", "收入和"), ("国有资本经营预算", "国资", "")), 8):
        p.h(f"{forms.ordinal(i)}、{name}财政拨款{'收入支出' if flow else '支出'}决算情况说明")
        if b.rows(short):
            spent = b.spent(fund=short)
            used = "、".join(node.name.removeprefix("用于") for node in b.rows(short, level=3) if b.spent(fund=short, item=node.item))
            p.p(f"{p.y()}年度{name}财政拨款支出{p.m(spent)}{f'，主要用于{used}' if used else ''}。{w.than(spent, 'project', '支出')}。")
        else:
            p.p(p.trap("empty-table-described", f"{w.me}{b.year}年度没有使用{name}财政拨款安排的支出。"))
    _other(w, projects)
    p.h("第四部分 名词解释", 1)
    for i, term in enumerate(words("terms"), 1):
        p.p(f"{forms.ordinal(i)}、{term}")


def _tables(p: Page) -> None:
    u = p.books.unit
    p.head = lambda number, title: [title, number, f"编制单位：{u.name}", f"{p.y()}年度", f"金额单位：{p.cells.unit}"]
    forms.total(p)
    p.note("注：本表反映单位本年度的总收支和年末结转结余情况。")
    if p.random.random() < 0.6:
        p.note(p.trap("tail-note", "本套报表金额单位转换时可能存在尾数误差。"))
    forms.income(p)
    forms.expenditure(p)
    forms.fiscal_total(p)
    forms.general(p)
    forms.basic(p, blocks=p.random.choice((1, 3)), full=p.random.random() < 0.4)
    forms.fund(p, empty="注：我单位没有政府性基金预算财政拨款收入、支出，故本表为空。")
    forms.state(p, empty="注：我单位没有国有资本经营预算财政拨款支出，故本表为空。")
    forms.three(p, layout="wide")


def _totals(w: _Writer) -> None:
    p, b = w.p, w.b
    p.h("一、收入支出决算总体情况说明")
    grand = b.grand()
    p.p(f"{p.y()}年度收、支总计均为{p.m(grand)}。{w.than(grand, 'total', '收、支总计各')}。")
    p.h("二、收入决算情况说明")
    sources = [
        ("财政拨款收入", "财政"),
        ("上级补助收入", "上级"),
        ("事业收入", "事业"),
        ("经营收入", "经营"),
        ("附属单位上缴收入", "附属"),
        ("其他收入", "其他"),
    ]
    shown = [(name, b.income(part)) for name, part in sources if w.every or b.income(part)]
    p.p(f"{p.y()}年度收入合计{p.m(b.income())}，其中：{w.parts(shown, b.income())}。")
    p.h("三、支出决算情况说明")
    kinds = [("基本支出", b.spent("基本")), ("项目支出", b.spent("项目"))]
    tail = ""
    if w.every:
        tail = p.trap("zero", "；上缴上级支出0.00万元，占0.00%；对附属单位补助支出0.00万元，占0.00%")
    if w.every or b.spent("经营"):
        kinds.append(("经营支出", b.spent("经营")))
    p.p(f"{p.y()}年度支出合计{p.m(b.spent())}，其中：{w.parts(kinds, b.spent())}{tail}。")
    p.h("四、财政拨款收入支出决算总体情况说明")
    grand = b.grand("财政")
    p.p(f"{p.y()}年度财政拨款收、支总计均为{p.m(grand)}。{w.than(grand, 'total', '财政拨款收、支总计各')}。")


def _general(w: _Writer) -> None:
    p, b = w.p, w.b
    p.h("五、一般公共预算财政拨款支出决算情况说明")
    p.h("（一）总体情况。", 3)
    spent = b.spent(fund="一般")
    p.p(
        f"{p.y()}年度一般公共预算财政拨款支出{p.m(spent)}，占支出合计的{p.s(spent, b.spent())}。{w.than(spent, 'total', '一般公共预算财政拨款支出')}。"
    )
    p.h("（二）结构情况。", 3)
    tail = p.pick("（类）", "（类）支出") if p.random.random() < 0.6 else ""
    shown = []
    for node in b.rows("一般", level=1):
        name = node.name.removesuffix("支出") if tail.endswith("支出") else node.name
        shown.append((name + tail, b.spent(fund="一般", item=node.item)))
    p.p(f"{p.y()}年度一般公共预算财政拨款支出{p.m(spent)}，主要用于以下方面：{w.parts(shown, spent)}。")
    p.h("（三）具体情况。", 3)
    first = b.initial(spent)
    p.p(f"{p.y()}年度一般公共预算财政拨款支出年初预算为{p.m(first)}，支出决算为{p.m(spent)}，完成年初预算的{p.c(spent, first)}。其中：")
    names = {node.code: node.name for node in b.rows("一般")}
    i = 0
    for node in b.rows("一般", level=3):
        amount = b.spent(fund="一般", item=node.item)
        begun = b.initial(amount)
        if not amount:
            continue
        i += 1
        path = f"{names[node.code[:3]]}（类）{names[node.code[:5]]}（款）{node.name}（项）。"
        text = f"{i}.{path}年初预算为{p.m(begun, note='' if begun else 'zero-base')}，支出决算为{p.m(amount)}"
        if begun:
            p.p(f"{text}，完成年初预算的{p.c(amount, begun)}。{w.against(amount, begun, p.gap(amount, begun))}。")
        else:
            added = p.pick("年初未列入预算，年中追加", "上级年中下达专项资金", "预算执行中按程序追加")
            p.p(f"{text}。决算数{p.order(amount, begun)}年初预算数的主要原因是{added}。")


def _three(w: _Writer) -> None:
    p, b = w.p, w.b

    def of(name: str) -> tuple[Amount, Amount]:
        item = f"三公.{name}" if name else "三公"
        return b.of(item, "支出", "", "财政"), b.of(item, "支出", "", "财政", "全年预算")

    whole, plan = of("")
    p.h("（一）“三公”经费财政拨款支出决算总体情况。", 3)
    if not plan:
        p.p(
            p.trap(
                "empty-table-described", f"{b.year}年度“三公”经费财政拨款支出预算为0.00万元，支出决算为0.00万元，{w.me}没有“三公”经费支出。"
            )
        )
        return
    text = f"{p.y()}年度“三公”经费财政拨款支出预算为{p.m(plan)}，支出决算为{p.m(whole)}，完成预算的{p.c(whole, plan)}。"
    if not p.same(whole, plan):
        saved = p.pick("落实过紧日子要求，从严控制支出", "公务活动少于预期", "严格执行公务接待和公务用车管理规定")
        text += (
            f"决算数{p.order(whole, plan)}预算数的主要原因是{saved}。"
            if w.gap == "order"
            else f"决算数与预算数存在差异的主要原因是：{saved}。"
        )
    p.p(text)
    p.h("（二）“三公”经费财政拨款支出决算具体情况。", 3)
    (go, go_plan), (cars, cars_plan), (guest, guest_plan) = of("出国"), of("公车"), of("接待")
    if whole:
        p.p(
            f"{p.y()}年度“三公”经费财政拨款支出决算中，因公出国（境）费支出决算{p.m(go)}，占{p.s(go, whole)}；公务用车购置及运行费支出决算"
            f"{p.m(cars)}，占{p.s(cars, whole)}；公务接待费支出决算{p.m(guest)}，占{p.s(guest, whole)}。具体情况如下："
        )

    def head(name: str, spent: Amount, budget: Amount) -> str:
        done = f"完成预算的{p.c(spent, budget)}" if budget else f"完成预算的{p.trap('zero-base', '0.00%')}"
        return f"{name}预算为{p.m(budget)}，支出决算为{p.m(spent)}，{done}。"

    p.p("1.", head("因公出国（境）费", go, go_plan), f"全年因公出国（境）团组{p.k('团组')}个，累计{p.k('出国人次')}人次。")
    buy, run = of("公车购置")[0], of("公车运维")[0]
    p.p("2.", head("公务用车购置及运行费", cars, cars_plan), "其中：")
    p.p(f"公务用车购置支出{p.m(buy)}，购置车辆{p.k('购置车辆')}台。")
    text = f"公务用车运行支出{p.m(run)}。"
    if run:
        text += f"主要用于{p.pick('执法检查、下乡走访', '业务督导、公文传递', '应急保障和日常公务')}所需车辆的燃料费、维修费、过路过桥费、保险费等支出。"
    p.p(text + f"期末，{w.me}开支财政拨款的公务用车保有量为{p.k('保有车辆')}辆。")
    if cars or b.last(cars):
        p.p(f"公务用车购置及运行费支出{w.than(cars, 'car')}。")
    text = head("公务接待费", guest, guest_plan)
    if guest:
        text += (
            f"主要用于{p.pick('接待上级检查调研', '与兄弟单位交流学习', '接待业务指导和考核')}支出。全年共接待国内来访团组{p.k('接待批次')}个、来宾{p.k('接待人次')}人次"
            f"（不包括陪同人员）。"
        )
    p.p("3.", text, p.trap("zero", "外宾接待支出0.00万元。") if p.random.random() < 0.5 else "")


def _other(w: _Writer, projects: list[Project]) -> None:
    p, b, u = w.p, w.b, w.b.unit
    p.h("十、机关运行经费支出情况说明")
    running = b.of("机关运行经费", "支出", "基本", "一般")
    if u.kind == "行政":
        p.p(f"{p.y()}年度机关运行经费支出{p.m(running)}，{w.than(running, 'public', '机关运行经费')}。")
    else:
        p.p(p.trap("empty-table-described", f"{w.me}为事业单位，{b.year}年度没有机关运行经费支出。"))
    p.h("十一、政府采购支出情况说明")
    bought, small, micro = b.of("采购", "支出"), b.of("采购.中小", "支出"), b.of("采购.小微", "支出")
    text = (
        f"{p.y()}年度政府采购支出总额{p.m(bought)}，其中：政府采购货物支出{p.m(b.of('采购.货物', '支出'))}、政府采购工程支出{p.m(b.of('采购.工程', '支出'))}、"
        f"政府采购服务支出{p.m(b.of('采购.服务', '支出'))}。"
    )
    if p.random.random() < 0.8 and small:
        text += f"授予中小企业合同金额{p.m(small)}，占政府采购支出总额的{p.s(small, bought)}"
        text += f"，其中：授予小微企业合同金额{p.m(micro)}，占授予中小企业合同金额的{p.s(micro, small)}。"
    p.p(text)
    p.h("十二、国有资产占用情况说明")
    kinds = VEHICLES if w.every else [name for name in VEHICLES if b.counts[f"车辆.{name}"]]
    cars = "、".join(f"{name}{p.k(f'车辆.{name}')}辆" for name in kinds)
    p.p(
        f"{p.y()}年期末，{w.me}共有车辆{p.k('车辆')}辆"
        + (f"，其中：{cars}" if cars else "")
        + f"；单位价值100万元（含）以上设备（不含车辆）{p.k('设备')}台（套）。"
    )
    p.h("十三、预算绩效情况说明")
    _performance(w, projects)


def _performance(w: _Writer, projects: list[Project]) -> None:
    p, b = w.p, w.b
    if not projects:
        p.p(p.trap("empty-table-described", f"{w.me}{b.year}年度没有项目支出，未开展项目绩效自评。"))
        return
    total, spent = b.of("项目合计", "支出", "", "财政"), b.spent("项目", "财政")
    p.h("（一）绩效管理工作开展情况", 3)
    text = f"根据预算绩效管理要求，{w.me}组织对{p.y()}年度项目支出开展绩效自评，涉及项目{p.k('项目')}个，支出金额{p.m(total)}"
    p.p(text + (f"，占财政拨款项目支出的{p.s(total, spent)}。" if p.random.random() < 0.5 else "。"))
    p.h("（二）项目绩效自评结果", 3)
    found = [g for g in "优良中差" if b.counts[f"项目.{g}"]]
    p.p("从自评情况看，" + "、".join(f"自评等级为“{g}”的项目{p.k(f'项目.{g}')}个" for g in found) + "。具体如下：")
    for i, project in enumerate(projects, 1):
        text = f"{i}.{project.name}：全年预算数{p.m(project.plan)}，执行数{p.m(project.spent)}，执行率{p.c(project.spent, project.plan)}，"
        p.p(f"{text}自评得分{points(p, Key(f'得分.{project.name}'))}分，等级为“{grade(p, project)}”。")
    if p.random.random() < 0.5:
        _summary(p, projects)


def _summary(p: Page, projects: list[Project]) -> None:
    """项目绩效自评情况汇总表."""
    b = p.books
    form = "汇总表.项目"
    p.note("项目支出绩效自评情况汇总表")
    p.note(f"编制单位：{b.unit.name}    金额单位：万元")
    p.start(form)
    rows = [["序号", "项目名称", "年初预算数", "全年预算数", "全年执行数", "执行率（%）", "自评得分"]]

    def money(amounts: Sequence[Amount]) -> list[str]:
        return [forms.cell(p, amount, len(rows), column, Style()) for column, amount in enumerate(amounts, 2)]

    percent = Style(unit="", decimals=2)
    for i, project in enumerate(projects, 1):
        cells = money((project.first, project.plan, project.spent))
        p.at = (len(rows), 5)
        share = executed(p, project, percent)
        p.at = (len(rows), 6)
        rows.append([str(i), project.name, *cells, share, points(p, Key(f"得分.{project.name}"))])
    total = b.of("项目合计", "支出", "", "财政")
    plan = b.adjusted(total)
    cells = money((b.initial(total), plan, total))
    p.at = (len(rows), 5)
    share = p.figure("ratio", Fraction(total.fen * 100, plan.fen), [total.key, plan.key], percent)
    rows.append(["", "合计", *cells, share, ""])
    p.stop()
    p.table(form, rows, 1)


FAMILIES = [
    Family(
        "unit-accounts-plain", "unit-final-accounts", write, level="单位",
        text=(Style(), Style(grouped=True)), cells=(Style(zero=""), Style(zero="", grouped=True), Style()), percent=(2,), broken=0.05,
        page_mark=lambda n: f"{n + 14}", years=(2020, 2024),
    ),
]  # fmt: skip
