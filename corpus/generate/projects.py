"""Projects: their money, indicators, scores and grades, exactly consistent with the accounts and with each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Any

from generate.accounts import Books
from generate.ledger import Amount, Key, split
from generate.printing import rounded
from generate.words import words

GRADES = ((9000, "优"), (8000, "良"), (6000, "中"), (0, "差"))


def grade(score: int) -> str:
    """The grade of a total score in hundredths: 优 from 90, 良 from 80, 中 from 60, else 差."""
    return next(name for least, name in GRADES if score >= least)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of a form."""

    first: str
    second: str
    name: str
    sign: str
    """``≥`` ``=`` ``≤``, empty for words."""
    target: str
    actual: str
    unit: str
    weight: int
    score: int
    """Hundredths of a point."""
    reason: str = ""

    @property
    def missed(self) -> bool:
        """Whether the actual falls short of the target."""
        return self.score < self.weight * 100


@dataclass(slots=True)
class Project:
    """A project of the year."""

    name: str
    code: str
    fund: str
    first: Amount
    """年初预算."""
    plan: Amount
    """全年预算."""
    spent: Amount
    indicators: list[Indicator] = field(default_factory=list)
    execution: int = 0
    """Score of the execution rate, hundredths."""
    total: int = 0

    @property
    def grade(self) -> str:
        """优 良 中 差."""
        return grade(self.total)

    @property
    def rate(self) -> Fraction:
        """Execution rate in percent; 0 where nothing was planned."""
        return Fraction(self.spent.fen * 100, self.plan.fen) if self.plan.fen else Fraction(0)

    @property
    def left(self) -> int:
        """What is left of the year's budget."""
        return self.plan.fen - self.spent.fen


def _number(value: Fraction) -> str:
    text = f"{rounded(value, 2):f}".rstrip("0").rstrip(".")
    return text or "0"


def _indicators(random: Random, subject: tuple[str, str, int], layout: str) -> list[Indicator]:
    """Indicators worth 90 points: outputs 50, benefits 30, satisfaction 10."""
    lists = words("indicators")
    outputs = split(random, 50, (16, 12, 12, 10) if layout != "short" else (26, 24, 0), 5)
    made: list[Indicator] = []

    def measured(first: str, second: str, what: Sequence[Any], weight: int) -> Indicator:
        name, sign, target, unit = what
        draw = random.random()
        if sign == "≤":
            actual = Fraction(target) if draw < 0.8 else Fraction(target - 1)
        elif draw < 0.55 or (sign == "=" and draw < 0.85):
            actual = Fraction(target)
        elif draw < 0.8 and sign == "≥":
            top = 100 if unit == "%" else target * 12 // 10
            actual = Fraction(random.randint(target, max(target, top)))
        else:
            actual = Fraction(max(1, int(target * random.uniform(0.6, 0.98))))
        share = Fraction(1) if sign == "≤" or actual >= target else actual / target
        score = int(rounded(share * weight, 2) * 100)
        reason = random.choice(lists["deviation"]) if score < weight * 100 else ""
        return Indicator(first, second, name, sign, _number(Fraction(target)), _number(actual), unit, weight, score, reason)

    name, unit, size = subject
    target = max(2, int(size * random.uniform(0.5, 1.6)))
    if target > 300:
        target = target // 10 * 10
    made.append(measured("产出指标", "数量指标", (name, random.choice(("≥", "=")), target, unit), outputs[0]))
    quality = random.choice(lists["quality"])
    made.append(measured("产出指标", "质量指标", quality, outputs[1]))
    if outputs[2]:
        timely = random.choice(lists["time"])
        made.append(measured("产出指标", "时效指标", timely, outputs[2]))
    if len(outputs) > 3 and outputs[3]:
        made.append(Indicator("产出指标", "成本指标", "项目总成本", "≤", "", "", "万元", outputs[3], outputs[3] * 100))
    benefit = random.choice(lists["benefit"])
    made.append(measured("效益指标", benefit[0], benefit[1:], 15))
    second, name, wanted = random.choice(lists["qualitative"])
    partly = random.random() < 0.2
    score = random.choice((900, 1000, 1100)) if partly else 1500
    actual = lists["partly"] if partly else random.choice(lists["achieved"])
    made.append(Indicator("效益指标", second, name, "", wanted, actual, "", 15, score, random.choice(lists["deviation"]) if partly else ""))
    pleased = random.choice(lists["satisfaction"])
    made.append(measured("满意度指标", "服务对象满意度指标", pleased, 10))
    return made


def make(random: Random, books: Books, *, layout: str = "full", limit: int = 12) -> list[Project]:
    """The projects that the year's project expenditure paid for, in the order of their codes."""
    ledger = books.ledger
    pool: list[tuple[str, str, str, int]] = [tuple(entry) for entry in books.unit.domain["projects"]]
    random.shuffle(pool)
    found: list[Project] = []
    for item in books.items:
        spent = books.spent("项目", item.fund, f"功能.{item.code}").fen
        if not spent or len(found) >= limit:
            continue
        plan = ledger.get(Key(f"功能.{item.code}", "支出", "项目", item.fund, "全年预算", books.year)).fen
        first = ledger.get(Key(f"功能.{item.code}", "支出", "项目", item.fund, "年初预算", books.year)).fen
        number = 2 if spent > 60_000_000 and random.random() < 0.5 and len(pool) > 1 else 1
        weights = [1.0, 0.6][:number]
        parts = split(random, spent, weights, 100)
        spare = split(random, plan - spent, weights)
        firsts = split(random, first, weights, 10000)
        keys = []
        for money, rest, start in zip(parts, spare, firsts, strict=True):
            if pool:
                name, counted, unit, size = pool.pop()
            else:
                name, counted, unit, size = f"{item.code[3:]}号任务专项经费", "完成任务数量", "项", 20
            if any(name == other.name for other in found):
                name += "（二期）"
            key = Key(f"项目.{name}", "支出", "", "财政", books.stage, books.year)
            project = Project(
                name, item.code, item.fund, ledger.put(key.but(stage="年初预算"), start), ledger.put(key.but(stage="全年预算"), money + rest),
                ledger.put(key, money),
            )  # fmt: skip
            project.indicators = _indicators(random, (counted, unit, size), layout)
            project.execution = int(rounded(min(project.rate, Fraction(100)) / 10, 2) * 100)
            project.total = project.execution + sum(indicator.score for indicator in project.indicators)
            found.append(project)
            keys.append(key)
        for stage in (books.stage, "年初预算", "全年预算"):
            ledger.add(Key(f"功能.{item.code}", "支出", "项目", item.fund, stage, books.year), [key.but(stage=stage) for key in keys])
    for project in found:
        for i, indicator in enumerate(project.indicators):
            ledger.put(Key(f"得分.{project.name}.{i}"), indicator.score)
            ledger.put(Key(f"分值.{project.name}.{i}"), indicator.weight * 100)
        size = len(project.indicators)
        ledger.put(Key(f"得分.{project.name}.执行率"), project.execution)
        ledger.put(Key(f"分值.{project.name}.执行率"), 1000)
        for what in ("得分", "分值"):
            ledger.add(Key(f"{what}.{project.name}.指标"), [Key(f"{what}.{project.name}.{i}") for i in range(size)])
            ledger.add(Key(f"{what}.{project.name}"), [Key(f"{what}.{project.name}.执行率"), Key(f"{what}.{project.name}.指标")])
        key = project.spent.key
        ledger.add(project.plan.key, [key, ledger.put(key.but(item=f"结余.{project.name}"), project.left)])
    for stage in (books.stage, "年初预算", "全年预算"):
        ledger.add(Key("项目合计", "支出", "", "财政", stage, books.year), [project.spent.key.but(stage=stage) for project in found])
    grades = [project.grade for project in found]
    books.count({"项目": len(found), **{f"项目.{name}": grades.count(name) for name in "优良中差"}})
    ledger.add(books.count_key("项目"), [books.count_key(f"项目.{name}") for name in "优良中差"])
    return found
