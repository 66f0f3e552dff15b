"""单位决算 in the manner of Jiangxi (九江, 赣州): nine chapters, 年初 and 年末结转 told beside the totals, 类 against 年初预算, basic money by 经济 类, assets in a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from generate import forms
from generate.accounts import VEHICLES, Node
from generate.families import Family
from generate.ledger import Amount, Key
from generate.page import Page
from generate.performance import goal, points, rate
from generate.printing import Style
from generate.projects import Project
from generate.words import function, words

HEADS = (
    ("301", "工资福利支出", "people"),
    ("302", "商品和服务支出", "public"),
    ("303", "对个人和家庭补助支出", "people"),
    ("310", "资本性支出", "public"),
)
KINDS = (
    ("财政拨款收入", "财政"),
    ("事业收入", "事业"),
    ("经营收入", "经营"),
    ("上级补助收入", "上级"),
    ("附属单位上缴收入", "附属"),
    ("其他收入", "其他"),
)


class _Writer:
    """The page, and the turns of phrase that this document keeps to."""

    def __init__(self, p: Page) -> None:
        self.p, self.b = p, p.books
        random = p.random
        self.lead = random.choice(("较{}年", "较{}年", "较上年", "比上年"))
        self.cause = random.choice(("，主要原因是：", "，主要原因是", "，主要是因为"))
        self.fall = random.choice(("下降", "减少", "降低"))
        self.detail = random.random() < 0.4
        self.every = random.random() < 0.65
        self.me = random.choice(("本单位", "我单位", p.books.unit.name))

    def than(self, now: Amount, topic: str, why: bool = True) -> str:
        """较2021年增加 … , without the full stop."""
        p, base = self.p, self.b.last(now)
        before, year, after = self.lead.partition("{}")
        lead = f"{before}{p.y(-1) if year else ''}{after}"
        move = p.move(now, base)
        if move == "none":
            return f"{lead}{p.word('none', '无变化')}"
        if move == "flat" or not float(p.text.number(Fraction(now.fen - base.fen, p.text.scale)).replace(",", "")):
            return f"{lead}{p.word('flat', '基本无变化' if move != 'flat' else p.pick('持平', '无变化'))}"
        text = f"{lead}{p.d(now, base)}"
        if move == "new":
            return f"{text}（{p.trap('zero-base', '上年数为0，不计算增长率')}）"
        if p.percent.number(abs(Fraction(now.fen - base.fen, base.fen)) * 100) in ("0", "0.0", "0.00"):
            return text
        return f"{text}，{p.r(now, base, '增长', self.fall)}" + (f"{self.cause}{p.why(topic, now, base)}" if why else "")

    def carried(self, now: Amount) -> str:
        """The same of money that was carried over, whose causes are others."""
        text = self.than(now, "total", why=False)
        base = self.b.last(now)
        if self.p.move(now, base) in ("up", "down"):
            cause = (
                self.p.pick(*words("reasons")["carry"])
                if now.fen > base.fen
                else self.p.pick("加快了结转资金支出进度", "以前年度结转资金已按规定使用")
            )
            text += f"{self.cause}{cause}"
        return text

    def parts(self, shown: Sequence[tuple[str, Amount]], whole: Amount) -> str:
        """…万元，占…%；…"""
        p = self.p
        told = []
        for name, amount in shown:
            others = [other for other, there in shown if other != name and there]
            told.append(f"{p.subject(name, amount.key, *others) if amount else name}{p.m(amount)}，占{p.s(amount, whole)}")
        return "；".join(told)


def write(p: Page, projects: list[Project]) -> None:
    w = _Writer(p)
    b, u = p.books, p.books.unit
    p.title(f"{u.name}{p.y()}年度单位决算")
    late = b.year >= 2024
    p.h("目  录", 2)
    p.p(f"第一部分  {u.name}概况")
    p.p(f"第二部分  {p.y()}年度单位决算表")
    p.p(f"第三部分  {p.y()}年度单位决算情况说明")
    p.p("第四部分  名词解释")
    p.note(p.trap("tail-note", "注：本报告因金额单位转换，部分数据可能存在尾数误差。"))
    p.h(f"第一部分  {u.name}概况", 1)
    p.h("一、单位主要职责")
    for i, duty in enumerate(u.domain["duties"], 1):
        p.p(f"（{forms.ordinal(i)}）{duty}。")
    p.h("二、机构设置及人员情况" if late else "二、单位基本情况")
    offices = u.offices[:5]
    p.p(f"{w.me}设立{p.k('内设', len(offices), listed=True)}个内设机构，分别是：{'、'.join(offices)}。")
    p.p(
        f"{w.me}{p.y()}年年末编制人数{p.k('编制', u.posts)}人，实有人数{p.k('实有', u.staff + u.retired)}人，其中：在职人员{p.k('在职', u.staff)}人，"
        f"退休人员{p.k('离退休', u.retired)}人{p.pick('（不含由养老保险基金发放养老金的退休人员）', '')}。"
    )
    p.counted("实有", "在职", "离退休")
    p.h(f"第二部分  {p.y()}年度单位决算表", 1)
    _tables(p)
    p.h(f"第三部分  {p.y()}年度单位决算情况说明", 1)
    _flows(w)
    _fiscal(w)
    _basic(w)
    _three(w)
    _other(w, projects)
    p.h("第四部分  名词解释", 1)
    for i, term in enumerate(words("terms"), 1):
        p.p(f"（{forms.ordinal(i)}）{term}")


def _tables(p: Page) -> None:
    b, u = p.books, p.books.unit
    p.head = lambda number, title: [
        title,
        f"公开{order.index(number[2:4]) + 1:02d}表",
        f"编制单位：{u.name}        {b.year}年度        金额单位：{p.cells.unit}",
    ]
    order = ["01", "02", "03", "04", "05", "06", *(["09", "07", "08"] if b.year < 2022 else ["07", "08", "09"])]
    last = p.random.random() < 0.2
    made: dict[str, Callable[[], None]] = {
        "01": lambda: forms.total(p), "02": lambda: forms.income(p, last_total=last), "03": lambda: forms.expenditure(p, last_total=last),
        "04": lambda: forms.fiscal_total(p), "05": lambda: forms.general(p, last_total=last), "06": lambda: forms.basic(p, blocks=3, title="一般公共预算财政拨款基本支出决算表"),
        "07": lambda: forms.fund(p, empty="注：本单位没有政府性基金预算财政拨款收入，也没有使用政府性基金预算财政拨款安排的支出，故本表为空表。"),
        "08": lambda: forms.state(p, empty="注：本单位没有使用国有资本经营预算财政拨款安排的支出，故本表为空表。"), "09": lambda: forms.three(p, layout="wide", title="" if b.year >= 2022 else "一般公共预算财政拨款“三公”经费支出决算表"),
    }  # fmt: skip
    for number in order:
        made[number]()
    _assets(p)


def _assets(p: Page) -> None:
    """国有资产占用情况表: one row of counts."""
    form = "公开10表"
    for text in ("国有资产占用情况表", form, f"编制单位：{p.books.unit.name}        {p.books.year}年度        单位：辆、台（套）"):
        p.note(text)
    p.start(form)
    rows = [["车辆", *[""] * 8, "单价100万元（含）以上设备（不含车辆）"], ["小计", *VEHICLES, ""]]
    counts = []
    for column, name in enumerate(("车辆", *(f"车辆.{kind}" for kind in VEHICLES), "设备")):
        p.at = (2, column)
        counts.append(p.k(name))
    rows.append(counts)
    p.stop()
    p.table(form, rows, 2)
    p.note("注：资产信息来自年末资产报表。")


def _flows(w: _Writer) -> None:
    p, b = w.p, w.b
    p.h("一、收入决算情况说明")
    used = b.of("使用结余")
    text = f"{w.me}{p.y()}年度收入总计{p.m(b.grand())}，其中年初结转和结余{p.m(b.opening())}，{w.carried(b.opening())}；"
    text += f"使用非财政拨款结余{p.m(used)}；" if used else ""
    p.p(f"{text}本年收入合计{p.m(b.income())}，{w.than(b.income(), 'total')}。")
    shown = [(n, b.income(part)) for n, part in KINDS if b.income(part) or (w.every and part not in ("上级", "附属"))]
    p.p(f"本年收入的具体构成为：{w.parts(shown, b.income())}。")
    p.h("二、支出决算情况说明")
    given = b.of("结余分配")
    text = f"{w.me}{p.y()}年度支出总计{p.m(b.grand())}，其中本年支出合计{p.m(b.spent())}，{w.than(b.spent(), 'total')}；"
    text += f"结余分配{p.m(given)}；" if given else ""
    p.p(f"{text}年末结转和结余{p.m(b.closing())}，{w.carried(b.closing())}。")
    kinds = [("基本支出", b.spent("基本")), ("项目支出", b.spent("项目"))]
    kinds += [("经营支出", b.spent("经营"))] if w.every or b.spent("经营") else []
    nothing = p.text.number(Fraction(0))
    tail = (
        p.trap("zero", f"；其他支出（对附属单位补助支出、上缴上级支出）{nothing}{p.text.gap}万元，占{p.percent.number(Fraction(0))}%")
        if w.every
        else ""
    )
    p.p(f"本年支出的具体构成为：{w.parts(kinds, b.spent())}{tail}。")


def _fiscal(w: _Writer) -> None:
    p, b = w.p, w.b
    ledger = b.ledger
    p.h("三、财政拨款支出决算情况说明")
    spent = b.spent(fund="财政")
    first = b.initial(spent)
    classes = []
    for code in sorted({item.code[:3] for item in b.items}):
        amount = b.spent(fund="财政", item=f"功能.{code}")
        funds = [amount.key.but(stage="年初预算", fund=fund) for fund in ("一般", "基金", "国资")]
        budget = ledger.add(amount.key.but(stage="年初预算"), [key for key in funds if key in ledger.values])
        classes.append((Node(code, function(code, b.year)), amount, budget))
    ledger.add(first.key, [budget for _, _, budget in classes])
    p.p(f"{w.me}{p.y()}年度财政拨款本年支出年初预算数为{p.m(first)}，决算数为{p.m(spent)}，完成年初预算的{p.c(spent, first)}。其中：")
    shown = [entry for entry in classes if entry[1] or entry[2]]
    tail = p.pick("年初预算数为", "年初预算数")
    for i, (node, amount, budget) in enumerate(shown, 1):
        text = f"（{forms.ordinal(i)}）{node.name}{tail}{p.m(budget, note='' if budget else 'zero-base')}，决算数为{p.m(amount)}，"
        if not budget:
            added = p.pick("年初未安排该类支出预算，年中根据工作需要追加", "上级专项资金在预算执行中下达")
            p.p(f"{text}主要原因是：{added}。")
            continue
        text += f"完成年初预算的{p.c(amount, budget)}"
        if p.same(amount, budget):
            text += f"，决算数与年初预算数{p.word('flat', '一致')}"
        else:
            people = node.code in ("208", "221") or all(
                item.code.startswith("21011") for item in b.items if item.code.startswith(node.code)
            )
            reasons = words("reasons")["people"]["up" if amount.fen > budget.fen else "down"]
            text += f"，主要原因是：{p.pick(*reasons) if people else p.gap(amount, budget)}"
        inside = [(n, b.spent(fund="财政", item=n.item)) for n in b.rows("财政", level=3) if n.code.startswith(node.code)]
        inside = [(n, a) for n, a in inside if a]
        if w.detail and len(inside) > 1 and len({n.name for n, _ in inside}) == len(inside):
            text += "。按项级科目分：" + "、".join(f"{n.name}{p.m(a)}" for n, a in inside)
        p.p(text + "。")


def _basic(w: _Writer) -> None:
    p, b = w.p, w.b
    p.h("四、一般公共预算财政拨款基本支出决算情况说明")
    basic = b.spent("基本", "一般")
    amounts = [(name, b.of(f"经济.{code}", "支出", "基本", "一般"), topic) for code, name, topic in HEADS]
    b.ledger.add(basic.key, [amount for _, amount, _ in amounts])
    p.p(f"{w.me}{p.y()}年度一般公共预算财政拨款基本支出{p.m(basic)}，其中：")
    for i, (name, amount, topic) in enumerate(amounts, 1):
        p.p(f"（{forms.ordinal(i)}）{name}{p.m(amount)}，{w.than(amount, topic)}。")


def _three(w: _Writer) -> None:
    p, b = w.p, w.b
    p.h("五、财政拨款“三公”经费支出决算情况说明" if b.year >= 2022 else "五、一般公共预算财政拨款“三公”经费支出决算情况说明")

    def of(name: str) -> tuple[Amount, Amount]:
        item = f"三公.{name}" if name else "三公"
        return b.of(item, "支出", "", "财政"), b.of(item, "支出", "", "财政", "全年预算")

    whole, plan = of("")
    if not plan:
        p.p(p.trap("empty-table-described", f"{w.me}{b.year}年度财政拨款“三公”经费支出全年预算数和决算数均为0，未发生“三公”经费支出。"))
        return
    name = "财政拨款“三公”经费支出" if b.year >= 2022 else "一般公共预算财政拨款“三公”经费支出"
    text = f"{w.me}{p.y()}年度{name}全年预算数为{p.m(plan)}，决算数为{p.m(whole)}，完成全年预算的{p.c(whole, plan)}，决算数{w.than(whole, 'car', why=False)}"
    p.p(text + "，其中：")

    def told(name: str, short: str, topic: str) -> str:
        spent, budget = of(short)
        text = f"{name}全年预算数为{p.m(budget)}，决算数为{p.m(spent)}，"
        if budget:
            text += f"完成全年预算的{p.c(spent, budget)}，"
        text += f"决算数{w.than(spent, topic)}。"
        if not p.same(spent, budget):
            less = spent.fen < budget.fen
            because = p.pick("严格控制支出", "相关公务活动减少", "贯彻中央八项规定精神，厉行节约") if less else "公务活动增加"
            text += f"决算数较全年预算数{p.d(spent, budget)}，主要原因是{because}。"
        return text

    p.p(f"（一）{told('因公出国（境）支出', '出国', 'abroad')}全年安排因公出国（境）团组{p.k('团组')}个，累计{p.k('出国人次')}人次。")
    guest = of("接待")[0]
    text = f"（二）{told('公务接待费支出', '接待', 'reception')}全年国内公务接待{p.k('接待批次')}批，累计接待{p.k('接待人次')}人次"
    if guest:
        text += f"，{p.trap('zero', '其中外事接待0批，累计接待0人次')}，主要为{p.pick('接待上级检查', '接待兄弟单位学习交流', '业务指导和项目验收来访')}"
    p.p(text + "。")
    cars, _ = of("公车")
    buy = told("公务用车购置", "公车购置", "car")
    run = told("公务用车运行维护费支出", "公车运维", "car")
    lead = f"（三）公务用车购置及运行维护费支出{p.m(cars)}，其中：" if p.random.random() < 0.7 else "（三）公务用车购置及运行维护费支出。"
    p.p(f"{lead}{buy}全年购置公务用车{p.k('购置车辆')}辆。{run}年末公务用车保有{p.k('保有车辆')}辆。")


def _shares(p: Page) -> str:
    """How much of each kind of purchase went to small and medium firms."""
    b, ledger = p.books, p.books.ledger
    whole, small = b.of("采购", "支出"), b.of("采购.中小", "支出")
    rest = whole.fen - small.fen
    told, parts = [], []
    for name in ("服务", "工程", "货物"):
        mine = b.of(f"采购.{name}", "支出")
        large = min(rest, mine.fen)
        rest -= large
        part = ledger.put(mine.key.but(item=f"采购.{name}.中小"), mine.fen - large)
        parts.append(part)
        if mine:
            told.append(f"{name}采购授予中小企业合同金额占{name}支出金额的{p.s(part, mine)}")
    ledger.add(small.key, parts)
    return "；" + "，".join(told)


def _other(w: _Writer, projects: list[Project]) -> None:
    p, b, u = w.p, w.b, w.b.unit
    p.h("六、机关运行经费支出情况说明")
    running = b.of("机关运行经费", "支出", "基本", "一般")
    if u.kind == "行政":
        p.p(f"{w.me}{p.y()}年度机关运行经费支出{p.m(running)}，{w.than(running, 'public')}。")
    else:
        p.p(p.trap("empty-table-described", f"{w.me}不是行政单位，也未参照公务员法管理，{b.year}年度没有机关运行经费支出。"))
    p.h("七、政府采购支出情况说明")
    bought, small, micro = b.of("采购", "支出"), b.of("采购.中小", "支出"), b.of("采购.小微", "支出")
    kinds = "、".join(f"政府采购{n}支出{p.m(b.of(f'采购.{n}', '支出'))}" for n in ("货物", "工程", "服务"))
    text = f"{w.me}{p.y()}年度政府采购支出总额{p.m(bought)}，其中：{kinds}。"
    text += f"授予中小企业合同金额{p.m(small)}，占政府采购支出总额的{p.s(small, bought)}，"
    text += f"其中：授予小微企业合同金额{p.m(micro)}，占授予中小企业合同金额的{p.s(micro, small)}"
    p.p(text + (_shares(p) if b.year >= 2021 and p.random.random() < 0.7 else "") + "。")
    p.h("八、国有资产占用情况说明")
    text = f"截止{p.y()}年12月31日，{w.me}国有资产占用情况见公开10表《国有资产占用情况表》。"
    if p.random.random() < 0.5:
        text += f"年末共有车辆{p.k('车辆')}辆"
        if b.counts["车辆.其他用车"]:
            text += f"，其中其他用车{p.k('车辆.其他用车')}辆，主要是{p.pick('业务用车', '下乡巡查用车', '生产作业用车')}"
        text += f"；单价100万元（含）以上设备{p.k('设备')}台（套）。"
    p.p(text)
    p.h("九、预算绩效情况说明")
    if not projects:
        p.p(p.trap("empty-table-described", f"{w.me}{b.year}年度没有项目支出，未开展项目绩效自评。"))
        return
    total, spent = b.of("项目合计", "支出", "", "财政"), b.spent("项目", "财政")
    p.p("（一）绩效管理工作开展情况。")
    p.p(
        f"根据预算绩效管理要求，{w.me}组织对纳入{p.y()}年度单位预算范围的{p.k('项目')}个项目全面开展绩效自评，涉及资金{p.m(total)}，"
        f"占财政拨款项目支出总额的{p.s(total, spent)}。"
    )
    found = [g for g in "优良中差" if b.counts[f"项目.{g}"]]
    p.p("其中，" + "，".join(f"自评等次为“{g}”的项目{p.k(f'项目.{g}')}个" for g in found) + "。")
    p.p("（二）单位决算中项目绩效自评结果。")
    shown = projects[: p.random.randint(1, 4)]
    for x in shown:
        low = [y for y in x.indicators if y.missed]
        text = f"{x.name}全年预算数为{p.m(x.plan)}，执行数为{p.m(x.spent)}，完成预算的{p.c(x.spent, x.plan)}；"
        text += f"综合得分为{points(p, Key(f'得分.{x.name}'))}分，其中预算执行率得{points(p, Key(f'得分.{x.name}.执行率'))}分、"
        text += f"绩效指标得{points(p, Key(f'得分.{x.name}.指标'))}分，自评等次为“"
        text += p.word("grade", x.grade, *(g for g in "优良中差" if g != x.grade), keys=[Key(f"得分.{x.name}")]) + "”。"
        if low and low[0].reason:
            text += f"发现的问题：{low[0].name}未达到年度指标值，{low[0].reason}。"
        p.p(text)
    for x in shown:
        _form(p, x)


def _form(p: Page, x: Project) -> None:
    b, u = p.books, p.books.unit
    form = f"自评表.{x.name}"
    p.h("项目支出绩效自评表", 2)
    p.note(f"（{b.year}年度）")
    style = Style(decimals=p.random.choice((2, 2, 6)), trim=True)
    p.start(form)
    rows = [["项目名称", "", x.name, *[""] * 6], ["主管部门", "", u.name, "", "", "实施单位", u.name, "", ""]]
    rows.append(["项目资金（万元）", "", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"])
    for name in ("年度资金总额", "政府预算资金", "财政专户管理资金", "单位资金"):
        row = len(rows)
        if name in ("财政专户管理资金", "单位资金"):
            rows.append(["", "", name, "0", "0", "0", "-", "0%", "-"])
            continue
        cells = []
        for column, amount in enumerate((x.first, x.plan, x.spent), 3):
            p.at = (row, column)
            cells.append(p.n(amount, style))
        tail = ["-", f"{Style(unit='', decimals=2).number(x.rate)}%", "-"]
        if name == "年度资金总额":
            p.at = (row, 6)
            weight = points(p, Key(f"分值.{x.name}.执行率"))
            p.at = (row, 7)
            share = rate(p, x, Style(unit="", decimals=2)) + "%"
            p.at = (row, 8)
            tail = [weight, share, points(p, Key(f"得分.{x.name}.执行率"))]
        rows.append(["", "", name, *cells, *tail])
    rows.append(["年度总体目标", "预期目标", "", "", "", "实际完成情况", "", "", ""])
    rows.append(
        [
            "",
            f"组织实施{x.name}，{p.pick(*words('reasons')['goal'])}。",
            "",
            "",
            "",
            p.pick("基本完成。", "已完成。", "完成年度目标。"),
            "",
            "",
            "",
        ]
    )
    rows.append(["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "全年实际值", "分值", "得分", "偏差原因分析及改进措施"])
    for i, y in enumerate(x.indicators):
        row = len(rows)
        p.at = (row, 4)
        target, actual = goal(p, y, x, style)
        p.at = (row, 6)
        weight = points(p, Key(f"分值.{x.name}.{i}"))
        p.at = (row, 7)
        got = points(p, Key(f"得分.{x.name}.{i}"))
        rows.append(
            ["", "" if i and x.indicators[i - 1].first == y.first else y.first, y.second, y.name, target, actual, weight, got, y.reason]
        )
    row = len(rows)
    p.at = (row, 6)
    weight = points(p, Key(f"分值.{x.name}"))
    p.at = (row, 7)
    rows.append(["总分", "", "", "", "", "", weight, points(p, Key(f"得分.{x.name}")), ""])
    p.stop()
    p.table(form, rows, 0)


FAMILIES = [
    Family(
        "unit-accounts-kilns", "unit-final-accounts", write, level="单位",
        text=(Style(), Style(trim=True), Style(gap=" ")), cells=(Style(zero="", grouped=True), Style(zero=""), Style()), percent=(2, 2, 1),
        broken=0.04, page_mark=lambda n: f"{n + 9}", years=(2020, 2024),
    ),
]  # fmt: skip
