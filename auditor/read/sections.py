"""What a line is: a heading, a line that belongs to a table, a note, an entry of the contents.

The words come from ``lexicons/sections.yaml``; everything here looks at one line and knows nothing of its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from auditor.lexicon import fold, kept, load
from auditor.model import Section

_HAN = "零〇一二三四五六七八九十百"
_DIGITS = "零一二三四五六七八九"
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?\s*(?:[百千万亿]*元|%|％|‰|个百分点)|\d+\.\d|\d\s*(?:人次|批次|辆|人(?!大)|个(?!人)|项|台|次)")
_SPACE = re.compile(r"\s+")
_PAGE = re.compile(
    r"\s*(?:-{1,2}\s*\d{1,4}\s*-{1,2}|第\s*\d{1,4}\s*页(?:\s*[,/]?\s*共\s*\d{1,4}\s*页)?|page\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|页码\s*:?\s*\d{1,4}(?:\s*/\s*\d{1,4})?"
    r"|-\s*[ivxlcⅠⅡⅢⅣⅤ]{1,5}\s*-|·\s*\d{1,4}\s*·)\s*",
    re.IGNORECASE,
)
_LEADER = re.compile(
    r"(?<=[^\s.…·_\-])\s*(?:\.{3,}|…+|·{3,}|_{4,}|-{6,})[\s.…·]*\(?\s*-?\s*\d{1,3}\s*-?\s*\)?\s*$"
    r"|(?<=[^\s.…·_\-])\s*(?:\.{6,}|…{4,}|·{6,}|_{6,}|-{8,})\s*$"
    r"|\s*\bPAGEREF\b.*$"
)
_ENTRY_PAGE = re.compile(r"(?:\t|\s{2,}|[\s.…·]*\()\s*-?\s*\d{1,3}\s*-?\s*\)?\s*$")
_NUMBERED = re.compile(
    rf"(?P<part>第\s*(?:[{_HAN}]{{1,4}}|\d{{1,2}})\s*(?:PARTS))[\s:、.]*"
    rf"|(?P<han>[{_HAN}]{{1,4}})\s*(?:、|\.|,(?=\S{{2}}))\s*"
    rf"|(?P<bracket>\(\s*[{_HAN}]{{1,4}}\s*\))[\s、.]*"
    r"|(?P<digit>\d{1,2})\s*(?:、|\.(?!\d))\s*"
    r"|(?P<point>\(\s*\d{1,2}\s*\)|\d{1,2}\)|[①-⑳])[\s、.]*"
)
_DATE = re.compile(
    rf"[(]?(?:20\d\d|二[〇○O0零][{_HAN}○O0]{{2}})\s*年\s*(?:\d{{1,2}}|[{_HAN}]{{1,3}})\s*月(?:\s*(?:\d{{1,2}}|[{_HAN}]{{1,3}})\s*日)?[)]?"
)
_YEAR = re.compile(r"\(?\s*(20\d\d)\s*年?度?\s*(?:\d{1,2}\s*月)?\)?")
_DEFINES = re.compile(r"(?::|,|\)|\")\s*(?:主要|主要是|是)?\s*(?:指|反映|是指)|^[^,。;]{2,40}(?:是指|指的是|反映)|^[^,。;:]{2,40}:是")
_STOP = re.compile(r"[。;!?！？；]")
_CLAUSE = re.compile(r"[，,。;!?！？；]")
_MONEY_UNIT = r"(?:人民币)?\s*(?P<unit>(?:百万|千|万|亿|万亿)?元)(?:\s*(?:人民币)?)"


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered or marked heading."""

    level: int
    """1 for 第N部分 (and unnumbered titles of enclosed reports), 2 for 一、, 3 for （一）, 4 for 1、, 5 for (1)."""
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Words:
    """The patterns of lexicons/sections.yaml."""

    contents: frozenset[str]
    definitions: tuple[str, ...]
    numbered: re.Pattern[str]
    form: re.Pattern[str]
    enclosure: re.Pattern[str]
    unit: re.Pattern[str]
    organization: re.Pattern[str]
    note: re.Pattern[str]
    empty: tuple[str, ...]
    table_endings: tuple[str, ...]
    report_endings: tuple[str, ...]
    heading_endings: tuple[str, ...]
    continued: tuple[str, ...]
    unfinished: tuple[str, ...]
    resumed: tuple[str, ...]
    carried: tuple[str, ...]
    kinds: tuple[str, ...]


@kept
def words() -> Words:
    """The words of lexicons/sections.yaml as patterns over folded text."""
    data = {key: tuple(squeeze(word) for word in values) for key, values in load("sections").items()}

    def any_of(key: str) -> str:
        return "|".join(r"\s*".join(map(re.escape, word)) for word in sorted(set(data[key]), key=len, reverse=True))

    ordinal = rf"(?:\d{{1,2}}|[{_HAN}]{{1,3}})"
    return Words(
        contents=frozenset(data["contents"]),
        definitions=data["definitions"],
        numbered=re.compile(_NUMBERED.pattern.replace("PARTS", "|".join(data["parts"]))),
        form=re.compile(rf"\(?(?:\w{{0,8}}(?:{any_of('forms')}))\s*:?\s*{ordinal}(?:\s*-\s*\d{{1,2}})?\s*(?:号)?(?:附?表{{1,2}})?\)?:?"),
        enclosure=re.compile(rf"(?P<number>(?:{any_of('enclosures')})\s*{ordinal}?(?:-\d{{1,2}})?)\s*(?:[:、.]\s*(?P<title>.*))?"),
        unit=re.compile(rf"(?:{any_of('units')})\s*:\s*{_MONEY_UNIT}"),
        organization=re.compile(rf"(?:{any_of('organizations')})\s*:\s*(?P<name>\S.*)"),
        note=re.compile(rf"[*(]?\s*(?:{any_of('notes')})\s*(?:\d{{1,2}})?\s*(?::|(?=\d{{1,2}}\s*[、.])|$)\)?"),
        empty=data["empty"],
        table_endings=data["table_endings"],
        report_endings=data["report_endings"],
        heading_endings=data["heading_endings"],
        continued=data["continued"],
        unfinished=data["unfinished"],
        resumed=data["resumed"],
        carried=data["carried"],
        kinds=tuple(sorted(data["kinds"], key=len, reverse=True)),
    )


@lru_cache(maxsize=4096)
def squeeze(text: str) -> str:
    """The text folded and without blanks, for comparing words that a layout may have spaced out."""
    return "".join(fold(text).split()).lower()


def has_figure(text: str) -> bool:
    """Whether the text states a figure: money, a percentage, a decimal number, a count (the first 2000 characters are looked at)."""
    return _FIGURE.search(fold(text[:2000])) is not None


def page_mark(text: str) -> bool:
    """Whether the line is only a page number (－3－, 第3页 共9页)."""
    return len(text) < 24 and _PAGE.fullmatch(fold(text)) is not None


def contents_head(text: str) -> bool:
    """Whether the line opens a table of contents."""
    return len(text) <= 12 and squeeze(text) in words().contents


def contents_entry(text: str) -> bool:
    """Whether the line ends in a page number behind dots, as only tables of contents do."""
    return len(text) < 120 and _LEADER.search(text) is not None


def contents_page(text: str) -> bool:
    """Whether the line ends in what may be a page number (a tab or a wide gap, then a small number)."""
    return len(text) < 120 and (_LEADER.search(text) is not None or _ENTRY_PAGE.search(text) is not None)


def entry_key(text: str) -> str:
    """An entry of the contents without its dots and page, to be compared with the heading that it announces."""
    return squeeze(_ENTRY_PAGE.sub("", _LEADER.sub("", text)))


def numbered(text: str) -> tuple[int, str, str] | None:
    """(level, ordinal, rest) of a line that begins with an ordinal, whether it is a heading or not."""
    match = words().numbered.match(fold(text[:40]))
    if match is None or match.end() == 0:
        return None
    level = {"part": 1, "han": 2, "bracket": 3, "digit": 4, "point": 5}[match.lastgroup or ""]
    number = _SPACE.sub("", text[match.start(match.lastgroup or 0) : match.end(match.lastgroup or 0)])
    return level, number, text[match.end() :].strip()


def heading(text: str, marked: int = 0) -> Heading | None:
    """The heading that a line is, ``None`` for body text. ``marked`` is the level that the format itself gives it, 0 for none."""
    limit = 70 if marked else 45
    if not text or len(text) > limit + 12:
        return None
    found = numbered(text)
    folded = fold(text)
    if found is None:
        if not marked or len(text) > limit or _STOP.search(folded) or has_figure(text):
            return None
        return Heading(min(marked, 5), "", text.strip())
    level, number, rest = found
    bare = rest.rstrip("。：: ")
    if not bare or len(bare) > limit:
        return Heading(level, number, "") if level == 1 and not bare else None
    plain = fold(bare)
    if _STOP.search(plain) or (has_figure(plain) and not marked) or (marked and _FIGURE.search(plain) and _CLAUSE.search(plain)):
        return None
    full_stop = rest.endswith("。")
    if not marked:
        if full_stop and (level >= 4 or (len(bare) > 12 and not plain.endswith(words().heading_endings))):
            return None
        if _CLAUSE.search(plain) and (full_stop or len(bare) > 32 or level == 4 or "指" in plain):
            return None
        if ":" in plain and not plain.endswith(":"):
            return None
    return Heading(level, number, bare)


def follows(number: str, before: str) -> bool:
    """Whether one ordinal is the next after another (（三） after （二）)."""
    first, second = _value(before), _value(number)
    return first > 0 and second == first + 1


def _value(number: str) -> int:
    bare = re.sub(rf"[^\d{_HAN}]", "", fold(number))
    if bare.isdigit() and bare.isascii():
        return int(bare)
    if number[:1] in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳":
        return ord(number[0]) - ord("①") + 1
    tens, _, ones = bare.rpartition("十") if "十" in bare else ("", "", bare)
    value = _DIGITS.find(ones) if len(ones) == 1 else 0
    if "十" in bare:
        return (_DIGITS.find(tens) if tens else 1) * 10 + max(value, 0)
    return max(value, 0)


def project(text: str) -> str:
    """The name behind 项目名称：, empty when the line names none."""
    match = re.match(r"项目名称\s*[:：]\s*(\S.{1,60})", text)
    return match[1].strip() if match else ""


def section(found: Heading, above: Sequence[Section], text: str) -> Section:
    """The section that a heading opens below ``above`` (outermost first)."""
    whole = f"{found.number} {found.title}" if found.number and found.level == 1 and found.title else text.strip().rstrip("。：:")
    return Section(found.number, found.title, found.level, (*(s.path[-1] for s in above), whole))


def money_unit(text: str) -> str:
    """The unit that a unit line names (``金额单位：万元`` → 万元), empty when the line names none."""
    match = words().unit.search(fold(text)) if len(text) <= 120 else None
    return match["unit"].replace(" ", "") if match else ""


def organization(text: str) -> str:
    """The name behind 部门：, 单位名称： …, empty when the line names none."""
    if len(text) > 120:
        return ""
    folded = fold(text)
    match = words().organization.match(folded)
    if match is None or re.match(_MONEY_UNIT + r"$", match["name"]):
        return ""
    name = text[match.start("name") :]
    cut = words().unit.search(fold(name))
    name = name[: cut.start()] if cut else name
    name = re.split(r"\s{2,}|\s(?=20\d\d\s*年)|(?<=\S)[(（]?20\d\d\s*年", name)[0].strip(" \t\u3000(（|")
    return re.sub(r"^[\d\s]{3,12}[-—－\s]*", "", name).strip()


def date(text: str) -> bool:
    """Whether the line is nothing but a date or a month."""
    return len(text) <= 24 and _DATE.fullmatch(fold(text).strip()) is not None


def form_number(text: str) -> bool:
    """Whether the line is nothing but the number of a form or enclosure (公开01表, 附件3)."""
    return len(text) <= 24 and words().form.fullmatch(fold(text).strip()) is not None


def enclosure(text: str) -> Heading | None:
    """The heading that ``附件3`` or ``附件 3：标题`` is."""
    if len(text) > 80 or not text.startswith("附"):
        return None
    match = words().enclosure.fullmatch(fold(text).strip())
    if match is None:
        return None
    title = (match["title"] or "").strip()
    return None if _STOP.search(title) else Heading(1, _SPACE.sub("", match["number"]), title)


def note(text: str) -> bool:
    """Whether the line opens a note under a table (注：…, 备注：…)."""
    return words().note.match(fold(text[:40])) is not None


def says_empty(text: str) -> bool:
    """Whether the line says that a table is empty."""
    return len(text) <= 60 and any(word in squeeze(text) for word in words().empty)


def continued(text: str) -> bool:
    """Whether the line says that a table goes on from another page."""
    return len(text) <= 60 and any(word in squeeze(text) for word in words().continued)


def furniture(text: str) -> str:
    """What a short line above a table says of it: ``form`` ``unit`` ``organization`` ``year`` ``date`` or ``""`` for none of these."""
    if not text or len(text) > 120:
        return ""
    if len(text) <= 24:
        bare = fold(text).strip()
        if words().form.fullmatch(bare):
            return "form"
        if bare and bare[0] in "(2二":
            if len(bare) <= 16 and _YEAR.fullmatch(bare):
                return "year"
            if _DATE.fullmatch(bare):
                return "date"
    if ":" not in text and "：" not in text:
        return ""
    if money_unit(text) and not _STOP.search(fold(text)):
        return "unit"
    return "organization" if organization(text) and not _CLAUSE.search(fold(text)) else ""


def titled(text: str) -> bool:
    """Whether the line could be the title of a table: short, no sentence."""
    return 2 <= len(text) <= 60 and not _CLAUSE.search(fold(text)) and not has_figure(text) and not text.endswith((":", "：", "、"))


def table_title(text: str) -> bool:
    """Whether the line ends like the title of a table."""
    bare = re.sub(r"\((?:20\d\d\s*年?度?|续|单位.*?|[^()]{0,6}元)\)$", "", squeeze(text))
    return titled(text) and bare.endswith(words().table_endings)


def report_title(text: str) -> bool:
    """Whether the line is the title of an enclosed report."""
    bare = squeeze(text)
    return len(bare) >= 6 and titled(text) and bare.endswith(words().report_endings) and numbered(text) is None


@kept
def definitions(title: str) -> bool:
    """Whether a section of that title explains words."""
    bare = squeeze(title)
    return any(word in bare for word in words().definitions)


def definitions_head(text: str) -> bool:
    """Whether the line is the unnumbered heading of a section that explains words."""
    return len(text) <= 16 and squeeze(text) in words().definitions


def defines(text: str) -> bool:
    """Whether the passage explains a word (项目支出：指…)."""
    return _DEFINES.search(fold(text[:120])) is not None
