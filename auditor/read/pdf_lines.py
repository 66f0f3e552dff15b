"""Characters to lines of text, and which of those lines are page furniture or begin a paragraph.

The order of the content stream is not trusted: lines are made from baselines, and characters within a line are put in
order of their place. Spaces are what geometry shows, not what the file says.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auditor.read.pdf_page import Box, Char, PageContent

ASCENT, DESCENT = 0.86, 0.14
"""Parts of the em above and below the baseline, as in most Chinese fonts; boxes are drawn with them."""
WORD_GAP = 0.18
"""Ems between two Latin words."""
GAP = 0.45
"""Ems between characters that are set apart on purpose; less is justification, or the space before and after digits."""
HAN_GAP = 0.24
"""Ems by which two Chinese characters that are set apart stand further apart than the others of their line."""

NUMBER = re.compile(r"[-−－+]?[(（]?[¥￥]?\d[\d,，]*(?:\.\d+)?[)）]?[%％‰]?")
DASH = re.compile(r"[-—－–─]{1,4}|/")
AMOUNT = re.compile(r"[-−－+]?[(（]?[¥￥]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?[)）]?[%％]?")
_NOT_FURNITURE = re.compile(r"单位\s*[:：]|^公开|表(?:[（(].*[)）])?$")
"""Unit lines, form numbers and titles of tables repeat at the head of pages without being furniture."""
_PAGE_NUMBER = re.compile(
    r"[-—－–─·•~～\s]*(?:第\s*)?(\d{1,4}|[ivxIVX]{1,6}|[０-９]{1,4})(?:\s*页)?\s*(?:(?:[/／,，]|共|of|之)\s*共?\s*\d{1,4}\s*(?:页)?)?[-—－–─·•~～\s]*"
)


@dataclass(slots=True)
class TextLine:
    """A line of text on a page, or within a cell."""

    page: int
    text: str
    boxes: tuple[Box, ...]
    """Box of each character, on the page as it is shown."""
    x0: float
    x1: float
    base: float
    em: float
    """Size of the type, in points."""

    @property
    def top(self) -> float:
        """Upper edge of its boxes, before the page is turned to be shown."""
        return self.base - ASCENT * self.em

    @property
    def bottom(self) -> float:
        """Lower edge of its boxes, before the page is turned to be shown."""
        return self.base + DESCENT * self.em


def size_of(chars: Sequence[Char]) -> float:
    """The type size of a line: the usual width of its Chinese characters, else about twice that of its digits."""
    wide = sorted([c[1] - c[0] for c in chars if c[3] >= "⺀"])
    if wide:
        return wide[len(wide) // 2]
    digit = max((c[1] - c[0] for c in chars if c[3].isalnum()), default=0.0)
    if digit:
        return 1.9 * digit
    return min((c[4] for c in chars), default=10.0) or 10.0


def into_lines(chars: Sequence[Char]) -> list[list[Char]]:
    """Group characters by baseline, from the top down, each line in order of place and without double prints."""
    lines: list[list[Char]] = []
    current: list[Char] = []
    base = reach = 0.0
    for char in sorted(chars, key=_baseline):
        y = char[2]
        if not current or y - base > reach:
            current = []
            lines.append(current)
            base = y
            reach = 2.0
        current.append(char)
        em = char[1] - char[0] if char[3] >= "⺀" else 1.9 * (char[1] - char[0]) if char[3].isdigit() else 0.0
        if 0.35 * em > reach:
            reach = 0.35 * em
    for line in lines:
        line.sort()
    if len(lines) > 1:
        lines = _with_raised(lines)
    return [_single(line) for line in lines]


def _baseline(char: Char) -> float:
    return char[2]


def _with_raised(lines: list[list[Char]]) -> list[list[Char]]:
    """Put superscripts and small marks back into the line that they belong to."""
    kept = [lines[0]]
    for line in lines[1:]:
        above = kept[-1]
        distance = line[0][2] - above[0][2]
        if distance < 9.0:
            a, b = size_of(above), size_of(line)
            small, big = (above, line) if a < b else (line, above)
            if distance < 0.6 * max(a, b) and min(a, b) < 0.8 * max(a, b) and len(small) <= 6 and _fits(small, big):
                merged = sorted(above + line)
                y = big[0][2]
                kept[-1] = [(x0, x1, y, char, tall) for x0, x1, _, char, tall in merged]
                continue
        kept.append(line)
    return kept


def _fits(small: list[Char], big: list[Char]) -> bool:
    """Whether the small characters stand between those of the other line, close to one of them."""
    near = False
    for x0, x1, *_ in small:
        for u0, u1, *_ in big:
            if x0 < u1 - 1 and u0 < x1 - 1:
                return False
            near = near or abs(x0 - u1) < 3 or abs(u0 - x1) < 3
    return near


def _single(line: list[Char]) -> list[Char]:
    """The line without characters printed twice (bold by double print)."""
    last = -1e9
    for char in line:
        if char[0] - last < 0.35 * (char[1] - char[0]):
            break
        last = char[0]
    else:
        return line
    kept: list[Char] = []
    for char in line:
        x0, x1, _, text, _ = char
        if not any(other[3] == text and x0 - other[0] < 0.35 * (x1 - x0) for other in kept[-3:]):
            kept.append(char)
    return kept


def text_line(content: PageContent, chars: Sequence[Char], em: float = 0.0, *, cell: bool = False) -> TextLine:
    """A line of ordered characters as text with boxes; spaces stand where the gaps are.

    Characters that are spread evenly over a width get no spaces between them.
    """
    em = em or size_of(chars)
    base = chars[0][2]
    top, bottom = base - ASCENT * em, base + DESCENT * em
    pieces: list[str] = []
    boxes: list[Box] = []
    limit = GAP * em
    if len(chars) > 2:
        limit = max(limit, _spread(chars, em))
    end, previous = chars[0][0], ""
    usual = -1.0
    for x0, x1, _, char, _ in chars:
        gap = x0 - end
        if gap > 1.5 and previous:
            apart = gap > limit or (gap > WORD_GAP * em and previous < "⺀" and char < "⺀" and previous.isalnum() and char.isalnum())
            if not apart and not cell and gap > HAN_GAP * em and "一" <= previous <= "鿿" and "一" <= char <= "鿿":
                if usual < 0:
                    usual = sorted([b[0] - a[1] for a, b in itertools.pairwise(chars)])[(len(chars) - 1) // 2]
                apart = gap > HAN_GAP * em + usual
            if apart:
                pieces.append(" ")
                boxes.append((end, top, x0, bottom))
        pieces.append(char)
        # Neighbours share the number between them: boxes are most of what a long document takes.
        boxes.append((end if -0.05 < gap < 0.05 else x0, top, x1, bottom))
        end, previous = x1, char
    shown = tuple(map(content.shown, boxes)) if content.turned else tuple(boxes)
    if content.sure:
        _doubt(content, chars, pieces, shown)
    return TextLine(content.number, "".join(pieces), shown, chars[0][0], max(c[1] for c in chars[-3:]), base, em)


def _doubt(content: PageContent, chars: Sequence[Char], pieces: Sequence[str], shown: Sequence[Box]) -> None:
    """Note how sure each character of a line is, under its box."""
    at = iter(chars)
    for piece, box in zip(pieces, shown, strict=True):
        if piece != " ":
            content.doubts[box] = content.sure.get(next(at), 1.0)


def _spread(chars: Sequence[Char], em: float) -> float:
    """The gap that even spreading explains (分散对齐), 0 when the gaps are uneven or small."""
    if chars[1][0] - chars[0][1] < 0.25 * em and chars[-1][0] - chars[-2][1] < 0.25 * em:
        return 0.0
    gaps = sorted([b[0] - a[1] for a, b in itertools.pairwise(chars)])
    low, high, usual = gaps[0], gaps[-1], gaps[len(gaps) // 2]
    if low > 0.3 * em and high - low < 0.6 * em + 0.3 * low and all(char[3] >= "⺀" or not char[3].isalnum() for char in chars):
        return high * 1.05
    return usual + GAP * em if usual > 0.25 * em and len(gaps) > 7 else 0.0


def segments(chars: Sequence[Char], em: float, gap: float = 0.9) -> list[list[Char]]:
    """Cut a line where more than ``gap`` ems stand empty."""
    found = [[chars[0]]]
    for before, char in itertools.pairwise(chars):
        if char[0] - before[1] > gap * em:
            found.append([])
        found[-1].append(char)
    return found


def page_furniture(pages: Sequence[tuple[float, Sequence[TextLine]]]) -> tuple[set[int], set[str]]:
    """Which lines are running heads, running feet or page numbers: their ``id()``; and the lines that often head a page.

    ``pages`` holds for each page its height and its lines outside tables that stand above or below everything else.
    A running head or foot repeats word for word, at the same height, on most pages; a page number counts with the pages.
    """
    removed: set[int] = set()
    numbered: dict[tuple[bool, int], list[TextLine]] = defaultdict(list)
    repeated: dict[tuple[str, int], list[tuple[int, TextLine]]] = defaultdict(list)
    heads: Counter[str] = Counter()
    for index, (height, lines) in enumerate(pages):
        if lines and lines[0].base < 0.15 * height:
            heads[lines[0].text] += 1
        for line in lines:
            place = line.base / height
            if 0.12 < place < 0.88:
                continue
            match = _PAGE_NUMBER.fullmatch(line.text)
            if match:
                printed = match[1]
                if len(printed) < len(line.text.strip()):
                    if place > 0.88 or place < 0.09:
                        removed.add(id(line))  # decorated: - 3 -, 第3页
                elif printed.isdigit():
                    numbered[place > 0.5, int(printed) - index].append(line)
            elif (place < 0.09 or place > 0.91) and len(line.text) > 1 and not _NOT_FURNITURE.search(line.text):
                repeated[line.text, round(line.base / 6)].append((index, line))
    for same in numbered.values():
        if len(same) >= 2:
            removed.update(map(id, same))
    few = max(3, 0.3 * len(pages))
    counts: Counter[str] = Counter()
    for (text, _), found in repeated.items():
        counts[text] = max(counts[text], len({index for index, _ in found}))
    for (text, _), found in repeated.items():
        if counts[text] >= few:
            removed.update(id(line) for _, line in found)
    return removed, {text for text, count in heads.items() if count >= few}


_ORDINAL = re.compile(
    r"第[一二三四五六七八九十百]{1,4}[部章节条]|[（(]?[一二三四五六七八九十]{1,4}[)）]?、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,3}[、.．](?!\d)"
)
_TERMINAL = re.compile(r"[。；：！？!?;:][”’）)》]*$")
_CUT = re.compile(r"\d$")
_REST = re.compile(r"\.\d|[%％]|[万亿]?元")
_LEADERS = re.compile(r"(?:…|\.{4}|·{3}|．{3}|－{4}|—{4}).{0,6}$")


def paragraph_starts(lines: Sequence[TextLine], pitch: float, margins: Mapping[int, tuple[float, float]]) -> list[tuple[bool, bool]]:
    """For each of the lines of a stretch without tables: whether a paragraph begins with it, and whether a wide gap is above.

    ``pitch`` is the usual distance of baselines in ems, ``margins`` the left and right edge of the text of each page. A
    paragraph begins after a wide gap, with an indent, with another type size, behind dot leaders, where the line above
    ended early although the first word of this line would have fitted, and with an ordinal after a whole sentence.
    """
    starts: list[tuple[bool, bool]] = []
    alone = True
    for index, line in enumerate(lines):
        if index == 0:
            starts.append((True, True))
            continue
        before = lines[index - 1]
        same_page = line.page == before.page
        wide = same_page and line.base - before.base > 1.45 * pitch * line.em
        begins = wide or _begins(line, before, margins, alone)
        starts.append((begins, wide or (begins and not same_page)))
        alone = begins
    return starts


def _begins(line: TextLine, before: TextLine, margins: Mapping[int, tuple[float, float]], alone: bool) -> bool:
    """Whether a paragraph begins with ``line``; ``alone``: ``before`` is the first line of its paragraph."""
    em = line.em
    if abs(em - before.em) > 0.12 * max(em, before.em) or _LEADERS.search(before.text):
        return True
    if _CUT.search(before.text) and _REST.match(line.text):
        return False
    left, _ = margins.get(line.page, (line.x0, line.x1))
    left_before, right = margins.get(before.page, (before.x0, before.x1))
    ended = bool(_TERMINAL.search(before.text))
    indent, indent_before = line.x0 - left, before.x0 - left_before
    centred = _centred_on(line, before) and before.x1 - before.x0 > 0.6 * (right - left_before)
    if indent > 1.2 * em and not centred and (indent > indent_before + 0.8 * em or indent > 5 * em or ended):
        return True
    shortage = right - before.x1
    if shortage > _first_word(line) + 1.2 * before.em:
        flush = indent < 1.2 * em and indent_before < 5 * em and not alone
        title = alone and indent_before > 3.2 * before.em and indent < indent_before - em and not centred
        if ended or title or shortage > 0.2 * (right - left_before) or not (flush or centred or shortage < 5 * em):
            return True
    if _ORDINAL.match(line.text):
        heading = alone and bool(_ORDINAL.match(before.text)) and not re.search(r"[，。；,;]", before.text)
        return ended or heading
    return False


def _centred_on(line: TextLine, above: TextLine) -> bool:
    """Whether both are lines of one centred heading."""
    shift = abs((line.x0 + line.x1) - (above.x0 + above.x1))
    return line.page == above.page and shift < 2 * line.em and line.x0 > above.x0 + 4 * line.em and not _TERMINAL.search(above.text)


def _first_word(line: TextLine) -> float:
    """Width of what cannot be broken at the start of a line: a number, a Latin word, one character; brackets hold on to it."""
    match = re.match(r"[（“《‘(【]*(?:[\dA-Za-z.,%％:：/-]+|.[项类款]?)[，。；：、）”》’)】%％万亿元]*", line.text)
    length = len(match[0]) if match else 1
    return sum(1.0 if char >= "⺀" or char in "“”‘’" else 0.5 for char in line.text[:length]) * line.em


def usual_pitch(lines: Sequence[TextLine]) -> float:
    """The most common distance of consecutive baselines, in ems; 1.6 where there is too little text to tell."""
    seen: Counter[float] = Counter()
    for before, line in itertools.pairwise(lines):
        if before.page == line.page and abs(before.em - line.em) < 0.1 * line.em:
            ratio = (line.base - before.base) / line.em
            if 0.9 < ratio < 3.5:
                seen[round(ratio, 1)] += 1
    if sum(seen.values()) < 3:
        return 1.6
    return seen.most_common(1)[0][0]
