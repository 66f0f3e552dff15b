"""部门预算 in the manner of Shaanxi: 综合预算, text before tables, 项 and 经济类 each against last year, a list of tables that says which are empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from generate import budget_forms as forms
from generate.accounts import Node
from generate.families import Family
from generate.forms import cell, line, ordinal
from generate.ledger import Amount, Key, split
from generate.page import Page
from generate.printing import Style
from generate.projects import Project
from generate.words import economic, function, words

PEOPLE = ("2080505", "2080506", "2101101", "2101102", "2101103", "2210201", "2210203")
"""项 that pay nothing but people."""
HEADS = {"301": "工资福利支出", "302": "商品和服务支出", "303": "对个人和家庭的补助", "310": "资本性支出"}
SPECIAL = {"30227": 30, "30226": 14, "30299": 16, "30213": 10, "30214": 8, "31003": 18, "31007": 10, "30399": 8}
"""经济 款 that projects are spent on."""
THREE = (
    "三公会议培训", "三公", "三公.出国", "三公.接待", "三公.公车", "三公.公车购置", "三公.公车运维", "经济.30215", "经济.30216",
)  # fmt: skip


class Manner(NamedTuple):
    """What one document always says alike."""

    rates: bool
    because: str
    none: str

    def beside(self, p: Page, now: Amount, topic: str = "") -> str:
        """The comparison with last year's budget."""
        base = p.books.last(now)
        move = p.move(now, base)
        if move in ("none", "flat"):
            return p.word("flat", self.none)
        if move == "new":
            return f"较上年{p.d(now, base)}，{p.trap('zero-base', '上年未安排此项预算')}"
        rate = f"（{p.r(now, base, '增长', '下降')}）" if self.rates else ""
        return f"较上年{p.d(now, base)}{rate}" + (f"，{self.because}{p.why(topic, now, base)}" if topic else "")


def _tree(p: Page, key: Key, leaves: dict[str, int]) -> None:
    """项 under a key, and the 款, 类 and total over them."""
    ledger = p.books.ledger
    for code, fen in leaves.items():
        ledger.put(key.but(item=f"功能.{code}"), fen)
    for width in (5, 3):
        for code in sorted({leaf[:width] for leaf in leaves}):
            below = sorted({leaf[: width + 2] for leaf in leaves if leaf.startswith(code)})
            ledger.add(key.but(item=f"功能.{code}"), [key.but(item=f"功能.{child}") for child in below])
    ledger.add(key.but(item="总额"), [key.but(item=f"功能.{code}") for code in sorted({leaf[:3] for leaf in leaves})])


def _people_and_public(p: Page, year: int) -> None:
    """The basic expenditure of every 项 in people and running costs, as the accounts have split it."""
    b = p.books
    leaves: dict[str, dict[str, int]] = {"人员": {}, "公用": {}}
    for item in b.items:
        if item.fund != "一般":
            continue
        fen = b.of(f"功能.{item.code}", "支出", "基本", "一般", year=year).fen
        people = fen if item.code in PEOPLE or item.code.startswith("20808") else int(fen * item.personnel) // 100 * 100
        leaves["人员"][item.code], leaves["公用"][item.code] = people, fen - people
    key = b.key("", "支出", "", "一般", year=year)
    for part, by_code in leaves.items():
        _tree(p, key.but(part=part), by_code)
        b.ledger.add(key.but(item=f"{part}经费", part="基本"), [key.but(item="总额", part=part)])
    for code in sorted({item[:width] for item in leaves["人员"] for width in (3, 5, 7)}):
        mine = key.but(item=f"功能.{code}")
        b.ledger.add(mine.but(part="基本"), [mine.but(part="人员"), mine.but(part="公用")])


def _economic(p: Page, year: int, chosen: Sequence[str]) -> list[str]:
    """All of 一般公共预算 by 经济分类: projects are spent on some 款, among them what 三公 has on top of the basic expenditure."""
    b = p.books
    whole = b.key("总额", "支出", "", "一般", year=year)
    spent = dict.fromkeys(chosen, 0)
    left = b.ledger.get(whole.but(part="项目")).fen
    extra = {"30212": "出国", "31013": "公车购置", "30217": "接待", "30231": "公车运维"}
    for code, name in extra.items():
        more = b.of(f"三公.{name}", "支出", "", "财政", year=year).fen - b.of(f"经济.{code}", "支出", "基本", "一般", year=year).fen
        spent[code] = min(left, more)
        left -= spent[code]
    for code, fen in zip(chosen, split(p.random, left, [SPECIAL[code] for code in chosen], 100), strict=True):
        spent[code] += fen
    codes = sorted({*b.econ, *spent, "30215", "30216"})
    for code in codes:
        key = whole.but(item=f"经济.{code}")
        b.ledger.put(key.but(part="基本"), b.ledger.get(key.but(part="基本")).fen)
        b.ledger.put(key.but(part="项目"), spent.get(code, 0))
        b.ledger.add(key, [key.but(part="基本"), key.but(part="项目")])
    for head in HEADS:
        key = whole.but(item=f"经济.{head}")
        below = [whole.but(item=f"经济.{code}") for code in codes if code.startswith(head)]
        b.ledger.add(key.but(part="项目"), [child.but(part="项目") for child in below])
        b.ledger.add(key, below)
        b.ledger.add(key, [key.but(part="基本"), key.but(part="项目")])
    for part in ("", "项目"):
        b.ledger.add(whole.but(part=part), [whole.but(item=f"经济.{head}", part=part) for head in HEADS])
    three = b.key("三公会议培训", "支出", "", "财政", year=year)
    b.ledger.add(three, [three.but(item="三公"), whole.but(item="经济.30215"), whole.but(item="经济.30216")])
    other = b.key("总额", "支出", "", "其他资金", year=year)
    total = other.but(fund="全部")
    b.ledger.put(other, b.ledger.get(total).fen - b.ledger.get(other.but(fund="财政")).fen)
    b.ledger.add(total, [total.but(fund="财政"), other])
    return codes


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    chosen = sorted(p.random.sample(sorted(SPECIAL), p.random.randint(3, 5)))
    for year in (b.year - 1, b.year):
        _people_and_public(p, year)
        codes = _economic(p, year, chosen)
    manner = Manner(p.random.random() < 0.5, p.pick("原因是", "主要原因是", "主要是"), p.pick("与上年持平", "较上年无变化", "与上年一致"))
    p.title(f"{u.name}{p.y()}年部门综合预算公开说明")
    p.h("一、部门主要职责及机构设置")
    p.p("（一）主要职责。")
    for i, duty in enumerate(u.domain["duties"], 1):
        p.p(f"{i}．{duty}。")
    p.p(f"（二）机构设置。{u.name}内设机构{p.k('内设', len(u.offices), listed=True)}个：{'、'.join(u.offices)}。")
    p.h(f"二、{p.y()}年年度部门工作任务")
    for i, duty in enumerate(p.random.sample(u.domain["duties"], 3), 1):
        p.p(f"{i}．{p.pick('扎实做好', '统筹推进', '持续加强')}以下工作：{duty}，{p.pick(*words('reasons')['goal'])}。")
    p.h("三、部门预算单位构成")
    p.p("从预算单位构成看，本部门的部门预算包括部门本级（机关）预算和所属事业单位预算。")
    p.p(f"纳入本部门{p.y()}年部门预算编制范围的预算单位共有{p.k('预算单位', 1 + len(u.children), listed=True)}个，包括：")
    p.table("单位名单", [["序号", "单位名称"], *([str(i), name] for i, name in enumerate((f"{u.name}（机关）", *u.children), 1))])
    p.h("四、部门人员情况说明")
    p.p(
        f"截至{p.y(-1)}年底，本部门人员编制{p.k('编制', u.posts)}人，其中行政编制{p.k('行政编制', u.civil_posts)}人、事业编制{p.k('事业编制', u.posts - u.civil_posts)}人；"
        f"实有人员{p.k('在职', u.staff)}人，其中行政{p.k('行政人员', u.civil_staff)}人、事业{p.k('事业人员', u.staff - u.civil_staff)}人。"
        f"单位管理的离退休人员{p.k('离退休', u.retired)}人。"
    )
    p.counted("编制", "行政编制", "事业编制")
    p.counted("在职", "行政人员", "事业人员")
    p.h(f"五、{p.y()}年部门预算收支说明")
    _sum(p, manner)
    _general(p, manner, projects)
    p.p("（四）政府性基金预算支出情况")
    if b.rows("基金"):
        p.p(f"{p.y()}年本部门政府性基金预算支出{p.m(b.spent(fund='基金'))}，{manner.beside(p, b.spent(fund='基金'), 'project')}。其中：")
        for i, node in enumerate(b.rows("基金", level=3), 1):
            a = b.spent(fund="基金", item=node.item)
            p.p(f"（{i}）{node.name}（{node.code}）{p.m(a)}，{manner.beside(p, a, 'project')}。")
    else:
        p.p(p.trap("empty-table-described", "本部门无当年政府性基金预算收支，并已公开空表。"))
    p.p("（五）国有资本经营预算拨款收支情况")
    if b.rows("国资"):
        p.p(f"{p.y()}年本部门国有资本经营预算支出{p.m(b.spent(fund='国资'))}，{manner.beside(p, b.spent(fund='国资'), 'project')}。")
    else:
        p.p(p.trap("empty-table-described", "本部门无国有资本经营预算拨款收支，并已公开空表。"))
    p.h("六、部门预算“三公”经费等预算情况说明")
    _three(p, manner)
    p.h("七、部门国有资产占有使用及资产购置情况说明")
    told = "，".join(f"{n}{p.k(f'车辆.{n}')}辆" for n in ("机要通信用车", "应急保障用车", "执法执勤用车", "特种专业技术用车", "其他用车"))
    told = f"，其中{told}" if p.random.random() < 0.5 else ""
    p.p(
        f"截至{p.y(-1)}年底，本部门所属预算单位共有车辆{p.k('车辆')}辆{told}；单价100万元以上的设备{p.k('设备')}台（套）。"
        f"{p.y()}年当年部门预算安排购置车辆{p.k('购置车辆')}辆。"
    )
    p.h("八、部门政府采购情况说明")
    kinds = "、".join(f"政府采购{n}类预算{p.m(b.of(f'采购.{n}', '支出'))}" for n in ("货物", "服务", "工程"))
    p.p(f"{p.y()}年当年本部门政府采购预算共{p.m(b.of('采购', '支出'))}，其中{kinds}。")
    p.h("九、部门预算绩效目标说明")
    got = b.of("总额", "收入", "", "一般")
    fund = f"，当年政府性基金预算拨款{p.m(b.of('总额', '收入', '', '基金'))}" if b.rows("基金") else ""
    p.p(f"{p.y()}年本部门绩效目标管理全覆盖，涉及当年一般公共预算拨款{p.m(got)}{fund}。实行绩效目标管理的项目{p.k('项目')}个。")
    p.h("十、机关运行经费安排说明")
    running = b.of("机关运行经费", "支出", "基本", "一般")
    p.p(f"{p.y()}年当年机关运行经费预算安排{p.m(running)}，{manner.beside(p, running, 'public')}。")
    p.h("十一、专业名词解释")
    for i, term in enumerate(words("terms")[5:], 1):
        p.p(f"{i}．{term}")
    _tables(p, projects, codes)


def _sum(p: Page, manner: Manner) -> None:
    b = p.books
    p.p("（一）收支预算总体情况")
    grand = b.grand()
    got = [
        ("一般公共预算拨款收入", b.of("总额", "收入", "", "一般")), ("政府性基金拨款收入", b.of("总额", "收入", "", "基金")),
        ("国有资本经营预算拨款收入", b.of("总额", "收入", "", "国资")), ("上级补助收入", b.income("上级")), ("事业收入", b.income("事业")),
        ("事业单位经营收入", b.income("经营")), ("其他收入", b.income("其他")), ("上年结转", b.opening()),
    ]  # fmt: skip
    shown = [(n, a) for n, a in got if a]
    p.p(
        f"按照综合预算的原则，本部门所有收入和支出均纳入部门预算管理。{p.y()}年本部门预算收入{p.m(grand)}，其中"
        + "、".join(f"{p.subject(n, a.key, *(o for o, _ in shown if o != n))}{p.m(a)}" for n, a in shown)
        + f"。{p.y()}年本部门预算收入{manner.beside(p, grand, 'total')}。"
    )
    spent = [
        ("一般公共预算拨款支出", b.spent(fund="一般")), ("政府性基金拨款支出", b.spent(fund="基金")), ("国有资本经营预算拨款支出", b.spent(fund="国资")),
        ("其他资金安排的支出", b.spent(fund="其他资金")),
    ]  # fmt: skip
    p.p(
        f"{p.y()}年本部门预算支出{p.m(b.spent())}，其中"
        + "、".join(f"{n}{p.m(a)}" for n, a in spent if a)
        + f"。{p.y()}年本部门预算支出{manner.beside(p, b.spent(), 'total')}。"
    )
    p.p("（二）财政拨款收支情况")
    fiscal, opening = b.grand("财政"), b.opening("财政")
    funds = [(n, a) for n, a in got[:3] if a] + ([("上年财政拨款结转", opening)] if opening else [])
    p.p(
        f"{p.y()}年本部门财政拨款收入{p.m(fiscal)}，其中"
        + "、".join(f"{n}{p.m(a)}" for n, a in funds)
        + f"，{manner.beside(p, fiscal, 'total')}；{p.y()}年本部门财政拨款支出{p.m(b.spent(fund='财政'))}，其中"
        + "、".join(f"{n}{p.m(a)}" for n, a in spent[:3] if a)
        + f"，{manner.beside(p, b.spent(fund='财政'))}。"
    )


def _general(p: Page, manner: Manner, projects: list[Project]) -> None:
    b = p.books
    spent = b.spent(fund="一般")
    opening = b.opening("一般")
    p.p("（三）一般公共预算拨款支出明细情况")
    p.p("1．一般公共预算拨款规模变化情况")
    carried = f"（含上年结转{p.m(opening)}）" if opening else ""
    p.p(f"{p.y()}年本部门一般公共预算拨款支出{p.m(spent)}{carried}，{manner.beside(p, spent, 'total')}。")
    p.p("2．支出按功能科目分类的明细情况")
    p.p(f"{p.y()}年本部门一般公共预算支出{p.m(spent)}，其中：")
    nodes = b.rows("一般", level=3)
    shares = p.random.random() < 0.4
    for i, node in enumerate(nodes, 1):
        a = b.spent(fund="一般", item=node.item)
        share = f"，占{p.s(a, spent)}" if shares else ""
        p.p(f"（{i}）{node.name}（{node.code}）{p.m(a)}{share}，{manner.beside(p, a, 'project')}{'。' if i == len(nodes) else '；'}")
    p.p("3．支出按经济科目分类的明细情况")
    people, public, special = (b.spent(part, "一般") for part in ("人员", "公用", "项目"))
    p.p(
        f"（1）按照支出性质说明：{p.y()}年本部门一般公共预算支出{p.m(spent)}，其中：人员经费支出{p.m(people)}，占{p.s(people, spent)}；"
        f"公用经费支出{p.m(public)}，占{p.s(public, spent)}；专项业务经费支出{p.m(special)}，占{p.s(special, spent)}。"
    )
    heads = [(code, b.of(f"经济.{code}", "支出", "", "一般")) for code in HEADS]
    told = [
        f"{HEADS[code]}（{code}）{p.m(a)}，{manner.beside(p, a, {'301': 'people', '302': 'public'}.get(code, 'project'))}"
        for code, a in heads
        if a
    ]
    p.p(f"（2）按照部门预算支出经济分类的类级科目说明：{p.y()}年本部门一般公共预算支出{p.m(spent)}，其中：" + "；".join(told) + "。")
    p.p("4．上年结转财政拨款支出情况")
    carried_all = b.opening("财政")
    if carried_all:
        p.p(f"{p.y()}年本部门使用{p.y(-1)}年结转的财政拨款资金安排支出{p.m(carried_all)}，其中：")
        for i, (node, a) in enumerate(_carried(p), 1):
            p.p(f"（{i}）{node.name}（{node.code}）{p.m(a)}。")
    else:
        p.p(p.trap("empty-table-described", f"本部门无{b.year - 1}年结转的财政拨款资金支出。"))


def _carried(p: Page) -> list[tuple[Node, Amount]]:
    """项 with money of last year."""
    b = p.books
    found = [(item.code, b.of(f"功能.{item.code}", "年初", "", item.fund)) for item in b.items]
    b.ledger.add(b.opening("财政").key, [a for _, a in found])
    return [(Node(code, function(code, b.year)), a) for code, a in found if a]


def _of(p: Page, item: str, shift: int = 0) -> Amount:
    fund = "一般" if item.startswith("经济") else "财政"
    return p.books.of(item, "支出", "", fund, year=p.books.year + shift)


def _three(p: Page, manner: Manner) -> None:
    three = _of(p, "三公")
    moves = {
        topic: (_of(p, f"三公.{n}").fen - _of(p, f"三公.{n}", -1).fen) * (1 if three.fen > _of(p, "三公", -1).fen else -1)
        for n, topic in (("出国", "abroad"), ("接待", "reception"), ("公车购置", ""), ("公车运维", "car"))
    }
    p.p(f"{p.y()}年本部门财政拨款“三公”经费预算支出{p.m(three)}，{manner.beside(p, three, max(moves, key=lambda x: moves[x]))}。其中：")
    for i, (name, item, topic) in enumerate(
        (
            ("因公出国（境）费用", "出国", "abroad"),
            ("公务接待费", "接待", "reception"),
            ("公务用车购置费", "公车购置", ""),
            ("公务用车运行维护费", "公车运维", "car"),
        ),
        1,
    ):
        a = _of(p, f"三公.{item}")
        p.p(f"{i}．{name}{p.m(a)}，{manner.beside(p, a, topic)}。")
    meeting, training = _of(p, "经济.30215"), _of(p, "经济.30216")
    p.p(f"会议费预算支出{p.m(meeting)}，{manner.beside(p, meeting)}。培训费预算支出{p.m(training)}，{manner.beside(p, training)}。")


def _tables(p: Page, projects: list[Project], codes: Sequence[str]) -> None:
    b = p.books
    made: list[tuple[str, Callable[[str], None], str]] = [
        ("部门综合预算收支总表", lambda title: _balance(p, title), ""),
        ("部门综合预算收入总表", lambda title: _incomes(p, title), ""),
        ("部门综合预算支出总表", lambda title: forms.expenditure(p, title, first=True), ""),
        ("部门综合预算财政拨款收支总表", lambda title: forms.fiscal_total(p, title), ""),
        ("部门综合预算一般公共预算支出明细表（按支出功能分类科目）", lambda title: _by_function(p, "05", title, ("", "人员", "公用", "项目")), ""),
        ("部门综合预算一般公共预算支出明细表（按支出经济分类科目）", lambda title: _by_economy(p, title, codes), ""),
        ("部门综合预算一般公共预算基本支出明细表（按支出功能分类科目）", lambda title: _by_function(p, "12", title, ("基本", "人员", "公用")), ""),
        ("部门综合预算一般公共预算基本支出明细表（按支出经济分类科目）", lambda title: forms.basic(p, title, first=True), ""),
        ("部门综合预算政府性基金支出表", lambda title: forms.fund(p, title), "" if b.rows("基金") else "本部门无政府性基金预算收支"),
        ("部门综合预算国有资本经营预算支出表", lambda title: forms.state(p, title), "" if b.rows("国资") else "本部门无国有资本经营预算收支"),
        ("部门综合预算财政拨款专项业务经费支出表", lambda title: _special(p, title, projects), "" if projects else "本部门无财政拨款专项业务经费"),
        ("部门综合预算财政拨款上年结转资金支出表", lambda title: _left(p, title), "" if b.opening("财政") else "本部门无财政拨款结转资金"),
        ("部门综合预算政府采购预算表", lambda title: _purchases(p, title), ""),
        ("部门综合预算“三公”经费及会议费、培训费支出预算表", lambda title: _spending(p, title), ""),
    ]  # fmt: skip
    p.h("附件：部门综合预算公开报表", 1)
    p.table(
        "目录",
        [["报表", "报表名称", "是否空表", "公开空表理由"]]
        + [[f"表{i}", f"{b.year}年{title}", "是" if why else "否", why] for i, (title, _, why) in enumerate(made, 1)],
    )
    for i, (title, show, _) in enumerate(made, 1):
        p.head = lambda form, name, i=i: [f"表{i}", f"{b.year}年{name}", f"单位：{p.cells.unit}"]  # type: ignore[misc]
        show(title)


def _open(p: Page, form: str, title: str) -> list[list[str]]:
    for text in p.head(form, title):
        p.note(text)
    p.start(form)
    return []


def _close(p: Page, form: str, rows: list[list[str]], head: int = 1) -> None:
    p.stop()
    p.table(form, rows, head)


def _balance(p: Page, title: str) -> None:
    b = p.books
    rows = _open(p, "预算01表", title)
    rows += [["收入", "", "支出", "", "", ""], ["项目", "预算数", "支出功能分科目（按大类）", "预算数", "支出性质", "预算数"]]
    nothing: tuple[str, Amount | None] = ("", None)
    sources: list[tuple[str, Amount | None]] = [
        ("一、财政拨款", b.income("财政")), ("1、一般公共预算拨款", b.of("总额", "收入", "", "一般")), ("2、政府性基金拨款", b.of("总额", "收入", "", "基金")),
        ("3、国有资本经营预算拨款", b.of("总额", "收入", "", "国资")), ("二、上级补助收入", b.income("上级")), ("三、事业收入", b.income("事业")),
        ("四、事业单位经营收入", b.income("经营")), ("五、附属单位上缴收入", b.income("附属")), ("六、其他收入", b.income("其他")),
    ]  # fmt: skip
    classes: list[tuple[str, Amount | None]] = [
        (f"{ordinal(i)}、{node.name}", b.spent(item=node.item)) for i, node in enumerate(b.rows(level=1), 1)
    ]
    kinds: list[tuple[str, Amount | None]] = [
        ("一、人员经费和公用经费支出", b.spent("基本")), ("二、专项业务经费支出", b.spent("项目")), ("三、事业单位经营支出", b.spent("经营")),
    ]  # fmt: skip

    def put(*three: tuple[str, Amount | None]) -> None:
        row = [x for i, (name, a) in enumerate(three) for x in (name, cell(p, a, len(rows), 2 * i + 1))]
        rows.append(row)

    for i in range(max(len(sources), len(classes))):
        put(*(part[i] if i < len(part) else nothing for part in (sources, classes, kinds)))
    put(("本年收入合计", b.income()), ("本年支出合计", b.spent()), ("本年支出合计", b.spent()))
    put(("上年结转", b.opening()), ("结转下年", b.closing()), ("结转下年", b.closing()))
    put(("收入总计", b.grand()), ("支出总计", b.grand()), ("支出总计", b.grand()))
    _close(p, "预算01表", rows, 2)


def _incomes(p: Page, title: str) -> None:
    b = p.books
    rows = _open(p, "预算02表", title)
    rows.append(
        [
            "单位名称",
            "合计",
            "一般公共预算拨款",
            "政府性基金拨款",
            "国有资本经营预算拨款",
            "上级补助收入",
            "事业收入",
            "事业单位经营收入",
            "其他收入",
            "上年结转",
        ]
    )
    got = [b.grand(), *(b.of("总额", "收入", "", fund) for fund in ("一般", "基金", "国资"))]
    got += [*(b.income(part) for part in ("上级", "事业", "经营", "其他")), b.opening()]
    for name in ("合计", b.unit.name):
        rows.append([name, *line(p, got, len(rows), 1)])
    _close(p, "预算02表", rows)


def _by_function(p: Page, number: str, title: str, parts: Sequence[str]) -> None:
    b = p.books
    form = f"预算{number}表"
    rows = _open(p, form, title)
    names = {"": "合计", "基本": "合计", "人员": "人员经费支出", "公用": "公用经费支出", "项目": "专项业务经费支出"}
    rows.append(["功能科目编码", "功能科目名称", *(names[part] for part in parts), "备注"])
    rows.append(["", "合计", *line(p, [b.spent(part, "一般") for part in parts], len(rows), 2), ""])
    for node in b.rows("一般"):
        amounts = [b.spent(part, "一般", node.item) for part in parts]
        if amounts[0]:
            rows.append([node.code, node.name, *line(p, amounts, len(rows), 2), ""])
    _close(p, form, rows)


def _by_economy(p: Page, title: str, codes: Sequence[str]) -> None:
    b = p.books
    rows = _open(p, "预算11表", title)
    rows.append(["部门经济科目编码", "部门经济科目名称", "合计", "人员经费支出", "公用经费支出", "专项业务经费支出", "备注"])
    rows.append(["", "合计", *line(p, [b.spent(part, "一般") for part in ("", "人员", "公用", "项目")], len(rows), 2), ""])
    for head in HEADS:
        for code in (head, *(c for c in codes if c.startswith(head))):
            whole, basic, special = (b.of(f"经济.{code}", "支出", part, "一般") for part in ("", "基本", "项目"))
            if not whole:
                continue
            people = head in ("301", "303")
            amounts = [whole, basic if people else None, None if people else basic, special]
            rows.append([code, economic(code, b.year), *line(p, amounts, len(rows), 2), ""])
    _close(p, "预算11表", rows)


def _special(p: Page, title: str, projects: list[Project]) -> None:
    rows = _open(p, "预算10表", title)
    rows.append(["单位（项目）名称", "项目金额", "项目简介"])
    total = p.books.of("项目合计", "支出", "", "财政")
    for name in ("合计", p.books.unit.name) if projects else ():
        rows.append([name, cell(p, total, len(rows), 1), ""])
    for project in projects:
        rows.append([project.name, cell(p, project.spent, len(rows), 1), f"用于{project.name}，{p.pick(*words('reasons')['goal'])}。"])
    _close(p, "预算10表", rows)


def _left(p: Page, title: str) -> None:
    rows = _open(p, "预算14表", title)
    rows.append(["功能科目编码", "功能科目名称", "上年结转资金"])
    if p.books.opening("财政"):
        rows.append(["", "合计", cell(p, p.books.opening("财政"), len(rows), 2)])
        for node, a in _carried(p):
            rows.append([node.code, node.name, cell(p, a, len(rows), 2)])
    _close(p, "预算14表", rows)


def _purchases(p: Page, title: str) -> None:
    b = p.books
    rows = _open(p, "预算13表", title)
    rows.append(["单位名称", "合计", "货物", "服务", "工程"])
    got = [b.of("采购", "支出"), *(b.of(f"采购.{n}", "支出") for n in ("货物", "服务", "工程"))]
    rows.append([b.unit.name, *line(p, got, len(rows), 1)])
    _close(p, "预算13表", rows)


def _spending(p: Page, title: str) -> None:
    """三公, meetings and training: last year, this year, and the change with its sign."""
    b = p.books
    rows = _open(p, "预算09表", title)
    style = replace(p.cells, zero="0.00")
    rows.append(["年度", "合计", "“三公”经费", "", "", "", "", "", "会议费", "培训费"])
    rows.append(["", "", "小计", "因公出国（境）费用", "公务接待费", "公务用车购置及运行维护费", "", "", "", ""])
    rows.append(["", "", "", "", "", "小计", "公务用车购置费", "公务用车运行维护费", "", ""])
    for shift in (-1, 0):
        rows.append([f"{b.year + shift}年", *line(p, [_of(p, item, shift) for item in THREE], len(rows), 1, style)])
    changes = []
    for column, item in enumerate(THREE, 1):
        now, base = _of(p, item), _of(p, item, -1)
        p.at = (len(rows), column)
        value = Fraction(abs(now.fen - base.fen), style.scale)
        less = now.fen < base.fen and style.number(value) != "0.00"
        changes.append(("-" if less else "") + p.figure("change", value, [now.key, base.key], style))
    rows.append(["增减变化情况", *changes])
    _close(p, "预算09表", rows, 3)


FAMILIES = [
    Family(
        "budget-qinling", "department-budget", write, stage="预算", grain=100, years=(2021, 2025),
        text=(Style(), Style(grouped=True), Style(trim=True)),
        cells=(Style(zero=""), Style(grouped=True, zero=""), Style(unit="元", grouped=True, zero="")), percent=(2, 1),
    ),
]  # fmt: skip
