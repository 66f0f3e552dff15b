"""The indicators of a performance table, with their targets, results and points, and the score that these make up."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from auditor.model import Aspects, Quantity, Role
from auditor.read.captions import bare
from auditor.read.entries import Entry, measured, speaks
from auditor.read.heads import Slot, head_paths
from auditor.read.meaning import stripped
from auditor.read.performance_funds import Funds
from auditor.read.performance_orders import PLAIN, SIGNS, UNKNOWN, Head, plausible
from auditor.read.performance_rows import (
    indicator_head,
    indicator_part,
    of_level,
    type_of,
    vocabulary,
    word_set,
    written,
)

EMPTY_NAME = re.compile(r"[.…·\s:：]*|(?:指标|目标)\d+[:：]?|……")


class Indicators(Funds):
    """Reads the indicators and the score."""

    def _indicator_heads(self, r: int) -> int:
        self._close("indicators")
        self.blocks.add("indicators")
        body = r + 1
        while body < self.end and body < r + 3 and (indicator_head(self.rows[body]) or indicator_part(self.rows[body])):
            body += 1
        paths, spans = head_paths(self.rows, r, body)
        self.heads = []
        for c, path in enumerate(paths):
            if not path or spans[c][-1][0] != c:
                continue
            known = next(((t, label) for label in reversed(path) if (t := type_of(label, "indicators"))), None)
            sort, label = known or (UNKNOWN, path[-1])
            self.heads.append(Head(c, sort, label, path, stripped(path[-1])[2]))
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
        filled = written(row)
        name = next(head.column for head in self.heads if head.type == "name")
        if all(
            EMPTY_NAME.fullmatch(s.label) or (s.column < name and (of_level(s.label, "first") or of_level(s.label, "second")))
            for s in filled
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
        labels: dict[str, Head] = {}
        for head in self.heads:
            slot = by_column.get(head.column + best[1])
            if slot is not None and head.type not in found:
                found[head.type], labels[head.type] = slot, head
        self._indicator_cells(row, found, labels)
        return True

    def _levels(self, filled: Sequence[Slot]) -> None:
        """Remember the groups that a row without values opens."""
        for slot in filled:
            if of_level(slot.label, "first"):
                self.groups = [slot.label, ""]
            elif of_level(slot.label, "second"):
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
            score += plausible(head.type, slot)
        outside = [slot for c, slot in cells.items() if c not in placed]
        score -= 3 * sum(not of_level(slot.label, "first") for slot in outside) + 0.5 * len(outside)
        weight, points = seen.get("weight"), seen.get("score")
        if weight and points and PLAIN.fullmatch(weight.label) and PLAIN.fullmatch(points.label):
            score += 0.5 if Decimal(points.label) <= Decimal(weight.label) else -3
        return score if "name" in seen else None

    def _indicator_cells(self, row: Sequence[Slot], found: Mapping[str, Slot], heads: Mapping[str, Head]) -> None:
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
        if EMPTY_NAME.fullmatch(name):
            name = ""
        quantities = {t: self._indicator_quantity(t, found, name_unit) for t in ("target", "adjusted", "actual") if t in found}
        unit = next((q.unit for t in ("adjusted", "target", "actual") if (q := quantities.get(t)) is not None and q.unit), "")
        for t, slot in found.items():
            if t in ("first", "second", "name", UNKNOWN):
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
            hedge = SIGNS.get(found["nature"].label, "")
            quantity = replace(quantity, hedge=hedge) if hedge else quantity
        return quantity

    def _in_place(self, row: Sequence[Slot]) -> bool:
        """Whether the row begins right under the head of the names."""
        return any(head.type == "name" and head.column == written(row)[0].column > 0 for head in self.heads)

    def _is_analysis(self, row: Sequence[Slot]) -> bool:
        """Whether the row holds a text about the whole, behind the indicators."""
        filled = written(row)
        labels = [slot.label for slot in filled[:-1]] or [filled[0].label]
        if any(of_level(label, "first") or of_level(label, "second") for label in labels[:2]) and len(filled) > 2:
            return False
        numbers = sum(bool(PLAIN.fullmatch(slot.label)) for slot in filled)
        return (
            numbers == 0
            and len(filled) <= 4
            and any(word in labels[0] or word in labels[-1] for word in map(bare, vocabulary()["analysis"]))
        )

    def _is_total(self, row: Sequence[Slot]) -> bool:
        filled = written(row)
        if self.state not in ("indicators", "text", "goals") or filled[0].label.rstrip(":") not in word_set("total"):
            return False
        return (
            len(filled) >= 2
            and all(slot.figure or slot.dash or slot.label in word_set("grades") or len(slot.label) > 4 for slot in filled[1:])
            and any(slot.figure or slot.label in word_set("grades") for slot in filled[1:])
        )

    def _total(self, row: Sequence[Slot]) -> None:
        r = row[0].row
        filled = written(row)
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
            if slot.label in word_set("grades"):
                self.entries[r, slot.column] = Entry(
                    Role.BODY, aspects, "grade", None, (), (label,), row_words=label, column_words="等级", raw=aspects
                )
            elif not slot.figure:
                self.entries[r, slot.column] = Entry(Role.TEXT, row_words=label, speaks=speaks(slot.cell.text))
