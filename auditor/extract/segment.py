"""jieba, with its dictionary looked up instead of loaded.

jieba turns its dictionary into a dict of 500 000 words and beginnings of words before it cuts the first sentence: a second and
80 MB, kept in a file that anybody may write to (``/tmp/jieba.cache``). A disclosure needs a hundredth of it. Here the lines of
the dictionary are put in order, and the words that begin with two given characters are handed to jieba when a text first shows
those two side by side. jieba never looks for a word whose first two characters do not stand in its text, so it cuts every text
as it always does.
"""

from __future__ import annotations

import logging
import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from itertools import pairwise
from types import ModuleType
from typing import cast


@contextmanager
def _missing(name: str) -> Iterator[None]:
    """Python takes the module for one that is not installed, unless somebody has imported it already."""
    modules = cast(dict[str, ModuleType | None], sys.modules)  # None is what the import system asks for here
    absent = name not in modules
    if absent:
        modules[name] = None
    try:
        yield
    finally:
        if absent:
            del modules[name]


with _missing("pkg_resources"):  # jieba uses it where it is there, to open a file; it takes 0.1 s to import, and warns
    import jieba

jieba.setLogLevel(logging.ERROR)

TOTAL = 60_101_967
"""What the frequencies of jieba's dictionary add up to; adding them takes longer than all the rest."""


@cache
def _lines() -> list[str]:
    """The dictionary, sorted: ``word frequency tag`` (a blank sorts before all that a word is made of)."""
    return sorted(files("jieba").joinpath("dict.txt").read_text(encoding="utf-8").splitlines())


@cache
def tag(word: str) -> str:
    """The part of speech that the dictionary gives a word (``n`` ``v`` ``vn`` …), empty for a word that it does not hold.

    ``jieba.posseg`` knows the same, but takes half a second to load.
    """
    lines = _lines()
    at = bisect_left(lines, word + " ")
    return lines[at].rsplit(" ", 1)[1] if at < len(lines) and lines[at].startswith(word + " ") else ""


class Segmenter:
    """Cuts a text into words: those of jieba's dictionary and some of ours."""

    def __init__(self, words: Iterable[str]) -> None:
        """``words`` are ours; each is cut out wherever jieba finds nothing likelier."""
        self._jieba = jieba.Tokenizer()
        self._jieba.initialized, self._jieba.total = True, TOTAL
        self._known: set[str] = set()
        for word in words:
            self._learn(word)
            self._jieba.add_word(word)

    def cut(self, text: str) -> list[str]:
        """The words of a text, in order; together they are the text."""
        self._learn(text)
        return [word for word in self._jieba.cut(text) if word]

    def _learn(self, text: str) -> None:
        """Hand jieba the words that begin with two characters of the text, and the characters themselves."""
        for start in {*text, *map("".join, pairwise(text))} - self._known:
            self._known.add(start)
            for word, frequency in _beginning(start):
                self._jieba.FREQ.setdefault(word, frequency)


def _beginning(start: str) -> Iterator[tuple[str, int]]:
    """What jieba's dict holds for one character, or for all that begins with two; what only begins a word has frequency 0."""
    lines = _lines()
    for at in range(bisect_left(lines, start), len(lines)):
        if not lines[at].startswith(start):
            return
        word, frequency, _ = lines[at].split(" ")
        if word == start:
            yield word, int(frequency)
        if len(start) == 1:
            yield start, 0
            return
        yield word, int(frequency)
        yield from ((word[:size], 0) for size in range(2, len(word)))
