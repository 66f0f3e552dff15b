"""Performance tables: project data, money, goals, indicators, score and texts, one block under the other in one grid.

Their cells are merged in many ways, and conversion shifts rows by a column or two. A row is therefore not read by position
alone: of all orders that keep the sequence of its cells, the one is chosen in which the figures relate as the form demands
(结余 = 预算 − 执行, 执行率 = 执行 ÷ 预算, 得分 ≤ 分值). Where several orders fit equally well, only what they agree on is believed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Any

from auditor.lexicon import kept, load, merge
from auditor.model import Aspects, Quantity, Role
from auditor.read import statutory
from auditor.read.captions import GENERIC, bare
from auditor.read.entries import Entries, Entry, measured, speaks
from auditor.read.heads import Matrix, Slot, head_paths
from auditor.read.heads import block as make_block
from auditor.read.meaning import read, settled, stripped

_PLAIN = re.compile(r"\d{1,3}(?:\.\d+)?")
_SIGNS = {
    "≥": "at_least",
    "≧": "at_least",
    ">=": "at_least",
    "大于等于": "at_least",
    "≤": "at_most",
    "≦": "at_most",
    "<=": "at_most",
    "小于等于": "at_most",
    ">": "more_than",
    "大于": "more_than",
    "<": "less_than",
    "小于": "less_than",
    "=": "",
    "等于": "",
}
_NATURES = frozenset([*_SIGNS, "定性", "定量", "正向", "反向"])
_MONEY = ("declared", "compiled", "initial", "budget", "adjusted", "actual", "balance")
_STAGES = {
    "declared": "年初预算",
    "compiled": "年初预算",
    "initial": "年初预算",
    "budget": "预算",
    "adjusted": "全年预算",
    "actual": "决算",
    "balance": "决算",
}
_EMPTY_NAME = re.compile(r"[.…·\s:：]*|(?:指标|目标)\d+[:：]?|……")
_TITLE = re.compile(r"^(?:20\d\d年(?:度)?)?(?:附件\d*[:：]?)?(?P<name>.{2,40}?)(?:项目)?(?:支出)?(?:预算)?绩效(?:自评|评价|目标|自我评价)")
_SECTION = re.compile(r"^[一二三四五六七八九十]+、")


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known before the first row."""

    style: str
    """``project`` ``overall`` ``target``, or empty when no title says."""
    entity: str
    year: str
    unit: str


@dataclass(frozen=True, slots=True)
class _Head:
    column: int
    type: str
    label: str
    path: tuple[str, ...]
    unit: str = ""


@dataclass(slots=True)
class _FundRow:
    slots: list[Slot]
    label: Slot | None
    choices: list[tuple[int, ...]] = field(default_factory=list)
    """Equally good assignments of its cells to heads."""


@kept
def _words() -> Mapping[str, Any]:
    found: Mapping[str, Any] = load("tables")["performance"]
    return found


@kept
def _set(name: str) -> frozenset[str]:
    return frozenset(map(bare, _words()[name]))


@kept
def _type(label: str, group: str) -> str:
    """What a head says its column holds: the first type one of whose words it has."""
    for name, words in _words()[group].items():
        if isinstance(words, list) and name not in ("first", "second") and any(bare(word) in label for word in words):
            return str(name)
    if group == "indicators":
        return next((name for name in ("first", "second") if any(word in label for word in _words()[group][name])), "")
    return ""


@kept
def _level(label: str, name: str) -> bool:
    return any(re.search(pattern, label) for pattern in _words()[name])


def _filled(row: Sequence[Slot]) -> list[Slot]:
    return [slot for slot in row if slot.label]


def _indicator_head(row: Sequence[Slot]) -> bool:
    filled = _filled(row)
    types = {_type(slot.label, "indicators") for slot in filled if not slot.figure}
    if any(slot.figure for slot in filled) or len(types - {""}) < 2:
        return False
    return bool(types & {"first", "second"}) or (
        "name" in types and len(types & {"target", "adjusted", "actual", "weight", "score", "nature"}) >= 2
    )


def _indicator_part(row: Sequence[Slot]) -> bool:
    """Whether the row may be the upper or lower half of an indicator head."""
    filled = _filled(row)
    types = [_type(slot.label, "indicators") for slot in filled]
    known = [t for t in types if t]
    return len(known) >= 2 and 2 * len(known) > len(filled) and not any(slot.figure for slot in filled) and not _fund_head(row)


def _fund_types(row: Sequence[Slot]) -> list[str]:
    return [t for slot in _filled(row) if not slot.figure and len(slot.label) <= 16 and (t := _type(slot.label, "funds"))]


def _fund_head(row: Sequence[Slot]) -> bool:
    filled = _filled(row)
    if any(slot.figure for slot in filled) or any(_type(slot.label, "indicators") in ("first", "second", "name") for slot in filled):
        return False
    types = {t for t in _fund_types(row) if t not in ("reason", "source")}
    return len(types) >= 2 and bool(types & set(_MONEY) - {"balance"})


def _task_head(row: Sequence[Slot]) -> bool:
    labels = {slot.label for slot in _filled(row)}
    return bool(labels & _set("tasks")) and len(labels) >= 3


def _goal_head(row: Sequence[Slot]) -> bool:
    return sum(slot.label.rstrip(":") in _set("goals") for slot in _filled(row)) >= 2


def _pairs(row: Sequence[Slot]) -> list[tuple[Slot, Slot | None]]:
    """Labels each with its figure (预算数: 30 执行数: 22.79); empty when the row is not made of such pairs."""
    filled = _filled(row)
    found: list[tuple[Slot, Slot | None]] = []
    for slot in filled:
        if slot.figure or slot.dash:
            if not found or found[-1][1] is not None:
                return []
            found[-1] = (found[-1][0], slot)
        elif _type(slot.label, "funds") not in ("", "reason") and len(slot.label) <= 14:
            found.append((slot, None))
    return found if len(found) >= 2 else []


def _information(row: Sequence[Slot]) -> bool:
    filled = _filled(row)
    return bool(filled) and filled[0].label.rstrip(":") in _set("information") and len(filled) <= 6


def fits(rows: Matrix, top: int, end: int, title_style: str) -> bool:
    """Whether a grid is laid out like a performance table."""
    body = rows[top:end]
    if any(_indicator_head(row) for row in body):
        return True
    if any(_names_project(row, below) for row, below in pairwise(body[:4])):
        return True
    listed = False
    for row in body[:4]:
        listed = listed or any(slot.label in ("序号", "项目名称", "单位名称") for slot in _filled(row))
        if _fund_head(row) and not listed and not _task_head(row) and set(_fund_types(row)) & {"rate", "score", "declared"}:
            return True
        pairs = _pairs(row)
        if any(value is not None for _, value in pairs) and {_type(label.label, "funds") for label, _ in pairs} >= {"budget", "actual"}:
            return True
    if title_style:
        texts = [slot for row in body for slot in _filled(row) if len(slot.label) > 25]
        return len(texts) >= max(2, len(body) // 3)
    return False


def _names_project(row: Sequence[Slot], below: Sequence[Slot]) -> bool:
    """Whether the row is 项目名称 with its value, above another row with a label, and not the head of a list."""
    filled = _filled(row)
    if not filled or filled[0].label.rstrip(":") not in _set("entity") or not 2 <= len(filled) <= 6:
        return False
    return bool(below[filled[0].column].label) and not filled[1].figure and not any(_type(slot.label, "funds") for slot in filled[1:])


def entity_of(title: str) -> str:
    """The project that the title of its table names, empty without one."""
    match = _TITLE.match("".join(title.split()))
    name = match["name"] if match else ""
    return "" if re.search(r"整体|部门|单位|^项目$|^20\d\d|^专项$|^支出$|^财政$", name) else name


@dataclass(frozen=True, slots=True)
class Found:
    """What a performance table says."""

    entries: Entries
    entity: str
    kind: str
    unit: str
    header_rows: int


def understand(rows: Matrix, top: int, end: int, setting: Setting) -> Found:
    """The entries of all cells, the project, the kind of the table, its money unit, and the rows down to its first head."""
    reader = _Reader(rows, top, end, setting)
    reader.run()
    kind = setting.style
    if not kind:
        kind = (
            "project"
            if reader.entity and {"funds", "indicators"} <= reader.blocks
            else "funds"
            if "funds" in reader.blocks
            else "indicators"
        )
        if not reader.blocks & {"funds", "indicators"}:
            kind = "tasks" if "tasks" in reader.blocks else "overall"
    return Found(reader.entries, reader.entity, f"performance.{kind}", reader.named_unit, reader.first_head)


class _Reader:
    """Goes down the rows, block by block."""

    def __init__(self, rows: Matrix, top: int, end: int, setting: Setting) -> None:
        self.rows, self.top, self.end, self.setting = rows, top, end, setting
        self.entries: Entries = {}
        self.entity = setting.entity
        self.unit = setting.unit
        self.named_unit = ""
        self.blocks: set[str] = set()
        self.state = ""
        self.heads: list[_Head] = []
        self.funds: list[_FundRow] = []
        self.stages: list[str] = []
        self.goals: list[tuple[int, str]] = []
        self.groups = ["", ""]
        self.first_head = 0
        self.group_label = ""

    @property
    def overall(self) -> bool:
        """Whether the table is about the whole unit, not one project."""
        return self.setting.style == "overall"

    def run(self) -> None:
        """Read all rows."""
        for r in range(self.top, self.end):
            if _information(self.rows[r]):
                self._entity(self.rows[r])
        r = self.top
        while r < self.end:
            r = self._row(r)
        self._settle_funds()

    def _entity(self, row: Sequence[Slot]) -> None:
        filled = _filled(row)
        if filled[0].label.rstrip(":") in _set("entity") and len(filled) > 1 and not self.overall:
            self.entity = "".join(filled[1].cell.text.split())

    def _row(self, r: int) -> int:
        """Read the row, or the block that it opens; the next row to read."""
        row = self.rows[r]
        filled = _filled(row)
        if not filled:
            self._mark(r, Role.BLANK)
            return r + 1
        following = self.rows[r + 1] if r + 1 < self.end else None
        if _indicator_head(row) or (following is not None and _indicator_part(row) and _indicator_head(following)):
            return self._indicator_heads(r)
        if _task_head(row):
            return self._tasks(r)
        if _fund_head(row):
            return self._fund_heads(r)
        pairs = _pairs(row)
        typed = [_type(label.label, "funds") for label, _ in pairs]
        if pairs and any(value for _, value in pairs) and ({"budget", "actual"} <= set(typed) or self.state == "pairs"):
            self._pair_row(row, pairs)
        elif self.state == "pairs" and pairs:
            self._mark(r, Role.STUB)
        elif _goal_head(row):
            self._close("goals")
            self.goals = [(slot.column, slot.label) for slot in filled if slot.label.rstrip(":") in _set("goals")]
            self._mark(r, Role.HEAD)
        elif _information(row):
            for slot in row:
                known = slot.label.rstrip(":") in _set("information")
                self.entries[r, slot.column] = Entry(Role.STUB if known else Role.TEXT if slot.label else Role.BLANK)
        elif self.state in ("", "amounts") and (amounts := _amounts(row)) and (self.state or _is_sum(amounts[0][0])):
            self._amount_row(row, amounts)
        elif self._is_total(row):
            self._total(row)
            self._close("text")
        elif self.state == "funds" and self._is_fund_row(row):
            self._fund_row(row)
        elif self.state == "indicators" and (self._in_place(row) or not self._is_analysis(row)) and self._indicator(row):
            pass
        elif self.state == "goals":
            self._goal_row(row)
        else:
            if self.state in ("indicators", "funds", "pairs"):
                self._close("text")
            self._text_row(row)
        return r + 1

    def _mark(self, r: int, role: Role) -> None:
        for slot in self.rows[r]:
            self.entries[r, slot.column] = Entry(role if slot.label or slot.covered else Role.BLANK)
        if role is Role.HEAD and not self.first_head:
            self.first_head = r + 1

    def _name_unit(self, heads: Sequence[Slot]) -> None:
        units = {unit for slot in heads if (unit := _money_unit(slot.label))}
        if len(units) == 1:
            self.unit = self.named_unit = units.pop()

    def _close(self, state: str) -> None:
        """Leave the block: its money rows are settled together."""
        self._settle_funds()
        self.state = state

    # money

    def _fund_heads(self, r: int) -> int:
        self._close("funds")
        self.blocks.add("funds")
        body = r + 1
        while body < self.end and body < r + 3:
            row = self.rows[body]
            filled = _filled(row)
            types = _fund_types(row)
            if (
                not filled
                or any(slot.figure for slot in filled)
                or len(types) < max(1, len(filled) // 2)
                or _indicator_head(row)
                or _goal_head(row)
            ):
                break
            body += 1
        paths, spans = head_paths(self.rows, r, body)
        self.heads = []
        first = _filled(self.rows[r])[0].column
        for c, path in enumerate(paths):
            if not path or spans[c][-1][0] != c:
                continue
            known = [(t, label) for label in reversed(path) if (t := _type(label, "funds"))]
            if not known or known[0][0] == "source" or (c == first and not self._valued(body, c)):
                continue
            unit = next((u for label in reversed(path) if (u := stripped(label)[2])), "")
            self.heads.append(_Head(c, known[0][0], known[0][1], path, unit))
        named = [slot for k in range(r, body) for slot in _filled(self.rows[k])]
        self._name_unit(named)
        for k in range(r, body):
            self._mark(k, Role.HEAD)
            for slot in _filled(self.rows[k]):
                if not _type(slot.label, "funds"):
                    self.entries[k, slot.column] = Entry(Role.STUB)
        return body

    def _valued(self, body: int, c: int) -> bool:
        """Whether a figure stands in that column right under the heads, not the label of a row."""
        return any(self.rows[r][c].figure for r in range(body, min(self.end, body + 3)))

    def _is_fund_row(self, row: Sequence[Slot]) -> bool:
        filled = _filled(row)
        values = [slot for slot in filled if slot.figure or slot.dash]
        labels = [slot for slot in filled if not slot.figure and not slot.dash]
        if not labels:
            return sum(slot.figure for slot in values) >= 2
        return bool(values) and labels[0].column < values[0].column and len(labels[0].label) <= 24

    def _fund_row(self, row: Sequence[Slot]) -> None:
        filled = _filled(row)
        first = next(slot for slot in filled if slot.figure or slot.dash)
        labels = [slot for slot in filled if slot.column < first.column]
        for slot in row:
            self.entries[slot.row, slot.column] = Entry(Role.STUB if slot in labels else Role.BLANK)
        values = [slot for slot in filled if slot.column >= first.column and (slot.figure or slot.dash)]
        for slot in filled:
            if slot.column > first.column and not slot.figure and not slot.dash:
                self.entries[slot.row, slot.column] = Entry(
                    Role.TEXT,
                    row_words=(labels[-1].label.rstrip(":") if labels else ""),
                    column_words="原因",
                    speaks=speaks(slot.cell.text),
                )
        self.funds.append(_FundRow(values, labels[-1] if labels else None))

    def _settle_funds(self) -> None:
        """Give the money rows of a block their meaning; a row that could be read in two ways follows the one that cannot."""
        heads = [head for head in self.heads if head.type != "reason"]
        full = [dict(enumerate(fund.slots)) for fund in self.funds if len(fund.slots) == len(heads)]
        for fund in self.funds:
            fund.choices = _aligned(fund.slots, heads, full)
        filled = [fund for fund in self.funds if any(slot.figure for slot in fund.slots)]
        for fund in self.funds:
            self._fund_cells(fund, heads, alone=len(filled) == 1)
        self.funds = []
        if self.state == "funds":
            self.heads = []

    def _fund_cells(self, fund: _FundRow, heads: Sequence[_Head], *, alone: bool) -> None:
        label = fund.label.label.rstrip(":") if fund.label else ""
        total = alone or not label or stripped(label)[0] in _set("sums")
        money: list[Entry] = []
        for position, slot in enumerate(fund.slots):
            options = {choice[position] for choice in fund.choices}
            head = heads[options.pop()] if len(options) == 1 else None
            entry = Entry(Role.TOTAL if total else Role.BODY, stub=(label,) if label else (), row_words=label)
            if head is not None:
                entry.path, entry.column_words = head.path, head.label
                self._fund_cell(entry, slot, head, label, total=total)
                if entry.quantity is not None and head.type in _MONEY:
                    money.append(entry)
            self.entries[slot.row, slot.column] = entry
        _level_decimals(money)

    def _fund_cell(self, entry: Entry, slot: Slot, head: _Head, label: str, *, total: bool) -> None:
        entry.raw = self._fund_aspects(label, total=total)
        if head.type in _MONEY:
            entry.raw = entry.raw.but(stage=_STAGES[head.type])
            if head.type == "declared":
                entry.raw = entry.raw.but(part=f"名.{stripped(head.label)[0]}")
            if head.type == "balance":
                entry.raw = entry.raw.but(
                    measure=f"{entry.raw.measure}.结余" if entry.raw.measure.startswith("项目资金") else "名.资金结余"
                )
            unit = head.unit or self.unit
        elif head.type == "rate":
            entry.kind, unit = "completion", "%"
            entry.raw = entry.raw.but(stage="决算")
        else:
            entry.kind, unit = head.type, "分"
        entry.aspects = settled(entry.raw)
        if not slot.dash:
            entry.quantity = measured(slot.cell, unit)

    def _fund_aspects(self, label: str, *, total: bool) -> Aspects:
        base = Aspects(period=self.setting.year, entity=self.entity)
        name = stripped(label)[0]
        if not self.overall:
            return base.but(measure="项目资金" if total or not name else f"项目资金.{name}")
        if total or not name:
            return base.but(measure="合计", flow="支出")
        reading = read(label, "功能")
        if not reading.known:
            return base.but(measure=f"名.{name}", flow="支出")
        return merge(base.but(flow="支出"), reading.aspects)

    def _pair_row(self, row: Sequence[Slot], pairs: Sequence[tuple[Slot, Slot | None]]) -> None:
        r = row[0].row
        if self.state != "pairs":
            self._close("pairs")
            self.blocks.add("funds")
            self._name_unit(_filled(row))
            self.stages = []
        self._mark(r, Role.STUB)
        typed = [_type(label.label, "funds") for label, _ in pairs]
        if {"budget", "initial", "adjusted", "actual"} & set(typed) and not all(t == "source" for t in typed):
            self.stages = list(typed)
        money = []
        for position, (label, value) in enumerate(pairs):
            if value is None:
                continue
            kind = self.stages[position] if position < len(self.stages) else ""
            own = _type(label.label, "funds")
            name = label.label.rstrip(":")
            total = own != "source"
            kind = own if total else kind
            entry = Entry(
                Role.TOTAL if total else Role.BODY, stub=(name,), row_words=name if total else f"{name}", column_words="" if total else kind
            )
            head = _Head(value.column, kind, name, (name,))
            if kind in _MONEY or kind in ("rate", "score", "weight"):
                entry.path = (name,)
                entry.column_words = {"budget": "预算数", "actual": "执行数"}.get(kind, "") if not total else ""
                self._fund_cell(entry, value, head, "" if total else name, total=total)
                if entry.quantity is not None and kind in _MONEY:
                    money.append(entry)
            self.entries[r, value.column] = entry
        _level_decimals(money)

    def _amount_row(self, row: Sequence[Slot], amounts: Sequence[tuple[Slot, Slot]]) -> None:
        """A planned sum or one of its sources, beside its label: 年度资金总额 300.00."""
        if self.state != "amounts":
            self._close("amounts")
            self.blocks.add("funds")
            self._name_unit(_filled(row))
        self._mark(row[0].row, Role.STUB)
        for label, value in amounts:
            name = label.label.rstrip(":")
            total = _is_sum(label)
            entry = Entry(Role.TOTAL if total else Role.BODY, stub=(name,), path=(name,), row_words=name)
            self._fund_cell(entry, value, _Head(value.column, "budget", name, (name,)), name, total=total)
            term = next((word for word in _words()["terms"] if word in name), "")
            if (
                total
                and not term
                and len(amounts) > 1
                and not name.startswith("年度")
                and any(other.label.startswith("年度") for other, _ in amounts)
            ):
                term = name
            if term:
                entry.raw = entry.aspects = entry.aspects.but(part=f"名.{term}")
            self.entries[row[0].row, value.column] = entry

    # tasks

    def _tasks(self, r: int) -> int:
        self._close("tasks")
        self.blocks.add("tasks")
        body = r + 1
        while (
            body < self.end
            and body < r + 3
            and _fund_types(self.rows[body])
            and not any(slot.figure or len(slot.label) > 20 for slot in _filled(self.rows[body]))
        ):
            body += 1
        end = body
        while end < self.end:
            row = self.rows[end]
            filled = _filled(row)
            if (
                _indicator_head(row)
                or _goal_head(row)
                or _fund_head(row)
                or _information(row)
                or (len(filled) == 1 and _SECTION.match(filled[0].label))
            ):
                break
            end += 1
        self._name_unit([slot for k in range(r, body) for slot in _filled(self.rows[k])])
        outer = _filled(self.rows[r])[0]
        block = make_block(self.rows, r, body, end)
        if not outer.label.endswith(("名称", "任务")) and outer.column == 0:
            block = replace(block, paths=((), *block.paths[1:]), spans=((), *block.spans[1:]))
        ground = statutory.Ground(
            GENERIC, Aspects(flow="支出", scope="全口径", entity=self.entity), self.unit, self.setting.year, "功能", "项目"
        )
        self.entries.update(statutory.understand(self.rows, [block], ground))
        self.state = "text"
        return end

    # indicators

    def _indicator_heads(self, r: int) -> int:
        self._close("indicators")
        self.blocks.add("indicators")
        body = r + 1
        while body < self.end and body < r + 3 and (_indicator_head(self.rows[body]) or _indicator_part(self.rows[body])):
            body += 1
        paths, spans = head_paths(self.rows, r, body)
        self.heads = []
        for c, path in enumerate(paths):
            if not path or spans[c][-1][0] != c:
                continue
            known = next(((t, label) for label in reversed(path) if (t := _type(label, "indicators"))), None)
            if known:
                self.heads.append(_Head(c, known[0], known[1], path, stripped(path[-1])[2]))
        if not any(head.type == "name" for head in self.heads):
            for kind in ("second", "first"):
                if (found := next((i for i, head in enumerate(self.heads) if head.type == kind), None)) is not None:
                    self.heads[found] = replace(self.heads[found], type="name")
                    break
        self.groups = ["", ""]
        for k in range(r, body):
            self._mark(k, Role.HEAD)
        return body

    def _indicator(self, row: Sequence[Slot]) -> bool:
        """Read a row of the indicator block; false when it is none."""
        filled = _filled(row)
        name = next(head.column for head in self.heads if head.type == "name")
        if all(
            _EMPTY_NAME.fullmatch(s.label) or (s.column < name and (_level(s.label, "first") or _level(s.label, "second"))) for s in filled
        ):
            self._levels(filled)
            self._mark(row[0].row, Role.STUB)
            return True
        by_column = {slot.column: slot for slot in filled}
        best: tuple[float, int] | None = None
        for shift in (0, -1, 1, -2, 2, -3, 3):
            score = self._shifted(by_column, shift)
            if score is not None and (best is None or score > best[0]):
                best = (score, shift)
        if best is None or best[0] <= 0:
            return False
        found: dict[str, Slot] = {}
        labels: dict[str, _Head] = {}
        for head in self.heads:
            slot = by_column.get(head.column + best[1])
            if slot is not None and head.type not in found:
                found[head.type], labels[head.type] = slot, head
        self._indicator_cells(row, found, labels)
        return True

    def _levels(self, filled: Sequence[Slot]) -> None:
        """Remember the groups that a row without values opens."""
        for slot in filled:
            if _level(slot.label, "first"):
                self.groups = [slot.label, ""]
            elif _level(slot.label, "second"):
                self.groups[1] = slot.label

    def _shifted(self, cells: Mapping[int, Slot], shift: int) -> float | None:
        """How well the row fits when its cells stand ``shift`` columns right of their heads; ``None`` when it cannot."""
        score = -0.25 * abs(shift)
        placed: set[int] = set()
        seen: dict[str, Slot] = {}
        for head in self.heads:
            slot = cells.get(head.column + shift)
            if slot is not None:
                placed.add(slot.column)
                seen.setdefault(head.type, slot)
            score += _plausible(head.type, slot)
        outside = [slot for c, slot in cells.items() if c not in placed]
        score -= 3 * sum(not _level(slot.label, "first") for slot in outside) + 0.5 * len(outside)
        weight, points = seen.get("weight"), seen.get("score")
        if weight and points and _PLAIN.fullmatch(weight.label) and _PLAIN.fullmatch(points.label):
            score += 0.5 if Decimal(points.label) <= Decimal(weight.label) else -3
        return score if "name" in seen else None

    def _indicator_cells(self, row: Sequence[Slot], found: Mapping[str, Slot], heads: Mapping[str, _Head]) -> None:
        r = row[0].row
        for level, name in enumerate(("first", "second")):
            if name in found:
                self.groups[level] = found[name].label
                if level == 0:
                    self.groups[1] = ""
        for slot in row:
            self.entries[r, slot.column] = Entry(Role.STUB if slot.label or slot.covered else Role.BLANK)
        name, _, name_unit, _ = stripped(found["name"].label)
        stub = (*(group for group in self.groups if group), found["name"].label)
        if _EMPTY_NAME.fullmatch(name):
            name = ""
        quantities = {t: self._indicator_quantity(t, found, name_unit) for t in ("target", "adjusted", "actual") if t in found}
        unit = next((q.unit for t in ("adjusted", "target", "actual") if (q := quantities.get(t)) is not None and q.unit), "")
        for t, slot in found.items():
            if t in ("first", "second", "name"):
                continue
            head = heads[t]
            entry = Entry(Role.BODY, path=head.path, stub=stub, row_words=name or found["name"].label, column_words=head.label)
            self.entries[r, slot.column] = entry
            if t in ("nature", "unit"):
                entry.role = Role.STUB
            elif t == "reason":
                entry.role, entry.speaks = Role.TEXT, speaks(slot.cell.text)
            else:
                quantity = quantities.get(t)
                if t in ("weight", "score"):
                    quantity = measured(slot.cell, "分")
                elif quantity is not None and not quantity.unit and unit:
                    quantity = measured(slot.cell, unit)
                stage = {"target": "目标", "adjusted": "目标", "actual": "决算"}.get(t, "")
                if name:
                    entry.kind = "target" if t == "adjusted" else t
                    part = f"名.{stripped(head.label)[0]}" if t == "adjusted" and "target" in found else ""
                    entry.raw = Aspects(f"指标.{name}", part=part, stage=stage, period=self.setting.year, entity=self.entity)
                    entry.aspects = entry.raw
                    entry.quantity = quantity
                if t == "actual" and quantity is None and len(slot.label) > 8 and speaks(slot.cell.text):
                    entry.role, entry.speaks, entry.aspects = Role.TEXT, True, Aspects()

    def _indicator_quantity(self, t: str, found: Mapping[str, Slot], name_unit: str) -> Quantity | None:
        slot = found[t]
        unit = found["unit"].label if "unit" in found else name_unit
        quantity = measured(slot.cell, unit)
        if quantity is not None and t == "target" and not quantity.hedge and "nature" in found:
            hedge = _SIGNS.get(found["nature"].label, "")
            quantity = replace(quantity, hedge=hedge) if hedge else quantity
        return quantity

    def _in_place(self, row: Sequence[Slot]) -> bool:
        """Whether the row begins right under the head of the names."""
        return any(head.type == "name" and head.column == _filled(row)[0].column > 0 for head in self.heads)

    def _is_analysis(self, row: Sequence[Slot]) -> bool:
        """Whether the row holds a text about the whole, behind the indicators."""
        filled = _filled(row)
        labels = [slot.label for slot in filled[:-1]] or [filled[0].label]
        if any(_level(label, "first") or _level(label, "second") for label in labels[:2]) and len(filled) > 2:
            return False
        numbers = sum(bool(_PLAIN.fullmatch(slot.label)) for slot in filled)
        return (
            numbers == 0 and len(filled) <= 4 and any(word in labels[0] or word in labels[-1] for word in map(bare, _words()["analysis"]))
        )

    # score

    def _is_total(self, row: Sequence[Slot]) -> bool:
        filled = _filled(row)
        if self.state not in ("indicators", "text", "goals") or filled[0].label.rstrip(":") not in _set("total"):
            return False
        return (
            len(filled) >= 2
            and all(slot.figure or slot.dash or slot.label in _set("grades") or len(slot.label) > 4 for slot in filled[1:])
            and any(slot.figure or slot.label in _set("grades") for slot in filled[1:])
        )

    def _total(self, row: Sequence[Slot]) -> None:
        r = row[0].row
        filled = _filled(row)
        self._mark(r, Role.STUB)
        aspects = Aspects("绩效.总分", period=self.setting.year, entity=self.entity)
        numbers = [slot for slot in filled[1:] if slot.figure]
        kinds = ["score"] if len(numbers) == 1 else ["weight", "score"]
        label = filled[0].label.rstrip(":")
        for kind, slot in zip(kinds, numbers, strict=False):
            self.entries[r, slot.column] = Entry(
                Role.TOTAL,
                aspects,
                kind,
                measured(slot.cell, "分"),
                (),
                (label,),
                row_words=label,
                column_words="得分" if kind == "score" else "分值",
                raw=aspects,
            )
        for slot in filled[1:]:
            if slot.label in _set("grades"):
                self.entries[r, slot.column] = Entry(
                    Role.BODY, aspects, "grade", None, (), (label,), row_words=label, column_words="等级", raw=aspects
                )
            elif not slot.figure:
                self.entries[r, slot.column] = Entry(Role.TEXT, row_words=label, speaks=speaks(slot.cell.text))

    # text

    def _goal_row(self, row: Sequence[Slot]) -> None:
        for slot in row:
            entry = Entry(Role.BLANK)
            if slot.label:
                text = len(slot.label) > 8 or bool(re.search(r"[。；，]", slot.label)) or slot.column >= min(c for c, _ in self.goals)
                words = next((label for c, label in sorted(self.goals, reverse=True) if c <= slot.column), self.goals[0][1])
                entry = Entry(Role.TEXT if text else Role.STUB, column_words=words.rstrip(":"), speaks=text and speaks(slot.cell.text))
            self.entries[slot.row, slot.column] = entry

    def _text_row(self, row: Sequence[Slot]) -> None:
        filled = _filled(row)
        last = filled[-1]
        words: list[str] = []
        for slot in row:
            entry = Entry(Role.BLANK)
            if slot.label:
                alone = len(filled) == 1 and len(slot.label) <= 20 and not re.search(r"[。；]", slot.label)
                text = (slot is last and not alone) or len(slot.label) > 30
                entry = Entry(Role.TEXT if text else Role.STUB, row_words=" ".join(words), speaks=text and speaks(slot.cell.text))
                if not text:
                    words.append(slot.label.rstrip(":"))
            self.entries[slot.row, slot.column] = entry


def _is_sum(label: Slot) -> bool:
    name = stripped(label.label)[0]
    return name in _set("sums") or any(name == word + total for word in _words()["terms"] for total in _set("sums"))


def _amounts(row: Sequence[Slot]) -> list[tuple[Slot, Slot]]:
    """The sums and sources of money of the row, each with its figure; empty when something else stands beside them."""
    found: list[tuple[Slot, Slot]] = []
    label: Slot | None = None
    for slot in _filled(row):
        if slot.figure or slot.dash:
            if label is None or not (_is_sum(label) or _type(label.label, "funds") in ("source", "balance")):
                return []
            if slot.figure:
                found.append((label, slot))
            label = None
        else:
            label = slot
    return found


def _money_unit(label: str) -> str:
    match = re.search(r"\((?:单位[:：]?)?([百千万亿]*元)\)", label)
    return match.group(1) if match else ""


def _plausible(kind: str, slot: Slot | None) -> float:
    """How well a cell goes under a head of that kind."""
    if slot is None:
        return {"name": -3.0, "target": -0.5, "actual": -0.5, "weight": -0.5, "score": -0.5}.get(kind, 0.0)
    label = slot.label
    plain = bool(_PLAIN.fullmatch(label))
    match kind:
        case "first":
            return 2.0 if _level(label, "first") else -4.0 if slot.figure else -2.0 if _level(label, "second") else -0.5
        case "second":
            return 2.0 if _level(label, "second") else -4.0 if slot.figure else -1.0 if _level(label, "first") else 0.0
        case "name":
            return -5.0 if slot.figure else -0.5 if _level(label, "second") and label.endswith("指标") else 1.0
        case "nature":
            return 2.0 if label in _NATURES else -2.0
        case "unit":
            return -3.0 if slot.number else 1.0 if len(label) <= 6 else -2.0
        case "weight" | "score":
            return 2.0 if plain else 1.0 if re.fullmatch(r"\d+(?:\.\d+)?[分%]?", label) else -5.0
        case "reason":
            return -4.0 if plain else 0.5
        case "target" | "adjusted" | "actual":
            return 0.5 if not _level(label, "second") else -1.0
    return 0.0


@lru_cache(maxsize=8192)
def _number(label: str) -> Decimal | None:
    text = label.replace(",", "").rstrip("%").strip("()")
    return Decimal(text) if re.fullmatch(r"-?\d+(?:\.\d+)?", text) else None


def _places(slot: Slot) -> int:
    return len(slot.label.rstrip("%)").partition(".")[2])


def _aligned(slots: Sequence[Slot], heads: Sequence[_Head], full: Sequence[Mapping[int, Slot]]) -> list[tuple[int, ...]]:
    """The assignments of the cells to heads, in order, that fit best; several when they fit equally well.

    ``full`` are rows of the same block that have a cell for every head: a row that repeats one of them is read like it.
    """
    if not slots or not heads or len(slots) > len(heads):
        return []
    scored = []
    for choice in combinations(range(len(heads)), len(slots)):
        alike = max((_alike(choice, slots, other) for other in full), default=0)
        scored.append((_fit(slots, heads, choice) + (10 if alike == len(slots) else 0), choice))
    best = max(score for score, _ in scored)
    if best < -6 and len(slots) < len(heads):
        return []
    return [choice for score, choice in scored if score >= best - 0.75]


def _fit(slots: Sequence[Slot], heads: Sequence[_Head], choice: tuple[int, ...]) -> float:
    """How well the cells fit those heads: their columns, and how their figures relate."""
    offsets = {slot.column - heads[i].column for slot, i in zip(slots, choice, strict=True)}
    score = 3.0 if offsets == {0} else 1.5 if len(offsets) == 1 else 0.0
    value: dict[str, Decimal] = {}
    decimals = 0
    for slot, i in zip(slots, choice, strict=True):
        kind = heads[i].type
        number = _number(slot.label)
        if "%" in slot.label and kind != "rate":
            score -= 10
        if number is None:
            continue
        if kind in _MONEY:
            decimals = max(decimals, _places(slot))
        elif kind == "weight":
            score += 0.5 if number == 10 else -1.0 if number > 100 or number % 1 else 0.0
        value[kind] = number
    step = Decimal(1).scaleb(-decimals)
    budget = value.get("adjusted", value.get("compiled", value.get("initial", value.get("budget"))))
    actual, rate, points = value.get("actual"), value.get("rate"), value.get("score")
    if budget is not None and actual is not None:
        if "balance" in value:
            score += 3 if abs(budget - actual - value["balance"]) <= 2 * step else -4
        if rate is not None and budget == 0:
            score += 1 if rate == 0 else -1
        elif rate is not None:
            score += 3 if abs(100 * actual - rate * budget) <= budget + 200 * step else -3
    if rate is not None and points is not None:
        weight = value.get("weight", Decimal(10))
        expected = weight * min(rate, Decimal(100)) / 100
        score += 2 if abs(expected - points) <= max(weight / 50, Decimal("0.1")) else -1
    if "compiled" in value and value["compiled"] == value.get("declared"):
        score += 0.25
    if points is not None and points > 100:
        score -= 3
    return score


def _alike(choice: tuple[int, ...], slots: Sequence[Slot], other: Mapping[int, Slot]) -> int:
    """How many cells stand under the same head with the same value in another row."""
    return sum(1 for i, slot in zip(choice, slots, strict=True) if i in other and _number(slot.label) == _number(other[i].label))


def _level_decimals(money: Sequence[Entry]) -> None:
    """Amounts of one row share its most decimals, for trailing zeros are stripped; a row of integers is exact (P4)."""
    quantities = [entry.quantity for entry in money if entry.quantity is not None]
    if not quantities:
        return
    decimals = max(quantity.decimals for quantity in quantities)
    for entry in money:
        if entry.quantity is not None:
            entry.quantity = replace(entry.quantity, exact=True) if decimals == 0 else replace(entry.quantity, decimals=decimals)
