"""What a cell turns out to be, before it has an id and a place; shared by the readers of statutory and performance tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from auditor.lexicon import load
from auditor.model import Aspects, GridCell, Quantity, Role
from auditor.numerals import cell as numeral

_NOTHING = Aspects()
_SENTENCE = re.compile(r"[。；;，,!！?？]")
_FIGURES = re.compile(r"\d|百分之|[一二三四五六七八九两]+[次场个名人项份部]")
_REFERENCE = re.compile(r"^[\d\-—_ ]*$|^\d{3,}[-—]")


@dataclass(slots=True)
class Entry:
    """A cell understood."""

    role: Role
    aspects: Aspects = _NOTHING
    kind: str = "amount"
    quantity: Quantity | None = None
    path: tuple[str, ...] = ()
    stub: tuple[str, ...] = ()
    code: str = ""
    row_words: str = ""
    """The row in words, for its label."""
    column_words: str = ""
    raw: Aspects = field(default=_NOTHING)
    """Its aspects before they were made normal."""
    speaks: bool = False
    """Whether its text is narrative."""


Entries = dict[tuple[int, int], Entry]


_quantity = lru_cache(maxsize=32768)(numeral)


def measured(cell: GridCell, unit: str) -> Quantity | None:
    """The quantity that a cell prints, with what its format knows of its decimals and the reader of its characters."""
    quantity = _quantity(cell.text, unit)
    if quantity is None:
        return None
    if cell.decimals is not None and cell.decimals != quantity.decimals:
        quantity = replace(quantity, decimals=cell.decimals)
    if cell.confidence < quantity.confidence:
        quantity = replace(quantity, confidence=cell.confidence)
    return quantity


def speaks(text: str) -> bool:
    """Whether the text of a cell is narrative: longer than a label, or short and with a figure."""
    plain = text.strip()
    if plain in load("tables")["performance"]["nothing"] or _REFERENCE.match(plain) or _quantity(plain, "") is not None:
        return False
    if _FIGURES.search(plain):
        return len(plain) >= 4
    return len(plain) >= 10 and (bool(_SENTENCE.search(plain)) or len(plain) >= 25)


def distinct(entries: Entries) -> None:
    """Make sure that no two figures have the same aspects and kind unless they print the same quantity.

    What their normal form dropped tells them apart first, then their row and column labels: an item that a table prints twice
    with different values is nobody's evidence.
    """
    for attempt in range(3):
        groups: dict[tuple[Aspects, str], list[tuple[int, int]]] = defaultdict(list)
        for place, entry in entries.items():
            if entry.quantity is not None and entry.aspects.measure:
                groups[entry.aspects, entry.kind].append(place)
        clashes = [places for places in groups.values() if len(places) > 1 and len({_printed(entries[p]) for p in places}) > 1]
        if not clashes:
            return
        for places in clashes:
            _tell_apart([(p, entries[p]) for p in places], attempt)


def _printed(entry: Entry) -> tuple[object, ...]:
    quantity = entry.quantity
    assert quantity is not None
    return quantity.base, quantity.dimension, quantity.hedge


def _tell_apart(clash: Iterable[tuple[tuple[int, int], Entry]], attempt: int) -> None:
    for (row, column), entry in clash:
        aspects = entry.aspects
        if attempt == 0:
            if entry.raw.part and not aspects.part:
                entry.aspects = aspects.but(measure=f"{aspects.measure}.{entry.raw.part}")
        elif attempt == 1:
            label = "/".join(entry.stub) or entry.row_words
            entry.aspects = aspects.but(
                measure=f"名.{label}" if label else aspects.measure, part=f"名.{'/'.join(entry.path)}" if entry.path else aspects.part
            )
        else:
            entry.aspects = aspects.but(measure=f"{aspects.measure}#{row}/{column}")
