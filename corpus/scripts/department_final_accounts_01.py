"""Writes corpus/department-final-accounts-01: the 2023 final accounts of an invented county bureau of agriculture.

    python corpus/scripts/department_final_accounts_01.py

Every amount is kept in 分 and every total is computed, so the accounts agree to the cent before they are printed in 万元; the
differences in the last digit that printing leaves behind are the ones that real documents have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path

from twin import Marks, Plant, Silent, changed, digit, fen, grouped, half_up, percent, swapped, wan, write

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "corpus" / "department-final-accounts-01"
YEAR = 2023
UNIT = "青岚县农业农村局"

PLANTS = (
    Plant("P01", digit("增长", 1), "narrative_arithmetic", "NA-01", "增加额 ÷ 上年数；支出一侧写的是对的"),
    Plant("P02", digit("占", 1), "narrative_arithmetic", "NA-02", "事业收入 ÷ 本年收入合计"),
    Plant("P03", swapped("项目支出", 1), "narrative_vs_table", "NT-03", "03表 合计 × 项目支出，两位数字颠倒"),
    Plant("P04", digit("完成年初预算的", 2), "narrative_arithmetic", "NA-03", "支出决算 ÷ 年初预算"),
    Plant("P05", changed("决算数小于", "决算数大于"), "narrative_arithmetic", "DW-02", "决算数比预算数小，完成率也不到100%"),
    Plant("P06", changed("比上年减少", "比上年增加"), "narrative_arithmetic", "DW-01", "同句写着下降，本年数也小于上年数"),
    Plant("P07", swapped("支出", 2), "narrative_vs_table", "NT-10 NR-01", "09表 公务接待费 × 决算数，上文也写2.19万元"),
    Plant("P08", changed("万元", "元"), "narrative_vs_table", "UN-02 NT-10", "09表 公务用车运行维护费 × 决算数，单位差一万倍"),
    Plant("P09", changed("执法执勤用车2辆", "执法执勤用车3辆"), "count", "NT-17 NA-04", "10表 执法执勤用车；各类之和为总数5"),
    Plant("P10", digit("服务支出", 2), "narrative_vs_table", "NT-16 NA-04", "10表 服务；三项之和为采购总额"),
    Plant("P11", digit("增加", 1), "narrative_arithmetic", "NA-10", "两个年度的数都在同句中"),
    Plant("P12", swapped("", 3), "table_internal", "TI-02 TI-04 TT-02", "03表 款 = 各项之和，也等于基本支出加项目支出"),
    Plant("P13", digit("", 2), "table_internal", "PF-02", "全年执行数 ÷ 全年预算数"),
    Plant("P14", digit("", 2), "grade_score", "PF-05", "各项得分之和加执行率得分"),
    Plant("P15", changed("良", "优"), "grade_score", "PF-06", "总分在80分以上、90分以下"),
    Plant("P16", swapped("", 3), "narrative_repeat", "NR-01 NT-04", "与本节（一）和05表写的不同"),
    Plant("P17", digit("预算执行率", 3), "narrative_vs_table", "NT-20 NA-03", "自评表的执行率；同句两个数相除"),
    Plant("P18", changed("满意度为94%", "满意度为97%"), "narrative_vs_table", "NT-21", "自评表 服务对象满意度的实际完成值", certain=False),
)
TRAPS = (
    Silent("N01", "印成万元后各项之和与合计差0.01，在尾差之内"),
    Silent("N02", "各项占比之和不是100.00%，在尾差之内"),
    Silent("N03", "预算与决算都是零，完成率写0%"),
    Silent("N04", "空表，文中如实说明"),
    Silent("N05", "机关运行经费只含行政单位，与06表公用经费（含事业单位）口径不同"),
    Silent("N06", "只写一位小数的比率"),
    Silent("N07", "上年为零，只写增加额，不写比率"),
    Silent("N08", "全口径支出与一般公共预算支出是两个数"),
    Silent("N09", "年末结转不等于年初结转加收支差额：还有使用非财政拨款结余和结余分配"),
    Silent("N10", "基本支出中的会议费与全部会议费是两个数"),
    Silent("N11", "实际完成值是下限，不是数值"),
    Silent("N12", "句子在行中间断开，两段之间有空行"),
    Silent("N13", "只有两个项目开展自评，涉及资金少于全部项目支出"),
    Silent("N14", "报告用元，自评表用万元，数额相同"),
)
MARKS = Marks(PLANTS, TRAPS)
planted, also, silent = MARKS.planted, MARKS.also, MARKS.silent

# ── the accounts, in 元 ──────────────────────────────────────────────────────────────────────────────────────────────────────

ECONOMIC = {
    code: fen(amount)
    for code, amount in {
        "30101": "3,862,417.50",
        "30102": "1,954,380.00",
        "30103": "1,287,655.32",
        "30107": "2,046,913.00",
        "30108": "1,086,274.88",
        "30109": "243,518.64",
        "30110": "498,231.47",
        "30111": "132,845.90",
        "30112": "61,372.18",
        "30113": "842,190.00",
        "30302": "318,460.00",
        "30305": "86,304.00",
        "30309": "1,440.00",
        "30201": "213,406.35",
        "30202": "37,928.00",
        "30205": "8,114.60",
        "30206": "46,237.92",
        "30207": "52,880.41",
        "30211": "118,265.50",
        "30213": "29,743.00",
        "30215": "21,560.00",
        "30216": "34,185.00",
        "30217": "21,874.00",
        "30226": "64,000.00",
        "30228": "142,366.83",
        "30229": "98,271.50",
        "30231": "64,312.55",
        "30239": "407,520.00",
        "30299": "37,094.26",
        "31002": "47,835.00",
    }.items()
}
STAFF = sum(v for k, v in ECONOMIC.items() if k[:3] in ("301", "303"))
OFFICE = sum(v for k, v in ECONOMIC.items() if k[:3] not in ("301", "303"))
INSTITUTION_OFFICE = fen("318,206.44")
"""公用经费 of the subordinate institutions, which 机关运行经费 leaves out."""
RUNNING = OFFICE - INSTITUTION_OFFICE

BASIC = {  # 一般公共预算 基本支出
    "2130104": fen("3,906,152.73"),
    "2080501": ECONOMIC["30302"],
    "2080505": ECONOMIC["30108"],
    "2080506": ECONOMIC["30109"],
    "2101101": fen("288,415.27"),
    "2101102": ECONOMIC["30110"] - fen("288,415.27"),
    "2101103": ECONOMIC["30111"],
    "2210201": ECONOMIC["30113"],
}
BASIC["2130101"] = STAFF + OFFICE - sum(BASIC.values())
PROJECT = {  # 一般公共预算 项目支出
    "2130102": fen("335,630.20"),
    "2130106": fen("612,480.75"),
    "2130108": fen("845,216.40"),
    "2130122": fen("2,364,807.92"),
    "2130599": fen("472,100.00"),
}
FUND = {"2120804": fen("1,732,914.36")}  # 政府性基金 项目支出
OTHER_BASIC = {"2130104": fen("302,841.90")}
OTHER_PROJECT = {"2130199": fen("135,067.42")}

OPENING = {"2130122": fen("312,450.66")}
CLOSING = {"2130122": fen("148,226.31"), "2130106": fen("23,519.25")}
FUND_OPENING, FUND_CLOSING = fen("205,300.00"), fen("72,385.64")
SERVICE, SUNDRY = {"2130104": fen("386,420.35")}, {"2130199": fen("58,913.27")}  # 事业收入, 其他收入
USED_SURPLUS, DISTRIBUTED, OTHER_OPENING = fen("41,206.18"), fen("27,415.08"), fen("63,870.50")

GENERAL = {code: BASIC.get(code, 0) + PROJECT.get(code, 0) for code in sorted(BASIC.keys() | PROJECT.keys())}
GENERAL_INCOME = {code: GENERAL[code] - OPENING.get(code, 0) + CLOSING.get(code, 0) for code in GENERAL}
FUND_INCOME = {"2120804": FUND["2120804"] - FUND_OPENING + FUND_CLOSING}
CODES = sorted(GENERAL.keys() | FUND.keys() | OTHER_BASIC.keys() | OTHER_PROJECT.keys())

general, general_income = sum(GENERAL.values()), sum(GENERAL_INCOME.values())
general_basic, general_project = sum(BASIC.values()), sum(PROJECT.values())
fund, fund_income = sum(FUND.values()), sum(FUND_INCOME.values())
service, sundry = sum(SERVICE.values()), sum(SUNDRY.values())
other = sum(OTHER_BASIC.values()) + sum(OTHER_PROJECT.values())
income = general_income + fund_income + service + sundry
spent = general + fund + other
basic = general_basic + sum(OTHER_BASIC.values())
project = general_project + fund + sum(OTHER_PROJECT.values())
opening = sum(OPENING.values()) + FUND_OPENING + OTHER_OPENING
other_closing = service + sundry + USED_SURPLUS + OTHER_OPENING - other - DISTRIBUTED
closing = sum(CLOSING.values()) + FUND_CLOSING + other_closing
total = income + USED_SURPLUS + opening
fiscal = general + fund
fiscal_income = general_income + fund_income
fiscal_total = fiscal_income + sum(OPENING.values()) + FUND_OPENING
assert total == spent + DISTRIBUTED + closing
assert fiscal_total == fiscal + sum(CLOSING.values()) + FUND_CLOSING

LAST = {  # the year before
    "总计": fen("19,652,308.94"),
    "财政拨款总计": fen("19,108,452.35"),
    "一般公共": fen("17,246,310.17"),
    "基本支出": fen("13,214,806.08"),
    "运维": fen("103,540.20"),
    "接待": fen("28,069.00"),
    "机关运行": fen("1,104,938.27"),
    "会议": fen("41,872.00"),
    "培训": fen("72,415.60"),
}
BUDGET = {"213": fen("16,250,000.00"), "208": fen("1,760,000.00"), "210": fen("640,000.00"), "221": fen("855,000.00")}
THREE_BUDGET = {"购置": fen("180,000.00"), "运维": fen("105,000.00"), "接待": fen("30,000.00")}
THREE = {"购置": fen("178,900.00"), "运维": fen("96,312.55"), "接待": ECONOMIC["30217"]}
MEETINGS, TRAINING = fen("58,330.00"), fen("81,946.00")
GOODS, WORKS, SERVICES = fen("228,765.00"), fen("319,400.00"), fen("87,650.50")
PURCHASES = GOODS + WORKS + SERVICES
SMALL, MICRO = fen("571,095.50"), fen("402,300.00")
CARS = {"应急保障用车": 1, "执法执勤用车": 2, "特种专业技术用车": 1, "其他用车": 1}

# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def names(file: str, keep: Callable[[dict[str, str]], bool]) -> dict[str, str]:
    """Code → name in the year of the document, from lexicons/FILE.tsv."""
    head, *rows = [
        line.split("\t")
        for line in (ROOT / "lexicons" / f"{file}.tsv").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    found = {}
    for row in (dict(zip(head, row, strict=False)) for row in rows):
        if keep(row) and (row["valid_from"] or "0") <= str(YEAR) <= (row["valid_to"] or "9999"):
            found[row["code"]] = row["name"]
    return found


FUNCTION = names("functions", lambda row: True)
ITEM = names("economics", lambda row: row["system"] == "部门")
CLASSES = (
    "一般公共服务支出 外交支出 国防支出 公共安全支出 教育支出 科学技术支出 文化旅游体育与传媒支出 社会保障和就业支出 卫生健康支出 节能环保支出 "
    "城乡社区支出 农林水支出 交通运输支出 资源勘探工业信息等支出 商业服务业等支出 金融支出 援助其他地区支出 自然资源海洋气象等支出 住房保障支出 "
    "粮油物资储备支出 国有资本经营预算支出 灾害防治及应急管理支出 其他支出 债务还本支出 债务付息支出 抗疫特别国债安排的支出"
).split()
NUMERALS = "一 二 三 四 五 六 七 八 九 十".split()
ORDINALS = [*NUMERALS, *("十" + n for n in NUMERALS[:9]), "二十", *("二十" + n for n in NUMERALS[:6])]

# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────

Row = list[str]


def rows(table: Iterable[Row]) -> str:
    """Tab-separated rows."""
    return "\n".join("\t".join(row) for row in table)


def or_blank(amount: int) -> str:
    """The amount with thousands separators; nothing where it is zero."""
    return grouped(amount) if amount else ""


def under(amounts: dict[str, int], prefix: str) -> int:
    """The sum of the codes that start with ``prefix``."""
    return sum(v for k, v in amounts.items() if k.startswith(prefix))


def tree(codes: Iterable[str], columns: list[dict[str, int]], show: Callable[[int], str] = or_blank) -> list[Row]:
    """类, 款 and 项 rows with their sums in every column, the total row first."""
    made = [["合计", "", *(show(sum(column.values())) for column in columns)]]
    prefixes = sorted({code[:size] for code in codes for size in (3, 5, 7)})
    return made + [[p, FUNCTION[p], *(show(under(column, p)) for column in columns)] for p in prefixes]


def plus(*columns: dict[str, int]) -> dict[str, int]:
    """Columns added code by code."""
    return {code: sum(column.get(code, 0) for column in columns) for code in {c for column in columns for c in column}}


def form(title: str, number: int, body: str, notes: str, unit: str = "万元") -> str:
    """A statutory table with its head and notes."""
    return f"{title}\n\n公开{number:02d}表\n\n部门名称：{UNIT}\n\n{YEAR}年度\n\n金额单位：{unit}\n\n{body}\n\n{notes}\n"


def table_01() -> str:
    sources = ["一般公共预算财政拨款收入", "政府性基金预算财政拨款收入", "国有资本经营预算财政拨款收入", "上级补助收入"]
    sources += ["事业收入", "经营收入", "附属单位上缴收入", "其他收入"]
    amounts = {1: general_income, 2: fund_income, 5: service, 8: sundry}
    everything = plus(GENERAL, FUND, OTHER_BASIC, OTHER_PROJECT)
    body = [["收入", "", "", "支出", "", ""], ["项目", "行次", "金额", "项目", "行次", "金额"], ["栏次", "", "1", "栏次", "", "2"]]
    by_name = {FUNCTION[code]: amount for code, amount in ((p, under(everything, p)) for p in ("208", "210", "212", "213", "221"))}
    for i, (ordinal, name) in enumerate(zip(ORDINALS, CLASSES, strict=True), 1):
        left = [f"{ORDINALS[i - 1]}、{sources[i - 1]}", str(i), or_blank(amounts.get(i, 0))] if i <= 8 else ["", str(i), ""]
        body.append([*left, f"{ordinal}、{name}", str(31 + i), or_blank(by_name.get(name, 0))])
        if i == 22:
            body.append([""])  # a page ends here
    body.append(["本年收入合计", "27", grouped(income), "本年支出合计", "58", grouped(spent)])
    body.append(["使用非财政拨款结余和专用结余", "28", grouped(USED_SURPLUS), "结余分配", "59", grouped(DISTRIBUTED)])
    body.append(["年初结转和结余", "29", grouped(opening), "年末结转和结余", "60", silent("N09", grouped(closing))])
    body += [["", "30", "", "", "61", ""], ["总计", "31", grouped(total), "总计", "62", grouped(total)]]
    notes = "注：本表反映部门全年的收入、支出以及年初年末结转结余。\n\n全套报表由元换算为万元，个别合计与分项之和会有尾数差。"
    return form("收入支出决算总表", 1, rows(body), notes)


def table_02() -> str:
    head = ["项目", "", "本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"]
    fiscal_column = plus(GENERAL_INCOME, FUND_INCOME)
    columns = [plus(fiscal_column, SERVICE, SUNDRY), fiscal_column, {}, SERVICE, {}, {}, SUNDRY]
    body = [head, ["科目代码", "科目名称", *[""] * 7], ["栏次", "", *(str(i) for i in range(1, 8))], *tree(CODES, columns)]
    return form("收入决算表", 2, rows(body), "注：本表反映部门全年取得的各类收入。")


def table_03() -> str:
    head = ["项目", "", "本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]
    first, second = plus(BASIC, OTHER_BASIC), plus(PROJECT, FUND, OTHER_PROJECT)
    body = tree(CODES, [plus(first, second), first, second, {}, {}, {}])
    for row in body:
        if row[0] == "21301":
            row[2] = planted("P12", row[2])
        if row[0] == "210":
            row[2] = silent("N01", row[2])
    body = [head, ["科目代码", "科目名称", *[""] * 6], ["栏次", "", *(str(i) for i in range(1, 7))], *body]
    return form("支出决算表", 3, rows(body), "注：本表反映部门全年的各类支出。")


def table_04() -> str:
    body = [["收入", "", "", "支出", "", "", "", "", ""]]
    body.append(
        ["项目", "行次", "金额", "项目", "行次", "合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"]
    )
    body.append(["栏次", "", "1", "栏次", "", "2", "3", "4", "5"])
    funds = ["一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"]
    codes = {FUNCTION[p]: p for p in ("208", "210", "212", "213", "221")}
    for i, (ordinal, name) in enumerate(zip(ORDINALS, CLASSES, strict=True), 1):
        left = ["", str(i), ""]
        if i <= 3:
            left = [f"{ORDINALS[i - 1]}、{funds[i - 1]}", str(i), or_blank([general_income, fund_income, 0][i - 1])]
        g, f = (under(GENERAL, codes[name]), under(FUND, codes[name])) if name in codes else (0, 0)
        body.append([*left, f"{ordinal}、{name}", str(32 + i), *map(or_blank, (g + f, g, f, 0))])
    carried, ended = sum(OPENING.values()), sum(CLOSING.values())
    body.append(["本年收入合计", "27", grouped(fiscal_income), "本年支出合计", "59", *map(or_blank, (fiscal, general, fund, 0))])
    last = ["年末财政拨款结转和结余", "60", *map(or_blank, (ended + FUND_CLOSING, ended, FUND_CLOSING, 0))]
    body.append(["年初财政拨款结转和结余", "28", grouped(carried + FUND_OPENING), *last])
    for i, amount in enumerate((carried, FUND_OPENING, 0)):
        body.append([funds[i], str(29 + i), or_blank(amount), "", str(61 + i), "", "", "", ""])
    sums = (fiscal_total, general + ended, fund + FUND_CLOSING, 0)
    body.append(["总计", "32", grouped(fiscal_total), "总计", "64", *map(or_blank, sums)])
    return form("财政拨款收入支出决算总表", 4, rows(body), "注：本表反映部门全年三类财政拨款的收入、支出和结转结余。")


def table_05() -> str:
    body = [["项目", "", "本年支出", "", ""], ["科目代码", "科目名称", "小计", "基本支出", "项目支出"], ["栏次", "", "1", "2", "3"]]
    body += tree(GENERAL, [GENERAL, BASIC, PROJECT])
    return form("一般公共预算财政拨款支出决算表", 5, rows(body), "注：本表反映部门全年一般公共预算财政拨款的支出。")


def table_06() -> str:
    def panel(heads: tuple[str, ...]) -> list[Row]:
        made = []
        for code in sorted(c for c in ITEM if c.startswith(heads)):
            amount = under(ECONOMIC, code)
            unused = "——" if code.startswith(("309", "311")) else ""
            made.append([code, ITEM[code], or_blank(amount) or unused])
        return made

    left, middle, right = panel(("301", "303")), panel(("302", "307")), panel(("309", "310", "311", "312", "313", "399"))
    height = max(map(len, (left, middle, right)))
    body = [["人员经费", "", "", "公用经费", "", "", "", "", ""], ["科目代码", "科目名称", "决算数"] * 3]
    blank = ["", "", ""]
    for i in range(height):
        body.append([cell for part in (left, middle, right) for cell in (part[i] if i < len(part) else blank)])
    body.append(["人员经费合计", "", grouped(STAFF), "公用经费合计", "", "", "", "", grouped(OFFICE)])
    return form("一般公共预算财政拨款基本支出决算明细表", 6, rows(body), "注：本表反映部门全年一般公共预算财政拨款基本支出的明细。")


def table_07() -> str:
    body = [["项目", "", "年初结转和结余", "本年收入", "本年支出", "", "", "年末结转和结余"]]
    body += [["科目代码", "科目名称", "", "", "小计", "基本支出", "项目支出", ""], ["栏次", "", *map(str, range(1, 7))]]
    columns = [{"2120804": FUND_OPENING}, FUND_INCOME, FUND, {}, FUND, {"2120804": FUND_CLOSING}]
    body += tree(FUND, columns)
    return form("政府性基金预算财政拨款收入支出决算表", 7, rows(body), "注：本表反映部门全年政府性基金预算财政拨款的收支和结转结余。")


def table_08() -> str:
    body = [["项目", "", "本年支出", "", ""], ["科目代码", "科目名称", "合计", "基本支出", "项目支出"], ["栏次", "", "1", "2", "3"]]
    body.append(["合计", "", "", "", ""])
    notes = "注：本表反映部门全年国有资本经营预算财政拨款的支出。\n\n说明：本部门当年没有此类支出，本表为空表。"
    return form("国有资本经营预算财政拨款支出决算表", 8, rows(body), notes)


def three(amounts: dict[str, int]) -> int:
    """The 三公 total."""
    return sum(amounts.values())


def table_09() -> str:
    body = [["预算数", *[""] * 5, "决算数", *[""] * 5]]
    body.append(["合计", "因公出国（境）费", "公务用车购置及运行维护费", "", "", "公务接待费"] * 2)
    body.append(["", "", "小计", "公务用车购置费", "公务用车运行维护费", ""] * 2)
    body.append([str(i) for i in range(1, 13)])
    figures = []
    for amounts in (THREE_BUDGET, THREE):
        cars = amounts["购置"] + amounts["运维"]
        figures += [three(amounts), 0, cars, amounts["购置"], amounts["运维"], amounts["接待"]]
    body.append([wan(amount) for amount in figures])
    notes = "注：本表反映部门“三公”经费的全年预算数和决算数，决算数含以前年度财政拨款结转安排的支出。"
    return form("财政拨款“三公”经费支出决算表", 9, rows(body), notes)


def table_10() -> str:
    body = [["一、政府采购情况", "", ""], ["项目", "行次", "统计数"]]
    body += [["合计", "1", wan(PURCHASES)], ["货物", "2", wan(GOODS)], ["工程", "3", wan(WORKS)], ["服务", "4", wan(SERVICES)]]
    body += [["二、机关运行经费", "", ""], ["项目", "行次", "统计数"], ["（一）行政单位", "5", silent("N05", wan(RUNNING))]]
    body += [["（二）参照公务员法管理事业单位", "6", ""], ["三、国有资产占用情况", "", ""]]
    body.append(["（一）车辆数合计（辆）", "7", str(sum(CARS.values()))])
    kinds = ["副部（省）级及以上领导用车", "主要负责人用车", "机要通信用车", "应急保障用车", "执法执勤用车", "特种专业技术用车"]
    for i, kind in enumerate([*kinds, "离退休干部服务用车", "其他用车"], 1):
        body.append([f"{i}．{kind}", str(7 + i), str(CARS[kind]) if kind in CARS else ""])
    body.append(["（二）单价100万元（含）以上设备（不含车辆）（台、套）", "16", "1"])
    return form("部门决算公开相关信息统计表", 10, rows(body), "注：本表反映部门政府采购、机关运行经费和国有资产占用的情况。")


# ── narrative ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def change(now: int, before: int, digits: int = 2) -> str:
    """``增加1.23万元，增长4.56%`` or its opposite."""
    more = now >= before
    difference = abs(now - before)
    return f"{'增加' if more else '减少'}{wan(difference)}万元，{'增长' if more else '下降'}{percent(difference, before, digits)}"


def part_1() -> str:
    return f"""第一部分 部门概况

一、主要职责

贯彻执行上级关于“三农”工作的决策部署，统筹推进全县种植业、畜牧业、渔业和农业机械化发展；负责农产品质量安全监管、农作物病虫害防控和农技推广；
组织实施农业社会化服务，指导农村人居环境整治和土地承包管理。

二、机构设置

{UNIT}内设机构5个，分别是：办公室、计划财务股、种植业股、畜牧兽医股、政策法规股。纳入本部门决算编报范围的单位共3个，包括局机关和2个下属事业单位。
核定编制86人，其中行政编制28人，事业编制58人；年末实有在职人员81人，退休人员33人。
"""


def narrative() -> str:
    income_parts = [("财政拨款收入", fiscal_income), ("上级补助收入", 0), ("事业收入", service), ("经营收入", 0)]
    income_parts += [("附属单位上缴收入", 0), ("其他收入", sundry)]
    listed = []
    for name, amount in income_parts:
        share = f"占{percent(amount, income)}"
        listed.append(f"{name}{wan(amount)}万元，{planted('P02', share) if name == '事业收入' else share}")
    classes = sorted(BUDGET, key=lambda code: -under(GENERAL, code))
    structure = [f"{FUNCTION[c]}（类）{wan(under(GENERAL, c))}万元，占{percent(under(GENERAL, c), general)}" for c in classes]
    structure[-1] = silent("N02", structure[-1])
    reasons = {
        "213": "农业生产发展资金按工程进度支付，部分尾款结转下年",
        "208": "年中有人员调出，单位缴费部分相应减少",
        "210": "缴费基数核定后低于编制预算时的测算数",
        "221": "缴存基数调整晚于预算编制，实际缴存人数减少",
    }
    details = []
    for i, code in enumerate(classes, 1):
        spending, planned = under(GENERAL, code), BUDGET[code]
        done = f"完成年初预算的{percent(spending, planned)}"
        word = "决算数小于" if spending < planned else "决算数大于"
        if code == "210":
            done = planted("P04", done)
        outcome = f"{done}，{word}年初预算数"
        if code == "208":
            outcome = planted("P05", outcome)
        text = f"{i}．{FUNCTION[code]}（类）年初预算{wan(planned)}万元，支出决算{wan(spending)}万元，{outcome}"
        details.append(f"{text}，主要原因是：{reasons[code]}。")
    top = f"""第三部分 {YEAR}年度部门决算情况说明

一、收入支出决算总体情况说明

{YEAR}年度收入总计{wan(total)}万元，支出总计{wan(total)}万元。与{YEAR - 1}年度相比，收入总计{planted("P01", change(total, LAST["总计"]))}；\
支出总计{change(total, LAST["总计"])}。变动的主要原因是：新增政府性基金安排的村内道路和沟渠建设支出，农业生产发展资金按进度支付较多。

二、收入决算情况说明

本年收入合计{wan(income)}万元，其中：{"；".join(listed)}。

三、支出决算情况说明

本年支出合计{silent("N08", wan(spent))}万元，其中：基本支出{wan(basic)}万元，占{percent(basic, spent)}；\
{planted("P03", f"项目支出{wan(project)}万元")}，占{percent(project, spent)}；上缴上级支出、经营支出和对附属单位补助支出均为0万元。

四、财政拨款收入支出决算总体情况说明

{YEAR}年度财政拨款收、支总计均为{wan(fiscal_total)}万元。与{YEAR - 1}年度相比，财政拨款收、支总计各{change(fiscal_total, LAST["财政拨款总计"])}。\
主要是政府性基金项目和病虫害统防统治的任务量比上年多。

五、一般公共预算财政拨款支出决算情况说明

（一）一般公共预算财政拨款支出决算总体情况

{YEAR}年度一般公共预算财政拨款支出{wan(general)}万元，占本年支出合计的{percent(general, spent)}。与{YEAR - 1}年度相比，\
一般公共预算财政拨款支出{silent("N06", change(general, LAST["一般公共"], 1))}。主要是事业单位绩效工资

{silent("N12", f"按新标准兑现，其中基本支出比上年{change(general_basic, LAST['基本支出'])}")}。

（二）一般公共预算财政拨款支出决算结构情况

{YEAR}年度一般公共预算财政拨款支出{planted("P16", wan(general))}万元，主要用于以下方面：{"；".join(structure)}。

（三）一般公共预算财政拨款支出决算具体情况

{YEAR}年度一般公共预算财政拨款支出年初预算{wan(sum(BUDGET.values()))}万元，支出决算{wan(general)}万元，\
完成年初预算的{percent(general, sum(BUDGET.values()))}。按支出功能分类看：

"""
    return top + "\n\n".join(details) + "\n\n" + narrative_basic() + narrative_three() + narrative_rest()


def narrative_basic() -> str:
    staff = [c for c in ECONOMIC if c[:3] in ("301", "303")]
    office = [c for c in ECONOMIC if c[:3] not in ("301", "303")]
    return f"""六、一般公共预算财政拨款基本支出决算情况说明

{YEAR}年度一般公共预算财政拨款基本支出{wan(general_basic)}万元。其中：人员经费{wan(STAFF)}万元，用于{"、".join(ITEM[c] for c in staff[:6])}等；\
公用经费{wan(OFFICE)}万元，用于{"、".join(ITEM[c] for c in office[:6])}等日常公用开支。

七、政府性基金预算财政拨款收入支出决算情况说明

政府性基金预算财政拨款年初结转和结余{wan(FUND_OPENING)}万元，本年收入{wan(fund_income)}万元，本年支出{wan(fund)}万元，\
年末结转和结余{wan(FUND_CLOSING)}万元。支出全部为项目支出，用于村内道路硬化和田间沟渠清淤。

八、国有资本经营预算财政拨款支出决算情况说明

{silent("N04", "本部门当年没有使用国有资本经营预算安排的支出")}，公开08表为空表。

"""


def narrative_three() -> str:
    cars_budget, cars = THREE_BUDGET["购置"] + THREE_BUDGET["运维"], THREE["购置"] + THREE["运维"]
    welcome = f"支出{wan(THREE['接待'])}万元"
    upkeep = f"{wan(THREE['运维'])}万元"
    return f"""九、财政拨款“三公”经费支出决算情况说明

（一）“三公”经费财政拨款支出决算总体情况

{YEAR}年度“三公”经费财政拨款支出全年预算{wan(three(THREE_BUDGET))}万元，支出决算{wan(three(THREE))}万元，\
完成全年预算的{percent(three(THREE), three(THREE_BUDGET))}。其中：

1．因公出国（境）费全年预算0.00万元，支出决算0.00万元，{silent("N03", "完成全年预算的0%")}，与上年持平。

2．公务用车购置及运行维护费全年预算{wan(cars_budget)}万元，支出决算{wan(cars)}万元，完成全年预算的{percent(cars, cars_budget)}。\
公务用车购置费{wan(THREE["购置"])}万元，{silent("N07", f"上年无此项支出，比上年增加{wan(THREE['购置'])}万元")}；\
公务用车运行维护费{wan(THREE["运维"])}万元，比上年{change(THREE["运维"], LAST["运维"])}。

3．公务接待费全年预算{wan(THREE_BUDGET["接待"])}万元，支出决算{wan(THREE["接待"])}万元，\
完成全年预算的{percent(THREE["接待"], THREE_BUDGET["接待"])}，{planted("P06", "比上年" + change(THREE["接待"], LAST["接待"]))}，\
原因是接待批次比上年少。

（二）“三公”经费财政拨款支出决算具体情况

因公出国（境）费支出0.00万元，全年组织出国（境）团组0个，0人次。公务用车购置费支出{wan(THREE["购置"])}万元，购置公务用车1辆，用于农业执法；\
公务用车运行维护费支出{planted("P08", upkeep)}，年末使用财政拨款负担费用的公务用车保有量5辆。\
公务接待费{planted("P07", welcome)}，接待国内来访42批次、316人次，没有外事接待。

"""


def narrative_rest() -> str:
    running_before, small_share = LAST["机关运行"], percent(SMALL, PURCHASES)
    tested = sum(PROJECT[c] for c in ("2130106", "2130108"))
    both = THREE_PROJECTS["防治"].actual + THREE_PROJECTS["服务"].actual
    assert tested == both
    kinds = ["主要负责人用车", "应急保障用车", "执法执勤用车", "特种专业技术用车", "其他用车"]
    listed = [f"{kind}{CARS.get(kind, 0)}辆" for kind in kinds]
    listed[2] = planted("P09", listed[2])
    explicit = f"较{YEAR - 1}年的{wan(running_before)}万元{change(RUNNING, running_before)}"
    return f"""十、其他重要事项情况说明

（一）机关运行经费支出情况

{YEAR}年度机关运行经费支出{wan(RUNNING)}万元，{planted("P11", explicit)}，主要是办公用房维修和办公设备更新集中在本年。\
统计范围是局机关，不含下属事业单位的公用经费{wan(INSTITUTION_OFFICE)}万元。

全部资金来源的会议费支出{silent("N10", wan(MEETINGS))}万元，比上年{change(MEETINGS, LAST["会议"])}；\
培训费支出{wan(TRAINING)}万元，比上年{change(TRAINING, LAST["培训"])}。

（二）政府采购支出情况

{YEAR}年度政府采购支出总额{wan(PURCHASES)}万元，其中：政府采购货物支出{wan(GOODS)}万元、政府采购工程支出{wan(WORKS)}万元、\
政府采购{planted("P10", f"服务支出{wan(SERVICES)}万元")}。授予中小企业合同金额{wan(SMALL)}万元，占政府采购支出总额的{small_share}，\
其中：授予小微企业合同金额{wan(MICRO)}万元，占授予中小企业合同金额的{percent(MICRO, SMALL)}。

（三）国有资产占用情况

截至{YEAR}年12月31日，本部门共有车辆{sum(CARS.values())}辆，其中：{"、".join(listed)}，其他用车是农机检测车；\
单价100万元（含）以上设备（不含车辆）1台（套）。

（四）预算绩效情况说明

本部门对{YEAR}年度一般公共预算安排的2个项目开展绩效自评，涉及资金{silent("N13", wan(both))}万元，占一般公共预算项目支出总额的{percent(both, general_project)}。\
自评结果：{also("P15", "1个项目等级为“优”，1个项目等级为“良”")}。

第四部分 名词解释

一、财政拨款收入：是指本级财政当年拨付的资金。

二、基本支出：是指为保证机构运转、完成日常工作发生的人员和公用支出。

三、项目支出：是指基本支出之外，为完成专门任务发生的支出。

四、“三公”经费：是指用财政拨款安排的因公出国（境）费、公务用车购置及运行维护费、公务接待费。

五、机关运行经费：是指行政单位和参照公务员法管理的事业单位用一般公共预算财政拨款安排的公用经费。

"""


# ── performance ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


class SelfEvaluation:
    """A project with its funds (分) and its indicators: (一级, 二级, 三级, 指标值, 实际完成值, 分值, 得分, reason)."""

    def __init__(self, name: str, planned: int, actual: int, indicators: list[tuple[str, str, str, str, str, int, str, str]]) -> None:
        self.name, self.planned, self.actual, self.indicators = name, planned, actual, indicators
        assert sum(row[5] for row in indicators) == 90

    @property
    def rate(self) -> str:
        """执行率, without its percent sign."""
        return percent(self.actual, self.planned)[:-1]

    @property
    def funds_score(self) -> str:
        """执行率得分 of 10."""
        return f"{half_up(Fraction(self.actual * 10, self.planned), 2):f}"

    @property
    def total(self) -> str:
        """总分."""
        return f"{half_up(Fraction(self.funds_score) + sum(Fraction(row[6]) for row in self.indicators), 2):f}"


THREE_PROJECTS = {
    "防治": SelfEvaluation(
        "农作物重大病虫害统防统治项目",
        fen("860,000.00"),
        PROJECT["2130108"],
        [
            ("产出指标", "数量指标", "统防统治作业面积", "≥6.2万亩", "6.5万亩", 20, "20", ""),
            ("", "", "监测点正常运行数", "=18个", "18个", 10, "10", ""),
            ("", "质量指标", "防治效果", "≥85%", "88%", 10, "10", ""),
            ("", "时效指标", "防治任务按期完成率", "=100%", "97%", 5, "4.85", "两个村因连续降雨推迟作业"),
            ("", "成本指标", "亩均防治成本", "≤14元", "13元", 5, "5", ""),
            ("效益指标", "经济效益指标", "危害损失率", "≤5%", "4.1%", 15, "15", ""),
            ("", "生态效益指标", "农药使用量", "零增长", "达成预期指标", 15, "15", ""),
            ("满意度指标", "服务对象满意度指标", "农户满意度", "≥90%", "≥95%", 10, "10", ""),
        ],
    ),
    "服务": SelfEvaluation(
        "农业社会化服务推广项目",
        fen("700,000.00"),
        PROJECT["2130106"],
        [
            ("产出指标", "数量指标", "托管服务面积", "≥3万亩", "2.4万亩", 20, "16", "服务组织到位较晚"),
            ("", "", "培训服务带头人", "≥120人", "126人", 10, "10", ""),
            ("", "质量指标", "服务合同备案率", "=100%", "100%", 10, "10", ""),
            ("", "时效指标", "补助资金及时拨付率", "=100%", "90%", 10, "9", "验收资料补正"),
            ("效益指标", "经济效益指标", "亩均节本", "≥60元", "48元", 15, "12", "规模效应尚未形成"),
            ("", "社会效益指标", "小农户覆盖率", "≥70%", "56%", 15, "12", "偏远村组未覆盖"),
            ("满意度指标", "服务对象满意度指标", "服务对象满意度", "≥95%", "94%", 10, "6", "个别作业质量不高"),
        ],
    ),
}


def evaluation_with_weights(project: SelfEvaluation) -> str:
    """The form with 分值 · 执行率 · 得分."""
    body = [["项目名称", project.name, "", "", "", "", ""], ["主管部门", UNIT, "", "", "实施单位", "县植保植检站", ""]]
    body.append(["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"])
    rate = planted("P13", project.rate + "%")
    body.append(["", "年度资金总额", wan(project.planned), wan(project.planned), wan(project.actual), "10", rate, project.funds_score])
    line = [wan(project.planned), wan(project.planned), wan(project.actual), "—", project.rate + "%", "—"]
    body.append(["", "其中：当年财政拨款", *line])
    body.append(["", "上年结转资金", "0.00", "0.00", "0.00", "—", "", "—"])
    body.append(["年度总体目标", "预期目标", "", "", "实际完成情况", "", "", ""])
    body.append(
        ["", "完成水稻、玉米主要病虫害统一防治，把危害损失控制在目标以内。", "", "", "任务按目标完成，监测点全年运行。", "", "", ""]
    )
    body.append(["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"])
    for first, second, third, goal, done, weight, score, why in project.indicators:
        shown = silent("N11", done) if done.startswith("≥") else done
        body.append(["", first, second, third, goal, shown, str(weight), score, why])
    body.append(["总分", "", "", "", "", "", "100", project.total, ""])
    return f"{project.name}支出绩效自评表\n\n（{YEAR}年度）\n\n{rows(body)}\n"


def evaluation_with_rest(project: SelfEvaluation) -> str:
    """The form with 资金结（转）余."""
    rest = wan(project.planned - project.actual)
    body = [["项目名称", "", project.name, "", "", "", "", "", ""], ["主管部门及代码", "", f"318-{UNIT}", "", "", "预算单位", "", "", ""]]
    body.append(
        [
            "项目资金预算安排及执行进度（万元）",
            "",
            "年初预算数",
            "全年预算数",
            "全年执行数",
            "资金结（转）余",
            "执行率",
            "得分",
            "偏差原因分析及改进措施",
        ]
    )
    figures = [wan(project.planned), wan(project.planned), wan(project.actual), rest, project.rate, project.funds_score, ""]
    body += [["", "资金总额：", *figures], ["", "县级财政资金", *figures]]
    body.append(["绩效指标", "一级指标", "二级指标", "三级指标", "年初指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"])
    body += [
        ["", first, second, third, goal, done, str(weight), score, why]
        for first, second, third, goal, done, weight, score, why in project.indicators
    ]
    body.append(["总分", "", "", "", "", "", "", planted("P14", project.total), planted("P15", "良")])
    return f"{project.name}支出绩效自评表\n\n（{YEAR}年度）\n\n{rows(body)}\n"


def report(project: SelfEvaluation) -> str:
    """A short report in 元."""
    points = f"{half_up(sum((Fraction(row[6]) for row in project.indicators), Fraction(0)), 2):f}"
    yuan = [f"{half_up(Fraction(amount, 100), 2):f}" for amount in (project.planned, project.actual)]
    return f"""{project.name}支出绩效自评报告

一、资金投入和使用情况

本项目全年预算数{yuan[0]}元，实际支出{silent("N14", yuan[1])}元，{planted("P17", f"预算执行率{project.rate}%")}，资金全部用于购买统防统治作业服务和监测设备运维。

二、自评结论

预算执行得分{project.funds_score}分，绩效指标得分{points}分，自评总得分{project.total}分，自评等级为“优”。
"""


def appendix() -> str:
    first, second = THREE_PROJECTS["防治"], THREE_PROJECTS["服务"]
    remark = f"项目实施中，{planted('P18', '服务对象满意度为94%')}，未达到年初设定的指标值，下一步将加强作业质量抽查。"
    return f"第五部分 附件\n\n{evaluation_with_weights(first)}\n{evaluation_with_rest(second)}\n{remark}\n\n{report(first)}"


def cover() -> str:
    parts = [
        "第一部分 部门概况",
        f"第二部分 {YEAR}年度部门决算表",
        f"第三部分 {YEAR}年度部门决算情况说明",
        "第四部分 名词解释",
        "第五部分 附件",
    ]
    contents = "\n".join(f"{part}{'.' * 40}{page}" for part, page in zip(parts, (2, 4, 15, 21, 23), strict=True))
    return f"{YEAR}年度{UNIT}部门决算\n\n目录\n\n{contents}\n"


def main() -> None:
    tables = (table_01, table_02, table_03, table_04, table_05, table_06, table_07, table_08, table_09, table_10)
    middle = f"第二部分 {YEAR}年度部门决算表\n\n" + "\n".join(table() for table in tables)
    write(FOLDER, "\n".join([cover(), part_1(), middle, narrative() + appendix()]), MARKS)


if __name__ == "__main__":
    main()
