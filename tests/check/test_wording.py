"""Plain text and its places; sentences; the patterns of the lexicon."""

from __future__ import annotations

import regex
from hypothesis import given
from hypothesis import strategies as st

from auditor.check.wording import lexicon, pattern, plain, sentence, sentences
from auditor.lexicon import fold


@given(st.text(alphabet="共计 0团组，人；（增加）万元\u3000％", max_size=40), st.data())
def test_spans_lead_back(text: str, data: st.DataObject) -> None:
    found = plain(text)
    assert not any(c.isspace() for c in found.text)
    if found.text:
        start = data.draw(st.integers(0, len(found.text) - 1))
        end = data.draw(st.integers(start + 1, len(found.text)))
        first, last = found.span(start, end)
        assert "".join(fold(text[first:last]).split()) == found.text[start:end]


def test_a_span_of_nothing() -> None:
    assert plain("  ").span(0, 1) == (0, 0)


@given(st.text(alphabet="收入。；支出！", max_size=30))
def test_sentences_cover_the_text(text: str) -> None:
    found = plain(text).text
    spans = list(sentences(found))
    assert "".join(found[a:b] for a, b in spans) == found
    assert all(sentence(found, a) == (a, b) for a, b in spans)


def test_patterns_compile() -> None:
    def strings(value: object) -> list[str]:
        if isinstance(value, str):
            return [value]
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
        return [text for item in inner for text in strings(item)]

    for key in (
        "doubled_signs",
        "malformed",
        "residue",
        "slots",
        "form_rules",
        "says_empty",
        "conditional",
        "shortfall",
        "behind",
        "fully",
        "approved",
        "published",
    ):
        assert pattern(key)
    for text in strings(lexicon()):
        regex.compile(text)
