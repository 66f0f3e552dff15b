"""项目绩效自评 in the manner of southern Yunnan: one report on all projects, what was approved, arrived and spent, then a summary and a form of each."""

from __future__ import annotations

from fractions import Fraction

from generate.families import Family
from generate.ledger import Amount, Key
from generate.page import Page
from generate.performance import grade, points, rate
from generate.printing import Style
from generate.projects import Indicator, Project
from generate.words import words

GROUPS = (("产出指标", "产出"), ("效益指标", "效益"), ("满意度指标", "满意度"))
PERCENT = Style(unit="", decimals=2)


def _prepare(p: Page, projects: list[Project]) -> None:
    """Scores of groups of indicators, and what all projects have left."""
    ledger = p.books.ledger
    for x in projects:
        for what in ("得分", "分值"):
            groups = []
            for first, short in GROUPS:
                mine = [Key(f"{what}.{x.name}.{i}") for i, y in enumerate(x.indicators) if y.first == first]
                groups.append(ledger.add(Key(f"{what}.{x.name}.{short}"), mine))
            ledger.add(Key(f"{what}.{x.name}.指标"), groups)
    if projects:
        total = p.books.of("项目合计", "支出", "", "财政")
        left = ledger.add(total.key.but(item="结余合计"), [x.spent.key.but(item=f"结余.{x.name}") for x in projects])
        ledger.add(p.books.adjusted(total).key, [total, left])


def _left(p: Page, x: Project) -> Amount:
    return p.books.ledger.get(x.spent.key.but(item=f"结余.{x.name}"))


def _done(x: Indicator) -> str:
    """One indicator in words."""
    if not x.sign:
        return f"{x.name}{x.actual}"
    return f"{x.name}{x.actual}{x.unit}（指标值{x.sign}{x.target}{x.unit}）"


def write(p: Page, projects: list[Project]) -> None:
    b, u = p.books, p.books.unit
    _prepare(p, projects)
    short = p.pick("我单位", "本单位", u.name)
    p.title(f"{u.name}{p.y()}年度项目支出绩效自评报告")
    p.p(
        f"按照{p.pick('财政部门关于开展绩效自评工作的通知', '预算绩效管理有关规定')}要求，{u.name}对{p.y()}年度预算安排的{p.k('项目')}个项目开展了绩效自评，现将有关情况报告如下："
    )
    p.h("一、基本情况", 1)
    total = b.of("项目合计", "支出", "", "财政")
    first, plan, left = b.initial(total), b.adjusted(total), b.of("结余合计", "支出", "", "财政")
    begun, added = [x for x in projects if x.first], [x for x in projects if not x.first]
    text = f"{p.y()}年，{short}实施项目{p.k('项目')}个，年初批复预算项目{p.k('年初项目', len(begun))}个、预算资金{p.m(first)}"
    text += f"，年中追加项目{p.k('追加项目', len(added))}个" if added else ""
    p.p(text + f"。调整后预算{p.m(plan)}，实际到位资金{p.m(plan)}，全年支出{p.m(total)}，预算执行率{p.c(total, plan)}。")
    if added:
        p.counted("项目", "年初项目", "追加项目")
    p.h("（一）项目概况", 2)
    lines = p.random.random() < 0.6
    for i, x in enumerate(projects, 1):
        begin = f"{p.y()}年年初批复预算{p.m(x.first)}" if x.first else f"{p.y()}年年初未批复预算，年中追加"
        parts = [
            f"项目背景：{p.pick('根据上级部署和本单位职责', '围绕年度重点任务', '为履行部门职能')}设立，{p.pick(*words('reasons')['goal'])}。",
            f"项目实施主体：{p.pick(*u.offices)}。",
            f"项目资金批复情况：{begin}，调整后预算{p.m(x.plan)}。",
        ]
        if lines:
            p.p(f"{i}.{x.name}")
            for part in parts:
                p.p(part)
        else:
            p.p(f"{i}.{x.name}。" + "".join(parts))
    p.h("（二）项目绩效目标", 2)
    for i, x in enumerate(projects, 1):
        aims = [y for y in x.indicators if y.sign and y.second != "成本指标"]
        p.p(f"{i}.{x.name}：" + "；".join(f"{y.name}{y.sign}{y.target}{y.unit}" for y in aims) + "。")
    p.h("（三）项目资金到位和使用情况", 2)
    for i, x in enumerate(projects, 1):
        rest = _left(p, x)
        tail = f"，结余结转{p.m(rest)}" if rest else "，无结余结转"
        arrived = f"到位资金{p.m(x.plan)}，资金到位率{p.c(x.plan, x.plan)}，" if x.plan and p.random.random() < 0.7 else ""
        rates = f"，预算执行率{p.c(x.spent, x.plan)}" if x.plan else ""
        p.p(f"{i}.{x.name}。{arrived}截至{p.y()}年12月31日支出{p.m(x.spent)}{rates}{tail}。")
    p.p(f"以上项目结余结转资金合计{p.m(left)}。" if left else "以上项目资金全部支付完毕，没有结余结转。")
    p.h("二、绩效自评工作情况", 1)
    p.h("（一）自评目的", 2)
    p.p("通过绩效自评，检验项目资金使用是否达到预期目标，总结经验、查找不足，为以后年度预算编制和项目管理提供依据。")
    p.h("（二）自评组织过程", 2)
    p.p("1.前期准备。成立由分管财务的领导任组长、各科室负责人为成员的自评工作小组，收集项目立项、实施和资金支付资料。")
    p.p("2.组织实施。由项目实施科室对照年初绩效目标逐项核实完成情况，填报自评表，财务科室复核资金数据后汇总形成报告。")
    _analysis(p, projects)
    p.h("四、自评结论", 1)
    graded = "、".join(f"“{g}”{p.k(f'项目.{g}')}个" for g in "优良中差")
    p.p(f"经自评，{p.y()}年度{p.k('项目')}个项目的自评等级为：{graded}{_average(p, projects)}。")
    p.h("五、存在的问题和原因", 1)
    slow = sorted((x for x in projects if x.left), key=lambda x: x.rate)[:2]
    missed = [(x, y) for x in projects for y in x.indicators if y.missed and y.reason][:2]
    said = [f"{x.name}预算执行率为{p.c(x.spent, x.plan)}，{p.pick(*words('reasons')['slow'])}" for x in slow]
    said += [f"{x.name}的“{y.name}”指标未达到预期，{y.reason}" for x, y in missed]
    for i, told in enumerate(said or ["个别项目的绩效指标设置不够量化，佐证材料归集不及时"], 1):
        p.p(f"{i}.{told}。")
    p.h("六、下一步工作措施", 1)
    for i, told in enumerate(
        p.random.sample(
            (
                "加强项目前期论证，提高预算编制的准确性",
                "压实项目实施科室的支出责任，按季度通报执行进度",
                "完善绩效指标体系，做好佐证资料的日常收集",
                "强化自评结果应用，与下一年度预算安排挂钩",
            ),
            2,
        ),
        1,
    ):
        p.p(f"{i}.{told}。")
    _summary(p, projects)
    for i, x in enumerate(projects, 2):
        _form(p, x, i)


def _average(p: Page, projects: list[Project]) -> str:
    """The mean of the scores: right, although no table prints it."""
    if len(projects) < 2 or p.random.random() < 0.5:
        return ""
    mean = Fraction(sum(x.total for x in projects), 100 * len(projects))
    return f"，平均得分{p.trap('average', f'{PERCENT.number(mean)}分')}"


def _analysis(p: Page, projects: list[Project]) -> None:
    p.h("三、绩效自评指标分析", 1)

    def told(x: Project, short: str) -> str:
        return f"得{points(p, Key(f'得分.{x.name}.{short}'))}分（满分{points(p, Key(f'分值.{x.name}.{short}'))}分）"

    for i, x in enumerate(projects, 1):
        p.h(f"（{'一二三四五六七八九十甲乙'[i - 1]}）{x.name}", 2)
        p.p(
            f"预算执行{told(x, '执行率')}，产出指标{told(x, '产出')}，效益指标{told(x, '效益')}，满意度指标{told(x, '满意度')}，"
            f"综合得分{points(p, Key(f'得分.{x.name}'))}分，自评等级为“{grade(p, x)}”。"
        )
        for j, (first, short) in enumerate(GROUPS, 1):
            mine = [y for y in x.indicators if y.first == first and y.second != "成本指标"]
            p.p(f"{j}.{short}指标完成情况：" + "；".join(_done(y) for y in mine) + "。")


def _summary(p: Page, projects: list[Project]) -> None:
    b = p.books
    form = "汇总表.项目"
    p.h(f"附表1：{b.year}年度项目支出绩效自评情况汇总表", 2)
    p.note(f"填报单位：{b.unit.name}    金额单位：{p.cells.unit}")
    p.start(form)
    rows = [["序号", "项目名称", "年初预算数", "调整后预算数", "实际支出数", "结余结转数", "预算执行率", "自评得分", "自评等级"]]

    def money(*amounts: Amount) -> list[str]:
        cells = []
        for column, amount in enumerate(amounts, 2):
            p.at = (len(rows), column)
            cells.append(p.n(amount))
        p.at = (len(rows), 6)
        plan, spent = amounts[1], amounts[2]
        figure = p.figure("ratio", Fraction(spent.fen * 100, plan.fen), [spent.key, plan.key], PERCENT) + "%" if plan else "0"
        return [*cells, figure]

    for i, x in enumerate(projects, 1):
        cells = money(x.first, x.plan, x.spent, _left(p, x))
        p.at = (len(rows), 7)
        got = points(p, Key(f"得分.{x.name}"))
        p.at = (len(rows), 8)
        rows.append([str(i), x.name, *cells, got, grade(p, x)])
    total = b.of("项目合计", "支出", "", "财政")
    rows.append(["合计", "", *money(b.initial(total), b.adjusted(total), total, b.of("结余合计", "支出", "", "财政")), "—", "—"])
    p.stop()
    p.table(form, rows, 1)


def _form(p: Page, x: Project, number: int) -> None:
    b, u = p.books, p.books.unit
    form = f"自评表.{x.name}"
    p.h(f"附表{number}：{b.year}年度项目支出绩效自评表", 2)
    style = p.cells
    p.start(form)
    rows = [["项目名称", "", x.name, *[""] * 7], ["主管部门", "", u.name, "", "", "实施单位", u.name, "", "", ""]]
    rows.append([f"项目资金（{style.unit}）", "", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分", ""])
    for name in ("年度资金总额", "其中：当年财政拨款"):
        row, cells = len(rows), []
        for column, amount in enumerate((x.first, x.plan, x.spent), 3):
            p.at = (row, column)
            cells.append(p.n(amount, style))
        tail = ["—", "—", "—"]
        if name == "年度资金总额":
            p.at = (row, 6)
            weight = points(p, Key(f"分值.{x.name}.执行率"))
            p.at = (row, 7)
            share = rate(p, x, PERCENT)
            p.at = (row, 8)
            tail = [weight, f"{share}%", points(p, Key(f"得分.{x.name}.执行率"))]
        rows.append(["", "", name, *cells, *tail, ""])
    rows += [["", "", "上年结转资金", "", "", "", "—", "—", "—", ""], ["", "", "非财政拨款", "", "", "", "—", "—", "—", ""]]
    rows.append(["年度总体目标", "预期目标", "", "", "", "实际完成情况", "", "", "", ""])
    aim, met = p.pick(*words("reasons")["goal"]), p.pick("年度目标任务总体完成。", "按计划完成年度任务。")
    rows.append(["", f"实施{x.name}，{aim}。", "", "", "", met, "", "", "", ""])
    rows.append(
        ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
    )
    for i, y in enumerate(x.indicators):
        row = len(rows)
        p.at = (row, 4)
        target, actual = y.target, y.actual
        unit, sign = y.unit, y.sign or "="
        if y.second == "成本指标":
            target, unit = p.n(x.plan, style), style.unit
            p.at = (row, 6)
            actual = p.n(x.spent, style)
        p.at = (row, 7)
        weight = points(p, Key(f"分值.{x.name}.{i}"))
        p.at = (row, 8)
        got = points(p, Key(f"得分.{x.name}.{i}"))
        head = "" if i and x.indicators[i - 1].first == y.first else y.first
        rows.append([head, y.second, y.name, sign, target, unit, actual, weight, got, y.reason or "无"])
    rows.append(["其他需要说明事项", "", "无", *[""] * 7])
    row = len(rows)
    p.at = (row, 7)
    weight = points(p, Key(f"分值.{x.name}"))
    p.at = (row, 8)
    got = points(p, Key(f"得分.{x.name}"))
    p.at = (row, 9)
    rows.append(["总分", *[""] * 6, weight, got, f"自评等级：{grade(p, x)}"])
    p.stop()
    p.table(form, rows, 0)
    p.note(p.trap("bound", "注：90（含）—100分为优，80（含）—90分为良，60（含）—80分为中，60分以下为差。"))


FAMILIES = [
    Family(
        "projects-redriver", "project-evaluation", write, years=(2021, 2025),
        text=(Style(), Style(trim=True), Style(gap=" ")), cells=(Style(), Style(unit="元", grouped=True), Style(decimals=6, trim=True)),
        percent=(2, 1), layout="pipes",
    ),
]  # fmt: skip
