"""整体绩效自评 in the manner of Jiangsu, along the canal: 决策, 过程, 履职, 效益 with weights, what each of them scores, and money beside last year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from generate.families import Family
from generate.forms import cell
from generate.ledger import Amount, Key
from generate.page import Page
from generate.performance import goal, grade, points
from generate.printing import Style, rounded
from generate.projects import Indicator, Project, overall
from generate.words import words

NAME = "部门整体"
GROUPS = ("决策", "过程", "履职", "效益")
PERCENT = Style(unit="", decimals=2)
DECISION = (
    ("计划制定", "工作计划健全性"), ("计划制定", "中长期规划相符性"), ("目标设定", "绩效目标合理性"), ("目标设定", "绩效指标明确性"), ("预算编制", "预算编制规范性"),
)  # fmt: skip
PROCESS = (
    ("预算管理", "预决算信息公开度"), ("资金管理", "资金使用合规性"), ("绩效管理", "绩效管理覆盖率"), ("资产管理", "资产管理规范性"), ("机构建设", "管理制度健全性"),
)  # fmt: skip


class _Line(NamedTuple):
    """An indicator of the department's form."""

    group: str
    indicator: Indicator
    ratio: tuple[Amount, Amount] | None = None
    """Of indicators that the accounts give: what is divided by what."""


def _score(share: Fraction, weight: int) -> int:
    return int(rounded(min(share, Fraction(1)) * weight, 2) * 100)


def _value(part: Amount, whole: Amount) -> Fraction:
    """A quotient in percent; of two budgets the change of the first against the second."""
    changed = part.key.stage == "全年预算" and whole.key.stage == "年初预算"
    return abs(Fraction((part.fen - (whole.fen if changed else 0)) * 100, whole.fen))


def _measured(group: str, second: str, name: str, limit: str, weight: int, part: Amount, whole: Amount) -> _Line:
    """A rate that must not fall below (or rise above) its limit."""
    rate = _value(part, whole)
    bound = int(limit[1:])
    share = rate / bound if limit[0] in "=≥" else Fraction(1) if rate <= bound else Fraction(bound) / rate
    score = _score(share, weight)
    why = "年中追加和调减项目较多" if name == "预算调整率" else "部分资金支付较晚"
    reason = why if score < weight * 100 else ""
    return _Line(group, Indicator(group, second, name, limit[0], limit[1:], "", "%", weight, score, reason), (part, whole))


def _lines(p: Page, whole: Project) -> list[_Line]:
    """The form's indicators: five of 决策, eight of 过程, then what the projects and their effects are."""
    b, random = p.books, p.random
    lines: list[_Line] = []

    def plain(group: str, second: str, name: str, weight: int, chance: float) -> None:
        partly = random.random() < chance
        target = "100%" if name.endswith(("率", "度")) else name[-3:-1]
        actual = target
        score = weight * 100 - (100 if weight > 2 else 50) if partly else weight * 100
        actual = {"100%": "95%"}.get(actual, f"基本{actual}") if partly else actual
        reason = random.choice(words("indicators")["deviation"]) if partly else ""
        lines.append(_Line(group, Indicator(group, second, name, "", target, actual, "", weight, score, reason)))

    for (second, name), weight in zip(DECISION, (2, 2, 3, 3, 3), strict=True):
        plain("决策", second, name, weight, 0.15)
    three = b.of("三公", "支出", "", "财政")
    budget = b.adjusted(three)
    lines.append(_measured("过程", "预算执行", "预算执行率", "=100", 6, whole.spent, whole.plan))
    lines.append(_measured("过程", "预算执行", "预算调整率", "≤20", 4, whole.plan, whole.first))
    if budget:
        lines.append(_measured("过程", "预算执行", "“三公”经费控制率", "≤100", 4, three, budget))
    else:
        lines.append(_Line("过程", Indicator("过程", "预算执行", "厉行节约", "", "落实到位", "落实到位", "", 4, 400)))
    for (second, name), weight in zip(PROCESS, (2, 4, 3, 3, 3), strict=True):
        plain("过程", second, name, weight, 0.12)
    outputs = [x for x in whole.indicators if x.first == "产出指标"]
    effects = [x for x in whole.indicators if x.first == "效益指标"]
    pleased = [x for x in whole.indicators if x.first == "满意度指标"]
    for group, second, found, total in (("履职", "重点工作", outputs, 34), ("效益", "", effects, 15), ("效益", "满意度", pleased, 9)):
        each, rest = divmod(total, len(found))
        for i, x in enumerate(found):
            weight = each + (rest if not i else 0)
            score = _score(Fraction(x.score, x.weight * 100), weight)
            lines.append(_Line(group, replace(x, first=group, second=second or x.second.removesuffix("指标"), weight=weight, score=score)))
    return lines


def _whole(p: Page, projects: list[Project]) -> tuple[Project, list[_Line]]:
    """The department as one project, its indicators, and their scores written down."""
    b = p.books
    made = overall(p.random, b, projects)
    lines = _lines(p, made)
    ledger = b.ledger
    for i, line in enumerate(lines):
        ledger.put(Key(f"得分.{NAME}.{i}"), line.indicator.score)
        ledger.put(Key(f"分值.{NAME}.{i}"), line.indicator.weight * 100)
    for what in ("得分", "分值"):
        for group in GROUPS:
            ledger.add(Key(f"{what}.{NAME}.{group}"), [Key(f"{what}.{NAME}.{i}") for i, line in enumerate(lines) if line.group == group])
        ledger.add(Key(f"{what}.{NAME}"), [Key(f"{what}.{NAME}.{i}") for i in range(len(lines))])
        ledger.add(Key(f"{what}.{NAME}"), [Key(f"{what}.{NAME}.{group}") for group in GROUPS])
    whole = Project(NAME, "", "财政", made.first, made.plan, made.spent, [line.indicator for line in lines])
    whole.total = ledger.values[Key(f"得分.{NAME}")]
    return whole, lines


class _Writer:
    """The page, and the turns of phrase that this document keeps to."""

    def __init__(self, p: Page) -> None:
        self.p, self.b = p, p.books
        random = p.random
        self.lead = random.choice(("较上年", "与上年决算相比", "同比"))
        self.up, self.down = random.choice((("增长", "下降"), ("上升", "下降")))
        self.quote = random.choice(("“{}”", "{}"))

    def than(self, now: Amount) -> str:
        """较上年增加 …, without the full stop."""
        p, base = self.p, self.b.last(now)
        move = p.move(now, base)
        if move in ("none", "flat"):
            return p.word("flat", "与上年持平")
        if not float(p.text.number(Fraction(now.fen - base.fen, p.text.scale)).replace(",", "")):
            return p.word("flat", "与上年基本持平")
        text = self.lead + p.d(now, base)
        if move == "new" or p.percent.number(abs(Fraction(now.fen - base.fen, base.fen)) * 100) in ("0.0", "0.00"):
            return text
        return f"{text}，{p.r(now, base, self.up, self.down)}"

    def grade(self, project: Project) -> str:
        """The grade, in quotation marks or without them."""
        before, _, after = self.quote.partition("{}")
        return before + grade(self.p, project) + after

    def rate(self, group: str) -> str:
        """得分率 of a group of indicators."""
        keys = [Key(f"{what}.{NAME}.{group}") for what in ("得分", "分值")]
        got, most = (self.b.ledger.values[key] for key in keys)
        return self.p.figure("ratio", Fraction(got * 100, most), keys, self.p.percent) + "%"


def write(p: Page, projects: list[Project]) -> None:
    w = _Writer(p)
    b, u = p.books, p.books.unit
    whole, lines = _whole(p, projects)
    p.title(f"{p.y()}年度{u.name}部门整体绩效自评价报告")
    p.h("一、部门概况", 1)
    p.h("（一）主要职能", 2)
    p.p("；".join(u.domain["duties"]) + "。")
    p.h("（二）机构设置及人员情况", 2)
    p.p(
        f"{u.name}内设机构{p.k('内设', len(u.offices), listed=True)}个：{'、'.join(u.offices)}。下属单位{p.k('二级', len(u.children), listed=True)}家："
        f"{'、'.join(u.children)}。核定编制{p.k('编制', u.posts)}名，年末在职{p.k('在职', u.staff)}人。"
    )
    p.h("（三）部门整体收支情况", 2)
    _money(w, whole)
    numbers = iter("二三四五六")
    if p.random.random() < 0.4:
        p.h(f"{next(numbers)}、自评价工作开展情况", 1)
        p.p(
            f"{u.name}成立绩效自评价工作小组，由{u.offices[0]}牵头，各科室和下属单位收集资料、核对数据，对照年初绩效目标逐项打分，形成本报告。"
        )
    p.h(f"{next(numbers)}、自评价结论", 1)
    lead = ""
    if p.random.random() < 0.6:
        number = f"财绩〔{b.year + 1}〕{p.random.randint(2, 30)}号"
        lead = f"根据财政部门关于做好部门整体绩效自评价工作的通知（{p.trap('document-number', number)}）要求，"
    p.p(
        f"{lead}对照部门整体绩效评价指标体系，{u.name}{p.y()}年度整体绩效自评价综合得分{points(p, Key(f'得分.{NAME}'))}分，评价等级为{w.grade(whole)}。"
        f"{p.pick('各类指标得分如下', '其中')}："
    )
    told = []
    for group in GROUPS:
        told.append(
            f"{group}类指标满分{points(p, Key(f'分值.{NAME}.{group}'))}分，得{points(p, Key(f'得分.{NAME}.{group}'))}分，得分率{w.rate(group)}"
        )
    if p.random.random() < 0.5:
        p.p("；".join(told) + "。")
    else:
        for i, text in enumerate(told, 1):
            p.p(f"{i}.{text}。")
    lost = [line for line in lines if line.indicator.missed]
    if lost:
        names = "、".join(line.indicator.name for line in lost[:3])
        p.p(f"失分指标主要有{names}{'等' if len(lost) > 3 else ''}，其中{lost[0].indicator.name}扣分的原因是{lost[0].indicator.reason}。")
    p.h(f"{next(numbers)}、主要履职成效", 1)
    _projects(w, projects)
    p.h(f"{next(numbers)}、存在问题", 1)
    first, second = p.random.sample(words("reasons")["slow"], 2)
    p.p(f"一是{first}；二是{second}。")
    p.h(f"{next(numbers)}、改进措施", 1)
    p.p(p.pick("按季度通报预算执行进度，完善绩效指标，提高目标值的科学性。", "提前做好项目前期准备，加快资金支付，强化绩效结果应用。"))
    p.h(f"附件{p.pick('1', '一')}", 1)
    _summary(p)
    _form(p, whole, lines)
    if p.random.random() < 0.7:
        _execution(p, projects)


def _money(w: _Writer, whole: Project) -> None:
    p, b = w.p, w.b
    text = f"{p.y()}年，财政批复部门年初预算{p.m(whole.first)}，年中调整后全年预算{p.m(whole.plan)}"
    if not p.same(whole.plan, whole.first) and p.random.random() < 0.5:
        text += f"，较年初预算{p.d(whole.plan, whole.first, '增加', '减少')}"
    p.p(f"{text}。全年财政拨款支出{p.m(whole.spent)}，预算执行率{p.c(whole.spent, whole.plan)}，{w.than(whole.spent)}。")
    left = b.ledger.get(Key("结余.整体支出", "支出", "", "财政", b.stage, b.year))
    if left:
        basic = b.spent("基本", "财政")
        people = (b.adjusted(basic).fen - basic.fen) * 2 > left.fen
        causes = ("人员经费和公用经费节余", "人员变动形成的节余") if people else ("项目待支付资金", "项目招标节约和尚未到付款节点的资金")
        p.p(f"全年预算未执行{p.m(left)}，主要为{p.pick(*causes)}。")
    basic, project = b.spent("基本", "财政"), b.spent("项目", "财政")
    p.p(
        f"财政拨款支出中，基本支出{p.m(basic)}，占{p.s(basic, whole.spent)}，{w.than(basic)}；项目支出{p.m(project)}，占{p.s(project, whole.spent)}，"
        f"{w.than(project)}。"
    )
    if b.spent().fen != whole.spent.fen or p.random.random() < 0.4:
        sources = [("财政拨款收入", "财政"), ("上级补助收入", "上级"), ("事业收入", "事业"), ("经营收入", "经营"), ("其他收入", "其他")]
        shown = [(name, b.income(part)) for name, part in sources if b.income(part)]
        told = "、".join(f"{p.subject(n, a.key, *(o for o, _ in shown if o != n))}{p.m(a)}" for n, a in shown)
        p.p(f"按全口径统计，部门本年收入{p.m(b.income())}，包括{told}；本年支出{p.m(b.spent())}，年末结转和结余{p.m(b.closing())}。")
    three = b.of("三公", "支出", "", "财政")
    if three and p.random.random() < 0.8:
        p.p(f"“三公”经费支出{p.m(three)}，为全年预算{p.m(b.adjusted(three))}的{p.c(three, b.adjusted(three))}。")
    if p.random.random() < 0.6:
        bought = b.of("采购", "支出")
        p.p(f"政府采购支出{p.m(bought)}，{w.than(bought)}。")


def _projects(w: _Writer, projects: list[Project]) -> None:
    p, b = w.p, w.b
    total = b.of("项目合计", "支出", "", "财政")
    found = [g for g in "优良中差" if b.counts[f"项目.{g}"]]
    p.p(
        f"{p.y()}年度实施财政拨款项目{p.k('项目')}个，全年预算{p.m(b.adjusted(total))}，实际支出{p.m(total)}，执行率{p.c(total, b.adjusted(total))}。项目自评等级为"
        + "、".join(f"{g}的{p.k(f'项目.{g}')}个" for g in found)
        + "。"
    )
    for i, project in enumerate(projects, 1):
        done = [x for x in project.indicators if x.sign and x.second == "数量指标"]
        text = f"{i}.{project.name}。全年预算{p.m(project.plan)}，支出{p.m(project.spent)}，执行率{p.c(project.spent, project.plan)}。"
        text += "".join(f"{x.name}{x.actual}{x.unit}，目标为{x.sign.replace('=', '')}{x.target}{x.unit}。" for x in done)
        if p.random.random() < 0.6:
            text += f"项目自评{points(p, Key(f'得分.{project.name}'))}分。"
        p.p(text)


def _summary(p: Page) -> None:
    """评价得分汇总表: four groups, weight, score and rate."""
    b = p.books
    form = "整体得分汇总表"
    p.note("部门整体绩效自评价得分汇总表")
    p.start(form)
    rows = [["一级指标", "分值", "得分", "得分率（%）"]]
    for group in ("", *GROUPS):
        if not group:
            continue
        rows.append([group, *_scored(p, len(rows), f".{group}")])
    rows.append(["合计", *_scored(p, len(rows), "")])
    p.stop()
    p.table(form, rows, 1)
    assert b.ledger.values[Key(f"分值.{NAME}")] == 10000


def _scored(p: Page, row: int, group: str) -> list[str]:
    keys = [Key(f"{what}.{NAME}{group}") for what in ("得分", "分值")]
    got, most = (p.books.ledger.values[key] for key in keys)
    p.at = (row, 1)
    weight = points(p, keys[1])
    p.at = (row, 2)
    score = points(p, keys[0])
    p.at = (row, 3)
    return [weight, score, p.figure("ratio", Fraction(got * 100, most), keys, PERCENT)]


def _form(p: Page, whole: Project, lines: Sequence[_Line]) -> None:
    b = p.books
    form = "整体自评表"
    p.h(f"{b.unit.name}{b.year}年度部门整体绩效自评价表", 2)
    style = Style()
    p.start(form)
    rows = [["部门名称", b.unit.name, *[""] * 6]]
    rows.append(["部门整体资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "执行率（%）", "", ""])
    for name, part in (("财政拨款支出", ""), ("其中：基本支出", "基本"), ("项目支出", "项目")):
        final = b.spent(part, "财政")
        plan = b.adjusted(final)
        amounts = [cell(p, amount, len(rows), column, style) for column, amount in enumerate((b.initial(final), plan, final), 2)]
        p.at = (len(rows), 5)
        share = p.figure("ratio", Fraction(final.fen * 100, plan.fen), [final.key, plan.key], PERCENT) if plan else ""
        rows.append(["", name, *amounts, share, "", ""])
    rows.append(["一级指标", "二级指标", "三级指标", "目标值", "实际完成值", "分值", "得分", "偏差原因及改进措施"])
    for i, line in enumerate(lines):
        row, x = len(rows), line.indicator
        if line.ratio:
            p.at = (row, 4)
            above, below = line.ratio
            kind = "rate" if x.name == "预算调整率" else "ratio"
            share = p.figure(kind, _value(above, below), [above.key, below.key], PERCENT)
            target, actual = f"{x.sign}{x.target}%", f"{share}%"
        else:
            p.at = (row, 3)
            target, actual = goal(p, x, whole, style)
        p.at = (row, 5)
        weight = points(p, Key(f"分值.{NAME}.{i}"))
        p.at = (row, 6)
        got = points(p, Key(f"得分.{NAME}.{i}"))
        first = line.group if not i or lines[i - 1].group != line.group else ""
        rows.append([first, x.second, x.name, target, actual, weight, got, x.reason])
    row = len(rows)
    p.at = (row, 5)
    weight = points(p, Key(f"分值.{NAME}"))
    p.at = (row, 6)
    got = points(p, Key(f"得分.{NAME}"))
    rows.append(["合计", "", "", "", "", weight, got, f"评价等级：{grade(p, whole)}"])
    p.stop()
    p.table(form, rows, 0)


def _execution(p: Page, projects: list[Project]) -> None:
    """项目预算执行情况表."""
    b = p.books
    form = "汇总表.项目"
    p.h("项目支出预算执行情况表", 2)
    p.note("金额单位：万元")
    p.start(form)
    rows = [["序号", "项目名称", "年初预算", "全年预算", "实际支出", "执行率（%）", "自评得分"]]

    def put(number: str, name: str, amounts: Sequence[Amount], score: str = "") -> None:
        row = len(rows)
        cells = [cell(p, amount, row, column, Style()) for column, amount in enumerate(amounts, 2)]
        p.at = (row, 5)
        plan, spent = amounts[1], amounts[2]
        share = p.figure("ratio", Fraction(spent.fen * 100, plan.fen), [spent.key, plan.key], PERCENT) if plan else "0"
        p.at = (row, 6)
        rows.append([number, name, *cells, share, points(p, Key(score)) if score else ""])

    for i, project in enumerate(projects, 1):
        put(str(i), project.name, (project.first, project.plan, project.spent), f"得分.{project.name}")
    total = b.of("项目合计", "支出", "", "财政")
    put("", "合计", (b.initial(total), b.adjusted(total), total))
    p.stop()
    p.table(form, rows, 1)


FAMILIES = [
    Family(
        "overall-canal", "overall-evaluation", write, text=(Style(), Style(grouped=True), Style(trim=True)), cells=(Style(),), percent=(2, 1),
        layout="pipes", years=(2021, 2024),
    ),
]  # fmt: skip
