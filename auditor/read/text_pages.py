"""Lines as they stand in the file, and those of them that belong to its pages: numbers, running heads, rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from auditor.read import sections

_WORDS = re.compile(r"(?!(?:[亿万千]?元|%|个|人|辆|台|套|项|批|次))[\u4e00-\u9fff]{2}")
_RULE = re.compile(r"\s*(?:(?:[-*_=~]\s*){3,}|`{3,}\w*|\\newpage|\\pagebreak|:::.*|<hr\s*/?>)\s*")
_BREAKS = re.compile("[\f\v\x1c-\x1e\x85\u2028\u2029]")
_ORDINAL = re.compile(r"\d{1,3}")


@dataclass(slots=True)
class Physical:
    """One line of the file, or a part of it between page breaks."""

    number: int
    column: int
    raw: str
    page: int


def physical(text: str) -> Iterator[Physical]:
    """The lines of the file, each with its page."""
    page = 0
    for number, raw in enumerate(text.split("\n"), 1):
        if _BREAKS.search(raw) is None:
            yield Physical(number, 0, raw, page)
            continue
        column = 0
        for piece in _BREAKS.split(raw):
            yield Physical(number, column, piece, page)
            column += len(piece)
            page += raw[column : column + 1] == "\f"
            column += 1


def skipped(bare: str) -> bool:
    """Whether a line is a page number, a rule, or another mark that is no text."""
    return len(bare) < 200 and (sections.page_mark(bare) or (not bare[0].isalnum() and _RULE.fullmatch(bare) is not None))


def furniture_of(lines: Sequence[Physical]) -> frozenset[int]:
    """Positions of lines that belong to the pages, not to the text: page numbers that stand alone, and running heads."""
    numbers = frozenset(_page_numbers(lines)) | frozenset(_breaks(lines))
    return numbers | frozenset(_running_heads(lines)) | frozenset(_cover_echoes(lines))


def _page_numbers(lines: Sequence[Physical]) -> Iterator[int]:
    """Lines that are nothing but a number, when three or more of them count up through the text."""
    bare = [
        (at, int(text))
        for at, here in enumerate(lines)
        if "\t" not in here.raw and len(text := here.raw.strip()) < 4 and _ORDINAL.fullmatch(text)
    ]
    steps = [(first, second) for first, second in pairwise(bare) if second[1] == first[1] + 1]
    if len(steps) >= 2 and len(steps) * 3 >= len(bare):
        yield from {place for pair in steps for place, _ in pair}


def _breaks(lines: Sequence[Physical]) -> Iterator[int]:
    """Numbers alone between blank lines in the midst of a sentence: what stands before ends in a comma, what follows goes on with words."""
    for at in range(2, len(lines) - 2):
        text = lines[at].raw.strip()
        if len(text) > 3 or not _ORDINAL.fullmatch(text) or lines[at - 1].raw.strip() or lines[at + 1].raw.strip():
            continue
        before = next((lines[i].raw.rstrip() for i in range(at - 1, -1, -1) if lines[i].raw.strip()), "")
        after = next((lines[i].raw.strip() for i in range(at + 1, len(lines)) if lines[i].raw.strip()), "")
        if before.endswith(("，", "、")) and "\t" not in before and _WORDS.match(after) and "\t" not in after:
            yield at


def _running_heads(lines: Sequence[Physical]) -> Iterator[int]:
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


def _cover_echoes(lines: Sequence[Physical]) -> Iterator[int]:
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
