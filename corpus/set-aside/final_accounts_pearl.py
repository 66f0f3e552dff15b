"""部门决算 in the manner of Guangdong: sources told even where they are nothing, rates without a base as --, 三公 with plan, last year and share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Protocol

from generate import forms
from generate.families import Family
from generate.ledger import Amount, Key
from generate.page import Page
from generate.performance import grade, points
from generate.printing import Style
from generate.projects import Project
from generate.words import words


class Since(Protocol):
    """The comparison with last year, with a cause where a topic is named."""

    def __call__(self, now: Amount, topic: str = "") -> str: ...


VEHICLES = ("机要通信用车", "应急保障用车", "执法执勤用车", "特种专业技术用车", "其他用车")
NOTES = {
    "01": "注：本表反映部门本年度的总收支和年末结转结余情况。", "02": "注：本表反映部门本年度取得的各项收入情况。",
    "03": "注：本表反映部门本年度各项支出情况。", "04": "注：本表反映部门本年度财政拨款的总收支和年末结转结余情况。",
    "05": "注：本表反映部门本年度一般公共预算财政拨款支出情况。", "06": "注：本表反映部门本年度一般公共预算财政拨款基本支出明细情况。",
    "09": "注：预算数为全年预算数，决算数包括当年财政拨款和以前年度结转资金安排的实际支出。",
}  # fmt: skip


def _zero(p: Page) -> str:
    """What the template leaves where there was no money in either year."""
    nothing, percent = p.text.number(Fraction(0)), p.percent.number(Fraction(0))
    return p.trap("zero", f"比上年决算数增加{nothing}{p.text.gap}{p.text.unit}，增长{percent}%")


def _reason(p: Page, one: str, two: str, topic: str, now: Amount, base: Amount) -> str:
    first, second = p.why(topic, now, base), p.why(topic, now, base)
    return f"{two}一是{first}；二是{second}" if first != second and p.random.random() < 0.3 else one + first


def _compare(p: Page) -> Since:
    """How this document compares with last year."""
    less = p.pick("下降", "降低", "减少")
    because = p.random.choice(
        (("，主要原因是", "，主要原因："), ("，主要变动情况：", "，主要变动情况："), ("，变动的主要原因是", "，变动原因："))
    )
    filled = p.random.random() < 0.5

    def since(now: Amount, topic: str = "") -> str:
        base = p.books.last(now)
        move = p.move(now, base)
        if move == "none" and filled:
            return _zero(p)
        if move in ("none", "flat"):
            return p.word("flat", "与上年决算数持平")
        if move == "new":
            return f"比上年决算数{p.d(now, base)}，{p.trap('zero-base', '增长--（基数为0，不可比）')}"
        told = _reason(p, *because, topic, now, base) if topic else ""
        return f"比上年决算数{p.d(now, base)}，{p.r(now, base, '增长', less)}{told}"

    return since


def _done(p: Page, actual: Amount, plan: Amount, what: str = "全年预算") -> str:
    """完成全年预算X万元的Y%; a plan of nothing cannot be completed."""
    if plan:
        return f"完成{what}{p.m(plan)}的{p.c(actual, plan)}"
    return f"完成{what}{p.m(plan)}的" + p.trap("zero-base", "--（基数为0，不可比）")


def _tables(p: Page) -> None:
    b, u = p.books, p.books.unit
    order = ["01", "02", "03", "04", "05", "06", *(["09", "07", "08"] if b.year < 2022 else ["07", "08", "09"])]
    p.head = lambda form, title: [
        title,
        f"公开{order.index(form[2:4]) + 1:02d}表",
        f"部门：{u.name}    {p.y()}年度    金额单位：{p.cells.unit}",
    ]
    made: dict[str, Callable[[Page], None]] = {
        "01": forms.total, "02": forms.income, "03": forms.expenditure, "04": forms.fiscal_total, "05": forms.general,
        "06": lambda page: forms.basic(page, blocks=3), "09": lambda page: forms.three(page, layout="wide"),
        "07": lambda page: forms.fund(page, empty="注：本部门本年度没有政府性基金预算财政拨款收入，也没有使用政府性基金预算财政拨款安排的支出，故本表为空。"),
        "08": lambda page: forms.state(page, empty="注：本部门本年度没有使用国有资本经营预算财政拨款安排的支出，故本表为空。"),
    }  # fmt: skip
    for number in order:
        made[number](p)
        if number in NOTES:
            p.note(p.trap("tail-note", NOTES[number] + ("本套报表金额单位转换时可能存在尾数误差。" if number == "01" else "")))


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    if p.text.trim:
        p.percent = replace(p.percent, trim=True, grouped=p.text.grouped)
    since = _compare(p)
    p.title(f"{p.y()}年度{u.name}部门决算")
    p.h(f"第一部分 {u.name}概况", 1)
    p.h("一、主要职责")
    for i, duty in enumerate(u.domain["duties"], 1):
        p.p(f"（{'一二三四五六'[i - 1]}）{duty}。")
    p.h("二、机构设置")
    p.p(f"{u.name}内设{p.k('内设', len(u.offices), listed=True)}个机构，分别为：{'、'.join(u.offices)}。")
    p.p(
        f"核定编制{p.k('编制', u.posts)}名，其中行政编制{p.k('行政编制', u.civil_posts)}名、事业编制{p.k('事业编制', u.posts - u.civil_posts)}名。"
        f"{p.y()}年末实有在职人员{p.k('在职', u.staff)}人，离退休人员{p.k('离退休', u.retired)}人。"
    )
    p.counted("编制", "行政编制", "事业编制")
    p.h("三、部门决算单位构成")
    p.p(
        f"纳入{p.y()}年度部门决算编报范围的单位共{p.k('编报单位', 1 + len(u.children), listed=True)}个，包括："
        + "、".join((f"{u.name}（本级）", *u.children))
        + "。"
    )
    p.h(f"第二部分 {p.y()}年度部门决算表", 1)
    _tables(p)
    p.h(f"第三部分 {p.y()}年度部门决算情况说明", 1)
    p.h("一、收入支出决算总体情况说明")
    grand = b.grand()
    used = "使用非财政拨款结余和专用结余" if b.year >= 2023 else "使用非财政拨款结余"
    parts = [("本年收入", b.income()), (used, b.of("使用结余")), ("年初结转和结余", b.opening())]
    p.p(
        f"本部门{p.y()}年度总收入{p.m(grand)}，其中："
        + "、".join(f"{n}{p.m(a)}" for n, a in parts if a)
        + f"。总收入{since(grand, 'total')}。"
    )
    parts = [("本年支出", b.spent()), ("结余分配", b.of("结余分配")), ("年末结转和结余", b.closing())]
    p.p(f"本部门{p.y()}年度总支出{p.m(grand)}，其中：" + "、".join(f"{n}{p.m(a)}" for n, a in parts if a) + "。")
    p.h("二、收入决算情况说明")
    p.p(f"{p.y()}年度本年收入合计{p.m(b.income())}，{since(b.income(), 'total')}。具体情况如下：")
    every = p.random.random() < 0.5
    sources = [("财政拨款收入", "财政"), ("上级补助收入", "上级"), ("事业收入", "事业"), ("经营收入", "经营"), ("其他收入", "其他")]
    shown = [(n, b.income(part)) for n, part in sources if b.income(part) or (every and part != "经营")]
    for i, (n, a) in enumerate(shown, 1):
        name = p.subject(n, a.key, *(o for o, x in shown if o != n and x))
        p.p(f"{i}．{name}{p.m(a)}，占本年收入的{p.s(a, b.income())}，{since(a, 'total')}。")
    p.h("三、支出决算情况说明")
    p.p(f"{p.y()}年度本年支出合计{p.m(b.spent())}，{since(b.spent(), 'total')}。具体情况如下：")
    kinds = [(n, b.spent(k)) for n, k in (("基本支出", "基本"), ("项目支出", "项目"), ("经营支出", "经营")) if b.spent(k)]
    for i, (n, a) in enumerate(kinds, 1):
        for_what = "主要支出项目有" + "、".join(x.name for x in projects[:3]) + "等。" if n == "项目支出" and projects else ""
        p.p(f"{i}．{n}{p.m(a)}，占本年支出的{p.s(a, b.spent())}，{since(a, 'project' if n == '项目支出' else 'people')}。{for_what}")
    if every:
        nothing, percent = p.text.number(Fraction(0)) + p.text.gap + p.text.unit, p.percent.number(Fraction(0))
        for i, n in enumerate(("上缴上级支出", "对附属单位补助支出"), len(kinds) + 1):
            p.p(f"{i}．" + p.trap("zero", f"{n}{nothing}，占本年支出的{percent}%") + "。")
    p.h("四、财政拨款收入支出决算总体情况说明")
    fiscal, funds = (
        b.grand("财政"),
        (("一般公共预算财政拨款", "一般"), ("政府性基金预算财政拨款", "基金"), ("国有资本经营预算财政拨款", "国资")),
    )
    got = [(n, b.of("总额", "收入", "", fund)) for n, fund in funds if b.of("总额", "收入", "", fund)]
    p.p(
        f"本部门{p.y()}年度财政拨款总收入{p.m(fiscal)}，其中：本年收入{p.m(b.income('财政'))}"
        + (f"（{'、'.join(n + p.m(a) for n, a in got)}）" if len(got) > 1 else "")
        + (f"，年初财政拨款结转和结余{p.m(b.opening('财政'))}" if b.opening("财政") else "")
        + f"。财政拨款总收入{since(fiscal, 'total')}。"
    )
    spent_all = b.spent(fund="财政")
    p.p(
        f"本部门{p.y()}年度财政拨款总支出{p.m(fiscal)}，其中：本年支出{p.m(spent_all)}"
        + (f"，年末财政拨款结转和结余{p.m(b.closing('财政'))}" if b.closing("财政") else "")
        + f"。本年支出{since(spent_all)}。"
    )
    _general(p, since)
    p.h("六、一般公共预算财政拨款基本支出决算情况说明")
    _basic(p)
    p.h("七、政府性基金预算财政拨款收入支出决算情况说明")
    if b.rows("基金"):
        money = b.spent(fund="基金")
        p.p(
            f"{p.y()}年度政府性基金预算财政拨款年初结转和结余{p.m(b.opening('基金'))}，本年收入{p.m(b.of('总额', '收入', '', '基金'))}，"
            f"本年支出{p.m(money)}，年末结转和结余{p.m(b.closing('基金'))}。本年支出{since(money, 'project')}。"
        )
    else:
        p.p(p.trap("empty-table-described", "本部门本年度没有政府性基金预算财政拨款收入，也没有使用政府性基金预算财政拨款安排的支出。"))
    p.h("八、国有资本经营预算财政拨款支出决算情况说明")
    if b.rows("国资"):
        money = b.spent(fund="国资")
        p.p(f"{p.y()}年度国有资本经营预算财政拨款本年支出{p.m(money)}，{since(money, 'project')}。")
    else:
        p.p(p.trap("empty-table-described", "本部门本年度没有使用国有资本经营预算财政拨款安排的支出。"))
    p.h("九、财政拨款“三公”经费支出决算情况说明")
    _three(p, since)
    p.h("十、其他重要事项的情况说明")
    _other(p, since, projects)
    p.h("第四部分 名词解释", 1)
    for i, term in enumerate(words("terms"), 1):
        p.p(f"{'一二三四五六七八九十'[i - 1]}、{term}")


def _general(p: Page, since: Since) -> None:
    b = p.books
    p.h("五、一般公共预算财政拨款支出决算情况说明")
    spent = b.spent(fund="一般")
    first = b.initial(spent)
    p.p("（一）一般公共预算财政拨款支出决算总体情况")
    told = "与年初预算数一致" if p.same(spent, first) else ""
    p.p(
        f"{p.y()}年度一般公共预算财政拨款支出{p.m(spent)}，占本年支出合计的{p.s(spent, b.spent())}，{since(spent, 'total')}。"
        + f"年初预算{p.m(first)}，完成年初预算的{p.c(spent, first)}，"
        + (p.word("flat", told) if told else f"决算数比年初预算数{p.d(spent, first)}，主要原因是{p.gap(spent, first)}")
        + "。"
    )
    p.p("（二）一般公共预算财政拨款支出决算结构情况")
    classes = [(node.name, b.spent(fund="一般", item=node.item)) for node in b.rows("一般", level=1)]
    said = [f"{p.subject(n, a.key, *(o for o, _ in classes if o != n))}（类）支出{p.m(a)}，占{p.s(a, spent)}" for n, a in classes]
    p.p(f"{p.y()}年度一般公共预算财政拨款支出主要用于以下方面：" + "；".join(said) + "。")
    p.p("（三）一般公共预算财政拨款支出决算具体情况")
    names = {node.code: node.name for node in b.rows("一般")}
    one = _item if p.random.random() < 0.65 else _item_against
    for i, node in enumerate(b.rows("一般", level=3), 1):
        amount = b.spent(fund="一般", item=node.item)
        head = f"{i}．{names[node.code[:3]]}（类）{names[node.code[:5]]}（款）{node.name}（项）"
        p.p(one(p, head, amount, b.initial(amount)) + "。")


def _item(p: Page, head: str, amount: Amount, begun: Amount) -> str:
    """A 项 by how much of its budget was spent."""
    text = f"{head}。年初预算为{p.m(begun)}，支出决算为{p.m(amount)}，"
    if not begun:
        done = p.trap("zero-base", "完成年初预算的--（基数为0，不可比）")
        return text + done + f"，决算数{p.order(amount, begun)}年初预算数的主要原因：年中追加安排"
    text += f"完成年初预算的{p.c(amount, begun)}，"
    if p.same(amount, begun):
        return text + p.word("flat", "决算数与年初预算数持平")
    return text + f"决算数{p.order(amount, begun)}年初预算数的主要原因：{p.gap(amount, begun)}"


def _item_against(p: Page, head: str, amount: Amount, begun: Amount) -> str:
    """A 项 by how far it is from its budget."""
    text = f"{head}支出决算{p.m(amount)}，年初预算{p.m(begun)}，"
    if not begun:
        return text + f"比年初预算{p.d(amount, begun)}，{p.trap('zero-base', '增长--（基数为0，不可比）')}，主要原因是年中追加安排"
    if p.same(amount, begun):
        return text + p.word("flat", "与年初预算持平")
    return text + f"比年初预算{p.d(amount, begun)}，{p.r(amount, begun, '增长', '下降')}，主要原因是{p.gap(amount, begun)}"


def _basic(p: Page) -> None:
    b = p.books

    def of(item: str) -> Amount:
        return b.of(item, "支出", "基本", "一般")

    basic, people, public = b.spent("基本", "一般"), of("人员经费"), of("公用经费")
    names = ["、".join(b.econ[c] for c in sorted(b.econ) if c.startswith(h) and of(f"经济.{c}")) for h in (("301", "303"), ("302", "310"))]
    p.p(f"{p.y()}年度一般公共预算财政拨款基本支出{p.m(basic)}，其中：")
    shares = p.random.random() < 0.6
    heads = {"301": "工资福利支出", "303": "对个人和家庭的补助", "302": "商品和服务支出", "310": "资本性支出"}
    for name, whole, inside, codes in (("人员经费", people, names[0], ("301", "303")), ("公用经费", public, names[1], ("302", "310"))):
        below = [f"{heads[c]}{p.m(of(f'经济.{c}'))}" for c in codes if of(f"经济.{c}")]
        p.p(
            f"{name}{p.m(whole)}"
            + (f"，占{p.s(whole, basic)}" if shares else "")
            + (f"，包括{'、'.join(below)}" if len(below) > 1 else "")
            + f"。主要用于：{inside}。"
        )


def _three(p: Page, since: Since) -> None:
    b = p.books
    p.p("（一）“三公”经费财政拨款支出决算总体情况说明")

    def of(item: str) -> tuple[Amount, Amount]:
        amount = b.of(item, "支出", "", "财政")
        return amount, b.adjusted(amount)

    def chain(name: str, item: str) -> str:
        amount, plan = of(item)
        return f"{name}支出决算为{p.m(amount)}，{_done(p, amount, plan)}，{since(amount)}"

    whole, plan = of("三公")
    go, cars, guest = (of(f"三公.{name}")[0] for name in ("出国", "公车", "接待"))
    p.p(
        f"{p.y()}年度“三公”经费财政拨款{chain('', '三公')}。其中：{chain('因公出国（境）费', '三公.出国')}；"
        f"{chain('公务用车购置及运行维护费', '三公.公车')}（{chain('公务用车购置费', '三公.公车购置')}；{chain('公务用车运行维护费', '三公.公车运维')}）；"
        f"{chain('公务接待费', '三公.接待')}。"
    )
    if not p.same(whole, plan):
        why = "认真贯彻落实中央八项规定精神和过紧日子要求，从严控制“三公”经费开支" if whole.fen < plan.fen else "年中按程序追加了相关经费"
        p.p(f"{p.y()}年度“三公”经费支出决算{p.order(whole, plan)}预算数的主要情况：{why}。")
    base = b.last(whole)
    if base and not p.same(whole, base):
        up = 1 if whole.fen > base.fen else -1
        parts = [(go, "abroad"), (of("三公.公车购置")[0], "buy"), (of("三公.公车运维")[0], "car"), (guest, "reception")]
        part, topic = max(parts, key=lambda x: (x[0].fen - b.last(x[0]).fen) * up)
        bought = "本年按规定程序更新购置公务用车" if up > 0 else "本年购置公务用车的支出减少"
        why = bought if topic == "buy" else p.why(topic, part, b.last(part))
        p.p(f"{p.y()}年度“三公”经费支出决算{p.order(whole, base)}上年决算数的主要情况：{why}。")
    p.p("（二）“三公”经费财政拨款支出决算具体情况说明")
    if whole:
        p.p(
            f"{p.y()}年度“三公”经费财政拨款支出决算中，因公出国（境）费支出{p.m(go)}，占{p.s(go, whole)}；公务用车购置及运行维护费支出{p.m(cars)}，"
            f"占{p.s(cars, whole)}；公务接待费支出{p.m(guest)}，占{p.s(guest, whole)}。具体情况如下："
        )
    p.p(f"1．因公出国（境）费支出{p.m(go)}。全年使用财政拨款安排因公出国（境）团组{p.k('团组')}个、累计{p.k('出国人次')}人次。")
    buy, run = of("三公.公车购置")[0], of("三公.公车运维")[0]
    p.p(
        f"2．公务用车购置及运行维护费支出{p.m(cars)}。其中：公务用车购置支出{p.m(buy)}，购置公务用车{p.k('购置车辆')}辆；公务用车运行维护费支出{p.m(run)}，"
        f"{p.y()}年末使用财政拨款开支运行维护费的公务用车保有量为{p.k('保有车辆')}辆。"
    )
    tail = f"主要用于{p.pick('上级检查指导和兄弟单位业务交流', '业务调研、检查考核等公务活动')}。" if guest else ""
    p.p(f"3．公务接待费支出{p.m(guest)}。全年国内公务接待{p.k('接待批次')}批次、{p.k('接待人次')}人次。{tail}")


def _other(p: Page, since: Since, projects: list[Project]) -> None:
    b = p.books
    running = b.of("机关运行经费", "支出", "基本", "一般")
    p.p("（一）机关运行经费支出情况")
    p.p(f"{p.y()}年度机关运行经费支出{p.m(running)}，{since(running, 'public')}。")
    p.p("（二）政府采购支出情况")
    bought, small, tiny = b.of("采购", "支出"), b.of("采购.中小", "支出"), b.of("采购.小微", "支出")
    kinds = "、".join(f"政府采购{n}支出{p.m(b.of(f'采购.{n}', '支出'))}" for n in ("货物", "工程", "服务"))
    p.p(
        f"{p.y()}年度政府采购支出总额{p.m(bought)}，其中：{kinds}。授予中小企业合同金额{p.m(small)}，占政府采购支出总额的{p.s(small, bought)}，"
        f"其中：授予小微企业合同金额{p.m(tiny)}，占政府采购支出总额的{p.s(tiny, bought)}。"
    )
    p.p("（三）国有资产占用情况")
    told = "、".join(f"{n}{p.k(f'车辆.{n}')}辆" for n in VEHICLES)
    p.p(f"截至{p.y()}年12月31日，本部门共有车辆{p.k('车辆')}辆，其中：{told}。单位价值100万元以上设备（不含车辆）{p.k('设备')}台（套）。")
    if not projects:
        return
    p.p("（四）预算绩效情况")
    total, every = b.of("项目合计", "支出", "", "财政"), b.spent("项目")
    p.p(
        f"根据预算绩效管理要求，本部门组织对{p.y()}年度项目支出开展绩效自评，共涉及项目{p.k('项目')}个，资金{p.m(total)}，占项目支出的{p.s(total, every)}。"
        f"其中自评等级为优的{p.k('项目.优')}个、良的{p.k('项目.良')}个、中的{p.k('项目.中')}个、差的{p.k('项目.差')}个。"
    )
    for project in sorted(projects, key=lambda x: -x.spent.fen)[: p.random.randint(1, 3)]:
        rate = f"，完成预算的{p.c(project.spent, project.plan)}" if project.plan else ""
        done = [x for x in project.indicators if x.second in ("数量指标", "质量指标") and x.sign]
        p.p(
            f"{project.name}绩效自评综述：全年预算数为{p.m(project.plan)}，执行数为{p.m(project.spent)}{rate}，"
            f"自评得分{points(p, Key(f'得分.{project.name}'))}分，等级为{grade(p, project)}。"
            f"主要产出：{'，'.join(f'{x.name}{x.actual}{x.unit}' for x in done)}。"
        )


FAMILIES = [
    Family(
        "final-accounts-pearl", "department-final-accounts", write, years=(2021, 2024),
        text=(Style(), Style(grouped=True), Style(trim=True, grouped=True)),
        cells=(Style(zero="0.00"), Style(grouped=True, zero=""), Style(grouped=True)), percent=(1, 2), broken=0.05,
    ),
]  # fmt: skip
