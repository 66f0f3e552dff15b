"""Marks: the quantities, terms, years and signs of a passage, in order and without overlap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import regex

from auditor.extract.nlp import Parsed, words
from auditor.lexicon import worded
from auditor.model import Quantity

_YEAR = regex.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*年(?!初|末|底)度?(?!\s*\d{1,2}\s*月)|(?<!\d)((?:19|20)\d{2})(?=年?度?(?:决算|预算|执行)|年[初末底])"
)
_COMPARE = (
    r"{comparators}(?=\s*于?\s*{bases})|与(?=[^,。;:]{1,40}?{compared})"
    r"|相比(?=去年|上年)|相较于?|较之?(?=上)|同比(?=\s*于?\s*(?:上[年一]|去年|前一年|(?:19|20)\d\d))"
)
_ORIGIN = (
    r"(?:由|从)(?=[^,。;:]{0,30}?\d[^,。;:]{0,14}?{risen_or_fallen}\p{Han}{0,3}?(?:到|至|为|成))"
    r"|(?:由|从)(?=[^,。;:]{0,30}?\d[^,。;:]{0,14}?{changed}\p{Han}{0,3}?(?:到|至|为|成))(?P<adjusted>)"
)
_MORE = regex.compile(
    r"(?<![最至不更很许甚新])(?:(?P<up>多|增|升)|(?P<down>少|降|减))(?=(?:支出|收入|支|收)?了?\s*[约近超]?\s*\d)"
    r"|(?<!新)(?:(?P<up>增|升|涨)|(?P<down>降|减))(?=[至到为]\s*[约近超]?\s*\d)"
)
_MADE_OF = "由(?=[^。;]{1,90}?{made_of})"
_MEAN = r"{per}均(?!{no_mean})|平均每\p{Han}|每人每[年月]|每[人户辆](?=\p{Han}{2})"
_LACK = "{lack}{lack_of}?$"
_JOINT = regex.compile(r"\s*(?:以及|及其|及|和|与)\s*")
_SPAN = (
    r"(?:近|过去|前)?[两二三四五六七八九十\d]+年(?:来|间)?(?:累计|共计|合计)|\"?十[一二三四五]五\"?(?:期间|时期|以来)|五年来|近[两二三四五]年|(?<!\d)(?:19|20)\d\d\s*年?\s*(?:-|至|到|~)\s*(?:19|20)\d\d\s*年"
    r"|{parts_of_years}|(?<![\d至到~-])(?!1\s*(?:-|至|~)\s*12\s*月)\d{1,2}\s*(?:-|至|到|~)\s*\d{1,2}\s*月(?:份)?(?!\s*\d)"
    r"|(?<![\d至到~、-])\d{1,2}\s*月份?(?!\s*\d|底|末|日|初|内|以|起|前|后|上旬|中旬|下旬)"
)
SUMMED = r"(?:以上|上述)?[两二三四五六七八九十\d]+{summands}(?:经费|费用|支出|资金)?(?:合计|共计|总计|相加|共(?!\p{Han}))"
_CAUSE = r"(?:(?<=[,。;:])|^)\s*因(?!{no_cause})"
_EARLY = "年初(?={of_early_budget})"
_LEVEL = regex.compile(r"\s*\((类|款|项)\)\s*\"?")
_NOT_SHARE = "占(?={no_share})|(?<=侵|抢)占"
_PHRASES = {"compare": _COMPARE, "span": _SPAN, "sum": SUMMED, "region": "{regions}", "mean": _MEAN, "made_of": _MADE_OF}
"""Sort of mark → what it is found by, where it is found as it stands."""
_SIGNS = {
    "。": "stop",
    "!": "stop",
    "?": "stop",
    ";": "semicolon",
    ",": "comma",
    ":": "colon",
    "、": "and",
    "(": "open",
    ")": "close",
    "\n": "stop",
}


@dataclass(slots=True)
class Mark:
    """Something in a passage that matters for its claims."""

    start: int
    end: int
    sort: str
    """``quantity``, ``aspect``, ``stage``, ``year``, ``compare``, ``level``, a sign, or a class of lexicons/words.yaml."""
    text: str
    readings: tuple[Mapping[str, str], ...] = ()
    quantity: Quantity | None = None
    number: tuple[int, int] = (0, 0)


def marks(parsed: Parsed) -> list[Mark]:
    """All marks of a passage in reading order; a longer word wins over the ones inside it."""
    folded = parsed.folded
    found = [*_lexical(parsed), *_quantities(parsed), *_signs(folded)]
    kept: list[Mark] = []
    taken = bytearray(len(folded))
    for mark in sorted(found, key=_rank):
        if not any(taken[mark.start : mark.end]):
            taken[mark.start : mark.end] = b"\1" * (mark.end - mark.start)
            kept.append(mark)
    kept.sort(key=lambda mark: mark.start)
    return sorted([*kept, *_between(kept, folded)], key=lambda mark: mark.start)


def _between(kept: list[Mark], folded: str) -> Iterator[Mark]:
    """What stands between two marks and joins or denies them: A和B, 无A."""
    for one, other in pairwise(kept):
        if other.sort != "aspect":
            continue
        gap = folded[one.end : other.start]
        if one.sort == "aspect" and _JOINT.fullmatch(gap) and (_item(one) or _side(one)) and _item(other):
            yield Mark(one.end, other.start, "and", gap)
    for at, mark in enumerate(kept):
        if mark.sort == "aspect":
            after = kept[at - 1].end if at else 0
            lack = worded(_LACK).search(folded[max(after, mark.start - 8) : mark.start])
            if lack:
                yield Mark(mark.start - len(lack[0]), mark.start, "lack", lack[0])


def _item(mark: Mark) -> bool:
    """Whether a word names one item of a list and not all money or its scope."""
    return any(r.get("measure", "") not in ("", "合计", "总计") or "part" in r for r in mark.readings[:1])


def _side(mark: Mark) -> bool:
    return any(set(r) == {"flow"} for r in mark.readings[:1])


def _rank(mark: Mark) -> tuple[int, int, int]:
    """Signs last, longer first; a term that holds a whole number keeps it (单价100万元以上设备)."""
    sign = 1 if mark.sort in _SIGNS.values() else 0
    return (sign, -(mark.end - mark.start), mark.start)


def _lexical(parsed: Parsed) -> Iterator[Mark]:
    folded = parsed.folded
    for term in parsed.terms:
        yield Mark(term.start, term.end, term.sort, term.text, term.readings)
    for match in _YEAR.finditer(folded):
        yield Mark(match.start(), match.end(), "year", match[1] or match[2])
    for sort, template in _PHRASES.items():
        for match in worded(template).finditer(folded):
            yield Mark(match.start(), match.end(), sort, match[0])
    for match in worded(_CAUSE).finditer(folded):
        yield Mark(match.end() - 1, match.end(), "reason", "因")
    for match in worded(_EARLY).finditer(folded):
        yield Mark(match.start(), match.end(), "stage", match[0], ({"stage": "年初预算"},))
    for match in worded(_ORIGIN).finditer(folded):
        yield Mark(match.start(), match.end(), "origin", "调整" if match["adjusted"] is not None else match[0])
    for match in _MORE.finditer(folded):
        yield Mark(match.start(), match.end(), "up" if match["up"] else "down", match[0])
    for match in _LEVEL.finditer(folded):
        yield Mark(match.start(), match.end(), "level", match[1])

    blocked = [m.span() for m in worded(_NOT_SHARE).finditer(folded)]
    for word in words().find(folded):
        if word.sort == "share" and any(a <= word.start < b for a, b in blocked):
            continue
        yield Mark(word.start, word.end, word.sort, word.text)


def _quantities(parsed: Parsed) -> Iterator[Mark]:
    for found in parsed.quantities:
        yield Mark(
            found.start,
            found.end,
            "quantity",
            parsed.text[found.start : found.end],
            (),
            found.quantity,
            (found.number_start, found.number_end),
        )


def _signs(folded: str) -> Iterator[Mark]:
    for at, sign in enumerate(folded):
        if sign in _SIGNS:
            if sign in ",:" and 0 < at < len(folded) - 1 and folded[at - 1].isdigit() and folded[at + 1].isdigit():
                continue
            yield Mark(at, at + 1, _SIGNS[sign], sign)
