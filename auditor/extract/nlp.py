"""A passage parsed: its numbers, the terms of the lexicons, and the words of a blank spaCy pipeline that jieba segments.

Numbers and terms are found on characters, because a segmenter cuts ``1,234.56`` and ``百分之三十五点二`` and joins item names as
it likes. The words serve what they are good at: telling which of them around a number name something.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import regex

from auditor import numerals
from auditor.lexicon import Term, Terms, fold, kept, load, measures
from auditor.numerals import Found

_CLAUSE = regex.compile(r"[^，。；：！？、（）,;:!?()\n]+")


@kept
def words() -> Terms:
    """The word classes of lexicons/words.yaml; the sort of a term is its class."""
    data = load("words")
    classes = (name for name, forms in data.items() if isinstance(forms, list) and name not in ("filler", "budget_of"))
    return Terms((form, name, ()) for name in classes for form in data[name])


@kept
def filler() -> frozenset[str]:
    """Tokens that name no subject."""
    return frozenset(load("words")["filler"])


def sort(word: str) -> str:
    """The part of speech of a word (``n`` ``v`` ``vn`` …), empty for a word that jieba's dictionary does not hold."""
    from auditor.extract.segment import tag

    return tag(word)


@kept
def pipeline() -> Any:
    """The pipeline, made on first use (spaCy takes half a second to import)."""
    import spacy
    from spacy.tokens import Doc
    from spacy.util import get_words_and_spaces

    from auditor.extract.segment import Segmenter

    nlp = spacy.blank("zh")
    segmenter = Segmenter(form for form in measures().forms() if 2 <= len(form) <= 8)

    def tokenizer(text: str) -> Doc:
        words, spaces = get_words_and_spaces(segmenter.cut(text), text)
        return Doc(nlp.vocab, words=words, spaces=spaces)

    nlp.tokenizer = tokenizer
    return nlp


@dataclass(frozen=True)
class Parsed:
    """A passage as the grammar reads it: its numbers and terms, and its words where somebody asks for them."""

    text: str
    known: Terms
    """The terms to look for."""

    @cached_property
    def folded(self) -> str:
        """The text, folded."""
        return fold(self.text)

    @cached_property
    def quantities(self) -> tuple[Found, ...]:
        """The numbers with their units."""
        return tuple(numerals.find(self.text))

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The words of the lexicons."""
        return tuple(self.known.find(self.text))

    @cached_property
    def _clauses(self) -> tuple[tuple[int, int], ...]:
        return tuple(match.span() for match in _CLAUSE.finditer(self.text))

    @cached_property
    def _words(self) -> dict[int, tuple[tuple[int, str], ...]]:
        return {}

    def words(self, start: int, end: int) -> Iterator[tuple[int, str]]:
        """(offset, word) of the clauses that reach into ``text[start:end]``.

        Most of a disclosure is never asked for, and segmenting is the dearest thing that is done with a text; jieba never joins
        what a sign of punctuation separates, so that the words of a clause are the same wherever the clause stands.
        """
        for first, last in self._clauses:
            if first < end and last > start:
                if first not in self._words:
                    doc = pipeline()(self.text[first:last])
                    self._words[first] = tuple((first + token.idx, token.text) for token in doc)
                yield from self._words[first]
