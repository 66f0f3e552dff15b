"""Performance tables: project data, money, goals, indicators, score and texts, one block under the other in one grid.

Their cells are merged in many ways, and conversion shifts rows by a column or two. A row is therefore not read by position
alone: of all orders that keep the sequence of its cells, the one is chosen in which the figures relate as the form demands
(结余 = 预算 − 执行, 执行率 = 执行 ÷ 预算, 得分 ≤ 分值). Where several orders fit equally well, only what they agree on is believed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from auditor.model import Aspects, Role
from auditor.read import statutory
from auditor.read.captions import GENERIC
from auditor.read.entries import Entries, Entry, speaks
from auditor.read.heads import Matrix, Slot
from auditor.read.heads import block as make_block
from auditor.read.performance_indicators import Indicators
from auditor.read.performance_rows import (
    Setting,
    amounts_of,
    fund_head,
    fund_types,
    goal_head,
    indicator_head,
    indicator_part,
    information,
    is_sum,
    names_project,
    pairs_of,
    task_head,
    type_of,
    word_set,
    written,
)

_TITLE = re.compile(r"^(?:20\d\d年(?:度)?)?(?:附件\d*[:：]?)?(?P<name>.{2,40}?)(?:项目)?(?:支出)?(?:预算)?绩效(?:自评|评价|目标|自我评价)")
_SECTION = re.compile(r"^[一二三四五六七八九十]+、")


def fits(rows: Matrix, top: int, end: int, title_style: str) -> bool:
    """Whether a grid is laid out like a performance table."""
    body = rows[top:end]
    if any(indicator_head(row) for row in body):
        return True
    if any(names_project(row, below) for row, below in pairwise(body[:4])):
        return True
    listed = False
    for row in body[:4]:
        listed = listed or any(slot.label in ("序号", "项目名称", "单位名称") for slot in written(row))
        if fund_head(row) and not listed and not task_head(row) and set(fund_types(row)) & {"rate", "score", "declared"}:
            return True
        pairs = pairs_of(row)
        if any(value is not None for _, value in pairs) and {type_of(label.label, "funds") for label, _ in pairs} >= {"budget", "actual"}:
            return True
    if title_style:
        texts = [slot for row in body for slot in written(row) if len(slot.label) > 25]
        return len(texts) >= max(2, len(body) // 3)
    return False


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


class _Reader(Indicators):
    """Goes down the rows, block by block."""

    def run(self) -> None:
        """Read all rows."""
        for r in range(self.top, self.end):
            if information(self.rows[r]):
                self._entity(self.rows[r])
        r = self.top
        while r < self.end:
            r = self._row(r)
        self._settle_funds()

    def _entity(self, row: Sequence[Slot]) -> None:
        filled = written(row)
        if filled[0].label.rstrip(":") in word_set("entity") and len(filled) > 1 and not self.overall:
            self.entity = "".join(filled[1].cell.text.split())

    def _row(self, r: int) -> int:
        """Read the row, or the block that it opens; the next row to read."""
        row = self.rows[r]
        filled = written(row)
        if not filled:
            self._mark(r, Role.BLANK)
            return r + 1
        following = self.rows[r + 1] if r + 1 < self.end else None
        if indicator_head(row) or (following is not None and indicator_part(row) and indicator_head(following)):
            return self._indicator_heads(r)
        if task_head(row):
            return self._tasks(r)
        if fund_head(row):
            return self._fund_heads(r)
        pairs = pairs_of(row)
        typed = [type_of(label.label, "funds") for label, _ in pairs]
        if pairs and any(value for _, value in pairs) and ({"budget", "actual"} <= set(typed) or self.state == "pairs"):
            self._pair_row(row, pairs)
        elif self.state == "pairs" and pairs:
            self._mark(r, Role.STUB)
        elif goal_head(row):
            self._close("goals")
            self.goals = [(slot.column, slot.label) for slot in filled if slot.label.rstrip(":") in word_set("goals")]
            self._mark(r, Role.HEAD)
        elif information(row):
            for slot in row:
                known = slot.label.rstrip(":") in word_set("information")
                self.entries[r, slot.column] = Entry(Role.STUB if known else Role.TEXT if slot.label else Role.BLANK)
        elif self.state in ("", "amounts") and (amounts := amounts_of(row)) and (self.state or is_sum(amounts[0][0])):
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

    def _tasks(self, r: int) -> int:
        self._close("tasks")
        self.blocks.add("tasks")
        body = r + 1
        while (
            body < self.end
            and body < r + 3
            and fund_types(self.rows[body])
            and not any(slot.figure or len(slot.label) > 20 for slot in written(self.rows[body]))
        ):
            body += 1
        end = body
        while end < self.end:
            row = self.rows[end]
            filled = written(row)
            if (
                indicator_head(row)
                or goal_head(row)
                or fund_head(row)
                or information(row)
                or (len(filled) == 1 and _SECTION.match(filled[0].label))
            ):
                break
            end += 1
        self._name_unit([slot for k in range(r, body) for slot in written(self.rows[k])])
        outer = written(self.rows[r])[0]
        block = make_block(self.rows, r, body, end)
        if not outer.label.endswith(("名称", "任务")) and outer.column == 0:
            block = replace(block, paths=((), *block.paths[1:]), spans=((), *block.spans[1:]))
        ground = statutory.Ground(
            GENERIC, Aspects(flow="支出", scope="全口径", entity=self.entity), self.unit, self.setting.year, "功能", "项目"
        )
        self.entries.update(statutory.understand(self.rows, [block], ground))
        self.state = "text"
        return end

    def _goal_row(self, row: Sequence[Slot]) -> None:
        for slot in row:
            entry = Entry(Role.BLANK)
            if slot.label:
                text = len(slot.label) > 8 or bool(re.search(r"[。；，]", slot.label)) or slot.column >= min(c for c, _ in self.goals)
                words = next((label for c, label in sorted(self.goals, reverse=True) if c <= slot.column), self.goals[0][1])
                entry = Entry(Role.TEXT if text else Role.STUB, column_words=words.rstrip(":"), speaks=text and speaks(slot.cell.text))
            self.entries[slot.row, slot.column] = entry

    def _text_row(self, row: Sequence[Slot]) -> None:
        filled = written(row)
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
