"""Names of funds and classification items are those of the official chart of the year.

「一般公共预算服务支出（类）」 is a mixture of 一般公共预算 and 一般公共服务支出; 「国有资金经营预算」 is no fund. A name before （类）（款）（项） that neither the chart nor the tables
of the document know, and that is almost one which they do know, was mistyped: a warning where the tables of the document print the right one. Names beside codes in the tables are held against the chart of the fiscal year: old
names stay in print for years and are notes.

Source: catalogue LB-03, LB-04; 政府收支分类科目 (lexicons/functions.tsv, economics.tsv, names.tsv).

Inconsistent::

    # 某局2023年度部门决算

    五、一般公共预算财政拨款支出决算情况说明
    一般公共预算服务支出（类）12.00万元，科学技支出（类）3.00万元。

Consistent::

    # 某局2023年度部门决算

    五、一般公共预算财政拨款支出决算情况说明
    一般公共服务支出（类）12.00万元，科学技术支出（类）3.00万元。
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from auditor.check.rule import Rule, View, evidence
from auditor.check.wording import alike, body, budget, final, matched, plain
from auditor.lexicon import codes, kept, worded
from auditor.model import Cell, Check, Document, Evidence, Level, Passage, Role, Table, Verdict

rule = Rule(
    __name__,
    title="科目与基金名称规范",
    title_en="Names of funds and classification items are those of the chart",
    catalogue=("LB-03", "LB-04"),
    level=Level.WARNING,
)
_MARK = regex.compile(r"\((?P<level>类|款|项)\)")
_NO_NAME = regex.compile(r"\((?:类|款|项)\)|[\s*()]")
_FOLLOWS = r"\((?:类|款|项)\)|\d|{behind_items}|,占"
_START = regex.compile(r'[,。;:"\d.、)(]')
_INTRODUCED = "^(?:主要)?{before_items}+"
_NEAR = 0.75
"""Common share from which an unknown name is a known one with a slip."""


def _name(text: str) -> str:
    return _NO_NAME.sub("", plain(text).text)


@kept
def _chart() -> dict[str, dict[str, tuple[tuple[int, int], ...]]]:
    """Code → its names → the years in which each was valid."""
    found: dict[str, dict[str, list[tuple[int, int]]]] = {}
    for row in (*codes("functions"), *(r for r in codes("economics") if r["system"] == "部门")):
        years = (int(row["valid_from"] or 0), int(row["valid_to"] or 9999))
        names = found.setdefault(row["code"], {})
        names.setdefault(_name(row["name"]), []).append(years)
        for old in filter(None, regex.split(r"[|;；]", row.get("old_names", ""))):
            names.setdefault(_name(old), []).append((0, years[0] - 1))
    return {code: {name: tuple(years) for name, years in names.items()} for code, names in found.items()}


@kept
def _printed_names() -> dict[str, str]:
    """Names as the chart prints them, by their bare form."""
    return {_name(row["name"]): row["name"] for row in (*codes("economics"), *codes("functions"))}


@kept
def _names(level: str) -> frozenset[str]:
    """All names that the chart ever had on a level: 类 款 项."""
    digits = {"类": 3, "款": 5, "项": 7}[level]
    names = {name for code, known in _chart().items() if len(code) == digits and code[0] == "2" for name in known}
    return frozenset(names | {name.removesuffix("支出") for name in names} | {name + "支出" for name in names if not name.endswith("支出")})


@kept
def _wrong() -> tuple[tuple[regex.Pattern[str], str, bool, bool], ...]:
    """(wrong form, right form, whether it needs a figure or mark behind it, whether it is only a note)."""
    rows = [r for r in codes("names") if r["condition"].startswith("always") and r["kind"].startswith(("功能分类", "经济分类", "基金"))]
    forms = ((regex.compile(regex.escape(plain(r["wrong_form"]).text)), r) for r in rows)
    return tuple((wrong, plain(r["right_form"]).text, r["kind"] != "基金", "info" in r["condition"]) for wrong, r in forms)


@rule.over(Document)
def narrative(document: Document, view: View) -> Iterator[Check]:
    """Wrong names that are known, and names before （类）（款）（项）."""
    own = {_name(cell.stub[-1]) for table in document.tables for cell in table.cells if cell.stub and cell.code}
    for passage in body(document):
        text = plain(passage.text).text
        taken: list[tuple[int, int]] = []
        for wrong, right, bound, quiet in _wrong():
            for match in wrong.finditer(text):
                if right in text[max(0, match.start() - 4) : match.end() + 2] or (bound and not worded(_FOLLOWS).match(text, match.end())):
                    continue
                taken.append(match.span())
                yield _report(matched(passage, *match.span()), right, Level.NOTE if quiet else Level.WARNING)
        for match in _MARK.finditer(text):
            if not any(start < match.start() <= end for start, end in taken):
                yield from _marked(passage, text, match, own)


def _marked(passage: Passage, text: str, match: regex.Match[str], own: set[str]) -> Iterator[Check]:
    level, end = match["level"], match.start()
    known = _names(level)
    floor = max((m.end() for m in _MARK.finditer(text, 0, end)), default=0)
    size = next(
        (n for n in range(min(40, end - floor), 1, -1) if (bare := _NO_NAME.sub("", text[end - n : end])) in known or bare in own), 0
    )
    suffix = text[end - size : end] if size else ""
    start = max((m.end() for m in _START.finditer(text, floor, end - size)), default=floor)
    introduced = worded(_INTRODUCED).match(text[start:end])
    start += introduced.end() if introduced else 0
    name = text[start:end]
    if suffix and (len(name) <= len(suffix) or len(name) > 2 * len(suffix)):
        yield rule.result(Verdict.CONSISTENT, matched(passage, end - size, end))
        return
    if len(name) < 3:
        return
    said = matched(passage, start, end)
    letters = set(name)
    near = (n for n in {*known, *own} if abs(len(n) - len(name)) <= 4)
    candidates = [n for n in near if 5 * len(letters.intersection(n)) >= 3 * len(letters)]
    nearest = max(candidates, key=lambda n: (alike(n, name), n in own), default="")
    if nearest and alike(nearest, name) >= _NEAR and nearest != _name(suffix):
        yield _report(said, nearest, Level.WARNING if nearest in own else Level.NOTE)
    elif suffix:
        yield rule.result(Verdict.CONSISTENT, matched(passage, end - size, end))
    else:
        yield rule.undecided(said, "科目表与本文件的表格中都没有相近的名称")


def _report(said: Evidence, right: str, level: Level) -> Check:
    right = _printed_names().get(right, right)
    return rule.result(
        Verdict.INCONSISTENT,
        said,
        display=right,
        level=level,
        message=f"“{said.text}”不是规范的名称，应为“{right}”",
        message_en=f"“{said.text}” is no name of the chart; it should be “{right}”",
    )


@rule.over(Table)
def chart(table: Table, view: View) -> Iterator[Check]:
    """Names beside codes, against the chart of the fiscal year."""
    document = view.document
    if not (final(document) or budget(document)) or not document.year.isdigit() or not table.kind.startswith(("final.", "budget.")):
        return
    year = int(document.year)
    agreed = None
    for code, stub in _printed(table):
        names = _chart().get(code)
        printed = _name(stub.text).removeprefix(code)
        if not names or not printed or printed.isdigit():
            continue
        said = evidence(stub)
        current = next((n for n, years in names.items() if any(a <= year <= b for a, b in years)), "")
        if printed in names and any(a <= year <= b for a, b in names[printed]):
            agreed = said
        elif not current:
            yield rule.undecided(said, "科目表没有该年的名称")
        elif printed in names:
            yield _named(said, code, current, f"不是{year}年的名称")
        elif current.startswith(printed) or printed in current:
            yield rule.undecided(said, "名称不完整，可能被截断或简写")
        else:
            yield _named(said, code, current, "与科目表不符")
    if agreed is not None:
        yield rule.result(Verdict.CONSISTENT, agreed, formula=f"{year}年科目")


def _printed(table: Table) -> Iterator[tuple[str, Cell]]:
    """Each code of a table with the cell that prints its name."""
    for row in table.rows:
        done: set[str] = set()
        for cell in row:
            if cell.code and cell.stub and cell.code not in done:
                done.add(cell.code)
                name = _name(cell.stub[-1])
                stub = next((s for s in row if s.role is Role.STUB and _name(s.text) == name), None)
                if stub is not None:
                    yield cell.code, stub


def _named(said: Evidence, code: str, current: str, what: str) -> Check:
    current = _printed_names().get(current, current)
    return rule.result(
        Verdict.INCONSISTENT,
        said,
        display=current,
        level=Level.NOTE,
        message=f"科目{code}的名称“{''.join(said.text.split())}”{what}，应为“{current}”",
        message_en=f"Code {code} is called {current} in that year",
    )
