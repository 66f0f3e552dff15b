"""What the words of a head or row label mean: their aspects, the statistic and the unit.

A label is understood only when every word of it is known; a label with a word that no lexicon knows stays a name of its
own (``名.<label>``), so that it never passes for something else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from auditor.lexicon import Terms, codes, kept, load, measures, merge, normal
from auditor.model import Aspects
from auditor.read.captions import bare

WHOLES = ("合计", "总计")
_FIELDS = ("measure", "flow", "part", "scope", "stage", "period", "entity")
CARRIED = ("年初结转结余", "年末结转结余")

_ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|\([一二三四五六七八九十]{1,3}\)[、.]?|\(\d{1,2}\)|\d{1,2}[、.](?!\d)|\d{1,2}\)|[①-⑳]|[ⅠⅡⅢⅣⅤ][、.])"
)
_STYLES = (
    (re.compile(r"^[一二三四五六七八九十]+[、.．]"), 1),
    (re.compile(r"^\([一二三四五六七八九十]+\)"), 2),
    (re.compile(r"^\d+[、.](?!\d)"), 3),
    (re.compile(r"^(?:\(\d+\)|\d+\))"), 4),
    (re.compile(r"^[①-⑳]"), 5),
)
_OF_WHICH = re.compile(r"^(?:其中[:：,，]?|[#＃\-·]+|\+|减[:：]|加[:：])")
_CODE = re.compile(r"^[\[(]?(\d{3}|\d{5}|\d{7}|\d{9})[\])]?(?=[^\d.,%]|$)[-:：_ ]*")
_YEAR = re.compile(r"20\d\d年?(?:度|初|末)?")
_STAGED = re.compile(r"(?<!公共)(?<!基金)(?<!经营)(?<!财政)(预算|决算)(?:数|总额|金额|安排数?)?$")
_PUNCTUATION = set("()、,.:;/·-+=*\"~'|>≥≤±")
_UNITS = re.compile(
    r"\((?:单位[:：]?)?((?:[十百千万亿]{1,2})?(?:元|人民币元|人次|人|个|辆|台|台\(套\)|台、套|台/套|台套|套|批次|批|次|户|家|件|项|张|只|头|吨|公斤|千克|亩|公顷|平方米|立方米|平方公里|公里|米|千瓦时|箱|册|部|处|座|所|间|株|米²|m²|㎡|%|‰|±%|\+-%))\)$"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A label understood."""

    label: str
    """Without ordinal, blanks, 其中 and unit."""
    known: bool = False
    """Whether every word of it is known."""
    aspects: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    """``change`` ``rate`` ``share`` ``completion``; empty for an amount."""
    unit: str = ""
    shift: int = 0
    """-1 for 上年, 1 for 下年."""
    level: int = 0
    """Style of its ordinal, 1 for 一、 to 5 for ①; 0 without one."""
    code: str = ""
    """A classification code glued to it."""

    @property
    def silent(self) -> bool:
        """Whether it says nothing at all (金额, 统计数)."""
        return self.known and not self.aspects and not self.kind and not self.shift


def _custom() -> Terms:
    words = load("tables")
    entries = [(word, "filler", ({"": ""},)) for word in words["fillers"]]
    entries += [(word, "comparison", ({"of": of},)) for of, forms in words["comparisons"].items() for word in forms]
    entries += [(word, "shift", ({"by": "-1"},)) for word in words["previous"]]
    entries += [(word, "shift", ({"by": "1"},)) for word in words["next"]]
    entries += [(bare(word), "kind", ({"kind": kind},)) for kind, forms in words["statistics"].items() for word in forms]
    return Terms(entries)


@kept
def _terms() -> tuple[Terms, Terms]:
    return _custom(), measures(labels=True)


@kept
def _inside() -> Mapping[str, Mapping[str, str]]:
    return {group: {bare(word): measure for word, measure in words.items()} for group, words in load("tables")["inside"].items()}


@kept
def _former() -> Mapping[str, str]:
    """Former names of 类 and 款 of 功能分类 and of 经济分类 → measure, where they mean one code only."""
    found: dict[str, set[str]] = {}
    for domain in ("功能", "经济"):
        for name, group in named(domain).items():
            short = {code for code in group if len(code) <= 5}
            if short:
                found.setdefault(name, set()).update(f"{domain}.{code}" for code in short)
    return {name: next(iter(group)) for name, group in found.items() if len(group) == 1}


@kept
def named(domain: str) -> Mapping[str, tuple[str, ...]]:
    """Name, present or former → the codes of that classification that bear it."""
    found: dict[str, dict[str, None]] = {}
    for row in codes("functions" if domain == "功能" else "economics"):
        if row.get("system", "部门") != "部门":
            continue
        for name in (row["name"], *row.get("old_names", "").split("|")):
            word = re.sub(r"\((?:类|款|项)\)$", "", bare(name))
            if word:
                found.setdefault(word, {})[row["code"]] = None
    return {name: tuple(group) for name, group in found.items()}


def nearest(name: str, domain: str, trail: str, *, sibling: bool) -> str:
    """The code that a name without one has behind the row ``trail``: its child, its sibling, or the next on a higher level.

    ``sibling`` excludes a child (both rows are numbered alike). Empty when no level gives exactly one code.
    """
    group = named(domain).get(name, ())
    levels = [] if sibling or not trail else [[code for code in group if code.startswith(trail) and len(code) == len(trail) + 2]]
    length = len(trail)
    while length > 3:
        levels.append([code for code in group if len(code) == length and code.startswith(trail[: length - 2])])
        length -= 2
    levels.append([code for code in group if len(code) == 3])
    for level in levels:
        if level:
            return level[0] if len(level) == 1 else ""
    return ""


@kept
def stripped(text: str) -> tuple[str, int, str, str]:
    """(label without ordinal, 其中, unit; style of its ordinal; unit; code glued to it)."""
    label = bare(text).strip("*:：")
    level = next((level for pattern, level in _STYLES if pattern.match(label)), 0)
    code = ""
    while True:
        match = _ORDINAL.match(label) or _OF_WHICH.match(label)
        if not match or match.end() == len(label):
            break
        label = label[match.end() :]
    if match := _CODE.match(label):
        rest = label[match.end() :]
        if rest and not rest[0].isdigit() and not rest.startswith(("年", "月", "个", "人", "元", "万", "次")):
            code, label = match.group(1), rest
    unit = ""
    if match := _UNITS.search(label):
        unit = match.group(1).replace("人民币", "").replace("±", "").replace("+-", "")
        if label[: match.start()]:
            label = label[: match.start()]
    return label.strip(":："), level, unit, code


def _choose(readings: Sequence[Mapping[str, str]], domain: str) -> Mapping[str, str]:
    own = [reading for reading in readings if domain and reading.get("measure", "").startswith(domain + ".")]
    return min(own, key=lambda reading: len(reading["measure"])) if own else readings[0]


@kept
def read(text: str, domain: str = "", group: str = "") -> Reading:
    """The meaning of a label.

    ``domain`` (``功能`` or ``经济``) chooses between the classifications where a name is in both; names of classifications are
    not looked up at all when it is ``-``. ``group`` is the measure of the head or row above it: 购置费 under 三公.公车.
    """
    label, level, unit, code = stripped(text)
    plain = Reading(label, unit=unit, level=level, code=code)
    if not label:
        return replace(plain, known=True)
    while group:
        if (measure := _inside().get(group, {}).get(label)) is not None:
            return replace(plain, known=True, aspects={"measure": measure})
        group = group.rpartition(".")[0]
    custom, lexicon = _terms()
    whole = _at(custom, label, 0)
    if not (whole and whole[0] == len(label)) and (found := _senses(lexicon, label, domain)):
        return replace(plain, known=True, aspects=_choose(found, domain))
    if domain != "-" and (measure := _former().get(label)):
        return replace(plain, known=True, aspects={"measure": measure})
    at, aspects, kind, shift = 0, Aspects(), "", 0
    cleared: dict[str, str] = {}
    compared, differs, base = False, False, ""
    while at < len(label):
        if match := _YEAR.match(label, at):
            if not compared:
                aspects = aspects.but(period=match.group(0)[:4])
            at = match.end()
            continue
        own, other = _at(custom, label, at), _at(lexicon, label, at)
        if own and (not other or own[0] >= other[0]):
            size, sort, senses = own
            if sort == "kind":
                kind = senses[0]["kind"]
            elif sort == "shift":
                shift = shift if compared else int(senses[0]["by"])
                base = base or "上年"
            elif sort == "comparison":
                compared, base = True, ""
                differs = senses[0]["of"] == "difference"
            at += size
        elif other:
            reading = _senses(lexicon, label[at : at + other[0]], domain)
            if not reading:
                return plain
            at += other[0]
            sense = _choose(reading, domain)
            if compared:
                base = sense.get("stage", base)
                continue
            new, old = sense.get("measure", ""), aspects.measure
            if new and old and new not in WHOLES and old not in WHOLES and not new.startswith(old):
                return plain
            if new in WHOLES and old and old not in WHOLES:
                sense = {key: value for key, value in sense.items() if key != "measure"}
            aspects = merge(aspects, sense)
            cleared |= {key: value for key, value in sense.items() if value == "-"}
        elif label[at] in _PUNCTUATION:
            at += 1
        elif label[at:] == "%" and compared:
            kind = kind or ("completion" if "预算" in base else "")
            if not kind:
                return plain
            at += 1
        else:
            return plain
    if kind in ("change", "rate"):
        shift = 0
    elif not kind and compared:
        if not differs:
            return plain
        kind = "change"
    if not kind and unit == "%":
        kind = "ratio"
    if not aspects.stage and not kind and (match := _STAGED.search(label)):
        aspects = aspects.but(stage=match.group(1))
    return replace(plain, known=True, aspects={**cleared, **_filled(aspects)}, kind=kind, shift=shift)


def _filled(aspects: Aspects) -> dict[str, str]:
    return {name: value for name in Aspects.__dataclass_fields__ if (value := getattr(aspects, name))}


def _senses(lexicon: Terms, form: str, domain: str) -> tuple[Mapping[str, str], ...]:
    found = lexicon.get(form)
    if domain == "-":
        found = tuple(r for r in found if not r.get("measure", "").startswith(("功能.", "经济.")))
    elif domain:
        found = tuple(r for r in found if not _foreign(r.get("measure", ""), domain))
    return tuple(
        {key: value for key, value in r.items() if key != "flow"} if r.get("measure", "").startswith(("功能.", "经济.")) else r
        for r in found
    )


def _foreign(measure: str, domain: str) -> bool:
    """Whether a measure is a 款 or 项 of the other classification, whose names mean something else here (住房公积金)."""
    root, _, code = measure.partition(".")
    return root in ("功能", "经济") and root != domain and len(code) > 3


def _at(terms: Terms, label: str, at: int) -> tuple[int, str, tuple[Mapping[str, str], ...]] | None:
    term = next(terms.find(label, at), None)
    return (term.end - at, term.sort, term.readings) if term is not None and term.start == at else None


def coded(code: str, domain: str) -> str:
    """The measure of a classification code, empty when it is none: 2010101 → 功能.2010101, 30201 → 经济.30201."""
    if re.fullmatch(r"2\d\d(?:\d\d(?:\d\d)?)?", code):
        return f"功能.{code}"
    if re.fullmatch(r"[35]\d\d(?:\d\d)?", code) and domain != "-":
        return f"经济.{code}"
    return ""


def combined(
    base: Aspects, row: Reading | None, columns: Sequence[Reading], *, whole: str = "", year: str = "", code: str = ""
) -> tuple[Aspects, str]:
    """The aspects of a cell before they are made normal, and the statistic that it states.

    Args:
        base: what holds for the table and panel.
        row: the row's label; ``None`` without one.
        columns: the labels of its column that say something, outermost first; a later one outweighs an earlier one.
        whole: what 合计 means in this table or section.
        year: the year of the table.
        code: the measure that the row's classification code gives.
    """
    field = {name: getattr(base, name) for name in _FIELDS}
    kind, shift, item = "amount", 0, base.measure
    if row is not None:
        item = code or row.aspects.get("measure", "") or (item if row.known and not row.silent else f"名.{row.label}")
        _put(field, row.aspects)
        kind, shift = row.kind or kind, row.shift
    group, total, unknown, flow = "", item == "总计", "", ""
    for reading in columns:
        named = reading.aspects.get("measure", "")
        if named == "总计" or (named == "合计" and not group):
            total = total or named == "总计"
        elif named and named != "合计":
            group = named
        if not reading.known:
            unknown = f"{unknown}/{reading.label}" if unknown else reading.label
        said = reading.aspects
        if flow and "part" in said:
            said = {key: value for key, value in said.items() if key != "flow"}
        flow = said.get("flow", flow)
        _put(field, said)
        kind, shift = reading.kind or kind, reading.shift or shift
    part = field["part"]
    if item and item not in WHOLES:
        measure = item
        part = group if group and group != item else part
    elif group:
        measure = group
    else:
        measure = whole or ("总计" if total else item)
    if unknown:
        part = f"{part}/名.{unknown}" if part else f"名.{unknown}"
    period = field["period"] or year
    if shift and year.isdigit():
        period = str(int(year) + shift)
    return Aspects(measure, field["flow"], part, field["scope"], field["stage"], period, field["entity"]), kind


def _put(field: dict[str, str], said: Mapping[str, str]) -> None:
    for key, value in said.items():
        field[key] = "" if value == "-" else value


def settled(aspects: Aspects) -> Aspects:
    """The aspects in normal form; a carried balance has no flow."""
    if aspects.measure in CARRIED:
        aspects = aspects.but(flow="")
    return normal(aspects)
