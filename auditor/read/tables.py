"""Understand a table: what its title, heads and rows say becomes the kind of the table and the aspects of each cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from auditor.lexicon import fold, load
from auditor.model import Aspects, Cell, Grid, GridCell, Location, Passage, Role, Section, Table, locate
from auditor.read import performance as performances
from auditor.read import statutory
from auditor.read.captions import GENERIC, Kind, bare, caption, flavour, headed, performance, says_empty, titled
from auditor.read.entries import Entries, Entry, distinct
from auditor.read.heads import Block, Matrix, Slot, blocks, captions, matrix
from auditor.read.meaning import read
from auditor.read.panels import panels
from auditor.read.performance_rows import Setting

__all__ = ["understand"]

_DIGITS = re.compile(r"[-−+]?\d[\d,]*(?:\.\d+)?")
_FISCAL = ("accounts", "budget", "performance", "report")
_PROJECT = re.compile(r"项目名称\s*[:：]\s*(.{2,40}?)\s*$")


def understand(
    grid: Grid,
    *,
    identity: str,
    before: tuple[Passage, ...] = (),
    after: tuple[Passage, ...] = (),
    section: Section | None = None,
    year: str = "",
    unit: str = "",
    genre: str = "",
    stale: bool = False,
) -> tuple[Table, tuple[Passage, ...]]:
    """The table, and the narrative that stands in its text cells, in reading order.

    Args:
        grid: the table as the reader found it.
        identity: its id, ``T3``.
        before: the lines right above it (title, form number, unit line), nearest last.
        after: the notes under it.
        section: the section that it stands in.
        year: the year of the document, where the table names none.
        unit: the unit of tables that name none, where the document gives one.
        genre: the genre of the document (``department-final-accounts`` …).
        stale: the year that the head names is not that of its figures.
    """
    rows = matrix(grid)
    top = captions(rows)
    foot = len(rows)
    while foot > top and (statutory.is_note(rows[foot - 1]) or not any(slot.label for slot in rows[foot - 1])):
        foot -= 1
    foot = foot if any(statutory.is_note(row) for row in rows[foot:]) else len(rows)
    inner = [slot.cell.text for row in rows[:top] for slot in row if slot.label]
    lines = [*_headings(section), *(p.text for p in (*before, *grid.before)), *inner]
    said = caption(lines, grid.title)
    body = rows[:foot]
    table_unit, table_year = said.unit, year if stale else said.year or year
    manner = performance(said.title)
    entity = ""
    found: tuple[Block, ...] = ()
    if performances.fits(rows, top, foot, manner):
        entity = performances.entity_of(said.title) if manner == "project" else ""
        entity = next((m.group(1).strip() for line in reversed(lines) if (m := _PROJECT.search(fold(line)))), entity)
        setting = Setting(manner, entity, table_year, table_unit or unit)
        told = performances.understand(body, top, foot, setting)
        entries, entity, kind_id, header = told.entries, told.entity, told.kind, told.header_rows
        table_unit = table_unit or told.unit
    else:
        found = tuple(blocks(body, top)) if top < foot else ()
        heads = [label for block in found for path in block.paths for label in path]
        header = found[0].body if found else top
        kind = titled(said.title) or headed(heads) or GENERIC
        style = flavour(said.title, heads, genre)
        kind_id = f"{style}.{kind.id}" if kind.id and style else kind.id
        table_unit = table_unit or _unit_of_heads(found)
        tasks = bool(set(heads) & set(load("tables")["performance"]["tasks"]))
        if not kind_id and (manner or tasks):
            kind_id = "performance.tasks" if tasks else "performance.list"
        ground = statutory.Ground(
            kind,
            _base(kind, style, said.title, genre, tasks=tasks),
            table_unit or unit,
            table_year,
            _domain(kind, genre, found, body),
            "项目" if kind.id == "project" or _lists_projects(found) else "名",
        )
        entries = statutory.understand(body, found, ground)
    for r in (*range(top), *range(foot, len(rows))):
        for slot in rows[r]:
            role = Role.HEAD if r < top else Role.TEXT
            entries[r, slot.column] = Entry(role if slot.label or slot.covered else Role.BLANK)
    notes = tuple(after) + _notes(rows, foot, section, identity)
    _budgeted(entries, notes)
    distinct(entries)
    title = said.title
    table = Table(
        id=identity,
        title=title,
        kind=kind_id,
        unit=table_unit,
        rows=_cells(grid, entries, identity, title),
        location=_place(grid, identity, title),
        section=section,
        form=said.form,
        year=said.year,
        dated=_dated(
            said.year, [*before, *grid.before], [slot for row in rows[:top] for slot in row if slot.label], _label(identity, title)
        ),
        entity=entity,
        empty_note=any(says_empty(p.text) for p in (*before, *grid.before, *notes)) or any(says_empty(text) for text in inner),
        notes=notes,
        panels=tuple((p.first, p.last) for p in panels(body, found[0])) if found else (),
        header_rows=header,
    )
    return table, _passages(grid, entries, table, section)


def _headings(section: Section | None) -> list[str]:
    """The section's heading, where it is itself the title of a table."""
    if section is None:
        return []
    return [section.title] if titled(section.title) or bare(section.title).endswith("表") else []


def _base(kind: Kind, style: str, title: str, genre: str, *, tasks: bool) -> Aspects:
    stage = {"final": "决算", "budget": "预算"}.get(style, "")
    base = Aspects(stage=stage)
    if kind.id:
        base = base.but(**kind.aspects)
        if base.scope or not base.flow:
            return base
        return base.but(scope=next((scope for scope in ("一般公共预算", "政府性基金", "国有资本", "财政拨款") if scope in title), ""))
    if tasks:
        return Aspects(flow="支出", scope="全口径")
    if not any(word in genre for word in _FISCAL):
        return Aspects()
    for scope in ("一般公共预算", "政府性基金", "国有资本"):
        if scope in title:
            base = base.but(scope=scope)
    flows = [flow for flow in ("收入", "支出") if flow in title]
    return base.but(flow=flows[0]) if len(flows) == 1 else base


def _domain(kind: Kind, genre: str, found: Sequence[Block], rows: Matrix) -> str:
    """The classification whose names the labels may be; ``-`` where they may be none."""
    if kind.id:
        return kind.codes
    for block in found:
        for panel in panels(rows, block):
            if panel.columns("code"):
                return "功能"
    return "" if any(word in genre for word in _FISCAL) else "-"


def _budgeted(entries: Entries, notes: Sequence[Passage]) -> None:
    """Where a note says which budget the columns headed 预算数 print, they print that one."""
    for stage, pattern in load("tables")["budget_notes"].items():
        if any(re.search(pattern, bare(note.text)) for note in notes):
            for entry in entries.values():
                if entry.aspects.stage == "预算" and any(head.endswith("预算数") for head in entry.path):
                    entry.aspects, entry.raw = entry.aspects.but(stage=stage), entry.raw.but(stage=stage)
            return


def _unit_of_heads(found: Sequence[Block]) -> str:
    """The money unit that all heads with a unit agree on."""
    units = {read(label).unit for block in found for path in block.paths for label in path}
    money = {u for u in units if u.endswith("元")}
    return money.pop() if len(money) == 1 else ""


def _lists_projects(found: Sequence[Block]) -> bool:
    return any({"项目名称", "任务名称"} & set(path) for block in found for path in block.paths)


def _number(identity: str) -> str:
    return identity[1:] if identity[:1] == "T" and identity[1:].isdigit() else identity


def _label(identity: str, title: str, entry: Entry | None = None) -> str:
    """The place in words: ``表3 支出决算表 · 合计 × 基本支出``."""
    name = f"表{_number(identity)} {title}".strip()
    if entry is None:
        return name
    words = " × ".join(word for word in (entry.row_words, entry.column_words) if word)
    return f"{name} · {words}" if words else name


def _dated(year: str, lines: Sequence[Passage], inner: Sequence[Slot], label: str) -> Location | None:
    """The words that name the year of a table, in the lines above it or in its first rows, the nearest first."""
    if not year:
        return None
    for text, runs in (*((s.cell.text, s.cell.runs) for s in reversed(inner)), *((p.text, p.runs) for p in reversed(lines))):
        match = re.search(rf"{year}\s*年", fold(text))
        if match and runs and len(fold(text)) == len(text):
            return locate(runs, match.start(), match.end(), label=label)
    return None


def _place(grid: Grid, identity: str, title: str) -> Location:
    first = next((cell for row in grid.rows for cell in row if cell.runs), None)
    label = _label(identity, title)
    return locate(first.runs, 0, len(first.text), label=label, table=identity) if first else Location(label=label, table=identity)


def _placed(cell: GridCell, place: Location) -> Location:
    """The place of a cell; one that only looks blank because it could not be recognised says so."""
    return replace(place, confidence=cell.confidence) if cell.confidence < place.confidence else place


def _cells(grid: Grid, entries: Entries, identity: str, title: str) -> tuple[tuple[Cell, ...], ...]:
    blank = Entry(Role.BLANK)
    name = _label(identity, title)
    out = []
    for r, row in enumerate(grid.rows):
        cells = []
        for c, cell in enumerate(row):
            entry = entries.get((r, c), blank)
            text = cell.text
            start, end = len(text) - len(text.lstrip()), len(text.rstrip())
            if entry.quantity is not None and (digits := _DIGITS.search(fold(text))):
                start, end = digits.span()
            words = " × ".join(word for word in (entry.row_words, entry.column_words) if word)
            label = f"{name} · {words}" if words else name
            cells.append(
                Cell(
                    f"{identity}/{r}/{c}",
                    text,
                    entry.role,
                    entry.aspects,
                    _placed(cell, locate(cell.runs, start, end, label=label, table=identity, row=r, column=c)),
                    entry.quantity,
                    entry.kind,
                    r,
                    c,
                    entry.path,
                    entry.stub,
                    entry.code,
                )
            )
        out.append(tuple(cells))
    return tuple(out)


def _notes(rows: Matrix, foot: int, section: Section | None, identity: str) -> tuple[Passage, ...]:
    return tuple(
        Passage(slot.cell.text, slot.cell.runs, section, narrative=False, table=identity, row=slot.row, column=slot.column)
        for row in rows[foot:]
        for slot in row
        if slot.label
    )


def _passages(grid: Grid, entries: Entries, table: Table, section: Section | None) -> tuple[Passage, ...]:
    found = []
    for (r, c), entry in sorted(entries.items()):
        if entry.role is Role.TEXT and entry.speaks and c < len(grid.rows[r]):
            cell = grid.rows[r][c]
            found.append(
                Passage(cell.text, cell.runs, section, table=table.id, row=r, column=c, label=_label(table.id, table.title, entry))
            )
    return tuple(found)


def entitled(table: Table, entity: str) -> Table:
    """The table with a project or unit that its surroundings name, for its figures that name none."""
    if not entity or table.entity:
        return table
    rows = tuple(
        tuple(
            replace(cell, aspects=cell.aspects.but(entity=entity)) if cell.aspects.measure and not cell.aspects.entity else cell
            for cell in row
        )
        for row in table.rows
    )
    return replace(table, rows=rows, entity=entity)
