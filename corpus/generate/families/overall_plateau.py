"""整体绩效自评 in the manner of the high plateau: the report itself is a table, forms of the projects follow."""

from __future__ import annotations

from generate import performance
from generate.families import Family
from generate.ledger import Amount
from generate.page import Page
from generate.printing import Style
from generate.projects import Project, overall


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    whole = overall(p.random, b, projects)
    p.title(f"{p.y()}年度部门整体支出绩效自评情况")
    p.note(f"部门：{u.name}")
    income = f"1.收入合计{p.m(b.income())}。其中：财政拨款收入{p.m(b.income('财政'))}，其他各项收入{p.m(_rest(p))}。"
    spent = f"2.支出合计{p.m(b.spent())}。其中：基本支出{p.m(b.spent('基本'))}；项目支出{p.m(b.spent('项目'))}；经营支出{p.m(b.spent('经营'))}。"
    three, last = b.of("三公", "支出", "", "财政"), b.last(b.of("三公", "支出", "", "财政"))
    move = p.move(three, last)
    told = f"“三公”经费支出{p.m(three)}"
    if move in ("up", "down"):
        told += f"，较上年{p.d(three, last)}，{p.r(three, last)}"
    told += "。"
    rows = [
        ["一、部门基本情况", "（一）部门概况", "；".join(u.domain["duties"]) + "。"],
        ["", "（二）部门整体收支情况", income + " " + spent],
        ["", "（三）严控“三公”经费支出情况", told],
        ["二、绩效自评工作情况", "（一）绩效自评的目的", "检查预算资金使用效果，总结经验，改进管理。"],
        ["", "（二）自评组织过程", "成立工作小组，收集资料，逐项打分，形成结论。"],
        [
            "三、评价情况分析及综合评价结论",
            "",
            f"部门整体支出绩效自评得分{performance.scored(p, whole)}，等次为{performance.grade(p, whole)}。",
        ],
        ["四、存在的问题和整改情况", "", "个别项目绩效目标不够量化，资金支付进度前慢后快。"],
        ["五、绩效自评结果应用", "", "把自评结果作为编制以后年度预算的依据。"],
    ]
    p.table("自评情况", rows, 0)
    p.p(
        f"{p.y()}年度，本部门财政拨款全年预算{p.m(whole.plan)}，执行{p.m(whole.spent)}，预算执行率为{p.c(whole.spent, whole.plan)}。"
        f"项目{p.k('项目')}个，项目支出全年预算{p.m(b.of('项目合计', '支出', '', '财政', '全年预算'))}，执行{p.m(b.of('项目合计', '支出', '', '财政'))}。"
    )
    performance.overall_form(p, whole, layout="parts")
    for project in projects:
        performance.plateau_form(p, project)


def _rest(p: Page) -> Amount:
    b = p.books
    return b.ledger.add(b.key("其他各项收入", "收入"), [b.income(part) for part in ("上级", "事业", "经营", "附属", "其他")])


FAMILIES = [Family("overall-plateau", "overall-evaluation", write, text=(Style(),), cells=(Style(),), percent=(2,))]
