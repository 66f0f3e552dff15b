"""What is named as part of 人员经费 or 公用经费 was spent.

「公用经费10.00万元，主要包括：办公费、邮电费、差旅费」: each item that is named has an amount in the table of basic expenditure. An item that is blank or zero there was named because the
template names it. Only the section on 基本支出 is read: elsewhere (一般公共预算支出具体情况) the same words also cover 项目支出, which that table does not show. Where the table leaves out rows,
an item without a row counts as zero only if the printed rows add up to their class.

More than half of a long list without amounts is the list of the template, and said as a note.

Source: catalogue NT-11; rules.md P10.

Inconsistent::

    # 某局2023年度部门决算

    一般公共预算财政拨款基本支出决算明细表

    金额单位：万元

    | 科目代码 | 科目名称 | 决算数 | 科目代码 | 科目名称 | 决算数 |
    |---|---|---|---|---|---|
    | 301 | 工资福利支出 | 60.00 | 302 | 商品和服务支出 | 10.00 |
    | 30101 | 基本工资 | 60.00 | 30201 | 办公费 | 8.00 |
    | 30102 | 津贴补贴 | | 30207 | 邮电费 | 0.00 |
    | 30103 | 奖金 | | 30211 | 差旅费 | 2.00 |

    六、一般公共预算财政拨款基本支出决算情况说明
    公用经费10.00万元，主要包括：办公费、邮电费、差旅费。

Consistent::

    # 某局2023年度部门决算

    一般公共预算财政拨款基本支出决算明细表

    金额单位：万元

    | 科目代码 | 科目名称 | 决算数 | 科目代码 | 科目名称 | 决算数 |
    |---|---|---|---|---|---|
    | 301 | 工资福利支出 | 60.00 | 302 | 商品和服务支出 | 10.00 |
    | 30101 | 基本工资 | 60.00 | 30201 | 办公费 | 8.00 |
    | 30102 | 津贴补贴 | | 30207 | 邮电费 | 0.00 |
    | 30103 | 奖金 | | 30211 | 差旅费 | 2.00 |

    六、一般公共预算财政拨款基本支出决算情况说明
    公用经费10.00万元，主要包括：办公费、差旅费。
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import regex

from auditor.check.footing import dashed
from auditor.check.rule import Rule, View, evidence, printed
from auditor.check.wording import body, matched, plain, under
from auditor.lexicon import codes, kept, worded
from auditor.model import Cell, Check, Document, Evidence, Level, Passage, Table, Verdict
from auditor.model.interval import total

rule = Rule(
    __name__,
    title="列举的人员经费、公用经费科目在表中有数",
    title_en="Items named as part of basic expenditure have amounts in its table",
    catalogue=("NT-11",),
    level=Level.WARNING,
)
_SECTION = regex.compile("基本支出")
_LIST = r"(?P<part>{basic_parts})(?P<between>[^。]{0,60}?){opens_items}(?:了)?[:]?(?P<list>[^。]+)"
_NEXT = "{basic_parts}"
_SPLIT = regex.compile(r"[、,;:]|以及|及(?!其)|(?<=[费金资贴])和")
_CLASSES = {"人员经费": ("301", "303"), "公用经费": ("302", "304", "307", "309", "310", "311", "312", "313", "399")}
_RECITAL = 4
"""Items from which a list that is mostly blank is that of the template."""


@rule.over(Document)
def compare(document: Document, view: View) -> Iterator[Check]:
    tables = [t for t in document.tables if t.kind.split(".")[-1] in ("basic-economic", "fiscal-basic", "basic") and not t.is_empty]
    for passage in body(document, cells=False):
        if not under(passage.section, _SECTION):
            continue
        text = plain(passage.text).text
        for match in worded(_LIST).finditer(text, overlapped=True):
            if worded(_NEXT).search(match["between"]):
                continue
            after = worded(_NEXT).search(match["list"])
            stop = match.start("list") + (after.start() if after else len(match["list"]))
            part = "人员经费" if match["part"].startswith("人员") else "公用经费"
            items = list(_items(passage, match.start("list"), stop, part, tables))
            if items and not tables:
                yield rule.undecided(items[0].said, "没有基本支出明细表，无法核对")
            elif items:
                yield from _judge(items, tables[0])


@dataclass(frozen=True, slots=True)
class _Item:
    """One item of a list, and the rows of the table that may be it."""

    said: Evidence
    name: str
    codes: tuple[str, ...]


def _judge(items: list[_Item], table: Table) -> Iterator[Check]:
    states = [_state(table, item) for item in items]
    recital = len(items) >= _RECITAL and 2 * states.count("zero") > len(items)
    for item, state in zip(items, states, strict=True):
        cells = [cell for code in item.codes for cell in _row(table, code)]
        using = [evidence(c) for c in cells[:1]]
        match state:
            case "some":
                yield rule.result(Verdict.CONSISTENT, item.said, using)
            case "zero":
                shown = printed(cells[0]) if cells else "0（未列示）"
                yield rule.result(
                    Verdict.INCONSISTENT,
                    item.said,
                    using,
                    formula=f"{item.name} = {shown}",
                    display="表中无此项支出",
                    level=Level.NOTE if recital else Level.WARNING,
                    message=f"文字列举了“{item.name}”，而{table.title}中{item.name}为{shown}",
                    message_en=f"“{item.name}” is named, but has no amount in the table",
                )
            case _:
                yield rule.undecided(item.said, "表中没有这一科目的数，或与别的科目同名，不能确定是否为零", using)


def _items(passage: Passage, start: int, stop: int, part: str, tables: list[Table]) -> Iterator[_Item]:
    """The items of a list that the table or the chart knows."""
    text = plain(passage.text).text
    known: dict[str, set[str]] = defaultdict(set)
    for name, code in (*_chart(), *((_bare(c.stub[-1]), c.code) for t in tables for c in t.cells if c.code and c.stub)):
        if len(code) == 5 and code.startswith(_CLASSES[part]):
            known[name].add(code)
    at = start
    for piece in _SPLIT.split(text[start:stop]):
        place = text.find(piece, at, stop) if piece else -1
        if place < 0:
            continue
        at = place + len(piece)
        word = regex.match(r"(?:主要)?(?:包括|是|为|用于)?(?P<name>[\p{Han}()]+?)(?P<rest>等.*|支出|\d.*|费)?$", piece)
        if word is None or regex.fullmatch(r"0(?:\.0+)?万?元", word["rest"] or ""):
            continue
        for name in (word["name"] + (word["rest"] if word["rest"] in ("支出", "费") else ""), word["name"]):
            if _bare(name) in known:
                offset = place + word.start("name")
                yield _Item(matched(passage, offset, offset + len(name)), name, tuple(sorted(known[_bare(name)])))
                break


def _bare(name: str) -> str:
    return regex.sub(r"[()\s]", "", plain(name).text)


@kept
def _chart() -> tuple[tuple[str, str], ...]:
    """(name, code) of every 款 in force."""
    rows = (r for r in codes("economics") if r["system"] == "部门" and r["level"] == "款" and not r["valid_to"])
    return tuple((_bare(row["name"]), row["code"]) for row in rows)


def _row(table: Table, code: str) -> list[Cell]:
    return [c for c in table.cells if c.code == code and c.kind == "amount" and c.role.value in ("body", "total", "blank")]


def _state(table: Table, item: _Item) -> str:
    """``some`` ``zero`` or ``unknown``: what the table says of an item."""
    states = {_state_of(table, code) for code in item.codes}
    if "some" in states:
        return "some"
    longer = (c for c in table.figures if c.stub and c.quantity is not None and c.quantity.value and len(c.code) == 5)
    if any(_bare(c.stub[-1]).startswith(_bare(item.name)) for c in longer):
        return "unknown"
    return "zero" if "zero" in states and not any(dashed(c) for c in _row(table, item.codes[-1])) else "unknown"


def _state_of(table: Table, code: str) -> str:
    cells = _row(table, code)
    if any(c.quantity is not None and c.quantity.value != 0 for c in cells):
        return "some"
    if any(dashed(c) for c in cells):
        return "unknown"
    if cells:
        return "zero"
    return "zero" if _complete(table, code[:3]) else "unknown"


def _complete(table: Table, group: str) -> bool:
    """Whether the printed rows of a class add up to it, so that a row that is not printed is zero."""
    whole = next((c for c in _row(table, group) if c.quantity is not None), None)
    if whole is None or whole.quantity is None:
        return False
    parts = [
        c.quantity
        for c in table.cells
        if len(c.code) == 5 and c.code.startswith(group) and c.quantity is not None and c.column == whole.column
    ]
    step: Fraction = whole.quantity.step
    return (
        bool(parts)
        and abs(sum((p.base for p in parts), Fraction(0)) - whole.quantity.base) <= step * (len(parts) + 1) / 2
        and total(p.interval for p in parts).meets(whole.quantity.interval)
    )
