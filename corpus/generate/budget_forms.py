"""The tables of budget disclosures (收支总表 … 三公经费表) in the layouts that provinces print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generate.accounts import Node, heads
from generate.forms import CLASSES, THREE, cell, line, ordinal
from generate.ledger import Amount
from generate.page import Page
from generate.projects import Project
from generate.words import economic, function


def _open(page: Page, number: str, title: str) -> str:
    form = f"预算{number}表"
    for text in page.head(form, title):
        page.note(text)
    page.start(form)
    return form


def _close(page: Page, form: str, rows: list[list[str]], head: int) -> None:
    page.stop()
    page.table(form, rows, head)


def _split(code: str, columns: int) -> list[str]:
    """A code in one column, or 类, 款 and 项 in three."""
    return [code] if columns == 1 else [code[:3], code[3:5], code[5:]]


def total(page: Page, title: str, *, all_rows: bool = False) -> None:
    """Income and expenditure of all funds, side by side."""
    b = page.books
    form = _open(page, "01", title)
    sources = [
        ("一、财政拨款收入", b.income("财政")), ("1.一般公共预算资金", b.of("总额", "收入", "", "一般")),
        ("2.政府性基金预算资金", b.of("总额", "收入", "", "基金")), ("3.国有资本经营预算资金", b.of("总额", "收入", "", "国资")),
        ("二、事业收入", b.income("事业")), ("三、事业单位经营收入", b.income("经营")), ("四、上级补助收入", b.income("上级")), ("五、其他收入", b.income("其他")),
    ]  # fmt: skip
    classes = [Node(code, function(code, b.year)) for code in CLASSES]
    if not all_rows:
        classes = [node for node in classes if b.spent(item=node.item)]
    spent = [(f"{ordinal(i)}、{node.name}", b.spent(item=node.item)) for i, node in enumerate(classes, 1)]
    rows = [["本年收入", "", "本年支出", ""], ["项目", "预算数", "项目", "预算数"]]
    nothing: tuple[str, Amount | None] = ("", None)

    def both(left: tuple[str, Amount | None], right: tuple[str, Amount | None]) -> None:
        rows.append([left[0], cell(page, left[1], len(rows), 1), right[0], cell(page, right[1], len(rows), 3)])

    for i in range(max(len(sources), len(spent))):
        both(sources[i] if i < len(sources) else nothing, spent[i] if i < len(spent) else nothing)
    both(("本年收入合计", b.income()), ("本年支出合计", b.spent()))
    both(("上年结转结余", b.opening()), ("结转下年", b.closing()))
    both(("收入总计", b.grand()), ("支出总计", b.grand()))
    _close(page, form, rows, 2)


def income(page: Page, title: str, *, columns: int = 1) -> None:
    """Income by item and source; 合计 at the end."""
    b = page.books
    form = _open(page, "02", title)
    rows = [
        [
            *(["科目编码"] if columns == 1 else ["类", "款", "项"]),
            "科目名称",
            "合计",
            "财政拨款收入",
            "事业收入",
            "事业单位经营收入",
            "上级补助收入",
            "其他收入",
        ]
    ]
    parts = ("", "财政", "事业", "经营", "上级", "其他")
    for node in b.rows(flow="收入"):
        rows.append([*_split(node.code, columns), node.name, *line(page, [b.income(x, node.item) for x in parts], len(rows), columns + 1)])
    rows.append(["合计", *[""] * columns, *line(page, [b.income(x) for x in parts], len(rows), columns + 1)])
    _close(page, form, rows, 1)


def expenditure(page: Page, title: str, *, columns: int = 1, first: bool = False) -> None:
    """Expenditure by item, basic and project."""
    _by_item(page, "03", title, "全部", columns, first=first)


def general(page: Page, title: str, *, columns: int = 1, first: bool = False) -> None:
    """Expenditure of 一般公共预算 by item."""
    _by_item(page, "05", title, "一般", columns, first=first)


def fund(page: Page, title: str, *, columns: int = 1, empty: str = "") -> None:
    """政府性基金 by item."""
    _by_item(page, "07", title, "基金", columns, empty=empty)


def state(page: Page, title: str, *, columns: int = 1, empty: str = "") -> None:
    """国有资本经营预算 by item."""
    _by_item(page, "08", title, "国资", columns, empty=empty)


def _by_item(page: Page, number: str, title: str, which: str, columns: int, *, first: bool = False, empty: str = "") -> None:
    b = page.books
    form = _open(page, number, title)
    parts = ("", "基本", "项目", "经营") if which == "全部" and b.spent("经营") else ("", "基本", "项目")
    names = {"": "合计", "基本": "基本支出", "项目": "项目支出", "经营": "事业单位经营支出"}
    rows = [[*(["科目编码"] if columns == 1 else ["类", "款", "项"]), "科目名称", *(names[part] for part in parts)]]

    def whole() -> None:
        amounts = [b.spent(part, which) for part in parts]
        rows.append(["合计", *[""] * columns, *line(page, amounts, len(rows), columns + 1)])

    nodes = b.rows(which)
    if first or not nodes:
        whole()
    for node in nodes:
        amounts = [b.spent(part, which, node.item) for part in parts]
        rows.append([*_split(node.code, columns), node.name, *line(page, amounts, len(rows), columns + 1)])
    if nodes and not first:
        whole()
    _close(page, form, rows, 1)
    if not nodes and empty:
        page.note(page.trap("empty-table-described", empty))


def fiscal_total(page: Page, title: str, *, all_rows: bool = False) -> None:
    """Fiscal income and expenditure, by fund."""
    b = page.books
    form = _open(page, "04", title)
    funds = ("财政", "一般", "基金", "国资")
    sources = [
        ("一、一般公共预算资金", b.of("总额", "收入", "", "一般")), ("二、政府性基金预算资金", b.of("总额", "收入", "", "基金")),
        ("三、国有资本经营预算资金", b.of("总额", "收入", "", "国资")),
    ]  # fmt: skip
    classes = [Node(code, function(code, b.year)) for code in CLASSES]
    if not all_rows:
        classes = [node for node in classes if b.spent(fund="财政", item=node.item)]
    rows = [
        ["财政拨款收入", "", "财政拨款支出", "", "", "", ""],
        ["项目", "预算数", "项目", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"],
    ]

    def both(left: tuple[str, Amount | None], name: str, amounts: Sequence[Amount | None]) -> None:
        rows.append([left[0], cell(page, left[1], len(rows), 1), name, *line(page, amounts, len(rows), 3)])

    for i in range(max(len(sources), len(classes))):
        left = sources[i] if i < len(sources) else ("", None)
        if i < len(classes):
            node = classes[i]
            both(left, f"{ordinal(i + 1)}、{node.name}", [b.spent(fund=f, item=node.item) for f in funds])
        else:
            both(left, "", [None] * 4)
    both(("本年收入合计", b.income("财政")), "本年支出合计", [b.spent(fund=f) for f in funds])
    both(("上年结转", b.opening("财政")), "结转下年", [b.closing(f) for f in funds])
    both(("收入总计", b.grand("财政")), "支出总计", [b.grand(f) for f in funds])
    _close(page, form, rows, 2)


def basic(page: Page, title: str, *, first: bool = False) -> None:
    """Basic expenditure of 一般公共预算 by 经济分类."""
    b = page.books
    form = _open(page, "06", title)
    rows = [["科目编码", "科目名称", "合计", "人员经费", "公用经费"]]

    def of(item: str) -> Amount:
        return b.of(item, "支出", "基本", "一般")

    def whole() -> None:
        amounts = [b.spent("基本", "一般"), of("人员经费"), of("公用经费")]
        rows.append(["合计", "", *line(page, amounts, len(rows), 2)])

    if first:
        whole()
    for head in heads(b.econ):
        for code in [head, *(c for c in sorted(b.econ) if c.startswith(head))]:
            amount = of(f"经济.{code}")
            if not amount:
                continue
            people = head in ("301", "303")
            entry = [code, economic(code, b.year), cell(page, amount, len(rows), 2), "", ""]
            entry[3 if people else 4] = cell(page, amount, len(rows), 3 if people else 4)
            rows.append(entry)
    if not first:
        whole()
    _close(page, form, rows, 1)


def three(page: Page, title: str, *, both_years: bool = False) -> None:
    """三公: one row of this year, or this year under last year."""
    b = page.books
    form = _open(page, "09", title)
    style = replace(page.cells, zero="0") if page.cells.zero == "" else page.cells
    rows = [["年度", "合计", "因公出国（境）费", "公务用车购置及运行费", "", "", "公务接待费"]]
    rows.append(["", "", "", "小计", "公务用车购置费", "公务用车运行费", ""])
    for shift in (-1, 0) if both_years else (0,):
        amounts = [b.of(item, "支出", "", "财政", year=b.year + shift) for item in THREE]
        rows.append([f"{b.year + shift}年预算数", *line(page, amounts, len(rows), 1, style)])
    _close(page, form, rows, 2)


def projects(page: Page, title: str, found: list[Project]) -> None:
    """The projects of the year with their money."""
    form = _open(page, "10", title)
    rows = [["序号", "项目名称", "预算金额"]]
    for i, project in enumerate(found, 1):
        rows.append([str(i), project.name, cell(page, project.spent, len(rows), 2)])
    rows.append(["", "合计", cell(page, page.books.of("项目合计", "支出", "", "财政"), len(rows), 2)])
    _close(page, form, rows, 1)
