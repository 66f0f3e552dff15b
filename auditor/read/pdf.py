"""Born-digital PDF: lines and tables in reading order, every character with its box.

Page by page, characters and ruling lines are taken (``pdf_page``), tables are found (``pdf_tables``) and what is left
becomes lines (``pdf_lines``); then tables that go on over pages are joined (``pdf_joins``). In the extracted text, to
which ``Run.line`` refers, a printed line outside tables is a line, and a row of a table is a line with tabs between its
cells. Geometry knows best where paragraphs end, so paragraphs are handed over whole, with a run for every printed line.

Scanned pages are recognised (``ocr``) where that is installed, also where a scanner left its own recognition under the picture:
it knows nothing of tables. Without it they are unread, and said to be.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from auditor.errors import ReadError
from auditor.model import Grid, Run
from auditor.read import ocr
from auditor.read.pdf_grid import PageGrid
from auditor.read.pdf_joins import Joined, bare, continues, extend, grid_of
from auditor.read.pdf_lines import TextLine, page_furniture, paragraph_starts, size_of, text_line, usual_pitch
from auditor.read.pdf_page import LOCK, Box, PageContent, read_page, unreadable
from auditor.read.pdf_tables import find_tables
from auditor.read.source import Line, Source

PAGE_LIMIT = 3000
"""Pages that are read of one file; what stands behind them is named in the faults."""
_LETTER = re.compile(r"[A-Za-z]")
_CLAUSE = re.compile(r"[，。；]")
HIDDEN = 0.9
"""How far text is trusted that a scanner left under its picture."""
FEW = 12
"""Characters on a page that a picture covers, up to which it counts as a scan with nothing but a page number or stamp."""


@dataclass(slots=True)
class _Page:
    """What was found on a page."""

    number: int
    width: float
    height: float
    lines: list[TextLine] = field(default_factory=list)
    grids: list[PageGrid] = field(default_factory=list)
    doubts: dict[Box, float] = field(default_factory=dict)
    """How sure the recognition was of the character in each box, on pages that were recognised."""


def source(path: Path) -> Source:
    """Read a PDF.

    Raises :class:`ReadError` where it is encrypted, damaged, no PDF, or without pages.
    """
    return Source("pdf", *_read(path))


def _read(path: Path) -> tuple[str, tuple[Line | Grid, ...], str, int, tuple[str, ...], tuple[str, ...]]:
    digest, whole = _digest(path)
    pages: list[_Page] = []
    faults: list[str] = []
    troubles: dict[str, list[int]] = defaultdict(list)
    hidden: list[int] = []
    recognised: list[int] = []
    with LOCK:
        document = _open(path)
    try:
        with LOCK:
            count = len(document)
        if count == 0:
            raise ReadError(f"{path.name}：PDF 中没有页面。请重新导出后再核对。")
        if count > PAGE_LIMIT:
            faults.append(f"共 {count} 页，只读了前 {PAGE_LIMIT} 页；其余各页未核对，请拆分文件后分别核对。")
        for index in range(min(count, PAGE_LIMIT)):
            content, picture = _content(document, index, pictured=len(recognised) < ocr.PAGES)
            if content is None:
                troubles["已损坏，未读。请重新导出或下载该文件"].append(index + 1)
                pages.append(_Page(index + 1, 595.0, 842.0))
                continue
            if picture is not None and ocr.blank(picture):
                pages.append(_Page(index + 1, content.width, content.height))
                continue
            if picture is not None and ocr.available():
                zoom = max(content.width, content.height) / max(picture.shape) * ocr.DPI / 72
                pages.append(_found(ocr.recognised(picture, index + 1, zoom=zoom)))
                recognised.append(index + 1)
                continue
            trouble = _trouble(content)
            if trouble:
                troubles[trouble].append(index + 1)
            elif content.hidden:
                hidden.append(index + 1)
            pages.append(_found(content))
    finally:
        with LOCK:
            document.close()
    if len(troubles["已损坏，未读。请重新导出或下载该文件"]) == len(pages):
        raise ReadError(f"{path.name}：PDF 已损坏，没有一页能够读出。请重新导出或下载该文件。")
    if not whole:
        faults.append("文件末尾不完整（可能下载中断），后面的内容可能缺失；请重新下载后再核对。")
    faults += [f"{page_names(numbers)}{trouble}。" for trouble, numbers in troubles.items() if numbers]
    notices = [f"{page_names(hidden)}为扫描图像，文字取自其隐藏的识别结果，可能有误认，须对照图像核实。"] if hidden else []
    notices += [f"{ocr.notice(recognised)}。"] if recognised else []
    title = _title(pages)
    return digest, _blocks(pages), title, count, tuple(faults), tuple(notices)


def _digest(path: Path) -> tuple[str, bool]:
    """SHA-256 of the file, and whether its end is there."""
    digest = hashlib.sha256()
    tail = b""
    try:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
                tail = (tail + chunk)[-2048:]
    except OSError as error:
        raise ReadError(f"{path.name}：无法打开文件（{error.strerror or error}）。请检查路径和权限。") from error
    return digest.hexdigest(), b"%%EOF" in tail or b"startxref" in tail


def _open(path: Path) -> Any:
    """The document; every way in which it cannot be opened becomes a :class:`ReadError`."""
    import pypdfium2
    import pypdfium2.raw as raw

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        code = raw.FPDF_GetLastError()
        if code == raw.FPDF_ERR_PASSWORD or "assword" in str(error):
            reason = "文件已加密，需要密码才能打开。请用密码打开后另存为不加密的 PDF，再核对。"
        elif code == raw.FPDF_ERR_SECURITY or "ecurity" in str(error):
            reason = "文件使用了不支持的加密方式。请另存为不加密的 PDF，再核对。"
        else:
            reason = "不是有效的 PDF，或文件已损坏、不完整。请重新导出或下载后再核对。"
        raise ReadError(f"{path.name}：{reason}") from error
    return document


def _content(document: Any, index: int, *, pictured: bool) -> tuple[PageContent | None, Any]:
    """A page, ``None`` where it is damaged, and its picture where it is a scan; closed again at once, so that memory stays bounded."""
    import pypdfium2

    with LOCK:
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            return None, None
        try:
            content = read_page(page, index + 1)
            if not (pictured and _scanned(content)) or (content.hidden and not ocr.available()):
                return content, None
            return content, _drawn(page, content)
        finally:
            page.close()


def _scanned(content: PageContent) -> bool:
    """Whether a page is a picture, with nothing but a page number or stamp, or with the text of a scanner under it."""
    return content.covered > 0.5 and (content.hidden or len(content.chars) <= FEW)


def _drawn(page: Any, content: PageContent) -> Any:
    """The picture of a page in grey, as it is shown; :data:`LOCK` must be held."""
    scale = min((ocr.DPI if ocr.available() else 100) / 72, math.sqrt(ocr.PIXELS / (content.width * content.height)))
    bitmap = page.render(scale=scale)
    try:
        # Red stamps vanish in the red channel, the last of blue, green and red.
        picture = bitmap.to_numpy()
        return picture[:, :, min(2, picture.shape[2] - 1)].copy() if picture.ndim == 3 else picture.copy()
    finally:
        bitmap.close()


def _trouble(content: PageContent) -> str:
    """What cannot be read on a page, for the faults; empty where all is well."""
    count = len(content.chars)
    if _scanned(content) and not content.hidden:
        return f"为扫描图像，未识别；其中的文字和数字没有核对。{ocr.MISSING}，或提供可复制文字的版本"
    if count == 0 and content.paths > 300:
        return "没有可读的文字（文字可能已转为曲线），未核对。请提供可复制文字的版本"
    if count and sum(1 for char in content.chars if unreadable(char[3])) > max(5, 0.2 * count):
        return "的字体没有文字编码，读出的是乱码，未能核对。请重新导出为可复制文字的 PDF"
    return ""


def page_names(numbers: Sequence[int]) -> str:
    """第3页, 第3至7页, 第3页、第9至11页"""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return "、".join(f"第{a}页" if a == b else f"第{a}至{b}页" for a, b in spans)


def _found(content: PageContent) -> _Page:
    """Tables and lines of a page; nothing of the page itself is kept."""
    if _scanned(content) and not content.hidden:
        return _Page(content.number, content.width, content.height)
    if content.hidden:
        content.sure = dict.fromkeys(content.chars, HIDDEN)
    grids, rest = find_tables(content)
    for x, y in content.unread:
        for grid in grids:
            for patch in grid.patches:
                across = grid.xs[patch.column] < x < grid.xs[patch.column + patch.colspan]
                patch.unread |= across and grid.ys[patch.row] < y < grid.ys[patch.row + patch.rowspan]
    told = content.sure and not content.hidden
    lines = [text_line(content, chars, chars[0][4] if told else size_of(chars)) for chars in rest if chars]
    return _Page(content.number, content.width, content.height, lines, grids, content.doubts)


def pages_of(contents: Sequence[PageContent]) -> tuple[tuple[Line | Grid, ...], str]:
    """The blocks and the title of a document of recognised pages."""
    pages = [_found(content) for content in contents]
    return _blocks(pages), _title(pages)


def _title(pages: Sequence[_Page]) -> str:
    """The heading of the cover: its largest lines, where they are larger than the body of the document."""
    body = sorted(line.em for page in pages for line in page.lines)
    if not body or not pages[0].lines:
        return ""
    usual = body[len(body) // 2]
    largest = max(line.em for line in pages[0].lines)
    if largest < 1.25 * usual and len(pages[0].lines) > 4:
        return ""
    chosen: list[TextLine] = []
    for line in pages[0].lines:
        if line.em > 0.85 * largest:
            if chosen and line.base - chosen[-1].base > 4 * largest:
                break
            chosen.append(line)
        elif chosen:
            break
    text = "".join(line.text for line in chosen).replace(" ", "")
    return text if len(text) <= 80 else ""


_Item = TextLine | PageGrid


def _blocks(pages: Sequence[_Page]) -> tuple[Line | Grid, ...]:
    """Lines and joined tables of all pages in reading order, without page furniture."""
    removed, heads = page_furniture([(page.height, _at_edges(page)) for page in pages])
    body = [line for page in pages for line in page.lines if id(line) not in removed]
    pitch = usual_pitch(body)
    margins = _margins(pages, removed)
    items: list[TextLine | Joined] = []
    open_table: Joined | None = None
    since: list[TextLine] = []
    for page in pages:
        mixed: list[_Item] = [line for line in page.lines if id(line) not in removed]
        mixed += [grid for grid in page.grids if grid.filled]
        mixed.sort(key=_place)
        for item in mixed:
            if isinstance(item, TextLine):
                since.append(item)
                continue
            if open_table is not None and _may_continue(open_table, item, since, page):
                repeated = continues(open_table, item, [line.text for line in since if line.text not in heads])
                if repeated is not None:
                    extend(open_table, item, repeated)
                    since = []
                    continue
            items += since
            open_table = Joined.of(item, [bare(line.text) for line in since[-4:] if line.page == item.page])
            items.append(open_table)
            since = []
    items += since
    doubts = {page.number: page.doubts for page in pages if page.doubts}
    blocks = _numbered(items, pitch, margins)
    return tuple(_doubted(block, doubts) for block in blocks) if doubts else tuple(blocks)


def _doubted(block: Line | Grid, doubts: dict[int, dict[Box, float]]) -> Line | Grid:
    """A block whose runs and cells say how sure the recognition was of them."""
    if isinstance(block, Line):
        return replace(block, runs=tuple(_unsure(run, doubts) for run in block.runs))
    rows = []
    for row in block.rows:
        cells = []
        for cell in row:
            runs = tuple(_unsure(run, doubts) for run in cell.runs)
            sure = min((one for run in runs for one in run.sure), default=1.0)
            cells.append(replace(cell, runs=runs, confidence=min(sure, cell.confidence)))
        rows.append(tuple(cells))
    return replace(block, rows=tuple(rows))


def _unsure(run: Run, doubts: dict[int, dict[Box, float]]) -> Run:
    own = doubts.get(run.page or 0)
    return replace(run, sure=tuple(own.get(box, 1.0) for box in run.boxes)) if own else run


def _at_edges(page: _Page) -> list[TextLine]:
    """Lines above the first table or below the last one."""
    top = min((grid.top for grid in page.grids), default=page.height)
    bottom = max((grid.bottom for grid in page.grids), default=0.0)
    return [line for line in page.lines if line.base < top or line.base > bottom]


def _place(item: _Item) -> tuple[float, float]:
    if isinstance(item, TextLine):
        return (item.base - 0.36 * item.em, item.x0)
    return (item.top, item.xs[0])


def _may_continue(table: Joined, grid: PageGrid, since: Sequence[TextLine], page: _Page) -> bool:
    """Whether a table can go on with this grid: on a later page, with nothing of another page in between."""
    return grid.page > table.last_page and all(line.page == page.number for line in since)


def _margins(pages: Sequence[_Page], removed: set[int]) -> dict[int, tuple[float, float]]:
    """Left and right edge of the text of each page; pages with little text take those of pages of their width."""
    own: dict[int, tuple[float, float]] = {}
    by_width: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for page in pages:
        lines = [line for line in page.lines if id(line) not in removed]
        if lines:
            edges = (min(line.x0 for line in lines), max(line.x1 for line in lines))
            if len(lines) < 10 and not any(_CLAUSE.search(line.text) for line in lines):  # the title of a table: as wide as the table
                edges = (min([edges[0], *(grid.xs[0] for grid in page.grids)]), max([edges[1], *(grid.xs[-1] for grid in page.grids)]))
            own[page.number] = edges
            if len(lines) >= 5:
                by_width[round(page.width)].append(edges)
    for page in pages:
        known = by_width.get(round(page.width))
        if not known:
            if page.number in own:  # too little text to tell: as far from the right edge as from the left
                left, right = own[page.number]
                own[page.number] = (left, max(right, page.width - left))
            continue
        left = sorted(edges[0] for edges in known)[len(known) // 2]
        right = sorted(edges[1] for edges in known)[len(known) // 2]
        mine = own.get(page.number)
        if mine is None or mine[1] < right - 30 or mine[0] > left + 30:
            own[page.number] = (min(left, mine[0]) if mine else left, max(right, mine[1]) if mine else right)
    return own


def _numbered(items: Sequence[TextLine | Joined], pitch: float, margins: dict[int, tuple[float, float]]) -> list[Line | Grid]:
    """Give every line and row its line number in the extracted text."""
    blocks: list[Line | Grid] = []
    number = 1
    index = 0
    while index < len(items):
        item = items[index]
        if isinstance(item, Joined):
            blocks.append(grid_of(item, number))
            number += item.rows
            index += 1
            continue
        stretch: list[TextLine] = []
        while index < len(items):
            item = items[index]
            if not isinstance(item, TextLine):
                break
            stretch.append(item)
            index += 1
        paragraph: list[TextLine] = []
        gap = True
        for line, (begins, wide) in zip(stretch, paragraph_starts(stretch, pitch, margins), strict=True):
            if begins and paragraph:
                blocks.append(_paragraph(paragraph, number - len(paragraph), gap))
                paragraph = []
            if begins:
                gap = wide
            paragraph.append(line)
            number += 1
        blocks.append(_paragraph(paragraph, number - len(paragraph), gap))
    return blocks


def _paragraph(lines: Sequence[TextLine], number: int, gap: bool) -> Line:
    """The lines of a paragraph as one, a run for each; Latin words that the line end kept apart get their space back."""
    text = ""
    runs: list[Run] = []
    for k, line in enumerate(lines):
        start, own, boxes = len(text), line.text, line.boxes
        if k + 1 < len(lines) and _LETTER.match(own[-1]) and _LETTER.match(lines[k + 1].text):
            _, top, x1, bottom = boxes[-1]
            own, boxes = own + " ", (*boxes, (x1, top, x1, bottom))
        text += own
        runs.append(Run(start, len(text), line=number + k, column=0, page=line.page, boxes=boxes))
    return Line(text, tuple(runs), complete=True, page=lines[0].page, blank_before=gap)
