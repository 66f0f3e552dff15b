"""科目名称一致：同一科目代码在各表中的名称相同

The same classification code carries the same name in every table of the disclosure. Blanks, line breaks, brackets and the suffixes
（类）（款）（项） do not count; a name that is cut off is left undecided, one wrong character is a note.

Why it matters: two names for one code mean that a row was overtyped, or that tables of two years were mixed; the figures beside
it then belong to something else.

Source: 政府收支分类科目 of the year; where the lexicon knows the code, the printing that departs from it is the one reported
(rules.md TT-12).

Inconsistent::

    # 某局2023年度部门决算

    收入决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 本年收入合计 | 财政拨款收入 | 其他收入 |
    |---|---|---|---|---|
    | 合计 | | 86.30 | 80.00 | 6.30 |
    | 205 | 教育支出 | 86.30 | 80.00 | 6.30 |

    支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 86.30 | 60.00 | 26.30 |
    | 205 | 科学技术支出 | 86.30 | 60.00 | 26.30 |

Consistent::

    # 某局2023年度部门决算

    收入决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 本年收入合计 | 财政拨款收入 | 其他收入 |
    |---|---|---|---|---|
    | 合计 | | 86.30 | 80.00 | 6.30 |
    | 205 | 教育支出 | 86.30 | 80.00 | 6.30 |

    支出决算表

    金额单位：万元

    | 科目代码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
    |---|---|---|---|---|
    | 合计 | | 86.30 | 60.00 | 26.30 |
    | 205 | 教育 支出 | 86.30 | 60.00 | 26.30 |
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from auditor.check.footing import sets
from auditor.check.rule import Rule, View
from auditor.lexicon import codes, fold, kept
from auditor.model import Cell, Check, Document, Evidence, Level, Role, Table, Verdict

rule = Rule(
    __name__,
    title="同一科目代码的名称在各表中相同",
    title_en="A classification code has the same name in every table",
    catalogue=("TT-12",),
    level=Level.WARNING,
)
_NOISE = re.compile(r"\((类|款|项)\)|[\s()·、,，.。\-_*]")


@rule.over(Document)
def printings(document: Document, view: View) -> Iterator[Check]:
    """Hold the names of each code against each other."""
    for tables in sets(document):
        found: dict[str, list[tuple[str, Evidence]]] = {}
        for table in tables:
            for code, stub in _named(table):
                found.setdefault(code, []).append((_plain(stub.text, code), _evidence(stub)))
        for code, names in found.items():
            if len(names) > 1:
                yield from _agree(code, names)


def _named(table: Table) -> Iterator[tuple[str, Cell]]:
    """Each code of the table with the cell that prints its name."""
    for row in table.rows:
        named: set[str] = set()
        for cell in row:
            if cell.code and cell.stub and cell.code not in named and _plain(cell.stub[-1], cell.code):
                named.add(cell.code)
                stub = next((s for s in row if s.role is Role.STUB and _plain(s.text, cell.code) == _plain(cell.stub[-1], cell.code)), None)
                if stub is not None:
                    yield cell.code, stub


def _plain(text: str, code: str) -> str:
    """The name without blanks, brackets and suffixes; empty where the cell holds the code alone."""
    name = _NOISE.sub("", fold(text))
    if name.startswith(code):
        return name[len(code) :]
    return "" if name.isdecimal() else name


def _evidence(stub: Cell) -> Evidence:
    return Evidence(stub.label, "".join(stub.text.split()), stub.location, cell=stub.id)


def _agree(code: str, names: list[tuple[str, Evidence]]) -> Iterator[Check]:
    votes = Counter(name for name, _ in names)
    known = [name for name in votes if name in _official(code)]
    right = known[0] if len(known) == 1 else votes.most_common(1)[0][0]
    reference = next(evidence for name, evidence in names if name == right)
    for name, said in names:
        if said is reference:
            continue
        if name == right:
            yield rule.result(Verdict.CONSISTENT, said, [reference])
        elif name in right or right in name:
            yield rule.undecided(said, "科目名称不完整，可能被截断", [reference])
        else:
            yield rule.result(
                Verdict.INCONSISTENT,
                said,
                [reference],
                display=reference.text,
                level=Level.NOTE if _one_off(name, right) else None,
                message=f"科目{code}在{said.label}作“{said.text}”，在{reference.label}作“{reference.text}”，名称不一致",
                message_en=f"Code {code} is called {said.text} here and {reference.text} elsewhere",
            )


def _one_off(one: str, other: str) -> bool:
    """Whether two names differ in one character, as a misread one would."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


@kept
def _official(code: str) -> frozenset[str]:
    rows = [row for name in ("functions", "economics") for row in codes(name) if row["code"] == code]
    return frozenset(_plain(row["name"], code) for row in rows)
