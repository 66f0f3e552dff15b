"""Web pages: the article and its tables, in reading order, and where each word stands.

Navigation goes: what is made of links, and what stands around the innermost element that holds every sentence and every table
with figures. Tables that only lay out a page are read through; tables of figures become grids with their spans. Scripts,
hidden elements and comments are dropped, numbers split over spans are put together, white space collapses as in a browser
(and vanishes where a line of the source breaks between two Chinese characters).

Places: ``xpath`` of the paragraph or cell, as lxml parses the page, with offsets in its string value (``string(…)``, what
``text_content()`` gives), so that a number stands at ``start`` to ``end`` of it whatever elements it is split over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from lxml import etree
from lxml import html as markup

from auditor.errors import ReadError
from auditor.model import Grid, GridCell, Run
from auditor.read.file import TEXT_LIMIT, content
from auditor.read.pieces import COLUMNS, POSITIONS, Piece, Place, broken, compact, dense, raised, woven
from auditor.read.source import Line, Source

NESTING = 16
"""How deep tables of figures may stand in tables of figures; deeper ones are not read."""

DEPTH = 400
"""How deep elements may stand in elements."""
LINES = 200_000
"""Lines of a page."""

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_GONE = frozenset(
    "script style noscript template head title meta link nav footer aside menu button select option input textarea datalist dialog "
    "iframe frame frameset object embed applet svg canvas audio video map img rt rp del".split()
)
_FRAMES = frozenset(("iframe", "frame", "object", "embed"))
_CONTAINERS = frozenset("article body center div fieldset figure form header main section table tbody td tr th".split())
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_GROUPS = frozenset(("thead", "tbody", "tfoot"))
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|mso-element\s*:\s*(?:header|footer|comment)", re.IGNORECASE
)
_SPACE = re.compile("[ \t\r\n\f]+")
_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…]")
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_\-]+)|<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9_\-]+)""", re.IGNORECASE)
_WIDTH = re.compile(r"width\s*[:=]\s*[\"']?(\d+)", re.IGNORECASE)
_INDENT = re.compile("(?:\u3000|\u00a0| ){2}")
_LINKED = 0.6
"""Share of its characters that stand in links from which a block without sentences is navigation."""
_FIGURES = 8
"""Digits in cells from which a table holds figures."""
_LARGE = 400
"""Pixels of width from which a picture may hold a table."""
_PROSE = 400
"""Characters of one cell that make a table of few cells a frame around prose."""


@dataclass(slots=True)
class _Measure:
    """What a block holds, dropped elements aside."""

    element: Any
    characters: int = 0
    linked: int = 0
    links: int = 0
    stops: int = 0
    """Full stops outside links."""
    digits: int = 0
    """Digits in table cells."""
    tables: int = 0
    breaks: int = 0
    """Paragraphs and line breaks."""
    children: list[_Measure] = field(default_factory=list)

    @property
    def furniture(self) -> bool:
        """Whether it holds neither a sentence nor a table of figures."""
        return not self.stops and self.digits < _FIGURES

    @property
    def navigation(self) -> bool:
        """Whether it is made of links."""
        return self.furniture and self.links >= 3 and self.linked > _LINKED * self.characters


def source(path: Path) -> Source:
    """Read a web page, or a page saved with its pictures in one file (.mht).

    Raises:
        ReadError: it is larger than 64 MB, holds no text, or is beyond :data:`DEPTH` or :data:`LINES`.
    """
    data = content(path, TEXT_LIMIT)
    text, notice = _decoded(_page(data))
    parser = markup.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = markup.document_fromstring(text.replace("\x00", "").encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"{path} 不是网页，或其中没有文字。请在浏览器中打开，另存为完整的网页后再审核。") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ReadError(f"{path} 的元素嵌套过深，未读取。请在浏览器中打开，另存为 PDF 后再审核。")
    reader = _Page(str(path), notices=[notice] if notice else [])
    reader.read(root)
    if not reader.blocks:
        raise ReadError(f"{path} 中没有可读的正文（可能由框架或脚本生成）。请在浏览器中打开，另存为完整的网页或 PDF 后再审核。")
    return Source("html", sha256(data).hexdigest(), tuple(reader.blocks), _title(root), None, tuple(reader.faults), tuple(reader.notices))


def _page(data: bytes) -> bytes:
    """The page in a file; a .mht holds it as a part of a message."""
    if not re.match(rb"\s*(?:From|MIME-Version|Subject|Date|X-[\w-]+):", data[:256], re.IGNORECASE):
        return data
    message = message_from_bytes(data, policy=policy.default)
    part = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    found = part.get_payload(decode=True) if part is not None else None
    return found if isinstance(found, bytes) else data


def _decoded(data: bytes) -> tuple[str, str]:
    """The characters of a page, and what could not be decoded: by its mark, its declaration, else as UTF-8, else as GB 18030."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), ""
    found = _CHARSET.search(data[:4096])
    declared = (found[1] or found[2]).decode("ascii").lower() if found else ""
    if declared in ("gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "ansi", "gb18030"):
        declared = "gb18030"
    for encoding in ("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "", declared, "utf-8", "gb18030", "big5"):
        try:
            return data.decode(encoding), ""
        except (UnicodeError, LookupError):
            continue
    candidates = [data.decode(encoding, "replace") for encoding in ("utf-8", "gb18030")]
    best = min(candidates, key=lambda text: text.count("\ufffd"))
    return best, f"网页中有 {best.count(chr(0xFFFD))} 个字符无法辨认（编码混杂或文件损坏）"


@dataclass(slots=True)
class _Page:
    """A page while it is being read."""

    name: str
    blocks: list[Line | Grid] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    measures: dict[Any, _Measure] = field(default_factory=dict)
    depth: int = 0
    frames: int = 0
    pictures: int = 0

    def read(self, root: Any) -> None:
        """Read the article of a page."""
        body = root.find("body")
        top = self.measure(body if body is not None else root)
        article, titles = self.article(top)
        tree = root.getroottree()
        for title in titles:
            self.walk(title, tree.getpath(title))
        self.walk(article, tree.getpath(article))
        if self.frames:
            self.notices.append(f"网页正文内嵌了 {self.frames} 个框架（可能是附件或表格），其内容未读取")
        if self.pictures:
            self.notices.append(f"网页正文有 {self.pictures} 幅大图，图中的文字和表格未读取")

    def measure(self, root: Any) -> _Measure:
        """Measure every block once."""
        top = _Measure(root)
        self.measures[root] = top
        stack = [top]
        links = cells = 0

        def count(text: str | None) -> None:
            if not text or text.isspace():
                return
            here = stack[-1]
            size = len(text) - sum(map(text.count, " \t\r\n\u00a0\u3000"))
            here.characters += size
            if links:
                here.linked += size
            else:
                here.stops += text.count("。")
                if cells:
                    here.digits += sum(map(str.isdigit, text))

        count(root.text)
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if element is root:
                continue
            tag = element.tag
            if event == "start":
                if _dropped(element):
                    walk.skip_subtree()
                    continue
                if tag in _BLOCKS:
                    stack.append(_Measure(element))
                    self.measures[element] = stack[-1]
                    stack[-1].breaks += tag in ("p", "li", "div")
                    stack[-1].tables += tag == "table"
                    cells += tag in ("td", "th")
                elif tag == "a" and element.get("href"):
                    links += 1
                    stack[-1].links += 1
                elif tag == "br":
                    stack[-1].breaks += 1
                count(element.text)
            else:
                if tag in _BLOCKS and stack[-1].element is element:
                    done = stack.pop()
                    above = stack[-1]
                    above.children.append(done)
                    for name in ("characters", "linked", "links", "stops", "digits", "tables", "breaks"):
                        setattr(above, name, getattr(above, name) + getattr(done, name))
                    cells -= tag in ("td", "th")
                elif tag == "a" and element.get("href") and not _dropped(element):
                    links -= 1
                count(element.tail)
        return top

    def article(self, top: _Measure) -> tuple[Any, list[Any]]:
        """The innermost element that holds all sentences and tables of figures, and the titles that stand above it."""
        here = top
        titles: list[Any] = []
        while True:
            full = [child for child in here.children if not child.furniture]
            own = here.stops - sum(child.stops for child in here.children)
            if len(full) != 1 or own or full[0].element.tag not in _CONTAINERS:
                break
            inner = full[0]
            if inner.element.tag == "table" and not self.lays_out(inner.element):
                break
            others = [child for child in here.children if child is not inner and child.characters > child.linked]
            if any(child.element.tag in ("p", "li", "table") and not child.navigation for child in others):
                break
            before = here.children[: here.children.index(inner)]
            titles += [child.element for part in before for child in (part, *part.children) if _is_title(child)][:1]
            here = inner
        return here.element, titles[-1:]

    def lays_out(self, table: Any) -> bool:
        """Whether a table only lays out the page: what it holds is then read as if there were no table."""
        whole = self.measures[table]
        rows = list(_rows(table))
        cells = [cell for _, row, _ in rows for cell in row if cell in self.measures]
        if len(cells) <= 1 or table.get("role") == "presentation":
            return True
        measured = [self.measures[cell] for cell in cells]
        filled = [cell for cell in measured if cell.characters]
        largest = max(measured, key=lambda cell: cell.characters)
        if whole.tables > 1:
            holding = sum(cell.tables > 0 for cell in measured)
            if holding * 2 >= len(filled) or (largest.tables and largest.characters * 5 >= whole.characters * 4):
                return True
        if any(cell.tag == "th" for cell in cells):
            return False
        if max(len(row) for _, row, _ in rows) == 1:
            return largest.characters > 100 or whole.tables > 1
        share = largest.characters * 5 >= whole.characters * 4
        return len(filled) <= 12 and largest.characters >= _PROSE and largest.breaks >= 3 and share

    def walk(self, root: Any, path: str) -> None:
        """Put the lines and tables of an element."""
        flow = _Flow(self, root, path)
        for block in flow.read():
            self.blocks.append(block)
            if len(self.blocks) > LINES:
                raise ReadError(f"{self.name} 超过 {LINES} 段，未读取。请拆分后再审核。")

    def table(self, table: Any, path: str) -> Iterator[Line | Grid]:
        """The caption, the grid and then the nested grids of a table."""
        if self.depth >= NESTING:
            self.faults.append(f"表格嵌套超过 {NESTING} 层，更深的未读取")
            return
        self.depth += 1
        found: list[tuple[int, int, GridCell]] = []
        nested: list[tuple[Any, str]] = []
        until: list[int] = []
        """For each column the last row that a cell from above covers."""
        room = 2 * POSITIONS
        for number, (row_path, row, last) in enumerate(_rows(table, path)):
            column = 0
            seen: dict[str, int] = {}
            for cell in row:
                seen[cell.tag] = seen.get(cell.tag, 0) + 1
                if _dropped(cell):
                    continue
                while column < len(until) and until[column] >= number:
                    column += 1
                if column >= COLUMNS:
                    break
                colspan = max(1, min(_span(cell.get("colspan")), COLUMNS - column))
                rowspan = _span(cell.get("rowspan")) or last - number + 1
                rowspan = min(rowspan, last - number + 1)
                flow = _Flow(self, cell, f"{row_path}/{cell.tag}[{seen[cell.tag]}]", nested=nested)
                text, runs = woven(flow.cell())
                found.append((number, column, GridCell(text, runs, rowspan, colspan)))
                room -= colspan
                if room < 0:
                    raise ReadError(f"{self.name}：一个表格超过 {POSITIONS} 格。请拆分后再审。")
                until += [-1] * (column + colspan - len(until))
                until[column : column + colspan] = [number + rowspan - 1] * colspan
                column += colspan
        for number, caption in enumerate(table.iterchildren("caption"), 1):
            yield from _Flow(self, caption, f"{path}/caption[{number}]").read()
        grid = dense(compact(found), self.name)
        if any(cell.text for row in grid for cell in row):
            yield Grid(grid)
        for inner, inner_path in nested:
            yield from self.table(inner, inner_path)
        self.depth -= 1


@dataclass(slots=True)
class _Open:
    """An element that the walk is in."""

    tag: str
    number: int
    """Among the children of that name; 0 for the element that the walk began with, whose tag is its path."""
    start: int
    """Characters of the page in front of its text."""
    block: bool
    seen: dict[str, int] = field(default_factory=dict)
    """How many children of each name have been met."""
    high: bool = False
    """Whether it is a superscript."""
    kept: bool = False
    """Whether its white space is kept."""
    heading: int = 0

    @property
    def step(self) -> str:
        """Its step in the path."""
        if not self.number:
            return self.tag
        return f"{self.tag}[{self.number}]" if ":" not in self.tag else f"*[name()='{self.tag}'][{self.number}]"


@dataclass(slots=True)
class _Flow:
    """The running text of an element: pieces, flushed to a line where a block begins or ends."""

    page: _Page
    root: Any
    path: str
    nested: list[tuple[Any, str]] | None = None
    """For a cell: where tables of figures in it are put aside."""
    position: int = 0
    """Characters of the string value of the root passed so far."""
    pieces: list[Piece] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)
    """Positions in ``pieces`` in front of which a line breaks."""
    stack: list[_Open] = field(default_factory=list)
    places: dict[int, Place] = field(default_factory=dict)

    def read(self) -> Iterator[Line | Grid]:
        """The lines and tables in it."""
        for boundary in self.steps():
            yield from self.lines(boundary.heading)
            if boundary.table is not None:
                yield from self.page.table(*boundary.table)

    def cell(self) -> list[Piece]:
        """Its pieces as the text of one cell; paragraphs and line breaks are line feeds."""
        found: list[Piece] = []
        for boundary in self.steps():
            for line in self.split():
                kept = _collapsed(line)
                if any(piece.text.strip() for piece in kept):
                    if found:
                        found.append(Piece("\n", kept[0].at, kept[0].place, generated=True))
                    found += kept
            self.pieces, self.gaps = [], []
            if boundary.table is not None and self.nested is not None:
                self.nested.append(boundary.table)
        return found

    def steps(self) -> Iterator[_Boundary]:
        """Walk the element; yields wherever a block begins or ends, the pieces up to there being gathered."""
        tag = self.root.tag
        self.stack = [_Open(self.path, 0, 0, block=True, kept=tag == "pre", heading=_HEADINGS.get(tag, 0))]
        self.put(self.root.text)
        walk = etree.iterwalk(self.root, events=("start", "end"))
        skipped: Any = None
        for event, element in walk:
            if element is self.root:
                continue
            tag = element.tag
            if event == "start":
                above = self.stack[-1]
                number = above.seen[tag] = above.seen.get(tag, 0) + 1
                block = tag in _BLOCKS
                gone = _dropped(element)
                table = tag == "table" and not gone and self.is_table(element)
                if table or gone or (block and self.page.measures[element].navigation):
                    skipped = element
                    walk.skip_subtree()
                    if table:
                        path = "/".join(o.step for o in self.stack)
                        yield _Boundary(self.heading(), (element, f"{path}/table[{number}]"))
                    else:
                        self.page.frames += tag in _FRAMES
                        self.page.pictures += tag == "img" and _width(element) >= _LARGE
                    self.position += sum(map(len, element.itertext()))
                    continue
                if block:
                    if self.pieces:
                        yield _Boundary(self.heading())
                    self.gaps = []
                elif tag == "br":
                    self.gaps.append(len(self.pieces))
                if len(self.stack) > DEPTH:
                    raise ReadError(f"{self.page.name} 的元素嵌套超过 {DEPTH} 层，未读取。请在浏览器中打开，另存为 PDF 后再审核。")
                self.stack.append(
                    _Open(
                        tag,
                        number,
                        self.position,
                        block,
                        {},
                        above.high or tag == "sup",
                        above.kept or tag == "pre",
                        _HEADINGS.get(tag, above.heading),
                    )
                )
                self.put(element.text)
            else:
                if element is skipped:
                    skipped = None
                else:
                    if self.stack[-1].block:
                        if self.pieces:
                            yield _Boundary(self.heading())
                        self.gaps = []
                    self.places.pop(len(self.stack) - 1, None)
                    self.stack.pop()
                self.put(element.tail)
        yield _Boundary(self.heading())

    def is_table(self, element: Any) -> bool:
        measure = self.page.measures.get(element)
        return measure is not None and not measure.navigation and not self.page.lays_out(element)

    def heading(self) -> int:
        return self.stack[-1].heading

    def put(self, text: str | None) -> None:
        """Add a stretch of text."""
        if not text:
            return
        depth = next(i for i in range(len(self.stack) - 1, -1, -1) if self.stack[i].block) if self.nested is None else 0
        place = self.places.get(depth)
        if place is None:
            place = self.places[depth] = partial(_run, "/".join(o.step for o in self.stack[: depth + 1]))
        inner = self.stack[-1]
        piece = Piece(raised(text) if inner.high else text, self.position - self.stack[depth].start, place)
        self.position += len(text)
        if not inner.kept:
            self.pieces.append(piece)
            return
        for number, line in enumerate(broken([piece])):
            if number:
                self.gaps.append(len(self.pieces))
            self.pieces += line

    def split(self) -> Iterator[list[Piece]]:
        """The pieces between line breaks; an empty list where two breaks meet."""
        start = 0
        for gap in [*self.gaps, len(self.pieces)]:
            yield self.pieces[start:gap]
            start = gap

    def lines(self, heading: int) -> Iterator[Line]:
        """The lines of the pieces gathered so far."""
        parts = [_collapsed(part) for part in self.split()]
        self.pieces, self.gaps = [], []
        if heading:
            parts = [[piece for part in parts for piece in part]]
        texts = [woven(part) for part in parts]
        filled = sum(bool(text) for text, _ in texts)
        gap = filled > 1
        for (text, runs), part in zip(texts, parts, strict=True):
            if text:
                indented = _INDENT.match("".join(piece.text for piece in part[:3])) is not None
                yield Line(text, runs, complete=filled == 1, heading=heading, blank_before=filled > 1 and (gap or indented))
            gap = not text


@dataclass(frozen=True, slots=True)
class _Boundary:
    """Where a block begins or ends."""

    heading: int = 0
    """Level of the heading that ends here."""
    table: tuple[Any, str] | None = None
    """The table of figures that begins here, and its path."""


def _collapsed(pieces: list[Piece]) -> list[Piece]:
    """The pieces with white space as a browser shows it."""
    found: list[Piece] = []
    waiting: tuple[Piece, str, int] | None = None
    """White space whose right neighbour is not known yet: its piece, text and offset."""
    last = " "
    for piece in pieces:
        start = 0
        text = piece.text
        while start < len(text):
            gap = _SPACE.search(text, start)
            end = gap.start() if gap else len(text)
            if end > start:
                if waiting is not None:
                    between, space, at = waiting
                    if last != " " and not ("\n" in space and _HAN.match(last) and _HAN.match(text[start])):
                        found.append(Piece(" ", at, between.place))
                    waiting = None
                found.append(piece._replace(text=text[start:end], at=piece.at + start))
                last = text[end - 1]
            if gap is None:
                break
            waiting = (piece, gap[0], piece.at + gap.start()) if waiting is None else (waiting[0], waiting[1] + gap[0], waiting[2])
            start = gap.end()
    return found


def _rows(table: Any, path: str = "") -> Iterator[tuple[str, list[Any], int]]:
    """(Path, cells, number of the last row of its group) for each visible row of a table, not of tables in it."""
    groups: list[tuple[str, list[tuple[str, Any]]]] = []
    seen: dict[str, int] = {}
    loose: list[tuple[str, Any]] | None = None
    for child in table:
        tag = child.tag
        seen[tag] = seen.get(tag, 0) + 1
        where = f"{path}/{tag}[{seen[tag]}]"
        if tag == "tr":
            if loose is None:
                loose = []
                groups.append((where, loose))
            loose.append((where, child))
        elif tag in _GROUPS and not _dropped(child):
            loose = None
            groups.append((where, [(f"{where}/tr[{number}]", row) for number, row in enumerate(child.iterchildren("tr"), 1)]))
    number = 0
    for _, rows in groups:
        shown = [(where, row) for where, row in rows if not _dropped(row)]
        for where, row in shown:
            yield where, [cell for cell in row if cell.tag in ("td", "th")], number + len(shown) - 1
        number += len(shown)


def _dropped(element: Any) -> bool:
    """Whether an element shows no text of the article."""
    if element.tag in _GONE:
        return True
    attributes = element.attrib
    if not attributes:
        return False
    style = attributes.get("style")
    return "hidden" in attributes or (style is not None and _HIDDEN.search(style) is not None)


def _is_title(block: _Measure) -> bool:
    """Whether a block outside the article is its title."""
    element = block.element
    named = "title" in f"{element.get('class', '')} {element.get('id', '')}".lower()
    return (element.tag in ("h1", "h2", "h3") or named) and 4 <= block.characters <= 80 and block.linked * 2 < block.characters


def _title(root: Any) -> str:
    """The title that the page gives: the one that government sites must declare, the first heading, or that of the window."""
    for meta in root.iter("meta"):
        if meta.get("name", "").lower() == "articletitle" and meta.get("content", "").strip():
            return str(meta.get("content")).strip()
    for tag in ("h1", "title"):
        element = next(root.iter(tag), None)
        if element is not None and (text := " ".join("".join(element.itertext()).split())):
            return text if tag == "h1" else re.split(r"\s*[_|｜]\s*|\s+[-–—]+\s+", text)[0]
    return ""


def _width(image: Any) -> int:
    """Width of a picture in pixels where the page says so."""
    found = _WIDTH.search(f"width={image.get('width', '')} {image.get('style', '')}")
    return int(found[1][:6]) if found else 0


def _span(text: str | None) -> int:
    """A span as browsers read it; 0 means to the end of the group."""
    if text is None:
        return 1
    try:
        return max(0, min(int(text), 65_534))
    except ValueError:
        return 1


def _run(xpath: str, start: int, end: int, offset: int) -> Run:
    return Run(start, end, column=offset, xpath=xpath)
