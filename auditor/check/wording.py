"""Wording: what the rules about words, names and templates share — text without blanks, spans, sentences, evidence.

Layouts put blanks anywhere (``共计 0 团组``) and write brackets and signs in two widths. Patterns are therefore matched on
:func:`plain` text — folded and without blanks — and a match is carried back to the place where it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, TypeVar

import regex

from auditor.check.rule import Figure, Rule, View
from auditor.lexicon import fold, kept, load
from auditor.model import Check, Document, Evidence, Kind, Location, Passage, Section, Table, Verdict

CONTENTS = "目录"
"""The label that the reader gives to the entries of a table of contents."""
COVER = "封面"
"""The label that the reader gives to the lines of the cover."""
FINAL, BUDGET = "final-accounts", "budget"
"""What the genres of 决算公开 and 预算公开 end with."""
_Item = TypeVar("_Item")
_ENDS = frozenset("。;!?\n")


@dataclass(frozen=True, slots=True)
class Plain:
    """A text folded and without blanks, which knows where its characters stood."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that ``text[start:end]`` stands for."""
        if not self.places:
            return 0, 0
        first = self.places[min(start, len(self.places) - 1)]
        return first, (self.places[end - 1] + 1 if end > start else first)


@lru_cache(maxsize=16384)
def plain(text: str) -> Plain:
    """The text without blanks, folded character by character."""
    folded = fold(text)
    places = tuple(i for i, c in enumerate(folded) if not c.isspace())
    return Plain("".join(folded[i] for i in places), places)


@kept
def lexicon() -> Any:
    """``lexicons/disclosure.yaml``."""
    return load("disclosure")


@kept
def pattern(key: str, name: str = "") -> regex.Pattern[str]:
    """The patterns of an entry of ``lexicons/disclosure.yaml`` as one; ``name`` chooses one list of a mapping."""
    entries = lexicon()[key][name] if name else lexicon()[key]
    return regex.compile("|".join(f"(?:{entry})" for entry in entries))


def said(passage: Passage, start: int, end: int, label: str = "") -> Evidence:
    """A stretch of a passage as evidence."""
    return Evidence(label or passage.label or "正文", passage.text[start:end], passage.locate(start, end))


def matched(passage: Passage, start: int, end: int, label: str = "") -> Evidence:
    """A stretch of the plain text of a passage as evidence."""
    return said(passage, *plain(passage.text).span(start, end), label)


def counted(passage: Passage, start: int, end: int, view: View) -> Figure | Evidence:
    """The count at a stretch of the plain text of a passage, or the stretch itself where nothing has been read."""
    first, last = plain(passage.text).span(start, end)
    claim = next((c for c in view.claims if c.passage is passage and c.kind is Kind.COUNT and c.start <= first < c.end), None)
    return claim if claim is not None else said(passage, first, last)


def named(document: Document) -> Evidence:
    """The document as a whole, for what is said of no single place."""
    return Evidence("全文", document.title[:60] or "本文件", Location(label="全文"))


def headed(table: Table) -> Evidence:
    """A table as a whole."""
    return Evidence(table.location.label or table.title or table.id, table.title or table.id, table.location)


def clear(rule: Rule, document: Document, what: str) -> Check:
    """The check of a document in which nothing was found."""
    return rule.result(Verdict.CONSISTENT, named(document), formula=what)


def final(document: Document) -> bool:
    """Whether the document is a 决算公开."""
    return document.genre.endswith(FINAL)


def budget(document: Document) -> bool:
    """Whether the document is a 预算公开."""
    return document.genre.endswith(BUDGET)


def body(document: Document, *, cells: bool = True) -> Iterator[Passage]:
    """The narrative without its headings, text cells of tables included unless ``cells`` is false."""
    for passage in document.passages:
        if passage.narrative and not passage.heading and passage.text.strip() and (cells or passage.table is None):
            yield passage


def contents(document: Document) -> Iterator[tuple[int, tuple[Passage, ...]]]:
    """The tables of contents: the position behind each in ``document.passages``, and its entries."""
    entries: list[Passage] = []
    for position, passage in enumerate((*document.passages, None)):
        if passage is not None and passage.label == CONTENTS:
            entries.append(passage)
        elif entries:
            yield position, tuple(entries)
            entries = []


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of a plain text, their end sign included."""
    start = 0
    for position, sign in enumerate(text):
        if sign in _ENDS:
            yield start, position + 1
            start = position + 1
    if start < len(text):
        yield start, len(text)


def sentence(text: str, position: int) -> tuple[int, int]:
    """The span of the sentence of a plain text that holds ``position``."""
    return next((span for span in sentences(text) if span[0] <= position < span[1]), (0, len(text)))


def under(section: Section | None, words: regex.Pattern[str]) -> bool:
    """Whether a heading above says one of the words."""
    return section is not None and any(words.search(plain(title).text) for title in section.path)


def alike(one: str, other: str) -> float:
    """How much two short texts have in common, 0 to 1."""
    return Likeness(other).to(one)


class Likeness:
    """How much other texts have in common with one; two texts are mostly told apart by their characters, whatever the order."""

    def __init__(self, text: str) -> None:
        self._matcher = SequenceMatcher(None, "", text, autojunk=False)

    def to(self, other: str) -> float:
        """The common share, 0 to 1."""
        self._matcher.set_seq1(other)
        return self._matcher.ratio()

    def reaches(self, other: str, least: float) -> bool:
        """Whether the common share is at least so much."""
        self._matcher.set_seq1(other)
        return self._matcher.real_quick_ratio() >= least and self._matcher.quick_ratio() >= least and self._matcher.ratio() >= least

    def nearest(self, others: Iterable[_Item], words: Callable[[_Item], str], bonus: Callable[[_Item], float]) -> _Item | None:
        """The first of those whose words have most in common with the text, each with its bonus added."""
        found, most = None, -1.0
        for other in others:
            self._matcher.set_seq1(words(other))
            extra = bonus(other)
            if extra + self._matcher.quick_ratio() > most and extra + self._matcher.ratio() > most:
                found, most = other, extra + self._matcher.ratio()
        return found
