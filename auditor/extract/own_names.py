"""The names under which the reporting unit speaks of itself: whole, without its upper places, by the level of its place, abbreviated."""

from __future__ import annotations

import regex

from auditor.lexicon import codes, either, fold, kept, worded

_PLACE = r"(?P<stem>\p{Han}{2,12}?)(?P<level>{places})(?!{no_places})"
_PEOPLES = regex.compile(r"(?:\p{Han}{1,4}族)+")
_INSIDE = r"(?<![\p{Han}--[年度入由的对经是与和及在比向给从末日为但将因按据于中我本]])"
"""Where a name without its own place may begin: 兄弟县教育局 and 市教育局 are others."""
_BARE = 3
"""Letters that a name without any place needs."""
_OURS = "[我本]{we}"
_BESIDE = "(?:部门|单位)?"
_HEADS = (("中国共产党", "中共"), ("中国人民政治协商会议", "政协"))
"""What stands before the place, in full and short."""


@kept
def own_names(organization: str) -> regex.Pattern[str]:
    """The pattern of the names of this unit, and of what any unit calls itself (我局)."""
    name = fold(organization)
    if len(name) <= _BARE:
        return worded(_OURS)
    places: list[tuple[str, str]] = []
    written, head = next(((one, f"(?:{'|'.join(same)})") for same in _HEADS for one in same if name.startswith(one)), ("", ""))
    at = start = len(written)
    while (found := worded(_PLACE).match(name, at)) and len(name) - found.end() > 1:
        places.append((found["stem"], found["level"]))
        at = found.end()
    core = name[at:]
    forms = []
    cores = [core, *_abbreviated(core)] if places else []
    place = ""
    for stem, level in reversed(places):
        stems = [stem, *(stem[:end] for end in range(2, len(stem)) if _PEOPLES.fullmatch(stem[end:]))]
        place = f"(?:{'|'.join(stems)})(?:{level}|{level[-1]}){place}"
        forms += [f"(?:{head}(?:\\p{{Han}}{{2,8}}?[省市州区])?)?{place}{one}" if head else place + one for one in cores]
    if places:
        level = places[-1][1][-1]
        forms += [f"{_INSIDE}{level}{one}" for one in cores]
        forms += [_INSIDE + regex.escape(core)] if len(core) >= _BARE and not head else []
        whole = regex.escape(name[start:at])
        for pattern, canonical in _placed():
            if regex.fullmatch(canonical.replace("{P}", f"(?:{whole})"), name):
                forms.append(pattern.replace("{P}", f"(?:{place}|{_INSIDE}{level})"))
    under = rf"\p{{Han}}{{0,4}}{either('under_units')}"  # what makes of it the name of another unit
    any_form = "|".join((*forms, worded(_OURS).pattern))
    return regex.compile(f"{regex.escape(name)}{_BESIDE}|(?:{any_form}){_BESIDE}(?!{under})", regex.V1)


def _abbreviated(core: str) -> list[str]:
    """The short forms of a name without its place that the lexicon knows, as patterns; 和 may be left out of a list."""
    found = [regex.sub("[和与]", "[和与]?", regex.escape(core))] if regex.search("(?<=..)[和与](?=..)", core) else []
    for row in codes("orgs"):
        if row["relation"] == "abbrev" and not row["condition"] and not regex.search(r"[{\\]", row["pattern"] + row["canonical"]):
            found += [f"(?:{row['pattern']})"] if regex.fullmatch(row["canonical"], core) else []
    return found


@kept
def _placed() -> tuple[tuple[str, str], ...]:
    """(short form, full form) of the names that have their place inside (某市委组织部), by the lexicon."""
    return tuple(
        (row["pattern"], row["canonical"])
        for row in codes("orgs")
        if row["relation"] == "abbrev"
        and "{P}" in row["pattern"]
        and "{P}" in row["canonical"]
        and not regex.search(r"\{N|\\", row["canonical"])
    )
