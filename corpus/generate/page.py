"""A page that remembers what it says: every figure, direction, unit, year and name on it is marked with what it stands for.

Families write sentences as f-strings; ``page.m(amount)`` gives the printed amount wrapped in control characters that carry the id of
its mark. :func:`render` takes the marks out again and notes the line and the characters at which each of them stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random

from generate.accounts import Books
from generate.ledger import Amount, Key
from generate.printing import Style
from generate.words import words

_MARK = re.compile("\x02(\\d+)\x03([^\x04]*)\x04")
FIGURES = ("amount", "change", "rate", "share", "completion", "count", "score", "ratio", "points")
WORDS = ("direction", "unit", "year", "subject", "order", "grade", "flat", "none", "trap")


@dataclass(slots=True)
class Mark:
    """One marked place."""

    id: int
    kind: str
    printed: str
    value: Fraction | None = None
    """Of figures: the exact value in the printed unit; of changes and rates without their sign."""
    keys: tuple[Key, ...] = ()
    """What it measures: one key, or two: current and base, part and whole, actual and budget."""
    style: Style = field(default_factory=Style)
    form: str = ""
    """Of cells: the table's id; empty in the narrative."""
    cell: tuple[int, int] = (0, 0)
    """Of cells: row and column in that table."""
    other: tuple[str, ...] = ()
    """Of words: what could stand here instead and would be wrong."""
    why: str = ""
    """Of traps and of words: what it is."""
    note: str = ""
    """The kind of trap that this figure also is."""
    block: int = 0
    sentence: int = 0
    line: int = 0
    start: int = 0
    end: int = 0

    @property
    def figure(self) -> bool:
        """Whether it is a number."""
        return self.kind in FIGURES


@dataclass(slots=True)
class Block:
    """A heading, a paragraph or a table."""

    kind: str
    """``title`` ``heading`` ``paragraph`` ``table`` ``note`` ``page``."""
    text: str = ""
    level: int = 0
    rows: list[list[str]] = field(default_factory=list)
    form: str = ""
    head: int = 1
    """How many rows of a table are its head."""


@dataclass(slots=True)
class Table:
    """Where a table came to stand."""

    form: str
    lines: list[int]
    """The line of every row, 1-based."""


@dataclass(slots=True)
class Document:
    """A rendered document."""

    lines: list[str]
    marks: list[Mark]
    tables: list[Table]
    blocks: list[Block]
    books: Books
    meta: dict[str, object] = field(default_factory=dict)
    broken: list[int] = field(default_factory=list)
    """Lines on which a paragraph goes on that a page end has broken."""

    @property
    def text(self) -> str:
        """The document as one string."""
        return "\n".join(self.lines)


class Page:
    """Writes a document about some books."""

    def __init__(self, books: Books, random: Random, *, text: Style, cells: Style, percent: int = 2) -> None:
        self.books = books
        self.random = random
        self.text = text
        self.cells = cells
        self.percent = Style(unit="", decimals=percent)
        self.marks: list[Mark] = []
        self.blocks: list[Block] = []
        self.form = ""
        self.at = (0, 0)
        self.head: Callable[[str, str], list[str]] = lambda number, title: [title]
        """Lines above a statutory table: its number, its title."""

    def mark(self, mark: Mark) -> str:
        """The printed text of a new mark, wrapped."""
        mark.id = len(self.marks)
        mark.form, mark.cell = self.form, self.at
        mark.block = len(self.blocks)
        self.marks.append(mark)
        return f"\x02{mark.id}\x03{mark.printed}\x04"

    def figure(self, kind: str, value: Fraction, keys: Sequence[Key], style: Style, note: str = "") -> str:
        """A number."""
        return self.mark(Mark(0, kind, style.number(value), value, tuple(keys), style, note=note))

    def word(self, kind: str, text: str, *other: str, why: str = "", keys: Sequence[Key] = ()) -> str:
        """A word that could be wrong: ``other`` are wrong ones."""
        return self.mark(Mark(0, kind, text, None, tuple(keys), other=other, why=why))

    def trap(self, why: str, text: str) -> str:
        """Text that is right although it looks wrong; it must hold no other mark."""
        return self.mark(Mark(0, "trap", text, why=why))

    def unit(self, style: Style) -> str:
        """The unit of an amount."""
        wrong = {"万元": ("元", "亿元"), "元": ("万元",), "亿元": ("万元",)}.get(style.unit, ())
        return style.gap + self.word("unit", style.unit, *wrong)

    # --- in the narrative

    def n(self, amount: Amount, style: Style | None = None, note: str = "") -> str:
        """An amount without its unit."""
        style = style or (self.cells if self.form else self.text)
        return self.figure("amount", Fraction(amount.fen, style.scale), [amount.key], style, note)

    def m(self, amount: Amount, style: Style | None = None, note: str = "") -> str:
        """An amount with its unit."""
        style = style or self.text
        return self.n(amount, style, note) + self.unit(style)

    def direction(self, up: bool, more: str, less: str) -> str:
        """增加 or 减少."""
        return self.word("direction", more if up else less, less if up else more)

    def d(self, now: Amount, base: Amount, more: str = "增加", less: str = "减少", style: Style | None = None) -> str:
        """A change with its direction and unit; the two must differ in print."""
        style = style or self.text
        value = Fraction(abs(now.fen - base.fen), style.scale)
        word = self.direction(now.fen > base.fen, more, less) if more else ""
        return word + self.figure("change", value, [now.key, base.key], style) + self.unit(style)

    def r(self, now: Amount, base: Amount, more: str = "增长", less: str = "下降", style: Style | None = None) -> str:
        """A rate of change with its direction and percent sign; the base must not be zero."""
        value = abs(Fraction(now.fen - base.fen, base.fen)) * 100
        word = self.direction(now.fen > base.fen, more, less) if more else ""
        return word + self.figure("rate", value, [now.key, base.key], style or self.percent) + "%"

    def s(self, part: Amount, whole: Amount, style: Style | None = None) -> str:
        """A share with its percent sign."""
        return self.figure("share", Fraction(part.fen * 100, whole.fen), [part.key, whole.key], style or self.percent) + "%"

    def c(self, actual: Amount, budget: Amount, style: Style | None = None) -> str:
        """A completion rate with its percent sign."""
        return self.figure("completion", Fraction(actual.fen * 100, budget.fen), [actual.key, budget.key], style or self.percent) + "%"

    def k(self, name: str, number: int | None = None, *, listed: bool = False) -> str:
        """A count; ``name`` is one of the books' counts unless ``number`` is given. ``listed``: what is counted is named beside it."""
        value = self.books.counts[name] if number is None else number
        key = self.books.count_key(name)
        self.books.ledger.put(key, value)
        return self.figure("count", Fraction(value), [key], Style(unit="", decimals=0), "listed" if listed else "")

    def counted(self, whole: str, *parts: str) -> None:
        """Counts that were written and add up."""
        self.books.ledger.add(self.books.count_key(whole), [self.books.count_key(part) for part in parts])

    def y(self, shift: int = 0) -> str:
        """A year: this one, or one ``shift`` years away."""
        year = self.books.year + shift
        wrong = (str(year - 1), str(year - 2)) if not shift else (str(year - 1),)
        return self.word("year", str(year), *wrong, why="本年" if not shift else "上年" if shift == -1 else "")

    def order(self, actual: Amount, budget: Amount, more: str = "大于", less: str = "小于") -> str:
        """大于 or 小于."""
        up = actual.fen > budget.fen
        return self.word("order", more if up else less, less if up else more, keys=[actual.key, budget.key])

    def subject(self, text: str, key: Key, *other: str) -> str:
        """The name of what a figure is about; ``other``: names of things that have other values."""
        return self.word("subject", text, *other, keys=[key])

    def same(self, first: Amount, second: Amount, style: Style | None = None) -> bool:
        """Whether two amounts are printed alike."""
        style = style or self.text
        return style.number(Fraction(first.fen, style.scale)) == style.number(Fraction(second.fen, style.scale))

    def move(self, now: Amount, base: Amount, style: Style | None = None) -> str:
        """``none`` (both nothing), ``new`` (there was nothing), ``flat``, ``up`` or ``down``, as a reader of the printed figures sees it."""
        if not now.fen and not base.fen:
            return "none"
        if not base.fen:
            return "new"
        if self.same(now, base, style):
            return "flat"
        return "up" if now.fen > base.fen else "down"

    def why(self, topic: str, now: Amount, base: Amount) -> str:
        """A cause from the word lists that goes with the direction, and with what is paid."""
        return str(self.random.choice(words("reasons")[_topic(now, topic)]["up" if now.fen >= base.fen else "down"]))

    def gap(self, actual: Amount, budget: Amount) -> str:
        """A cause for a final account above or below its budget."""
        reasons = words("reasons")
        topic = _topic(actual, "project")
        if topic == "people":
            return str(self.random.choice(reasons["people"]["down" if actual.fen < budget.fen else "up"]))
        return str(self.random.choice(reasons["slow"] if actual.fen < budget.fen else reasons["project"]["up"]))

    def pick(self, *texts: str) -> str:
        """One of several wordings (plain text, no marks)."""
        return self.random.choice(texts)

    # --- blocks

    def title(self, text: str) -> None:
        """The document's name, or a part's."""
        self._block(Block("title", text))

    def h(self, text: str, level: int = 2) -> None:
        """A heading."""
        self._block(Block("heading", text, level))

    def p(self, *sentences: str) -> None:
        """A paragraph."""
        self._block(Block("paragraph", "".join(sentences)))

    def note(self, text: str) -> None:
        """A line under a table."""
        self._block(Block("note", text))

    def table(self, form: str, rows: Sequence[Sequence[str]], head: int = 1) -> None:
        """A table whose cells were written while ``self.form`` was ``form``."""
        width = max(len(row) for row in rows)
        self._block(Block("table", rows=[[*row, *[""] * (width - len(row))] for row in rows], form=form, head=head))

    def _block(self, block: Block) -> None:
        number = 0
        for text in (block.text, *(cell for row in block.rows for cell in row)):
            place = 0
            for match in _MARK.finditer(text):
                number += text.count("。", place, match.start()) + text.count("；", place, match.start())
                place = match.start()
                mark = self.marks[int(match[1])]
                mark.block, mark.sentence = len(self.blocks), number
        self.blocks.append(block)

    def start(self, form: str) -> None:
        """What is written from now on stands in the cells of this table."""
        self.form, self.at = form, (0, 0)

    def stop(self) -> None:
        """What is written from now on is narrative."""
        self.form, self.at = "", (0, 0)


def _topic(amount: Amount, topic: str) -> str:
    """Pensions, insurance, housing and running costs change with people, whatever the sentence is about."""
    code = amount.key.item.partition(".")[2]
    if topic in ("project", "total") and code[:3].isdigit():
        people = code.startswith(("20805", "20808", "21011", "221")) or code == "208" or code[5:] in ("01", "50")
        return "people" if people else topic
    return topic


def _emit(text: str, marks: list[Mark], lines: list[str], lead: str = "") -> None:
    """Add one line, marks taken out and their places noted."""
    made, last = lead, 0
    for match in _MARK.finditer(text):
        made += text[last : match.start()]
        mark = marks[int(match[1])]
        mark.line, mark.start = len(lines) + 1, len(made)
        made += match[2]
        mark.end = len(made)
        last = match.end()
    lines.append(made + text[last:])


def render(page: Page, *, layout: str = "tabs", broken: float = 0.0, page_mark: Callable[[int], str] | None = None) -> Document:
    """The page as text.

    Args:
        page: what was written.
        layout: ``tabs`` (cells parted by tabs), ``pipes`` (Markdown).
        broken: share of the paragraphs that a page end breaks in two, behind a comma.
        page_mark: the printed page number that stands where they are broken.
    """
    lines: list[str] = []
    tables: list[Table] = []
    number = 1
    broken_lines: list[int] = []
    for block in page.blocks:
        if block.kind == "table":
            table = Table(block.form, [])
            for count, row in enumerate(block.rows):
                table.lines.append(len(lines) + 1)
                if layout == "pipes":
                    _emit("| " + " | ".join(row) + " |", page.marks, lines)
                    if count == 0:
                        lines.append("|" + " --- |" * len(row))
                else:
                    _emit("\t".join(row), page.marks, lines)
            tables.append(table)
            lines.append("")
        elif block.kind in ("heading", "title"):
            hashes = "#" * (block.level + 1 if block.kind == "heading" else 1) + " " if layout == "pipes" else ""
            _emit(block.text, page.marks, lines, hashes)
            lines.append("")
        elif block.kind == "paragraph" and page.random.random() < broken and len(block.text) > 120:
            commas = [m.start() + 1 for m in re.finditer("，(?![^\x02]*\x03)", block.text) if 40 < m.start() < len(block.text) - 40]
            if commas:
                cut = page.random.choice(commas)
                _emit(block.text[:cut], page.marks, lines)
                lines.append("")
                number += 1
                if page_mark:
                    lines += [page_mark(number), ""]
                broken_lines.append(len(lines) + 1)
                _emit(block.text[cut:], page.marks, lines)
            else:
                _emit(block.text, page.marks, lines)
            lines.append("")
        else:
            _emit(block.text, page.marks, lines)
            lines.append("")
    placed = [mark for mark in page.marks if mark.line]
    return Document(lines, placed, tables, page.blocks, page.books, broken=broken_lines)
