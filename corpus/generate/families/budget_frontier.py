"""部门预算 in the manner of the western frontier: a sentence on every table, each kind of money compared with last year, causes as lists."""

from __future__ import annotations

from generate import budget_forms as forms
from generate.families import Family
from generate.ledger import Amount
from generate.page import Page
from generate.printing import Style
from generate.projects import Project
from generate.words import words


def _beside(p: Page, now: Amount, topic: str) -> str:
    base = p.books.last(now)
    move = p.move(now, base)
    if move == "none":
        return "，上年亦未安排"
    if move == "flat":
        return f"，{p.word('flat', '与上年预算数相同')}"
    if move == "new":
        return f"，比上年预算{p.d(now, base)}，上年未安排"
    return f"，比上年预算{p.d(now, base)}，{p.r(now, base, '增长', '下降')}，主要原因是{p.why(topic, now, base)}"


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    p.title(f"{u.name}{p.y()}年部门预算公开")
    p.h(f"第一部分 {u.name}概况", 1)
    p.h("一、主要职能")
    p.p("。".join(f"{'一二三四五六'[i]}是{duty}" for i, duty in enumerate(u.domain["duties"])) + "。")
    p.h("二、机构设置及人员情况")
    p.p(
        f"{u.name}下设{p.k('内设', len(u.offices), listed=True)}个处室，分别是：{'、'.join(u.offices)}。编制数{p.k('编制', u.posts)}，"
        f"实有人数{p.k('人数', u.staff + u.retired)}人，其中：在职{p.k('在职', u.staff)}人、退休{p.k('退休', u.retired)}人。"
    )
    p.counted("人数", "在职", "退休")
    p.h(f"第二部分 {p.y()}年部门预算公开表", 1)
    numbers = iter("一二三四五六七八九十")
    p.head = lambda number, title: [f"表{next(numbers)}：", title, f"编制部门：{u.name}", "单位：万元"]
    forms.total(p, "部门收支总体情况表")
    forms.income(p, "部门收入总体情况表", columns=3)
    forms.expenditure(p, "部门支出总体情况表", columns=3)
    forms.fiscal_total(p, "财政拨款收支总体情况表")
    forms.general(p, "一般公共预算支出情况表", columns=3)
    forms.basic(p, "一般公共预算基本支出情况表")
    forms.projects(p, "财政拨款项目支出情况表", projects)
    forms.three(p, "一般公共预算“三公”经费支出情况表")
    forms.fund(p, "政府性基金预算支出情况表", columns=3, empty="备注：无内容应公开空表并说明情况：本部门没有政府性基金预算支出，此表为空。")
    forms.state(p, "国有资本经营预算支出情况表", columns=3, empty="备注：本部门没有国有资本经营预算支出，此表为空。")
    p.h(f"第三部分 {p.y()}年部门预算情况说明", 1)
    p.h(f"一、关于{u.name}{p.y()}年收支预算情况的总体说明")
    grand = b.grand()
    p.p(f"{u.name}{p.y()}年所有收入和支出均纳入部门预算管理，收支总预算{p.m(grand)}{_beside(p, grand, 'total')}。")
    sources = [
        ("一般公共预算", b.of("总额", "收入", "", "一般")), ("政府性基金预算", b.of("总额", "收入", "", "基金")), ("国有资本经营预算", b.of("总额", "收入", "", "国资")),
        ("事业收入", b.income("事业")), ("经营收入", b.income("经营")), ("上级补助收入", b.income("上级")), ("其他收入", b.income("其他")), ("上年结转结余", b.opening()),
    ]  # fmt: skip
    shown = [(n, a) for n, a in sources if a]
    p.p("收入预算包括：" + "、".join(n for n, _ in shown) + "。")
    classes = [(node.name, b.spent(item=node.item)) for node in b.rows(level=1)]
    p.p("支出预算包括：" + "、".join(f"{p.subject(n, a.key, *(o for o, _ in classes if o != n))}{p.m(a)}" for n, a in classes) + "。")
    p.h(f"二、关于{u.name}{p.y()}年收入预算情况说明")
    p.p(f"收入预算{p.m(grand)}，其中：")
    for n, a in shown:
        p.p(f"{n}{p.m(a)}，占{p.s(a, grand)}{_beside(p, a, 'total')}。")
    p.h(f"三、关于{u.name}{p.y()}年支出预算情况说明")
    p.p(f"{p.y()}年支出预算{p.m(b.spent())}，其中：")
    for n, k, topic in (("基本支出", "基本", "people"), ("项目支出", "项目", "project")):
        a = b.spent(k)
        p.p(f"{n}{p.m(a)}，占{p.s(a, b.spent())}{_beside(p, a, topic)}。")
    p.h(f"四、关于{u.name}{p.y()}年财政拨款收支预算情况的总体说明")
    p.p(f"{p.y()}年财政拨款收支总预算{p.m(b.grand('财政'))}。")
    p.h(f"五、关于{u.name}{p.y()}年一般公共预算当年拨款情况说明")
    spent = b.spent(fund="一般")
    p.p("（一）一般公共预算当年拨款规模变化情况")
    p.p(
        f"{p.y()}年一般公共预算支出合计{p.m(spent)}，其中：基本支出{p.m(b.spent('基本', '一般'))}，项目支出{p.m(b.spent('项目', '一般'))}。支出合计{_beside(p, spent, 'total')[1:]}。"
    )
    p.p("（二）一般公共预算当年拨款结构情况")
    for i, (n, a) in enumerate(((node.name, b.spent(fund="一般", item=node.item)) for node in b.rows("一般", level=1)), 1):
        p.p(f"{i}.{n}{p.m(a)}，占{p.s(a, spent)}。")
    p.p("（三）一般公共预算当年拨款具体使用情况")
    names = {node.code: node.name for node in b.rows("一般")}
    for i, node in enumerate(b.rows("一般", level=3), 1):
        a = b.spent(fund="一般", item=node.item)
        path = f"{names[node.code[:3]]}（类）{names[node.code[:5]]}（款）{node.name}（项）"
        p.p(f"{i}.{path}：{p.y()}年预算数为{p.m(a)}{_beside(p, a, 'project')}。")
    p.h(f"六、关于{u.name}{p.y()}年一般公共预算基本支出情况说明")
    basic, people, public = b.spent("基本", "一般"), b.of("人员经费", "支出", "基本", "一般"), b.of("公用经费", "支出", "基本", "一般")
    p.p(f"{p.y()}年一般公共预算基本支出{p.m(basic)}，其中：")
    inside = ["、".join(b.econ[c] for c in sorted(b.econ) if c.startswith(h)) for h in (("301", "303"), ("302", "310"))]
    p.p(f"人员经费{p.m(people)}，主要包括：{inside[0]}。")
    p.p(f"公用经费{p.m(public)}，主要包括：{inside[1]}。")
    p.h(f"七、关于{u.name}{p.y()}年项目支出情况说明")
    for i, project in enumerate((x for x in projects if x.fund == "一般"), 1):
        p.p(f"（{i}）项目名称：{project.name}；预算安排规模：{p.m(project.spent)}；资金分配情况：全部用于{project.name}。")
    p.h(f"八、关于{u.name}{p.y()}年一般公共预算“三公”经费预算情况说明")
    three = b.of("三公", "支出", "", "财政")
    kinds = [("因公出国（境）费", "出国"), ("公务用车购置费", "公车购置"), ("公务用车运行费", "公车运维"), ("公务接待费", "接待")]
    told = "，".join(f"{n}{p.m(b.of(f'三公.{k}', '支出', '', '财政'))}" for n, k in kinds)
    p.p(f"{p.y()}年“三公”经费财政拨款预算数为{p.m(three)}，其中：{told}。")
    p.p(f"{p.y()}年“三公”经费财政拨款预算{_beside(p, three, 'car')[1:]}。")
    p.h(f"九、关于{u.name}{p.y()}年政府性基金预算拨款情况说明")
    if b.rows("基金"):
        fund = b.spent(fund="基金")
        p.p(f"{p.y()}年政府性基金预算支出{p.m(fund)}{_beside(p, fund, 'project')}。")
    else:
        p.p(p.trap("empty-table-described", f"{u.name}{b.year}年没有使用政府性基金预算拨款安排的支出，政府性基金预算支出情况表为空表。"))
    p.h("十、其他重要事项的情况说明")
    running = b.of("机关运行经费", "支出", "基本", "一般")
    p.p(f"（一）机关运行经费：{p.y()}年机关运行经费财政拨款预算{p.m(running)}{_beside(p, running, 'public')}。")
    p.p(
        f"（二）政府采购：{p.y()}年政府采购预算{p.m(b.of('采购', '支出'))}，其中：政府采购货物预算{p.m(b.of('采购.货物', '支出'))}，政府采购工程预算"
        f"{p.m(b.of('采购.工程', '支出'))}，政府采购服务预算{p.m(b.of('采购.服务', '支出'))}。"
    )
    told = "".join(
        f"{n}{p.k(f'车辆.{n}')}辆，"
        for n in ("机要通信用车", "应急保障用车", "执法执勤用车", "特种专业技术用车", "其他用车")
        if b.counts[f"车辆.{n}"]
    )
    p.p(f"（三）国有资产占用使用：截至{p.y(-1)}年底，占用使用车辆{p.k('车辆')}辆，{told}单位价值100万元以上大型设备{p.k('设备')}台（套）。")
    p.p(f"（四）预算绩效：{p.y()}年实行绩效管理的项目{p.k('项目')}个，涉及预算金额{p.m(b.of('项目合计', '支出', '', '财政'))}。")
    p.h("第四部分 名词解释", 1)
    for i, term in enumerate(words("terms")[4:], 1):
        p.p(f"{'一二三四五六七'[i - 1]}、{term}")


FAMILIES = [
    Family(
        "budget-frontier", "department-budget", write, stage="预算", grain=100, years=(2021, 2025),
        text=(Style(), Style(gap=" "), Style(grouped=True)), cells=(Style(zero=""), Style(), Style(grouped=True, zero="")), percent=(2, 1),
    ),
]  # fmt: skip
