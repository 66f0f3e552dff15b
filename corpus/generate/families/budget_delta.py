"""部门预算 in the manner of the river delta: 编制说明 before the tables, tables in whole 元, one sentence for every 项."""

from __future__ import annotations

from generate import budget_forms as forms
from generate.accounts import VEHICLES
from generate.families import Family
from generate.ledger import Amount
from generate.page import Page
from generate.printing import Style
from generate.projects import Project
from generate.words import words


def _than(p: Page, now: Amount) -> str:
    base = p.books.last(now)
    move = p.move(now, base)
    if move in ("none", "flat"):
        return f"比{p.y(-1)}年预算{p.word('flat', '持平')}"
    return f"比{p.y(-1)}年预算{p.d(now, base)}"


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    p.title(f"{u.prefecture}{p.y()}年部门预算")
    p.title(f"预算主管部门：{u.name}")
    p.h(f"{u.name}主要职能", 1)
    p.p("主要职能包括：")
    for i, duty in enumerate(u.domain["duties"], 1):
        p.p(f"{'一二三四五六'[i - 1]}、{duty}。")
    p.h(f"{u.name}机构设置", 1)
    p.p(f"{u.name}部门预算是包括本部以及下属{p.k('下属', len(u.children))}家预算单位的综合收支计划。")
    p.h(f"{p.y()}年部门预算编制说明", 1)
    income, spent = b.grand(), b.spent()
    fiscal, other = b.income("财政"), b.income("其他")
    carried = b.opening()
    p.p(
        f"{p.y()}年，{u.name}收入预算{p.m(income)}，其中：财政拨款收入{p.m(fiscal)}，{_than(p, fiscal)}；事业收入{p.m(b.income('事业'))}；"
        f"事业单位经营收入{p.m(b.income('经营'))}；上级补助收入{p.m(b.income('上级'))}；其他收入{p.m(other)}；上年结转{p.m(carried)}。"
    )
    general, fund, state = (b.spent(fund=name) for name in ("一般", "基金", "国资"))
    p.p(
        f"支出预算{p.m(spent)}，其中：财政拨款支出预算{p.m(b.spent(fund='财政'))}，{_than(p, b.spent(fund='财政'))}。财政拨款支出预算中，一般公共预算拨款支出预算"
        f"{p.m(general)}，{_than(p, general)}；政府性基金拨款支出预算{p.m(fund)}，{_than(p, fund)}；国有资本经营预算拨款支出预算{p.m(state)}，{_than(p, state)}。"
    )
    p.p(
        f"财政拨款支出{'增加' if b.spent(fund='财政').fen >= b.last(b.spent(fund='财政')).fen else '减少'}的主要原因是{p.why('total', b.spent(fund='财政'), b.last(b.spent(fund='财政')))}。"
    )
    p.p("财政拨款支出主要内容如下：")
    names = {node.code: node.name for which in ("一般", "基金", "国资") for node in b.rows(which)}
    for number, node in enumerate(b.rows("财政", level=3), 1):
        amount = b.spent(fund="财政", item=node.item)
        last = b.last(amount)
        text = f"{number}. “{names[node.code[:3]]}（类）{names[node.code[:5]]}（款）{node.name}（项）”科目{p.m(amount)}，主要用于{node.name}方面的支出。"
        move = p.move(amount, last)
        if move == "new":
            text += f"{p.y(-1)}年未安排。"
        elif move in ("up", "down"):
            text += f"{p.y(-1)}年预算安排{p.m(last)}，{p.y()}年预算安排{p.m(amount)}，比{p.y(-1)}年预算{p.r(amount, last, '增加', '减少')}。主要原因是：{p.why('project', amount, last)}。"
        else:
            text += f"与{p.y(-1)}年预算{p.word('flat', '持平')}。"
        p.p(text)
    p.head = lambda number, title: [title, f"编制部门：{u.name}    单位：元"]
    year = b.year
    forms.total(p, f"{year}年部门财务收支预算总表")
    forms.income(p, f"{year}年部门收入预算总表", columns=3)
    forms.expenditure(p, f"{year}年部门支出预算总表", columns=3)
    forms.fiscal_total(p, f"{year}年部门财政拨款收支预算总表")
    forms.general(p, f"{year}年部门一般公共预算支出功能分类预算表", columns=3)
    forms.fund(
        p,
        f"{year}年部门政府性基金预算支出功能分类预算表",
        columns=3,
        empty=f"注：本部门{year}年无政府性基金预算财政拨款安排的预算，故本表为空表。",
    )
    forms.state(
        p,
        f"{year}年部门国有资本经营预算支出功能分类预算表",
        columns=3,
        empty=f"注：本部门{year}年无国有资本经营预算财政拨款安排的预算，故本表为空表。",
    )
    forms.basic(p, f"{year}年部门一般公共预算基本支出部门预算经济分类预算表")
    money = p.cells
    p.cells = Style()
    p.head = lambda number, title: [title, f"编制部门：{u.name}    单位：万元"]
    forms.three(p, f"{year}年部门“三公”经费预算表")
    p.cells = money
    p.h("其他相关情况说明", 1)
    p.h(f"一、{p.y()}年“三公”经费预算情况说明")
    whole = b.of("三公", "支出", "", "财政")
    p.p(f"{p.y()}年“三公”经费预算数为{p.m(whole)}，{_than(p, whole)}。其中：")
    go, cars, buy, run, guest = (b.of(f"三公.{n}", "支出", "", "财政") for n in ("出国", "公车", "公车购置", "公车运维", "接待"))
    p.p(f"（一）因公出国（境）费{p.m(go)}，{_than(p, go)}。")
    p.p(
        f"（二）公务用车购置及运行费{p.m(cars)}，{_than(p, cars)}。其中：公务用车购置费{p.m(buy)}，{_than(p, buy)}；公务用车运行费{p.m(run)}，{_than(p, run)}。"
    )
    p.p(f"（三）公务接待费{p.m(guest)}，{_than(p, guest)}。")
    p.h("二、机关运行经费预算")
    p.p(
        f"{p.y()}年{u.name}下属1家机关和{p.k('参公', 0)}家参公事业单位财政拨款的机关运行经费预算为{p.m(b.of('机关运行经费', '支出', '基本', '一般'))}。"
    )
    p.h("三、政府采购预算情况")
    p.p(
        f"{p.y()}年本部门政府采购预算{p.m(b.of('采购', '支出'))}，其中：政府采购货物预算{p.m(b.of('采购.货物', '支出'))}、政府采购工程预算"
        f"{p.m(b.of('采购.工程', '支出'))}、政府采购服务预算{p.m(b.of('采购.服务', '支出'))}。"
    )
    p.p(
        f"{p.y()}年本部门面向中小企业预留政府采购项目预算金额{p.m(b.of('采购.中小', '支出'))}，其中，预留给小型和微型企业的政府采购项目预算为{p.m(b.of('采购.小微', '支出'))}。"
    )
    p.h("四、绩效目标设置情况")
    p.p(
        f"按照预算绩效管理工作的总体要求，本部门开展了{p.y()}年项目预算绩效目标编报工作，编报绩效目标的项目{p.k('项目')}个，涉及项目预算资金{p.m(b.of('项目合计', '支出', '', '财政'))}。"
    )
    p.h("五、国有资产占有使用情况")
    cars_text = "、".join(f"{name}{p.k(f'车辆.{name}')}辆" for name in VEHICLES)
    p.p(
        f"截至{p.y(-1)}年8月31日，{u.name}共有车辆{p.k('车辆')}辆，其中：{cars_text}；单价100万元（含）以上设备（不含车辆）{p.k('设备')}台（套）。"
    )
    p.h("名词解释", 1)
    for i, term in enumerate(words("terms")[5:], 1):
        p.p(f"（{'一二三四五六'[i - 1]}）{term}")


FAMILIES = [
    Family(
        "budget-delta", "department-budget", write, stage="预算", grain=100, years=(2021, 2025),
        text=(Style(),), cells=(Style(unit="元", decimals=0, grouped=True, zero="0"), Style(unit="元", decimals=0, grouped=True, zero="")),
    ),
]  # fmt: skip
