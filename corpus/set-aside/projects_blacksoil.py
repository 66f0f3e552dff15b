"""项目绩效自评 in the manner of the north-east (Liaoning's form, Jilin's report): what was set, spent and reached told by topic over all projects, then forms."""

from __future__ import annotations

from collections.abc import Sequence
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
CAUSES = ("经费保障", "制度保障", "人员保障", "硬件条件保障", "其他")
FUNDS = (("一般", "一般公共预算"), ("基金", "政府性基金预算"), ("国资", "国有资本经营预算"))


class _Writer:
    """The page, and the turns of phrase that this document keeps to."""

    def __init__(self, p: Page, projects: list[Project]) -> None:
        self.p, self.b, self.projects = p, p.books, projects
        random = p.random
        self.done = random.choice(("预算执行率为", "执行率", "预算执行率"))
        self.me = random.choice(("我单位", "本部门", p.books.unit.name))
        self.joined = random.random() < 0.5
        self.form_grade = random.random() < 0.6
        self.code = f"21{random.randint(1000, 9999)}{p.books.year % 100}P{random.randint(10**6, 10**7 - 1)}"
        ledger = p.books.ledger
        for x in projects:
            for what in ("得分", "分值"):
                for first, short in GROUPS:
                    keys = [Key(f"{what}.{x.name}.{i}") for i, y in enumerate(x.indicators) if y.first == first]
                    ledger.add(Key(f"{what}.{x.name}.{short}"), keys)
        self.total = p.books.of("项目合计", "支出", "", "财政")
        left = [x.spent.key.but(item=f"结余.{x.name}") for x in projects]
        self.left = ledger.add(self.total.key.but(item="未使用合计"), left)
        ledger.add(p.books.adjusted(self.total).key, [self.total, self.left])

    def rest(self, x: Project) -> Amount:
        """What is left of a project's budget."""
        return self.b.ledger.get(x.spent.key.but(item=f"结余.{x.name}"))

    def adjusted(self, plan: Amount, first: Amount) -> str:
        """How the budget of the year stands beside that of its beginning."""
        p = self.p
        if not first:
            return p.trap("zero-base", "年初没有预算，全部为执行中追加")
        if p.same(plan, first):
            return p.word("flat", p.pick("执行中未作调整", "与年初预算一致"))
        if not float(p.text.number(Fraction(plan.fen - first.fen, p.text.scale)).replace(",", "")):
            return p.word("flat", "与年初预算基本一致")
        return f"比年初预算{p.d(plan, first, p.pick('增加', '调增') if self.joined else '增加', '减少')}"


def write(p: Page, projects: list[Project]) -> None:
    w = _Writer(p, projects)
    b, u = p.books, p.books.unit
    p.title(f"{u.name}{p.y()}年度项目支出绩效自评情况报告")
    if p.random.random() < 0.5:
        number = f"财绩〔{b.year + 1}〕{p.random.randint(3, 60)}号"
        p.p(f"根据《关于开展{p.y()}年度预算项目绩效自评工作的通知》（{p.trap('document-number', number)}）要求，现将自评情况报告如下。")
    _scope(w)
    _money(w)
    _reached(w)
    _scores(w)
    _problems(w)
    _summary(w)
    for x in projects:
        _form(w, x)


def _scope(w: _Writer) -> None:
    p, projects = w.p, w.projects
    p.h("一、自评工作组织情况")
    text = f"{p.y()}年度列入自评范围的项目共{p.k('项目')}个，分别为{'、'.join(x.name for x in projects)}"
    by_fund = [(name, [x for x in projects if x.fund == fund]) for fund, name in FUNDS]
    by_fund = [(name, there) for name, there in by_fund if there]
    if len(by_fund) > 1:
        text += "。其中：" + "、".join(f"{name}项目{p.k(f'来源.{name}', len(there))}个" for name, there in by_fund)
        p.counted("项目", *(f"来源.{name}" for name, _ in by_fund))
    text += f"。项目自评{p.trap('large-share', '覆盖率100%')}。" if p.random.random() < 0.6 else "。"
    p.p(text)
    p.p(
        p.pick(
            "自评由项目承担科室填报、财务部门复核，对照年初批复的绩效目标逐项核对完成情况并打分。",
            "由计划财务科牵头，各项目单位收集佐证材料，逐项比对指标值与完成值，形成自评结论。",
            "采取项目单位自查、主管科室审核的方式进行，自评满分为100分，其中预算执行率10分、绩效指标90分。",
        )
    )


def _money(w: _Writer) -> None:
    p, b, projects = w.p, w.b, w.projects
    p.h("二、项目资金安排和使用情况")
    first, plan = b.initial(w.total), b.adjusted(w.total)
    p.p(
        f"{p.y()}年{w.me}项目支出年初预算{p.m(first)}，全年预算{p.m(plan)}，{w.adjusted(plan, first)}；全年执行{p.m(w.total)}，"
        f"{w.done}{p.c(w.total, plan)}" + (f"，未支出{p.m(w.left)}。" if w.left else "，资金全部支出。")
    )
    full = [x for x in projects if not x.left]
    high = [x for x in projects if x.left and x.rate >= 90]
    low = [x for x in projects if x.rate < 90]
    near = any(x.left and x.rate >= Fraction(999, 10) or abs(x.rate - 90) < Fraction(1, 10) for x in projects)
    bands = [("执行率100%的项目", full), ("执行率90%（含）至100%的项目", high), ("执行率低于90%的项目", low)]
    if not near and p.random.random() < 0.8:
        p.p("从执行进度看，" + "，".join(f"{name}{p.k(f'进度.{i}', len(there))}个" for i, (name, there) in enumerate(bands)) + "。")
        p.counted("项目", *(f"进度.{i}" for i in range(3)))
    p.p("分项目情况：")
    turn, shares = p.random.randrange(3), p.random.random() < 0.4
    for i, x in enumerate(projects, 1):
        rest = w.rest(x)

        def used(x: Project = x) -> str:
            return p.m(x.spent) + (f"（占全部项目支出的{p.s(x.spent, w.total)}）" if shares and len(projects) > 1 else "")

        if turn == 0:
            text = f"年初预算{p.m(x.first, note='' if x.first else 'zero-base')}，全年预算{p.m(x.plan)}，{w.adjusted(x.plan, x.first)}，实际支出{used()}，{w.done}{p.c(x.spent, x.plan)}"
        elif turn == 1:
            text = f"全年预算{p.m(x.plan)}（{w.adjusted(x.plan, x.first)}），执行{used()}，完成全年预算的{p.c(x.spent, x.plan)}"
        else:
            text = f"安排资金{p.m(x.plan)}，支出{used()}，{w.done}{p.c(x.spent, x.plan)}"
        if rest and p.random.random() < 0.6:
            text += f"，剩余{p.m(rest)}{p.pick('结转下年使用', '由财政收回', '按规定处理')}"
        lead = x.first if turn == 0 else x.plan
        name = p.subject(x.name, lead.key, *(y.name for y in projects if y is not x)) if lead else x.name
        p.p(f"{i}.{name}：{text}。")


def _met(x: Indicator) -> str:
    """One indicator in words."""
    if not x.sign:
        return f"{x.name}{x.actual}"
    return f"{x.name}实际值{x.actual}{x.unit}，指标值{x.sign}{x.target}{x.unit}"


def _reached(w: _Writer) -> None:
    p, projects = w.p, w.projects
    p.h("三、绩效目标完成情况")
    every = [y for x in projects for y in x.indicators]
    missed = [y for y in every if y.missed]
    text = f"{p.k('项目')}个项目共设置三级指标{p.k('指标', len(every))}个，达到预期的{p.k('指标.达到', len(every) - len(missed))}个"
    text += f"，未达到预期的{p.k('指标.未达到', len(missed))}个" if missed else ""
    p.p(text + "。")
    if missed:
        p.counted("指标", "指标.达到", "指标.未达到")
    for i, x in enumerate(projects, 1):
        done = [y for y in x.indicators if y.sign and y.second != "成本指标"]
        good, bad = [y for y in done if not y.missed], [y for y in x.indicators if y.missed]
        text = f"{i}.{x.name}。" + (f"已达到预期的主要指标：{'；'.join(_met(y) for y in good)}。" if good else "")
        p.p(text + (f"未达到预期的指标：{'；'.join(f'{_met(y)}，{y.reason}' for y in bad)}。" if bad else ""))


def _scores(w: _Writer) -> None:
    p, b, projects = w.p, w.b, w.projects
    p.h("四、自评得分情况")
    found = [g for g in "优良中差" if b.counts[f"项目.{g}"]]
    text = f"{p.y()}年度{p.k('项目')}个项目中，" + "、".join(f"自评等级为“{g}”的{p.k(f'项目.{g}')}个" for g in found)
    if len(projects) > 1 and p.random.random() < 0.6:
        mean = Fraction(sum(x.total for x in projects), 100 * len(projects))
        text += f"，平均得分{p.trap('average', f'{PERCENT.number(mean)}分')}"
    p.p(text + "。")
    best, worst = max(projects, key=lambda x: x.total), min(projects, key=lambda x: x.total)
    if best.total > worst.total and p.random.random() < 0.5:
        p.p(
            f"得分最高的项目是{best.name}，{points(p, Key(f'得分.{best.name}'))}分；得分最低的项目是{worst.name}，"
            f"{points(p, Key(f'得分.{worst.name}'))}分。"
        )
    detail = p.random.random() < 0.7
    for i, x in enumerate(projects, 1):
        text = f"{i}.{x.name}自评{points(p, Key(f'得分.{x.name}'))}分，等级为“{grade(p, x)}”"
        if detail:
            parts = [("预算执行率", "执行率"), *((short + "指标", short) for _, short in GROUPS)]
            text += "。其中：" + "，".join(
                f"{name}{points(p, Key(f'得分.{x.name}.{short}'))}分（分值{points(p, Key(f'分值.{x.name}.{short}'))}分）"
                for name, short in parts
            )
        elif p.random.random() < 0.5:
            text += f"，扣{PERCENT.number(Fraction(10000 - x.total, 100)).rstrip('0').rstrip('.')}分" if x.total < 10000 else "，未扣分"
        p.p(text + "。")


def _problems(w: _Writer) -> None:
    p, projects = w.p, w.projects
    p.h("五、存在的问题和下一步打算")
    said = []
    slow = sorted((x for x in projects if x.left), key=lambda x: x.rate)[:2]
    for x in slow:
        if x.rate < Fraction(999, 10):
            said.append(f"{x.name}执行率为{p.c(x.spent, x.plan)}，{p.pick(*words('reasons')['slow'])}")
    late = [x for x in projects if not x.first]
    if late:
        said.append(f"{'、'.join(x.name for x in late)}年初未编列预算，预算编制的完整性有待加强")
    for told in said or ["部分绩效指标的设置还不够细化"]:
        p.p(f"存在问题：{told}。")
    p.p(
        "下一步打算："
        + p.pick(
            "做实项目库，提前开展前期工作，避免资金等项目；把自评结果作为安排以后年度预算的依据。",
            "合理确定指标值，强化日常监控，对执行缓慢的项目及时调整。",
            "压实项目单位主体责任，严格按进度支付资金，提高绩效管理水平。",
        )
    )


def _summary(w: _Writer) -> None:
    """项目支出绩效自评结果汇总表."""
    p, b, projects = w.p, w.b, w.projects
    form = "汇总表.项目"
    style = p.cells
    p.h("附件1")
    p.note(f"{b.year}年度项目支出绩效自评结果汇总表")
    p.note(f"部门名称：{b.unit.name}        单位：{style.unit}")
    p.start(form)
    rest = p.random.random() < 0.5
    rows = [
        ["序号", "项目名称", "年初预算数", "全年预算数", "全年执行数", *(["未支出数"] if rest else []), "执行率", "自评得分", "自评等级"]
    ]

    def put(number: str, name: str, amounts: Sequence[Amount], x: Project | None) -> None:
        row, cells = len(rows), []
        for column, amount in enumerate(amounts if rest else amounts[:3], 2):
            p.at = (row, column)
            cells.append(p.n(amount, style))
        at = 2 + len(cells)
        p.at = (row, at)
        cells.append(p.figure("ratio", Fraction(amounts[2].fen * 100, amounts[1].fen), [amounts[2].key, amounts[1].key], PERCENT) + "%")
        p.at = (row, at + 1)
        cells.append(points(p, Key(f"得分.{x.name}")) if x else "")
        p.at = (row, at + 2)
        rows.append([number, name, *cells, grade(p, x) if x else ""])

    first_row = p.random.random() < 0.5
    whole = (b.initial(w.total), b.adjusted(w.total), w.total, w.left)
    if first_row:
        put("", "合计", whole, None)
    for i, x in enumerate(projects, 1):
        put(str(i), x.name, (x.first, x.plan, x.spent, w.rest(x)), x)
    if not first_row:
        put("", "合计", whole, None)
    p.stop()
    p.table(form, rows, 1)


def _form(w: _Writer, x: Project) -> None:
    p, b, u = w.p, w.b, w.b.unit
    form = f"自评表.{x.name}"
    style = p.cells
    p.h(f"附件{w.projects.index(x) + 2}", 2)
    p.note(f"{b.year}年度项目（政策）绩效自评表")
    p.start(form)
    rows = [["项目（政策）名称", x.name, "", "", "项目编码", p.trap("document-number", f"{w.code}{w.projects.index(x) + 1}"), *[""] * 10]]
    rows.append(["主管部门", u.name, "", "", "实施单位", u.name, *[""] * 10])
    rows.append([f"预算资金情况（{style.unit}）", "", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分", *[""] * 7])
    for name in ("年度资金总额", "其中：财政拨款", "其他资金"):
        row, cells = len(rows), []
        if name == "其他资金":
            rows.append(["", name, "", "0", "0", "0", "—", "—", "—", *[""] * 7])
            continue
        for column, amount in enumerate((x.first, x.plan, x.spent), 3):
            p.at = (row, column)
            cells.append(p.n(amount, style))
        tail = ["—", "—", "—"]
        if name == "年度资金总额":
            p.at = (row, 6)
            weight = points(p, Key(f"分值.{x.name}.执行率"))
            p.at = (row, 7)
            share = rate(p, x, PERCENT) + "%"
            p.at = (row, 8)
            tail = [weight, share, points(p, Key(f"得分.{x.name}.执行率"))]
        rows.append(["", name, "", *cells, *tail, *[""] * 7])
    aim, met = p.pick(*words("reasons")["goal"]), p.pick("年度目标完成较好。", "按计划完成。", "完成了年度主要任务。")
    rows.append(["年度总体目标", "年初设定目标", f"{x.name}：{aim}。", "", "", "全年完成情况", met, *[""] * 9])
    rows.append(
        [
            "一级指标",
            "二级指标",
            "三级指标",
            "运算符号",
            "年度指标值",
            "度量单位",
            "全年完成值",
            "分值",
            "得分",
            "偏差原因分析",
            *[""] * 5,
            "改进措施",
        ]
    )
    rows.append([*[""] * 9, *CAUSES, "原因说明", ""])
    for i, y in enumerate(x.indicators):
        row = len(rows)
        p.at = (row, 4)
        target, actual, unit = y.target, y.actual, y.unit
        sign = y.sign or "定性"
        if y.second == "成本指标":
            target, unit = p.n(x.plan, style), style.unit
            p.at = (row, 6)
            actual = p.n(x.spent, style)
        elif y.sign == "≥" and y.actual == y.target and p.random.random() < 0.15:
            p.at = (row, 6)
            actual = p.trap("bound", f"≥{actual}")
        p.at = (row, 7)
        weight = points(p, Key(f"分值.{x.name}.{i}"))
        p.at = (row, 8)
        got = points(p, Key(f"得分.{x.name}.{i}"))
        ticks = [""] * 5
        if y.missed and y.reason:
            ticks[p.random.randrange(5)] = "√"
        better = p.pick("加强调度", "合理设定指标值") if y.missed and y.reason else ""
        head = "" if i and x.indicators[i - 1].first == y.first else y.first
        rows.append([head, y.second, y.name, sign, target, unit, actual, weight, got, *ticks, y.reason, better])
    row = len(rows)
    p.at = (row, 7)
    weight = points(p, Key(f"分值.{x.name}"))
    p.at = (row, 8)
    got = points(p, Key(f"得分.{x.name}"))
    p.at = (row, 15)
    rows.append(["合计", *[""] * 6, weight, got, *[""] * 6, f"自评等级：{grade(p, x)}" if w.form_grade else ""])
    p.stop()
    p.table(form, rows, 0)


FAMILIES = [
    Family(
        "projects-blacksoil", "project-evaluation", write, years=(2020, 2024),
        text=(Style(), Style(trim=True), Style(unit="元", decimals=2, grouped=True)), cells=(Style(), Style(trim=True), Style(decimals=6, trim=True)),
        percent=(2, 2, 1),
    ),
]  # fmt: skip
