"""From lines and grids to a document: passages, sections, tables, and what the whole is — the same way for all formats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from auditor.lexicon import fold, load
from auditor.model import Document, Grid, Passage, Run, Section, Table
from auditor.read import sections, tables
from auditor.read.captions import is_caption
from auditor.read.sections import Heading
from auditor.read.source import Line, Source

_HAN = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff]")
_END = re.compile(r"[。；;！!？?：:…][\"'”’」』）)》]*$")
_OPEN = re.compile(r"[，,、（(《“‘「『/／\-~～]$")
_CLOSE = re.compile(r"^[，,。；;、：:！!？?％%）)》”’」』.．·]")
_LABEL = re.compile(r"^[^\s，。；：:、（）()“”\d][^\s，。；：:“”]{1,13}\s?[：:]")
_LEAD_IN = re.compile(r"^[^，,。；;]{2,38}[：:]$")
_FIGURE_END = re.compile(r"(?:\d\s*(?:[百千万亿]*元|[%％‰]|个百分点|[人个辆次项台]))$")
_UNIT_START = re.compile(
    r"\s*(?:[百千万亿]*元|[%％‰\d]|个百分点|[人个次](?![大员均民人年])|项(?!目)|台(?!账)|分(?![析类别散公管局配布解期级])|[辆年月日家户])"
)
_GOES_ON = ("：", ":", "；", ";")
_FRAGMENT = re.compile(r"^[^，,。；;：:\d]{1,5}。")
_MONEYLIKE = r"-?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)"
_ROW = re.compile(
    rf"(?:\s+-?[\d,]*\d(?:\.\d+)?){{2,}}\s*$|(?<!\S){_MONEYLIKE}(?=\s+(?![百千万亿]*元|[%％‰个人次辆台项]))\s.*\s{_MONEYLIKE}\s*$"
)
_ROW_END = re.compile(rf"\s{_MONEYLIKE}\s*$")
_SENTENCE = re.compile(r"[。；！？，：!?]")
_YEARS = re.compile(r"(20[0-4]\d)\s*年")
_STALE = 2
"""So many years back the file may be that a cover was copied from."""
_ENOUGH = 3
"""So many places that agree say more than the cover."""
_FISCAL = re.compile(r"(20[0-4]\d)\s*年?\s*度")
_REACH = 12
"""Lines above a grid that are looked at for its title."""
_LONGEST = 20_000
"""Characters of a passage beyond which no line is joined to it."""
_COVER = 16
"""Lines that a cover has at most."""


@dataclass(slots=True)
class _Piece:
    """A line (or lines joined to one passage) on its way to become a passage, or the place of a grid."""

    text: str = ""
    runs: tuple[Run, ...] = ()
    line: Line | None = None
    grid: Grid | None = None
    kind: str = "body"
    """``body`` ``heading`` ``report`` ``contents`` ``cover`` ``title`` ``form`` ``unit`` ``organization`` ``year`` ``date`` ``note`` ``list`` ``row``, ``grid``."""
    found: Heading | None = None
    claimed: bool = False
    """Whether a grid has taken it as a line above or below it."""
    above: list[int] = field(default_factory=list)
    below: list[int] = field(default_factory=list)
    passage: Passage | None = None
    section: Section | None = None


def assemble(source: Source, path: Path, given: Mapping[str, str] | None = None) -> Document:
    """The document that a source makes; see :mod:`auditor.read.source` for what a reader has to hand over.

    ``given`` stands in place of what the document says of itself: ``genre``, ``unit``.
    """
    pieces = _pieces(source)
    _mark_contents(pieces)
    announced = _Announced(pieces)
    pieces = announced.parted(pieces)
    _mark_tables(pieces)
    _mark_rows(pieces)
    _mark_cover(pieces)
    _mark_headings(pieces, announced)
    pieces = _join(pieces, _Wrap(pieces))
    nested = _sections(pieces)
    _label(pieces)
    whole = _Whole(pieces, source.title)
    vars(whole).update(given or {})
    passages, understood = _tables(pieces, whole)
    return Document(
        path=str(path),
        sha256=source.sha256,
        format=source.format,
        title=whole.title,
        genre=whole.genre,
        organization=whole.organization,
        year=whole.year,
        unit=whole.unit,
        sections=nested,
        passages=passages,
        tables=understood,
        pages=source.pages,
        faults=tuple(("read", message) for message in source.faults),
        notices=source.notices,
    )


def _pieces(source: Source) -> list[_Piece]:
    pieces: list[_Piece] = []
    for block in source.blocks:
        if isinstance(block, Grid):
            for passage in block.before:
                pieces.append(_Piece(passage.text, passage.runs, Line(passage.text, passage.runs, complete=True)))
            pieces.append(_Piece(grid=block, kind="grid"))
        elif block.text:
            pieces.append(_Piece(block.text, block.runs, block, kind=sections.furniture(block.text) or "body"))
    return pieces


def _mark_contents(pieces: Sequence[_Piece]) -> None:
    """Tables of contents: lines with dots and a page, and the block of headings behind 目录 up to where the first one comes again."""
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        if piece.grid is None and sections.contents_head(piece.text):
            end = _contents_end(pieces, at + 1)
            for inner in pieces[at:end]:
                inner.kind = "contents"
            at = end
            continue
        if piece.grid is None and sections.contents_entry(piece.text):
            piece.kind = "contents"
        at += 1


def _contents_end(pieces: Sequence[_Piece], start: int) -> int:
    """Position behind the last entry of the contents that begin at ``start``."""
    first = ""
    paged = False
    at = start
    while at < len(pieces) and at - start < 400:
        piece = pieces[at]
        if piece.grid is not None or sections.contents_head(piece.text):
            break
        has_page = sections.contents_page(piece.text)
        key = sections.entry_key(piece.text[:120])
        if has_page:
            paged = True
        elif first and key == first:
            break
        elif paged and at > start and sections.contents_page(pieces[at - 1].text):
            following = pieces[at + 1] if at + 1 < len(pieces) else None
            if following is None or following.grid is not None or not sections.contents_page(following.text):
                break
        elif len(piece.text) > 60 or (len(key) > 12 and piece.text.endswith(("。", "；", "，"))):
            break
        first = first or key
        at += 1
    else:
        return at
    return at


class _Announced:
    """The headings that the table of contents announces."""

    def __init__(self, pieces: Sequence[_Piece]) -> None:
        self._titles: dict[str, int] = {}
        self._entries: set[str] = set()
        for piece in pieces:
            if piece.kind != "contents" or len(piece.text) > 120 or sections.contents_head(piece.text):
                continue
            found = sections.numbered(piece.text)
            title = sections.entry_key(found[2] if found else piece.text)
            if len(title) >= 4:
                self._titles.setdefault(_loose(title), found[0] if found else 2)
            if found and len(key := sections.entry_key(piece.text)) >= 6:
                self._entries.add(key)
        self._top = min(self._titles.values(), default=1)
        self._sizes = sorted({len(key) for key in self._entries}, reverse=True)
        self._endings = sorted({len(title) for title in self._titles}, reverse=True)

    def level(self, text: str) -> int:
        """Level of the heading that a line without an ordinal is, as announced; 0 when it is none."""
        if len(text) > 60 or not self._titles or not sections.titled(text):
            return 0
        key = _loose(sections.squeeze(text))
        found = self._titles.get(key, 0)
        if not found:
            endings = (self._titles.get(key[-size:], 0) for size in self._endings if size * 3 >= len(key) > size)
            found = next((level for level in endings if level), 0)
        return 1 if found and found == self._top else found

    def parted(self, pieces: list[_Piece]) -> list[_Piece]:
        """The pieces, a heading that the layout ran together with its text parted from it."""
        if not self._entries:
            return pieces
        done: list[_Piece] = []
        for piece in pieces:
            at = self._cut(piece)
            if piece.line is not None and at:
                first = replace(piece.line, text=piece.text[:at].rstrip(), runs=_cut_runs(piece.runs, 0, len(piece.text[:at].rstrip())))
                rest = replace(
                    piece.line, text=piece.text[at:], runs=_cut_runs(piece.runs, at, len(piece.text)), heading=0, blank_before=False
                )
                done.append(_Piece(first.text, first.runs, first))
                done.append(_Piece(rest.text, rest.runs, rest))
            else:
                done.append(piece)
        return done

    def _cut(self, piece: _Piece) -> int:
        """Where the text begins behind an announced heading on the same line, 0 when there is none."""
        text = piece.text
        if piece.kind != "body" or len(text) < 24 or sections.numbered(text[:40]) is None:
            return 0
        start = sections.squeeze(text[:120])
        at, left = 0, next((size for size in self._sizes if len(start) > size and start[:size] in self._entries), 0)
        if not left:
            return 0
        folded = fold(text)
        while left:
            left -= not folded[at].isspace()
            at += 1
        rest = text[at:].lstrip()
        if len(rest) < 15 or "。" not in rest or not (_HAN.match(rest) or rest[0].isdigit() or rest[0] in "“（"):
            return 0
        return len(text) - len(rest)


def _loose(key: str) -> str:
    return re.sub(r'[()"《》<>]', "", key)


def _cut_runs(runs: Sequence[Run], first: int, last: int) -> tuple[Run, ...]:
    """The runs of ``text[first:last]``."""
    done = []
    for run in runs:
        start, end = max(run.start, first), min(run.end, last)
        if start < end:
            skip = start - run.start
            boxes, sure = run.boxes[skip : skip + end - start], run.sure[skip : skip + end - start]
            done.append(replace(run, start=start - first, end=end - first, column=run.column + skip, boxes=boxes, sure=sure))
    return tuple(done)


def _mark_tables(pieces: Sequence[_Piece]) -> None:
    """Gives each grid the lines below it (notes) and above it (title, form, unit …)."""
    grids = [at for at, piece in enumerate(pieces) if piece.grid is not None]
    for at in grids:
        _claim_below(pieces, at)
    for at in grids:
        _claim_above(pieces, at)


def _claim_below(pieces: Sequence[_Piece], grid: int) -> None:
    below = pieces[grid].below
    head, ordinal = False, 0
    for at in range(grid + 1, min(len(pieces), grid + 40)):
        piece = pieces[at]
        if piece.grid is not None or piece.kind == "contents":
            return
        found = sections.numbered(piece.text)
        digit = int(m[0]) if found and found[0] in (4, 5) and (m := re.search(r"\d+", found[1])) else 0
        gap = piece.line is not None and piece.line.blank_before
        if sections.note(piece.text):
            rest = fold(piece.text).split(":", 1)[-1]
            first = re.match(r"\s*\(?(\d{1,2})\s*[)、.]", rest)
            head, ordinal = not rest.strip() or ":" not in fold(piece.text), int(first[1]) if first else 0
        elif sections.says_empty(piece.text) or (below and _before_note(pieces, at)):
            pass
        elif digit and digit == ordinal + 1 and (ordinal or head):
            ordinal = digit
        elif (
            is_caption(piece.text)
            or piece.kind != "body"
            or not below
            or not _noted(pieces[at - 1].text, head=head, gap=gap, fresh=found is None)
        ):
            return
        if not piece.line or (piece.line.heading and not sections.note(piece.text)):
            return
        piece.kind, piece.claimed = "note", True
        below.append(at)


def _before_note(pieces: Sequence[_Piece], at: int) -> bool:
    """Whether a line among notes leads to another note (“…，并作下述说明：”)."""
    return pieces[at].text.endswith(("：", ":")) and at + 1 < len(pieces) and sections.note(pieces[at + 1].text)


def _noted(above: str, *, head: bool, gap: bool, fresh: bool) -> bool:
    """Whether a line under a note still belongs to it: right under a bare 备注：, in its block, or the rest of a broken sentence."""
    if head and (not gap or sections.note(above)):
        return True
    return fresh and not gap and _END.search(above) is None


def _claim_above(pieces: Sequence[_Piece], grid: int) -> None:
    above = pieces[grid].above
    title = bool((block := pieces[grid].grid) is not None and block.title)
    for at in range(grid - 1, max(-1, grid - 1 - _REACH), -1):
        piece = pieces[at]
        if piece.grid is not None or piece.claimed or piece.kind in ("contents", "note"):
            break
        enclosure = sections.enclosure(piece.text)
        if piece.kind != "body":
            pass
        elif enclosure is not None and (not title or not enclosure.title):
            title = title or bool(enclosure.title)
        elif not title and sections.titled(piece.text):
            title = True
            if sections.numbered(piece.text) is None:
                piece.kind = "title"
        elif sections.continued(piece.text):
            piece.kind = "title"
        else:
            break
        piece.claimed = True
        above.insert(0, at)


def _mark_rows(pieces: Sequence[_Piece]) -> None:
    """Rows of a table whose lines have gone with the conversion: names and bare numbers, no sentences."""
    plain = [p for p in pieces if p.line is not None and not p.line.complete and p.kind == "body" and not p.claimed]
    rows = [_ROW.search(p.text) is not None and _SENTENCE.search(p.text) is None for p in plain]
    ends = [_ROW_END.search(p.text) is not None and _SENTENCE.search(p.text) is None for p in plain]
    for order in (range(len(plain)), range(len(plain) - 1, -1, -1)):
        near = False
        for at in order:
            near = rows[at] = rows[at] or (near and ends[at])
    for piece, row in zip(plain, rows, strict=True):
        if row:
            piece.kind = "row"


def _mark_cover(pieces: Sequence[_Piece]) -> None:
    """The short lines before the first heading, sentence or table."""
    for piece in pieces[:_COVER]:
        if piece.grid is not None or piece.claimed or piece.kind == "contents":
            return
        line = piece.line
        if (
            line is None
            or len(piece.text) > 60
            or sections.definitions_head(piece.text)
            or re.search(r"[。；，;]", piece.text)
            or sections.has_figure(piece.text)
        ):
            return
        if sections.numbered(piece.text) is not None and sections.heading(piece.text, line.heading) is not None:
            return
        if piece.kind in ("body", "year") or sections.enclosure(piece.text):
            piece.kind = "cover"


def _mark_headings(pieces: Sequence[_Piece], announced: _Announced) -> None:
    item = ""
    """Ordinal of the sentence right above, where it is one of a list."""
    for at, piece in enumerate(pieces):
        line = piece.line
        if line is None or piece.kind not in ("body", "form"):
            continue
        if (found := sections.enclosure(piece.text)) is not None:
            following = next((p for p in pieces[at + 1 : at + 3] if p.grid is None), None)
            listed = following is not None and sections.enclosure(following.text) is not None
            before = pieces[at - 1] if at else None
            listed = listed or (before is not None and before.kind == "list")
            if listed and not piece.claimed:
                piece.kind = "list"
            elif not piece.claimed:
                piece.kind, piece.found = "heading", found
            continue
        if piece.kind == "form":
            continue
        found = sections.heading(piece.text, line.heading)
        ordinal = sections.numbered(piece.text)
        above, item = item, ordinal[1] if ordinal is not None and found is None else ""
        if found is not None and found.number and above and piece.text.endswith("。") and sections.follows(found.number, above):
            item = found.number
        elif found is not None and found.number:
            piece.found = found
            piece.kind = "heading"
        elif not piece.claimed and (level := announced.level(piece.text) or (1 if sections.definitions_head(piece.text) else 0)):
            piece.found = Heading(level, "", piece.text)
            piece.kind = "heading"
        elif sections.report_title(piece.text) and (line.heading or line.blank_before or line.complete):
            name = next((n for p in pieces[at + 1 : at + 5] if p.grid is None and (n := sections.project(p.text))), "")
            piece.found = Heading(1, "", f"{piece.text}（{name}）" if name and name not in piece.text else piece.text)
            piece.kind = "report"
        elif found is not None and not piece.claimed:
            piece.found = found
            piece.kind = "heading"
    _mark_lists(pieces)


def _mark_lists(pieces: Sequence[_Piece]) -> None:
    """Headings in a row with nothing under them but the next one announce parts or tables: four or more that all come again
    later, or three or more of one level that come again or name tables."""
    last_seen = {sections.squeeze(p.text): i for i, p in enumerate(pieces) if p.grid is None and len(p.text) < 80}
    at = 0
    while at < len(pieces):
        end = at
        while end < len(pieces) and pieces[end].kind == "heading" and last_seen.get(sections.squeeze(pieces[end].text), 0) > end:
            end += 1
        if end - at >= 4:
            for piece in pieces[at:end]:
                piece.kind, piece.found = "list", None
        at = max(end, at + 1)
    at = 0
    while at < len(pieces):
        end = at
        while (
            end < len(pieces)
            and pieces[end].kind == "heading"
            and (found := pieces[end].found) is not None
            and found.level == (pieces[at].found or found).level
            and found.number
        ):
            end += 1
        if end - at >= 3:
            bare = [
                re.sub(r"\((?:见|详见|附)[^()]*\)$", "", sections.squeeze((p.found or Heading(0, "", "")).title)) for p in pieces[at:end]
            ]
            if all(last_seen.get(sections.squeeze(p.text), 0) >= end for p in pieces[at : end - 1]) or all(
                b.endswith("表") for b in bare[:-1]
            ):
                last = end if bare[-1].endswith("表") and (end == len(pieces) or pieces[end].grid is None) else end - 1
                for piece in pieces[at:last]:
                    piece.kind, piece.found = ("list", None) if not piece.claimed else (piece.kind, piece.found)
        at = max(end, at + 1)


_WRAPPED = ("body", "heading")
"""Kinds of pieces whose lines tell how wide a page is."""


class _Wrap:
    """Whether lines end because the layout had no more room."""

    def __init__(self, pieces: Sequence[_Piece]) -> None:
        lengths = [
            _columns(p.text) for p in pieces if p.line is not None and not p.line.complete and p.kind in _WRAPPED and len(p.text) > 15
        ]
        self.width = 0
        """Columns of a full line, of which a Chinese character takes two."""
        if len(lengths) >= 8:
            (width, _), *_ = Counter(n // 2 * 2 for n in sorted(lengths, reverse=True)).most_common(1)
            near = [n for n in lengths if width - 6 <= n <= width + 6]
            longer = sum(n > width * 1.3 for n in lengths)  # heads of tables whose lines have gone
            if len(near) * 5 >= len(lengths) * 2 and longer * 20 <= len(lengths):
                self.width = width
        columns = [c for p in pieces if p.line is not None and p.kind == "body" and (c := _indent(p.line)) is not None]
        indented = sum(c >= 2 for c in columns)
        self.indents = bool(self.width) and indented > 0 and indented * 2 < len(columns)
        """Whether paragraphs of a text with hard line ends begin with blanks."""

    def geometry(self, line: Line) -> tuple[bool, bool] | None:
        """(begins indented, fills its width), ``None`` where the layout does not tell."""
        column = _indent(line) if self.indents else None
        return None if column is None else (column >= 2, _columns(line.text) + column >= self.width - 8)

    def full(self, line: Line, after: str = "") -> bool | None:
        """Whether the line fills its width, or the first word ``after`` it had no room; ``None`` where nobody can tell."""
        found = self.geometry(line)
        if found is not None:
            return found[1]
        if not self.width:
            return None
        number = re.match(r"[\d.,]+[%％]?", after)
        return _columns(line.text) + (_columns(number[0]) if number else 0) >= self.width - 8


def _columns(text: str) -> int:
    """The columns that a text takes where a Chinese character takes two."""
    return sum(1 if sign < "\u2010" else 2 for sign in text)


def _indent(line: Line) -> int | None:
    """Column at which a line of a text file begins, ``None`` in other formats."""
    run = line.runs[0] if line.runs else None
    if run is None or run.line is None or run.boxes or run.paragraph is not None or run.xpath is not None or run.sheet is not None:
        return None
    return run.column


def _join(pieces: Sequence[_Piece], wrap: _Wrap) -> list[_Piece]:
    """Pieces with the lines of one sentence put together."""
    done: list[_Piece] = []
    texts: list[str] = []
    runs: list[Run] = []
    length = 0
    shifted: dict[int, int] = {}
    last: Line | None = None
    for at, piece in enumerate(pieces):
        if done and last is not None and piece.line is not None and length < _LONGEST and _continues(done[-1], texts, last, piece, wrap):
            heading = done[-1].found
            if done[-1].kind == "heading" and heading is not None and _rest_of_heading(texts[-1], piece):
                done[-1].found = replace(heading, title=heading.title + piece.text)
            elif done[-1].kind == "heading":
                done[-1].kind, done[-1].found = "body", None
            runs += (replace(run, start=run.start + length, end=run.end + length) for run in piece.runs)
            texts.append(piece.text)
        else:
            if len(texts) > 1:
                done[-1].text, done[-1].runs = "".join(texts), tuple(runs)
            done.append(piece)
            texts, runs, length = [piece.text], list(piece.runs), 0
        length += len(piece.text)
        last = piece.line
        shifted[at] = len(done) - 1
    if len(texts) > 1:
        done[-1].text, done[-1].runs = "".join(texts), tuple(runs)
    for piece in done:
        if piece.grid is not None:
            piece.above = list(dict.fromkeys(shifted[i] for i in piece.above))
            piece.below = list(dict.fromkeys(shifted[i] for i in piece.below))
    return done


def _continues(before: _Piece, texts: Sequence[str], last: Line, piece: _Piece, wrap: _Wrap) -> bool:
    """Whether a line goes on with the sentence of the lines ``texts`` before it, of which ``last`` is the nearest."""
    line, tail = piece.line, texts[-1]
    if line is None or last.complete or line.complete or piece.claimed != before.claimed:
        return False
    text = piece.text
    if before.kind == "heading" and piece.kind == "body":
        if (_FRAGMENT.match(text) and not _END.search(tail) and len(tail) >= 10) or _rest_of_heading(tail, piece):
            return True
        if wrap.width and tail.count("“") == tail.count("”") + 1 and sections.numbered(text) is None:
            return True
        g = wrap.geometry(line)
        flush = not g[0] if g is not None else not tail.endswith(sections.words().heading_endings) and sections.numbered(text) is None
        return bool(not last.heading and flush and wrap.full(last, text) and not _END.search(tail))
    if before.kind not in ("body", "note") or piece.kind != before.kind or line.heading:
        return False
    if sections.numbered(text) is not None and not _CLOSE.match(text):
        return False
    if piece.kind == "note" and sections.note(text):
        return False
    found = wrap.geometry(line)
    if found is not None:
        if found[0]:
            return False
        return wrap.full(last) is True or (not _END.search(tail) and bool(_OPEN.search(tail)))
    if _END.search(tail):
        return bool(wrap.full(last, text)) and (tail[-1] in _GOES_ON or text.startswith(sections.words().carried))
    if _CLOSE.match(text) or _OPEN.search(tail) or tail.endswith(sections.words().unfinished) or _unclosed(tail):
        return True
    if (_LABEL.match(text) or _LEAD_IN.match(text)) and not wrap.full(last, text):
        return False
    if sections.contents_entry(text):
        return False
    if tail[-1].isdigit():
        return _UNIT_START.match(text) is not None
    full = wrap.full(last, text)
    if full is not None:
        return full
    if _FIGURE_END.search(tail):
        return text.startswith(sections.words().resumed)
    long = len(texts) > 1 or len(tail) >= 20 or re.search(r"[，,。；]", tail) is not None
    return long and len(text) > 1 and (_HAN.match(text[0]) is not None or text[0].isalnum() or text[0] in "“‘《（(")


def _rest_of_heading(tail: str, piece: _Piece) -> bool:
    """Whether a short line right under a heading is its end (…支出决算情 / 况说明)."""
    endings = sections.words().heading_endings
    return (
        len(piece.text) <= 10
        and not (piece.line and piece.line.blank_before)
        and len(tail) >= 12
        and (len(piece.text) == 1 or sections.titled(piece.text))
        and (not tail.endswith(endings) or piece.text in endings)
        and (tail + piece.text).endswith(endings)
    )


def _unclosed(tail: str) -> bool:
    """Whether the line ends inside a title, a quotation or brackets."""
    return any(tail.count(first) > tail.count(last) for first, last in ("《》", "“”", "（）"))


def _sections(pieces: Sequence[_Piece]) -> tuple[Section, ...]:
    """Gives each piece its section; returns all of them in order."""
    found: list[Section] = []
    stack: list[Section] = []
    for piece in pieces:
        if piece.kind == "body" and stack and (item := sections.numbered(piece.text)) is not None:
            same = next((i for i, s in enumerate(stack) if s.level == item[0]), -1)
            if same >= 0 and sections.follows(item[1], stack[same].number):
                del stack[same:]
        if piece.claimed and piece.kind == "form":
            piece.found = sections.enclosure(piece.text)
        elif piece.claimed and piece.kind == "title" and stack and sections.definitions(stack[-1].title):
            stack.pop()
        if piece.kind in ("heading", "report", "form") and piece.found is not None:
            while stack and stack[-1].level >= piece.found.level:
                stack.pop()
            opened = sections.section(piece.found, stack, piece.text if piece.found.number else piece.found.title)
            stack.append(opened)
            found.append(opened)
        piece.section = stack[-1] if stack and piece.kind not in ("cover", "contents") else None
    return tuple(found)


def _label(pieces: Sequence[_Piece]) -> None:
    """Makes the passages."""
    counts: Counter[int] = Counter()
    for piece in pieces:
        if piece.grid is not None:
            continue
        path = piece.section.path if piece.section else ()
        place = " › ".join(path)
        heading = piece.found.level if piece.kind in ("heading", "report") and piece.found else 0
        if piece.kind == "body":
            counts[id(piece.section)] += 1
            place = f"{place} 第{counts[id(piece.section)]}段".strip()
        elif piece.kind == "contents":
            place = "目录"
        elif piece.kind == "cover":
            place = "封面"
        piece.passage = Passage(
            piece.text, piece.runs, section=piece.section, heading=heading, narrative=_narrative(piece), label=place or "文首"
        )


def _narrative(piece: _Piece) -> bool:
    """Whether the passage may state figures of its own."""
    if piece.kind == "note":
        return sections.has_figure(piece.text)
    if piece.kind not in ("body", "heading", "report"):
        return False
    explains = piece.section is not None and any(sections.definitions(title) for title in piece.section.path)
    return not explains or (sections.has_figure(piece.text) and not sections.defines(piece.text))


class _Whole:
    """What the document as a whole says of itself."""

    def __init__(self, pieces: Sequence[_Piece], title: str) -> None:
        self._pieces = pieces
        self._given = title
        self.cover = [p.text for p in pieces if p.kind == "cover"]
        self.heads = [p.text for p in pieces if p.kind in ("heading", "report", "title")]
        self.heads += [p.grid.title for p in pieces if p.grid is not None and p.grid.title]

    @cached_property
    def title(self) -> str:
        """The lines of the cover, or the first title."""
        lines = [text for text in self.cover if not sections.form_number(text) and not sections.date(text) and not sections.enclosure(text)]
        if lines:
            joined = ""
            for text in lines:
                joined += re.sub(r"(?<=\d) (?=年)", "", text)
                if self._kind(joined) != "unknown" and len(joined) > 12:
                    break
            return joined
        first = next((p.text[:60] for p in self._pieces if p.text), "")
        return self._given or (self.heads[0] if self.heads else first)

    @cached_property
    def genre(self) -> str:
        """The first genre whose words the title has, else the one that most headings and table titles have."""
        found = self._kind(self.title)
        if found != "unknown":
            return found
        votes = Counter(kind for text in self.heads if (kind := self._kind(text)) != "unknown")
        return votes.most_common(1)[0][0] if votes else "unknown"

    @staticmethod
    def _kind(text: str) -> str:
        bare = sections.squeeze(text)
        for row in load("genres")["genres"]:
            if any(word in bare for word in row["none"]):
                continue
            if any(all(w in bare for w in ([word] if isinstance(word, str) else word)) for word in row["any"]):
                return str(row["id"])
        return "unknown"

    @cached_property
    def organization(self) -> str:
        """The name that most 部门： lines print, else what the cover says besides year and kind."""
        named = Counter(
            name for p in self._pieces if p.kind in ("organization", "unit", "cover", "body") and (name := sections.organization(p.text))
        )
        if named:
            return named.most_common(1)[0][0]
        for text in (*self.cover, self.title):
            bare = re.sub(r"\(?20\d\d\s*年?\s*度?\)?", "", fold(text)).strip()
            at = min((i for kind in sections.words().kinds if (i := bare.find(kind)) >= 0), default=-1)
            if at >= 2 and not sections.form_number(text) and not re.search(r"\d月|[—，]", text):
                return bare[:at].strip(" -:的关于")
        inside = Counter(name for p in self._pieces if p.grid is not None and (name := _named(p.grid)))
        return inside.most_common(1)[0][0] if inside else ""

    @cached_property
    def year(self) -> str:
        """The fiscal year: of the title, unless all else names another one; else the most frequent year of the heads, else of the text."""
        titled = _frequent([self.title]) or _frequent(self.cover)
        if titled:
            usual = self._usual_year
            return usual if usual and abs(int(usual) - int(titled)) <= _STALE else titled
        heads = [p.text for p in self._pieces if p.kind in ("year", "unit", "title", "organization")]
        return _frequent(heads) or _frequent(self.heads) or _frequent([p.text for p in self._pieces if p.kind == "body"][:400])

    @property
    def _usual_year(self) -> str:
        """The year of the lines above tables and of the headings that name the kind of document; without any, of the paragraphs that open with one.

        Empty where they differ, or where they are too few to say that the cover was not updated.
        """
        lines = [p.text for p in self._pieces if p.kind in ("year", "unit", "title", "organization")]
        lines += [
            p.text
            for p in self._pieces
            if p.kind in ("heading", "report") and self._kind(p.text) == self.genre and p.text not in self.title
        ]
        years = [year for text in lines if not sections.date(text) and len(year := "".join(dict.fromkeys(_YEARS.findall(fold(text))))) == 4]
        if not years:
            openings = (_YEARS.match(fold(p.text)) for p in self._pieces if p.kind == "body")
            years = [match[1] for match in openings if match]
        return years[0] if len(years) >= _ENOUGH and len(set(years)) == 1 else ""

    @cached_property
    def unit(self) -> str:
        """The unit that the unit lines name, when they all name the same and a third of the tables has one."""
        units = [unit for p in self._pieces if p.kind in ("unit", "cover", "title") and (unit := sections.money_unit(p.text))]
        grids = sum(p.grid is not None for p in self._pieces)
        return units[0] if len(set(units)) == 1 and len(units) * 3 >= grids else ""


def _frequent(texts: Sequence[str]) -> str:
    """The fiscal year that lines name most often, else the year that is no date."""
    folded = [fold(text) for text in texts]
    years = Counter(y for text in folded for y in _FISCAL.findall(text))
    years = years or Counter(y for text in folded if not sections.date(text) for y in _YEARS.findall(text))
    return years.most_common(1)[0][0] if years else ""


def _named(grid: Grid) -> str:
    """The reporting unit as the first rows of a performance table name it (部门名称 | 某局)."""
    for row in grid.rows[:3]:
        filled = [cell.text for cell in row if cell.text][:2]
        if (
            len(filled) == 2
            and 3 <= len(filled[0]) <= 12
            and 4 <= len(filled[1]) <= 40
            and (name := sections.organization("：".join(filled)))
        ):
            return name
    return ""


def _tables(pieces: Sequence[_Piece], whole: _Whole) -> tuple[tuple[Passage, ...], tuple[Table, ...]]:
    """Passages in reading order, those in the text cells of tables at their place, and the tables."""
    grids = [piece for piece in pieces if piece.grid is not None]
    read = [_table(piece, pieces, whole, f"T{number}") for number, piece in enumerate(grids, 1)]
    stale = _stale([table for table, _ in read], whole)
    for at, (table, _) in enumerate(read):
        if table.id in stale:
            read[at] = _table(grids[at], pieces, whole, table.id, stale=True)
    passages: list[Passage] = []
    found: list[Table] = []
    for piece in pieces:
        if piece.passage is not None:
            passages.append(piece.passage)
        elif piece.grid is not None:
            table, inside = read[len(found)]
            found.append(_of_project(table, piece.section))
            passages.extend(inside)
    return tuple(passages), tuple(found)


def _table(
    piece: _Piece, pieces: Sequence[_Piece], whole: _Whole, identity: str, *, stale: bool = False
) -> tuple[Table, tuple[Passage, ...]]:
    assert piece.grid is not None
    return tables.understand(
        piece.grid,
        identity=identity,
        before=tuple(p for i in piece.above if (p := pieces[i].passage) is not None),
        after=tuple(p for i in piece.below if (p := pieces[i].passage) is not None),
        section=piece.section,
        year=whole.year,
        unit=whole.unit,
        genre=whole.genre,
        stale=stale,
    )


def _stale(found: Sequence[Table], whole: _Whole) -> frozenset[str]:
    """Ids of the statutory tables whose head still names an earlier year, where most heads name that of the document.

    Their figures are those of the document all the same: the form was filled in anew, its head was not.
    """
    named = [table for table in found if table.year and table.kind.startswith(("final.", "budget."))]
    own = sum(table.year == whole.year for table in named)
    if own * 2 <= len(named):
        return frozenset()
    return frozenset(table.id for table in named if table.year < whole.year and table.year not in table.title)


def _of_project(table: Table, section: Section | None) -> Table:
    """A performance table that names no project belongs to the one that the report around it is about."""
    title = section.path[0] if section is not None and section.path else ""
    named = re.search(r"(?:报告|评价|自评)[^（(]{0,6}[（(]([^（）()]{2,40})[)）]$", title)
    if table.entity or named is None or not table.kind.startswith("performance"):
        return table
    rows = tuple(
        tuple(replace(cell, aspects=cell.aspects.but(entity=named[1])) if cell.aspects.measure else cell for cell in row)
        for row in table.rows
    )
    return replace(table, entity=named[1], rows=rows)
