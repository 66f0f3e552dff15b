r"""Plain text and Markdown, as they come out of conversions: lines, and tables in the five shapes in which they are found.

Tab-separated rows; one cell to a line (the line begins with a tab, blank lines part the rows); Markdown pipe tables;
grid tables drawn with characters; HTML ``<table>`` inside text. One grid is one printed table: a title between two runs
of rows parts them, a blank line or a repeated page head does not.

Every piece of cleaned text keeps the line (1-based) and column (0-based) at which it stands in the decoded file, line
ends being ``\n`` (``\r\n`` and ``\r`` count as one line end; a byte order mark is no character).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from auditor.model import Grid, GridCell
from auditor.read import file, sections
from auditor.read.captions import is_owner
from auditor.read.source import Line, Source
from auditor.read.text_bytes import decode
from auditor.read.text_clean import cells_of, line_of
from auditor.read.text_delimited import tabbed
from auditor.read.text_grids import BARS, DRAWN, html_tables, piped_table, stacked_table
from auditor.read.text_pages import furniture_of, physical, skipped
from auditor.read.text_tables import Tables

_ABOVE = re.compile(r"[:：]|[公附]|表\s*(?:\t|$)|^\s*表")


def source(path: Path) -> Source:
    """The lines and grids of a text file.

    Raises:
        ReadError: the file is missing, empty, too large, or no text; says what, where and what to do.
    """
    data = file.content(path, file.TEXT_LIMIT)
    text, notices = decode(data, path)
    if path.suffix.lower() in (".csv", ".xls", ".et"):
        text = tabbed(text)
    blocks = tuple(parse(text))
    markdown = path.suffix.lower() in (".md", ".markdown")
    return Source("markdown" if markdown else "text", sha256(data).hexdigest(), blocks, notices=notices)


def parse(text: str) -> Iterator[Line | Grid]:
    """The lines and grids of a decoded text, in reading order."""
    lines = list(physical(text))
    furniture = furniture_of(lines)
    builder = Tables()
    tables = html_tables(text) if "<table" in text or "<TABLE" in text else {}
    at, total = 0, len(lines)
    blank = True
    contents = False
    while at < total:
        here = lines[at]
        raw = here.raw
        if tables and (here.number, here.column) in tables:
            last, rows = tables[here.number, here.column]
            builder.grid(rows)
            yield from builder.take()
            while at < total and lines[at].number <= last:
                at += 1
            blank = True
            continue
        bare = raw.strip()
        if not bare and "\t" not in raw:
            builder.blank()
            blank, at = True, at + 1
            continue
        if at in furniture or (bare and skipped(bare)):
            builder.blank()
            blank, at = True, at + 1
            continue
        if (BARS.search(raw) or (bare and bare[0] in "+┌┏╔" and DRAWN.fullmatch(bare))) and (found := piped_table(lines, at)) is not None:
            at, piped = found
            builder.grid(piped)
            yield from builder.take()
            blank = True
            continue
        if raw.startswith("\t") and "\t" not in raw[1:] and (stacked := stacked_table(lines, at)) is not None:
            at, rows = stacked
            for row in rows:
                builder.row(row)
            builder.blank()
            yield from builder.take()
            blank = True
            continue
        if "\t" in raw and ("\t" in bare or not bare or builder.inside or _padded(raw)):
            if bare and (contents or "..." in raw or "…" in raw) and _in_contents(raw, contents=contents):
                line = line_of(raw, here.number, here.column, blank_before=blank)
                if line:
                    builder.line(line)
            elif _ABOVE.search(raw) and _above_table(raw):
                for cell in cells_of(raw, here.number, here.column):
                    if cell.text:
                        builder.line(Line(cell.text, cell.runs, blank_before=blank))
            else:
                contents = False
                builder.row(cells_of(raw, here.number, here.column))
            yield from builder.take()
            blank, at = False, at + 1
            continue
        line = line_of(raw, here.number, here.column, blank_before=blank)
        if line:
            if builder.inside and at + 1 < total and "\t" in lines[at + 1].raw and builder.short and len(line.text) < 400:
                builder.row((GridCell(line.text, line.runs),))
                at += 1
                continue
            if sections.contents_head(line.text):
                contents = True
            elif contents and len(line.text) > 45:
                contents = False
            builder.line(line)
            yield from builder.take()
            blank = False
        at += 1
    builder.close()
    yield from builder.take()


def _in_contents(raw: str, *, contents: bool) -> bool:
    """Whether a line with tabs is an entry of a table of contents."""
    cells = [cell.strip() for cell in raw.split("\t") if cell.strip()]
    if not 1 <= len(cells) <= 3 or not re.fullmatch(r"[-(]?\s*(?:\d{1,3}|[ivxIVX]{1,5})\s*[-)]?", cells[-1]):
        return sections.contents_entry(raw) and len(cells) <= 2
    return len(cells) > 1 and (contents or sections.contents_entry(cells[-2]))


def _above_table(raw: str) -> bool:
    """Whether a line with tabs holds what stands above a table (部门：…, 公开01表, 单位：万元) and no row of one."""
    cells = [cell.strip() for cell in raw.split("\t") if cell.strip()]
    if not 1 <= len(cells) <= 4 or any(len(cell) > 60 for cell in cells):
        return False
    kinds = [sections.furniture(cell) or ("title" if sections.table_title(cell) else "") for cell in cells]
    if len(cells) == 1:
        if kinds[0] == "title":
            return raw.count("\t") > 1 and sections.numbered(cells[0]) is None
        return kinds[0] in ("form", "unit", "organization")
    if not kinds[0] and is_owner(cells[0]) and "unit" in kinds:
        kinds[0] = "organization"
    return all(kinds) and any(kind in ("form", "unit") for kind in kinds)


def _padded(raw: str) -> bool:
    """Whether the tabs around a single text are blank cells of a row, no indentation."""
    return len(raw) - len(raw.rstrip("\t ")) >= 2 and raw.count("\t") >= 2
