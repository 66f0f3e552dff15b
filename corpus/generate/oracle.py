"""What follows from the printed figures, if one knows what each of them stands for.

The oracle reads nothing: it takes the marks of a document and the sums of its ledger and works out, by interval arithmetic, whether the
printings can all be true. A planted error counts only if the oracle sees a contradiction, so a perfect reader could have found it;
a clean document counts only if it sees none. It is written apart from the auditor and shares no code with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from generate.ledger import Key
from generate.page import Document, Mark
from generate.printing import decimals, plain

INFINITE = 10**30
Span = tuple[Fraction | int, Fraction | int]
"""Lower and upper bound. Amounts are in half 分 (so that the bounds of printed figures are whole), rates and shares in percent."""
ANY: Span = (-INFINITE, INFINITE)
NOTHING: Span = (0, 0)
PIECES = ("amount", "score", "count")
"""Kinds of marks that print one key."""


def meet(one: Span, two: Span) -> Span:
    """The intersection; an empty one has low > high."""
    return max(one[0], two[0]), min(one[1], two[1])


def empty(span: Span) -> bool:
    """Whether no value is left."""
    return span[0] > span[1]


def plus(spans: Iterable[Span]) -> Span:
    """The sum."""
    low: Fraction | int = 0
    high: Fraction | int = 0
    for one, two in spans:
        low, high = low + one, high + two
    return (low if low > -INFINITE // 2 else -INFINITE, high if high < INFINITE // 2 else INFINITE)


def minus(one: Span, two: Span) -> Span:
    """The difference."""
    return plus((one, (-two[1], -two[0])))


def over(part: Span, whole: Span) -> Span:
    """The quotient of values ≥ 0, in percent."""
    if whole[0] <= 0 or part[0] <= -INFINITE or whole[1] >= INFINITE or part[1] >= INFINITE:
        return ANY
    return Fraction(max(part[0], 0)) / whole[1] * 100, Fraction(part[1]) / whole[0] * 100


@dataclass(frozen=True, slots=True)
class Conflict:
    """A relation that the printed figures break."""

    relation: str
    """``repeat`` ``sum`` ``difference`` ``rate`` ``triangle`` ``share`` ``completion`` ``derived-repeat``."""
    mark: int
    others: tuple[int, ...]
    """Ids of the marks that it disagrees with."""


class Oracle:
    """The relations of one document."""

    def __init__(self, document: Document) -> None:
        self.marks = {mark.id: mark for mark in document.marks if mark.figure}
        self.by_key: dict[Key, list[int]] = {}
        self.derived: dict[tuple[str, tuple[Key, ...]], list[int]] = {}
        self.using: dict[Key, list[int]] = {}
        for mark in self.marks.values():
            if mark.kind in PIECES:
                self.by_key.setdefault(mark.keys[0], []).append(mark.id)
            else:
                self.derived.setdefault((mark.kind, mark.keys), []).append(mark.id)
                for key in mark.keys:
                    self.using.setdefault(key, []).append(mark.id)
        self.values = document.books.ledger.values
        self.sums: list[tuple[Key, tuple[Key, ...]]] = []
        self.within: dict[Key, list[int]] = {}
        for total, parts in dict.fromkeys(document.books.ledger.sums):
            seen = tuple(key for key in parts if key in self.by_key)
            if total not in self.by_key or not seen or any(key not in self.by_key and self.values[key] for key in parts):
                continue
            for key in (total, *seen):
                self.within.setdefault(key, []).append(len(self.sums))
            self.sums.append((total, seen))
        self.gone: set[int] = set()
        """Marks that are not printed any more."""
        self.printed: dict[int, str] = {}
        """Marks that print something else."""
        self._spans: dict[int, Span] = {}

    def change(self, printed: dict[int, str] | None = None, gone: Iterable[int] = ()) -> None:
        """Look at the document with these marks changed or gone."""
        self.printed, self.gone = printed or {}, set(gone)

    def span(self, identity: int) -> Span:
        """What a mark prints, as an interval."""
        if identity in self.printed:
            return self._span(self.marks[identity], self.printed[identity])
        if identity not in self._spans:
            self._spans[identity] = self._span(self.marks[identity], self.marks[identity].printed)
        return self._spans[identity]

    @staticmethod
    def _span(mark: Mark, text: str) -> Span:
        style = mark.style
        value = Fraction(0) if text in ("", style.zero) else plain(text)
        if mark.kind == "count":
            return value, value
        places = style.decimals if style.trim or text in ("", style.zero) else decimals(text)
        half = Fraction(1, 2 * 10**places)
        if mark.kind in ("amount", "change", "score"):
            pieces = 2 * style.scale
            low, high = (value - half) * pieces, (value + half) * pieces
            return -int(-low // 1), int(high // 1)
        return value - half, value + half

    def known(self, key: Key, without: int = -1) -> tuple[Span, list[int]]:
        """What the printings of a key (all but one) say it is, and which they are."""
        span, used = ANY, []
        for identity in self.by_key.get(key, ()):
            if identity != without and identity not in self.gone:
                span = meet(span, self.span(identity))
                used.append(identity)
        if not used and key not in self.by_key and not self.values.get(key, 1):
            return NOTHING, used
        return span, used

    def conflicts(self, identity: int) -> Iterator[Conflict]:
        """The relations that one mark breaks, all others taken as printed."""
        mark = self.marks[identity]
        yield from self._piece(mark) if mark.kind in PIECES else self._derived(mark)

    def _piece(self, mark: Mark) -> Iterator[Conflict]:
        mine, key = self.span(mark.id), mark.keys[0]
        text = self.printed.get(mark.id, mark.printed)
        for other in self.by_key[key]:
            if other == mark.id or other in self.gone:
                continue
            there = self.marks[other]
            shown = self.printed.get(other, there.printed)
            alike = there.style.decimals == mark.style.decimals and there.style.unit == mark.style.unit
            numbers = text not in ("", mark.style.zero) and shown not in ("", there.style.zero)
            if empty(meet(mine, self.span(other))) or (alike and numbers and plain(text) != plain(shown)):
                yield Conflict("repeat", mark.id, (other,))
        for number in self.within.get(key, ()):
            yield from self.sum_conflict(number, mark.id)
        alone = [i for i in self.by_key[key] if i not in self.gone] == [mark.id]
        for other in self.using.get(key, ()):
            there = self.marks[other]
            # where the key is printed elsewhere, only the figures beside it lean on this printing of it
            if other not in self.gone and (alone or there.block == mark.block or (there.form and there.form == mark.form)):
                for conflict in self._derived(there, {key: mine}):
                    yield Conflict(conflict.relation, mark.id, (other, *(o for o in conflict.others if o != mark.id)))

    def sum_conflict(self, number: int, identity: int = -1) -> Iterator[Conflict]:
        """The conflict of one sum, if there is one; the key of the mark ``identity`` is what that mark prints."""
        total, parts = self.sums[number]
        others: list[int] = []
        spans: dict[Key, Span] = {}
        for key in (total, *parts):
            if identity >= 0 and key == self.marks[identity].keys[0]:
                spans[key] = self.span(identity)
                continue
            spans[key], used = self.known(key)
            others += used
        if empty(meet(spans[total], plus(spans[key] for key in parts))):
            yield Conflict("sum", identity, tuple(others))

    def _derived(self, mark: Mark, fixed: dict[Key, Span] | None = None) -> Iterator[Conflict]:
        mine, fixed = self.span(mark.id), fixed or {}

        def value(key: Key) -> tuple[Span, list[int]]:
            return (fixed[key], []) if key in fixed else self.known(key)

        (first, used), (second, more) = value(mark.keys[0]), value(mark.keys[1])
        others = tuple(used + more)
        up = self.values.get(mark.keys[0], 0) >= self.values.get(mark.keys[1], 0)
        if mark.kind in ("share", "completion", "ratio"):
            if empty(meet(mine, over(first, second))):
                yield Conflict("share" if mark.kind == "share" else "completion", mark.id, others)
        elif mark.kind == "change":
            if empty(meet(mine, minus(first, second) if up else minus(second, first))):
                yield Conflict("difference", mark.id, others)
        elif mark.kind == "rate":
            ratio = over(first, second)
            if ratio != ANY and empty(meet(mine, (ratio[0] - 100, ratio[1] - 100) if up else (100 - ratio[1], 100 - ratio[0]))):
                yield Conflict("rate", mark.id, others)
        if mark.kind in ("change", "rate"):
            for other in self.derived.get(("rate" if mark.kind == "change" else "change", mark.keys), ()):
                if other not in self.gone and self._triangle(mark, other, first, up=up):
                    yield Conflict("triangle", mark.id, (other, *used))
        for other in self.derived[mark.kind, mark.keys]:
            there = self.marks[other]
            if other == mark.id or other in self.gone or there.style != mark.style:
                continue
            if plain(self.printed.get(mark.id, mark.printed)) != plain(self.printed.get(other, there.printed)):
                yield Conflict("derived-repeat", mark.id, (other,))

    def _triangle(self, mark: Mark, other: int, now: Span, *, up: bool) -> bool:
        """Whether change, rate and current amount cannot be true together: rate = Δ ÷ (current ∓ Δ)."""
        if now == ANY:
            return False
        mine, there = self.span(mark.id), self.span(other)
        change, rate = (mine, there) if mark.kind == "change" else (there, mine)
        found = []
        for current in now:
            for delta in change:
                base = current - delta if up else current + delta
                if base <= 0:
                    return False
                found.append(Fraction(delta) / base * 100)
        return empty(meet(rate, (min(found), max(found))))

    def all(self) -> list[Conflict]:
        """Every conflict of the document as it is printed."""
        return [conflict for identity in self.marks if identity not in self.gone for conflict in self.conflicts(identity)]
