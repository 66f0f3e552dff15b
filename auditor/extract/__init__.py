"""Pull every numeric claim out of the narrative."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import regex

from auditor.extract import owners
from auditor.extract.drafts import Draft, Setting, freeze
from auditor.extract.headings import bare_title, heading_of, region_of, year_of
from auditor.extract.projects import UNIT, bare, entity_of, form_of, general, join, listed_projects, opened
from auditor.extract.reader import Reader
from auditor.lexicon import Terms, fold, load, measures, worded
from auditor.model import Aspects, Claim, Document, Passage, Role

__all__ = ["extract"]

_ITEM = regex.compile(r"^(?:其中|[一二三四五六七八九十]+、|\(?[一二三四五六七八九十]+\)|\d+[.、])\s*:?")
_EITHER, _TARGET, _RESULT = "{target_or_result_heads}", "{target_heads}", "{result_heads}"


def extract(document: Document) -> tuple[Claim, ...]:
    """The claims of all narrative passages, in reading order, with ids ``F1`` … for figures and ``W1`` … for words."""
    if not document.passages:
        return ()
    reader = Reader(_terms(document), document.year)
    stage = "预算" if "budget" in document.genre else "决算"
    base = Aspects(stage=stage, period=document.year)
    terms = measures(headings=True).plus(_printed(document))
    entity = ""
    known = {bare(table.entity): table.entity for table in document.tables if table.entity}
    projects = listed_projects(document) | known
    cache: dict[int, tuple[Aspects, str]] = {}
    out: list[tuple[Passage, Draft]] = []
    parts: list[tuple[str, str, int]] = []
    regions = document.genre in ("execution-report", "bulletin") or (document.genre == "unknown" and _territorial(document))
    for passage in document.passages:
        above, entity = entity, entity_of(passage, entity)
        if passage.heading and (headed := projects.get(bare(bare_title(passage.text)))):
            entity = headed
        elif passage.table is None and (headed := known.get(form_of(passage))):
            entity = headed
        if entity and entity != above and passage.table is None and not fold(passage.text).rstrip().endswith("表"):
            parts.append(("report", entity, len(out)))
        elif passage.table and document.table(passage.table).entity and parts and parts[-1][1] != document.table(passage.table).entity:
            parts.append(("table", document.table(passage.table).entity, len(out)))
        if passage.heading or not passage.narrative or not passage.text.strip():
            continue
        if document.organization and fold(document.organization) in fold(entity) and document.genre != "project-performance":
            entity = ""  # the unit that reports is no project of its own
        if entity not in known.values() and (worded(UNIT).search(entity) or general(entity)):
            entity = ""
        own = document.table(passage.table).entity if passage.table else opened(passage, projects) or known.get(bare(entity), entity)
        key = id(passage.section)
        if key not in cache:
            cache[key] = heading_of(passage.section, base, terms)
        aspects, family = cache[key]
        if own:
            aspects, family = base.but(entity=own), "" if passage.table else "项目资金"
        if passage.table and _planned(document, passage):
            aspects = aspects.but(stage="目标")
        titled = regex.sub(r"\s", "", fold(entity)).removesuffix("项目") if own and not passage.table else ""
        setting = Setting(aspects, family, own, titled, document.year, document.organization, regions)
        setting = replace(setting, appraised="performance" in document.genre and not own)
        if regions and (region := region_of(passage.section)):
            setting = replace(setting, aspects=setting.aspects.but(entity=region))
        year = year_of(passage.section, document.year)
        if year != document.year:
            setting = setting.shifted(year, planned=int(year) > int(document.year))
        out += [(passage, draft) for draft in reader.read(passage, setting)]
    join(document, out, parts)
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


def _territorial(document: Document) -> bool:
    """Whether a document of no known kind states the money of a place and not that of a unit (全市一般公共预算收入…)."""
    pattern = load("words")["territory"]
    return any(regex.search(pattern, fold(passage.text)) for passage in document.passages if passage.narrative)


def _planned(document: Document, passage: Passage) -> bool:
    """Whether a text cell stands under a head that announces targets and not results."""
    rows = document.table(passage.table or "").rows
    cell = next((c for c in rows[passage.row or 0] if c.column == passage.column), None)
    heads = "".join((*cell.path, *cell.stub)) if cell is not None else ""
    if not worded(_EITHER).search(heads):
        above = (c for row in reversed(rows[: passage.row or 0]) for c in reversed(row) if c.column == passage.column)
        heads += next((c.text for c in above if c.role is Role.HEAD), "")
    return bool(worded(_TARGET).search(heads)) and not worded(_RESULT).search(heads)


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
