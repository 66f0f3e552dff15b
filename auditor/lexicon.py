"""Words and codes: ``lexicons/`` as frozen, validated tables.

Everything here is loaded once, on first use; what a user adds to it holds :func:`adding` it. Text is *folded* before it is matched — character by character, so that
offsets stay what they are: full-width digits, letters, brackets and quotes become their plain forms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields
from functools import cache, lru_cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import regex

from auditor.errors import LexiconError
from auditor.model import Aspects

_SLOT = regex.compile(r"\{([a-z_]+)\}")
_FIELDS = frozenset(f.name for f in fields(Aspects))
_FOLD = {
    **{0xFF01 + i: chr(0x21 + i) for i in range(94)},
    **dict.fromkeys(map(ord, "“”‘’„‟＂＇「」『』«»"), '"'),
    **dict.fromkeys(map(ord, "〔［【"), "("),
    **dict.fromkeys(map(ord, "〕］】"), ")"),
    **dict.fromkeys(map(ord, "\u3000\xa0\u2002\u2003\u2009\u202f\u200b\ufeff"), " "),
    **dict.fromkeys(map(ord, "—–―－"), "-"),
    ord("'"): '"',
    ord("‰"): "‰",
}


@lru_cache(maxsize=1024)  # rules ask for the same paragraphs again and again
def fold(text: str) -> str:
    """The text with full-width forms, quotes, brackets, dashes and spaces made plain; same length, same offsets."""
    return text.translate(_FOLD)


_P = ParamSpec("_P")
_R = TypeVar("_R")


@dataclass(frozen=True, slots=True, eq=False)
class Added:
    """What a user adds to the shipped lexicons; known by its identity."""

    words: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    """Name of a YAML lexicon → the contents to lay over it, the first on top."""
    rows: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    """Name of a table → further rows; one with the code and years of a shipped row stands in its place."""


_added: ContextVar[Added | None] = ContextVar("added", default=None)


@contextmanager
def adding(more: Added | None) -> Iterator[None]:
    """Lay ``more`` over the shipped lexicons, in this thread, until the block ends."""
    token = _added.set(more)
    try:
        yield
    finally:
        _added.reset(token)


def kept(work: Callable[_P, _R]) -> Callable[_P, _R]:
    """``functools.cache`` for what is made of lexicons: kept apart for each :class:`Added`."""

    @cache
    def made(_: Added | None, /, *args: Any, **named: Any) -> _R:
        return work(*args, **named)

    @wraps(work)
    def ask(*args: _P.args, **named: _P.kwargs) -> _R:
        return made(_added.get(), *args, **named)  # type: ignore[arg-type]

    return ask


def root() -> Path:
    """The folder of the lexicons: beside the package in a checkout, inside it in an installed wheel."""
    package = Path(__file__).resolve().parent
    packaged = package / "_lexicons"
    return packaged if packaged.is_dir() else package.parent / "lexicons"


@kept
def load(name: str) -> Any:
    """The content of ``lexicons/NAME.yaml``, with what was added to it.

    Raises:
        LexiconError: the file is missing or no YAML; names the file and the line.
    """
    found = parse(root() / f"{name}.yaml")
    more = _added.get()
    for over in reversed(more.words.get(name, ()) if more is not None else ()):
        found = laid(over, found)
    return found


def parse(path: Path) -> Any:
    """The content of a YAML file.

    Raises:
        LexiconError: the file is missing or no YAML; names the file and the line.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except OSError as error:
        raise LexiconError(str(path), None, f"词表不可读：{error.strerror}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise LexiconError(str(path), mark.line + 1 if mark else None, "不是合法的 YAML") from error


def laid(over: Any, under: Any) -> Any:
    """One content laid over another: mappings key by key, lists before lists (entries of one ``id`` as one), other values replaced."""
    if isinstance(over, dict) and isinstance(under, dict):
        return {**under, **{key: laid(value, under[key]) if key in under else value for key, value in over.items()}}
    if not (isinstance(over, list) and isinstance(under, list)):
        return over
    names = {entry["id"]: entry for entry in over if isinstance(entry, dict) and "id" in entry}
    known = {entry["id"] for entry in under if isinstance(entry, dict) and "id" in entry}
    first = [entry for entry in over if not (isinstance(entry, dict) and entry.get("id") in known)]
    return first + [laid(names[e["id"]], e) if isinstance(e, dict) and e.get("id") in names else e for e in under]


@kept
def codes(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of ``lexicons/NAME.tsv`` (``functions`` ``economics`` ``income`` …), one mapping by column head each, with those added."""
    shipped = table(root() / f"{name}.tsv")
    more = _added.get()
    added = more.rows.get(name, ()) if more is not None else ()
    taken = {_identity(row) for row in added}
    return (*(row for row in shipped if _identity(row) not in taken), *added) if added else shipped


def table(path: Path) -> tuple[Mapping[str, str], ...]:
    """The rows of a TSV file below its comments, one mapping by column head each."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    heads = lines[0].split("\t")
    return tuple(dict(zip(heads, line.split("\t"), strict=False)) for line in lines[1:])


def _identity(row: Mapping[str, str]) -> tuple[str, ...]:
    """What a row speaks of: a code in its years, a wrong name, a pattern."""
    keys = ("system", "code", "valid_from", "valid_to", "wrong_form", "condition", "rule_id")
    return tuple(row.get(key, "") for key in keys)


@kept
def either(key: str) -> str:
    """Any of the entries of a list of patterns in lexicons/words.yaml, as a pattern."""
    return f"(?:{'|'.join(load('words')['patterns'][key])})"


@kept
def worded(template: str) -> regex.Pattern[str]:
    """A pattern in which ``{grades}`` stands for any of the entries of that list of patterns in lexicons/words.yaml."""
    return regex.compile(_SLOT.sub(lambda slot: either(slot[1]), template))


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a lexicon found in a text."""

    start: int
    end: int
    text: str
    """As folded."""
    sort: str
    """``aspect`` or ``stage`` (``readings`` say which aspects), or the name of a word class of lexicons/words.yaml."""
    readings: tuple[Mapping[str, str], ...] = ()


class Terms:
    """A set of forms that is matched on folded text, longest first, from left to right."""

    def __init__(self, entries: Iterable[tuple[str, str, tuple[Mapping[str, str], ...]]] = ()) -> None:
        self._forms: dict[str, tuple[str, tuple[Mapping[str, str], ...]]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        for form, sort, readings in entries:
            self._forms.setdefault(fold(form).replace(" ", ""), (sort, readings))
        self._index()

    def _index(self) -> None:
        lengths: dict[str, set[int]] = {}
        for form in self._forms:
            lengths.setdefault(form[0], set()).add(len(form))
        self._lengths = {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()}

    def plus(self, entries: Iterable[tuple[str, str, tuple[Mapping[str, str], ...]]]) -> Terms:
        """These forms and more; a form that is known keeps its own senses first and gains the new ones."""
        more = Terms()
        more._forms, more._lengths = dict(self._forms), dict(self._lengths)
        for form, sort, readings in entries:
            folded = fold(form).replace(" ", "")
            if not folded:
                continue
            known = more._forms.get(folded)
            if known is None:
                more._forms[folded] = (sort, readings)
                sizes = more._lengths.get(folded[0], ())
                if len(folded) not in sizes:
                    more._lengths[folded[0]] = tuple(sorted((*sizes, len(folded)), reverse=True))
            else:
                added = tuple(r for r in readings if r not in known[1])
                more._forms[folded] = (known[0], known[1] + added)
        return more

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Term]:
        """The terms in ``text[start:end]``, longest first at each place, none overlapping; spaces do not count."""
        folded = fold(text)[: len(text) if end is None else end]
        places: Sequence[int] = range(start, len(folded))
        if " " in folded:
            places = [i for i in places if folded[i] != " "]
        squeezed = folded[start:].replace(" ", "")
        at, stop = 0, len(squeezed)
        while at < stop:
            for size in self._lengths.get(squeezed[at], ()):
                known = self._forms.get(squeezed[at : at + size]) if at + size <= stop else None
                if known is not None:
                    yield Term(places[at], places[at + size - 1] + 1, squeezed[at : at + size], known[0], known[1])
                    at += size
                    break
            else:
                at += 1

    def forms(self) -> Iterator[str]:
        """All forms, folded."""
        return iter(self._forms)

    def get(self, form: str) -> tuple[Mapping[str, str], ...]:
        """The senses of a whole form, empty when it is unknown."""
        known = self._forms.get(fold(form).replace(" ", ""))
        return known[1] if known else ()


def spelled(form: str) -> Iterator[str]:
    """The forms that one entry stands for: 单[位]价[值]100万元以上[专用|通用]设备 has parts that may be missing."""
    head, sign, rest = form.partition("[")
    if not sign:
        yield form
        return
    choices, _, tail = rest.partition("]")
    for choice in ("", *choices.split("|")):
        for end in spelled(tail):
            yield head + choice + end


def _entries(rows: Iterable[Mapping[str, Any]], sort: str, *, where: str) -> Iterator[tuple[str, str, tuple[Mapping[str, str], ...]]]:
    for row in rows:
        if row.get("when", where) != where:
            continue
        readings = tuple(row.get("readings") or (row["set"],))
        for reading in readings:
            unknown = set(reading) - _FIELDS - {"within"}
            if unknown:
                raise LexiconError("measures.yaml", None, f"未知的要素 {sorted(unknown)}（可用：{sorted(_FIELDS)}）")
        for form in row["forms"]:
            for spelling in spelled(form):
                yield spelling, sort, readings


@kept
def measures(*, labels: bool = False, headings: bool = False) -> Terms:
    """The forms of lexicons/measures.yaml with the names of 功能分类 (类, 款) and 经济分类; for ``labels`` also those that only
    row and column heads use, for ``headings`` those that only headings of sections use."""
    data = load("measures")
    where = "label" if labels else "heading" if headings else "text"
    terms = Terms([*_entries(data["terms"], "aspect", where=where), *_entries(data["stages"], "stage", where=where)])
    return terms.plus(_classified()).plus(_misnamed(terms))


def _classified() -> Iterator[tuple[str, str, tuple[Mapping[str, str], ...]]]:
    stems = {row["name"].removesuffix("支出"): row["code"] for row in codes("functions") if row["level"] == "类"}
    for stem, code in stems.items():
        yield f"{stem}(类)", "aspect", ({"measure": f"功能.{code}", "flow": "支出"},)
    for row in codes("functions"):
        if row["level"] == "类":
            yield row["name"], "aspect", ({"measure": f"功能.{row['code']}", "flow": "支出"},)
    items = [row["name"] for row in codes("functions") if row["level"] == "项"]
    for row in codes("functions"):
        if row["level"] == "项" and items.count(row["name"]) == 1 and not row["name"].endswith(("支出", "事务", "其他")):
            yield f"{row['name']}支出", "aspect", ({"measure": f"功能.{row['code']}", "flow": "支出"},)  # 初中教育支出 is not 教育支出
    for row in codes("functions"):
        if row["level"] == "款" and row["name"] not in stems:
            yield row["name"], "aspect", ({"measure": f"功能.{row['code']}", "flow": "支出"},)
        elif row["level"] == "项":
            yield f"{row['name']}(项)", "aspect", ({"measure": f"功能.{row['code']}", "flow": "支出"},)
    for row in codes("names"):
        if (
            row["kind"].startswith("功能分类")
            and row["code"]
            and row["code"].isdigit()
            and len(row["code"]) <= 5
            and len(row["wrong_form"]) > 3
        ):
            yield row["wrong_form"], "aspect", ({"measure": f"功能.{row['code']}", "flow": "支出"},)
    for row in codes("economics"):
        if row["system"] == "部门":
            yield row["name"], "aspect", ({"measure": f"经济.{row['code']}", "flow": "支出"},)


def _misnamed(terms: Terms) -> Iterator[tuple[str, str, tuple[Mapping[str, str], ...]]]:
    """Wrong names of funds and terms, with the sense of the right ones (国有资金经营预算)."""
    for row in codes("names"):
        if row["kind"] in ("基金", "术语/基金", "三公"):
            readings = terms.get(row["right_form"])
            if readings and len(row["wrong_form"]) >= 3:
                yield row["wrong_form"], "aspect", readings


@kept
def families() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """(measure prefixes, each with a dot behind it; aspects that such measures do not have)."""
    return tuple((tuple(prefix + "." for prefix in row["prefix"]), tuple(row["without"])) for row in load("measures")["families"])


def merge(aspects: Aspects, reading: Mapping[str, str]) -> Aspects:
    """``aspects`` with what a word contributes put over it; the value ``-`` clears a field."""
    return aspects.but(**{key: "" if value == "-" else value for key, value in reading.items() if key != "within"})


def normal(aspects: Aspects) -> Aspects:
    """The aspects in their normal form, so that the same quantity has the same aspects wherever it stands."""
    dotted = aspects.measure + "."
    for prefixes, without in families():
        if dotted.startswith(prefixes):
            aspects = aspects.but(**dict.fromkeys(without, ""))
    if not aspects.measure and (aspects.part or aspects.flow):
        aspects = aspects.but(measure="合计")
    return aspects
