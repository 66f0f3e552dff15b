"""Write a document of the corpus in the formats in which disclosures are published.

    python corpus/scripts/render.py FILE.txt FOLDER [FORM ...]        all forms, or those named

The text file is the source: lines, and tables as rows with tabs between their cells. It is taken apart here without the readers
of the auditor, given the headings, paragraphs and merged cells that its layout means, and written again:

    md docx html xlsx              as they are published; the workbook holds the narrative, too
    docx+xlsx                      the narrative and the statutory tables in files of their own
    ruled borderless               PDF with and without ruling lines
    repeated broken                PDF whose tables break over pages, with the head repeated and not
    scan png                       pictures of the ruled PDF: turned a little, noisy

Needs python-docx, openpyxl and reportlab; pictures also need a Chinese TrueType font, whose place ``GOUJI_FONT`` may give.
"""

from __future__ import annotations

import html
import os
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

FONTS = (
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
    "/System/Library/Fonts/Supplemental/Songti.ttc",
    "C:/Windows/Fonts/simsun.ttc",
    "C:/Windows/Fonts/simhei.ttf",
)
"""TrueType fonts that can be embedded."""
DPI = 200
"""Of pictures."""

_PART = re.compile(r"第[一二三四五六七八九十]+部分")
_CHAPTER = re.compile(r"[一二三四五六七八九十]+、[^。；：]{2,40}$")
_SECTION = re.compile(r"（[一二三四五六七八九十]+）[^。；：]{2,40}$")
_ENDED = re.compile(r"[。；：！？…][”’）》]?$")
_ORDINAL = re.compile(r"第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|（[一二三四五六七八九十\d]+）|\d+[．.、]|注|说明")
_FIGURE = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_PERCENT = re.compile(r"-?\d+(?:\.\d+)?%")
_FORM = re.compile(r"公开\d\d表|^表\d+[：: ]")
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")
_UNIT = re.compile(r"单位：[元万亿]+$")


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    level: int = 0
    """Of a heading; 0 for body text."""
    apart: bool = False
    """Whether it stands in the middle: a title of the whole or of a table."""


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: where it stands and how far it reaches."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table."""

    boxes: tuple[Box, ...]
    rows: int
    columns: int
    head: int
    """Rows of its head."""
    statutory: bool = False
    """Whether it is one of the numbered forms, which are also published as workbooks."""


Block = Text | Table


def parsed(source: str) -> list[Block]:
    """The paragraphs and tables of a text file."""
    lines = [_tabbed(line) for line in source.split("\n") if not _RULE.fullmatch(line)]
    blocks: list[Block] = []
    rows: list[list[str]] = []
    preface: list[str] = []

    def close() -> None:
        if rows:
            blocks.append(_table(rows, statutory=any(_FORM.search(line) for line in preface)))
            rows.clear()
            preface.clear()

    for number, line in enumerate(lines):
        following = next((other for other in lines[number + 1 :] if other), "")
        if "\t" in line:
            rows.append(line.split("\t"))
        elif not line and rows and following.count("\t") == len(rows[-1]) - 1 and following.startswith("\t"):
            continue
        elif not line.strip():
            close()
        else:
            close()
            preface = [*preface[-5:], line]
            if blocks and isinstance(above := blocks[-1], Text) and _goes_on(above, line):
                blocks[-1] = Text(above.text + line)
            else:
                blocks.append(Text(line, _level(line)))
    close()
    return [
        Text(block.text, apart=True) if isinstance(block, Text) and not block.level and _above(blocks, at) else block
        for at, block in enumerate(blocks)
    ]


def _tabbed(line: str) -> str:
    """A row between bars, as Markdown has it, with tabs; a heading without its hashes."""
    if line.startswith("|") and line.endswith("|"):
        return "\t".join(cell.strip() for cell in line[1:-1].split("|"))
    return re.sub(r"^#+ ", "", line)


def _level(line: str) -> int:
    if _PART.match(line) and "..." not in line:
        return 1
    return 2 if _CHAPTER.match(line) else 3 if _SECTION.match(line) else 0


def _goes_on(above: Text, line: str) -> bool:
    """Whether a line goes on with the sentence above: a page of the original ended there."""
    return not above.level and len(above.text) > 40 and not _ENDED.search(above.text) and "，" in above.text and not _ORDINAL.match(line)


def _above(blocks: Sequence[Block], at: int) -> bool:
    """Whether a line belongs to the title of the document or of the table below it."""
    block = blocks[at]
    if at == 0:
        return True
    if not isinstance(block, Text) or len(block.text) > 40 or "。" in block.text or block.level or block.text.startswith(("注", "说明")):
        return False
    for below in blocks[at + 1 : at + 6]:
        if isinstance(below, Table):
            return True
        if below.level or len(below.text) > 40 or "。" in below.text:
            return False
    return False


def _table(rows: Sequence[Sequence[str]], *, statutory: bool) -> Table:
    """A table with the merges that its blanks mean."""
    columns = max(map(len, rows))
    form = any(cell == "一级指标" for row in rows for cell in row)
    depth = 0 if form else _depth(rows)
    boxes: list[Box] = []
    taken: set[tuple[int, int]] = set()

    def text(r: int, c: int) -> str:
        return rows[r][c] if c < len(rows[r]) else ""

    def headed(r: int) -> bool:
        """Whether a row is the upper line of the indicators' head, which has two."""
        lower = rows[r + 1] if 0 <= r < len(rows) - 1 else ()
        return "一级指标" in lower and sum(map(bool, rows[r])) > 3 and not any(_FIGURE.fullmatch(cell) for cell in rows[r])

    for r in range(len(rows)):
        for c in range(columns):
            if (r, c) in taken:
                continue
            across = down = 1
            free = [k for k in range(c + 1, columns) if not text(r, k) and (r, k) not in taken]
            reach = next((k for k in range(c + 1, columns) if k not in free), columns) - c
            if r < depth and text(r, c):
                across = reach
                while r + down < depth and not any(text(r + down, k) for k in range(c, c + across)):
                    down += 1
            elif form and text(r, c) and headed(r):
                while c + across < columns and not text(r, c + across) and text(r + 1, c) and text(r + 1, c + across):
                    across += 1
                down = 1 if text(r + 1, c) else 2
            elif form and text(r, c) and not headed(r - 1):
                last = c + reach == columns and not any(_FIGURE.fullmatch(cell) for cell in rows[r])
                across = reach if last or (c == 0 and reach > 2) else columns - c if c == len(rows[r]) - 1 else 1
                if c < 3 and not any(text(r, k) for k in range(c)) or c == 0 or (r, c - 1) in taken:
                    while r + down < len(rows) and across == 1 and not any(text(r + down, k) for k in range(c + 1)) and c < 3:
                        if not any(text(r + down, k) for k in range(c + 1, columns)):
                            break
                        down += 1
            boxes.append(Box(text(r, c), r, c, down, across))
            taken |= {(i, k) for i in range(r, r + down) for k in range(c, c + across)}
    return Table(tuple(boxes), len(rows), columns, depth, statutory)


def _depth(rows: Sequence[Sequence[str]]) -> int:
    """Rows of the head: those above the first one that numbers the columns or holds an amount, and at least one."""
    for r, row in enumerate(rows):
        filled = [cell for cell in row if cell]
        if r and (filled[:1] == ["栏次"] or filled == ["合计"] or any(_FIGURE.fullmatch(cell) for cell in filled)):
            return r
    return 1


# Markdown, HTML


def md(blocks: Sequence[Block], path: Path) -> None:
    """Headings with hashes, tables with pipes."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Text):
            lines += [f"{'#' * (block.level + 1)} {block.text}" if block.level else block.text, ""]
            continue
        grid = _grid(block)
        lines += [f"| {' | '.join(row)} |" for row in grid[:1]] + [f"|{'---|' * block.columns}"]
        lines += [f"| {' | '.join(row)} |" for row in grid[1:]] + [""]
    path.write_text("\n".join(lines), encoding="utf-8")


def _grid(table: Table) -> list[list[str]]:
    """The texts of a table, blank where a merged cell reaches."""
    grid = [[""] * table.columns for _ in range(table.rows)]
    for box in table.boxes:
        grid[box.row][box.column] = box.text
    return grid


def web(blocks: Sequence[Block], path: Path) -> None:
    """A page of a government site: navigation around an article, numbers split over spans."""
    parts: list[str] = []
    for block in blocks:
        if isinstance(block, Text):
            said = re.sub(r"(\d)\.(\d\d)(?=万元)", r"\1<span lang=EN-US>.\2</span>", html.escape(block.text))
            tag = f"h{block.level + 1}" if block.level else "p"
            parts.append(f"<{tag}{' align=center' if block.apart else ''}>{said}</{tag}>")
            continue
        parts.append("<table border=1>")
        row = -1
        for box in block.boxes:
            while row < box.row:
                parts.append("<tr>")
                row += 1
            spans = f"{f' rowspan={box.rowspan}' if box.rowspan > 1 else ''}{f' colspan={box.colspan}' if box.colspan > 1 else ''}"
            parts.append(f"<td{spans}>{html.escape(box.text) or '&nbsp;'}</td>")
        parts.append("</table>")
    links = "".join(f"<li><a href='/{k}/'>{word}</a></li>" for k, word in enumerate("首页 机构 公开 办事 互动 数据".split()))
    title = next(block.text for block in blocks if isinstance(block, Text))
    path.write_text(
        f"<!DOCTYPE html>\n<html><head><meta charset=utf-8><title>{title}_某县政府</title></head><body>\n<div class=nav><ul>{links}</ul></div>\n"
        f"<div class=article>\n{chr(10).join(parts)}\n</div>\n<div class=footer><ul>{links}</ul><p>主办：某县政府办公室</p></div></body></html>\n",
        encoding="utf-8",
    )


# Word, Excel


def docx(blocks: Sequence[Block], path: Path) -> None:
    """A Word document with heading styles and merged cells."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = Document()
    for block in blocks:
        if isinstance(block, Text):
            paragraph = document.add_paragraph(block.text, style=f"Heading {block.level}" if block.level else None)
            if block.apart:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            continue
        made = document.add_table(block.rows, block.columns, style="Table Grid")
        cells = [list(row.cells) for row in made.rows]
        for box in block.boxes:
            cell = cells[box.row][box.column]
            if box.rowspan > 1 or box.colspan > 1:
                cell = cell.merge(cells[box.row + box.rowspan - 1][box.column + box.colspan - 1])
            cell.paragraphs[0].add_run(box.text)
    document.save(str(path))


def xlsx(blocks: Sequence[Block], path: Path) -> None:
    """A workbook: prose in the cells of sheets of their own, each statutory table on a sheet with its title, unit and notes."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, inside in _sheets(blocks):
        sheet = book.create_sheet(name)
        columns = max((block.columns for block in inside if isinstance(block, Table)), default=1)
        row = 1
        for block in inside:
            if isinstance(block, Text):
                sheet.cell(row, 1, block.text)
                if columns > 1:
                    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
                row += 1
                continue
            for box in block.boxes:
                _fill(sheet.cell(row + box.row, 1 + box.column), box.text)
                if box.rowspan > 1 or box.colspan > 1:
                    first, left = row + box.row, 1 + box.column
                    sheet.merge_cells(
                        start_row=first, start_column=left, end_row=first + box.rowspan - 1, end_column=left + box.colspan - 1
                    )
            row += block.rows
    book.save(path)


def _sheets(blocks: Sequence[Block]) -> Iterator[tuple[str, list[Block]]]:
    """Name and content of each sheet: prose, or a statutory table with the lines above and below it."""
    sheets: list[list[Block]] = [[]]
    for at, block in enumerate(blocks):
        before = blocks[at - 1] if at else None
        opens = isinstance(block, Text) and block.apart and not (isinstance(before, Text) and before.apart) and at > 0
        table = next((other for other in blocks[at:] if isinstance(other, Table)), None)
        if (opens and table is not None and table.statutory) or (
            isinstance(block, Text) and block.level == 1 and any(isinstance(b, Table) and b.statutory for b in sheets[-1])
        ):
            sheets.append([])
        sheets[-1].append(block)
    names: dict[str, int] = {}
    for sheet in sheets:
        table = next((block for block in sheet if isinstance(block, Table)), None)
        first = next(block.text for block in sheet if isinstance(block, Text))
        name = re.sub(r"[^\w]", "", first)[:20] if table is not None and table.statutory else "情况说明"
        names[name] = names.get(name, 0) + 1
        yield (name if names[name] == 1 else f"{name}{names[name]}"), sheet


def _fill(cell: Any, text: str) -> None:
    """A number as a number with the format that prints it as it stands, anything else as text."""
    if _FIGURE.fullmatch(text) and ("." in text or len(text) < 3):
        cell.value = float(Decimal(text.replace(",", "")))
        decimals = len(text.partition(".")[2])
        cell.number_format = ("#,##0" if "," in text else "0") + ("." + "0" * decimals if decimals else "")
    elif _PERCENT.fullmatch(text):
        cell.value = float(Decimal(text[:-1]) / 100)
        decimals = len(text[:-1].partition(".")[2])
        cell.number_format = "0" + ("." + "0" * decimals if decimals else "") + "%"
    else:
        cell.value = text or None
        if text.startswith("="):
            cell.data_type = "s"


def apart(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The narrative, and the statutory tables with the lines above and below them."""
    prose: list[Block] = []
    tables: list[Block] = []
    for _, inside in _sheets(blocks):
        (tables if any(isinstance(block, Table) and block.statutory for block in inside) else prose).extend(inside)
    return prose, tables


# PDF


@cache
def font(*, embedded: bool) -> str:
    """Name of a registered Chinese font; an embedded one where the page becomes a picture.

    Raises:
        FileNotFoundError: there is none that can be embedded.
    """
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFont

    if not embedded:
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        return "STSong-Light"
    place = next((place for place in (os.environ.get("GOUJI_FONT"), *FONTS) if place and Path(place).is_file()), None)
    if place is None:
        raise FileNotFoundError("no Chinese TrueType font found; set GOUJI_FONT")
    pdfmetrics.registerFont(TTFont("Chinese", place, subfontIndex=0))
    return "Chinese"


def pdf(
    blocks: Sequence[Block], path: Path, *, ruled: bool = True, repeat: bool = True, short: bool = False, embedded: bool = False
) -> None:
    """A PDF.

    Args:
        blocks: what it says.
        path: where it is written.
        ruled: whether statutory tables have ruling lines; performance tables always have.
        repeat: whether a table that breaks over pages repeats its head.
        short: whether pages are so short that most tables break.
        embedded: whether the font is embedded, so that the page can be drawn anywhere.
    """
    from reportlab.lib import colors
    from reportlab.lib.enums import TA_CENTER, TA_RIGHT
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import BaseDocTemplate, Frame, NextPageTemplate, PageBreak, PageTemplate, Paragraph
    from reportlab.platypus import Table as Drawn

    face = font(embedded=embedded)
    base = ParagraphStyle("body", fontName=face, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")
    centred = ParagraphStyle("centred", base, firstLineIndent=0, alignment=TA_CENTER)
    cover = ParagraphStyle("cover", centred, fontSize=18, leading=30, spaceAfter=10)
    right = ParagraphStyle("right", base, firstLineIndent=0, alignment=TA_RIGHT, fontSize=10)
    headings = {level: ParagraphStyle(f"h{level}", base, fontSize=size) for level, size in ((1, 16), (2, 14), (3, 12))}
    upright, level = (595.0, 420.0 if short else 842.0), (842.0, 420.0 if short else 595.0)

    def number(canvas: Canvas, _: Any) -> None:
        canvas.setFont(face, 9)
        canvas.drawCentredString(canvas._pagesize[0] / 2, 24, f"- {canvas.getPageNumber()} -")

    def template(name: str, size: tuple[float, float]) -> PageTemplate:
        frame = Frame(60, 45, size[0] - 120, size[1] - 90, 0, 0, 0, 0)
        return PageTemplate(name, [frame], onPage=number, pagesize=size)

    def drawn(table: Table, width: float) -> Drawn:
        wide, lines = table.columns > 6, ruled or not table.statutory
        size = 8 if wide else 10
        word = ParagraphStyle("cell", fontName=face, fontSize=size, leading=size * 1.2, wordWrap="CJK")
        amount = ParagraphStyle("amount", word, alignment=TA_RIGHT)
        middle = ParagraphStyle("middle", word, alignment=TA_CENTER)
        shares = _shares(table)
        cells: list[list[Any]] = [[""] * table.columns for _ in range(table.rows)]
        commands: list[tuple[Any, ...]] = [
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (-1, -1), 3), ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ]  # fmt: skip
        if lines:
            commands.append(("GRID", (0, 0), (-1, -1), 0.6, colors.black))
        for box in table.boxes:
            style = middle if box.row < table.head else amount if _FIGURE.fullmatch(box.text) and "." in box.text else word
            cells[box.row][box.column] = Paragraph(html.escape(box.text), style) if box.text else ""
            if box.rowspan > 1 or box.colspan > 1:
                commands.append(("SPAN", (box.column, box.row), (box.column + box.colspan - 1, box.row + box.rowspan - 1)))
        head = table.head if repeat else 0
        return Drawn(cells, [width * share for share in shares], repeatRows=head, style=commands, spaceBefore=4, spaceAfter=6)

    story: list[Any] = []
    turned = False
    for at, block in enumerate(blocks):
        table = next((b for b in blocks[at : at + 6] if isinstance(b, Table)), None) if isinstance(block, Text) and block.apart else None
        opens = table is not None and at > 0 and not (isinstance(above := blocks[at - 1], Text) and above.apart)
        if opens and table is not None and (table.statutory or turned):
            turned = table.statutory and table.columns > 4
            story += [NextPageTemplate("level" if turned else "upright"), PageBreak()]
        elif turned and isinstance(block, Text) and block.level == 1:
            turned = False
            story += [NextPageTemplate("upright"), PageBreak()]
        if isinstance(block, Table):
            story.append(drawn(block, (level if turned else upright)[0] - 120))
        else:
            style = (
                headings[block.level]
                if block.level
                else cover
                if block.apart and at == 0
                else right
                if block.apart and _UNIT.search(block.text)
                else centred
                if block.apart
                else base
            )
            story.append(Paragraph(html.escape(block.text), style))
    document = BaseDocTemplate(str(path), pagesize=upright, title="", invariant=1)
    document.addPageTemplates([template("upright", upright), template("level", level)])
    document.build(story)


def _shares(table: Table) -> list[float]:
    """Width of each column, as a share of the whole: by its longest text, within bounds."""
    wanted = [3.0] * table.columns
    for box in table.boxes:
        if box.colspan == 1:
            size = sum(1.0 if char >= "⺀" else 0.55 for char in box.text)
            wanted[box.column] = max(wanted[box.column], min(size, 14.0 if box.row >= table.head else 7.0) + 1)
    return [one / sum(wanted) for one in wanted]


def pictures(path: Path, *, seed: int = 7, turn: float = 0.5, grain: float = 12.0) -> Iterator[Any]:
    """The pages of a PDF as a scanner sees them: grey pictures, a little turned, with grain and soft edges."""
    import numpy
    import pypdfium2
    from PIL import Image, ImageFilter

    chance = random.Random(seed)
    noise = numpy.random.default_rng(seed)
    document = pypdfium2.PdfDocument(path)
    try:
        for page in document:
            picture = page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
            page.close()
            picture = picture.rotate(chance.uniform(-turn, turn), resample=Image.Resampling.BICUBIC, fillcolor=255)
            picture = picture.filter(ImageFilter.GaussianBlur(0.6))
            grey = numpy.asarray(picture, dtype=numpy.float32) * 0.94 + noise.normal(0, grain, (picture.height, picture.width))
            yield Image.fromarray(grey.clip(0, 255).astype(numpy.uint8))
    finally:
        document.close()


def scan(blocks: Sequence[Block], path: Path) -> None:
    """A PDF of pictures."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    drawn = path.with_name(path.name + ".drawn")
    pdf(blocks, drawn, embedded=True)
    canvas = Canvas(str(path), invariant=1)
    for picture in pictures(drawn):
        stream = BytesIO()
        picture.save(stream, "JPEG", quality=70)
        width, height = picture.width * 72 / DPI, picture.height * 72 / DPI
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(stream), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    drawn.unlink()


def png(blocks: Sequence[Block], path: Path) -> None:
    """The first page with a table, as a picture."""
    drawn = path.with_name(path.name + ".drawn")
    first = next(at for at, block in enumerate(blocks) if isinstance(block, Table))
    start = next(at for at in range(first, -1, -1) if at == 0 or not (isinstance(b := blocks[at - 1], Text) and b.apart))
    pdf(blocks[start : first + 2], drawn, embedded=True)
    next(pictures(drawn)).save(path)
    drawn.unlink()


Writer = Callable[[Sequence[Block], Path], None]
FORMS: dict[str, tuple[str, Writer]] = {
    "md": (".md", md),
    "docx": (".docx", docx),
    "html": (".html", web),
    "xlsx": (".xlsx", xlsx),
    "ruled": (".ruled.pdf", pdf),
    "borderless": (".borderless.pdf", lambda blocks, path: pdf(blocks, path, ruled=False)),
    "repeated": (".repeated.pdf", lambda blocks, path: pdf(blocks, path, short=True)),
    "broken": (".broken.pdf", lambda blocks, path: pdf(blocks, path, short=True, repeat=False)),
    "scan": (".scan.pdf", scan),
    "png": (".png", png),
}


def render(source: Path, folder: Path, form: str) -> list[Path]:
    """Write a document in one form; the paths of what was written, the narrative first."""
    blocks = parsed(source.read_text(encoding="utf-8"))
    if form == "docx+xlsx":
        prose, tables = apart(blocks)
        paths = [folder / f"{source.stem}.prose.docx", folder / f"{source.stem}.tables.xlsx"]
        docx(prose, paths[0])
        if not any(isinstance(block, Table) for block in tables):
            return paths[:1]
        xlsx(tables, paths[1])
        return paths
    suffix, write = FORMS[form]
    path = folder / f"{source.stem}{suffix}"
    write(blocks, path)
    return [path]


def main() -> None:
    """Write what the command line asks for."""
    source, folder, *forms = sys.argv[1:]
    Path(folder).mkdir(parents=True, exist_ok=True)
    for form in forms or [*FORMS, "docx+xlsx"]:
        for path in render(Path(source), Path(folder), form):
            print(path)


if __name__ == "__main__":
    main()
