"""Projects: their money, indicators, scores and grades, exactly consistent with the accounts and with each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
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
    spare_names: list[tuple[str, str, str, int]] = [tuple(entry) for entry in words("organizations")["common"]]
    random.shuffle(spare_names)
    pool = pool[: random.randint(2, 7)]
    found: list[Project] = []
    stages = (books.stage, "年初预算", "全年预算") if books.stage == "决算" else (books.stage,)
    for item in books.items:
        spent = books.spent("项目", item.fund, f"功能.{item.code}").fen
        if not spent or len(found) >= limit:
            continue
        plan = first = spent
        if books.stage == "决算":
            plan = ledger.get(Key(f"功能.{item.code}", "支出", "项目", item.fund, "全年预算", books.year)).fen
            first = ledger.get(Key(f"功能.{item.code}", "支出", "项目", item.fund, "年初预算", books.year)).fen
        number = 2 if spent > 60_000_000 and random.random() < 0.5 and len(pool) > 1 else 1
        weights = [1.0, 0.6][:number]
        parts = split(random, spent, weights, 100)
        spare = split(random, plan - spent, weights)
        firsts = split(random, first, weights, 10000)
        keys = []
        for money, rest, start in zip(parts, spare, firsts, strict=True):
            name, counted, unit, size = pool.pop() if pool else spare_names.pop()
            if any(name == other.name for other in found):
                name += "（二期）"
            key = Key(f"项目.{name}", "支出", "", "财政", books.stage, books.year)
            final = ledger.put(key, money)
            project = Project(name, item.code, item.fund, final, final, final)
            if books.stage == "决算":
                project.first = ledger.put(key.but(stage="年初预算"), start)
                project.plan = ledger.put(key.but(stage="全年预算"), money + rest)
            project.indicators = _indicators(random, (counted, unit, size), layout)
            found.append(project)
            keys.append(key)
        for stage in stages:
            ledger.add(Key(f"功能.{item.code}", "支出", "项目", item.fund, stage, books.year), [key.but(stage=stage) for key in keys])
    if books.stage == "预算":
        ledger.add(Key("项目合计", "支出", "", "财政", books.stage, books.year), [project.spent.key for project in found])
        books.count({"项目": len(found)})
        return found
    for project in found:
        _scores(books, project)
        key = project.spent.key
        ledger.add(project.plan.key, [key, ledger.put(key.but(item=f"结余.{project.name}"), project.left)])
    for stage in (books.stage, "年初预算", "全年预算"):
        ledger.add(Key("项目合计", "支出", "", "财政", stage, books.year), [project.spent.key.but(stage=stage) for project in found])
    grades = [project.grade for project in found]
    books.count({"项目": len(found), **{f"项目.{name}": grades.count(name) for name in "优良中差"}})
    ledger.add(books.count_key("项目"), [books.count_key(f"项目.{name}") for name in "优良中差"])
    return found


def _scores(books: Books, project: Project) -> None:
    """Work out what the project scores and write it down."""
    ledger = books.ledger
    project.execution = int(rounded(min(project.rate, Fraction(100)) / 10, 2) * 100)
    project.total = project.execution + sum(indicator.score for indicator in project.indicators)
    for i, indicator in enumerate(project.indicators):
        ledger.put(Key(f"得分.{project.name}.{i}"), indicator.score)
        ledger.put(Key(f"分值.{project.name}.{i}"), indicator.weight * 100)
    ledger.put(Key(f"得分.{project.name}.执行率"), project.execution)
    ledger.put(Key(f"分值.{project.name}.执行率"), 1000)
    size = len(project.indicators)
    for what in ("得分", "分值"):
        ledger.add(Key(f"{what}.{project.name}.指标"), [Key(f"{what}.{project.name}.{i}") for i in range(size)])
        ledger.add(
            Key(f"{what}.{project.name}"), [Key(f"{what}.{project.name}.执行率"), *(Key(f"{what}.{project.name}.{i}") for i in range(size))]
        )


def overall(random: Random, books: Books, found: list[Project]) -> Project:
    """The department as a whole, as one project: its fiscal money, its own indicators, its score."""
    ledger = books.ledger
    key = Key("总额", "支出", "", "财政", books.stage, books.year)
    name = "整体支出"
    first, plan, spent = (ledger.get(key.but(stage=stage)) for stage in ("年初预算", "全年预算", books.stage))
    whole = Project(name, "", "财政", first, plan, spent)
    quantities = [next(i for i in project.indicators if i.second == "数量指标") for project in found[:3]]
    rest = [indicator for indicator in _indicators(random, ("制度建设完成数", "项", 6), "short") if indicator.second != "数量指标"]
    made = []
    for i, indicator in enumerate(quantities):
        weight = (10, 10, 5)[i] if len(quantities) == 3 else 25 if len(quantities) == 1 else (15, 10)[i]
        share = Fraction(indicator.score, indicator.weight * 100)
        score = int(rounded(share * weight, 2) * 100)
        made.append(replace(indicator, weight=weight, score=score))
    outputs = [indicator for indicator in rest if indicator.first == "产出指标"]
    left = 50 - sum(indicator.weight for indicator in made)
    for indicator in outputs:
        share = Fraction(indicator.score, indicator.weight * 100)
        weight = left
        made.append(replace(indicator, weight=weight, score=int(rounded(share * weight, 2) * 100)))
        break
    whole.indicators = made + [indicator for indicator in rest if indicator.first != "产出指标"]
    _scores(books, whole)
    ledger.add(whole.plan.key, [whole.spent.key, ledger.put(key.but(item=f"结余.{name}"), whole.left)])
    return whole
