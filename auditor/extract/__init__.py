"""Pull every numeric claim out of the narrative."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

import regex

from auditor.extract import owners
from auditor.extract.drafts import TOTALS, Draft, Setting, freeze
from auditor.extract.reader import Reader
from auditor.lexicon import Terms, fold, load, measures, merge, normal, worded
from auditor.model import Aspects, Claim, Document, Kind, Passage, Role, Section
from auditor.model.quantity import alike

__all__ = ["extract"]

_PROJECT = regex.compile(r"^\s*项目名称\s*:\s*(?P<name>.{2,40}?)\s*$")
_ENTRY = regex.compile(r"(?:\(?[一二三四五六七八九十\d]+[)、.]\s*)*项目名称\s*:\s*(?P<name>[^;,。:]{2,40})[;,。]")
_RUN_IN = regex.compile(r"(?:\(?[一二三四五六七八九十\d]+[)、.]\s*)+(?P<name>[^;,。:]{2,40})[。:]")
_REPORT = regex.compile(
    r"^(?P<name>.{2,40}?)(?:项目)?支?出?绩效(?:自评|评价)|^(?P<name2>.{2,40}?)项目支出绩效|^(?P<name3>.{2,40}?)项目经费(?:使用|预算|支出)?情况说明$"
)
_MORE = regex.compile(r"[^\s\d.、()一二三四五六七八九十类款项的及:支出决算预情况具体说明]")
_ORDINAL = regex.compile(r"(?:\(?[一二三四五六七八九十]+[、)]|\d+[.、]|\(\d+\))")
_ITEM = regex.compile(r"^(?:其中|[一二三四五六七八九十]+、|\(?[一二三四五六七八九十]+\)|\d+[.、])\s*:?")
_EITHER, _TARGET, _RESULT = "{target_or_result_heads}", "{target_heads}", "{result_heads}"
_OWNED_TITLE = regex.compile(r"(?P<unit>\p{Han}{3,30}?)(?:关于)?(?:19|20)\d\d年度?(?P<name>\p{Han}.{3,})$")
_UNIT = "{units}$"
_TITLED_YEAR = regex.compile(r"(?<!\d)(20\d\d)年")
_PLAN = "{plan_headings}"
_WHOLE = r"{whole_titles}|^\d+年度?$|^$|^[一二三四五六七八九十(]|关于(?:\d{4}年度?)?$"


def extract(document: Document) -> tuple[Claim, ...]:
    """The claims of all narrative passages, in reading order, with ids ``F1`` … for figures and ``W1`` … for words."""
    if not document.passages:
        return ()
    reader = Reader(_terms(document), document.year)
    stage = "预算" if "budget" in document.genre else "决算"
    base = Aspects(stage=stage, period=document.year)
    terms = measures(headings=True).plus(_printed(document))
    entity = ""
    known = {_bare(table.entity): table.entity for table in document.tables if table.entity}
    projects = _projects(document) | known
    cache: dict[int, tuple[Aspects, str]] = {}
    out: list[tuple[Passage, Draft]] = []
    parts: list[tuple[str, str, int]] = []
    regions = document.genre in ("execution-report", "bulletin") or (document.genre == "unknown" and _territorial(document))
    for passage in document.passages:
        above, entity = entity, _entity(passage, entity)
        if passage.heading and (headed := projects.get(_bare(_bare_title(passage.text)))):
            entity = headed
        if entity and entity != above and passage.table is None and not fold(passage.text).rstrip().endswith("表"):
            parts.append(("report", entity, len(out)))
        elif passage.table and document.table(passage.table).entity and parts and parts[-1][1] != document.table(passage.table).entity:
            parts.append(("table", document.table(passage.table).entity, len(out)))
        if passage.heading or not passage.narrative or not passage.text.strip():
            continue
        if document.organization and fold(document.organization) in fold(entity) and document.genre != "project-performance":
            entity = ""  # the unit that reports is no project of its own
        if worded(_UNIT).search(entity) and entity not in known.values():
            entity = ""
        own = document.table(passage.table).entity if passage.table else _opened(passage, projects) or known.get(_bare(entity), entity)
        key = id(passage.section)
        if key not in cache:
            cache[key] = _heading(passage.section, base, terms)
        aspects, family = cache[key]
        if own:
            aspects, family = base.but(entity=own), "" if passage.table else "项目资金"
        if passage.table and _planned(document, passage):
            aspects = aspects.but(stage="目标")
        titled = regex.sub(r"\s", "", fold(entity)).removesuffix("项目") if own and not passage.table else ""
        setting = Setting(aspects, family, own, titled, document.year, document.organization, regions)
        setting = replace(setting, appraised="performance" in document.genre and not own)
        if regions and (region := _region(passage.section)):
            setting = replace(setting, aspects=setting.aspects.but(entity=region))
        year = _year(passage.section, document.year)
        if year != document.year:
            setting = setting.shifted(year, planned=int(year) > int(document.year))
        out += [(passage, draft) for draft in reader.read(passage, setting)]
    _join(document, out, parts)
    if not regions:
        owners.assign(document, out)
    figures = words = 0
    for _, draft in out:
        if (
            draft.number == (draft.start, draft.end)
            and draft.quantity.dimension == "number"
            and draft.kind.value in ("flat", "none", "order")
        ):
            words += 1
            draft.id = f"W{words}"
        else:
            figures += 1
            draft.id = f"F{figures}"
    return tuple(freeze(passage, draft) for passage, draft in out)


def _projects(document: Document) -> dict[str, str]:
    """The projects that the rows of lists name, by their bare names."""
    measures_ = {cell.aspects.measure for table in document.tables for cell in table.figures if cell.aspects.measure.startswith("项目.")}
    return {_bare(name): name for name in (measure.removeprefix("项目.") for measure in measures_)}


def _opened(passage: Passage, projects: Mapping[str, str]) -> str:
    """The project that an entry of a list opens with: 1.堤防加固。投入…, （1）项目名称：堤防加固；预算安排…"""
    text = fold(passage.text).strip()
    if named := _ENTRY.match(text):
        return projects.get(_bare(named["name"]), str(named["name"]).strip())
    opening = _RUN_IN.match(text)
    return projects.get(_bare(opening["name"]), "") if opening else ""


def _join(document: Document, out: list[tuple[Passage, Draft]], parts: list[tuple[str, str, int]]) -> None:
    """A report of a project and the form right behind it are of one project under two names, where their money or their words say so."""
    known = {table.entity for table in document.tables}
    titles = {_bare(name) for sort, name, _ in parts if sort == "report"}
    for (sort, report, first), (after, form, last) in pairwise(parts):
        if (sort, after) != ("report", "table") or report in known or _bare(form) in titles:
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


def _territorial(document: Document) -> bool:
    """Whether a document of no known kind states the money of a place and not that of a unit (全市一般公共预算收入…)."""
    pattern = load("words")["territory"]
    return any(regex.search(pattern, fold(passage.text)) for passage in document.passages if passage.narrative)


def _region(section: Section | None) -> str:
    """Whose figures a section states, as the last heading with such a word says (（二）市本级)."""
    for title in reversed(section.path if section else ()):
        found = {match[0] for match in worded("{regions}").finditer(fold(title))}
        if found:
            return found.pop() if len(found) == 1 else ""
    return ""


def _year(section: Section | None, own: str) -> str:
    """The year that a section speaks of: the next one where its heading announces a plan, the last one where it looks back on it."""
    for title in reversed(section.path if section and own.isdigit() else ()):
        years = set(_TITLED_YEAR.findall(fold(title)))
        if len(years) != 1:
            if years:
                return own
            continue
        year = years.pop()
        plan = int(year) == int(own) + 1 and worded(_PLAN).search(fold(title))
        return year if plan else own
    return own


def _bare(name: str) -> str:
    """A project's name without quotes, spaces and the words that one writer adds and another leaves out."""
    return regex.sub(r'["\s]', "", fold(name)).removesuffix("项目").removesuffix("经费").removesuffix("费")


def _planned(document: Document, passage: Passage) -> bool:
    """Whether a text cell stands under a head that announces targets and not results."""
    rows = document.table(passage.table or "").rows
    cell = next((c for c in rows[passage.row or 0] if c.column == passage.column), None)
    heads = "".join((*cell.path, *cell.stub)) if cell is not None else ""
    if not worded(_EITHER).search(heads):
        above = (c for row in reversed(rows[: passage.row or 0]) for c in reversed(row) if c.column == passage.column)
        heads += next((c.text for c in above if c.role is Role.HEAD), "")
    return bool(worded(_TARGET).search(heads)) and not worded(_RESULT).search(heads)


def _entity(passage: Passage, current: str) -> str:
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
            if owned and worded(_UNIT).search(owned["unit"]) and not whole:
                name = owned["name"]
            return current if name == "" else "" if whole else regex.sub(r"^\d{4}年度?|(?:支出|(?:19|20)\d\d年度?)+$", "", name)
        if passage.heading == 1 and regex.match(r"第.部分", text):
            return ""
    return current


def _heading(section: Section | None, base: Aspects, terms: Terms) -> tuple[Aspects, str]:
    """What the headings above a passage say: scope, flow, part, and the family of measures that they are about."""
    aspects, family, item = base, "", ""
    for title in section.path if section else ():
        flows: set[str] = set()
        scopes: set[str] = set()
        rest, named = list(fold(title)), ""
        for term in terms.find(title):
            under = (r for r in term.readings if named and r.get("measure", "").startswith(named))
            reading = dict(next(under, term.readings[0] if term.readings else {}))
            measure = reading.pop("measure", "")
            flow = reading.pop("flow", "-")
            flows.update(("收入", "支出") if flow == "收支" else () if flow == "-" else (flow,))
            rest[term.start : term.end] = " " * (term.end - term.start)
            named = measure if measure.startswith("功能.") else "" if measure else named
            reading.pop("stage", None)
            scopes |= {reading["scope"]} if "scope" in reading else set()
            aspects = merge(aspects, reading)
            if measure and measure not in TOTALS and not measure.startswith(("功能", "经济")):
                family = measure.split(".")[0]
        if len(scopes) > 1:
            aspects = aspects.but(scope="")
        if flows:
            aspects = aspects.but(flow=flows.pop() if len(flows) == 1 else "")
        if named:
            known = not _MORE.search("".join(rest)) and not ("(项)" in fold(title) and len(named) < 10)
            item = named if known else f"名.{_bare_title(title)}" if "(项)" in fold(title) or "(款)" in fold(title) else ""
        elif family:
            item = ""
    if family:
        aspects = normal(aspects.but(measure=family)).but(measure=_item(section, family, terms))
    return aspects.but(measure=item) if item and not family else aspects, family


def _item(section: Section | None, family: str, terms: Terms) -> str:
    """The item of a family that the last heading names and nothing else: （二）公务接待费 under “三公”经费."""
    title = section.path[-1] if section and section.path else ""
    named = [term for term in terms.find(title) if term.readings and "measure" in term.readings[0]]
    rest = list(fold(title))
    for term in named:
        rest[term.start : term.end] = " " * (term.end - term.start)
    measure = named[0].readings[0]["measure"] if len(named) == 1 else ""
    return measure if measure.startswith(f"{family}.") and not _MORE.search("".join(rest)) else ""


def _bare_title(title: str) -> str:
    return regex.sub(r"^\s*(?:\(?[一二三四五六七八九十\d]+[)、.]\s*)+|[。:\s]+$", "", fold(title))


def _terms(document: Document) -> Terms:
    """The lexicon with the names that this document's own tables print: items, projects, indicators."""
    return measures().plus(_printed(document))


def _printed(document: Document) -> Iterator[tuple[str, str, tuple[Mapping[str, str], ...]]]:
    stop = set(load("words")["filler"])
    seen: set[tuple[str, str]] = set()
    read: set[tuple[str, str]] = set()  # as printed: the other cells of a row say nothing new
    for table in document.tables:
        if table.entity and len(table.entity) >= 3:
            yield table.entity, "aspect", ({"measure": "项目资金", "entity": table.entity},)
        for cell in table.cells:
            measure = cell.aspects.measure
            if not measure or not cell.stub or (cell.stub[-1], measure) in read:
                continue
            read.add((cell.stub[-1], measure))
            name = fold(cell.stub[-1]).replace(" ", "")
            name = _ITEM.sub("", name)
            if len(name) < 3 or len(name) > 40 or (name, measure) in seen or name in stop:
                continue
            seen.add((name, measure))
            if measure.startswith("功能."):
                yield name, "aspect", ({"measure": measure, "flow": "支出"},)
            elif measure.startswith("经济."):
                yield name, "aspect", ({"measure": measure, "flow": "支出"},)
            elif (
                measure.startswith("指标.") and "performance" in document.genre and cell.kind in ("target", "actual") and "满意" not in name
            ):
                yield name, "aspect", ({"measure": measure},)
            elif measure.startswith("名.") and regex.search(r"\p{Han}{3}", name):
                yield name, "aspect", ({"measure": measure},)
