"""部门决算 in the manner of Sichuan (泸州, 达州, 大英): text first, figures of charts named, budgets of the whole year, 自评表 and tables at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from generate import forms
from generate.accounts import VEHICLES
from generate.families import Family
from generate.ledger import Amount, Key
from generate.page import Page
from generate.performance import goal, grade, points, rate
from generate.printing import Style
from generate.projects import Project
from generate.words import words

PARTS = (
    "收入支出决算总体情况说明", "收入决算情况说明", "支出决算情况说明", "财政拨款收入支出决算总体情况说明", "一般公共预算财政拨款支出决算情况说明",
    "一般公共预算财政拨款基本支出决算情况说明", "财政拨款“三公”经费支出决算情况说明", "政府性基金预算支出决算情况说明", "国有资本经营预算支出决算情况说明",
    "其他重要事项的情况说明",
)  # fmt: skip
NUMBERS = {
    "公开01表": "公开01表", "公开02表": "公开02表", "公开03表": "公开03表", "公开04表": "公开04表", "公开05表": "公开06表", "公开06表": "公开08表",
    "公开项目表": "公开09表", "公开07表": "公开10表", "公开08表": "公开12表", "公开09表": "公开13表",
}  # fmt: skip
"""Under which number the province prints each table."""
MONEY = {
    "出国": ("因公出国（境）", "abroad"), "公车": ("公务用车购置及运行维护费", "car"), "公车购置": ("公务用车购置", "car"),
    "公车运维": ("公务用车运行维护费", "car"), "接待": ("公务接待费", "reception"),
}  # fmt: skip


class _Writer:
    """The page, and the turns of phrase that this document keeps to."""

    def __init__(self, p: Page) -> None:
        self.p, self.b = p, p.books
        random = p.random
        self.down = random.choice(("下降", "减少"))
        self.lead = random.choice(("与{}年度相比，", "与{}年相比，", "较{}年度"))
        self.cause = random.choice(("。主要变动原因是", "，主要变动原因是", "，主要原因是"))
        self.charts = random.random() < 0.7
        self.chart = 0

    def than(self, now: Amount, topic: str, what: str = "", why: bool = True) -> str:
        """与上年度相比 … , without the full stop."""
        p, base = self.p, self.b.last(now)
        move = p.move(now, base)
        if move in ("none", "flat"):
            return f"与{p.y(-1)}年度{p.word('flat', p.pick('持平', '持平，无增减变化'))}"
        if not float(p.text.number(Fraction(now.fen - base.fen, p.text.scale)).replace(",", "")):
            return f"与{p.y(-1)}年度{p.word('flat', '基本持平')}"
        lead, _, tail = self.lead.partition("{}")
        stop = "，" if what and not tail.endswith("，") else ""
        text = f"{lead}{p.y(-1)}{tail}{stop}{what}{p.d(now, base)}"
        if move == "new":
            return f"{text}，{p.trap('zero-base', '上年无此项支出')}" if topic != "total" else f"{text}，{p.trap('zero-base', '上年为零')}"
        if p.percent.number(abs(Fraction(now.fen - base.fen, base.fen)) * 100) in ("0", "0.0", "0.00"):
            return text
        return f"{text}，{p.r(now, base, '增长', self.down)}" + (f"{self.cause}{p.why(topic, now, base)}" if why else "")

    def figure(self, name: str, kind: str) -> None:
        """The caption of a chart that the text version leaves out."""
        if self.charts:
            self.chart += 1
            self.p.p(f"（图{self.chart}：{name}）（{kind}）")

    def named(self, name: str, amount: Amount, shown: Sequence[tuple[str, Amount]]) -> str:
        """The name of one of several parts that are told side by side."""
        return self.p.subject(name, amount.key, *(other for other, _ in shown if other != name)) if amount else name

    def parts(self, shown: Sequence[tuple[str, Amount]], whole: Amount) -> str:
        """其中：…万元，占…%；…"""
        p = self.p
        return "；".join(f"{self.named(n, a, shown)}{p.m(a)}，占{p.s(a, whole)}" for n, a in shown)


def write(p: Page, projects: list[Project]) -> None:
    p.percent = replace(p.percent, trim=True)
    w = _Writer(p)
    b, u = p.books, p.books.unit
    p.title(f"{p.y()}年度{u.name}部门决算")
    if p.random.random() < 0.5:
        _contents(p)
    p.note(p.trap("next-year-mention", f"公开时间：{b.year + 1}年{p.random.choice((9, 10))}月{p.random.randint(10, 29)}日"))
    p.h("第一部分 部门概况", 1)
    p.h("一、部门职责")
    for i, duty in enumerate(u.domain["duties"], 1):
        p.p(f"{i}.{duty}。")
    p.h("二、机构设置")
    units = "、".join(u.children)
    p.p(
        f"{u.name}内设{'、'.join(u.offices)}等{p.k('内设', len(u.offices), listed=True)}个股室，下属二级预算单位{p.k('二级', len(u.children), listed=True)}个，"
        f"即{units}。"
    )
    if p.random.random() < 0.6:
        p.p(f"编制{p.k('编制', u.posts)}名，{p.y()}年末在职人员{p.k('在职', u.staff)}人，退休人员{p.k('离退休', u.retired)}人。")
    p.h(f"第二部分 {p.y()}年度部门决算情况说明", 1)
    _whole(w)
    _general(w)
    p.h("六、" + PARTS[5])
    people, public = b.of("人员经费", "支出", "基本", "一般"), b.of("公用经费", "支出", "基本", "一般")
    p.p(f"{p.y()}年度一般公共预算财政拨款基本支出{p.m(b.spent('基本', '一般'))}，其中：")
    for name, amount, head in (("人员经费", people, ("301", "303")), ("公用经费", public, ("302", "310"))):
        inside = [c for c in sorted(b.econ) if c.startswith(head) and b.of(f"经济.{c}", "支出", "基本", "一般")]
        if amount:
            p.p(f"{name}{p.m(amount)}，主要包括：{'、'.join(b.econ[c] for c in inside)}等。")
    p.h("七、" + PARTS[6])
    _three(w)
    for i, (name, short) in enumerate((("政府性基金预算", "基金"), ("国有资本经营预算", "国资")), 7):
        p.h(f"{forms.ordinal(i + 1)}、{PARTS[i]}")
        if b.rows(short):
            spent = b.spent(fund=short)
            text = f"{p.y()}年度{name}财政拨款支出{p.m(spent)}"
            p.p(f"{text}。" if p.random.random() < 0.5 else f"{text}，{w.than(spent, 'project', why=False)}。")
        else:
            p.p(p.trap("empty-table-described", f"{b.year}年度{name}财政拨款支出0万元。"))
    _other(w, projects)
    p.h("第三部分 名词解释", 1)
    for i, term in enumerate(words("terms"), 1):
        p.p(f"{i}.{term}")
    p.h("第四部分 附件", 1)
    for project in projects:
        _form(p, project)
    p.h("第五部分 附表", 1)
    _tables(p)


def _contents(p: Page) -> None:
    """The table of contents, with page numbers behind dots."""
    page = p.random.randint(3, 5)
    p.h("目录", 2)
    p.p(f"第一部分 部门概况{'.' * 24}{page}")
    p.p(f"第二部分 {p.y()}年度部门决算情况说明{'.' * 20}{page + 2}")
    for i, name in enumerate(PARTS, 1):
        p.p(f"{forms.ordinal(i)}、{name}{'.' * 18}{page + 2 + i * 3 // 4}")
    for part, name, shift in (("三", "名词解释", 13), ("四", "附件", 16), ("五", "附表", 24)):
        p.p(f"第{part}部分 {name}{'.' * 24}{page + shift}")


def _whole(w: _Writer) -> None:
    p, b = w.p, w.b
    p.h("一、" + PARTS[0])
    p.p(f"{p.y()}年度收、支总计均为{p.m(b.grand())}。{w.than(b.grand(), 'total', '收、支总计各')}。")
    w.figure("收、支决算总计变动情况图", "柱状图")
    p.h("二、" + PARTS[1])
    shown = [
        ("一般公共预算财政拨款收入", b.of("总额", "收入", "", "一般")), ("政府性基金预算财政拨款收入", b.of("总额", "收入", "", "基金")),
        ("国有资本经营预算财政拨款收入", b.of("总额", "收入", "", "国资")), ("上级补助收入", b.income("上级")), ("事业收入", b.income("事业")),
        ("经营收入", b.income("经营")), ("附属单位上缴收入", b.income("附属")), ("其他收入", b.income("其他")),
    ]  # fmt: skip
    every = p.random.random() < 0.5
    p.p(f"{p.y()}年度本年收入合计{p.m(b.income())}，其中：{w.parts([x for x in shown if every or x[1]], b.income())}。")
    w.figure("收入决算结构图", "饼状图")
    p.h("三、" + PARTS[2])
    shown = [("基本支出", b.spent("基本")), ("项目支出", b.spent("项目"))]
    if every or b.spent("经营"):
        shown.append(("经营支出", b.spent("经营")))
    p.p(f"{p.y()}年度本年支出合计{p.m(b.spent())}，其中：{w.parts(shown, b.spent())}。")
    w.figure("支出决算结构图", "饼状图")
    p.h("四、" + PARTS[3])
    grand = b.grand("财政")
    p.p(f"{p.y()}年度财政拨款收、支总计均为{p.m(grand)}。{w.than(grand, 'total', '财政拨款收、支总计各')}。")
    w.figure("财政拨款收、支决算总计变动情况", "柱状图")


def _general(w: _Writer) -> None:
    p, b = w.p, w.b
    p.h("五、" + PARTS[4])
    p.h("（一）一般公共预算财政拨款支出决算总体情况", 3)
    spent = b.spent(fund="一般")
    p.p(
        f"{p.y()}年度一般公共预算财政拨款支出{p.m(spent)}，占本年支出合计的{p.s(spent, b.spent())}。"
        f"{w.than(spent, 'total', '一般公共预算财政拨款支出')}。"
    )
    w.figure("一般公共预算财政拨款支出决算变动情况", "柱状图")
    p.h("（二）一般公共预算财政拨款支出决算结构情况", 3)
    tail = p.pick("（类）", "")
    shown = [(node.name + tail, b.spent(fund="一般", item=node.item)) for node in b.rows("一般", level=1)]
    p.p(f"{p.y()}年度一般公共预算财政拨款支出{p.m(spent)}，主要用于以下方面：{w.parts(shown, spent)}。")
    w.figure("一般公共预算财政拨款支出决算结构", "饼状图")
    p.h("（三）一般公共预算财政拨款支出决算具体情况", 3)
    plan = b.adjusted(spent)
    p.p(f"{p.y()}年度一般公共预算支出决算数为{p.m(spent)}，完成预算{p.c(spent, plan)}。其中：")
    names = {node.code: node.name for node in b.rows("一般")}
    turn = p.random.randrange(2)
    i = 0
    for node in b.rows("一般", level=3):
        amount = b.spent(fund="一般", item=node.item)
        budget = b.adjusted(amount)
        if not amount or not budget:
            continue
        i += 1
        path = f"{names[node.code[:3]]}（类）{names[node.code[:5]]}（款）{node.name}（项）"
        text = f"{i}.{path}：支出决算为{p.m(amount)}，完成预算{p.c(amount, budget)}"
        if p.same(amount, budget):
            text += f"，决算数{p.word('flat', ('与预算数持平', '等于预算数')[turn])}"
        else:
            text += f"，决算数{p.order(amount, budget)}预算数的主要原因是{p.gap(amount, budget)}"
        p.p(text + "。")


def _three(w: _Writer) -> None:
    p, b = w.p, w.b

    def of(name: str) -> tuple[Amount, Amount]:
        item = f"三公.{name}" if name else "三公"
        return b.of(item, "支出", "", "财政"), b.of(item, "支出", "", "财政", "全年预算")

    whole, plan = of("")
    p.h("（一）“三公”经费财政拨款支出决算总体情况说明", 3)
    if not plan:
        p.p(p.trap("empty-table-described", f"{b.year}年度“三公”经费财政拨款支出决算为0万元，年初未安排预算。"))
        return
    text = f"{p.y()}年度“三公”经费财政拨款支出决算为{p.m(whole)}，完成预算{p.c(whole, plan)}，{w.than(whole, 'car', why=False)}"
    if not p.same(whole, plan):
        text += f"。决算数{p.order(whole, plan)}预算数的主要原因是{p.pick('厉行节约，从严控制各项开支', '压减一般性支出，公务活动减少', '坚持过紧日子，严格审批程序')}"
    p.p(text + "。")
    p.h("（二）“三公”经费财政拨款支出决算具体情况说明", 3)
    (go, go_plan), (cars, cars_plan), (guest, guest_plan) = of("出国"), of("公车"), of("接待")
    if whole:
        p.p(
            f"{p.y()}年度“三公”经费财政拨款支出决算中，因公出国（境）费支出决算{p.m(go)}，占{p.s(go, whole)}；公务用车购置及运行维护费支出决算"
            f"{p.m(cars)}，占{p.s(cars, whole)}；公务接待费支出决算{p.m(guest)}，占{p.s(guest, whole)}。具体情况如下："
        )
        w.figure("“三公”经费财政拨款支出结构", "饼状图")

    def head(name: str, spent: Amount, budget: Amount) -> str:
        done = f"完成预算{p.c(spent, budget)}" if budget else f"完成预算{p.trap('zero-base', '0%')}"
        return f"{name}支出{p.m(spent)}，{done}。"

    topic = MONEY["出国"][1]
    text = "1." + head("因公出国（境）经费", go, go_plan)
    text += f"全年安排因公出国（境）团组{p.k('团组')}次，出国（境）{p.k('出国人次')}人次。因公出国（境）支出决算{w.than(go, topic)}。"
    p.p(text)
    text = "2." + head("公务用车购置及运行维护费", cars, cars_plan)
    p.p(text + f"公务用车购置及运行维护费支出决算{w.than(cars, 'car')}。")
    buy, run = of("公车购置")[0], of("公车运维")[0]
    text = f"其中：公务用车购置支出{p.m(buy)}。全年按规定更新购置公务用车{p.k('购置车辆')}辆。截至{p.y()}年12月31日，由财政拨款负担费用的公务用车保有{p.k('保有车辆')}辆。"
    p.p(text)
    if run or b.last(run):
        use = p.pick("下乡督导、应急值守", "日常公务、检查调研", "执法巡查和业务工作")
        p.p(f"公务用车运行维护费支出{p.m(run)}。主要用于{use}等所需的公务用车燃料费、维修费、过路过桥费、保险费等支出。")
    text = "3." + head("公务接待费", guest, guest_plan) + f"公务接待费支出决算{w.than(guest, 'reception')}。"
    p.p(text)
    if guest:
        p.p(
            f"国内公务接待支出{p.m(guest)}，主要用于执行公务、开展业务活动开支的交通费、住宿费、用餐费等。国内公务接待{p.k('接待批次')}批次，"
            f"{p.k('接待人次')}人次（不包括陪同人员），共计支出{p.m(guest)}。"
        )
        p.p(p.trap("zero", "外事接待支出0万元，外事接待0批次，0人次，共计支出0万元。"))


def _other(w: _Writer, projects: list[Project]) -> None:
    p, b, u = w.p, w.b, w.b.unit
    p.h("十、" + PARTS[9])
    p.h("（一）机关运行经费支出情况", 3)
    running = b.of("机关运行经费", "支出", "基本", "一般")
    p.p(f"{p.y()}年度，{u.name}机关运行经费支出{p.m(running)}，{w.than(running, 'public')}。")
    p.h("（二）政府采购支出情况", 3)
    bought, small, micro = b.of("采购", "支出"), b.of("采购.中小", "支出"), b.of("采购.小微", "支出")
    text = (
        f"{p.y()}年度，{u.name}政府采购支出总额{p.m(bought)}，其中：政府采购货物支出{p.m(b.of('采购.货物', '支出'))}、政府采购工程支出"
        f"{p.m(b.of('采购.工程', '支出'))}、政府采购服务支出{p.m(b.of('采购.服务', '支出'))}。主要用于{p.pick('办公设备、物业服务和信息系统运维', '印刷、租车和项目实施', '业务设备和专业服务')}等。"
    )
    if p.random.random() < 0.75:
        text += f"授予中小企业合同金额{p.m(small)}，占政府采购支出总额的{p.s(small, bought)}"
        text += f"，其中：授予小微企业合同金额{p.m(micro)}，占政府采购支出总额的{p.s(micro, bought)}。"
    p.p(text)
    p.h("（三）国有资产占有使用情况", 3)
    cars = [name for name in VEHICLES if b.counts[f"车辆.{name}"]]
    told = "、".join(f"{name}{p.k(f'车辆.{name}')}辆" for name in cars)
    p.p(
        f"截至{p.y()}年12月31日，{u.name}共有车辆{p.k('车辆')}辆"
        + (f"，其中：{told}" if cars else "")
        + f"。单价100万元（含）以上设备（不含车辆）{p.k('设备')}台（套）。"
    )
    p.h("（四）预算绩效管理情况", 3)
    total = b.of("项目合计", "支出", "", "财政")
    if not projects:
        p.p(p.trap("empty-table-described", f"{b.year}年度{b.short}没有需要开展绩效自评的部门预算项目。"))
        return
    chosen = projects[0].name
    p.p(
        f"根据预算绩效管理要求，{b.short}在{p.y()}年度预算编制阶段，对{chosen}等{p.k('项目')}个项目编制了绩效目标，预算执行过程中开展了绩效监控，"
        f"年末执行完毕后组织了项目支出绩效自评，涉及调整后预算{p.m(b.adjusted(total))}，实际支出{p.m(total)}，预算执行率{p.c(total, b.adjusted(total))}。"
    )
    found = [g for g in "优良中差" if b.counts[f"项目.{g}"]]
    p.p("自评结果：" + "，".join(f"等级为“{g}”的项目{p.k(f'项目.{g}')}个" for g in found) + "。自评表详见附件（第四部分）。")
    if p.random.random() < 0.5:
        for i, project in enumerate(projects, 1):
            p.p(f"（{i}）{project.name}绩效自评得分为{points(p, Key(f'得分.{project.name}'))}分，评价等级为“{grade(p, project)}”。")


def _form(p: Page, project: Project) -> None:
    form = f"自评表.{project.name}"
    b = p.books
    p.h("部门预算项目支出绩效自评表", 2)
    p.note(f"（{b.year}年度）")
    style, percent, score = Style(), Style(unit="", decimals=2), Style(unit="分", decimals=2, trim=True)
    code = f"51{p.random.randint(1000, 1999)}{b.year % 100}T0000{p.random.randint(10**7, 10**8 - 1)}"
    p.start(form)
    rows = [["项目名称", f"{p.trap('document-number', code)}-{project.name}", *[""] * 9]]
    rows.append(["主管部门", b.unit.name, "", "", "", "", "实施单位", b.unit.name, "", "", ""])
    wanted = p.pick("按时足额支付项目资金，完成年度任务", "保障工作正常开展，发挥资金效益", "按计划推进实施，服务对象满意")
    rows.append(
        [
            "项目基本情况",
            "项目年度目标",
            f"{wanted}。",
            "",
            "",
            "",
            "年度目标完成情况",
            p.pick("已完成。", "基本完成年度目标。"),
            "",
            "",
            "",
        ]
    )
    rows.append(
        [
            "预算执行情况（10分）",
            "年度预算数（万元）",
            "年初预算",
            "调整后预算数",
            "预算执行数",
            "预算执行率",
            "权重",
            "得分",
            "原因",
            "",
            "",
        ]
    )
    for name in ("总额", "其中：财政资金"):
        row, cells = len(rows), []
        for column, amount in enumerate((project.first, project.plan, project.spent), 2):
            p.at = (row, column)
            cells.append(p.n(amount, style))
        p.at = (row, 5)
        cells.append(rate(p, project, percent) + "%")
        if name == "总额":
            p.at = (row, 6)
            cells.append(points(p, Key(f"分值.{project.name}.执行率"), score))
            p.at = (row, 7)
            cells.append(points(p, Key(f"得分.{project.name}.执行率"), score))
        else:
            cells += ["/", "/"]
        rows.append(["", name, *cells, "", "", ""])
    rows.append(["", "财政专户管理资金", "0.00", "0.00", "0.00", "0.00%", "/", "/", "", "", ""])
    rows.append(["", "单位资金", "0.00", "0.00", "0.00", "0.00%", "/", "/", "", "", ""])
    rows.append(
        [
            "绩效指标（90分）",
            "一级指标",
            "二级指标",
            "三级指标",
            "指标性质",
            "指标值",
            "度量单位",
            "完成值",
            "权重",
            "得分",
            "未完成原因分析",
        ]
    )
    before = ""
    for i, indicator in enumerate(project.indicators):
        row = len(rows)
        p.at = (row, 5)
        if indicator.second == "成本指标":
            target, actual = p.n(project.plan, style), p.n(project.spent, style)
        elif indicator.sign:
            target, actual = indicator.target, indicator.actual
        else:
            target, actual = goal(p, indicator, project, style)
        p.at = (row, 8)
        weight = points(p, Key(f"分值.{project.name}.{i}"), score)
        p.at = (row, 9)
        got = points(p, Key(f"得分.{project.name}.{i}"), score)
        first = indicator.first if indicator.first != before else ""
        before = indicator.first
        rows.append(
            [
                "",
                first,
                indicator.second,
                indicator.name,
                indicator.sign or "定性",
                target,
                indicator.unit,
                actual,
                weight,
                got,
                indicator.reason,
            ]
        )
    row = len(rows)
    p.at = (row, 8)
    weight = points(p, Key(f"分值.{project.name}"), score)
    p.at = (row, 9)
    rows.append(["合计", *[""] * 7, weight, points(p, Key(f"得分.{project.name}"), score), ""])
    p.at = (len(rows), 1)
    verdict = f"自评得分{points(p, Key(f'得分.{project.name}'), score)}分，评价等级为“{grade(p, project)}”，{p.pick('项目实施较为规范', '资金使用合规')}。"
    rows.append(["评价结论", verdict, *[""] * 9])
    rows.append(["存在问题", p.pick("无", "绩效指标设置还需细化", "部分资金支付时间偏晚"), *[""] * 9])
    rows.append(["改进措施", p.pick("无", "加强项目前期准备", "进一步优化指标设置"), *[""] * 9])
    p.stop()
    p.table(form, rows, 0)


def _tables(p: Page) -> None:
    u = p.books.unit
    p.head = lambda number, title: [title, NUMBERS[number], f"部门：{u.name}", f"{p.y()}年度    金额单位：{p.cells.unit}"]
    numbered = p.random.random() < 0.7
    forms.total(p, numbered=numbered)
    forms.income(p, numbered=numbered)
    forms.expenditure(p, numbered=numbered)
    forms.fiscal_total(p, numbered=numbered)
    forms.general(p, numbered=numbered)
    forms.basic(p, blocks=p.random.choice((2, 3)), full=False)
    _project_table(p)
    forms.fund(p, numbered=numbered, empty="注：本部门无政府性基金预算财政拨款收支，此表无数据。")
    forms.state(p, numbered=numbered, empty="注：本部门无国有资本经营预算财政拨款支出，此表无数据。")
    forms.three(p, layout="wide")
    if p.random.random() < 0.5:
        p.note(p.trap("tail-note", "注：本表以万元为金额单位，因四舍五入可能存在尾数差异。"))


def _project_table(p: Page) -> None:
    """一般公共预算财政拨款项目支出决算表: every 项 with project expenditure."""
    b = p.books
    form = "公开项目表"
    for text in p.head(form, "一般公共预算财政拨款项目支出决算表"):
        p.note(text)
    p.start(form)
    rows = [["科目编码", "科目名称", "项目支出"]]
    rows.append(["合计", "", forms.cell(p, b.spent("项目", "一般"), 1, 2)])
    for node in b.rows("一般"):
        amount = b.spent("项目", "一般", node.item)
        if amount:
            rows.append([node.code, node.name, forms.cell(p, amount, len(rows), 2)])
    p.stop()
    p.table(form, rows, 1)


FAMILIES = [
    Family(
        "final-accounts-terraces", "department-final-accounts", write,
        text=(Style(), Style(trim=True)), cells=(Style(), Style(zero=""), Style(grouped=True, zero="")), percent=(2,), broken=0.04,
        page_mark=lambda n: f"- {n + 6} -", years=(2020, 2024),
    ),
]  # fmt: skip
