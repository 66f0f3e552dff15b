"""Lines of a page cut at their gaps, and whether they look like rows of a table that nobody ruled."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.read.pdf_lines import AMOUNT, DASH, NUMBER, segments, size_of
from auditor.read.pdf_page import Char

_PROSE = re.compile(r"[。…]|，.|\.{3}|·{3}")
"""What no cell of a table without rules holds: sentences, dot leaders."""
_ASIDE = re.compile(r"[（(][^（）()]*[)）]")
BESIDE = 0.4
"""Ems between a figure and what stands in the next cell, where cells are full; less is the space around digits in a sentence."""
LONG = 45
"""Characters of the longest label."""
CLOSE = 0.8
"""Ems between two lines of a cell at least: what is closer stands beside them, in the middle of another cell."""


@dataclass(slots=True)
class TextRow:
    """A line of characters cut at its gaps."""

    line: list[Char]
    em: float
    parts: list[list[Char]]
    texts: list[str]

    @property
    def base(self) -> float:
        """Where the line stands."""
        return self.line[0][2]

    def numeric(self, k: int) -> bool:
        """Whether a part is a number, or the dash for none."""
        return bool(NUMBER.fullmatch(self.texts[k]) or DASH.fullmatch(self.texts[k]))

    def span(self, k: int) -> tuple[float, float]:
        """Left and right edge of a part."""
        return self.parts[k][0][0], self.parts[k][-1][1]

    @property
    def figures(self) -> int:
        """How many of its parts are numbers."""
        return sum(1 for text in self.texts if NUMBER.fullmatch(text))

    @property
    def counting(self) -> bool:
        """Whether it numbers the columns: 栏次 1 2 3 …"""
        told = [int(text) for text in self.texts if text.isdigit() and len(text) < 3]
        words = len(self.texts) - len(told)
        return len(told) >= 3 and told == list(range(told[0], told[0] + len(told))) and words <= 2 and told[0] < 3


def text_rows(lines: Sequence[list[Char]], gap: float = 0.9) -> list[TextRow]:
    """The lines, cut at gaps of so many ems."""
    rows = []
    for line in lines:
        em = size_of(line)
        parts = [piece for part in segments(line, em, gap) for piece in _beside_figures(part, em)]
        rows.append(TextRow(line, em, parts, ["".join(c[3] for c in part) for part in parts]))
    return rows


def _beside_figures(part: list[Char], em: float) -> list[list[Char]]:
    """The part, cut at smaller gaps that have a whole figure on one side: cells whose text fills them stand close together."""
    if not any(b[0] - a[1] > BESIDE * em for a, b in itertools.pairwise(part)):
        return [part]
    pieces = segments(part, em, BESIDE)
    found = [pieces[0]]
    for piece in pieces[1:]:
        if any(printed("".join(c[3] for c in one)) for one in (found[-1], piece)):
            found.append(piece)
        else:
            found[-1] = [*found[-1], *piece]
    return found


def printed(text: str) -> bool:
    """Whether it is an amount as tables print it: with decimals or separators."""
    return bool(AMOUNT.fullmatch(text)) and ("." in text or "," in text or "，" in text)


def tabular(row: TextRow) -> bool:
    """Whether a line looks like the row of a table: figures on their own after gaps, no sentence, no dot leaders."""
    if len(row.parts) < 2 or not any(AMOUNT.fullmatch(text) for text in row.texts):
        return False
    longest = max(row.texts, key=len)
    if any(_PROSE.search(_ASIDE.sub("", text)) for text in row.texts) or len(longest) > LONG:
        return False
    # A long label is not prose where nothing else on its line is.
    return len(longest) <= 30 or all(NUMBER.fullmatch(text) for text in row.texts if text is not longest)


def labels_only(row: TextRow, before: TextRow, block: Sequence[TextRow]) -> bool:
    """A row without figures, each of its words at the left edge of a column, or a label that goes on over the next line."""
    if any(len(text) > 25 or any(mark in text for mark in "。，；…") for text in row.texts) or abs(row.em - before.em) > 0.15 * before.em:
        return False
    if len(row.parts) > 1 and len(block) > 2 and in_step([*block[-3:], row]):
        return True
    starts = [other.span(k) for other in block for k, text in enumerate(other.texts) if not NUMBER.fullmatch(text)]
    coded = [other.span(0) for other in block if other.texts[0].isdigit()]
    figures = [other.span(k) for other in block for k, text in enumerate(other.texts) if NUMBER.fullmatch(text)]
    for k in range(len(row.parts)):
        low, high = row.span(k)
        if not any(abs(low - x0) < 0.6 * row.em or x0 < low < x0 + 4 * row.em and low < x1 for x0, x1 in (*starts, *coded)):
            return False
        own = sum(1 for x0, x1 in figures if min(high, x1) - max(low, x0) > 1 and x0 > low + 1)
        if own > 0.2 * len(figures):
            return False
    return True


def goes_up(row: TextRow, block: Sequence[TextRow]) -> bool:
    """Whether a label above the rows with figures is a row like them."""
    return len(block) > 2 and labels_only(row, block[0], block) and row.texts[0][-1] not in "：:" and in_step([row, *block[:3]])


def in_step(block: Sequence[TextRow]) -> bool:
    """Whether the rows follow at one distance, which is wider than that of lines in a cell: those without figures are rows, too."""
    steps = [below.base - above.base for above, below in itertools.pairwise(block) if below.base - above.base > CLOSE * below.em]
    ends = steps[-2:]
    steps.sort()
    if len(steps) < 2:
        return bool(steps) and block[0].counting and steps[0] < 2.5 * block[0].em
    usual = steps[len(steps) // 2]
    trimmed = steps[len(steps) // 10 : len(steps) - len(steps) // 10]
    return all(abs(step - usual) < 0.12 * usual for step in (*trimmed, *ends))


def convincing(block: Sequence[TextRow]) -> bool:
    """Whether the figures of these rows stand in columns: two columns of three or more, or one of five amounts."""
    body = [row for row in block if row.figures]
    if len(body) < 3:
        return False
    columns: list[tuple[float, float, int, int]] = []
    for row in body:
        if row.counting:
            continue
        for k, text in enumerate(row.texts):
            if not row.numeric(k):
                continue
            x0, x1 = row.span(k)
            printed = int("." in text or "," in text)
            for n, (low, high, count, exact) in enumerate(columns):
                if min(high, x1) - max(low, x0) > 0.5 * min(high - low, x1 - x0):
                    columns[n] = (min(low, x0), max(high, x1), count + 1, exact + printed)
                    break
            else:
                columns.append((x0, x1, 1, printed))
    numbered = any(row.counting for row in body)
    strong = [column for column in columns if column[2] >= max(3, 0.6 * len(body)) and column[3] >= 0.5 * column[2]]
    even = [column for column in columns if column[2] >= max(3, 0.6 * len(body))]
    stray = sum(column[2] for column in columns if column[2] < min(3, 0.25 * len(body)))
    figures = sum(column[2] for column in columns)
    if stray > 0.15 * figures and not numbered:
        return False
    if len(strong) >= 2 or (strong and numbered):
        return True
    if len(strong) == 1 and len(body) >= 5 and strong[0][3] == strong[0][2]:
        return True
    return len(even) >= 2 and len(body) >= 5 and in_step(body)


def under_heads(head: Sequence[TextRow], block: Sequence[TextRow]) -> bool:
    """Whether rows stand under a head of several columns: a form that numbers its columns, or at least two amounts under many heads."""
    heads = max((len(row.parts) for row in head), default=0)
    amounts = sum(printed(text) for row in block for text in row.texts)
    return heads >= 3 and (block[0].counting or amounts >= (3 if heads == 3 else 2) and (heads > 3 or in_step(block)))


def head_like(row: TextRow, below: TextRow, block: Sequence[TextRow]) -> bool:
    """Whether a line above the rows heads their columns: several short parts without amounts, close above.

    One part alone does where the line below begins within its own height: cells in the middle of their heads.
    """
    apart = below.base - row.base
    if apart > 3.0 * max(row.em, below.em) or abs(row.em - below.em) > 0.3 * below.em:
        return False
    if len(row.parts) < 2 and apart > 1.3 * row.em:
        return False
    if any("." in text and NUMBER.fullmatch(text) for text in row.texts) or any(len(text) > 20 or "。" in text for text in row.texts):
        return False
    last = row.texts[-1]
    return not ("单位" in last and (":" in last or "：" in last))


def step_above(row: TextRow, rows: Sequence[TextRow]) -> bool:
    """Whether a lone line above a head of one line is the first row of the form: in step with its rows, in their type."""
    if len(row.parts) > 1 or len(row.texts[0]) > 20 or "单位" in row.texts[0] or _PROSE.search(row.texts[0]):
        return False
    return abs(row.em - rows[0].em) < 0.03 * row.em and len(rows) > 3 and in_step([row, *rows[:3]])


def empty_form(rows: Sequence[TextRow], at: int) -> int:
    """How many rows the form has that is headed at ``rows[at]`` and not filled in: 0 where none is.

    Its head says at least three short things apart from each other, the line above names the unit of amounts, and below stand only
    labels under the first two heads, close to each other.
    """
    head = rows[at]
    if len(head.parts) < 3 or not at or not _says_unit(rows[at - 1]) or head.base - rows[at - 1].base > 4.0 * head.em:
        return 0
    if any(len(text) > 20 or NUMBER.fullmatch(text) or _PROSE.search(text) or text[-1] in "：:；" for text in head.texts):
        return 0
    # A head stands in the middle of its column, a label at the left.
    left, right = head.span(0)[0] - 12 * head.em, head.span(1)[1]
    count = 1
    for before, row in itertools.pairwise(rows[at:]):
        low, high = row.span(0)
        alone = len(row.parts) == 1 and len(row.texts[0]) <= 12 and not re.search(r"[。，；：:、]|\d", row.texts[0])
        near = row.base - before.base < 3.0 * head.em and abs(row.em - head.em) < 0.15 * head.em
        if not (alone and near and left < low and high < right):
            break
        count += 1
    return count if count > 1 else 0


def _says_unit(row: TextRow) -> bool:
    """Whether a line ends with the unit of a table's amounts: 金额单位：万元."""
    return bool(re.search(r"单位[:：]\s*(?:人民币)?[万亿千百]*元\s*$", row.texts[-1]))
