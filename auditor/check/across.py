"""Across documents: what the rules share that hold a disclosure against last year's, against the budget, against a copy of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import regex

from auditor.check.rule import Figure, Rule, View, alike, evidence, named, once, printed, show
from auditor.check.wording import headed, pattern, plain, sentence
from auditor.model import Cell, Check, Claim, Counterpart, Document, Evidence, Interval, Level, Table, Verdict

CALLED = {"previous": "上年文件", "budget": "预算公开", "copy": "另一份公开"}
"""What the messages call the other document."""
SURE = 0.9
"""The score of a counterpart below which a difference proves nothing."""


def strangers(pairs: Iterable[Counterpart]) -> frozenset[str]:
    """The other documents most of whose figures are others: of another unit, or of another circle of units."""
    agree: Counter[str] = Counter()
    differ: Counter[str] = Counter()
    for pair in pairs:
        mine, other = pair.figure.quantity, pair.other.quantity
        if pair.role == "value" and pair.score >= SURE and mine is not None and other is not None and (mine.base or other.base):
            (agree if alike(mine, other) in ("equal", "meets", "truncated", "last") else differ)[pair.which] += 1
    return frozenset(which for which, count in differ.items() if count >= 6 and count > agree[which])


@once
def _strangers(view: View) -> frozenset[str]:
    return strangers(view.counterparts)


def doubt(pair: Counterpart, view: View) -> str:
    """Why a difference proves nothing, in words; empty when it does."""
    if pair.which in _strangers(view):
        return f"但与{CALLED[pair.which]}的数多半不符，可能不是同一单位或同一口径的文件"
    return "但口径未必相同" if pair.score < SURE else ""


def theirs(figure: Figure) -> Evidence:
    """A figure of another document as evidence: its ids mean nothing in this one."""
    return _apart(evidence(figure))


def there(table: Table) -> Evidence:
    """A table of another document as evidence."""
    return _apart(headed(table))


def _apart(found: Evidence) -> Evidence:
    place = replace(found.location, table=None, row=None, column=None)
    return replace(found, figure="", cell="", location=place)


def said(figure: Figure) -> str:
    """What a figure is about, in words."""
    return named(figure) if isinstance(figure, Claim) else figure.label


def compared(rule: Rule, pair: Counterpart, view: View, *, level: Level | None = None, aside: str = "") -> Iterator[Check]:
    """Hold a figure against the same quantity in the other document.

    ``aside`` is why the two may rightly differ: a difference is then worth a note only.
    """
    mine, other = pair.figure, pair.other
    assert mine.quantity is not None
    assert other.quantity is not None
    how = alike(mine.quantity, other.quantity)
    agrees = how in ("equal", "meets")
    formula = f"{printed(mine)} {'=' if agrees else '≠'} {printed(other)}"
    fine = mine.quantity if mine.quantity.step <= other.quantity.step else other.quantity
    display = show(other.quantity.base, mine.quantity if mine.quantity.step <= other.quantity.step else other.quantity)
    expected = other.quantity.interval
    if agrees:
        yield rule.result(Verdict.CONSISTENT, mine, [theirs(other)], formula=formula, expected=expected, display=display)
        return
    if reason := doubt(pair, view):
        yield rule.undecided(mine, f"{CALLED[pair.which]}中口径最接近的数是{printed(other)}，{reason}", [theirs(other)])
        return
    where = f"{CALLED[pair.which]} {other.location.label or other.label if isinstance(other, Cell) else other.location.label}"
    gap = show(abs(mine.quantity.base - other.quantity.base), fine)
    tail = "（只差末位，可能为尾差）" if how in ("last", "truncated") else f"（{aside}）" if aside else ""
    yield rule.result(
        Verdict.INCONSISTENT,
        mine,
        [theirs(other)],
        formula=formula,
        expected=expected,
        display=display,
        level=Level.NOTE if tail else level,
        message=f"{said(mine)}写作 {printed(mine)}，{where} 为 {printed(other)}，相差{gap}{tail}",
        message_en=f"{said(mine)}: {printed(mine)} here, {printed(other)} in the other document ({where})",
    )


@once
def _restated(document: Document) -> tuple[str, ...]:
    """The sentences of a document that speak of figures of last year being restated."""
    words, found = pattern("restated"), []
    for passage in document.passages:
        text = plain(passage.text).text
        found += [text[slice(*sentence(text, match.start()))] for match in words.finditer(text)]
    return tuple(found)


def restated(figures: Sequence[Figure], view: View, words: str = "") -> str:
    """Why figures of last year may rightly differ from what was disclosed then; empty when nothing says so.

    ``words``: a pattern that a sentence elsewhere in the document must hold to speak of these figures.
    """
    for figure in figures:
        if not isinstance(figure, Claim):
            continue
        text = figure.passage.text[slice(*figure.sentence)]
        if "same-basis" in figure.flags or figure.reach == "same-basis" or pattern("restated").search(plain(text).text):
            return "文中说明口径或年初数有调整"
    for text in _restated(view.document) if words else ():
        if regex.search(words, text):
            return "文中说明口径或年初数有调整"
    return ""


def holds(measure: str, value: Interval, view: View) -> bool:
    """Whether a document prints that value for a measure, in whatever scope."""
    figures: list[Figure] = [claim for aspects, claims in view.amounts.items() if aspects.measure == measure for claim in claims]
    figures += view.measured.get(measure, ())
    return any(figure.quantity is not None and figure.quantity.interval.meets(value) for figure in figures)


def elsewhere(rule: Rule, check: Check, pair: Counterpart, view: View) -> Check:
    """The check; a contradiction is undecided where the other document prints the very figure in another scope."""
    quantity = pair.figure.quantity
    if check.verdict is not Verdict.INCONSISTENT or check.level is Level.NOTE or quantity is None or not quantity.base:
        return check
    if not holds(pair.figure.aspects.measure, quantity.interval, view.others[pair.which]):
        return check
    return rule.undecided(pair.figure, f"{CALLED[pair.which]}中另有一个口径的数与之相符", check.using)
