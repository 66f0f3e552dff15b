"""Configuration: ``auditor.toml``, or ``[tool.auditor]`` in ``pyproject.toml``, beside the document or above it.

The keys, their values and what each does stand in :data:`TEMPLATE`, which ``auditor init`` writes. A key or value that is not known is
an error with its file and line: a slip of the pen must not turn checks off in silence.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from auditor import lexicon_check, numerals
from auditor.errors import ConfigError
from auditor.lexicon import Added, fold, load

NAME = "auditor.toml"
LEVELS = ("error", "warning", "note")

TEMPLATE = """\
# 勾稽（auditor）的配置。放在文档所在的文件夹或其上级文件夹，也可用 --config 指定；写进 pyproject.toml 时放在 [tool.auditor] 下。
# 去掉行首的 # 即生效；不认识的键和值会报错，不会被忽略。

# 只用这些规则（不写则用全部）；以及不用哪些。可写规则编号（text-table.amount）、规则族（document）、
# 目录编号（NT-01）或目录族（NT）。auditor rules 列出全部；目录编号涉及的规则整条启用或停用。
# select = ["text-table", "within-text", "NA"]
# ignore = ["document.table-head", "TQ"]

# 文档的种类，不写则由文档自己判断：
#   {genres}
# genre = "department-final-accounts"

# 没有注明金额单位的表，按这个单位（不写则由文档自己判断，判断不出则不定）：元、千元、万元、百万元、亿元
# unit = "万元"

# 报告的语言（zh、en），终端报告列出哪个级别以上的问题，有哪个级别以上的问题时退出码为 1（error、warning、note；或 never）。
# 命令行的 --lang、--level、--fail-on 优先。
# lang = "zh"
# level = "warning"
# fail-on = "error"

# 补充的词表（.yaml、.tsv，写法与自带的词表相同，auditor lexicon check 检查）和豁免文件；路径相对于本文件。
# lexicons = ["lexicons/measures.yaml"]
# waivers = ["waivers.toml"]

# 规则的级别：off（停用）、note、warning、error。规则自己减轻了级别的问题（如末位之差）不会因此加重。
# [levels]
# "document.table-head" = "off"
# "XD-05" = "warning"

# 单位的全称和它的其他叫法，不算名称不一致。
# [aliases]
# "青川市路灯管理局" = ["路灯局", "市路灯所"]
"""


@dataclass(frozen=True, slots=True)
class Config:
    """What a user has settled for a set of documents; the default settles nothing."""

    path: Path | None = None
    """The file that it was read from."""
    select: tuple[str, ...] = ()
    """Rules, families, ids of the catalogue and their families; empty for all."""
    ignore: tuple[str, ...] = ()
    levels: Mapping[str, str] = field(default_factory=dict)
    """Rule, family, or id of the catalogue → ``error`` ``warning`` ``note`` ``off``."""
    genre: str = ""
    unit: str = ""
    """Unit of tables that name none."""
    lang: str = ""
    level: str = ""
    fail_on: str = ""
    waivers: tuple[Path, ...] = ()
    added: Added | None = None
    """What the lexicon files and the aliases add to the shipped lexicons."""

    @property
    def given(self) -> Mapping[str, str]:
        """What it says of a document in place of the reader: genre, unit."""
        return {key: value for key, value in (("genre", self.genre), ("unit", self.unit)) if value}

    def runs(self, rule: str, catalogue: Sequence[str] = ()) -> bool:
        """Whether a rule with that id, and those ids of the catalogue, is to run."""
        called = names(rule, catalogue)
        wanted = not self.select or any(name in called for name in self.select)
        return wanted and not any(name in called for name in self.ignore) and self._level(called) != "off"

    def loudness(self, rule: str, catalogue: Sequence[str], usual: str, found: str) -> str:
        """The level of a finding of a rule whose ``usual`` level is known and which ``found`` that it is so loud.

        A finding that the rule itself made quieter than usual stays as quiet: a difference in the last digit does not become an
        error because all of its rule do.
        """
        level = self._level(names(rule, catalogue))
        if not level or level == "off":
            return found
        return max(level, found, key=LEVELS.index) if LEVELS.index(found) > LEVELS.index(usual) else level

    def _level(self, names: Sequence[str]) -> str:
        """The level that the narrowest name gives."""
        return next((self.levels[name] for name in names if name in self.levels), "")


def names(rule: str, catalogue: Sequence[str] = ()) -> list[str]:
    """What a rule may be called, the narrowest first."""
    return [rule, *catalogue, rule.partition(".")[0], *(one.partition("-")[0] for one in catalogue)]


def template() -> str:
    """The commented file that ``auditor init`` writes."""
    genres = "，".join(f"{row['id']} {row['name']}" for row in load("genres")["genres"])
    return TEMPLATE.replace("{genres}", genres)


def find(place: Path) -> Path | None:
    """The nearest configuration in the folder of a document (or in the folder) or above it."""
    folder = place.resolve()
    for above in (folder, *folder.parents):
        if (above / NAME).is_file():
            return above / NAME
        project = above / "pyproject.toml"
        if project.is_file() and _table(project) is not None:
            return project
    return None


def _table(project: Path) -> Mapping[str, Any] | None:
    """``[tool.auditor]`` of a ``pyproject.toml``; one that cannot be read is somebody else's business."""
    try:
        found = tomllib.loads(project.read_text(encoding="utf-8")).get("tool", {}).get("auditor")
    except (OSError, ValueError, AttributeError):
        return None
    return found if isinstance(found, dict) else None


def read(path: Path, rules: Collection[str] = ()) -> Config:
    """The configuration in a file; ``rules`` are the names that ``select``, ``ignore`` and ``levels`` may use (none: any).

    Raises:
        ConfigError: the file cannot be read, is no TOML, or has a key or value that is not known; names file, line and what is allowed.
        LexiconError: one of its lexicon files is not sound.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = tomllib.loads(text)
    except OSError as error:
        raise ConfigError(f"{path}：配置文件读不了（{error.strerror}）；请检查路径和权限") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}：配置文件不是 UTF-8 编码；请另存为 UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        raise ConfigError(f"{path}:{at[1] if at else len(text.splitlines())}：配置文件不是合法的 TOML（{error}）") from error
    above: tuple[str | int, ...] = ()
    if path.name == "pyproject.toml":
        above = ("tool", "auditor")
        content = content.get("tool", {}).get("auditor", {})
    return _Reader(path, _Places(text), above, frozenset(rules)).config(content)


class _Reader:
    """Turns the content of a file into a :class:`Config`, and knows where each value stands."""

    def __init__(self, path: Path, places: _Places, above: tuple[str | int, ...], rules: frozenset[str]) -> None:
        self.path, self.places, self.above, self.rules = path, places, above, rules

    def wrong(self, key: tuple[str | int, ...], what: str) -> ConfigError:
        """An error at a key or at an entry of a list."""
        return ConfigError(f"{self.path}:{self.places.line((*self.above, *key))}：{what}")

    def config(self, content: Mapping[str, Any]) -> Config:
        """The configuration."""
        kinds: Mapping[str, Callable[[str, Any], Any]] = {
            "select": self.named,
            "ignore": self.named,
            "levels": self.levels,
            "genre": self.one_of([row["id"] for row in load("genres")["genres"]]),
            "unit": self.money,
            "lang": self.one_of(["zh", "en"]),
            "level": self.one_of(LEVELS),
            "fail-on": self.one_of([*LEVELS, "never"]),
            "lexicons": self.files,
            "waivers": self.files,
            "aliases": self.aliases,
        }
        found: dict[str, Any] = {}
        for key, value in content.items():
            if key not in kinds:
                raise self.wrong((key,), f"不认识的键 {key}；{_near(key, kinds)}可用：{'、'.join(kinds)}")
            found[key.replace("-", "_")] = kinds[key](key, value)
        words, aliases = found.pop("lexicons", ()), found.pop("aliases", ())
        if words or aliases:
            more = lexicon_check.added(words)
            rows = {**more.rows, "orgs": (*more.rows.get("orgs", ()), *aliases)}
            found["added"] = Added(more.words, rows)
        return Config(path=self.path, **found)

    def one_of(self, allowed: Sequence[str]) -> Callable[[str, Any], str]:
        """A value that must be one of these."""

        def check(key: str, value: Any) -> str:
            if value not in allowed:
                raise self.wrong((key,), f"{key} 没有取值 {_said(value)}；可用：{'、'.join(allowed)}")
            return str(value)

        return check

    def money(self, key: str, value: Any) -> str:
        """A unit of money."""
        unit = numerals.unit(value) if isinstance(value, str) else None
        if unit is None or unit.dimension != "money":
            raise self.wrong((key,), f"{key} 应是金额的单位，而不是 {_said(value)}；可用：元、千元、万元、百万元、亿元")
        return str(value)

    def strings(self, key: str, value: Any) -> Iterator[tuple[int, str]]:
        """The entries of a list of strings, with their positions."""
        if not isinstance(value, list):
            raise self.wrong((key,), f'{key} 应是字符串的列表，如 {key} = ["…"]')
        for position, entry in enumerate(value):
            if not isinstance(entry, str) or not entry.strip():
                raise self.wrong((key, position), f"{key} 的每一项应是字符串，而不是 {_said(entry)}")
            yield position, entry.strip()

    def named(self, key: str, value: Any) -> tuple[str, ...]:
        """Names of rules."""
        return tuple(self.rule((key, position), entry) for position, entry in self.strings(key, value))

    def rule(self, place: tuple[str | int, ...], name: str) -> str:
        """The name of a rule, a family, or an id of the catalogue, as it is spelt."""
        for spelt in (name, name.lower().replace("_", "-"), name.upper()):
            if not self.rules or spelt in self.rules:
                return spelt
        raise self.wrong(place, f"没有规则 {name}；{_near(name, self.rules)}auditor rules 列出全部规则")

    def levels(self, key: str, value: Any) -> dict[str, str]:
        """Rule → level."""
        if not isinstance(value, dict):
            raise self.wrong((key,), '[levels] 应是一张表，如 "text-table.amount" = "warning"')
        found = {}
        for name, level in value.items():
            if level not in (*LEVELS, "off"):
                raise self.wrong((key, name), f"{name} 没有级别 {_said(level)}；可用：{'、'.join((*LEVELS, 'off'))}")
            found[self.rule((key, name), name)] = str(level)
        return found

    def files(self, key: str, value: Any) -> tuple[Path, ...]:
        """Files, which stand relative to the configuration."""
        found = []
        for position, entry in self.strings(key, value):
            file = self.path.parent / Path(entry).expanduser()
            if not file.is_file():
                raise self.wrong((key, position), f"{key} 中的文件 {entry} 不存在（在 {file.parent} 中找）")
            found.append(file)
        return tuple(found)

    def aliases(self, key: str, value: Any) -> tuple[Mapping[str, str], ...]:
        """Rows of lexicons/orgs.tsv, one for each other name of a unit."""
        if not isinstance(value, dict):
            raise self.wrong((key,), '[aliases] 应是一张表，如 "某市某局" = ["某局"]')
        rows = []
        for name, others in value.items():
            if not isinstance(others, list) or not all(isinstance(other, str) and other.strip() for other in others):
                raise self.wrong((key, name), f'{name} 的其他叫法应是字符串的列表，如 "{name}" = ["…"]')
            for other in others:
                short, full = (re.escape(re.sub(r"[()\s]", "", fold(words))) for words in (other, name))
                row = {"rule_id": f"{name}={other}", "pattern": short, "canonical": full, "relation": "same-unit"}
                rows.append(dict.fromkeys(lexicon_check.COLUMNS["orgs"], "") | row)
        return tuple(rows)


def _said(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else f"“{value}”"


def _near(name: str, known: Collection[str]) -> str:
    near = get_close_matches(name.lower(), sorted(known), n=3, cutoff=0.6)
    return f"相近的有 {'、'.join(near)}；" if near else ""


_TOKEN = re.compile(
    r"""(?P<space>[ \t\r]+|\#[^\n]*)|(?P<line>\n)
    |(?P<text>\"{3}(?:\\.|(?!\"{3}).)*\"{3}\"{0,2}|'{3}.*?'{3}'{0,2}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')
    |(?P<sign>[\[\]{}=,.])|(?P<word>[^\s\[\]{}=,."'#]+)""",
    re.VERBOSE | re.DOTALL,
)


class _Places:
    """Where the keys of a TOML file, and the entries of its lists, stand: ``tomllib`` does not say."""

    def __init__(self, text: str) -> None:
        self._lines: dict[tuple[str | int, ...], int] = {}
        self._text = text
        self._scan()

    def line(self, key: tuple[str | int, ...]) -> int:
        """The line of a key or entry, 1-based; that of the nearest above it where it is not known."""
        while key and key not in self._lines:
            key = key[:-1]
        return self._lines.get(key, 1)

    def _scan(self) -> None:
        header: tuple[str | int, ...] = ()
        lines: list[tuple[int, list[tuple[str, str]]]] = []
        number, depth = 1, 0
        row: list[tuple[str, str]] = []
        first = 1
        for match in _TOKEN.finditer(self._text):
            kind, token = match.lastgroup or "", match[0]
            if kind == "line":
                number += 1
                if row and depth <= 0:
                    lines.append((first, row))
                    row, depth = [], 0
                elif row:
                    row.append(("line", ""))
                continue
            if kind == "space":
                continue
            if not row:
                first = number
            opening = "=" in (said for _, said in row)
            if kind == "sign" and opening:
                depth += (token in "[{") - (token in "]}")
            row.append((kind, token))
            number += token.count("\n")
            row.extend([("line", "")] * token.count("\n"))
        if row:
            lines.append((first, row))
        for first, row in lines:
            if row[0][1] == "[":
                header = tuple(_plain(token) for kind, token in row if kind in ("text", "word"))
                self._lines.setdefault(header, first)
            else:
                self._key(header, first, row)

    def _key(self, header: tuple[str | int, ...], number: int, row: Sequence[tuple[str, str]]) -> None:
        at = next((i for i, (_, token) in enumerate(row) if token == "="), len(row))
        key = (*header, *(_plain(token) for kind, token in row[:at] if kind in ("text", "word")))
        self._lines.setdefault(key, number)
        position = depth = 0
        for kind, token in row[at + 1 :]:
            if kind == "line":
                number += 1
            elif token in ("[", "{"):
                depth += 1
            elif token in ("]", "}"):
                depth -= 1
            elif token == "," and depth == 1:
                position += 1
            elif kind in ("text", "word") and depth == 1:
                self._lines.setdefault((*key, position), number)


def _plain(token: str) -> str:
    return token[1:-1] if token[:1] in "\"'" else token
