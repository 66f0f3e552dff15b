"""Figures of a unit under the one that reports: they are not those of the whole department."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from auditor.extract.drafts import Draft
from auditor.extract.own_names import own_names
from auditor.lexicon import fold, load
from auditor.model import Document, Kind, Passage

_NAMED = regex.compile(r"\s*(?:其中[,:]?|\(?[一二三四五六七八九十\d]+[、.)])*\s*(?P<name>\p{Han}{3,30})")
_LEAD = regex.compile(r"\s*\(?[一二三四五六七八九十\d]+[、.)]\s*(?P<name>\p{Han}{3,30})。")
_CLAUSE = regex.compile("[,;:、()]")
_BESIDE = regex.compile("各[^,;。、]{1,10}、$")
"""各乡（镇）、县本级: all of them, and no unit by itself."""
_THEIRS = regex.compile("占(?:该|其)")
_GOES_ON = regex.compile(r"\s*其中")


def assign(document: Document, out: Sequence[tuple[Passage, Draft]]) -> None:
    """Give the figures of a sentence that opens with the name of another unit to that unit.

    A sentence that opens with such a name and its money speaks of that unit to its end; the next one does so where it goes on with 其中 or
    where the name stands in front of a colon.
    """
    own = fold(document.organization)
    if not own:
        return
    at: tuple[int, tuple[int, int]] | None = None
    owner, lasting, passage_at, behind = "", False, -1, 0
    taken: set[int] = set()
    headed: dict[int, str] = {}
    for passage, draft in out:
        if passage.table:
            continue
        folded, section = fold(passage.text), passage.section
        if passage_at != id(passage):
            owner = headed.setdefault(id(section), _heading(section.path if section else (), own))
            if lead := _LEAD.match(folded):
                owner = _opening(f"{lead['name']}:", own)[0] or owner  # 1.局机关。…
            lasting, passage_at = bool(owner), id(passage)
        if at != (id(passage), draft.sentence):
            at = (id(passage), draft.sentence)
            words = folded[draft.sentence[0] : draft.start]
            found, colon = _opening(words, own)
            if found:
                owner, lasting = found, colon
            elif not (owner and (lasting or _GOES_ON.match(words))):
                owner, lasting = "", False
            behind = draft.sentence[0] if not found else draft.start
        counted = draft.kind is Kind.COUNT and draft.aspects.measure.startswith(("车辆", "人员", "设备"))
        clause = _CLAUSE.split(folded[behind : draft.start])[-1] if counted or draft.kind is Kind.AMOUNT else ""
        beside = _BESIDE.search(folded[behind : draft.start].removesuffix(clause)) is not None
        if not beside and (found := _opening(clause, own, bare=True)[0]):
            owner, lasting = found, False  # 局机关120万元；市水库管理处支出80万元（基本支出50万元…）
        behind = draft.end
        if owner and _assignable(draft):
            taken.add(id(draft))
            draft.aspects = draft.aspects.but(entity=owner)
            draft.also = tuple(a.but(entity=owner) for a in draft.also)
            draft.readings = tuple(a.but(entity=owner) for a in draft.readings)
            if draft.base is not None and _of_owner(draft, taken, folded[max(0, draft.start - 16) : draft.start]):
                draft.base = draft.base.but(entity=owner)
                if draft.kind is Kind.SHARE and draft.base_claim is not None and id(draft.base_claim) not in taken:
                    draft.base_claim = None  # 占该院收入的94.29%, behind the department's
    for _, draft in out:
        if draft.base_claim is not None and id(draft.base_claim) in taken and id(draft) not in taken:
            draft.base_claim = None  # 占本年支出合计: that of the department, not the unit's which was printed last


def _heading(path: Sequence[str], own: str) -> str:
    """The other unit that the last of several headings names, and nothing else."""
    if len(path) < 2 or regex.match(r"第.{1,2}部分", fold(path[-2])):
        return ""
    name = regex.sub(r"^\s*(?:\(?[一二三四五六七八九十\d]+[、.)])+\s*|[。:\s]+$", "", fold(path[-1]))
    return _opening(f"{name}:", own)[0] if regex.fullmatch(r"\p{Han}{3,30}", name) else ""


def _opening(words: str, own: str, *, bare: bool = False) -> tuple[str, bool]:
    """The other unit that words open with, and whether a colon follows it."""
    match = _NAMED.match(words)
    if match is None or regex.match(load("words")["ourselves"], match["name"]):
        return "", False
    ends = load("disclosure")["unit_ends"][0]
    for length in range(len(match["name"]), 2, -1):
        name, rest = match["name"][:length], words[match.start("name") + length :]
        if regex.search(ends, name) and (regex.match(load("words")["owned"], rest) or (bare and not rest.strip())):
            letters = iter(own)
            short = all(sign in letters for sign in name)  # 市教育局 for 某某市教育局: the unit that reports
            return ("", False) if short or name.endswith(own) or own_names(own).fullmatch(name) else (name, rest.startswith(":"))
    return "", False


def _assignable(draft: Draft) -> bool:
    measure = draft.aspects.measure
    return bool(measure) and draft.aspects.entity in ("", "其中") and not measure.startswith(("名.", "绩效", "指标.", "项目."))


def _of_owner(draft: Draft, taken: set[int], before: str) -> bool:
    """Whether what it is measured against is the unit's as well; a share may be one of the whole department."""
    if draft.base is None or draft.base.measure.startswith("名."):
        return False
    return draft.kind is not Kind.SHARE or (draft.parent is not None and id(draft.parent) in taken) or bool(_THEIRS.search(before))
