"""Tables of rows and columns: the forms 公开01–10, budget forms, and any other table that has a boxhead and stubs.

What a cell means is put together from what holds for its kind of table, its panel, its row and its column.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from auditor.lexicon import load
from auditor.model import Aspects, Role
from auditor.read.captions import Kind
from auditor.read.entries import Entries, Entry, measured, speaks
from auditor.read.heads import Block, Matrix, Slot, column_words, is_section, is_total
from auditor.read.meaning import CARRIED, WHOLES, Reading, coded, combined, named, nearest, read, settled, stripped
from auditor.read.panels import Label, Panel, Stubs, panels, spoken

_COUNT = "#"
"""Stands for the unit of a column that counts things whose unit no label names."""
_PERCENT = ("rate", "share", "completion")
_NOTE = re.compile(r"^(?:注|备注|说明)(?:[:：\d]|$)")


@dataclass(frozen=True, slots=True)
class Ground:
    """What holds for all cells of a table."""

    kind: Kind
    base: Aspects
    unit: str
    year: str
    domain: str
    items: str = "名"
    """Under which root an unknown row stands: ``项目`` in a list of projects."""
    entity: str = ""


@dataclass(frozen=True, slots=True)
class _Column:
    readings: tuple[Reading, ...]
    path: tuple[str, ...]
    unit: str
    words: str


def understand(rows: Matrix, blocks: Sequence[Block], ground: Ground) -> Entries:
    """The entries of all cells of the blocks."""
    entries: Entries = {}
    for block in blocks:
        _heads(rows, block, entries)
        sides = [_Side(rows, block, panel, ground) for panel in panels(rows, block)]
        above = next((rows[r] for r in range(block.top - 1, -1, -1) if any(slot.label for slot in rows[r])), None)
        if above is not None and is_section(above):
            for slot in above:
                entries.setdefault((slot.row, slot.column), Entry(Role.STUB if slot.label else Role.BLANK))
            for side in sides:
                side.open(next(slot.label for slot in above if slot.label))
        for r in range(block.body, block.end):
            row = rows[r]
            if r in block.counting:
                _mark(row, Role.ORDINAL, entries)
            elif r in block.again:
                _mark(row, Role.HEAD, entries)
            else:
                _body(r, sides, entries)
    return entries


def _heads(rows: Matrix, block: Block, entries: Entries) -> None:
    for r in range(block.top, block.body):
        _mark(rows[r], Role.ORDINAL if r in block.counting else Role.HEAD, entries)


def _mark(row: Sequence[Slot], role: Role, entries: Entries) -> None:
    for slot in row:
        entries[slot.row, slot.column] = Entry(role if slot.label or slot.covered else Role.BLANK)


def _body(r: int, sides: Sequence[_Side], entries: Entries) -> None:
    labels = [side.stubs.label(r) for side in sides]
    lenders = set()
    for i, side in enumerate(sides):
        label = labels[i]
        if label is None and i and side.filled(r):
            j = _lender(labels, sides, i, r)
            if j is not None:
                label = labels[j]
                lenders.add(j)
        side.row(r, label, entries, own=labels[i] is not None)
    for j in lenders:
        if not sides[j].filled(r):
            for c in sides[j].values:
                entries[r, c] = Entry(Role.BLANK)


def _lender(labels: Sequence[Label | None], sides: Sequence[_Side], i: int, r: int) -> int | None:
    """The panel whose sum has its amount in panel ``i``, the last column of a merged span; ``None`` without one."""
    for j in range(i - 1, -1, -1):
        label = labels[j]
        if label is not None:
            return j if label.total and (not sides[j].filled(r) or stripped(label.name)[0] in WHOLES) else None
        if sides[j].filled(r):
            return None
    return None


class _Side:
    """One panel of a block and the state that its rows carry on."""

    def __init__(self, rows: Matrix, block: Block, panel: Panel, ground: Ground) -> None:
        self.rows, self.block, self.panel, self.ground = rows, block, panel, ground
        self.stubs = Stubs(panel, rows)
        self.stubbed = bool(panel.columns("code", "name"))
        self.values = panel.columns("value")
        heads = {c: read(block.paths[c][-1], ground.domain).kind if block.paths[c] else "" for c in self.values}
        self.amounts = tuple(c for c in self.values if not heads[c]) or self.values
        self.columns = {c: self._column(c) for c in self.values}
        self.base, self.whole = self._title()
        self.carried: tuple[str, int] | None = None
        self.section = ""
        self.group = ""
        self.trail = ("", 0)
        self.flow = ""
        owners = {rows[r][c].label for c in panel.columns("owner") for r in range(block.body, block.end) if rows[r][c].label}
        self.owned = len(owners) > 1
        self.names = Counter(
            stripped(label.name)[0]
            for label in (Stubs(panel, rows).label(r) for r in range(block.body, block.end))
            if label is not None and not label.code
        )

    def filled(self, r: int) -> bool:
        """Whether a value stands in this panel's row."""
        return any(self.rows[r][c].label for c in self.values)

    def _span(self, c: int, depth: int) -> tuple[int, int]:
        return self.block.spans[c][depth]

    def _titles(self, c: int) -> int:
        """How many outer heads of a column are titles of the panel: they stand over its stub, too."""
        stubs = self.panel.columns("code", "name")
        count = 0
        for first, last in self.block.spans[c]:
            if not stubs or not any(first <= s < last for s in stubs):
                break
            count += 1
        return count

    def _title(self) -> tuple[Aspects, str]:
        """The panel's own base aspects, and what 合计 means in it."""
        base, whole = self.ground.base, self.ground.kind.whole
        c = self.values[0] if self.values else None
        if c is not None:
            for head in self.block.paths[c][: self._titles(c)]:
                reading = read(head, self.ground.domain)
                said = dict(reading.aspects) if reading.known else {}
                measure = said.pop("measure", "")
                flow = "收入" if head.endswith("收入") else "支出" if head.endswith("支出") else ""
                said = {
                    key: value for key, value in said.items() if key in ("flow", "scope", "stage", "period") and value not in ("-", "收支")
                }
                base = base.but(**({"flow": flow} if flow else {}) | said)
                if measure and measure not in WHOLES and not measure.startswith(("功能", "经济")):
                    whole = whole or measure
        if not base.flow and self.stubbed:
            base = base.but(flow=self._flow())
        return base, whole

    def _flow(self) -> str:
        """The flow that the labels of the rows agree on; empty when they do not."""
        flows: set[str] = set()
        stubs = Stubs(self.panel, self.rows)
        for r in range(self.block.body, self.block.end):
            label = stubs.label(r)
            if label is None:
                continue
            reading = read(label.name, self.ground.domain)
            measure = coded(label.code, self.ground.domain) or reading.aspects.get("measure", "")
            flow = "支出" if measure.startswith(("功能.", "经济.")) else reading.aspects.get("flow", "")
            if flow not in ("", "-"):
                flows.add(flow)
        return flows.pop() if len(flows) == 1 and flows <= {"收入", "支出"} else ""

    def _column(self, c: int) -> _Column:
        path, spans = self.block.paths[c], self.block.spans[c]
        titles = self._titles(c)
        if path and path[-1].startswith("其中") and c > self.panel.first and c - 1 in self.columns_before(c):
            before = self.columns_before(c)[c - 1]
            own = read(path[-1], self.ground.domain)
            return _Column((*before.readings, own), path, own.unit or before.unit, f"{before.words}-{path[-1]}")
        readings: list[Reading] = []
        unit, group = "", ""
        for depth in range(titles, len(path)):
            reading = read(path[depth], self.ground.domain, group)
            whole_panel = spans[depth][0] <= self.amounts[0] and spans[depth][1] > self.amounts[-1]
            unit = reading.unit or ("" if reading.label not in _counting() else _COUNT) or unit
            if not reading.known and whole_panel:
                continue
            if reading.silent:
                continue
            if reading.known and not reading.aspects.get("flow") and not reading.aspects.get("measure"):
                flow = "收入" if reading.label.endswith("收入") else "支出" if reading.label.endswith("支出") else ""
                if flow:
                    reading = replace(reading, aspects={**reading.aspects, "flow": flow})
            group = reading.aspects.get("measure", "") or group
            readings.append(reading)
        for head in path[:titles]:
            unit = unit or read(head, self.ground.domain).unit
        same = sum(self.block.paths[d][-1:] == path[-1:] for d in self.values)
        words = "-".join(path[titles:] if same > 1 else path[-1:])
        found = _Column(tuple(readings), path, unit, words)
        self.columns_before(c)[c] = found
        return found

    def columns_before(self, c: int) -> dict[int, _Column]:
        """Columns of this panel that are read already."""
        if not hasattr(self, "_done"):
            self._done: dict[int, _Column] = {}
        return self._done

    def open(self, label: str) -> None:
        """Begin the section that a row without figures names."""
        reading = read(label, self.ground.domain)
        measure = reading.aspects.get("measure", "") if reading.known else ""
        self.section = reading.label
        if self.ground.kind.sections:
            self.whole = measure if measure not in WHOLES else ""

    def row(self, r: int, label: Label | None, entries: Entries, *, own: bool) -> None:
        """Understand one row of the panel."""
        row = self.rows[r]
        reading = self._reading(label)
        code = self._code(label, reading)
        if reading is not None and not code and self._ambiguous(reading):
            reading = replace(reading, known=False, aspects={})
        total = label is not None and label.total
        opens = label is not None and own and not self.filled(r)
        stub = _stub(label)
        if self.ground.kind.sections and opens and is_section(row):
            for slot in row[self.panel.first : self.panel.last]:
                entries[r, slot.column] = Entry(Role.STUB if slot.label else Role.BLANK, row_words=spoken(label) if label else "")
            self.open(label.name if label else "")
            return
        for c in range(self.panel.first, self.panel.last):
            slot = row[c]
            role = self.panel.roles[c - self.panel.first]
            if role == "value":
                entries[r, c] = self._value(slot, reading, label, code, total=total, stub=stub)
            elif role == "ordinal":
                counts = slot.label and not (label is not None and slot in label.cells)
                entries[r, c] = Entry(Role.ORDINAL if counts else Role.STUB if slot.label else Role.BLANK)
            elif role == "none":
                entries[r, c] = Entry(Role.BLANK)
            elif role == "text":
                entries[r, c] = Entry(
                    Role.TEXT if slot.label else Role.BLANK,
                    stub=stub,
                    path=self.block.paths[c],
                    speaks=speaks(slot.cell.text),
                    row_words=spoken(label) if label else "",
                    column_words="".join(self.block.paths[c][-1:]),
                )
            else:
                head = slot.label in column_words()["code"] and label is not None and slot.label not in label.name
                entries[r, c] = Entry(
                    (Role.HEAD if head else Role.STUB) if slot.label or slot.covered else Role.BLANK,
                    row_words=spoken(label) if label else "",
                )
        if label is not None and reading is not None:
            self._carry_on(label, reading, code, opens=opens)

    def _code(self, label: Label | None, reading: Reading | None) -> str:
        """The measure of the row's classification code, printed or told by its name and the rows above."""
        if label is None or reading is None or label.total:
            return ""
        domain = self.ground.domain
        printed = coded(label.code, domain) or coded(reading.code, domain)
        if printed or domain not in ("功能", "经济") or not self.ground.kind.id or self.panel.columns("code"):
            return printed
        told = reading.aspects.get("measure", "")
        if told and not told.startswith(f"{domain}."):
            return ""
        sibling = bool(reading.level) and reading.level == self.trail[1]
        code = nearest(reading.label, domain, self.trail[0], sibling=sibling)
        if code:
            self.trail = (code, reading.level)
        return f"{domain}.{code}" if code else ""

    def _ambiguous(self, reading: Reading) -> bool:
        """Whether several codes of the classification bear the name and nothing tells which is meant."""
        domain = self.ground.domain
        measure = reading.aspects.get("measure", "")
        if domain not in ("功能", "经济") or not measure.startswith(f"{domain}."):
            return False
        return len(named(domain).get(reading.label, ())) > 1

    def _reading(self, label: Label | None) -> Reading | None:
        if label is None or not label.name:
            return None
        reading = read(label.name, self.ground.domain, self.group)
        if not reading.known and self.ground.items != "名":
            for ending in load("tables")["performance"]["task_endings"]:
                shorter = read(label.name.removesuffix(ending), self.ground.domain) if label.name.endswith(ending) else reading
                if shorter.known and shorter.aspects:
                    reading = shorter
                    break
        if reading.known and reading.unit == "%" and not reading.kind:
            reading = replace(reading, kind="ratio")
        if self.carried and not label.total:
            keys = set(reading.aspects)
            if reading.known and keys == {"scope"} and not (reading.level and reading.level == self.carried[1]):
                return replace(reading, aspects={**reading.aspects, "measure": self.carried[0], "flow": "-"})
        if reading.known and set(reading.aspects) == {"scope"} and not self.base.flow and self.flow:
            return replace(reading, aspects={**reading.aspects, "flow": self.flow})
        if not reading.known and self.ground.items != "名":
            return replace(reading, known=True, aspects={"measure": f"{self.ground.items}.{reading.label}"})
        if not reading.known and self.names[reading.label] > 1:
            outer = "/".join(stripped(word)[0] for word in label.outer) or self.section
            if outer:
                return replace(reading, label=f"{outer}/{reading.label}")
        return reading

    def _carry_on(self, label: Label, reading: Reading, code: str, *, opens: bool) -> None:
        measure = code or reading.aspects.get("measure", "")
        if measure in CARRIED:
            if set(reading.aspects) <= {"measure", "flow", "part"} or self.carried is None:
                self.carried = (measure, reading.level)
        elif set(reading.aspects) != {"scope"} or label.total:
            self.carried = None
        if (flow := reading.aspects.get("flow", "")) in ("收入", "支出"):
            self.flow = flow
        if measure.startswith("三公"):
            self.group = measure
        elif measure and measure not in WHOLES:
            self.group = ""
        if opens and not label.total and not label.code and (reading.level or not self.ground.kind.id):
            self.section = reading.label
        if self.ground.kind.sections and reading.level == 1:
            self.whole = measure if measure not in WHOLES else ""

    def _value(self, slot: Slot, reading: Reading | None, label: Label | None, code: str, *, total: bool, stub: tuple[str, ...]) -> Entry:
        column = self.columns[slot.column]
        role = Role.TOTAL if total else Role.BODY
        words = spoken(label) if label else ""
        entry = Entry(role, path=column.path, stub=stub, code=label.code if label else "", row_words=words, column_words=column.words)
        if label is None and self.stubbed:
            entry.role = Role.BODY if slot.label else Role.BLANK
            return entry
        if label is None and not slot.label and not self._only_row(slot.row):
            entry.role = Role.BLANK
            return entry
        raw, kind = combined(self.base, reading, column.readings, whole=self.whole, year=self.ground.year, code=code)
        if self.owned and label is not None and label.owner and not label.total:
            raw = raw.but(entity=label.owner)
        aspects = settled(raw)
        unit = (reading.unit if reading else "") or (label.unit if label else "") or column.unit
        counted = _counted(aspects.measure) if kind == "amount" else ""
        if kind in _PERCENT or kind == "ratio":
            unit = column.unit or "%"
        elif kind in ("score", "weight"):
            unit = "分"
        if unit == _COUNT:
            unit, kind = counted, "count" if kind == "amount" else kind
        else:
            unit = unit or counted or self.ground.unit
        if kind == "grade":
            entry.aspects, entry.raw, entry.kind = aspects, raw, kind
            return entry
        if slot.label and not slot.dash:
            entry.quantity = measured(slot.cell, unit)
            if entry.quantity is None and not slot.figure:
                entry.role = Role.TEXT
                entry.speaks = speaks(slot.cell.text)
                return entry
        quantity = entry.quantity
        if kind == "amount":
            dimension = quantity.dimension if quantity is not None else ""
            if counted or dimension == "count":
                kind = "count"
            elif dimension == "ratio":
                kind = "ratio"
            elif dimension == "score":
                kind = "score"
        entry.aspects, entry.raw, entry.kind = aspects, raw, kind
        return entry

    def _only_row(self, r: int) -> bool:
        """Whether a table without stubs has nothing but this row."""
        return self.block.end - self.block.body == 1 or r == self.block.body


def _counting() -> frozenset[str]:
    """Heads of columns that count, whatever the unit of the table."""
    return frozenset(load("tables")["counting"])


def _counted(measure: str) -> str:
    """The unit of what is counted (车辆: 辆), empty for money."""
    for prefix, unit in load("tables")["counts"].items():
        if measure == prefix or measure.startswith(prefix + "."):
            return str(unit)
    return ""


def _stub(label: Label | None) -> tuple[str, ...]:
    if label is None:
        return ()
    if not label.name:
        return (label.owner,)
    if label.code and label.code != label.name:
        return (label.code, label.name)
    return (*label.outer, label.name)


def is_note(row: Sequence[Slot]) -> bool:
    """Whether a row at the foot of a grid is a note to the table."""
    filled = [slot for slot in row if slot.label]
    return len(filled) == 1 and bool(_NOTE.match(filled[0].label)) and not is_total(filled[0].label)
