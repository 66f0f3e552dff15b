"""整体绩效自评 in the manner of Hunan: a chapter for every kind of budget, then the sheet of basic data, the department's own form and its projects'."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from generate.families import Family
from generate.ledger import Amount, Key
from generate.page import Page
from generate.performance import goal, grade, points
from generate.printing import Style
from generate.projects import Indicator, Project, overall
from generate.words import words

PERCENT = Style(unit="", decimals=2)
GROUPS = (("产出指标", "产出"), ("效益指标", "效益"), ("满意度指标", "满意度"))
NUMERALS = "一二三四五六七八九十"


class Manner(NamedTuple):
    """What one document always says alike."""

    rate: str
    because: str
    own: str
    """我单位, 本部门 …"""

    def since(self, p: Page, now: Amount, topic: str = "") -> str:
        """The comparison with last year."""
        base = p.books.last(now)
        move = p.move(now, base)
        if move in ("none", "flat"):
            return p.word("flat", "与上年持平")
        if move == "new":
            return f"较上年{p.d(now, base)}，{p.trap('zero-base', '上年没有此项支出')}"
        told = f"，{self.because}{p.why(topic, now, base)}" if topic else ""
        return f"较上年{p.d(now, base)}，{self.rate}{p.r(now, base, '上升', '下降')}{told}"


def _prepare(p: Page, whole: Project, projects: list[Project]) -> None:
    """Sums that the sheets print and the accounts do not hold: groups of indicators, groups of running costs, a budget of them."""
    b, ledger = p.books, p.books.ledger
    for what in ("得分", "分值"):
        groups = []
        for first, short in GROUPS:
            mine = [Key(f"{what}.{whole.name}.{i}") for i, x in enumerate(whole.indicators) if x.first == first]
            groups.append(ledger.add(Key(f"{what}.{whole.name}.{short}"), mine))
        ledger.add(Key(f"{what}.{whole.name}.指标"), groups)
    for year in (b.year - 1, b.year):
        for name, codes in (("水电差旅", ("30205", "30206", "30211")), ("会议培训", ("30215", "30216"))):
            parts = [b.of(f"经济.{code}", "支出", "基本", "一般", year=year) for code in codes]
            ledger.add(b.key(f"基础.{name}", "支出", "基本", "一般", year=year), [ledger.put(a.key, a.fen) for a in parts])
    basic, public = b.spent("基本", "一般"), b.of("公用经费", "支出", "基本", "一般")
    plan = ledger.put(b.adjusted(public).key, public.fen + int((b.adjusted(basic).fen - basic.fen) * p.random.uniform(0, 1)))
    people = b.of("人员经费", "支出", "基本", "一般")
    ledger.add(b.adjusted(basic).key, [plan, ledger.put(b.adjusted(people).key, b.adjusted(basic).fen - plan.fen)])
    if projects:
        total = b.of("项目合计", "支出", "", "财政")
        for stage in (b.stage, "年初预算", "全年预算"):
            ledger.add(b.key("总额", "支出", "项目", "财政", stage), [total.key.but(stage=stage)])


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    whole = overall(p.random, b, projects)
    _prepare(p, whole, projects)
    manner = Manner(p.pick("", "同比"), p.pick("主要是", "主要原因是", "原因为"), p.pick("我单位", "本部门"))
    p.title(f"{u.name}{p.y()}年度部门整体支出绩效自评报告")
    p.h("一、部门（单位）基本情况")
    p.p("（一）主要职能")
    p.p("；".join(f"（{i}）{duty}" for i, duty in enumerate(u.domain["duties"], 1)) + "。")
    p.p("（二）机构及人员情况")
    told = f"下设{'、'.join(u.children)}等{p.k('二级', len(u.children), listed=True)}个二级机构。" if u.children else ""
    p.p(
        f"{manner.own}内设{p.k('内设', len(u.offices), listed=True)}个股室：{'、'.join(u.offices)}。{told}核定编制{p.k('编制', u.posts)}人，"
        f"{p.y()}年末实际在职{p.k('在职', u.staff)}人，在职人员控制率{_control(p)}；退休人员{p.k('退休', u.retired)}人。"
    )
    p.h("二、一般公共预算支出情况")
    _general(p, manner, projects)
    p.h("三、政府性基金预算支出情况")
    mine = [x for x in projects if x.fund == "基金"]
    if b.rows("基金") and mine:
        money = b.spent(fund="基金")
        p.p(
            f"{p.y()}年度政府性基金预算支出{p.m(money)}，{manner.since(p, money, 'project')}，用于{'、'.join(x.name for x in mine)}。"
            f"全年预算{p.m(b.adjusted(money))}，执行率{p.c(money, b.adjusted(money))}。"
        )
    else:
        p.p(p.trap("empty-table-described", f"{manner.own}{b.year}年度无政府性基金预算支出。"))
    p.h("四、国有资本经营预算支出情况")
    if b.rows("国资"):
        p.p(f"{p.y()}年度国有资本经营预算支出{p.m(b.spent(fund='国资'))}，全年预算{p.m(b.adjusted(b.spent(fund='国资')))}。")
    else:
        p.p(p.trap("empty-table-described", f"{manner.own}{b.year}年度无国有资本经营预算支出。"))
    p.h("五、社会保险基金预算支出情况")
    p.p(p.trap("empty-table-described", f"{manner.own}{b.year}年度无社会保险基金预算支出。"))
    p.h("六、部门整体支出绩效情况")
    _results(p, manner, whole)
    if projects:
        graded = "、".join(f"“{g}”{p.k(f'项目.{g}')}个" for g in "优良中差")
        p.p(f"{p.y()}年度纳入绩效自评的项目共{p.k('项目')}个，按评价等级划分：{graded}。")
    p.h("七、存在的问题及原因分析")
    slow = [x for x in projects if x.left]
    p.p(
        f"（一）{p.pick('预算编制不够精准', '绩效指标设置不够细化')}。{p.pick('个别项目年初测算依据不足', '部分指标难以量化考核')}，需要在今后工作中改进。"
    )
    if slow:
        x = min(slow, key=lambda x: x.rate)
        p.p(
            f"（二）个别项目支出进度偏慢。{x.name}执行率{p.c(x.spent, x.plan)}，{p.pick('主要原因是', '原因在于')}{p.pick(*words('reasons')['slow'])}。"
        )
    p.h("八、下一步改进措施")
    for i, text in enumerate(
        p.random.sample(
            [
                "提前谋划项目，做实做细预算编制",
                "按月通报支出进度，及时调剂使用结余资金",
                "加强业务与财务人员的绩效培训",
                "把自评结果作为下一年度预算安排的依据",
            ],
            2,
        )
    ):
        p.p(f"（{NUMERALS[i]}）{text}。")
    p.h("九、部门整体支出绩效自评结果拟应用和公开情况")
    p.p("自评结果将作为改进管理和安排以后年度预算的依据，并随部门决算一并公开。")
    _basics(p, projects)
    _form(p, whole, f"附件2：{b.year}年度部门整体支出绩效自评表")
    for i, x in enumerate(projects[: p.random.randint(1, 3)], 1):
        _form(p, x, f"附件3-{i}：{b.year}年度项目支出绩效自评表（{x.name}）")


def _control(p: Page) -> str:
    """People in office as a share of the posts."""
    u = p.books.unit
    keys = [p.books.count_key("在职"), p.books.count_key("编制")]
    return p.figure("ratio", Fraction(u.staff * 100, u.posts), keys, PERCENT) + "%"


def _general(p: Page, manner: Manner, projects: list[Project]) -> None:
    b = p.books
    spent = b.spent(fund="一般")
    first, plan = b.initial(spent), b.adjusted(spent)
    p.p(
        f"{p.y()}年度{manner.own}一般公共预算财政拨款年初预算{p.m(first)}，全年预算{p.m(plan)}，实际支出{p.m(spent)}，预算执行率{p.c(spent, plan)}；"
        f"支出{manner.since(p, spent, 'total')}。其中：基本支出{p.m(b.spent('基本', '一般'))}，占{p.s(b.spent('基本', '一般'), spent)}；"
        f"项目支出{p.m(b.spent('项目', '一般'))}，占{p.s(b.spent('项目', '一般'), spent)}。"
    )
    p.p("（一）基本支出情况")
    basic, people, public = b.spent("基本", "一般"), b.of("人员经费", "支出", "基本", "一般"), b.of("公用经费", "支出", "基本", "一般")
    p.p(
        f"基本支出是指为保障机构正常运转、完成日常工作任务而发生的各项支出。{p.y()}年度基本支出年初预算{p.m(b.initial(basic))}，全年预算{p.m(b.adjusted(basic))}，"
        f"决算支出{p.m(basic)}，{manner.since(p, basic, 'people')}。"
    )
    p.p(
        f"其中：人员经费{p.m(people)}，占基本支出的{p.s(people, basic)}，主要用于基本工资、津贴补贴、奖金、社会保障缴费等；公用经费{p.m(public)}，"
        f"占基本支出的{p.s(public, basic)}，{manner.since(p, public, 'public')}。"
    )
    three = b.of("三公", "支出", "", "财政")
    plan3 = b.adjusted(three)
    if plan3:
        text = f"“三公”经费预算{p.m(plan3)}，实际支出{p.m(three)}，"
        text += p.word("flat", "与预算持平") if p.same(three, plan3) else f"较预算{p.d(three, plan3, '超支', '节约')}"
        parts = [
            (n, b.of(f"三公.{k}", "支出", "", "财政"))
            for n, k in (("因公出国（境）费", "出国"), ("公务用车购置及运行维护费", "公车"), ("公务接待费", "接待"))
        ]
        p.p(f"{text}；{manner.since(p, three)}。其中：" + "，".join(f"{n}{p.m(a)}" for n, a in parts) + "。")
    if p.random.random() < 0.5:
        bought = b.of("采购", "支出")
        kinds = [(n, b.of(f"采购.{n}", "支出")) for n in ("货物", "工程", "服务") if b.of(f"采购.{n}", "支出")]
        told = f"，其中{'、'.join(f'{n}类{p.m(a)}' for n, a in kinds)}" if len(kinds) > 1 else ""
        p.p(f"{p.y()}年度政府采购支出{p.m(bought)}{told}，{manner.since(p, bought)}。")
    p.p("（二）项目支出情况")
    project = b.spent("项目", "一般")
    begun, planned = b.initial(project), b.adjusted(project)
    mine = [x for x in projects if x.fund == "一般"]
    if not mine:
        p.p(f"{p.y()}年度没有安排一般公共预算项目支出。")
        return
    p.p(
        f"项目支出是指为完成特定行政工作任务或事业发展目标而发生的支出。{p.y()}年度年初安排项目支出预算{p.m(begun)}，全年预算{p.m(planned)}，"
        f"决算支出{p.m(project)}，执行率{p.c(project, planned)}，{manner.since(p, project, 'project')}。具体如下："
    )
    for i, x in enumerate(mine, 1):
        rate = f"，执行率{p.c(x.spent, x.plan)}" if x.plan else ""
        p.p(
            f"{i}、{x.name}：全年预算{p.m(x.plan)}，实际支出{p.m(x.spent)}{rate}；自评得分{points(p, Key(f'得分.{x.name}'))}分，评价等级为{grade(p, x)}。"
        )


def _results(p: Page, manner: Manner, whole: Project) -> None:
    name = whole.name

    def got(short: str) -> str:
        return f"{points(p, Key(f'分值.{name}.{short}'))}分，自评得{points(p, Key(f'得分.{name}.{short}'))}分"

    def told(x: Indicator) -> str:
        missed = f"，未完成的原因是{x.reason}" if x.missed and x.reason else ""
        if not x.sign:
            return f"{x.name}{x.actual}{missed}"
        return f"{x.name}目标值{x.sign}{x.target}{x.unit}，实际完成{x.actual}{x.unit}{missed}"

    p.p(
        f"根据年初设定的绩效目标，{manner.own}{p.y()}年度部门整体支出绩效自评综合得分{points(p, Key(f'得分.{name}'))}分，评价等级为“{grade(p, whole)}”。"
        f"其中：预算执行率分值{got('执行率')}；产出指标分值{got('产出')}；效益指标分值{got('效益')}；满意度指标分值{got('满意度')}。"
    )
    p.p(
        f"（一）预算执行情况。{p.y()}年度财政拨款年初预算{p.m(whole.first)}，全年预算{p.m(whole.plan)}，全年执行{p.m(whole.spent)}，预算执行率{p.c(whole.spent, whole.plan)}。"
    )
    for i, (first, short) in enumerate(GROUPS, 1):
        mine = [x for x in whole.indicators if x.first == first and x.second != "成本指标"]
        p.p(f"（{NUMERALS[i]}）{short}{'情况' if short != '满意度' else '调查情况'}。" + "；".join(told(x) for x in mine) + "。")


def _basics(p: Page, projects: list[Project]) -> None:
    """附件1: people, 三公, projects, running costs of last year, of the budget and of this year."""
    b, u = p.books, p.books.unit
    p.h(f"附件1：{b.year}年度部门整体支出绩效评价基础数据表", 2)
    p.start("整体基础数据表")
    style = Style(trim=p.random.random() < 0.4)
    rows = [["财政供养人员情况（人）", "编制数", f"{b.year}年实际在职人数", "控制率"]]
    cells = []
    for column, (name, number) in enumerate((("编制", u.posts), ("在职", u.staff)), 1):
        p.at = (1, column)
        cells.append(p.k(name, number))
    p.at = (1, 3)
    rows.append([u.name, *cells, _control(p)])
    rows.append(["经费控制情况（万元）", f"{b.year - 1}年决算数", f"{b.year}年预算数", f"{b.year}年决算数"])

    def put(name: str, now: Amount, *, last: bool = True, plan: bool = True) -> None:
        found = []
        for column, (shown, amount) in enumerate(((last, b.last(now)), (plan, b.adjusted(now)), (True, now)), 1):
            p.at = (len(rows), column)
            found.append(p.n(amount, style) if shown else "——")
        rows.append([name, *found])

    for name, item in (
        ("三公经费", "三公"), ("1．公务用车购置和维护经费", "三公.公车"), ("其中：公车购置", "三公.公车购置"), ("公车运行维护", "三公.公车运维"),
        ("2．出国经费", "三公.出国"), ("3．公务接待", "三公.接待"),
    ):  # fmt: skip
        put(name, b.of(item, "支出", "", "财政"))
    put("项目支出", b.spent("项目", "财政"))
    for i, x in enumerate(projects, 1):
        put(f"{i}．{x.name}", x.spent, last=False)
    put("公用经费", b.of("公用经费", "支出", "基本", "一般"))
    put("其中：办公经费", b.of("经济.30201", "支出", "基本", "一般"), plan=False)
    put("水费、电费、差旅费", b.of("基础.水电差旅", "支出", "基本", "一般"), plan=False)
    put("会议费、培训费", b.of("基础.会议培训", "支出", "基本", "一般"), plan=False)
    put("政府采购金额", b.of("采购", "支出"), plan=False)
    basic = b.spent("基本", "财政")
    first, plan = b.initial(basic), b.adjusted(basic)
    p.at = (len(rows), 3)
    value = Fraction(abs(plan.fen - first.fen), style.scale)
    sign = "-" if plan.fen < first.fen and style.number(value).strip("0.") else ""
    rows.append(["部门基本支出预算调整", "——", "——", sign + p.figure("change", value, [plan.key, first.key], style)])
    rows.append([f"楼堂馆所控制情况（{b.year}年完工项目）", "批复规模（㎡）", "实际规模（㎡）", "规模控制率"])
    rows.append(["", "0", "0", "0"])
    rows.append(
        ["厉行节约保障措施", p.pick("严格执行公务接待、公务用车和差旅管理制度", "制定并落实厉行节约实施办法，压减一般性支出"), "", ""]
    )
    p.stop()
    p.table("整体基础数据表", rows, 1)


def _form(p: Page, x: Project, title: str) -> None:
    """The form of the department, or of a project."""
    b = p.books
    mine = x.name == "整体支出"
    form = "整体自评表" if mine else f"自评表.{x.name}"
    p.h(title, 2)
    style = Style(trim=True)
    p.start(form)
    rows = [["部门名称", b.unit.name, *[""] * 6]] if mine else [["项目支出名称", x.name, "", "", "主管部门", b.unit.name, "", ""]]
    rows.append(
        ["年度预算申请（万元）" if mine else "项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]
    )

    def money(name: str, amounts: tuple[Amount, Amount, Amount], *, scored: bool) -> None:
        row, cells = len(rows), []
        for column, amount in enumerate(amounts, 2):
            p.at = (row, column)
            cells.append(p.n(amount, style))
        tail = ["", "", ""]
        plan, spent = amounts[1:]
        if scored:
            p.at = (row, 5)
            tail[0] = points(p, Key(f"分值.{x.name}.执行率"))
            p.at = (row, 7)
            tail[2] = points(p, Key(f"得分.{x.name}.执行率"))
        p.at = (row, 6)
        if plan:
            tail[1] = p.figure("ratio", Fraction(spent.fen * 100, plan.fen), [spent.key, plan.key], PERCENT) + "%"
        rows.append(["", name, *cells, *tail])

    money("年度资金总额", (x.first, x.plan, x.spent), scored=True)
    if not mine:
        money("其中：当年财政拨款", (x.first, x.plan, x.spent), scored=False)
        rows += [["", "上年结转资金", *[""] * 6], ["", "其他资金", *[""] * 6]]
    elif p.random.random() < 0.5:
        _beside(p, rows, style)
    else:
        funds = [("一般公共预算", "一般"), ("政府性基金拨款", "基金"), ("国有资本经营预算拨款", "国资")]
        parts = [(f"按收入性质分：{n}", b.spent(fund=f)) for n, f in funds if b.spent(fund=f)]
        parts += [(f"按支出性质分：{n}", b.spent(k, "财政")) for n, k in (("基本支出", "基本"), ("项目支出", "项目"))]
        for name, a in parts:
            money(name, (b.initial(a), b.adjusted(a), a), scored=False)
    rows.append(["年度总体目标", "预期目标", "", "", "实际完成情况", "", "", ""])
    aim = p.pick(*words("reasons")["goal"])
    rows.append(["", f"完成年度各项工作任务，{aim}。", "", "", "年度目标任务总体完成。", "", "", ""])
    rows.append(["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"])
    for i, indicator in enumerate(x.indicators):
        row = len(rows)
        p.at = (row, 3)
        target, actual = goal(p, indicator, x, style)
        p.at = (row, 5)
        weight = points(p, Key(f"分值.{x.name}.{i}"))
        p.at = (row, 6)
        got = points(p, Key(f"得分.{x.name}.{i}"))
        head = indicator.first if i == 0 or x.indicators[i - 1].first != indicator.first else ""
        rows.append([head, indicator.second, indicator.name, target, actual, weight, got, indicator.reason])
    row = len(rows)
    p.at = (row, 5)
    weight = points(p, Key(f"分值.{x.name}"))
    p.at = (row, 6)
    rows.append(["总分", "", "", "", "", weight, points(p, Key(f"得分.{x.name}")), ""])
    p.stop()
    p.table(form, rows, 0)


def _beside(p: Page, rows: list[list[str]], style: Style) -> None:
    """What was spent by fund and by kind, in cells that hold name and amount."""
    b = p.books
    rows.append(["", "按收入性质分：", "", "", "按支出性质分：", "", "", ""])
    left = [
        ("其中：一般公共预算：", b.spent(fund="一般")),
        ("政府性基金拨款：", b.spent(fund="基金")),
        ("国有资本经营预算拨款：", b.spent(fund="国资")),
    ]
    right = [("其中：基本支出：", b.spent("基本", "财政")), ("项目支出：", b.spent("项目", "财政")), ("", None)]
    for (name, a), (other, c) in zip(left, right, strict=True):
        row = len(rows)
        p.at = (row, 1)
        first = name + p.n(a, style)
        p.at = (row, 4)
        rows.append(["", first, "", "", "" if c is None else other + p.n(c, style), "", "", ""])


FAMILIES = [
    Family(
        "overall-dongting", "overall-evaluation", write, years=(2021, 2024),
        text=(Style(), Style(trim=True), Style(grouped=True)), cells=(Style(),), percent=(2, 1),
    ),
]  # fmt: skip
