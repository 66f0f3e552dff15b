"""What the headings above a passage say: whose money, of which year, and what it is about."""

from __future__ import annotations

import regex

from auditor.extract.drafts import TOTALS
from auditor.lexicon import Terms, fold, merge, normal, worded
from auditor.model import Aspects, Section

_MORE = regex.compile(r"[^\s\d.、()一二三四五六七八九十类款项的及:支出决算预情况具体说明]")
_TITLED_YEAR = regex.compile(r"(?<!\d)(20\d\d)年")
_PLAN = "{plan_headings}"


def region_of(section: Section | None) -> str:
    """Whose figures a section states, as the last heading with such a word says (（二）市本级)."""
    for title in reversed(section.path if section else ()):
        found = {match[0] for match in worded("{regions}").finditer(fold(title))}
        if found:
            return found.pop() if len(found) == 1 else ""
    return ""


def year_of(section: Section | None, own: str) -> str:
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


def heading_of(section: Section | None, base: Aspects, terms: Terms) -> tuple[Aspects, str]:
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
            item = named if known else f"名.{bare_title(title)}" if "(项)" in fold(title) or "(款)" in fold(title) else ""
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


def bare_title(title: str) -> str:
    """The heading without its number and its end sign."""
    return regex.sub(r"^\s*(?:\(?[一二三四五六七八九十\d]+[)、.]\s*)+|[。:\s]+$", "", fold(title))
