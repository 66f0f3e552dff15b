"""An audit made by hand: every verdict, level, kind of place and reason once, with invented figures."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from auditor.model import (
    Aspects,
    Audit,
    Cell,
    Check,
    Claim,
    Diagnosis,
    Document,
    Evidence,
    Fault,
    Finding,
    Interval,
    Kind,
    Level,
    Link,
    Location,
    Passage,
    Quantity,
    Role,
    Run,
    Section,
    Table,
    Unlinked,
    Verdict,
)

SCALES = {"万元": ("money", "10000"), "%": ("ratio", "0.01"), "人": ("count", "1"), "": ("money", "10000")}


def quantity(text: str, hedge: str = "") -> Quantity:
    digits = "".join(c for c in text if c.isdigit() or c in ".-")
    unit = text.removeprefix(text[: len(text.rstrip("万元%人"))])
    dimension, scale = SCALES[unit]
    decimals = len(digits.partition(".")[2])
    return Quantity(text, Decimal(digits), unit, dimension, Decimal(scale), decimals, hedge, exact=unit == "人")


def passage(text: str, line: int, section: Section | None = None, **more: object) -> Passage:
    words = " ".join(filter(None, (section.label if section else "", f"第{line}行")))
    return Passage(text, (Run(0, len(text), line),), section, **{"label": words, **more})  # type: ignore[arg-type]


def claim(number: int, kind: Kind, aspects: Aspects, text: str, inside: Passage, *, hedge: str = "", **more: object) -> Claim:
    start = inside.text.index(text)
    digits = start + len(text.rstrip("万元%人"))
    return Claim(f"F{number}", kind, aspects, quantity(text, hedge), inside.locate(start, digits), inside, start, start + len(text), **more)  # type: ignore[arg-type]


def table(section: Section) -> Table:
    texts = (("项目", "2022年", "2023年"), ("基本支出", "410.00", "452.36"), ("项目支出", "190.00", "187.64"), ("合计", "600.00", "640.00"))
    rows = []
    for r, texts_of_row in enumerate(texts):
        row, offset = [], 0
        for c, text in enumerate(texts_of_row):
            head, total = r == 0, texts_of_row[0] == "合计"
            role = Role.HEAD if head else Role.STUB if c == 0 else Role.TOTAL if total else Role.BODY
            number = None if head or c == 0 else replace(quantity(text), unit="万元")
            label = f"支出决算表 · {texts_of_row[0]} · {texts[0][c]}" if number else text
            place = Location(label, line=14 + r, start=offset, end=offset + len(text), table="T1", row=r, column=c)
            part = "" if total or head else texts_of_row[0]
            aspects = Aspects("合计", "支出", part, "全口径", "决算", texts[0][c][:4]) if number else Aspects()
            row.append(
                Cell(f"T1/{r}/{c}", text, role, aspects, place, number, row=r, column=c, path=(texts[0][c],), stub=(texts_of_row[0],))
            )
            offset += len(text) + 1
        rows.append(tuple(row))
    return Table(
        "T1",
        "支出决算表",
        "final.expenditure",
        "万元",
        tuple(rows),
        Location("支出决算表", line=13, table="T1"),
        section,
        form="公开03表",
        year="2023",
        header_rows=1,
    )


def evidence(of: Claim | Cell) -> Evidence:
    if isinstance(of, Claim):
        return Evidence(of.location.label, of.text, of.location, figure=of.id)
    return Evidence(of.label, of.text, of.location, cell=of.id)


def audit() -> Audit:
    first = Section("第三部分", "决算情况说明", 1, ("第三部分 决算情况说明",))
    total = Section("一", "支出决算情况", 2, ("第三部分 决算情况说明", "一、支出决算情况"))
    people = Section("二", "其他事项", 2, ("第三部分 决算情况说明", "二、其他事项"))
    heading1 = passage("第三部分 决算情况说明", 3, first, heading=1)
    heading2 = passage("一、支出决算情况", 5, total, heading=2)
    body = passage("2023年支出合计641.00万元，其中基本支出452.36万元，占70.68%；比上年增长9.67%，增加40.00万元。", 7, total)
    markup = passage("<script>alert(1)</script>接待费超过3万元，“&amp;”照印。", 9, total)
    heading3 = passage("二、其他事项", 20, people, heading=2)
    other = passage("年末共有编制86人，满意度95.5%。", 22, people)
    grid = table(total)
    spend = Aspects("合计", "支出", "", "全口径", "决算", "2023")
    sentence = (0, len(body.text))
    f1 = claim(1, Kind.AMOUNT, spend, "641.00万元", body, sentence=sentence)
    f2 = claim(2, Kind.AMOUNT, spend.but(part="基本支出"), "452.36万元", body, sentence=sentence)
    f3 = claim(3, Kind.SHARE, spend.but(part="基本支出"), "70.68%", body, sentence=sentence, base=spend)
    grown = body.text.index("增长")
    f4 = claim(
        4, Kind.RATE, spend, "9.67%", body, sentence=sentence, direction=1, direction_span=(grown, grown + 2), base=spend.but(period="2022")
    )
    f5 = claim(5, Kind.CHANGE, spend, "40.00万元", body, sentence=sentence, direction=1, base=spend.but(period="2022"))
    f6 = claim(6, Kind.AMOUNT, Aspects("三公.接待", "支出", "", "财政拨款", "决算", "2023"), "3万元", markup, hedge="more_than")
    f7 = claim(7, Kind.COUNT, Aspects("名.编制", period="2023末"), "86人", other)
    f8 = claim(8, Kind.RATIO, Aspects("指标.满意度", period="2023"), "95.5%", other)
    cells = {cell.id: cell for cell in grid.cells}
    now, then, basic = cells["T1/3/2"], cells["T1/3/1"], cells["T1/1/2"]
    checks = (
        Check(
            "text-table.amount",
            Verdict.INCONSISTENT,
            evidence(f1),
            (evidence(now),),
            "641.00 ≠ 640.00",
            Interval(Fraction(6399950), Fraction(6400050)),
            "640.00万元",
            Level.ERROR,
            "支出合计：正文列示 641.00万元，支出决算表为 640.00万元",
            "Total expenditure: the text says 641.00万元, the table 640.00万元",
        ),
        Check("text-table.amount", Verdict.CONSISTENT, evidence(f2), (evidence(basic),), "452.36 = 452.36"),
        Check("text-table.share", Verdict.ROUNDING, evidence(f3), (evidence(basic), evidence(now)), "452.36 ÷ 640.00 = 70.68%"),
        Check(
            "text-table.change-rate",
            Verdict.INCONSISTENT,
            evidence(f4),
            (evidence(now), evidence(then)),
            "(640.00 − 600.00) ÷ 600.00 = 6.67%",
            Interval(Fraction(2, 30), Fraction(2, 30)),
            "6.67%",
            Level.WARNING,
            "支出合计增长率：列示 9.67%，按表重算为 6.67%",
        ),
        Check("text-table.change", Verdict.CONSISTENT, evidence(f5), (evidence(now), evidence(then)), "640.00 − 600.00 = 40.00"),
        Check(
            "within-table.sum",
            Verdict.INCONSISTENT,
            evidence(now),
            (evidence(basic), evidence(cells["T1/2/2"])),
            "452.36 + 187.64 = 640.00",
            None,
            "640.00",
            Level.NOTE,
            "支出决算表 · 合计 · 2023年：尾数差异",
        ),
        Check("text-table.amount", Verdict.UNDECIDED, evidence(f6), (), reason="有两个口径不同的单元格，无法判断指哪一个"),
    )
    findings = (
        Finding("a1b2c3d4e5f6", checks[0], "K1", Level.ERROR, checks[0].message, "D1"),
        Finding("b2c3d4e5f6a1", checks[3], "K4", Level.WARNING, checks[3].message),
        Finding("c3d4e5f6a1b2", checks[5], "K6", Level.NOTE, checks[5].message),
    )
    document = Document(
        "样本/某单位2023年度部门决算.txt",
        "0" * 64,
        "text",
        "某单位2023年度部门决算",
        "department-final-accounts",
        "某单位",
        "2023",
        "万元",
        (first, total, people),
        (heading1, heading2, body, markup, heading3, other),
        (grid,),
        notices=("隐藏的工作表“底稿”未读取",),
    )
    links = (
        Link(f1, now, 0.97, ("指标相同", "年度相同")),
        Link(f2, basic, 0.99, ("指标相同",)),
        Unlinked(f6, "有两个口径不同的单元格，无法判断指哪一个"),
        Unlinked(f7, "没有哪张表列示编制人数"),
        Unlinked(f8, ""),
    )
    diagnosis = Diagnosis("D1", f1.location, "641.00", "640.00", "digit", 0.93, ("a1b2c3d4e5f6",))
    fault = Fault("check", "规则 text-table.example 出错：ValueError: 例")
    return Audit(document, (f1, f2, f3, f4, f5, f6, f7, f8), links, checks, findings, (diagnosis,), (fault,), "0.1.0")
