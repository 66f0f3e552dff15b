"""Lines and cells without the dirt of conversions; every piece keeps where it stands in the file."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from auditor.model import GridCell, Run
from auditor.read.source import Line

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
_SINGLE_BEFORE = re.compile(rf"(?:^|[^{_HAN}])[{_HAN}]$")
_SINGLE_AFTER = re.compile(rf"[{_HAN}](?:$|[^{_HAN}])")
Cells = tuple[GridCell, ...]


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


def _droppable(raw: str, first: int, last: int) -> bool:
    """Whether blanks between two wide characters are an accident of layout: one blank, or a word of spaced-out characters."""
    if last - first == 1:
        return True
    return _SINGLE_BEFORE.search(raw[max(0, first - 2) : first]) is not None and _SINGLE_AFTER.match(raw[last : last + 2]) is not None


def cell_of(raw: str, line: int, column: int) -> GridCell:
    """A cell of what is written there, cleaned."""
    text, runs = clean(raw, line, column)
    return GridCell(text, runs)


def cells_of(raw: str, line: int, column: int) -> Cells:
    """The cells of a tab-separated row."""
    cells = []
    tidy = _UNTIDY.search(raw) is None
    for piece in raw.split("\t"):
        size = len(piece)
        if tidy:
            cells.append(GridCell(piece, (Run(0, size, line, column),)))
        else:
            cells.append(cell_of(piece, line, column))
        column += size + 1
    return tuple(cells)


def joined(cells: Sequence[GridCell]) -> GridCell:
    """The pieces of one cell as one."""
    filled = [cell for cell in cells if cell.text]
    if len(filled) <= 1:
        return filled[0] if filled else cells[0]
    runs: list[Run] = []
    text = ""
    for cell in filled:
        runs += (Run(r.start + len(text), r.end + len(text), r.line, r.column) for r in cell.runs)
        text += cell.text
    return GridCell(text, tuple(runs))


def line_of(raw: str, line: int, column: int, *, blank_before: bool) -> Line | None:
    """The line, without its bullet or hashes; ``None`` when nothing is left of it."""
    lead = _LEAD.match(raw)
    skip = lead.end() if lead else 0
    body = raw[skip:]
    heading = len(lead["hash"]) if lead and lead["hash"] else 0
    if heading and (plain := body.rstrip()).endswith("#") and (closed := plain.rstrip("#")).endswith((" ", "\u3000")):
        body = closed
    text, runs = clean(body, line, column + skip)
    return Line(text, runs, heading=heading, blank_before=blank_before) if text else None
