"""The document as it was read: sections, passages of narrative, and tables whose cells know what they mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from auditor.model.aspects import Aspects
from auditor.model.location import Location, Run, locate
from auditor.model.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the span of passages under it."""

    number: str
    """The printed ordinal: ``第三部分`` ``一`` ``（二）`` ``1``; empty for an unnumbered heading."""
    title: str
    """The heading without its ordinal."""
    level: int
    """1 for 第N部分, 2 for 一、, 3 for （一）, 4 for 1、, 5 for (1)."""
    path: tuple[str, ...] = ()
    """The titles of the headings above it, outermost first, its own last."""

    @property
    def label(self) -> str:
        """Where this is, in words."""
        return " ".join(self.path) if self.path else self.title


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of narrative, or the text of one cell; lines that the layout broke are joined."""

    text: str
    runs: tuple[Run, ...]
    """Where each stretch of the text stands in the file; together they cover the text."""
    section: Section | None = None
    heading: int = 0
    """Level of the heading that this passage is, 0 for body text."""
    narrative: bool = True
    """False for what states no figures of its own: contents, definitions (名词解释), form notes, cover."""
    table: str | None = None
    """Id of the table in one of whose cells this text stands."""
    row: int | None = None
    column: int | None = None
    label: str = ""
    """The place in words, for messages."""

    def locate(self, start: int, end: int) -> Location:
        """The place of ``text[start:end]``."""
        return locate(self.runs, start, end, label=self.label, table=self.table, row=self.row, column=self.column)


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as the reader found it."""

    text: str
    runs: tuple[Run, ...] = ()
    rowspan: int = 1
    colspan: int = 1
    covered: bool = False
    """Whether a merged cell that starts elsewhere covers this position (only in formats that say so)."""
    decimals: int | None = None
    """Printed decimals where the format knows them better than the text (a number format of a spreadsheet)."""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as the reader found it: rows of cells, not yet understood; rows may differ in length."""

    rows: tuple[tuple[GridCell, ...], ...]
    title: str = ""
    """The title where the format itself gives one (caption, sheet name)."""
    before: tuple[Passage, ...] = ()
    """Lines right above that belong to it (title, 公开NN表, unit line), where the reader already knows them."""


class Role(StrEnum):
    """What a cell is for."""

    STUB = "stub"
    HEAD = "header"
    BODY = "body"
    TOTAL = "total"
    ORDINAL = "ordinal"
    """行次, 栏次: a number that is no figure."""
    TEXT = "text"
    """Narrative inside a table (performance tables)."""
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, and what it means."""

    id: str
    """``T3/12/4``: table, row, column, 0-based."""
    text: str
    role: Role
    aspects: Aspects
    location: Location
    quantity: Quantity | None = None
    """The figure, where it holds one; ``None`` for words, blanks and ``——``."""
    kind: str = "amount"
    """What the figure states: ``amount`` ``completion`` ``score`` ``count`` ``share`` ``rate`` ``change`` ``weight`` ``target`` ``actual``."""
    row: int = 0
    column: int = 0
    path: tuple[str, ...] = ()
    """Column heads above it, outermost first."""
    stub: tuple[str, ...] = ()
    """Row labels of its panel: code and name, or the labels of merged heads, outermost first."""
    code: str = ""
    """Classification code of its row (``2010101``, ``30201``), if it has one."""

    @property
    def blank(self) -> bool:
        """Whether nothing was filled in (``——`` is not blank: it says that nothing can be)."""
        return not self.text.strip()

    @property
    def label(self) -> str:
        """The cell in words."""
        return self.location.label


@dataclass(frozen=True)
class Table:
    """A table with its title, kind, unit and cells."""

    id: str
    title: str
    kind: str
    """Id of the table kind in lexicons/tables.yaml (``final.income-expenditure`` …), empty when none fits."""
    unit: str
    """Unit of its amounts: 元 万元 亿元; empty when the table names none."""
    rows: tuple[tuple[Cell, ...], ...]
    location: Location
    section: Section | None = None
    form: str = ""
    """The printed form number: ``公开01表``."""
    year: str = ""
    dated: Location | None = None
    """Where its head names that year."""
    entity: str = ""
    """The project or unit that a performance table is about; empty for the unit's own statutory tables."""
    empty_note: bool = False
    """Whether the page says that the table is empty (本表无数据, 本表为空表, 无此项…)."""
    notes: tuple[Passage, ...] = ()
    """注, 备注 and 说明 lines under it."""
    panels: tuple[tuple[int, int], ...] = field(default=())
    """Column ranges [first, last) of the panels that stand side by side."""
    header_rows: int = 0

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """All cells, row by row."""
        return tuple(cell for row in self.rows for cell in row)

    @cached_property
    def figures(self) -> tuple[Cell, ...]:
        """The cells that hold a figure."""
        return tuple(cell for cell in self.cells if cell.quantity is not None and cell.role in (Role.BODY, Role.TOTAL))

    @property
    def width(self) -> int:
        """Number of columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)

    @property
    def is_empty(self) -> bool:
        """Whether no cell holds a figure other than zero."""
        return all(cell.quantity is None or cell.quantity.value == 0 for cell in self.figures)


@dataclass(frozen=True)
class Document:
    """A disclosure as it was read."""

    path: str
    sha256: str
    format: str
    """``text`` ``markdown`` ``pdf`` ``docx`` ``xlsx`` ``html`` …"""
    title: str = ""
    genre: str = "unknown"
    """``department-final-accounts`` ``department-budget`` ``performance`` ``bulletin`` … (lexicons/genres.yaml)."""
    organization: str = ""
    year: str = ""
    """The fiscal year that the document reports on (or plans, for a budget)."""
    unit: str = ""
    """The unit of tables that name none, where the document gives one for all."""
    sections: tuple[Section, ...] = ()
    passages: tuple[Passage, ...] = ()
    """Narrative in reading order, text cells of tables included at their place."""
    tables: tuple[Table, ...] = ()
    pages: int | None = None
    faults: tuple[tuple[str, str], ...] = ()
    """What could not be read although it may hold figures: (stage, message)."""
    notices: tuple[str, ...] = ()
    """What a reader of the report should know about the reading although no figure is lost by it."""

    def table(self, identity: str) -> Table:
        """The table with that id."""
        return self._by_id[identity]

    @cached_property
    def _by_id(self) -> dict[str, Table]:
        return {table.id: table for table in self.tables}
