"""Workbooks (.xlsx, .xls): what a reader sees on each visible sheet, as lines and tables in reading order.

Cells are read as they are shown: cached values of formulas under their number formats (:mod:`auditor.read.display`), zeros
blank where the sheet hides them, hidden rows, columns and sheets left out (and reported where they hold figures). On a sheet,
titles, unit lines, notes and prose become lines; what is left between them are tables. Parts are parsed with lxml
directly, behind the same limits as Word documents, and with tolerance for the styles, dates and names of other programs that
openpyxl refuses. For .xls xlrd is used, because it is the only reader that tells number formats.

Places: ``sheet`` and ``cell`` (``C7``), with offsets in the text that the cell shows.
"""

from __future__ import annotations

import io
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from auditor.errors import ReadError
from auditor.model import Grid, GridCell, Run
from auditor.read.captions import bare, performance, titled
from auditor.read.display import BUILTIN, displayed, exact
from auditor.read.file import FILE_LIMIT, OLE, content
from auditor.read.package import Package, encrypted
from auditor.read.pieces import Piece, broken, dense, woven
from auditor.read.source import Line, Source

CELLS = 1_000_000
"""Filled cells of a workbook; beyond it the file is refused."""
MERGES = 200_000
"""Merged ranges of a sheet; further ones are ignored."""

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_FIGURE = re.compile(r"[-+−(（]?[¥￥]?[\d０-９][\d０-９,，.．\s]*[%％‰]?[)）]?|[-—－–/]+")
"""A number, or what stands for none."""
_AMOUNT = re.compile(r"[-+−]?\d[\d,，]*[.．]\d+[%％]?")
"""A figure that was typed in as words."""
_FORM = re.compile(r"(?!其中|含|附?表\s*[\d一二三四五六七八九十]|附件)[^:：。；，]{1,14}[:：]")
"""A form line: what a word says about the whole table (``编制单位：…`` ``单位：万元``)."""
_ORDINAL = re.compile(r"\s*(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）]|\d+[、.．])")
"""How a section of a table begins; a row under the title that begins so is its first row."""
_DEFAULT_NAME = re.compile(r"(?:Sheet|Table|工作表|表)\s*\d*", re.IGNORECASE)
_FORM_CELLS = 4
"""Cells of the fullest form line."""
_COLUMNS = 16_384
_WIDE = 0.6
"""Share of the columns of a table from which a merged cell counts as standing over the whole table."""
_TITLE_LENGTH = 60
"""Characters up to which the lines in a title cell are one title; longer text is paragraphs."""
_NOTE_LENGTH = 16
"""Characters from which a single cell under a table is a note, not a row label without figures."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a cell shows."""

    text: str
    decimals: int | None = None
    figure: bool = False


@dataclass(slots=True)
class _Sheet:
    """A sheet as it was stored; rows and columns are counted from 0."""

    name: str
    cells: dict[tuple[int, int], _Shown] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First row, first column, last row, last column."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    """First and last column."""
    uncomputed: list[tuple[int, int]] = field(default_factory=list)
    """Formulas without a cached value."""
    errors: list[tuple[int, int]] = field(default_factory=list)
    """Cells that show an error value."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A filled cell of a visible row and the range that it covers, rows and columns counted from 0."""

    top: int
    left: int
    bottom: int
    right: int
    reference: str
    shown: _Shown

    @property
    def figure(self) -> bool:
        """Whether it shows a number, or what stands for none."""
        return self.shown.figure or _FIGURE.fullmatch(self.shown.text.strip()) is not None


_Row = list[_Item]


def source(path: Path) -> Source:
    """Read a workbook, whatever of both formats it is in.

    Raises:
        ReadError: it is damaged, needs a password, is no workbook, or is beyond a limit (see :mod:`auditor.read.package`,
            :data:`CELLS`).
    """
    data = content(path, FILE_LIMIT)
    if encrypted(data):
        raise ReadError(f"{path} 需要密码才能打开。请在 Excel 或 WPS 中取消密码，另存后再审核。")
    if data.startswith((OLE, b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00\x04\x00")):
        sheets, notices = _old(path, data)
    elif data.startswith(b"PK"):
        sheets, notices = _new(path)
    elif data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" and b"office:spreadsheet" not in data[:4096]:
        from auditor.read.html import source as web

        return web(path)
    else:
        raise ReadError(f"{path} 不是 Excel 工作簿（内容与扩展名不符，或已损坏）。请用 Excel 或 WPS 打开并另存为 .xlsx。")
    blocks: list[Line | Grid] = []
    faults: list[str] = []
    for sheet in sheets:
        blocks += _blocks(sheet, str(path))
        faults += _faults(sheet)
        notices += _notices(sheet)
    return Source("xlsx", sha256(data).hexdigest(), tuple(blocks), "", None, tuple(faults), tuple(notices))


def _new(path: Path) -> tuple[list[_Sheet], list[str]]:
    """The visible sheets of an .xlsx, and which ones are hidden."""
    notices: list[str] = []
    with Package(path, "Excel 工作簿") as package:
        part = package.main("xl/workbook.xml")
        book = package.xml(part)
        if book.tag != f"{_S}workbook":
            raise ReadError(f"{path} 不是 Excel 工作簿（内容是其他类型的 Office 文件）。请检查扩展名。")
        related = {identity: (kind, name) for identity, kind, name in package.relations(part)}
        parts = dict(related.values())
        strings = _strings(package, parts.get("sharedStrings"))
        formats = _formats(package, parts.get("styles"))
        properties = book.find(f"{_S}workbookPr")
        from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        sheets: list[_Sheet] = []
        for entry in book.iter(f"{_S}sheet"):
            name = entry.get("name", "")
            kind, target = related.get(entry.get(f"{_R}id", ""), ("", ""))
            if kind != "worksheet" or target not in package:
                continue
            if entry.get("state", "visible") != "visible":
                notices.append(f"隐藏的工作表“{name}”未读取")
                continue
            room = CELLS - sum(len(sheet.cells) for sheet in sheets)
            sheets.append(_sheet(package, target, name, strings, formats, from_1904=from_1904, room=room))
    return sheets, notices


def _strings(package: Package, part: str | None) -> list[str]:
    """The shared strings."""
    if part is None or part not in package:
        return []
    return [_rich(element) for element in package.elements(part, f"{_S}si")]


def _rich(element: Any) -> str:
    """The text of a string, without the readings of its characters."""
    words = []
    for child in element:
        if child.tag == f"{_S}t":
            words.append(child.text or "")
        elif child.tag == f"{_S}r":
            words += [text.text or "" for text in child.iterchildren(f"{_S}t")]
    text = "".join(words)
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _formats(package: Package, part: str | None) -> list[str]:
    """The number format of each cell style."""
    if part is None or part not in package:
        return []
    root = package.xml(part)
    own = {element.get("numFmtId"): element.get("formatCode", "") for element in root.iter(f"{_S}numFmt")}
    styles = root.find(f"{_S}cellXfs")
    found = []
    for style in styles if styles is not None else ():
        identity = style.get("numFmtId", "0")
        found.append(own.get(identity) or BUILTIN.get(_integer(identity, 0), "General"))
    return found


def _sheet(package: Package, part: str, name: str, strings: list[str], formats: list[str], *, from_1904: bool, room: int) -> _Sheet:
    sheet = _Sheet(name)
    hides_zeros = False
    row = -1
    for element in package.elements(part, *(f"{_S}{tag}" for tag in ("sheetView", "col", "row", "mergeCell"))):
        if element.tag == f"{_S}row":
            row = _integer(element.get("r"), row + 2) - 1
            if element.get("hidden") in ("1", "true"):
                sheet.hidden_rows.add(row)
            column = -1
            for cell in element:
                column, here = _position(cell.get("r"), column + 1, row)
                _fill(sheet, cell, (here, column), strings, formats, from_1904=from_1904, hides_zeros=hides_zeros)
            if len(sheet.cells) > room:
                raise ReadError(f"{package.path} 超过 {CELLS} 个有内容的单元格，未读取。请拆分后再审核。")
        elif element.tag == f"{_S}mergeCell" and len(sheet.merges) < MERGES:
            first, _, last = element.get("ref", "").partition(":")
            if (start := _REFERENCE.fullmatch(first)) and (end := _REFERENCE.fullmatch(last or first)):
                sheet.merges.append((int(start[2]) - 1, _column(start[1]), int(end[2]) - 1, _column(end[1])))
        elif element.tag == f"{_S}col" and element.get("hidden") in ("1", "true"):
            sheet.hidden_columns.append((_integer(element.get("min"), 1) - 1, _integer(element.get("max"), 1) - 1))
        elif element.tag == f"{_S}sheetView":
            hides_zeros = element.get("showZeros") in ("0", "false")
    return sheet


def _fill(
    sheet: _Sheet, cell: Any, at: tuple[int, int], strings: list[str], formats: list[str], *, from_1904: bool, hides_zeros: bool
) -> None:
    """Put what a stored cell shows."""
    kind = cell.get("t", "n")
    value = inline = None
    formula = False
    for child in cell:
        if child.tag == f"{_S}v":
            value = child.text
        elif child.tag == f"{_S}f":
            formula = True
        elif child.tag == f"{_S}is":
            inline = _rich(child)
    if kind == "inlineStr":
        value = inline
    if not value:
        if formula and kind != "str":
            sheet.uncomputed.append(at)
        return
    if kind == "s":
        index = _integer(value, -1)
        value = strings[index] if 0 <= index < len(strings) else ""
    elif kind == "b":
        value = "TRUE" if value in ("1", "true") else "FALSE"
    elif kind == "e":
        sheet.errors.append(at)
    elif kind == "n":
        try:
            number = exact(value)
        except ArithmeticError:
            return
        style = _integer(cell.get("s"), 0)
        _number(sheet, at, number, formats[style] if 0 <= style < len(formats) else "General", from_1904=from_1904, hides_zeros=hides_zeros)
        return
    if value.strip():
        sheet.cells[at] = _Shown(value)


def _number(sheet: _Sheet, at: tuple[int, int], number: Decimal, code: str, *, from_1904: bool, hides_zeros: bool) -> None:
    if hides_zeros and not number:
        return
    text, decimals = displayed(number, code, from_1904=from_1904)
    if text:
        sheet.cells[at] = _Shown(text, decimals, figure=True)


def _old(path: Path, data: bytes) -> tuple[list[_Sheet], list[str]]:
    """The visible sheets of an .xls, and which ones are hidden."""
    import xlrd

    book: Any
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    except Exception as error:  # a parser of binary records fails in many ways on damaged ones
        if "encrypt" in str(error).lower() or "password" in str(error).lower():
            raise ReadError(f"{path} 需要密码才能打开。请在 Excel 或 WPS 中取消密码，另存后再审核。") from error
        raise ReadError(
            f"{path} 不是完整的 Excel 97–2003 工作簿（已损坏，或是旧版 Word 文件）。请用 Excel 或 WPS 另存为 .xlsx。"
        ) from error
    notices: list[str] = []
    sheets: list[_Sheet] = []
    filled = 0
    for stored in book.sheets():
        if stored.visibility:
            notices.append(f"隐藏的工作表“{stored.name}”未读取")
            continue
        sheet = _Sheet(stored.name)
        sheet.merges = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in stored.merged_cells[:MERGES]]
        sheet.hidden_rows = {row for row, info in stored.rowinfo_map.items() if info.hidden}
        sheet.hidden_columns = [(column, column) for column, info in stored.colinfo_map.items() if info.hidden]
        for row in range(stored.nrows):
            for column, cell in enumerate(stored.row(row)):
                at = (row, column)
                if cell.ctype == xlrd.XL_CELL_TEXT and cell.value.strip():
                    sheet.cells[at] = _Shown(cell.value)
                elif cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
                    code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str if cell.xf_index is not None else "General"
                    number = exact(cell.value)
                    _number(sheet, at, number, code, from_1904=book.datemode == 1, hides_zeros=not stored.show_zero_values)
                elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
                    sheet.cells[at] = _Shown("TRUE" if cell.value else "FALSE")
                elif cell.ctype == xlrd.XL_CELL_ERROR:
                    sheet.errors.append(at)
                    sheet.cells[at] = _Shown(xlrd.error_text_from_code.get(cell.value, "#N/A"))
        filled += len(sheet.cells)
        if filled > CELLS:
            raise ReadError(f"{path} 超过 {CELLS} 个有内容的单元格，未读取。请拆分后再审核。")
        sheets.append(sheet)
    return sheets, notices


def _blocks(sheet: _Sheet, name: str) -> list[Line | Grid]:
    """The lines and tables of a sheet."""
    blocks: list[Line | Grid] = []
    grid: list[_Row] = []

    def close() -> None:
        if grid:
            title = "" if blocks or _DEFAULT_NAME.fullmatch(sheet.name.strip()) else sheet.name.strip()
            blocks.append(Grid(_table(grid, sheet.name, name), title=title))
            grid.clear()

    for part in _parts(sheet):
        for top, body, bottom in _stretches(part):
            if grid and body and _continues(top, body[0]):
                grid += top
                top = []
            else:
                close()
            for number, row in enumerate(top):
                blocks += _lines(sheet.name, row, first=number == 0)
            grid += body
            if bottom:
                close()
            for row in bottom:
                blocks += _lines(sheet.name, row, first=False)
    close()
    return blocks


def _notices(sheet: _Sheet) -> Iterator[str]:
    """What a sheet hides, and where it shows no value."""
    hidden = _hidden_columns(sheet)
    figures = [
        at
        for at, shown in sheet.cells.items()
        if (shown.figure or _AMOUNT.fullmatch(shown.text.strip())) and any(c in "123456789" for c in shown.text)
    ]
    if rows := sorted({row + 1 for row, _ in figures if row in sheet.hidden_rows}):
        yield f"工作表“{sheet.name}”的隐藏行含有数字，未读取：第{_some(rows)}行"
    if columns := sorted({column for row, column in figures if column in hidden and row not in sheet.hidden_rows}):
        yield f"工作表“{sheet.name}”的隐藏列含有数字，未读取：{_some([_letters(c) for c in columns])}列"
    if sheet.errors:
        yield f"工作表“{sheet.name}”有 {len(sheet.errors)} 个单元格显示为错误值（{_some([_reference(*at) for at in sheet.errors])}）"


def _faults(sheet: _Sheet) -> Iterator[str]:
    """What of a sheet could not be read."""
    if sheet.uncomputed:
        cells = _some([_reference(*at) for at in sheet.uncomputed])
        yield f"工作表“{sheet.name}”有 {len(sheet.uncomputed)} 个公式没有保存计算结果（{cells}），按空白处理；请用 Excel 或 WPS 打开并保存后再审核"


def _some(things: list[Any]) -> str:
    return "、".join(map(str, things[:5])) + (" 等" if len(things) > 5 else "")


def _hidden_columns(sheet: _Sheet) -> set[int]:
    return {column for first, last in sheet.hidden_columns for column in range(max(first, 0), min(last, _COLUMNS) + 1)}


def _parts(sheet: _Sheet) -> Iterator[list[_Row]]:
    """The visible rows that hold something, from one blank row to the next."""
    hidden = _hidden_columns(sheet)
    anchors, inside = _merged(sheet, hidden)
    rows: dict[int, _Row] = {}
    for at in sorted(sheet.cells):
        if at in inside:
            continue
        top, left, bottom, right = anchors.get(at, (*at, *at))
        if top not in sheet.hidden_rows and left not in hidden:
            rows.setdefault(top, []).append(_Item(top, left, bottom, right, _reference(*at), sheet.cells[at]))
    joined = _union((top, bottom) for top, _, bottom, _ in anchors.values())
    unseen = sorted(sheet.hidden_rows)
    part: list[_Row] = []
    last = 0
    for number in sorted(rows):
        if (
            part
            and number - last - 1 > bisect_left(unseen, number) - bisect_left(unseen, last + 1)
            and not _covers(joined, last + 1, number - 1)
        ):
            yield part
            part = []
        part.append(sorted(rows[number], key=lambda item: item.left))
        last = number
    if part:
        yield part


def _merged(sheet: _Sheet, hidden: set[int]) -> tuple[dict[tuple[int, int], tuple[int, int, int, int]], set[tuple[int, int]]]:
    """For each filled anchor its merged range, from its first visible row and column; the filled cells that merges cover."""
    filled: dict[int, list[int]] = {}
    for row, column in sorted(sheet.cells):
        filled.setdefault(row, []).append(column)
    numbers = sorted(filled)
    anchors: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    inside: set[tuple[int, int]] = set()
    room = 2 * CELLS
    for top, left, bottom, right in sheet.merges:
        for number in numbers[bisect_left(numbers, top) :]:
            room -= 1
            if number > bottom or room < 0:
                break
            columns = filled[number]
            for column in columns[bisect_left(columns, left) :]:
                if column > right:
                    break
                inside.add((number, column))
        if (top, left) in sheet.cells:
            inside.discard((top, left))
            y, x = top, left
            while y < bottom and y in sheet.hidden_rows:
                y += 1
            while x < right and x in hidden:
                x += 1
            anchors[top, left] = (y, x, bottom, right)
    return anchors, inside


def _union(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges joined where they overlap or touch."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def _covers(ranges: list[tuple[int, int]], first: int, last: int) -> bool:
    """Whether one of the joined ranges holds all of another."""
    index = bisect_left(ranges, (first + 1,)) - 1
    return index >= 0 and ranges[index][0] <= first and last <= ranges[index][1]


def _stretches(part: list[_Row]) -> Iterator[tuple[list[_Row], list[_Row], list[_Row]]]:
    """Lines above, rows of a table and lines below it, for each table in rows without a blank row between."""
    columns = sorted({item.left for row in part for item in row})
    over = [_over(row, columns) for row in part]
    starts = [0]
    figures = filled = False
    for number, row in enumerate(part):
        known = over[number] in ("title", "line") and filled and _names_table(row[0].shown.text)
        if known or (figures and over[number] == "title" and ("form" in over[number + 1 : number + 4] or _titled(part, over, number))):
            starts.append(number)
            figures = filled = False
        figures = figures or any(item.figure for item in row)
        filled = filled or not over[number]
    for start, end in zip(starts, [*starts[1:], len(part)], strict=True):
        top, bottom = start, end
        while top < end and over[top]:
            top += 1
        while (
            top > start + 1
            and over[top - 1] in ("line", "title")
            and "title" in over[start : top - 1]
            and _ORDINAL.match(part[top - 1][0].shown.text)
        ):
            top -= 1
        while bottom > top and _is_note(part[bottom - 1], over[bottom - 1]):
            bottom -= 1
        if bottom - top == 1 and not any(item.figure for item in part[top]):
            top = bottom
        yield part[start:top], part[top:bottom], part[bottom:end]


def _names_table(text: str) -> bool:
    """Whether a row names a table of a known kind."""
    return (
        len(text) <= _TITLE_LENGTH
        and not _ORDINAL.match(text)
        and (titled(text) is not None or bool(performance(text)) and bare(text).endswith("表"))
    )


def _titled(part: list[_Row], over: list[str], number: int) -> bool:
    """Whether a row and the one below it, a year in brackets or the like, are the title of the table that begins under them."""
    if over[number + 1 : number + 3] != ["title", ""]:
        return False
    return all(len(row[0].shown.text) <= _TITLE_LENGTH and not _ORDINAL.match(row[0].shown.text) for row in part[number : number + 2])


def _over(row: _Row, columns: list[int]) -> str:
    """What a row would be above a table: ``title`` (one cell over all of it), ``line`` (one cell), ``form`` (编制单位：…), or nothing."""
    if any(item.figure for item in row):
        return ""
    if len(row) > 1:
        forms = sum(_FORM.match(item.shown.text) is not None for item in row)
        return "form" if len(row) <= _FORM_CELLS and forms and (forms == len(row) or len(row) < len(columns)) else ""
    item = row[0]
    if _FORM.match(item.shown.text):
        return "form"
    covered = bisect_left(columns, item.right + 1) - bisect_left(columns, item.left)
    if covered >= _WIDE * len(columns):
        return "title"
    return "line" if covered <= 1 or item.left == columns[0] or item.right >= columns[-1] else ""


def _is_note(row: _Row, over: str) -> bool:
    """Whether a row at the end of a table stands under it."""
    if over in ("title", "form"):
        return True
    return over == "line" and (len(row[0].shown.text) >= _NOTE_LENGTH or row[0].shown.text.rstrip().endswith(("。", "；")))


def _continues(top: list[_Row], row: _Row) -> bool:
    """Whether rows behind a blank row go on with the table: no head, and no line that stands over a table."""
    plain = all(len(line) == 1 and line[0].left == line[0].right and not _FORM.match(line[0].shown.text) for line in top)
    return plain and any(item.figure for item in row)


def _lines(sheet: str, row: _Row, *, first: bool) -> Iterator[Line]:
    """The text of a row outside tables; cells side by side are one line, paragraphs in one cell are several."""
    pieces: list[Piece] = []
    for number, item in enumerate(row):
        text = item.shown.text + ("  " if number < len(row) - 1 else "")
        pieces.append(Piece(text, 0, partial(_run, sheet, item.reference)))
    lines = broken(pieces)
    if len(row) > 1 or sum(len(piece.text) for piece in pieces) <= _TITLE_LENGTH:
        lines = [[piece for line in lines for piece in line]]
    for line in lines:
        text, runs = woven(line)
        if text:
            yield Line(text, runs, complete=True, blank_before=first)
            first = False


def _table(rows: list[_Row], sheet: str, name: str) -> tuple[tuple[GridCell, ...], ...]:
    """The rows of a table, without the columns in which no cell begins."""
    columns = sorted({item.left for row in rows for item in row})
    numbers = [row[0].top for row in rows]
    cells = []
    for y, row in enumerate(rows):
        for item in row:
            x = bisect_left(columns, item.left)
            rowspan = bisect_left(numbers, item.bottom + 1) - y
            colspan = bisect_left(columns, item.right + 1) - x
            text, runs = woven([Piece(item.shown.text, 0, partial(_run, sheet, item.reference))])
            cells.append((y, x, GridCell(text, runs, max(1, rowspan), max(1, colspan), decimals=item.shown.decimals)))
    return dense(cells, f"{name} 工作表“{sheet}”")


def _run(sheet: str, cell: str, start: int, end: int, offset: int) -> Run:
    return Run(start, end, column=offset, sheet=sheet, cell=cell)


def _position(reference: str | None, column: int, row: int) -> tuple[int, int]:
    """(Column, row) of a stored cell; where it does not say, the next one."""
    found = _REFERENCE.fullmatch(reference or "")
    return (_column(found[1]), int(found[2]) - 1) if found else (column, row)


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _reference(row: int, column: int) -> str:
    return f"{_letters(column)}{row + 1}"


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return default
