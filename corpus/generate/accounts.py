"""A unit and its finances of two years: income by source, expenditure by item, fund and kind, carry-over, budgets, 三公, 采购, cars.

Every amount is drawn once, in 分, at the finest level (项 × fund × 基本/项目, 经济 款, project); everything else is a sum in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from generate.ledger import Amount, Key, Ledger, about, split
from generate.words import economic, function, words

WAN = 1_000_000
FUNDS = ("一般", "基金", "国资")
VEHICLES = (
    "副部（省）级及以上领导用车", "主要负责人用车", "机要通信用车", "应急保障用车",
    "执法执勤用车", "特种专业技术用车", "离退休干部服务用车", "其他用车",
)  # fmt: skip
PERSONNEL = {"30101": 30, "30102": 26, "30103": 14, "30107": 0, "30112": 1.2, "30199": 3}
PUBLIC = {
    "30201": 12, "30202": 3, "30205": 1.2, "30206": 4, "30207": 3, "30208": 2, "30209": 5, "30211": 9, "30213": 5, "30214": 2, "30215": 2,
    "30216": 3, "30217": 1, "30226": 6, "30227": 6, "30228": 6, "30229": 4, "30231": 6, "30239": 14, "30299": 5, "31002": 4, "31003": 2,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """Who reports."""

    name: str
    place: str
    province: str
    prefecture: str
    kind: str
    """``行政`` or ``事业``."""
    level: str
    """``部门`` or ``单位``."""
    domain: dict[str, Any]
    children: tuple[str, ...]
    offices: tuple[str, ...]
    posts: int
    """编制, in two parts; so are the people in office."""
    civil_posts: int
    staff: int
    civil_staff: int
    retired: int


@dataclass(frozen=True, slots=True)
class Item:
    """A 项 of the functional classification on which money is booked."""

    code: str
    fund: str = "一般"
    basic: float = 0.0
    """About so many 万元 of basic expenditure in the year, and of projects."""
    project: float = 0.0
    personnel: float = 1.0
    """Share of the basic expenditure that is for people."""


@dataclass(frozen=True, slots=True)
class Node:
    """A row of the functional classification: 类, 款 or 项."""

    code: str
    name: str

    @property
    def level(self) -> int:
        """1 类, 2 款, 3 项."""
        return (len(self.code) - 1) // 2

    @property
    def item(self) -> str:
        """Its name in keys."""
        return f"功能.{self.code}"


@dataclass(slots=True)
class Books:
    """The unit's accounts."""

    unit: Unit
    year: int
    stage: str
    """What the figures of this document are: ``决算`` or ``预算``."""
    ledger: Ledger
    items: list[Item]
    econ: dict[str, str] = field(default_factory=dict)
    """经济分类 codes that are in use → name."""
    counts: dict[str, int] = field(default_factory=dict)

    def key(self, item: str, flow: str = "", part: str = "", fund: str = "全部", stage: str = "", year: int = 0) -> Key:
        """A key of this document's year and stage unless told otherwise."""
        return Key(item, flow, part, fund, stage or self.stage, year or self.year)

    def of(self, item: str, flow: str = "", part: str = "", fund: str = "全部", stage: str = "", year: int = 0) -> Amount:
        """The amount under that key; zero if there is none."""
        return self.ledger.get(self.key(item, flow, part, fund, stage, year))

    def last(self, amount: Amount) -> Amount:
        """One year before."""
        return self.ledger.last(amount)

    def initial(self, amount: Amount) -> Amount:
        """The same in the budget at the beginning of the year."""
        return self.ledger.staged(amount, "年初预算")

    def adjusted(self, amount: Amount) -> Amount:
        """The same in the adjusted budget."""
        return self.ledger.staged(amount, "全年预算")

    def income(self, part: str = "", item: str = "总额") -> Amount:
        """Income of all funds, or of one source (``财政`` ``上级`` ``事业`` ``经营`` ``附属`` ``其他``)."""
        return self.of(item, "收入", "", "财政") if part == "财政" else self.of(item, "收入", part)

    def spent(self, part: str = "", fund: str = "全部", item: str = "总额") -> Amount:
        """Expenditure."""
        return self.of(item, "支出", part, fund)

    def opening(self, fund: str = "全部") -> Amount:
        """年初结转和结余."""
        return self.of("结转", "年初", "", fund)

    def closing(self, fund: str = "全部") -> Amount:
        """年末结转和结余."""
        return self.of("结转", "年末", "", fund)

    def grand(self, fund: str = "全部") -> Amount:
        """收入总计 = 支出总计."""
        return self.of("总计", "", "", fund)

    def rows(self, fund: str = "全部", flow: str = "支出", level: int = 0, *, stage: str = "") -> list[Node]:
        """类, 款 and 项 (or one level) with any money in this year, in the order of their codes."""
        codes: set[str] = set()
        for item in self.items:
            key = self.key(f"功能.{item.code}", flow, "", fund, stage)
            opening = self.of(f"功能.{item.code}", "年初", "", fund) if fund == "基金" else 0
            if self.ledger.values.get(key) or opening:
                codes |= {item.code[:3], item.code[:5], item.code}
        return [Node(code, function(code, self.year)) for code in sorted(codes) if not level or len(code) == level * 2 + 1]

    def count_key(self, name: str) -> Key:
        """The key of a count."""
        return Key(f"数.{name}", "", "", "", "数", self.year)

    def count(self, numbers: dict[str, int]) -> None:
        """Remember counts."""
        self.counts |= numbers
        for name, number in numbers.items():
            self.ledger.put(self.count_key(name), number)

    @property
    def short(self) -> str:
        """本部门 or 本单位."""
        return "本" + self.unit.level


def _unit(random: Random, level: str, kind: str) -> Unit:
    names = words("names")
    domain = random.choice(words("organizations")["domains"])
    level_word = random.choices(list(names["levels"]), list(names["levels"].values()))[0]
    place = random.choice(names["stems"]) + level_word
    prefecture = random.choice(names["prefectures"])
    department = random.choice(domain["departments"])
    children = tuple(place + unit for unit in domain["units"][: random.randint(1, 3)])
    if level == "部门":
        name, staff = place + department, random.randint(38, 190)
    elif kind == "行政":
        name, children, staff = f"{place}{department}（本级）", (), random.randint(18, 80)
    else:
        name, children, staff = random.choice(children), (), random.randint(14, 120)
    civil = staff if kind == "行政" and level == "单位" else int(staff * random.uniform(0.3, 0.7)) if kind == "行政" else 0
    spare = random.randint(0, 9)
    civil_spare = random.randint(0, spare) if civil else 0
    if civil == staff:
        civil_spare = spare
    offices = tuple(random.sample(names["offices"], random.randint(4, 8)))
    return Unit(
        name, place, random.choice(names["provinces"]), prefecture, kind, level, domain, children, offices,
        staff + spare, civil + civil_spare, staff, civil, random.randint(4, staff // 2 + 4),
    )  # fmt: skip


def _plan(random: Random, unit: Unit, year: int) -> list[Item]:
    """The items that the unit books on, with about how much."""
    pay = unit.staff * random.uniform(11, 19)
    domain = unit.domain
    items: list[Item] = []
    if unit.level == "部门":
        share = random.uniform(0.45, 0.75)
        items.append(Item(domain["main"], basic=pay * 0.62 * share, personnel=random.uniform(0.74, 0.88)))
        items.append(Item(domain["service"], basic=pay * 0.62 * (1 - share), personnel=random.uniform(0.8, 0.92)))
    else:
        main = domain["main"] if unit.kind == "行政" else domain["service"]
        items.append(Item(main, basic=pay * 0.62, personnel=random.uniform(0.76, 0.9)))
    work = [code for code in domain["work"] if code not in {item.code for item in items}]
    for code in sorted(random.sample(work, min(len(work), random.randint(2, 4)))):
        items.append(Item(code, project=random.uniform(12, 480) * (1.6 if unit.level == "部门" else 0.8)))
    retired = "2080501" if unit.kind == "行政" else "2080502"
    items.append(Item(retired, basic=unit.retired * random.uniform(0.3, 1.4), personnel=0.9))
    items.append(Item("2080505", basic=pay * 0.105))
    if random.random() < 0.8:
        items.append(Item("2080506", basic=pay * random.uniform(0.01, 0.05)))
    if unit.level == "部门" or unit.kind == "行政":
        items.append(Item("2101101", basic=pay * 0.035))
    if unit.level == "部门" or unit.kind == "事业":
        items.append(Item("2101102", basic=pay * 0.03))
    if unit.kind == "行政":
        items.append(Item("2101103", basic=pay * 0.014))
    items.append(Item("2210201", basic=pay * 0.08))
    if random.random() < 0.3:
        items.append(Item("2210203", basic=pay * 0.03))
    if random.random() < 0.3:
        items.append(Item("2130599", project=random.uniform(5, 90)))
    if random.random() < 0.15:
        items.append(Item("2080801", basic=random.uniform(3, 20)))
    if domain["fund"] and random.random() < 0.45:
        items.append(Item(domain["fund"], fund="基金", project=random.uniform(20, 600)))
    if random.random() < 0.1:
        items.append(Item("2230105", fund="国资", project=random.uniform(2, 40)))
    return sorted(items, key=lambda item: item.code)


def _tree(ledger: Ledger, key: Key, leaves: dict[str, int]) -> None:
    """Write down 项 amounts under ``key`` (its item is set per code) and the sums 款, 类 and 总额 over them."""
    for code, fen in leaves.items():
        ledger.put(key.but(item=f"功能.{code}"), fen)
    for width in (5, 3):
        for code in sorted({leaf[:width] for leaf in leaves}):
            below = sorted({leaf[: width + 2] for leaf in leaves if leaf.startswith(code)})
            ledger.add(key.but(item=f"功能.{code}"), [key.but(item=f"功能.{child}") for child in below])
    ledger.add(key.but(item="总额"), [key.but(item=f"功能.{code}") for code in sorted({leaf[:3] for leaf in leaves})])


@dataclass(slots=True)
class _Year:
    """Amounts of one year by 项: fiscal and other money, basic and project, and what was left at its beginning and end."""

    basic: dict[str, int] = field(default_factory=dict)
    project: dict[str, int] = field(default_factory=dict)
    other_basic: dict[str, int] = field(default_factory=dict)
    other_project: dict[str, int] = field(default_factory=dict)
    operating: dict[str, int] = field(default_factory=dict)
    open: dict[str, int] = field(default_factory=dict)
    close: dict[str, int] = field(default_factory=dict)
    earned: dict[str, dict[str, int]] = field(default_factory=dict)
    """Source → 项 → other income."""
    other_open: int = 0
    other_close: int = 0
    used: int = 0
    distributed: int = 0


def _year(
    random: Random, items: list[Item], grain: int, before: _Year | None, sources: dict[str, tuple[str, float]], *, budget: bool = False
) -> _Year:
    """One year's flows; a ``budget`` leaves nothing over, and what it carries in is drawn anew."""
    year = _Year()
    drift = random.uniform(0.93, 1.12)
    for item in items:
        if before is None:
            basic = about(random, item.basic * WAN, 0.25, grain) if item.basic else 0
            project = about(random, item.project * WAN, 0.3, grain) if item.project else 0
        else:
            basic = about(random, before.basic[item.code] * drift, 0.09, grain)
            project = about(random, before.project[item.code], 0.45, grain)
            if item.project and not project:
                project = about(random, item.project * WAN, 0.3, grain)
            if before.project[item.code] == before.basic[item.code] == 0 and not project and item.basic:
                basic = about(random, item.basic * WAN, 0.2, grain)
        if random.random() < 0.12 and item.code[:3] not in ("208", "210", "221") and len(items) > 8 and item.project:
            project = 0 if before is None else project
        year.basic[item.code], year.project[item.code] = basic, project
        year.open[item.code] = before.close[item.code] if before else 0
        leaves = item.project and random.random() < 0.4 and not budget
        if budget:
            carried = about(random, project * 0.2, 0.5, grain) if random.random() < 0.25 else 0
            year.open[item.code] = min(carried, project)
        year.close[item.code] = about(random, max(project, WAN) * random.uniform(0.02, 0.2), 0.2, grain) if leaves else 0
        if project + basic + year.close[item.code] < year.open[item.code]:
            year.close[item.code] = year.open[item.code] - project - basic
    wages = sum(year.basic.values())
    for source, (code, share) in sources.items():
        year.earned[source] = {code: about(random, wages * share, 0.3, grain)}
    year.other_open = 0 if budget else before.other_close if before else about(random, wages * 0.02, 0.5, grain) if sources else 0
    for source, by_code in year.earned.items():
        for code, earned in by_code.items():
            if source == "经营":
                year.operating[code] = earned if budget else about(random, earned * 0.9, 0.08, grain)
                continue
            spent = earned if budget else min(about(random, earned, 0.2, grain), earned + (year.other_open if len(year.earned) == 1 else 0))
            first, second = split(random, spent, (2, 1), grain)
            to = code
            year.other_basic[to] = year.other_basic.get(to, 0) + (first if year.basic.get(code) else 0)
            year.other_project[to] = year.other_project.get(to, 0) + second + (0 if year.basic.get(code) else first)
    left = year.other_open + sum(sum(by.values()) for by in year.earned.values())
    left -= sum(year.other_basic.values()) + sum(year.other_project.values()) + sum(year.operating.values())
    if left < 0:
        year.used, left = -left, 0
    elif sources and "事业" in sources and random.random() < 0.4:
        year.distributed = about(random, left * 0.3, 0.4, grain)
        left -= year.distributed
    year.other_close = left
    return year


def _write(books: Books, year: int, flows: _Year, stage: str) -> None:
    """Put one year into the ledger."""
    ledger = books.ledger

    def key(item: str, flow: str = "", part: str = "", fund: str = "全部") -> Key:
        return Key(item, flow, part, fund, stage, year)

    codes = [item.code for item in books.items]
    for fund in FUNDS:
        mine = [item.code for item in books.items if item.fund == fund] or []
        _tree(ledger, key("", "支出", "基本", fund), {code: flows.basic[code] for code in mine})
        _tree(ledger, key("", "支出", "项目", fund), {code: flows.project[code] for code in mine})
        _tree(ledger, key("", "支出", "", fund), {code: flows.basic[code] + flows.project[code] for code in mine})
        _tree(ledger, key("", "收入", "", fund), {c: flows.basic[c] + flows.project[c] + flows.close[c] - flows.open[c] for c in mine})
        _tree(ledger, key("", "年初", "", fund), {code: flows.open[code] for code in mine})
        _tree(ledger, key("", "年末", "", fund), {code: flows.close[code] for code in mine})
        ledger.add(key("结转", "年初", "", fund), [key("总额", "年初", "", fund)])
        ledger.add(key("结转", "年末", "", fund), [key("总额", "年末", "", fund)])
    every = {
        ("支出", "基本", "财政"): flows.basic,
        ("支出", "项目", "财政"): flows.project,
        ("支出", "", "财政"): {c: flows.basic[c] + flows.project[c] for c in codes},
        ("收入", "", "财政"): {c: flows.basic[c] + flows.project[c] + flows.close[c] - flows.open[c] for c in codes},
        ("支出", "基本", "全部"): {c: flows.basic[c] + flows.other_basic.get(c, 0) for c in codes},
        ("支出", "项目", "全部"): {c: flows.project[c] + flows.other_project.get(c, 0) for c in codes},
        ("支出", "经营", "全部"): {c: flows.operating.get(c, 0) for c in codes},
    }
    for source in ("上级", "事业", "经营", "附属", "其他"):
        every["收入", source, "全部"] = {c: flows.earned.get(source, {}).get(c, 0) for c in codes}
    every["支出", "", "全部"] = {c: sum(every["支出", p, "全部"][c] for p in ("基本", "项目", "经营")) for c in codes}
    sources = ("上级", "事业", "经营", "附属", "其他")
    every["收入", "", "全部"] = {c: every["收入", "", "财政"][c] + sum(every["收入", s, "全部"][c] for s in sources) for c in codes}
    for (flow, part, fund), leaves in every.items():
        _tree(ledger, key("", flow, part, fund), leaves)
    for code in {code[:width] for code in codes for width in (3, 5, 7)} | {"总额"}:
        item = code if code == "总额" else f"功能.{code}"
        ledger.add(key(item, "支出"), [key(item, "支出", part) for part in ("基本", "项目", "经营")])
        ledger.add(key(item, "收入"), [key(item, "收入", "", "财政"), *(key(item, "收入", source) for source in sources)])
        ledger.add(key(item, "支出", "", "财政"), [key(item, "支出", part, "财政") for part in ("基本", "项目")])
        for part in ("", "基本", "项目"):
            held = [key(item, "支出", part, fund) for fund in FUNDS if key(item, "支出", part, fund) in ledger.values]
            ledger.add(key(item, "支出", part, "财政"), held)
        ledger.add(key(item, "收入", "", "财政"), [key(item, "收入", "", f) for f in FUNDS if key(item, "收入", "", f) in ledger.values])
        for fund in FUNDS:
            if key(item, "支出", "", fund) in ledger.values:
                ledger.add(key(item, "支出", "", fund), [key(item, "支出", part, fund) for part in ("基本", "项目")])
    for flow in ("年初", "年末"):
        ledger.add(key("结转", flow, "", "财政"), [key("结转", flow, "", fund) for fund in FUNDS])
        ledger.put(key("结转", flow, "", "其他"), flows.other_open if flow == "年初" else flows.other_close)
        ledger.add(key("结转", flow), [key("结转", flow, "", "财政"), key("结转", flow, "", "其他")])
    ledger.put(key("使用结余"), flows.used)
    ledger.put(key("结余分配"), flows.distributed)
    ledger.add(key("总计"), [key("总额", "收入"), key("使用结余"), key("结转", "年初")])
    ledger.add(key("总计"), [key("总额", "支出"), key("结余分配"), key("结转", "年末")])
    for fund in ("财政", *FUNDS):
        ledger.add(key("总计", fund=fund), [key("总额", "收入", "", fund), key("结转", "年初", "", fund)])
        ledger.add(key("总计", fund=fund), [key("总额", "支出", "", fund), key("结转", "年末", "", fund)])


def _economic(random: Random, books: Books, year: int, flows: _Year, grain: int, before: dict[str, int] | None) -> dict[str, int]:
    """Basic expenditure of 一般公共预算 by 经济分类, linked to the items that pay for it."""
    stage = books.stage
    basic = {item.code: flows.basic[item.code] for item in books.items if item.fund == "一般"}
    fixed = {"2080505": "30108", "2080506": "30109", "2101101": "30110", "2101102": "30110", "2101103": "30111", "2210201": "30113"}
    fixed |= {"2210203": "30102"}
    found: dict[str, int] = {}
    people = public = 0
    for item in books.items:
        amount = basic.get(item.code, 0)
        if item.code in fixed:
            found[fixed[item.code]] = found.get(fixed[item.code], 0) + amount
        elif item.code.startswith(("20805", "20808")):
            for_people = amount if item.code.startswith("20808") else int(amount * item.personnel) // grain * grain
            code = "30304" if item.code.startswith("20808") else "30302"
            found[code] = found.get(code, 0) + for_people
            public += amount - for_people
        else:
            for_people = int(amount * item.personnel) // grain * grain
            people += for_people
            public += amount - for_people
    weights = dict(PERSONNEL)
    if books.unit.kind == "事业" or books.unit.level == "部门":
        weights |= {"30107": 24}
    if books.unit.kind == "事业":
        weights |= {"30102": 4, "30103": 3}
    if random.random() < 0.4:
        # some of it is booked on the running costs instead: the 款 is then more than the 项 that bears its name
        shift = min(people // 50, max(1, int(found.get("30113", 0) * random.uniform(0.01, 0.06)) // grain * grain))
        found["30113"] = found.get("30113", 0) + shift
        people -= shift
    kept = {code: weight for code, weight in weights.items() if weight}
    for code, part in zip(kept, split(random, people, list(kept.values()), grain), strict=True):
        found[code] = found.get(code, 0) + part
    wanted = [code for code in PUBLIC if code in books.econ] if before is not None else []
    if not wanted:
        wanted = [code for code in PUBLIC if random.random() < 0.8 or code in ("30201", "30228", "30299")]
    for code, part in zip(wanted, split(random, public, [PUBLIC[code] for code in wanted], grain), strict=True):
        found[code] = found.get(code, 0) + part
    found = {code: fen for code, fen in found.items() if fen > 0}
    ledger = books.ledger

    def key(item: str) -> Key:
        return Key(item, "支出", "基本", "一般", stage, year)

    for code, fen in found.items():
        ledger.put(key(f"经济.{code}"), fen)
    for head in ("301", "302", "303", "310"):
        ledger.add(key(f"经济.{head}"), [key(f"经济.{code}") for code in sorted(found) if code.startswith(head)])
    ledger.add(key("人员经费"), [key("经济.301"), key("经济.303")])
    ledger.add(key("公用经费"), [key("经济.302"), key("经济.310")])
    ledger.add(key("总额"), [key("人员经费"), key("公用经费")])
    return found


def _three(random: Random, books: Books, grain: int) -> None:
    """三公: budget, final account, last year; each at least what the basic expenditure shows."""
    ledger, year, stage = books.ledger, books.year, books.stage
    has_car = random.random() < 0.8
    goes_abroad, buys = random.random() < 0.12, has_car and random.random() < 0.2
    for at in (year - 1, year):
        basic_car = ledger.values.get(Key("经济.30231", "支出", "基本", "一般", stage, at), 0)
        basic_guest = ledger.values.get(Key("经济.30217", "支出", "基本", "一般", stage, at), 0)
        extra = about(random, 2 * WAN, 0.9, grain) if has_car and random.random() < 0.3 else 0
        values = {
            "出国": about(random, 9 * WAN, 0.6, grain) if goes_abroad and (at == year or random.random() < 0.5) else 0,
            "公车购置": about(random, 18 * WAN, 0.2, grain) if buys and (at == year or random.random() < 0.3) else 0,
            "公车运维": basic_car + (extra if basic_car else 0),
            "接待": basic_guest + (about(random, WAN // 3, 0.9, grain) if basic_guest and random.random() < 0.25 else 0),
        }
        stages = {stage: values}
        if at == year and stage == "决算":
            stages["全年预算"] = {
                name: fen if fen == 0 or random.random() < 0.2 else -(-int(fen * random.uniform(1.0, 1.3)) // (WAN // 10)) * (WAN // 10)
                for name, fen in values.items()
            }
        for which, by_name in stages.items():

            def key(item: str, which: str = which, at: int = at) -> Key:
                return Key(item, "支出", "", "财政", which, at)

            for name, fen in by_name.items():
                ledger.put(key(f"三公.{name}"), fen)
            ledger.add(key("三公.公车"), [key("三公.公车购置"), key("三公.公车运维")])
            ledger.add(key("三公"), [key("三公.出国"), key("三公.公车"), key("三公.接待")])
    guest = ledger.values[Key("三公.接待", "支出", "", "财政", stage, year)]
    batches = max(1, guest // (random.randint(600, 1400) * 100)) if guest else 0
    heads = max(batches * random.randint(4, 9), guest // (random.randint(90, 170) * 100)) if guest else 0
    abroad = ledger.values[Key("三公.出国", "支出", "", "财政", stage, year)]
    bought = ledger.values[Key("三公.公车购置", "支出", "", "财政", stage, year)]
    running = ledger.values[Key("三公.公车运维", "支出", "", "财政", stage, year)]
    held = max(1, round(running / (3.1 * WAN))) if running else 0
    groups = random.randint(1, 2) if abroad else 0
    numbers = {
        "接待批次": batches, "接待人次": heads, "团组": groups, "出国人次": groups * random.randint(1, 3),
        "购置车辆": max(1, round(bought / (18 * WAN))) if bought else 0, "保有车辆": max(held, 1 if bought else 0),
    }  # fmt: skip
    books.count(numbers)


def _assets(random: Random, books: Books, grain: int) -> None:
    ledger = books.ledger
    held = books.counts["保有车辆"]
    kinds = dict.fromkeys(VEHICLES, 0)
    pool = ("机要通信用车", "应急保障用车", "执法执勤用车", "特种专业技术用车", "其他用车")
    for _ in range(held + (random.randint(1, 3) if held and random.random() < 0.2 else 0)):
        kinds[random.choice(pool)] += 1
    books.count({f"车辆.{name}": number for name, number in kinds.items()})
    books.count({"车辆": sum(kinds.values()), "设备": random.choice((0, 0, 0, 1, 2, 5))})
    ledger.add(books.count_key("车辆"), [books.count_key(f"车辆.{name}") for name in kinds])
    for at in (books.year - 1, books.year):
        goods, works, services = (
            about(random, size * WAN, 0.6, grain) if random.random() < chance else 0 for size, chance in ((40, 0.95), (60, 0.4), (90, 0.85))
        )
        if not goods + works + services:
            services = about(random, 20 * WAN, 0.5, grain)

        def key(item: str, at: int = at) -> Key:
            return Key(item, "支出", "", "全部", books.stage, at)

        for name, fen in (("货物", goods), ("工程", works), ("服务", services)):
            ledger.put(key(f"采购.{name}"), fen)
        total = ledger.add(key("采购"), [key(f"采购.{name}") for name in ("货物", "工程", "服务")])
        small = total.fen if random.random() < 0.4 else int(total.fen * random.uniform(0.5, 0.98)) // grain * grain
        ledger.put(key("采购.中小"), small)
        ledger.put(key("采购.小微"), small if random.random() < 0.3 else int(small * random.uniform(0.3, 0.95)) // grain * grain)
        running = Key("机关运行经费", "支出", "基本", "一般", books.stage, at)
        ledger.add(running, [Key("公用经费", "支出", "基本", "一般", books.stage, at)])


def _budgets(random: Random, books: Books, flows: _Year) -> None:
    """年初预算 and 全年预算 of every fiscal item: round figures, and what came on top during the year."""
    by_stage: dict[str, dict[tuple[str, str, str], int]] = {"年初预算": {}, "全年预算": {}}
    for item in books.items:
        for part, values in (("基本", flows.basic), ("项目", flows.project)):
            spent = values[item.code]
            if not spent:
                final = first = 0
            elif part == "基本":
                final = spent if random.random() < 0.6 else int(spent * random.uniform(1.0, 1.04))
                first = about(random, spent, 0.12, 100) if random.random() < 0.85 else final
            else:
                final = -(-int(spent * random.uniform(1.0, 1.12)) // 10000) * 10000 if random.random() < 0.7 else spent
                draw = random.random()
                first = 0 if draw < 0.14 else final if draw < 0.4 else about(random, final, 0.3, 10000)
            by_stage["年初预算"][item.fund, part, item.code] = first
            by_stage["全年预算"][item.fund, part, item.code] = final
    ledger = books.ledger
    for stage, budget in by_stage.items():
        for fund in FUNDS:
            codes = [item.code for item in books.items if item.fund == fund]
            for part in ("基本", "项目"):
                _tree(ledger, Key("", "支出", part, fund, stage, books.year), {c: budget[fund, part, c] for c in codes})
            whole = {c: budget[fund, "基本", c] + budget[fund, "项目", c] for c in codes}
            _tree(ledger, Key("", "支出", "", fund, stage, books.year), whole)
            for code in [*(f"功能.{c[:w]}" for c in codes for w in (3, 5, 7)), "总额"]:
                key = Key(code, "支出", "", fund, stage, books.year)
                ledger.add(key, [key.but(part="基本"), key.but(part="项目")])
        for part in ("", "基本", "项目"):
            key = Key("总额", "支出", part, "财政", stage, books.year)
            ledger.add(key, [key.but(fund=fund) for fund in FUNDS])
        total = Key("总额", "支出", "", "财政", stage, books.year)
        ledger.add(total, [total.but(part="基本"), total.but(part="项目")])


def make(random: Random, *, level: str, stage: str, year: int, kind: str = "", grain: int = 1) -> Books:
    """A unit and its books of ``year`` and the year before.

    Args:
        random: where everything comes from.
        level: ``部门`` or ``单位``.
        stage: ``决算`` or ``预算``.
        year: the fiscal year.
        kind: ``行政`` or ``事业``; drawn when empty.
        grain: amounts are multiples of so many 分.
    """
    kind = kind or ("行政" if level == "部门" else random.choice(("行政", "事业", "事业")))
    unit = _unit(random, level, kind)
    books = Books(unit, year, stage, Ledger(), _plan(random, unit, year))
    main = next(item.code for item in books.items if item.basic and item.code in (unit.domain["main"], unit.domain["service"]))
    service = unit.domain["service"] if any(item.code == unit.domain["service"] for item in books.items) else main
    sources: dict[str, tuple[str, float]] = {}
    if random.random() < (0.75 if kind == "事业" else 0.35):
        sources["事业"] = (service, random.uniform(0.02, 0.25))
    if random.random() < 0.4:
        sources["其他"] = (main, random.uniform(0.001, 0.03))
    if kind == "事业" and random.random() < 0.12:
        sources["经营"] = (service, random.uniform(0.01, 0.05))
    if random.random() < 0.08:
        sources["上级"] = (main, random.uniform(0.005, 0.03))
    before = _year(random, books.items, grain, None, sources, budget=stage == "预算")
    now = _year(random, books.items, grain, before, sources, budget=stage == "预算")
    for at, flows in ((year - 1, before), (year, now)):
        _write(books, at, flows, stage)
    found = _economic(random, books, year - 1, before, grain, None)
    books.econ = {code: economic(code, year) for code in found}
    books.econ |= {code: economic(code, year) for code in _economic(random, books, year, now, grain, found)}
    _three(random, books, grain)
    _assets(random, books, grain)
    if stage == "决算":
        _budgets(random, books, now)
    return books


def heads(econ: dict[str, str]) -> Iterator[str]:
    """The 经济 类 that are in use, in the order of the form."""
    for head in ("301", "302", "303", "310"):
        if any(code.startswith(head) for code in econ):
            yield head
