"""The reader is put together from parts: none hides what another does, and what reads a mark takes nothing but the mark."""

from __future__ import annotations

import inspect
from collections import Counter

from auditor.extract.nlp import words
from auditor.extract.reader import Reader


def test_no_part_hides_a_method_of_another() -> None:
    parts = [part for part in Reader.__mro__ if part not in (Reader, object)]
    defined = Counter(name for part in parts for name, value in vars(part).items() if callable(getattr(value, "__func__", value)))
    del defined["__init__"]
    hidden = {name for name, times in defined.items() if times > 1 and not name.startswith("__")}
    assert not hidden
    assert not {name for name in vars(Reader) if name in defined and not name.startswith("__")}


def test_what_reads_a_word_takes_its_mark() -> None:
    sorts = {sort for sort, _ in words()._forms.values()}
    handlers = {sort: handler for sort in sorts if (handler := getattr(Reader, f"_{sort}", None)) is not None}
    assert {"up", "down", "list", "share", "reason", "none"} <= set(handlers)
    assert {sort for sort, handler in handlers.items() if list(inspect.signature(handler).parameters) != ["self", "mark"]} == set()
