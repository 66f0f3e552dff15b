"""Are lexicon files sound? For those of a user as for those that ship: every problem with its file and line.

A file is checked against the shipped one of the same name (``measures.yaml``, ``functions.tsv`` …); under another name, against the
one whose keys or column heads it shares. What the shipped files do not know — a key, an aspect, a measure — is a slip of the pen
until it is added there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import regex

from auditor.errors import LexiconError
from auditor.lexicon import Added, codes, fold, kept, load, parse, root, table
from auditor.model import Aspects

_ASPECTS = frozenset(field.name for field in fields(Aspects)) | {"within"}
_HEDGES = frozenset(("about", "at_least", "more_than", "at_most", "less_than", "exact"))
_DIMENSIONS = frozenset(("money", "ratio", "points", "multiple", "score", "count", "measure"))
_OPEN_MEASURES = frozenset(("功能", "经济", "项目", "指标", "名"))
_LEVELS = {"类": 3, "款": 5, "项": 7, "目": 9}
_FIRST_DIGIT = {"functions": "2", "economics": "35", "income": "1"}
_FIRST_YEAR, _LAST_YEAR = 1990, 2100

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "functions": ("code", "level", "name", "valid_from", "valid_to", "old_names", "source", "fund", "seen_years", "n_docs", "note"),
    "economics": ("system", "code", "level", "name", "valid_from", "valid_to", "old_names", "maps_to", "source", "note"),
    "income": ("code", "level", "name", "valid_from", "valid_to", "old_names", "source", "fund", "note"),
    "names": ("wrong_form", "right_form", "kind", "code", "since_year", "condition", "source"),
    "orgs": ("rule_id", "kind", "pattern", "canonical", "relation", "condition", "source"),
}
"""Name of each table of the lexicons → its column heads."""
NEEDED: Mapping[str, tuple[str, ...]] = {
    "functions": ("code", "level", "name"),
    "economics": ("system", "code", "level", "name"),
    "income": ("code", "level", "name"),
    "names": ("wrong_form", "right_form", "kind", "condition"),
    "orgs": ("rule_id", "pattern", "canonical", "relation"),
}
"""Those without which a row says nothing; the others may be left out."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a lexicon file."""

    file: str
    line: int
    """1 for the first line."""
    message: str
    """What is wrong and what was expected, in Chinese."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def validate(path: Path) -> tuple[Problem, ...]:
    """What is wrong with a lexicon file (YAML or TSV), by line; empty when it is sound. An unreadable file is a problem, not an error."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        return (Problem(str(path), 1, f"词表不可读：{error.strerror}"),)
    except UnicodeDecodeError as error:
        return (Problem(str(path), 1, f"不是 UTF-8 编码（第 {error.start + 1} 字节）"),)
    match path.suffix.lower():
        case ".tsv":
            found = _table(path.stem, text)
        case ".yaml" | ".yml":
            found = _words(path.stem, text)
        case other:
            return (Problem(str(path), 1, f"词表应为 .yaml 或 .tsv 文件，而不是 {other or '没有扩展名'}"),)
    return tuple(Problem(str(path), line, message) for line, message in sorted(set(found)))


def kind(path: Path) -> str:
    """The shipped lexicon that a sound file adds to: ``measures``, ``functions`` …"""
    if path.suffix.lower() == ".tsv":
        heads = next(line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
        return _nearest(path.stem, set(heads.split("\t")), {name: set(columns) for name, columns in COLUMNS.items()})
    return _nearest(path.stem, set(parse(path)), {name: set(shape.keys) for name, shape in _shapes().items()})


def added(paths: Iterable[Path]) -> Added:
    """What sound files of a user add to the shipped lexicons; what the first file says goes before what the others do.

    Raises:
        LexiconError: one of them is not sound; names the file, the line and what was expected.
    """
    words: dict[str, tuple[Any, ...]] = {}
    rows: dict[str, tuple[Mapping[str, str], ...]] = {}
    for path in paths:
        for problem in validate(path):
            raise LexiconError(problem.file, problem.line, problem.message)
        name = kind(path)
        if path.suffix.lower() == ".tsv":
            rows[name] = (*rows.get(name, ()), *({**dict.fromkeys(COLUMNS[name], ""), **row} for row in table(path)))
        else:
            words[name] = (*words.get(name, ()), parse(path))
    return Added(words, rows)


# --- tables of codes and names ------------------------------------------------------------------------------------------


def _table(stem: str, text: str) -> Iterator[tuple[int, str]]:
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line and not line.startswith("#")]
    if not lines:
        yield 1, "空表：缺少表头行"
        return
    first, head = lines[0]
    heads = head.split("\t")
    kind = _nearest(stem, set(heads), {name: set(columns) for name, columns in COLUMNS.items()})
    known = COLUMNS[kind]
    unknown, missing = [h for h in heads if h not in known], [h for h in NEEDED[kind] if h not in heads]
    if unknown:
        yield first, f"未知的列 {'、'.join(unknown)}（{kind} 表的列：{'、'.join(known)}）"
    if missing:
        yield first, f"缺少列 {'、'.join(missing)}"
    if unknown or missing:
        return
    rows: list[tuple[int, dict[str, str]]] = []
    for number, line in lines[1:]:
        cells = line.split("\t")
        if len(cells) > len(heads):
            yield number, f"有 {len(cells)} 格，表头只有 {len(heads)} 列"
            continue
        row = dict.fromkeys(known, "") | dict(zip(heads, cells + [""] * (len(heads) - len(cells)), strict=True))
        rows.append((number, row))
        yield from ((number, message) for message in _row(row))
    match kind:
        case "functions" | "economics" | "income":
            yield from _codes(kind, rows)
        case "names":
            yield from _names(rows)
        case "orgs":
            yield from _patterns(rows)


def _row(row: Mapping[str, str]) -> Iterator[str]:
    for column in ("valid_from", "valid_to", "since_year"):
        year = row.get(column, "")
        if year and not (year.isascii() and year.isdigit() and len(year) == 4 and _FIRST_YEAR <= int(year) <= _LAST_YEAR):
            yield f"{column} 的年份 {year} 不对（应为 {_FIRST_YEAR} 至 {_LAST_YEAR} 的四位数，或留空）"
    begin, end = row.get("valid_from", ""), row.get("valid_to", "")
    if begin.isdigit() and end.isdigit() and int(begin) > int(end):
        yield f"起始年份 {begin} 晚于终止年份 {end}"


def _period(row: Mapping[str, str]) -> tuple[int, int]:
    begin, end = row["valid_from"], row["valid_to"]
    return int(begin) if begin.isdigit() else 0, int(end) if end.isdigit() else 9999


def _codes(kind: str, rows: Sequence[tuple[int, Mapping[str, str]]]) -> Iterator[tuple[int, str]]:
    shipped = codes(kind) if (root() / f"{kind}.tsv").is_file() else ()
    known = {row["code"] for row in shipped} | {row["code"] for _, row in rows}
    seen: dict[tuple[str, str], list[tuple[int, Mapping[str, str]]]] = {}
    for number, row in rows:
        code, level = row["code"], row["level"]
        if not (code.isascii() and code.isdigit()):
            yield number, f"编码 {code or '（空）'} 不是数字"
            continue
        if level not in _LEVELS:
            yield number, f"未知的级次 {level or '（空）'}（应为 {'、'.join(_LEVELS)}）"
        elif len(code) != _LEVELS[level]:
            yield number, f"编码 {code} 有 {len(code)} 位，{level} 应为 {_LEVELS[level]} 位"
        elif code[0] not in _FIRST_DIGIT[kind]:
            yield number, f"编码 {code} 应以 {' 或 '.join(_FIRST_DIGIT[kind])} 开头"
        elif len(code) > 3 and code[:-2] not in known:
            yield number, f"编码 {code} 没有上级 {code[:-2]}"
        if not row["name"]:
            yield number, f"编码 {code} 没有名称"
        for other, earlier in seen.setdefault((row.get("system", ""), code), []):
            begin, end = _period(row)
            first, last = _period(earlier)
            if begin <= last and first <= end:
                same = "重复" if earlier["name"] == row["name"] else f"同一时期另有名称“{earlier['name']}”"
                yield number, f"编码 {code} {same}（见第 {other} 行）"
        seen[row.get("system", ""), code].append((number, row))


def _names(rows: Iterable[tuple[int, Mapping[str, str]]]) -> Iterator[tuple[int, str]]:
    seen: dict[tuple[str, str, str], tuple[int, str]] = {}
    for number, row in rows:
        wrong, right = row["wrong_form"], row["right_form"]
        if not wrong or not right:
            yield number, "wrong_form 和 right_form 都不能为空"
        elif wrong == right:
            yield number, f"“{wrong}”的正确写法与错误写法相同"
        else:
            key = (wrong, row["code"], row["condition"])
            other, known = seen.setdefault(key, (number, right))
            if other != number:
                yield (
                    number,
                    f"“{wrong}”重复（见第 {other} 行）" if known == right else f"“{wrong}”另有正确写法“{known}”（见第 {other} 行）",
                )


def _patterns(rows: Iterable[tuple[int, Mapping[str, str]]]) -> Iterator[tuple[int, str]]:
    seen: dict[str, int] = {}
    for number, row in rows:
        name, pattern = row["rule_id"], row["pattern"]
        if seen.setdefault(name, number) != number:
            yield number, f"编号 {name} 重复（见第 {seen[name]} 行）"
        try:
            re.compile(re.sub(r"\{[A-Z]\d?\}", ".", pattern))
        except re.error as error:
            yield number, f"不是合法的正则表达式：{pattern}（{error.msg}）"


# --- words --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Shape:
    """The keys of a shipped YAML file."""

    keys: frozenset[str]
    entries: Mapping[str, frozenset[str]]
    """Key of a list of mappings → the keys of those mappings."""


@kept
def _shapes() -> Mapping[str, _Shape]:
    found = {}
    for path in sorted(root().glob("*.yaml")):
        data = load(path.stem)
        entries = {
            key: frozenset(inner for row in rows for inner in row)
            for key, rows in data.items()
            if isinstance(rows, list) and rows and all(isinstance(row, dict) for row in rows)
        }
        found[path.stem] = _Shape(frozenset(data), entries)
    return found


def _nearest(stem: str, keys: set[str], known: Mapping[str, set[str]]) -> str:
    """The shipped file of this name, or the one that shares most keys."""
    return stem if stem in known else max(sorted(known), key=lambda name: (len(keys & known[name]), -len(known[name])))


def _words(stem: str, text: str) -> Iterator[tuple[int, str]]:
    import yaml

    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        yield (mark.line + 1 if mark else 1), "不是合法的 YAML"
        return
    if not isinstance(node, yaml.MappingNode):
        yield 1, "词表的最外层应为“键: 值”"
        return
    yield from _twice(node)
    top = dict(_items(node))
    kind = _nearest(stem, set(top), {name: set(shape.keys) for name, shape in _shapes().items()})
    shape = _shapes()[kind]
    for key, (line, value) in top.items():
        if key not in shape.keys:
            yield line, f"未知的键 {key}（{kind} 的键：{'、'.join(sorted(shape.keys))}）"
        elif key in shape.entries:
            yield from _entries(key, value, shape.entries[key])
    match kind:
        case "measures":
            yield from _senses(top)
        case "units":
            yield from _units(top)
        case "hedges":
            yield from _hedges(top)
        case "words":
            yield from _templates(top)


def _items(node: Any) -> Iterator[tuple[str, tuple[int, Any]]]:
    """Key → (line, value) of a mapping; nothing for other nodes."""
    if node.id == "mapping":
        for key, value in node.value:
            yield str(key.value), (key.start_mark.line + 1, value)


def _twice(node: Any) -> Iterator[tuple[int, str]]:
    """Keys that stand twice in a mapping: YAML keeps the last and forgets the others."""
    if node.id == "mapping":
        seen: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.value in seen:
                yield line, f"键 {key.value} 重复（见第 {seen[key.value]} 行）"
            seen.setdefault(key.value, line)
            yield from _twice(value)
    elif node.id == "sequence":
        for value in node.value:
            yield from _twice(value)


def _entries(key: str, node: Any, known: frozenset[str]) -> Iterator[tuple[int, str]]:
    if node.id != "sequence":
        yield node.start_mark.line + 1, f"{key} 应为列表"
        return
    for item in node.value:
        line = item.start_mark.line + 1
        if item.id != "mapping":
            yield line, f"{key} 的每一项应为“键: 值”"
            continue
        for inner, (at, _) in _items(item):
            if inner not in known:
                yield at, f"{key} 中未知的键 {inner}（可用：{'、'.join(sorted(known))}）"


@kept
def _vocabulary() -> Mapping[str, frozenset[str]]:
    """Aspect → its values in the shipped lexicon of measures."""
    found: dict[str, set[str]] = {aspect: set() for aspect in _ASPECTS}
    data = load("measures")
    for row in (*data["terms"], *data["stages"]):
        for reading in row.get("readings") or (row["set"],):
            for aspect, value in reading.items():
                found[aspect].add(value)
    return {aspect: frozenset(values) for aspect, values in found.items()}


def _sense(node: Any) -> Iterator[tuple[int, str]]:
    """Problems of one ``{measure: …, flow: …}``."""
    if node.id != "mapping":
        yield node.start_mark.line + 1, "要素应写成 {measure: …, flow: …}"
        return
    known = _vocabulary()
    for aspect, (line, value) in _items(node):
        if aspect not in _ASPECTS:
            yield line, f"未知的要素 {aspect}（可用：{'、'.join(sorted(_ASPECTS))}）"
        elif value.id != "scalar":
            yield line, f"要素 {aspect} 的值应为一个词"
        elif aspect == "measure":
            top = value.value.partition(".")[0]
            if top not in _OPEN_MEASURES and top not in {m.partition(".")[0] for m in known["measure"]}:
                yield line, f"未知的指标 {value.value}（自定义指标请写 名.{value.value}）"
        elif aspect in ("flow", "scope", "stage") and value.value not in known[aspect] | {"-"}:
            yield line, f"要素 {aspect} 没有取值 {value.value}（可用：{'、'.join(sorted(known[aspect]))}）"


def _senses(top: Mapping[str, tuple[int, Any]]) -> Iterator[tuple[int, str]]:
    seen: dict[tuple[str, str], tuple[int, Any]] = {}
    for key in ("terms", "stages"):
        if key not in top or top[key][1].id != "sequence":
            continue
        for item in top[key][1].value:
            row = dict(_items(item))
            line = item.start_mark.line + 1
            if ("set" in row) == ("readings" in row):
                yield line, "每一项应有 set 或 readings 之一"
                continue
            if "forms" not in row or row["forms"][1].id != "sequence":
                yield line, "每一项应有 forms 列表"
                continue
            senses = [row["set"][1]] if "set" in row else row["readings"][1].value
            for sense in senses:
                yield from _sense(sense)
            meaning = [sorted((k, v[1].value) for k, v in _items(sense) if v[1].id == "scalar") for sense in senses]
            where = row["when"][1].value if "when" in row else ""
            for form in row["forms"][1].value:
                at = form.start_mark.line + 1
                other, known = seen.setdefault((where, fold(str(form.value))), (at, meaning))
                if known != meaning:
                    yield at, f"“{form.value}”另有不同的含义（见第 {other} 行）；多义词请用 readings"


def _units(top: Mapping[str, tuple[int, Any]]) -> Iterator[tuple[int, str]]:
    if "units" not in top:
        return
    seen: dict[str, tuple[int, str]] = {}
    for dimension, (line, units) in _items(top["units"][1]):
        if dimension not in _DIMENSIONS:
            yield line, f"未知的量纲 {dimension}（可用：{'、'.join(sorted(_DIMENSIONS))}）"
        for form, (at, row) in _items(units):
            listed = [(n.value, n.start_mark.line + 1) for n in row.value] if form == "plain" and row.id == "sequence" else [(form, at)]
            for unit, place in listed:
                other, known = seen.setdefault(fold(unit), (place, dimension))
                if known != dimension:
                    yield place, f"单位“{unit}”另属量纲 {known}（见第 {other} 行）"
            if form == "plain":
                continue
            for inner, (spot, value) in _items(row):
                if inner not in ("normal", "scale"):
                    yield spot, f"单位“{form}”中未知的键 {inner}（可用：normal、scale）"
                elif inner == "scale" and not re.fullmatch(r"\d+(\.\d+)?", str(value.value)):
                    yield spot, f"单位“{form}”的 scale 应为正数"


def _templates(top: Mapping[str, tuple[int, Any]]) -> Iterator[tuple[int, str]]:
    known = load("words")["patterns"]
    for key, (line, entries) in _items(top["patterns"][1]) if "patterns" in top else ():
        if key not in known:
            yield line, f"patterns 中未知的键 {key}（可用：{'、'.join(sorted(known))}）"
        if entries.id != "sequence":
            yield line, f"{key} 应为列表"
            continue
        for entry in entries.value:
            try:
                regex.compile(str(entry.value))
            except regex.error as error:
                yield entry.start_mark.line + 1, f"不是合法的正则表达式：{entry.value}（{error}）"


def _hedges(top: Mapping[str, tuple[int, Any]]) -> Iterator[tuple[int, str]]:
    for key in ("before", "after"):
        if key not in top:
            continue
        seen: dict[str, tuple[int, str]] = {}
        for kind, (line, forms) in _items(top[key][1]):
            if kind not in _HEDGES:
                yield line, f"未知的约数类别 {kind}（可用：{'、'.join(sorted(_HEDGES))}）"
            for form in forms.value if forms.id == "sequence" else ():
                at = form.start_mark.line + 1
                other, known = seen.setdefault(fold(str(form.value)), (at, kind))
                if known != kind:
                    yield at, f"“{form.value}”另属 {known}（见第 {other} 行）"
