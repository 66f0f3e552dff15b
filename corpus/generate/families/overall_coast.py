"""整体绩效自评 in the manner of the eastern coast: scores of parts spelled out in the text, an own form with weights first and money last."""

from __future__ import annotations

from fractions import Fraction

from generate.families import Family
from generate.ledger import Amount, Key
from generate.page import Page
from generate.performance import goal, grade, points
from generate.printing import Style
from generate.projects import Project, overall
from generate.words import words


def _year(p: Page, now: Amount) -> str:
    base = p.books.last(now)
    move = p.move(now, base)
    if move in ("none", "flat"):
        return p.word("flat", "与上年相当")
    if move == "new":
        return f"比上年净增{p.d(now, base, '', '')}" if now.fen > base.fen else "上年没有"
    return f"同比{p.r(now, base, '上升', '下降')}，{p.d(now, base, '增加', '减少')}"


def _form(p: Page, whole: Project) -> None:
    b = p.books
    form = "整体自评表"
    p.h(f"附：{b.unit.name}{b.year}年度部门整体支出绩效自评评分表", 2)
    p.start(form)
    style = Style()
    rows = [["一级指标", "二级指标", "三级指标", "目标值", "完成值", "权重", "自评得分", "扣分说明"]]
    for i, indicator in enumerate(whole.indicators):
        row = len(rows)
        p.at = (row, 3)
        target, actual = goal(p, indicator, whole, style)
        p.at = (row, 5)
        weight = points(p, Key(f"分值.{whole.name}.{i}"))
        p.at = (row, 6)
        got = points(p, Key(f"得分.{whole.name}.{i}"))
        rows.append([indicator.first, indicator.second, indicator.name, target, actual, weight, got, indicator.reason or "无"])
    row = len(rows)
    p.at = (row, 4)
    share = p.figure(
        "ratio", Fraction(whole.spent.fen * 100, whole.plan.fen), [whole.spent.key, whole.plan.key], Style(unit="", decimals=2)
    )
    p.at = (row, 5)
    weight = points(p, Key(f"分值.{whole.name}.执行率"))
    p.at = (row, 6)
    rows.append(["预算执行", "预算执行率", "部门预算执行率", "100%", f"{share}%", weight, points(p, Key(f"得分.{whole.name}.执行率")), ""])
    row = len(rows)
    p.at = (row, 5)
    weight = points(p, Key(f"分值.{whole.name}"))
    p.at = (row, 6)
    rows.append(["合计", "", "", "", "", weight, points(p, Key(f"得分.{whole.name}")), ""])
    p.stop()
    p.table(form, rows, 1)


def _money(p: Page, projects: list[Project]) -> None:
    b = p.books
    form = "汇总表.项目"
    p.h("附：项目资金执行情况一览表", 2)
    p.note("单位：万元")
    p.start(form)
    rows = [["序号", "项目名称", "年初预算", "调整后预算", "执行数", "执行率（%）", "自评得分", "等级"]]
    for i, project in enumerate(projects, 1):
        row, cells = len(rows), []
        for column, amount in enumerate((project.first, project.plan, project.spent), 2):
            p.at = (row, column)
            cells.append(p.n(amount, Style()))
        p.at = (row, 5)
        percent = Style(unit="", decimals=2)
        share = p.figure("ratio", project.rate, [project.spent.key, project.plan.key], percent) if project.plan else "0"
        p.at = (row, 6)
        got = points(p, Key(f"得分.{project.name}"))
        p.at = (row, 7)
        rows.append([str(i), project.name, *cells, share, got, grade(p, project)])
    total = b.of("项目合计", "支出", "", "财政")
    row, cells = len(rows), []
    for column, amount in enumerate((b.initial(total), b.adjusted(total), total), 2):
        p.at = (row, column)
        cells.append(p.n(amount, Style()))
    p.at = (row, 5)
    share = p.figure(
        "ratio", Fraction(total.fen * 100, b.adjusted(total).fen), [total.key, b.adjusted(total).key], Style(unit="", decimals=2)
    )
    rows.append(["", "合计", *cells, share, "", ""])
    p.stop()
    p.table(form, rows, 1)


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    whole = overall(p.random, b, projects)
    p.title(f"关于{u.name}{p.y()}年度部门整体支出绩效自评的报告")
    p.h("一、部门概况和预算安排")
    p.p(
        f"{u.name}主要承担{'；'.join(u.domain['duties'][:3])}等职能。年末在编在职人员{p.k('在职', u.staff)}人，编制数{p.k('编制', u.posts)}人。"
    )
    p.p(
        f"{p.y()}年度，财政批复我单位年初预算{p.m(whole.first)}，年中调整为{p.m(whole.plan)}。截至{p.y()}年12月31日，实际支出{p.m(whole.spent)}，"
        f"预算执行率{p.c(whole.spent, whole.plan)}，{_year(p, whole.spent)}。"
    )
    basic, project = b.spent("基本", "财政"), b.spent("项目", "财政")
    p.p(
        f"从构成看，基本支出{p.m(basic)}，{_year(p, basic)}；项目支出{p.m(project)}，{_year(p, project)}。两类支出分别占{p.s(basic, whole.spent)}和{p.s(project, whole.spent)}。"
    )
    three, guest = b.of("三公", "支出", "", "财政"), b.of("三公.接待", "支出", "", "财政")
    if three:
        p.p(f"“三公”经费支出{p.m(three)}，{_year(p, three)}，其中公务接待费{p.m(guest)}。")
    p.h("二、项目绩效完成情况")
    total = b.of("项目合计", "支出", "", "财政")
    p.p(
        f"全年实施项目{p.k('项目')}个，调整后预算{p.m(b.adjusted(total))}，执行{p.m(total)}，执行率{p.c(total, b.adjusted(total))}。按自评等级统计，"
        + "、".join(f"“{g}”{p.k(f'项目.{g}')}个" for g in "优良中差")
        + "。"
    )
    for i, item in enumerate(projects, 1):
        share = f"，执行率{p.c(item.spent, item.plan)}" if item.plan else ""
        p.p(
            f"{i}.{item.name}。投入{p.m(item.spent)}（调整后预算{p.m(item.plan)}）{share}，自评{points(p, Key(f'得分.{item.name}'))}分，{grade(p, item)}。"
        )
    p.h("三、指标完成情况")
    for indicator in whole.indicators:
        if indicator.sign:
            p.p(
                f"{indicator.second}方面，{indicator.name}目标{indicator.sign}{indicator.target}{indicator.unit}，完成{indicator.actual}{indicator.unit}。"
            )
    p.h("四、自评结论")
    p.p(
        f"本次自评满分{points(p, Key('分值.整体支出'))}分。其中预算执行率满分{points(p, Key('分值.整体支出.执行率'))}分，得{points(p, Key('得分.整体支出.执行率'))}分；"
        f"其余指标得{points(p, Key('得分.整体支出.指标'))}分。综合得分{points(p, Key('得分.整体支出'))}分，等级为“{grade(p, whole)}”。"
    )
    p.h("五、不足与改进")
    p.p(
        f"不足之处：{p.pick(*words('reasons')['slow'])}。改进方向：{p.pick('把绩效目标与预算同步编制', '对执行慢的项目按月通报', '细化指标的计算方法')}。"
    )
    _form(p, whole)
    _money(p, projects)


FAMILIES = [
    Family(
        "overall-coast", "overall-evaluation", write, text=(Style(), Style(gap=" "), Style(grouped=True)), cells=(Style(),), percent=(2, 1)
    )
]
