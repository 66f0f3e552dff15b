"""单位决算 in the manner of Hubei: contents first, a chart's caption under each total, every fund against last year, projects told as 自评综述."""

from __future__ import annotations

from typing import NamedTuple

from generate import forms
from generate.families import Family
from generate.ledger import Amount, Key
from generate.page import Page
from generate.performance import grade, points
from generate.printing import Style
from generate.projects import Project
from generate.words import words

FUNDS = (("一般公共预算财政拨款收入", "一般"), ("政府性基金预算财政拨款收入", "基金"), ("国有资本经营预算财政拨款收入", "国资"))
VEHICLES = (
    "副部（省）级及以上领导用车", "主要负责人用车", "机要通信用车", "应急保障用车",
    "执法执勤用车", "特种专业技术用车", "离退休干部服务用车", "其他用车",
)  # fmt: skip
TOLD = (
    "收入支出决算总体情况说明", "收入决算情况说明", "支出决算情况说明", "财政拨款收入支出决算总体情况说明", "一般公共预算财政拨款支出决算情况说明",
    "一般公共预算财政拨款基本支出决算情况说明", "政府性基金预算财政拨款收入支出决算情况说明", "国有资本经营预算财政拨款支出决算情况说明",
    "财政拨款“三公”经费支出决算情况说明", "机关运行经费支出说明", "政府采购支出说明", "国有资产占用情况说明", "预算绩效情况说明",
    "专项支出、转移支付支出情况说明",
)  # fmt: skip
NUMERALS = [*"一二三四五六七八九十", "十一", "十二", "十三", "十四"]


class Manner(NamedTuple):
    """What one document always says alike."""

    year: bool
    """与2021年度相比 or 与上年相比."""
    cause: str
    charts: bool
    every: bool
    """Sources and kinds without money are named, too."""

    def against(self, p: Page, now: Amount, topic: str = "", name: str = "", *, both: bool = False) -> str:
        """The comparison with last year, with a cause where a topic is named."""
        base = p.books.last(now)
        move = p.move(now, base)
        if move == "none":
            return "上年和本年均无此项"
        if move == "flat":
            return p.word("flat", "与上年持平")
        lead = f"与{p.y(-1)}年度相比，" if self.year else "与上年相比，"
        each = "各" if both else ""
        if move == "new":
            return f"{lead}{name}{each}{p.d(now, base)}，{p.trap('zero-base', '上年无此项，增幅不可比')}"
        told = f"{self.cause}{p.why(topic, now, base)}" if topic else ""
        return f"{lead}{name}{each}{p.d(now, base)}，{each}{p.r(now, base, '增长', '下降')}{told}"

    def chart(self, p: Page, number: int, title: str, shape: str) -> None:
        """The caption that is left of a chart."""
        if self.charts:
            p.p(f"图{number}：{title}（{shape}）")


def _contents(p: Page) -> None:
    u = p.books.unit
    p.h("目  录", 1)
    p.p(f"第一部分 {u.name}概况")
    p.p(f"第二部分 {p.y()}年度单位决算表")
    for i, number in enumerate(("01", "02", "03", "04", "05", "06", "07", "08", "09")):
        p.p(f"{NUMERALS[i]}、{forms.TITLES[number]}")
    p.p(f"第三部分 {p.y()}年度单位决算情况说明")
    for numeral, title in zip(NUMERALS, TOLD, strict=True):
        p.p(f"{numeral}、{title}")
    p.p("第四部分 其他需要说明的情况")
    p.p("第五部分 名词解释")


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    manner = Manner(
        p.random.random() < 0.6,
        p.pick("，主要原因是", "。主要原因：", "。变动的主要原因是"),
        p.random.random() < 0.6,
        p.random.random() < 0.5,
    )
    p.title(f"{u.name}{p.y()}年度单位决算")
    if p.random.random() < 0.7:
        _contents(p)
    p.h(f"第一部分 {u.name}概况", 1)
    p.h("一、单位主要职责")
    for i, duty in enumerate(u.domain["duties"], 1):
        p.p(f"{i}、{duty}。")
    p.h("二、机构设置情况")
    p.p(
        f"{u.name}内设科室{p.k('内设', len(u.offices), listed=True)}个：{'、'.join(u.offices)}。核定编制{p.k('编制', u.posts)}名，{p.y()}年末在职{p.k('在职', u.staff)}人，"
        f"退休{p.k('退休', u.retired)}人。"
    )
    p.h(f"第二部分 {u.name}{p.y()}年度单位决算表", 1)
    p.head = lambda form, title: [title, f"公开{form[2:4]}表", f"单位：{u.name}    {p.y()}年度    金额单位：{p.cells.unit}"]
    forms.total(p)
    forms.income(p)
    forms.expenditure(p)
    forms.fiscal_total(p)
    forms.general(p)
    forms.basic(p, blocks=3)
    forms.fund(
        p, empty=f"说明：本单位{b.year}年度没有政府性基金预算财政拨款收入，也没有使用政府性基金预算财政拨款安排的支出，故本表为空表。"
    )
    forms.state(p, empty=f"说明：本单位{b.year}年度没有使用国有资本经营预算财政拨款安排的支出，故本表为空表。")
    forms.three(p, layout="wide")
    p.h(f"第三部分 {u.name}{p.y()}年度单位决算情况说明", 1)
    for numeral, title, told in zip(
        NUMERALS,
        TOLD,
        (_whole, _income, _expenditure, _fiscal, _general, _basic, _fund, _state, _three, _running, _bought, _assets, _results, _special),
        strict=True,
    ):
        p.h(f"{numeral}、{title}")
        told(p, manner, projects)
    p.h("第四部分 其他需要说明的情况", 1)
    spent = [(n, b.of(f"经济.{c}", "支出", "基本", "一般")) for n, c in (("培训费", "30216"), ("会议费", "30215")) if c in b.econ]
    for i, (n, a) in enumerate(spent):
        p.p(f"{NUMERALS[i]}、{n}支出情况说明")
        p.p(f"{p.y()}年度一般公共预算财政拨款基本支出中{n}支出{p.m(a)}，{manner.against(p, a)}。")
    if not spent:
        p.p("本单位没有其他需要说明的情况。")
    p.h("第五部分 名词解释", 1)
    for i, term in enumerate(words("terms"), 1):
        p.p(f"（{NUMERALS[i - 1]}）{term}")


def _whole(p: Page, manner: Manner, projects: list[Project]) -> None:
    grand = p.books.grand()
    p.p(f"{p.y()}年度收、支总计{p.pick('均为', '')}{p.m(grand)}。{manner.against(p, grand, 'total', '收、支总计', both=True)}。")
    manner.chart(p, 1, "收、支决算总计变动情况", "柱状图")


def _income(p: Page, manner: Manner, projects: list[Project]) -> None:
    b = p.books
    sources = [
        ("财政拨款收入", "财政"), ("上级补助收入", "上级"), ("事业收入", "事业"), ("经营收入", "经营"), ("附属单位上缴收入", "附属"), ("其他收入", "其他"),
    ]  # fmt: skip
    shown = [(n, b.income(part)) for n, part in sources if b.income(part) or manner.every]
    told = "；".join(
        f"{p.subject(n, a.key, *(o for o, x in shown if o != n and x))}{p.m(a)}，占本年收入{p.s(a, b.income())}" for n, a in shown
    )
    p.p(f"{p.y()}年度收入合计{p.m(b.income())}，{manner.against(p, b.income(), 'total', '收入合计')}。其中：{told}。")
    manner.chart(p, 2, "收入决算结构", "饼状图")


def _expenditure(p: Page, manner: Manner, projects: list[Project]) -> None:
    b = p.books
    kinds = [(n, b.spent(k)) for n, k in (("基本支出", "基本"), ("项目支出", "项目"), ("经营支出", "经营")) if b.spent(k) or manner.every]
    told = "；".join(f"{n}{p.m(a)}，占本年支出{p.s(a, b.spent())}" for n, a in kinds)
    p.p(f"{p.y()}年度支出合计{p.m(b.spent())}，{manner.against(p, b.spent(), 'total', '支出合计')}。其中：{told}。")
    manner.chart(p, 3, "支出决算结构", "饼状图")


def _fiscal(p: Page, manner: Manner, projects: list[Project]) -> None:
    b = p.books
    grand = b.grand("财政")
    p.p(
        f"{p.y()}年度财政拨款收、支总计{p.pick('均为', '')}{p.m(grand)}。{manner.against(p, grand, 'total', '财政拨款收、支总计', both=True)}。"
    )
    got = [(n, b.of("总额", "收入", "", fund)) for n, fund in FUNDS]
    told = []
    for n, a in got:
        base = b.last(a)
        move = p.move(a, base)
        if move in ("none", "flat"):
            told += [f"{n}{p.m(a)}，{p.word('flat', f'与{b.year - 1}年度决算数持平')}"] if a else []
        else:
            told.append(f"{n}{p.m(a)}，比{p.y(-1)}年度决算数{p.d(a, base)}")
    p.p(f"{p.y()}年度财政拨款收入中，" + "；".join(told) + "。")
    manner.chart(p, 4, "财政拨款收、支决算总计变动情况", "柱状图")


def _general(p: Page, manner: Manner, projects: list[Project]) -> None:
    b = p.books
    spent = b.spent(fund="一般")
    first = b.initial(spent)
    p.h("（一）一般公共预算财政拨款支出决算总体情况", 2)
    p.p(
        f"{p.y()}年度一般公共预算财政拨款支出{p.m(spent)}，占本年支出合计的{p.s(spent, b.spent())}。{manner.against(p, spent, 'total', '一般公共预算财政拨款支出')}。"
    )
    p.h("（二）一般公共预算财政拨款支出决算结构情况", 2)
    classes = [(node.name, b.spent(fund="一般", item=node.item)) for node in b.rows("一般", level=1)]
    p.p(f"{p.y()}年度一般公共预算财政拨款支出{p.m(spent)}，主要用于以下方面：")
    for i, (n, a) in enumerate(classes, 1):
        p.p(f"{i}.{p.subject(n, a.key, *(o for o, _ in classes if o != n))}（类）{p.m(a)}，占{p.s(a, spent)}。")
    manner.chart(p, 5, "一般公共预算财政拨款支出决算结构", "饼状图")
    p.h("（三）一般公共预算财政拨款支出决算具体情况", 2)
    mine = [x for x in projects if x.fund == "一般"][:3]
    p.p(
        f"{p.y()}年度一般公共预算财政拨款支出年初预算为{p.m(first)}，支出决算为{p.m(spent)}，完成年初预算的{p.c(spent, first)}。"
        f"其中：基本支出{p.m(b.spent('基本', '一般'))}，项目支出{p.m(b.spent('项目', '一般'))}。"
        + ("项目支出主要用于" + "、".join(f"{x.name}{p.m(x.spent)}" for x in mine) + "。" if mine else "")
    )
    names = {node.code: node.name for node in b.rows("一般")}
    why = p.pick("支出决算数{}年初预算数的主要原因是", "决算数{}年初预算数，主要原因：", "支出决算{}年初预算，主要是")
    for i, node in enumerate(b.rows("一般", level=3), 1):
        amount = b.spent(fund="一般", item=node.item)
        begun = b.initial(amount)
        text = f"{i}.{names[node.code[:3]]}（类）{names[node.code[:5]]}（款）{node.name}（项）。年初预算为{p.m(begun)}，支出决算为{p.m(amount)}，"
        if not begun:
            text += p.trap("zero-base", "年初未安排预算") + "，" + why.format(p.order(amount, begun)) + "年中追加资金"
        elif p.same(amount, begun):
            text += f"完成年初预算的{p.c(amount, begun)}，{p.word('flat', '支出决算数与年初预算数一致')}"
        else:
            text += f"完成年初预算的{p.c(amount, begun)}，{why.format(p.order(amount, begun))}{p.gap(amount, begun)}"
        p.p(text + "。")


def _basic(p: Page, manner: Manner, projects: list[Project]) -> None:
    b = p.books

    def inside(*heads: str) -> str:
        return "、".join(b.econ[c] for c in sorted(b.econ) if c[:3] in heads and b.of(f"经济.{c}", "支出", "基本", "一般"))

    people, public = b.of("人员经费", "支出", "基本", "一般"), b.of("公用经费", "支出", "基本", "一般")
    p.p(f"{p.y()}年度一般公共预算财政拨款基本支出{p.m(b.spent('基本', '一般'))}，其中：")
    p.p(f"人员经费{p.m(people)}，主要包括：{inside('301', '303')}。")
    p.p(f"公用经费{p.m(public)}，主要包括：{inside('302', '310')}。")


def _fund(p: Page, manner: Manner, projects: list[Project]) -> None:
    b = p.books
    if not b.rows("基金"):
        p.p(p.trap("empty-table-described", "本单位当年无政府性基金预算财政拨款收支。"))
        return
    money = b.spent(fund="基金")
    p.p(
        f"{p.y()}年度政府性基金预算财政拨款年初结转和结余{p.m(b.opening('基金'))}，本年收入{p.m(b.of('总额', '收入', '', '基金'))}，本年支出{p.m(money)}，"
        f"年末结转和结余{p.m(b.closing('基金'))}。具体支出情况为："
    )
    names = {node.code: node.name for node in b.rows("基金")}
    for i, node in enumerate(b.rows("基金", level=3), 1):
        a = b.spent(fund="基金", item=node.item)
        p.p(
            f"{i}.{names[node.code[:3]]}（类）{names[node.code[:5]]}（款）{node.name}（项）支出决算为{p.m(a)}，{manner.against(p, a, 'project')}。"
        )


def _state(p: Page, manner: Manner, projects: list[Project]) -> None:
    b = p.books
    if b.rows("国资"):
        p.p(f"{p.y()}年度国有资本经营预算财政拨款支出{p.m(b.spent(fund='国资'))}，{manner.against(p, b.spent(fund='国资'), 'project')}。")
    else:
        p.p(p.trap("empty-table-described", "本单位当年无国有资本经营预算财政拨款支出。"))


def _three(p: Page, manner: Manner, projects: list[Project]) -> None:
    b = p.books
    thrift = p.random.random() < 0.5

    def told(name: str, item: str, topic: str) -> str:
        amount = b.of(item, "支出", "", "财政")
        plan = b.adjusted(amount)
        if not plan:
            return f"{name}支出预算为{p.m(plan)}，支出决算为{p.m(amount)}，{p.trap('zero-base', '无预算安排，不计算完成比例')}"
        text = f"{name}支出预算为{p.m(plan)}，支出决算为{p.m(amount)}，完成预算的{p.c(amount, plan)}"
        if thrift and not p.same(amount, plan):
            text += f"，比预算{p.d(amount, plan)}"
        return f"{text}；{manner.against(p, amount, topic)}"

    whole = b.of("三公", "支出", "", "财政")
    plan = b.adjusted(whole)
    p.h("（一）“三公”经费财政拨款支出决算总体情况说明", 2)
    if not plan:
        p.p(p.trap("empty-table-described", f"本单位{b.year}年度没有使用财政拨款安排“三公”经费预算，也没有相关支出。"))
        return
    p.p(f"{p.y()}年度{told('“三公”经费财政拨款', '三公', '')}。")
    if not p.same(whole, plan):
        p.p(f"决算数{p.order(whole, plan)}预算数的主要原因是{p.pick('厉行节约、从严控制各项公务支出', '落实过紧日子要求，公务活动减少')}。")
    p.h("（二）“三公”经费财政拨款支出决算具体情况说明", 2)
    p.p(f"1.{told('因公出国（境）费', '三公.出国', 'abroad')}。全年因公出国（境）团组{p.k('团组')}个，累计{p.k('出国人次')}人次。")
    p.p(f"2.{told('公务用车购置及运行维护费', '三公.公车', 'car')}。其中：")
    buy, run = (b.of(f"三公.公车{name}", "支出", "", "财政") for name in ("购置", "运维"))
    p.p(f"（1）公务用车购置费支出{p.m(buy)}，本年度购置（更新）公务用车{p.k('购置车辆')}辆。")
    p.p(
        f"（2）公务用车运行维护费支出{p.m(run)}，主要用于燃料费、维修费、过桥过路费、保险费等。截至{p.y()}年12月31日，开支财政拨款的公务用车保有量{p.k('保有车辆')}辆。"
    )
    p.p(
        f"3.{told('公务接待费', '三公.接待', 'reception')}。全年国内公务接待{p.k('接待批次')}批次，{p.k('接待人次')}人次（不包括陪同人员）。"
    )


def _running(p: Page, manner: Manner, projects: list[Project]) -> None:
    b = p.books
    if b.unit.kind != "行政":
        p.p(p.trap("empty-table-described", "本单位为事业单位，不在机关运行经费的统计范围，当年机关运行经费支出为零。"))
        return
    running = b.of("机关运行经费", "支出", "基本", "一般")
    p.p(f"本单位{p.y()}年度机关运行经费支出{p.m(running)}，{manner.against(p, running, 'public')}。")


def _bought(p: Page, manner: Manner, projects: list[Project]) -> None:
    b = p.books
    whole, small, tiny = b.of("采购", "支出"), b.of("采购.中小", "支出"), b.of("采购.小微", "支出")
    kinds = [(n, b.of(f"采购.{n}", "支出")) for n in ("货物", "工程", "服务")]
    text = f"本单位{p.y()}年度政府采购支出总额{p.m(whole)}，其中：" + "、".join(f"政府采购{n}支出{p.m(a)}" for n, a in kinds) + "。"
    text += f"授予中小企业合同金额{p.m(small)}，占政府采购支出总额的{p.s(small, whole)}，其中：授予小微企业合同金额{p.m(tiny)}，"
    text += f"占授予中小企业合同金额的{p.s(tiny, small)}"
    parts, rest = [], small.fen - sum(a.fen * small.fen // whole.fen for _, a in kinds)
    for n, a in kinds:
        part = a.fen * small.fen // whole.fen
        more = min(rest, a.fen - part)
        rest -= more
        parts.append((n, a, b.ledger.put(a.key.but(item=f"采购.{n}.中小"), part + more)))
    b.ledger.add(small.key, [part for *_, part in parts])
    if p.random.random() < 0.6:
        text += "；" + "，".join(f"{n}采购授予中小企业合同金额占{n}支出金额的{p.s(part, a)}" for n, a, part in parts if a)
    p.p(text + "。")


def _assets(p: Page, manner: Manner, projects: list[Project]) -> None:
    told = "、".join(f"{n}{p.k(f'车辆.{n}')}辆" for n in VEHICLES)
    p.p(f"截至{p.y()}年12月31日，本单位共有车辆{p.k('车辆')}辆，其中：{told}；单价100万元（含）以上设备（不含车辆）{p.k('设备')}台（套）。")


def _results(p: Page, manner: Manner, projects: list[Project]) -> None:
    b = p.books
    mine = [x for x in projects if x.fund == "一般"]
    if not mine:
        p.p(f"本单位{p.y()}年度没有安排一般公共预算项目支出，未开展项目绩效自评。")
        return
    p.h("（一）绩效管理工作开展情况", 2)
    key = mine[0].spent.key.but(item="项目合计", fund="一般")
    total = b.ledger.add(key, [x.spent for x in mine])
    project = b.spent("项目", "一般")
    p.p(
        f"根据预算绩效管理要求，本单位组织对{p.y()}年度一般公共预算项目支出开展绩效自评，共涉及项目{p.k('一般项目', len(mine))}个，资金{p.m(total)}，"
        f"占一般公共预算项目支出总额的{p.s(total, project)}。"
    )
    p.h("（二）项目绩效自评结果", 2)
    for i, x in enumerate(mine[: p.random.randint(1, 4)], 1):
        done = [y for y in x.indicators if y.sign and y.second != "成本指标"][:3]
        slow = f"发现的问题及原因：{p.pick(*words('reasons')['slow'])}。" if x.left else ""
        rate = f"，完成预算的{p.c(x.spent, x.plan)}" if x.plan else ""
        score = f"自评得分{points(p, Key(f'得分.{x.name}'))}分，评价等级为{grade(p, x)}。" if p.random.random() < 0.6 else ""
        p.p(
            f"{i}.{x.name}绩效自评综述：项目全年预算数为{p.m(x.plan)}，执行数为{p.m(x.spent)}{rate}。{score}"
            f"主要产出和效益：{'；'.join(f'{y.name}{y.actual}{y.unit}' for y in done)}。{slow}"
            f"下一步改进措施：{p.pick('提前做好项目前期准备，加快支付进度', '细化绩效指标，加强过程监控', '健全项目管理制度，强化结果应用')}。"
        )


def _special(p: Page, manner: Manner, projects: list[Project]) -> None:
    p.p(f"本单位{p.y()}年度无专项支出，无对下转移支付支出。")


FAMILIES = [
    Family(
        "unit-accounts-hanjiang", "unit-final-accounts", write, level="单位", years=(2021, 2024),
        text=(Style(), Style(gap=" "), Style(grouped=True)), cells=(Style(zero=""), Style(), Style(unit="元", grouped=True, zero="")),
        percent=(2, 1), broken=0.08, page_mark=lambda n: f"- {n} -",
    ),
]  # fmt: skip
