"""The spaCy pipeline: a blank Chinese model that jieba segments, and two components of ours.

``quantities`` finds the numbers and ``terms`` the words of the lexicons — both on characters, because a segmenter cuts
``1,234.56`` and ``百分之三十五点二`` and joins item names as it likes. The tokens serve what they are good at: telling which
words around a number name something.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

from auditor import numerals
from auditor.lexicon import Terms, load, measures


@cache
def words() -> Terms:
    """The word classes of lexicons/words.yaml; the sort of a term is its class."""
    data = load("words")
    classes = (name for name, forms in data.items() if isinstance(forms, list) and name not in ("filler", "budget_of"))
    return Terms((form, name, ()) for name in classes for form in data[name])


@cache
def filler() -> frozenset[str]:
    """Tokens that name no subject."""
    return frozenset(load("words")["filler"])


@cache
def _dictionary() -> bytes:
    import jieba

    with jieba.get_module_res("dict.txt") as file:
        return b"\n" + bytes(file.read())


@cache
def sort(word: str) -> str:
    """The part of speech that jieba's dictionary gives a word (``n`` ``v`` ``vn`` …), empty for a word that it does not hold.

    ``jieba.posseg`` knows the same, but takes half a second to load.
    """
    data = _dictionary()
    at = data.find(f"\n{word} ".encode())
    return data[at + 1 : data.find(b"\n", at + 1)].split()[-1].decode() if at >= 0 else ""


@cache
def pipeline() -> Any:
    """The pipeline, made on first use (spaCy and jieba take a second to import)."""
    import jieba
    import spacy
    from spacy.language import Language
    from spacy.tokens import Doc

    jieba.setLogLevel(logging.ERROR)
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    for form in measures().forms():
        if 2 <= len(form) <= 8:
            jieba.add_word(form)
    for name in ("quantities", "terms"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=())

    @Language.component("gouji_quantities")
    def quantities(doc: Doc) -> Doc:
        doc._.quantities = tuple(numerals.find(doc.text))
        return doc

    @Language.component("gouji_terms")
    def terms(doc: Doc) -> Doc:
        known: Terms = doc.user_data.get("terms") or measures()
        doc._.terms = tuple(known.find(doc.text))
        return doc

    nlp.add_pipe("gouji_quantities")
    nlp.add_pipe("gouji_terms")
    return nlp


def parse(text: str, terms: Terms) -> Any:
    """A spaCy Doc of one passage, with ``doc._.quantities`` and ``doc._.terms`` (of the given set)."""
    nlp = pipeline()
    doc = nlp.make_doc(text)
    doc.user_data["terms"] = terms
    return nlp(doc)
