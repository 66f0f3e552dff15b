"""Which project a passage is about: by the title of a report, a line 项目名称, an entry of a list, the form behind it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import regex

from auditor.extract.drafts import Draft
from auditor.lexicon import fold, worded
from auditor.model import Aspects, Document, Kind, Passage
from auditor.model.quantity import alike

_PROJECT = regex.compile(r"^\s*项目名称\s*:\s*(?P<name>.{2,40}?)\s*$")
_ENTRY = regex.compile(r"(?:\(?[一二三四五六七八九十\d]+[)、.]\s*)*项目名称\s*:\s*(?P<name>[^;,。:]{2,40})[;,。]")
_RUN_IN = regex.compile(r"(?:\(?[一二三四五六七八九十\d]+[)、.]\s*)+(?P<name>[^;,。:]{2,40})[。:]")
_REPORT = regex.compile(
    r"^(?P<name>.{2,40}?)(?:项目)?支?出?绩效(?:自评|评价)|^(?P<name2>.{2,40}?)项目支出绩效|^(?P<name3>.{2,40}?)项目经费(?:使用|预算|支出)?情况说明$"
)
_FORM = regex.compile(r"^(?P<name>.{2,40}?)(?:项目)?(?:支出)?(?:绩效)?自评表$")
_ALL_PROJECTS = r"\p{Han}{2,30}{units}(?:{all_projects}|[12]\d{3}年度?)+"
_ORDINAL = regex.compile(r"(?:\(?[一二三四五六七八九十]+[、)]|\d+[.、]|\(\d+\))")
_OWNED_TITLE = regex.compile(r"(?P<unit>\p{Han}{3,30}?)(?:关于)?(?:19|20)\d\d年度?(?P<name>\p{Han}.{3,})$")
UNIT = "{units}$"
_WHOLE = r"{whole_titles}|^\d+年度?$|^$|^[一二三四五六七八九十(]|关于(?:\d{4}年度?)?$"


def listed_projects(document: Document) -> dict[str, str]:
    """The projects that the rows of lists name, by their bare names."""
    measures_ = {cell.aspects.measure for table in document.tables for cell in table.figures if cell.aspects.measure.startswith("项目.")}
    return {bare(name): name for name in (measure.removeprefix("项目.") for measure in measures_)}


def opened(passage: Passage, projects: Mapping[str, str]) -> str:
    """The project that an entry of a list opens with: 1.堤防加固。投入…, （1）项目名称：堤防加固；预算安排…"""
    text = fold(passage.text).strip()
    if named := _ENTRY.match(text):
        return projects.get(bare(named["name"]), str(named["name"]).strip())
    opening = _RUN_IN.match(text)
    return projects.get(bare(opening["name"]), "") if opening else ""


def form_of(passage: Passage) -> str:
    """The bare name of the project whose form a title announces (堤防加固自评表)."""
    form = _FORM.match(fold(passage.text).strip())
    return bare(form["name"]) if form else ""


def general(entity: str) -> bool:
    """Whether a title names all projects of the unit, not one (某局2023年度财政项目支出绩效自评结果)."""
    return worded(_ALL_PROJECTS).fullmatch(fold(entity)) is not None


def entity_of(passage: Passage, current: str) -> str:
    """The project that a performance report is about, from its title or 项目名称 line; a new part of the document ends it."""
    text = fold(passage.text).strip()
    named = _PROJECT.match(text)
    if named:
        return str(named["name"]).strip()
    ordinal = _ORDINAL.match(text)
    if passage.table is None and not ordinal and len(text) <= 60 and (passage.heading or not passage.narrative or "。" not in text):
        title = _REPORT.match(text)
        if title:
            name = (title["name"] or title["name2"] or title["name3"] or "").strip()
            whole = worded(_WHOLE).search(name)
            owned = _OWNED_TITLE.match(name)
            if owned and worded(UNIT).search(owned["unit"]) and not whole:
                name = owned["name"]
            return current if name == "" else "" if whole else regex.sub(r"^\d{4}年度?|(?:支出|(?:19|20)\d\d年度?)+$", "", name)
        if passage.heading == 1 and regex.match(r"第.部分", text):
            return ""
    return current


def join(document: Document, out: list[tuple[Passage, Draft]], parts: list[tuple[str, str, int]]) -> None:
    """A report of a project and the form right behind it are of one project under two names, where their money or their words say so."""
    known = {table.entity for table in document.tables}
    titles = {bare(name) for sort, name, _ in parts if sort == "report"}
    for (sort, report, first), (after, form, last) in pairwise(parts):
        if (sort, after) != ("report", "table") or report in known or bare(form) in titles:
            continue
        own = [draft for passage, draft in out[first:last] if not passage.table and draft.aspects.measure == "项目资金"]
        said = {d.quantity.base: d.quantity for d in own if d.kind is Kind.AMOUNT and d.aspects.entity == report and d.quantity.value}
        cells = [
            c.quantity for t in document.tables if t.entity == form for c in t.figures if c.aspects.measure == "项目资金" and c.quantity
        ]
        fits = sum(any(alike(one, cell) in ("equal", "meets") for cell in cells) for one in said.values())
        if not (any(d.aspects.entity == form for d in own) or (fits > 1 and 2 * fits > len(said))):
            continue
        for _, draft in out[first:last]:
            draft.aspects, draft.base = _renamed(draft.aspects, report, form), draft.base and _renamed(draft.base, report, form)
            draft.also = tuple(_renamed(a, report, form) for a in draft.also)
            draft.readings = tuple(_renamed(a, report, form) for a in draft.readings)


def _renamed(aspects: Aspects, old: str, new: str) -> Aspects:
    return aspects.but(entity=new) if aspects.entity == old else aspects


def bare(name: str) -> str:
    """A project's name without quotes, spaces and the words that one writer adds and another leaves out."""
    return regex.sub(r'["\s]', "", fold(name)).removesuffix("项目").removesuffix("经费").removesuffix("费")
