"""The money of a performance table: planned and spent in rows, in pairs, or in one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from auditor.lexicon import merge
from auditor.model import Aspects, Role
from auditor.read.entries import Entries, Entry, measured, speaks
from auditor.read.heads import Matrix, Slot, head_paths
from auditor.read.meaning import read, settled, stripped
from auditor.read.performance_orders import UNKNOWN, Head, aligned
from auditor.read.performance_rows import (
    MONEY,
    Setting,
    fund_types,
    goal_head,
    indicator_head,
    is_sum,
    money_unit,
    type_of,
    vocabulary,
    word_set,
    written,
)

_STAGES = {
    "declared": "年初预算",
    "compiled": "年初预算",
    "initial": "年初预算",
    "budget": "预算",
    "adjusted": "全年预算",
    "actual": "决算",
    "balance": "决算",
}


@dataclass(slots=True)
class FundRow:
    """A row of money: its cells and what stands before them."""

    slots: list[Slot]
    label: Slot | None
    choices: list[tuple[int, ...]] = field(default_factory=list)
    """Equally good assignments of its cells to heads."""


class Funds:
    """Goes down the rows of a table; this part reads its money."""

    def __init__(self, rows: Matrix, top: int, end: int, setting: Setting) -> None:
        self.rows, self.top, self.end, self.setting = rows, top, end, setting
        self.entries: Entries = {}
        self.entity = setting.entity
        self.unit = setting.unit
        self.named_unit = ""
        self.blocks: set[str] = set()
        self.state = ""
        self.heads: list[Head] = []
        self.funds: list[FundRow] = []
        self.stages: list[str] = []
        self.goals: list[tuple[int, str]] = []
        self.groups = ["", ""]
        self.first_head = 0
        self.group_label = ""

    @property
    def overall(self) -> bool:
        """Whether the table is about the whole unit, not one project."""
        return self.setting.style == "overall"

    def _mark(self, r: int, role: Role) -> None:
        for slot in self.rows[r]:
            self.entries[r, slot.column] = Entry(role if slot.label or slot.covered else Role.BLANK)
        if role is Role.HEAD and not self.first_head:
            self.first_head = r + 1

    def _name_unit(self, heads: Sequence[Slot]) -> None:
        units = {unit for slot in heads if (unit := money_unit(slot.label))}
        if len(units) == 1:
            self.unit = self.named_unit = units.pop()

    def _close(self, state: str) -> None:
        """Leave the block: its money rows are settled together."""
        self._settle_funds()
        self.state = state

    def _fund_heads(self, r: int) -> int:
        self._close("funds")
        self.blocks.add("funds")
        body = r + 1
        while body < self.end and body < r + 3:
            row = self.rows[body]
            filled = written(row)
            types = fund_types(row)
            if (
                not filled
                or any(slot.figure for slot in filled)
                or len(types) < max(1, len(filled) // 2)
                or indicator_head(row)
                or goal_head(row)
            ):
                break
            body += 1
        paths, spans = head_paths(self.rows, r, body)
        self.heads = []
        first = written(self.rows[r])[0].column
        for c, path in enumerate(paths):
            if not path or spans[c][-1][0] != c:
                continue
            known = [(t, label) for label in reversed(path) if (t := type_of(label, "funds"))]
            if not known and c != first and self._valued(body, c):
                self.heads.append(Head(c, UNKNOWN, path[-1], path))  # its figures are its own, not those of its neighbours
                continue
            if not known or known[0][0] == "source" or (c == first and not self._valued(body, c)):
                continue
            unit = next((u for label in reversed(path) if (u := stripped(label)[2])), "")
            self.heads.append(Head(c, known[0][0], known[0][1], path, unit))
        named = [slot for k in range(r, body) for slot in written(self.rows[k])]
        self._name_unit(named)
        for k in range(r, body):
            self._mark(k, Role.HEAD)
            for slot in written(self.rows[k]):
                if not type_of(slot.label, "funds"):
                    self.entries[k, slot.column] = Entry(Role.STUB)
        return body

    def _valued(self, body: int, c: int) -> bool:
        """Whether a figure stands in that column right under the heads, not the label of a row."""
        return any(self.rows[r][c].figure for r in range(body, min(self.end, body + 3)))

    def _is_fund_row(self, row: Sequence[Slot]) -> bool:
        filled = written(row)
        values = [slot for slot in filled if slot.figure or slot.dash]
        labels = [slot for slot in filled if not slot.figure and not slot.dash]
        if not labels:
            return sum(slot.figure for slot in values) >= 2
        return bool(values) and labels[0].column < values[0].column and len(labels[0].label) <= 24

    def _fund_row(self, row: Sequence[Slot]) -> None:
        filled = written(row)
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
        self.funds.append(FundRow(values, labels[-1] if labels else None))

    def _settle_funds(self) -> None:
        """Give the money rows of a block their meaning; a row that could be read in two ways follows the one that cannot."""
        heads = [head for head in self.heads if head.type != "reason"]
        full = [dict(enumerate(fund.slots)) for fund in self.funds if len(fund.slots) == len(heads)]
        for fund in self.funds:
            fund.choices = aligned(fund.slots, heads, full)
        filled = [fund for fund in self.funds if any(slot.figure for slot in fund.slots)]
        for fund in self.funds:
            self._fund_cells(fund, heads, alone=len(filled) == 1)
        self.funds = []
        if self.state == "funds":
            self.heads = []

    def _fund_cells(self, fund: FundRow, heads: Sequence[Head], *, alone: bool) -> None:
        label = fund.label.label.rstrip(":") if fund.label else ""
        total = alone or not label or stripped(label)[0] in word_set("sums")
        money: list[Entry] = []
        for position, slot in enumerate(fund.slots):
            options = {choice[position] for choice in fund.choices}
            head = heads[options.pop()] if len(options) == 1 else None
            entry = Entry(Role.TOTAL if total else Role.BODY, stub=(label,) if label else (), row_words=label)
            if head is not None:
                entry.path, entry.column_words = head.path, head.label
                if head.type != UNKNOWN:
                    self._fund_cell(entry, slot, head, label, total=total)
                if entry.quantity is not None and head.type in MONEY:
                    money.append(entry)
            self.entries[slot.row, slot.column] = entry
        _level_decimals(money)

    def _fund_cell(self, entry: Entry, slot: Slot, head: Head, label: str, *, total: bool) -> None:
        entry.raw = self._fund_aspects(label, total=total)
        if head.type in MONEY:
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
            self._name_unit(written(row))
            self.stages = []
        self._mark(r, Role.STUB)
        typed = [type_of(label.label, "funds") for label, _ in pairs]
        if {"budget", "initial", "adjusted", "actual"} & set(typed) and not all(t == "source" for t in typed):
            self.stages = list(typed)
        money = []
        for position, (label, value) in enumerate(pairs):
            if value is None:
                continue
            kind = self.stages[position] if position < len(self.stages) else ""
            own = type_of(label.label, "funds")
            name = label.label.rstrip(":")
            total = own != "source"
            kind = own if total else kind
            entry = Entry(
                Role.TOTAL if total else Role.BODY, stub=(name,), row_words=name if total else f"{name}", column_words="" if total else kind
            )
            head = Head(value.column, kind, name, (name,))
            if kind in MONEY or kind in ("rate", "score", "weight"):
                entry.path = (name,)
                entry.column_words = {"budget": "预算数", "actual": "执行数"}.get(kind, "") if not total else ""
                self._fund_cell(entry, value, head, "" if total else name, total=total)
                if entry.quantity is not None and kind in MONEY:
                    money.append(entry)
            self.entries[r, value.column] = entry
        _level_decimals(money)

    def _amount_row(self, row: Sequence[Slot], amounts: Sequence[tuple[Slot, Slot]]) -> None:
        """A planned sum or one of its sources, beside its label: 年度资金总额 300.00."""
        if self.state != "amounts":
            self._close("amounts")
            self.blocks.add("funds")
            self._name_unit(written(row))
        self._mark(row[0].row, Role.STUB)
        for label, value in amounts:
            name = label.label.rstrip(":")
            total = is_sum(label)
            entry = Entry(Role.TOTAL if total else Role.BODY, stub=(name,), path=(name,), row_words=name)
            self._fund_cell(entry, value, Head(value.column, "budget", name, (name,)), name, total=total)
            term = next((word for word in vocabulary()["terms"] if word in name), "")
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


def _level_decimals(money: Sequence[Entry]) -> None:
    """Amounts of one row share its most decimals, for trailing zeros are stripped; a row of integers is exact (P4)."""
    quantities = [entry.quantity for entry in money if entry.quantity is not None]
    if not quantities:
        return
    decimals = max(quantity.decimals for quantity in quantities)
    for entry in money:
        if entry.quantity is not None:
            entry.quantity = replace(entry.quantity, exact=True) if decimals == 0 else replace(entry.quantity, decimals=decimals)
