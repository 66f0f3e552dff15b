"""What stands around a table: its title, form number, unit, year, notes, and the kind that title and heads make it.

Kinds and their title patterns live in ``lexicons/tables.yaml``; nothing here knows a table by its position.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from auditor.errors import LexiconError
from auditor.lexicon import fold, kept, load

_BLANK = re.compile(r"\s+")
_YEAR = re.compile(r"(20\d\d)\s*年(?!\s*\d{1,2}\s*月)")
_UNIT = re.compile(r"(?:金额|计量|货币|数量)?单位\s*[:：]?\s*(?:人民币)?\s*((?:[十百千万亿]|十万|百万|千万|百亿)?元)")
_UNIT_ALONE = re.compile(r"^\(?(?:人民币)?([千万亿百]{0,2}元)\)?$")
_FORM = re.compile(
    r"(?:财决)?(?:预算|决算)?(?:公开)+(?:附)?(?:表)?\s*\d+(?:[-.]\d+)?\s*表*|财决(?:公开)?(?:附)?\d+(?:-\d+)?表|(?:预算|决算)(?:公开)?(?:表)?\d+(?:-\d+)?表?"
)
_FORM_ALONE = re.compile(r"^(?:附?表|附件)[一二三四五六七八九十\d]+(?:[-.]\d+)*[:：]?$")
_FURNITURE = re.compile(
    r"^(?:部门|单位|编制单位|编制部门|填报单位|填报部门|预算单位|部门名称|单位名称|部门\(单位\)|部门\(单位\)名称|公开部门|公开单位|报送单位)[:：]"
    r"|^\(?20\d\d年度?\)?$|^(?:金额|计量)?单位[:：]|^第?\d+页|^编制时间|^制表|^(?:附件|附表)[一二三四五六七八九十\d]*$"
)
_NUMBERING = re.compile(
    r"^(?:[#*\-·•]+|(?:附件|附表|表|附)(?:\d+|[一二三四五六七八九十]+(?!般))(?:[-.]\d+)*[:：、.]?|第[一二三四五六七八九十]+(?:部分|章)|[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d+[.、]|[A-Z]{1,2}\d+(?:-\d+)?(?=[\u4e00-\u9fff]))"
)
_YEARS = re.compile(r"\(?20\d\d年度?\)?|\(续(?:表)?\)|续表|-续")
_ORGANIZATION = re.compile(
    r"(?:局|委|办|部|院|室|会|厅|处|站|所|校|园|队|中心|政府|街道|镇|乡|公司|大学|医院|馆|社|团|署|组|市|县|区|旗|省|协会|本级|\(本级\)|公安|办事处)$"
)
_SET_PHRASES = (
    ("一般公共预算", "一般公共"),
    ("政府性基金预算", "政府性基金"),
    ("国有资本经营预算", "国有资本经营"),
    ("公共财政预算", "一般公共"),
)
_SILENT_WORDS = ("决算", "预算", "部门", "单位", "公开")


_CARRIED_OUT = re.compile(r"执行|完成(?!预算|调整|年初|全年|率)|实际")
"""Words of heads and titles that speak of what was done with a budget."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table: its patterns and what holds for all its cells."""

    id: str
    titles: tuple[re.Pattern[str], ...]
    heads: tuple[tuple[str, ...], ...]
    aspects: Mapping[str, str]
    whole: str
    codes: str
    sections: bool


@dataclass(frozen=True, slots=True)
class Caption:
    """What the lines around a table say of it."""

    title: str
    form: str
    unit: str
    """As a line says; empty where none does."""
    year: str


@lru_cache(maxsize=32768)
def bare(text: str) -> str:
    """The text folded and without blanks."""
    return _BLANK.sub("", fold(text))


def reduced(title: str) -> str:
    """A title without what differs between provinces and years: blanks, quotes, numbers, years, 部门 单位 决算 预算."""
    text = bare(title).replace('"', "").replace("<", "").replace(">", "").strip("#*")
    text = _FORM.sub("", text, count=1) if _FORM.match(text) else text
    while (match := _NUMBERING.match(text)) and match.end() < len(text):
        text = text[match.end() :]
    text = _YEARS.sub("", text)
    for phrase, short in _SET_PHRASES:
        text = text.replace(phrase, short)
    for word in _SILENT_WORDS:
        text = text.replace(word, "")
    return text.replace("()", "")


def _pattern(source: str, codes: str = "") -> re.Pattern[str]:
    text = bare(source)
    for phrase, short in _SET_PHRASES:
        text = text.replace(phrase, short)
    for word in _SILENT_WORDS:
        text = text.replace(word, "")
    out, at = [], 0
    while at < len(text):
        mark = text[at]
        if mark == "[":
            end = text.index("]", at)
            out.append("(?:" + "|".join(re.escape(choice) for choice in text[at + 1 : end].split("|")) + ")?")
            at = end + 1
        elif mark == "(" and "|" in text[at : text.index(")", at)]:
            end = text.index(")", at)
            out.append("(?:" + "|".join(re.escape(choice) for choice in text[at + 1 : end].split("|")) + ")")
            at = end + 1
        else:
            out.append(re.escape(mark))
            at += 1
    by = r"|\([^()]*" + {"经济": "经济", "功能": "功能"}[codes] + r"[^()]*\)" if codes in ("经济", "功能") else ""
    return re.compile("(?P<core>" + "".join(out) + r")(?:\((?!.*科目|.*分类).*\)" + by + ")?$")


@kept
def kinds() -> tuple[Kind, ...]:
    """The kinds of ``lexicons/tables.yaml``."""
    found = []
    for row in load("tables")["kinds"]:
        try:
            found.append(
                Kind(
                    row["id"],
                    tuple(_pattern(title, row.get("codes", "")) for title in row["titles"]),
                    tuple(tuple(bare(word) for word in words) for words in row.get("heads", ())),
                    row.get("aspects", {}),
                    row.get("whole", ""),
                    row.get("codes", ""),
                    bool(row.get("sections", False)),
                )
            )
        except (KeyError, ValueError) as error:
            raise LexiconError("tables.yaml", None, f"表种 {row.get('id', row)}：{error}") from error
    return tuple(found)


GENERIC = Kind("", (), (), {}, "", "", False)
"""A table of no known kind."""


@kept
def titled(title: str) -> Kind | None:
    """The kind whose pattern the title fits, the longest match first; ``None`` when none does."""
    core = reduced(title)
    best: tuple[int, Kind] | None = None
    for kind in kinds():
        for pattern in kind.titles:
            match = pattern.search(core)
            while match:
                prefix = core[: match.start()]
                if not prefix or _ORGANIZATION.search(prefix):
                    size = len(match.group("core"))
                    if best is None or size > best[0]:
                        best = (size, kind)
                    break
                match = pattern.search(core, match.start() + 1)
    return best[1] if best else None


def headed(heads: Iterable[str]) -> Kind | None:
    """The kind that the column heads make certain without a title."""
    present = {bare(head) for head in heads}
    best: tuple[int, Kind] | None = None
    for kind in kinds():
        for words in kind.heads:
            if all(word in present for word in words) and (best is None or len(words) > best[0]):
                best = (len(words), kind)
    return best[1] if best else None


def flavour(title: str, heads: Iterable[str], genre: str) -> str:
    """``final`` or ``budget``: what the title says, else the genre, else the heads; empty when nothing does."""
    text = bare(title)
    for phrase, short in _SET_PHRASES:
        text = text.replace(phrase, short)
    if "决算" in text:
        return "final"
    if "预算" in text and "预算单位" not in text and "最终" not in text:
        return "budget"
    if genre.endswith("budget"):
        return "budget"
    if genre.endswith("final-accounts"):
        return "final"
    words = "".join(bare(head) for head in heads)
    if "决算数" in words:
        return "final"
    if _CARRIED_OUT.search(words):
        return "final" if _CARRIED_OUT.search(text) else ""
    return "budget" if "预算数" in words else ""


def performance(title: str) -> str:
    """``overall`` ``target`` or ``project`` when the title is one of a performance table, else empty."""
    text = bare(title)
    rows: Mapping[str, Sequence[str]] = load("tables")["performance_titles"]
    return next((name for name, words in rows.items() if any(word in text for word in words)), "")


def is_furniture(text: str) -> bool:
    """Whether a line only carries the form number, the unit's name, the year or the money unit."""
    line = bare(text)
    return not line or bool(
        _FURNITURE.search(line)
        or _FORM_ALONE.match(line)
        or _UNIT_ALONE.match(line)
        or _FORM.fullmatch(line)
        or (_FORM.match(line) and _UNIT.search(line))
    )


def is_caption(text: str) -> bool:
    """Whether a row of a grid that holds only this is a line above the table: title, form, unit, year."""
    line = bare(text)
    return bool(line) and (
        is_furniture(line)
        or titled(line) is not None
        or bool(performance(line) and line.endswith("表"))
        or bool(_UNIT.search(line) and len(line) < 40)
    )


def is_owner(text: str) -> bool:
    """Whether a cell beside the money unit is the bare name of whom the table is of."""
    name = bare(text)
    return 4 <= len(name) <= 40 and re.fullmatch(r"[\u4e00-\u9fff()]+", name) is not None and _ORGANIZATION.search(name) is not None


def captioned(texts: Sequence[str]) -> bool:
    """Whether the cells of a row are lines above the table: form, unit of money, name of the department without a word before it."""
    rest = [text for text in texts if not is_caption(text)]
    return not rest or (len(rest) == 1 and rest[0] is texts[0] and is_owner(rest[0]) and any(unit_of(text) for text in texts[1:]))


def unit_of(text: str) -> str:
    """The money unit that a unit line names, empty without one."""
    match = _UNIT.search(fold(text)) or _UNIT_ALONE.match(bare(text))
    return match.group(1) if match else ""


def year_of(text: str) -> str:
    """The first year in a line that is not that of a date, empty without one."""
    match = _YEAR.search(fold(text))
    return match.group(1) if match else ""


def form_of(text: str) -> str:
    """The printed form number (公开01表), empty without one."""
    line = bare(text)
    match = _FORM.search(line) if len(line) < 60 else None
    if match:
        return match.group(0)
    return line.strip(":") if _FORM_ALONE.match(line) else ""


_DATED = re.compile(r"(?:19|20)\d\d年[^\d。；，,;:]{4,}$")
"""A line that begins with its year and is no sentence (2023年末金融机构存款)."""


def _title(lines: Sequence[str]) -> str:
    tests: tuple[Callable[[str], bool], ...] = (
        lambda line: titled(line) is not None,
        lambda line: bool(performance(line)) and len(bare(line)) < 60,
        lambda line: len(bare(line)) < 60 and bare(line).rstrip(")").endswith(("表", "情况", "一览", "清单", "目录")),
        lambda line: len(bare(line)) < 40 and "表" in line and not re.search(r"[。；，,;]", line),
        lambda line: len(bare(line)) < 40 and _DATED.match(bare(line)) is not None,
    )
    for fits in tests:
        for line in reversed(lines):
            if not is_furniture(line) and fits(line):
                return _shown(line)
    return ""


def _shown(line: str) -> str:
    text = re.sub(r"[#*]", "", line).strip()
    text = re.sub(r"\s*(?:金额)?单位\s*[:：].*$", "", text)
    match = _NUMBERING.match(fold(text))
    return re.sub(r"\s+", " ", text[match.end() :] if match and match.end() < len(text) else text).strip()


def caption(lines: Sequence[str], title: str = "") -> Caption:
    """What the lines above a table say, nearest last; ``title`` is one that the format itself gives."""
    forms = [form for form in map(form_of, lines) if form]
    printed = next((form for form in reversed(forms) if not _FORM_ALONE.match(form)), forms[-1] if forms else "")
    found = _title([*([title] if title else []), *lines])
    unit = next((unit for unit in map(unit_of, reversed(lines)) if unit), "") or unit_of(title)
    year = next((year for year in (*map(year_of, reversed([line for line in lines if len(bare(line)) < 60])), year_of(found)) if year), "")
    return Caption(found or _shown(title), printed, unit, year)


@kept
def _empty() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in load("tables")["empty_notes"]))


def says_empty(text: str) -> bool:
    """Whether a line says that the table is empty on purpose (本表无数据, 无此项收支，故本表为空)."""
    line = bare(text)
    return len(line) < 200 and bool(_empty().search(line))
