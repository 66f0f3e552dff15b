"""Word documents (.docx): the text as a reader sees it, in reading order, and where each word stands.

Accepted text: insertions are kept, deletions and hidden text dropped, fields give their result. Numbers that Word counts
itself stand in front of their paragraph. Text boxes and notes follow the paragraph that holds them, tables nested in a cell
follow the table; a table of one cell is a frame, and what it holds is read as if it stood outside.

Places: ``paragraph`` counts the paragraphs of the body from 0, as ``document.paragraphs`` of python-docx does, and is not set
elsewhere; ``xpath`` names the element in its part, always: the paragraph, or the table cell. Offsets count the characters
of the accepted text of that paragraph or cell, a tab or a line break as one, the paragraphs of a cell joined by one line feed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from auditor.errors import ReadError
from auditor.model import Grid, GridCell, Run
from auditor.read.file import FILE_LIMIT, content
from auditor.read.numbering import Numbering, W, numbering
from auditor.read.package import Package
from auditor.read.pieces import COLUMNS, Piece, Place, broken, dense, raised, woven
from auditor.read.source import Line, Source

HEADING_LENGTH = 80
"""Characters of the longest heading; a longer paragraph in a heading style is body text."""
NESTING = 16
"""How deep tables may stand in tables."""
CELLS = 2_000_000
"""Cells of all tables together."""

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_O = "{urn:schemas-microsoft-com:office:office}"
_TEXT_BOX = f"{W}txbxContent"
_PARAGRAPH, _TABLE, _ROW, _CELL, _RUN, _TEXT = (f"{W}{name}" for name in ("p", "tbl", "tr", "tc", "r", "t"))
_THROUGH = frozenset(
    f"{W}{name}" for name in ("ins", "moveTo", "customXml", "smartTag", "sdt", "sdtContent", "hyperlink", "fldSimple", "dir", "bdo")
)
"""Elements that only wrap what they hold."""
_GONE = frozenset(
    f"{W}{name}"
    for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "delInstrText", "tblPr", "tcPr", "trPr")
)
_CHARACTERS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_LARGE = 24 * 914_400**2
"""Square EMU of a quarter of an A4 page: a picture of that size may hold a table."""
_SYMBOLS = {
    ("wingdings", 0x6C): "●", ("wingdings", 0x6E): "■", ("wingdings", 0x6F): "□", ("wingdings", 0xA8): "□", ("wingdings", 0xFB): "×",
    ("wingdings", 0xFC): "√", ("wingdings", 0xFD): "☒", ("wingdings", 0xFE): "☑", ("wingdings 2", 0x50): "√", ("wingdings 2", 0x52): "☑",
    ("wingdings 2", 0x51): "☒", ("wingdings 2", 0xA3): "□", ("symbol", 0xB3): "≥", ("symbol", 0xA3): "≤", ("symbol", 0xB4): "×", ("symbol", 0xB1): "±",
}  # fmt: skip


def source(path: Path) -> Source:
    """Read a Word document.

    Raises:
        ReadError: it is damaged, needs a password, is no Word document, or is beyond a limit (see :mod:`auditor.read.package`,
            :data:`NESTING`, :data:`CELLS`).
    """
    digest = sha256(content(path, FILE_LIMIT)).hexdigest()
    with Package(path, "Word 文档") as package:
        part = package.main("word/document.xml")
        root = package.xml(part)
        body = root.find(f"{W}body")
        if root.tag != f"{W}document" or body is None:
            raise ReadError(f"{path} 不是 Word 文档（内容是其他类型的 Office 文件）。请检查扩展名。")
        related = {kind: name for _, kind, name in package.relations(part)}
        styles = _styles(package, related.get("styles"))
        lists = numbering(package, related.get("numbering"))
        notes = {kind: _notes(package, related.get(f"{kind}s")) for kind in ("footnote", "endnote")}
    story = _Story(str(path), styles, lists, notes)
    try:
        story.read(body, "/w:document/w:body", top=True)
    except RecursionError as error:
        raise ReadError(f"{path} 的内容嵌套过深，未读取。请用 Word 打开并另存后再审核。") from error
    return Source("docx", digest, tuple(story.blocks), story.title, None, tuple(story.faults()), tuple(story.notices()))


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph style says of headings and lists."""

    name: str = ""
    outline: int | None = None
    list_id: str | None = None
    list_level: int | None = None


@dataclass(slots=True)
class _Cell:
    """A cell while its table is being read; a vertical merge makes it grow."""

    row: int
    column: int
    text: str
    runs: tuple[Run, ...]
    colspan: int
    rowspan: int = 1


@dataclass(slots=True)
class _Story:
    """A document while it is being read."""

    name: str
    styles: dict[str, _Style]
    lists: Numbering
    notes: dict[str, dict[str, Any]]
    blocks: list[Line | Grid] = field(default_factory=list)
    title: str = ""
    paragraphs: int = 0
    cells: int = 0
    pictures: int = 0
    objects: int = 0
    foreign: int = 0
    wide: int = 0
    depth: int = 0
    _pending: list[Piece] = field(default_factory=list)
    """Text of paragraphs whose end was deleted: it belongs to the next one."""
    _aside: list[tuple[Any, str]] = field(default_factory=list)
    """Text boxes and notes met in the current paragraph or table, and their paths."""

    def notices(self) -> Iterator[str]:
        """What is not text."""
        if self.pictures:
            yield f"文中有 {self.pictures} 幅大图，图中的文字和表格未读取"
        if self.objects:
            yield f"文中有 {self.objects} 个嵌入对象（如 Excel 工作表），其内容未读取；请改为 Word 表格，或另存为单独的文件一并审核"

    def faults(self) -> Iterator[str]:
        """What could not be read."""
        if self.foreign:
            yield f"文中有 {self.foreign} 处嵌入的外部文档，其内容未读取；请用 Word 打开并重新保存"
        if self.wide:
            yield f"有 {self.wide} 个表格超过 {COLUMNS} 列，超出的列未读取"

    def read(self, parent: Any, path: str, *, top: bool = False) -> None:
        """Read paragraphs and tables in order; ``top`` for those that count as paragraphs of the body."""
        for element, where, direct in _blocks(parent, path):
            if element.tag == _PARAGRAPH:
                number = None
                if top and direct:
                    number = self.paragraphs
                    self.paragraphs += 1
                self.paragraph(element, where, partial(_run, number, where))
            elif element.tag == _TABLE:
                self.table(element, where)
            elif element.tag == f"{W}altChunk":
                self.foreign += 1
        if self._pending:
            self.emit(self._pending, None)
            self._pending = []
        self.flush()

    def paragraph(self, element: Any, path: str, place: Place) -> None:
        """Read one paragraph to a line, or to several where it holds line breaks."""
        pieces: list[Piece] = []
        self.gather(element, path, place, 0, pieces)
        if _end_deleted(element):
            self._pending += pieces
            return
        pieces, self._pending = self._pending + pieces, []
        self.emit(pieces, element, place)
        self.flush()

    def emit(self, pieces: list[Piece], element: Any, place: Place | None = None) -> None:
        """Put the lines of a paragraph; a heading is one line, however it is broken."""
        lines = [line for line in broken(pieces) if any(piece.text.strip() for piece in line)]
        ordinal = ""
        if element is not None and place is not None:
            ordinal = self.ordinal(element, "".join(piece.text for piece in lines[0]).lstrip() if lines else "")
        if not lines:
            return
        heading, style = self.heading(element) if element is not None else (0, "")
        if sum(len(piece.text) for piece in pieces) > HEADING_LENGTH:
            heading = 0
        if heading:
            lines = [[piece for line in lines for piece in line]]
        if ordinal and place is not None:
            lines[0].insert(0, Piece(ordinal, 0, place, generated=True))
        texts = [(text, runs) for text, runs in map(woven, lines) if text]
        whole = len(texts) == 1
        if style.lower() in ("title", "标题") and not self.title:
            self.title = "".join(text for text, _ in texts)
        for number, (text, runs) in enumerate(texts):
            self.blocks.append(Line(text, runs, complete=whole, heading=heading, blank_before=not whole and number == 0))

    def heading(self, element: Any) -> tuple[int, str]:
        """(Level of the heading that a paragraph is, 0 for none; name of its style)."""
        properties = element.find(f"{W}pPr")
        style = self.styles.get(_value(properties, "pStyle") or "", _DEFAULT)
        outline = _number(_value(properties, "outlineLvl"))
        if outline is None:
            outline = style.outline
        return (outline + 1 if outline is not None and 0 <= outline < 9 else 0), style.name

    def ordinal(self, element: Any, text: str) -> str:
        """The number that Word counts for a paragraph, with a space where it must not touch the text."""
        if not self.lists.lists:
            return ""
        properties = element.find(f"{W}pPr")
        style_id = _value(properties, "pStyle") or ""
        style = self.styles.get(style_id, _DEFAULT)
        own = properties.find(f"{W}numPr") if properties is not None else None
        list_id, level = _value(own, "numId"), _number(_value(own, "ilvl"))
        if list_id is None:
            list_id = style.list_id
            level = style.list_level if level is None else level
            if level is None and list_id:
                level = self.lists.level_of(list_id, style_id)
        if not list_id or list_id == "0":
            return ""
        ordinal, separator = self.lists.next(list_id, level or 0)
        ordinal = ordinal.strip()
        if not ordinal or not text or separator == "nothing" or ordinal[-1] in "、．)）】〕":
            return ordinal
        return ordinal if ordinal[-1] == "." and not text[0].isdigit() else ordinal + " "

    def flush(self) -> None:
        """Read the text boxes and notes that the last paragraph or table held."""
        while self._aside:
            aside, self._aside = self._aside, []
            self.depth += 1
            if self.depth > NESTING:
                raise ReadError(f"{self.name} 的文本框嵌套超过 {NESTING} 层，未读取。")
            for element, path in aside:
                self.read(element, path)
            self.depth -= 1

    def gather(self, element: Any, path: str, place: Place, offset: int, pieces: list[Piece]) -> int:
        """Collect the accepted text of a paragraph as pieces, from ``offset`` on; returns the offset behind it."""
        boxes: dict[Any, int] = {}
        fields: list[bool] = []
        """For each open field, whether its code, not its result, is being passed."""

        def put(text: str, *, high: bool) -> None:
            nonlocal offset
            if not any(fields):
                pieces.append(Piece(raised(text) if high else text, offset, place))
                offset += len(text)

        def aside(child: Any) -> None:
            if not boxes:
                boxes.update((box, number) for number, box in enumerate(element.iter(_TEXT_BOX), 1))
            for box in _boxes(child):
                self._aside.append((box, f"{path}/descendant::w:txbxContent[{boxes[box]}]"))

        def walk(parent: Any, high: bool) -> None:
            for child in parent:
                tag = child.tag
                if tag == _TEXT:
                    put((child.text or "").replace("\n", " "), high=high)
                elif tag == _RUN:
                    properties = child.find(f"{W}rPr")
                    if properties is None:
                        walk(child, high)
                    elif not _on(properties, "vanish"):
                        walk(child, _value(properties, "vertAlign") == "superscript")
                elif tag in _THROUGH:
                    walk(child, high)
                elif tag in _GONE:
                    continue
                elif tag in _CHARACTERS:
                    put(_CHARACTERS[tag], high=False)
                elif tag == f"{W}br":
                    if child.get(f"{W}type", "textWrapping") == "textWrapping":
                        put("\n", high=False)
                    else:
                        pieces.append(Piece("\n", offset, place, generated=True))
                elif tag == f"{W}fldChar":
                    kind = child.get(f"{W}fldCharType")
                    if kind == "begin":
                        fields.append(True)
                    elif kind == "separate" and fields:
                        fields[-1] = False
                    elif kind == "end" and fields:
                        fields.pop()
                elif tag == f"{W}sym":
                    put(_symbol(child), high=False)
                elif tag == f"{W}ruby":
                    for base in child.iterchildren(f"{W}rubyBase"):
                        walk(base, high)
                elif tag in (f"{_M}oMath", f"{_M}oMathPara"):
                    put("".join(text.text or "" for text in child.iter(f"{_M}t")), high=high)
                elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                    self.note(tag[len(W) : -len("Reference")], child.get(f"{W}id", ""))
                elif tag == f"{_MC}AlternateContent":
                    walk(_alternative(child), high)
                elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
                    self.look(child)
                    aside(child)

        walk(element, False)
        return offset

    def note(self, kind: str, identity: str) -> None:
        """Remember to read a note."""
        note = self.notes[kind].pop(identity, None)
        if note is not None:
            self._aside.append((note, f"/w:{kind}s/w:{kind}[@w:id='{identity}']"))

    def look(self, drawing: Any) -> None:
        """Count what a drawing holds that cannot be read."""
        if any(True for _ in drawing.iter(f"{_O}OLEObject")):
            self.objects += 1
            return
        if any(True for _ in drawing.iter(f"{_A}blip")):
            extent = next(drawing.iter(f"{_WP}extent"), None)
            if extent is not None and (_number(extent.get("cx")) or 0) * (_number(extent.get("cy")) or 0) >= _LARGE:
                self.pictures += 1

    def table(self, element: Any, path: str) -> None:
        """Read a table, then the tables, boxes and notes that its cells hold."""
        self.depth += 1
        if self.depth > NESTING:
            raise ReadError(f"{self.name} 的表格嵌套超过 {NESTING} 层，未读取。请用 Word 打开并另存后再审核。")
        rows = list(_rows(element, path))
        if len(rows) == 1 and len(frame := list(_cells(*rows[0]))) == 1:
            self.read(*frame[0])
            self.depth -= 1
            return
        outer, self._aside = self._aside, []
        nested: list[tuple[Any, str]] = []
        found: list[_Cell] = []
        open_cells: dict[int, _Cell] = {}
        """First column of each cell that may grow downwards → the cell."""
        too_wide = False
        for number, (row, row_path) in enumerate(rows):
            properties = row.find(f"{W}trPr")
            column = min(_number(_value(properties, "gridBefore")) or 0, COLUMNS)
            growing: dict[int, _Cell] = {}
            for cell, cell_path in _cells(row, row_path):
                self.cells += 1
                if self.cells > CELLS:
                    raise ReadError(f"{self.name} 的表格超过 {CELLS} 个单元格，未读取。请拆分后再审核。")
                properties = cell.find(f"{W}tcPr")
                span = max(1, min(_number(_value(properties, "gridSpan")) or 1, COLUMNS))
                if column + span > COLUMNS:
                    too_wide = True
                    break
                if _value(properties, "hMerge") in ("continue", "") and found and found[-1].row == number:
                    found[-1].colspan += span
                    column += span
                    continue
                merge = _value(properties, "vMerge")
                above = open_cells.get(column) if merge in ("continue", "") else None
                if above is not None:
                    above.rowspan = number - above.row + 1
                    growing[column] = above
                else:
                    text, runs = self.cell(cell, cell_path, nested)
                    found.append(_Cell(number, column, text, runs, span))
                    if merge is not None:
                        growing[column] = found[-1]
                column += span
            open_cells = growing
        self.wide += too_wide
        grid = dense([(c.row, c.column, GridCell(c.text, c.runs, c.rowspan, c.colspan)) for c in found], self.name)
        if any(cell.text for row in grid for cell in row):
            self.blocks.append(Grid(grid, title=_caption(element)))
        for inner, inner_path in nested:
            self.table(inner, inner_path)
        self.flush()
        self._aside = outer
        self.depth -= 1

    def cell(self, element: Any, path: str, nested: list[tuple[Any, str]]) -> tuple[str, tuple[Run, ...]]:
        """The text of a cell, its paragraphs one under the other; tables in it are put aside."""
        place = partial(_run, None, path)
        pieces: list[Piece] = []
        offset = 0
        joined = True
        for block, where, _ in _blocks(element, path):
            if block.tag == _TABLE:
                nested.append((block, where))
                continue
            if block.tag != _PARAGRAPH:
                self.foreign += 1
                continue
            own: list[Piece] = []
            end = self.gather(block, where, place, offset, own)
            if ordinal := self.ordinal(block, "".join(piece.text for piece in own).lstrip()):
                own.insert(0, Piece(ordinal, offset, place, generated=True))
            if any(piece.text.strip() for piece in own):
                if not joined:
                    pieces.append(Piece("\n", offset - 1, place))
                pieces += own
            joined = _end_deleted(block)
            offset = end + (not joined)
        return woven(pieces)


_DEFAULT = _Style()


def _run(paragraph: int | None, xpath: str, start: int, end: int, offset: int) -> Run:
    return Run(start, end, column=offset, paragraph=paragraph, xpath=xpath)


def _children(parent: Any, path: str) -> Iterator[tuple[Any, str]]:
    """The children of an element and their paths, numbered among those of the same name."""
    seen: dict[str, int] = {}
    for child in parent:
        tag = child.tag
        seen[tag] = seen.get(tag, 0) + 1
        if tag.startswith(W):
            yield child, f"{path}/w:{tag[len(W) :]}[{seen[tag]}]"
        else:
            yield child, f"{path}/*[local-name()='{tag.rsplit('}', 1)[-1]}'][{seen[tag]}]"


def _blocks(parent: Any, path: str, *, direct: bool = True) -> Iterator[tuple[Any, str, bool]]:
    """The paragraphs, tables and foreign chunks under an element, with their paths and whether nothing wraps them."""
    for child, where in _children(parent, path):
        if child.tag in (_PARAGRAPH, _TABLE, f"{W}altChunk"):
            yield child, where, direct
        elif child.tag in _THROUGH:
            yield from _blocks(child, where, direct=False)
        elif child.tag == f"{_MC}AlternateContent":
            chosen = _alternative(child)
            if chosen is not child:
                yield from _blocks(chosen, f"{where}/*[{child.index(chosen) + 1}]", direct=False)


def _rows(table: Any, path: str) -> Iterator[tuple[Any, str]]:
    """The rows of a table that are neither deleted nor hidden."""
    for child, where in _children(table, path):
        if child.tag == _ROW:
            properties = child.find(f"{W}trPr")
            if properties is None or (properties.find(f"{W}del") is None and not _on(properties, "hidden")):
                yield child, where
        elif child.tag in _THROUGH:
            yield from _rows(child, where)


def _cells(row: Any, path: str) -> Iterator[tuple[Any, str]]:
    """The cells of a row that are not deleted."""
    for child, where in _children(row, path):
        if child.tag == _CELL:
            properties = child.find(f"{W}tcPr")
            if properties is None or properties.find(f"{W}cellDel") is None:
                yield child, where
        elif child.tag in _THROUGH:
            yield from _cells(child, where)


def _boxes(element: Any) -> Iterator[Any]:
    """The outermost text boxes in a drawing; of alternatives only the one that Word shows."""
    for child in element:
        if child.tag == _TEXT_BOX:
            yield child
        elif child.tag == f"{_MC}AlternateContent":
            yield from _boxes(_alternative(child))
        else:
            yield from _boxes(child)


def _alternative(element: Any) -> Any:
    """The choice of an AlternateContent that holds something, else its fallback."""
    choices = [child for child in element if len(child)]
    return choices[0] if choices else element


def _end_deleted(paragraph: Any) -> bool:
    """Whether a tracked change deletes the end of a paragraph, so that the next one continues it."""
    properties = paragraph.find(f"{W}pPr/{W}rPr")
    return properties is not None and (properties.find(f"{W}del") is not None or properties.find(f"{W}moveFrom") is not None)


def _symbol(element: Any) -> str:
    """The character of a symbol font, where it has a plain form."""
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    font = element.get(f"{W}font", "").lower()
    if 0xF000 <= code <= 0xF0FF:
        return _SYMBOLS.get((font, code - 0xF000), "")
    return _SYMBOLS.get((font, code), chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code <= 0xFFFD else "")


def _caption(table: Any) -> str:
    """The title that the properties of a table give."""
    return (_value(table.find(f"{W}tblPr"), "tblCaption") or "").strip()


def _styles(package: Package, part: str | None) -> dict[str, _Style]:
    """The paragraph styles by id, with what they inherit; the default style also under the empty id."""
    if part is None or part not in package:
        return {}
    raw: dict[str, tuple[str, _Style]] = {}
    default = ""
    for element in package.xml(part).iterchildren(f"{W}style"):
        if element.get(f"{W}type") != "paragraph":
            continue
        identity = element.get(f"{W}styleId", "")
        properties = element.find(f"{W}pPr")
        own = properties.find(f"{W}numPr") if properties is not None else None
        style = _Style(
            _value(element, "name") or "",
            _number(_value(properties, "outlineLvl")),
            _value(own, "numId"),
            _number(_value(own, "ilvl")),
        )
        raw[identity] = (_value(element, "basedOn") or "", style)
        if element.get(f"{W}default") in ("1", "true", "on"):
            default = identity
    found: dict[str, _Style] = {}

    def resolve(identity: str) -> _Style:
        chain = []
        while identity in raw and identity not in found and identity not in chain:
            chain.append(identity)
            identity = raw[identity][0]
        above = found.get(identity, _DEFAULT)
        for link in reversed(chain):
            style = raw[link][1]
            inherits = style.list_id is None
            above = found[link] = _Style(
                style.name,
                above.outline if style.outline is None else style.outline,
                above.list_id if inherits else style.list_id,
                (above.list_level if style.list_level is None else style.list_level) if inherits else style.list_level,
            )
        return above

    for identity in raw:
        resolve(identity)
    if default in found:
        found.setdefault("", found[default])
    return found


def _notes(package: Package, part: str | None) -> dict[str, Any]:
    """The footnotes or endnotes by id."""
    if part is None or part not in package:
        return {}
    return {note.get(f"{W}id", ""): note for note in package.xml(part) if note.get(f"{W}type", "normal") == "normal"}


def _value(parent: Any, name: str) -> str | None:
    """The ``w:val`` of a child; empty for a child without one, ``None`` without that child."""
    child = parent.find(f"{W}{name}") if parent is not None else None
    return None if child is None else str(child.get(f"{W}val", ""))


def _on(properties: Any, name: str) -> bool:
    """Whether a switch is on."""
    value = _value(properties, name)
    return value is not None and value not in ("0", "false", "off")


def _number(text: str | None) -> int | None:
    try:
        return int(text or "")
    except ValueError:
        return None
