r"""Plain text and Markdown, as they come out of conversions: lines, and tables in the five shapes in which they are found.

Tab-separated rows; one cell to a line (the line begins with a tab, blank lines part the rows); Markdown pipe tables;
grid tables drawn with characters; HTML ``<table>`` inside text. One grid is one printed table: a title between two runs
of rows parts them, a blank line or a repeated page head does not.

Every piece of cleaned text keeps the line (1-based) and column (0-based) at which it stands in the decoded file, line
ends being ``\n`` (``\r\n`` and ``\r`` count as one line end; a byte order mark is no character).
"""

from __future__ import annotations

import codecs
import html
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from auditor.errors import ReadError
from auditor.model import Grid, GridCell, Run
from auditor.read import file, sections
from auditor.read.captions import is_owner
from auditor.read.source import Line, Source

_HAN = "\u3007\u3400-\u9fff\uf900-\ufaff"
_WIDE = _HAN + "、。〈〉《》「」『』【】〔〕‘’“”，；：！？（）"
_BLANK = " \t\u3000\xa0\u2000-\u200a\u202f\u205f"
_ENUMERATED = (
    r"(?:目标|指标|项目|任务|措施|问题)\s?[一二三四五六七八九十\d]|[一二三四五六七八九十]{1,3}[、是]|[①-⑳]"
    rf"|[（(]\s?[一二三四五六七八九十\d]{{1,3}}\s?[）)]|[{_HAN}]{{2,8}}\s?[：:]"
)
_TAGS = (
    "b|i|u|em|strong|sup|sub|span|p|div|center|font|a|small|big|h[1-6]|ins|del|strike|s|code|o:p|st1:\\w+|br|section|article|tt|mark|label"
)
_DIRT = re.compile(
    rf"(?P<gap>(?<=[{_WIDE})])[{_BLANK}]+(?=[{_WIDE}(])(?!{_ENUMERATED}))"
    r"|(?P<entity>&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});)"
    r"|(?P<line_break><br\s*/?>)"
    rf"|\*\*+(?:(?<=[{_WIDE}]\*\*)[{_BLANK}](?=[{_WIDE}]))?"
    r"|\\(?=[\\`*_{}\[\]()#+.!|~<>\-])|[\u200b-\u200d\u2060\ufeff\xad]"
    rf"|</?(?:{_TAGS})(?:\s[^<>]{{0,400}})?/?>|<!--.{{0,400}}?-->"
    r"|\[bookmark:[^\]]{0,80}\]|!\[[^\]]{0,200}\]\([^)]{0,400}\)|\[\]\{[^}]{0,80}\}|\{(?:\.underline|\.mark|#_\w+[^}]{0,40})\}",
    re.IGNORECASE,
)
_SUSPECT = re.compile(rf"[*<&\\\[{{\u200b-\u200d\u2060\ufeff\xad]|^[{_BLANK}]|[{_BLANK}]$|[{_WIDE})][{_BLANK}]")
_UNTIDY = re.compile(rf"[*<&\\\[{{\u200b-\u200d\u2060\ufeff\xad{_BLANK.replace(chr(9), '')}]")
_LEAD = re.compile(
    rf"[{_BLANK}]*(?:>[{_BLANK}]*)*(?:(?P<hash>\#{{1,6}})(?![#\d])[{_BLANK}]*|[-*+•·●○■◆▪‣➢][{_BLANK}]+(?![-*\d]*\s*[-*]\s*$))?"
)
_RULE = re.compile(r"\s*(?:(?:[-*_=~]\s*){3,}|`{3,}\w*|\\newpage|\\pagebreak|:::.*|<hr\s*/?>)\s*")
_BREAKS = re.compile("[\f\v\x1c-\x1e\x85\u2028\u2029]")
_SEPARATOR = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_DRAWN = re.compile(r"\s*(?:[+├└┌┏┗┣╔╚╠][-=+:─━┬┴┼┐┘┤┳┻╋┓┛┫═╦╩╬╗╝╣\s]+)\s*")
_BARS = re.compile(r"[|│┃║｜]")
_TABLE_TAG = re.compile(r"<(?P<close>/?)(?P<name>table|tr|td|th|caption|thead|tbody|tfoot|colgroup|col)\b(?P<rest>[^<>]*)>", re.IGNORECASE)
_TABLE_OPEN = re.compile(r"<table\b[^<>]*>", re.IGNORECASE)
_TABLE_CLOSE = re.compile(r"</table\s*>", re.IGNORECASE)
_SPAN = re.compile(r"\b(?P<which>row|col)span\s*=\s*[\"']?\s*(?P<count>\d{1,3})", re.IGNORECASE)
_ABOVE = re.compile(r"[:：]|[公附]|表\s*(?:\t|$)|^\s*表")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
_DASHES = re.compile(r"\s*:?-{3,}:?\s*")
_ORDINAL = re.compile(r"\d{1,3}")
_CODE = re.compile(r"[1-9]\d{2}|[1-9]\d{4}|[1-9]\d{6}")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")

Cells = tuple[GridCell, ...]


def source(path: Path) -> Source:
    """The lines and grids of a text file.

    Raises:
        ReadError: the file is missing, empty, too large, or no text; says what, where and what to do.
    """
    data = file.content(path, file.TEXT_LIMIT)
    text, notices = decode(data, path)
    blocks = tuple(parse(text))
    markdown = path.suffix.lower() in (".md", ".markdown")
    return Source("markdown" if markdown else "text", sha256(data).hexdigest(), blocks, notices=notices)


def decode(data: bytes, path: Path) -> tuple[str, tuple[str, ...]]:
    r"""The text of a file in UTF-8, UTF-16, UTF-32 or GB18030 with ``\n`` line ends, and what could not be decoded.

    Raises:
        ReadError: the bytes are no text.
    """
    text, notices = _decoded(data, path)
    if len(_CONTROL.findall(text[:1_000_000])) * 200 > min(len(text), 1_000_000):
        raise _binary(path)
    if not text.strip():
        raise ReadError(f"文件 {path} 里没有文字，只有空白。请确认导出是否完整。")
    return text.replace("\r\n", "\n").replace("\r", "\n"), notices


def _decoded(data: bytes, path: Path) -> tuple[str, tuple[str, ...]]:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return _mended(data[len(mark) :], name, path)
    if b"\0" in data:
        sample = data[:100_000]
        name = "utf-16-be" if sample[::2].count(0) > sample[1::2].count(0) else "utf-16-le"
        if len(data) % 2 == 0 and sample.count(0) * 50 > len(sample):
            try:
                return data.decode(name), ()
            except UnicodeDecodeError:
                pass
        raise _binary(path)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    lossy = data.decode("utf-8", "replace")
    if lossy.count("\ufffd") * 50 < sum(map(lossy.count, "的一年度、，。预决算收支出")):
        return _mended(data, "utf-8", path)
    for name in ("gb18030", "big5"):
        try:
            return data.decode(name), ()
        except UnicodeDecodeError:
            continue
    return _mended(data, "gb18030", path)


def _mended(data: bytes, name: str, path: Path) -> tuple[str, tuple[str, ...]]:
    """The text, and on which lines bytes are no characters."""
    try:
        return data.decode(name), ()
    except UnicodeDecodeError:
        text = data.decode(name, "replace")
    lost = text.count("\ufffd")
    if lost * 20 > len(text):
        raise _binary(path)
    lines = [str(number) for number, line in enumerate(re.split("\r\n|\r|\n", text), 1) if "\ufffd" in line]
    shown = "、".join(lines[:5]) + (" 等" if len(lines) > 5 else "")
    return text, (f"第 {shown} 行有 {lost} 处无法识别的字符，已跳过",)


def _binary(path: Path) -> ReadError:
    return ReadError(f"{path} 不是文本文件（含有二进制内容）。请确认扩展名，或用原程序另存为文本、PDF、Word 或 Excel。")


def clean(raw: str, line: int, column: int) -> tuple[str, tuple[Run, ...]]:
    """``raw`` without the leftovers of a conversion, and where each stretch of it stands.

    ``column`` is the offset of ``raw`` in its line. A blank text keeps one empty run: its place is known, too.
    """
    if _SUSPECT.search(raw) is None:
        return raw, (Run(0, len(raw), line, column),)
    spans: list[tuple[int, int, str]] = []
    at = 0
    for match in _DIRT.finditer(raw):
        first, last = match.span()
        keep = ""
        match match.lastgroup:
            case "gap":
                if not _droppable(raw, first, last):
                    continue
            case "entity":
                keep = html.unescape(match[0]).replace("\xa0", " ").replace("\n", " ").replace("\t", " ")
                if len(keep) != 1:
                    continue
                if keep in " \u200b\u2002\u2003\u2009":
                    keep = " " if raw[first - 1 : first].isascii() and raw[last : last + 1].isascii() else ""
            case "line_break":
                ascii_beside = raw[first - 1 : first].isascii() and raw[last : last + 1].isascii()
                keep = " " if ascii_beside or re.match(_ENUMERATED, raw[last : last + 12]) else ""
        if first > at:
            spans.append((at, first, raw[at:first]))
        if keep:
            spans.append((first, first + 1, keep))
        at = last
    if at < len(raw):
        spans.append((at, len(raw), raw[at:]))
    while spans and not (stripped := spans[0][2].lstrip()):
        spans.pop(0)
    if spans and len(stripped) < len(spans[0][2]):
        spans[0] = (spans[0][1] - len(stripped), spans[0][1], stripped)
    while spans and not (stripped := spans[-1][2].rstrip()):
        spans.pop()
    if spans and len(stripped) < len(spans[-1][2]):
        spans[-1] = (spans[-1][0], spans[-1][0] + len(stripped), stripped)
    if not spans:
        return "", (Run(0, 0, line, column),)
    runs, start = [], 0
    for first, _, piece in spans:
        runs.append(Run(start, start + len(piece), line, column + first))
        start += len(piece)
    return "".join(piece for _, _, piece in spans), tuple(runs)


_SINGLE_BEFORE = re.compile(rf"(?:^|[^{_HAN}])[{_HAN}]$")
_SINGLE_AFTER = re.compile(rf"[{_HAN}](?:$|[^{_HAN}])")


def _droppable(raw: str, first: int, last: int) -> bool:
    """Whether blanks between two wide characters are an accident of layout: one blank, or a word of spaced-out characters."""
    if last - first == 1:
        return True
    return _SINGLE_BEFORE.search(raw[max(0, first - 2) : first]) is not None and _SINGLE_AFTER.match(raw[last : last + 2]) is not None


def _cell(raw: str, line: int, column: int) -> GridCell:
    text, runs = clean(raw, line, column)
    return GridCell(text, runs)


def _split(raw: str, line: int, column: int) -> Cells:
    """The cells of a tab-separated row."""
    cells = []
    tidy = _UNTIDY.search(raw) is None
    for piece in raw.split("\t"):
        size = len(piece)
        if tidy:
            cells.append(GridCell(piece, (Run(0, size, line, column),)))
        else:
            cells.append(_cell(piece, line, column))
        column += size + 1
    return tuple(cells)


def _line(raw: str, line: int, column: int, *, blank_before: bool) -> Line | None:
    """The line, without its bullet or hashes; ``None`` when nothing is left of it."""
    lead = _LEAD.match(raw)
    skip = lead.end() if lead else 0
    body = raw[skip:]
    heading = len(lead["hash"]) if lead and lead["hash"] else 0
    if heading and (plain := body.rstrip()).endswith("#") and (closed := plain.rstrip("#")).endswith((" ", "\u3000")):
        body = closed
    text, runs = clean(body, line, column + skip)
    return Line(text, runs, heading=heading, blank_before=blank_before) if text else None


@dataclass(slots=True)
class _Physical:
    """One line of the file, or a part of it between page breaks."""

    number: int
    column: int
    raw: str
    page: int


def _physical(text: str) -> Iterator[_Physical]:
    page = 0
    for number, raw in enumerate(text.split("\n"), 1):
        if _BREAKS.search(raw) is None:
            yield _Physical(number, 0, raw, page)
            continue
        column = 0
        for piece in _BREAKS.split(raw):
            yield _Physical(number, column, piece, page)
            column += len(piece)
            page += raw[column : column + 1] == "\f"
            column += 1


def parse(text: str) -> Iterator[Line | Grid]:
    """The lines and grids of a decoded text, in reading order."""
    lines = list(_physical(text))
    furniture = _furniture(lines)
    builder = _Tables()
    tables = _html_tables(text) if "<table" in text or "<TABLE" in text else {}
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
        if at in furniture or (bare and _skipped(bare)):
            builder.blank()
            blank, at = True, at + 1
            continue
        if (_BARS.search(raw) or (bare and bare[0] in "+┌┏╔" and _DRAWN.fullmatch(bare))) and (found := _piped(lines, at)) is not None:
            at, piped = found
            builder.grid(piped)
            yield from builder.take()
            blank = True
            continue
        if raw.startswith("\t") and "\t" not in raw[1:] and (stacked := _stacked(lines, at)) is not None:
            at, rows = stacked
            for row in rows:
                builder.row(row)
            builder.blank()
            yield from builder.take()
            blank = True
            continue
        if "\t" in raw and ("\t" in bare or not bare or builder.inside or _padded(raw)):
            if bare and (contents or "..." in raw or "…" in raw) and _in_contents(raw, contents=contents):
                line = _line(raw, here.number, here.column, blank_before=blank)
                if line:
                    builder.line(line)
            elif _ABOVE.search(raw) and _above_table(raw):
                for cell in _split(raw, here.number, here.column):
                    if cell.text:
                        builder.line(Line(cell.text, cell.runs, blank_before=blank))
            else:
                contents = False
                builder.row(_split(raw, here.number, here.column))
            yield from builder.take()
            blank, at = False, at + 1
            continue
        line = _line(raw, here.number, here.column, blank_before=blank)
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


def _skipped(bare: str) -> bool:
    """Whether a line is a page number, a rule, or another mark that is no text."""
    return len(bare) < 200 and (sections.page_mark(bare) or (not bare[0].isalnum() and _RULE.fullmatch(bare) is not None))


def _furniture(lines: Sequence[_Physical]) -> frozenset[int]:
    """Positions of lines that belong to the pages, not to the text: page numbers that stand alone, and running heads."""
    return frozenset(_page_numbers(lines)) | frozenset(_running_heads(lines)) | frozenset(_cover_echoes(lines))


def _page_numbers(lines: Sequence[_Physical]) -> Iterator[int]:
    """Lines that are nothing but a number, when three or more of them count up through the text."""
    bare = [
        (at, int(text))
        for at, here in enumerate(lines)
        if "\t" not in here.raw and len(text := here.raw.strip()) < 4 and _ORDINAL.fullmatch(text)
    ]
    steps = [(first, second) for first, second in pairwise(bare) if second[1] == first[1] + 1]
    if len(steps) >= 2 and len(steps) * 3 >= len(bare):
        yield from {place for pair in steps for place, _ in pair}


def _running_heads(lines: Sequence[_Physical]) -> Iterator[int]:
    """Lines that stand three times or more at the edge of pages (form feeds or page numbers say where pages end)."""
    edges: list[int] = []
    for at in range(1, len(lines)):
        if lines[at].page != lines[at - 1].page:
            edges.append(at)
        elif (bare := lines[at].raw.strip()) and len(bare) < 24 and sections.page_mark(bare):
            edges.append(at + 1)
    found: dict[str, set[int]] = {}
    for edge in edges if len(edges) >= 3 else ():
        for step, start in ((1, edge), (-1, edge - 1)):
            at = start
            while 0 <= at < len(lines) and abs(at - start) < 8:
                bare = lines[at].raw.strip()
                if bare and not sections.page_mark(bare):
                    if _repeatable(bare):
                        found.setdefault(sections.squeeze(bare), set()).add(at)
                    break
                at += step
    for places in found.values():
        if len(places) >= 3:
            yield from places


def _cover_echoes(lines: Sequence[_Physical]) -> Iterator[int]:
    """Lines of the cover that come again three times or more."""
    cover: set[str] = set()
    for here in lines[:60]:
        bare = here.raw.strip()
        if bare and (len(cover) >= 6 or len(bare) > 60 or "\t" in bare or sections.contents_head(bare) or sections.numbered(bare)):
            break
        if bare and _repeatable(bare) and len(bare) >= 6:
            cover.add(bare)
    places: dict[str, list[int]] = {bare: [] for bare in cover}
    for at, here in enumerate(lines) if cover else ():
        if len(here.raw) < 80 and (bare := here.raw.strip()) in places:
            places[bare].append(at)
    for found in places.values():
        if len(found) >= 4:
            yield from found[1:]


def _repeatable(bare: str) -> bool:
    """Whether a line could be a running head: short, no sentence, and nothing that tables or sections begin with."""
    return (
        len(bare) <= 60
        and "\t" not in bare
        and not bare.endswith(("。", "；", "：", ":", "，", "、"))
        and not sections.furniture(bare)
        and not sections.table_title(bare)
        and not sections.note(bare)
        and sections.numbered(bare.lstrip("# ")) is None
    )


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


def _piped(lines: Sequence[_Physical], at: int) -> tuple[int, list[Cells]] | None:
    """The rows of a table drawn with bars that begins at a line, and the position behind it."""
    rows: list[Cells] = []
    pending: list[Cells] = []
    drawn = ruled = False
    edged = 0
    first = at
    if at + 1 < len(lines) and _SEPARATOR.fullmatch(lines[at + 1].raw) and _BARS.search(lines[at + 1].raw):
        ruled = True
    while at < len(lines):
        bare = lines[at].raw.strip()
        if not bare:
            break
        edged += bare[0] in "|│┃║+├└┌┏┗┣╔╚╠"
        if len(bare) > 2 and _DRAWN.fullmatch(bare):
            drawn = True
            if pending:
                rows.append(_merged(pending))
                pending = []
        elif _SEPARATOR.fullmatch(bare) and _BARS.search(bare):
            pass
        elif (bars := len(_BARS.findall(bare))) and (bars >= 2 or ruled or bare[0] in "|│┃║"):
            (pending if drawn else rows).append(_bar_cells(lines[at]))
        else:
            break
        at += 1
    rows += pending
    if not rows or at - first < 2 or not (ruled or edged * 2 > at - first):
        return None
    return at, rows


def _bar_cells(here: _Physical) -> Cells:
    raw = here.raw
    left = len(raw) - len(raw.lstrip())
    right = len(raw.rstrip())
    cuts = [m.start() for m in _BARS.finditer(raw) if m.start() == 0 or raw[m.start() - 1] != "\\"]
    if cuts and cuts[0] == left:
        start, cuts = left + 1, cuts[1:]
    else:
        start = left
    if cuts and cuts[-1] == right - 1:
        right, cuts = right - 1, cuts[:-1]
    cells = []
    for cut in (*cuts, right):
        cells.append(_cell(raw[start:cut], here.number, here.column + start))
        start = cut + 1
    return tuple(cells)


def _merged(rows: Sequence[Cells]) -> Cells:
    """One row whose cells are written over several lines."""
    if len(rows) == 1:
        return rows[0]
    width = max(map(len, rows))
    return tuple(_joined([row[i] for row in rows if i < len(row)]) for i in range(width))


def _joined(cells: Sequence[GridCell]) -> GridCell:
    filled = [cell for cell in cells if cell.text]
    if len(filled) <= 1:
        return filled[0] if filled else cells[0]
    runs: list[Run] = []
    text = ""
    for cell in filled:
        runs += (Run(r.start + len(text), r.end + len(text), r.line, r.column) for r in cell.runs)
        text += cell.text
    return GridCell(text, tuple(runs))


def _stacked(lines: Sequence[_Physical], at: int) -> tuple[int, list[Cells]] | None:
    """The rows of a table with one cell to a line that begins at a line, and the position behind it.

    ``None`` where the lines are only indented: rows of one width, of two cells or more, and more than one of them are asked for.
    """
    rows: list[list[GridCell]] = []
    row: list[GridCell] = []
    end = at
    while at < len(lines):
        here = lines[at]
        raw = here.raw
        if raw.startswith("\t") and "\t" not in raw[1:]:
            row.append(_cell(raw[1:], here.number, here.column + 1))
            end = at + 1
        elif not raw.strip():
            if row:
                rows.append(row)
                row = []
        elif row and "\t" not in raw and at + 1 < len(lines) and _goes_on(lines, at):
            row[-1] = _joined([row[-1], _cell(raw, here.number, here.column)])
        else:
            break
        at += 1
    if row:
        rows.append(row)
    widths = Counter(map(len, rows))
    width, count = widths.most_common(1)[0]
    if len(rows) < 2 or width < 2 or count * 10 < len(rows) * 6:
        return None
    if sum(len(cell.text) > 30 and cell.text.endswith(("。", "；")) for r in rows for cell in r) * 2 > sum(map(len, rows)):
        return None
    return end, [tuple(r) for r in rows]


def _goes_on(lines: Sequence[_Physical], at: int) -> bool:
    """Whether the lines behind a line without a tab return to tabbed cells before a blank line."""
    for here in lines[at + 1 : at + 12]:
        if here.raw.startswith("\t"):
            return True
        if not here.raw.strip():
            return False
    return False


def _html_tables(text: str) -> dict[tuple[int, int], tuple[int, list[Cells]]]:
    """(line, column) of the physical line on which each HTML table begins → (its last line, its rows)."""
    starts = [0]
    starts += (m.end() for m in re.finditer("\n", text))
    found: dict[tuple[int, int], tuple[int, list[Cells]]] = {}
    at = 0
    while (opened := _TABLE_OPEN.search(text, at)) is not None:
        closed = _TABLE_CLOSE.search(text, opened.end())
        if closed is None:
            break
        first = bisect_right(starts, opened.start())
        last = bisect_right(starts, closed.start())
        rows = _html_rows(text, opened.end(), closed.start(), starts)
        if rows:
            key = (first, 0)
            if key in found:
                found[key] = (last, found[key][1] + rows)
            else:
                found[key] = (last, rows)
        at = closed.end()
    return found


def _html_rows(text: str, first: int, last: int, starts: Sequence[int]) -> list[Cells]:
    rows: list[list[GridCell]] = []
    hanging: dict[int, int] = {}
    row: list[GridCell] | None = None
    opened: tuple[int, str] | None = None

    def cover() -> None:
        assert row is not None
        while hanging.get(len(row), 0) > 0:
            hanging[len(row)] -= 1
            row.append(GridCell("", covered=True))

    def end_cell(stop: int) -> None:
        nonlocal opened
        if opened is None or row is None:
            opened = None
            return
        start, attributes = opened
        spans = {m["which"].lower(): max(1, int(m["count"])) for m in _SPAN.finditer(attributes)}
        across, down = spans.get("col", 1), spans.get("row", 1)
        cover()
        column = len(row)
        row.append(_html_cell(text, start, stop, starts, down, across))
        row.extend(GridCell("", covered=True) for _ in range(across - 1))
        for i in range(column, column + across):
            if down > 1:
                hanging[i] = down - 1
        opened = None

    def end_row(stop: int) -> None:
        nonlocal row
        if row is not None:
            end_cell(stop)
            cover()
            rows.append(row)
        row = None

    for tag in _TABLE_TAG.finditer(text, first, last):
        name = tag["name"].lower()
        if name == "tr":
            end_row(tag.start())
            row = None if tag["close"] else []
        elif name in ("td", "th"):
            end_cell(tag.start())
            if not tag["close"]:
                row = [] if row is None else row
                opened = (tag.end(), tag["rest"])
    end_row(last)
    return [tuple(r) for r in rows if any(cell.text for cell in r)]


def _html_cell(text: str, first: int, last: int, starts: Sequence[int], down: int, across: int) -> GridCell:
    pieces: list[GridCell] = []
    while first <= last:
        number = bisect_right(starts, first)
        stop = min(last, starts[number] - 1 if number < len(starts) else last)
        pieces.append(_cell(text[first:stop], number, first - starts[number - 1]))
        first = stop + 1
    cell = _joined(pieces)
    return GridCell(cell.text, cell.runs, down, across)


@dataclass(slots=True)
class _Tables:
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
                    whole = (*whole[:-1], _joined([whole[-1], row[0]]), *row[1:])
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
