"""Rows of text into tables: where one printed table ends and the next begins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from auditor.model import Grid, GridCell
from auditor.read import sections
from auditor.read.source import Line
from auditor.read.text_clean import Cells, joined

_DASHES = re.compile(r"\s*:?-{3,}:?\s*")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")
_CODE = re.compile(r"[1-9]\d{2}|[1-9]\d{4}|[1-9]\d{6}")
_ORDINAL = re.compile(r"\d{1,3}")


@dataclass(slots=True)
class Tables:
    """Rows and lines as they come; decides where one printed table ends and the next begins."""

    done: list[Line | Grid] = field(default_factory=list)
    rows: list[Cells] = field(default_factory=list)
    heads: set[str] = field(default_factory=set)
    """What stood above the open table: a page that repeats it goes on with the table."""
    recent: list[str] = field(default_factory=list)
    waiting: list[Line] = field(default_factory=list)
    """Lines behind the last row: they close the table unless a repeated page head turns out to be all they are."""
    echo: list[Cells] = field(default_factory=list)
    """Rows that repeat the first rows of the open table."""
    gap: bool = False

    @property
    def inside(self) -> bool:
        """Whether the line right above was a row."""
        return bool(self.rows) and not self.gap and not self.waiting

    @property
    def short(self) -> bool:
        """Whether the last row has fewer cells than the rows before it, which all have the same number."""
        widths = Counter(map(len, self.rows[-12:]))
        width, count = widths.most_common(1)[0]
        return count >= 3 and 1 < len(self.rows[-1]) < width and count >= len(self.rows[-12:]) - 2

    def take(self) -> Iterator[Line | Grid]:
        """What is finished."""
        yield from self.done
        self.done.clear()

    def line(self, line: Line) -> None:
        """A line that is no row."""
        if self.rows:
            if self.echo:
                self._settle()
            self.waiting.append(line)
            if len(self.waiting) > 12:
                self.close()
        else:
            self.done.append(line)
            self.recent = [*self.recent[-7:], sections.squeeze(line.text)]

    def blank(self) -> None:
        """A blank line, or what counts as one."""
        self.gap = True

    def grid(self, rows: Sequence[Cells]) -> None:
        """A table whose end the markup shows."""
        rows = [
            row for row in rows if not all(_DASHES.fullmatch(cell.text) or not cell.text for cell in row) or not any(c.text for c in row)
        ]
        if rows and self.rows and self._carries_on(rows[0]):
            for row in rows:
                self.row(row)
            return
        self.close()
        self.rows = list(rows)
        self.heads = set(self.recent)
        self.recent = []
        self.gap = True

    def row(self, row: Cells) -> None:
        """A row of cells."""
        filled = [cell.text for cell in row if cell.text]
        if filled and all(_DASHES.fullmatch(text) for text in filled) and len(filled) > 1:
            return
        if not self.rows:
            self._begin(row)
        elif self.echo:
            if len(self.echo) < len(self.rows) and _same(row, self.rows[len(self.echo)]):
                self.echo.append(row)
            else:
                self._settle(row)
                self.row(row)
        elif self.waiting or self.gap:
            if not self._carries_on(row):
                self._part(row)
            elif _same(row, self.rows[0]) and any(cell.text for cell in row):
                self.echo = [row]
            else:
                self.waiting.clear()
                self.rows.append(row)
        else:
            self.rows.append(row)
        self.gap = False

    def _begin(self, row: Cells) -> None:
        self.rows = [row]
        self.heads = set(self.recent)
        self.recent = []

    def _part(self, row: Cells) -> None:
        self.close()
        self._begin(row)

    def _settle(self, after: Cells | None = None) -> None:
        """Decides whether repeated head rows were a page head (dropped) or begin a table of the same form."""
        echo, self.echo = self.echo, []
        body = self.rows[len(echo)] if len(echo) < len(self.rows) else None
        anew = after is None or (body is not None and _label(after) == _label(body) and bool(_label(body)))
        if anew:
            self.close()
            self._begin(echo[0])
            self.rows += echo[1:]
        else:
            self.waiting.clear()

    def _carries_on(self, row: Cells) -> bool:
        """Whether a row behind blank lines or a page head belongs to the open table."""
        if self.waiting and not all(sections.squeeze(w.text) in self.heads or sections.continued(w.text) for w in self.waiting):
            return False
        if not any(cell.text for cell in row):
            return not self.waiting
        first = self.rows[0]
        if _same(row, first):
            return True
        width, own = max(map(len, self.rows)), len(row)
        if _label(row) and _label(row) == _label(first) and not _NUMBER.fullmatch(_label(row)):
            return False
        if _follows(self.rows, row):
            return True
        if self.waiting and not any(sections.continued(w.text) for w in self.waiting):
            return own == width and not _headlike(row)
        return abs(own - width) <= 1 or not _headlike(row)

    def close(self) -> None:
        """Ends the open table."""
        if self.echo:
            echo, self.echo = self.echo, []
            self.close()
            self.rows = echo
        if self.rows:
            self.done.extend(_finished(self.rows))
            self.rows = []
        self.done.extend(self.waiting)
        self.recent = [sections.squeeze(w.text) for w in self.waiting[-8:]]
        self.waiting.clear()


def _finished(rows: list[Cells]) -> Iterator[Line | Grid]:
    """The grid, or its cells as lines where two cells stood side by side by accident; blank rows at the ends are dropped."""
    while rows and not any(cell.text for cell in rows[-1]):
        rows.pop()
    while rows and not any(cell.text for cell in rows[0]):
        rows.pop(0)
    if not rows:
        return
    rows = _mended_rows(rows)
    tail: list[Line] = []
    while len(rows) > 1 and (note := _sole(rows[-1])) is not None and (sections.note(note.text) or sections.says_empty(note.text)):
        tail.insert(0, Line(note.text, note.runs))
        rows.pop()
    if len(rows) == 1 and sum(bool(cell.text) for cell in rows[0]) <= 2 and len(rows[0]) <= 3:
        yield from (Line(cell.text, cell.runs) for cell in rows[0] if cell.text)
    else:
        yield Grid(tuple(rows))
    yield from tail


def _mended_rows(rows: list[Cells]) -> list[Cells]:
    """Rows whose cells a line break tore apart, put together again: two or three short rows that make up exactly one of full width."""
    width, count = Counter(map(len, rows)).most_common(1)[0]
    if width < 3 or count < 3 or count * 10 < len(rows) * 7 or count == len(rows):
        return rows
    done: list[Cells] = []
    at = 0
    while at < len(rows):
        for end in (at + 2, at + 3):
            torn = rows[at:end]
            if (
                len(torn) == end - at
                and all(len(row) < width for row in torn)
                and sum(map(len, torn)) - (len(torn) - 1) == width
                and all(first[-1].text and second[0].text for first, second in pairwise(torn))
            ):
                whole = torn[0]
                for row in torn[1:]:
                    whole = (*whole[:-1], joined([whole[-1], row[0]]), *row[1:])
                done.append(whole)
                at = end
                break
        else:
            done.append(rows[at])
            at += 1
    return done


def _sole(row: Cells) -> GridCell | None:
    """The only filled cell of a row."""
    filled = [cell for cell in row if cell.text]
    return filled[0] if len(filled) == 1 else None


def _same(row: Cells, other: Cells) -> bool:
    return [c.text for c in row if c.text] == [c.text for c in other if c.text]


def _label(row: Cells) -> str:
    return next((sections.squeeze(cell.text) for cell in row if cell.text), "")


def _headlike(row: Cells) -> bool:
    """Whether a row could be the first of a table: two words or more and no figure."""
    filled = [cell.text for cell in row if cell.text]
    return len(filled) >= 2 and not any(_NUMBER.fullmatch(text) for text in filled)


def _follows(rows: Sequence[Cells], row: Cells) -> bool:
    """Whether a row continues the numbering (行次) or the classification codes of the rows before it."""
    above = rows[-1]
    for cell, other in zip(row, above, strict=False):
        if _ORDINAL.fullmatch(cell.text) and _ORDINAL.fullmatch(other.text) and int(cell.text) == int(other.text) + 1:
            return True
        if _CODE.fullmatch(cell.text) and _CODE.fullmatch(other.text) and cell.text > other.text[: len(cell.text)]:
            return True
        if cell.text and other.text and _CODE.fullmatch(cell.text) and _CODE.fullmatch(other.text) and cell.text.startswith(other.text):
            return True
    return False
