"""The statutory tables of final accounts (公开01–10表) in the layouts that provinces print. Codes, rows and columns are those of life."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generate.accounts import VEHICLES, Node, heads
from generate.ledger import Amount
from generate.page import Page
from generate.printing import Style
from generate.words import economic, function

NUMERALS = "一二三四五六七八九十"
CLASSES = ("201 202 203 204 205 206 207 208 210 211 212 213 214 215 216 217 219 220 221 222 223 224 229 231 232 234").split()
TITLES = {
    "01": "收入支出决算总表", "02": "收入决算表", "03": "支出决算表", "04": "财政拨款收入支出决算总表",
    "05": "一般公共预算财政拨款支出决算表", "06": "一般公共预算财政拨款基本支出决算明细表",
    "07": "政府性基金预算财政拨款收入支出决算表", "08": "国有资本经营预算财政拨款支出决算表",
    "09": "财政拨款“三公”经费支出决算表", "10": "部门决算公开相关信息统计表",
}  # fmt: skip


def ordinal(number: int) -> str:
    """一 … 二十六."""
    if number <= 10:
        return NUMERALS[number - 1]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else NUMERALS[tens - 1]) + "十" + (NUMERALS[ones - 1] if ones else "")


def cell(page: Page, amount: Amount | None, row: int, column: int, style: Style | None = None) -> str:
    """An amount in a cell; nothing is left blank unless the style prints zeros."""
    if amount is None:
        return ""
    style = style or page.cells
    if not amount.fen and style.zero == "":
        return ""
    page.at = (row, column)
    return page.n(amount, style)


def line(page: Page, amounts: Sequence[Amount | None], row: int, column: int, style: Style | None = None) -> list[str]:
    """Amounts side by side, the first in ``column``."""
    return [cell(page, amount, row, column + i, style) for i, amount in enumerate(amounts)]


def _open(page: Page, number: str, title: str) -> str:
    form = f"公开{number}表"
    for text in page.head(form, title):
        page.note(text)
    page.start(form)
    return form


def _close(page: Page, form: str, rows: list[list[str]], head: int) -> None:
    page.stop()
    page.table(form, rows, head)


def total(page: Page, *, numbered: bool = True, all_rows: bool = True, title: str = "") -> None:
    """01表: income and expenditure side by side."""
    b = page.books
    form = _open(page, "01", title or TITLES["01"])
    sources = [
        ("一、一般公共预算财政拨款收入", b.of("总额", "收入", "", "一般")), ("二、政府性基金预算财政拨款收入", b.of("总额", "收入", "", "基金")),
        ("三、国有资本经营预算财政拨款收入", b.of("总额", "收入", "", "国资")), ("四、上级补助收入", b.income("上级")), ("五、事业收入", b.income("事业")),
        ("六、经营收入", b.income("经营")), ("七、附属单位上缴收入", b.income("附属")), ("八、其他收入", b.income("其他")),
    ]  # fmt: skip
    classes = [Node(code, function(code, b.year)) for code in CLASSES]
    if not all_rows:
        classes = [node for node in classes if b.spent(item=node.item)]
    spent = [(f"{ordinal(i)}、{node.name}", b.spent(item=node.item)) for i, node in enumerate(classes, 1)]
    wide = ["", ""] if not numbered else ["", "", ""]
    rows = [["收入", *wide[1:], "支出", *wide[1:]]]
    rows.append(["项目", "行次", "金额", "项目", "行次", "金额"] if numbered else ["项目", "决算数", "项目", "决算数"])
    if numbered:
        rows.append(["栏次", "", "1", "栏次", "", "2"])
    size = max(len(sources), len(spent))

    def both(left: tuple[str, Amount | None], right: tuple[str, Amount | None], at: int, other: int) -> None:
        row = len(rows)
        if numbered:
            rows.append([left[0], str(at), cell(page, left[1], row, 2), right[0], str(other), cell(page, right[1], row, 5)])
        else:
            rows.append([left[0], cell(page, left[1], row, 1), right[0], cell(page, right[1], row, 3)])

    for i in range(size):
        both(sources[i] if i < len(sources) else ("", None), spent[i] if i < len(spent) else ("", None), i + 1, 32 + i)
    both(("本年收入合计", b.income()), ("本年支出合计", b.spent()), 27, 58)
    used = "使用非财政拨款结余和专用结余" if b.year >= 2023 else "使用非财政拨款结余"
    both((used, b.of("使用结余")), ("结余分配", b.of("结余分配")), 28, 59)
    both(("年初结转和结余", b.opening()), ("年末结转和结余", b.closing()), 29, 60)
    if numbered:
        both(("", None), ("", None), 30, 61)
    both(("总计", b.grand()), ("总计", b.grand()), 31, 62)
    _close(page, form, rows, 3 if numbered else 2)


def income(page: Page, *, numbered: bool = True, last_total: bool = False, title: str = "") -> None:
    """02表: income by item and source."""
    b = page.books
    form = _open(page, "02", title or TITLES["02"])
    names = ["本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"]
    parts = ["", "财政", "上级", "事业", "经营", "附属", "其他"]
    rows = [["项目", "", *names], ["科目代码", "科目名称", *[""] * 7]]
    if numbered:
        rows.append(["栏次", "", *(str(i) for i in range(1, 8))])

    def put(code: str, name: str, item: str) -> None:
        rows.append([code, name, *line(page, [b.income(part, item) for part in parts], len(rows), 2)])

    if not last_total:
        put("合计", "", "总额")
    for node in b.rows(flow="收入"):
        put(node.code, node.name, node.item)
    if last_total:
        put("合计", "", "总额")
    _close(page, form, rows, 3 if numbered else 2)


def expenditure(page: Page, *, numbered: bool = True, last_total: bool = False, title: str = "") -> None:
    """03表: expenditure by item, basic and project."""
    b = page.books
    form = _open(page, "03", title or TITLES["03"])
    names = ["本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]
    rows = [["项目", "", *names], ["科目代码", "科目名称", *[""] * 6]]
    if numbered:
        rows.append(["栏次", "", *(str(i) for i in range(1, 7))])

    def put(code: str, name: str, item: str) -> None:
        amounts = [b.spent("", item=item), b.spent("基本", item=item), b.spent("项目", item=item), None, b.spent("经营", item=item), None]
        rows.append([code, name, *line(page, amounts, len(rows), 2)])

    if not last_total:
        put("合计", "", "总额")
    for node in b.rows():
        put(node.code, node.name, node.item)
    if last_total:
        put("合计", "", "总额")
    _close(page, form, rows, 3 if numbered else 2)


def fiscal_total(page: Page, *, numbered: bool = True, all_rows: bool = True, title: str = "") -> None:
    """04表: fiscal income and expenditure, by fund."""
    b = page.books
    form = _open(page, "04", title or TITLES["04"])
    funds = ["财政", "一般", "基金", "国资"]
    sources = [
        ("一、一般公共预算财政拨款", b.of("总额", "收入", "", "一般")), ("二、政府性基金预算财政拨款", b.of("总额", "收入", "", "基金")),
        ("三、国有资本经营预算财政拨款", b.of("总额", "收入", "", "国资")),
    ]  # fmt: skip
    classes = [Node(code, function(code, b.year)) for code in CLASSES]
    if not all_rows:
        classes = [node for node in classes if b.spent(fund="财政", item=node.item)]
    spent = [(f"{ordinal(i)}、{node.name}", node.item) for i, node in enumerate(classes, 1)]
    names = ["合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"]
    if numbered:
        rows = [["收入", "", "", "支出", *[""] * 5], ["项目", "行次", "金额", "项目", "行次", *names]]
        rows.append(["栏次", "", "1", "栏次", "", "2", "3", "4", "5"])
    else:
        rows = [["收入", "", "支出", *[""] * 4], ["项目", "决算数", "项目", *names]]

    def both(left: tuple[str, Amount | None], name: str, amounts: Sequence[Amount | None], at: int, other: int) -> None:
        row = len(rows)
        if numbered:
            rows.append([left[0], str(at), cell(page, left[1], row, 2), name, str(other), *line(page, amounts, row, 5)])
        else:
            rows.append([left[0], cell(page, left[1], row, 1), name, *line(page, amounts, row, 3)])

    nothing: tuple[str, Amount | None] = ("", None)
    for i in range(max(len(sources), len(spent))):
        name, item = spent[i] if i < len(spent) else ("", "")
        amounts = [b.spent(fund=fund, item=item) for fund in funds] if item else [None] * 4
        both(sources[i] if i < len(sources) else nothing, name, amounts, i + 1, 33 + i)
    both(("本年收入合计", b.income("财政")), "本年支出合计", [b.spent(fund=fund) for fund in funds], 27, 59)
    both(("年初财政拨款结转和结余", b.opening("财政")), "年末财政拨款结转和结余", [b.closing(fund) for fund in funds], 28, 60)
    for i, (fund, name) in enumerate(zip(funds[1:], names[1:], strict=True)):
        both((f"{NUMERALS[i]}、{name}" if not numbered else name, b.opening(fund)), "", [None] * 4, 29 + i, 61 + i)
    both(("总计", b.grand("财政")), "总计", [b.grand(fund) for fund in funds], 32, 64)
    _close(page, form, rows, 3 if numbered else 2)


def general(page: Page, *, numbered: bool = True, last_total: bool = False, title: str = "", first: str = "小计") -> None:
    """05表: expenditure of 一般公共预算 by item."""
    b = page.books
    form = _open(page, "05", title or TITLES["05"])
    rows = [["项目", "", "本年支出", "", ""], ["科目代码", "科目名称", first, "基本支出", "项目支出"]]
    if numbered:
        rows.append(["栏次", "", "1", "2", "3"])

    def put(code: str, name: str, item: str) -> None:
        rows.append([code, name, *line(page, [b.spent(part, "一般", item) for part in ("", "基本", "项目")], len(rows), 2)])

    if not last_total:
        put("合计", "", "总额")
    for node in b.rows("一般"):
        put(node.code, node.name, node.item)
    if last_total:
        put("合计", "", "总额")
    _close(page, form, rows, 3 if numbered else 2)


def basic(page: Page, *, blocks: int = 3, title: str = "", full: bool = True) -> None:
    """06表: basic expenditure by 经济分类, in two or three blocks side by side, or as one list (``blocks=1``)."""
    b = page.books
    form = _open(page, "06", title or TITLES["06"])
    shown = [*FULL] if full else sorted(b.econ)
    lists: dict[str, list[str]] = {head: [head, *(c for c in shown if c.startswith(head))] for head in ("301", "303", "302", "310")}
    if not full:
        lists = {head: lists[head] for head in heads(b.econ)}

    def of(code: str) -> Amount:
        return b.of(f"经济.{code}", "支出", "基本", "一般")

    people, public = b.of("人员经费", "支出", "基本", "一般"), b.of("公用经费", "支出", "基本", "一般")
    if blocks == 1:
        rows = [["科目代码", "科目名称", "合计", "人员经费", "公用经费"]]
        for head, codes in lists.items():
            for code in codes:
                mine, column = of(code), 3 if head in ("301", "303") else 4
                entry = [code, economic(code, b.year), cell(page, mine, len(rows), 2), "", ""]
                entry[column] = cell(page, mine, len(rows), column)
                rows.append(entry)
        whole = b.spent("基本", "一般")
        rows.append(["合计", "", *line(page, [whole, people, public], len(rows), 2)])
        _close(page, form, rows, 1)
        return
    left = [code for head in ("301", "303") for code in lists.get(head, [])]
    right = [code for head in ("302", "310") for code in lists.get(head, [])]
    if blocks == 3:
        half = -(-len(right) // 2)
        columns = [left, right[:half], right[half:]]
        rows = [["人员经费", "", "", "公用经费", *[""] * 5]]
    else:
        columns = [left, right]
        rows = [["人员经费", "", "", "公用经费", "", ""]]
    rows.append(["科目代码", "科目名称", "金额" if blocks == 3 else "决算数"] * blocks)
    for i in range(max(map(len, columns))):
        entries: list[str] = []
        for place, codes in enumerate(columns):
            code = codes[i] if i < len(codes) else ""
            entries += [code, economic(code, b.year) if code else "", cell(page, of(code), len(rows), place * 3 + 2) if code else ""]
        rows.append(entries)
    end = ["人员经费合计", "", cell(page, people, len(rows), 2)]
    end += [*[""] * (3 if blocks == 3 else 0), "公用经费合计", "", cell(page, public, len(rows), blocks * 3 - 1)]
    if blocks == 3:
        end = [*end[:3], "公用经费合计", "", "", "", "", end[-1]]
    rows.append(end)
    _close(page, form, rows, 2)


FULL = (
    "30101 30102 30103 30106 30107 30108 30109 30110 30111 30112 30113 30114 30199 30201 30202 30203 30204 30205 30206 30207 30208 30209"
    " 30211 30212 30213 30214 30215 30216 30217 30218 30224 30225 30226 30227 30228 30229 30231 30239 30240 30299 30301 30302 30303 30304"
    " 30305 30306 30307 30308 30309 30310 30311 30399 31001 31002 31003 31005 31006 31007 31008 31013 31019 31021 31022 31099"
).split()


def fund(page: Page, *, numbered: bool = True, title: str = "", empty: str = "") -> None:
    """07表: 政府性基金, rolled forward; empty with a note where there is none."""
    b = page.books
    form = _open(page, "07", title or TITLES["07"])
    rows = [["项目", "", "年初结转和结余", "本年收入", "本年支出", "", "", "年末结转和结余"]]
    rows.append(["科目代码", "科目名称", "", "", "小计", "基本支出", "项目支出", ""])
    if numbered:
        rows.append(["栏次", "", *(str(i) for i in range(1, 7))])
    nodes = b.rows("基金")

    def put(code: str, name: str, item: str) -> None:
        amounts = [b.of(item, "年初", "", "基金"), b.of(item, "收入", "", "基金"), b.of(item, "支出", "", "基金")]
        amounts += [b.of(item, "支出", "基本", "基金"), b.of(item, "支出", "项目", "基金"), b.of(item, "年末", "", "基金")]
        rows.append([code, name, *line(page, amounts, len(rows), 2)])

    if nodes:
        put("合计", "", "总额")
        for node in nodes:
            put(node.code, node.name, node.item)
    else:
        rows.append(["合计", *[""] * 7])
    _close(page, form, rows, 3 if numbered else 2)
    if not nodes and empty:
        page.note(page.trap("empty-table-described", empty))


def state(page: Page, *, numbered: bool = True, title: str = "", empty: str = "") -> None:
    """08表: 国有资本经营预算; empty with a note where there is none."""
    b = page.books
    form = _open(page, "08", title or TITLES["08"])
    rows = [["项目", "", "本年支出", "", ""], ["科目代码", "科目名称", "合计", "基本支出", "项目支出"]]
    if numbered:
        rows.append(["栏次", "", "1", "2", "3"])
    nodes = b.rows("国资")
    if nodes:
        for code, name, item in (("合计", "", "总额"), *((node.code, node.name, node.item) for node in nodes)):
            rows.append([code, name, *line(page, [b.spent(part, "国资", item) for part in ("", "基本", "项目")], len(rows), 2)])
    else:
        rows.append(["合计", *[""] * 4])
    _close(page, form, rows, 3 if numbered else 2)
    if not nodes and empty:
        page.note(page.trap("empty-table-described", empty))


THREE = ("三公", "三公.出国", "三公.公车", "三公.公车购置", "三公.公车运维", "三公.接待")


def three(page: Page, *, layout: str = "wide", title: str = "", budget: str = "全年预算") -> None:
    """09表: 三公, budget beside final account (``wide``), in pairs (``pairs``) or as a list (``list``)."""
    b = page.books
    form = _open(page, "09", title or TITLES["09"])
    style = replace(page.cells, zero="0.00") if page.cells.zero == "" and page.cells.unit == "万元" else page.cells
    planned = [b.of(item, "支出", "", "财政", budget) for item in THREE]
    final = [b.of(item, "支出", "", "财政") for item in THREE]
    if layout == "wide":
        rows = [["预算数", *[""] * 5, "决算数", *[""] * 5]]
        rows.append(["合计", "因公出国（境）费", "公务用车购置及运行维护费", "", "", "公务接待费"] * 2)
        rows.append(["", "", "小计", "公务用车购置费", "公务用车运行维护费", ""] * 2)
        rows.append([str(i) for i in range(1, 13)])
        rows.append([*line(page, planned, 4, 0, style), *line(page, final, 4, 6, style)])
        _close(page, form, rows, 4)
    elif layout == "pairs":
        rows = [
            [
                "合计",
                "",
                "因公出国（境）费",
                "",
                "公务用车购置及运行维护费",
                "",
                "公务用车购置费",
                "",
                "公务用车运行维护费",
                "",
                "公务接待费",
                "",
            ]
        ]
        rows.append(["预算数", "决算数"] * 6)
        rows.append([cell(page, (planned, final)[i % 2][i // 2], 2, i, style) for i in range(12)])
        _close(page, form, rows, 2)
    else:
        names = [
            "合计",
            "1.因公出国（境）费",
            "2.公务用车购置及运行维护费",
            "其中：（1）公务用车购置费",
            "（2）公务用车运行维护费",
            "3.公务接待费",
        ]
        rows = [["项目", "预算数", "决算数"]]
        for name, plan, spent in zip(names, planned, final, strict=True):
            rows.append([name, *line(page, [plan, spent], len(rows), 1, style)])
        _close(page, form, rows, 1)


def statistics(page: Page, title: str = "") -> None:
    """10表: purchases, running costs, vehicles, equipment."""
    b = page.books
    form = _open(page, "10", title or TITLES["10"])
    rows = [["项目", "行次", "统计数"]]
    style = replace(page.cells, zero="0.00") if page.cells.zero == "" else page.cells

    def put(name: str, amount: Amount) -> None:
        rows.append([name, str(len(rows)), cell(page, amount, len(rows), 2, style)])

    put("一、政府采购支出合计（单位：万元）" if page.cells.unit == "万元" else "一、政府采购支出合计", b.of("采购", "支出"))
    for i, name in enumerate(("货物", "工程", "服务"), 1):
        put(f"{i}.政府采购{name}支出", b.of(f"采购.{name}", "支出"))
    if b.unit.kind == "行政":
        put("二、机关运行经费", b.of("机关运行经费", "支出", "基本", "一般"))

    def count(name: str, key: str) -> None:
        page.at = (len(rows), 2)
        rows.append([name, str(len(rows)), page.k(key)])

    count("三、车辆数合计（辆）", "车辆")
    for i, name in enumerate(VEHICLES, 1):
        count(f"{i}.{name}", f"车辆.{name}")
    count("四、单价100万元（含）以上设备（不含车辆）（台，套）", "设备")
    _close(page, form, rows, 1)
