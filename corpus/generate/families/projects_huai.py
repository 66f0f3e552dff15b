"""项目绩效自评 in the manner of Anhui (池州, 淮河 towns): a 综述 of every project in one long sentence chain, then the form with points in its heads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from generate.families import Family
from generate.forms import cell, ordinal
from generate.ledger import Amount, Key
from generate.page import Page
from generate.performance import grade, points
from generate.performance import rate as executed
from generate.printing import Style
from generate.projects import Indicator, Project
from generate.words import words

GROUPS = (("产出指标", "产出"), ("效益指标", "效益"), ("满意度指标", "满意度"))
PERCENT = Style(unit="", decimals=2)


def _sums(p: Page, projects: list[Project]) -> None:
    """What the three groups of indicators are worth and score, written down as sums."""
    ledger = p.books.ledger
    for project in projects:
        for what in ("得分", "分值"):
            for first, short in GROUPS:
                keys = [Key(f"{what}.{project.name}.{i}") for i, x in enumerate(project.indicators) if x.first == first]
                ledger.add(Key(f"{what}.{project.name}.{short}"), keys)


class _Writer:
    """The page, and the turns of phrase that this document keeps to."""

    def __init__(self, p: Page) -> None:
        self.p, self.b = p, p.books
        random = p.random
        self.done = random.choice(("完成预算的", "预算执行率为"))
        self.unit = random.choice(("%", "%", "%", "百分比"))
        """How the province's system prints the unit of a rate in the forms."""
        self.code = random.randint(101, 399)
        """The number of the department in the budget system."""
        self.detail = random.random() < 0.6
        self.scores_first = random.random() < 0.6
        self.graded = random.random() < 0.7
        self.style = random.choice((Style(), Style(trim=True), Style(decimals=6, trim=True)))

    def percent(self, text: str) -> str:
        """A target of an indicator as the form prints it."""
        return text.removesuffix("%") + self.unit if text.endswith("%") else text


def write(p: Page, projects: list[Project]) -> None:
    if p.random.random() < 0.5:
        p.percent = replace(p.percent, trim=True)
    w = _Writer(p)
    b, u = p.books, p.books.unit
    _sums(p, projects)
    p.title(f"{u.name}{p.y()}年度项目支出绩效自评结果公开")
    p.h("一、绩效自评工作开展情况")
    total = b.of("项目合计", "支出", "", "财政")
    plan = b.adjusted(total)
    text = f"根据预算绩效管理要求，{u.name}组织对{p.y()}年度{p.k('项目')}个项目支出开展了绩效自评，"
    if p.random.random() < 0.5:
        number = f"财预〔2020〕{p.random.choice((10, 21, 33))}号"
        text = f"根据《项目支出绩效评价管理办法》（{p.trap('document-number', number)}）要求，{u.name}组织对{p.y()}年度{p.k('项目')}个项目支出开展了绩效自评，"
    spent = b.spent("项目", "财政")
    text += f"涉及全年预算资金{p.m(plan)}，实际支出{p.m(total)}，总体预算执行率{p.c(total, plan)}"
    text += f"，自评覆盖率达到{p.trap('large-share', '100%')}。" if p.random.random() < 0.5 else "。"
    p.p(text)
    if p.random.random() < 0.4:
        p.p(f"自评项目支出占财政拨款项目支出的{p.s(total, spent)}。")
    found = [g for g in "优良中差" if b.counts[f"项目.{g}"]]
    p.p("从自评结果看，" + "，".join(f"自评等级为“{g}”的项目{p.k(f'项目.{g}')}个" for g in found) + "。")
    if p.random.random() < 0.6:
        _summary(p, projects)
    p.h("二、项目绩效自评结果")
    p.p(
        f"{u.name}公开{'、'.join(f'“{project.name}”' for project in projects[:2])}{'等' if len(projects) > 2 else ''}项目的绩效自评综述和自评表。"
    )
    for i, project in enumerate(projects, 1):
        p.h(f"（{ordinal(i)}）“{project.name}”项目绩效自评综述", 3)
        _report(w, project)
    p.h("三、项目支出绩效自评表")
    for project in projects:
        _form(w, project)


def _report(w: _Writer, project: Project) -> None:
    p, name = w.p, project.name
    score = f"自评得分为{points(p, Key(f'得分.{name}'))}分" + (f"，自评等级为“{grade(p, project)}”" if w.graded else "")
    money = f"全年预算数为{p.m(project.plan)}，执行数为{p.m(project.spent)}，{w.done}{p.c(project.spent, project.plan)}"
    left = p.books.ledger.get(project.spent.key.but(item=f"结余.{name}"))
    if left and p.random.random() < 0.5:
        money += f"，未执行{p.m(left)}"
    if w.scores_first:
        text = f"根据年初设定的绩效目标，“{name}”项目绩效{score}。该项目{money}。"
    else:
        text = f"“{name}”项目{money}。根据年初设定的绩效目标，项目{score}。"
    if p.random.random() < 0.35:
        if p.same(project.plan, project.first):
            text += f"全年预算数与年初预算数{p.word('flat', '一致')}。"
        elif project.first:
            text += f"全年预算数比年初预算数{p.m(project.first)}{p.d(project.plan, project.first)}。"
        else:
            text += f"{p.trap('zero-base', '年初未安排预算，为年中追加项目')}。"
    done = [x for x in project.indicators if x.sign and x.second != "成本指标"]
    reached = [f"{x.name}{x.actual}{x.unit}" for x in done if not x.missed]
    text += f"项目绩效目标完成情况：{'，'.join(reached)}{'，' if reached else ''}{p.pick('总体达到预期', '年度任务完成较好', '项目实施取得一定成效')}。"
    p.p(text)
    if w.detail:
        told = "，".join(
            f"{first}{points(p, Key(f'分值.{name}.{short}'))}分得{points(p, Key(f'得分.{name}.{short}'))}分" for first, short in GROUPS
        )
        p.p(f"从得分构成看，预算执行率{points(p, Key(f'分值.{name}.执行率'))}分得{points(p, Key(f'得分.{name}.执行率'))}分，{told}。")
    missed = [x for x in done if x.missed]
    if missed:
        short = "；".join(
            f"{x.name}目标{x.sign.replace('=', '')}{x.target}{x.unit}，实际完成{x.actual}{x.unit}，{x.reason}" for x in missed
        )
        p.p(f"发现的主要问题及原因：{short}。下一步改进措施：{p.pick('加强项目调度，合理设置指标值', '压实责任，跟踪落实未完成的任务')}。")
    elif left:
        p.p(f"发现的主要问题及原因：{p.pick(*words('reasons')['slow'])}。下一步改进措施：{p.pick('加快支付进度', '细化年度用款计划')}。")
    else:
        p.p(
            p.pick(
                "发现的主要问题及原因：无。下一步改进措施：继续做好项目管理。",
                "存在问题：个别指标值设置偏低。下一步改进措施：科学设置绩效指标。",
            )
        )


def _summary(p: Page, projects: list[Project]) -> None:
    b = p.books
    form = "汇总表.项目"
    p.note("项目支出绩效自评情况汇总表")
    p.note("单位：万元")
    p.start(form)
    rows = [["序号", "项目名称", "年初预算数", "全年预算数", "全年执行数", "执行率（%）", "自评得分", "自评等级"]]

    def put(number: str, name: str, amounts: Sequence[Amount], project: Project | None) -> None:
        row = len(rows)
        cells = [cell(p, amount, row, column, Style()) for column, amount in enumerate(amounts, 2)]
        p.at = (row, 5)
        share = p.figure("ratio", Fraction(amounts[2].fen * 100, amounts[1].fen), [amounts[2].key, amounts[1].key], PERCENT)
        p.at = (row, 6)
        score = points(p, Key(f"得分.{name}")) if project else ""
        p.at = (row, 7)
        rows.append([number, name, *cells, share, score, grade(p, project) if project else ""])

    for i, project in enumerate(projects, 1):
        put(str(i), project.name, (project.first, project.plan, project.spent), project)
    total = b.of("项目合计", "支出", "", "财政")
    put("", "合计", (b.initial(total), b.adjusted(total), total), None)
    p.stop()
    p.table(form, rows, 1)


def _values(w: _Writer, x: Indicator, project: Project) -> tuple[str, str]:
    """Target and actual value as the form prints them; the cost indicator speaks of the project's money."""
    p = w.p
    if x.second == "成本指标":
        return f"≤{p.n(project.plan, w.style)}万元", f"{p.n(project.spent, w.style)}万元"
    target, actual = w.percent(f"{x.sign}{x.target}{x.unit}"), w.percent(f"{x.actual}{x.unit}")
    if x.sign == "≥" and x.actual == x.target and p.random.random() < 0.2:
        actual = p.trap("bound", f"≥{actual}")
    return target, actual


def _form(w: _Writer, project: Project) -> None:
    p, b, name = w.p, w.b, project.name
    form = f"自评表.{name}"
    p.h("项目支出绩效自评表", 2)
    p.note(f"（{b.year}年度）")
    p.start(form)
    rows = [["项目名称", "", name, *[""] * 6]]
    rows.append(["主管部门", "", f"{w.code}-{b.unit.name}", "", "实施单位", f"{w.code}001-{b.unit.name}", "", "", ""])
    rows.append(["项目资金（万元）", "", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"])
    for label in ("年度资金总额：", "其中：本年财政拨款"):
        row = len(rows)
        cells = []
        for column, amount in enumerate((project.first, project.plan, project.spent), 3):
            p.at = (row, column)
            cells.append(p.n(amount, w.style))
        if label.startswith("其中"):
            rows.append(["", "", label, *cells, "—", "", "—"])
            continue
        p.at = (row, 6)
        weight = points(p, Key(f"分值.{name}.执行率"))
        p.at = (row, 7)
        share = executed(p, project, PERCENT) + "%"
        p.at = (row, 8)
        rows.append(["", "", label, *cells, weight, share, points(p, Key(f"得分.{name}.执行率"))])
    rows.append(["", "", "上年结转资金", "0", "0", "0", "—", "", "—"])
    rows.append(["", "", "其他资金", "0", "0", "0", "—", "", "—"])
    rows.append(["年度总体目标", "预期目标", "", "", "", "实际完成情况", "", "", ""])
    wanted = f"做好{name}工作，{p.pick('按时完成年度任务', '规范使用资金', '提高服务质量')}。"
    rows.append(["", wanted, "", "", "", p.pick("较好完成年度目标。", "按计划完成各项任务。"), "", "", ""])
    rows.append(["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"])
    before = ""
    for i, x in enumerate(project.indicators):
        row = len(rows)
        head = ""
        if x.first != before:
            p.at = (row, 1)
            short = dict(GROUPS)[x.first]
            head = f"{x.first}（{points(p, Key(f'分值.{name}.{short}'))}分）"
        p.at = (row, 4)
        target, actual = _values(w, x, project)
        p.at = (row, 6)
        weight = points(p, Key(f"分值.{name}.{i}"))
        p.at = (row, 7)
        rows.append(["", head, x.second, x.name, target, actual, weight, points(p, Key(f"得分.{name}.{i}")), x.reason])
        before = x.first
    row = len(rows)
    p.at = (row, 6)
    weight = points(p, Key(f"分值.{name}"))
    p.at = (row, 7)
    rows.append(["总分", "", "", "", "", "", weight, points(p, Key(f"得分.{name}")), ""])
    p.stop()
    p.table(form, rows, 0)


FAMILIES = [
    Family(
        "projects-huai", "project-evaluation", write, text=(Style(), Style(trim=True)), cells=(Style(),), percent=(2, 2, 1), years=(2021, 2024),
    ),
]  # fmt: skip
