"""Panels: tables that stand side by side in one grid, and what each of their columns and rows is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from auditor.read.captions import bare
from auditor.read.heads import Block, Matrix, Slot, column_words, is_total
from auditor.read.meaning import read, stripped

_CODE = re.compile(r"[\[(]?(?:\d{3}|\d{5}|\d{7})[\])]?")
_SORTED = re.compile(r"(?:收入|支出|项目)?\(?(?:按|分)(?:照)?[\u4e00-\u9fff、]{0,10}(?:分类|性质|用途|来源|科目|类别)(?:科目)?\)?")
"""A head that says by what the rows are sorted (按功能分类) stands over their names."""
_YEAR = re.compile(r"20\d\d年?(?:度)?")
_PART = re.compile(r"\d{1,2}")
_TEXTUAL = re.compile(r"[\u4e00-\u9fff]")
_PARENTHESES = re.compile(r"\([^()]*\)$")


@dataclass(frozen=True, slots=True)
class Panel:
    """Columns [first, last) with stubs of their own."""

    first: int
    last: int
    roles: tuple[str, ...]
    """For each column: ``code`` ``name`` ``ordinal`` ``unit`` ``owner`` ``text`` ``value``; ``none`` for the rest of a merged column."""

    def columns(self, *roles: str) -> tuple[int, ...]:
        """The columns of these roles."""
        return tuple(self.first + i for i, role in enumerate(self.roles) if role in roles)


@dataclass(frozen=True, slots=True)
class Label:
    """What the stub of a row says in one panel."""

    name: str
    """As printed, without blanks; empty where the row is only told by its owner."""
    code: str
    total: bool
    cells: tuple[Slot, ...]
    """Those of the stub that are filled."""
    outer: tuple[str, ...] = ()
    """Labels left of the name (groups), outermost first."""
    unit: str = ""
    owner: str = ""


def _role_of(head: str) -> str:
    words = column_words()
    for name in ("ordinal", "code", "name", "unit", "owner", "text"):
        if head in words[name]:
            return name
    plain = _PARENTHESES.sub("", head)
    if plain != head and plain:
        return _role_of(plain)
    if head.endswith(("编码", "代码")):
        return "code"
    if head.endswith(("科目名称", "项目名称")) or _SORTED.fullmatch(head):
        return "name"
    return ""


def _contents(rows: Matrix, block: Block, column: int) -> list[Slot]:
    return [
        rows[r][column] for r in range(block.body, block.end) if rows[r][column].label and r not in block.again and r not in block.counting
    ]


def _seen(slots: Sequence[Slot]) -> str:
    """The role that the contents of a column suggest; empty when they do not."""
    if not slots:
        return ""
    codes = sum(bool(_CODE.fullmatch(slot.label)) for slot in slots)
    figures = sum(slot.figure and not _CODE.fullmatch(slot.label) or slot.dash for slot in slots)
    words = sum(bool(_TEXTUAL.search(slot.label)) and not slot.figure for slot in slots)
    if codes and codes + words == len(slots) and codes >= words:
        return "code"
    if figures >= words:
        return "value"
    return "words"


def _counts(slots: Sequence[Slot]) -> bool:
    """Whether a column without a head of its own numbers the rows: integers that rise, with few gaps."""
    numbers = [int(slot.label) for slot in slots if re.fullmatch(r"\d{1,3}", slot.label)]
    if len(numbers) < 3 or len(numbers) < len(slots):
        return False
    return all(b > a for a, b in pairwise(numbers)) and numbers[-1] - numbers[0] < 3 * len(numbers)


def roles(rows: Matrix, block: Block) -> list[str]:
    """The role of every column of the block."""
    width = len(rows[0]) if rows else 0
    out: list[str] = []
    counting = next((rows[r] for r in range(block.top, block.body) if r in block.counting), None)
    for c in range(width):
        path = block.paths[c] if c < len(block.paths) else ()
        head = path[-1] if path else ""
        role = _role_of(head)
        slots = _contents(rows, block, c)
        if role == "code":
            slots = [slot for slot in slots if slot.label not in column_words()["code"]]
        seen = _seen(slots)
        own_head = c < len(block.spans) and bool(block.spans[c]) and block.spans[c][-1][0] == c
        if not own_head and _counts(slots):
            role = "ordinal"
        elif not own_head and path and not slots:
            out.append("none")
            continue
        if slots and all(_YEAR.fullmatch(slot.label) for slot in slots) and not any(r in ("name", "code") for r in out):
            role = "name"
        elif role == "name" and seen == "value" and len(path) < 2:
            role = ""
        if role == "code" and seen == "value":
            role = "code" if all(_PART.fullmatch(s.label) or _CODE.fullmatch(s.label) for s in slots) else "value"
        if role == "code" and head in ("类", "款", "项", "目") and seen == "words" and not any(s.number for s in slots):
            role = "code" if all(is_total(s.label) for s in slots) else "name"
        if role == "unit" and seen == "value":
            role = "value"
        if role == "owner" and (seen == "value" or head == "单位"):
            numbers = seen == "value"
            short = all(len(s.label) <= 6 for s in slots)
            role = "value" if numbers else ("unit" if head == "单位" and short else "owner")
        if role == "text" and seen == "value":
            role = "value"
        if head and read(head, "-").kind == "grade":
            role = "value"
        if not role:
            if seen == "words":
                stub = not any(r == "value" for r in out[_last_panel(out) :])
                role = "name" if stub else "text"
            elif seen == "code" and not any(r == "value" for r in out) and not path:
                role = "code"
            else:
                role = "value"
        if role == "value" and counting is not None and not counting[c].label and not slots and not head:
            role = "text"
        out.append(role)
    if "value" in out and not any(r in ("name", "code") for r in out):
        first = out.index("value")
        if all(not slot.figure for slot in _contents(rows, block, first)) and _contents(rows, block, first):
            out[first] = "name"
    return out


def _last_panel(found: Sequence[str]) -> int:
    for i in range(len(found) - 1, 0, -1):
        if found[i] in ("code", "name", "ordinal") and found[i - 1] in ("value", "text"):
            return i
    return 0


def panels(rows: Matrix, block: Block) -> tuple[Panel, ...]:
    """The panels of a block, left to right: a stub column behind a value column begins the next one."""
    found = roles(rows, block)
    cuts = [0]
    for c in range(1, len(found)):
        behind = found[cuts[-1] : c]
        if found[c] in ("code", "name") and "value" in behind and found[c - 1] in ("value", "text", "none"):
            cuts.append(c)
    cuts.append(len(found))
    return tuple(Panel(a, b, tuple(found[a:b])) for a, b in pairwise(cuts) if b > a)


def _joined(parts: Sequence[str]) -> str:
    """The code whose 类, 款 and 项 stand in columns of their own."""
    code = ""
    for part in parts:
        if not part:
            continue
        if len(part) >= 5 and (not code or part.startswith(code)):
            code = part
        elif not code:
            code = part
        else:
            code += part.zfill(2) if len(part) <= 2 else part
    return code


class Stubs:
    """Reads the stubs of one panel, row after row: merged groups and code parts hold until the next."""

    def __init__(self, panel: Panel, rows: Matrix) -> None:
        self.panel, self.rows = panel, rows
        self.codes = panel.columns("code")
        self.names = panel.columns("name")
        self.held: dict[int, str] = {}
        self.groups: dict[int, str] = {}
        self.owner = ""

    def label(self, r: int) -> Label | None:
        """The label of a row; ``None`` when the stub is empty."""
        row = self.rows[r]
        cells = tuple(row[c] for c in (*self.codes, *self.names) if row[c].label)
        unit = next((row[c].label for c in self.panel.columns("unit") if row[c].label), "")
        owners = [row[c].label for c in self.panel.columns("owner") if row[c].label and _TEXTUAL.search(row[c].label)]
        if owners and not is_total(owners[-1]):
            self.owner = owners[-1]
        if not cells:
            sums = tuple(row[c] for c in self.panel.columns("owner", "ordinal") if row[c].label and is_total(row[c].label))
            if sums:
                return Label(sums[0].label, "", True, sums)
            return Label("", "", False, (), (), unit, self.owner) if owners and not (self.codes or self.names) else None
        heads = column_words()["code"]
        parts: list[str] = []
        words: list[str] = []
        for position, c in enumerate(self.codes):
            text = row[c].label.strip("[]()")
            deeper = any(row[d].label.isdigit() for d in self.codes[position + 1 :])
            if not text and deeper and (len(self.codes) > 1):
                text = self.held.get(c, "")
            if text.isdigit():
                self.held[c] = text
                parts.append(text)
            elif text and text not in heads:
                words.append(row[c].label)
        names = [row[c].label for c in self.names if row[c].label]
        outer: list[str] = []
        for position, c in enumerate(self.names[:-1]):
            if row[c].label:
                self.groups[c] = row[c].label
                for d in self.names[position + 1 :]:
                    self.groups.pop(d, None)
            if c in self.groups and any(row[d].label for d in self.names[position + 1 :]):
                outer.append(self.groups[c])
        name = names[-1] if names else ("".join(words) if words else "")
        if outer and name in outer[-1:] and not any(row[c].label for c in self.names[1:]):
            outer = outer[:-1]
        code = _joined(parts)
        if not name and not code:
            return None
        total = any(is_total(word) for word in (name, *words))
        if total and words and not is_total(name):
            name = next(word for word in words if is_total(word))
        return Label(name or code, code, total, cells, tuple(outer), unit, self.owner)


def spoken(label: Label) -> str:
    """The label for people: code and name without its ordinal."""
    name = stripped(label.name)[0] or label.name or label.owner
    return f"{label.code} {name}" if label.code and label.code != bare(name) else name
